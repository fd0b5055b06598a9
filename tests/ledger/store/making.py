"""What the tests of the store share: batches, an independent root, and hands that reach behind the store."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg

from ledger.store import Batch, Condition, Opening, Pending, Store

NOON = "2026-11-22T12:00:00.000000Z"
WORKER = Path(__file__).with_name("worker.py")


def fact(
    *tags: str,
    relies: tuple[str, ...] = (),
    charges: tuple[tuple[str, int], ...] = (),
    envelope: bytes = b'{"payload":"e30="}',
    kind: str = "thing.done/1",
) -> Pending:
    return Pending(envelope, kind, tags, relies, charges)


def batch(
    request: str,
    *pending: Pending,
    condition: Condition | None = None,
    openings: tuple[Opening, ...] = (),
    recorded: str = NOON,
) -> Batch:
    digest = hashlib.sha256(b"".join(each.envelope for each in pending)).digest()
    return Batch(pending, request, digest, condition, openings, recorded)


def work_of(request: str) -> Batch:
    """Make what a worker that writes for ever writes under a request: 1 to 4 facts, and words."""
    count = int(request.rpartition("-")[2]) % 4 + 1
    words = Opening(f"{request}/1", "body.title", b"s" * 16, request)
    facts = (fact("all:1", f"part:{part}", relies=("other:1",)) for part in range(count))
    return batch(request, *facts, openings=(words,))


def nothing_after(number: int, *tags: str) -> Condition:
    return Condition(frozenset(tags), number)


def root_of(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, over entries as they are hashed."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + root_of(leaves[:half]) + root_of(leaves[half:])).digest()


def require_sound(store: Store) -> None:
    """The entries make the head, and every number that a tag names is there."""
    head = store.head()
    entries = list(store.scan())
    assert [entry.number for entry in entries] == list(range(1, head.size + 1))
    assert head.root == (
        root_of([entry.data for entry in entries]) if entries else hashlib.sha256(b"").digest()
    )
    for entry in entries:
        for tag, link in entry.links.items():
            assert link == store.last((tag,), upto=entry.number - 1).get(tag, 0)


def behind(where: str, *statements: str) -> list[tuple[Any, ...]]:
    """Run statements on the database itself, as somebody with its password could; give the last rows."""
    if where.startswith("postgresql://"):
        with psycopg.connect(where, autocommit=True) as server:
            cursor = server.cursor()
            for statement in statements:
                cursor.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []
    file = sqlite3.connect(where, isolation_level=None)
    try:
        rows: list[tuple[Any, ...]] = []
        for statement in statements:
            rows = file.execute(statement).fetchall()
        return rows
    finally:
        file.close()


def worker(*arguments: object) -> subprocess.Popen[str]:
    """Start another process; ``worker.py`` says what it can do."""
    paths = os.pathsep.join(path for path in sys.path if path)
    return subprocess.Popen(
        [sys.executable, str(WORKER), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )

"""Copies of a ledger: one is made while others write, and restored into an empty place, on either database.

Entries never change, and the words of a fact are there from its commit on, so a copy is read in pages that
hold no lock. The one thing that moves behind a reader is that words are erased. The last page is read
together with the head in one frozen view: whatever was erased before, the erasure is among the entries.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Final

import msgspec

from ledger import backup, durable
from ledger.backup import Item, Replay
from ledger.checkpoint import VerifierKey
from ledger.entry import Entry
from ledger.errors import Malformed, Oversized, StorageError, Tampered
from ledger.merkle import EMPTY_ROOT, Frontier
from ledger.replay import recorded
from ledger.request import FACTS_MAX
from ledger.sealed import Opening
from ledger.service import digest
from ledger.store import Batch, Head, Pending, Store
from ledger.tags import wire_name

PAGE = 1_000
"""Most entries that are held at once, but for what comes in while the last page is read."""

UNPACKED_MIN: Final = 2**30
"""So many bytes may come out of any backup; honest ones unpack to six times their size."""

RATIO_MAX: Final = 100
"""So many bytes may come out of each byte of a backup beyond that."""

REQUEST_BYTES_MAX: Final = 2**27
"""Most bytes of one request, which is held while it is appended: twice what the outbox takes."""

Told = Callable[[int, int], None]


class Copied(msgspec.Struct):
    """What went into a backup."""

    size: int = 0
    root: bytes = b""
    openings: int = 0


def back_up(store: Store, head: str | None, path: Path, told: Told) -> Copied:
    """Write the whole log, and the words that are left, into a file that was not there.

    Args:
        store: the log; others may write meanwhile.
        head: the last signed head, read before; the log extends it.
        path: the file; it holds private text and is readable by its owner alone.
        told: hears, after each page, how many entries are done, of how many.

    Raises:
        StorageError: something is there already, or storage fails; then no half-written file stays behind.
        Tampered: an entry cannot be read, or the entries do not make the root of the head.
    """
    copied, tree = Copied(), Frontier()
    with (
        durable.growing(path) as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as stream,
    ):
        stream.write(backup.first_line(head))
        now = Head(0, b"")
        for now, entries, openings in _pages(store):
            for entry, fact in entries:
                words = openings.pop(fact, [])
                copied.openings += len(words)
                stream.writelines(backup.lines_of(entry, words))
            tree, _ = tree.extend([entry.hash for entry, _ in entries])
            told(tree.size, now.size)
        copied.size, copied.root = tree.size, tree.root()
        if copied.root != now.root:
            raise Tampered(f"head: expected root {copied.root.hex()}, got {now.root.hex()}")
        stream.write(backup.last_line(copied.size, copied.openings, copied.root))
    return copied


def restore(path: Path, where: str, log: VerifierKey | None, unpacked_max: int | None, told: Told) -> Replay:
    """Replay a backup into an empty place: all of it is there after the end, or nothing.

    Args:
        path: the backup, from anybody.
        where: the file or the address of a database that holds no ledger.
        log: the log that somebody was told to trust; else the one that entry 1 binds is taken.
        unpacked_max: most bytes that may come out of it; None for what honest backups stay below.
        told: hears how many bytes of the file are done, of how many.

    Raises:
        Malformed, Oversized: the file is not a backup, or unpacks to too much.
        BadSignature, Tampered: it does not hold.
        StorageError: something is there already, or storage fails.
    """
    found = Replay()
    with closing(_lines(path, unpacked_max, told)) as lines, Store.filling(where) as append:
        root = EMPTY_ROOT
        for batch in _batches(found.items(lines, log)):
            root = append(batch).root
        if root != found.audit.root():
            expected, got = found.audit.root().hex(), root.hex()
            raise Tampered(f"{path}: expected entries as the log makes them, root {expected}, got {got}")
    return found


def check(path: Path, log: VerifierKey | None, unpacked_max: int | None, told: Told) -> Replay:
    """Replay a backup as :func:`restore` does, and write nothing."""
    found = Replay()
    with closing(_lines(path, unpacked_max, told)) as lines:
        for _ in _batches(found.items(lines, log)):
            pass
    return found


def _pages(store: Store) -> Iterator[tuple[Head, list[tuple[Entry, str]], dict[str, list[Opening]]]]:
    """Give the entries with the ids of their facts and the openings, page by page; the last with its head."""
    after, head = 0, store.head()
    while head.size - after > PAGE:
        yield (head, *_page(store, after + 1, after + PAGE))
        after += PAGE
        head = store.head()
    with store.frozen() as still:
        head = still.head()
        last = _page(still, after + 1, head.size)
    yield (head, *last)


def _page(store: Store, first: int, last: int) -> tuple[list[tuple[Entry, str]], dict[str, list[Opening]]]:
    entries = [(entry, _fact_of(entry)) for entry in store.scan(first, last)]
    openings: dict[str, list[Opening]] = {}
    for one in store.openings([fact for _, fact in entries]).values():
        openings.setdefault(one.fact, []).append(one)
    return entries, openings


def _fact_of(entry: Entry) -> str:
    try:
        return recorded(entry).fact.id
    except Malformed as error:
        raise Tampered(f"entry {entry.number}: {error}") from None


def _lines(path: Path, unpacked_max: int | None, told: Told) -> Generator[bytes, None, None]:
    """Give the lines of a packed file, none of them longer than a reader has to bear, and not too many."""
    if not path.is_file():
        raise Malformed(f"{path}: expected the file of a backup, got none")
    try:
        with path.open("rb") as raw, gzip.GzipFile(fileobj=raw) as stream:
            size, done, count = path.stat().st_size, 0, 0
            most = max(UNPACKED_MIN, RATIO_MAX * size) if unpacked_max is None else unpacked_max
            while line := stream.readline(backup.LINE_BYTES_MAX + 1):
                done, count = done + len(line), count + 1
                if done > most:
                    raise Oversized(f"{path}: expected at most {most} bytes unpacked, got more")
                yield line
                if count % PAGE == 0:
                    told(raw.tell(), size)
            told(size, size)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise Malformed(f"{path}: expected a whole gzip file, got: {error}") from None
    except OSError as error:
        raise StorageError(f"expected to read {path}, got: {error.strerror or error}") from error


def _batches(items: Iterable[Item]) -> Iterator[Batch]:
    """Give each request as it was appended."""
    for request, group in groupby(items, key=lambda item: item.at.fact.id.partition("/")[0]):
        held: list[Item] = []
        size = 0
        for item in group:
            held.append(item)
            size += len(item.entry.envelope) + sum(len(one.text) for one in item.openings)
            if len(held) > FACTS_MAX or size > REQUEST_BYTES_MAX:
                expected = f"at most {FACTS_MAX} facts and {REQUEST_BYTES_MAX} bytes"
                raise Oversized(f"request {request}: expected {expected}, got more")
        signed = [item.entry.envelope for item in held]
        openings = tuple(opening for item in held for opening in item.openings)
        recorded_at = held[0].entry.recorded
        yield Batch(tuple(map(_pending, held)), request, digest(signed), None, openings, recorded_at)


def _pending(item: Item) -> Pending:
    fact = item.at.fact
    charges = tuple((charge.tag, charge.amount) for charge in fact.charges)
    return Pending(item.entry.envelope, wire_name(type(fact.body)), fact.tags, fact.relies, charges)

"""One number for everything that a read model says, the same on every database and by every road.

SHA-256 over, for each table: its name, then each row as a JSON list, in the order of its key. Rows are
taken as they were known at a number; what was told later is left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Table, bindparam, case, null, select, tuple_

from ledger_projections.database import Database
from ledger_projections.projection import Projection

PAGE = 1_000
"""Most rows that are held at once."""


def digest(database: Database, projection: Projection, known_at: int) -> bytes:
    """Give the digest of a read model as it was known at a number. Its tables hold that number."""
    sum_ = hashlib.sha256()
    for table in projection.tables:
        sum_.update(table.name.encode() + b"\n")
        for row in _rows(database, table, known_at):
            sum_.update(msgspec.json.encode(row) + b"\n")
    return sum_.digest()


def _rows(database: Database, table: Table, known_at: int) -> Iterator[Sequence[Any]]:
    """Give the rows in pages: no transaction stays open, and rows known before never change."""
    number = bindparam("number", known_at, type_=BigInteger())
    told_later = case((table.c.known_to > number, null()), else_=table.c.known_to)
    columns = [told_later if column.name == "known_to" else column for column in table.columns]
    keys = list(table.primary_key)
    at = [table.columns.keys().index(key.name) for key in keys]
    asked = select(*columns).where(table.c.known_from <= number).order_by(*keys).limit(PAGE)
    after = asked
    while True:
        with database.reading() as connection:
            rows = connection.execute(after).all()
        yield from (tuple(row) for row in rows)
        if len(rows) < PAGE:
            return
        last = [rows[-1][index] for index in at]
        after = asked.where(tuple_(*keys) > tuple_(*(bindparam(None, value) for value in last)))

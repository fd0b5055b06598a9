"""The tables of a ledger, the same on SQLite and on PostgreSQL.

Columns hold the pieces of an entry as they go into its leaf. Every table but ``ledger_opening`` can be
rebuilt from the rows of ``ledger_entry`` and the facts in their envelopes.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

SCHEMA_VERSION = "1"

metadata = MetaData()

_text = Text().with_variant(Text(collation="C"), "postgresql")
_integer = BigInteger().with_variant(Integer(), "sqlite")
_bytes = LargeBinary()


def _key(name: str, kind: TypeEngine[Any]) -> Column[Any]:
    return Column(name, kind, primary_key=True, autoincrement=False)


def _column(name: str, kind: TypeEngine[Any]) -> Column[Any]:
    return Column(name, kind, nullable=False)


entries = Table(
    "ledger_entry",
    metadata,
    _key("number", _integer),
    _column("type", _text),
    _column("recorded", _text),
    _column("links", _bytes),
    _column("charged", _bytes),
    _column("envelope", _bytes),
    sqlite_strict=True,
    comment="The log: what was signed, and what the log says about it. All else rests on it.",
)

Index("ledger_entry_type", entries.c.type, entries.c.number)

tags = Table(
    "ledger_tag",
    metadata,
    _key("tag", _text),
    _key("number", _integer),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    comment="Which entries carry a tag. Rebuilt from the facts.",
)

nodes = Table(
    "ledger_node",
    metadata,
    _key("id", _integer),
    _column("hash", _bytes),
    sqlite_strict=True,
    comment="The complete nodes of the Merkle tree. Rebuilt from the entries.",
)

head = Table(
    "ledger_head",
    metadata,
    _key("id", _integer),
    _column("size", _integer),
    _column("frontier", _bytes),
    _column("root", _bytes),
    CheckConstraint("id = 1", name="ledger_head_one"),
    sqlite_strict=True,
    comment="One row, locked by every append: the compact range and root. Rebuilt from the entries.",
)

requests = Table(
    "ledger_request",
    metadata,
    _key("id", _text),
    _column("digest", _bytes),
    _column("first", _integer),
    _column("count", _integer),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    comment="Which entries answer a request. Rebuilt from the facts.",
)

openings = Table(
    "ledger_opening",
    metadata,
    _key("fact", _text),
    _key("path", _text),
    _column("salt", _bytes),
    _column("text", _text),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    comment="The words behind commitments. Can be erased, and cannot be rebuilt.",
)

meta = Table(
    "ledger_meta",
    metadata,
    _key("name", _text),
    _column("value", _text),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    comment="The version of these tables. Known to every program that can read them.",
)

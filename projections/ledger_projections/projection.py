"""What a read model is: tables, a version, and a pure function from a fact to changes of rows.

Every row has two periods, both half open. In effect: from the day ``since`` (None: which day is not
known) until the day ``until`` (None: no end). Known: from the entry ``known_from`` to the entry
``known_to`` that told otherwise (None: still so). A row once written changes in ``known_to`` only, so
how things looked to the ledger at any number can be read off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, get_args

import msgspec
from sqlalchemy import BigInteger, Column, ColumnElement, Index, Integer, MetaData, Table, Text, and_, or_
from sqlalchemy.types import TypeEngine

from ledger.acts import Recorded

Value = str | int | None
Values = Mapping[str, Value]

metadata = MetaData()

_text = Text().with_variant(Text(collation="C"), "postgresql")
_integer = BigInteger().with_variant(Integer(), "sqlite")


class Add(msgspec.Struct, frozen=True):
    """A row begins to be known."""

    table: Table
    row: Values


class Amend(msgspec.Struct, frozen=True):
    """Each row known now that matches is known with these changes from now on.

    ``beyond``: only rows that are in effect beyond this day, or without an end. ``begun``: only rows
    in effect from this day or an earlier one.
    """

    table: Table
    match: Values
    changes: Values
    beyond: str | None = None
    begun: str | None = None

    def picks(self, rows: Iterable[Values]) -> list[Values]:
        """Pick the rows that it changes among those known now."""
        return [row for row in rows if self._touches(row)]

    def _touches(self, row: Values) -> bool:
        since, until = row["since"], row["until"]
        return (
            all(row[column] == value for column, value in self.match.items())
            and (self.beyond is None or until is None or str(until) > self.beyond)
            and (self.begun is None or (since is not None and str(since) <= self.begun))
        )


class Drop(msgspec.Struct, frozen=True):
    """Each row known now that matches is known no longer."""

    table: Table
    match: Values

    def picks(self, rows: Iterable[Values]) -> list[Values]:
        """Pick the rows that match among those known now."""
        return [row for row in rows if all(row[column] == value for column, value in self.match.items())]


Operation = Add | Amend | Drop


def types_in(union: object) -> frozenset[type]:
    """Give the types of a closed union, to look a type up at once: ``isinstance`` tries one after another."""
    return frozenset(get_args(union))


class Projection(msgspec.Struct, frozen=True):
    """A read model. Another version drops the tables and rebuilds them from the log."""

    name: str
    version: int
    tables: tuple[Table, ...]
    apply: Callable[[Recorded], Sequence[Operation]]


class Wording(msgspec.Struct, frozen=True):
    """Where words are looked up: in the openings of the store, under this fact and path."""

    fact: str
    path: str

    @classmethod
    def of(cls, fact: str | None, path: str | None) -> Wording | None:
        """Give the place, or None where there are no words."""
        return None if fact is None or path is None else cls(fact, path)


def text(name: str, *, key: bool = False, null: bool = False) -> Column[Any]:
    """Make a column of text that sorts by bytes on every database."""
    return _column(name, _text, key=key, null=null)


def integer(name: str, *, key: bool = False, null: bool = False) -> Column[Any]:
    """Make a column of integers up to 2^53."""
    return _column(name, _integer, key=key, null=null)


def view(name: str, *columns: Column[Any], found_by: str | None = None, indexes: Sequence[str] = ()) -> Table:
    """Make a table of a read model, with its two periods.

    Args:
        name: begins with ``view_``.
        columns: those marked as keys are unique together with ``known_from``.
        found_by: the column by which rows are found that a fact amends or drops; every ``match`` names it.
        indexes: further columns, separated by spaces, that questions ask by.
    """
    table = Table(
        name,
        metadata,
        *columns,
        text("since", null=True),
        text("until", null=True),
        integer("known_from", key=True),
        integer("known_to", null=True),
        sqlite_strict=True,
        comment="A read model: rebuilt from the log.",
        info={"found_by": found_by},
    )
    for asked in (*indexes, *((found_by,) if found_by else ())):
        by = asked.split()
        Index(f"{name}_by_{'_'.join(by)}", *(table.c[column] for column in by))
    return table


def replaced(table: Table, key: str, row: Values) -> tuple[Operation, ...]:
    """Let a row take the place of whatever is known under its key."""
    return Drop(table, {key: row[key]}), Add(table, row)


def known(table: Table, number: ColumnElement[int]) -> ColumnElement[bool]:
    """Say which rows were known once the entry of this number stood."""
    return and_(table.c.known_from <= number, or_(table.c.known_to.is_(None), table.c.known_to > number))


def _column(name: str, kind: TypeEngine[Any], *, key: bool, null: bool) -> Column[Any]:
    return Column(name, kind, primary_key=key, nullable=null, autoincrement=False)

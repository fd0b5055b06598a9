"""Writes the changes of many facts at once: one reading, one update and one insert a table.

1. Read the rows known now that any change may touch, by the column that each table names.
2. Go through the changes in order, in memory.
3. Write when rows ceased to be known, then the new rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, assert_never

import msgspec
from sqlalchemy import Connection, Table, bindparam, insert, select, update

from ledger_projections.projection import Add, Amend, Drop, Operation, Value, Values

_SEARCHED_MAX = 500
"""Most values that one statement looks for."""

Change = tuple[int, Operation]
"""A change and the number of the entry that made it."""


def write(connection: Connection, changes: Sequence[Change]) -> None:
    """Carry out changes in order, inside a transaction that the caller begins and commits."""
    by_table: dict[Table, list[Change]] = defaultdict(list)
    for change in changes:
        by_table[change[1].table].append(change)
    for table, of_table in by_table.items():
        _write(connection, table, of_table)


class _Held(msgspec.Struct, eq=False):
    """A row known now. ``stored``: the database has it; else it is written with the page."""

    row: dict[str, Any]
    stored: bool


class _Page(msgspec.Struct):
    found_by: str | None
    held: dict[Value, list[_Held]] = msgspec.field(default_factory=lambda: defaultdict(list))
    ceased: list[dict[str, Any]] = msgspec.field(default_factory=list)
    fresh: list[_Held] = msgspec.field(default_factory=list)

    def hold(self, one: _Held) -> None:
        if self.found_by is not None:
            self.held[one.row[self.found_by]].append(one)

    def add(self, number: int, row: Values) -> None:
        one = _Held({**row, "known_from": number, "known_to": None}, stored=False)
        self.fresh.append(one)
        self.hold(one)

    def amend(self, number: int, change: Amend) -> None:
        for one in self._touched(change):
            self._end(number, one)
            self.add(number, {**one.row, **change.changes})

    def drop(self, number: int, change: Drop) -> None:
        for one in self._touched(change):
            self._end(number, one)

    def _touched(self, change: Amend | Drop) -> list[_Held]:
        found = self.held[change.match[self.found_by or ""]]
        picked = {id(row) for row in change.picks(one.row for one in found)}
        return [one for one in found if id(one.row) in picked]

    def _end(self, number: int, one: _Held) -> None:
        if one.row["known_from"] == number:
            self.fresh.remove(one)  # one fact told both: it was never known otherwise
        elif one.stored:
            self.ceased.append({**one.row, "known_to": number})
        else:
            one.row = {**one.row, "known_to": number}
        self.held[one.row[self.found_by or ""]].remove(one)


def _write(connection: Connection, table: Table, changes: Sequence[Change]) -> None:
    touching = [change for _, change in changes if not isinstance(change, Add)]
    page = _Page(table.info["found_by"] if touching else None)
    for row in _known_now(connection, table, {change.match[table.info["found_by"]] for change in touching}):
        page.hold(_Held(row, stored=True))
    for number, change in changes:
        match change:
            case Add():
                page.add(number, change.row)
            case Amend():
                page.amend(number, change)
            case Drop():
                page.drop(number, change)
            case _:
                assert_never(change)
    if page.ceased:
        _cease(connection, table, page.ceased)
    if page.fresh:
        _insert(connection, table, [one.row for one in page.fresh])


def _insert(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Hand whole pages to the driver: no column of a read model needs its values converted."""
    statement = insert(table).compile(dialect=connection.dialect)
    order = statement.positiontup
    some = [row if order is None else tuple([row[name] for name in order]) for row in rows]
    connection.exec_driver_sql(str(statement), some)


def _cease(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    keys = [column.name for column in table.primary_key]
    ceasing = update(table).values(known_to=bindparam("now_to"))
    ceasing = ceasing.where(*(table.c[key] == bindparam(f"the_{key}") for key in keys))
    connection.execute(
        ceasing, [{"now_to": row["known_to"], **{f"the_{key}": row[key] for key in keys}} for row in rows]
    )


def _known_now(connection: Connection, table: Table, values: Iterable[Value]) -> Iterator[dict[str, Any]]:
    remaining = iter(values)
    while some := list(islice(remaining, _SEARCHED_MAX)):
        searched = table.c[table.info["found_by"]].in_(some)
        asked = select(table).where(searched, table.c.known_to.is_(None)).order_by(*table.primary_key)
        yield from (dict(row) for row in connection.execute(asked).mappings())

"""Brings read models up to the log, page by page, each page in one transaction with the place it reached.

1. Read how far each read model has come; read the page of entries after the one furthest behind.
2. Turn the entries into changes; nothing is locked yet.
3. Lock the places. If another process moved them meanwhile, begin again with 1.
4. Write rows and places; commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    LargeBinary,
    Select,
    Table,
    delete,
    func,
    insert,
    inspect,
    select,
    update,
)

from ledger.entry import Entry
from ledger.errors import Conflict, Tampered
from ledger.replay import recorded
from ledger_projections.database import Database
from ledger_projections.projection import Projection, integer, metadata, text
from ledger_projections.writing import Change, write

PAGE = 1_000
"""Most facts that are held at once, and that one transaction writes."""

_LOCK = 0x72656D69745F7677
"""Held on PostgreSQL while tables are made: any number that nothing else in the database locks."""

tracking = Table(
    "view_tracking",
    metadata,
    text("name", key=True),
    integer("version"),
    integer("position"),
    Column("leaf", LargeBinary(), nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
    comment="How far each read model has come: number and Merkle hash of the last entry in it.",
)

_PLACES: Select[Any] = select(tracking.c.name, tracking.c.version, tracking.c.position, tracking.c.leaf)
_POSITION = select(func.min(tracking.c.position))


class Sized(Protocol):
    """The head of a log."""

    @property
    def size(self) -> int:
        """How many entries there are."""
        ...


class Log(Protocol):
    """What read models need of a store."""

    def head(self) -> Sized:
        """Give the head."""
        ...

    def scan(self, first: int = 1, last: int | None = None) -> Iterable[Entry]:
        """Give every entry from one number to another."""
        ...


class Place(msgspec.Struct, frozen=True):
    """How far a read model has come: the last entry in it, and its Merkle hash."""

    position: int
    leaf: bytes


def prepare(database: Database, projections: Sequence[Projection], *, anew: bool = False) -> None:
    """Make the tables that are missing; drop and make again those of another version.

    Args:
        database: where.
        projections: all of them.
        anew: drop all, whatever their version.
    """
    with database.reading() as connection:
        if not anew and not _outdated(connection, projections):
            return
    with database.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        tracking.create(connection, checkfirst=True)
        for projection in projections if anew else _outdated(connection, projections):
            metadata.drop_all(connection, projection.tables)
            metadata.create_all(connection, projection.tables)
            connection.execute(delete(tracking).where(tracking.c.name == projection.name))
            place = {"name": projection.name, "version": projection.version, "position": 0, "leaf": b""}
            connection.execute(insert(tracking), place)


def _outdated(connection: Connection, projections: Sequence[Projection]) -> tuple[Projection, ...]:
    tables = set(inspect(connection).get_table_names())
    if tracking.name not in tables:
        return tuple(projections)
    versions = {row.name: row.version for row in connection.execute(_PLACES)}
    return tuple(
        projection
        for projection in projections
        if versions.get(projection.name) != projection.version
        or not tables.issuperset(table.name for table in projection.tables)
    )


def places(
    connection: Connection, projections: Sequence[Projection], *, lock: bool = False
) -> dict[str, Place]:
    """Say how far each read model has come.

    Raises:
        Conflict: the read models were deleted meanwhile.
    """
    rows = connection.execute(_PLACES.with_for_update() if lock else _PLACES)
    found = {row.name: Place(row.position, row.leaf) for row in rows}
    missing = next((one.name for one in projections if one.name not in found), None)
    if missing is not None:
        raise Conflict(f"read model {missing}: expected its place, got none: open the read models again")
    return {projection.name: found[projection.name] for projection in projections}


def position(connection: Connection) -> int:
    """Give the number that every read model has reached."""
    found: int | None = connection.execute(_POSITION).scalar_one()
    return found or 0


def follow(
    database: Database,
    log: Log,
    projections: Sequence[Projection],
    *,
    upto: int | None = None,
    told: Callable[[int, int], None] | None = None,
    page: int = PAGE,
) -> None:
    """Bring read models up to the log as it now is.

    Args:
        database: where they are; made by :func:`prepare`.
        log: the store.
        projections: all of them.
        upto: stop at this number.
        told: called after each page with the number reached and the last one.
        page: most facts in one transaction.

    Raises:
        Tampered: what they were built from is not what the log holds.
    """
    with database.reading() as connection:
        reached = places(connection, projections)
    size = log.head().size  # asked for after the places: the log is never shorter than they say
    _require_same(log, size, reached)
    size = size if upto is None else min(size, upto)
    while (behind := min(place.position for place in reached.values())) < size:
        due = [one for one in projections if reached[one.name].position == behind]
        ahead = [place.position for place in reached.values() if place.position > behind]
        changes, last = _changes(log, due, behind + 1, min(behind + page, size, *ahead))
        with database.writing() as connection:
            now = places(connection, projections, lock=True)
            if now == reached:
                write(connection, changes)
                _reach(connection, due, last)
                now = places(connection, projections)
        reached = now
        if told is not None:
            told(min(place.position for place in reached.values()), size)


def _require_same(log: Log, size: int, reached: Mapping[str, Place]) -> None:
    first: dict[Place, str] = {}
    for name, place in reached.items():
        first.setdefault(place, name)
    for place, name in first.items():
        if place.position > size:
            raise Tampered(
                f"read model {name}: expected a log of at least {place.position} entries, got {size}; "
                "rebuild it if the log is the right one"
            )
        if place.position:
            (entry,) = log.scan(place.position, place.position)
            if entry.hash != place.leaf:
                raise Tampered(
                    f"read model {name}: expected entry {place.position} to be {place.leaf.hex()}, "
                    f"got {entry.hash.hex()}; rebuild it if the log is the right one"
                )


def _changes(
    log: Log, projections: Sequence[Projection], first: int, last: int
) -> tuple[list[Change], Place]:
    changes: list[Change] = []
    entry: Entry | None = None
    for entry in log.scan(first, last):
        at = recorded(entry)
        for projection in projections:
            changes.extend((entry.number, operation) for operation in projection.apply(at))
    if entry is None or entry.number != last:
        raise Tampered(f"expected entries {first} to {last}, got {entry.number if entry else 'none'}")
    return changes, Place(last, entry.hash)


def _reach(connection: Connection, projections: Sequence[Projection], place: Place) -> None:
    names = [projection.name for projection in projections]
    reaching = update(tracking).where(tracking.c.name.in_(names))
    connection.execute(reaching.values(position=place.position, leaf=place.leaf))

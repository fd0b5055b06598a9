"""What differs between the two databases, and how their failures are told."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

import msgspec
from sqlalchemy import Connection, Engine
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.sql.expression import ClauseElement

from ledger.errors import Malformed, StorageError

LOCK_SECONDS = 5
"""How long to wait for another process before giving up."""

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL, appendix A

_TEXTS: defaultdict[str, WeakKeyDictionary[ClauseElement, str]] = defaultdict(WeakKeyDictionary)
"""What each statement says in each dialect: a ledger that is opened again needs no second translation."""

Row: TypeAlias = tuple[Any, ...]


class Failed(StorageError):
    """The database failed; what it has written is not known."""


class Backend(msgspec.Struct, frozen=True):
    """A database that has been found safe to write to.

    Attributes:
        name: what to call it in a message; holds no password.
        engine: gives connections on which every statement commits itself unless ``begin`` was sent.
        failure: what the driver below raises.
        begin: starts a transaction that is going to write.
        schema: describes each table and whatever hangs on it, one line an object, as it was found.
        expected: the same for the tables as this version makes them.
        freeze: starts a transaction that reads, and sees nothing that is committed after its first reading.
        scrub: what rids the files of rows that were deleted; each runs outside of a transaction, and the
            first value of what it answers, if it answers, is 0.
    """

    name: str
    engine: Engine
    failure: type[Exception]
    begin: str
    schema: Callable[[Connection], frozenset[str]]
    expected: frozenset[str]
    freeze: str = "BEGIN"
    scrub: tuple[str, ...] = ()

    @contextmanager
    def connected(self) -> Iterator[Session]:
        """Lend a connection, and tell the failures on it as this project's errors.

        Raises:
            Failed: whatever the database says no to.
            StorageError: another process holds the ledger; nothing was written.
            Malformed: a value that no column can hold.
        """
        try:
            with self.engine.connect() as connection:
                try:
                    with closing(connection.connection.cursor()) as cursor:
                        yield Session(connection, cursor, self._text)
                except self.failure:
                    connection.invalidate()
                    raise
        except (SQLAlchemyError, self.failure) as error:
            raise _told(self.name, error) from error
        except (OverflowError, UnicodeError) as error:
            raise Malformed(f"{self.name}: expected values that can be stored, got: {error}") from error

    def _text(self, statement: ClauseElement) -> str:
        texts = _TEXTS[self.engine.dialect.name]
        text = texts.get(statement)
        if text is None:
            text = texts[statement] = str(statement.compile(dialect=self.engine.dialect))
        return text


class Session:
    """A connection, on which statements run as the driver takes them: four times as fast as by way of Core.

    Every statement stands alone unless a transaction was begun. Rows are fetched whole, or SQLite would go
    on holding its lock for them.
    """

    __slots__ = ("_cursor", "_text", "connection")

    def __init__(
        self, connection: Connection, cursor: DBAPICursor, text: Callable[[ClauseElement], str]
    ) -> None:
        self.connection = connection
        self._cursor = cursor
        self._text = text

    def command(self, text: str) -> None:
        """Run a command without values."""
        self._cursor.execute(text)

    def ask(self, text: str) -> Row | None:
        """Run a command without values that may answer with a row."""
        self._cursor.execute(text)
        return next(iter(self._cursor.fetchall()), None) if self._cursor.description else None

    def rows(self, statement: ClauseElement, **values: object) -> Sequence[Row]:
        """Give the answer to a query."""
        self._cursor.execute(self._text(statement), values)
        return self._cursor.fetchall()

    def row(self, statement: ClauseElement, **values: object) -> Row | None:
        """Give the only row of an answer, or None where it is empty."""
        return next(iter(self.rows(statement, **values)), None)

    def write(self, statement: ClauseElement, rows: Sequence[Mapping[str, object]]) -> None:
        """Run a statement once with each of the rows."""
        if len(rows) == 1:
            self._cursor.execute(self._text(statement), rows[0])
        elif rows:
            self._cursor.executemany(self._text(statement), rows)


def _told(name: str, error: Exception) -> StorageError:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    code = getattr(cause, "sqlite_errorcode", None)
    if getattr(cause, "sqlstate", None) == _LOCK_NOT_AVAILABLE or (code is not None and code & 0xFF in _BUSY):
        return StorageError(
            f"{name}: expected the ledger within {LOCK_SECONDS} s, got a lock held by another process"
        )
    reason = str(cause).strip() or type(cause).__name__
    return Failed(f"{name}: expected storage that works, got: {reason.splitlines()[0]}")

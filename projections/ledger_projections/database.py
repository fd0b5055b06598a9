"""Where read models are kept: beside the log, in the same database, through an engine of their own."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from sqlalchemy import Connection, create_engine

from ledger.errors import StorageError
from ledger.store import sqlite
from ledger.store.backend import Backend

_SNAPSHOT = {"sqlite": "BEGIN", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}


class Database(msgspec.Struct, frozen=True):
    """A database that is written to as safely as the log that it may hold."""

    backend: Backend

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Begin a transaction, and commit at the end; what is not committed is undone.

        Raises:
            StorageError: the database is held by another process for too long, or fails.
        """
        with self._transaction(self.backend.begin) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection on which all statements see one state; only short work is done on it.

        Raises:
            StorageError: the database fails.
        """
        with self._transaction(_SNAPSHOT[self.backend.engine.dialect.name]) as connection:
            yield connection

    def close(self) -> None:
        """Give every connection back."""
        self.backend.engine.dispose()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        with self.backend.connected() as session:
            session.command(begin)
            yield session.connection
            session.command("COMMIT")


def connect(where: str | Path) -> Database:
    """Connect to the database of a ledger: a SQLite file, or ``postgresql://user@host/database``.

    Raises:
        StorageError: nothing there, or set up unsafely.
    """
    if isinstance(where, str) and where.startswith("postgresql://"):
        try:
            from ledger.store import postgres  # noqa: PLC0415 - psycopg is an extra
        except ImportError:
            raise StorageError("expected the extra remit[postgres], got an installation without it") from None
        return Database(postgres.connect(where))
    return Database(sqlite.connect(Path(where)))


@contextmanager
def scratch() -> Iterator[Database]:
    """Give an empty database that is gone afterwards; it may be lost at any moment."""
    with tempfile.TemporaryDirectory(prefix="remit-") as folder:
        address = f"sqlite:///{Path(folder, 'views.db')}"
        engine = create_engine(address, isolation_level="AUTOCOMMIT", hide_parameters=True)
        nothing = frozenset[str]()
        made = Database(Backend("a scratch copy", engine, sqlite3.Error, "BEGIN", lambda _: nothing, nothing))
        try:
            with made.backend.connected() as session:
                session.command("PRAGMA synchronous = OFF")
            yield made
        finally:
            made.close()

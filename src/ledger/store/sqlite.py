"""SQLite: one file, opened with the settings that keep an acknowledged entry."""

from __future__ import annotations

import os
import sqlite3
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.pool import QueuePool
from sqlalchemy.schema import CreateIndex, CreateTable

from ledger.errors import StorageError
from ledger.store import places, tables
from ledger.store.backend import LOCK_SECONDS, Backend

VERSION_MIN = (3, 38, 0)
"""STRICT tables (3.37.0), and JSON functions in every build (3.38.0)."""

WAL_RESET = ((3, 7, 0), (3, 51, 2))
"""SQLite from and to which a checkpoint that races another can lose pages of a write-ahead log."""

SCRUB = ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
"""Deleted rows are overwritten (``secure_delete``), but a page that was split may keep a copy in a gap."""

_SCHEMA = """
SELECT type || ' ' || name || ' on ' || tbl_name, sql FROM sqlite_schema
WHERE sql IS NOT NULL AND NOT (type IN ('table', 'index') AND tbl_name GLOB 'view_*')
"""


def connect(path: Path, *, create: bool = False) -> Backend:
    """Open a file that is there, or make an empty one where none is.

    Raises:
        StorageError: the file is there, or is not; SQLite, its settings or the file's place are unsafe.
    """
    name = str(path)
    if sqlite3.sqlite_version_info < VERSION_MIN:
        raise StorageError(f"expected SQLite 3.38.0 or later, got {sqlite3.sqlite_version}")
    places.require_local(path)
    if create:
        _make(path)
    elif not path.is_file():
        raise StorageError(f"{name}: expected the file of a ledger, got none")
    address = f"{path.resolve().as_uri()}?mode=rw"
    engine = create_engine(
        "sqlite://",
        paramstyle="named",
        creator=lambda: _connection(address, name),
        poolclass=QueuePool,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
    )
    return Backend(name, engine, sqlite3.Error, "BEGIN IMMEDIATE", _schema, _expected(), scrub=SCRUB)


def journal_mode(version: tuple[int, ...]) -> str:
    """Say which journal is safe with a version of SQLite."""
    first, last = WAL_RESET
    return "truncate" if first <= version <= last else "wal"


def settings(version: tuple[int, ...]) -> dict[str, tuple[str, object]]:
    """Give each setting with the value to set and the value to be read back, in the order of setting.

    ``synchronous`` comes before the journal mode: leaving a write-ahead log behind already writes.
    """
    mode = journal_mode(version)
    return {
        "synchronous": ("EXTRA", 3),
        "trusted_schema": ("OFF", 0),
        "cell_size_check": ("ON", 1),
        "secure_delete": ("ON", 1),
        "journal_mode": (mode, mode),
    }


def require_settings(connection: sqlite3.Connection, name: str) -> None:
    """Read the settings back.

    Raises:
        StorageError: one has another value than the one that keeps an acknowledged entry.
    """
    for setting, (_, expected) in settings(sqlite3.sqlite_version_info).items():
        (got,) = connection.execute(f"PRAGMA {setting}").fetchone()
        if got != expected:
            raise StorageError(f"{name}: expected the setting {setting} to be {expected}, got {got}")


def _make(path: Path) -> None:
    """Make the file, readable by its owner alone; an empty one may be left over from a killed process."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if path.stat().st_size:
            raise StorageError(f"{path}: expected no file, got one") from None
    except OSError as error:
        raise StorageError(f"{path}: expected a place to make a file, got: {error.strerror}") from error


def _connection(address: str, name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        address, uri=True, timeout=LOCK_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        for setting, (value, _) in settings(sqlite3.sqlite_version_info).items():
            connection.execute(f"PRAGMA {setting} = {value}")
        require_settings(connection, name)
    except BaseException:
        connection.close()
        raise
    return connection


def _schema(connection: Connection) -> frozenset[str]:
    """Describe everything in the file but the tables of read models and the query planner's statistics."""
    rows = connection.exec_driver_sql(_SCHEMA).fetchall()
    return frozenset(_line(what, sql) for what, sql in rows if not what.startswith("table sqlite_stat"))


@cache
def _expected() -> frozenset[str]:
    dialect = sqlite_dialect()
    made = tables.metadata.sorted_tables
    return frozenset(
        {
            _line(f"table {table.name} on {table.name}", str(CreateTable(table).compile(dialect=dialect)))
            for table in made
        }
        | {
            _line(f"index {index.name} on {table.name}", str(CreateIndex(index).compile(dialect=dialect)))
            for table in made
            for index in table.indexes
        }
    )


def _line(what: str, sql: str) -> str:
    return f"{what}: {' '.join(sql.split())}"

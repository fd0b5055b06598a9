"""What differs between the two databases, and how their failures are told."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from ledger.errors import Malformed, StorageError

LOCK_SECONDS = 5
"""How long to wait for another process before giving up."""

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL, appendix A


class Failed(StorageError):
    """The database failed; what it has written is not known."""


@dataclass(frozen=True, slots=True)
class Backend:
    """A database that has been found safe to write to.

    Attributes:
        name: what to call it in a message; holds no password.
        engine: gives connections on which every statement commits itself unless ``begin`` was sent.
        begin: starts a transaction that is going to write.
        schema: describes each table and whatever hangs on it, one line an object, as it was found.
        expected: the same for the tables as this version makes them.
    """

    name: str
    engine: Engine
    begin: str
    schema: Callable[[Connection], frozenset[str]]
    expected: frozenset[str]


@contextmanager
def failures_told(name: str) -> Iterator[None]:
    """Turn what the libraries below raise into this project's errors.

    Raises:
        Failed: whatever the database says no to.
        StorageError: another process holds the ledger; nothing was written.
        Malformed: a value that no column can hold.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _told(name, error) from error
    except (OverflowError, UnicodeError) as error:
        raise Malformed(f"{name}: expected values that can be stored, got: {error}") from error


def _told(name: str, error: Exception) -> StorageError:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    code = getattr(cause, "sqlite_errorcode", None)
    if getattr(cause, "sqlstate", None) == _LOCK_NOT_AVAILABLE or (code is not None and code & 0xFF in _BUSY):
        return StorageError(
            f"{name}: expected the ledger within {LOCK_SECONDS} s, got a lock held by another process"
        )
    reason = str(cause).strip() or type(cause).__name__
    return Failed(f"{name}: expected storage that works, got: {reason.splitlines()[0]}")

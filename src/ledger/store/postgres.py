"""PostgreSQL: a server that is set to keep what it acknowledges."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import BigInteger, Connection, LargeBinary, Table, Text, create_engine
from sqlalchemy.schema import CheckConstraint

from ledger.errors import StorageError
from ledger.store import tables
from ledger.store.backend import LOCK_SECONDS, Backend

SETTINGS = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_apply"),
    "server_encoding": ("UTF8",),
}
"""Each setting with the values of which one must be in force, whoever set it: server, database or role."""

SCRUB = ("VACUUM (FULL, ANALYZE) ledger_opening",)
"""Writes the table anew without its dead rows, and takes the planner's samples from what is left."""

_SCHEMA = """
WITH relation AS (
    SELECT oid, relname, relkind, relpersistence, relrowsecurity FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace
        AND starts_with(relname, 'ledger_') AND relkind <> 'i'
)
SELECT concat('relation ', relname, ': kind ', relkind, ', persistence ', relpersistence,
    CASE WHEN relrowsecurity THEN ', row security' END) FROM relation
UNION ALL
SELECT concat('column ', relname, '.', attname, ': ', format_type(atttypid, atttypmod),
    ' collate ' || nullif(collname, 'default'), CASE WHEN attnotnull THEN ' not null' END,
    CASE WHEN atthasdef OR attidentity <> '' OR attgenerated <> '' THEN ' computed' END)
FROM relation JOIN pg_attribute ON attrelid = relation.oid
    LEFT JOIN pg_collation ON pg_collation.oid = attcollation
WHERE attnum > 0 AND NOT attisdropped
UNION ALL
SELECT concat('constraint ', conname, ' on ', relname, ': ', pg_get_constraintdef(pg_constraint.oid))
FROM relation JOIN pg_constraint ON conrelid = relation.oid WHERE contype <> 'n'
UNION ALL
SELECT concat('index ', indexrelid::regclass, ' on ', relname, CASE WHEN NOT indisvalid THEN ', invalid' END)
FROM relation JOIN pg_index ON indrelid = relation.oid
UNION ALL
SELECT concat('trigger ', tgname, ' on ', relname)
FROM relation JOIN pg_trigger ON tgrelid = relation.oid WHERE NOT tgisinternal
UNION ALL
SELECT concat('rule ', rulename, ' on ', relname) FROM relation JOIN pg_rewrite ON ev_class = relation.oid
UNION ALL
SELECT concat('policy ', polname, ' on ', relname) FROM relation JOIN pg_policy ON polrelid = relation.oid
UNION ALL
SELECT concat('inheritance of ', relname)
FROM relation JOIN pg_inherits ON relation.oid IN (inhparent, inhrelid)
"""

_TYPES = {BigInteger: "bigint", LargeBinary: "bytea", Text: "text collate C"}


def connect(address: str) -> Backend:
    """Connect to ``postgresql://user@host/database``; a password may come from the usual files.

    Raises:
        StorageError: the address cannot be read; settings under which an acknowledged entry can be lost.
    """
    try:
        parts = conninfo_to_dict(address)
    except psycopg.Error:
        message = "expected an address such as postgresql://user@host/database, got one that cannot be read"
        raise StorageError(message) from None
    name = f"postgresql://{parts.get('host', '')}/{parts.get('dbname', '')}"
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: _connection(address, name),
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
        use_native_hstore=False,
    )
    begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
    freeze = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    return Backend(name, engine, psycopg.Error, begin, _schema, _expected(), freeze, SCRUB)


def require_settings(connection: psycopg.Connection[Any], name: str) -> None:
    """Read the settings that are in force on this connection.

    Raises:
        StorageError: one has a value under which an acknowledged entry can be lost.
    """
    for setting, allowed in SETTINGS.items():
        row = connection.execute("SELECT current_setting(%s)", (setting,)).fetchone()
        got = row[0] if row else None
        if got not in allowed:
            raise StorageError(f"{name}: expected the setting {setting} to be {allowed[0]}, got {got}")


def _connection(address: str, name: str) -> psycopg.Connection[Any]:
    connection = psycopg.connect(
        address, autocommit=True, connect_timeout=LOCK_SECONDS, client_encoding="utf8"
    )
    try:
        connection.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
        require_settings(connection, name)
    except BaseException:
        connection.close()
        raise
    return connection


def _schema(connection: Connection) -> frozenset[str]:
    """Describe every relation that has a name like ours, and what hangs on it."""
    return frozenset(connection.exec_driver_sql(_SCHEMA).scalars())


def _expected() -> frozenset[str]:
    return frozenset(line for table in tables.metadata.sorted_tables for line in _lines(table))


def _lines(table: Table) -> list[str]:
    keys = ", ".join(column.name for column in table.primary_key)
    checks = [each for each in table.constraints if isinstance(each, CheckConstraint)]
    return [
        f"relation {table.name}: kind r, persistence p",
        *(f"column {table.name}.{each.name}: {_TYPES[type(each.type)]} not null" for each in table.columns),
        f"constraint {table.name}_pkey on {table.name}: PRIMARY KEY ({keys})",
        *(f"constraint {each.name} on {table.name}: CHECK (({each.sqltext}))" for each in checks),
        f"index {table.name}_pkey on {table.name}",
        *(f"index {index.name} on {table.name}" for index in table.indexes),
    ]

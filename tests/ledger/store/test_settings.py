"""Which databases are refused before anything is written to them."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from tests.ledger.store.making import batch, behind, fact, require_sound, root_of

import ledger.store
from ledger.errors import StorageError, Tampered
from ledger.store import Store, places, sqlite

RELEASED = Path(__file__).parent / "released"

NO_UPDATE = "suppress_redundant_updates_trigger()"

_databases = itertools.count(1)


@contextmanager
def safe_connection(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for setting, (value, _) in sqlite.settings(sqlite3.sqlite_version_info).items():
            connection.execute(f"PRAGMA {setting} = {value}")
        yield connection


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 7, 0), "truncate"),
        ((3, 40, 1), "truncate"),
        ((3, 51, 2), "truncate"),
        ((3, 51, 3), "wal"),
        ((3, 52, 0), "wal"),
    ],
)
def test_a_write_ahead_log_is_used_only_where_its_reset_is_safe(
    version: tuple[int, ...], mode: str
) -> None:  # S3
    assert sqlite.journal_mode(version) == mode


def test_the_level_of_synchronising_is_set_before_the_journal_mode() -> None:  # S3
    order = list(sqlite.settings((3, 52, 0)))
    assert order.index("synchronous") < order.index("journal_mode")


def test_safe_settings_are_accepted(tmp_path: Path) -> None:
    with safe_connection(tmp_path / "ledger.db") as connection:
        sqlite.require_settings(connection, "ledger.db")


@pytest.mark.parametrize(
    "unsafe",
    [
        "synchronous = FULL",
        "synchronous = OFF",
        "journal_mode = DELETE",
        "journal_mode = MEMORY",
        "journal_mode = OFF",
        "trusted_schema = ON",
        "cell_size_check = OFF",
        "secure_delete = OFF",
        "secure_delete = FAST",
    ],
)
def test_a_setting_that_can_lose_an_entry_is_refused(tmp_path: Path, unsafe: str) -> None:  # S3
    setting = unsafe.split(maxsplit=1)[0]
    with safe_connection(tmp_path / "ledger.db") as connection:
        connection.execute(f"PRAGMA {unsafe}")
        with pytest.raises(StorageError, match=f"ledger.db: expected the setting {setting} to be .*, got "):
            sqlite.require_settings(connection, "ledger.db")


def test_settings_are_read_back_before_anything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # S3
    monkeypatch.setattr(sqlite, "settings", lambda _: {"synchronous": ("FULL", 3)})
    with pytest.raises(StorageError, match="expected the setting synchronous to be 3, got 2"):
        Store.create(tmp_path / "ledger.db")


def test_a_file_that_goes_away_is_not_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    Store.create(path).close()
    backend = sqlite.connect(path)
    path.unlink()
    with pytest.raises(StorageError, match="unable to open database file"), backend.connected():
        raise AssertionError("expected no connection, got one")
    assert not path.exists()


def test_an_old_sqlite_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 37, 2))
    with pytest.raises(StorageError, match="expected SQLite 3.38.0 or later, got"):
        Store.create(tmp_path / "ledger.db")


@pytest.mark.skipif(
    sqlite.journal_mode(sqlite3.sqlite_version_info) == "wal",
    reason="this SQLite is safe with a write-ahead log",
)
def test_a_write_ahead_log_that_cannot_be_left_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # S3
    monkeypatch.setattr(sqlite, "LOCK_SECONDS", 0.2)
    path = tmp_path / "ledger.db"
    Store.create(path).close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("SELECT * FROM ledger_head").fetchall()
        with pytest.raises(StorageError, match="got a lock held by another process"):
            Store.open(path)
    with Store.open(path) as store:
        assert store.append(batch("r-1", fact("a:1"))).size == 1


MOUNTS = """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
40 22 0:35 / {mounted} rw shared:5 - {kind} server:/export rw
41 22 0:36 / /data/ledgers2 rw - nfs4 server:/other rw
"""


@pytest.mark.parametrize(
    ("mounted", "kind", "expected"),
    [
        ("/data", "nfs4", "nfs4"),
        ("/data/ledgers", "cifs", "cifs"),
        ("/data", "ext4", "ext4"),
        ("/dat", "nfs4", "ext4"),
        ("/data/ledgers/x", "nfs4", "ext4"),
        ("/", "nfs", "nfs"),
    ],
)
def test_a_path_lies_on_the_longest_mount_above_it(mounted: str, kind: str, expected: str) -> None:
    mounts = MOUNTS.format(mounted=mounted, kind=kind)
    for listed in (mounts, "\n".join(reversed(mounts.splitlines()))):
        if mounted != "/":  # of two at one place the one that came later hides the other
            assert places.kind_of("/data/ledgers/a.ledger", listed) == expected
    assert places.kind_of("/data/ledgers/a.ledger", mounts) == expected
    assert places.kind_of("/data/a b/a.ledger", MOUNTS.format(mounted=r"/data/a\040b", kind="smb3")) == "smb3"


@pytest.mark.skipif(sys.platform == "win32", reason="mounts are read where Linux lists them")
def test_a_ledger_on_a_network_file_system_is_neither_made_nor_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # S3
    folder, told = tmp_path / "shared", tmp_path / "mountinfo"
    folder.mkdir()
    Store.create(folder / "ledger.db").close()
    told.write_text(MOUNTS.format(mounted=folder.resolve(), kind="nfs4"), encoding="utf-8")
    monkeypatch.setattr(places, "MOUNTS", told)
    message = r"expected a disk of this machine, got a network file system \(nfs4\)"
    with pytest.raises(StorageError, match=message):
        Store.open(folder / "ledger.db")
    with pytest.raises(StorageError, match=message):
        Store.create(folder / "other.db")
    assert not (folder / "other.db").exists()
    Store.create(tmp_path / "local.db").close()


def test_a_copy_without_its_journal_is_never_taken_for_the_ledger(tmp_path: Path) -> None:  # S4
    path, torn = tmp_path / "ledger.db", tmp_path / "copy.db"
    with Store.create(path) as store:
        store.append(batch("r-1", fact("a:1"), fact("a:1")))
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = DELETE")
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE ledger_head SET size = 3")
        for number in range(100):
            writer.execute("INSERT INTO ledger_opening VALUES (?, 'body.x', x'00', ?)", (number, "x" * 3_000))
        shutil.copy(path, torn)
        writer.execute("ROLLBACK")
    with Store.open(torn) as copied:
        with pytest.raises(Tampered, match="expected 3 entries up to 3, got 2"):
            list(copied.scan())
        with pytest.raises(Tampered, match="head: frontier of 3 entries: expected 2 hashes, got 1"):
            copied.append(batch("r-2", fact("a:1")))
    with Store.open(path) as store:
        require_sound(store)


def test_the_file_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Store.create(path) as store:
        store.append(batch("r-1", fact("a:1")))
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
    assert set(modes.values()) == {0o600}, modes


def test_an_empty_file_that_a_killed_process_left_becomes_a_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.touch()
    with Store.create(path) as store:
        assert store.head().size == 0


def test_a_file_needs_a_folder(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="expected a place to make a file, got: No such file or directory"):
        Store.create(tmp_path / "none" / "ledger.db")


@pytest.mark.parametrize("content", [b"x" * 10_000, b"SQLite format 3\x00" + b"\xff" * 8_000, b"short"])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:  # W9
    path = tmp_path / "ledger.db"
    path.write_bytes(content)
    with pytest.raises(StorageError, match=r"ledger.db: expected "):
        Store.open(path)
    assert path.read_bytes() == content


def test_a_view_in_place_of_a_table_is_never_run(tmp_path: Path) -> None:  # W9
    path = tmp_path / "ledger.db"
    endless = "WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n) SELECT max(v), 1 FROM n"
    behind(str(path), f"CREATE VIEW ledger_meta (name, value) AS {endless}")
    with pytest.raises(
        StorageError, match="expected the tables of a ledger, got view ledger_meta on ledger_meta"
    ):
        Store.open(path)


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TRIGGER t AFTER INSERT ON ledger_tag BEGIN DELETE FROM ledger_tag WHERE tag = new.tag; END",
        "CREATE TRIGGER view_t AFTER INSERT ON ledger_tag BEGIN DELETE FROM ledger_tag; END",
        "CREATE INDEX view_i ON ledger_tag (number)",
        "CREATE VIEW view_roll AS SELECT 1",
        "CREATE TABLE other (id INTEGER)",
        "UPDATE sqlite_schema SET sql = replace(sql, 'id = 1', 'id > 0') WHERE name = 'ledger_head'",
    ],
)
def test_a_sqlite_file_holds_the_tables_of_the_ledger_and_nothing_else(
    tmp_path: Path, change: str
) -> None:  # S5
    path = tmp_path / "ledger.db"
    Store.create(path).close()
    behind(str(path), "PRAGMA writable_schema = ON", change)
    with pytest.raises(Tampered, match="expected the tables of this version as it makes them, got another "):
        Store.open(path)


@pytest.mark.parametrize(
    "addition", ["ANALYZE", "CREATE TABLE view_roll (id TEXT)", "CREATE TABLE view_roll (id TEXT UNIQUE)"]
)
def test_read_models_and_statistics_beside_the_ledger_do_no_harm(tmp_path: Path, addition: str) -> None:
    path = tmp_path / "ledger.db"
    with Store.create(path) as store:
        store.append(batch("r-1", fact("a:1")))
    behind(str(path), addition)
    with Store.open(path) as store:
        assert store.head().size == 1


def test_a_ledger_of_schema_version_1_can_be_read_for_ever(tmp_path: Path) -> None:  # S9
    path = tmp_path / "ledger.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((RELEASED / "ledger-1.sql").read_text())
    with Store.open(path) as store:
        entries = list(store.scan())
        assert [entry.number for entry in entries] == [1, 2, 3]
        assert store.head().root == root_of([entry.data for entry in entries])
        assert store.append(batch("r-9", fact("body:icp"))).size == 4
        require_sound(store)


# --- PostgreSQL


@pytest.fixture
def database(server: str) -> Iterator[tuple[str, str]]:
    """Give the name and the address of an empty database of its own."""
    name = f"settings_{next(_databases)}"
    behind(server, f"CREATE DATABASE {name}")
    yield name, server.replace("/postgres?", f"/{name}?")
    behind(server, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def whole_server(server: str, setting: str, value: str) -> Iterator[None]:
    def switch(statement: str, expected: str) -> None:
        behind(server, statement, "SELECT pg_reload_conf()")
        for _ in range(100):
            if behind(server, f"SHOW {setting}") == [(expected,)]:
                return
            time.sleep(0.05)

    switch(f"ALTER SYSTEM SET {setting} = {value}", value)
    try:
        yield
    finally:
        switch(f"ALTER SYSTEM RESET {setting}", "on")


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_server_that_can_lose_an_entry_is_refused(server: str, schema: str, setting: str) -> None:  # S3
    with (
        whole_server(server, setting, "off"),
        pytest.raises(StorageError, match=f"expected the setting {setting} to be on, got off"),
    ):
        Store.create(schema)
    Store.create(schema).close()


@pytest.mark.parametrize("value", ["off", "local", "remote_write"])
@pytest.mark.parametrize("whose", ["DATABASE {}", "ROLE postgres IN DATABASE {}"])
def test_a_database_or_a_role_that_does_not_wait_for_the_disk_is_refused(
    database: tuple[str, str], whose: str, value: str
) -> None:  # S3
    name, address = database
    Store.create(address).close()
    behind(address, f"ALTER {whose.format(name)} SET synchronous_commit = {value}")
    with pytest.raises(StorageError, match=f"expected the setting synchronous_commit to be on, got {value}"):
        Store.open(address)


def test_an_address_that_switches_the_waiting_off_is_refused(schema: str) -> None:  # S3
    with pytest.raises(StorageError, match="expected the setting synchronous_commit to be on, got off"):
        Store.create(f"{schema}%20-csynchronous_commit%3Doff")


def test_a_server_that_waits_for_its_replicas_is_accepted(schema: str) -> None:
    Store.create(f"{schema}%20-csynchronous_commit%3Dremote_apply").close()


def test_a_database_that_cannot_hold_every_text_is_refused(server: str) -> None:
    behind(server, "CREATE DATABASE narrow ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE 'C'")
    with pytest.raises(StorageError, match="expected the setting server_encoding to be UTF8, got SQL_ASCII"):
        Store.create(server.replace("/postgres?", "/narrow?"))


@pytest.mark.parametrize(
    "change",
    [
        f"CREATE TRIGGER t BEFORE UPDATE ON ledger_tag FOR EACH ROW EXECUTE FUNCTION {NO_UPDATE}",
        "CREATE RULE r AS ON INSERT TO ledger_tag DO INSTEAD NOTHING",
        "ALTER TABLE ledger_entry SET UNLOGGED",
        "ALTER TABLE ledger_entry ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY p ON ledger_entry USING (number > 3)",
        "CREATE TABLE more () INHERITS (ledger_entry)",
        "ALTER TABLE ledger_tag ALTER tag TYPE varchar",
        "ALTER TABLE ledger_entry ALTER recorded SET DEFAULT ''",
        "ALTER TABLE ledger_head DROP CONSTRAINT ledger_head_one",
        "ALTER TABLE ledger_tag DROP CONSTRAINT ledger_tag_pkey",
    ],
)
def test_what_makes_queries_lie_is_refused_on_postgresql(schema: str, change: str) -> None:  # S5
    Store.create(schema).close()
    behind(schema, change)
    with pytest.raises(Tampered, match="expected the tables of this version as it makes them, got another "):
        Store.open(schema)


def test_other_tables_beside_the_ledger_do_no_harm_on_postgresql(schema: str) -> None:
    behind(schema, "CREATE TABLE ledgers (id INTEGER)", "CREATE VIEW report AS SELECT 1")
    Store.create(schema).close()
    Store.open(schema).close()


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:  # K9
    with pytest.raises(
        StorageError, match=r"postgresql://127\.0\.0\.1/x: expected storage that works, got: "
    ) as told:
        Store.open("postgresql://officer:s3cret@127.0.0.1:1/x")
    assert "s3cret" not in str(told.value)


def test_an_address_that_cannot_be_read_is_not_repeated() -> None:  # K9
    with pytest.raises(StorageError, match="expected an address such as postgresql://") as told:
        Store.open("postgresql://officer:s3cret@[/x")
    assert "s3cret" not in str(told.value)


def test_postgresql_needs_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "ledger.store.postgres", raising=False)
    monkeypatch.delattr(ledger.store, "postgres", raising=False)
    with pytest.raises(
        StorageError, match=r"expected the extra remit\[postgres\], got an installation without it"
    ):
        Store.open("postgresql://officer@host/x")


def test_a_failed_connection_is_closed(schema: str) -> None:
    with pytest.raises(StorageError):
        Store.open(f"{schema}%20-csynchronous_commit%3Doff%20-capplication_name%3Dleft_over")
    with psycopg.connect(schema) as connection:
        for _ in range(100):
            left = connection.execute(
                "SELECT 1 FROM pg_stat_activity WHERE application_name = 'left_over'"
            ).fetchall()
            if not left:
                break
            time.sleep(0.02)
    assert left == []

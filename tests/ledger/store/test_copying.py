"""Backups: made while others write, restored on either database, refused where they do not hold."""

from __future__ import annotations

import gzip
import itertools
import stat
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec
import pytest
from tests.ledger.store.making import batch, behind, fact, require_sound
from tests.town import KEY, OFFICER, Town, used

from ledger import backup, canonical, copying
from ledger.backup import Replay
from ledger.checkpoint import VerifierKey
from ledger.ed25519 import PrivateKey
from ledger.errors import BadSignature, Malformed, Oversized, RemitError, StorageError, Tampered
from ledger.facts.organisations import Registered
from ledger.merkle import Frontier
from ledger.replay import recorded
from ledger.service import Ledger
from ledger.store import Store


def silent(done: int, size: int) -> None:
    """Hear how far it has come."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Give a ledger on SQLite with nine entries that no test adds to."""
    made = Town(tmp_path_factory.mktemp("town")).found().settle_in()
    made.do(used(1), used(2, 50))
    made.sign()
    yield made
    made.close()


@pytest.fixture(scope="module")
def file(town: Town) -> Path:
    """Give its backup."""
    path = town.folder / "town.remit-backup"
    copying.back_up(town.store, town.sign(), path, silent)
    return path


def restored(file: Path, where: str, log: VerifierKey | None = None, most: int | None = None) -> Replay:
    return copying.restore(file, where, log, most, silent)


def repacked(path: Path, lines: Iterable[bytes]) -> Path:
    with gzip.open(path, "wb") as stream:
        stream.writelines(lines)
    return path


def unpacked(path: Path) -> list[bytes]:
    with gzip.open(path) as stream:
        return stream.readlines()


def require_nothing(where: str) -> None:
    """No part of a ledger has come to be there."""
    with pytest.raises(StorageError, match="expected the tables of a ledger, got an empty database$"):
        Store.open(where)


def everything(where: str) -> dict[str, list[tuple[object, ...]]]:
    """Give the rows of every table, so that two ledgers can be compared by all that they hold."""
    tables = ("entry", "tag", "node", "head", "request", "opening", "meta")
    rows = {name: behind(where, f"SELECT * FROM ledger_{name}") for name in tables}
    return {name: sorted(map(tuple, found), key=repr) for name, found in rows.items()}


def test_a_backup_from_sqlite_is_restored_into_either_database(town: Town, file: Path, where: str) -> None:
    found = restored(file, where, KEY)
    assert (found.audit.size, found.openings) == (9, 5)
    assert everything(where) == everything(town.where)
    with Store.open(where) as store:
        require_sound(store)
        assert store.head() == town.store.head()


def test_a_backup_from_postgresql_is_restored_into_sqlite(tmp_path: Path, schema: str) -> None:
    there = Town(tmp_path, schema).found().settle_in()
    there.do(used(1))
    copying.back_up(there.store, there.sign(), tmp_path / "b", silent)
    restored(tmp_path / "b", str(tmp_path / "here.ledger"), KEY)
    with Store.open(tmp_path / "here.ledger") as here:
        assert here.head() == there.store.head()
        require_sound(here)
    copying.back_up(there.store, there.sign(), tmp_path / "again", silent)
    assert (tmp_path / "again").read_bytes() == (tmp_path / "b").read_bytes()
    there.close()


def test_a_restored_ledger_knows_its_requests_and_goes_on(town: Town, file: Path, where: str) -> None:  # S7
    restored(file, where)
    with Store.open(where) as store:
        last = recorded(next(store.scan(9))).fact.id.partition("/")[0]
        assert store.request(last) == town.store.request(last)
        ledger = Ledger(store, town.outbox, town.clock)
        receipt = ledger.record(town.request(used(3)), (OFFICER,))
        assert (receipt.first, store.head().size) == (10, 10)
        require_sound(store)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_a_backup_is_closed_to_others(file: Path) -> None:  # K9
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_backup_holds_no_key_and_no_text_that_is_gone(tmp_path: Path) -> None:  # P2
    own = Town(tmp_path).found().settle_in()
    own.do(used(1))
    behind(own.where, "DELETE FROM ledger_opening WHERE text = 'Matter 1'")
    copied = copying.back_up(own.store, own.sign(), tmp_path / "b", silent)
    lines = b"".join(unpacked(tmp_path / "b"))
    assert (b"Cai Deputy" in lines, b"Matter 1" in lines, b"PRIVATE" in lines) == (True, False, False)
    found = restored(tmp_path / "b", str(tmp_path / "r.ledger"))
    assert copied.openings == found.openings == 3
    assert b"Matter 1" not in (tmp_path / "r.ledger").read_bytes()
    own.close()


def test_a_backup_is_not_written_over_another(town: Town, file: Path) -> None:
    with pytest.raises(StorageError, match=r"^expected no file at "):
        copying.back_up(town.store, None, file, silent)


def test_a_backup_that_is_made_while_others_write_is_whole(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # S4
    own = Town(tmp_path, where).found().settle_in()
    monkeypatch.setattr(copying, "PAGE", 3)
    added = iter("abcdef")
    with Store.open(where) as other:
        writer = Ledger(other, own.outbox, own.clock)

        def writing(done: int, size: int) -> None:
            """Record two organisations after each page, until six are recorded."""
            assert done <= size
            for letter in (next(added, None), next(added, None)):
                if letter is not None:
                    request = own.request(Registered(f"council-{letter}", "Council", "council"))
                    writer.record(request, (OFFICER,))

        copied = copying.back_up(own.store, own.sign(), tmp_path / "b", writing)
    found = restored(tmp_path / "b", str(tmp_path / "r.ledger"))
    assert copied.size == found.audit.size == 13
    assert copied.root == own.store.head().root
    own.close()


@pytest.mark.parametrize("moment", ["after the first page", "before the last one"])
def test_what_was_erased_while_a_backup_was_made_has_its_erasure_in_it(
    moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # P2
    own = Town(tmp_path).found().settle_in()
    own.do(used(1))
    monkeypatch.setattr(copying, "PAGE", 4)
    frozen = Store.frozen
    erased: list[int] = []

    def erase(done: int = 4, size: int = 8) -> None:
        """Take words of the last entry away, once, and record that they went."""
        if not erased:
            assert (done, size) == (4, 8)
            erased.append(own.do(Registered("erasure", "Erasure", "council")).size)
            behind(own.where, "DELETE FROM ledger_opening WHERE text = 'Matter 1'")

    def erased_before(store: Store) -> AbstractContextManager[Store]:
        erase()
        return frozen(store)

    monkeypatch.setattr(Store, "frozen", erased_before)
    told = erase if moment == "after the first page" else silent
    copied = copying.back_up(own.store, own.sign(), tmp_path / "b", told)
    assert (erased, copied.size, copied.openings) == ([9], 9, 3)
    assert b"Matter 1" not in b"".join(unpacked(tmp_path / "b"))
    own.close()


def test_backups_made_in_the_midst_of_writing_hold_every_time(where: str, tmp_path: Path) -> None:  # S4
    own = Town(tmp_path, where).found().settle_in()
    enough = threading.Event()

    def write() -> None:
        with Store.open(where) as store:
            ledger = Ledger(store, own.outbox, own.clock)
            for number in itertools.count():
                if enough.is_set():
                    return
                request = own.request(Registered(f"council-{number}", "Council", "council"))
                ledger.record(request, (OFFICER,))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        sizes = [own.store.head().size]
        for number in range(200):
            copied = copying.back_up(own.store, None, tmp_path / str(number), silent)
            found = copying.check(tmp_path / str(number), KEY, None, silent)
            assert (found.audit.size, found.audit.root()) == (copied.size, copied.root)
            sizes.append(copied.size)
            if copied.size > sizes[0] + 8:
                break
    finally:
        enough.set()
        writer.join()
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0] + 8
    own.close()


def test_in_a_frozen_view_nothing_moves(where: str, store: Store) -> None:  # S4
    store.append(batch("r-1", fact("a:1")))
    with store.frozen() as still:
        before = still.head()
        if where.startswith("postgresql://"):  # on SQLite the writer would wait
            with Store.open(where) as other:
                assert other.append(batch("r-2", fact("a:1"))).size == 2
        assert still.head() == before
        assert [entry.number for entry in still.scan()] == [1]


def test_after_a_frozen_view_others_write_again(where: str, store: Store) -> None:
    with store.frozen() as still:
        assert still.head().size == 0
    store.append(batch("r-1", fact("a:1")))
    with Store.open(where) as other:
        assert other.append(batch("r-2", fact("a:1"))).size == 2


def test_a_ledger_that_does_not_make_its_head_is_not_backed_up(tmp_path: Path) -> None:  # H11
    own = Town(tmp_path).found().settle_in()
    behind(own.where, "UPDATE ledger_entry SET recorded = '2026-11-22T10:00:59.000000Z' WHERE number = 3")
    with pytest.raises(Tampered, match=r"^head: expected root "):
        copying.back_up(own.store, None, tmp_path / "b", silent)
    behind(own.where, "UPDATE ledger_entry SET envelope = x'7b7d' WHERE number = 3")
    with pytest.raises(Tampered, match=r"^entry 3: envelope: "):
        copying.back_up(own.store, None, tmp_path / "b", silent)
    assert not (tmp_path / "b").exists()
    own.close()


def test_a_backup_is_restored_only_where_nothing_is(file: Path, where: str, store: Store) -> None:
    store.append(batch("r-1", fact("a:1")))
    with pytest.raises(StorageError, match="expected (no file|an empty database), got "):
        restored(file, where)
    assert store.head().size == 1


def changed(lines: list[bytes], index: int, **members: object) -> list[bytes]:
    value = msgspec.json.decode(lines[index]) | members
    return [*lines[:index], canonical.encode(value) + b"\n", *lines[index + 1 :]]


def test_of_a_backup_that_does_not_hold_nothing_is_restored(
    file: Path, where: str, tmp_path: Path
) -> None:  # H1
    lines = unpacked(file)
    bad = repacked(tmp_path / "bad", changed(lines, len(lines) - 1, root="00" * 32))
    with pytest.raises(Tampered, match=r"^backup line 16: expected 9 entries "):
        restored(bad, where)
    require_nothing(where)


def test_a_backup_is_checked_without_restoring_it(file: Path, tmp_path: Path) -> None:
    found = copying.check(file, KEY, None, silent)
    assert (found.audit.size, found.openings) == (9, 5)
    lines = unpacked(file)
    bad = repacked(tmp_path / "bad", changed(lines, len(lines) - 1, openings=6))
    with pytest.raises(Tampered):
        copying.check(bad, None, None, silent)


def test_another_log_than_the_one_to_trust_is_not_restored(file: Path, tmp_path: Path) -> None:  # H8
    other = VerifierKey(KEY.name, PrivateKey.from_seed(b"x" * 32).public)
    with pytest.raises(BadSignature, match=r"^entry 1: expected the log "):
        restored(file, str(tmp_path / "r.ledger"), other)


def test_entries_that_no_log_makes_so_are_not_restored(tmp_path: Path) -> None:  # H1
    """Two entries of one request that were recorded at two times replay, and yet no log has written them."""
    own = Town(tmp_path).found()
    own.do(Registered("east", "East", "council"), Registered("west", "West", "council"))
    behind(own.where, "UPDATE ledger_entry SET recorded = '2026-11-22T11:00:00.000000Z' WHERE number = 3")
    entries = list(own.store.scan())
    root = Frontier().extend([entry.hash for entry in entries])[0].root()
    openings = own.store.openings([recorded(entries[0]).fact.id]).values()
    lines = [*backup.lines_of(entries[0], openings), *(entry.data + b"\n" for entry in entries[1:])]
    file = repacked(tmp_path / "b", [backup.first_line(None), *lines, backup.last_line(3, 1, root)])
    assert copying.check(file, None, None, silent).audit.root() == root
    with pytest.raises(Tampered, match="expected entries as the log makes them, root "):
        restored(file, str(tmp_path / "r.ledger"))
    own.close()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", Malformed),
        (b"SQLite format 3\x00", Malformed),
        (gzip.compress(b"junk\n"), Malformed),
        (gzip.compress(b'{"format":"remit-backup/1","head":null}\n'), Malformed),
        (gzip.compress(b'{"format":"remit-backup/1","head":null}\n')[:-6], Malformed),
        (gzip.compress(b"0" * 300_000), Oversized),
    ],
    ids=("empty", "database", "junk", "no-entries", "cut", "bomb"),
)
def test_a_strangers_file_is_refused_by_its_kind(
    data: bytes, kind: type[RemitError], where: str, tmp_path: Path
) -> None:  # W9 W3
    (tmp_path / "b").write_bytes(data)
    with pytest.raises(kind) as caught:
        restored(tmp_path / "b", where)
    assert type(caught.value) is kind
    require_nothing(where)


def test_a_packed_file_with_a_damaged_byte_is_refused(file: Path, tmp_path: Path) -> None:  # H11
    data = bytearray(file.read_bytes())
    for place in range(20, len(data), 400):
        damaged = bytearray(data)
        damaged[place] ^= 4
        (tmp_path / "b").write_bytes(damaged)
        with pytest.raises(RemitError):
            copying.check(tmp_path / "b", None, None, silent)


def test_a_place_without_a_file_is_malformed(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(Malformed, match="expected the file of a backup, got none$"):
            copying.check(path, None, None, silent)


def test_no_more_comes_out_of_a_file_than_may(file: Path) -> None:  # W3
    size = sum(map(len, unpacked(file)))
    assert copying.check(file, None, size, silent).audit.size == 9
    with pytest.raises(Oversized, match=f"expected at most {size - 1} bytes unpacked, got more$"):
        copying.check(file, None, size - 1, silent)


def test_a_bomb_is_refused_by_what_its_size_allows(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # W3
    monkeypatch.setattr(copying, "UNPACKED_MIN", 1)
    monkeypatch.setattr(copying, "RATIO_MAX", 1)
    most = file.stat().st_size
    with pytest.raises(Oversized, match=f"expected at most {most} bytes unpacked, got more$"):
        copying.check(file, None, None, silent)


def test_a_request_that_is_too_large_to_hold_is_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # W8
    monkeypatch.setattr(copying, "FACTS_MAX", 1)
    with pytest.raises(
        Oversized, match=r"^request r-.*: expected at most 1 facts and 134217728 bytes, got more$"
    ):
        copying.check(file, None, None, silent)
    monkeypatch.setattr(copying, "FACTS_MAX", 2)
    monkeypatch.setattr(copying, "REQUEST_BYTES_MAX", 1_000)
    with pytest.raises(Oversized, match="expected at most 2 facts and 1000 bytes"):
        copying.check(file, None, None, silent)

"""Publishing: what is written, what is never changed, and what is refused before anything is written."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ledger.test_heads import copy, damage
from tests.town import KEY, LOG, ORIGIN, Town, used

from ledger import checkpoint, durable, merkle, publishing, tiles
from ledger.checkpoint import VerifierKey, open_note
from ledger.comparing import Agreement
from ledger.ed25519 import PrivateKey
from ledger.errors import BadSignature, Forked, Incomplete, Malformed, StorageError, Tampered
from ledger.evidence import check, text_of
from ledger.facts.organisations import Registered
from ledger.publishing import Publication, Published
from ledger.store import Store
from ledger.tiles import ENTRIES, Tile, TiledTree

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows makes links for administrators only")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path).found().settle_in()
    made.do(used(1))
    made.sign()
    yield made
    made.close()


@pytest.fixture
def twin(town: Town) -> Iterator[Town]:
    """Give a second history: the ledger as it was, going on by itself with the same keys."""
    where = str(copy(town, "twin.ledger"))
    second = Town.__new__(Town)
    second.__dict__.update(town.__dict__)
    second.where, second.store = where, Store.open(where)
    second.ledger = type(town.ledger)(second.store, town.outbox, town.clock)
    yield second
    second.store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "public"


def publish(town: Town, folder: Path, *, entries: bool = False, note: str | None = None) -> Publication:
    signed = open_note(town.sign() if note is None else note, KEY)
    return publishing.publish(town.store, signed, (KEY,), folder, entries=entries)


def signed_now(town: Town) -> str:
    """Sign a head as somebody does who has the key and cares for no head file."""
    head = town.store.head()
    return checkpoint.sign(checkpoint.Checkpoint(ORIGIN, head.size, head.root), LOG.sign, KEY)


def files(folder: Path) -> dict[str, bytes]:
    """Give every file but the lock, by name."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if name != ".lock"}


def compared(town: Town, folder: Path) -> Agreement:
    head = town.store.head()
    ours = publishing.view_of(town.store, "ours", head.size, head.root, open_note(signed_now(town), KEY))
    return Published(folder).compare(ours, KEY)


def test_a_log_is_published_as_its_signed_head_and_its_tiles(town: Town, folder: Path) -> None:
    done = publish(town, folder)
    head = town.store.head()
    assert done == Publication(head.size, head.root, 1, entries=False)
    hashes = b"".join(entry.hash for entry in town.store.scan())
    assert files(folder) == {"checkpoint": town.sign().encode(), f"tile/0/000.p/{head.size}": hashes}


def test_entry_bundles_hold_the_entries_each_after_its_length(town: Town, folder: Path) -> None:
    done = publish(town, folder, entries=True)
    size = town.store.head().size
    bundle = Tile(ENTRIES, 0, size)
    assert (done.entries, done.files) == (True, 2)
    assert tiles.entries_of(bundle, files(folder)[bundle.path]) == tuple(
        entry.data for entry in town.store.scan()
    )


def test_no_sealed_word_and_no_salt_is_published(town: Town, folder: Path) -> None:  # P1
    town.do(used(7))
    publish(town, folder, entries=True)
    with sqlite3.connect(town.where) as database:
        openings = database.execute("SELECT salt, text FROM ledger_opening").fetchall()
    database.close()
    published = b"".join(files(folder).values())
    assert "Matter 7" in {text for _, text in openings}
    for salt, text in openings:
        assert text.encode() not in published
        assert salt not in published
        assert written(salt) not in published


def written(salt: bytes) -> bytes:
    """Give a salt as text holds it."""
    return text_of(salt).encode()


def test_publishing_again_changes_nothing(town: Town, folder: Path) -> None:
    publish(town, folder, entries=True)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    assert publish(town, folder, entries=True).files == 0
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_publishing_more_only_adds_and_the_partial_tiles_of_before_stay(town: Town, folder: Path) -> None:
    publish(town, folder, entries=True)
    before = files(folder)
    town.do(used(2))
    assert publish(town, folder).entries
    after = files(folder)
    assert {name: after[name] for name in before if name != "checkpoint"} == {
        name: data for name, data in before.items() if name != "checkpoint"
    }
    assert set(after) - set(before) == {"tile/0/000.p/9", "tile/entries/000.p/9"}


def test_entries_may_be_published_later(town: Town, folder: Path) -> None:
    publish(town, folder)
    town.do(used(2))
    publish(town, folder)
    assert publish(town, folder, entries=True).files == 1
    assert "tile/entries/000.p/9" in files(folder)
    assert compared(town, folder) == Agreement("same", 0)


def test_every_proof_from_what_is_published_is_that_from_the_store(tmp_path: Path, folder: Path) -> None:
    town = Town(tmp_path).found()
    for first, count in ((0, 254), (254, 1), (255, 1), (256, 260)):
        town.do(*(Registered(f"council-{first + one}", "Council", "council") for one in range(count)))
        publish(town, folder, entries=True)
        head = town.store.head()
        assert compared(town, folder) == Agreement("same", 0)
        tree = TiledTree(head.size, Published(folder).read)
        stored = town.store.nodes([node for node, _ in nodes_of(town)])
        for index in {0, 1, head.size // 2, head.size - 2, head.size - 1, 254, 255, 256, 511} & set(
            range(head.size)
        ):
            proof = merkle.inclusion_proof(index, head.size, tree.node)
            assert proof == merkle.inclusion_proof(index, head.size, stored.__getitem__)
    assert {"tile/0/000", "tile/0/001", "tile/1/000.p/1", "tile/1/000.p/2"} <= set(files(folder))
    town.close()


def nodes_of(town: Town) -> list[tuple[merkle.NodeId, bytes]]:
    return merkle.Frontier().extend([entry.hash for entry in town.store.scan()])[1]


def test_only_what_is_signed_is_published(town: Town, folder: Path) -> None:
    note = town.sign()
    town.do(used(2))
    assert publish(town, folder, entries=True, note=note).size == 8
    assert set(files(folder)) == {"checkpoint", "tile/0/000.p/8", "tile/entries/000.p/8"}
    assert compared(town, folder) == Agreement("behind", 1)


@on_posix
def test_what_is_published_can_be_read_by_those_who_serve_it(town: Town, folder: Path) -> None:
    before = os.umask(0o022)
    try:
        publish(town, folder)
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.name != ".lock"} == {
        0o644,
        0o755,
    }


def test_the_checkpoint_is_written_last(town: Town, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(town, folder)
    before = files(folder)
    town.do(used(2))
    real = durable.replace

    def failing(path: Path, data: bytes, mode: int = 0o600) -> None:
        if path.name == "checkpoint":
            raise StorageError("expected to write, got a full disk")
        real(path, data, mode)

    monkeypatch.setattr(durable, "replace", failing)
    with pytest.raises(StorageError):
        publish(town, folder)
    assert files(folder) == {**before, "tile/0/000.p/9": files(folder)["tile/0/000.p/9"]}
    monkeypatch.undo()
    assert publish(town, folder).files == 0
    assert compared(town, folder) == Agreement("same", 0)


def test_a_first_publishing_that_was_broken_off_is_taken_up_again(
    town: Town, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = durable.replace, []

    def failing(path: Path, data: bytes, mode: int = 0o600) -> None:
        calls.append(path)
        if len(calls) == 2:
            (path.parent / f".{path.name}.0123456789abcdef").write_bytes(data[:9])
            raise StorageError("expected to write, got no power")
        real(path, data, mode)

    monkeypatch.setattr(durable, "replace", failing)
    with pytest.raises(StorageError):
        publish(town, folder, entries=True)
    monkeypatch.undo()
    assert publish(town, folder).entries
    assert compared(town, folder) == Agreement("same", 0)


def test_entry_bundles_that_were_broken_off_are_taken_up_again(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Town(tmp_path).found()
    town.do(*(Registered(f"council-{one}", "Council", "council") for one in range(260)))
    publish(town, folder)
    real = durable.replace

    def failing(path: Path, data: bytes, mode: int) -> None:
        if path.name == "5":
            raise StorageError("expected to write, got a full disk")
        real(path, data, mode)

    monkeypatch.setattr(durable, "replace", failing)
    with pytest.raises(StorageError):
        publish(town, folder, entries=True)
    monkeypatch.undo()
    assert (folder / "tile/entries/000").is_file()
    assert publish(town, folder).files == 1
    assert (folder / "tile/entries/001.p/5").is_file()
    assert compared(town, folder) == Agreement("same", 0)
    town.close()


@pytest.mark.parametrize("name", ["index.html", "tile", ".checkpoint.0123456789abcdef"])
def test_a_folder_with_other_things_in_it_is_refused(town: Town, folder: Path, name: str) -> None:  # W3
    folder.mkdir()
    (folder / name).mkdir()
    with pytest.raises(StorageError) as caught:
        publish(town, folder)
    assert str(caught.value) == f"{folder}: expected an empty folder or a published log, got {name}"
    assert list(folder.rglob("*")) == [folder / name]


def test_what_lies_beside_a_published_log_stays(town: Town, folder: Path) -> None:
    publish(town, folder)
    (folder / "index.html").write_text("hello")
    town.do(used(2))
    publish(town, folder)
    assert (folder / "index.html").read_text() == "hello"


def test_a_file_is_no_folder(town: Town, folder: Path) -> None:
    folder.write_text("")
    with pytest.raises(StorageError, match=r"^expected a folder at .*, got something else$"):
        publish(town, folder)


@on_posix
@pytest.mark.parametrize("name", ["tile", "tile/0", "tile/0/000.p", "tile/0/000.p/9"])
def test_no_link_leads_out_of_the_folder(town: Town, folder: Path, tmp_path: Path, name: str) -> None:  # W3
    publish(town, folder)
    town.do(used(2))
    place, outside = folder / name, tmp_path / "outside"
    if place.is_dir():
        place.rename(outside)
    else:
        outside.write_bytes(b"")
    before = files(tmp_path / "outside") if outside.is_dir() else outside.read_bytes()
    place.symlink_to(outside)
    with pytest.raises(StorageError, match=r"^expected a (folder|file) at .*, got (something else|a link)$"):
        publish(town, folder)
    assert (files(outside) if outside.is_dir() else outside.read_bytes()) == before


def test_another_log_is_not_overwritten(town: Town, folder: Path, tmp_path: Path) -> None:  # H6
    (tmp_path / "other").mkdir()
    other = Town(tmp_path / "other", origin="example.org/other").found()
    publishing.publish(other.store, open_note(other.sign(), other.key), (other.key,), folder, entries=False)
    before = files(folder)
    with pytest.raises(BadSignature) as caught:
        publish(town, folder)
    assert (caught.value.kind, files(folder)) == ("SIG", before)
    other.close()


def test_a_log_of_the_same_name_by_another_key_is_not_overwritten(town: Town, folder: Path) -> None:  # H8
    publish(town, folder)
    stranger = PrivateKey.from_seed(b"x" * 32)
    head = checkpoint.Checkpoint(ORIGIN, 1, bytes(32))
    note = checkpoint.sign(head, stranger.sign, VerifierKey(ORIGIN, stranger.public))
    (folder / "checkpoint").write_text(note, encoding="utf-8")
    with pytest.raises(BadSignature):
        publish(town, folder)
    assert (folder / "checkpoint").read_text(encoding="utf-8") == note


def test_an_older_copy_does_not_publish_over_a_longer_log(town: Town, twin: Town, folder: Path) -> None:  # H2
    town.do(used(2))
    publish(town, folder)
    before = files(folder)
    with pytest.raises(StorageError) as caught:
        publish(twin, folder, note=signed_now(twin))
    assert str(caught.value) == (
        f"expected a signed head of at least 9 entries, as published in {folder}, got 8: "
        "an older copy was restored"
    )
    assert files(folder) == before


@pytest.mark.parametrize(("here", "there"), [(1, 1), (1, 3), (3, 1)])
def test_a_second_history_is_not_published_and_is_shown_to_be_a_fork(  # H1 H3
    town: Town, twin: Town, folder: Path, here: int, there: int
) -> None:
    for number in range(here):
        twin.do(used(10 + number))
    for number in range(there):
        town.do(used(20 + number))
    publish(town, folder, entries=True)
    before = files(folder)
    with pytest.raises(Forked) as caught:
        publish(twin, folder, note=signed_now(twin))
    shown = check(caught.value.evidence, KEY)
    assert (caught.value.kind, caught.value.exit_code, files(folder)) == ("FORKED", 7, before)
    assert {shown.first.size, shown.second.size} == {8 + here, 8 + there}
    assert shown.number == 9
    assert None not in shown.entries


def test_a_fork_is_shown_though_the_tiles_beside_it_are_damaged(
    town: Town, twin: Town, folder: Path
) -> None:  # H3
    town.do(used(2))
    twin.do(used(3))
    publish(town, folder)
    (folder / "tile/0/000.p/9").write_bytes(b"")
    with pytest.raises(Forked) as caught:
        compared(twin, folder)
    assert check(caught.value.evidence, KEY).number is None


def changed(path: Path, at: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("name", ["tile/0/000.p/8", "tile/entries/000.p/8"])
@pytest.mark.parametrize("at", [0, 40, -1])
def test_a_copy_with_one_changed_bit_is_tampered(town: Town, folder: Path, name: str, at: int) -> None:  # H1
    publish(town, folder, entries=True)
    changed(folder / name, at)
    with pytest.raises(Tampered) as caught:
        compared(town, folder)
    assert (type(caught.value), caught.value.kind) == (Tampered, "TAMPERED")


@pytest.mark.parametrize("name", ["tile/0/000.p/8", "tile/entries/000.p/8"])
def test_a_copy_with_a_longer_file_is_tampered(town: Town, folder: Path, name: str) -> None:  # W3
    publish(town, folder, entries=True)
    with (folder / name).open("ab") as stream:
        stream.truncate(tiles.BUNDLE_BYTES_MAX + 1)
    with pytest.raises(Tampered, match=rf"^{name}: expected at most "):
        compared(town, folder)


@pytest.mark.parametrize("name", ["tile/0/000.p/8", "tile/entries/000.p/8"])
def test_a_copy_without_one_of_its_files_is_incomplete(town: Town, folder: Path, name: str) -> None:  # H15
    publish(town, folder, entries=True)
    (folder / name).unlink()
    with pytest.raises(Incomplete) as caught:
        compared(town, folder)
    assert (caught.value.kind, str(caught.value)) == (
        "INCOMPLETE",
        f"{folder}: expected the file {name}, got none",
    )


def test_the_head_of_one_time_and_the_tiles_of_another_are_not_one_log(
    town: Town, folder: Path
) -> None:  # H7
    publish(town, folder)
    note = town.sign()
    town.do(used(2))
    publish(town, folder)
    (folder / "tile/0/000.p/9").write_bytes(b"x" * 288)
    with pytest.raises(Tampered):
        compared(town, folder)
    (folder / "checkpoint").write_text(note, encoding="utf-8")
    assert compared(town, folder) == Agreement("behind", 1)


def test_a_folder_without_a_checkpoint_is_no_copy(town: Town, folder: Path) -> None:
    folder.mkdir()
    with pytest.raises(Malformed, match=r": expected the file checkpoint of a published log, got none$"):
        compared(town, folder)


def test_a_published_file_is_never_changed(town: Town, folder: Path) -> None:  # H1
    publish(town, folder)
    town.do(used(2))
    place = folder / "tile/0/000.p/9"
    place.write_bytes(b"something")
    with pytest.raises(Tampered, match=r": expected the bytes of this log, got others; "):
        publish(town, folder)
    assert place.read_bytes() == b"something"


def test_an_entry_that_changed_after_it_was_recorded_is_not_published(
    town: Town, folder: Path
) -> None:  # H11
    note = town.sign()
    damage(town.where, "UPDATE ledger_entry SET recorded = '2026-11-22T10:00:59.000000Z' WHERE number = 8")
    with pytest.raises(StorageError, match=r"^entry 8: expected the bytes that were recorded, got others$"):
        publish(town, folder, entries=True, note=note)
    assert not (folder / "checkpoint").exists()


def test_a_node_that_changed_is_not_published(town: Town, folder: Path) -> None:  # H11
    note = town.sign()
    damage(town.where, f"UPDATE ledger_node SET hash = x'{'00' * 32}' WHERE id = 3")
    with pytest.raises(StorageError, match=r"^expected tiles of 8 entries with root "):
        publish(town, folder, note=note)
    assert not (folder / "checkpoint").exists()


def test_a_changed_node_in_a_full_tile_is_named(tmp_path: Path, folder: Path) -> None:  # H11
    town = Town(tmp_path).found()
    town.do(*(Registered(f"council-{one}", "Council", "council") for one in range(260)))
    note = town.sign()
    damage(town.where, f"UPDATE ledger_node SET hash = x'{'00' * 32}' WHERE id = 3")
    with pytest.raises(StorageError, match=r"^tile/0/000: expected hash "):
        publish(town, folder, note=note)
    assert set(files(folder)) == set()
    town.close()


def test_two_publishers_do_not_write_at_once(
    town: Town, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(town, folder)
    monkeypatch.setattr(durable.exclusive.__wrapped__, "__defaults__", (0.05,))  # type: ignore[attr-defined]
    with durable.exclusive(folder / ".lock"), pytest.raises(StorageError, match=r"got it held$"):
        publish(town, folder)

"""Signing heads: a log that does not extend what was signed before is never signed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.town import KEY, LOG, ORIGIN, Town, used

from ledger import checkpoint, heads
from ledger.checkpoint import VerifierKey, open_note
from ledger.ed25519 import PrivateKey
from ledger.errors import BadSignature, Malformed, StorageError
from ledger.facts.organisations import Registered
from ledger.headfile import HeadFile
from ledger.merkle import Frontier
from ledger.store import Store


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path).found().settle_in()
    made.sign()
    yield made
    made.close()


def copy(town: Town, name: str = "copy.ledger") -> Path:
    """Copy the database, as somebody does who closes the ledger first."""
    with sqlite3.connect(town.where) as source, sqlite3.connect(town.folder / name) as target:
        source.backup(target)
    source.close()
    target.close()
    return town.folder / name


def damage(where: Path | str, statement: str) -> None:
    with sqlite3.connect(where) as database:
        database.execute(statement)
    database.close()


def test_a_head_is_signed_for_the_log_as_it_stands(town: Town) -> None:
    town.do(used(1))
    signed = open_note(town.sign(), KEY).checkpoint
    head = town.store.head()
    assert (signed.origin, signed.size, signed.root) == (ORIGIN, head.size, head.root)
    assert town.head_file.read() == town.sign()


def test_a_log_that_has_not_grown_keeps_its_signed_head(town: Town) -> None:
    before = town.head_file.path.stat().st_mtime_ns
    assert town.sign() == town.sign()
    assert town.head_file.path.stat().st_mtime_ns == before


def test_the_first_head_needs_no_other(tmp_path: Path) -> None:
    bare = Town(tmp_path)
    bare.forge(Registered("council", "Council", "council"))
    assert open_note(bare.sign(), KEY).checkpoint.size == 1
    bare.close()


def test_a_long_log_is_read_in_pages(town: Town) -> None:
    town.do(*(Registered(f"council-{number}", "Council", "council") for number in range(1_500)))
    assert open_note(town.sign(), KEY).checkpoint.root == town.store.head().root


def test_a_restored_older_copy_is_refused(town: Town) -> None:  # H2
    backup = copy(town)
    town.do(used(1))
    signed = open_note(town.sign(), KEY).checkpoint
    with Store.open(backup) as restored:
        old = restored.head()
        with pytest.raises(StorageError) as caught:
            heads.sign_head(restored, town.head_file, KEY, LOG)
    assert str(caught.value) == (
        f"expected a log of at least 8 entries with root {signed.root.hex()}, as signed before, "
        f"got 7 entries with root {old.root.hex()}: an older copy was restored"
    )


def test_a_restored_copy_that_has_grown_again_is_refused(town: Town) -> None:  # H2 H12
    backup = copy(town, "second.ledger")
    town.do(used(1))
    signed = open_note(town.sign(), KEY).checkpoint
    second = Town.__new__(Town)
    second.__dict__.update(town.__dict__)
    second.store = Store.open(backup)
    second.ledger = type(town.ledger)(second.store, town.outbox, town.clock)
    second.do(used(2))
    second.do(used(3))
    root = _root_at(second.store, 8)
    with pytest.raises(StorageError) as caught:
        second.sign()
    second.store.close()
    assert str(caught.value) == (
        f"expected the log signed before, 8 entries with root {signed.root.hex()}, "
        f"got 8 entries with root {root.hex()}"
    )


def _root_at(store: Store, size: int) -> bytes:
    return Frontier().extend([entry.hash for entry in store.scan(1, size)])[0].root()


def test_without_its_head_file_a_log_is_not_signed(town: Town) -> None:  # H2
    town.head_file.path.unlink()
    with pytest.raises(StorageError) as caught:
        town.sign()
    assert str(caught.value) == (
        f"expected the head file {town.head_file.path}, got none; "
        "restore it, or name a checkpoint with remit log checkpoint --trust"
    )
    assert town.head_file.read() is None


def test_a_checkpoint_to_trust_takes_the_place_of_the_head_file(town: Town) -> None:
    kept = town.sign()
    town.head_file.path.unlink()
    town.do(used(1))
    note = heads.sign_head(town.store, town.head_file, KEY, LOG, trust=kept)
    assert open_note(note, KEY).checkpoint.size == 8
    assert town.head_file.read() == note


def test_a_restored_log_is_not_signed_before_a_head_has_come(town: Town) -> None:  # H2 S8
    kept = town.sign()
    town.head_file.path.unlink()
    town.head_file.await_head()
    with pytest.raises(StorageError, match=r"^expected the head file .*, got none; restore it, or name a "):
        town.sign()
    heads.sign_head(town.store, town.head_file, KEY, LOG, trust=kept)
    assert (town.head_file.awaited, town.head_file.read()) == (False, kept)


def test_a_restored_log_of_one_entry_is_not_signed_either(tmp_path: Path) -> None:  # H2
    bare = Town(tmp_path).found()
    bare.head_file.path.unlink()
    bare.head_file.await_head()
    with pytest.raises(StorageError, match=r"^expected the head file "):
        bare.sign()
    bare.head_file.await_no_head()
    assert open_note(bare.sign(), KEY).checkpoint.size == 1
    bare.close()


def test_into_a_restored_log_nothing_is_recorded_even_where_no_log_key_is(town: Town) -> None:  # H2 S8
    note = town.sign()
    town.head_file.path.unlink()
    heads.require_extension(town.store, town.head_file, KEY, signs=False)
    town.head_file.await_head()
    with pytest.raises(StorageError, match=r"^expected the head file "):
        heads.require_extension(town.store, town.head_file, KEY, signs=False)
    town.head_file.path.write_text(note, encoding="utf-8")
    heads.require_extension(town.store, town.head_file, KEY, signs=False)


def test_a_restored_older_copy_is_not_signed_on_a_newer_checkpoint(town: Town) -> None:  # H2 S8
    backup = copy(town)
    town.do(used(1))
    newer = town.sign()
    town.head_file.path.unlink()
    town.head_file.await_head()
    with Store.open(backup) as restored, pytest.raises(StorageError, match=r"an older copy was restored$"):
        heads.sign_head(restored, town.head_file, KEY, LOG, trust=newer)
    assert (town.head_file.awaited, town.head_file.read()) == (True, None)


def test_a_checkpoint_to_trust_that_another_key_signed_is_refused(town: Town) -> None:  # H8
    stranger = PrivateKey.from_seed(b"x" * 32)
    key = VerifierKey(ORIGIN, stranger.public)
    forged = checkpoint.sign(town.checkpoint(town.sign()), stranger.sign, key)
    town.head_file.path.unlink()
    with pytest.raises(BadSignature, match=r"^signed note: expected a signature of "):
        heads.sign_head(town.store, town.head_file, KEY, LOG, trust=forged)


def test_the_head_file_wins_over_a_checkpoint_to_trust(town: Town) -> None:
    first = town.sign()
    town.do(used(1))
    second = town.sign()
    assert heads.sign_head(town.store, town.head_file, KEY, LOG, trust=first) == second


@pytest.mark.parametrize(("junk", "kind"), [("junk", Malformed), ("a\n1\nb\n\n— c d\n", Malformed)])
def test_a_head_file_that_is_no_signed_note_is_refused(town: Town, junk: str, kind: type[Exception]) -> None:
    town.head_file.path.write_text(junk, encoding="utf-8")
    with pytest.raises(kind):
        town.sign()


def test_a_key_that_is_not_the_logs_signs_nothing(town: Town) -> None:  # K5
    town.do(used(1))
    before = town.head_file.read()
    with pytest.raises(BadSignature):
        heads.sign_head(town.store, town.head_file, KEY, PrivateKey.from_seed(b"x" * 32))
    assert town.head_file.read() == before


def test_an_entry_that_was_changed_after_it_was_recorded_is_named(town: Town) -> None:  # H1 H11
    town.do(used(1))
    damage(town.where, "UPDATE ledger_entry SET recorded = '2026-11-22T10:00:59.000000Z' WHERE number = 8")
    with pytest.raises(StorageError, match=r"^entry 8: expected the bytes that were recorded, got others$"):
        town.sign()


def test_a_head_row_that_is_not_that_of_the_entries_is_refused(town: Town) -> None:  # S5
    town.do(used(1))
    root = town.store.head().root
    damage(town.where, f"UPDATE ledger_head SET root = x'{'00' * 32}'")
    with pytest.raises(StorageError) as caught:
        town.sign()
    assert str(caught.value) == (f"expected a log of 8 entries with root {'00' * 32}, got root {root.hex()}")


def test_of_two_copies_with_one_key_only_the_first_signs(town: Town) -> None:  # H12
    backup = copy(town)
    twin = HeadFile(town.head_file.path)
    town.do(used(1))
    with Store.open(backup) as other:
        town.sign()
        with pytest.raises(StorageError, match=r"an older copy was restored$"):
            heads.sign_head(other, twin, KEY, LOG)


def test_a_head_file_that_changed_while_it_was_read_is_not_overwritten(town: Town) -> None:  # H12
    note = town.sign()
    town.do(used(1))
    with town.head_file.locked() as held:
        held.advance(note, note + "— another note\n")
        with pytest.raises(StorageError, match=r"^expected head "):
            held.advance(note, note)


def test_while_another_process_signs_nobody_else_does(town: Town) -> None:  # H12
    town.do(used(1))
    with (
        town.head_file.locked(),
        pytest.raises(StorageError),
        HeadFile(town.head_file.path).locked(0.05),
    ):
        pass
    assert open_note(town.sign(), KEY).checkpoint.size == 8

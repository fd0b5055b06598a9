from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from ledger import durable
from ledger.errors import Malformed, Oversized, StorageError
from ledger.headfile import NOTE_BYTES_MAX, HeadFile


def note(size: int, root: str = "AAAA", signature: str = "c2lnbmVk") -> str:
    return f"example.com/remit/board\n{size}\n{root}\n\n\N{EM DASH} example.com/remit/board {signature}\n"


@pytest.fixture
def head(tmp_path: Path) -> HeadFile:
    return HeadFile(tmp_path / "head")


def test_without_a_file_there_is_no_head(head: HeadFile) -> None:
    assert head.read() is None


def test_the_first_note_is_read_as_it_was_written(head: HeadFile) -> None:
    head.create(note(1))
    assert note(1) == head.read()
    assert note(1).encode() == head.path.read_bytes()


def test_what_came_with_a_backup_is_known_until_a_head_has_come(head: HeadFile) -> None:  # H2
    assert head.known() is None
    head.await_head()
    assert (head.awaited, head.known()) == (True, None)
    head.await_head(note(2))
    assert (head.awaited, head.known(), head.read()) == (True, note(2), None)
    head.create(note(3))
    assert (head.awaited, head.known()) == (False, None)


def test_a_head_file_is_not_created_twice(head: HeadFile) -> None:  # H2
    head.create(note(2))
    with pytest.raises(
        StorageError, match="expected no head in .*head, got head 'example.com/remit/board 2 AAAA'"
    ):
        head.create(note(1))
    assert head.read() == note(2)


def test_a_head_advances_from_the_note_that_is_there(head: HeadFile) -> None:
    head.create(note(1))
    with head.locked() as held:
        assert held.read() == note(1)
        held.advance(note(1), note(2))
        held.advance(note(2), note(3))
    assert head.read() == note(3)


def test_a_head_may_be_the_first_one_under_the_lock(head: HeadFile) -> None:
    with head.locked() as held:
        held.advance(None, note(1))
    assert head.read() == note(1)


def test_a_head_that_somebody_else_has_advanced_is_refused_with_both_named(head: HeadFile) -> None:  # H12
    head.create(note(7, "BBBB"))
    named = "head 'example.com/remit/board {}' .*"
    expected = f"expected {named.format('5 AAAA')} in .*head, got {named.format('7 BBBB')}"
    with head.locked() as held, pytest.raises(StorageError, match=expected):
        held.advance(note(5), note(8))
    assert head.read() == note(7, "BBBB")


def test_two_notes_that_differ_in_their_signature_only_are_told_apart(head: HeadFile) -> None:  # H12
    head.create(note(5))
    with head.locked() as held, pytest.raises(StorageError) as caught:
        held.advance(note(5, signature="b3RoZXI="), note(6))
    digests = re.findall("SHA-256 of the note ([0-9a-f]{16})", str(caught.value))
    assert len(set(digests)) == 2


def test_a_head_file_that_was_removed_is_refused(head: HeadFile) -> None:  # H2, H12
    head.create(note(5))
    head.path.unlink()
    with head.locked() as held, pytest.raises(StorageError, match="expected head .* 5 AAAA.* got no head$"):
        held.advance(note(5), note(6))
    assert not head.path.exists()


def test_of_many_that_advance_the_same_head_one_wins(head: HeadFile) -> None:  # H12
    head.create(note(1))
    start, outcomes = threading.Barrier(8), list[str]()

    def advance(number: int) -> None:
        start.wait(timeout=10)
        try:
            with head.locked() as held:
                held.advance(note(1), note(number))
        except StorageError:
            outcomes.append("lost")
        else:
            outcomes.append(note(number))

    threads = [threading.Thread(target=advance, args=(number,)) for number in range(2, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 8
    assert [head.read()] == [outcome for outcome in outcomes if outcome != "lost"]


def test_the_head_is_compared_and_written_under_one_lock(head: HeadFile) -> None:  # H12
    head.create(note(1))
    with (
        head.locked(),
        pytest.raises(StorageError, match=r"expected the lock .*head.lock within 0.05 s"),
        head.locked(seconds_max=0.05),
    ):
        pytest.fail("two hold the head file")


def test_the_first_note_waits_for_the_lock(head: HeadFile, monkeypatch: pytest.MonkeyPatch) -> None:  # H12
    seen: list[Path] = []
    exclusive = durable.exclusive

    def noting(path: Path, seconds_max: float) -> object:
        seen.append(path)
        return exclusive(path, seconds_max)

    monkeypatch.setattr(durable, "exclusive", noting)
    head.create(note(1))
    assert seen == [head.path.with_name("head.lock")]


def test_a_write_that_fails_leaves_the_last_head(
    head: HeadFile, monkeypatch: pytest.MonkeyPatch
) -> None:  # S2
    def failing(path: Path, _data: bytes) -> None:
        raise StorageError(f"expected to replace {path}, got: disk full")

    head.create(note(1))
    monkeypatch.setattr(durable, "replace", failing)
    with head.locked() as held, pytest.raises(StorageError, match="disk full"):
        held.advance(note(1), note(2))
    assert head.read() == note(1)


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("", Malformed, "expected a signed note, got an empty text"),
        ("\ud800", Malformed, "expected a signed note, got a text that cannot be UTF-8"),
        ("x" * (NOTE_BYTES_MAX + 1), Oversized, "expected a signed note of at most 65536 bytes, got 65537"),
    ],
    ids=["empty", "surrogate", "long"],
)
def test_what_could_not_be_read_back_is_not_written(
    text: str, error: type[Malformed], message: str, head: HeadFile
) -> None:
    with pytest.raises(error, match=message):
        head.create(text)
    assert head.read() is None


def test_a_note_of_the_greatest_length_is_read_back(head: HeadFile) -> None:
    head.create("x" * NOTE_BYTES_MAX)
    assert head.read() == "x" * NOTE_BYTES_MAX


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe", "expected a signed note in .*head, got bytes"),
        (b"x" * 65_537, "expected at most 65536 bytes"),
    ],
    ids=["not UTF-8", "too long"],
)
def test_a_head_file_that_is_not_ours_stops_the_program(
    data: bytes, message: str, head: HeadFile
) -> None:  # S2
    head.path.write_bytes(data)
    with pytest.raises(StorageError, match=message):
        head.read()
    with head.locked() as held, pytest.raises(StorageError, match=message):
        held.advance(note(1), note(2))
    assert head.path.read_bytes() == data


def test_a_message_shows_no_more_than_a_line_of_a_strange_file(head: HeadFile) -> None:  # W6
    head.path.write_text("\x1b[2J\u202e" + "x" * 60_000, encoding="utf-8")
    with pytest.raises(StorageError) as caught:
        head.create(note(1))
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 1_000 + len(str(head.path))

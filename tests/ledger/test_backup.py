"""The lines of a backup: what is replayed holds, and nothing else is taken from a stranger's file."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pytest
from tests.town import KEY, LOG, ORIGIN, Town, used

from ledger import backup, canonical, checkpoint, envelope, logkeys
from ledger.backup import LINE_BYTES_MAX, Item, Replay
from ledger.checkpoint import Checkpoint, VerifierKey
from ledger.ed25519 import PrivateKey
from ledger.errors import BadSignature, Malformed, Oversized, RemitError, Tampered
from ledger.facts.keys import LogKeyEnded, LogKeyRotated
from ledger.facts.words import key_text
from ledger.merkle import Frontier
from ledger.replay import recorded

STRANGER = PrivateKey.from_seed(b"x" * 32)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Give a ledger of nine entries that no test adds to."""
    made = Town(tmp_path_factory.mktemp("town")).found().settle_in()
    made.do(used(1), used(2, 50))
    yield made
    made.close()


@pytest.fixture(scope="module")
def lines(town: Town) -> list[bytes]:
    """Give the backup of that ledger, line by line."""
    return written(town, town.sign())


def written(town: Town, head: str | None) -> list[bytes]:
    made, count = [backup.first_line(head)], 0
    for entry in town.store.scan():
        openings = town.store.openings([recorded(entry).fact.id]).values()
        made += backup.lines_of(entry, openings)
        count += len(openings)
    now = town.store.head()
    return [*made, backup.last_line(now.size, count, now.root)]


def replayed(lines: Iterable[bytes], log: VerifierKey | None = None) -> tuple[Replay, list[Item]]:
    found = Replay()
    return found, list(found.items(iter(lines), log))


def refused_with(kind: type[RemitError], message: str, lines: Iterable[bytes]) -> None:
    with pytest.raises(RemitError) as caught:
        replayed(lines)
    assert (type(caught.value), str(caught.value)[: len(message)]) == (kind, message)


def place_of(lines: list[bytes], start: bytes, number: int = 1) -> int:
    """Give the index of the line that begins so, the first or a later one."""
    return [index for index, line in enumerate(lines) if line.startswith(start)][number - 1]


def changed(lines: list[bytes], index: int, **members: object) -> list[bytes]:
    """Write other members into a line; it stays in its one form."""
    value = msgspec.json.decode(lines[index]) | members
    return [*lines[:index], canonical.encode(value) + b"\n", *lines[index + 1 :]]


def root_at(town: Town, size: int) -> bytes:
    return Frontier().extend([entry.hash for entry in town.store.scan(1, size)])[0].root()


def signed(size: int, root: bytes, by: PrivateKey = LOG) -> str:
    key = VerifierKey(ORIGIN, by.public)
    return checkpoint.sign(Checkpoint(ORIGIN, size, root), by.sign, key)


def test_a_backup_gives_back_every_entry_and_its_words(town: Town, lines: list[bytes]) -> None:
    found, items = replayed(lines, KEY)
    assert [item.entry for item in items] == list(town.store.scan())
    facts = [item.at.fact.id for item in items]
    openings = {(one.fact, one.path): one for item in items for one in item.openings}
    assert openings == town.store.openings(facts)
    assert (found.logs.all, found.signed) == ((KEY,), town.checkpoint(town.sign()))
    assert (found.audit.size, found.openings) == (9, 5)
    assert found.audit.root() == town.store.head().root


def test_the_lines_are_what_the_format_says(town: Town, lines: list[bytes]) -> None:
    assert msgspec.json.decode(lines[0]) == {"format": "remit-backup/1", "head": town.sign()}
    assert lines[1] == next(town.store.scan()).data + b"\n"
    assert sorted(msgspec.json.decode(lines[2])) == ["fact", "path", "salt", "text"]
    root = town.store.head().root.hex()
    assert lines[-1] == b'{"entries":9,"openings":5,"root":"%b"}\n' % root.encode()


def test_a_backup_without_a_signed_head_can_be_read(town: Town) -> None:
    found, items = replayed(written(town, None))
    assert (found.signed, len(items)) == (None, 9)


def test_entries_after_the_signed_head_are_taken(town: Town) -> None:
    found, items = replayed(written(town, signed(7, root_at(town, 7))))
    assert found.signed is not None
    assert (found.signed.size, len(items)) == (7, 9)


def test_words_that_were_erased_are_not_missed(lines: list[bytes]) -> None:  # P2
    without = [line for line in lines if not line.startswith(b'{"fact":')]
    found, items = replayed(changed(without, len(without) - 1, openings=0))
    assert (len(items), found.openings) == (9, 0)


def test_another_log_than_the_one_to_trust_is_refused(lines: list[bytes]) -> None:  # H8
    other = VerifierKey(ORIGIN, STRANGER.public)
    with pytest.raises(BadSignature) as caught:
        replayed(lines, other)
    assert str(caught.value) == f"entry 1: expected the log {other.encode()}, got {KEY.encode()}"


def test_a_head_that_another_key_signed_is_refused(town: Town) -> None:  # H8
    head = town.store.head()
    forged = signed(head.size, head.root, STRANGER)
    refused_with(BadSignature, "signed note: expected a signature of ", written(town, forged))


def test_entries_that_are_not_those_of_the_signed_head_are_refused(town: Town) -> None:  # H1
    root = town.store.head().root.hex()
    expected = f"signed head in the backup: expected 9 entries with root {'00' * 32}, got root {root}"
    refused_with(Tampered, expected, written(town, signed(9, bytes(32))))


def test_a_backup_whose_tail_was_cut_is_refused_by_the_head_inside(town: Town) -> None:  # H2
    whole = written(town, town.sign())
    cut = whole[: place_of(whole, b'{"charged":', 9)]
    openings = sum(line.startswith(b'{"fact":') for line in cut)
    ending = backup.last_line(8, openings, root_at(town, 8))
    refused_with(Tampered, "signed head in the backup: expected 9 entries, got 8", [*cut, ending])


@pytest.mark.parametrize(
    ("members", "got"),
    [({"entries": 8}, "8 entries with 5 texts"), ({"openings": 4}, "9 entries with 4 texts")],
)
def test_a_last_line_that_says_otherwise_is_refused(
    lines: list[bytes], members: dict[str, object], got: str
) -> None:  # H1
    last = len(lines) - 1
    refused_with(Tampered, f"backup line 16: expected {got}", changed(lines, last, **members))


def test_a_backup_without_an_entry_is_refused(lines: list[bytes]) -> None:
    refused_with(Tampered, "backup line 2: expected 9 entries", [lines[0], lines[-1]])


def test_a_file_that_was_cut_off_is_refused_wherever_it_was(lines: list[bytes]) -> None:
    for count in range(len(lines)):
        refused_with(Malformed, f"backup line {count + 1}: expected a line up to the last", lines[:count])
    refused_with(Malformed, "backup line 16: expected a line up to the last", [*lines[:-1], lines[-1][:-1]])


def test_nothing_may_follow_the_last_line(lines: list[bytes]) -> None:
    refused_with(Malformed, "backup line 16: expected the end of the file", [*lines, b"\n"])


def test_a_line_that_is_too_long_is_over_a_limit(lines: list[bytes]) -> None:  # W3 W8
    long = b'{"fact":"' + b"x" * LINE_BYTES_MAX
    refused_with(Oversized, "backup line 3: expected at most 262144 bytes", [*lines[:2], long])


def test_the_longest_text_has_room() -> None:
    line = canonical.encode({"fact": "r-" + "a" * 16 + "/9999", "path": "p" * 128, "text": "\n" * 100_000})
    assert len(line) + 40 < LINE_BYTES_MAX


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"SQLite format 3\x00\n",
        b'{"format":"remit-backup/2","head":null}\n',
        b'{"head":null,"format":"remit-backup/1"}\n',
        b'{"format":"remit-backup/1","head":null,"import":"os.system"}\n',
    ],
)
def test_a_file_that_is_no_backup_is_malformed(line: bytes) -> None:  # W9 E7
    refused_with(Malformed, "backup line 1: ", [line])


def test_an_entry_of_a_type_that_nobody_knows_is_malformed(lines: list[bytes]) -> None:  # W9
    index = place_of(lines, b'{"charged":', 2)
    value = msgspec.json.decode(lines[index])
    payload = msgspec.json.decode(base64.b64decode(value["envelope"]["payload"]))
    payload["body"]["type"] = "os.system/1"
    value["envelope"] = msgspec.json.decode(envelope.sign(canonical.encode(payload), [STRANGER]))
    named = [*lines[:index], canonical.encode(value) + b"\n", *lines[index + 1 :]]
    refused_with(Malformed, "fact: expected canonical JSON, got: ", named)


def test_an_entry_with_a_false_link_is_tampered(lines: list[bytes]) -> None:  # H15
    index = place_of(lines, b'{"charged":', 9)
    links = msgspec.json.decode(lines[index])["links"]
    refused_with(Tampered, "entry 9: expected ", changed(lines, index, links=dict.fromkeys(links, 0)))


def test_words_stand_below_their_fact_in_order_and_once(lines: list[bytes]) -> None:
    words = place_of(lines, b'{"fact":', 2)
    message = f"backup line {words + 2}: expected words of "
    refused_with(Malformed, message, [*lines[: words + 1], lines[words], *lines[words + 1 :]])
    refused_with(Malformed, message, [*lines[: words + 1], lines[2], *lines[words + 1 :]])
    refused_with(Malformed, "entry 1: expected canonical JSON", [lines[0], lines[2], *lines[1:]])


def test_words_that_a_fact_does_not_commit_to_are_tampered(lines: list[bytes]) -> None:  # P1
    words = place_of(lines, b'{"fact":')
    fact = msgspec.json.decode(lines[words])["fact"]
    said = f"{fact} body.name: expected the text that was sealed"
    refused_with(Tampered, said, changed(lines, words, text="Ada Other"))
    refused_with(Tampered, said, changed(lines, words, salt=base64.b64encode(bytes(16)).decode()))
    other = f"{fact} body.origin: expected a text that its fact commits to"
    refused_with(Tampered, other, changed(lines, words, path="body.origin"))


def test_a_salt_has_one_form(lines: list[bytes]) -> None:  # E6
    words = place_of(lines, b'{"fact":')
    refused_with(Malformed, f"backup line {words + 1}: ", changed(lines, words, salt="A" * 21 + "B=="))


def test_no_changed_byte_goes_unnoticed(lines: list[bytes]) -> None:  # H1 H11
    chance = random.Random(6)
    whole = b"".join(lines)
    unnoticed = []
    for place in chance.sample(range(len(whole)), 60):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << chance.randrange(8)
        try:
            replayed(bytes(damaged).splitlines(keepends=True))
        except RemitError:
            continue
        unnoticed.append(place)
    assert unnoticed == []


def rotated(folder: Path, body: LogKeyRotated) -> list[bytes]:
    """Back a log up that says it went on to a second key, which alone signed the head inside."""
    town = Town(folder).found()
    town.forge(body)
    town.do(LogKeyEnded(key_text(LOG.public)))
    head = town.store.head()
    lines = written(town, signed(head.size, head.root, STRANGER))
    town.close()
    return lines


def test_a_head_that_a_later_key_signed_is_taken_by_who_trusts_the_first(tmp_path: Path) -> None:  # H8
    lines = rotated(tmp_path, logkeys.rotation(ORIGIN, LOG, STRANGER))
    later = VerifierKey(ORIGIN, STRANGER.public)
    for key in (KEY, later):
        found, _ = replayed(lines, key)
        assert (found.logs.all, found.logs.signing) == ((KEY, later), (later,))


def test_a_key_that_the_one_before_did_not_announce_is_not_followed(tmp_path: Path) -> None:  # H8
    announced = logkeys.rotation(ORIGIN, LOG, STRANGER)
    other = logkeys.rotation(ORIGIN, PrivateKey.from_seed(b"o" * 32), STRANGER)
    forged = msgspec.structs.replace(announced, by_old=other.by_old)
    refused_with(BadSignature, "expected a signature by ", rotated(tmp_path, forged))

"""A witness keeps what it saw before it signs, and signs one history only, whoever asks meanwhile."""

from __future__ import annotations

import base64
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import msgspec
import pytest
from tests.witnessed import EAST, NOW, REPLAY, Log

from ledger import durable, keyfiles, merkle
from ledger.checkpoint import Checkpoint, SignedCheckpoint, VerifierKey, open_note
from ledger.cosignature import CosignerKey, times
from ledger.errors import Conflict, Forked, Incomplete, Malformed, Refused, StorageError, Tampered
from ledger.watching import Announced, watched
from ledger.witness import Replayed, Witness, create, keys_of, read_key, trust
from ledger.witnessing import encode

NAME = "east.example/witness"
LOG = Log()
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a witness that watches the log."""
    monkeypatch.setattr(keyfiles, "BCRYPT_ROUNDS", 1)
    keys = iter((EAST, REPLAY))
    place = tmp_path / "witness"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ledger.witness.PrivateKey.generate", lambda: next(keys))
        create(place, NAME, b"word")
    trust(place, LOG.key)
    return place


def request(old: int, size: int, log: Log = LOG) -> bytes:
    return encode(old, log.proof(old, size), log.signed(size).note).encode()


def opened(folder: Path) -> Witness:
    return Witness(folder, EAST, lambda: NOW)


def last(folder: Path) -> int:
    (log,) = watched(folder).values()
    signed = log.last(log.seen.read())
    return signed.checkpoint.size if signed is not None else 0


def forks(folder: Path) -> list[Path]:
    return sorted(folder.glob("logs/*/fork-*.evidence"))


def notes_of(found: dict[str, str]) -> tuple[Checkpoint, Checkpoint]:
    first, second = (
        open_note(base64.b64decode(found[name]), LOG.key).checkpoint for name in ("first", "second")
    )
    return first, second


def test_a_witness_has_two_keys_behind_a_passphrase(folder: Path) -> None:
    seen, replayed = keys_of(folder)
    assert (seen, replayed) == (
        CosignerKey(NAME, EAST.public),
        CosignerKey(f"{NAME}/replayed", REPLAY.public),
    )
    assert read_key(folder, b"word") == EAST
    assert read_key(folder, b"word", replays=True) == REPLAY
    with pytest.raises(Refused):
        read_key(folder, b"other")


@on_posix
def test_nobody_else_may_look_into_the_folder(folder: Path) -> None:  # K9
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "witness.key").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["", "two words", "a+b", "east.example/replayed"])
def test_a_name_that_is_none_makes_nothing(name: str, tmp_path: Path) -> None:
    with pytest.raises(Malformed):
        create(tmp_path / "other", name, b"word")
    assert not (tmp_path / "other").exists()


def test_a_folder_that_is_there_is_left_alone(folder: Path) -> None:
    with pytest.raises(StorageError):
        create(folder, NAME, b"word")
    assert keys_of(folder)[0].public == EAST.public


def test_where_no_witness_is_nothing_is_answered(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="expected a witness in .*, got none"):
        keys_of(tmp_path)


def test_a_log_is_watched_once(folder: Path) -> None:
    assert trust(folder, LOG.key) is False
    assert [log.key for log in watched(folder).values()] == [LOG.key]
    other = Log(origin="example.org/other", key=type(EAST).from_seed(b"o" * 32))
    assert trust(folder, other.key) is True
    assert set(watched(folder)) == {LOG.key.name, other.key.name}


@pytest.mark.parametrize(
    "key",
    [
        VerifierKey(LOG.key.name, type(EAST).from_seed(b"o" * 32).public),
        VerifierKey("example.org/renamed", LOG.key.public),
        VerifierKey("example.org/own", EAST.public),
        VerifierKey("example.org/own", REPLAY.public),
    ],
    ids=["another-key", "another-name", "own-key", "own-second-key"],
)
def test_a_log_cannot_start_afresh_nor_be_its_own_witness(folder: Path, key: VerifierKey) -> None:  # H8, K7
    with pytest.raises(Refused) as caught:
        trust(folder, key)
    assert caught.value.kind == "SIG"
    assert [log.key for log in watched(folder).values()] == [LOG.key]


NEW = Log(key=type(EAST).from_seed(b"M" * 32))


def announced(size: int, *way: VerifierKey) -> Announced:
    return Announced(way or (LOG.key, NEW.key), Checkpoint(LOG.key.name, size, LOG.root(size)))


def test_a_witness_goes_on_to_the_key_that_the_old_one_announced(folder: Path) -> None:  # H8
    opened(folder).answer(request(0, 3))
    assert opened(folder).answer(request(3, 7, NEW)).status == 403
    answer = opened(folder).answer(request(3, 7, NEW), announced(7))
    assert (answer.status, last(folder)) == (200, 7)
    (log,) = watched(folder).values()
    assert (log.key, log.former) == (NEW.key, (LOG.key,))
    # What the old key alone signs is nothing any more: it may be somebody else's by now.
    assert [opened(folder).answer(request(7, 9, one)).status for one in (LOG, NEW)] == [403, 200]
    assert trust(folder, NEW.key) is False
    for key in (LOG.key, VerifierKey("example.org/renamed", LOG.key.public)):
        with pytest.raises(Refused, match="as trusted before"):
            trust(folder, key)


@pytest.mark.parametrize(
    ("told", "status"),
    [
        (announced(6), 422),  # H7: announcements in another tree than the one to be cosigned
        (announced(7, NEW.key), 403),  # no announcement by the key that is trusted
        (Announced((LOG.key, NEW.key), Checkpoint("example.org/other", 7, LOG.root(7))), 403),
        (announced(7, LOG.key, VerifierKey(LOG.key.name, EAST.public)), 404),  # K7: the witness's own key
    ],
    ids=["another-tree", "not-from-there", "another-log", "own-key"],
)
def test_no_other_announcement_changes_whom_a_witness_trusts(  # H8
    folder: Path, told: Announced, status: int
) -> None:
    opened(folder).answer(request(0, 3))
    assert opened(folder).answer(request(3, 7, NEW), told).status == status
    assert ([log.key for log in watched(folder).values()], last(folder)) == ([LOG.key], 3)


def test_a_tree_that_did_not_grow_from_what_was_seen_changes_no_key(folder: Path) -> None:  # H3, H8
    opened(folder).answer(request(0, 3))
    forked = Log(turn=2, key=NEW.signer)
    told = Announced((LOG.key, NEW.key), Checkpoint(LOG.key.name, 7, forked.root(7)))
    assert opened(folder).answer(request(3, 7, forked), told).status == 422
    assert [log.key for log in watched(folder).values()] == [LOG.key]


def test_a_replay_that_found_the_announcement_goes_on_with_it(folder: Path) -> None:  # H8
    opened(folder).answer(request(0, 3))
    replayed = Replayed({3: LOG.root(3), 7: LOG.root(7)}, LOG.proof(3, 7))
    opened(folder).attest(NEW.signed(7), replayed, REPLAY, announced(7))
    assert [log.key for log in watched(folder).values()] == [NEW.key]
    answer = opened(folder).answer(request(7, 7, NEW))
    assert (answer.status, len(answer.lines.splitlines())) == (200, 2)


def test_what_grows_is_cosigned_and_kept(folder: Path) -> None:
    for old, size in ((0, 3), (3, 7), (7, 7)):
        answer = opened(folder).answer(request(old, size))
        signed = LOG.signed(size)
        assert (answer.status, answer.signed) == (200, signed)
        note = SignedCheckpoint(signed.checkpoint, signed.note + answer.lines)
        assert times(note, keys_of(folder)) == {keys_of(folder)[0]: NOW}
        assert last(folder) == size


def test_what_is_kept_is_on_disk_before_anything_is_signed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # H10
    def full(path: Path, data: bytes, mode: int = 0o600) -> None:
        del data, mode
        raise StorageError(f"expected to replace {path}, got: no space left")

    class Silent:
        public = EAST.public

        def sign(self, message: bytes) -> bytes:
            raise AssertionError(message)

    monkeypatch.setattr(durable, "replace", full)
    with pytest.raises(StorageError, match="no space left"):
        Witness(folder, Silent(), lambda: NOW).answer(request(0, 3))
    assert last(folder) == 0


def test_another_size_is_told_the_one_kept(folder: Path) -> None:
    opened(folder).answer(request(0, 3))
    answer = opened(folder).answer(request(0, 7))
    assert (answer.status, answer.size, type(answer.error)) == (409, 3, Conflict)
    assert (last(folder), forks(folder)) == (3, [])


def test_two_trees_of_one_size_are_evidence(folder: Path) -> None:  # H1, H3
    other = Log(turn=5)
    opened(folder).answer(request(0, 7))
    for _ in range(2):
        answer = opened(folder).answer(request(7, 7, other))
        assert (answer.status, answer.size, type(answer.error), answer.lines) == (409, 7, Forked, "")
    (file,) = forks(folder)
    found = msgspec.json.decode(file.read_bytes())
    assert (found["format"], found["grown"], found["differs"]) == ("remit-fork/1", None, None)
    assert [one.root for one in notes_of(found)] == [LOG.root(7), other.root(7)]
    assert last(folder) == 7


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"junk", 400),
        (request(0, 3, Log(origin="example.org/other")), 404),
        (request(0, 3, Log(key=EAST)), 403),
        (encode(0, (bytes(32),), LOG.signed(3).note).encode(), 422),
    ],
)
def test_what_is_refused_leaves_nothing(folder: Path, data: bytes, status: int) -> None:  # W7
    before = sorted(folder.rglob("*"))
    assert opened(folder).answer(data).status == status
    assert [path for path in sorted(folder.rglob("*")) if path not in before and path.suffix != ".lock"] == []


def test_lines_of_others_are_not_kept_with_a_note(folder: Path) -> None:  # W7
    many = LOG.signed(3).note + "— other.example AQIDBAU=\n" * 63
    assert opened(folder).answer(encode(0, (), many).encode()).status == 200
    (log,) = watched(folder).values()
    assert log.seen.read() == LOG.signed(3).note


def test_a_note_too_large_to_keep_is_not_signed(folder: Path) -> None:  # W7
    text = LOG.signed(3).note.split("\n\n")[0] + "\n" + "x" * 70_000 + "\n"
    line = LOG.signed(3).note.splitlines()[-1].split(" ")[1]
    signature = base64.b64encode(LOG.key.hint + LOG.signer.sign(text.encode())).decode()
    answer = opened(folder).answer(encode(0, (), f"{text}\n— {line} {signature}\n").encode())
    assert (answer.status, last(folder)) == (400, 0)


@pytest.mark.parametrize("name", ["log", "seen"])
def test_a_file_of_its_own_that_was_changed_stops_it(folder: Path, name: str) -> None:  # H11
    opened(folder).answer(request(0, 3))
    (place,) = folder.glob(f"logs/*/{name}")
    place.write_text("junk\n", encoding="utf-8")
    with pytest.raises(StorageError):
        opened(folder).answer(request(3, 7))


def test_a_replay_is_attested_with_a_key_of_its_own_and_said_again_when_asked(folder: Path) -> None:
    seen, replayed = keys_of(folder)
    opened(folder).answer(request(0, 3))
    signed = LOG.signed(7)
    lines = opened(folder).attest(signed, Replayed({3: LOG.root(3), 7: LOG.root(7)}), REPLAY)
    note = SignedCheckpoint(signed.checkpoint, signed.note + lines)
    assert times(note, [seen, replayed]) == {seen: NOW, replayed: NOW}
    assert last(folder) == 7
    again = Witness(folder, EAST, lambda: NOW + 9).answer(request(7, 7))
    note = SignedCheckpoint(signed.checkpoint, signed.note + again.lines)
    assert times(note, [seen, replayed]) == {seen: NOW + 9, replayed: NOW}
    later = opened(folder).answer(request(7, 9))
    assert later.lines.count("\n") == 1


@pytest.mark.parametrize(
    ("size", "roots", "error"),
    [
        (7, {3: LOG.root(3)}, Incomplete),
        (7, {3: LOG.root(3), 7: bytes(32)}, Tampered),
        (7, {3: bytes(32), 7: LOG.root(7)}, Tampered),
        (7, {7: LOG.root(7)}, Conflict),
        (2, {2: LOG.root(2), 3: LOG.root(3)}, Conflict),
    ],
    ids=["shorter", "another-copy", "no-proof", "moved-meanwhile", "older"],
)
def test_what_was_replayed_has_to_be_what_was_signed_and_seen(
    folder: Path, size: int, roots: dict[int, bytes], error: type[Exception]
) -> None:  # H1, H6
    opened(folder).answer(request(0, 3))
    with pytest.raises(error):
        opened(folder).attest(LOG.signed(size), Replayed(roots), REPLAY)
    assert (last(folder), forks(folder)) == (3, [])


def test_another_history_that_was_replayed_is_evidence_with_its_proof(folder: Path) -> None:  # H1, H3
    other = Log(turn=2)
    opened(folder).answer(request(0, 3))
    replayed = Replayed({3: other.root(3), 7: other.root(7)}, other.proof(3, 7))
    with pytest.raises(Forked):
        opened(folder).attest(other.signed(7), replayed, REPLAY)
    (file,) = forks(folder)
    found = msgspec.json.decode(file.read_bytes())
    first, second = notes_of(found)
    grown = [base64.b64decode(one) for one in (found["grown"]["root"], *found["grown"]["proof"])]
    merkle.verify_consistency(first.size, second.size, grown[0], second.root, grown[1:])
    assert (first.size, second.size) == (3, 7)
    assert grown[0] != first.root


def test_two_trees_of_one_size_that_were_replayed_are_evidence(folder: Path) -> None:  # H3
    other = Log(turn=2)
    opened(folder).answer(request(0, 7))
    with pytest.raises(Forked):
        opened(folder).attest(other.signed(7), Replayed({7: other.root(7)}), REPLAY)
    assert [msgspec.json.decode(one.read_bytes())["grown"] for one in forks(folder)] == [None]


def test_a_first_checkpoint_may_be_a_replayed_one(folder: Path) -> None:
    opened(folder).attest(LOG.signed(7), Replayed({7: LOG.root(7)}), REPLAY)
    assert last(folder) == 7


def line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline().strip()


def start(processes: ExitStack, folder: Path, guarded: str) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[2]
    path = os.pathsep.join([str(root), *sys.path])
    process = processes.enter_context(
        subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("witnessworker.py")), str(folder), guarded],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": path},
        )
    )
    processes.callback(process.kill)
    assert line(process.stdout) == "ready"
    return process


def race(folder: Path, guarded: str, rounds: int, enough: Callable[[set[str]], bool]) -> list[list[str]]:
    """Let two processes ask, from the same size, for two histories that part there; give their answers."""
    paths = [folder.parent / name for name in ("one", "other")]
    answers: list[list[str]] = []
    with ExitStack() as processes:
        racers = [start(processes, folder, guarded) for _ in paths]
        for _ in range(rounds):
            kept, size = 3, 9
            (place,) = folder.glob("logs/*/log")
            place.with_name("seen").write_text(LOG.signed(kept).note, encoding="utf-8")
            for path, log in zip(paths, (LOG, Log(turn=5)), strict=True):
                path.write_bytes(request(kept, size + len(answers) % 3, log))
            for racer, path in zip(racers, paths, strict=True):
                assert racer.stdin is not None
                racer.stdin.write(f"{path}\n")
                racer.stdin.flush()
            answers.append(sorted(line(racer.stdout) for racer in racers))
            if enough(set(answers[-1])):
                break
    return answers


def test_of_two_requests_from_one_size_one_wins(folder: Path) -> None:  # H13, H12
    answers = race(folder, "guarded", 40, lambda _: False)
    assert answers == [["200", "409"]] * 40


def test_without_the_lock_two_histories_are_signed(folder: Path) -> None:  # H13: the control
    answers = race(folder, "unguarded", 400, lambda statuses: statuses == {"200"})
    assert answers[-1] == ["200", "200"]

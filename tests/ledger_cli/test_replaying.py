"""``remit witness replay`` from a published folder: a partner without the database replays the whole log."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tests.ledger_cli.board import PASSPHRASE, Board
from tests.ledger_cli.desk import Desk, Said

from ledger import checkpoint, keyfiles, merkle, tiles, witnessing
from ledger.checkpoint import Checkpoint, VerifierKey
from ledger.publishing import Published
from ledger.tiles import ENTRIES, Tile, TiledTree

REPLAYED = "group both all east east-replayed\nquorum both"


def published(desk: Desk, *more: str) -> None:
    assert desk("log", "publish", "public", *more).code == 0


def asked(desk: Desk, *more: str) -> None:
    assert desk("log", "witness", "--export", "req", *more).code == 0


def replayed(desk: Desk, folder: str = "public") -> Said:
    return desk("witness", "replay", "east", "req", "--store", folder)


def forged(line: str, change: Callable[[list[bytes]], Sequence[bytes]]) -> None:
    """Let whoever holds the log key publish other entries in ``forged``, and ask for cosignatures."""
    key = VerifierKey.parse(line)
    signed = Published(Path("public")).head(key)
    tree = TiledTree(signed.checkpoint.size, Published(Path("public")).read)
    entries = change([tree.entry(number) for number in range(1, signed.checkpoint.size + 1)])
    hashes = [merkle.leaf_hash(one) for one in entries]
    root = merkle.Frontier().extend(hashes)[0].root()
    signer = keyfiles.read_private(Path("remit.ledger.keep/log.key"), PASSPHRASE)
    note = checkpoint.sign(Checkpoint(key.name, len(entries), root), signer.sign, key)
    for tile, data in (
        (Tile(0, 0, len(entries)), b"".join(hashes)),
        (Tile(ENTRIES, 0, len(entries)), tiles.join(entries)),
    ):
        place = Path("forged") / tile.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    Path("forged/checkpoint").write_text(note, encoding="utf-8")
    Path("req").write_text(witnessing.encode(0, (), note), encoding="utf-8")


def test_a_partner_without_the_database_replays_what_is_published(desk: Desk) -> None:  # H1, H15
    board = Board(desk, "east")
    policy = board.policy(REPLAYED)
    asked(desk)
    board.grow("north")
    published(desk, "--entries")
    shutil.move("remit.ledger", "away")
    said = replayed(desk)
    assert said.code == 0, said.err
    shutil.move("away", "remit.ledger")
    assert desk("log", "witness", "--policy", policy, "--import", "req.cosigned").code == 0
    said = desk("log", "verify", "--policy", policy)
    assert (said.code, f"\nverified up to entry {desk.size - 1}, resting on" in said.out) == (0, True)


def test_what_was_replayed_goes_on_from_what_was_replayed_before(desk: Desk) -> None:  # H13
    board = Board(desk, "east")
    asked(desk)
    published(desk, "--entries")
    assert replayed(desk).code == 0
    older = Path("req").read_bytes()
    board.grow("north")
    asked(desk)
    said = replayed(desk)
    assert (said.code, said.err.startswith("incomplete: expected a copy of ")) == (7, True)
    published(desk)
    assert replayed(desk).code == 0
    Path("req").write_bytes(older)
    said = replayed(desk)
    assert (said.code, said.err.startswith("try again: expected a checkpoint of ")) == (5, True)


def test_tiles_without_entries_are_not_replayed(desk: Desk) -> None:  # H15
    Board(desk, "east")
    asked(desk)
    published(desk)
    said = replayed(desk)
    expected = "incomplete: public: expected a log that was published with its entries, got its tiles alone\n"
    assert (said.code, said.err, Path("req.cosigned").exists()) == (7, expected, False)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("tile/0/000.p/{}", "tampered"),
        ("tile/entries/000.p/{}", "tampered"),
        ("checkpoint", "signature or key"),
    ],
)
def test_a_published_file_with_other_bytes_is_not_replayed(desk: Desk, name: str, kind: str) -> None:  # H1
    Board(desk, "east")
    asked(desk)
    published(desk, "--entries")
    place = Path("public") / name.format(desk.size)
    data = bytearray(place.read_bytes())
    data[-5] = 66 if data[-5] == 65 else 65
    place.write_bytes(data)
    said = replayed(desk)
    assert (said.code, said.err.split(":")[0], Path("req.cosigned").exists()) == (7, kind, False)


@pytest.mark.parametrize(
    ("name", "code"), [("tile/entries/000.p/{}", 7), ("tile/0/000.p/{}", 7), ("checkpoint", 4)]
)
def test_a_published_file_that_is_absent_is_told(desk: Desk, name: str, code: int) -> None:  # H15
    Board(desk, "east")
    asked(desk)
    published(desk, "--entries")
    (Path("public") / name.format(desk.size)).unlink()
    said = replayed(desk)
    assert (said.code, said.err.startswith("incomplete: " if code == 7 else "malformed: ")) == (code, True)


def link_elsewhere(entries: list[bytes]) -> Sequence[bytes]:
    at = next(at for at, one in enumerate(entries) if b'"body:icp":' in one and b'"body:icp":0' not in one)
    before, after = entries[at].split(b'"body:icp":', 1)
    entries[at] = before + b'"body:icp":0' + after.lstrip(b"0123456789")
    return entries


def sign_otherwise(entries: list[bytes]) -> Sequence[bytes]:
    before, after = entries[-1].split(b'"sig":"', 1)
    other = b"B" if after[:1] == b"A" else b"A"
    entries[-1] = before + b'"sig":"' + other + after[1:]
    return entries


def say_junk(entries: list[bytes]) -> Sequence[bytes]:
    return [*entries[:-1], b"junk"]


def leave_one_out(entries: list[bytes]) -> Sequence[bytes]:
    return [*entries[:4], *entries[5:]]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (link_elsewhere, "tampered"),
        (sign_otherwise, "signature or key"),
        (say_junk, "tampered"),
        (leave_one_out, "tampered"),
    ],
)
def test_what_the_log_itself_signed_is_not_attested_where_its_entries_do_not_hold(
    desk: Desk, change: Callable[[list[bytes]], Sequence[bytes]], kind: str
) -> None:  # H1, H15
    board = Board(desk, "east")
    published(desk, "--entries")
    forged(board.log, change)
    said = replayed(desk, "forged")
    assert (said.code, said.err.split(":")[0], Path("req.cosigned").exists()) == (7, kind, False), said.err
    forged(board.log, list)
    assert replayed(desk, "forged").code == 0


def parted(desk: Desk, board: Board) -> str:
    """Let the log go on twice: here, and in a folder that is published; give that."""
    shutil.copytree(".", "../other")
    board.grow("north")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir("../other")
        board.grow("south")
        published(desk, "--entries")
        asked(desk)
    return "../other/public"


def shown(desk: Desk, board: Board) -> str:
    """Check the evidence that the witness has kept."""
    (fork,) = Path("east").glob("logs/*/fork-*.evidence")
    told = desk("log", "evidence", str(fork), "--log", board.log)
    assert told.code == 0
    return told.out


def test_a_published_log_that_contradicts_the_request_is_evidence(desk: Desk) -> None:  # H1, H3
    board = Board(desk, "east")
    folder = parted(desk, board)
    asked(desk)
    said = replayed(desk, folder)
    assert (said.code, said.err.startswith("forked: the request: expected the history of ")) == (7, True)
    assert shown(desk, board).startswith("the key of example.org/icp has signed two histories ")
    assert not Path("req.cosigned").exists()


def test_a_published_log_that_contradicts_what_was_seen_is_evidence(desk: Desk) -> None:  # H1, H3
    board = Board(desk, "east")
    folder = parted(desk, board)
    assert board.carry("east", board.policy("quorum east")).code == 0
    Path("req.cosigned").unlink()
    shutil.copy("../other/req", "req")
    said = replayed(desk, folder)
    expected = "forked: what this witness cosigned: expected the history of "
    assert (said.code, said.err.startswith(expected)) == (7, True)
    assert shown(desk, board).startswith("the key of example.org/icp has signed two histories ")
    assert not Path("req.cosigned").exists()


def test_another_log_is_not_replayed_in_the_place_of_the_one_watched(desk: Desk) -> None:  # H6, H8
    Board(desk, "east")
    asked(desk)
    files = ("--key-file", "o.key", "--recovery-file", "r.key")
    other = ("--store", "other.ledger")
    assert desk("init", "--origin", "example.org/other", "--officer", "Bo", *files, *other).code == 0
    published(desk, "--entries", *other)
    said = replayed(desk)
    assert (said.code, said.err.startswith("signature or key: ")) == (7, True)
    assert not Path("req.cosigned").exists()

"""``remit log resume``, and the policy beside a ledger: witnesses are asked before anything is signed."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest
from tests.ledger_cli.board import Board, serving
from tests.ledger_cli.desk import Desk

from ledger.checkpoint import VerifierKey
from ledger.ed25519 import PrivateKey

KEEP = Path("remit.ledger.keep")


def lost(desk: Desk, backup: str) -> None:
    """Lose the ledger, its folder too, and restore a backup; the log key comes out of the safe."""
    shutil.copy(KEEP / "log.key", "safe.key")
    Path("remit.ledger").unlink()
    shutil.rmtree(KEEP)
    assert desk("restore", backup).code == 0
    shutil.copy("safe.key", KEEP / "log.key")


def saved(desk: Desk, name: str) -> str:
    assert desk("backup", name).code == 0
    return name


def nobody() -> str:
    """Give an address on this machine where nobody answers."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}"


def test_a_restored_copy_goes_on_once_the_witnesses_have_seen_no_more(desk: Desk) -> None:  # H2, S8
    board = Board(desk, "east")
    with serving("east") as (east, told):
        policy = board.policy("quorum east", {"east": east})
        assert desk("log", "witness", "--policy", policy).code == 0
        size = desk.size
        lost(desk, saved(desk, "a.backup"))
        assert desk.record("organisation", "register", "north", "North", "--kind", "council").code == 6
        said = desk("log", "resume", "--policy", policy, "--json")
        assert said.code == 0, said.err
        assert (said.json["asked about"], said.json["signed"]) == (size, size)
        assert said.json["answered"] == "east.example/witness"
        board.grow("north")
    assert [line[:3] for line in told] == ["200", "409", "200"]
    assert not (KEEP / "head.awaited").exists()


def test_a_restored_copy_that_a_witness_has_seen_beyond_signs_nothing(desk: Desk) -> None:  # H2, S8
    board = Board(desk, "east", "west")
    with serving("east") as (east, _), serving("west") as (west, _):
        policy = board.policy("group g any east west\nquorum g", {"east": east, "west": west})
        only = desk.write("only.policy", Path(policy).read_text(encoding="utf-8").replace(f" {west}", ""))
        assert desk("log", "witness", "--policy", policy).code == 0
        saved(desk, "a.backup")
        size = desk.size
        board.grow("north")
        assert desk("log", "witness", "--policy", only).code == 0
        lost(desk, "a.backup")
        said = desk("log", "resume", "--policy", policy)
        expected = f"expected at most {size} entries, as many as were signed here, got a witness that saw"
        assert (said.code, said.err.splitlines()[-1]) == (
            6,
            f"storage: {east}: {expected} {size + 1}: an older copy was restored",
        )
        assert not (KEEP / "head").exists()
        assert desk.record("organisation", "register", "south", "South", "--kind", "council").code == 6


def test_a_backup_whose_head_is_older_than_its_entries_asks_for_the_one_that_was_seen(
    desk: Desk,
) -> None:  # H2, S8
    board = Board(desk, "east")
    with serving("east") as (east, _):
        policy = board.policy("quorum east", {"east": east})
        shutil.move(KEEP / "log.key", "log.key")
        before = desk.size
        board.grow("north")
        shutil.move("log.key", KEEP / "log.key")
        saved(desk, "a.backup")
        assert desk("log", "witness", "--policy", policy).code == 0
        lost(desk, "a.backup")
        said = desk("log", "resume", "--policy", policy)
        assert said.code == 6
        assert said.err.splitlines()[-1] == (
            f"storage: expected a signed head of at least {before + 1} entries to go on from, as a witness "
            f"saw, got one of {before}; get it from the witness, and name it: --trust FILE"
        )
        seen = desk("witness", "checkpoint", "east", board.log)
        assert seen.code == 0
        desk.write("seen", seen.out)
        assert desk("log", "resume", "--policy", policy, "--trust", "seen").code == 0
        board.grow("south")


def test_a_witness_that_saw_another_history_stops_it(desk: Desk) -> None:  # H1, H3
    board = Board(desk, "east")
    shutil.copytree(".", "../other")
    board.grow("north")
    assert board.carry("east", board.policy("quorum east")).code == 0
    with serving("east") as (east, _):
        policy = str(Path(board.policy("quorum east", {"east": east})).absolute())
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir("../other")
            board.grow("south")
            lost(desk, saved(desk, "a.backup"))
            said = desk("log", "resume", "--policy", policy)
            assert (said.code, said.err.splitlines()[-1].startswith("forked: ")) == (7, True)
            assert not (KEEP / "head").exists()


def test_as_many_have_to_answer_as_the_policy_asks_for(desk: Desk) -> None:  # H2, H3
    board = Board(desk, "east", "west")
    lost(desk, saved(desk, "a.backup"))
    with serving("east") as (east, _):
        urls = {"east": east, "west": nobody()}
        said = desk("log", "resume", "--policy", board.policy("group g all east west\nquorum g", urls))
        expected = "unwitnessed: expected answers of witnesses that meet the quorum g, got "
        assert (said.code, said.err.splitlines()[-1]) == (7, f"{expected}east.example/witness")
        none = {"west": nobody()}
        said = desk("log", "resume", "--policy", board.policy("quorum none", none))
        assert (said.code, said.err.splitlines()[-1]) == (
            7,
            "unwitnessed: expected answers of witnesses that meet the quorum none, got none",
        )
        assert not (KEEP / "head").exists()
        replayed = "group one all east east-replayed\ngroup g any one west\nquorum g"
        assert desk("log", "resume", "--policy", board.policy(replayed, urls)).code == 0
    assert (KEEP / "head").exists()


def test_without_any_signed_head_there_is_nothing_to_ask_about(desk: Desk) -> None:
    board = Board(desk, "east")
    kept = desk.write("kept", desk("log", "checkpoint").out)
    (KEEP / "head").unlink()
    lost(desk, saved(desk, "a.backup"))
    with serving("east") as (east, _):
        policy = board.policy("quorum east", {"east": east})
        said = desk("log", "resume", "--policy", policy)
        assert (said.code, said.err.endswith("got neither; name a checkpoint: --trust FILE\n")) == (6, True)
        assert desk("log", "resume", "--policy", policy, "--trust", kept).code == 0


def test_a_machine_that_went_back_in_time_with_all_its_files_signs_nothing(desk: Desk) -> None:  # H2, H12, S8
    board = Board(desk, "east")
    with serving("east") as (east, told):
        shutil.copy(board.policy("quorum east", {"east": east}), KEEP / "policy")
        board.grow("north")
        shutil.copytree(".", "../snapshot")
        board.grow("south")
        board.grow("further")
        size = desk.size
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir("../snapshot")
            for words in (
                ("organisation", "register", "other", "Other", "--kind", "council", "--yes"),
                ("log", "checkpoint"),
                ("log", "publish", "public"),
            ):
                said = desk(*words)
                told_size = f"got a witness that saw {size - 1}: an older copy was restored\n"
                assert (said.code, said.err.endswith(told_size)) == (6, True), words
            assert desk.size == size - 2
            before = len(told)
            assert desk("organisation", "register", "o", "O", "--kind", "council", "--dry-run").code == 0
            assert len(told) == before
        board.grow("last")
    assert desk("log", "verify", "--policy", str(KEEP / "policy")).code == 0


def test_a_witness_that_cannot_be_reached_does_not_hold_up_an_act(desk: Desk) -> None:
    board = Board(desk, "east")
    gone = nobody()
    shutil.copy(board.policy("quorum east", {"east": gone}), KEEP / "policy")
    said = desk.record("organisation", "register", "north", "North", "--kind", "council")
    assert (said.code, f"no cosignature from {gone}: " in said.err) == (0, True)


def test_a_policy_of_another_log_beside_the_ledger_is_refused(desk: Desk) -> None:  # H8
    board = Board(desk, "east")
    policy = Path(board.policy("quorum east", {"east": nobody()}))
    other = VerifierKey("example.org/icp", PrivateKey.from_seed(b"x" * 32).public).encode()
    text = policy.read_text(encoding="utf-8")
    (KEEP / "policy").write_text(text.replace(f"log {board.log}\n", ""), encoding="utf-8")
    assert desk.record("organisation", "register", "north", "North", "--kind", "council").code == 0
    (KEEP / "policy").write_text(text.replace(board.log, other), encoding="utf-8")
    said = desk.record("organisation", "register", "south", "South", "--kind", "council")
    assert (said.code, said.err.startswith("signature or key: policy: expected one of ")) == (7, True)


def test_a_checkpoint_that_is_trusted_after_a_move_is_asked_about_too(desk: Desk) -> None:  # H2, S8
    board = Board(desk, "east")
    with serving("east") as (east, _):
        policy = board.policy("quorum east", {"east": east})
        old = desk.write("old", desk("log", "checkpoint").out)
        saved(desk, "a.backup")
        board.grow("north")
        assert desk("log", "witness", "--policy", policy).code == 0
        lost(desk, "a.backup")
        shutil.copy(policy, KEEP / "policy")
        said = desk("log", "checkpoint", "--trust", old)
        assert (said.code, said.err.endswith("an older copy was restored\n")) == (6, True)
        assert not (KEEP / "head").exists()
    assert desk("log", "checkpoint", "--trust", old).code == 0


def test_a_witness_hands_out_what_it_saw_last_of_a_log_that_it_watches(desk: Desk) -> None:
    board = Board(desk, "east")
    assert desk("witness", "checkpoint", "east", board.log).code == 7
    assert board.carry("east", board.policy("quorum east")).code == 0
    said = desk("witness", "checkpoint", "east", board.log)
    assert (said.code, said.out) == (0, desk("log", "checkpoint").out)
    other = board.log.replace("example.org/icp", "example.org/ic")
    assert desk("witness", "checkpoint", "east", other).code in {4, 7}

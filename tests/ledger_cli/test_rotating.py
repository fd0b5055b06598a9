"""``remit log rotate``: a new log key is announced under the old one, and both sign for a while."""

from __future__ import annotations

from pathlib import Path

from tests.ledger_cli.authority import act, grant, passed
from tests.ledger_cli.board import Board
from tests.ledger_cli.desk import Desk

from ledger.checkpoint import read_note


def lines_of_head() -> int:
    return len(read_note(Path("remit.ledger.keep/head").read_text(encoding="utf-8")).signatures)


def test_the_log_key_is_rotated_with_both_lines_during_the_overlap(desk: Desk) -> None:  # H8
    act(desk, passed(desk, grant(desk)))
    number = str(desk.size)
    old = desk("log", "show", "--json").json
    kept = Path("kept.checkpoint")
    kept.write_text(desk("log", "checkpoint").out, encoding="utf-8")
    said = desk.record("log", "rotate")
    assert (said.code, Path("remit.ledger.keep/log-2.key").exists()) == (0, True), said.err
    assert lines_of_head() == 2
    both = desk("log", "show", "--json").json
    assert both["log"] == old["log"]
    assert f"give this line to all who verify: {both['new log']}" in said.err
    again = desk.record("log", "rotate")
    assert (again.code, "end the old one first" in again.err) == (3, True)
    assert desk.record("log", "end-rotation").code == 0
    assert lines_of_head() == 1
    after = desk("log", "show", "--json").json
    assert (after["log"], after["log keys so far"]) == (both["new log"], f"{old['log']}, {both['new log']}")
    assert desk.record("person", "register", "Max Power").code == 0
    assert desk("log", "verify", "--checkpoint", str(kept), "--log", old["log"]).code == 0
    assert desk("log", "verify", "--log", after["log"]).code == 0
    desk("bundle", "make", number, "-o", "act.bundle")
    for line in (old["log"], after["log"]):
        assert desk("bundle", "check", "act.bundle", "--log", line).code == 0


def test_copies_backups_and_publications_go_on_from_the_old_log_key(desk: Desk) -> None:  # H8
    line = desk("log", "show", "--json").json["log"]
    kept, folder = Path("kept.checkpoint"), Path("published")
    kept.write_text(desk("log", "checkpoint").out, encoding="utf-8")
    assert desk("log", "publish", str(folder)).code == 0
    for command in ("rotate", "end-rotation"):
        assert desk.record("log", command).code == 0
    for copy in (folder, kept):
        said = desk("log", "compare", str(copy))
        assert (said.code, said.out.startswith("behind by 2")) == (0, True), said.err
    assert desk("log", "publish", str(folder)).code == 0
    assert desk("log", "compare", str(folder)).out.startswith("same")
    assert desk("backup", "all.remit-backup").code == 0
    said = desk("restore", "all.remit-backup", "--check", "--log", line, "--json")
    assert (said.code, said.json["log"]) == (0, desk("log", "show", "--json").json["log"]), said.err


def test_after_a_rotation_the_answer_names_the_key_that_was_given(desk: Desk) -> None:  # H8
    line = desk("log", "show", "--json").json["log"]
    policy = desk.write("board.policy", f"log {line}\nquorum none\n")
    kept = desk.write("kept.checkpoint", desk("log", "checkpoint").out)
    for command in ("rotate", "end-rotation"):
        assert desk.record("log", command).code == 0
    for more in (("--log", line), ("--policy", policy, "--checkpoint", kept)):
        said = desk("log", "verify", *more)
        assert (said.code, f"the origin and key that you gave: {line}\n" in said.out) == (0, True), said.err
    bare = desk.write("bare.policy", "quorum none\n")
    for words in ([], ["--policy", bare, "--checkpoint", kept]):
        said = desk("log", "verify", *words)
        assert f"the origin and key that entry 1 states: {line}\n" in said.out


def test_a_log_key_that_is_not_on_this_machine_announces_nothing(desk: Desk) -> None:
    said = desk.record("log", "rotate", "--new-key", "elsewhere.key")
    assert (said.code, "expected the new log key in remit.ledger.keep" in said.err) == (4, True)
    Path("remit.ledger.keep/log.key").unlink()
    assert desk.record("log", "rotate").code == 6
    assert not Path("remit.ledger.keep/log-2.key").exists()
    refused = desk.record("log", "end-rotation")
    assert (refused.code, "KEY-8" in refused.err) == (3, True)


def test_a_board_goes_on_from_its_policy_and_a_witness_from_its_key(desk: Desk) -> None:  # H8
    """After the rotation nobody was given the new line: the announcements are enough."""
    board = Board(desk, "east", "west")
    policy = board.policy("group both all east west\nquorum both")
    assert board.carry("east", policy).code == 0
    desk.record("log", "rotate")
    number = str(desk.size)
    assert desk.record("log", "end-rotation").code == 0
    export = ("log", "witness", "--policy", policy, "--export", "req", "--to")
    assert desk(*export, "east").code == 0
    refused = desk("witness", "cosign", "east", "req")
    assert (refused.code, "expected a signature of" in refused.err) == (7, True)
    assert desk("bundle", "make", number, "-o", "rotated.bundle").code == 0
    assert desk("witness", "cosign", "east", "req", "--announced", "rotated.bundle").code == 0
    assert desk("log", "witness", "--policy", policy, "--import", "req.cosigned").code == 0
    # The other replays a copy of the ledger, and finds the announcement there.
    assert desk(*export, "west").code == 0
    assert desk("witness", "replay", "west", "req", "--store", "remit.ledger").code == 0
    assert desk("log", "witness", "--policy", policy, "--import", "req.cosigned").code == 0
    desk("bundle", "make", number, "-o", "rotated.bundle")
    for words in (("bundle", "check", "rotated.bundle"), ("log", "verify")):
        said = desk(*words, "--policy", policy)
        assert said.code == 0, said.err
    new = desk("log", "show", "--json").json["log"]
    assert desk("bundle", "check", "rotated.bundle", "--policy", policy, "--log", new).code == 0
    for name in ("east", "west"):
        assert new in desk("witness", "show", name, "--json").json["logs"]
    board.grow("north")
    assert board.carry("east", policy).code == 0


def test_announcements_of_another_log_or_another_head_change_no_witness(desk: Desk) -> None:  # H7, H8
    board = Board(desk, "east")
    policy = board.policy("quorum east")
    for command in ("rotate", "end-rotation"):
        desk.record("log", command)
    desk("bundle", "make", str(desk.size), "-o", "early.bundle")
    board.grow("north")
    desk("log", "witness", "--policy", policy, "--export", "req", "--to", "east")
    early = desk("witness", "cosign", "east", "req", "--announced", "early.bundle")
    assert (early.code, early.err.startswith("tampered: expected announcements in the tree")) == (7, True)
    made = desk("witness", "init", "idle", "--name", "idle.example/witness")
    assert made.code == 0
    idle = desk("witness", "cosign", "idle", "req", "--announced", "early.bundle")
    assert (idle.code, "got a witness of none" in idle.err) == (7, True)
    assert board.log in desk("witness", "show", "east", "--json").json["logs"]

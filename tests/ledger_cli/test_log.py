"""``remit log``: what a replay says, what it never says, and what it finds."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.ledger_cli.authority import act, grant, passed
from tests.ledger_cli.desk import MINUTES, Desk, kept

from ledger.checkpoint import VerifierKey, open_note
from ledger.ed25519 import PrivateKey
from ledger_cli.verification import PAGE


@pytest.fixture
@kept
def acted(desk: Desk) -> Desk:
    """Give a desk with fourteen entries, the last an act under a chain."""
    assert act(desk, passed(desk, grant(desk))).code == 0
    return desk


def behind(statement: str, *values: object) -> None:
    """Change the database as somebody could who has the file."""
    with sqlite3.connect("remit.ledger") as database:
        database.execute(statement, values)
    database.close()


def keep(desk: Desk, name: str = "kept") -> str:
    """Keep a signed checkpoint elsewhere."""
    said = desk("log", "checkpoint")
    assert said.code == 0
    return desk.write(name, said.out)


def test_a_sound_log_is_internally_consistent_step_by_step(acted: Desk) -> None:
    said = acted("log", "verify")
    lines = said.out.splitlines()
    assert said.code == 0
    assert [line[:3] for line in lines[:8]] == [f"{number}  " for number in range(1, 9)]
    assert lines[0] == "1  every entry, envelope and fact is in its one canonical form: 14 entries"
    assert lines[3] == "4  every signature is by a key that was live at its number: 15 signatures"
    assert lines[6] == "7  every opening is the one that its fact commits to: 5 of 5"
    assert lines[7].startswith("8  the log extends the last head that it signed: 14 entries, ")
    assert lines[8].startswith("internally consistent, resting on the origin and key that entry 1 states: ")
    assert lines[9] == "no witness has seen this log"


def test_without_a_witness_nothing_is_ever_called_verified(acted: Desk) -> None:  # H1
    known = acted("log", "show", "--json").json
    for more in ((), ("--json",), ("--checkpoint", keep(acted)), ("--log", known["log"])):
        said = acted("log", "verify", *more)
        assert said.code == 0
        assert "verified" not in (said.out + said.err).lower()
        assert "internally consistent" in said.out


def test_a_checkpoint_that_was_kept_is_a_step_of_its_own(acted: Desk) -> None:
    file = keep(acted)
    acted.record("organisation", "register", "north", "North", "--kind", "council")
    said = acted("log", "verify", "--checkpoint", file)
    assert said.code == 0
    assert "\n9  the log extends the checkpoint that you gave: 14 entries, " in said.out
    assert acted("log", "verify", "--checkpoint", file, "--json").json["extends"] == 14


def test_the_answer_in_json(acted: Desk) -> None:
    found = acted("log", "verify", "--json").json
    assert (found["answer"], found["witnessed"], found["entries"]) == ("internally consistent", False, 14)
    assert [step["number"] for step in found["steps"]] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert found["without words"] == []


def test_the_log_to_trust_may_be_named(acted: Desk) -> None:  # H8
    known = acted("log", "show", "--json").json
    said = acted("log", "verify", "--log", known["log"])
    assert (said.code, "resting on the origin and key that you gave" in said.out) == (0, True)
    other = VerifierKey("example.org/icp", PrivateKey.from_seed(b"x" * 32).public).encode()
    said = acted("log", "verify", "--log", other)
    assert (said.code, said.err) == (
        7,
        f"signature or key: entry 1: expected the log {other}, got {known['log']}\n",
    )


@pytest.mark.parametrize(
    ("column", "found"),
    [("envelope", "tampered: entry 9: "), ("links", "tampered: "), ("recorded", "tampered: ")],
)
def test_one_changed_byte_is_found(acted: Desk, column: str, found: str) -> None:  # H1 H11
    with sqlite3.connect("remit.ledger") as database:
        (data,) = database.execute(f"SELECT {column} FROM ledger_entry WHERE number = 9").fetchone()
    database.close()
    if isinstance(data, str):
        behind(
            f"UPDATE ledger_entry SET {column} = ? WHERE number = 9", data[:-2] + str(9 - int(data[-2])) + "Z"
        )
    else:
        place = data.index(b'"payload":"') + 30 if column == "envelope" else len(data) - 2
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        behind(f"UPDATE ledger_entry SET {column} = ? WHERE number = 9", changed)
    said = acted("log", "verify")
    assert (said.code, said.out) == (7, "")
    assert said.err.startswith(found)


def test_a_changed_first_entry_is_tampered_and_not_malformed_input(acted: Desk) -> None:  # H1
    behind("UPDATE ledger_entry SET envelope = x'7b7d' WHERE number = 1")
    said = acted("log", "verify")
    assert (said.code, said.err.startswith("tampered: entry 1: ")) == (7, True)


def test_a_changed_node_of_the_tree_is_found(acted: Desk) -> None:  # S5
    behind(f"UPDATE ledger_node SET hash = x'{'00' * 32}' WHERE id = 3")
    said = acted("log", "verify")
    assert (said.code, said.err.startswith("tampered: node of level 0 and index 3: expected ")) == (7, True)


def test_a_head_row_that_is_not_that_of_the_entries_is_found(acted: Desk) -> None:  # S5
    behind(f"UPDATE ledger_head SET root = x'{'00' * 32}'")
    said = acted("log", "verify")
    assert (said.code, said.err.startswith("tampered: head: expected root ")) == (7, True)


def test_a_ledger_of_a_later_version_is_left_alone(acted: Desk) -> None:  # S9
    behind("UPDATE ledger_meta SET value = '2' WHERE name = 'schema'")
    before = Path("remit.ledger").read_bytes()
    for words in (("log", "verify"), ("person", "register", "Max Power", "--yes"), ("register", "icp")):
        said = acted(*words)
        assert (said.code, said.out) == (6, "")
        assert "expected schema version 1, got 2" in said.err
    assert Path("remit.ledger").read_bytes() == before


def test_a_missing_entry_is_found(acted: Desk) -> None:  # H1
    behind("DELETE FROM ledger_entry WHERE number = 9")
    assert acted("log", "verify").code == 7


def test_changed_words_are_found(acted: Desk) -> None:  # P1
    behind("UPDATE ledger_opening SET text = 'Yacht' WHERE text = 'Food bank'")
    said = acted("log", "verify")
    assert (
        said.code,
        said.err.endswith("body.text: expected the text that was sealed, got another\n"),
    ) == (
        7,
        True,
    )


def test_words_that_are_gone_are_told(acted: Desk) -> None:  # P2
    fact = acted.last.id
    behind("DELETE FROM ledger_opening WHERE text = 'Food bank'")
    said = acted("log", "verify")
    assert said.code == 6
    assert said.err.endswith(
        "storage: expected the words of every sealed text, or their erasure, got 1 without\n"
    )
    assert (
        "7  every opening is the one that its fact commits to: 4 of 5, 1 without their words\n"
        f"   without its words: {fact} body.text\n"
    ) in said.out
    assert acted("log", "verify", "--json").json["without words"] == [f"{fact} body.text"]


def test_words_that_no_fact_commits_to_are_found(acted: Desk) -> None:
    fact = acted.last.id
    behind("INSERT INTO ledger_opening VALUES (?, 'body.secret', x'00', 'Something')", fact)
    said = acted("log", "verify")
    assert (said.code, said.err) == (
        7,
        f"tampered: {fact} body.secret: expected a text that its fact commits to, got one that it does not\n",
    )


def test_a_restored_older_copy_is_told(acted: Desk) -> None:  # H2
    file = keep(acted)
    shutil.copy("remit.ledger", "old.ledger")
    acted.record("organisation", "register", "north", "North", "--kind", "council")
    later = keep(acted, "later")
    for name in ("remit.ledger-wal", "remit.ledger-shm"):
        Path(name).unlink(missing_ok=True)
    shutil.copy("old.ledger", "remit.ledger")
    said = acted("log", "verify")
    assert said.code == 6
    assert said.err.startswith("storage: the last signed head: expected 15 entries with root ")
    assert said.err.endswith(", got 14 entries: an older copy was restored\n")
    Path("remit.ledger.keep/head").unlink()
    said = acted("log", "verify", "--checkpoint", later)
    assert (said.code, said.err.startswith("forked: later: expected 15 entries with root ")) == (7, True)
    assert acted("log", "verify", "--checkpoint", file).code == 0


def test_without_a_head_file_nothing_is_compared_and_that_is_told(acted: Desk) -> None:
    Path("remit.ledger.keep/head").unlink()
    said = acted("log", "verify")
    assert said.code == 0
    told = "8  the log extends the last head that it signed: not compared, there is none on this machine\n"
    assert told in said.out


def test_a_checkpoint_of_another_history_is_a_fork(acted: Desk) -> None:  # H3
    shutil.copytree(".", "../other")
    acted.record("organisation", "register", "north", "North", "--kind", "council")
    Path(keep(acted, "fifteen")).rename("../other/fifteen")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir("../other")
        acted.record("organisation", "register", "south", "South", "--kind", "council")
        said = acted("log", "verify", "--checkpoint", "fifteen")
        assert acted("log", "verify").code == 0
    assert said.code == 7
    assert said.err.startswith("forked: fifteen: expected 15 entries with root ")
    assert ", got 15 entries with root " in said.err


def test_a_head_file_of_another_history_is_tampered(acted: Desk) -> None:  # H12
    shutil.copytree(".", "../other")
    acted.record("organisation", "register", "north", "North", "--kind", "council")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir("../other")
        acted.record("organisation", "register", "south", "South", "--kind", "council")
    shutil.copy("../other/remit.ledger.keep/head", "remit.ledger.keep/head")
    said = acted("log", "verify")
    assert (said.code, said.err.startswith("tampered: the last signed head: expected 15 entries")) == (
        7,
        True,
    )


@pytest.mark.parametrize(
    ("content", "code"), [(b"junk", 4), (b"\xff", 4), (b"a\n1\nb\n", 4), (b"", 4), (None, 4)]
)
def test_a_file_that_is_no_checkpoint_is_malformed(acted: Desk, content: bytes | None, code: int) -> None:
    if content is not None:
        Path("junk").write_bytes(content)
    assert acted("log", "verify", "--checkpoint", "junk").code == code


def test_a_long_log_is_verified_in_pages(acted: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger_cli.verification.PAGE", 3)
    assert PAGE == 1_000
    assert acted("log", "verify").code == 0


def test_a_terminal_is_told_how_far_it_has_come(acted: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger_cli.output.LONG", 1)
    assert "entries" not in acted("log", "verify").err
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert acted("log", "verify").err == "\r14 of 14 entries\n"


def test_a_place_without_a_ledger_is_storage(acted: Desk) -> None:
    assert acted("log", "verify", "--store", "nowhere.ledger").code == 6


def test_a_checkpoint_is_signed_and_can_be_opened(acted: Desk) -> None:
    known = acted("log", "show", "--json").json
    note = Path(keep(acted)).read_text(encoding="utf-8")
    signed = open_note(note, VerifierKey.parse(known["log"])).checkpoint
    assert (signed.origin, signed.size, signed.root.hex()) == ("example.org/icp", 14, known["root"])
    found = acted("log", "checkpoint", "--json").json
    assert (found["size"], found["checkpoint"]) == (14, note)


def test_a_checkpoint_takes_the_place_of_a_lost_head_file(acted: Desk) -> None:  # H2
    file = keep(acted)
    Path("remit.ledger.keep/head").unlink()
    said = acted("log", "checkpoint")
    assert (said.code, "name a checkpoint with remit log checkpoint --trust" in said.err) == (6, True)
    assert acted("log", "checkpoint", "--trust", file).code == 0
    assert acted("log", "checkpoint").code == 0


def test_without_the_log_key_nothing_is_signed(acted: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMIT_LOG_PASSPHRASE", "wrong")
    assert acted("log", "checkpoint").code == 3
    monkeypatch.delenv("REMIT_LOG_PASSPHRASE")
    monkeypatch.delenv("REMIT_PASSPHRASE")
    monkeypatch.setattr("ledger_cli.settings._asked", {})
    assert acted("log", "checkpoint").code == 2
    Path("remit.ledger.keep/log.key").unlink()
    said = acted("log", "checkpoint")
    assert (said.code, said.err) == (
        6,
        "storage: expected the log key at remit.ledger.keep/log.key, got none\n",
    )


def test_what_others_need_is_shown(acted: Desk) -> None:
    found = acted("log", "show", "--json").json
    assert (found["origin"], found["entries"], found["signed"]) == ("example.org/icp", 14, 14)
    Path("remit.ledger.keep/head").unlink()
    assert acted("log", "show", "--json").json["signed"] == "no head on this machine"


@pytest.mark.parametrize("what", [("--set", "name=Joanna Bloggs"), ("--withdraw",)])
def test_words_that_a_correction_leaves_to_the_fact_before_are_not_missing(
    desk: Desk, what: tuple[str, ...]
) -> None:  # P2
    number = next(row[0] for row in desk("timeline").rows if row[3].startswith("person.registered"))
    assert desk.record("correct", number, *what, "--reason", "misspelt").code == 0
    if what[0] == "--set":
        again = ("--set", "name=Jo Anna Bloggs")
        assert desk.record("correct", number, *again, "--reason", "misspelt").code == 0
    said = desk("log", "verify")
    assert (said.code, "without their words" in said.out) == (0, False)


def test_words_that_a_correction_leaves_in_another_field_are_not_missing(acted: Desk) -> None:  # P2
    assert acted.record("record", acted.write("minutes.yaml", MINUTES)).code == 0
    number = next(row[0] for row in acted("timeline").rows if row[3].startswith("item.opened"))
    assert acted.record("correct", number, "--set", "title=Welcomes", "--reason", "misspelt").code == 0
    assert acted("log", "verify").code == 0

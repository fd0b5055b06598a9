"""``remit person``: names are sealed, ids stand for persons."""

from __future__ import annotations

import sqlite3

import pytest
from tests.ledger_cli.desk import MINUTES, Desk
from tests.ledger_cli.membership import adopted

from ledger.facts.members import Ended
from ledger.facts.organisations import Affiliated
from ledger_cli import ids
from ledger_cli.settings import today

REQUEST = "r-" + "d" * 16


def test_a_person_gets_an_id_that_stands_before_the_receipt(desk: Desk) -> None:
    said = desk.record("person", "register", "Max Power", "--request", REQUEST, "--json")
    assert said.code == 0
    assert list(said.json)[:3] == ["person", "request", "entries"]
    assert said.json["person"] == ids.Maker(REQUEST)("p")
    assert [said.json["person"], "Max Power"] in desk("person", "list").rows


def test_the_same_request_again_gives_the_first_receipt(desk: Desk) -> None:  # S7
    first = desk.record("person", "register", "Max Power", "--request", REQUEST, "--json")
    size = desk.size
    again = desk.record("person", "register", "Max Power", "--request", REQUEST, "--json")
    assert (again.code, again.json, desk.size) == (0, first.json, size)


def test_a_request_id_does_not_serve_twice(desk: Desk) -> None:
    desk.record("person", "register", "Max Power", "--request", REQUEST)
    said = desk.record("person", "register", "Eve Other", "--request", REQUEST)
    assert said.code == 3
    assert said.err.splitlines()[-1] == (
        f"refused: {REQUEST}: expected the facts recorded under this request, got others"
    )


@pytest.mark.parametrize("name", ["Max\x1b[31m Power", "Max \u202ePower", "Max\u200bPower", "Max\nPower"])
def test_a_name_that_deceives_a_terminal_is_refused(desk: Desk, name: str) -> None:  # E5
    size = desk.size
    said = desk.record("person", "register", name)
    assert said.code == 4
    assert said.err.startswith("malformed: ")
    assert (desk.size, "\x1b" in said.err) == (size, False)


def test_a_name_says_something(desk: Desk) -> None:
    said = desk.record("person", "register", " ")
    assert (said.code, said.err) == (4, "malformed: name: expected the name of a person, got nothing\n")


def test_a_name_that_was_put_into_the_database_otherwise_is_not_shown(desk: Desk) -> None:  # W6
    with sqlite3.connect("remit.ledger") as database:
        database.execute("UPDATE ledger_opening SET text = 'Jo\x1b[2J' WHERE text = 'Jo Bloggs'")
    database.close()
    for said in (desk("person", "list"), desk("person", "list", "--json")):
        assert (said.code, said.out, "\x1b" in said.err) == (7, "", False)


def test_the_list_knows_what_was_known_then(desk: Desk) -> None:
    known = {row[1] for row in desk("person", "list", "--known-at", "1").rows}
    assert known == {"Ann Clerk"}
    assert desk("person", "list", "--known-at", "2020-01-01").rows == []
    assert desk("person", "list", "--known-at", today()).rows == desk("person", "list").rows


def test_a_number_that_the_ledger_has_not_reached_is_refused(desk: Desk) -> None:
    said = desk("person", "list", "--known-at", "1000")
    expected = f"malformed: expected the number of an entry, at most {desk.size}, got 1000\n"
    assert (said.code, said.err) == (4, expected)


# --- positions in organisations ------------------------------------------------------------------


def test_a_person_holds_positions_in_organisations(desk: Desk) -> None:  # PLA-3
    words = ("person", "affiliate", "Jo Bloggs", "east", "councillor", "--began", "2023-05-04")
    assert desk.record(*words).code == 0
    assert desk.last.body == Affiliated(desk.jo, "east", "councillor", "2023-05-04")
    assert (
        desk.record("person", "affiliate", "Jo Bloggs", "trust", "governor", "--on", "2024-01-01").code == 0
    )
    assert desk("person", "positions", "Jo Bloggs", "--on", "2023-12-31").rows == [
        ["east", "councillor", "2023-05-04", "", "held"],
        ["trust", "governor", "by 2024-01-01", "", "not known"],
    ]
    again = desk.record(*words)
    assert again.err.startswith(
        "refused: PER-3 (Remit default): expected a position that the person does not"
    )


def test_a_position_that_is_left_takes_the_seat_with_it(desk: Desk) -> None:  # LSC-7.2, PLD-3
    adopted(desk)
    desk.record("person", "affiliate", "Jo Bloggs", "east", "councillor", "--began", "2023-05-04")
    stated_again = ("member", "appoint", "icp", "Jo Bloggs", "--seat", "east", "--on", "2024-01-01")
    assert desk.record(*stated_again).code == 0
    words = ("person", "leaves", "Jo Bloggs", "east", "councillor", "--on", "2024-05-03")
    shown = desk(*words, "--dry-run")
    assert "affiliation ended: person Jo Bloggs" in shown.err
    assert "member ended: body icp; person Jo Bloggs" in shown.err
    assert "reason “no longer councillor at east”; ground position lost" in shown.err
    size = desk.size
    said = desk.record(*words, "--request", REQUEST, "--json")
    assert (said.code, desk.size) == (0, size + 2)
    assert (desk.last.on, desk.last.findings) == ("2024-05-03", ())
    ended = desk.last_of(Ended)
    assert (ended.person, ended.seat, ended.ground) == (desk.jo, "east", "position lost")
    assert "warning: balance lost on 2024-05-03: BAL-1 (ToR 2024 5.8)" in said.err
    assert desk("person", "positions", "Jo Bloggs", "--on", "2024-05-03").rows == []
    again = desk.record(*words, "--request", REQUEST, "--json")
    assert (again.json, desk.size) == (said.json, size + 2)


def test_without_such_terms_only_the_position_is_left(desk: Desk) -> None:  # LSC-7.2
    desk.record("person", "affiliate", "Jo Bloggs", "east", "councillor", "--began", "2023-05-04")
    size = desk.size
    said = desk.record("person", "leaves", "Jo Bloggs", "east", "councillor", "--on", "2023-06-01")
    assert (said.code, desk.size) == (0, size + 1)
    refused = desk.record(
        *("member", "end", "icp", "Jo Bloggs", "--reason", "x", "--ground", "position lost"),
        *("--on", "2023-07-01"),
    )
    assert refused.err == (
        "refused: ROL-8 (Remit default): expected terms by which the seat is lost with a position, "
        "got terms that do not say so\n"
    )


def test_a_seat_that_rests_on_another_position_stays(desk: Desk) -> None:
    adopted(desk)
    for position in ("councillor", "leader"):
        desk.record("person", "affiliate", "Jo Bloggs", "east", position, "--began", "2023-05-04")
    size = desk.size
    said = desk.record("person", "leaves", "Jo Bloggs", "east", "councillor", "--on", "2024-05-03")
    assert (said.code, desk.size, "not known" in said.err) == (0, size + 1, False)


def test_a_loss_that_is_not_known_is_said(desk: Desk) -> None:
    adopted(desk)
    desk.record("person", "affiliate", "Kim Lee", "east", "porter", "--began", "2023-05-04")
    desk.record("member", "end", "icp", "Kim Lee", "--reason", "moved", "--on", "2023-12-01")
    desk.record("member", "appoint", "icp", "Kim Lee", "--on", "2024-02-01")
    said = desk.record("person", "leaves", "Kim Lee", "east", "porter", "--on", "2024-05-03")
    assert said.code == 0
    assert said.err.count("not known whether a membership without a stated seat in icp is lost: LOS-1") == 1


def test_a_position_that_is_not_held_is_not_left(desk: Desk) -> None:
    said = desk.record("person", "leaves", "Jo Bloggs", "east", "councillor")
    assert (said.code, said.err) == (
        3,
        "refused: PER-3 (Remit default): expected a position that the person holds, got councillor\n",
    )


def test_a_second_person_of_one_name_is_registered_and_told(desk: Desk) -> None:
    said = desk.record("person", "register", "Lou May")
    assert said.code == 0
    assert said.err.startswith(f"the ledger knows somebody of this name already: {desk.lou}\n")


def test_a_registration_that_was_withdrawn_is_of_nobody(desk: Desk) -> None:
    second = desk.record("person", "register", "Lou May", "--json").json["person"]
    assert desk.record("correct", str(desk.size), "--withdraw", "--reason", "twice").code == 0
    assert second not in {row[0] for row in desk("person", "list").rows}
    assert second in {row[0] for row in desk("person", "list", "--known-at", str(desk.size - 1)).rows}
    minutes = desk.write("minutes.yaml", MINUTES)
    assert desk.record("record", minutes).code == 0


def test_a_misspelt_name_is_answered_with_the_name_like_it(desk: Desk) -> None:
    said = desk.record("person", "affiliate", "Lou Mai", "trust", "director")
    assert (said.code, said.err) == (
        4,
        (
            "malformed: expected one person whom the ledger knows by id or exact name, "
            "got 'Lou Mai' (did you mean Lou May?)\n"
        ),
    )

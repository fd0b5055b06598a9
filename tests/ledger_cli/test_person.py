"""``remit person``: names are sealed, ids stand for persons."""

from __future__ import annotations

import sqlite3

import pytest
from tests.ledger_cli.desk import Desk

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

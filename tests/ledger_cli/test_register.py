"""``remit register``: who was a member on a day, as known then or now."""

from __future__ import annotations

import sqlite3

from tests.ledger_cli.desk import Desk

COLUMNS = ["seat", "organisation", "person", "name", "kind", "since", "until", "offices", "on the day"]


def test_the_register_shows_seat_organisation_name_and_since(desk: Desk) -> None:
    said = desk("register", "icp", "--on", "2024-03-25")
    assert said.code == 0
    assert said.out.splitlines()[0].split("\t") == COLUMNS
    assert said.rows == [
        ["east", "east", desk.jo, "Jo Bloggs", "not known", "2023-05-01", "", "", "member"],
        ["west", "west", desk.kim, "Kim Lee", "not known", "2023-05-01", "", "", "member"],
    ]
    assert said.err == "icp on 2024-03-25, as known at entry 11\n"


def test_a_membership_whose_start_nobody_knows_says_so(desk: Desk) -> None:
    desk.record("member", "appoint", "icp", "Lou May", "--on", "2024-03-25")
    for day, answer in (("2024-03-25", "member"), ("2023-06-01", "not known")):
        row = desk("register", "icp", "--on", day).rows[2]
        since = "by 2024-03-25, start not known"
        assert row == ["not known", "", desk.lou, "Lou May", "not known", since, "", "", answer]


def test_before_it_began_and_after_it_ended_there_is_no_member(desk: Desk) -> None:
    desk.record("member", "end", "icp", "Jo Bloggs", "--reason", "Moved", "--on", "2024-01-01")
    assert [row[2] for row in desk("register", "icp", "--on", "2023-04-30").rows] == []
    assert [row[2] for row in desk("register", "icp", "--on", "2023-12-31").rows] == [desk.jo, desk.kim]
    assert desk("register", "icp", "--on", "2023-12-31").rows[0][6] == "2024-01-01"
    assert [row[2] for row in desk("register", "icp", "--on", "2024-01-01").rows] == [desk.kim]


def test_what_was_known_then_is_not_what_is_known_now(desk: Desk) -> None:
    desk.record("member", "end", "icp", "Jo Bloggs", "--reason", "Moved", "--on", "2024-01-01")
    then = desk("register", "icp", "--on", "2024-02-01", "--known-at", "11")
    assert [row[2] for row in then.rows] == [desk.jo, desk.kim]
    assert then.err == "icp on 2024-02-01, as known at entry 11\n"
    said = desk("register", "icp", "--known-at", "13")
    assert (said.code, said.err) == (4, "malformed: expected the number of an entry, at most 12, got 13\n")


def test_offices_are_shown_with_the_term_as_printed(desk: Desk) -> None:  # LSC-M4
    desk.record("office", "elect", "icp", "chair", "Jo Bloggs", "--term", "2024/25", "--on", "2024-03-25")
    row = desk("register", "icp", "--on", "2024-03-25").rows[0]
    assert row[7] == "Chair (term 2024/25, elected 2024-03-25, not known whether on this day)"
    desk.record(
        *("office", "elect", "icp", "chair", "Kim Lee", "--term", "one year", "--on", "2024-03-25"),
        *("--begins", "2024-03-25", "--ends", "2025-03-25"),
    )
    row = desk("register", "icp", "--on", "2024-03-25").rows[1]
    assert row[7] == "Chair (term one year, elected 2024-03-25)"


def test_an_office_holder_who_is_no_member_is_shown_as_such(desk: Desk) -> None:
    elect = ("office", "elect", "icp", "chair", "Lou May", "--term", "2024", "--begins", "2024-01-01")
    desk.record(*elect, "--on", "2024-01-01", "--departure", "Elected from outside")
    row = desk("register", "icp", "--on", "2024-03-25").rows[2]
    office = "Chair (term 2024, elected 2024-01-01)"
    assert row == ["", "", desk.lou, "Lou May", "", "", "", office, "no member"]


def test_a_name_that_is_gone_reads_so(desk: Desk) -> None:  # P2
    with sqlite3.connect("remit.ledger") as database:
        database.execute("DELETE FROM ledger_opening WHERE text = 'Jo Bloggs'")
    database.close()
    assert desk("register", "icp", "--on", "2024-03-25").rows[0][3] == "words missing"


def test_the_register_in_json(desk: Desk) -> None:
    found = desk("register", "icp", "--on", "2024-03-25", "--json").json
    assert [list(row) for row in found] == [COLUMNS, COLUMNS]
    assert found[0]["name"] == "Jo Bloggs"


def test_a_body_that_nobody_knows_is_malformed(desk: Desk) -> None:
    said = desk("register", "icb")
    assert (
        said.code,
        said.err.startswith("malformed: expected a body that the ledger knows, got 'icb'"),
    ) == (
        4,
        True,
    )


def test_a_date_that_is_none_is_usage(desk: Desk) -> None:
    for day in ("2024", "31/02/2024", "2024-02-31"):
        said = desk("register", "icp", "--on", day)
        assert (said.code, f"expected a date like 2024-03-25, got '{day}'" in said.err) == (2, True)

"""``remit register``: who was a member on a day, as known then or now."""

from __future__ import annotations

import sqlite3

from tests.ledger_cli.desk import TERMS, Desk

from ledger.facts.members import Appointed, AttendeeEnded, AttendeeNamed, CoOpted, Ended, TakenUp
from ledger.facts.offices import ActingEnded, ActingUp
from ledger.facts.words import Words

COLUMNS = ["seat", "organisation", "person", "name", "kind", "since", "until", "offices"]
COLUMNS += ["on the day", "entry"]


def test_the_register_shows_seat_organisation_name_and_since(desk: Desk) -> None:
    said = desk("register", "icp", "--on", "2024-03-25")
    assert said.code == 0
    assert said.out.splitlines()[0].split("\t") == COLUMNS
    assert said.rows == [
        ["east", "east", desk.jo, "Jo Bloggs", "not known", "2023-05-01", "", "", "member", "10"],
        ["west", "west", desk.kim, "Kim Lee", "not known", "2023-05-01", "", "", "member", "11"],
    ]
    assert said.err == "icp on 2024-03-25, as known at entry 11\n"


def test_a_membership_whose_start_nobody_knows_says_so(desk: Desk) -> None:
    desk.record("member", "appoint", "icp", "Lou May", "--on", "2024-03-25")
    for day, answer in (("2024-03-25", "member"), ("2023-06-01", "not known")):
        row = desk("register", "icp", "--on", day).rows[2]
        since = "by 2024-03-25, start not known"
        assert row == ["not known", "", desk.lou, "Lou May", "not known", since, "", "", answer, "12"]


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
    assert row == ["", "", desk.lou, "Lou May", "", "", "", office, "no member", "12"]


def test_an_interim_member_is_marked_so_and_stays_so_as_time_passes(desk: Desk) -> None:  # PLD-6
    desk.meets(Appointed("icp", desk.lou, "trust", "interim", "2023-06-01"), on="2023-06-01")
    for day in ("2023-06-01", "2026-06-01"):
        row = desk("register", "icp", "--on", day).rows[2]
        assert (row[0], row[2], row[4], row[8]) == ("trust", desk.lou, "interim", "member")


def test_a_member_whose_term_is_over_is_shown_as_carried_over_until_replaced(desk: Desk) -> None:
    carried = Appointed("icp", desk.lou, "trust", "appointed", "2023-06-01", "2024-06-01", carries_over=True)
    desk.meets(carried, on="2023-06-01")
    until = [
        desk("register", "icp", "--on", day).rows[2][6] for day in ("2024-05-31", "2024-06-01", "2026-06-01")
    ]
    assert until == ["until replaced, from 2024-06-01", *2 * ["carried over from 2024-06-01"]]
    desk.meets(Appointed("icp", desk.officer, "trust", "appointed", "2026-01-10"), on="2026-01-10")
    assert desk("register", "icp", "--on", "2026-01-09").rows[2][2:7:4] == [desk.lou, "2026-01-10"]
    assert desk("register", "icp", "--on", "2026-01-10").rows[2][2] == desk.officer


def test_a_member_who_has_still_to_take_up_the_seat_is_no_member(desk: Desk) -> None:
    desk.meets(Appointed("icp", desk.lou, "trust", "appointed", "2023-06-01", takes_up=True), on="2023-06-01")
    assert len(desk("register", "icp", "--on", "2024-01-09").rows) == 2
    desk.meets(TakenUp("icp", desk.lou, "trust"), on="2024-01-10")
    assert len(desk("register", "icp", "--on", "2024-01-09").rows) == 2
    assert desk("register", "icp", "--on", "2024-01-10").rows[2][5] == "2024-01-10"


def test_a_co_opted_member_has_no_seat_and_ends_with_the_term(desk: Desk) -> None:  # LSC-7.6
    rule = """\
  - {kind: co-option, rule: COO-1, clause: "7.6", basis: stated, says: expertise, grounds: [expertise]}
"""
    path = desk.write("terms.yaml", TERMS.replace('"2023"', '"2024"', 1) + rule)
    desk.record("terms", "adopt", path, "--in-force", "2024-01-01", "--on", "2024-01-01")
    co_opted = CoOpted(
        "icp",
        desk.lou,
        "expertise",
        Words.of("knows housing"),
        voting=False,
        quorum=False,
        until="2024-02-01",
        organisation="trust",
    )
    desk.meets(co_opted, on="2024-01-01")
    row = desk("register", "icp", "--on", "2024-01-31").rows[2]
    expected = ["none", "trust", desk.lou, "Lou May", "co-opted", "2024-01-01", "2024-02-01", "", "member"]
    assert row == [*expected, str(desk.size)]
    assert len(desk("register", "icp", "--on", "2024-02-01").rows) == 2


def test_who_acts_in_an_office_is_shown_as_acting_and_never_as_its_holder(desk: Desk) -> None:  # PLD-6
    desk.meets(ActingUp("icp", "chair", desk.jo, "vacancy"), on="2024-01-10")
    for day in ("2024-01-10", "2026-06-01"):
        row = desk("register", "icp", "--on", day).rows[0]
        assert row[7] == "acting Chair (vacancy, since 2024-01-10)"
    desk.meets(ActingEnded("icp", "chair", desk.jo), on="2024-02-01")
    assert desk("register", "icp", "--on", "2024-02-01").rows[0][7] == ""


def test_regular_attendees_are_listed_apart_and_without_a_vote(desk: Desk) -> None:  # LSC-7.3
    place = '{place: lead, organisation: trust, position: director, title: Lead Officer, clause: "7.3"}'
    path = desk.write("terms.yaml", TERMS.replace('"2023"', '"2024"', 1) + f"attendees: [{place}]\n")
    desk.record("terms", "adopt", path, "--in-force", "2024-01-01", "--on", "2024-01-01")
    desk.meets(AttendeeNamed("icp", desk.lou, "lead", "trust"), on="2024-01-10")
    said = desk("register", "icp", "--on", "2024-01-10")
    above, below = said.out.split("\n\n")
    assert desk.lou not in above
    assert below.splitlines() == [
        "attends as\torganisation\tperson\tname\tsince\tuntil\tvote",
        f"Lead Officer\ttrust\t{desk.lou}\tLou May\t2024-01-10\t\tno",
    ]
    assert desk.lou not in desk("register", "icp", "--on", "2024-01-09").out
    desk.meets(AttendeeEnded("icp", desk.lou), on="2024-02-01")
    assert desk.lou not in desk("register", "icp", "--on", "2024-02-01").out


def test_the_number_of_members_over_time_is_visible(desk: Desk) -> None:  # LSC-7.10
    desk.meets(Appointed("icp", desk.lou, None, "appointed", None), on="2024-01-10")
    desk.meets(Ended("icp", desk.kim, "west", Words.of("moved")), on="2024-02-01")
    said = desk("register", "icp", "--numbers", "--on", "2024-02-01")
    assert said.out.splitlines()[0].split("\t") == [
        "from",
        "members",
        "not known",
        "came",
        "went",
        "contested",
    ]
    jo, kim, lou = f"Jo Bloggs ({desk.jo})", f"Kim Lee ({desk.kim})", f"Lou May ({desk.lou})"
    assert said.rows == [
        ["2023-05-01", "2", "1", f"{jo}, {kim}", "", ""],
        ["2024-01-10", "3", "0", lou, "", ""],
        ["2024-02-01", "2", "0", "", kim, ""],
    ]
    assert len(desk("register", "icp", "--numbers", "--on", "2024-01-31").rows) == 2
    assert len(desk("register", "icp", "--numbers", "--json").json) == 3


def test_a_name_that_is_gone_reads_so(desk: Desk) -> None:  # P2
    with sqlite3.connect("remit.ledger") as database:
        database.execute("DELETE FROM ledger_opening WHERE text = 'Jo Bloggs'")
    database.close()
    assert desk("register", "icp", "--on", "2024-03-25").rows[0][3] == "words missing"


def test_the_register_in_json(desk: Desk) -> None:
    desk.meets(AttendeeNamed("icp", desk.lou, None, "trust"), on="2024-01-01")
    found = desk("register", "icp", "--on", "2024-03-25", "--json").json
    assert [list(row) for row in found["members"]] == [COLUMNS, COLUMNS]
    assert found["members"][0]["name"] == "Jo Bloggs"
    assert found["attendees"] == [
        {
            "attends as": None,
            "organisation": "trust",
            "person": desk.lou,
            "name": "Lou May",
            "since": "2024-01-01",
            "until": None,
            "vote": "no",
        }
    ]


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

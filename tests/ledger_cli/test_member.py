"""``remit member``: a membership begins and ends."""

from __future__ import annotations

from tests.ledger_cli.desk import Desk

from ledger.facts.fact import Noted
from ledger.facts.members import Appointed


def test_a_member_is_appointed_to_a_vacant_seat(desk: Desk) -> None:
    said = desk.record("member", "appoint", "icp", desk.lou, "--seat", "trust", "--kind", "ex officio")
    assert said.code == 0
    assert desk.last.body == Appointed("icp", desk.lou, "trust", "ex officio", None)


def test_a_seat_that_is_held_is_refused_with_its_clause_and_holder(desk: Desk) -> None:
    said = desk.record("member", "appoint", "icp", "Lou May", "--seat", "west", "--on", "2024-01-01")
    assert said.code == 3
    assert said.err == (
        f"refused: ROL-3 (ToR 2023 5.1): expected a vacant seat, got west held by Kim Lee ({desk.kim})\n"
    )


def test_a_refusal_can_be_recorded_as_a_departure(desk: Desk) -> None:
    words = ("member", "appoint", "icp", "Lou May", "--seat", "west", "--on", "2024-01-01")
    said = desk.record(*words, "--departure", "they met so")
    assert said.code == 0
    assert desk.last.findings == (Noted("ROL-3", "ToR 2023 5.1", "not met"),)
    assert desk.last.departure is not None


def test_an_appointment_repeats(desk: Desk) -> None:
    words = ("member", "appoint", "icp", "Lou May", "--seat", "trust", "--request", "r-" + "d" * 16, "--json")
    first = desk.record(*words)
    size = desk.size
    assert (desk.record(*words).json, desk.size) == (first.json, size)


def test_the_end_finds_the_one_seat_and_repeats(desk: Desk) -> None:
    words = ("member", "end", "icp", "Kim Lee", "--reason", "moved", "--request", "r-" + "d" * 16, "--json")
    first = desk.record(*words)
    assert first.code == 0
    assert desk.record(*words).json == first.json
    again = desk.record("member", "end", "icp", "Kim Lee", "--reason", "moved")
    assert again.err == "refused: ROL-4 (Remit default): expected a member in that seat, got no seat stated\n"


def test_of_several_seats_the_end_must_name_one(desk: Desk) -> None:
    desk.record("member", "appoint", "icp", "Lou May", "--on", "2023-12-01")
    desk.record("member", "appoint", "icp", "Lou May", "--seat", "trust", "--on", "2024-01-01")
    said = desk.record("member", "end", "icp", "Lou May", "--reason", "moved")
    assert said.code == 2
    assert "expected --seat or --no-seat, got neither, of 2 seats: none stated, trust" in said.err
    assert desk.record("member", "end", "icp", "Lou May", "--reason", "moved", "--no-seat").code == 0
    both = desk.record("member", "end", "icp", "Lou May", "--reason", "x", "--no-seat", "--seat", "trust")
    assert (both.code, "expected --seat or --no-seat, got both" in both.err) == (2, True)
    assert desk.record("member", "end", "icp", "Lou May", "--reason", "moved").code == 0


def test_a_name_of_two_persons_asks_for_the_id(desk: Desk) -> None:
    desk.record("person", "register", "Lou May")
    said = desk.record("member", "appoint", "icp", "Lou May")
    assert said.code == 4
    assert said.err.startswith(
        "malformed: expected one person whom the ledger knows by id or exact name, got 2 of them: p-"
    )
    assert desk.lou in said.err


def test_a_name_of_nobody_is_malformed(desk: Desk) -> None:
    said = desk.record("member", "appoint", "icp", "Nobody")
    assert (said.code, said.err) == (
        4,
        "malformed: expected one person whom the ledger knows by id or exact name, got 'Nobody'\n",
    )

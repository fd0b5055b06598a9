"""``remit office``: terms of office as printed."""

from __future__ import annotations

from tests.ledger_cli.desk import Desk

from ledger.facts.members import Elected

ELECTION = ("office", "elect", "icp", "chair", "Jo Bloggs", "--term", "2024/25", "--begins", "2024-04-01")


def test_an_election_keeps_its_term_as_printed(desk: Desk) -> None:  # LSC-M4
    said = desk.record(*ELECTION, "--on", "2024-03-25")
    assert said.code == 0
    assert desk.last.on == "2024-03-25"
    assert desk.last.body == Elected("icp", "chair", desk.jo, "2024/25", "2024-04-01", None)


def test_an_office_that_is_held_is_refused_with_its_clause(desk: Desk) -> None:
    desk.record(*ELECTION, "--on", "2024-03-25")
    said = desk.record(
        "office", "elect", "icp", "chair", "Kim Lee", "--term", "2024", "--begins", "2024-05-01"
    )
    assert said.code == 3
    assert said.err == (
        "refused: OFF-2 (ToR 2023 6.1): expected chair to be vacant then, "
        f"got held by Jo Bloggs ({desk.jo})\n"
    )


def test_a_tenure_ends_once(desk: Desk) -> None:
    desk.record(*ELECTION, "--on", "2024-03-25")
    end = ("office", "end", "icp", "chair", "Jo Bloggs", "--reason", "resigned", "--request", "r-" + "d" * 16)
    first = desk.record(*end, "--json")
    assert first.code == 0
    assert desk.record(*end, "--json").json == first.json


def test_nobody_ends_a_tenure_that_was_none(desk: Desk) -> None:
    said = desk.record("office", "end", "icp", "chair", "Kim Lee", "--reason", "resigned")
    assert said.code == 3
    assert said.err == (
        f"refused: OFF-3 (Remit default): expected the holder of chair, got Kim Lee ({desk.kim})\n"
    )

"""``remit visit``: the open door between partners."""

from __future__ import annotations

import pytest
from tests.ledger_cli.desk import Desk, kept
from tests.ledger_cli.july import CLOSED, JULY, july, made

from ledger.facts.programme import VisitAnswered, VisitRequested

ASK = ("visit", "request", "icp", "trust", "--reason", "to hear about the hospital", "--on", "2024-06-03")
REQUEST = ("--request", "r-" + "d" * 16)


@pytest.fixture
@kept
def coming(desk: Desk) -> Desk:
    return july(desk)


def answer(visit: str) -> tuple[str, ...]:
    about = ("--answer", "for some items", "--reason", "item 4 only", "--on", "2024-06-10")
    return ("visit", "answer", visit, "--by", "Jo Bloggs", *about)


def test_a_partner_asks_to_attend_and_is_answered(coming: Desk) -> None:  # PLA-7e
    visit = made(coming, *ASK, "--meeting", "2024-07-16", "--person", "Lou May")
    asked = coming.last_of(VisitRequested)
    assert (asked.meeting, asked.person, asked.organisation) == (CLOSED, coming.lou, "trust")
    row = [visit, "2024-06-03", "trust", "Lou May", CLOSED, "to hear about the hospital"]
    assert coming("visit", "list", "icp").rows == [[*row, "", "", "", ""]]
    assert coming.record(*answer(visit)).code == 0
    assert coming.last_of(VisitAnswered).by == coming.jo
    told = ["for some items", "2024-06-10", "Jo Bloggs", "item 4 only"]
    assert coming("visit", "list", "icp").rows == [[*row, *told]]
    assert coming("visit", "list", "icp", "--known-at", str(coming.size - 1)).rows == [[*row, "", "", "", ""]]


def test_a_request_is_answered_once(coming: Desk) -> None:  # PLA-7e
    visit = made(coming, *ASK)
    first = coming.record(*answer(visit), *REQUEST)
    assert coming.record(*answer(visit), *REQUEST).out == first.out
    again = coming.record(*answer(visit))
    assert again.code == 3
    assert again.err == (
        "refused: AGD-6 (Remit default): expected a request to icp without an answer, "
        f"got {visit}, which was answered\n"
    )


def test_an_unknown_request_has_no_answer(coming: Desk) -> None:
    said = coming.record(*answer("o-" + "z" * 16))
    assert (said.code, said.err) == (
        4,
        f"malformed: expected the id of a request that the ledger knows, got '{'o-' + 'z' * 16}'\n",
    )


def test_a_meeting_in_public_needs_no_request(coming: Desk) -> None:  # PLA-7e
    said = coming.record(*ASK, "--meeting", JULY)
    assert said.code == 0
    assert f"{JULY} is to be held in public: no request is needed\n" in said.err
    assert "in public" not in coming.record(*ASK, "--meeting", CLOSED).err


def test_a_request_repeats(coming: Desk) -> None:
    first, size = coming.record(*ASK, *REQUEST, "--json"), coming.size
    assert coming.record(*ASK, *REQUEST, "--json").json == first.json
    assert coming.size == size


def test_an_organisation_that_nobody_knows_is_refused(coming: Desk) -> None:  # PLA-7e
    said = coming.record("visit", "request", "icp", "guild", "--reason", "to hear")
    assert (said.code, said.err) == (
        3,
        "refused: ORG-2 (Remit default): expected an organisation that the ledger knows, got guild\n",
    )


def test_requests_to_another_body_are_not_listed(coming: Desk) -> None:
    coming.record("body", "constitute", "group", "The group", "--instrument", "s.2", "--on", "2023-01-01")
    coming.record("visit", "request", "group", "trust", "--reason", "to hear")
    assert coming("visit", "list", "icp").rows == []

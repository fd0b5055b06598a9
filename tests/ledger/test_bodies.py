from __future__ import annotations

from tests.ledger.given import given, on

from ledger.facts.bodies import Constituted
from ledger.facts.organisations import Registered

DAY = "2024-03-25"
COUNCIL = Registered("blackburn", "Blackburn Council", "council")
BOARD = Constituted("board", "Board", "s.116ZA of the Act")
FORUM = Constituted("forum", "Forum", "ToR 1.1", ("blackburn",), ("board",))


def test_a_body_is_constituted_by_its_founders_under_its_parent() -> None:  # LSC-1.1, HIW-7
    after = given(on(DAY, COUNCIL, BOARD)).when(on(DAY, FORUM)).happens()
    assert after.state().bodies.known == {"board": BOARD, "forum": FORUM}


def test_a_body_exists_from_its_day_on_and_not_before() -> None:
    before = given(on(DAY, BOARD))
    under = Constituted("forum", "Forum", "ToR 1.1", (), ("board",))
    before.when(on(DAY, under)).happens()
    before.when(on("2024-03-24", under, recorded=DAY)).refused_by(
        "BOD-2 (Remit default): expected a body that exists on 2024-03-24, got board, constituted 2024-03-25"
    )


def test_founders_and_parents_that_the_ledger_does_not_know_are_all_named() -> None:
    given().when(on(DAY, FORUM)).refused_by(
        "ORG-2 (Remit default): expected an organisation that the ledger knows, got blackburn",
        "BOD-2 (Remit default): expected a body that exists on 2024-03-25, "
        "got board, which the ledger does not know",
    )


def test_a_body_is_constituted_once() -> None:
    given(on(DAY, BOARD)).when(on(DAY, BOARD)).refused_by(
        "BOD-1 (Remit default): expected a code that no body has yet, got board"
    )


def test_a_body_constituted_at_midnight_in_london_exists_on_the_new_day() -> None:  # T6
    summer = given(on("2024-06-30T23:00:00.000000Z", BOARD))
    assert summer.state().bodies.since == {"board": "2024-07-01"}
    evening = given(on("2024-06-30T22:59:59.999999Z", BOARD))
    assert evening.state().bodies.since == {"board": "2024-06-30"}

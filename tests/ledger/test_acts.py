from __future__ import annotations

import pytest
from tests import examples
from tests.examples import ADA, OFFICER, SEAL

from ledger.acts import Act, Proposal, london_day
from ledger.facts import meetings
from ledger.facts.fact import Acted, Evidence

CLOSED = meetings.Closed(examples.MEETING)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        # Summer Time Act 1972: from the last Sunday in March to the last Sunday in October, at 01:00 UTC.
        ("2026-11-20T23:59:59.999999Z", "2026-11-20"),
        ("2026-11-21T00:00:00.000000Z", "2026-11-21"),
        ("2026-07-01T22:59:59.999999Z", "2026-07-01"),
        ("2026-07-01T23:00:00.000000Z", "2026-07-02"),
        ("2026-03-28T23:59:59.999999Z", "2026-03-28"),
        ("2026-03-29T23:00:00.000000Z", "2026-03-30"),
        ("2026-10-24T23:00:00.000000Z", "2026-10-25"),
        ("2026-10-25T00:30:00.000000Z", "2026-10-25"),
        ("2026-10-25T01:30:00.000000Z", "2026-10-25"),
        ("2026-10-25T23:00:00.000000Z", "2026-10-25"),
        ("2024-02-29T23:59:59.999999Z", "2024-02-29"),
        ("1000-01-01T12:00:00.000000Z", "1000-01-01"),
        ("2999-12-31T23:59:59.999999Z", "2999-12-31"),
    ],
)
def test_a_day_is_one_of_the_calendar_in_london(instant: str, day: str) -> None:  # T6
    assert london_day(instant) == day


def test_a_day_stays_the_day_that_it_is() -> None:  # T6
    assert london_day("2026-07-01") == "2026-07-01"


def test_an_act_is_of_the_day_on_which_it_took_effect() -> None:  # T6
    assert examples.act_of(CLOSED, on="2026-07-01T23:30:00.000000Z").day == "2026-07-02"
    assert examples.act_of(CLOSED, on="2026-07-01").day == "2026-07-01"


def test_a_recorded_fact_is_judged_again_as_the_act_that_it_was() -> None:
    acted = Acted(ADA, "chair", "east-council")
    evidence = (Evidence("Minutes of the meeting"),)
    fact = examples.fact_of(
        CLOSED,
        on="2026-07-01T23:30:00.000000Z",
        acted=acted,
        clauses=("8.1",),
        evidence=evidence,
        departure=SEAL,
    )
    recorded = examples.recorded_of(7, CLOSED, OFFICER)
    recorded = type(recorded)(7, "2026-08-31T23:00:00.000000Z", fact, recorded.signers)
    expected = Act(
        body=CLOSED,
        on="2026-07-01T23:30:00.000000Z",
        recorded="2026-09-01",
        recorder=ADA,
        signers=examples.ids_of(OFFICER),
        acted=acted,
        clauses=("8.1",),
        evidence=evidence,
        departure=SEAL,
    )
    assert Act.of(recorded) == expected
    assert recorded.day == expected.day == "2026-07-02"


def test_a_proposal_says_nothing_that_it_was_not_told() -> None:
    proposal = Proposal(CLOSED, examples.DAY)
    assert proposal.acted == Acted(None, None, None)
    assert (proposal.clauses, proposal.evidence, proposal.departure) == ((), (), None)

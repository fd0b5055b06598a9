from __future__ import annotations

import pytest
from tests.ledger.given import on
from tests.ledger.partnership import (
    BOB,
    CHAIR,
    DAN,
    ICP,
    MET,
    QUORUM,
    attended,
    item,
    opened,
    partnership,
    put,
    votes,
)

from ledger.facts.filters import Filter
from ledger.facts.offices import ActingUp
from ledger.facts.terms import VotingRule
from ledger.findings import Verdict

BY_OFFICE = VotingRule("VOT-9", "10.9", "stated", "whoever is in the chair", Filter(offices=("chair",)))
BOB_ACTS = on(MET, ActingUp(ICP, "chair", BOB, "absence", None))


@pytest.mark.parametrize(
    ("present", "person", "expected"),
    [
        ((CHAIR, BOB, DAN), CHAIR, Verdict.MET),
        ((CHAIR, BOB, DAN), DAN, Verdict.NOT_MET),
        ((BOB, DAN), BOB, Verdict.MET),
        ((CHAIR, BOB, DAN), BOB, Verdict.NOT_MET),
    ],
    ids=["the holder", "another member", "who acts for a holder away", "who acts, the holder there"],
)
def test_where_an_office_gives_the_vote_it_counts_who_else_is_there(
    present: tuple[str, ...], person: str, expected: Verdict
) -> None:  # LSC-10.2
    before = partnership(*QUORUM, BY_OFFICE).and_(BOB_ACTS, opened(), attended(*present), item(), put())
    assert before.when(votes("for", person)).verdict("VOT-9") is expected

"""How many of those present with a vote the record shows none of (LSC-10.3)."""

from __future__ import annotations

import pytest
from tests.ledger.given import Given, on, sealed
from tests.ledger.partnership import BOB, CATH, ICP, MEETING, MET, MOTION, STRANGER, votes
from tests.ledger.test_decisions import ballot, tally
from tests.ledger.test_papers import counted, election, papers

from ledger.acts import Act
from ledger.counting import unrecorded, voters
from ledger.facts.decisions import BallotCounted, Mark, Papers, VoteCast
from ledger.meetings import Beside


def silent(before: Given) -> int | None:
    """Count them on a motion, as of the last fact."""
    state, act = before.state(), Act.of(before.facts[-1])
    beside = Beside(state.bodies, state.directory, state.roll, state.deputies, state.programme, state.terms)
    put, sitting = state.motions.ballots[MOTION], state.sittings.known[MEETING]
    terms = state.terms.in_force(ICP, MET)
    assert terms is not None
    return unrecorded(put, voters(act, put, sitting, beside, terms), terms)


SECRET = on(MET, BallotCounted(MOTION, MEETING, (Papers((Mark("ann"),), 4), Papers((Mark("ben"),), 1))))


@pytest.mark.parametrize(
    ("before", "number"),
    [  # seven members are there
        (ballot(), 7),
        (ballot().and_(votes("for", BOB, CATH)), 5),
        (ballot().and_(tally(3, 2)), 2),
        (ballot().and_(tally(3, None)), None),
        (ballot().and_(tally(7, 2)), 0),
        (ballot().and_(on(MET, VoteCast(MOTION, MEETING, STRANGER, "for", sealed("text")))), 7),
        (election().and_(papers((BOB, "ann"))), 6),
        (election().and_(counted(5, ann=3, ben=2)), 2),
        (election().and_(counted(ann=3, ben=2)), None),
        (election().and_(SECRET), 2),
    ],
)
def test_those_of_whom_no_vote_is_recorded_are_counted(before: Given, number: int | None) -> None:
    assert silent(before) == number

"""What a member contests with the own key of what a clerk recorded of them (D15)."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.examples import LOG, NEW, OFFICER, OTHER, ids_of, text_of
from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    DAN,
    GUEST,
    MEETING,
    MET,
    MOTION,
    STRANGER,
    item,
    opened,
    partnership,
    put,
    resolves,
    votes,
)

from ledger.contesting import contested
from ledger.facts import Body, interests, keys, meetings
from ledger.facts.contesting import Contested
from ledger.facts.decisions import BallotCast, VoteCast
from ledger.findings import Verdict

BOBS, CATHS = ids_of(NEW, OTHER)
LATER = "2024-03-26"
VOTES, AT_IT, OF_BOB = f"votes:{MOTION}", f"meeting:{MEETING}", f"interests:{BOB}"
REGISTERED = interests.Registered(named("t", "land"), BOB, None, "land", sealed("a field"))


def before(*bodies: Body) -> Given:
    """Give a meeting at which these were recorded by the clerk; Bob and Cath have keys of their own."""
    own = (keys.Enrolled(text_of(NEW), BOB, ("own",)), keys.Enrolled(text_of(OTHER), CATH, ("own",)))
    met = partnership().and_(on("2023-06-01", *own), opened(), item(), put())
    return met.and_(on(MET, *bodies))


def contests(
    of: Given, found: str = VOTES, *, day: str = LATER, key: str = BOBS, number: int | None = None
) -> Step:
    """Have Bob contest the last fact, or that of a number."""
    fact = of.facts[-1 if number is None else number - 1].fact.id
    (step,) = on(day, Contested(fact, found, BOB, sealed("I was in Leeds")))
    return replace(step, signers=(key,), recorder=BOB if key == BOBS else CATH)


VOTED = VoteCast(MOTION, MEETING, BOB, "for", sealed("text"))
MARKED = BallotCast(MOTION, MEETING, BOB, (), sealed("text"))
STOOD_IN = meetings.Attended(MEETING, (CHAIR,), (), (), (meetings.Substitute(STRANGER, BOB),))
BOB_STOOD_IN = meetings.Attended(MEETING, (CHAIR,), (), (), (meetings.Substitute(BOB, DAN),))


@pytest.mark.parametrize(
    ("recorded", "found"),
    [
        (VOTED, VOTES),
        (MARKED, VOTES),
        (meetings.Attended(MEETING, (CHAIR, BOB), (), ()), AT_IT),
        (meetings.Attended(MEETING, (), (meetings.Attendee(BOB, None),), ()), AT_IT),
        (meetings.Attended(MEETING, (), (), (BOB,)), AT_IT),
        (meetings.Attended(MEETING, (), (), (), (), (BOB,)), AT_IT),
        (STOOD_IN, AT_IT),
        (BOB_STOOD_IN, AT_IT),
        (meetings.PresenceChanged(MEETING, BOB, "left", None), AT_IT),
        (interests.Declared(MEETING, None, BOB, sealed("a field"), "noted"), AT_IT),
        (REGISTERED, OF_BOB),
        (interests.Ended(REGISTERED.interest, BOB), OF_BOB),
    ],
)
def test_a_member_contests_what_a_clerk_recorded_of_them(recorded: Body, found: str) -> None:  # D15
    given_ = before(recorded)
    after = given_.when(contests(given_, found)).happens()
    assert contested(after.facts) == {given_.facts[-1].fact.id: ((BOB, len(after.facts)),)}


@pytest.mark.parametrize(
    ("recorded", "found"),
    [
        (VoteCast(MOTION, MEETING, CATH, "for", sealed("text")), VOTES),
        (meetings.Attended(MEETING, (CHAIR, CATH), (), ()), AT_IT),
        (meetings.Presided(MEETING, BOB, None, "chosen"), AT_IT),
        (VOTED, AT_IT),
        (VOTED, f"vote:{MOTION}/{BOB}"),
        (meetings.Closed(MEETING), VOTES),
    ],
)
def test_nobody_contests_what_was_not_recorded_of_them(recorded: Body, found: str) -> None:  # D15
    given_ = before(recorded)
    given_.when(contests(given_, found)).refused_by(
        "CTS-1 (Remit default): expected a fact that records the vote, presence or interest of "
        f"{BOB} by {LATER}, got {given_.facts[-1].fact.id}, found by {found}"
    )


def test_nor_before_it_was() -> None:  # D15
    given_ = before(VOTED)
    given_.when(contests(given_, day=MET)).happens()
    assert given_.when(contests(given_, day="2024-03-24")).verdict("CTS-1") is Verdict.NOT_MET


@pytest.mark.parametrize("key", [CATHS, ids_of(OFFICER)[0]])
def test_nobody_contests_for_somebody_else(key: str) -> None:  # D15
    given_ = before(VOTED)
    found = given_.when(contests(given_, key=key)).finding("CTS-2")
    assert (found.verdict, found.kind, found.absolute) == (Verdict.NOT_MET, "AUTHORITY", True)
    assert found.expected == f"the own key of {BOB} to sign"


def test_a_key_of_the_member_without_the_right_is_not_enough() -> None:  # D15
    clerk = on("2023-06-01", keys.Enrolled(text_of(NEW), BOB, ("record:icp",)))
    given_ = partnership().and_(clerk, opened(), item(), put(), on(MET, VOTED))
    assert given_.when(contests(given_)).verdict("CTS-2") is Verdict.NOT_MET


def test_what_was_signed_with_the_own_key_is_not_contested() -> None:  # D15, K1
    (own,) = on(MET, VOTED)
    given_ = before().with_(replace(own, signers=(BOBS,), recorder=BOB))
    assert given_.when(contests(given_)).verdict("CTS-3") is Verdict.NOT_MET
    # That another key took its place since does not make it the clerk's word.
    ended = given_.and_(on(LATER, keys.Rotated(BOBS, text_of(LOG), BOB, ("own",))))
    outcome = ended.when(contests(ended, key=ids_of(LOG)[0], number=len(given_.facts)))
    assert (outcome.verdict("CTS-2"), outcome.verdict("CTS-3")) == (Verdict.MET, Verdict.NOT_MET)


def test_a_fact_is_contested_once_by_each_whom_it_names() -> None:  # D15
    given_ = before(meetings.Attended(MEETING, (BOB, CATH), (), ()))
    number = len(given_.facts)
    (by_cath,) = on(LATER, Contested(given_.facts[-1].fact.id, AT_IT, CATH, sealed("nor was I")))
    again = given_.with_(replace(by_cath, signers=(CATHS,), recorder=CATH))
    after = again.when(contests(again, AT_IT, number=number)).happens()
    twice = after.when(contests(after, AT_IT, number=number)).finding("CTS-4")
    assert (twice.verdict, twice.got) == (Verdict.NOT_MET, f"entry {number + 2}")
    every = contested(after.facts)[given_.facts[-1].fact.id]
    assert every == ((CATH, number + 1), (BOB, number + 2))


def test_contesting_changes_no_count() -> None:  # D15
    there = on(MET, meetings.Attended(MEETING, (CHAIR, BOB, CATH, DAN, GUEST), (), ()))
    given_ = before().and_(there, votes("for", CHAIR, CATH, DAN, BOB))
    after = given_.when(contests(given_, day=MET)).happens()
    found, again = (one.when(resolves("vote", MOTION)).findings for one in (given_, after))
    assert found == again

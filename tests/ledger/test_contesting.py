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

from ledger.contesting import Contest, contested
from ledger.facts import Body, interests, keys, meetings
from ledger.facts.contesting import Contested, Withdrawn
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
    assert contested(after.facts) == {given_.facts[-1].fact.id: (Contest(BOB, len(after.facts)),)}


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
    assert every == (Contest(CATH, number + 1), Contest(BOB, number + 2))


def test_contesting_changes_no_count() -> None:  # D15
    there = on(MET, meetings.Attended(MEETING, (CHAIR, BOB, CATH, DAN, GUEST), (), ()))
    given_ = before().and_(there, votes("for", CHAIR, CATH, DAN, BOB))
    after = given_.when(contests(given_, day=MET)).happens()
    found, again = (one.when(resolves("vote", MOTION)).findings for one in (given_, after))
    assert found == again


# --- withdrawn -----------------------------------------------------------------------------------


def withdraws(fact: str, found: str = VOTES, *, person: str = BOB, day: str = LATER, key: str = BOBS) -> Step:
    (step,) = on(day, Withdrawn(fact, found, person))
    return replace(step, signers=(key,), recorder=BOB if key == BOBS else CATH)


def test_who_contests_a_record_withdraws_it_and_that_is_shown() -> None:  # D15
    given_ = before(VOTED)
    fact, number = given_.facts[-1].fact.id, len(given_.facts)
    open_ = given_.when(contests(given_)).happens()
    back = open_.when(withdraws(fact)).happens()
    (one,) = contested(back.facts)[fact]
    assert one == Contest(BOB, number + 1, number + 2)
    said = f"contested by Bob (own key), entry {number + 1}, withdrawn by entry {number + 2}"
    assert one.said("Bob") == said
    back.when(withdraws(fact)).refused_by(
        f"CTS-5 (Remit default): expected a fact that {BOB} contests on {LATER}, got {fact}, "
        "of which no contest stands"
    )
    # What was withdrawn may be contested anew, and stands then.
    anew = back.when(contests(back, number=number)).happens()
    assert contested(anew.facts)[fact] == (one, Contest(BOB, number + 3))
    anew.when(withdraws(fact)).happens()


def test_nobody_withdraws_what_does_not_stand_or_is_of_somebody_else() -> None:  # D15
    given_ = before(meetings.Attended(MEETING, (BOB, CATH), (), ()))
    fact = given_.facts[-1].fact.id
    assert given_.when(withdraws(fact, AT_IT)).verdict("CTS-5") is Verdict.NOT_MET
    open_ = given_.when(contests(given_, AT_IT)).happens()
    of_cath = open_.when(withdraws(fact, AT_IT, person=CATH, key=CATHS))
    assert of_cath.verdict("CTS-5") is Verdict.NOT_MET
    for_bob = open_.when(withdraws(fact, AT_IT, key=CATHS)).finding("CTS-2")
    assert (for_bob.verdict, for_bob.kind) == (Verdict.NOT_MET, "AUTHORITY")
    assert open_.when(withdraws(fact, VOTES)).verdict("CTS-5") is Verdict.NOT_MET
    assert open_.when(withdraws(fact, AT_IT, day=MET)).verdict("CTS-5") is Verdict.NOT_MET
    (stray,) = on(LATER, Withdrawn(named("r", "none") + "/1", VOTES, BOB))
    assert contested(given_.with_(stray).facts) == {stray.body.contests: ()}  # type: ignore[union-attr]

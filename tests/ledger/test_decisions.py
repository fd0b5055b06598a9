from __future__ import annotations

from typing import Literal

import msgspec
import pytest
from tests.ledger.given import Given, Step, given, named, on, sealed
from tests.ledger.partnership import (
    ALL,
    BOB,
    CATH,
    CHAIR,
    DAN,
    EVE,
    FAY,
    GUEST,
    GUS,
    HAL,
    ICP,
    ITEM,
    IVY,
    JIM,
    MAJORITY,
    MEETING,
    MET,
    MOTION,
    NEXT_ITEM,
    QUORUM,
    RESOLUTION,
    STRANGER,
    VOTING,
    WAYS,
    Kind,
    appointed,
    attended,
    constituted,
    elected,
    item,
    opened,
    partnership,
    put,
    registered,
    resolves,
    votes,
    withdraws,
)
from tests.ledger.test_rooms import DEPUTIES, change, deputy, lists, virtual_rule

from ledger.facts import meetings
from ledger.facts.decisions import FollowUpNoted, MotionPut, Part, Resolved, VoteCast, VoteTallied
from ledger.facts.filters import Filter
from ledger.facts.meetings import ItemOpened
from ledger.facts.members import Appointed, CoOpted, Ended
from ledger.facts.offices import ActingUp, OfficeEnded
from ledger.facts.voting import VoteShare
from ledger.findings import Verdict

QUORATE = (CHAIR, BOB, CATH, DAN, FAY, GUS, HAL)
OTHER_MEETING = named("m", "other")
OTHER_ITEM = named("i", "other")
LATE = "2024-07-15"


def meeting(*present: str, attending: tuple[str, ...] = (), start: Given | None = None) -> Given:
    """Give the partnership at an item, with these members present."""
    return (start or partnership()).and_(opened(), attended(*present, attending=attending), item())


def ballot(*present: str, start: Given | None = None) -> Given:
    """Give the partnership with a motion put."""
    return meeting(*(present or QUORATE), start=start).and_(put())


def moved(proposer: str | None, seconder: str | None) -> tuple[Step, ...]:
    return on(
        MET,
        MotionPut(
            MOTION,
            MEETING,
            ITEM,
            sealed("text"),
            moved=True,
            proposer=proposer,
            seconded=True,
            seconder=seconder,
        ),
    )


def tally(for_: int | None, against: int | None, abstained: int | None = 0) -> tuple[Step, ...]:
    return on(MET, VoteTallied(MOTION, MEETING, for_, against, abstained))


def late(*steps: Step) -> tuple[Step, ...]:
    """Take the same acts on a later day."""
    return tuple(made for step in steps for made in on(step.on, step.body, recorded=LATE))


NOT_OPEN = (
    f"MTG-2 (Remit default): expected an open record of a meeting on {MET}, "
    f"got {MEETING}, which the ledger does not know"
)
FOLLOW_UP = on(MET, FollowUpNoted(named("f", "report"), MEETING, ITEM, sealed("a report"), "next meeting"))
STEPS = {
    "a motion": put(),
    "a vote": votes("for", BOB),
    "a tally": tally(1, 0),
    "a resolution": resolves("consensus"),
    "a follow-up": FOLLOW_UP,
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_nothing_is_decided_at_a_meeting_that_the_ledger_does_not_know(step: tuple[Step]) -> None:
    partnership().when(step).refused_by(NOT_OPEN)


# --- motions -------------------------------------------------------------------------------------


def test_a_motion_is_put_and_put_once() -> None:
    after = meeting(CHAIR, BOB).when(put()).happens()
    assert after.state().motions.ballots[MOTION].text == sealed("text").commitment
    after.when(put()).refused_by(f"DEC-2 (Remit default): expected an id that is new, got {MOTION}")


def test_a_nomination_is_proposed_and_seconded_by_two_members_present() -> None:  # LSC-M4
    meeting(CHAIR, BOB).when(moved(CHAIR, BOB)).happens()


@pytest.mark.parametrize(
    ("proposer", "seconder", "got"),
    [(BOB, BOB, "one person twice"), (CATH, BOB, CATH), (BOB, CATH, CATH), (CHAIR, None, CHAIR)],
)
def test_who_proposes_and_who_seconds_are_two_and_there(
    proposer: str, seconder: str | None, got: str
) -> None:  # LSC-M4, D10
    meeting(CHAIR, BOB).and_(withdraws(CHAIR)).when(moved(proposer, seconder)).refused_by(
        "DEC-3 (Remit default): expected proposer and seconder to be two members present at the item, "
        f"got {got}"
    )


def test_a_motion_belongs_to_an_item_of_the_meeting() -> None:
    partnership().and_(opened(), attended(CHAIR)).when(put()).refused_by(
        f"MTG-5 (Remit default): expected an item of this meeting, got {ITEM}"
    )


@pytest.mark.parametrize("kind", ["development session", "workshop"])
def test_a_development_session_takes_no_decision(kind: Kind) -> None:  # LSC-M6
    before = partnership().and_(opened(kind), attended(*QUORATE), item())
    refusal = f"DEC-1 (Remit default): expected a meeting that takes decisions, got a {kind}"
    before.when(put()).refused_by(refusal)
    before.when(resolves("consensus")).refused_by(refusal)
    before.when(FOLLOW_UP).happens()


# --- votes ---------------------------------------------------------------------------------------


def test_a_voting_member_in_attendance_votes() -> None:  # LSC-10.2
    after = ballot().when(votes("for", BOB)).happens()
    assert after.state().motions.ballots[MOTION].count("for") == 1


def test_nobody_votes_twice_on_a_motion() -> None:  # LSC-10.2, D8
    ballot().and_(votes("for", BOB)).when(votes("against", BOB)).refused_by(
        f"DEC-6 (Remit default): expected one vote for each person on a motion, got a second vote by {BOB}"
    )


def test_no_departure_gives_a_second_vote() -> None:  # D8
    (again,) = votes("for", BOB)
    ballot().and_(votes("for", BOB)).when(again.departing()).refused_by(
        f"DEC-6 (Remit default): expected one vote for each person on a motion, got a second vote by {BOB}"
    )


def test_a_member_with_two_seats_has_one_vote() -> None:  # D8
    before = ballot(start=partnership().and_(appointed(BOB, "lead-three")))
    before.when(votes("for", BOB)).happens().when(votes("for", BOB)).refused_by(
        f"DEC-6 (Remit default): expected one vote for each person on a motion, got a second vote by {BOB}"
    )


def test_who_attends_in_the_place_of_a_member_has_no_vote_of_the_members() -> None:  # LSC-10.2, D8, D9
    meeting(*QUORATE, attending=(GUEST,)).and_(put()).when(votes("for", GUEST)).refused_by(
        "VOT-1 (ToR 10.2): expected a voting member in attendance, "
        f"got {GUEST}, who attends without being a member"
    )


@pytest.mark.parametrize("person", [IVY, STRANGER])
def test_who_is_not_there_does_not_vote(person: str) -> None:  # LSC-10.2
    ballot().when(votes("for", person)).refused_by(
        "VOT-1 (ToR 10.2): expected a voting member in attendance, "
        f"got {person}, who is not present at the item"
    )


@pytest.mark.parametrize("about", [ITEM, None])
def test_who_withdrew_does_not_vote(about: str | None) -> None:  # D10
    (vote,) = votes("for", BOB)
    ballot().and_(withdraws(BOB, about)).when(vote.departing()).refused_by(
        f"VOT-1 (ToR 10.2): expected a voting member in attendance, got {BOB}, who is not present at the item"
    )


def test_who_withdrew_from_another_item_votes() -> None:  # D10
    before = meeting(*QUORATE).and_(item(NEXT_ITEM, "2"), withdraws(BOB, NEXT_ITEM), put())
    before.when(votes("for", BOB)).happens()


def test_the_holder_of_a_seat_without_a_vote_does_not_vote() -> None:  # LSC-7.3, LSC-10.2, D11
    ballot(*QUORATE, JIM).when(votes("for", JIM)).refused_by(
        f"VOT-1 (ToR 10.2): expected a voting member in attendance, got {JIM}, whose seat does not say so"
    )


def test_the_terms_say_who_has_a_vote() -> None:
    only = msgspec.structs.replace(VOTING, who=Filter(sectors=("vcfse",)))
    before = ballot(start=partnership(*QUORUM, only))
    before.when(votes("for", GUS)).happens()
    before.when(votes("for", BOB)).refused_by(
        f"VOT-1 (ToR 10.2): expected a voting member in attendance, got {BOB}, whose seat does not say so"
    )


def test_where_the_seat_is_not_known_it_is_not_known_whether_it_votes() -> None:
    only = msgspec.structs.replace(VOTING, who=Filter(sectors=("vcfse",)))
    start = partnership(*QUORUM, only).and_(appointed(GUEST, None))
    assert ballot(GUEST, start=start).when(votes("for", GUEST)).verdict("VOT-1") is Verdict.NOT_KNOWN


@pytest.mark.parametrize("basis", ["default", None])
def test_without_a_clause_the_vote_of_a_member_present_is_a_default(basis: str | None) -> None:
    rule = msgspec.structs.replace(VOTING, basis="default")
    before = ballot(start=partnership(*QUORUM, *((rule,) if basis else ())))
    name, says = ("VOT-1", VOTING.says) if basis else ("DEC-7", "a vote by a member present at the item")
    before.when(votes("for", BOB)).happens()
    before.when(votes("for", IVY)).refused_by(
        f"{name} (Remit default): expected {says}, got {IVY}, who is not present at the item"
    )


def test_somebody_recorded_as_present_who_is_no_member_has_no_vote() -> None:  # LSC-10.2, D11
    (there,) = attended(*QUORATE, GUEST)
    before = partnership().and_(opened()).with_(there.departing()).and_(item(), put())
    before.when(votes("for", GUEST)).refused_by(
        f"VOT-1 (ToR 10.2): expected a voting member in attendance, got {GUEST}, who is not a member on {MET}"
    )


def test_where_a_membership_is_not_known_the_vote_is_not_known() -> None:
    (there,) = attended(*QUORATE, GUEST)
    later = on("2024-06-05", Appointed(ICP, GUEST, None, "not known", None))
    before = partnership().and_(later, opened()).with_(there.departing()).and_(item(), put())
    before.when(votes("for", GUEST)).refused_by(
        "VOT-1 (ToR 10.2): expected a voting member in attendance, "
        f"got {GUEST}, who may not be a member on {MET}"
    )
    before.when(late(*votes("for", GUEST))).happens("VOT-1 not known")


def test_without_terms_a_member_present_votes_by_default() -> None:
    start = given(registered(BOB), constituted(), appointed(BOB, None))
    before = ballot(BOB, start=start)
    assert before.when(votes("for", BOB)).finding("DEC-7").sentence() == (
        f"DEC-7 (Remit default): expected a vote by a member present at the item, got {BOB}, a member present"
    )
    before.when(votes("for", BOB)).happens()


def test_a_vote_is_bound_to_the_text_of_its_motion() -> None:  # D12
    ballot().when(votes("for", BOB, text="another")).refused_by(
        "DEC-5 (Remit default): expected a vote on the text as it was put, got a vote on another text",
        kind="SIG",
    )


def test_a_vote_is_not_moved_to_a_motion_of_another_meeting() -> None:  # D12
    elsewhere = (
        msgspec.structs.replace(step.body, meeting=OTHER_MEETING)
        for group in (opened(), attended(*QUORATE), item())
        for step in group
    )
    vote = VoteCast(MOTION, OTHER_MEETING, BOB, "for", sealed("text"))
    ballot().and_(on(MET, *elsewhere)).when(on(MET, vote)).refused_by(
        f"DEC-4 (Remit default): expected a motion of this meeting that is still open, got {MOTION}"
    )


@pytest.mark.parametrize("step", [votes("for", BOB), tally(1, 0)])
def test_there_is_no_vote_without_a_motion(step: tuple[Step]) -> None:
    meeting(*QUORATE).when(step).refused_by(
        f"DEC-4 (Remit default): expected a motion of this meeting that is still open, got {MOTION}"
    )


@pytest.mark.parametrize("step", [votes("for", BOB), tally(1, 0)])
def test_there_is_no_vote_on_what_is_decided(step: tuple[Step]) -> None:
    before = ballot().and_(resolves("consensus", MOTION))
    before.when(step).refused_by(
        "DEC-4 (Remit default): expected a motion of this meeting that is still open, "
        f"got {MOTION}, already decided"
    )


def ended(day: str, seat: str | None = "lead-two") -> tuple[Step, ...]:
    return on(day, Ended(ICP, BOB, seat, sealed("reason")))


def test_a_vote_recorded_after_the_end_of_the_membership_was_is_refused() -> None:  # T1, LSC-10.2
    ballot().and_(ended("2024-05-01")).when(late(*votes("for", BOB))).refused_by(
        f"VOT-1 (ToR 10.2): expected a voting member in attendance, got {BOB}, "
        "whose membership ended 2024-05-01, as the ledger knew",
        kind="AUTHORITY",
    )


def test_a_vote_recorded_late_before_an_end_is_known_stands() -> None:  # T1
    after = ballot().when(late(*votes("for", BOB))).happens()
    after.and_(ended("2024-03-01")).when(late(*votes("for", CATH))).happens()


def test_an_end_that_has_not_come_yet_does_not_bind() -> None:  # T1, T6
    ballot().and_(ended("2024-07-16")).when(late(*votes("for", BOB))).happens()
    assert ballot().and_(ended(LATE)).when(late(*votes("for", BOB))).verdict("VOT-1") is Verdict.NOT_MET


def test_who_still_holds_another_seat_votes() -> None:
    start = partnership().and_(appointed(BOB, "lead-three"))
    ballot(start=start).and_(ended("2024-05-01")).when(late(*votes("for", BOB))).happens()


def test_the_last_of_several_ends_is_named() -> None:
    start = partnership().and_(appointed(BOB, "lead-three"))
    before = ballot(start=start).and_(ended("2024-06-01", "lead-three"), ended("2024-05-01"))
    assert "ended 2024-06-01" in before.when(late(*votes("for", BOB))).finding("VOT-1").got


# --- deputies, and votes from elsewhere -----------------------------------------------------------


def stood_in(*more: tuple[Step, ...], counts: str = "yes", votes_: str | None = None) -> Given:
    """Give a ballot at which the guest stands in for Bob."""
    rule = msgspec.structs.replace(DEPUTIES, counts=counts, votes=votes_)
    start = partnership(*QUORUM, WAYS, VOTING, MAJORITY, rule).and_(deputy(GUEST, BOB), *more)
    there = lists(CHAIR, CATH, DAN, FAY, GUS, HAL, substitutes={GUEST: BOB})
    return start.and_(opened(), there, item(), put())


def test_a_deputy_votes_for_the_member() -> None:  # LSC-7.7, LSC-10.2
    stood_in().when(votes("for", GUEST)).happens()


def test_a_deputy_whom_the_terms_give_no_vote_does_not_vote() -> None:  # LSC-7.7, D9
    stood_in(votes_="no").when(votes("for", GUEST)).refused_by(
        f"DEP-1 (ToR 7.7): expected a deputy who votes for the member, got {GUEST} in the place of {BOB}"
    )
    assert stood_in(votes_="not known").when(votes("for", GUEST)).verdict("DEP-1") is Verdict.NOT_KNOWN


def test_a_deputy_who_was_not_approved_does_not_vote() -> None:  # LSC-7.7, D9
    start = partnership(*QUORUM, VOTING, DEPUTIES).and_(deputy(GUEST, BOB, approved=False))
    before = start.and_(opened(), lists(CHAIR, substitutes={GUEST: BOB}), item(), put())
    assert before.when(votes("for", GUEST)).verdict("DEP-1") is Verdict.NOT_MET


def test_without_terms_it_is_not_known_whether_a_deputy_votes() -> None:
    start = given(registered(BOB, GUEST), constituted(), appointed(BOB, None), deputy(GUEST, BOB))
    before = start.and_(opened(), lists(substitutes={GUEST: BOB}), item(), put())
    assert before.when(votes("for", GUEST)).verdict("DPY-9") is Verdict.NOT_KNOWN


def test_member_and_deputy_have_one_vote_together() -> None:  # D8, D9
    before = stood_in().and_(votes("for", GUEST), change(GUEST, "left"), change(BOB, "arrived", ITEM))
    before.when(votes("against", BOB)).refused_by(
        "DEC-6 (Remit default): expected one vote for each person on a motion, "
        f"got a second vote by {BOB}, after {GUEST} for the same seat"
    )


def test_a_deputy_does_not_vote_after_the_member() -> None:  # D8, D9
    gone = (change(GUEST, "left"), change(BOB, "arrived", ITEM), votes("for", BOB), change(BOB, "left"))
    before = stood_in().and_(*gone, change(GUEST, "arrived", ITEM, member=BOB))
    assert before.when(votes("for", GUEST)).finding("DEC-6").got == (
        f"a second vote by {GUEST}, after {BOB} for the same seat"
    )


def test_a_deputy_does_not_vote_beside_the_member() -> None:  # LSC-7.7, D9
    before = stood_in().and_(change(BOB, "arrived", ITEM))
    before.when(votes("for", GUEST)).refused_by(
        f"DEC-13 (Remit default): expected either the member or the deputy to vote, got {GUEST} beside {BOB}"
    )
    before.when(votes("for", BOB)).happens()


def test_a_deputy_votes_only_for_a_member_whose_seat_votes() -> None:  # LSC-7.7, LSC-10.2
    start = partnership(*QUORUM, VOTING, DEPUTIES).and_(deputy(GUEST, JIM))
    before = start.and_(opened(), lists(CHAIR, substitutes={GUEST: JIM}), item(), put())
    before.when(votes("for", GUEST)).refused_by(
        f"VOT-1 (ToR 10.2): expected a voting member in attendance, got {JIM}, whose seat does not say so"
    )


def test_a_co_opted_member_without_a_vote_does_not_vote() -> None:  # LSC-7.6, D11
    body = CoOpted(ICP, GUEST, "expertise", sealed("why"), voting=False, quorum=True)
    before = ballot(CHAIR, GUEST, start=partnership().and_(on("2024-01-01", body)))
    assert before.when(votes("for", GUEST)).verdict("VOT-1") is Verdict.NOT_MET


@pytest.mark.parametrize(
    ("said", "verdict"), [("yes", Verdict.MET), ("no", Verdict.NOT_MET), ("not known", Verdict.NOT_KNOWN)]
)
def test_a_vote_from_elsewhere_counts_as_the_terms_say(
    said: Literal["yes", "no", "not known"], verdict: Verdict
) -> None:  # LSC-8.2
    start = partnership(*QUORUM, VOTING, virtual_rule("yes", said))
    before = start.and_(opened(), lists(CHAIR, BOB, virtual=(BOB,)), item(), put())
    found = before.when(votes("for", BOB)).finding("VIR-1")
    assert (found.verdict, found.clause) == (verdict, "ToR 8.2")


def test_where_the_terms_are_silent_a_vote_from_elsewhere_is_not_known() -> None:  # LSC-8.2
    before = partnership().and_(opened(), lists(CHAIR, BOB, virtual=(BOB,)), item(), put())
    before.when(votes("for", BOB)).refused_by(
        "DEC-14 (Remit default): expected terms that say whether somebody who attends from elsewhere votes, "
        f"got {BOB}, who attends from elsewhere"
    )


def test_nothing_is_decided_while_the_meeting_is_adjourned() -> None:  # LSC-8.5
    adjourned = on(MET, meetings.Adjourned(MEETING, "other", sealed("tea")))
    refused = ballot().and_(adjourned).when(votes("for", BOB)).finding("MTG-2")
    assert (refused.verdict, refused.absolute) == (Verdict.NOT_MET, True)


def test_who_acts_as_chair_has_the_casting_vote_of_the_chair() -> None:  # LSC-10.3
    start = partnership().and_(on("2024-03-01", ActingUp(ICP, "chair", GUS, "absence")))
    before = ballot(BOB, CATH, GUS, start=start).and_(votes("for", BOB), votes("against", CATH))
    before.when(votes("for", GUS, casting=True)).happens()


# --- the casting vote ----------------------------------------------------------------------------

EQUAL = (votes("for", BOB), votes("against", CATH))


def test_on_equal_votes_the_chair_has_a_second_vote() -> None:  # LSC-10.3, D8
    before = ballot().and_(*EQUAL, votes("abstain", CHAIR))
    after = before.when(votes("for", CHAIR, casting=True)).happens()
    assert [after.state().motions.ballots[MOTION].count(one) for one in ("for", "against")] == [2, 1]
    after.when(resolves("vote", MOTION)).happens()


def test_the_chair_has_one_casting_vote() -> None:  # LSC-10.3, D8
    before = ballot().and_(*EQUAL, votes("for", CHAIR, casting=True))
    before.when(votes("against", CHAIR, casting=True)).refused_by(
        "MAJ-1 (ToR 10.3): expected a casting vote, on equal votes, by the chair, "
        f"got {CHAIR} on 2 for and 1 against"
    )


def test_a_casting_vote_that_makes_votes_equal_again_is_no_reason_for_another() -> None:  # LSC-10.3, D8
    (uneven,) = votes("against", CHAIR, casting=True)
    before = ballot().and_(*EQUAL, votes("for", DAN)).with_(uneven.departing())
    assert before.when(votes("for", CHAIR, casting=True)).finding("MAJ-1").sentence() == (
        "MAJ-1 (ToR 10.3): expected a casting vote, on equal votes, by the chair, "
        f"got {CHAIR} on 2 for and 2 against"
    )
    assert before.when(votes("for", CHAIR, casting=True)).verdict("MAJ-1") is Verdict.NOT_MET


@pytest.mark.parametrize(("for_", "against"), [((BOB, DAN), (CATH,)), ((BOB,), (CATH, DAN))])
def test_there_is_no_casting_vote_unless_votes_are_equal(
    for_: tuple[str, ...], against: tuple[str, ...]
) -> None:  # LSC-10.3
    before = ballot().and_(votes("for", *for_), votes("against", *against))
    before.when(votes("for", CHAIR, casting=True)).refused_by(
        "MAJ-1 (ToR 10.3): expected a casting vote, on equal votes, by the chair, "
        f"got {CHAIR} on {len(for_)} for and {len(against)} against"
    )


def test_nobody_but_the_chair_has_the_casting_vote() -> None:  # LSC-10.3
    start = partnership().and_(elected(GUS, "deputy-chair"))
    ballot(start=start).and_(*EQUAL).when(votes("for", GUS, casting=True)).refused_by(
        "MAJ-1 (ToR 10.3): expected a casting vote, on equal votes, by the chair, "
        f"got {GUS} on 1 for and 1 against"
    )


def test_where_the_chair_is_not_known_it_is_not_known_who_has_the_casting_vote() -> None:  # LSC-10.3
    start = partnership().and_(on("2024-01-01", OfficeEnded(ICP, "chair", CHAIR, sealed("reason"))))
    before = ballot(start=start).and_(*EQUAL)
    assert before.when(votes("for", CHAIR, casting=True)).verdict("MAJ-1") is Verdict.NOT_KNOWN
    before.and_(votes("for", DAN)).when(votes("for", CHAIR, casting=True)).refused_by(
        "MAJ-1 (ToR 10.3): expected a casting vote, on equal votes, by the chair, "
        f"got {CHAIR} on 2 for and 1 against"
    )


def test_equal_numbers_as_announced_give_the_casting_vote() -> None:  # LSC-10.3
    after = ballot().and_(tally(3, 3)).when(votes("for", CHAIR, casting=True)).happens()
    assert [after.state().motions.ballots[MOTION].count(one) for one in ("for", "against")] == [4, 3]
    after.when(resolves("vote", MOTION)).happens()


@pytest.mark.parametrize("announced", [tally(None, None), tally(3, None), tally(None, 3), ()])
def test_numbers_that_are_not_recorded_are_not_equal(announced: tuple[Step, ...]) -> None:  # LSC-10.3
    ballot().and_(announced).when(votes("for", CHAIR, casting=True)).refused_by(
        "MAJ-1 (ToR 10.3): expected a casting vote, on equal votes, by the chair, "
        f"got {CHAIR} on numbers that are not recorded"
    )


def test_without_a_clause_there_is_no_casting_vote() -> None:
    none = msgspec.structs.replace(MAJORITY, casting=(), basis="default")
    for rules, name in ((QUORUM, "DEC-8"), ((*QUORUM, none), "MAJ-1")):
        ballot(start=partnership(*rules)).and_(*EQUAL).when(votes("for", CHAIR, casting=True)).refused_by(
            f"{name} (Remit default): expected no casting vote, got {CHAIR} on 1 for and 1 against"
        )


# --- announced numbers ---------------------------------------------------------------------------


def test_a_result_is_announced_once() -> None:
    after = ballot().when(tally(5, 2)).happens()
    state = after.state().motions.ballots[MOTION]
    assert [state.count(one) for one in ("for", "against", "abstain")] == [5, 2, 0]
    after.when(tally(5, 2)).refused_by(
        "DEC-9 (Remit default): expected one announced result for a motion, got a second"
    )


def test_no_more_votes_are_announced_than_members_were_there() -> None:  # LSC-10.2, D10
    before = ballot().and_(withdraws(BOB))
    before.when(tally(4, 1, 1)).happens()
    before.when(tally(4, 2, 1)).refused_by(
        "DEC-10 (Remit default): expected at most 6 votes, one for each voter present, got 7 votes"
    )


def test_without_terms_everybody_present_may_have_voted() -> None:  # LSC-10.2
    start = given(registered(*ALL), constituted(), *(appointed(one, None) for one in QUORATE))
    before = meeting(*QUORATE, start=start).and_(put())
    before.when(tally(5, 2)).happens()
    assert before.when(tally(5, 3)).verdict("DEC-10") is Verdict.NOT_MET


@pytest.mark.parametrize(
    ("announced", "votes_for"),
    [((5, 2), 5), ((1, 2), 1), ((0, 2), None), ((None, 2), None)],
    ids=["some are named", "all are named", "more names than votes", "no number"],
)
def test_what_was_announced_counts_unless_more_are_named(
    announced: tuple[int | None, int], votes_for: int | None
) -> None:
    after = ballot().and_(votes("for", BOB), tally(*announced))
    assert after.state().motions.ballots[MOTION].count("for") == votes_for


def test_a_motion_is_resolved_at_its_own_item() -> None:  # LSC-8.1
    other = on(MET, ItemOpened(MEETING, OTHER_ITEM, "99", sealed("other"), None))
    before = meeting(*QUORATE).and_(moved(CHAIR, BOB), votes("for", *QUORATE), other)
    body = Resolved(RESOLUTION, MEETING, OTHER_ITEM, "vote", (MOTION,), (Part("1", "decision", sealed("t")),))
    before.when(on(MET, body)).refused_by(
        f"DEC-4 (Remit default): expected a motion of this item, got {MOTION}, put at another item"
    )


# --- resolutions ---------------------------------------------------------------------------------


def test_a_quorate_meeting_resolves_by_consensus_and_once() -> None:  # LSC-6.2, LSC-8.1
    after = meeting(*QUORATE).when(resolves("consensus")).happens()
    after.when(resolves("consensus")).refused_by(
        f"DEC-2 (Remit default): expected an id that is new, got {RESOLUTION}"
    )


def test_an_election_is_agreed_unanimously_for_a_term() -> None:  # LSC-M4
    before = meeting(*QUORATE).and_(moved(CHAIR, BOB), votes("for", *QUORATE))
    part = Part("1", "election", sealed("chair for 2024/25"))
    body = Resolved(RESOLUTION, MEETING, ITEM, "unanimous", (MOTION,), (part,))
    before.when(on(MET, body)).happens()


def test_a_resolution_has_numbered_parts_some_of_them_on_conditions() -> None:  # LSC-M3
    parts = (
        Part("1", "in principle", sealed("one"), sealed("subject to funds")),
        Part("2", "support", sealed("two")),
        Part("3a", "welcome", sealed("three")),
    )
    body = Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), parts)
    before = meeting(*QUORATE)
    before.when(on(MET, body)).happens()
    twice = msgspec.structs.replace(body, parts=(*parts, parts[1], parts[0]))
    before.when(on(MET, twice)).refused_by(
        "DEC-11 (Remit default): expected parts numbered once each, got 1, 2 twice"
    )


def test_a_resolution_belongs_to_an_item_and_to_open_motions_of_the_meeting() -> None:
    meeting(*QUORATE).when(resolves("consensus", MOTION, about=NEXT_ITEM)).refused_by(
        f"MTG-5 (Remit default): expected an item of this meeting, got {NEXT_ITEM}",
        f"DEC-4 (Remit default): expected a motion of this meeting that is still open, got {MOTION}",
    )


def test_without_terms_in_force_it_is_not_known_what_a_decision_needs() -> None:  # D14, LSC-V
    start = given(registered(*ALL), constituted())
    before = meeting(start=start)
    missing = (
        "TER-1 (Remit default): expected terms of icp in force on 2024-03-25, got none that the ledger knows"
    )
    before.when(resolves("consensus")).refused_by(missing)
    before.when(late(*resolves("consensus"))).happens("TER-1 not known")


QUORUM_CASES = {
    "nobody": ((), {"QUO-1", "QUO-2", "QUO-3", "QUO-4"}),
    "29 % and less": ((CHAIR, DAN), {"QUO-1", "QUO-3", "QUO-4"}),
    "no chair": ((BOB, CATH, DAN, FAY, GUS, HAL), {"QUO-2"}),
    "two founders": ((CHAIR, DAN, EVE, FAY, GUS, HAL), {"QUO-3"}),
    "no director": ((CHAIR, BOB, CATH, DAN, GUS, HAL), {"QUO-4"}),
    "no voluntary sector": ((CHAIR, BOB, CATH, DAN, FAY, IVY), {"QUO-4"}),
    "no other partner": ((CHAIR, DAN, FAY, GUS), {"QUO-3", "QUO-4"}),
    "just enough": ((CHAIR, BOB, DAN, FAY, GUS), set()),
}


@pytest.mark.parametrize(("present", "missing"), QUORUM_CASES.values(), ids=QUORUM_CASES)
def test_every_condition_of_the_quorum_is_judged_and_named(
    present: tuple[str, ...], missing: set[str]
) -> None:  # LSC-8.1
    findings = meeting(*present).when(resolves("consensus")).findings
    judged = {one.rule: one for one in findings if one.rule.startswith("QUO-")}
    assert set(judged) == {"QUO-1", "QUO-2", "QUO-3", "QUO-4"}
    assert {rule for rule, one in judged.items() if one.verdict is not Verdict.MET} == missing
    assert {one.clause for one in judged.values()} == {"ToR 8.1"}


def test_three_of_ten_seats_are_thirty_percent_and_two_are_not() -> None:  # LSC-8.1
    three = meeting(CHAIR, BOB, CATH).when(resolves("consensus"))
    two = meeting(CHAIR, BOB).when(resolves("consensus"))
    assert [one.verdict("QUO-1") for one in (three, two)] == [Verdict.MET, Verdict.NOT_MET]


def test_the_quorum_is_judged_at_each_item() -> None:  # LSC-8.1, LSC-8.3, D10, D11
    before = meeting(CHAIR, BOB, DAN, FAY, GUS).and_(item(NEXT_ITEM, "2"), withdraws(FAY, NEXT_ITEM))
    before.when(resolves("consensus")).happens()
    inquorate = before.when(resolves("consensus", about=NEXT_ITEM))
    assert [one.rule for one in inquorate.findings if one.verdict is not Verdict.MET] == ["QUO-4"]


def test_who_left_for_an_item_does_not_count_there() -> None:  # LSC-8.1, D11
    before = partnership().and_(opened(), attended(CHAIR, BOB, DAN, FAY, GUS), item(absent=(CHAIR,)))
    missing = before.when(resolves("consensus"))
    against = {one.rule for one in missing.findings if one.verdict is not Verdict.MET}
    assert against == {"QUO-2", "QUO-3", "QUO-4"}


def test_somebody_recorded_as_present_who_is_no_member_does_not_count() -> None:  # LSC-8.1, D11
    (there,) = attended(CHAIR, BOB, GUEST, STRANGER)
    before = partnership().and_(opened()).with_(there.departing()).and_(item())
    assert before.when(resolves("consensus")).verdict("QUO-1") is Verdict.NOT_MET


def test_an_office_holder_that_the_minutes_show_without_a_name_counts() -> None:  # LSC-8.1
    unnamed = msgspec.structs.replace(item()[0].body, offices=("chair",))
    start = partnership().and_(on("2024-01-01", OfficeEnded(ICP, "chair", CHAIR, sealed("reason"))))
    before = start.and_(opened(), attended(BOB, CATH), on(MET, unnamed))
    assert before.when(resolves("consensus")).verdict("QUO-2") is Verdict.MET


def test_only_a_way_that_the_terms_know_decides() -> None:  # LSC-6.2, LSC-10.3
    never = msgspec.structs.replace(WAYS, ways=("unanimous",), basis="default")
    before = meeting(*QUORATE, start=partnership(*QUORUM, never))
    before.when(resolves("unanimous")).happens()
    before.when(resolves("consensus")).refused_by(
        "WAY-1 (Remit default): expected consensus, else a vote, got consensus"
    )


def test_a_way_that_is_not_recorded_is_not_known() -> None:
    before = meeting(*QUORATE)
    before.when(resolves("not recorded")).refused_by(
        "WAY-1 (ToR 10.1): expected consensus, else a vote, got not recorded"
    )
    before.when(late(*resolves("not recorded"))).happens("WAY-1 not known")


@pytest.mark.parametrize("way", ["consensus", "unanimous"])
def test_a_vote_against_is_no_consensus(way: str) -> None:  # LSC-6.2, LSC-10.3
    before = ballot().and_(votes("for", BOB), votes("against", CATH))
    step = resolves("consensus", MOTION) if way == "consensus" else resolves("unanimous", MOTION)
    before.when(step).refused_by(
        f"DEC-12 (Remit default): expected no vote against what was {way}, got 1 against"
    )


@pytest.mark.parametrize(
    ("for_", "against", "passes"),
    [(4, 3, True), (3, 3, False), (3, 4, False), (1, 0, True), (0, 0, False), (2, 1, True)],
)
def test_a_simple_majority_is_more_than_half_of_the_votes(
    for_: int, against: int, *, passes: bool
) -> None:  # LSC-10.3
    outcome = ballot().and_(tally(for_, against)).when(resolves("vote", MOTION))
    if passes:
        outcome.happens()
    else:
        outcome.refused_by(
            f"MAJ-1 (ToR 10.3): expected a simple majority of votes, got {for_} for and {against} against: "
            f"{for_} of {for_ + against} votes cast, needed more than 1/2, {(for_ + against) / 2:g}"
        )


def test_abstentions_are_no_votes() -> None:  # LSC-10.3
    ballot().and_(votes("for", BOB), votes("abstain", CATH, DAN)).when(resolves("vote", MOTION)).happens()


@pytest.mark.parametrize(("number", "verdict"), [(4, Verdict.MET), (3, Verdict.NOT_MET)])
def test_a_majority_of_those_present_counts_who_is_there(number: int, verdict: Verdict) -> None:  # D10
    rule = msgspec.structs.replace(MAJORITY, test=VoteShare("present", more_than="1/2"))
    before = ballot(start=partnership(*QUORUM, rule)).and_(withdraws(HAL), tally(number, 0))
    judged = before.when(resolves("vote", MOTION)).finding("MAJ-1")
    assert judged.got == f"{number} for and 0 against: {number} of 6 present, needed more than 1/2, 3"
    assert judged.verdict is verdict


@pytest.mark.parametrize(
    ("before", "got"),
    [
        (ballot(), "numbers that are not recorded"),
        (
            ballot().and_(tally(None, 2)),
            "0 to 5 for and 2 against: 0 to 5 of 2 to 7 votes cast, needed more than 1/2, 1 to 3.5",
        ),
        (
            ballot().and_(tally(3, None)),
            "3 for and 0 to 4 against: 3 of 3 to 7 votes cast, needed more than 1/2, 1.5 to 3.5",
        ),
    ],
)
def test_a_vote_whose_numbers_are_not_recorded_is_not_known(before: Given, got: str) -> None:
    before.when(resolves("vote", MOTION)).refused_by(
        f"MAJ-1 (ToR 10.3): expected a simple majority of votes, got {got}"
    )
    before.when(late(*resolves("vote", MOTION))).happens("MAJ-1 not known")


def test_a_vote_without_a_motion_is_not_known() -> None:
    meeting(*QUORATE).when(resolves("vote")).refused_by(
        "MAJ-1 (ToR 10.3): expected a simple majority of votes, got a vote without a motion"
    )


def test_every_motion_of_a_resolution_is_judged_and_only_those_are_decided() -> None:
    second, third = named("v", "second"), named("v", "third")
    others = (on(MET, VoteTallied(second, MEETING, 1, 2, 0)), put(third))
    before = ballot().and_(put(second), tally(3, 1), *others)
    judged = [one for one in before.when(resolves("vote", MOTION, second)).findings if one.rule == "MAJ-1"]
    assert [one.verdict for one in judged] == [Verdict.MET, Verdict.NOT_MET]
    after = before.and_(resolves("vote", MOTION, second)).state().motions.ballots
    assert {motion for motion, one in after.items() if one.resolved} == {MOTION, second}


def test_a_decision_against_its_clauses_is_recorded_as_a_departure_and_shows_it() -> None:  # LSC-8.1
    (step,) = resolves("consensus")
    before = meeting(CHAIR, DAN)
    before.when(step.departing()).happens("QUO-1 not met", "QUO-3 not met", "QUO-4 not met")


# --- follow-ups ----------------------------------------------------------------------------------


def test_a_follow_up_falls_out_of_an_item_once() -> None:  # LSC-M5
    after = meeting(*QUORATE).when(FOLLOW_UP).happens()
    after.when(FOLLOW_UP).refused_by(
        f"DEC-2 (Remit default): expected an id that is new, got {named('f', 'report')}"
    )


def test_a_follow_up_belongs_to_an_item_of_the_meeting() -> None:  # LSC-M5
    partnership().and_(opened()).when(FOLLOW_UP).refused_by(
        f"MTG-5 (Remit default): expected an item of this meeting, got {ITEM}"
    )


def test_on_another_day_an_item_is_taken_again() -> None:  # LSC-8.1, LSC-8.5, D10
    left = (meetings.PresenceChanged(MEETING, one, "left") for one in (BOB, CATH, DAN, FAY, GUS, HAL))
    before = ballot(*QUORATE).and_(
        on(MET, meetings.Adjourned(MEETING, "other", sealed("late"))),
        on(LATE, meetings.Resumed(MEETING)),
        on(LATE, *left),
    )
    sentence = (
        f"DEC-15 (Remit default): expected an item taken on {LATE}, or taken again then, "
        f"got an item taken on {MET}"
    )
    vote = VoteCast(MOTION, MEETING, BOB, "for", sealed("text"))
    part = Part("1", "decision", sealed("part"))
    before.when(on(LATE, vote)).refused_by(sentence)
    before.when(on(LATE, Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), (part,)))).refused_by(sentence)
    before.when(put("v-late" + "a" * 12, day=LATE)).refused_by(
        sentence,
    )
    again = before.and_(item(NEXT_ITEM, "1a", day=LATE))
    resolved = again.when(on(LATE, Resolved(RESOLUTION, MEETING, NEXT_ITEM, "consensus", (), (part,))))
    assert resolved.verdict("DEC-15") is Verdict.MET
    assert resolved.verdict("QUO-1") is Verdict.NOT_MET
    late_record = on(MET, vote, recorded=LATE)
    before.when(late_record).happens()


def test_who_acts_as_chair_has_no_casting_vote_beside_the_chair() -> None:  # LSC-10.3, D8
    start = partnership().and_(on("2024-03-01", ActingUp(ICP, "chair", GUS, "absence")))
    there = ballot(CHAIR, BOB, CATH, GUS, start=start).and_(votes("for", BOB), votes("against", CATH))
    assert there.when(votes("for", GUS, casting=True)).verdict("MAJ-1") is Verdict.NOT_MET
    assert there.when(votes("for", CHAIR, casting=True)).verdict("MAJ-1") is Verdict.MET

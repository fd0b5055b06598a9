"""Papers on a motion with options: who may mark one, how, what they come to, and what is resolved on them."""

from __future__ import annotations

import msgspec
import pytest
from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    DAN,
    FAY,
    GUEST,
    GUS,
    HAL,
    ITEM,
    MEETING,
    MET,
    MOTION,
    RESOLUTION,
    RULES,
    attended,
    item,
    opened,
    partnership,
    terms_with,
)

from ledger.facts import interests, meetings, members, offices, terms
from ledger.facts.decisions import (
    BallotCast,
    BallotCounted,
    LotDrawn,
    Mark,
    MotionAmended,
    MotionPut,
    Option,
    Papers,
    Part,
    Resolved,
    Total,
    VoteCast,
    VoteTallied,
)
from ledger.facts.voting import Cap, OptionQuorum
from ledger.findings import Verdict

THERE = (CHAIR, BOB, CATH, DAN, FAY, GUS, HAL)
CHOICE = terms.ChoiceRule(
    rule="CHO-1",
    clause="9",
    basis="stated",
    says="the most votes, on equal ones the Chair",
    method="plurality",
    casting=("chair",),
)
LOT = terms.ChoiceRule(
    rule="CHO-2",
    clause="10",
    basis="stated",
    says="the most votes, on equal ones the lot",
    method="plurality",
    matters=("places",),
    tie="lot",
)
MATTERS = (terms.Matter("places", "Places", "9"),)
OPTIONS = tuple(Option(one, sealed(one)) for one in ("ann", "ben", "cleo"))


def election(
    *rules: terms.Rule, options: tuple[Option, ...] = OPTIONS, places: int = 1, matter: str | None = None
) -> Given:
    """Give the partnership at an item, with a motion put that asks which of several options."""
    adopted = terms.Adopted(
        msgspec.structs.replace(
            terms_with(*RULES, *(rules or (CHOICE, LOT)), version="2024"), matters=MATTERS
        ),
        "2023-05-02",
    )
    start = partnership().and_(on("2023-05-02", adopted), opened(), attended(*THERE), item())
    return start.and_(asks(options, places, matter))


def asks(
    options: tuple[Option, ...] = OPTIONS, places: int = 1, matter: str | None = None, motion: str = MOTION
) -> tuple[Step, ...]:
    made = MotionPut(
        motion, MEETING, ITEM, sealed("text"), moved=False, proposer=None, seconded=False, seconder=None,
        matter=matter, options=options, places=places,
    )  # fmt: skip
    return on(MET, made)


def marks(*codes: str) -> tuple[Mark, ...]:
    return tuple(Mark(code) for code in codes)


def paper(person: str, *codes: str, casting: bool = False, motion: str = MOTION) -> tuple[Step, ...]:
    body = BallotCast(motion, MEETING, person, marks(*codes), sealed("text"), casting)
    return on(MET, body, person=person)


def papers(*told: tuple[str, str]) -> tuple[Step, ...]:
    return tuple(step for person, code in told for step in paper(person, code))


def counted(cast: int | None = None, **totals: int) -> tuple[Step, ...]:
    numbers = tuple(Total(code, number) for code, number in totals.items())
    return on(MET, BallotCounted(MOTION, MEETING, totals=numbers, cast=cast))


def chooses(*codes: str, way: str = "vote", motions: tuple[str, ...] = (MOTION,)) -> tuple[Step, ...]:
    part = Part("1", "election", sealed("elected"), chosen=codes)
    return on(MET, Resolved(RESOLUTION, MEETING, ITEM, way, motions, (part,)))  # type: ignore[arg-type]


def lot(code: str) -> tuple[Step, ...]:
    return on(MET, LotDrawn(MOTION, MEETING, code, sealed("a coin"), CHAIR))


# --- what is put ---------------------------------------------------------------------------------


def test_options_stand_on_a_ballot_once_enough_and_with_the_default() -> None:
    default = msgspec.structs.replace(CHOICE, default="none-of-these")
    before = election(default)
    found = before.when(asks((OPTIONS[0], OPTIONS[0]), 3, motion=named("v", "other")))
    found.refused_by(
        "DEC-32 (Remit default): expected options once each, enough of them, "
        "and the default option of the terms, got an option twice; 2 options for 3 places; "
        "no option none-of-these"
    )
    capped = election(msgspec.structs.replace(CHOICE, caps=(Cap(1, "council"),)))
    slip = (Option("ann", sealed("ann"), group="councl"), OPTIONS[1])
    slipped = capped.when(asks(slip, motion=named("v", "other"))).finding("DEC-32")
    assert slipped.got == "no cap names the group councl"
    right = (Option("ann", sealed("ann"), group="council"), OPTIONS[1])
    capped.when(asks(right, motion=named("v", "other"))).happens()
    whole = (*OPTIONS, Option("none-of-these", sealed("none")))
    before.when(asks(whole, motion=named("v", "other"))).happens()


# --- papers --------------------------------------------------------------------------------------


def test_a_paper_is_marked_once_by_somebody_with_a_vote_as_the_terms_say() -> None:  # LSC-10.2, D10
    before = election().and_(paper(BOB, "ann"))
    assert before.when(paper(BOB, "ben")).verdict("DEC-6") is Verdict.NOT_MET
    assert before.when(paper(GUEST, "ben")).verdict("VOT-1") is Verdict.NOT_MET
    assert before.when(paper(CATH, "ann", "ben")).finding("DEC-28").got == "2 options, not 1 at most"
    assert before.when(paper(CATH, "dora")).finding("DEC-28").got == "dora, which is not on it"
    before.when(paper(CATH, "ann")).happens()
    before.when(paper(CATH)).happens()


def test_options_take_papers_and_other_motions_votes() -> None:
    before = election()
    vote = on(MET, VoteCast(MOTION, MEETING, BOB, "for", sealed("text")), person=BOB)
    assert before.when(vote).finding("DEC-27").got == "for or against"
    tally = on(MET, VoteTallied(MOTION, MEETING, 3, 2, 0))
    assert before.when(tally).verdict("DEC-27") is Verdict.NOT_MET
    plain = election().and_(asks((), motion=named("v", "plain")))
    assert plain.when(paper(BOB, "ann", motion=named("v", "plain"))).verdict("DEC-27") is Verdict.NOT_MET


def test_nobody_says_how_papers_are_counted() -> None:
    before = election(terms.TextRule("TXT-1", "1", "stated", "text"))
    assert before.when(paper(BOB, "ann")).verdict("DEC-21") is Verdict.NOT_KNOWN
    resolved = before.and_(paper(BOB, "ann")).when(chooses("ann"))
    assert resolved.finding("DEC-21").got == "none on matters in general"
    assert before.and_(counted(ann=4, ben=3)).when(lot("ann")).verdict("DEC-19") is Verdict.NOT_MET


def test_another_text_takes_new_papers_on_the_same_options() -> None:
    amended = on(MET, MotionAmended(MOTION, MEETING, sealed("other")))
    before = election().and_(paper(BOB, "ann"), amended)
    assert before.when(paper(CATH, "ann")).verdict("DEC-5") is Verdict.NOT_MET
    again = on(MET, BallotCast(MOTION, MEETING, BOB, marks("ben"), sealed("other")), person=BOB)
    before.when(again).happens()


# --- what they come to ---------------------------------------------------------------------------

FOUR_TO_THREE = (
    (CHAIR, "ann"),
    (BOB, "ann"),
    (CATH, "ann"),
    (DAN, "ann"),
    (FAY, "ben"),
    (GUS, "ben"),
    (HAL, "ben"),
)


def test_what_the_papers_choose_is_resolved_and_nothing_else() -> None:
    before = election().and_(papers(*FOUR_TO_THREE))
    assert before.when(chooses("ann")).finding("CHO-1").got == (
        "ann chosen; by the papers ann: ann 4, ben 3, cleo 0"
    )
    before.when(chooses("ann")).happens()
    assert before.when(chooses("ben")).verdict("CHO-1") is Verdict.NOT_MET
    assert before.when(chooses()).finding("CHO-1").got.startswith("nothing chosen; by the papers ann")
    assert before.when(chooses("dora")).verdict("DEC-29") is Verdict.NOT_MET
    assert election().when(chooses("ann")).finding("CHO-1").got == (
        "ann chosen; by the papers nothing: ann 0, ben 0, cleo 0; open: the papers"
    )


def test_papers_of_those_who_have_no_vote_do_not_count() -> None:
    withdrawn = on(MET, meetings.PresenceChanged(MEETING, DAN, "left"))
    ended = on("2024-02-01", members.Ended("icp", DAN, "board-one", sealed("left")))
    before = election().and_(ended, papers(*FOUR_TO_THREE))
    got = before.when(chooses("ann")).finding("CHO-1").got
    assert "by the papers nothing: ann 3, ben 3, cleo 0; ann, ben are equal; open: what breaks the tie" in got
    told = election().and_(ended, papers((DAN, "ann")), counted(ann=4, ben=2, cleo=0), withdrawn)
    assert told.when(chooses("ann")).finding("CHO-1").got.endswith(f"open: whether the papers of {DAN} count")


def test_a_paper_of_somebody_who_may_have_no_vote_leaves_the_result_open() -> None:
    doubtful = on("2024-01-01", members.Appointed("icp", GUEST, None, "appointed", None))
    there = election().and_(doubtful, on(MET, meetings.PresenceChanged(MEETING, GUEST, "arrived", ITEM)))
    before = there.and_(papers(*FOUR_TO_THREE), paper(GUEST, "ben"))
    assert before.when(chooses("ann")).verdict("CHO-1") is Verdict.NOT_KNOWN


def test_a_quorum_of_an_option_is_measured_on_the_members() -> None:
    quorum = msgspec.structs.replace(CHOICE, quorum=OptionQuorum("1/2", "members"))
    before = election(quorum).and_(papers(*FOUR_TO_THREE))
    # Nine of the ten seats have a vote: four are not half of them.
    assert before.when(chooses("ann")).finding("CHO-1").got == (
        "ann chosen; by the papers nothing: ann 4, ben 3, cleo 0; "
        "ann has 4 in its favour, needed 1/2 of 9 members, 4.5; "
        "ben has 3 in its favour, needed 1/2 of 9 members, 4.5; "
        "cleo has 0 in its favour, needed 1/2 of 9 members, 4.5"
    )


def test_a_ballot_that_was_never_put_is_not_counted() -> None:
    unknown = BallotCounted(named("v", "nothing"), MEETING, totals=(Total("ann", 3),))
    assert election().when(on(MET, unknown)).verdict("DEC-4") is Verdict.NOT_MET


def test_papers_without_names() -> None:
    announced = on(
        MET,
        BallotCounted(
            MOTION, MEETING, (Papers(marks("ann"), 4), Papers(marks("ben"), 3)), how="secret ballot"
        ),
    )
    before = election().and_(announced)
    before.when(chooses("ann")).happens()
    assert before.when(paper(BOB, "ann")).verdict("DEC-20") is Verdict.NOT_MET
    assert (
        before.when(on(MET, MotionAmended(MOTION, MEETING, sealed("x")))).verdict("DEC-26") is Verdict.NOT_MET
    )


# --- what is announced ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "rule", "got"),
    [
        (BallotCounted(MOTION, MEETING), "DEC-31", "both or neither"),
        (BallotCounted(MOTION, MEETING, totals=(Total("dora", 3),)), "DEC-28", "dora, which is not on it"),
        (BallotCounted(MOTION, MEETING, (Papers(marks("ann", "ben"), 3),)), "DEC-28",
         "2 options, not 1 at most"),
        (BallotCounted(MOTION, MEETING, totals=(Total("ann", 5), Total("ben", 3))), "DEC-10", "8 papers"),
        (BallotCounted(MOTION, MEETING, totals=(Total("ann", 3),), cast=8), "DEC-10", "8 papers"),
        (BallotCounted(MOTION, MEETING, totals=(Total("ann", 3), Total("ben", 2)), cast=4), "DEC-22",
         "4 papers cast, and 5 counted"),
        (BallotCounted(MOTION, MEETING, (Papers(marks("ann"), 3),), cast=4), "DEC-22",
         "4 papers cast, and 3 counted"),
    ],
)  # fmt: skip
def test_numbers_that_cannot_be(told: BallotCounted, rule: str, got: str) -> None:  # D5
    found = election().when(on(MET, told)).finding(rule)
    assert (found.verdict, found.got) == (Verdict.NOT_MET, got)


def test_announced_numbers_hold_the_papers_with_names() -> None:
    before = election().and_(papers((BOB, "ann"), (CATH, "ann")))
    assert before.when(counted(ann=1, ben=3)).finding("DEC-22").got == "ann 1, and 2 by name"
    one = on(MET, BallotCounted(MOTION, MEETING, (Papers(marks("ann"), 1),)))
    assert before.when(one).finding("DEC-22").got == "1 papers, and 2 by name"
    told = before.and_(counted(ann=4, ben=3))
    assert told.when(counted(ann=4, ben=3)).verdict("DEC-9") is Verdict.NOT_MET
    secret = on(MET, BallotCounted(MOTION, MEETING, totals=(Total("ann", 4),), how="secret ballot"))
    assert before.when(secret).verdict("DEC-20") is Verdict.NOT_MET
    before.when(counted(7, ann=4, ben=3, cleo=0)).happens()
    assert before.when(counted(7, ann=4, ben=3)).finding("DEC-41").got == "none of cleo"
    some = before.and_(counted(7, ann=4, ben=3)).when(chooses("ann"))
    assert some.finding("CHO-1").got.endswith("open: the totals of the other options")


def test_totals_of_scores_say_nothing_of_how_many_papers_there_were() -> None:
    score = msgspec.structs.replace(CHOICE, method="score then runoff")
    election(score).when(counted(ann=30, ben=20, cleo=0)).happens()


# --- ties ----------------------------------------------------------------------------------------


def test_the_casting_vote_breaks_a_tie_among_those_that_are_equal() -> None:  # LSC-10.3
    equal = election().and_(counted(ann=3, ben=3, cleo=1))
    equal.when(paper(CHAIR, "ben", casting=True)).happens()
    assert equal.when(paper(CHAIR, "cleo", casting=True)).verdict("CHO-1") is Verdict.NOT_MET
    assert equal.when(paper(BOB, "ben", casting=True)).verdict("CHO-1") is Verdict.NOT_MET
    assert equal.when(paper(CHAIR, "ann", "ben", casting=True)).verdict("CHO-1") is Verdict.NOT_MET
    decided = equal.and_(paper(CHAIR, "ben", casting=True))
    assert decided.when(chooses("ben")).finding("CHO-1").got == (
        "ben chosen; by the papers ben: ann 3, ben 3, cleo 1; the tie is broken for ben"
    )
    assert decided.when(paper(CHAIR, "ann", casting=True)).verdict("CHO-1") is Verdict.NOT_MET
    assert election().when(paper(CHAIR, "ann", casting=True)).verdict("CHO-1") is Verdict.NOT_KNOWN
    # The casting vote may be declined: then nobody is chosen, and that is settled.
    given_ = equal.when(paper(CHAIR, casting=True)).happens()
    note = Part("1", "note", sealed("nobody"))
    nobody = on(MET, Resolved(RESOLUTION, MEETING, ITEM, "vote", (MOTION,), (note,)))
    assert given_.when(nobody).verdict("CHO-1") is Verdict.MET
    assert equal.when(nobody).verdict("CHO-1") is Verdict.NOT_KNOWN


def test_the_lot_decides_between_equals_where_the_terms_say_so() -> None:
    equal = election(matter="places").and_(counted(ann=3, ben=3, cleo=0))
    # Nobody is chosen yet, and nothing says so for ever: the lot is still to be drawn.
    undrawn = equal.when(chooses())
    assert (undrawn.verdict("CHO-2"), undrawn.verdict("DEC-40")) == (Verdict.NOT_KNOWN, Verdict.NOT_MET)
    assert undrawn.finding("CHO-2").got.endswith("open: what breaks the tie: the lot")
    equal.when(lot("ben")).happens()
    assert equal.when(lot("cleo")).verdict("CHO-2") is Verdict.NOT_MET
    assert equal.when(lot("for")).finding("DEC-30").expected == "one of ann, ben, cleo"
    equal.and_(lot("ben")).when(chooses("ben")).happens()
    assert equal.when(paper(CHAIR, "ann", casting=True)).finding("CHO-2").expected == "no casting vote"


@pytest.mark.parametrize(
    ("person", "verdict"),
    [(BOB, Verdict.MET), (CATH, Verdict.NOT_MET), (DAN, Verdict.NOT_KNOWN)],
)
def test_who_is_elected_is_the_candidate_who_was_chosen(person: str, verdict: Verdict) -> None:  # LSC-M4
    known = (Option("ann", sealed("ann"), BOB), Option("ben", sealed("ben"), CATH))
    some = known if verdict is not Verdict.NOT_KNOWN else (Option("ann", sealed("ann")), known[1])
    before = election(options=some).and_(papers((CHAIR, "ann"), (BOB, "ann"), (CATH, "ben")))
    decided = before.and_(chooses("ann"))
    given_ = offices.Elected("icp", "deputy-chair", person, "2024/25", None, None, resolution=RESOLUTION)
    assert decided.when(on(MET, given_)).verdict("OFF-10") is verdict


def test_without_candidates_nothing_is_compared() -> None:
    decided = election().and_(papers((CHAIR, "ann"), (BOB, "ann")), chooses("ann"))
    given_ = offices.Elected("icp", "deputy-chair", BOB, "2024/25", None, None, resolution=RESOLUTION)
    assert [one for one in decided.when(on(MET, given_)).findings if one.rule == "OFF-10"] == []


def test_an_interest_declared_after_a_paper_shows() -> None:  # LSC-12, D10
    late = on(MET, interests.Declared(MEETING, ITEM, BOB, sealed("trust"), "noted", motions=(MOTION,)))
    found = election().and_(papers(*FOUR_TO_THREE)).when(late).finding("DCL-6")
    assert found.got == (
        f"a vote by paper on {MOTION} by {BOB}: with or without it, papers are counted as the terms say"
    )

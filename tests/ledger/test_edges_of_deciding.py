"""Edges of deciding: acts that look sound and are not, and worth that must not be what it seems."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.ledger import test_between as between
from tests.ledger import test_common as together
from tests.ledger import test_papers as papers
from tests.ledger import test_reconsidering as again
from tests.ledger.given import Given, Outcome, Step, named, on, sealed
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
    MAJORITY,
    MEETING,
    MET,
    MOTION,
    NEXT_ITEM,
    RESOLUTION,
    RULES,
    attended,
    item,
    opened,
    partnership,
    terms_with,
)

from ledger.facts import decisions, interests, meetings, members, offices, outcomes, terms, voting
from ledger.facts.decisions import (
    BallotCast,
    BallotCounted,
    ConsensusDisputed,
    ConsensusFound,
    Mark,
    MotionAmended,
    Papers,
    Part,
    Resolved,
    VoteCast,
    VoteTallied,
)
from ledger.facts.voting import OptionQuorum
from ledger.findings import Verdict


def clean(outcome: Outcome) -> bool:
    return all(f.verdict is Verdict.MET for f in outcome.findings)


def wrong(outcome: Outcome) -> None:
    assert not clean(outcome), "recorded with nothing against it"


# 1 written: put or amended after (or on) the last day, judged as if members had had their days
B2 = named("v", "second")


def second(day: str) -> tuple[Step, ...]:
    return on(day, replace(between.motion(), motion=B2))


def test_motion_put_after_the_last_day_lazy() -> None:
    g = between.body(between.SILENT, between.LAZY).and_(between.asked(), second(between.AFTER))
    wrong(g.when(between.resolves("lazy consensus", motions=(B2,))))


def test_objection_amended_away_after_the_last_day() -> None:
    other = on(between.AFTER, MotionAmended(MOTION, MEETING, sealed("other")))
    g = between.body(between.SILENT, between.LAZY).and_(
        between.asked(), between.replies("against", HAL), other
    )
    wrong(g.when(between.resolves("lazy consensus")))


def test_written_to_and_put_on_the_last_day() -> None:
    g = between.body(between.SILENT, between.LAZY).and_(
        on(MET, between.opened("written procedure", until=between.UNTIL), person=CHAIR),
        on(between.UNTIL, meetings.Attended(MEETING, between.VOTERS, (), ())),
        item(day=between.UNTIL),
        on(between.UNTIL, between.motion()),
    )
    wrong(g.when(between.resolves("lazy consensus")))


def test_motion_put_under_superseded_terms() -> None:
    new = on("2024-03-28", terms.Adopted(terms_with(*RULES, version="2025"), "2024-03-28"))
    g = between.body(between.SILENT, between.LAZY).and_(between.asked(), new)
    wrong(g.when(second("2024-05-01")))


# 2 consensus against the papers
@pytest.mark.parametrize("way", ["consensus", "unanimous"])
def test_consensus_chooses_who_lost(way: decisions.Way) -> None:
    wrong(papers.election().and_(papers.papers(*papers.FOUR_TO_THREE)).when(papers.chooses("ben", way=way)))


def test_consensus_chooses_three_for_one_place() -> None:
    wrong(papers.election().when(papers.chooses("ann", "ben", "cleo", way="consensus")))


# 4 what ratifies
M2, I2 = named("m", "two"), named("i", "two")


def urgent2(day: str = "2024-04-10") -> tuple[Step, ...]:
    lists = meetings.Attended(M2, (CHAIR,), (meetings.Attendee(EVE, None),), ())
    part = Part("1", "decision", sealed("ratify"))
    return on(
        day,
        meetings.Opened(M2, ICP, "urgent decision", None, sealed("x"), reason=sealed("r")),
        lists,
        meetings.ItemOpened(M2, I2, "1", sealed("t"), None),
        Resolved(between.LATER, M2, I2, "by office-holders", (), (part,), ICP),
    )


RATIFY = Part("1", "decision", sealed("ratify"))


def meets(day: str, part: Part = RATIFY) -> tuple[Step, ...]:
    return on(
        day,
        meetings.Opened(between.NEXT, ICP, "meeting", None, sealed("hall")),
        meetings.Attended(between.NEXT, between.VOTERS, (), ()),
        meetings.ItemOpened(between.NEXT, NEXT_ITEM, "1", sealed("x"), None),
        Resolved(between.LATER, between.NEXT, NEXT_ITEM, "consensus", (), (part,)),
    )


def urgent() -> Given:
    return between.body(between.URGENT).and_(between.holding(), between.urgent(CHAIR), between.decided())


def ratified(day: str, change: outcomes.Change = "ratified") -> tuple[Step, ...]:
    return on(day, outcomes.Changed(RESOLUTION, ICP, change, sealed("so"), by=between.LATER))


def test_chair_ratifies_his_own_urgent_decision() -> None:
    wrong(urgent().and_(urgent2()).when(ratified("2024-04-10")))


def test_ratified_after_it_lapsed() -> None:
    assert (
        between.worth(urgent().and_(meets("2024-06-10"), ratified("2024-06-10")), "2024-06-30").worth
        != "ratified"
    )


def test_ratified_by_what_lapsed() -> None:
    lapsing = Part("1", "decision", sealed("r"), condition=sealed("if"), due="2024-04-12")
    no = on("2024-04-12", outcomes.Settled(between.LATER, ICP, "1", met=False, text=sealed("no")))
    wrong(urgent().and_(meets("2024-04-10", lapsing), no).when(ratified("2024-04-20")))


def test_terms_adopted_by_a_lapsed_urgent_decision() -> None:
    rule = terms.ChangeRule(rule="CHA-1", clause="9", basis="stated", says="so", matter="grants")
    g = between.body(between.URGENT, rule).and_(
        between.holding(), between.urgent(CHAIR), between.decided("grants")
    )
    wrong(
        g.when(
            on(
                "2024-06-01",
                terms.Adopted(terms_with(*RULES, version="2025"), "2024-07-01", resolution=RESOLUTION),
            )
        )
    )


# 5 who withdrew has a vote
def test_vote_not_known_becomes_sure_by_withdrawing() -> None:
    doubtful = on("2024-01-01", members.Appointed("icp", GUEST, None, "appointed", None))
    come = on(MET, meetings.PresenceChanged(MEETING, GUEST, "arrived", ITEM))
    go = on(MET, meetings.PresenceChanged(MEETING, GUEST, "withdrew", ITEM))
    cast = papers.papers(
        (CHAIR, "ann"), (BOB, "ann"), (CATH, "ann"), (FAY, "ben"), (GUS, "ben"), (HAL, "ben"), (GUEST, "ben")
    )
    g = papers.election().and_(doubtful, come, cast)
    assert g.when(papers.chooses("ben")).verdict("CHO-1") is Verdict.NOT_KNOWN
    assert g.and_(go).when(papers.chooses("ben")).verdict("CHO-1") is Verdict.NOT_KNOWN


def test_vote_of_no_member_counts_by_withdrawing() -> None:
    ended = on("2024-02-01", members.Ended("icp", DAN, "board-one", sealed("left")))
    go = on(MET, meetings.PresenceChanged(MEETING, DAN, "withdrew", ITEM))
    g = papers.election().and_(ended, papers.papers(*papers.FOUR_TO_THREE), go)
    assert g.when(papers.chooses("ann")).verdict("CHO-1") is Verdict.NOT_MET


# 6 totals that were not announced
def test_options_without_a_number_are_not_nought() -> None:
    assert (
        papers.election().and_(papers.counted(7, ann=3)).when(papers.chooses("ann")).verdict("CHO-1")
        is Verdict.NOT_KNOWN
    )


# 7 option quorum of those present
def test_whoever_marked_a_paper_stays_present() -> None:
    q = replace(papers.CHOICE, quorum=OptionQuorum("1/2", "present"))
    go = on(MET, *(meetings.PresenceChanged(MEETING, one, "withdrew", ITEM) for one in (HAL, GUS)))
    cast = papers.papers(
        (CHAIR, "ann"), (BOB, "ann"), (CATH, "ann"), (DAN, "ben"), (FAY, "ben"), (GUS, "cleo"), (HAL, "cleo")
    )
    assert papers.election(q).and_(cast, go).when(papers.chooses("ann")).verdict("CHO-1") is Verdict.NOT_MET


# 8 a part without a matter beside one with
def test_general_majority_is_dropped() -> None:
    strict = replace(MAJORITY, test=voting.VoteShare("votes cast", at_least="3/4"))
    easy = replace(MAJORITY, rule="MAJ-2", matters=("grants",))
    met = on(MET, between.opened("meeting"), meetings.Attended(MEETING, between.VOTERS, (), ()))
    g = between.body(strict, easy).and_(
        met, item(), on(MET, between.motion(), VoteTallied(MOTION, MEETING, 5, 4, 0))
    )
    parts = (Part("1", "decision", sealed("a")), Part("2", "note", sealed("b"), matter="grants"))
    wrong(g.when(on(MET, Resolved(RESOLUTION, MEETING, ITEM, "vote", (MOTION,), parts))))


# 9 replies of several motions
def cast2(choice: decisions.Choice, *people: str) -> tuple[Step, ...]:
    return tuple(
        s for one in people for s in on(MET, VoteCast(B2, MEETING, one, choice, sealed("text")), person=one)
    )


def test_replies_to_another_motion_make_the_quorum() -> None:
    g = between.body(between.WRITTEN).and_(
        between.asked(), second(MET), between.replies("for", *between.VOTERS), cast2("for", BOB, GUS)
    )
    assert not clean(g.when(between.resolves(motions=(B2,))))
    wrong(g.when(between.resolves(motions=(MOTION, B2))))


def test_one_objector_counts_as_two() -> None:
    rest = [one for one in between.VOTERS if one != HAL]
    g = between.body(between.WRITTEN).and_(
        between.asked(),
        second(MET),
        between.replies("for", *rest),
        between.replies("against", HAL),
        cast2("for", *rest),
        cast2("against", HAL),
    )
    assert clean(g.when(between.resolves(motions=(MOTION, B2))))


PLAIN = replace(between.WRITTEN, objections=None)


def test_who_arrives_and_is_silent_makes_the_quorum() -> None:
    come = on(MET, meetings.PresenceChanged(MEETING, EVE, "arrived", ITEM))
    vs = [one for one in between.VOTERS if one != EVE]
    g = between.body(PLAIN).and_(between.asked(*vs), come, between.replies("for", CHAIR, BOB, CATH, FAY, GUS))
    wrong(g.when(between.resolves()))


# 10 a reply by a member whose membership ended later
def test_a_reply_stays_although_the_membership_ends() -> None:
    g = between.body(PLAIN).and_(
        between.asked(),
        between.replies("for", CHAIR, BOB, DAN, FAY),
        between.replies("against", CATH, GUS, IVY, HAL),
    )
    ended = on("2024-03-28", members.Ended(ICP, HAL, "vcfse-two", sealed("x")))
    assert g.when(between.resolves()).verdict("MAJ-1") is Verdict.NOT_MET
    assert g.and_(ended).when(between.resolves()).verdict("MAJ-1") is Verdict.NOT_MET


# 11 urgent by who withdrew / one person for two offices
def test_urgent_by_a_chair_who_withdrew() -> None:
    out = on(MET, interests.Declared(MEETING, ITEM, CHAIR, sealed("n"), "withdraws"))
    wrong(
        between.body(between.URGENT)
        .and_(between.holding(), between.urgent(CHAIR), out)
        .when(between.decided())
    )


def test_one_person_for_two_offices() -> None:
    two = replace(between.URGENT, offices=("chair", "deputy-chair"), least=2, consulting=())
    g = between.body(two).and_(
        on("2023-05-01", offices.Elected(ICP, "deputy-chair", CHAIR, "2023/24", "2023-05-01", None)),
        between.urgent(CHAIR, consulted=()),
    )
    wrong(g.when(between.decided()))


def test_reported_at_an_urgent_decision() -> None:
    rule = replace(between.URGENT, then="report")
    g = between.body(rule).and_(between.holding(), between.urgent(CHAIR), between.decided(), urgent2())
    wrong(g.when(on("2024-04-10", outcomes.Reported(RESOLUTION, ICP, M2, None))))


# 12 lazy dispute undone
def test_one_dispute_ends_lazy_consensus() -> None:
    said = (
        *on(MET, ConsensusDisputed(MEETING, ITEM, HAL)),
        *on("2024-04-01", ConsensusFound(MEETING, ITEM, CHAIR, found=True)),
    )
    wrong(
        between.body(between.SILENT, between.LAZY)
        .and_(between.asked(), said)
        .when(between.resolves("lazy consensus"))
    )


# 13 considered
CONS = on(
    together.DAY,
    outcomes.Considered(
        together.DECISIONS["north"], "north", "1", "south", together.DECISIONS["south"], "accepted"
    ),
)


def test_recommendation_accepted_by_a_note() -> None:
    wrong(
        together.together()
        .and_(
            together.resolves("north", together.part("recommendation")),
            together.resolves("south", together.part("note")),
        )
        .when(CONS)
    )


def test_recommendation_accepted_by_what_was_not_quorate() -> None:
    g = together.together().and_(
        together.resolves("north", together.part("recommendation")), together.resolves("south")
    )
    wrong(together.noting(g, "south", "QUO-1", "not met").when(CONS))


def test_rescinded_by_nothing_before_its_time() -> None:
    wrong(
        again.body(again.RULE).when(
            on("2024-06-01", outcomes.Changed(RESOLUTION, ICP, "rescinded", sealed("so")))
        )
    )


def test_matter_of_the_motion() -> None:
    rule = replace(again.RULE, matters=("budget",))
    ad = terms.Adopted(
        replace(terms_with(*RULES, rule, version="2024"), matters=(terms.Matter("budget", "B", "13"),)),
        "2023-05-02",
    )
    mo = replace(between.motion(), matter="budget")
    g = partnership().and_(
        on("2023-05-02", ad),
        opened(),
        attended(*again.THERE),
        item(),
        on(
            MET,
            mo,
            VoteTallied(MOTION, MEETING, 7, 0, 0),
            Resolved(RESOLUTION, MEETING, ITEM, "vote", (MOTION,), (Part("1", "decision", sealed("so")),)),
        ),
        again.met("2024-06-01"),
    )
    wrong(g.when(again.puts("2024-06-01")))


def test_superseded_by_a_note() -> None:
    g = again.body().and_(
        again.met("2024-10-01"),
        on(
            "2024-10-01",
            Resolved(
                again.LATER, again.NEXT, again.NEXT_ITEM, "consensus", (), (Part("1", "note", sealed("x")),)
            ),
        ),
    )
    wrong(g.when(again.undone("2024-10-01", "superseded")))


# 15 papers with names that the announcement contradicts
def test_announced_papers_contradict_named_ones() -> None:
    g = papers.election().and_(papers.papers((BOB, "ann"), (CATH, "ann")))
    wrong(g.when(on(MET, BallotCounted(MOTION, MEETING, (Papers(papers.marks("ben"), 2),)))))


# 16 next places where the first are equal
def mk(p: str, **m: int) -> tuple[Step, ...]:
    return on(
        MET, BallotCast(MOTION, MEETING, p, tuple(Mark(k, n) for k, n in m.items()), sealed("text")), person=p
    )


SCORE, RANK = (
    replace(papers.CHOICE, method="score then runoff"),
    replace(papers.CHOICE, method="ranked pairwise"),
)


def test_score_second_place() -> None:
    g = papers.election(SCORE, places=2).and_(
        mk(BOB, ben=4), mk(CATH, ann=4), *(mk(p, ann=1, ben=1, cleo=2) for p in (DAN, FAY, GUS))
    )
    assert g.when(papers.chooses("ann", "ben")).verdict("CHO-1") is Verdict.NOT_MET


def test_ranked_second_place() -> None:
    g = papers.election(RANK, places=2).and_(mk(BOB, ann=1, ben=2, cleo=3), mk(CATH, ben=1, cleo=2, ann=3))
    assert g.when(papers.chooses("ann", "ben")).verdict("CHO-1") is Verdict.NOT_MET


def test_winner_whoever_else_runs() -> None:
    assert (
        papers.election(SCORE)
        .and_(mk(BOB, ann=1, ben=1, cleo=5))
        .when(papers.chooses("cleo"))
        .verdict("CHO-1")
        is Verdict.MET
    )


def test_as_many_places_as_options() -> None:
    g = papers.election(SCORE, places=3).and_(mk(BOB, ann=5, ben=2, cleo=2))
    assert g.when(papers.chooses("ann", "ben", "cleo")).verdict("CHO-1") is Verdict.MET


# 17 chosen with no vote
def test_chosen_with_no_vote_at_all() -> None:
    blank = tuple(s for one in papers.THERE for s in papers.paper(one))
    assert (
        papers.election(options=papers.OPTIONS[:1]).and_(blank).when(papers.chooses("ann")).verdict("CHO-1")
        is not Verdict.MET
    )


# 18 refused though right
def test_casting_vote_in_writing() -> None:
    g = between.body(PLAIN).and_(
        between.asked(),
        between.replies("for", CHAIR, BOB, DAN, FAY),
        between.replies("against", CATH, GUS, IVY, HAL),
    )
    assert clean(
        g.when(
            on(
                between.AFTER,
                VoteCast(MOTION, MEETING, CHAIR, "for", sealed("text"), casting=True),
                person=CHAIR,
            )
        )
    )


def test_everybody_with_a_vote_replied() -> None:
    assert clean(
        between.body(between.WRITTEN)
        .and_(between.asked(*ALL), between.replies("for", *between.VOTERS))
        .when(between.resolves(day="2024-03-28"))
    )


# 19 chains of questions

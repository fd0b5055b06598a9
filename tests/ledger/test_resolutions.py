"""What a body resolved: by which rule, after which finding of consensus, with which power."""

from __future__ import annotations

from typing import Literal

import msgspec
import pytest
from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    DAN,
    FAY,
    GUS,
    HAL,
    ICP,
    ITEM,
    JIM,
    MAJORITY,
    MEETING,
    MET,
    MOTION,
    QUORUM,
    RESOLUTION,
    VOTING,
    WAYS,
    attended,
    constituted,
    item,
    opened,
    partnership,
    put,
    resolves,
    scope,
    terms_with,
    votes,
)

from ledger.facts import decisions, delegations, functions, meetings, members, offices, organisations, terms
from ledger.facts.decisions import (
    ConsensusDisputed,
    ConsensusFound,
    LotDrawn,
    MotionAmended,
    MotionPut,
    MotionWithdrawn,
    Part,
    Resolved,
    VoteTallied,
)
from ledger.facts.filters import Filter
from ledger.facts.voting import AllTests, NoneAgainst, VoteShare
from ledger.findings import Verdict

QUORATE = (CHAIR, BOB, CATH, DAN, FAY, GUS, HAL)
MATTERS = tuple(terms.Matter(code, code, "4.3") for code in ("strategy", "constitution"))
TWO_THIRDS = terms.MajorityRule(
    rule="MAJ-2",
    clause="14.1",
    basis="stated",
    says="two thirds of those present",
    test=VoteShare("present", at_least="2/3"),
    matters=("constitution",),
    casting=("chair",),
    barred=("constitution",),
)
POWER = terms.PowerRule(
    rule="SCO-1",
    clause="4.3",
    basis="stated",
    says="a recommendation, or a decision on its own matters or on what was delegated to it",
    own=("strategy",),
)
GRANT = named("g", "grant")


def body(*rules: terms.Rule, present: tuple[str, ...] = QUORATE) -> Given:
    """Give the partnership at an item, with matters of its own and a motion put."""
    all_rules = (*QUORUM, VOTING, WAYS, MAJORITY, *rules)
    adopted = terms.Adopted(
        msgspec.structs.replace(terms_with(*all_rules, version="2024"), matters=MATTERS), "2023-05-02"
    )
    start = partnership().and_(on("2023-05-02", adopted))
    return start.and_(opened(), attended(*present), item(), put())


def on_matter(matter: str | None, motion: str = MOTION) -> tuple[Step, ...]:
    made = MotionPut(
        motion,
        MEETING,
        ITEM,
        sealed("text"),
        moved=True,
        proposer=None,
        seconded=False,
        seconder=None,
        matter=matter,
    )
    return on(MET, made)


def tally(for_: int, against: int, motion: str = MOTION, how: decisions.How = "show") -> tuple[Step, ...]:
    return on(MET, VoteTallied(motion, MEETING, for_, against, 0, how))


def passes(
    *parts: Part, way: decisions.Way = "vote", motions: tuple[str, ...] = (MOTION,)
) -> tuple[Step, ...]:
    return on(MET, Resolved(RESOLUTION, MEETING, ITEM, way, motions, parts))


def test_members_of_other_bodies_and_former_members_are_no_base() -> None:  # D10
    of_members = msgspec.structs.replace(MAJORITY, test=VoteShare("members", more_than="1/2"))
    ended = members.Ended(ICP, BOB, "lead-two", sealed("reason"))
    elsewhere = members.Appointed("other", named("p", "guest"), None, "appointed", "2023-05-01")
    doubtful = members.Appointed(ICP, named("p", "stranger"), None, "appointed", None)
    start = partnership(*QUORUM, VOTING, WAYS, of_members).and_(
        constituted("other"),
        on("2023-05-01", elsewhere),
        on("2024-01-01", ended),
        on("2024-06-01", doubtful),
    )
    before = start.and_(opened(), attended(CHAIR, CATH, DAN, FAY, GUS, HAL), item(), put(), tally(5, 1))
    # Eight of nine with a vote are left; somebody whose beginning is not known may be one more.
    assert before.when(resolves("vote", MOTION)).finding("MAJ-1").got == (
        "5 for and 1 against: 5 of 8 to 9 members, needed more than 1/2, 4 to 4.5"
    )


# --- matters -------------------------------------------------------------------------------------

OTHER = named("v", "other")


@pytest.mark.parametrize(
    ("matter", "for_", "rule", "verdict"),
    [("constitution", 5, "MAJ-2", Verdict.MET), ("constitution", 4, "MAJ-2", Verdict.NOT_MET),
     ("strategy", 4, "MAJ-1", Verdict.MET), (None, 4, "MAJ-1", Verdict.MET)],
)  # fmt: skip
def test_the_matter_says_which_rule_carries_a_vote(
    matter: str | None, for_: int, rule: str, verdict: Verdict
) -> None:  # LSC-10.3
    before = body(TWO_THIRDS).and_(on_matter(matter, OTHER), tally(for_, 7 - for_, OTHER))
    part = Part("1", "support", sealed("part"), matter=matter)
    judged = before.when(passes(part, motions=(OTHER,)))
    assert [one.rule for one in judged.findings if one.rule.startswith("MAJ")] == [rule]
    assert judged.verdict(rule) is verdict


def test_a_matter_that_the_terms_do_not_name_is_none() -> None:
    refused = "DEC-16 (Remit default): expected a matter that the terms in force name, got budget"
    before = body()
    before.when(on_matter("budget", OTHER)).refused_by(refused)
    before.and_(tally(5, 0)).when(passes(Part("1", "support", sealed("p"), matter="budget"))).refused_by(
        refused
    )


def test_without_a_rule_it_is_not_known_what_a_vote_has_to_reach() -> None:
    before = partnership(*QUORUM, VOTING).and_(opened(), attended(*QUORATE), item(), put(), tally(5, 0))
    before.when(passes(Part("1", "support", sealed("p")))).refused_by(
        "DEC-21 (Remit default): expected terms that say what a vote "
        "has to reach, got none on matters in general"
    )
    bare = partnership(*QUORUM, VOTING).and_(opened(), attended(*QUORATE), item())
    assert bare.when(passes(Part("1", "support", sealed("p")), motions=())).verdict("DEC-21") is (
        Verdict.NOT_KNOWN
    )


def test_ways_are_those_of_the_matter() -> None:  # LSC-6.2
    own = msgspec.structs.replace(WAYS, rule="WAY-2", ways=("unanimous",), matters=("constitution",))
    before = body(own)
    part = Part("1", "support", sealed("p"), matter="constitution")
    before.when(passes(part, way="consensus", motions=())).refused_by(
        "WAY-2 (ToR 10.1): expected consensus, else a vote, got consensus"
    )
    before.when(passes(part, way="unanimous", motions=())).happens()


# --- the text that is voted on -------------------------------------------------------------------


def test_a_vote_binds_to_the_text_and_amending_the_motion_opens_a_new_vote() -> None:  # D12
    voted = body().and_(votes("for", BOB, CATH))
    amended = voted.when(on(MET, MotionAmended(MOTION, MEETING, sealed("better"), BOB))).happens()
    assert amended.state().motions.ballots[MOTION].votes == {}
    amended.when(votes("for", BOB)).refused_by(
        "DEC-5 (Remit default): expected a vote on the text as it was put, got a vote on another text",
        kind="SIG",
    )
    again = amended.when(votes("for", BOB, text="better")).happens()
    assert again.state().motions.ballots[MOTION].votes == {BOB: "for"}


def test_only_an_open_motion_is_amended_and_by_somebody_who_is_there() -> None:
    change = on(MET, MotionAmended(MOTION, MEETING, sealed("better"), named("p", "eve")))
    body().when(change).refused_by(
        f"DEC-3 (Remit default): expected somebody who is there to amend a motion, got {named('p', 'eve')}"
    )
    gone = body().when(on(MET, MotionWithdrawn(MOTION, MEETING))).happens()
    closed = (
        "DEC-4 (Remit default): expected a motion of this meeting "
        f"that is still open, got {MOTION}, withdrawn"
    )
    gone.when(votes("for", BOB)).refused_by(closed)
    gone.when(on(MET, MotionAmended(MOTION, MEETING, sealed("better")))).refused_by(closed)


def test_changes_of_a_motion_that_the_ledger_does_not_know_replay() -> None:
    unknown = named("v", "unknown")
    facts = (MotionWithdrawn(unknown, MEETING), LotDrawn(unknown, MEETING, "for", sealed("coin")))
    before = body().and_(on(MET, *facts))
    assert unknown not in before.state().motions.ballots
    for fact in facts:
        assert before.when(on(MET, fact)).verdict("DEC-4") is Verdict.NOT_MET


# --- consensus -----------------------------------------------------------------------------------


def found(by: str = CHAIR, *, consensus: bool = True) -> tuple[Step, ...]:
    return on(MET, ConsensusFound(MEETING, ITEM, by, consensus))


DISPUTED = on(MET, ConsensusDisputed(MEETING, ITEM, DAN))
FINDS = msgspec.structs.replace(WAYS, found_by=("chair",))
FINDING = partnership(*QUORUM, VOTING, FINDS, MAJORITY)


def at_item(start: Given) -> Given:
    return start.and_(opened(), attended(*QUORATE), item(), put())


def test_one_member_who_disputes_consensus_brings_about_a_vote() -> None:  # LSC-6.2, LSC-10.3
    before = at_item(FINDING).when(found()).happens()
    before.when(resolves("consensus")).happens()
    disputed = before.when(DISPUTED).happens()
    disputed.when(resolves("consensus")).refused_by(
        "WAY-1 (ToR 10.1): expected consensus, else a vote, got "
        f"consensus, disputed by {DAN}: a vote is taken"
    )
    disputed.and_(tally(4, 3)).when(resolves("vote", MOTION)).happens()
    disputed.and_(found()).when(resolves("consensus")).happens()


def test_where_the_chair_finds_none_there_is_no_consensus() -> None:  # LSC-10.3
    at_item(FINDING).and_(found(consensus=False)).when(resolves("consensus")).refused_by(
        "WAY-1 (ToR 10.1): expected consensus, else a vote, got "
        f"consensus, not found by {CHAIR}: a vote is taken"
    )


def test_consensus_is_found_by_whom_the_terms_name() -> None:  # LSC-10.3
    at_item(FINDING).when(found(GUS)).refused_by(
        f"WAY-1 (ToR 10.1): expected a finding by the chair, got {GUS}"
    )
    silent = body()
    assert silent.when(found()).verdict("DEC-18") is Verdict.NOT_KNOWN
    presided = silent.and_(on(MET, meetings.Presided(MEETING, CHAIR, "chair", "office")))
    again = presided.and_(item(named("i", "next"), "2"))
    later = on(MET, ConsensusFound(MEETING, named("i", "next"), CHAIR, found=True))
    again.when(later).happens()
    other = on(MET, ConsensusFound(MEETING, named("i", "next"), GUS, found=True))
    again.when(other).refused_by(f"DEC-18 (Remit default): expected a finding by whoever presides, got {GUS}")


def test_only_a_member_who_is_there_disputes() -> None:  # LSC-10.3
    stranger = on(MET, ConsensusDisputed(MEETING, ITEM, named("p", "guest")))
    body().when(stranger).refused_by(
        f"DEC-17 (Remit default): expected a member present at the item, got {named('p', 'guest')}"
    )


def test_consent_is_that_nobody_objects() -> None:
    ways = msgspec.structs.replace(WAYS, ways=("consent", "vote"))
    before = at_item(partnership(*QUORUM, VOTING, ways, MAJORITY))
    before.and_(votes("for", BOB)).when(resolves("consent", MOTION)).happens()
    before.and_(votes("against", BOB)).when(resolves("consent", MOTION)).refused_by(
        "DEC-12 (Remit default): expected no vote against what was agreed by consent, got 1 against"
    )


# --- casting votes, the lot, secret ballots ------------------------------------------------------

EQUAL = (votes("for", BOB), votes("against", CATH))


def test_a_casting_vote_is_barred_where_the_terms_say_so() -> None:  # LSC-10.3, D8
    equal = on_matter("constitution", OTHER)
    cast = on(MET, decisions.VoteCast(OTHER, MEETING, CHAIR, "for", sealed("text"), casting=True))
    body(TWO_THIRDS).and_(equal, tally(3, 3, OTHER)).when(cast).refused_by(
        f"MAJ-2 (ToR 14.1): expected no casting vote on constitution, got {CHAIR} on 3 for and 3 against"
    )


def test_a_casting_vote_that_is_declined_decides_nothing() -> None:  # LSC-10.3
    declined = body().and_(*EQUAL).when(votes("abstain", CHAIR, casting=True)).happens()
    assert declined.state().motions.ballots[MOTION].casting == (CHAIR, "abstain")
    assert declined.when(resolves("vote", MOTION)).verdict("MAJ-1") is Verdict.NOT_MET


def test_a_chair_whose_end_is_recorded_has_no_casting_vote_in_a_late_record() -> None:  # D1, LSC-10.3
    over = on("2024-04-01", offices.OfficeEnded(ICP, "chair", CHAIR, sealed("reason")))
    before = body().and_(*EQUAL, over)
    (cast,) = votes("for", CHAIR, casting=True)
    (late,) = on(MET, cast.body, recorded="2024-04-02")
    before.when((late,)).refused_by(
        "MAJ-1 (ToR 10.3): expected a casting vote, on equal votes, by the chair, "
        f"got {CHAIR}, whose office ended 2024-04-01, as the ledger knew",
        kind="AUTHORITY",
    )
    (early,) = on(MET, cast.body, recorded="2024-03-31")
    before.when((early,)).happens()


def lot(choice: Literal["for", "against"]) -> tuple[Step, ...]:
    return on(MET, LotDrawn(MOTION, MEETING, choice, sealed("a coin"), CHAIR))


LOTS = msgspec.structs.replace(MAJORITY, casting=(), tie="lot")


@pytest.mark.parametrize(("choice", "verdict"), [("for", Verdict.MET), ("against", Verdict.NOT_MET)])
def test_the_lot_decides_equal_votes(choice: Literal["for", "against"], verdict: Verdict) -> None:
    before = at_item(partnership(*QUORUM, VOTING, WAYS, LOTS)).and_(*EQUAL)
    drawn = before.when(lot(choice)).happens()
    judged = drawn.when(resolves("vote", MOTION)).finding("MAJ-1")
    assert (judged.verdict, judged.got.endswith(f"; the lot, {choice}, is one of them")) == (verdict, True)
    drawn.when(lot("for")).refused_by(
        "MAJ-1 (ToR 10.3): expected a lot, drawn once, on equal votes, got one on 1 for and 1 against"
    )


def test_there_is_no_lot_unless_the_terms_say_so_and_votes_are_equal() -> None:
    body().and_(*EQUAL).when(lot("for")).refused_by(
        "MAJ-1 (ToR 10.3): expected no lot, got one on 1 for and 1 against"
    )
    bare = partnership(*QUORUM, VOTING).and_(opened(), attended(*QUORATE), item(), put())
    bare.when(lot("for")).refused_by(
        "DEC-19 (Remit default): expected no lot, got one on numbers that are not recorded"
    )
    uneven = at_item(partnership(*QUORUM, VOTING, WAYS, LOTS)).and_(votes("for", BOB))
    assert uneven.when(lot("for")).verdict("MAJ-1") is Verdict.NOT_MET
    assert uneven.and_(lot("against")).when(resolves("vote", MOTION)).verdict("MAJ-1") is Verdict.MET


def test_of_a_secret_ballot_nobody_is_named() -> None:
    secret = body().when(tally(5, 2, how="secret ballot")).happens()
    secret.when(votes("for", BOB)).refused_by(
        f"DEC-20 (Remit default): expected no names of a secret ballot, got a vote by {BOB}"
    )
    body().and_(votes("for", BOB)).when(tally(5, 2, how="secret ballot")).refused_by(
        "DEC-20 (Remit default): expected no names of a secret ballot, got 1 votes by name"
    )


def test_a_published_figure_that_names_contradict_is_kept_as_a_departure() -> None:  # LSC-M3
    (step,) = tally(1, 0)
    before = body().and_(votes("for", BOB, CATH))
    before.when((step,)).refused_by(
        "DEC-22 (Remit default): expected no fewer votes announced "
        "than there are names, got 1 for, and 2 by name"
    )
    kept = before.when(step.departing()).happens("DEC-22 not met")
    assert kept.when(resolves("vote", MOTION)).verdict("MAJ-1") is Verdict.NOT_KNOWN


# --- power ---------------------------------------------------------------------------------------


def test_a_body_without_the_power_can_only_recommend_whatever_its_minutes_say() -> (
    None
):  # LSC-3.1, PLA-7b, HIW-2
    before = body(POWER).and_(on("2023-01-05", organisations.Registered("icb", "ICB", "nhs")))
    said = "expected a recommendation, or a decision on its own matters or on what was delegated to it"
    decided = Part("1", "decision", sealed("p"), matter="constitution")
    before.when(passes(decided, way="consensus", motions=())).refused_by(
        f"SCO-1 (ToR 4.3): {said}, got part 1, a decision on constitution, under no delegation",
        kind="AUTHORITY",
    )
    silent = Part("1", "in principle", sealed("p"))
    judged = before.when(passes(silent, way="consensus", motions=()))
    assert judged.verdict("SCO-1") is Verdict.NOT_KNOWN
    own = Part("1", "decision", sealed("p"), matter="strategy")
    before.when(passes(own, way="consensus", motions=())).happens()
    advice = Part("1", "recommendation", sealed("p"), matter="constitution", to=("icb",))
    before.when(passes(advice, way="consensus", motions=())).happens()


def test_an_election_on_a_matter_of_others_is_no_election_of_the_body() -> None:  # LSC-3.1
    foreign = Part("1", "election", sealed("p"), matter="constitution")
    judged = body(POWER).when(passes(foreign, way="consensus", motions=()))
    assert judged.verdict("SCO-1") is Verdict.NOT_MET
    own = Part("1", "election", sealed("p"))
    body(POWER).when(passes(own, way="consensus", motions=())).happens()


def test_what_was_delegated_to_the_body_it_decides() -> None:  # LSC-3.1
    given_ = on(
        "2023-06-01",
        delegations.Granted(GRANT, "body:icb", (f"body:{ICP}",), "scheme 4.1", scope("constitution")),
    )
    part = Part("1", "decision", sealed("p"), matter="constitution", under=GRANT)
    before = body(POWER).and_(constituted("icb"), given_)
    before.when(passes(part, way="consensus", motions=())).happens()
    gone = before.and_(on("2024-01-01", delegations.Revoked(GRANT, "body:icb", sealed("reason"))))
    refused = gone.when(passes(part, way="consensus", motions=()))
    assert refused.finding("DEL-2").verdict is Verdict.NOT_MET
    other = on(
        "2023-06-01", delegations.Granted(GRANT, "body:icb", (CHAIR,), "scheme 4.1", scope("constitution"))
    )
    elsewhere = body(POWER).and_(constituted("icb"), other)
    elsewhere.when(passes(part, way="consensus", motions=())).refused_by(
        f"DEL-8 (Remit default): expected the holder of {GRANT}, got body:{ICP}", kind="AUTHORITY"
    )
    body(POWER).when(passes(part, way="consensus", motions=())).refused_by(
        f"DEL-2 (Remit default): expected a delegation that the ledger knows, got {GRANT}", kind="AUTHORITY"
    )


def test_a_delegation_of_something_else_leaves_the_power_open() -> None:  # LSC-3.1, D3
    given_ = on("2023-06-01", delegations.Granted(GRANT, "body:icb", (f"body:{ICP}",), "scheme 4.1", scope()))
    before = body(POWER).and_(constituted("icb"), given_)
    for matter, got in (("constitution", "constitution"), (None, "none said")):
        part = Part("1", "decision", sealed("p"), matter=matter, under=GRANT)
        judged = before.when(passes(part, way="consensus", motions=())).finding("DEC-24")
        assert (judged.verdict, judged.got) == (Verdict.NOT_KNOWN, got)


def test_a_part_under_a_delegation_may_name_a_function_of_the_catalogue() -> None:  # LSC-S6, PBP-3
    beds = functions.Function("beds", "Beds")
    tree = on("2023-01-01", functions.Listed("icb", (beds, functions.Function("beds.open", "Open", "beds"))))
    given_ = on(
        "2023-06-01", delegations.Granted(GRANT, "body:icb", (f"body:{ICP}",), "scheme 4.1", scope("beds"))
    )
    before = body(POWER).and_(constituted("icb"), tree, given_)

    def decides(matter: str, under: str | None) -> Verdict:
        part = Part("1", "decision", sealed("p"), matter=matter, under=under)
        return before.when(passes(part, way="consensus", motions=())).verdict("DEC-16")

    assert decides("beds.open", GRANT) is Verdict.MET
    assert decides("beds.close", GRANT) is Verdict.NOT_MET
    # Without a delegation a matter is one of the body's own terms.
    assert decides("beds.open", None) is Verdict.NOT_MET
    part = Part("1", "decision", sealed("p"), matter="beds.open", under=GRANT)
    before.when(passes(part, way="consensus", motions=())).happens()
    own = Part("2", "decision", sealed("p"), matter="beds.open")
    both = before.when(passes(part, own, way="consensus", motions=()))
    assert both.verdict("DEC-16") is Verdict.NOT_MET


# --- ways around a rule --------------------------------------------------------------------------


def test_a_matter_left_off_the_motion_is_judged_by_the_matter_of_the_part() -> None:  # LSC-10.3
    part = Part("1", "support", sealed("p"), matter="constitution")
    for matter in (None, "strategy"):
        before = body(TWO_THIRDS).and_(on_matter(matter, OTHER), tally(4, 3, OTHER))
        assert before.when(passes(part, motions=(OTHER,))).verdict("MAJ-2") is Verdict.NOT_MET
    cast = on(MET, decisions.VoteCast(OTHER, MEETING, CHAIR, "for", sealed("text"), casting=True))
    half = msgspec.structs.replace(TWO_THIRDS, test=VoteShare("votes cast", more_than="1/2"))
    tied = body(half).and_(on_matter(None, OTHER), tally(3, 3, OTHER), cast)
    assert tied.when(passes(part, motions=(OTHER,))).verdict("MAJ-2") is Verdict.NOT_MET


def test_the_lot_is_one_vote_and_overrides_no_other_test() -> None:
    veto = AllTests((VoteShare("votes cast", more_than="1/2"), NoneAgainst(Filter(seats=("lead-three",)))))
    for test in (veto, VoteShare("present", at_least="2/3")):
        rule = msgspec.structs.replace(LOTS, test=test)
        before = at_item(partnership(*QUORUM, VOTING, WAYS, rule)).and_(*EQUAL, lot("for"))
        assert before.when(resolves("vote", MOTION)).verdict("MAJ-1") is Verdict.NOT_MET
    nobody = at_item(partnership(*QUORUM, VOTING, WAYS, LOTS)).and_(tally(0, 0))
    assert nobody.when(lot("for")).verdict("MAJ-1") is Verdict.NOT_MET
    assert nobody.and_(lot("for")).when(resolves("vote", MOTION)).verdict("MAJ-1") is Verdict.NOT_MET


def test_the_casting_vote_is_the_last_and_needs_votes() -> None:  # LSC-10.3, D8
    before = body().and_(*EQUAL, votes("for", CHAIR, casting=True))
    overtaken = before.and_(votes("for", DAN)).when(resolves("vote", MOTION)).finding("MAJ-1")
    assert overtaken.got.startswith("2 for and 1 against: 2 of 3")
    assert before.when(tally(2, 1)).finding("DEC-25").got == "2 to 1"
    assert before.when(tally(1, 1)).verdict("DEC-25") is Verdict.MET
    none = body().and_(tally(0, 0)).when(votes("for", CHAIR, casting=True))
    assert none.verdict("MAJ-1") is Verdict.NOT_MET


def test_a_vote_without_a_right_to_vote_carries_nothing() -> None:  # LSC-10.2, D8, D10
    four = body(present=(*QUORATE, JIM)).and_(votes("for", BOB, CATH, JIM), votes("against", DAN, FAY, GUS))
    judged = four.when(resolves("vote", MOTION)).finding("MAJ-1")
    assert (judged.verdict, judged.got.startswith("2 for and 3 against")) == (Verdict.NOT_MET, True)
    elsewhere = on(MET, meetings.Attended(MEETING, (CHAIR, BOB, CATH, DAN), (), (), virtual=(CATH,)))
    start = partnership(*QUORUM, VOTING, WAYS, MAJORITY).and_(opened(), elsewhere, item(), put())
    doubtful = start.and_(votes("for", BOB, CATH), votes("against", DAN))
    assert doubtful.when(resolves("vote", MOTION)).finding("MAJ-1").got == (
        "1 to 2 for and 1 against: 1 to 2 of 2 to 3 votes cast, needed more than 1/2, 1 to 1.5"
    )


def test_who_votes_and_withdraws_stays_in_the_base() -> None:  # D10
    rule = msgspec.structs.replace(MAJORITY, test=VoteShare("present", more_than="1/2"))
    before = at_item(partnership(*QUORUM, VOTING, WAYS, rule)).and_(votes("for", BOB, CATH, GUS))
    gone = before.and_(on(MET, meetings.PresenceChanged(MEETING, GUS, "withdrew", during=ITEM)))
    assert gone.when(resolves("vote", MOTION)).finding("MAJ-1").got == (
        "3 for and 0 against: 3 of 7 present, needed more than 1/2, 3.5"
    )


def test_who_withdrew_may_have_cast_the_vote_without_a_name() -> None:  # D10
    veto = msgspec.structs.replace(MAJORITY, test=NoneAgainst(Filter(seats=("lead-two",))))
    before = at_item(partnership(*QUORUM, VOTING, WAYS, veto)).and_(votes("for", CATH, DAN), tally(2, 1))
    gone = before.and_(on(MET, meetings.PresenceChanged(MEETING, BOB, "withdrew", during=ITEM)))
    assert gone.when(resolves("vote", MOTION)).verdict("MAJ-1") is Verdict.NOT_KNOWN


def test_voters_are_those_to_whom_the_terms_give_a_vote() -> None:  # LSC-10.2
    nhs = msgspec.structs.replace(VOTING, who=Filter(sectors=("nhs",)))
    rule = msgspec.structs.replace(MAJORITY, test=VoteShare("present", more_than="1/2"))
    before = at_item(partnership(*QUORUM, nhs, WAYS, rule))
    before.when(tally(3, 0)).refused_by(
        "DEC-10 (Remit default): expected at most 2 votes, one for each voter present, got 3 votes"
    )
    both = before.and_(votes("for", DAN, FAY)).when(resolves("vote", MOTION)).finding("MAJ-1")
    assert both.got == "2 for and 0 against: 2 of 2 present, needed more than 1/2, 1"


def test_what_is_agreed_is_opposed_by_nobody_on_any_motion_at_the_item() -> None:  # LSC-6.2
    lost = body().and_(tally(2, 5))
    lost.when(resolves("consensus")).refused_by(
        "DEC-12 (Remit default): expected no vote against what was consensus, got 5 against"
    )
    lost.when(on(MET, MotionWithdrawn(MOTION, MEETING))).refused_by(
        f"DEC-26 (Remit default): expected a motion on which no result was announced, got {MOTION}"
    )
    silent = body().and_(on(MET, VoteTallied(MOTION, MEETING, 4, None, None)))
    assert silent.when(resolves("unanimous", MOTION)).finding("DEC-12").verdict is Verdict.NOT_KNOWN
    named = silent.and_(votes("against", BOB))
    assert named.when(resolves("consensus", MOTION)).verdict("DEC-12") is Verdict.NOT_MET


def test_consensus_that_nobody_is_recorded_to_have_found_is_not_known() -> None:  # LSC-10.3
    judged = at_item(FINDING).when(resolves("consensus")).finding("WAY-1")
    assert (judged.verdict, judged.got) == (
        Verdict.NOT_KNOWN,
        "consensus, which nobody is recorded to have found",
    )


def test_a_motion_that_was_lost_is_not_resolved_in_a_way_that_is_not_recorded() -> None:
    before = partnership(*QUORUM, VOTING, MAJORITY).and_(
        opened(), attended(*QUORATE), item(), put(), tally(1, 6)
    )
    assert before.when(resolves("not recorded", MOTION)).verdict("MAJ-1") is Verdict.NOT_MET
    before.when(resolves("not recorded")).happens()


@pytest.mark.parametrize(
    "part",
    [
        Part("1", "decision", sealed("p"), to=("icb",)),
        Part("1", "in principle", sealed("p"), due="2024-06-01"),
    ],
)
def test_a_part_says_no_more_than_its_kind(part: Part) -> None:  # LSC-M3, PLA-7b
    known = body().and_(on("2023-01-05", organisations.Registered("icb", "ICB", "nhs")))
    known.when(passes(part, way="consensus", motions=())).refused_by(
        "DEC-23 (Remit default): expected whom it is for of a "
        "recommendation, and a day for a condition, got part 1"
    )


def test_a_recommendation_goes_to_organisations_that_the_ledger_knows() -> None:  # PLA-7b
    part = Part("1", "recommendation", sealed("p"), to=("nobody",))
    judged = body().when(passes(part, way="consensus", motions=()))
    assert [one.got for one in judged.findings if one.verdict is Verdict.NOT_MET] == ["nobody"]

"""Terms looked at ahead, with the members of a day, and tried on what was recorded."""

from __future__ import annotations

import msgspec
from tests.ledger.given import Given, on, sealed
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
    MAJORITY,
    MEETING,
    MET,
    MOTION,
    QUORUM,
    RESOLUTION,
    VOTING,
    WAYS,
    attended,
    item,
    opened,
    partnership,
    put,
    resolves,
    terms_with,
    votes,
)

from ledger import meetings, prospects
from ledger.acts import Act
from ledger.facts import members, terms
from ledger.facts.decisions import Resolved
from ledger.facts.filters import Filter
from ledger.facts.voting import VoteCount, VoteShare
from ledger.findings import Verdict

QUORATE = (CHAIR, BOB, CATH, DAN, FAY, GUS, HAL)


def quorum(check: terms.Check) -> terms.QuorumRule:
    return terms.QuorumRule("QUO-1", "8.1", "stated", "a quorum", check)


def ahead(*rules: terms.Rule, start: Given | None = None, day: str = MET) -> list[str]:
    roll = (start or partnership()).state().roll
    return [f"{one.rule} {one.says}".strip() for one in prospects.ahead(terms_with(*rules), roll, day)]


def test_sound_terms_have_no_remark() -> None:
    assert ahead(quorum(terms.Count(Filter(), 3)), MAJORITY) == []


def test_a_quorum_out_of_reach_of_the_members_is_said() -> None:
    assert ahead(quorum(terms.Count(Filter(), 11))) == [
        f"QUO-1 all members of {MET} together cannot meet it: 10"
    ]
    undated = partnership().and_(
        on(MET, members.Ended(ICP, BOB, "lead-two", sealed("reason"))),
        on("2025-01-01", members.Appointed(ICP, BOB, None, "appointed", None)),
    )
    assert ahead(quorum(terms.Count(Filter(), 10)), start=undated) == [
        f"QUO-1 all members of {MET} together may not meet it: 9 for sure and 10 at most"
    ]


def test_somebody_without_whom_nothing_is_decided_is_said() -> None:
    assert ahead(quorum(terms.Count(Filter(seats=("university",)), 1))) == [
        f"QUO-1 without {'p-ivy' + 'a' * 13} nobody else can meet it"
    ]


def test_a_vote_that_cannot_carry_and_a_class_with_nobody_in_it_are_said() -> None:
    ended = on(
        "2024-01-01",
        members.Ended(ICP, GUS, "vcfse-one", sealed("r")),
        members.Ended(ICP, HAL, "vcfse-two", sealed("r")),
    )
    start = partnership().and_(ended)
    vcfse = Filter(sectors=("vcfse",))
    rule = msgspec.structs.replace(MAJORITY, test=VoteCount(vcfse, 1))
    assert ahead(quorum(terms.Count(Filter(offices=("chair",)), 1)), rule, start=start) == [
        f"QUO-1 without {CHAIR} nobody else can meet it",
        f"MAJ-1 no vote carries, were all members of {MET} for it: 0 for of sectors vcfse, needed 1",
        f"MAJ-1 nobody is in sectors vcfse on {MET}",
    ]


def test_an_office_that_nobody_holds_is_said() -> None:
    urgent = terms.UrgentRule(
        rule="URG-1", clause="9", basis="stated", says="so", offices=("deputy-chair",), then="report"
    )
    assert ahead(quorum(terms.Count(Filter(), 3)), urgent) == [
        f"URG-1 nobody is known to hold the office of deputy-chair on {MET}"
    ]


def test_without_members_nothing_is_said_of_them() -> None:
    assert ahead(*QUORUM, day="2020-01-01") == [
        "nobody is known to be a member of icp on 2020-01-01: nothing is said of its members"
    ]


# --- tried on what was recorded ------------------------------------------------------------------


def tried(before: Given, *rules: terms.Rule) -> tuple[prospects.Trial, prospects.Trial]:
    """Judge the resolution by the terms that bound it, then by others."""
    state = before.state()
    (at,) = (one for one in before.facts if isinstance(one.fact.body, Resolved))
    act, body = Act.of(at), at.fact.body
    assert isinstance(body, Resolved)
    open_ = msgspec.structs.replace(state.motions, others=frozenset())
    beside = meetings.Beside(
        state.bodies, state.directory, state.roll, state.deputies, state.programme, state.terms
    )
    other = prospects.tried(beside, terms_with(*rules, version="new"))
    asked = (act, body, state.sittings.known[MEETING], open_)
    more = (state.chain, state.functions)
    return prospects.judged(*asked, beside, *more), prospects.judged(*asked, other, *more)


def after_a_vote() -> Given:
    at = partnership().and_(opened(), attended(*QUORATE), item(), put())
    return at.and_(votes("for", BOB, CATH, GUS), votes("against", CHAIR, DAN), resolves("vote", MOTION))


def test_another_majority_gives_another_outcome_with_its_clause() -> None:
    two_thirds = msgspec.structs.replace(MAJORITY, clause="9", test=VoteShare("votes cast", at_least="2/3"))
    was, now = tried(after_a_vote(), *QUORUM, WAYS, VOTING, two_thirds)
    assert (was.verdict, was.against, now.verdict) == (Verdict.MET, (), Verdict.NOT_MET)
    (against,) = now.against
    assert against.sentence() == (
        "MAJ-1 (ToR 9): expected a simple majority of votes, "
        "got 3 for and 2 against: 3 of 5 votes cast, needed at least 2/3, 3.333"
    )


def test_a_vote_that_the_terms_give_to_nobody_is_left_out() -> None:
    councils = msgspec.structs.replace(VOTING, who=Filter(sectors=("local-government",)))
    was, now = tried(after_a_vote(), *QUORUM, WAYS, councils, MAJORITY)
    assert (was.verdict, now.verdict) == (Verdict.MET, Verdict.MET)
    others = msgspec.structs.replace(VOTING, who=Filter(sectors=("nhs", "vcfse")))
    _, tied = tried(after_a_vote(), *QUORUM, WAYS, others, MAJORITY)
    assert tied.against[0].got == "1 for and 1 against: 1 of 2 votes cast, needed more than 1/2, 1"


def test_where_no_terms_bound_it_it_is_not_known() -> None:
    before = Given(tuple(one for one in after_a_vote().facts if not isinstance(one.fact.body, terms.Adopted)))
    was, now = tried(before, *QUORUM, WAYS, VOTING, MAJORITY)
    assert ([one.rule for one in was.against], now.verdict) == (["TER-1"], Verdict.MET)


def test_other_motions_are_left_as_they_are() -> None:
    second = "v-second" + "a" * 10
    before = partnership().and_(opened(), attended(*QUORATE), item(), put(second), put())
    voted = before.and_(votes("for", BOB), resolves("vote", MOTION))
    was, now = tried(voted, *QUORUM, WAYS, VOTING, MAJORITY)
    assert (was.verdict, now.verdict, ITEM, RESOLUTION) == (Verdict.MET, Verdict.MET, ITEM, RESOLUTION)

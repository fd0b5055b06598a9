"""Reconsideration: what was decided is not put again for six months, unless enough members ask for it."""

from __future__ import annotations

import msgspec
import pytest
from tests.ledger.given import Given, Step, given, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    DAN,
    FAY,
    GUEST,
    GUS,
    HAL,
    ICP,
    ITEM,
    MEETING,
    MET,
    RESOLUTION,
    RULES,
    attended,
    constituted,
    item,
    opened,
    partnership,
    terms_with,
)

from ledger.facts import meetings, members, outcomes, terms
from ledger.facts.decisions import MotionAmended, MotionPut, Part, Resolved, VoteTallied
from ledger.findings import Verdict

THERE = (CHAIR, BOB, CATH, DAN, FAY, GUS, HAL)
RULE = terms.ReconsiderationRule(
    rule="REC-1",
    clause="13",
    basis="stated",
    says="not for six months, unless three ask",
    months=6,
    asked_by=3,
)
NEXT, AGAIN, LATER, NEXT_ITEM = (
    named("m", "next"),
    named("v", "again"),
    named("d", "later"),
    named("i", "next"),
)


def body(*rules: terms.Rule) -> Given:
    """Give a partnership that decided something on 25 March 2024."""
    adopted = terms.Adopted(terms_with(*RULES, *rules, version="2024"), "2023-05-02")
    start = partnership().and_(on("2023-05-02", adopted), opened(), attended(*THERE), item())
    part = Part("1", "decision", sealed("so"))
    return start.and_(on(MET, Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), (part,))))


def met(day: str) -> tuple[Step, ...]:
    return on(
        day,
        meetings.Opened(NEXT, ICP, "meeting", None, sealed("hall")),
        meetings.Attended(NEXT, THERE, (), ()),
        meetings.ItemOpened(NEXT, NEXT_ITEM, "1", sealed("again"), None),
    )


def puts(day: str, *asked: str, again: str | None = RESOLUTION) -> tuple[Step, ...]:
    made = MotionPut(
        AGAIN, NEXT, NEXT_ITEM, sealed("text"), moved=False, proposer=None, seconded=False, seconder=None,
        reconsiders=again, asked_by=asked,
    )  # fmt: skip
    return on(day, made)


@pytest.mark.parametrize(
    ("day", "asked", "verdict"),
    [("2024-09-25", (), Verdict.MET), ("2024-09-24", (), Verdict.NOT_MET),
     ("2024-09-24", (BOB, CATH, DAN), Verdict.MET), ("2024-09-24", (BOB, CATH, CATH), Verdict.NOT_MET),
     ("2024-09-24", (BOB, CATH, GUEST), Verdict.NOT_MET)],
)  # fmt: skip
def test_six_months_or_three_members(day: str, asked: tuple[str, ...], verdict: Verdict) -> None:
    found = body(RULE).and_(met(day)).when(puts(day, *asked)).finding("REC-1")
    assert found.verdict is verdict
    assert found.got.startswith(f"put on {day}, may be from 2024-09-25; asked for by ")


def test_who_may_be_a_member_leaves_it_open() -> None:
    doubtful = on("2024-07-01", members.Appointed(ICP, GUEST, None, "appointed", None))
    before = body(RULE).and_(doubtful, met("2024-06-01"))
    assert before.when(puts("2024-06-01", BOB, CATH, GUEST)).verdict("REC-1") is Verdict.NOT_KNOWN


def test_nobody_may_ask_where_the_terms_let_nobody() -> None:
    strict = msgspec.structs.replace(RULE, asked_by=None)
    found = body(strict).and_(met("2024-06-01")).when(puts("2024-06-01", *THERE)).finding("REC-1")
    assert (found.verdict, found.got) == (
        Verdict.NOT_MET,
        "put on 2024-06-01, may be from 2024-09-25; asked for by 7 members",
    )


def test_what_is_put_again_is_known_and_needs_a_rule_to_wait() -> None:
    before = body().and_(met("2024-06-01"))
    before.when(puts("2024-06-01")).happens()
    before.when(puts("2024-06-01", again=None)).happens()
    unknown = before.when(puts("2024-06-01", again=named("d", "nothing")))
    assert unknown.verdict("DEC-39") is Verdict.NOT_MET
    other = msgspec.structs.replace(RULE, matters=("budget",))
    version = terms_with(*RULES, other, version="2025")
    budget = msgspec.structs.replace(version, matters=(terms.Matter("budget", "Budget", "13"),))
    since = body().and_(on("2024-05-01", terms.Adopted(budget, "2024-05-01")), met("2024-06-01"))
    since.when(puts("2024-06-01")).happens()


def undone(day: str, change: outcomes.Change = "rescinded") -> tuple[Step, ...]:
    return on(day, outcomes.Changed(RESOLUTION, ICP, change, sealed("so"), by=LATER))


def later(day: str, *, again: str | None) -> tuple[Step, ...]:
    part = Part("1", "decision", sealed("no more"))
    return (
        *met(day),
        *puts(day, BOB, CATH, DAN, again=again),
        *on(day, MotionAmended(AGAIN, NEXT, sealed("other"))),
        *on(day, VoteTallied(AGAIN, NEXT, 7, 0, 0)),
        *on(day, Resolved(LATER, NEXT, NEXT_ITEM, "vote", (AGAIN,), (part,))),
    )


def test_a_decision_is_undone_before_its_time_only_on_a_motion_to_reconsider() -> None:
    without = body(RULE).and_(later("2024-06-01", again=None)).when(undone("2024-06-01"))
    assert without.finding("REC-1").got == f"{LATER} on 2024-06-01, without a motion to reconsider it"
    assert without.verdict("REC-1") is Verdict.NOT_MET
    body(RULE).and_(later("2024-06-01", again=RESOLUTION)).when(undone("2024-06-01")).happens()
    body(RULE).and_(later("2024-09-25", again=None)).when(undone("2024-09-25", "superseded")).happens()
    ratified = body(RULE).and_(later("2024-06-01", again=None)).when(undone("2024-06-01", "ratified"))
    assert [one for one in ratified.findings if one.rule == "REC-1"] == []


def test_nobody_undoes_a_decision_by_a_word_where_terms_ask_for_a_motion() -> None:
    bare = body(RULE).when(on("2024-06-01", outcomes.Changed(RESOLUTION, ICP, "rescinded", sealed("so"))))
    assert bare.finding("REC-1").got == "no later decision on 2024-06-01, without a motion to reconsider it"
    assert bare.verdict("REC-1") is Verdict.NOT_MET
    part = Part("1", "decision", sealed("so"))
    first = on(MET, Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), (part,)))
    none = given(constituted()).and_(opened(), item(), first, later("2024-06-01", again=None))
    assert [one for one in none.when(undone("2024-06-01")).findings if one.rule == "REC-1"] == []

"""Laws of folding and reading: what happened replays, whatever today's rules say; reading comes to an end."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import pairwise
from typing import cast

import msgspec
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.examples import BEN, EXAMPLES, LINK, ROOT
from tests.laws import tried
from tests.ledger.given import Given, Step, fold, gather, given, named, on, sealed, totals
from tests.ledger.partnership import (
    BOB,
    CHAIR,
    ICP,
    ITEM,
    MEETING,
    MET,
    MOTION,
    STRANGER,
    attended,
    item,
    opened,
    put,
    resolves,
    scope,
    votes,
)

from ledger.boundaries import ROUNDS_MAX
from ledger.corrections import Said
from ledger.errors import Refused
from ledger.facts import Body, bodies, decisions, delegations, meetings, members, offices
from ledger.judge import decide, examine
from ledger.state import State

GIVEN = (
    "Granted",
    "PassedOn",
    "Amended",
    "Revoked",
    "Suspended",
    "Resumed",
    "Accepted",
    "Reported",
    "Used",
    "Ratified",
)
GIVERS = ("body:icp", "organisation:east-council", "body:nowhere")

ID = re.compile(r"\A(?:[pmivdfganstbqocekuwx]|ag|dp|cn|tg|dt|rk|ld)-[a-z2-7]{16}\Z")
CODES = ("icp", "place")
DAYS = ("2024-02-29", "2024-03-25", "2024-10-27T00:30:00.000000Z", "2024-10-27T23:59:59.999999Z")
CHOICES: dict[str, tuple[object, ...]] = {
    "body": CODES,
    **{f"{one}.by": GIVERS for one in GIVEN},
    **{f"{one}.by": ("east-council", "west-council") for one in ("Nominated", "Approved", "Declined")},
    **{f"{one}.by": CODES for one in ("FundOpened", "ContributionAgreed", "Allocated", "AllocationChanged")},
    **{f"{one}.by": CODES for one in ("ContributionPaid", "Committed", "Released", "Paid")},
    **{f"{one}.by": CODES for one in ("FundVaried", "AllocationLapsed")},
    "Ended.funds": ((), ("pool",), ("other", "pool")),
    "successors": ((), ("place",), CODES),
    "fund": ("pool", "other"),
    "FundOpened.kind": ("pooled", "aligned"),
    "FundOpened.begins": DAYS[:2],
    "population": (50_000, 1),
    "Allocated.to": CODES,
    "assured_by": (None, *CODES),
    "founders": ((), ("east-council",), CODES),
    "parents": ((), CODES),
    "Appointed.seat": ("chair", "other", None),
    "Ended.seat": ("chair", "other", None),
    "office": ("chair", "other"),
    "began": (None, "2024-02-29", "2024-10-27"),
    "begins": (None, "2024-02-29"),
    "ends": (None, "2024-10-27"),
    "Opened.kind": ("meeting", "workshop"),
    "effect": ("noted", "withdraws"),
    "choice": ("for", "against", "abstain"),
    "LotDrawn.choice": ("for", "against", "other"),
    "found": (True, False),
    "Answered.answer": ("accepted", "declined", "deferred"),
    "Considered.answer": ("accepted", "declined", "deferred"),
    "board": CODES,
    "Settled.met": (True, False),
    "Changed.change": ("ratified", "superseded", "rescinded", "contested", "contest ended", "set aside"),
    "holds": ("for those that agree", "only if all agree"),
    "agreed": (True, False),
    **{f"{one}.agreed": ((), ("body:place",), GIVERS[:2]) for one in ("Varied", "Refreshed", "Renewed")},
    "Ended.how": ("replaced", "expired", "terminated"),
    "Excepted.why": ("general exception", "special urgency"),
    "CallInEnded.outcome": ("released", "referred back"),
    "defect": ("vacancy", "power", "other"),
    "good_faith": (True, False),
    "Resolved.way": ("consensus", "vote", "not recorded"),
    "votes_for": (None, 0, 3),
    "votes_against": (None, 3),
    "casting": (True, False),
    "until": (None, "2024-02-29", "2024-10-27"),
    "onward": (0, 2),
    "function": ("grants", "sales"),
    "Erased.found": ("roll:icp", "founding", "body:icp"),
    "Contested.found": ("roll:icp", "founding", "body:icp"),
    "Withdrawn.found": ("roll:icp", "founding", "body:icp"),
    "served": ((), ("icp",), CODES),
    "paths": (("body.name",), ("body.text", "departure")),
    "Function.under": (None, "grants", "sales"),
    "Listed.by": CODES,
    "Ended.by": CODES,
    "Opened.under": (None, *CODES),
    "party": ("organisation:west-council", "body:place"),
    "Granted.kind": ("delegated", "advisory", "reserved"),
    "acting": (1, 2),
    "Duty.what": ("report", "notify"),
    "Reported.what": ("report", "notify"),
    "over": ("one act", "month", "quarter", "calendar year", "financial year", "all acts"),
    "side": ("by", "against"),
    "Raised.holds": (True, False),
    "StageOpened.holds": (True, False),
    "StageRule.holds": (True, False),
    "StageOpened.stage": ("talks", "process"),
    "StepTaken.stage": ("talks", "process"),
    "step": ("offered", "met", "proposed", "agreed", "failed"),
    "Settled.outcome": ("confirmed", "amended", "rescinded", "resolved", "disagreement recorded"),
    "changes": (True, False),
    "Escalated.to": ("dispute", "asking to leave"),
    "AskedToLeave.organisation": ("east-council", "west-council"),
    "Set.parties": (("organisation:east-council",), ("organisation:west-council", "body:icp")),
    "Set.first": ("2024-01", "2024-10"),
    "period": ("2024-01", "2024-02", "2024-10"),
    "every": ("month", "quarter", "year"),
    "owner": (None, "organisation:east-council", "body:place", "office:icp/chair"),
    "Bearer.party": ("organisation:east-council", "organisation:west-council", "body:place"),
    "share": (None, 4_000, 7_000),
    "likelihood": (None, 4),
    "impact": (None, 5),
    "mitigation": ("before", "after"),
    "Shared.what": ("loss", "gain"),
    "designation": ("sponsor", "executive"),
    "Closed.outcome": ("done", "dropped"),
    "Due.first": (None, "2024-02-29"),
    "Due.last": (None, "2024-10-27"),
    "decided": (None, "2024-02-29", "2024-10-27"),
}
"""What takes the place of a value, by the name of its field; ids take the place of ids of their kind."""


def ids(like: str) -> list[str]:
    return [f"{like[:-16]}{letter * 16}" for letter in "abc"]


def varied(draw: st.DrawFn, value: object, name: str = "", within: str = "") -> object:
    """Give a value like this one, about other things."""
    if isinstance(value, msgspec.Struct):
        of = type(value).__name__
        return type(value)(
            **{one: varied(draw, getattr(value, one), one, of) for one in value.__struct_fields__}
        )
    if isinstance(value, tuple) and value and all(isinstance(one, str) and ID.match(one) for one in value):
        return tuple(draw(st.lists(st.sampled_from(ids(value[0])), min_size=1, max_size=3)))
    if isinstance(value, str) and ID.match(value):
        return draw(st.sampled_from(ids(value)))
    choices = CHOICES.get(f"{within}.{name}", CHOICES.get(name))
    if choices is not None:
        return draw(st.sampled_from(choices))
    return tuple(varied(draw, one) for one in value) if isinstance(value, tuple) else value


@st.composite
def steps(draw: st.DrawFn) -> Step:
    """Give any fact that can be stated, sensible or not."""
    body = cast("Body", varied(draw, draw(st.sampled_from(EXAMPLES))))
    (step,) = on(
        draw(st.sampled_from(DAYS)),
        body,
        recorded=draw(st.sampled_from(DAYS)),
        person=draw(st.sampled_from((None, *ids(BEN)))),
    )
    return step.departing() if draw(st.booleans()) else step


WORLD = tuple(step for body in EXAMPLES for step in on(DAYS[1], body))
"""One of every fact, so that what comes after it has something to touch."""

histories = st.tuples(st.sampled_from(((), WORLD)), st.lists(steps(), max_size=25)).map(
    lambda made: Given().with_(*made[0], *made[1])
)


@for_any(histories)
@settings(deadline=None, max_examples=tried(100))
def test_any_facts_in_any_order_fold(history: Given) -> None:
    assert isinstance(history.state(), State)


@for_any(histories, steps())
@settings(deadline=None, max_examples=tried(100))
def test_any_act_after_any_facts_is_judged(history: Given, step: Step) -> None:
    findings = history.when(step).findings
    with suppress(Refused):
        decide(step.act(), findings)
    assert findings


@for_any(histories, steps())
@settings(deadline=None, max_examples=tried(100))
def test_a_boundary_only_grows_and_settles(history: Given, step: Step) -> None:
    _, rounds = gather(step.act(), history.facts)
    assert len(rounds) <= ROUNDS_MAX
    assert all(before < after for before, after in pairwise(rounds))


@for_any(histories, steps(), st.data())
@settings(deadline=None, max_examples=tried(100))
def test_what_no_boundary_asks_for_changes_no_judgement(
    history: Given, step: Step, data: st.DataObject
) -> None:
    """Facts that carry none of the tags may be dropped, a few or all."""
    _, rounds = gather(step.act(), history.facts)
    beside = [fact for fact in history.facts if not rounds[-1] & set(fact.fact.tags)]
    dropped = set(data.draw(st.lists(st.sampled_from(beside)))) if beside else set()
    kept = tuple(fact for fact in history.facts if fact not in dropped)
    state = fold(kept).charged(totals(kept))
    assert examine(step.act(), state) == examine(step.act(), history.state())


def test_the_longest_chain_that_can_be_is_read_in_time() -> None:  # D2
    links = [named("g", f"l{first}{second}") for first in "abcd" for second in "abcdefghij"]
    root = delegations.Granted(links[0], "body:icb", (CHAIR,), "scheme 4.1", scope(onward=8))
    below = (
        delegations.PassedOn(code, parent, "body:icb", (BOB,), scope(onward=8))
        for parent, code in pairwise(links)
    )
    history = given(on(MET, root, *below))
    use = delegations.Used(
        named("a", "act"), tuple(links[:8]), "body:icb", (BOB,), "grants", None, sealed("matter")
    )
    _, rounds = gather(on(MET, use)[0].act(), history.facts)
    assert len(rounds) <= 2
    for code in (links[7], links[-1]):
        narrowing = delegations.Amended(code, "body:icb", scope())
        _, rounds = gather(on(MET, narrowing)[0].act(), history.facts)
        assert len(rounds) <= ROUNDS_MAX
        assert all(before < after for before, after in pairwise(rounds))


def test_history_that_todays_rules_forbid_still_replays() -> None:
    """Every step is one that the judge refuses, and each of them is what happened all the same."""
    wide = scope("grants", "sales", onward=3)
    forbidden = (
        *on(MET, bodies.Constituted(ICP, ICP, "an Act", ("nobody",), ("nowhere",))),
        *on(MET, members.Appointed(ICP, STRANGER, "throne", "appointed", MET)),
        *on(MET, offices.Elected(ICP, "emperor", STRANGER, "1066", MET, None)),
        *opened("workshop", day="2024-03-24"),
        *attended(STRANGER, STRANGER),
        *item(),
        *item(),
        *put(),
        *votes("for", STRANGER),
        *votes("against", STRANGER),
        *resolves("vote", MOTION),
        *on(MET, delegations.Granted(ROOT, "body:nowhere", (STRANGER,), "scheme 4.1", scope())),
        *on(MET, delegations.PassedOn(LINK, ROOT, "body:nowhere", (BOB,), wide), person=CHAIR),
        *on(MET, delegations.Amended(ROOT, "body:nowhere", wide)),
    )
    history = given()
    for step in forbidden:
        try:
            decide(step.act(), history.when(step).findings)
        except Refused:
            history = history.with_(step)
    state = history.state()
    assert len(history.facts) == 1 + len(forbidden)
    assert state.bodies.known[ICP].founders == ("nobody",)
    assert state.roll.holder(ICP, "emperor", MET) == STRANGER
    assert state.sittings.known[MEETING].present_at(ITEM) == (STRANGER, STRANGER)
    assert state.motions.ballots[MOTION].votes == {STRANGER: "against"}
    assert state.motions.ballots[MOTION].resolved
    assert state.chain.links[ROOT].scope(MET) == wide
    assert state.chain.links[LINK].to == (BOB,)


def test_what_happened_to_things_that_nobody_knows_changes_nothing() -> None:
    stray = on(
        MET,
        meetings.Closed(MEETING),
        members.Ended(ICP, BOB, None, sealed("reason")),
        offices.OfficeEnded(ICP, "chair", BOB, sealed("reason")),
        decisions.VoteTallied(MOTION, MEETING, 1, 0, 0),
        delegations.Revoked(ROOT, f"body:{ICP}", sealed("reason")),
    )
    state = given(stray, votes("for", BOB)).state()
    before = given().state()
    assert replace(state, said=Said(), told=before.told) == before

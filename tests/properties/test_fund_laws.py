"""Laws of money: the parts are the whole to the penny, at every level, on every day, whatever was recorded.

The oracle knows no levels: for each day it goes through the flat list of facts and adds each amount to the
accounts that it touches, as double entry does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.laws import tried
from tests.ledger.given import Given, Step, named, on
from tests.ledger.test_fund_changes import body_ends, lapses, varies
from tests.ledger.test_funds import (
    NEXT_APRIL,
    USED,
    agrees,
    allocates,
    changes_to,
    commits,
    opens,
    pays,
    pounds,
    releases,
    world,
)
from tests.ledger.test_grounds import GRANTED

from ledger.errors import Refused
from ledger.facts import Body
from ledger.facts import funds as facts
from ledger.facts.words import Money
from ledger.judge import decide
from ledger.levels import apportion

DAYS = ("2024-04-01", "2024-05-01", "2024-06-01", "2024-07-01")
TOP, LOW, SIDE = (named("w", name) for name in ("top", "low", "side"))
HEIR, ACT, PASSES_ON = "delivery", USED.act, "2024-06-01"
PLACES = {TOP: (None, "icp", "place"), LOW: (TOP, "place", "theme"), SIDE: (TOP, "place", "district")}
ONE, TWO, THREE, FOUR = (named("x", name) for name in ("one", "two", "three", "four"))
OF = {TOP: (ONE, THREE, FOUR), LOW: (TWO,), SIDE: (ONE, TWO)}
SHARES = (facts.RiskShare("icb", 1),)
FENCE = facts.RingFence("9", ("grants",))
amounts = st.integers(1, 12) | st.integers(1, 4)
days = st.sampled_from(DAYS)


@st.composite
def steps(draw: st.DrawFn) -> Step:
    """Give something that is said of money, in this order of days or another, by whoever holds it."""
    kind, amount, day = draw(st.sampled_from("acuuxxxxxxrrrppplllev")), draw(amounts), draw(days)
    allocation = draw(st.sampled_from(tuple(PLACES)))
    parent, *parties = PLACES[allocation]
    # The body in the middle may have been succeeded, and what lapsed is for who holds the level above.
    by, to = (HEIR if one == "place" and draw(st.integers(0, 3)) == 0 else one for one in parties)
    to = by if draw(st.integers(0, 9)) == 0 else to
    act = draw(st.sampled_from((None, ACT, ACT)))
    function = draw(st.sampled_from(("grants", "grants", "roads", None)))
    commitment = draw(st.sampled_from(OF[allocation]))
    nothing = None if draw(st.integers(0, 5)) == 0 else amount
    made = {
        "a": lambda: agrees(nothing, source=draw(st.sampled_from(("Grant", "Levy"))), day=day),
        "c": lambda: allocates(amount, allocation, by, parent, to, day),
        "u": lambda: changes_to(nothing, allocation, by, parent, day),
        "x": lambda: commits(amount, commitment, allocation, to, day, act=act, function=function),
        "r": lambda: releases(amount, day, to, commitment),
        "p": lambda: pays(amount, day, to, commitment),
        "l": lambda: lapses(amount, allocation, to, parent, day),
        "e": lambda: body_ends(TOP, successors=(HEIR,), day=PASSES_ON),
        "v": lambda: varies(day, shares=SHARES, ends="2024-07-01", ring_fenced=FENCE),
    }[kind]()
    body = made[0].body
    if isinstance(body, facts.Released | facts.Paid):
        return replaced(made[0], allocation)
    return made[0]


def replaced(step: Step, allocation: str) -> Step:
    """Say the same of another allocation."""
    return replace(step, body=replace(step.body, allocation=allocation))


def accepted(history: Sequence[Step], *, departing: bool, begins: bool = True) -> Given:
    """Record one step after another; what is refused did not happen, or is recorded as a departure."""
    begun = (allocates(15, TOP), allocates(6, LOW, "place", TOP, "theme"), commits(2, ONE, TOP, act=ACT))
    done = on("2024-01-05", GRANTED), on("2024-03-25", replace(USED, amount=pounds(5)))
    before = world().and_(*done, opens(), agrees(20), *(begun if begins else ()))
    for one in history:
        step = fitting(one, before)
        tried = step.departing() if departing else step
        outcome = before.when(tried)
        try:
            decide(tried.act(), outcome.findings)
        except Refused:
            continue
        before = before.with_(tried)
    return before


def fitting(step: Step, before: Given) -> Step:
    """Have what lapses leave what was used, and what is released name the act: what fits is seldom drawn."""
    body, funds = step.body, before.state().funds
    if isinstance(body, facts.AllocationLapsed):
        level = funds.level(body.allocation)
        kept = funds.kept(level, step.on) if level is not None else 0
        return replace(step, body=replace(body, amount=Money(kept, "GBP") if kept else None))
    if isinstance(body, facts.Released):
        one = funds.commitments.get((body.commitment, body.allocation))
        return replace(step, body=replace(body, act=one.made.act if one is not None else None))
    return step


def flat(history: Given) -> list[tuple[str, Body]]:
    """Give the facts as a plain list."""
    return [(one.day, one.fact.body) for one in history.facts]


def accounts(history: list[tuple[str, Body]], day: str) -> Counter[tuple[str, str]]:
    """Add up, from the flat list of facts, what every account holds on a day."""
    sums: Counter[tuple[str, str]] = Counter()
    latest: dict[tuple[str, str], tuple[str, int, str | None]] = {}
    held: Counter[str] = Counter()
    where: dict[str, str] = {}
    stays: dict[str, int] = {}
    for on_, body in history:
        if on_ > day:
            continue
        match body:
            case facts.ContributionAgreed():
                key, above = (body.organisation, body.source), None
            case facts.Allocated() | facts.AllocationChanged():
                key, above = (body.allocation, ""), body.parent or "fund"
            case facts.AllocationLapsed():
                most = body.amount.minor if body.amount else 0
                stays[body.allocation] = min(most, stays.get(body.allocation, most))
                continue
            case facts.Committed() | facts.Released():
                sign = 1 if isinstance(body, facts.Committed) else -1
                held[body.commitment] += sign * body.amount.minor
                sums["committed", body.allocation] += sign * body.amount.minor
                where[body.commitment] = body.allocation
                continue
            case facts.Paid():
                sums["drawn", body.allocation] += body.amount.minor
                held["drawn " + body.commitment] += body.amount.minor
                continue
            case _:
                continue
        if key not in latest or latest[key][0] <= on_:
            latest[key] = (on_, body.amount.minor if body.amount else 0, above)
    for (code, _), (_, told, above) in latest.items():
        minor = min(told, stays.get(code, told))
        sums["allocated", code if above else "fund"] += minor
        if above:
            sums["passed", above] += minor
    for commitment, allocation in where.items():
        sums["beyond", allocation] += max(0, held["drawn " + commitment] - held[commitment])
    return sums


histories = st.lists(steps(), max_size=16)


@for_any(histories, st.booleans(), st.booleans())
@settings(deadline=None, max_examples=tried(60))
def test_every_level_on_every_day_is_what_the_flat_list_of_facts_adds_up_to(
    history: list[Step],
    departing: bool,  # noqa: FBT001 - drawn
    begins: bool,  # noqa: FBT001 - drawn
) -> None:  # PLD-1
    before = accepted(history, departing=departing, begins=begins)
    funds = before.state().funds
    for day in (*DAYS, NEXT_APRIL):
        expected = accounts(flat(before), day)
        for code in (None, *PLACES):
            told = funds.position("pool", code, day)
            found = {name: getattr(told, name) for name in told.__struct_fields__}
            assert found == {name: expected[name, code or "fund"] for name in found}


@for_any(histories, st.booleans())
@settings(deadline=None, max_examples=tried(60))
def test_the_parts_are_the_whole_to_the_penny(
    history: list[Step],
    departing: bool,  # noqa: FBT001 - drawn
) -> None:  # PLD-1
    funds = accepted(history, departing=departing).state().funds
    for day in DAYS:
        codes = [None, *(one.made.allocation for _, one in funds.tree("pool"))]
        parts = [funds.position("pool", code, day) for code in codes]
        for one in parts:
            assert one.allocated + one.over == one.passed + one.committed + one.beyond + max(0, one.left)
        whole = funds.whole("pool", day)
        assert whole.left == sum(one.left for one in parts)
        assert whole.allocated == sum(one.left + one.committed + one.beyond for one in parts)


@for_any(histories)
@settings(deadline=None, max_examples=tried(60))
def test_nothing_but_what_was_drawn_beyond_a_commitment_brings_a_level_over(history: list[Step]) -> None:
    funds = accepted(history, departing=False).state().funds
    for day in DAYS:
        for code in (None, *PLACES):
            told = funds.position("pool", code, day)
            assert told.over <= told.beyond


@for_any(st.integers(0, 10**12), st.lists(st.integers(1, 10**6), min_size=1, max_size=32))
def test_shares_sum_to_the_whole_and_none_is_a_penny_off(minor: int, parts: list[int]) -> None:  # PLD-1
    shares = apportion(minor, parts)
    assert sum(shares) == minor
    assert all(
        abs(share * sum(parts) - minor * part) < sum(parts) for share, part in zip(shares, parts, strict=True)
    )


@for_any(histories)
@settings(deadline=None, max_examples=tried(60))
def test_what_is_committed_by_an_act_is_within_it_and_what_lapsed_leaves_nothing(history: list[Step]) -> None:
    before = accepted(history, departing=False)  # PLD-1
    funds, told = before.state().funds, flat(before)
    for day in (*DAYS, NEXT_APRIL):
        spent: Counter[str] = Counter()
        for on_, body in told:
            if isinstance(body, facts.Committed | facts.Released) and body.act and on_ <= day:
                sign = 1 if isinstance(body, facts.Committed) else -1
                spent[body.act] += sign * body.amount.minor
        assert all(minor <= 5_00 for minor in spent.values())
    for level in funds.levels.values():
        for day, body in level.lapses:
            assert level.amount(day) <= (body.amount.minor if body.amount else 0)

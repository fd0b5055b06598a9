"""Laws of delegation, against sets: what a link permits is cut out of what the link above it permits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import product

import msgspec
import pytest
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st
from tests.examples import scope_of
from tests.laws import tried
from tests.ledger.given import Given, Step, given, named, on, sealed
from tests.ledger.partnership import BOB, CATH, CHAIR, DAN, registered

from ledger.acts import Recorded
from ledger.errors import Refused
from ledger.facts.bodies import Constituted
from ledger.facts.delegations import Amended, Granted, Limit, Over, PassedOn, Revoked, Scope, Used
from ledger.facts.words import Money
from ledger.findings import Verdict
from ledger.judge import decide, examine
from ledger.tags import PERIODS

DAYS = ("2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01", "2024-03-02", "2024-03-03")
PEOPLE = (CHAIR, BOB, CATH, DAN)
LINKS = tuple(named("g", f"link{letter}") for letter in "abcde")
FUNCTIONS = ("grants", "leases")
AMOUNTS = (None, *(Money(minor, "GBP") for minor in (1, 2, 3)), Money(1, "EUR"))
STEPS_MAX = 16
KINDS = ("grant", *["pass"] * 3, *["narrow"] * 5, "revoke", *["use"] * 2)

amounts = st.sampled_from(AMOUNTS)
totals = st.sampled_from((None, Money(3, "GBP"), Money(5, "GBP"), Money(2, "EUR")))
plain = st.builds(
    scope_of,
    functions=st.sampled_from((FUNCTIONS, FUNCTIONS[:1], FUNCTIONS[1:])),
    each=amounts,
    total=totals,
    until=st.sampled_from((None, *DAYS)),
    onward=st.integers(0, 3),
)


@st.composite
def periodic(draw: st.DrawFn) -> Scope:
    """Give a scope, in some cases with a limit over a period too."""
    scope, over, amount = draw(plain), draw(st.sampled_from((None, None, *PERIODS))), draw(totals)
    more = () if over is None or amount is None else (Limit(amount, over),)
    return msgspec.structs.replace(scope, limits=(*scope.limits, *more))


scopes = periodic()


@dataclass(frozen=True, slots=True)
class Use:
    """What somebody wants to do, without saying when."""

    delegation: str
    person: str
    function: str
    amount: Money | None


USES = tuple(Use(*one) for one in product(LINKS, PEOPLE, FUNCTIONS, AMOUNTS))


# --- the other road: sets, straight from the list of facts ---------------------------------------


def chain_of(facts: tuple[Recorded, ...], delegation: str) -> tuple[str, ...]:
    """Give the ids from the root down; nothing for what nobody granted."""
    for fact in facts:
        body = fact.fact.body
        if isinstance(body, Granted) and body.delegation == delegation:
            return (delegation,)
        if isinstance(body, PassedOn) and body.delegation == delegation:
            return (*chain_of(facts, body.parent), delegation)
    return ()


def spent(facts: tuple[Recorded, ...], delegation: str, currency: str) -> tuple[tuple[str, int], ...]:
    """Give what was spent under a link, with the day of each act."""
    uses = [(fact.day, fact.fact.body) for fact in facts if isinstance(fact.fact.body, Used)]
    counted = [(day, use.amount) for day, use in uses if delegation in use.chain and use.amount is not None]
    return tuple((day, amount.minor) for day, amount in counted if amount.currency == currency)


def counts(over: Over, day: str, other: str) -> bool:
    """Say whether an act of another day counts beside one of this day. All days are of one quarter."""
    return over not in {"one act", "month"} or (over == "month" and day[:7] == other[:7])


def permits(
    scope: Scope, function: str, amount: Money | None, already: tuple[tuple[str, int], ...], day: str
) -> bool:
    """Say whether one scope alone has room for this."""
    if function not in scope.functions or (scope.until is not None and day >= scope.until):
        return False
    return all(
        amount is not None
        and amount.currency == limit.amount.currency
        and amount.minor + sum(minor for when, minor in already if counts(limit.over, day, when))
        <= limit.amount.minor
        for limit in scope.limits
    )


def permitted(
    facts: tuple[Recorded, ...], delegation: str, day: str, known: str
) -> set[tuple[str, Money | None]]:
    """Give what a link permits on a day, as known on another: cut by every scope and by the link above."""
    everything = set(product(FUNCTIONS, AMOUNTS))
    found = False
    for fact in facts:
        body = fact.fact.body
        if not isinstance(body, Granted | PassedOn | Amended | Revoked) or body.delegation != delegation:
            continue
        if isinstance(body, Revoked):
            everything &= everything if fact.day > max(day, known) else set()
            continue
        if isinstance(body, Granted | PassedOn):
            found = fact.day <= day
        if isinstance(body, PassedOn):
            everything &= permitted(facts, body.parent, day, known)
        if isinstance(body, Amended) and fact.day > max(day, known):
            continue
        everything = {
            (function, amount)
            for function, amount in everything
            if permits(
                body.scope,
                function,
                amount,
                spent(facts, delegation, amount.currency) if amount else (),
                day,
            )
        }
    return everything if found else set()


def holder_of(facts: tuple[Recorded, ...], delegation: str) -> str | None:
    made = [fact.fact.body for fact in facts if isinstance(fact.fact.body, Granted | PassedOn)]
    return next((body.to[0] for body in made if body.delegation == delegation), None)


# --- histories -----------------------------------------------------------------------------------


def start() -> Given:
    return given(registered(*PEOPLE))


def wish(before: Given, use: Use, day: str, recorded: str) -> Step:
    chain = chain_of(before.facts, use.delegation) or (use.delegation,)
    act = f"a-{'a' * 12}" + "".join("abcdefghijklmnop"[len(before.facts) // 16**at % 16] for at in range(4))
    body = Used(act, chain, "body:icb", (use.person,), use.function, use.amount, sealed("matter"))
    return on(day, body, recorded=recorded)[0]


def allowed(before: Given, day: str, recorded: str, people: Collection[str] = ()) -> set[Use]:
    """Give every use that the judge has nothing against: by the holders of the links, or by these people."""
    state = before.state()
    asked = [use for use in USES if use.person in (people or (holder_of(before.facts, use.delegation),))]
    uses = {use: wish(before, use, day, recorded).act() for use in asked}
    return {
        use
        for use, act in uses.items()
        if all(finding.verdict is Verdict.MET for finding in examine(act, state))
    }


def last_day(before: Given) -> str:
    return max(before.facts[-1].recorded[:10], DAYS[0])


@st.composite
def near(draw: st.DrawFn, before: Given, delegation: str) -> Scope:
    """Give a scope near to the first one of a link: mostly narrower in one thing, else anything."""
    made = [fact.fact.body for fact in before.facts if isinstance(fact.fact.body, Granted | PassedOn)]
    whole = next((body.scope for body in made if body.delegation == delegation), None)
    other = draw(scopes)
    if whole is None or draw(st.integers(0, 4)) == 0:
        return other
    name = draw(st.sampled_from(("functions", "limits", "limits", "until")))
    changed = msgspec.structs.replace(whole, onward=max(whole.onward - 1, 0))
    return msgspec.structs.replace(changed, **{name: getattr(other, name)})


def last_scope(before: Given, delegation: str) -> Scope | None:
    """Give what was last said of a link."""
    said = [
        fact.fact.body for fact in before.facts if isinstance(fact.fact.body, Granted | PassedOn | Amended)
    ]
    return next((body.scope for body in reversed(said) if body.delegation == delegation), None)


def narrower(wish: Scope, than: Scope | None) -> Scope:
    """Give as much of a scope as is within another; that a giver widens is a case of its own."""
    if than is None:
        return wish
    functions = tuple(one for one in than.functions if one in wish.functions) or than.functions
    untils = [until for until in (wish.until, than.until) if until is not None]
    limits = []
    for over in ("one act", *PERIODS, "all acts"):
        mine, theirs = (
            next((one for one in scope.limits if one.over == over), None) for scope in (wish, than)
        )
        if theirs is None or (
            mine is not None
            and mine.amount.currency == theirs.amount.currency
            and mine.amount.minor <= theirs.amount.minor
        ):
            limits += [mine] if mine is not None else []
        else:
            limits.append(theirs)
    return Scope(functions, tuple(limits), min(untils, default=None), min(wish.onward, than.onward))


@st.composite
def next_steps(draw: st.DrawFn, before: Given, today: str) -> Step:
    """Give something to try; most of it is within reach, some of it is not."""
    kind = draw(st.sampled_from(KINDS))
    when = draw(st.sampled_from((today, today, *DAYS)))
    made = {link for link in LINKS if chain_of(before.facts, link)}
    fresh = [link for link in LINKS if link not in made] or list(LINKS)
    target = draw(st.sampled_from((LINKS[0], *sorted(made))))
    scope = draw(near(before, target))
    match kind:
        case "grant":
            body = Granted(fresh[0], "body:icb", (draw(st.sampled_from(PEOPLE)),), "scheme 4.1", draw(scopes))
            return on(when, body, recorded=today)[0]
        case "pass":
            holder = draw(st.sampled_from((holder_of(before.facts, target), CHAIR)))
            passed = PassedOn(fresh[0], target, "body:icb", (draw(st.sampled_from(PEOPLE)),), scope)
            return on(when, passed, recorded=today, person=holder)[0]
        case "narrow":
            narrowed = narrower(scope, last_scope(before, target))
            return on(when, Amended(target, "body:icb", narrowed), recorded=today)[0]
        case "revoke":
            return on(when, Revoked(target, "body:icb", sealed("reason")), recorded=today)[0]
        case _:
            holder = holder_of(before.facts, target)
            use = Use(target, holder or CHAIR, draw(st.sampled_from(FUNCTIONS)), draw(amounts))
            step = wish(before, use, min(when, today), today)
            return step.departing() if draw(st.integers(0, 9)) == 0 else step


@st.composite
def histories(draw: st.DrawFn) -> tuple[Given, ...]:
    """Give a ledger as it grew, by acts that the judge let pass."""
    before = start().and_(on(DAYS[0], _constituted()))
    wide = scope_of(FUNCTIONS, None, None, None, 3)
    grown = [before.and_(on(DAYS[0], Granted(LINKS[0], "body:icb", (CHAIR,), "scheme 4.1", wide)))]
    for _ in range(draw(st.integers(STEPS_MAX // 2, STEPS_MAX))):
        today = draw(
            st.sampled_from([last_day(grown[-1]), *(day for day in DAYS if day >= last_day(grown[-1]))][:3])
        )
        step = draw(next_steps(grown[-1], today))
        try:
            decide(step.act(), grown[-1].when(step).findings)
        except Refused:
            continue
        grown.append(grown[-1].with_(step))
    return tuple(grown)


def _constituted() -> Constituted:
    return Constituted("icb", "Board", "s.1 of the Act")


moments = st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).map(sorted)
few = settings(deadline=None, max_examples=tried(40))


@for_any(histories(), moments)
@few
def test_the_judge_and_the_sets_agree_on_who_may_do_what_when(
    grown: tuple[Given, ...], moment: list[str]
) -> None:  # D1, D3, D5, D6
    ledger, (day, recorded) = grown[-1], moment
    expected = {
        use
        for use in USES
        if use.person == holder_of(ledger.facts, use.delegation)
        and (use.function, use.amount) in permitted(ledger.facts, use.delegation, day, recorded)
    }
    assert allowed(ledger, day, recorded, PEOPLE) == expected


@for_any(histories(), moments)
@few
def test_a_link_permits_nothing_that_the_one_above_it_does_not(
    grown: tuple[Given, ...], moment: list[str]
) -> None:  # D3, D6
    ledger = grown[-1]
    found = allowed(ledger, *moment)
    for use in found:
        above = chain_of(ledger.facts, use.delegation)[:-1]
        for link in above:
            holder = holder_of(ledger.facts, link) or ""
            assert Use(link, holder, use.function, use.amount) in found


@for_any(histories(), moments, st.data())
@few
def test_what_a_link_permits_on_a_day_only_shrinks_as_the_record_grows(
    grown: tuple[Given, ...], moment: list[str], data: st.DataObject
) -> None:  # D3, T1
    before, after = data.draw(st.sampled_from(grown)), grown[-1]
    known = {link for link in LINKS if chain_of(before.facts, link)}
    wider = allowed(after, *moment) - allowed(before, *moment)
    assert {use.delegation for use in wider} & known == set()


@for_any(st.lists(st.tuples(st.sampled_from(DAYS), amounts), max_size=5), st.sampled_from(DAYS))
@few
def test_narrowings_in_any_order_of_their_days_never_widen(
    narrowings: list[tuple[str, Money | None]], day: str
) -> None:  # D3
    root = Granted(LINKS[0], "body:icb", (CHAIR,), "scheme 4.1", scope_of(FUNCTIONS, None, None, None, 0))
    ledger = start().and_(on(DAYS[0], _constituted(), root))
    least: Money | None = None
    for when, limit in narrowings:
        if least is None or (limit and limit.currency == least.currency and limit.minor < least.minor):
            least = limit
        each = least
        (step,) = on(
            when, Amended(LINKS[0], "body:icb", scope_of(FUNCTIONS, each, None, None, 0)), recorded=DAYS[0]
        )
        try:
            decide(step.act(), ledger.when(step).findings)
        except Refused:
            continue
        before, ledger = ledger, ledger.with_(step)
        assert allowed(ledger, day, day) <= allowed(before, day, day)


@for_any(histories(), st.data())
@few
def test_revoking_above_stops_everything_below_at_once_whatever_day_is_claimed(
    grown: tuple[Given, ...], data: st.DataObject
) -> None:  # D1, T1, T4
    ledger = grown[-1]
    target = data.draw(st.sampled_from([link for link in LINKS if chain_of(ledger.facts, link)]))
    today = last_day(ledger)
    after = ledger.and_(on(today, Revoked(target, "body:icb", sealed("reason"))))
    for claimed in (day for day in DAYS if day <= today):
        for use in allowed(after, claimed, today):
            assert target not in chain_of(ledger.facts, use.delegation)


@for_any(histories(), st.data())
@few
def test_narrowing_above_narrows_everything_below_at_once(
    grown: tuple[Given, ...], data: st.DataObject
) -> None:  # D3, D6
    ledger = grown[-1]
    target = data.draw(st.sampled_from([link for link in LINKS if chain_of(ledger.facts, link)]))
    today = last_day(ledger)
    left = scope_of(FUNCTIONS[:1], Money(2, "GBP"), None, None, 0)
    after = ledger.and_(on(today, Amended(target, "body:icb", left)))
    for claimed in (day for day in DAYS if day <= today):
        for use in allowed(after, claimed, today):
            if target in chain_of(ledger.facts, use.delegation):
                assert permits(left, use.function, use.amount, (), today)


@pytest.mark.parametrize("onward", [1, 2, 3])
def test_histories_reach_deep_enough_to_mean_something(onward: int) -> None:
    links = LINKS[: onward + 1]
    ledger = start().and_(on(DAYS[0], _constituted()))
    ledger = ledger.and_(
        on(
            DAYS[0],
            Granted(links[0], "body:icb", (PEOPLE[0],), "4", scope_of(FUNCTIONS, None, None, None, onward)),
        )
    )
    for depth in range(1, onward + 1):
        scope = scope_of(FUNCTIONS, None, None, None, onward - depth)
        body = PassedOn(links[depth], links[depth - 1], "body:icb", (PEOPLE[depth],), scope)
        ledger = ledger.when(on(DAYS[0], body, person=PEOPLE[depth - 1])).happens()
    expected = {
        Use(link, person, function, amount)
        for link, person in zip(links, PEOPLE, strict=False)
        for function, amount in product(FUNCTIONS, AMOUNTS)
    }
    assert allowed(ledger, DAYS[0], DAYS[0]) == expected

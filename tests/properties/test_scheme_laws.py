"""Laws of the scheme of delegation, by another road: every function, party, link and amount tried in turn."""

from __future__ import annotations

from itertools import product

from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st
from tests.laws import tried
from tests.ledger.given import named, on, sealed

from ledger import uses
from ledger.acts import Act, Recorded
from ledger.facts.delegations import (
    Amended,
    Granted,
    Limit,
    PassedOn,
    Resumed,
    Revoked,
    Scope,
    Suspended,
    Used,
)
from ledger.facts.functions import Function, Listed
from ledger.facts.words import Money
from ledger.findings import Verdict
from ledger.functions import Catalogue
from ledger.interests import Register
from ledger.links import Chain
from ledger.schemes import Scheme, scheme
from ledger.state import State, acting

PARTS = {"a": ("b", "c"), "b": ("d",), "c": (), "d": (), "e": ()}
"""Every function with its parts."""

TREE = (Function("a", "A"), Function("b", "B", "a"), Function("c", "C", "a"), Function("d", "D", "b"))
CATALOGUE = Catalogue().after("2024-01-01", Listed("icp", (*TREE, Function("e", "E"))))
DAYS = ("2024-03-01", "2024-03-02", "2024-03-03")
GIVERS = ("organisation:east", "organisation:west")
PARTIES = ("body:icp", "body:forum", "office:icp/chair", *GIVERS)
PEOPLE = tuple(named("p", name) for name in ("ann", "bea", "cid"))
LINKS = tuple(named("g", f"link{letter}") for letter in "abcd")
AMOUNTS = (None, *(Money(minor, "GBP") for minor in range(1, 5)), Money(1, "EUR"))

codes = st.sampled_from(tuple(PARTS))
money = st.sampled_from(AMOUNTS[1:])
scopes = st.builds(
    Scope,
    functions=st.lists(codes, min_size=1, max_size=2).map(tuple),
    limits=st.lists(st.builds(Limit, amount=money, over=st.just("one act")), max_size=1).map(tuple),
    until=st.sampled_from((None, None, *DAYS)),
    excluded=st.lists(codes, max_size=1).map(tuple),
    above=st.sampled_from((None, None, *AMOUNTS[1:3])),
)


@st.composite
def histories(draw: st.DrawFn, parties: tuple[str, ...] = PARTIES) -> tuple[Recorded, ...]:
    """Give anything that could be said of four delegations, whether a rule would allow it or not."""
    bodies: list[object] = []
    to = st.lists(st.sampled_from(parties), min_size=1, max_size=2, unique=True).map(tuple)
    for index, link in enumerate(LINKS):
        by, scope = draw(st.sampled_from(GIVERS)), draw(scopes)
        parent = draw(st.sampled_from((None, *LINKS[:index])))
        kind = draw(st.sampled_from(("delegated", "delegated", "authorised", "advisory", "reserved")))
        keeps = draw(st.sampled_from(("beside", "instead")))
        whom = (by,) if kind == "reserved" else draw(to)
        passed = PassedOn(link, parent or "", by, draw(to), scope)
        granted = Granted(link, by, whom, "s.75", scope, kind=kind, keeps=keeps)  # type: ignore[arg-type]
        bodies.append(passed if parent else granted)
    targets = st.sampled_from(LINKS)
    more = st.one_of(
        st.builds(Amended, targets, st.just(GIVERS[0]), scopes),
        st.builds(Revoked, targets, st.just(GIVERS[0]), st.just(sealed("why"))),
        st.builds(Suspended, targets, st.just(GIVERS[0]), st.just(sealed("why"))),
        st.builds(Resumed, targets, st.just(GIVERS[0])),
    )
    bodies += draw(st.lists(more, max_size=4))
    steps = [on(draw(st.sampled_from(DAYS)), body)[0] for body in bodies]  # type: ignore[arg-type]
    return tuple(step.at(number) for number, step in enumerate(steps, 1))


def folded(facts: tuple[Recorded, ...]) -> Chain:
    chain = Chain()
    for fact in facts:
        chain = chain.evolve(fact, fact.fact.body)  # type: ignore[arg-type]
    return chain


def drawn(facts: tuple[Recorded, ...], day: str) -> Scheme:
    return scheme(day, folded(facts), CATALOGUE)


# --- the other road: from the list of facts, downwards -------------------------------------------


def under(code: str) -> set[str]:
    return {code} | {deeper for part in PARTS[code] for deeper in under(part)}


def all_under(wanted: tuple[str, ...]) -> set[str]:
    return {code for one in wanted for code in under(one)}


def made(facts: tuple[Recorded, ...], link: str) -> Granted | PassedOn:
    """Give the fact that gave a delegation."""
    bodies = [fact.fact.body for fact in facts]
    return next(one for one in bodies if isinstance(one, Granted | PassedOn) and one.delegation == link)


def root(facts: tuple[Recorded, ...], link: str) -> Granted:
    body = made(facts, link)
    return body if isinstance(body, Granted) else root(facts, body.parent)


def binding(facts: tuple[Recorded, ...], link: str, day: str) -> list[Scope]:
    """Give the scopes of a link that bind on a day: the last recorded by then, and the last in effect."""
    said = [(fact.day, fact.fact.body) for fact in facts]
    scopes_ = [
        (when, body.scope)
        for when, body in said
        if isinstance(body, Granted | PassedOn | Amended) and body.delegation == link
    ]
    begun = [one for one in scopes_ if one[0] <= day] or scopes_[:1]
    return [begun[-1][1], max(reversed(begun), key=lambda one: one[0])[1]]


def holds(facts: tuple[Recorded, ...], link: str, day: str) -> bool:
    """Say whether a link holds by itself: begun, not revoked, not at its end, not suspended."""
    over = any(scope.until is not None and scope.until <= day for scope in binding(facts, link, day))
    return stands(facts, link, day) and not over


def stands(facts: tuple[Recorded, ...], link: str, day: str) -> bool:
    """Say whether a link has begun, and is neither revoked nor suspended."""
    stopped: list[list[str | None]] = []
    for fact in facts:
        body = fact.fact.body
        if getattr(body, "delegation", None) != link:
            continue
        if isinstance(body, Granted | PassedOn) and fact.day > day:
            return False
        if isinstance(body, Revoked) and fact.day <= day:
            return False
        if isinstance(body, Suspended):
            stopped.append([fact.day, None])
        if isinstance(body, Resumed):
            # What is still to come is not undone before it comes.
            stopped = [
                [since, to_ or (fact.day if (since or "") <= fact.day else None)] for since, to_ in stopped
            ]
    return not any(since <= day and (to_ is None or day < to_) for since, to_ in stopped if since)


def covered(facts: tuple[Recorded, ...], link: str, day: str) -> set[str]:
    """Give the functions that a link, and every link above it, takes in."""
    body = made(facts, link)
    found = set(PARTS) if isinstance(body, Granted) else covered(facts, body.parent, day)
    for scope in binding(facts, link, day):
        found &= all_under(scope.functions) - all_under(scope.excluded)
    return found


def reaches(facts: tuple[Recorded, ...], link: str, day: str, amount: Money | None) -> bool:
    """Say whether an act of an amount is within every scope of a link and of those above it."""
    body = made(facts, link)
    return (isinstance(body, Granted) or reaches(facts, body.parent, day, amount)) and all(
        (scope.above is None or _over(amount, scope.above))
        and all(_within(amount, limit.amount) for limit in scope.limits)
        for scope in binding(facts, link, day)
    )


def _over(amount: Money | None, than: Money) -> bool:
    return amount is not None and amount.currency == than.currency and amount.minor > than.minor


def _within(amount: Money | None, than: Money) -> bool:
    return amount is not None and amount.currency == than.currency and amount.minor <= than.minor


def decides(facts: tuple[Recorded, ...], link: str, day: str, function: str) -> bool:
    """Say whether somebody who holds a link may decide a function, were the amount right."""
    if not _whole(facts, link, day) or function not in covered(facts, link, day):
        return False
    top = root(facts, link)
    if top.kind == "reserved":
        return True
    return top.kind != "advisory" and not any(
        function in all_under(scope.functions) - all_under(scope.excluded)
        for kept in _reserved(facts, top.by, day)
        for scope in binding(facts, kept, day)[:1]
    )


def _whole(facts: tuple[Recorded, ...], link: str, day: str) -> bool:
    body = made(facts, link)
    return holds(facts, link, day) and (isinstance(body, Granted) or _whole(facts, body.parent, day))


def _reserved(facts: tuple[Recorded, ...], by: str, day: str) -> list[str]:
    """Give what a giver reserved, and what still stands of that."""
    kept = []
    for fact in facts:
        body = fact.fact.body
        if isinstance(body, Granted) and body.kind == "reserved" and body.by == by:
            until = binding(facts, body.delegation, day)[0].until
            over = until is not None and until <= day
            kept += [body.delegation] if stands(facts, body.delegation, day) and not over else []
    return kept


# --- the laws ------------------------------------------------------------------------------------


@for_any(histories(), st.sampled_from(DAYS))
@settings(deadline=None, max_examples=tried(100))
def test_the_matrix_and_trying_every_function_and_link_agree(
    facts: tuple[Recorded, ...], day: str
) -> None:  # PBP-2, PLA-7f
    expected = {
        (function, party, link)
        for function, link in product(PARTS, LINKS)
        if decides(facts, link, day, function)
        for party in made(facts, link).to
    }
    found = drawn(facts, day)
    cells = {(row.function, cell) for row in found.rows for cell in row.cells if cell.decides}
    assert {(function, cell.party, cell.delegation) for function, cell in cells} == expected
    decided = {function for function, _, _ in expected}
    gaps = {code for code in PARTS if not _decided(code, decided)}
    assert set(found.gaps) == gaps
    assert {row.function for row in found.rows if row.parts} == set(PARTS) - gaps - decided


def _decided(code: str, decided: set[str]) -> bool:
    return code in decided or (bool(PARTS[code]) and all(_decided(one, decided) for one in PARTS[code]))


@for_any(histories(), st.sampled_from(DAYS))
@settings(deadline=None, max_examples=tried(100))
def test_two_overlap_where_one_act_is_open_to_both_against_an_instrument_or_by_two_givers(
    facts: tuple[Recorded, ...], day: str
) -> None:  # PBP-2
    expected = set()
    for function, one, other in product(PARTS, LINKS, LINKS):
        tops = root(facts, one), root(facts, other)
        against = "instead" in {top.keeps for top in tops} or tops[0].by != tops[1].by
        own = "reserved" in {top.kind for top in tops}
        if tops[0].delegation == tops[1].delegation or not against or own:
            continue
        may = decides(facts, one, day, function) and decides(facts, other, day, function)
        if may and any(
            reaches(facts, one, day, each) and reaches(facts, other, day, each) for each in AMOUNTS
        ):
            expected |= {
                (function, frozenset({(mine, one), (yours, other)}))
                for mine, yours in product(made(facts, one).to, made(facts, other).to)
                if mine != yours
            }
    found = {
        (row.function, frozenset((cell.party, cell.delegation) for cell in (overlap.one, overlap.other)))
        for row in drawn(facts, day).rows
        for overlap in row.overlaps
    }
    assert found == expected


AUTHORITY = {"DEL-2", "DEL-7", "DEL-8", "DEL-9", "DEL-23", "DEL-24"}
"""The rules on whether an act is authorised at all, whatever its amount."""


@for_any(histories(PEOPLE), st.sampled_from(DAYS))
@settings(deadline=None, max_examples=tried(60))
def test_the_matrix_says_yes_where_the_judge_of_an_act_does_and_nowhere_else(
    facts: tuple[Recorded, ...], day: str
) -> None:  # PBP-2, D1
    chain = folded(facts)
    found = {
        (row.function, cell.party, cell.delegation)
        for row in scheme(day, chain, CATALOGUE).rows
        for cell in row.cells
        if cell.decides and cell.party in PEOPLE
    }
    allowed = set()
    for function, link, person in product(PARTS, LINKS, PEOPLE):
        links = chain.up_from(link)
        ids = tuple(one.delegation for one in links)
        body = Used(named("a", "act"), ids, links[0].by, (person,), function, None, sealed("what"))
        act = Act(body, day, day, named("p", "clerk"), ())
        findings = uses.examine(act, body, chain, acting(State()), CATALOGUE, Register(), {})
        said = [one.verdict for one in findings if one.rule in AUTHORITY]
        if all(verdict is Verdict.MET for verdict in said):
            allowed.add((function, person, link))
    assert found == allowed


@for_any(histories(), st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)))
@settings(deadline=None, max_examples=tried(100))
def test_what_was_added_less_what_ended_leads_from_one_day_to_the_other(
    facts: tuple[Recorded, ...], days: tuple[str, str]
) -> None:  # PLA-7c
    before, after = (drawn(facts, day) for day in days)
    live = [
        {
            (row.function, cell.party, cell.delegation)
            for row in one.rows
            for cell in row.cells
            if not cell.told
        }
        for one in (before, after)
    ]
    changes = before.diff(after)
    places = {
        what: {(one.function, one.party, one.delegation) for one in changes if one.what == what}
        for what in ("added", "ended", "changed")
    }
    assert places["added"] == live[1] - live[0]
    assert places["ended"] == live[0] - live[1]
    assert places["changed"] <= live[0] & live[1]
    assert before.diff(before) == ()

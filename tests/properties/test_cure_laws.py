"""Laws of cures: no search finds fewer arrivals that make a room quorate, whatever the rules."""

from __future__ import annotations

from itertools import combinations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.laws import tried
from tests.properties.test_checks_laws import checks, worlds

from ledger.checks import Room, evaluate
from ledger.cures import Away, cure
from ledger.facts.terms import Check, QuorumRule
from ledger.findings import Verdict

AWAY = ("v", "w", "x", "y", "z")


def met(room: Room, arrivals: tuple[Away, ...]) -> bool:
    """Say whether every rule is met once they have come and their deputies have gone: the oracle."""
    gone = {one.deputy for one in arrivals}
    seats = {person: held for person, held in room.seats.items() if person not in gone}
    there = replace(room, seats={**seats, **{one.person: one.seats for one in arrivals}})
    return all(
        evaluate(rule.check, there).verdict is Verdict.MET
        for rule in room.terms.rules
        if isinstance(rule, QuorumRule)
    )


@st.composite
def rooms(draw: st.DrawFn) -> tuple[Room, tuple[Away, ...]]:
    """Draw a room under one to three rules, and members who are away, some of them with a deputy there."""
    room = draw(worlds()).room
    rules: list[Check] = draw(st.lists(checks, min_size=1, max_size=3))
    judged = tuple(
        QuorumRule(f"QUO-{number}", "8.1", "stated", "a quorum", check)
        for number, check in enumerate(rules, 1)
    )
    terms = msgspec.structs.replace(room.terms, rules=judged)
    people = draw(st.lists(st.sampled_from(AWAY), unique=True))
    away = tuple(
        Away(person, tuple(draw(st.lists(st.sampled_from(terms.seats), max_size=2)))) for person in people
    )
    deputies = draw(st.lists(st.sampled_from(away), unique=True, max_size=2)) if away else []
    there = {f"for-{one.person}": one.seats for one in deputies}
    away = tuple(replace(one, deputy=f"for-{one.person}") if one in deputies else one for one in away)
    return replace(room, terms=terms, seats={**room.seats, **there}), away


laws = settings(max_examples=tried(150), deadline=None)


@laws
@given(rooms())
def test_no_smaller_set_of_arrivals_makes_a_room_quorate(given_: tuple[Room, tuple[Away, ...]]) -> None:
    room, away = given_
    found = cure(room, away)
    sets = (chosen for size in range(len(away) + 1) for chosen in combinations(away, size))
    fewest = next((chosen for chosen in sets if met(room, chosen)), None)
    assert found.fewest
    if fewest is None or found.arrivals is None:
        assert (found.arrivals, fewest) == (None, None)
    else:
        assert len(found.arrivals) == len(fewest)
        assert met(room, tuple(one for one in away if one.person in found.arrivals))


@laws
@given(rooms())
def test_a_search_that_is_given_up_still_names_a_cure_that_nobody_can_be_left_out_of(
    given_: tuple[Room, tuple[Away, ...]],
) -> None:
    room, away = given_
    found = cure(room, away, steps_max=1)
    if found.arrivals is None:
        assert not met(room, away)
        return
    chosen = tuple(one for one in away if one.person in found.arrivals)
    assert met(room, chosen)
    if not found.fewest:
        assert not any(met(room, tuple(one for one in chosen if one is not left)) for left in chosen)

"""Laws of the checks: what is answered holds in every world that the record allows for.

A *world* is a room in which nothing is unknown. Hiding parts of a world gives a room; the answer for
the room must be true of the world, whatever was hidden, and knowing more must not turn it round.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import assert_never

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests import examples
from tests.laws import tried

from ledger.checks import Room, assign, evaluate
from ledger.facts.filters import Filter
from ledger.facts.terms import (
    AllOf,
    AnyOf,
    Check,
    Count,
    Distinct,
    Need,
    Seat,
    Share,
    SomeOf,
)
from ledger.findings import Verdict

PERSONS = ("a", "b", "c", "d")
ORGANISATIONS = ("east-council", "west-council", "icb")
SECTORS = ("council", "nhs")
OFFICES = ("chair", "deputy")
OUTSIDE = "z"
"""Somebody who is not on the list of those present."""


@dataclass(frozen=True)
class World:
    """What is really so, and what the record shows of it."""

    room: Room
    seats: dict[str, tuple[Seat, ...]]
    comes_from: dict[str, tuple[str, ...]]
    holders: dict[str, str | None]
    existing: int
    filled: int
    out: frozenset[str]
    """Those of the unsure who do not count."""


def fits(who: Filter, person: str, world: World) -> tuple[str, ...]:
    """Give the organisations of the seats in which a person fits; none: the person does not."""
    if person in world.out:
        return ()
    holds = who.offices is None or any(
        person in (world.holders[office], world.room.acting.get(office)) for office in who.offices
    )
    return tuple(
        organisation
        for seat, organisation in zip(world.seats[person], world.comes_from[person], strict=True)
        if holds
        and seat.quorum
        and (who.seats is None or seat.seat in who.seats)
        and (who.sectors is None or seat.sector in who.sectors)
        and (who.positions is None or seat.position in who.positions)
        and (who.organisations is None or organisation in who.organisations)
        and (who.founder is None or who.founder is (organisation in world.room.terms.founders))
    )


def who_fits(who: Filter, world: World) -> set[str]:
    return {person for person in world.seats if fits(who, person, world)}


def count(check: Count, world: World) -> int:
    found = who_fits(check.who, world)
    if check.of == "organisations":
        return len({code for person in found for code in fits(check.who, person, world)})
    if check.who.offices is not None and check.who == Filter(offices=check.who.offices):
        unlisted = world.room.attested.intersection(check.who.offices)
        found |= {OUTSIDE for office in unlisted if world.holders[office] == OUTSIDE}
    return len(found)


def fillable(places: list[list[str]], persons: tuple[str, ...]) -> int:
    """Give how many places can be filled by distinct persons: every order of the persons is tried."""
    seated = (*persons, *[""] * len(places))
    orders = permutations(seated, len(places))
    return max(sum(person in place for place, person in zip(places, order, strict=True)) for order in orders)


def holds(check: Check, world: World) -> bool:
    """Say whether a check is met in a world: the oracle."""
    match check:
        case Count():
            return count(check, world) >= check.least
        case Share():
            base = (world.existing if check.base == "seats" else world.filled) + world.room.additional
            return len(who_fits(check.who, world)) * 100 >= check.percent * base
        case Distinct():
            places = [list(who_fits(need.who, world)) for need in check.needs for _ in range(need.least)]
            return fillable(places, tuple(world.seats)) == len(places)
        case AllOf():
            return all(holds(part, world) for part in check.checks)
        case AnyOf():
            return any(holds(part, world) for part in check.checks)
        case SomeOf():
            return sum(holds(part, world) for part in check.checks) >= check.least
        case _:
            assert_never(check)


def some(names: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...] | None]:
    return st.none() | st.lists(st.sampled_from(names), min_size=1, max_size=2).map(tuple)


filters = st.builds(
    Filter,
    seats=st.none() | some(("s0", "s1")),
    sectors=st.none() | some(SECTORS),
    organisations=st.none() | some(ORGANISATIONS),
    positions=st.none(),
    offices=st.none() | st.none() | some(OFFICES),
    founder=st.none() | st.none() | st.booleans(),
) | st.builds(Filter, offices=some(OFFICES))

# The shares of 1, 2 and 3 seats, and what is beside them.
percents = st.sampled_from((1, 33, 34, 50, 51, 66, 67, 99, 100))
needs = st.builds(Need, filters, st.integers(1, 2))

simple = (
    st.builds(Count, filters, st.integers(1, 4), st.sampled_from(("persons", "organisations")))
    | st.builds(Share, filters, percents, st.sampled_from(("seats", "filled seats")))
    | st.builds(Distinct, st.lists(needs, min_size=1, max_size=2).map(tuple))
)


def composed(inner: st.SearchStrategy[Check]) -> st.SearchStrategy[Check]:
    parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.builds(AllOf, parts) | st.builds(AnyOf, parts) | st.builds(SomeOf, st.integers(1, 3), parts)


checks: st.SearchStrategy[Check] = st.recursive(simple, composed, max_leaves=4)


@st.composite
def seats(draw: st.DrawFn, number: int, *, plain: bool) -> Seat:
    """Draw a seat; a plain one leaves nothing open."""
    some_organisations = st.lists(st.sampled_from(ORGANISATIONS), max_size=3, unique=True).map(tuple)
    return Seat(
        seat=f"s{number}",
        sector=draw(st.sampled_from(SECTORS)),
        organisations=(draw(st.sampled_from(ORGANISATIONS)),) if plain else draw(some_organisations),
        position="member",
        title="Member",
        clause="5.1",
        quorum=draw(st.booleans()),
        exists="known" if plain else draw(st.sampled_from(("known", "not known"))),
    )


@st.composite
def worlds(draw: st.DrawFn, *, plain: bool = False) -> World:
    """Draw a world and hide parts of it; nothing is hidden in a plain one."""
    posts = [draw(seats(number, plain=plain)) for number in range(draw(st.integers(1, 3)))]
    attested = frozenset[str]() if plain else draw(st.frozensets(st.sampled_from(OFFICES)))
    if attested:
        # Whether the seat of somebody without a name counts for the quorum is not asked.
        posts = [msgspec.structs.replace(post, quorum=True) for post in posts]
    present = draw(st.lists(st.sampled_from(PERSONS), max_size=4, unique=True))
    sits = {
        person: tuple(draw(st.lists(st.sampled_from(posts), min_size=1, max_size=2))) for person in present
    }
    comes_from = {
        person: tuple(draw(st.sampled_from(seat.organisations or ORGANISATIONS)) for seat in held)
        for person, held in sits.items()
    }
    somebody = st.sampled_from([*present, OUTSIDE])
    holders = {
        office: draw(somebody if plain or office in attested else somebody | st.none()) for office in OFFICES
    }
    certain = sum(post.exists == "known" for post in posts)
    filled = len(posts) if plain else draw(st.integers(0, len(posts)))
    additional = draw(st.integers(0, 2))
    unsure = frozenset[str]()
    if present and not plain and not attested:
        unsure = draw(st.frozensets(st.sampled_from(present)))
    out = draw(st.frozensets(st.sampled_from(sorted(unsure)))) if unsure else frozenset[str]()
    room = Room(
        terms=examples.terms_of(*posts, founders=draw(st.lists(st.sampled_from(ORGANISATIONS)).map(tuple))),
        # Where the seat is not known, there is one: whoever is known to sit in two has them recorded.
        seats={
            person: held if plain or len(held) > 1 or draw(st.booleans()) else ()
            for person, held in sits.items()
        },
        holders={
            office: holder
            for office, holder in holders.items()
            if holder is not None and (plain or draw(st.booleans()))
        },
        attested=attested,
        members=filled + additional if plain else draw(st.integers(0, filled)) + additional,
        acting={} if attested else draw(st.dictionaries(st.sampled_from(OFFICES), st.sampled_from(PERSONS))),
        unsure=unsure,
        additional=additional,
    )
    existing = certain if plain else draw(st.integers(certain, len(posts)))
    return World(room, sits, comes_from, holders, existing, filled, out)


def agrees(verdict: Verdict, truth: bool) -> bool:  # noqa: FBT001 - the two things compared
    return verdict in {Verdict.NOT_KNOWN, Verdict.of(truth)}


laws = settings(max_examples=tried(100), deadline=None)


@laws
@given(checks, worlds())
def test_what_is_met_or_not_met_is_so_whatever_is_hidden(check: Check, world: World) -> None:
    assert agrees(evaluate(check, world.room).verdict, holds(check, world))


@laws
@given(checks, worlds(plain=True))
def test_where_nothing_is_unknown_every_check_is_answered_rightly(check: Check, world: World) -> None:
    assert evaluate(check, world.room).verdict is Verdict.of(holds(check, world))


@laws
@given(checks, worlds(), st.data())
def test_learning_a_seat_settles_a_check_and_never_turns_it_round(
    check: Check, world: World, data: st.DataObject
) -> None:
    room = world.room
    unknown = [person for person, held in room.seats.items() if not held]
    assume(unknown)
    person = data.draw(st.sampled_from(unknown))
    before = evaluate(check, room).verdict
    for seat in room.terms.seats:
        after = evaluate(check, replace(room, seats={**room.seats, person: (seat,)})).verdict
        assert before in {Verdict.NOT_KNOWN, after}


@laws
@given(checks, worlds(), st.data())
def test_learning_who_counts_settles_a_check_and_never_turns_it_round(
    check: Check, world: World, data: st.DataObject
) -> None:
    assume(world.room.seats)
    person = data.draw(st.sampled_from(sorted(world.room.seats)))
    room = replace(world.room, unsure=world.room.unsure | {person})
    before = evaluate(check, room).verdict
    sure = replace(room, unsure=room.unsure - {person})
    # Who was not there held no office whose holder was: else two would be looked for where there was one.
    attested = frozenset(office for office in room.attested if room.holders.get(office) != person)
    rest = {one: held for one, held in room.seats.items() if one != person}
    gone = replace(sure, seats=rest, attested=attested)
    for after in (evaluate(check, sure).verdict, evaluate(check, gone).verdict):
        assert before in {Verdict.NOT_KNOWN, after}


@laws
@given(checks, worlds(), st.data())
def test_learning_who_holds_an_office_settles_a_check_and_never_turns_it_round(
    check: Check, world: World, data: st.DataObject
) -> None:
    room = world.room
    unknown = [office for office in OFFICES if office not in room.holders]
    assume(unknown)
    office = data.draw(st.sampled_from(unknown))
    before = evaluate(check, room).verdict
    for holder in (*room.seats, OUTSIDE):
        after = evaluate(check, replace(room, holders={**room.holders, office: holder})).verdict
        assert before in {Verdict.NOT_KNOWN, after}


@laws
@given(checks, worlds())
def test_who_satisfied_a_check_was_there(check: Check, world: World) -> None:
    outcome = evaluate(check, world.room)
    assert len(set(outcome.by)) == len(outcome.by)
    assert set(outcome.by) <= {*world.room.seats, *world.room.attested}


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(PERSONS), max_size=4, unique=True), max_size=4))
def test_as_many_places_are_filled_as_any_order_of_the_persons_fills(places: list[list[str]]) -> None:
    taken = assign(places)
    assert len(taken) == len(set(taken.values())) == (fillable(places, PERSONS) if places else 0)
    assert all(person in places[index] for person, index in taken.items())

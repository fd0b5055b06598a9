from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests import examples

from ledger.checks import Room
from ledger.cures import Away, Cure, cure
from ledger.facts.filters import Filter
from ledger.facts.terms import (
    AllOf,
    AnyOf,
    Check,
    Count,
    Distinct,
    Need,
    QuorumRule,
    Seat,
    Share,
    SomeOf,
)

EAST = examples.seat("east")
WEST = examples.seat("west", organisations=("west-council",))
ICB = examples.seat("icb", sector="nhs", organisations=("icb",), position="director")
CHARITY = examples.seat("charity", sector="vcfse", organisations=("alliance",))
SEATS = (EAST, WEST, ICB, CHARITY)
FOUNDERS = ("east-council", "west-council", "icb")

COUNCIL, NHS = Filter(sectors=("council",)), Filter(sectors=("nhs",))


def room(
    *checks: Check, chair: str | None = None, there: Mapping[str, tuple[Seat, ...]] | None = None
) -> Room:
    rules = tuple(QuorumRule(f"QUO-{n}", "8.1", "stated", "a quorum", one) for n, one in enumerate(checks, 1))
    terms = examples.terms_of(*SEATS, founders=FOUNDERS, rules=rules)
    return Room(terms, there or {}, {"chair": chair} if chair else {}, members=len(SEATS))


AWAY = (Away("e", (EAST,)), Away("w", (WEST,)), Away("i", (ICB,)), Away("c", (CHARITY,)))


@pytest.mark.parametrize(
    ("check", "arrivals"),
    [
        (Count(COUNCIL, 2), {"e", "w"}),
        (Count(NHS, 1), {"i"}),
        (Count(NHS, 2), None),
        (Count(Filter(founder=True), 3, "organisations"), {"e", "w", "i"}),
        (Count(Filter(founder=True), 4, "organisations"), None),
        (Share(Filter(sectors=("nhs", "vcfse")), 50, "seats"), {"i", "c"}),
        (Distinct((Need(COUNCIL), Need(NHS), Need(Filter(seats=("east",))))), {"e", "w", "i"}),
        (AllOf((Count(NHS, 1), Count(Filter(seats=("west",)), 1))), {"i", "w"}),
        (AnyOf((Count(COUNCIL, 2), Count(NHS, 1))), {"i"}),
        (SomeOf(2, (Count(NHS, 2), Count(NHS, 1), Count(Filter(seats=("charity",)), 1))), {"i", "c"}),
        (SomeOf(3, (Count(NHS, 1), Count(COUNCIL, 1))), None),
        (Count(Filter(offices=("chair",)), 1), {"c"}),
    ],
)
def test_the_fewest_arrivals_that_meet_a_rule_are_named(
    check: Check, arrivals: set[str] | None
) -> None:  # LSC-8.1, LSC-8.5
    found = cure(room(check, chair="c"), AWAY)
    assert found.fewest
    assert (None if found.arrivals is None else set(found.arrivals)) == arrivals


def test_one_arrival_may_serve_several_rules() -> None:  # LSC-8.1
    both = room(Count(Filter(offices=("chair",)), 1), Count(NHS, 1), Count(Filter(), 2), chair="i")
    assert cure(both, AWAY) == Cure(("e", "i"))


def test_a_room_that_is_quorate_needs_nobody() -> None:
    assert cure(room(Count(COUNCIL, 1), there={"e": (EAST,)}), ()) == Cure(())


def test_who_holds_two_seats_may_stand_for_two_organisations() -> None:
    both = (Away("e", (EAST,)), Away("two", (WEST, ICB)))
    assert cure(room(Count(Filter(founder=True), 2, "organisations")), both) == Cure(("two",))


def test_whom_a_seat_that_is_not_known_leaves_open_is_no_sure_cure() -> None:
    assert cure(room(Count(NHS, 1)), (Away("s", ()),)) == Cure(None)


def test_a_member_takes_the_place_of_the_deputy() -> None:  # D9
    there = {"d": (EAST,)}
    away = (Away("e", (EAST,), "d"),)
    assert cure(room(Count(Filter(), 2), there=there), away) == Cure(None)
    assert cure(room(Count(Filter(offices=("chair",)), 1), chair="e", there=there), away) == Cure(("e",))


def test_a_search_that_is_given_up_says_so() -> None:
    for steps_max in (1, 4):
        found = cure(room(Count(COUNCIL, 2)), AWAY, steps_max)
        assert found == Cure(("e", "w"), fewest=False)
    assert cure(room(Count(COUNCIL, 2)), AWAY, steps_max=5) == Cure(("e", "w"))

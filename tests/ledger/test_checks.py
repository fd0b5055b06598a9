from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from tests import examples

from ledger.checks import Outcome, Room, assign, evaluate, find, fits
from ledger.facts.filters import Filter
from ledger.facts.terms import (
    AllOf,
    AnyOf,
    Basis,
    Check,
    Count,
    Distinct,
    Need,
    QuorumRule,
    Reading,
    Seat,
    Share,
    SomeOf,
)
from ledger.findings import OtherReading, Verdict

MET, NOT_MET, NOT_KNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_KNOWN

EAST = examples.seat("east")
WEST = examples.seat("west", organisations=("west-council",))
ICB = examples.seat("icb", sector="nhs", organisations=("icb",), position="director")
EITHER = examples.seat("either", organisations=("east-council", "west-council"))
OPEN = examples.seat("open", sector="vcfse", organisations=(), position="member")
DOUBTFUL = examples.seat("doubtful", exists="not known")
OBSERVER = examples.seat("observer", quorum=False)
SEATS = (EAST, WEST, ICB, EITHER, OPEN, DOUBTFUL)


def room(
    seats: Mapping[str, Seat | None],
    *,
    of: tuple[Seat, ...] = SEATS,
    founders: tuple[str, ...] = (),
    more: Mapping[str, tuple[Seat, ...]] | None = None,
    **rest: Any,
) -> Room:
    """Give a room; ``more`` are those who sit in several seats."""
    terms = examples.terms_of(*of, founders=founders)
    placed = {person: () if seat is None else (seat,) for person, seat in seats.items()}
    return Room(terms, {**placed, **(more or {})}, rest.pop("holders", {}), **rest)


def answer(check: Check, where: Room) -> tuple[Verdict, str]:
    outcome = evaluate(check, where)
    return outcome.verdict, outcome.got


FULL = room({"a": EAST, "b": WEST, "c": ICB, "d": OPEN}, founders=("east-council", "icb"))


@pytest.mark.parametrize(
    ("who", "seat", "expected"),
    [
        (Filter(), EAST, MET),
        (Filter(), None, MET),
        (Filter(seats=("east", "west")), EAST, MET),
        (Filter(seats=("west",)), EAST, NOT_MET),
        (Filter(seats=("west",)), None, NOT_KNOWN),
        (Filter(sectors=("nhs",)), ICB, MET),
        (Filter(sectors=("nhs",)), EAST, NOT_MET),
        (Filter(sectors=("nhs",)), None, NOT_KNOWN),
        (Filter(positions=("director",)), ICB, MET),
        (Filter(positions=("director",)), EAST, NOT_MET),
        (Filter(positions=("director",)), None, NOT_KNOWN),
        (Filter(organisations=("east-council",)), EAST, MET),
        (Filter(organisations=("east-council",)), WEST, NOT_MET),
        (Filter(organisations=("east-council",)), EITHER, NOT_KNOWN),
        (Filter(organisations=("east-council", "west-council")), EITHER, MET),
        (Filter(organisations=("icb",)), EITHER, NOT_MET),
        (Filter(organisations=("icb",)), OPEN, NOT_KNOWN),
        (Filter(organisations=("icb",)), None, NOT_KNOWN),
        (Filter(founder=True), EAST, MET),
        (Filter(founder=True), WEST, NOT_MET),
        (Filter(founder=True), EITHER, NOT_KNOWN),
        (Filter(founder=True), OPEN, NOT_KNOWN),
        (Filter(founder=False), EAST, NOT_MET),
        (Filter(founder=False), WEST, MET),
        (Filter(founder=False), EITHER, NOT_KNOWN),
        (Filter(founder=False), None, NOT_KNOWN),
        (Filter(sectors=("nhs",), organisations=("icb",)), EITHER, NOT_MET),
        (Filter(sectors=("council",), organisations=("east-council",)), EITHER, NOT_KNOWN),
    ],
)
def test_a_person_fits_a_filter_when_every_condition_holds(
    who: Filter, seat: Seat | None, expected: Verdict
) -> None:
    assert expected == fits(who, "a", room({"a": seat}, founders=("east-council",)))


def test_an_office_is_held_by_the_person_who_is_known_to_hold_it() -> None:
    here = room({"a": EAST, "b": None}, holders={"chair": "a"})
    assert fits(Filter(offices=("chair",)), "a", here) is MET
    assert fits(Filter(offices=("chair",)), "b", here) is NOT_MET
    assert fits(Filter(offices=("deputy",)), "b", here) is NOT_KNOWN
    assert fits(Filter(offices=("chair", "deputy")), "a", here) is MET
    assert fits(Filter(offices=("chair", "deputy")), "b", here) is NOT_KNOWN


@pytest.mark.parametrize(
    ("least", "expected"), [(1, MET), (2, MET), (3, NOT_KNOWN), (4, NOT_KNOWN), (5, NOT_MET)]
)
def test_a_count_is_an_interval_from_sure_to_possible(least: int, expected: Verdict) -> None:
    here = room({"a": EAST, "b": WEST, "c": None, "d": None, "e": ICB})
    outcome = evaluate(Count(Filter(sectors=("council",)), least), here)
    assert outcome == Outcome(expected, "2 for sure and 4 at most", ("a", "b"))


def test_a_count_in_a_room_without_anybody_is_nought() -> None:
    assert answer(Count(Filter(), 1), room({})) == (NOT_MET, "0")


def test_a_seat_that_does_not_count_for_quorum_is_not_counted() -> None:
    here = room({"a": EAST, "b": OBSERVER}, of=(EAST, OBSERVER))
    assert evaluate(Count(Filter(), 1), here) == Outcome(MET, "1", ("a",))
    assert answer(Count(Filter(), 2), here) == (NOT_MET, "1")


def test_who_may_sit_in_a_seat_that_does_not_count_may_not_count() -> None:
    check = Count(Filter(), 1)
    assert answer(check, room({"a": None}, of=(EAST, WEST))) == (MET, "1")
    assert answer(check, room({"a": None}, of=(EAST, OBSERVER))) == (NOT_KNOWN, "0 for sure and 1 at most")
    assert answer(check, room({"a": None}, of=(OBSERVER,))) == (NOT_MET, "0")


def test_an_office_whose_holder_is_there_without_a_name_counts_once() -> None:
    chair = Filter(offices=("chair",))
    here = room({"a": EAST, "b": WEST}, attested=frozenset({"chair"}))
    assert evaluate(Count(chair, 1), here) == Outcome(MET, "1 for sure and 2 at most", ("chair",))
    assert answer(Count(chair, 1), room({"a": EAST})) == (NOT_KNOWN, "0 for sure and 1 at most")
    nobody_named = room({}, attested=frozenset({"chair"}))
    assert answer(Count(chair, 1), nobody_named) == (MET, "1")
    assert answer(Count(chair, 2), nobody_named) == (NOT_MET, "1")


def test_an_office_whose_holder_is_there_by_name_is_not_counted_again() -> None:
    officers = Filter(offices=("chair", "deputy"))
    holders = {"chair": "a", "deputy": "b"}
    here = room({"a": EAST, "c": WEST}, holders=holders, attested=frozenset({"chair"}))
    assert evaluate(Count(officers, 1), here) == Outcome(MET, "1", ("a",))
    assert answer(Count(officers, 2), here) == (NOT_MET, "1")


def test_two_offices_without_names_are_one_person_for_sure_and_two_at_most() -> None:
    officers = Filter(offices=("chair", "deputy", "chair"))
    here = room({}, attested=frozenset({"chair", "deputy"}))
    assert evaluate(Count(officers, 1), here) == Outcome(MET, "1 for sure and 2 at most", ("chair", "deputy"))
    assert evaluate(Count(officers, 2), here).verdict is NOT_KNOWN
    assert evaluate(Count(officers, 3), here).verdict is NOT_MET


def test_an_unnamed_chair_beside_a_named_deputy_may_be_a_second_person() -> None:
    officers = Filter(offices=("chair", "deputy"))
    here = room({"b": EAST}, holders={"chair": "z", "deputy": "b"}, attested=frozenset({"chair"}))
    assert evaluate(Count(officers, 2), here) == Outcome(NOT_KNOWN, "1 for sure and 2 at most", ("b",))


def test_an_office_without_a_name_says_nothing_about_its_seat() -> None:
    check = Count(Filter(offices=("chair",), sectors=("nhs",)), 1)
    here = room({"a": EAST}, attested=frozenset({"chair"}))
    assert evaluate(check, here).verdict is NOT_MET


@pytest.mark.parametrize(
    ("seats", "founders", "expected"),
    [
        pytest.param((EAST, EAST), ("east-council",), (NOT_MET, "1 (east-council)"), id="one twice"),
        pytest.param((EAST, ICB), ("east-council", "icb"), (MET, "2 (east-council, icb)"), id="two"),
        pytest.param((EAST, WEST), ("east-council",), (NOT_MET, "1 (east-council)"), id="one is no founder"),
        pytest.param((EAST, EITHER), ("east-council", "west-council"),
                     (NOT_KNOWN, "1 for sure and 2 at most (east-council)"), id="a seat of either"),
        pytest.param((None, None), ("east-council", "icb"),
                     (NOT_KNOWN, "0 for sure and 2 at most (none known)"), id="seats not known"),
        pytest.param((None, None), ("east-council",),
                     (NOT_MET, "0 for sure and 1 at most (none known)"), id="fewer founders than asked for"),
        pytest.param((), ("east-council", "icb"), (NOT_MET, "0 (none known)"), id="nobody"),
    ],
)  # fmt: skip
def test_founders_are_counted_as_organisations(
    seats: tuple[Seat | None, ...], founders: tuple[str, ...], expected: tuple[Verdict, str]
) -> None:  # LSC-8.1
    here = room({f"p{number}": seat for number, seat in enumerate(seats)}, founders=founders)
    assert answer(Count(Filter(founder=True), 2, "organisations"), here) == expected


def test_who_stands_for_an_organisation_is_named() -> None:
    check = Count(Filter(founder=True), 2, "organisations")
    assert evaluate(check, FULL).by == ("a", "c")


def test_members_whose_organisation_is_not_said_may_be_of_one_each() -> None:
    check = Count(Filter(), 3, "organisations")
    got = "1 for sure and 3 at most (east-council)"
    assert answer(check, room({"a": EAST, "b": OPEN, "c": None})) == (NOT_KNOWN, got)


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        # 4 seats are known and 1 is not; 2 are present for sure and 3 at most.
        (1, MET),
        (40, MET),
        (41, NOT_KNOWN),
        (75, NOT_KNOWN),
        (76, NOT_MET),
        (100, NOT_MET),
    ],
)
def test_a_share_of_seats_is_judged_by_the_worst_and_the_best_case(percent: int, expected: Verdict) -> None:
    here = room({"a": EAST, "b": WEST, "c": None, "d": ICB}, of=(EAST, WEST, ICB, OPEN, DOUBTFUL))
    outcome = evaluate(Share(Filter(sectors=("council",)), percent, "seats"), here)
    assert outcome.verdict is expected
    assert outcome.by == ("a", "b")


def test_a_share_tells_its_arithmetic() -> None:  # LSC-8.1
    here = room({"a": EAST, "b": WEST, "c": None, "d": ICB}, of=(EAST, WEST, ICB, OPEN, DOUBTFUL))
    expected = "2 for sure and 3 at most of 4 to 5 seats; 30 % of 5 asks for 2"
    assert answer(Share(Filter(sectors=("council",)), 30, "seats"), here) == (MET, expected)
    sure = room({"a": EAST}, of=(EAST, WEST, ICB, OPEN))
    assert answer(Share(Filter(), 30, "seats"), sure) == (NOT_MET, "1 of 4 seats; 30 % of 4 asks for 2")


def test_a_share_of_filled_seats_moves_with_the_vacancies() -> None:  # LSC-8.1
    here = room({"a": EAST}, of=(EAST, WEST, ICB, OPEN), members=3)
    got = "1 of 3 to 4 filled seats; 30 % of 4 asks for 2"
    assert answer(Share(Filter(), 30, "filled seats"), here) == (NOT_KNOWN, got)
    assert evaluate(Share(Filter(), 25, "filled seats"), here).verdict is MET
    assert evaluate(Share(Filter(), 34, "filled seats"), here).verdict is NOT_MET
    full = room({"a": EAST}, of=(EAST, WEST, ICB, OPEN), members=9)
    assert answer(Share(Filter(), 30, "filled seats"), full)[1].startswith("1 of 4 filled seats")


def test_nobody_is_counted_under_two_needs() -> None:  # LSC-8.1
    east = Filter(organisations=("east-council",))
    two_councils = Distinct((Need(Filter(sectors=("council",))), Need(east)))
    one = room({"a": EAST})
    assert answer(two_councils, one) == (NOT_MET, "1 of 2 places filled by distinct persons")
    both = room({"a": EAST, "b": WEST})
    assert evaluate(two_councils, both) == Outcome(
        MET, "2 of 2 places filled by distinct persons", evaluate(two_councils, both).by
    )
    assert sorted(evaluate(two_councils, both).by) == ["a", "b"]


def test_persons_are_moved_so_that_every_need_is_met() -> None:
    # "a" fits both needs and comes first, but only "a" fits the second.
    needs = (Need(Filter(sectors=("council",))), Need(Filter(seats=("east",))))
    for order in ({"a": EAST, "b": WEST}, {"b": WEST, "a": EAST}):
        assert evaluate(Distinct(needs), room(order)).verdict is MET


def test_a_need_may_ask_for_several_persons() -> None:
    check = Distinct((Need(Filter(sectors=("council",)), 2), Need(Filter(seats=("east",)))))
    assert evaluate(check, room({"a": EAST, "b": WEST, "c": EITHER})).verdict is MET
    assert answer(check, room({"a": EAST, "b": WEST})) == (
        NOT_MET,
        "2 of 3 places filled by distinct persons",
    )


def test_needs_that_unknown_seats_may_meet_are_not_known() -> None:
    check = Distinct((Need(Filter(sectors=("nhs",))), Need(Filter(sectors=("council",)))))
    got = "1 for sure and 2 at most of 2 places filled by distinct persons"
    assert answer(check, room({"a": EAST, "b": None})) == (NOT_KNOWN, got)


def test_a_need_for_more_persons_than_anybody_has_is_answered_at_once() -> None:  # E4
    persons: dict[str, Seat | None] = {f"p{number}": EAST for number in range(200)}
    check = Distinct(tuple(Need(Filter(), 10_000) for _ in range(16)))
    got = "200 of 160000 places filled by distinct persons"
    assert answer(check, room(persons)) == (NOT_MET, got)


@pytest.mark.parametrize(
    ("places", "filled"),
    [
        ([], 0),
        ([[]], 0),
        ([["a"]], 1),
        ([["a"], ["a"]], 1),
        ([["a", "b"], ["a"]], 2),
        ([["a", "b"], ["a", "b"], ["a", "b", "c"]], 3),
        ([["a"], ["a", "b"], ["b", "c"], ["c"]], 3),
        ([["a", "b"], ["b", "c"], ["c", "a"], ["a", "b", "c"]], 3),
    ],
)
def test_as_many_places_are_filled_as_can_be(places: list[list[str]], filled: int) -> None:
    taken = assign(places)
    assert len(taken) == filled
    assert len(set(taken.values())) == filled
    assert all(person in places[index] for person, index in taken.items())


YES, NO, PERHAPS = (
    Count(Filter(seats=("east",)), 1),
    Count(Filter(seats=("west",)), 3),
    Count(Filter(seats=("icb",)), 1),
)
COMPOSED = room({"a": EAST, "b": None})


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        (AllOf((YES, YES)), MET),
        (AllOf((YES, PERHAPS)), NOT_KNOWN),
        (AllOf((PERHAPS, NO)), NOT_MET),
        (AnyOf((NO, YES)), MET),
        (AnyOf((NO, PERHAPS)), NOT_KNOWN),
        (AnyOf((NO, NO)), NOT_MET),
        (SomeOf(2, (YES, YES, NO)), MET),
        (SomeOf(2, (YES, PERHAPS, NO)), NOT_KNOWN),
        (SomeOf(2, (YES, NO, NO)), NOT_MET),
        (SomeOf(3, (YES, YES)), NOT_MET),
        (AllOf((AnyOf((NO, YES)), SomeOf(1, (PERHAPS, YES)))), MET),
    ],
)
def test_checks_compose_as_kleenes_logic_does(check: Check, expected: Verdict) -> None:
    assert evaluate(check, COMPOSED).verdict is expected


def test_a_composed_check_tells_every_part_and_names_everybody_once() -> None:
    outcome = evaluate(AllOf((YES, YES, NO)), COMPOSED)
    expected = "1 for sure and 2 at most; 1 for sure and 2 at most; 0 for sure and 1 at most"
    assert outcome == Outcome(NOT_MET, expected, ("a",))


def test_a_finding_cites_the_clause_and_judges_the_other_readings_beside_it() -> None:
    rule = QuorumRule(
        "QUO-1",
        "8.1",
        "reading",
        "at least 2 council seats",
        Count(Filter(sectors=("council",)), 2),
        reading="councils, not councillors",
        others=(Reading("anybody", Count(Filter(), 4)), Reading("more", Count(Filter(), 5))),
    )
    finding = find(rule, FULL)
    assert (finding.rule, finding.clause, finding.verdict) == ("QUO-1", "ToR 8.1", MET)
    assert (finding.expected, finding.got) == ("at least 2 council seats", "2")
    assert (finding.reading, finding.by) == ("councils, not councillors", ("a", "b"))
    assert finding.others == (OtherReading("anybody", MET, "4"), OtherReading("more", NOT_MET, "4"))
    assert not finding.absolute


@pytest.mark.parametrize(
    ("basis", "clause"), [("stated", "ToR 8.1"), ("reading", "ToR 8.1"), ("default", None)]
)
def test_only_what_a_clause_says_cites_it(basis: Basis, clause: str | None) -> None:
    rule = QuorumRule("QUO-1", "8.1", basis, "at least 1 member", Count(Filter(), 1))
    assert find(rule, FULL).clause == clause


# --- several seats, and those who may not count ---------------------------------------------------


def test_who_sits_in_two_seats_fits_in_either_but_must_fit_wholly_in_one() -> None:  # D8
    here = room({}, of=(EAST, ICB), more={"a": (EAST, ICB)})
    assert fits(Filter(sectors=("council",)), "a", here) is MET
    assert fits(Filter(sectors=("nhs",)), "a", here) is MET
    assert fits(Filter(sectors=("council",), organisations=("icb",)), "a", here) is NOT_MET
    assert answer(Count(Filter(), 2), here) == (NOT_MET, "1")


def test_a_right_and_a_filter_are_those_of_one_seat() -> None:
    watching = examples.seat("watching", sector="nhs", quorum=False, voting=False)
    here = room({}, of=(EAST, watching), more={"a": (EAST, watching)})
    assert fits(Filter(sectors=("nhs",)), "a", here) is MET
    assert fits(Filter(sectors=("nhs",)), "a", here, "quorum") is NOT_MET
    assert fits(Filter(sectors=("nhs",)), "a", here, "voting") is NOT_MET
    assert answer(Count(Filter(sectors=("nhs",)), 1), here) == (NOT_MET, "0")


def test_where_the_seat_is_not_known_a_vote_is_not_unless_every_seat_votes() -> None:
    silent = examples.seat("silent", voting=False)
    assert fits(Filter(), "a", room({"a": None}, of=(EAST, silent)), "voting") is NOT_KNOWN
    assert fits(Filter(), "a", room({"a": None}, of=(EAST, WEST)), "voting") is MET


def test_who_may_not_count_is_possible_and_never_sure() -> None:
    here = room({"a": EAST, "b": WEST}, unsure=frozenset({"b"}))
    assert evaluate(Count(Filter(), 2), here) == Outcome(NOT_KNOWN, "1 for sure and 2 at most", ("a",))
    assert fits(Filter(sectors=("nhs",)), "b", here) is NOT_MET


def test_who_acts_in_an_office_fits_it() -> None:
    here = room({"a": EAST, "b": WEST}, holders={"chair": "z"}, acting={"chair": "b"})
    assert [fits(Filter(offices=("chair",)), one, here) for one in "ab"] == [NOT_MET, MET]


def test_one_person_may_stand_for_two_organisations() -> None:
    here = room({"c": None}, of=(EAST, WEST, OPEN), more={"a": (EAST, WEST), "b": (EAST, OPEN)})
    check = Count(Filter(), 3, "organisations")
    got = "2 for sure and 4 at most (east-council, west-council)"
    assert evaluate(check, here) == Outcome(NOT_KNOWN, got, evaluate(check, here).by)
    assert evaluate(check, here).by == ("b", "a")


def test_co_opted_members_are_part_of_the_base() -> None:  # D11
    here = room({"a": EAST}, of=(EAST, WEST), members=3, additional=1)
    assert answer(Share(Filter(), 50, "seats"), here) == (NOT_MET, "1 of 3 seats; 50 % of 3 asks for 2")


def test_a_seat_that_does_not_fit_stands_for_nobody() -> None:
    here = room({}, of=(EAST, WEST), founders=("east-council", "icb"), more={"a": (EAST, WEST)})
    assert answer(Count(Filter(founder=True), 1, "organisations"), here) == (MET, "1 (east-council)")

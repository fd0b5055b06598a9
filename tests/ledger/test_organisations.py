from __future__ import annotations

from tests.examples import ADA, BEN
from tests.ledger.given import Given, Step, given, on, sealed

from ledger.facts import organisations
from ledger.facts.organisations import Affiliated, Ended, PersonRegistered, Registered, Unaffiliated

DAY = "2024-03-25"
COUNCILS = Registered("councils", "District councils", "group")
BURNLEY = Registered("burnley", "Burnley Council", "council", ("councils",))
WATCH = Registered("watch", "Healthwatch", "charity", (), "burnley")


def test_an_organisation_is_registered() -> None:
    after = given().when(on(DAY, COUNCILS)).happens()
    assert after.state().directory.organisations == {"councils": COUNCILS}


def test_an_organisation_belongs_to_a_group_and_is_represented_through_another() -> None:  # PLA-3
    before = given(on(DAY, COUNCILS, BURNLEY))
    assert before.when(on(DAY, WATCH)).happens().state().directory.organisations["watch"] == WATCH


def test_a_group_and_a_representative_that_the_ledger_does_not_know_are_both_named() -> None:
    homeless = Registered("burnley", "Burnley Council", "council", ("councils",), "county")
    given().when(on(DAY, homeless)).refused_by(
        "ORG-2 (Remit default): expected an organisation that the ledger knows, got councils",
        "ORG-2 (Remit default): expected an organisation that the ledger knows, got county",
    )


def test_an_organisation_is_registered_once() -> None:
    given(on(DAY, COUNCILS)).when(on(DAY, COUNCILS)).refused_by(
        "ORG-1 (Remit default): expected a code that no organisation has yet, got councils"
    )


def test_no_departure_registers_an_organisation_twice() -> None:
    (again,) = on(DAY, COUNCILS)
    given(on(DAY, COUNCILS)).when(again.departing()).refused_by(
        "ORG-1 (Remit default): expected a code that no organisation has yet, got councils"
    )


def test_a_person_is_registered() -> None:
    after = given().when(on(DAY, PersonRegistered(BEN, sealed("name")))).happens()
    assert after.state().directory.persons == {ADA, BEN}


def test_a_person_is_registered_once() -> None:
    person = organisations.PersonRegistered(BEN, sealed("name"))
    given(on(DAY, person)).when(on(DAY, person)).refused_by(
        f"PER-1 (Remit default): expected an id that no person has yet, got {BEN}"
    )


def test_the_first_officer_is_a_person_from_the_first_fact_on() -> None:
    given().when(on(DAY, PersonRegistered(ADA, sealed("name")))).refused_by(
        f"PER-1 (Remit default): expected an id that no person has yet, got {ADA}"
    )


# --- positions in organisations ------------------------------------------------------------------


def known() -> Given:
    return given(on(DAY, COUNCILS, BURNLEY, WATCH, PersonRegistered(BEN, sealed("name"))))


def at(began: str | None = DAY, position: str = "councillor", day: str = DAY) -> tuple[Step, ...]:
    return on(day, Affiliated(BEN, "burnley", position, began))


def left(day: str = DAY, position: str = "councillor") -> tuple[Step, ...]:
    return on(day, Unaffiliated(BEN, "burnley", position))


def held(before: Given, *days: str) -> list[bool | None]:
    (one,) = before.state().directory.affiliations
    return [one.holds(day) for day in days]


def test_a_person_holds_a_position_from_its_day_to_its_day() -> None:  # PLA-3
    after = known().when(at("2024-01-01")).happens().when(left()).happens()
    assert held(after, "2023-12-31", "2024-01-01", "2024-03-24", DAY) == [False, True, True, False]


def test_before_the_day_by_which_a_position_was_held_it_is_not_known() -> None:
    assert held(known().when(at(None)).happens(), "2024-03-24", DAY) == [None, True]


def test_a_position_begins_once_and_ends_once() -> None:
    begun = known().and_(at())
    begun.when(at(day="2024-04-01")).refused_by(
        "PER-3 (Remit default): expected a position that the person does not hold yet, got councillor"
    )
    begun.when(at(position="leader")).happens()
    begun.when(left(position="leader")).refused_by(
        "PER-3 (Remit default): expected a position that the person holds, got leader"
    )
    ended = begun.and_(left("2024-04-01"))
    ended.when(left("2024-04-01")).refused_by(
        "PER-3 (Remit default): expected a position that the person holds, got councillor"
    )
    ended.when(at("2024-04-01", day="2024-04-01")).happens()


def test_an_end_of_a_position_found_later_with_an_earlier_day_counts() -> None:
    after = known().and_(at("2024-01-01"), left("2024-06-01")).when(left()).happens()
    assert held(after, "2024-03-24", DAY) == [True, False]


def test_a_position_cannot_begin_after_the_day_by_which_it_is_stated() -> None:
    known().when(at("2024-03-26")).refused_by(
        "PER-4 (Remit default): expected a position begun by 2024-03-25, got begun 2024-03-26"
    )


def test_a_position_is_held_by_somebody_known_somewhere_known() -> None:
    given().when(at()).refused_by(
        f"PER-2 (Remit default): expected a person whom the ledger knows, got {BEN}",
        "ORG-2 (Remit default): expected an organisation that the ledger knows, got burnley",
    )


def test_an_organisation_has_heirs_from_the_day_of_each_order_on() -> None:  # SYS-1
    order = "the order"
    directory = (
        given(
            on("2024-04-01", Ended("burnley", order, ("north", "south"))),
            on("2025-04-01", Ended("north", order, ("whole",)), Ended("south", order, ("whole",))),
            on("2026-04-01", Ended("whole", order)),
        )
        .state()
        .directory
    )
    found = {day: directory.heirs("burnley", day) for day in ("2024-03-31", "2024-04-01", "2026-04-01")}
    assert found == {
        "2024-03-31": {"burnley"},
        "2024-04-01": {"burnley", "north", "south"},
        "2026-04-01": {"burnley", "north", "south", "whole"},
    }

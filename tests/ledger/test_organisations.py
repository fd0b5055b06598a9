from __future__ import annotations

from tests.examples import ADA, BEN
from tests.ledger.given import given, on, sealed

from ledger.facts import organisations
from ledger.facts.organisations import PersonRegistered, Registered

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

"""``remit correct``: what a fact should have said; the fact stays, and before its number nothing changes."""

from __future__ import annotations

import pytest
from tests.ledger_cli.desk import Desk, kept

from ledger.facts import corrections, meetings, members, organisations
from ledger.facts.words import Words

MARCH, ITEM = "m-" + "a" * 16, "i-" + "a" * 16


@pytest.fixture
@kept
def held(desk: Desk) -> Desk:
    """Hold a meeting with one item."""
    desk.meets(
        meetings.Opened(MARCH, "icp", "meeting", None, Words.of("Town hall")),
        meetings.Attended(MARCH, (desk.jo,), (meetings.Attendee(desk.lou, "trust"),), ()),
        meetings.ItemOpened(MARCH, ITEM, "1", Words.of("Grants"), Words.of("A note.")),
    )
    return desk


def number_of(desk: Desk, type_: str, *, last: bool = True) -> str:
    """Give the number of the last, or the first, entry of a type."""
    found = [row[0] for row in desk("timeline").rows if row[3].startswith(type_)]
    return found[-1 if last else 0]


def minutes(desk: Desk, *options: str) -> str:
    return desk("minutes", "write", MARCH, *options).out


def test_a_seat_is_corrected_and_before_that_reads_as_it_did(desk: Desk) -> None:  # LSC-7.2
    size, number = desk.size, number_of(desk, "member.appointed")
    said = desk.record("correct", number, "--set", "seat=trust", "--reason", "misread")
    assert said.code == 0
    assert "seat: west -> trust" in said.err
    held = {row[0]: row[5] for row in desk("seat", "list", "icp").rows}
    former = {row[0]: row[5] for row in desk("seat", "list", "icp", "--known-at", str(size)).rows}
    assert (held["trust"], held["west"], former["west"]) == (desk.kim, "", desk.kim)
    timeline = {row[0]: row[9] for row in desk("timeline").rows}
    assert f"corrected by entry {desk.size}" in timeline[number]


def test_a_name_is_corrected_and_before_that_reads_as_it_did(held: Desk) -> None:  # LSC-M1
    size = held.size
    number = number_of(held, "person.registered", last=False)
    said = held.record("correct", number, "--set", "name=Joanna Bloggs", "--reason", "misspelt")
    assert said.code == 0
    assert "name: Jo Bloggs -> Joanna Bloggs" in said.err
    assert "- Joanna Bloggs\n" in minutes(held)
    assert "- Jo Bloggs\n" in minutes(held, "--known-at", str(size))


def test_a_person_is_found_by_the_corrected_name_and_by_the_former_no_longer(desk: Desk) -> None:
    number = number_of(desk, "person.registered", last=False)
    assert desk.record("correct", number, "--set", "name=Joanna Bloggs", "--reason", "misspelt").code == 0
    words = ("member", "appoint", "icp", "--seat", "trust")
    assert desk.record(*words, "Jo Bloggs").code == 4
    assert desk.record(*words, "Joanna Bloggs").code == 0
    assert desk.record("member", "end", "icp", desk.jo, "--seat", "trust", "--reason", "x").code == 0
    rows = desk("person", "list").rows
    assert [desk.jo, "Joanna Bloggs"] in rows


def test_a_list_of_attendance_is_corrected_by_names(held: Desk) -> None:  # LSC-M1
    size, number = held.size, number_of(held, "meeting.attended")
    said = held.record(
        "correct", number, "--set", "present=Jo Bloggs, Kim Lee", "--set", "attending=Lou May/east",
        "--set", "apologies=none", "--reason", "a page was missing",
    )  # fmt: skip
    assert said.code == 0
    body = held.last_of(corrections.Corrected).body
    assert body == meetings.Attended(MARCH, (held.jo, held.kim), (meetings.Attendee(held.lou, "east"),), ())
    assert "- Kim Lee\n" in minutes(held)
    assert f"The lists are as corrected by entry {held.size}." in minutes(held)
    assert "- Kim Lee\n" not in minutes(held, "--known-at", str(size))


def test_a_title_is_corrected_and_what_was_not_touched_keeps_its_words(held: Desk) -> None:
    size, number = held.size, number_of(held, "item.opened")
    assert held.record("correct", number, "--set", "title=Grants paid", "--reason", "typing").code == 0
    assert held.record("correct", number, "--set", "number=1a", "--reason", "typing").code == 0
    text = minutes(held)
    assert "## 1a. Grants paid\n" in text
    assert "A note." in text
    assert "## 1. Grants\n" in minutes(held, "--known-at", str(size))
    assert "## 1. Grants paid\n" in minutes(held, "--known-at", str(size + 1))


def test_what_did_not_happen_is_withdrawn(held: Desk) -> None:
    number = number_of(held, "item.opened")
    said = held.record("correct", number, "--withdraw", "--reason", "never taken")
    assert (said.code, "withdrawn: it did not happen" in said.err) == (0, True)
    assert "Grants" not in minutes(held)
    again = held.record("correct", number, "--set", "number=2", "--reason", "typing")
    assert again.err == f"malformed: {number}: expected a fact that stands, got one that was withdrawn\n"


def test_a_day_alone_is_corrected(desk: Desk) -> None:
    number = number_of(desk, "member.appointed")
    said = desk.record("correct", number, "--on", "2023-06-01", "--reason", "misread")
    assert (said.code, "on: 2023-05-01 -> 2023-06-01" in said.err) == (0, True)
    assert desk.last.on == "2023-06-01"


def test_a_correction_repeats(desk: Desk) -> None:
    number = number_of(desk, "member.appointed")
    words = ("correct", number, "--set", "seat=trust", "--reason", "misread", "--request", "r-" + "d" * 16)
    first = desk.record(*words, "--json")
    assert first.code == 0
    assert desk.record(*words, "--json").json == first.json


def test_a_fact_is_named_by_its_id_as_well(desk: Desk) -> None:
    fact = desk.last.id
    assert desk.record("correct", fact, "--set", "kind=interim", "--reason", "misread").code == 0
    body = desk.last_of(corrections.Corrected)
    assert (body.corrects, isinstance(body.body, members.Appointed)) == (fact, True)


def test_a_correction_of_a_correction_names_the_original(desk: Desk) -> None:
    original = desk.last.id
    assert desk.record("correct", original, "--set", "seat=trust", "--reason", "misread").code == 0
    said = desk.record("correct", desk.last.id, "--set", "seat=east", "--reason", "misread")
    assert said.code == 4
    assert f"expected the original fact, {original}, got a correction of it" in said.err
    assert "seat: trust -> none" in desk.record("correct", original, "--set", "seat=", "--reason", "x").err


def test_what_people_did_is_not_corrected(sitting: Desk) -> None:
    said = sitting.record("correct", sitting.last.id, "--set", "moved=yes", "--reason", "misread")
    assert said.code == 4
    assert said.err.startswith(f"malformed: {sitting.last.id}: expected a fact that can be corrected (")
    assert said.err.endswith("got motion.put/3\n")


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("chair=east", "expected FIELD=VALUE with a field of member.appointed/2 (body, person, seat, kind,"),
        ("seat", "got 'seat'"),
        ("seat=Not a code", "seat: expected"),
        ("kind=elected", "kind: invalid enum value 'elected'"),
        ("takes up=perhaps", "takes_up: expected yes or no, got 'perhaps'"),
        ("person=Nobody", "expected one person whom the ledger knows by id or exact name, got 'Nobody'"),
        ("began=2023", "began: expected"),
    ],
)
def test_a_field_or_value_that_cannot_be_is_malformed(desk: Desk, setting: str, told: str) -> None:
    said = desk.record("correct", desk.last.id, "--set", setting, "--reason", "misread")
    assert (said.code, told in said.err) == (4, True), said.err


def test_a_field_twice_or_a_part_too_many_is_malformed(held: Desk) -> None:
    number = number_of(held, "meeting.attended")
    twice = ("--set", "present=Jo Bloggs", "--set", "present=Kim Lee", "--reason", "x")
    assert "expected present once, got it again" in held.record("correct", number, *twice).err
    said = held.record("correct", number, "--set", "attending=Lou May/east/west", "--reason", "x")
    assert "attending: expected person/organisation, got 'Lou May/east/west'" in said.err


@pytest.mark.parametrize("fact", ["9999", "r-" + "z" * 16 + "/1", "words", "0"])
def test_a_fact_that_there_is_not_is_malformed(desk: Desk, fact: str) -> None:
    said = desk.record("correct", fact, "--withdraw", "--reason", "x")
    assert (said.code, "expected the id of a fact" in said.err) == (4, True)


def test_setting_and_withdrawing_do_not_go_together(desk: Desk) -> None:
    assert desk.record("correct", "1", "--reason", "x").code == 2
    assert desk.record("correct", "1", "--withdraw", "--set", "seat=a", "--reason", "x").code == 2


def test_the_same_again_is_refused(desk: Desk) -> None:
    said = desk.record("correct", desk.last.id, "--set", "seat=west", "--reason", "x")
    assert (said.code, "COR-2 (Remit default)" in said.err) == (3, True)


def test_a_yes_or_no_and_a_group_are_set(desk: Desk) -> None:
    assert desk.record("correct", desk.last.id, "--set", "takes-up=yes", "--reason", "x").code == 0
    number = number_of(desk, "organisation.registered")
    settings = ("--set", "part_of=east, west", "--set", "through=east")
    said = desk.record("correct", number, *settings, "--reason", "x")
    assert (said.code, "part_of: none -> east, west" in said.err) == (0, True)
    body = desk.last_of(corrections.Corrected).body
    assert isinstance(body, organisations.Registered)
    assert (body.part_of, body.through) == (("east", "west"), "east")

"""The register: who is in which seat and office, on a day, as known at a number."""

from __future__ import annotations

import pytest
from tests.examples import ADA, BEN, CAI, FOUNDED, SEAL
from tests.ledger_projections.making import ListedLog, Said, fact_id

from ledger.facts import members, offices, organisations
from ledger_projections.projection import Wording
from ledger_projections.register import Ending, Numbers, Register, numbers
from ledger_projections.views import Views


def appointed(person: str, seat: str | None, began: str | None, on: str = "2024-03-25") -> Said:
    return Said(members.Appointed("icp", person, seat, "appointed", began), on)


def ended(person: str, seat: str | None, on: str) -> Said:
    return Said(members.Ended("icp", person, seat, SEAL), on)


def elected(person: str, begins: str | None, ends: str | None) -> Said:
    return Said(offices.Elected("icp", "chair", person, "2024/25", begins, ends), "2024-03-25")


def seats(register: Register) -> list[tuple[str, str | None, bool | None]]:
    return [(one.person, one.seat, one.holds(register.on or "")) for one in register.members]


def test_a_member_is_in_the_register_until_the_day_of_the_end(views: Views) -> None:  # LSC-7.2
    views.follow(ListedLog(appointed(BEN, "seat-1", "2023-04-17"), ended(BEN, "seat-1", "2024-07-01")))
    days = ("2023-04-16", "2023-04-17", "2024-06-30", "2024-07-01")
    there = [(BEN, "seat-1", True)]
    assert [seats(views.register("icp", day)) for day in days] == [[], there, there, []]
    (member,) = views.register("icp").members
    assert [member.holds(day) for day in days] == [False, True, True, False]


def test_before_the_first_day_known_a_membership_is_not_known_rather_than_absent(views: Views) -> None:
    views.follow(ListedLog(appointed(BEN, None, None, on="2024-03-25")))
    assert seats(views.register("icp", "2024-03-24")) == [(BEN, None, None)]
    assert seats(views.register("icp", "2024-03-25")) == [(BEN, None, True)]
    (member,) = views.register("icp").members
    assert (member.since, member.began, member.until, member.ended) == ("2024-03-25", False, None, None)


def test_an_end_recorded_later_is_not_known_at_an_earlier_number(views: Views) -> None:
    log = ListedLog(
        appointed(BEN, "seat-1", "2023-04-17"),
        appointed(CAI, "seat-2", "2023-04-17"),
        ended(BEN, "seat-1", "2024-01-31"),
    )
    views.follow(log)
    assert seats(views.register("icp", "2024-03-25", known_at=2)) == [
        (BEN, "seat-1", True),
        (CAI, "seat-2", True),
    ]
    assert seats(views.register("icp", "2024-03-25", known_at=3)) == [(CAI, "seat-2", True)]


def test_both_periods_and_what_ended_it_are_told(views: Views) -> None:
    views.follow(ListedLog(appointed(BEN, "seat-1", "2023-04-17"), ended(BEN, "seat-1", "2024-01-31")))
    (before,) = views.register("icp", known_at=1).members
    (after,) = views.register("icp").members
    assert (before.known_from, before.known_to, before.until) == (1, 2, None)
    assert (after.known_from, after.known_to, after.until) == (2, None, "2024-01-31")
    assert after.number == before.number == 1
    assert after.ended == Ending(2, fact_id(2), Wording(fact_id(2), "body.reason"))


def test_an_end_ends_the_membership_in_that_seat_of_that_body_only(views: Views) -> None:
    other = Said(members.Appointed("place-board", BEN, "seat-1", "co-opted", None))
    views.follow(
        ListedLog(
            appointed(BEN, "seat-1", "2023-04-17"),
            appointed(BEN, "seat-2", "2023-04-17"),
            other,
            ended(BEN, "seat-1", "2024-01-31"),
        )
    )
    assert seats(views.register("icp", "2026-11-22")) == [(BEN, "seat-2", True)]
    (elsewhere,) = views.register("place-board", "2026-11-22").members
    assert (elsewhere.kind, elsewhere.until) == ("co-opted", None)


def test_a_membership_ends_at_the_earliest_end_recorded(views: Views) -> None:
    log = ListedLog(appointed(BEN, "seat-1", "2022-01-01"), ended(BEN, "seat-1", "2023-01-01"))
    views.follow(log)
    log.add(ended(BEN, "seat-1", "2023-06-01"), ended(BEN, "seat-1", "2022-06-01"))
    views.follow(log)
    known = [views.register("icp", known_at=number).members[0] for number in (2, 3, 4)]
    assert [one.until for one in known] == ["2023-01-01", "2023-01-01", "2022-06-01"]
    assert [(one.known_from, one.known_to) for one in known] == [(2, 4), (2, 4), (4, None)]


def test_an_end_recorded_late_leaves_a_later_membership_alone(views: Views) -> None:
    views.follow(
        ListedLog(
            appointed(BEN, "seat-1", "2022-01-01"),
            appointed(BEN, "seat-1", "2024-01-01"),
            ended(BEN, "seat-1", "2023-01-01"),
        )
    )
    periods = [(one.since, one.until) for one in views.register("icp").members]
    assert periods == [("2022-01-01", "2023-01-01"), ("2024-01-01", None)]


def test_an_end_before_the_first_day_known_ends_a_membership_of_unknown_beginning(views: Views) -> None:
    views.follow(ListedLog(appointed(BEN, None, None, on="2024-03-25"), ended(BEN, None, "2024-01-31")))
    (member,) = views.register("icp").members
    assert (member.since, member.began, member.until) == ("2024-03-25", False, "2024-01-31")


def test_a_member_appointed_again_has_two_periods(views: Views) -> None:
    views.follow(
        ListedLog(
            appointed(BEN, "seat-1", "2022-01-01"),
            ended(BEN, "seat-1", "2023-01-01"),
            appointed(BEN, "seat-1", "2024-01-01"),
            ended(BEN, "seat-1", "2025-01-01"),
        )
    )
    periods = [(one.since, one.until) for one in views.register("icp").members]
    assert periods == [("2022-01-01", "2023-01-01"), ("2024-01-01", "2025-01-01")]


def test_a_term_kept_as_printed_is_not_known_on_any_day(views: Views) -> None:  # LSC-M4, SYS-3
    views.follow(ListedLog(elected(BEN, None, None)))
    (tenure,) = views.register("icp", "2024-09-01").offices
    assert (tenure.office, tenure.term, tenure.elected) == ("chair", "2024/25", "2024-03-25")
    assert (tenure.since, tenure.until, tenure.holds("2024-09-01")) == (None, None, None)


def test_an_office_is_held_between_the_days_stated(views: Views) -> None:
    views.follow(ListedLog(elected(BEN, "2024-04-01", "2025-04-01")))
    days = ("2024-03-31", "2024-04-01", "2025-03-31", "2025-04-01")
    assert [len(views.register("icp", day).offices) for day in days] == [0, 1, 1, 0]
    (tenure,) = views.register("icp").offices
    assert [tenure.holds(day) for day in days] == [False, True, True, False]


def test_an_office_ends_at_the_earlier_of_its_stated_end_and_its_recorded_end(views: Views) -> None:
    over = offices.OfficeEnded("icp", "chair", BEN, SEAL)
    log = ListedLog(elected(BEN, "2023-04-01", "2024-04-01"), elected(BEN, "2024-04-01", "2025-04-01"))
    log.add(Said(over, "2024-12-01"))
    views.follow(log)
    ends = [(one.until, one.ended and one.ended.number) for one in views.register("icp").offices]
    assert ends == [("2024-04-01", None), ("2024-12-01", 3)]


@pytest.mark.parametrize(
    ("begins", "day", "expected"),
    [
        ("2024-04-01", "2024-02-01", ["2024-02-01", None]),
        (None, "2024-02-01", ["2024-02-01", None]),
        ("2024-04-01", "2024-06-01", [None, "2024-06-01"]),
        ("2024-04-01", "2023-02-01", ["2023-02-01", None]),
    ],
)
def test_an_end_of_office_ends_what_may_have_begun_or_else_what_begins_next(
    views: Views, begins: str | None, day: str, expected: list[str | None]
) -> None:
    first_ends = "2024-04-01" if expected[0] is None else None
    log = ListedLog(elected(BEN, "2023-04-01", first_ends), elected(BEN, begins, None))
    log.add(Said(offices.OfficeEnded("icp", "chair", BEN, SEAL), day))
    views.follow(log)
    ends = [one.until for one in views.register("icp").offices]
    assert ends == [expected[0] or first_ends, expected[1]]


def carried(person: str, began: str, until: str = "2024-01-01") -> Said:
    body = members.Appointed("icp", person, "seat-1", "appointed", began, until, carries_over=True)
    return Said(body, began)


def periods(views: Views, known_at: int | None = None) -> list[tuple[str, str, str | None]]:
    found = views.register("icp", known_at=known_at).members
    return [(one.person, one.since, one.until) for one in found]


def test_a_membership_that_is_carried_over_ends_when_somebody_else_is_appointed(views: Views) -> None:
    views.follow(ListedLog(carried(BEN, "2023-01-01"), appointed(CAI, "seat-1", "2024-06-01", "2024-06-01")))
    assert periods(views, 1) == [(BEN, "2023-01-01", None)]
    assert periods(views) == [(BEN, "2023-01-01", "2024-06-01"), (CAI, "2024-06-01", None)]
    assert seats(views.register("icp", "2024-05-31")) == [(BEN, "seat-1", True)]
    assert seats(views.register("icp", "2024-06-01")) == [(CAI, "seat-1", True)]
    (replaced, _) = views.register("icp").members
    assert replaced.ended == Ending(2, fact_id(2), None)


def test_who_is_appointed_before_the_term_is_over_does_not_shorten_it(views: Views) -> None:
    views.follow(ListedLog(carried(BEN, "2023-01-01"), appointed(CAI, "seat-1", "2023-06-01", "2023-06-01")))
    assert periods(views)[0] == (BEN, "2023-01-01", "2024-01-01")
    assert [one.person for one in views.register("icp", "2023-12-31").members] == [BEN, CAI]
    assert [one.person for one in views.register("icp", "2024-01-01").members] == [CAI]


def test_only_somebody_else_and_the_first_of_them_replaces_who_is_carried_over(views: Views) -> None:
    views.follow(
        ListedLog(
            carried(BEN, "2023-01-01"),
            carried(BEN, "2024-02-01", "2025-01-01"),
            appointed(CAI, "seat-1", "2025-06-01", "2025-06-01"),
            appointed(ADA, "seat-1", "2025-09-01", "2025-09-01"),
        )
    )
    assert [until for *_, until in periods(views, 2)] == [None, None]
    assert [until for *_, until in periods(views)] == ["2025-06-01", "2025-06-01", None, None]


def test_a_recorded_end_stands_when_the_seat_is_filled_again(views: Views) -> None:
    log = ListedLog(carried(BEN, "2023-01-01"), ended(BEN, "seat-1", "2024-03-01"))
    log.add(appointed(CAI, "seat-1", "2024-06-01", "2024-06-01"))
    views.follow(log)
    (over, _) = views.register("icp").members
    assert (over.until, over.known_from) == ("2024-03-01", 2)
    assert over.ended == Ending(2, fact_id(2), Wording(fact_id(2), "body.reason"))


def test_somebody_appointed_earlier_replaces_nobody(views: Views) -> None:
    views.follow(ListedLog(carried(BEN, "2023-06-01"), appointed(CAI, "seat-1", "2023-01-01", "2023-01-01")))
    assert periods(views)[0] == (BEN, "2023-06-01", None)


def test_a_term_ends_a_membership_without_any_further_fact(views: Views) -> None:
    body = members.Appointed("icp", BEN, "seat-1", "interim", "2023-01-01", "2024-01-01")
    log = ListedLog(Said(body, "2023-01-01"), ended(BEN, "seat-1", "2024-02-01"))
    views.follow(log)
    (member,) = views.register("icp").members
    assert (member.until, member.ended, member.known_from) == ("2024-01-01", None, 1)
    assert [len(views.register("icp", day).members) for day in ("2023-12-31", "2024-01-01")] == [1, 0]


def test_a_seat_is_held_only_once_it_is_taken_up(views: Views) -> None:
    waiting = members.Appointed("icp", BEN, "seat-1", "appointed", "2023-06-01", takes_up=True)
    up = members.TakenUp("icp", BEN, "seat-1")
    for day, since in (("2023-09-01", "2023-09-01"), ("2023-01-01", "2023-06-01")):
        log = ListedLog(Said(waiting, "2023-01-01"), Said(up, day))
        views.rebuild(log)
        assert views.register("icp", "2026-01-01", known_at=1).members == ()
        assert periods(views) == [(BEN, since, None)]
        assert [len(views.register("icp", day).members) for day in ("2023-05-31", since)] == [0, 1]


def test_a_seat_that_was_never_taken_up_can_be_given_up(views: Views) -> None:
    waiting = members.Appointed("icp", BEN, "seat-1", "appointed", "2023-06-01", takes_up=True)
    views.follow(ListedLog(Said(waiting, "2023-01-01"), ended(BEN, "seat-1", "2023-05-01")))
    assert periods(views) == [(BEN, "2023-06-01", "2023-05-01")]


def test_who_acts_in_an_office_is_marked_and_ends_apart_from_its_holder(views: Views) -> None:  # PLD-6
    acting = offices.ActingUp("icp", "chair", BEN, "absence", "2024-09-01")
    over = offices.ActingEnded("icp", "chair", BEN)
    views.follow(
        ListedLog(elected(BEN, "2024-01-01", None), Said(acting, "2024-05-01"), Said(over, "2024-06-01"))
    )
    known = [(one.acting, one.term, one.until) for one in views.register("icp").offices]
    assert known == [(False, "2024/25", None), (True, "absence", "2024-06-01")]
    assert [one.acting for one in views.register("icp", "2024-05-01").offices] == [False, True]
    assert views.register("icp").offices[1].ended == Ending(3, fact_id(3), None)


def test_regular_attendees_are_told_apart_from_members(views: Views) -> None:  # LSC-7.3
    named = members.AttendeeNamed("icp", BEN, "lead", "icb")
    gone = members.AttendeeEnded("icp", BEN)
    views.follow(
        ListedLog(
            Said(named, "2024-01-01"),
            Said(gone, "2024-03-01"),
            Said(named, "2024-06-01"),
            Said(gone, "2024-05-01"),
        )
    )
    register = views.register("icp", "2024-02-29")
    assert register.members == ()
    assert [(one.person, one.place, one.organisation) for one in register.attendees] == [(BEN, "lead", "icb")]
    days = ("2023-12-31", "2024-01-01", "2024-03-01", "2024-06-01")
    assert [len(views.register("icp", day).attendees) for day in days] == [0, 1, 0, 1]
    assert [one.until for one in views.register("icp").attendees] == ["2024-03-01", None]


def test_the_number_of_members_over_time_counts_persons_and_says_who_came_and_went(
    views: Views,
) -> None:  # LSC-7.10
    views.follow(
        ListedLog(
            appointed(BEN, "seat-1", "2023-01-01"),
            appointed(BEN, "seat-2", "2023-02-01"),
            appointed(CAI, None, None, on="2023-03-01"),
            ended(BEN, "seat-1", "2023-04-01"),
            ended(BEN, "seat-2", "2023-05-01"),
        )
    )
    assert list(numbers(views.register("icp").members)) == [
        Numbers("2023-01-01", 1, 1, (BEN,), ()),
        Numbers("2023-03-01", 2, 0, (CAI,), ()),
        Numbers("2023-05-01", 1, 0, (), (BEN,)),
    ]


def test_names_are_told_by_their_place_and_never_copied(views: Views) -> None:  # P2
    log = ListedLog(FOUNDED, organisations.PersonRegistered(BEN, SEAL))
    log.add(appointed(ADA, None, None), appointed(BEN, None, None), appointed(CAI, None, None))
    views.follow(log)
    names = [one.name for one in views.register("icp").members]
    assert names == [Wording(fact_id(1), "body.name"), Wording(fact_id(2), "body.name"), None]
    assert views.names({BEN, CAI}) == {BEN: Wording(fact_id(2), "body.name")}
    assert views.names({ADA, BEN}, known_at=1) == {ADA: Wording(fact_id(1), "body.name")}


def test_a_person_registered_again_has_one_name(views: Views) -> None:
    again = organisations.PersonRegistered(BEN, SEAL)
    views.follow(ListedLog(again, again, appointed(BEN, None, None)))
    assert [one.name for one in views.register("icp").members] == [Wording(fact_id(2), "body.name")]
    assert views.names([BEN], known_at=1) == {BEN: Wording(fact_id(1), "body.name")}

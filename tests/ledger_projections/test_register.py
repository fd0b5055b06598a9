"""The register: who is in which seat and office, on a day, as known at a number."""

from __future__ import annotations

from tests.examples import ADA, BEN, CAI, FOUNDED, SEAL
from tests.ledger_projections.making import ListedLog, Said, fact_id

from ledger.facts import members, organisations
from ledger_projections.projection import Wording
from ledger_projections.register import Ending, Register
from ledger_projections.views import Views


def appointed(person: str, seat: str | None, began: str | None, on: str = "2024-03-25") -> Said:
    return Said(members.Appointed("icp", person, seat, "appointed", began), on)


def ended(person: str, seat: str | None, on: str) -> Said:
    return Said(members.Ended("icp", person, seat, SEAL), on)


def elected(person: str, begins: str | None, ends: str | None) -> Said:
    return Said(members.Elected("icp", "chair", person, "2024/25", begins, ends), "2024-03-25")


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
    over = members.OfficeEnded("icp", "chair", BEN, SEAL)
    log = ListedLog(elected(BEN, "2023-04-01", "2024-04-01"), elected(BEN, "2024-04-01", "2025-04-01"))
    log.add(Said(over, "2024-12-01"))
    views.follow(log)
    ends = [(one.until, one.ended and one.ended.number) for one in views.register("icp").offices]
    assert ends == [("2024-04-01", None), ("2024-12-01", 3)]


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

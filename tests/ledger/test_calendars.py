from __future__ import annotations

import pytest

from ledger.calendars import Counted, Days, Unit, is_weekend
from ledger.facts.programme import CalendarAdopted

# England and Wales: GOV.UK, "UK bank holidays". Boxing Day 2026 is a Saturday; Monday the 28th stands for it.
DAYS_OFF = ("2026-12-25", "2026-12-28", "2027-01-01", "2027-03-26", "2027-03-29")
WINTER = CalendarAdopted("icp", "England and Wales", "2026-12-01", "2027-06-30", DAYS_OFF, "GOV.UK")
DAYS = Days((WINTER,))
MEETING = "2027-01-05"


# Counted back by hand from Tuesday 5 January 2027, which does not count: Mon 4 January is 1 (2 and 3 are a
# weekend, Fri 1 is New Year's Day), Thu 31 December 2, Wed 30 is 3, Tue 29 is 4 (Mon 28 stands for Boxing
# Day, 26 and 27 are a weekend, Fri 25 is Christmas Day), Thu 24 is 5, Wed 23 is 6, Tue 22 is 7, Mon 21 is 8.
@pytest.mark.parametrize(
    ("number", "unit", "latest"),
    [
        (7, "calendar", "2026-12-29"),
        (7, "clear", "2026-12-28"),
        (7, "working", "2026-12-22"),
        (7, "clear working", "2026-12-21"),
        (1, "calendar", "2027-01-04"),
        (1, "clear", "2027-01-03"),
        (1, "working", "2027-01-04"),
        (1, "clear working", "2026-12-31"),
        (0, "calendar", MEETING),
        (0, "clear", "2027-01-04"),
        (0, "working", MEETING),
        (0, "clear working", "2027-01-04"),
    ],
)
def test_the_latest_day_for_a_meeting_after_christmas(  # LSC-9.2, LSC-9.4
    number: int, unit: Unit, latest: str
) -> None:
    assert DAYS.latest(MEETING, number, unit).day == latest


def test_the_days_that_do_not_count_are_shown() -> None:  # LSC-9.4
    christmas = ("2026-12-28", "2026-12-27", "2026-12-26", "2026-12-25")
    new_year = ("2027-01-03", "2027-01-02", "2027-01-01")
    assert DAYS.latest(MEETING, 7, "working") == Counted("2026-12-22", (*new_year, *christmas))
    assert DAYS.latest(MEETING, 7, "clear").skipped == ()


# Notice on Saturday 2 January counts in working days from Monday the 4th: that is one day before the 5th.
@pytest.mark.parametrize(
    ("given", "unit", "days"),
    [
        ("2026-12-22", "working", 7),
        ("2026-12-22", "clear working", 6),
        ("2026-12-22", "calendar", 14),
        ("2026-12-22", "clear", 13),
        ("2027-01-02", "working", 1),
        ("2027-01-02", "clear working", 0),
        ("2027-01-02", "calendar", 3),
        ("2027-01-02", "clear", 2),
        (MEETING, "working", 0),
        (MEETING, "clear", -1),
        ("2027-01-07", "working", -2),
        ("2027-01-07", "calendar", -2),
        ("2027-01-07", "clear", -3),
    ],
)
def test_days_between_a_notice_and_its_meeting_are_counted(given: str, unit: Unit, days: int) -> None:
    assert DAYS.between(given, MEETING, unit) == days


# Seven working days from Tuesday 22 December, itself one: 22, 23, 24, 29, 30, 31, 4 January; then may it be.
@pytest.mark.parametrize(
    ("given", "unit", "earliest"),
    [
        ("2026-12-22", "working", MEETING),
        ("2026-12-21", "clear working", MEETING),
        ("2026-12-29", "calendar", MEETING),
        ("2026-12-28", "clear", MEETING),
        ("2026-12-26", "working", "2027-01-08"),
        ("2026-12-29", "working", "2027-01-08"),
    ],
)
def test_the_earliest_meeting_for_a_notice(given: str, unit: Unit, earliest: str) -> None:
    assert DAYS.earliest(given, 7, unit).day == earliest


def test_a_day_that_no_calendar_covers_makes_a_count_not_known() -> None:
    assert DAYS.latest("2026-12-04", 3, "working") == Counted("2026-12-01")
    assert DAYS.latest("2026-12-04", 4, "working") == Counted(None, (), "2026-11-30")
    assert DAYS.earliest("2027-06-29", 2, "working") == Counted("2027-07-01")
    assert DAYS.earliest("2027-06-29", 3, "working") == Counted(None, (), "2027-07-01")
    assert DAYS.between("2026-11-30", "2026-12-04", "working") is None
    assert DAYS.between("2026-11-30", "2026-12-04", "calendar") == 4
    assert Days().latest(MEETING, 1, "working") == Counted(None, (), "2027-01-04")
    assert Days().latest(MEETING, 1, "clear") == Counted("2027-01-03")


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-12-24", True),
        ("2026-12-25", False),
        ("2026-12-26", False),
        ("2026-12-27", False),
        ("2026-12-28", False),
        ("2026-12-01", True),
        ("2027-06-30", True),
        ("2026-11-30", None),
        ("2027-07-01", None),
    ],
)
def test_a_calendar_says_which_days_are_worked_on(day: str, *, works: bool | None) -> None:
    assert DAYS.works(day) is works


def test_of_two_calendars_the_last_rules_where_it_covers_a_day() -> None:
    longer = CalendarAdopted(
        "icp",
        "With the days of the office",
        "2026-12-24",
        "2026-12-31",
        ("2026-12-24", "2026-12-25"),
        "Office",
    )
    both = Days((WINTER, longer))
    assert [both.works(day) for day in ("2026-12-23", "2026-12-24", "2026-12-28", "2027-01-01")] == [
        True,
        False,
        True,
        False,
    ]


def test_a_weekend_is_saturday_and_sunday() -> None:
    week = [f"2027-01-{day:02}" for day in range(4, 11)]
    assert [is_weekend(day) for day in week] == [False] * 5 + [True] * 2

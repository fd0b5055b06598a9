"""Laws of counting days, against lists: every day is written down with what it is, and counted there."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import example, settings
from hypothesis import given as for_any
from hypothesis import strategies as st
from tests.laws import tried

from ledger.calendars import Days, Unit
from ledger.facts.programme import CalendarAdopted

FIRST, LAST = date(2024, 1, 1), date(2028, 12, 31)
# England and Wales, GOV.UK "UK bank holidays" for 2024 to 2027; 2028 by the same Act.
BANK_HOLIDAYS = tuple(
    f"{year}-{day}"
    for year, days in {
        2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
        2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
        2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
        2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
        2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    }.items()
    for day in days.split()
)
DAYS = Days((CalendarAdopted("icp", "E & W", FIRST.isoformat(), LAST.isoformat(), BANK_HOLIDAYS, "GOV.UK"),))
EVERY = [(FIRST + timedelta(days=index)).isoformat() for index in range((LAST - FIRST).days + 1)]
"""Every day that the calendar covers."""

WORKED = {
    day
    for index, day in enumerate(EVERY)
    if index % 7 not in {5, 6} and day not in BANK_HOLIDAYS  # 1 January 2024 is a Monday
}
BACK_MAX = 110
"""So far back lies the latest day for any number of days that is tried."""

UNITS: tuple[Unit, ...] = ("calendar", "clear", "working", "clear working")

days = st.sampled_from(EVERY)
numbers = st.integers(0, 60)
units = st.sampled_from(UNITS)


def near(day: str, back: int, on: int) -> list[str]:
    """Write down the days around a day."""
    index = EVERY.index(day)
    return EVERY[max(0, index - back) : index + on + 1]


def heard_on(notice: str, unit: Unit) -> str:
    """Say when a notice counts as given: for working days, on the next day that is worked on."""
    if "working" not in unit:
        return notice
    return next((day for day in near(notice, 0, 7) if day in WORKED), "2029-01-02")


def days_given(notice: str, meeting: str, unit: Unit) -> list[str]:
    """Write down the days that a notice leaves: clear days lie strictly between, else its own counts."""
    heard = heard_on(notice, unit)
    listed = [day for day in near(meeting, BACK_MAX, 0) if heard <= day < meeting]
    if "working" in unit:
        listed = [day for day in listed if day in WORKED]
    return [day for day in listed if "clear" not in unit or day != heard]


def is_before(notice: str, meeting: str, unit: Unit) -> bool:
    """Say whether a notice comes before the meeting; on its day is soon enough where days are not clear."""
    return heard_on(notice, unit) < meeting if "clear" in unit else notice <= meeting


def in_time(notice: str, meeting: str, number: int, unit: Unit) -> bool:
    return is_before(notice, meeting, unit) and len(days_given(notice, meeting, unit)) >= number


@settings(max_examples=tried(300), deadline=None)
@for_any(days, numbers, units)
@example("2027-01-05", 7, "working")
@example("2027-01-05", 7, "clear working")
@example("2026-12-28", 1, "working")
def test_the_latest_day_is_the_last_that_leaves_so_many_days(meeting: str, number: int, unit: Unit) -> None:
    candidates = [day for day in near(meeting, BACK_MAX, 0) if in_time(day, meeting, number, unit)]
    found = DAYS.latest(meeting, number, unit)
    if candidates:
        assert found.day == max(candidates)
    else:
        assert found.day is None or found.day < EVERY[0]


@settings(max_examples=tried(300), deadline=None)
@for_any(days, st.integers(0, 40), units)
def test_the_days_between_are_those_on_the_list(meeting: str, back: int, unit: Unit) -> None:
    notice = near(meeting, back, 0)[0]
    expected = len(days_given(notice, meeting, unit)) if is_before(notice, meeting, unit) else -1
    assert DAYS.between(notice, meeting, unit) == expected


@settings(max_examples=tried(200), deadline=None)
@for_any(days, days, numbers, units)
def test_a_notice_is_in_time_exactly_where_its_meeting_is_not_too_early(
    notice: str, meeting: str, number: int, unit: Unit
) -> None:
    latest = DAYS.latest(meeting, number, unit).day
    earliest = DAYS.earliest(notice, number, unit).day
    if latest is not None and earliest is not None:
        assert (notice <= latest) == (earliest <= meeting)


@for_any(days, numbers, units)
def test_what_was_skipped_is_every_day_on_the_way_that_is_not_worked_on(
    meeting: str, number: int, unit: Unit
) -> None:
    found = DAYS.latest(meeting, number, unit)
    if found.day is not None and "working" in unit:
        passed = [day for day in EVERY if found.day <= day < meeting]
        assert list(found.skipped) == [day for day in reversed(passed) if day not in WORKED]


@for_any(days, numbers, st.integers(0, 60), units)
def test_without_its_first_days_a_calendar_never_guesses(
    meeting: str, number: int, shorter: int, unit: Unit
) -> None:
    begins = near(meeting, shorter, 0)[0]
    short = Days((CalendarAdopted("icp", "short", begins, LAST.isoformat(), BANK_HOLIDAYS, "GOV.UK"),))
    answer, full = short.latest(meeting, number, unit), DAYS.latest(meeting, number, unit)
    if "working" in unit and (full.day is None or full.day < begins):
        assert answer.day is None
        assert answer.gap == (date.fromisoformat(begins) - timedelta(days=1)).isoformat()
    else:
        assert answer == full

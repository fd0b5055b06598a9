from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.days import days_between, months_after


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        ("2024-05-01", 12, "2025-05-01"),
        ("2024-02-29", 12, "2025-03-01"),  # February 2025 has no 29th: the year ends with the 28th
        ("2024-01-31", 1, "2024-03-01"),
        ("2024-01-30", 1, "2024-03-01"),
        ("2024-01-29", 1, "2024-02-29"),
        ("2024-10-31", 1, "2024-12-01"),
        ("2024-10-31", 2, "2024-12-31"),
        ("2023-12-15", 1, "2024-01-15"),
        ("2024-03-31", 9, "2024-12-31"),
    ],
)
def test_a_period_of_months_ends_on_the_corresponding_day(day: str, months: int, after: str) -> None:
    assert months_after(day, months) == after


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(1, 1_200))
def test_a_period_of_months_covers_so_many_months(start: date, months: int) -> None:
    whole = 0  # the oracle walks month by month, without any arithmetic of months
    first = start.replace(day=1)
    for _ in range(months):
        first += timedelta(days=calendar.monthrange(first.year, first.month)[1])
        whole += 1
    last = calendar.monthrange(first.year, first.month)[1]
    expected = first.replace(day=start.day) if start.day <= last else first + timedelta(days=last)
    assert months_after(start.isoformat(), whole) == expected.isoformat()


def test_days_are_counted_from_one_to_another() -> None:
    assert days_between("2024-02-28", "2024-03-01") == 2
    assert days_between("2024-03-01", "2024-03-01") == 0

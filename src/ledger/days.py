"""Calendar days as text: months after a day, days between two."""

from __future__ import annotations

from datetime import date


def months_after(day: str, months: int) -> str:
    """Give the first day after a period of calendar months that begins on ``day``.

    It is the corresponding day of the last month; where that month has no such day, the first of the
    next: a month from 31 January ends with February.
    """
    start = date.fromisoformat(day)
    years, month = divmod(start.month - 1 + months, 12)
    year, following = start.year + years, (month + 1) % 12 + 1
    try:
        return date(year, month + 1, start.day).isoformat()
    except ValueError:
        return date(year, following, 1).isoformat()


def days_between(first: str, last: str) -> int:
    """Give how many days after ``first`` ``last`` is."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def is_day(text: str) -> bool:
    """Say whether the calendar has a day that is written as ``YYYY-MM-DD``."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True

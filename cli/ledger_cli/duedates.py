"""Dates as sources print them, and the days that they are read as (LSC-V, PLD-4, HIW-3, SYS-3).

What is not read is kept as printed all the same, and nothing is known of its days.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from ledger.awaiting import is_past
from ledger.days import is_day
from ledger.facts.words import Due

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SHORT = {name[:3]: name for name in _MONTHS} | {"Sept": "September"}
_ISO = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_WORDS = re.compile(
    rf"(?:([1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)? )?({'|'.join((*_MONTHS, *_SHORT))})\.? ([12][0-9]{{3}})",
    re.ASCII,
)
_FROM = re.compile(r"[Ff]rom (.+)")
_BY = re.compile(
    r"(?:(?:[Bb]y|[Bb]efore|[Uu]ntil|[Aa]t)? ?(?:the )?[Ee]nd of"
    r"|[Oo]n or before|[Bb]y|[Uu]ntil|[Oo]n|[Nn]o later than|[Nn]ot later than) (.+)"
)
_BEFORE = re.compile(r"[Bb]efore (?!the end of|end of)(.+)")
_WINDOW = re.compile(r"(?:[Bb]etween (.+) and (.+)|(?:[Ff]rom )?(.+) to (.+))")


def due_of(printed: str, doubt: str | None = None) -> Due:
    """Read a date as printed: a day or a month, by it, before it, from it, or between two of them.

    Of a month the first day begins it and the last day ends it; what is before it ends the day before.
    ``"quarter 3"`` and the like are kept, and have no days.
    """
    window = _WINDOW.fullmatch(printed)
    if window is not None:
        begins, ends = (part for part in window.groups() if part is not None)
        first, last = _days(f"{begins}{ends[-5:]}" if begins in _MONTHS else begins), _days(ends)
        if first is not None and last is not None and first[0] <= last[1]:
            return Due(printed, first[0], last[1], doubt)
        return Due(printed, None, None, doubt)
    before = _BEFORE.fullmatch(printed)
    if before is not None:
        days = _days(before[1])
        return Due(printed, None, None if days is None else _day_before(days[0]), doubt)
    begun, ended = _FROM.fullmatch(printed), _BY.fullmatch(printed)
    days = _days((begun or ended or [printed, printed])[1])
    if days is None:
        return Due(printed, None, None, doubt)
    return Due(printed, days[0], None, doubt) if begun else Due(printed, None, days[1], doubt)


def dated(printed: str | None, first: str | None, last: str | None, doubt: str | None) -> Due | None:
    """Read a date as printed; days that are said to be meant take the place of those that are read."""
    if printed is None:
        return None
    read = due_of(printed, doubt)
    return Due(printed, first, last, doubt) if first or last else read


def spelled(due: Due | None) -> str | None:
    """Give a date as printed, with the doubt beside it."""
    if due is None:
        return None
    return f"{due.printed} (in doubt: {due.doubt})" if due.doubt else due.printed


def review(printed: str, day: str) -> str:
    """Give when a review falls due, as printed, and that it is overdue on the day where that is known."""
    return f"{printed}, overdue" if is_past(due_of(printed), day) else printed


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _days(printed: str) -> tuple[str, str] | None:
    """Give the first and the last day of a day or a month."""
    if _ISO.fullmatch(printed):
        return (printed, printed) if is_day(printed) else None
    found = _WORDS.fullmatch(printed)
    if found is None:
        return None
    month, year = _MONTHS.index(_SHORT.get(found[2], found[2])) + 1, int(found[3])
    if found[1] is not None:
        day = f"{year}-{month:02}-{int(found[1]):02}"
        return (day, day) if is_day(day) else None
    following = date(year + month // 12, month % 12 + 1, 1)
    return f"{year}-{month:02}-01", (following - timedelta(days=1)).isoformat()

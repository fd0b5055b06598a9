"""Whether a review is overdue, by when it falls due as printed: shown so, ending nothing (LSC-V, PLD-4)."""

from __future__ import annotations

import re

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_WORDS = re.compile(
    rf"(?:([1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)? )?({'|'.join(_MONTHS)}) ([12][0-9]{{3}})", re.ASCII
)


def review(printed: str, day: str) -> str:
    """Give when a review falls due, as printed, and that it is overdue on the day where that is known.

    A day or a month with its year is read; of anything else ("quarter 3") nothing is known.
    """
    last = _last_day(printed)
    return f"{printed}, overdue" if last is not None and last < day else printed


def _last_day(printed: str) -> str | None:
    """Give the last day that what is printed may mean; of any month the 31st, which no day comes between."""
    if _DAY.fullmatch(printed):
        return printed
    found = _WORDS.fullmatch(printed)
    return f"{found[3]}-{_MONTHS.index(found[2]) + 1:02}-{int(found[1] or 31):02}" if found else None

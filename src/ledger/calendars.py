"""The arithmetic of days before a meeting: calendar, clear, working and clear working days.

Implements LSC-9.2 and LSC-9.4 (so many working days before the meeting). Working days are those of the
calendars that a body adopted; where none covers a day that a count needs, its answer is not known.
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from ledger.facts import terms
from ledger.facts.programme import CalendarAdopted

Unit = terms.Unit

SATURDAY = 5
"""Monday is 0."""

_DAY = timedelta(days=1)


class Counted(msgspec.Struct, frozen=True):
    """Where a count of days ends.

    Attributes:
        day: the day it ends on; None: not known.
        skipped: the days on the way that are no working days, in the order of the count.
        gap: the first day on the way that no calendar covers, where there is one.
    """

    day: str | None
    skipped: tuple[str, ...] = ()
    gap: str | None = None


class Days(msgspec.Struct, frozen=True):
    """The days that a body works on.

    Attributes:
        adopted: its calendars; of those that cover a day, the last one rules.
    """

    adopted: tuple[CalendarAdopted, ...] = ()

    def works(self, day: str) -> bool | None:
        """Say whether the body works on a day; None where no calendar covers it."""
        for calendar in reversed(self.adopted):
            if calendar.first <= day <= calendar.last:
                return not is_weekend(day) and day not in calendar.days
        return None

    def latest(self, meeting: str, number: int, unit: Unit) -> Counted:
        """Give the latest day for something that is due so many days before a meeting.

        The day of the meeting never counts. The latest day itself counts, unless the days are clear:
        so N clear days are N + 1 days, and N clear working days are N + 1 working days. What is given
        on a day that is no working day counts in working days from the next one (a Remit default), so
        that the latest day is always a working day; in calendar and clear days it counts from its day.

        Args:
            meeting: the day of the meeting.
            number: how many days, 0 or more.
            unit: what is counted.
        """
        return self._count(meeting, _steps(number, unit), unit, back=True)

    def earliest(self, given: str, number: int, unit: Unit) -> Counted:
        """Give the earliest day of a meeting for which something given on a day was in time."""
        return self._count(given, _steps(number, unit), unit, back=False)

    def between(self, given: str, meeting: str, unit: Unit) -> int | None:
        """Count how many days before a meeting something was given: less than 0 where it was too late.

        The answer is the largest number for which ``given`` is not after ``latest``; None where the
        calendars do not cover every day that it needs.
        """
        clear = _steps(0, unit)
        first, last = sorted((date.fromisoformat(given), date.fromisoformat(meeting)))
        late = -1 if meeting < given else 1
        if not _working(unit):
            return late * (last - first).days - clear
        days = [self.works((first + _DAY * index).isoformat()) for index in range((last - first).days)]
        return None if None in days else late * days.count(True) - clear

    def _count(self, start: str, steps: int, unit: Unit, *, back: bool) -> Counted:
        """Walk: back to the day that makes the count full, or on to the day after it."""
        way, day = (-_DAY if back else _DAY), date.fromisoformat(start)
        if not _working(unit):
            return Counted((day + way * steps).isoformat())
        skipped: list[str] = []
        while steps:
            day, passed = day + way, (day + way if back else day).isoformat()
            works = self.works(passed)
            if works is None:
                return Counted(None, tuple(skipped), passed)
            steps -= works
            skipped += [] if works else [passed]
        return Counted(day.isoformat(), tuple(skipped))


def is_weekend(day: str) -> bool:
    """Say whether a day is a Saturday or a Sunday."""
    return date.fromisoformat(day).weekday() >= SATURDAY


def _working(unit: Unit) -> bool:
    return unit in {"working", "clear working"}


def _steps(number: int, unit: Unit) -> int:
    """Give how many days lie between the day of notice, counted, and the meeting, not counted."""
    return number + (unit in {"clear", "clear working"})

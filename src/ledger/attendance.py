"""Attendance: of the meetings that a member could attend, how many it attended (LSC-7.5).

What terms say of a share does not say whether a deputy keeps it up. Remit default: a meeting at which a
deputy stood in is not one that the member attended; both figures are given.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

import msgspec

from ledger.days import months_after
from ledger.facts.terms import AttendanceRule
from ledger.findings import Verdict, all_of
from ledger.members import Membership, Roll
from ledger.sittings import Sitting

Mark = Literal["present", "virtual", "by deputy", "apologies", "absent", "not known"]

OWN: tuple[Mark, ...] = ("present", "virtual")
"""What counts as the member's own attendance."""


def mark(sitting: Sitting, person: str) -> Mark:
    """Say how a member was at a meeting, or was not; whoever is on none of its lists was absent."""
    came = {one.person: one.virtual for one in sitting.changes if one.change == "arrived"}
    if person in sitting.present:
        return "virtual" if person in sitting.virtual else "present"
    if person in came and person not in sitting.deputising:
        return "virtual" if came[person] else "present"
    if not sitting.attended:
        return "not known"
    if person in sitting.deputising.values():
        return "by deputy"
    return "apologies" if person in sitting.apologies else "absent"


def missed(body: str, day: str) -> Sitting:
    """Give a meeting of a body on a day to which nobody comes: what would follow from missing it."""
    return Sitting("", body, day, "meeting", (day,), attended=True)


class Span(msgspec.Struct, frozen=True):
    """A number of which no more is known than the least and the most that it can be."""

    least: int
    most: int


class Share(msgspec.Struct, frozen=True):
    """So many meetings attended of so many."""

    attended: int
    meetings: int

    @property
    def percent(self) -> int | None:
        """The share in hundredths, rounded down; None where there was no meeting."""
        return self.attended * 100 // self.meetings if self.meetings else None

    def reaches(self, percent: int) -> bool:
        """Say whether it is at least so many hundredths; nobody falls below without a meeting."""
        return self.attended * 100 >= percent * self.meetings


class Chance(msgspec.Struct, frozen=True):
    """One meeting that somebody could attend, and what became of it.

    ``sure``: the person was a member on that day; else it is not known.
    """

    day: str
    sure: bool
    mark: Mark


class Figures(msgspec.Struct, frozen=True):
    """What became of every meeting that one person could attend, by day."""

    person: str
    chances: tuple[Chance, ...]

    @property
    def meetings(self) -> Span:
        """How many meetings the person could attend as a member."""
        return Span(sum(one.sure for one in self.chances), len(self.chances))

    def count(self, *marks: Mark) -> Span:
        """How many of them became one of these."""
        least = sum(one.sure and one.mark in marks for one in self.chances)
        return Span(least, sum(one.mark in (*marks, "not known") for one in self.chances))

    @property
    def last_missed(self) -> str | None:
        """The day of the last of them that the person is not known to have attended."""
        return max((one.day for one in self.chances if one.mark not in OWN), default=None)

    def shares(self, counting: tuple[Mark, ...] = OWN) -> tuple[Share, Share]:
        """Give the lowest and the highest share that what is known allows.

        Where it is not known whether the person was a member, a meeting that was attended can only
        raise the share, and one that was not can only lower it.
        """
        sure = [one for one in self.chances if one.sure]
        unsure = [one for one in self.chances if not one.sure]
        least = sum(one.mark in counting for one in sure)
        against = sum(one.mark not in counting for one in unsure)
        hoped = (*counting, "not known")
        most = sum(one.mark in hoped for one in sure)
        for_it = sum(one.mark in hoped for one in unsure)
        return Share(least, len(sure) + against), Share(most + for_it, len(sure) + for_it)


def figures(person: str, sittings: Iterable[Sitting], roll: Roll) -> Figures:
    """Give what became of the meetings that a person could attend as a member of their body."""
    chances = []
    for one in sorted(sittings, key=lambda one: (one.day, one.meeting)):
        member = roll.is_member(one.body, person, one.day)
        if member is not False:
            chances.append(Chance(one.day, member is True, mark(one, person)))
    return Figures(person, tuple(chances))


def enough(rule: AttendanceRule, found: Figures) -> Verdict:
    """Judge the share that a rule asks for: not met where the member is below it."""
    return all_of(_verdicts(rule, found)) if found.chances else Verdict.MET


def _verdicts(rule: AttendanceRule, found: Figures) -> Iterable[Verdict]:
    lowest, highest = found.shares()
    yield Verdict.of(highest.reaches(rule.percent))
    yield Verdict.of(True if lowest.reaches(rule.percent) else None)


class Standing(msgspec.Struct, frozen=True):
    """How a member stands against the share that a rule asks for, and would by missing the next meeting.

    ``then`` is judged over the window that ends with that meeting.
    """

    rule: AttendanceRule
    figures: Figures
    now: Verdict
    then: Verdict


def stand(
    rule: AttendanceRule, person: str, sittings: Iterable[Sitting], roll: Roll, day: str, coming: Sitting
) -> Standing:
    """Judge a member over the rolling window of a rule.

    Args:
        rule: of the terms in force.
        person: the member.
        sittings: the meetings that count, of one body.
        roll: that of the body.
        day: the last of the window.
        coming: the next meeting, as :func:`missed` gives it.
    """
    held = [one for one in sittings if one.day <= day]

    def over(last: str, *more: Sitting) -> Figures:
        first, _ = window(rule.months, last)
        return figures(person, (*(one for one in held if first <= one.day), *more), roll)

    found = over(day)
    return Standing(rule, found, enough(rule, found), enough(rule, over(coming.day, coming)))


def window(months: int, day: str) -> tuple[str, str]:
    """Give the first and the last day of so many calendar months up to a day."""
    after = date.fromisoformat(day) + timedelta(days=1)
    return months_after(after.isoformat(), -months), day


def was_member(roll: Roll, body: str, person: str, first: str, last: str) -> bool | None:
    """Say whether the person was a member of the body on a day of a window; None: it is not known."""
    answers = {answer for one in roll.of(body, person) for answer in _within(one, first, last)}
    return True if True in answers else (None if None in answers else False)


def _within(one: Membership, first: str, last: str) -> Iterable[bool | None]:
    """Give whether it holds on the first day of the window, and on its own first day within it."""
    yield one.holds(first)
    if first <= one.since <= last:
        yield one.holds(one.since)

"""What would cure a room in which the quorum is not met: the fewest members whose arrival makes it so.

Implements LSC-8.5: whoever presides over an inquorate meeting learns whom to wait for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger.checks import Room, evaluate, fits, represented, seats_of, split
from ledger.facts.filters import Filter
from ledger.facts.terms import (
    AllOf,
    AnyOf,
    Check,
    Count,
    Distinct,
    QuorumRule,
    Seat,
    Share,
    SomeOf,
)
from ledger.findings import Verdict
from ledger.terms import rules_of

STEPS_MAX = 4_000
"""Most rooms that are judged in the search for the fewest arrivals."""

_NEVER = 1_000_000


class Cure(msgspec.Struct, frozen=True):
    """The members whose arrival would make every quorum rule met; None: all of them together would not.

    ``fewest`` is False where the search was given up: none of those named can be left out, but another
    choice may need fewer.
    """

    arrivals: tuple[str, ...] | None
    fewest: bool = True


class Away(msgspec.Struct, frozen=True):
    """A member of the roll who is not there, with the seats and with the deputy who would step back."""

    person: str
    seats: tuple[Seat, ...]
    deputy: str | None = None


def cure(room: Room, away: tuple[Away, ...], steps_max: int = STEPS_MAX) -> Cure:
    """Find the fewest of those away whose arrival would make every quorum rule of the terms met.

    The search is exact: sizes are tried from the smallest, and those whom no rule tells apart are tried once.
    """
    checks = tuple(rule.check for rule in rules_of(room.terms, QuorumRule))
    most = max((1, *(len(one.seats) for one in away)))
    if _short(checks, _with(room, away), most):
        return Cure(None)
    groups: dict[object, list[Away]] = {}
    for one in away:
        groups.setdefault(_kind(one, checks, room), []).append(one)
    search = _Search(checks, tuple(map(tuple, groups.values())), most, steps_max)
    size = 0
    while (found := search.find(room, size)) is None and search.steps:
        size += 1
    if found is not None:
        return Cure(tuple(one.person for one in found))
    kept = list(away)
    for one in away:
        fewer = [other for other in kept if other is not one]
        kept = kept if _short(checks, _with(room, tuple(fewer)), most) else fewer
    return Cure(tuple(one.person for one in kept), fewest=False)


class _Search(msgspec.Struct):
    checks: tuple[Check, ...]
    groups: tuple[tuple[Away, ...], ...]
    most: int
    steps: int

    def find(self, room: Room, size: int, group: int = 0, taken: int = 0) -> tuple[Away, ...] | None:
        """Give so many arrivals that cure the room, from a group on; None: there are none, or no steps."""
        if not self.steps:
            return None
        self.steps -= 1
        short = _short(self.checks, room, self.most)
        if not short:
            return ()
        if short > size:
            return None
        for index in range(group, len(self.groups)):
            first = taken if index == group else 0
            if first < len(self.groups[index]):
                one = self.groups[index][first]
                more = self.find(_with(room, (one,)), size - 1, index, first + 1)
                if more is not None:
                    return (one, *more)
        return None


def _with(room: Room, arrivals: tuple[Away, ...]) -> Room:
    back = {one.deputy for one in arrivals}
    seats = {person: held for person, held in room.seats.items() if person not in back}
    return replace(room, seats={**seats, **{one.person: one.seats for one in arrivals}})


def _kind(one: Away, checks: tuple[Check, ...], room: Room) -> object:
    """Give what the rules see in somebody who would arrive: alike for those whom no rule tells apart."""
    there = _with(room, (one,))
    seen: list[object] = [one.deputy is None]
    for who in dict.fromkeys(who for check in checks for who in _filters(check)):
        answer = fits(who, one.person, there, "quorum")
        seen.append(answer)
        if answer is not Verdict.NOT_MET:
            known, unclear = represented(one.person, who, there)
            seen.append((tuple(sorted(known)), unclear))
    return tuple(seen)


def _filters(check: Check) -> Iterator[Filter]:
    match check:
        case Count() | Share():
            yield check.who
        case Distinct():
            yield from (need.who for need in check.needs)
        case AllOf() | AnyOf() | SomeOf():
            for part in check.checks:
                yield from _filters(part)
        case _:
            assert_never(check)


def _short(checks: tuple[Check, ...], room: Room, most: int) -> int:
    """Give how many arrivals, each in so many seats at most, are needed at least; 0: every check is met."""
    return max((_lacks(check, room, most) for check in checks), default=0)


def _lacks(check: Check, room: Room, most: int) -> int:  # noqa: PLR0911 - one case a check
    """Give how many arrivals, each in so many seats at most, a check needs at least; 0: it is met."""
    outcome = evaluate(check, room)
    if outcome.verdict is Verdict.MET:
        return 0
    match check:
        case Count():
            sure, _ = split(check.who, room)
            if check.of == "persons":
                return max(1, check.least - len(sure))
            known = {code for person in sure for code in represented(person, check.who, room)[0]}
            return max(1, -(-(check.least - len(known)) // most))
        case Share():
            sure, _ = split(check.who, room)
            _, high = seats_of(room)
            return max(1, -(-check.percent * high // 100) - len(sure))
        case Distinct():
            return max(1, sum(need.least for need in check.needs) - len(outcome.by))
        case AllOf():
            return max(_lacks(part, room, most) for part in check.checks)
        case AnyOf():
            return min(_lacks(part, room, most) for part in check.checks)
        case SomeOf():
            lacking = sorted(_lacks(part, room, most) for part in check.checks)
            return lacking[check.least - 1] if check.least <= len(lacking) else _NEVER
        case _:
            assert_never(check)

"""What collectors of what is due read: the bodies that are asked about, and what the ledger says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

import msgspec

from ledger.awaiting import Awaited
from ledger.corrections import amended
from ledger.facts import bodies, corrections, meetings
from ledger.facts.words import Sealed

if TYPE_CHECKING:
    from ledger.acts import Recorded
    from ledger.facts.terms import Terms
    from ledger.state import State
    from ledger_cli.lookups import Past

B = TypeVar("B", bound=msgspec.Struct)

NOUNS = ("body", "roll", "terms", "programme", "calendar", "deputies")
"""What is read of every body that is asked about, in one reading."""


class Sealing(msgspec.Struct, frozen=True):
    """Words that are sealed in a fact: shown on the screen, and never in a calendar."""

    at: Recorded
    path: str
    sealed: Sealed | None


class Row(msgspec.Struct, frozen=True):
    """One thing that is due.

    Attributes:
        what: what it is, in words of which none is sealed.
        settle: the command that settles it.
        clause: where it is said; None: a Remit default.
        words: what it is about, as it is sealed.
    """

    awaited: Awaited
    what: str
    settle: str
    clause: str | None = None
    words: Sealing | None = None


class Held(msgspec.Struct, frozen=True):
    """A meeting that was held by the day, or a decision that was opened between meetings."""

    day: str
    opened: meetings.Opened


class Ground:
    """The ledger as it stood, on a day, as far as it is about the bodies that are asked about.

    Attributes:
        codes: those bodies: the one that is named, else every one that exists on the day.
        one: the body that is named; None: every one is asked about, and what is of none.
    """

    def __init__(self, past: Past, day: str, one: str | None) -> None:
        self.past, self.day, self.one = past, day, one
        self._scanned: dict[type, tuple[tuple[Recorded, msgspec.Struct], ...]] = {}
        if one is not None:
            past.body(one)
            self.codes: tuple[str, ...] = (one,)
        else:
            gone = {body.body for at, body in self.every(bodies.Ended) if at.day <= day}
            made = (body.body for at, body in self.every(bodies.Constituted) if at.day <= day)
            self.codes = tuple(code for code in made if code not in gone)

    @cached_property
    def lineage(self) -> frozenset[str]:
        """The bodies and whatever they took the place of, one after another."""
        found = set(self.codes)
        ends = [body for _, body in self.by_then(bodies.Ended)]
        while more := {one.body for one in ends if found & set(one.successors)} - found:
            found |= more
        return frozenset(found)

    def of(self, body: str | None) -> bool:
        """Say whether something is of a body that is asked about; what is of none is, where all are."""
        return body in self.codes or (body is None and self.one is None)

    @cached_property
    def state(self) -> State:
        """What is known of the bodies themselves."""
        return self.past.state(*(f"{noun}:{code}" for code in self.codes for noun in NOUNS))

    def terms(self, code: str, day: str | None = None) -> Terms | None:
        """Give the terms of a body that is asked about in force on a day."""
        return self.state.terms.in_force(code, day or self.day)

    def every(self, kind: type[B]) -> tuple[tuple[Recorded, B], ...]:
        """Give every fact of a type, as it stands corrected, on whatever day it took effect."""
        if kind not in self._scanned:
            found = [at for at, _ in self.past.every(kind)]
            standing = amended((*found, *self._corrections)) if self._corrections else found
            kept = ((at, at.fact.body) for at in standing)
            self._scanned[kind] = tuple((at, body) for at, body in kept if isinstance(body, kind))
        return cast("tuple[tuple[Recorded, B], ...]", self._scanned[kind])

    def by_then(self, kind: type[B]) -> Iterator[tuple[Recorded, B]]:
        """Give every fact of a type that had taken effect by the day."""
        return ((at, body) for at, body in self.every(kind) if at.day <= self.day)

    def open(self, noun: str, begun: type[B], *over: type[msgspec.Struct]) -> dict[str, tuple[Recorded, B]]:
        """Give what had begun by the day and was not over, by id: found by scanning, to be read with proof.

        ``noun`` is both the field that has the id and what its tag begins with.
        """
        gone = {getattr(body, noun) for kind in over for _, body in self.by_then(kind)}
        found = {getattr(body, noun): (at, body) for at, body in self.by_then(begun)}
        return {code: one for code, one in found.items() if code not in gone}

    def read(
        self,
        noun: str,
        codes: Iterable[str],
        beside: Iterable[str] = (),
        asks: Callable[[State], Iterable[str]] = lambda _: (),
    ) -> State:
        """Read things by id, of each body what their tags begin with, and whatever tells more of these."""
        of_bodies = (f"{one}:{code}" for one in beside for code in self.codes)
        return self.past.grown(asks, *(f"{noun}:{code}" for code in codes), *of_bodies)

    @cached_property
    def held(self) -> dict[str, Held]:
        """What the bodies had opened by the day, by id."""
        opened = ((at.day, body) for at, body in self.by_then(meetings.Opened) if body.body in self.codes)
        return {body.meeting: Held(day, body) for day, body in opened}

    def next_meeting(self, code: str) -> tuple[str, str] | None:
        """Give date and id of the next meeting of a body that was given a date and is not held yet."""
        met = {one.day for one in self.held.values() if one.opened.body == code}
        coming = sorted(
            (one.date_on(self.day), meeting)
            for meeting, one in self.state.programme.meetings.items()
            if one.scheduled.body == code
            and one.since <= self.day
            and one.scheduled.kind == "meeting"
            and not (one.cancelled is not None and one.cancelled <= self.day)
            and meeting not in self.held
        )
        return next((one for one in coming if one[0] >= self.day and one[0] not in met), None)

    @cached_property
    def _corrections(self) -> tuple[Recorded, ...]:
        return tuple(at for at, _ in self.past.every(corrections.Corrected))


def before(day: str) -> str:
    """Give the day before: the last day of what no longer holds on a day."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def after(day: str, days: int) -> str:
    """Give a day so many days later."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()

"""Recurring duties: which party did its part in each period, in time, late or not (HIW-5).

A duty is shown as met, late or missed; it refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Literal, assert_never

import msgspec
from msgspec.structs import replace

from ledger.acts import Act, Recorded
from ledger.awaiting import Awaited
from ledger.bodies import Bodies
from ledger.days import months_after
from ledger.facts import bodies as bodies_facts
from ledger.facts import concerns, organisations
from ledger.facts import duties as facts
from ledger.facts.words import Due
from ledger.findings import Finding, judge
from ledger.organisations import Directory

LAST = "9990-12-31"
"""What would begin later is left out: the calendar of the program has no year after 9999."""

DAYS_DEFAULT = 0
"""A Remit default: where no source says how long there is time, it is until the last day of the period."""

_MONTHS: Mapping[facts.Every, int] = {"month": 1, "quarter": 3, "year": 12}

State = Literal["met", "late", "missed", "not yet due"]

Gone = organisations.Ended | bodies_facts.Ended | concerns.Left
"""After which a party owes nothing more: it is no more, or a partner of the body no more."""


class Answer(msgspec.Struct, frozen=True):
    """What a party did in a period.

    Attributes:
        party: whose duty it is.
        period: the month with which the period begins.
        due: the last day on which it is in time.
        state: what came of it.
        day: when it was done; None: it was not.
    """

    party: str
    period: str
    due: str
    state: State
    day: str | None


class Duty(msgspec.Struct, frozen=True):
    """A duty as it stands.

    Attributes:
        done: on which day, by party and period.
        ended: the day of its end.
        gone: the parties that are no more, or left the body, with the day of that.
    """

    set: facts.Set
    day: str
    done: Mapping[tuple[str, str], str] = msgspec.field(default_factory=dict)
    ended: str | None = None
    gone: Mapping[str, str] = msgspec.field(default_factory=dict)

    def after(self, period: str) -> str:
        """Give the first day after a period."""
        return months_after(f"{period}-01", _MONTHS[self.set.every])

    def last(self, period: str) -> str:
        """Give the last day on which what is due in a period is in time."""
        days = DAYS_DEFAULT if self.set.days is None else self.set.days
        return (date.fromisoformat(self.after(period)) + timedelta(days=days - 1)).isoformat()

    def periods(self, party: str, on: str) -> Iterator[str]:
        """Give the periods that have begun by a day; once no more is owed, those that were over before."""
        ends = [day for day in (self.ended, self.gone.get(party)) if day is not None and day <= on]
        period, on = self.set.first, min(on, LAST)
        while f"{period}-01" <= on and all(self.after(period) <= end for end in ends):
            yield period
            period = self.after(period)[:7]

    def answers(self, on: str) -> Iterator[Answer]:
        """Say what each party did in each period, as it stands on a day: by party, then by period."""
        for party in self.set.parties:
            for period in self.periods(party, on):
                due, done = self.last(period), self.done.get((party, period))
                day = done if done is not None and done <= on else None
                if day is not None:
                    state: State = "met" if day <= due else "late"
                else:
                    state = "missed" if due < on else "not yet due"
                yield Answer(party, period, due, state, day)


class Duties(msgspec.Struct, frozen=True):
    """The recurring duties that the facts read tell of, by id, in the order of recording.

    ``gone`` are parties that are no more (of None), or that left a body (of its code), each with the day.
    """

    known: Mapping[str, Duty] = msgspec.field(default_factory=dict)
    gone: tuple[tuple[str | None, str, str], ...] = ()

    def evolve(
        self,
        at: Recorded,
        body: facts.Set | facts.Performed | facts.Ended | Gone,
    ) -> Duties:
        """Fold one fact in. Never refuses: it already happened."""
        match body:
            case facts.Set():
                return self._with(body.duty, Duty(body, at.day))
            case organisations.Ended():
                return self._without(None, f"organisation:{body.organisation}", at.day)
            case bodies_facts.Ended():
                return self._without(None, f"body:{body.body}", at.day)
            case concerns.Left():
                return self._without(body.body, f"organisation:{body.organisation}", at.day)
            case _:
                return self._told(at, body)

    def _told(self, at: Recorded, body: facts.Performed | facts.Ended) -> Duties:
        one = self.known.get(body.duty)
        if one is None:
            return self
        if isinstance(body, facts.Performed):
            return self._with(body.duty, replace(one, done={**one.done, (body.party, body.period): at.day}))
        return self._with(body.duty, replace(one, ended=at.day))

    def _without(self, of: str | None, party: str, day: str) -> Duties:
        """Give the duties after a party is no more, or left the body."""
        gone = (*self.gone, (of, party, day))
        return Duties({code: _less(one, gone) for code, one in self.known.items()}, gone)

    def _with(self, code: str, one: Duty) -> Duties:
        return replace(self, known={**self.known, code: _less(one, self.gone)})


def _less(one: Duty, gone: tuple[tuple[str | None, str, str], ...]) -> Duty:
    """Give a duty with who of its parties owes nothing more, and since when; the first day counts."""
    days = sorted((day, party) for of, party, day in gone if of in {None, one.set.body})
    return replace(one, gone={party: day for day, party in reversed(days) if party in one.set.parties})


def awaited(duties: Duties, on: str) -> Iterator[Awaited]:
    """Give what every party still has to do on a day, of each period that has begun."""
    for code, one in duties.known.items():
        for answer in one.answers(on):
            if one.day <= on and answer.day is None:
                due = Due(f"{one.set.every} from {answer.period}", None, answer.due)
                name = f"{code}/{answer.party}/{answer.period}"
                yield Awaited("duty", name, one.set.body, due, answer.party, f"{answer.period}-01")


def boundary(body: facts.Body) -> frozenset[str]:
    """Say which tags the judgement reads."""
    match body:
        case facts.Set():
            parties = body.parties
        case facts.Performed():
            parties = (body.party,)
        case facts.Ended():
            parties = ()
        case _:
            assert_never(body)
    return frozenset({f"duty:{body.duty}", f"body:{body.body}", *parties})


def examine(
    act: Act, body: facts.Body, duties: Duties, bodies: Bodies, directory: Directory
) -> Iterator[Finding]:
    """Judge what is said of a duty; whether it was met, ``Duty.answers`` says."""
    yield bodies.require(body.body, act.day)
    one = duties.known.get(body.duty)
    if isinstance(body, facts.Set):
        yield judge("DTY-1", one is None, "an id that is new", body.duty, absolute=True)
        each = len(set(body.parties)) == len(body.parties)
        yield judge("DTY-2", each, "parties named once each", ", ".join(body.parties), absolute=True)
        for kind, code in (party.split(":") for party in body.parties):
            known = bodies.require(code, act.day) if kind == "body" else None
            yield known or directory.require_organisation(code)
        owed = months_after(f"{body.first}-01", _MONTHS[body.every]) > act.day
        expected = f"a first period that is not over before {act.day}"
        yield judge("DTY-8", owed, expected, body.first)
        return
    begun = one is not None and one.set.body == body.body and one.day <= act.day
    expected = f"a duty under {body.body} that was set by {act.day}"
    yield judge("DTY-3", begun, expected, body.duty, absolute=True)
    if one is None:
        return
    match body:
        case facts.Performed():
            yield from _examine_performed(act, body, one)
        case facts.Ended():
            got = f"{body.duty}, ended {one.ended}" if one.ended else "one that holds"
            yield judge("DTY-6", one.ended is None, "a duty that holds", got, absolute=True)
        case _:
            assert_never(body)


def _examine_performed(act: Act, body: facts.Performed, one: Duty) -> Iterator[Finding]:
    """Judge DTY-4: it is a duty of the party, in a period that has begun; DTY-5: not done before."""
    owed = body.party in one.set.parties and body.period in one.periods(body.party, act.day)
    expected = f"a party of {body.duty}, and the first month of a period that has begun by {act.day}"
    yield judge("DTY-4", owed, expected, f"{body.party}, {body.period}", absolute=True)
    done = one.done.get((body.party, body.period))
    got = f"{body.period}, done on {done}" if done else f"{body.period}, not done"
    yield judge("DTY-5", done is None, "a period in which it was not done yet", got, absolute=True)

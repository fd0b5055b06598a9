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
    """A duty as it stands; ``done`` gives the day by party and period, ``ended`` the day of its end."""

    set: facts.Set
    day: str
    done: Mapping[tuple[str, str], str] = msgspec.field(default_factory=dict)
    ended: str | None = None

    @property
    def source(self) -> str | None:
        """Where it is printed: the document, the heading, the clause; None: nobody said."""
        named = (self.set.agreement, self.set.heading, self.set.clause)
        return ", ".join(one for one in named if one is not None) or None

    def after(self, period: str) -> str:
        """Give the first day after a period."""
        return months_after(f"{period}-01", _MONTHS[self.set.every])

    def last(self, period: str) -> str:
        """Give the last day on which what is due in a period is in time."""
        days = DAYS_DEFAULT if self.set.days is None else self.set.days
        return (date.fromisoformat(self.after(period)) + timedelta(days=days - 1)).isoformat()

    def periods(self, on: str) -> Iterator[str]:
        """Give the periods that have begun by a day; once the duty ended, those that were over before."""
        period, on = self.set.first, min(on, LAST)
        while f"{period}-01" <= on and (self.ended is None or self.ended > on or self._over(period)):
            yield period
            period = self.after(period)[:7]

    def _over(self, period: str) -> bool:
        return self.ended is not None and self.after(period) <= self.ended

    def answers(self, on: str, directory: Directory) -> Iterator[Answer]:
        """Say what each party did in each period, as it stands on a day: by party, then by period.

        Once a partner left the body, it owes nothing for a period that was not over before.
        """
        for party in self.set.parties:
            left = directory.left_on(self.set.body, party.partition(":")[2], on)
            for period in self.periods(on):
                if left is not None and self.after(period) > left:
                    break
                due, done = self.last(period), self.done.get((party, period))
                day = done if done is not None and done <= on else None
                if day is not None:
                    state: State = "met" if day <= due else "late"
                else:
                    state = "missed" if due < on else "not yet due"
                yield Answer(party, period, due, state, day)


class Duties(msgspec.Struct, frozen=True):
    """The recurring duties that the facts read tell of, by id, in the order of recording."""

    known: Mapping[str, Duty] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.Body) -> Duties:
        """Fold one fact in. Never refuses: it already happened."""
        if isinstance(body, facts.Set):
            return Duties({**self.known, body.duty: Duty(body, at.day)})
        one = self.known.get(body.duty)
        if one is None:
            return self
        match body:
            case facts.Performed():
                one = replace(one, done={**one.done, (body.party, body.period): at.day})
            case facts.Ended():
                one = replace(one, ended=at.day)
            case _:
                assert_never(body)
        return Duties({**self.known, body.duty: one})


def awaited(duties: Duties, directory: Directory, on: str) -> Iterator[Awaited]:
    """Give what every party still has to do on a day, of each period that has begun."""
    for code, one in duties.known.items():
        where = one.source
        for answer in one.answers(on, directory):
            if one.day <= on and answer.day is None:
                due = Due(f"{answer.due}, for the {one.set.every} from {answer.period}", None, answer.due)
                name = f"{code}/{answer.party}/{answer.period}"
                yield Awaited("duty", name, one.set.body, due, answer.party, f"{answer.period}-01", where)


def boundary(body: facts.Body) -> frozenset[str]:
    """Say which tags the judgement reads."""
    parties = body.parties if isinstance(body, facts.Set) else ()
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
    owed = body.party in one.set.parties and body.period in one.periods(act.day)
    expected = f"a party of {body.duty}, and the first month of a period that has begun by {act.day}"
    yield judge("DTY-4", owed, expected, f"{body.party}, {body.period}", absolute=True)
    done = one.done.get((body.party, body.period))
    got = f"{body.period}, done on {done}" if done else f"{body.period}, not done"
    yield judge("DTY-5", done is None, "a period in which it was not done yet", got, absolute=True)

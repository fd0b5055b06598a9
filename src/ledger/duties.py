"""Recurring duties: which party did its part in each period, in time, late or not (HIW-5).

A duty is shown as met, late or missed; it refuses nothing. A period is owed by whoever is a party on its last
day: who joins, leaves, or takes the place of another (SYS-1) changes nothing of the periods before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Literal, assert_never

import msgspec
from msgspec.structs import replace

from ledger.acts import Act, Recorded
from ledger.awaiting import Awaited
from ledger.days import months_after
from ledger.facts import duties as facts
from ledger.facts.words import Due
from ledger.findings import Finding, judge
from ledger.places import Places

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
    """A duty as it stands.

    Attributes:
        done: the day on which a party did its part, by party and period.
        changes: who joined and who left, each with its day, in the order of recording.
        ended: the day of its end.
    """

    set: facts.Set
    day: str
    changes: tuple[tuple[str, facts.PartiesChanged], ...] = ()
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

    def parties(self, day: str) -> tuple[str, ...]:
        """Give whose duty it was made by a day, whoever has their places."""
        found = dict.fromkeys(self.set.parties)
        for on, body in sorted(self.changes, key=lambda one: one[0]):
            if on <= day:
                found |= dict.fromkeys(body.joined)
                found = {party: None for party in found if party not in body.left}
        return tuple(found)

    @property
    def ever(self) -> frozenset[str]:
        """Everybody whose duty it ever was made."""
        return frozenset((*self.set.parties, *(party for _, body in self.changes for party in body.joined)))

    def owing(self, period: str, on: str, places: Places) -> dict[str, tuple[str, ...]]:
        """Give who owes a period, as it stands on a day, each with the parties whose places it has."""
        last = (date.fromisoformat(self.after(period)) - timedelta(days=1)).isoformat()
        found: dict[str, tuple[str, ...]] = {}
        for place in self.parties(min(last, on)):
            for party in places.holders(place, self.set.duty, min(last, on)):
                found[party] = (*found.get(party, ()), place)
        return found

    def answers(self, on: str, places: Places) -> Iterator[Answer]:
        """Say what each party did in each period, as it stands on a day: by party, then by period."""
        found: dict[str, list[Answer]] = {}
        for period in self.periods(on):
            owing = self.owing(period, on, places)
            for party, held in owing.items():
                due, day = self.last(period), self._done(party, period, held, on, places)
                if day is not None:
                    state: State = "met" if day <= due else "late"
                else:
                    state = "missed" if due < on else "not yet due"
                found.setdefault(party, []).append(Answer(party, period, due, state, day))
        for answers in found.values():
            yield from answers

    def _done(self, party: str, period: str, held: tuple[str, ...], on: str, places: Places) -> str | None:
        """Give the day by which it was done for every place that a party has: by it, or by who was before."""
        days = []
        for place in held:
            others = set(places.holders(place, self.set.duty, on)) - {party}
            by = (one for one in places.line(place, self.set.duty, on) if one not in others)
            done = [self.done[one, period] for one in by if (one, period) in self.done]
            days.append(min((day for day in done if day <= on), default=None))
        return None if None in days else max(day for day in days if day is not None)


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
            case facts.PartiesChanged():
                one = replace(one, changes=(*one.changes, (at.day, body)))
            case facts.Ended():
                one = replace(one, ended=at.day)
            case _:
                assert_never(body)
        return Duties({**self.known, body.duty: one})


def awaited(duties: Duties, places: Places, on: str) -> Iterator[Awaited]:
    """Give what every party still has to do on a day, of each period that has begun.

    What a party missed that has ended since stays missed, and is awaited of nobody.
    """
    for code, one in duties.known.items():
        where = one.source
        for answer in one.answers(on, places):
            there = answer.party in places.holders(answer.party, code, on)
            if one.day <= on and answer.day is None and there:
                due = Due(f"{answer.due}, for the {one.set.every} from {answer.period}", None, answer.due)
                name = f"{code}/{answer.party}/{answer.period}"
                yield Awaited("duty", name, one.set.body, due, answer.party, f"{answer.period}-01", where)


def boundary(body: facts.Body, duties: Duties, places: Places) -> frozenset[str]:
    """Say which tags the judgement reads: of who did its part, who had which place of a known duty too."""
    one = duties.known.get(body.duty)
    parties: set[str] = set()
    match body:
        case facts.Set():
            parties = set(body.parties)
        case facts.Performed():
            parties = set(one.ever) if one is not None else set()
        case facts.PartiesChanged():
            parties = set(body.joined) | (set(one.ever) if one is not None else set())
        case facts.Ended():
            pass
        case _:
            assert_never(body)
    return frozenset({f"duty:{body.duty}", f"body:{body.body}"} | parties | places.tags(parties))


def examine(act: Act, body: facts.Body, duties: Duties, places: Places) -> Iterator[Finding]:
    """Judge what is said of a duty; whether it was met, ``Duty.answers`` says."""
    yield places.bodies.require(body.body, act.day)
    one = duties.known.get(body.duty)
    if isinstance(body, facts.Set):
        yield judge("DTY-1", one is None, "an id that is new", body.duty, absolute=True)
        each = len(set(body.parties)) == len(body.parties)
        yield judge("DTY-2", each, "parties named once each", ", ".join(body.parties), absolute=True)
        for party in body.parties:
            yield from places.require(party, act.day)
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
            yield from _examine_performed(act, body, one, places)
        case facts.PartiesChanged():
            yield _holds(body, one)
            yield _examine_change(act, body, one, places)
            for party in body.joined:
                yield from places.require(party, act.day)
        case facts.Ended():
            yield _holds(body, one)
        case _:
            assert_never(body)


def _holds(body: facts.Body, one: Duty) -> Finding:
    """Judge DTY-6: the duty has not ended."""
    got = f"{body.duty}, ended {one.ended}" if one.ended else "one that holds"
    return judge("DTY-6", one.ended is None, "a duty that holds", got, absolute=True)


def _examine_change(act: Act, body: facts.PartiesChanged, one: Duty, places: Places) -> Finding:
    """Judge DTY-7: who joins has no place yet, who leaves is a party, each once; somebody has one still."""
    now, named = set(one.parties(act.day)), (*body.joined, *body.left)
    stay = places.now(now - set(body.left), body.duty, act.day)
    fits = bool(named) and len(set(named)) == len(named)
    fits = fits and {*now, *stay}.isdisjoint(body.joined) and now.issuperset(body.left)
    fits = fits and bool(stay or body.joined)
    expected = f"who is no party of {body.duty} to join, parties to leave, and one to stay"
    got = f"joining {', '.join(body.joined) or 'nobody'}, leaving {', '.join(body.left) or 'nobody'}"
    return judge("DTY-7", fits, expected, got, absolute=True)


def _examine_performed(act: Act, body: facts.Performed, one: Duty, places: Places) -> Iterator[Finding]:
    """Judge DTY-4: it is a duty of the party, in a period that has begun; DTY-5: not done before."""
    begun = body.period in one.periods(act.day)
    owed = begun and body.party in one.owing(body.period, act.day, places)
    owed = owed and body.party in places.holders(body.party, body.duty, act.day)
    expected = f"a party of {body.duty}, and the first month of a period that has begun by {act.day}"
    yield judge("DTY-4", owed, expected, f"{body.party}, {body.period}", absolute=True)
    done = one.done.get((body.party, body.period))
    got = f"{body.period}, done on {done}" if done else f"{body.period}, not done"
    yield judge("DTY-5", done is None, "a period in which it was not done yet", got, absolute=True)

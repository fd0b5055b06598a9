"""What is to come: the calendars that bodies adopted, the dates of their meetings, notices.

Implements LSC-9.1 (dates, moved dates), LSC-9.2 (notice, shorter where it is urgent) and of LSC-9.4 that
meetings are planned to be held in public.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger.acts import Act, Recorded
from ledger.bodies import Bodies
from ledger.calendars import Counted, Days, is_weekend
from ledger.facts import programme as facts
from ledger.facts.meetings import Opened
from ledger.facts.terms import FrequencyRule, NoticeRule, PublicRule, Terms
from ledger.facts.words import Sealed
from ledger.findings import Finding, Verdict, any_of, judge
from ledger.members import Roll
from ledger.organisations import Directory
from ledger.terms import by_rule

ProgrammeFact = facts.CalendarAdopted | facts.Dates


class Coming(msgspec.Struct, frozen=True):
    """A meeting that got a date.

    Attributes:
        since: the day on which it got its first date.
        moves: what moved it, each with its day, by day.
        cancelled: the day on which it was cancelled, if it was.
        called: the notices of it, each with its day.
    """

    scheduled: facts.Scheduled
    since: str
    moves: tuple[tuple[str, facts.Moved], ...] = ()
    cancelled: str | None = None
    called: tuple[tuple[str, facts.Called], ...] = ()

    @property
    def date(self) -> str:
        """The date that it has now."""
        return self._dates[-1]

    @property
    def earlier(self) -> tuple[str, ...]:
        """The dates that it had before."""
        return self._dates[:-1]

    @property
    def time(self) -> str | None:
        """The time that was said last."""
        times = (self.scheduled.time, *(move.time for _, move in self.moves))
        return next((time for time in reversed(times) if time is not None), None)

    @property
    def place(self) -> Sealed | None:
        """The place that was said last."""
        places = (self.scheduled.place, *(move.place for _, move in self.moves))
        return next((place for place in reversed(places) if place is not None), None)

    def date_on(self, day: str) -> str:
        """Give the date that it had on a day: a notice is in time for the date that it names."""
        moved = [move.date for on, move in self.moves if on <= day]
        return moved[-1] if moved else self.scheduled.date

    @property
    def _dates(self) -> tuple[str, ...]:
        return (self.scheduled.date, *(move.date for _, move in self.moves))


class Programme(msgspec.Struct, frozen=True):
    """What is to come, as far as the facts read tell.

    Attributes:
        calendars: by body, in the order of adoption, each with the day of its adoption.
        meetings: by id.
        held: the day on which a meeting, with a date before or without, was held; by id.
    """

    calendars: Mapping[str, tuple[tuple[str, facts.CalendarAdopted], ...]] = msgspec.field(
        default_factory=dict
    )
    meetings: Mapping[str, Coming] = msgspec.field(default_factory=dict)
    held: Mapping[str, str] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: ProgrammeFact | Opened) -> Programme:
        """Fold one fact in. Never refuses: it already happened."""
        if isinstance(body, facts.CalendarAdopted):
            adopted = (*self.calendars.get(body.body, ()), (at.day, body))
            return replace(self, calendars={**self.calendars, body.body: adopted})
        if isinstance(body, Opened):
            return replace(self, held={**self.held, body.meeting: at.day})
        if isinstance(body, facts.Scheduled):
            return self._with(body.meeting, Coming(body, at.day))
        coming = self.meetings.get(body.meeting)
        if coming is None:
            return self
        match body:
            case facts.Moved():
                moves = sorted((*coming.moves, (at.day, body)), key=lambda move: move[0])
                changed = replace(coming, moves=tuple(moves))
            case facts.Cancelled():
                changed = replace(coming, cancelled=at.day)
            case facts.Called():
                changed = replace(coming, called=(*coming.called, (at.day, body)))
            case _:
                assert_never(body)
        return self._with(body.meeting, changed)

    def days(self, body: str, on: str) -> Days:
        """Give the days that a body works on, by the calendars that it had adopted by a day."""
        adopted = sorted(self.calendars.get(body, ()), key=lambda one: one[0])
        return Days(tuple(calendar for day, calendar in adopted if day <= on))

    def _with(self, meeting: str, coming: Coming) -> Programme:
        return replace(self, meetings={**self.meetings, meeting: coming})


def boundary(body: ProgrammeFact) -> frozenset[str]:
    """Say which tags the judgement reads."""
    match body:
        case facts.CalendarAdopted():
            return frozenset({f"body:{body.body}"})
        case facts.Scheduled():
            return frozenset({f"body:{body.body}", f"meeting:{body.meeting}", f"terms:{body.body}"})
        case facts.Moved() | facts.Cancelled():
            return frozenset({f"body:{body.body}", f"meeting:{body.meeting}"})
        case facts.Called():
            tags = {f"{noun}:{body.body}" for noun in ("body", "calendar", "roll", "terms")}
            tags |= {f"person:{body.by}"} if body.by else set()
            return frozenset(tags | {f"meeting:{body.meeting}"})
        case _:
            assert_never(body)


def examine(
    act: Act,
    body: ProgrammeFact,
    programme: Programme,
    bodies: Bodies,
    terms: Terms | None,
) -> tuple[Finding, ...]:
    """Judge what is planned; whether a notice is in time says ``examine_notice``."""
    common = bodies.require(body.body, act.day)
    match body:
        case facts.CalendarAdopted():
            return (common, _examine_calendar(body))
        case facts.Scheduled():
            fresh = body.meeting not in programme.meetings and body.meeting not in programme.held
            return (
                common,
                judge("PRG-2", fresh, "an id that no meeting has yet", body.meeting, absolute=True),
                _examine_date(act, body.date),
                *_examine_public(body, terms),
            )
        case facts.Moved():
            return (common, _require_coming(act, body, programme), _examine_date(act, body.date))
        case facts.Cancelled() | facts.Called():
            return (common, _require_coming(act, body, programme))
        case _:
            assert_never(body)


def examine_notice(
    act: Act,
    body: facts.Called,
    programme: Programme,
    roll: Roll,
    directory: Directory,
    terms: Terms | None,
) -> tuple[Finding, ...]:
    """Judge a notice under every rule of the terms about notice; without one, nothing is asked for."""
    named = (directory.require_person(body.by),) if body.by else ()
    return (*named, *judge_notice(act.day, body, programme, roll, terms))


def judge_notice(
    day: str, body: facts.Called, programme: Programme, roll: Roll, terms: Terms | None
) -> tuple[Finding, ...]:
    """Judge a notice that was given on a day, for the date that the meeting had then."""
    coming = programme.meetings.get(body.meeting)
    if coming is None or terms is None:
        return ()
    date, days = coming.date_on(day), programme.days(body.body, day)
    return tuple(
        _shortened(in_time(rule, terms, day, date, days), rule, day, body, roll)
        for rule in terms.rules
        if isinstance(rule, NoticeRule) and rule.what == "notice"
    )


def judge_moved(
    day: str, body: Opened, programme: Programme, roll: Roll, terms: Terms | None
) -> tuple[Finding, ...]:
    """Judge, of a meeting held on a day that no notice named, whether one was in time for it all the same.

    A notice that named the day was judged when it was given.
    """
    coming = programme.meetings.get(body.meeting)
    if coming is None or terms is None or any(coming.date_on(on) == day for on, _ in coming.called):
        return ()
    found = []
    for rule in terms.rules:
        if isinstance(rule, NoticeRule) and rule.what == "notice":
            given = [
                _shortened(
                    in_time(rule, terms, on, day, programme.days(body.body, on)), rule, on, notice, roll
                )
                for on, notice in coming.called
            ]
            found += sorted(given, key=lambda one: _BEST.index(one.verdict))[:1]
    return tuple(found)


_BEST = (Verdict.MET, Verdict.NOT_KNOWN, Verdict.NOT_MET)


def judge_year(
    rule: FrequencyRule, terms: Terms, year: str, held: Sequence[str], planned: Sequence[str], on: str
) -> Finding:
    """Judge whether enough meetings were held in a calendar year; not known while it is not over.

    Args:
        rule: how many at least.
        terms: the terms that have the rule.
        year: ``"2026"``.
        held: the days of the meetings that were held, of any year.
        planned: the dates of those that are to be held, of any year.
        on: the day on which somebody asks.
    """
    count, more = (sum(day.startswith(year) for day in days) for days in (held, planned))
    answer = True if count >= rule.least else (False if on > f"{year}-12-31" else None)
    got = f"{count} in {year}" + (f" and {more} to come" if more else "")
    return by_rule(terms, rule, Verdict.of(answer), got)


def in_time(rule: NoticeRule, terms: Terms, given: str, meeting: str, days: Days) -> Finding:
    """Judge whether what a rule asks for, given on a day, was in time for a meeting on a day."""
    counted = days.latest(meeting, rule.days, rule.unit)
    verdict = Verdict.of(None if counted.day is None else given <= counted.day)
    got = f"{rule.what} on {given} for {meeting}, latest day {spelled(counted)}"
    return by_rule(terms, rule, verdict, got)


def spelled(counted: Counted) -> str:
    """Say the latest day, or what is missing to know it."""
    return counted.day or f"not known: no adopted calendar covers {counted.gap}"


def _shortened(finding: Finding, rule: NoticeRule, day: str, body: facts.Called, roll: Roll) -> Finding:
    """Take shorter notice as met where somebody in an office that the rule names deemed it urgent."""
    if not body.urgent or (finding.verdict is Verdict.MET and not rule.urgent_by):
        return finding
    if not rule.urgent_by:
        return replace(finding, got=f"{finding.got}; no shorter notice is provided for")
    offices = " or ".join(rule.urgent_by)
    if body.by is None:
        told = f"{finding.got}; urgency deemed by nobody, not by {offices}"
        verdict = Verdict.NOT_MET if finding.verdict is Verdict.MET else finding.verdict
        return replace(finding, verdict=verdict, got=told)
    entitled = _entitled(day, body, rule, roll)
    if entitled is Verdict.MET:
        got = f"{finding.got}; deemed urgent by {body.by}, {offices}"
        return replace(finding, verdict=Verdict.MET, got=got, by=(body.by,))
    doubt = "is not known to be" if entitled is Verdict.NOT_KNOWN else "is not"
    verdict = entitled if finding.verdict is not Verdict.NOT_KNOWN else Verdict.NOT_KNOWN
    return replace(finding, verdict=verdict, got=f"{finding.got}; {body.by} {doubt} {offices}")


def _entitled(day: str, body: facts.Called, rule: NoticeRule, roll: Roll) -> Verdict:
    """Say whether whoever deemed a meeting urgent holds one of the offices that the rule names."""
    held = (roll.in_office(body.body, office, body.by or "", day) for office in rule.urgent_by)
    return any_of(map(Verdict.of, held))


def deemed_urgent(day: str, body: facts.Called, roll: Roll, terms: Terms) -> bool:
    """Say whether a notice was an urgent one by somebody whom a rule of the terms lets shorten it."""
    rules = (rule for rule in terms.rules if isinstance(rule, NoticeRule) and rule.urgent_by)
    return body.urgent and any(_entitled(day, body, rule, roll) is Verdict.MET for rule in rules)


def _examine_calendar(body: facts.CalendarAdopted) -> Finding:
    """Judge PRG-1: a calendar lists days that would be worked on otherwise, each once, in order."""
    faults = [f"{body.first} to {body.last}"] if body.last < body.first else []
    faults += [f"{later} after {earlier}" for earlier, later in pairwise(body.days) if later <= earlier]
    faults += [f"{day}, outside of it" for day in body.days if not body.first <= day <= body.last]
    faults += [f"{day}, at a weekend" for day in body.days if is_weekend(day)]
    expected = f"days from Monday to Friday, in ascending order, from {body.first} to {body.last}"
    return judge("PRG-1", not faults, expected, "; ".join(faults) or "such days", absolute=True)


def _examine_date(act: Act, date: str) -> Finding:
    """Judge PRG-4: a meeting gets a date that is still to come; a late record may say otherwise."""
    answer = act.day <= date or act.day < act.recorded
    return judge("PRG-4", answer, f"a date from {act.day} on", date, absolute=True)


def _examine_public(body: facts.Scheduled, terms: Terms | None) -> tuple[Finding, ...]:
    """Judge under every rule of the terms whether the meeting is planned to be held in public."""
    if terms is None:
        return ()
    return tuple(
        by_rule(
            terms,
            rule,
            Verdict.of(body.public),
            f"a {body.kind} {'in public' if body.public else 'in private'}",
        )
        for rule in terms.rules
        if isinstance(rule, PublicRule) and body.kind in rule.kinds
    )


def _require_coming(
    act: Act, body: facts.Moved | facts.Cancelled | facts.Called, programme: Programme
) -> Finding:
    """Judge PRG-3: the meeting has a date, is this body's, and on the day is neither cancelled nor held."""
    coming, held = programme.meetings.get(body.meeting), programme.held.get(body.meeting)
    got = None
    if coming is None:
        got = "which has no date"
    elif coming.scheduled.body != body.body:
        got = f"a meeting of {coming.scheduled.body}"
    elif coming.cancelled is not None and coming.cancelled <= act.day:
        got = f"cancelled {coming.cancelled}"
    elif held is not None and held <= act.day:
        got = f"held {held}"
    expected = f"a coming meeting of {body.body}"
    return judge("PRG-3", got is None, expected, f"{body.meeting}, {got or 'still to come'}", absolute=True)

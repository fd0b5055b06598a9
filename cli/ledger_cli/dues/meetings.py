"""Meetings that were given a date, their notice and papers, and how many a year there are to be.

Implements LSC-9.1 (a programme, so many meetings a year), LSC-9.2 and LSC-9.4 (notice, papers, publication).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.awaiting import Awaited, by
from ledger.facts.terms import FrequencyRule
from ledger.facts.words import Due
from ledger.terms import cited, rules_of
from ledger_cli.comings import deadlines
from ledger_cli.dues.ground import Ground, Row

if TYPE_CHECKING:
    from ledger.programme import Coming

_SETTLES = {
    "notice": "remit meeting call {meeting}",
    "agenda and papers": "remit agenda publish {meeting}",
    "publication": "remit agenda publish {meeting}",
}


def rows(ground: Ground) -> Iterator[Row]:
    """Give the meetings to come, or that nobody recorded as held, with what is to go out before each."""
    coming = dict(_coming(ground))
    agendas = ground.read("agenda", coming).agendas.agendas if coming else {}
    for meeting, one in coming.items():
        code, date = one.scheduled.body, one.date_on(ground.day)
        what = f"{one.scheduled.kind}{f', {one.time}' if one.time else ''}"
        awaited = Awaited("meeting", meeting, code, by(date), f"body:{code}", one.since)
        yield Row(awaited, what, f"remit meeting open {meeting}")
        if date >= ground.day:
            out = any(day <= ground.day for day, _ in agendas.get(meeting, ()))
            yield from _before(ground, meeting, one, out=out)
    for code in ground.codes:
        yield from _year(ground, code)


def _coming(ground: Ground) -> Iterator[tuple[str, Coming]]:
    met = {(one.opened.body, one.day) for one in ground.held.values()}
    for meeting, one in ground.state.programme.meetings.items():
        cancelled = one.cancelled is not None and one.cancelled <= ground.day
        there = (one.scheduled.body, one.date_on(ground.day)) in met or meeting in ground.held
        if one.since <= ground.day and not cancelled and not there:
            yield meeting, one


def _before(ground: Ground, meeting: str, one: Coming, *, out: bool) -> Iterator[Row]:
    """Give what the terms ask for before a meeting and has not gone out, each with its latest day."""
    code, date = one.scheduled.body, one.date_on(ground.day)
    called = any(on <= ground.day and one.date_on(on) == date for on, _ in one.called)
    terms, days = ground.terms(code, date), ground.state.programme.days(code, ground.day)
    for rule, _, counted in deadlines(terms, days, date):
        if called if rule.what == "notice" else out:
            continue
        missing = f"not known: no adopted calendar covers {counted.gap}"
        due = Due(missing) if counted.day is None else by(counted.day)
        awaited = Awaited(rule.what, f"{meeting}.{rule.rule}", code, due, f"body:{code}", one.since)
        what = f"{rule.what} for the {one.scheduled.kind} of {date}"
        yield Row(awaited, what, _SETTLES[rule.what].format(meeting=meeting), cited(terms, rule))


def _year(ground: Ground, code: str) -> Iterator[Row]:
    """Give, of the calendar year of the day, that fewer meetings have a date than the terms ask for."""
    terms, year = ground.terms(code), ground.day[:4]
    for rule in rules_of(terms, FrequencyRule):
        held = [
            one.day
            for one in ground.held.values()
            if (one.opened.body, one.opened.kind) == (code, "meeting") and one.day.startswith(year)
        ]
        dated = [
            one
            for _, one in _coming(ground)
            if (one.scheduled.body, one.scheduled.kind) == (code, "meeting")
            and ground.day <= one.date_on(ground.day) <= f"{year}-12-31"
        ]
        missing = rule.least - len(held) - len(dated)
        if missing > 0:
            due = by(f"{year}-12-31")
            awaited = Awaited(
                "meetings of a year", f"{code}.{rule.rule}.{year}", code, due, f"body:{code}", f"{year}-01-01"
            )
            what = f"{missing} of {rule.least} meetings of {year} without a date"
            yield Row(awaited, what, f"remit meeting schedule {code} DATE", cited(terms, rule))

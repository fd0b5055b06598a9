"""Coming meetings: which one is meant, and by which day the terms want what for it.

Implements LSC-9.1 (dates, moved dates), LSC-9.2 and LSC-9.4 (notice, papers, publication).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from ledger.errors import Malformed
from ledger.facts.terms import NoticeRule
from ledger.findings import DEFAULT, all_of
from ledger.programme import judge_notice, spelled
from ledger.terms import cited
from ledger_cli import ids

if TYPE_CHECKING:
    from ledger.calendars import Counted, Days
    from ledger.facts.terms import Terms
    from ledger.findings import Finding
    from ledger.programme import Coming
    from ledger.state import State
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Row = dict[str, str | None]
COLUMNS = ("date", "state", "moved from", "notice", "kind", "in public", "programme", "meeting")
_IN_TIME = {"met": "in time", "not met": "late", "not known": "not known whether in time"}


class Found(msgspec.Struct, frozen=True):
    """A meeting by id, with its body; ``coming`` is None where it was held without a date given before."""

    meeting: str
    body: str
    coming: Coming | None


def find(past: Past, text: str, body: str | None) -> Found:
    """Find a meeting, to come or held, by its id, or by the date that it has now and its body.

    Of meetings on that date those that were not cancelled are meant; where none was given it, one
    that was held on it.

    Raises:
        Malformed: neither an id nor a date with a body; no meeting, or several on that date.
    """
    if ids.is_id("m", text):
        return _by_id(past, text)
    if not _DAY.fullmatch(text):
        raise Malformed(f"expected the id of a meeting or a date like 2024-03-25, got {text!r}")
    if body is None:
        raise Malformed(f"expected the body that meets on {text}, got none: MEETING BODY")
    past.body(body)
    known = past.state(f"programme:{body}").programme.meetings
    dated = {meeting: one for meeting, one in known.items() if one.date == text}
    found = {meeting: one for meeting, one in dated.items() if one.cancelled is None} or dated
    if not found:
        held = past.meeting(text, body)
        return Found(held, body, known.get(held))
    if len(found) > 1:
        several = f"{len(found)}: {', '.join(found)}"
        raise Malformed(f"expected the date of one meeting of {body}, got {text}, the date of {several}")
    ((meeting, coming),) = found.items()
    return Found(meeting, body, coming)


def require(past: Past, text: str, body: str | None) -> tuple[Found, Coming]:
    """Find a meeting that was given a date.

    Raises:
        Malformed: none; or one that was held without a date given before.
    """
    found = find(past, text, body)
    if found.coming is None:
        raise Malformed(f"expected a meeting that was given a date, got {found.meeting}, held without one")
    return found, found.coming


def before(session: Session, request: str) -> Past:
    """Look at the ledger as it stood before a request: made again, it means the same meeting."""
    from ledger_cli.lookups import Past

    first = session.store.request(request)
    return Past(session, None if first is None else first.first - 1)


def books(past: Past, body: str) -> State:
    """Read what notices of a body are judged by: its programme, calendars, terms and roll."""
    return past.state(*(f"{noun}:{body}" for noun in ("programme", "calendar", "terms", "roll")))


def notices(state: State, meeting: str) -> list[tuple[str, tuple[Finding, ...]]]:
    """Give the day of every notice of a meeting, and what the terms of that day say about it."""
    found = []
    for day, called in state.programme.meetings[meeting].called:
        terms = state.terms.in_force(called.body, day)
        found.append((day, judge_notice(day, called, state.programme, state.roll, terms)))
    return found


def rows(past: Past, state: State, body: str, day: str) -> list[Row]:
    """Give every meeting of a body, given a date or held, as it stood on a day, by date.

    Args:
        past: the ledger as it stood.
        state: the programme of the body, as ``books`` reads it.
        body: its code.
        day: the day on which somebody asks.
    """
    held = {one.meeting: (at.day, one.kind) for at, one in past.sittings(body) if at.day <= day}
    return sorted(_rows(state, held, day), key=lambda row: row["date"] or "")


def _rows(state: State, held: Mapping[str, tuple[str, str]], day: str) -> Iterator[Row]:
    known = {meeting: one for meeting, one in state.programme.meetings.items() if one.since <= day}
    for meeting, one in known.items():
        date, kind = held.get(meeting, (one.date_on(day), one.scheduled.kind))
        if one.cancelled is not None and one.cancelled <= day:
            stands = "cancelled"
        elif meeting in held:
            stands = "held"
        else:
            stands = "to come" if date >= day else "not recorded as held"
        dates = [one.scheduled.date, *(move.date for moved, move in one.moves if moved <= day)]
        cells = (date, stands, ", ".join(dates[:-1]) or None, _notices(state, meeting, day), kind)
        about = ("yes" if one.scheduled.public else "no", one.scheduled.programme, meeting)
        yield dict(zip(COLUMNS, (*cells, *about), strict=True))
    for meeting, (date, kind) in held.items():
        if meeting not in known:
            yield dict(zip(COLUMNS, (date, "held", None, None, kind, None, None, meeting), strict=True))


def _notices(state: State, meeting: str, day: str) -> str | None:
    """Say when notice was given, and whether that was in time by the terms of its day."""
    told = []
    for on, findings in notices(state, meeting):
        if on <= day:
            verdict = all_of(one.verdict for one in findings).value
            word = "urgent" if any(one.by for one in findings) else _IN_TIME[verdict]
            told.append(f"{on}, {word}" if findings else on)
    return "; ".join(told) or None


def deadlines(
    terms: Terms | None, days: Days, meeting: str, what: str | None = None
) -> Iterator[tuple[NoticeRule, str, Counted]]:
    """Give every rule about notice, papers and publication, its clause, and the latest day.

    Args:
        terms: terms of a body; without them there are no rules.
        days: the days that the body works on.
        meeting: the day of a meeting.
        what: what the rules are about; None: all of it.
    """
    for rule in terms.rules if terms else ():
        if isinstance(rule, NoticeRule) and what in {None, rule.what} and terms:
            clause = cited(terms, rule) or DEFAULT
            yield rule, clause, days.latest(meeting, rule.days, rule.unit)


def due(past: Past, body: str, meeting: str) -> dict[str, str]:
    """Say by rule what is due by which day for a meeting on a day: ``{"NOT-1": "notice by …"}``."""
    state = past.state(f"terms:{body}", f"calendar:{body}")
    terms, days = state.terms.in_force(body, meeting), state.programme.days(body, meeting)
    return {
        rule.rule: f"{rule.what} by {spelled(counted)} ({clause})"
        for rule, clause, counted in deadlines(terms, days, meeting)
    }


def _by_id(past: Past, meeting: str) -> Found:
    state = past.state(f"meeting:{meeting}")
    coming, sitting = state.programme.meetings.get(meeting), state.sittings.known.get(meeting)
    if coming is not None:
        return Found(meeting, coming.scheduled.body, coming)
    if sitting is None:
        from ledger_cli.lookups import unknown

        unknown("a meeting that the ledger knows", meeting, ())
    return Found(meeting, sitting.body, None)

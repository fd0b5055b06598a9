"""``remit meeting schedule``, ``move``, ``cancel``, ``call`` and ``notice``: a meeting's date and notice.

Implements LSC-9.1 (dates are given out and moved, and the change is kept) and LSC-9.2 (notice).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, get_args

import click

from ledger.facts import programme as facts
from ledger.facts.words import Words
from ledger_cli.ids import Maker
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, emit, say
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.programme import Coming
    from ledger_cli.comings import Found
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

CODES = {"met": 0, "not met": 1, "not known": 8}
_NOTICES = ("rule", "clause", "for", "latest day", "given", "answer", "found")


@click.command()
@click.argument("body")
@click.argument("day", metavar="DATE", type=DAY)
@click.option("--time", help="The time as it is printed.")
@click.option("--place", help="Where; kept sealed.")
@click.option("--kind", type=click.Choice(get_args(facts.MeetingKind)), default="meeting", show_default=True)
@click.option("--programme", metavar="NAME", help="The annual programme that it is part of: 2026/27.")
@click.option("--private", is_flag=True, help="Not to be held in public.")
@click.option("--on", type=DAY, help="The day on which the date was given out.  [default: today]")
@recording
def schedule(
    session: Session,
    body: str,
    day: str,
    time: str | None,
    place: str | None,
    kind: facts.MeetingKind,
    programme: str | None,
    private: bool,
    on: str | None,
) -> None:
    """Give a coming meeting of a body its date; its id, and what is due by when, are printed.

    \b
    Example:
      remit meeting schedule lsc-icp 2027-01-05 --time "10 am" --place "Town hall" --programme 2026/27
    """
    from ledger_cli import comings

    request = request_id(session.settings)
    meeting, where = Maker(request)("m"), Words.of(place) if place else None
    fact = facts.Scheduled(meeting, body, day, time, where, kind, not private, programme)
    made = {"meeting": meeting, **comings.due(comings.before(session, request), body, day)}
    submit(session, on, fact, request=request, made=made)


@click.command()
@click.argument("meeting")
@click.argument("body", required=False)
@click.option("--to", type=DAY, required=True, help="The new date.")
@click.option("--time", help="The new time as it is printed.  [default: as before]")
@click.option("--place", help="The new place; kept sealed.  [default: as before]")
@click.option("--reason", required=True, help="Why; kept sealed.")
@click.option("--on", type=DAY, help="The day on which it was moved.  [default: today]")
@recording
def move(
    session: Session,
    meeting: str,
    body: str | None,
    to: str,
    time: str | None,
    place: str | None,
    reason: str,
    on: str | None,
) -> None:
    """Move a coming meeting, named by id or by date and BODY, to another date, time or place.

    \b
    Example:
      remit meeting move 2024-06-24 lsc-icp --to 2024-07-15 --reason "pre-election period"
    """
    from ledger_cli import comings

    request = request_id(session.settings)
    past = comings.before(session, request)
    found, coming = comings.require(past, meeting, body)
    where = Words.of(place) if place else None
    fact = facts.Moved(found.meeting, found.body, to, time, where, Words.of(reason))
    made = {"meeting": found.meeting, "moved from": coming.date, **comings.due(past, found.body, to)}
    submit(session, on, fact, request=request, made=made)


@click.command()
@click.argument("meeting")
@click.argument("body", required=False)
@click.option("--reason", required=True, help="Why; kept sealed.")
@click.option("--on", type=DAY, help="The day on which it was cancelled.  [default: today]")
@recording
def cancel(session: Session, meeting: str, body: str | None, reason: str, on: str | None) -> None:
    """Cancel a coming meeting, named by id or by date and BODY.

    \b
    Example:
      remit meeting cancel 2027-01-05 lsc-icp --reason "no business"
    """
    from ledger_cli import comings

    request = request_id(session.settings)
    found, _ = comings.require(comings.before(session, request), meeting, body)
    fact = facts.Cancelled(found.meeting, found.body, Words.of(reason))
    submit(session, on, fact, request=request)


@click.command()
@click.argument("meeting")
@click.argument("body", required=False)
@click.option("--urgent", is_flag=True, help="At short notice: --by deemed it urgent.")
@click.option("--by", metavar="PERSON", help="Who deemed it urgent, by id or exact name.")
@click.option("--reason", help="Why it is urgent; kept sealed.")
@click.option("--on", type=DAY, help="The day on which notice was given.  [default: today]")
@recording
def call(
    session: Session,
    meeting: str,
    body: str | None,
    urgent: bool,
    by: str | None,
    reason: str | None,
    on: str | None,
) -> None:
    """Give notice of a coming meeting, named by id or by date and BODY: how early or late is told.

    \b
    Example:
      remit meeting call 2027-01-05 lsc-icp --urgent --by "Jo Bloggs" --reason "the offer lapses"
    """
    from ledger_cli import comings, people

    if not urgent and (by or reason):
        raise click.UsageError("expected --urgent with --by and --reason, got them without it")
    if urgent and not (by and reason):
        raise click.UsageError("expected --by and --reason with --urgent")
    request, day = request_id(session.settings), on or today()
    past = comings.before(session, request)
    found, coming = comings.require(past, meeting, body)
    for line in _early_or_late(past, found, coming, day):
        say(line)
    who, why = people.find(session.store, by) if by else None, Words.of(reason) if reason else None
    fact = facts.Called(found.meeting, found.body, urgent, who, why)
    submit(session, day, fact, request=request)


@click.command()
@click.argument("meeting")
@click.argument("body", required=False)
@on_day
@known_then
@answering
def notice(session: Session, meeting: str, body: str | None, on: str | None, known_at: str | None) -> int:
    """Say whether notice of a meeting, named by id or by date and BODY, was given in time by a day.

    Exit code 0: yes, or nothing is asked for; 1: no, or not yet; 8: not known.

    \b
    Example:
      remit meeting notice 2027-01-05 lsc-icp
    """
    from ledger.findings import all_of, any_of
    from ledger.programme import spelled
    from ledger_cli import comings
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    found, coming = comings.require(past, meeting, body)
    state = comings.books(past, found.body)
    terms, days = state.terms.in_force(found.body, day), state.programme.days(found.body, day)
    if terms is None:
        say(f"not known: no terms of {found.body} are known to be in force on {day}")
        return CODES["not known"]
    given = [one for one in comings.notices(state, found.meeting) if one[0] <= day]
    rows: list[tuple[Cell, ...]] = []
    verdicts = []
    for rule, clause, counted in comings.deadlines(terms, days, coming.date_on(day), "notice"):
        judged = [(on_, one) for on_, findings in given for one in findings if one.rule == rule.rule]
        verdicts.append(any_of(one.verdict for _, one in judged))
        about = (rule.rule, clause, coming.date_on(day), spelled(counted))
        rows += [(*about, on_, one.verdict.value, session.spell(one.got)) for on_, one in judged]
        rows += [] if judged else [(*about, None, "not met", "no notice")]
    emit(Table(_NOTICES, rows, f"Notice of {found.meeting}"), as_json=session.settings.as_json)
    if not rows:
        say(f"nothing is asked for: no rule of {terms.cited} is about notice")
    return CODES[all_of(verdicts).value]


def _early_or_late(past: Past, found: Found, coming: Coming, day: str) -> Iterator[str]:
    """Say under every rule about notice how many days before or after the latest day one is given."""
    from ledger.programme import spelled
    from ledger_cli import comings

    state = past.state(f"terms:{found.body}", f"calendar:{found.body}")
    terms, days = state.terms.in_force(found.body, day), state.programme.days(found.body, day)
    for rule, clause, counted in comings.deadlines(terms, days, coming.date_on(day), "notice"):
        told = f"latest day {spelled(counted)}"
        if counted.day is not None:
            early = (date.fromisoformat(counted.day) - date.fromisoformat(day)).days
            told = f"{abs(early)} day{'s' * (abs(early) != 1)} {'late' if early < 0 else 'early'}, {told}"
        yield f"{rule.rule} ({clause}): notice of the meeting on {coming.date_on(day)} on {day}: {told}"


VERBS = (schedule, move, cancel, call, notice)

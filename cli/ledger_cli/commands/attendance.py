"""``remit attendance``: who was at the meetings that they could attend, and who is to be put before whom.

Implements LSC-7.5: a member whose attendance falls below the share of the terms is put before the reviewers,
and what they made of it is recorded. Whoever would fall below by missing the next meeting is told before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, get_args

import click

from ledger.attendance import Standing, missed, stand, window
from ledger.facts.fact import Acted
from ledger.facts.members import AttendanceReviewed, Outcome
from ledger.facts.programme import MeetingKind
from ledger.facts.terms import AttendanceRule, Terms
from ledger.facts.words import Words
from ledger.findings import DEFAULT, Verdict
from ledger.terms import cited
from ledger_cli import attendances
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, emit, say
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.reviewdue import answer_of, members_of
from ledger_cli.settings import today

if TYPE_CHECKING:
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

NO, NOT_KNOWN = 1, 8
_DUE = ("person", "name", "rule", "share", "answer", "reviewed", "next meeting missed")
_REVIEWS = ("on", "person", "name", "from", "to", "by", "outcome", "reason", "fact")
_kinds = click.option(
    "--kind",
    "kinds",
    type=click.Choice(get_args(MeetingKind)),
    multiple=True,
    default=("meeting",),
    show_default=True,
    help="Which meetings count; several times for several.",
)


@click.group()
def command() -> None:
    """Who was at the meetings that they could attend, and whose attendance is to be reviewed."""


@command.command()
@click.argument("body")
@click.option("--from", "first", type=DAY, help="The first day.  [default: twelve months until --to]")
@click.option("--to", "last", type=DAY, help="The last day.  [default: today]")
@_kinds
@known_then
@answering
def table(
    session: Session,
    body: str,
    first: str | None,
    last: str | None,
    kinds: tuple[str, ...],
    known_at: str | None,
) -> None:
    """Show the attendance of every member over a period: of the meetings held while it was a member.

    A deputy does not keep up the member's own share; the share with deputies stands beside it. Where it
    is not known whether somebody was a member or was there, the least and the most are shown.

    \b
    Example:
      remit attendance table lsc-icp --from 2023-04-01 --to 2024-03-31
    """
    from ledger_cli.lookups import Past

    past, to = Past(session, known_at), last or today()
    first = first or window(12, to)[0]
    past.body(body)
    held = attendances.sittings(past, body, kinds, first, to)
    rows = attendances.rows(past, body, held, first, to)
    say(f"{body}: {len(held)} meeting{'s' * (len(held) != 1)} from {first} to {to}")
    emit(Table(attendances.COLUMNS, rows), as_json=session.settings.as_json)


@command.command("review-due")
@click.argument("body")
@on_day
@_kinds
@known_then
@answering
def review_due(
    session: Session, body: str, on: str | None, kinds: tuple[str, ...], known_at: str | None
) -> int:
    """Say whose attendance is to be reviewed on a day, and whose would be after missing the next meeting.

    A review answers until the member misses another meeting.
    Exit code 1: somebody is to be reviewed; 0: nobody; 8: not known.

    \b
    Example:
      remit attendance review-due lsc-icp --on 2024-03-31
    """
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    terms = past.terms(body, day)
    if terms is None:
        say(f"not known: no terms of {body} are known to be in force on {day}")
        return NOT_KNOWN
    rules = [rule for rule in terms.rules if isinstance(rule, AttendanceRule)]
    if not rules:
        say(f"{terms.cited} has no rule about attendance")
    state = past.state(f"roll:{body}", f"reviews:{body}")
    since = min((window(rule.months, day)[0] for rule in rules), default=day)
    held, next_on = attendances.sittings(past, body, kinds, since, day), _next(past, body, day)
    if next_on is None:
        say(f"no meeting of {body} after {day} is known: shown is what missing one on that day would make")
    coming = missed(body, next_on or day)
    found = [
        stand(rule, person, held, state.roll, day, coming)
        for rule in rules
        for person in members_of(state.roll, body, day)
    ]
    judged = [(one, answer_of(one, state.reviews, body, day)) for one in found]
    names = past.names(one.figures.person for one in found)
    rows = [_due_row(one, told, terms, names.get(one.figures.person), coming.day) for one, told in judged]
    emit(Table(_DUE, sorted(rows, key=lambda row: str(row[1]))), as_json=session.settings.as_json)
    answers = {answer for _, (answer, _) in judged}
    return NO if "due" in answers else (NOT_KNOWN if "not known" in answers else 0)


@command.command()
@click.argument("body")
@click.argument("person")
@click.option("--by", required=True, metavar="PERSON", help="Who reviewed: an id, or the exact name.")
@click.option("--outcome", type=click.Choice(get_args(Outcome)), required=True, help="What came of it.")
@click.option("--reason", required=True, help="Why; kept sealed.")
@click.option("--from", "first", type=DAY, help="The first day looked at.  [default: as the terms say]")
@click.option("--to", "last", type=DAY, help="The last day looked at.  [default: --on]")
@click.option("--on", type=DAY, help="The day of the review.  [default: today]")
@recording
def review(
    session: Session,
    body: str,
    person: str,
    by: str,
    outcome: Outcome,
    reason: str,
    first: str | None,
    last: str | None,
    on: str | None,
) -> None:
    """Record that the attendance of PERSON (an id or a name) was reviewed, and what came of it.

    \b
    Example:
      remit attendance review lsc-icp "Jo Bloggs" --by "Kim Lee" --outcome excused --reason "long illness"
    """
    from ledger_cli import people

    day = on or today()
    to = last or day
    since = first or _first(session, body, day, to)
    who, reviewer = people.find(session.store, person), people.find(session.store, by)
    fact = AttendanceReviewed(body, who, since, to, reviewer, outcome, Words.of(reason))
    submit(session, day, fact, acted=Acted(person=reviewer))


@command.command()
@click.argument("body")
@known_then
@answering
def reviews(session: Session, body: str, known_at: str | None) -> None:
    """List the reviews of attendance, with what came of them.

    \b
    Example:
      remit attendance reviews lsc-icp
    """
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    past.body(body)
    found = [
        (at, at.fact.body)
        for at in past.facts(f"reviews:{body}")
        if isinstance(at.fact.body, AttendanceReviewed)
    ]
    words = past.words(at for at, _ in found)
    names = past.names({person for _, one in found for person in (one.person, one.by)})
    rows: list[Sequence[Cell]] = []
    for at, one in found:
        reason = words.read(at.fact.id, "body.reason", one.reason)
        who = (at.day, one.person, names.get(one.person), one.first, one.last)
        rows.append((*who, names.get(one.by), one.outcome, reason, at.fact.id))
    emit(Table(_REVIEWS, rows), as_json=session.settings.as_json)


def _next(past: Past, body: str, day: str) -> str | None:
    """Give the date of the next meeting of a body after a day, where one has been given out."""
    coming = past.state(f"programme:{body}").programme.meetings.values()
    dates = (one.date for one in coming if one.cancelled is None and one.scheduled.kind == "meeting")
    return min((date for date in dates if date > day), default=None)


def _first(session: Session, body: str, day: str, last: str) -> str:
    """Give the first day of the window that the rule of the terms looks at."""
    from ledger_cli.lookups import Past

    terms = Past(session).terms(body, day)
    months = [rule.months for rule in (terms.rules if terms else ()) if isinstance(rule, AttendanceRule)]
    if not months:
        raise click.UsageError(f"expected --from: no terms of {body} on {day} have a rule about attendance")
    return window(max(months), last)[0]


def _due_row(
    one: Standing, told: tuple[str, str | None], terms: Terms, name: str | None, next_on: str
) -> Sequence[Cell]:
    answer, reviewed = told
    falls = {Verdict.MET: None, Verdict.NOT_MET: "below", Verdict.NOT_KNOWN: "not known"}[one.then]
    then = f"{falls} from {next_on}" if falls and one.now is Verdict.MET else None
    rule = f"{one.rule.rule} ({cited(terms, one.rule) or DEFAULT})"
    return (one.figures.person, name, rule, attendances.share(one.figures.shares()), answer, reviewed, then)

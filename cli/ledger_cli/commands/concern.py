"""``remit concern``: put to a partner with evidence, answered, closed or taken further (HIW-6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import click

from ledger.facts import concerns as facts
from ledger.facts.words import Words
from ledger_cli import ids, parties
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, emit, emit_json, emit_record
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger.acts import Recorded
    from ledger.facts import Body
    from ledger_cli.lookups import Words as Texts
    from ledger_cli.session import Session

_when = click.option("--on", type=DAY, help="The day of it.  [default: today]")
_text = click.option("--text", required=True, help="What was said; kept sealed.")
_COLUMNS = ("concern", "put", "about", "by", "answer due", "stands")


@click.group()
def command() -> None:
    """Concerns over a partner: put with evidence, answered, closed or taken further."""


def _body_of(session: Session, concern: str) -> str:
    from ledger_cli import disputing
    from ledger_cli.lookups import Past

    return disputing.find_concern(Past(session), concern).raised.body


@command.command("raise")
@click.argument("body")
@click.argument("organisation")
@click.option("--by", multiple=True, required=True, metavar="CODE", help="Who puts it; or body:CODE.")
@_text
@click.option("--evidence", required=True, help="What it rests on; kept sealed.")
@click.option("--due", metavar="WHEN", help="When an answer is awaited, as it is said: by 31 May 2018.")
@_when
@recording
def raise_(
    session: Session,
    body: str,
    organisation: str,
    by: tuple[str, ...],
    text: str,
    evidence: str,
    due: str | None,
    on: str | None,
) -> None:
    """Record that a concern was put to ORGANISATION, a partner under the terms of BODY, with evidence.

    \b
    Example:
      remit concern raise wellbeing-board uclh --by islington --text "Beds were closed" \\
        --evidence "Bed count of May" --due "by 30 June 2018"
    """
    from ledger_cli.duedates import due_of
    from ledger_cli.lookups import Past

    request = request_id(session.settings)
    made = ids.Maker(request)("cn")
    until = None if due is None else due_of(due)
    about = parties.organisation(Past(session), organisation)
    fact = facts.Raised(made, body, about, parties.partners(by), Words.of(text), Words.of(evidence), until)
    submit(session, on, fact, request=request, made={"concern": made})


@command.command("answer")
@click.argument("concern")
@click.option("--changes/--no-change", required=True, help="Will it change its approach?")
@_text
@_when
@recording
def answer_(session: Session, concern: str, changes: bool, text: str, on: str | None) -> None:
    """Record what the partner answered.

    \b
    Example:
      remit concern answer cn-mnbqk3jz5x2c4d7e --changes --text "Beds open again in May"
    """
    submit(session, on, facts.Answered(concern, _body_of(session, concern), changes, Words.of(text)))


@command.command()
@click.argument("concern")
@_text
@_when
@recording
def close(session: Session, concern: str, text: str, on: str | None) -> None:
    """Record that nobody pursues a concern any more, and why.

    \b
    Example:
      remit concern close cn-mnbqk3jz5x2c4d7e --text "The beds are open"
    """
    submit(session, on, facts.Closed(concern, _body_of(session, concern), Words.of(text)))


@command.command()
@click.argument("concern")
@click.argument("to", type=click.Choice(get_args(facts.Way)))
@click.option("--dispute", metavar="ID", help="The dispute as which it goes on.")
@_text
@_when
@recording
def escalate(
    session: Session, concern: str, to: facts.Way, dispute: str | None, text: str, on: str | None
) -> None:
    """Record that a concern goes on as a dispute, or to asking the partner to leave.

    \b
    Example:
      remit concern escalate cn-mnbqk3jz5x2c4d7e "asking to leave" --text "Nothing has changed"
    """
    body = _body_of(session, concern)
    submit(session, on, facts.Escalated(concern, body, to, dispute, Words.of(text)))


@command.command()
@click.argument("concern")
@on_day
@known_then
@answering
def show(session: Session, concern: str, on: str | None, known_at: str | None) -> None:
    """Show a concern: who put it, on what evidence, what was answered, and what came of it.

    \b
    Example:
      remit concern show cn-mnbqk3jz5x2c4d7e
    """
    from ledger_cli import disputing, succeeding
    from ledger_cli.lookups import Past, unknown

    past, day = Past(session, known_at), on or today()
    known = disputing.find_concern(past, concern)
    if known.day > day:
        unknown(f"a concern that was put by {day}", f"{concern}, put {known.day}", ())
    one, raised = known.by(day), known.raised
    about = f"organisation:{raised.about}"
    place = succeeding.places(past, (about,)).said(about, concern, day)
    said = [at for at in past.facts(f"concern:{concern}") if at.day <= day]
    words = past.words(said)
    told: dict[str, object] = {
        "concern": concern,
        "body": raised.body,
        "about": raised.about if place == about else place,
        "by": ", ".join(raised.by),
        "put": one.day,
        "evidence": words.read(said[0].fact.id, "body.evidence", raised.evidence),
        "answer due": None if raised.due is None else raised.due.printed,
        "stands": disputing.concern_status(one),
    }
    rows = [_row(at, words) for at in said]
    columns = ("on", "what", "text")
    if session.settings.as_json:
        emit_json({**told, "course": [dict(zip(columns, row, strict=True)) for row in rows]})
        return
    emit_record(told, as_json=False)
    emit(Table(columns, rows, "Course"), as_json=False)


def _row(at: Recorded, words: Texts) -> tuple[Cell, ...]:
    body = at.fact.body
    return (at.day, _what(body), words.read(at.fact.id, "body.text", getattr(body, "text", None)))


def _what(body: Body) -> str:
    match body:
        case facts.Raised():
            return "put"
        case facts.Answered():
            return "answered"
        case facts.Escalated():
            return f"gone on to {body.dispute or body.to}"
        case facts.Closed():
            return "closed"
    return "asked to leave"


@command.command("list")
@click.argument("body")
@on_day
@known_then
@answering
def list_(session: Session, body: str, on: str | None, known_at: str | None) -> None:
    """List the concerns under BODY, and how each stands.

    \b
    Example:
      remit concern list wellbeing-board
    """
    from ledger_cli import disputing
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    put = past.state(f"concerns:{body}").concerns.known
    known = past.state(*(f"concern:{code}" for code in put)).concerns.known if put else {}
    rows: list[tuple[Cell, ...]] = []
    for code, one in known.items():
        if one.day <= day:
            due = None if one.raised.due is None else one.raised.due.printed
            stands = disputing.concern_status(one.by(day))
            rows.append((code, one.day, one.raised.about, ", ".join(one.raised.by), due, stands))
    emit(Table(_COLUMNS, rows, f"{body}: concerns by {day}"), as_json=session.settings.as_json)

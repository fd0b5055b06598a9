"""``remit duty``: what each partner does in every period, and was it done? (HIW-5, PLA-4.3, HIW-9)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.facts import duties as facts
from ledger.facts.words import Words
from ledger_cli import ids
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, emit, emit_json, emit_record
from ledger_cli.parameters import DAY
from ledger_cli.parties import partner, partners
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger.duties import Duty, State
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

_COLUMNS = ("duty", "what", "party", "met", "late", "missed", "not yet due", "said by")
_ANSWERS = ("party", "period", "due", "state", "done")
_STATES: tuple[State, ...] = ("met", "late", "missed", "not yet due")
_when = click.option("--on", type=DAY, help="The day of it.  [default: today]")


@click.group()
def command() -> None:
    """What each partner does in every period, and was it done?"""


@command.command("set")
@click.argument("body")
@click.option("--text", required=True, help="What each of them does; kept sealed.")
@click.option("--party", "asked", multiple=True, required=True, metavar="CODE", help="Or body:CODE.")
@click.option("--every", type=click.Choice(["month", "quarter", "year"]), default="month", show_default=True)
@click.option(
    "--first", required=True, metavar="YYYY-MM", help="The month with which the first period begins."
)
@click.option("--days", type=click.IntRange(0, 366), help="So many days after a period it is in time.")
@click.option("--due", "printed", metavar="TEXT", help="When, as the document prints it.")
@click.option("--agreement", metavar="TEXT", help="The document that says so, or the id of an agreement.")
@click.option("--heading", metavar="TEXT", help="The heading under which it is printed.")
@click.option("--clause", metavar="TEXT", help="The clause.")
@_when
@recording
def set_(
    session: Session,
    body: str,
    text: str,
    asked: tuple[str, ...],
    every: facts.Every,
    first: str,
    days: int | None,
    printed: str | None,
    agreement: str | None,
    heading: str | None,
    clause: str | None,
    on: str | None,
) -> None:
    """Record that each party does something in every month, quarter or year, counted from --first.

    Without --days there is time until the last day of each period: a Remit default.

    \b
    Example:
      remit duty set wellbeing-board --party haringey --party islington --first 2017-06 \\
        --text "Share budget and activity data" --heading "Commitment 7: One financial plan"
    """
    request = request_id(session.settings)
    made = ids.Maker(request)("dt")
    words, period = Words.of(text), _period(first)
    where = (printed, agreement, heading, clause)
    fact = facts.Set(made, body, partners(asked), words, every, period, days, *where)
    submit(session, on, fact, request=request, made={"duty": made})


def _period(text: str) -> str:
    """Give a month as it is written.

    Raises:
        click.UsageError: it is none.
    """
    import msgspec

    from ledger.facts.words import Month

    try:
        month: str = msgspec.convert(text, Month)
    except msgspec.ValidationError:
        raise click.UsageError(f"expected a month like 2017-06, got {text[:80]!r}") from None
    return month


@command.command()
@click.argument("duty")
@click.argument("period", metavar="YYYY-MM")
@click.argument("parties", metavar="PARTY...", nargs=-1, required=True)
@click.option(
    "--evidence",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file that shows it; its digest is recorded, the file is not kept.",
)
@_when
@recording
def perform(
    session: Session,
    duty: str,
    period: str,
    parties: tuple[str, ...],
    evidence: tuple[Path, ...],
    on: str | None,
) -> None:
    """Record that each PARTY did its part in DUTY, in the period that begins with a month.

    \b
    Example:
      remit duty perform dt-mnbqk3jz5x2c4d7e 2017-06 haringey whittington --on 2017-06-28
    """
    from ledger_cli import promising
    from ledger_cli.lookups import Past

    one, _ = promising.duty(Past(session), duty)
    month, shown = _period(period), promising.digests(evidence)
    done = [facts.Performed(duty, one.set.body, party, month, shown) for party in partners(parties)]
    submit(session, on, *done)


@command.command()
@click.argument("duty")
@click.option("--reason", required=True, help="Why; kept sealed.")
@_when
@recording
def end(session: Session, duty: str, reason: str, on: str | None) -> None:
    """Record that DUTY is no more; what was owed for periods that were over stays owed.

    \b
    Example:
      remit duty end dt-mnbqk3jz5x2c4d7e --reason "one budget from April"
    """
    from ledger_cli import promising
    from ledger_cli.lookups import Past

    one, _ = promising.duty(Past(session), duty)
    fact = facts.Ended(duty, one.set.body, Words.of(reason))
    submit(session, on, fact)


@command.command()
@click.argument("duty")
@click.option("--join", "joined", multiple=True, metavar="CODE", help="Who has it from then on.")
@click.option("--leave", "left", multiple=True, metavar="CODE", help="Who has it no more.")
@click.option("--reason", required=True, help="Why; kept sealed.")
@click.option("--clause", metavar="TEXT", help="Where that is laid down.")
@_when
@recording
def change(
    session: Session,
    duty: str,
    joined: tuple[str, ...],
    left: tuple[str, ...],
    reason: str,
    clause: str | None,
    on: str | None,
) -> None:
    """Record that parties join DUTY or leave it; each period is owed by who is a party on its last day.

    \b
    Example:
      remit duty change dt-mnbqk3jz5x2c4d7e --join royal-free --reason "It acceded" --on 2017-10-01
    """
    from ledger_cli import promising
    from ledger_cli.lookups import Past

    body = promising.duty(Past(session), duty)[0].set.body
    named, words = (partners(joined), partners(left)), Words.of(reason)
    fact = facts.PartiesChanged(duty, body, *named, words, clause)
    submit(session, on, fact)


@command.command()
@click.argument("duty")
@click.option("--party", "only", metavar="CODE", help="Only this party.")
@on_day
@known_then
@answering
def show(session: Session, duty: str, only: str | None, on: str | None, known_at: str | None) -> int:
    """Say, by party and period, whether DUTY was met, met late, missed, or is not yet due.

    Exit code 0: met as far as it is due; 1: late or missed once.

    \b
    Example:
      remit duty show dt-mnbqk3jz5x2c4d7e --on 2018-05-31 --party whittington
    """
    from ledger_cli import promising, succeeding
    from ledger_cli.lookups import Past, unknown

    past, day = Past(session, known_at), on or today()
    one, text = promising.duty(past, duty)
    known = succeeding.places(past, one.ever)
    every = list(one.answers(day, known))
    wanted = {answer.party for answer in every} if only is None else {partner(only)}
    ever = {*one.ever, *(answer.party for answer in every)}
    if not wanted <= ever:
        unknown(f"a party of {duty}", only or "", [party.partition(":")[2] for party in sorted(ever)])
    answers = [each for each in every if each.party in wanted]
    rows = [(answer.party, answer.period, answer.due, answer.state, answer.day) for answer in answers]
    record = {
        **_record(past, one, text, day),
        "parties": "; ".join(known.said(party, duty, day) for party in one.parties(day)),
    }
    if session.settings.as_json:
        emit_json({**record, "answers": [dict(zip(_ANSWERS, row, strict=True)) for row in rows]})
    else:
        emit_record(record, as_json=False)
        emit(Table(_ANSWERS, rows, f"On {day}"), as_json=False)
    return int(any(answer.state in {"late", "missed"} for answer in answers))


def _record(past: Past, one: Duty, text: str, day: str) -> dict[str, str | None]:
    """Give a duty as it stands on a day, field by field."""
    from ledger_cli import promising

    return {
        "duty": one.set.duty,
        "body": one.set.body,
        "what": text,
        "agreement": promising.cited(past, one.set.agreement),
        "heading": one.set.heading,
        "clause": one.set.clause,
        "printed": one.set.printed,
        "in time": promising.in_time(one),
        "ended": one.ended if one.ended is not None and one.ended <= day else None,
        "changed": "; ".join(promising.changed(one, day)) or None,
    }


@command.command("list")
@click.argument("body")
@on_day
@known_then
@answering
def list_(session: Session, body: str, on: str | None, known_at: str | None) -> int:
    """Count, by duty and party, how often it was met, late or missed; with the duties to consult.

    A consultation counts once, for the organisation that asked: it is met, missed, or not yet decided.
    Exit code 0: met as far as it is due; 1: late or missed once.

    \b
    Example:
      remit duty list wellbeing-board --on 2018-05-31
    """
    from ledger_cli import promising, succeeding
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    rows: list[tuple[Cell, ...]] = []
    for one, text in promising.duties(past, body, day):
        every = list(one.answers(day, succeeding.places(past, one.ever)))
        source = promising.cited(past, one.source)
        for party in dict.fromkeys(answer.party for answer in every):
            counted = Counter(answer.state for answer in every if answer.party == party)
            numbers = (counted[state] for state in _STATES)
            rows.append((one.set.duty, text, party, *numbers, source))
    rows += _consulted(past, body, day)
    emit(Table(_COLUMNS, rows, f"{body}: duties on {day}"), as_json=session.settings.as_json)
    return int(any(row[4] or row[5] for row in rows))


def _consulted(past: Past, body: str, day: str) -> list[tuple[Cell, ...]]:
    """Give a row for every duty to consult, of each consultation that was opened under the body."""
    from ledger.findings import Verdict
    from ledger_cli import consulting

    opened = past.state(f"consultations:{body}").consultations.known
    if not opened:
        return []
    state = consulting.read(past, *(f"consultation:{code}" for code in opened))
    order = (Verdict.MET, None, Verdict.NOT_MET, Verdict.NOT_KNOWN)
    return [
        (
            code,
            found.expected,
            f"organisation:{one.opened.organisation}",
            *(int(found.verdict is verdict) for verdict in order),
            found.clause,
        )
        for code, one in state.consultations.known.items()
        if one.day <= day
        for found in consulting.duties(one, state, day)
    ]

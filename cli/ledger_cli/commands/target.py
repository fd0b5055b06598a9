"""``remit target``: what partners said they would do, by when, whose it is, and what became of it (HIW-3)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledger.facts import targets as facts
from ledger.facts.words import Words
from ledger_cli import duedates, ids, parties
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, emit, emit_json, emit_record
from ledger_cli.parameters import DAY
from ledger_cli.proposing import propose, submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger.places import Places
    from ledger.targets import Target
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

_COLUMNS = ("target", "heading", "number", "what", "due", "owner", "state", "moved", "reports")
_CHANGES = ("day", "what", "detail", "text", "evidence")
_when = click.option("--on", type=DAY, help="The day of it.  [default: today]")
_evidence = click.option(
    "--evidence",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file that shows it; its digest is recorded, the file is not kept.",
)


@click.group()
def command() -> None:
    """What partners said they would do, by when, and what became of it."""


def _dates(function: Any) -> Any:  # noqa: ANN401 - an option takes and gives what click makes of a command
    """Let a date be given as printed, with the days that it means where Remit cannot tell."""
    options = (
        click.option("--due", metavar="TEXT", help='When, exactly as printed: "by June 2017".'),
        click.option("--first", type=DAY, help="The first day that is meant, where --due does not say it."),
        click.option("--last", type=DAY, help="The last day that is meant, where --due does not say it."),
        click.option("--doubt", metavar="TEXT", help="What is wrong in print."),
    )
    for option in reversed(options):
        function = option(function)
    return function


@command.command("set")
@click.argument("body")
@click.option("--text", required=True, help="What is to be done; kept sealed.")
@_dates
@click.option("--owner", metavar="PARTY", help="Who is to do it: organisation:CODE, body:CODE, a person …")
@click.option("--agreement", metavar="TEXT", help="The document that says so, or the id of an agreement.")
@click.option("--heading", metavar="TEXT", help="The heading under which it is printed.")
@click.option("--number", metavar="TEXT", help="Its number, as printed.")
@_when
@recording
def set_(
    session: Session,
    body: str,
    text: str,
    due: str | None,
    first: str | None,
    last: str | None,
    doubt: str | None,
    owner: str | None,
    agreement: str | None,
    heading: str | None,
    number: str | None,
    on: str | None,
) -> None:
    """Record a target for BODY.

    \b
    Example:
      remit target set wellbeing-board --text "One strategy for both boroughs" --due "by December 2017" \\
        --heading "Commitment 3: One plan"
    """
    from ledger_cli.parties import party

    if due is None and (first or last or doubt):
        raise click.UsageError("expected --due as printed with --first, --last or --doubt, got none")
    request = request_id(session.settings)
    made = ids.Maker(request)("tg")
    read = duedates.dated(due, first, last, doubt)
    whose = None if owner is None else party(session, owner)
    fact = facts.Set(made, body, Words.of(text), read, whose, agreement, heading, number)
    submit(session, on, fact, request=request, made={"target": made})


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_when
@recording
def import_(session: Session, file: Path, on: str | None) -> None:
    """Record all targets of a FILE (YAML): all of them, or none. The same file again is the same request.

    The file has `body`, `agreement` and `targets`, a list of `text`, `due` as printed, `doubt`, `owner`,
    `heading` and `number`; all but `text` may be left out.

    \b
    Example:
      remit target import targets-2017.yaml --on 2017-06-01
    """
    from ledger_cli import giving, promising
    from ledger_cli.yamlfile import load

    loaded = load(file, promising.Targets)
    day = on or today()
    request = session.settings.request or ids.request_of(b"targets", day.encode(), giving.read(file))
    maker = ids.Maker(request)
    proposed = promising.facts_in(loaded.value, lambda: maker("tg"))
    document = loaded.document
    places = [document.find(("targets", index)).place.said(document.name) for index in range(len(proposed))]
    session.submit(
        [propose(session.settings, one, day) for one in proposed],
        request,
        made={"targets": ", ".join(one.target for one in proposed)},
        place=lambda index, _: places[index],
    )


@command.command()
@click.argument("target")
@click.argument("owner", required=False)
@click.option("--nobody", is_flag=True, help="Nobody is named any more.")
@_when
@recording
def own(session: Session, target: str, owner: str | None, nobody: bool, on: str | None) -> None:
    """Record who is to do TARGET: organisation:CODE, body:CODE, office:BODY/OFFICE, or a person.

    \b
    Example:
      remit target own tg-mnbqk3jz5x2c4d7e organisation:haringey
    """
    from ledger_cli.parties import party

    if nobody is (owner is not None):
        raise click.UsageError("expected an owner, or --nobody")
    body = _body_of(session, target)
    submit(session, on, facts.Owned(target, body, None if owner is None else party(session, owner)))


@command.command()
@click.argument("target")
@click.option("--text", required=True, help="How far it has come; kept sealed.")
@_evidence
@click.option("--meeting", metavar="ID", help="The id of the meeting at which that was told.")
@_when
@recording
def report(
    session: Session, target: str, text: str, evidence: tuple[Path, ...], meeting: str | None, on: str | None
) -> None:
    """Record how far TARGET has come.

    \b
    Example:
      remit target report tg-mnbqk3jz5x2c4d7e --text "A draft went to both boards" --evidence draft.pdf
    """
    from ledger_cli.promising import digests

    body = _body_of(session, target)
    submit(session, on, facts.Reported(target, body, Words.of(text), digests(evidence), meeting))


@command.command()
@click.argument("target")
@_dates
@click.option("--reason", required=True, help="Why; kept sealed.")
@_when
@recording
def move(
    session: Session,
    target: str,
    due: str | None,
    first: str | None,
    last: str | None,
    doubt: str | None,
    reason: str,
    on: str | None,
) -> None:
    """Record that TARGET is due later than it was; without --due no new date is given.

    \b
    Example:
      remit target move tg-mnbqk3jz5x2c4d7e --due "by March 2018" --reason "elections in both boroughs"
    """
    from ledger_cli.duedates import dated

    body = _body_of(session, target)
    submit(session, on, facts.Moved(target, body, dated(due, first, last, doubt), Words.of(reason)))


@command.command()
@click.argument("target")
@click.option("--dropped", is_flag=True, help="It is not to be done any more, by --decision.")
@click.option("--decision", metavar="ID", help="The resolution by which it is dropped, or was done.")
@click.option("--text", help="What came of it; kept sealed.")
@_evidence
@_when
@recording
def close(
    session: Session,
    target: str,
    dropped: bool,
    decision: str | None,
    text: str | None,
    evidence: tuple[Path, ...],
    on: str | None,
) -> None:
    """Record that TARGET was done on the day of --on, or that it is dropped by a decision.

    \b
    Example:
      remit target close tg-mnbqk3jz5x2c4d7e --on 2017-12-11 --evidence strategy.pdf
      remit target close tg-mnbqk3jz5x2c4d7e --dropped --decision d-mnbqk3jz5x2c4d7e
    """
    from ledger_cli.promising import digests

    body, words = _body_of(session, target), None if text is None else Words.of(text)
    outcome: Any = "dropped" if dropped else "done"
    submit(session, on, facts.Closed(target, body, outcome, words, digests(evidence), decision))


@command.command("list")
@click.argument("body")
@click.option("--open", "open_only", is_flag=True, help="Only what is still to be done.")
@on_day
@known_then
@answering
def list_(session: Session, body: str, open_only: bool, on: str | None, known_at: str | None) -> int:
    """List the targets of BODY: when each is due as printed, whose it is, how it stands on a day.

    Exit code 0: none is overdue; 1: one is; 8: of one it is not known.

    \b
    Example:
      remit target list wellbeing-board --on 2017-10-01
    """
    from ledger_cli import promising, succeeding
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    shown = [
        (one, text)
        for one, text in promising.targets(past, body, day)
        if not open_only or one.closed(day) is None
    ]
    known = succeeding.places(past, (one.owner(day) for one, _ in shown))
    rows = [_row(one, text, known, day) for one, text in shown]
    if not session.settings.as_json:
        rows = [(*row[:5], session.spell(str(row[5])) if row[5] else None, *row[6:]) for row in rows]
    emit(Table(_COLUMNS, rows, f"{body}: targets on {day}"), as_json=session.settings.as_json)
    states = {one.state(day) for one, _ in shown}
    return 1 if "overdue" in states else 8 if "not known" in states else 0


@command.command()
@click.argument("target")
@on_day
@known_then
@answering
def show(session: Session, target: str, on: str | None, known_at: str | None) -> None:
    """Show one TARGET: where it is printed, how it stands on a day, and everything that was said of it.

    \b
    Example:
      remit target show tg-mnbqk3jz5x2c4d7e --on 2017-10-01
    """
    from ledger_cli import promising, succeeding
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    one, text = promising.target(past, target)
    due, known = one.due(day), succeeding.places(past, (one.owner(day),))
    record = {
        **dict(zip(_COLUMNS, _row(one, text, known, day), strict=True)),
        "body": one.set.body,
        "agreement": promising.cited(past, one.set.agreement),
        "set on": one.day,
        "first due": duedates.spelled(one.set.due),
        "from": due.first if due else None,
        "by": due.last if due else None,
        "owner is": parties.titles(past, one.owner(day), known, target, day),
    }
    rows = _changes(past, target, day)
    if session.settings.as_json:
        emit_json({**record, "changes": [dict(zip(_CHANGES, row, strict=True)) for row in rows]})
        return
    emit_record(record, as_json=False)
    emit(Table(_CHANGES, rows, "What was said of it"), as_json=False)


def _body_of(session: Session, target: str) -> str:
    from ledger_cli import promising
    from ledger_cli.lookups import Past

    return promising.target(Past(session), target)[0].set.body


def _row(one: Target, text: str, known: Places, day: str) -> tuple[Cell, ...]:
    from ledger_cli import succeeding
    from ledger_cli.duedates import spelled

    owner = succeeding.owner(known, one.owner(day), one.set.target, day)
    told = [body for on, body in one.changes if on <= day and isinstance(body, facts.Reported)]
    about = (one.set.target, one.set.heading, one.set.number, text, spelled(one.due(day)), owner)
    return (*about, one.state(day), len(one.moved(day)) or None, len(told) or None)


def _changes(past: Past, target: str, day: str) -> list[tuple[Cell, ...]]:
    from ledger_cli.duedates import spelled

    said = [at for at in past.facts(f"target:{target}") if at.day <= day]
    words = past.words(said)
    rows: list[tuple[Cell, ...]] = []
    for at in said:
        body = at.fact.body
        match body:
            case facts.Owned():
                rows.append((at.day, "owner", body.owner or "nobody", None, None))
            case facts.Reported():
                text = words.read(at.fact.id, "body.text", body.text)
                rows.append((at.day, "progress", body.meeting, text, ", ".join(body.evidence) or None))
            case facts.Moved():
                reason = words.read(at.fact.id, "body.reason", body.reason)
                rows.append((at.day, "moved", spelled(body.due) or "no date", reason, None))
            case facts.Closed():
                text = words.read(at.fact.id, "body.text", body.text)
                rows.append((at.day, body.outcome, body.resolution, text, ", ".join(body.evidence) or None))
            case _:
                pass
    return rows

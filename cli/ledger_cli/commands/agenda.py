"""``remit agenda``: what is to be taken at a meeting, and what is planned for later.

Implements LSC-9.2 and LSC-9.4 (agendas ahead of the meeting, what is withheld shown as withheld), LSC-12
(declarations at the beginning) and LSC-M5 (what came up before).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.facts.programme import (
    AgendaPublished,
    ItemPlaced,
    ItemPlanned,
    ItemWithdrawn,
)
from ledger.facts.words import Words
from ledger_cli import giving
from ledger_cli.openness import withholding
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, answer, emit, emit_json, emit_record, say
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger_cli.agendabuild import Suggested
    from ledger_cli.agendas import Agenda, Line
    from ledger_cli.lookups import Past
    from ledger_cli.openness import Openness
    from ledger_cli.session import Session

NO = 1
_BUILT = ("number", "title", "origin", "from", "due", "item", "state")
_SHOWN = ("number", "title", "origin", "due", "withheld", "public summary", "state", "item")
_PUBLIC = ("number", "title", "withheld", "state")
_PLANNED = ("title", "due", "withheld", "public summary", "item")


@click.group()
def command() -> None:
    """What is to be taken at a meeting, and what is planned for later."""


@command.command()
@click.argument("meeting")
@click.argument("body", required=False)
@click.option("--record", is_flag=True, help="Put what is suggested on the agenda, numbered in this order.")
@click.option(
    "--leave", multiple=True, metavar="ID", help="Leave an item or follow-up where it is; again for another."
)
@click.option("--on", type=DAY, help="The day on which it goes on the agenda.  [default: today]")
@recording
def build(
    session: Session, meeting: str, body: str | None, record: bool, leave: tuple[str, ...], on: str | None
) -> None:
    """Show the agenda of a meeting that the facts suggest; --record puts it on the agenda.

    First what stands on every agenda, then the minutes that are not agreed yet, what was to be done after
    earlier meetings, the forward plan, and what stands last.

    \b
    Example:
      remit agenda build 2024-07-15 lsc-icp --record
    """
    from ledger_cli import agendabuild, agendas, comings, ids

    request, day = request_id(session.settings), on or today()
    past = comings.before(session, request)
    found = comings.find(past, meeting, body)
    agenda = agendas.read(past, found.meeting, found.body)
    date = _date(agenda, day)
    terms = past.terms(found.body, date)
    if terms is None:
        say(f"not known: no terms of {found.body} are known to be in force on {date}")
    new = agendabuild.suggest(past, agenda, date, terms, leave)
    if not record:
        emit(Table(_BUILT, _built(agenda, new)), as_json=session.settings.as_json)
    elif new:
        maker = ids.Maker(request)
        facts = [one.fact(found.meeting, found.body, maker) for one in new]
        submit(session, day, *facts, request=request)
    else:
        say("nothing to record: everything that is suggested is on the agenda")


@command.command()
@click.argument("body")
@click.argument("title")
@click.option("--meeting", metavar="MEETING", help="By id or date.  [default: it goes on the forward plan]")
@click.option("--number", help="Its number on the agenda.")
@click.option("--due", metavar="TEXT", help="When it is due, as printed.")
@click.option("--follow-up", metavar="ID", help="What it follows up.")
@click.option(
    "--about",
    multiple=True,
    metavar="CODE",
    help="An organisation or matter that it concerns; again for another.",
)
@withholding
@click.option("--on", type=DAY, help="The day on which it was planned.  [default: today]")
@recording
def add(
    session: Session,
    body: str,
    title: str,
    meeting: str | None,
    number: str | None,
    due: str | None,
    follow_up: str | None,
    about: tuple[str, ...],
    on: str | None,
    openness: Openness,
) -> None:
    """Put an item on the agenda of a meeting, or on the forward plan of BODY.

    \b
    Example:
      remit agenda add lsc-icp "Provider contract" --meeting 2024-07-15 --number 9 \\
        --exempt --ground 9.4 --summary "A contract"
    """
    from ledger_cli import comings, ids

    request = request_id(session.settings)
    past = comings.before(session, request)
    code = None if meeting is None else comings.find(past, meeting, body).meeting
    item = ids.Maker(request)("i")
    fact = ItemPlanned(
        item,
        body,
        code,
        Words.of(title),
        "other" if code else "forward plan",
        number,
        due,
        follow_up,
        openness.access,
        openness.ground,
        openness.summary,
        about,
    )
    submit(session, on, fact, request=request, made={"item": item})


@command.command()
@click.argument("item")
@click.argument("meeting")
@click.option("--number", help="Its number on that agenda.")
@click.option("--on", type=DAY, help="The day on which it was placed.  [default: today]")
@recording
def place(session: Session, item: str, meeting: str, number: str | None, on: str | None) -> None:
    """Put ITEM of the forward plan, or of another agenda, on the agenda of a meeting.

    \b
    Example:
      remit agenda place i-abcdefghijklmnop 2024-07-15 --number 5
    """
    from ledger_cli import comings

    request = request_id(session.settings)
    past = comings.before(session, request)
    body = _planned(past, item).body
    fact = ItemPlaced(item, body, comings.find(past, meeting, body).meeting, number)
    submit(session, on, fact, request=request)


@command.command()
@click.argument("item")
@click.option("--reason", required=True, help="Why; kept sealed.")
@click.option("--on", type=DAY, help="The day on which it was withdrawn.  [default: today]")
@recording
def withdraw(session: Session, item: str, reason: str, on: str | None) -> None:
    """Take ITEM off the agenda or the forward plan that it is on.

    \b
    Example:
      remit agenda withdraw i-abcdefghijklmnop --reason "the report is not ready"
    """
    from ledger_cli import comings

    request = request_id(session.settings)
    past = comings.before(session, request)
    planned = _planned(past, item)
    where = past.state(f"item:{item}").agendas.items[item].meeting
    fact = ItemWithdrawn(item, planned.body, where, Words.of(reason))
    submit(session, on, fact, request=request)


@command.command()
@click.argument("meeting")
@click.argument("body", required=False)
@click.option("--pack", type=click.Path(path_type=Path, dir_okay=False), help="The file that went out.")
@click.option("--on", type=DAY, help="The day on which it went out.  [default: today]")
@recording
def publish(session: Session, meeting: str, body: str | None, pack: Path | None, on: str | None) -> None:
    """Record that the agenda of a meeting went out, with the items that are on it.

    \b
    Example:
      remit agenda publish 2024-07-15 lsc-icp --pack pack.pdf --on 2024-07-04
    """
    from ledger_cli import agendas, comings

    request = request_id(session.settings)
    past = comings.before(session, request)
    found = comings.find(past, meeting, body)
    agenda = agendas.read(past, found.meeting, found.body)
    if not agenda.order:
        raise click.UsageError("expected items on the agenda, got none: remit agenda build MEETING --record")
    version = 1 + max((one.version for _, one in agenda.versions), default=0)
    digest = None if pack is None else giving.digest(pack)
    fact = AgendaPublished(found.meeting, found.body, version, agenda.order, digest)
    made = {"version": str(version)}
    submit(session, on, fact, request=request, made=made)


@command.command()
@click.argument("meeting")
@click.argument("body", required=False)
@click.option("--public", is_flag=True, help="As the public may read it, in its last version.")
@known_then
@answering
def show(session: Session, meeting: str, body: str | None, public: bool, known_at: str | None) -> int:
    """Show the agenda of a meeting as it stands; --public: as it went out, without what is withheld.

    Exit code 1: there is no public agenda, for none went out yet.

    \b
    Example:
      remit agenda show 2024-07-15 lsc-icp --public
    """
    from ledger.suspects import told
    from ledger_cli import agendas, comings, suspicions
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    found = comings.find(past, meeting, body)
    agenda = agendas.read(past, found.meeting, found.body)
    if public and not agenda.versions:
        say(f"no: no agenda of {found.meeting} went out yet")
        return NO
    codes = agenda.versions[-1][1].items if public else agenda.order
    rows = [(_public if public else _shown)(agenda.lines[code]) for code in codes]
    doubts = suspicions.of_each(past, [{f"item:{code}"} for code in codes])
    table = suspicions.beside(Table(_PUBLIC if public else _SHOWN, rows, "Agenda"), doubts)
    contested = told(suspicions.of_tags(past, (f"agenda:{found.meeting}",)))
    head = _head(agenda, public=public)
    if session.settings.as_json:
        items = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        emit_json({**head, "items": items, "contested": contested})
        return 0
    emit_record(head, as_json=False)
    answer("")
    emit(table, as_json=False)
    suspicions.show(contested)
    return 0


@command.command()
@click.argument("body")
@known_then
@answering
def plan(session: Session, body: str, known_at: str | None) -> None:
    """List the forward plan of BODY: what is to be taken at a meeting that is not settled yet.

    \b
    Example:
      remit agenda plan lsc-icp
    """
    from ledger_cli import agendas, suspicions
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    past.body(body)
    lines = agendas.plan(past, body)
    rows = [(line.title, line.planned.due, line.withheld, line.summary, line.code) for line in lines]
    doubts = suspicions.of_each(past, [{f"item:{line.code}"} for line in lines])
    table = Table(_PLANNED, rows, f"{body}: forward plan")
    emit(suspicions.beside(table, doubts), as_json=session.settings.as_json)


def _planned(past: Past, item: str) -> ItemPlanned:
    """Give an item by its id."""
    from ledger_cli.lookups import unknown

    found = past.state(f"item:{item}").agendas.planned.get(item)
    if found is None:
        unknown("the id of an item that the ledger knows", item, ())
    return found


def _date(agenda: Agenda, day: str) -> str:
    """Give the date of a meeting as it stands on a day."""
    from ledger.agendas import date_then

    return date_then(agenda.meeting, day, agenda.state.programme, agenda.state.sittings) or day


def _head(agenda: Agenda, *, public: bool) -> dict[str, object]:
    """Give what stands above the items; the pack may hold what is withheld, so its digest is not public."""
    from ledger_cli import agendas

    head: dict[str, object] = {"meeting": agenda.meeting, "body": agenda.body, "date": _date(agenda, today())}
    for day, one in agenda.versions:
        late = agendas.lateness(agenda.state, day, one)
        head[f"version {one.version}"] = ", ".join(
            filter(None, (f"went out {day}", late, None if public else one.digest))
        )
    return head


def _shown(line: Line) -> tuple[Cell, ...]:
    planned = line.planned
    about = (planned.origin, planned.due, line.withheld, line.summary, line.left)
    return (line.number, line.title, *about, line.code)


def _public(line: Line) -> tuple[Cell, ...]:
    return (line.number, line.public, line.withheld, line.left)


def _built(agenda: Agenda, new: list[Suggested]) -> list[tuple[Cell, ...]]:
    from ledger.agendas import order

    there = [agenda.lines[code] for code in agenda.order]
    rows: list[tuple[Cell, ...]] = [
        (one.number, one.title, one.planned.origin, None, one.planned.due, one.code, "on the agenda")
        for one in there
    ]
    rows += [
        (one.number, one.title, one.origin, one.source, one.due, one.code or one.followup, "suggested")
        for one in new
    ]
    return sorted(rows, key=lambda row: order(None if row[0] is None else str(row[0])))

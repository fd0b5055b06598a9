"""``remit paper``: what went out for a meeting, when, and whether that was in time.

Implements LSC-9.2 and LSC-9.4: papers so many days ahead, except what is withheld, and that is shown so.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.facts.programme import PaperPublished
from ledger.facts.words import Words
from ledger_cli import giving
from ledger_cli.openness import withholding
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, answer, emit
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then
from ledger_cli.settings import request_id

if TYPE_CHECKING:
    from ledger.acts import Recorded
    from ledger_cli.agendas import Agenda
    from ledger_cli.openness import Openness
    from ledger_cli.session import Session

NO = 1
_PUBLIC = ("item", "title", "version", "went out", "in time", "withheld", "digest")
_COLUMNS = (*_PUBLIC, "public summary", "departure", "paper")


@click.group()
def command() -> None:
    """What went out for a meeting, when, and whether that was in time."""


@command.command()
@click.argument("meeting")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("body", required=False)
@click.option("--item", metavar="NUMBER", help="The item that it is for.  [default: the whole agenda]")
@click.option("--title", required=True, help="Its title; kept sealed.")
@click.option("--paper", metavar="ID", help="The paper of which it is a later version or a supplement.")
@withholding
@click.option("--on", type=DAY, help="The day on which it went out.  [default: today]")
@recording
def publish(
    session: Session,
    meeting: str,
    file: Path,
    body: str | None,
    item: str | None,
    title: str,
    paper: str | None,
    on: str | None,
    openness: Openness,
) -> None:
    """Record that FILE went out as a paper for a meeting, named by id or by date and BODY.

    The file itself stays where it is; its digest is recorded. A paper that is late needs --departure.

    \b
    Example:
      remit paper publish 2024-07-15 terms.pdf lsc-icp --item 5 --title "Terms of reference" --on 2024-07-04
    """
    from ledger_cli import agendas, comings, ids

    request = request_id(session.settings)
    found = comings.find(past := comings.before(session, request), meeting, body)
    agenda = agendas.read(past, found.meeting, found.body)
    code = ids.Maker(request)("b") if paper is None else paper
    earlier = [one.version for _, one in agenda.papers if one.paper == code]
    fact = PaperPublished(
        code,
        found.meeting,
        found.body,
        None if item is None else _item(agenda, item),
        1 + max(earlier, default=0),
        Words.of(title),
        giving.digest(file),
        openness.access,
        openness.ground,
        openness.summary,
    )
    made = {"paper": code, "version": str(fact.version)}
    submit(session, on, fact, request=request, made=made)


@command.command("list")
@click.argument("meeting")
@click.argument("body", required=False)
@click.option("--public", is_flag=True, help="As the public may read it.")
@known_then
@answering
def list_(session: Session, meeting: str, body: str | None, public: bool, known_at: str | None) -> None:
    """List the papers for a meeting, and whether each went out in time.

    \b
    Example:
      remit paper list 2024-07-15 lsc-icp --public
    """
    from ledger_cli import agendas, comings
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    found = comings.find(past, meeting, body)
    agenda = agendas.read(past, found.meeting, found.body)
    facts = past.facts(f"papers:{found.meeting}")
    rows = [
        _row(agenda, at, one, public=public)
        for at in facts
        if isinstance(one := at.fact.body, PaperPublished)
    ]
    emit(Table(_PUBLIC if public else _COLUMNS, rows, "Papers"), as_json=session.settings.as_json)


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("meeting")
@click.argument("body", required=False)
@known_then
@answering
def check(session: Session, file: Path, meeting: str, body: str | None, known_at: str | None) -> int:
    """Say whether FILE is, to the byte, the last version of a paper or of the pack that went out.

    Exit code 0: yes; 1: no, or a later version or supplement went out since.

    \b
    Example:
      remit paper check terms.pdf 2024-07-15 lsc-icp
    """
    from ledger_cli import agendas, comings
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    found = comings.find(past, meeting, body)
    agenda = agendas.read(past, found.meeting, found.body)
    digest = giving.digest(file)
    out: list[tuple[str, str, int, str | None]] = [
        *((day, f"paper {one.paper}", one.version, one.digest) for day, one in agenda.papers),
        *((day, "the pack of the agenda", one.version, one.digest) for day, one in agenda.versions),
    ]
    same = [(what, version, day) for day, what, version, one in out if one == digest]
    if not same:
        answer(f"no: nothing that went out for {found.meeting} has the digest {digest}")
        return NO
    answers = []
    for what, version, day in same:
        later = [on for on, other, number, _ in out if other == what and number > version]
        answers.append(not later)
        since = f"; a later version or supplement went out {later[-1]}" if later else ""
        answer(f"{'no' if later else 'yes'}: {what}, version {version}, went out {day}{since}")
    return 0 if any(answers) else NO


def _item(agenda: Agenda, text: str) -> str:
    """Give an item on the agenda by its number or id."""
    from ledger_cli.lookups import unknown

    numbers = {agenda.lines[code].number or code: code for code in agenda.order}
    if text in agenda.order:
        return text
    if text not in numbers:
        unknown(f"the number or id of an item on the agenda ({', '.join(numbers) or 'empty'})", text, numbers)
    return numbers[text]


def _row(agenda: Agenda, at: Recorded, paper: PaperPublished, *, public: bool) -> tuple[Cell, ...]:
    from ledger_cli import agendas

    why, summary = agendas.withheld(paper, agenda)
    line = agenda.lines.get(paper.item or "")
    hidden = public and why is not None
    seen = (
        line.number if line else None,
        summary if hidden else agenda.texts.read(paper.title),
        paper.version,
        at.day,
        agendas.lateness(agenda.state, at.day, paper),
        why,
        None if hidden else paper.digest,
    )
    return seen if public else (*seen, summary, agenda.texts.read(at.fact.departure), paper.paper)

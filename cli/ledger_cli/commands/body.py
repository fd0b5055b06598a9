"""``remit body``: boards, committees, forums, and the instruments that constitute them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.facts.bodies import Constituted
from ledger.facts.organisations import Registered
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, emit, emit_record
from ledger_cli.parameters import DAY
from ledger_cli.proposing import propose
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger_cli.session import Session


@click.group()
def command() -> None:
    """Boards, committees, forums: what constitutes them."""


@command.command()
@click.argument("code")
@click.argument("title")
@click.option("--instrument", required=True, help="The enactment or agreement that constitutes it.")
@click.option("--founder", multiple=True, metavar="CODE", help="An organisation that established it.")
@click.option("--parent", multiple=True, metavar="CODE", help="A body that it reports to.")
@click.option("--on", type=DAY, help="From which day it exists.  [default: today]")
@recording
def constitute(
    session: Session,
    code: str,
    title: str,
    instrument: str,
    founder: tuple[str, ...],
    parent: tuple[str, ...],
    on: str | None,
) -> None:
    """Constitute a body under a code.

    \b
    Example:
      remit body constitute lsc-icp "Integrated Care Partnership" \\
        --instrument "s.116ZA Local Government and Public Involvement in Health Act 2007" \\
        --founder blackpool --founder lsc-icb --on 2022-07-01
    """
    body = Constituted(code, title, instrument, founder, parent)
    session.submit([propose(session.settings, body, on or today())], request_id(session.settings))


@command.command("set-up")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@recording
def set_up(session: Session, file: Path) -> None:
    """Register organisations and constitute the body that they established, from one file (YAML).

    \b
    Example:
      remit body set-up setup.yaml
    """
    from ledger_cli.setupfile import expand_setup, load_setup

    known = frozenset(one.organisation for _, one in session.facts_of(Registered))
    session.submit(expand_setup(load_setup(file), known), request_id(session.settings))


@command.command("list")
@known_then
@answering
def list_(session: Session, known_at: str | None) -> None:
    """List every body.

    \b
    Example:
      remit body list
    """
    from ledger_cli.lookups import Past

    rows = [
        (one.body, one.title, at.day, one.instrument, ", ".join(one.parents))
        for at, one in Past(session, known_at).every(Constituted)
    ]
    columns = ("code", "title", "since", "instrument", "reports to")
    emit(Table(columns, rows), as_json=session.settings.as_json)


@command.command()
@click.argument("code")
@on_day
@known_then
@answering
def show(session: Session, code: str, on: str | None, known_at: str | None) -> None:
    """Show a body, and which terms are in force on a day.

    \b
    Example:
      remit body show lsc-icp --on 2024-03-25
    """
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    body = past.body(code)
    terms = past.terms(code, day)
    record = {
        "code": code,
        "title": body.title,
        "instrument": body.instrument,
        "since": past.state(f"body:{code}").bodies.since[code],
        "founders": ", ".join(body.founders) or None,
        "reports to": ", ".join(body.parents) or None,
        f"terms on {day}": f"{terms.version}: {terms.title}" if terms else "not known",
    }
    emit_record(record, as_json=session.settings.as_json)

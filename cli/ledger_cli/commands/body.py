"""``remit body``: boards, committees, forums, and the instruments that constitute them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.facts.bodies import Constituted, Ended, RoleEnded, RoleTaken
from ledger.facts.organisations import Registered
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, emit, emit_record
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
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
@click.option("--kind", metavar="CODE", help="board, forum, group, formal-group ...")
@click.option("--remit", help="What it is for, in one line.")
@click.option("--resolution", metavar="ID", help="The resolution of the parent that agreed to it.")
@click.option("--on", type=DAY, help="From which day it exists.  [default: today]")
@recording
def constitute(
    session: Session,
    code: str,
    title: str,
    instrument: str,
    founder: tuple[str, ...],
    parent: tuple[str, ...],
    kind: str | None,
    remit: str | None,
    resolution: str | None,
    on: str | None,
) -> None:
    """Constitute a body under a code.

    \b
    Example:
      remit body constitute lsc-icp "Integrated Care Partnership" \\
        --instrument "s.116ZA Local Government and Public Involvement in Health Act 2007" \\
        --founder blackpool --founder lsc-icb --on 2022-07-01
    """
    body = Constituted(code, title, instrument, founder, parent, kind, remit, resolution)
    submit(session, on, body)


@command.command()
@click.argument("code")
@click.option("--order", required=True, help="The order, agreement or resolution that ends it.")
@click.option("--successor", multiple=True, metavar="CODE", help="A body that takes its place.")
@click.option(
    "--pass",
    "passing",
    multiple=True,
    metavar="ID",
    help="A delegation or allocation that passes on.",
)
@click.option(
    "--pass-fund", "funds", multiple=True, metavar="FUND", help="A fund that the first successor keeps."
)
@click.option("--on", type=DAY, help="The first day on which it is no more.  [default: today]")
@recording
def end(
    session: Session,
    code: str,
    order: str,
    successor: tuple[str, ...],
    passing: tuple[str, ...],
    funds: tuple[str, ...],
    on: str | None,
) -> None:
    """Record that a body is no more; what passes on and what lapses is shown first.

    \b
    Example:
      remit body end forum --order "clause 4.4" --successor place-board --on 2022-07-01
    """
    from ledger_cli import endings
    from ledger_cli.lookups import Past

    ended, day = Ended(code, order, successor, passing, funds), on or today()
    told = endings.of_body(Past(session), ended, day)
    endings.show(session, told)
    facts = (*endings.facts_of(told), ended)
    submit(session, day, *facts)


@command.command("take-role")
@click.argument("code")
@click.argument("role")
@click.argument("title")
@click.option("--interim", is_flag=True, help="For the time being.")
@click.option("--review", help="When it is reviewed, exactly as printed.")
@click.option("--on", type=DAY, help="From which day.  [default: today]")
@recording
def take_role(
    session: Session, code: str, role: str, title: str, interim: bool, review: str | None, on: str | None
) -> None:
    """Record that a body takes on a role. A review that is overdue is shown; it ends nothing.

    \b
    Example:
      remit body take-role leaders-forum place-board "Place-based board" --interim --review "Quarter 3"
    """
    fact = RoleTaken(code, role, title, interim, review)
    submit(session, on, fact)


@command.command("end-role")
@click.argument("code")
@click.argument("role")
@click.option("--on", type=DAY, help="The first day on which it is no longer held.  [default: today]")
@recording
def end_role(session: Session, code: str, role: str, on: str | None) -> None:
    """Record that a body no longer acts in a role.

    \b
    Example:
      remit body end-role leaders-forum place-board --on 2022-01-01
    """
    fact = RoleEnded(code, role)
    submit(session, on, fact)


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

    past = Past(session, known_at)
    gone = {one.body: at.day for at, one in past.every(Ended)}
    rows = [
        (one.body, one.title, at.day, gone.get(one.body), one.kind, ", ".join(one.parents), one.remit)
        for at, one in past.every(Constituted)
    ]
    columns = ("code", "title", "since", "ended", "kind", "reports to", "remit")
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
    from ledger_cli.duedates import review
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    body = past.body(code)
    terms = past.terms(code, day)
    known = past.state(f"body:{code}").bodies
    roles = [
        f"{one.taken.title} ({one.taken.role}) since {one.since}"
        + (", interim" if one.taken.interim else "")
        + (f", review {review(one.taken.review, day)}" if one.taken.review else "")
        for one in known.roles
        if one.taken.body == code and one.holds(day)
    ]
    ended = known.ended.get(code)
    record = {
        "code": code,
        "title": body.title,
        "instrument": body.instrument,
        "kind": body.kind,
        "remit": body.remit,
        "since": known.since[code],
        "ended": f"{ended[0]}, {ended[1].order}, succeeded by {', '.join(ended[1].successors) or 'none'}"
        if ended
        else None,
        "roles": "; ".join(roles) or None,
        "founders": ", ".join(body.founders) or None,
        "reports to": ", ".join(body.parents) or None,
        f"terms on {day}": f"{terms.version}: {terms.title}" if terms else "not known",
    }
    emit_record(record, as_json=session.settings.as_json)

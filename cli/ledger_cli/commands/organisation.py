"""``remit organisation``: the organisations that the ledger knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.facts.organisations import Ended, Registered
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, emit
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.settings import today

if TYPE_CHECKING:
    from ledger_cli.session import Session


@click.group()
def command() -> None:
    """The organisations that the ledger knows."""


@command.command()
@click.argument("code")
@click.argument("title")
@click.option("--kind", required=True, help="council, nhs-body, charity, firm, group …")
@click.option("--part-of", multiple=True, help="A group that it belongs to.")
@click.option("--through", help="The organisation that represents it.")
@click.option("--on", type=DAY, help="From which day.  [default: today]")
@recording
def register(
    session: Session,
    code: str,
    title: str,
    kind: str,
    part_of: tuple[str, ...],
    through: str | None,
    on: str | None,
) -> None:
    """Register an organisation under a code.

    \b
    Example:
      remit organisation register blackpool "Blackpool Council" --kind council
    """
    body = Registered(code, title, kind, part_of, through)
    submit(session, on, body)


@command.command()
@click.argument("code")
@click.option("--order", required=True, help="The order or enactment that ends it.")
@click.option("--successor", multiple=True, metavar="CODE", help="An organisation that takes its place.")
@click.option("--pass", "passing", multiple=True, metavar="ID=CODE", help="To whom alone one thing passes.")
@click.option("--lapse", "lapsing", multiple=True, metavar="ID", help="One thing that passes to nobody.")
@click.option("--on", type=DAY, help="The first day on which it is no more.  [default: today]")
@recording
def end(
    session: Session,
    code: str,
    order: str,
    successor: tuple[str, ...],
    passing: tuple[str, ...],
    lapsing: tuple[str, ...],
    on: str | None,
) -> None:
    """Record that an organisation is no more; what passes on and what lapses is shown first.

    Its places in agreements, duties, targets, follow-ups, disputes and concerns, the risks that it owns and
    the answers that it owes pass to all successors together, but for what the order says of single ones.
    It contributes to other risks until ``risk assign``, and leads stay designated until ``lead end``.

    \b
    Example:
      remit organisation end cumbria --order "Cumbria (Structural Changes) Order 2022" \\
        --successor cumberland --successor westmorland-and-furness --on 2023-04-01
    """
    from ledger_cli import endings, leaving
    from ledger_cli import passing as places
    from ledger_cli.lookups import Past

    ended = Ended(code, order, successor, places.read(passing, lapsing))
    day, past = on or today(), Past(session)
    passed = (*endings.of_organisation(past, ended, day), *places.of_organisation(past, ended, day))
    told = (*passed, *leaving.kept(past, code, day))
    endings.show(session, told)
    facts = (*endings.facts_of(told), ended)
    submit(session, day, *facts)


@command.command("list")
@answering
def list_(session: Session) -> None:
    """List every organisation.

    \b
    Example:
      remit organisation list
    """
    rows = [
        (body.organisation, body.title, body.kind, ", ".join(body.part_of))
        for _, body in session.facts_of(Registered)
    ]
    emit(Table(("code", "title", "kind", "part of"), rows), as_json=session.settings.as_json)

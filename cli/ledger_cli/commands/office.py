"""``remit office``: elections to offices, and the end of a tenure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.facts.members import Elected, OfficeEnded
from ledger.facts.words import Words
from ledger_cli.options import recording
from ledger_cli.parameters import DAY
from ledger_cli.proposing import propose
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger_cli.session import Session


@click.group()
def command() -> None:
    """Elect to offices and end a tenure."""


@command.command()
@click.argument("body")
@click.argument("office")
@click.argument("person")
@click.option("--term", required=True, help="The term of office exactly as it is printed.")
@click.option("--begins", type=DAY, help="Its first day, where that is stated.")
@click.option("--ends", type=DAY, help="The first day after it, where that is stated.")
@click.option("--on", type=DAY, help="The day of the election.  [default: today]")
@recording
def elect(
    session: Session,
    body: str,
    office: str,
    person: str,
    term: str,
    begins: str | None,
    ends: str | None,
    on: str | None,
) -> None:
    """Elect PERSON (an id or a name) to an office of a body.

    \b
    Example:
      remit office elect lsc-icp chair "Jo Bloggs" --term 2024/25 --begins 2024-04-01
    """
    from ledger_cli import people

    fact = Elected(body, office, people.find(session.store, person), term, begins, ends)
    session.submit([propose(session.settings, fact, on or today())], request_id(session.settings))


@command.command()
@click.argument("body")
@click.argument("office")
@click.argument("person")
@click.option("--reason", required=True, help="Why; kept sealed.")
@click.option("--on", type=DAY, help="The first day on which it is no longer held.  [default: today]")
@recording
def end(session: Session, body: str, office: str, person: str, reason: str, on: str | None) -> None:
    """Record that PERSON (an id or a name) no longer holds an office.

    \b
    Example:
      remit office end lsc-icp chair "Jo Bloggs" --reason "resigned" --on 2024-09-01
    """
    from ledger_cli import people

    fact = OfficeEnded(body, office, people.find(session.store, person), Words.of(reason))
    session.submit([propose(session.settings, fact, on or today())], request_id(session.settings))

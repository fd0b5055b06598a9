"""``remit person``: the persons that the ledger knows, by opaque ids; their names can be erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.canonical import check_text
from ledger.errors import Malformed
from ledger.facts.founding import Founded
from ledger.facts.organisations import PersonRegistered
from ledger.facts.words import Words
from ledger.tags import FOUNDING
from ledger_cli import ids
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, emit
from ledger_cli.parameters import DAY
from ledger_cli.proposing import propose
from ledger_cli.questions import known_then
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger_cli.session import Session


@click.group()
def command() -> None:
    """The persons that the ledger knows."""


@command.command()
@click.argument("name")
@click.option("--on", type=DAY, help="From which day.  [default: today]")
@recording
def register(session: Session, name: str, on: str | None) -> None:
    """Register a person by name; the id that is printed stands for the person from now on.

    \b
    Example:
      remit person register "Jo Bloggs"
    """
    check_text(name, "name")
    if not name.strip():
        raise Malformed("name: expected the name of a person, got nothing")
    request = request_id(session.settings)
    person = ids.Maker(request)("p")
    body = PersonRegistered(person, Words.of(name))
    session.submit([propose(session.settings, body, on or today())], request, made={"person": person})


@command.command("list")
@known_then
@answering
def list_(session: Session, known_at: str | None) -> None:
    """List everybody.

    \b
    Example:
      remit person list
    """
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    everybody = [at.fact.body.officer for at in past.facts(FOUNDING) if isinstance(at.fact.body, Founded)]
    everybody += [body.person for _, body in past.every(PersonRegistered)]
    known = past.names(everybody)
    rows = sorted(((person, known[person]) for person in everybody), key=lambda row: (row[1], row[0]))
    emit(Table(("person", "name"), rows), as_json=session.settings.as_json)

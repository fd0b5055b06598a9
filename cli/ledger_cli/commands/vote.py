"""``remit vote``: one person's vote on a motion, bound to the text as it was put."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import click

from ledger.facts.decisions import Choice, MotionPut, VoteCast
from ledger.facts.fact import Acted
from ledger_cli.options import recording
from ledger_cli.proposing import propose
from ledger_cli.settings import request_id

if TYPE_CHECKING:
    from ledger_cli.session import Session


@click.group()
def command() -> None:
    """Cast a vote on a motion."""


@command.command()
@click.argument("motion")
@click.argument("choice", type=click.Choice(get_args(Choice)))
@click.option("--person", help="Who votes: an id or a name.  [default: whose key it is]")
@click.option("--casting", is_flag=True, help="The casting vote, on equal votes.")
@recording
def cast(session: Session, motion: str, choice: Choice, person: str | None, casting: bool) -> None:
    """Cast a vote, on the day of the meeting, on the motion's text as it was put.

    \b
    Example:
      remit vote cast v-mnbqk3jz5x2c4d7e for --person "Jo Bloggs"
    """
    from ledger import ed25519
    from ledger_cli import people
    from ledger_cli.lookups import Past, unknown

    past = Past(session)
    puts = [at for at in past.facts(f"motion:{motion}") if isinstance(at.fact.body, MotionPut)]
    if not puts or not isinstance(put := puts[0].fact.body, MotionPut):
        unknown("a motion that the ledger knows", motion, ())
    who = (
        session.ledger.person_of(ed25519.key_id(session.keys.officer().public))
        if person is None
        else people.find(session.store, person)
    )
    body = VoteCast(motion, put.meeting, who, choice, put.text, casting)
    proposal = propose(session.settings, body, puts[0].fact.on, Acted(person=who))
    session.submit([proposal], request_id(session.settings))

"""``remit vote``: votes on a motion, bound to its text: cast, announced, drawn by lot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import click

from ledger.facts.decisions import AS_PUT, Choice, How, LotDrawn, VoteCast, VoteTallied
from ledger.facts.fact import Acted
from ledger.facts.words import Words
from ledger_cli.options import recording
from ledger_cli.proposing import propose
from ledger_cli.settings import request_id

if TYPE_CHECKING:
    from ledger_cli.session import Session


@click.group()
def command() -> None:
    """Votes on a motion: cast, announced, drawn by lot."""


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
    from ledger_cli import deciding, people
    from ledger_cli.lookups import Past

    put, day = deciding.motion(Past(session), motion)
    who = (
        session.ledger.person_of(ed25519.key_id(session.keys.officer().public))
        if person is None
        else people.find(session.store, person)
    )
    body = VoteCast(motion, put.meeting, who, choice, AS_PUT, casting)
    proposal = propose(session.settings, body, day, Acted(person=who))
    session.submit([proposal], request_id(session.settings))


@command.command()
@click.argument("motion")
@click.option("--for", "for_", type=int, help="How many were for.  [default: not recorded]")
@click.option("--against", type=int, help="How many were against.  [default: not recorded]")
@click.option("--abstained", type=int, help="How many abstained.  [default: not recorded]")
@click.option("--how", type=click.Choice(get_args(How)), default="not recorded", help="How votes were given.")
@recording
def tally(
    session: Session, motion: str, for_: int | None, against: int | None, abstained: int | None, how: How
) -> None:
    """Record the numbers that were announced; a number that was not announced is left out.

    \b
    Example:
      remit vote tally v-mnbqk3jz5x2c4d7e --for 12 --against 3 --how show
    """
    from ledger_cli import deciding
    from ledger_cli.lookups import Past

    put, day = deciding.motion(Past(session), motion)
    body = VoteTallied(motion, put.meeting, for_, against, abstained, how)
    session.submit([propose(session.settings, body, day)], request_id(session.settings))


@command.command()
@click.argument("motion")
@click.argument("choice", type=click.Choice(["for", "against"]))
@click.option("--how", required=True, help="How it was drawn, and before whom; kept sealed.")
@click.option("--by", metavar="PERSON", help="Who drew it: an id or a name.")
@recording
def lot(session: Session, motion: str, choice: Literal["for", "against"], how: str, by: str | None) -> None:
    """Record that on equal votes the lot decided.

    \b
    Example:
      remit vote lot v-mnbqk3jz5x2c4d7e for --how "a coin, before the meeting" --by "Jo Bloggs"
    """
    from ledger_cli import deciding, people
    from ledger_cli.lookups import Past

    put, day = deciding.motion(Past(session), motion)
    who = None if by is None else people.find(session.store, by)
    body = LotDrawn(motion, put.meeting, choice, Words.of(how), who)
    session.submit([propose(session.settings, body, day)], request_id(session.settings))

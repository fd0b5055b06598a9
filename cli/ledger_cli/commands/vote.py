"""``remit vote``: votes on a motion, bound to its text: cast, announced, drawn by lot."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import click

from ledger.facts.decisions import (
    AS_PUT,
    BallotCast,
    BallotCounted,
    Choice,
    How,
    LotDrawn,
    Mark,
    Total,
    VoteCast,
    VoteTallied,
)
from ledger.facts.fact import Acted
from ledger.facts.words import Words
from ledger_cli.options import recording
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit

if TYPE_CHECKING:
    from ledger_cli.session import Session


_on = click.option("--on", type=DAY, help="The day.  [default: that of the meeting; in writing, today]")


@click.group()
def command() -> None:
    """Votes on a motion: cast, announced, drawn by lot."""


def _voter(session: Session, person: str | None) -> str:
    """Give who votes: whoever is named, else whose key it is."""
    from ledger import ed25519
    from ledger_cli import people

    if person is not None:
        return people.find(session.store, person)
    return session.ledger.person_of(ed25519.key_id(session.keys.officer().public))


@command.command()
@click.argument("motion")
@click.argument("choice", type=click.Choice(get_args(Choice)))
@click.option("--person", help="Who votes: an id or a name.  [default: whose key it is]")
@click.option("--casting", is_flag=True, help="The casting vote, on equal votes.")
@_on
@recording
def cast(
    session: Session, motion: str, choice: Choice, person: str | None, casting: bool, on: str | None
) -> None:
    """Cast a vote, on the day of the meeting, on the motion's text as it was put.

    \b
    Example:
      remit vote cast v-mnbqk3jz5x2c4d7e for --person "Jo Bloggs"
    """
    from ledger_cli import deciding
    from ledger_cli.lookups import Past

    past = Past(session)
    put, _ = deciding.motion(past, motion)
    day, who = on or deciding.voting_day(past, motion), _voter(session, person)
    body = VoteCast(motion, put.meeting, who, choice, AS_PUT, casting)
    submit(session, day, body, acted=Acted(person=who))


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
    submit(session, day, body)


@command.command()
@click.argument("motion")
@click.argument("marks", nargs=-1, metavar="[OPTION[=NUMBER]]...")
@click.option("--person", help="Who votes: an id or a name.  [default: whose key it is]")
@click.option("--casting", is_flag=True, help="The casting vote, on a tie.")
@_on
@recording
def mark(
    session: Session,
    motion: str,
    marks: tuple[str, ...],
    person: str | None,
    casting: bool,
    on: str | None,
) -> None:
    """Mark a paper on a motion with options: crosses, ranks (1 is the first) or scores; none: a blank one.

    \b
    Example:
      remit vote mark v-mnbqk3jz5x2c4d7e jo --person "Lou May"
      remit vote mark v-mnbqk3jz5x2c4d7e jo=1 kim=2 --person "Lou May"
    """
    from ledger_cli import deciding, polling
    from ledger_cli.lookups import Past

    numbers = polling.numbers_of(marks, bare=True)
    past = Past(session)
    put, _ = deciding.motion(past, motion)
    day, who = on or deciding.voting_day(past, motion), _voter(session, person)
    paper = tuple(Mark(option, number) for option, number in numbers.items())
    body = BallotCast(motion, put.meeting, who, paper, AS_PUT, casting)
    submit(session, day, body, acted=Acted(person=who))


@command.command()
@click.argument("motion")
@click.argument("totals", nargs=-1, required=True, metavar="OPTION=NUMBER...")
@click.option(
    "--papers", type=int, help="How many papers there were, blank ones too.  [default: not recorded]"
)
@click.option("--how", type=click.Choice(get_args(How)), default="not recorded", help="How votes were given.")
@recording
def count(session: Session, motion: str, totals: tuple[str, ...], papers: int | None, how: How) -> None:
    """Record the numbers that were announced for the options; papers without names go by a minute file.

    \b
    Example:
      remit vote count v-mnbqk3jz5x2c4d7e jo=12 kim=9 --papers 22 --how "secret ballot"
    """
    from ledger_cli import deciding, polling
    from ledger_cli.lookups import Past

    numbers = polling.numbers_of(totals, bare=False)
    put, day = deciding.motion(Past(session), motion)
    given = tuple(Total(option, number) for option, number in numbers.items())
    body = BallotCounted(motion, put.meeting, totals=given, cast=papers, how=how)
    submit(session, day, body)


@command.command()
@click.argument("motion")
@click.argument("choice", metavar="for|against|OPTION")
@click.option("--how", required=True, help="How it was drawn, and before whom; kept sealed.")
@click.option("--by", metavar="PERSON", help="Who drew it: an id or a name.")
@recording
def lot(session: Session, motion: str, choice: str, how: str, by: str | None) -> None:
    """Record that on equal votes the lot decided: for, against, or for an option.

    \b
    Example:
      remit vote lot v-mnbqk3jz5x2c4d7e for --how "a coin, before the meeting" --by "Jo Bloggs"
    """
    from ledger_cli import deciding, people
    from ledger_cli.lookups import Past

    put, day = deciding.motion(Past(session), motion)
    who = None if by is None else people.find(session.store, by)
    body = LotDrawn(motion, put.meeting, choice, Words.of(how), who)
    submit(session, day, body)

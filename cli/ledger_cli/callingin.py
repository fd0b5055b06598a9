"""``remit decision publish``, ``call-in`` and ``end-call-in``: before a key decision is implemented.

A decision is a resolution, or an act under a delegation of the body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import click

from ledger.facts.keydecisions import CalledIn, CallInEnded, Outcome, Published
from ledger.facts.words import Words
from ledger_cli.aboutdecision import decided_for, reason_, some_part, when
from ledger_cli.options import recording
from ledger_cli.proposing import submit

if TYPE_CHECKING:
    from ledger_cli.session import Session


@click.command()
@click.argument("decision")
@when
@recording
def publish(session: Session, decision: str, on: str | None) -> None:
    """Record that DECISION, or an act under a delegation, was published: from then on it may be called in.

    \b
    Example:
      remit decision publish d-mnbqk3jz5x2c4d7e --on 2024-03-27
    """
    submit(session, on, Published(decision, decided_for(session, decision)))


@click.command("call-in")
@click.argument("decision")
@some_part
@click.option(
    "--by", required=True, multiple=True, metavar="PERSON", help="Who calls it in: an id or a name."
)
@reason_
@when
@recording
def call_in(
    session: Session, decision: str, part: str | None, by: tuple[str, ...], reason: str, on: str | None
) -> None:
    """Record that members of the body that scrutinises called DECISION, or an act under a delegation, in.

    \b
    Example:
      remit decision call-in d-mnbqk3jz5x2c4d7e --by "Jo Bloggs" --by "Kim Lee" --reason "not consulted on"
    """
    from ledger_cli import people

    who = tuple(people.find(session.store, one) for one in by)
    submit(session, on, CalledIn(decision, decided_for(session, decision), who, Words.of(reason), part))


@click.command("end-call-in")
@click.argument("decision")
@click.argument("outcome", type=click.Choice(get_args(Outcome)))
@reason_
@when
@recording
def end_call_in(session: Session, decision: str, outcome: Outcome, reason: str, on: str | None) -> None:
    """Record that the call-in of DECISION ended: released, or referred back to who took it.

    \b
    Example:
      remit decision end-call-in d-mnbqk3jz5x2c4d7e released --reason "scrutiny was content"
    """
    submit(session, on, CallInEnded(decision, decided_for(session, decision), outcome, Words.of(reason)))

"""``remit member``: who becomes a member, in which seat, and who no longer is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import click

from ledger.facts.members import Appointed, Ended, Kind
from ledger.facts.words import Words
from ledger_cli.options import recording
from ledger_cli.parameters import DAY
from ledger_cli.proposing import propose
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger_cli.session import Session


@click.group()
def command() -> None:
    """Appoint members and end their membership."""


@command.command()
@click.argument("body")
@click.argument("person")
@click.option("--seat", metavar="CODE", help="The seat, where it is known.")
@click.option(
    "--kind",
    type=click.Choice(get_args(Kind)),
    default="not known",
    show_default=True,
    help="How it came about.",
)
@click.option("--began", type=DAY, help="The day on which the membership began, where a record shows it.")
@click.option("--on", type=DAY, help="A member by this day at the latest.  [default: --began, else today]")
@recording
def appoint(
    session: Session,
    body: str,
    person: str,
    seat: str | None,
    kind: Kind,
    began: str | None,
    on: str | None,
) -> None:
    """Record that PERSON (an id or a name) is a member of a body.

    \b
    Example:
      remit member appoint lsc-icp "Jo Bloggs" --seat blackpool --kind appointed --began 2023-05-20
    """
    from ledger_cli import people

    fact = Appointed(body, people.find(session.store, person), seat, kind, began)
    proposal = propose(session.settings, fact, on or began or today())
    session.submit([proposal], request_id(session.settings))


@command.command()
@click.argument("body")
@click.argument("person")
@click.option("--seat", metavar="CODE", help="The seat.  [default: the one that the person is known in]")
@click.option("--no-seat", is_flag=True, help="The membership for which no seat is stated.")
@click.option("--reason", required=True, help="Why; kept sealed.")
@click.option("--on", type=DAY, help="The first day on which it no longer holds.  [default: today]")
@recording
def end(
    session: Session, body: str, person: str, seat: str | None, no_seat: bool, reason: str, on: str | None
) -> None:
    """Record that PERSON (an id or a name) is no longer a member in a seat.

    \b
    Example:
      remit member end lsc-icp "Jo Bloggs" --reason "lost the seat on the council" --on 2024-05-03
    """
    from ledger_cli import people

    if seat is not None and no_seat:
        raise click.UsageError("expected --seat or --no-seat, got both")
    request, who = request_id(session.settings), people.find(session.store, person)
    place = seat if seat is not None or no_seat else _seat(session, request, body, who)
    proposal = propose(session.settings, Ended(body, who, place, Words.of(reason)), on or today())
    session.submit([proposal], request)


def _seat(session: Session, request: str, body: str, person: str) -> str | None:
    """Give the one seat in which somebody is a member still, as the ledger knew before the request."""
    from ledger_cli.lookups import Past

    first = session.store.request(request)
    roll = Past(session, None if first is None else first.first - 1).state(f"roll:{body}").roll
    held = {one.seat for one in roll.of(body, person) if one.ended is None}
    if len(held) > 1:
        seats = ", ".join(sorted("none stated" if seat is None else seat for seat in held))
        raise click.UsageError(f"expected --seat or --no-seat, got neither, of {len(held)} seats: {seats}")
    return next(iter(held), None)

"""``remit member``: nominated, appointed, co-opted, ended; and the membership of a body as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import click

from ledger.facts.members import Appointed, CoOpted, Ended, Ground, Kind, TakenUp
from ledger.facts.words import Words
from ledger_cli import attending, counting, nominating
from ledger_cli.options import recording
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger.members import Membership
    from ledger_cli.session import Session


@click.group()
def command() -> None:
    """Nominate, appoint and co-opt members, end their membership; numbers and balance."""


for _command in (
    *(nominating.nominate, nominating.approve, nominating.decline, nominating.nominations),
    *(attending.add, attending.end, attending.attendees),
    *(counting.numbers, counting.balance),
):
    command.add_command(_command)


@command.command()
@click.argument("body")
@click.argument("person")
@click.option(
    "--seat", metavar="CODE", help="The seat, where it is known.  [default: that of the nomination]"
)
@click.option(
    "--kind",
    type=click.Choice(get_args(Kind)),
    default="not known",
    show_default=True,
    help="How it came about.",
)
@click.option("--began", type=DAY, help="The day on which the membership began, where a record shows it.")
@click.option("--until", type=DAY, help="The first day after its term.")
@click.option("--carries-over", is_flag=True, help="It holds until somebody else is appointed.")
@click.option("--takes-up", is_flag=True, help="It holds once the person has taken up the seat.")
@click.option("--organisation", metavar="CODE", help="The one that the person represents.")
@click.option("--nomination", metavar="ID", help="The nomination that it follows.")
@click.option("--on", type=DAY, help="A member by this day at the latest.  [default: --began, else today]")
@recording
def appoint(
    session: Session,
    body: str,
    person: str,
    seat: str | None,
    kind: Kind,
    began: str | None,
    until: str | None,
    carries_over: bool,
    takes_up: bool,
    organisation: str | None,
    nomination: str | None,
    on: str | None,
) -> None:
    """Record that PERSON (an id or a name) is a member of a body.

    \b
    Example:
      remit member appoint lsc-icp "Jo Bloggs" --seat blackpool --kind appointed --began 2023-05-20
      remit member appoint lsc-icp "Jo Bloggs" --nomination n-abcdefghijklmnop --began 2023-05-20 --takes-up
    """
    from ledger_cli import balancing, people

    who, day = people.find(session.store, person), on or began or today()
    if seat is None and nomination is not None:
        seat = nominating.known(session, nomination).seat
    fact = Appointed(body, who, seat, kind, began, until, carries_over, takes_up, organisation, nomination)
    receipt = submit(session, day, fact)
    balancing.warn(session, receipt, body, day)


@command.command("take-up")
@click.argument("body")
@click.argument("person")
@click.option("--seat", metavar="CODE", help="The seat.  [default: the one that awaits the person]")
@click.option("--on", type=DAY, help="The first day as a member.  [default: today]")
@recording
def take_up(session: Session, body: str, person: str, seat: str | None, on: str | None) -> None:
    """Record that PERSON (an id or a name) took up the seat to which it was appointed.

    \b
    Example:
      remit member take-up lsc-icp "Jo Bloggs" --on 2024-06-01
    """
    from ledger_cli import people

    request, who = request_id(session.settings), people.find(session.store, person)
    place = seat or _one_seat(
        [one.seat for one in _before(session, request, body, who) if one.awaits and one.ended is None]
    )
    if place is None:
        raise click.UsageError("expected --seat, got none, and no appointment that awaits taking up")
    submit(session, on, TakenUp(body, who, place), request=request)


@command.command("co-opt")
@click.argument("body")
@click.argument("person")
@click.option("--ground", metavar="CODE", required=True, help="The ground of the terms: expertise.")
@click.option("--reason", required=True, help="Why this person; kept sealed.")
@click.option("--voting/--not-voting", default=None, help="With a vote, or without.")
@click.option("--quorum/--no-quorum", default=None, help="Counts for the quorum, or not.")
@click.option("--until", type=DAY, help="The first day on which it no longer holds.")
@click.option("--sector", metavar="CODE", help="The sector that the person brings in.")
@click.option("--organisation", metavar="CODE", help="The one that the person represents.")
@click.option("--meeting", metavar="MEETING", help="At which, or during whose adjournment: its date or id.")
@click.option("--resolution", metavar="ID", help="The resolution by which the body did so.")
@click.option("--by", metavar="PERSON", help="Who found the person suitable, during an adjournment.")
@click.option("--on", type=DAY, help="The first day as a member.  [default: today]")
@recording
def co_opt(
    session: Session,
    body: str,
    person: str,
    ground: str,
    reason: str,
    voting: bool | None,
    quorum: bool | None,
    until: str | None,
    sector: str | None,
    organisation: str | None,
    meeting: str | None,
    resolution: str | None,
    by: str | None,
    on: str | None,
) -> None:
    """Record that the body co-opts PERSON (an id or a name) as an additional member.

    With a vote, or a place in the quorum, where the terms give it; else without, if it is not named.

    \b
    Example:
      remit member co-opt lsc-icp "Jo Bloggs" --ground expertise --reason "public health" --meeting 2024-03-25
    """
    from ledger_cli import balancing, people
    from ledger_cli.lookups import Past

    day, why, request = on or today(), Words.of(reason), request_id(session.settings)
    who, suited = people.find(session.store, person), people.find(session.store, by) if by else None
    at = Past(session).meeting(meeting, body) if meeting else None
    votes, counts = _rights(session, request, body, ground, day)
    votes, counts = votes if voting is None else voting, counts if quorum is None else quorum
    fact = CoOpted(body, who, ground, why, votes, counts, until, sector, organisation, at, resolution, suited)
    receipt = submit(session, day, fact, request=request)
    balancing.warn(session, receipt, body, day)


@command.command()
@click.argument("body")
@click.argument("person")
@click.option("--seat", metavar="CODE", help="The seat.  [default: the one that the person is known in]")
@click.option("--no-seat", is_flag=True, help="The membership for which no seat is stated.")
@click.option("--reason", required=True, help="Why; kept sealed.")
@click.option(
    "--ground",
    type=click.Choice(get_args(Ground)),
    default="not stated",
    show_default=True,
    help="On what ground; this is public.",
)
@click.option("--on", type=DAY, help="The first day on which it no longer holds.  [default: today]")
@recording
def end(
    session: Session,
    body: str,
    person: str,
    seat: str | None,
    no_seat: bool,
    reason: str,
    ground: Ground,
    on: str | None,
) -> None:
    """Record that PERSON (an id or a name) is no longer a member in a seat.

    \b
    Example:
      remit member end lsc-icp "Jo Bloggs" --reason "moved away" --ground resigned --on 2024-05-03
    """
    from ledger_cli import balancing, people

    if seat is not None and no_seat:
        raise click.UsageError("expected --seat or --no-seat, got both")
    request, who, day = request_id(session.settings), people.find(session.store, person), on or today()
    place = seat
    if seat is None and not no_seat:
        place = _one_seat([one.seat for one in _before(session, request, body, who) if one.ended is None])
    fact = Ended(body, who, place, Words.of(reason), ground)
    receipt = submit(session, day, fact, request=request)
    balancing.warn(session, receipt, body, day)


def _rights(session: Session, request: str, body: str, ground: str, day: str) -> tuple[bool, bool]:
    """Say whether the terms give whoever is co-opted on a ground a vote, and a place in the quorum."""
    from ledger.facts.terms import CooptionRule
    from ledger_cli import comings

    terms = comings.before(session, request).terms(body, day)
    rules = [one for one in (terms.rules if terms else ()) if isinstance(one, CooptionRule)]
    rule = next((one for one in rules if ground in one.grounds), None)
    return bool(rule and rule.voting), bool(rule and rule.quorum)


def _before(session: Session, request: str, body: str, person: str) -> tuple[Membership, ...]:
    """Give the memberships of somebody in a body, as the ledger knew them before the request."""
    from ledger_cli.lookups import Past

    first = session.store.request(request)
    past = Past(session, None if first is None else first.first - 1)
    return past.state(f"roll:{body}").roll.of(body, person)


def _one_seat(seats: list[str | None]) -> str | None:
    """Give the one seat that is meant; where there are several, the officer must say which."""
    held = set(seats)
    if len(held) > 1:
        told = ", ".join(sorted("none stated" if seat is None else seat for seat in held))
        raise click.UsageError(f"expected --seat or --no-seat, got neither, of {len(held)} seats: {told}")
    return next(iter(held), None)

"""The commands about regular attendees: who attends a body without being a member, and without a vote.

Implements LSC-7.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.facts.members import AttendeeEnded, AttendeeNamed
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, emit
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import today

if TYPE_CHECKING:
    from ledger_cli.session import Session

_COLUMNS = ("place", "title", "person", "name", "organisation", "since", "clause")


@click.command("attendee-add")
@click.argument("body")
@click.argument("person")
@click.option("--place", metavar="CODE", help="The regular attendance of the terms.")
@click.option("--organisation", metavar="CODE", help="From which organisation.")
@click.option("--on", type=DAY, help="From which day.  [default: today]")
@recording
def add(
    session: Session, body: str, person: str, place: str | None, organisation: str | None, on: str | None
) -> None:
    """Record that PERSON (an id or a name) attends a body regularly without being a member.

    \b
    Example:
      remit member attendee-add lsc-icp "Jo Bloggs" --place director-of-finance
    """
    from ledger_cli import people

    fact = AttendeeNamed(body, people.find(session.store, person), place, organisation)
    submit(session, on, fact)


@click.command("attendee-end")
@click.argument("body")
@click.argument("person")
@click.option("--on", type=DAY, help="The first day on which it no longer holds.  [default: today]")
@recording
def end(session: Session, body: str, person: str, on: str | None) -> None:
    """Record that PERSON (an id or a name) no longer attends a body regularly.

    \b
    Example:
      remit member attendee-end lsc-icp "Jo Bloggs" --on 2024-05-03
    """
    from ledger_cli import people

    fact = AttendeeEnded(body, people.find(session.store, person))
    submit(session, on, fact)


@click.command()
@click.argument("body")
@on_day
@known_then
@answering
def attendees(session: Session, body: str, on: str | None, known_at: str | None) -> None:
    """List who attends a body regularly on a day, and the places of the terms that nobody is named for.

    \b
    Example:
      remit member attendees lsc-icp --on 2024-03-25
    """
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    here = [one for one in past.state(f"roll:{body}").roll.attendees if one.body == body and one.holds(day)]
    known = past.names({one.person for one in here})
    terms = past.terms(body, day)
    places = {place.place: place for place in terms.attendees} if terms else {}
    rows: list[tuple[Cell, ...]] = []
    for one in here:
        place = places.get(one.place or "")
        title, clause = (place.title, place.clause) if place else (None, None)
        rows.append((one.place, title, one.person, known[one.person], one.organisation, one.since, clause))
    free = (place for code, place in places.items() if code not in {one.place for one in here})
    rows += [(one.place, one.title, None, None, one.organisation, None, one.clause) for one in free]
    emit(Table(_COLUMNS, rows, f"{body}: regular attendees on {day}"), as_json=session.settings.as_json)

"""The commands about nominations: put forward, approved or declined by organisations, awaited.

Implements LSC-7.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.facts.members import Approved, Declined, Nominated
from ledger.facts.words import Words
from ledger_cli import ids
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, emit
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.nominations import Nomination
    from ledger.state import State
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

_COLUMNS = ("nomination", "person", "name", "seat", "by", "on", "answer", "approved", "declined", "awaited")


@click.command()
@click.argument("body")
@click.argument("person")
@click.option("--seat", metavar="CODE", required=True, help="The seat.")
@click.option("--by", metavar="CODE", help="The organisation that nominates.")
@click.option("--on", type=DAY, help="The day of the nomination.  [default: today]")
@recording
def nominate(session: Session, body: str, person: str, seat: str, by: str | None, on: str | None) -> None:
    """Nominate PERSON (an id or a name) for a seat; the id that is printed stands for the nomination.

    \b
    Example:
      remit member nominate lsc-icp "Jo Bloggs" --seat blackpool --by blackpool
    """
    from ledger_cli import people

    request = request_id(session.settings)
    nomination = ids.Maker(request)("n")
    fact = Nominated(nomination, body, people.find(session.store, person), seat, by)
    made = {"nomination": nomination}
    submit(session, on, fact, request=request, made=made)


@click.command()
@click.argument("nomination")
@click.argument("organisations", metavar="ORGANISATION...", nargs=-1, required=True)
@click.option("--on", type=DAY, help="The day of the approval.  [default: today]")
@recording
def approve(session: Session, nomination: str, organisations: tuple[str, ...], on: str | None) -> None:
    """Record that ORGANISATION, or each of several, approves a nomination.

    \b
    Example:
      remit member approve n-abcdefghijklmnop lsc-icb blackpool --on 2024-04-10
    """
    body, day = _body_of(session, nomination), on or today()
    facts = [Approved(nomination, body, one) for one in organisations]
    submit(session, day, *facts)


@click.command()
@click.argument("nomination")
@click.argument("organisation")
@click.option("--reason", required=True, help="Why; kept sealed.")
@click.option("--on", type=DAY, help="The day of the answer.  [default: today]")
@recording
def decline(session: Session, nomination: str, organisation: str, reason: str, on: str | None) -> None:
    """Record that ORGANISATION does not approve a nomination.

    \b
    Example:
      remit member decline n-abcdefghijklmnop icb --reason "not a councillor" --on 2024-04-10
    """
    fact = Declined(nomination, _body_of(session, nomination), organisation, Words.of(reason))
    submit(session, on, fact)


@click.command()
@click.argument("body")
@on_day
@known_then
@answering
def nominations(session: Session, body: str, on: str | None, known_at: str | None) -> None:
    """List the nominations that had been made by a day, and whose answers were in or awaited then.

    \b
    Example:
      remit member nominations lsc-icp
    """
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    made = [fact.nomination for at, fact in past.every(Nominated) if fact.body == body and at.day <= day]
    state = read(past, body, made, day)
    found = [state.nominations.known[code] for code in made]
    names = past.names({one.nominated.person for one in found})
    rows = [_row(state, body, one, day, names) for one in found]
    title = f"{body}: nominations by {day}"
    emit(Table(_COLUMNS, rows, title), as_json=session.settings.as_json)


def _body_of(session: Session, nomination: str) -> str:
    """Give the body that a nomination is for."""
    return known(session, nomination).body


def known(session: Session, nomination: str) -> Nominated:
    """Give a nomination by its id.

    Raises:
        Malformed: the ledger knows no such nomination.
    """
    from ledger_cli.lookups import Past, unknown

    past = Past(session)
    found = past.state(f"nomination:{nomination}").nominations.known.get(nomination)
    if found is None:
        options = [fact.nomination for _, fact in past.every(Nominated)]
        unknown("a nomination that the ledger knows", nomination, options)
    return found.nominated


def read(past: Past, body: str, made: list[str], day: str) -> State:
    """Read the nominations, the terms, and who took the place of whom of those that the terms ask."""
    from ledger import seats
    from ledger.nominations import appointment_tags

    def more(state: State) -> Iterator[str]:
        terms = state.terms.in_force(body, day)
        for one in state.nominations.known.values():
            yield from appointment_tags(seats.named(terms, one.nominated.seat), terms, state.directory, day)

    return past.grown(more, f"roll:{body}", f"terms:{body}", *(f"nomination:{code}" for code in made))


def _row(state: State, body: str, one: Nomination, day: str, names: Mapping[str, str]) -> tuple[Cell, ...]:
    from ledger import nominations as judging
    from ledger import seats
    from ledger.facts.terms import AppointmentRule
    from ledger.findings import Verdict, all_of

    terms = state.terms.in_force(body, day)
    rules = seats.rules_on(AppointmentRule, seats.named(terms, one.nominated.seat), terms)
    found = [judging.answers(rule, one, state.directory, day) for rule in rules]
    approved = dict.fromkeys(code for answers in found for code in answers.approved)
    declined = dict.fromkeys(code for answers in found for code in answers.declined)
    awaited = dict.fromkeys(code for answers in found for code in answers.awaited)
    if any(held.nomination == one.nominated.nomination for held in state.roll.memberships):
        answer = "appointed"
    elif terms is None:
        answer = "not known"
    elif all_of(answers.verdict for answers in found) is Verdict.MET:
        answer = "approved" if rules else "no approval asked for"
    else:
        answer = "awaited" if all(answers.open for answers in found) else "declined"
    told = one.nominated
    return (
        *(told.nomination, told.person, names[told.person], told.seat, told.by, one.day, answer),
        *(", ".join(codes) or None for codes in (approved, declined, awaited)),
    )

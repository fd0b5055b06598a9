"""``remit seat``: the seats that the terms in force give a body, and who holds them.

Implements LSC-7.2: a seat may be vacant, and where the record does not say in which seat somebody sits,
whether a seat is vacant is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger_cli.options import answering
from ledger_cli.output import Cell, Table, emit, emit_record, say
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import today

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.facts.terms import Seat, Terms
    from ledger.members import Membership, Roll
    from ledger.membership import Vacancy
    from ledger.state import State
    from ledger_cli.session import Session

NOT_KNOWN = 8
_COLUMNS = ("seat", "title", "sector", "voting", "holder", "person", "since", "clause")


@click.group()
def command() -> None:
    """The seats of a body, and who holds them."""


@command.command("list")
@click.argument("body")
@on_day
@known_then
@answering
def list_(session: Session, body: str, on: str | None, known_at: str | None) -> int:
    """List the seats of the terms in force on a day, with holder and since when.

    A day after "by" is the first on which a record shows the membership; when it began is not known.

    \b
    Example:
      remit seat list lsc-icp --on 2024-03-25
    """
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    terms = past.terms(body, day)
    if terms is None:
        say(f"not known: no terms of {body} are known to be in force on {day}")
        return NOT_KNOWN
    state = past.state(f"roll:{body}", f"terms:{body}")
    known = past.names({one.person for one in state.roll.memberships})
    rows = _rows(terms, state, body, day, known)
    emit(
        Table(_COLUMNS, rows, f"{body}: seats of {terms.version} on {day}"), as_json=session.settings.as_json
    )
    return 0


@command.command()
@click.argument("body")
@on_day
@known_then
@answering
def vacancies(session: Session, body: str, on: str | None, known_at: str | None) -> int:
    """List the seats that nobody is known to hold on a day, with since when they are vacant.

    \b
    Example:
      remit seat vacancies lsc-icp --on 2024-03-25
    """
    from ledger import membership
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    state = past.state(f"roll:{body}", f"terms:{body}")
    if state.terms.in_force(body, day) is None:
        say(f"not known: no terms of {body} are known to be in force on {day}")
        return NOT_KNOWN
    known = past.names({one.person for one in state.roll.memberships})
    rows = [
        (
            *(one.seat.seat, one.seat.title, one.seat.sector),
            *(_empty(one, state.roll, body, day, known), one.since, one.days, one.seat.clause),
        )
        for one in membership.vacancies(state.roll, state.terms, body, day)
    ]
    columns = ("seat", "title", "sector", "answer", "since", "days", "clause")
    emit(Table(columns, rows, f"{body}: vacancies on {day}"), as_json=session.settings.as_json)
    return 0


@command.command()
@click.argument("body")
@click.argument("seat")
@on_day
@known_then
@answering
def show(session: Session, body: str, seat: str, on: str | None, known_at: str | None) -> int:
    """Show what the terms in force on a day say about one seat, and everybody who ever held it.

    \b
    Example:
      remit seat show lsc-icp blackpool
    """
    from ledger_cli.lookups import Past, unknown

    past, day = Past(session, known_at), on or today()
    past.body(body)
    terms = past.terms(body, day)
    if terms is None:
        say(f"not known: no terms of {body} are known to be in force on {day}")
        return NOT_KNOWN
    found = next((one for one in terms.seats if one.seat == seat), None)
    if found is None:
        unknown(f"a seat of {terms.version}", seat, [one.seat for one in terms.seats])
    held = [
        one for one in past.state(f"roll:{body}").roll.memberships if (one.body, one.seat) == (body, seat)
    ]
    known = past.names({one.person for one in held})
    holders = [
        f"{known.get(one.person)} ({one.person}), {_since(one)}"
        + (f" until {one.ended}" if one.ended else "")
        for one in held
    ]
    told = holders if session.settings.as_json else "; ".join(holders) or "none known"
    record = {**_record(found, terms), "holders": told}
    emit_record(record, as_json=session.settings.as_json)
    return 0


def _record(seat: Seat, terms: Terms) -> dict[str, object]:
    return {
        "seat": seat.seat,
        "title": seat.title,
        "clause": f"{terms.cited} {seat.clause}",
        "sector": seat.sector,
        "organisations": ", ".join(seat.organisations) or "not said",
        "position": seat.position,
        "voting": _yes(seat.voting),
        "counts for quorum": _yes(seat.quorum),
        "founder": _yes(bool(set(seat.organisations) & set(terms.founders))),
        "exists": seat.exists,
    }


def _rows(
    terms: Terms, state: State, body: str, day: str, known: Mapping[str, str]
) -> list[tuple[Cell, ...]]:
    from ledger.membership import vacancies

    held = state.roll.on(body, day)
    vacant = {one.seat.seat: one for one in vacancies(state.roll, state.terms, body, day)}
    rows: list[tuple[Cell, ...]] = []
    for seat in terms.seats:
        about = (seat.seat, seat.title, seat.sector, _yes(seat.voting))
        clause = seat.clause if seat.exists == "known" else f"{seat.clause} (whether it exists is not known)"
        holders = [one for one in held if one.seat == seat.seat]
        rows += [(*about, known.get(one.person), one.person, _since(one), clause) for one in holders]
        if not holders:
            told = _empty(vacant[seat.seat], state.roll, body, day, known)
            rows.append((*about, told, None, None, clause))
    codes = {seat.seat for seat in terms.seats}
    for one in held:
        if one.seat not in codes:
            person = (known.get(one.person), one.person, _since(one), None)
            rows.append((one.seat, *_elsewhere(one), *person))
    return rows


def _elsewhere(one: Membership) -> tuple[str, str | None, str | None]:
    """Give title, sector and vote of a membership in no seat of the terms."""
    if one.own is not None:
        return "co-opted", one.own.sector, _yes(one.own.voting)
    return "seat not stated" if one.seat is None else "no seat of these terms", None, None


def _empty(vacancy: Vacancy, roll: Roll, body: str, day: str, known: Mapping[str, str]) -> str:
    """Say what a seat is that nobody is known to hold: vacant only where nobody may sit in it."""
    here = [one for one in roll.memberships if (one.body, one.seat) == (body, vacancy.seat.seat)]
    if likely := [one for one in here if one.holds(day) is None]:
        told = ", ".join(f"{known.get(one.person)} ({one.person}) by {one.since}" for one in likely)
        return f"not known: {told}"
    if vacancy.since is None:
        number = len(vacancy.maybe)
        return f"not known: {number} member{'s' * (number > 1)} without a stated seat"
    waiting = [one for one in here if one.awaits and (one.stated is None or day < one.stated)]
    told = ", ".join(f"{known.get(one.person)} ({one.person})" for one in waiting)
    return f"vacant; {told} has not taken it up" if told else "vacant"


def _since(one: Membership) -> str:
    return one.since if one.began else f"by {one.since}"


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"

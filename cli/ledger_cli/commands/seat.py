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
    from collections.abc import Mapping, Sequence

    from ledger.facts.terms import Seat, Terms
    from ledger.members import Membership, Roll
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
    roll = past.state(f"roll:{body}").roll
    known = past.names({one.person for one in roll.memberships})
    rows = _rows(terms, roll, body, day, known)
    emit(
        Table(_COLUMNS, rows, f"{body}: seats of {terms.version} on {day}"), as_json=session.settings.as_json
    )
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


def _rows(terms: Terms, roll: Roll, body: str, day: str, known: Mapping[str, str]) -> list[tuple[Cell, ...]]:
    held = roll.on(body, day)
    maybe = [one for one in roll.memberships if one.body == body and one.holds(day) is None]
    rows: list[tuple[Cell, ...]] = []
    for seat in terms.seats:
        about = (seat.seat, seat.title, seat.sector, _yes(seat.voting))
        clause = seat.clause if seat.exists == "known" else f"{seat.clause} (whether it exists is not known)"
        holders = [one for one in held if one.seat == seat.seat]
        rows += [(*about, known.get(one.person), one.person, _since(one), clause) for one in holders]
        if not holders:
            rows.append((*about, _empty(seat.seat, held, maybe, known), None, None, clause))
    codes = {seat.seat for seat in terms.seats}
    for one in held:
        if one.seat not in codes:
            title = "seat not stated" if one.seat is None else "no seat of these terms"
            rows.append((one.seat, title, None, None, known.get(one.person), one.person, _since(one), None))
    return rows


def _empty(
    seat: str, held: Sequence[Membership], maybe: Sequence[Membership], known: Mapping[str, str]
) -> str:
    """Say what a seat is that nobody is known to hold: vacant only where nobody may sit in it."""
    likely = [f"{known.get(one.person)} ({one.person}) by {one.since}" for one in maybe if one.seat == seat]
    if likely:
        return f"not known: {', '.join(likely)}"
    seated = {one.person for one in held if one.seat is not None}
    unseated = {one.person for one in (*held, *maybe) if one.seat is None} - seated
    if unseated:
        return f"not known: {len(unseated)} member{'s' * (len(unseated) > 1)} without a stated seat"
    return "vacant"


def _since(one: Membership) -> str:
    return one.since if one.began else f"by {one.since}"


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"

"""``remit register``: who was a member on a day, in which seat and office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from ledger_cli.options import answering
from ledger_cli.output import Cell, Table, emit, say
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import today

if TYPE_CHECKING:
    from ledger.facts.terms import Terms
    from ledger_cli.session import Session
    from ledger_projections.projection import Wording
    from ledger_projections.register import Member, Register, Tenure

COLUMNS = ("seat", "organisation", "person", "name", "kind", "since", "until", "offices", "on the day")


@click.command()
@click.argument("body")
@on_day
@known_then
@answering
def command(session: Session, body: str, on: str | None, known_at: str | None) -> None:
    """Show the register of members of BODY on a day, as known now or as known then.

    \b
    Example:
      remit register lsc-icp --on 2024-03-25
    """
    from ledger_cli import looking
    from ledger_cli.lookups import Past

    day = on or today()
    past = Past(session, known_at)
    past.body(body)
    with looking.views(session) as views:
        found = views.register(body, day, past.upto)
    places = [one.name for one in found.members] + [one.name for one in found.offices]
    words = looking.words(session.store, places)
    say(f"{body} on {day}, as known at entry {found.known_at}")
    rows = _rows(found, day, words, past.terms(body, day))
    emit(Table(COLUMNS, rows), as_json=session.settings.as_json)


def _rows(
    found: Register, day: str, words: Mapping[Wording, str], terms: Terms | None
) -> list[tuple[Cell, ...]]:
    seats = {seat.seat: seat for seat in terms.seats} if terms else {}
    titles = {office.office: office.title for office in terms.offices} if terms else {}
    held: dict[str, list[str]] = {}
    for tenure in found.offices:
        held.setdefault(tenure.person, []).append(_office(tenure, day, titles))
    rows: list[tuple[Cell, ...]] = []
    for one in found.members:
        seat = seats.get(one.seat or "")
        rows.append(
            (
                one.seat or "not known",
                " or ".join(seat.organisations) if seat else None,
                one.person,
                _name(one, words),
                one.kind,
                _since(one),
                one.until,
                "; ".join(held.get(one.person, ())),
                "member" if one.holds(day) else "not known",
            )
        )
    listed = {one.person for one in found.members}
    for tenure in found.offices:
        if tenure.person not in listed:
            listed.add(tenure.person)
            offices = "; ".join(held[tenure.person])
            name = _name(tenure, words)
            rows.append((None, None, tenure.person, name, None, None, None, offices, "no member"))
    return rows


def _name(one: Member | Tenure, words: Mapping[Wording, str]) -> str | None:
    return words[one.name] if one.name is not None else None


def _since(one: Member) -> str:
    return one.since if one.began else f"by {one.since}, start not known"


def _office(one: Tenure, day: str, titles: Mapping[str, str]) -> str:
    title = titles.get(one.office, one.office)
    unknown = "" if one.holds(day) else ", not known whether on this day"
    return f"{title} (term {one.term}, elected {one.elected}{unknown})"

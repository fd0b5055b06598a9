"""``remit timeline``: every fact in its order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from ledger_cli.options import answering
from ledger_cli.output import Cell, Table, emit
from ledger_cli.questions import known_then

if TYPE_CHECKING:
    from ledger_cli.session import Session
    from ledger_projections.timeline import Event

COLUMNS = ("entry", "on", "recorded", "type", "body", "who", "office", "recorder", "level", "findings")


@click.command()
@click.argument("body", required=False)
@click.option("--first", type=click.IntRange(1), default=1, help="From the entry of this number on.")
@click.option("--last", type=click.IntRange(1), help="Up to the entry of this number.")
@known_then
@answering
def command(session: Session, body: str | None, first: int, last: int | None, known_at: str | None) -> None:
    """List every fact, of BODY or of all: when it took effect, when it was recorded, by whom.

    \b
    Example:
      remit timeline lsc-icp
    """
    from ledger import suspects
    from ledger_cli import contests, looking, suspicions
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    if body is not None:
        past.body(body)
    with looking.views(session) as views:
        found = list(views.timeline(body, first=first, last=last, known_at=past.upto))
    persons = {person for one in found for person in (one.person, one.recorder) if person is not None}
    called = past.names(persons)
    words = looking.words(session.store, [one.departure for one in found])
    contested = suspicions.of_numbers(past, session.store, [one.number for one in found])
    disputed = contests.known(past)
    rows = []
    for one in found:
        doubts = looking.doubts(one.findings, one.days_late, one.departure, words)
        if one.contested_by is not None:
            doubts.append(f"{suspects.contested(contested[one.number])}, as entry {one.contested_by} says")
        if one.corrected_by is not None:
            doubts.append(f"corrected by entry {one.corrected_by}")
        doubts += map(session.spell, contests.said(disputed, one.fact))
        rows.append(_row(one, called, "; ".join(doubts)))
    emit(Table(COLUMNS, rows), as_json=session.settings.as_json)


def _row(one: Event, called: Mapping[str, str], doubts: str) -> tuple[Cell, ...]:
    name = called.get(one.person or "")
    who = f"{name} ({one.person})" if name is not None else one.person
    office = " for ".join(part for part in (one.office, one.behalf) if part)
    recorder = called.get(one.recorder, one.recorder)
    return (one.number, one.on, one.recorded, one.type, one.body, who, office, recorder, one.level, doubts)

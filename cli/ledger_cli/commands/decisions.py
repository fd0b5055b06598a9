"""``remit decisions``: what was resolved, at which item, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger_cli.options import answering
from ledger_cli.output import Table, emit
from ledger_cli.parameters import DAY
from ledger_cli.questions import known_then

if TYPE_CHECKING:
    from ledger_cli.session import Session

COLUMNS = ("date", "item", "part", "kind", "way", "text", "condition", "findings", "decision", "entry")


@click.command()
@click.argument("body")
@click.option("--meeting", metavar="MEETING", help="At this meeting only: its date or id.")
@click.option("--on", type=DAY, help="Those taken by this day.")
@known_then
@answering
def command(session: Session, body: str, meeting: str | None, on: str | None, known_at: str | None) -> None:
    """List every part of every resolution of BODY, with what speaks against it.

    \b
    Example:
      remit decisions lsc-icp
    """
    from ledger_cli import looking, suspicions
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    past.body(body)
    meeting = past.meeting(meeting, body) if meeting else None
    with looking.views(session) as views:
        found = list(views.decisions(body, meeting=meeting, on=on, known_at=past.upto))
    places = [place for one in found for place in (one.text, one.condition, one.departure)]
    words = looking.words(session.store, places)
    contested = suspicions.of_numbers(past, session.store, [one.number for one in found])
    rows = []
    for one in found:
        doubts = looking.doubts(one.findings, one.days_late, one.departure, words)
        doubts += suspicions.said(contested, one.number)
        if one.item_corrected_by is not None:
            doubts.append(f"item corrected by entry {one.item_corrected_by}")
        rows.append(
            (
                one.day,
                one.item_number or one.item,
                one.part,
                one.kind,
                one.way,
                words[one.text],
                words[one.condition] if one.condition is not None else None,
                "; ".join(doubts),
                one.resolution,
                one.number,
            )
        )
    emit(Table(COLUMNS, rows), as_json=session.settings.as_json)

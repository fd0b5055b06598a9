"""What is due, of every noun that has a date: a collector each, gathered and put in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ledger.awaiting import falls, order
from ledger_cli.dues import (
    attendance,
    decisions,
    delegations,
    deputies,
    followups,
    funds,
    interests,
    meetings,
    members,
    minutes,
    nouns,
    plan,
    requests,
    reviews,
    written,
)
from ledger_cli.dues.ground import Ground, Row, after

COLLECTORS: tuple[Callable[[Ground], Iterator[Row]], ...] = (
    meetings.rows,
    requests.rows,
    minutes.rows,
    members.rows,
    attendance.rows,
    deputies.rows,
    reviews.rows,
    delegations.rows,
    decisions.rows,
    plan.rows,
    written.rows,
    followups.rows,
    interests.rows,
    funds.rows,
    nouns.rows,
)
"""Every collector. A noun that says itself what is awaited goes into ``nouns.NOUNS`` instead."""


def collected(ground: Ground) -> list[Row]:
    """Give all that is due of the bodies that are asked about: overdue, by day, then undated."""
    found = (row for collect in COLLECTORS for row in collect(ground))
    return sorted(found, key=lambda row: order(row.awaited, ground.day))


def chosen(rows: list[Row], day: str, within: int | None) -> list[Row]:
    """Give what is due within so many days of a day (None: whenever), with what is overdue or has no day."""
    return rows if within is None else [row for row in rows if falls(row.awaited.due, after(day, within))]

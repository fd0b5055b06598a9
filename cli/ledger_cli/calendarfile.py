"""What is due as an iCalendar file (RFC 5545), which a calendar program can subscribe to.

A thing keeps its UID for ever: where its day moves, or it is settled, a subscription follows and nothing
doubles. Nothing in the file was ever sealed: no words, no names; persons are shown by their ids. It is the
same to the byte for the same ledger: its time stamp is that of the last entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import click

from ledger.awaiting import stands, when
from ledger.findings import DEFAULT
from ledger_cli.settings import INSTANT

if TYPE_CHECKING:
    from icalendar import Event

    from ledger_cli.dues.ground import Row

EXTRA = "expected the extra `office` for calendars, got none: pip install 'remit[office]'"
_ODD = re.compile(r"[^A-Za-z0-9.-]+")


def uid(row: Row, ledger: str) -> str:
    """Give the UID of something: of its kind, its id and the ledger, and of nothing that can change."""
    one = row.awaited
    return f"{_ODD.sub('-', one.kind)}.{_ODD.sub('-', one.id)}@{ledger}"


def write(rows: Iterable[Row], ledger: str, title: str, on: str, recorded: str) -> bytes:
    """Write what has a day into a calendar; what has none cannot stand in one.

    Args:
        rows: what is due.
        ledger: the id of the ledger.
        title: what the calendar is called.
        on: the day on which somebody asks.
        recorded: the instant of the last entry that is known.

    Raises:
        click.UsageError: the extra ``office`` is not installed.
    """
    try:
        from icalendar import Calendar
    except ModuleNotFoundError:
        raise click.UsageError(EXTRA) from None
    calendar = Calendar()
    for name, value in (
        ("prodid", "-//Remit//due//EN"),
        ("version", "2.0"),
        ("x-wr-calname", title),
        ("refresh-interval;value=duration", "PT12H"),
    ):
        calendar.add(name, value)
    stamp = datetime.strptime(recorded, INSTANT).replace(tzinfo=UTC, microsecond=0)
    for row in rows:
        day = when(row.awaited.due)
        if day is not None:
            calendar.add_component(_event(row, uid(row, ledger), date.fromisoformat(day), on, stamp))
    data: bytes = calendar.to_ical()
    return data


def _event(row: Row, uid_: str, day: date, on: str, stamp: datetime) -> Event:
    from icalendar import Event

    one, event = row.awaited, Event()
    late = "Overdue: " if stands(one.due, on) == "overdue" else ""
    whose = f"{one.body}: " if one.body else ""
    told = (
        f"due: {one.due.printed}",
        f"owner: {one.owner or 'not said'}",
        f"clause: {row.clause or DEFAULT}",
        f"settled by: {row.settle}",
    )
    event.add("uid", uid_)
    event.add("dtstamp", stamp)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"{late}{whose}{row.what}")
    event.add("description", "\n".join(told))
    event.add("categories", [one.kind])
    event.add("transp", "TRANSPARENT")
    return event

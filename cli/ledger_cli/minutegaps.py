"""Meetings without minutes: held, or planned for a day that is over, and none that were agreed (LSC-9.2).

Minutes are agreed at a later meeting, so those of the last one wait for it. What is decided in writing or
urgently between meetings has no minutes of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from ledger.sittings import URGENT, WRITTEN
from ledger_cli import comings

if TYPE_CHECKING:
    from ledger.minutes import Record
    from ledger_cli.lookups import Past
    from ledger_cli.output import Cell
    from ledger_cli.periods import Period

COLUMNS = ("date", "kind", "state", "minutes", "meeting")
_DECIDES = "meeting"
WAITS = "; the body has not met since"


class Gap(msgspec.Struct, frozen=True):
    """A meeting without minutes; ``minutes`` says how far they came."""

    date: str
    kind: str
    state: str
    minutes: str
    meeting: str

    def row(self) -> tuple[Cell, ...]:
        """Give it as a row of a table."""
        return (self.date, self.kind, self.state, self.minutes, self.meeting)


def read(past: Past, body: str, over: Period, day: str) -> list[Gap]:
    """Give the meetings of a body in a period that are without minutes on a day, by date."""
    every = comings.rows(past, comings.books(past, body), body, day)
    over_by_then = [row for row in every if row["state"] in {"held", "not recorded as held"}]
    wanted = [
        row
        for row in over_by_then
        if over.holds(row["date"] or "")
        and row["kind"] not in {URGENT, WRITTEN}
        and (row["date"] or "") <= day
    ]
    tags = [f"minutes:{row['meeting']}" for row in wanted]
    records = past.state(*tags).minutes if tags else None
    last = max((row["date"] or "" for row in over_by_then if _held(row)), default="")
    found = []
    for row in wanted:
        record = None if records is None else records.of(row["meeting"] or "")
        told: str | None = "none: it is not known whether it was held"
        if record is not None and row["state"] == "held":
            told = stage(record, row["kind"] or "", day, later=(row["date"] or "") < last)
        if told:
            cells = (row["date"], row["kind"], row["state"], told, row["meeting"])
            found.append(Gap(*(cell or "" for cell in cells)))
    return found


def _held(row: Mapping[str, str | None]) -> bool:
    """Say whether minutes can have been agreed at it."""
    return (row["state"], row["kind"]) == ("held", _DECIDES)


def stage(record: Record, kind: str, day: str, *, later: bool) -> str | None:
    """Say how far minutes came by a day; None: they are done.

    ``later``: the body met again after the meeting, so that it could have agreed them.
    """
    if any(when <= day for when, _ in record.agreed):
        return None
    issued = [(when, one.stage) for when, one in record.issued if when <= day]
    if kind != _DECIDES and issued:
        return None
    wait = "" if later or kind != _DECIDES else WAITS
    if not issued:
        return f"none{wait}"
    when, given = issued[-1]
    return f"{given} given out on {when}, not agreed{wait}"

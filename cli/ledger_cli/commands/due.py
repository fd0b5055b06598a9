"""``remit due``: everything that has a date, in one list; as a calendar too.

Implements of LSC-9.2, LSC-M5, PBP-2, PLA-7b, PLD-4 and HIW-3 that what is due is seen before it is late.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from ledger.awaiting import stands, when
from ledger.findings import DEFAULT
from ledger_cli.options import answering
from ledger_cli.output import Cell, Table, emit, emit_json, say
from ledger_cli.parameters import WITHIN
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import today

if TYPE_CHECKING:
    from ledger_cli.dues.ground import Row
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

_COLUMNS = ("state", "due", "what", "owner", "body", "clause", "settled by")


@click.command()
@click.argument("body", required=False)
@on_day
@click.option("--within", type=WITHIN, help="Within so many days or weeks: 30d, 4w.  [default: whenever]")
@known_then
@click.option(
    "--ics",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Into this file, as a calendar to subscribe to.",
)
@answering
def command(
    session: Session,
    body: str | None,
    on: str | None,
    within: int | None,
    known_at: str | None,
    ics: Path | None,
) -> None:
    """List what is due, of BODY or of every body: what is overdue first, then by day, then what has no day.

    Every line says whose it is, its day as printed, the clause, and the command that settles it. A calendar
    has nothing that was ever sealed, and keeps its entries apart when they move.

    \b
    Example:
      remit due lsc-icp --on 2026-03-01 --within 30d
      remit due --ics due.ics
    """
    from ledger_cli import dues
    from ledger_cli.dues.ground import Ground
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    rows = dues.chosen(dues.collected(Ground(past, day, body)), day, within)
    if ics is not None:
        _subscribe(session, past, rows, ics, body, day)
        return
    told = told_of(past, rows)
    if session.settings.as_json:
        emit_json([_as_json(row, words, day) for row, words in zip(rows, told.words, strict=True)])
        return
    listed = [_cells(row, words, told, day) for row, words in zip(rows, told.words, strict=True)]
    emit(Table(_COLUMNS, listed, f"{body or 'every body'}: due on {day}"), as_json=False)


def _subscribe(session: Session, past: Past, rows: list[Row], file: Path, body: str | None, day: str) -> None:
    from ledger_cli import calendarfile, giving

    last = [entry.recorded for entry in session.store.scan(max(past.upto, 1), max(past.upto, 1))]
    title = f"Due: {body}" if body else "Due"
    data = calendarfile.write(rows, session.id, title, day, last[0])
    undated = sum(when(row.awaited.due) is None for row in rows)
    if undated:
        say(f"{undated} without a day left out; see them: remit due{f' {body}' if body else ''}")
    giving.save(session.settings, file, data, kind="calendar", entries=str(len(rows) - undated))


class Told(msgspec.Struct, frozen=True):
    """What is said of rows on the screen alone: their sealed words, and the names of persons by id."""

    words: tuple[str | None, ...]
    names: Mapping[str, str]
    cited: Mapping[str, str | None]

    def spelled(self, text: str) -> str:
        """Put names before the ids of persons."""
        from ledger_cli import names

        return names.spell(text, self.names)


def told_of(past: Past, rows: Sequence[Row]) -> Told:
    """Look up what is sealed in rows, all at once."""
    from ledger_cli import names, promising

    facts = {row.words.at.fact.id: row.words.at for row in rows if row.words is not None}
    words = past.words(facts.values())
    said = (
        None if one is None else words.read(one.at.fact.id, one.path, one.sealed)
        for one in (row.words for row in rows)
    )
    persons = {one for row in rows for one in names.persons_in(f"{row.awaited.owner} {row.what}")}
    cited = {row.clause: promising.cited(past, row.clause) for row in rows if row.clause is not None}
    return Told(tuple(said), past.names(persons), cited)


def _cells(row: Row, words: str | None, told: Told, day: str) -> tuple[Cell, ...]:
    from ledger_cli.duedates import spelled

    one = row.awaited
    what = told.spelled(row.what) + (f": {words}" if words else "")
    owner = told.spelled(one.owner) if one.owner else None
    clause = told.cited.get(row.clause or "", row.clause) or DEFAULT
    return (stands(one.due, day), spelled(one.due), what, owner, one.body, clause, row.settle)


def _as_json(row: Row, words: str | None, day: str) -> dict[str, object]:
    one = row.awaited
    return {
        "state": stands(one.due, day),
        "due": one.due.printed,
        "first": one.due.first,
        "last": one.due.last,
        "doubt": one.due.doubt,
        "kind": one.kind,
        "id": one.id,
        "what": row.what,
        "words": words,
        "owner": one.owner,
        "body": one.body,
        "since": one.since,
        "clause": row.clause,
        "settled by": row.settle,
    }

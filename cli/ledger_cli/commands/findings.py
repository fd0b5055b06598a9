"""``remit findings``: every departure, defect and not-known of a period, by clause.

For auditors, and for the evidence of a governance statement (``docs/reference/audit.md``).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger_cli import periods
from ledger_cli.options import answering
from ledger_cli.output import Table, emit, emit_json, say
from ledger_cli.questions import known_then

if TYPE_CHECKING:
    from ledger_cli.periods import Period
    from ledger_cli.session import Session


@click.command()
@click.argument("body")
@periods.period
@click.option("--xlsx", "out", type=click.Path(path_type=Path, dir_okay=False), help="Into this spreadsheet.")
@periods.full
@known_then
@answering
def command(
    session: Session, body: str, over: Period, out: Path | None, full: bool, known_at: str | None
) -> None:
    """List every departure, defect and answer not met or not known of BODY over a period, by clause and rule.

    Each with its entry, its day, who recorded it, and the reason where its words are still there. A fact
    belongs to the period of the day on which it took effect, whenever it was recorded. What concerns an item
    that is withheld from the public is counted and listed, without its words.

    \b
    Example:
      remit findings lsc-icp --from 2023-04-01 --to 2024-03-31 --xlsx findings.xlsx
    """
    from ledger_cli import departures, giving, looking, spreadsheets, withholding
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    past.body(body)
    hidden = withholding.none() if full else withholding.hidden(session)
    with looking.views(session) as views:
        found = departures.read(session, views, past, body, over, hidden)
    sums = departures.counts(found)
    if out is not None:
        told = {kind: str(number) for kind, number in sums.items()}
        giving.save(session.settings, out, spreadsheets.write(departures.grids(found)), **told)
        return
    if session.settings.as_json:
        about = {"body": body, "from": over.first, "to": over.last, "known_at": past.upto}
        emit_json({**about, "counts": sums, "groups": departures.as_json(found)})
        return
    emit(Table(departures.COLUMNS, [one.row() for one in found]), as_json=False)
    said = departures.counted(sums)
    say(f"{body} from {over.first} to {over.last}, as known at entry {past.upto}: {said}")

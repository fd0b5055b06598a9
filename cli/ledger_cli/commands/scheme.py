"""``remit scheme``: the scheme of delegation as a matrix, with gaps and overlaps; out to a file and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from ledger_cli.options import answering, located, recording
from ledger_cli.output import Table, answer, emit, emit_json, say
from ledger_cli.parameters import DAY
from ledger_cli.parties import known_giver
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import Settings, today

if TYPE_CHECKING:
    from ledger_cli.schemes import Drawn, Read
    from ledger_cli.session import Session

_FORMATS = ("md", "html", "docx", "xlsx", "csv")
_FILES = {"docx": "a Word document", "xlsx": "a spreadsheet"}


@click.group()
def command() -> None:
    """The scheme of delegation: who may decide each function, with gaps and overlaps."""


@command.command()
@on_day
@known_then
@click.option("--body", metavar="CODE", help="What this body gives and holds, its offices included.")
@click.option("--ended", is_flag=True, help="With what was revoked, is over or lapsed.")
@click.option("--chain", metavar="DELEGATION", help="The chain above and below it, as a Mermaid graph.")
@click.option("--format", "kind", type=click.Choice(_FORMATS), default="md", show_default=True,
              help="Which format.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Into this file.")
@answering
def show(
    session: Session,
    on: str | None,
    known_at: str | None,
    body: str | None,
    chain: str | None,
    kind: str,
    out: Path | None,
    *,
    ended: bool,
) -> None:
    """Show for every function and every party what may be decided, what is kept, gaps and overlaps.

    \b
    Example:
      remit scheme show --on 2024-04-01 --format docx --out scheme.docx
    """
    from ledger_cli import schemes
    from ledger_cli.lookups import Past

    if kind in _FILES and out is None and not session.settings.as_json:
        raise click.UsageError(f"expected --out FILE for {_FILES[kind]}, got none")
    past = Past(session, known_at)
    if body is not None:
        past.body(body)
    read, day = schemes.read(past), on or today()
    if chain is not None:
        answer(schemes.graph(read, chain, day))
        return
    _give(session.settings, read, read.drawn(day, body, ended=ended), body, kind, out)


def _give(
    settings: Settings, read: Read, drawn: Drawn, body: str | None, kind: str, out: Path | None
) -> None:
    """Give a scheme out, on the screen or into a file."""
    from ledger_cli import giving, schemes, spreadsheets

    links = read.state.chain
    if out is None and settings.as_json:
        emit_json(schemes.record(drawn))
    elif kind == "xlsx" and out is not None:
        listed = schemes.delegations(drawn, links)
        data = spreadsheets.write({"Functions": schemes.matrix(drawn), "Delegations": listed})
        giving.save(settings, out, data, kind="Scheme of delegation")
    elif kind == "csv":
        text = schemes.as_csv(schemes.matrix(drawn, numbered=False))
        if out is None:
            answer(text.rstrip())
        else:
            giving.save(settings, out, text.encode(), kind="Scheme of delegation")
    else:
        giving.give(settings, schemes.paper(drawn, links, body), kind, out, None)


@command.command()
@click.option("--from", "before", type=DAY, required=True, help="The first day.")
@click.option("--to", "after", type=DAY, required=True, help="The other day.")
@known_then
@answering
def diff(session: Session, before: str, after: str, known_at: str | None) -> None:
    """Say what was added, ended or changed in the scheme between two days, by function and party.

    \b
    Example:
      remit scheme diff --from 2024-03-31 --to 2024-04-01
    """
    from ledger_cli import schemes
    from ledger_cli.lookups import Past

    read = schemes.read(Past(session, known_at))
    was, now = (read.drawn(day, ended=True) for day in (before, after))
    both = replace(now, called={**was.called, **now.called})
    rows = schemes.rows_of(was.scheme.diff(now.scheme), both)
    turned = [
        *schemes.turned(was.scheme.gaps, now.scheme.gaps, "gap"),
        *schemes.turned(was.scheme.overlaps, now.scheme.overlaps, "overlap"),
    ]
    if session.settings.as_json:
        changes = [dict(zip(schemes.CHANGES, row, strict=True)) for row in rows]
        emit_json({"from": before, "to": after, "changes": changes, "turned": turned})
        return
    emit(Table(schemes.CHANGES, rows), as_json=False)
    for line in turned:
        answer(line)


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", metavar="PARTY", help="Who gives what is new; where the cell is empty.")
@click.option("--power", help="The enabling power of what is new; where the cell is empty.")
@click.option("--source", type=click.Choice(("statute", "constitution", "resolution", "agreement")),
              default="resolution", show_default=True,
              help="What it rests on; where the cell is empty.")  # fmt: skip
@click.option("--resolution", metavar="ID", help="By which decision it is done; where the cell is empty.")
@on_day
@recording
def import_(
    session: Session,
    file: Path,
    by: str | None,
    power: str | None,
    source: str,
    resolution: str | None,
    on: str | None,
) -> None:
    """Give, amend and revoke authority as a spreadsheet FILE says, a delegation a row: all of it, or none.

    A row without an id is new. One with the id of a delegation amends it where its cells say something else,
    and revokes it with `revoke` in the column `change`. What is not in FILE stays as it is.
    `remit scheme template` writes an empty one, `remit scheme export` one with what holds now.

    \b
    Example:
      remit scheme import scheme.xlsx --by icp --power "s.75 NHS Act 2006" --on 2024-04-01
    """
    from ledger_cli import schemeimport

    defaults = {"by": by, "power": power, "source": source, "resolution": resolution}
    schemeimport.record(session, file, on or today(), defaults)


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--by", metavar="PARTY", help="What this party gave: a body, or organisation:CODE.")
@on_day
@answering
def export(session: Session, file: Path, by: str | None, on: str | None) -> None:
    """Write the delegations that hold into a spreadsheet FILE, a row each, to edit and import again.

    \b
    Example:
      remit scheme export scheme.xlsx --by icp --on 2024-04-01
    """
    from ledger_cli import giving, schemeimport, schemesheet, spreadsheets

    _fresh(file)
    rows = schemeimport.export(session, by and known_giver(session, by), on or today())
    data = spreadsheets.write(schemesheet.grids(rows))
    giving.save(session.settings, file, data, kind="Scheme of delegation", delegations=str(len(rows)))


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@located
def template(settings: Settings, file: Path) -> None:
    """Write an empty spreadsheet FILE to fill in for `remit scheme import`, with a sheet that explains it.

    \b
    Example:
      remit scheme template scheme.xlsx
    """
    from ledger_cli import giving, schemesheet, spreadsheets

    _fresh(file)
    giving.save(settings, file, spreadsheets.write(schemesheet.grids()), kind="template")
    say("fill in a row for each delegation; several in one cell are separated by semicolons")


def _fresh(file: Path) -> None:
    """Write over no file: somebody may have edited it.

    Raises:
        click.UsageError: it is there.
    """
    if file.exists():
        raise click.UsageError(f"expected a file that does not exist yet, got {file}")

"""``remit scheme``: the scheme of delegation as a matrix, with gaps and overlaps; grants from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from ledger.facts import delegations as facts
from ledger_cli import ids
from ledger_cli.options import answering, located, recording
from ledger_cli.output import Table, answer, emit, emit_json, say
from ledger_cli.parameters import DAY
from ledger_cli.proposing import propose
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
    from ledger_cli import giving, schemes, schemesheet

    links = read.state.chain
    if out is None and settings.as_json:
        emit_json(schemes.record(drawn))
    elif kind == "xlsx" and out is not None:
        listed = schemes.delegations(drawn, links)
        data = schemesheet.write({"Functions": schemes.matrix(drawn), "Delegations": listed})
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
@click.option("--by", required=True, metavar="PARTY", help="Who gives it: a body, or organisation:CODE.")
@click.option("--power", required=True, help="The enabling power: under which section or clause.")
@click.option("--source", type=click.Choice(("statute", "constitution", "resolution", "agreement")),
              default="resolution", show_default=True, help="What it rests on.")  # fmt: skip
@click.option("--resolution", metavar="ID", help="The decision by which it is given.")
@on_day
@recording
def import_(
    session: Session,
    file: Path,
    by: str,
    power: str,
    source: Any,  # noqa: ANN401 - one of the choices
    resolution: str | None,
    on: str | None,
) -> None:
    """Give authority as a spreadsheet FILE says, a grant a row: all of them, or none.

    The same file for the same day again is the same request. `remit scheme template` writes an empty one.

    \b
    Example:
      remit scheme import scheme.xlsx --by icp --power "s.75 NHS Act 2006" --on 2024-04-01
    """
    from ledger.tags import FUNCTIONS
    from ledger_cli import schemesheet
    from ledger_cli.delegating import giver, party
    from ledger_cli.giving import read
    from ledger_cli.lookups import Past

    day, settings = on or today(), session.settings
    catalogue = Past(session).state(FUNCTIONS).functions.on(day)
    given = schemesheet.read(file, catalogue, lambda text: party(session, text))
    parts = ("scheme", by, power, source, resolution or "", day)
    request = settings.request or ids.request_of(*(one.encode() for one in parts), read(file))
    maker = ids.Maker(request)
    bodies = [
        facts.Granted(
            maker("g"), giver(by), one.to, power, one.scope, one.manner, source=source, resolution=resolution
        )
        for one in given
    ]
    proposals = [
        replace(propose(settings, body, day), clauses=one.clauses)
        for body, one in zip(bodies, given, strict=True)
    ]
    session.submit(proposals, request, made={"delegations": ", ".join(one.delegation for one in bodies)})


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@located
def template(settings: Settings, file: Path) -> None:
    """Write an empty spreadsheet FILE to fill in for `remit scheme import`.

    \b
    Example:
      remit scheme template scheme.xlsx
    """
    from ledger_cli import giving, schemesheet

    if file.exists():
        raise click.UsageError(f"expected a file that does not exist yet, got {file}")
    giving.save(
        settings, file, schemesheet.write({schemesheet.SHEET: schemesheet.grid_of()}), kind="template"
    )
    say("fill in a row for each grant; several in one cell are separated by semicolons")

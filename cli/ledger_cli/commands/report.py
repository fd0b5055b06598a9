"""``remit report``: what a year of a body comes to, as the evidence of a governance statement."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger_cli import periods
from ledger_cli.options import answering
from ledger_cli.output import emit_json
from ledger_cli.parameters import DAY
from ledger_cli.questions import known_then

if TYPE_CHECKING:
    from ledger_cli.papers.tree import Paper
    from ledger_cli.periods import Period
    from ledger_cli.session import Session
    from ledger_cli.settings import Settings

_file = click.Path(path_type=Path, dir_okay=False)


@click.group()
def command() -> None:
    """What a year of a body comes to, on paper."""


@command.command()
@click.argument("body")
@periods.period
@click.option("--docx", type=_file, help="Into this Word document.")
@click.option("--html", type=_file, help="Into this HTML file.")
@click.option("--template", type=_file, help="A Word document with your own layout, for --docx.")
@periods.full
@click.option("--on", type=DAY, help="As it stands on which day.  [default: the last day of the period]")
@known_then
@answering
def year(
    session: Session,
    body: str,
    over: Period,
    docx: Path | None,
    html: Path | None,
    template: Path | None,
    full: bool,
    on: str | None,
    known_at: str | None,
) -> None:
    """Put together the evidence of a governance statement for BODY: figures, and the lists that they count.

    Meetings, attendance, quoracy, departures, urgent actions, what is overdue. As it stands on the last day
    of the period, or on --on. Without a file it is printed; with --json the figures alone.

    \b
    Example:
      remit report year lsc-icp --from 2023-04-01 --to 2024-03-31 --docx year.docx --html year.html
    """
    from ledger_cli import giving, withholding, yearreport
    from ledger_cli.lookups import Past

    if template is not None and docx is None:
        raise click.UsageError("expected --docx with --template, got none")
    past = Past(session, known_at)
    past.body(body)
    hidden = withholding.none() if full else withholding.hidden(session)
    found = yearreport.read(session, past, body, over, on or over.last, hidden)
    if session.settings.as_json:
        emit_json({"body": body, "from": over.first, "to": over.last, "figures": dict(found.figures)})
    _write(session.settings, found.paper, {"docx": docx, "html": html}, template)
    if docx is None and html is None and not session.settings.as_json:
        giving.give(session.settings, found.paper, "md", None, None)


def _write(settings: Settings, paper: Paper, files: Mapping[str, Path | None], template: Path | None) -> None:
    """Write a paper into each file that is asked for; in JSON the figures are the one answer."""
    from ledger_cli import giving

    for kind, file in files.items():
        if file is not None:
            data = giving.rendered(paper, kind, template if kind == "docx" else None)
            if settings.as_json:
                giving.store(file, data)
            else:
                giving.save(settings, file, data, kind=paper.kind, public="yes" if paper.public else "no")

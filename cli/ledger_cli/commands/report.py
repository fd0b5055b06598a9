"""``remit report``: what a year of a body comes to, as the evidence of a governance statement."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger_cli import periods
from ledger_cli.options import answering
from ledger_cli.output import emit_json
from ledger_cli.questions import known_then, on_day

if TYPE_CHECKING:
    from ledger_cli.periods import Period
    from ledger_cli.session import Session

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
@on_day
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
    kept = {"kind": found.paper.kind, "public": "yes" if found.paper.public else "no"}
    for kind, file in (("docx", docx), ("html", html)):
        if file is not None:
            data = giving.rendered(found.paper, kind, template if kind == "docx" else None)
            if session.settings.as_json:
                giving.store(file, data)
            else:
                giving.save(session.settings, file, data, **kept)
    if docx is None and html is None and not session.settings.as_json:
        giving.give(session.settings, found.paper, "md", None, None)

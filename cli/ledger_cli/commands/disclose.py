"""``remit disclose``: a redacted extract for a request under freedom of information."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger_cli import giving
from ledger_cli.options import answering
from ledger_cli.parameters import DAY

if TYPE_CHECKING:
    from ledger_cli.session import Session

KINDS = {".html": "html", ".md": "markdown", ".docx": "docx", ".csv": "csv"}


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--body", required=True, help="The body whose record is disclosed.")
@click.option("--from", "first", type=DAY, help="From the meetings of this day on.")
@click.option("--to", "last", type=DAY, help="Up to the meetings of this day.")
@click.option(
    "--withhold",
    multiple=True,
    metavar="CLASS=REASON",
    help="names, members, notes, exempt or confidential, with the reason that is printed; again for another.",
)
@click.option("--for", "answers", metavar="TEXT", help="The request that it answers: request 2026/12.")
@answering
def command(
    session: Session,
    file: Path,
    body: str,
    first: str | None,
    last: str | None,
    withhold: tuple[str, ...],
    answers: str | None,
) -> None:
    """Write what BODY recorded into FILE (.html, .md, .docx or .csv), with a list of what is withheld.

    Withheld without being asked: items that are exempt or confidential, and the names of those who hold no
    seat or office of the body. Read it before it goes out: names that are not written in full are not found.

    \b
    Example:
      remit disclose extract.docx --body lsc-icp --from 2024-01-01 --for "request 2026/12"
    """
    kind = KINDS.get(file.suffix.lower())
    if kind is None:
        raise click.UsageError(f"expected a file that ends in {', '.join(KINDS)}, got {file.name}")
    from ledger_cli import disclosing

    reasons = dict(disclosing.DEFAULTS)
    for one in withhold:
        name, equals, reason = one.partition("=")
        if not equals or name not in disclosing.CLASSES or not reason.strip():
            expected = f"CLASS=REASON with a class of {', '.join(disclosing.CLASSES)}"
            raise click.UsageError(f"expected {expected}, got {one[:80]!r}")
        reasons[name] = reason.strip()
    asked = disclosing.Asked(body, first, last, reasons, answers)
    paper = disclosing.extract(session, asked)
    data = disclosing.as_csv(paper) if kind == "csv" else giving.rendered(paper, kind, None)
    giving.save(session.settings, file, data, kind=paper.kind, public="yes")

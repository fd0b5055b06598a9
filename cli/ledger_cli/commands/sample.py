"""``remit sample``: decisions to look at, drawn so that anybody can draw them again.

``docs/reference/audit.md`` gives the rule.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger_cli import periods
from ledger_cli.options import answering
from ledger_cli.output import say
from ledger_cli.questions import known_then

if TYPE_CHECKING:
    from ledger_cli.periods import Period
    from ledger_cli.session import Session


@click.command()
@click.argument("body")
@periods.period
@click.option("--size", type=click.IntRange(1, 10_000), required=True, help="How many decisions.")
@click.option("--seed", required=True, help="Any text: the same text draws the same sample.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="Into this spreadsheet.",
)
@periods.full
@known_then
@answering
def command(
    session: Session,
    body: str,
    over: Period,
    size: int,
    seed: str,
    out: Path,
    full: bool,
    known_at: str | None,
) -> None:
    """Draw a sample of the decisions of BODY over a period, with the questions to ask of each.

    Take a seed that neither side could choose alone. Decisions about items that are withheld from the public
    are drawn as well, without their words.

    \b
    Example:
      remit sample lsc-icp --from 2023-04-01 --to 2024-03-31 --size 12 --seed "Audit 2024" -o sample.xlsx
    """
    from ledger_cli import giving, samples, spreadsheets, withholding
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    past.body(body)
    hidden = withholding.none() if full else withholding.hidden(session)
    found = samples.draw(session, past, body, over, size, seed, hidden)
    about = {name.replace(" ", "_"): value for name, value in found.about}
    giving.save(session.settings, out, spreadsheets.write(samples.grids(found), frozen=2), **about)
    if found.population < size:
        decisions = f"{found.population} decision{'' if found.population == 1 else 's'}"
        say(f"the period has {decisions}, fewer than {size}: all of them were drawn")

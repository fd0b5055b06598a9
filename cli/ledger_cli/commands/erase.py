"""``remit erase``: destroy the words behind sealed fields, on a legal ground, with two signatures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger_cli.options import recording
from ledger_cli.output import say
from ledger_cli.proposing import propose
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger_cli.session import Session


@click.command()
@click.argument("fact")
@click.argument("paths", metavar="FIELD...", nargs=-1)
@click.option("--ground", required=True, metavar="LAW", help="The legal ground: UK GDPR Art. 17(1)(d).")
@click.option("--body", help="The body whose act this is.  [default: the one whose act the fact was]")
@click.option("--person", help="Whose words or data they are, by id or name: nobody signs for their own.")
@click.option("--reason", help="Why; kept sealed.")
@click.option(
    "--second-key",
    "second",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The private key of the second officer; its passphrase is asked for, or REMIT_SECOND_PASSPHRASE.",
)
@recording
def command(
    session: Session,
    fact: str,
    paths: tuple[str, ...],
    ground: str,
    body: str | None,
    person: str | None,
    reason: str | None,
    second: Path,
) -> None:
    """Destroy the words behind fields of FACT, by its id or the number of its entry. There is no way back.

    The fact stays, with everything of it that is not sealed: who, when, how many, which codes. What
    corrections say in the same fields goes too. Two officers sign: --key and --second-key.

    \b
    Example:
      remit erase r-mnbqk3jz5x2c4d7e/4 note --ground "UK GDPR Art. 17(1)(d)" --second-key monitoring.key
    """
    from ledger_cli import erasing, people

    request = request_id(session.settings)
    whose = None if person is None else people.find(session.store, person)
    plan = erasing.plan(session, request, fact, paths, body)
    for line in plan.lines:
        say(session.spell(line))
    bodies = erasing.bodies(session, plan, ground, whose, reason)
    proposals = [propose(session.settings, one, today()) for one in bodies]
    if session.submit(proposals, request, more=(session.keys.second(second),)) is None:
        return
    for line in erasing.sweep(session, plan):
        say(line)

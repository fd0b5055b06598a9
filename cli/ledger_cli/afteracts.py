"""``remit delegation report`` and ``ratify``: what becomes of acts under a delegation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.facts import delegations as facts
from ledger_cli.delegating import dated, party, proposed
from ledger_cli.options import recording
from ledger_cli.questions import on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger_cli.session import Session


@click.command()
@click.argument("delegation")
@click.argument("acts", nargs=-1, required=True, metavar="ACT...")
@click.option("--to", required=True, metavar="PARTY", help="Who was told.")
@click.option("--meeting", metavar="ID", help="At which meeting, where that is a body's.")
@click.option("--notified", is_flag=True, help="They were notified, where the delegation asks for that.")
@dated
@recording
def report(
    session: Session,
    delegation: str,
    acts: tuple[str, ...],
    to: str,
    meeting: str | None,
    notified: bool,
    on: str | None,
    clauses: tuple[str, ...],
) -> None:
    """Record that acts under a delegation were reported, or notified, as it asks for.

    \b
    Example:
      remit delegation report g-mnbqk3jz5x2c4d7e a-mnbqk3jz5x2c4d7e --to body:lsc-icp
    """
    from ledger_cli import chains

    link = chains.read(session.store, (delegation,)).links(delegation)[-1]
    what: facts.Told = "notify" if notified else "report"
    body = facts.Reported(delegation, link.giver(on or today()), acts, party(session, to), meeting, what)
    session.submit([proposed(session, body, on, clauses)], request_id(session.settings))


@click.command()
@click.argument("act")
@click.option("--resolution", required=True, metavar="ID", help="The decision of the giver.")
@on_day
@recording
def ratify(session: Session, act: str, resolution: str, on: str | None) -> None:
    """Record that the giver took an ACT over afterwards; that is no authority before.

    \b
    Example:
      remit delegation ratify a-mnbqk3jz5x2c4d7e --resolution d-mnbqk3jz5x2c4d7e
    """
    from ledger_cli import chains, explaining
    from ledger_cli.lookups import Past

    _, done = explaining.act_of(Past(session), act)
    root = chains.read(session.store, done.chain[:1]).links(done.chain[0])[0]
    body = facts.Ratified(act, root.giver(on or today()), resolution)
    session.submit([proposed(session, body, on, ())], request_id(session.settings))

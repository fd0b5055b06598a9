"""``remit delegation acts``, ``report`` and ``ratify``: what becomes of acts under a delegation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from ledger.facts import delegations as facts
from ledger_cli.delegating import dated
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, emit, say
from ledger_cli.parties import party
from ledger_cli.proposing import submit
from ledger_cli.questions import on_day
from ledger_cli.settings import today

if TYPE_CHECKING:
    from ledger_cli.session import Session

_NEVER = "9999-12-31"


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

    links = chains.read(session.store, (delegation,)).links(delegation)
    link = links[-1]
    what: facts.Told = "notify" if notified else "report"
    day, whom = on or today(), party(session, to)
    body = facts.Reported(delegation, link.giver(day), acts, whom, meeting, what)
    owed = {(one.what, one.to) for above in links for one in above.version(day).manner.duties}
    if (what, whom) not in owed:
        asked = ", ".join(sorted(one for said, one in owed if said == what)) or "nobody"
        say(session.spell(f"no {what} to {whom} is asked for under {delegation}, but to {asked}"))
    submit(session, on, body, clauses=clauses)


@click.command()
@click.argument("delegation")
@on_day
@answering
def acts(session: Session, delegation: str, on: str | None) -> None:
    """List the acts under a DELEGATION up to a day, and of which somebody is still to be told, by when.

    \b
    Example:
      remit delegation acts g-mnbqk3jz5x2c4d7e
    """
    from ledger import uses
    from ledger.scopes import show
    from ledger_cli import chains, disputing
    from ledger_cli.lookups import Past

    day, past = on or today(), Past(session)
    links = chains.read(session.store, (delegation,)).links(delegation)
    chain = past.state(f"acts:{delegation}", f"delegation:{delegation}").chain
    duties = [duty for link in links for duty in link.version(day).manner.duties]
    rows = []
    for act, done in chain.acts.items():
        # Asked as of the end of time, whatever nobody was told of by the day is owed.
        by_then = replace(chain, told={act: tuple(t for t in chain.told.get(act, ()) if t[2] <= day)})
        owed = [(uses.overdue(duty, delegation, by_then, _NEVER).get(act), duty) for duty in duties]
        due = "; ".join(f"{duty.what} to {duty.to} by {last}" for last, duty in owed if last)
        who = ", ".join(done.body.persons) or done.body.resolution
        amount = show(done.body.amount) if done.body.amount else None
        if done.day <= day:
            held = "; ".join(disputing.held(past, act, day))
            cells = (act, done.day, who, done.body.function, amount, due, held)
            rows.append(tuple(session.spell(one) if one else None for one in cells))
    columns = ("act", "day", "who", "function", "amount", "due", "standing")
    emit(Table(columns, rows, f"{delegation} on {day}"), as_json=session.settings.as_json)


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
    submit(session, on, body)

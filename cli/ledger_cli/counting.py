"""The commands about a membership as a whole: how many members over time, and in what balance.

Implements LSC-7.10, PLD-3 and PBP-8.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.findings import DEFAULT
from ledger_cli.options import answering
from ledger_cli.output import Table, emit, say
from ledger_cli.parameters import DAY
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import today

if TYPE_CHECKING:
    from ledger_cli.session import Session

_NO, _NOT_KNOWN = 1, 8


@click.command()
@click.argument("body")
@click.option("--from", "first", type=DAY, help="The first day.  [default: the day it was constituted]")
@click.option("--to", "last", type=DAY, help="The last day.  [default: today]")
@known_then
@answering
def numbers(session: Session, body: str, first: str | None, last: str | None, known_at: str | None) -> None:
    """Give the number of members on the first day, and on every day on which it changed.

    Beside those who are known to be members stands of how many others that is not known.

    \b
    Example:
      remit member numbers lsc-icp --from 2023-04-17 --to 2024-07-15
    """
    from ledger import membership
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    past.body(body)
    state = past.state(f"roll:{body}", f"body:{body}")
    start, stop = first or state.bodies.since[body], last or today()
    if start > stop:
        raise click.UsageError(f"expected --from a day up to {stop}, got {start}")
    found = membership.numbers(state.roll, body, start, stop)
    rows = [(one.day, one.members, one.unsure) for one in found]
    table = Table(("day", "members", "not known"), rows, f"{body}: members from {start} to {stop}")
    emit(table, as_json=session.settings.as_json)


@click.command()
@click.argument("body")
@on_day
@known_then
@answering
def balance(session: Session, body: str, on: str | None, known_at: str | None) -> int:
    """Is the membership in the balance that the terms ask for? Exit code 1: lost; 8: not known.

    \b
    Example:
      remit member balance lsc-icp --on 2024-03-25
    """
    from ledger.findings import Verdict, all_of
    from ledger_cli.balancing import judged
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    found = judged(past, body, day)
    if found is None:
        say(f"not known: no terms of {body} are known to be in force on {day}")
        return _NOT_KNOWN
    columns = ("rule", "clause", "answer", "expected", "got")
    rows = [(one.rule, one.clause or DEFAULT, one.verdict.value, one.expected, one.got) for one in found]
    emit(Table(columns, rows, f"{body}: balance on {day}"), as_json=session.settings.as_json)
    if not found:
        say(f"the terms of {body} ask for no balance")
    return {Verdict.NOT_MET: _NO, Verdict.NOT_KNOWN: _NOT_KNOWN}.get(all_of(one.verdict for one in found), 0)

"""``remit followup``: what falls out of items, until it is done (LSC-M5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from ledger.facts.followups import Closed, Slipped
from ledger.facts.words import Words
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, emit
from ledger_cli.parameters import DAY
from ledger_cli.proposing import propose
from ledger_cli.questions import known_then
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger_cli.session import Session

_COLUMNS = ("followup", "noted", "what", "due", "slipped", "state", "since")


@click.group()
def command() -> None:
    """What falls out of items, until it is done."""


@command.command("list")
@click.argument("body")
@click.option("--open", "open_only", is_flag=True, help="Only what is still to be done.")
@known_then
@answering
def list_(session: Session, body: str, open_only: bool, known_at: str | None) -> None:
    """List what meetings of a body had noted: when it is due, how often it slipped, whether it is done.

    \b
    Example:
      remit followup list lsc-icp --open
    """
    from ledger_cli import following
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    past.body(body)
    rows = [
        (
            one.noted.followup,
            one.day,
            text,
            one.due,
            len(one.slipped) or None,
            one.closed[1].outcome if one.closed else "to be done",
            one.closed[0] if one.closed else None,
        )
        for one, text in following.of_body(past, body)
        if one.closed is None or not open_only
    ]
    emit(Table(_COLUMNS, rows, f"{body}: follow-ups"), as_json=session.settings.as_json)


@command.command()
@click.argument("followup")
@click.argument("body")
@click.option("--due", help="When it is due now, exactly as printed.")
@click.option("--reason", required=True, help="Why; kept sealed.")
@click.option("--on", type=DAY, help="The day on which that was told.  [default: today]")
@recording
def slip(session: Session, followup: str, body: str, due: str | None, reason: str, on: str | None) -> None:
    """Record that something is due later than it was.

    \b
    Example:
      remit followup slip f-aaaaaaaaaaaaaaaa lsc-icp --due "September 2024" --reason "no time in July"
    """
    fact = Slipped(followup, body, due, Words.of(reason))
    session.submit([propose(session.settings, fact, on or today())], request_id(session.settings))


@command.command()
@click.argument("followup")
@click.argument("body")
@click.option("--outcome", type=click.Choice(["done", "dropped", "overtaken"]), default="done")
@click.option("--text", help="What was done; kept sealed.")
@click.option("--meeting", help="The id of the meeting at which it was reported.")
@click.option("--on", type=DAY, help="From which day.  [default: today]")
@recording
def close(
    session: Session,
    followup: str,
    body: str,
    outcome: Literal["done", "dropped", "overtaken"],
    text: str | None,
    meeting: str | None,
    on: str | None,
) -> None:
    """Record that something is done, dropped or overtaken.

    \b
    Example:
      remit followup close f-aaaaaaaaaaaaaaaa lsc-icp --text "Report came to the July meeting"
    """
    words = None if text is None else Words.of(text)
    fact = Closed(followup, body, outcome, words, meeting)
    session.submit([propose(session.settings, fact, on or today())], request_id(session.settings))

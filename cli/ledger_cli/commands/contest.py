"""``remit contest``: say with your own key that what a clerk recorded of you is not so, or take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger_cli.options import recording
from ledger_cli.proposing import submit

if TYPE_CHECKING:
    from ledger_cli.session import Session


@click.command()
@click.argument("fact", required=False)
@click.option("--vote", metavar="MOTION", help="Your vote on this motion, in the place of FACT.")
@click.option("--text", help="What happened, as you say; kept sealed.")
@click.option("--withdraw", is_flag=True, help="Take back that you contest it.")
@recording
def command(session: Session, fact: str | None, vote: str | None, text: str | None, withdraw: bool) -> None:
    """Contest FACT, by its id or the number of its entry: a vote, a presence or an interest of yours.

    You sign with your own key. Nothing that was recorded changes; that you contest it is shown beside it.
    With --withdraw you take that back, which is shown too.

    \b
    Example:
      remit contest r-mnbqk3jz5x2c4d7e/4 --text "I had left before the vote"
      remit contest --vote v-mnbqk3jz5x2c4d7e --text "I voted against"
      remit contest --vote v-mnbqk3jz5x2c4d7e --withdraw
    """
    from ledger import ed25519
    from ledger.contesting import tag_of
    from ledger.facts.contesting import Body, Contested, Withdrawn
    from ledger.facts.fact import Acted
    from ledger.facts.words import Words
    from ledger_cli import contests

    person = session.ledger.person_of(ed25519.key_id(session.keys.officer().public))
    at = contests.named(session, fact, vote, person)
    found = (at.fact.id, tag_of(at.fact.body), person)
    if withdraw:
        body: Body = Withdrawn(*found, None if text is None else Words.of(text))
    elif text is not None:
        body = Contested(*found, Words.of(text))
    else:
        raise click.UsageError("expected --text, what happened as you say")
    submit(session, None, body, acted=Acted(person))

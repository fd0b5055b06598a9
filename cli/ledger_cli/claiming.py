"""``remit decision claim``, ``trace``, ``claims``: what people say was decided without a record (SYS-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.facts.outcomes import Claimed, Traced
from ledger.facts.words import Words
from ledger_cli import ids
from ledger_cli.aboutdecision import body_of, when
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, emit
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then
from ledger_cli.settings import request_id

if TYPE_CHECKING:
    from ledger_cli.session import Session

NOT_KNOWN = 8


@click.command()
@click.argument("body")
@click.option("--text", required=True, help="What people say was decided; kept sealed.")
@click.option("--taken", help="When, as they say.")
@click.option("--by", metavar="PERSON", help="Who says so: an id or a name.")
@when
@recording
def claim(session: Session, body: str, text: str, taken: str | None, by: str | None, on: str | None) -> None:
    """Record that people say BODY decided something of which no record shows.

    \b
    Example:
      remit decision claim lsc-icp --text "a workshop in July was agreed" --taken "March 2024"
    """
    from ledger_cli import people

    request = request_id(session.settings)
    made = ids.Maker(request)("c")
    who = None if by is None else people.find(session.store, by)
    fact = Claimed(made, body, Words.of(text), taken, who)
    submit(session, on, fact, request=request, made={"claim": made})


@click.command()
@click.argument("claim")
@click.argument("decision")
@when
@recording
def trace(session: Session, claim: str, decision: str, on: str | None) -> None:
    """Record that the record of a CLAIM was found: it is DECISION.

    \b
    Example:
      remit decision trace c-mnbqk3jz5x2c4d7e d-aaaaaaaaaaaaaaaa
    """
    submit(session, on, Traced(claim, body_of(session, decision), decision))


@click.command()
@click.argument("body")
@known_then
@answering
def claims(session: Session, body: str, known_at: str | None) -> int:
    """List what people say BODY decided: claimed with no record, or known only since.

    \b
    Example:
      remit decision claims lsc-icp
    """
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    past.body(body)
    told = [(at, one) for at, one in past.every(Claimed) if one.body == body]
    traced = {one.claim: (at.day, one.resolution) for at, one in past.every(Traced)}
    words, rows = past.words(at for at, _ in told), []
    for at, one in told:
        found = traced.get(one.claim)
        state = "claimed, no record" if found is None else f"known only since {found[0]}"
        text = words.read(at.fact.id, "body.text", one.text)
        rows.append((one.claim, at.day, text, one.taken, state, None if found is None else found[1]))
    columns = ("claim", "on", "what", "taken", "state", "decision")
    emit(Table(columns, rows, f"{body}: claims"), as_json=session.settings.as_json)
    return NOT_KNOWN if any(row[-1] is None for row in rows) else 0

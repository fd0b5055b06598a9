"""``remit partner``: what a partner holds under a body; asking it to leave, leaving, rejoining (HIW-6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.facts import concerns as facts
from ledger.facts.words import Words
from ledger_cli import parties
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, emit, emit_json, emit_record
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import today

if TYPE_CHECKING:
    from ledger_cli.session import Session

_when = click.option("--on", type=DAY, help="The day of it.  [default: today]")
_text = click.option("--text", required=True, help="Why; kept sealed.")
_COLUMNS = ("what", "which", "when it leaves")


@click.group()
def command() -> None:
    """What a partner holds, asking it to leave, and what follows when it does, or comes back."""


@command.command("ask-to-leave")
@click.argument("body")
@click.argument("organisation")
@click.option("--concern", required=True, metavar="ID", help="The concern that went on to this.")
@click.option("--resolution", metavar="ID", help="The decision of the body to ask it.")
@click.option("--due", metavar="WHEN", help="By when it is asked, as it is said.")
@_text
@_when
@recording
def ask_to_leave(
    session: Session,
    body: str,
    organisation: str,
    concern: str,
    resolution: str | None,
    due: str | None,
    text: str,
    on: str | None,
) -> None:
    """Record that ORGANISATION is asked to leave; what that would do is shown first.

    \b
    Example:
      remit partner ask-to-leave wellbeing-board uclh --concern cn-mnbqk3jz5x2c4d7e --text "No change"
    """
    from ledger_cli import endings, leaving
    from ledger_cli.duedates import due_of
    from ledger_cli.lookups import Past

    day, past = on or today(), Past(session)
    code = parties.organisation(past, organisation)
    endings.show(session, leaving.of_partner(past, body, code, day))
    until = None if due is None else due_of(due)
    fact = facts.AskedToLeave(code, body, concern, resolution, Words.of(text), until)
    submit(session, day, fact)


@command.command()
@click.argument("body")
@click.argument("organisation")
@_text
@_when
@recording
def leave(session: Session, body: str, organisation: str, text: str, on: str | None) -> None:
    """Record that ORGANISATION leaves BODY; what ends with it is shown first, and recorded with it.

    \b
    Example:
      remit partner leave wellbeing-board uclh --text "By its board" --on 2018-09-30
    """
    from ledger_cli import endings, leaving
    from ledger_cli.lookups import Past

    day, past = on or today(), Past(session)
    code = parties.organisation(past, organisation)
    told = leaving.of_partner(past, body, code, day)
    endings.show(session, told)
    known = past.state(f"partners:{body}")
    asked = known.concerns.asked_on(body, code, day, known.directory) is not None
    bodies = (*endings.facts_of(told), facts.Left(code, body, asked, Words.of(text)))
    submit(session, day, *bodies)


@command.command()
@click.argument("body")
@click.argument("organisation")
@click.option("--resolution", metavar="ID", help="The decision of the body to admit it.")
@click.option(
    "--agreement", metavar="ID", help="The agreement in force that lets others join, signed since it left."
)
@_text
@_when
@recording
def rejoin(
    session: Session,
    body: str,
    organisation: str,
    resolution: str | None,
    agreement: str | None,
    text: str,
    on: str | None,
) -> None:
    """Record that ORGANISATION, which had left BODY, is a partner again; what it has then is shown first.

    \b
    Example:
      remit partner rejoin wellbeing-board uclh --resolution d-mnbqk3jz5x2c4d7e --text "Admitted again"
    """
    from ledger_cli import endings, rejoining
    from ledger_cli.lookups import Past

    day = on or today()
    told = rejoining.of_partner(Past(session), body, organisation, day)
    endings.show(session, told, "what it has then")
    fact = facts.Rejoined(organisation, body, resolution, agreement, Words.of(text))
    proposed = (fact, *endings.facts_of(told))
    submit(session, day, *proposed)


@command.command()
@click.argument("body")
@click.argument("organisation")
@on_day
@known_then
@answering
def show(session: Session, body: str, organisation: str, on: str | None, known_at: str | None) -> None:
    """Show all that ORGANISATION holds under BODY, and what becomes of it when it leaves; records nothing.

    \b
    Example:
      remit partner show wellbeing-board uclh
    """
    from ledger_cli import leaving
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    code = parties.organisation(past, organisation)
    state = past.state(f"partners:{body}", f"organisation:{code}", f"terms:{body}")
    asked = state.concerns.asked_on(body, code, day, state.directory)
    left = state.directory.left_on(body, code, day)
    told = {
        "partner": code,
        "title": state.directory.organisations[code].title,
        "body": body,
        "by the terms": leaving.by_terms(state, body, code, day),
        "asked to leave": "no" if asked is None else f"for {asked.concern}",
        "left": left or "no",
    }
    held = leaving.of_partner(past, body, code, day)
    rows = [(one.what, session.spell(one.which), one.becomes) for one in held]
    if session.settings.as_json:
        emit_json({**told, "holds": [dict(zip(_COLUMNS, row, strict=True)) for row in rows]})
        return
    emit_record(told, as_json=False)
    emit(Table(_COLUMNS, rows, "What it holds"), as_json=False)

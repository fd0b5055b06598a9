"""``remit key-decision``: the forward plan that announces key decisions, and exceptions from its notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import click

from ledger.facts.keydecisions import Announced, Excepted, Exception_, Withdrawn
from ledger.facts.words import Words
from ledger_cli import ids
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, emit
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger.keydecisions import Entry
    from ledger.state import State
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

NOT_KNOWN = 8
_COLUMNS = ("entry", "matter", "what", "expected", "published", "may be decided from", "taken")
_reason = click.option("--reason", required=True, help="Why; kept sealed.")
_when = click.option("--on", type=DAY, help="The day of it.  [default: today]")


@click.group()
def command() -> None:
    """Key decisions: announced in the forward plan, or excepted from its notice."""


@command.command()
@click.argument("body")
@click.option("--matter", required=True, metavar="CODE", help="The class of matters that it is about.")
@click.option("--text", required=True, help="What is to be decided; kept sealed.")
@click.option("--expected", help="When it is to be decided, exactly as printed.")
@click.option("--on", type=DAY, help="The day on which it was published.  [default: today]")
@recording
def announce(
    session: Session, body: str, matter: str, text: str, expected: str | None, on: str | None
) -> None:
    """Record that the forward plan of BODY announced a key decision.

    \b
    Example:
      remit key-decision announce cabinet --matter budget --text "Adopt the budget" --expected "March 2027"
    """
    request = request_id(session.settings)
    key = ids.Maker(request)("e")
    fact = Announced(key, body, matter, Words.of(text), expected)
    submit(session, on, fact, request=request, made={"key decision": key})


def _body(session: Session, entry: str) -> str:
    """Give the body on whose forward plan an entry is.

    Raises:
        Malformed: there is no such entry.
    """
    from ledger_cli.lookups import Past, unknown

    found = Past(session).state(f"announced:{entry}").plan.entries.get(entry)
    if found is None:
        unknown("the id of an entry of a forward plan", entry[:80], ())
    return found.announced.body


@command.command()
@click.argument("entry")
@_reason
@_when
@recording
def withdraw(session: Session, entry: str, reason: str, on: str | None) -> None:
    """Record that what ENTRY announced is not to be decided.

    \b
    Example:
      remit key-decision withdraw e-mnbqk3jz5x2c4d7e --reason "overtaken"
    """
    fact = Withdrawn(entry, _body(session, entry), Words.of(reason))
    submit(session, on, fact)


@command.command("except")
@click.argument("entry")
@click.argument("why", type=click.Choice(get_args(Exception_)))
@click.option("--by", metavar="PERSON", help="Who was told, or agreed to special urgency: an id or a name.")
@_reason
@_when
@recording
def except_(
    session: Session, entry: str, why: Exception_, by: str | None, reason: str, on: str | None
) -> None:
    """Record that what ENTRY announced may be decided sooner than its notice allows, and WHY.

    \b
    Example:
      remit key-decision except e-mnbqk3jz5x2c4d7e "special urgency" --by "Jo Bloggs" --reason "roof fell in"
    """
    from ledger_cli import people

    who = None if by is None else people.find(session.store, by)
    fact = Excepted(entry, _body(session, entry), why, who, Words.of(reason))
    submit(session, on, fact)


@command.command()
@click.argument("body")
@on_day
@known_then
@answering
def plan(session: Session, body: str, on: str | None, known_at: str | None) -> int:
    """Show the forward plan of BODY as it stood on a day: what was announced, from when it may be decided.

    Exit code 8: no adopted calendar covers a day of the count.

    \b
    Example:
      remit key-decision plan cabinet --on 2027-02-01
    """
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    facts = {one.key: at for at, one in past.every(Announced) if one.body == body}
    state = past.state(f"terms:{body}", f"calendar:{body}", *(f"announced:{key}" for key in facts))
    words, taken = past.words(facts.values()), _taken(past, day)
    rows: list[tuple[Cell, ...]] = []
    for key, at in facts.items():
        entry = state.plan.entries[key]
        if entry.holds(day):
            one = entry.announced
            what = words.read(at.fact.id, "body.text", one.text)
            row = (key, one.matter, what, one.expected, entry.since, _from(entry, state, day), taken.get(key))
            rows.append(row)
    emit(Table(_COLUMNS, rows, f"{body}: forward plan on {day}"), as_json=session.settings.as_json)
    return NOT_KNOWN if any("not known" in row for row in rows) else 0


def _from(entry: Entry, state: State, day: str) -> str | None:
    """Give the first day on which what was announced may be decided; None: the terms ask for no notice."""
    from ledger.facts.terms import KeyRule
    from ledger.keydecisions import earliest
    from ledger.majorities import rule_of

    body = entry.announced.body
    rule = rule_of(KeyRule, state.terms.in_force(body, day), entry.announced.matter)
    if rule is None:
        return None
    return earliest(entry, rule, state.programme.days(body, day), day).day or "not known"


def _taken(past: Past, day: str) -> dict[str, str]:
    """Give, by entry, the last decision that was taken, or act that was done, on it by a day."""
    from ledger_cli import keyacts

    return {key: f"{one} on {when}" for key, (one, when) in keyacts.decided_on(past) if when <= day}

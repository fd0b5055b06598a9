"""``remit office``: who is chosen for an office, who acts in it, who holds it, and whose turn is next.

Implements LSC-7.8, LSC-7.9, LSC-M4 and PLD-6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import click

from ledger.facts.offices import ActingEnded, ActingUp, Away, Elected, OfficeEnded, Returned, Way
from ledger.facts.words import Words
from ledger.findings import DEFAULT
from ledger.terms import cited
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, emit, emit_record, say
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import today

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.facts.terms import Office
    from ledger.members import Roll, Tenure
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

NOT_KNOWN = 8
_COLUMNS = ("office", "title", "holder", "person", "way", "term", "begins", "ends", "acting", "away")


@click.group()
def command() -> None:
    """Fill offices, act in them, end a tenure; who holds them, and whose turn is next."""


@command.command()
@click.argument("body")
@click.argument("office")
@click.argument("person")
@click.option("--term", required=True, help="The term of office exactly as it is printed.")
@click.option("--begins", type=DAY, help="Its first day, where that is stated.")
@click.option("--ends", type=DAY, help="The first day after it, where that is stated.")
@click.option(
    "--way",
    type=click.Choice(get_args(Way)),
    default="not recorded",
    show_default=True,
    help="How it came about.",
)
@click.option(
    "--selector",
    "selectors",
    multiple=True,
    metavar="CODE",
    help="An organisation that took part in selecting; again for another.",
)
@click.option("--resolution", metavar="ID", help="The resolution that elected.")
@click.option("--on", type=DAY, help="The day of the election.  [default: today]")
@recording
def elect(
    session: Session,
    body: str,
    office: str,
    person: str,
    term: str,
    begins: str | None,
    ends: str | None,
    way: Way,
    selectors: tuple[str, ...],
    resolution: str | None,
    on: str | None,
) -> None:
    """Elect PERSON (an id or a name) to an office of a body.

    \b
    Example:
      remit office elect lsc-icp chair "Jo Bloggs" --term 2024/25 --begins 2024-04-01
    """
    from ledger_cli import people

    who = people.find(session.store, person)
    fact = Elected(body, office, who, term, begins, ends, way, selectors, resolution)
    made = submit(session, on, fact)
    if made is not None and begins is None:
        say(f"no first day of the tenure is stated: --begins; who holds the office of {office} is not known")


@command.command()
@click.argument("body")
@click.argument("office")
@click.argument("person")
@click.option("--reason", required=True, help="Why; kept sealed.")
@click.option("--on", type=DAY, help="The first day on which it is no longer held.  [default: today]")
@recording
def end(session: Session, body: str, office: str, person: str, reason: str, on: str | None) -> None:
    """Record that PERSON (an id or a name) no longer holds an office.

    \b
    Example:
      remit office end lsc-icp chair "Jo Bloggs" --reason "resigned" --on 2024-09-01
    """
    from ledger_cli import people

    fact = OfficeEnded(body, office, people.find(session.store, person), Words.of(reason))
    submit(session, on, fact)


@command.command("act-up")
@click.argument("body")
@click.argument("office")
@click.argument("person")
@click.option(
    "--because",
    type=click.Choice(["vacancy", "absence"]),
    required=True,
    help="The office is vacant, or its holder is away.",
)
@click.option(
    "--until", type=DAY, help="The first day on which it no longer holds.  [default: until it is ended]"
)
@click.option("--on", type=DAY, help="The first day.  [default: today]")
@recording
def act_up(
    session: Session,
    body: str,
    office: str,
    person: str,
    because: Literal["vacancy", "absence"],
    until: str | None,
    on: str | None,
) -> None:
    """Record that PERSON (an id or a name) acts in an office; that makes nobody its holder.

    \b
    Example:
      remit office act-up lsc-icp chair "Jo Bloggs" --because absence --until 2026-09-01
    """
    from ledger_cli import people

    fact = ActingUp(body, office, people.find(session.store, person), because, until)
    submit(session, on, fact)


@command.command("act-end")
@click.argument("body")
@click.argument("office")
@click.argument("person")
@click.option("--on", type=DAY, help="The first day on which PERSON no longer acts.  [default: today]")
@recording
def act_end(session: Session, body: str, office: str, person: str, on: str | None) -> None:
    """Record that PERSON (an id or a name) no longer acts in an office.

    \b
    Example:
      remit office act-end lsc-icp chair "Jo Bloggs" --on 2026-07-01
    """
    from ledger_cli import people

    fact = ActingEnded(body, office, people.find(session.store, person))
    submit(session, on, fact)


@command.command()
@click.argument("body")
@click.argument("office")
@click.argument("person")
@click.option("--until", type=DAY, help="The first day of being back.  [default: until that is recorded]")
@click.option("--on", type=DAY, help="The first day away.  [default: today]")
@recording
def away(session: Session, body: str, office: str, person: str, until: str | None, on: str | None) -> None:
    """Record that PERSON (an id or a name), who holds an office, is away from it.

    Whoever deputises for the office by the terms (a rule of the kind "office deputies") may sign meanwhile.

    \b
    Example:
      remit office away lsc-icp chair "Jo Bloggs" --on 2026-08-03 --until 2026-08-24
    """
    from ledger_cli import people

    fact = Away(body, office, people.find(session.store, person), until)
    submit(session, on, fact)


@command.command()
@click.argument("body")
@click.argument("office")
@click.argument("person")
@click.option("--on", type=DAY, help="The first day back.  [default: today]")
@recording
def back(session: Session, body: str, office: str, person: str, on: str | None) -> None:
    """Record that PERSON (an id or a name), who was away from an office, is back.

    \b
    Example:
      remit office back lsc-icp chair "Jo Bloggs" --on 2026-08-17
    """
    from ledger_cli import people

    fact = Returned(body, office, people.find(session.store, person))
    submit(session, on, fact)


@command.command()
@click.argument("body")
@on_day
@known_then
@answering
def show(session: Session, body: str, on: str | None, known_at: str | None) -> int:
    """Show every office on a day: holder, way, term as printed, who acts, since when vacant, who is away.

    \b
    Example:
      remit office show lsc-icp --on 2026-03-25
    """
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    terms = past.terms(body, day)
    if terms is None:
        say(f"not known: no terms of {body} are known to be in force on {day}")
        return NOT_KNOWN
    roll = past.state(f"roll:{body}").roll
    names = past.names({one.person for one in roll.tenures})
    ways = _ways(past, body)
    rows = [
        (*_row(roll, body, office, day, names, ways), _away(past, roll, body, office.office, day))
        for office in terms.offices
    ]
    emit(Table(_COLUMNS, rows, f"{body}: offices on {day}"), as_json=session.settings.as_json)
    return 0


def _ways(past: Past, body: str) -> dict[tuple[object, ...], str]:
    """Give the way of every election, by what a tenure knows of it."""
    from ledger.corrections import amended

    facts = (at.fact.body for at in amended(past.facts(f"roll:{body}")))
    chosen = [one for one in facts if isinstance(one, Elected)]
    return {(one.office, one.person, one.term, one.begins): one.way for one in chosen}


def _row(
    roll: Roll,
    body: str,
    office: Office,
    day: str,
    names: Mapping[str, str],
    ways: Mapping[tuple[object, ...], str],
) -> tuple[Cell, ...]:
    """Give one office: its holder, or that it is vacant and since when, or that this is not known."""
    tenures = [one for one in roll.tenures if (one.body, one.office) == (body, office.office)]
    mine = [one for one in tenures if one.acting is None and (one.ends is None or day < one.ends)]
    acts = roll.acting(body, office.office, day)
    because = [one.acting for one in tenures if one.acting and one.person == acts]
    acting = f"{names.get(acts)} ({acts}), {because[-1]}" if acts else None
    here = [one for one in mine if one.begins is not None and one.begins <= day]
    held = here or [one for one in mine if one.begins is None]
    if not held:
        return (office.office, office.title, _vacant(tenures, day), *(None,) * 5, acting)
    one = held[-1]
    way = ways.get((one.office, one.person, one.term, one.begins))
    holder = names.get(one.person) if here else f"not known: perhaps {names.get(one.person)}"
    return (office.office, office.title, holder, one.person, way, one.term, one.begins, one.ends, acting)


def _away(past: Past, roll: Roll, body: str, office: str, day: str) -> str | None:
    """Say until when the holder of an office is away, and who signs meanwhile by the terms."""
    from ledger_cli import covering

    signing = ", ".join(covering.signing(past, body, office, day))
    told = (covering.away(roll, body, office, day), f"{signing}, signs for it" if signing else None)
    return "; ".join(filter(None, told)) or None


def _vacant(tenures: Sequence[Tenure], day: str) -> str:
    """Say since when an office is vacant, as far as the record shows."""
    from ledger.days import days_between

    ends = [one.ends for one in tenures if one.acting is None and one.ends is not None and one.ends <= day]
    if not ends:
        return "vacant, since when is not known"
    return f"vacant since {max(ends)}, {days_between(max(ends), day)} days"


@command.command("next")
@click.argument("body")
@click.argument("office")
@on_day
@known_then
@answering
def next_(session: Session, body: str, office: str, on: str | None, known_at: str | None) -> int:
    """Say whose turn an office is on a day, who is next and when, with the rule and its clause.

    Exit code 8: not known, in whole or in part.

    \b
    Example:
      remit office next lsc-icp chair --on 2026-03-25
    """
    from ledger.offices import rule_for, turn
    from ledger_cli.lookups import Past, unknown

    past, day = Past(session, known_at), on or today()
    past.body(body)
    terms = past.terms(body, day)
    if terms is None:
        say(f"not known: no terms of {body} are known to be in force on {day}")
        return NOT_KNOWN
    if office not in {one.office for one in terms.offices}:
        unknown(f"an office of {terms.version}", office, [one.office for one in terms.offices])
    rule, now = rule_for(terms, office), turn(terms, office, day)
    if rule is None or now is None:
        by = f", by {rule.rule} ({cited(terms, rule) or DEFAULT})" if rule else None
        told = by or f": {terms.version} has no rule on it"
        say(f"not known: whose turn the office of {office} is on {day}{told}")
        return NOT_KNOWN
    roll = past.state(f"roll:{body}").roll
    held = {one.seat: one.person for one in roll.on(body, day) if one.seat in {now.seat, now.following}}
    names = past.names(held.values())
    record = {
        "office": office,
        "turn of": _seat(now.seat, held, names),
        "until": str(now.until),
        "next": _seat(now.following, held, names),
        "rule": f"{rule.rule} ({cited(terms, rule) or DEFAULT})",
        "says": rule.says,
    }
    emit_record(record, as_json=session.settings.as_json)
    return NOT_KNOWN if now.following is None else 0


def _seat(seat: str | None, held: Mapping[str | None, str], names: Mapping[str, str]) -> str:
    """Name a seat with whoever holds it on the day."""
    if seat is None:
        return "not known: the terms list no seats in turn"
    return f"{seat}, {names.get(held[seat])} ({held[seat]})" if seat in held else f"{seat}, no holder known"

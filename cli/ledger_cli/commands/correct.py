"""``remit correct``: say what a fact should have said; the fact stays, and is read corrected from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import click

from ledger.errors import Malformed
from ledger.facts.corrections import Correctable, Corrected
from ledger.facts.words import Sealed, Words
from ledger_cli.options import recording
from ledger_cli.output import say
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.settings import request_id

if TYPE_CHECKING:
    from ledger.acts import Recorded
    from ledger_cli.correcting import Spoken
    from ledger_cli.session import Session


@click.command()
@click.argument("fact")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="FIELD=VALUE",
    help="What a field should have said; again for another field. Persons by id or name, lists by commas.",
)
@click.option("--on", type=DAY, help="The day on which it took effect.  [default: as it stands]")
@click.option("--withdraw", is_flag=True, help="What the fact says did not happen.")
@click.option("--reason", required=True, help="Why; kept sealed.")
@recording
def command(
    session: Session, fact: str, settings: tuple[str, ...], on: str | None, withdraw: bool, reason: str
) -> None:
    """Correct FACT, by its id or the number of its entry; show what it said and what it should have said.

    What a clerk copies from a paper can be corrected: registrations, appointments, lists of attendance,
    items. What people did cannot. A correction of a correction names the original fact.

    \b
    Example:
      remit correct r-mnbqk3jz5x2c4d7e/4 --set seat=blackpool --reason "misread in the minutes"
    """
    from ledger_cli import correcting, people

    if withdraw == bool(settings or on):
        raise click.UsageError("expected --set or --on, or else --withdraw")
    request = request_id(session.settings)
    at, spoken = _standing(session, request, fact)
    was = at.fact.body
    if not isinstance(was, Correctable):  # for the type checker: what was found can be corrected
        raise Malformed(f"{fact}: expected a fact that can be corrected, got another")
    body = (
        None if withdraw else correcting.changed(was, settings, lambda name: people.find(session.store, name))
    )
    for line in _changes(was, body, at.fact.id, spoken):
        say(session.spell(line))
    day = on or at.fact.on
    if day != at.fact.on:
        say(f"on: {at.fact.on} -> {day}")
    submit(session, day, Corrected(at.fact.id, was, body, Words.of(reason)), request=request)


def _standing(session: Session, request: str, text: str) -> tuple[Recorded, Spoken]:
    """Give a fact as it stood corrected before the request, and the words of it.

    Raises:
        Malformed: no fact of this ledger, one that cannot be corrected, or one that was withdrawn.
    """
    from ledger.tags import wire_name
    from ledger_cli import correcting
    from ledger_cli.lookups import Past, fact_named

    first = session.store.request(request)
    past = Past(session, None if first is None else first.first - 1)
    original = fact_named(session.store, text, past.upto)
    body = original.fact.body
    if isinstance(body, Corrected):
        raise Malformed(f"{text}: expected the original fact, {body.corrects}, got a correction of it")
    if not isinstance(body, Correctable):
        kinds = ", ".join(sorted(wire_name(one) for one in get_args(Correctable)))
        raise Malformed(
            f"{text}: expected a fact that can be corrected ({kinds}), got {wire_name(type(body))}"
        )
    chain = (
        at
        for at in past.facts(*original.fact.tags)
        if at.number == original.number
        or (isinstance(at.fact.body, Corrected) and at.fact.body.corrects == original.fact.id)
    )
    facts, spoken = correcting.standing(session.store, chain)
    for at in facts:
        if at.number == original.number:
            return at, spoken
    raise Malformed(f"{text}: expected a fact that stands, got one that was withdrawn")


def _changes(was: Correctable, body: Correctable | None, fact: str, spoken: Spoken) -> list[str]:
    """Say what changes, a line a field: old, then new."""
    if body is None:
        return ["withdrawn: it did not happen"]
    lines = []
    for field in was.__struct_fields__:
        old, new = getattr(was, field), getattr(body, field)
        if old != new:
            before = spoken.get((fact, f"body.{field}"), "words missing") if isinstance(old, Sealed) else old
            lines.append(f"{field}: {_said(before)} -> {_said(new)}")
    return lines


def _said(value: object) -> str:
    if isinstance(value, Words):
        return value.text
    if isinstance(value, tuple):
        return ", ".join(map(_said, value)) or "none"
    if hasattr(value, "__struct_fields__"):
        parts = (getattr(value, field) for field in value.__struct_fields__)
        return "/".join(_said(part) for part in parts if part is not None)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)

"""``remit person``: the persons that the ledger knows, by opaque ids; their names can be erased.

Positions in organisations are theirs too, and seats may rest on them (LSC-7.2, PLA-3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.canonical import check_text
from ledger.errors import Malformed
from ledger.facts.members import Appointed, CoOpted, Ended
from ledger.facts.organisations import Affiliated, PersonRegistered, Unaffiliated
from ledger.facts.words import Words
from ledger_cli import ids
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, emit, say
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.state import State
    from ledger_cli.session import Session


@click.group()
def command() -> None:
    """The persons that the ledger knows."""


@command.command()
@click.argument("name")
@click.option("--on", type=DAY, help="From which day.  [default: today]")
@recording
def register(session: Session, name: str, on: str | None) -> None:
    """Register a person by name; the id that is printed stands for the person from now on.

    \b
    Example:
      remit person register "Jo Bloggs"
    """
    from ledger_cli import names

    check_text(name, "name")
    if not name.strip():
        raise Malformed("name: expected the name of a person, got nothing")
    request = request_id(session.settings)
    person = ids.Maker(request)("p")
    alike = [one for one in names.called(session.store, (name,))[name] if one != person]
    if alike:
        say(f"the ledger knows somebody of this name already: {', '.join(alike)}")
    body = PersonRegistered(person, Words.of(name))
    submit(session, on, body, request=request, made={"person": person})


@command.command("list")
@known_then
@answering
def list_(session: Session, known_at: str | None) -> None:
    """List everybody.

    \b
    Example:
      remit person list
    """
    from ledger_cli import names
    from ledger_cli.lookups import Past

    known = names.everybody(session.store, Past(session, known_at).upto)
    rows = sorted(known.items(), key=lambda row: (row[1], row[0]))
    emit(Table(("person", "name"), rows), as_json=session.settings.as_json)


@command.command()
@click.argument("person")
@click.argument("organisation")
@click.argument("position")
@click.option("--began", type=DAY, help="The day on which it began, where a record shows it.")
@click.option("--on", type=DAY, help="Held by this day at the latest.  [default: --began, else today]")
@recording
def affiliate(
    session: Session, person: str, organisation: str, position: str, began: str | None, on: str | None
) -> None:
    """Record that PERSON (an id or a name) holds POSITION (a code) in an organisation.

    \b
    Example:
      remit person affiliate "Jo Bloggs" blackpool councillor --began 2023-05-04
    """
    from ledger_cli import people

    fact = Affiliated(people.find(session.store, person), organisation, position, began)
    submit(session, on or began, fact)


@command.command()
@click.argument("person")
@click.argument("organisation")
@click.argument("position")
@click.option("--on", type=DAY, help="The first day on which it is no longer held.  [default: today]")
@recording
def leaves(session: Session, person: str, organisation: str, position: str, on: str | None) -> None:
    """Record that PERSON (an id or a name) no longer holds POSITION in an organisation.

    Every seat that is lost with it by the terms of its body ends on the same day, in the same request.

    \b
    Example:
      remit person leaves "Jo Bloggs" blackpool councillor --on 2024-05-03
    """
    from ledger_cli import balancing, people

    request, day = request_id(session.settings), on or today()
    left = Unaffiliated(people.find(session.store, person), organisation, position)
    lost = list(_lost(session, request, left, day))
    receipt = submit(session, day, left, *lost, request=request)
    for body in dict.fromkeys(fact.body for fact in lost):
        balancing.warn(session, receipt, body, day)


def _lost(session: Session, request: str, left: Unaffiliated, day: str) -> Iterator[Ended]:
    """Give the end of every seat that goes with a position; say of which that is not known."""
    from ledger import appointing
    from ledger.findings import Verdict
    from ledger_cli.lookups import Past

    first = session.store.request(request)
    past = Past(session, None if first is None else first.first - 1)
    bodies = {fact.body for _, fact in past.every(Appointed) if fact.person == left.person}
    bodies |= {fact.body for _, fact in past.every(CoOpted) if fact.person == left.person}

    def more(state: State) -> frozenset[str]:
        return appointing.loss_tags(left.person, state.roll, state.terms, state.directory, day)

    state = past.grown(more, *(f"{noun}:{body}" for noun in ("roll", "terms") for body in bodies))
    directory = state.directory.without(left, day)
    reason = f"no longer {left.position} at {left.organisation}"
    done = set[tuple[str, str | None]]()
    for one, finding in appointing.losses(left.person, state.roll, state.terms, directory, day):
        if (one.body, one.seat) in done:
            continue
        done.add((one.body, one.seat))
        if finding.verdict is Verdict.MET:
            yield Ended(one.body, one.person, one.seat, Words.of(reason), "position lost")
        elif finding.verdict is Verdict.NOT_KNOWN:
            place = f"{one.seat or 'a membership without a stated seat'} in {one.body}"
            say(f"not known whether {place} is lost: {finding.sentence()}")


@command.command()
@click.argument("person")
@on_day
@known_then
@answering
def positions(session: Session, person: str, on: str | None, known_at: str | None) -> None:
    """List the positions that PERSON (an id or a name) holds, or may hold, in organisations on a day.

    \b
    Example:
      remit person positions "Jo Bloggs" --on 2024-03-25
    """
    from ledger_cli import people
    from ledger_cli.lookups import Past

    who, day = people.find(session.store, person), on or today()
    directory = Past(session, known_at).state(f"affiliations:{who}").directory
    rows = [
        (
            one.organisation,
            one.position,
            one.since if one.began else f"by {one.since}",
            one.ended,
            "held" if one.holds(day) else "not known",
        )
        for one in directory.affiliated(who, day)
        if one.holds(day) is not False
    ]
    columns = ("organisation", "position", "since", "until", "on the day")
    emit(Table(columns, rows, f"{person}: positions on {day}"), as_json=session.settings.as_json)

"""``remit mandate``: what each member may agree at the table for the organisation that it represents.

Implements LSC-S6: the power of a forum rests on what its members may commit. Without a mandate on record
the answer is not known, never yes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from ledger.facts.members import Mandated, MandateEnded
from ledger.facts.words import Money, Words
from ledger.findings import Verdict
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, answer, emit, emit_json
from ledger_cli.parameters import AMOUNT, DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import today

if TYPE_CHECKING:
    from ledger.mandates import Answer, Mandate
    from ledger.members import Roll
    from ledger_cli.session import Session

_ANSWERS = {Verdict.MET: ("yes", 0), Verdict.NOT_MET: ("no", 1), Verdict.NOT_KNOWN: ("not known", 8)}
_COLUMNS = ("person", "name", "organisation", "functions", "one agreement", "since", "until", "fact")


@click.group()
def command() -> None:
    """What members may agree at the table for the organisations that they represent."""


@command.command()
@click.argument("body")
@click.argument("person")
@click.argument("organisation")
@click.option("--function", "functions", multiple=True, metavar="CODE", help="What may be agreed: grants.")
@click.option("--each", type=AMOUNT, help="The most that one agreement may commit: 'GBP 250000.00'.")
@click.option("--until", type=DAY, help="The first day on which it no longer holds.")
@click.option("--words", help="The mandate in its own words; kept sealed.")
@click.option("--on", type=DAY, help="The first day on which it holds.  [default: today]")
@recording
def give(
    session: Session,
    body: str,
    person: str,
    organisation: str,
    functions: tuple[str, ...],
    each: Money | None,
    until: str | None,
    words: str | None,
    on: str | None,
) -> None:
    """Let PERSON (an id or a name), a member of a body, agree matters for an organisation.

    A limit that is not named is no limit. A later mandate replaces this one for the matters that it names.

    \b
    Example:
      remit mandate give lsc-icp "Jo Bloggs" blackpool --function grants --each 'GBP 250000.00'
    """
    from ledger_cli import people

    if not functions:
        raise click.UsageError("expected what may be agreed: --function CODE")
    sealed = None if words is None else Words.of(words)
    who = people.find(session.store, person)
    fact = Mandated(body, who, organisation, functions, each, until, sealed)
    submit(session, on, fact)


@command.command()
@click.argument("body")
@click.argument("person")
@click.argument("organisation")
@click.option("--on", type=DAY, help="The first day on which nothing more may be agreed.  [default: today]")
@recording
def end(session: Session, body: str, person: str, organisation: str, on: str | None) -> None:
    """Record that PERSON (an id or a name) may agree nothing more for an organisation.

    \b
    Example:
      remit mandate end lsc-icp "Jo Bloggs" blackpool --on 2024-05-03
    """
    from ledger_cli import people

    fact = MandateEnded(body, people.find(session.store, person), organisation)
    submit(session, on, fact)


@command.command()
@click.argument("body")
@click.argument("person")
@click.argument("function")
@click.option("--amount", type=AMOUNT, help="For how much: 'GBP 2000.00'.")
@on_day
@known_then
@answering
def check(
    session: Session,
    body: str,
    person: str,
    function: str,
    amount: Money | None,
    on: str | None,
    known_at: str | None,
) -> int:
    """Say whether PERSON (an id or a name) may agree a matter at the table on a day, and by what mandate.

    Answers yes, no or not known (exit 0, 1 or 8); without a mandate on record it is not known.

    \b
    Example:
      remit mandate check lsc-icp "Jo Bloggs" grants --amount 'GBP 2000.00'
    """
    from ledger.mandates import may
    from ledger.scopes import show
    from ledger_cli import people
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    who = people.find(session.store, person)
    state = past.state(f"roll:{body}", f"mandates:{body}")
    found = may(state.mandates, state.roll, body, who, function, amount, day)
    word, code = _ANSWERS[found.verdict]
    name = past.names((who,)).get(who)
    asked = {"person": who, "name": name, "function": function, "amount": show(amount) if amount else None}
    if session.settings.as_json:
        relied = [dict(zip(_COLUMNS, _row(one, name), strict=True)) for one in found.mandates]
        about = {"answer": word, "body": body, **asked, "on": day}
        emit_json({**about, "because": found.because, "mandates": relied})
    else:
        of = f" of {asked['amount']}" if amount else ""
        answer(f"{word}: {name} ({who}) for {function}{of} at {body} on {day}: {_because(found)}")
    return code


@command.command("list")
@click.argument("body")
@on_day
@known_then
@answering
def list_(session: Session, body: str, on: str | None, known_at: str | None) -> None:
    """List what each member of a body may agree on a day; of members without a mandate it is not known.

    \b
    Example:
      remit mandate list lsc-icp --on 2024-03-25
    """
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    state = past.state(f"roll:{body}", f"mandates:{body}")
    held = [one for one in state.mandates.given if one.given.body == body and one.holds(day)]
    names = past.names({one.given.person for one in held} | {one.person for one in state.roll.memberships})
    ended = {one.given.person for one in state.mandates.given if one.given.body == body and one.since <= day}
    rows = [*_held(held, state.roll, day, names), *_without(held, ended, state.roll, body, day, names)]
    rows.sort(key=lambda row: str(row[1]))
    emit(Table(_COLUMNS, rows, f"{body}: mandates on {day}"), as_json=session.settings.as_json)


def _because(found: Answer) -> str:
    cited = (
        f"{one.given.organisation} gave it on {one.since}{_limit(one)} ({one.fact})" for one in found.mandates
    )
    return "; ".join((found.because, *cited))


def _limit(mandate: Mandate) -> str:
    from ledger.scopes import show

    return f", up to {show(mandate.given.each)} at a time" if mandate.given.each else ", without a limit"


def _held(
    held: Sequence[Mandate], roll: Roll, day: str, names: Mapping[str, str]
) -> Iterator[Sequence[Cell]]:
    """Give the mandates of those who are, or may be, members."""
    for one in held:
        if roll.is_member(one.given.body, one.given.person, day) is not False:
            yield _row(one, names.get(one.given.person))


def _without(
    held: Sequence[Mandate], ended: set[str], roll: Roll, body: str, day: str, names: Mapping[str, str]
) -> Iterator[Sequence[Cell]]:
    """Give the members without a mandate: once it has ended there is none, else it is not known."""
    members = {one.person: one.organisation for one in roll.on(body, day)}
    for person in members.keys() - {one.given.person for one in held}:
        may = "none any more" if person in ended else "not known"
        yield (person, names.get(person), members[person], may, None, None, None, None)


def _row(one: Mandate, name: str | None) -> Sequence[Cell]:
    from ledger.scopes import show

    given = one.given
    what = (given.organisation, ", ".join(given.functions), show(given.each))
    return (given.person, name, *what, one.since, one.ends, one.fact)

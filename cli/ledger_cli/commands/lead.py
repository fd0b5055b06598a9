"""``remit lead``: who leads a workstream or service, and which designations nobody has (PLD-5, HIW-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.facts import leads as facts
from ledger.facts.words import Words
from ledger_cli import duedates, ids
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, answer, emit, emit_json
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger.leads import Lead
    from ledger_cli.session import Session

_COLUMNS = ("lead", "workstream", "title", "designation", "person", "organisation", "since", "clause")
_GIVEN = ("by", "delegation", "functions", "limits", "until", "clause")
_NOTHING = "A designation gives no authority."
_when = click.option("--on", type=DAY, help="The day of it.  [default: today]")


@click.group()
def command() -> None:
    """Who leads workstreams and services, and which designations nobody has."""


def _lead(session: Session, text: str) -> Lead:
    from ledger_cli import leading
    from ledger_cli.lookups import Past

    return leading.find(Past(session), text)


@command.command()
@click.argument("body")
@click.argument("workstream")
@click.argument("title")
@click.option(
    "--designation",
    "wanted",
    multiple=True,
    required=True,
    metavar="CODE=TITLE",
    help="What somebody has to be.",
)
@click.option(
    "--accountable-to", "to", multiple=True, metavar="CODE", help="To whom a lead answers; or body:CODE."
)
@click.option("--clause", metavar="TEXT", help="Where that is said.")
@click.option("--due", metavar="TEXT", help='When they are to be designated, as printed: "by June 2017".')
@click.option("--doubt", metavar="TEXT", help="What is wrong in print.")
@_when
@recording
def seek(
    session: Session,
    body: str,
    workstream: str,
    title: str,
    wanted: tuple[str, ...],
    to: tuple[str, ...],
    clause: str | None,
    due: str | None,
    doubt: str | None,
    on: str | None,
) -> None:
    """Record that WORKSTREAM (a code of yours) under BODY needs somebody in each of these designations.

    \b
    Example:
      remit lead seek leaders-forum intermediate-care "Intermediate care" \\
        --designation "sponsor=Chief officer sponsor" --designation "executive-lead=Executive lead"
    """
    from ledger_cli import leading
    from ledger_cli.parties import partners

    request = request_id(session.settings)
    made = ids.Maker(request)("ld")
    designations = tuple(map(leading.designation_of, wanted))
    parties, read = partners(to), duedates.dated(due, None, None, doubt)
    fact = facts.Sought(made, body, workstream, title, designations, parties, clause, read)
    submit(session, on, fact, request=request, made={"lead": made})


@command.command()
@click.argument("lead")
@click.argument("designation")
@click.argument("person")
@click.option("--organisation", required=True, metavar="CODE", help="Of which organisation the person is.")
@_when
@recording
def designate(
    session: Session, lead: str, designation: str, person: str, organisation: str, on: str | None
) -> None:
    """Record that PERSON has a DESIGNATION of LEAD (an id, or BODY/WORKSTREAM). It gives no authority.

    \b
    Example:
      remit lead designate leaders-forum/intermediate-care sponsor "Kay Key" --organisation elht
    """
    from ledger_cli import people

    sought, who = _lead(session, lead).sought, people.find(session.store, person)
    submit(session, on, facts.Designated(sought.lead, sought.body, designation, who, organisation))


@command.command()
@click.argument("lead")
@click.argument("designation")
@click.argument("person")
@click.option("--reason", required=True, help="Why; kept sealed.")
@_when
@recording
def end(session: Session, lead: str, designation: str, person: str, reason: str, on: str | None) -> None:
    """Record that PERSON has a DESIGNATION of LEAD no more.

    \b
    Example:
      remit lead end leaders-forum/intermediate-care sponsor "Kay Key" --reason "a new post"
    """
    from ledger_cli import people

    sought, who = _lead(session, lead).sought, people.find(session.store, person)
    submit(session, on, facts.Ended(sought.lead, sought.body, designation, who, Words.of(reason)))


@command.command()
@click.argument("lead")
@click.option("--reason", required=True, help="Why; kept sealed.")
@_when
@recording
def withdraw(session: Session, lead: str, reason: str, on: str | None) -> None:
    """Record that the workstream of LEAD needs none of its designations any more.

    \b
    Example:
      remit lead withdraw leaders-forum/intermediate-care --reason "joined with community care"
    """
    sought = _lead(session, lead).sought
    submit(session, on, facts.Withdrawn(sought.lead, sought.body, Words.of(reason)))


@command.command()
@click.argument("body")
@on_day
@known_then
@answering
def show(session: Session, body: str, on: str | None, known_at: str | None) -> int:
    """Show who leads each workstream and service under BODY on a day, and where nobody does.

    Exit code 0: every designation is somebody's; 1: there is a gap.

    \b
    Example:
      remit lead show leaders-forum --on 2021-07-01
    """
    from ledger_cli import leading
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    every = leading.listed(past, body, day)
    rows = leading.rows(past, every, day)
    emit(Table(_COLUMNS, rows, f"{body}: leads on {day}"), as_json=session.settings.as_json)
    return int(any(one.gaps(day) for one in every))


@command.command()
@click.argument("lead")
@on_day
@answering
def authority(session: Session, lead: str, on: str | None) -> int:
    """Show what those to whom LEAD answers gave whoever leads, each by itself: a designation gives nothing.

    Exit code 0: all of them gave the same function; 1: they did not; 8: it is not said to whom it answers.

    \b
    Example:
      remit lead authority wellbeing-board/diabetes --on 2017-07-01
    """
    from ledger_cli import leading
    from ledger_cli.lookups import Past

    past, day = Past(session), on or today()
    one = leading.find(past, lead)
    to = one.sought.accountable
    every = leading.parallels(session, past, one, day)
    if session.settings.as_json:
        drawn = [each.record(_GIVEN) for each in every]
        emit_json({"lead": one.sought.lead, "accountable": to, "on": day, "leads": drawn, "gives": _NOTHING})
    else:
        for each in every if to else ():
            emit(Table(_GIVEN, each.rows(), f"{each.title}: {each.name}, on {day}"), as_json=False)
            common = ", ".join(each.by_all()) or "nothing"
            given = f"given by {each.givers} of {len(to)}; by every one of them: {common}"
            answer(f"{each.title}, {each.name}: {given}")
        if not to:
            answer(f"it is not said to whom whoever leads {one.sought.title} answers (--accountable-to).")
        answer(_NOTHING if every else f"nobody leads {one.sought.title} on {day}. {_NOTHING}")
    if not to:
        return 8
    return int(not every or not all(each.by_all() for each in every))

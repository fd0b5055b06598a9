"""``remit visit``: partners who ask to attend a meeting that is not held in public, and the answers.

Implements PLA-7e (open door).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from ledger.facts.programme import VisitAnswered, VisitRequested
from ledger.facts.words import Words
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, emit, say
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then
from ledger_cli.settings import request_id

if TYPE_CHECKING:
    from ledger.acts import Recorded
    from ledger_cli.session import Session

_COLUMNS = (
    "visit",
    "asked",
    "organisation",
    "person",
    "meeting",
    "reason",
    "answer",
    "answered",
    "by",
    "because",
)


@click.group()
def command() -> None:
    """Partners who ask to attend a meeting that is not held in public."""


@command.command()
@click.argument("body")
@click.argument("organisation")
@click.option("--meeting", metavar="MEETING", help="By id or date.  [default: meetings of the body]")
@click.option("--person", metavar="PERSON", help="Who would attend: an id or a name.")
@click.option("--reason", required=True, help="Why; kept sealed.")
@click.option("--on", type=DAY, help="The day on which it was asked.  [default: today]")
@recording
def request(
    session: Session,
    body: str,
    organisation: str,
    meeting: str | None,
    person: str | None,
    reason: str,
    on: str | None,
) -> None:
    """Record that ORGANISATION asks that somebody may attend a meeting of BODY.

    \b
    Example:
      remit visit request place-board east-trust --meeting 2024-07-15 --reason "to hear about the hospital"
    """
    from ledger_cli import comings, ids, people

    asked = request_id(session.settings)
    found = None if meeting is None else comings.find(comings.before(session, asked), meeting, body)
    if found is not None and found.coming is not None and found.coming.scheduled.public:
        say(f"{found.meeting} is to be held in public: no request is needed")
    visit = ids.Maker(asked)("o")
    who = None if person is None else people.find(session.store, person)
    where = None if found is None else found.meeting
    fact = VisitRequested(visit, body, where, organisation, who, Words.of(reason))
    submit(session, on, fact, request=asked, made={"visit": visit})


@command.command("answer")
@click.argument("visit")
@click.option("--by", required=True, metavar="PERSON", help="Who answered: an id or a name.")
@click.option(
    "--answer",
    "answer_",
    type=click.Choice(["welcome", "for some items", "declined"]),
    required=True,
    help="What was answered.",
)
@click.option("--reason", required=True, help="What was talked over; kept sealed.")
@click.option("--on", type=DAY, help="The day of the answer.  [default: today]")
@recording
def answer_(
    session: Session,
    visit: str,
    by: str,
    answer_: Literal["welcome", "for some items", "declined"],
    reason: str,
    on: str | None,
) -> None:
    """Record that a request was talked over with the chair of the meeting, and answered.

    \b
    Example:
      remit visit answer o-abcdefghijklmnop --by "Jo Bloggs" --answer welcome --reason "glad to have them"
    """
    from ledger_cli import people
    from ledger_cli.lookups import Past, unknown

    asked = Past(session).state(f"visit:{visit}").agendas.visits.get(visit)
    if asked is None:
        unknown("the id of a request that the ledger knows", visit, ())
    who = people.find(session.store, by)
    fact = VisitAnswered(visit, asked[0].body, who, answer_, Words.of(reason))
    submit(session, on, fact)


@command.command("list")
@click.argument("body")
@known_then
@answering
def list_(session: Session, body: str, known_at: str | None) -> None:
    """List who asked to attend meetings of BODY, and what was answered.

    \b
    Example:
      remit visit list place-board
    """
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    past.body(body)
    asked = [(at, one) for at, one in past.every(VisitRequested) if one.body == body]
    told: dict[str, tuple[Recorded, VisitAnswered]] = {
        one.visit: (at, one)
        for at in past.facts(*(f"visit:{one.visit}" for _, one in asked))
        if isinstance(one := at.fact.body, VisitAnswered)
    }
    words = past.words(at for at, _ in (*asked, *told.values()))
    people = {one.person for _, one in asked if one.person} | {one.by for _, one in told.values()}
    known = past.names(people)
    rows: list[tuple[Cell, ...]] = []
    for at, one in asked:
        reason = words.read(at.fact.id, "body.reason", one.reason)
        seen = (one.visit, at.day, one.organisation, known.get(one.person or ""), one.meeting, reason)
        then, said = told.get(one.visit, (None, None))
        if then is None or said is None:
            rows.append((*seen, None, None, None, None))
        else:
            because = words.read(then.fact.id, "body.reason", said.reason)
            rows.append((*seen, said.answer, then.day, known.get(said.by), because))
    emit(Table(_COLUMNS, rows, f"{body}: requests to attend"), as_json=session.settings.as_json)

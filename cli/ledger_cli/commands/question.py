"""``remit question``: what members of the public ask a body, and what they are told.

Implements of LSC-9.2 that questions are managed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from ledger.facts.programme import QuestionAnswered, QuestionPut
from ledger.facts.words import Words
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, emit
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then
from ledger_cli.settings import request_id

if TYPE_CHECKING:
    from ledger.acts import Recorded
    from ledger_cli.session import Session

_PUBLIC = ("question", "put", "meeting", "text", "how", "answered", "answer")


@click.group()
def command() -> None:
    """What members of the public ask a body, and what they are told."""


@command.command()
@click.argument("body")
@click.option(
    "--asker", required=True, metavar="NAME", help="Who asks; kept sealed, and not shown to the public."
)
@click.option("--text", required=True, help="What is asked; kept sealed.")
@click.option("--meeting", metavar="MEETING", help="For which meeting: by id or date.")
@click.option("--on", type=DAY, help="The day on which it was put.  [default: today]")
@recording
def put(session: Session, body: str, asker: str, text: str, meeting: str | None, on: str | None) -> None:
    """Record a question to BODY.

    \b
    Example:
      remit question put lsc-icp --asker "Pat Resident" --text "When is the next survey?" --meeting 2024-07-15
    """
    from ledger_cli import comings, ids

    request = request_id(session.settings)
    code = None if meeting is None else comings.find(comings.before(session, request), meeting, body).meeting
    question = ids.Maker(request)("q")
    fact = QuestionPut(question, body, code, Words.of(asker), Words.of(text))
    made = {"question": question}
    submit(session, on, fact, request=request, made=made)


@command.command("answer")
@click.argument("question")
@click.option(
    "--how",
    type=click.Choice(["at the meeting", "in writing", "not taken"]),
    required=True,
    help="Where it was answered.",
)
@click.option("--text", required=True, help="The answer, or why it was not taken; kept sealed.")
@click.option(
    "--meeting", metavar="MEETING", help="At which: by id or date.  [default: the one it was put for]"
)
@click.option("--on", type=DAY, help="The day of the answer.  [default: today]")
@recording
def answer_(
    session: Session,
    question: str,
    how: Literal["at the meeting", "in writing", "not taken"],
    text: str,
    meeting: str | None,
    on: str | None,
) -> None:
    """Record the answer to a question, or why it was not taken.

    \b
    Example:
      remit question answer q-abcdefghijklmnop --how "in writing" --text "In the spring."
    """
    from ledger_cli import comings
    from ledger_cli.lookups import unknown

    request = request_id(session.settings)
    past = comings.before(session, request)
    put = past.state(f"question:{question}").agendas.questions.get(question)
    if put is None:
        unknown("the id of a question that the ledger knows", question, ())
    body = put[0].body
    where = put[0].meeting if meeting is None else comings.find(past, meeting, body).meeting
    fact = QuestionAnswered(question, body, how, Words.of(text), where if how == "at the meeting" else None)
    submit(session, on, fact, request=request)


@command.command("list")
@click.argument("body")
@click.option("--public", is_flag=True, help="Without the names of those who asked.")
@known_then
@answering
def list_(session: Session, body: str, public: bool, known_at: str | None) -> None:
    """List the questions to BODY, and the answers.

    \b
    Example:
      remit question list lsc-icp --public
    """
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    past.body(body)
    put = [(at, one) for at, one in past.every(QuestionPut) if one.body == body]
    told: dict[str, tuple[Recorded, QuestionAnswered]] = {
        one.question: (at, one)
        for at in past.facts(*(f"question:{one.question}" for _, one in put))
        if isinstance(one := at.fact.body, QuestionAnswered)
    }
    words = past.words(at for at, _ in (*put, *told.values()))
    rows: list[tuple[Cell, ...]] = []
    for at, one in put:
        text = words.read(at.fact.id, "body.text", one.text)
        then, said = told.get(one.question, (None, None))
        answer: tuple[Cell, ...] = (None, None, None)
        if then is not None and said is not None:
            answer = (said.how, then.day, words.read(then.fact.id, "body.text", said.text))
        row = (one.question, at.day, one.meeting, text, *answer)
        rows.append(row if public else (*row, words.read(at.fact.id, "body.asker", one.asker)))
    columns = _PUBLIC if public else (*_PUBLIC, "asker")
    emit(Table(columns, rows, f"{body}: questions"), as_json=session.settings.as_json)

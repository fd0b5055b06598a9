"""``remit common``: one question put to committees in common, and what each of them answers (PBP-4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

import click
import msgspec

from ledger.facts.common import Committee, Declined, Holds, Put
from ledger.facts.words import Words
from ledger_cli import ids
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, answer, emit, emit_json
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

_LEAST, _MOST = 2, 16
_COMMITTEE = re.compile(r"(?P<body>[^=]+)=(?P<meeting>[^/]+)/(?P<item>.+)")
_when = click.option(
    "--on", type=DAY, help="The day of it.  [default: the last day on which the meeting sat]"
)


@click.group()
def command() -> None:
    """Committees in common: one question, an answer of each of them."""


def _last_day(past: Past, meeting: str) -> str:
    return past.state(f"meeting:{meeting}").sittings.known[meeting].days[-1]


@command.command()
@click.argument("committees", nargs=-1, metavar="BODY=MEETING/ITEM...")
@click.option("--text", required=True, help="What is asked; kept sealed.")
@click.option(
    "--holds", required=True, type=click.Choice(get_args(Holds)), help="For whom the outcome stands."
)
@click.option("--matter", metavar="CODE", help="The class of matters, of those that the terms of each name.")
@_when
@recording
def put(
    session: Session, committees: tuple[str, ...], text: str, holds: Holds, matter: str | None, on: str | None
) -> None:
    """Put one question to bodies that sit in common, each at an ITEM of its own MEETING (an id, or a date).

    The first of them is the one whose act it is. A body that agrees resolves so with *motion resolve*
    --common; one that does not is recorded with *common decline*.

    \b
    Example:
      remit common put east=2024-03-25/7 west=2024-03-25/3 --text "Pool it?" --holds "only if all agree"
    """
    from ledger_cli.lookups import Past

    past = Past(session)
    sittings = tuple(_committee(past, one) for one in committees)
    if not _LEAST <= len(sittings) <= _MOST:
        given = " ".join(committees) or "none"
        raise click.UsageError(f"expected {_LEAST} to {_MOST} of BODY=MEETING/ITEM, got {given}")
    request = request_id(session.settings)
    made = ids.Maker(request)("k")
    day = on or _last_day(past, sittings[0].meeting)
    fact = Put(made, Words.of(text), matter, sittings, holds)
    submit(session, day, fact, request=request, made={"common": made})


def _committee(past: Past, given: str) -> Committee:
    """Give a body, its meeting and the item of it, from how they are named.

    Raises:
        UsageError: it is not in that form.
        Malformed: the ledger knows no such meeting, or the meeting no such item.
    """
    named = _COMMITTEE.fullmatch(given)
    if named is None:
        raise click.UsageError(f"expected bodies in the form of BODY=MEETING/ITEM, got {given}")
    from ledger_cli.lookups import item_of

    meeting = past.meeting(named["meeting"], named["body"])
    sitting = past.state(f"meeting:{meeting}").sittings.known[meeting]
    return Committee(named["body"], meeting, item_of(sitting, named["item"]))


@command.command()
@click.argument("common")
@click.argument("body")
@_when
@recording
def decline(session: Session, common: str, body: str, on: str | None) -> None:
    """Record that BODY did not agree to the question COMMON, at its own meeting.

    \b
    Example:
      remit common decline k-mnbqk3jz5x2c4d7e east
    """
    from ledger_cli import together
    from ledger_cli.lookups import Past, unknown

    past = Past(session)
    _, commons = together.find(past, common)
    question = commons.questions[common]
    one = question.of(body)
    if one is None:
        unknown("a body to which the question was put", body, question.bodies)
    fact = Declined(common, body, one.meeting, one.item)
    day = on or _last_day(past, one.meeting)
    submit(session, day, fact)


@command.command()
@click.argument("common")
@on_day
@known_then
@answering
def show(session: Session, common: str, on: str | None, known_at: str | None) -> int:
    """Say what each committee did about the question COMMON, and for whom the outcome stands.

    Whether it was quorate and how votes fell is said at the item at which it was put to it. Exit code 0: it
    holds for all or for those named; 1: for nobody; 8: that is not known yet.

    \b
    Example:
      remit common show k-mnbqk3jz5x2c4d7e --on 2024-07-15
    """
    from ledger_cli import together
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    at, question, rows = together.read(past, common, on or today())
    said, code = together.summary(question, rows)
    text = past.words([at]).read(at.fact.id, "body.text", question.put.text)
    if session.settings.as_json:
        asked = {"common": common, "on": question.day, "text": text, "matter": question.put.matter}
        committees = [msgspec.to_builtins(one) for one in rows]
        emit_json({**asked, "holds": question.put.holds, "committees": committees, "answer": said})
    else:
        cells = [(one.body, ", ".join(one.organisations), *msgspec.structs.astuple(one)[2:]) for one in rows]
        emit(Table(together.COLUMNS, cells, f"{common}, {question.day}: {text}"), as_json=False)
        answer(said)
    return code

"""``remit motion``: put at an open meeting, amended, withdrawn; consensus found; resolved (LSC-10.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import click

from ledger.facts.decisions import (
    ConsensusDisputed,
    ConsensusFound,
    MotionAmended,
    MotionPut,
    MotionWithdrawn,
    Resolved,
    Way,
)
from ledger.facts.words import Words
from ledger_cli import ids, resolving, using
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, emit, emit_json, emit_record
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger.facts import Body
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

NOT_KNOWN = 8
_item = click.option("--item", required=True, metavar="NUMBER", help="The item, by its number.")
_body = click.argument("body", required=False)


@click.group()
def command() -> None:
    """Put a motion, amend it, withdraw it; find consensus, resolve."""


def _at(past: Past, meeting: str, body: str | None, number: str) -> tuple[str, str, str]:
    """Give the ids of a meeting and of its item, and the day on which that was taken; in writing, today.

    Raises:
        Malformed: the meeting has no such item.
    """
    from ledger_cli.lookups import item_of

    code = past.meeting(meeting, body)
    sitting = past.state(f"meeting:{code}").sittings.known[code]
    item = item_of(sitting, number)
    return code, item, sitting.day_of(item) if sitting.until is None else today()


def _matter_of(past: Past, motions: tuple[str, ...]) -> str | None:
    """Give the matter of the motion on which something is resolved, where there is one motion."""
    from ledger_cli import deciding

    return deciding.motion(past, motions[0])[0].matter if len(motions) == 1 else None


@command.command()
@click.argument("meeting")
@_body
@_item
@click.option("--text", required=True, help="What is moved; kept sealed.")
@click.option("--by", metavar="PERSON", help="Who moves it: an id or a name.")
@click.option("--seconded-by", metavar="PERSON", help="Who seconds it.")
@click.option("--matter", metavar="CODE", help="The class of matters, of those that the terms name.")
@click.option(
    "--option",
    "options",
    multiple=True,
    metavar="CODE[/GROUP]=TEXT",
    help="One of several options to choose from; a cap counts it under its GROUP.",
)
@click.option("--reconsiders", metavar="DECISION", help="The decision that it puts again.")
@click.option("--asked-by", multiple=True, metavar="PERSON", help="A member who asked for that.")
@click.option(
    "--places",
    type=click.IntRange(1, 100),
    default=1,
    show_default=True,
    help="How many options are to be chosen.",
)
@recording
def put(
    session: Session,
    meeting: str,
    body: str | None,
    item: str,
    text: str,
    by: str | None,
    seconded_by: str | None,
    matter: str | None,
    options: tuple[str, ...],
    places: int,
    reconsiders: str | None,
    asked_by: tuple[str, ...],
) -> None:
    """Put a motion at an item of a MEETING, named by id or by date and BODY; with options: which of them.

    \b
    Example:
      remit motion put 2024-03-25 lsc-icp --item 32 --text "That the programme be approved" --by "Jo Bloggs"
      remit motion put 2024-03-25 lsc-icp --item 33 --text "Who chairs" --option jo=Jo --option lou=Lou
    """
    from ledger_cli import people, polling
    from ledger_cli.lookups import Past

    code, at, day = _at(Past(session), meeting, body, item)
    mover, seconder = (None if one is None else people.find(session.store, one) for one in (by, seconded_by))
    seconded = seconder is not None
    request = request_id(session.settings)
    motion = ids.Maker(request)("v")
    words = Words.of(text)
    choose = polling.options_of(options)
    moved = mover is not None
    asked = tuple(people.find(session.store, one) for one in asked_by)
    about = (matter, choose, places, reconsiders, asked)
    fact = MotionPut(motion, code, at, words, moved, mover, seconded, seconder, *about)
    submit(session, day, fact, request=request, made={"motion": motion})


@command.command()
@click.argument("motion")
@click.option("--text", required=True, help="The new text; kept sealed.")
@click.option("--by", metavar="PERSON", help="Who moves the amendment.")
@recording
def amend(session: Session, motion: str, text: str, by: str | None) -> None:
    """Give a motion another text; votes that were cast bind to the old one, so voting begins anew.

    \b
    Example:
      remit motion amend v-mnbqk3jz5x2c4d7e --text "That the programme be approved for a year"
    """
    from ledger_cli import deciding, people
    from ledger_cli.lookups import Past

    one, day = deciding.motion(Past(session), motion)
    who = None if by is None else people.find(session.store, by)
    submit(session, day, MotionAmended(motion, one.meeting, Words.of(text), who))


@command.command()
@click.argument("motion")
@recording
def withdraw(session: Session, motion: str) -> None:
    """Take a motion back: it is not decided.

    \b
    Example:
      remit motion withdraw v-mnbqk3jz5x2c4d7e
    """
    from ledger_cli import deciding
    from ledger_cli.lookups import Past

    one, day = deciding.motion(Past(session), motion)
    submit(session, day, MotionWithdrawn(motion, one.meeting))


@command.command()
@click.argument("meeting")
@_body
@_item
@click.option("--by", required=True, metavar="PERSON", help="Who finds it.")
@click.option("--found/--not-found", default=True, help="Is there consensus?")
@recording
def consensus(session: Session, meeting: str, body: str | None, item: str, by: str, found: bool) -> None:
    """Record that whoever presides finds consensus at an item, or none.

    \b
    Example:
      remit motion consensus 2024-03-25 lsc-icp --item 32 --by "Jo Bloggs" --not-found
    """
    from ledger_cli import people
    from ledger_cli.lookups import Past

    code, at, day = _at(Past(session), meeting, body, item)
    submit(session, day, ConsensusFound(code, at, people.find(session.store, by), found))


@command.command()
@click.argument("meeting")
@_body
@_item
@click.option("--by", required=True, metavar="PERSON", help="The member who disputes it.")
@recording
def dispute(session: Session, meeting: str, body: str | None, item: str, by: str) -> None:
    """Record that a member disputes that there is consensus: a vote is taken.

    \b
    Example:
      remit motion dispute 2024-03-25 lsc-icp --item 32 --by "Lou May"
    """
    from ledger_cli import people
    from ledger_cli.lookups import Past

    code, at, day = _at(Past(session), meeting, body, item)
    submit(session, day, ConsensusDisputed(code, at, people.find(session.store, by)))


@command.command()
@click.argument("meeting")
@_body
@_item
@click.option("--way", type=click.Choice(get_args(Way)), default="not recorded", show_default=True)
@click.option("--motion", "motions", multiple=True, metavar="ID", help="The motion that was carried.")
@resolving.said
@using.acting
@click.option("--on", type=DAY, help="The day.  [default: that of the item; in writing, today]")
@recording
def resolve(
    session: Session,
    meeting: str,
    body: str | None,
    item: str,
    way: Way,
    motions: tuple[str, ...],
    said: resolving.Said,
    what: using.Act,
    on: str | None,
) -> None:
    """Record what was resolved at an item of a MEETING; a resolution in several parts goes by a minute file.

    What it does --under a delegation, for what --amount, is recorded and judged with it.

    \b
    Example:
      remit motion resolve 2024-03-25 lsc-icp --item 32 --text "The programme is approved" --way consensus
    """
    from ledger_cli.lookups import Past

    past = Past(session)
    code, at, day = _at(past, meeting, body, item)
    request = request_id(session.settings)
    make = ids.Maker(request)
    resolution = make("d")
    part = said.part(_matter_of(past, motions))
    fact = Resolved(resolution, code, at, way, motions, (part,))
    acts = what.of_part(session, make, resolution, part, on or day)
    made = {"decision": resolution, **using.named(acts)}
    bodies: list[Body] = [fact, *acts]
    submit(session, on or day, *bodies, request=request, made=made)


@command.command()
@click.argument("motion")
@known_then
@answering
def show(session: Session, motion: str, known_at: str | None) -> int:
    """Say what the votes on MOTION come to: each vote, by whom it was recorded, the rule and the sum.

    \b
    Example:
      remit motion show v-mnbqk3jz5x2c4d7e
    """
    from ledger.suspects import told
    from ledger_cli import contests, polling, suspicions
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    found = polling.polled(past, motion)
    names, words = past.names([person for person, _, _ in found.votes]), past.words([found.at])
    disputed = contests.known(past)
    rows = [
        (names[who], choice, contests.beside(polling.level(at), disputed, at.fact.id, who), at.number)
        for who, choice, at in found.votes
    ]
    suspects = suspicions.known(past)
    doubts = [suspects.among([at]) for _, _, at in found.votes]
    voted = suspicions.beside(Table(("person", "vote", "recorded", "entry"), rows, "votes"), doubts)
    contested = told(suspicions.of_tags(past, (f"motion:{motion}", f"votes:{motion}")))
    record = polling.record(found, words)
    if session.settings.as_json:
        votes = [dict(zip(voted.columns, row, strict=True)) for row in voted.rows]
        emit_json({**record, "votes": votes, "contested": contested})
    else:
        emit_record(record, as_json=False)
        if rows:
            emit(voted, as_json=False)
        suspicions.show(contested)
    return polling.EXITS[found.came.verdict] if found.came else NOT_KNOWN

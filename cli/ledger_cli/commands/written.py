"""``remit written``: decisions in writing between meetings: opened, replied to by a day, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.facts.decisions import MotionPut
from ledger.facts.fact import Acted
from ledger.facts.meetings import Attended, ItemOpened, Opened
from ledger.facts.words import Words
from ledger_cli import ids
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, emit
from ledger_cli.parameters import DAY
from ledger_cli.proposing import propose
from ledger_cli.questions import known_then
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

NOT_KNOWN = 8


@click.group()
def command() -> None:
    """Decisions in writing between meetings: open one, see who replied."""


@command.command("open")
@click.argument("body")
@click.option("--text", required=True, help="What is proposed; kept sealed.")
@click.option("--until", required=True, type=DAY, help="The last day for replies.")
@click.option("--by", metavar="PERSON", help="Who opens it: an id or a name.")
@click.option("--to", multiple=True, metavar="PERSON", help="Who is written to.  [default: who has a vote]")
@click.option(
    "--title", default="Written procedure", show_default=True, help="What it is about; kept sealed."
)
@click.option("--matter", metavar="CODE", help="The class of matters, of those that the terms name.")
@click.option("--on", type=DAY, help="The day on which it was sent.  [default: today]")
@recording
def open_(
    session: Session,
    body: str,
    text: str,
    until: str,
    by: str | None,
    to: tuple[str, ...],
    title: str,
    matter: str | None,
    on: str | None,
) -> None:
    """Put a motion to the members of BODY in writing; replies are recorded by ``remit vote cast``.

    \b
    Example:
      remit written open lsc-icp --text "That the plan be sent" --until 2024-04-05 --by "Jo Bloggs"
      remit vote cast v-mnbqk3jz5x2c4d7e for --person "Lou May" --on 2024-04-02
      remit motion resolve m-mnbqk3jz5x2c4d7e --item 1 --text Sent --way vote --motion v-mnbqk3jz5x2c4d7e
    """
    from ledger_cli import people
    from ledger_cli.lookups import Past

    request, day = request_id(session.settings), on or today()
    make = ids.Maker(request)
    meeting, item, motion = make("m"), make("i"), make("v")
    past = Past(session)
    past.body(body)
    asked = tuple(people.find(session.store, one) for one in to) or _voters(past, body, day)
    opener = None if by is None else people.find(session.store, by)
    put = MotionPut(
        motion, meeting, item, Words.of(text), moved=False, proposer=None, seconded=False, seconder=None,
        matter=matter,
    )  # fmt: skip
    proposals = [
        propose(session.settings, _opened(meeting, body, until), day, Acted(person=opener)),
        propose(session.settings, Attended(meeting, asked, (), ()), day),
        propose(session.settings, ItemOpened(meeting, item, "1", Words.of(title), None), day),
        propose(session.settings, put, day),
    ]
    session.submit(proposals, request, made={"meeting": meeting, "motion": motion})


def _opened(meeting: str, body: str, until: str) -> Opened:
    return Opened(meeting, body, "written procedure", None, Words.of("in writing"), until)


def _voters(past: Past, body: str, day: str) -> tuple[str, ...]:
    """Give the members who have a vote on the day, or may have one."""
    from ledger.checks import fits
    from ledger.findings import Verdict
    from ledger.rooms import membership
    from ledger.votes import voting_of

    state = past.state(f"roll:{body}", f"terms:{body}")
    terms = state.terms.in_force(body, day)
    if terms is None:
        return tuple(one.person for one in state.roll.on(body, day))
    members, who = membership(body, day, terms, state.roll), voting_of(terms)
    return tuple(one for one in members.seats if fits(who, one, members, "voting") is not Verdict.NOT_MET)


@command.command()
@click.argument("meeting")
@known_then
@answering
def show(session: Session, meeting: str, known_at: str | None) -> int:
    """Say who of those written to in MEETING replied, how, and by whom that was recorded.

    \b
    Example:
      remit written show m-mnbqk3jz5x2c4d7e
    """
    from ledger.errors import Malformed
    from ledger_cli import contests, polling
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    sitting = past.state(f"meeting:{past.meeting(meeting, None)}").sittings.known[meeting]
    if sitting.until is None:
        raise Malformed(f"expected a written procedure, got {meeting}, a {sitting.kind}")
    motions = {f"motions:{item}" for item in sitting.items}
    puts = [at.fact.body for at in past.facts(*motions) if isinstance(at.fact.body, MotionPut)]
    asked = [one.person for one in sitting.there()]
    names = past.names(asked)
    rows, disputed = [], contests.known(past)
    for put in puts:
        replies = {person: (choice, at) for person, choice, at in polling.polled(past, put.motion).votes}
        for person in asked:
            choice, at = replies.get(person, (None, None))
            day, level = (None, None) if at is None else (at.day, polling.level(at))
            if at is not None and level is not None:
                level = contests.beside(level, disputed, at.fact.id, person)
            rows.append((names[person], choice or "no reply", day, level, put.motion))
    title = f"{meeting}, {sitting.body}, opened {sitting.day}, replies by {sitting.until}"
    columns = ("person", "reply", "on", "recorded", "motion")
    emit(Table(columns, rows, title), as_json=session.settings.as_json)
    return NOT_KNOWN if any(day is None for _, _, day, *_ in rows) and today() <= sitting.until else 0

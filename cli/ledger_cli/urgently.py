"""``remit decision urgent``, ``report``: what office-holders decide between meetings, and tell the body."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.facts.decisions import Part, Resolved
from ledger.facts.meetings import Attended, Attendee, ItemOpened, Opened
from ledger.facts.outcomes import Reported
from ledger.facts.words import Words
from ledger_cli import ids, using
from ledger_cli.aboutdecision import body_of, reason_, when
from ledger_cli.options import recording
from ledger_cli.proposing import submit
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger.facts import Body
    from ledger_cli.session import Session


@click.command()
@click.argument("body")
@click.option("--text", required=True, help="What was decided; kept sealed.")
@click.option(
    "--by", "by", required=True, multiple=True, metavar="PERSON", help="An office-holder who takes it."
)
@click.option("--consulted", "asked", multiple=True, metavar="PERSON", help="Somebody who was asked before.")
@click.option("--title", default="Urgent decision", show_default=True, help="What it is about; kept sealed.")
@click.option("--matter", metavar="CODE", help="The class of matters, of those that the terms name.")
@click.option("--under", metavar="ID", help="The delegation by which the body decides it.")
@using.acting_urgently
@reason_
@when
@recording
def urgent(
    session: Session,
    body: str,
    text: str,
    by: tuple[str, ...],
    asked: tuple[str, ...],
    title: str,
    matter: str | None,
    under: str | None,
    what: using.Act,
    reason: str,
    on: str | None,
) -> None:
    """Record what office-holders decided for BODY between meetings, as its terms let them where it is urgent.

    \b
    Example:
      remit decision urgent lsc-icp --text "The line stays open" --by "Jo Bloggs" --reason "it closes today"
    """
    from ledger_cli import people

    request = request_id(session.settings)
    make = ids.Maker(request)
    meeting, item, resolution = make("m"), make("i"), make("d")
    who = tuple(people.find(session.store, one) for one in by)
    heard = tuple(Attendee(people.find(session.store, one), None) for one in asked)
    place = Words.of("between meetings")
    part = Part("1", "decision", Words.of(text), matter=matter, under=under)
    bodies: list[Body] = [
        Opened(meeting, body, "urgent decision", None, place, reason=Words.of(reason)),
        Attended(meeting, who, heard, ()),
        ItemOpened(meeting, item, "1", Words.of(title), None),
        Resolved(resolution, meeting, item, "by office-holders", (), (part,), urgent=body),
    ]
    acts = what.of_part(session, make, resolution, part, on or today())
    bodies += acts
    made = {"decision": resolution, "meeting": meeting, **using.named(acts)}
    submit(session, on, *bodies, request=request, made=made)


@click.command()
@click.argument("decision")
@click.argument("meeting")
@click.argument("body", required=False)
@click.option("--item", metavar="NUMBER", help="At this item, by its number.")
@recording
def report(session: Session, decision: str, meeting: str, body: str | None, item: str | None) -> None:
    """Record that DECISION was reported to a later MEETING of its body, named by id or by date and BODY.

    \b
    Example:
      remit decision report d-mnbqk3jz5x2c4d7e 2024-07-15 lsc-icp --item 4
    """
    from ledger_cli.lookups import Past, item_of

    past = Past(session)
    code = past.meeting(meeting, body)
    sitting = past.state(f"meeting:{code}").sittings.known[code]
    at = None if item is None else item_of(sitting, item)
    submit(session, sitting.day_of(at), Reported(decision, body_of(session, decision), code, at))

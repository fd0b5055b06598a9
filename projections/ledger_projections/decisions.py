"""Decisions: every part of every resolution, with its body, meeting, item, day, way and standing doubts.

Implements LSC-M3 (numbered parts, conditions). The words stay in the openings of the store; a row says
where.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, assert_never

import msgspec
from sqlalchemy import BigInteger, Connection, Row, Select, Text, and_, bindparam, or_, select

from ledger.acts import Recorded
from ledger.facts import (
    agreements,
    attesting,
    bodies,
    common,
    concerns,
    consultations,
    contesting,
    corrections,
    decisions,
    delegations,
    deputies,
    disputes,
    duties,
    erasing,
    followups,
    founding,
    functions,
    funds,
    interests,
    keydecisions,
    keys,
    leads,
    meetings,
    members,
    minutes,
    offices,
    organisations,
    outcomes,
    programme,
    risks,
    targets,
    terms,
)
from ledger.facts.fact import Noted
from ledger_projections.projection import (
    Add,
    Amend,
    Drop,
    Operation,
    Projection,
    Value,
    Values,
    Wording,
    integer,
    known,
    replaced,
    text,
    types_in,
    view,
)
from ledger_projections.reading import days_late, noted, noted_text

Unread = (
    founding.Body
    | keys.Body
    | organisations.Body
    | bodies.Body
    | terms.Body
    | members.Body
    | offices.Body
    | deputies.Body
    | programme.Body
    | meetings.Attended
    | meetings.PresenceChanged
    | meetings.PublicExcluded
    | meetings.Presided
    | meetings.VirtualAgreed
    | meetings.QuorumConfirmed
    | meetings.Adjourned
    | meetings.Resumed
    | meetings.Closed
    | interests.Body
    | minutes.Body
    | decisions.AboutMotion
    | decisions.Consensus
    | decisions.FollowUpNoted
    | outcomes.Body
    | erasing.Body
    | contesting.Body
    | common.Body
    | keydecisions.Body
    | followups.Body
    | targets.Body
    | duties.Body
    | consultations.Body
    | agreements.Body
    | disputes.Body
    | concerns.Body
    | risks.Body
    | leads.Body
    | functions.Body
    | delegations.Body
    | funds.Body
    | attesting.Body
)
"""Facts that no decision shows. A new type of fact is read here or added to these."""

_UNREAD = types_in(Unread)

sittings = view(
    "view_meeting",
    integer("number", key=True),
    text("meeting"),
    text("body"),
    text("kind"),
    found_by="meeting",
    indexes=("body",),
)

_items = view(
    "view_item",
    integer("number", key=True),
    text("item"),
    text("meeting"),
    text("printed"),
    text("fact"),
    text("path"),
    integer("corrected_by", null=True),
    found_by="item",
)

_parts = view(
    "view_decision",
    integer("number", key=True),
    integer("place", key=True),
    text("fact"),
    text("resolution"),
    text("part"),
    text("meeting"),
    text("item"),
    text("way"),
    text("kind"),
    integer("conditional"),
    text("findings"),
    integer("departure"),
    text("recorded"),
    integer("days_late"),
    indexes=("meeting number",),
)


def apply(at: Recorded) -> Sequence[Operation]:
    """Say what a fact changes in the decisions."""
    body = at.fact.body
    if type(body) in _UNREAD or isinstance(body, Unread):  # the second tells a type checker what is left
        return ()
    match body:
        case meetings.Opened():
            return replaced(sittings, "meeting", _sitting(at, body))
        case meetings.ItemOpened():
            return replaced(_items, "item", _item(at, body))
        case decisions.Resolved():
            return tuple(_part(at, body, place) for place in range(len(body.parts)))
        case corrections.Corrected():
            return _corrected(at, body)
        case _:
            assert_never(body)


def _sitting(at: Recorded, body: meetings.Opened) -> Values:
    return {
        "number": at.number,
        "meeting": body.meeting,
        "body": body.body,
        "kind": body.kind,
        "since": at.day,
        "until": None,
    }


def _item(at: Recorded, body: meetings.ItemOpened) -> Values:
    return {
        "number": at.number,
        "item": body.item,
        "meeting": body.meeting,
        "printed": body.number,
        "fact": at.fact.id,
        "path": "body.title",
        "corrected_by": None,
        "since": at.day,
        "until": None,
    }


def _corrected(at: Recorded, body: corrections.Corrected) -> Sequence[Operation]:
    """Correct an item: a title that was not touched stays where it was opened first."""
    was, now = body.was, body.body
    if not isinstance(was, meetings.ItemOpened):
        return ()
    if not isinstance(now, meetings.ItemOpened):
        return (Drop(_items, {"item": was.item}),)
    changes: dict[str, Value] = {"printed": now.number, "corrected_by": at.number}
    if now.title != was.title:
        changes |= {"fact": at.fact.id, "path": "body.body.title"}
    return (Amend(_items, {"item": was.item}, changes),)


def _part(at: Recorded, body: decisions.Resolved, place: int) -> Add:
    part = body.parts[place]
    return Add(
        _parts,
        {
            "number": at.number,
            "place": place,
            "fact": at.fact.id,
            "resolution": body.resolution,
            "part": part.number,
            "meeting": body.meeting,
            "item": body.item,
            "way": body.way,
            "kind": part.kind,
            "conditional": int(part.condition is not None),
            "findings": noted_text(at.fact.findings),
            "departure": int(at.fact.departure is not None),
            "recorded": at.recorded,
            "days_late": days_late(at),
            "since": at.day,
            "until": None,
        },
    )


DECISIONS = Projection("decisions", 2, (sittings, _items, _parts), apply)


class Decision(msgspec.Struct, frozen=True):
    """One numbered part of a resolution.

    Attributes:
        number: of the entry that recorded it; ``fact`` is its fact, ``place`` the part's place in it from 0.
        body: whose meeting it was; None where the ledger did not know the meeting.
        item_number: as printed; None where the ledger did not know the item.
        item_title: where the title of the item is.
        item_corrected_by: the number of the fact that last corrected the item; None: none is known.
        day: on which it was resolved.
        text: where its words are.
        condition: where the words are of what it is still subject to.
        findings: what spoke against it, or was not known, when it was recorded.
        departure: where the reason is for which it was recorded all the same.
        days_late: how many days after its day it was recorded.
    """

    number: int
    place: int
    fact: str
    resolution: str
    part: str
    body: str | None
    meeting: str
    item: str
    item_number: str | None
    item_title: Wording | None
    day: str
    way: str
    kind: str
    text: Wording
    condition: Wording | None
    findings: tuple[Noted, ...]
    departure: Wording | None
    recorded: str
    days_late: int
    known_from: int
    known_to: int | None
    item_corrected_by: int | None = None


class Asked(msgspec.Struct, frozen=True):
    """Which decisions are asked for; None: whichever.

    ``on``: those taken by that day.
    """

    known_at: int
    body: str | None = None
    meeting: str | None = None
    on: str | None = None


def ask(connection: Connection, asked: Asked, last: Decision | None, page: int) -> tuple[Decision, ...]:
    """Give at most ``page`` decisions, in the order of recording, from after the last one on."""
    wanted = {"body": asked.body, "meeting": asked.meeting, "day": asked.on, "number": asked.known_at}
    after = {"after": last.number if last else 0, "after_place": last.place if last else 0, "page": page}
    return tuple(map(_decision, connection.execute(_statement(asked), {**wanted, **after})))


_number = bindparam("number", type_=BigInteger())
_after, _after_place = bindparam("after", type_=BigInteger()), bindparam("after_place", type_=BigInteger())
_of_body = select(sittings.c.meeting).where(sittings.c.body == bindparam("body"), known(sittings, _number))

_DECISIONS = (
    select(
        _parts,
        sittings.c.body.label("body"),
        _items.c.printed.label("item_number"),
        _items.c.fact.label("item_fact"),
        _items.c.path.label("item_path"),
        _items.c.corrected_by.label("item_corrected_by"),
    )
    .select_from(
        _parts.outerjoin(
            sittings, and_(sittings.c.meeting == _parts.c.meeting, known(sittings, _number))
        ).outerjoin(_items, and_(_items.c.item == _parts.c.item, known(_items, _number)))
    )
    .where(
        known(_parts, _number),
        or_(_parts.c.number > _after, and_(_parts.c.number == _after, _parts.c.place > _after_place)),
    )
    .order_by(_parts.c.number, _parts.c.place)
    .limit(bindparam("page"))
)


def _statement(asked: Asked) -> Select[Any]:
    statement = _DECISIONS
    if asked.body is not None:
        statement = statement.where(_parts.c.meeting.in_(_of_body))
    if asked.meeting is not None:
        statement = statement.where(_parts.c.meeting == bindparam("meeting"))
    if asked.on is not None:
        statement = statement.where(_parts.c.since <= bindparam("day", type_=Text()))
    return statement


def _decision(row: Row[Any]) -> Decision:
    path = f"body.parts.{row.place}"
    return Decision(
        number=row.number,
        place=row.place,
        fact=row.fact,
        resolution=row.resolution,
        part=row.part,
        body=row.body,
        meeting=row.meeting,
        item=row.item,
        item_number=row.item_number,
        item_title=Wording.of(row.item_fact, row.item_path),
        day=row.since,
        way=row.way,
        kind=row.kind,
        text=Wording(row.fact, f"{path}.text"),
        condition=Wording(row.fact, f"{path}.condition") if row.conditional else None,
        findings=noted(row.findings),
        departure=Wording(row.fact, "departure") if row.departure else None,
        recorded=row.recorded,
        days_late=row.days_late,
        known_from=row.known_from,
        known_to=row.known_to,
        item_corrected_by=row.item_corrected_by,
    )

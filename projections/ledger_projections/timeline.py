"""The audit timeline: every fact in its place, with who acted, who recorded it and what spoke against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, assert_never

import msgspec
from sqlalchemy import BigInteger, Connection, Row, Select, Text, and_, bindparam, func, select

from ledger.acts import Recorded
from ledger.facts import (
    Body,
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
from ledger.facts.corrections import meeting_of
from ledger.facts.fact import Noted
from ledger.keys import body_of
from ledger.tags import key_tag
from ledger_projections.decisions import sittings
from ledger_projections.projection import (
    Add,
    Amend,
    Operation,
    Projection,
    Values,
    Wording,
    integer,
    known,
    replaced,
    text,
    types_in,
    view,
)
from ledger_projections.reading import days_late, noted, noted_text, recorded_day

OWN_KEY = "own key"
BY_CLERK = "recorded by the clerk"

OtherFacts = (
    keys.OfLog
    | organisations.Body
    | bodies.Body
    | terms.Body
    | members.Body
    | offices.Body
    | deputies.Body
    | programme.Body
    | meetings.Body
    | interests.Body
    | minutes.Body
    | decisions.Body
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
    | corrections.Body
)
"""Facts that say nothing about a key. A new type of fact is read here or added to these."""

_OTHERS = types_in(OtherFacts)

_events = view(
    "view_event",
    integer("number", key=True),
    text("fact"),
    text("said_on"),
    text("recorded"),
    text("recorded_day"),
    integer("days_late"),
    text("type"),
    text("body", null=True),
    text("meeting", null=True),
    text("person", null=True),
    text("office", null=True),
    text("behalf", null=True),
    text("recorder"),
    text("signers"),
    text("findings"),
    integer("departure"),
    text("tags"),
    indexes=("body number", "meeting number", "recorded_day number"),
)

_keys = view("view_key", text("key", key=True), text("person"), found_by="key")

_suspicions = view(
    "view_suspicion", integer("number", key=True), text("key"), integer("suspect"), indexes=("key",)
)

_corrections = view("view_correction", integer("number", key=True), text("corrects"), indexes=("corrects",))


def apply(at: Recorded) -> Sequence[Operation]:
    """Give a fact its line, and say what it changes about keys and about another fact."""
    body = at.fact.body
    line = Add(_events, _event(at))
    if isinstance(body, corrections.Corrected):
        row: Values = {"number": at.number, "corrects": body.corrects, "since": at.day, "until": None}
        return (line, Add(_corrections, row))
    return (line, *_about_keys(at, body))


def _about_keys(at: Recorded, body: Body) -> Sequence[Operation]:
    if type(body) in _OTHERS or isinstance(body, OtherFacts):  # the second tells a type checker what is left
        return ()
    match body:
        case founding.Founded():
            officer = _key(at, body.officer, body.officer_key)
            return (*officer, *_key(at, body.officer, body.recovery_key))
        case keys.Enrolled():
            return _key(at, body.person, body.key)
        case keys.Rotated():
            return (_key_ended(at, body.old), *_key(at, body.person, body.key))
        case keys.Revoked():
            return (_key_ended(at, body.key),)
        case keys.Compromised():
            return (_key_ended(at, body.key), Add(_suspicions, _suspicion(at, body)))
        case _:
            assert_never(body)


def _key(at: Recorded, person: str, public: str) -> Sequence[Operation]:
    key = key_tag(public).removeprefix("key:")
    return replaced(_keys, "key", {"key": key, "person": person, "since": at.day, "until": None})


def _key_ended(at: Recorded, key: str) -> Amend:
    return Amend(_keys, {"key": key, "until": None}, {"until": at.day})


def _suspicion(at: Recorded, body: keys.Compromised) -> Values:
    return {"number": at.number, "key": body.key, "suspect": body.suspect, "since": at.day, "until": None}


def _event(at: Recorded) -> Values:
    fact = at.fact
    return {
        "number": at.number,
        "fact": fact.id,
        "said_on": fact.on,
        "recorded": at.recorded,
        "recorded_day": recorded_day(at.recorded),
        "days_late": days_late(at),
        "type": str(fact.body.__struct_config__.tag),
        "body": body_of(fact.body, None),
        "meeting": meeting_of(fact.body),
        "person": _who(fact.body) or fact.acted.person,
        "office": fact.acted.office,
        "behalf": fact.acted.behalf,
        "recorder": fact.recorder,
        "signers": " ".join(at.signers),
        "findings": noted_text(fact.findings),
        "departure": int(fact.departure is not None),
        "tags": " ".join(fact.tags),
        "since": at.day,
        "until": None,
    }


def _who(body: Body) -> str | None:
    """Give the person whose own act a fact states."""
    match body:
        case delegations.Used():
            return body.persons[0] if body.persons else None
        case decisions.VoteCast() | decisions.BallotCast() | interests.Declared():
            return body.person
        case contesting.Contested() | contesting.Withdrawn():
            return body.person
        case founding.Founded():
            return body.officer
        case _:
            return None


TIMELINE = Projection("timeline", 2, (_events, _keys, _suspicions, _corrections), apply)


class Event(msgspec.Struct, frozen=True):
    """One fact in its place.

    Attributes:
        number: of its entry; ``fact`` is its id.
        on: when it took effect, as stated: a day or an instant. ``day`` is the day in Europe/London.
        recorded: when the ledger took it.
        days_late: how many days after its day it was recorded.
        body: whose act it is; None where it is of no body, or of a meeting that the ledger did not know.
        person: who acted, where the fact says so; in ``office``, on behalf of the organisation ``behalf``.
        level: ``own key`` where a key of the person who acted signed, else ``recorded by the clerk``.
        contested_by: the number of the fact by which a key that signed it was compromised from its number
            or before; None: no such fact was known.
        corrected_by: the number of the fact that last corrected it; None: no such fact was known.
        findings: what spoke against it, or was not known, when it was recorded.
        departure: where the reason is for which it was recorded all the same.
    """

    number: int
    fact: str
    on: str
    day: str
    recorded: str
    days_late: int
    type: str
    body: str | None
    meeting: str | None
    person: str | None
    office: str | None
    behalf: str | None
    recorder: str
    level: str
    contested_by: int | None
    findings: tuple[Noted, ...]
    departure: Wording | None
    tags: tuple[str, ...]
    corrected_by: int | None = None


class Asked(msgspec.Struct, frozen=True):
    """Which facts are asked for: of a body (None: of all and of none), from a number to another."""

    known_at: int
    body: str | None
    first: int
    last: int


def ask(connection: Connection, asked: Asked, last: Event | None, page: int) -> tuple[Event, ...]:
    """Give at most ``page`` events, by number, from after the last one on."""
    statement = _EVENTS if asked.body is None else _EVENTS_OF_BODY
    first = asked.first if last is None else last.number + 1
    between = {"first": first, "last": asked.last, "number": asked.known_at}
    rows = connection.execute(statement, {**between, "body": asked.body, "page": page}).all()
    signers = sorted({key for row in rows for key in row.signers.split()})
    by_keys = {"keys": signers, "number": asked.known_at}
    holders = {row.key: row.person for row in connection.execute(_HOLDERS, by_keys)}
    suspicions = connection.execute(_SUSPICIONS, by_keys).all()
    about = {"facts": [row.fact for row in rows], "number": asked.known_at}
    corrected = {row.corrects: row.number for row in connection.execute(_CORRECTED, about)}
    return tuple(_line(row, holders, suspicions, corrected) for row in rows)


def of_meeting(connection: Connection, meeting: str, known_at: int) -> tuple[int, ...]:
    """Give the numbers of all facts about a meeting, in ascending order."""
    asked = {"meeting": meeting, "number": known_at}
    return tuple(connection.execute(_OF_MEETING, asked).scalars().all())


def last_by(connection: Connection, day: str) -> int:
    """Give the number of the last entry recorded by the end of a day in Europe/London; 0: none."""
    found: int | None = connection.execute(_LAST_BY, {"day": day}).scalar_one()
    return found or 0


_number, _page = bindparam("number", type_=BigInteger()), bindparam("page", type_=BigInteger())
_first, _last = bindparam("first", type_=BigInteger()), bindparam("last", type_=BigInteger())
_between = _events.c.number.between(_first, _last)
_body, _day = bindparam("body", type_=Text()), bindparam("day", type_=Text())
_some_keys = bindparam("keys", type_=Text(), expanding=True)

_meetings_of_body = select(sittings.c.meeting).where(sittings.c.body == _body, known(sittings, _number))
_numbers_of_body = (
    select(_events.c.number)
    .where(_events.c.body == _body, _between)
    .union(select(_events.c.number).where(_events.c.meeting.in_(_meetings_of_body), _between))
    .order_by("number")
    .limit(_page)
)

_ALL = (
    select(_events, func.coalesce(_events.c.body, sittings.c.body).label("whose"))
    .select_from(
        _events.outerjoin(sittings, and_(sittings.c.meeting == _events.c.meeting, known(sittings, _number)))
    )
    .where(known(_events, _number))
    .order_by(_events.c.number)
    .limit(_page)
)
_EVENTS: Select[Any] = _ALL.where(_between)
_EVENTS_OF_BODY: Select[Any] = _ALL.where(_events.c.number.in_(_numbers_of_body))
_HOLDERS: Select[Any] = select(_keys.c.key, _keys.c.person).where(
    _keys.c.key.in_(_some_keys), known(_keys, _number)
)
_SUSPICIONS: Select[Any] = (
    select(_suspicions.c.key, _suspicions.c.suspect, _suspicions.c.number)
    .where(_suspicions.c.key.in_(_some_keys), known(_suspicions, _number))
    .order_by(_suspicions.c.number)
)
_CORRECTED: Select[Any] = (
    select(_corrections.c.corrects, _corrections.c.number)
    .where(
        _corrections.c.corrects.in_(bindparam("facts", type_=Text(), expanding=True)),
        known(_corrections, _number),
    )
    .order_by(_corrections.c.number)
)
_OF_MEETING: Select[Any] = (
    select(_events.c.number)
    .where(_events.c.meeting == bindparam("meeting", type_=Text()), known(_events, _number))
    .order_by(_events.c.number)
)
_LAST_BY = select(func.max(_events.c.number)).where(_events.c.recorded_day <= _day)


def _line(
    row: Row[Any],
    holders: Mapping[str, str],
    suspicions: Iterable[Row[Any]],
    corrected: Mapping[str, int],
) -> Event:
    signers = row.signers.split()
    own = row.person is not None and row.person in {holders.get(key) for key in signers}
    contested = (one.number for one in suspicions if one.key in signers and one.suspect <= row.number)
    return Event(
        number=row.number,
        fact=row.fact,
        on=row.said_on,
        day=row.since,
        recorded=row.recorded,
        days_late=row.days_late,
        type=row.type,
        body=row.whose,
        meeting=row.meeting,
        person=row.person,
        office=row.office,
        behalf=row.behalf,
        recorder=row.recorder,
        level=OWN_KEY if own else BY_CLERK,
        contested_by=next(contested, None),
        findings=noted(row.findings),
        departure=Wording(row.fact, "departure") if row.departure else None,
        tags=tuple(row.tags.split()),
        corrected_by=corrected.get(row.fact),
    )

"""The register of members: who is in which seat and holds which office, on a day, as known at a number.

Implements LSC-7.2 (a person holds a seat for a period) and LSC-M4 (terms of office as printed). The
names of persons stay in the openings of the store; the register says where.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from sqlalchemy import BigInteger, Connection, Row, Select, Table, Text, and_, bindparam, or_, select

from ledger.acts import Recorded
from ledger.facts import (
    bodies,
    decisions,
    delegations,
    founding,
    keys,
    meetings,
    members,
    organisations,
    terms,
)
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
    view,
)

Unread = (
    keys.Enrolled
    | keys.Rotated
    | keys.Revoked
    | keys.Compromised
    | organisations.Registered
    | bodies.Constituted
    | terms.Drafted
    | terms.Adopted
    | meetings.Opened
    | meetings.Attended
    | meetings.ItemOpened
    | meetings.InterestDeclared
    | meetings.NoInterestDeclared
    | meetings.MinutesAgreed
    | meetings.Scheduled
    | meetings.Closed
    | decisions.MotionPut
    | decisions.VoteCast
    | decisions.VoteTallied
    | decisions.Resolved
    | decisions.FollowUpNoted
    | delegations.Granted
    | delegations.PassedOn
    | delegations.Narrowed
    | delegations.Revoked
    | delegations.Used
)
"""Facts that change nobody's place. A new type of fact is read here or added to these."""

persons = view("view_person", text("person", key=True), text("fact"), text("path"), found_by="person")

_members = view(
    "view_member",
    integer("number", key=True),
    text("fact"),
    text("body"),
    text("person"),
    text("seat", null=True),
    text("kind"),
    integer("began"),
    integer("ended_number", null=True),
    text("ended_fact", null=True),
    found_by="person",
    indexes=("body until",),
)

_offices = view(
    "view_office",
    integer("number", key=True),
    text("fact"),
    text("body"),
    text("office"),
    text("person"),
    text("term"),
    text("elected"),
    integer("ended_number", null=True),
    text("ended_fact", null=True),
    found_by="person",
    indexes=("body until",),
)


def apply(at: Recorded) -> Sequence[Operation]:  # noqa: PLR0911 - one case a type
    """Say what a fact changes in the register."""
    body = at.fact.body
    if isinstance(body, Unread):
        return ()
    match body:
        case founding.Founded():
            return _named(at, body.officer)
        case organisations.PersonRegistered():
            return _named(at, body.person)
        case members.Appointed():
            return (Add(_members, _membership(at, body)),)
        case members.Ended():
            place = {"person": body.person, "body": body.body, "seat": body.seat}
            return (
                Amend(_members, {**place, "began": 1}, _ending(at), beyond=at.day, begun=at.day),
                Amend(_members, {**place, "began": 0}, _ending(at), beyond=at.day),
            )
        case members.Elected():
            return (Add(_offices, _tenure(at, body)),)
        case members.OfficeEnded():
            place = {"person": body.person, "body": body.body, "office": body.office}
            return (Amend(_offices, place, _ending(at), beyond=at.day),)
        case _:
            assert_never(body)


def _named(at: Recorded, person: str) -> Sequence[Operation]:
    row = {"person": person, "fact": at.fact.id, "path": "body.name", "since": at.day, "until": None}
    return replaced(persons, "person", row)


def _membership(at: Recorded, body: members.Appointed) -> Values:
    return {
        "number": at.number,
        "fact": at.fact.id,
        "body": body.body,
        "person": body.person,
        "seat": body.seat,
        "kind": body.kind,
        "began": int(body.began is not None),
        "since": body.began or at.day,
        "until": None,
        "ended_number": None,
        "ended_fact": None,
    }


def _tenure(at: Recorded, body: members.Elected) -> Values:
    return {
        "number": at.number,
        "fact": at.fact.id,
        "body": body.body,
        "office": body.office,
        "person": body.person,
        "term": body.term,
        "elected": at.day,
        "since": body.begins,
        "until": body.ends,
        "ended_number": None,
        "ended_fact": None,
    }


def _ending(at: Recorded) -> Values:
    return {"until": at.day, "ended_number": at.number, "ended_fact": at.fact.id}


REGISTER = Projection("register", 1, (persons, _members, _offices), apply)


@dataclass(frozen=True, slots=True)
class Ending:
    """The fact that ended a membership or tenure, and where its reason is."""

    number: int
    fact: str
    reason: Wording


@dataclass(frozen=True, slots=True)
class Member:
    """One person in one seat (None: which seat is not known), from a day to a day, half open.

    Attributes:
        number: of the entry that recorded the appointment; ``fact`` is its fact.
        name: where the name is; None for a person that the ledger does not know.
        since: the first day known; ``began`` says whether it is the day on which the membership began.
        until: the first day on which it no longer holds; None: no end is known.
        known_from: the entry since which the ledger knows it so.
        known_to: the entry that told otherwise; None: it is known so still.
    """

    number: int
    fact: str
    body: str
    person: str
    name: Wording | None
    seat: str | None
    kind: str
    since: str
    began: bool
    until: str | None
    ended: Ending | None
    known_from: int
    known_to: int | None

    def holds(self, day: str) -> bool | None:
        """Say whether the person is a member in this seat on the day; None where it is not known."""
        if self.until is not None and day >= self.until:
            return False
        if day >= self.since:
            return True
        return False if self.began else None


@dataclass(frozen=True, slots=True)
class Tenure:
    """One person in one office.

    ``term`` is as printed; ``since`` and ``until`` are days only where the record states them, and
    ``elected`` is the day of the election. All else is as for a member.
    """

    number: int
    fact: str
    body: str
    office: str
    person: str
    name: Wording | None
    term: str
    elected: str
    since: str | None
    until: str | None
    ended: Ending | None
    known_from: int
    known_to: int | None

    def holds(self, day: str) -> bool | None:
        """Say whether the person holds the office on the day; None where it is not known."""
        if self.until is not None and day >= self.until:
            return False
        return None if self.since is None else day >= self.since


@dataclass(frozen=True, slots=True)
class Register:
    """The register of a body on a day (None: of all days), as the ledger knew it at a number.

    Both lists are in the order of recording. On a day, they give what holds and what is not known.
    """

    body: str
    on: str | None
    known_at: int
    members: tuple[Member, ...]
    offices: tuple[Tenure, ...]


def ask(connection: Connection, body: str, on: str | None, known_at: int) -> Register:
    """Give the register of a body."""
    asked = {"body": body, "day": on, "number": known_at}
    of_members = connection.execute(_MEMBERS if on is None else _MEMBERS_ON, asked)
    of_offices = connection.execute(_OFFICES if on is None else _OFFICES_ON, asked)
    return Register(body, on, known_at, tuple(map(_member, of_members)), tuple(map(_office, of_offices)))


def names(connection: Connection, people: Collection[str], known_at: int) -> dict[str, Wording]:
    """Say where the names of persons are; a person that the ledger did not know has none."""
    rows = connection.execute(_NAMES, {"people": list(people), "number": known_at})
    return {row.person: Wording(row.fact, row.path) for row in rows}


_number, _day = bindparam("number", type_=BigInteger()), bindparam("day", type_=Text())


def _of(table: Table) -> Select[Any]:
    """Select what was known of a body, each row with the place of the person's name."""
    named = and_(persons.c.person == table.c.person, known(persons, _number))
    return (
        select(table, persons.c.fact.label("name_fact"), persons.c.path.label("name_path"))
        .select_from(table.outerjoin(persons, named))
        .where(table.c.body == bindparam("body"), known(table, _number))
        .order_by(table.c.number)
    )


_lasting_members = or_(_members.c.until.is_(None), _members.c.until > _day)
_lasting_offices = or_(_offices.c.until.is_(None), _offices.c.until > _day)

_MEMBERS, _OFFICES = _of(_members), _of(_offices)
_MEMBERS_ON = _MEMBERS.where(_lasting_members, or_(_members.c.since <= _day, _members.c.began == 0))
_OFFICES_ON = _OFFICES.where(_lasting_offices, or_(_offices.c.since <= _day, _offices.c.since.is_(None)))
_NAMES: Select[Any] = select(persons.c.person, persons.c.fact, persons.c.path).where(
    persons.c.person.in_(bindparam("people", expanding=True)), known(persons, _number)
)


def _member(row: Row[Any]) -> Member:
    return Member(
        number=row.number,
        fact=row.fact,
        body=row.body,
        person=row.person,
        name=Wording.of(row.name_fact, row.name_path),
        seat=row.seat,
        kind=row.kind,
        since=row.since,
        began=bool(row.began),
        until=row.until,
        ended=_ended(row),
        known_from=row.known_from,
        known_to=row.known_to,
    )


def _office(row: Row[Any]) -> Tenure:
    return Tenure(
        number=row.number,
        fact=row.fact,
        body=row.body,
        office=row.office,
        person=row.person,
        name=Wording.of(row.name_fact, row.name_path),
        term=row.term,
        elected=row.elected,
        since=row.since,
        until=row.until,
        ended=_ended(row),
        known_from=row.known_from,
        known_to=row.known_to,
    )


def _ended(row: Row[Any]) -> Ending | None:
    if row.ended_fact is None:
        return None
    return Ending(row.ended_number, row.ended_fact, Wording(row.ended_fact, "body.reason"))

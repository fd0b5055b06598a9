"""The register of members: who is in which seat and holds which office, on a day, as known at a number.

Implements LSC-7.2 (a person holds a seat for a period), LSC-7.3 (regular attendees are kept apart),
LSC-7.10 (the number of members over time), LSC-M4 (terms of office as printed) and PLD-6 (what is
interim stays so). The names of persons stay in the openings of the store; the register says where.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    or_,
    select,
)

from ledger.acts import Recorded
from ledger.facts.corrections import Corrected
from ledger_projections.correcting import correct
from ledger_projections.projection import Operation, Projection, Wording, known
from ledger_projections.registering import apply, ends, holds, memberships, persons, regulars, tenures


def _apply(at: Recorded) -> Sequence[Operation]:
    """Say what a fact changes in the register."""
    body = at.fact.body
    return correct(at, body) if isinstance(body, Corrected) else apply(at)


REGISTER = Projection("register", 4, (persons, memberships, tenures, regulars), _apply)


class Ending(msgspec.Struct, frozen=True):
    """The fact that ended a membership or tenure, and where its reason is; None: it gives none."""

    number: int
    fact: str
    reason: Wording | None


class Member(msgspec.Struct, frozen=True):
    """One person in one seat (None: which seat is not known), from a day to a day, half open.

    Attributes:
        number: of the entry that recorded the appointment; ``fact`` is its fact.
        name: where the name is; None for a person that the ledger does not know.
        since: the first day known; ``began`` says whether it is the day on which the membership began.
        until: the first day on which it no longer holds; None: no end is known.
        term_ends: the first day after its term, where one is stated; with ``carries_over`` it holds on
            until somebody else is appointed to the seat.
        awaits: it holds only once the person has taken up the seat.
        organisation: the one that the person represents, where that is said.
        known_from: the entry since which the ledger knows it so.
        known_to: the entry that told otherwise; None: it is known so still.
        corrected_by: the number of the fact that last corrected it; None: none is known.
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
    term_ends: str | None = None
    carries_over: bool = False
    awaits: bool = False
    organisation: str | None = None
    corrected_by: int | None = None

    def holds(self, day: str) -> bool | None:
        """Say whether the person is a member in this seat on the day; None where it is not known."""
        return False if self.awaits else holds(self.since, self.began, self.until, day)


class Tenure(msgspec.Struct, frozen=True):
    """One person in one office.

    ``term`` is as printed; ``since`` and ``until`` are days only where the record states them, and
    ``elected`` is the day of the election. Who is ``acting`` in it only does not hold it: ``term`` is
    then why. All else is as for a member.
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
    acting: bool = False
    corrected_by: int | None = None

    def holds(self, day: str) -> bool | None:
        """Say whether the person holds the office, or acts in it, on the day; None: it is not known."""
        return holds(self.since, self.since is not None, self.until, day)


class Attendee(msgspec.Struct, frozen=True):
    """One person who attends regularly without being a member, from a day to a day, half open.

    ``place`` is the code of the regular attendance that the terms provide for. All else is as for a
    member.
    """

    number: int
    fact: str
    body: str
    person: str
    name: Wording | None
    place: str | None
    organisation: str | None
    since: str
    until: str | None
    known_from: int
    known_to: int | None


class Register(msgspec.Struct, frozen=True):
    """The register of a body on a day (None: of all days), as the ledger knew it at a number.

    The lists are in the order of recording. On a day, they give what holds and what is not known.
    """

    body: str
    on: str | None
    known_at: int
    members: tuple[Member, ...]
    offices: tuple[Tenure, ...]
    attendees: tuple[Attendee, ...] = ()


class Numbers(msgspec.Struct, frozen=True):
    """How many members there are from a day on, who became one then, and who is one no longer.

    ``unsure`` are persons of whom it is not known whether they are members.
    """

    day: str
    sure: int
    unsure: int
    came: tuple[str, ...]
    went: tuple[str, ...]


def numbers(found: Iterable[Member]) -> Iterator[Numbers]:
    """Give the number of members of one body from each day on which it changed, by day (LSC-7.10).

    Args:
        found: every membership of the body.
    """
    held: dict[str, list[Member]] = defaultdict(list)
    changing: dict[str, dict[str, None]] = defaultdict(dict)
    for one in found:
        held[one.person].append(one)
        for day in (one.since, one.until):
            if day is not None:
                changing[day][one.person] = None
    before = {person: _standing(of_person, "") for person, of_person in held.items()}
    count = Counter(before.values())
    for day in sorted(changing):
        after = {person: _standing(held[person], day) for person in changing[day]}
        changed = {person: now for person, now in after.items() if now is not before[person]}
        came = tuple(person for person, now in changed.items() if now)
        went = tuple(person for person in changed if before[person])
        for person, now in changed.items():
            count[before[person]] -= 1
            count[now] += 1
            before[person] = now
        if changed:
            yield Numbers(day, count[True], count[None], came, went)


def _standing(memberships: Iterable[Member], day: str) -> bool | None:
    answers = {one.holds(day) for one in memberships}
    return True if True in answers else (None if None in answers else False)


def ask(connection: Connection, body: str, on: str | None, known_at: int) -> Register:
    """Give the register of a body."""
    asked = {"body": body, "day": on, "number": known_at}
    of_members = connection.execute(_MEMBERS if on is None else _MEMBERS_ON, asked)
    of_offices = connection.execute(_OFFICES if on is None else _OFFICES_ON, asked)
    attending = connection.execute(_ATTENDEES if on is None else _ATTENDEES_ON, asked)
    return Register(
        body,
        on,
        known_at,
        tuple(map(_member, of_members)),
        tuple(_in_office(map(_office, of_offices), on)),
        tuple(map(_regular, attending)),
    )


def _in_office(tenures: Iterable[Tenure], on: str | None) -> Iterator[Tenure]:
    """Give the tenures, on a day without who acts for a vacancy that has been filled."""
    found = list(tenures)
    held = {one.office for one in found if on is not None and not one.acting and one.holds(on)}
    return (one for one in found if not (one.acting and one.term == "vacancy" and one.office in held))


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


def _lasting(table: Table) -> ColumnElement[bool]:
    return or_(table.c.until.is_(None), table.c.until > _day)


_holding = and_(
    _lasting(memberships),
    or_(memberships.c.replaced.is_(None), memberships.c.replaced > _day, memberships.c.term_ends > _day),
    or_(memberships.c.carries_over == 1, memberships.c.term_ends.is_(None), memberships.c.term_ends > _day),
    memberships.c.awaits == 0,
)

_MEMBERS, _OFFICES, _ATTENDEES = _of(memberships), _of(tenures), _of(regulars)
_MEMBERS_ON = _MEMBERS.where(_holding, or_(memberships.c.since <= _day, memberships.c.began == 0))
_OFFICES_ON = _OFFICES.where(_lasting(tenures), or_(tenures.c.since <= _day, tenures.c.since.is_(None)))
_ATTENDEES_ON = _ATTENDEES.where(_lasting(regulars), regulars.c.since <= _day)
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
        until=ends(row._asdict()),
        ended=_ended(row, "body.reason" if row.until is not None else None),
        known_from=row.known_from,
        known_to=row.known_to,
        term_ends=row.term_ends,
        carries_over=bool(row.carries_over),
        awaits=bool(row.awaits),
        organisation=row.organisation,
        corrected_by=row.corrected_by,
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
        ended=_ended(row, None if row.acting else "body.reason"),
        known_from=row.known_from,
        known_to=row.known_to,
        acting=bool(row.acting),
        corrected_by=row.corrected_by,
    )


def _regular(row: Row[Any]) -> Attendee:
    return Attendee(
        number=row.number,
        fact=row.fact,
        body=row.body,
        person=row.person,
        name=Wording.of(row.name_fact, row.name_path),
        place=row.place,
        organisation=row.organisation,
        since=row.since,
        until=row.until,
        known_from=row.known_from,
        known_to=row.known_to,
    )


def _ended(row: Row[Any], path: str | None) -> Ending | None:
    """Say what ended it; the path is that of the reason, if the fact gives one."""
    if row.ended_fact is None:
        return None
    return Ending(row.ended_number, row.ended_fact, Wording.of(row.ended_fact, path))

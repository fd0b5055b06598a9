"""The membership of a body as a whole: how many members, which seats are vacant, in what balance.

Implements LSC-7.10 (the number of members over time), LSC-7.2 (a seat may be vacant), PLD-3 and PBP-8 (a
balance of the membership is shown).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ledger import checks, rooms, seats
from ledger.days import days_between
from ledger.facts.terms import BalanceRule, Seat, Terms
from ledger.findings import Finding
from ledger.members import Membership, Roll
from ledger.terms import Rulebooks, rules_of


class Number(msgspec.Struct, frozen=True):
    """How many persons are known to be members from a day on, and of how many that is not known."""

    day: str
    members: int
    unsure: int


class Vacancy(msgspec.Struct, frozen=True):
    """A seat that nobody is known to hold on a day.

    Attributes:
        since: the first day on which it was vacant; None: it is not known whether it is.
        days: how many days that is ago.
        maybe: the persons who may sit in it.
    """

    seat: Seat
    since: str | None
    days: int | None
    maybe: tuple[str, ...] = ()


def numbers(roll: Roll, body: str, first: str, last: str) -> Iterator[Number]:
    """Give the number of members on the first day, and on every day up to the last on which it changed."""
    held = _of(roll, body)
    ends = {day for one in held for day in (one.since, one.ends) if day is not None and first < day <= last}
    before = None
    for day in sorted({first} | ends):
        answers = list(_standing(held, day).values())
        found = (answers.count(True), answers.count(None))
        if found != before:
            yield Number(day, *found)
        before = found


def balance(roll: Roll, body: str, terms: Terms, day: str) -> tuple[Finding, ...]:
    """Judge every balance that the terms ask of the membership, on the day.

    Everybody counts, in whichever seat; of whom it is not known whether they are members, that is so.
    """
    whole = msgspec.structs.replace(terms, seats=tuple(map(_counted, terms.seats)))
    answers = _standing(_of(roll, body), day)
    offices = [office.office for office in terms.offices]
    held = {office: roll.holder(body, office, day) for office in offices}
    acting = {office: roll.acting(body, office, day) for office in offices}
    everybody = checks.Room(
        whole,
        {
            person: tuple(map(_counted, rooms.seats_of(body, person, day, whole, roll)))
            for person, answer in answers.items()
            if answer is not False
        },
        {office: person for office, person in held.items() if person is not None},
        members=list(answers.values()).count(True),
        acting={office: person for office, person in acting.items() if person is not None},
        unsure=frozenset(person for person, answer in answers.items() if answer is None),
    )
    return tuple(
        seats.find(rule, terms, checks.evaluate(rule.check, everybody))
        for rule in rules_of(terms, BalanceRule)
    )


def vacancies(roll: Roll, rulebooks: Rulebooks, body: str, day: str) -> Iterator[Vacancy]:
    """Give the seats of the terms in force that nobody is known to hold on the day."""
    terms = rulebooks.in_force(body, day)
    for seat in terms.seats if terms else ():
        held = [one for one in _of(roll, body) if one.seat == seat.seat]
        if any(one.holds(day) for one in held):
            continue
        maybe = (*(one.person for one in held if one.holds(day) is None), *unseated(roll, body, day))
        if maybe:
            yield Vacancy(seat, None, None, tuple(dict.fromkeys(maybe)))
            continue
        ends = (one.ends for one in held if one.ends is not None and one.ends <= day and not one.awaits)
        since = max((_made(rulebooks, body, seat.seat, day), *ends))
        yield Vacancy(seat, since, days_between(since, day))


def unseated(roll: Roll, body: str, day: str) -> tuple[str, ...]:
    """Give the persons who are, or may be, members on the day and are not known to sit in any seat."""
    here = [one for one in _of(roll, body) if one.holds(day) is not False]
    seated = {one.person for one in here if one.holds(day) and _is_placed(one)}
    found = dict.fromkeys(one.person for one in here if not _is_placed(one))
    return tuple(person for person in found if person not in seated)


def _of(roll: Roll, body: str) -> tuple[Membership, ...]:
    return tuple(one for one in roll.memberships if one.body == body)


def _standing(held: tuple[Membership, ...], day: str) -> dict[str, bool | None]:
    """Say of everybody who ever was a member whether they are on the day; None where it is not known."""
    answers: dict[str, set[bool | None]] = {}
    for one in held:
        answers.setdefault(one.person, set()).add(one.holds(day))
    return {
        person: True if True in found else (None if None in found else False)
        for person, found in answers.items()
    }


def _is_placed(one: Membership) -> bool:
    """Say whether it is known where a member sits; a co-opted member has a place of its own."""
    return one.seat is not None or one.own is not None


def _counted(seat: Seat) -> Seat:
    """Give the seat as one whose holder counts: a balance is not a quorum."""
    return msgspec.structs.replace(seat, quorum=True)


def _made(rulebooks: Rulebooks, body: str, seat: str, day: str) -> str:
    """Give the day since which the terms have had the seat, one version after another."""
    versions = [one for one in rulebooks.adopted.get(body, ()) if one.in_force <= day]
    since = None
    for version in sorted(versions, key=lambda one: (one.in_force, one.number)):
        known = seats.named(version.terms, seat) is not None
        since = (since or version.in_force) if known else None
    return since or day

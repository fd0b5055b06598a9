"""The roll of a body: who is a member in which seat, and who holds which office, on a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from ledger.acts import Act, Recorded
from ledger.bodies import Bodies
from ledger.facts import members as facts
from ledger.facts.terms import Terms
from ledger.findings import Finding, Verdict, judge
from ledger.organisations import Directory

MemberFact = facts.Appointed | facts.Ended | facts.Elected | facts.OfficeEnded


@dataclass(frozen=True, slots=True)
class Membership:
    """One person in one seat (None: which seat is not known) from a day to a day, half open.

    ``since`` is the first day known; ``began`` says whether it is the day on which it began.
    ``ended`` is the first day on which it no longer holds.
    """

    body: str
    person: str
    seat: str | None
    kind: str
    since: str
    began: bool
    ended: str | None = None

    def holds(self, day: str) -> bool | None:
        """Say whether the person is a member in this seat on the day; None where it is not known."""
        if self.ended is not None and day >= self.ended:
            return False
        if day >= self.since:
            return True
        return False if self.began else None


@dataclass(frozen=True, slots=True)
class Tenure:
    """One person in one office. ``begins`` and ``ends`` are None where the record does not say."""

    body: str
    office: str
    person: str
    term: str
    begins: str | None
    ends: str | None


@dataclass(frozen=True, slots=True)
class Roll:
    """Memberships and tenures, in the order in which they were recorded."""

    memberships: tuple[Membership, ...] = ()
    tenures: tuple[Tenure, ...] = ()

    def evolve(self, at: Recorded, body: MemberFact) -> Roll:
        """Fold one fact in. Never refuses: it already happened."""
        match body:
            case facts.Appointed():
                new = Membership(
                    body.body,
                    body.person,
                    body.seat,
                    body.kind,
                    body.began or at.day,
                    body.began is not None,
                )
                return replace(self, memberships=(*self.memberships, new))
            case facts.Ended():
                key = (body.body, body.person, body.seat)
                kept = tuple(
                    replace(one, ended=at.day)
                    if (one.body, one.person, one.seat) == key and one.holds(at.day) is not False
                    else one
                    for one in self.memberships
                )
                return replace(self, memberships=kept)
            case facts.Elected():
                tenure = Tenure(body.body, body.office, body.person, body.term, body.begins, body.ends)
                return replace(self, tenures=(*self.tenures, tenure))
            case facts.OfficeEnded():
                match_ = (body.body, body.office, body.person)
                tenures = tuple(
                    replace(one, ends=min(one.ends or at.day, at.day))
                    if (one.body, one.office, one.person) == match_
                    else one
                    for one in self.tenures
                )
                return replace(self, tenures=tenures)
            case _:
                assert_never(body)

    def of(self, body: str, person: str) -> tuple[Membership, ...]:
        """Give every membership of the person in the body."""
        return tuple(one for one in self.memberships if (one.body, one.person) == (body, person))

    def on(self, body: str, day: str) -> tuple[Membership, ...]:
        """Give the memberships that are known to hold on the day."""
        return tuple(one for one in self.memberships if one.body == body and one.holds(day))

    def is_member(self, body: str, person: str, day: str) -> bool | None:
        """Say whether the person is a member of the body on the day; None where it is not known."""
        answers = {one.holds(day) for one in self.of(body, person)}
        if True in answers:
            return True
        return None if None in answers else False

    def holder(self, body: str, office: str, day: str) -> str | None:
        """Give the person who is known to hold the office on the day, or None."""
        held = [
            one.person
            for one in self.tenures
            if (one.body, one.office) == (body, office)
            and one.begins is not None
            and one.begins <= day
            and (one.ends is None or day < one.ends)
        ]
        return held[-1] if held else None


def boundary(body: MemberFact) -> frozenset[str]:
    """Say which tags the judgement reads."""
    return frozenset(
        {f"body:{body.body}", f"roll:{body.body}", f"terms:{body.body}", f"person:{body.person}"}
    )


def examine(
    act: Act, body: MemberFact, roll: Roll, bodies: Bodies, directory: Directory, terms: Terms | None
) -> tuple[Finding, ...]:
    """Judge a membership or tenure: the body, the person, the seat or office, what it collides with."""
    common = (bodies.require(body.body, act.day), directory.require_person(body.person))
    match body:
        case facts.Appointed():
            return (*common, *_examine_appointment(act, body, roll, terms))
        case facts.Ended():
            seats = {one.seat for one in roll.of(body.body, body.person) if one.holds(act.day) is not False}
            known = body.seat in seats
            return (*common, judge("ROL-4", known, "a member in that seat", _seat(body.seat), absolute=True))
        case facts.Elected():
            return (*common, *_examine_election(body, roll, terms))
        case facts.OfficeEnded():
            held = any(
                (one.office, one.person) == (body.office, body.person)
                for one in roll.tenures
                if one.body == body.body and (one.ends is None or act.day < one.ends)
            )
            return (
                *common,
                judge("OFF-3", held, f"the holder of {body.office}", body.person, absolute=True),
            )
        case _:
            assert_never(body)


def _seat(seat: str | None) -> str:
    return "no seat stated" if seat is None else seat


def _examine_appointment(
    act: Act, body: facts.Appointed, roll: Roll, terms: Terms | None
) -> tuple[Finding, ...]:
    began = body.began or act.day
    order = judge(
        "ROL-1", began <= act.day, f"a membership begun by {act.day}", f"begun {began}", absolute=True
    )
    if body.seat is None:
        again = roll.is_member(body.body, body.person, began) is not True
        return (order, judge("ROL-3", again, "a person who is not a member yet", body.person, absolute=True))
    seats = {seat.seat: seat for seat in terms.seats} if terms else {}
    known = None if terms is None else body.seat in seats
    got = "no terms known to be in force" if terms is None else _seat(body.seat)
    clause = f"{terms.cited} {seats[body.seat].clause}" if terms and body.seat in seats else None
    exists = Finding("ROL-2", clause, Verdict.of(known), "a seat of the terms in force", got)
    holders = [
        one.person for one in roll.on(body.body, began) if one.seat == body.seat and one.person != body.person
    ]
    free = judge(
        "ROL-3", not holders, "a vacant seat", f"{body.seat} held by {', '.join(holders)}", clause=clause
    )
    return (order, exists, free)


def _examine_election(body: facts.Elected, roll: Roll, terms: Terms | None) -> tuple[Finding, ...]:
    offices = {office.office: office for office in terms.offices} if terms else {}
    known = None if terms is None else body.office in offices
    clause = f"{terms.cited} {offices[body.office].clause}" if terms and body.office in offices else None
    got = "no terms known to be in force" if terms is None else body.office
    exists = Finding("OFF-1", clause, Verdict.of(known), "an office of the terms in force", got)
    held = roll.holder(body.body, body.office, body.begins) if body.begins else None
    free = judge(
        "OFF-2",
        held in (None, body.person),
        f"{body.office} to be vacant then",
        f"held by {held}",
        clause=clause,
    )
    return (exists, free)

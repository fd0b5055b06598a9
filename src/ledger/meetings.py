"""Sittings: who was there, item by item, and what was declared.

Implements LSC-M1 (three lists), LSC-12 (declarations) and the presence that LSC-8.1 is measured on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from ledger.acts import Act, Recorded
from ledger.bodies import Bodies
from ledger.facts import meetings as facts
from ledger.findings import Finding, Verdict, judge
from ledger.members import Roll
from ledger.organisations import Directory

AtMeeting = (
    facts.Attended
    | facts.ItemOpened
    | facts.InterestDeclared
    | facts.NoInterestDeclared
    | facts.MinutesAgreed
    | facts.Closed
)
MeetingFact = facts.Opened | facts.Scheduled | AtMeeting


@dataclass(frozen=True, slots=True)
class Item:
    """An item as it was taken: who was absent for it, which unnamed office-holders were there."""

    number: str
    absent: frozenset[str]
    offices: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting of one body, as recorded so far."""

    body: str
    day: str
    kind: str
    present: tuple[str, ...] = ()
    attending: tuple[str, ...] = ()
    apologies: tuple[str, ...] = ()
    attended: bool = False
    closed: bool = False
    items: Mapping[str, Item] = field(default_factory=dict)
    withdrawn: frozenset[tuple[str | None, str]] = frozenset()

    def present_at(self, item: str) -> tuple[str, ...]:
        """Give the members who were there for an item and had not withdrawn from it."""
        absent = self.items[item].absent if item in self.items else frozenset[str]()
        return tuple(
            person
            for person in self.present
            if person not in absent
            and (item, person) not in self.withdrawn
            and (None, person) not in self.withdrawn
        )


@dataclass(frozen=True, slots=True)
class Sittings:
    """The meetings that the facts read tell of, by id."""

    known: Mapping[str, Sitting] = field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.Opened | AtMeeting) -> Sittings:
        """Fold one fact in. Never refuses: it already happened."""
        if isinstance(body, facts.Opened):
            return self._with(body.meeting, Sitting(body.body, at.day, body.kind))
        sitting = self.known.get(body.meeting)
        return self if sitting is None else self._with(body.meeting, _evolve(sitting, body))

    def body_of(self, meeting: str | None) -> str | None:
        """Give the code of the body that holds the meeting."""
        sitting = self.known.get(meeting or "")
        return sitting.body if sitting else None

    def _with(self, meeting: str, sitting: Sitting) -> Sittings:
        return Sittings({**self.known, meeting: sitting})


def _evolve(sitting: Sitting, body: AtMeeting) -> Sitting:
    match body:
        case facts.Attended():
            attending = tuple(attendee.person for attendee in body.attending)
            return replace(
                sitting, attended=True, present=body.present, attending=attending, apologies=body.apologies
            )
        case facts.ItemOpened():
            item = Item(body.number, frozenset(body.absent), frozenset(body.offices))
            return replace(sitting, items={**sitting.items, body.item: item})
        case facts.InterestDeclared():
            if body.effect != "withdraws":
                return sitting
            return replace(sitting, withdrawn=sitting.withdrawn | {(body.item, body.person)})
        case facts.NoInterestDeclared() | facts.MinutesAgreed():
            return sitting
        case facts.Closed():
            return replace(sitting, closed=True)
        case _:
            assert_never(body)


def boundary(body: MeetingFact, sitting: Sitting | None, roll: Roll) -> frozenset[str]:
    """Say which tags the judgement reads; once the meeting is known, its body's too."""
    match body:
        case facts.Opened():
            return frozenset({f"meeting:{body.meeting}", f"body:{body.body}"})
        case facts.Scheduled():
            return frozenset({f"body:{body.body}", f"programme:{body.body}"})
        case facts.Attended():
            people = _not_on(roll, sitting, _people(body))
            tags = {f"person:{person}" for person in people} | {f"meeting:{body.meeting}"}
            tags |= {f"organisation:{one.organisation}" for one in body.attending if one.organisation}
            return frozenset(tags | ({f"roll:{sitting.body}"} if sitting else set()))
        case facts.MinutesAgreed():
            return frozenset({f"meeting:{body.meeting}", f"minutes:{body.of or body.meeting}"})
        case facts.ItemOpened() | facts.InterestDeclared() | facts.NoInterestDeclared() | facts.Closed():
            return frozenset({f"meeting:{body.meeting}"})
        case _:
            assert_never(body)


def _people(body: facts.Attended) -> tuple[str, ...]:
    return (*body.present, *(one.person for one in body.attending), *body.apologies)


def _not_on(roll: Roll, sitting: Sitting | None, people: tuple[str, ...]) -> tuple[str, ...]:
    """Give those who were never on the body's roll; whoever was is a person whom the ledger knows."""
    return tuple(person for person in people if sitting is None or not roll.of(sitting.body, person))


def require_open(sitting: Sitting | None, meeting: str, day: str) -> Finding:
    """Judge MTG-2: the meeting is known, on that day, and not closed."""
    if sitting is None:
        got = f"{meeting}, which the ledger does not know"
    elif sitting.closed:
        got = f"{meeting}, recorded as closed"
    else:
        got = f"a meeting on {sitting.day}"
    answer = sitting is not None and not sitting.closed and sitting.day == day
    return judge("MTG-2", answer, f"an open record of a meeting on {day}", got, absolute=True)


def require_item(sitting: Sitting | None, item: str) -> Finding:
    """Judge MTG-5: the item belongs to the meeting."""
    known = sitting is not None and item in sitting.items
    return judge("MTG-5", known, "an item of this meeting", item, absolute=True)


def examine(
    act: Act, body: MeetingFact, sittings: Sittings, bodies: Bodies, directory: Directory, roll: Roll
) -> tuple[Finding, ...]:
    """Judge what happened at a meeting."""
    if isinstance(body, facts.Opened):
        fresh = body.meeting not in sittings.known
        return (
            bodies.require(body.body, act.day),
            judge("MTG-1", fresh, "an id that no meeting has yet", body.meeting, absolute=True),
        )
    if isinstance(body, facts.Scheduled):
        return (bodies.require(body.body, act.day),)
    sitting = sittings.known.get(body.meeting)
    opened = require_open(sitting, body.meeting, act.day)
    if sitting is None:
        return (opened,)
    return (opened, *_examine_at(act, body, sitting, directory, roll))


def _examine_at(
    act: Act, body: AtMeeting, sitting: Sitting, directory: Directory, roll: Roll
) -> tuple[Finding, ...]:
    match body:
        case facts.Attended():
            return _examine_attendance(act, body, sitting, directory, roll)
        case facts.ItemOpened():
            numbers = {item.number for item in sitting.items.values()}
            fresh = body.item not in sitting.items and body.number not in numbers
            strangers = set(body.absent) - set(sitting.present)
            return (
                judge("MTG-4", fresh, "a number that no item of the meeting has", body.number, absolute=True),
                judge(
                    "MTG-6",
                    not strangers,
                    "only members who were present to be absent from an item",
                    ", ".join(sorted(strangers)),
                    absolute=True,
                ),
            )
        case facts.InterestDeclared():
            here = body.person in (*sitting.present, *sitting.attending)
            found = judge(
                "MTG-6", here, "somebody who is at the meeting to declare", body.person, absolute=True
            )
            return (found, require_item(sitting, body.item)) if body.item else (found,)
        case facts.MinutesAgreed():
            return (require_item(sitting, body.item),)
        case facts.NoInterestDeclared() | facts.Closed():
            return ()
        case _:
            assert_never(body)


def _examine_attendance(
    act: Act, body: facts.Attended, sitting: Sitting, directory: Directory, roll: Roll
) -> tuple[Finding, ...]:
    people = _people(body)
    twice = sorted({person for person in people if people.count(person) > 1})
    standing = {person: roll.is_member(sitting.body, person, act.day) for person in body.present}
    strangers = sorted(person for person, member in standing.items() if member is False)
    unsure = sorted(person for person, member in standing.items() if member is None)
    answer = False if strangers else (None if unsure else True)
    organisations = sorted({one.organisation for one in body.attending if one.organisation})
    return (
        judge(
            "MTG-3", not sitting.attended, "attendance to be recorded once", "a second list", absolute=True
        ),
        judge(
            "MTG-7",
            not twice,
            "each person on one of the three lists",
            f"{', '.join(twice)} on two",
            absolute=True,
        ),
        Finding(
            "MTG-8",
            None,
            Verdict.of(answer),
            f"those present to be members of {sitting.body} on {act.day}",
            ", ".join((*strangers, *unsure)) or "members only",
        ),
        *(directory.require_person(person) for person in _not_on(roll, sitting, people)),
        *(directory.require_organisation(code) for code in organisations),
    )

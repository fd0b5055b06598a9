"""Rooms: who is there in which capacity, for the quorum of an item or for a vote at it.

Implements LSC-8.1 (who counts at an item), LSC-8.2 (attendance from elsewhere), LSC-7.7 and LSC-8.4
(deputies in the room) under whatever terms are in force. Remit defaults: whoever withdrew does not count;
a deputy never counts beside the member, and of two deputies of one member only the first does.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ledger import checks
from ledger.deputies import Answers, Deputies, answers
from ledger.facts.terms import InterestRule, QuorumRule, Seat, Terms, VirtualRule
from ledger.findings import Finding, Verdict, all_of, any_of
from ledger.members import Membership, Roll
from ledger.sittings import Sitting, There
from ledger.terms import rules_of

Right = Literal["quorum", "voting"]
"""What somebody is in a room for: to be counted for the quorum, or to vote."""

NOBODY = Deputies()


def room(
    sitting: Sitting,
    item: str | None,
    terms: Terms,
    roll: Roll,
    deputies: Deputies = NOBODY,
    right: Right = "quorum",
) -> checks.Room:
    """Say who is there, in which seats and offices, under these terms.

    Args:
        sitting: the meeting as recorded.
        item: for which item; ``OPENING``: when it began; None: now.
        terms: under which terms.
        roll: who is a member and holds an office.
        deputies: who may stand in for whom.
        right: for what somebody has to be there.
    """
    day = sitting.day_of(item)
    seats: dict[str, tuple[Seat, ...]] = {}
    unsure = set[str]()
    for one, answer in _entitled(sitting, item, terms, roll, deputies, right):
        if answer is not False and one.person not in seats:
            seats[one.person] = seats_stood_in(sitting, one, day, terms, roll, deputies)
            unsure |= {one.person} if answer is None else set()
    offices = [office.office for office in terms.offices]
    held = {office: roll.holder(sitting.body, office, day) for office in offices}
    acts = {office: roll.acting(sitting.body, office, day) for office in offices}
    members, taken = roll.on(sitting.body, day), sitting.items.get(item or "")
    return checks.Room(
        terms,
        seats,
        {office: person for office, person in held.items() if person is not None},
        taken.offices if taken else frozenset[str](),
        _filled(members),
        # Whoever acts for a holder who is away steps back where the holder is there.
        {office: one for office, one in acts.items() if one is not None and held[office] not in seats},
        frozenset(unsure),
        sum(1 for one in members if one.own is not None),
    )


def membership(body: str, day: str, terms: Terms, roll: Roll) -> checks.Room:
    """Say who is a member on the day, in which seats, whoever of them is at a meeting."""
    seats: dict[str, tuple[Seat, ...]] = {}
    unsure = set[str]()
    for one in roll.memberships:
        answer = roll.is_member(body, one.person, day) if one.body == body else False
        if answer is not False:
            seats[one.person] = seats_of(body, one.person, day, terms, roll)
            unsure |= {one.person} if answer is None else set()
    held = {office.office: roll.holder(body, office.office, day) for office in terms.offices}
    holders = {office: person for office, person in held.items() if person is not None}
    return checks.Room(terms, seats, holders, unsure=frozenset(unsure))


def quorum(
    sitting: Sitting, item: str | None, terms: Terms, roll: Roll, deputies: Deputies = NOBODY
) -> tuple[Finding, ...]:
    """Judge every quorum rule of the terms at an item (None: now), in the order of the terms."""
    there = room(sitting, item, terms, roll, deputies)
    return tuple(checks.find(rule, there) for rule in rules_of(terms, QuorumRule))


def seats_of(body: str, member: str, day: str, terms: Terms, roll: Roll) -> tuple[Seat, ...]:
    """Give the seats in which a member sits on the day; none where it is not known which.

    Where a seat may be filled by one of several organisations, the membership may say by which.
    """
    found = []
    for one in roll.of(body, member):
        seat = one.own or next((seat for seat in terms.seats if seat.seat == one.seat), None)
        if seat is not None and one.holds(day):
            own = one.organisation in seat.organisations
            found.append(msgspec.structs.replace(seat, organisations=(one.organisation,)) if own else seat)
    return tuple(found)


def seats_stood_in(
    sitting: Sitting, one: There, day: str, terms: Terms, roll: Roll, deputies: Deputies
) -> tuple[Seat, ...]:
    """Give the seats in which somebody is there: of a deputy named for one seat, that one alone."""
    seats = seats_of(sitting.body, one.member, day, terms, roll)
    deputy = deputies.standing_in(sitting.body, one.person, one.member, sitting.meeting, day)
    named = None if deputy is None or one.person == one.member else deputy.named.seat
    return seats if named is None else tuple(seat for seat in seats if seat.seat == named)


def deputy_answers(
    sitting: Sitting, one: There, day: str, terms: Terms | None, roll: Roll, deputies: Deputies
) -> tuple[Answers, ...]:
    """Say what a substitute may do, for every seat of the member (a seat that is not known is one)."""
    deputy = deputies.standing_in(sitting.body, one.person, one.member, sitting.meeting, day)
    seats = () if terms is None else seats_stood_in(sitting, one, day, terms, roll, deputies)
    return tuple(answers(deputy, terms, seat) for seat in seats or (None,))


def _entitled(
    sitting: Sitting, item: str | None, terms: Terms, roll: Roll, deputies: Deputies, right: Right
) -> list[tuple[There, bool | None]]:
    """Say of everybody who is there, members first, whether they count; and so of those who withdrew."""
    day = sitting.day_of(item)
    elsewhere = attends_from_elsewhere(sitting, terms, right)
    told: list[tuple[There, bool | None]] = []
    served = set[str]()

    def say(one: There, *more: bool | None) -> None:
        verdicts = [Verdict.of(roll.is_member(sitting.body, one.member, day)), *map(Verdict.of, more)]
        if one.virtual:
            verdicts.append(Verdict.of(elsewhere))
        if one.person != one.member:
            found = deputy_answers(sitting, one, day, terms, roll, deputies)
            verdicts.append(
                any_of(Verdict.of(each.votes if right == "voting" else each.counts) for each in found)
            )
        if one.member in served:
            verdicts.append(Verdict.NOT_MET)
        served.add(one.member)
        told.append((one, _answer(all_of(verdicts))))

    for one in sorted(sitting.there(item), key=lambda one: one.person != one.member):
        say(one)
    if right == "quorum" and (rule := next(iter(rules_of(terms, InterestRule)), None)) is not None:
        for one in sitting.withdrew(item):
            say(one, rule.withdrawn_count)
    return told


def attends_from_elsewhere(sitting: Sitting, terms: Terms, right: Right) -> bool | None:
    """Say whether attendance from elsewhere counts or gives a vote; with no rule, a statute may forbid it."""
    rule = next(iter(rules_of(terms, VirtualRule)), None)
    if rule is None:
        return None
    said = rule.votes if right == "voting" else rule.counts
    return {"yes": True, "no": False, "agreed": sitting.agreed, "not known": None}[said]


def _answer(verdict: Verdict) -> bool | None:
    return {Verdict.MET: True, Verdict.NOT_MET: False, Verdict.NOT_KNOWN: None}[verdict]


def _filled(members: tuple[Membership, ...]) -> int:
    """Count the seats that are filled, with co-opted places; somebody whose seat is not known fills one."""
    seats = {one.seat for one in members if one.seat is not None}
    own = sum(1 for one in members if one.own is not None)
    placed = {one.person for one in members if one.seat is not None or one.own is not None}
    return len(seats) + own + len({one.person for one in members} - placed)

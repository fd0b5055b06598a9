"""The registry of checks: what a rule's typed data means for the people in the room.

A check answers met, not met or not known, with the arithmetic and with who satisfied it. Where the
record does not say in which seat somebody sits, or whether somebody counts at all, a count is an
interval from *sure* to *possible*.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, assert_never

import msgspec

from ledger.facts.filters import Filter
from ledger.facts.terms import (
    AllOf,
    AnyOf,
    Check,
    Count,
    Distinct,
    QuorumRule,
    Seat,
    Share,
    SomeOf,
    Terms,
)
from ledger.findings import Finding, OtherReading, Verdict, all_of, any_of, at_least, some_of


class Room(msgspec.Struct, frozen=True):
    """Who is there when a rule is measured, as far as the record shows.

    Attributes:
        terms: the terms that are applied.
        seats: for everybody who is there, the seats; none where it is not known which.
        holders: for every office whose holder on the day is known, the person.
        attested: offices whose holders are known to be there, without their names.
        members: how many seats, and places of co-opted members, are known to be filled on the day.
        acting: for every office, the person who acts in it.
        unsure: those of whom it is not known whether they count at all: possible, never sure.
        additional: how many members are co-opted on the day, beside the seats of the terms.
    """

    terms: Terms
    seats: Mapping[str, tuple[Seat, ...]]
    holders: Mapping[str, str]
    attested: frozenset[str] = frozenset()
    members: int = 0
    acting: Mapping[str, str] = msgspec.field(default_factory=dict)
    unsure: frozenset[str] = frozenset()
    additional: int = 0


class Outcome(msgspec.Struct, frozen=True):
    """A check's answer, what was found, and the ids of those who satisfied it."""

    verdict: Verdict
    got: str
    by: tuple[str, ...] = ()


def evaluate(check: Check, room: Room) -> Outcome:
    """Judge one check in the room."""
    match check:
        case Count():
            return _count(check, room)
        case Share():
            return _share(check, room)
        case Distinct():
            return _distinct(check, room)
        case AllOf() | AnyOf() | SomeOf():
            return _compose(check, room)
        case _:
            assert_never(check)


def find(rule: QuorumRule, room: Room) -> Finding:
    """Judge a quorum rule, with its other readings beside it."""
    outcome = evaluate(rule.check, room)
    others = []
    for other in rule.others:
        judged = evaluate(other.check, room)
        others.append(OtherReading(other.reading, judged.verdict, judged.got))
    return Finding(
        rule=rule.rule,
        clause=None if rule.basis == "default" else f"{room.terms.cited} {rule.clause}",
        verdict=outcome.verdict,
        expected=rule.says,
        got=outcome.got,
        reading=rule.reading,
        others=tuple(others),
        by=outcome.by,
    )


def fits(who: Filter, person: str, room: Room, right: Literal["quorum", "voting"] | None = None) -> Verdict:
    """Say whether a person who is there fits a filter, in one of the seats, and has the right that it gives.

    Args:
        who: every condition that it gives must hold of one and the same seat.
        person: somebody who is there.
        room: where.
        right: to be counted for the quorum, or to vote; None: no right is asked for.
    """
    seats: tuple[Seat | None, ...] = room.seats.get(person) or (None,)
    offices = [] if who.offices is None else [any_of(_holds(person, office, room) for office in who.offices)]
    answer = all_of((any_of(_fits(who, seat, room, right) for seat in seats), *offices))
    return Verdict.NOT_KNOWN if answer is Verdict.MET and person in room.unsure else answer


def _fits(who: Filter, seat: Seat | None, room: Room, right: Literal["quorum", "voting"] | None) -> Verdict:
    """Say whether a seat (None: not known which) fits a filter and gives the right."""
    answers: list[Verdict] = []
    if right is not None:
        answers.append(_gives(right, seat, room))
    if who.seats is not None:
        answers.append(Verdict.of(None if seat is None else seat.seat in who.seats))
    if who.sectors is not None:
        answers.append(Verdict.of(None if seat is None else seat.sector in who.sectors))
    if who.positions is not None:
        answers.append(Verdict.of(None if seat is None else seat.position in who.positions))
    if who.organisations is not None:
        answers.append(_comes_from(seat, frozenset(who.organisations)))
    if who.founder is not None:
        comes = _comes_from(seat, frozenset(room.terms.founders))
        answers.append(comes if who.founder else _negate(comes))
    return all_of(answers)


def _comes_from(seat: Seat | None, organisations: frozenset[str]) -> Verdict:
    if seat is None or not seat.organisations:
        return Verdict.NOT_KNOWN
    inside = organisations.intersection(seat.organisations)
    if not inside:
        return Verdict.NOT_MET
    return Verdict.MET if len(inside) == len(set(seat.organisations)) else Verdict.NOT_KNOWN


def _negate(verdict: Verdict) -> Verdict:
    opposite = {Verdict.MET: Verdict.NOT_MET, Verdict.NOT_MET: Verdict.MET}
    return opposite.get(verdict, verdict)


def _holds(person: str, office: str, room: Room) -> Verdict:
    if room.acting.get(office) == person:
        return Verdict.MET
    holder = room.holders.get(office)
    return Verdict.of(None if holder is None else holder == person)


def split(who: Filter, room: Room) -> tuple[list[str], list[str]]:
    """Give the persons who surely fit and count for the quorum, and those who may."""
    sure, maybe = [], []
    for person in room.seats:
        match fits(who, person, room, "quorum"):
            case Verdict.MET:
                sure.append(person)
            case Verdict.NOT_KNOWN:
                maybe.append(person)
    return sure, maybe


def _gives(right: Literal["quorum", "voting"], seat: Seat | None, room: Room) -> Verdict:
    """Say whether whoever sits there counts for the quorum, or votes."""
    seats = room.terms.seats if seat is None else (seat,)
    answers = {one.quorum if right == "quorum" else one.voting for one in seats}
    return Verdict.of(answers.pop() if len(answers) == 1 else None)


def _between(sure: int, possible: int) -> str:
    return str(sure) if sure == possible else f"{sure} for sure and {possible} at most"


def _count(check: Count, room: Room) -> Outcome:
    sure, maybe = split(check.who, room)
    if check.of == "organisations":
        return _count_organisations(check, sure, maybe, room)
    by = tuple(sure)
    least, most = len(sure), len(sure) + len(maybe)
    unnamed = _unnamed(check.who, room)
    most = max(most, min(most + len(unnamed), len(set(check.who.offices or ()))))
    if unnamed and not sure:
        least, by = 1, unnamed
    return Outcome(at_least(check.least, least, most), _between(least, most), by)


def _unnamed(who: Filter, room: Room) -> tuple[str, ...]:
    """Give the offices that a pure office filter asks for and whose holders are there, not named.

    One person may hold several offices, so together they are sure to be one person only.
    """
    if who.offices is None or who != Filter(offices=who.offices):
        return ()
    attested = room.attested.intersection(who.offices)
    return tuple(sorted(office for office in attested if room.holders.get(office) not in room.seats))


def represented(person: str, who: Filter, room: Room) -> tuple[dict[str, str], int]:
    """Give the organisations for which a person who fits surely sits, and how many more there may be."""
    seats: tuple[Seat | None, ...] = room.seats[person] or (None,)
    known, unclear = {}, 0
    for seat in seats:
        answer = _fits(who, seat, room, "quorum")
        if answer is Verdict.MET and seat is not None and len(set(seat.organisations)) == 1:
            known[seat.organisations[0]] = person
        elif answer is not Verdict.NOT_MET:
            unclear += 1
    return known, unclear


def _count_organisations(check: Count, sure: list[str], maybe: list[str], room: Room) -> Outcome:
    known: dict[str, str] = {}
    most = 0
    for person in sure:
        stands_for, unclear = represented(person, check.who, room)
        known |= stands_for
        most += unclear
    most += len(known) + sum(max(1, len(room.seats[person])) for person in maybe)
    if check.who.founder:
        most = min(most, len(room.terms.founders))
    got = f"{_between(len(known), max(most, len(known)))} ({', '.join(sorted(known)) or 'none known'})"
    return Outcome(at_least(check.least, len(known), most), got, tuple(dict.fromkeys(known.values())))


def _share(check: Share, room: Room) -> Outcome:
    sure, maybe = split(check.who, room)
    least, most = len(sure), len(sure) + len(maybe)
    low, high = seats_of(room)
    if check.base == "filled seats":
        low = min(room.members, high)
    got = f"{_between(least, most)} of {low if low == high else f'{low} to {high}'} {check.base}"
    if least * 100 >= check.percent * high:
        verdict = Verdict.MET
    elif most * 100 < check.percent * low:
        verdict = Verdict.NOT_MET
    else:
        verdict = Verdict.NOT_KNOWN
    needed = -(-check.percent * high // 100)
    return Outcome(verdict, f"{got}; {check.percent} % of {high} asks for {needed}", tuple(sure))


def seats_of(room: Room) -> tuple[int, int]:
    """Give how many seats there are, for sure and at most, the places of co-opted members among them."""
    certain = sum(1 for seat in room.terms.seats if seat.exists == "known")
    return certain + room.additional, len(room.terms.seats) + room.additional


def _distinct(check: Distinct, room: Room) -> Outcome:
    sure_edges: list[list[str]] = []
    possible_edges: list[list[str]] = []
    for need in check.needs:
        sure, maybe = split(need.who, room)
        possible = [*sure, *maybe]
        sure_edges += [sure] * min(need.least, len(possible))
        possible_edges += [possible] * min(need.least, len(possible))
    sure_pairs, possible_pairs = assign(sure_edges), assign(possible_edges)
    places = sum(need.least for need in check.needs)
    return Outcome(
        at_least(places, len(sure_pairs), len(possible_pairs)),
        f"{_between(len(sure_pairs), len(possible_pairs))} of {places} places filled by distinct persons",
        tuple(sure_pairs),
    )


def assign(places: list[list[str]]) -> dict[str, int]:
    """Give persons to places, no person twice, filling as many places as can be.

    A maximum matching in a bipartite graph by augmenting paths (Kuhn).

    Args:
        places: for each place, the persons who may fill it.

    Returns:
        person → index of the place.
    """
    taken: dict[str, int] = {}

    def place(index: int, seen: set[str]) -> bool:
        for person in places[index]:
            if person in seen:
                continue
            seen.add(person)
            if person not in taken or place(taken[person], seen):
                taken[person] = index
                return True
        return False

    in_vain: set[tuple[str, ...]] = set()
    for index, persons in enumerate(places):
        if tuple(persons) not in in_vain and not place(index, set()):
            in_vain.add(tuple(persons))
    return taken


def _compose(check: AllOf | AnyOf | SomeOf, room: Room) -> Outcome:
    outcomes = [evaluate(part, room) for part in check.checks]
    verdicts = [outcome.verdict for outcome in outcomes]
    match check:
        case AllOf():
            verdict = all_of(verdicts)
        case AnyOf():
            verdict = any_of(verdicts)
        case SomeOf():
            verdict = some_of(check.least, verdicts)
        case _:
            assert_never(check)
    by = tuple(dict.fromkeys(person for outcome in outcomes for person in outcome.by))
    return Outcome(verdict, "; ".join(outcome.got for outcome in outcomes), by)

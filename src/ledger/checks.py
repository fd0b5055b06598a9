"""The registry of checks: what a rule's typed data means for the people in the room.

A check answers met, not met or not known, with the arithmetic and with who satisfied it. Where the
record does not say in which seat somebody sits, a count is an interval from *sure* to *possible*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from ledger.facts.terms import (
    AllOf,
    AnyOf,
    Check,
    Count,
    Distinct,
    Filter,
    QuorumRule,
    Seat,
    Share,
    SomeOf,
    Terms,
)
from ledger.findings import Finding, OtherReading, Verdict, all_of, any_of, at_least, some_of


@dataclass(frozen=True, slots=True)
class Room:
    """Who is there when a rule is measured, as far as the record shows.

    Attributes:
        terms: the terms that are applied.
        seats: for every member present, the seat; None where it is not known.
        holders: for every office whose holder on the day is known, the person.
        attested: offices whose holders are known to be there, without their names.
        members: how many seats are known to be filled on the day.
    """

    terms: Terms
    seats: Mapping[str, Seat | None]
    holders: Mapping[str, str]
    attested: frozenset[str] = frozenset()
    members: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
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


def fits(who: Filter, person: str, room: Room) -> Verdict:
    """Say whether a person present fits a filter."""
    seat = room.seats.get(person)
    answers: list[Verdict] = []
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
    if who.offices is not None:
        answers.append(any_of(_holds(person, office, room) for office in who.offices))
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
    holder = room.holders.get(office)
    return Verdict.of(None if holder is None else holder == person)


def _split(who: Filter, room: Room) -> tuple[list[str], list[str]]:
    """Give the persons who surely fit, and those who may."""
    sure, maybe = [], []
    for person in room.seats:
        match all_of((_counts(room.seats[person], room), fits(who, person, room))):
            case Verdict.MET:
                sure.append(person)
            case Verdict.NOT_KNOWN:
                maybe.append(person)
    return sure, maybe


def _counts(seat: Seat | None, room: Room) -> Verdict:
    """Say whether whoever sits there counts for the quorum."""
    if seat is not None:
        return Verdict.of(seat.quorum)
    answers = {one.quorum for one in room.terms.seats}
    return Verdict.of(answers.pop() if len(answers) == 1 else None)


def _between(sure: int, possible: int) -> str:
    return str(sure) if sure == possible else f"{sure} for sure and {possible} at most"


def _count(check: Count, room: Room) -> Outcome:
    sure, maybe = _split(check.who, room)
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


def _count_organisations(check: Count, sure: list[str], maybe: list[str], room: Room) -> Outcome:
    seated = {person: room.seats[person] for person in sure}
    known = {
        seat.organisations[0]: person
        for person, seat in seated.items()
        if seat is not None and len(set(seat.organisations)) == 1
    }
    unclear = sum(1 for seat in seated.values() if seat is None or len(set(seat.organisations)) != 1)
    most = len(known) + unclear + len(maybe)
    if check.who.founder:
        most = min(most, len(room.terms.founders))
    got = f"{_between(len(known), max(most, len(known)))} ({', '.join(sorted(known)) or 'none known'})"
    return Outcome(at_least(check.least, len(known), most), got, tuple(known.values()))


def _share(check: Share, room: Room) -> Outcome:
    sure, maybe = _split(check.who, room)
    least, most = len(sure), len(sure) + len(maybe)
    certain = sum(1 for seat in room.terms.seats if seat.exists == "known")
    low, high = certain, len(room.terms.seats)
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


def _distinct(check: Distinct, room: Room) -> Outcome:
    sure_edges: list[list[str]] = []
    possible_edges: list[list[str]] = []
    for need in check.needs:
        sure, maybe = _split(need.who, room)
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

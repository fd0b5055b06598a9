"""Whether somebody may hold a seat, and has lost it: by positions in the organisations of the seat.

Implements PLA-3: who is at a member of a group, or at the organisation that represents another, comes
from that group or that other organisation.
"""

from __future__ import annotations

from ledger import seats
from ledger.checks import Outcome
from ledger.facts.terms import EligibilityRule, Seat, Terms
from ledger.findings import Verdict
from ledger.organisations import Affiliation, Directory


def boundary(person: str, seat: Seat | None, directory: Directory, day: str) -> frozenset[str]:
    """Say which tags tell whether a person comes from the organisations of a seat."""
    theirs = {one.organisation for one in directory.affiliated(person, day)}
    wanted = {heir for code in (seat.organisations if seat else ()) for heir in directory.heirs(code, day)}
    return frozenset({f"affiliations:{person}"} | {f"organisation:{code}" for code in theirs | wanted})


def eligible(
    positions: tuple[str, ...] | None, person: str, seat: Seat | None, directory: Directory, day: str
) -> Outcome:
    """Say whether somebody comes from one of the organisations of a seat, in one of the positions, if any."""
    theirs = directory.affiliated(person, day)
    if unknown := _unknown(seat, theirs):
        return Outcome(Verdict.NOT_KNOWN, unknown)
    fitting = _fitting(positions, seat, theirs, directory, day)
    holds = {one.holds(day) for one in fitting}
    answer = True if True in holds else (None if None in holds else False)
    held = [one for one in theirs if one.holds(day) is not False]
    return Outcome(Verdict.of(answer), _told(fitting if answer is not False else held))


def lost(
    positions: tuple[str, ...] | None, person: str, seat: Seat | None, directory: Directory, day: str
) -> Outcome:
    """Say whether somebody has lost, by the day, every position that a seat rests on."""
    theirs = directory.affiliated(person, day)
    if unknown := _unknown(seat, theirs):
        return Outcome(Verdict.NOT_KNOWN, unknown)
    fitting = _fitting(positions, seat, theirs, directory, day)
    held = [one for one in fitting if one.holds(day) is not False]
    if held:
        answer = False if any(one.holds(day) for one in held) else None
        return Outcome(Verdict.of(answer), f"{_told(held)} still")
    if not fitting:
        return Outcome(Verdict.NOT_KNOWN, "no position on record that the seat rests on")
    return Outcome(Verdict.MET, f"{_told(fitting)} until {max(one.ended or '' for one in fitting)}")


def positions_for(seat: Seat | None, terms: Terms | None) -> tuple[str, ...] | None:
    """Give the positions that the terms ask of the holder of a seat; None: any."""
    asked = [rule.positions for rule in seats.rules_on(EligibilityRule, seat, terms) if rule.positions]
    return tuple(dict.fromkeys(code for positions in asked for code in positions)) or None


def _unknown(seat: Seat | None, theirs: tuple[Affiliation, ...]) -> str:
    if seat is None:
        return "no seat of the terms"
    if not seat.organisations:
        return f"{seat.seat}, whose organisations are not said"
    return "" if theirs else "no position on record"


def _fitting(
    positions: tuple[str, ...] | None,
    seat: Seat | None,
    theirs: tuple[Affiliation, ...],
    directory: Directory,
    day: str,
) -> list[Affiliation]:
    homes = seat.organisations if seat else ()
    return [
        one
        for one in theirs
        if (positions is None or one.position in positions)
        and any(directory.comes_from(one.organisation, code, day) for code in homes)
    ]


def _told(positions: list[Affiliation]) -> str:
    told = ", ".join(f"{one.position} at {one.organisation}" for one in positions)
    return told or "no position that is held"

"""Who acts for a party: a person for herself, whoever is in an office, a body by its resolution.

Whoever deputises for an office by the terms acts for it while its holder is away. What an organisation does
by itself, outside its bodies, no record here shows: that is not known. Who has the place of a party that
ended is asked first, of ``places``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from ledger.absences import deputises
from ledger.aftermath import Outcomes, stands
from ledger.ballots import Motions
from ledger.bodies import Bodies
from ledger.checks import assign
from ledger.commons import DECIDING
from ledger.facts.words import PersonId, ResolutionId
from ledger.findings import Finding, Verdict, any_of, at_least, judge
from ledger.members import Roll
from ledger.organisations import Directory
from ledger.places import Places
from ledger.sittings import Sittings
from ledger.terms import Rulebooks


class Acting(msgspec.Struct, frozen=True):
    """What is known of those who act: persons, bodies, offices, and what bodies resolved."""

    bodies: Bodies
    directory: Directory
    roll: Roll
    rulebooks: Rulebooks
    motions: Motions
    sittings: Sittings
    outcomes: Outcomes

    @property
    def places(self) -> Places:
        """Who has the place of what has ended."""
        return Places(self.directory, self.bodies)


def boundary(parties: Collection[str], resolution: ResolutionId | None, known: Acting) -> frozenset[str]:
    """Say which tags tell whether somebody acts for these parties, and whether a resolution does."""
    tags: set[str] = set()
    for party in parties:
        kind, _, code = party.rpartition(":")
        if kind == "office":
            body = code.partition("/")[0]
            tags |= {f"body:{body}", f"roll:{body}", f"terms:{body}"}
        else:
            tags.add(party if kind else f"person:{party}")
    if resolution is not None:
        resolved = known.motions.resolved.get(resolution)
        tags |= {f"decision:{resolution}", f"subject:{resolution}"} | known.outcomes.commons.tags(resolved)
        tags |= {f"meeting:{resolved.meeting}"} if resolved is not None else set()
    return frozenset(tags)


def require_party(party: str, day: str, known: Acting) -> tuple[Finding, ...]:
    """Judge that a party is there: PER-2, BOD-2, ORG-2, SUC-7; and DEL-13, that terms name the office."""
    kind, _, code = party.rpartition(":")
    match kind:
        case "body" | "organisation":
            return known.places.require(party, day)
        case "office":
            body, _, office = code.partition("/")
            terms = known.rulebooks.in_force(body, day)
            named = None if terms is None else office in {one.office for one in terms.offices}
            expected = f"an office that the terms of {body} in force on {day} name"
            return (known.bodies.require(body, day), judge("DEL-13", named, expected, office))
        case _:
            return (known.directory.require_person(party),)


def gone(parties: Collection[str], day: str, known: Acting) -> tuple[str, ...]:
    """Give the parties that exist no more on a day; an office goes with its body."""
    found = []
    for party in parties:
        kind, _, code = party.rpartition(":")
        ends = known.directory.ended if kind == "organisation" else known.bodies.ended if kind else {}
        ended = ends.get(code.partition("/")[0])
        if ended is not None and ended[0] <= day:
            found.append(party)
    return tuple(found)


def acts_for(
    party: str, person: PersonId | None, resolution: ResolutionId | None, day: str, known: Acting
) -> Verdict:
    """Say whether a person, or a resolution, acts for a party on a day."""
    kind, _, code = party.rpartition(":")
    match kind:
        case "body":
            return Verdict.NOT_MET if resolution is None else _resolved(code, resolution, day, known)
        case "office":
            body, _, office = code.partition("/")
            if person is None:
                return Verdict.NOT_MET
            terms = known.rulebooks.in_force(body, day)
            holds = Verdict.of(known.roll.in_office(body, office, person, day))
            return any_of((holds, deputises(known.roll, terms, body, office, person, day)))
        case "organisation":
            return Verdict.NOT_MET if person is None and resolution is None else Verdict.NOT_KNOWN
        case _:
            return Verdict.of(person == party)


def awaiting(
    parties: Collection[str], persons: Collection[PersonId], day: str, known: Acting
) -> tuple[str, ...]:
    """Give the offices for which one of the persons could sign, were their holder known to be away."""
    found = []
    for party in parties:
        kind, _, code = party.rpartition(":")
        body, _, office = code.partition("/")
        terms = known.rulebooks.in_force(body, day)
        answers = (deputises(known.roll, terms, body, office, person, day) for person in persons)
        if kind == "office" and Verdict.NOT_KNOWN in answers:
            found.append(party)
    return tuple(found)


def _resolved(body: str, resolution: ResolutionId, day: str, known: Acting) -> Verdict:
    """Say whether a resolution is of the body, was taken by the day, stands, and had nothing against it.

    What only notes, welcomes, supports or recommends something is nobody's act.
    """
    resolved = known.motions.resolved.get(resolution)
    if resolved is None or known.sittings.body_of(resolved.meeting) != body:
        return Verdict.NOT_MET
    if not any(part.kind in {*DECIDING, "election"} for part in resolved.parts):
        return Verdict.NOT_MET
    if known.motions.taken[resolution] > day or not stands(resolved, known.outcomes, day):
        return Verdict.NOT_MET
    return known.motions.sound[resolution]


def resolves(body: str, resolution: ResolutionId | None, day: str, known: Acting) -> bool:
    """Say whether a body settled something of its own by a resolution that was taken by the day and stands.

    A body without delegated powers supports what another decides (HIW-2); what is noted settles nothing.
    """
    resolved = known.motions.resolved.get(resolution or "")
    if resolved is None or known.sittings.body_of(resolved.meeting) != body:
        return False
    settles = any(part.kind in {*DECIDING, "support"} for part in resolved.parts)
    taken = known.motions.taken[resolved.resolution] <= day
    return settles and taken and stands(resolved, known.outcomes, day)


def together(
    parties: Sequence[str],
    least: int,
    persons: Sequence[PersonId],
    resolution: ResolutionId | None,
    day: str,
    known: Acting,
) -> Verdict:
    """Say whether so many of the parties act, each by another person, or by the resolution of a body."""
    held = [
        {person: acts_for(party, person, None, day, known) for person in persons}
        for party in parties
        if not party.startswith("body:")
    ]
    bodies = [acts_for(party, None, resolution, day, known) for party in parties if party.startswith("body:")]
    sure = len(assign([[one for one in one_ if one_[one] is Verdict.MET] for one_ in held]))
    possible = len(assign([[one for one in one_ if one_[one] is not Verdict.NOT_MET] for one_ in held]))
    sure += bodies.count(Verdict.MET)
    possible += len(bodies) - bodies.count(Verdict.NOT_MET)
    return at_least(least, sure, possible)

"""Co-option: the body itself makes somebody an additional member.

Implements LSC-7.6 (the grounds) and LSC-8.5 (while a meeting is adjourned for want of a quorum).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ledger import seats
from ledger.acts import Act
from ledger.bodies import Bodies
from ledger.checks import Outcome
from ledger.facts.decisions import Resolved
from ledger.facts.members import CoOpted
from ledger.facts.terms import CooptionRule, Terms
from ledger.findings import Finding, Verdict, all_of, judge
from ledger.members import Roll
from ledger.organisations import Directory
from ledger.sittings import Sitting, Sittings
from ledger.terms import rules_of


def boundary(body: CoOpted, resolved: Mapping[str, Resolved]) -> frozenset[str]:
    """Say which tags the judgement reads; once the resolution is known, its meeting's too."""
    tags = {f"body:{body.body}", f"roll:{body.body}", f"terms:{body.body}", f"person:{body.person}"}
    tags |= {f"organisation:{body.organisation}"} if body.organisation else set()
    tags |= {f"meeting:{body.meeting}"} if body.meeting else set()
    tags |= {f"decision:{body.resolution}"} if body.resolution else set()
    passed = resolved.get(body.resolution or "")
    tags |= {f"meeting:{passed.meeting}"} if passed else set()
    return frozenset(tags | ({f"person:{body.by}"} if body.by else set()))


def examine(  # noqa: PLR0913, PLR0917 - every fold that a co-option depends on, by its name
    act: Act,
    body: CoOpted,
    roll: Roll,
    bodies: Bodies,
    directory: Directory,
    sittings: Sittings,
    terms: Terms | None,
    resolved: Mapping[str, Resolved],
) -> tuple[Finding, ...]:
    """Judge a co-option: the body, the persons, and the power that the terms give."""
    member = roll.is_member(body.body, body.person, act.day)
    return (
        bodies.require(body.body, act.day),
        *(directory.require_person(person) for person in (body.person, body.by) if person),
        *((directory.require_organisation(body.organisation),) if body.organisation else ()),
        judge("ROL-3", member is not True, "a person who is not a member yet", body.person, absolute=True),
        seats.in_order(act.day, body.until),
        *_examine_power(act, body, roll, sittings, terms, resolved),
    )


def _examine_power(
    act: Act,
    body: CoOpted,
    roll: Roll,
    sittings: Sittings,
    terms: Terms | None,
    resolved: Mapping[str, Resolved],
) -> tuple[Finding, ...]:
    """Judge ROL-6, or the terms' own rules: the first that is met, else all of them."""
    if terms is None:
        return (judge("ROL-6", None, "terms that let the body co-opt", "no terms known to be in force"),)
    found = []
    for rule in rules_of(terms, CooptionRule):
        parts = tuple(_parts(act, body, rule, roll, sittings, resolved))
        verdict = all_of(part.verdict for part in parts)
        told = "; ".join(part.got for part in parts if part.verdict is verdict)
        found.append(seats.find(rule, terms, Outcome(verdict, told)))
    met = [finding for finding in found if finding.verdict is Verdict.MET]
    none = judge("ROL-6", bool(found), "terms that let the body co-opt", wrong="terms that do not say so")
    return (met[0],) if met else tuple(found) or (none,)


def _parts(
    act: Act,
    body: CoOpted,
    rule: CooptionRule,
    roll: Roll,
    sittings: Sittings,
    resolved: Mapping[str, Resolved],
) -> Iterator[Outcome]:
    yield Outcome(Verdict.of(body.ground in rule.grounds), f"on the ground {body.ground}")
    if rule.most is not None:
        number = _most(act.day, body, roll)
        yield Outcome(Verdict.of(number <= rule.most), f"{number} co-opted, of {rule.most} at most")
    yield _right("a vote", rule.voting, given=body.voting)
    yield _right("a place in the quorum", rule.quorum, given=body.quorum)
    if body.meeting is not None:
        yield from _at_meeting(act, body, rule, roll, sittings.known.get(body.meeting))
    if body.resolution is not None:
        yield _resolved(act, body, resolved.get(body.resolution), sittings)
    elif body.meeting is None:
        yield Outcome(Verdict.NOT_KNOWN, "no meeting or resolution by which the body did so")


def _most(day: str, body: CoOpted, roll: Roll) -> int:
    """Give how many are co-opted at most, this one among them, on a day of its period."""
    others = [one for one in roll.memberships if one.body == body.body and one.kind == "co-opted"]
    begins = {
        one.since for one in others if day < one.since and (body.until is None or one.since < body.until)
    }
    held = ({one.person for one in others if one.holds(first)} for first in {day, *begins})
    return max(len(persons | {body.person}) for persons in held)


def _resolved(act: Act, body: CoOpted, passed: Resolved | None, sittings: Sittings) -> Outcome:
    """Say whether the resolution is one of the body, passed by the day."""
    if passed is None:
        return Outcome(Verdict.NOT_KNOWN, f"by {body.resolution}, which the ledger does not know")
    sitting = sittings.known.get(passed.meeting)
    answer = sitting is not None and sitting.body == body.body and sitting.day <= act.day
    told = "" if answer else f", which is no resolution of {body.body} by {act.day}"
    return Outcome(Verdict.of(answer), f"by {body.resolution}{told}")


def _right(what: str, said: bool | None, *, given: bool) -> Outcome:  # noqa: FBT001 - what the terms say
    """Judge a right: as the terms say; where they do not say, a co-opted member is known to be without it."""
    answer = (None if given else True) if said is None else given is said
    return Outcome(Verdict.of(answer), f"{'with' if given else 'without'} {what}")


def _at_meeting(
    act: Act, body: CoOpted, rule: CooptionRule, roll: Roll, sitting: Sitting | None
) -> Iterator[Outcome]:
    """Judge the meeting: of this body, one that decides; while it is adjourned, only as the rule says."""
    if sitting is None or sitting.body != body.body or sitting.day > act.day:
        yield Outcome(Verdict.NOT_MET, f"{body.meeting}, which is no meeting of {body.body} by {act.day}")
        return
    yield Outcome(Verdict.of(sitting.kind == "meeting"), f"at a {sitting.kind}")
    if sitting.adjourned is not None or any(
        one.since < act.day < (one.until or act.day) for one in sitting.pauses
    ):
        yield Outcome(Verdict.of(rule.adjourned), "while the meeting is adjourned")
        if rule.suitable:
            yield _suitable(act, body, rule, roll)


def _suitable(act: Act, body: CoOpted, rule: CooptionRule, roll: Roll) -> Outcome:
    """Say whether a holder of one of the offices, or who acts in it, found the member suitable."""
    told = f"found suitable by {body.by or 'nobody named'}"
    if body.by is None:
        return Outcome(Verdict.NOT_KNOWN, told)
    holders = [roll.holder(body.body, office, act.day) for office in rule.suitable]
    acting = [roll.acting(body.body, office, act.day) for office in rule.suitable]
    if body.by in (*holders, *acting):
        return Outcome(Verdict.MET, told)
    return Outcome(Verdict.NOT_KNOWN if None in holders else Verdict.NOT_MET, told)

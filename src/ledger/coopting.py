"""Co-option: the body itself makes somebody an additional member.

Implements LSC-7.6 (the grounds) and LSC-8.5 (while a meeting is adjourned for want of a quorum).
"""

from __future__ import annotations

from collections.abc import Iterator

from ledger import seats
from ledger.acts import Act
from ledger.bodies import Bodies
from ledger.checks import Outcome
from ledger.facts.members import CoOpted
from ledger.facts.terms import CooptionRule, Terms
from ledger.findings import Finding, Verdict, all_of, judge
from ledger.members import Roll
from ledger.organisations import Directory
from ledger.sittings import Sitting, Sittings
from ledger.terms import rules_of


def boundary(body: CoOpted) -> frozenset[str]:
    """Say which tags the judgement reads."""
    tags = {f"body:{body.body}", f"roll:{body.body}", f"terms:{body.body}", f"person:{body.person}"}
    tags |= {f"organisation:{body.organisation}"} if body.organisation else set()
    tags |= {f"meeting:{body.meeting}"} if body.meeting else set()
    return frozenset(tags | ({f"person:{body.by}"} if body.by else set()))


def examine(
    act: Act,
    body: CoOpted,
    roll: Roll,
    bodies: Bodies,
    directory: Directory,
    sittings: Sittings,
    terms: Terms | None,
) -> tuple[Finding, ...]:
    """Judge a co-option: the body, the persons, and the power that the terms give."""
    member = roll.is_member(body.body, body.person, act.day)
    return (
        bodies.require(body.body, act.day),
        *(directory.require_person(person) for person in (body.person, body.by) if person),
        *((directory.require_organisation(body.organisation),) if body.organisation else ()),
        judge("ROL-3", member is not True, "a person who is not a member yet", body.person, absolute=True),
        *_examine_power(act, body, roll, sittings, terms),
    )


def _examine_power(
    act: Act, body: CoOpted, roll: Roll, sittings: Sittings, terms: Terms | None
) -> tuple[Finding, ...]:
    """Judge ROL-6, or the terms' own rules: the first that is met, else all of them."""
    if terms is None:
        return (judge("ROL-6", None, "terms that let the body co-opt", "no terms known to be in force"),)
    found = []
    for rule in rules_of(terms, CooptionRule):
        parts = tuple(_parts(act, body, rule, roll, sittings))
        verdict = all_of(part.verdict for part in parts)
        told = "; ".join(part.got for part in parts if part.verdict is verdict)
        found.append(seats.find(rule, terms, Outcome(verdict, told)))
    met = [finding for finding in found if finding.verdict is Verdict.MET]
    none = judge("ROL-6", bool(found), "terms that let the body co-opt", "terms that do not say so")
    return (met[0],) if met else tuple(found) or (none,)


def _parts(act: Act, body: CoOpted, rule: CooptionRule, roll: Roll, sittings: Sittings) -> Iterator[Outcome]:
    yield Outcome(Verdict.of(body.ground in rule.grounds), f"on the ground {body.ground}")
    if rule.most is not None:
        others = {one.person for one in roll.on(body.body, act.day) if one.kind == "co-opted"}
        number = len(others | {body.person})
        yield Outcome(Verdict.of(number <= rule.most), f"{number} co-opted, of {rule.most} at most")
    yield _right("a vote", rule.voting, given=body.voting)
    yield _right("a place in the quorum", rule.quorum, given=body.quorum)
    if body.meeting is not None:
        yield from _at_meeting(act, body, rule, roll, sittings.known.get(body.meeting))
    elif body.resolution is None:
        yield Outcome(Verdict.NOT_KNOWN, "no meeting or resolution by which the body did so")


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
    if sitting.adjourned is not None:
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

"""Who convenes the stages of a dispute and takes steps in them, and in which order (PLA-8).

A convener neither is a party nor comes from one; where its rule is silent on that, it is a Remit default.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ledger import terms
from ledger.acts import Act
from ledger.awaiting import is_ahead
from ledger.disputed import ENDS, Dispute, Disputes, is_late, limit, next_stage
from ledger.facts import disputes as facts
from ledger.facts.terms import StageRule, Terms
from ledger.findings import Finding, Verdict, any_of, judge
from ledger.holders import Acting, acts_for
from ledger.inforce import Agreements
from ledger.links import Chain
from ledger.places import Places
from ledger.programme import Programme
from ledger.stages import Course, course_of


class Beside(msgspec.Struct, frozen=True):
    """What a dispute is judged beside.

    Attributes:
        acting: who acts for whom, and what bodies resolved.
        programme: the days that bodies work on.
        chain: the acts under delegations that may be disputed.
    """

    disputes: Disputes
    acting: Acting
    programme: Programme
    agreements: Agreements
    chain: Chain

    def course(self, one: Dispute) -> Course | None:
        """Give the stages that a dispute goes through."""
        return course_of(one, self.acting.rulebooks, self.agreements)

    def rules(self, one: Dispute) -> tuple[StageRule, ...]:
        """Give the same, none where nothing states any."""
        found = self.course(one)
        return found.rules if found is not None else ()


def bound(one: Dispute, known: Acting) -> Terms | None:
    """Give the terms that its body had on the day on which a dispute was raised."""
    return known.rulebooks.in_force(one.raised.body, one.day)


def examine_hold(
    body: facts.Raised | facts.StageOpened, rule: StageRule | None, course: Course, beside: Beside
) -> Iterator[Finding]:
    """Judge DSP-10: the effect that is held is a decision's; DSP-11: a stage lets a dispute hold it.

    DSP-23: what is held under a body is a decision of that body, or an act for it or by it.
    """
    if not body.holds:
        return
    got = body.decision or "conduct"
    yield judge("DSP-10", body.decision is not None, "a decision, to hold its effect", got, absolute=True)
    of = _decided_by(body.decision or "", beside)
    if of:
        own = f"body:{body.body}" in of
        yield judge("DSP-23", own, f"a decision of {body.body} to be held", f"one of {', '.join(of)}")
    says = rule is not None and rule.holds
    expected = f"a stage in which a dispute may hold the effect of a decision by {course.text}"
    clause = course.cite(rule) if says and rule is not None else None
    yield judge("DSP-11", says, expected, rule.stage if rule is not None else "none", clause=clause)


def _decided_by(decision: str, beside: Beside) -> tuple[str, ...]:
    """Give whose a decision is: the body that took it; of an act, also for whom it was done."""
    done, motions = beside.chain.acts.get(decision), beside.acting.motions
    by = (done.body.by,) if done is not None else ()
    named = done.body.resolution if done is not None else decision
    resolved = motions.resolved.get(named or "")
    body = beside.acting.sittings.body_of(resolved.meeting) if resolved is not None else None
    return (*by, *((f"body:{body}",) if body is not None else ()))


def examine_stage(act: Act, body: facts.StageOpened, one: Dispute, beside: Beside) -> Iterator[Finding]:
    """Judge a stage: it is one that the dispute goes through, it is its turn, and who convenes it may."""
    course = beside.course(one)
    if course is None:
        yield terms.missing(body.body, one.day)
        return
    rule = course.rule(body.stage)
    known = ", ".join(each.stage for each in course.rules) or "none"
    expected = f"a stage of {course.text}: {known}"
    yield judge("DSP-6", rule is not None, expected, body.stage, absolute=True)
    if rule is None:
        return
    yield _in_turn(act, rule, one, course, beside)
    yield _convenes(act, body.by, rule, one, course, beside.acting)
    yield from _not_barred(act, body.by, rule, one, course, beside.acting)
    yield from examine_hold(body, rule, course, beside)
    yield in_order(act, one)
    if body.due is not None:
        expected = f"a time limit that is not past on {act.day}"
        got = body.due.printed
        yield judge("DSP-22", is_ahead(body.due, act.day), expected, got, absolute=True)


def in_order(act: Act, one: Dispute) -> Finding:
    """Judge DSP-21: what moves a dispute on comes no earlier than what did before."""
    expected = f"a day from {one.moved} on, when the dispute was moved on before"
    return judge("DSP-21", one.moved <= act.day, expected, act.day)


def _in_turn(act: Act, rule: StageRule, one: Dispute, course: Course, beside: Beside) -> Finding:
    """Judge DSP-7: no stage is left out, and the one before has failed, or its time is over."""
    following = next_stage(one, course.rules)
    clause = course.cite(rule) if rule.order is not None else None
    expected = f"{following.stage}, the next stage" if following is not None else "no further stage"
    got = rule.stage
    in_order = Verdict.of(following is not None and following.stage == rule.stage)
    before = one.stages[-1] if one.stages else None
    if before is None or in_order is Verdict.NOT_MET:
        return Finding("DSP-7", clause, in_order, expected, got)
    days = beside.programme.days(one.raised.body, act.day)
    late = Verdict.of(is_late(limit(before, course.rules, days), act.day))
    verdict = any_of((Verdict.of(before.ended == "failed"), late))
    if before.ended == "agreed":
        verdict = Verdict.NOT_MET
    got += f" while {before.opened.stage} is {before.ended or 'open'}"
    return Finding("DSP-7", clause, verdict, f"{expected}, once the one before has failed", got)


def _convenes(act: Act, by: str, rule: StageRule, one: Dispute, course: Course, known: Acting) -> Finding:
    """Judge DSP-8: the stage is convened by whoever its rule says."""
    clause = course.cite(rule)
    if rule.convened_by:
        offices = " or ".join(rule.convened_by)
        expected = f"{rule.stage} to be convened by the holder of {offices}"
        return Finding("DSP-8", clause, _holds_one(by, rule.convened_by, act, one, known), expected, by)
    if rule.by_parties:
        expected = f"{rule.stage} to be opened by a party"
        return Finding("DSP-8", clause, Verdict.of(by in one.everybody(act.day, known.places)), expected, by)
    expected = f"{rule.stage} to be convened by a person, a body or an organisation that is known"
    kind, _, code = by.rpartition(":")
    directory = known.directory
    there = {
        "body": known.bodies.require(code, act.day).verdict is Verdict.MET,
        "organisation": code in directory.organisations and directory.exists(code, act.day),
        "": code in directory.persons,
    }
    return Finding("DSP-8", clause, Verdict.of(there.get(kind, False)), expected, by)


def _holds_one(by: str, offices: tuple[str, ...], act: Act, one: Dispute, known: Acting) -> Verdict:
    """Say whether somebody is a person who acts for one of the offices of the body."""
    if ":" in by:
        return Verdict.NOT_MET
    parties = (f"office:{one.raised.body}/{code}" for code in offices)
    return any_of(acts_for(party, by, None, act.day, known) for party in parties)


def _not_barred(
    act: Act, by: str, rule: StageRule, one: Dispute, course: Course, known: Acting
) -> Iterator[Finding]:
    """Judge DSP-9: whoever convenes a stage neither is a party nor comes from one."""
    if _is_barred(rule):
        found = _no_party(by, rule, one.everybody(act.day, known.places), act, one, course, known)
        if found.verdict is Verdict.MET and ":" not in by and not homes_of(by, one, act.day, known):
            got = f"{by}, of whom no organisation is on record"
            found = Finding("DSP-9", found.clause, Verdict.NOT_KNOWN, found.expected, got)
        yield found


def examine_joined(act: Act, body: facts.Joined, one: Dispute, beside: Beside) -> Iterator[Finding]:
    """Judge DSP-9 of who joins: whoever convenes the stage that is open is not of it."""
    course, stage = beside.course(one), one.stage
    rule = course.rule(stage.opened.stage) if course is not None and stage is not None else None
    if course is not None and stage is not None and rule is not None and _is_barred(rule):
        yield _no_party(stage.opened.by, rule, (body.party,), act, one, course, beside.acting)


def _is_barred(rule: StageRule) -> bool:
    """Say whether parties are barred from convening a stage: as it says, or where it is silent."""
    return not rule.by_parties and rule.barred != "nobody"


def _no_party(
    by: str,
    rule: StageRule,
    parties: tuple[str, ...],
    act: Act,
    one: Dispute,
    course: Course,
    known: Acting,
) -> Finding:
    clause = course.cite(rule) if rule.barred is not None else None
    homes = (
        (by,) if ":" in by else tuple(f"organisation:{one_}" for one_ in homes_of(by, one, act.day, known))
    )
    theirs = [party for party in parties if any(_is_or_has(home, party, act.day, known) for home in homes)]
    got = f"{by}, who comes from {theirs[0]}" if theirs and theirs[0] != by else by
    expected = f"{rule.stage} to be convened by somebody who is no party to the dispute"
    return Finding("DSP-9", clause, Verdict.of(not theirs), expected, got)


def _is_or_has(by: str, party: str, day: str, known: Acting) -> bool:
    """Say whether somebody is a party, or comes from it: a member of its group, or what represents it.

    What a party has taken the place of is that party still.
    """
    (kind, _, home), (of, _, other) = by.partition(":"), party.partition(":")
    if kind != "organisation" or of != "organisation":
        return by == party
    now = known.directory.heirs(home, day)
    return any(known.directory.comes_from(one, other, day) for one in now)


def homes_of(person: str, one: Dispute, day: str, known: Acting) -> tuple[str, ...]:
    """Give the organisations that a person comes from: by positions, and by the seat that is held."""
    held = [each for each in known.roll.of(one.raised.body, person) if each.holds(day) is not False]
    seats = {each.seat for each in held}
    terms_ = bound(one, known)
    by_seat = [
        code
        for seat in (terms_.seats if terms_ is not None else ())
        for code in seat.organisations
        if seat.seat in seats
    ]
    positions = [
        each.organisation for each in known.directory.affiliated(person, day) if each.holds(day) is not False
    ]
    named = (*positions, *(each.organisation for each in held), *by_seat)
    return tuple(dict.fromkeys(code for code in named if code is not None))


def examine_step(act: Act, body: facts.StepTaken, one: Dispute, beside: Beside) -> Iterator[Finding]:
    """Judge DSP-12: the step is one in the stage that is open; DSP-15: who takes it may."""
    stage = one.stage
    open_ = stage is not None and stage.opened.stage == body.stage and stage.day <= act.day
    got = f"{body.stage}, while {stage.opened.stage if stage is not None else 'no stage'} is open"
    yield judge("DSP-12", open_, "a step in the stage that is open", got, absolute=True)
    course = beside.course(one)
    rule = course.rule(body.stage) if course is not None else None
    if stage is None or course is None or rule is None:
        return
    if body.step in ENDS:
        yield in_order(act, one)
    if body.step == "failed" and rule.moved_by:
        offices = " or ".join(rule.moved_by)
        verdict = _holds_one(body.by, rule.moved_by, act, one, beside.acting)
        expected = f"the holder of {offices} to say that {rule.stage} has failed"
        yield Finding("DSP-15", course.cite(rule), verdict, expected, body.by)
    else:
        verdict = Verdict.of(_may_step(act, body, one, stage.opened.by, beside.acting.places))
        if verdict is Verdict.NOT_MET and rule.convened_by:
            verdict = _holds_one(body.by, rule.convened_by, act, one, beside.acting)
        yield Finding("DSP-15", None, verdict, "a party, or whoever convenes the stage", body.by)


def _may_step(act: Act, body: facts.StepTaken, one: Dispute, opener: str, places: Places) -> bool:
    """Say whether a step is that of a party, for itself or in the place named, or of who opened the stage."""
    then, place = one.by(act.day), body.place or body.by
    if place in {*then.parties("by"), *then.parties("against")}:
        return body.by in places.holders(place, body.dispute, act.day)
    concerned = {*one.ever, *then.everybody(act.day, places)}
    return body.place is None and body.by == opener and body.by not in concerned

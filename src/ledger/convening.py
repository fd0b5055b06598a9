"""Who convenes the stages of a dispute and takes steps in them, and in which order (PLA-8).

A convener neither is a party nor comes from one; where the terms are silent on that, it is a Remit default.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ledger import terms
from ledger.acts import Act
from ledger.awaiting import is_ahead
from ledger.disputed import ENDS, Dispute, Disputes, is_late, limit, next_stage, stages_of
from ledger.facts import disputes as facts
from ledger.facts.terms import StageRule, Terms
from ledger.findings import Finding, Verdict, any_of, judge
from ledger.holders import Acting, acts_for
from ledger.programme import Programme


class Beside(msgspec.Struct, frozen=True):
    """What a dispute is judged beside: the disputes, who acts for whom, and the days that bodies work on."""

    disputes: Disputes
    acting: Acting
    programme: Programme


def bound(one: Dispute, known: Acting) -> Terms | None:
    """Give the terms that a dispute goes by: those in force on the day on which it was raised."""
    return known.rulebooks.in_force(one.raised.body, one.day)


def rules_for(act: Act, body: facts.Body, beside: Beside) -> tuple[StageRule, ...]:
    """Give the stages that a dispute goes through, or would if it were raised now."""
    one = beside.disputes.known.get(body.dispute)
    day = act.day if one is None else one.day
    return stages_of(beside.acting.rulebooks.in_force(body.body, day))


def examine_hold(
    body: facts.Raised | facts.StageOpened, rule: StageRule | None, terms_: Terms, known: Acting
) -> Iterator[Finding]:
    """Judge DSP-10: the effect that is held is a decision's; DSP-11: the terms let a dispute hold it.

    DSP-23: what the terms of a body let be held is a decision of that body.
    """
    if not body.holds:
        return
    got = body.decision or "conduct"
    yield judge("DSP-10", body.decision is not None, "a decision, to hold its effect", got, absolute=True)
    resolved = known.motions.resolved.get(body.decision or "")
    if resolved is not None:
        of = known.sittings.body_of(resolved.meeting)
        yield judge("DSP-23", of == body.body, f"a decision of {body.body} to be held", f"one of {of}")
    says = rule is not None and rule.holds
    expected = "a stage in which the terms let a dispute hold the effect of a decision"
    clause = terms.cited(terms_, rule) if says and rule is not None else None
    yield judge("DSP-11", says, expected, rule.stage if rule is not None else "none", clause=clause)


def examine_stage(act: Act, body: facts.StageOpened, one: Dispute, beside: Beside) -> Iterator[Finding]:
    """Judge a stage: it is one of the terms, it is its turn, and who convenes it may."""
    terms_ = bound(one, beside.acting)
    if terms_ is None:
        yield terms.missing(body.body, one.day)
        return
    rules = stages_of(terms_)
    rule = next((each for each in rules if each.stage == body.stage), None)
    known = ", ".join(each.stage for each in rules) or "none"
    yield judge("DSP-6", rule is not None, f"a stage of the terms: {known}", body.stage, absolute=True)
    if rule is None:
        return
    yield _in_turn(act, rule, one, rules, terms_, beside)
    yield _convenes(act, body.by, rule, one, terms_, beside.acting)
    yield from _not_barred(act, body.by, rule, one, terms_, beside.acting)
    yield from examine_hold(body, rule, terms_, beside.acting)
    yield in_order(act, one)
    if body.due is not None:
        expected = f"a time limit that is not past on {act.day}"
        got = body.due.printed
        yield judge("DSP-22", is_ahead(body.due, act.day), expected, got, absolute=True)


def in_order(act: Act, one: Dispute) -> Finding:
    """Judge DSP-21: what moves a dispute on comes no earlier than what did before."""
    expected = f"a day from {one.moved} on, when the dispute was moved on before"
    return judge("DSP-21", one.moved <= act.day, expected, act.day)


def _in_turn(
    act: Act,
    rule: StageRule,
    one: Dispute,
    rules: tuple[StageRule, ...],
    terms_: Terms,
    beside: Beside,
) -> Finding:
    """Judge DSP-7: no stage is left out, and the one before has failed, or its time is over."""
    following = next_stage(one, rules)
    clause = terms.cited(terms_, rule) if rule.order is not None else None
    expected = f"{following.stage}, the next stage" if following is not None else "no further stage"
    got = rule.stage
    in_order = Verdict.of(following is not None and following.stage == rule.stage)
    before = one.stages[-1] if one.stages else None
    if before is None or in_order is Verdict.NOT_MET:
        return Finding("DSP-7", clause, in_order, expected, got)
    days = beside.programme.days(one.raised.body, act.day)
    late = Verdict.of(is_late(limit(before, rules, days), act.day))
    verdict = any_of((Verdict.of(before.ended == "failed"), late))
    if before.ended == "agreed":
        verdict = Verdict.NOT_MET
    got += f" while {before.opened.stage} is {before.ended or 'open'}"
    return Finding("DSP-7", clause, verdict, f"{expected}, once the one before has failed", got)


def _convenes(act: Act, by: str, rule: StageRule, one: Dispute, terms_: Terms, known: Acting) -> Finding:
    """Judge DSP-8: the stage is convened by whoever the terms say."""
    clause = terms.cited(terms_, rule)
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
    act: Act, by: str, rule: StageRule, one: Dispute, terms_: Terms, known: Acting
) -> Iterator[Finding]:
    """Judge DSP-9: whoever convenes a stage neither is a party nor comes from one."""
    if _is_barred(rule):
        found = _no_party(by, rule, one.everybody(act.day, known.places), act, one, terms_, known)
        if found.verdict is Verdict.MET and ":" not in by and not homes_of(by, one, act.day, known):
            got = f"{by}, of whom no organisation is on record"
            found = Finding("DSP-9", found.clause, Verdict.NOT_KNOWN, found.expected, got)
        yield found


def examine_joined(act: Act, body: facts.Joined, one: Dispute, beside: Beside) -> Iterator[Finding]:
    """Judge DSP-9 of who joins: whoever convenes the stage that is open is not of it."""
    terms_, stage = bound(one, beside.acting), one.stage
    opened = stage.opened if stage is not None else None
    for rule in stages_of(terms_):
        if terms_ is not None and opened is not None and rule.stage == opened.stage and _is_barred(rule):
            yield _no_party(opened.by, rule, (body.party,), act, one, terms_, beside.acting)


def _is_barred(rule: StageRule) -> bool:
    """Say whether parties are barred from convening a stage: by the terms, or where these are silent."""
    return not rule.by_parties and rule.barred != "nobody"


def _no_party(
    by: str,
    rule: StageRule,
    parties: tuple[str, ...],
    act: Act,
    one: Dispute,
    terms_: Terms,
    known: Acting,
) -> Finding:
    clause = terms.cited(terms_, rule) if rule.barred is not None else None
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
    rule = next((each for each in rules_for(act, body, beside) if each.stage == body.stage), None)
    if stage is None or rule is None:
        return
    if body.step in ENDS:
        yield in_order(act, one)
    terms_ = bound(one, beside.acting)
    if body.step == "failed" and rule.moved_by and terms_ is not None:
        offices = " or ".join(rule.moved_by)
        verdict = _holds_one(body.by, rule.moved_by, act, one, beside.acting)
        expected = f"the holder of {offices} to say that {rule.stage} has failed"
        yield Finding("DSP-15", terms.cited(terms_, rule), verdict, expected, body.by)
    else:
        places, then = beside.acting.places, one.by(act.day)
        opener = body.by == stage.opened.by and body.by not in one.ever
        own = opener or body.by in then.everybody(act.day, places)
        verdict = Verdict.of(own)
        if not own and rule.convened_by:
            verdict = _holds_one(body.by, rule.convened_by, act, one, beside.acting)
        yield Finding("DSP-15", None, verdict, "a party, or whoever convenes the stage", body.by)

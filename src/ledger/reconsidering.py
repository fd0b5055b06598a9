"""Reconsideration: what was decided is not put again for a time, unless enough members ask for it."""

from __future__ import annotations

from collections.abc import Iterator

from ledger import terms
from ledger.acts import Act
from ledger.ballots import Motions
from ledger.days import months_after
from ledger.facts.decisions import MotionPut, Part, Resolved
from ledger.facts.outcomes import Changed
from ledger.facts.terms import ReconsiderationRule, Terms
from ledger.findings import Finding, Verdict, any_of, at_least, judge
from ledger.majorities import rule_of
from ledger.members import Roll
from ledger.terms import Rulebooks


def examine_put(
    act: Act, body: MotionPut, code: str, motions: Motions, roll: Roll, terms_: Terms | None
) -> Iterator[Finding]:
    """Judge that a motion puts a decision again after its time, or that enough members asked for it.

    Args:
        act: what is proposed.
        body: the motion.
        code: the body at whose meeting it is put.
        motions: the decision that is put again, as far as it was read.
        roll: who is a member.
        terms_: those in force.
    """
    if body.reconsiders is None:
        return
    resolved = motions.resolved.get(body.reconsiders)
    known = resolved is not None
    yield judge("DEC-39", known, "a decision that the ledger knows", body.reconsiders, absolute=True)
    if resolved is None or terms_ is None:
        return
    members = [roll.is_member(code, one, act.day) for one in dict.fromkeys(body.asked_by)]
    sure, possible = members.count(True), len(members) - members.count(False)
    for rule in _rules(_matters(resolved, resolved.parts, motions), terms_):
        earliest = months_after(motions.taken[body.reconsiders], rule.months)
        asked = Verdict.NOT_MET if rule.asked_by is None else at_least(rule.asked_by, sure, possible)
        verdict = any_of((Verdict.of(act.day >= earliest), asked))
        needed = f", needed {rule.asked_by}" if rule.asked_by is not None else ""
        got = f"put on {act.day}, may be from {earliest}; asked for by {sure} members{needed}"
        yield terms.by_rule(terms_, rule, verdict, got)


def boundary(body: Changed, motions: Motions) -> frozenset[str]:
    """Say which tags the judgement of a change reads beside the decisions: of the later one, its motions."""
    later = motions.resolved.get(body.by or "")
    resolved = motions.resolved.get(body.resolution)
    named = [motion for one in (resolved, later) if one is not None for motion in one.motions]
    return frozenset({f"terms:{body.body}", *(f"motion:{motion}" for motion in named)})


def examine_change(day: str, body: Changed, motions: Motions, rulebooks: Rulebooks) -> Iterator[Finding]:
    """Judge that a decision is undone before its time only on a motion that was put to reconsider it."""
    resolved, later = motions.resolved.get(body.resolution), motions.resolved.get(body.by or "")
    if resolved is None or body.change not in {"rescinded", "superseded"}:
        return
    taken, on = motions.taken[body.resolution], day if later is None else motions.taken[later.resolution]
    in_force = rulebooks.in_force(body.body, on)
    if in_force is None:
        return
    by = later.motions if later is not None else ()
    put = [motions.ballots[motion] for motion in by if motion in motions.ballots]
    again = any(ballot.reconsiders == body.resolution for ballot in put)
    parts = tuple(part for part in resolved.parts if body.part in {None, part.number})
    for rule in _rules(_matters(resolved, parts, motions), in_force):
        earliest = months_after(taken, rule.months)
        what = "no later decision" if later is None else later.resolution
        got = f"{what} on {on}, {'on' if again else 'without'} a motion to reconsider it"
        verdict = Verdict.of(again or on >= earliest)
        expected = f"{rule.says}: from {earliest}, or on a motion to reconsider it"
        yield Finding(rule.rule, terms.cited(in_force, rule), verdict, expected, got)


def _matters(resolved: Resolved, parts: tuple[Part, ...], motions: Motions) -> list[str | None]:
    """Give what parts are about; one that does not say is about what the motions are about."""
    put = [motions.ballots[motion].matter for motion in resolved.motions if motion in motions.ballots]
    return [matter for part in parts for matter in ([part.matter] if part.matter else put or [None])]


def _rules(matters: list[str | None], terms_: Terms) -> list[ReconsiderationRule]:
    found = dict.fromkeys(rule_of(ReconsiderationRule, terms_, matter) for matter in matters)
    return [rule for rule in found if rule is not None]

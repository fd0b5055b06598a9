"""Committees in common: one question put to several bodies, each of which decides for itself.

Implements PBP-4 (for whom the outcome stands) under the terms of each body that are in force on the day.
What a decision is worth for the answers of the others is said in ``standing``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ledger import terms
from ledger.acts import Act
from ledger.ballots import Motions
from ledger.commons import Commons
from ledger.decisions import require_matter, takes_decisions
from ledger.facts import common as facts
from ledger.facts.terms import CommonRule, Terms
from ledger.findings import Finding, Verdict, judge
from ledger.meetings import require_open
from ledger.outcomes import Outcomes, stands
from ledger.sittings import Sittings
from ledger.terms import Rulebooks


def boundary(body: facts.Body, commons: Commons) -> frozenset[str]:
    """Say which tags the judgement reads: of every body its meeting and terms, of an answer its decision."""
    tags = {f"common:{body.common}"}
    if isinstance(body, facts.Put):
        for one in body.sittings:
            tags |= {f"meeting:{one.meeting}", f"terms:{one.body}"}
        return frozenset(tags)
    tags.add(f"meeting:{body.meeting}")
    if body.resolution is not None:
        tags |= {f"decision:{body.resolution}", f"subject:{body.resolution}"} | commons.tags(body.resolution)
    return frozenset(tags)


def examine(
    act: Act,
    body: facts.Body,
    sittings: Sittings,
    rulebooks: Rulebooks,
    motions: Motions,
    outcomes: Outcomes,
) -> tuple[Finding, ...]:
    """Judge a question that is put in common, or what one of the bodies answers."""
    if isinstance(body, facts.Answered):
        return tuple(_examine_answer(act, body, sittings, motions, outcomes))
    return tuple(_examine_question(act, body, sittings, rulebooks, outcomes.commons))


def _examine_question(
    act: Act, body: facts.Put, sittings: Sittings, rulebooks: Rulebooks, commons: Commons
) -> Iterator[Finding]:
    """Judge a question: its id, its bodies, their meetings, what the terms of each of them say."""
    codes = [one.body for one in body.sittings]
    yield judge(
        "COM-1", body.common not in commons.questions, "an id that is new", body.common, absolute=True
    )
    repeated = ", ".join(sorted({code for code in codes if codes.count(code) > 1}))
    yield judge("COM-2", not repeated, "bodies named once each", f"{repeated} twice", absolute=True)
    for one in body.sittings:
        sitting = sittings.known.get(one.meeting)
        yield require_open(sitting, one.meeting, act.day)
        if sitting is not None:
            own, got = sitting.body == one.body, f"{one.meeting}, a meeting of {sitting.body}"
            yield judge("COM-3", own, f"a meeting of {one.body}", got, absolute=True)
            yield takes_decisions(sitting)
        in_force = rulebooks.in_force(one.body, act.day)
        if in_force is None:
            yield terms.missing(one.body, act.day)
        else:
            yield from _examine_terms(body, one.body, in_force)


def _examine_terms(body: facts.Put, code: str, in_force: Terms) -> Iterator[Finding]:
    """Judge that the terms of a body let it sit with all the others, to hold as the question says."""
    if body.matter is not None:
        yield require_matter(body.matter, in_force)
    others = [one.body for one in body.sittings if one.body != code]
    rules = _rules_on(body.matter, in_force)
    if not rules:
        expected = f"terms of {code} that say with whom it sits in common"
        yield judge("COM-4", None, expected, f"none on {body.matter or 'matters in general'}")
        return
    # Terms may name several circles: the one that is meant is the first that takes in all the others.
    rule = next((one for one in rules if set(others) <= set(one.bodies)), rules[0])
    strange = ", ".join(one for one in others if one not in rule.bodies)
    verdict = Verdict.of(not strange and rule.holds == body.holds)
    got = f"{strange}, which it does not name" if strange else f"a question to hold {body.holds}"
    yield Finding(rule.rule, terms.cited(in_force, rule), verdict, rule.says, got, reading=rule.reading)


def _rules_on(matter: str | None, in_force: Terms) -> tuple[CommonRule, ...]:
    """Give the rules about a matter: its own, else those for every other matter."""
    rules = terms.rules_of(in_force, CommonRule)
    own = tuple(rule for rule in rules if matter is not None and matter in (rule.matters or ()))
    return own or tuple(rule for rule in rules if rule.matters is None)


def _examine_answer(
    act: Act, body: facts.Answered, sittings: Sittings, motions: Motions, outcomes: Outcomes
) -> Iterator[Finding]:
    """Judge an answer: by one of the bodies, at its own meeting, once; by a decision where it agreed."""
    question = outcomes.commons.questions.get(body.common)
    yield require_open(sittings.known.get(body.meeting), body.meeting, act.day)
    put = question is not None and question.meeting_of(body.body) == body.meeting and question.day <= act.day
    expected = f"a question that was put to {body.body} at this meeting by {act.day}"
    yield judge("COM-5", put, expected, body.common, absolute=True)
    first = body.body not in outcomes.commons.answered(body.common)
    yield judge("COM-6", first, f"one answer by {body.body}", "another one", absolute=True)
    if not body.agreed:
        none, got = body.resolution is None, f"{body.resolution}"
        yield judge("COM-7", none, "no decision where the body did not agree", got, absolute=True)
        return
    expected = f"a decision of this meeting on the question, taken by {act.day}, which stands"
    decided = _decides(act, body, sittings, motions, outcomes)
    yield judge("COM-7", decided, expected, body.resolution or "none", absolute=True)
    if body.resolution is not None and body.resolution in motions.sound:
        doubt = motions.sound[body.resolution]
        yield Finding("COM-8", None, doubt, "one with nothing against it", body.resolution)


def _decides(
    act: Act, body: facts.Answered, sittings: Sittings, motions: Motions, outcomes: Outcomes
) -> bool:
    """Say whether the resolution that is named was taken at the meeting, decides the question, and stands."""
    resolved = motions.resolved.get(body.resolution or "")
    question = outcomes.commons.questions.get(body.common)
    sitting = sittings.known.get(body.meeting)
    if resolved is None or question is None or sitting is None:
        return False
    return (
        resolved.meeting == body.meeting
        and question.day <= motions.taken[resolved.resolution] <= act.day
        and any(question.decided_by(part) for part in resolved.parts)
        and stands(resolved.resolution, outcomes)
    )

"""Committees in common: one question put to several bodies, each of which decides for itself.

Implements PBP-4 (for whom the outcome stands) under the terms of each body that are in force on the day.
What a decision is worth for the answers of the others is said in ``standing``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ledger import terms
from ledger.acts import Act
from ledger.commons import Commons, questions_of
from ledger.decisions import require_matter, takes_decisions
from ledger.facts import common as facts
from ledger.facts.decisions import Resolved
from ledger.facts.terms import CommonRule, Terms
from ledger.findings import Finding, Verdict, judge
from ledger.meetings import require_item, require_open
from ledger.sittings import Sittings
from ledger.terms import Rulebooks


def boundary(body: facts.Body) -> frozenset[str]:
    """Say which tags the judgement reads: of every body its meeting, of a question the terms of each."""
    tags = {f"common:{body.common}"}
    if isinstance(body, facts.Declined):
        return frozenset(tags | {f"meeting:{body.meeting}"})
    for one in body.sittings:
        tags |= {f"meeting:{one.meeting}", f"terms:{one.body}"}
    return frozenset(tags)


def boundary_of_resolved(body: Resolved, commons: Commons) -> frozenset[str]:
    """Say which tags tell what a resolution answers, and what else is asked at its item."""
    asked = {*questions_of(body), *(code for code, one in commons.questions.items() if one.at(body.item))}
    return frozenset({f"commons:{body.item}", *(f"common:{one}" for one in asked)})


def examine(
    act: Act, body: facts.Body, sittings: Sittings, rulebooks: Rulebooks, commons: Commons
) -> tuple[Finding, ...]:
    """Judge a question that is put in common, or that one of the bodies did not agree."""
    if isinstance(body, facts.Put):
        return tuple(_examine_question(act, body, sittings, rulebooks, commons))
    opened = require_open(sittings.known.get(body.meeting), body.meeting, act.day)
    committee = facts.Committee(body.body, body.meeting, body.item)
    asked = _require_question(act.day, body.common, committee, commons)
    return (opened, asked, _require_first(body.common, body.item, commons))


def _examine_question(
    act: Act, body: facts.Put, sittings: Sittings, rulebooks: Rulebooks, commons: Commons
) -> Iterator[Finding]:
    """Judge a question: its id, its bodies, their meetings, what the terms of each of them say."""
    codes = [one.body for one in body.sittings]
    yield judge(
        "COM-1", body.common not in commons.questions, "an id that is new", body.common, absolute=True
    )
    repeated = ", ".join(sorted({code for code in codes if codes.count(code) > 1}))
    yield judge("COM-2", not repeated, "bodies named once each", wrong=f"{repeated} twice", absolute=True)
    for one in body.sittings:
        sitting = sittings.known.get(one.meeting)
        yield require_open(sitting, one.meeting, act.day)
        if sitting is not None:
            own, got = sitting.body == one.body, f"{one.meeting}, a meeting of {sitting.body}"
            yield judge("COM-3", own, f"a meeting of {one.body}", got, absolute=True)
            yield takes_decisions(sitting)
            yield require_item(sitting, one.item)
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
    yield terms.by_rule(in_force, rule, verdict, got)


def _rules_on(matter: str | None, in_force: Terms) -> tuple[CommonRule, ...]:
    """Give the rules about a matter: its own, else those for every other matter."""
    rules = terms.rules_of(in_force, CommonRule)
    own = tuple(rule for rule in rules if matter is not None and matter in (rule.matters or ()))
    return own or tuple(rule for rule in rules if rule.matters is None)


def examine_resolved(act: Act, body: Resolved, commons: Commons) -> Iterator[Finding]:
    """Judge by which parts a body agrees: to a question put to it at the item, once, by what decides it."""
    for part in body.parts:
        if part.common is None:
            continue
        question = commons.questions.get(part.common)
        committee = None if question is None else question.at(body.item)
        yield _require_question(act.day, part.common, committee, commons)
        yield _require_first(part.common, body.item, commons)
        decides = question is None or question.decided_by(part)
        expected, got = "a part that decides, on the matter of the question", f"part {part.number}"
        yield judge("COM-7", decides, expected, got, absolute=True)
    named = [part.common for part in body.parts if part.common is not None]
    twice = ", ".join(sorted({one for one in named if named.count(one) > 1}))
    yield judge("COM-6", not twice, "one part by which it agrees", wrong=f"several to {twice}", absolute=True)
    for code, question in commons.questions.items():
        open_ = code not in named and not _answered(code, body.item, commons)
        if question.at(body.item) is not None and question.day <= act.day and open_:
            silent = [one.number for one in body.parts if one.common is None and question.decided_by(one)]
            expected = f"to say whether the body agrees to {code} by it, as it is put in common at the item"
            yield judge("COM-8", not silent, expected, wrong=f"part {', '.join(silent)}")


def _require_question(day: str, common: str, one: facts.Committee | None, commons: Commons) -> Finding:
    """Judge COM-5: it was put to the body at this item by the day."""
    question = commons.questions.get(common)
    put = question is not None and one in question.put.sittings and question.day <= day
    expected = f"a question that was put to the body at this item by {day}"
    return judge("COM-5", put, expected, common, absolute=True)


def _require_first(common: str, item: str, commons: Commons) -> Finding:
    """Judge COM-6: the body at whose item it is did not answer yet."""
    again = _answered(common, item, commons)
    return judge(
        "COM-6", not again, "one answer of each body", wrong=f"another one to {common}", absolute=True
    )


def _answered(common: str, item: str, commons: Commons) -> bool:
    return any(said.item == item for said in commons.answers.get(common, ()))

"""New terms in the place of old ones: adopted as the old ones say that they are changed.

What was decided before stays judged by the terms that bound it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ledger.acts import Act
from ledger.aftermath import Outcomes, stands
from ledger.ballots import Motions
from ledger.commons import Commons
from ledger.facts.terms import Adopted, ChangeRule
from ledger.findings import Finding, Verdict
from ledger.sittings import Sittings
from ledger.terms import Rulebooks, by_rule, rules_of

_DOUBTS = {Verdict.NOT_MET: ", against a rule", Verdict.NOT_KNOWN: ", not known to be valid"}


def boundary(body: Adopted, motions: Motions, commons: Commons) -> frozenset[str]:
    """Say which tags the judgement reads beside those of the terms: of a decision, and of its meeting."""
    if body.resolution is None:
        return frozenset()
    known = motions.resolved.get(body.resolution)
    named = {f"decision:{body.resolution}", f"subject:{body.resolution}"}
    return frozenset(named | ({f"meeting:{known.meeting}"} if known else set())) | commons.tags(known)


def examine(
    act: Act,
    body: Adopted,
    rulebooks: Rulebooks,
    motions: Motions,
    outcomes: Outcomes,
    sittings: Sittings,
) -> Iterator[Finding]:
    """Judge new terms by every rule of the old ones about changing them; without one, nothing is asked."""
    old = rulebooks.in_force(body.terms.body, act.day)
    if old is None:
        return
    for rule in rules_of(old, ChangeRule):
        for verdict, got in _judged(act, body, rule, motions, outcomes, sittings):
            yield by_rule(old, rule, verdict, got)


def _judged(
    act: Act,
    body: Adopted,
    rule: ChangeRule,
    motions: Motions,
    outcomes: Outcomes,
    sittings: Sittings,
) -> Iterator[tuple[Verdict, str]]:
    resolved = motions.resolved.get(body.resolution or "")
    if rule.matter is not None and resolved is not None and not stands(resolved, outcomes, act.day):
        yield Verdict.NOT_MET, f"{body.resolution}, undone, contested, or waiting for others to agree"
    elif rule.matter is not None:
        yield _decided(body, rule.matter, act.day, motions, sittings)
    for approval in rule.approvals:
        gave = [code for code in approval.organisations if code in body.approved_by]
        every = len(approval.organisations)
        least = approval.least or every
        got = f"approved by {', '.join(gave) or 'nobody'}, needed {least} of {every}"
        yield Verdict.of(len(gave) >= least), got
    if rule.days:
        earliest = (date.fromisoformat(act.day) + timedelta(days=rule.days)).isoformat()
        got = f"in force on {body.in_force}, the earliest day being {earliest}"
        yield Verdict.of(body.in_force >= earliest), got


def _decided(
    body: Adopted, matter: str, day: str, motions: Motions, sittings: Sittings
) -> tuple[Verdict, str]:
    """Say whether the body decided on a matter by the day, with nothing found against that."""
    if body.resolution is None:
        return Verdict.NOT_KNOWN, "no decision named"
    resolved = motions.resolved.get(body.resolution)
    sitting = None if resolved is None else sittings.known.get(resolved.meeting)
    if resolved is None or sitting is None:
        return Verdict.NOT_MET, f"{body.resolution}, which the ledger does not know"
    own = sitting.body == body.terms.body and motions.taken[resolved.resolution] <= day
    # Office-holders between meetings do not change the terms that let them decide.
    own = own and resolved.way != "by office-holders"
    on = any(part.matter == matter and part.kind == "decision" for part in resolved.parts)
    if not own or not on:
        return Verdict.NOT_MET, f"{body.resolution}, no decision of {body.terms.body} on {matter} by {day}"
    found = motions.sound[body.resolution]
    return found, f"{body.resolution}{_DOUBTS.get(found, '')}"

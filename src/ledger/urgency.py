"""Urgent decisions again and again: none while the body is still to be told of an earlier one (D16).

What was owed is told by the terms that the earlier decision was taken under; without days nothing is overdue.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ledger import terms
from ledger.acts import Act
from ledger.aftermath import About, Outcomes
from ledger.ballots import Motions
from ledger.facts import outcomes as outcomes_facts
from ledger.facts.decisions import Part, Resolved
from ledger.facts.terms import UrgentRule
from ledger.findings import Finding, Verdict, judge
from ledger.majorities import rule_of
from ledger.powers import of_part
from ledger.sittings import URGENT, Sitting
from ledger.terms import Rulebooks

SETTLING = ("ratified", "superseded", "rescinded")
"""What the body itself makes of a decision: it knows of it then."""


def boundary(sitting: Sitting | None) -> frozenset[str]:
    """Say which tags tell of earlier urgent decisions, where a further one is taken."""
    urgent = sitting is not None and sitting.kind == URGENT
    return frozenset({f"urgent:{sitting.body}"} if sitting is not None and urgent else ())


def examine(
    act: Act,
    body: Resolved,
    sitting: Sitting | None,
    motions: Motions,
    outcomes: Outcomes,
    rulebooks: Rulebooks,
) -> Iterator[Finding]:
    """Judge DEC-43: an urgent decision names its body; DEC-44: of none before it a report is overdue."""
    if sitting is None:
        return
    named = sitting.body if sitting.kind == URGENT else None
    expected, got = f"a decision urgent for {named or 'no body'}", body.urgent or "none"
    yield judge("DEC-43", body.urgent == named, expected, got, absolute=True)
    if named is not None:
        late = tuple(_overdue(act, named, motions, outcomes, rulebooks))
        met = judge("DEC-44", answer=True, expected="no urgent decision overdue", got="none")
        yield from late or (met,)


def _overdue(
    act: Act, code: str, motions: Motions, outcomes: Outcomes, rulebooks: Rulebooks
) -> Iterator[Finding]:
    """Give a finding for every earlier urgent decision of a body that is overdue on the day, part by part."""
    for resolution, resolved in motions.resolved.items():
        if resolved.urgent != code:
            continue
        at, told = motions.passed[resolution], outcomes.about.get(resolution, ())
        in_force = rulebooks.in_force(code, at.day, at.number)
        for part in resolved.parts:
            rule = rule_of(UrgentRule, in_force, part.matter)
            if rule is None or rule.days is None or in_force is None:
                continue
            due = _after(at.day, rule.days)
            by_then = (one.body for one in of_part(told, part) if one.day <= act.day)
            if act.day > due and not any(_ends(one, rule, motions) for one in by_then):
                done = "reported" if rule.then == "report" else "ratified"
                expected = f"{_named(part, resolved)} to be {done} by {due}"
                got = f"not {done}, overdue since {_after(due, 1)}"
                yield Finding("DEC-44", terms.cited(in_force, rule), Verdict.NOT_MET, expected, got)


def _after(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _named(part: Part, resolved: Resolved) -> str:
    one = len(resolved.parts) == 1
    return resolved.resolution if one else f"part {part.number} of {resolved.resolution}"


def _ends(body: About, rule: UrgentRule, motions: Motions) -> bool:
    """Say whether something told of an urgent decision ends what is owed to the body.

    What other office-holders decide in its place tells the body nothing.
    """
    if isinstance(body, outcomes_facts.Reported):
        return rule.then == "report"
    if not isinstance(body, outcomes_facts.Changed) or body.change not in SETTLING or body.by is None:
        return False
    later = motions.resolved.get(body.by)
    return later is None or later.urgent is None

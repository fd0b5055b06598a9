"""Groups that exist only once the body to which they report has agreed (PLA-7d)."""

from __future__ import annotations

from ledger.acts import Act
from ledger.ballots import Motions
from ledger.facts import bodies as facts
from ledger.facts.terms import GroupsRule
from ledger.findings import Finding, Verdict
from ledger.meetings import Sittings
from ledger.terms import Rulebooks, by_rule, rules_of


def boundary(body: facts.Constituted, motions: Motions) -> frozenset[str]:
    """Say which tags the judgement reads; once the resolution is known, its meeting's too."""
    tags = {f"terms:{parent}" for parent in body.parents}
    if body.resolution is not None:
        tags.add(f"decision:{body.resolution}")
        resolved = motions.resolved.get(body.resolution)
        tags |= {f"meeting:{resolved.meeting}"} if resolved else set()
    return frozenset(tags)


def examine(
    act: Act, body: facts.Constituted, rulebooks: Rulebooks, motions: Motions, sittings: Sittings
) -> tuple[Finding, ...]:
    """Judge, for each parent whose terms ask for it, that the parent resolved to have the group."""
    resolved = motions.resolved.get(body.resolution or "")
    sitting = sittings.known.get(resolved.meeting) if resolved else None
    agreed = sitting.body if sitting else None
    findings = []
    for parent in body.parents:
        terms = rulebooks.in_force(parent, act.day)
        for rule in rules_of(terms, GroupsRule):
            if terms is not None and body.kind in rule.kinds:
                got = f"a resolution of {agreed}" if agreed else body.resolution or "no resolution"
                got += f" on {sitting.day}" if sitting else ""
                verdict = Verdict.of(sitting is not None and agreed == parent and sitting.day <= act.day)
                findings.append(by_rule(terms, rule, verdict, got))
    return tuple(findings)

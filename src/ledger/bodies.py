"""Bodies: what constitutes them, who founded them, to whom they report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ledger.acts import Act, Recorded
from ledger.facts import bodies as facts
from ledger.findings import Finding, judge
from ledger.organisations import Directory


@dataclass(frozen=True, slots=True)
class Bodies:
    """The bodies that the ledger knows, and since which day each exists."""

    known: Mapping[str, facts.Constituted] = field(default_factory=dict)
    since: Mapping[str, str] = field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.Constituted) -> Bodies:
        """Fold one fact in. Never refuses: it already happened."""
        return Bodies({**self.known, body.body: body}, {**self.since, body.body: at.day})

    def require(self, code: str, day: str) -> Finding:
        """Judge BOD-2: the body exists on the day."""
        since = self.since.get(code)
        got = f"{code}, which the ledger does not know" if since is None else f"{code}, constituted {since}"
        return judge(
            "BOD-2", since is not None and since <= day, f"a body that exists on {day}", got, absolute=True
        )


def boundary(body: facts.Constituted) -> frozenset[str]:
    """Say which tags the judgement reads."""
    return frozenset(
        {
            f"body:{body.body}",
            *(f"organisation:{founder}" for founder in body.founders),
            *(f"body:{parent}" for parent in body.parents),
        }
    )


def examine(act: Act, body: facts.Constituted, bodies: Bodies, directory: Directory) -> tuple[Finding, ...]:
    """Judge a constitution: BOD-1 new, founders known, parents existing."""
    return (
        judge(
            "BOD-1", body.body not in bodies.known, "a code that no body has yet", body.body, absolute=True
        ),
        *(directory.require_organisation(founder) for founder in body.founders),
        *(bodies.require(parent, act.day) for parent in body.parents),
    )

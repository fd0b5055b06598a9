"""How partners hold each other to account, for the judge: disputes and concerns, wired in one place."""

from __future__ import annotations

from ledger import concerns, disputes
from ledger.acts import Act
from ledger.facts import concerns as concerns_facts
from ledger.facts import disputes as disputes_facts
from ledger.findings import Finding
from ledger.state import State, concerned, disputing

Body = disputes_facts.Body | concerns_facts.Body


def boundary(act: Act, body: Body, state: State) -> frozenset[str]:
    """Say which tags the judgement reads."""
    if isinstance(body, disputes_facts.Body):
        return disputes.boundary(act, body, disputing(state))
    return concerns.boundary(body, concerned(state))


def examine(act: Act, body: Body, state: State) -> tuple[Finding, ...]:
    """Judge what is said of a dispute, of a concern, or of a partner that leaves."""
    if isinstance(body, disputes_facts.Body):
        return disputes.examine(act, body, disputing(state))
    return concerns.examine(act, body, concerned(state))

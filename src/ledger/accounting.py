"""How partners involve each other and hold each other to account, wired in one place for the judge."""

from __future__ import annotations

from ledger import agreements, concerns, consultations, disputes
from ledger.acts import Act
from ledger.facts import agreements as agreements_facts
from ledger.facts import concerns as concerns_facts
from ledger.facts import consultations as consultations_facts
from ledger.facts import disputes as disputes_facts
from ledger.findings import Finding
from ledger.inforce import People
from ledger.state import State, concerned, disputing

Body = agreements_facts.Body | consultations_facts.Body | disputes_facts.Body | concerns_facts.Body
Happening = (
    agreements_facts.Signed
    | agreements_facts.Refreshed
    | agreements_facts.ChangeMade
    | consultations_facts.Body
    | disputes_facts.Body
    | concerns_facts.Body
)
"""What cannot be recorded before its day."""


def boundary(act: Act, body: Body, state: State) -> frozenset[str]:
    """Say which tags the judgement reads."""
    if isinstance(body, agreements_facts.Body):
        return agreements.boundary(body, state.agreements, _signing(state))
    if isinstance(body, consultations_facts.Body):
        return consultations.boundary(body, state.motions.resolved)
    if isinstance(body, disputes_facts.Body):
        return disputes.boundary(act, body, disputing(state))
    return concerns.boundary(body, concerned(state))


def examine(act: Act, body: Body, state: State) -> tuple[Finding, ...]:
    """Judge what is said of an agreement, a consultation, a dispute or a concern, or of one that leaves."""
    if isinstance(body, agreements_facts.Body):
        return agreements.examine(act, body, state.agreements, _signing(state))
    if isinstance(body, consultations_facts.Body):
        beside = (state.bodies, state.directory, state.motions.resolved, state.sittings)
        return consultations.examine(act, body, state.consultations, *beside)
    if isinstance(body, disputes_facts.Body):
        return disputes.examine(act, body, disputing(state))
    return concerns.examine(act, body, concerned(state))


def _signing(state: State) -> agreements.Beside:
    """Give what agreements are judged beside."""
    return agreements.Beside(state.bodies, People(state.directory, state.roll), state.terms, state.keys)

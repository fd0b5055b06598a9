"""How partners involve each other and hold each other to account, wired in one place for the judge."""

from __future__ import annotations

from typing import assert_never

from ledger import agreements, concerns, consultations, disputes, leads, risks
from ledger.acts import Act
from ledger.facts import agreements as agreements_facts
from ledger.facts import concerns as concerns_facts
from ledger.facts import consultations as consultations_facts
from ledger.facts import disputes as disputes_facts
from ledger.facts import leads as leads_facts
from ledger.facts import risks as risks_facts
from ledger.findings import Finding
from ledger.state import State, acting, concerned, disputing, peopled, placing

Body = (
    agreements_facts.Body
    | consultations_facts.Body
    | disputes_facts.Body
    | concerns_facts.Body
    | risks_facts.Body
    | leads_facts.Body
)
Happening = (
    agreements_facts.Signed
    | agreements_facts.Refreshed
    | agreements_facts.ChangeMade
    | consultations_facts.Body
    | disputes_facts.Body
    | concerns_facts.Body
    | risks_facts.Scored
    | risks_facts.Reviewed
    | risks_facts.Accepted
    | risks_facts.Closed
)
"""What cannot be recorded before its day."""


def boundary(act: Act, body: Body, state: State) -> frozenset[str]:
    """Say which tags the judgement reads."""
    if isinstance(body, agreements_facts.Body):
        return agreements.boundary(body, state.agreements, placing(state))
    if isinstance(body, consultations_facts.Body):
        return consultations.boundary(body, state.motions.resolved)
    if isinstance(body, disputes_facts.Body):
        return disputes.boundary(act, body, disputing(state))
    if isinstance(body, concerns_facts.Body):
        return concerns.boundary(body, concerned(state))
    if isinstance(body, risks_facts.Body):
        return risks.boundary(body, acting(state))
    if isinstance(body, leads_facts.Body):
        return leads.boundary(body, acting(state))
    assert_never(body)


def examine(act: Act, body: Body, state: State) -> tuple[Finding, ...]:
    """Judge what is said of an agreement, a consultation, a dispute, a concern, a risk or leads."""
    if isinstance(body, agreements_facts.Body):
        people = peopled(state)
        with_ = agreements.Beside(people, state.terms, state.keys)
        return agreements.examine(act, body, state.agreements, with_)
    if isinstance(body, consultations_facts.Body):
        beside = (state.bodies, state.directory, state.motions.resolved, state.sittings)
        return consultations.examine(act, body, state.consultations, *beside)
    if isinstance(body, disputes_facts.Body):
        return disputes.examine(act, body, disputing(state))
    if isinstance(body, concerns_facts.Body):
        return concerns.examine(act, body, concerned(state))
    if isinstance(body, risks_facts.Body):
        return tuple(risks.examine(act, body, state.risks, acting(state)))
    if isinstance(body, leads_facts.Body):
        return tuple(leads.examine(act, body, state.leads, acting(state)))
    assert_never(body)

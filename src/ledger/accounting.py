"""How partners involve each other and hold each other to account, wired in one place for the judge.

Which tags the judgement of each noun reads, and which folds it looks at, is said here for all of them:
agreements, consultations, disputes, concerns, risks, leads, and what somebody is to do: follow-ups, targets
and recurring duties. By which tags their facts are found, ``partnertags`` says.
"""

from __future__ import annotations

from typing import assert_never

from ledger import agreements, concerns, consultations, disputes, duties, followups, leads, risks, targets
from ledger.acts import Act
from ledger.facts import agreements as agreements_facts
from ledger.facts import concerns as concerns_facts
from ledger.facts import consultations as consultations_facts
from ledger.facts import disputes as disputes_facts
from ledger.facts import duties as duties_facts
from ledger.facts import followups as followups_facts
from ledger.facts import leads as leads_facts
from ledger.facts import risks as risks_facts
from ledger.facts import targets as targets_facts
from ledger.findings import Finding
from ledger.state import State, acting, concerned, disputing, peopled, placing

Body = (
    agreements_facts.Body
    | consultations_facts.Body
    | disputes_facts.Body
    | concerns_facts.Body
    | risks_facts.Body
    | leads_facts.Body
    | followups_facts.Body
    | targets_facts.Body
    | duties_facts.Body
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
    | followups_facts.Closed
    | targets_facts.Reported
    | targets_facts.Closed
    | duties_facts.Performed
)
"""What takes place, and so cannot be recorded before its day."""


def boundary(  # noqa: PLR0911 - one case a noun
    act: Act, body: Body, state: State
) -> frozenset[str]:
    """Say which tags the judgement reads."""
    if isinstance(body, agreements_facts.Body):
        return agreements.boundary(body, state.agreements, _signing(state))
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
    if isinstance(body, followups_facts.Body):
        return followups.boundary(body, state.followups, acting(state))
    if isinstance(body, targets_facts.Body):
        return targets.boundary(body, acting(state))
    if isinstance(body, duties_facts.Body):
        return duties.boundary(body, state.duties, placing(state))
    assert_never(body)


def examine(  # noqa: PLR0911 - one case a noun
    act: Act, body: Body, state: State
) -> tuple[Finding, ...]:
    """Judge what is said of one of these nouns."""
    if isinstance(body, agreements_facts.Body):
        return agreements.examine(act, body, state.agreements, _signing(state))
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
    if isinstance(body, followups_facts.Body):
        return followups.examine(act, body, state.followups, acting(state))
    if isinstance(body, targets_facts.Body):
        return tuple(targets.examine(act, body, state.targets, acting(state)))
    if isinstance(body, duties_facts.Body):
        return tuple(duties.examine(act, body, state.duties, placing(state)))
    assert_never(body)


def _signing(state: State) -> agreements.Beside:
    """Give what agreements are judged beside."""
    return agreements.Beside(peopled(state), state.terms, state.keys)

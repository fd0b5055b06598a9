"""Nouns by which partners hold each other to account, wired in one place: what each reads and says."""

from __future__ import annotations

from ledger import agreements, consultations
from ledger.acts import Act
from ledger.facts import agreements as agreements_facts
from ledger.facts import consultations as consultations_facts
from ledger.findings import Finding
from ledger.inforce import People
from ledger.state import State

Body = agreements_facts.Body | consultations_facts.Body
Happening = (
    agreements_facts.Signed
    | agreements_facts.Refreshed
    | agreements_facts.ChangeMade
    | consultations_facts.Body
)
"""What cannot be recorded before its day."""


def boundary(body: Body, state: State) -> frozenset[str]:
    """Say which tags the judgement reads."""
    if isinstance(body, consultations_facts.Body):
        return consultations.boundary(body, state.motions.resolved)
    return agreements.boundary(body, state.agreements)


def examine(act: Act, body: Body, state: State) -> tuple[Finding, ...]:
    """Judge what is stated."""
    if isinstance(body, consultations_facts.Body):
        parties = (state.bodies, state.directory, state.motions.resolved, state.sittings)
        return consultations.examine(act, body, state.consultations, *parties)
    people = People(state.directory, state.roll)
    beside = agreements.Beside(state.bodies, people, state.terms, state.keys)
    return agreements.examine(act, body, state.agreements, beside)

"""Everything that can be stated: the closed union of fact bodies, a module a noun.

A wire name (``noun.participle/version``) is for ever; a class may be renamed, its wire name may not.
"""

from __future__ import annotations

from ledger.facts import (
    agreements,
    attesting,
    bodies,
    common,
    concerns,
    consultations,
    contesting,
    corrections,
    decisions,
    delegations,
    deputies,
    disputes,
    duties,
    erasing,
    followups,
    founding,
    functions,
    funds,
    interests,
    keydecisions,
    keys,
    leads,
    meetings,
    members,
    minutes,
    offices,
    organisations,
    outcomes,
    programme,
    risks,
    targets,
    terms,
)

Body = (
    founding.Body
    | keys.Body
    | organisations.Body
    | bodies.Body
    | terms.Body
    | members.Body
    | offices.Body
    | deputies.Body
    | programme.Body
    | meetings.Body
    | interests.Body
    | minutes.Body
    | decisions.Body
    | outcomes.Body
    | common.Body
    | keydecisions.Body
    | followups.Body
    | targets.Body
    | duties.Body
    | consultations.Body
    | agreements.Body
    | disputes.Body
    | concerns.Body
    | risks.Body
    | leads.Body
    | functions.Body
    | delegations.Body
    | funds.Body
    | attesting.Body
    | corrections.Body
    | erasing.Body
    | contesting.Body
)
"""The body of a fact. Closed: a type that its noun does not list stops replay."""

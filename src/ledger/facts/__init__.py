"""Everything that can be stated: the closed union of fact bodies, a module a noun.

A wire name (``noun.participle/version``) is for ever; a class may be renamed, its wire name may not.
"""

from __future__ import annotations

from ledger.facts import (
    bodies,
    decisions,
    delegations,
    founding,
    keys,
    meetings,
    members,
    organisations,
    terms,
)

Body = (
    founding.Founded
    | keys.Enrolled
    | keys.Rotated
    | keys.Revoked
    | keys.Compromised
    | organisations.Registered
    | organisations.PersonRegistered
    | bodies.Constituted
    | terms.Drafted
    | terms.Adopted
    | members.Appointed
    | members.Ended
    | members.Elected
    | members.OfficeEnded
    | meetings.Opened
    | meetings.Attended
    | meetings.ItemOpened
    | meetings.InterestDeclared
    | meetings.NoInterestDeclared
    | meetings.MinutesAgreed
    | meetings.Scheduled
    | meetings.Closed
    | decisions.MotionPut
    | decisions.VoteCast
    | decisions.VoteTallied
    | decisions.Resolved
    | decisions.FollowUpNoted
    | delegations.Granted
    | delegations.PassedOn
    | delegations.Narrowed
    | delegations.Revoked
    | delegations.Used
)
"""The body of a fact. Closed: a type that is not listed here stops replay."""

"""Facts about key decisions: the forward plan that announces them, and publication and call-in afterwards.

A decision is a resolution of the body, or an act under a delegation that it gave.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.words import AnnouncementId, Code, DecisionId, PartNumber, PersonId, Printed, Sealed

Exception_ = Literal["general exception", "special urgency"]
Outcome = Literal["released", "referred back"]


class Announced(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="announcement.made/1"):
    """On ``on`` the forward plan said that the body is to decide on a matter; ``expected`` is as printed."""

    key: AnnouncementId
    body: Code
    matter: Code
    text: Sealed
    expected: Printed | None = None


class Withdrawn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="announcement.withdrawn/1"):
    """The decision that was announced is not to be taken: it is off the forward plan."""

    key: AnnouncementId
    body: Code
    reason: Sealed


class Excepted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="announcement.excepted/1"):
    """From ``on`` the decision that was announced may be taken sooner than its notice allows.

    ``by`` is whom the terms name for it: who was told of a general exception, who agreed to special urgency.
    """

    key: AnnouncementId
    body: Code
    why: Exception_
    by: PersonId | None
    reason: Sealed


class Published(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="decision.published/2"):
    """On ``on`` the record of the decision was published: from then on it may be called in."""

    decision: DecisionId
    body: Code


class CalledIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="decision.called-in/2"):
    """Members of the scrutiny body called the decision in: it is not implemented until the call-in ends."""

    decision: DecisionId
    body: Code
    by: Annotated[tuple[PersonId, ...], msgspec.Meta(min_length=1, max_length=64)]
    reason: Sealed
    part: PartNumber | None = None


class CallInEnded(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="callin.ended/2"):
    """The call-in of the decision ended: it may be implemented, or goes back to who took it."""

    decision: DecisionId
    body: Code
    outcome: Outcome
    reason: Sealed


OfPlan = Announced | Withdrawn | Excepted
AfterDecision = Published | CalledIn | CallInEnded
Body = OfPlan | AfterDecision

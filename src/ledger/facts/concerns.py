"""Facts about concerns over a partner, put to it by others, and partners that leave (HIW-6)."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.words import AgreementId, Code, ConcernId, DisputeId, Due, Partner, ResolutionId, Sealed

Way = Literal["dispute", "asking to leave"]


class Raised(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="concern.raised/1"):
    """Other partners put to the organisation that it appears not to act as agreed, with their evidence.

    ``due`` is when its answer is awaited.
    """

    concern: ConcernId
    body: Code
    about: Code
    by: Annotated[tuple[Partner, ...], msgspec.Meta(min_length=1, max_length=8)]
    text: Sealed
    evidence: Sealed
    due: Due | None = None


class Answered(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="concern.answered/1"):
    """The organisation answered; ``changes``: it says that it will change its approach."""

    concern: ConcernId
    body: Code
    changes: bool
    text: Sealed


class Closed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="concern.closed/1"):
    """From ``on`` nobody pursues the concern any more, for the reason given."""

    concern: ConcernId
    body: Code
    text: Sealed


class Escalated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="concern.escalated/1"):
    """The concern goes on as a dispute, or to asking the organisation to leave."""

    concern: ConcernId
    body: Code
    to: Way
    dispute: DisputeId | None
    text: Sealed


class AskedToLeave(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="partner.asked-to-leave/1"):
    """The organisation is asked to leave, for the concern named; it is still a partner.

    ``resolution`` is the decision of the body to ask it, where one was taken; ``due`` is by when it is asked.
    """

    organisation: Code
    body: Code
    concern: ConcernId
    resolution: ResolutionId | None
    text: Sealed
    due: Due | None = None


class Left(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="partner.left/1"):
    """From ``on`` the organisation is no partner of the body any more; it exists on.

    ``asked``: after it was asked to.
    """

    organisation: Code
    body: Code
    asked: bool
    text: Sealed


class Rejoined(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="partner.rejoined/1"):
    """From ``on`` an organisation that had left is a partner of the body again.

    ``resolution`` is the decision of the body to admit it; ``agreement`` one that lets others join, to which
    it is a party. What it held before it left does not come back by itself.
    """

    organisation: Code
    body: Code
    resolution: ResolutionId | None
    agreement: AgreementId | None
    text: Sealed


OfConcern = Raised | Answered | Closed | Escalated
OfPartner = AskedToLeave | Left | Rejoined
Body = OfConcern | OfPartner

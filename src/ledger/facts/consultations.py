"""Facts about consultations: who is asked before a change, who answers, what comes of it (PLA-4.3, HIW-9)."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ledger.facts.words import Code, ConsultationId, Day, Partner, ResolutionId, Sealed


class Opened(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="consultation.opened/1"):
    """From ``on`` the parties are asked about a change that the organisation plans, until the day stated.

    ``under`` is the body whose terms name the duty to ask; ``impact`` is the impact on the others as it was
    considered; ``matter`` is the class of matters, of those that the terms name.
    """

    consultation: ConsultationId
    organisation: Code
    under: Code | None
    text: Sealed
    impact: Sealed | None
    matter: Code | None
    parties: Annotated[tuple[Partner, ...], msgspec.Meta(min_length=1, max_length=32)]
    until: Day | None


class Answered(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="consultation.answered/1"):
    """A party that was asked said this; it may say more."""

    consultation: ConsultationId
    under: Code | None
    party: Partner
    text: Sealed


class Ended(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="consultation.ended/1"):
    """From ``on`` nobody is asked any more.

    ``decided`` is the day on which the change was decided; None: it was not by then. ``resolution`` is the
    decision, where a body took it.
    """

    consultation: ConsultationId
    under: Code | None
    outcome: Sealed
    decided: Day | None
    resolution: ResolutionId | None


Body = Opened | Answered | Ended

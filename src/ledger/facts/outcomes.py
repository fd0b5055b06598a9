"""Facts about what became of a decision: answers, conditions, changes of its standing, defects, claims."""

from __future__ import annotations

from typing import Literal

import msgspec

from ledger.facts.words import (
    ClaimId,
    Code,
    ItemId,
    MeetingId,
    PartNumber,
    PersonId,
    Printed,
    ResolutionId,
    Sealed,
    Title,
)

Answer = Literal["accepted", "declined", "deferred"]
Change = Literal["ratified", "superseded", "rescinded", "contested", "contest ended", "set aside"]
Curable = Literal["vacancy", "calling of the meeting", "appointment of a member"]
Defect = Literal["vacancy", "calling of the meeting", "appointment of a member", "quorum", "power", "other"]


class Answered(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="recommendation.answered/2"):
    """An organisation answered a recommendation; who deferred answers again.

    ``place`` is the organisation that ended, in whose place it answered; None: its own.
    """

    resolution: ResolutionId
    body: Code
    part: PartNumber
    organisation: Code
    answer: Answer
    text: Sealed | None = None
    place: Code | None = None


class Considered(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="recommendation.considered/1"):
    """The board decided on a recommendation of another body, by its own resolution ``by``."""

    resolution: ResolutionId
    body: Code
    part: PartNumber
    board: Code
    by: ResolutionId
    answer: Answer


class Settled(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="condition.settled/1"):
    """The condition of a part was met, or can be met no more."""

    resolution: ResolutionId
    body: Code
    part: PartNumber
    met: bool
    text: Sealed


class Changed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="decision.changed/2"):
    """From ``on`` a decision has another standing, on the ground stated.

    ``by`` is the later resolution that ratified, superseded or rescinded it; ``authority`` the court or body
    that set it aside, as it is called.
    """

    resolution: ResolutionId
    body: Code
    change: Change
    reason: Sealed
    part: PartNumber | None = None
    by: ResolutionId | None = None
    authority: Title | None = None


class Reported(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="decision.reported/2"):
    """A decision that was taken between meetings was reported to a meeting of the body, at an item of it."""

    resolution: ResolutionId
    body: Code
    meeting: MeetingId
    item: ItemId | None = None


class DefectFound(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="defect.found/1"):
    """A defect in how a decision was taken was discovered afterwards."""

    resolution: ResolutionId
    body: Code
    defect: Defect
    text: Sealed


class GoodFaithViewed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="faith.viewed/1"):
    """A named person took the view that the decision with this defect was, or was not, in good faith."""

    resolution: ResolutionId
    body: Code
    defect: Defect
    person: PersonId
    good_faith: bool
    text: Sealed


class Claimed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="decision.claimed/1"):
    """People say that the body decided this, and no record shows it; ``taken`` is when, as they say."""

    claim: ClaimId
    body: Code
    text: Sealed
    taken: Printed | None = None
    by: PersonId | None = None


class Traced(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="claim.traced/1"):
    """The record of what was claimed was found: it is this resolution."""

    claim: ClaimId
    body: Code
    resolution: ResolutionId


AboutDecision = Answered | Considered | Settled | Changed | Reported | DefectFound | GoodFaithViewed
Claim = Claimed | Traced
Body = AboutDecision | Claim

"""Facts about risks: who owns one, who helps to mitigate it, in which shares, and what became of it."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.words import (
    Code,
    Due,
    MeetingId,
    Money,
    Partner,
    PersonId,
    Printed,
    ResolutionId,
    RiskId,
    Sealed,
)

WHOLE = 10_000
"""The whole, in hundredths of a percent."""

Hundredths = Annotated[int, msgspec.Meta(ge=1, le=WHOLE)]
Level = Annotated[int, msgspec.Meta(ge=1, le=5)]
Mitigation = Literal["before", "after"]


class Bearer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who bears a part, and how large that is; without ``share``, ``printed`` and ``amount`` it is not said.

    ``share`` is in hundredths of a percent; ``printed`` is what its source prints where that is no number.
    """

    party: Partner
    share: Hundredths | None = None
    printed: Printed | None = None
    amount: Money | None = None


class Bearing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which partner owns a risk (None: it is not said), and which contribute to mitigating it."""

    owner: Bearer | None = None
    contributors: Annotated[tuple[Bearer, ...], msgspec.Meta(max_length=32)] = ()


class Score(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How likely a risk is and how much it would do, each from 1 to 5, or as its source prints the score."""

    likelihood: Level | None = None
    impact: Level | None = None
    printed: Printed | None = None


class Raised(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="risk.raised/1"):
    """From ``on`` a risk is on the register of the body; ``review`` is when it is to be looked at again."""

    risk: RiskId
    body: Code
    text: Sealed
    bearing: Bearing = Bearing()
    review: Due | None = None


class Assigned(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="risk.assigned/1"):
    """From ``on`` these own the risk and contribute, whoever did before."""

    risk: RiskId
    body: Code
    bearing: Bearing


class Scored(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="risk.scored/1"):
    """On ``on`` it was judged to be so large, before it is mitigated or after."""

    risk: RiskId
    body: Code
    mitigation: Mitigation
    score: Score


class Reviewed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="risk.reviewed/1"):
    """On ``on`` it was looked at again, where it was at ``meeting``; ``review`` is when it is next.

    None: no further review is named.
    """

    risk: RiskId
    body: Code
    text: Sealed
    review: Due | None
    meeting: MeetingId | None = None


class Accepted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="risk.accepted/1"):
    """From ``on`` the risk is accepted as it is, by a decision of the body or by a person; it stays open."""

    risk: RiskId
    body: Code
    text: Sealed
    resolution: ResolutionId | None = None
    person: PersonId | None = None


class Shared(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="risk.shared/1"):
    """From ``on``, by the decision ``resolution``, each of these has its part of a loss or of a gain.

    ``whole`` is what is shared, in money, where that is stated.
    """

    risk: RiskId
    body: Code
    what: Literal["loss", "gain"]
    parts: Annotated[tuple[Bearer, ...], msgspec.Meta(min_length=1, max_length=32)]
    resolution: ResolutionId
    whole: Money | None = None
    text: Sealed | None = None


class Closed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="risk.closed/1"):
    """From ``on`` it is no risk any more, for the reason given; ``resolution`` is what decided so."""

    risk: RiskId
    body: Code
    text: Sealed
    resolution: ResolutionId | None = None


Change = Assigned | Scored | Reviewed | Accepted | Shared | Closed
Body = Raised | Change

"""Facts about targets: what partners said they would do, by when, who is to do it, and what became of it.

A promise to do something is a target; a *commitment* is of money (``facts.funds``).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ledger.facts.words import (
    Clause,
    Code,
    Digests,
    Due,
    MeetingId,
    Party,
    Printed,
    ResolutionId,
    Sealed,
    TargetId,
    Title,
)


class Set(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="target.set/1"):
    """From ``on`` something is to be done; ``due`` is as printed, None where no date is.

    ``agreement``, ``heading`` and ``number`` say where it stands, as printed. ``owner`` is who is to do it;
    None: it is not said.
    """

    target: TargetId
    body: Code
    text: Sealed
    due: Due | None
    owner: Party | None = None
    agreement: Clause | None = None
    heading: Title | None = None
    number: Printed | None = None


class Owned(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="target.owned/1"):
    """From ``on`` this party is to do it, whoever was before; None: nobody any more."""

    target: TargetId
    body: Code
    owner: Party | None


class Reported(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="target.reported/1"):
    """So far it had come on ``on``; ``meeting`` is the one at which that was told, where it was."""

    target: TargetId
    body: Code
    text: Sealed
    evidence: Digests = ()
    meeting: MeetingId | None = None


class Moved(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="target.moved/1"):
    """From ``on`` it is due later than it was; None: no new date is given."""

    target: TargetId
    body: Code
    due: Due | None
    reason: Sealed


class Closed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="target.closed/1"):
    """It was done on ``on``, or from ``on`` it is not to be done, by the decision ``resolution``."""

    target: TargetId
    body: Code
    outcome: Literal["done", "dropped"]
    text: Sealed | None = None
    evidence: Digests = ()
    resolution: ResolutionId | None = None


Change = Owned | Reported | Moved | Closed
Body = Set | Change

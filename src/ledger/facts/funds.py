"""Facts about money: pooled funds and aligned budgets, what goes in, is passed down, committed and drawn.

What is said of a level names it and whatever it takes from, so that all that changes a level carries its tag.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.words import (
    ActId,
    AllocationId,
    Amount,
    Clause,
    Code,
    CommitmentId,
    Day,
    MeetingId,
    Money,
    PersonId,
    ResolutionId,
    Sealed,
    Title,
)


class RiskShare(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an organisation bears of an overspend, and has of an underspend: so many parts of all parts."""

    organisation: Code
    parts: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class PerHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How an amount comes about: so many heads at so many minor units each (a capitated budget)."""

    population: Amount
    minor: Amount


class RingFence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the money of a fund may be used for alone: as a clause says, in functions of the catalogue.

    Without functions it is shown, and nothing is judged by it.
    """

    clause: Clause
    functions: Annotated[tuple[Code, ...], msgspec.Meta(max_length=32)] = ()


Shares = Annotated[tuple[RiskShare, ...], msgspec.Meta(max_length=32)]


class FundOpened(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="fund.opened/2"):
    """A fund is pooled and held by its host, or an organisation aligns a budget that stays its own.

    ``by`` is the body that governs a pooled fund, or to which a budget is aligned; ``host`` holds the money:
    of an aligned budget it is the owner. ``ends`` is the first day after it. ``shares`` are the risk shares;
    none: they are not agreed. ``assured_by`` is the body that assures it, where that is not the giver of the
    money; ``ring_fenced`` says what the money may be used for alone.
    """

    fund: Code
    by: Code
    title: Title
    kind: Literal["pooled", "aligned"]
    host: Code
    manager: PersonId | None
    under: Clause
    currency: Annotated[str, msgspec.Meta(pattern=r"\A[A-Z]{3}\Z")]
    begins: Day
    ends: Day | None = None
    shares: Shares = ()
    assured_by: Code | None = None
    ring_fenced: RingFence | None = None


class FundVaried(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="fund.varied/1"):
    """From ``on`` the fund is as it is said here, all of it, under the clause; before, as it was.

    Its kind, currency and beginning stay. The ``host`` is another only where that succeeds the one before.
    """

    fund: Code
    by: Code
    under: Clause
    title: Title
    host: Code
    manager: PersonId | None = None
    ends: Day | None = None
    shares: Shares = ()
    assured_by: Code | None = None
    ring_fenced: RingFence | None = None


class ContributionAgreed(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="contribution.agreed/1"
):
    """From ``on`` the organisation gives so much in all from this source; None: nothing any more."""

    fund: Code
    by: Code
    organisation: Code
    amount: Money | None
    source: Title
    per_head: PerHead | None = None


class ContributionPaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="contribution.paid/1"):
    """The organisation paid so much in."""

    fund: Code
    by: Code
    organisation: Code
    amount: Money


class Allocated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="allocation.made/2"):
    """From ``on`` the body ``to`` has so much to spend or pass down: of ``parent``, or of the fund (None).

    ``assured_by`` is the body that assures it, where that is another than assures the level above.
    """

    allocation: AllocationId
    by: Code
    fund: Code
    parent: AllocationId | None
    to: Code
    amount: Money
    assured_by: Code | None = None
    per_head: PerHead | None = None


class AllocationChanged(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="allocation.changed/1"):
    """From ``on`` the allocation is of this amount (None: of nothing), still from ``fund`` and ``parent``."""

    allocation: AllocationId
    by: Code
    fund: Code
    parent: AllocationId | None
    amount: Money | None
    per_head: PerHead | None = None


class AllocationLapsed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="allocation.lapsed/1"):
    """From ``on`` whoever held the allocation has it no more, and what is left is the level's above again.

    ``amount`` is what stays: what was committed and passed down of it; None: nothing.
    """

    allocation: AllocationId
    by: Code
    fund: Code
    parent: AllocationId | None
    amount: Money | None


class Committed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="commitment.made/2"):
    """The body committed so much of its allocation, by an act under a delegation or a decision it names.

    ``function``, of the catalogue, is what it is for. ``brought`` is the meeting, of the body by which the
    fund is kept, to which it was brought beforehand.
    """

    commitment: CommitmentId
    by: Code
    allocation: AllocationId
    amount: Money
    text: Sealed
    act: ActId | None = None
    resolution: ResolutionId | None = None
    brought: MeetingId | None = None
    function: Code | None = None


class Released(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="commitment.released/2"):
    """So much of a commitment, which was by this ``act``, is not needed any more; ``brought`` as for it."""

    commitment: CommitmentId
    by: Code
    allocation: AllocationId
    amount: Money
    brought: MeetingId | None = None
    act: ActId | None = None


class Paid(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="payment.made/1"):
    """So much was drawn on a commitment; what goes beyond it is an overspend of it."""

    commitment: CommitmentId
    by: Code
    allocation: AllocationId
    amount: Money


Terms = FundOpened | FundVaried
"""What a fund is, from a day on."""

OfFund = Terms | ContributionAgreed | ContributionPaid
Given = Allocated | AllocationChanged
OfLevel = Given | AllocationLapsed
OfCommitment = Committed | Released | Paid
Body = OfFund | OfLevel | OfCommitment

Happening = ContributionPaid | OfCommitment
"""What takes place, while a contribution is agreed, and money allocated, ahead of its day."""

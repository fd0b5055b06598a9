"""Facts about disputes between partners: raised, taken through their stages, joined, settled (PLA-8).

What is disputed, where it is no conduct, is a resolution or an act under a delegation.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.words import (
    AgreementId,
    Code,
    DecisionId,
    DisputeId,
    Due,
    Partner,
    PartNumber,
    Party,
    ResolutionId,
    Sealed,
)

Partners = Annotated[tuple[Partner, ...], msgspec.Meta(min_length=1, max_length=8)]
Side = Literal["by", "against"]
Step = Literal["offered", "met", "proposed", "agreed", "failed"]
Outcome = Literal["confirmed", "amended", "rescinded", "resolved", "disagreement recorded"]


class Raised(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="dispute.raised/2"):
    """From ``on`` the partners ``by`` are in dispute with those ``against``, under the terms of the body.

    ``decision`` is what is disputed, or one part of it; None: it is conduct. ``holds``: until a stage says
    otherwise, or the dispute is over, the effect of the decision is held. ``agreement`` is the one between
    its parties under which it was raised, where it was under one.
    """

    dispute: DisputeId
    body: Code
    by: Partners
    against: Partners
    decision: DecisionId | None
    part: PartNumber | None
    holds: bool
    text: Sealed
    agreement: AgreementId | None = None


class Joined(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="dispute.joined/2"):
    """From ``on`` one more partner is in the dispute, on the side stated."""

    dispute: DisputeId
    body: Code
    decision: DecisionId | None
    part: PartNumber | None
    party: Partner
    side: Side


class StageOpened(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="dispute.stage-opened/2"):
    """From ``on`` the dispute is in this stage of the terms, convened by ``by``, until ``due`` if said.

    ``holds``: while it is, the effect of the decision is held.
    """

    dispute: DisputeId
    body: Code
    decision: DecisionId | None
    part: PartNumber | None
    stage: Code
    by: Party
    holds: bool
    due: Due | None = None


class StepTaken(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="dispute.step-taken/2"):
    """A party, or whoever convened the stage, took a step in it; what has failed is over.

    So is what is agreed: as both sides say, or whoever convened it and is no party. ``place`` is the party
    that ended, in whose place it is; None: its own.
    """

    dispute: DisputeId
    body: Code
    stage: Code
    step: Step
    by: Party
    text: Sealed | None = None
    place: Partner | None = None


class StatementMade(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="dispute.statement-made/1"):
    """A party made a statement; one that is confidential is shown to nobody who does not ask for it."""

    dispute: DisputeId
    body: Code
    party: Partner
    confidential: bool
    text: Sealed


class Withdrawn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="dispute.withdrawn/2"):
    """From ``on`` a partner pursues the dispute no longer; once nobody does, it is over.

    ``place`` is the party that ended, in whose place it is; None: its own.
    """

    dispute: DisputeId
    body: Code
    decision: DecisionId | None
    part: PartNumber | None
    party: Partner
    text: Sealed | None = None
    place: Partner | None = None


class Lapsed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="dispute.lapsed/2"):
    """From ``on`` the dispute is over, because nobody moved it on."""

    dispute: DisputeId
    body: Code
    decision: DecisionId | None
    part: PartNumber | None
    text: Sealed | None = None


class Settled(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="dispute.settled/2"):
    """From ``on`` the dispute is over, with this outcome; ``by`` is the resolution that carries it out."""

    dispute: DisputeId
    body: Code
    decision: DecisionId | None
    part: PartNumber | None
    outcome: Outcome
    by: ResolutionId | None
    text: Sealed


OfCourse = Raised | Joined | StageOpened | Withdrawn | Lapsed | Settled
"""What says whether a dispute is open, and whether it holds the effect of a decision."""

Body = OfCourse | StepTaken | StatementMade

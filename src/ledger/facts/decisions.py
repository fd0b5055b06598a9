"""Facts about motions, votes, resolutions and what follows from them (Popolo: Motion, Vote)."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.words import (
    FollowUpId,
    ItemId,
    MeetingId,
    MotionId,
    PersonId,
    Printed,
    ResolutionId,
    Sealed,
)

AS_PUT = Sealed("0" * 64)
"""Stands in a proposed vote for the motion's text as the ledger has it when the vote is recorded."""

Choice = Literal["for", "against", "abstain"]
Votes = Annotated[int, msgspec.Meta(ge=0, le=10_000)]
Way = Literal["consensus", "unanimous", "vote", "not recorded"]
Kind = Literal["decision", "in principle", "support", "welcome", "note", "recommendation", "election"]


class MotionPut(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="motion.put/1"):
    """A motion or nomination was put. ``moved`` and ``seconded`` say that it was, by whom if named."""

    motion: MotionId
    meeting: MeetingId
    item: ItemId
    text: Sealed
    moved: bool
    proposer: PersonId | None
    seconded: bool
    seconder: PersonId | None


class VoteCast(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="vote.cast/1"):
    """The person voted on the motion as its text then stood (``text`` is the motion's commitment)."""

    motion: MotionId
    meeting: MeetingId
    person: PersonId
    choice: Choice
    text: Sealed
    casting: bool = False


class VoteTallied(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="vote.tallied/1"):
    """The numbers that were announced. None: the record does not give that number."""

    motion: MotionId
    meeting: MeetingId
    votes_for: Votes | None
    votes_against: Votes | None
    abstained: Votes | None


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One numbered part of a resolution; ``condition`` is what it is still subject to."""

    number: Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9]{1,8}\Z")]
    kind: Kind
    text: Sealed
    condition: Sealed | None = None


class Resolved(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="resolution.passed/1"):
    """The body resolved, at the item, in the way stated; on the motions named, where any was put."""

    resolution: ResolutionId
    meeting: MeetingId
    item: ItemId
    way: Way
    motions: Annotated[tuple[MotionId, ...], msgspec.Meta(max_length=16)]
    parts: Annotated[tuple[Part, ...], msgspec.Meta(min_length=1, max_length=32)]


class FollowUpNoted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="followup.noted/1"):
    """Something is to be done that falls out of an item; ``due`` is as printed."""

    followup: FollowUpId
    meeting: MeetingId
    item: ItemId
    text: Sealed
    due: Printed | None


Body = MotionPut | VoteCast | VoteTallied | Resolved | FollowUpNoted

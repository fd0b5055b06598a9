"""Facts about motions, votes, resolutions and what follows from them (Popolo: Motion, Vote)."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.words import (
    AnnouncementId,
    Code,
    Day,
    DelegationId,
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
Way = Literal["consensus", "unanimous", "consent", "vote", "not recorded"]
How = Literal["show", "roll call", "ballot", "secret ballot", "not recorded"]
Kind = Literal["decision", "in principle", "support", "welcome", "note", "recommendation", "election"]


class MotionPut(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="motion.put/2"):
    """A motion or nomination was put. ``moved`` and ``seconded`` say that it was, by whom if named.

    ``matter`` is the class of matters, of those that the terms name, by whose rule it carries.
    """

    motion: MotionId
    meeting: MeetingId
    item: ItemId
    text: Sealed
    moved: bool
    proposer: PersonId | None
    seconded: bool
    seconder: PersonId | None
    matter: Code | None = None


class MotionAmended(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="motion.amended/1"):
    """The motion has another text from now on. Votes bind to the text voted on, so voting begins anew."""

    motion: MotionId
    meeting: MeetingId
    text: Sealed
    proposer: PersonId | None = None


class MotionWithdrawn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="motion.withdrawn/1"):
    """Whoever put the motion took it back; it is not decided."""

    motion: MotionId
    meeting: MeetingId


class ConsensusFound(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="consensus.found/1"):
    """Whoever presides found at an item that there is consensus, or that there is none."""

    meeting: MeetingId
    item: ItemId
    by: PersonId
    found: bool


class ConsensusDisputed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="consensus.disputed/1"):
    """A member disputed that there is consensus on an item: a vote is taken."""

    meeting: MeetingId
    item: ItemId
    person: PersonId


class VoteCast(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="vote.cast/1"):
    """The person voted on the motion as its text then stood (``text`` is the motion's commitment)."""

    motion: MotionId
    meeting: MeetingId
    person: PersonId
    choice: Choice
    text: Sealed
    casting: bool = False


class LotDrawn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="lot.drawn/1"):
    """On equal votes the lot decided. ``how`` it was drawn, and before whom, is kept as evidence."""

    motion: MotionId
    meeting: MeetingId
    choice: Literal["for", "against"]
    how: Sealed
    by: PersonId | None = None


class VoteTallied(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="vote.tallied/2"):
    """The numbers that were announced, and how votes were given. None: the record does not give that."""

    motion: MotionId
    meeting: MeetingId
    votes_for: Votes | None
    votes_against: Votes | None
    abstained: Votes | None
    how: How = "not recorded"


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One numbered part of a resolution.

    ``condition`` is what it is still subject to, by the day ``due``. ``matter`` is the class of matters that
    it is about, ``under`` the delegation by which the body decides it. ``to`` are the organisations to which
    a recommendation goes: each of them answers. ``key`` is the entry of the forward plan that announced it.
    """

    number: Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9]{1,8}\Z")]
    kind: Kind
    text: Sealed
    condition: Sealed | None = None
    due: Day | None = None
    matter: Code | None = None
    under: DelegationId | None = None
    to: Annotated[tuple[Code, ...], msgspec.Meta(max_length=16)] = ()
    key: AnnouncementId | None = None


class Resolved(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="resolution.passed/3"):
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


OfMotion = MotionAmended | MotionWithdrawn | VoteCast | LotDrawn | VoteTallied
AboutMotion = MotionPut | OfMotion
Consensus = ConsensusFound | ConsensusDisputed
Body = AboutMotion | Consensus | Resolved | FollowUpNoted

"""Facts about motions, votes, resolutions and what follows from them (Popolo: Motion, Vote)."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.words import (
    AnnouncementId,
    Code,
    CommonId,
    Day,
    DelegationId,
    FollowUpId,
    ItemId,
    MeetingId,
    MotionId,
    PartNumber,
    PersonId,
    Printed,
    ResolutionId,
    Sealed,
)

AS_PUT = Sealed("0" * 64)
"""Stands in a proposed vote for the motion's text as the ledger has it when the vote is recorded."""

Choice = Literal["for", "against", "abstain"]
Places = Annotated[int, msgspec.Meta(ge=1, le=100)]
Votes = Annotated[int, msgspec.Meta(ge=0, le=10_000)]
Way = Literal[
    "consensus", "unanimous", "consent", "lazy consensus", "vote", "by office-holders", "not recorded"
]
"""How a decision was come to: with *lazy consensus* nobody objected in the time given, *by office-holders* it
was taken between meetings for being urgent."""

How = Literal["show", "roll call", "ballot", "secret ballot", "not recorded"]
Kind = Literal["decision", "in principle", "support", "welcome", "note", "recommendation", "election"]


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of several options on a ballot; of a candidate the ``person``.

    ``group`` is what a cap counts it under: the candidate's organisation, say.
    """

    option: Code
    text: Sealed
    person: PersonId | None = None
    group: Code | None = None


class MotionPut(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="motion.put/3"):
    """A motion or nomination was put. ``moved`` and ``seconded`` say that it was, by whom if named.

    ``matter`` is the class of matters, of those that the terms name, by whose rule it carries. With
    ``options`` it asks not whether, but which of them, and ``places`` is how many are to be chosen. It may
    reconsider a decision; ``asked_by`` are the members who asked for that.
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
    options: Annotated[tuple[Option, ...], msgspec.Meta(max_length=32)] = ()
    places: Places = 1
    reconsiders: ResolutionId | None = None
    asked_by: Annotated[tuple[PersonId, ...], msgspec.Meta(max_length=64)] = ()


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


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a paper says of an option: a cross (1), a rank (1 is the first), or a score."""

    option: Code
    number: Annotated[int, msgspec.Meta(ge=0, le=1_000)] = 1


Marks = Annotated[tuple[Mark, ...], msgspec.Meta(max_length=32)]


class BallotCast(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="ballot.cast/1"):
    """The person marked a paper, on a motion with options as its text then stood; a blank one abstains.

    ``casting``: it breaks a tie, for the one option that is marked.
    """

    motion: MotionId
    meeting: MeetingId
    person: PersonId
    marks: Marks
    text: Sealed
    casting: bool = False


class Papers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """So many papers that were marked alike, without names."""

    marks: Marks
    papers: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 1


class Total(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The number that was announced for an option: of votes, or of points."""

    option: Code
    number: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class BallotCounted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="ballot.counted/1"):
    """What was announced of a ballot with options: the papers as they were marked, or a total of each option.

    ``cast`` is how many papers there were, blank ones too, where that was announced.
    """

    motion: MotionId
    meeting: MeetingId
    papers: Annotated[tuple[Papers, ...], msgspec.Meta(max_length=200)] = ()
    totals: Annotated[tuple[Total, ...], msgspec.Meta(max_length=32)] = ()
    cast: Votes | None = None
    how: How = "not recorded"


class LotDrawn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="lot.drawn/2"):
    """On equal votes the lot decided: for, against, or one of the options that were equal.

    ``how`` it was drawn, and before whom, is kept as evidence.
    """

    motion: MotionId
    meeting: MeetingId
    choice: Code
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
    a recommendation goes: each of them answers. ``chosen`` are the options of its motions that it chooses,
    ``key`` is the entry of the forward plan that announced it, ``common`` the question put in common to which
    the body agrees by it.
    """

    number: PartNumber
    kind: Kind
    text: Sealed
    condition: Sealed | None = None
    due: Day | None = None
    matter: Code | None = None
    under: DelegationId | None = None
    to: Annotated[tuple[Code, ...], msgspec.Meta(max_length=16)] = ()
    chosen: Annotated[tuple[Code, ...], msgspec.Meta(max_length=32)] = ()
    key: AnnouncementId | None = None
    common: CommonId | None = None


class Resolved(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="resolution.passed/5"):
    """The body resolved, at the item, in the way stated; on the motions named, where any was put.

    ``urgent`` is the body for which office-holders took it between meetings, for being urgent: by it every
    such decision of the body is found, and what it was told of them.
    """

    resolution: ResolutionId
    meeting: MeetingId
    item: ItemId
    way: Way
    motions: Annotated[tuple[MotionId, ...], msgspec.Meta(max_length=16)]
    parts: Annotated[tuple[Part, ...], msgspec.Meta(min_length=1, max_length=32)]
    urgent: Code | None = None


class FollowUpNoted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="followup.noted/1"):
    """Something is to be done that falls out of an item; ``due`` is as printed."""

    followup: FollowUpId
    meeting: MeetingId
    item: ItemId
    text: Sealed
    due: Printed | None


Cast = VoteCast | BallotCast
"""A vote by name: its text is that of the motion, which opens it."""

OfMotion = MotionAmended | MotionWithdrawn | VoteCast | LotDrawn | VoteTallied | BallotCast | BallotCounted
AboutMotion = MotionPut | OfMotion
Consensus = ConsensusFound | ConsensusDisputed
Body = AboutMotion | Consensus | Resolved | FollowUpNoted

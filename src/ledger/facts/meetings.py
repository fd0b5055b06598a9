"""Facts about meetings: who was there, who presided, what was taken, in public or not."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.programme import Access, ItemNumber, MeetingKind
from ledger.facts.words import Clause, Code, Day, ItemId, MeetingId, PersonId, Printed, ResolutionId, Sealed

__all__ = [
    "Access",
    "Adjourned",
    "Attended",
    "Attendee",
    "Body",
    "Closed",
    "ItemNumber",
    "ItemOpened",
    "Offices",
    "Opened",
    "Persons",
    "PresenceChanged",
    "Presided",
    "PublicExcluded",
    "QuorumConfirmed",
    "Resumed",
    "SittingKind",
    "Substitute",
    "VirtualAgreed",
]

Persons = Annotated[tuple[PersonId, ...], msgspec.Meta(max_length=200)]
Offices = Annotated[tuple[Code, ...], msgspec.Meta(max_length=8)]


SittingKind = MeetingKind | Literal["written procedure", "urgent decision"]
"""A meeting, or what takes the place of one between meetings."""


class Opened(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="meeting.opened/2"):
    """The body met on ``on``, at the place, from the time as printed.

    A ``development session`` or ``workshop`` takes no decision. Where the meeting had been given a
    date before, its id is the one that it got then.

    Between meetings there are two more kinds: in a ``written procedure`` those present are the members who
    were written to, and reply ``until`` a day; in an ``urgent decision`` they are the office-holders who take
    it, and those in attendance whom they consulted. ``reason`` is why it is not left to a meeting.
    """

    meeting: MeetingId
    body: Code
    kind: SittingKind
    time: Printed | None
    place: Sealed
    until: Day | None = None
    reason: Sealed | None = None


class Attendee(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One person in attendance who is not a member, with the organisation it came from."""

    person: PersonId
    organisation: Code | None


Attendees = Annotated[tuple[Attendee, ...], msgspec.Meta(max_length=200)]


class Substitute(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One person present in the place of a member."""

    person: PersonId
    member: PersonId


class Attended(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="meeting.attended/2"):
    """The lists that minutes keep apart: members present, others in attendance, apologies.

    ``substitutes`` are present in the place of members, ``absent`` members who sent no apologies.
    ``virtual`` are those, of members present and substitutes, who attended from elsewhere.
    """

    meeting: MeetingId
    present: Persons
    attending: Attendees
    apologies: Persons
    substitutes: Annotated[tuple[Substitute, ...], msgspec.Meta(max_length=200)] = ()
    absent: Persons = ()
    virtual: Persons = ()


class PresenceChanged(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="presence.changed/1"):
    """Somebody came, left, or withdrew and came back, between two items or during the one named.

    Whoever arrives during an item counts for it; whoever leaves during an item counts until its end.
    ``member`` is the one in whose place a substitute came later than the list of attendance says.
    """

    meeting: MeetingId
    person: PersonId
    change: Literal["arrived", "left", "withdrew", "returned"]
    during: ItemId | None = None
    virtual: bool = False
    member: PersonId | None = None


class ItemOpened(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="item.opened/2"):
    """An item was taken. ``absent`` left or withdrew for it.

    ``offices`` are offices whose holders the minutes show to have been present, without naming them.
    An item that is ``exempt`` or ``confidential`` has the ``ground`` for it and, for the public, a
    ``summary``; of its other words none is shown to the public.
    """

    meeting: MeetingId
    item: ItemId
    number: ItemNumber
    title: Sealed
    note: Sealed | None
    absent: Persons = ()
    offices: Offices = ()
    access: Access = "public"
    ground: Clause | None = None
    summary: Sealed | None = None


class PublicExcluded(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="public.excluded/1"):
    """The body resolved that the public be excluded while these items are taken.

    ``ground`` is the clause on which they are exempt; ``interest`` the view taken of the public
    interest in withholding them.
    """

    meeting: MeetingId
    numbers: Annotated[tuple[ItemNumber, ...], msgspec.Meta(min_length=1, max_length=64)]
    ground: Clause
    interest: Sealed
    resolution: ResolutionId | None = None


class Presided(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="meeting.presided/1"):
    """From here on the person presided: in an office, acting in it, or chosen by those present."""

    meeting: MeetingId
    person: PersonId
    office: Code | None
    how: Literal["office", "acting", "chosen"]


class VirtualAgreed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="meeting.virtual-agreed/1"):
    """Before the meeting it was agreed that members may attend from elsewhere; by whom, where said."""

    meeting: MeetingId
    by: PersonId | None = None


class QuorumConfirmed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="quorum.confirmed/1"):
    """Whoever presided said that the meeting was, or was not, quorate, conflicts managed."""

    meeting: MeetingId
    person: PersonId
    quorate: bool
    item: ItemId | None = None


class Adjourned(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="meeting.adjourned/1"):
    """The meeting was adjourned, to a day where one was given."""

    meeting: MeetingId
    why: Literal["inquorate", "other"]
    reason: Sealed
    until: Day | None = None


class Resumed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="meeting.resumed/1"):
    """On ``on`` the adjourned meeting went on."""

    meeting: MeetingId


class Closed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="meeting.closed/1"):
    """The meeting ended; nothing more is recorded as done at it."""

    meeting: MeetingId


Body = (
    Opened
    | Attended
    | PresenceChanged
    | ItemOpened
    | PublicExcluded
    | Presided
    | VirtualAgreed
    | QuorumConfirmed
    | Adjourned
    | Resumed
    | Closed
)

"""Facts about meetings: who was there, what was on the agenda, what was declared."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.words import Code, Day, FactId, ItemId, MeetingId, PersonId, Printed, Sealed

Persons = Annotated[tuple[PersonId, ...], msgspec.Meta(max_length=200)]
Offices = Annotated[tuple[Code, ...], msgspec.Meta(max_length=8)]
ItemNumber = Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{1,4}(?:\.[0-9]{1,3})?[a-z]?\Z")]
"""The number of an item or minute, as printed: ``"31"``, ``"4.2"``, ``"7a"``."""


class Opened(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="meeting.opened/1"):
    """The body met on ``on``, at the place, from the time as printed.

    A ``development session`` or ``workshop`` takes no decision.
    """

    meeting: MeetingId
    body: Code
    kind: Literal["meeting", "development session", "workshop"]
    time: Printed | None
    place: Sealed


class Attendee(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One person in attendance who is not a member, with the organisation it came from."""

    person: PersonId
    organisation: Code | None


Attendees = Annotated[tuple[Attendee, ...], msgspec.Meta(max_length=200)]


class Attended(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="meeting.attended/1"):
    """Three lists, kept apart as minutes keep them: members present, others in attendance, apologies."""

    meeting: MeetingId
    present: Persons
    attending: Attendees
    apologies: Persons


class ItemOpened(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="item.opened/1"):
    """An item was taken. ``absent`` left or withdrew for it.

    ``offices`` are offices whose holders the minutes show to have been present, without naming them.
    """

    meeting: MeetingId
    item: ItemId
    number: ItemNumber
    title: Sealed
    note: Sealed | None
    absent: Persons = ()
    offices: Offices = ()


class InterestDeclared(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="interest.declared/1"):
    """A member declared an interest in an item (None: in the meeting's business), and what followed."""

    meeting: MeetingId
    item: ItemId | None
    person: PersonId
    nature: Sealed
    effect: Literal["noted", "speaks", "withdraws"]


class NoInterestDeclared(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="interest.none-declared/1"
):
    """Interests were asked for at the meeting and none was declared."""

    meeting: MeetingId


class MinutesAgreed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="minutes.agreed/1"):
    """At the item, the minutes of an earlier meeting were agreed as a correct record.

    ``of`` names that meeting where the ledger knows it. ``amendment`` tells of something that the
    minutes had left out. ``corrects`` names the facts that the amendment speaks about.
    """

    meeting: MeetingId
    item: ItemId
    of: MeetingId | None
    amendment: Sealed | None
    corrects: Annotated[tuple[FactId, ...], msgspec.Meta(max_length=16)] = ()


class Scheduled(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="meeting.scheduled/1"):
    """A date for a coming meeting of the body was given out."""

    body: Code
    date: Day
    time: Printed | None
    place: Sealed | None


class Closed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="meeting.closed/1"):
    """The meeting ended; nothing more is recorded as done at it."""

    meeting: MeetingId

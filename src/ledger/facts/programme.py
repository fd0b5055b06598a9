"""Facts about what is to come: calendars, dates, notices, agendas, papers, questions, requests to attend."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.words import (
    Clause,
    Code,
    Day,
    Digest,
    FollowUpId,
    ItemId,
    MeetingId,
    PaperId,
    PersonId,
    Printed,
    QuestionId,
    Sealed,
    Title,
    VisitId,
)

Access = Literal["public", "exempt", "confidential"]
"""Exempt: the body may exclude the public, on a ground. Confidential: it must."""

MeetingKind = Literal["meeting", "development session", "workshop"]
ItemNumber = Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{1,4}(?:\.[0-9]{1,3})?[a-z]?\Z")]
"""The number of an item or minute, as printed: ``"31"``, ``"4.2"``, ``"7a"``."""

Version = Annotated[int, msgspec.Meta(ge=1, le=1_000)]


class CalendarAdopted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="calendar.adopted/1"):
    """The body counts working days by this calendar: from Monday to Friday, without the days listed.

    It says nothing about days before ``first`` or after ``last``. ``source`` is where the list is from.
    """

    body: Code
    title: Title
    first: Day
    last: Day
    days: Annotated[tuple[Day, ...], msgspec.Meta(max_length=200)]
    source: Clause


class Scheduled(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="meeting.scheduled/2"):
    """A coming meeting of the body got its date; ``programme`` names the annual programme it is part of."""

    meeting: MeetingId
    body: Code
    date: Day
    time: Printed | None
    place: Sealed | None
    kind: MeetingKind = "meeting"
    public: bool = True
    programme: Printed | None = None


class Moved(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="meeting.moved/1"):
    """The meeting is to be held on another date, at another time or place."""

    meeting: MeetingId
    body: Code
    date: Day
    time: Printed | None
    place: Sealed | None
    reason: Sealed


class Cancelled(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="meeting.cancelled/1"):
    """The meeting is not to be held."""

    meeting: MeetingId
    body: Code
    reason: Sealed


class Called(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="meeting.called/1"):
    """On ``on`` notice of the meeting was given.

    ``urgent``: at short notice, because ``by``, in an office that the terms name, deemed it urgent.
    """

    meeting: MeetingId
    body: Code
    urgent: bool = False
    by: PersonId | None = None
    reason: Sealed | None = None


class ItemPlanned(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="agenda.item-planned/1"):
    """Something is to be taken: at the meeting, or without one on the forward plan of the body.

    ``due`` is as printed. ``summary`` is what the public may read where the item is exempt or
    confidential, ``ground`` the clause on which it is. ``about`` are codes of the organisations and
    matters that it concerns.
    """

    item: ItemId
    body: Code
    meeting: MeetingId | None
    title: Sealed
    origin: Literal["standing", "minutes", "matters arising", "forward plan", "other"]
    number: ItemNumber | None = None
    due: Printed | None = None
    followup: FollowUpId | None = None
    access: Access = "public"
    ground: Clause | None = None
    summary: Sealed | None = None
    about: Annotated[tuple[Code, ...], msgspec.Meta(max_length=32)] = ()


class ItemPlaced(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="agenda.item-placed/1"):
    """An item of the forward plan, or of another agenda, goes on the agenda of the meeting."""

    item: ItemId
    body: Code
    meeting: MeetingId
    number: ItemNumber | None = None


class ItemWithdrawn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="agenda.item-withdrawn/1"):
    """An item is taken off the agenda and the forward plan."""

    item: ItemId
    body: Code
    meeting: MeetingId | None
    reason: Sealed


class AgendaPublished(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="agenda.published/1"):
    """On ``on`` the agenda went out, in this version, with these items; ``digest`` is of the pack, if any."""

    meeting: MeetingId
    body: Code
    version: Version
    items: Annotated[tuple[ItemId, ...], msgspec.Meta(min_length=1, max_length=200)]
    digest: Digest | None = None


class PaperPublished(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="paper.published/1"):
    """On ``on`` a paper for the meeting went out; a later version or a supplement has the same id."""

    paper: PaperId
    meeting: MeetingId
    body: Code
    item: ItemId | None
    version: Version
    title: Sealed
    digest: Digest
    access: Access = "public"
    ground: Clause | None = None
    summary: Sealed | None = None


class VisitRequested(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="visit.requested/1"):
    """A partner asks that somebody may attend a meeting of the body that is not held in public."""

    visit: VisitId
    body: Code
    meeting: MeetingId | None
    organisation: Code
    person: PersonId | None
    reason: Sealed


class VisitAnswered(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="visit.answered/1"):
    """The request was talked over with the chair of that meeting, and answered."""

    visit: VisitId
    body: Code
    by: PersonId
    answer: Literal["welcome", "for some items", "declined"]
    reason: Sealed


class QuestionPut(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="question.put/1"):
    """A member of the public asks the body something, for a meeting where one is named."""

    question: QuestionId
    body: Code
    meeting: MeetingId | None
    asker: Sealed
    text: Sealed


class QuestionAnswered(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="question.answered/1"):
    """The question was answered at the meeting, in writing, or not taken, and why."""

    question: QuestionId
    body: Code
    how: Literal["at the meeting", "in writing", "not taken"]
    text: Sealed
    meeting: MeetingId | None = None


Dates = Scheduled | Moved | Cancelled | Called
Agenda = ItemPlanned | ItemPlaced | ItemWithdrawn | AgendaPublished | PaperPublished
Visit = VisitRequested | VisitAnswered
Question = QuestionPut | QuestionAnswered
Body = CalendarAdopted | Dates | Agenda | Visit | Question

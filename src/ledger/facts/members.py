"""Facts about membership (Popolo: Membership; what English clerks say)."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.words import (
    Code,
    Day,
    MeetingId,
    Money,
    NominationId,
    PersonId,
    ResolutionId,
    Sealed,
)

Kind = Literal["appointed", "co-opted", "ex officio", "interim", "not known"]
Ground = Literal[
    "resigned",
    "term ended",
    "removed",
    "replaced",
    "position lost",
    "disqualified",
    "attendance",
    "died",
    "succession",
    "not stated",
]
Outcome = Literal["no action", "spoken to", "excused", "replacement asked for", "membership ends"]


class Nominated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="member.nominated/1"):
    """The person is put forward for the seat, by the organisation where one is said to have done so."""

    nomination: NominationId
    body: Code
    person: PersonId
    seat: Code
    by: Code | None = None


class Approved(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="nomination.approved/1"):
    """The organisation approves the nomination."""

    nomination: NominationId
    body: Code
    by: Code


class Declined(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="nomination.declined/1"):
    """The organisation does not approve the nomination."""

    nomination: NominationId
    body: Code
    by: Code
    reason: Sealed


class Appointed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="member.appointed/2"):
    """The person is a member of the body, in the seat where it is known, by ``on`` at the latest.

    ``began`` is the day on which the membership began, or None where no record shows it. ``until`` is
    the first day on which it no longer holds, and with ``carries_over`` it holds until somebody else is
    appointed to the seat. With ``takes_up`` it holds only once the person has taken up the seat.
    ``organisation`` is the one that the person represents, where that is said.
    """

    body: Code
    person: PersonId
    seat: Code | None
    kind: Kind
    began: Day | None
    until: Day | None = None
    carries_over: bool = False
    takes_up: bool = False
    organisation: Code | None = None
    nomination: NominationId | None = None


class TakenUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="member.took-up/1"):
    """On ``on`` the person took up the seat."""

    body: Code
    person: PersonId
    seat: Code


class CoOpted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="member.co-opted/1"):
    """The body makes the person an additional member, on a ground of its terms, with or without a vote.

    ``meeting`` is the one at which, or during whose adjournment, it did so, ``by`` the person who
    found the co-opted member suitable where the terms ask for that.
    """

    body: Code
    person: PersonId
    ground: Code
    reason: Sealed
    voting: bool
    quorum: bool
    until: Day | None = None
    sector: Code | None = None
    organisation: Code | None = None
    meeting: MeetingId | None = None
    resolution: ResolutionId | None = None
    by: PersonId | None = None


class Ended(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="member.ended/2"):
    """From ``on`` the person is no longer a member in that seat."""

    body: Code
    person: PersonId
    seat: Code | None
    reason: Sealed
    ground: Ground = "not stated"


class AttendeeNamed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="attendee.named/1"):
    """From ``on`` the person attends the body regularly without being a member.

    ``place`` is the code of the regular attendance that the terms provide for.
    """

    body: Code
    person: PersonId
    place: Code | None = None
    organisation: Code | None = None


class AttendeeEnded(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="attendee.ended/1"):
    """From ``on`` the person no longer attends the body regularly."""

    body: Code
    person: PersonId


class Mandated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="mandate.given/1"):
    """From ``on`` the member may agree these matters at the table for the organisation.

    ``functions`` are codes of matters; ``each`` the most that one agreement may commit (None: no
    limit is stated); ``until`` the first day on which it no longer holds.
    """

    body: Code
    person: PersonId
    organisation: Code
    functions: Annotated[tuple[Code, ...], msgspec.Meta(min_length=1, max_length=32)]
    each: Money | None = None
    until: Day | None = None
    words: Sealed | None = None


class MandateEnded(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="mandate.ended/1"):
    """From ``on`` the member may agree nothing more for the organisation."""

    body: Code
    person: PersonId
    organisation: Code


class AttendanceReviewed(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="attendance.reviewed/1"
):
    """The attendance of a member over a window was reviewed, with this outcome.

    ``first`` and ``last`` are the first and the last day of the window; ``by`` is who reviewed.
    """

    body: Code
    person: PersonId
    first: Day
    last: Day
    by: PersonId
    outcome: Outcome
    reason: Sealed


Roll = Appointed | TakenUp | CoOpted | Ended | AttendeeNamed | AttendeeEnded
Nomination = Nominated | Approved | Declined
Mandate = Mandated | MandateEnded
Body = Roll | Nomination | Mandate | AttendanceReviewed

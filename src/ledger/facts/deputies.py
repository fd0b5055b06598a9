"""Facts about deputies (substitutes): named, approved, briefed, for a meeting, a period or standing."""

from __future__ import annotations

from typing import Literal

import msgspec

from ledger.facts.words import Code, Day, DeputyId, MeetingId, PersonId, Sealed


class Nominated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="deputy.nominated/1"):
    """The person is named to stand in for the member: for one meeting, from a day to a day, or standing.

    ``by`` is the organisation that named the deputy; None: the member did. ``until`` is the first day
    on which the person no longer stands in.
    """

    deputy: DeputyId
    body: Code
    member: PersonId
    seat: Code | None
    person: PersonId
    by: Code | None = None
    meeting: MeetingId | None = None
    first: Day | None = None
    until: Day | None = None


class Approved(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="deputy.approved/1"):
    """Whoever the terms name approves the deputy: a person (in an office), or an organisation."""

    deputy: DeputyId
    body: Code
    person: PersonId | None
    organisation: Code | None = None


class Declined(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="deputy.declined/1"):
    """Whoever the terms name does not approve the deputy."""

    deputy: DeputyId
    body: Code
    person: PersonId | None
    reason: Sealed
    organisation: Code | None = None


class Prepared(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="deputy.prepared/1"):
    """The secretariat was told of the deputy, or the deputy was briefed."""

    deputy: DeputyId
    body: Code
    what: Literal["secretariat informed", "briefed"]


class Ended(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="deputy.ended/1"):
    """From ``on`` the person no longer stands in for the member."""

    deputy: DeputyId
    body: Code
    reason: Sealed


Body = Nominated | Approved | Declined | Prepared | Ended

"""Facts about offices: Chair, Deputy Chair; held for a term, and somebody may act up (Popolo: Post)."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.words import Code, Day, PersonId, Printed, ResolutionId, Sealed

Way = Literal["election", "joint selection", "rotation", "ex officio", "not recorded"]


class Elected(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="office.elected/2"):
    """The person is chosen for the office for a term, kept as printed where no day is stated.

    ``begins`` and ``ends`` are days only where the record states them. ``selectors`` are the
    organisations that selected jointly; ``resolution`` is the one that elected.
    """

    body: Code
    office: Code
    person: PersonId
    term: Printed
    begins: Day | None
    ends: Day | None
    way: Way = "not recorded"
    selectors: Annotated[tuple[Code, ...], msgspec.Meta(max_length=16)] = ()
    resolution: ResolutionId | None = None


class OfficeEnded(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="office.ended/1"):
    """From ``on`` the person no longer holds the office."""

    body: Code
    office: Code
    person: PersonId
    reason: Sealed


class ActingUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="office.acting/1"):
    """From ``on`` the person acts in the office while it is vacant or its holder is away.

    ``until`` is the first day on which that no longer holds; None: until it is ended.
    """

    body: Code
    office: Code
    person: PersonId
    because: Literal["vacancy", "absence"]
    until: Day | None = None


class ActingEnded(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="office.acting-ended/1"):
    """From ``on`` the person no longer acts in the office."""

    body: Code
    office: Code
    person: PersonId


class Away(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="office.away/1"):
    """From ``on`` the holder of the office is away, and remains its holder; why is not kept.

    Whoever deputises by the terms may sign meanwhile. ``until`` is the first day of being back; None: until
    that is recorded.
    """

    body: Code
    office: Code
    person: PersonId
    until: Day | None = None


class Returned(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="office.returned/1"):
    """From ``on`` the holder of the office is back."""

    body: Code
    office: Code
    person: PersonId


OfTenure = Elected | OfficeEnded | ActingUp | ActingEnded
OfAbsence = Away | Returned
Body = OfTenure | OfAbsence

"""Facts about membership and offices (Popolo: Membership; what English clerks say)."""

from __future__ import annotations

from typing import Literal

import msgspec

from ledger.facts.words import Code, Day, PersonId, Printed, Sealed

Kind = Literal["appointed", "co-opted", "ex officio", "interim", "not known"]


class Appointed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="member.appointed/1"):
    """The person is a member of the body, in the seat where it is known, by ``on`` at the latest.

    ``began`` is the day on which the membership began, or None where no record shows it.
    """

    body: Code
    person: PersonId
    seat: Code | None
    kind: Kind
    began: Day | None


class Ended(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="member.ended/1"):
    """From ``on`` the person is no longer a member in that seat."""

    body: Code
    person: PersonId
    seat: Code | None
    reason: Sealed


class Elected(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="office.elected/1"):
    """The person is elected to the office for a term, kept as printed where no day is stated.

    ``begins`` and ``ends`` are days only where the record states them.
    """

    body: Code
    office: Code
    person: PersonId
    term: Printed
    begins: Day | None
    ends: Day | None


class OfficeEnded(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="office.ended/1"):
    """From ``on`` the person no longer holds the office."""

    body: Code
    office: Code
    person: PersonId
    reason: Sealed

"""Facts about organisations and persons (Popolo: Organization, Person, Post; W3C ORG: ChangeEvent)."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ledger.facts.words import Clause, Code, Day, PersonId, PlaceId, Sealed, Title

Groups = Annotated[tuple[Code, ...], msgspec.Meta(max_length=16)]


class Registered(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="organisation.registered/1"):
    """The organisation is known to the ledger by this code and title.

    ``kind`` is a code such as ``council``, ``nhs-body``, ``charity`` or ``group``; ``part_of`` names the
    groups that it belongs to; ``through`` the organisation that represents it.
    """

    organisation: Code
    title: Title
    kind: Code
    part_of: Groups = ()
    through: Code | None = None


class Passing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By the order the place in one thing passes to these successors alone; to none: it lapses."""

    what: PlaceId
    to: Groups = ()


class Ended(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="organisation.ended/2"):
    """From ``on`` the organisation no longer exists, by the order cited; ``successors`` take its place.

    No successor: what it held lapses. ``passing`` is what the order says of single things.
    """

    organisation: Code
    order: Clause
    successors: Groups = ()
    passing: Annotated[tuple[Passing, ...], msgspec.Meta(max_length=64)] = ()


class PersonRegistered(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="person.registered/1"):
    """The person is known to the ledger by this id; the name is sealed."""

    person: PersonId
    name: Sealed


class Affiliated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="affiliation.stated/1"):
    """The person holds the position in the organisation, by ``on`` at the latest (Popolo: Post).

    ``began`` is the day on which it began, or None where no record shows it.
    """

    person: PersonId
    organisation: Code
    position: Code
    began: Day | None = None


class Unaffiliated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="affiliation.ended/1"):
    """From ``on`` the person no longer holds the position in the organisation."""

    person: PersonId
    organisation: Code
    position: Code


Registration = Registered | PersonRegistered | Affiliated | Unaffiliated
Body = Registration | Ended

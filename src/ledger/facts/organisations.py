"""Facts about organisations and persons (Popolo: Organization, Person)."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ledger.facts.words import Code, PersonId, Sealed, Title

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


class PersonRegistered(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="person.registered/1"):
    """The person is known to the ledger by this id; the name is sealed."""

    person: PersonId
    name: Sealed

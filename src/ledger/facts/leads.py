"""Facts about leads of workstreams and services: which designations are sought, and who has one.

A designation is no office: it gives nobody any authority.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from ledger.facts.words import Clause, Code, Due, LeadId, Partner, PersonId, Sealed, Title


class Designation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody is to be designated as, by its code and as it is printed."""

    designation: Code
    title: Title


class Sought(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="lead.sought/1"):
    """From ``on`` a workstream or service under the body needs somebody in each of these designations.

    ``accountable`` are those to whom they answer, through the body; ``due`` is when they are to be there.
    """

    lead: LeadId
    body: Code
    workstream: Code
    title: Title
    designations: Annotated[tuple[Designation, ...], msgspec.Meta(min_length=1, max_length=8)]
    accountable: Annotated[tuple[Partner, ...], msgspec.Meta(max_length=32)] = ()
    clause: Clause | None = None
    due: Due | None = None


class Designated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="lead.designated/1"):
    """From ``on`` a person of an organisation has the designation, beside whatever else the person is."""

    lead: LeadId
    body: Code
    designation: Code
    person: PersonId
    organisation: Code


class Ended(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="lead.ended/1"):
    """From ``on`` the person has the designation no more."""

    lead: LeadId
    body: Code
    designation: Code
    person: PersonId
    reason: Sealed


class Withdrawn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="lead.withdrawn/1"):
    """From ``on`` the workstream needs none of these any more: whoever was designated is so no longer."""

    lead: LeadId
    body: Code
    reason: Sealed


Change = Designated | Ended | Withdrawn
Body = Sought | Change

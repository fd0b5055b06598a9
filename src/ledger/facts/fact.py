"""A fact: one signed statement that something happened.

``docs/formats/fact.md`` gives the exact bytes.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts import Body
from ledger.facts.words import (
    Amount,
    Clause,
    Code,
    Digest,
    FactId,
    LedgerId,
    PersonId,
    RuleId,
    Sealed,
    Tag,
    Title,
    When,
)

TAGS_MAX = 64
"""Most tags on one fact, carried and relied on together."""


class Acted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who did it: a person, in an office, on behalf of an organisation; None where not said."""

    person: PersonId | None = None
    office: Code | None = None
    behalf: Code | None = None


class Charge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An amount in minor units that the fact adds to the running total of a ``use:`` tag."""

    tag: Tag
    amount: Amount


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the fact rests on outside the ledger: a public document by title, place and digest."""

    title: Title
    place: Clause | None = None
    digest: Digest | None = None


class Noted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finding that spoke against the fact, or could not be settled, when it was recorded."""

    rule: RuleId
    clause: Clause | None
    verdict: Literal["not met", "not known"]


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One signed statement: what, when, by whom, on what ground, found and judged by which tags.

    ``findings`` are what spoke against it when it was recorded and ``departure`` the reason why it is
    recorded all the same.
    """

    ledger: LedgerId
    id: FactId
    on: When
    acted: Acted
    recorder: PersonId
    clauses: Annotated[tuple[Clause, ...], msgspec.Meta(max_length=16)]
    tags: Annotated[tuple[Tag, ...], msgspec.Meta(min_length=1, max_length=TAGS_MAX)]
    relies: Annotated[tuple[Tag, ...], msgspec.Meta(max_length=TAGS_MAX)]
    charges: Annotated[tuple[Charge, ...], msgspec.Meta(max_length=TAGS_MAX)]
    evidence: Annotated[tuple[Evidence, ...], msgspec.Meta(max_length=16)]
    findings: Annotated[tuple[Noted, ...], msgspec.Meta(max_length=64)]
    departure: Sealed | None
    body: Body

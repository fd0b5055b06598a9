"""What the rules of terms have in common."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.filters import Codes, Least
from ledger.facts.words import Clause, RuleId, Title

Basis = Literal["stated", "reading", "default"]


class Ruled(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every rule says of itself: its id, its clause, on what basis, and what it says.

    ``reading`` is the interpretation chosen; ``others`` are the readings kept beside it, in words.
    """

    rule: RuleId
    clause: Clause
    basis: Basis
    says: Title
    reading: Title | None = None
    others: Annotated[tuple[Title, ...], msgspec.Meta(max_length=8)] = ()


class Approval(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """At least ``least`` (None: all) of the organisations approve."""

    organisations: Codes
    least: Least | None = None


Approvals = Annotated[tuple[Approval, ...], msgspec.Meta(min_length=1, max_length=16)]
Months = Annotated[int, msgspec.Meta(ge=1, le=1_200)]
Answer = Literal["yes", "no", "not known"]
Percent = Annotated[int, msgspec.Meta(ge=1, le=100)]
Span = Annotated[int, msgspec.Meta(ge=0, le=365)]
"""A number of days."""

Unit = Literal["calendar", "clear", "working", "clear working"]

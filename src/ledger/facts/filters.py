"""Which members a rule is about."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ledger.facts.words import Code

Codes = Annotated[tuple[Code, ...], msgspec.Meta(min_length=1, max_length=64)]
Least = Annotated[int, msgspec.Meta(ge=1, le=10_000)]


class Filter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which members are meant: every condition that is given must hold. None given: every member."""

    seats: Codes | None = None
    sectors: Codes | None = None
    organisations: Codes | None = None
    positions: Codes | None = None
    offices: Codes | None = None
    founder: bool | None = None

"""Facts about committees in common: one question put to several bodies, each of which answers for itself."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.words import Code, CommonId, ItemId, MeetingId, Sealed

Holds = Literal["for those that agree", "only if all agree"]
"""For whom the outcome stands, as the instruments of the bodies say."""


class Committee(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the bodies, and the item of a meeting of its own at which the question is put to it."""

    body: Code
    meeting: MeetingId
    item: ItemId


class Put(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="common.put/1"):
    """On ``on`` one question was put to bodies whose meetings were held together.

    The first of ``sittings`` is of the body whose act it is. ``matter`` is the class of matters, of those
    that the terms of each of them name, by whose rule the outcome stands.
    """

    common: CommonId
    text: Sealed
    matter: Code | None
    sittings: Annotated[tuple[Committee, ...], msgspec.Meta(min_length=2, max_length=16)]
    holds: Holds


class Declined(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="common.declined/1"):
    """One of the bodies did not agree, at the item. A body that agrees says so in a part of a resolution."""

    common: CommonId
    body: Code
    meeting: MeetingId
    item: ItemId


Body = Put | Declined

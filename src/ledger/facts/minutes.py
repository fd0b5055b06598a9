"""Facts about minutes: their words, their versions, agreed, signed, presented to the founders."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.words import Code, Digest, FactId, ItemId, MeetingId, PersonId, Sealed, Title


class Narrated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="minutes.narrated/1"):
    """The clerk's narrative of an item (None: of the whole meeting), or a comment of whoever chaired."""

    meeting: MeetingId
    item: ItemId | None
    voice: Literal["clerk", "chair"]
    text: Sealed


class Issued(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="minutes.issued/1"):
    """On ``on`` the minutes of the meeting were given out: as notes or as a draft; by digest."""

    meeting: MeetingId
    stage: Literal["notes", "draft"]
    version: Annotated[int, msgspec.Meta(ge=1, le=1_000)]
    digest: Digest


class Agreed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="minutes.agreed/1"):
    """At the item, the minutes of an earlier meeting were agreed as a correct record.

    ``of`` names that meeting where the ledger knows it. ``amendment`` tells of something that the
    minutes had left out. ``corrects`` names the facts that the amendment speaks about.
    """

    meeting: MeetingId
    item: ItemId
    of: MeetingId | None
    amendment: Sealed | None
    corrects: Annotated[tuple[FactId, ...], msgspec.Meta(max_length=16)] = ()


class Signed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="minutes.signed/1"):
    """At the meeting, the person who presided there signed the agreed minutes of an earlier meeting."""

    meeting: MeetingId
    of: MeetingId
    person: PersonId


class Presented(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="minutes.presented/1"):
    """On ``on`` the record of a meeting was received at a board or committee of the organisation."""

    meeting: MeetingId
    organisation: Code
    to: Title


Body = Narrated | Issued | Agreed | Signed | Presented

"""Facts about interests: the regime that binds a member, the register, declarations, dispensations."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.words import (
    Clause,
    Code,
    Day,
    InterestId,
    ItemId,
    MeetingId,
    MotionId,
    PersonId,
    Sealed,
    Title,
)

Effect = Literal["noted", "speaks", "withdraws"]


class InterestKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of interest under a regime, and what its holder may do at an item that it is in.

    ``speaks`` and ``votes``: may the holder; None: whoever presides decides. ``stays``: may the holder
    stay in the room; None: the regime does not say.
    """

    kind: Code
    title: Title
    clause: Clause
    speaks: bool | None
    votes: bool | None
    stays: bool | None = None


class RegimeAdopted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="regime.adopted/1"):
    """From ``on`` those who represent the organisation declare interests under this regime.

    ``dispensation`` is the clause under which a dispensation lifts a bar, where there is one.
    """

    organisation: Code
    title: Title
    kinds: Annotated[tuple[InterestKind, ...], msgspec.Meta(min_length=1, max_length=16)]
    dispensation: Clause | None = None


class Registered(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="interest.registered/1"):
    """From ``on`` the person has the interest in the standing register.

    ``regime`` is the organisation whose regime asks for it; ``about`` are codes of the organisations
    and matters that it concerns.
    """

    interest: InterestId
    person: PersonId
    regime: Code | None
    kind: Code
    nature: Sealed
    about: Annotated[tuple[Code, ...], msgspec.Meta(max_length=32)] = ()


class Ended(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="interest.ended/1"):
    """From ``on`` the person has that interest no longer."""

    interest: InterestId
    person: PersonId


class Dispensed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="dispensation.granted/1"):
    """The organisation allows the person to speak, or to vote as well, in spite of an interest.

    ``interest`` is the one that it is about (None: every one); ``until`` the first day on which it
    no longer holds.
    """

    person: PersonId
    by: Code
    clause: Clause
    speaks: bool
    votes: bool
    interest: InterestId | None = None
    until: Day | None = None


class Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="interest.declared/2"):
    """A member declared an interest in an item (None: in the meeting's business), and what followed.

    ``regime`` is the organisation under whose regime it was declared, ``kind`` its kind there;
    ``interest`` the entry of the standing register, where there is one. ``motions`` are those on which
    the member had voted before: the interest was declared late.
    """

    meeting: MeetingId
    item: ItemId | None
    person: PersonId
    nature: Sealed
    effect: Effect
    regime: Code | None = None
    kind: Code | None = None
    interest: InterestId | None = None
    motions: Annotated[tuple[MotionId, ...], msgspec.Meta(max_length=8)] = ()


class NoneDeclared(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="interest.none-declared/1"):
    """Interests were asked for at the meeting and none was declared."""

    meeting: MeetingId


Standing = Registered | Ended | Dispensed
AtMeeting = Declared | NoneDeclared
Body = RegimeAdopted | Standing | AtMeeting

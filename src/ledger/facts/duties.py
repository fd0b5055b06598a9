"""Facts about recurring duties: what each party does in every period, and that it did."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.words import Clause, Code, Digests, DutyId, Month, Partner, Printed, Sealed, Title

Every = Literal["month", "quarter", "year"]
Changing = Annotated[tuple[Partner, ...], msgspec.Meta(max_length=16)]


class Set(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="duty.set/1"):
    """From ``on`` each of the parties does this in every period, of which the first begins with ``first``.

    Quarters and years are counted from there. ``days`` is how many days after the end of a period it is still
    in time; None: no source says so. ``printed`` is when it is due, in the words of the source;
    ``agreement``, ``heading`` and ``clause`` say where it stands, as printed.
    """

    duty: DutyId
    body: Code
    parties: Annotated[tuple[Partner, ...], msgspec.Meta(min_length=1, max_length=32)]
    text: Sealed
    every: Every
    first: Month
    days: Annotated[int, msgspec.Meta(ge=0, le=366)] | None = None
    printed: Printed | None = None
    agreement: Clause | None = None
    heading: Title | None = None
    clause: Clause | None = None


class Performed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="duty.performed/1"):
    """On ``on`` a party did what it had to do in the period that begins with this month."""

    duty: DutyId
    body: Code
    party: Partner
    period: Month
    evidence: Digests = ()


class PartiesChanged(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="duty.parties-changed/1"):
    """From ``on`` it is a duty of those that ``joined`` as well, and of those that ``left`` no more.

    A period is owed by whoever is a party on its last day. ``clause`` says where it is laid down.
    """

    duty: DutyId
    body: Code
    joined: Changing
    left: Changing
    reason: Sealed
    clause: Clause | None = None


class Ended(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="duty.ended/1"):
    """From ``on`` the duty is no more: nothing is owed for a period that was not over before."""

    duty: DutyId
    body: Code
    reason: Sealed


Body = Set | Performed | PartiesChanged | Ended

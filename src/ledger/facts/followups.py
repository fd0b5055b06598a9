"""Facts about what falls out of items, once it was noted: whose it is, slips, is done (LSC-M5)."""

from __future__ import annotations

from typing import Literal

import msgspec

from ledger.facts.words import Code, Digests, FollowUpId, MeetingId, Party, Printed, Sealed


class Assigned(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="followup.assigned/1"):
    """From ``on`` this party is to do it, whoever was before; None: nobody any more."""

    followup: FollowUpId
    body: Code
    owner: Party | None


class Slipped(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="followup.slipped/1"):
    """What was to be done is due later now; ``due`` is as printed, None where no new date is given."""

    followup: FollowUpId
    body: Code
    due: Printed | None
    reason: Sealed


class Closed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="followup.closed/2"):
    """From ``on`` nothing is to be done any more: it was done, dropped, or overtaken by something else.

    ``meeting`` is the one at which that was reported, where it was.
    """

    followup: FollowUpId
    body: Code
    outcome: Literal["done", "dropped", "overtaken"]
    text: Sealed | None = None
    meeting: MeetingId | None = None
    evidence: Digests = ()


Body = Assigned | Slipped | Closed

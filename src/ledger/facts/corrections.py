"""A fact that corrects another: what it should have said, why, and by whom."""

from __future__ import annotations

import msgspec

from ledger.facts import deputies, meetings, members, offices, organisations, programme
from ledger.facts.words import FactId, Sealed

Correctable = (
    organisations.Registered
    | organisations.PersonRegistered
    | organisations.Affiliated
    | members.Appointed
    | members.CoOpted
    | members.Ended
    | offices.Elected
    | offices.ActingUp
    | deputies.Nominated
    | meetings.Attended
    | meetings.ItemOpened
    | programme.Scheduled
    | programme.ItemPlanned
)
"""What can be corrected: what a clerk copies from a paper. What people did is never corrected."""


class Corrected(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="fact.corrected/1"):
    """From its number on, the fact ``corrects``, which said ``was``, is read as saying ``body``, on ``on``.

    Without a body, what the fact said did not happen. Alone in its request.
    """

    corrects: FactId
    was: Correctable
    body: Correctable | None
    reason: Sealed


Body = Corrected

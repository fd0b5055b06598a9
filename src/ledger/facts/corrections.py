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


def first_said(body: msgspec.Struct) -> msgspec.Struct:
    """Give what a fact says; where it corrects another, what that one said."""
    return body.was if isinstance(body, Corrected) else body


def meeting_of(body: msgspec.Struct) -> str | None:
    """Give the meeting that a fact is about; a correction is about that of what it corrects."""
    return getattr(first_said(body), "meeting", None)

"""Facts by which people contest what was recorded of them."""

from __future__ import annotations

import msgspec

from ledger.facts.words import FactId, PersonId, Sealed, Tag


class Contested(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="record.contested/1"):
    """The person says that the fact ``contests``, which a clerk recorded of them, is not what happened.

    It changes nothing that was recorded and stands beside it. ``found`` is the tag of votes, of a meeting or
    of interests that the fact carries: whatever is judged by that tag from now on shows it.
    """

    contests: FactId
    found: Tag
    person: PersonId
    text: Sealed


class Withdrawn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="record.contest-withdrawn/1"):
    """The person takes back that the fact ``contests`` is not what happened; that it was said stays.

    ``found`` is the tag by which the contest stood beside the fact.
    """

    contests: FactId
    found: Tag
    person: PersonId
    text: Sealed | None = None


Body = Contested | Withdrawn

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


Body = Contested

"""What is awaited: everything that has a date and has not come yet, one struct for every noun."""

from __future__ import annotations

import msgspec

from ledger.facts.words import Due


class Awaited(msgspec.Struct, frozen=True):
    """Something that is due.

    Attributes:
        kind: what is awaited, in plain words.
        id: what it belongs to.
        body: the code of the body; None: of no body in particular.
        due: when, as printed.
        owner: who owes it; None: not said.
        since: the day from which it is awaited.
    """

    kind: str
    id: str
    body: str | None
    due: Due
    owner: str | None
    since: str

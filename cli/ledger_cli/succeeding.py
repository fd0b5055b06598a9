"""Who has the place of what has ended, as the command line reads and shows it (SYS-1)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ledger.state import placing

if TYPE_CHECKING:
    from ledger.places import Places
    from ledger_cli.lookups import Past


def places(past: Past, parties: Iterable[str | None]) -> Places:
    """Read which of the parties have ended, and who came after them, one after another."""
    named = [party for party in parties if party is not None]
    tags = placing(past.state()).tags(named)
    return placing(past.grown(lambda state: placing(state).tags(named), *tags))


def owner(known: Places, party: str | None, of: str, day: str) -> str | None:
    """Name who is to do something, in whose place, or that the place lapsed."""
    return None if party is None else known.said(party, of, day)


def ended(known: Places, party: str, day: str) -> str:
    """Name a party that keeps what it has until that is changed, and since when it is no more."""
    kind, _, code = party.partition(":")
    nouns = known.bodies.ended if kind == "body" else known.directory.ended
    gone = nouns.get(code)
    return party if gone is None or day < gone[0] else f"{party} (ended {gone[0]})"


def taken(known: Places, party: str, held: Iterable[str], of: str, day: str) -> tuple[str | None, ...]:
    """Give in whose places a party speaks: its own (None) where it has one, or where it has none at all."""
    theirs = [one for one in held if party in known.holders(one, of, day)]
    own = party in theirs or not theirs
    return (*((None,) if own else ()), *(one for one in theirs if one != party))

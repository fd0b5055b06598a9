"""Read more where what was read asks for it, as a judgement does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.state import State
    from ledger_cli.lookups import Past


def settled(past: Past, tags: Iterable[str], more: Callable[[State], Iterable[str]]) -> State:
    """Fold what carries one of the tags, and of those that the state itself names, until nothing is new."""
    read: frozenset[str] = frozenset()
    wanted = frozenset(tags)
    state = past.state(*wanted)
    while wanted != read:
        read = wanted
        wanted = read | frozenset(more(state))
        state = past.state(*wanted) if wanted != read else state
    return state

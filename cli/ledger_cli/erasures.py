"""What was erased, as the log has it: shown in the place of the words, and kept gone.

A copy that was restored from before an erasure has its words again: the log says so, and they go again.
"""

from __future__ import annotations

from collections.abc import Collection

from ledger.facts.erasing import Erased
from ledger.replay import recorded
from ledger.store import Store
from ledger.tags import wire_name


class Mark(str):
    """What is shown in the place of words that were erased; told from words that only look so by its type."""

    __slots__ = ()


def marks(store: Store, facts: Collection[str]) -> dict[tuple[str, str], str]:
    """Give what is shown in the place of what was erased of facts, by fact id and path."""
    entries = store.read([f"erased:{fact}" for fact in sorted(facts)], upto=store.head().size)
    found: dict[tuple[str, str], str] = {}
    for at in map(recorded, entries):
        if isinstance(at.fact.body, Erased):
            shown = Mark(f"[erased {at.day}: {at.fact.body.ground}]")
            found |= {(at.fact.body.of, path): shown for path in at.fact.body.paths}
    return found


def told(gone: Collection[tuple[str, str]]) -> str:
    """Say that this was a copy from before an erasure."""
    words = "1 text" if len(gone) == 1 else f"{len(gone)} texts"
    return f"erased again: {words}, as the log says; this is a copy from before, and there may be others"


def again(store: Store) -> list[tuple[str, str]]:
    """Destroy what was erased and is there all the same: this is a copy from before; say what it was."""
    upto = store.head().size
    bodies = [recorded(entry).fact.body for entry in store.of_types((wire_name(Erased),), upto=upto)]
    gone = {(body.of, path) for body in bodies if isinstance(body, Erased) for path in body.paths}
    there = gone & set(store.openings(sorted({fact for fact, _ in gone}))) if gone else set()
    if there:
        store.erase(sorted(there))
    return sorted(there)

"""Read what a judgement needs, at one fixed head, and check every entry against that head."""

from __future__ import annotations

from collections.abc import Iterable

from ledger import merkle
from ledger.acts import Recorded
from ledger.entry import Entry
from ledger.replay import fold, recorded
from ledger.state import State
from ledger.store import Head, Store
from ledger.tags import TOTALS


class Reading:
    """The facts read so far for one judgement. The first reading fixes the head; it never moves."""

    def __init__(self, store: Store, head: Head) -> None:
        self._store = store
        self.head = head
        self.tags: frozenset[str] = frozenset()
        self._facts: dict[int, Recorded] = {}
        self._totals: dict[str, int] = {}

    def extend(self, tags: Iterable[str]) -> None:
        """Read every fact that carries one of the tags; of a running total, the last entry alone.

        Raises:
            Tampered: an entry is not the one that the head commits to.
        """
        new = frozenset(tags) - self.tags
        totals = {tag for tag in new if tag.startswith(TOTALS)}
        entries = [
            entry
            for entry in self._store.read(sorted(new - totals), upto=self.head.size)
            if entry.number not in self._facts
        ]
        for tag in sorted(totals):
            last = self._store.last(tag, upto=self.head.size)
            if last is not None:
                entries.append(last)
                self._totals.update({one.tag: one.total for one in last.charged if one.tag == tag})
        self._verify(entries)
        carrying = {entry.number: entry for entry in entries}
        self._facts.update({number: recorded(entry) for number, entry in carrying.items()})
        self.tags |= new

    def state(self, without: str | None = None) -> State:
        """Fold what has been read, by number; all of it, or all but the fact of an id."""
        facts = (fact for _, fact in sorted(self._facts.items()) if fact.fact.id != without)
        return fold(facts).charged(self._totals)

    def _verify(self, entries: list[Entry]) -> None:
        size = self.head.size
        wanted = {node for entry in entries for node in merkle.inclusion_nodes(entry.number - 1, size)}
        nodes = self._store.nodes(wanted)
        for entry in entries:
            proof = merkle.inclusion_proof(entry.number - 1, size, nodes.__getitem__)
            merkle.verify_inclusion(entry.number - 1, size, entry.hash, proof, self.head.root)

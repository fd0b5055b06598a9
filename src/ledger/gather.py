"""Read what a judgement needs, at one fixed head, and check every entry against that head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from ledger import merkle
from ledger.acts import Recorded
from ledger.entry import Entry
from ledger.facts import Body
from ledger.logkeys import LogKeys, of_log
from ledger.replay import fold, recorded
from ledger.state import State
from ledger.store import Head, Store
from ledger.tags import FOUNDING, TOTALS

SEEN_MAX = 50_000
"""Most entries that are kept, so that memory stays flat in the length of the log."""


def log_keys(store: Store) -> LogKeys:
    """Give the keys of the log so far, as its own facts tell; each was announced by the one before.

    Raises:
        BadSignature: one was not.
    """
    return of_log(recorded(entry).fact.body for entry in store.read((FOUNDING,), upto=store.head().size))


class Checked(msgspec.Struct, frozen=True):
    """An entry that was checked: its fact, and the running totals after it by tag."""

    fact: Recorded
    totals: Mapping[str, int]


class Seen:
    """What was checked against one head, kept while the log has it: for whoever asks again and again."""

    def __init__(self) -> None:
        self._root = b""
        self._entries: dict[int, Checked] = {}

    def at(self, head: Head) -> dict[int, Checked]:
        """Give what was checked against this head so far."""
        if head.root != self._root or len(self._entries) > SEEN_MAX:
            self._root, self._entries = head.root, {}
        return self._entries


class Reading:
    """The facts read so far for one judgement. The first reading fixes the head; it never moves."""

    def __init__(self, store: Store, head: Head, seen: Seen | None = None) -> None:
        """Begin to read.

        Args:
            store: the log.
            head: what every entry is checked against.
            seen: what was checked before, where somebody keeps that.
        """
        self._store = store
        self._seen = (seen or Seen()).at(head)
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
        totals = sorted(tag for tag in new if tag.startswith(TOTALS))
        last = self._store.last(totals, upto=self.head.size) if totals else {}
        carrying = self._store.numbers(sorted(new.difference(totals)), upto=self.head.size)
        for number, one in self._checked({*carrying, *last.values()}):
            self._facts[number] = one.fact
        for tag, number in last.items():
            self._totals[tag] = self._seen[number].totals[tag]
        self.tags |= new

    def bodies(self) -> Iterator[Body]:
        """Give what was read, by number."""
        return (fact.fact.body for _, fact in sorted(self._facts.items()))

    def _checked(self, numbers: set[int]) -> Iterator[tuple[int, Checked]]:
        """Give entries checked against the head, those that were not seen before read now."""
        entries = list(self._store.entries(sorted(numbers - self._seen.keys())))
        self._verify(entries)
        for entry in entries:
            totals = {one.tag: one.total for one in entry.charged}
            self._seen[entry.number] = Checked(recorded(entry), totals)
        return ((number, self._seen[number]) for number in numbers)

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

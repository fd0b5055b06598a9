"""Audit: replay a log entry by entry, trusting nothing that it says of itself.

1. Every entry, envelope and fact is in its one canonical form.
2. Every fact belongs to this ledger, carries the tags and charges that its body asks for, has its place
   in its request, and was not recorded before the entry ahead of it.
3. Every link and total is what the entries before it say.
4. Every signature is by a key that was live at that number.
5. The root over all entries is the one that the head and the checkpoint claim.

The first entry that fails ends the audit: what follows would rest on it.
"""

from __future__ import annotations

import msgspec

from ledger import entry as entries
from ledger import keys, merkle, tags
from ledger.acts import Recorded, london_day
from ledger.entry import Charged, Entry
from ledger.errors import BadSignature, Malformed, Tampered
from ledger.facts import founding
from ledger.facts.fact import TAGS_MAX, Fact
from ledger.merkle import Frontier
from ledger.replay import check_signatures, recorded


class Audit(msgspec.Struct):
    """How far the replay has come. Feed it every entry in order, then ask for the root.

    The tags and request ids of the whole log are kept; entries are not.
    """

    ledger: str = ""
    size: int = 0
    signatures: int = 0
    frontier: Frontier = msgspec.field(default_factory=Frontier)
    _keys: keys.Keys = msgspec.field(default_factory=keys.Keys)
    _last: dict[str, int] = msgspec.field(default_factory=dict)
    _totals: dict[str, Charged] = msgspec.field(default_factory=dict)
    _request: tuple[str, int] = ("", 0)
    _requests: set[str] = msgspec.field(default_factory=set)
    _recorded: str = ""
    _leaves: list[bytes] = msgspec.field(default_factory=list)

    def take(self, entry: Entry) -> Recorded:
        """Check one entry against everything before it.

        Raises:
            Malformed: not in its one form, or of an unknown type.
            BadSignature: a signature or its key does not hold.
            Tampered: anything else that the entry claims is not so.
        """
        if entry.number != self.size + 1:
            raise Tampered(f"expected entry {self.size + 1}, got entry {entry.number}")
        data = entry.data
        if entries.parse(data, entry.number) != entry:
            raise Malformed(f"entry {entry.number}: expected its one canonical form, got another")
        fact = recorded(entry)
        self._check_fact(entry, fact)
        self._check_claims(entry, fact.fact)
        self._check_signatures(entry, fact)
        self._remember(entry, fact)
        self._leaves.append(merkle.leaf_hash(data))
        if len(self._leaves) == 1_000:  # noqa: PLR2004 - hashed a page at a time
            self._flush()
        return fact

    def root(self) -> bytes:
        """Give the root over every entry taken so far."""
        self._flush()
        return self.frontier.root()

    def _flush(self) -> None:
        self.frontier, _ = self.frontier.extend(self._leaves)
        self._leaves.clear()

    def _check_fact(self, entry: Entry, at: Recorded) -> None:
        fact = at.fact
        where = f"entry {entry.number}"
        founds = isinstance(fact.body, founding.Founded)
        if founds != (entry.number == 1):
            raise Tampered(f"{where}: expected the founding as entry 1 and only there, got {fact.id}")
        if self.ledger and fact.ledger != self.ledger:
            raise BadSignature(f"{where}: expected a fact of ledger {self.ledger}, got one of {fact.ledger}")
        request, number = fact.id.split("/")
        place = self._request[1] + 1 if request == self._request[0] else 1
        if place == 1 and request in self._requests:
            raise Tampered(f"{where}: expected a request that is new, got {request} again")
        if int(number) != place:
            raise Tampered(f"{where}: expected fact {place} of request {request}, got {number}")
        if entry.recorded < self._recorded:
            raise Tampered(f"{where}: expected a time from {self._recorded} on, got {entry.recorded}")
        check_tags(fact, where)

    def _check_claims(self, entry: Entry, fact: Fact) -> None:
        links = {tag: self._last.get(tag, 0) for tag in {*fact.tags, *fact.relies}}
        for tag in sorted({*links, *entry.links}):
            if entry.links.get(tag) != links.get(tag):
                raise Tampered(
                    f"entry {entry.number}: expected {tag} to link to {links.get(tag)}, "
                    f"got {entry.links.get(tag)}"
                )
        charged = tuple(_after(self._totals.get(one.tag), one.tag, one.amount) for one in fact.charges)
        if entry.charged != charged:
            raise Tampered(
                f"entry {entry.number}: expected totals {_say(charged)}, got {_say(entry.charged)}"
            )

    def _check_signatures(self, entry: Entry, at: Recorded) -> None:
        self.signatures += check_signatures(entry, self._keys.publics() | keys.publics_of(at.fact.body))

    def _remember(self, entry: Entry, at: Recorded) -> None:
        fact = at.fact
        self.ledger = fact.ledger
        self.size = entry.number
        self._recorded = entry.recorded
        request, number = fact.id.split("/")
        self._request = (request, int(number))
        self._requests.add(request)
        self._last.update(dict.fromkeys(fact.tags, entry.number))
        self._totals.update({one.tag: one for one in entry.charged})
        if isinstance(fact.body, keys.KeyFact):
            self._keys = self._keys.evolve(at, fact.body)


def check_tags(fact: Fact, where: str) -> None:
    """Check that a fact carries the tags and charges that its type and body ask for, and not too many.

    Raises:
        Tampered: it carries others.
    """
    if fact.tags != tags.tags_of(fact.body, london_day(fact.on)):
        expected, got = ", ".join(tags.tags_of(fact.body, london_day(fact.on))), ", ".join(fact.tags)
        raise Tampered(f"{where}: expected tags {expected}, got {got}")
    if fact.charges != tags.charges_of(fact.body, london_day(fact.on)):
        raise Tampered(f"{where}: expected the charges of its body, got {len(fact.charges)} others")
    if list(fact.relies) != sorted(set(fact.relies)) or len({*fact.tags, *fact.relies}) > TAGS_MAX:
        raise Tampered(f"{where}: expected at most {TAGS_MAX} distinct tags in order, got others")


def _after(before: Charged | None, tag: str, amount: int) -> Charged:
    return (
        Charged(tag, 1, amount) if before is None else Charged(tag, before.count + 1, before.total + amount)
    )


def _say(charged: tuple[Charged, ...]) -> str:
    return ", ".join(f"{one.tag} {one.count}/{one.total}" for one in charged) or "none"

"""The whole log, replayed from its first entry, and held against every head that somebody signed.

Steps 1 to 5 are those of ``ledger.audit``; the others are:

6. Every stored node of the tree is that of the entries.
7. Every opening is the one that its fact commits to; a commitment without its words is told, apart from
   those whose erasure is in the log.
8. The log extends the last head that this ledger signed.
9. The log extends the checkpoint that somebody was given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

import msgspec

from ledger import sealed
from ledger.acts import Recorded
from ledger.audit import Audit
from ledger.checkpoint import Checkpoint, VerifierKey
from ledger.entry import Entry
from ledger.erasing import openings_of
from ledger.errors import BadSignature, Forked, Malformed, StorageError, Tampered
from ledger.facts.erasing import Erased
from ledger.facts.founding import Founded
from ledger.facts.keys import Compromised
from ledger.gather import log_keys
from ledger.logkeys import LogKeys
from ledger.merkle import Frontier
from ledger.replay import recorded
from ledger.store import Head, Store
from ledger.suspects import Suspects

PAGE = 1_000


class Replayed(msgspec.Struct):
    """What a replay of the whole log found: how much of what, and the roots at the sizes asked for."""

    audit: Audit = msgspec.field(default_factory=Audit)
    roots: dict[int, bytes] = msgspec.field(default_factory=dict)
    tags: int = 0
    charges: int = 0
    nodes: int = 0
    commitments: int = 0
    opened: int = 0
    closed: list[str] = msgspec.field(default_factory=list)
    compromised: list[Compromised] = msgspec.field(default_factory=list)
    contested: Mapping[int, int] = msgspec.field(default_factory=dict)
    erased: list[str] = msgspec.field(default_factory=list)
    gone: set[str] = msgspec.field(default_factory=set)


def log_of(store: Store) -> LogKeys:
    """Give origin and keys of the log, as entry 1 binds them and each key announced the next.

    Raises:
        StorageError: there is no entry.
        Tampered: entry 1 is no founding.
    """
    for entry in store.scan(1, 1):
        try:
            body = recorded(entry).fact.body
        except Malformed as error:
            raise Tampered(f"entry 1: {error}") from None
        if not isinstance(body, Founded):
            raise Tampered("entry 1: expected the founding of the ledger, got another fact")
        return log_keys(store)
    raise StorageError("expected a founded ledger, got one without its first entry")


def require_log(found: LogKeys, given: VerifierKey | None) -> None:
    """Refuse a ledger that is not the log that somebody was told to trust.

    Raises:
        BadSignature: entry 1 binds another origin or key.
    """
    if given is not None and given not in found.all:
        raise BadSignature(f"entry 1: expected the log {given.encode()}, got {found.all[0].encode()}")


def replay(store: Store, head: Head, sizes: Iterable[int], told: Callable[[int, int], None]) -> Replayed:
    """Replay the log up to a head.

    Args:
        store: the log.
        head: its head when the replay begins.
        sizes: sizes at which the root is wanted.
        told: hears, after each page, how many entries are done, of how many.

    Raises:
        BadSignature: a signature or its key does not hold.
        Tampered: anything else is not as the log claims.
    """
    found, tree, wanted = Replayed(), Frontier(), set(sizes)
    for page in _pages(store.scan(1, head.size)):
        facts = [take(found, entry, wanted) for entry in page]
        tree = _compare_nodes(store, tree, page, found)
        _open(store, facts, found)
        told(found.audit.size, head.size)
    found.erased = [one for one in found.closed if one in found.gone]
    found.closed = [one for one in found.closed if one not in found.gone]
    if found.audit.size != head.size:
        raise Tampered(f"head: expected {found.audit.size} entries, got {head.size}")
    if found.audit.root() != head.root:
        raise Tampered(f"head: expected root {found.audit.root().hex()}, got {head.root.hex()}")
    suspects = Suspects.of(found.compromised)
    first = min(suspects.since.values(), default=head.size + 1)
    found.contested = Counter(
        since for entry in store.scan(first, head.size) if (since := suspects.of_fact(recorded(entry)))
    )
    return found


def require_tree(store: Store, head: Head) -> None:
    """Check that the stored tree is that of the entries, up to a head, and that its root is that of the head.

    Raises:
        Tampered: a node, or the root, is not.
    """
    tree, found = Frontier(), Replayed()
    for page in _pages(store.scan(1, head.size)):
        tree = _compare_nodes(store, tree, page, found)
    if tree.root() != head.root:
        raise Tampered(f"head: expected root {tree.root().hex()}, got {head.root.hex()}")


def require_extension(found: Replayed, signed: Checkpoint, whose: str, *, ours: bool) -> None:
    """Check that the log contains the tree of a signed checkpoint.

    Args:
        found: the replay.
        signed: the checkpoint; its signature has been verified.
        whose: what to call it in a message.
        ours: this ledger's own head file has it; else somebody was given it.

    Raises:
        StorageError: the log is shorter than what it signed itself: an older copy was restored.
        Tampered: its entries are not those that it signed itself.
        Forked: the log of somebody who was given a checkpoint is another one, or longer.
    """
    size = found.audit.size
    root = found.roots.get(signed.size)
    if root == signed.root:
        return
    got = f"{signed.size} entries with root {root.hex()}" if root else f"{size} entries"
    message = f"{whose}: expected {signed.size} entries with root {signed.root.hex()}, got {got}"
    if not ours:
        raise Forked(message)
    if root is None:
        raise StorageError(f"{message}: an older copy was restored")
    raise Tampered(message)


def _pages(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    while page := list(islice(entries, PAGE)):
        yield page


def take(found: Replayed, entry: Entry, wanted: Collection[int]) -> Recorded:
    """Replay one entry more, and note the root after it where that is wanted.

    Raises:
        BadSignature: a signature or its key does not hold.
        Tampered: anything else is not as the log claims.
    """
    try:
        at = found.audit.take(entry)
    except Malformed as error:
        raise Tampered(f"entry {entry.number}: {error}") from None
    if isinstance(at.fact.body, Erased):
        found.gone |= {f"{at.fact.body.of} {path}" for path in at.fact.body.paths}
    found.tags += len(entry.links)
    found.charges += len(entry.charged)
    if isinstance(at.fact.body, Compromised):
        found.compromised.append(at.fact.body)
    if entry.number in wanted:
        found.roots[entry.number] = found.audit.root()
    return at


def _compare_nodes(store: Store, tree: Frontier, page: Sequence[Entry], found: Replayed) -> Frontier:
    tree, complete = tree.extend([entry.hash for entry in page])
    stored = store.nodes([node for node, _ in complete])
    for node, right in complete:
        if stored[node] != right:
            level, index = divmod(node, 2**56)
            raise Tampered(
                f"node of level {level} and index {index}: expected {right.hex()}, got {stored[node].hex()}"
            )
    found.nodes += len(complete)
    return tree


def _open(store: Store, facts: Sequence[Recorded], found: Replayed) -> None:
    openings = store.openings([at.fact.id for at in facts])
    for at in facts:
        held = openings_of(at.fact)
        found.commitments += len(held)
        for path, commitment in held.items():
            opening = openings.pop((at.fact.id, path), None)
            if opening is None:
                found.closed.append(f"{at.fact.id} {path}")
                continue
            sealed.verify_opening(at.fact.ledger, opening, commitment)
            found.opened += 1
    for fact, path in openings:
        raise Tampered(f"{fact} {path}: expected a text that its fact commits to, got one that it does not")

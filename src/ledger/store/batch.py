"""What goes into a store in one transaction, and what comes back."""

from __future__ import annotations

import msgspec

from ledger.sealed import Opening


class Pending(msgspec.Struct, frozen=True):
    """One fact on its way in.

    Attributes:
        envelope: the canonical bytes; opaque to the store.
        type: its wire name, ``delegation.granted/1``.
        tags: what it carries: later readers find it by these.
        relies: what it was judged by.
        charges: what it adds to running totals, by tag in ascending order; each tag is also carried, and
            whoever carries such a tag charges it.
    """

    envelope: bytes
    type: str
    tags: tuple[str, ...]
    relies: tuple[str, ...] = ()
    charges: tuple[tuple[str, int], ...] = ()


class Condition(msgspec.Struct, frozen=True):
    """Nothing that carries one of these tags may stand after this number."""

    tags: frozenset[str]
    after: int


class Batch(msgspec.Struct, frozen=True):
    """The facts of one request, appended together or not at all.

    Attributes:
        pending: at least one.
        request: its id; the same id again gives the first receipt again.
        digest: of the signed payloads; tells a repeated request from another one under its id.
        condition: what must not have happened since the facts were judged; None where nothing was judged.
        openings: of the sealed texts in the facts.
        recorded: the time at which the ledger takes them.
        erase: the openings to destroy in the same transaction, by fact and path.
    """

    pending: tuple[Pending, ...]
    request: str
    digest: bytes
    condition: Condition | None
    openings: tuple[Opening, ...]
    recorded: str
    erase: tuple[tuple[str, str], ...] = ()


class Receipt(msgspec.Struct, frozen=True):
    """Where the facts of a request stand, provable by the last of them.

    Attributes:
        request: its id.
        first: the number of its first entry.
        count: how many entries it has.
        leaf: the Merkle hash of the last one.
        size: the number of the last one, which is the size of the tree that ends with it.
        root: the root of that tree.
    """

    request: str
    first: int
    count: int
    leaf: bytes
    size: int
    root: bytes


class Head(msgspec.Struct, frozen=True):
    """How many entries there are, and the root over them."""

    size: int
    root: bytes

"""An entry: a fact in its place in the log, with what the log itself says about it.

The leaf is the canonical JSON (RFC 8785) of an object of four members. ``charged`` and ``links`` are the
log's signed claims: a link is the number of the last earlier entry that carries the tag (0: none), and a
charge is the count and the total of its tag after this entry. The envelope goes in as the bytes that came,
so an entry can be rebuilt without reading what it envelops::

    {"charged":[{"count":1,"tag":"use:x","total":5000}],"envelope":{...},"links":{"body:icp":3},"recorded":"..."}
"""

from __future__ import annotations

from typing import Annotated, TypeAlias

import msgspec

from ledger import canonical, merkle
from ledger.errors import Malformed
from ledger.facts.words import Instant, Integer, Number, Tag

DATA_BYTES_MAX = canonical.BYTES_MAX
"""The largest leaf, in bytes."""

_Earlier = Annotated[int, msgspec.Meta(ge=0)]
_Envelope: TypeAlias = dict[str, str | list[dict[str, str]]]
"""DSSE v1.0.2 holds text and objects of text only: no number and no depth can come in through it."""


class Charged(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often a tag has been charged, and with how much in all, once its entry stands."""

    tag: Tag
    count: Number
    total: Integer


class Entry(msgspec.Struct, frozen=True):
    """A fact at its number, the size of the tree that includes it.

    Attributes:
        number: 1, 2, 3.
        envelope: the canonical bytes that were signed and the signatures.
        recorded: when the ledger took it: UTC, ISO 8601 to the microsecond.
        links: by tag carried or relied on, the number of the last earlier entry carrying it; 0 for none.
        charged: one for each charge of the fact, by tag.
    """

    number: int
    envelope: bytes
    recorded: str
    links: dict[str, int]
    charged: tuple[Charged, ...] = ()

    @property
    def data(self) -> bytes:
        """Give the leaf."""
        return splice(
            charged=canonical.encode(self.charged),
            envelope=self.envelope,
            links=canonical.encode(self.links),
            recorded=self.recorded,
        )

    @property
    def hash(self) -> bytes:
        """Give the Merkle hash of the leaf."""
        return merkle.leaf_hash(self.data)


class _Leaf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    charged: tuple[Charged, ...]
    envelope: _Envelope
    links: dict[Tag, _Earlier]
    recorded: Instant


_leaves = msgspec.json.Decoder(_Leaf)


def splice(*, charged: bytes, envelope: bytes, links: bytes, recorded: str) -> bytes:
    """Join canonical pieces into the canonical leaf."""
    return b'{"charged":%b,"envelope":%b,"links":%b,"recorded":"%b"}' % (
        charged,
        envelope,
        links,
        recorded.encode(),
    )


def parse(data: bytes, number: int) -> Entry:
    """Read a leaf that claims to be the entry of this number.

    Raises:
        Malformed: not the canonical form of an entry, or one that no log writes at this number.
        Oversized: over 60,000 bytes or too deeply nested.
    """
    where = f"entry {number}"
    leaf = canonical.parse(data, _leaves, where, bytes_max=DATA_BYTES_MAX)
    late = next((tag for tag, link in leaf.links.items() if link >= number), None)
    if late is not None:
        raise Malformed(f"{where}: expected a link to an earlier entry for {late}, got {leaf.links[late]}")
    tags = [charge.tag for charge in leaf.charged]
    if tags != sorted(set(tags)):
        raise Malformed(f"{where}: expected charges in ascending order of distinct tags, got {tags}")
    loose = next((tag for tag in tags if tag not in leaf.links), None)
    if loose is not None:
        raise Malformed(f"{where}: expected a link for the charged tag {loose}, got none")
    return Entry(number, canonical.encode(leaf.envelope), leaf.recorded, leaf.links, leaf.charged)


def require_instant(text: str, where: str) -> None:
    """Refuse a time that is not UTC in ISO 8601 to the microsecond, or that no calendar has.

    Such times sort as text in the order of time.

    Raises:
        Malformed: any other text.
    """
    try:
        msgspec.convert(text, Instant)
    except msgspec.ValidationError:
        message = f"{where}: expected a time such as 2026-11-22T10:00:00.000000Z, got {text[:40]!a}"
        raise Malformed(message) from None

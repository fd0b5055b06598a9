"""The Merkle tree over the entries of a log: its root, its proofs, and the nodes that they are made of.

Implements RFC 6962 sections 2.1, 2.1.1 and 2.1.2 (RFC 9162 section 2.1 keeps them) with SHA-256. A node is
*complete* when every leaf below it exists; a complete node never changes again, so only those are stored.
Leaves are counted from 0 here, and nowhere else but in a proof: entry number n is the leaf of index n - 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from itertools import compress
from typing import TypeAlias

import msgspec

from ledger.errors import Malformed, Oversized, Tampered

HASH_BYTES = 32
SIZE_LIMIT = 2**56
"""No tree has this many entries: the index of a node has to fit below its level in a :data:`NodeId`."""

PROOF_HASHES_MAX = 63
EMPTY_ROOT = sha256(b"").digest()

NodeId: TypeAlias = int
"""One integer for a complete node, ``level * 2**56 + index``; below 2**63, so that any database holds it."""


def leaf_hash(data: bytes) -> bytes:
    """Hash an entry; the first byte keeps leaves and inner nodes apart."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours into the node above them."""
    return sha256(b"\x01" + left + right).digest()


def node_id(level: int, index: int) -> NodeId:
    """Name the node that covers the leaves from ``index * 2**level``, 2**level of them."""
    return (level << 56) + index


class Frontier(msgspec.Struct, frozen=True):
    """What a tree must remember to grow: the roots of its complete subtrees, the largest first.

    Raises:
        Malformed: the hashes are not those of a tree of this size: one of 32 bytes for each binary 1 in it.
        Oversized: the size is 2**56 or more.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        _require_size(self.size)
        count = self.size.bit_count()
        if len(self.hashes) != count:
            raise Malformed(
                f"frontier of {self.size} entries: expected {count} hashes, got {len(self.hashes)}"
            )
        _require_hashes(self.hashes)

    def extend(self, leaves: Sequence[bytes]) -> tuple[Frontier, list[tuple[NodeId, bytes]]]:
        """Append leaf hashes.

        Returns:
            The frontier of the larger tree, and every node that has become complete, the leaves included, in
            the order of their ids.

        Raises:
            Malformed: a leaf hash is not of 32 bytes.
            Oversized: the tree would have 2**56 entries or more.
        """
        _require_hashes(leaves)
        kept = list(self.hashes)
        edge: list[bytes] = []
        completed: list[tuple[NodeId, bytes]] = []
        row, level = list(leaves), 0
        while row:
            start = self.size >> level
            completed.extend(enumerate(row, node_id(level, start)))
            if start & 1:
                row.insert(0, kept.pop())
            if len(row) & 1:
                edge.append(row.pop())
            row = [sha256(b"\x01" + row[at] + row[at + 1]).digest() for at in range(0, len(row), 2)]
            level += 1
        return Frontier(self.size + len(leaves), (*kept, *reversed(edge))), completed

    def root(self) -> bytes:
        """Give the root of the tree: RFC 6962 section 2.1."""
        return _join(self.hashes) if self.hashes else EMPTY_ROOT

    def to_bytes(self) -> bytes:
        """Give the hashes one after the other; the size is kept beside them."""
        return b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> Frontier:
        """Read what :meth:`to_bytes` gave.

        Raises:
            Malformed: the bytes are not the hashes of a tree of this size.
            Oversized: the size is 2**56 or more.
        """
        return cls(size, tuple(data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)))


def frontier_nodes(size: int) -> tuple[NodeId, ...]:
    """Name the complete subtrees that a tree of this size is made of, the largest first.

    Raises:
        Malformed, Oversized: the size is negative, or 2**56 or more.
    """
    _require_size(size)
    return _subtrees(size, size)


def root_at(size: int, node: Callable[[NodeId], bytes]) -> bytes:
    """Give the root of a tree of this size, 1 or more, from the nodes of it or of one grown from it.

    Raises:
        Malformed, Oversized: the size is below 1, or 2**56 or more.
    """
    if size < 1:
        raise Malformed(f"tree size: expected 1 or more, got {size}")
    return _join([node(each) for each in frontier_nodes(size)])


def inclusion_nodes(index: int, size: int) -> tuple[NodeId, ...]:
    """Name every node from which the inclusion proof of a leaf is made, to be fetched at once.

    Raises:
        Malformed, Oversized: there is no such leaf, or no such tree.
    """
    return tuple(node for part in _inclusion_parts(index, size) for node in part)


def inclusion_proof(index: int, size: int, node: Callable[[NodeId], bytes]) -> tuple[bytes, ...]:
    """Make the audit path of a leaf: RFC 6962 section 2.1.1, from its sibling up to the child of the root.

    Raises:
        Malformed, Oversized: there is no such leaf, or no such tree.
    """
    return tuple(_join([node(each) for each in part]) for part in _inclusion_parts(index, size))


def consistency_nodes(first: int, second: int) -> tuple[NodeId, ...]:
    """Name every node from which the proof is made that a tree grew from one size to another.

    Raises:
        Malformed, Oversized: the sizes are not those of a tree of 1 entry or more and of one grown from it.
    """
    return tuple(node for part in _consistency_parts(first, second) for node in part)


def consistency_proof(first: int, second: int, node: Callable[[NodeId], bytes]) -> tuple[bytes, ...]:
    """Make the proof that a tree grew from one size to another: RFC 6962 section 2.1.2.

    Raises:
        Malformed, Oversized: the sizes are not those of a tree of 1 entry or more and of one grown from it.
    """
    return tuple(_join([node(each) for each in part]) for part in _consistency_parts(first, second))


def root_from_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes:
    """Compute the root that a tree of this size has if the proof of this leaf hash holds.

    Raises:
        Malformed, Oversized, Tampered: as ``way_up`` does.
    """
    return [leaf, *(node for _, _, node in way_up(index, size, leaf, proof))][-1]


def way_up(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes]
) -> tuple[tuple[bool, bytes, bytes], ...]:
    """Go up from a leaf hash; for each hash of the proof: whether it stands on the left, it, and their node.

    Raises:
        Malformed: a hash is not of 32 bytes, or a number is negative.
        Oversized: the size is 2**56 or more, or the proof has more than 63 hashes.
        Tampered: the tree has no such leaf, or the proof has more or fewer hashes than the place asks for.
    """
    _require_evidence(size, proof)
    _require_hashes((leaf,))
    if index < 0:
        raise Malformed(f"inclusion proof: expected an index of 0 or more, got {index}")
    if index >= size:
        raise Tampered(f"inclusion proof: expected an index below the size {size}, got {index}")
    joins = _joins(index, size - 1)
    if len(proof) != len(joins):
        raise Tampered(
            f"inclusion proof of leaf {index} of {size}: expected {len(joins)} hashes, got {len(proof)}"
        )
    nodes = [leaf]
    for left, sibling in zip(joins, proof, strict=True):
        nodes.append(node_hash(sibling, nodes[-1]) if left else node_hash(nodes[-1], sibling))
    return tuple(zip(joins, proof, nodes[1:], strict=True))


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Check that a leaf hash stands at an index of the tree with this size and root.

    Size and root have to come from a signed checkpoint, never from whoever hands in the proof.

    Raises:
        Malformed: a hash is not of 32 bytes, or a number is negative.
        Oversized: the size is 2**56 or more, or the proof has more than 63 hashes.
        Tampered: the proof does not hold.
    """
    _require_hashes((root,))
    computed = root_from_inclusion(index, size, leaf, proof)
    if computed != root:
        raise Tampered(
            f"inclusion proof of leaf {index} of {size}: expected root {root.hex()}, got {computed.hex()}"
        )


def verify_consistency(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the tree of the second size and root grew from that of the first and kept all its leaves.

    Raises:
        Malformed: a hash is not of 32 bytes, or the first size is below 1 (any tree grows from an empty one).
        Oversized: a size is 2**56 or more, or the proof has more than 63 hashes.
        Tampered: the proof does not hold, or the second tree is the smaller one.
    """
    _require_evidence(first, proof)
    _require_size(second)
    _require_hashes((first_root, second_root))
    if first < 1:
        raise Malformed(f"consistency proof: expected a first size of 1 or more, got {first}")
    if first > second:
        raise Tampered(f"consistency proof: expected a tree of at least {first} entries, got {second}")
    opening, joins = _growth(first, second)
    count = opening + len(joins)
    if len(proof) != count:
        raise Tampered(
            f"consistency proof from {first} to {second}: expected {count} hashes, got {len(proof)}"
        )
    seed = proof[0] if opening else first_root
    siblings = proof[opening:]
    old = _climb(seed, [True] * sum(joins), [*compress(siblings, joins)])
    new = _climb(seed, joins, siblings)
    for size, expected, computed in ((first, first_root, old), (second, second_root, new)):
        if computed != expected:
            raise Tampered(
                f"consistency proof from {first} to {second}: "
                f"expected root {expected.hex()} of {size} entries, got {computed.hex()}"
            )


def _require_size(size: int) -> None:
    if size < 0:
        raise Malformed(f"tree size: expected 0 or more, got {size}")
    if size >= SIZE_LIMIT:
        raise Oversized(f"tree size: expected less than 2**56, got {size}")


def _require_hashes(hashes: Sequence[bytes]) -> None:
    wrong = set(map(len, hashes)) - {HASH_BYTES}
    if wrong:
        raise Malformed(f"hash: expected 32 bytes, got {min(wrong)}")


def _require_evidence(size: int, proof: Sequence[bytes]) -> None:
    _require_size(size)
    if len(proof) > PROOF_HASHES_MAX:
        raise Oversized(f"proof: expected at most {PROOF_HASHES_MAX} hashes, got {len(proof)}")
    _require_hashes(proof)


def _subtrees(size: int, bits: int) -> tuple[NodeId, ...]:
    """Name the complete subtrees of a tree that stand for some of the binary ones of its size."""
    levels = range(bits.bit_length() - 1, -1, -1)
    return tuple(node_id(level, (size >> level) - 1) for level in levels if bits >> level & 1)


def _last_subtree(size: int) -> tuple[int, int]:
    """Give level and index of the last, smallest complete subtree of a tree."""
    level = (size & -size).bit_length() - 1
    return level, (size >> level) - 1


def _siblings(level: int, index: int, size: int) -> list[tuple[NodeId, ...]]:
    """Give the siblings that a complete node meets on its way to the root of a tree, from the bottom up.

    Each is given as the complete nodes that it is made of, the largest first: all are one node, except a
    sibling on the right edge of the tree, below which leaves may be missing.
    """
    last = (size - 1) >> level
    siblings: list[tuple[NodeId, ...]] = []
    for step in range(last.bit_length()):
        sibling, edge, height = (index >> step) ^ 1, last >> step, level + step
        if sibling < edge:
            siblings.append((node_id(height, sibling),))
        elif sibling == edge:
            siblings.append(_subtrees(size, size & ((1 << height) - 1) or 1 << height))
    return siblings


def _inclusion_parts(index: int, size: int) -> list[tuple[NodeId, ...]]:
    _require_size(size)
    if not 0 <= index < size:
        raise Malformed(f"inclusion proof: expected an index from 0 to below the size {size}, got {index}")
    return _siblings(0, index, size)


def _consistency_parts(first: int, second: int) -> list[tuple[NodeId, ...]]:
    _require_size(second)
    if not 1 <= first <= second:
        raise Malformed(f"consistency proof: expected a first size from 1 to {second}, got {first}")
    if first == second:
        return []
    level, index = _last_subtree(first)
    siblings = _siblings(level, index, second)
    return [(node_id(level, index),), *siblings] if index else siblings


def _join(hashes: Sequence[bytes]) -> bytes:
    """Hash neighbouring subtrees, the largest first, into the node above them all."""
    joined = hashes[-1]
    for left in hashes[-2::-1]:
        joined = node_hash(left, joined)
    return joined


def _joins(index: int, last: int) -> list[bool]:
    """Say for each sibling on the way to the root whether it stands on the left.

    Up to where the way joins that of the last node of the row, every level has a sibling, and the bit of the
    index tells its side; above, the way is the right edge, with a sibling on the left wherever its bit is 1.
    """
    inner = (index ^ last).bit_length()
    return [bool(index >> step & 1) for step in range(inner)] + [True] * (index >> inner).bit_count()


def _growth(first: int, second: int) -> tuple[int, list[bool]]:
    """Say how many hashes open a consistency proof, and for each that follows whether it stands on the left.

    The last complete subtree of the first tree opens the proof, unless it is that whole tree.
    """
    if first == second:
        return 0, []
    level, index = _last_subtree(first)
    return min(index, 1), _joins(index, (second - 1) >> level)


def _climb(seed: bytes, joins: Sequence[bool], siblings: Sequence[bytes]) -> bytes:
    climbed = seed
    for left, sibling in zip(joins, siblings, strict=True):
        climbed = node_hash(sibling, climbed) if left else node_hash(climbed, sibling)
    return climbed

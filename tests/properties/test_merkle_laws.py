"""Laws of the Merkle tree, against RFC 6962's own recursive definitions over the whole list of leaves."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger import merkle
from ledger.errors import RemitError, Tampered

EXHAUSTIVE_MAX = 40

sizes = st.integers(1, 300)
huge_sizes = st.integers(1, 2**56 - 1)


def split(size: int) -> int:
    """The largest power of two below a size: k in RFC 6962 section 2.1."""
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def tree_hash(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = split(len(leaves))
    return sha256(b"\x01" + tree_hash(leaves[:k]) + tree_hash(leaves[k:])).digest()


def path(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962 section 2.1.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return [*path(index, leaves[:k]), tree_hash(leaves[k:])]
    return [*path(index - k, leaves[k:]), tree_hash(leaves[:k])]


def subproof(first: int, leaves: list[bytes], known: bool) -> list[bytes]:  # noqa: FBT001 - b of the RFC
    """SUBPROOF of RFC 6962 section 2.1.2; PROOF is the one of a root that is known."""
    if first == len(leaves):
        return [] if known else [tree_hash(leaves)]
    k = split(len(leaves))
    if first <= k:
        return [*subproof(first, leaves[:k], known), tree_hash(leaves[k:])]
    return [*subproof(first - k, leaves[k:], False), tree_hash(leaves[:k])]  # noqa: FBT003 - b of the RFC


@cache
def even_tree_hash(size: int) -> bytes:
    """MTH of a tree in which all leaves are alike, so that a size stands for a list of any length."""
    if size == 1:
        return sha256(b"\x00").digest()
    k = split(size)
    return sha256(b"\x01" + even_tree_hash(k) + even_tree_hash(size - k)).digest()


def even_path(index: int, size: int) -> list[bytes]:
    """PATH in such a tree."""
    if size == 1:
        return []
    k = split(size)
    if index < k:
        return [*even_path(index, k), even_tree_hash(size - k)]
    return [*even_path(index - k, size - k), even_tree_hash(k)]


def even_node(node: merkle.NodeId) -> bytes:
    return even_tree_hash(2 ** (node >> 56))


def distinct(size: int) -> list[bytes]:
    return [number.to_bytes(4, "big") for number in range(size)]


def grow(leaves: list[bytes], cuts: list[int]) -> tuple[merkle.Frontier, list[tuple[merkle.NodeId, bytes]]]:
    frontier, nodes = merkle.Frontier(), []
    edges = [0, *sorted(cut % (len(leaves) + 1) for cut in cuts), len(leaves)]
    for start, end in pairwise(edges):
        frontier, more = frontier.extend([merkle.leaf_hash(leaf) for leaf in leaves[start:end]])
        nodes += more
    return frontier, nodes


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8 % len(data)] ^= 1 << bit % 8
    return bytes(changed)


@given(st.lists(st.binary(max_size=40), max_size=150), st.lists(st.integers(0, 150), max_size=8))
@settings(deadline=None)
def test_batches_of_any_cut_give_the_root_of_the_definition(leaves: list[bytes], cuts: list[int]) -> None:
    frontier, nodes = grow(leaves, cuts)
    assert frontier.size == len(leaves)
    assert frontier.root() == tree_hash(leaves)
    assert sorted(nodes) == grow(leaves, [])[1]
    stored = dict(nodes)
    assert frontier.hashes == tuple(stored[node] for node in merkle.frontier_nodes(len(leaves)))


@given(sizes, st.lists(st.integers(0, 300), max_size=8))
@settings(deadline=None)
def test_every_complete_node_is_given_once_with_the_hash_of_its_leaves(size: int, cuts: list[int]) -> None:
    leaves = distinct(size)
    _, nodes = grow(leaves, cuts)
    expected = {}
    for level in range(size.bit_length()):
        for index in range(size >> level):
            covered = leaves[index << level : (index + 1) << level]
            expected[merkle.node_id(level, index)] = tree_hash(covered)
    assert len(nodes) == len(expected)
    assert dict(nodes) == expected


@pytest.mark.parametrize("size", range(1, EXHAUSTIVE_MAX + 1))
def test_every_proof_of_every_small_tree_is_that_of_the_definition(size: int) -> None:
    leaves = distinct(size)
    frontier, nodes = grow(leaves, [])
    stored = dict(nodes)
    root = frontier.root()
    for index in range(size):
        proof = merkle.inclusion_proof(index, size, stored.__getitem__)
        assert list(proof) == path(index, leaves)
        merkle.verify_inclusion(index, size, merkle.leaf_hash(leaves[index]), proof, root)
    for first in range(1, size + 1):
        proof = merkle.consistency_proof(first, size, stored.__getitem__)
        assert list(proof) == subproof(first, leaves, True)  # noqa: FBT003 - b of the RFC
        merkle.verify_consistency(first, size, tree_hash(leaves[:first]), root, proof)


@given(sizes, st.data())
@settings(deadline=None)
def test_a_proof_is_made_of_just_the_nodes_that_are_named(size: int, data: st.DataObject) -> None:
    leaves = distinct(size)
    stored = dict(grow(leaves, [])[1])
    index = data.draw(st.integers(0, size - 1))
    named = merkle.inclusion_nodes(index, size)
    fetched = {node: stored[node] for node in named}
    assert len(fetched) == len(named)
    assert list(merkle.inclusion_proof(index, size, fetched.__getitem__)) == path(index, leaves)
    first = index + 1
    named = merkle.consistency_nodes(first, size)
    fetched = {node: stored[node] for node in named}
    assert len(fetched) == len(named)
    proof = merkle.consistency_proof(first, size, fetched.__getitem__)
    assert list(proof) == subproof(first, leaves, True)  # noqa: FBT003 - b of the RFC


@given(huge_sizes, st.data())
@settings(deadline=None)
def test_proofs_hold_up_to_the_largest_tree(size: int, data: st.DataObject) -> None:
    root = even_tree_hash(size)
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(index, size, even_node)
    assert list(proof) == even_path(index, size)
    assert merkle.root_from_inclusion(index, size, even_tree_hash(1), proof) == root
    first = index + 1
    proof = merkle.consistency_proof(first, size, even_node)
    assert len(proof) <= merkle.PROOF_HASHES_MAX
    merkle.verify_consistency(first, size, even_tree_hash(first), root, proof)


@given(sizes, st.data())
@settings(deadline=None)
def test_no_inclusion_proof_survives_a_change(size: int, data: st.DataObject) -> None:  # H7
    leaves = distinct(size)
    frontier, nodes = grow(leaves, [])
    index = data.draw(st.integers(0, size - 1))
    proof = list(merkle.inclusion_proof(index, size, dict(nodes).__getitem__))
    leaf, root = merkle.leaf_hash(leaves[index]), frontier.root()
    bit = data.draw(st.integers(0, 255))
    at = data.draw(st.integers(0, len(proof)))
    wrong = [
        (index, flipped(leaf, bit), proof, root),
        (index, leaf, proof, flipped(root, bit)),
        (index, leaf, [*proof[:at], flipped(leaf, bit), *proof[at:]], root),
        (data.draw(st.integers(0, size).filter(lambda other: other != index)), leaf, proof, root),
    ]
    if at < len(proof):
        wrong.append((index, leaf, [*proof[:at], flipped(proof[at], bit), *proof[at + 1 :]], root))
        wrong.append((index, leaf, [*proof[:at], *proof[at + 1 :]], root))
    for changed in wrong:
        with pytest.raises(Tampered):
            merkle.verify_inclusion(changed[0], size, *changed[1:])


@given(sizes, st.data())
@settings(deadline=None)
def test_no_consistency_proof_survives_a_change(size: int, data: st.DataObject) -> None:  # H1
    leaves = distinct(size)
    frontier, nodes = grow(leaves, [])
    first = data.draw(st.integers(1, size))
    proof = list(merkle.consistency_proof(first, size, dict(nodes).__getitem__))
    old, new = tree_hash(leaves[:first]), frontier.root()
    bit = data.draw(st.integers(0, 255))
    at = data.draw(st.integers(0, len(proof)))
    wrong = [
        (flipped(old, bit), new, proof),
        (old, flipped(new, bit), proof),
        (old, new, [*proof[:at], flipped(old, bit), *proof[at:]]),
    ]
    if at < len(proof):
        wrong.append((old, new, [*proof[:at], flipped(proof[at], bit), *proof[at + 1 :]]))
        wrong.append((old, new, [*proof[:at], *proof[at + 1 :]]))
    for changed in wrong:
        with pytest.raises(Tampered):
            merkle.verify_consistency(first, size, *changed)


@given(
    st.integers(-5, 2**57),
    st.integers(-5, 2**57),
    st.binary(max_size=33),
    st.lists(st.binary(max_size=33), max_size=70),
)
def test_junk_is_always_refused_and_never_a_surprise(
    one: int, other: int, data: bytes, proof: list[bytes]
) -> None:
    with pytest.raises(RemitError):
        merkle.verify_inclusion(one, other, data, proof, bytes(32))
    with pytest.raises(RemitError):
        merkle.verify_consistency(one, other, data, bytes(32), proof)

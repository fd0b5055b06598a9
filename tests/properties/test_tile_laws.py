"""Laws of tiles: whatever is proved from them is what is proved from the nodes that are stored."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger import merkle, tiles
from ledger.errors import RemitError
from ledger.tiles import HEIGHT, Tile, TiledTree

DISTINCT_MAX = 700

levels = st.integers(tiles.ENTRIES, 6)


@cache
def distinct() -> dict[merkle.NodeId, bytes]:
    """Give every complete node of a tree in which no two leaves are alike."""
    leaves = [merkle.leaf_hash(number.to_bytes(4, "big")) for number in range(DISTINCT_MAX)]
    return dict(merkle.Frontier().extend(leaves)[1])


@cache
def even(level: int) -> bytes:
    """Give a node of a tree in which all leaves are alike, which may be of any size."""
    below = b"\x00" if level == 0 else b"\x01" + even(level - 1) * 2
    return sha256(below).digest()


def small(size: int) -> TiledTree:
    return TiledTree(size, lambda tile: b"".join(distinct()[node] for node in tile.nodes))


@given(st.integers(1, DISTINCT_MAX), st.data())
@settings(deadline=None)
def test_every_proof_from_tiles_is_that_from_the_stored_nodes(size: int, data: st.DataObject) -> None:
    tree, stored = small(size), distinct().__getitem__
    index = data.draw(st.integers(0, size - 1))
    first = data.draw(st.integers(1, size))
    assert merkle.root_at(size, tree.node) == merkle.root_at(size, stored)
    assert merkle.inclusion_proof(index, size, tree.node) == merkle.inclusion_proof(index, size, stored)
    assert merkle.consistency_proof(first, size, tree.node) == merkle.consistency_proof(first, size, stored)


@given(st.integers(1, merkle.SIZE_LIMIT - 1), st.data())
@settings(deadline=None)
def test_proofs_need_only_tiles_that_a_tree_of_their_size_has(size: int, data: st.DataObject) -> None:
    def read(tile: Tile) -> bytes:
        width = (size >> HEIGHT * tile.level) - tile.index * 256
        assert tile.width == min(256, width)
        assert Tile.parse(tile.path) == tile
        return even(HEIGHT * tile.level) * tile.width

    tree = TiledTree(size, read)
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(index, size, tree.node)
    root = merkle.root_at(size, lambda node: even(node >> 56))
    merkle.verify_inclusion(index, size, even(0), proof, root)


@given(st.integers(0, 200_000), st.integers(0, 200_000))
def test_adding_what_is_new_to_what_was_there_gives_every_tile(one: int, other: int) -> None:
    since, size = sorted((one, other))
    before, new, after = (
        set(each) for each in (tiles.rows(since), tiles.rows(size, since), tiles.rows(size))
    )
    assert not before & new
    assert after <= before | new
    assert new <= after


@given(levels, st.integers(0, 2**50), st.integers(1, 256))
def test_a_tile_has_one_name(level: int, index: int, width: int) -> None:
    try:
        tile = Tile(level, index, width)
    except RemitError:
        return
    assert Tile.parse(tile.path) == tile


@given(
    st.from_regex(
        r"tile/(entries|[0-9]{1,2})/(x?[0-9]{1,4}/){0,3}x?[0-9]{1,4}(\.p/[0-9]{1,3})?", fullmatch=True
    )
)
def test_a_name_that_is_taken_is_the_one_that_is_written(name: str) -> None:
    try:
        tile = Tile.parse(name)
    except RemitError:
        return
    assert tile.path == name


@given(st.binary(max_size=600), st.integers(1, 5))
def test_a_bundle_that_is_taken_is_the_one_that_is_written(data: bytes, width: int) -> None:
    try:
        entries = tiles.entries_of(Tile(tiles.ENTRIES, 0, width), data)
    except RemitError:
        return
    assert tiles.join(entries) == data

"""Tiles: their names as Go's package parses them, their bytes, and what a reader must not believe.

What ``golang.org/x/mod/sumdb/tlog`` demands of a name (``ParseTilePath``, ``Tile.Path``), in words:

- It writes ``tile/H/L/N`` with the height H of tiles, which C2SP tlog-tiles leaves out as it is always 8, and
  ``data`` where C2SP has ``entries``. A Go program that reads tlog-tiles puts both in before it parses.
- Between slashes there are ``tile``, a height from 1 to 30, a level from 0 on or ``data``, and groups.
- If the last group but one ends in ``.p``, the last one is the width, from 1 to below two to the power of H.
- Each group is a number below 1,000, perhaps after an ``x``; together they are N in base 1,000.
- At last the name has to be the very one that it would write for this tile: groups of exactly three digits,
  an ``x`` before all but the last, no group more than the number needs, no sign and no leading zero in level
  and width, no width where the tile is full.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ledger import merkle, tiles
from ledger.checkpoint import VerifierKey, open_note
from ledger.errors import Malformed, Oversized, RemitError, Tampered
from ledger.tiles import ENTRIES, WIDTH, Tile, TiledTree

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "tessera"
LOG_KEY = VerifierKey.parse((VECTORS / "log.key").read_text().strip())

GOOD = [
    ("tile/8/0/000", Tile(0, 0)),
    ("tile/8/0/000.p/1", Tile(0, 0, 1)),
    ("tile/8/0/000.p/255", Tile(0, 0, 255)),
    ("tile/8/0/999", Tile(0, 999)),
    ("tile/8/0/x001/000", Tile(0, 1_000)),
    ("tile/8/1/x003/x057/500", Tile(1, 3_057_500)),
    ("tile/8/2/x123/x456/078.p/2", Tile(2, 123_456_078, 2)),
    ("tile/8/0/x001/x234/067", Tile(0, 1_234_067)),
    ("tile/8/6/000.p/16", Tile(6, 0, 16)),
    ("tile/8/data/000", Tile(ENTRIES, 0)),
    ("tile/8/data/x003/057.p/9", Tile(ENTRIES, 3_057, 9)),
]

BAD = [
    "",
    "tile",
    "tile/8/0",
    "tile/8/0/",
    "/tile/8/0/000",
    "tile/8/0/000/",
    "tiles/8/0/000",
    "Tile/8/0/000",
    "tile/8/-1/000",
    "tile/8/+1/000",
    "tile/8/01/000",
    "tile/8/00/000",
    "tile/8/x/000",
    "tile/8//000",
    "tile/8/0/0",
    "tile/8/0/00",
    "tile/8/0/0000",
    "tile/8/0/x000",
    "tile/8/0/x000/000",
    "tile/8/0/000/000",
    "tile/8/0/001/000",
    "tile/8/0/x001/x000",
    "tile/8/0/X001/000",
    "tile/8/0/xx01/000",
    "tile/8/0/x1/000",
    "tile/8/0/1234",
    "tile/8/0/-01",
    "tile/8/0/+01",
    "tile/8/0/0x1",
    "tile/8/0/ 01",
    "tile/8/0/٠٠١",
    "tile/8/0/000.p",
    "tile/8/0/000.p/",
    "tile/8/0/000.p/0",
    "tile/8/0/000.p/00",
    "tile/8/0/000.p/01",
    "tile/8/0/000.p/+1",
    "tile/8/0/000.p/-1",
    "tile/8/0/000.p/256",
    "tile/8/0/000.p/257",
    "tile/8/0/000.p/1000",
    "tile/8/0/000.p/1/1",
    "tile/8/0/000.P/1",
    "tile/8/0/x001.p/000.p/1",
    "tile/8/0/000\n",
    "tile/8/0/000.p/1\n",
    "tile/8/0/../000",
    "tile/8/0/./000",
    "tile/8/0//000",
    "tile\\8\\0\\000",
    "tile/8/data",
    "tile/8/Data/000",
    "tile/8/data/000.p/0",
    "tile/8/data/1",
]


def ours(name: str) -> str:
    """Give the name that C2SP has for one of Go's."""
    return name.replace("/8/", "/", 1).replace("/data", "/entries", 1).replace("/Data", "/Entries", 1)


def leaves(size: int) -> list[bytes]:
    return [merkle.leaf_hash(number.to_bytes(4, "big")) for number in range(size)]


@pytest.fixture(scope="module")
def grown() -> dict[merkle.NodeId, bytes]:
    """Give every complete node of a tree of 65,537 entries; all earlier trees are in it."""
    return dict(merkle.Frontier().extend(leaves(65_537))[1])


def written(size: int, nodes: dict[merkle.NodeId, bytes]) -> dict[str, bytes]:
    """Give the tiles of a tree by name."""
    return {tile.path: b"".join(nodes[node] for node in tile.nodes) for tile in tiles.rows(size)}


def reading(files: dict[str, bytes]) -> Callable[[Tile], bytes]:
    return lambda tile: files[tile.path]


@pytest.mark.parametrize(("name", "tile"), GOOD)
def test_a_name_that_go_takes_is_written_and_read(name: str, tile: Tile) -> None:
    assert tile.path == ours(name)
    assert Tile.parse(ours(name)) == tile


@pytest.mark.parametrize("name", BAD)
def test_a_name_that_go_refuses_is_refused(name: str) -> None:  # W3
    with pytest.raises(Malformed) as caught:
        Tile.parse(ours(name))
    assert caught.value.kind == "FORM"


@pytest.mark.parametrize("name", ["tile/8/0/000", "tile/data/000"])
def test_names_of_go_itself_are_not_those_of_tlog_tiles(name: str) -> None:
    with pytest.raises(Malformed):
        Tile.parse(name)


@pytest.mark.parametrize(
    "name",
    [
        "tile/63/000.p/1",
        "tile/7/000.p/1",
        "tile/6/001",
        "tile/6/000",
        "tile/0/" + "x999/" * 6 + "999",
        "tile/entries/x281/x474/x976/x710/655",
    ],
)
def test_a_tile_that_only_a_larger_tree_has_is_over_the_limit(name: str) -> None:  # W3
    with pytest.raises(Oversized) as caught:
        Tile.parse(name)
    assert caught.value.kind == "LIMIT"


def test_the_last_tiles_of_the_largest_tree_are_within_the_limit() -> None:
    size = merkle.SIZE_LIMIT - 1
    last = Tile(0, size // WIDTH, 255)
    assert last.path == "tile/0/x281/x474/x976/x710/655.p/255"
    assert (Tile.parse(last.path), last.nodes[-1]) == (last, size - 1)
    assert Tile.parse("tile/6/000.p/255") == Tile(6, 0, 255)


@pytest.mark.parametrize("wrong", [(-2, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, -1), (0, 0, 257)])
def test_there_is_no_such_tile(wrong: tuple[int, int, int]) -> None:
    with pytest.raises(Malformed):
        Tile(*wrong)


# The widths are those that tlog-tiles gives: floor(size / 256**level) mod 256 at the right edge.
@pytest.mark.parametrize(
    ("size", "names"),
    [
        (1, ["tile/0/000.p/1"]),
        (2, ["tile/0/000.p/2"]),
        (255, ["tile/0/000.p/255"]),
        (256, ["tile/0/000", "tile/1/000.p/1"]),
        (257, ["tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1"]),
    ],
)
def test_a_small_tree_has_these_tiles(size: int, names: list[str]) -> None:
    assert [tile.path for tile in tiles.rows(size)] == names


@pytest.mark.parametrize(
    ("size", "full", "edge"),
    [
        (65_535, (255, 0, 0), {"tile/0/255.p/255", "tile/1/000.p/255"}),
        (65_536, (256, 1, 0), {"tile/2/000.p/1"}),
        (65_537, (256, 1, 0), {"tile/0/256.p/1", "tile/2/000.p/1"}),
        (70_000, (273, 1, 0), {"tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"}),
    ],
)
def test_a_large_tree_has_these_tiles(size: int, full: tuple[int, ...], edge: set[str]) -> None:
    found = list(tiles.rows(size))
    assert {tile.path for tile in found if tile.width < WIDTH} == edge
    for level, count in enumerate(full):
        whole = [tile.index for tile in found if tile.level == level and tile.width == WIDTH]
        assert whole == list(range(count))


def test_no_tile_of_width_0_and_none_of_an_empty_tree_is_ever_written() -> None:
    assert list(tiles.rows(0)) == []
    assert list(tiles.row(ENTRIES, 0)) == []


@pytest.mark.parametrize(
    ("since", "size", "names"),
    [
        (0, 1, ["tile/0/000.p/1"]),
        (1, 1, []),
        (256, 256, []),
        (255, 256, ["tile/0/000", "tile/1/000.p/1"]),
        (256, 257, ["tile/0/001.p/1"]),
        (300, 512, ["tile/0/001", "tile/1/000.p/2"]),
        (300, 600, ["tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"]),
    ],
)
def test_a_tree_that_grows_gets_only_new_tiles(since: int, size: int, names: list[str]) -> None:
    assert [tile.path for tile in tiles.rows(size, since)] == names


def test_entry_bundles_stand_below_the_leaves() -> None:
    assert [tile.path for tile in tiles.row(ENTRIES, 257)] == ["tile/entries/000", "tile/entries/001.p/1"]
    assert Tile(ENTRIES, 1, 3).nodes == Tile(0, 1, 3).nodes == range(256, 259)


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 65_535, 65_536, 65_537])
def test_the_root_is_recomputed_from_the_tiles(size: int, grown: dict[merkle.NodeId, bytes]) -> None:
    tree = TiledTree(size, reading(written(size, grown)))
    tree.verify(merkle.Frontier().extend(leaves(size))[0].root())


@pytest.mark.parametrize("size", range(1, 16))
def test_a_log_of_another_implementation_is_read_whole(size: int) -> None:
    folder = VECTORS / "log"
    head = open_note((folder / f"checkpoint.{size}").read_bytes(), LOG_KEY).checkpoint
    tree = TiledTree(size, lambda tile: (folder / tile.path).read_bytes())
    tree.verify(head.root)
    entries = tree.entries(0)
    assert (head.size, len(entries)) == (size, size)
    for index, entry in enumerate(entries):
        proof = merkle.inclusion_proof(index, size, tree.node)
        merkle.verify_inclusion(index, size, merkle.leaf_hash(entry), proof, head.root)
    names = {Tile(0, 0, size).path, Tile(ENTRIES, 0, size).path}
    assert all(Tile.parse(name) for name in names)


def test_every_file_of_another_implementation_has_a_name_that_is_taken() -> None:
    folder = VECTORS / "log"
    names = {path.relative_to(folder).as_posix() for path in (folder / "tile").rglob("*") if path.is_file()}
    assert names == {Tile(level, 0, width).path for level in (0, ENTRIES) for width in range(1, 16)}
    assert {Tile.parse(name).path for name in names} == names


def test_the_checkpoint_of_size_0_of_another_implementation_is_refused() -> None:
    with pytest.raises(Malformed, match=r"^checkpoint: expected a tree of 1 entry or more, got 0$"):
        open_note((VECTORS / "log" / "checkpoint.0").read_bytes(), LOG_KEY)


def test_another_root_is_tampered(grown: dict[merkle.NodeId, bytes]) -> None:  # H7
    tree = TiledTree(257, reading(written(257, grown)))
    with pytest.raises(Tampered, match=r"^tiles of 257 entries: expected root 00"):
        tree.verify(bytes(32))


@pytest.mark.parametrize("size", [5, 256, 300, 513])
def test_one_changed_bit_in_any_tile_is_tampered(size: int, grown: dict[merkle.NodeId, bytes]) -> None:  # H1
    files = written(size, grown)
    root = merkle.root_at(size, grown.__getitem__)
    for name, data in files.items():
        for at in (0, len(data) // 2, len(data) - 1):
            changed = bytearray(data)
            changed[at] ^= 1
            with pytest.raises(Tampered):
                TiledTree(size, reading({**files, name: bytes(changed)})).verify(root)


def test_a_changed_full_tile_is_named(grown: dict[merkle.NodeId, bytes]) -> None:  # H1
    files = written(513, grown)
    files["tile/0/001"] = files["tile/0/000"]
    with pytest.raises(Tampered, match=r"^tile/0/001: expected hash [0-9a-f]{64}, got [0-9a-f]{64}$"):
        TiledTree(513, reading(files)).verify(merkle.root_at(513, grown.__getitem__))


@pytest.mark.parametrize("count", [0, 31, 159, 161, 192, 8192])
def test_a_tile_of_another_length_is_tampered(count: int) -> None:
    with pytest.raises(Tampered) as caught:
        tiles.hashes_of(Tile(0, 0, 5), bytes(count))
    assert str(caught.value) == f"tile/0/000.p/5: expected 160 bytes, got {count}"


@pytest.mark.parametrize("node", [merkle.node_id(0, 5), merkle.node_id(2, 1), merkle.node_id(3, 0)])
def test_a_node_that_is_not_complete_is_not_given(node: int, grown: dict[merkle.NodeId, bytes]) -> None:
    tree = TiledTree(5, reading(written(5, grown)))
    assert tree.node(merkle.node_id(2, 0)) == grown[merkle.node_id(2, 0)]
    with pytest.raises(Malformed, match=r"^expected a node of a tree of 5 entries, got "):
        tree.node(node)


@pytest.mark.parametrize("size", [0, -1])
def test_a_tree_without_entries_has_no_root_to_show(size: int) -> None:
    with pytest.raises(Malformed, match=r"^tree size: expected 1 or more, got "):
        merkle.root_at(size, dict[int, bytes]().__getitem__)


def bundled(entries: list[bytes]) -> TiledTree:
    """Give a tree of few entries with its bundle."""
    hashes = b"".join(merkle.leaf_hash(entry) for entry in entries)
    return TiledTree(len(entries), lambda tile: tiles.join(entries) if tile.level == ENTRIES else hashes)


def test_each_entry_of_a_bundle_stands_after_its_length() -> None:
    assert tiles.join([b"one", b"", b"x" * 258]) == b"\0\3one" + b"\0\0" + b"\1\2" + b"x" * 258
    assert bundled([b"one", b"", b"three"]).entries(0) == (b"one", b"", b"three")
    assert bundled([b"one", b"", b"three"]).entry(3) == b"three"


def test_an_entry_may_have_65535_bytes_and_no_more() -> None:
    assert len(tiles.join([b"x" * 65_535])) == 65_537
    with pytest.raises(Oversized, match=r"^entry: expected at most 65535 bytes, got 65536$"):
        tiles.join([b"x" * 65_536])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"\0\3on",
        b"\0\3one",
        b"\0\3one\0",
        b"\0\3one\0\3tw",
        b"\0\3one\0\3two\0",
        b"\0\3one\0\3two\0\0",
        b"\3\0one\3\0two",
    ],
)
def test_a_bundle_of_another_form_is_tampered(data: bytes) -> None:  # W3
    assert tiles.entries_of(Tile(ENTRIES, 0, 2), b"\0\3one\0\3two") == (b"one", b"two")
    with pytest.raises(Tampered) as caught:
        tiles.entries_of(Tile(ENTRIES, 0, 2), data)
    assert str(caught.value) == (
        "tile/entries/000.p/2: expected 2 entries, each after its length, got other bytes"
    )


def test_an_entry_that_is_not_that_of_its_leaf_is_tampered() -> None:  # H7
    good, other = bundled([b"one", b"two"]), bundled([b"one", b"twa"])
    mixed = TiledTree(2, lambda tile: (other if tile.level == ENTRIES else good).read(tile))
    with pytest.raises(Tampered, match=r"^tile/entries/000\.p/2: expected entry 2 with hash "):
        mixed.entries(0)


@pytest.mark.parametrize("number", [0, -1, 4, 300])
def test_an_entry_that_the_tree_has_not_is_not_given(number: int) -> None:
    with pytest.raises(Malformed, match=r"^expected an entry from 1 to 3, got "):
        bundled([b"one", b"two", b"three"]).entry(number)


@pytest.mark.parametrize("index", [-1, 1])
def test_a_bundle_that_the_tree_has_not_is_not_given(index: int) -> None:
    with pytest.raises(RemitError):
        bundled([b"one", b"two", b"three"]).entries(index)

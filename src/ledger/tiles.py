"""Tiles: the tree of a log as files that never change, each with up to 256 hashes that stand side by side.

Implements the names and bytes of C2SP tlog-tiles; they are in ``docs/formats/publishing.md``. The tile of
level L and index N holds the nodes of level 8 * L in the tree, from the one of index 256 * N on. An entry
bundle holds the entries below a tile of level 0. Size and root to check by are from a signed checkpoint.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Final

import msgspec

from ledger import merkle
from ledger.errors import Malformed, Oversized, Tampered
from ledger.merkle import HASH_BYTES, SIZE_LIMIT, NodeId

HEIGHT: Final = 8
WIDTH: Final = 2**HEIGHT

ENTRIES: Final = -1
"""The level of entry bundles, which stand below the leaves; Go's package counts it so too."""

TILE_BYTES_MAX: Final = WIDTH * HASH_BYTES
ENTRY_BYTES_MAX: Final = 2**16 - 1
BUNDLE_BYTES_MAX: Final = WIDTH * (2 + ENTRY_BYTES_MAX)

_GROUP: Final = 1_000
_PATH: Final = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?"
)


class Tile(msgspec.Struct, frozen=True):
    """Where a tile stands: its level, its index in the level, and how many hashes it has; 256 are all.

    Raises:
        Malformed: there is no such tile.
        Oversized: only a tree of 2**56 entries or more has it.
    """

    level: int
    index: int
    width: int = WIDTH

    def __post_init__(self) -> None:
        if self.level < ENTRIES or self.index < 0 or not 1 <= self.width <= WIDTH:
            raise Malformed(
                f"tile: expected a level and an index from 0 and a width from 1 to {WIDTH}, "
                f"got {self.level}, {self.index}, {self.width}"
            )
        if (self.index * WIDTH + self.width) << HEIGHT * max(self.level, 0) >= SIZE_LIMIT:
            raise Oversized(
                "tile: expected one of a tree of less than 2**56 entries, "
                f"got level {self.level} and index {self.index}"
            )

    @property
    def path(self) -> str:
        """The name of its file: ``tile/0/x001/x234/067``, ``tile/1/000.p/17``, ``tile/entries/000``."""
        groups = [f"{self.index % _GROUP:03}"]
        rest = self.index // _GROUP
        while rest:
            groups.insert(0, f"x{rest % _GROUP:03}")
            rest //= _GROUP
        level = "entries" if self.level == ENTRIES else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join(groups)}{partial}"

    @property
    def nodes(self) -> range:
        """The nodes of the tree whose hashes it holds; of an entry bundle, those of its leaves."""
        first = merkle.node_id(HEIGHT * max(self.level, 0), self.index * WIDTH)
        return range(first, first + self.width)

    @classmethod
    def parse(cls, path: str) -> Tile:
        """Read the name of a file; each tile has one name, and no other is taken.

        Raises:
            Malformed: not the name of a tile.
            Oversized: the name of one that only a tree of 2**56 entries or more has.
        """
        found = _PATH.fullmatch(path)
        if found is None:
            raise Malformed(f"expected the name of a tile, got {path[:80]!a}")
        level, groups, width = found.groups()
        index = int(groups.replace("x", "").replace("/", ""))
        tile = cls(ENTRIES if level == "entries" else int(level), index, int(width or WIDTH))
        if tile.path != path:
            raise Malformed(f"expected the name {tile.path}, got {path[:80]!a}")
        return tile


def row(level: int, size: int, since: int = 0) -> Iterator[Tile]:
    """Give the tiles of one level that a tree of a size has, and that one of an earlier size has not."""
    shift = HEIGHT * max(level, 0)
    old, new = since >> shift, size >> shift
    if new == old:
        return
    for index in range(old // WIDTH, -(-new // WIDTH)):
        yield Tile(level, index, min(WIDTH, new - index * WIDTH))


def rows(size: int, since: int = 0) -> Iterator[Tile]:
    """Give the tiles of every level that a tree of a size has, and that one of an earlier size has not."""
    levels = -(-size.bit_length() // HEIGHT)
    return chain.from_iterable(row(level, size, since) for level in range(levels))


def hashes_of(tile: Tile, data: bytes) -> tuple[bytes, ...]:
    """Divide the bytes of a tile into its hashes.

    Raises:
        Tampered: they are not as many as its name says.
    """
    if len(data) != tile.width * HASH_BYTES:
        raise Tampered(f"{tile.path}: expected {tile.width * HASH_BYTES} bytes, got {len(data)}")
    return tuple(data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES))


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Give the node above hashes that stand side by side; they are a power of two in number."""
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2], strict=True)
        hashes = [merkle.node_hash(left, right) for left, right in pairs]
    return hashes[0]


def join(entries: Sequence[bytes]) -> bytes:
    """Give the bytes of an entry bundle: before each entry its length, in two bytes, the higher first.

    Raises:
        Oversized: an entry has more than 65,535 bytes.
    """
    for entry in entries:
        if len(entry) > ENTRY_BYTES_MAX:
            raise Oversized(f"entry: expected at most {ENTRY_BYTES_MAX} bytes, got {len(entry)}")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def entries_of(tile: Tile, data: bytes) -> tuple[bytes, ...]:
    """Divide the bytes of an entry bundle into its entries.

    Raises:
        Tampered: a length reaches past the end, or there are more or fewer entries than its name says.
    """
    found: list[bytes] = []
    at = 0
    while at < len(data):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        found.append(data[start:at])
    if at != len(data) or len(found) != tile.width:
        raise Tampered(f"{tile.path}: expected {tile.width} entries, each after its length, got other bytes")
    return tuple(found)


class TiledTree(msgspec.Struct, frozen=True):
    """A tree of this size, as the tiles say that somebody gives; nothing of it holds until it is verified."""

    size: int
    read: Callable[[Tile], bytes]

    def node(self, node: NodeId) -> bytes:
        """Give the hash of a complete node.

        Raises:
            Malformed: the tree has no such node.
            Tampered: a tile has not the number of bytes that its name says.
        """
        height, index = divmod(node, SIZE_LIMIT)
        if (index + 1) << height > self.size:
            raise Malformed(f"expected a node of a tree of {self.size} entries, got {height}, {index}")
        level, above = divmod(height, HEIGHT)
        start = index << above
        hashes = self._hashes(self._tile(level, start // WIDTH))
        return root_of(hashes[start % WIDTH : start % WIDTH + (1 << above)])

    def verify(self, root: bytes) -> None:
        """Check every tile, down from a root that comes from a signed checkpoint.

        Raises:
            Tampered: a tile is not that of the tree with this root.
        """
        computed = merkle.root_at(self.size, self.node)
        if computed != root:
            raise Tampered(f"tiles of {self.size} entries: expected root {root.hex()}, got {computed.hex()}")
        for tile in rows(self.size):
            if tile.level == 0:
                continue
            for index, expected in enumerate(self._hashes(tile), tile.index * WIDTH):
                below = Tile(tile.level - 1, index)
                got = root_of(self._hashes(below))
                if got != expected:
                    raise Tampered(f"{below.path}: expected hash {expected.hex()}, got {got.hex()}")

    def entries(self, index: int) -> tuple[bytes, ...]:
        """Give the entries of one bundle; each is the one of its leaf.

        Raises:
            Tampered: an entry, or the form of the bundle, is another.
        """
        tile = self._tile(ENTRIES, index)
        entries = entries_of(tile, self.read(tile))
        leaves = self._hashes(self._tile(0, index))
        for number, (entry, leaf) in enumerate(zip(entries, leaves, strict=True), index * WIDTH + 1):
            got = merkle.leaf_hash(entry)
            if got != leaf:
                raise Tampered(
                    f"{tile.path}: expected entry {number} with hash {leaf.hex()}, got {got.hex()}"
                )
        return entries

    def entry(self, number: int) -> bytes:
        """Give one entry, by its number, out of its bundle.

        Raises:
            Malformed: the tree has no such entry.
            Tampered: the bundle holds another.
        """
        if not 1 <= number <= self.size:
            raise Malformed(f"expected an entry from 1 to {self.size}, got {number}")
        index, at = divmod(number - 1, WIDTH)
        return self.entries(index)[at]

    def _tile(self, level: int, index: int) -> Tile:
        length = self.size >> HEIGHT * max(level, 0)
        return Tile(level, index, min(WIDTH, length - index * WIDTH))

    def _hashes(self, tile: Tile) -> tuple[bytes, ...]:
        return hashes_of(tile, self.read(tile))

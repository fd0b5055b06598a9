"""Publishing: a log as static files, for anything that serves files, and back from them.

1. Hold the folder against every other publisher.
2. Require that what is published there is this log, and that the ledger goes on from it.
3. Write the tiles that the signed head asks for and the published one did not; a file that is there stays.
4. Read the right edge of the tree back from the files: its root has to be the signed one.
5. Put the signed head in the place of the published one, in one step, last.

Only entries that the signed head covers are published, and openings are no part of an entry: sealed text
stays sealed. The exact names and bytes are in ``docs/formats/publishing.md``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from ledger import checkpoint, comparing, durable, merkle, tiles
from ledger.checkpoint import SignedCheckpoint, VerifierKey
from ledger.comparing import Agreement, View
from ledger.errors import Incomplete, Malformed, Oversized, StorageError, Tampered
from ledger.merkle import NodeId
from ledger.store import Store
from ledger.tiles import ENTRIES, Tile, TiledTree

_CHECKPOINT: Final = "checkpoint"
_LOCK: Final = ".lock"
_MADE_BEFORE: Final = re.compile(r"\.lock|tile|\.checkpoint\.[0-9a-f]{16}")
_OPEN_TO_ALL: Final = 0o644


class Publication(msgspec.Struct, frozen=True):
    """What one publishing did: the tree that is published now, and how many files came with it."""

    size: int
    root: bytes
    files: int
    entries: bool


class Published(msgspec.Struct, frozen=True):
    """A folder with the files of a log; nothing in it holds until it is verified."""

    folder: Path

    @property
    def has_entries(self) -> bool:
        """It has entry bundles, which are no duty."""
        return (self.folder / "tile" / "entries").is_dir()

    def has_entries_of(self, size: int) -> bool:
        """It has the last entry bundle of a tree, which is written after all others of that tree."""
        index, at = divmod(size - 1, tiles.WIDTH)
        return (self.folder / Tile(ENTRIES, index, at + 1).path).is_file()

    def signed(self, key: VerifierKey, *more: VerifierKey) -> SignedCheckpoint | None:
        """Give the signed head; None where there is none.

        Raises:
            Malformed, Oversized: it is not a signed checkpoint.
            BadSignature: it is not of this log, by this key.
            StorageError: it cannot be read.
        """
        note = durable.read(self.folder / _CHECKPOINT, checkpoint.NOTE_BYTES_MAX)
        return None if note is None else checkpoint.open_note(note, key, *more)

    def read(self, tile: Tile) -> bytes:
        """Give the bytes of a tile or an entry bundle.

        Raises:
            Incomplete: it is not there.
            Tampered: it is longer than any.
            StorageError: it cannot be read.
        """
        limit = tiles.BUNDLE_BYTES_MAX if tile.level == ENTRIES else tiles.TILE_BYTES_MAX
        try:
            data = durable.read(self.folder / tile.path, limit)
        except Oversized as error:
            raise Tampered(f"{tile.path}: {error}") from None
        if data is None:
            raise Incomplete(f"{self.folder}: expected the file {tile.path}, got none")
        return data

    def compare(self, ours: View, key: VerifierKey, *more: VerifierKey) -> Agreement:
        """Set what is published against a ledger; ``more`` are other keys of the log.

        Raises:
            Forked: the log key has signed both histories; with the evidence.
            Malformed: there is no checkpoint, or it is none.
            BadSignature: it is not of this log, by this key.
            Tampered: a tile or an entry is not that of the signed tree; or what contradicts the ledger was
                not signed.
            Incomplete: a tile or a bundle is absent.
            StorageError: a file cannot be read.
        """
        signed = self.head(key, *more)
        try:
            copy = self.view(signed)
        except (Tampered, Incomplete):
            # A fork may stand in the signed head alone: files beside it that are damaged do not hide it.
            comparing.compare(ours, self._bare(signed), key, *more)
            raise
        return comparing.compare(ours, copy, key, *more)

    def _bare(self, signed: SignedCheckpoint) -> View:
        return View(str(self.folder), signed.checkpoint.size, signed.checkpoint.root, signed)

    def head(self, key: VerifierKey, *more: VerifierKey) -> SignedCheckpoint:
        """Give the signed head that has to be there.

        Raises:
            Malformed: there is none, or it is none.
            BadSignature: it is not of this log, by this key.
            StorageError: it cannot be read.
        """
        signed = self.signed(key, *more)
        if signed is None:
            raise Malformed(f"{self.folder}: expected the file {_CHECKPOINT} of a published log, got none")
        return signed

    def view(self, signed: SignedCheckpoint) -> View:
        """Check every file that the signed head asks for, and give what they show.

        Raises:
            Tampered: a tile or an entry is not that of the signed tree.
            Incomplete: a tile or a bundle is absent.
            StorageError: a file cannot be read.
        """
        head = signed.checkpoint
        tree = TiledTree(head.size, self.read)
        tree.verify(head.root)
        view = msgspec.structs.replace(self._bare(signed), node=tree.node)
        if not self.has_entries:
            return view
        for bundle in tiles.row(ENTRIES, head.size):
            tree.entries(bundle.index)
        return msgspec.structs.replace(view, entry=tree.entry)


def view_of(store: Store, name: str, size: int, root: bytes, signed: SignedCheckpoint | None) -> View:
    """Give a view of the first entries of a ledger."""

    def node(wanted: NodeId) -> bytes:
        return store.nodes((wanted,))[wanted]

    def entry(number: int) -> bytes:
        return next(store.scan(number, number)).data

    return View(name, size, root, signed, node, entry)


def publish(
    store: Store, signed: SignedCheckpoint, keys: Sequence[VerifierKey], folder: Path, *, entries: bool
) -> Publication:
    """Publish a log up to a signed head.

    Args:
        store: the log.
        signed: its last signed head.
        keys: origin and every key of the log.
        folder: where to; made where its parent is there. It is empty, or holds a publication of this log.
        entries: write entry bundles too; where they have been begun, they go on in any case.

    Raises:
        StorageError: the folder holds something else, or a longer log than the signed head; the ledger is not
            what was signed, and nothing was published; or storage fails.
        Forked: the log key has signed another history, which is published there.
        Tampered: a file that is there is not that of this log.
        BadSignature: another log, or another key, is published there.
    """
    published = Published(folder)
    _require_place(folder)
    with durable.exclusive(folder / _LOCK):
        before = published.signed(*keys)
        since = 0 if before is None else _require_extension(store, signed, keys, published, before)
        bundled = since if since and published.has_entries_of(since) else 0
        writer = _Writer(store, folder)
        head = signed.checkpoint
        for tile in tiles.rows(head.size, since):
            writer.write(tile, writer.hashes(tile))
        if entries or published.has_entries:
            for bundle in tiles.row(ENTRIES, head.size, bundled):
                writer.write(bundle, writer.entries(bundle))
        _require_root(published, signed)
        if before is None or before.note != signed.note:
            durable.replace(folder / _CHECKPOINT, signed.note.encode(), _OPEN_TO_ALL)
        return Publication(head.size, head.root, writer.files, published.has_entries)


class _Writer(msgspec.Struct):
    """Takes tiles and bundles out of a store, checks them, and writes them where they are not there yet."""

    store: Store
    folder: Path
    files: int = 0
    made: set[Path] = msgspec.field(default_factory=set)

    def hashes(self, tile: Tile) -> bytes:
        """Give a tile; a full one has to be what the node above it says."""
        found = self.store.nodes(tile.nodes)
        hashes = [found[node] for node in tile.nodes]
        if tile.width == tiles.WIDTH:
            above = merkle.node_id(tiles.HEIGHT * (tile.level + 1), tile.index)
            expected = self.store.nodes((above,))[above]
            got = tiles.root_of(hashes)
            if got != expected:
                raise StorageError(f"{tile.path}: expected hash {expected.hex()}, got {got.hex()}")
        return b"".join(hashes)

    def entries(self, bundle: Tile) -> bytes:
        """Give an entry bundle; each entry has to be what its leaf says."""
        leaves = self.store.nodes(bundle.nodes)
        entries = []
        for entry in self.store.scan(bundle.nodes[0] + 1, bundle.nodes[-1] + 1):
            if entry.hash != leaves[merkle.node_id(0, entry.number - 1)]:
                raise StorageError(f"entry {entry.number}: expected the bytes that were recorded, got others")
            entries.append(entry.data)
        return tiles.join(entries)

    def write(self, tile: Tile, data: bytes) -> None:
        """Write a file whole and for good; no link may lead it out of the folder."""
        path = self.folder / tile.path
        self._make(path.parent)
        if path.is_symlink():
            raise StorageError(f"expected a file at {path}, got a link")
        found = durable.read(path, tiles.BUNDLE_BYTES_MAX)
        if found is None:
            durable.replace(path, data, _OPEN_TO_ALL)
            self.files += 1
        elif found != data:
            raise Tampered(
                f"{path}: expected the bytes of this log, got others; what is published never changes"
            )

    def _make(self, folder: Path) -> None:
        if folder != self.folder and folder not in self.made:
            self._make(folder.parent)
            durable.make_folder(folder)
            self.made.add(folder)


def _require_place(folder: Path) -> None:
    """Require an empty folder, one that publishing was broken off in, or one with a checkpoint."""
    if not folder.is_dir():
        durable.make_folder(folder)
    try:
        names = {path.name for path in folder.iterdir()}
    except OSError as error:
        raise StorageError(f"expected to read {folder}, got: {error.strerror}") from error
    if _CHECKPOINT in names:
        return
    strange = {name for name in names if _LOCK not in names or not _MADE_BEFORE.fullmatch(name)}
    if strange:
        raise StorageError(f"{folder}: expected an empty folder or a published log, got {min(strange)}")


def _require_extension(
    store: Store,
    signed: SignedCheckpoint,
    keys: Sequence[VerifierKey],
    published: Published,
    before: SignedCheckpoint,
) -> int:
    """Require that the ledger goes on from what is published, and give its size."""
    old, head = before.checkpoint, signed.checkpoint
    ours = view_of(store, "this ledger", head.size, head.root, signed)
    if old.size <= head.size and comparing.root_at(ours, old.size) == old.root:
        return old.size
    published.compare(ours, *keys)
    raise StorageError(
        f"expected a signed head of at least {old.size} entries, as published in {published.folder}, "
        f"got {head.size}: an older copy was restored"
    )


def _require_root(published: Published, signed: SignedCheckpoint) -> None:
    head = signed.checkpoint
    got = merkle.root_at(head.size, TiledTree(head.size, published.read).node)
    if got != head.root:
        raise StorageError(
            f"expected tiles of {head.size} entries with root {head.root.hex()}, as signed, "
            f"got root {got.hex()}; the checkpoint was not published"
        )

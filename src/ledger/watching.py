"""What a witness keeps of each log that it watches: its keys, the last checkpoint seen, and forks.

A log goes on from the key that is trusted to the next by an announcement of the old key, and by nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from ledger import canonical, durable
from ledger.checkpoint import Checkpoint, SignedCheckpoint, VerifierKey, open_note
from ledger.errors import BadSignature, Malformed, StorageError
from ledger.headfile import HeadFile

_LOG_BYTES_MAX: Final = 65_536


class Grown(msgspec.Struct, frozen=True):
    """The root that the second tree had at the size of the first, and the proof that it grew from there."""

    root: str
    proof: tuple[str, ...]


class Fork(msgspec.Struct, frozen=True):
    """The file of a fork: two checkpoints that contradict each other, both with the signature of the log."""

    format: str
    first: str
    second: str
    grown: Grown | None = None
    differs: None = None


class Announced(msgspec.Struct, frozen=True):
    """The keys of a log as announcements give them, the first one first, and the tree that includes them."""

    way: tuple[VerifierKey, ...]
    head: Checkpoint


class Watched(msgspec.Struct, frozen=True):
    """A log that the witness watches, and what is kept of it. ``former`` are the keys that it had before."""

    key: VerifierKey
    folder: Path
    former: tuple[VerifierKey, ...] = ()

    def after(self, way: Sequence[VerifierKey]) -> Watched:
        """Give the log as it goes on from the key that is trusted to the last that was announced (H8).

        Raises:
            BadSignature: the trusted key is not among those of the announcements.
        """
        if self.key not in way:
            raise BadSignature(f"expected announcements from {self.key.encode()} on, got those of others")
        return Watched(way[-1], self.folder, tuple(way[:-1]))

    def write(self) -> None:
        """Keep the keys, on disk: the one that is trusted first, then those before it."""
        lines = "".join(f"{one.encode()}\n" for one in (self.key, *self.former))
        durable.replace(self.folder / "log", lines.encode())

    @property
    def seen(self) -> HeadFile:
        """The last checkpoint that was cosigned, with the signature of the log."""
        return HeadFile(self.folder / "seen")

    @property
    def replayed(self) -> HeadFile:
        """The last checkpoint whose log was replayed, with the cosignature that says so."""
        return HeadFile(self.folder / "replayed")

    def last(self, note: str | None) -> SignedCheckpoint | None:
        """Open what a head file of this log holds.

        Raises:
            StorageError: it is not signed by the log.
        """
        if note is None:
            return None
        try:
            return open_note(note, self.key, *self.former)
        except (Malformed, BadSignature) as error:
            raise StorageError(
                f"{self.folder}: expected a checkpoint of {self.key.name}, got: {error}"
            ) from None

    def keep_fork(self, first: str, second: str, grown: Grown | None = None) -> Path:
        """Keep two notes that the log signed and that cannot both be true; the same two once.

        Args:
            first: the checkpoint of the smaller tree.
            second: the other.
            grown: how the second tree grew, where the sizes differ: without it, nothing is contradicted.
        """
        fork = Fork("remit-fork/1", base64_of(first.encode()), base64_of(second.encode()), grown)
        return self.keep_evidence(canonical.encode(fork))

    def keep_evidence(self, data: bytes) -> Path:
        """Keep the file of a fork; the same one once."""
        place = self.folder / f"fork-{hashlib.sha256(data).hexdigest()[:16]}.evidence"
        if not place.exists():
            durable.replace(place, data)
        return place


def watched(folder: Path) -> dict[str, Watched]:
    """Give the logs that a witness watches, by origin.

    Raises:
        StorageError: a file is not one that :func:`trust` wrote.
    """
    found = {}
    for place in sorted((folder / "logs").glob("*/log")):
        data = durable.read(place, _LOG_BYTES_MAX) or b""
        try:
            lines = data.decode(errors="replace").removesuffix("\n").split("\n")
            key, *former = map(VerifierKey.parse, lines)
        except (Malformed, BadSignature) as error:
            raise StorageError(f"{place}: {error}") from error
        found[key.name] = Watched(key, place.parent, tuple(former))
    return found


def base64_of(data: bytes) -> str:
    """Give bytes as the file of a fork holds them."""
    return base64.b64encode(data).decode()

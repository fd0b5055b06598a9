"""The head file: the last head that this ledger signed, kept outside the database.

A restored copy of the database is older than the head file and cannot sign a second history, and of two
processes that would sign after the same head one loses. The file says only which signed note came last:
proving that the tree extends it is for the caller, who does so while holding the lock. Beside it
``head.awaited`` says that a ledger was restored where there was no head file: it has to wait for one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from ledger import durable
from ledger.errors import Malformed, Oversized, StorageError

NOTE_BYTES_MAX: Final = 65_536

_SHOWN_MAX: Final = 200
_RESTORED: Final = "restored: the last signed head has to come\n"


class HeldHeadFile(msgspec.Struct, frozen=True):
    """The head file while its lock is held; only :meth:`HeadFile.locked` gives one."""

    path: Path

    def read(self) -> str | None:
        """Give the signed note last written, or ``None`` where there is no file.

        Raises:
            StorageError: the file is not readable, or not a text.
        """
        return _read(self.path)

    def advance(self, old: str | None, new: str) -> None:
        """Put ``new`` in the place of ``old``; ``None`` says that there is no file yet.

        Raises:
            StorageError: the file does not hold ``old``, or cannot be written. Signing must stop.
            Malformed: ``new`` is empty or not a text; ``Oversized`` when too long.
        """
        data = _encode(new)
        found = _read(self.path)
        if found != old:
            raise StorageError(f"expected {_describe(old)} in {self.path}, got {_describe(found)}")
        durable.replace(self.path, data)
        _remove(_awaiting(self.path))


class HeadFile(msgspec.Struct, frozen=True):
    """The place of the head file; beside it lies ``<path>.lock``."""

    path: Path

    def read(self) -> str | None:
        """Give the signed note last written, or ``None`` where there is no file.

        Raises:
            StorageError: the file is not readable, or not a text.
        """
        return _read(self.path)

    def create(self, note: str) -> None:
        """Write the first note. It takes the lock itself.

        Raises:
            StorageError: there is a file already, somebody else holds the lock, or storage fails.
            Malformed: the note is empty or not a text; ``Oversized`` when too long.
        """
        with self.locked() as held:
            held.advance(None, note)

    @property
    def awaited(self) -> bool:
        """Whether the ledger was restored here, and no head has come since."""
        return _awaiting(self.path).exists() and not self.path.exists()

    def await_head(self, known: str | None = None) -> None:
        """Note, on disk, that a ledger is restored here: nothing is recorded or signed before a head comes.

        Args:
            known: a signed note that came with what was restored. It says where to ask on from, and is no
                more than a beginning: a later one may have been signed.

        Raises:
            StorageError: it cannot be written.
        """
        durable.replace(_awaiting(self.path), (_RESTORED + (known or "")).encode())

    def known(self) -> str | None:
        """Give the signed note that came with what was restored, while its head is awaited; or ``None``.

        Raises:
            StorageError: it is not readable, or not a text.
        """
        text = _read(_awaiting(self.path)) if self.awaited else None
        return None if text is None else text.removeprefix(_RESTORED) or None

    def await_no_head(self) -> None:
        """Take the note back, where nothing came to be restored.

        Raises:
            StorageError: it cannot be removed.
        """
        _remove(_awaiting(self.path))

    @contextmanager
    def locked(self, seconds_max: float = durable.LOCK_SECONDS_MAX) -> Iterator[HeldHeadFile]:
        """Hold the head file against every other process and thread; not re-entrant.

        Raises:
            StorageError: somebody else held it for ``seconds_max`` seconds, or it cannot be opened.
        """
        with durable.exclusive(self.path.with_name(f"{self.path.name}.lock"), seconds_max):
            yield HeldHeadFile(self.path)


def _awaiting(path: Path) -> Path:
    return path.with_name(f"{path.name}.awaited")


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"expected to remove {path}, got: {error.strerror}") from error


def _read(path: Path) -> str | None:
    try:
        data = durable.read(path, NOTE_BYTES_MAX)
        return None if data is None else data.decode()
    except Oversized as error:
        raise StorageError(str(error)) from error
    except UnicodeDecodeError as error:
        raise StorageError(f"expected a signed note in {path}, got bytes that are no UTF-8") from error


def _encode(note: str) -> bytes:
    try:
        data = note.encode()
    except UnicodeEncodeError as error:
        raise Malformed("expected a signed note, got a text that cannot be UTF-8") from error
    if not data:
        raise Malformed("expected a signed note, got an empty text")
    if len(data) > NOTE_BYTES_MAX:
        raise Oversized(f"expected a signed note of at most {NOTE_BYTES_MAX} bytes, got {len(data)}")
    return data


def _describe(note: str | None) -> str:
    """Show the three lines that name a head, and a digest: two notes may differ in their signatures only."""
    if note is None:
        return "no head"
    lines = " ".join(note.split("\n", 3)[:3])[:_SHOWN_MAX]
    return f"head {lines!a} (SHA-256 of the note {hashlib.sha256(note.encode()).hexdigest()[:16]}…)"

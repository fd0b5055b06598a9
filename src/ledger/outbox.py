"""The outbox: what is signed lies here until its receipt is in hand.

A process that dies between signing and receipt leaves its request here; sending it again gives the
first receipt and never a second act. The folder holds private text: it is 0700, its files 0600.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import msgspec

from ledger import canonical, durable
from ledger.errors import Malformed, StorageError
from ledger.facts.words import RequestId
from ledger.sealed import Opening

BYTES_MAX = 64 * 1024 * 1024


class SavedOpening(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An opening as the outbox keeps it; the salt in base64."""

    fact: str
    path: str
    salt: str
    text: str


class Saved(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A signed request: its envelopes in base64 and the openings of its sealed text."""

    request: RequestId
    envelopes: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=9_999)]
    openings: tuple[SavedOpening, ...]


class Outbox:
    """A folder with one file for each request whose receipt is not in hand yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other processes away: what lies here while nobody holds it was left by one that died.

        Raises:
            StorageError: another process held it too long, or the folder cannot be made.
        """
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"expected a folder for the outbox at {self._folder}, got: {error}") from error
        with durable.exclusive(self._folder / "lock"):
            for stray in self._folder.glob(".r-*"):
                stray.unlink(missing_ok=True)
            yield

    def put(self, request: str, envelopes: tuple[bytes, ...], openings: tuple[Opening, ...]) -> None:
        """Keep a signed request, on disk before this returns. The outbox is held.

        Raises:
            StorageError: the file cannot be written.
        """
        saved = Saved(
            request,
            tuple(base64.b64encode(envelope).decode() for envelope in envelopes),
            tuple(
                SavedOpening(one.fact, one.path, base64.b64encode(one.salt).decode(), one.text)
                for one in openings
            ),
        )
        durable.replace(self._file(request), canonical.encode(saved))

    def remove(self, request: str) -> None:
        """Forget a request whose receipt is in hand.

        Raises:
            StorageError: the file cannot be removed.
        """
        try:
            self._file(request).unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(f"expected to remove {self._file(request)}, got: {error.strerror}") from error

    def set_aside(self, request: str) -> None:
        """Keep a signed request for people to look at, and try it no more."""
        self._file(request).rename(self._folder / f"refused-{request}.json")

    def pending(self) -> Iterator[tuple[str, tuple[bytes, ...], tuple[Opening, ...]]]:
        """Give every request that is still here: its id, envelopes and openings.

        Raises:
            StorageError: a file is not one that the outbox wrote.
        """
        for path in sorted(self._folder.glob("r-*.json")):
            try:
                saved = msgspec.json.decode(durable.read(path, BYTES_MAX, private=True) or b"", type=Saved)
                openings = tuple(
                    Opening(one.fact, one.path, base64.b64decode(one.salt, validate=True), one.text)
                    for one in saved.openings
                )
                envelopes = tuple(base64.b64decode(one, validate=True) for one in saved.envelopes)
            except (msgspec.MsgspecError, Malformed, ValueError) as error:
                raise StorageError(f"expected a signed request in {path}, got: {error}") from error
            yield saved.request, envelopes, openings

    def _file(self, request: str) -> Path:
        return self._folder / f"{request}.json"

"""Files that hold given words, in whatever form this program writes them.

A form is UTF-8, JSON with escapes, base64, or UTF-16; what is zipped (Word, spreadsheets) or packed by gzip
(backups) is looked into.
Lines may have been broken elsewhere, so white space counts as one space.
"""

from __future__ import annotations

import base64
import json
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from ledger.errors import StorageError

BYTES_MAX = 64 * 1024 * 1024
"""Larger files are not read."""

UNPACKED_MAX = 1024 * 1024 * 1024
"""No more of a backup is unpacked."""

PIECE = 8 * 1024 * 1024
"""A backup is looked through in pieces, each with the end of the one before, where a text may begin."""

OVERLAP = 512 * 1024
"""More than the longest text in its longest form."""

SHORT = 3
"""Shorter texts stand everywhere and are not looked for."""

GZIP = b"\x1f\x8b"

OURS = ("drafts", "outbox")
"""Folders beside the ledger whose files the program made and may remove."""


def forms(text: str) -> frozenset[bytes]:
    """Give the bytes that a text may be found as."""
    told = " ".join(text.split())
    plain = {
        told.encode(),
        json.dumps(told)[1:-1].encode(),
        text.encode("utf-16-le"),
        text.encode("utf-16-be"),
    }
    return frozenset(plain | {_encoded(text.encode(), shift) for shift in range(3)})


def holds(data: bytes, texts: Iterable[str]) -> bool:
    """Tell whether bytes hold one of the texts in any form."""
    spaced = b" ".join(data.replace(b"\\n", b" ").split())
    wanted = [form for text in texts if len(text.strip()) > SHORT for form in forms(text) if form]
    return any(form in data or form in spaced for form in wanted)


def found(folder: Path, texts: Collection[str], *, deep: bool) -> Iterator[Path]:
    """Give the files of a folder, and with ``deep`` of those in it, that hold one of the texts.

    Raises:
        StorageError: a file cannot be read.
    """
    places = folder.rglob("*") if deep else folder.glob("*")
    for path in sorted(places):
        if path.is_file() and not path.is_symlink() and any(holds(data, texts) for data in _parts(path)):
            yield path


def _parts(path: Path) -> Iterator[bytes]:
    try:
        if path.stat().st_size > BYTES_MAX:
            return
        data = path.read_bytes()
        yield data
        if data.startswith(GZIP):
            yield from _unpacked(data)
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                for one in packed.infolist():
                    if one.file_size <= BYTES_MAX:
                        yield packed.read(one)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        return
    except OSError as error:
        raise StorageError(f"expected to read {path}, got: {error.strerror}") from error


def _unpacked(packed: bytes) -> Iterator[bytes]:
    opened = zlib.decompressobj(wbits=31)
    end, size = b"", 0
    while packed and size < UNPACKED_MAX:
        piece = opened.decompress(packed, PIECE)
        yield end + piece
        end, size, packed = piece[-OVERLAP:], size + PIECE, opened.unconsumed_tail


def _encoded(data: bytes, shift: int) -> bytes:
    """Give the characters of base64 that are the same whatever stands before and behind."""
    whole = base64.b64encode(b"\0" * shift + data)
    return whole[(0, 2, 3)[shift] : len(whole) - (0, 3, 2)[(shift + len(data)) % 3]]

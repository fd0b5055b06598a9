"""Archives with another name, spreadsheets and Word documents: what is in them, before a library reads it.

The library for spreadsheets makes room for every cell from the first to the last, filled or not. One cell at
``XFD1048576`` asks for half a terabyte, and the program is gone: so we look first how far the cells go.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import Final
from xml.parsers import expat

from ledger.errors import Malformed, Oversized

_CELLS: Final = (b"sheetData", b"s\0h\0e\0e\0t\0D\0a\0t\0a")
"""A part that holds cells has this name in it, in UTF-8 or UTF-16; what has not cannot be a sheet."""

_ENCODINGS: Final = ("UTF-8", "UTF-16")
"""What XML is written in, here; for any other the parser would ask a codec of Python's."""

_REFERENCE: Final = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_LINE: Final = re.compile(r"[1-9][0-9]{0,6}")


def unpacked_size(path: Path, what: str) -> int:
    """Add up what the parts of an archive say that they unpack to.

    Args:
        path: the file, which anybody may have written.
        what: what it should be, for the message.

    Raises:
        Malformed: it cannot be read, or its table of contents makes no sense.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(part.file_size for part in archive.infolist())
    except (
        OSError,
        zipfile.BadZipFile,
        NotImplementedError,  # a version of the format that nobody has written yet
        ValueError,  # a name that is not the UTF-8 that it says it is
    ) as error:
        raise Malformed(f"{path}: expected {what}, got: {str(error).lower()}") from None


def require_near(path: Path, cells_max: int) -> None:
    """Require that the sheets of a spreadsheet span a bounded number of cells, empty ones included.

    Raises:
        Malformed: a sheet is no well-formed XML, or a cell has no place.
        Oversized: the sheets span more cells.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            spans = [_span(data) for part in archive.infolist() if _has_cells(data := archive.read(part))]
    except (
        expat.ExpatError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,  # a part that is encrypted, or packed in a way that is not known
        ValueError,
    ) as error:
        raise Malformed(f"{path}: expected a spreadsheet (.xlsx), got: {str(error).lower()}") from None
    if sum(spans) > cells_max:
        raise Oversized(f"{path}: expected at most {cells_max} cells, got more")


def _has_cells(data: bytes) -> bool:
    return any(name in data for name in _CELLS)


def _span(data: bytes) -> int:
    """Give how many cells lie between the first place of a sheet and the last one in use.

    Raises:
        ExpatError: not well-formed XML.
        ValueError: a place that is none, another encoding, or a document type, which no spreadsheet has.
    """
    line = column = lines = columns = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal line, column, lines, columns
        kind, place = name.rpartition(":")[2], attributes.get("r")
        if kind == "row":
            line, column = (line + 1 if place is None else _line(place)), 0
        elif kind == "c":
            column, line = (column + 1, max(line, 1)) if place is None else _place(place)
        lines, columns = max(lines, line), max(columns, column)

    def refuse(*_: object) -> None:
        raise ValueError("a document type")

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.upper() not in _ENCODINGS:
            raise ValueError(f"the encoding {encoding[:20]!a}")

    parser = expat.ParserCreate()
    parser.XmlDeclHandler = declared
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(data, True)  # noqa: FBT003 - the whole of it, as expat names it by place only
    return lines * columns


def _line(text: str) -> int:
    if not _LINE.fullmatch(text):
        raise ValueError(f"a row {text[:20]!a}")
    return int(text)


def _place(text: str) -> tuple[int, int]:
    """Give column and line of a reference such as ``AB12``, counted from 1."""
    found = _REFERENCE.fullmatch(text)
    if not found:
        raise ValueError(f"a cell {text[:20]!a}")
    column = 0
    for letter in found[1].upper():
        column = 26 * column + ord(letter) - ord("A") + 1
    return column, int(found[2])

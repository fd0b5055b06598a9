"""Archives whose table of contents lies: refused with a kind of Remit, never with an error of the library."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.errors import Malformed
from ledger_cli import sheets
from ledger_cli.packing import unpacked_size
from ledger_cli.papers.tree import Paper
from ledger_cli.papers.word import _filled
from ledger_cli.schemesheet import Table, grids, write

IN_CONTENTS = (
    b"PK\x01\x02"  # where the table of contents says of the first part what version, flags and packing it has
)
VERSION, FLAGS, PACKING, NAME = 6, 8, 10, 46


def altered(data: bytes, at: int, value: bytes) -> bytes:
    """Let the table of contents say something else of the first part."""
    place = data.index(IN_CONTENTS) + at
    return data[:place] + value + data[place + len(value) :]


def of_a_version_to_come(data: bytes) -> bytes:
    return altered(data, VERSION, b"\xe4")


def with_a_name_of_no_utf_8(data: bytes) -> bytes:
    return altered(altered(data, FLAGS, b"\x00\x08"), NAME, b"\x97")


DAMAGES = [of_a_version_to_come, with_a_name_of_no_utf_8]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("read", [sheets.read, Table])
def test_a_spreadsheet_whose_contents_are_damaged_is_malformed(  # W3
    tmp_path: Path, damage: Callable[[bytes], bytes], read: Callable[[Path], object]
) -> None:
    file = tmp_path / "scheme.xlsx"
    file.write_bytes(damage(write(grids())))
    with pytest.raises(Malformed, match=r"scheme\.xlsx: expected a spreadsheet \(\.xlsx\), got: ") as caught:
        read(file)
    assert caught.value.kind == "FORM"


@pytest.mark.parametrize(
    "damage",
    [
        *DAMAGES,
        lambda data: altered(data, FLAGS, b"\x01"),  # encrypted
        lambda data: altered(data, PACKING, b"\x63"),  # packed in a way that nobody knows
    ],
)
def test_a_template_whose_contents_are_damaged_is_malformed(  # W3
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    docx = pytest.importorskip("docx")
    file = tmp_path / "template.docx"
    docx.Document().save(file)
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(Malformed, match=r"template\.docx: expected a ") as caught:
        _filled(Paper("Minutes", "Board", public=True, particulars=(), sections=()), file)
    assert caught.value.kind == "FORM"


def test_what_an_archive_unpacks_to_is_added_up(tmp_path: Path) -> None:  # W3
    file = tmp_path / "archive.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"0" * 5_000)
        archive.writestr("b", b"1" * 1_000)
    assert unpacked_size(file, "an archive") == 6_000

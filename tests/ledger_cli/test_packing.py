"""Archives whose table of contents lies: refused with a kind of Remit, never with an error of the library."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from encodings.aliases import aliases
from pathlib import Path

import pytest

from ledger.errors import Malformed, Oversized, RemitError
from ledger_cli import sheets
from ledger_cli.packing import require_near, unpacked_size
from ledger_cli.papers.tree import Paper
from ledger_cli.papers.word import _filled
from ledger_cli.schemesheet import Table, grids
from ledger_cli.spreadsheets import write

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


SHEET = "xl/worksheets/sheet1.xml"
END = "</sheetData>"


def sheet_of(file: Path, change: Callable[[str], str | bytes]) -> Path:
    """Write a good spreadsheet whose first sheet is changed."""
    with zipfile.ZipFile(io.BytesIO(write(grids([{"function": "grants", "to": "body:board"}])))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed = change(parts[SHEET].decode())
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, SHEET: changed}.items():
            archive.writestr(name, data)
    return file


def with_row(row: str) -> Callable[[str], str]:
    return lambda sheet: sheet.replace(END, row + END)


FAR = [
    with_row('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    with_row('<row><c r="XFD1048576"><v>1</v></c></row>'),
    with_row("<row><c r='xfd1048576'><v>1</v></c></row>"),
    with_row('<row><c r="&#88;FD1048576"><v>1</v></c></row>'),
    with_row('<x:row xmlns:x="urn:x"><x:c r="B1048576"><v>1</v></x:c></x:row>'),
    with_row('<row r="1048575"/><row><c r="B1048576"><v>1</v></c></row>'),
    lambda sheet: (
        with_row('<row><c r="B1048576"><v>1</v></c></row>')(sheet).replace("UTF-8", "UTF-16").encode("utf-16")
    ),
]


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the library read nothing: what is refused is refused before it, for it would not come back."""
    library = pytest.importorskip("python_calamine")

    class Unread:
        @staticmethod
        def from_path(path: str) -> None:
            pytest.fail(f"{path} reached the library")

    monkeypatch.setattr(library, "CalamineWorkbook", Unread)


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize("change", FAR)
@pytest.mark.parametrize("read", [sheets.read, Table])
def test_a_cell_far_away_is_over_a_limit_before_room_is_made_for_all_between(  # W3 E4
    tmp_path: Path, change: Callable[[str], str | bytes], read: Callable[[Path], object]
) -> None:
    file = sheet_of(tmp_path / "far.xlsx", change)
    assert file.stat().st_size < 20_000
    with pytest.raises(Oversized, match=r"far\.xlsx: expected at most 100000 cells, got more$"):
        read(file)


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize(
    "change",
    [
        with_row('<row r="0"/>'),
        with_row('<row r="99999999"/>'),
        with_row('<row><c r="1A"/></row>'),
        with_row('<row><c r="XFDA1"/></row>'),
        with_row("<row>"),
        lambda sheet: sheet.replace("UTF-8", "U0TF-8", 1),
        lambda sheet: sheet.replace("?>", '?><!DOCTYPE worksheet [<!ENTITY a "b">]>', 1),
        lambda sheet: b"\x97" + sheet.encode(),
    ],
)
def test_a_sheet_that_says_no_place_or_is_no_xml_is_malformed(  # W3 W4
    tmp_path: Path, change: Callable[[str], str | bytes]
) -> None:
    file = sheet_of(tmp_path / "odd.xlsx", change)
    with pytest.raises(RemitError, match=r"odd\.xlsx: expected a spreadsheet \(\.xlsx\), got: ") as caught:
        Table(file)
    assert caught.value.kind == "FORM"


OTHERS = sorted(
    {*aliases.values(), "u0tf-8", "punycode", "idna", "unicode_escape", "undefined"} - {"utf_8", "utf_16"}
)


def test_a_sheet_in_any_encoding_but_those_of_unicode_is_malformed(tmp_path: Path) -> None:  # E3 W3
    for encoding in OTHERS:

        def written(sheet: str, encoding: str = encoding) -> str:
            return sheet.replace("UTF-8", encoding, 1)

        file = sheet_of(tmp_path / "encoded.xlsx", written)
        with pytest.raises(Malformed, match=rf"got: the encoding '{encoding[:20]}'$"):
            require_near(file, 100_000)


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize("name", ["scheme.ods", "scheme.xlsb", "scheme.xls", "scheme"])
def test_a_spreadsheet_of_another_kind_is_not_read(tmp_path: Path, name: str) -> None:  # W3
    file = sheet_of(tmp_path / name, str)
    with pytest.raises(Malformed, match=r"expected a spreadsheet \(\.xlsx\), got a file of another name$"):
        Table(file)


def test_the_cells_between_are_counted_as_the_library_counts_them(tmp_path: Path) -> None:  # W3
    file = sheet_of(
        tmp_path / "near.xlsx", with_row('<row r="40"><c><v>1</v></c><c r="BA40"/><c><v>1</v></c></row>')
    )
    count = sum(len(row) for rows in sheets.load(file).values() for row in rows)
    assert count > 40 * 54
    require_near(file, count)
    with pytest.raises(Oversized, match=rf"expected at most {count - 1} cells, got more$"):
        require_near(file, count - 1)


def test_one_sheet_under_many_names_is_counted_each_time(  # W3
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = sheet_of(tmp_path / "many.xlsx", str)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    relations = "xl/_rels/workbook.xml.rels"
    parts[relations] = parts[relations].replace(b"sheet2.xml", b"sheet1.xml")
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    count = sum(len(row) for rows in sheets.load(file).values() for row in rows)
    monkeypatch.setattr(sheets, "require_near", lambda *_: None)
    monkeypatch.setattr(sheets, "NODES_MAX", count - 1)
    with pytest.raises(Oversized, match=rf"expected at most {count - 1} cells, got more$"):
        sheets.load(file)

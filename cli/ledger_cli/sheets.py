"""A minute file as a spreadsheet, for clerks who would rather: a template, read back as the same tree.

Every cell keeps its place, so that a fault names it: ``minutes.xlsx:Items!B4``. What the cells say is
judged by the same types as a minute file in YAML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ledger.canonical import check_text
from ledger.errors import Malformed, Oversized
from ledger_cli.packing import require_near, unpacked_size
from ledger_cli.yamlnodes import (
    BYTES_MAX,
    NODES_MAX,
    Document,
    Entries,
    Fault,
    Fields,
    Node,
    Place,
    Scalar,
    refuse,
)

if TYPE_CHECKING:
    from ledger_cli.templating import Prepared

UNPACKED_MAX = 50 * BYTES_MAX
"""Most bytes that a spreadsheet may unpack to: a small file can hold a very large one."""

EXTRA = "expected the extra `office` for spreadsheets, got none: pip install 'remit[office]'"

MEETING = ("body", "date", "time", "place", "kind", "presiding", "quorate", "virtual_agreed", "interests")
NEXT = ("date", "time", "place")
PRESENCE = {
    "present": "present",
    "apologies": "apologies",
    "absent": "absent",
    "in attendance": "attending",
    "substitute": "substitutes",
}
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "Meeting": ("field", "value"),
    "People": ("name", "attendance", "for", "organisation", "virtual", "id"),
    "Interests": ("person", "item", "nature", "effect", "kind", "regime", "interest"),
    "Items": (
        "number", "title", "note", "access", "ground", "summary", "absent", "arrived", "left", "narrative",
        "chair",
    ),
    "Motions": ("item", "text", "moved", "seconded", "for", "against", "abstained"),
    "Decisions": ("item", "number", "kind", "text", "condition", "way", "elects", "office", "term"),
    "Actions": ("item", "text", "due", "owner"),
}  # fmt: skip
"""The columns of each sheet; lists of names in one cell are separated by semicolons."""

_LISTS = ("absent", "arrived", "left")


class _Row(msgspec.Struct, frozen=True):
    """One row of a sheet: the cells that are filled, by the name of their column."""

    place: Place
    cells: Mapping[str, Scalar]

    def get(self, name: str) -> Scalar | None:
        return self.cells.get(name)


def read(path: Path) -> Document:
    """Read a spreadsheet into the tree that a minute file in YAML gives.

    Raises:
        Malformed: not a spreadsheet, or not of these sheets and columns; one line a cell.
        Oversized: over a limit.
    """
    sheets = _Sheets(str(path), load(path))
    root = sheets.tree()
    if sheets.faults:
        refuse(str(path), sheets.faults)
    return Document(str(path), root)


def load(path: Path) -> Mapping[str, Sequence[Sequence[object]]]:
    """Read every sheet's cells, within limits; the library never sees what would unpack to more."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise Malformed(EXTRA) from None
    if path.suffix.lower() != ".xlsx":
        raise Malformed(f"{path}: expected a spreadsheet (.xlsx), got a file of another name")
    unpacked = unpacked_size(path, "a spreadsheet (.xlsx)")
    if path.stat().st_size > BYTES_MAX or unpacked > UNPACKED_MAX:
        raise Oversized(f"{path}: expected at most {BYTES_MAX} bytes, {UNPACKED_MAX} unpacked, got more")
    require_near(path, NODES_MAX)
    sheets: dict[str, list[list[object]]] = {}
    try:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            sheets[name] = [
                list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
            # Several sheets may be one and the same part, so that what they hold together is counted here.
            if sum(len(row) for rows in sheets.values() for row in rows) > NODES_MAX:
                raise Oversized(f"{path}: expected at most {NODES_MAX} cells, got more")
    except (CalamineError, OSError, ValueError) as error:
        raise Malformed(f"{path}: expected a spreadsheet (.xlsx), got: {error}") from None
    return sheets


def said(cell: object) -> str:
    """Give what a cell says as text: a date as 2024-03-25, a whole number without a point."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()


class _Sheets:
    """The sheets of one file on their way to a tree."""

    def __init__(self, name: str, sheets: Mapping[str, Sequence[Sequence[object]]]) -> None:
        self.faults: list[Fault] = []
        unknown = [one for one in sheets if one not in COLUMNS]
        if unknown or "Meeting" not in sheets:
            got = ", ".join(sheets)
            raise Malformed(f"{name}: expected the sheets {', '.join(COLUMNS)}; got {got}")
        self._rows = {sheet: list(self._read(sheet, sheets.get(sheet, ()))) for sheet in COLUMNS}

    def _read(self, sheet: str, rows: Sequence[Sequence[object]]) -> Iterator[_Row]:
        if not rows:
            return
        heads = [said(cell).lower() for cell in rows[0]]
        for column, head in enumerate(heads, 1):
            if head and head not in COLUMNS[sheet]:
                wanted = ", ".join(COLUMNS[sheet])
                self._fault(Place(1, column, sheet), f"expected one of the columns {wanted}; got {head}")
        for line, row in enumerate(rows[1:], 2):
            cells = {
                head: self._cell(Place(line, column, sheet), said(cell))
                for column, (head, cell) in enumerate(zip(heads, row, strict=False), 1)
                if head and said(cell)
            }
            if cells:
                yield _Row(Place(line, 1, sheet), cells)

    def _cell(self, place: Place, text: str) -> Scalar:
        try:
            check_text(text, "the cell", lines=True)
        except Malformed as error:
            self._fault(place, str(error))
        return Scalar(place, text, plain=True)

    def _fault(self, place: Place, message: str) -> None:
        self.faults.append(Fault(place, message))

    def tree(self) -> Fields:
        """Give the whole as the fields of a minute file."""
        values: dict[str, Node] = {}
        coming: dict[str, Node] = {}
        for row in self._rows["Meeting"]:
            self._field(row, values, coming)
        values.update(self._people())
        if self._rows["Interests"]:
            values["interests"] = self._list("Interests", lambda row: row.cells)
        if coming:
            values["next_meeting"] = _fields(Place(1, 1, "Meeting"), coming)
        values["items"] = self._items()
        return _fields(Place(1, 1, "Meeting"), values)

    def _field(self, row: _Row, values: dict[str, Node], coming: dict[str, Node]) -> None:
        field, value = row.get("field"), row.get("value")
        if field is None or value is None:
            return
        name = field.text.lower().replace(" ", "_")
        if name in MEETING:
            values[name] = value
        elif name.startswith("next_") and name.removeprefix("next_") in NEXT:
            coming[name.removeprefix("next_")] = value
        else:
            wanted = ", ".join((*MEETING, *(f"next {one}" for one in NEXT)))
            self._fault(field.place, f"expected one of {wanted}; got {field.text}")

    def _people(self) -> dict[str, Node]:
        """Give the lists of those who were there, and the ids where a name is not enough."""
        lists: dict[str, list[Node]] = {"present": []}
        for row in self._rows["People"]:
            name, attendance = row.get("name"), row.get("attendance")
            if name is None or attendance is None:
                self._fault(row.place, "expected a name and an attendance, got a row without")
                continue
            if attendance.text.lower() not in PRESENCE:
                wanted = ", ".join(PRESENCE)
                self._fault(attendance.place, f"expected one of {wanted}; got {attendance.text}")
                continue
            listed = PRESENCE[attendance.text.lower()]
            lists.setdefault(listed, []).append(_entry(listed, row, name))
            if row.get("virtual") is not None:
                lists.setdefault("virtual", []).append(name)
            if (code := row.get("id")) is not None:
                person = _fields(row.place, {"name": name, "id": code})
                lists.setdefault("people", []).append(person)
        return {key: Entries(Place(1, 1, "People"), tuple(nodes)) for key, nodes in lists.items()}

    def _items(self) -> Entries:
        numbers = {cell.text for row in self._rows["Items"] if (cell := row.get("number")) is not None}
        for sheet in ("Motions", "Decisions", "Actions"):
            for row in self._rows[sheet]:
                cell = row.get("item")
                if cell is None or cell.text not in numbers:
                    got = "nothing" if cell is None else cell.text
                    self._fault((cell or row).place, f"expected the number of an item of Items, got {got}")
        return self._list("Items", self._item)

    def _item(self, row: _Row) -> Mapping[str, Node]:
        values: dict[str, Node] = {
            name: _names(cell) if name in _LISTS else cell for name, cell in row.cells.items()
        }
        number = row.get("number")
        for key, nodes in (
            ("motions", [_motion(one) for one in self._of("Motions", number)]),
            ("resolved", _resolved(self._of("Decisions", number))),
            ("follow_ups", [_without(one, "item") for one in self._of("Actions", number)]),
        ):
            if nodes:
                values[key] = Entries(nodes[0].place, tuple(nodes))
        return values

    def _of(self, sheet: str, number: Scalar | None) -> list[_Row]:
        return [
            row
            for row in self._rows[sheet]
            if number is not None and (cell := row.get("item")) is not None and cell.text == number.text
        ]

    def _list(self, sheet: str, fields: Callable[[_Row], Mapping[str, Node]]) -> Entries:
        rows = tuple(_fields(row.place, fields(row)) for row in self._rows[sheet])
        return Entries(Place(1, 1, sheet), rows)


def _fields(place: Place, values: Mapping[str, Node]) -> Fields:
    return Fields(place, dict(values), {name: node.place for name, node in values.items()})


def _names(cell: Scalar) -> Entries:
    names = [one.strip() for one in cell.text.split(";")]
    return Entries(cell.place, tuple(Scalar(cell.place, one, plain=True) for one in names if one))


def _entry(listed: str, row: _Row, name: Scalar) -> Node:
    if listed == "substitutes":
        member = row.get("for")
        return _fields(row.place, {"person": name, **({"for": member} if member else {})})
    organisation = row.get("organisation")
    if listed == "attending" and organisation is not None:
        return _fields(row.place, {"name": name, "organisation": organisation})
    return name


def _without(row: _Row, *names: str) -> Fields:
    return _fields(row.place, {name: cell for name, cell in row.cells.items() if name not in names})


def _motion(row: _Row) -> Fields:
    """Give a motion; its votes are numbers or names."""
    votes = {
        name: cell if cell.text.isdigit() else _names(cell)
        for name in ("for", "against", "abstained")
        if (cell := row.get(name)) is not None
    }
    rest = _without(row, "item", "for", "against", "abstained").values
    return _fields(row.place, {**rest, **({"votes": _fields(row.place, votes)} if votes else {})})


def _resolved(rows: Sequence[_Row]) -> list[Fields]:
    """Give one resolution for each way in which rows say that it was passed, its parts in their order."""
    found = []
    for way in dict.fromkeys(map(_way, rows)):
        parts = [row for row in rows if _way(row) == way]
        values: dict[str, Node] = {"parts": Entries(parts[0].place, tuple(map(_part, parts)))}
        if (said := parts[0].get("way")) is not None:
            values["way"] = said
        found.append(_fields(parts[0].place, values))
    return found


def _way(row: _Row) -> str:
    cell = row.get("way")
    return cell.text if cell else ""


def _part(row: _Row) -> Fields:
    elects = {
        key: cell
        for key, name in (("person", "elects"), ("office", "office"), ("term", "term"))
        if (cell := row.get(name)) is not None
    }
    rest = _without(row, "item", "way", "elects", "office", "term").values
    return _fields(row.place, {**rest, **({"elects": _fields(row.place, elects)} if elects else {})})


def write(prepared: Prepared, path: Path) -> None:
    """Write a template with the roll and the agenda filled in.

    Raises:
        Malformed: the extra for spreadsheets is not installed.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise Malformed(EXTRA) from None
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        head, plain = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for name, columns in COLUMNS.items():
            sheet = book.add_worksheet(name)
            sheet.set_column(0, len(columns) - 1, 24, plain)
            sheet.freeze_panes(1, 0)
            for line, row in enumerate((columns, *_template(name, prepared))):
                for column, cell in enumerate(row):
                    sheet.write_string(line, column, cell, plain if line else head)
            if name == "People":
                choices = {"validate": "list", "source": list(PRESENCE)}
                sheet.data_validation(1, 1, 400, 1, choices)


def _template(name: str, one: Prepared) -> Iterator[tuple[str, ...]]:
    match name:
        case "Meeting":
            given = {field: getattr(one, field) for field in ("body", "date", "time", "place", "kind")}
            given |= {"presiding": one.presides}
            yield from ((field, given.get(field) or "") for field in MEETING)
            yield from ((f"next {field}", "") for field in NEXT)
        case "People":
            for member in one.members:
                yield (member.name, "present", "", "", "", member.person if member.twice else "")
            for attendee in one.attendees:
                yield (attendee.name, "in attendance", "", attendee.organisation or "", "", "")
        case "Items":
            for item in one.items:
                access = "" if item.access == "public" else item.access
                yield (item.number, item.title, "", access, item.ground or "", item.summary or "")

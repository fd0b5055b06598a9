"""A scheme of delegation as a spreadsheet: its headings, rows with their places, and how it is written.

Every cell keeps its place, so that a fault names it: ``scheme.xlsx:Scheme!B7``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from ledger.canonical import check_text
from ledger.errors import Malformed
from ledger_cli.papers.tree import Grid
from ledger_cli.sheets import load, said
from ledger_cli.yamlnodes import Fault, Place, refuse


class Column(NamedTuple):
    """A heading, what stands below it in plain words, and an example."""

    heading: str
    says: str
    example: str = ""


HELP = (
    Column("function", "What may be done: codes of the catalogue of functions. Always needed.",
           "grants; beds"),
    Column("excluded", "Parts of that which may not be done.", "beds.close"),
    Column("to", "Who may do it: a person's exact name, or an office, body or organisation. Always needed.",
           "office:icp/chair"),
    Column("each", "The limit of one act.", "GBP 2500.00"),
    Column("year", "The limit of a financial year, from 1 April.", "GBP 20000.00"),
    Column("total", "The limit of all acts together.", "GBP 50000.00"),
    Column("limits", "Any other limit in words.",
           "GBP 5000.00 for all acts of one project, capital, without tax"),
    Column("above", "Acts of more than this alone.", "GBP 500.00"),
    Column("until", "The first day on which it no longer holds.", "2025-04-01"),
    Column("onward", "How often it may be passed on: 0 to 8. Empty: it may not.", "1"),
    Column("onward to", "To whom alone it may be passed on: person, office, body, organisation.",
           "office; person"),
    Column("acting", "How many of those to whom it is given act together: 1 to 8. Empty: each alone.", "2"),
    Column("approval", "Who has to approve before each act.", "office:icp/chair"),
    Column("consulting", "Who has to be asked before each act.", "body:board"),
    Column("conditions", "What has to be so before each act: a code, = and the words.",
           "funded=The budget is agreed"),
    Column("reports", "To whom each act is reported, or notified, and within how many days.",
           "body:board=30; notify body:forum=5"),
    Column("records", "What has to be recorded of each act: reasons, alternatives, interests.",
           "reasons; interests"),
    Column("regime", "The clause that asks for those records.", "reg 7"),
    Column("acceptance", "yes: it holds only once it is accepted.", "yes"),
    Column("review", "When it is due for review.", "2025-01-31"),
    Column("kind", "delegated, authorised, advisory or reserved. Empty: delegated.", "authorised"),
    Column("instead", "yes: the giver does not keep the power beside them.", "yes"),
    Column("by", "Who gives it: a body by its code, or organisation:CODE. Empty: as --by says.", "icp"),
    Column("power", "The enabling power: under which section or clause. Empty: as --power says.",
           "s.75 NHS Act 2006"),
    Column("enabling", "That power by its code, as it was stated, so that what it reaches is checked.",
           "s-75"),
    Column("source", "What it rests on: statute, constitution, resolution or agreement.", "agreement"),
    Column("clause", "The clauses that it rests on.", "4.1; 4.2"),
    Column("parent", "The delegation that is passed on, by its id; kind, instead, power, enabling and source "
           "stay empty.", "g-mnbqk3jz5x2c4d7e"),
    Column("person", "Who passes it on, where an office holds that delegation.", "Ann Clerk"),
    Column("resolution", "The decision by which this row is given or amended, by its id.",
           "d-mnbqk3jz5x2c4d7e"),
    Column("change", "revoke: the delegation of this row ends, and with it every link below.", "revoke"),
    Column("reason", "Why it is revoked; the words can be erased later.", "The post has ended."),
    Column("delegation", "Its id, as the export writes it: this row amends or revokes it. Empty: a new one.",
           "g-mnbqk3jz5x2c4d7e"),
    Column("as of", "Up to where the ledger was read, and for which day, as the export writes it.",
           "137 on 2024-04-01"),
)  # fmt: skip

COLUMNS = tuple(one.heading for one in HELP)
"""What a row says; several in one cell are separated by semicolons."""

REQUIRED = ("function", "to")
SHEET, EXPLAINED = "Scheme", "Columns"


def grids(rows: Iterable[Mapping[str, str]] = ()) -> dict[str, Grid]:
    """Give the sheet that delegations are read from, and the one that explains its headings."""
    cells = (tuple(row.get(one, "") for one in COLUMNS) for row in rows)
    return {
        SHEET: Grid(COLUMNS, tuple(cells)),
        EXPLAINED: Grid(("heading", "what stands below it", "for example"), HELP),
    }


class Row(msgspec.Struct, frozen=True):
    """A row: its line, and what its cells say, by heading."""

    line: int
    cells: Mapping[str, str]

    def text(self, heading: str) -> str:
        """Give the text of a cell; empty where there is none."""
        return self.cells.get(heading, "")


class Table:
    """The rows of a sheet, and what is wrong with its cells."""

    def __init__(self, path: Path) -> None:
        """Read a spreadsheet.

        Raises:
            Malformed: not a spreadsheet of one sheet with these columns, beside the one that explains them.
            Oversized: over a limit.
        """
        self.rows: tuple[Row, ...] = ()
        self._path = path
        self._faults: list[Fault] = []
        sheets = load(path)
        found = [one for one in sheets if one != EXPLAINED]
        if len(found) != 1:
            raise Malformed(f"{path}: expected one sheet beside {EXPLAINED}, got {', '.join(sheets)}")
        self._sheet = found[0]
        rows = [[said(cell) for cell in row] for row in sheets[self._sheet]]
        heads = [re.sub(r"[\s_-]+", " ", one.lower()) for one in rows[0]] if rows else []
        self.headings = {head: column for column, head in enumerate(heads, 1) if head}
        self._check_headings(heads)
        self.settle()
        self.rows = tuple(self._read(heads, rows))
        self.settle()

    def _check_headings(self, heads: Sequence[str]) -> None:
        for column, head in enumerate(heads, 1):
            if head and (head not in COLUMNS or head in heads[: column - 1]):
                expected = f"one of {', '.join(COLUMNS)}, each once"
                self._note(Place(1, column, self._sheet), f"expected {expected}, got {head[:80]}")
        missing = [one for one in REQUIRED if one not in heads]
        if missing:
            expected = f"the headings {', '.join(REQUIRED)}"
            self._note(Place(1, 1, self._sheet), f"expected {expected}, got no {', '.join(missing)}")

    def _read(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Row]:
        """Give every row that says something."""
        lines = [(line, row) for line, row in enumerate(rows[1:], 2) if any(row)]
        if not lines:
            self._note(Place(2, 1, self._sheet), "expected at least one row, got none")
        for line, row in lines:
            for column, text in enumerate(row, 1):
                self._check_cell(
                    Place(line, column, self._sheet), text, column <= len(heads) and heads[column - 1]
                )
            yield Row(line, {head: text for head, text in zip(heads, row, strict=False) if head})

    def _check_cell(self, place: Place, text: str, heading: str | bool) -> None:
        if text and not heading:
            self._note(place, f"expected nothing in a column without a heading, got {text[:80]}")
        try:
            check_text(text, "the cell")
        except Malformed as error:
            self._note(place, str(error))

    def place(self, line: int, heading: str = "") -> Place:
        """Give the place of a cell; of a heading that the sheet does not have, the beginning of the line."""
        return Place(line, self.headings.get(heading, 1), self._sheet)

    def said(self, line: int, heading: str = "") -> str:
        """Say the place of a cell: ``scheme.xlsx:Scheme!B7``."""
        return self.place(line, heading).said(str(self._path))

    def fault(self, row: Row, heading: str, message: str) -> None:
        """Note what is wrong with a cell."""
        self._note(self.place(row.line, heading), message)

    def _note(self, place: Place, message: str) -> None:
        self._faults.append(Fault(place, message))

    @property
    def faults(self) -> int:
        """How much is wrong so far."""
        return len(self._faults)

    def settle(self) -> None:
        """Tell what is wrong.

        Raises:
            Malformed: something is; one line a cell.
        """
        if self._faults:
            refuse(str(self._path), self._faults)

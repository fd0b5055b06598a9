"""A scheme of delegation as a spreadsheet: the matrix written, and grants read, a row each.

Every cell keeps its place, so that a fault names it: ``scheme.xlsx:Scheme!B7``.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from ledger.canonical import check_text
from ledger.errors import Malformed
from ledger.facts import delegations as facts
from ledger.facts.words import Clause, Code, Money
from ledger.functions import Catalogue
from ledger_cli.output import clean
from ledger_cli.papers.tree import Grid
from ledger_cli.parameters import AMOUNT, DAY
from ledger_cli.sheets import EXTRA, load, said
from ledger_cli.yamlfile import near
from ledger_cli.yamlnodes import Fault, Place, refuse

T = TypeVar("T")

COLUMNS = (
    "function", "to", "each", "year", "total", "until", "onward", "excluded", "approval", "consulting",
    "clause", "review",
)  # fmt: skip
"""What a row says; several in one cell are separated by semicolons."""

REQUIRED = ("function", "to")
ONWARD_MAX = 16
SHEET = "Scheme"


class Given(msgspec.Struct, frozen=True):
    """What one row gives: to whom, how far, how, and the clauses cited."""

    line: int
    to: tuple[str, ...]
    scope: facts.Scope
    manner: facts.Manner
    clauses: tuple[str, ...]


def write(sheets: Mapping[str, Grid]) -> bytes:
    """Write tables as a spreadsheet, a sheet each; nothing in them is taken for a formula.

    Raises:
        Malformed: the extra for spreadsheets is not installed.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise Malformed(EXTRA) from None
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for name, grid in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.set_column(0, len(grid.columns) - 1, 24, plain)
            sheet.freeze_panes(1, 1)
            for line, row in enumerate((grid.columns, *grid.rows)):
                for column, cell in enumerate(row):
                    sheet.write_string(line, column, clean(cell), plain if line else head)
    return stream.getvalue()


def read(path: Path, catalogue: Catalogue, party: Callable[[str], str]) -> tuple[Given, ...]:
    """Read the grants of a spreadsheet.

    Args:
        path: the file.
        catalogue: the functions that may be given; an empty one lets any code pass.
        party: gives a party by the text that names it, or raises Malformed.

    Raises:
        Malformed: not a spreadsheet of one sheet with these columns, or a cell is wrong; one line a cell.
        Oversized: over a limit.
    """
    sheets = load(path)
    if len(sheets) != 1:
        raise Malformed(f"{path}: expected one sheet, got {', '.join(sheets)}")
    ((name, rows),) = sheets.items()
    table = _Table(name, catalogue, party)
    given = table.read([[said(cell) for cell in row] for row in rows])
    if table.faults:
        refuse(str(path), table.faults)
    return given


class _Table:
    """The rows of one sheet on their way to grants; what is wrong is collected by cell."""

    def __init__(self, sheet: str, catalogue: Catalogue, party: Callable[[str], str]) -> None:
        self.faults: list[Fault] = []
        self._sheet = sheet
        self._catalogue = catalogue
        self._party = party
        self._parties: dict[str, str | Malformed] = {}

    def read(self, rows: list[list[str]]) -> tuple[Given, ...]:
        """Read the headings, and every row that says something."""
        heads = [one.lower() for one in rows[0]] if rows else []
        for column, head in enumerate(heads, 1):
            if head and (head not in COLUMNS or head in heads[: column - 1]):
                self.fault(1, column, f"expected one of {', '.join(COLUMNS)}, each once, got {head[:80]}")
        missing = [one for one in REQUIRED if one not in heads]
        if missing:
            self.fault(1, 1, f"expected the headings {', '.join(REQUIRED)}, got no {', '.join(missing)}")
        if self.faults:
            return ()
        lines = [(line, row) for line, row in enumerate(rows[1:], 2) if any(row)]
        if not lines:
            self.fault(2, 1, "expected at least one row, got none")
        for line, row in lines:
            for column, text in enumerate(row, 1):
                if text and not (column <= len(heads) and heads[column - 1]):
                    self.fault(
                        line, column, f"expected nothing in a column without a heading, got {text[:80]}"
                    )
        return tuple(given for line, row in lines for given in self._row(_Row(self, line, heads, row)))

    def _row(self, row: _Row) -> Iterator[Given]:
        """Read one row; a row with a fault gives nothing."""
        before = len(self.faults)
        onward = row.value("onward", _onward)
        scope = {
            "functions": row.several("function", self._function, required=True),
            "limits": row.limits(),
            "until": row.value("until", _day),
            "onward": onward or 0,
            "excluded": row.several("excluded", self._function),
        }
        to = row.several("to", self._known, required=True)
        manner = {
            "approval": row.several("approval", self._known),
            "consulting": row.several("consulting", self._known),
            "review": row.value("review", _day),
        }
        clauses = row.several("clause", _clause)
        if len(self.faults) > before:
            return
        try:
            wide = msgspec.convert(msgspec.to_builtins(scope), facts.Scope)
            how = msgspec.convert(manner, facts.Manner)
            yield Given(row.line, msgspec.convert(to, facts.To), wide, how, clauses)
        except msgspec.ValidationError as error:
            self.fault(row.line, 1, f"expected what one delegation can hold, got: {error}")

    def _function(self, text: str) -> str:
        code = _convert(text, Code, "a function by its code, like grants")
        if not self._catalogue.names(code):
            known = [one for one in self._catalogue.known if self._catalogue.listed(one)]
            raise Malformed(f"expected a function of the catalogue, got {code}{near(code, known)}")
        return code

    def _known(self, text: str) -> str:
        """Give a party; each is looked up once."""
        if text not in self._parties:
            try:
                self._parties[text] = self._party(text)
            except Malformed as error:
                self._parties[text] = error
        found = self._parties[text]
        if isinstance(found, Malformed):
            raise found
        return found

    def fault(self, line: int, column: int, message: str) -> None:
        """Note what is wrong with a cell."""
        self.faults.append(Fault(Place(line, column, self._sheet), message))


class _Row:
    """One row: its cells by heading."""

    def __init__(self, table: _Table, line: int, heads: list[str], cells: list[str]) -> None:
        self.line = line
        self._table = table
        self._columns = {head: column for column, head in enumerate(heads, 1) if head}
        self._cells = dict(zip(heads, cells, strict=False))

    def value(self, name: str, read: Callable[[str], T]) -> T | None:
        """Read a cell that holds one value; None: it is empty, or wrong."""
        text = self._cells.get(name, "")
        return self._one(name, text, read) if text else None

    def several(self, name: str, read: Callable[[str], T], *, required: bool = False) -> tuple[T, ...]:
        """Read a cell that holds values with semicolons between them."""
        texts = [one.strip() for one in self._cells.get(name, "").split(";")]
        if required and not any(texts):
            self.fault(name, f"expected a {'party' if name == 'to' else name}, got an empty cell")
        found = (self._one(name, one, read) for one in dict.fromkeys(texts) if one)
        return tuple(one for one in found if one is not None)

    def limits(self) -> tuple[facts.Limit, ...]:
        """Read the limits of one act, of a year, and of all acts."""
        windows = (("each", "one act"), ("year", "financial year"), ("total", "all acts"))
        found = ((over, self.value(name, _amount)) for name, over in windows)
        return tuple(facts.Limit(amount, over) for over, amount in found if amount is not None)  # type: ignore[arg-type]

    def _one(self, name: str, text: str, read: Callable[[str], T]) -> T | None:
        try:
            check_text(text, "the cell")
            return read(text)
        except Malformed as error:
            self.fault(name, str(error))
            return None

    def fault(self, name: str, message: str) -> None:
        """Note what is wrong with the cell under a heading."""
        self._table.fault(self.line, self._columns[name], message)


def _convert(text: str, kind: Any, expected: str) -> str:  # noqa: ANN401 - an annotated type
    try:
        return str(msgspec.convert(text, kind))
    except msgspec.ValidationError:
        raise Malformed(f"expected {expected}, got {text[:80]!r}") from None


def _clause(text: str) -> str:
    return _convert(text, Clause, "a clause")


def _amount(text: str) -> Money:
    return _parameter(AMOUNT, text)


def _day(text: str) -> str:
    return _parameter(DAY, text)


def _parameter(kind: click.ParamType[T], text: str) -> T:
    """Read a value as the command line does."""
    try:
        return kind.convert(text, None, None)
    except click.BadParameter as error:
        raise Malformed(error.message) from None


def _onward(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) <= ONWARD_MAX):
        raise Malformed(f"expected how often it may be passed on, 0 to {ONWARD_MAX}, got {text[:80]!r}")
    return int(text)


def grid_of(rows: Iterable[tuple[str, ...]] = ()) -> Grid:
    """Give the sheet that grants are read from."""
    return Grid(COLUMNS, tuple(rows))

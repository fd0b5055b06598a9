"""Tables as a spreadsheet that auditors open: all of it text, nothing in it taken for a formula (W5)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime

from ledger.errors import Malformed
from ledger_cli.output import clean
from ledger_cli.papers.tree import Grid
from ledger_cli.sheets import EXTRA

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would run instead of showing it."""

CELL_MAX = 32_767
"""Most characters of a cell."""

_MADE = datetime(1980, 1, 1, tzinfo=UTC)
"""The day that every spreadsheet bears, as its parts do: the same tables give the same bytes and digest."""

_CUT = " … (cut: the ledger has all of it)"


def write(sheets: Mapping[str, Grid], *, frozen: int = 1) -> bytes:
    """Write tables as a spreadsheet, a sheet each.

    Every cell is text. One that begins as a formula does is marked as text for whoever edits it, too.

    Args:
        sheets: the tables by the names of their sheets.
        frozen: how many columns stay in sight.

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
        book.set_properties({"created": _MADE})
        laid = {"text_wrap": True, "valign": "top"}
        head, plain = book.add_format({"bold": True, **laid}), book.add_format({"num_format": "@", **laid})
        marked = book.add_format({"num_format": "@", "quote_prefix": True, **laid})
        for name, grid in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.set_column(0, len(grid.columns) - 1, 24, plain)
            sheet.freeze_panes(1, frozen)
            for column, heading in enumerate(grid.columns):
                sheet.write_string(0, column, clean(heading), head)
            for line, row in enumerate(grid.rows, 1):
                for column, cell in enumerate(row):
                    style = marked if cell.startswith(FORMULA) else plain
                    sheet.write_string(line, column, cut(clean(cell)), style)
    return stream.getvalue()


def cut(text: str) -> str:
    """Give as much of a text as a cell has room for, and say that there is more."""
    return text if len(text) <= CELL_MAX else text[: CELL_MAX - len(_CUT)] + _CUT

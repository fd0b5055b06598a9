"""What goes to the screen: tables for people, tabs for pipes, JSON for programs; never an escape sequence.

Answers go to standard output, talk goes to standard error. Text that came from anybody is cleaned of
control, direction and zero-width characters before it is shown.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from typing import TextIO

import msgspec

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)

_WHOLE = re.compile(r"[a-z]{1,2}-[a-z2-7]{16}|[0-9-]*")
"""Ids, dates and numbers: what nobody can read when it is broken over two lines."""

_LONG = 40
"""The longest cell, in characters, of a table that does without lines between its rows."""

LONG = 2_000
"""From so many on, a terminal is told how far long work has come."""

Cell = str | int | None


class Table(msgspec.Struct, frozen=True):
    """Rows under named columns; the names are also the keys in JSON."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    title: str = ""


def clean(text: str) -> str:
    """Make text safe to print: each hidden character becomes U+FFFD."""
    return _HIDDEN.sub("\ufffd", text)


def use_utf8() -> None:
    """Print UTF-8 wherever this runs, Windows consoles included."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace", newline="\n")


def say(message: str) -> None:
    """Tell the person at the terminal something that is not the answer."""
    print(clean(message), file=sys.stderr)  # noqa: T201 - this is the one place that talks


def progress(done: int, size: int, what: str = "entries") -> None:
    """Tell a terminal how far long work has come."""
    if size >= LONG and sys.stderr.isatty():
        sys.stderr.write(f"\r{done:,} of {size:,} {what}" + ("\n" if done == size else ""))
        sys.stderr.flush()


def answer(text: str) -> None:
    """Print a line of the answer."""
    print(clean(text))  # noqa: T201 - this is the one place that answers


def emit_json(value: object) -> None:
    """Print one JSON value; non-ASCII characters stay, hidden ones are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=False)
    answer(_HIDDEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text))


def emit(table: Table, *, as_json: bool) -> None:
    """Print a table: as JSON, else drawn on a terminal, else separated by tabs with a heading line."""
    if as_json:
        emit_json([dict(zip(table.columns, row, strict=True)) for row in table.rows])
    elif _is_terminal(sys.stdout):
        _draw(table)
    else:
        answer("\t".join(table.columns))
        for row in table.rows:
            answer("\t".join(_flat(cell) for cell in row))


def emit_record(record: Mapping[str, object], *, as_json: bool) -> None:
    """Print one thing with its fields, a line each."""
    if as_json:
        emit_json(record)
        return
    width = max(len(name) for name in record)
    for name, value in record.items():
        answer(f"{name:<{width}}  {'' if value is None else value}")


def _flat(cell: Cell) -> str:
    return "" if cell is None else re.sub(r"[\t\n]", " ", str(cell))


def _is_terminal(stream: TextIO) -> bool:
    return stream.isatty()


def _draw(table: Table) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table as Drawn
    from rich.text import Text

    cells = [[clean("" if cell is None else str(cell)) for cell in row] for row in table.rows]
    long = any(len(cell) > _LONG for row in cells for cell in row)
    style = box.HORIZONTALS if long else box.SIMPLE_HEAD
    drawn = Drawn(title=table.title or None, box=style, title_justify="left", pad_edge=False, show_lines=long)
    for index, column in enumerate(table.columns):
        whole = all(_WHOLE.fullmatch(row[index]) for row in cells)
        drawn.add_column(column, overflow="fold", no_wrap=whole)
    for row in cells:
        drawn.add_row(*map(Text, row))
    Console(no_color=bool(os.environ.get("NO_COLOR")), highlight=False).print(drawn)

"""What reaches the screen: tables, tabs or JSON, and never an escape sequence."""

from __future__ import annotations

import json

import pytest

from ledger_cli import output
from ledger_cli.output import Table, clean, emit

NAMES = Table(("id", "name"), [("p-" + "a" * 16, "Ann\x1b[2J\u202eClerk"), ("p-" + "b" * 16, None)], "Names")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make standard output look like a terminal of 60 columns."""
    monkeypatch.setattr(output, "_is_terminal", lambda _: True)
    monkeypatch.setenv("COLUMNS", "60")


def test_hidden_characters_are_replaced_and_line_feeds_stay() -> None:  # W6
    assert clean("a\x1b[31m\x9b\u200b\u2066b\nc\td") == "a\ufffd[31m\ufffd\ufffd\ufffdb\nc\td"


def test_a_pipe_gets_tabs_under_a_heading(capsys: pytest.CaptureFixture[str]) -> None:  # W6
    emit(NAMES, as_json=False)

    assert capsys.readouterr().out == (f"id\tname\np-{'a' * 16}\tAnn\ufffd[2J\ufffdClerk\np-{'b' * 16}\t\n")


def test_tabs_and_line_feeds_in_a_cell_do_not_make_columns_or_rows(
    capsys: pytest.CaptureFixture[str],
) -> None:
    emit(Table(("a", "b"), [("one\ttwo\nthree", 4)]), as_json=False)

    assert capsys.readouterr().out == "a\tb\none two three\t4\n"


def test_json_keeps_letters_and_escapes_what_is_hidden(capsys: pytest.CaptureFixture[str]) -> None:  # W6
    emit(Table(("name",), [("Zoë\u202e",)]), as_json=True)

    printed = capsys.readouterr().out
    assert "Zoë\\u202e" in printed
    assert json.loads(printed) == [{"name": "Zoë\u202e"}]


@pytest.mark.usefixtures("terminal")
def test_a_terminal_gets_a_table_without_escapes_from_the_data(
    capsys: pytest.CaptureFixture[str],
) -> None:  # W6
    emit(NAMES, as_json=False)

    printed = capsys.readouterr().out
    assert "Ann\ufffd[2J\ufffdClerk" in printed
    assert "\x1b[2J" not in printed


@pytest.mark.usefixtures("terminal")
def test_an_id_is_never_broken_over_two_lines(capsys: pytest.CaptureFixture[str]) -> None:
    emit(Table(("id", *"abcdef"), [("p-" + "a" * 16, *["longword" * 4] * 6)]), as_json=False)

    assert "p-" + "a" * 16 in capsys.readouterr().out


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("cells", [("short", "cells"), ("long " * 20, "cells")])
def test_rows_of_long_cells_have_lines_between_them(
    cells: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    emit(Table(("a", "b"), [cells, cells]), as_json=False)

    lines = [line for line in capsys.readouterr().out.splitlines() if set(line.strip()) == {"─"}]
    assert (len(lines) > 1) == cells[0].startswith("long")

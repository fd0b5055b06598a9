"""A paper as Markdown (CommonMark): whatever anybody wrote is escaped."""

from __future__ import annotations

import re

from ledger_cli.output import clean
from ledger_cli.papers.tree import Grid, Line, Paper, Role, Section

_SIGNS = re.compile(r"([\\`*_\[\]<>#|~&$])")
_STARTS = re.compile(r"^(\s*)([-+=]|[0-9]+[.)])(?=\s|$|[-=])")
_LISTED: frozenset[Role] = frozenset({"person", "interest", "vote", "part"})
_QUOTED: frozenset[Role] = frozenset({"chair", "withheld"})


def write(paper: Paper) -> str:
    """Write a paper as Markdown."""
    blocks = [f"# {escape(paper.title)}", f"**{escape(paper.kind)}**"]
    blocks.append("\n".join(f"- **{escape(name)}:** {escape(value)}" for name, value in paper.particulars))
    for section in paper.sections:
        blocks += _section(section)
    return "\n\n".join(block for block in blocks if block) + "\n"


def escape(text: str) -> str:
    """Make text safe to stand in a paragraph: no sign of it means anything in Markdown or HTML."""
    lines = (_SIGNS.sub(r"\\\1", line) for line in clean(text).replace("\t", " ").splitlines())
    return "  \n".join(_STARTS.sub(r"\1\\\2", line.strip()) if line.strip() else "\\" for line in lines)


def _section(section: Section) -> list[str]:
    number = f"{escape(section.number)}. " if section.number else ""
    blocks = [f"## {number}{escape(' '.join(section.title.split()))}"]
    listed: list[str] = []
    for line in section.lines:
        if line.role in _LISTED:
            listed.append(f"- {_line(line)}".replace("\n", "\n  "))
            continue
        if listed:
            blocks.append("\n".join(listed))
            listed = []
        blocks.append(_paragraph(line))
    blocks.append("\n".join(listed))
    return blocks if section.grid is None else [*blocks, _grid(section.grid)]


def _grid(grid: Grid) -> str:
    """Write a table; a line break would end a row."""
    head, *rows = ([_cell(text) for text in row] for row in (grid.columns, *grid.rows))
    lines = (head, ["---"] * len(head), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return escape(" ".join(text.split())) if text.strip() else ""


def _paragraph(line: Line) -> str:
    text = _line(line)
    if line.role in _QUOTED:
        return "> " + text.replace("\n", "\n> ")
    return f"**{text}**" if line.role == "resolution" else text


def _line(line: Line) -> str:
    return f"{escape(line.label)}: {escape(line.text)}" if line.label else escape(line.text)

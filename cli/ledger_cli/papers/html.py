"""A paper as one HTML file that needs nothing else: whatever anybody wrote is escaped, nothing is run."""

from __future__ import annotations

from html import escape as escaped

from ledger_cli.output import clean
from ledger_cli.papers.tree import Grid, Line, Paper, Section

STYLE = """
body { font: 1rem/1.5 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #111; }
h1, h2 { font-family: Arial, sans-serif; line-height: 1.25; }
h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin-top: 1.6rem; }
.kind { font-weight: bold; } dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; }
dt { font-weight: bold; } dd { margin: 0; } p { margin: .4rem 0; }
.label { font-weight: bold; } .resolution { font-weight: bold; }
.person, .interest, .vote, .part { padding-left: 1.5rem; }
table { border-collapse: collapse; font-size: .85rem; } .wide { overflow-x: auto; }
th, td { border: 1px solid #999; padding: .2rem .4rem; text-align: left; vertical-align: top; }
th { background: #eee; }
.chair, .withheld { border-left: .25rem solid #666; padding-left: .75rem; } .note { font-size: .9rem; }
@media print { body { margin: 0; max-width: none; } h2 { break-after: avoid; } p { orphans: 2; widows: 2; } }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write(paper: Paper) -> str:
    """Write a paper as HTML."""
    particulars = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>\n" for name, value in paper.particulars
    )
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escaped(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(clean(f'{paper.kind}: {paper.title}'))}</title>\n<style>{STYLE}</style>\n</head>\n"
        f'<body>\n<h1>{escape(paper.title)}</h1>\n<p class="kind">{escape(paper.kind)}</p>\n'
        f"<dl>\n{particulars}</dl>\n{''.join(map(_section, paper.sections))}</body>\n</html>\n"
    )


def escape(text: str) -> str:
    """Make text safe to stand in an element; lines stay lines."""
    return escaped(clean(text)).replace("\n", "<br>\n")


def _section(section: Section) -> str:
    number = f"{escape(section.number)}. " if section.number else ""
    heading = f"<h2>{number}{escape(section.title)}</h2>\n"
    grid = "" if section.grid is None else _grid(section.grid)
    return f"<section>\n{heading}{''.join(map(_line, section.lines))}{grid}</section>\n"


def _grid(grid: Grid) -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in grid.columns)
    rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in grid.rows)
    body = "".join(f"<tr>{row}</tr>\n" for row in rows)
    table = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>"
    return f'<div class="wide">\n{table}\n</div>\n'


def _line(line: Line) -> str:
    label = f'<span class="label">{escape(line.label)}:</span> ' if line.label else ""
    return f'<p class="{line.role}">{label}{escape(line.text)}</p>\n'

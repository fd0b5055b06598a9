"""A paper as a Word document: in Word's own named styles, or in a template that a council keeps.

``docs/reference/minutes-template.md`` names the variables of a template.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

import click
import msgspec

from ledger.errors import Malformed, Oversized
from ledger_cli.output import clean
from ledger_cli.packing import unpacked_size
from ledger_cli.papers.tree import Grid, Line, Paper, Role

STYLES: dict[Role, str] = {
    "person": "List Bullet",
    "interest": "List Bullet",
    "vote": "List Bullet",
    "part": "List Bullet",
    "chair": "Quote",
    "withheld": "Intense Quote",
    "note": "Caption",
}
TEMPLATE_BYTES_MAX = 10_000_000
UNPACKED_BYTES_MAX = 100_000_000
_NO_XML = re.compile("[\ufffe\uffff]")


def write(paper: Paper, template: Path | None = None) -> bytes:
    """Write a paper as a Word document.

    Raises:
        click.UsageError: the extra ``office`` is not installed.
        Malformed: the template is no Word document, or says something that cannot be filled in.
        Oversized: the template is too large.
    """
    try:
        return _plain(paper) if template is None else _filled(paper, template)
    except ModuleNotFoundError as error:
        raise click.UsageError(
            f"expected the extra office for Word documents (pip install 'remit[office]'), got no {error.name}"
        ) from None


def _plain(paper: Paper) -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.title = _text(f"{paper.kind}: {paper.title}")
    document.core_properties.author = _text(paper.title)
    document.core_properties.comments = ""
    document.add_heading(_text(paper.title), 0)
    document.add_heading(_text(paper.kind), 1)
    table = document.add_table(rows=0, cols=2)
    for name, value in paper.particulars:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = _text(name), _text(value)
    for section in paper.sections:
        number = f"{section.number}. " if section.number else ""
        document.add_heading(_text(number + section.title), 2)
        for line in section.lines:
            _add(document, line)
        if section.grid is not None:
            _draw(document, section.grid)
    if any(section.grid is not None for section in paper.sections):
        _landscape(document)
    return _saved(document)


def _saved(document: Any) -> bytes:  # noqa: ANN401 - python-docx gives its document no public type
    """Save a document with no clock in it: the same paper gives the same bytes, and so the same digest."""
    stream, still = io.BytesIO(), io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as made, zipfile.ZipFile(still, "w") as packed:
        for part in made.namelist():
            packed.writestr(zipfile.ZipInfo(part), made.read(part), zipfile.ZIP_DEFLATED)
    return still.getvalue()


def _add(document: Any, line: Line) -> None:  # noqa: ANN401 - python-docx gives its document no public type
    paragraph = document.add_paragraph(style=STYLES.get(line.role, "Normal"))
    if line.label:
        paragraph.add_run(f"{_text(line.label)}: ").bold = True
    paragraph.add_run(_text(line.text)).bold = True if line.role == "resolution" else None


def _draw(document: Any, grid: Grid) -> None:  # noqa: ANN401 - as above
    table = document.add_table(rows=0, cols=len(grid.columns), style="Table Grid")
    for row in (grid.columns, *grid.rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = _text(text)
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True


def _landscape(document: Any) -> None:  # noqa: ANN401 - as above
    """Turn the paper: a table has more columns than a page has room for upright."""
    for page in document.sections:
        page.page_width, page.page_height = page.page_height, page.page_width


def _filled(paper: Paper, template: Path) -> bytes:
    """Fill a template in. It cannot call anything: it comes from a file that anybody may have written."""
    import jinja2.sandbox
    from docx.opc.exceptions import OpcError
    from docxtpl import DocxTemplate

    _require_document(template)
    context = {"paper": _cleaned(msgspec.to_builtins(paper))}
    environment = jinja2.sandbox.ImmutableSandboxedEnvironment(
        autoescape=True, undefined=jinja2.StrictUndefined
    )
    try:
        document = DocxTemplate(template)
        document.render(context, environment, autoescape=True)
        return _saved(document)
    except (
        jinja2.TemplateError,
        OpcError,
        SyntaxError,  # what lxml raises on bad XML
        zipfile.BadZipFile,
        zlib.error,
        LookupError,
        RuntimeError,  # a part that is encrypted, or packed in a way that is not known
        ValueError,
        TypeError,
        AttributeError,
    ) as error:
        raise Malformed(
            f"{template}: expected a template that can be filled in, got: {str(error)[:200]}"
        ) from None


def _require_document(template: Path) -> None:
    """Look at the size of a template before it is unpacked.

    Raises:
        Malformed: it is no Word document, or cannot be read.
        Oversized: it is too large, packed or unpacked.
    """
    unpacked = unpacked_size(template, "a Word document")
    packed = template.stat().st_size
    if packed > TEMPLATE_BYTES_MAX or unpacked > UNPACKED_BYTES_MAX:
        raise Oversized(f"{template}: expected at most {TEMPLATE_BYTES_MAX} bytes, got {packed}")


def _cleaned(value: Any) -> Any:  # noqa: ANN401 - the parts of a paper
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return {name: _cleaned(one) for name, one in value.items()}
    return [_cleaned(one) for one in value] if isinstance(value, tuple | list) else value


def _text(text: str) -> str:
    return _NO_XML.sub("\ufffd", clean(text))

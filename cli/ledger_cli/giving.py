"""Giving a paper out: its options, which format, onto the screen or into a file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from ledger.errors import Malformed, StorageError
from ledger_cli.output import answer, emit_json, emit_record

if TYPE_CHECKING:
    from ledger_cli.papers.tree import Paper
    from ledger_cli.settings import Settings

FILE_BYTES_MAX = 100_000_000
HASHED_BYTES_MAX = 2_000_000_000
_PIECE = 1 << 20
_FORMATS = click.Choice(("md", "html", "docx"))


def paper(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of everything that is written as a paper."""
    options = (
        click.option(
            "--format", "kind", type=_FORMATS, default="md", show_default=True, help="Which format."
        ),
        click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Into this file."),
        click.option(
            "--template",
            type=click.Path(path_type=Path, dir_okay=False),
            help="A Word document with your own layout.",
        ),
        click.option(
            "--public/--full",
            default=True,
            help="Without, or with, what is withheld from the public.  [default: without]",
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


def require(kind: str, out: Path | None, template: Path | None) -> None:
    """Refuse options that do not go together.

    Raises:
        click.UsageError: a Word document without a file, a template without Word.
    """
    if kind == "docx" and out is None:
        raise click.UsageError("expected --out FILE for a Word document, got none")
    if kind != "docx" and template is not None:
        raise click.UsageError(f"expected --format docx with --template, got {kind}")


def give(settings: Settings, paper: Paper, kind: str, out: Path | None, template: Path | None) -> None:
    """Print a paper, or write it into a file."""
    if out is None and settings.as_json:
        emit_json(msgspec.to_builtins(paper))
        return
    data = rendered(paper, kind, template)
    if out is None:
        answer(data.decode().rstrip("\n"))
    else:
        save(settings, out, data, kind=paper.kind, public="yes" if paper.public else "no")


def save(settings: Settings, out: Path, data: bytes, **about: str) -> None:
    """Write a file, and tell its digest with what it is about.

    Raises:
        StorageError: it cannot be written.
    """
    store(out, data)
    named = about if settings.as_json else {name.replace("_", " "): text for name, text in about.items()}
    record = {"file": str(out), **named, "digest": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    emit_record(record, as_json=settings.as_json)


def store(out: Path, data: bytes) -> None:
    """Write a file.

    Raises:
        StorageError: it cannot be written.
    """
    try:
        out.write_bytes(data)
    except OSError as error:
        raise StorageError(f"expected to write to {out}, got: {error.strerror}") from error


def rendered(paper: Paper, kind: str, template: Path | None) -> bytes:
    """Give the bytes of a paper in a format."""
    from ledger_cli.papers import html, markdown, word

    if kind == "docx":
        return word.write(paper, template)
    return (html.write(paper) if kind == "html" else markdown.write(paper)).encode()


def read(file: Path) -> bytes:
    """Read a file, up to a limit.

    Raises:
        Malformed: not a file that can be read, or too large.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(FILE_BYTES_MAX + 1)
    except OSError as error:
        raise Malformed(f"{file}: expected a file that can be read, got: {error.strerror}") from None
    if len(data) > FILE_BYTES_MAX:
        raise Malformed(f"{file}: expected at most {FILE_BYTES_MAX} bytes, got more")
    return data


def digest(file: Path) -> str:
    """Give the digest of a file as facts state it; it is read piece by piece, up to a limit.

    Raises:
        Malformed: not a file that can be read, or too large.
    """
    found, size = hashlib.sha256(), 0
    try:
        with file.open("rb") as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > HASHED_BYTES_MAX:
                    raise Malformed(f"{file}: expected at most {HASHED_BYTES_MAX} bytes, got more")
                found.update(piece)
    except OSError as error:
        raise Malformed(f"{file}: expected a file that can be read, got: {error.strerror}") from None
    return f"sha256:{found.hexdigest()}"

"""``remit function``: the catalogue of functions, and how one is found by plain words (PBP-2)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.facts.functions import Ended
from ledger.tags import FUNCTIONS
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, emit, say
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import today

if TYPE_CHECKING:
    from ledger.functions import Catalogue
    from ledger_cli.session import Session

_LISTED = ("function", "title", "also", "under", "by", "ended")
_FOUND = ("function", "title", "part of", "score", "found nothing")


@click.group()
def command() -> None:
    """The catalogue of functions: what authority is given for, in plain words."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", metavar="BODY", required=True, help="The body whose act it is.")
@click.option("--on", type=DAY, help="From which day.  [default: today]")
@recording
def adopt(session: Session, file: Path, by: str, on: str | None) -> None:
    """Adopt the functions of a FILE: those that the catalogue does not have yet, or has in other words.

    \b
    Example:
      remit function adopt functions.yaml --by lsc-icp --on 2024-04-01
    """
    from ledger_cli import cataloguing
    from ledger_cli.lookups import Past

    functions = cataloguing.load_functions(file)
    fresh = cataloguing.news(functions, Past(session).state(FUNCTIONS).functions)
    if not fresh:
        say(f"nothing to record: the catalogue has all that {file} lists, in the same words")
        return
    submit(session, on, *cataloguing.listed(fresh, by))


@command.command()
@click.argument("function")
@click.option("--by", metavar="BODY", required=True, help="The body whose act it is.")
@click.option("--on", type=DAY, help="The first day on which it is there no more.  [default: today]")
@recording
def end(session: Session, function: str, by: str, on: str | None) -> None:
    """Take a FUNCTION out of the catalogue; what names it can still be read.

    \b
    Example:
      remit function end contracts.vary --by lsc-icp
    """
    submit(session, on, Ended(by, function))


@command.command("list")
@on_day
@known_then
@answering
def list_(session: Session, on: str | None, known_at: str | None) -> None:
    """List every function as a tree, each right before its parts; those that ended too, with the day.

    \b
    Example:
      remit function list --on 2024-04-01
    """
    as_json = session.settings.as_json
    catalogue = _catalogue(session, on, known_at)
    rows: list[tuple[Cell, ...]] = []
    for code in catalogue.tree():
        one = catalogue.known[code]
        indent = "" if as_json else "  " * (len(catalogue.above(code)) - 1)
        also, under = ", ".join(one.function.also) or None, one.function.under
        rows.append((code, indent + one.function.title, also, under, one.by, one.ended))
    emit(Table(_LISTED, rows, "Functions"), as_json=as_json)


@command.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--most", type=click.IntRange(1, 100), default=5, show_default=True, help="How many to show.")
@on_day
@known_then
@answering
def find(session: Session, words: tuple[str, ...], most: int, on: str | None, known_at: str | None) -> int:
    """Find functions by plain WORDS, the best first. Exit code 1: nothing was found.

    \b
    Example:
      remit function find vary the community beds contract
    """
    catalogue, text = _catalogue(session, on, known_at), " ".join(words)
    matches = catalogue.find(text, most)
    rows = [
        (
            match.function.function,
            match.function.title,
            " > ".join(catalogue.titles_above(match.function.function)[::-1]) or None,
            match.score,
            ", ".join(match.missing) or None,
        )
        for match in matches
    ]
    emit(Table(_FOUND, rows, text), as_json=session.settings.as_json)
    if not matches:
        say(f"no function of the catalogue speaks of: {text}")
    return 0 if matches else 1


def _catalogue(session: Session, on: str | None, known_at: str | None) -> Catalogue:
    from ledger_cli.lookups import Past

    return Past(session, known_at).state(FUNCTIONS).functions.on(on or today())

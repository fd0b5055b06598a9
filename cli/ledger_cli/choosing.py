"""Asking which of several is meant: at a terminal only, never a script or a program."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import click

from ledger_cli.output import say


def at_terminal() -> bool:
    """Say whether somebody is there to be asked, and to read the question."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def choose(text: str, meant: Mapping[str, str], *, as_json: bool) -> str | None:
    """Ask which one a text means, by its number.

    Args:
        text: what was typed.
        meant: what it may mean, each with how it is shown.
        as_json: a program reads the answer, and nobody is asked.

    Returns:
        The one that was chosen; None: there is nothing to choose, or nobody to ask.
    """
    if as_json or len(meant) < 2 or not at_terminal():  # noqa: PLR2004 - one is no choice
        return None
    say(f"{text!r} may mean:")
    for number, shown in enumerate(meant.values(), 1):
        say(f"  {number}  {shown}")
    number = click.prompt("Which one?", type=click.IntRange(1, len(meant)), err=True)
    return list(meant)[number - 1]

"""The options of what is asked about a period, such as a financial year: its first and its last day."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click
import msgspec

from ledger_cli.parameters import DAY


class Period(msgspec.Struct, frozen=True):
    """The days from the first to the last one, both of them included."""

    first: str
    last: str

    def holds(self, day: str) -> bool:
        """Say whether a day is one of them."""
        return self.first <= day <= self.last


def period(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a period; it gets them as ``over``."""

    @functools.wraps(function)
    def run(*arguments: Any, first: str, last: str, **given: Any) -> object:
        if last < first:
            raise click.UsageError(f"expected --to on or after --from ({first}), got {last}")
        return function(*arguments, **given, over=Period(first, last))

    run = click.option("--to", "last", type=DAY, required=True, help="The last day.")(run)
    return click.option("--from", "first", type=DAY, required=True, help="The first day.")(run)


full = click.option(
    "--full", is_flag=True, help="With the words about items that are withheld from the public."
)

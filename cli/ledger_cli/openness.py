"""The options of what may be withheld from the public: exempt or confidential, on which ground (LSC-9.4)."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click
import msgspec

from ledger.facts.words import Words

if TYPE_CHECKING:
    from ledger.facts.programme import Access
    from ledger.facts.words import Sealed

_WITHHOLDING = (
    click.option("--exempt", "access", flag_value="exempt", help="The public may be refused it."),
    click.option(
        "--confidential", "access", flag_value="confidential", help="The public must be refused it."
    ),
    click.option("--ground", metavar="CLAUSE", help="On which it is exempt or confidential."),
    click.option("--summary", metavar="TEXT", help="What the public reads instead of it."),
)


class Openness(msgspec.Struct, frozen=True):
    """Whether something is public, and if not, on which ground, and what the public reads instead."""

    access: Access
    ground: str | None
    summary: Sealed | None


def withholding(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of something that may be withheld; it gets them as ``openness``."""

    @functools.wraps(function)
    def run(**given: Any) -> object:
        access, ground, summary = (given.pop(name) for name in ("access", "ground", "summary"))
        sealed_ = None if summary is None else Words.of(summary)
        return function(**given, openness=Openness(access or "public", ground, sealed_))

    for option in reversed(_WITHHOLDING):
        run = option(run)
    return run

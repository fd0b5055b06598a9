"""What a body resolved, as it is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, get_args

import click
import msgspec

from ledger.facts.decisions import Kind, Part
from ledger.facts.words import Words
from ledger_cli.delegating import gathered
from ledger_cli.parameters import DAY

F = TypeVar("F", bound=Callable[..., Any])

_PART = (
    click.option("--text", required=True, help="What was resolved; kept sealed."),
    click.option("--kind", type=click.Choice(get_args(Kind)), default="decision", show_default=True),
    click.option("--condition", help="What it is still subject to; kept sealed."),
    click.option("--due", type=DAY, help="The day by which the condition is to be met."),
    click.option("--matter", metavar="CODE", help="The class of matters.  [default: that of its one motion]"),
    click.option("--under", metavar="ID", help="The delegation by which the body decides it."),
    click.option(
        "--announced", "entry", metavar="ID", help="The entry that announced it on the forward plan."
    ),
    click.option(
        "--to", multiple=True, metavar="CODE", help="An organisation to which a recommendation goes."
    ),
    click.option("--chosen", multiple=True, metavar="CODE", help="An option that was chosen."),
    click.option("--common", metavar="ID", help="The question put in common to which the body agrees by it."),
)


class Said(msgspec.Struct, frozen=True):
    """What a resolution says."""

    text: str
    kind: Kind
    condition: str | None
    due: str | None
    matter: str | None
    under: str | None
    entry: str | None
    to: tuple[str, ...]
    chosen: tuple[str, ...]
    common: str | None

    def part(self, matter: str | None) -> Part:
        """Make the one part that says it, on the matter given where none is said."""
        subject_to = None if self.condition is None else Words.of(self.condition)
        return Part(
            "1",
            self.kind,
            Words.of(self.text),
            subject_to,
            self.due,
            self.matter or matter,
            self.under,
            self.to,
            self.chosen,
            self.entry,
            self.common,
        )


def said(function: F) -> F:
    """Give a command the options of what was resolved, gathered as ``said``."""
    return gathered(function, _PART, "said", Said)

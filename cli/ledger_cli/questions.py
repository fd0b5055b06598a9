"""The options that every question about a day shares."""

from __future__ import annotations

import click

from ledger_cli.parameters import DAY, KNOWN_AT

on_day = click.option("--on", type=DAY, help="On which day.  [default: today]")
known_then = click.option(
    "--known-at",
    type=KNOWN_AT,
    help="As the ledger knew it then: an entry's number, or a day.  [default: all that it knows]",
)

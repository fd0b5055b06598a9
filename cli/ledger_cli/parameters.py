"""The kinds of value that commands take, each with one clear message when it is wrong."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import click

from ledger.facts.words import Money

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_MINOR = {"GBP": 2, "EUR": 2, "USD": 2}


class _Day(click.ParamType[str]):
    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value)
        if _DAY.fullmatch(text):
            with suppress(ValueError):
                return date.fromisoformat(text).isoformat()
        return self.fail(f"expected a date like 2024-03-25, got {text!r}", param, ctx)


class _KnownAt(click.ParamType[str]):
    name = "number or date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value)
        return text if re.fullmatch(r"[1-9][0-9]{0,15}", text) else DAY.convert(text, param, ctx)


class _Within(click.ParamType[int]):
    name = "days"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = re.fullmatch(r"([0-9]{1,4})([dw])", str(value))
        if found is None:
            return self.fail(f"expected a time like 30d or 4w, got {str(value)!r}", param, ctx)
        return int(found[1]) * {"d": 1, "w": 7}[found[2]]


class _Amount(click.ParamType[Money]):
    name = "amount"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Money:
        if isinstance(value, Money):
            return value
        try:
            return money(str(value))
        except ValueError as error:
            return self.fail(str(error), param, ctx)


def money(text: str) -> Money:
    """Read an amount as it is written: ``GBP 2500.00``.

    Raises:
        ValueError: it is none, or it is nothing; with what was expected.
    """
    found = re.fullmatch(r"([A-Z]{3}) ?([0-9]{1,13}(?:\.[0-9]{2})?)", text)
    if not found or found[1] not in _MINOR:
        raise ValueError(f"expected an amount like 'GBP 2500.00', got {text!r}")
    minor = int(Decimal(found[2]) * 10 ** _MINOR[found[1]])
    if minor < 1:
        raise ValueError(f"expected an amount above nothing, got {text!r}")
    return Money(minor, found[1])


class _Instant(click.ParamType[int]):
    name = "instant"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value)
        whole = f"{text}T23:59:59Z" if _DAY.fullmatch(text) else text
        if _INSTANT.fullmatch(whole):
            with suppress(ValueError):
                return int(datetime.fromisoformat(whole).timestamp())
        return self.fail(
            f"expected a date, or an instant like 2026-11-23T10:00:00Z, got {text!r}", param, ctx
        )


DAY = _Day()
KNOWN_AT = _KnownAt()
WITHIN = _Within()
"""So many days, or weeks, as days."""

AMOUNT = _Amount()
INSTANT = _Instant()
"""Seconds since 1970, UTC; a date means its last second."""

"""One spelling for each value: canonical JSON, text, base64, days, tags. From `docs/formats` alone."""

from __future__ import annotations

import base64
import binascii
import json
import re
import unicodedata
from datetime import date, datetime
from itertools import pairwise
from typing import Any, NoReturn, TypeAlias
from zoneinfo import ZoneInfo

Json: TypeAlias = Any  # whatever a stranger wrote

LONDON = ZoneInfo("Europe/London")
INTEGER_MAX = 2**53 - 1
NESTING_MAX = 32
MARKS_MAX = 30
TAG_MAX = 128
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


class No(Exception):
    """The verifier's no, with the kind of the format documents."""

    def __init__(self, kind: str, why: str) -> None:
        super().__init__(f"{kind}: {why}")
        self.kind, self.why = kind, why


def need(holds: object, kind: str, why: str) -> None:
    if not holds:
        raise No(kind, why)


# --- canonical JSON -------------------------------------------------------------------------------


def _float(digits: str) -> NoReturn:
    raise No("FORM", f"{digits[:40]} is no integer")


def _integer(digits: str) -> int:
    need(len(digits) <= len(str(-INTEGER_MAX)), "FORM", "an integer beyond 2^53 - 1")
    value = int(digits)
    need(-INTEGER_MAX <= value <= INTEGER_MAX, "FORM", "an integer beyond 2^53 - 1")
    return value


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    need(len(found) == len(pairs), "FORM", "a name stands twice in one object")
    return found


def parse(data: bytes, limit: int, line_feeds_in: frozenset[str] = frozenset()) -> Json:
    """Read canonical JSON of at most `limit` bytes; line feeds only in members with these names."""
    need(len(data) <= limit, "LIMIT", f"more than {limit} bytes")
    try:
        value = json.loads(
            data.decode("utf-8"),
            parse_int=_integer,
            parse_float=_float,
            parse_constant=_float,
            object_pairs_hook=_members,
        )
    except RecursionError:
        raise No("LIMIT", "too many levels") from None
    except ValueError as error:
        raise No("FORM", str(error)) from None
    _look_through(value, line_feeds_in)
    need(write(value) == data, "FORM", "not the canonical form")
    return value


def write(value: Json) -> bytes:
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
    ).encode()


def _look_through(root: Json, line_feeds_in: frozenset[str]) -> None:
    todo: list[tuple[Any, int, bool]] = [(root, 1, False)]
    while todo:
        value, level, line_feeds = todo.pop()
        if isinstance(value, str):
            text(value, line_feeds=line_feeds)
        elif isinstance(value, list | dict):
            need(level <= NESTING_MAX, "LIMIT", "too many levels")
        if isinstance(value, dict):
            for name, inner in value.items():
                need(name.isascii(), "FORM", "a name that is not ASCII")
                text(name)
                todo.append((inner, level + 1, name in line_feeds_in))
        elif isinstance(value, list):
            todo.extend((inner, level + 1, False) for inner in value)


def text(value: str, *, line_feeds: bool = False) -> None:
    """Check the rules for text."""
    if value.isascii() and value.isprintable():
        return
    marks = 0
    for char in value:
        marks = marks + 1 if unicodedata.combining(char) else 0
        need(marks <= MARKS_MAX, "LIMIT", "too many combining marks in a row")
    unseen = UNSEEN.search(value.replace("\n", "") if line_feeds else value)
    need(unseen is None, "FORM", "an unseen character")
    need(unicodedata.is_normalized("NFC", value), "FORM", "text that is not in normal form C")


# --- small values ---------------------------------------------------------------------------------


def unbase64(value: Json, size: int | None = None) -> bytes:
    need(isinstance(value, str) and value.isascii(), "FORM", "base64 expected")
    try:
        data = base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise No("FORM", f"not base64: {error}") from None
    need(base64.b64encode(data).decode() == value, "FORM", "base64 with another spelling")
    need(size is None or len(data) == size, "FORM", f"{size} bytes expected, got {len(data)}")
    return data


def members(value: Json, *names: str) -> list[Any]:
    """Give the members of an object that has these names and no others."""
    need(isinstance(value, dict), "FORM", "an object expected")
    need(set(value) == set(names), "FORM", f"names {sorted(value)}, expected {sorted(names)}")
    return [value[name] for name in names]


def integer(value: Json, low: int, high: int = INTEGER_MAX) -> int:
    need(type(value) is int and low <= value <= high, "FORM", f"an integer from {low} to {high} expected")
    return int(value)


def string(value: Json, pattern: str = r".*") -> str:
    need(isinstance(value, str), "FORM", "text expected")
    need(re.fullmatch(pattern, value, re.DOTALL | re.ASCII), "FORM", f"{value[:80]!r} is not {pattern}")
    return str(value)


def array(value: Json, high: int, low: int = 0) -> list[Any]:
    need(isinstance(value, list), "FORM", "a list expected")
    need(len(value) >= low, "FORM", f"at least {low} expected")
    need(len(value) <= high, "LIMIT", f"more than {high}")
    return list(value)


def ascending(values: list[Any], what: str) -> None:
    need(
        all(a < b for a, b in pairwise(values)),
        "FORM",
        f"{what} not ascending, or twice",
    )


def instant(value: Json) -> datetime:
    spelt = string(value, r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
    try:
        return datetime.fromisoformat(spelt)
    except ValueError as error:
        raise No("FORM", str(error)) from None


def day_or_instant(value: Json) -> date:
    """Give the day, in London."""
    if isinstance(value, str) and "T" in value:
        return instant(value).astimezone(LONDON).date()
    spelt = string(value, r"\d{4}-\d\d-\d\d")
    try:
        return date.fromisoformat(spelt)
    except ValueError as error:
        raise No("FORM", str(error)) from None


def tag(value: Json) -> str:
    spelt = string(value, r"[a-z]+(:[a-z0-9./-]+){0,2}")
    need(len(spelt) <= TAG_MAX, "LIMIT", f"a tag of more than {TAG_MAX} bytes")
    return spelt

"""The tags and charges of a fact: the table of `docs/formats/fact.md` is read and followed."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from pathlib import Path

from tests.independent.form import Json, need
from tests.independent.signing import key_id, public_key

PAGE = Path(__file__).resolve().parents[2] / "docs" / "formats" / "fact.md"
CORRECTED = "the tags of `was` and those of `body`"
CHARGED = "; and what it is charged to (below)"
ROW = re.compile(r"^\| `([a-z-]+\.[a-z-]+/\d+)` \| (.+) \|$", re.MULTILINE)
LAST_OF = re.compile(r"`([a-z]+:)` with the last of `([a-z_]+)`")
PLAIN = re.compile(r"`([^`]+)`")
WHERE = re.compile(r", (and|or) where (?:it has an? )?`([a-z_]+)`(?: is `([a-z-]+)`)?(?= `)")


@lru_cache(maxsize=1)
def table() -> dict[str, str]:
    return dict(ROW.findall(PAGE.read_text(encoding="utf-8")))


def tags_of(body: dict[str, Json], on: date) -> set[str]:
    """Give the tags that the table gives to a fact with this body."""
    row = table().get(str(body.get("type")))
    need(row is not None, "FORM", "an unknown type")
    assert row is not None
    if row == CORRECTED:
        need(isinstance(body.get("was"), dict), "FORM", "a correction of nothing")
        instead = body.get("body")
        return tags_of(body["was"], on) | (tags_of(instead, on) if isinstance(instead, dict) else set())
    charged = set(uses_of(body, on)) if row.endswith(CHARGED) else set()
    row, _, always = row.removesuffix(CHARGED).partition("; and ")
    charged |= _told(always, body)
    if row.startswith("`body:<body>` `body:<each of successors>`; of each of `passing`"):
        return charged | _passing(row, body)
    where = WHERE.search(row)
    first, more = (row[: where.start()], row[where.end() :]) if where else (row, "")
    if where and _holds(body, where[2], where[3]):
        return (_told(first, body) if where[1] == "and" else set()) | _told(more, body) | charged
    return _told(first, body) | charged


def _passing(row: str, body: dict[str, Json]) -> set[str]:
    """Give the tags of a body that ends: of what passes, and of the first of its successors."""
    named, kinds, funds, theirs = row.split("; ")
    ids = [one for one in _each(body.get("passing")) if isinstance(one, str)]
    words = PLAIN.findall(kinds)[1:]
    found = _told(named, body) | _told(funds, body)
    found |= {f"{word}{one}" for one in ids for word in words if (word[0] == "d") is (one[0] == "g")}
    successors = _each(body.get("successors"))
    if successors:
        found |= {f"{word}{successors[0]}" for word in PLAIN.findall(theirs)[1:]}
    return found


def _holds(body: dict[str, Json], field: str, value: str | None) -> bool:
    need(field in body, "FORM", f"no field {field}")
    if value is None:
        return body[field] is not None
    return bool(body[field] is None if value == "null" else body[field] == value)


def _told(words: str, body: dict[str, Json]) -> set[str]:
    found = set()
    for word, field in LAST_OF.findall(words):
        values = body.get(field)
        need(isinstance(values, list) and values and isinstance(values[-1], str), "FORM", f"no {field}")
        assert isinstance(values, list)
        found.add(word + values[-1])
    for template in PLAIN.findall(LAST_OF.sub("", words)):
        found |= _filled(template, body)
    return found


def _filled(template: str, body: dict[str, Json]) -> set[str]:
    found = {template}
    for whole, how, field in re.findall(r"(<(id of |each of )?([a-z_.]+)>)", template):
        values = _values(body, field.split("."))
        if how == "each of ":
            values = [inner for value in values for inner in _each(value)]
        if how == "id of ":
            values = [key_id(public_key(value)) for value in values]
        need(all(isinstance(value, str) for value in values), "FORM", f"{field} is no text")
        found = {made.replace(whole, value) for made in found for value in values}
    return found


def _values(body: Json, path: list[str]) -> list[Json]:
    """Give the values at a path; a list on the way stands for each of its members."""
    values = [body]
    for name in path:
        inner = [one for value in values for one in (value if isinstance(value, list) else [value])]
        need(all(isinstance(one, dict) and name in one for one in inner), "FORM", f"no field {name}")
        values = [one[name] for one in inner]
    return values


def _each(value: Json) -> list[Json]:
    if isinstance(value, list):
        return [one for inner in value for one in _each(inner)]
    if isinstance(value, dict):
        return [one for inner in value.values() for one in _each(inner)]
    return [] if value is None else [value]


def uses_of(body: dict[str, Json], on: date) -> dict[str, int]:
    """Give what an act under a delegation charges, tag by tag."""
    row = table().get(str(body.get("type")), "")
    amount = body.get("amount")
    if not row.endswith(CHARGED) or amount is None:
        return {}
    need(isinstance(amount, dict) and set(amount) == {"currency", "minor"}, "FORM", "no amount")
    minor, currency = amount["minor"], amount["currency"]
    need(type(minor) is int and isinstance(currency, str), "FORM", "no amount")
    year = f"year.{on.year if (on.month, on.day) >= (4, 1) else on.year - 1}"
    quarter = f"quarter.{on.year}-{(on.month + 2) // 3}"
    windows = ["", f"/month.{on.year}-{on.month:02}", f"/{quarter}", f"/calendar.{on.year}", f"/{year}"]
    if (kind := body.get("spend")) is not None:
        windows += [f"/{kind}", f"/{year}.{kind}"]
    windows += [
        f"/{word}.{body[word]}" for word in ("matter", "project", "supplier") if body.get(word) is not None
    ]
    chain = body.get("chain")
    need(isinstance(chain, list), "FORM", "no chain")
    assert isinstance(chain, list)
    return {f"use:{one}{window}:{currency.lower()}": minor for one in chain for window in windows}

"""The form of a fact: `docs/formats/fact.schema.json` is read and followed, keyword by keyword."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from tests.independent.form import Json, No, need

FILE = Path(__file__).resolve().parents[2] / "docs" / "formats" / "fact.schema.json"
TYPES: dict[str, Callable[[Json], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: type(value) is int,
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}
KNOWN = {"$ref", "additionalProperties", "anyOf", "discriminator", "enum", "items", "maxItems", "maxLength"}
KNOWN |= {"maximum", "minItems", "minLength", "minimum", "pattern", "properties", "required", "type"}


@lru_cache(maxsize=1)
def types() -> dict[str, Json]:
    return dict(json.loads(FILE.read_text(encoding="utf-8"))["$defs"])


def check(value: Json, schema: Json) -> None:
    """Refuse a value that the schema does not allow; a keyword that is not known here stops the test."""
    assert set(schema) <= KNOWN, schema
    if "$ref" in schema:
        check(value, types()[schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        _any_of(value, schema)
    if "type" in schema:
        need(TYPES[schema["type"]](value), "FORM", f"{schema['type']} expected")
    if "enum" in schema:
        need(
            any(type(one) is type(value) and one == value for one in schema["enum"]), "FORM", "none of these"
        )
    if isinstance(value, int):
        need(schema.get("minimum", value) <= value <= schema.get("maximum", value), "FORM", "out of range")
    elif isinstance(value, str):
        need(len(value) >= schema.get("minLength", 0), "FORM", "text is too short")
        need(len(value) <= schema.get("maxLength", len(value)), "LIMIT", "text is too long")
        need(_fits(schema.get("pattern", ""), value), "FORM", f"{value[:40]!r} is not of the pattern")
    elif isinstance(value, list):
        _array(value, schema)
    elif isinstance(value, dict):
        _object(value, schema)


def _fits(pattern: str, value: str) -> bool:
    return re.search(pattern, value) is not None and "\n" not in value


def _any_of(value: Json, schema: Json) -> None:
    told = schema.get("discriminator")
    if told and isinstance(value, dict):
        chosen = told["mapping"].get(str(value.get(told["propertyName"])))
        need(chosen is not None, "FORM", "an unknown type")
        check(value, {"$ref": chosen})
        return
    first: No | None = None
    for one in schema["anyOf"]:
        try:
            check(value, one)
        except No as no:
            first = first if first is not None and first.kind == "LIMIT" else no
        else:
            return
    assert first is not None
    raise first


def _array(value: list[Json], schema: Json) -> None:
    need(len(value) >= schema.get("minItems", 0), "FORM", "too few")
    need(len(value) <= schema.get("maxItems", len(value)), "LIMIT", "too many")
    for one in value:
        check(one, schema.get("items", {}))


def _object(value: dict[str, Json], schema: Json) -> None:
    if "properties" in schema:
        need(set(value) == set(schema["required"]), "FORM", f"other names than {schema['required']}")
        for name, one in value.items():
            check(one, schema["properties"][name])

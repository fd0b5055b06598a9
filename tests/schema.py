"""Write `docs/formats/fact.schema.json`, the form of every fact, from the types: `python -m tests.schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from ledger.facts.fact import Fact

FILE = Path(__file__).resolve().parents[1] / "docs" / "formats" / "fact.schema.json"
HEAD = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": "#/$defs/Fact"}


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    """Leave the words of the program out, require every field, and spell patterns as ECMA 262 does."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    kept = {name: inner for name, inner in value.items() if name not in {"title", "description", "default"}}
    if "properties" in value:
        kept["properties"] = {name: _plain(inner) for name, inner in value["properties"].items()}
        kept["required"] = sorted(value["properties"])
    if "pattern" in value:
        kept["pattern"] = value["pattern"].replace(r"\A", "^").replace(r"\Z", "$")
    return {name: inner if name == "properties" else _plain(inner) for name, inner in kept.items()}


def written() -> str:
    """Give the file: one line for each type, so that changes can be read and merged."""
    defs = msgspec.json.schema(Fact)["$defs"]
    lines = [f"{json.dumps(name)}:{json.dumps(_plain(defs[name]), sort_keys=True)}" for name in sorted(defs)]
    head = ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in HEAD.items())
    return "{\n" + head + ',\n"$defs": {\n' + ",\n".join(lines) + "\n}\n}\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")

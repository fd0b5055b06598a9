"""The page that checks a bundle in a browser, offline: one file, made of the parts beside this module.

Nothing but its own script and style may run or be loaded by it: its policy names both by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import json
from importlib import resources
from typing import Any

import msgspec

from ledger.facts.fact import Fact
from ledger.facts.words import Instant

SCRIPTS = (
    *("form.js", "signing.js", "note.js", "policy.js", "fact.js"),
    *("keys.js", "later.js", "bundle.js", "page.js"),
)
"""The parts of the script, each of which uses those before it."""

_WORDS_OF_THE_PROGRAM = frozenset({"title", "description", "default"})


def page() -> bytes:
    """Make the page: the same bytes each time."""
    style, script = _read("style.css"), _script()
    html = _read("page.html")
    for name, text in {
        "STYLE-HASH": _hash(style),
        "SCRIPT-HASH": _hash(script),
        "STYLE": style,
        "SCRIPT": script,
    }.items():
        html = html.replace(f"{{{{{name}}}}}", text)
    return html.encode()


def _script() -> str:
    parts = [_read(name) for name in SCRIPTS]
    schemas = f"const SCHEMA = {_json(_schema())};\nconst INSTANT = {_json(_plain(_of(Instant)))};\n"
    return "\n".join(('"use strict";', schemas, *parts))


def _read(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """Give the source of a Content-Security-Policy that allows this text and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _of(kind: object) -> dict[str, Any]:
    return msgspec.json.schema(kind)


def _schema() -> dict[str, Any]:
    """Give the form of every fact, by which the page reads as strictly as the program."""
    schema: dict[str, Any] = _plain(_of(Fact))
    return schema


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    """Leave the words of the program out, require every field, and spell patterns as ECMA 262 does."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    kept = {name: inner for name, inner in value.items() if name not in _WORDS_OF_THE_PROGRAM}
    if "properties" in value:
        properties = {name: _plain(inner) for name, inner in value["properties"].items()}
        kept |= {"properties": properties, "required": sorted(properties)}
    if "pattern" in value:
        kept["pattern"] = value["pattern"].replace(r"\A", "^").replace(r"\Z", "$")
    return {name: inner if name == "properties" else _plain(inner) for name, inner in kept.items()}

"""A file of functions: a tree written in YAML, as a list of what the catalogue does not have yet.

Implements PBP-2 (every function of a partnership, in one place).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import msgspec

from ledger.facts.functions import Function, Listed
from ledger.facts.words import Code, Title
from ledger.functions import Catalogue
from ledger_cli.yamlfile import load
from ledger_cli.yamlnodes import Faults

FUNCTIONS_MAX = 200
"""Most functions of one fact."""

BYTES_MAX = 30_000
"""Most bytes of the functions of one fact, so that its entry stays under the limit of an entry."""


class Branch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A function with its parts."""

    function: Code
    title: Title
    also: Annotated[tuple[Title, ...], msgspec.Meta(max_length=16)] = ()
    functions: Annotated[tuple[Branch, ...], msgspec.Meta(max_length=FUNCTIONS_MAX)] = ()


Tree = Annotated[tuple[Branch, ...], msgspec.Meta(min_length=1, max_length=FUNCTIONS_MAX)]
_Path = tuple[str | int, ...]


def load_functions(path: Path) -> tuple[Function, ...]:
    """Read a file of functions, each right before its parts.

    Raises:
        Malformed: not a tree of functions, or a code twice; one line a fault, with its place.
        Oversized: over a limit.
    """
    loaded = load(path, Tree)
    faults = Faults(loaded.document)
    found: dict[str, Function] = {}
    for function, where in _flat(loaded.value, None, ()):
        if function.function in found:
            faults.add((*where, "function"), f"expected every function once, got {function.function} again")
        found[function.function] = function
    faults.settle()
    return tuple(found.values())


def _flat(branches: Sequence[Branch], under: str | None, path: _Path) -> Iterator[tuple[Function, _Path]]:
    for index, one in enumerate(branches):
        where = (*path, index)
        yield Function(one.function, one.title, under, one.also), where
        yield from _flat(one.functions, one.function, (*where, "functions"))


def news(functions: Sequence[Function], catalogue: Catalogue) -> tuple[Function, ...]:
    """Give the functions that the catalogue does not offer, or has in other words or in another place."""
    return tuple(
        one
        for one in functions
        if not catalogue.listed(one.function) or catalogue.known[one.function].function != one
    )


def listed(functions: Sequence[Function], by: str) -> Iterator[Listed]:
    """Give the facts that list the functions, as many as they need."""
    part: list[Function] = []
    size = 0
    for one in functions:
        length = len(msgspec.json.encode(one))
        if len(part) == FUNCTIONS_MAX or (part and size + length > BYTES_MAX):
            yield Listed(by, tuple(part))
            part, size = [], 0
        part.append(one)
        size += length
    yield Listed(by, tuple(part))

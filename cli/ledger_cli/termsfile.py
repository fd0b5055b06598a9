"""A file of terms of reference: the struct ``facts.terms.Terms`` written in YAML, checked for sense.

Implements LSC-V (versions) and the terms file of every body: rules carry their clause and basis.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ledger import terms
from ledger.facts.terms import Terms
from ledger_cli.yamlfile import load
from ledger_cli.yamlnodes import Document, Entries, Fault, Faults, Fields, Node, Scalar

_TWICE = re.compile(r"\A(seat|office|rule) (\S+) is given ")
_IN_RULE = re.compile(r"\A([A-Z]{3}-[0-9]+): .* (\S+)\Z")
_Path = tuple[str | int, ...]


def load_terms(path: Path) -> Terms:
    """Read a file of terms and check that every name in its rules means something.

    Raises:
        Malformed: not a file of terms; one line a fault, with its place.
        Oversized: over a limit.
    """
    loaded = load(path, Terms)
    faults = Faults(loaded.document)
    for problem in terms.problems(loaded.value):
        steps = _path_of(problem, loaded.value, loaded.document)
        faults.found.append(Fault(loaded.document.find(steps).place, problem))
    faults.settle()
    return loaded.value


def _path_of(problem: str, value: Terms, document: Document) -> _Path:
    """Find what a problem speaks of: the last to take an id, or the code that means nothing."""
    if found := _TWICE.match(problem):
        kind, name = found.groups()
        ids = [getattr(one, kind) for one in getattr(value, f"{kind}s")]
        return (f"{kind}s", len(ids) - 1 - ids[::-1].index(name), kind)
    if found := _IN_RULE.match(problem):
        name, code = found.groups()
        index = next(index for index, rule in enumerate(value.rules) if rule.rule == name)
        inside = next(_places_of(code, document.find(("rules", index))), ())
        return ("rules", index, *inside)
    return ("rules",)


def _places_of(code: str, node: Node) -> Iterator[_Path]:
    """Give the path of every entry of a list that is the code."""
    match node:
        case Fields():
            for name, value in node.values.items():
                yield from ((name, *rest) for rest in _places_of(code, value))
        case Entries():
            for index, value in enumerate(node.values):
                if isinstance(value, Scalar):
                    if value.text == code:
                        yield (index,)
                else:
                    yield from ((index, *rest) for rest in _places_of(code, value))
        case Scalar():
            return

"""A set-up file: the organisations of a partnership and the bodies that they established.

Implements LSC-1.1 (founders, instrument), PLA-3 (groups, representation), HIW-7 (remit, to whom it reports).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import msgspec

from ledger.acts import Proposal
from ledger.facts import bodies, organisations
from ledger.facts.fact import Evidence
from ledger.facts.words import Clause, Code, Day, Digest, Title
from ledger_cli.yamlfile import Loaded, load, near
from ledger_cli.yamlnodes import Faults


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The document that the file is written from; it becomes the evidence of every fact."""

    title: Title
    place: Annotated[str, msgspec.Meta(min_length=1, max_length=90)] | None = None
    digest: Digest | None = None


class Organisation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An organisation that the ledger may not know yet."""

    code: Code
    title: Title
    kind: Code
    part_of: Annotated[tuple[Code, ...], msgspec.Meta(max_length=16)] = ()
    through: Code | None = None


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A body: by which instrument and clause it exists, who founded it, to whom it reports, what for."""

    code: Code
    title: Title
    instrument: Clause
    founders: bodies.Codes = ()
    parents: bodies.Codes = ()
    clause: Clause | None = None
    kind: Code | None = None
    remit: Title | None = None


class Setup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands on ``date``, by a public document."""

    date: Day
    organisations: Annotated[tuple[Organisation, ...], msgspec.Meta(max_length=200)]
    bodies: Annotated[tuple[Body, ...], msgspec.Meta(min_length=1, max_length=100)]
    source: Source | None = None


def load_setup(path: Path) -> Loaded[Setup]:
    """Read a set-up file.

    Raises:
        Malformed: not a set-up file; one line a fault, with its place.
        Oversized: over a limit.
    """
    return load(path, Setup)


def expand_setup(file: Loaded[Setup], known: frozenset[str]) -> tuple[Proposal, ...]:
    """Give the organisations that the ledger does not know yet, then the bodies, in the order of the file.

    Args:
        file: the set-up file.
        known: codes of the organisations that the ledger knows.

    Raises:
        Malformed: a code that stands for no organisation.
    """
    setup, faults, named = file.value, Faults(file.document), set(known)
    facts = tuple(registered(setup.organisations, named, faults))
    for place, body in enumerate(setup.bodies):
        for index, code in enumerate(body.founders):
            require(code, named, ("bodies", place, "founders", index), faults)
    faults.settle()
    evidence = evidence_of(setup.source)
    return (
        *(Proposal(fact, setup.date, evidence=evidence) for fact in facts),
        *(_constituted(body, setup.date, evidence) for body in setup.bodies),
    )


def _constituted(body: Body, day: str, evidence: tuple[Evidence, ...]) -> Proposal:
    fact = bodies.Constituted(
        body.code, body.title, body.instrument, body.founders, body.parents, body.kind, body.remit
    )
    return Proposal(fact, day, clauses=(body.clause,) if body.clause else (), evidence=evidence)


def evidence_of(source: Source | None, place: str | None = None) -> tuple[Evidence, ...]:
    """Give a source as evidence, at a place in it."""
    return () if source is None else (Evidence(source.title, place or source.place, source.digest),)


def registered(
    entries: Sequence[Organisation], named: set[str], faults: Faults
) -> Iterator[organisations.Registered]:
    """Give the organisations that are not named yet, and add their codes to those that are."""
    for index, one in enumerate(entries):
        for code in (*one.part_of, *((one.through,) if one.through else ())):
            require(code, named, ("organisations", index), faults)
        if one.code not in named:
            named.add(one.code)
            yield organisations.Registered(one.code, one.title, one.kind, one.part_of, one.through)


def require(code: str, named: set[str], path: Sequence[str | int], faults: Faults) -> None:
    """Note a code that stands for no organisation."""
    if code not in named:
        got = f"{code}{near(code, named)}"
        faults.add(path, f"expected an organisation that the ledger or the file names, got {got}")

"""Names beside ids: persons are known by opaque ids, and shown with the names that are still open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ledger.facts import founding, organisations
from ledger.replay import recorded
from ledger.request import Judgement
from ledger.store import Store
from ledger_cli import correcting

_PERSON = re.compile(r"p-[a-z2-7]{16}")
MISSING = "words missing"


def persons_in(text: str) -> frozenset[str]:
    """Give every person id that a text mentions."""
    return frozenset(_PERSON.findall(text))


def of_persons(store: Store, persons: Iterable[str], upto: int | None = None) -> dict[str, str]:
    """Give the names of persons as they stand corrected; one that is gone reads so.

    ``upto``: as the ledger knew them at that number; None: now.
    """
    wanted = {f"person:{person}" for person in persons}
    if not wanted:
        return {}
    entries = store.read(sorted(wanted), upto=store.head().size if upto is None else upto)
    found = [recorded(entry) for entry in entries]
    _, words = correcting.standing(store, found)
    facts: dict[str, str] = {}
    for at in found:
        if isinstance(at.fact.body, organisations.PersonRegistered):
            facts[at.fact.id] = at.fact.body.person
        elif isinstance(at.fact.body, founding.Founded):
            facts[at.fact.id] = at.fact.body.officer
    return {person: words.get((fact, "body.name"), MISSING) for fact, person in facts.items()}


def in_openings(judgement: Judgement) -> dict[str, str]:
    """Give the names of persons whom a request itself brings in."""
    words = {(one.fact, one.path): one.text for one in judgement.openings}
    return {
        one.fact.body.person: words.get((one.fact.id, "body.name"), "")
        for one in judgement.judged
        if isinstance(one.fact.body, organisations.PersonRegistered)
    }


def spell(text: str, known: Mapping[str, str]) -> str:
    """Put the name before every person id that a text mentions."""

    def named(found: re.Match[str]) -> str:
        person = found.group()
        return f"{known[person]} ({person})" if person in known else person

    return _PERSON.sub(named, text)

"""Names beside ids: persons are known by opaque ids, and shown with the names that are still open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ledger.facts import founding, organisations
from ledger.replay import recorded
from ledger.request import Judgement
from ledger.store import Store
from ledger_cli import sealedwords

_PERSON = re.compile(r"p-[a-z2-7]{16}")
MISSING = "words missing"


def persons_in(text: str) -> frozenset[str]:
    """Give every person id that a text mentions."""
    return frozenset(_PERSON.findall(text))


def of_persons(store: Store, persons: Iterable[str]) -> dict[str, str]:
    """Give the names of persons as the ledger holds them; one that is gone reads so."""
    wanted = {f"person:{person}" for person in persons}
    facts: dict[str, str] = {}
    if wanted:
        for entry in store.read(sorted(wanted), upto=store.head().size):
            fact = recorded(entry).fact
            if isinstance(fact.body, organisations.PersonRegistered):
                facts[fact.id] = fact.body.person
            elif isinstance(fact.body, founding.Founded):
                facts[fact.id] = fact.body.officer
    words = sealedwords.read(store, facts)
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

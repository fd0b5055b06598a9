"""Names beside ids: persons are known by opaque ids, and shown with the names that are still open."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from ledger.facts import founding, organisations
from ledger.facts.corrections import Corrected
from ledger.facts.fact import Fact
from ledger.replay import recorded
from ledger.request import Judgement
from ledger.store import Store
from ledger.tags import FOUNDING, wire_name
from ledger_cli import correcting, sealedwords
from ledger_cli.erasures import Mark

_PERSON = re.compile(r"p-[a-z2-7]{16}")
MISSING = "words missing"


def is_known(name: str) -> bool:
    """Tell whether a name is there: neither missing nor erased."""
    return name != MISSING and not isinstance(name, Mark)


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


def everybody(store: Store, upto: int | None = None) -> dict[str, str]:
    """Give the names of everybody whose registration stands, as they stand corrected.

    ``upto``: as the ledger knew them at that number; None: now.
    """
    last = store.head().size if upto is None else upto
    types = [wire_name(organisations.PersonRegistered), wire_name(Corrected)]
    entries = [*store.read((FOUNDING,), upto=last), *store.of_types(types, upto=last)]
    standing, words = correcting.standing(store, map(recorded, entries))
    persons = [(at.fact.id, _person(at.fact)) for at in standing if not isinstance(at.fact.body, Corrected)]
    return {person: words.get((fact, "body.name"), MISSING) for fact, person in persons if person is not None}


def called(store: Store, wanted: Collection[str], upto: int | None = None) -> dict[str, tuple[str, ...]]:
    """Give the ids of everybody of exactly one of these names, by name, as names stand corrected.

    ``upto``: as the ledger knew them at that number; None: now.
    """
    said = {*store.saying("body.name", wanted), *store.saying("body.body.name", wanted)}
    alike = {fact for fact, _ in sealedwords.read(store, said)}
    persons = {_person(fact) for fact in sealedwords.facts_of(store, alike)} - {None}
    found: dict[str, tuple[str, ...]] = dict.fromkeys(wanted, ())
    for person, name in sorted(of_persons(store, filter(None, persons), upto).items()):
        if name in found:
            found[name] = (*found[name], person)
    return found


def _person(fact: Fact) -> str | None:
    """Give the person whom a fact brings in, or whose name it corrects."""
    match fact.body:
        case founding.Founded():
            return fact.body.officer
        case organisations.PersonRegistered(person=person):
            return person
        case Corrected(body=organisations.PersonRegistered(person=person)):
            return person
        case _:
            return None


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

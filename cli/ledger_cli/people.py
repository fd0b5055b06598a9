"""Persons as they are named on the command line: by id, or by exact name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.errors import Malformed
from ledger.facts.corrections import Corrected
from ledger.facts.fact import Fact
from ledger.facts.founding import Founded
from ledger.facts.organisations import PersonRegistered
from ledger.replay import recorded
from ledger_cli import names, sealedwords

if TYPE_CHECKING:
    from ledger.store import Store

_PERSON = re.compile(r"p-[a-z2-7]{16}")


def find(store: Store, text: str) -> str:
    """Give the id of the person whom the ledger knows by this id or exact name.

    Raises:
        Malformed: nobody, or several people.
    """
    if _PERSON.fullmatch(text):
        entries = store.read((f"person:{text}",), upto=store.head().size)
        found = [text] if any(_person(recorded(entry).fact) == text for entry in entries) else []
    else:
        said = {*store.saying("body.name", text), *store.saying("body.body.name", text)}
        alike = {fact for fact, _ in sealedwords.read(store, said)}
        named = {_person(fact) for fact in sealedwords.facts_of(store, alike)} - {None}
        called = names.of_persons(store, filter(None, named))
        found = sorted(person for person, name in called.items() if name == text)
    if len(found) != 1:
        got = f"{len(found)} of them: {', '.join(found)}" if found else repr(text[:80])
        raise Malformed(f"expected one person whom the ledger knows by id or exact name, got {got}")
    return found[0]


def _person(fact: Fact) -> str | None:
    """Give the person whom a fact brings in."""
    match fact.body:
        case Founded():
            return fact.body.officer
        case PersonRegistered(person=person) | Corrected(body=PersonRegistered(person=person)):
            return person
        case _:
            return None

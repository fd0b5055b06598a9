"""Persons as they are named on the command line: by id, or by exact name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.errors import Malformed
from ledger.facts.founding import Founded
from ledger.facts.organisations import PersonRegistered
from ledger.replay import recorded

if TYPE_CHECKING:
    from ledger.store import Store

_PERSON = re.compile(r"p-[a-z2-7]{16}")


def find(store: Store, text: str) -> str:
    """Give the id of the person whom the ledger knows by this id or exact name.

    Raises:
        Malformed: nobody, or several people.
    """
    named: dict[str, str] = {}
    by_id = _PERSON.fullmatch(text) is not None
    for entry in store.read((f"person:{text}",), upto=store.head().size) if by_id else store.scan():
        fact = recorded(entry).fact
        if isinstance(fact.body, Founded | PersonRegistered):
            named[fact.id] = fact.body.officer if isinstance(fact.body, Founded) else fact.body.person
    if text in named.values():
        return text
    openings = store.openings(list(named))
    found = sorted(
        person
        for fact, person in named.items()
        if (opening := openings.get((fact, "body.name"))) is not None and opening.text == text
    )
    if len(found) != 1:
        got = f"{len(found)} of them: {', '.join(found)}" if found else repr(text[:80])
        raise Malformed(f"expected one person whom the ledger knows by id or exact name, got {got}")
    return found[0]

"""Persons as they are named on the command line: by id, or by exact name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.errors import Malformed
from ledger.facts.founding import Founded
from ledger.facts.organisations import PersonRegistered
from ledger.replay import recorded
from ledger.tags import wire_name
from ledger_cli import sealedwords

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
    upto = store.head().size
    every = (wire_name(Founded), wire_name(PersonRegistered))
    for entry in store.read((f"person:{text}",), upto=upto) if by_id else store.of_types(every, upto=upto):
        fact = recorded(entry).fact
        if isinstance(fact.body, Founded | PersonRegistered):
            named[fact.id] = fact.body.officer if isinstance(fact.body, Founded) else fact.body.person
    if text in named.values():
        return text
    alike = [fact for (fact, _), opening in store.openings(list(named)).items() if opening.text == text]
    found = sorted(named[fact] for fact, _ in sealedwords.read(store, alike))
    if len(found) != 1:
        got = f"{len(found)} of them: {', '.join(found)}" if found else repr(text[:80])
        raise Malformed(f"expected one person whom the ledger knows by id or exact name, got {got}")
    return found[0]

"""The words behind sealed fields, each checked against the commitment of the fact that it belongs to.

Openings lie in a table that can be erased, so that table could also be changed: words are shown only where
the signed fact commits to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ledger import sealed
from ledger.errors import Tampered
from ledger.facts.fact import Fact
from ledger.replay import recorded
from ledger.store import Store


def read(store: Store, facts: Iterable[str]) -> dict[tuple[str, str], str]:
    """Give the words that are left of facts, by fact id and path.

    Raises:
        Tampered: words that their fact does not commit to.
    """
    firsts: dict[str, int] = {}
    opened: dict[str, Mapping[str, str]] = {}
    words = {}
    for (fact, path), opening in store.openings(sorted(set(facts))).items():
        if fact not in opened:
            found = _fact(store, fact, firsts)
            opened[fact] = dict(sealed.commitments(found)) | {"": found.ledger}
        expected = opened[fact].get(path)
        if expected is None:
            raise Tampered(f"{fact} {path}: expected words that the fact commits to, got others")
        sealed.verify_opening(opened[fact][""], opening, expected)
        words[fact, path] = opening.text
    return words


def _fact(store: Store, fact: str, firsts: dict[str, int]) -> Fact:
    request, number = fact.split("/")
    if request not in firsts:
        receipt = store.request(request)
        if receipt is None:
            raise Tampered(f"{fact}: expected the request that words belong to, got none")
        firsts[request] = receipt.first
    place = firsts[request] + int(number) - 1
    for entry in store.scan(place, place):
        found = recorded(entry).fact
        if found.id == fact:
            return found
    raise Tampered(f"{fact}: expected the fact that words belong to as entry {place}, got another")

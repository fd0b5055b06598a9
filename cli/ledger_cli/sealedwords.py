"""The words behind sealed fields, each checked against the commitment of the fact that it belongs to.

In the place of words that were erased stands when, and on which ground.

Openings lie in a table that can be erased, so that table could also be changed: words are shown only where
the signed fact commits to them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ledger import sealed
from ledger.errors import Tampered
from ledger.facts.fact import Fact
from ledger.replay import recorded
from ledger.sealed import Opening
from ledger.store import Store
from ledger_cli import erasures


def read(store: Store, facts: Iterable[str]) -> dict[tuple[str, str], str]:
    """Give the words that are left of facts, by fact id and path.

    Raises:
        Tampered: words that their fact does not commit to.
    """
    wanted = set(facts)
    openings = store.openings(sorted(wanted))
    found = _checked(openings, facts_of(store, {fact for fact, _ in openings}))
    return {**erasures.marks(store, wanted), **found}


def of(store: Store, facts: Collection[Fact]) -> dict[tuple[str, str], str]:
    """Give the words that are left of facts that were read already, by fact id and path.

    Raises:
        Tampered: words that their fact does not commit to.
    """
    wanted = {fact.id for fact in facts}
    openings = store.openings(sorted(wanted))
    told = {fact for fact, _ in openings}
    found = _checked(openings, (fact for fact in facts if fact.id in told))
    return {**erasures.marks(store, wanted), **found}


def _checked(
    openings: Mapping[tuple[str, str], Opening], facts: Iterable[Fact]
) -> dict[tuple[str, str], str]:
    committed = {fact.id: (fact.ledger, dict(sealed.commitments(fact))) for fact in facts}
    words = {}
    for (fact, path), opening in openings.items():
        ledger, expected = committed[fact]
        if path not in expected:
            raise Tampered(f"{fact} {path}: expected words that the fact commits to, got others")
        sealed.verify_opening(ledger, opening, expected[path])
        words[fact, path] = opening.text
    return words


def facts_of(store: Store, wanted: Collection[str]) -> Iterator[Fact]:
    """Give facts by their ids, in the order of their numbers.

    Raises:
        Tampered: no entry holds one of them.
    """
    parts = {fact: fact.split("/") for fact in wanted}
    firsts = store.firsts({request for request, _ in parts.values()})
    places: dict[int, str] = {}
    for fact, (request, number) in parts.items():
        if request not in firsts:
            raise Tampered(f"{fact}: expected the request that words belong to, got none")
        places[firsts[request] + int(number) - 1] = fact
    if places and max(places) > store.head().size:
        raise Tampered(f"{places[max(places)]}: expected the fact that words belong to, got none")
    for entry in store.entries(sorted(places)):
        found = recorded(entry).fact
        if found.id != places[entry.number]:
            raise Tampered(f"entry {entry.number}: expected the fact that words belong to, got {found.id}")
        yield found

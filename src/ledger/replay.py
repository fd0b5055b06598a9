"""From an entry back to the fact in its place."""

from __future__ import annotations

from collections.abc import Iterable

from ledger import envelope
from ledger.acts import Recorded
from ledger.corrections import amended
from ledger.entry import Entry
from ledger.state import State


def recorded(entry: Entry) -> Recorded:
    """Read the fact that an entry holds; its signatures are not verified here.

    Raises:
        Malformed: the envelope or the fact is not in its one form, or of an unknown type.
        Oversized: one of them is over its limit.
    """
    payload, signatures = envelope.open_envelope(entry.envelope)
    signers = tuple(signature.keyid for signature in signatures)
    return Recorded(entry.number, entry.recorded, envelope.read_fact(payload), signers)


def fold(facts: Iterable[Recorded], state: State | None = None) -> State:
    """Fold facts, in the order of their numbers and as they stand corrected, into a state."""
    current = State() if state is None else state
    for fact in amended(facts):
        current = current.evolve(fact)
    return current

"""From an entry back to the fact in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ledger import envelope
from ledger.acts import Recorded
from ledger.corrections import amended
from ledger.entry import Entry
from ledger.errors import BadSignature, Tampered
from ledger.facts.corrections import Corrected
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


def before_corrected(at: Recorded, facts: Iterable[Recorded]) -> State | None:
    """Give the state at a correction without the fact that it corrects, of the facts before it."""
    body = at.fact.body
    return fold(one for one in facts if one.fact.id != body.corrects) if isinstance(body, Corrected) else None


def check_signatures(entry: Entry, publics: Mapping[str, bytes]) -> int:
    """Verify the signatures of an entry by these keys, and count them.

    Raises:
        BadSignature: one is by another key, or does not fit.
    """
    payload, signatures = envelope.open_envelope(entry.envelope)
    try:
        envelope.verify(payload, signatures, publics)
    except BadSignature as error:
        raise BadSignature(f"entry {entry.number}: {error}") from None
    return len(signatures)


def totals_before(at: Recorded, parsed: Mapping[int, Entry]) -> dict[str, int]:
    """Give the running totals just before an entry: one step back for each tag that it charges.

    Raises:
        Tampered: its own totals do not follow from them.
    """
    totals = {}
    for charge, after in zip(at.fact.charges, parsed[at.number].charged, strict=True):
        before = parsed.get(parsed[at.number].links[charge.tag])
        claimed = {one.tag: one for one in before.charged} if before else {}
        count, total = (claimed[charge.tag].count, claimed[charge.tag].total) if claimed else (0, 0)
        if (after.count, after.total) != (count + 1, total + charge.amount):
            raise Tampered(
                f"entry {at.number}: expected {charge.tag} to stand at {total + charge.amount} after "
                f"{count + 1} charges, got {after.total} after {after.count}"
            )
        totals[charge.tag] = total
    return totals

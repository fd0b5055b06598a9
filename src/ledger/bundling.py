"""Make a bundle: collect what the judgement of one act rests on, with proofs to a signed checkpoint."""

from __future__ import annotations

import base64
from collections.abc import Mapping

import msgspec

from ledger import bundle, merkle
from ledger.bundle import Bundle, Opened, Proven
from ledger.checkpoint import Checkpoint
from ledger.entry import Entry
from ledger.errors import Incomplete, Oversized
from ledger.facts.keys import Compromised, LogKeyRotated
from ledger.replay import recorded
from ledger.store import Store
from ledger.tags import TOTALS, wire_name


def make(store: Store, act: int, head: Checkpoint, note: str, *, words: bool) -> bytes:
    """Make the bundle of an act.

    Args:
        store: the log.
        act: the number of its entry.
        head: the checkpoint to prove against.
        note: the same checkpoint, signed.
        words: put the act's own sealed text in as well.

    Raises:
        Incomplete: the checkpoint is older than the act.
        Oversized: the act rests on more entries than a bundle holds.
    """
    if not 1 <= act <= head.size:
        raise Incomplete(f"expected an entry up to {head.size}, the size of the checkpoint, got {act}")
    needed = _closure(store, act)
    needed |= _compromises(store, act, needed)
    rotated = {one.number: one for one in store.of_types((wire_name(LogKeyRotated),), upto=head.size)}
    shown = {**needed, **rotated}
    ids = {node for number in shown for node in merkle.inclusion_nodes(number - 1, head.size)}
    nodes = store.nodes(ids)
    proven, rotations = (
        tuple(_proven(entries[number], head.size, nodes) for number in sorted(entries))
        for entries in (needed, rotated)
    )
    openings = _openings(store, needed[act]) if words else ()
    return bundle.encode(Bundle("remit-bundle/2", act, note, proven, openings, rotations))


def _proven(entry: Entry, size: int, nodes: Mapping[int, bytes]) -> Proven:
    proof = merkle.inclusion_proof(entry.number - 1, size, nodes.__getitem__)
    hashes = tuple(base64.b64encode(one).decode() for one in proof)
    return Proven(entry.number, msgspec.Raw(entry.data), hashes)


def _closure(store: Store, act: int) -> dict[int, Entry]:
    """Collect the act and, for every tag that a judged fact relies on, all that carry it before."""
    needed: dict[int, Entry] = {}
    judged: set[int] = set()
    waiting = [act]
    while waiting:
        number = waiting.pop()
        if number in judged:
            continue
        judged.add(number)
        entry = needed.setdefault(number, next(store.scan(number, number)))
        for tag in recorded(entry).fact.relies:
            if tag.startswith(TOTALS):
                last = entry.links[tag]
                if last:
                    needed.setdefault(last, next(store.scan(last, last)))
                continue
            for found in store.read((tag,), upto=number - 1):
                needed.setdefault(found.number, found)
                waiting.append(found.number)
        if len(needed) > bundle.ENTRIES_MAX:
            raise Oversized(f"bundle: expected at most {bundle.ENTRIES_MAX} entries, got more")
    return needed


def _compromises(store: Store, act: int, needed: Mapping[int, Entry]) -> dict[int, Entry]:
    """Collect what was known before the act of keys that signed what it rests on: somebody else had them."""
    signers = {signer for entry in needed.values() for signer in recorded(entry).signers}
    told = {}
    for entry in store.of_types((wire_name(Compromised),), upto=act):
        body = recorded(entry).fact.body
        if isinstance(body, Compromised) and body.key in signers:
            told[entry.number] = entry
    return told


def _openings(store: Store, entry: Entry) -> tuple[Opened, ...]:
    fact = recorded(entry).fact
    return tuple(
        Opened(one.fact, one.path, base64.b64encode(one.salt).decode(), one.text)
        for one in store.openings([fact.id]).values()
    )

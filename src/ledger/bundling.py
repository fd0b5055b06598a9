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
from ledger.facts.contesting import Contested, Withdrawn
from ledger.facts.erasing import Erased
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
        Oversized: the act rests on more entries than a bundle holds, or more bear on it since.
    """
    if not 1 <= act <= head.size:
        raise Incomplete(f"expected an entry up to {head.size}, the size of the checkpoint, got {act}")
    needed = _closure(store, act)
    known, since = _compromises(store, act, needed, head.size)
    needed |= known
    rotated = {one.number: one for one in store.of_types((wire_name(LogKeyRotated),), upto=head.size)}
    erased = _erasures(store, needed, head.size)
    later = {**since, **erased, **_contests(store, needed, head.size)}
    if len(later) > bundle.LATER_MAX:
        raise Oversized(f"bundle: expected at most {bundle.LATER_MAX} later entries, got more")
    shown = {**needed, **rotated, **later}
    ids = {node for number in shown for node in merkle.inclusion_nodes(number - 1, head.size)}
    nodes = store.nodes(ids)
    proven, rotations, told = (
        tuple(_proven(entries[number], head.size, nodes) for number in sorted(entries))
        for entries in (needed, rotated, later)
    )
    openings = _openings(store, needed[act], erased) if words else ()
    return bundle.encode(Bundle("remit-bundle/2", act, note, proven, told, openings, rotations))


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


def _compromises(
    store: Store, act: int, needed: Mapping[int, Entry], size: int
) -> tuple[dict[int, Entry], dict[int, Entry]]:
    """Collect what was told, up to the act and since, of keys that signed what it rests on (K1)."""
    signers = {signer for entry in needed.values() for signer in recorded(entry).signers}
    known, since = dict[int, Entry](), dict[int, Entry]()
    for entry in store.of_types((wire_name(Compromised),), upto=size):
        at = recorded(entry)
        if isinstance(at.fact.body, Compromised) and at.fact.body.key in signers:
            (known if at.number <= act else since)[at.number] = entry
    return known, since


def _erasures(store: Store, needed: Mapping[int, Entry], size: int) -> dict[int, Entry]:
    """Collect what was erased, up to the checkpoint, of words in the facts of the bundle."""
    facts = {recorded(entry).fact.id for entry in needed.values()}
    told = {}
    for entry in store.of_types((wire_name(Erased),), upto=size):
        body = recorded(entry).fact.body
        if isinstance(body, Erased) and body.of in facts:
            told[entry.number] = entry
    return told


def _contests(store: Store, needed: Mapping[int, Entry], size: int) -> dict[int, Entry]:
    """Collect what members contested of the facts of the bundle, or withdrew, that no walk leads to (D15)."""
    facts = {recorded(entry).fact.id for entry in needed.values()}
    told = {}
    for entry in store.of_types((wire_name(Contested), wire_name(Withdrawn)), upto=size):
        body = recorded(entry).fact.body
        if isinstance(body, Contested | Withdrawn) and body.contests in facts and entry.number not in needed:
            told[entry.number] = entry
    return told


def _openings(store: Store, entry: Entry, erased: Mapping[int, Entry]) -> tuple[Opened, ...]:
    """Give the words of a fact; of a copy from before an erasure, none of those that were erased."""
    fact = recorded(entry).fact
    bodies = [recorded(one).fact.body for one in erased.values()]
    gone = {(body.of, path) for body in bodies if isinstance(body, Erased) for path in body.paths}
    return tuple(
        Opened(one.fact, one.path, base64.b64encode(one.salt).decode(), one.text)
        for one in store.openings([fact.id]).values()
        if (one.fact, one.path) not in gone
    )

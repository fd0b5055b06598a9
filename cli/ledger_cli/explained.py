"""The arithmetic of a check, step by step, so that a reader can follow it by hand: ``--explain``.

It is computed from the file once more, after the check has held.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

from ledger import bundle as bundles
from ledger import entry as entries
from ledger import envelope, keys, merkle, sealed
from ledger.checkpoint import read_note
from ledger.policy import instant
from ledger.replay import recorded
from ledger.tags import wire_name
from ledger.walks import walk

if TYPE_CHECKING:
    from ledger.acts import Recorded
    from ledger.bundle import Bundle, Checked, Proven
    from ledger.checkpoint import SignedCheckpoint, VerifierKey
    from ledger.entry import Entry
    from ledger.policy import Judgement


def steps(data: bytes, checked: Checked, key: VerifierKey, seen: Judgement | None) -> dict[int, list[str]]:
    """Explain every step of a check that held, by its number."""
    bundle = bundles.read(data)
    parsed = {one.number: entries.parse(bytes(one.leaf), one.number) for one in bundle.entries}
    facts = {at.number: at for at in _facts(checked, parsed)}
    judged, ways = walk(bundle.act, parsed, facts)
    found = {
        1: _form(data, bundle),
        2: _checkpoint(bundle, checked.signed, key),
        3: [line for one in _leaves(bundle) for line in _tree(one, checked.signed)],
        4: [f"{_name(facts[number])}: {' '.join(facts[number].fact.tags)}" for number in sorted(facts)],
        5: [
            "each line is a tag and the way back along the links of the log; 0 is its beginning",
            *(f"{tag}: {' → '.join(map(str, way))}" for tag, way in ways),
            f"the facts on these ways: {', '.join(map(str, judged))}; the act is {bundle.act}",
        ],
        6: [line for number in judged for line in _signed(parsed[number], facts[number], parsed)],
        7: [_judged(facts[number], checked) for number in judged],
    }
    return found if seen is None else found | {8: _cosigned(checked.signed, seen)}


def words(data: bytes, checked: Checked) -> list[str]:
    """Explain how each text in a file fits what the signed fact commits to."""
    ledger, lines = checked.act.fact.ledger, []
    for one in bundles.read(data).openings:
        opening = sealed.Opening(one.fact, one.path, base64.b64decode(one.salt), one.text)
        pieces = (sealed.DOMAIN, ledger, one.fact, one.path, one.text)
        lengths = " + ".join(str(len(piece.encode())) for piece in pieces)
        lines += [
            f"{one.fact} {one.path}: HMAC-SHA-256 under the salt {opening.salt.hex()}",
            f"  over {sealed.DOMAIN}, the ledger, the fact, the path and the text ({lengths} bytes),",
            f"  each after its length in 4 bytes = {sealed.commitment(ledger, opening)}",
            "  which is what the signed fact commits to there",
        ]
    return lines


def _facts(checked: Checked, parsed: Mapping[int, Entry]) -> Iterator[Recorded]:
    known = {at.number: at for at in (*checked.rests_on, checked.act)}
    return (known.get(number) or recorded(entry) for number, entry in parsed.items())


def _form(data: bytes, bundle: Bundle) -> list[str]:
    return [
        "the file was read, written again in the canonical form of JSON, and compared byte for byte",
        f"SHA-256 of the file: {sha256(data).hexdigest()}",
        f"entries: {', '.join(str(one.number) for one in bundle.entries)}",
        f"later: {', '.join(str(one.number) for one in bundle.later) or 'none'}",
    ]


def _checkpoint(bundle: Bundle, signed: SignedCheckpoint, key: VerifierKey) -> list[str]:
    way = bundles.log_keys(bundle, key)
    text, lines = read_note(signed.note)
    known = {(one.name, one.hint): one for one in way[way.index(key) :]}
    found = [f"announced by the key of the log before it: {one.public.hex()}" for one in way[1:]]
    for line in lines:
        by = known.get((line.name, line.hint))
        if by is not None:
            found += [
                f"key of the log {by.name}: {by.public.hex()}",
                f"hint, the first 4 bytes of SHA-256 of name, 0A, 01 and key: {by.hint.hex()}",
                f"Ed25519 signature {line.signature.hex()}: verified",
            ]
    return [*found, "over these lines:", *(f"  {one}" for one in text.splitlines())]


def _leaves(bundle: Bundle) -> list[Proven]:
    every = (*bundle.rotations, *bundle.later, *bundle.entries)
    return [one for _, one in sorted({one.number: one for one in every}.items())]


def _tree(proven: Proven, signed: SignedCheckpoint) -> Iterator[str]:
    head, leaf = signed.checkpoint, merkle.leaf_hash(bytes(proven.leaf))
    yield f"entry {proven.number} of {head.size}: SHA-256 of 00 and its {len(bytes(proven.leaf))} bytes"
    yield f"  = {leaf.hex()}"
    proof = [base64.b64decode(one) for one in proven.proof]
    for left, sibling, node in merkle.way_up(proven.number - 1, head.size, leaf, proof):
        yield f"  SHA-256 of 01, {'the hash on its left' if left else 'itself'}, " + (
            "itself" if left else "the hash on its right"
        )
        yield f"    with {sibling.hex()}"
        yield f"    = {node.hex()}"
    yield f"  which is the root of the checkpoint: {head.root.hex()}"


def _signed(entry: Entry, at: Recorded, parsed: Mapping[int, Entry]) -> Iterator[str]:
    payload, signatures = envelope.open_envelope(entry.envelope)
    message = envelope.pre_authentication(payload)
    yield f"{_name(at)}: SHA-256 of the {len(message)} bytes that are signed (DSSE PAE)"
    yield f"  = {sha256(message).hexdigest()}"
    brought = keys.publics_of(at.fact.body)
    for one in signatures:
        live = "that the fact itself enrols" if one.keyid in brought else "live at this number"
        yield f"  {one.keyid}, {live}"
        yield f"    Ed25519 signature {base64.b64decode(one.sig).hex()}: verified"
    for charge, after in zip(at.fact.charges, entry.charged, strict=True):
        link = entry.links[charge.tag]
        before = next((one for one in parsed[link].charged if one.tag == charge.tag), None) if link else None
        count, total = (before.count, before.total) if before else (0, 0)
        yield (
            f"  {charge.tag}: {total} after {count} (entry {link}) + {charge.amount} "
            f"= {after.total} after {after.count}"
        )


def _judged(at: Recorded, checked: Checked) -> str:
    verdicts = Counter(one.verdict.value for one in checked.judgements[at.number])
    counted = ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items()))
    noted = "; the fact says so" if at.fact.findings else ""
    return f"{_name(at)}: {counted}{noted}"


def _cosigned(signed: SignedCheckpoint, seen: Judgement) -> list[str]:
    found = []
    for one in seen.seen:
        lines = read_note(signed.note).signatures
        own = [line for line in lines if (line.name, line.hint) == (one.key.name, one.key.hint)]
        found.append(f"{one.name}: {one.key.encode()}")
        for line in own:
            time = int.from_bytes(line.signature[:8], "big")
            found += [
                f"  time {time}, which is {instant(time)}; counts: {one.counts}",
                f"  Ed25519 signature {line.signature[-64:].hex()}: verified",
                f"  over “cosignature/v1”, “time {time}” and the lines of the checkpoint",
            ]
    missing = ", ".join(seen.missing)
    return [*found, f"asked for: {seen.quorum}{f'; not among the lines: {missing}' if missing else ''}"]


def _name(at: Recorded) -> str:
    return f"entry {at.number}, {at.fact.id}, {wire_name(type(at.fact.body))}"

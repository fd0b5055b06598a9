"""An independent verifier of bundles: written from `docs/formats` alone, it imports nothing of the product.

It needs the standard library and the Ed25519 of `cryptography`. It takes steps 1 to 6 of *The check* in
`docs/formats/entry-and-bundle.md`. Step 7, judging by the rules, is out of its reach: what it accepts is
*whole, signed and complete as linked by the log*, and it never says that an act was within authority.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from tests.independent import form, note, shape, signing, tags
from tests.independent.form import Json, No, need

BUNDLE_MAX = 16 * 2**20
ENTRIES_MAX = 5000
ROTATIONS_MAX = 64
LATER_MAX = 1000
LATER_KINDS = {"words.erased", "key.compromised", "record.contested", "record.contest-withdrawn"}
TAGS_MAX = 64
TEXTS_MAX = 2**20
PATH_MAX = 128
ENTRY_MAX = FACT_MAX = 60_000
SEALED_MAX = 100_000
ENROLS = {
    "ledger.founded": ("officer_key", "recovery_key"),
    "key.enrolled": ("key",),
    "key.rotated": ("key",),
}
ENDS = {"key.rotated": "old", "key.revoked": "key", "key.compromised": "key"}
PAYLOAD_TYPE = "application/vnd.remit.fact.v1+json"
KEY_ID = r"ed25519-[0-9a-f]{32}"


@dataclass(frozen=True)
class Verdict:
    """What the verifier says; `judged` is always False, because no rule of step 7 was applied.

    `contested` are the entries, of the act and of what it rests on, that a suspect key signed, each with the
    entry from which the key is suspect.
    """

    accepted: bool
    kind: str | None
    why: str
    contested: dict[int, int] = field(default_factory=dict)
    judged: bool = False


@dataclass(frozen=True)
class Entry:
    number: int
    recorded: datetime
    links: dict[str, int]
    charged: dict[str, tuple[int, int]]
    payload: bytes
    signatures: list[tuple[str, bytes]]
    fact: dict[str, Json]
    day: date


def verify_file(path: Path, origin: str, log_key: bytes) -> Verdict:
    """Verify a file of any size: no more of it is read than a bundle may have."""
    with path.open("rb") as file:
        return verify(file.read(BUNDLE_MAX + 1), origin, log_key)


def verify(data: bytes, origin: str, log_key: bytes) -> Verdict:
    """Verify a bundle by the origin and the 32 bytes of the key of the log."""
    try:
        contested = _verify(data, origin, log_key)
    except No as no:
        return Verdict(accepted=False, kind=no.kind, why=no.why)
    return Verdict(
        accepted=True,
        kind=None,
        why="whole, signed, and complete as linked by the log; not judged by the rules",
        contested=contested,
    )


def _verify(data: bytes, origin: str, log_key: bytes) -> dict[int, int]:
    bundle = read_bundle(data)
    keys = log_keys(bundle["rotations"], origin, log_key)
    size, root = note.open_checkpoint(bundle["checkpoint"], origin, keys[keys.index(log_key) :])
    for name in ("rotations", "entries", "later"):
        check_inclusion(bundle[name], size, root)
    entries = {row["number"]: read_entry(row["number"], row["leaf"]) for row in bundle["entries"]}
    later = [read_entry(row["number"], row["leaf"]) for row in bundle["later"]]
    check_founding(entries, origin, keys[0])
    check_one_ledger(entries)
    for entry in entries.values():
        check_tags(entry)
        check_links_named(entry)
    check_order(entries)
    check_links(entries)
    judged = walk(entries, bundle["act"])
    live: dict[str, bytes] = {}
    for number in sorted(judged):
        check_signatures(entries[number], live)
        check_charged(entries[number], entries)
    check_openings(bundle["openings"], entries, check_later(later, bundle["act"], entries))
    return contested_of(judged, entries, [*entries.values(), *later])


# --- step 1: the file -----------------------------------------------------------------------------


def read_bundle(data: bytes) -> dict[str, Json]:
    bundle = form.parse(data, BUNDLE_MAX, frozenset({"checkpoint", "text"}))
    act, checkpoint, entries, kind, later, openings, rotations = form.members(
        bundle, "act", "checkpoint", "entries", "format", "later", "openings", "rotations"
    )
    need(kind == "remit-bundle/2", "FORM", "another format")
    form.string(checkpoint)
    numbers = _numbers(form.array(entries, ENTRIES_MAX, 1))
    _numbers(form.array(rotations, ROTATIONS_MAX))
    _numbers(form.array(later, LATER_MAX))
    need(form.integer(act, 1) in numbers, "INCOMPLETE", "the act is not among them")
    need(act == numbers[-1], "FORM", "an entry after the act")
    for opening in form.array(openings, ENTRIES_MAX):
        fact, path, salt, text = form.members(opening, "fact", "path", "salt", "text")
        form.string(fact, r"r-[a-z2-7]{16}/[1-9][0-9]{0,3}")
        need(len(form.string(path, r"[a-z0-9_.]+")) <= PATH_MAX, "LIMIT", "a path of too many characters")
        form.unbase64(salt, 16)
        need(len(form.string(text).encode()) <= SEALED_MAX, "LIMIT", "a sealed text of too many bytes")
    need(sum(len(one["text"]) for one in openings) <= TEXTS_MAX, "LIMIT", "openings of too many characters")
    return dict(bundle)


def _numbers(rows: list[Json]) -> list[int]:
    for row in rows:
        number, leaf, proof = form.members(row, "number", "leaf", "proof")
        form.integer(number, 1)
        need(isinstance(leaf, dict), "FORM", "a leaf is an object")
        need(form.write(leaf).isascii(), "FORM", "an entry that is not of ASCII")
        for one in form.array(proof, note.HASHES_MAX):
            form.unbase64(one, 32)
    numbers = [row["number"] for row in rows]
    form.ascending(numbers, "entries")
    return numbers


# --- step 2: the keys of the log ------------------------------------------------------------------


def log_keys(rotations: list[dict[str, Json]], origin: str, trusted: bytes) -> list[bytes]:
    """Give the keys of the log, the first one first, as each announced the next."""
    keys: list[bytes] = []
    for row in rotations:
        body = read_entry(row["number"], row["leaf"]).fact["body"]
        need(body["type"].startswith("log-key.rotated/"), "FORM", "another fact among the rotations")
        old, new = (form.unbase64(body[name], 32) for name in ("old", "new"))
        need(not keys or old == keys[-1], "SIG", "an announcement by another key than the one before")
        lines = ("remit log key rotation/1", origin, body["old"], body["new"])
        said = "".join(f"{line}\n" for line in lines).encode()
        signing.require_signed(old, form.unbase64(body["by_old"], 64), said)
        signing.require_signed(new, form.unbase64(body["by_new"], 64), said)
        keys += [new] if keys else [old, new]
    need(not keys or trusted in keys, "SIG", "the trusted key is not among those of the log")
    return keys or [trusted]


# --- step 3: the tree -----------------------------------------------------------------------------


def check_inclusion(rows: list[dict[str, Json]], size: int, root: bytes) -> None:
    for row in rows:
        proof = [form.unbase64(one, 32) for one in row["proof"]]
        note.require_included(form.write(row["leaf"]), row["number"], proof, size, root)


# --- step 4: entry, envelope, fact ----------------------------------------------------------------


def read_entry(number: int, leaf: dict[str, Json]) -> Entry:
    charged, envelope, links, recorded = form.members(leaf, "charged", "envelope", "links", "recorded")
    totals: dict[str, tuple[int, int]] = {}
    for row in form.array(charged, 64):
        tag, count, total = form.members(row, "tag", "count", "total")
        totals[form.tag(tag)] = (form.integer(count, 1), form.integer(total, -form.INTEGER_MAX))
    form.ascending([row["tag"] for row in charged], "charges")
    need(isinstance(links, dict), "FORM", "links are an object")
    for tag, link in links.items():
        form.tag(tag)
        need(form.integer(link, 0) < number, "FORM", "a link that does not lead back")
    need(set(totals) <= set(links), "FORM", "a total without its link")
    payload, payload_type, signatures = form.members(envelope, "payload", "payloadType", "signatures")
    need(payload_type == PAYLOAD_TYPE, "FORM", "another payload type")
    signed = []
    for row in form.array(signatures, 8, 1):
        key_id, signature = form.members(row, "keyid", "sig")
        signed.append((form.string(key_id, KEY_ID), form.unbase64(signature, 64)))
    form.ascending([key_id for key_id, _ in signed], "signatures")
    need(len(form.write(leaf)) <= ENTRY_MAX, "LIMIT", "an entry of too many bytes")
    data = form.unbase64(payload)
    fact = form.parse(data, FACT_MAX)
    day = read_fact(fact)
    return Entry(number, form.instant(recorded), dict(links), totals, data, signed, fact, day)


def read_fact(fact: Json) -> date:
    """Check the form of a fact, and give its day."""
    shape.check(fact, {"$ref": "#/$defs/Fact"})
    return form.day_or_instant(fact["on"])


def check_one_ledger(entries: dict[int, Entry]) -> None:
    need(len({entry.fact["ledger"] for entry in entries.values()}) == 1, "SIG", "several ledgers")


def check_founding(entries: dict[int, Entry], origin: str, log_key: bytes) -> None:
    need(1 in entries, "INCOMPLETE", "the founding is missing")
    body = entries[1].fact["body"]
    need(body["type"].startswith("ledger.founded/"), "TAMPERED", "entry 1 founds nothing")
    bound = (body.get("origin"), form.unbase64(body.get("log_key"), 32))
    need(bound == (origin, log_key), "SIG", "the ledger binds another log")


def check_tags(entry: Entry) -> None:
    fact, asked = entry.fact, tags.tags_of(entry.fact["body"], entry.day)
    need(fact["tags"] == sorted(asked), "TAMPERED", f"the body asks for the tags {sorted(asked)}")
    charges = [(row["tag"], row["amount"]) for row in fact["charges"]]
    need(charges == sorted(tags.uses_of(fact["body"], entry.day).items()), "TAMPERED", "other charges")
    need(fact["relies"] == sorted(set(fact["relies"])), "TAMPERED", "relies not in order, or twice")
    need(len({*fact["tags"], *fact["relies"]}) <= TAGS_MAX, "TAMPERED", "too many tags")
    need(set(entry.charged) == {tag for tag, _ in charges}, "TAMPERED", "totals of other tags")


def check_links_named(entry: Entry) -> None:
    named = {*entry.fact["tags"], *entry.fact["relies"]}
    need(set(entry.links) == named, "TAMPERED", "links of other tags than those carried or relied on")


def check_order(entries: dict[int, Entry]) -> None:
    recorded = [entry.recorded for entry in entries.values()]
    need(recorded == sorted(recorded), "TAMPERED", "an entry recorded before the one before it")


def check_later(later: list[Entry], act: int, entries: dict[int, Entry]) -> set[str]:
    """Check what came later as far as the file can tell, and give the commitments whose words are gone."""
    enrolled: dict[str, bytes] = {}
    for entry in entries.values():
        body = entry.fact["body"]
        brought = map(signing.public_key, _brought(body, body["type"].partition("/")[0]))
        enrolled |= {signing.key_id(key): key for key in brought}
    gone: set[str] = set()
    for one in later:
        kind = one.fact["body"]["type"].partition("/")[0]
        need(kind in LATER_KINDS, "FORM", "another fact among what came later")
        check_tags(one)
        check_links_named(one)
        if kind == "words.erased":
            gone |= check_erasure(one, entries)
        elif kind != "key.compromised":
            check_earlier(one, one.fact["body"]["contests"], entries)
        else:
            check_compromise(one, act, entries)
        for key_id, signature in one.signatures:
            if key_id in enrolled:
                signing.require_signed(enrolled[key_id], signature, before_signing(one.payload))
    return gone


def check_erasure(erasure: Entry, entries: dict[int, Entry]) -> set[str]:
    """It names sealed fields of an earlier fact in the file; give their commitments."""
    body = erasure.fact["body"]
    named = check_earlier(erasure, body["of"], entries)
    return {sealed_at(named.fact, path) for path in body["paths"]}


def check_earlier(one: Entry, of: str, entries: dict[int, Entry]) -> Entry:
    """What it is about is an earlier fact in the file, of the same ledger; give that."""
    named = {entry.fact["id"]: entry for entry in entries.values()}.get(of)
    need(named is not None, "INCOMPLETE", "the fact that it is about is missing")
    assert named is not None
    need(named.number < one.number, "TAMPERED", "it is about a later fact")
    need(one.fact["ledger"] == named.fact["ledger"], "SIG", "it is of another ledger")
    return named


def check_compromise(one: Entry, act: int, entries: dict[int, Entry]) -> None:
    """It came after the act, and is of a key that signed a fact in the file."""
    signers = {key_id for entry in entries.values() for key_id, _ in entry.signatures}
    need(one.fact["body"]["key"] in signers, "INCOMPLETE", "nothing that the key signed is here")
    need(one.number > act, "TAMPERED", "a compromise among what came later that did not")
    need(one.fact["ledger"] == entries[act].fact["ledger"], "SIG", "a compromise of another ledger")


def contested_of(judged: set[int], entries: dict[int, Entry], told: list[Entry]) -> dict[int, int]:
    """Give what a key signed that somebody else may have had, with the entry from which it is suspect."""
    found: dict[int, int] = {}
    for body in (one.fact["body"] for one in told):
        if body["type"].partition("/")[0] == "key.compromised":
            for number in judged:
                signers = {key_id for key_id, _ in entries[number].signatures}
                if body["key"] in signers and body["suspect"] <= number:
                    found[number] = min(body["suspect"], found.get(number, number))
    return found


def sealed_at(fact: Json, path: str) -> str:
    """Give the commitment at a path of a fact."""
    found = fact
    for step in path.split("."):
        if isinstance(found, list):
            exact = step.isdecimal() and step == str(int(step)) and int(step) < len(found)
            found = found[int(step)] if exact else None
        else:
            found = found.get(step) if isinstance(found, dict) else None
    need(isinstance(found, dict) and set(found) == {"commitment"}, "TAMPERED", "nothing sealed there")
    return str(found["commitment"])


def check_openings(openings: list[dict[str, Json]], entries: dict[int, Entry], gone: set[str]) -> None:
    facts = {entry.fact["id"]: entry.fact for entry in entries.values()}
    for opening in openings:
        need(opening["fact"] in facts, "TAMPERED", "an opening of no fact here")
        fact = facts[opening["fact"]]
        sealed = sealed_at(fact, opening["path"])
        need(sealed not in gone, "TAMPERED", "words that an erasure in the file says are gone")
        need(commitment(fact["ledger"], opening) == sealed, "TAMPERED", "other words than were sealed")


def commitment(ledger: str, opening: dict[str, Json]) -> str:
    """Compute the commitment to a text."""
    pieces = ("remit-sealed/1", ledger, opening["fact"], opening["path"], opening["text"])
    message = b"".join(len(one.encode()).to_bytes(4, "big") + one.encode() for one in pieces)
    return hmac.new(form.unbase64(opening["salt"], 16), message, hashlib.sha256).hexdigest()


# --- step 5: links, walks -------------------------------------------------------------------------


def check_links(entries: dict[int, Entry]) -> None:
    """No link leads to an entry that does not carry the tag, or past one in the file that does."""
    last: dict[str, int] = {}
    for number, entry in entries.items():
        for tag, link in entry.links.items():
            need(link not in entries or tag in entries[link].fact["tags"], "TAMPERED", f"a false link: {tag}")
            need(link >= last.get(tag, 0), "TAMPERED", f"a link of {tag} past an entry that carries it")
        last.update(dict.fromkeys(entry.fact["tags"], number))


def walk(entries: dict[int, Entry], act: int) -> set[int]:
    """Walk every tag that a judged fact relies on to 0, and give the numbers of those that are judged."""
    judged, todo = {act}, [act]
    walked: set[tuple[int, str]] = set()
    while todo:
        number = todo.pop()
        for tag in entries[number].fact["relies"]:
            here = number
            while (here, tag) not in walked:
                walked.add((here, tag))
                here = entries[here].links[tag]
                if here == 0:
                    break
                need(here in entries, "INCOMPLETE", f"entry {here} is missing from the walk of {tag}")
                if tag.startswith("use:"):
                    break
                if here not in judged:
                    judged.add(here)
                    todo.append(here)
    return judged


# --- step 6: signatures, totals -------------------------------------------------------------------


def check_signatures(entry: Entry, live: dict[str, bytes]) -> None:
    """Every signature is by a key that is live, or that the fact enrols; then keep the register."""
    body = entry.fact["body"]
    kind = body["type"].partition("/")[0]
    brought = {signing.key_id(key): key for key in map(signing.public_key, _brought(body, kind))}
    for key_id, signature in entry.signatures:
        key = (live | brought).get(key_id)
        need(key is not None, "SIG", "a key not live at this number")
        assert key is not None
        signing.require_signed(key, signature, before_signing(entry.payload))
    signers = {f"key:{key_id}" for key_id, _ in entry.signatures}
    need(signers <= set(entry.fact["relies"]), "INCOMPLETE", "it does not rely on its keys")
    live.update(brought)
    live.pop(str(body.get(ENDS.get(kind, ""))), None)


def _brought(body: dict[str, Json], kind: str) -> list[Json]:
    return [body.get(field) for field in ENROLS.get(kind, ())]


def check_charged(entry: Entry, entries: dict[int, Entry]) -> None:
    """The totals of a judged fact are those of the last entry before it, and the charge."""
    for row in entry.fact["charges"]:
        before = entry.links[row["tag"]]
        need(before == 0 or before in entries, "INCOMPLETE", "the total before is missing")
        count, total = entries[before].charged[row["tag"]] if before else (0, 0)
        after = (count + 1, total + row["amount"])
        need(entry.charged[row["tag"]] == after, "TAMPERED", f"a false total of {row['tag']}")


def before_signing(payload: bytes) -> bytes:
    return b"DSSEv1 %d %s %d %s" % (len(PAYLOAD_TYPE), PAYLOAD_TYPE.encode(), len(payload), payload)

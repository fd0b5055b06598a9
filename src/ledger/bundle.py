"""A bundle: one file from which a stranger judges one act again, with no database and no network.

Given out of band are the origin and the public key of the log, nothing else. The check is numbered:

1. The file is in its one form and within its limits.
2. The checkpoint is signed by the log key for that origin, or by one that it announced; size and root come
   from it alone.
3. Every entry is included in the tree of that size and root.
4. Every entry, envelope and fact is in its one form, of one ledger, with the tags its body asks for.
5. Every tag that a judged fact relies on is walked back to its beginning, and nothing is left out.
6. Every signature is by a key that was live at its number.
7. Every judged fact is judged again, by everything it had to be judged by.

What is left is what only a witness or a later entry can say: ``ledger.caveats`` lists it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal

import msgspec

from ledger import canonical, checkpoint, keys, logkeys, merkle, sealed
from ledger import entry as entries
from ledger.acts import Act, Recorded
from ledger.boundaries import boundary
from ledger.checkpoint import Checkpoint, SignedCheckpoint, VerifierKey
from ledger.entry import Entry
from ledger.errors import BadSignature, Incomplete, Malformed, Oversized, Refused, Tampered
from ledger.facts.attesting import Attested
from ledger.facts.corrections import Corrected
from ledger.facts.fact import Noted
from ledger.facts.founding import Founded
from ledger.facts.words import FactId, Number, key_bytes
from ledger.findings import Finding
from ledger.gone import opened_words
from ledger.judge import decide, examine
from ledger.later import Later, later_of
from ledger.replay import before_corrected, check_signatures, fold, recorded, totals_before
from ledger.sealed import Opening
from ledger.state import State
from ledger.suspects import NOTHING, Contested
from ledger.walks import require_claims, require_links, walk

BYTES_MAX = 16 * 1024 * 1024
ENTRIES_MAX = 5_000
ROTATIONS_MAX = 64
LATER_MAX = 1_000
LEAVES_MAX = ENTRIES_MAX + ROTATIONS_MAX + LATER_MAX

TEXTS_MAX = 1024 * 1024
"""Most characters of all opened texts together: what a stranger hands in is looked at one by one."""

Answer = Literal["yes", "yes, as a departure", "no", "not known"]

_ESCAPE = re.compile(rb'\\[^"]')
_HASH = re.compile(r"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=")
"""Standard base64 of 32 bytes, spare bits zero: one text for one hash.

No part of the type, so that the hashes of a file with far too many are counted before they are read.
"""


class Proven(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry's leaf as it stands in the log, with the hashes that lead from it to the root."""

    number: Number
    leaf: msgspec.Raw
    proof: Annotated[tuple[str, ...], msgspec.Meta(max_length=merkle.PROOF_HASHES_MAX)]


class Opened(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The salt (base64) and the words behind one commitment, for those who may read them."""

    fact: FactId
    path: Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9_.]+\Z", max_length=128)]
    salt: Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9+/]{21}[AQgw]==\Z")]
    text: Annotated[str, msgspec.Meta(max_length=sealed.TEXT_BYTES_MAX)]


class Bundle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: which act, a signed checkpoint, and every entry that the act's judgement rests on."""

    format: Literal["remit-bundle/2"]
    act: Number
    checkpoint: Annotated[str, msgspec.Meta(max_length=checkpoint.NOTE_BYTES_MAX)]
    entries: Annotated[tuple[Proven, ...], msgspec.Meta(min_length=1, max_length=ENTRIES_MAX)]
    later: Annotated[tuple[Proven, ...], msgspec.Meta(max_length=LATER_MAX)] = ()
    openings: Annotated[tuple[Opened, ...], msgspec.Meta(max_length=ENTRIES_MAX)] = ()
    rotations: Annotated[tuple[Proven, ...], msgspec.Meta(max_length=ROTATIONS_MAX)] = ()

    @property
    def leaves(self) -> dict[int, bytes]:
        """Give every entry in the file."""
        return {one.number: bytes(one.leaf) for one in (*self.rotations, *self.later, *self.entries)}


class Step(msgspec.Struct, frozen=True):
    """One numbered step of a check that held, and what it counted."""

    number: int
    title: str
    detail: str


class Checked(msgspec.Struct, frozen=True):
    """The outcome of a check whose every step held.

    Attributes:
        answer: ``yes``; ``yes, as a departure``; ``no`` where rules speak against the act; or ``not
            known`` where a rule could not be settled when the act was recorded, or something is contested.
        findings: what every rule says about the act, judged again here.
        rests_on: every fact that was judged, by number.
        signed: the checkpoint that everything was proved against, with its whole note.
        words: the opened texts, by path, of the act itself.
        logs: the keys of the log, the first one first; each has announced the next.
        contested: the facts, by number, that a key signed which another fact in the bundle says somebody else
            may have had, with the entry from which it is suspect.
        later: which of the words were erased, and which keys are suspect.
        judgements: what every rule says about each fact that was judged, by number.
    """

    answer: Answer
    steps: tuple[Step, ...]
    act: Recorded
    findings: tuple[Finding, ...]
    rests_on: tuple[Recorded, ...]
    signed: SignedCheckpoint
    words: Mapping[str, str]
    logs: tuple[VerifierKey, ...]
    contested: Contested = NOTHING
    later: Later = Later()
    judgements: Mapping[int, tuple[Finding, ...]] = msgspec.field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many entries the log had at the checkpoint."""
        return self.signed.checkpoint.size


STEPS = (
    "the file is in its one form",
    "the checkpoint is signed by the log key",
    "every entry is included in that tree",
    "every fact is in its one form, with its tags",
    "every tag is walked back to its beginning",
    "every signature is by a key live at its number",
    "every fact is judged again",
)
"""The titles of the steps, as the module's docstring numbers them."""

_bundles = msgspec.json.Decoder(Bundle)


def check(data: bytes, key: VerifierKey) -> Checked:
    """Check the file by origin and key of its log, given out of band, and judge its act again.

    Raises:
        Malformed, Oversized: not in its one form, or over a limit.
        BadSignature: a signature is wrong, or another origin or key signed.
        Tampered: content contradicts its proof, a link is false, or a finding is not what the rules say.
        Incomplete: an entry that a walk needs is absent, or a fact does not rely on what judged it.
    """
    bundle = read(data)
    signed, way = _opened(bundle, key)
    head = signed.checkpoint
    parsed, told = _parsed(bundle.entries), _told(bundle.later)
    facts = _facts(parsed, way[0])
    judged, ways = walk(bundle.act, parsed, facts)
    judgements, signatures = _judge(judged, bundle.act, parsed, facts)
    findings = judgements[bundle.act]
    later = later_of(told, bundle.act, facts)
    act, contested = facts[bundle.act], later.suspects.among(facts[number] for number in judged)
    return Checked(
        answer=_answer(act, findings, doubted=bool(contested)),
        steps=_steps(
            f"{len(data)} bytes, {len(parsed)} entries",
            f"{head.origin}, {head.size} entries, root {head.root.hex()}",
            f"{len(parsed)} proofs",
            f"ledger {act.fact.ledger}",
            f"{sum(len(way) - 1 for _, way in ways)} links, {len(judged)} facts",
            f"{signatures} signatures",
            f"{len(judged)} facts, {len(findings)} findings on the act",
        ),
        act=act,
        findings=findings,
        rests_on=tuple(facts[number] for number in judged if number != bundle.act),
        signed=signed,
        words=opened_words(act, _openings(bundle), facts, later.gone),
        logs=way,
        contested=contested,
        later=later,
        judgements=judgements,
    )


def with_later(checked: Checked, newer: Checked) -> Checked:
    """Take over what a newer bundle of the same log tells: of words that were erased, and of keys (K1)."""
    later = checked.later.and_(newer.later)
    contested = later.suspects.among((*checked.rests_on, checked.act))
    answer = _answer(checked.act, checked.findings, doubted=bool(contested))
    return msgspec.structs.replace(checked, answer=answer, contested=contested, later=later)


def _steps(*details: str) -> tuple[Step, ...]:
    return tuple(Step(number, *step) for number, step in enumerate(zip(STEPS, details, strict=True), 1))


def read(data: bytes) -> Bundle:
    """Read the file: step 1, and no more of the check.

    Raises:
        Malformed, Oversized: not in its one form, or over a limit.
        Incomplete: the act is not among its entries.
    """
    if len(data) <= BYTES_MAX and data.count(b'"leaf":') > LEAVES_MAX:
        raise Oversized(f"bundle: expected at most {ENTRIES_MAX} entries, got more")
    bundle = canonical.parse(data, _bundles, "bundle", bytes_max=BYTES_MAX, texts=_texts)
    numbers = _numbers(bundle.entries)
    for more in (bundle.rotations, bundle.later):
        _numbers(more)
    if bundle.act not in numbers:
        raise Incomplete(f"bundle: expected the act, entry {bundle.act}, got a bundle without it")
    if bundle.act != numbers[-1]:
        raise Malformed(
            f"bundle: expected nothing after the act, entry {bundle.act}, got entry {numbers[-1]}"
        )
    return bundle


def _numbers(rows: tuple[Proven, ...]) -> list[int]:
    """Give the numbers of entries in the file, whose hashes, characters and order are in their one form."""
    if not all(_HASH.fullmatch(one) for proven in rows for one in proven.proof):
        raise Malformed("bundle: expected hashes of 32 bytes in standard base64, got another form")
    if not all(_is_plain(bytes(proven.leaf)) for proven in rows):
        raise Malformed("bundle: expected entries of visible ASCII and spaces, got other characters")
    if not all(bytes(proven.leaf).startswith(b"{") for proven in rows):
        raise Malformed("bundle: expected each leaf to be an object, got another form")
    numbers = [proven.number for proven in rows]
    if numbers != sorted(set(numbers)):
        raise Malformed("bundle: expected entries in ascending order, once each, got another order")
    return numbers


def _is_plain(leaf: bytes) -> bool:
    """Give whether every character is visible ASCII or a space, those spelt with a backslash too."""
    escapes = _ESCAPE.search(leaf.replace(b"\\\\", b"")) if b"\\" in leaf else None
    return leaf.isascii() and leaf.decode().isprintable() and escapes is None


def _opened(bundle: Bundle, key: VerifierKey) -> tuple[SignedCheckpoint, tuple[VerifierKey, ...]]:
    """Open the checkpoint by the trusted key or one that came after it; give it with the log's keys.

    Every leaf is in the tree: whatever else is wrong with the file, of that nothing more is said.
    """
    way = log_keys(bundle, key)
    signed = checkpoint.open_note(bundle.checkpoint, *way[way.index(key) :])
    for proven in (*bundle.rotations, *bundle.entries, *bundle.later):
        _require_included(proven, signed.checkpoint)
    return signed, way


def log_keys(bundle: Bundle, key: VerifierKey) -> tuple[VerifierKey, ...]:
    """Give the keys of the log; whether the tree has the announcements is checked with the checkpoint.

    Raises:
        Malformed, BadSignature: the announcements lead nowhere, or not to the key that is trusted.
    """
    said = (recorded(entries.parse(bytes(one.leaf), one.number)).fact.body for one in bundle.rotations)
    return logkeys.way_of(key, tuple(said))


def _texts(bundle: Bundle) -> tuple[str, ...]:
    opened = tuple(one.text for one in bundle.openings)
    if sum(map(len, opened)) > TEXTS_MAX:
        raise Oversized(f"bundle: expected openings of at most {TEXTS_MAX} characters in all, got more")
    return (bundle.checkpoint, *opened)


def _parsed(rows: Iterable[Proven]) -> dict[int, Entry]:
    return {proven.number: entries.parse(bytes(proven.leaf), proven.number) for proven in rows}


def _told(rows: Iterable[Proven]) -> list[tuple[Entry, Recorded]]:
    return [(entry, recorded(entry)) for entry in _parsed(rows).values()]


def _require_included(proven: Proven, head: Checkpoint) -> None:
    data = bytes(proven.leaf)
    if proven.number > head.size:
        raise Tampered(f"entry {proven.number}: expected a number up to {head.size}, the checkpoint's size")
    proof = tuple(base64.b64decode(one) for one in proven.proof)
    try:
        merkle.verify_inclusion(proven.number - 1, head.size, merkle.leaf_hash(data), proof, head.root)
    except Tampered as error:
        raise Tampered(f"entry {proven.number}: {error}") from None


def _facts(parsed: Mapping[int, Entry], key: VerifierKey) -> dict[int, Recorded]:
    facts = {number: recorded(entry) for number, entry in parsed.items()}
    _require_founding(facts, key)
    ledgers = sorted({one.fact.ledger for one in facts.values()})
    if len(ledgers) != 1:
        raise BadSignature(f"bundle: expected facts of one ledger, got {', '.join(ledgers)}")
    earlier = ""
    for number, at in facts.items():
        require_claims(parsed[number], at)
        if at.recorded < earlier:
            raise Tampered(f"entry {number}: expected a time from {earlier} on, got {at.recorded}")
        earlier = at.recorded
    require_links(parsed, facts)
    return facts


def _require_founding(facts: Mapping[int, Recorded], key: VerifierKey) -> None:
    """Require entry 1, to which every key leads back, and the log that it binds."""
    if 1 not in facts:
        raise Incomplete("bundle: expected entry 1, which founds the ledger, got a bundle without it")
    founded = facts[1].fact.body
    if not isinstance(founded, Founded):
        raise Tampered(f"entry 1: expected the founding of the ledger, got {facts[1].fact.id}")
    if (founded.origin, key_bytes(founded.log_key)) != (key.name, key.public):
        raise BadSignature(f"entry 1: expected it to bind the log {key.encode()}, got another")


def _judge(
    judged: tuple[int, ...], act: int, parsed: Mapping[int, Entry], facts: Mapping[int, Recorded]
) -> tuple[dict[int, tuple[Finding, ...]], int]:
    """Judge every fact in order; give the findings about each, and how many signatures were verified."""
    state, count = State(), 0
    found: dict[int, tuple[Finding, ...]] = {}
    for number in judged:
        at = facts[number]
        count += check_signatures(parsed[number], state.keys.publics() | keys.publics_of(at.fact.body))
        proposed = Act.of(at)
        missing = boundary(proposed, state) - set(at.fact.relies)
        if missing:
            raise Incomplete(
                f"entry {number}: expected it to rely on {min(missing)}, got a fact that does not"
            )
        charged = state.charged(totals_before(at, parsed))
        earlier = (facts[one] for one in judged if one < number)
        found[number] = examine(proposed, charged, before_corrected(at, earlier))
        if number != act:
            _require_lawful(at, found[number])
        known = (facts[one] for one in judged if one <= number)
        state = fold(known) if isinstance(at.fact.body, Corrected) else state.evolve(at)
    return found, count


def _require_lawful(at: Recorded, findings: tuple[Finding, ...]) -> None:
    try:
        noted = decide(Act.of(at), findings)
    except Refused as error:
        raise Tampered(f"entry {at.number}: expected a fact that the rules allow, got: {error}") from None
    _require_noted(at, noted)


def _require_noted(at: Recorded, noted: tuple[Noted, ...]) -> None:
    if noted != at.fact.findings:
        raise Tampered(f"entry {at.number}: expected its findings as the rules give them, got others")


def _answer(at: Recorded, findings: tuple[Finding, ...], *, doubted: bool) -> Answer:
    try:
        noted = decide(Act.of(at), findings)
    except Refused:
        return "no"
    _require_noted(at, noted)
    verdicts = {one.verdict for one in noted}
    if doubted:
        return "not known"
    if "not met" in verdicts:
        return "yes, as a departure"
    if verdicts:
        return "not known"
    # Of an attestation it is asked what it answers, not whether it was made.
    return at.fact.body.answer if isinstance(at.fact.body, Attested) else "yes"


def _openings(bundle: Bundle) -> Iterator[Opening]:
    return (Opening(one.fact, one.path, base64.b64decode(one.salt), one.text) for one in bundle.openings)


def encode(bundle: Bundle) -> bytes:
    """Give the bytes of the file.

    Raises:
        Oversized: over 16 MiB, or with more text than a reader takes.
    """
    _texts(bundle)
    data = canonical.encode(bundle)
    if len(data) > BYTES_MAX:
        raise Oversized(f"bundle: expected at most {BYTES_MAX} bytes, got {len(data)}")
    return data

"""Evidence of a fork: one file that shows to anybody that the key of a log has signed two histories.

Given out of band are the origin and the public key of the log, nothing else. The check is numbered:

1. The file is in its one form and within its limits.
2. Both checkpoints are signed by the log key for that origin, the one of the smaller tree first.
3. They contradict each other: two roots of one size; or, of two sizes, a consistency proof that the larger
   tree grew from one of the first size with another root than the first checkpoint has.
4. Where an entry is named: both trees hold something at its number, and not the same.

The exact bytes are in ``docs/formats/evidence.md``.
"""

from __future__ import annotations

import base64
from typing import Annotated, Final, Literal

import msgspec

from ledger import canonical, checkpoint, merkle
from ledger.canonical import decode_base64
from ledger.checkpoint import Checkpoint, VerifierKey
from ledger.errors import Malformed, Tampered
from ledger.facts.words import Number
from ledger.tiles import ENTRY_BYTES_MAX

BYTES_MAX: Final = 1_048_576

_NOTE_CHARACTERS_MAX: Final = -(-checkpoint.NOTE_BYTES_MAX // 3) * 4
_ENTRY_CHARACTERS_MAX: Final = -(-ENTRY_BYTES_MAX // 3) * 4

Hash = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=\Z")]
"""Standard base64 of 32 bytes, spare bits zero: one text for one hash."""

_Proof = Annotated[tuple[Hash, ...], msgspec.Meta(max_length=merkle.PROOF_HASHES_MAX)]
_Note = Annotated[str, msgspec.Meta(max_length=_NOTE_CHARACTERS_MAX)]


class Grown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The root that the second tree had at the size of the first, and the proof that it grew from there."""

    root: Hash
    proof: _Proof


class Leaf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a tree holds at a number: its Merkle hash, the entry in base64 where it is at hand, the proof."""

    hash: Hash
    entry: Annotated[str, msgspec.Meta(max_length=_ENTRY_CHARACTERS_MAX)] | None
    proof: _Proof


class Differs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first entry that is not the same in both trees."""

    number: Number
    first: Leaf
    second: Leaf


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: two signed checkpoints in base64, the smaller tree first, and how they contradict each other.

    A note is held as its bytes, so that nothing that a log may write into one keeps it out of the evidence.
    """

    format: Literal["remit-fork/1"]
    first: _Note
    second: _Note
    grown: Grown | None
    differs: Differs | None


class Shown(msgspec.Struct, frozen=True):
    """What evidence shows, once every step has held.

    Attributes:
        first, second: the two checkpoints, the one of the smaller tree first.
        had: the root that the second tree had at the size of the first.
        number: the number of an entry that is not the same in both; None where the file names none.
        entries: its bytes in the first and in the second tree; None where they were not at hand.
    """

    first: Checkpoint
    second: Checkpoint
    had: bytes
    number: int | None
    entries: tuple[bytes | None, bytes | None]


_files = msgspec.json.Decoder(Evidence)


def check(data: bytes, key: VerifierKey, *more: VerifierKey) -> Shown:
    """Check evidence against the origin and key of its log.

    Args:
        data: the file.
        key: origin and public key of the log, given out of band.
        more: other keys of the same log, given out of band too.

    Raises:
        Malformed, Oversized: not in its one form, or over a limit.
        BadSignature: a checkpoint is not of this log, by this key.
        Tampered: what the file holds does not show that the two contradict each other.
    """
    file = canonical.parse(data, _files, "evidence", bytes_max=BYTES_MAX)
    first, second = (_head(note, key, *more) for note in (file.first, file.second))
    if first.size > second.size:
        raise Malformed(f"evidence: expected the smaller tree first, got {first.size}, {second.size}")
    had = _had(file.grown, first, second)
    if had == first.root:
        raise Tampered(
            f"evidence: expected another root at {first.size} entries, got {had.hex()} in both histories"
        )
    if file.differs is None:
        return Shown(first, second, had, None, (None, None))
    return Shown(first, second, had, file.differs.number, _differing(file.differs, first, second))


def encode(file: Evidence) -> bytes:
    """Give the bytes of the file."""
    return canonical.encode(file)


def text_of(data: bytes) -> str:
    """Give bytes as the file writes them."""
    return base64.b64encode(data).decode()


def _head(note: str, *keys: VerifierKey) -> Checkpoint:
    return checkpoint.open_note(decode_base64(note, "evidence checkpoint"), *keys).checkpoint


def _had(grown: Grown | None, first: Checkpoint, second: Checkpoint) -> bytes:
    """Give the root of the second tree at the size of the first."""
    if first.size == second.size:
        if grown is not None:
            raise Malformed(
                f"evidence: expected no growth between two trees of {first.size} entries, got one"
            )
        return second.root
    if grown is None:
        raise Malformed(f"evidence: expected how {first.size} entries grew to {second.size}, got nothing")
    root = decode_base64(grown.root, "evidence root")
    merkle.verify_consistency(first.size, second.size, root, second.root, _hashes(grown.proof))
    return root


def _differing(differs: Differs, first: Checkpoint, second: Checkpoint) -> tuple[bytes | None, bytes | None]:
    one, other = (
        _entry(differs.number, leaf, head)
        for leaf, head in ((differs.first, first), (differs.second, second))
    )
    if differs.first.hash == differs.second.hash:
        raise Tampered(f"evidence: expected two different entries {differs.number}, got the same one twice")
    return one, other


def _entry(number: int, leaf: Leaf, head: Checkpoint) -> bytes | None:
    hashed = decode_base64(leaf.hash, "evidence hash")
    merkle.verify_inclusion(number - 1, head.size, hashed, _hashes(leaf.proof), head.root)
    if leaf.entry is None:
        return None
    entry = decode_base64(leaf.entry, "evidence entry")
    if merkle.leaf_hash(entry) != hashed:
        raise Tampered(f"evidence: expected entry {number} with hash {hashed.hex()}, got another entry")
    return entry


def _hashes(proof: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(decode_base64(one, "evidence proof") for one in proof)

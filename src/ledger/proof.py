"""Proof, to be checked offline, that an entry stands in a log.

Implements C2SP tlog-proof, version ``c2sp.org/tlog-proof@v1``: the index of the entry, the Merkle inclusion
proof of RFC 6962 and the signed checkpoint that both lead to. The exact bytes are in
``docs/formats/checkpoint-and-proof.md``.
"""

from __future__ import annotations

import base64

import msgspec

from ledger.canonical import decode_base64
from ledger.checkpoint import (
    SignedCheckpoint,
    VerifierKey,
    decode_decimal,
    decode_text,
    open_note,
)
from ledger.errors import Malformed, Oversized
from ledger.merkle import HASH_BYTES, PROOF_HASHES_MAX, SIZE_LIMIT, leaf_hash, verify_inclusion

HEADER = "c2sp.org/tlog-proof@v1"

PROOF_BYTES_MAX = 262_144
"""Twice the largest note, so that there is room for extra data."""


class Proof(msgspec.Struct, frozen=True):
    """A claim that a leaf is in the tree of the checkpoint in ``note``, to be tested by :meth:`verify`.

    Attributes:
        index: the place of the leaf, counted from 0.
        hashes: the audit path, from the sibling of the leaf up to the child of the root.
        note: the signed checkpoint, word for word.
        extra: data of an application, which nobody has signed.

    Raises:
        Malformed: the index is negative, or a hash is not of 32 bytes.
        Oversized: the index is 2**56 or more, or there are more than 63 hashes.
    """

    index: int
    hashes: tuple[bytes, ...]
    note: str
    extra: bytes = b""

    def __post_init__(self) -> None:
        if self.index < 0:
            raise Malformed(f"proof: expected an index of 0 or more, got {self.index}")
        if self.index >= SIZE_LIMIT:
            raise Oversized(f"proof: expected an index below 2**56, got {self.index}")
        if len(self.hashes) > PROOF_HASHES_MAX:
            raise Oversized(f"proof: expected at most {PROOF_HASHES_MAX} hashes, got {len(self.hashes)}")
        for each in self.hashes:
            if len(each) != HASH_BYTES:
                raise Malformed(f"proof: expected hashes of {HASH_BYTES} bytes, got one of {len(each)}")

    @property
    def number(self) -> int:
        """The number of the entry, counted from 1, as it is called everywhere else."""
        return self.index + 1

    def encode(self) -> str:
        """Give the text of the proof.

        Raises:
            Malformed: the note has no UTF-8 form.
            Oversized: note and extra data together are too large.
        """
        lines = [HEADER]
        if self.extra:
            lines.append(f"extra {base64.b64encode(self.extra).decode()}")
        lines.append(f"index {self.index}")
        lines.extend(base64.b64encode(each).decode() for each in self.hashes)
        return decode_text("\n".join((*lines, "", self.note)), PROOF_BYTES_MAX, "proof")

    @classmethod
    def parse(cls, data: str | bytes) -> Proof:
        """Read the text of a proof; every text that is accepted is what :meth:`encode` gives back.

        Raises:
            Malformed: another form.
            Oversized: more than 256 KiB, more than 63 hashes, or an index of 2**56 or more.
        """
        head, gap, note = decode_text(data, PROOF_BYTES_MAX, "proof").partition("\n\n")
        header, *lines = head.split("\n")
        if header != HEADER or not gap:
            raise Malformed(f"proof: expected {HEADER} and an empty line before a note, got {header[:80]!a}")
        extra = b""
        if lines and lines[0].startswith("extra "):
            extra = decode_base64(lines.pop(0).removeprefix("extra "), "proof extra")
            if not extra:
                raise Malformed("proof extra: expected no line where there is no data, got an empty one")
        if not lines or not lines[0].startswith("index "):
            raise Malformed(f"proof: expected an index line, got {''.join(lines[:1])[:80]!a}")
        index = decode_decimal(lines.pop(0).removeprefix("index "), "proof index")
        return cls(index, tuple(decode_base64(line, "proof hash") for line in lines), note, extra)

    def verify(self, entry: bytes, key: VerifierKey) -> SignedCheckpoint:
        """Check that the checkpoint is the log's and that its tree holds the bytes of the entry at the index.

        Size and root are those of the signed checkpoint.

        Returns:
            The checkpoint under which the entry has been shown to stand.

        Raises:
            Malformed, Oversized: the note is not a signed checkpoint.
            BadSignature: the note is not of this log, by this key.
            Tampered: the entry is not at this place of the tree.
        """
        signed = open_note(self.note, key)
        tree = signed.checkpoint
        verify_inclusion(self.index, tree.size, leaf_hash(entry), self.hashes, tree.root)
        return signed

"""Witnessing: what a witness is asked, and whether it may cosign.

Implements the request ``add-checkpoint`` of C2SP tlog-witness and its decision. Nothing here keeps anything:
who calls holds what is kept of the log from before the check until the new checkpoint has been stored.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence

import msgspec

from ledger import checkpoint, merkle
from ledger.canonical import decode_base64
from ledger.checkpoint import (
    NOTE_BYTES_MAX,
    Checkpoint,
    SignedCheckpoint,
    VerifierKey,
    decode_decimal,
    decode_text,
)
from ledger.errors import BadSignature, Conflict, Forked, Malformed, Oversized, Refused, RemitError, Tampered
from ledger.merkle import PROOF_HASHES_MAX

BODY_BYTES_MAX = NOTE_BYTES_MAX + 4_096
"""A note, and 63 lines of 45 bytes with the old size before them."""


class Request(msgspec.Struct, frozen=True):
    """A signed checkpoint to be cosigned, with the proof that it grew from the tree of size ``old``."""

    old: int
    proof: tuple[bytes, ...]
    signed: SignedCheckpoint


def encode(old: int, proof: Sequence[bytes], note: str) -> str:
    """Give the text of a request."""
    hashes = (base64.b64encode(each).decode() for each in proof)
    return "\n".join((f"old {old}", *hashes, "", note))


def parse(data: str | bytes, logs: Mapping[str, VerifierKey]) -> Request:
    """Read a request about one of the logs, which are given by origin, and verify the log's signature.

    Raises:
        Malformed, Oversized: another form, or an old size above that of the checkpoint.
        Refused: a log that is not among these (kind ``SIG``).
        BadSignature: not signed by the log.
    """
    head, gap, note = decode_text(data, BODY_BYTES_MAX, "request").partition("\n\n")
    first, *hashes = head.split("\n")
    if not gap or not first.startswith("old "):
        raise Malformed(
            f"request: expected an old size, a proof, an empty line and a note, got {first[:80]!a}"
        )
    old = decode_decimal(first.removeprefix("old "), "old size")
    if len(hashes) > PROOF_HASHES_MAX:
        raise Oversized(f"request: expected a proof of at most {PROOF_HASHES_MAX} lines, got {len(hashes)}")
    proof = tuple(decode_base64(line, "consistency proof") for line in hashes)
    origin = checkpoint.read_note(note).text.split("\n", 1)[0]
    if origin not in logs:
        raise Refused(f"expected a log that this witness was told to trust, got {origin[:80]!a}", "SIG")
    signed = checkpoint.open_note(note, logs[origin])
    if old > signed.checkpoint.size:
        raise Malformed(f"request: expected an old size up to {signed.checkpoint.size}, got {old}")
    return Request(old, proof, signed)


def require_growth(request: Request, kept: Checkpoint | None) -> None:
    """Refuse to cosign what does not extend the last checkpoint that was cosigned of this log.

    Args:
        request: the request.
        kept: the last checkpoint cosigned; None where there was none.

    Raises:
        Forked: the log has signed two trees of one size.
        Conflict: the request starts from another size than the one kept.
        Tampered: the proof does not hold.
        Malformed: a hash is not of 32 bytes.
    """
    new, size = request.signed.checkpoint, kept.size if kept is not None else 0
    if kept is not None and new.size == kept.size and new.root != kept.root:
        raise Forked(
            f"expected the tree of {size} entries with root {kept.root.hex()}, as cosigned before, "
            f"got one of as many with root {new.root.hex()}"
        )
    if request.old != size:
        raise Conflict(
            f"expected a request from size {size}, the last one cosigned, got one from {request.old}"
        )
    if kept is not None:
        merkle.verify_consistency(size, new.size, kept.root, new.root, request.proof)
    elif request.proof:
        raise Tampered(f"expected no proof from size 0, got one of {len(request.proof)} hashes")


def status_of(error: RemitError) -> int:
    """Give the status by which the protocol names a refusal; 500 is trouble of the witness's own."""
    match error:
        case Malformed():
            return 400
        case BadSignature():
            return 403
        case Refused():
            return 404
        case Conflict() | Forked():
            return 409
        case Tampered():
            return 422
        case _:
            return 500

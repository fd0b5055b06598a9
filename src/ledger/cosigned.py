"""What witnesses have cosigned of this log, kept beside the head file: one note for each size.

What is kept is for handing out, and for asking a witness on from where it was: nothing here is trusted.
Whoever reads a note verifies it, and losing the folder costs one round of asking again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from ledger import cosignature, durable, merkle, witnessing
from ledger.checkpoint import NOTE_BYTES_MAX, SignedCheckpoint, VerifierKey, open_note
from ledger.cosignature import CosignerKey
from ledger.errors import StorageError
from ledger.policy import Policy, judge
from ledger.store import Store

NOTES_MAX = 64
"""So many notes are kept, those of the largest trees."""


class Cosigned(msgspec.Struct, frozen=True):
    """The folder of the cosigned notes of one log."""

    folder: Path
    log: VerifierKey
    former: tuple[VerifierKey, ...] = ()

    def of_size(self, size: int) -> SignedCheckpoint | None:
        """Give the cosigned checkpoint of a size, or None where there is none."""
        return self._read(self.folder / f"{size:017}")

    def notes(self) -> Iterator[SignedCheckpoint]:
        """Give every cosigned checkpoint, that of the largest tree first."""
        for place in self._places():
            note = self._read(place)
            if note is not None:
                yield note

    def best(self, policy: Policy, now: int) -> SignedCheckpoint | None:
        """Give the largest checkpoint that satisfies a policy, else the largest, or None."""
        largest = None
        for note in self.notes():
            if judge(note, policy, now).witnessed:
                return note
            largest = largest or note
        return largest

    def last(self, keys: Sequence[CosignerKey]) -> int:
        """Give the size of the largest checkpoint that any of the keys cosigned; 0 where none did."""
        for note in self.notes():
            if cosignature.times(note, keys):
                return note.checkpoint.size
        return 0

    def keep(self, signed: SignedCheckpoint, lines: str, keys: Sequence[CosignerKey]) -> SignedCheckpoint:
        """Keep the cosignatures of these keys with those that there are of the same checkpoint.

        Raises:
            Malformed, Oversized, BadSignature: the lines are no cosignatures of this checkpoint.
            StorageError: another checkpoint of this size is kept, or the folder cannot be written.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"expected to make the folder {self.folder}, got: {error.strerror}") from error
        with durable.exclusive(self.folder / "lock"):
            size = signed.checkpoint.size
            there = self.of_size(size) or signed
            if there.checkpoint != signed.checkpoint:
                raise StorageError(f"{self.folder}: expected the checkpoint of {size} entries, got another")
            kept = cosignature.add(there, lines, keys)
            durable.replace(self.folder / f"{size:017}", kept.note.encode(), mode=0o644)
            for place in self._places()[NOTES_MAX:]:
                place.unlink(missing_ok=True)
        return kept

    def _places(self) -> list[Path]:
        return sorted(self.folder.glob("[0-9]" * 17), reverse=True)

    def _read(self, place: Path) -> SignedCheckpoint | None:
        note = durable.read(place, NOTE_BYTES_MAX)
        return None if note is None else open_note(note, self.log, *self.former)


def request(store: Store, signed: SignedCheckpoint, old: int) -> str:
    """Make the request that asks a witness to cosign, with the proof from the size that it saw last.

    Raises:
        Tampered: stored nodes do not make the proof.
    """
    new = signed.checkpoint
    if old == 0:
        return witnessing.encode(0, (), signed.note)
    ids = {*merkle.consistency_nodes(old, new.size), *merkle.frontier_nodes(old)}
    nodes = store.nodes(ids)
    proof = merkle.consistency_proof(old, new.size, nodes.__getitem__)
    before = merkle.Frontier(old, tuple(nodes[node] for node in merkle.frontier_nodes(old)))
    merkle.verify_consistency(old, new.size, before.root(), new.root, proof)
    return witnessing.encode(old, proof, signed.note)

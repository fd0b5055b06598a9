"""A log of plain leaves with its key, and witnesses of it: what the tests about cosignatures share."""

from __future__ import annotations

from ledger import merkle
from ledger.checkpoint import Checkpoint, SignedCheckpoint, VerifierKey, open_note, sign
from ledger.cosignature import CosignerKey, cosign
from ledger.ed25519 import PrivateKey

NOW = 1_790_000_000
"""A moment in September 2026, in seconds since 1970."""

DAY = 86_400

LOG = PrivateKey.from_seed(b"L" * 32)
EAST, WEST, NORTH, REPLAY = (PrivateKey.from_seed(letter * 32) for letter in (b"e", b"w", b"n", b"r"))
EAST_KEY = CosignerKey("east.example/witness", EAST.public)
WEST_KEY = CosignerKey("west.example/witness", WEST.public)
NORTH_KEY = CosignerKey("north.example/witness", NORTH.public)
REPLAY_KEY = CosignerKey("east.example/witness/replayed", REPLAY.public)
HOLDERS = {EAST_KEY: EAST, WEST_KEY: WEST, NORTH_KEY: NORTH, REPLAY_KEY: REPLAY}


class Log:
    """A log of ``leaves`` entries; another ``turn`` from an entry on is another history."""

    def __init__(
        self, leaves: int = 40, turn: int = 10**9, origin: str = "example.org/log", key: PrivateKey = LOG
    ) -> None:
        hashes = [merkle.leaf_hash(b"%d %d" % (at, at >= turn)) for at in range(leaves)]
        self.signer = key
        self.key = VerifierKey(origin, key.public)
        self._hashes = hashes
        self._nodes = dict(merkle.Frontier().extend(hashes)[1])

    def root(self, size: int) -> bytes:
        return merkle.Frontier().extend(self._hashes[:size])[0].root()

    def signed(self, size: int) -> SignedCheckpoint:
        checkpoint = Checkpoint(self.key.name, size, self.root(size))
        return open_note(sign(checkpoint, self.signer.sign, self.key), self.key)

    def proof(self, old: int, size: int) -> tuple[bytes, ...]:
        return merkle.consistency_proof(old, size, self._nodes.__getitem__) if old else ()


def seen(signed: SignedCheckpoint, *keys: CosignerKey, at: int = NOW) -> SignedCheckpoint:
    """Put the cosignatures of these witnesses into a note."""
    lines = "".join(cosign(signed, at, HOLDERS[key].sign, key) for key in keys)
    return SignedCheckpoint(signed.checkpoint, signed.note + lines)

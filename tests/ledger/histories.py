"""Two histories of one log, signed by its key: what the tests of comparing and of evidence share."""

from __future__ import annotations

from dataclasses import dataclass

from ledger import checkpoint, merkle
from ledger.checkpoint import Checkpoint, SignedCheckpoint, VerifierKey
from ledger.comparing import View
from ledger.ed25519 import PrivateKey

LOG = PrivateKey.from_seed(b"log" * 10 + b"xx")
KEY = VerifierKey("example.org/log", LOG.public)
STRANGER = PrivateKey.from_seed(b"s" * 32)


@dataclass(frozen=True)
class History:
    """The entries of one history."""

    entries: tuple[bytes, ...]

    def node(self, node: merkle.NodeId) -> bytes:
        """Give a complete node."""
        return self.nodes[node]

    @property
    def nodes(self) -> dict[merkle.NodeId, bytes]:
        """Every complete node."""
        return dict(merkle.Frontier().extend([merkle.leaf_hash(entry) for entry in self.entries])[1])

    def root(self, size: int) -> bytes:
        """Give the root over the first entries."""
        return merkle.root_at(size, self.nodes.__getitem__)

    def sign(self, size: int, key: VerifierKey = KEY, signer: PrivateKey = LOG) -> SignedCheckpoint:
        """Sign the head over the first entries."""
        head = Checkpoint(key.name, size, self.root(size))
        return checkpoint.open_note(checkpoint.sign(head, signer.sign, key), key)

    def view(
        self, name: str, size: int, signed: int | None = -1, *, tree: bool = True, entries: bool = True
    ) -> View:
        """Give a view of the first entries.

        Args:
            name: what to call it.
            size: how many entries.
            signed: how many of them are signed; -1: all; None: no head is.
            tree: it has its nodes; without them it is a checkpoint alone.
            entries: it has its entries.
        """
        head = None if signed is None else self.sign(size if signed == -1 else signed)
        node = self.node if tree else None
        return View(name, size, self.root(size), head, node, self.entry if tree and entries else None)

    def entry(self, number: int) -> bytes:
        """Give an entry by its number."""
        return self.entries[number - 1]


def history(size: int, *, other_from: int | None = None) -> History:
    """Make a history; from one number on its entries are not those of the others."""
    return History(
        tuple(
            b"%s %d" % (b"entry" if other_from is None or number < other_from else b"other", number)
            for number in range(1, size + 1)
        )
    )

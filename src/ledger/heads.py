"""Signing heads: the one act that touches the head file, and only grows.

1. Hold the head file against every other process.
2. Prove from stored bytes that the tree extends the last head that was signed.
3. Write the new signed head beside the database, on disk, before anybody sees it.

A ledger restored from an older copy cannot pass step 2, so it cannot sign a second history.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledger import checkpoint, ed25519, merkle
from ledger.checkpoint import Checkpoint, VerifierKey
from ledger.errors import StorageError
from ledger.headfile import HeadFile
from ledger.merkle import Frontier
from ledger.store import Store


def sign_head(
    store: Store,
    head_file: HeadFile,
    key: VerifierKey,
    signer: ed25519.Signer,
    *more: ed25519.Signer,
    trust: str | None = None,
    former: Sequence[VerifierKey] = (),
) -> str:
    """Sign the present head of the log and keep it in the head file.

    Args:
        store: the log.
        head_file: where the last signed head is kept.
        key: origin and public key of the log.
        signer: the log key.
        more: a second log key, during an overlap: both lines stand in the note.
        trust: a signed checkpoint to start from, where there is no head file (after a move of machines);
            at a ledger of one entry, unless it was restored, none is needed.
        former: keys that the log had before, which may have signed the last head alone.

    Raises:
        StorageError: no head file and nothing to trust; or the log does not extend the last signed head,
            with both sizes and roots, and the entry number where stored bytes contradict stored nodes.
        BadSignature: the head file, or the checkpoint to trust, is not signed by the log key.
        Malformed: it is no signed note.
    """
    with head_file.locked() as held:
        old = held.read()
        known = old if old is not None else trust
        last = checkpoint.open_note(known, key, *former).checkpoint if known is not None else None
        head = store.head()
        if last is None and (head.size != 1 or head_file.awaited):
            raise _without_head(head_file)
        _require_growth(store, last, head.size, head.root)
        if last is not None and old is not None and last.size == head.size:
            return old
        note = _note(Checkpoint(key.name, head.size, head.root), key, signer, *more)
        held.advance(old, note)
        return note


def _note(head: Checkpoint, key: VerifierKey, signer: ed25519.Signer, *more: ed25519.Signer) -> str:
    note = checkpoint.sign(head, signer.sign, key)
    for one in more:
        note = checkpoint.sign_too(note, one.sign, VerifierKey(key.name, one.public))
    checkpoint.open_note(note, key)
    return note


def require_extension(
    store: Store, head_file: HeadFile, key: VerifierKey, *former: VerifierKey, signs: bool
) -> None:
    """Refuse to record into a log that does not reach, or contradicts, the last head that was signed.

    Only stored nodes are compared; ``sign_head`` reads the entries as well.

    Args:
        store: the log.
        head_file: where the last signed head is kept.
        key: origin and public key of the log.
        former: keys that the log had before.
        signs: this machine keeps the log key, so it must have a head file too; so must one where the ledger
            was restored.

    Raises:
        StorageError: an older copy was restored, the log is another one, or the head file is gone.
        BadSignature: the head file is not signed by the log key.
        Malformed: it is no signed note.
    """
    note = head_file.read()
    if note is None and (signs or head_file.awaited):
        raise _without_head(head_file)
    if note is not None:
        require_contains(store, checkpoint.open_note(note, key, *former).checkpoint)


def require_contains(store: Store, last: Checkpoint) -> None:
    """Refuse a log that does not reach, or contradicts, a head that was signed; stored nodes are compared.

    Raises:
        StorageError: an older copy was restored, or the log is another one.
    """
    head = store.head()
    _require_size(last, head.size, head.root)
    _frontier(store, last)


def _without_head(head_file: HeadFile) -> StorageError:
    return StorageError(
        f"expected the head file {head_file.path}, got none; restore it, or name a checkpoint with "
        "remit log checkpoint --trust"
    )


def _require_growth(store: Store, last: Checkpoint | None, size: int, root: bytes) -> None:
    if last is not None:
        _require_size(last, size, root)
    frontier = _frontier(store, last)
    level_zero = {}
    for entry in store.scan(frontier.size + 1, size):
        level_zero[entry.number] = entry.hash
        if len(level_zero) == 1_000:  # noqa: PLR2004 - a page
            frontier = _grown(store, frontier, level_zero)
            level_zero = {}
    frontier = _grown(store, frontier, level_zero)
    if frontier.root() != root:
        raise StorageError(
            f"expected a log of {size} entries with root {root.hex()}, got root {frontier.root().hex()}"
        )


def _require_size(last: Checkpoint, size: int, root: bytes) -> None:
    if size < last.size:
        raise StorageError(
            f"expected a log of at least {last.size} entries with root {last.root.hex()}, as signed before, "
            f"got {size} entries with root {root.hex()}: an older copy was restored"
        )


def _frontier(store: Store, last: Checkpoint | None) -> Frontier:
    if last is None:
        return Frontier()
    ids = merkle.frontier_nodes(last.size)
    nodes = store.nodes(ids)
    frontier = Frontier(last.size, tuple(nodes[node] for node in ids))
    if frontier.root() != last.root:
        raise StorageError(
            f"expected the log signed before, {last.size} entries with root {last.root.hex()}, "
            f"got {last.size} entries with root {frontier.root().hex()}"
        )
    return frontier


def _grown(store: Store, frontier: Frontier, leaves: dict[int, bytes]) -> Frontier:
    stored = store.nodes([merkle.node_id(0, number - 1) for number in leaves])
    for number, leaf in leaves.items():
        if stored[merkle.node_id(0, number - 1)] != leaf:
            raise StorageError(f"entry {number}: expected the bytes that were recorded, got others")
    return frontier.extend(list(leaves.values()))[0]

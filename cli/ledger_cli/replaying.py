"""A partner's copy of a log, replayed whole: a ledger, or a published folder with its entries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from ledger import comparing, entry, logkeys, merkle, tiles
from ledger.checkpoint import SignedCheckpoint
from ledger.comparing import View
from ledger.entry import Entry
from ledger.errors import Forked, Incomplete, Malformed, Tampered
from ledger.facts import Body
from ledger.facts.founding import Founded
from ledger.facts.keys import OfLog
from ledger.merkle import NodeId
from ledger.publishing import Published
from ledger.store import Store
from ledger.tiles import ENTRIES, TiledTree
from ledger.witness import Replayed, Watched
from ledger_cli import verification
from ledger_cli.output import progress


def replay(where: str, log: Watched, asked: SignedCheckpoint, kept: SignedCheckpoint | None) -> Replayed:
    """Replay a copy, and give what a witness has to know of it before it says so.

    Args:
        where: the copy: a file, an address of PostgreSQL, or the folder of a published log.
        log: the log, as the witness watches it; evidence of a fork goes to its folder.
        asked: the checkpoint that is to be cosigned.
        kept: the one that was cosigned last.

    Raises:
        ProofFailed: the copy does not hold; the kind says what.
        Malformed: the folder holds no published log.
        StorageError: the copy cannot be read.
    """
    sizes = {one.checkpoint.size for one in (asked, kept) if one is not None}
    if Path(where).is_dir():
        return _folder(Published(Path(where)), log, asked, kept, sizes)
    with Store.open(where) as copy:
        verification.require_log(verification.log_of(copy), log.key)
        found = verification.replay(copy, copy.head(), sizes, progress)
        return Replayed(found.roots, _proof(found.roots, lambda node: copy.nodes((node,))[node]))


def _folder(
    copy: Published,
    log: Watched,
    asked: SignedCheckpoint,
    kept: SignedCheckpoint | None,
    sizes: Collection[int],
) -> Replayed:
    view = copy.view(copy.head(log.key))
    for one, name in ((asked, "the request"), (kept, "what this witness cosigned")):
        if one is not None:
            _require_one_history(view, one, name, log)
    if view.entry is None or view.node is None:
        raise Incomplete(
            f"{copy.folder}: expected a log that was published with its entries, got its tiles alone"
        )
    found, said = verification.Replayed(), list[Body]()
    for number, data in _entries(copy, view.size):
        body = verification.take(found, _parsed(number, data), sizes).fact.body
        if isinstance(body, Founded | OfLog):
            said.append(body)
        if number % tiles.WIDTH == 0 or number == view.size:
            progress(number, view.size)
    verification.require_log(logkeys.of_log(said), log.key)
    return Replayed(found.roots, _proof(found.roots, view.node))


def _require_one_history(view: View, signed: SignedCheckpoint, name: str, log: Watched) -> None:
    """Hold a published log against a checkpoint; both are signed, so what contradicts is evidence.

    Raises:
        Forked: the log has signed two histories; the evidence is kept.
    """
    head = signed.checkpoint
    try:
        comparing.compare(view, View(name, head.size, head.root, signed), log.key)
    except Forked as error:
        place = log.keep_evidence(error.evidence)
        raise Forked(f"{error}; the evidence is in {place}", error.evidence) from error


def _entries(copy: Published, size: int) -> Iterator[tuple[int, bytes]]:
    tree = TiledTree(size, copy.read)
    for bundle in tiles.row(ENTRIES, size):
        yield from enumerate(tree.entries(bundle.index), bundle.index * tiles.WIDTH + 1)


def _parsed(number: int, data: bytes) -> Entry:
    """Read an entry; what a log signed need not be one."""
    try:
        return entry.parse(data, number)
    except Malformed as error:
        raise Tampered(f"entry {number}: {error}") from None


def _proof(roots: Collection[int], node: Callable[[NodeId], bytes]) -> tuple[bytes, ...]:
    """Prove that a copy grew from the first of two sizes to the second; its nodes have been verified."""
    sizes = sorted(roots)
    return merkle.consistency_proof(sizes[0], sizes[1], node) if len(sizes) > 1 else ()

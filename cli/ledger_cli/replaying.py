"""A partner's copy of a log, replayed whole: a ledger, or a published folder with its entries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from ledger import comparing, entry, logkeys, merkle, tiles
from ledger.checkpoint import SignedCheckpoint, VerifierKey
from ledger.comparing import View
from ledger.entry import Entry
from ledger.errors import BadSignature, Forked, Incomplete, Malformed, Tampered
from ledger.facts import Body
from ledger.facts.founding import Founded
from ledger.facts.keys import OfLog
from ledger.merkle import NodeId
from ledger.publishing import Published
from ledger.store import Store
from ledger.tiles import ENTRIES, TiledTree
from ledger.watching import Announced, Watched
from ledger.witness import Replayed
from ledger.witnessing import parse
from ledger_cli import verification
from ledger_cli.output import progress


class Found(msgspec.Struct, frozen=True):
    """What was asked, what the replay of the copy showed, and how the log came to a new key in it."""

    asked: SignedCheckpoint
    replayed: Replayed
    announced: Announced | None = None


def replay(where: str, logs: Mapping[str, Watched], data: bytes) -> Found:
    """Replay a copy, and give what a witness has to know of it before it says so.

    Args:
        where: the copy: a file, an address of PostgreSQL, or the folder of a published log.
        logs: the logs, as the witness watches them; evidence of a fork goes to their folders.
        data: the request to cosign a checkpoint.

    Raises:
        ProofFailed: the copy does not hold; the kind says what.
        Malformed: the folder holds no published log, or the request is none.
        StorageError: the copy cannot be read.
    """
    if Path(where).is_dir():
        asked = parse(data, {name: log.key for name, log in logs.items()}).signed
        return Found(asked, _folder(Published(Path(where)), logs[asked.checkpoint.origin], asked))
    with Store.open(where) as copy:
        keys = verification.log_of(copy)
        asked, announced = _asked(data, logs, keys.all)
        log = logs[asked.checkpoint.origin]
        verification.require_log(keys, log.key)
        found = verification.replay(copy, copy.head(), _sizes(log, asked), progress)
        proof = _proof(found.roots, lambda node: copy.nodes((node,))[node])
        return Found(asked, Replayed(found.roots, proof), announced)


def _asked(
    data: bytes, logs: Mapping[str, Watched], way: Sequence[VerifierKey]
) -> tuple[SignedCheckpoint, Announced | None]:
    """Read a request, by the key of its log or by one that a copy of the log says was announced since."""
    keys = {name: log.key for name, log in logs.items()}
    since = way.index(keys[way[0].name]) if keys.get(way[0].name) in way else len(way)
    for last in range(len(way) - 1, since, -1):
        with suppress(BadSignature):
            asked = parse(data, {**keys, way[0].name: way[last]}).signed
            return asked, Announced(tuple(way[: last + 1]), asked.checkpoint)
    return parse(data, keys).signed, None


def _sizes(log: Watched, asked: SignedCheckpoint) -> set[int]:
    """Give the sizes that count: of the checkpoint that is asked about, and of the one cosigned last."""
    kept = log.last(log.seen.read())
    return {one.checkpoint.size for one in (asked, kept) if one is not None}


def _folder(copy: Published, log: Watched, asked: SignedCheckpoint) -> Replayed:
    view, sizes = copy.view(copy.head(log.key)), _sizes(log, asked)
    for one, name in ((asked, "the request"), (log.last(log.seen.read()), "what this witness cosigned")):
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

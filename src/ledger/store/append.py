"""What one append does between taking the lock and the commit.

1. Lock the head row; on SQLite the transaction itself is the lock.
2. A request that is known gives its first receipt; nothing is written.
3. Read by tag what came last, in a *second* statement: it sees what the one that held the lock before
   has written. From this follow the verdict on the condition, the links and the totals.
4. Write entries, tags, nodes, head, request and openings; destroy the openings that the batch erases.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from sqlalchemy import Select

from ledger import canonical, merkle
from ledger.acts import london_day
from ledger.entry import DATA_BYTES_MAX, Charged, require_instant, splice
from ledger.errors import Conflict, Malformed, Oversized, Refused, StorageError, Tampered
from ledger.facts.words import INTEGER_MAX
from ledger.store import statements
from ledger.store.backend import Session
from ledger.store.batch import Batch, Pending, Receipt

_links = msgspec.json.Decoder(dict[str, int])
_charged = msgspec.json.Decoder(tuple[Charged, ...])


def require_batch(batch: Batch) -> None:
    """Refuse what no state of the ledger could make right.

    Raises:
        Malformed: nothing to append; a time of another form; a charge whose tag is not carried, or a tag
            charged twice.
    """
    where = f"request {batch.request}"
    if not batch.pending:
        raise Malformed(f"{where}: expected at least 1 fact, got none")
    require_instant(batch.recorded, where)
    for pending in batch.pending:
        charged = [tag for tag, _ in pending.charges]
        if charged != sorted(set(charged)):
            raise Malformed(f"{where}: expected charges in ascending order of distinct tags, got {charged}")
        loose = set(charged).difference(pending.tags)
        if loose:
            raise Malformed(f"{where}: expected a charge of a tag that its fact carries, got {min(loose)}")


def write(session: Session, batch: Batch, unless: Select[int] | None) -> Receipt:
    """Append a batch inside a transaction that has begun and that the caller commits.

    Raises:
        Conflict: the condition does not hold, or ``unless`` has an answer.
        Refused: the request was recorded with other content.
        Oversized: an entry, or a total, is too large.
        StorageError: the clock went back; the head is that of a shorter log than was read.
        Tampered: stored rows contradict one another, or a tag that is charged was carried without a charge.
    """
    frontier = locked_frontier(session)
    known = receipt(session, batch.request, batch.digest)
    if known is not None:
        return known
    recorded = _time(session, frontier.size, batch)
    if unless is not None:
        _require_no_answer(session, unless)
    latest = _latest(session, batch)
    _require_condition(batch, frontier.size, latest)
    grown = _Growing(recorded, frontier.size, latest, _totals(session, batch, latest))
    for pending in batch.pending:
        grown.add(pending)
    extended, completed = frontier.extend(grown.leaves)
    root = extended.root()
    _insert(session, batch, frontier.size + 1, grown, completed)
    head = {"new_size": extended.size, "new_frontier": extended.to_bytes(), "new_root": root}
    session.write(statements.GROW_HEAD, [head])
    return Receipt(
        batch.request, frontier.size + 1, len(batch.pending), grown.leaves[-1], extended.size, root
    )


def locked_frontier(session: Session) -> merkle.Frontier:
    """Lock the head row and give what the tree needs to grow.

    Raises:
        Tampered: the row is gone, or its hashes do not make its root.
    """
    row = session.row(statements.LOCK_HEAD)
    if row is None:
        raise Tampered("expected the row of the head, got none")
    size, hashes, root = row
    try:
        frontier = merkle.Frontier.from_bytes(size, hashes)
    except Malformed as error:
        raise Tampered(f"head: {error}") from None
    if frontier.root() != root:
        raise Tampered(f"head: expected root {frontier.root().hex()}, got {root.hex()}")
    return frontier


def receipt(session: Session, request: str, digest: bytes | None = None) -> Receipt | None:
    """Give the first receipt of a request again, or None for one that is not known.

    Args:
        session: where to read.
        request: the id.
        digest: of the content that comes under this id now; None to look only.

    Raises:
        Refused: the content is another one.
        Tampered: a node that its root needs is gone.
    """
    row = session.row(statements.REQUEST, request=request)
    if row is None:
        return None
    known, first, count = row
    if digest is not None and digest != known:
        raise Refused(f"request {request}: expected the content first recorded under this id, got another")
    size = first + count - 1
    leaf, *rest = nodes(session, (merkle.node_id(0, size - 1), *merkle.frontier_nodes(size)))
    return Receipt(request, first, count, leaf, size, merkle.Frontier(size, tuple(rest)).root())


def nodes(session: Session, ids: tuple[merkle.NodeId, ...]) -> list[bytes]:
    """Give the hashes of complete nodes, in the order of the ids.

    Raises:
        Tampered: one is not there.
    """
    found: dict[int, bytes] = dict(session.rows(statements.NODES, values=statements.listed(ids)))
    missing = next((each for each in ids if each not in found), None)
    if missing is not None:
        level, index = divmod(missing, 2**56)
        raise Tampered(f"expected the node of level {level} and index {index}, got none")
    return [found[each] for each in ids]


class _Growing(msgspec.Struct):
    """The rows of a batch, made in order: each fact sees the ones before it."""

    recorded: str
    size: int
    latest: dict[str, int]
    totals: dict[str, Charged]
    entries: list[dict[str, object]] = msgspec.field(default_factory=list)
    tags: list[dict[str, object]] = msgspec.field(default_factory=list)
    leaves: list[bytes] = msgspec.field(default_factory=list)

    def add(self, pending: Pending) -> None:
        number = self.size + len(self.leaves) + 1
        links = canonical.encode({tag: self.latest[tag] for tag in (*pending.tags, *pending.relies)})
        charged = canonical.encode([self._charge(tag, amount) for tag, amount in pending.charges])
        data = splice(charged=charged, envelope=pending.envelope, links=links, recorded=self.recorded)
        if len(data) > DATA_BYTES_MAX:
            raise Oversized(f"entry {number}: expected at most {DATA_BYTES_MAX} bytes, got {len(data)}")
        carried = dict.fromkeys(pending.tags, number)
        self.latest.update(carried)
        self.tags.extend({"tag": tag, "number": number} for tag in carried)
        self.leaves.append(merkle.leaf_hash(data))
        self.entries.append(
            {
                "number": number,
                "type": pending.type,
                "recorded": self.recorded,
                "links": links,
                "charged": charged,
                "envelope": pending.envelope,
            }
        )

    def _charge(self, tag: str, amount: int) -> Charged:
        before = self.totals.get(tag)
        count, total = (before.count + 1, before.total + amount) if before else (1, amount)
        if not -INTEGER_MAX <= total <= INTEGER_MAX:
            raise Oversized(f"total of {tag}: expected at most {INTEGER_MAX} either way, got {total}")
        self.totals[tag] = after = Charged(tag, count, total)
        return after


def _time(session: Session, size: int, batch: Batch) -> str:
    """Give the time of the new entries: never before the last one's.

    Where others have written since the batch was judged, their time is taken over if it is later and of
    the same day: the day is what acts are judged by.
    """
    row = session.row(statements.RECORDED, number=size) if size else ("",)
    if row is None:
        raise Tampered(f"expected entry {size}, got none")
    (last,) = row
    if batch.recorded >= last:
        return batch.recorded
    if batch.condition is None or batch.condition.after >= size:
        raise StorageError(f"clock: expected {last} or later, as entry {size} says, got {batch.recorded}")
    if london_day(last) != london_day(batch.recorded):
        raise Conflict(f"expected the day of entry {size}, {last}, got a judgement of {batch.recorded}")
    return str(last)


def _require_no_answer(session: Session, unless: Select[int]) -> None:
    number = session.connection.execute(unless.limit(1)).scalar_one_or_none()
    if number is not None:
        raise Conflict(f"expected nothing that matches the condition, got entry {number}")


def _latest(session: Session, batch: Batch) -> dict[str, int]:
    wanted = set(batch.condition.tags) if batch.condition else set()
    for pending in batch.pending:
        wanted.update(pending.tags, pending.relies)
    rows = session.rows(statements.LATEST, values=statements.listed(wanted))
    return {tag: number or 0 for tag, number in rows}


def _require_condition(batch: Batch, size: int, latest: Mapping[str, int]) -> None:
    condition = batch.condition
    if condition is None:
        return
    if condition.after > size:
        raise StorageError(f"expected a log of at least {condition.after} entries, as was read, got {size}")
    moved = min((tag for tag in condition.tags if latest[tag] > condition.after), default=None)
    if moved is not None:
        raise Conflict(f"{moved}: expected nothing after entry {condition.after}, got entry {latest[moved]}")


def _totals(session: Session, batch: Batch, latest: Mapping[str, int]) -> dict[str, Charged]:
    """Give the running totals that a batch adds to: the last entry that carries a tag holds its total."""
    tags = {tag for pending in batch.pending for tag, _ in pending.charges if latest[tag]}
    if not tags:
        return {}
    rows = session.rows(statements.CHARGED, values=statements.listed({latest[tag] for tag in tags}))
    totals = {(number, one.tag): one for number, data in rows for one in read_charged(number, data)}
    loose = min((tag for tag in tags if (latest[tag], tag) not in totals), default=None)
    if loose is not None:
        raise Tampered(f"entry {latest[loose]}: expected a total of {loose}, which it carries, got none")
    return {tag: totals[latest[tag], tag] for tag in tags}


def read_links(number: int, data: bytes) -> dict[str, int]:
    """Read the links of a stored entry.

    Raises:
        Tampered: the bytes are not what was written.
    """
    try:
        return _links.decode(data)
    except (msgspec.MsgspecError, ValueError) as error:
        raise Tampered(f"entry {number}: expected its links, got: {error}") from None


def read_charged(number: int, data: bytes) -> tuple[Charged, ...]:
    """Read the totals of a stored entry.

    Raises:
        Tampered: the bytes are not what was written.
    """
    try:
        return _charged.decode(data)
    except (msgspec.MsgspecError, ValueError) as error:
        raise Tampered(f"entry {number}: expected its charges, got: {error}") from None


def _insert(
    session: Session,
    batch: Batch,
    first: int,
    grown: _Growing,
    completed: list[tuple[merkle.NodeId, bytes]],
) -> None:
    session.write(statements.ADD_ENTRIES, grown.entries)
    session.write(statements.ADD_TAGS, grown.tags)
    session.write(statements.ADD_NODES, [{"id": node, "hash": digest} for node, digest in completed])
    request = {"id": batch.request, "digest": batch.digest, "first": first, "count": len(batch.pending)}
    session.write(statements.ADD_REQUEST, [request])
    openings = [{"fact": o.fact, "path": o.path, "salt": o.salt, "text": o.text} for o in batch.openings]
    session.write(statements.ADD_OPENINGS, openings)
    session.write(statements.ERASE_OPENING, [{"of": fact, "at": path} for fact, path in batch.erase])

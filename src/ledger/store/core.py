"""The store: appends batches under one lock, and reads in pages that hold none.

A failure while appending stops the store for good: what the database does after one is not known, so
only a store that is opened anew, which reads what is really there, may go on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Select

from ledger.entry import Entry
from ledger.errors import StorageError, Tampered
from ledger.merkle import EMPTY_ROOT, NodeId
from ledger.sealed import Opening
from ledger.store import append, sqlite, statements, tables
from ledger.store.backend import Backend, Failed, Row, Session
from ledger.store.batch import Batch, Head, Receipt

PAGE = 1_000
"""Most entries that are held at once."""

_NUMBERS_PAGE = 20_000


class Store:
    """A ledger in a database. Threads may share it; processes open it each for themselves."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._process = os.getpid()
        self._stopped = ""

    @property
    def name(self) -> str:
        """Where the ledger is, without the password of an address: fit to be shown."""
        return self._backend.name

    @classmethod
    def open(cls, where: str | Path) -> Self:
        """Open a ledger: the path of a SQLite file, or ``postgresql://user@host/database``.

        Raises:
            StorageError: nothing there, or not a ledger, or of another version, or set up unsafely.
            Tampered: the tables, or what hangs on them, are not as this version makes them.
        """
        store = cls(_connect(where, create=False))
        try:
            with store.connected() as session:
                _require_tables(session, store._backend)
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    @contextmanager
    def filling(cls, where: str | Path) -> Iterator[Callable[[Batch], Receipt]]:
        """Make a ledger and lend what appends to it; all of it is there after the end, or nothing.

        Raises:
            StorageError: something is there already, or it cannot be made, or is set up unsafely.
            Malformed, Oversized, Tampered, Refused: a batch that cannot be appended.
        """
        store = cls(_connect(where, create=True))
        try:
            with store._transaction() as session:
                _make(session, store._backend)

                def add(batch: Batch) -> Receipt:
                    append.require_batch(batch)
                    return append.write(session, batch, None)

                yield add
                _require_tables(session, store._backend)
        finally:
            store.close()

    @classmethod
    def create(cls, where: str | Path) -> Self:
        """Make an empty ledger and open it.

        Raises:
            StorageError: something is there already, or it cannot be made, or is set up unsafely.
        """
        store = cls(_connect(where, create=True))
        try:
            with store._transaction() as session:
                _make(session, store._backend)
                _require_tables(session, store._backend)
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Give every connection back. A process that only inherited them leaves them alone."""
        self._backend.engine.dispose(close=os.getpid() == self._process)
        self._stopped = self._stopped or "got one that was closed"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def append(self, batch: Batch, *, unless: Select[int] | None = None) -> Receipt:
        """Append all of a batch, or none of it.

        Args:
            batch: what to append; the same request with the same digest is appended once.
            unless: a query that has to have no answer inside the lock; for conditions that
                :class:`~ledger.store.batch.Condition` cannot say.

        Returns:
            Where the facts stand. They have reached the disk.

        Raises:
            Conflict: the condition does not hold any more; nothing was written.
            Refused: the request id was used for other content; nothing was written.
            Malformed, Oversized: nothing to append, or an entry or a total over its limit.
            StorageError: the clock went back, or another process held the lock too long, and nothing was
                written; or storage failed and the outcome is not known: this store is of no more use, and
                the same request is to be tried with one that is opened anew.
            Tampered: stored rows contradict one another.
        """
        append.require_batch(batch)
        try:
            with self._transaction() as session:
                return append.write(session, batch, unless)
        except Failed as error:
            self._stopped = f"got one that failed: {error}"
            message = f"{error}; open the ledger anew and try request {batch.request} again"
            raise StorageError(message) from error

    def erase(self, openings: Collection[tuple[str, str]]) -> None:
        """Destroy openings whose erasure is in the log already, by fact and path: those of a restored copy.

        Raises:
            StorageError: another process holds the ledger, or storage fails.
        """
        with self._transaction() as session:
            session.write(statements.ERASE_OPENING, [{"of": fact, "at": path} for fact, path in openings])
        self.scrub()

    def scrub(self) -> None:
        """Rid the files of the database of what was deleted from its tables.

        Raises:
            StorageError: another process reads or writes the ledger, or storage fails: the words are out of
                the tables, but their bytes may still lie in its files.
        """
        with self.connected() as session:
            for command in self._backend.scrub:
                answer = session.ask(command)
                if answer and answer[0]:
                    raise StorageError(
                        f"{self._backend.name}: expected nobody else to read while deleted words are wiped, "
                        "got another process; their bytes may be left: try again"
                    )

    def head(self) -> Head:
        """Give size and root of the whole log."""
        with self.connected() as session:
            row = session.row(statements.HEAD)
        if row is None:
            raise Tampered("expected the row of the head, got none")
        size, _, root = row
        return Head(size, root)

    def request(self, request: str) -> Receipt | None:
        """Give the receipt of a request, or None where it was never recorded."""
        with self.connected() as session:
            return append.receipt(session, request)

    def firsts(self, requests: Collection[str]) -> dict[str, int]:
        """Give the number of the first fact of each request that was recorded."""
        with self.connected() as session:
            return dict(session.rows(statements.FIRSTS, values=statements.listed(requests)))

    def read(self, tags: Collection[str], *, upto: int, after: int = 0) -> Iterator[Entry]:
        """Give the entries that carry any of the tags, by number, from after one number up to another."""
        return self.entries(self.numbers(tags, upto=upto, after=after))

    def entries(self, numbers: Iterable[int]) -> Iterator[Entry]:
        """Give the entries of these numbers, which ascend.

        Raises:
            Tampered: a number is missing.
        """
        remaining = iter(numbers)
        while page := list(islice(remaining, PAGE)):
            with self.connected() as session:
                rows = session.rows(statements.ENTRIES, values=statements.listed(page))
            yield from _entries(rows, page)

    def of_types(self, types: Collection[str], *, upto: int, after: int = 0) -> Iterator[Entry]:
        """Give the entries of any of the types, by number; the types are the log's word, as are all rows."""
        page = PAGE
        while page == PAGE:
            wanted = {"values": statements.listed(types), "after": after, "upto": upto, "page": PAGE}
            with self.connected() as session:
                rows = session.rows(statements.OF_TYPES, **wanted)
            yield from map(_entry, rows)
            page = len(rows)
            after = rows[-1][0] if rows else upto

    def last(self, tags: Collection[str], *, upto: int) -> dict[str, int]:
        """Give the number of the last entry, up to a number, that carries each tag; none for other tags."""
        with self.connected() as session:
            found = session.rows(statements.LAST, values=statements.listed(tags), upto=upto)
        return {tag: number for tag, number in found if number is not None}

    def scan(self, first: int = 1, last: int | None = None) -> Iterator[Entry]:
        """Give every entry from one number to another, or to the last one there is now.

        Raises:
            Tampered: a number is missing.
        """
        size = self.head().size
        upto = size if last is None else min(last, size)
        for after in range(max(first, 1) - 1, upto, PAGE):
            page = range(after + 1, min(after + PAGE, upto) + 1)
            with self.connected() as session:
                rows = session.rows(statements.SCAN, after=after, upto=page[-1], page=PAGE)
            yield from _entries(rows, page)

    def nodes(self, ids: Collection[NodeId]) -> dict[NodeId, bytes]:
        """Give the hashes of complete nodes.

        Raises:
            Tampered: one is not there.
        """
        wanted = tuple(dict.fromkeys(ids))
        with self.connected() as session:
            return dict(zip(wanted, append.nodes(session, wanted), strict=True))

    def openings(self, facts: Collection[str]) -> dict[tuple[str, str], Opening]:
        """Give what is left of the openings of facts, by fact and path."""
        with self.connected() as session:
            found = [
                Opening(*row) for row in session.rows(statements.OPENINGS, values=statements.listed(facts))
            ]
        return {(opening.fact, opening.path): opening for opening in found}

    def saying(self, path: str, texts: Collection[str]) -> tuple[str, ...]:
        """Give the ids of facts whose opening at a path is exactly one of texts; it is not verified here."""
        with self.connected() as session:
            rows = session.rows(statements.SAYING, path=path, values=statements.listed(texts))
            return tuple(sorted(fact for (fact,) in rows))

    def containing(self, text: str) -> tuple[tuple[str, str], ...]:
        """Give fact and path of every opening in which a text stands, upper or lower case."""
        escaped = text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
        with self.connected() as session:
            return tuple(session.rows(statements.CONTAINING, pattern=f"%{escaped}%"))

    def numbers(self, tags: Collection[str], *, upto: int, after: int = 0) -> Iterator[int]:
        """Give the numbers of the entries that carry any of the tags."""
        wanted = {"values": statements.listed(tags), "upto": upto, "page": _NUMBERS_PAGE}
        while True:
            with self.connected() as session:
                found = session.rows(statements.TAGGED, **wanted, after=after)
            yield from (number for (number,) in found)
            if len(found) < _NUMBERS_PAGE:
                return
            ((after,),) = found[-1:]

    @contextmanager
    def frozen(self) -> Iterator[Store]:
        """Lend the ledger as it stands now, to be read. Keep it short: on SQLite writers wait for it."""
        with self.connected() as session:
            session.command(self._backend.freeze)
            yield _Frozen(self._backend, session)
            session.command("COMMIT")

    @contextmanager
    def connected(self) -> Iterator[Session]:
        """Lend a connection to another module of this package; every statement on it stands alone."""
        self._require_usable()
        with self._backend.connected() as session:
            yield session

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        """Begin, and commit at the end; what is not committed is undone when the connection goes back."""
        with self.connected() as session:
            session.command(self._backend.begin)
            yield session
            session.command("COMMIT")

    def _require_usable(self) -> None:
        process = os.getpid()
        if process != self._process:
            raise StorageError(
                f"{self._backend.name}: expected process {self._process}, which opened the ledger, got "
                f"{process}; open it anew after a fork"
            )
        if self._stopped:
            raise StorageError(f"{self._backend.name}: expected an open ledger, {self._stopped}")


class _Frozen(Store):
    """A ledger read on one connection, inside the transaction that was begun on it."""

    def __init__(self, backend: Backend, session: Session) -> None:
        super().__init__(backend)
        self._session = session

    @contextmanager
    def connected(self) -> Iterator[Session]:
        yield self._session


def _connect(where: str | Path, *, create: bool) -> Backend:
    if isinstance(where, str) and where.startswith("postgresql://"):
        try:
            from ledger.store import postgres  # noqa: PLC0415 - psycopg is an extra
        except ImportError:
            raise StorageError("expected the extra remit[postgres], got an installation without it") from None
        return postgres.connect(where)
    return sqlite.connect(Path(where), create=create)


def _make(session: Session, backend: Backend) -> None:
    found = backend.schema(session.connection)
    if found:
        raise StorageError(f"{backend.name}: expected an empty database, got {min(found)}")
    tables.metadata.create_all(session.connection, checkfirst=False)
    session.write(statements.ADD_META, [{"name": "schema", "value": tables.SCHEMA_VERSION}])
    session.write(statements.ADD_HEAD, [{"id": 1, "size": 0, "frontier": b"", "root": EMPTY_ROOT}])


def _require_tables(session: Session, backend: Backend) -> None:
    """Refuse what is not a ledger, or not this version's; nothing is read from a table before it is known."""
    found = backend.schema(session.connection)
    if not {line for line in backend.expected if tables.meta.name in line} <= found:
        got = min(found, default="an empty database")
        raise StorageError(f"{backend.name}: expected the tables of a ledger, got {got}")
    versions: dict[str, str] = dict(session.rows(statements.META))
    if versions != {"schema": tables.SCHEMA_VERSION}:
        got = versions.get("schema", "none")
        raise StorageError(
            f"{backend.name}: expected schema version {tables.SCHEMA_VERSION}, got {got}; "
            "use the version of Remit that made it"
        )
    if found != backend.expected:
        wrong, _, _ = min(found ^ backend.expected).partition(":")
        raise Tampered(
            f"{backend.name}: expected the tables of this version as it makes them, got another {wrong}"
        )


def _entries(rows: Collection[Row], numbers: Collection[int]) -> Iterator[Entry]:
    """Give a page of entries.

    Raises:
        Tampered: they are not those of the numbers.
    """
    for row, number in zip(rows, numbers, strict=False):
        if row[0] != number:
            raise Tampered(f"expected entry {number}, got entry {row[0]}")
        yield _entry(row)
    if len(rows) != len(numbers):
        raise Tampered(f"expected {len(numbers)} entries up to {max(numbers)}, got {len(rows)}")


def _entry(row: Row) -> Entry:
    number, envelope, recorded, links, charged = row
    return Entry(
        number, envelope, recorded, append.read_links(number, links), append.read_charged(number, charged)
    )

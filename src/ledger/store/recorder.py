"""The log as the ``eventsourcing`` library sees it: a recorder of its dynamic consistency boundary.

Positions are entry numbers and ``data`` is the envelope, so that the library's projections can follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from threading import Event

from eventsourcing.dcb.api import (
    DCBAppendCondition,
    DCBEvent,
    DCBQuery,
    DCBQueryItem,
    DCBReadResponse,
    DCBRecorder,
    DCBSequencedEvent,
    DCBSubscription,
)
from eventsourcing.persistence import IntegrityError, ProgrammingError
from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from ledger.errors import Conflict
from ledger.store import statements
from ledger.store.append import read_links
from ledger.store.backend import Session
from ledger.store.batch import Batch, Pending
from ledger.store.core import PAGE, Store
from ledger.store.tables import entries, tags


class Recorder(DCBRecorder):
    """A face over a store.

    Args:
        store: what is read and appended to.
        clock: gives the time at which events are recorded, as a batch has it.
        request: gives an id that was never used.
        poll_seconds: how long a subscription waits before it looks again.
    """

    def __init__(
        self, store: Store, clock: Callable[[], str], request: Callable[[], str], poll_seconds: float = 0.2
    ) -> None:
        self._store = store
        self._clock = clock
        self._request = request
        self._poll_seconds = poll_seconds

    def read(
        self, query: DCBQuery | None = None, *, after: int | None = None, limit: int | None = None
    ) -> DCBReadResponse:
        """Give matching events up to the head, or up to the last of the first ``limit``."""
        numbers = _matching(query, after)
        if limit is None:
            head = self._store.head().size or None
        else:
            found = numbers.order_by(entries.c.number).limit(limit).subquery()
            with self._store.connected() as session:
                head = session.connection.execute(select(func.max(found.c.number))).scalar_one()
        return _Response(self._pages(query, after or 0, head or 0), head)

    def append(self, events: Sequence[DCBEvent], condition: DCBAppendCondition | None = None) -> int:
        """Append events under a request of their own and give the last position."""
        if not events:
            raise ProgrammingError("expected at least 1 event, got none")
        batch = Batch(
            pending=tuple(Pending(event.data, event.type, tuple(event.tags)) for event in events),
            request=self._request(),
            digest=b"",
            condition=None,
            openings=(),
            recorded=self._clock(),
        )
        unless = None if condition is None else _matching(condition.fail_if_events_match, condition.after)
        try:
            return self._store.append(batch, unless=unless).size
        except Conflict as error:
            raise IntegrityError(str(error)) from error

    def subscribe(self, query: DCBQuery | None = None, *, after: int | None = None) -> Subscription:
        """Follow the log from a position on."""
        return Subscription(self, query, after, self._poll_seconds)

    def _pages(self, query: DCBQuery | None, after: int, upto: int) -> Iterator[DCBSequencedEvent]:
        while after < upto:
            with self._store.connected() as session:
                page = _page(session, query, after, upto)
            yield from page
            after = page[-1].position if len(page) == PAGE else upto


class Subscription(DCBSubscription[Recorder]):
    """Events as they come, looked for again and again: no notification has to arrive."""

    def __init__(
        self, recorder: Recorder, query: DCBQuery | None, after: int | None, poll_seconds: float
    ) -> None:
        super().__init__(recorder, query, after)
        self._stopped = Event()
        self._poll_seconds = poll_seconds
        self._waiting: Iterator[DCBSequencedEvent] = iter(())

    def stop(self) -> None:
        """End the iteration, also of a thread that waits in it."""
        super().stop()
        self._stopped.set()

    def __next__(self) -> DCBSequencedEvent:
        while not self._stopped.is_set():
            event = next(self._waiting, None)
            if event is not None:
                self._last_position = event.position
                return event
            response = self._recorder.read(self._query, after=self._last_position)
            event = next(response, None)
            if event is None:
                self._last_position = max(self._last_position, response.head or 0)
                self._stopped.wait(self._poll_seconds)
            else:
                self._waiting, self._last_position = response, event.position
                return event
        raise StopIteration


class _Response(DCBReadResponse):
    def __init__(self, events: Iterator[DCBSequencedEvent], head: int | None) -> None:
        self._events = events
        self._head = head

    @property
    def head(self) -> int | None:
        return self._head

    def __next__(self) -> DCBSequencedEvent:
        return next(self._events)


def _matching(query: DCBQuery | None, after: int | None) -> Select[int]:
    """Ask for the numbers of the entries that match one of the items, or of all where there is none."""
    items = query.items if query else []
    matches = or_(*map(_matches, items)) if items else true()
    return select(entries.c.number).where(entries.c.number > (after or 0), matches)


def _matches(item: DCBQueryItem) -> ColumnElement[bool]:
    """Ask for one of the types, if there are any, and for every tag."""
    types = [entries.c.type.in_(item.types)] if item.types else []
    carried = (entries.c.number.in_(select(tags.c.number).where(tags.c.tag == tag)) for tag in item.tags)
    return and_(true(), *types, *carried)


def _page(session: Session, query: DCBQuery | None, after: int, upto: int) -> list[DCBSequencedEvent]:
    rows = session.connection.execute(
        _matching(query, after)
        .add_columns(entries.c.type, entries.c.envelope, entries.c.links)
        .where(entries.c.number <= upto)
        .order_by(entries.c.number)
        .limit(PAGE)
    ).all()
    pairs = [(tag, number) for number, _, _, links in rows for tag in read_links(number, links)]
    carried: dict[int, list[str]] = {}
    for tag, number in session.rows(statements.CARRIED, values=statements.listed(pairs)):
        carried.setdefault(number, []).append(tag)
    return [
        DCBSequencedEvent(DCBEvent(type=kind, data=envelope, tags=sorted(carried.get(number, ()))), number)
        for number, kind, envelope, _ in rows
    ]

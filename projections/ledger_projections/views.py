"""The read models of one ledger: followed from the log, asked, rebuilt, compared with the log.

They may be deleted at any time without loss.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeVar

from sqlalchemy import Connection

from ledger.errors import Conflict, Malformed, Tampered
from ledger_projections import database as databases
from ledger_projections import decisions, digests, following, register, timeline
from ledger_projections.database import Database
from ledger_projections.decisions import DECISIONS, Decision
from ledger_projections.following import Log
from ledger_projections.projection import Wording
from ledger_projections.register import REGISTER, Register
from ledger_projections.timeline import TIMELINE, Event

PROJECTIONS = (REGISTER, DECISIONS, TIMELINE)
"""Every read model. All are followed together, so that a question may ask two of them."""

PAGE = 1_000
"""Most rows that a question holds at once."""

Told = Callable[[int, int], None]
"""Hears, after each page, the number reached and the last one."""

R = TypeVar("R")


class _Asked(Protocol):
    @property
    def known_at(self) -> int: ...


A = TypeVar("A", bound=_Asked)
_Ask = Callable[[Connection, A, R | None, int], tuple[R, ...]]


class Views:
    """The read models of a ledger. What they answer is as of the number that they have reached."""

    def __init__(self, database: Database) -> None:
        """Open the read models in a database, making what is missing or of another version."""
        self._database = database
        following.prepare(database, PROJECTIONS)

    @classmethod
    def open(cls, where: str | Path) -> Self:
        """Open the read models of a ledger: the path of a SQLite file, or ``postgresql://user@host/database``.

        Raises:
            StorageError: nothing there, or set up unsafely, or failing.
        """
        database = databases.connect(where)
        try:
            return cls(database)
        except BaseException:
            database.close()
            raise

    def close(self) -> None:
        """Give every connection back."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def position(self) -> int:
        """The number of the last entry that all read models know."""
        with self._database.reading() as connection:
            return following.position(connection)

    def follow(self, log: Log, *, told: Told | None = None) -> int:
        """Bring the read models up to the log and give the number reached.

        Raises:
            Tampered: what they were built from is not what the log holds.
            Malformed: a fact of a type that is not known.
        """
        following.follow(self._database, log, PROJECTIONS, told=told)
        return self.position

    def rebuild(self, log: Log, *, told: Told | None = None) -> int:
        """Drop everything and build it again from the log; give the number reached.

        Raises:
            Malformed: a fact of a type that is not known.
        """
        following.prepare(self._database, PROJECTIONS, anew=True)
        return self.follow(log, told=told)

    def digests(self, known_at: int | str | None = None) -> dict[str, str]:
        """Give, by read model, the hexadecimal digest of all that it said when the ledger knew so much."""
        number = self.known_at(known_at)
        found = {one.name: digests.digest(self._database, one, number).hex() for one in PROJECTIONS}
        with self._still(number):
            return found

    def require_undrifted(self, log: Log, *, told: Told | None = None) -> dict[str, str]:
        """Build the read models a second time, beside, and compare; give the digests.

        Raises:
            Tampered: a read model says something that the log does not.
        """
        number = self.position
        found = self.digests(number)
        with databases.scratch() as beside:
            following.prepare(beside, PROJECTIONS)
            following.follow(beside, log, PROJECTIONS, upto=number, told=told)
            expected = {one.name: digests.digest(beside, one, number).hex() for one in PROJECTIONS}
        for name, right in expected.items():
            if found[name] != right:
                raise Tampered(
                    f"read model {name}: expected digest {right} at entry {number}, as built from the log, "
                    f"got {found[name]}; rebuild it"
                )
        return found

    def register(self, body: str, on: str | None = None, known_at: int | str | None = None) -> Register:
        """Give members and office-holders of a body.

        Args:
            body: its code.
            on: the day asked about; None: all that were ever known.
            known_at: a number, or a day: the last entry recorded by its end; None: all that is known.

        Raises:
            Malformed: a day that is in no calendar, a number beyond what is known.
        """
        _require_day(on)
        with self._known(known_at) as (connection, number):
            return register.ask(connection, body, on, number)

    def decisions(
        self,
        body: str | None = None,
        *,
        meeting: str | None = None,
        on: str | None = None,
        known_at: int | str | None = None,
    ) -> Iterator[Decision]:
        """Give every part of every resolution, in the order of recording.

        Args:
            body: of this body; None: of all.
            meeting: of this meeting; None: of all.
            on: those resolved by this day; None: all.
            known_at: a number, or a day: the last entry recorded by its end; None: all that is known.

        Raises:
            Malformed: a day that is in no calendar, a number beyond what is known.
            Conflict: the read models were rebuilt meanwhile.
        """
        _require_day(on)
        return self._pages(decisions.ask, decisions.Asked(self.known_at(known_at), body, meeting, on))

    def timeline(
        self,
        body: str | None = None,
        *,
        first: int = 1,
        last: int | None = None,
        known_at: int | str | None = None,
    ) -> Iterator[Event]:
        """Give every fact, by number.

        Args:
            body: of this body; None: of all and of none.
            first: from this number.
            last: to this number; None: to the last one known.
            known_at: a number, or a day: the last entry recorded by its end; None: all that is known.

        Raises:
            Malformed: a day that is in no calendar, a number beyond what is known.
            Conflict: the read models were rebuilt meanwhile.
        """
        number = self.known_at(known_at)
        upto = number if last is None else min(last, number)
        return self._pages(timeline.ask, timeline.Asked(number, body, first, upto))

    def of_meeting(self, meeting: str, known_at: int | str | None = None) -> tuple[int, ...]:
        """Give the numbers of all facts about a meeting, in the order of recording.

        Args:
            meeting: its id.
            known_at: a number, or a day: the last entry recorded by its end; None: all that is known.

        Raises:
            Malformed: a day that is in no calendar, a number beyond what is known.
        """
        with self._known(known_at) as (connection, number):
            return timeline.of_meeting(connection, meeting, number)

    def names(self, people: Collection[str], known_at: int | str | None = None) -> dict[str, Wording]:
        """Say where the names of persons are; a person that the ledger does not know has none."""
        with self._known(known_at) as (connection, number):
            return register.names(connection, people, number)

    def known_at(self, known_at: int | str | None) -> int:
        """Give the number that is meant by a number, by a day, or by None: the last one."""
        with self._known(known_at) as (_, number):
            return number

    def _pages(self, ask: _Ask[A, R], asked: A) -> Iterator[R]:
        last: R | None = None
        while True:
            with self._still(asked.known_at) as connection:
                page = ask(connection, asked, last, PAGE)
            yield from page
            if len(page) < PAGE:
                return
            last = page[-1]

    @contextmanager
    def _known(self, known_at: int | str | None) -> Iterator[tuple[Connection, int]]:
        with self._database.reading() as connection:
            yield connection, _number(connection, known_at)

    @contextmanager
    def _still(self, number: int) -> Iterator[Connection]:
        with self._database.reading() as connection:
            position = following.position(connection)
            if position < number:
                raise Conflict(
                    f"expected read models up to entry {number}, got {position}: they are being rebuilt"
                )
            yield connection


def _number(connection: Connection, known_at: int | str | None) -> int:
    position = following.position(connection)
    if known_at is None:
        return position
    if isinstance(known_at, str):
        _require_day(known_at)
        return min(timeline.last_by(connection, known_at), position)
    if not 0 <= known_at <= position:
        raise Malformed(f"expected the number of an entry, at most {position}, got {known_at}")
    return known_at


def _require_day(day: str | None) -> None:
    """Refuse what is not a day, and any other spelling of one.

    Raises:
        Malformed: such a text.
    """
    if day is None:
        return
    try:
        right = date.fromisoformat(day).isoformat() == day
    except ValueError:
        right = False
    if not right:
        raise Malformed(f"expected a day such as 2024-03-25, got {day[:40]!a}")

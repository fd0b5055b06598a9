"""What a command looks up: the ledger as it stood at a number, bodies by code, meetings by date.

What carries a tag is found by it; all names, and the meetings of a body, by the type of their facts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NoReturn, TypeVar

import msgspec

from ledger import merkle
from ledger.acts import Recorded, london_day
from ledger.errors import Malformed
from ledger.facts import bodies as bodies_facts
from ledger.facts import meetings
from ledger.facts.terms import Terms
from ledger.facts.words import Sealed
from ledger.gather import Reading
from ledger.merkle import Frontier
from ledger.replay import recorded
from ledger.sittings import URGENT, WRITTEN, Sitting
from ledger.state import State
from ledger.store import Head, Store
from ledger.tags import wire_name
from ledger_cli import ids, names, sealedwords
from ledger_cli.session import Session

B = TypeVar("B", bound=msgspec.Struct)

_FACT = re.compile(r"r-[a-z2-7]{16}/[1-9][0-9]{0,3}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Past:
    """A ledger as it stood at a number.

    Attributes:
        upto: that number.
    """

    def __init__(self, session: Session, known_at: str | int | None = None) -> None:
        """Look at a ledger as it stood.

        Args:
            session: the open ledger.
            known_at: an entry's number, or a day: its last entry; None: as it stands now.

        Raises:
            Malformed: a number that the ledger has not reached.
        """
        self._session = session
        self._store = session.store
        head = self._store.head()
        self.upto = head.size if known_at is None else self._number(known_at, head.size)
        self._head = head if self.upto == head.size else self._earlier()

    @property
    def root(self) -> str:
        """The root of the tree of the entries up to that number, in hexadecimal."""
        return self._head.root.hex()

    def state(self, *tags: str) -> State:
        """Fold what carries one of the tags, every entry checked against the head."""
        reading = Reading(self._store, self._head)
        reading.extend(tags)
        return reading.state()

    def grown(self, asks: Callable[[State], Iterable[str]], *tags: str) -> State:
        """Fold what carries one of the tags, and what the state itself asks for until nothing is new."""
        reading = Reading(self._store, self._head)
        reading.extend(tags)
        state = reading.state()
        while not (needed := frozenset(asks(state))) <= reading.tags:
            reading.extend(needed)
            state = reading.state()
        return state

    def facts(self, *tags: str) -> list[Recorded]:
        """Give the facts that carry one of the tags, by number."""
        return [recorded(entry) for entry in self._store.read(sorted(set(tags)), upto=self.upto)]

    def every(self, *types: type[B]) -> Iterator[tuple[Recorded, B]]:
        """Give every fact whose body is of one of these types, with that body."""
        for entry in self._store.of_types([wire_name(one) for one in types], upto=self.upto):
            fact = recorded(entry)
            if isinstance(fact.fact.body, types):
                yield fact, fact.fact.body

    def names(self, persons: Iterable[str]) -> Mapping[str, str]:
        """Give the names of persons; one that is gone reads so."""
        return names.of_persons(self._store, persons)

    def words(self, facts: Iterable[Recorded]) -> Words:
        """Give the sealed words of facts, as far as they are still there."""
        return Words(sealedwords.of(self._store, [at.fact for at in facts]))

    def people(self, likely: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """Give the ids of everybody registered under each name; looked up when it is asked for.

        ``likely``: names that will be asked for; they are looked up together.
        """
        return _People(self, likely)

    def named(self, wanted: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Give the ids of everybody of exactly one of these names, by name, as names stand corrected."""
        return names.called(self._store, wanted, self.upto)

    def everybody(self) -> dict[str, tuple[str, ...]]:
        """Give the ids of everybody by name, as names stand corrected, in one reading of the log."""
        people: dict[str, tuple[str, ...]] = {}
        for person, name in names.everybody(self._store, self.upto).items():
            if names.is_known(name):
                people[name] = (*people.get(name, ()), person)
        return people

    def body(self, code: str) -> bodies_facts.Constituted:
        """Give a body by its code.

        Raises:
            Malformed: none has it.
        """
        found = self.state(f"body:{code}").bodies.known.get(code)
        if found is None:
            known = [body.body for _, body in self.every(bodies_facts.Constituted)]
            unknown("a body that the ledger knows", code, known)
        return found

    def terms(self, body: str, day: str) -> Terms | None:
        """Give the terms of a body in force on a day."""
        return self.state(f"terms:{body}").terms.in_force(body, day)

    def sittings(self, body: str) -> list[tuple[Recorded, meetings.Opened]]:
        """Give the meetings of a body, by day."""
        found = [(at, opened) for at, opened in self.every(meetings.Opened) if opened.body == body]
        return sorted(found, key=lambda one: (one[0].day, one[0].number))

    def meeting(self, text: str, body: str | None) -> str:
        """Give the id of a meeting that is named by id, or by its date and body.

        Raises:
            Malformed: neither, or no meeting or several on that day.
        """
        if ids.is_id("m", text):
            if not self.state(f"meeting:{text}").sittings.known:
                unknown("a meeting that the ledger knows", text, ())
            return text
        if not _DAY.fullmatch(text):
            raise Malformed(f"expected the id of a meeting or a date like 2024-03-25, got {text!r}")
        if body is None:
            raise Malformed(f"expected the body that met on {text}, got none: MEETING BODY")
        self.body(body)
        held = [opened for at, opened in self.sittings(body) if at.day == text]
        # What was decided in writing or urgently on the day of a meeting is not that meeting.
        met = [opened for opened in held if opened.kind not in {WRITTEN, URGENT}] or held
        found = [opened.meeting for opened in met]
        if len(found) != 1:
            several = f"{len(found)}: {', '.join(f'{one.meeting} ({one.kind})' for one in met)}"
            raise Malformed(
                f"expected the date of one meeting of {body}, got {text}, the date of "
                f"{several if found else 'none' + self._near(text, body)}"
            )
        return found[0]

    def _near(self, day: str, body: str) -> str:
        """Give the date like this one of a meeting of a body that was held, or is to come."""
        from ledger_cli.yamlfile import near

        coming = self.state(f"programme:{body}").programme.meetings.values()
        dates = {one.date for one in coming if one.cancelled is None}
        return near(day, sorted(dates | {at.day for at, _ in self.sittings(body)}))

    def _number(self, known_at: str | int, size: int) -> int:
        if isinstance(known_at, str) and not known_at.isdigit():
            return self._last_by(known_at, size)
        number = int(known_at)
        if number > size:
            raise Malformed(f"expected the number of an entry, at most {size}, got {number}")
        return number

    def _last_by(self, day: str, size: int) -> int:
        """Find the last entry recorded by the end of a day: times of recording never decrease."""
        low, high = 0, size
        while low < high:
            middle = (low + high + 1) // 2
            (entry,) = self._store.scan(middle, middle)
            low, high = (middle, high) if london_day(entry.recorded) <= day else (low, middle - 1)
        return low

    def _earlier(self) -> Head:
        ids = merkle.frontier_nodes(self.upto)
        nodes = self._store.nodes(ids)
        return Head(self.upto, Frontier(self.upto, tuple(nodes[node] for node in ids)).root())


class _People(Mapping[str, tuple[str, ...]]):
    """Ids by name: likely names are one search, another is one more; only who asks for all reads all."""

    def __init__(self, past: Past, likely: Collection[str]) -> None:
        self._past = past
        self._known = past.named(likely)
        self._all: dict[str, tuple[str, ...]] | None = None

    def __getitem__(self, name: str) -> tuple[str, ...]:
        if name not in self._known:
            self._known |= self._past.named((name,))
        if not self._known[name]:
            raise KeyError(name)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._everybody())

    def __len__(self) -> int:
        return len(self._everybody())

    def _everybody(self) -> dict[str, tuple[str, ...]]:
        if self._all is None:
            self._all = self._past.everybody()
        return self._all


class Words:
    """Sealed words by fact and path."""

    def __init__(self, found: Mapping[tuple[str, str], str]) -> None:
        self._found = found
        self.facts = frozenset(fact for fact, _ in found)
        """The ids of the facts that have words here."""

    def get(self, fact: str, path: str) -> str | None:
        """Give the words, or None where they are gone."""
        return self._found.get((fact, path))

    def read(self, fact: str, path: str, sealed: Sealed | None) -> str | None:
        """Give the words of a field as they are shown; None for a field that holds none."""
        return None if sealed is None else self._found.get((fact, path), names.MISSING)


def fact_named(store: Store, text: str, upto: int) -> Recorded:
    """Give a fact that is named by its id, or by the number of its entry.

    Raises:
        Malformed: the ledger had no such fact at that number.
    """
    number = 0
    if _FACT.fullmatch(text):
        request, place = text.split("/")
        receipt = store.request(request)
        if receipt is not None and int(place) <= receipt.count:
            number = receipt.first + int(place) - 1
    elif re.fullmatch(r"[1-9][0-9]{0,15}", text):
        number = int(text)
    if not 1 <= number <= upto:
        raise Malformed(
            "expected the id of a fact (r-…/1), or the number of its entry, "
            f"at most {upto}, got {text[:80]!a}"
        )
    (entry,) = store.scan(number, number)
    return recorded(entry)


def item_of(sitting: Sitting | None, number: str) -> str:
    """Give the id of an item of a meeting that is named by its number.

    Raises:
        Malformed: the meeting took no such item.
    """
    items = {one.number: code for code, one in sitting.items.items()} if sitting else {}
    if number not in items:
        unknown(f"the number of an item of {sitting.meeting if sitting else 'the meeting'}", number, items)
    return items[number]


def unknown(expected: str, got: str, known: Iterable[str]) -> NoReturn:
    """Say that something is not what a command can look up.

    Raises:
        Malformed: always; with the nearest of what is known.
    """
    from ledger_cli.yamlfile import near

    raise Malformed(f"expected {expected}, got {got!r}{near(got, known)}")

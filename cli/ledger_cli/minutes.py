"""A whole meeting, as one minute file tells it, turned into the facts that it is made of.

Implements LSC-M1 to LSC-M5. Nothing is judged here: the rules judge the proposals, one after another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from ledger.errors import Oversized
from ledger.facts import interests, meetings, members, organisations, programme
from ledger.facts.words import Words
from ledger_cli.minutedesk import Desk, Placed, sealed
from ledger_cli.minutefile import MinuteFile, Person, Presiding
from ledger_cli.minuteitems import Items
from ledger_cli.minutepeople import Known, Path_, attendee, gather
from ledger_cli.setupfile import registered, require
from ledger_cli.yamlnodes import Faults

__all__ = ["FACTS_MAX", "Known", "Placed", "expand"]

FACTS_MAX = 9_999
"""Most facts in one request; a fact's id has four digits for its number."""


def expand(file: MinuteFile, known: Known, new_id: Callable[[str], str]) -> tuple[Placed, ...]:
    """Give everything that a minute file states, in the order in which it is recorded.

    Args:
        file: the minute file.
        known: what the ledger knows about the body and the people.
        new_id: gives a new id for a prefix: ``p`` for a person, ``m`` a meeting, ``i`` an item.

    Raises:
        Malformed: a name that stands for nobody, an unknown organisation, a result that contradicts itself.
        Oversized: over 9,999 facts.
    """
    faults = Faults(file.document)
    people = gather(file.value, known, new_id, faults)
    meeting = known.coming.get(file.value.date) or new_id("m")
    desk = Desk(file.value, known, people, new_id, meeting, faults)
    placed = (*_Writer(desk).write(), *Items(desk).write(), *_closing(desk))
    faults.settle()
    if len(placed) > FACTS_MAX:
        raise Oversized(f"{file.document.name}: expected at most {FACTS_MAX} facts, got {len(placed)}")
    return placed


def _closing(desk: Desk) -> Iterator[Placed]:
    coming, body = desk.minutes.next_meeting, desk.minutes.body
    if coming is not None and coming.date not in desk.known.coming:
        scheduled = programme.Scheduled(
            desk.new_id("m"), body, coming.date, coming.time, sealed(coming.place)
        )
        yield desk.propose(scheduled, ("next_meeting",))
    yield desk.propose(meetings.Closed(desk.meeting), ())


class _Writer(msgspec.Struct, frozen=True):
    """What comes before the items: who comes in, the meeting, who was there, who presided."""

    desk: Desk

    def write(self) -> Iterator[Placed]:
        """Give the proposals, in order."""
        self._check_day()
        yield from self._organisations()
        yield from self._persons()
        yield from self._memberships()
        yield from self._opening()
        yield from self._chairing()

    def _check_day(self) -> None:
        minutes = self.desk.minutes
        same = self.desk.known.meetings.get(minutes.date, ())
        if same and not minutes.another:
            self.desk.faults.add(
                ("date",),
                f"expected a day without a meeting of {minutes.body} in the ledger (or another: true), "
                f"got {minutes.date}, recorded as {', '.join(same)}",
            )

    def _organisations(self) -> Iterator[Placed]:
        desk = self.desk
        named = set(desk.known.organisations)
        codes = [one.code for one in desk.minutes.organisations]
        for fact in registered(desk.minutes.organisations, named, desk.faults):
            yield desk.propose(fact, ("organisations", codes.index(fact.organisation)))
        for index, entry in enumerate(map(attendee, desk.minutes.attending)):
            if entry.organisation is not None:
                require(entry.organisation, named, ("attending", index, "organisation"), desk.faults)

    def _persons(self) -> Iterator[Placed]:
        for name, person, path in self.desk.people.new:
            yield self.desk.propose(organisations.PersonRegistered(person, Words.of(name)), path)

    def _memberships(self) -> Iterator[Placed]:
        faults = self.desk.faults
        for index, entry in enumerate(self.desk.minutes.people):
            if entry.seat is not None and not entry.member:
                faults.add(("people", index, "seat"), "expected member: true with a seat, got none")
            if entry.where is not None and self.desk.minutes.source is None:
                faults.add(("people", index, "where"), "expected a source for the place, got none")
            if entry.member:
                yield from self._membership(entry, ("people", index))

    def _membership(self, entry: Person, path: Path_) -> Iterator[Placed]:
        """Give what makes somebody a member.

        A seat that a source states for a later day only is recorded for that day; on the day of the
        meeting the seat is then not known.
        """
        desk = self.desk
        day = desk.minutes.date
        person = desk.people.ids[entry.name]
        held = {seat for one, seat in desk.known.members if one == person}
        later = entry.stated is not None and entry.stated > day
        if entry.began is not None and entry.began > day:
            desk.faults.add((*path, "began"), f"expected a day up to {day}, got {entry.began}")
        here = None if later else entry.seat
        if not held or (here is not None and here not in held):
            yield self._appointed(person, here, entry, path)
        if later and entry.seat is not None and entry.seat not in held:
            yield self._appointed(person, entry.seat, entry, path, on=entry.stated)

    def _appointed(
        self, person: str, seat: str | None, entry: Person, path: Path_, on: str | None = None
    ) -> Placed:
        began = None if on else entry.began
        body = members.Appointed(self.desk.minutes.body, person, seat, entry.kind, began)
        return self.desk.propose(body, path, entry.where, on=on)

    def _opening(self) -> Iterator[Placed]:
        desk, one = self.desk, self.desk.minutes
        if one.virtual_agreed:
            yield desk.propose(meetings.VirtualAgreed(desk.meeting), ("virtual_agreed",))
        opened = meetings.Opened(desk.meeting, one.body, one.kind, one.time, Words.of(one.place))
        yield desk.propose(opened, ("date",))
        attended = meetings.Attended(
            desk.meeting,
            self._ids(one.present),
            tuple(
                meetings.Attendee(self._id(entry.name), entry.organisation)
                for entry in map(attendee, one.attending)
            ),
            self._ids(one.apologies),
            tuple(
                meetings.Substitute(self._id(sub.person), self._anybody(sub.for_, index))
                for index, sub in enumerate(one.substitutes)
            ),
            self._ids(one.absent),
            self._there(one.virtual),
        )
        yield desk.propose(attended, ("present",))

    def _ids(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(self._id, names))

    def _id(self, name: str) -> str:
        people = self.desk.people
        return people.ids[people.printed.get(name, name)]

    def _anybody(self, name: str, index: int) -> str:
        return self.desk.people.anybody(name, ("substitutes", index, "for"), self.desk.faults)

    def _there(self, names: tuple[str, ...]) -> tuple[str, ...]:
        people, faults = self.desk.people, self.desk.faults
        return tuple(
            people.at_meeting(name, ("virtual", index), faults, present=True)
            for index, name in enumerate(names)
        )

    def _chairing(self) -> Iterator[Placed]:
        """Give who presided, the interests in the meeting's business, the quorum, what is not in public."""
        desk, one = self.desk, self.desk.minutes
        presiding = self._presiding()
        if presiding is not None:
            yield desk.propose(presiding, ("presiding",))
        if one.interests == "none":
            yield desk.propose(interests.NoneDeclared(desk.meeting), ("interests",))
        yield from self._interests()
        if one.quorate is not None:
            if presiding is None:
                desk.faults.add(("quorate",), "expected presiding with it, as that person confirms, got none")
            else:
                confirmed = meetings.QuorumConfirmed(desk.meeting, presiding.person, one.quorate)
                yield desk.propose(confirmed, ("quorate",), person=presiding.person)
        for index, out in enumerate(one.excluded):
            body = meetings.PublicExcluded(desk.meeting, out.items, out.ground, Words.of(out.interest))
            yield desk.propose(body, ("excluded", index))

    def _presiding(self) -> meetings.Presided | None:
        given = self.desk.minutes.presiding
        if given is None:
            return None
        one = Presiding(given, "chair") if isinstance(given, str) else given
        person = self.desk.people.at_meeting(one.person, ("presiding",), self.desk.faults, present=True)
        return meetings.Presided(self.desk.meeting, person, one.office, one.how)

    def _interests(self) -> Iterator[Placed]:
        """Give the interests in the meeting's business; those in an item come with the item."""
        minutes = self.desk.minutes
        declared = minutes.interests if isinstance(minutes.interests, tuple) else ()
        numbers = {item.number for item in minutes.items}
        for index, one in enumerate(declared):
            if one.item is None:
                yield self.desk.interest(one, None, ("interests", index))
            elif one.item not in numbers:
                got = f"expected the number of an item of this meeting, got {one.item}"
                self.desk.faults.add(("interests", index, "item"), got)

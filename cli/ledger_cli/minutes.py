"""A whole meeting, as one minute file tells it, turned into the facts that it is made of.

Implements LSC-M1 to LSC-M5. Nothing is judged here: the rules judge the proposals, one after another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ledger.acts import Proposal
from ledger.errors import Oversized
from ledger.facts import Body, decisions, meetings, members, organisations
from ledger.facts.fact import Acted
from ledger.facts.words import Sealed, Words
from ledger_cli.minutefile import (
    Interest,
    Item,
    MinuteFile,
    Minutes,
    Motion,
    Person,
    Resolution,
    Votes,
)
from ledger_cli.minutepeople import Known, Path_, People, attendee, gather
from ledger_cli.setupfile import evidence_of, registered, require
from ledger_cli.yamlnodes import Faults

__all__ = ["FACTS_MAX", "Known", "expand"]

FACTS_MAX = 9_999
"""Most facts in one request; a fact's id has four digits for its number."""

_CHOICES: tuple[tuple[str, decisions.Choice], ...] = (
    ("for_", "for"),
    ("against", "against"),
    ("abstained", "abstain"),
)


def expand(file: MinuteFile, known: Known, new_id: Callable[[str], str]) -> tuple[Proposal, ...]:
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
    writer = _Writer(file.value, known, people, new_id, new_id("m"), faults)
    proposals = tuple(writer.write())
    faults.settle()
    if len(proposals) > FACTS_MAX:
        raise Oversized(f"{file.document.name}: expected at most {FACTS_MAX} facts, got {len(proposals)}")
    return proposals


def _sealed(text: str | None) -> Sealed | None:
    return None if text is None else Words.of(text)


@dataclass(frozen=True, slots=True)
class _Writer:
    """One file on its way to proposals."""

    minutes: Minutes
    known: Known
    people: People
    new_id: Callable[[str], str]
    meeting: str
    faults: Faults

    def write(self) -> Iterator[Proposal]:
        """Give the proposals: who comes in, the meeting, its items, what comes next."""
        self._check_day()
        yield from self._organisations()
        yield from self._persons()
        yield from self._memberships()
        yield from self._opening()
        items = {item.number: self.new_id("i") for item in self.minutes.items}
        for index, item in enumerate(self.minutes.items):
            if item.number in [one.number for one in self.minutes.items[:index]]:
                again = f"expected each number once, got {item.number} again"
                self.faults.add(("items", index, "number"), again)
            yield from self._item(item, items[item.number], ("items", index))
        coming = self.minutes.next_meeting
        if coming is not None:
            place = _sealed(coming.place)
            yield self._proposal(meetings.Scheduled(self.minutes.body, coming.date, coming.time, place))
        yield self._proposal(meetings.Closed(self.meeting))

    def _proposal(
        self, body: Body, where: str | None = None, *, on: str | None = None, person: str | None = None
    ) -> Proposal:
        evidence = evidence_of(self.minutes.source, where)
        return Proposal(body, on or self.minutes.date, Acted(person=person), evidence=evidence)

    def _place(self, number: str) -> str:
        """Say where in the source an item stands."""
        place = self.minutes.source.place if self.minutes.source else None
        return ", ".join(filter(None, (place, f"minute {number}")))

    def _check_day(self) -> None:
        same = self.known.meetings.get(self.minutes.date, ())
        if same and not self.minutes.another:
            self.faults.add(
                ("date",),
                f"expected a day without a meeting of {self.minutes.body} in the ledger (or another: true), "
                f"got {self.minutes.date}, recorded as {', '.join(same)}",
            )

    def _organisations(self) -> Iterator[Proposal]:
        named = set(self.known.organisations)
        for fact in registered(self.minutes.organisations, named, self.faults):
            yield self._proposal(fact)
        for index, entry in enumerate(map(attendee, self.minutes.attending)):
            if entry.organisation is not None:
                require(entry.organisation, named, ("attending", index, "organisation"), self.faults)

    def _persons(self) -> Iterator[Proposal]:
        for name, person in self.people.new:
            yield self._proposal(organisations.PersonRegistered(person, Words.of(name)))

    def _memberships(self) -> Iterator[Proposal]:
        for index, entry in enumerate(self.minutes.people):
            if entry.seat is not None and not entry.member:
                self.faults.add(("people", index, "seat"), "expected member: true with a seat, got none")
            if entry.where is not None and self.minutes.source is None:
                self.faults.add(("people", index, "where"), "expected a source for the place, got none")
            if entry.member:
                yield from self._membership(entry, ("people", index))

    def _membership(self, entry: Person, path: Path_) -> Iterator[Proposal]:
        """Give what makes somebody a member.

        A seat that a source states for a later day only is recorded for that day; on the day of the
        meeting the seat is then not known.
        """
        person = self.people.ids[entry.name]
        held = {seat for one, seat in self.known.members if one == person}
        later = entry.stated is not None and entry.stated > self.minutes.date
        if entry.began is not None and entry.began > self.minutes.date:
            self.faults.add((*path, "began"), f"expected a day up to {self.minutes.date}, got {entry.began}")
        here = None if later else entry.seat
        if not held or (here is not None and here not in held):
            yield self._appointed(person, here, entry)
        if later and entry.seat is not None and entry.seat not in held:
            yield self._appointed(person, entry.seat, entry, on=entry.stated)

    def _appointed(self, person: str, seat: str | None, entry: Person, on: str | None = None) -> Proposal:
        body = members.Appointed(self.minutes.body, person, seat, entry.kind, None if on else entry.began)
        return self._proposal(body, entry.where, on=on)

    def _opening(self) -> Iterator[Proposal]:
        one = self.minutes
        yield self._proposal(meetings.Opened(self.meeting, one.body, one.kind, one.time, Words.of(one.place)))
        ids = self.people.ids
        name = self.people.printed.get
        yield self._proposal(
            meetings.Attended(
                self.meeting,
                tuple(ids[name(person, person)] for person in one.present),
                tuple(
                    meetings.Attendee(ids[name(entry.name, entry.name)], entry.organisation)
                    for entry in map(attendee, one.attending)
                ),
                tuple(ids[name(person, person)] for person in one.apologies),
            )
        )
        if one.interests == "none":
            yield self._proposal(meetings.NoInterestDeclared(self.meeting))
        yield from self._interests(None, None)

    def _interests(self, number: str | None, item: str | None) -> Iterator[Proposal]:
        """Give the interests in one item (None: in the meeting's business)."""
        declared = self.minutes.interests
        for index, one in enumerate(declared if isinstance(declared, tuple) else ()):
            if one.item == number:
                yield self._interest(one, item, ("interests", index))
            elif number is None and one.item not in [it.number for it in self.minutes.items]:
                got = f"expected the number of an item of this meeting, got {one.item}"
                self.faults.add(("interests", index, "item"), got)

    def _interest(self, one: Interest, item: str | None, path: Path_) -> Proposal:
        person = self.people.at_meeting(one.person, (*path, "person"), self.faults)
        body = meetings.InterestDeclared(self.meeting, item, person, Words.of(one.nature), one.effect)
        return self._proposal(body, person=person)

    def _item(self, item: Item, id_: str, path: Path_) -> Iterator[Proposal]:
        where = self._place(item.number)
        absent = tuple(
            self.people.at_meeting(name, (*path, "absent", index), self.faults, present=True)
            for index, name in enumerate(item.absent)
        )
        opened = meetings.ItemOpened(
            self.meeting, id_, item.number, Words.of(item.title), _sealed(item.note), absent, item.offices
        )
        yield self._proposal(opened, where)
        yield from self._interests(item.number, id_)
        if item.minutes is not None:
            earlier = self._earlier(item.minutes.of, (*path, "minutes", "of"))
            amendment = _sealed(item.minutes.amendment)
            yield self._proposal(meetings.MinutesAgreed(self.meeting, id_, earlier, amendment), where)
        for index, motion in enumerate(item.motions):
            at = (*path, "motions", index)
            if motion.votes == "unanimous":
                self.faults.add((*at, "votes"), "expected unanimous within a resolution only")
            yield from self._motion(motion, self.new_id("v"), id_, where, at)
        for index, resolution in enumerate(item.resolutions):
            inner = ("resolved", index) if isinstance(item.resolved, tuple) else ("resolved",)
            yield from self._resolution(resolution, id_, where, (*path, *inner))
        for follow_up in item.follow_ups:
            body = decisions.FollowUpNoted(
                self.new_id("f"), self.meeting, id_, Words.of(follow_up.text), follow_up.due
            )
            yield self._proposal(body, where)

    def _earlier(self, day: str | None, path: Path_) -> str | None:
        found = self.known.meetings.get(day or "", ())
        if day is not None and day >= self.minutes.date:
            self.faults.add(path, f"expected a day before {self.minutes.date}, got {day}")
        if len(found) > 1:
            self.faults.add(path, f"expected one meeting on that day, got {len(found)}: {', '.join(found)}")
        return found[0] if len(found) == 1 else None

    def _motion(self, motion: Motion, id_: str, item: str, where: str, path: Path_) -> Iterator[Proposal]:
        named = {}
        for key, value in (("moved", motion.moved), ("seconded", motion.seconded)):
            named[key] = (
                self.people.at_meeting(value, (*path, key), self.faults) if isinstance(value, str) else None
            )
        put = decisions.MotionPut(
            id_,
            self.meeting,
            item,
            Words.of(motion.text),
            motion.moved is not False,
            named["moved"],
            motion.seconded is not False,
            named["seconded"],
        )
        yield self._proposal(put, where, person=named["moved"])
        if isinstance(motion.votes, Votes):
            yield from self._votes(motion.votes, id_, where, (*path, "votes"))

    def _votes(self, votes: Votes, motion: str, where: str, path: Path_) -> Iterator[Proposal]:
        given = {field: getattr(votes, field) for field, _ in _CHOICES}
        by_name = any(isinstance(value, tuple) for value in given.values())
        by_number = any(isinstance(value, int) for value in given.values())
        if by_name and by_number:
            self.faults.add(path, "expected names or numbers, got both")
        if not by_name and not by_number:
            self.faults.add(path, "expected names or numbers, got neither")
        if by_name:
            for field, choice in _CHOICES:
                names = given[field] if isinstance(given[field], tuple) else ()
                for index, name in enumerate(names):
                    at = (*path, field.removesuffix("_"), index)
                    yield self._vote(motion, name, choice, where, at)
        else:
            numbers = [value if isinstance(value, int) else None for value in given.values()]
            yield self._proposal(decisions.VoteTallied(motion, self.meeting, *numbers), where)
        if votes.casting is not None:
            at = (*path, "casting", "person")
            yield self._vote(motion, votes.casting.person, votes.casting.choice, where, at, casting=True)

    def _vote(
        self,
        motion: str,
        name: str,
        choice: decisions.Choice,
        where: str,
        path: Path_,
        *,
        casting: bool = False,
    ) -> Proposal:
        person = self.people.at_meeting(name, path, self.faults)
        body = decisions.VoteCast(motion, self.meeting, person, choice, decisions.AS_PUT, casting)
        return self._proposal(body, where, person=person)

    def _resolution(self, one: Resolution, item: str, where: str, path: Path_) -> Iterator[Proposal]:
        ids = tuple(self.new_id("v") for _ in one.motions)
        for index, (motion, id_) in enumerate(zip(one.motions, ids, strict=True)):
            yield from self._motion(motion, id_, item, where, (*path, "motions", index))
        parts = tuple(
            decisions.Part(part.number, part.kind, Words.of(part.text), _sealed(part.condition))
            for part in one.parts
        )
        way = self._way(one, path)
        resolved = decisions.Resolved(self.new_id("d"), self.meeting, item, way, ids, parts)
        yield self._proposal(resolved, where)
        for index, part in enumerate(one.parts):
            at = (*path, "parts", index, "elects")
            if part.elects is None:
                if part.kind == "election":
                    self.faults.add(at[:-1], "expected elects with person, office and term, got none")
                continue
            if part.kind != "election":
                self.faults.add(at, f"expected kind: election with it, got {part.kind}")
            person = self.people.anybody(part.elects.person, (*at, "person"), self.faults)
            body = members.Elected(
                self.minutes.body,
                part.elects.office,
                person,
                part.elects.term,
                part.elects.begins,
                part.elects.ends,
            )
            yield self._proposal(body, where)

    def _way(self, one: Resolution, path: Path_) -> decisions.Way:
        """Give the way that is written, else the one that its motions show."""
        unanimous = any(motion.votes == "unanimous" for motion in one.motions)
        if unanimous and one.way not in {None, "unanimous"}:
            self.faults.add((*path, "way"), f"expected unanimous, as its motions say, got {one.way}")
        if one.way is not None:
            return one.way
        if unanimous:
            return "unanimous"
        return "vote" if any(isinstance(motion.votes, Votes) for motion in one.motions) else "not recorded"

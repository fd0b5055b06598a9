"""The items of a minute file as facts: presence, motions and votes, resolutions, elections, follow-ups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, get_args

import msgspec

from ledger.facts import decisions, delegations, followups, funds, meetings, minutes, offices
from ledger.facts.words import Party, Words
from ledger_cli import minuteacts
from ledger_cli.minutedesk import Desk, Placed, sealed
from ledger_cli.minutefile import Item, Motion, Papers, Part, Resolution, Votes
from ledger_cli.minutepeople import Path_
from ledger_cli.yamlnodes import shorten

_PARTIES = ("organisation:", "body:", "office:")
_PARTY: str = get_args(Party)[1].pattern
_CHOICES: tuple[tuple[str, decisions.Choice], ...] = (
    ("for_", "for"),
    ("against", "against"),
    ("abstained", "abstain"),
)
_CHANGES: tuple[Literal["arrived", "left", "withdrew", "returned"], ...] = (
    "arrived",
    "returned",
    "withdrew",
    "left",
)


class _Here(msgspec.Struct, frozen=True):
    """The item that is being written."""

    id: str
    where: str
    departure: str | None


class Items(msgspec.Struct, frozen=True):
    """Writes the items of one file."""

    desk: Desk

    def write(self) -> Iterator[Placed]:
        """Give the proposals of every item, in order."""
        items = self.desk.minutes.items
        for index, item in enumerate(items):
            if item.number in [one.number for one in items[:index]]:
                again = f"expected each number once, got {item.number} again"
                self.desk.faults.add(("items", index, "number"), again)
            code = self.desk.known.planned.get(item.number) or self.desk.new_id("i")
            here = _Here(code, self._place(item.number), item.departure)
            yield from self._item(item, here, ("items", index))

    def _place(self, number: str) -> str:
        """Say where in the source an item stands."""
        source = self.desk.minutes.source
        return ", ".join(filter(None, (source.place if source else None, f"minute {number}")))

    def _propose(self, body: decisions.Body, here: _Here, path: Path_, person: str | None = None) -> Placed:
        return self.desk.propose(body, path, here.where, person=person, departure=here.departure)

    def _item(self, item: Item, here: _Here, path: Path_) -> Iterator[Placed]:
        yield from self._opening(item, here, path)
        if item.minutes is not None:
            earlier = self._earlier(item.minutes.of, (*path, "minutes", "of"))
            amendment, corrects = sealed(item.minutes.amendment), item.minutes.corrects
            agreed = minutes.Agreed(self.desk.meeting, here.id, earlier, amendment, corrects)
            yield self.desk.propose(agreed, (*path, "minutes"), here.where, departure=here.departure)
        for index, motion in enumerate(item.motions):
            at = (*path, "motions", index)
            if motion.votes == "unanimous":
                self.desk.faults.add((*at, "votes"), "expected unanimous within a resolution only")
            yield from self._motion(motion, self.desk.new_id("v"), here, at)
        for index, resolution in enumerate(item.resolutions):
            inner = ("resolved", index) if isinstance(item.resolved, tuple) else ("resolved",)
            yield from self._resolution(resolution, here, (*path, *inner))
        for index, follow_up in enumerate(item.follow_ups):
            where = (*path, "follow_ups", index)
            code, text = self.desk.new_id("f"), Words.of(follow_up.text)
            noted = decisions.FollowUpNoted(code, self.desk.meeting, here.id, text, follow_up.due)
            yield self._propose(noted, here, where)
            if follow_up.owner is not None:
                owner = self._party(follow_up.owner, (*where, "owner"))
                given = followups.Assigned(code, self.desk.minutes.body, owner)
                yield self.desk.propose(given, where, here.where, departure=here.departure)

    def _party(self, text: str, path: Path_) -> str:
        """Give whose something is: a party by its code, else a person by name."""
        if not text.startswith(_PARTIES):
            return self.desk.people.anybody(text, path, self.desk.faults)
        if re.fullmatch(_PARTY, text) is None:
            self.desk.faults.add(path, f"expected a party like organisation:icb, got {shorten(text)}")
        return text

    def _opening(self, item: Item, here: _Here, path: Path_) -> Iterator[Placed]:
        """Give the item as it was taken, who came and went, what was declared, what the clerk wrote."""
        desk = self.desk
        absent = self._people(item.absent, (*path, "absent"))
        title, note, summary = Words.of(item.title), sealed(item.note), sealed(item.summary)
        opened = meetings.ItemOpened(
            desk.meeting, here.id, item.number, title, note, absent, item.offices,
            item.access, item.ground, summary,
        )  # fmt: skip
        yield desk.propose(opened, path, here.where, departure=here.departure)
        for change in _CHANGES:
            for index, person in enumerate(self._people(getattr(item, change), (*path, change))):
                virtual = change == "arrived" and item.arrived[index] in desk.minutes.virtual
                moved = meetings.PresenceChanged(desk.meeting, person, change, here.id, virtual)
                yield desk.propose(moved, (*path, change, index), here.where, departure=here.departure)
        declared = desk.minutes.interests if isinstance(desk.minutes.interests, tuple) else ()
        for index, one in enumerate(declared):
            if one.item == item.number:
                yield desk.interest(one, here.id, ("interests", index), here.departure)
        voices: tuple[tuple[Literal["clerk", "chair"], str, str | None], ...] = (
            ("clerk", "narrative", item.narrative),
            ("chair", "chair", item.chair),
        )
        for voice, key, text in voices:
            if text is not None:
                words = minutes.Narrated(desk.meeting, here.id, voice, Words.of(text))
                yield desk.propose(words, (*path, key), here.where)

    def _people(self, names: tuple[str, ...], path: Path_) -> tuple[str, ...]:
        return tuple(
            self.desk.people.at_meeting(name, (*path, index), self.desk.faults, present=True)
            for index, name in enumerate(names)
        )

    def _earlier(self, day: str | None, path: Path_) -> str | None:
        found = self.desk.known.meetings.get(day or "", ())
        faults, date = self.desk.faults, self.desk.minutes.date
        if day is not None and day >= date:
            faults.add(path, f"expected a day before {date}, got {day}")
        if len(found) > 1:
            faults.add(path, f"expected one meeting on that day, got {len(found)}: {', '.join(found)}")
        return found[0] if len(found) == 1 else None

    def _motion(self, motion: Motion, id_: str, here: _Here, path: Path_) -> Iterator[Placed]:
        people, faults = self.desk.people, self.desk.faults
        named = {}
        for key, value in (("moved", motion.moved), ("seconded", motion.seconded)):
            named[key] = people.at_meeting(value, (*path, key), faults) if isinstance(value, str) else None
        put = decisions.MotionPut(
            id_,
            self.desk.meeting,
            here.id,
            Words.of(motion.text),
            motion.moved is not False,
            named["moved"],
            motion.seconded is not False,
            named["seconded"],
            motion.matter,
            tuple(self._options(motion, path)),
            motion.places,
            motion.reconsiders,
            tuple(
                people.at_meeting(one, (*path, "asked_by", index), faults)
                for index, one in enumerate(motion.asked_by)
            ),
        )
        yield self._propose(put, here, path, named["moved"])
        if motion.ballot is not None:
            yield from self._ballot(motion.ballot, id_, here, (*path, "ballot"))
        if isinstance(motion.votes, Votes):
            yield from self._votes(motion.votes, id_, here, (*path, "votes"))

    def _votes(self, votes: Votes, motion: str, here: _Here, path: Path_) -> Iterator[Placed]:
        faults = self.desk.faults
        given = {field: getattr(votes, field) for field, _ in _CHOICES}
        by_name = any(isinstance(value, tuple) for value in given.values())
        by_number = any(isinstance(value, int) for value in given.values())
        if by_name and by_number:
            faults.add(path, "expected names or numbers, got both")
        if not by_name and not by_number:
            faults.add(path, "expected names or numbers, got neither")
        if by_name:
            for field, choice in _CHOICES:
                names = given[field] if isinstance(given[field], tuple) else ()
                for index, name in enumerate(names):
                    at = (*path, field.removesuffix("_"), index)
                    yield self._vote(motion, name, choice, here, at)
        else:
            for_, against, abstained = (one if isinstance(one, int) else None for one in given.values())
            how = votes.how or "not recorded"
            tally = decisions.VoteTallied(motion, self.desk.meeting, for_, against, abstained, how)
            yield self._propose(tally, here, path)
        if votes.casting is not None:
            at = (*path, "casting", "person")
            yield self._vote(motion, votes.casting.person, votes.casting.choice, here, at, casting=True)

    def _options(self, motion: Motion, path: Path_) -> Iterator[decisions.Option]:
        people, faults = self.desk.people, self.desk.faults
        for index, one in enumerate(motion.options):
            at = (*path, "options", index, "person")
            person = None if one.person is None else people.anybody(one.person, at, faults)
            yield decisions.Option(one.option, Words.of(one.text), person, one.group)

    def _ballot(self, ballot: Papers, motion: str, here: _Here, path: Path_) -> Iterator[Placed]:
        """Give the papers that bear names, then what was announced, then what broke a tie."""
        meeting, how = self.desk.meeting, ballot.how or "not recorded"
        bare, casting = [], []
        for index, one in enumerate(ballot.papers):
            at = (*path, "papers", index)
            marks = tuple(
                mark if isinstance(mark, decisions.Mark) else decisions.Mark(mark) for mark in one.marks
            )
            if one.person is None:
                bare.append(decisions.Papers(marks, one.papers))
                continue
            person = self.desk.people.at_meeting(one.person, (*at, "person"), self.desk.faults)
            body = decisions.BallotCast(motion, meeting, person, marks, decisions.AS_PUT, one.casting)
            placed = self._propose(body, here, at, person)
            if one.casting:
                casting.append(placed)
            else:
                yield placed
        if bare or ballot.totals:
            told = decisions.BallotCounted(motion, meeting, tuple(bare), ballot.totals, ballot.cast, how)
            yield self._propose(told, here, path)
        yield from casting

    def _vote(
        self,
        motion: str,
        name: str,
        choice: decisions.Choice,
        here: _Here,
        path: Path_,
        *,
        casting: bool = False,
    ) -> Placed:
        person = self.desk.people.at_meeting(name, path, self.desk.faults)
        body = decisions.VoteCast(motion, self.desk.meeting, person, choice, decisions.AS_PUT, casting)
        return self._propose(body, here, path, person)

    def _resolution(self, one: Resolution, here: _Here, path: Path_) -> Iterator[Placed]:
        ids = tuple(self.desk.new_id("v") for _ in one.motions)
        for index, (motion, id_) in enumerate(zip(one.motions, ids, strict=True)):
            yield from self._motion(motion, id_, here, (*path, "motions", index))
        parts = tuple(
            decisions.Part(
                part.number,
                part.kind,
                Words.of(part.text),
                sealed(part.condition),
                part.due,
                part.matter,
                part.under,
                part.to,
                part.chosen,
                part.key,
                part.common,
            )
            for part in one.parts
        )
        way = self._way(one, path)
        resolution = self.desk.new_id("d")
        resolved = decisions.Resolved(resolution, self.desk.meeting, here.id, way, ids, parts)
        yield self._propose(resolved, here, path)
        for index, part in enumerate(one.parts):
            at = (*path, "parts", index)
            yield from self._election(part, resolution, here, (*at, "elects"))
            done = minuteacts.act(self.desk, part, resolved, here.where, at, here.departure)
            yield from done
            yield from self._commitments(part, resolution, done, here, (*at, "commits"))

    def _election(self, part: Part, resolution: str, here: _Here, path: Path_) -> Iterator[Placed]:
        desk, elects = self.desk, part.elects
        if elects is None:
            if part.kind == "election" and not part.chosen:
                expected = "expected elects with person, office and term, or chosen with options, got none"
                desk.faults.add(path[:-1], expected)
            return
        if part.kind != "election":
            desk.faults.add(path, f"expected kind: election with it, got {part.kind}")
        person = desk.people.anybody(elects.person, (*path, "person"), desk.faults)
        elected = offices.Elected(
            desk.minutes.body,
            elects.office,
            person,
            elects.term,
            elects.begins,
            elects.ends,
            "election",
            resolution=resolution,
        )
        yield desk.propose(elected, path, here.where, departure=here.departure)

    def _commitments(
        self, part: Part, resolution: str, done: tuple[Placed, ...], here: _Here, path: Path_
    ) -> Iterator[Placed]:
        """Give what the body commits by a part of its decision, or by what it does by it."""
        desk = self.desk
        acts = [one.proposal.body.act for one in done if isinstance(one.proposal.body, delegations.Used)]
        if part.commits is not None and part.kind != "decision":
            desk.faults.add(path, f"expected kind: decision with it, got {part.kind}")
        for index, one in enumerate(part.commitments):
            at = (*path, index) if isinstance(part.commits, tuple) else path
            amount = minuteacts.amount_of(desk, one.amount, (*at, "amount"))
            if amount is None:
                continue
            code, by, text = desk.new_id("x"), desk.minutes.body, Words.of(one.text)
            act, decided = (acts[0], None) if acts else (None, resolution)
            body = funds.Committed(code, by, one.allocation, amount, text, act, decided, None, one.function)
            yield desk.propose(body, at, here.where, departure=here.departure)

    def _way(self, one: Resolution, path: Path_) -> decisions.Way:
        """Give the way that is written, else the one that its motions show."""
        unanimous = any(motion.votes == "unanimous" for motion in one.motions)
        if unanimous and one.way not in {None, "unanimous"}:
            self.desk.faults.add((*path, "way"), f"expected unanimous, as its motions say, got {one.way}")
        if one.way is not None:
            return one.way
        if unanimous:
            return "unanimous"
        voted = any(isinstance(motion.votes, Votes) or motion.ballot is not None for motion in one.motions)
        return "vote" if voted else "not recorded"

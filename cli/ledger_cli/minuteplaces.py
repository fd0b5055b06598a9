"""Where in a minute file each of its facts stands, so that what a rule says against one names the line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ledger.acts import Proposal
from ledger.facts import Body, decisions, meetings, members, organisations
from ledger.facts.words import Words
from ledger_cli.minutefile import Item, Minutes, Resolution
from ledger_cli.minutepeople import Path_, attendee


def places(minutes: Minutes, proposals: Sequence[Proposal], known: Mapping[str, str]) -> list[Path_]:
    """Give, for every proposal that a minute file was expanded to, the path of what it comes from.

    Args:
        minutes: the file.
        proposals: all of them, in their order.
        known: the names of persons by id, as far as the ledger knows them.
    """
    walk = _Walk(minutes, dict(known))
    return [walk.place(proposal.body) for proposal in proposals]


@dataclass(slots=True)
class _Walk:
    """Goes through the file beside the proposals. ``item`` is the path of the item reached."""

    minutes: Minutes
    names: dict[str, str]
    item: Path_ = ()
    interests: list[int] = field(default_factory=list)
    motions: dict[str, Path_] = field(default_factory=dict)
    _to_put: list[Path_] = field(default_factory=list)
    _to_resolve: list[Path_] = field(default_factory=list)
    _to_elect: list[Path_] = field(default_factory=list)
    _to_follow: list[Path_] = field(default_factory=list)

    def place(self, body: Body) -> Path_:  # noqa: PLR0911, PLR0912 - one case a type of fact
        match body:
            case organisations.Registered():
                codes = [one.code for one in self.minutes.organisations]
                return ("organisations", codes.index(body.organisation))
            case organisations.PersonRegistered():
                self.names[body.person] = body.name.text if isinstance(body.name, Words) else ""
                return self._named(self.names[body.person])
            case members.Appointed():
                return self._entry(body.person)
            case meetings.Opened():
                return ("date",)
            case meetings.Attended():
                return ("present",)
            case meetings.InterestDeclared() | meetings.NoInterestDeclared():
                return self._interest()
            case meetings.ItemOpened():
                return self._take(body.number)
            case meetings.MinutesAgreed():
                return (*self.item, "minutes")
            case decisions.MotionPut():
                self.motions[body.motion] = self._to_put.pop(0)
                return self.motions[body.motion]
            case decisions.VoteCast() | decisions.VoteTallied():
                return (*self.motions[body.motion], "votes")
            case decisions.Resolved():
                return self._to_resolve.pop(0)
            case members.Elected():
                return self._to_elect.pop(0)
            case decisions.FollowUpNoted():
                return self._to_follow.pop(0)
            case meetings.Scheduled():
                return ("next_meeting",)
            case _:
                return ()

    def _named(self, name: str) -> Path_:
        """Give the first place at which somebody is named."""
        lists = (
            ("present", self.minutes.present),
            ("attending", tuple(attendee(one).name for one in self.minutes.attending)),
            ("apologies", self.minutes.apologies),
        )
        short = next((one.short for one in self.minutes.people if one.name == name), None)
        for key, listed in lists:
            for index, one in enumerate(listed):
                if one in {name, short}:
                    return (key, index)
        return next(
            (("people", index) for index, one in enumerate(self.minutes.people) if one.name == name), ()
        )

    def _entry(self, person: str) -> Path_:
        for index, one in enumerate(self.minutes.people):
            if one.id == person or (one.id in {None, "new"} and one.name == self.names.get(person)):
                return ("people", index)
        return ("people",)

    def _interest(self) -> Path_:
        """Give the next interest: first those in the meeting's business, then those of the item reached."""
        if not isinstance(self.minutes.interests, tuple):
            return ("interests",)
        number = self.minutes.items[int(self.item[1])].number if self.item else None
        for index, one in enumerate(self.minutes.interests):
            if one.item == number and index not in self.interests:
                self.interests.append(index)
                return ("interests", index)
        return ("interests",)

    def _take(self, number: str) -> Path_:
        numbers = [item.number for item in self.minutes.items]
        self.item = ("items", numbers.index(number))
        item = self.minutes.items[numbers.index(number)]
        self._to_put = [(*self.item, "motions", index) for index in range(len(item.motions))]
        self._to_resolve, self._to_elect = [], []
        for path, resolution in _resolutions(self.item, item):
            self._to_put += [(*path, "motions", index) for index in range(len(resolution.motions))]
            self._to_resolve.append(path)
            parts = enumerate(resolution.parts)
            self._to_elect += [
                (*path, "parts", index, "elects") for index, part in parts if part.elects is not None
            ]
        self._to_follow = [(*self.item, "follow_ups", index) for index in range(len(item.follow_ups))]
        return self.item


def _resolutions(path: Path_, item: Item) -> Iterator[tuple[Path_, Resolution]]:
    for index, resolution in enumerate(item.resolutions):
        yield (*path, "resolved", *((index,) if isinstance(item.resolved, tuple) else ())), resolution

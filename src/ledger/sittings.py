"""Sittings: what is recorded of a meeting so far, and who was there at every moment of it.

Implements LSC-M1 (present, in attendance, apologies) and the presence by item that LSC-8.1 is measured on.
Remit defaults: whoever arrives during an item counts for it, whoever leaves during it counts until its end;
whoever withdraws during an item does not count for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger.acts import Recorded
from ledger.facts import interests
from ledger.facts import meetings as facts
from ledger.facts.members import CoOpted

AtMeeting = (
    facts.Attended
    | facts.PresenceChanged
    | facts.ItemOpened
    | facts.PublicExcluded
    | facts.Presided
    | facts.VirtualAgreed
    | facts.QuorumConfirmed
    | facts.Adjourned
    | facts.Resumed
    | facts.Closed
    | interests.AtMeeting
)
MeetingFact = facts.Opened | AtMeeting

WRITTEN, URGENT = "written procedure", "urgent decision"
"""The kinds of sittings that take the place of a meeting."""

OPENING = "opening"
"""The moment at which the meeting began, where an item is asked for."""


class There(msgspec.Struct, frozen=True):
    """One person in the room as a member, or (``member`` is another) in the place of one."""

    person: str
    member: str
    virtual: bool = False


class Item(msgspec.Struct, frozen=True):
    """An item as it was taken.

    Attributes:
        absent: who was absent for it.
        offices: unnamed office-holders who were there.
        day: the day on which it was opened.
        before: how many changes of presence came before it.
        presided: who presided at it, as last recorded.
    """

    number: str
    absent: frozenset[str]
    offices: frozenset[str]
    day: str
    before: int
    presided: facts.Presided | None
    access: facts.Access = "public"


class Pause(msgspec.Struct, frozen=True):
    """An adjournment: why, from which day, and until which day (None: it lasts)."""

    why: str
    since: str
    until: str | None = None


class Sitting(msgspec.Struct, frozen=True):
    """One meeting of one body, as recorded so far.

    Attributes:
        day: the day on which it began; ``days`` are all the days on which it sat.
        substitutes: who came in the place of which member, as the list of attendance says.
        virtual: who attended from elsewhere, as that list says.
        changes: of presence, in their order.
        withdrawn: who declared an interest and withdrew, from which item (None: all business).
        agreed: it was agreed before the meeting that members may attend from elsewhere.
        excluded: the numbers of items for which the public was excluded.
        co_opted: who was co-opted while the meeting was adjourned for want of a quorum, as recorded then.
        until: the last day for replies in a written procedure.
        opened_by: who opened it, where that was said.
        listed_on: the day on which it was recorded who is there; in writing, who was written to.
    """

    meeting: str
    body: str
    day: str
    kind: str
    days: tuple[str, ...]
    agreed: bool = False
    present: tuple[str, ...] = ()
    attending: tuple[str, ...] = ()
    apologies: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    substitutes: Mapping[str, str] = msgspec.field(default_factory=dict)
    virtual: frozenset[str] = frozenset()
    attended: bool = False
    closed: bool = False
    changes: tuple[facts.PresenceChanged, ...] = ()
    items: Mapping[str, Item] = msgspec.field(default_factory=dict)
    withdrawn: frozenset[tuple[str | None, str]] = frozenset()
    presided: facts.Presided | None = None
    pauses: tuple[Pause, ...] = ()
    excluded: frozenset[str] = frozenset()
    co_opted: frozenset[str] = frozenset()
    until: str | None = None
    opened_by: str | None = None
    listed_on: str | None = None

    @property
    def adjourned(self) -> str | None:
        """Why the meeting is adjourned; None: it is not."""
        last = self.pauses[-1] if self.pauses else None
        return last.why if last is not None and last.until is None else None

    @property
    def last(self) -> str | None:
        """The item that was opened last."""
        return list(self.items)[-1] if self.items else None

    @property
    def deputising(self) -> Mapping[str, str]:
        """Everybody who was at any time in the place of a member, with that member."""
        came = {change.person: change.member for change in self.changes if change.member is not None}
        return {**self.substitutes, **came}

    def replaced(self, person: str, item: str) -> frozenset[str]:
        """Give the members in whose place somebody was at an item; else, at the meeting."""
        here = (one for one in (*self.there(item), *self.withdrew(item)) if one.person == person)
        members = {one.member for one in here} or {self.deputising.get(person, person)}
        return frozenset(members - {person})

    @property
    def listed(self) -> frozenset[str]:
        """Everybody whom the lists and the changes of presence name as having been there."""
        came = (change.person for change in self.changes)
        return frozenset((*self.present, *self.attending, *self.substitutes, *came))

    def goes_on(self, day: str) -> bool:
        """Say whether it sat on a day; what is done in writing goes on until it is closed."""
        return day in self.days or (self.until is not None and day >= self.day)

    def bound(self, day: str) -> str:
        """Give the day whose terms bind what is done on a day: of what is done in writing, its first."""
        return day if self.until is None else self.day

    def day_of(self, item: str | None) -> str:
        """Give the day of an item, of the opening, or (None) of what is done now."""
        if item == OPENING:
            return self.day
        taken = self.items.get(item or "")
        return taken.day if taken else self.days[-1]

    def co_opted_meanwhile(self, person: str, since: str, day: str) -> bool:
        """Say whether somebody co-opted on a day was so during an adjournment for want of a quorum.

        On a day on which the meeting also sat, the order of the record decides.
        """
        pauses = [one for one in self.pauses if one.why == "inquorate" and one.since <= since]
        if any(one.since < since < (one.until or day) for one in pauses):
            return True
        return person in self.co_opted and any(since <= (one.until or day) for one in pauses)

    def presiding(self, item: str | None) -> facts.Presided | None:
        """Give who presides at an item, or (None) now, as far as that is recorded."""
        taken = self.items.get(item or "")
        return taken.presided if taken else self.presided

    def there(self, item: str | None = None) -> tuple[There, ...]:
        """Give who was there for an item, at the opening, or (None) is there now, and had not withdrawn."""
        inside, _ = self._at(item)
        gone = self._gone(item)
        return tuple(one for one in inside if one.person not in gone)

    def withdrew(self, item: str | None = None) -> tuple[There, ...]:
        """Give who was not there for having withdrawn from an item, or (None) from what is done now."""
        inside, outside = self._at(item)
        gone = self._gone(item)
        return (*(one for one in inside if one.person in gone), *outside)

    def present_at(self, item: str | None = None) -> tuple[str, ...]:
        """Give the members who were there for an item and had not withdrawn from it."""
        return tuple(one.person for one in self.there(item) if one.person == one.member)

    def _gone(self, item: str | None) -> frozenset[str]:
        """Give who withdrew from an item after a declaration, or during it."""
        declared = {person for about, person in self.withdrawn if about in (item, None)}
        during = {one.person for one in self.changes if one.change == "withdrew" and one.during == item}
        return frozenset(declared | (during if item is not None else set()))

    def _at(self, item: str | None) -> tuple[tuple[There, ...], tuple[There, ...]]:
        """Give who was inside and who had withdrawn, when an item was opened or came in during it."""
        taken = self.items.get(item or "")
        if taken is None:
            return self._after(() if item == OPENING else self.changes)
        came = (
            one
            for one in self.changes[taken.before :]
            if one.during == item and one.change in ("arrived", "returned")
        )
        inside, outside = self._after((*self.changes[: taken.before], *came))
        return tuple(one for one in inside if one.person not in taken.absent), outside

    def _after(
        self, changes: tuple[facts.PresenceChanged, ...]
    ) -> tuple[tuple[There, ...], tuple[There, ...]]:
        placed = (*((one, one) for one in self.present), *self.substitutes.items())
        inside = [There(person, member, person in self.virtual) for person, member in placed]
        outside: list[There] = []
        for change in changes:
            here = [one for one in inside if one.person == change.person]
            gone = [one for one in (*outside, *here) if one.person == change.person]
            inside = [one for one in inside if one.person != change.person]
            outside = [one for one in outside if one.person != change.person]
            if change.change == "withdrew":
                outside += here
            elif change.change != "left":
                # Who comes back does so in the capacity, and from where, it had withdrawn.
                back = next((one for one in gone if change.change == "returned"), None)
                member = back.member if back else self.deputising.get(change.person, change.person)
                virtual = change.virtual or (back is not None and back.virtual)
                inside.append(There(change.person, change.member or member, virtual))
        return tuple(inside), tuple(outside)


class Sittings(msgspec.Struct, frozen=True):
    """The meetings that the facts read tell of, by id.

    ``agreed`` are those for which it was agreed, before they were opened, that members may attend from
    elsewhere, each with the day of the agreement.
    """

    known: Mapping[str, Sitting] = msgspec.field(default_factory=dict)
    agreed: Mapping[str, str] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: MeetingFact | CoOpted) -> Sittings:
        """Fold one fact in. Never refuses: it already happened."""
        if isinstance(body, CoOpted):
            sitting = self.known.get(body.meeting or "")
            if sitting is None or sitting.adjourned != "inquorate":
                return self
            return self._with(sitting.meeting, replace(sitting, co_opted=sitting.co_opted | {body.person}))
        if isinstance(body, facts.Opened):
            agreed = body.meeting in self.agreed and self.agreed[body.meeting] <= at.day
            opened = Sitting(body.meeting, body.body, at.day, body.kind, (at.day,), agreed)
            sitting = replace(opened, until=body.until, opened_by=at.fact.acted.person)
            return self._with(body.meeting, sitting)
        known = self.known.get(body.meeting)
        if known is None:
            if isinstance(body, facts.VirtualAgreed):
                first = min(at.day, self.agreed.get(body.meeting, at.day))
                return replace(self, agreed={**self.agreed, body.meeting: first})
            return self
        return self._with(body.meeting, _evolve(known, at.day, body))

    def body_of(self, meeting: str | None) -> str | None:
        """Give the code of the body that holds the meeting."""
        sitting = self.known.get(meeting or "")
        return sitting.body if sitting else None

    def _with(self, meeting: str, sitting: Sitting) -> Sittings:
        return replace(self, known={**self.known, meeting: sitting})


def _evolve(sitting: Sitting, day: str, body: AtMeeting) -> Sitting:  # noqa: PLR0911 - one case a type
    match body:
        case facts.Attended():
            return replace(_attended(sitting, body), listed_on=day)
        case facts.PresenceChanged():
            return replace(sitting, changes=(*sitting.changes, body))
        case facts.ItemOpened():
            absent, offices = frozenset(body.absent), frozenset(body.offices)
            before, presided = len(sitting.changes), sitting.presided
            item = Item(body.number, absent, offices, day, before, presided, body.access)
            return replace(sitting, items={**sitting.items, body.item: item})
        case facts.Presided():
            last = sitting.last
            now = {} if last is None else {last: replace(sitting.items[last], presided=body)}
            return replace(sitting, presided=body, items={**sitting.items, **now})
        case interests.Declared():
            gone = {(body.item, body.person)} if body.effect == "withdraws" else set()
            return replace(sitting, withdrawn=sitting.withdrawn | gone)
        case facts.PublicExcluded():
            return replace(sitting, excluded=sitting.excluded | set(body.numbers))
        case facts.Adjourned():
            return replace(sitting, pauses=(*sitting.pauses, Pause(body.why, day)))
        case facts.Resumed():
            return _resumed(sitting, day)
        case facts.Closed():
            return replace(sitting, closed=True)
        case facts.VirtualAgreed() | facts.QuorumConfirmed() | interests.NoneDeclared():
            return sitting
        case _:
            assert_never(body)


def _attended(sitting: Sitting, body: facts.Attended) -> Sitting:
    return replace(
        sitting,
        attended=True,
        present=body.present,
        attending=tuple(attendee.person for attendee in body.attending),
        apologies=body.apologies,
        absent=body.absent,
        substitutes={one.person: one.member for one in body.substitutes},
        virtual=frozenset(body.virtual),
    )


def _resumed(sitting: Sitting, day: str) -> Sitting:
    if sitting.adjourned is None:
        return sitting
    pauses = (*sitting.pauses[:-1], replace(sitting.pauses[-1], until=day))
    days = sitting.days if day in sitting.days else (*sitting.days, day)
    return replace(sitting, pauses=pauses, days=days)

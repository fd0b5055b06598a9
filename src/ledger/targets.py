"""Targets: who is to do what by when, how far it has come, and whether it was done in time (HIW-3, PLD-8).

A date is what its source prints, and the days that this is read as (SYS-3): of what is printed in another
way it is not known whether it is overdue. Nothing is refused for being late.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, assert_never

import msgspec
from msgspec.structs import replace

from ledger import holders
from ledger.acts import Act, Recorded
from ledger.awaiting import NO_DAY, Awaited, Stage, examine_order, stage
from ledger.facts import targets as facts
from ledger.facts.words import Due
from ledger.findings import Finding, judge
from ledger.holders import Acting
from ledger.places import Places

Became = Literal["done", "done late", "done, not known whether late", "dropped"]


class Target(msgspec.Struct, frozen=True):
    """A target with all that was said of it, each with its day, in the order of recording."""

    set: facts.Set
    day: str
    changes: tuple[tuple[str, facts.Change], ...] = ()

    @property
    def source(self) -> str | None:
        """Where it is printed: the document, the heading, the number; None: nobody said."""
        named = (self.set.agreement, self.set.heading, self.set.number)
        return ", ".join(one for one in named if one is not None) or None

    def _by(self, day: str) -> Iterator[facts.Change]:
        """Give what was said of it by a day, by day; of equal days the order of recording decides."""
        told = sorted(self.changes, key=lambda one: one[0])
        return (body for on, body in told if on <= day)

    def owner(self, day: str) -> str | None:
        """Say who is to do it, on a day; None: nobody is named."""
        named = [one.owner for one in self._by(day) if isinstance(one, facts.Owned)]
        return (self.set.owner, *named)[-1]

    @property
    def owners(self) -> tuple[str | None, ...]:
        """Everybody who ever was to do it."""
        return (self.set.owner, *(body.owner for _, body in self.changes if isinstance(body, facts.Owned)))

    def due(self, day: str) -> Due | None:
        """Give when it is due, as it stood on a day; None: no date is given."""
        moved = [one.due for one in self.moved(day)]
        return (self.set.due, *moved)[-1]

    def moved(self, day: str) -> tuple[facts.Moved, ...]:
        """Give how its date was moved by a day."""
        return tuple(one for one in self._by(day) if isinstance(one, facts.Moved))

    def closed(self, day: str) -> tuple[str, facts.Closed] | None:
        """Give how it was closed by a day, with the day of that."""
        ends = ((on, body) for on, body in self.changes if isinstance(body, facts.Closed) and on <= day)
        return next(ends, None)

    def state(self, day: str) -> Stage | Became:
        """Say how it stands on a day: late is what was done after the last day that was meant then."""
        closed = self.closed(day)
        if closed is None:
            return stage(self.due(day), day)
        done, body = closed
        if body.outcome == "dropped":
            return "dropped"
        met = stage(self.due(done), done)
        if met == "overdue":
            return "done late"
        return "done, not known whether late" if met == "not known" else "done"


class Targets(msgspec.Struct, frozen=True):
    """The targets that the facts read tell of, by id, in the order of recording."""

    known: Mapping[str, Target] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.Body) -> Targets:
        """Fold one fact in. Never refuses: it already happened."""
        if isinstance(body, facts.Set):
            return Targets({**self.known, body.target: Target(body, at.day)})
        one = self.known.get(body.target)
        if one is None:
            return self
        told = replace(one, changes=(*one.changes, (at.day, body)))
        return Targets({**self.known, body.target: told})


def awaited(targets: Targets, places: Places, on: str) -> Iterator[Awaited]:
    """Give every target that is still to be done on a day, by whoever has the place of its owner."""
    for code, one in targets.known.items():
        if one.day <= on and one.closed(on) is None:
            due = one.due(on) or NO_DAY
            owner = places.owner(one.owner(on), code, on)
            yield Awaited("target", code, one.set.body, due, owner, one.day, one.source)


def boundary(body: facts.Body, known: Acting) -> frozenset[str]:
    """Say which tags the judgement reads."""
    owner = body.owner if isinstance(body, facts.Set | facts.Owned) else None
    by = body.resolution if isinstance(body, facts.Closed) else None
    told = body.meeting if isinstance(body, facts.Reported) else None
    tags = {f"target:{body.target}", f"body:{body.body}"} | ({f"meeting:{told}"} if told else set())
    return holders.boundary((owner,) if owner else (), by, known) | tags


def examine(act: Act, body: facts.Body, targets: Targets, known: Acting) -> Iterator[Finding]:
    """Judge what is said of a target: that it is new, or the body's and still to be done."""
    yield known.bodies.require(body.body, act.day)
    one = targets.known.get(body.target)
    if isinstance(body, facts.Set):
        yield judge("TGT-1", one is None, "an id that is new", body.target, absolute=True)
        yield from examine_order("TGT-4", body.due)
    else:
        yield _examine_open(act, body, one)
    match body:
        case facts.Set() | facts.Owned():
            if body.owner is not None:
                yield from holders.require_party(body.owner, act.day, known)
        case facts.Reported():
            if body.meeting is not None:
                told = known.sittings.body_of(body.meeting) == body.body
                yield judge("TGT-3", told, f"a meeting of {body.body}", body.meeting, absolute=True)
        case facts.Moved():
            yield from examine_order("TGT-4", body.due)
            if one is not None:
                yield from _examine_later(one.due(act.day), body.due)
        case facts.Closed():
            if body.outcome == "dropped" or body.resolution is not None:
                yield _examine_decision(act, body, known)
        case _:
            assert_never(body)


def _examine_open(act: Act, body: facts.Change, one: Target | None) -> Finding:
    """Judge TGT-2: it was set for the body by then, and is neither done nor dropped, whatever the day."""
    closed = None if one is None else one.closed("9999-12-31")
    if one is None:
        got = f"{body.target}, which the ledger does not know"
    elif closed is not None:
        got = f"{body.target}, {closed[1].outcome} on {closed[0]}"
    else:
        got = f"{body.target}, set for {one.set.body} on {one.day}"
    open_ = one is not None and closed is None and one.set.body == body.body and one.day <= act.day
    expected = f"a target of {body.body} set by {act.day} that is still to be done"
    return judge("TGT-2", open_, expected, got, absolute=True)


def _examine_later(was: Due | None, due: Due | None) -> Iterator[Finding]:
    """Judge TGT-5: it moves to a later day, as far as both days are known."""
    before = None if was is None else was.last or was.first
    after = None if due is None else due.last or due.first
    if before is not None and after is not None:
        yield judge("TGT-5", before < after, f"a day later than {before}", after)


def _examine_decision(act: Act, body: facts.Closed, known: Acting) -> Finding:
    """Judge TGT-6: what is dropped is dropped by what the body decided or supported, and stands."""
    decided = holders.resolves(body.body, body.resolution, act.day, known)
    expected = f"a decision of {body.body} taken by {act.day}, which stands"
    return judge("TGT-6", decided, expected, body.resolution or "none")

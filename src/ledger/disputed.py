"""Disputes as they stand: who is in them, in which stage, for how long, and what they hold (PLA-8).

How what is said of a dispute is judged is in ``disputes``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger.acts import Recorded
from ledger.calendars import Days
from ledger.facts import disputes as facts
from ledger.facts.terms import StageRule
from ledger.facts.words import Due
from ledger.places import Places

ENDS: tuple[facts.Step, ...] = ("agreed", "failed")
"""The steps by which a stage ends: it has failed, or is agreed and nobody's word alone."""

Over = facts.Withdrawn | facts.Lapsed | facts.Settled


class Stage(msgspec.Struct, frozen=True):
    """A stage as it was opened, on which day, with the steps taken in it and the day of each.

    ``end`` is the step that ended it, and its day; None: it is open, as far as steps say.
    """

    opened: facts.StageOpened
    day: str
    steps: tuple[tuple[str, facts.StepTaken], ...] = ()
    end: tuple[str, facts.StepTaken] | None = None

    @property
    def ended(self) -> str | None:
        """How it ended, agreed or failed; None: it is open."""
        return None if self.end is None else self.end[1].step


class Dispute(msgspec.Struct, frozen=True):
    """One dispute.

    Attributes:
        day: the day on which it was raised, and ``number`` the entry.
        told: what was said of it since, with the day, in the order of days, then of recording.
    """

    raised: facts.Raised
    day: str
    number: int
    told: tuple[tuple[str, facts.Body], ...] = ()

    def with_(self, day: str, body: facts.Body) -> Dispute:
        """Give it with one thing more said of it."""
        return replace(self, told=tuple(sorted((*self.told, (day, body)), key=lambda one: one[0])))

    def by(self, day: str) -> Dispute:
        """Give it as it stood on a day."""
        return replace(self, told=tuple(one for one in self.told if one[0] <= day))

    def parties(self, side: facts.Side) -> tuple[str, ...]:
        """Give who is in it on a side, from the beginning or since it joined, and did not withdraw."""
        first = self.raised.by if side == "by" else self.raised.against
        joined = [body.party for _, body in self.told if isinstance(body, facts.Joined) and body.side == side]
        gone = {body.place or body.party for _, body in self.told if isinstance(body, facts.Withdrawn)}
        return tuple(one for one in (*first, *joined) if one not in gone)

    def everybody(self, day: str, places: Places) -> tuple[str, ...]:
        """Give everybody who is in it on a day, on either side: a party, or who has its place."""
        return places.now((*self.parties("by"), *self.parties("against")), self.raised.dispute, day)

    def ever_by(self, day: str, places: Places) -> frozenset[str]:
        """Give everybody who was in it by a day, itself or in the place of a party until that withdrew."""
        left = {body.place or body.party: on for on, body in self.told if isinstance(body, facts.Withdrawn)}
        lines = (places.line(one, self.raised.dispute, min(left.get(one, day), day)) for one in self.ever)
        return frozenset(one for line in lines for one in line)

    @property
    def ever(self) -> frozenset[str]:
        """Everybody who is or was in it."""
        joined = (body.party for _, body in self.told if isinstance(body, facts.Joined))
        return frozenset((*self.raised.by, *self.raised.against, *joined))

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages that were opened, in their order; steps stand in the stage that they name."""
        found: list[Stage] = []
        for day, body in self.told:
            if isinstance(body, facts.StageOpened):
                found.append(Stage(body, day))
            elif isinstance(body, facts.StepTaken):
                found = [
                    replace(one, steps=(*one.steps, (day, body))) if one.opened.stage == body.stage else one
                    for one in found
                ]
        return tuple(replace(one, end=self._end(one.steps)) for one in found)

    def _end(self, steps: Sequence[tuple[str, facts.StepTaken]]) -> tuple[str, facts.StepTaken] | None:
        """Give the step that ends a stage: it has failed, or is agreed, by no word of one side alone."""
        agreed = set[str]()
        for day, taken in steps:
            then = self.by(day)
            agreed |= {taken.place or taken.by} if taken.step == "agreed" else set()
            both = agreed & set(then.parties("by")) and agreed & set(then.parties("against"))
            if taken.step == "failed" or both or not agreed <= self.ever:
                return day, taken
        return None

    @property
    def moved(self) -> str:
        """The last day on which somebody joined or withdrew, a stage was opened or a step taken in one."""
        told = (day for day, body in self.told if not isinstance(body, facts.StatementMade))
        return max((self.day, *told))

    @property
    def over(self) -> tuple[str, Over] | None:
        """What ended it, and on which day: settled, lapsed, or withdrawn by the last who pursued it."""
        for day, body in self.told:
            if isinstance(body, facts.Lapsed | facts.Settled):
                return day, body
            if isinstance(body, facts.Withdrawn) and not self.by(day).parties("by"):
                return day, body
        return None

    @property
    def stage(self) -> Stage | None:
        """The stage that it is in; None: none was opened, the last one ended, or the dispute is over."""
        stages = self.stages
        return stages[-1] if stages and self.over is None and stages[-1].ended is None else None

    @property
    def since(self) -> str:
        """The day of what was said of it last."""
        return self.told[-1][0] if self.told else self.day

    @property
    def holds(self) -> bool:
        """Say whether it holds the effect of the decision: as it was raised, or by the last stage opened."""
        stages = self.stages
        said = stages[-1].opened.holds if stages else self.raised.holds
        return said and self.over is None


class Disputes(msgspec.Struct, frozen=True):
    """The disputes that the facts read tell of, by id."""

    known: Mapping[str, Dispute] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.Body) -> Disputes:
        """Fold one fact in. Never refuses: it already happened."""
        return self.with_(at.day, at.number, body)

    def with_(self, day: str, number: int, body: facts.Body) -> Disputes:
        """Give the disputes with one thing more said; of one that is not known nothing is."""
        if isinstance(body, facts.Raised):
            return Disputes({**self.known, body.dispute: Dispute(body, day, number)})
        one = self.known.get(body.dispute)
        return self if one is None else Disputes({**self.known, body.dispute: one.with_(day, body)})


def holding(told: Iterable[tuple[str, int, facts.OfCourse]]) -> tuple[str, ...]:
    """Give the disputes that hold the effect of a decision, by all that is told of it by a day."""
    known = Disputes()
    for day, number, body in told:
        known = known.with_(day, number, body)
    return tuple(code for code, one in known.known.items() if one.holds)


def next_stage(one: Dispute, rules: tuple[StageRule, ...]) -> StageRule | None:
    """Give the stage that comes next: the first of its stages after the last that was opened."""
    opened = [stage.opened.stage for stage in one.stages]
    places = [place for place, rule in enumerate(rules) if rule.stage in opened]
    following = rules[max(places) + 1 :] if places else rules
    return following[0] if following else None


def comes_next(one: Dispute, rules: tuple[StageRule, ...]) -> StageRule | None:
    """Give the stage that may be opened now; None: it is over, in a stage, agreed, or through all of them."""
    last = one.stages[-1].ended if one.stages else "failed"
    return next_stage(one, rules) if one.over is None and last == "failed" else None


def limit(stage: Stage, rules: tuple[StageRule, ...], days: Days) -> Due | None:
    """Give when a stage runs out: as it was said on opening it, else by its rule; None: it is not said."""
    if stage.opened.due is not None:
        return stage.opened.due
    rule = next((one for one in rules if one.stage == stage.opened.stage), None)
    if rule is None or rule.days is None:
        return None
    last = days.earliest(stage.day, rule.days, rule.unit).day
    return Due(f"{rule.days} {rule.unit} days from {stage.day}", last=last)


def is_late(due: Due | None, day: str) -> bool | None:
    """Say whether a time limit is past on a day; None: not known. Without one it never is."""
    if due is None:
        return False
    return None if due.last is None else due.last < day


def told_of(one: Dispute, day: str) -> Iterator[str]:
    """Say in lines how a dispute stood on a day: how it was raised, every stage, how it ended."""
    then = one.by(day)
    of = one.raised
    about = f"decision {of.decision}" if of.decision else "conduct"
    under = f", under {of.agreement}" if of.agreement is not None else ""
    yield f"raised {one.day} by {len(of.by)} against {len(of.against)}, about {about}{under}"
    for stage in then.stages:
        ended = f", {stage.ended} {stage.end[0]}" if stage.end is not None else ""
        yield f"{stage.opened.stage}: opened {stage.day} by {stage.opened.by}{ended}"
    if then.over is not None:
        day_over, over = then.over
        how = over.outcome if isinstance(over, facts.Settled) else said(over)
        yield f"{'settled' if isinstance(over, facts.Settled) else 'over'} {day_over}: {how}"
    elif then.holds:
        yield "the effect of the decision is held"


def said(body: facts.OfCourse) -> str:
    """Say in a few words what was said of a dispute."""
    match body:
        case facts.Raised():
            return f"disputed ({body.dispute}){', its effect held' if body.holds else ''}"
        case facts.Joined():
            return f"dispute joined by {body.party}"
        case facts.StageOpened():
            return f"dispute in stage {body.stage}{', its effect held' if body.holds else ''}"
        case facts.Withdrawn():
            place = f", in place of {body.place}" if body.place else ""
            return f"dispute withdrawn by {body.party}{place}"
        case facts.Lapsed():
            return "dispute lapsed"
        case facts.Settled():
            by = f" by {body.by}" if body.by else ""
            return f"dispute settled: {body.outcome}{by}"
        case _:
            assert_never(body)

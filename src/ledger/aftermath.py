"""What is told of decisions, and of acts under delegations, after them; and whether they stand for it.

How what is told is judged is in ``outcomes``, what a decision is worth for it in ``standing``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from ledger.acts import Recorded
from ledger.commons import Commons
from ledger.disputed import holding
from ledger.facts import common, delegations, disputes, keydecisions
from ledger.facts import outcomes as facts
from ledger.facts.decisions import Resolved
from ledger.facts.fact import Noted

After = keydecisions.AfterDecision | delegations.Used | delegations.Ratified | disputes.OfCourse
About = facts.AboutDecision | After
"""What is told of one decision, or of one act under a delegation, after it."""


class Known(msgspec.Struct, frozen=True):
    """One fact about a decision, in its place."""

    number: int
    day: str
    fact: str
    body: About
    findings: tuple[Noted, ...] = ()


class Outcomes(msgspec.Struct, frozen=True):
    """What became of decisions, and what is claimed, as far as the facts read tell.

    Attributes:
        about: the facts about each resolution or act, by id, in the order of recording.
        claims: what is claimed, by id, with the day on which it was.
        traced: the resolution that a claim was traced to, and the day.
        acts: the resolution by which a body did each act under a delegation.
        commons: the questions put in common that decisions answer.
    """

    about: Mapping[str, tuple[Known, ...]] = msgspec.field(default_factory=dict)
    claims: Mapping[str, tuple[str, facts.Claimed]] = msgspec.field(default_factory=dict)
    traced: Mapping[str, tuple[str, str]] = msgspec.field(default_factory=dict)
    acts: Mapping[str, str] = msgspec.field(default_factory=dict)
    commons: Commons = Commons()

    def evolve(self, at: Recorded, body: facts.Body | common.Body | Resolved | After) -> Outcomes:
        """Fold one fact in. Never refuses: it already happened."""
        match body:
            case facts.Claimed():
                return replace(self, claims={**self.claims, body.claim: (at.day, body)})
            case facts.Traced():
                return replace(self, traced={**self.traced, body.claim: (at.day, body.resolution)})
            case common.Put() | common.Declined() | Resolved():
                return replace(self, commons=self.commons.evolve(at, body))
            case _:
                return self._told(at, body)

    def _told(self, at: Recorded, body: About) -> Outcomes:
        """Fold in what is told of a decision or an act; what is done by a decision is told of it too."""
        acts, told = self.acts, dict(self.about)
        if isinstance(body, delegations.Used) and body.resolution is not None:
            acts = {**acts, body.act: body.resolution}
        known = Known(at.number, at.day, at.fact.id, body, at.fact.findings)
        for decision in _decisions_of(body, acts):
            told[decision] = (*told.get(decision, ()), known)
        return replace(self, acts=acts, about=told)


def _decisions_of(body: About, acts: Mapping[str, str]) -> tuple[str, ...]:
    """Give the resolutions and acts that something is told of."""
    match body:
        case delegations.Used():
            return () if body.resolution is None else (body.resolution,)
        case delegations.Ratified():
            return (body.act, *((acts[body.act],) if body.act in acts else ()))
        case _ if isinstance(body, disputes.OfCourse):
            return () if body.decision is None else (body.decision,)
    return (decision_of(body),)


def is_act(decision: str) -> bool:
    """Say whether something that was decided is an act under a delegation, by its id; else a resolution."""
    return decision.startswith("a-")


def decision_of(body: facts.AboutDecision | keydecisions.AfterDecision) -> str:
    """Give the resolution or the act that something is said of."""
    return body.decision if isinstance(body, keydecisions.AfterDecision) else body.resolution


def considers(resolution: str, outcomes: Outcomes, day: str) -> tuple[facts.Considered, ...]:
    """Give what a decision decided on by a day: the recommendations of other bodies."""
    told = (one for about in outcomes.about.values() for one in about if one.day <= day)
    found = (one.body for one in told if isinstance(one.body, facts.Considered))
    return tuple(one for one in found if one.by == resolution)


def later(told: Sequence[Known], day: str) -> tuple[str, ...]:
    """Give the later decisions that ratified one or its act, took its place or decided on it by a day."""
    by = (
        one.body.resolution if isinstance(one.body, delegations.Ratified) else one.body.by
        for one in told
        if one.day <= day and isinstance(one.body, facts.Changed | facts.Considered | delegations.Ratified)
    )
    return tuple(dict.fromkeys(one for one in by if one is not None))


def stands(resolved: Resolved, outcomes: Outcomes, day: str) -> bool:
    """Say whether a decision is neither contested nor called in, and nothing undid it or took its place.

    What held it up counts if it does so now, or did on the day, however late it is asked; what undid it,
    whatever its day. What holds only if others agree stands once all of them did, as long as theirs stand.
    """
    partners = outcomes.commons.partners(resolved)
    return partners is not None and all(_free(one, outcomes, day) for one in (resolved.resolution, *partners))


def _free(resolution: str, outcomes: Outcomes, day: str) -> bool:
    told = outcomes.about.get(resolution, ())
    undone = {"rescinded", "superseded", "set aside"}
    made = {one.body.change for one in told if isinstance(one.body, facts.Changed)}
    then = tuple(one for one in told if one.day <= day)
    return not undone & made and not _is_held(told) and not _is_held(then)


def _is_held(told: tuple[Known, ...]) -> bool:
    called = {one.body.part for one in told if isinstance(one.body, keydecisions.CalledIn)}
    return bool(contested(told) or disputed(told)) or any(waits(told, part) for part in called)


def part_of(body: About) -> str | None:
    """Give the part that something is said of; None: of the decision as a whole."""
    return getattr(body, "part", None)


def waits(told: Sequence[Known], part: str | None) -> Literal["called in", "referred back"] | None:
    """Say for what a part (None: the whole) waits, in the order of days; None: for nothing.

    What was called in waits for the end of that. What was referred back waits for a later decision to
    confirm it, an act for its giver to; another one takes its place.
    """
    state: Literal["called in", "referred back"] | None = None
    of = ""
    for one in sorted(told, key=lambda one: (one.day, one.number)):
        if part_of(one.body) not in {None, part}:
            continue
        match one.body:
            case keydecisions.CalledIn():
                state, of = "called in", one.body.decision
            case keydecisions.CallInEnded() if state == "called in":
                state = "referred back" if one.body.outcome == "referred back" else None
            case _ if state == "referred back" and ratified(one.body) == of:
                state = None
    return state


def ratified(body: About) -> str | None:
    """Give the decision, or the act under a delegation, that a fact ratifies; None: it ratifies nothing."""
    if isinstance(body, delegations.Ratified):
        return body.act
    return body.resolution if isinstance(body, facts.Changed) and body.change == "ratified" else None


def contested(told: tuple[Known, ...]) -> frozenset[str | None]:
    """Give the parts (None: all of it) of which a contest is open, in the order of days."""
    open_ = set[str | None]()
    for one in sorted(told, key=lambda one: (one.day, one.number)):
        if not isinstance(one.body, facts.Changed):
            continue
        if one.body.change == "contested":
            open_.add(one.body.part)
        elif one.body.change == "contest ended" and one.body.part is None:
            open_.clear()
        elif one.body.change == "contest ended":
            open_.discard(one.body.part)
    return frozenset(open_)


def disputed(told: Sequence[Known]) -> tuple[str, ...]:
    """Give the disputes that hold the effect of a decision or an act (PLA-8)."""
    return holding((one.day, one.number, one.body) for one in told if isinstance(one.body, disputes.OfCourse))

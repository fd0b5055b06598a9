"""What became of decisions: answers to recommendations, conditions, changes of standing, defects, claims.

Implements LSC-10.5 (defects found afterwards), PLA-7b (answers awaited), LSC-M3 (conditions still to be met)
and SYS-2 (claimed, no record). What a decision is worth for it is said in ``standing``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal, assert_never

import msgspec
from msgspec.structs import replace

from ledger.acts import Act, Recorded
from ledger.ballots import Motions
from ledger.bodies import Bodies
from ledger.commons import Commons
from ledger.facts import common, delegations, keydecisions
from ledger.facts import outcomes as facts
from ledger.facts.decisions import Part, Resolved
from ledger.findings import Finding, judge
from ledger.organisations import Directory
from ledger.sittings import Sittings

COMMITS_TO_NOTHING = ("support", "welcome", "note")
"""The kinds of parts that take the place of nothing."""

After = keydecisions.AfterDecision | delegations.Ratified
About = facts.AboutDecision | After
"""What is said of one decision, or of one act under a delegation, after it."""


class Known(msgspec.Struct, frozen=True):
    """One fact about a decision, in its place."""

    number: int
    day: str
    fact: str
    body: About


class Outcomes(msgspec.Struct, frozen=True):
    """What became of decisions, and what is claimed, as far as the facts read tell.

    Attributes:
        about: the facts about each resolution or act, by id, in the order of recording.
        claims: what is claimed, by id, with the day on which it was.
        traced: the resolution that a claim was traced to, and the day.
        commons: the questions put in common that decisions answer.
    """

    about: Mapping[str, tuple[Known, ...]] = msgspec.field(default_factory=dict)
    claims: Mapping[str, tuple[str, facts.Claimed]] = msgspec.field(default_factory=dict)
    traced: Mapping[str, tuple[str, str]] = msgspec.field(default_factory=dict)
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
                known = Known(at.number, at.day, at.fact.id, body)
                decision = decision_of(body)
                told = (*self.about.get(decision, ()), known)
                return replace(self, about={**self.about, decision: told})


def decision_of(body: About) -> str:
    """Give the resolution or the act that something is said of."""
    if isinstance(body, delegations.Ratified):
        return body.act
    return body.decision if isinstance(body, keydecisions.AfterDecision) else body.resolution


def boundary(body: facts.Body, motions: Motions, commons: Commons) -> frozenset[str]:
    """Say which tags the judgement reads; of a known resolution, its meeting too."""
    tags = {f"body:{body.body}"}
    if isinstance(body, facts.Claim):
        tags |= {f"claim:{body.claim}"}
        if isinstance(body, facts.Claimed):
            return frozenset(tags | ({f"person:{body.by}"} if body.by else set()))
    named = [body.resolution]
    if isinstance(body, facts.AboutDecision):
        tags |= {f"subject:{body.resolution}"}
    if isinstance(body, facts.Answered):
        tags |= {f"organisation:{body.organisation}"}
    if isinstance(body, facts.GoodFaithViewed):
        tags |= {f"person:{body.person}"}
    if isinstance(body, facts.Reported):
        tags |= {f"meeting:{body.meeting}"}
    if isinstance(body, facts.Changed | facts.Considered) and body.by is not None:
        named.append(body.by)
        tags |= {f"subject:{body.by}"} | commons.tags(motions.resolved.get(body.by))
    for resolution in named:
        tags |= {f"decision:{resolution}"}
        known = motions.resolved.get(resolution)
        tags |= {f"meeting:{known.meeting}"} if known is not None else set()
    return frozenset(tags)


def examine(  # noqa: PLR0911 - one case a type
    act: Act,
    body: facts.Body,
    outcomes: Outcomes,
    motions: Motions,
    sittings: Sittings,
    bodies: Bodies,
    directory: Directory,
) -> tuple[Finding, ...]:
    """Judge what became of a decision: of one that is known, later than it, in keeping with its part."""
    exists = bodies.require(body.body, act.day)
    if isinstance(body, facts.Claimed):
        new = body.claim not in outcomes.claims
        fresh = judge("OUT-1", new, "an id that is new", body.claim, absolute=True)
        return (exists, fresh, *((directory.require_person(body.by),) if body.by else ()))
    resolved = motions.resolved.get(body.resolution)
    known = require_decision(act, body, resolved, motions, sittings)
    if isinstance(body, facts.Traced):
        return (exists, known, _examine_trace(body, outcomes))
    if resolved is None:
        return (exists, known)
    told = outcomes.about.get(body.resolution, ())
    if isinstance(body, facts.Changed):
        return (exists, known, *_examine_change(act, body, resolved, outcomes, motions, sittings))
    if isinstance(body, facts.Reported):
        return (exists, known, _examine_report(act, body, motions, sittings))
    if isinstance(body, facts.Considered):
        return (exists, known, *_examine_considered(act, body, resolved, outcomes, motions, sittings))
    return (exists, known, *_examine_part(act, body, resolved, told, motions, directory))


def _examine_report(act: Act, body: facts.Reported, motions: Motions, sittings: Sittings) -> Finding:
    """Judge OUT-15: a decision is reported to a later meeting of the body, at one of its items."""
    sitting = sittings.known.get(body.meeting)
    held = sitting is not None and sitting.body == body.body and act.day in sitting.days
    held = held and sitting is not None and sitting.kind == "meeting"
    later = held and motions.taken[body.resolution] <= act.day and body.meeting != _meeting(body, motions)
    at = sitting is not None and (body.item is None or body.item in sitting.items)
    expected = f"a meeting of {body.body} on {act.day}, after the decision, and an item of it"
    return judge("OUT-15", later and at, expected, body.meeting, absolute=True)


def _meeting(body: facts.Reported, motions: Motions) -> str:
    return motions.resolved[body.resolution].meeting


def _examine_trace(body: facts.Traced, outcomes: Outcomes) -> Finding:
    claimed = outcomes.claims.get(body.claim)
    open_ = claimed is not None and claimed[1].body == body.body and body.claim not in outcomes.traced
    return judge("OUT-2", open_, "a claim that was not traced yet", body.claim, absolute=True)


def require_decision(
    act: Act,
    body: facts.AboutDecision | keydecisions.AfterDecision | facts.Traced,
    resolved: Resolved | None,
    motions: Motions,
    sittings: Sittings,
) -> Finding:
    """Judge OUT-3: a decision of the body that was taken by the day."""
    got = body.resolution if isinstance(body, facts.Traced) else decision_of(body)
    expected = f"a decision of {body.body} taken by {act.day}"
    if resolved is None:
        return judge("OUT-3", answer=False, expected=expected, got=got, absolute=True)
    own = sittings.body_of(resolved.meeting) == body.body
    return judge("OUT-3", own and motions.taken[resolved.resolution] <= act.day, expected, got, absolute=True)


def _examine_part(
    act: Act,
    body: facts.Answered | facts.Settled | facts.DefectFound | facts.GoodFaithViewed,
    resolved: Resolved,
    told: tuple[Known, ...],
    motions: Motions,
    directory: Directory,
) -> tuple[Finding, ...]:
    """Judge an answer to a part, the end of its condition, a defect found afterwards, a view of one."""
    match body:
        case facts.Answered():
            part = _part(resolved, body.part)
            asked = part is not None and body.organisation in part.to
            expected = f"part {body.part} to have gone to {body.organisation}"
            got = f"one that went to {', '.join(part.to) or 'nobody'}" if part is not None else "no such part"
            return (judge("OUT-4", asked, expected, got), directory.require_organisation(body.organisation))
        case facts.Settled():
            part = _part(resolved, body.part)
            before = any(isinstance(one.body, facts.Settled) and one.body.part == body.part for one in told)
            open_ = part is not None and part.condition is not None and not before
            got = "one settled before" if before else "none"
            expected = f"a condition of part {body.part} to settle"
            return (judge("OUT-5", open_, expected, got, absolute=True),)
        case facts.DefectFound():
            taken = motions.taken[resolved.resolution]
            return (judge("OUT-8", taken < act.day, f"a defect found after {taken}", act.day, absolute=True),)
        case facts.GoodFaithViewed():
            by_then = (one.body for one in told if one.day <= act.day)
            found = {one.defect for one in by_then if isinstance(one, facts.DefectFound)}
            expected = "a view of a defect that was found by then"
            viewed = judge("OUT-9", body.defect in found, expected, body.defect, absolute=True)
            return (viewed, directory.require_person(body.person))
        case _:
            assert_never(body)


def _part(resolved: Resolved, number: str) -> Part | None:
    return next((one for one in resolved.parts if one.number == number), None)


def _examine_change(
    act: Act,
    body: facts.Changed,
    resolved: Resolved,
    outcomes: Outcomes,
    motions: Motions,
    sittings: Sittings,
) -> Iterator[Finding]:
    """Judge what changes the standing: by a later resolution, by a named court, after a contest."""
    told = outcomes.about.get(body.resolution, ())
    yield require_part(body.part, resolved.resolution, [part.number for part in resolved.parts])
    if body.by is not None or body.change in {"superseded", "ratified"}:
        later = _later(act, body, resolved, outcomes, motions, sittings)
        expected = f"a later decision of {body.body} by which it is {body.change}, and which stands"
        yield judge("OUT-7", later, expected, body.by or "none", absolute=True)
        if body.by is not None and body.by in motions.sound:
            doubt = motions.sound[body.by]
            yield Finding("OUT-12", None, doubt, "one with nothing against it", body.by)
    if body.change == "set aside":
        named, got = body.authority is not None, body.authority or "nobody"
        yield judge("OUT-10", named, "the court or body that set it aside", got, absolute=True)
    if body.change == "contest ended":
        open_ = contested(tuple(one for one in told if one.day <= act.day))
        ends = bool(open_) if body.part is None else body.part in open_
        yield judge("OUT-11", ends, "a decision that is contested", body.resolution, absolute=True)


def require_part(part: str | None, decision: str, numbers: Collection[str | None]) -> Finding:
    """Judge OUT-6: a part, where one is named, is one of the decision."""
    exists = part is None or part in numbers
    return judge("OUT-6", exists, f"a part of {decision}", f"{part}", absolute=True)


def _later(
    act: Act,
    body: facts.Changed,
    resolved: Resolved,
    outcomes: Outcomes,
    motions: Motions,
    sittings: Sittings,
) -> bool:
    """Say whether a decision was recorded after another, by the same body, decides something, and stands."""
    later = motions.resolved.get(body.by or "")
    if later is None:
        return False
    return (
        sittings.body_of(later.meeting) == body.body
        and (body.change != "ratified" or ratifies(later, outcomes))
        and any(part.kind not in COMMITS_TO_NOTHING for part in later.parts)
        and _follows(act, later, resolved, outcomes, motions)
    )


def ratifies(later: Resolved, outcomes: Outcomes) -> bool:
    """Say whether a decision may ratify: one of the body itself, whose condition, if it has one, was met."""
    told = outcomes.about.get(later.resolution, ())
    settled = {one.body.part: one.body.met for one in told if isinstance(one.body, facts.Settled)}
    return later.way != "by office-holders" and any(
        part.kind == "decision" and (part.condition is None or settled.get(part.number, False))
        for part in later.parts
    )


def _examine_considered(
    act: Act,
    body: facts.Considered,
    resolved: Resolved,
    outcomes: Outcomes,
    motions: Motions,
    sittings: Sittings,
) -> Iterator[Finding]:
    """Judge OUT-13: it is a recommendation; OUT-14: another body decided on it later, and that stands."""
    part = _part(resolved, body.part)
    kind = "no such part" if part is None else part.kind
    expected = f"part {body.part} to be a recommendation"
    yield judge("OUT-13", kind == "recommendation", expected, kind, absolute=True)
    later = motions.resolved.get(body.by)
    decided = (
        later is not None
        and sittings.body_of(later.meeting) == body.board != body.body
        and any(part.kind in {"decision", "in principle"} for part in later.parts)
        and _follows(act, later, resolved, outcomes, motions)
    )
    expected = f"a later decision of {body.board}, another body, which stands"
    yield judge("OUT-14", decided, expected, body.by, absolute=True)
    if body.by in motions.sound:
        yield Finding("OUT-12", None, motions.sound[body.by], "one with nothing against it", body.by)


def _follows(
    act: Act,
    later: Resolved,
    resolved: Resolved,
    outcomes: Outcomes,
    motions: Motions,
) -> bool:
    """Say whether a decision was recorded after another, not taken before it, and stands."""
    order = list(motions.resolved)
    return (
        order.index(later.resolution) > order.index(resolved.resolution)
        and motions.taken[resolved.resolution] <= motions.taken[later.resolution] <= act.day
        and stands(later, outcomes)
    )


def considers(resolution: str, outcomes: Outcomes, day: str) -> tuple[facts.Considered, ...]:
    """Give what a decision decided on by a day: the recommendations of other bodies."""
    told = (one for about in outcomes.about.values() for one in about if one.day <= day)
    found = (one.body for one in told if isinstance(one.body, facts.Considered))
    return tuple(one for one in found if one.by == resolution)


def later(told: Sequence[Known], day: str) -> tuple[str, ...]:
    """Give the later decisions that ratified a decision, took its place or decided on it by a day."""
    by = (
        one.body.by
        for one in told
        if one.day <= day and isinstance(one.body, facts.Changed | facts.Considered)
    )
    return tuple(dict.fromkeys(one for one in by if one is not None))


def stands(resolved: Resolved, outcomes: Outcomes) -> bool:
    """Say whether a decision is neither contested nor called in, and nothing undid it or took its place.

    What holds only if others agree stands once all of them did, as long as their decisions stand too.
    """
    partners = outcomes.commons.partners(resolved)
    return partners is not None and all(_free(one, outcomes) for one in (resolved.resolution, *partners))


def _free(resolution: str, outcomes: Outcomes) -> bool:
    told = outcomes.about.get(resolution, ())
    undone = {"rescinded", "superseded", "set aside"}
    made = {one.body.change for one in told if isinstance(one.body, facts.Changed)}
    called = {one.body.part for one in told if isinstance(one.body, keydecisions.CalledIn)}
    waiting = any(waits(told, part) for part in called)
    return not contested(told) and not waiting and not undone & made


def part_of(body: About) -> str | None:
    """Give the part that something is said of; None: of the decision as a whole."""
    return getattr(body, "part", None)


def waits(told: Sequence[Known], part: str | None) -> Literal["called in", "referred back"] | None:
    """Say for what a part (None: the whole) waits, in the order of days; None: for nothing.

    What was called in waits for the end of that. What was referred back waits for a later decision to
    confirm it, an act for its giver to; another one takes its place.
    """
    state: Literal["called in", "referred back"] | None = None
    for one in sorted(told, key=lambda one: (one.day, one.number)):
        if part_of(one.body) not in {None, part}:
            continue
        match one.body:
            case keydecisions.CalledIn():
                state = "called in"
            case keydecisions.CallInEnded() if state == "called in":
                state = "referred back" if one.body.outcome == "referred back" else None
            case _ if state == "referred back" and is_ratification(one.body):
                state = None
    return state


def is_ratification(body: About) -> bool:
    """Say whether a fact ratifies what it is about: a decision, or an act under a delegation."""
    changed = isinstance(body, facts.Changed) and body.change == "ratified"
    return changed or isinstance(body, delegations.Ratified)


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

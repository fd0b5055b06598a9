"""What became of decisions: answers to recommendations, conditions, changes of standing, defects, claims.

Implements LSC-10.5 (defects found afterwards), PLA-7b (answers awaited), LSC-M3 (conditions still to be met)
and SYS-2 (claimed, no record). What a decision is worth for it is said in ``standing``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import assert_never

from ledger.acts import Act
from ledger.aftermath import Known, Outcomes, contested, decision_of, stands
from ledger.ballots import Motions
from ledger.bodies import Bodies
from ledger.commons import Commons
from ledger.facts import keydecisions
from ledger.facts import outcomes as facts
from ledger.facts.decisions import Part, Resolved
from ledger.findings import Finding, judge
from ledger.organisations import Directory
from ledger.places import Places
from ledger.sittings import Sittings

COMMITS_TO_NOTHING = ("support", "welcome", "note")
"""The kinds of parts that take the place of nothing."""


def boundary(body: facts.Body, motions: Motions, commons: Commons, directory: Directory) -> frozenset[str]:
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
        own = f"organisation:{body.organisation}"
        tags |= {own} | Places(directory).tags((f"organisation:{body.place or body.organisation}", own))
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
            place = body.place or body.organisation
            held = Places(directory).holders(f"organisation:{place}", body.resolution, act.day)
            here = f"organisation:{body.organisation}" in held
            asked = part is not None and place in part.to and here
            expected = f"part {body.part} to have gone to {place}"
            got = f"one that went to {', '.join(part.to) or 'nobody'}" if part is not None else "no such part"
            if not here:
                expected, got = f"who has the place of {place} on {act.day}", body.organisation
            return (judge("OUT-4", asked, expected, got), directory.require_organisation(body.organisation))
        case facts.Settled():
            part = _part(resolved, body.part)
            before = any(isinstance(one.body, facts.Settled) and one.body.part == body.part for one in told)
            open_ = part is not None and part.condition is not None and not before
            fault = "one settled before" if before else "none"
            expected = f"a condition of part {body.part} to settle"
            return (judge("OUT-5", open_, expected, wrong=fault, absolute=True),)
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
    return judge("OUT-6", exists, f"a part of {decision}", part or "the whole", absolute=True)


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
        and (body.change != "ratified" or ratifies(later, outcomes, act.day))
        and any(part.kind not in COMMITS_TO_NOTHING for part in later.parts)
        and _follows(act, later, resolved, outcomes, motions)
    )


def ratifies(later: Resolved, outcomes: Outcomes, day: str) -> bool:
    """Say whether a decision may ratify: one of the body itself, which waits for nothing on a day."""
    return later.way != "by office-holders" and unconditional(later, outcomes, day)


def unconditional(resolved: Resolved, outcomes: Outcomes, day: str) -> bool:
    """Say whether a part of a resolution decides, and its condition, if it has one, was met by a day."""
    told = (one for one in outcomes.about.get(resolved.resolution, ()) if one.day <= day)
    settled = {one.body.part: one.body.met for one in told if isinstance(one.body, facts.Settled)}
    return any(
        part.kind == "decision" and (part.condition is None or settled.get(part.number, False))
        for part in resolved.parts
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

"""What a decision is worth with all that bears on it: later decisions, those of others, acts done by it."""

from __future__ import annotations

import msgspec

from ledger.aftermath import Known, Outcomes, later
from ledger.agreeing import agreed, in_common
from ledger.ballots import Motions
from ledger.commons import questions_of
from ledger.programme import Programme
from ledger.sittings import Sittings
from ledger.standing import Standing, standings, worth_of_all
from ledger.terms import Rulebooks


class Deciding(msgspec.Struct, frozen=True):
    """What is known of decisions: what was resolved where, under which terms, and what became of it."""

    motions: Motions
    sittings: Sittings
    outcomes: Outcomes
    rulebooks: Rulebooks
    programme: Programme


def boundary(resolution: str, day: str, known: Deciding) -> frozenset[str]:
    """Say which tags tell what a resolution was worth on a day; it grows with what bears on it."""
    tags: set[str] = set()
    waiting, seen = [resolution], set[str]()
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            tags |= boundary_alone(one, known)
            about = (known.outcomes.about.get(each, ()) for each in (one, *_acts(one, known)))
            waiting += [by for told in about for by in later(told, day)]
            waiting += _partners(one, day, known)
    return frozenset(tags)


def boundary_alone(resolution: str, known: Deciding) -> frozenset[str]:
    """Say which tags tell what a resolution is worth, but for other decisions that bear on it."""
    resolved = known.motions.resolved.get(resolution)
    tags = {f"decision:{resolution}", *after(resolution, known)} | known.outcomes.commons.tags(resolved)
    if resolved is not None:
        body = known.sittings.body_of(resolved.meeting)
        tags |= {f"meeting:{resolved.meeting}"}
        tags |= {f"terms:{body}", f"calendar:{body}"} if body is not None else set()
    return frozenset(tags)


def after(resolution: str, known: Deciding) -> frozenset[str]:
    """Say which tags tell what became of a resolution, and of acts under delegations done by it."""
    done = (f"{noun}:{act}" for act in _acts(resolution, known) for noun in ("act", "subject"))
    return frozenset((f"subject:{resolution}", *done))


def _acts(resolution: str, known: Deciding) -> tuple[str, ...]:
    """Give the acts under delegations that were done by a resolution."""
    return tuple(act for act, by in known.outcomes.acts.items() if by == resolution)


def told_of(resolution: str, known: Deciding) -> tuple[Known, ...]:
    """Give what is told of a resolution, and of an act that was done by it: called in, or taken over."""
    about = [known.outcomes.about.get(one, ()) for one in (resolution, *_acts(resolution, known))]
    every = {one.number: one for told in about for one in told}
    return tuple(every[number] for number in sorted(every))


def _partners(resolution: str, day: str, known: Deciding) -> tuple[str, ...]:
    """Give the decisions by which other bodies agreed to a question that this one agrees to."""
    resolved = known.motions.resolved.get(resolution)
    asked = () if resolved is None else questions_of(resolved)
    said = (one for common in asked for one in known.outcomes.commons.answered(common, day).values())
    return tuple(one.resolution for one in said if one.resolution not in {None, resolution})


def worth(
    resolution: str, day: str, known: Deciding, above: frozenset[str] = frozenset()
) -> tuple[Standing, ...]:
    """Say what each part of a resolution is worth on a day, by the terms that bound it when it was recorded.

    ``above`` are the decisions on whose worth this one bears: of one that comes up again it is not known.
    """
    own = _alone(resolution, day, known, above)
    resolved, commons = known.motions.resolved[resolution], known.outcomes.commons
    others = {}
    for common in questions_of(resolved):
        for said in commons.answered(common, day).values():
            if said.resolution is not None and said.resolution != resolution:
                theirs = _alone(said.resolution, day, known, above | {resolution})
                others[said.resolution] = agreed(theirs, known.motions.resolved[said.resolution], common)
    return in_common(own, resolved, commons, others, day)


def _alone(resolution: str, day: str, known: Deciding, above: frozenset[str]) -> tuple[Standing, ...]:
    at, resolved = known.motions.passed[resolution], known.motions.resolved[resolution]
    sitting = known.sittings.known[resolved.meeting]
    terms = known.rulebooks.in_force(sitting.body, sitting.bound(at.day), at.number)
    told = told_of(resolution, known)
    others = {}
    for by in later(told, day):
        read = by not in above and _is_read(by, known)
        theirs = worth(by, day, known, above | {resolution}) if read else None
        others[by] = "not known" if theirs is None else worth_of_all(theirs, known.motions.resolved[by])
    days = known.programme.days(sitting.body, day)
    return standings(at, resolved, told, terms, day, days, others)


def _is_read(resolution: str, known: Deciding) -> bool:
    """Say whether a decision and its meeting are on record: history may name others, whatever rules say."""
    resolved = known.motions.resolved.get(resolution)
    return resolved is not None and resolved.meeting in known.sittings.known

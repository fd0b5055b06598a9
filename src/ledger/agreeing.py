"""What a decision on a question put in common is worth, by what the others answered (PBP-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from ledger.commons import Commons, Said
from ledger.facts.decisions import Resolved
from ledger.powers import holds
from ledger.standing import Ground, Standing


def in_common(
    own: Sequence[Standing],
    resolved: Resolved,
    commons: Commons,
    others: Mapping[str, str],
    day: str,
) -> tuple[Standing, ...]:
    """Say what every part of a resolution is worth where others have to agree to it too (PBP-4).

    Args:
        own: what each part is worth by itself, on the day.
        resolved: the resolution.
        commons: the questions that it answers, with the answers.
        others: what the decision by which each other body agreed is worth by itself on the day, by its id.
        day: the day that is asked about.
    """
    return tuple(
        one if part.common is None else _in_common(one, part.common, commons, others, day)
        for one, part in zip(own, resolved.parts, strict=True)
    )


def agreed(own: Sequence[Standing], resolved: Resolved, common: str) -> str:
    """Say what the part is worth by which a resolution agrees to a question."""
    parts = zip(own, resolved.parts, strict=True)
    return next(one.worth for one, part in parts if part.common == common)


def _in_common(own: Standing, common: str, commons: Commons, others: Mapping[str, str], day: str) -> Standing:
    if own.worth == "not taken yet":
        return own
    question, answers = commons.questions[common], commons.answered(common, day)
    said = [(body, answers[body]) for body in question.bodies if body in answers]
    heard = [Ground(_heard(body, one, others), one.day, one.number) for body, one in said]
    put = Ground(f"put in common, to hold {question.put.holds}", question.day, question.number)
    since = sorted((*own.grounds[1:], put, *heard), key=lambda one: one.number)
    grounds = (own.grounds[0], *since)
    if not question.binds:
        return replace(own, grounds=grounds)
    missing = tuple(body for body in question.bodies if body not in answers)
    declined = [body for body, one in said if not one.agreed]
    theirs = [others[one.resolution] for _, one in said if one.resolution and one.resolution in others]
    worth = _with_the_others(own.worth, missing, declined, theirs)
    return replace(own, worth=worth, grounds=grounds, awaited=() if declined else missing)


def _heard(body: str, said: Said, others: Mapping[str, str]) -> str:
    told = f"{'agreed' if said.agreed else 'not agreed'} by {body}"
    worth = others.get(said.resolution or "", "valid")
    return told if holds(worth) else f"{told}, whose decision is {worth}"


def _with_the_others(own: str, missing: Sequence[str], declined: Sequence[str], others: Sequence[str]) -> str:
    """Say what a decision is worth that holds only if all agree; by itself it may be worth less.

    Where the decision of another body did not last, no instrument says what becomes of this one.
    """
    open_ = {"conditional", "in principle", "not known"}
    if declined and (holds(own) or own in open_):
        return f"lapsed: not agreed by {', '.join(declined)}"
    if not holds(own):
        return own
    if missing or "conditional" in others:
        return "conditional"
    lasting = all(holds(worth) or worth == "in principle" for worth in others)
    return own if lasting else "not known"

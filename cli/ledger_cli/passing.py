"""In what an organisation that ends has a place, and what becomes of each: passed on, or lapsed (SYS-1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click
import msgspec

from ledger.facts import (
    agreements,
    concerns,
    decisions,
    disputes,
    duties,
    organisations,
    outcomes,
    risks,
    targets,
)
from ledger.facts.words import PlaceId, Words
from ledger.inforce import is_over
from ledger.risks import borne
from ledger_cli import succeeding
from ledger_cli.endings import Consequence

if TYPE_CHECKING:
    from ledger.facts import Body
    from ledger.state import State
    from ledger_cli.lookups import Past

TAGS: dict[type[msgspec.Struct], tuple[str, str]] = {
    agreements.Made: ("agreement", "agreement"),
    duties.Set: ("duty", "duty"),
    targets.Set: ("target", "target"),
    decisions.FollowUpNoted: ("followup", "followup"),
    disputes.Raised: ("dispute", "dispute"),
    concerns.Raised: ("concern", "concern"),
    risks.Raised: ("risk", "risk"),
    decisions.Resolved: ("resolution", "subject"),
}
"""By which fact each thing begins: the field that has its id, and what its tag begins with."""


class Place(msgspec.Struct, frozen=True):
    """A place of a party in one thing; ``lapse`` is the fact that says that it lapses, if it needs one."""

    what: str
    id: str
    party: str
    lapse: Body | None = None


def read(passing: Iterable[str], lapsing: Iterable[str]) -> tuple[organisations.Passing, ...]:
    """Read what an order says of single things: ``ID=CODE``, and ids of those whose place lapses.

    Raises:
        click.UsageError: not an id, or not a code with it.
    """
    to: dict[str, list[str]] = {}
    for text in passing:
        code, found, successor = text.partition("=")
        if not found or not successor:
            raise click.UsageError(f"expected --pass ID=CODE, got {text[:80]!a}")
        to.setdefault(code, []).append(successor)
    both = [*((code, tuple(codes)) for code, codes in to.items()), *((code, ()) for code in lapsing)]
    try:
        return tuple(organisations.Passing(_id(code), codes) for code, codes in both)
    except msgspec.ValidationError as error:
        raise click.UsageError(f"expected the id of something that passes on or lapses: {error}") from None


def _id(text: str) -> str:
    found: str = msgspec.convert(text, PlaceId)
    return found


def of_organisation(past: Past, end: organisations.Ended, day: str) -> tuple[Consequence, ...]:
    """Give what becomes of every place that an organisation has, its own or one that it took.

    Raises:
        click.UsageError: the order names something in which it has no place.
    """
    own, reason = f"organisation:{end.organisation}", Words.of(f"By order: {end.order}")
    every = tuple(_places(past, day, own, reason))
    known = succeeding.places(past, {one.party for one in every})
    held = [one for one in every if own in known.holders(one.party, one.id, day)]
    named = {one.what: one.to for one in end.passing}
    strange = sorted(set(named) - {one.id for one in held})
    if strange:
        raise click.UsageError(f"expected what {end.organisation} has a place in, got {', '.join(strange)}")
    titles = _titles(past, {one.id for one in held})
    return tuple(_becomes(one, titles.get(one.id), named.get(one.id, end.successors), own) for one in held)


def _titles(past: Past, wanted: Collection[str]) -> dict[str, str]:
    """Give what agreements, duties, targets and follow-ups are about; a dispute may be confidential."""
    told = (agreements.Made, duties.Set, targets.Set, decisions.FollowUpNoted)
    every = {getattr(body, TAGS[begins][0]): (at, body) for begins in told for at, body in past.every(begins)}
    found = {code: one for code, one in every.items() if code in wanted}
    words = past.words(at for at, _ in found.values())
    named = {
        code: getattr(body, "title", None) or words.read(at.fact.id, "body.text", getattr(body, "text", None))
        for code, (at, body) in found.items()
    }
    return {code: name for code, name in named.items() if name}


def _becomes(one: Place, title: str | None, to: tuple[str, ...], own: str) -> Consequence:
    together = " together" if len(to) > 1 else ""
    name = one.id if title is None else f"{title} ({one.id})"
    which = name if one.party == own else f"{name}, in place of {one.party}"
    if to:
        return Consequence(one.what, which, f"passes to {', '.join(to)}{together}")
    return Consequence(one.what, which, "lapses", one.lapse)


def _places(past: Past, day: str, own: str, reason: Any) -> Iterator[Place]:  # noqa: ANN401 - sealed, or in words
    tags = set()
    for begins, (field, tag) in TAGS.items():
        for at, body in past.every(begins):
            asks = not isinstance(body, decisions.Resolved) or any(part.to for part in body.parts)
            tags |= {f"{tag}:{getattr(body, field)}"} if at.day <= day and asks else set()
    state = past.state(*sorted(tags)) if tags else past.state()
    yield from _promised(state, day)
    yield from _disputed(state, day, own, reason)
    for at, body in past.every(decisions.Resolved):
        if at.day <= day:
            yield from _owed(state, body, day)


def _promised(state: State, day: str) -> Iterator[Place]:
    for code, agreement in state.agreements.known.items():
        if is_over(agreement, day) is None:
            yield from (Place("agreement", code, one.party) for one in agreement.by(day).parties)
    for code, duty in state.duties.known.items():
        if duty.ended is None or day < duty.ended:
            yield from (Place("duty", code, party) for party in duty.parties(day))
    for code, target in state.targets.known.items():
        owner = target.owner(day)
        if owner is not None and target.closed(day) is None:
            yield Place("target", code, owner)
    for code, noted in state.followups.known.items():
        then = noted.by(day)
        if then.owner is not None and then.closed is None:
            yield Place("follow-up", code, then.owner)
    for code, risk in state.risks.known.items():
        if risk.closed(day) is None:
            yield from (Place("risk", code, one.party) for one in borne(risk.bearing(day)))


def _disputed(state: State, day: str, own: str, reason: Any) -> Iterator[Place]:  # noqa: ANN401 - see above
    for code, known in state.disputes.known.items():
        one, raised = known.by(day), known.raised
        if one.over is None:
            for party in one.parties("by"):
                about = (code, raised.body, raised.decision, raised.part, own, reason)
                gone = disputes.Withdrawn(*about, None if party == own else party)
                yield Place("dispute", code, party, gone)
            yield from (Place("dispute", code, party) for party in one.parties("against"))
    for code, concern in state.concerns.known.items():
        if concern.by(day).closed is None:
            yield Place("concern", code, f"organisation:{concern.raised.about}")


def _owed(state: State, resolved: decisions.Resolved, day: str) -> Iterator[Place]:
    code = resolved.resolution
    told = [one.body for one in state.outcomes.about.get(code, ()) if one.day <= day]
    given = [one for one in told if isinstance(one, outcomes.Answered) and one.answer != "deferred"]
    for part in resolved.parts:
        done = {one.place or one.organisation for one in given if one.part == part.number}
        owed = (who for who in part.to if part.kind == "recommendation" and who not in done)
        yield from (Place(f"answer owed to part {part.number}", code, f"organisation:{who}") for who in owed)

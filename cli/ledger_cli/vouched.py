"""Who vouches for what a bundle says of a person: the person's own key, or whoever recorded it (D15)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from ledger.contesting import contested as contests
from ledger.facts import decisions
from ledger.keys import publics_of

if TYPE_CHECKING:
    from ledger.acts import Recorded
    from ledger.later import Objection


def level(facts: Sequence[Recorded], at: Recorded, person: str) -> str:
    """Say whether a fact was signed with a key of the person, as far as the facts say whose keys are whose.

    Whatever paper the clerk names with it, a scanned signature too, is no signature of the person.
    """
    brought = {key: one.fact.body for one in facts for key in publics_of(one.fact.body)}
    bodies = (brought[key] for key in at.signers if key in brought)
    if any(person in {getattr(one, "person", None), getattr(one, "officer", None)} for one in bodies):
        return "signed with the own key"
    papers = ", ".join(one.title for one in at.fact.evidence)
    return f"recorded by the clerk, not signed by the voter{f'; it names {papers}' if papers else ''}"


def votes(facts: Sequence[Recorded], motions: Collection[str]) -> Iterator[str]:
    """Say of the votes on some motions which were signed by those who voted, and which were not."""
    levels: dict[str, list[str]] = {}
    for at in facts:
        body = at.fact.body
        if isinstance(body, decisions.VoteCast | decisions.BallotCast) and body.motion in motions:
            levels.setdefault(level(facts, at, body.person), []).append(f"{body.person} (entry {at.number})")
    for how, people in levels.items():
        yield f"{how}: {', '.join(people)}"


def contested(facts: Sequence[Recorded], later: Sequence[Objection] = ()) -> Iterator[str]:
    """Say what members contest of what is in the file; of what they said later, what was verified of it."""
    found = contests((*facts, *(one.at for one in later)))
    fits = {
        one.at.number: f"{len(one.fitting)} of {len(one.at.signers)} signatures verified, not judged"
        for one in later
    }
    for at in facts:
        for one in found.get(at.fact.id, ()):
            told = [
                f"entry {number}: {fits[number]}" for number in (one.number, one.withdrawn) if number in fits
            ]
            more = f" ({'; '.join(told)})" if told else ""
            yield f"of entry {at.number}: {one.said(f'the member {one.person}')}{more}"

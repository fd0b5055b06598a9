"""Nouns of the core that say themselves what of them is awaited: each is plugged in here, by one entry.

A new noun has a fold in the state and a function ``awaited`` over it. It needs no collector, only its entry
in ``NOUNS``: by which fact one of them begins, what its tags begin with, what is awaited of it in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from ledger import concerns, consultations, disputes, duties, inforce, targets
from ledger.awaiting import Awaited
from ledger.facts import agreements
from ledger.facts import concerns as concerns_facts
from ledger.facts import consultations as consultations_facts
from ledger.facts import disputes as disputes_facts
from ledger.facts import duties as duties_facts
from ledger.facts import targets as targets_facts
from ledger.state import State, disputing, placing
from ledger_cli.dues.ground import Ground, Row
from ledger_cli.growing import settled


class Told(msgspec.Struct, frozen=True):
    """A kind of what is awaited, in words; ``settle`` is the command that settles it.

    Filled in are ``{id}``, ``{of}`` and ``{number}`` (what is before and after a ``/`` in it), ``{owner}``.
    """

    what: str
    settle: str


class Noun(msgspec.Struct, frozen=True):
    """A noun whose fold says what is awaited.

    Attributes:
        begins: the fact by which one of them begins.
        ends: the facts after which nothing of one of them is awaited.
        tag: what its tags begin with; its facts have the id in a field of that name.
        awaited: what is awaited of all that a state knows, on a day.
        told: every kind of that in words.
        beside: what else it goes by: of what the bodies have, what the tags begin with.
        parties: whose they are, or were before these ended.
    """

    begins: type[msgspec.Struct]
    ends: tuple[type[msgspec.Struct], ...]
    tag: str
    awaited: Callable[[State, str], Iterable[Awaited]]
    told: Mapping[str, Told]
    beside: tuple[str, ...] = ()
    parties: Callable[[State], Iterable[str]] = lambda _: ()


def _of_agreements(state: State) -> Iterator[str]:
    return (each.of for one in state.agreements.known.values() for _, each in one.requires)


def _of_targets(state: State) -> Iterator[str]:
    owners = (party for one in state.targets.known.values() for party in one.owners)
    return (party for party in owners if party is not None)


def _of_duties(state: State) -> Iterator[str]:
    return (party for one in state.duties.known.values() for party in one.ever)


def _of_concerns(state: State) -> Iterator[str]:
    yield from (f"organisation:{one.raised.about}" for one in state.concerns.known.values())
    yield from (f"organisation:{one.organisation}" for _, one in state.concerns.asked)


NOUNS: tuple[Noun, ...] = (
    Noun(
        consultations_facts.Opened,
        (consultations_facts.Ended,),
        "consultation",
        lambda state, on: consultations.awaited(state.consultations, on),
        {
            "answer to a consultation": Told(
                "answer of {owner} to a consultation", "remit consultation answer {of} {owner} --text TEXT"
            ),
            "consultation": Told("consultation to be ended", "remit consultation end {id} --outcome TEXT"),
        },
    ),
    Noun(
        agreements.Made,
        (agreements.Ended,),
        "agreement",
        lambda state, on: inforce.awaited(state.agreements, placing(state), on),
        {
            "refresh of an agreement": Told(
                "agreement to be refreshed", "remit agreement refresh {id} --text TEXT"
            ),
            "expiry of an agreement": Told(
                "agreement to be renewed or replaced before it expires",
                "remit agreement renew {id} --expires DATE",
            ),
            "change that an agreement needs": Told(
                "change that an agreement needs {owner} to make", "remit agreement change-made {of} {number}"
            ),
        },
        parties=_of_agreements,
    ),
    Noun(
        targets_facts.Set,
        (targets_facts.Closed,),
        "target",
        lambda state, on: targets.awaited(state.targets, placing(state), on),
        {"target": Told("target to be met", "remit target close {id}")},
        parties=_of_targets,
    ),
    Noun(
        duties_facts.Set,
        (),
        "duty",
        lambda state, on: duties.awaited(state.duties, placing(state), on),
        {"duty": Told("duty of {owner} to be done", "remit duty perform {of} YYYY-MM {owner}")},
        parties=_of_duties,
    ),
    Noun(
        disputes_facts.Raised,
        (disputes_facts.Withdrawn, disputes_facts.Lapsed, disputes_facts.Settled),
        "dispute",
        lambda state, on: disputes.awaited(disputing(state), on),
        {
            "dispute stage": Told(
                "stage {number} of a dispute to end", "remit dispute step {of} agreed|failed"
            )
        },
        ("body", "terms", "calendar"),
    ),
    Noun(
        concerns_facts.Raised,
        (),
        "concern",
        lambda state, on: concerns.awaited(state.concerns, placing(state), on),
        {
            "answer to a concern": Told(
                "answer of {owner} to a concern", "remit concern answer {id} --text TEXT"
            ),
            "asked to leave": Told("{owner} was asked to leave", "remit partner leave BODY {owner}"),
        },
        ("partners",),
        _of_concerns,
    ),
)
"""Every noun that is plugged in."""


def rows(ground: Ground) -> Iterator[Row]:
    """Give what the nouns say is awaited."""
    for noun in NOUNS:
        found = ground.open(noun.tag, noun.begins, *noun.ends)
        state = _read(ground, noun, found) if found else None
        for one in noun.awaited(state, ground.day) if state is not None else ():
            if ground.of(one.body):
                told = noun.told[one.kind]
                of, _, number = one.id.partition("/")
                words = {"id": one.id, "of": of, "number": number, "owner": one.owner or ""}
                yield Row(one, told.what.format(**words), told.settle.format(**words), one.clause)


def _read(ground: Ground, noun: Noun, codes: Iterable[str]) -> State:
    """Read things by id, and of whoever ended whose they were, who came after."""
    tags = [f"{noun.tag}:{code}" for code in codes]
    tags += [f"{one}:{code}" for one in noun.beside for code in ground.codes]
    return settled(ground.past, tags, lambda state: placing(state).tags(noun.parties(state)))

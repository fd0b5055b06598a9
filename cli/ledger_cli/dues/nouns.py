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
from ledger.inforce import People
from ledger.state import State, disputing
from ledger_cli.dues.ground import Ground, Row


class Told(msgspec.Struct, frozen=True):
    """A kind of what is awaited, in words; ``settle`` is the command that settles it.

    Filled in are ``{id}``, ``{of}`` and ``{number}`` (what is before and after a ``/`` in it), ``{last}``
    (what is after the last one) and ``{owner}``.
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
        asks: which tags tell more of what was read.
    """

    begins: type[msgspec.Struct]
    ends: tuple[type[msgspec.Struct], ...]
    tag: str
    awaited: Callable[[State, str], Iterable[Awaited]]
    told: Mapping[str, Told]
    beside: tuple[str, ...] = ()
    asks: Callable[[State], Iterable[str]] = lambda _: ()


def _signers(state: State) -> Iterator[str]:
    for one in state.agreements.known.values():
        yield from inforce.signers(one)


def _agreed(state: State) -> Iterator[str]:
    """Say which tags tell the stages of disputes that were raised under an agreement."""
    for one in state.disputes.known.values():
        if one.raised.agreement is not None:
            yield f"agreement:{one.raised.agreement}"


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
        lambda state, on: inforce.awaited(state.agreements, on, People(state.directory, state.roll)),
        {
            "signature to an agreement": Told(
                "signature of {owner} to an agreement, as {last}",
                "remit agreement sign {of} {owner} PERSON --office {last}",
            ),
            "signature to an agreement in one of several offices": Told(
                "signature of {owner} to an agreement, as {last} or in another office that may sign",
                "remit agreement sign {of} {owner} PERSON --office {last}",
            ),
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
        asks=_signers,
    ),
    Noun(
        targets_facts.Set,
        (targets_facts.Closed,),
        "target",
        lambda state, on: targets.awaited(state.targets, on),
        {"target": Told("target to be met", "remit target close {id}")},
    ),
    Noun(
        duties_facts.Set,
        (),
        "duty",
        lambda state, on: duties.awaited(state.duties, on),
        {"duty": Told("duty of {owner} to be done", "remit duty perform {of} YYYY-MM {owner}")},
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
        _agreed,
    ),
    Noun(
        concerns_facts.Raised,
        (),
        "concern",
        lambda state, on: concerns.awaited(state.concerns, state.directory, on),
        {
            "answer to a concern": Told(
                "answer of {owner} to a concern", "remit concern answer {id} --text TEXT"
            ),
            "asked to leave": Told("{owner} was asked to leave", "remit partner leave BODY {owner}"),
        },
        ("partners",),
    ),
)
"""Every noun that is plugged in."""


def rows(ground: Ground) -> Iterator[Row]:
    """Give what the nouns say is awaited."""
    for noun in NOUNS:
        found = ground.open(noun.tag, noun.begins, *noun.ends)
        state = ground.read(noun.tag, found, noun.beside, noun.asks) if found else None
        for one in noun.awaited(state, ground.day) if state is not None else ():
            if ground.of(one.body):
                told = noun.told[one.kind]
                of, _, number = one.id.partition("/")
                last = number.rpartition("/")[2]
                words = {"id": one.id, "of": of, "number": number, "last": last, "owner": one.owner or ""}
                yield Row(one, told.what.format(**words), told.settle.format(**words), one.clause)

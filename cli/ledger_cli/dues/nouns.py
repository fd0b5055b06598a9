"""Nouns of the core that say themselves what of them is awaited: each is plugged in here, by one entry.

A new noun has a fold in the state and a function ``awaited`` over it. It needs no collector, only its entry
in ``NOUNS``: by which fact one of them begins, what its tags begin with, what is awaited of it in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from ledger import consultations
from ledger.awaiting import Awaited
from ledger.facts import consultations as consultations_facts
from ledger.state import State
from ledger_cli.dues.ground import Ground, Row


class Told(msgspec.Struct, frozen=True):
    """A kind of what is awaited, in words; ``settle`` is the command that settles it.

    In both, ``{id}``, ``{of}`` (the id as far as its first ``/``) and ``{owner}`` are filled in.
    """

    what: str
    settle: str


def no_clause(_: State, __: Awaited) -> str | None:
    """Cite nothing: it is a Remit default."""
    return None


class Noun(msgspec.Struct, frozen=True):
    """A noun whose fold says what is awaited.

    Attributes:
        begins: the fact by which one of them begins.
        ends: the facts after which nothing of one of them is awaited.
        tag: what its tags begin with; its facts have the id in a field of that name.
        awaited: what is awaited of all that a state knows, on a day.
        told: every kind of that in words.
        clause: where it is said.
    """

    begins: type[msgspec.Struct]
    ends: tuple[type[msgspec.Struct], ...]
    tag: str
    awaited: Callable[[State, str], Iterable[Awaited]]
    told: Mapping[str, Told]
    clause: Callable[[State, Awaited], str | None] = no_clause


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
)
"""Every noun that is plugged in."""


def rows(ground: Ground) -> Iterator[Row]:
    """Give what the nouns say is awaited."""
    for noun in NOUNS:
        found = ground.open(noun.tag, noun.begins, *noun.ends)
        state = ground.read(noun.tag, found) if found else None
        for one in noun.awaited(state, ground.day) if state is not None else ():
            if ground.of(one.body):
                told = noun.told[one.kind]
                words = {"id": one.id, "of": one.id.partition("/")[0], "owner": one.owner or ""}
                clause = noun.clause(state, one) if state is not None else None
                yield Row(one, told.what.format(**words), told.settle.format(**words), clause)

"""Nouns of the core that say themselves what of them is awaited: each is plugged in here, by one entry.

A new noun has a fold in the state and a function ``awaited`` over it. It needs no collector, only its entry
in ``NOUNS``: by which fact one of them begins, what its tags begin with, what is awaited of it in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from ledger import concerns, consultations, disputes, duties, inforce, leads, risks, targets
from ledger.awaiting import Awaited
from ledger.facts import agreements
from ledger.facts import concerns as concerns_facts
from ledger.facts import consultations as consultations_facts
from ledger.facts import disputes as disputes_facts
from ledger.facts import duties as duties_facts
from ledger.facts import leads as leads_facts
from ledger.facts import risks as risks_facts
from ledger.facts import targets as targets_facts
from ledger.state import State, disputing, peopled, placing
from ledger_cli.dues.ground import Ground, Row, Sealing


class Told(msgspec.Struct, frozen=True):
    """A kind of what is awaited, in words; ``settle`` is the command that settles it.

    Filled in are ``{id}``, ``{of}`` and ``{number}`` (what is before and after the first ``/`` in it),
    ``{last}`` (after the last), ``{owner}``, of several the first ``{one}``, its code alone ``{code}``,
    ``{body}``, the ``{title}``, and ``{named}``, the title of the designation of a lead.
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
        sealed: the field of the beginning fact that says, sealed, what it is about; None: it is not shown.
        asks: which tags tell more of what was read: who came after those who ended, what else it goes by.
    """

    begins: type[msgspec.Struct]
    ends: tuple[type[msgspec.Struct], ...]
    tag: str
    awaited: Callable[[State, str], Iterable[Awaited]]
    told: Mapping[str, Told]
    beside: tuple[str, ...] = ()
    sealed: str | None = None
    asks: Callable[[State], Iterable[str]] = lambda _: ()


def _of_agreements(state: State) -> Iterator[str]:
    for one in state.agreements.known.values():
        yield from placing(state).tags(each.of for _, each in one.requires)
        yield from inforce.signers(one, placing(state))


def _of_targets(state: State) -> Iterable[str]:
    owners = (party for one in state.targets.known.values() for party in one.owners)
    return placing(state).tags(party for party in owners if party is not None)


def _of_duties(state: State) -> Iterable[str]:
    return placing(state).tags(party for one in state.duties.known.values() for party in one.ever)


def _of_risks(state: State) -> Iterable[str]:
    return placing(state).tags(party for one in state.risks.known.values() for party in one.ever)


def _of_disputes(state: State) -> Iterator[str]:
    """Say which tags tell the stages of disputes under agreements, and who has whose place."""
    for one in state.disputes.known.values():
        yield from placing(state).tags(stage.opened.by for stage in one.stages)
        if one.raised.agreement is not None:
            yield f"agreement:{one.raised.agreement}"


def _of_concerns(state: State) -> Iterable[str]:
    about = (one.raised.about for one in state.concerns.known.values())
    asked = (one.organisation for _, one in state.concerns.asked)
    return placing(state).tags(f"organisation:{code}" for code in (*about, *asked))


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
        lambda state, on: inforce.awaited(state.agreements, peopled(state), on),
        {
            "refresh of an agreement": Told(
                "{title}: to be refreshed", "remit agreement refresh {id} --text TEXT --all-agreed"
            ),
            "expiry of an agreement": Told(
                "{title}: to be renewed or replaced before it expires",
                "remit agreement renew {id} --expires DATE --text TEXT --all-agreed",
            ),
            "change that an agreement needs": Told(
                "{title}: change {number}, which it needs {owner} to make",
                "remit agreement change-made {of} {number} --document TITLE",
            ),
            "signature of an agreement": Told(
                "{title}: signature for {owner}, as {last}",
                "remit agreement sign {of} {one} PERSON --office {last}",
            ),
        },
        asks=_of_agreements,
    ),
    Noun(
        targets_facts.Set,
        (targets_facts.Closed,),
        "target",
        lambda state, on: targets.awaited(state.targets, placing(state), on),
        {"target": Told("target to be met", "remit target close {id}")},
        sealed="text",
        asks=_of_targets,
    ),
    Noun(
        duties_facts.Set,
        (),
        "duty",
        lambda state, on: duties.awaited(state.duties, placing(state), on),
        {"duty": Told("duty of {owner} to be done", "remit duty perform {of} {last} {owner}")},
        sealed="text",
        asks=_of_duties,
    ),
    Noun(
        disputes_facts.Raised,
        (disputes_facts.Withdrawn, disputes_facts.Lapsed, disputes_facts.Settled),
        "dispute",
        lambda state, on: disputes.awaited(disputing(state), on),
        {
            "dispute stage": Told(
                "stage {number} of a dispute to end", "remit dispute step {of} agreed|failed --by WHO"
            ),
            "next stage of a dispute": Told(
                "stage {number} of a dispute to be opened", "remit dispute stage {of} {number} --by WHO"
            ),
            "dispute to be settled": Told(
                "dispute to be settled", "remit dispute settle {id} OUTCOME --text TEXT"
            ),
        },
        ("body", "terms", "calendar"),
        asks=_of_disputes,
    ),
    Noun(
        concerns_facts.Raised,
        (),
        "concern",
        lambda state, on: concerns.awaited(state.concerns, placing(state), on),
        {
            "answer to a concern": Told(
                "answer of {owner} to a concern",
                "remit concern answer {id} --changes|--no-change --text TEXT",
            ),
            "asked to leave": Told(
                "{owner} was asked to leave", "remit partner leave {body} {code} --text TEXT"
            ),
        },
        ("partners",),
        asks=_of_concerns,
    ),
    Noun(
        risks_facts.Raised,
        (risks_facts.Closed,),
        "risk",
        lambda state, on: risks.awaited(state.risks, placing(state), on),
        {"review of a risk": Told("risk to be reviewed", "remit risk review {id} --text TEXT")},
        asks=_of_risks,
        sealed="text",
    ),
    Noun(
        leads_facts.Sought,
        (leads_facts.Withdrawn,),
        "lead",
        lambda state, on: leads.awaited(state.leads, on),
        {
            "lead": Told(
                "{named} of {title}: to be designated",
                "remit lead designate {of} {number} PERSON --organisation CODE",
            )
        },
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
                of = one.id.partition("/")[0]
                at, begun = found[of]
                told, filled = noun.told[one.kind], _filled(one, begun)
                what, settle = told.what.format(**filled), told.settle.format(**filled)
                sealing = None
                if noun.sealed is not None:
                    sealing = Sealing(at, f"body.{noun.sealed}", getattr(begun, noun.sealed))
                yield Row(one, what, settle, one.clause, sealing)


def _filled(one: Awaited, begun: msgspec.Struct) -> dict[str, str]:
    """Give what is filled into the words of a kind."""
    of, _, number = one.id.partition("/")
    owner = one.owner or ""
    named = {"owner": owner, "one": owner.partition(",")[0], "code": owner.partition(":")[2]}
    of_it = {"id": one.id, "of": of, "number": number, "last": one.id.rpartition("/")[2]}
    titles = {"title": getattr(begun, "title", ""), "named": _designation(begun, number)}
    return {**of_it, **named, **titles, "body": one.body or ""}


def _designation(begun: msgspec.Struct, code: str) -> str:
    """Give the title of a designation that is sought; of another noun there is none."""
    sought = begun.designations if isinstance(begun, leads_facts.Sought) else ()
    return next((one.title for one in sought if one.designation == code), "")

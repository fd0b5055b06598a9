"""A request: what one person asks to have recorded, all or nothing, judged act after act.

Pure: the service reads what the acts ask for, signs what comes out, and appends it.
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from ledger import corrections, sealed, tags
from ledger.acts import Act, Proposal, Recorded
from ledger.boundaries import boundary
from ledger.errors import Oversized, Refused
from ledger.facts import Body, decisions
from ledger.facts.corrections import Corrected
from ledger.facts.erasing import Erased
from ledger.facts.fact import TAGS_MAX, Fact, Noted
from ledger.facts.words import Sealed
from ledger.findings import Finding
from ledger.judge import decide, examine
from ledger.sealed import Opening
from ledger.state import State

FACTS_MAX = 2_000
"""Most facts in one request."""


class Request(msgspec.Struct, frozen=True):
    """What one person asks to have recorded, all or nothing.

    Attributes:
        id: the same id again gives the first receipt again.
        proposals: in the order in which they happened.
        seed: 32 random bytes for the salts of sealed text.
    """

    id: str
    proposals: tuple[Proposal, ...]
    seed: bytes


class Judged(msgspec.Struct, frozen=True):
    """One act of a request with what the rules say about it and the fact that it becomes."""

    fact: Fact
    findings: tuple[Finding, ...]
    refusal: Refused | None = None


class Judgement(msgspec.Struct, frozen=True):
    """A whole request, judged at a head: ready to be shown, signed and appended."""

    request: str
    judged: tuple[Judged, ...]
    openings: tuple[Opening, ...]
    head: int
    recorded: str

    @property
    def relies(self) -> frozenset[str]:
        """Every tag that the judgement looked at."""
        return frozenset(tag for one in self.judged for tag in one.fact.relies)

    def require(self) -> None:
        """Refuse the whole request where a rule speaks against any part of it.

        Raises:
            Refused: every finding that speaks against the request, one a line.
        """
        refused = [one.refusal for one in self.judged if one.refusal is not None]
        if refused:
            lines = dict.fromkeys(line for refusal in refused for line in str(refusal).splitlines())
            kind = next((one.kind for one in refused if one.kind != "RULE"), "RULE")
            raise Refused("\n".join(lines), kind)


class Bench:
    """Takes the acts of one request in their order, each on the state that the ones before it leave."""

    def __init__(self, request: str, ledger: str, recorded: str, size: int) -> None:
        self._request = request
        self._ledger = ledger
        self._recorded = recorded
        self._size = size

    def boundaries(self, acts: tuple[Act, ...], state: State) -> frozenset[str]:
        """Say what all the acts together must read, as far as the state shows yet."""
        needed: frozenset[str] = frozenset()
        for index, act in enumerate(acts):
            bound = _bind(act, state)
            needed |= boundary(bound, state)
            state = self._evolve(state, index, self._fact(index, bound, (), frozenset()), act)
        return needed

    def judge(self, acts: tuple[Act, ...], state: State, before: State | None = None) -> tuple[Judged, ...]:
        """Judge the acts one after another; ``before`` is the state without the fact that one corrects."""
        judged = []
        for index, act in enumerate(acts):
            bound = _bind(act, state)
            findings = (*examine(bound, state, before), *corrections.alone(bound.body, len(acts)))
            refusal: Refused | None = None
            noted: tuple[Noted, ...] = ()
            try:
                noted = decide(bound, findings)
            except Refused as error:
                refusal = error
            fact = self._fact(index, bound, noted, boundary(bound, state))
            judged.append(Judged(fact, findings, refusal))
            state = self._evolve(state, index, fact, act)
        return tuple(judged)

    def _fact(self, index: int, act: Act, noted: tuple[Noted, ...], relies: frozenset[str]) -> Fact:
        carried = tags.tags_of(act.body, act.day)
        if len(relies | set(carried)) > TAGS_MAX:
            raise Oversized(
                f"{self._request}/{index + 1}: expected at most {TAGS_MAX} tags, "
                f"got {len(relies | set(carried))}: it names too much, or its chain is too long"
            )
        return Fact(
            ledger=self._ledger,
            id=f"{self._request}/{index + 1}",
            on=act.on,
            acted=act.acted,
            recorder=act.recorder,
            clauses=act.clauses,
            tags=carried,
            relies=tuple(sorted(relies)),
            charges=tags.charges_of(act.body, act.day),
            evidence=act.evidence,
            findings=noted,
            departure=act.departure if noted else None,
            body=act.body,
        )

    def _evolve(self, state: State, index: int, fact: Fact, act: Act) -> State:
        place = Recorded(self._size + index + 1, self._recorded, fact, act.signers)
        totals = {charge.tag: state.totals.get(charge.tag, 0) + charge.amount for charge in fact.charges}
        grown = state.evolve(place)
        return grown.charged(totals) if totals else grown


class _Draft(msgspec.Struct, frozen=True):
    """The parts of a fact that hold sealed text; their names begin the paths of the openings."""

    body: Body
    departure: Sealed | None


def seal(
    request: Request, ledger: str, recorder: str, signers: tuple[str, ...], day: str
) -> tuple[tuple[Act, ...], tuple[Opening, ...]]:
    """Seal every text of a request: its acts as they will be signed, and the openings.

    Raises:
        Malformed: a text with characters that deceive a reader.
        Oversized: a text that is too long, or no fact, or too many.
    """
    if not 1 <= len(request.proposals) <= FACTS_MAX:
        raise Oversized(f"request: expected 1 to {FACTS_MAX} facts, got {len(request.proposals)}")
    acts: list[Act] = []
    openings: list[Opening] = []
    for index, proposal in enumerate(request.proposals):
        draft = _Draft(proposal.body, proposal.departure)
        draft, opened = sealed.seal(draft, ledger, f"{request.id}/{index + 1}", request.seed)
        openings += opened
        acts.append(
            Act(
                body=draft.body,
                on=proposal.on,
                recorded=day,
                recorder=recorder,
                signers=signers,
                acted=proposal.acted,
                clauses=proposal.clauses,
                evidence=proposal.evidence,
                departure=draft.departure,
            )
        )
    return tuple(acts), tuple(openings)


def corrected(acts: tuple[Act, ...]) -> str | None:
    """Give the id of the fact that a request corrects, or None."""
    body = acts[0].body
    return body.corrects if isinstance(body, Corrected) else None


def committed(openings: tuple[Opening, ...], judged: tuple[Judged, ...]) -> tuple[Opening, ...]:
    """Give the openings that the facts commit to: a reason to depart from nothing is not kept."""
    without = {one.fact.id for one in judged if one.fact.departure is None}
    return tuple(one for one in openings if one.path != "departure" or one.fact not in without)


def erased(judgement: Judgement) -> tuple[tuple[str, str], ...]:
    """Give what a request erases, by fact and path."""
    bodies = (one.fact.body for one in judgement.judged)
    return tuple((body.of, path) for body in bodies if isinstance(body, Erased) for path in body.paths)


def says(fact: Fact, act: Act) -> bool:
    """Tell whether a recorded fact says what an act says; a vote *as put* says the text it was bound to."""
    body = act.body
    if isinstance(body, decisions.Cast) and isinstance(fact.body, decisions.Cast):
        body = msgspec.structs.replace(body, text=fact.body.text) if body.text == decisions.AS_PUT else body
    said = (body, act.on, act.acted, act.clauses, act.evidence)
    return said == (fact.body, fact.on, fact.acted, fact.clauses, fact.evidence)


def _bind(act: Act, state: State) -> Act:
    """Bind a vote that says ``as put`` to the motion's text as the ledger has it."""
    body = act.body
    if isinstance(body, decisions.Cast) and body.text == decisions.AS_PUT:
        ballot = state.motions.ballots.get(body.motion)
        if ballot is not None:
            return replace(act, body=msgspec.structs.replace(body, text=Sealed(ballot.text)))
    return act

"""Interests against votes: who voted, or was there, at an item in which the person had an interest (LSC-12).

An interest counts whether it was declared at the meeting, or registered before or after it: one that came on
the register later is what an auditor looks for. What the regime bars is said as it stood on the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ledger import conflicts, interests
from ledger.acts import london_day
from ledger.facts import decisions
from ledger.facts.interests import Declared, Registered
from ledger.findings import DEFAULT
from ledger_cli.interestregister import NOT_KNOWN, PRESIDING, register_of, says

if TYPE_CHECKING:
    from ledger.acts import Recorded
    from ledger.ballots import Ballot
    from ledger.facts.terms import Terms
    from ledger.interests import Barred, Register
    from ledger.sittings import Item, Sitting
    from ledger.state import State
    from ledger_cli.lookups import Past
    from ledger_cli.output import Cell
    from ledger_cli.periods import Period

COLUMNS = (
    *("day", "item", "name", "person", "did", "interest", "known", "kind"),
    *("speaks", "votes", "stays", "answer", "clause", "why", "findings"),
)
_DECISIONS = (decisions.MotionPut, decisions.VoteCast, decisions.BallotCast, decisions.Resolved)


class Met(msgspec.Struct, frozen=True):
    """Somebody with an interest who voted, or was there, at an item.

    Attributes:
        did: ``voted for``, ``present``.
        interest: the id of the entry on the register, or None where it was declared only.
        known: how it came to be known: declared, or registered before or after the meeting.
        answer: whether the regime allows what was done: ``met``, ``not met``, ``not known``, or who decides.
        findings: what was found about interests when the vote, the declaration or the decision was recorded.
    """

    meeting: str
    item: str
    day: str
    number: str
    person: str
    did: str
    interest: str | None
    known: str
    kind: str | None
    barred: Barred
    answer: str
    findings: tuple[str, ...]

    def row(self, names: Mapping[str, str]) -> tuple[Cell, ...]:
        """Give it as a row of a table."""
        barred = self.barred
        open_ = PRESIDING if barred.known else NOT_KNOWN
        may = (says(barred.speaks, open_), says(barred.votes, open_))
        stays = says(barred.stays, "not said" if barred.known else NOT_KNOWN)
        who = (self.day, self.number, names.get(self.person), self.person, self.did)
        what = (self.interest, self.known, self.kind, *may, stays, self.answer)
        return (*who, *what, barred.clause, barred.why, "; ".join(self.findings) or None)


class Votes(msgspec.Struct, frozen=True):
    """What was found, and how many items do not say what they concern, of how many."""

    met: tuple[Met, ...]
    silent: int
    items: int


class _Books(msgspec.Struct, frozen=True):
    body: str
    state: State
    facts: tuple[Recorded, ...]
    register: Register
    entered: Mapping[str, str]


def read(past: Past, body: str, over: Period) -> Votes:
    """Hold interests against the votes and the presence at every item of a body's meetings in a period."""
    held = {one.meeting for at, one in past.sittings(body) if over.holds(at.day)}
    facts = tuple(at for at, one in past.every(*_DECISIONS) if getattr(one, "meeting", None) in held)
    state = _state(past, body, held, facts)
    people = {one for sitting in state.sittings.known.values() for one in _people(sitting, state)}
    register, entered = _register(past, body, state, people)
    about = tuple(past.facts(*(f"meeting:{one}" for one in held))) if held else ()
    books = _Books(body, state, (*facts, *about), register, entered)
    met: list[Met] = []
    silent = items = 0
    for sitting in sorted(state.sittings.known.values(), key=lambda one: (one.day, one.meeting)):
        for code, item in sitting.items.items():
            concerns = _concerns(books, code)
            items, silent = items + 1, silent + (not concerns)
            met += _at(books, sitting, code, item, concerns)
    return Votes(tuple(met), silent, items)


def _state(past: Past, body: str, held: Iterable[str], facts: Iterable[Recorded]) -> State:
    tags = {f"roll:{body}", f"terms:{body}", *(f"meeting:{one}" for one in held)}
    for at in facts:
        if isinstance(put := at.fact.body, decisions.MotionPut):
            tags |= {f"motion:{put.motion}", f"votes:{put.motion}"}
    items = (code for one in past.state(*sorted(tags)).sittings.known.values() for code in one.items)
    return past.state(*sorted(tags | {f"item:{code}" for code in items}))


def _people(sitting: Sitting, state: State) -> set[str]:
    """Give everybody who was there at an item of a sitting or voted there."""
    people = {one.person for code in sitting.items for one in sitting.there(code)}
    people |= set(sitting.deputising.values())
    for ballot in state.motions.ballots.values():
        if ballot.meeting == sitting.meeting:
            people |= {*conflicts.voters(ballot), *ballot.papers}
    return people


def _register(past: Past, body: str, state: State, people: set[str]) -> tuple[Register, Mapping[str, str]]:
    """Read the register of everybody, what was declared, and the day on which each entry was recorded."""
    roll, register = state.roll, state.register
    organisations: set[str | None] = set()
    for sitting in state.sittings.known.values():
        terms = state.terms.in_force(body, sitting.day)
        for person in _people(sitting, state):
            organisations |= conflicts.represents(roll, body, person, sitting.day, terms)
    declared = [one for several in register.declared.values() for one in several]
    organisations |= {one.regime for one in declared}
    found = register_of(past, sorted(people), organisations) if people else register
    facts = past.facts(*(f"interests:{person}" for person in people)) if people else []
    entered = {
        one.interest: london_day(at.recorded) for at in facts if isinstance(one := at.fact.body, Registered)
    }
    return replace(found, declared=register.declared), entered


def _concerns(books: _Books, item: str) -> frozenset[str]:
    """Give the codes of what an item concerns: as planned, and the matters of what was put and resolved."""
    planned = books.state.agendas.planned.get(item)
    codes: set[str | None] = set(planned.about if planned else ())
    for at in books.facts:
        match at.fact.body:
            case decisions.MotionPut() as put if put.item == item:
                codes.add(put.matter)
            case decisions.Resolved() as resolved if resolved.item == item:
                codes |= {part.matter for part in resolved.parts}
    return frozenset(one for one in codes if one is not None)


def _at(books: _Books, sitting: Sitting, code: str, item: Item, concerns: frozenset[str]) -> Iterator[Met]:
    """Give everybody with an interest in one item who voted at it, or was there."""
    ballots = {
        motion: one
        for motion, one in books.state.motions.ballots.items()
        if (one.meeting, one.item) == (sitting.meeting, code)
    }
    there = {one.person for one in sitting.there(code)}
    voted = {person for one in ballots.values() for person in (*conflicts.voters(one), *one.papers)}
    terms = books.state.terms.in_force(books.body, item.day)
    for person in sorted(there | voted):
        did = _did(ballots, person)
        for entry, known, kind, barred in _held_against(books, sitting, code, person, concerns, terms):
            yield Met(
                *(sitting.meeting, code, item.day, item.number, person, did, entry, known, kind, barred),
                answer=_answer(barred, voted=person in voted),
                findings=tuple(_findings(books, sitting, code, ballots, person)),
            )


def _did(ballots: Mapping[str, Ballot], person: str) -> str:
    told = []
    for one in ballots.values():
        if person in one.votes:
            told.append("abstained" if one.votes[person] == "abstain" else f"voted {one.votes[person]}")
        if person in one.papers:
            told.append("marked a paper")
        if one.casting is not None and one.casting[0] == person:
            told.append(f"casting vote {one.casting[1]}")
    return ", ".join(told) or "present"


_Known = tuple[str | None, str, str | None, "Barred"]


def _held_against(
    books: _Books,
    sitting: Sitting,
    item: str,
    person: str,
    concerns: frozenset[str],
    terms: Terms | None,
) -> Iterator[_Known]:
    """Give the interests of a person at an item, and those of the member in whose place the person came."""
    yield from _interests(books, sitting, item, person, concerns, terms)
    member = sitting.deputising.get(person)
    if member is not None:
        for entry, known, kind, barred in _interests(books, sitting, item, member, concerns, terms):
            yield entry, f"of {member}, who is replaced: {known}", kind, barred


def _interests(
    books: _Books,
    sitting: Sitting,
    item: str,
    person: str,
    concerns: frozenset[str],
    terms: Terms | None,
) -> Iterator[_Known]:
    """Give what a person declared at an item, and had on the register then or later; each interest once."""
    register, day, roll = books.register, sitting.day_of(item), books.state.roll
    named = set()
    for one in register.declared.get(sitting.meeting, ()):
        if one.person == person and one.item in {None, item}:
            named.add(one.interest)
            known = "declared after the vote" if one.motions else "declared"
            yield one.interest, known, one.kind, conflicts.bars(one, sitting, day, roll, terms, register)
    for entry in register.entries.get(person, ()):
        said = entry.registered
        gone = entry.ended is not None and entry.ended <= day
        if said.interest not in named and not gone and concerns & set(said.about):
            regimes = conflicts.represents(roll, books.body, person, day, terms, said.regime)
            regimes |= {said.regime} if said.regime else set()
            barred = interests.bars(register, person, regimes, said.kind, said.interest, day)
            yield said.interest, _when(entry.since, books.entered[said.interest], day), said.kind, barred


def _when(since: str, recorded: str, day: str) -> str:
    """Say whether an interest was on the register at the meeting, and whether anybody could know."""
    if since > day:
        return f"registered after, from {since}"
    late = f", recorded on {recorded}" if recorded > day else ""
    return f"registered before, from {since}{late}"


def _answer(barred: Barred, *, voted: bool) -> str:
    may = barred.votes if voted else barred.stays
    if may is not None:
        return "met" if may else "not met"
    if not barred.known:
        return NOT_KNOWN
    return PRESIDING if voted else "not said"


def _findings(
    books: _Books, sitting: Sitting, item: str, ballots: Mapping[str, Ballot], person: str
) -> Iterator[str]:
    """Give what was found about interests beside the person's votes and declarations, and the decision."""
    for at in books.facts:
        match at.fact.body:
            case decisions.VoteCast() | decisions.BallotCast() as body:
                of_it = body.motion in ballots and body.person == person
            case Declared() as body:
                of_it = body.meeting == sitting.meeting and body.person == person
                of_it = of_it and body.item in {None, item}
            case decisions.Resolved() as body:
                of_it = body.item == item
            case _:
                of_it = False
        for one in at.fact.findings if of_it else ():
            if one.rule.startswith("DCL-"):
                departed = ", a departure" if at.fact.departure is not None else ""
                cited = f"{one.rule}, {one.clause or DEFAULT}"
                yield f"entry {at.number}: {one.verdict} ({cited}){departed}"


def code_of(found: Votes) -> int:
    """Give the exit code: 1 somebody did what an interest bars; 8 that is not known; 0 nobody did."""
    answers = {one.answer for one in found.met}
    if "not met" in answers:
        return 1
    unknown = NOT_KNOWN in answers or (not found.met and found.items > 0 and found.silent == found.items)
    return 8 if unknown else 0


def people(found: Sequence[Met]) -> set[str]:
    """Give everybody who is named."""
    return {one.person for one in found}

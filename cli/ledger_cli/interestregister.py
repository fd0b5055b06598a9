"""Registered interests in words: whose they are, what they bar, and where an agenda meets them.

Implements LSC-12: what an interest bars is shown with the clause of the regime that binds its holder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ledger import conflicts as core
from ledger.facts.interests import Registered
from ledger_cli.output import Cell

if TYPE_CHECKING:
    from ledger.conflicts import Conflict
    from ledger.interests import Register
    from ledger_cli.agendas import Agenda
    from ledger_cli.lookups import Past

ENTRIES = (
    *("name", "person", "interest", "regime", "kind", "clause"),
    *("about", "nature", "since", "until", "dispensed"),
)
CONFLICTS = (
    *("item", "title", "name", "person", "member", "interest", "kind", "about"),
    *("speaks", "votes", "stays", "clause", "why"),
)
PRESIDING = "whoever presides decides"
NOT_KNOWN = "not known"


def says(answer: bool | None, otherwise: str = PRESIDING) -> str:
    """Spell an answer; ``otherwise`` is what None means."""
    return otherwise if answer is None else ("yes" if answer else "no")


def members(past: Past, body: str, day: str) -> list[str]:
    """Give everybody who is, or may be, a member of a body on a day, in the order of the roll.

    Raises:
        Malformed: no body has the code.
    """
    past.body(body)
    roll = past.state(f"roll:{body}").roll
    people = dict.fromkeys(one.person for one in roll.memberships)
    return [one for one in people if roll.is_member(body, one, day) is not False]


def entries(past: Past, people: Sequence[str], day: str) -> list[tuple[Cell, ...]]:
    """Give the interests of persons that are on the register on a day, a row each."""
    register = register_of(past, people, ())
    known, natures = past.names(people), _natures(past, people)
    held = [one for person in people for one in register.entries.get(person, ()) if one.holds(day)]
    return [
        (
            *(known.get(said.person), said.person, said.interest, said.regime, said.kind),
            *(_clause(register, said, day), ", ".join(said.about) or None, natures.get(said.interest)),
            *(one.since, one.ended, _dispensed(register, said, day)),
        )
        for one in held
        for said in (one.registered,)
    ]


def conflicts(past: Past, agenda: Agenda, day: str) -> tuple[Conflict, ...]:
    """Hold the interests of everybody who is, or may be, a member on a day against an agenda."""
    people = members(past, agenda.body, day)
    state = past.state(f"roll:{agenda.body}", f"terms:{agenda.body}")
    roll, terms = state.roll, state.terms.in_force(agenda.body, day)
    found = (core.represents(roll, agenda.body, person, day, terms) for person in people)
    register = register_of(past, people, frozenset[str | None]().union(*found))
    items = {code: agenda.lines[code].planned.about for code in agenda.order}
    return core.against(agenda.body, day, items, roll, terms, register)


def rows(past: Past, agenda: Agenda, found: Iterable[Conflict]) -> list[tuple[Cell, ...]]:
    """Give conflicts a row each: at which item, whose, and what the person may do there by which clause."""
    listed = list(found)
    known = past.names({one.person for one in listed})
    table: list[tuple[Cell, ...]] = []
    for one in listed:
        line, said, barred = agenda.lines[one.item], one.interest.registered, one.barred
        open_ = PRESIDING if barred.known else NOT_KNOWN
        table.append(
            (
                *(line.number, line.title, known.get(one.person), one.person, says(one.member, NOT_KNOWN)),
                *(said.interest, said.kind, ", ".join(one.about)),
                *(says(barred.speaks, open_), says(barred.votes, open_)),
                *(says(barred.stays, "not said" if barred.known else NOT_KNOWN), barred.clause, barred.why),
            )
        )
    return table


def silent(agenda: Agenda) -> Iterator[str]:
    """Name the items that do not say what they concern: nothing can be held against them."""
    for code in agenda.order:
        line = agenda.lines[code]
        if not line.planned.about:
            named = f"item {line.number}, {line.title}" if line.number else f"{line.title} ({code})"
            yield f"not looked at: {named}: it does not say what it concerns (agenda add --about)"


def missing(past: Past, agenda: Agenda, day: str) -> str | None:
    """Say why it is not known that there is no conflict; None where it is."""
    if not any(agenda.lines[code].planned.about for code in agenda.order):
        return "no item of the agenda says what it concerns"
    if not members(past, agenda.body, day):
        return f"no member of {agenda.body} is known on {day}"
    return None


def register_of(past: Past, people: Iterable[str], organisations: Iterable[str | None]) -> Register:
    """Read the entries and dispensations of persons with the regimes that they and ``organisations`` name."""
    tags = [f"interests:{person}" for person in people]
    held = past.state(*tags).register
    named = {one.registered.regime for entries_ in held.entries.values() for one in entries_}
    gave = {one.by for given in held.dispensed.values() for _, one in given}
    regimes = {f"regime:{code}" for code in (*organisations, *named, *gave) if code is not None}
    return past.state(*tags, *sorted(regimes)).register


def _natures(past: Past, people: Iterable[str]) -> dict[str, str | None]:
    at_hand = past.facts(*(f"interests:{person}" for person in people))
    words = past.words(at_hand)
    return {
        one.interest: words.read(at.fact.id, "body.nature", one.nature)
        for at in at_hand
        if isinstance(one := at.fact.body, Registered)
    }


def _clause(register: Register, said: Registered, day: str) -> str | None:
    regime = register.regime(said.regime or "", day)
    kinds = regime.kinds if regime else ()
    return next((one.clause for one in kinds if one.kind == said.kind), None)


def _dispensed(register: Register, said: Registered, day: str) -> str | None:
    told = []
    for one in register.dispensations(said.person, day):
        if one.interest in {None, said.interest} and said.regime in {None, one.by}:
            may = " and ".join(["may speak"] * one.speaks + ["may vote"] * one.votes)
            until = f" until {one.until}" if one.until else ""
            told.append(f"{may} under {one.clause} ({one.by}){until}")
    return "; ".join(told) or None

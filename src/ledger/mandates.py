"""Mandates: what a member may agree at the table for the organisation that it represents (LSC-S6).

A seat does not by itself let its holder agree anything: without a mandate on record the answer is not known.
"""

from __future__ import annotations

from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger.acts import Act, Recorded
from ledger.bodies import Bodies
from ledger.facts import members as facts
from ledger.facts.terms import Terms
from ledger.facts.words import Money
from ledger.findings import Finding, Verdict, all_of, any_of, judge
from ledger.members import Membership, Roll
from ledger.organisations import Directory
from ledger.scopes import exceeds


class Mandate(msgspec.Struct, frozen=True):
    """One mandate, from a day to a day, half open; ``fact`` is the id of the fact that gave it."""

    given: facts.Mandated
    since: str
    fact: str
    ended: str | None = None

    @property
    def ends(self) -> str | None:
        """The first day on which it no longer holds, by an end that is recorded or by its term."""
        return min((end for end in (self.ended, self.given.until) if end is not None), default=None)

    def holds(self, day: str) -> bool:
        """Say whether it holds on the day."""
        return self.since <= day and (self.ends is None or day < self.ends)

    def names(self, body: str, person: str, organisation: str | None = None) -> bool:
        """Say whether it is for the person on the body, and for the organisation where one is named."""
        own = organisation in (None, self.given.organisation)
        return own and (self.given.body, self.given.person) == (body, person)


class Mandates(msgspec.Struct, frozen=True):
    """The mandates that the facts read tell of, in their order."""

    given: tuple[Mandate, ...] = ()

    def evolve(self, at: Recorded, body: facts.Mandate) -> Mandates:
        """Fold one fact in. Never refuses: it already happened."""
        match body:
            case facts.Mandated():
                return Mandates((*self.given, Mandate(body, at.day, at.fact.id)))
            case facts.MandateEnded():
                ending = set(self.holding(body, at.day))
                return Mandates(
                    tuple(replace(one, ended=at.day) if one in ending else one for one in self.given)
                )
            case _:
                assert_never(body)

    def holding(self, body: facts.MandateEnded, day: str) -> tuple[Mandate, ...]:
        """Give the mandates that an end on the day ends."""
        return tuple(
            one
            for one in self.given
            if one.names(body.body, body.person, body.organisation) and one.holds(day)
        )


class Answer(msgspec.Struct, frozen=True):
    """Whether a member may agree a matter, why, and the mandates that the answer rests on."""

    verdict: Verdict
    because: str
    mandates: tuple[Mandate, ...] = ()


def may(
    mandates: Mandates,
    roll: Roll,
    body: str,
    person: str,
    function: str,
    amount: Money | None,
    day: str,
) -> Answer:
    """Say whether a member may agree a matter at the table on a day (LSC-S6).

    Of several mandates that hold for one organisation the last that names the function binds.
    Without a mandate on record the answer is not known, never yes; once one has ended it is no.

    Args:
        mandates: those of the body.
        roll: that of the body: only its members agree anything at its table.
        body: its code.
        person: the member.
        function: the code of the matter.
        amount: what the agreement would commit; None: it is not said.
        day: on which it would be agreed.
    """
    member = roll.is_member(body, person, day)
    if member is False:
        return Answer(Verdict.NOT_MET, f"no member of {body} on {day}")
    by_day = sorted(mandates.given, key=lambda one: one.since)
    given = (one for one in by_day if one.names(body, person) and one.since <= day)
    begun = [one for one in given if function in one.given.functions]
    if not begun:
        return Answer(Verdict.NOT_KNOWN, "no mandate on record")
    binding = {one.given.organisation: one for one in begun if one.holds(day)}
    if not binding:
        return Answer(Verdict.NOT_MET, f"the mandate ended {begun[-1].ends}", (begun[-1],))
    verdict = any_of(_within(one, amount) for one in binding.values())
    relied = tuple(one for one in binding.values() if _within(one, amount) is verdict)
    if verdict is Verdict.MET and member is None:
        return Answer(Verdict.NOT_KNOWN, f"not known whether a member of {body} on {day}", relied)
    return Answer(verdict, _BECAUSE[verdict], relied)


_BECAUSE = {
    Verdict.MET: "within the mandate",
    Verdict.NOT_MET: "over the limit",
    Verdict.NOT_KNOWN: "the mandate has a limit, and no amount is said",
}


def _within(mandate: Mandate, amount: Money | None) -> Verdict:
    if mandate.given.each is None:
        return Verdict.MET
    return Verdict.of(None if amount is None else not exceeds(amount, mandate.given.each))


def boundary(body: facts.Mandate) -> frozenset[str]:
    """Say which tags the judgement reads."""
    about = {f"{noun}:{body.body}" for noun in ("body", "roll", "terms", "mandates")}
    return frozenset(about | {f"person:{body.person}", f"organisation:{body.organisation}"})


def examine(
    act: Act,
    body: facts.Mandate,
    mandates: Mandates,
    roll: Roll,
    bodies: Bodies,
    directory: Directory,
    terms: Terms | None,
) -> tuple[Finding, ...]:
    """Judge a mandate: who may have it, for which organisation, and that what ends holds."""
    common = (
        bodies.require(body.body, act.day),
        directory.require_person(body.person),
        directory.require_organisation(body.organisation),
    )
    match body:
        case facts.Mandated():
            member = roll.is_member(body.body, body.person, act.day)
            expected = f"a member of {body.body} on {act.day}"
            return (
                *common,
                judge("MAN-1", member, expected, body.person),
                _examine_organisation(act, body, roll, directory, terms),
            )
        case facts.MandateEnded():
            held = bool(mandates.holding(body, act.day))
            got = f"{body.person} for {body.organisation}"
            return (*common, judge("MAN-3", held, f"a mandate that holds on {act.day}", got, absolute=True))
        case _:
            assert_never(body)


def _examine_organisation(
    act: Act, body: facts.Mandated, roll: Roll, directory: Directory, terms: Terms | None
) -> Finding:
    """Judge MAN-2: the organisation is the one that the member represents."""
    held = [one for one in roll.of(body.body, body.person) if one.holds(act.day) is not False]
    represented = {one: _represented(one, terms) for one in held}
    verdict = any_of(
        all_of((Verdict.of(one.holds(act.day)), _speaks(body.organisation, codes)))
        for one, codes in represented.items()
    )
    clauses = {
        seat.clause for seat in (terms.seats if terms else ()) for one in held if seat.seat == one.seat
    }
    clause = f"{terms.cited} {clauses.pop()}" if terms and len(clauses) == 1 else None
    said = sorted({code for codes in represented.values() for code in codes})
    got = f"{body.organisation}, where {' or '.join(said) or 'no organisation'} is represented"
    if not directory.exists(body.organisation, act.day):
        verdict, got = (
            Verdict.NOT_MET,
            f"{body.organisation}, which ended {directory.ended[body.organisation][0]}",
        )
    elif (gone := directory.left_on(body.body, body.organisation, act.day)) is not None:
        verdict, got = Verdict.NOT_MET, f"{body.organisation}, which left {gone}"
    return Finding("MAN-2", clause, verdict, "the organisation that the member represents", got)


def _represented(one: Membership, terms: Terms | None) -> tuple[str, ...]:
    """Give the organisations, one of which a member represents: as appointed, else as its seat has them."""
    if one.organisation is not None:
        return (one.organisation,)
    seats = terms.seats if terms else ()
    return next((seat.organisations for seat in seats if seat.seat == one.seat), ())


def _speaks(organisation: str, codes: tuple[str, ...]) -> Verdict:
    """Judge against the organisations of a membership; where none is said, it is not known."""
    return Verdict.of(organisation in codes if codes else None)

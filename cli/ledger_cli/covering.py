"""Who signs for the holder of an office who is away, as questions of authority ask and answer it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from ledger.absences import cover, deputises
from ledger.facts.bodies import Constituted
from ledger.facts.terms import OfficeDeputyRule
from ledger.findings import Verdict, all_of, any_of
from ledger.offices import is_held
from ledger.terms import rules_of

if TYPE_CHECKING:
    from ledger.facts.terms import Terms
    from ledger.members import Roll
    from ledger.state import State
    from ledger_cli.lookups import Past


class Covered(msgspec.Struct, frozen=True):
    """An office for which somebody may sign, or may if its holder is away, which is not known."""

    party: str
    verdict: Verdict
    told: str


def covered(past: Past, party: str, day: str) -> Iterator[Covered]:
    """Give the offices for which a person, or whoever is in an office, deputises by terms in force."""
    for _, constituted in past.every(Constituted):
        body = constituted.body
        terms = past.terms(body, day)
        rules = rules_of(terms, OfficeDeputyRule)
        roll = past.state(f"roll:{body}").roll if rules else None
        for office in dict.fromkeys(rule.office for rule in rules):
            if roll is not None:
                verdict = any_of(
                    all_of((applies, _in_one(roll, body, rule, party, day)))
                    for rule, applies in cover(roll, terms, body, office, day)
                )
                named = f"office:{body}/{office}"
                if verdict is not Verdict.NOT_MET:
                    yield Covered(named, verdict, f"{named}, {why(roll, body, office, day)}")


def _in_one(roll: Roll, body: str, rule: OfficeDeputyRule, party: str, day: str) -> Verdict:
    """Say whether a party is one of the offices that deputise, or is in one."""
    if party.startswith("office:"):
        return Verdict.of(party in {f"office:{body}/{by}" for by in rule.by})
    return any_of(Verdict.of(roll.in_office(body, by, party, day)) for by in rule.by)


def why(roll: Roll, body: str, office: str, day: str) -> str:
    """Say why somebody else signs for an office on a day, as far as that is recorded."""
    absence = roll.away(body, office, day)
    if absence is not None:
        return f"whose holder is away {_until(absence.until)}"
    held = is_held(roll, body, office, day)
    return "which is vacant" if held is Verdict.NOT_MET else "whose holder is not known to be away"


def signing(past: Past, body: str, office: str, day: str) -> Iterator[str]:
    """Name who signs for an office on a day because its holder is known to be away, or it is vacant."""
    roll = past.state(f"roll:{body}").roll
    for person, by in signers(roll, past.terms(body, day), body, office, day):
        yield f"{past.names([person])[person]} ({person}), {by}"


def signers(roll: Roll, terms: Terms | None, body: str, office: str, day: str) -> Iterator[tuple[str, str]]:
    """Give who signs for an office on a day, and as what, where its holder is away or it is vacant."""
    for rule, applies in cover(roll, terms, body, office, day):
        for by in rule.by if applies is Verdict.MET else ():
            for person in dict.fromkeys((roll.holder(body, by, day), roll.acting(body, by, day))):
                if person is not None:
                    yield person, by


def away(roll: Roll, body: str, office: str, day: str) -> str | None:
    """Say until when the holder of an office is away; None: that is not recorded."""
    absence = roll.away(body, office, day)
    return None if absence is None else _until(absence.until)


def _until(day: str | None) -> str:
    return f"until {day}" if day else "until further notice"


def signed(state: State, party: str, person: str, day: str) -> str | None:
    """Say that a person signed for an office as its deputy; None: not as that."""
    kind, _, code = party.rpartition(":")
    body, _, office = code.partition("/")
    if kind != "office" or state.roll.in_office(body, office, person, day):
        return None
    verdict = deputises(state.roll, state.terms.in_force(body, day), body, office, person, day)
    if verdict is Verdict.NOT_MET:
        return None
    return f"{person} deputised for {party}, {why(state.roll, body, office, day)}"

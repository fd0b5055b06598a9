"""Consultations as the command line reads and shows them, with the duties that they meet or miss."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.consultations import Consultation, duty, rules_about, to_ask
from ledger.days import days_between
from ledger.errors import Malformed
from ledger.facts.terms import ConsultationRule
from ledger.findings import Finding
from ledger.terms import rules_of
from ledger_cli import ids

if TYPE_CHECKING:
    from ledger.state import State
    from ledger_cli.lookups import Past

_PARTY = re.compile(r"(?:(?:body|organisation):)?[a-z0-9]+(?:[-.][a-z0-9]+)*")


def read(past: Past, *tags: str) -> State:
    """Read what carries the tags, and everything that the duties of the consultations there rest on."""
    return past.grown(_more, *tags)


def _more(state: State) -> Iterator[str]:
    for one in state.consultations.known.values():
        yield from (*one.opened.parties, f"organisation:{one.opened.organisation}")
        if one.opened.under is not None:
            yield from (f"{noun}:{one.opened.under}" for noun in ("terms", "calendar"))
    for versions in state.terms.adopted.values():
        for version in versions:
            yield from (f"organisation:{code}" for code in version.terms.founders)
            yield from (
                party for rule in rules_of(version.terms, ConsultationRule) for party in rule.parties or ()
            )
    for _, ended in state.directory.ended.values():
        yield from (f"organisation:{code}" for code in ended.successors)


def find(past: Past, consultation: str) -> tuple[Consultation, State]:
    """Give a consultation by its id, and what its duties rest on.

    Raises:
        Malformed: there is none.
    """
    from ledger_cli.lookups import unknown

    named = ids.is_id("u", consultation)
    state = read(past, f"consultation:{consultation}") if named else None
    if state is None or consultation not in state.consultations.known:
        unknown("a consultation that the ledger knows", consultation[:80], ())
    return state.consultations.known[consultation], state


def duties(one: Consultation, state: State, on: str) -> tuple[Finding, ...]:
    """Say whether the duties were met, by the terms that were in force, as then known, when it was opened."""
    under = one.opened.under or ""
    bound = state.terms.in_force(under, one.day, one.number)
    return duty(one, bound, state.directory, state.programme.days(under, on), on)


def allowed(one: Consultation) -> int | None:
    """Give how many calendar days the parties had, as far as it is known."""
    return None if one.over is None else max(0, days_between(one.day, one.over))


def everybody(past: Past, body: str, organisation: str, matter: str | None, day: str) -> tuple[str, ...]:
    """Give everybody whom the terms of a body ask an organisation to consult on a matter.

    Raises:
        Malformed: nobody.
    """
    state = read(past, f"terms:{body}")
    bound = state.terms.in_force(body, day)
    rules = rules_about(bound, matter) if bound is not None else ()
    found = (
        to_ask(rule, bound, organisation, state.directory, day) for rule, _ in rules if bound is not None
    )
    parties = tuple(dict.fromkeys(party for asked in found for party in asked))
    if not parties:
        raise Malformed(f"expected terms of {body} in force on {day} that say whom to ask, got none")
    return parties

"""Who signs for the holder of an office who is away: whoever deputises for the office by the terms.

That is no acting up: the holder remains who decides, and a deputy has no more than that authority for a time.
"""

from __future__ import annotations

from ledger.facts.terms import OfficeDeputyRule, Terms
from ledger.findings import Verdict, all_of, any_of
from ledger.members import Roll
from ledger.offices import is_held, opposite
from ledger.terms import rules_of


def cover(
    roll: Roll, terms: Terms | None, body: str, office: str, day: str
) -> tuple[tuple[OfficeDeputyRule, Verdict], ...]:
    """Give the rules by which others sign for an office, and whether each applies on the day.

    Nobody records that a holder is there: without an absence it is not known whether one is away, but
    after a return that was recorded one is there until the next absence.
    """
    held = is_held(roll, body, office, day)
    absent = roll.away(body, office, day) is not None
    unsaid = Verdict.NOT_MET if roll.back(body, office, day) else Verdict.NOT_KNOWN
    away = Verdict.MET if absent else all_of((held, unsaid))
    return tuple(
        (rule, any_of((away, opposite(held))) if rule.vacant else away)
        for rule in rules_of(terms, OfficeDeputyRule)
        if rule.office == office
    )


def deputises(roll: Roll, terms: Terms | None, body: str, office: str, person: str, day: str) -> Verdict:
    """Say whether a person may sign for an office on a day, being in one that deputises for it."""
    return any_of(
        all_of((applies, Verdict.of(roll.in_office(body, by, person, day))))
        for rule, applies in cover(roll, terms, body, office, day)
        for by in rule.by
    )

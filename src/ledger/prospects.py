"""Looking ahead and back with terms: what members cannot do under them, what would have been otherwise.

A board that is to vote on new terms of reference asks both before it does.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from ledger import checks, resolutions
from ledger.acts import Act
from ledger.ballots import Motions
from ledger.checks import Room, fits
from ledger.facts.decisions import Resolved
from ledger.facts.filters import Filter
from ledger.facts.terms import (
    ChoiceRule,
    MajorityRule,
    PowerRule,
    QuorumRule,
    Terms,
    UrgentRule,
    WayRule,
    WrittenRule,
)
from ledger.findings import Finding, Verdict, all_of
from ledger.functions import Catalogue
from ledger.links import Chain
from ledger.meetings import Beside
from ledger.members import Roll
from ledger.polls import Poll, carries, spelled
from ledger.rooms import membership
from ledger.sittings import Sitting
from ledger.terms import Version, filters, offices_of, rules_of
from ledger.votes import voting_of

OF_TERMS = ("DEC-12", "DEC-21", "DEC-35", "DEC-38", "TER-1")
"""What Remit finds beside the rules of terms that depends on them."""

EVER = "0001-01-01"
"""Terms that are tried out bind on every day."""


class Remark(msgspec.Struct, frozen=True):
    """What cannot work under terms, and the rule because of which it cannot; persons by id."""

    rule: str
    says: str


class Trial(msgspec.Struct, frozen=True):
    """How a resolution is judged under terms: all in all, and what speaks against it."""

    verdict: Verdict
    against: tuple[Finding, ...]


def ahead(terms: Terms, roll: Roll, day: str) -> Iterator[Remark]:
    """Give what the members of a day cannot do under terms, even with all of them present and for it."""
    everybody = membership(terms.body, day, terms, roll)
    if not everybody.seats:
        yield Remark(
            "", f"nobody is known to be a member of {terms.body} on {day}: nothing is said of its members"
        )
        return
    for rule in rules_of(terms, QuorumRule):
        found = checks.find(rule, everybody)
        if found.verdict is not Verdict.MET:
            may = "cannot" if found.verdict is Verdict.NOT_MET else "may not"
            yield Remark(rule.rule, f"all members of {day} together {may} meet it: {found.got}")
            continue
        for person in everybody.seats:
            if checks.find(rule, _without(everybody, person)).verdict is Verdict.NOT_MET:
                yield Remark(rule.rule, f"without {person} nobody else can meet it")
    for carried in rules_of(terms, MajorityRule):
        who = voting_of(terms)
        voters = [
            one for one in everybody.seats if fits(who, one, everybody, "voting") is not Verdict.NOT_MET
        ]
        poll = Poll(dict.fromkeys(voters, "for"), {}, None, everybody, everybody, who)
        result = carries(carried.test, poll)
        if result.verdict is Verdict.NOT_MET:
            yield Remark(carried.rule, f"no vote carries, were all members of {day} for it: {result.got}")
    yield from _nobody(terms, everybody, day)
    for one in terms.rules:
        for office in dict.fromkeys(offices_of(one)):
            if {roll.holder(terms.body, office, day), roll.acting(terms.body, office, day)} == {None}:
                yield Remark(one.rule, f"nobody is known to hold the office of {office} on {day}")


def _without(room: Room, person: str) -> Room:
    return replace(room, seats={one: seats for one, seats in room.seats.items() if one != person})


def _nobody(terms: Terms, everybody: Room, day: str) -> Iterator[Remark]:
    for rule in terms.rules:
        for who in dict.fromkeys(filters(rule)):
            named = who != Filter() and who.offices is None
            if named and not any(fits(who, one, everybody) is not Verdict.NOT_MET for one in everybody.seats):
                yield Remark(rule.rule, f"nobody is in {spelled(who)} on {day}")


def judged(
    act: Act,
    body: Resolved,
    sitting: Sitting,
    motions: Motions,
    beside: Beside,
    chain: Chain,
    catalogue: Catalogue,
) -> Trial:
    """Judge a recorded resolution by the terms of ``beside``: without the votes that they give to nobody."""
    terms = beside.in_force(sitting, act.day)
    kinds = (QuorumRule, WayRule, MajorityRule, ChoiceRule, WrittenRule, UrgentRule, PowerRule)
    asked = {rule.rule for rule in terms.rules if isinstance(rule, kinds)} if terms else set[str]()
    findings = resolutions.examine(act, body, sitting, motions, beside, chain, catalogue)
    told = [one for one in findings if one.rule in {*asked, *OF_TERMS}]
    against = tuple(one for one in told if one.verdict is not Verdict.MET)
    return Trial(all_of(one.verdict for one in told), against)


def tried(beside: Beside, terms: Terms) -> Beside:
    """Put terms in the place of those of their body, on every day."""
    books = replace(beside.terms, adopted={**beside.terms.adopted, terms.body: (Version(EVER, 0, terms),)})
    return replace(beside, terms=books)

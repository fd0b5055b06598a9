"""Who has a vote at an item: members in attendance, and deputies in the place of members.

Implements LSC-10.2 (one vote for each voting member in attendance), LSC-8.2 (votes from elsewhere), LSC-7.7
and LSC-8.4 (a deputy votes for the member, never beside the member) under whatever terms are in force then.
"""

from __future__ import annotations

from msgspec.structs import replace

from ledger import checks, terms
from ledger.acts import Act
from ledger.deputies import Deputies
from ledger.facts.filters import Filter
from ledger.facts.terms import Terms, VirtualRule, VotingRule
from ledger.findings import Finding, Verdict, any_of, judge
from ledger.members import Roll
from ledger.rooms import attends_from_elsewhere, deputy_answers, room, seats_stood_in
from ledger.sittings import Sitting, There


def of_one_vote(sitting: Sitting, person: str) -> set[str]:
    """Give those who share one vote with a person: the member, and whoever was there for the member."""
    member = sitting.deputising.get(person, person)
    return {person, member, *(one for one, of in sitting.deputising.items() if of == member)}


def voting_of(terms_: Terms) -> Filter:
    """Give whom the terms give a vote; where they have no rule of their own, everybody whose seat has one."""
    rule = next(iter(terms.rules_of(terms_, VotingRule)), None)
    return Filter() if rule is None else rule.who


def examine_entitlement(
    act: Act,
    person: str,
    item: str,
    sitting: Sitting,
    roll: Roll,
    deputies: Deputies,
    terms_: Terms | None,
) -> tuple[Finding, ...]:
    """Judge that a person who votes at an item is there, as a member or for one, and has a vote."""
    there = next((one for one in sitting.there(item) if one.person == person), None)
    if there is None:
        return (_absent(person, sitting, terms_),)
    member = _member(act, there, item, sitting, roll, deputies, terms_)
    return (member, *_capacity(there, item, sitting, roll, deputies, terms_))


def _rule(terms_: Terms | None) -> tuple[str, str | None, str, Filter]:
    """Give the rule on who has a vote: its id, its clause, what it says, whom it means."""
    rule = next(iter(terms.rules_of(terms_, VotingRule)), None)
    if rule is None or terms_ is None:
        return "DEC-7", None, "a vote by a member present at the item", Filter()
    return rule.rule, terms.cited(terms_, rule), rule.says, rule.who


def _absent(person: str, sitting: Sitting, terms_: Terms | None) -> Finding:
    name, clause, expected, _ = _rule(terms_)
    got = "attends without being a member" if person in sitting.attending else "is not present at the item"
    return Finding(name, clause, Verdict.NOT_MET, expected, f"{person}, who {got}", absolute=True)


def _member(
    act: Act, there: There, item: str, sitting: Sitting, roll: Roll, deputies: Deputies, terms_: Terms | None
) -> Finding:
    """Judge that a member in attendance votes, or somebody for one; the clause is the terms' own."""
    name, clause, expected, who = _rule(terms_)
    member, day = there.member, sitting.day_of(item)
    ended = _end_recorded(act, member, sitting, roll)
    if ended is not None:
        got = f"{member}, whose membership ended {ended}, as the ledger knew"
        return Finding(name, clause, Verdict.NOT_MET, expected, got, kind="AUTHORITY")
    verdict = Verdict.of(roll.is_member(sitting.body, member, day))
    if verdict is not Verdict.MET:
        doubt = "is not a member" if verdict is Verdict.NOT_MET else "may not be a member"
        return Finding(name, clause, verdict, expected, f"{member}, who {doubt} on {day}")
    if terms_ is not None:
        seats = {member: seats_stood_in(sitting, there, day, terms_, roll, deputies)}
        # Who else is there matters only where an office gives the vote: somebody may act in it.
        beside = checks.Room(terms_, {}, {}) if who.offices is None else room(sitting, item, terms_, roll)
        placed = replace(beside, seats=seats, unsure=frozenset())
        verdict = checks.fits(who, member, placed, "voting")
    got = f"{member}, a member present" if verdict is Verdict.MET else f"{member}, whose seat does not say so"
    return Finding(name, clause, verdict, expected, got)


def _capacity(
    there: There, item: str, sitting: Sitting, roll: Roll, deputies: Deputies, terms_: Terms | None
) -> tuple[Finding, ...]:
    """Judge that a deputy votes for a member who is not there, and that who attends from elsewhere votes."""
    findings = []
    person, member = there.person, there.member
    if person != member:
        found = deputy_answers(sitting, there, sitting.day_of(item), terms_, roll, deputies)
        verdict = any_of(Verdict.of(one.votes) for one in found)
        expected, got = "a deputy who votes for the member", f"{person} in the place of {member}"
        findings.append(Finding(found[0].rule, found[0].clause, verdict, expected, got))
        alone = member not in sitting.present_at(item)
        expected, told = "either the member or the deputy to vote", f"{person} beside {member}"
        findings.append(judge("DEC-13", alone, expected, person, wrong=told, absolute=True))
    if there.virtual:
        rule = next(iter(terms.rules_of(terms_, VirtualRule)), None)
        got = f"{person}, who attends from elsewhere"
        if rule is None or terms_ is None:
            expected = "terms that say whether somebody who attends from elsewhere votes"
            findings.append(judge("DEC-14", None, expected, got))
        else:
            verdict = Verdict.of(attends_from_elsewhere(sitting, terms_, "voting"))
            findings.append(terms.by_rule(terms_, rule, verdict, got))
    return tuple(findings)


def _end_recorded(act: Act, person: str, sitting: Sitting, roll: Roll) -> str | None:
    """Give the day on which every membership of the person ended, if that has come and is recorded."""
    memberships = roll.of(sitting.body, person)
    latest = max(act.day, act.recorded)
    ends = [one.ended for one in memberships]
    if not memberships or any(end is None or end > latest for end in ends):
        return None
    return max(end for end in ends if end is not None)

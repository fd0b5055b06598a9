"""Offices: who is chosen, how, out of whom and for how long; who acts meanwhile; whose turn is next.

Implements LSC-7.8, LSC-7.9, LSC-M4 and PBP-10; whoever acts does not become the holder by time (PLD-6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import assert_never

import msgspec

from ledger import checks
from ledger.acts import Act
from ledger.ballots import Motions
from ledger.bodies import Bodies
from ledger.days import is_day, months_after
from ledger.facts import offices as facts
from ledger.facts.terms import OfficeRule, Terms
from ledger.findings import Finding, Verdict, all_of, any_of, judge
from ledger.members import Roll, Tenure, ended_by
from ledger.organisations import Directory
from ledger.terms import by_rule, rules

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(rf"({'|'.join(_MONTHS)}) ([12][0-9]{{3}})")


class Change(msgspec.Struct, frozen=True):
    """When an office passes to the next in turn: between two days, the same one where a day is printed.

    ``latest`` is the first day on which it has passed for sure.
    """

    earliest: str
    latest: str

    def after(self, months: int) -> Change:
        """Give the change that follows after so many months."""
        return Change(months_after(self.earliest, months), months_after(self.latest, months))

    def __str__(self) -> str:
        if self.earliest == self.latest:
            return self.earliest
        year, month, _ = self.earliest.split("-")
        return f"{_MONTHS[int(month) - 1]} {year}"


class Turn(msgspec.Struct, frozen=True):
    """Whose turn an office is on a day, as a rotation has it.

    Attributes:
        rule: the rule that says so.
        seat: whose turn it is; ``following``: who is next; None where the rule lists no seats.
        until: when it changes; None where that is not known.
    """

    rule: OfficeRule
    seat: str | None
    following: str | None
    until: Change | None


def rule_for(terms: Terms | None, office: str) -> OfficeRule | None:
    """Give the rule on how an office is filled, or None where the terms have none."""
    return next((one for one in rules(terms) if isinstance(one, OfficeRule) and one.office == office), None)


def turn(terms: Terms | None, office: str, day: str) -> Turn | None:
    """Say whose turn an office is on a day; None where that is not known.

    An office that rotates in step with another changes when that one does.
    """
    rule = rule_for(terms, office)
    if rule is None:
        return None
    other = rule_for(terms, rule.with_office) if rule.with_office else None
    printed = rule.holds_until or (other.holds_until if other else None)
    months = rule.months or (other.months if other else None)
    change = _change(printed or "")
    if change is None:
        return None
    index = 0
    while day >= change.latest:
        if months is None:
            return None
        index, change = index + 1, change.after(months)
    if day >= change.earliest:
        return None
    seats = rule.rotation or (None,)
    return Turn(rule, seats[index % len(seats)], seats[(index + 1) % len(seats)], change)


def _change(printed: str) -> Change | None:
    """Read a day or a month with its year; None for anything else that is printed."""
    if _DAY.fullmatch(printed):
        return Change(printed, printed) if is_day(printed) else None
    found = _MONTH.fullmatch(printed)
    if found is None:
        return None
    first = f"{found[2]}-{_MONTHS.index(found[1]) + 1:02}-01"
    return Change(first, months_after(first, 1))


def holds_office(roll: Roll, body: str, office: str, person: str | None, day: str) -> Verdict:
    """Say whether the person holds the office on the day, or acts in it; not in a vacancy that was filled."""
    filled = roll.holder(body, office, day) is not None
    return any_of(
        _holds(one, day)
        for one in _in(roll, body, office)
        if one.person == person and not (filled and one.acting == "vacancy")
    )


def is_held(roll: Roll, body: str, office: str, day: str) -> Verdict:
    """Say whether somebody holds the office on the day; whoever acts in it does not."""
    return any_of(_holds(one, day) for one in _held(roll, body, office))


def _in(roll: Roll, body: str, office: str) -> Iterator[Tenure]:
    return (one for one in roll.tenures if (one.body, one.office) == (body, office))


def _held(roll: Roll, body: str, office: str) -> Iterator[Tenure]:
    return (one for one in _in(roll, body, office) if one.acting is None)


def _acted(roll: Roll, body: str, office: str) -> Iterator[Tenure]:
    return (one for one in _in(roll, body, office) if one.acting is not None)


def _holds(one: Tenure, day: str) -> Verdict:
    if one.ends is not None and day >= one.ends:
        return Verdict.NOT_MET
    return Verdict.of(None if one.begins is None else one.begins <= day)


def boundary(body: facts.Body, motions: Motions) -> frozenset[str]:
    """Say which tags the judgement reads; of a known resolution, its motions."""
    tags = {f"body:{body.body}", f"roll:{body.body}", f"terms:{body.body}", f"person:{body.person}"}
    if isinstance(body, facts.Elected):
        tags |= {f"organisation:{code}" for code in body.selectors}
        tags |= {f"decision:{body.resolution}"} if body.resolution else set()
        resolved = motions.resolved.get(body.resolution or "")
        tags |= {f"motion:{motion}" for motion in resolved.motions} if resolved is not None else set()
    return frozenset(tags)


def examine(
    act: Act,
    body: facts.Body,
    roll: Roll,
    bodies: Bodies,
    directory: Directory,
    terms: Terms | None,
    motions: Motions,
) -> tuple[Finding, ...]:
    """Judge a tenure: the body, the person, the office, how it is filled, what it collides with."""
    common = (bodies.require(body.body, act.day), directory.require_person(body.person))
    match body:
        case facts.Elected():
            named = (directory.require_organisation(code) for code in body.selectors)
            resolved = _require_resolution(body, motions)
            return (*common, *named, *resolved, *_examine_election(act, body, roll, terms))
        case facts.ActingUp():
            return (*common, *_examine_acting(act, body, roll, terms))
        case facts.OfficeEnded() | facts.ActingEnded():
            return (*common, _examine_end(act, body, roll))
        case facts.Away():
            return (*common, *_examine_absence(act, body, roll, terms))
        case facts.Returned():
            key = (body.body, body.office, body.person)
            absent = any(
                (one.body, one.office, one.person) == key and one.holds(act.day) for one in roll.absences
            )
            expected = f"somebody who is away from the office of {body.office} on {act.day}"
            return (*common, judge("OFF-12", absent, expected, body.person, absolute=True))
        case _:
            assert_never(body)


def _examine_end(act: Act, body: facts.OfficeEnded | facts.ActingEnded, roll: Roll) -> Finding:
    """Judge OFF-3 and OFF-5: only who holds an office leaves it, and only who acts stops acting."""
    if isinstance(body, facts.OfficeEnded):
        held = bool(ended_by(roll.tenures, act.day, body))
        return judge("OFF-3", held, f"the holder of {body.office}", body.person, absolute=True)
    tenures = [one for one in _acted(roll, body.body, body.office) if one.person == body.person]
    acts = any(_holds(one, act.day) is Verdict.MET for one in tenures)
    return judge(
        "OFF-5", acts, f"somebody who acts as {body.office} on {act.day}", body.person, absolute=True
    )


def _require_resolution(body: facts.Elected, motions: Motions) -> tuple[Finding, ...]:
    """Judge OFF-9: the resolution is known; OFF-10: where it chose among candidates, it chose this one."""
    if body.resolution is None:
        return ()
    resolved = motions.resolved.get(body.resolution)
    known = resolved is not None
    found = judge("OFF-9", known, "a resolution that the ledger knows", body.resolution, absolute=True)
    if resolved is None:
        return (found,)
    named = {code for part in resolved.parts for code in part.chosen}
    put = (motions.ballots[motion] for motion in resolved.motions if motion in motions.ballots)
    options = [one for ballot in put for one in ballot.options]
    chosen = [one.person for one in options if one.option in named]
    if all(one.person is None for one in options):
        return (found,)
    # A candidate who was not registered then is nobody whom the ledger can tell from others.
    answer = True if body.person in chosen else (None if None in chosen else False)
    expected = f"a candidate whom {body.resolution} chose"
    return (found, judge("OFF-10", answer, expected, body.person))


def _examine_office(office: str, terms: Terms | None) -> tuple[Finding, str | None]:
    """Judge OFF-1, and give the clause of the office as it is cited."""
    clauses = {one.office: one.clause for one in terms.offices} if terms else {}
    clause = f"{terms.cited} {clauses[office]}" if terms and office in clauses else None
    known = None if terms is None else clause is not None
    got = "no terms known to be in force" if terms is None else office
    return Finding("OFF-1", clause, Verdict.of(known), "an office of the terms in force", got), clause


def _in_order(begins: str | None, ends: str | None) -> Finding:
    order = begins is None or ends is None or begins < ends
    got = f"{begins or 'no first day'} to {ends or 'no last day'}"
    return judge("OFF-8", order, "a last day after the first", got, absolute=True)


def _examine_election(act: Act, body: facts.Elected, roll: Roll, terms: Terms | None) -> tuple[Finding, ...]:
    exists, clause = _examine_office(body.office, terms)
    others = [one for one in _held(roll, body.body, body.office) if one.person != body.person]
    apart = {one.person: _apart(one, act, body) for one in others}
    holders = ", ".join(person for person, verdict in apart.items() if verdict is Verdict.NOT_MET)
    perhaps = ", ".join(person for person, verdict in apart.items() if verdict is Verdict.NOT_KNOWN)
    got = f"held by {holders}" if holders else f"perhaps held by {perhaps}" if perhaps else "vacant"
    free = Finding("OFF-2", clause, all_of(apart.values()), f"{body.office} to be vacant then", got)
    rule = rule_for(terms, body.office)
    by_rule = _examine_rule(act, body, roll, terms, rule) if terms and rule else ()
    return (exists, free, _in_order(body.begins, body.ends), *by_rule)


def _apart(one: Tenure, act: Act, body: facts.Elected) -> Verdict:
    """Say whether a tenure and a new one share no day; nobody is chosen for days before the choice."""
    if one.ends is not None and one.ends <= (body.begins or act.day):
        return Verdict.MET
    if body.ends is not None and one.begins is not None and body.ends <= one.begins:
        return Verdict.MET
    return Verdict.of(None if one.begins is None or body.begins is None else False)


def _examine_rule(
    act: Act, body: facts.Elected, roll: Roll, terms: Terms, rule: OfficeRule
) -> tuple[Finding, ...]:
    """Judge the terms' own rule on an office: way, selectors, who may hold it, how long, whose turn."""
    way = None if body.way == "not recorded" else body.way == rule.way
    day = body.begins or act.day
    found = [
        by_rule(terms, rule, Verdict.of(way), f"{body.way}"),
        _examine_person(body.body, body.person, roll, terms, rule, day),
    ]
    if rule.selectors is not None:
        found.append(_examine_selectors(body, terms, rule))
    if rule.months is not None:
        known = body.begins is not None and body.ends is not None
        short = (body.ends or "") <= months_after(day, rule.months)
        got = f"{body.begins} to {body.ends}" if known else f"{body.term}, without both days"
        found.append(by_rule(terms, rule, Verdict.of(short if known else None), got))
    if rule.rotation is not None:
        found.append(_examine_turn(body, roll, terms, rule))
    return tuple(found)


def _examine_person(body: str, person: str, roll: Roll, terms: Terms, rule: OfficeRule, day: str) -> Finding:
    """Judge whether the person holds a seat, of those that fit, on the day."""
    seats = {one.seat: one for one in terms.seats}
    held = {one.office: roll.holder(body, one.office, day) for one in terms.offices}
    holders = {office: one for office, one in held.items() if one is not None}
    answers, codes = [], []
    for one in roll.of(body, person):
        holds = Verdict.of(one.holds(day))
        seat = one.own or seats.get(one.seat or "")
        room = checks.Room(terms, {person: (seat,) if seat else ()}, holders)
        answers.append(all_of((holds, checks.fits(rule.who, person, room))))
        codes += [one.seat or "no seat stated"] if holds is not Verdict.NOT_MET else []
    got = f"{person} in {', '.join(codes)}" if codes else f"{person}, no member on {day}"
    return by_rule(terms, rule, any_of(answers), got)


def _examine_selectors(body: facts.Elected, terms: Terms, rule: OfficeRule) -> Finding:
    """Judge whether everybody took part who selects jointly; who is missing is named."""
    missing: list[str] = []
    for one in rule.selectors or ():
        without = [code for code in one.organisations if code not in body.selectors]
        least = one.least or len(one.organisations)
        missing += without if len(one.organisations) - len(without) < least else []
    answer = None if missing and body.way == "not recorded" and not body.selectors else not missing
    return by_rule(
        terms, rule, Verdict.of(answer), f"without {', '.join(missing)}" if missing else "all of them"
    )


def _examine_turn(body: facts.Elected, roll: Roll, terms: Terms, rule: OfficeRule) -> Finding:
    """Judge whether the person holds the seat whose turn it is when the term begins."""
    now = turn(terms, body.office, body.begins) if body.begins else None
    if body.begins is None or now is None:
        got = f"{body.person} for {body.term}: whose turn that is is not known"
        return by_rule(terms, rule, Verdict.NOT_KNOWN, got)
    sits = any_of(
        all_of(
            (
                Verdict.of(one.holds(body.begins)),
                Verdict.of(None if one.seat is None else one.seat == now.seat),
            )
        )
        for one in roll.of(body.body, body.person)
        if one.own is None
    )
    got = f"{body.person} on {body.begins}, in the turn of {now.seat} until {now.until}"
    return by_rule(terms, rule, sits, got)


def _examine_acting(act: Act, body: facts.ActingUp, roll: Roll, terms: Terms | None) -> tuple[Finding, ...]:
    """Judge somebody who acts: there is a vacancy or an absence, the person is a member, nobody else acts."""
    exists, clause = _examine_office(body.office, terms)
    tenures = tuple(_held(roll, body.body, body.office))
    held = is_held(roll, body.body, body.office, act.day)
    absent = any_of(_holds(one, act.day) for one in tenures if one.person != body.person)
    needed = opposite(held) if body.because == "vacancy" else absent
    holder = roll.holder(body.body, body.office, act.day)
    vacant = "vacant" if held is Verdict.NOT_MET else "not known to be held"
    expected = f"{body.office} to be " + ("vacant" if body.because == "vacancy" else "held by somebody else")
    others = [
        one.person
        for one in _acted(roll, body.body, body.office)
        if one.person != body.person
        and (one.ends is None or act.day < one.ends)
        and (body.until is None or one.begins is None or one.begins < body.until)
    ]
    member = Verdict.of(roll.is_member(body.body, body.person, act.day))
    return (
        exists,
        Finding("OFF-4", clause, needed, expected, f"held by {holder}" if holder else vacant),
        Finding("OFF-6", None, member, f"a member of {body.body} on {act.day} to act", body.person),
        judge("OFF-7", not others, f"nobody else to act as {body.office}", ", ".join(others) or "nobody"),
        _in_order(act.day, body.until),
    )


def _examine_absence(act: Act, body: facts.Away, roll: Roll, terms: Terms | None) -> tuple[Finding, ...]:
    """Judge OFF-11: only who holds an office is away from it."""
    exists, clause = _examine_office(body.office, terms)
    mine = (one for one in _held(roll, body.body, body.office) if one.person == body.person)
    holds = any_of(_holds(one, act.day) for one in mine)
    expected = f"the holder of {body.office} on {act.day}"
    away = Finding("OFF-11", clause, holds, expected, body.person)
    return (exists, away, _in_order(act.day, body.until))


def opposite(verdict: Verdict) -> Verdict:
    """Give the verdict on the contrary."""
    opposite = {Verdict.MET: Verdict.NOT_MET, Verdict.NOT_MET: Verdict.MET}
    return opposite.get(verdict, verdict)

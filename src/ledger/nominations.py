"""Nominations to seats: put forward, approved by each appointing organisation, or declined.

Implements LSC-7.4: where the terms ask for approvals, an appointment takes effect once they are in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger import seats
from ledger.acts import Act, Recorded
from ledger.bodies import Bodies
from ledger.checks import Outcome
from ledger.facts import members as facts
from ledger.facts.terms import AppointmentRule, Seat, Terms
from ledger.findings import Finding, Verdict, judge
from ledger.organisations import Directory

_KNOWN = "a nomination that the ledger knows"


class Nomination(msgspec.Struct, frozen=True):
    """One nomination and who has answered it, each with the day."""

    nominated: facts.Nominated
    day: str
    approved: Mapping[str, str] = msgspec.field(default_factory=dict)
    declined: Mapping[str, str] = msgspec.field(default_factory=dict)


class Nominations(msgspec.Struct, frozen=True):
    """The nominations that the facts read tell of, by id."""

    known: Mapping[str, Nomination] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.Nomination) -> Nominations:
        """Fold one fact in. Never refuses: it already happened."""
        if isinstance(body, facts.Nominated):
            return self._with(body.nomination, Nomination(body, at.day))
        one = self.known.get(body.nomination)
        if one is None:
            return self
        match body:
            case facts.Approved():
                approved = {**one.approved, body.by: at.day}
                return self._with(body.nomination, replace(one, approved=approved))
            case facts.Declined():
                declined = {**one.declined, body.by: at.day}
                return self._with(body.nomination, replace(one, declined=declined))
            case _:
                assert_never(body)

    def _with(self, code: str, nomination: Nomination) -> Nominations:
        return Nominations({**self.known, code: nomination})


class Answers(msgspec.Struct, frozen=True):
    """How the organisations whose approval a rule asks for have answered a nomination by a day.

    The answer of an organisation that took the place of another is the other's (SYS-1). ``open``: if all
    those approved who are awaited, it would be enough.
    """

    approved: tuple[str, ...]
    declined: tuple[str, ...]
    awaited: tuple[str, ...]
    verdict: Verdict
    open: bool

    def told(self) -> str:
        """Say it in one clause."""
        parts = (
            ("approved by", self.approved),
            ("declined by", self.declined),
            ("awaited from", self.awaited),
        )
        return "; ".join(f"{how} {', '.join(codes)}" for how, codes in parts if codes)


def answers(rule: AppointmentRule, nomination: Nomination, directory: Directory, day: str) -> Answers:
    """Count the answers to a nomination that were in by the day."""
    approvers = {code for code, on in nomination.approved.items() if on <= day}
    decliners = {code for code, on in nomination.declined.items() if on <= day}
    asked = asked_by(rule)
    approved = tuple(code for code in asked if directory.heirs(code, day) & approvers)
    refused = tuple(code for code in asked if code not in approved and directory.heirs(code, day) & decliners)
    awaited = tuple(code for code in asked if code not in (*approved, *refused))
    enough = _enough(rule, approved)
    return Answers(approved, refused, awaited, Verdict.of(enough), _enough(rule, (*approved, *awaited)))


def _enough(rule: AppointmentRule, approved: tuple[str, ...]) -> bool:
    """Say whether these organisations together meet every approval that the rule asks for."""
    return all(
        len(codes.intersection(approved)) >= (approval.least or len(codes))
        for approval in rule.approvals
        for codes in (set(approval.organisations),)
    )


def asked_by(rule: AppointmentRule) -> tuple[str, ...]:
    """Give the organisations whose approval a rule asks for, each once."""
    return tuple(dict.fromkeys(code for approval in rule.approvals for code in approval.organisations))


def appointment_tags(
    seat: Seat | None, terms: Terms | None, directory: Directory, day: str
) -> frozenset[str]:
    """Say which tags tell who may approve a nomination for the seat."""
    rules = seats.rules_on(AppointmentRule, seat, terms)
    asked = {code for rule in rules for code in asked_by(rule)}
    return frozenset(f"organisation:{heir}" for code in asked for heir in directory.heirs(code, day))


def examine_appointment(
    body: facts.Appointed,
    seat: Seat | None,
    day: str,
    nominations: Nominations,
    directory: Directory,
    terms: Terms,
) -> Iterator[Finding]:
    """Judge the approvals that the terms ask for before somebody is appointed on the day."""
    one = nominations.known.get(body.nomination or "")
    for rule in seats.rules_on(AppointmentRule, seat, terms):
        if one is None:
            got = f"no nomination on record; approval is asked of {', '.join(asked_by(rule))}"
            outcome = Outcome(Verdict.NOT_KNOWN, got)
        else:
            found = answers(rule, one, directory, day)
            outcome = Outcome(found.verdict, found.told(), found.approved)
        yield seats.find_on(rule, seat, terms, outcome)


def require(code: str, wanted: tuple[str | None, ...], nominations: Nominations) -> Finding:
    """Judge NOM-2: a nomination that is named is known and is for what the act is about.

    Args:
        code: the id of the nomination.
        wanted: the body; of an appointment, the person and the seat too.
        nominations: what the facts read tell of.
    """
    one = nominations.known.get(code)
    if one is None:
        return judge("NOM-2", answer=False, expected=_KNOWN, got=code, absolute=True)
    told = (one.nominated.body, one.nominated.person, one.nominated.seat)
    expected = f"a nomination for {', '.join(want or 'no stated seat' for want in wanted)}"
    same = told[: len(wanted)] == wanted
    return judge("NOM-2", same, expected, f"{code} for {', '.join(told)}", absolute=True)


def boundary(
    body: facts.Nomination, day: str, nominations: Nominations, directory: Directory, terms: Terms | None
) -> frozenset[str]:
    """Say which tags the judgement reads; once the nomination is known, those of whoever may answer it."""
    tags = {f"nomination:{body.nomination}", f"body:{body.body}", f"terms:{body.body}"}
    tags |= {f"organisation:{body.by}"} if body.by else set()
    if isinstance(body, facts.Nominated):
        return frozenset(tags | {f"person:{body.person}"})
    one = nominations.known.get(body.nomination)
    seat = seats.named(terms, one.nominated.seat) if one else None
    return frozenset(tags) | appointment_tags(seat, terms if one else None, directory, day)


def examine(
    act: Act,
    body: facts.Nomination,
    nominations: Nominations,
    bodies: Bodies,
    directory: Directory,
    terms: Terms | None,
) -> tuple[Finding, ...]:
    """Judge a nomination or an answer to it."""
    by = (directory.require_organisation(body.by),) if body.by else ()
    common = (bodies.require(body.body, act.day), *by)
    match body:
        case facts.Nominated():
            fresh = body.nomination not in nominations.known
            return (
                *common,
                directory.require_person(body.person),
                judge("NOM-1", fresh, "an id that no nomination has yet", body.nomination, absolute=True),
                _seat_exists(body.seat, terms),
            )
        case facts.Approved() | facts.Declined():
            known = require(body.nomination, (body.body,), nominations)
            if known.verdict is not Verdict.MET:
                return (*common, known)
            one = nominations.known[body.nomination]
            return (*common, known, *_examine_answer(act, body, one, directory, terms))
        case _:
            assert_never(body)


def _seat_exists(code: str, terms: Terms | None) -> Finding:
    seat = seats.named(terms, code)
    clause = f"{terms.cited} {seat.clause}" if terms and seat else None
    got = code if terms else "no terms known to be in force"
    answer = None if terms is None else seat is not None
    return judge("NOM-4", answer, "a nomination for a seat of the terms in force", got, clause=clause)


def _examine_answer(
    act: Act,
    body: facts.Approved | facts.Declined,
    one: Nomination,
    directory: Directory,
    terms: Terms | None,
) -> tuple[Finding, Finding]:
    """Judge NOM-3 and NOM-5: who answers is asked, has not ended, and answers once."""
    rules = seats.rules_on(AppointmentRule, seats.named(terms, one.nominated.seat), terms)
    asked = dict.fromkeys(code for rule in rules for code in asked_by(rule))
    heirs = {heir for code in asked for heir in directory.heirs(code, act.day)}
    answer = None if terms is None else body.by in heirs and directory.exists(body.by, act.day)
    told = f"an organisation whose approval the terms ask for ({', '.join(asked) or 'none'})"
    fresh = body.by not in {**one.approved, **one.declined}
    return (
        judge("NOM-3", answer, told, body.by),
        judge("NOM-5", fresh, "an organisation that has not answered yet", body.by, absolute=True),
    )

"""Who becomes a member, takes up a seat, loses it; who attends regularly without being one.

Implements LSC-7.2 (seats and periods), LSC-7.3 (regular attendees), LSC-7.4 (joint appointment) and, where
the terms ask for it, from where a member comes, for how long it holds a seat and how it loses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from ledger import eligibility, nominations, seats
from ledger.acts import Act
from ledger.bodies import Bodies
from ledger.checks import Outcome
from ledger.days import months_after
from ledger.facts import members as facts
from ledger.facts.terms import EligibilityRule, LossRule, Seat, TermRule, Terms
from ledger.findings import Finding, Verdict, all_of, judge
from ledger.members import Membership, Roll
from ledger.nominations import Nominations
from ledger.organisations import Directory
from ledger.terms import Rulebooks

Fact = facts.Appointed | facts.TakenUp | facts.Ended | facts.AttendeeNamed | facts.AttendeeEnded


def boundary(body: Fact, day: str, roll: Roll, directory: Directory, terms: Terms | None) -> frozenset[str]:
    """Say which tags the judgement reads; once the terms are known, those that their rules look at."""
    tags = {f"body:{body.body}", f"roll:{body.body}", f"terms:{body.body}", f"person:{body.person}"}
    match body:
        case facts.Appointed():
            began, seat = body.began or day, seats.named(terms, body.seat)
            tags |= {f"nomination:{body.nomination}"} if body.nomination else set()
            tags |= {f"organisation:{body.organisation}"} if body.organisation else set()
            tags |= nominations.appointment_tags(seat, terms, directory, began)
            homes = seat.organisations if seat is not None else ()
            tags |= {f"organisation:{one}" for code in homes for one in directory.heirs(code, began)}
            if seats.rules_on(EligibilityRule, seat, terms):
                tags |= eligibility.boundary(body.person, seat, directory, began)
        case facts.Ended():
            seat = _seat_of(body, roll, terms)
            if body.ground == "position lost" and seats.rules_on(LossRule, seat, terms):
                tags |= eligibility.boundary(body.person, seat, directory, day)
        case facts.AttendeeNamed():
            tags |= {f"organisation:{body.organisation}"} if body.organisation else set()
        case facts.TakenUp() | facts.AttendeeEnded():
            pass
        case _:
            assert_never(body)
    return frozenset(tags)


def examine(
    act: Act,
    body: Fact,
    roll: Roll,
    known: Nominations,
    bodies: Bodies,
    directory: Directory,
    terms: Terms | None,
) -> tuple[Finding, ...]:
    """Judge a membership or a regular attendance: the body, the person, the seat, what it collides with."""
    common = (bodies.require(body.body, act.day), directory.require_person(body.person))
    found: Iterable[Finding]
    match body:
        case facts.Appointed():
            found = _examine_appointment(act, body, roll, known, directory, terms)
        case facts.TakenUp():
            found = _examine_taking_up(act, body, roll, terms)
        case facts.Ended():
            found = _examine_end(act, body, roll, directory, terms)
        case facts.AttendeeNamed():
            found = _examine_attendee(act, body, roll, directory, terms)
        case facts.AttendeeEnded():
            found = (_attends(act, body, roll, expected=True),)
        case _:
            assert_never(body)
    return (*common, *found)


# --- appointed -----------------------------------------------------------------------------------


def _examine_appointment(
    act: Act,
    body: facts.Appointed,
    roll: Roll,
    known: Nominations,
    directory: Directory,
    terms: Terms | None,
) -> Iterator[Finding]:
    began = body.began or act.day
    seat = seats.named(terms, body.seat)
    if body.organisation is not None:
        yield directory.require_organisation(body.organisation)
    yield judge(
        "ROL-1", began <= act.day, f"a membership begun by {act.day}", f"begun {began}", absolute=True
    )
    yield seats.in_order(began, body.until)
    if body.seat is None:
        again = roll.is_member(body.body, body.person, began) is not True
        yield judge("ROL-3", again, "a person who is not a member yet", body.person, absolute=True)
    else:
        exists = None if terms is None else seat is not None
        got = "no terms known to be in force" if terms is None else body.seat
        yield Finding("ROL-2", _clause(seat, terms), Verdict.of(exists), "a seat of the terms in force", got)
        if not body.takes_up:
            # One that is carried over lasts for ever where its successor is on record already.
            until = None if body.carries_over else body.until
            yield _require_vacant(body, body.seat, began, until, roll, terms)
    if body.nomination is not None:
        yield nominations.require(body.nomination, (body.body, body.person, body.seat), known)
        yield _require_unused(body.nomination, began, roll)
    if terms is not None and (body.seat is None or seat is not None):
        yield from nominations.examine_appointment(body, seat, began, known, directory, terms)
        yield from _examine_eligibility(body, seat, began, directory, terms)
        yield from seats.left(seat, body.body, began, directory, body.organisation)
        yield from _examine_term(body, seat, began, roll, terms)


def _require_unused(nomination: str, began: str, roll: Roll) -> Finding:
    """Judge NOM-6: no membership that followed the nomination is over; the same one may be stated again."""
    over = [one.stated for one in roll.memberships if one.nomination == nomination and one.stated]
    told = f"{nomination}, which was followed until {max(over, default='')}"
    unused = not any(end <= began for end in over)
    return judge("NOM-6", unused, f"a nomination for a membership from {began}", nomination, wrong=told)


def _clause(seat: Seat | None, terms: Terms | None) -> str | None:
    return f"{terms.cited} {seat.clause}" if terms and seat else None


def _require_vacant(
    body: facts.Appointed | facts.TakenUp,
    code: str,
    since: str,
    until: str | None,
    roll: Roll,
    terms: Terms | None,
) -> Finding:
    """Judge ROL-3: nobody else is known to hold the seat in the period, half open."""
    holders = [
        one.person
        for one in roll.memberships
        if (one.body, one.seat) == (body.body, code)
        and one.person != body.person
        and not one.awaits
        and (until is None or one.since < until)
        and (one.stated is None or since < one.stated)
    ]
    got = f"{code} held by {', '.join(holders) or 'nobody else'}"
    return judge("ROL-3", not holders, "a vacant seat", got, clause=_clause(seats.named(terms, code), terms))


def _examine_eligibility(
    body: facts.Appointed, seat: Seat | None, began: str, directory: Directory, terms: Terms
) -> Iterator[Finding]:
    for rule in seats.rules_on(EligibilityRule, seat, terms):
        outcome = eligibility.eligible(rule.positions, body.person, seat, directory, began)
        yield seats.find_on(rule, seat, terms, outcome)


def _examine_term(
    body: facts.Appointed, seat: Seat | None, began: str, roll: Roll, terms: Terms
) -> Iterator[Finding]:
    for rule in seats.rules_on(TermRule, seat, terms):
        parts = (_length(rule, body, began), _carried(rule, body), _in_a_row(rule, body, began, roll))
        asked = [part for part in parts if part is not None]
        verdict = all_of(part.verdict for part in asked)
        told = "; ".join(part.got for part in asked) or "no end stated"
        yield seats.find_on(rule, seat, terms, Outcome(verdict, told))


def _length(rule: TermRule, body: facts.Appointed, began: str) -> Outcome | None:
    if rule.months is None:
        return None
    if body.until is None:
        return Outcome(Verdict.NOT_KNOWN, "no end stated")
    last = months_after(began, rule.months)
    if body.until > last:
        return Outcome(Verdict.NOT_MET, f"until {body.until}, later than {last}")
    if body.began is None:
        return Outcome(Verdict.NOT_KNOWN, f"until {body.until}, begun on a day that is not known")
    return Outcome(Verdict.MET, f"{began} to {body.until}")


def _carried(rule: TermRule, body: facts.Appointed) -> Outcome | None:
    if body.until is None:
        return None
    told = "carried over" if body.carries_over else "not carried over"
    return Outcome(Verdict.of(body.carries_over == rule.carries_over), told)


def _in_a_row(rule: TermRule, body: facts.Appointed, began: str, roll: Roll) -> Outcome | None:
    if rule.terms is None:
        return None
    if body.seat is None:
        return Outcome(Verdict.NOT_KNOWN, "no seat stated")
    earlier = [
        one
        for one in roll.memberships
        if (one.body, one.seat) == (body.body, body.seat) and not one.awaits and one.since < began
    ]
    row = _terms_before(body.person, began, earlier) + 1
    return Outcome(Verdict.of(row <= rule.terms), f"term {row} in a row")


def _terms_before(person: str, began: str, earlier: list[Membership]) -> int:
    """Count the terms of a person up to the day on which another begins, since somebody else held the seat.

    A period that reaches into another, or into the new one, is the same term stated again.
    """
    row = 0
    stop: str | None = None
    for one in sorted(earlier, key=lambda one: one.since):
        if one.person != person:
            row = 0
            continue
        if row == 0 or (stop is not None and one.since >= stop):
            row += 1
        stop = one.stated
    return row - 1 if row and (stop is None or stop > began) else row


# --- taken up, ended -----------------------------------------------------------------------------


def _examine_taking_up(act: Act, body: facts.TakenUp, roll: Roll, terms: Terms | None) -> Iterator[Finding]:
    waiting = [one for one in roll.of(body.body, body.person) if one.seat == body.seat and one.awaits]
    waiting = [one for one in waiting if one.stated is None or act.day < one.stated]
    yield judge("ROL-5", bool(waiting), "an appointment that awaits taking up", body.seat, absolute=True)
    for one in waiting[:1]:
        until = None if one.carries_over else one.until
        yield _require_vacant(body, body.seat, max(one.since, act.day), until, roll, terms)


def _examine_end(
    act: Act, body: facts.Ended, roll: Roll, directory: Directory, terms: Terms | None
) -> Iterator[Finding]:
    held = {
        one.seat for one in roll.of(body.body, body.person) if one.awaits or one.holds(act.day) is not False
    }
    told = "no seat stated" if body.seat is None else body.seat
    yield judge("ROL-4", body.seat in held, "a member in that seat", told, absolute=True)
    if body.ground != "position lost":
        return
    seat = _seat_of(body, roll, terms)
    rules = seats.rules_on(LossRule, seat, terms)
    if terms is None or not rules:
        none = None if terms is None else False
        got = "no terms known to be in force" if terms is None else "terms that do not say so"
        yield judge("ROL-8", none, "terms by which the seat is lost with a position", got)
        return
    for rule in rules:
        yield seats.find_on(rule, seat, terms, loss(body.person, seat, directory, terms, act.day))


def loss(person: str, seat: Seat | None, directory: Directory, terms: Terms, day: str) -> Outcome:
    """Say whether somebody has lost the positions that a seat rests on: those that make it eligible."""
    return eligibility.lost(eligibility.positions_for(seat, terms), person, seat, directory, day)


def losses(
    person: str, roll: Roll, rulebooks: Rulebooks, directory: Directory, day: str
) -> Iterator[tuple[Membership, Finding]]:
    """Judge, for every seat that somebody holds or may hold, the rule by which it is lost with a position."""
    for one in roll.memberships:
        terms = rulebooks.in_force(one.body, day)
        if one.person != person or terms is None or (one.holds(day) is False and not one.awaits):
            continue
        seat = one.own or seats.named(terms, one.seat)
        for rule in seats.rules_on(LossRule, seat, terms)[:1]:
            outcome = loss(person, seat, directory, terms, day)
            yield one, seats.find_on(rule, seat, terms, outcome)


def loss_tags(
    person: str, roll: Roll, rulebooks: Rulebooks, directory: Directory, day: str
) -> frozenset[str]:
    """Say which tags tell whether somebody has lost a seat with a position."""
    tags = {f"affiliations:{person}"}
    for one, _ in losses(person, roll, rulebooks, directory, day):
        seat = one.own or seats.named(rulebooks.in_force(one.body, day), one.seat)
        tags |= eligibility.boundary(person, seat, directory, day)
    return frozenset(tags)


def _seat_of(body: facts.Ended, roll: Roll, terms: Terms | None) -> Seat | None:
    """Give the seat of the terms, or the place that a co-opted member has of its own."""
    own = (one.own for one in roll.of(body.body, body.person) if one.seat == body.seat and one.own)
    return seats.named(terms, body.seat) or next(own, None)


# --- regular attendees ---------------------------------------------------------------------------


def _examine_attendee(
    act: Act, body: facts.AttendeeNamed, roll: Roll, directory: Directory, terms: Terms | None
) -> Iterator[Finding]:
    if body.organisation is not None:
        yield directory.require_organisation(body.organisation)
    member = roll.is_member(body.body, body.person, act.day)
    answer = None if member is None else not member
    yield judge("ROL-7", answer, f"somebody who is not a member on {act.day}", body.person)
    yield _attends(act, body, roll, expected=False)
    if body.place is not None:
        places = {one.place: one.clause for one in terms.attendees} if terms else {}
        clause = f"{terms.cited} {places[body.place]}" if terms and body.place in places else None
        known = None if terms is None else body.place in places
        got = "no terms known to be in force" if terms is None else body.place
        yield judge("ROL-9", known, "a regular attendance that the terms provide for", got, clause=clause)


def _attends(
    act: Act, body: facts.AttendeeNamed | facts.AttendeeEnded, roll: Roll, *, expected: bool
) -> Finding:
    """Judge ROL-10: a regular attendance begins where there is none, and ends where there is one."""
    held = any(one.holds(act.day) for one in roll.attending(body.body, body.person))
    told = "attends" if expected else "does not yet attend"
    return judge("ROL-10", held is expected, f"somebody who {told} regularly", body.person, absolute=True)

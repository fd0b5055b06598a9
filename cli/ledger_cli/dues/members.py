"""Terms of members and office-holders that end, seats to be taken up, nominations awaiting an answer.

Implements LSC-7.4 (approvals awaited), LSC-7.8 and LSC-7.9 (terms of office).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger import nominations as judging
from ledger import seats
from ledger.awaiting import NO_DAY, Awaited, by
from ledger.facts import members as facts
from ledger.facts.terms import AppointmentRule
from ledger.terms import cited
from ledger_cli import nominating
from ledger_cli.dues.ground import Ground, Row, before

if TYPE_CHECKING:
    from ledger.members import Membership, Tenure
    from ledger.nominations import Nomination
    from ledger.state import State


def rows(ground: Ground) -> Iterator[Row]:
    """Give what ends, or is awaited, of the roll of every body.

    A term that ended by itself is overdue until somebody follows, or an end is recorded.
    """
    roll = ground.state.roll
    for one in roll.memberships:
        yield from _of_membership(ground, one)
    for held in roll.tenures:
        if held.ends is not None and not _followed(held, roll.tenures):
            yield from _of_tenure(ground, held, held.ends)
    for away in roll.absences:
        if away.until is not None and not away.back and away.holds(ground.day):
            id_ = f"{away.person}.{away.body}.{away.office}.{away.since}"
            due = by(before(away.until))
            awaited = Awaited("absence", id_, away.body, due, away.person, away.since)
            settle = f"remit office back {away.body} {away.office} {away.person}"
            yield Row(awaited, f"absence of the {away.office} ends", settle)
    for code in ground.codes:
        yield from _nominations(ground, code)


def _of_membership(ground: Ground, one: Membership) -> Iterator[Row]:
    id_ = f"{one.person}.{one.body}.{one.seat or 'no-seat'}.{one.since}"
    place = one.seat or one.kind
    if one.awaits and (one.stated is None or ground.day < one.stated) and one.since <= ground.day:
        awaited = Awaited("seat to take up", id_, one.body, NO_DAY, one.person, one.since)
        settle = f"remit member take-up {one.body} {one.person}"
        yield Row(awaited, f"seat {place} to be taken up", settle)
    if one.stated is None or one.since > ground.day or _replaced(ground, one, one.stated):
        return
    ended = one.ended is not None and one.ended <= ground.day
    gone = one.awaits or seats.named(ground.terms(one.body), one.seat) is None
    if ended or (gone and one.holds(ground.day) is False):
        return
    carried = " (held on until somebody is appointed)" if one.carries_over and one.ended is None else ""
    awaited = Awaited("term of a member", id_, one.body, by(before(one.stated)), one.person, one.since)
    again = f" --seat {one.seat}" if one.seat else ""
    settle = f"remit member appoint {one.body} PERSON{again}"
    if one.seat is None:
        settle = f"remit member end {one.body} {one.person} --reason REASON"
    yield Row(awaited, f"term in {place} ends{carried}", settle, _clause_of_seat(ground, one))


def _replaced(ground: Ground, one: Membership, end: str) -> bool:
    """Say whether somebody, perhaps the same person again, is appointed to the seat from then on."""
    return any(
        (other.body, other.seat) == (one.body, one.seat)
        and other is not one
        and (one.seat is not None or other.person == one.person)
        and other.since > one.since
        and (other.stated is None or other.stated > end)
        for other in ground.state.roll.memberships
    )


def _clause_of_seat(ground: Ground, one: Membership) -> str | None:
    terms = ground.terms(one.body)
    seat = seats.named(terms, one.seat)
    return f"{terms.cited} {seat.clause}" if terms is not None and seat is not None else None


def _of_tenure(ground: Ground, one: Tenure, ends: str) -> Iterator[Row]:
    begun, terms = one.begins or one.chosen, ground.terms(one.body)
    exists = terms is not None and one.office in {office.office for office in terms.offices}
    held = ground.state.roll.holder(one.body, one.office, ground.day)
    gone = one.acting is not None or held is not None or not exists
    if one.left is not None or begun > ground.day or (gone and ends <= ground.day):
        return
    clause = (
        next((each.clause for each in terms.offices if each.office == one.office), None) if terms else None
    )
    kind = "term of office" if one.acting is None else "acting in an office"
    id_ = f"{one.person}.{one.body}.{one.office}.{begun}"
    awaited = Awaited(kind, id_, one.body, by(before(ends)), one.person, begun)
    verb = "elect" if one.acting is None else "act-up"
    settle = f"remit office {verb} {one.body} {one.office} PERSON"
    what = f"{'term' if one.acting is None else 'acting'} as {one.office} ends"
    yield Row(awaited, what, settle, f"{terms.cited} {clause}" if terms and clause else None)


def _followed(one: Tenure, tenures: tuple[Tenure, ...]) -> bool:
    """Say whether somebody is chosen for the office from the end of a term on."""
    return any(
        (other.body, other.office, other.acting is None) == (one.body, one.office, one.acting is None)
        and other is not one
        and (other.begins or other.chosen) > (one.begins or one.chosen)
        and (other.ends is None or one.ends is None or other.ends > one.ends)
        for other in tenures
    )


def _nominations(ground: Ground, code: str) -> Iterator[Row]:
    """Give the nominations that wait for approvals, or for the appointment that follows them."""
    done = {one.nomination for one in ground.state.roll.memberships}
    made = [
        body.nomination
        for _, body in ground.by_then(facts.Nominated)
        if body.body == code and body.nomination not in done
    ]
    if not made:
        return
    state = nominating.read(ground.past, code, made, ground.day)
    for one in (state.nominations.known[each] for each in made):
        yield from _nomination(ground, code, state, one)


def _nomination(ground: Ground, code: str, state: State, one: Nomination) -> Iterator[Row]:
    told, terms = one.nominated, ground.terms(code)
    rules = seats.rules_on(AppointmentRule, seats.named(terms, told.seat), terms)
    found = [(rule, judging.answers(rule, one, state.directory, ground.day)) for rule in rules]
    if not all(answers.open for _, answers in found):
        return
    what = f"nomination for {told.seat}"
    waiting = [(rule, who) for rule, answers in found for who in answers.awaited]
    for rule, who in waiting:
        id_, owner = f"{told.nomination}.{who}", f"organisation:{who}"
        awaited = Awaited("approval of a nomination", id_, code, NO_DAY, owner, one.day)
        settle = f"remit member approve {told.nomination} {who}"
        yield Row(awaited, f"{what} to be approved by {who}", settle, cited(terms, rule))
    if not waiting:
        awaited = Awaited("appointment", told.nomination, code, NO_DAY, f"body:{code}", one.day)
        settle = f"remit member appoint {code} {told.person} --nomination {told.nomination}"
        yield Row(awaited, f"{what}: the appointment is to be made", settle)

"""Deputies who wait for approval, or whose time ends (LSC-7.7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.awaiting import NO_DAY, Awaited, by
from ledger.deputies import asks_approval, rule_for, seat_of
from ledger.terms import cited
from ledger_cli.dues.ground import Ground, Row, before

if TYPE_CHECKING:
    from ledger.deputies import Deputy


def rows(ground: Ground) -> Iterator[Row]:
    """Give the deputies of every body who are to be approved, and those whose time has an end."""
    for one in ground.state.deputies.known.values():
        if one.day <= ground.day and one.stood(ground.day) is not None:
            yield from _to_approve(ground, one)
            yield from _ending(ground, one)


def _to_approve(ground: Ground, one: Deputy) -> Iterator[Row]:
    named = one.named
    over = named.meeting in ground.held or ground.day >= one.until
    if over or (one.approved is not None and one.approved <= ground.day):
        return
    terms = ground.terms(named.body)
    seat = seat_of(ground.state.roll, terms, named.body, named.member, named.seat, ground.day)
    rule, _ = rule_for(terms, seat)
    if terms is None or rule is None or not asks_approval(rule):
        return
    coming = ground.state.programme.meetings.get(named.meeting or "")
    due = NO_DAY if coming is None else by(coming.date_on(ground.day))
    offices = [f"office:{named.body}/{office}" for office in rule.approved_by]
    owner = (*offices, *(f"organisation:{code}" for code in rule.approved_by_organisations))[0]
    awaited = Awaited("approval of a deputy", named.deputy, named.body, due, owner, one.day)
    settle = f"remit deputy approve {named.deputy} PERSON"
    yield Row(awaited, f"deputy for {named.member} to be approved", settle, cited(terms, rule))


def _ending(ground: Ground, one: Deputy) -> Iterator[Row]:
    named = one.named
    if named.until is None or ground.day >= named.until or named.meeting is not None:
        return
    known = ground.state.deputies.known.values()
    if any(_goes_on(one, other) for other in known if other.stood(ground.day) is not None):
        return
    due = by(before(named.until))
    awaited = Awaited("deputy", named.deputy, named.body, due, named.person, one.since)
    settle = f"remit deputy name {named.body} {named.member} {named.person} --until DATE"
    yield Row(awaited, f"deputy for {named.member} no longer stands in", settle)


def _goes_on(one: Deputy, other: Deputy) -> bool:
    same = (one.named.body, one.named.member, one.named.person)
    theirs = (other.named.body, other.named.member, other.named.person)
    return same == theirs and other.named.meeting is None and other.until > one.until

"""Dispensations that end (LSC-12). No rule of terms asks that interests are registered again by a day."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.awaiting import Awaited, by
from ledger.facts.interests import Dispensed
from ledger_cli.dues.ground import Ground, Row, before


def rows(ground: Ground) -> Iterator[Row]:
    """Give the dispensations of members of the bodies that hold on the day and have an end."""
    members = {one.person: one.body for one in ground.state.roll.memberships if one.holds(ground.day)}
    for at, one in ground.by_then(Dispensed):
        if one.until is None or ground.day >= one.until or one.person not in members:
            continue
        body = members[one.person]
        id_ = f"{one.person}.{one.by}.{one.interest or 'every-interest'}.{at.day}"
        awaited = Awaited("dispensation", id_, body, by(before(one.until)), one.person, at.day)
        settle = f"remit interest dispense {one.person} --by {one.by} --clause CLAUSE --speaks --until DATE"
        yield Row(awaited, f"dispensation by {one.by} ends", settle, one.clause)

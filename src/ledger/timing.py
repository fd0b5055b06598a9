"""The earliest day: from when an act under a delegation may be done, and from when it may take effect."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from ledger import keydecisions
from ledger.calendars import Counted, Days
from ledger.callins import first_day
from ledger.facts.terms import KeyRule
from ledger.keydecisions import Entry, Plan
from ledger.links import Link


class Earliest(msgspec.Struct, frozen=True):
    """From which day something may be decided, and from which it may take effect.

    Attributes:
        decided: the first day on which it may be decided.
        effective: the first on which it may take effect, if it is published on the day of the decision.
        rule: by which it is a key decision; None: it is not.
        entry: what announced it; None: it was not, and notice is counted from the day that is asked about.
    """

    decided: Counted
    effective: Counted
    rule: KeyRule | None = None
    entry: Entry | None = None


def earliest(
    links: Sequence[Link], on: str, rule: KeyRule | None, entry: Entry | None, days: Days
) -> Earliest:
    """Give the first day of an act, as things stand on a day: its links begun, its notice and call-in over.

    Args:
        links: the chain under which it would be done, from its root.
        on: the day that is asked about.
        rule: the rule on key decisions that it falls under, in the terms of the giver at the root.
        entry: what announced it.
        days: the days that the giver works on.
    """
    begun = max(on, *(link.since for link in links))
    if rule is None:
        return Earliest(Counted(begun), Counted(begun))
    notice = (
        days.earliest(on, rule.notice, rule.unit)
        if entry is None
        else keydecisions.earliest(entry, rule, days, on)
    )
    decided = notice if notice.day is None else Counted(max(begun, notice.day))
    if decided.day is None or rule.call_in is None:
        return Earliest(decided, decided, rule, entry)
    return Earliest(decided, first_day(decided.day, rule, days), rule, entry)


def on_plan(plan: Plan, body: str, matters: Collection[str], day: str) -> tuple[Entry, ...]:
    """Give the entries on the forward plan of a body on a day that are on one of these matters."""
    return tuple(
        entry
        for entry in plan.entries.values()
        if entry.announced.body == body and entry.announced.matter in matters and entry.holds(day)
    )

"""What a correction changes in the register of members: the row, as if the fact had said so all along.

Rule COR-5 keeps every end and every taking up with the membership that it was about.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Table

from ledger.acts import Recorded
from ledger.facts import corrections, members, offices, organisations
from ledger_projections.projection import Amend, Drop, Operation, Value, Values, replaced
from ledger_projections.registering import (
    AmendWhen,
    co_option_row,
    membership_row,
    memberships,
    persons,
    place_of,
    tenure_row,
    tenures,
)

KEPT = ("number", "fact", "until", "ended_number", "ended_fact", "replaced", "awaits")
"""What a correction leaves as it is: where the row is from, and what ended it."""


def correct(  # noqa: PLR0911 - one case a type
    at: Recorded, body: corrections.Corrected
) -> Sequence[Operation]:
    """Say what a correction changes in the register."""
    was, now = body.was, body.body
    if isinstance(was, organisations.PersonRegistered):
        name = {"person": was.person, "fact": at.fact.id, "path": "body.body.name"}
        named = {**name, "since": at.day, "until": None}
        return (Drop(persons, {"person": was.person}),) if now is None else replaced(persons, "person", named)
    if isinstance(was, members.Appointed | members.CoOpted):
        seat = was.seat if isinstance(was, members.Appointed) else None
        match = {**place_of(was.body, seat, was.person), "fact": body.corrects}
        if isinstance(now, members.Appointed):
            return _changed(at, memberships, match, membership_row(at, now))
        if isinstance(now, members.CoOpted):
            return _changed(at, memberships, match, co_option_row(at, now))
        return (Drop(memberships, match),)
    if isinstance(was, members.Ended):
        place = {**place_of(was.body, was.seat, was.person), "ended_fact": body.corrects}
        gone: Values = {"until": None, "ended_number": None, "ended_fact": None}
        return (Amend(memberships, place, gone if now is None else {"until": at.day}),)
    if isinstance(was, offices.Elected | offices.ActingUp):
        match = {"person": was.person, "fact": body.corrects}
        if isinstance(now, offices.Elected | offices.ActingUp):
            row = tenure_row(at, now)
            until: Values = {"until": row["until"]}
            lasting = AmendWhen(tenures, match, until, when=lambda row: row["ended_fact"] is None)
            return (lasting, *_changed(at, tenures, match, row))
        return (Drop(tenures, match),)
    return ()


def _changed(at: Recorded, table: Table, match: Values, row: Values) -> Sequence[Operation]:
    changes: dict[str, Value] = {name: value for name, value in row.items() if name not in KEPT}
    return (Amend(table, match, {**changes, "corrected_by": at.number}),)

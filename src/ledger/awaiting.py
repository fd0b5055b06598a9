"""What is awaited by a day, of whatever noun: how it stands on a day, and in what order it is listed.

A noun says what of it is awaited by a function ``awaited``; what is settled by a day is not awaited on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from ledger.facts.words import Due
from ledger.findings import Finding, judge

Stands = Literal["overdue", "due", "undated"]
Stage = Literal["to come", "due", "overdue", "undated", "not known"]
NO_DAY = Due("no day is stated")
_RANKS: tuple[Stands, ...] = ("overdue", "due", "undated")


class Awaited(msgspec.Struct, frozen=True):
    """Something that is still to come, or to be done.

    Attributes:
        kind: what kind of thing, in a word or a few: ``notice``, ``report``.
        id: by which it is known among its kind, for ever: what moves to another day stays the same.
        body: the code of the body that it is of; None: it is of none.
        due: when it is due, as printed.
        owner: the party that owes it, or an id of a person; None: it is not said.
        since: the day from which it is awaited.
        clause: where that is said; None: a Remit default.
    """

    kind: str
    id: str
    body: str | None
    due: Due
    owner: str | None
    since: str
    clause: str | None = None


def by(day: str) -> Due:
    """Say that something is due by a day."""
    return Due(day, last=day)


def is_ahead(due: Due, day: str) -> bool:
    """Say whether a date can be set on a day: its last day is not past, nor before its first."""
    return due.last is None or max(day, due.first or day) <= due.last


def when(due: Due) -> str | None:
    """Give the day that something is listed under: the last that is meant, else the first; None: neither."""
    return due.last or due.first


def is_past(due: Due, on: str) -> bool:
    """Say whether the last day that is meant is known and is past; on that day itself it is in time."""
    return due.last is not None and due.last < on


def stands(due: Due, on: str) -> Stands:
    """Say how a date stands on a day; on its last day it is in time, and what runs from a day is not late."""
    if is_past(due, on):
        return "overdue"
    return "undated" if when(due) is None else "due"


def stage(due: Due | None, day: str) -> Stage:
    """Say how a date stands on a day: what runs from a day on, without a last one, is never overdue."""
    if due is None:
        return "undated"
    if due.first is None and due.last is None:
        return "not known"
    if is_past(due, day):
        return "overdue"
    begins = due.first or due.last or day
    return "to come" if day < begins else "due"


def falls(due: Due, until: str) -> bool:
    """Say whether something is to be listed up to a day: it is due by then, or nobody knows when it is."""
    listed = when(due)
    return listed is None or listed <= until


def order(one: Awaited, on: str) -> tuple[int, str, str, str, str]:
    """Give what a list is sorted by: overdue first, then by day, then undated; alike by body, kind and id."""
    rank = _RANKS.index(stands(one.due, on))
    return (rank, when(one.due) or "", one.body or "", one.kind, one.id)


def examine_order(rule: str, due: Due | None) -> Iterator[Finding]:
    """Judge that of the days that a printed date is read as, the first is not after the last."""
    if due is not None and due.first is not None and due.last is not None:
        got = f"{due.first} to {due.last}"
        ordered = due.first <= due.last
        yield judge(rule, ordered, "a first day that is not after the last", got, absolute=True)

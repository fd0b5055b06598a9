"""What is awaited: how a date stands on a day, and in what order things are listed."""

from __future__ import annotations

import pytest

from ledger.awaiting import Awaited, by, falls, order, stands, when
from ledger.facts.words import Due

ON = "2026-03-25"


def awaited(id_: str, due: Due, body: str | None = "board") -> Awaited:
    return Awaited("report", id_, body, due, None, "2026-01-01")


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (by("2026-03-24"), "overdue"),
        (by("2026-03-25"), "due"),
        (by("2026-03-26"), "due"),
        (Due("from January 2026", first="2026-01-01"), "due"),
        (Due("quarter 3"), "undated"),
    ],
)
def test_a_date_is_overdue_from_the_day_after_its_last(due: Due, expected: str) -> None:  # HIW-3
    assert expected == stands(due, ON)


def test_what_runs_from_a_day_is_listed_under_that_day_and_a_window_under_its_last() -> None:  # HIW-3
    assert when(Due("from April 2026", first="2026-04-01")) == "2026-04-01"
    assert when(Due("April to June 2026", "2026-04-01", "2026-06-30")) == "2026-06-30"
    assert when(Due("in due course")) is None


def test_what_has_no_day_is_listed_up_to_every_day_and_a_date_up_to_its_own() -> None:
    assert falls(Due("in due course"), "0001-01-01")
    assert falls(by("2026-04-24"), "2026-04-24")
    assert not falls(by("2026-04-25"), "2026-04-24")


def test_the_overdue_come_first_then_days_then_the_undated() -> None:
    listed = [
        awaited("undated", Due("in due course")),
        awaited("later", by("2026-06-01")),
        awaited("late", by("2026-03-01")),
        awaited("soon", by("2026-03-25")),
        awaited("latest", by("2026-02-01")),
        awaited("of nobody", by("2026-06-01"), None),
    ]

    ordered = [one.id for one in sorted(listed, key=lambda one: order(one, ON))]

    assert ordered == ["latest", "late", "soon", "of nobody", "later", "undated"]

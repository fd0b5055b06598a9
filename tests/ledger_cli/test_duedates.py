"""Dates as printed, the days that they mean, and when a review is overdue."""

from __future__ import annotations

import pytest

from ledger.awaiting import is_past
from ledger_cli.duedates import due_of, review


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("2021-12-31", None, "2021-12-31"),
        ("31st March 2018", None, "2018-03-31"),
        ("by 30 June 2017", None, "2017-06-30"),
        ("by September 2017", None, "2017-09-30"),
        ("December 2017", None, "2017-12-31"),
        ("February 2024", None, "2024-02-29"),
        ("before the end of March 2022", None, "2022-03-31"),
        ("by the end of March 2022", None, "2022-03-31"),
        ("By March 2018", None, "2018-03-31"),
        ("by 31 Mar 2018", None, "2018-03-31"),
        ("by Sept. 2018", None, "2018-09-30"),
        ("by end of April 2018", None, "2018-04-30"),
        ("end of April 2018", None, "2018-04-30"),
        ("at the end of April 2018", None, "2018-04-30"),
        ("until 31 July 2018", None, "2018-07-31"),
        ("on 3 July 2018", None, "2018-07-03"),
        ("on or before 3 July 2018", None, "2018-07-03"),
        ("before April 2018", None, "2018-03-31"),
        ("before 1 March 2024", None, "2024-02-29"),
        ("From June 2017", "2017-06-01", None),
        ("from June 2017", "2017-06-01", None),
        ("from 1 April 2017", "2017-04-01", None),
        ("between September 2017 and March 2018", "2017-09-01", "2018-03-31"),
        ("July to September 2017", "2017-07-01", "2017-09-30"),
        ("from September 2017 to March 2018", "2017-09-01", "2018-03-31"),
    ],
)
def test_a_date_is_read_as_the_days_that_it_means(
    printed: str, first: str | None, last: str | None
) -> None:  # HIW-3, PLD-8
    assert (due_of(printed).first, due_of(printed).last) == (first, last)
    assert due_of(printed).printed == printed


@pytest.mark.parametrize(
    "printed",
    [
        *("quarter 3", "May", "2024/25", "spring 2024", "three to six months", "over the next two months"),
        *("by March", "before spring 2018", "within two months", "by 31 June 2017", "by march 2018"),
        *("the end of time", "before the end of spring 2018", "31 June 2017", "2017-06-31"),
        *("between March 2018 and September 2017", "for April 2018"),
    ],
)
def test_what_is_printed_otherwise_is_kept_and_has_no_days(printed: str) -> None:  # PLD-8, SYS-3
    assert due_of(printed).printed == printed
    assert (due_of(printed).first, due_of(printed).last) == (None, None)
    assert review(printed, "2099-01-01") == printed


def test_a_doubt_stands_beside_what_is_printed() -> None:  # SYS-3
    assert due_of("by April 2017", "before the agreement began").doubt == "before the agreement began"


@pytest.mark.parametrize(
    ("printed", "last", "after"),
    [
        ("2021-12-31", "2021-12-31", "2022-01-01"),
        ("1 May 2024", "2024-05-01", "2024-05-02"),
        ("May 2024", "2024-05-31", "2024-06-01"),
        ("by May 2024", "2024-05-31", "2024-06-01"),
    ],
)
def test_a_review_is_overdue_once_the_day_or_the_month_is_over(
    printed: str, last: str, after: str
) -> None:  # PLD-4
    assert review(printed, last) == printed
    assert review(printed, after) == f"{printed}, overdue"
    assert not is_past(due_of(printed), last)

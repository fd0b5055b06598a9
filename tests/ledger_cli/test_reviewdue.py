"""When a review is overdue."""

from __future__ import annotations

import pytest

from ledger_cli.reviewdue import review


@pytest.mark.parametrize(
    ("printed", "last", "after"),
    [
        ("2021-12-31", "2021-12-31", "2022-01-01"),
        ("31st March 2018", "2018-03-31", "2018-04-01"),
        ("1 May 2024", "2024-05-01", "2024-05-02"),
        ("May 2024", "2024-05-31", "2024-06-01"),
        ("February 2024", "2024-02-29", "2024-03-01"),
    ],
)
def test_a_review_is_overdue_once_the_day_or_the_month_is_over(
    printed: str, last: str, after: str
) -> None:  # PLD-4
    assert review(printed, last) == printed
    assert review(printed, after) == f"{printed}, overdue"


@pytest.mark.parametrize("printed", ["quarter 3", "May", "2024/25", "spring 2024", "by May 2024"])
def test_of_a_review_that_is_printed_otherwise_nothing_is_known(printed: str) -> None:  # PLD-4, SYS-3
    assert review(printed, "2099-01-01") == printed

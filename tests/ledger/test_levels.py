"""Sharing out to the penny, and what folding makes of what makes no sense."""

from __future__ import annotations

import pytest
from tests.ledger.test_funds import PLACE, THEME, allocates, funded, opens, world

from ledger.levels import apportion
from ledger.scopes import printed


@pytest.mark.parametrize(
    ("minor", "parts", "expected"),
    [
        (3_000, (60, 40), (1_800, 1_200)),
        (100, (1, 1, 1), (34, 33, 33)),
        (101, (1, 1, 1), (34, 34, 33)),
        (1, (1, 2), (0, 1)),
        (10, (1, 6, 2), (1, 7, 2)),
        (0, (3, 4), (0, 0)),
        (7, (5,), (7,)),
    ],
)
def test_an_overspend_is_shared_by_largest_remainder_to_the_penny(
    minor: int, parts: tuple[int, ...], expected: tuple[int, ...]
) -> None:  # PLD-1
    assert apportion(minor, parts) == expected


def test_an_amount_is_printed_to_the_last_penny_however_large() -> None:
    assert printed(2**53 - 1, "GBP") == "GBP 90,071,992,547,409.91"
    assert [printed(minor, "EUR") for minor in (0, 5, -1, -250_000)] == [
        "EUR 0.00",
        "EUR 0.05",
        "EUR -0.01",
        "EUR -2,500.00",
    ]


def test_what_takes_from_itself_is_shown_once_or_not_at_all() -> None:
    circle = funded(
        allocates(1, THEME, "place", THEME, "theme"), allocates(1, PLACE, "place", PLACE, "place")
    )
    assert [one.made.allocation for _, one in circle.state().funds.tree("pool")] == [PLACE]
    lost = world().and_(opens(), allocates(1, THEME, "place", THEME, "theme"))
    assert list(lost.state().funds.tree("pool")) == []

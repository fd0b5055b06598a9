"""Acts that look like one act cut into slices (D5)."""

from __future__ import annotations

from typing import Any

from tests.ledger.given import Given, Step, named
from tests.ledger.partnership import BOB, CATH, ICP, pounds, scope
from tests.ledger.test_uses import board, granted, limited, used

from ledger.facts.delegations import Limit
from ledger.facts.words import Money
from ledger.lookalikes import Alike, alike


def acts(before: Given, within: int = 30) -> tuple[Alike, ...]:
    chain = before.state().chain
    return alike(chain.acts.values(), chain, within)


def bought(amount: Money | None, day: str, name: str, *persons: str, **more: Any) -> tuple[Step, ...]:
    return used(*(persons or (BOB,)), amount=amount, day=day, act=name, **more)


BUYS = board(granted(BOB, CATH, holds=scope("grants", "leases", each=pounds(100))))


def test_slices_below_the_limit_that_are_beyond_it_together_are_listed() -> None:  # D5
    twice = BUYS.and_(bought(pounds(60), "2024-03-01", "a"), bought(pounds(41), "2024-03-31", "b"))
    (one,) = acts(twice)
    assert (one.function, one.whom, one.together, one.limit.amount) == (
        "grants",
        BOB,
        pounds(101),
        pounds(100),
    )
    assert [each.day for each in one.acts] == ["2024-03-01", "2024-03-31"]
    assert acts(twice, within=29) == ()


def test_what_stays_within_the_limit_together_or_goes_beyond_it_alone_is_not() -> None:
    within = BUYS.and_(bought(pounds(60), "2024-03-01", "a"), bought(pounds(40), "2024-03-02", "b"))
    assert acts(within) == ()
    alone = BUYS.and_(bought(pounds(101), "2024-03-01", "a"), bought(pounds(1), "2024-03-02", "b"))
    assert acts(alone) == ()
    assert acts(BUYS.and_(bought(None, "2024-03-01", "a"))) == ()


def test_decisions_of_one_body_are_alike() -> None:  # LSC-S6, D5
    gives = board(granted(f"body:{ICP}", holds=scope("grants", each=pounds(100))))

    def decided(name: str, pence: int) -> tuple[Step, ...]:
        return used(amount=pounds(pence), act=name, day="2024-03-01", resolution=named("d", name), part="1")

    (one,) = acts(gives.and_(decided("a", 60), decided("b", 41)))
    assert (one.whom, one.together) == (f"body:{ICP}", pounds(101))
    assert acts(gives.and_(decided("a", 60), decided("b", 40))) == ()


def test_other_functions_persons_suppliers_and_currencies_are_not_alike() -> None:
    first = bought(pounds(60), "2024-03-01", "a")
    for other in (
        bought(pounds(60), "2024-03-02", "b", function="leases"),
        bought(pounds(60), "2024-03-02", "b", CATH),
        bought(pounds(60), "2024-03-02", "b", supplier="firm"),
        bought(Money(60_00, "EUR"), "2024-03-02", "b"),
    ):
        assert acts(BUYS.and_(first, other)) == ()
    # With one supplier it does not matter who bought.
    from_firm = BUYS.and_(
        bought(pounds(60), "2024-03-01", "a", supplier="firm"),
        bought(pounds(60), "2024-03-02", "b", CATH, supplier="firm"),
    )
    assert [one.whom for one in acts(from_firm)] == ["firm"]


def test_acts_on_one_matter_add_up_when_they_are_recorded_and_are_not_listed() -> None:  # D5
    steps = [bought(pounds(60), f"2024-03-0{day}", name, matter="roof") for day, name in ((1, "a"), (2, "b"))]
    assert acts(BUYS.and_(*steps)) == ()
    other = bought(pounds(60), "2024-03-03", "c", matter="drains")
    assert len(acts(BUYS.and_(*steps, other))) == 1


def test_without_a_limit_for_one_act_nothing_is_cut() -> None:
    free = board(granted(BOB, holds=limited(Limit(pounds(500), "all acts"))))
    two = free.and_(bought(pounds(60), "2024-03-01", "a"), bought(pounds(60), "2024-03-02", "b"))
    assert acts(two) == ()
    assert acts(board()) == ()

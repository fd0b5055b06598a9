"""What becomes of a fund: it is varied, its money lapses, and passes to what succeeds a body or its host."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.ledger.given import Given, Step, named, on
from tests.ledger.partnership import BOB, CATH, ICP, MEETING, RESOLUTION, attended, item, opened, resolves
from tests.ledger.test_funds import (
    APRIL,
    BEDS,
    DISTRICT,
    HOMES,
    JUNE,
    MAY,
    NEXT_APRIL,
    OPEN,
    PLACE,
    SECOND,
    THEME,
    against,
    agrees,
    aligned,
    allocates,
    changes_to,
    commits,
    elsewhere,
    funded,
    opens,
    pays,
    pays_in,
    position,
    pounds,
    releases,
    world,
)

from ledger.facts import bodies, organisations
from ledger.facts import funds as facts
from ledger.findings import Verdict

JULY = "2024-07-01"
VARIED = facts.FundVaried(
    "pool", ICP, "Deed of variation 1", OPEN.title, OPEN.host, BOB, "2026-04-01", OPEN.shares
)
HALVES = (facts.RiskShare("blackburn", 1), facts.RiskShare("icb", 1))


def varies(day: str = JULY, /, **changes: object) -> tuple[Step, ...]:
    return on(day, replace(VARIED, **changes))


def lapses(
    amount: int | None,
    /,
    allocation: str = PLACE,
    by: str = "place",
    parent: str | None = None,
    day: str = JUNE,
    **changes: object,
) -> tuple[Step, ...]:
    money = None if amount is None else pounds(amount)
    return on(day, replace(facts.AllocationLapsed(allocation, by, "pool", parent, money), **changes))


def body_ends(
    *passing: str,
    code: str = "place",
    successors: tuple[str, ...] = ("delivery",),
    funds: tuple[str, ...] = (),
    day: str = JUNE,
) -> tuple[Step, ...]:
    return on(day, bodies.Ended(code, "clause 4.4", successors, passing, funds))


# --- varied --------------------------------------------------------------------------------------


def test_a_fund_is_varied_from_a_day_on_and_stays_as_it_was_before() -> None:  # PLD-1
    fence = facts.RingFence("9", ("grants",))
    step = varies(shares=HALVES, title="Pool", manager=CATH, assured_by="delivery", ring_fenced=fence)
    after = funded().when(step).happens()
    fund = after.state().funds.known["pool"]
    assert (fund.terms("2024-06-30"), fund.terms(JULY)) == (OPEN, step[0].body)
    assert fund.terms(NEXT_APRIL).shares == HALVES
    # A variation of an earlier day that comes later leaves what was said of a later day.
    early = after.and_(varies(MAY, title="May")).state().funds.known["pool"]
    assert [early.terms(day).title for day in (APRIL, MAY, JULY)] == [OPEN.title, "May", "Pool"]
    stray = world().and_(varies()).state().funds
    assert stray.known == {}


def test_money_is_committed_within_the_days_of_the_fund_as_it_was_varied() -> None:  # PLD-1
    late = commits(1, day="2025-05-01")
    assert against(funded().when(late)) == ["MNY-11"]
    funded(varies()).when(late).happens()
    shorter = funded(varies(ends="2024-08-01"))
    shorter.when(commits(1, day="2024-07-31")).happens()
    shorter.when(commits(1, day="2024-08-01")).refused_by(
        "MNY-11 (Deed of variation 1): expected a day from 2024-04-01 and before 2024-08-01, got 2024-08-01"
    )


def test_a_fund_that_has_ended_is_varied_no_more_but_by_a_departure() -> None:
    before = funded()
    before.when(varies("2025-03-31")).happens()
    over = before.when(varies(NEXT_APRIL))
    over.refused_by("MNY-11 (s.75 agreement 4): expected a day before 2025-04-01, got 2025-04-01")
    before.when(over.step.departing()).happens("MNY-11 not met")
    world().and_(opens(ends=None)).when(varies("2034-04-01", ends=None)).happens()


def test_what_varies_a_fund_is_judged_as_what_opens_it() -> None:
    before = funded()
    for step, rule in (
        (varies(fund="purse"), "MNY-2"),
        (varies("2024-03-19"), "MNY-2"),
        (varies(by="place"), "MNY-3"),
        (varies(ends=APRIL), "MNY-4"),
        (varies(shares=(HALVES[0], HALVES[0])), "MNY-5"),
        (varies(manager=named("p", "nobody")), "PER-2"),
        (varies(assured_by="nobody"), "BOD-2"),
    ):
        assert against(before.when(step)) == [rule]
    own = replace(VARIED, fund="own", host="lancashire", manager=None)
    assert against(aligned().when(on(JULY, own))) == ["MNY-6", "MNY-6"]
    aligned().when(on(JULY, replace(own, shares=()))).happens()


def test_the_host_is_another_only_where_that_succeeded_it() -> None:  # SYS-1
    ended = on(MAY, organisations.Ended("blackburn", "an Order", ("lancashire",)))
    sentence = "MNY-24 (Remit default): expected blackburn, or what succeeded it by {}, got {}"
    funded().when(varies(host="lancashire")).refused_by(sentence.format(JULY, "lancashire"))
    before = funded(ended)
    early = "2024-04-30"
    before.when(varies(early, host="lancashire")).refused_by(sentence.format(early, "lancashire"))
    before.when(varies(host="icb")).refused_by(sentence.format(JULY, "icb"))
    after = before.when(varies(MAY, host="lancashire")).happens()
    after.when(varies(host="lancashire")).happens()
    assert against(after.when(varies(host="blackburn"))) == ["MNY-24"]


def test_an_aligned_budget_stays_its_owners_when_that_is_succeeded() -> None:  # PLD-2
    ended = on(MAY, organisations.Ended("lancashire", "an Order", ("blackburn",)))
    own = replace(VARIED, fund="own", host="blackburn", manager=None, shares=())
    new = on("2023-01-05", bodies.Constituted("new", "New cabinet", "an Act", ("blackburn",)))
    before = aligned(new, ended).when(on(MAY, own)).happens()
    more = agrees(1, "blackburn", "Council tax", JUNE, fund="own")
    before.when(more).happens()
    assert against(before.when(agrees(1, "lancashire", "Council tax", JUNE, fund="own"))) == ["MNY-6"]
    step = allocates(1, PLACE, "new", None, "new", JUNE, fund="own")
    before.when(step).happens()
    old = allocates(1, PLACE, "cabinet", None, "cabinet", JUNE, fund="own")
    assert against(before.when(old)) == ["MNY-10"]


# --- lapsed --------------------------------------------------------------------------------------


def used() -> Given:
    """Give 600 pounds of which 200 are with the theme, 150 committed, and 10 drawn beyond them."""
    below = allocates(200, THEME, "place", PLACE, "theme")
    return funded(below, commits(150), pays(160, MAY))


def test_what_is_left_of_an_allocation_that_lapses_is_the_level_aboves_again() -> None:  # PLD-1
    before = used()
    assert (position(before).left, position(before, None).left) == (24_000, 40_000)
    after = before.when(lapses(360)).happens()
    assert (position(after).left, position(after, None).left) == (0, 64_000)
    assert (position(after, day=MAY).left, position(after, None, MAY).left) == (24_000, 40_000)
    assert [one.lapsed(JUNE) for one in after.state().funds.levels.values()] == [JUNE, None]
    after.when(allocates(640, SECOND, day=JUNE)).happens()
    assert against(after.when(allocates(641, SECOND, day=JUNE))) == ["MNY-12"]
    untouched = funded().when(lapses(None)).happens()
    assert (position(untouched), position(untouched, None).left) == (position(world()), 100_000)


@pytest.mark.parametrize("amount", [359, 361, None])
def test_what_was_used_stays_and_nothing_else(amount: int | None) -> None:  # PLD-1
    got = f"GBP {amount or 0}.00"
    outcome = used().when(lapses(amount))
    outcome.refused_by(
        "MNY-22 (Remit default): expected GBP 360.00 to stay, which was committed and passed down of it, "
        f"got {got}"
    )
    departing = outcome.before.when(outcome.step.departing())
    assert departing.finding("MNY-22").absolute


def test_what_lapses_covers_what_is_used_on_every_later_day_and_no_more_than_it_had() -> None:
    later = funded(commits(100), commits(300, HOMES, day=JULY), releases(50, JUNE))
    later.when(lapses(350)).happens()
    over = funded(commits(100), pays(700))
    after = over.when(lapses(600)).happens()
    assert (position(after).over, position(after, None).left) == (10_000, 40_000)
    # What was to be more later is not, and what was to be less is.
    more = funded(commits(100), changes_to(900, day=JULY), lapses(100))
    assert position(more, day=JULY).allocated == 10_000
    less = funded(commits(100), changes_to(50, day=JULY), lapses(100))
    assert position(less, day=JULY).allocated == 5_000


def test_of_what_has_lapsed_nothing_is_passed_down_or_committed_any_more() -> None:  # PLD-1
    after = used().and_(lapses(360))
    expected = f"an allocation that has not lapsed by {JUNE}"
    sentence = f"MNY-23 (Remit default): expected {expected}, got {PLACE}, lapsed {JUNE}"
    for step in (
        commits(1, HOMES, by=ICP, day=JUNE),
        allocates(1, SECOND, ICP, PLACE, "theme", JUNE),
        changes_to(600, day=JUNE),
    ):
        found = after.when(step).finding("MNY-23")
        assert (found.sentence(), found.verdict, found.absolute) == (sentence, Verdict.NOT_MET, True)
    # Before it did, it had not; and what was passed down goes on.
    assert "MNY-23" not in against(after.when(commits(1, HOMES)))
    after.when(commits(200, HOMES, THEME, "theme", JUNE)).happens()


def test_who_holds_the_level_above_settles_what_is_left_of_one_that_lapsed() -> None:  # PLD-1
    after = used().and_(lapses(360))
    after.when(pays(1, by=ICP)).happens()
    assert against(after.when(pays(1))) == ["MNY-3"]
    below = funded(
        allocates(200, THEME, "place", PLACE, "theme"),
        commits(50, HOMES, THEME, "theme"),
        lapses(50, THEME, "theme", PLACE),
    )
    back = facts.Released(HOMES, "place", THEME, pounds(20))
    released = below.when(on(JUNE, back)).happens()
    again = released.when(lapses(30, THEME, "place", PLACE)).happens()
    assert (position(again, THEME).left, position(again).left) == (0, 57_000)
    assert against(released.when(lapses(30, THEME, "theme", PLACE))) == ["MNY-3"]
    # When that lapses too, it is for the level above both.
    both = again.when(lapses(30)).happens()
    both.when(on(JULY, facts.Paid(HOMES, ICP, THEME, pounds(1)))).happens()


def test_what_lapses_of_an_aligned_budget_is_its_owners() -> None:  # PLD-2
    before = aligned(allocates(400, PLACE, "cabinet", None, "highways", fund="own"))
    after = before.and_(commits(100, by="highways")).when(lapses(100, by="highways", fund="own")).happens()
    after.when(pays(1, by="cabinet")).happens()
    assert against(after.when(pays(1, by="joint"))) == ["MNY-10"]


def test_what_lapses_is_an_allocation_that_is_there_and_the_holders_to_give_back() -> None:
    before = used()
    for step, rules in (
        (lapses(360, by=ICP), ["MNY-3"]),
        (lapses(1, SECOND), ["MNY-2"]),
        (lapses(360, day="2024-03-31"), ["MNY-2", "MNY-22"]),
        (lapses(360, parent=THEME), ["MNY-2"]),
        (lapses(360, fund="purse"), ["MNY-2"]),
        (lapses(360, amount=pounds(360, "EUR")), ["MNY-7"]),
    ):
        assert against(before.when(step)) == rules
    departing = before.when(lapses(360, by=ICP)[0].departing())
    assert departing.finding("MNY-3").absolute


def test_folding_of_a_lapse_makes_something_of_what_makes_no_sense() -> None:
    circle = allocates(1, THEME, "theme", THEME, "theme"), lapses(1, THEME, "theme", THEME)
    funds = world().and_(opens(), *circle).state().funds
    assert (funds.holder(THEME, JUNE), funds.above_lapsed(THEME)) == ("theme", frozenset({THEME}))
    stray = allocates(1, THEME, "place", PLACE, "theme"), lapses(1, THEME, "theme", PLACE)
    lost = world().and_(*stray).state().funds
    assert (lost.holder(THEME, JUNE), lost.keeper("pool", JUNE)) == (None, None)
    top = world().and_(allocates(1), lapses(1)).state().funds
    assert (top.holder(PLACE, JUNE), top.holder(SECOND, JUNE)) == (None, None)
    assert world().and_(lapses(1)).state().funds.levels == {}


# --- succeeded -----------------------------------------------------------------------------------


def test_what_a_body_holds_passes_to_its_successor_which_commits_it_from_that_day() -> None:  # PLD-1, SYS-1
    before = funded(commits(100)).when(body_ends(PLACE)).happens()
    before.when(commits(500, HOMES, by="delivery", day=JUNE)).happens()
    assert against(before.when(commits(501, HOMES, by="delivery", day=JUNE))) == ["MNY-14"]
    # What was before its day is the old body's.
    before.when(commits(1, HOMES)).happens()
    assert against(before.when(commits(1, HOMES, by="delivery", day="2024-05-31"))) == ["MNY-3"]
    assert "BOD-2" in against(before.when(commits(1, HOMES, day=JUNE)))
    before.when(on(JUNE, facts.Paid(BEDS, "delivery", PLACE, pounds(1)))).happens()
    before.when(allocates(500, THEME, "delivery", PLACE, "theme", JUNE)).happens()
    assert position(before) == position(funded(commits(100)))


def test_a_decision_or_act_of_the_body_before_carries_its_successor() -> None:  # SYS-1
    taken = (elsewhere(), attended(BOB), item(), resolves("consensus"))
    before = funded(*taken, body_ends(PLACE))
    (mine,) = commits(1, HOMES, by="delivery", day=JUNE, resolution=RESOLUTION)
    before.when(mine).happens()
    other = funded(opened(), *taken[1:], body_ends(PLACE))
    assert "MNY-16" in against(other.when(mine))


def test_nothing_that_a_body_holds_is_forgotten_when_it_ends() -> None:  # SYS-1
    before = funded()
    before.when(body_ends()).refused_by(
        "SUC-3 (Remit default): expected every membership, office and coming meeting of the body to be ended "
        f"first, and what it holds of funds to lapse or pass on, got allocation {PLACE}"
    )
    before.and_(lapses(None)).when(body_ends()).happens()
    before.and_(lapses(None, day=JULY)).when(body_ends(day=JULY)).happens()
    assert "SUC-3" in against(before.and_(lapses(None, day=JULY)).when(body_ends()))
    # What passed to a body is what it holds, and what passed from it is not.
    heir = before.and_(body_ends(PLACE))
    assert "SUC-3" in against(heir.when(body_ends(code="delivery", successors=("theme",), day=JULY)))
    twice = heir.when(body_ends(PLACE, code="delivery", successors=("theme",), day=JULY)).happens()
    held = [twice.state().funds.holder(PLACE, day) for day in (MAY, JUNE, JULY)]
    assert held == ["place", "delivery", "theme"]
    # What lapsed is the level's above, which may be its own.
    both = before.and_(allocates(1, THEME, "place", PLACE, "place"), lapses(None, THEME, "place", PLACE))
    both.when(body_ends(PLACE)).happens()
    # What it would have been given only later is nothing that it holds.
    before.and_(allocates(1, SECOND, day=JULY)).when(body_ends(PLACE)).happens()


@pytest.mark.parametrize(
    ("passing", "successors", "got"),
    [
        ((THEME, PLACE), ("delivery",), THEME),
        ((DISTRICT, PLACE), ("delivery",), DISTRICT),
        ((PLACE,), (), f"{PLACE} without a successor"),
    ],
)
def test_only_what_a_body_holds_passes_and_only_to_a_successor(
    passing: tuple[str, ...], successors: tuple[str, ...], got: str
) -> None:  # SYS-1
    before = funded(allocates(1, THEME, "place", PLACE, "theme"))
    before.when(body_ends(*passing, successors=successors)).refused_by(
        "SUC-4 (Remit default): expected an allocation that place holds, and a successor to pass it to, "
        f"got {got}"
    )


def test_a_fund_is_kept_by_what_succeeded_the_body_that_opened_it() -> None:  # SYS-1
    ended = on(JUNE, bodies.Ended(ICP, "an Order", ("delivery",), (), ("pool",)))
    before = funded(ended)
    for step in (
        agrees(800, by="delivery", day=JUNE),
        pays_in(1, by="delivery", day=JUNE),
        allocates(1, SECOND, "delivery", day=JUNE),
        changes_to(601, by="delivery", day=JUNE),
        varies(by="delivery"),
    ):
        before.when(step).happens()
        assert "MNY-3" in against(before.when(replace(step[0], body=replace(step[0].body, by="theme"))))
    before.when(commits(1, day=JULY)).happens()
    kept = funded().when(replace(ended[0], body=replace(ended[0].body, funds=("pool", "purse"))))
    found = [one for one in kept.findings if one.rule == "SUC-4"]
    assert [(one.verdict, one.got) for one in found] == [(Verdict.MET, "pool"), (Verdict.NOT_MET, "purse")]
    assert found[0].expected == "a fund that icp keeps, and a successor to pass it to"
    nobody = body_ends(code=ICP, successors=(), funds=("pool",))
    assert "SUC-4" in against(funded().when(nobody))
    assert funded().and_(nobody).state().funds.passed == {}


def test_a_meeting_of_the_body_that_keeps_the_fund_by_then_is_one_to_bring_it_to() -> None:  # HIW-4
    held = on("2024-06-15", replace(opened()[0].body, body="delivery"))
    before = funded(on(JUNE, bodies.Ended(ICP, "an Order", ("delivery",), (), ("pool",))), held)
    before.when(commits(1, brought=MEETING, day=JULY)).happens()
    assert against(funded(held).when(commits(1, brought=MEETING, day=JULY))) == ["MNY-16"]

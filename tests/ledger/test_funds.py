"""Pooled funds and aligned budgets: who may pass down and commit how much, of whose money."""

from __future__ import annotations

from msgspec.structs import replace
from tests.ledger.given import Given, Outcome, Step, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CHAIR,
    ICP,
    MEETING,
    MET,
    QUORUM,
    RESOLUTION,
    attended,
    constituted,
    item,
    opened,
    partnership,
    resolves,
    scope,
    terms_with,
)

from ledger.commitments import duties
from ledger.facts import bodies, delegations, meetings, organisations, terms
from ledger.facts import funds as facts
from ledger.facts.words import Money
from ledger.findings import Verdict
from ledger.levels import Position

OPENED, APRIL, MAY, JUNE, NEXT_APRIL = "2024-03-20", "2024-04-01", "2024-05-01", "2024-06-01", "2025-04-01"
PLACE, THEME, DISTRICT, SECOND = (named("w", name) for name in ("place", "theme", "district", "second"))
BEDS, HOMES = named("x", "beds"), named("x", "homes")
ACT = named("a", "act")
OPEN = facts.FundOpened(
    fund="pool",
    by=ICP,
    title="Better Care Fund",
    kind="pooled",
    host="blackburn",
    manager=BOB,
    under="s.75 agreement 4",
    currency="GBP",
    begins=APRIL,
    ends=NEXT_APRIL,
    shares=(facts.RiskShare("blackburn", 60), facts.RiskShare("icb", 40)),
)
OWN = replace(OPEN, fund="own", kind="aligned", host="lancashire", manager=None, shares=())
"""A budget that a council aligns to the partnership."""

SHARED = terms.InvestmentRule(rule="INV-1", clause="4", basis="stated", says="so", over=Money(250_00, "GBP"))


def pounds(amount: int, currency: str = "GBP") -> Money:
    return Money(amount * 100, currency)


def world() -> Given:
    """Give the partnership, its organisations, and the bodies that money passes through."""
    codes = ("blackburn", "lancashire", "icb")
    councils = (organisations.Registered(one, one, "council") for one in codes)
    cabinets = (
        bodies.Constituted("cabinet", "Cabinet", "an Act", ("lancashire",)),
        bodies.Constituted("highways", "Highways committee", "an Act", ("lancashire",)),
        bodies.Constituted("joint", "Joint committee", "an Act", ("lancashire", "icb")),
    )
    below = ("place", "theme", "district", "delivery")
    return partnership().and_(on("2023-01-05", *councils, *cabinets), *(constituted(code) for code in below))


def opens(**changes: object) -> tuple[Step, ...]:
    return on(OPENED, replace(OPEN, **changes))


def agrees(
    amount: int | None,
    /,
    organisation: str = "icb",
    source: str = "Minimum contribution",
    day: str = OPENED,
    **changes: object,
) -> tuple[Step, ...]:
    money = None if amount is None else pounds(amount)
    body = facts.ContributionAgreed("pool", ICP, organisation, money, source)
    return on(day, replace(body, **changes))


def pays_in(amount: int, /, organisation: str = "icb", day: str = MAY, **changes: object) -> tuple[Step, ...]:
    return on(day, replace(facts.ContributionPaid("pool", ICP, organisation, pounds(amount)), **changes))


def allocates(
    amount: int,
    /,
    allocation: str = PLACE,
    by: str = ICP,
    parent: str | None = None,
    to: str = "place",
    day: str = APRIL,
    **changes: object,
) -> tuple[Step, ...]:
    body = facts.Allocated(allocation, by, "pool", parent, to, pounds(amount))
    return on(day, replace(body, **changes))


def changes_to(
    amount: int | None,
    /,
    allocation: str = PLACE,
    by: str = ICP,
    parent: str | None = None,
    day: str = MAY,
    **changes: object,
) -> tuple[Step, ...]:
    money = None if amount is None else pounds(amount)
    return on(day, replace(facts.AllocationChanged(allocation, by, "pool", parent, money), **changes))


def commits(
    amount: int,
    /,
    commitment: str = BEDS,
    allocation: str = PLACE,
    by: str = "place",
    day: str = MAY,
    **changes: object,
) -> tuple[Step, ...]:
    body = facts.Committed(commitment, by, allocation, pounds(amount), sealed("twelve beds"))
    return on(day, replace(body, **changes))


def releases(
    amount: int, day: str = JUNE, by: str = "place", commitment: str = BEDS, brought: str | None = None
) -> tuple[Step, ...]:
    return on(day, facts.Released(commitment, by, PLACE, pounds(amount), brought))


def pays(amount: int, day: str = JUNE, by: str = "place", commitment: str = BEDS) -> tuple[Step, ...]:
    return on(day, facts.Paid(commitment, by, PLACE, pounds(amount)))


def funded(*steps: tuple[Step, ...]) -> Given:
    """Give a pooled fund of 1,000 pounds of which 600 are with the place."""
    return world().and_(opens(), agrees(700), agrees(300, "blackburn", "Grant"), allocates(600), *steps)


def position(before: Given, allocation: str | None = PLACE, day: str = JUNE, fund: str = "pool") -> Position:
    return before.state().funds.position(fund, allocation, day)


def against(outcome: Outcome) -> list[str]:
    """Give the rules that speak against an act."""
    return [one.rule for one in outcome.findings if one.verdict is not Verdict.MET]


# --- down the chain ------------------------------------------------------------------------------


def test_money_goes_into_a_fund_down_the_chain_and_out_of_it() -> None:  # PLD-1
    before = world()
    for step in (
        opens(),
        agrees(700),
        agrees(300, "blackburn", "Grant"),
        allocates(600),
        allocates(400, THEME, "place", PLACE, "theme"),
        pays_in(350),
        commits(150),
        pays(40),
        releases(100),
    ):
        before = before.when(step).happens()
    assert position(before, None) == Position(100_000, 60_000)
    assert position(before) == Position(60_000, 40_000, 5_000, 4_000)
    assert position(before).left == 15_000
    assert position(before, THEME) == Position(40_000)
    assert position(before, day="2024-05-31") == Position(60_000, 40_000, 15_000)
    assert position(before, day="2024-04-30") == Position(60_000, 40_000)
    assert position(before, day=OPENED) == Position()
    fund = before.state().funds.known["pool"]
    assert [(one.organisation, one.source, one.amount) for one in fund.sources(JUNE)] == [
        ("icb", "Minimum contribution", pounds(700)),
        ("blackburn", "Grant", pounds(300)),
    ]
    assert fund.sources("2024-03-19") == ()
    assert (dict(fund.paid_in(JUNE)), dict(fund.paid_in(APRIL))) == ({"icb": 35_000}, {})
    assert [(depth, one.made.to) for depth, one in before.state().funds.tree("pool")] == [
        (1, "place"),
        (2, "theme"),
    ]
    assert before.state().funds.whole("pool", JUNE) == Position(100_000, 0, 5_000, 4_000)


def test_no_level_passes_on_more_than_it_holds() -> None:  # PLD-1
    before = funded()
    before.when(allocates(400, SECOND)).happens()
    before.when(allocates(401, SECOND)).refused_by(
        "MNY-12 (Remit default): expected no more passed down than pool has, "
        "got GBP 1.00 over GBP 1,000.00 on 2024-04-01",
        kind="AUTHORITY",
    )
    given = before.and_(commits(100, day=APRIL))
    given.when(allocates(500, THEME, "place", PLACE, "theme")).happens()
    over = given.when(allocates(501, THEME, "place", PLACE, "theme"))
    sentence = (
        f"MNY-12 (Remit default): expected no more passed down than {PLACE} has, "
        "got GBP 1.00 over GBP 600.00 on 2024-04-01"
    )
    over.refused_by(sentence, kind="AUTHORITY")
    over.before.when(over.step.departing()).refused_by(sentence, kind="AUTHORITY")


def test_only_who_holds_the_money_passes_it_down_or_commits_it() -> None:  # PLD-1
    before = funded(commits(100))
    for step, holder in (
        (allocates(1, SECOND, by="place"), ICP),
        (changes_to(1_000, by="place"), ICP),
        (allocates(1, SECOND, ICP, PLACE, "theme"), "place"),
        (agrees(800, by="place"), ICP),
        (pays_in(1, by="place"), ICP),
        (commits(1, HOMES, by=ICP), "place"),
        (releases(1, by=ICP), "place"),
        (pays(1, by=ICP), "place"),
    ):
        by = "place" if holder == ICP else ICP
        before.when(step).refused_by(
            f"MNY-3 (Remit default): expected an act of {holder}, got of {by}", kind="AUTHORITY"
        )
        before.when(step[0].departing()).happens("MNY-3 not met")


def test_a_budget_per_head_is_heads_times_what_each_has_to_the_penny() -> None:  # PLD-1
    right, wrong = facts.PerHead(120, 500), facts.PerHead(120, 499)
    sentence = "MNY-8 (Remit default): expected GBP 598.80, 120 times GBP 4.99, got GBP 600.00"
    before = world().and_(opens(), agrees(1_000))
    before.when(allocates(600, per_head=right)).happens()
    before.when(allocates(600, per_head=wrong)).refused_by(sentence)
    before.when(agrees(600, "blackburn", per_head=right)).happens()
    before.when(agrees(600, "blackburn", per_head=wrong)).refused_by(sentence)
    before = funded()
    before.when(changes_to(600, per_head=right)).happens()
    before.when(changes_to(600, per_head=wrong)).refused_by(sentence)


def test_the_line_of_assurance_may_differ_from_the_line_of_money() -> None:  # PLD-1
    before = world().when(opens(assured_by="delivery")).happens().and_(agrees(700))
    before.when(allocates(600, assured_by="delivery")).happens()
    assert against(before.when(allocates(600, assured_by="nobody"))) == ["BOD-2"]
    assert against(world().when(opens(assured_by="nobody"))) == ["BOD-2"]


# --- what is committed and drawn -----------------------------------------------------------------


def test_a_commitment_beyond_the_limit_is_refused_and_recorded_only_as_a_departure() -> None:  # PLD-1
    before = funded(commits(500))
    before.when(commits(100, HOMES)).happens()
    over = before.when(commits(101, HOMES))
    over.refused_by(
        f"MNY-14 (s.75 agreement 4): expected no more committed than {PLACE} has, "
        "got GBP 1.00 over GBP 600.00 on 2024-05-01",
        kind="AUTHORITY",
    )
    after = before.when(commits(101, HOMES)[0].departing()).happens("MNY-14 not met")
    assert (position(after).left, position(after).over) == (-100, 100)


def test_a_commitment_of_the_past_leaves_what_was_committed_since_its_own() -> None:
    before = funded(commits(500, day=JUNE), changes_to(650, day="2024-07-01"))
    before.when(commits(100, HOMES)).happens()
    before.when(commits(101, HOMES)).refused_by(
        f"MNY-14 (s.75 agreement 4): expected no more committed than {PLACE} has, "
        "got GBP 1.00 over GBP 600.00 on 2024-06-01",
        kind="AUTHORITY",
    )
    before.when(commits(150, HOMES, day="2024-07-01")).happens()
    assert against(before.when(commits(151, HOMES, day="2024-07-01"))) == ["MNY-14"]


def test_what_is_drawn_beyond_a_commitment_is_recorded_as_an_overspend() -> None:  # PLD-1
    after = funded(commits(500)).when(pays(500)).happens()
    assert position(after) == Position(60_000, 0, 50_000, 50_000)
    after = after.when(pays(30)).happens()
    assert position(after) == Position(60_000, 0, 50_000, 53_000, 3_000)
    assert (position(after).left, position(after).over) == (7_000, 0)
    after = after.when(pays(100)).happens()
    assert (position(after).left, position(after).over) == (-3_000, 3_000)
    assert after.state().funds.whole("pool", JUNE).left == 37_000
    assert against(after.when(commits(1, HOMES, day=JUNE))) == ["MNY-14"]
    # What brings a level nearer to what it has is no new overspend.
    after.when(changes_to(620, day=JUNE)).happens()


def test_what_is_drawn_can_be_released_no_more() -> None:
    before = funded(commits(500), pays(200))
    before.when(releases(300)).happens()
    before.when(releases(301)).refused_by(
        "MNY-15 (Remit default): expected at most GBP 300.00, which is committed and not drawn, "
        "got GBP 301.00"
    )
    before.and_(pays(400)).when(releases(1)).refused_by(
        "MNY-15 (Remit default): expected at most GBP 0.00, which is committed and not drawn, got GBP 1.00"
    )
    # What was drawn later counts as well: 300 pounds are free on every day from then on.
    assert against(before.when(releases(301, day=MAY))) == ["MNY-15"]


def test_what_was_released_is_drawn_beyond_the_commitment() -> None:
    after = funded(commits(500), releases(300)).when(pays(250)).happens()
    assert position(after) == Position(60_000, 0, 20_000, 25_000, 5_000)


def test_money_is_drawn_after_the_fund_has_ended_but_not_committed() -> None:
    before = funded(commits(500))
    before.when(pays(500, day="2025-05-01")).happens()
    before.when(commits(1, HOMES, day="2025-03-31")).happens()
    sentence = "MNY-11 (s.75 agreement 4): expected a day from 2024-04-01 and before 2025-04-01, got {}"
    for day in (NEXT_APRIL, "2024-03-31"):
        found = before.and_(allocates(100, THEME, day=OPENED)).when(commits(1, HOMES, THEME, day=day))
        assert found.finding("MNY-11").sentence() == sentence.format(day)
        assert found.verdict("MNY-11") is Verdict.NOT_MET
    before.when(allocates(1, SECOND, day=NEXT_APRIL)).refused_by(sentence.format(NEXT_APRIL))
    before.when(changes_to(601, day=NEXT_APRIL)[0].departing()).happens("MNY-11 not met")
    endless = world().and_(opens(ends=None), agrees(700))
    endless.when(allocates(1, day="2034-04-01")).happens()
    early = endless.when(allocates(1, day="2024-03-31")).finding("MNY-11")
    assert (early.verdict, early.expected) == (Verdict.NOT_MET, "a day from 2024-04-01")


def test_what_takes_place_is_not_recorded_ahead_and_what_is_arranged_is() -> None:  # T2
    before = funded(commits(500))
    for step in (pays_in(1), commits(1, HOMES), releases(1), pays(1)):
        ahead = replace(step[0], recorded=f"{APRIL}T12:00:00.000000Z")
        assert "TIM-1" in against(before.when(ahead))
    for step in (agrees(800, day=JUNE), allocates(1, SECOND, day=JUNE), changes_to(601)):
        before.when(replace(step[0], recorded=f"{APRIL}T12:00:00.000000Z")).happens()


# --- what changes --------------------------------------------------------------------------------


def test_an_allocation_does_not_fall_below_what_was_committed_and_passed_down() -> None:  # PLD-1
    before = funded(commits(100), allocates(400, THEME, "place", PLACE, "theme"))
    before.when(changes_to(500)).happens()
    for less, over in ((499, "1.00 over GBP 499.00"), (None, "500.00 over GBP 0.00")):
        before.when(changes_to(less)).refused_by(
            "MNY-13 (Remit default): expected no less than was committed and passed down of it, "
            f"got GBP {over} on 2024-05-01"
        )
    before.when(changes_to(1_000)).happens()
    assert against(before.when(changes_to(1_001))) == ["MNY-12"]
    before.when(changes_to(None, THEME, "place", PLACE)).happens()
    assert against(before.when(changes_to(501, THEME, "place", PLACE))) == ["MNY-12"]
    # A change holds until the next: less in May is not less from June on.
    later = before.and_(changes_to(700, day=JUNE))
    after = later.when(changes_to(550)).happens()
    assert [position(after, day=day).allocated for day in (APRIL, MAY, JUNE)] == [60_000, 55_000, 70_000]
    again = after.and_(changes_to(560))
    assert position(again, day=MAY).allocated == 56_000


def test_what_is_agreed_does_not_fall_below_what_was_allocated_unless_it_did() -> None:  # PLD-1
    before = funded()
    before.when(agrees(300, day=MAY)).happens()
    before.when(agrees(None, "blackburn", "Grant", day=MAY)).happens()
    less = before.when(agrees(299, day=MAY))
    less.refused_by(
        "MNY-9 (Remit default): expected as much agreed as is allocated of it, "
        "got GBP 1.00 over GBP 599.00 on 2024-05-01"
    )
    after = before.when(less.step.departing()).happens("MNY-9 not met")
    assert position(after, None).over == 100
    after.when(agrees(299, day=JUNE)).happens()


# --- what is known -------------------------------------------------------------------------------


def test_every_id_is_new() -> None:
    before = funded(commits(100))
    for step, code in ((opens(), "pool"), (allocates(1), PLACE), (commits(1), BEDS)):
        before.when(step).refused_by(f"MNY-1 (Remit default): expected an id that is new, got {code}")
    # The id of a commitment is new also where it is of another allocation.
    other = before.and_(allocates(100, SECOND))
    assert against(other.when(commits(1, BEDS, SECOND))) == ["MNY-1"]


def test_what_something_is_said_of_was_there_by_then() -> None:
    before = funded(commits(100))
    for step, expected, got in (
        (agrees(1, fund="purse"), f"a fund opened by {OPENED}", "purse"),
        (pays_in(1, day="2024-03-19"), "a fund opened by 2024-03-19", "pool"),
        (allocates(1, SECOND, fund="purse"), f"a fund opened by {APRIL}", "purse"),
        (allocates(1, SECOND, ICP, THEME), f"an allocation of pool made by {APRIL}", THEME),
        (changes_to(1, THEME), f"an allocation of pool itself, made by {MAY}", THEME),
        (changes_to(1, THEME, "place", PLACE), f"an allocation of {PLACE}, made by {MAY}", THEME),
        (commits(1, HOMES, THEME), f"an allocation made by {MAY}", THEME),
        (pays(1, commitment=HOMES), f"a commitment of {PLACE} made by {JUNE}", HOMES),
        (releases(1, commitment=HOMES), f"a commitment of {PLACE} made by {JUNE}", HOMES),
        (pays(1, day=APRIL), f"a commitment of {PLACE} made by {APRIL}", BEDS),
    ):
        outcome = before.when(step)
        outcome.refused_by(f"MNY-2 (Remit default): expected {expected}, got {got}")
    early = before.and_(allocates(100, SECOND, day=JUNE))
    assert "MNY-2" in against(early.when(commits(1, HOMES, SECOND)))
    assert "MNY-2" in against(early.when(allocates(1, THEME, "place", SECOND, "theme", MAY)))
    assert "MNY-2" in against(early.when(changes_to(1, SECOND)))


def test_what_is_passed_down_stays_in_its_fund() -> None:
    two = funded().and_(opens(fund="second"), agrees(100, fund="second"))
    step = allocates(1, SECOND, "place", PLACE, "theme", fund="second")
    two.when(step).refused_by(
        f"MNY-2 (Remit default): expected an allocation of second made by {APRIL}, got {PLACE}"
    )


def test_every_fund_has_its_own_money() -> None:
    own = opens(fund="second"), agrees(100, fund="second"), allocates(100, SECOND, fund="second")
    two = funded(*own)
    assert position(two, None) == Position(100_000, 60_000)
    assert position(two, None, fund="second") == Position(10_000, 10_000)
    assert [one.made.allocation for _, one in two.state().funds.tree("second")] == [SECOND]
    two.when(allocates(400, THEME)).happens()


def test_a_fund_of_which_nothing_was_recorded_has_no_levels() -> None:
    stray = world().and_(agrees(1), pays_in(1), changes_to(1), pays(1), releases(1), commits(1, day=APRIL))
    folded = stray.state().funds
    assert (folded.known, folded.levels) == ({}, {})
    assert position(stray, None) == Position()
    assert position(stray) == Position(0, 0, 10_000 // 100, 0)
    twice = funded(allocates(100), opens(title="Another"), commits(10), commits(20))
    assert position(twice) == Position(60_000, 0, 1_000)
    assert twice.state().funds.known["pool"].opened.title == "Better Care Fund"
    # An allocation without its fund is not one that money can be committed of.
    assert against(world().and_(allocates(1)).when(commits(1))) == []


def test_who_is_named_is_known() -> None:
    before = world()
    for step, rule in (
        (opens(host="nobody"), "ORG-2"),
        (opens(manager=named("p", "nobody")), "PER-2"),
        (opens(shares=(facts.RiskShare("nobody", 1),)), "ORG-2"),
        (opens(by="nobody"), "BOD-2"),
    ):
        assert against(before.when(step)) == [rule]
    assert against(funded().when(agrees(1, "nobody"))) == ["ORG-2"]
    assert against(funded().when(allocates(1, SECOND, to="nobody"))) == ["BOD-2"]
    before.when(opens(manager=None)).happens()


def test_a_fund_has_an_end_after_its_beginning_and_one_risk_share_of_each() -> None:
    before = world()
    before.when(opens(ends="2024-04-02")).happens()
    before.when(opens(ends=APRIL)).refused_by(
        "MNY-4 (Remit default): expected an end after 2024-04-01, got 2024-04-01"
    )
    before.when(opens(shares=(*OPEN.shares, OPEN.shares[0]))).refused_by(
        "MNY-5 (Remit default): expected one risk share of each, got several of blackburn"
    )


def test_the_currency_is_the_same_all_along() -> None:  # E8
    before = funded(commits(100))
    euros = pounds(1, "EUR")
    for step in (
        agrees(1, amount=euros, source="Other"),
        pays_in(1, amount=euros),
        allocates(1, SECOND, amount=euros),
        changes_to(600, amount=replace(pounds(600), currency="EUR")),
        commits(1, HOMES, amount=euros),
        on(JUNE, facts.Paid(BEDS, "place", PLACE, euros)),
        on(JUNE, facts.Released(BEDS, "place", PLACE, euros)),
    ):
        before.when(step).refused_by("MNY-7 (Remit default): expected an amount in GBP, got EUR")


USED = delegations.Used(
    ACT, (named("g", "root"),), "body:place", (CHAIR,), "grants", pounds(100), sealed("beds")
)
GRANTED = delegations.Granted(USED.chain[0], "body:place", (CHAIR,), "scheme 4.1", scope())
DECIDED = (attended(BOB), item(), resolves("consensus"))
BY_ACT, BY_DECISION = commits(100, act=ACT), commits(100, resolution=RESOLUTION)
BROUGHT = commits(100, brought=MEETING)
AT = "a meeting of icp held by"


def elsewhere() -> tuple[Step, ...]:
    """Give a meeting of another body than the one by which the fund is kept."""
    return on(MET, meetings.Opened(MEETING, "place", "meeting", None, sealed("town hall")))


def test_a_commitment_names_the_act_the_decision_and_the_meeting_it_rests_on() -> None:  # HIW-4
    funded(on(MET, GRANTED, USED)).when(BY_ACT).happens()
    funded(elsewhere(), *DECIDED).when(BY_DECISION).happens()
    after = funded(opened(), *DECIDED).when(BROUGHT).happens()
    after.when(releases(50, brought=MEETING)).happens()


def test_what_a_commitment_rests_on_is_known_and_is_of_the_right_body() -> None:  # HIW-4
    decision = f"a decision of place taken by {MAY}"
    meeting = f"{AT} {MAY}"
    late = on(JUNE, meetings.Opened(MEETING, ICP, "meeting", None, sealed("town hall")))
    for outcome, expected, got in (
        (funded().when(BY_ACT), f"an act under a delegation done by {MAY}", ACT),
        (funded().when(BY_DECISION), decision, RESOLUTION),
        (funded(opened(), *DECIDED).when(BY_DECISION), decision, RESOLUTION),
        (funded().when(BROUGHT), meeting, MEETING),
        (funded(elsewhere()).when(BROUGHT), meeting, MEETING),
        (funded(late).when(BROUGHT), meeting, MEETING),
        (
            funded(late, commits(100)).when(releases(1, "2024-05-31", brought=MEETING)),
            f"{AT} 2024-05-31",
            MEETING,
        ),
    ):
        outcome.refused_by(f"MNY-16 (Remit default): expected {expected}, got {got}")
    early = funded(elsewhere(), *DECIDED).when(commits(100, day="2024-03-24", resolution=RESOLUTION))
    assert "MNY-16" in against(early)


def told(before: Given, rule: terms.InvestmentRule = SHARED, day: str = JUNE) -> list[tuple[Verdict, str]]:
    one = before.state().funds.commitments[BEDS, PLACE]
    return [(found.verdict, found.got) for found in duties(one, terms_with(*QUORUM, rule), day)]


def test_what_is_significant_is_brought_to_the_body_first_and_nobody_is_refused_for_it() -> None:  # HIW-4
    quiet = funded().when(commits(250)).happens()
    assert told(quiet) == []
    missed = funded().when(commits(251)).happens()
    assert told(missed) == [(Verdict.NOT_MET, f"GBP 251.00 committed {MAY}, brought to no meeting")]
    assert told(missed, day=APRIL) == []
    met = funded(opened(), *DECIDED).when(commits(251, brought=MEETING)).happens()
    assert told(met) == [(Verdict.MET, f"GBP 251.00 committed {MAY}, brought to {MEETING}")]
    (found,) = duties(met.state().funds.commitments[BEDS, PLACE], terms_with(*QUORUM, SHARED), JUNE)
    assert (found.rule, found.clause, found.expected, found.absolute) == ("INV-1", "ToR 4", "so", False)


def test_disinvestment_is_brought_first_as_well() -> None:  # HIW-4
    before = funded(opened(), *DECIDED, commits(600, brought=MEETING), releases(251))
    assert told(before)[1] == (Verdict.NOT_MET, f"GBP 251.00 released {JUNE}, brought to no meeting")
    assert len(told(before, day=MAY)) == 1
    spoken = funded(opened(), *DECIDED, commits(600), releases(251, brought=MEETING))
    assert [verdict for verdict, _ in told(spoken)] == [Verdict.NOT_MET, Verdict.MET]


def test_in_another_currency_it_is_not_known_what_is_significant() -> None:  # HIW-4, E8
    euros = replace(SHARED, over=Money(1, "EUR"))
    assert [verdict for verdict, _ in told(funded(commits(251)), euros)] == [Verdict.NOT_KNOWN]


# --- aligned is not pooled -----------------------------------------------------------------------


def aligned(*steps: tuple[Step, ...]) -> Given:
    """Give a budget of Lancashire of 500 pounds that it aligns to the partnership."""
    own = on(OPENED, OWN), agrees(500, "lancashire", "Public health grant", fund="own")
    return world().and_(*own, *steps)


def test_an_aligned_budget_is_passed_down_by_and_to_bodies_of_its_owner() -> None:  # PLD-2
    before = aligned()
    step = allocates(500, PLACE, "cabinet", None, "highways", fund="own")
    after = before.when(step).happens()
    after.when(commits(500, by="highways")).happens()
    sentence = (
        "MNY-10 (s.75 agreement 4): expected a body that lancashire alone founded: the budget stays its own, "
        "got {}, founded by {}"
    )
    given = before.when(allocates(1, PLACE, "cabinet", None, "joint", fund="own"))
    given.refused_by(sentence.format("joint", "lancashire, icb"), kind="AUTHORITY")
    before.when(given.step.departing()).happens("MNY-10 not met")
    taken = before.when(allocates(1, PLACE, "joint", None, "cabinet", fund="own"))
    taken.refused_by(sentence.format("joint", "lancashire, icb"), kind="AUTHORITY")
    partners = before.when(allocates(1, PLACE, ICP, None, "place", fund="own"))
    assert against(partners) == ["MNY-10", "MNY-10"]
    (found,) = [one for one in partners.findings if one.rule == "MNY-10" and one.got.startswith("place,")]
    assert (found.verdict, found.got) == (Verdict.NOT_KNOWN, "place, founded by nobody stated")


def test_of_an_aligned_budget_money_and_risk_are_its_owners_alone() -> None:  # PLD-2, PBP-9
    before = aligned()
    lone = (facts.RiskShare("lancashire", 1),)
    world().when(on(OPENED, replace(OWN, shares=lone))).happens()
    sentence = (
        "MNY-6 (Remit default): expected money and risk of lancashire alone in its aligned budget, got {}"
    )
    world().when(on(OPENED, replace(OWN, shares=(*lone, facts.RiskShare("icb", 1))))).refused_by(
        sentence.format("icb")
    )
    before.when(agrees(1, fund="own")).refused_by(sentence.format("icb"))
    before.when(pays_in(1, fund="own")).refused_by(sentence.format("icb"))
    before.when(pays_in(1, "lancashire", fund="own")).happens()


def test_an_owner_changes_and_passes_down_its_aligned_budget_itself() -> None:  # PLD-2
    given = aligned(allocates(400, PLACE, "cabinet", None, "highways", fund="own"))
    given.when(changes_to(500, by="cabinet", fund="own")).happens()
    assert against(given.when(changes_to(500, by="joint", fund="own"))) == ["MNY-10"]
    below = given.when(allocates(1, SECOND, "highways", PLACE, "joint", fund="own"))
    assert against(below) == ["MNY-10"]
    assert against(given.when(allocates(1, SECOND, "cabinet", PLACE, "highways", fund="own"))) == ["MNY-3"]

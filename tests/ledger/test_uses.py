"""What is done under a delegation: by whom, how, within which limits; and where the authority comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace
from tests.ledger.given import Given, Step, given, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    DAN,
    EVE,
    ICP,
    ITEM,
    MEETING,
    MET,
    RESOLUTION,
    attended,
    constituted,
    item,
    opened,
    partnership,
    pounds,
    registered,
    resolves,
    scope,
)

from ledger.boundaries import boundary
from ledger.facts import bodies, functions, interests, offices, organisations, outcomes
from ledger.facts.decisions import Part, Resolved, Way
from ledger.facts.delegations import (
    Accepted,
    Amended,
    Approval,
    Condition,
    Duty,
    Granted,
    Limit,
    Manner,
    Over,
    PassedOn,
    PowerStated,
    Ratified,
    Reported,
    Resumed,
    Scope,
    Suspended,
    Tax,
    Used,
)
from ledger.facts.fact import TAGS_MAX
from ledger.facts.words import Money
from ledger.findings import Verdict
from ledger.tags import tags_of
from ledger.uses import overdue, untold

ROOT, LINK = named("g", "root"), named("g", "link")
GIVEN_ON, DAY, LATER = "2024-01-01", "2024-03-25", "2024-07-15"
OFFICE = f"office:{ICP}/chair"
GIVER = "body:icb"


def granted(
    *to: str, holds: Scope | None = None, manner: Manner | None = None, by: str = GIVER, **more: Any
) -> tuple[Step, ...]:
    how = manner or Manner()
    return on(GIVEN_ON, Granted(ROOT, by, to or (CHAIR,), "scheme 4.1", holds or scope(), how, **more))


def used(
    *persons: str,
    amount: Money | None = None,
    day: str = DAY,
    act: str = "act",
    chain: tuple[str, ...] = (ROOT,),
    function: str = "grants",
    by: str = GIVER,
    recorded: str | None = None,
    **more: Any,
) -> tuple[Step, ...]:
    body = Used(named("a", act), chain, by, persons, function, amount, sealed("text"), **more)
    return on(day, body, recorded=recorded)


def board(*steps: tuple[Step, ...]) -> Given:
    """Give a board that gives authority, beside the partnership with its chair and members."""
    return partnership().and_(constituted("icb"), *steps)


def limited(*limits: Limit, **more: Any) -> Scope:
    return Scope(("grants",), limits, **more)


# --- who acts ------------------------------------------------------------------------------------


def test_whoever_holds_the_office_acts_for_it() -> None:  # LSC-11.1
    before = board(granted(OFFICE))
    before.when(used(CHAIR)).happens()
    assert before.when(used(BOB)).verdict("DEL-8") is Verdict.NOT_MET
    acting = on("2024-02-01", offices.ActingUp(ICP, "chair", BOB, "absence", "2024-04-01"))
    before.and_(acting).when(used(BOB)).happens()
    assert before.and_(acting).when(used(BOB, day="2024-04-01")).verdict("DEL-8") is Verdict.NOT_MET


def test_without_the_first_day_of_a_tenure_it_is_not_known_who_acts() -> None:  # LSC-S6
    chosen = on("2024-01-01", offices.Elected(ICP, "deputy-chair", BOB, "2024", None, None))
    found = board(chosen, granted(f"office:{ICP}/deputy-chair", CATH)).when(used(BOB)).finding("DEL-8")
    got = f"{BOB}, whose election as office:{ICP}/deputy-chair says no first day"
    assert (found.verdict, found.got) == (Verdict.NOT_KNOWN, got)


def test_an_office_that_no_terms_name_is_a_finding() -> None:
    given_ = board().when(granted(f"office:{ICP}/emperor"))
    assert given_.verdict("DEL-13") is Verdict.NOT_MET
    bare = given(registered(CHAIR), constituted("icb"), constituted("forum"))
    assert bare.when(granted("office:forum/chair")).verdict("DEL-13") is Verdict.NOT_KNOWN


def body_decides(way: Way = "consensus") -> tuple[tuple[Step, ...], ...]:
    return (opened(), attended(CHAIR, BOB, CATH, DAN, EVE), item(), resolves(way))


def test_a_body_acts_by_a_decision_of_its_own_that_stands() -> None:  # PBP-3
    before = board(granted(f"body:{ICP}"), *body_decides())
    taken = before.when(used(resolution=RESOLUTION, day=MET))
    assert taken.verdict("DEL-8") is not Verdict.NOT_MET
    assert before.when(used(CHAIR, day=MET)).verdict("DEL-8") is Verdict.NOT_MET
    unknown = before.when(used(resolution=named("d", "other"), day=MET))
    assert unknown.verdict("DEL-8") is Verdict.NOT_MET
    undone = on(MET, outcomes.Changed(RESOLUTION, ICP, "rescinded", sealed("why")))
    assert before.and_(undone).when(used(resolution=RESOLUTION, day=MET)).verdict("DEL-8") is Verdict.NOT_MET
    earlier = before.when(used(resolution=RESOLUTION, day="2024-03-01"))
    assert earlier.verdict("DEL-8") is Verdict.NOT_MET
    elsewhere = board(granted("body:icb", by=f"body:{ICP}"), *body_decides())
    wrong = elsewhere.when(used(resolution=RESOLUTION, day=MET, by=f"body:{ICP}"))
    assert wrong.verdict("DEL-8") is Verdict.NOT_MET


def test_what_an_organisation_does_by_itself_is_not_known_here() -> None:
    east = on("2020-01-01", organisations.Registered("east", "East", "council"))
    before = board(east, granted("organisation:east"))
    assert before.when(used(CHAIR)).verdict("DEL-8") is Verdict.NOT_KNOWN
    assert before.when(used()).verdict("DEL-8") is Verdict.NOT_MET


@pytest.mark.parametrize(
    ("acting", "persons", "verdict"),
    [
        (1, (BOB,), Verdict.MET),
        (2, (BOB,), Verdict.NOT_MET),
        (2, (BOB, CATH), Verdict.MET),
        (2, (BOB, DAN), Verdict.NOT_MET),
        (3, (CHAIR, BOB), Verdict.NOT_MET),
        (3, (CHAIR, BOB, CATH), Verdict.MET),
    ],
)
def test_alone_any_two_of_or_jointly(acting: int, persons: tuple[str, ...], verdict: Verdict) -> None:
    before = board(granted(OFFICE, BOB, CATH, manner=Manner(acting=acting)))
    assert before.when(used(*persons)).verdict("DEL-8") is verdict


def test_that_two_act_together_binds_once_it_is_recorded_whatever_day_is_claimed() -> None:  # T1
    both = on("2024-06-01", Amended(ROOT, GIVER, scope(), Manner(acting=2)))
    before = board(granted(BOB, CATH), both)
    assert before.when(used(BOB, recorded="2024-05-31")).verdict("DEL-8") is Verdict.MET
    assert before.when(used(BOB, recorded="2024-06-01")).verdict("DEL-8") is Verdict.NOT_MET
    before.when(used(BOB, CATH, recorded="2024-06-01")).happens()


def test_one_person_is_not_two_of_those_who_act_together() -> None:
    before = board(granted(OFFICE, CHAIR, manner=Manner(acting=2)))
    assert before.when(used(CHAIR)).verdict("DEL-8") is Verdict.NOT_MET


def test_parties_are_named_once_and_no_more_act_than_there_are() -> None:
    twice = board().when(granted(BOB, BOB))
    assert Verdict.NOT_MET in {one.verdict for one in twice.findings if one.rule == "DEL-17"}
    many = board().when(granted(BOB, CATH, manner=Manner(acting=3)))
    assert Verdict.NOT_MET in {one.verdict for one in many.findings if one.rule == "DEL-17"}
    again = board().when(granted(manner=Manner(approval=(BOB, BOB))))
    assert Verdict.NOT_MET in {one.verdict for one in again.findings if one.rule == "DEL-17"}


# --- how it is done ------------------------------------------------------------------------------


def test_who_approves_is_somebody_else_in_that_place() -> None:  # D7
    before = board(granted(BOB, manner=Manner(approval=(OFFICE,))))
    expected = f"DEL-25 (scheme 4.1): expected approval by {OFFICE}, by somebody else than who acts, got"
    before.when(used(BOB)).refused_by(f"{expected} none", kind="AUTHORITY")
    before.when(used(BOB, approvals=(Approval(OFFICE, CHAIR),))).happens()
    before.when(used(BOB, approvals=(Approval(OFFICE, CATH),))).refused_by(
        f"{expected} {CATH}", kind="AUTHORITY"
    )
    both = board(granted(CHAIR, manner=Manner(approval=(OFFICE,))))
    both.when(used(CHAIR, approvals=(Approval(OFFICE, CHAIR),))).refused_by(
        f"{expected} {CHAIR}", kind="AUTHORITY"
    )
    twice = (Approval(OFFICE, CATH), Approval(OFFICE, CHAIR))
    before.when(used(BOB, approvals=twice)).happens()
    nobody = before.when(used(BOB, approvals=(Approval(OFFICE),)))
    assert nobody.verdict("DEL-25") is Verdict.NOT_MET


def test_a_body_approves_by_its_decision() -> None:
    before = board(granted(BOB, manner=Manner(approval=(f"body:{ICP}",))), *body_decides())
    approved = Approval(f"body:{ICP}", None, RESOLUTION)
    assert before.when(used(BOB, day=MET, approvals=(approved,))).verdict("DEL-25") is not Verdict.NOT_MET


def test_those_named_are_asked_before() -> None:  # HIW-4
    before = board(granted(BOB, manner=Manner(consulting=(CATH, OFFICE))))
    before.when(used(BOB, consulted=(OFFICE,))).refused_by(
        f"DEL-26 (scheme 4.1): expected to have asked {CATH}, {OFFICE}, got {CATH} not asked"
    )
    before.when(used(BOB, consulted=(CATH, OFFICE))).happens()


def test_conditions_are_met_and_what_the_regime_asks_for_is_recorded() -> None:
    manner = Manner(
        conditions=(Condition("funded", "the budget is agreed"), Condition("legal", "advice was taken")),
        records=("reasons", "alternatives", "interests"),
        regime="regulation 13",
    )
    before = board(granted(BOB, manner=manner))
    found = before.when(used(BOB, met=("funded",), reasons=sealed("why")))
    assert {one.sentence() for one in found.findings if one.verdict is Verdict.NOT_MET} == {
        (
            f"DEL-27 (scheme 4.1): expected the conditions of {ROOT} to be met, "
            "got not said to be: advice was taken (legal)"
        ),
        "DEL-28 (regulation 13): expected what has to be recorded, got no alternatives, interests",
    }
    whole: dict[str, Any] = {"reasons": sealed("a"), "alternatives": sealed("b"), "interests": sealed("c")}
    before.when(used(BOB, met=("funded", "legal"), **whole)).happens()


def test_every_link_above_says_how_too() -> None:  # D3
    before = board(
        granted(BOB, holds=scope(onward=1), manner=Manner(consulting=(DAN,))),
        on(GIVEN_ON, PassedOn(LINK, ROOT, GIVER, (CATH,), scope()), person=BOB),
    )
    silent = before.when(used(CATH, chain=(ROOT, LINK))).findings
    assert Verdict.NOT_MET in {one.verdict for one in silent if one.rule == "DEL-26"}
    before.when(used(CATH, chain=(ROOT, LINK), consulted=(DAN,))).happens()


def test_while_a_report_is_overdue_nothing_more_is_done() -> None:  # D16
    manner = Manner(duties=(Duty(f"body:{ICP}", 10),))
    before = board(granted(BOB, manner=manner), used(BOB, day="2024-03-01"))
    first = named("a", "act")
    before.when(used(BOB, act="next", day="2024-03-11")).happens()
    late = before.when(used(BOB, act="next", day="2024-03-12"))
    late.refused_by(
        f"DEL-29 (scheme 4.1): expected every act to be reported to body:{ICP} within 10 days, "
        f"got {first} not reported"
    )
    told = on("2024-03-12", Reported(ROOT, GIVER, (first,), f"body:{ICP}"))
    after = before.when(told).happens()
    after.when(used(BOB, act="next", day="2024-03-12")).happens()
    other = on("2024-03-12", Reported(ROOT, GIVER, (first,), OFFICE))
    assert before.and_(other).when(used(BOB, act="next", day="2024-03-12")).verdict("DEL-29") is (
        Verdict.NOT_MET
    )
    strange = on("2024-03-12", Reported(ROOT, GIVER, (named("a", "nobody"),), f"body:{ICP}"))
    assert before.when(strange).verdict("DEL-16") is Verdict.NOT_MET


def test_that_somebody_was_not_notified_is_known_and_stops_nothing() -> None:
    duty, done = Duty(OFFICE, 0, "notify"), "2024-03-01"
    before = board(granted(BOB, manner=Manner(duties=(duty,))), used(BOB, day=done))
    first = named("a", "act")
    after = before.when(used(BOB, act="next", day="2024-03-12")).happens()

    def late(ledger: Given, day: str) -> Mapping[str, str]:
        return overdue(duty, ROOT, ledger.state().chain, day)

    assert (late(before, done), late(before, "2024-03-02")) == ({}, {first: done})
    reported = after.when(on("2024-03-13", Reported(ROOT, GIVER, (first,), OFFICE))).happens()
    assert first in late(reported, "2024-03-14")
    said = Reported(ROOT, GIVER, (first,), OFFICE, what="notify")
    notified = reported.when(on("2024-03-14", said)).happens()
    assert first not in late(notified, "2024-03-14")
    assert first in late(notified, "2024-03-13")


def test_somebody_is_to_be_told_of_an_act_from_its_day_until_she_was() -> None:
    duty, done = Duty(OFFICE, 10), "2024-03-01"
    before = board(granted(BOB, manner=Manner(duties=(duty,))), used(BOB, day=done))
    first = named("a", "act")
    after = before.when(on("2024-03-05", Reported(ROOT, GIVER, (first,), OFFICE))).happens()

    def waiting(day: str) -> Mapping[str, str]:
        return untold(duty, ROOT, after.state().chain, day)

    assert (waiting("2024-02-29"), waiting(done)) == ({}, {first: "2024-03-11"})
    assert (waiting("2024-03-04"), waiting("2024-03-05")) == ({first: "2024-03-11"}, {})
    assert untold(duty, named("g", "other"), after.state().chain, done) == {}


def test_nobody_acts_for_her_own_benefit() -> None:  # D7
    firms = on("2020-01-01", *(organisations.Registered(one, one, "firm") for one in ("firm", "other")))
    before = board(firms, granted(BOB))
    before.when(used(BOB, payee=BOB)).refused_by(
        "DEL-30 (Remit default): expected a payment to somebody else than who acts or approves, "
        f"got one to {BOB}"
    )
    before.when(used(BOB, payee=CATH)).happens()
    shop = interests.Registered(named("t", "shop"), BOB, None, "pecuniary", sealed("owns it"), ("firm",))
    has = before.and_(on("2024-02-01", shop))
    dealt = has.when(used(BOB, supplier="firm"))
    assert [one.got for one in dealt.findings if one.verdict is Verdict.NOT_MET] == [f"{BOB}, in firm"]
    has.when(used(BOB, supplier="other")).happens()
    has.when(used(BOB, supplier="firm", day="2024-01-31")).happens()


def test_a_supplier_is_an_organisation_that_the_ledger_knows() -> None:  # LSC-S6, D5, D7
    firm = on("2020-01-01", organisations.Registered("carers", "Carers", "firm"))
    before = board(firm, granted(BOB))
    (act,) = used(BOB, supplier="carer")
    assert "organisation:carer" in boundary(act.act(), before.state())
    before.when(act).refused_by(
        "DEL-34 (Remit default): expected a supplier that is a registered organisation, got carer"
    )
    before.when(act.departing()).happens("DEL-34 not met")
    before.when(used(BOB, supplier="carers")).happens()


# --- what is kept, and what decides nothing -------------------------------------------------------


def test_what_the_giver_reserved_nobody_else_does() -> None:  # D13, PBP-9
    kept = on(GIVEN_ON, Granted(LINK, GIVER, (GIVER,), "SO 3", scope("grants.large"), kind="reserved"))
    catalogue = on(
        "2023-01-01",
        functions.Listed(
            "icb",
            (
                functions.Function("grants", "Grants"),
                functions.Function("grants.large", "Large grants", "grants"),
                functions.Function("grants.small", "Small grants", "grants"),
            ),
        ),
    )
    before = board(catalogue, granted(BOB), kept)
    before.when(used(BOB, function="grants.small")).happens()
    before.when(used(BOB, function="grants.large")).refused_by(
        f"DEL-24 (SO 3): expected a function that {GIVER} has not reserved, got grants.large",
        kind="AUTHORITY",
    )
    own = before.when(used(chain=(LINK,), function="grants.large", resolution=named("d", "none")))
    assert "DEL-24" not in {one.rule for one in own.findings}
    over = on("2024-03-01", Amended(LINK, GIVER, replace(scope("grants.large"), until=DAY)))
    before.and_(over).when(used(BOB, function="grants.large")).happens()
    stopped = on("2024-03-01", Suspended(LINK, GIVER, sealed("why")))
    before.and_(stopped).when(used(BOB, function="grants.large")).happens()
    onward = Granted(LINK, GIVER, (GIVER,), "SO 3", scope("grants.large", onward=1), kind="reserved")
    passing = PassedOn(named("g", "on"), LINK, GIVER, (CATH,), scope("grants.large"))
    refused = board(catalogue, on(GIVEN_ON, onward)).when(on(DAY, passing, person=BOB))
    against = [one.got for one in refused.findings if one.rule == "DEL-4" and one.verdict is Verdict.NOT_MET]
    assert against == ["what is reserved"]
    other = on(GIVEN_ON, Granted(named("g", "odd"), GIVER, (BOB,), "SO 3", scope(), kind="reserved"))
    assert board().when(other).verdict("DEL-20") is Verdict.NOT_MET


def test_under_an_advisory_delegation_nothing_is_decided() -> None:  # HIW-2
    before = board(granted(BOB, kind="advisory"))
    assert before.when(used(BOB)).verdict("DEL-23") is Verdict.NOT_MET


def test_a_function_covers_what_is_under_it_but_not_what_is_excluded() -> None:  # PLA-7f
    listed = tuple(
        functions.Function(code, code, under)
        for code, under in (("care", None), ("care.primary", "care"), ("care.beds", "care"))
    )
    tree = on("2023-01-01", functions.Listed("icb", listed))
    wide = Scope(("care",), excluded=("care.primary",), onward=1)
    before = board(tree, granted(BOB, holds=wide))
    before.when(used(BOB, function="care.beds")).happens()
    before.when(used(BOB, function="care.primary")).refused_by(
        f"DEL-9 (scheme 4.1): expected a function of {ROOT}: care, without care.primary, got care.primary",
        kind="AUTHORITY",
    )
    below = PassedOn(LINK, ROOT, GIVER, (CATH,), Scope(("care",)))
    before.when(on(DAY, below, person=BOB)).refused_by(
        "DEL-5 (Remit default): expected nothing wider than the link above, got no exclusion of care.primary",
        kind="AUTHORITY",
    )
    before.when(on(DAY, replace(below, scope=Scope(("care.beds",))), person=BOB)).happens()
    strange = board(tree).when(granted(BOB, holds=scope("roads")))
    assert strange.verdict("DEL-18") is Verdict.NOT_KNOWN


def test_a_body_decides_under_every_link_of_its_delegation() -> None:  # PLA-7f, HIW-2
    listed = (functions.Function("care", "Care"), functions.Function("care.beds", "Beds", "care"))
    tree = on("2023-01-01", functions.Listed("icb", listed))
    met = (opened(), attended(CHAIR, BOB, CATH, DAN, EVE), item())

    def decides(matter: str | None, *more: tuple[Step, ...], **kind: Any) -> list[tuple[str, Verdict]]:
        given_ = granted(f"body:{ICP}", holds=Scope(("care",), excluded=("care.beds",)), **kind)
        part = Part("1", "decision", sealed("p"), matter=matter, under=ROOT)
        body = Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), (part,))
        found = board(given_, *more, *met).when(on(MET, body)).findings
        return [(one.rule, one.verdict) for one in found if one.rule in {"DEC-24", "DEL-23"}]

    assert decides("care", tree) == [("DEL-23", Verdict.MET), ("DEC-24", Verdict.MET)]
    assert decides("care.beds", tree)[1] == ("DEC-24", Verdict.NOT_MET)
    assert decides("roads", tree)[1] == ("DEC-24", Verdict.NOT_KNOWN)
    assert decides(None, tree)[1] == ("DEC-24", Verdict.NOT_KNOWN)
    assert decides("care.beds")[1] == ("DEC-24", Verdict.NOT_KNOWN)
    assert decides("care", tree, kind="advisory")[0] == ("DEL-23", Verdict.NOT_MET)


# --- limits --------------------------------------------------------------------------------------


def test_a_financial_year_begins_anew_on_1_april() -> None:  # PLD-1
    before = board(granted(BOB, holds=limited(Limit(pounds(100), "financial year"))))
    spent = before.and_(used(BOB, amount=pounds(60), day="2024-03-31"))
    assert spent.when(used(BOB, amount=pounds(41), act="next", day="2024-03-31")).verdict("DEL-11") is (
        Verdict.NOT_MET
    )
    spent.when(used(BOB, amount=pounds(41), act="next", day="2024-04-01")).happens()


PERIODS: list[tuple[Over, str, str, str]] = [
    # the limit, the day of an act, a day in the same period, one in the next
    ("month", "2024-03-01", "2024-03-31", "2024-04-01"),
    ("quarter", "2024-01-01", "2024-03-31", "2024-04-01"),
    ("quarter", "2024-10-01", "2024-12-31", "2025-01-01"),
    ("calendar year", "2024-01-01", "2024-12-31", "2025-01-01"),
    ("financial year", "2024-04-01", "2025-03-31", "2025-04-01"),
]


@pytest.mark.parametrize(("over", "first", "last", "after"), PERIODS)
def test_a_limit_over_a_period_begins_anew_with_the_next(  # PLD-1, D5
    over: Over, first: str, last: str, after: str
) -> None:
    before = board(granted(BOB, holds=limited(Limit(pounds(100), over))))
    spent = before.when(used(BOB, amount=pounds(60), day=first)).happens()
    spent.when(used(BOB, amount=pounds(40), act="next", day=last)).happens()
    spent.when(used(BOB, amount=pounds(41), act="next", day=after)).happens()
    spent.when(used(BOB, amount=pounds(41), act="next", day=last)).refused_by(
        f"DEL-11 (scheme 4.1): expected at most GBP 100.00 for a {over} under {ROOT}, "
        "got GBP 41.00 on top of GBP 60.00 before",
        kind="AUTHORITY",
    )


@pytest.mark.parametrize("over", ["month", "quarter", "calendar year"])
def test_a_limit_on_capital_is_over_an_act_a_financial_year_or_all_acts(over: Over) -> None:
    whole = Limit(pounds(1), over)
    assert board().when(granted(BOB, holds=limited(whole))).verdict("DEL-19") is Verdict.MET
    odd = board().when(granted(BOB, holds=limited(replace(whole, spend="capital"))))
    assert (odd.verdict("DEL-19"), odd.finding("DEL-19").got) == (
        Verdict.NOT_MET,
        f"GBP 1.00 for a {over}, capital",
    )
    year = board().when(granted(BOB, holds=limited(Limit(pounds(1), "financial year", spend="capital"))))
    assert year.verdict("DEL-19") is Verdict.MET


def test_an_act_that_says_everything_has_room_under_four_links_held_by_offices() -> None:
    offices_ = ("chair", "deputy-chair")
    links = [named("g", f"link{letter}") for letter in "abcd"]
    holders_ = [f"office:{ICP}/{offices_[0]}", BOB, f"office:{ICP}/{offices_[1]}", CATH]
    given_ = Granted(links[0], GIVER, (holders_[0],), "4", scope(onward=3))
    passed = [
        PassedOn(links[at], links[at - 1], GIVER, (holders_[at],), scope(onward=3 - at)) for at in (1, 2, 3)
    ]
    before = board(on(GIVEN_ON, given_, *passed))
    named_ = {"spend": "capital", "matter": "roof", "project": "ward", "supplier": "firm"}
    (act,) = used(CATH, amount=pounds(1), chain=tuple(links), **named_)
    assert len(boundary(act.act(), before.state()) | set(tags_of(act.body, DAY))) <= TAGS_MAX


def test_acts_on_one_matter_add_up_against_the_limit_for_one_act() -> None:  # D5
    before = board(granted(BOB, holds=scope(each=pounds(100))), used(BOB, amount=pounds(60), matter="roof"))
    before.when(used(BOB, amount=pounds(60), act="next", matter="drains")).happens()
    before.when(used(BOB, amount=pounds(40), act="next", matter="roof")).happens()
    before.when(used(BOB, amount=pounds(41), act="next", matter="roof")).refused_by(
        f"DEL-10 (scheme 4.1): expected at most GBP 100.00 for one act under {ROOT}, "
        "got GBP 41.00 on top of GBP 60.00 before",
        kind="AUTHORITY",
    )


def about(of: str, code: str) -> dict[str, Any]:
    return {of: code}


def of_(text: str) -> Any:  # noqa: ANN401 - one of the words that a limit takes
    return text


@pytest.mark.parametrize("of", ["matter", "project", "supplier"])
def test_a_limit_for_each_counts_each_by_itself(of: str) -> None:
    firms = on("2020-01-01", *(organisations.Registered(one, one, "firm") for one in ("one", "two")))
    before = board(firms, granted(BOB, holds=limited(Limit(pounds(100), "all acts", of_(of)))))
    spent = before.and_(used(BOB, amount=pounds(60), **about(of, "one")))
    assert spent.when(used(BOB, amount=pounds(60), act="next", **about(of, "one"))).verdict("DEL-11") is (
        Verdict.NOT_MET
    )
    spent.when(used(BOB, amount=pounds(60), act="next", **about(of, "two"))).happens()
    unsaid = spent.when(used(BOB, amount=pounds(10), act="next")).finding("DEL-11")
    assert (unsaid.verdict, unsaid.got) == (
        Verdict.NOT_KNOWN,
        f"GBP 10.00, of a {of} that is not said",
    )
    odd = board().when(granted(BOB, holds=limited(Limit(pounds(1), "financial year", of_(of)))))
    assert odd.verdict("DEL-19") is Verdict.NOT_MET


def test_a_limit_on_capital_leaves_revenue_alone() -> None:  # HIW-4
    before = board(granted(BOB, holds=limited(Limit(pounds(100), "all acts", spend="capital"))))
    spent = before.and_(used(BOB, amount=pounds(60), spend="capital"))
    spent.when(used(BOB, amount=pounds(500), act="next", spend="revenue")).happens()
    assert spent.when(used(BOB, amount=pounds(60), act="next", spend="capital")).verdict("DEL-11") is (
        Verdict.NOT_MET
    )
    assert spent.when(used(BOB, amount=pounds(10), act="next")).verdict("DEL-11") is Verdict.NOT_KNOWN


@pytest.mark.parametrize(
    ("limit", "amount", "tax", "verdict"),
    [
        ("with", 100, "with", Verdict.MET),
        ("with", 101, "with", Verdict.NOT_MET),
        ("without", 100, "with", Verdict.MET),  # without tax it is less still
        ("without", 101, "with", Verdict.NOT_KNOWN),
        ("with", 100, "without", Verdict.NOT_KNOWN),
        ("with", 101, "without", Verdict.NOT_MET),  # with tax it is more still
        ("with", 100, None, Verdict.NOT_KNOWN),
        ("without", 100, None, Verdict.MET),
        (None, 100, None, Verdict.MET),
    ],
)
def test_amounts_with_and_without_tax(
    limit: Tax | None, amount: int, tax: Tax | None, verdict: Verdict
) -> None:
    before = board(granted(BOB, holds=limited(Limit(pounds(100), "one act", tax=limit))))
    assert before.when(used(BOB, amount=pounds(amount), tax=tax)).verdict("DEL-10") is verdict


def test_a_band_begins_above_an_amount() -> None:
    before = board(granted(BOB, holds=scope(each=pounds(250))))
    banded = board(granted(BOB, holds=replace(scope(each=pounds(250)), above=pounds(50), onward=1)))
    before.when(used(BOB, amount=pounds(50))).happens()
    found = banded.when(used(BOB, amount=pounds(50))).findings
    assert [one.expected for one in found if one.verdict is Verdict.NOT_MET] == [
        f"more than GBP 50.00 under {ROOT}"
    ]
    banded.when(used(BOB, amount=Money(50_01, "GBP"))).happens()
    assert Verdict.NOT_MET in {one.verdict for one in banded.when(used(BOB)).findings}
    lower = PassedOn(LINK, ROOT, GIVER, (CATH,), replace(scope(each=pounds(250)), above=pounds(49)))
    assert (
        banded.when(on(DAY, lower, person=BOB)).finding("DEL-5").got == "acts above GBP 49.00 below GBP 50.00"
    )
    none = banded.when(on(DAY, replace(lower, scope=scope(each=pounds(250))), person=BOB))
    assert none.finding("DEL-5").got == "acts above no limit below GBP 50.00"


WIDER = [
    # a limit over a longer time, of everything, of both kinds, counts what a narrower one does
    (Limit(pounds(100), "one act"), Limit(pounds(100), "all acts"), True),
    (Limit(pounds(100), "all acts"), Limit(pounds(100), "financial year"), False),
    (Limit(pounds(100), "one act"), Limit(pounds(100), "month"), True),
    (Limit(pounds(100), "month"), Limit(pounds(100), "one act"), False),
    (Limit(pounds(100), "month"), Limit(pounds(100), "quarter"), True),
    (Limit(pounds(100), "quarter"), Limit(pounds(100), "month"), False),
    (Limit(pounds(100), "quarter"), Limit(pounds(100), "calendar year"), True),
    (Limit(pounds(100), "quarter"), Limit(pounds(100), "financial year"), True),
    (Limit(pounds(100), "calendar year"), Limit(pounds(100), "quarter"), False),
    # neither kind of year lies within the other
    (Limit(pounds(100), "calendar year"), Limit(pounds(100), "financial year"), False),
    (Limit(pounds(100), "financial year"), Limit(pounds(100), "calendar year"), False),
    (Limit(pounds(100), "calendar year"), Limit(pounds(100), "all acts"), True),
    (Limit(pounds(100), "all acts", "project"), Limit(pounds(100), "all acts"), True),
    (Limit(pounds(100), "all acts"), Limit(pounds(100), "all acts", "project"), False),
    (Limit(pounds(100), "one act", spend="capital"), Limit(pounds(100), "one act"), True),
    (Limit(pounds(100), "one act"), Limit(pounds(100), "one act", spend="capital"), False),
    (Limit(pounds(100), "one act", tax="without"), Limit(pounds(100), "one act", tax="with"), True),
    (Limit(pounds(100), "one act", tax="with"), Limit(pounds(100), "one act", tax="without"), False),
]


@pytest.mark.parametrize(("above", "below", "fits"), WIDER)
def test_a_limit_below_leaves_no_more_room_than_the_one_above(  # D3
    above: Limit,
    below: Limit,
    fits: bool,  # noqa: FBT001 - the expected answer
) -> None:
    before = board(granted(BOB, holds=limited(above, onward=1)))
    step = on(DAY, PassedOn(LINK, ROOT, GIVER, (CATH,), limited(below)), person=BOB)
    assert (before.when(step).verdict("DEL-5") is Verdict.MET) is fits


# --- suspended, accepted, passed on ----------------------------------------------------------------


def test_while_it_is_suspended_nothing_is_done_under_it() -> None:  # D1
    stop = on("2024-03-01", Suspended(ROOT, GIVER, sealed("why")))
    before = board(granted(BOB), stop)
    before.when(used(BOB)).refused_by(
        f"DEL-2 (scheme 4.1): expected a link that holds on {DAY}, "
        f"got {ROOT} from {GIVEN_ON}, suspended from 2024-03-01",
        kind="AUTHORITY",
    )
    backdated = before.when(used(BOB, day="2024-02-01", recorded=DAY))
    assert backdated.verdict("DEL-2") is Verdict.NOT_MET
    again = before.when(on("2024-04-01", Resumed(ROOT, GIVER))).happens()
    again.when(used(BOB, day="2024-04-01")).happens()
    assert again.when(used(BOB, day="2024-03-31", recorded="2024-04-02")).verdict("DEL-2") is Verdict.NOT_MET
    assert again.when(on("2024-04-02", Resumed(ROOT, GIVER))).verdict("DEL-2") is Verdict.NOT_MET


def test_it_holds_once_everybody_accepted_it_where_that_is_asked_for() -> None:
    before = board(granted(BOB, CATH, manner=Manner(acceptance=True)))

    def says(who: str, day: str = "2024-02-01", *, accepted: bool = True) -> tuple[Step, ...]:
        return on(day, Accepted(ROOT, GIVER, who, accepted))

    one = before.when(says(BOB)).happens()
    one.when(used(BOB)).refused_by(
        f"DEL-2 (scheme 4.1): expected a link that holds on {DAY}, "
        f"got {ROOT} from {GIVEN_ON}, not accepted by {CATH}",
        kind="AUTHORITY",
    )
    both = one.and_(says(CATH))
    both.when(used(BOB)).happens()
    assert both.when(used(BOB, day="2024-01-15")).verdict("DEL-2") is Verdict.NOT_MET
    assert one.and_(says(CATH, accepted=False)).when(used(BOB)).verdict("DEL-2") is Verdict.NOT_MET
    assert before.when(says(DAN)).verdict("DEL-15") is Verdict.NOT_MET


def test_who_is_in_the_office_passes_on_and_a_body_by_its_decision() -> None:
    chair = board(granted(OFFICE, holds=scope(onward=1)))
    chair.when(on(DAY, PassedOn(LINK, ROOT, GIVER, (BOB,), scope()), person=CHAIR)).happens()
    wrong = chair.when(on(DAY, PassedOn(LINK, ROOT, GIVER, (BOB,), scope()), person=CATH))
    assert wrong.verdict("DEL-3") is Verdict.NOT_MET
    held = board(granted(f"body:{ICP}", holds=scope(onward=1)), *body_decides())
    passing = PassedOn(LINK, ROOT, GIVER, (BOB,), scope(), resolution=RESOLUTION)
    assert held.when(on(MET, passing)).verdict("DEL-3") is not Verdict.NOT_MET
    assert held.when(on(MET, replace(passing, resolution=None))).verdict("DEL-3") is Verdict.NOT_MET


def test_it_goes_on_to_parties_of_the_kinds_named_alone() -> None:  # D3
    before = board(granted(BOB, holds=replace(scope(onward=2), onward_to=("office", "person"))))
    to_body = before.when(on(DAY, PassedOn(LINK, ROOT, GIVER, (f"body:{ICP}",), scope()), person=BOB))
    assert Verdict.NOT_MET in {one.verdict for one in to_body.findings if one.rule == "DEL-4"}
    before.when(on(DAY, PassedOn(LINK, ROOT, GIVER, (OFFICE,), scope()), person=BOB)).happens()
    anybody = PassedOn(LINK, ROOT, GIVER, (OFFICE,), scope(onward=1))
    assert before.when(on(DAY, anybody, person=BOB)).finding("DEL-5").got == (
        "passing on to anybody, over office, person"
    )
    kept = replace(scope(onward=1), onward_to=("office",))
    before.when(on(DAY, replace(anybody, scope=kept), person=BOB)).happens()


# --- where the authority comes from ---------------------------------------------------------------


def test_a_grant_rests_on_the_decision_of_its_giver() -> None:  # PLA-7c
    own = board(*body_decides())
    grant = Granted(ROOT, f"body:{ICP}", (BOB,), "ToR 4", scope(), resolution=RESOLUTION)
    assert own.when(on(MET, grant)).verdict("DEL-21") is not Verdict.NOT_MET
    other = replace(grant, by=GIVER)
    assert own.when(on(MET, other)).verdict("DEL-21") is Verdict.NOT_MET
    amended = Amended(ROOT, f"body:{ICP}", scope(), Manner(consulting=(CATH,)), RESOLUTION)
    made = own.and_(on(MET, replace(grant, resolution=None)))
    assert made.when(on(MET, amended)).verdict("DEL-21") is not Verdict.NOT_MET
    after = made.and_(on(MET, amended))
    assert after.when(used(BOB, day=MET, by=f"body:{ICP}")).verdict("DEL-26") is Verdict.NOT_MET


def test_what_is_ratified_later_had_no_authority_before() -> None:  # D14
    (over,) = used(BOB, amount=pounds(101), day="2024-03-01", by=f"body:{ICP}")
    start = board(granted(BOB, holds=scope(each=pounds(100)), by=f"body:{ICP}"), *body_decides())
    before = start.with_(over.departing())
    ratified = Ratified(named("a", "act"), f"body:{ICP}", RESOLUTION)
    found = before.when(on(MET, ratified))
    assert Verdict.NOT_MET not in {one.verdict for one in found.findings}
    after = before.and_(on(MET, ratified))
    assert after.state().chain.ratified == {named("a", "act"): (RESOLUTION, MET)}
    again = after.when(on(MET, ratified)).findings
    assert Verdict.NOT_MET in {one.verdict for one in again if one.rule == "DEL-31"}
    for wrong in (replace(ratified, act=named("a", "nobody")), replace(ratified, by=GIVER)):
        judged = before.when(on(MET, wrong)).findings
        assert Verdict.NOT_MET in {one.verdict for one in judged if one.rule == "DEL-31"}
    early = before.when(on("2024-02-28", ratified)).findings
    assert Verdict.NOT_MET in {one.verdict for one in early if one.rule == "DEL-31"}


def test_what_was_done_for_a_body_is_ratified_by_the_body_that_succeeded_it() -> None:  # PLA-4.4
    start = board(
        constituted("old"), granted(BOB, holds=scope(each=pounds(100)), by="body:old"), *body_decides()
    )
    (over,) = used(BOB, amount=pounds(101), day="2024-03-01", by="body:old")
    ended = on("2024-03-10", bodies.Ended("old", "Order 2024", (ICP,), (ROOT,)))
    passed = start.with_(over.departing()).and_(ended)
    ratified = Ratified(named("a", "act"), f"body:{ICP}", RESOLUTION)
    assert passed.when(on(MET, ratified)).findings[0].verdict is Verdict.MET
    assert Verdict.NOT_MET not in {one.verdict for one in passed.when(on(MET, ratified)).findings}
    former = passed.when(on(MET, replace(ratified, by="body:old"))).findings
    assert Verdict.NOT_MET in {one.verdict for one in former if one.rule == "DEL-31"}


POWER = PowerStated(
    "s-101", "s.101 Local Government Act 1972", ("council",), ("body", "office", "organisation"), ("council",)
)


@pytest.mark.parametrize(
    ("founders", "to", "verdict"),
    [
        (("east",), f"body:{ICP}", Verdict.MET),
        (("east",), "organisation:west", Verdict.MET),
        (("east",), "organisation:federation", Verdict.NOT_MET),  # a GP federation is no council
        (("east",), BOB, Verdict.NOT_MET),
        (("federation",), f"body:{ICP}", Verdict.NOT_MET),
        (("east", "federation"), f"body:{ICP}", Verdict.NOT_MET),
        ((), f"body:{ICP}", Verdict.NOT_KNOWN),
    ],
)
def test_a_power_reaches_the_delegates_that_it_is_for(
    founders: tuple[str, ...], to: str, verdict: Verdict
) -> None:  # PBP-7, PBP-9
    kinds = {"east": "council", "west": "council", "federation": "gp-federation"}
    known = on("2020-01-01", *(organisations.Registered(one, one, kind) for one, kind in kinds.items()))
    before = partnership().and_(known, constituted("icb", founders=founders), on("2023-01-01", POWER))
    found = before.when(granted(to, enabling="s-101")).findings
    reached = {one.verdict for one in found if one.rule == "DEL-22"}
    expected = {Verdict.MET} if verdict is Verdict.MET else {verdict, Verdict.MET} & reached | {verdict}
    assert reached == expected


def test_a_power_of_an_organisation_and_one_that_nobody_stated() -> None:
    known = on("2020-01-01", organisations.Registered("east", "East", "council"))
    before = board(known, on("2023-01-01", POWER))
    own = before.when(granted(f"body:{ICP}", by="organisation:east", enabling="s-101"))
    assert {one.verdict for one in own.findings if one.rule == "DEL-22"} == {Verdict.MET}
    unknown = before.when(granted(f"body:{ICP}", enabling="s-75"))
    assert unknown.verdict("DEL-22") is Verdict.NOT_KNOWN
    again = before.when(on("2023-02-01", POWER))
    assert again.verdict("DEL-14") is Verdict.NOT_MET
    ghost = given(registered(BOB)).when(granted(BOB, by="body:ghosts", enabling="s-101"))
    assert ghost.verdict("DEL-22") is Verdict.NOT_KNOWN


def test_what_an_organisation_gives_is_used_for_it() -> None:
    known = on("2020-01-01", organisations.Registered("east", "East", "council"))
    before = board(known, granted(BOB, by="organisation:east"))
    before.when(used(BOB, by="organisation:east")).happens()
    assert before.when(used(BOB)).verdict("DEL-7") is Verdict.NOT_MET


def test_what_speaks_for_an_act_is_said_as_it_is() -> None:
    found = board(granted(BOB)).when(used(BOB)).findings
    said = {one.rule: one.got for one in found}
    assert (said["DEL-23"], said["DEL-30"]) == (f"{ROOT}, delegated", f"{BOB}, with none on the register")
    assert {"DEL-26", "DEL-27", "DEL-28"} & set(said) == set()
    manner = Manner(
        consulting=(CATH,), conditions=(Condition("funded", "it is funded"),), records=("reasons",)
    )
    done = used(BOB, consulted=(CATH,), met=("funded",), reasons=sealed("why"), payee=CATH)
    asked = board(granted(BOB, manner=manner)).when(done).findings
    got = [one.got for one in asked if one.rule in {"DEL-26", "DEL-27", "DEL-28", "DEL-30"}]
    assert got == [
        "all of them asked",
        "funded",
        "reasons",
        f"one to {CATH}",
        f"{BOB}, with none on the register",
    ]
    assert [one for one in (*found, *asked) if "None" in one.sentence() or "  " in one.sentence()] == []

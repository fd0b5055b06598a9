"""Offices: filled as the terms say, one holder at a time; who acts meanwhile; whose turn is next."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import msgspec
import pytest
from hypothesis import given as anything
from hypothesis import strategies as st
from tests.ledger.given import Given, Step, on, sealed
from tests.ledger.partnership import (
    ALL,
    BOB,
    CATH,
    CHAIR,
    COUNCILS,
    DAN,
    GUEST,
    GUS,
    HAL,
    ICP,
    MET,
    RESOLUTION,
    RULES,
    STRANGER,
    elected,
    opened,
    partnership,
    resolves,
    terms_with,
)

from ledger.facts import members, offices, organisations, terms
from ledger.facts.filters import Filter
from ledger.findings import Verdict
from ledger.offices import holds_office, turn

LEADS = ("lead-one", "lead-two", "lead-three", "board-one")

CHAIR_RULE = terms.OfficeRule(
    rule="CHR-1",
    clause="7.8",
    basis="reading",
    says="chosen jointly by the board and the councils, in turn, for two years",
    office="chair",
    way="joint selection",
    who=Filter(seats=LEADS),
    selectors=(terms.Approval(("icb",)), terms.Approval(COUNCILS)),
    months=24,
    rotation=LEADS,
    holds_until="May 2026",
)
"""After LSC-7.8: the upper-tier councils and the board's non-executive member, the first until May 2026."""

DEPUTY_RULE = terms.OfficeRule(
    rule="CHR-2",
    clause="7.9",
    basis="stated",
    says="a member of the voluntary sector, in step with the Chair",
    office="deputy-chair",
    way="election",
    who=Filter(sectors=("vcfse",)),
    with_office="chair",
)

SAYS = "expected chosen jointly by the board and the councils, in turn, for two years, got"


def partners(*rules: terms.Rule) -> Given:
    """Give the partnership with a rule on each office and its organisations; BOB's turn begins in 2026."""
    known = (organisations.Registered(one, one, "council") for one in (*COUNCILS, "icb"))
    return partnership(*RULES, *(rules or (CHAIR_RULE, DEPUTY_RULE))).and_(
        on("2023-01-01", *known), on("2026-05-01", offices.OfficeEnded(ICP, "chair", CHAIR, sealed("term")))
    )


def chosen(
    person: str = BOB,
    begins: str | None = "2026-06-01",
    ends: str | None = "2028-06-01",
    way: offices.Way = "joint selection",
    selectors: tuple[str, ...] = ("icb", *COUNCILS),
    resolution: str | None = None,
) -> tuple[Step, ...]:
    body = offices.Elected(ICP, "chair", person, "2026 to 2028", begins, ends, way, selectors, resolution)
    return on("2026-05-11", body)


def acting(
    person: str = CATH,
    because: Literal["vacancy", "absence"] = "absence",
    until: str | None = None,
    office: str = "chair",
    day: str = MET,
) -> tuple[Step, ...]:
    return on(day, offices.ActingUp(ICP, office, person, because, until))


def acting_ended(person: str = CATH, day: str = "2024-06-05") -> tuple[Step, ...]:
    return on(day, offices.ActingEnded(ICP, "chair", person))


def rule_verdicts(given: Given, step: tuple[Step, ...], rule: str = "CHR-1") -> list[Verdict]:
    return [one.verdict for one in given.when(step).findings if one.rule == rule]


# --- filled as the terms say ----------------------------------------------------------------------


def test_the_councils_and_the_board_choose_the_chair_in_turn() -> None:  # LSC-7.8
    after = partners().when(chosen()).happens()
    assert after.state().roll.holder(ICP, "chair", "2026-06-01") == BOB
    assert rule_verdicts(partners(), chosen()) == [Verdict.MET] * 5


@pytest.mark.parametrize(
    ("way", "verdict"),
    [
        ("joint selection", Verdict.MET),
        ("election", Verdict.NOT_MET),
        ("rotation", Verdict.NOT_MET),
        ("ex officio", Verdict.NOT_MET),
        ("not recorded", Verdict.NOT_KNOWN),
    ],
)
def test_the_way_is_the_one_of_the_terms(way: offices.Way, verdict: Verdict) -> None:  # LSC-7.8
    assert rule_verdicts(partners(), chosen(way=way))[0] is verdict


def test_a_chair_elected_by_the_members_is_refused_by_the_clause() -> None:  # LSC-7.8
    partners().when(chosen(way="election")).refused_by(f"CHR-1 (ToR 7.8): {SAYS} election")


@pytest.mark.parametrize(
    ("selectors", "missing"),
    [
        (("icb",), "blackburn, blackpool, lancashire"),
        (("icb", "blackburn", "lancashire"), "blackpool"),
        (COUNCILS, "icb"),
    ],
)
def test_a_selection_without_one_of_them_says_who_is_missing(  # LSC-7.8
    selectors: tuple[str, ...], missing: str
) -> None:
    partners().when(chosen(selectors=selectors)).refused_by(f"CHR-1 (ToR 7.8): {SAYS} without {missing}")


def test_of_several_selectors_so_many_are_enough() -> None:
    two = msgspec.structs.replace(CHAIR_RULE, selectors=(terms.Approval(COUNCILS, 2),))
    assert rule_verdicts(partners(two), chosen(selectors=COUNCILS[:2])) == [Verdict.MET] * 5
    assert rule_verdicts(partners(two), chosen(selectors=COUNCILS[:1]))[2] is Verdict.NOT_MET


def test_who_selected_is_not_known_where_nothing_is_recorded_of_the_way() -> None:  # SYS-3
    silent = rule_verdicts(partners(), chosen(way="not recorded", selectors=()))
    assert silent[2] is Verdict.NOT_KNOWN
    assert rule_verdicts(partners(), chosen(selectors=()))[2] is Verdict.NOT_MET
    assert rule_verdicts(partners(), chosen(way="not recorded", selectors=("icb",)))[2] is Verdict.NOT_MET


def test_a_selector_is_an_organisation_that_the_ledger_knows() -> None:
    outcome = partners().when(chosen(selectors=("icb", *COUNCILS, "cumbria")))
    assert Verdict.NOT_MET in [one.verdict for one in outcome.findings if one.rule == "ORG-2"]


def test_the_deputy_chair_comes_from_the_voluntary_sector() -> None:  # LSC-7.9
    before = partners()
    body = offices.Elected(ICP, "deputy-chair", GUS, "2024/25", "2024-05-01", None, "election")
    before.when(on("2024-05-01", body)).happens()
    wrong = msgspec.structs.replace(body, person=BOB)
    before.when(on("2024-05-01", wrong)).refused_by(
        "CHR-2 (ToR 7.9): expected a member of the voluntary sector, in step with the Chair, "
        f"got {BOB} in lead-two"
    )


def test_who_is_no_member_holds_no_office_that_is_for_members() -> None:  # LSC-7.9
    body = offices.Elected(ICP, "deputy-chair", GUEST, "2024/25", "2024-05-01", None, "election")
    partners().when(on("2024-05-01", body)).refused_by(
        "CHR-2 (ToR 7.9): expected a member of the voluntary sector, in step with the Chair, "
        f"got {GUEST}, no member on 2024-05-01"
    )


def test_of_a_member_without_a_known_seat_it_is_not_known() -> None:  # SYS-3
    unseated = on("2024-01-01", members.Appointed(ICP, GUEST, None, "not known", "2024-01-01"))
    body = offices.Elected(ICP, "deputy-chair", GUEST, "2024/25", "2024-05-01", None, "election")
    before = partners().and_(unseated)
    assert rule_verdicts(before, on("2024-05-01", body), "CHR-2")[1] is Verdict.NOT_KNOWN
    chair = rule_verdicts(before, chosen(GUEST))
    assert [chair[1], chair[4]] == [Verdict.NOT_KNOWN, Verdict.NOT_KNOWN]


def test_a_co_opted_member_sits_in_no_seat_of_the_rotation() -> None:
    co_opted = members.CoOpted(ICP, GUEST, "skill", sealed("x"), voting=True, quorum=True)
    found = rule_verdicts(partners().and_(on("2024-01-01", co_opted)), chosen(GUEST))
    assert [found[1], found[4]] == [Verdict.NOT_MET, Verdict.NOT_MET]


def test_an_office_may_be_for_the_holder_of_another() -> None:
    rule = msgspec.structs.replace(DEPUTY_RULE, who=Filter(offices=("chair",)), with_office=None)
    body = offices.Elected(ICP, "deputy-chair", CHAIR, "2024/25", "2024-05-01", None, "election")
    before = partners(rule)
    assert rule_verdicts(before, on("2024-05-01", body), "CHR-2")[1] is Verdict.MET
    other = msgspec.structs.replace(body, person=BOB)
    assert rule_verdicts(before, on("2024-05-01", other), "CHR-2")[1] is Verdict.NOT_MET


@pytest.mark.parametrize(
    ("begins", "ends", "verdict"),
    [
        ("2026-06-01", "2028-06-01", Verdict.MET),
        ("2026-06-01", "2028-06-02", Verdict.NOT_MET),
        ("2026-06-01", None, Verdict.NOT_KNOWN),
        (None, "2028-06-01", Verdict.NOT_KNOWN),
    ],
)
def test_a_term_lasts_two_years_at_most(  # LSC-7.8
    begins: str | None, ends: str | None, verdict: Verdict
) -> None:
    assert rule_verdicts(partners(), chosen(begins=begins, ends=ends))[3] is verdict


def test_a_term_that_is_too_long_is_refused_by_the_clause() -> None:  # LSC-7.8
    partners().when(chosen(ends="2030-06-01")).refused_by(f"CHR-1 (ToR 7.8): {SAYS} 2026-06-01 to 2030-06-01")


def test_out_of_turn_is_refused_with_whose_turn_it_is() -> None:  # LSC-7.8
    partners().when(chosen(CATH)).refused_by(
        f"CHR-1 (ToR 7.8): {SAYS} {CATH} on 2026-06-01, in the turn of lead-two until May 2028"
    )


def test_during_the_month_that_is_printed_the_turn_is_not_known() -> None:  # LSC-7.8, SYS-3
    found = rule_verdicts(partners(), chosen(begins="2026-05-15", ends="2028-05-15"))
    assert found[4] is Verdict.NOT_KNOWN
    assert rule_verdicts(partners(), chosen(begins=None))[4] is Verdict.NOT_KNOWN
    partners().when(chosen(begins="2026-05-15", ends="2028-05-15")).refused_by(
        f"CHR-1 (ToR 7.8): {SAYS} {BOB} for 2026 to 2028: whose turn that is is not known"
    )


def test_a_rule_that_is_a_default_of_the_terms_cites_no_clause() -> None:
    rule = msgspec.structs.replace(CHAIR_RULE, basis="default")
    partners(rule).when(chosen(way="election")).refused_by(f"CHR-1 (Remit default): {SAYS} election")


def test_without_a_rule_on_the_office_anybody_is_elected() -> None:  # LSC-M4
    partnership().when(elected(STRANGER, "deputy-chair")).happens()


def test_an_election_names_the_resolution_that_made_it() -> None:  # LSC-M4
    before = partnership().and_(opened(), resolves("unanimous"))
    body = offices.Elected(ICP, "deputy-chair", GUS, "2024/25", None, None, "election", (), RESOLUTION)
    before.when(on(MET, body)).happens()
    partnership().when(on(MET, body)).refused_by(
        f"OFF-9 (Remit default): expected a resolution that the ledger knows, got {RESOLUTION}"
    )


# --- one holder at a time -------------------------------------------------------------------------


def test_a_new_term_without_a_first_day_may_fall_into_the_old_one() -> None:  # LSC-M4, SYS-3
    partnership().when(elected(BOB, begins=None)).refused_by(
        f"OFF-2 (ToR 7.8): expected chair to be vacant then, got perhaps held by {CHAIR}"
    )


def test_an_old_term_without_days_may_reach_into_the_new_one() -> None:  # LSC-M4, SYS-3
    before = partnership().and_(elected(GUS, "deputy-chair", begins=None))
    assert before.when(elected(HAL, "deputy-chair")).verdict("OFF-2") is Verdict.NOT_KNOWN
    ended = on("2024-01-01", offices.OfficeEnded(ICP, "deputy-chair", GUS, sealed("moved")))
    after = before.when(ended).happens()
    assert after.when(elected(HAL, "deputy-chair", "2024-01-01")).verdict("OFF-2") is Verdict.MET
    assert after.when(elected(HAL, "deputy-chair", "2023-12-31")).verdict("OFF-2") is Verdict.NOT_KNOWN


def test_a_term_that_has_run_out_leaves_room_for_one_without_days() -> None:
    before = partnership().and_(
        on("2023-05-01", offices.Elected(ICP, "deputy-chair", GUS, "2023/24", "2023-05-01", MET))
    )
    new = offices.Elected(ICP, "deputy-chair", HAL, "2024/25", None, None)
    assert before.when(on(MET, new)).verdict("OFF-2") is Verdict.MET
    assert before.when(on("2024-03-24", new)).verdict("OFF-2") is Verdict.NOT_KNOWN


def test_a_term_that_ends_before_the_other_begins_leaves_room() -> None:
    before = partnership().and_(elected(GUS, "deputy-chair", "2024-05-01"))
    earlier = offices.Elected(ICP, "deputy-chair", HAL, "2023/24", "2023-05-01", "2024-05-01")
    assert before.when(on("2023-05-01", earlier)).verdict("OFF-2") is Verdict.MET
    longer = msgspec.structs.replace(earlier, ends="2024-05-02")
    before.when(on("2023-05-01", longer)).refused_by(
        f"OFF-2 (ToR 7.9): expected deputy-chair to be vacant then, got held by {GUS}"
    )


START = date(2024, 1, 1)
SPANS = st.tuples(st.integers(0, 8), st.integers(1, 8) | st.none())


def dated(span: tuple[int, int | None]) -> tuple[str, str | None, set[int]]:
    """Give first day, first day after, and every day of a term, one by one."""
    first, length = span
    days = set(range(first, 20 if length is None else first + length))
    end = None if length is None else (START + timedelta(first + length)).isoformat()
    return (START + timedelta(first)).isoformat(), end, days


@anything(st.lists(SPANS, max_size=3), SPANS)
def test_an_office_is_free_just_where_no_day_of_another_term_falls_into_the_new_one(
    old: list[tuple[int, int | None]], new: tuple[int, int | None]
) -> None:
    office = "deputy-chair"
    before = partnership()
    taken = set[int]()
    for person, span in zip((GUS, HAL, DAN), old, strict=False):
        begins, ends, days = dated(span)
        before = before.and_(on(begins, offices.Elected(ICP, office, person, "x", begins, ends)))
        taken |= days
    begins, ends, days = dated(new)
    outcome = before.when(on(begins, offices.Elected(ICP, office, CATH, "x", begins, ends)))
    assert outcome.verdict("OFF-2") is Verdict.of(not taken & days)


def test_who_is_chosen_may_leave_before_the_term_begins() -> None:
    before = partnership().and_(elected(GUS, "deputy-chair", "2024-05-01"))
    after = before.when(on(MET, offices.OfficeEnded(ICP, "deputy-chair", GUS, sealed("moved")))).happens()
    assert after.state().roll.holder(ICP, "deputy-chair", "2024-05-01") is None


def test_a_term_ends_after_it_begins() -> None:
    body = offices.Elected(ICP, "deputy-chair", GUS, "2024", "2024-05-01", "2024-05-01")
    (step,) = on("2024-05-01", body)
    partnership().when(step.departing()).refused_by(
        "OFF-8 (Remit default): expected a last day after the first, got 2024-05-01 to 2024-05-01"
    )


# --- acting ---------------------------------------------------------------------------------------


def test_a_member_acts_while_the_holder_is_away() -> None:  # PLD-6
    after = partnership().when(acting()).happens().when(acting_ended()).happens()
    roll = after.state().roll
    assert [roll.acting(ICP, "chair", day) for day in ("2024-03-24", MET, "2024-06-05")] == [None, CATH, None]
    assert roll.holder(ICP, "chair", MET) == CHAIR


def test_who_acts_does_not_become_the_holder_however_long_it_lasts() -> None:  # PLD-6
    after = partnership().when(acting(GUS, "vacancy", office="deputy-chair")).happens()
    roll = after.state().roll
    assert roll.acting(ICP, "deputy-chair", "2034-03-25") == GUS
    assert roll.holder(ICP, "deputy-chair", "2034-03-25") is None
    leaving = on("2034-03-25", offices.OfficeEnded(ICP, "deputy-chair", GUS, sealed("moved")))
    after.when(leaving).refused_by(f"OFF-3 (Remit default): expected the holder of deputy-chair, got {GUS}")
    after.when(elected(HAL, "deputy-chair", "2034-03-25")).happens()


def test_in_a_vacancy_nobody_is_absent_and_in_an_absence_nothing_is_vacant() -> None:  # PLD-6
    before = partnership()
    before.when(acting(because="vacancy")).refused_by(
        f"OFF-4 (ToR 7.8): expected chair to be vacant, got held by {CHAIR}"
    )
    before.when(acting(office="deputy-chair")).refused_by(
        "OFF-4 (ToR 7.9): expected deputy-chair to be held by somebody else, got vacant"
    )
    before.when(acting(CHAIR)).refused_by(
        f"OFF-4 (ToR 7.8): expected chair to be held by somebody else, got held by {CHAIR}"
    )


@pytest.mark.parametrize("because", ["vacancy", "absence"])
def test_whether_an_office_is_vacant_may_not_be_known(  # SYS-3
    because: Literal["vacancy", "absence"],
) -> None:
    before = partnership().and_(elected(GUS, "deputy-chair", begins=None))
    outcome = before.when(acting(because=because, office="deputy-chair"))
    assert outcome.verdict("OFF-4") is Verdict.NOT_KNOWN
    assert outcome.finding("OFF-4").got == "not known to be held"


def test_only_a_member_acts() -> None:  # PLD-6
    partnership().when(acting(GUEST)).refused_by(
        f"OFF-6 (Remit default): expected a member of icp on {MET} to act, got {GUEST}"
    )
    later = on("2024-04-01", members.Appointed(ICP, GUEST, None, "not known", None))
    assert partnership().and_(later).when(acting(GUEST)).verdict("OFF-6") is Verdict.NOT_KNOWN


def test_nobody_acts_in_an_office_that_the_terms_do_not_have() -> None:
    assert partnership().when(acting(office="emperor")).verdict("OFF-1") is Verdict.NOT_MET


def test_one_person_acts_at_a_time() -> None:
    before = partnership().and_(acting(until="2024-05-01"))
    before.when(acting(DAN, day="2024-04-30")).refused_by(
        f"OFF-7 (Remit default): expected nobody else to act as chair, got {CATH}"
    )
    before.when(acting(DAN, day="2024-05-01")).happens()
    before.when(acting(CATH, day="2024-04-30")).happens()


def test_acting_ends_after_it_begins() -> None:
    assert partnership().when(acting(until=MET)).verdict("OFF-8") is Verdict.NOT_MET


@pytest.mark.parametrize(
    ("person", "day"), [(CHAIR, "2024-06-05"), (CATH, "2024-03-24"), (CATH, "2024-07-01")]
)
def test_only_who_acts_stops_acting(person: str, day: str) -> None:  # PLD-6
    (step,) = acting_ended(person, day)
    partnership().and_(acting(until="2024-07-01")).when(step.departing()).refused_by(
        f"OFF-5 (Remit default): expected somebody who acts as chair on {day}, got {person}"
    )


def test_the_holder_and_who_acts_are_in_office_alike() -> None:
    roll = partnership().and_(acting(), elected(GUS, "deputy-chair", begins=None)).state().roll
    answers = {person: holds_office(roll, ICP, "chair", person, MET) for person in ALL}
    assert [person for person, verdict in answers.items() if verdict is Verdict.MET] == [CHAIR, CATH]
    assert holds_office(roll, ICP, "chair", CATH, "2024-03-24") is Verdict.NOT_MET
    assert holds_office(roll, "other", "chair", CHAIR, MET) is Verdict.NOT_MET
    assert holds_office(roll, ICP, "deputy-chair", GUS, MET) is Verdict.NOT_KNOWN


# --- whose turn -----------------------------------------------------------------------------------


def turns(
    day: str, *rules: terms.OfficeRule, office: str = "chair"
) -> tuple[str | None, str | None, str] | None:
    """Give whose turn it is, who follows, and when."""
    found = turn(terms_with(*RULES, *(rules or (CHAIR_RULE, DEPUTY_RULE))), office, day)
    return None if found is None else (found.seat, found.following, str(found.until))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-03-25", ("lead-one", "lead-two", "May 2026")),
        ("2026-04-30", ("lead-one", "lead-two", "May 2026")),
        ("2026-05-01", None),
        ("2026-05-31", None),
        ("2026-06-01", ("lead-two", "lead-three", "May 2028")),
        ("2028-06-01", ("lead-three", "board-one", "May 2030")),
        ("2030-06-01", ("board-one", "lead-one", "May 2032")),
        ("2032-06-01", ("lead-one", "lead-two", "May 2034")),
    ],
)
def test_the_chair_goes_round_every_two_years(  # LSC-7.8
    day: str, expected: tuple[str, str, str] | None
) -> None:
    assert turns(day) == expected


def test_the_deputy_chair_changes_in_step_with_the_chair() -> None:  # LSC-7.9
    assert turns("2024-03-25", office="deputy-chair") == (None, None, "May 2026")
    assert turns("2027-01-01", office="deputy-chair") == (None, None, "May 2028")
    own = msgspec.structs.replace(DEPUTY_RULE, rotation=("vcfse-one", "vcfse-two"))
    assert turns("2027-01-01", CHAIR_RULE, own, office="deputy-chair") == (
        "vcfse-two",
        "vcfse-one",
        "May 2028",
    )


def test_an_office_in_step_with_one_that_has_no_rule_has_no_known_turn() -> None:
    assert turns("2024-03-25", DEPUTY_RULE, office="deputy-chair") is None


def test_a_day_that_is_printed_changes_the_turn_on_that_day() -> None:  # LSC-7.8
    rule = msgspec.structs.replace(CHAIR_RULE, holds_until="2026-05-20")
    assert turns("2026-05-19", rule) == ("lead-one", "lead-two", "2026-05-20")
    assert turns("2026-05-20", rule) == ("lead-two", "lead-three", "2028-05-20")


@pytest.mark.parametrize("printed", [None, "the summer meeting", "Mai 2026", "2026"])
def test_what_is_printed_otherwise_gives_no_turn(printed: str | None) -> None:  # SYS-3
    assert turns("2024-03-25", msgspec.structs.replace(CHAIR_RULE, holds_until=printed)) is None


def test_without_a_length_nothing_is_known_after_the_first_turn() -> None:
    rule = msgspec.structs.replace(CHAIR_RULE, months=None)
    assert turns("2026-04-30", rule) == ("lead-one", "lead-two", "May 2026")
    assert turns("2026-06-01", rule) is None


def test_without_terms_or_rule_there_is_no_turn() -> None:
    assert turn(None, "chair", MET) is None
    assert turn(terms_with(*RULES), "chair", MET) is None


@anything(st.integers(1, 60), st.integers(0, 3_000))
def test_every_month_belongs_to_one_seat_in_the_order_of_the_rotation(months: int, after: int) -> None:
    rule = msgspec.structs.replace(CHAIR_RULE, months=months, holds_until="2026-05-01")
    day = date(2026, 5, 1) + timedelta(after)
    whole = (day.year - 2026) * 12 + day.month - 5
    found = turns(day.isoformat(), rule)
    assert found is not None
    assert found[0] == LEADS[(1 + whole // months) % len(LEADS)]


# --- offices of a place ---------------------------------------------------------------------------


def test_a_lead_of_a_place_may_hold_a_role_in_an_organisation_and_acts_for_the_place() -> None:  # PBP-10
    lead = terms.Office("integration-lead", "Integration lead", "4.2")
    rulebook = terms_with(*RULES, version="place")
    both = msgspec.structs.replace(rulebook, offices=(*rulebook.offices, lead))
    before = partnership().and_(
        on("2023-01-01", organisations.Registered("icb", "The board", "nhs-body")),
        on("2023-06-01", terms.Adopted(both, "2023-06-01")),
        on("2023-06-01", organisations.Affiliated(GUEST, "icb", "director", "2023-06-01")),
    )
    after = before.when(elected(GUEST, "integration-lead", "2024-01-01")).happens()
    roll = after.state().roll
    assert roll.holder(ICP, "integration-lead", MET) == GUEST
    assert roll.is_member(ICP, GUEST, MET) is False
    after.when(elected(STRANGER, "integration-lead", "2024-02-01")).refused_by(
        f"OFF-2 (ToR 4.2): expected integration-lead to be vacant then, got held by {GUEST}"
    )


def test_nobody_acts_in_a_period_in_which_somebody_else_does() -> None:  # LSC-7.8, T1
    before = partnership().and_(
        on("2024-01-01", offices.OfficeEnded(ICP, "chair", CHAIR, sealed("left"))),
        on("2024-03-01", offices.ActingUp(ICP, "chair", GUS, "vacancy", "2024-05-01")),
    )
    for until, verdict in (
        (None, Verdict.NOT_MET),
        ("2024-03-02", Verdict.NOT_MET),
        ("2024-03-01", Verdict.MET),
    ):
        late = on("2024-02-01", offices.ActingUp(ICP, "chair", BOB, "vacancy", until), recorded="2024-03-05")
        assert before.when(late).verdict("OFF-7") is verdict
    after = on("2024-05-01", offices.ActingUp(ICP, "chair", BOB, "vacancy"))
    assert before.when(after).verdict("OFF-7") is Verdict.MET


def test_a_day_that_the_calendar_does_not_have_says_nothing_of_the_turn() -> None:  # LSC-7.8, SYS-3
    rule = terms.OfficeRule(
        rule="CHR-9", clause="7.8", basis="stated", says="in turn", office="chair", way="rotation",
        who=Filter(), rotation=("lead-one", "lead-two"), months=24, holds_until="2024-02-31",
    )  # fmt: skip
    assert turn(terms_with(*RULES, rule), "chair", "2025-01-01") is None


def test_who_acted_in_a_vacancy_acts_no_more_once_it_is_filled() -> None:  # LSC-7.8, D1
    before = partnership().and_(
        on("2024-01-01", offices.OfficeEnded(ICP, "chair", CHAIR, sealed("left"))),
        on("2024-01-01", offices.ActingUp(ICP, "chair", BOB, "vacancy")),
        on("2024-03-01", offices.Elected(ICP, "chair", CATH, "2024", "2024-03-01", None)),
    )
    roll = before.state().roll
    answers = [holds_office(roll, ICP, "chair", BOB, day) for day in ("2024-02-29", "2024-03-01")]
    assert answers == [Verdict.MET, Verdict.NOT_MET]

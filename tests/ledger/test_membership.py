"""The membership as a whole: numbers, vacancies, balance."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
from hypothesis import given as for_all
from hypothesis import strategies as st
from tests.ledger.given import Given, Step, given, on, sealed
from tests.ledger.partnership import (
    ALL,
    BOB,
    CATH,
    CHAIR,
    DAN,
    ICP,
    RULES,
    appointed,
    constituted,
    elected,
    partnership,
    registered,
    terms_with,
)

from ledger.facts.filters import Filter
from ledger.facts.members import Appointed, CoOpted, Ended
from ledger.facts.offices import ActingUp
from ledger.facts.terms import Adopted, BalanceRule, Count, Distinct, Need
from ledger.findings import Finding, Verdict
from ledger.members import Membership, Roll
from ledger.membership import Number, Vacancy, balance, numbers, unseated, vacancies

DAY = "2024-03-25"


def ended(person: str, seat: str | None, day: str) -> tuple[Step, ...]:
    return on(day, Ended(ICP, person, seat, sealed("reason")))


def co_opted(person: str, day: str, until: str | None = None, sector: str | None = None) -> tuple[Step, ...]:
    fact = CoOpted(ICP, person, "expertise", sealed("reason"), False, False, until, sector)  # noqa: FBT003
    return on(day, fact)


# --- numbers -------------------------------------------------------------------------------------


def test_the_number_of_members_is_given_for_every_day_on_which_it_changed() -> None:  # LSC-7.10
    roll = (
        given(constituted())
        .and_(
            appointed(BOB, "lead-two", "2023-05-01"),
            appointed(BOB, "observer", "2023-06-01"),  # a second seat makes no second member
            appointed(CATH, "lead-three", "2023-07-01"),
            ended(BOB, "lead-two", "2023-08-01"),
            co_opted(DAN, "2023-09-01", until="2024-01-01"),
            ended(BOB, "observer", "2023-10-01"),
            appointed(CHAIR, "lead-one", "2023-10-01"),  # one goes, one comes: no change
        )
        .state()
        .roll
    )
    assert list(numbers(roll, ICP, "2023-01-01", DAY)) == [
        Number("2023-01-01", 0, 0),
        Number("2023-05-01", 1, 0),
        Number("2023-07-01", 2, 0),
        Number("2023-09-01", 3, 0),
        Number("2024-01-01", 2, 0),
    ]
    assert list(numbers(roll, ICP, "2023-07-01", "2023-08-31")) == [Number("2023-07-01", 2, 0)]
    assert list(numbers(roll, "other", DAY, DAY)) == [Number(DAY, 0, 0)]


def test_before_the_day_by_which_somebody_was_a_member_the_number_is_not_known() -> None:  # LSC-7.10
    roll = given(appointed(BOB, "lead-two", "2023-05-01"), appointed(CATH, None, None)).state().roll
    assert list(numbers(roll, ICP, "2023-01-01", "2024-12-31")) == [
        Number("2023-01-01", 0, 1),
        Number("2023-05-01", 1, 1),
        Number(DAY, 2, 0),
    ]


FIRST = date(2024, 1, 1)


def day(offset: int) -> str:
    return (FIRST + timedelta(days=offset)).isoformat()


periods = st.lists(
    st.tuples(st.sampled_from(ALL[:4]), st.integers(0, 20), st.booleans(), st.none() | st.integers(0, 20)),
    max_size=6,
)


@for_all(periods)
def test_the_numbers_are_those_of_a_count_day_by_day(
    told: list[tuple[str, int, bool, int | None]],
) -> None:  # LSC-7.10
    memberships = tuple(
        Membership(ICP, person, None, "appointed", day(since), began, None if end is None else day(end))
        for person, since, began, end in told
    )
    found = {one.day: (one.members, one.unsure) for one in numbers(Roll(memberships), ICP, day(0), day(15))}
    now = (-1, -1)
    for offset in range(16):  # the oracle asks of every day, by comparing numbers instead of days
        state: dict[str, int] = {}
        for person, since, began, end in told:
            inside = (
                0 if end is not None and offset >= end else (2 if offset >= since else (0 if began else 1))
            )
            state[person] = max(state.get(person, 0), inside)
        counted = (list(state.values()).count(2), list(state.values()).count(1))
        assert (day(offset) in found) is (counted != now)
        now = found.get(day(offset), now)
        assert now == counted


# --- vacancies -----------------------------------------------------------------------------------


def body(*seats: str, version: str = "2023", in_force: str = "2023-04-17") -> tuple[Step, ...]:
    """Put terms in force with these of the partnership's seats alone."""
    terms = terms_with(*RULES, version=version)
    kept = tuple(seat for seat in terms.seats if seat.seat in seats)
    return on(in_force, Adopted(msgspec.structs.replace(terms, seats=kept), in_force))


def vacant(before: Given, day: str = DAY) -> dict[str, Vacancy]:
    state = before.state()
    return {one.seat.seat: one for one in vacancies(state.roll, state.terms, ICP, day)}


def test_a_seat_is_vacant_since_its_last_holder_ended() -> None:  # LSC-7.2
    before = given(body("lead-two"), appointed(BOB, "lead-two"), ended(BOB, "lead-two", "2024-03-01"))
    one = vacant(before)["lead-two"]
    assert (one.since, one.days, one.maybe) == ("2024-03-01", 24, ())
    assert vacant(before, "2024-02-29") == {}


def test_a_holder_who_is_still_to_come_leaves_the_seat_vacant_until_then() -> None:  # LSC-7.2
    later = on("2024-06-01", Appointed(ICP, BOB, "lead-two", "appointed", "2024-06-01", "2025-06-01"))
    assert vacant(given(body("lead-two"), later))["lead-two"].since == "2023-04-17"


def test_a_seat_that_nobody_ever_held_is_vacant_since_the_terms_made_it() -> None:  # LSC-7.2
    one = vacant(given(body("lead-two")))["lead-two"]
    assert (one.since, one.days) == ("2023-04-17", 343)


def test_a_seat_that_later_terms_made_is_vacant_since_then() -> None:  # LSC-7.2, LSC-V
    kept = body("lead-one", version="2024", in_force="2024-01-01")
    again = body("lead-one", "lead-two", version="2024b", in_force="2024-02-01")
    later = body("lead-one", "lead-two", version="2025", in_force="2024-03-01")
    never = body("lead-one", version="2026", in_force="2026-01-01")
    before = given(body("lead-one", "lead-two"), kept, again, later, never)
    found = {code: one.since for code, one in vacant(before).items()}
    assert found == {"lead-one": "2023-04-17", "lead-two": "2024-02-01"}


def test_a_member_without_a_stated_seat_makes_a_vacancy_unknown() -> None:  # LSC-7.2
    before = given(body("lead-two"), appointed(CATH, None, "2024-01-01"))
    one = vacant(before)["lead-two"]
    assert (one.since, one.days, one.maybe) == (None, None, (CATH,))
    assert vacant(before, "2023-12-31")["lead-two"].since == "2023-04-17"


def test_a_holder_who_may_not_have_begun_yet_makes_a_vacancy_unknown() -> None:  # LSC-7.2
    by_then = on("2024-06-01", Appointed(ICP, BOB, "lead-two", "not known", None))
    assert vacant(given(body("lead-two"), by_then))["lead-two"].maybe == (BOB,)


def test_who_was_appointed_and_has_not_taken_up_a_seat_leaves_it_vacant() -> None:  # LSC-7.2
    waits = on("2024-01-01", Appointed(ICP, BOB, "lead-two", "appointed", "2024-01-01", takes_up=True))
    declined = ended(BOB, "lead-two", "2024-02-01")
    assert vacant(given(body("lead-two"), waits))["lead-two"].since == "2023-04-17"
    assert vacant(given(body("lead-two"), waits, declined))["lead-two"].since == "2023-04-17"


def test_a_co_opted_member_and_one_with_another_seat_sit_somewhere() -> None:  # LSC-7.6
    two = (appointed(CATH, None, "2023-05-01"), appointed(CATH, "lead-one", "2023-06-01"))
    before = given(body("lead-one", "lead-two"), *two, co_opted(DAN, "2024-01-01"))
    assert vacant(before)["lead-two"].since == "2023-04-17"
    assert unseated(before.state().roll, ICP, DAY) == ()


def test_without_terms_there_are_no_seats_to_be_vacant() -> None:
    assert vacant(given()) == {}


# --- balance -------------------------------------------------------------------------------------

BALANCE = BalanceRule(
    rule="BAL-1", clause="PLD 3", basis="stated", says="officers, professionals, lay and elected members",
    check=Distinct(
        (
            Need(Filter(positions=("chief-executive",))),
            Need(Filter(positions=("director",))),
            Need(Filter(positions=("non-executive",))),
            Need(Filter(positions=("councillor",)), 2),
        )
    ),
)  # fmt: skip
OBSERVED = BalanceRule(
    rule="BAL-2", clause="PBP 8", basis="default", says="an observer and a chair",
    check=Distinct((Need(Filter(positions=("observer",))), Need(Filter(offices=("chair",))))),
)  # fmt: skip


def balanced(before: Given, day: str = DAY) -> dict[str, Finding]:
    state = before.state()
    terms = state.terms.in_force(ICP, day)
    assert terms is not None
    return {one.rule: one for one in balance(state.roll, ICP, terms, day)}


def test_a_balance_that_the_membership_keeps_is_shown() -> None:  # PLD-3, PBP-8
    found = balanced(partnership(*RULES, BALANCE, OBSERVED))
    assert [one.verdict for one in found.values()] == [Verdict.MET, Verdict.MET]
    assert [one.clause for one in found.values()] == ["ToR PLD 3", None]


def test_a_balance_is_lost_with_the_last_of_a_kind() -> None:  # PLD-3
    before = partnership(*RULES, BALANCE).and_(ended(DAN, "board-one", "2024-03-01"))
    assert balanced(before, "2024-02-29")["BAL-1"].verdict is Verdict.MET
    lost = balanced(before)["BAL-1"]
    assert (lost.verdict, lost.got) == (Verdict.NOT_MET, "4 of 5 places filled by distinct persons")


def test_a_member_without_a_stated_seat_makes_a_balance_unknown() -> None:  # PLD-3
    before = partnership(*RULES, BALANCE).and_(ended(DAN, "board-one", "2024-03-01"))
    unknown = before.and_(registered("p-" + "z" * 16), appointed("p-" + "z" * 16, None, "2024-03-01"))
    assert balanced(unknown)["BAL-1"].verdict is Verdict.NOT_KNOWN


def test_who_may_not_be_a_member_yet_makes_a_balance_unknown() -> None:  # PLD-3
    later = on("2024-06-01", Appointed(ICP, CATH, "board-one", "not known", None))
    before = partnership(*RULES, BALANCE).and_(ended(DAN, "board-one", "2024-03-01"), later)
    assert balanced(before)["BAL-1"].verdict is Verdict.NOT_MET  # CATH is known in another seat already
    gone = before.and_(ended(CATH, "lead-three", "2024-03-01"))
    assert balanced(gone)["BAL-1"].verdict is Verdict.NOT_KNOWN


def test_who_may_not_be_a_member_yet_is_not_counted_for_sure() -> None:  # PLD-3
    rule = BalanceRule(rule="BAL-1", clause="3", basis="stated", says="11 members", check=Count(Filter(), 11))
    later = on("2024-06-01", Appointed(ICP, "p-" + "z" * 16, None, "not known", None))
    assert balanced(partnership(*RULES, rule))["BAL-1"].verdict is Verdict.NOT_MET
    assert balanced(partnership(*RULES, rule).and_(later))["BAL-1"].verdict is Verdict.NOT_KNOWN


def test_one_person_in_two_seats_fills_one_place_of_a_balance() -> None:  # PLD-3
    both = (ended(DAN, "board-one", "2024-03-01"), appointed(BOB, "board-one", "2024-03-01"))
    assert balanced(partnership(*RULES, BALANCE).and_(*both))["BAL-1"].verdict is Verdict.MET
    fewer = (*both, ended(CATH, "lead-three", "2024-03-01"), ended(CHAIR, "lead-one", "2024-03-01"))
    assert balanced(partnership(*RULES, BALANCE).and_(*fewer))["BAL-1"].verdict is Verdict.NOT_MET


def test_a_balance_counts_who_does_not_count_for_the_quorum() -> None:  # PLD-3
    terms = terms_with(*RULES, OBSERVED, version="2024")
    seats = tuple(msgspec.structs.replace(one, quorum=False) for one in terms.seats)
    adopted = on("2024-01-01", Adopted(msgspec.structs.replace(terms, seats=seats), "2024-01-01"))
    assert balanced(partnership().and_(adopted))["BAL-2"].verdict is Verdict.MET


def test_a_balance_counts_a_co_opted_member_in_its_sector() -> None:  # PLD-3, LSC-7.6
    rule = BalanceRule(
        rule="BAL-1", clause="3", basis="stated", says="two clinicians",
        check=Count(Filter(sectors=("vcfse",)), 3),
    )  # fmt: skip
    before = partnership(*RULES, rule)
    assert balanced(before)["BAL-1"].verdict is Verdict.NOT_MET
    after = before.and_(co_opted("p-" + "z" * 16, DAY, sector="vcfse"))
    assert balanced(after)["BAL-1"].verdict is Verdict.MET


def test_who_acts_in_an_office_holds_it_in_a_balance() -> None:  # PLD-3
    rule = BalanceRule(
        rule="BAL-1", clause="3", basis="stated", says="a deputy chair",
        check=Count(Filter(offices=("deputy-chair",)), 1),
    )  # fmt: skip
    before = partnership(*RULES, rule)
    assert balanced(before)["BAL-1"].verdict is Verdict.NOT_KNOWN
    acts = on("2024-03-01", ActingUp(ICP, "deputy-chair", BOB, "vacancy"))
    assert balanced(before.and_(acts))["BAL-1"].verdict is Verdict.MET
    assert balanced(before.and_(elected(BOB, "deputy-chair")))["BAL-1"].verdict is Verdict.MET

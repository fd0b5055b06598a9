from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from tests.ledger.given import Given, given, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    ICP,
    RULES,
    STRANGER,
    appointed,
    constituted,
    elected,
    registered,
    terms_with,
)

from ledger.facts.members import Appointed, Ended
from ledger.facts.offices import Elected, OfficeEnded
from ledger.facts.terms import Adopted
from ledger.findings import Verdict

DAY = "2024-03-25"


def body_with_terms() -> Given:
    adopted = Adopted(terms_with(*RULES), "2023-04-17")
    return given(registered(BOB, CATH, CHAIR), constituted(), on("2023-04-17", adopted))


def ended(person: str = BOB, seat: str | None = "lead-two") -> Ended:
    return Ended(ICP, person, seat, sealed("reason"))


def office_ended(person: str = CHAIR) -> OfficeEnded:
    return OfficeEnded(ICP, "chair", person, sealed("reason"))


# --- appointed -----------------------------------------------------------------------------------


def test_a_member_is_appointed_to_a_vacant_seat() -> None:  # LSC-7.2
    after = body_with_terms().when(appointed(BOB, "lead-two", "2023-05-01")).happens()
    roll = after.state().roll
    assert [roll.is_member(ICP, BOB, day) for day in ("2023-04-30", "2023-05-01")] == [False, True]
    assert [one.seat for one in roll.on(ICP, DAY)] == ["lead-two"]
    assert roll.is_member(ICP, CATH, DAY) is False
    assert roll.on("other", DAY) == ()


def test_a_seat_that_is_held_is_not_vacant() -> None:  # LSC-7.2
    body_with_terms().and_(appointed(BOB, "lead-two")).when(appointed(CATH, "lead-two")).refused_by(
        f"ROL-3 (ToR 7.2): expected a vacant seat, got lead-two held by {BOB}"
    )


def test_a_seat_is_vacant_from_the_day_on_which_its_holder_ended() -> None:  # LSC-7.2, T6
    before = body_with_terms().and_(appointed(BOB, "lead-two"), on("2024-02-29", ended()))
    before.when(appointed(CATH, "lead-two", "2024-02-29")).happens()
    before.when(appointed(CATH, "lead-two", "2024-02-28")).refused_by(
        f"ROL-3 (ToR 7.2): expected a vacant seat, got lead-two held by {BOB}"
    )


def test_a_second_holder_of_a_seat_is_recorded_as_a_departure_and_shown() -> None:
    before = body_with_terms().and_(appointed(BOB, "lead-two"))
    (step,) = appointed(CATH, "lead-two")
    after = before.when(step.departing()).happens("ROL-3 not met")
    assert {one.person for one in after.state().roll.on(ICP, DAY)} == {BOB, CATH}


def test_the_same_appointment_stated_again_is_the_same_membership() -> None:
    before = body_with_terms().and_(appointed(BOB, "lead-two"))
    after = before.when(appointed(BOB, "lead-two")).happens().and_(on(DAY, ended()))
    assert after.state().roll.is_member(ICP, BOB, DAY) is False


def test_a_seat_that_the_terms_do_not_have_is_refused() -> None:  # LSC-7.2
    body_with_terms().when(appointed(BOB, "throne")).refused_by(
        "ROL-2 (Remit default): expected a seat of the terms in force, got throne"
    )


def test_without_terms_a_seat_is_not_known_which_stops_today_and_is_kept_for_the_past() -> None:
    before = given(registered(BOB), constituted())
    before.when(appointed(BOB, "lead-two", DAY)).refused_by(
        "ROL-2 (Remit default): expected a seat of the terms in force, got no terms known to be in force"
    )
    late = on(DAY, Appointed(ICP, BOB, "lead-two", "appointed", DAY), recorded="2024-03-26")
    before.when(late).happens("ROL-2 not known")


def test_a_membership_cannot_begin_after_the_day_by_which_it_is_stated() -> None:
    late = Appointed(ICP, BOB, "lead-two", "appointed", "2024-03-26")
    body_with_terms().when(on(DAY, late)).refused_by(
        "ROL-1 (Remit default): expected a membership begun by 2024-03-25, got begun 2024-03-26"
    )


def test_a_member_whose_seat_is_not_known_is_appointed_once() -> None:
    before = body_with_terms()
    after = before.when(appointed(BOB, None)).happens()
    after.when(appointed(BOB, None)).refused_by(
        f"ROL-3 (Remit default): expected a person who is not a member yet, got {BOB}"
    )


def test_no_departure_makes_a_member_whose_seat_is_not_known_a_member_twice() -> None:
    (again,) = appointed(BOB, None)
    body_with_terms().and_(appointed(BOB, None)).when(again.departing()).refused_by(
        f"ROL-3 (Remit default): expected a person who is not a member yet, got {BOB}"
    )


def test_before_the_day_by_which_somebody_was_a_member_it_is_not_known_whether_he_was() -> None:
    roll = body_with_terms().and_(appointed(BOB, None, None)).state().roll
    assert roll.is_member(ICP, BOB, "2024-03-24") is None
    assert roll.is_member(ICP, BOB, DAY) is True


def test_nobody_becomes_a_member_of_an_unknown_body_or_as_an_unknown_person() -> None:
    given().when(appointed(STRANGER, None, DAY)).refused_by(
        "BOD-2 (Remit default): expected a body that exists on 2024-03-25, "
        "got icp, which the ledger does not know",
        f"PER-2 (Remit default): expected a person whom the ledger knows, got {STRANGER}",
    )


# --- ended ---------------------------------------------------------------------------------------


def test_a_membership_ends_on_its_day() -> None:  # T6
    after = body_with_terms().and_(appointed(BOB, "lead-two")).when(on(DAY, ended())).happens()
    roll = after.state().roll
    assert [roll.is_member(ICP, BOB, day) for day in ("2024-03-24", DAY)] == [True, False]


@pytest.mark.parametrize(
    ("instant", "first"),
    [
        ("2024-06-30T22:59:59.999999Z", "2024-06-30"),  # 23:59:59.999999 in London on 30 June
        ("2024-06-30T23:00:00.000000Z", "2024-07-01"),  # midnight in London, 1 July
        ("2024-12-31T23:59:59.999999Z", "2024-12-31"),  # winter: London keeps UTC
        ("2025-01-01T00:00:00.000000Z", "2025-01-01"),
        ("2024-10-27T00:30:00.000000Z", "2024-10-27"),  # 01:30 before the clocks go back
        ("2024-10-27T01:30:00.000000Z", "2024-10-27"),  # 01:30 again
        ("2024-10-26T23:00:00.000000Z", "2024-10-27"),  # the day of 25 hours begins in summer time
        ("2024-10-27T23:59:59.999999Z", "2024-10-27"),  # and ends in winter time
        ("2024-03-01T00:00:00.000000Z", "2024-03-01"),
    ],
)
def test_the_first_day_without_a_membership_is_counted_in_london(instant: str, first: str) -> None:  # T6
    roll = body_with_terms().and_(appointed(BOB, "lead-two"), on(instant, ended())).state().roll
    last = (date.fromisoformat(first) - timedelta(days=1)).isoformat()
    assert [roll.is_member(ICP, BOB, day) for day in (last, first)] == [True, False]


def test_only_a_member_in_that_seat_ends() -> None:
    before = body_with_terms().and_(appointed(BOB, "lead-two"))
    before.when(on(DAY, ended(BOB, None))).refused_by(
        "ROL-4 (Remit default): expected a member in that seat, got no seat stated"
    )
    before.when(on(DAY, ended(CATH))).refused_by(
        "ROL-4 (Remit default): expected a member in that seat, got lead-two"
    )


@pytest.mark.parametrize("day", [DAY, "2024-06-05"])
def test_a_membership_that_ended_does_not_end_again(day: str) -> None:
    before = body_with_terms().and_(appointed(BOB, "lead-two"), on(DAY, ended()))
    before.when(on(day, ended())).refused_by(
        "ROL-4 (Remit default): expected a member in that seat, got lead-two"
    )


def test_an_end_found_later_with_an_earlier_day_counts() -> None:
    before = body_with_terms().and_(appointed(BOB, "lead-two"), on("2024-06-05", ended()))
    after = before.when(on(DAY, ended(), recorded="2024-07-15")).happens()
    assert after.state().roll.is_member(ICP, BOB, DAY) is False


def test_an_end_leaves_the_other_seats_and_the_other_periods_of_a_member_alone() -> None:
    after = body_with_terms().and_(
        appointed(BOB, "lead-two"),
        appointed(BOB, "observer"),
        on("2024-01-01", ended()),
        appointed(BOB, "lead-two", "2024-06-05"),
        on("2024-07-15", ended()),
    )
    held = {one.seat: one for one in after.state().roll.on(ICP, "2024-07-14")}
    assert set(held) == {"lead-two", "observer"}
    assert [one.ended for one in after.state().roll.of(ICP, BOB)] == ["2024-01-01", None, "2024-07-15"]


# --- elected -------------------------------------------------------------------------------------


def test_an_officer_is_elected_for_days() -> None:  # LSC-7.8
    body = Elected(ICP, "chair", CHAIR, "2024/25", "2024-05-01", "2025-05-01")
    roll = body_with_terms().when(on("2024-05-01", body)).happens().state().roll
    days = ("2024-04-30", "2024-05-01", "2025-04-30", "2025-05-01")
    assert [roll.holder(ICP, "chair", day) for day in days] == [None, CHAIR, CHAIR, None]
    assert roll.holder(ICP, "deputy-chair", "2024-05-01") is None


def test_a_term_that_is_printed_without_days_makes_nobody_known_to_hold_the_office() -> None:  # LSC-M4, SYS-3
    roll = body_with_terms().when(elected(CHAIR, begins=None)).happens().state().roll
    assert roll.holder(ICP, "chair", DAY) is None
    assert [tenure.term for tenure in roll.tenures] == ["2023/24"]


def test_an_office_that_is_held_is_not_vacant() -> None:
    before = body_with_terms().and_(elected(CHAIR))
    before.when(elected(BOB)).refused_by(
        f"OFF-2 (ToR 7.8): expected chair to be vacant then, got held by {CHAIR}"
    )


def test_an_officer_is_elected_again() -> None:
    before = body_with_terms().and_(elected(CHAIR))
    after = before.when(elected(CHAIR, begins="2024-05-01")).happens()
    assert after.state().roll.holder(ICP, "chair", "2024-05-01") == CHAIR


def test_an_office_that_the_terms_do_not_have_is_refused() -> None:
    body_with_terms().when(elected(CHAIR, "emperor")).refused_by(
        "OFF-1 (Remit default): expected an office of the terms in force, got emperor"
    )


def test_without_terms_an_office_is_not_known() -> None:
    before = given(registered(CHAIR), constituted())
    before.when(elected(CHAIR, begins=DAY)).refused_by(
        "OFF-1 (Remit default): expected an office of the terms in force, got no terms known to be in force"
    )
    assert before.when(elected(CHAIR, begins=DAY)).verdict("OFF-1") is Verdict.NOT_KNOWN


# --- office ended --------------------------------------------------------------------------------


def test_an_office_ends_on_its_day() -> None:  # T6
    after = body_with_terms().and_(elected(CHAIR)).when(on(DAY, office_ended())).happens()
    roll = after.state().roll
    assert [roll.holder(ICP, "chair", day) for day in ("2024-03-24", DAY)] == [CHAIR, None]


def test_only_the_holder_of_an_office_leaves_it() -> None:
    body_with_terms().and_(elected(CHAIR)).when(on(DAY, office_ended(BOB))).refused_by(
        f"OFF-3 (Remit default): expected the holder of chair, got {BOB}"
    )


def test_the_holder_of_the_same_office_elsewhere_does_not_leave_it_here() -> None:
    elsewhere = on(DAY, Elected("other", "chair", BOB, "2024", DAY, None))
    body_with_terms().and_(constituted("other"), elsewhere).when(on(DAY, office_ended(BOB))).refused_by(
        f"OFF-3 (Remit default): expected the holder of chair, got {BOB}"
    )


@pytest.mark.parametrize("day", [DAY, "2024-06-05"])
def test_an_office_that_ended_does_not_end_again(day: str) -> None:
    before = body_with_terms().and_(elected(CHAIR), on(DAY, office_ended()))
    before.when(on(day, office_ended())).refused_by(
        f"OFF-3 (Remit default): expected the holder of chair, got {CHAIR}"
    )


def test_an_end_of_office_found_later_with_an_earlier_day_counts() -> None:
    before = body_with_terms().and_(
        elected(CHAIR), elected(BOB, "deputy-chair"), on("2024-06-05", office_ended())
    )
    after = before.when(on(DAY, office_ended(), recorded="2024-07-15")).happens()
    assert after.state().roll.holder(ICP, "chair", DAY) is None
    assert after.state().roll.holder(ICP, "deputy-chair", DAY) == BOB


@pytest.mark.parametrize("begins", ["2024-05-01", None])
def test_a_late_end_of_one_term_leaves_the_next_one_alone(begins: str | None) -> None:  # PLD-3
    again = on("2024-05-01", Elected(ICP, "chair", CHAIR, "2024/25", begins, None))
    before = body_with_terms().and_(elected(CHAIR, begins="2023-05-01"), again)
    after = before.when(on(DAY, office_ended(), recorded="2024-07-15")).happens()
    ends = [one.ends for one in after.state().roll.tenures if one.office == "chair"]
    assert ends == [DAY, None]
    over = after.when(on("2024-06-01", office_ended(), recorded="2024-07-15")).happens()
    assert [one.ends for one in over.state().roll.tenures if one.office == "chair"] == [DAY, "2024-06-01"]


def test_of_two_terms_to_come_an_end_ends_the_first() -> None:
    terms = [Elected(ICP, "chair", CHAIR, day[:4], day, None) for day in ("2026-05-01", "2025-05-01")]
    before = body_with_terms().and_(*(on("2024-03-01", one) for one in terms))
    after = before.when(on(DAY, office_ended())).happens()
    assert {one.begins: one.ends for one in after.state().roll.tenures} == {
        "2026-05-01": None,
        "2025-05-01": DAY,
    }


def test_a_membership_is_judged_by_the_terms_in_force_on_its_day() -> None:  # LSC-V, D14
    revision = terms_with(*RULES, version="2024")
    seats = tuple(seat for seat in revision.seats if seat.seat != "lead-two")
    without = Adopted(msgspec.structs.replace(revision, seats=seats), DAY)
    before = body_with_terms().and_(on(DAY, without))
    before.when(appointed(BOB, "lead-two", "2024-03-24")).happens()
    before.when(appointed(BOB, "lead-two", DAY)).refused_by(
        "ROL-2 (Remit default): expected a seat of the terms in force, got lead-two"
    )

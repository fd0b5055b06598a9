from __future__ import annotations

from typing import Literal

import pytest
from tests.ledger.given import Step, given, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    GUEST,
    ICP,
    ITEM,
    MEETING,
    MET,
    NEXT_ITEM,
    STRANGER,
    appointed,
    attended,
    constituted,
    item,
    opened,
    partnership,
    registered,
    withdraws,
)

from ledger.facts.meetings import (
    Attended,
    Attendee,
    Closed,
    InterestDeclared,
    ItemOpened,
    MinutesAgreed,
    NoInterestDeclared,
    Scheduled,
)
from ledger.facts.organisations import Registered
from ledger.findings import Verdict

Effect = Literal["noted", "speaks", "withdraws"]
CLOSED = on(MET, Closed(MEETING))
NONE_DECLARED = on(MET, NoInterestDeclared(MEETING))
AGREED = on(MET, MinutesAgreed(MEETING, ITEM, None, sealed("amendment")))
AT_A_MEETING = {
    "attendance": attended(CHAIR),
    "an item": item(),
    "an interest": withdraws(CHAIR, None),
    "no interest": NONE_DECLARED,
    "minutes": AGREED,
    "its end": CLOSED,
}


# --- opened, scheduled, closed -------------------------------------------------------------------


def test_a_body_meets() -> None:
    after = given(constituted()).when(opened()).happens()
    assert after.state().sittings.body_of(MEETING) == ICP
    assert after.state().sittings.body_of(named("m", "other")) is None


def test_a_body_that_does_not_exist_yet_does_not_meet() -> None:
    given(constituted(day="2024-03-26")).when(opened()).refused_by(
        "BOD-2 (Remit default): expected a body that exists on 2024-03-25, got icp, constituted 2024-03-26"
    )


def test_a_meeting_is_opened_once() -> None:
    given(constituted(), opened()).when(opened()).refused_by(
        f"MTG-1 (Remit default): expected an id that no meeting has yet, got {MEETING}"
    )


def test_dates_of_meetings_are_given_out_and_moved() -> None:  # LSC-9.1
    before = given(constituted())
    first = on(MET, Scheduled(ICP, "2024-06-24", "10 am", None))
    moved = on("2024-05-01", Scheduled(ICP, "2024-07-15", "10 am", None))
    before.when(first).happens().when(moved).happens().when(moved).happens()


def test_only_a_body_that_exists_gives_out_dates() -> None:
    given().when(on(MET, Scheduled(ICP, "2024-06-24", None, None))).refused_by(
        "BOD-2 (Remit default): expected a body that exists on 2024-03-25, "
        "got icp, which the ledger does not know"
    )


@pytest.mark.parametrize("step", AT_A_MEETING.values(), ids=AT_A_MEETING)
def test_nothing_happens_at_a_meeting_that_the_ledger_does_not_know(step: tuple[Step]) -> None:
    partnership().when(step).refused_by(
        "MTG-2 (Remit default): expected an open record of a meeting on 2024-03-25, "
        f"got {MEETING}, which the ledger does not know"
    )


@pytest.mark.parametrize("step", AT_A_MEETING.values(), ids=AT_A_MEETING)
def test_nothing_more_is_done_at_a_meeting_that_is_closed(step: tuple[Step]) -> None:
    refused = partnership().and_(opened(), CLOSED).when(step).finding("MTG-2")
    assert refused.sentence() == (
        "MTG-2 (Remit default): expected an open record of a meeting on 2024-03-25, "
        f"got {MEETING}, recorded as closed"
    )
    assert refused.absolute


def test_a_meeting_closes_and_closes_once() -> None:
    after = partnership().and_(opened()).when(CLOSED).happens()
    after.when(CLOSED).refused_by(
        "MTG-2 (Remit default): expected an open record of a meeting on 2024-03-25, "
        f"got {MEETING}, recorded as closed"
    )


def test_what_is_done_at_a_meeting_bears_the_day_of_the_meeting() -> None:
    partnership().and_(opened()).when(item(day="2024-03-26")).refused_by(
        "MTG-2 (Remit default): expected an open record of a meeting on 2024-03-26, "
        "got a meeting on 2024-03-25"
    )


@pytest.mark.parametrize(
    "instant",
    [
        "2024-10-26T23:00:00.000000Z",  # midnight: the day of 25 hours begins, in summer time
        "2024-10-27T00:30:00.000000Z",  # 01:30 before the clocks go back
        "2024-10-27T01:30:00.000000Z",  # 01:30 again
        "2024-10-27T23:59:59.999999Z",  # its last microsecond, in winter time
    ],
)
def test_the_day_on_which_the_clocks_go_back_is_one_day(instant: str) -> None:  # T6
    partnership().and_(opened(day="2024-10-27")).when(item(day=instant)).happens()


@pytest.mark.parametrize("instant", ["2024-10-26T22:59:59.999999Z", "2024-10-28T00:00:00.000000Z"])
def test_a_microsecond_outside_that_day_is_another_day(instant: str) -> None:  # T6
    refused = partnership().and_(opened(day="2024-10-27")).when(item(day=instant))
    assert refused.verdict("MTG-2") is Verdict.NOT_MET


# --- attendance ----------------------------------------------------------------------------------


def test_present_in_attendance_and_apologies_are_three_lists() -> None:  # LSC-M1
    lists = Attended(MEETING, (CHAIR, BOB), (Attendee(GUEST, "school"),), (CATH,))
    school = on(MET, Registered("school", "School", "school"))
    after = partnership().and_(school, opened()).when(on(MET, lists)).happens()
    sitting = after.state().sittings.known[MEETING]
    assert (sitting.present, sitting.attending, sitting.apologies) == ((CHAIR, BOB), (GUEST,), (CATH,))


def test_nobody_is_on_two_lists_or_twice_on_one() -> None:  # LSC-M1
    lists = Attended(MEETING, (CHAIR, BOB, BOB), (), (CHAIR,))
    partnership().and_(opened()).when(on(MET, lists)).refused_by(
        f"MTG-7 (Remit default): expected each person on one of the three lists, got {BOB}, {CHAIR} on two"
    )


def test_attendance_is_recorded_once() -> None:
    partnership().and_(opened(), attended(CHAIR)).when(attended(CHAIR)).refused_by(
        "MTG-3 (Remit default): expected attendance to be recorded once, got a second list"
    )


def test_somebody_who_is_not_a_member_is_not_present_as_one() -> None:  # D11
    partnership().and_(opened()).when(attended(CHAIR, GUEST)).refused_by(
        f"MTG-8 (Remit default): expected those present to be members of icp on 2024-03-25, got {GUEST}"
    )


def test_a_member_appointed_after_the_meeting_was_not_present_as_one() -> None:  # D11
    before = partnership().and_(opened(), appointed(GUEST, None, "2024-03-26"))
    before.when(attended(CHAIR, GUEST)).refused_by(
        f"MTG-8 (Remit default): expected those present to be members of icp on 2024-03-25, got {GUEST}"
    )


def test_where_no_record_shows_when_a_membership_began_it_is_not_known_before() -> None:
    later = on("2024-06-05", *(step.body for step in appointed(GUEST, None, None)))
    before = partnership().and_(opened(), later)
    before.when(attended(CHAIR, GUEST)).refused_by(
        f"MTG-8 (Remit default): expected those present to be members of icp on 2024-03-25, got {GUEST}"
    )
    past = on(MET, *(step.body for step in attended(CHAIR, GUEST)), recorded="2024-07-15")
    before.when(past).happens("MTG-8 not known")


def test_persons_and_organisations_that_the_ledger_does_not_know_are_named() -> None:
    nobody = named("p", "nobody")
    lists = Attended(MEETING, (), (Attendee(nobody, "school"),), ())
    partnership().and_(opened()).when(on(MET, lists)).refused_by(
        f"PER-2 (Remit default): expected a person whom the ledger knows, got {nobody}",
        "ORG-2 (Remit default): expected an organisation that the ledger knows, got school",
    )


# --- items ---------------------------------------------------------------------------------------


def test_presence_is_kept_for_each_item() -> None:  # LSC-8.1
    before = partnership().and_(opened(), attended(CHAIR, BOB))
    after = before.when(item(absent=(BOB,))).happens().when(item(NEXT_ITEM, "2")).happens()
    sitting = after.state().sittings.known[MEETING]
    assert sitting.present_at(ITEM) == (CHAIR,)
    assert sitting.present_at(NEXT_ITEM) == (CHAIR, BOB)
    assert sitting.present_at(named("i", "unknown")) == (CHAIR, BOB)


@pytest.mark.parametrize(("code", "number"), [(ITEM, "2"), (NEXT_ITEM, "1")])
def test_an_item_is_opened_once_and_its_number_given_once(code: str, number: str) -> None:
    partnership().and_(opened(), item()).when(item(code, number)).refused_by(
        f"MTG-4 (Remit default): expected a number that no item of the meeting has, got {number}"
    )


def test_only_somebody_who_was_present_leaves_for_an_item() -> None:
    partnership().and_(opened(), attended(CHAIR)).when(item(absent=(BOB, CHAIR))).refused_by(
        f"MTG-6 (Remit default): expected only members who were present to be absent from an item, got {BOB}"
    )


def test_offices_that_the_minutes_show_without_names_are_kept() -> None:
    body = ItemOpened(MEETING, ITEM, "1", sealed("title"), None, (), ("chair",))
    after = partnership().and_(opened(), attended(BOB)).when(on(MET, body)).happens()
    assert after.state().sittings.known[MEETING].items[ITEM].offices == {"chair"}


# --- interests -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effect", "left"), [("noted", (CHAIR, BOB)), ("speaks", (CHAIR, BOB)), ("withdraws", (CHAIR,))]
)
def test_what_follows_a_declaration_of_interest(effect: Effect, left: tuple[str, ...]) -> None:  # LSC-12, D10
    step = on(MET, InterestDeclared(MEETING, ITEM, BOB, sealed("nature"), effect))
    before = partnership().and_(opened(), attended(CHAIR, BOB), item(), item(NEXT_ITEM, "2"))
    sitting = before.when(step).happens().state().sittings.known[MEETING]
    assert sitting.present_at(ITEM) == left
    assert sitting.present_at(NEXT_ITEM) == (CHAIR, BOB)


def test_who_withdraws_from_the_whole_business_is_present_at_no_item() -> None:  # LSC-12, D10
    before = partnership().and_(opened(), attended(CHAIR, BOB), item(), item(NEXT_ITEM, "2"))
    after = before.when(withdraws(BOB, None)).happens()
    sitting = after.state().sittings.known[MEETING]
    assert [sitting.present_at(one) for one in (ITEM, NEXT_ITEM)] == [(CHAIR,), (CHAIR,)]


def test_somebody_in_attendance_declares_an_interest_and_may_repeat_it() -> None:  # LSC-12
    before = partnership().and_(opened(), attended(CHAIR, attending=(GUEST,)))
    before.when(withdraws(GUEST, None)).happens().when(withdraws(GUEST, None)).happens()


def test_an_interest_is_declared_by_somebody_who_is_there_about_an_item_that_is_there() -> None:  # LSC-12
    partnership().and_(opened(), attended(CHAIR)).when(withdraws(BOB)).refused_by(
        f"MTG-6 (Remit default): expected somebody who is at the meeting to declare, got {BOB}",
        f"MTG-5 (Remit default): expected an item of this meeting, got {ITEM}",
    )


def test_that_no_interest_was_declared_is_recorded_and_may_be_said_again() -> None:  # LSC-12
    before = partnership().and_(opened(), attended(CHAIR))
    before.when(NONE_DECLARED).happens().when(NONE_DECLARED).happens()


# --- minutes -------------------------------------------------------------------------------------


def test_minutes_are_agreed_with_an_amendment_and_may_be_again() -> None:  # LSC-M2
    before = partnership().and_(opened(), attended(CHAIR), item())
    before.when(AGREED).happens().when(AGREED).happens()


def test_minutes_are_agreed_at_an_item_of_the_meeting() -> None:  # LSC-M2
    partnership().and_(opened()).when(AGREED).refused_by(
        f"MTG-5 (Remit default): expected an item of this meeting, got {ITEM}"
    )


def test_a_meeting_of_strangers_to_the_ledger_stays_one_of_strangers() -> None:
    before = given(registered(STRANGER), constituted(), opened())
    before.when(attended(STRANGER)).refused_by(
        f"MTG-8 (Remit default): expected those present to be members of icp on 2024-03-25, got {STRANGER}"
    )

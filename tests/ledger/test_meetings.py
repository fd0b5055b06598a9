from __future__ import annotations

from typing import Literal

import msgspec
import pytest
from tests.ledger.given import Given, Step, given, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    DAN,
    FAY,
    GUEST,
    GUS,
    HAL,
    ICP,
    ITEM,
    MEETING,
    MET,
    NEXT_ITEM,
    RULES,
    STRANGER,
    appointed,
    attended,
    constituted,
    elected,
    item,
    opened,
    partnership,
    registered,
    withdraws,
)
from tests.ledger.test_rooms import DEPUTIES, change, deputy, lists

from ledger.facts import bodies, meetings, members, offices, terms
from ledger.facts.interests import Declared, NoneDeclared
from ledger.facts.meetings import Attended, Attendee, Closed, ItemOpened
from ledger.facts.minutes import Agreed
from ledger.facts.organisations import Registered
from ledger.facts.programme import Called, Cancelled, Moved, Scheduled
from ledger.findings import Verdict

Effect = Literal["noted", "speaks", "withdraws"]
CLOSED = on(MET, Closed(MEETING))
NONE_DECLARED = on(MET, NoneDeclared(MEETING))
JUNE, JULY = named("m", "june"), named("m", "july")
AGREED = on(MET, Agreed(MEETING, ITEM, None, sealed("amendment")))
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
    first = on(MET, Scheduled(JUNE, ICP, "2024-06-24", "10 am", None))
    moved = on("2024-05-01", Scheduled(JULY, ICP, "2024-07-15", "10 am", None))
    before.when(first).happens().when(moved).happens()


def test_only_a_body_that_exists_gives_out_dates() -> None:
    given().when(on(MET, Scheduled(JUNE, ICP, "2024-06-24", None, None))).refused_by(
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
        f"MTG-7 (Remit default): expected each person on one of the lists, got {BOB}, {CHAIR} on two"
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
    step = on(MET, Declared(MEETING, ITEM, BOB, sealed("nature"), effect))
    before = partnership().and_(opened(), attended(CHAIR, BOB), item(), item(NEXT_ITEM, "2"))
    assert before.when(step).verdict("MTG-6") is Verdict.MET
    sitting = before.and_(step).state().sittings.known[MEETING]
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


# --- substitutes ---------------------------------------------------------------------------------

AN_APPROVED_DEPUTY = "a deputy of the member, approved as the terms ask"


def with_deputies(*steps: tuple[Step, ...]) -> Given:
    return partnership(*RULES, DEPUTIES).and_(*steps, opened())


def test_an_approved_deputy_is_present_in_the_place_of_the_member() -> None:  # LSC-7.7, LSC-8.4
    before = with_deputies(deputy(GUEST, FAY))
    after = before.when(lists(CHAIR, substitutes={GUEST: FAY})).happens()
    sitting = after.state().sittings.known[MEETING]
    assert (sitting.present, sitting.substitutes) == ((CHAIR,), {GUEST: FAY})
    assert sitting.present_at() == (CHAIR,)


def test_a_deputy_whom_the_chair_did_not_approve_is_refused_with_the_clause() -> None:  # LSC-7.7, D9
    before = with_deputies(deputy(GUEST, FAY, approved=False))
    (step,) = lists(CHAIR, substitutes={GUEST: FAY})
    before.when(step).refused_by(
        f"DEP-1 (ToR 7.7): expected {AN_APPROVED_DEPUTY}, got {GUEST} in the place of {FAY}"
    )
    before.when(step.departing()).happens("DEP-1 not met")


def test_somebody_outside_the_named_list_of_deputies_is_none() -> None:  # D9
    before = with_deputies(deputy(GUEST, FAY))
    (step,) = lists(CHAIR, substitutes={STRANGER: FAY})
    assert before.when(step).verdict("DEP-1") is Verdict.NOT_MET


def test_where_no_deputy_of_the_member_is_recorded_it_is_not_known() -> None:  # LSC-7.7
    (step,) = lists(CHAIR, substitutes={GUEST: FAY})
    before = with_deputies()
    assert before.when(step).verdict("DEP-1") is Verdict.NOT_KNOWN
    before.when(on(MET, step.body, recorded="2024-07-15")).happens("DEP-1 not known")


def test_without_a_rule_on_deputies_it_is_not_known_whether_one_stands_in() -> None:  # LSC-7.7
    before = partnership().and_(deputy(GUEST, FAY), opened())
    found = before.when(lists(CHAIR, substitutes={GUEST: FAY})).finding("DPY-9")
    assert (found.clause, found.verdict) == (None, Verdict.NOT_KNOWN)


def test_without_terms_it_is_not_known_whether_a_deputy_stands_in() -> None:
    before = given(registered(FAY, GUEST), constituted(), appointed(FAY, None), deputy(GUEST, FAY), opened())
    assert before.when(lists(substitutes={GUEST: FAY})).verdict("DPY-9") is Verdict.NOT_KNOWN


def test_a_deputy_whose_terms_ask_for_no_approval_stands_in() -> None:
    free = msgspec.structs.replace(DEPUTIES, approved_by=())
    before = partnership(*RULES, free).and_(deputy(GUEST, FAY, approved=False), opened())
    before.when(lists(CHAIR, substitutes={GUEST: FAY})).happens()


def test_nobody_is_present_in_two_capacities() -> None:  # D8, D9
    before = with_deputies(deputy(CHAIR, FAY))
    before.when(lists(CHAIR, substitutes={CHAIR: FAY})).refused_by(
        f"MTG-7 (Remit default): expected each person on one of the lists, got {CHAIR} on two",
        f"DPY-3 (Remit default): expected a deputy who is no member of icp on {MET}, got {CHAIR}",
    )


def test_nobody_is_there_for_two_members() -> None:  # D8, D9
    two = (meetings.Substitute(GUEST, FAY), meetings.Substitute(GUEST, DAN))
    before = with_deputies(deputy(GUEST, FAY), deputy(GUEST, DAN, code="two"))
    before.when(on(MET, Attended(MEETING, (CHAIR,), (), (), two))).refused_by(
        f"MTG-7 (Remit default): expected each person on one of the lists, got {GUEST} on two"
    )


@pytest.mark.parametrize("substitutes", [{GUEST: CHAIR}, {GUEST: FAY, STRANGER: FAY}])
def test_no_deputy_is_there_beside_the_member_or_another_deputy(substitutes: dict[str, str]) -> None:  # D9
    people = [
        deputy(person, one, code=code) for (person, one), code in zip(substitutes.items(), "ab", strict=False)
    ]
    before = with_deputies(*people)
    member = set(substitutes.values()).pop()
    before.when(lists(CHAIR, substitutes=substitutes)).refused_by(
        "MTG-9 (Remit default): expected one substitute at most, and for a member who is not there, "
        f"got {member}"
    )


def test_the_member_who_is_stood_in_for_is_one() -> None:  # D9
    before = with_deputies(deputy(GUEST, STRANGER))
    refused = before.when(lists(CHAIR, substitutes={GUEST: STRANGER}))
    assert refused.verdict("MTG-8") is Verdict.NOT_MET


def test_only_those_present_attend_from_elsewhere() -> None:  # LSC-8.2
    before = with_deputies(deputy(GUEST, FAY))
    before.when(lists(CHAIR, substitutes={GUEST: FAY}, virtual=(CHAIR, GUEST))).happens()
    before.when(lists(CHAIR, virtual=(BOB,))).refused_by(
        f"MTG-10 (Remit default): expected only those present to attend from elsewhere, got {BOB}"
    )


def test_absence_without_apologies_is_a_list_of_its_own() -> None:  # LSC-M1
    body = Attended(MEETING, (CHAIR,), (), (BOB,), (), (CATH,))
    sitting = with_deputies().when(on(MET, body)).happens().state().sittings.known[MEETING]
    assert (sitting.apologies, sitting.absent) == ((BOB,), (CATH,))


# --- who comes and goes --------------------------------------------------------------------------


def test_members_and_deputies_come_and_go() -> None:  # LSC-8.1
    after = with_deputies(deputy(GUEST, FAY)).and_(lists(CHAIR), item())
    after = after.when(change(BOB, "arrived", ITEM)).happens()
    after = after.when(change(GUEST, "arrived", member=FAY)).happens()
    after = after.when(change(BOB, "withdrew", ITEM)).happens()
    after = after.when(change(BOB, "returned")).happens()
    after = after.when(change(BOB, "left")).happens()
    assert after.state().sittings.known[MEETING].present_at() == (CHAIR,)


def test_who_withdrew_may_leave_altogether() -> None:
    after = (
        with_deputies().and_(lists(CHAIR, BOB), change(BOB, "withdrew")).when(change(BOB, "left")).happens()
    )
    assert after.state().sittings.known[MEETING].withdrew() == ()


REFUSED_CHANGES = {
    "leaves twice": (
        change(BOB, "left"),
        f"MTG-6 (Remit default): expected somebody who is there to go, got {BOB}",
    ),
    "withdraws from elsewhere": (
        change(BOB, "withdrew"),
        f"MTG-6 (Remit default): expected somebody who is there to go, got {BOB}",
    ),
    "returns from nowhere": (
        change(BOB, "returned"),
        f"MTG-12 (Remit default): expected somebody who withdrew to return, got {BOB}, who did not withdraw",
    ),
    "arrives twice": (
        change(CHAIR, "arrived"),
        f"MTG-12 (Remit default): expected somebody who is not there to arrive, got {CHAIR}, who is there",
    ),
    "at no item": (
        change(BOB, "arrived", NEXT_ITEM),
        f"MTG-5 (Remit default): expected an item of this meeting, got {NEXT_ITEM}",
    ),
}


@pytest.mark.parametrize(("step", "sentence"), REFUSED_CHANGES.values(), ids=REFUSED_CHANGES)
def test_a_change_of_presence_fits_what_was_before(step: tuple[Step, ...], sentence: str) -> None:
    found = with_deputies().and_(lists(CHAIR), item()).when(step).findings
    assert sentence in [one.sentence() for one in found if one.verdict is Verdict.NOT_MET and one.absolute]


def test_somebody_in_attendance_does_not_arrive_as_a_member() -> None:  # LSC-M1
    before = with_deputies().and_(attended(CHAIR, attending=(GUEST,)))
    assert before.when(change(GUEST, "arrived")).verdict("MTG-12") is Verdict.NOT_MET


def test_who_arrives_is_a_member_or_for_one_who_is_away() -> None:  # D9, D11
    before = with_deputies(deputy(GUEST, FAY), deputy(STRANGER, CHAIR, code="two")).and_(lists(CHAIR))
    assert before.when(change(GUEST, "arrived")).verdict("MTG-8") is Verdict.NOT_MET
    before.when(change(STRANGER, "arrived", member=CHAIR)).refused_by(
        "MTG-9 (Remit default): expected one substitute at most, and for a member who is not there, "
        f"got {STRANGER} beside {CHAIR}"
    )


def test_a_member_arrives_once_the_deputy_has_gone() -> None:  # LSC-7.7, D9
    before = with_deputies(deputy(GUEST, FAY)).and_(lists(CHAIR, substitutes={GUEST: FAY}))
    assert before.when(change(FAY, "arrived")).verdict("MTG-9") is Verdict.NOT_MET
    before.and_(change(GUEST, "left")).when(change(FAY, "arrived")).happens()


# --- the roll as at the notice -------------------------------------------------------------------

SCHEDULED = on("2024-02-01", Scheduled(MEETING, ICP, MET, "10 am", None))
NOTICED = (SCHEDULED, on("2024-03-01", Called(MEETING, ICP)))


def test_a_member_made_after_the_notice_does_not_make_up_the_numbers() -> None:  # D11
    before = partnership().and_(*NOTICED, appointed(GUEST, None, "2024-03-20"), opened())
    before.when(attended(CHAIR, GUEST)).refused_by(
        "MTG-11 (Remit default): expected members present to have been members on 2024-03-01, "
        f"when notice was given, got {GUEST}"
    )
    before.when(attended(CHAIR, BOB)).happens()


def test_who_follows_somebody_in_a_filled_seat_is_no_addition() -> None:  # D11
    follows = on("2024-03-20", members.Appointed(ICP, GUEST, "lead-two", "appointed", "2024-03-20"))
    partnership().and_(*NOTICED, follows, opened()).when(attended(CHAIR, GUEST)).happens()


def test_a_member_of_whom_it_is_not_known_since_when_is_not_known_at_the_notice() -> None:  # D11
    later = on("2024-03-20", members.Appointed(ICP, GUEST, None, "not known", None))
    before = partnership().and_(*NOTICED, later, opened())
    assert before.when(attended(CHAIR, GUEST)).verdict("MTG-11") is Verdict.NOT_KNOWN


def test_nobody_is_made_a_member_during_the_meeting_to_make_up_the_numbers() -> None:  # D11
    before = partnership().and_(opened(), attended(CHAIR), appointed(GUEST, None, MET))
    before.when(change(GUEST, "arrived")).refused_by(
        f"MTG-11 (Remit default): expected members present to have been members before {MET}, got {GUEST}"
    )
    before.when(change(BOB, "arrived")).happens()


def test_who_was_co_opted_while_the_meeting_was_adjourned_for_want_of_a_quorum_counts() -> (
    None
):  # LSC-8.5, D11
    body = members.CoOpted(ICP, GUEST, "expertise", sealed("why"), voting=True, quorum=True, meeting=MEETING)
    for why, verdict in (("inquorate", Verdict.MET), ("other", Verdict.NOT_MET)):
        adjourned = meetings.Adjourned(MEETING, "inquorate" if why == "inquorate" else "other", sealed("few"))
        before = partnership().and_(
            *NOTICED,
            opened(),
            attended(CHAIR),
            on(MET, adjourned),
            on(MET, body),
            on(MET, meetings.Resumed(MEETING)),
        )
        assert before.when(change(GUEST, "arrived")).verdict("MTG-11") is verdict


# --- as it was given out -------------------------------------------------------------------------


def test_a_meeting_is_held_on_the_date_that_was_given_out() -> None:  # LSC-9.1
    before = partnership().and_(SCHEDULED)
    before.when(opened()).happens()
    before.when(opened(day="2024-03-26")).refused_by(
        f"MTG-18 (Remit default): expected the meeting of icp on {MET}, as given out, "
        "got a meeting of icp on 2024-03-26"
    )
    assert before.when(opened("workshop")).verdict("MTG-18") is Verdict.NOT_MET
    moved = on("2024-03-02", Moved(MEETING, ICP, "2024-03-26", "10 am", None, sealed("snow")))
    before.and_(moved).when(opened(day="2024-03-26")).happens()


def test_a_meeting_that_was_cancelled_is_not_held() -> None:  # LSC-9.1
    cancelled = on("2024-03-02", Cancelled(MEETING, ICP, sealed("snow")))
    partnership().and_(SCHEDULED, cancelled).when(opened()).refused_by(
        f"MTG-18 (Remit default): expected the meeting of icp on {MET}, as given out, "
        "got one cancelled on 2024-03-02"
    )


def test_that_members_may_attend_from_elsewhere_is_agreed_before_the_meeting() -> None:  # LSC-8.2
    agreed = on(MET, meetings.VirtualAgreed(MEETING, CHAIR))
    after = partnership().and_(SCHEDULED).when(agreed).happens()
    assert after.and_(opened()).state().sittings.known[MEETING].agreed
    partnership().and_(opened()).when(agreed).refused_by(
        f"MTG-22 (Remit default): expected an agreement made before the meeting began, got {MEETING}, "
        "which has begun"
    )
    partnership().when(on(MET, meetings.VirtualAgreed(MEETING))).happens()


# --- who presides --------------------------------------------------------------------------------

PRESIDING = terms.PresidingRule(
    rule="PRE-1",
    clause="8.3",
    basis="stated",
    says="the Chair, else the Deputy Chair, presides",
    offices=("chair", "deputy-chair"),
    otherwise="chosen by those present",
)


def presides(
    person: str, office: str | None = None, how: Literal["office", "acting", "chosen"] = "chosen"
) -> tuple[Step, ...]:
    return on(MET, meetings.Presided(MEETING, person, office, how))


def under(*rules: terms.Rule) -> Given:
    return partnership(*RULES, *rules).and_(elected(GUS, "deputy-chair"), opened())


def test_the_chair_presides_and_without_the_chair_the_deputy_chair() -> None:  # LSC-8.3
    before = under(PRESIDING).and_(attended(CHAIR, GUS, BOB))
    before.when(presides(CHAIR, "chair", "office")).happens()
    before.when(presides(GUS, "deputy-chair", "office")).refused_by(
        f"PRE-1 (ToR 8.3): expected the Chair, else the Deputy Chair, presides, got {GUS}"
    )
    before.and_(change(CHAIR, "left")).when(presides(GUS, "deputy-chair", "office")).happens()


def test_without_either_those_present_choose_where_the_terms_say_so() -> None:  # LSC-8.3
    before = under(PRESIDING).and_(attended(BOB))
    before.when(presides(BOB)).happens()
    silent = msgspec.structs.replace(PRESIDING, otherwise="not said")
    assert under(silent).and_(attended(BOB)).when(presides(BOB)).verdict("PRE-1") is Verdict.NOT_KNOWN


def test_where_it_is_not_known_who_holds_an_office_it_is_not_known_who_presides() -> None:
    silent = partnership(*RULES, PRESIDING).and_(opened(), attended(BOB))
    assert silent.when(presides(BOB)).verdict("PRE-1") is Verdict.NOT_KNOWN
    gone = on("2024-01-01", offices.OfficeEnded(ICP, "chair", CHAIR, sealed("resigned")))
    vacant = under(PRESIDING).and_(gone, attended(BOB, GUS))
    vacant.when(presides(GUS, "deputy-chair", "office")).happens()
    first = partnership(*RULES, PRESIDING).and_(elected(GUS, "deputy-chair", None), opened(), attended(GUS))
    assert first.when(presides(GUS)).verdict("PRE-1") is Verdict.NOT_KNOWN
    unclear = partnership(*RULES, msgspec.structs.replace(PRESIDING, offices=("deputy-chair", "chair"))).and_(
        opened(), attended(CHAIR)
    )
    assert unclear.when(presides(CHAIR, "chair", "office")).verdict("PRE-1") is Verdict.NOT_KNOWN


def test_who_acts_in_the_office_presides_as_its_holder_would() -> None:  # LSC-8.3
    acts = on("2024-03-01", offices.ActingUp(ICP, "chair", BOB, "absence"))
    before = under(PRESIDING).and_(acts, attended(BOB, GUS))
    before.when(presides(BOB, "chair", "acting")).happens()
    before.when(presides(BOB, "chair", "office")).refused_by(
        f"MTG-13 (Remit default): expected the person holding the office of chair, got {BOB}"
    )


def test_in_an_office_presides_who_holds_it() -> None:
    before = partnership().and_(opened(), attended(BOB))
    before.when(presides(BOB, "chair", "office")).refused_by(
        f"MTG-13 (Remit default): expected the person holding the office of chair, got {BOB}"
    )
    assert before.when(presides(BOB, "chair", "acting")).verdict("MTG-13") is Verdict.NOT_KNOWN
    before.when(presides(BOB)).happens()


def test_who_presides_is_there() -> None:
    partnership().and_(opened(), attended(BOB)).when(presides(CHAIR)).refused_by(
        f"MTG-6 (Remit default): expected somebody who is there to preside, got {CHAIR}"
    )


def test_a_deputy_does_not_preside_unless_the_terms_say_so() -> None:  # LSC-7.7
    for rule, verdict in (
        (DEPUTIES, Verdict.NOT_MET),
        (msgspec.structs.replace(DEPUTIES, presides="yes"), Verdict.MET),
    ):
        before = partnership(*RULES, rule).and_(
            deputy(GUEST, CHAIR), opened(), lists(BOB, substitutes={GUEST: CHAIR})
        )
        found = before.when(presides(GUEST)).finding("DEP-1")
        assert (found.verdict, found.clause) == (verdict, "ToR 7.7")


def test_who_presides_is_kept_for_each_item() -> None:
    after = under().and_(
        attended(CHAIR, GUS), presides(CHAIR, "chair", "office"), item(), item(NEXT_ITEM, "2")
    )
    after = after.and_(presides(GUS))
    sitting = after.state().sittings.known[MEETING]
    told = [one and one.person for one in map(sitting.presiding, (ITEM, NEXT_ITEM, None))]
    assert told == [CHAIR, GUS, GUS]


# --- the quorum confirmed, the meeting adjourned -------------------------------------------------

QUORACY = terms.QuoracyRule(
    rule="QCY-1",
    clause="8.3",
    basis="stated",
    says="the Chair confirms the quorum",
    offices=("chair",),
    adjourns=True,
)
QUORATE = (CHAIR, BOB, CATH, DAN, FAY, GUS, HAL)


def confirms(person: str, item_: str | None = None, *, quorate: bool = True) -> tuple[Step, ...]:
    return on(MET, meetings.QuorumConfirmed(MEETING, person, quorate, item_))


def adjourns(
    why: Literal["inquorate", "other"] = "inquorate", person: str | None = None, day: str = MET
) -> tuple[Step, ...]:
    return on(day, meetings.Adjourned(MEETING, why, sealed("reason"), None), person=person)


def test_the_chair_confirms_the_quorum_once_conflicts_are_managed() -> None:  # LSC-8.3, D10
    before = under(QUORACY).and_(attended(*QUORATE), presides(CHAIR, "chair", "office"), item())
    before.when(confirms(CHAIR)).happens()
    before.when(confirms(CHAIR, ITEM)).happens()
    before.when(confirms(BOB)).refused_by(
        f"QCY-1 (ToR 8.3): expected the Chair confirms the quorum, got {BOB}"
    )
    after = before.and_(withdraws(FAY))
    assert after.when(confirms(CHAIR, ITEM)).verdict("QUO-4") is Verdict.NOT_MET
    after.when(confirms(CHAIR)).happens()


def test_a_quorum_is_not_confirmed_by_somebody_who_does_not_preside() -> None:  # LSC-8.3
    both = msgspec.structs.replace(QUORACY, offices=("chair", "deputy-chair"))
    before = under(both).and_(attended(*QUORATE))
    before.when(confirms(GUS)).happens()
    assert before.and_(presides(CHAIR)).when(confirms(GUS)).verdict("QCY-1") is Verdict.NOT_MET
    unknown = partnership(*RULES, both).and_(opened(), attended(*QUORATE))
    assert unknown.when(confirms(GUS)).verdict("QCY-1") is Verdict.NOT_KNOWN


def test_without_a_rule_whoever_presides_confirms_the_quorum() -> None:
    before = under().and_(attended(*QUORATE))
    assert before.when(confirms(CHAIR)).verdict("MTG-14") is Verdict.NOT_KNOWN
    before.and_(presides(CHAIR)).when(confirms(CHAIR)).happens()
    before.and_(presides(CHAIR)).when(confirms(BOB)).refused_by(
        f"MTG-14 (Remit default): expected whoever presides to confirm the quorum, got {BOB}"
    )


def test_a_quorum_that_the_ledger_does_not_find_is_not_confirmed() -> None:  # LSC-8.1, LSC-8.3
    before = under(QUORACY).and_(attended(CHAIR, BOB))
    refused = before.when(confirms(CHAIR))
    against = [(one.rule, one.clause) for one in refused.findings if one.verdict is not Verdict.MET]
    assert against == [("QUO-1", "ToR 8.1"), ("QUO-3", "ToR 8.1"), ("QUO-4", "ToR 8.1")]
    before.when(confirms(CHAIR, quorate=False)).happens()


def test_a_quorate_meeting_is_not_said_to_be_inquorate() -> None:  # LSC-8.3
    before = under(QUORACY).and_(attended(*QUORATE))
    before.when(confirms(CHAIR, quorate=False)).refused_by(
        "MTG-15 (ToR 8.1): expected the meeting said to be inquorate to be so, got a quorum that is met"
    )


def test_without_terms_nothing_is_known_of_a_quorum() -> None:
    before = given(registered(CHAIR), constituted(), appointed(CHAIR, None), opened(), attended(CHAIR))
    for step in (confirms(CHAIR), adjourns()):
        assert before.when(step).verdict("TER-1") is Verdict.NOT_KNOWN


def test_an_inquorate_meeting_is_adjourned_by_the_chair() -> None:  # LSC-8.5
    before = under(QUORACY).and_(attended(CHAIR, BOB))
    after = before.when(adjourns(person=CHAIR)).happens()
    assert after.state().sittings.known[MEETING].adjourned == "inquorate"
    before.when(adjourns()).happens()
    assert before.when(adjourns(person=BOB)).verdict("QCY-1") is Verdict.NOT_MET


def test_a_quorate_meeting_is_not_adjourned_for_want_of_a_quorum() -> None:  # LSC-8.5
    under(QUORACY).and_(attended(*QUORATE)).when(adjourns()).refused_by(
        "QCY-1 (ToR 8.3): expected the Chair confirms the quorum, got a quorum that is met"
    )
    under().and_(attended(*QUORATE)).when(adjourns()).refused_by(
        "MTG-16 (Remit default): expected no quorum, to adjourn for want of one, got a quorum that is met"
    )
    under().and_(attended(*QUORATE)).when(adjourns("other")).happens()


def test_a_quorum_lost_at_an_item_is_reason_enough_to_adjourn() -> None:  # LSC-8.5, D10
    before = under(QUORACY).and_(attended(CHAIR, BOB, DAN, FAY, GUS), item(), withdraws(FAY))
    before.when(adjourns()).happens()


def test_while_adjourned_nothing_happens_but_the_end_or_the_resumption() -> None:  # LSC-8.5
    before = under().and_(attended(CHAIR, BOB), adjourns())
    before.when(item()).refused_by(
        f"MTG-2 (Remit default): expected an open record of a meeting on {MET}, "
        f"got {MEETING}, recorded as adjourned"
    )
    before.when(CLOSED).happens()
    before.when(on("2024-04-02", Closed(MEETING))).happens()
    before.when(on("2024-04-02", meetings.Resumed(MEETING))).happens()
    before.when(on("2024-03-24", meetings.Resumed(MEETING))).refused_by(
        f"MTG-2 (Remit default): expected a day from {MET}, when it was adjourned, got 2024-03-24"
    )


def test_what_is_done_after_the_resumption_bears_its_day() -> None:  # LSC-8.5
    resumed = on("2024-04-02", meetings.Resumed(MEETING))
    before = under().and_(attended(CHAIR, BOB), adjourns(), resumed)
    before.when(item(day="2024-04-02")).happens()
    before.when(item()).happens()
    before.when(item(day="2024-04-03")).refused_by(
        "MTG-2 (Remit default): expected an open record of a meeting on 2024-04-03, "
        f"got a meeting on {MET} and 2024-04-02"
    )


def test_only_an_adjourned_meeting_resumes() -> None:
    under().when(on(MET, meetings.Resumed(MEETING))).refused_by(
        "MTG-17 (Remit default): expected an adjourned meeting to resume, "
        f"got {MEETING}, which is not adjourned"
    )


# --- the public ----------------------------------------------------------------------------------

PUBLIC = terms.PublicRule(
    rule="PUB-1",
    clause="9.4",
    basis="stated",
    says="in public, but for what is confidential",
    kinds=("meeting",),
    grounds=("para 3",),
)


def withheld(
    access: Literal["exempt", "confidential"] = "exempt", ground: str | None = "para 3", *, told: bool = True
) -> tuple[Step, ...]:
    summary = sealed("prices") if told else None
    return on(MET, ItemOpened(MEETING, ITEM, "7", sealed("t"), None, (), (), access, ground, summary))


EXCLUDED = on(MET, meetings.PublicExcluded(MEETING, ("7",), "para 3", sealed("prices")))


def test_the_public_is_excluded_before_an_exempt_item_is_taken() -> None:  # LSC-9.4
    before = under(PUBLIC)
    before.when(withheld()).refused_by(
        "MTG-20 (Remit default): expected the public to be excluded before an exempt item is taken, "
        "got item 7 taken in public"
    )
    before.when(EXCLUDED).happens().when(withheld()).happens()
    before.when(withheld("confidential")).happens()


def test_where_a_meeting_is_not_in_public_nobody_is_excluded() -> None:  # LSC-9.4
    private = on("2024-02-01", Scheduled(MEETING, ICP, MET, None, None, public=False))
    partnership(*RULES, PUBLIC).and_(private, opened()).when(withheld()).happens()
    under().when(withheld()).happens()
    under(msgspec.structs.replace(PUBLIC, kinds=())).when(withheld()).happens()


@pytest.mark.parametrize("step", [withheld(ground=None), withheld(told=False)])
def test_that_something_is_withheld_and_why_is_told(step: tuple[Step, ...]) -> None:  # LSC-9.4
    under(PUBLIC).and_(EXCLUDED).when(step).refused_by(
        "MTG-21 (Remit default): expected a ground and a summary of an item that is withheld, "
        "got one of them at most"
    )


def test_an_item_is_withheld_on_a_ground_of_the_terms() -> None:  # LSC-9.4
    before = under(PUBLIC).and_(EXCLUDED)
    before.when(withheld(ground="para 9")).refused_by(
        "PUB-1 (ToR 9.4): expected in public, but for what is confidential, got para 9"
    )
    free = msgspec.structs.replace(PUBLIC, grounds=())
    under(free).and_(EXCLUDED).when(withheld(ground="para 9")).happens()


def test_offices_shown_to_be_there_are_offices_of_the_terms() -> None:
    body = ItemOpened(MEETING, ITEM, "1", sealed("title"), None, (), ("emperor",))
    under().when(on(MET, body)).refused_by(
        "MTG-19 (Remit default): expected offices of the terms in force, got emperor"
    )
    assert given(constituted(), opened()).when(on(MET, body)).verdict("MTG-19") is Verdict.NOT_KNOWN


def test_what_happens_at_a_meeting_that_nobody_knows_changes_nothing() -> None:
    assert given(attended(CHAIR)).state().sittings.known == {}


def test_of_long_lists_members_are_known_by_the_roll_alone() -> None:
    many = [f"p-m{one}{two}aaaaaaaaaaaaa" for one in "abcdefg" for two in "abcdefg"]
    roll = on("2023-05-01", *(members.Appointed(ICP, one, None, "appointed", "2023-05-01") for one in many))
    before = partnership().and_(registered(*many), roll, opened())
    after = before.when(attended(*many, attending=(GUEST,))).happens()
    assert len(after.state().sittings.known[MEETING].present) == 49
    refused = before.when(attended(*many, STRANGER))
    assert refused.verdict("MTG-8") is refused.verdict("PER-2") is Verdict.NOT_MET


def test_nobody_acts_as_chair_beside_the_chair() -> None:  # LSC-8.3
    acts = on("2024-03-01", offices.ActingUp(ICP, "chair", GUS, "absence"))
    presides = on(MET, meetings.Presided(MEETING, GUS, "chair", "acting"))
    partnership().and_(acts, opened(), attended(BOB, GUS)).when(presides).happens()
    partnership().and_(acts, opened(), attended(CHAIR, GUS)).when(presides).refused_by(
        f"MTG-13 (Remit default): expected the person acting as chair, got {GUS}"
    )
    nobody = partnership().and_(opened(), attended(BOB, GUS))
    assert nobody.when(presides).verdict("MTG-13") is Verdict.NOT_KNOWN


def test_who_was_co_opted_before_or_after_an_adjournment_does_not_make_up_the_numbers() -> (
    None
):  # LSC-8.5, D11
    body = on(
        MET,
        members.CoOpted(ICP, GUEST, "expertise", sealed("why"), voting=True, quorum=True, meeting=MEETING),
    )
    adjourned = on(MET, meetings.Adjourned(MEETING, "inquorate", sealed("few")))
    resumed = on(MET, meetings.Resumed(MEETING))
    for steps, verdict in (
        ((adjourned, body, resumed), Verdict.MET),
        ((adjourned, resumed, body), Verdict.NOT_MET),
        ((body, adjourned, resumed), Verdict.NOT_MET),
    ):
        before = partnership().and_(opened(), attended(CHAIR), *steps)
        assert before.when(change(GUEST, "arrived")).verdict("MTG-11") is verdict
    late = on("2024-04-01", body[0].body, recorded="2024-04-03")
    before = partnership().and_(
        opened(), attended(CHAIR), adjourned, on("2024-04-02", meetings.Resumed(MEETING)), late
    )
    arrives = on("2024-04-02", meetings.PresenceChanged(MEETING, GUEST, "arrived"))
    assert before.when(arrives).verdict("MTG-11") is Verdict.MET


def test_the_first_notice_counts_however_late_it_is_recorded() -> None:  # D11, T1
    joined = members.CoOpted(ICP, GUEST, "expertise", sealed("why"), voting=True, quorum=True)
    before = partnership().and_(
        on("2024-02-01", Scheduled(MEETING, ICP, MET, None, None)),
        on("2024-03-20", Called(MEETING, ICP)),
        on("2024-03-01", Called(MEETING, ICP), recorded="2024-03-21"),
        on("2024-03-10", joined),
        opened(),
    )
    assert before.when(attended(CHAIR, GUEST)).verdict("MTG-11") is Verdict.NOT_MET


def test_a_deputy_who_became_a_member_does_not_sit_as_a_deputy() -> None:  # LSC-7.7, D8
    left = on("2024-03-20", members.Ended(ICP, HAL, "vcfse-two", sealed("left")))
    joined = on("2024-03-20", members.Appointed(ICP, GUEST, "vcfse-two", "appointed", "2024-03-20"))
    before = partnership(*RULES, DEPUTIES).and_(deputy(GUEST, FAY), left, joined, opened())
    sentence = f"DPY-3 (Remit default): expected a deputy who is no member of icp on {MET}, got {GUEST}"
    before.when(lists(CHAIR, substitutes={GUEST: FAY})).refused_by(sentence)
    there = before.and_(lists(CHAIR))
    there.when(on(MET, meetings.PresenceChanged(MEETING, GUEST, "arrived", member=FAY))).refused_by(sentence)


def test_who_comes_back_does_so_as_whom_and_from_where_it_withdrew() -> None:  # LSC-8.2, D10
    both = on(
        MET,
        Attended(MEETING, (CHAIR, BOB), (), (), virtual=(BOB,)),
        meetings.PresenceChanged(MEETING, BOB, "withdrew"),
        meetings.PresenceChanged(MEETING, BOB, "returned"),
    )
    sitting = partnership().and_(opened(), both).state().sittings.known[MEETING]
    assert {(one.person, one.virtual) for one in sitting.there()} == {(CHAIR, False), (BOB, True)}


def test_an_agreement_of_a_later_day_was_not_made_before_the_meeting() -> None:  # LSC-8.2, T1
    for days, agreed in (
        (("2024-03-26",), False),
        ((MET,), True),
        (("2024-03-26", "2024-03-20"), True),
        (("2024-03-20", "2024-03-26"), True),
        ((), False),
    ):
        made = (on(day, meetings.VirtualAgreed(MEETING), recorded="2024-03-27") for day in days)
        assert partnership().and_(*made, opened()).state().sittings.known[MEETING].agreed is agreed


def test_a_body_that_ended_does_not_resume_its_meeting() -> None:  # LSC-8.5, SYS-1
    before = partnership().and_(
        opened(),
        attended(CHAIR),
        on(MET, meetings.Adjourned(MEETING, "other", sealed("late"))),
        on("2024-04-01", bodies.Ended(ICP, "order")),
    )
    before.when(on("2024-04-02", meetings.Resumed(MEETING))).refused_by(
        "BOD-2 (Remit default): expected a body that exists on 2024-04-02, got icp, which ended 2024-04-01"
    )

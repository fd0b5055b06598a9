from __future__ import annotations

from typing import Literal

import msgspec
import pytest
from tests.ledger.given import Given, Step, given, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    ICP,
    RULES,
    STRANGER,
    constituted,
    elected,
    partnership,
    terms_with,
)

from ledger import programme as programme_rules
from ledger.calendars import Unit
from ledger.facts import bodies, meetings, offices, programme, terms
from ledger.findings import Verdict

JANUARY = named("m", "january")
DATE = "2027-01-05"
SAID = "2026-10-01"
REASON = sealed("reason")

# Boxing Day 2026 is a Saturday; Monday the 28th stands for it.
CALENDAR = programme.CalendarAdopted(
    ICP, "England and Wales", "2026-01-01", "2027-12-31", ("2026-12-25", "2026-12-28", "2027-01-01"), "GOV.UK"
)


def notice_rule(  # ToR 9.2 asks for notice, shorter where the Chair deems it urgent, not how long before
    days: int = 7, unit: Unit = "working", *, rule: str = "NOT-1", urgent: tuple[str, ...] = ("chair",)
) -> terms.NoticeRule:
    return terms.NoticeRule(
        rule=rule,
        clause="9.2",
        basis="reading",
        says=f"notice {days} {unit} days before",
        what="notice",
        days=days,
        unit=unit,
        urgent_by=urgent,
    )


def scheduled(
    meeting: str = JANUARY,
    date: str = DATE,
    *,
    kind: Literal["meeting", "development session"] = "meeting",
    public: bool = True,
    body: str = ICP,
) -> programme.Scheduled:
    return programme.Scheduled(meeting, body, date, "10 am", sealed("hall"), kind, public, "2026/27")


def called(*, urgent: bool = False, by: str | None = None) -> programme.Called:
    return programme.Called(JANUARY, ICP, urgent, by, REASON if urgent else None)


def moved(date: str, time: str | None = None, place: str | None = None) -> programme.Moved:
    return programme.Moved(JANUARY, ICP, date, time, sealed(place) if place else None, REASON)


CANCELLED = programme.Cancelled(JANUARY, ICP, REASON)
OPENED = meetings.Opened(JANUARY, ICP, "meeting", "10 am", sealed("hall"))


def planned(*rules: terms.Rule, calendar: bool = True) -> Given:
    """Give a partnership with a calendar, and a meeting on Tuesday 5 January 2027."""
    adopted = on(SAID, CALENDAR) if calendar else ()
    return partnership(*RULES, *rules).and_(adopted, on(SAID, scheduled()))


# --- calendars -----------------------------------------------------------------------------------


def test_a_calendar_is_adopted_and_a_later_one_rules_from_its_day() -> None:  # LSC-9.2
    longer = msgspec.structs.replace(CALENDAR, last="2028-12-31", days=())
    after = given(constituted()).when(on(SAID, CALENDAR)).happens().when(on("2026-11-01", longer)).happens()
    found = after.state().programme
    assert found.days(ICP, "2026-09-30").works("2026-12-28") is None
    assert found.days(ICP, "2026-10-31").works("2026-12-28") is False
    assert found.days(ICP, "2026-11-01").works("2026-12-28") is True
    assert found.days("other", SAID).works(DATE) is None


def test_calendars_rule_in_the_order_of_their_days_whenever_they_were_recorded() -> None:
    longer = msgspec.structs.replace(CALENDAR, days=())
    before = given(constituted(), on("2026-11-01", longer), on(SAID, CALENDAR, recorded="2026-11-02"))
    assert before.state().programme.days(ICP, DATE).works("2026-12-28") is True


@pytest.mark.parametrize(
    ("days", "got"),
    [
        (("2026-12-28", "2026-12-25"), "2026-12-25 after 2026-12-28"),
        (("2026-12-25", "2026-12-25"), "2026-12-25 after 2026-12-25"),
        (("2025-12-25",), "2025-12-25, outside of it"),
        (("2026-12-25", "2028-01-03"), "2028-01-03, outside of it"),
        (("2026-12-26",), "2026-12-26, at a weekend"),
        (
            ("2026-12-27", "2026-12-26"),
            "2026-12-26 after 2026-12-27; 2026-12-27, at a weekend; 2026-12-26, at a weekend",
        ),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(days: tuple[str, ...], got: str) -> None:
    wrong = msgspec.structs.replace(CALENDAR, days=days)
    given(constituted()).when(on(SAID, wrong)).refused_by(
        "PRG-1 (Remit default): expected days from Monday to Friday, in ascending order, "
        f"from 2026-01-01 to 2027-12-31, got {got}"
    )


def test_a_calendar_does_not_end_before_it_begins() -> None:
    wrong = msgspec.structs.replace(CALENDAR, first="2027-12-31", last="2026-01-01", days=())
    given(constituted()).when(on(SAID, wrong)).refused_by(
        "PRG-1 (Remit default): expected days from Monday to Friday, in ascending order, "
        "from 2027-12-31 to 2026-01-01, got 2027-12-31 to 2026-01-01"
    )
    oneday = msgspec.structs.replace(CALENDAR, first=SAID, last=SAID, days=(SAID,))
    given(constituted()).when(on(SAID, oneday)).happens()


# --- dates ---------------------------------------------------------------------------------------


def test_a_meeting_gets_a_date_and_the_dates_that_it_had_are_kept() -> None:  # LSC-9.1
    june = scheduled(date="2024-06-24")
    before = partnership().when(on("2024-03-25", june)).happens()
    coming = before.state().programme.meetings[JANUARY]
    assert (coming.date, coming.earlier, coming.time, coming.place) == (
        "2024-06-24",
        (),
        "10 am",
        sealed("hall"),
    )
    after = before.when(on("2024-06-10", moved("2024-07-15", "2 pm"))).happens()
    coming = after.state().programme.meetings[JANUARY]
    assert (coming.date, coming.earlier, coming.time, coming.place) == (
        "2024-07-15",
        ("2024-06-24",),
        "2 pm",
        sealed("hall"),
    )
    assert [coming.date_on(day) for day in ("2024-06-09", "2024-06-10")] == ["2024-06-24", "2024-07-15"]
    last = after.when(on("2024-07-01", moved("2024-07-22", place="annexe"))).happens()
    coming = last.state().programme.meetings[JANUARY]
    assert (coming.date, coming.earlier) == ("2024-07-22", ("2024-06-24", "2024-07-15"))
    assert (coming.time, coming.place) == ("2 pm", sealed("annexe"))


def test_moves_that_are_recorded_late_take_their_place() -> None:  # LSC-9.1
    late = on("2024-05-01", moved("2024-07-01"), recorded="2024-06-12")
    before = partnership().and_(on("2024-03-25", scheduled(date="2024-06-24")))
    after = before.and_(on("2024-06-10", moved("2024-07-15"))).when(late).happens()
    coming = after.state().programme.meetings[JANUARY]
    assert (coming.date, coming.earlier) == ("2024-07-15", ("2024-06-24", "2024-07-01"))


def test_a_meeting_without_a_time_or_a_place_has_none() -> None:
    bare = programme.Scheduled(JANUARY, ICP, DATE, None, None)
    coming = partnership().and_(on(SAID, bare)).state().programme.meetings[JANUARY]
    assert (coming.time, coming.place) == (None, None)


@pytest.mark.parametrize("known", [scheduled(), OPENED], ids=["scheduled", "opened"])
def test_the_id_of_a_meeting_that_gets_a_date_is_new(known: programme.Scheduled | meetings.Opened) -> None:
    before = partnership().and_(on(SAID, known))
    before.when(on(SAID, scheduled(date="2027-02-02"))).refused_by(
        f"PRG-2 (Remit default): expected an id that no meeting has yet, got {JANUARY}"
    )


def test_a_date_is_still_to_come_unless_it_is_recorded_late() -> None:  # LSC-9.1
    before = partnership()
    before.when(on(DATE, scheduled())).happens()
    over = scheduled(date="2027-01-04")
    before.when(on(DATE, over)).refused_by(
        "PRG-4 (Remit default): expected a date from 2027-01-05 on, got 2027-01-04"
    )
    before.when(on(DATE, over, recorded="2027-01-06")).happens()
    planned().when(on("2026-12-01", moved("2026-11-30"))).refused_by(
        "PRG-4 (Remit default): expected a date from 2026-12-01 on, got 2026-11-30"
    )


CHANGES = {"moved": moved("2027-01-12"), "cancelled": CANCELLED, "called": called()}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_only_a_coming_meeting_of_the_body_is_moved_cancelled_or_called(
    change: programme.Moved | programme.Cancelled | programme.Called,
) -> None:  # LSC-9.1, LSC-9.2
    day = "2026-12-10"
    planned().when(on(day, change)).happens()

    def refused(before: Given, got: str) -> None:
        before.when(on(day, change)).refused_by(
            f"PRG-3 (Remit default): expected a coming meeting of icp, got {JANUARY}, {got}"
        )

    refused(partnership(), "which has no date")
    refused(planned().and_(on(day, CANCELLED)), "cancelled 2026-12-10")
    refused(planned().and_(on(day, OPENED)), "held 2026-12-10")
    other = on(SAID, bodies.Constituted("other", "Other", "Act"), scheduled(body="other"))
    refused(partnership().and_(other), "a meeting of other")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_came_before_the_meeting_can_be_recorded_after_it(
    change: programme.Moved | programme.Cancelled | programme.Called,
) -> None:
    late = on("2026-12-10", change, recorded="2027-02-01")
    planned().and_(on(DATE, OPENED)).when(late).happens()
    planned().and_(on("2026-12-11", CANCELLED)).when(late).happens()


def test_a_cancelled_meeting_keeps_its_date_and_the_day_on_which_it_was_cancelled() -> None:
    coming = planned().and_(on("2026-12-10", CANCELLED)).state().programme.meetings[JANUARY]
    assert (coming.date, coming.cancelled) == (DATE, "2026-12-10")


def test_a_change_of_a_meeting_that_the_ledger_does_not_know_replays() -> None:
    facts = on(SAID, moved(DATE), CANCELLED, called())
    assert partnership().and_(facts).state().programme.meetings == {}


def test_only_a_body_that_exists_adopts_and_gives_out_dates() -> None:
    for body in (CALENDAR, scheduled()):
        given().when(on(SAID, body)).refused_by(
            "BOD-2 (Remit default): expected a body that exists on 2026-10-01, "
            "got icp, which the ledger does not know"
        )


# --- in public -----------------------------------------------------------------------------------

IN_PUBLIC = terms.PublicRule(
    rule="PUB-1", clause="9.4", basis="stated", says="meetings in public", kinds=("meeting",)
)


def test_a_meeting_that_the_terms_want_in_public_is_not_planned_in_private() -> None:  # LSC-9.4
    before = partnership(*RULES, IN_PUBLIC)
    before.when(on(SAID, scheduled())).happens()
    before.when(on(SAID, scheduled(public=False))).refused_by(
        "PUB-1 (ToR 9.4): expected meetings in public, got a meeting in private"
    )
    before.when(on(SAID, scheduled(kind="development session", public=False))).happens()
    (step,) = on(SAID, scheduled(public=False))
    before.when(step.departing()).happens("PUB-1 not met")
    default = msgspec.structs.replace(IN_PUBLIC, basis="default")
    partnership(*RULES, default).when(on(SAID, scheduled(public=False))).refused_by(
        "PUB-1 (Remit default): expected meetings in public, got a meeting in private"
    )


def test_without_a_rule_a_meeting_may_be_planned_in_private() -> None:  # LSC-9.4
    partnership().when(on(SAID, scheduled(public=False))).happens()
    given(constituted()).when(on(SAID, scheduled(public=False))).happens()


# --- notice --------------------------------------------------------------------------------------


# Seven working days back from Tuesday 5 January 2027: 4 January, 31, 30, 29, 24, 23, 22 December.
def test_notice_is_given_no_later_than_the_latest_working_day() -> None:  # LSC-9.2
    before = planned(notice_rule())
    after = before.when(on("2026-12-22", called())).happens()
    assert after.state().programme.meetings[JANUARY].called == (("2026-12-22", called()),)
    before.when(on("2026-12-23", called())).refused_by(
        "NOT-1 (ToR 9.2): expected notice 7 working days before, "
        "got notice on 2026-12-23 for 2027-01-05, latest day 2026-12-22"
    )
    (late,) = on("2026-12-23", called())
    before.when(late.departing()).happens("NOT-1 not met")


def test_notice_in_clear_days_counts_neither_its_own_day_nor_that_of_the_meeting() -> None:  # LSC-9.2
    before = planned(notice_rule(5, "clear"), calendar=False)
    before.when(on("2026-12-30", called())).happens()
    before.when(on("2026-12-31", called())).refused_by(
        "NOT-1 (ToR 9.2): expected notice 5 clear days before, "
        "got notice on 2026-12-31 for 2027-01-05, latest day 2026-12-30"
    )


def test_every_rule_about_notice_is_judged_and_no_other() -> None:  # LSC-9.2, LSC-9.4
    papers = msgspec.structs.replace(notice_rule(30, rule="NOT-3"), what="agenda and papers")
    default = msgspec.structs.replace(notice_rule(1, "calendar", rule="NOT-2"), basis="default")
    before = planned(notice_rule(), default, papers)
    before.when(on("2026-12-31", called())).refused_by(
        "NOT-1 (ToR 9.2): expected notice 7 working days before, "
        "got notice on 2026-12-31 for 2027-01-05, latest day 2026-12-22"
    )
    found = before.when(on("2026-12-31", called()))
    assert [(one.rule, one.clause, one.verdict) for one in found.findings if one.rule.startswith("NOT")] == [
        ("NOT-1", "ToR 9.2", Verdict.NOT_MET),
        ("NOT-2", None, Verdict.MET),
    ]


def test_working_days_without_an_adopted_calendar_are_not_known() -> None:  # LSC-9.2
    before = planned(notice_rule(), calendar=False)
    before.when(on("2026-11-01", called())).refused_by(
        "NOT-1 (ToR 9.2): expected notice 7 working days before, got notice on 2026-11-01 for 2027-01-05, "
        "latest day not known: no adopted calendar covers 2027-01-04"
    )
    before.when(on("2026-11-01", called(), recorded="2026-11-02")).happens("NOT-1 not known")
    later = on("2026-11-02", CALENDAR)
    before.and_(later).when(on("2026-11-01", called(), recorded="2026-11-03")).happens("NOT-1 not known")


def test_notice_is_judged_for_the_date_that_the_meeting_had_on_its_day() -> None:  # LSC-9.1, LSC-9.2
    before = planned(notice_rule()).and_(on("2026-12-29", moved("2027-02-02")))
    before.when(on("2026-12-30", called())).happens()
    late = on("2026-12-28", called(), recorded="2026-12-31")
    assert before.when(late).verdict("NOT-1") is Verdict.NOT_MET


def held(day: str) -> tuple[Step, ...]:
    return on(day, meetings.Opened(JANUARY, ICP, "meeting", None, sealed("Town hall")))


def test_a_meeting_moved_earlier_than_its_notice_allows_says_so_at_its_opening() -> None:  # LSC-9.1, LSC-9.2
    before = planned(notice_rule(5)).and_(on("2026-12-23", called()))
    earlier = before.and_(on("2026-12-28", moved("2026-12-30")))
    earlier.when(held("2026-12-30")).refused_by(
        "NOT-1 (ToR 9.2): expected notice 5 working days before, "
        "got notice on 2026-12-23 for 2026-12-30, latest day 2026-12-21"
    )
    again = earlier.and_(on("2026-12-29", called(urgent=True, by=CHAIR)))
    again.when(held("2026-12-30")).happens()


def test_a_meeting_moved_to_a_day_for_which_its_notice_was_in_time_is_held() -> None:  # LSC-9.1, LSC-9.2
    before = planned(notice_rule(5)).and_(on("2026-10-02", called()))
    moves = before.and_(on("2026-12-28", moved("2026-12-30")))
    assert moves.when(held("2026-12-30")).verdict("NOT-1") is Verdict.MET
    uncharted = planned(notice_rule(5), calendar=False)
    uncharted = uncharted.and_(on("2026-10-02", called()), on("2026-12-28", moved("2026-12-30")))
    assert uncharted.when(held("2026-12-30")).verdict("NOT-1") is Verdict.NOT_KNOWN
    before.when(held("2027-01-05")).happens()


def test_without_a_rule_or_without_terms_nothing_is_asked_of_a_notice() -> None:
    planned().when(on(DATE, called())).happens()
    given(constituted(), on(SAID, scheduled())).when(on(DATE, called())).happens()


# --- urgent --------------------------------------------------------------------------------------

LATE = "2027-01-04"


def urgent(by: str | None = CHAIR) -> tuple[Step, ...]:
    return on(LATE, called(urgent=True, by=by))


def test_the_chair_may_call_a_meeting_at_short_notice() -> None:  # LSC-9.2
    before = planned(notice_rule())
    outcome = before.when(urgent())
    outcome.happens()
    assert outcome.finding("NOT-1").by == (CHAIR,)
    assert outcome.finding("NOT-1").got == (
        f"notice on 2027-01-04 for 2027-01-05, latest day 2026-12-22; deemed urgent by {CHAIR}, chair"
    )


def refuses_as_urgent(before: Given, got: str, by: str | None = BOB) -> None:
    before.when(urgent(by)).refused_by(
        "NOT-1 (ToR 9.2): expected notice 7 working days before, "
        f"got notice on 2027-01-04 for 2027-01-05, latest day 2026-12-22; {got}"
    )


def test_nobody_else_shortens_the_notice() -> None:  # LSC-9.2
    refuses_as_urgent(planned(notice_rule()), f"{BOB} is not chair")
    refuses_as_urgent(planned(notice_rule()), "urgency deemed by nobody, not by chair", None)
    both = notice_rule(urgent=("chair", "deputy-chair"))
    refuses_as_urgent(planned(both), f"{BOB} is not chair or deputy-chair")
    elsewhere = on("2024-01-01", offices.Elected("other", "chair", BOB, "2024", "2024-01-01", None))
    refuses_as_urgent(planned(notice_rule()).and_(elsewhere), f"{BOB} is not chair")


def test_where_the_terms_know_no_urgency_nobody_shortens_the_notice() -> None:  # LSC-9.2
    refuses_as_urgent(planned(notice_rule(urgent=())), "no shorter notice is provided for", CHAIR)


def test_who_acts_as_chair_may_deem_it_urgent() -> None:  # LSC-9.2
    acting = on("2026-12-01", offices.ActingUp(ICP, "chair", BOB, "absence", "2027-01-04"))
    refuses_as_urgent(planned(notice_rule()).and_(acting), f"{BOB} is not chair")
    longer = on("2026-12-01", offices.ActingUp(ICP, "chair", BOB, "absence", "2027-01-05"))
    planned(notice_rule()).and_(longer).when(urgent(BOB)).happens()
    second = notice_rule(urgent=("chair", "deputy-chair"))
    planned(second).and_(elected(BOB, "deputy-chair")).when(urgent(BOB)).happens()


def test_a_chair_whose_term_has_no_known_beginning_may_have_been_chair() -> None:  # LSC-9.2
    undated = on("2024-01-01", offices.Elected(ICP, "deputy-chair", BOB, "2024/25", None, None))
    before = planned(notice_rule(urgent=("deputy-chair",))).and_(undated)
    refuses_as_urgent(before, f"{BOB} is not known to be deputy-chair")
    late = on(LATE, called(urgent=True, by=BOB), recorded=DATE)
    before.when(late).happens("NOT-1 not known")
    ended = on("2025-01-01", offices.OfficeEnded(ICP, "deputy-chair", BOB, REASON))
    refuses_as_urgent(before.and_(ended), f"{BOB} is not deputy-chair")
    elsewhere = on("2024-01-01", offices.Elected("other", "chair", BOB, "2024/25", None, None))
    refuses_as_urgent(planned(notice_rule()).and_(elsewhere), f"{BOB} is not chair")


def test_urgency_settles_a_notice_whose_days_are_not_known_and_is_claimed_by_nobody_else() -> None:
    before = planned(notice_rule(), calendar=False)
    before.when(urgent()).happens()
    assert before.when(urgent(BOB)).verdict("NOT-1") is Verdict.NOT_KNOWN
    early = on("2026-12-01", called(urgent=True, by=CATH))
    assert planned(notice_rule()).when(early).verdict("NOT-1") is Verdict.NOT_MET
    planned(notice_rule()).when(on("2026-12-01", called())).happens()
    unasked = planned(notice_rule(urgent=())).when(early)
    assert unasked.verdict("NOT-1") is Verdict.MET


def test_who_deems_it_urgent_is_a_person_whom_the_ledger_knows() -> None:
    nobody = named("p", "nobody")
    planned().when(urgent(nobody)).refused_by(
        f"PER-2 (Remit default): expected a person whom the ledger knows, got {nobody}"
    )
    planned().when(urgent(STRANGER)).happens()


# --- how often -----------------------------------------------------------------------------------

FREQUENT = terms.FrequencyRule(
    rule="FRE-1", clause="9.1", basis="stated", says="at least 4 meetings a year", least=4
)
QUARTERS = ("2026-01-15", "2026-04-15", "2026-07-15", "2026-10-15")


@pytest.mark.parametrize(
    ("held", "planned", "on_day", "verdict", "got"),
    [
        (QUARTERS, (), "2026-10-15", Verdict.MET, "4 in 2026"),
        (QUARTERS[:3], QUARTERS[3:], "2026-08-01", Verdict.NOT_KNOWN, "3 in 2026 and 1 to come"),
        (QUARTERS[:3], (), "2026-12-31", Verdict.NOT_KNOWN, "3 in 2026"),
        (QUARTERS[:3], (), "2027-01-01", Verdict.NOT_MET, "3 in 2026"),
        (
            (*QUARTERS[:3], "2025-12-01", "2027-01-02"),
            ("2027-03-01",),
            "2027-01-03",
            Verdict.NOT_MET,
            "3 in 2026",
        ),
    ],
)
def test_how_often_a_body_met_is_judged_once_the_year_is_over(  # LSC-9.1
    held: tuple[str, ...], planned: tuple[str, ...], on_day: str, verdict: Verdict, got: str
) -> None:
    found = programme_rules.judge_year(FREQUENT, terms_with(FREQUENT), "2026", held, planned, on_day)
    assert (found.rule, found.clause, found.verdict, found.got) == ("FRE-1", "ToR 9.1", verdict, got)

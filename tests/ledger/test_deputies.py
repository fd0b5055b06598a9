"""Deputies: named, approved, prepared, ended; what each may do; and nobody in two capacities."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import msgspec
import pytest
from hypothesis import given as anything
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    DAN,
    GUEST,
    GUS,
    HAL,
    ICP,
    MEETING,
    MET,
    RULES,
    STRANGER,
    constituted,
    elected,
    opened,
    partnership,
    terms_with,
)

from ledger.boundaries import boundary
from ledger.deputies import Answers, Deputies, Deputy, Held, answers, seat_of
from ledger.facts import deputies, members, offices, organisations, programme, terms
from ledger.facts.filters import Filter
from ledger.findings import Verdict

DEPUTY, OTHER, THIRD = named("s", "first"), named("s", "second"), named("s", "third")
DAY = "2024-03-01"
LATER = named("m", "june")

RULE = terms.DeputyRule(
    rule="DEP-1",
    clause="7.7",
    basis="stated",
    says="a deputy named by the member and approved by the Chair",
    who=Filter(),
    named_by="member",
    approved_by=("chair",),
    informed=True,
    briefed=True,
    counts="yes",
)
"""After LSC-7.7 and 8.4: the vote and the chair are not spoken of."""

SILENT = partnership()
"""A partnership whose terms say nothing of deputies."""


def body_with(**changes: object) -> Given:
    """Give a partnership with the rule on deputies, changed so, and a known meeting."""
    return partnership(*RULES, msgspec.structs.replace(RULE, **changes)).and_(opened())


def naming(  # noqa: PLR0913, PLR0917 - as many as the fact has fields
    person: str = STRANGER,
    member: str = BOB,
    seat: str | None = None,
    by: str | None = None,
    meeting: str | None = MEETING,
    first: str | None = None,
    until: str | None = None,
    code: str = DEPUTY,
    day: str = DAY,
) -> tuple[Step, ...]:
    body = deputies.Nominated(code, ICP, member, seat, person, by, meeting, first, until)
    return on(day, body)


def scheduled(day: str, body: str = ICP) -> programme.Scheduled:
    return programme.Scheduled(LATER, body, day, None, None)


def approving(
    person: str | None = CHAIR, organisation: str | None = None, code: str = DEPUTY, day: str = "2024-03-08"
) -> tuple[Step, ...]:
    return on(day, deputies.Approved(code, ICP, person, organisation))


def declining(person: str | None = CHAIR, day: str = "2024-03-08") -> tuple[Step, ...]:
    return on(day, deputies.Declined(DEPUTY, ICP, person, sealed("not briefed")))


def ending(code: str = DEPUTY, day: str = "2024-03-20") -> tuple[Step, ...]:
    return on(day, deputies.Ended(code, ICP, sealed("not needed")))


def standing(state: Given, day: str = MET, member: str = BOB) -> Deputy | None:
    return state.state().deputies.standing_in(ICP, STRANGER, member, MEETING, day)


# --- named ---------------------------------------------------------------------------------------


def test_a_member_names_a_deputy_whom_the_chair_approves() -> None:  # LSC-7.7
    before = body_with().when(naming()).happens().when(approving()).happens()
    found = standing(before)
    assert found is not None
    assert (found.approved, found.by) == ("2024-03-08", CHAIR)


def test_a_deputy_has_an_id_of_its_own() -> None:
    body_with().and_(naming()).when(naming(GUEST, CATH)).refused_by(
        f"DPY-1 (Remit default): expected an id that no deputy has, got {DEPUTY}"
    )


def test_only_a_member_has_a_deputy() -> None:  # LSC-7.7
    body_with().when(naming(member=GUEST)).refused_by(
        f"DPY-2 (Remit default): expected a member in icp on {DAY}, and somebody else as deputy, "
        f"got {STRANGER} for {GUEST}"
    )


def test_a_seat_that_is_named_is_the_members() -> None:
    before = body_with()
    before.when(naming(seat="lead-two")).happens()
    assert before.when(naming(seat="lead-three")).verdict("DPY-2") is Verdict.NOT_MET


def test_whether_somebody_is_a_member_yet_may_not_be_known() -> None:
    before = body_with().and_(on("2024-03-10", members.Appointed(ICP, GUEST, None, "not known", None)))
    assert before.when(naming(member=GUEST)).verdict("DPY-2") is Verdict.NOT_KNOWN


def test_nobody_is_a_deputy_of_himself_and_no_departure_makes_it_so() -> None:
    (step,) = naming(person=BOB)
    body_with().when(step.departing()).refused_by(
        f"DPY-2 (Remit default): expected a member in icp on {DAY}, and somebody else as deputy, "
        f"got {BOB} for {BOB}"
    )


def test_a_deputy_has_no_deputy() -> None:  # LSC-7.7, D9
    before = body_with().and_(naming())
    (step,) = naming(GUEST, STRANGER, code=OTHER)
    before.when(step.departing()).refused_by(
        f"DPY-3 (Remit default): expected a deputy of a member, not of a deputy, "
        f"got {STRANGER}, who is a deputy"
    )


@pytest.mark.parametrize("over", [ending(day=DAY), declining(day=DAY)])
def test_who_is_no_deputy_any_more_is_a_stranger_like_others(over: tuple[Step, ...]) -> None:
    outcome = body_with().and_(naming(), over).when(naming(GUEST, STRANGER, code=OTHER))
    assert outcome.finding("DPY-3").absolute is False


def test_a_period_that_is_over_makes_nobody_a_deputy() -> None:
    before = body_with().and_(naming(meeting=None, first="2024-01-01", until=DAY, day="2024-01-01"))
    assert before.when(naming(GUEST, STRANGER, code=OTHER)).finding("DPY-3").absolute is False


def test_a_member_is_no_other_members_deputy() -> None:  # LSC-7.7, D9
    outcome = body_with().when(naming(person=CATH))
    outcome.refused_by(f"DPY-3 (Remit default): expected a deputy who is no member of icp, got {CATH}")


def test_a_member_who_was_let_in_as_a_deputy_keeps_a_deputy_of_his_own() -> None:
    (step,) = naming(person=CATH)
    before = body_with().with_(step.departing())
    before.when(naming(member=CATH, code=OTHER)).happens()


def test_whether_a_deputy_is_a_member_may_not_be_known() -> None:
    before = body_with().and_(on("2024-03-10", members.Appointed(ICP, STRANGER, None, "not known", None)))
    assert before.when(naming()).verdict("DPY-3") is Verdict.NOT_KNOWN


# --- for two members ------------------------------------------------------------------------------


def test_nobody_stands_in_for_two_members_at_one_meeting() -> None:  # LSC-7.7
    before = body_with().and_(naming())
    before.when(naming(member=CATH, code=OTHER)).refused_by(
        "DPY-4 (Remit default): expected a deputy for one member at one meeting, "
        f"got {STRANGER}, named for {BOB} too"
    )
    before.when(naming(GUEST, CATH, code=OTHER)).happens()


def test_for_another_meeting_somebody_stands_in_for_somebody_else() -> None:
    june = on(DAY, scheduled("2024-06-24"))
    before = body_with().and_(june, naming())
    assert before.when(naming(member=CATH, meeting=LATER, code=OTHER)).verdict("DPY-4") is Verdict.MET


def test_a_meeting_collides_with_a_period_that_covers_its_day() -> None:
    period = naming(member=CATH, meeting=None, first="2024-03-20", until="2024-03-26", code=OTHER)
    before = body_with().and_(naming())
    assert before.when(period).verdict("DPY-4") is Verdict.NOT_MET
    shorter = naming(member=CATH, meeting=None, first="2024-03-20", until=MET, code=OTHER)
    before.when(shorter).happens()
    assert body_with().and_(period).when(naming()).verdict("DPY-4") is Verdict.NOT_MET
    assert body_with().and_(shorter).when(naming()).verdict("DPY-4") is Verdict.MET


def test_a_meeting_of_which_no_day_is_known_may_collide_with_a_period() -> None:
    before = body_with().and_(naming(meeting=LATER))
    period = naming(member=CATH, meeting=None, code=OTHER)
    assert before.when(period).verdict("DPY-4") is Verdict.NOT_KNOWN


def test_one_collision_of_several_is_enough() -> None:
    clear = naming(meeting=None, first="2024-08-01", code=THIRD)
    before = body_with().and_(naming(), clear)
    assert before.when(naming(member=CATH, code=OTHER)).verdict("DPY-4") is Verdict.NOT_MET


def test_an_end_that_is_recorded_makes_room() -> None:
    standing_ = naming(meeting=None)
    before = body_with().and_(standing_, ending(day="2024-03-20"))
    assert before.when(naming(member=CATH, code=OTHER)).verdict("DPY-4") is Verdict.MET
    assert body_with().and_(standing_).when(naming(member=CATH, code=OTHER)).verdict("DPY-4") is (
        Verdict.NOT_MET
    )


def test_of_many_meetings_the_latest_are_read() -> None:
    many = tuple(
        step
        for number in range(40)
        for step in naming(code=named("s", "abcdefghij"[number // 10] + "abcdefghij"[number % 10]))
    )
    meetings = [named("m", "abcdefghij"[number // 10] + "abcdefghij"[number % 10]) for number in range(40)]
    dated = (
        replace(step, body=msgspec.structs.replace(step.body, meeting=meeting))
        for step, meeting in zip(many, meetings, strict=True)
    )
    (step,) = naming(member=CATH, meeting=None, code=OTHER)
    others = (*naming(GUEST, DAN, meeting=LATER, code=THIRD), *naming(member=CATH, code=DEPUTY))
    read = boundary(step.act(), body_with().with_(*dated, *others).state())
    assert sorted(tag for tag in read if tag.startswith("meeting:")) == [
        f"meeting:{one}" for one in meetings[8:]
    ]


START = date(2024, 1, 1)
SPANS = st.tuples(st.integers(0, 12), st.integers(0, 12) | st.none(), st.integers(0, 12) | st.none())


def spanned(code: str, first: int, until: int | None, ended: int | None) -> tuple[Deputy, set[int]]:
    """Give a deputy for a period, and the days that it covers, one by one."""
    text = [None if one is None else (START + timedelta(one)).isoformat() for one in (first, until, ended)]
    body = deputies.Nominated(code, ICP, BOB, None, STRANGER, first=text[0], until=text[1])
    days = {
        day for day in range(20) if first <= day and all(one is None or day < one for one in (until, ended))
    }
    return replace(Deputy(body, "2023-01-01"), ended=text[2]), days


@anything(SPANS, SPANS, st.integers(0, 19))
def test_two_deputies_are_apart_just_where_no_day_is_common(
    one: tuple[int, int | None, int | None], other: tuple[int, int | None, int | None], day: int
) -> None:
    first, days = spanned(DEPUTY, *one)
    second, others = spanned(OTHER, *other)
    assert first.apart(second, {}) is second.apart(first, {}) is Verdict.of(not days & others)
    meets = Deputy(deputies.Nominated(THIRD, ICP, BOB, None, STRANGER, meeting=MEETING), "2023-01-01")
    held = {MEETING: Held(MEETING, ICP, (START + timedelta(day)).isoformat())}
    assert first.apart(meets, held) is meets.apart(first, held) is Verdict.of(day not in days)


# --- by whom, and how long before -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "by", "person", "verdict"),
    [
        ("member", None, None, Verdict.MET),  # the clerk records it
        ("member", None, BOB, Verdict.MET),
        ("member", None, CATH, Verdict.NOT_MET),
        ("member", "blackpool", None, Verdict.NOT_MET),
        ("organisation", "blackpool", None, Verdict.MET),
        ("organisation", "lancashire", None, Verdict.NOT_MET),
        ("organisation", None, BOB, Verdict.NOT_MET),
        ("either", None, BOB, Verdict.MET),
        ("either", "blackpool", None, Verdict.MET),
        ("either", "lancashire", None, Verdict.NOT_MET),
        (None, None, BOB, Verdict.MET),
        (None, "blackpool", None, Verdict.MET),
        (None, "lancashire", None, Verdict.NOT_MET),
        (None, None, CATH, Verdict.NOT_MET),
    ],
)
def test_a_deputy_is_named_by_whom_the_terms_say(  # LSC-7.7
    rule: Literal["member", "organisation", "either"] | None,
    by: str | None,
    person: str | None,
    verdict: Verdict,
) -> None:
    before = SILENT.and_(opened()) if rule is None else body_with(named_by=rule)
    councils = (organisations.Registered(one, one, "council") for one in ("blackpool", "lancashire"))
    (step,) = naming(by=by)
    outcome = before.and_(on("2023-01-01", *councils)).when(
        replace(step, acted=msgspec.structs.replace(step.acted, person=person))
    )
    if rule is None:
        assert outcome.verdict("DPY-5") is verdict
    else:
        assert [one.verdict for one in outcome.findings if one.rule == "DEP-1"] == [Verdict.MET, verdict]


def test_a_deputy_of_the_wrong_organisation_is_refused_by_the_clause() -> None:  # LSC-7.7
    before = body_with().and_(
        on("2023-01-01", organisations.Registered("lancashire", "Lancashire", "council"))
    )
    before.when(naming(by="lancashire")).refused_by(
        "DEP-1 (ToR 7.7): expected a deputy named by the member and approved by the Chair, "
        "got named by lancashire"
    )


def test_an_organisation_that_names_is_known() -> None:
    body_with(named_by="either").when(naming(by="blackpool")).refused_by(
        "ORG-2 (Remit default): expected an organisation that the ledger knows, got blackpool"
    )


def test_of_a_member_whose_seat_is_not_known_no_organisation_is() -> None:
    before = SILENT.and_(
        opened(),
        on("2023-01-01", organisations.Registered("blackpool", "Blackpool", "council")),
        on("2023-06-01", members.Appointed(ICP, GUEST, None, "not known", "2023-06-01")),
    )
    assert before.when(naming(member=GUEST, by="blackpool")).verdict("DPY-5") is Verdict.NOT_KNOWN


def test_only_those_whom_the_terms_name_may_have_a_deputy() -> None:
    only = body_with(who=Filter(sectors=("nhs",)))
    only.when(naming(member=DAN)).happens()
    only.when(naming()).refused_by(
        f"DEP-1 (ToR 7.7): expected a deputy named by the member and approved by the Chair, "
        f"got {BOB} in lead-two"
    )
    unseated = only.and_(on("2023-06-01", members.Appointed(ICP, GUEST, None, "not known", "2023-06-01")))
    unseated.when(naming(member=GUEST)).refused_by(
        f"DEP-1 (ToR 7.7): expected a deputy named by the member and approved by the Chair, "
        f"got {GUEST}, whose seat is not known"
    )


def test_a_deputy_is_named_so_many_days_before_the_meeting() -> None:
    before = body_with(days=5)
    before.when(naming(day="2024-03-20")).happens()
    before.when(naming(day="2024-03-21")).refused_by(
        "DEP-1 (ToR 7.7): expected a deputy named by the member and approved by the Chair, "
        "got named 4 days before the meeting on 2024-03-25, needed 5"
    )
    before.when(naming(meeting=None, day="2024-03-21")).happens()


def test_of_a_meeting_without_a_known_day_nothing_is_in_time() -> None:
    body_with(days=5).when(naming(meeting=LATER)).refused_by(
        f"DPY-8 (Remit default): expected a meeting of icp, or a period, on or after {DAY}, "
        f"got {LATER}, which the ledger does not know",
        "DEP-1 (ToR 7.7): expected a deputy named by the member and approved by the Chair, "
        "got a meeting whose day the ledger does not know",
    )


def test_a_date_that_was_moved_counts_as_it_is_now() -> None:
    before = partnership(*RULES, msgspec.structs.replace(RULE, days=5)).and_(
        on("2024-01-15", scheduled("2024-03-03")),
        on("2024-02-15", programme.Moved(LATER, ICP, "2024-03-06", None, None, sealed("snow"))),
    )
    before.when(naming(meeting=LATER)).happens()


def test_nobody_is_named_after_the_meeting() -> None:
    body_with().when(naming(day=MET)).happens()
    body_with().when(naming(day="2024-03-26")).refused_by(
        "DPY-8 (Remit default): expected a meeting of icp, or a period, on or after 2024-03-26, "
        "got a meeting of icp on 2024-03-25"
    )


def test_a_deputy_is_for_a_meeting_of_the_same_body() -> None:
    before = body_with().and_(constituted("other"), on(DAY, scheduled("2024-06-24", "other")))
    (step,) = naming(meeting=LATER)
    before.when(step.departing()).refused_by(
        f"DPY-8 (Remit default): expected a meeting of icp, or a period, on or after {DAY}, "
        "got a meeting of other on 2024-06-24"
    )


@pytest.mark.parametrize(
    ("first", "until", "absolute"),
    [
        (DAY, "2024-06-01", None),
        ("2024-02-29", None, False),
        ("2024-06-01", "2024-06-01", True),
        (None, DAY, True),
    ],
)
def test_a_period_begins_by_then_at_the_earliest_and_ends_later(
    first: str | None, until: str | None, *, absolute: bool | None
) -> None:
    outcome = body_with().when(naming(meeting=None, first=first, until=until))
    found = outcome.finding("DPY-8")
    assert found.verdict is (Verdict.MET if absolute is None else Verdict.NOT_MET)
    assert found.absolute is bool(absolute)


def test_a_deputy_is_for_a_meeting_or_for_a_period() -> None:
    (step,) = naming(until="2024-06-01")
    body_with().when(step.departing()).refused_by(
        f"DPY-8 (Remit default): expected a meeting of icp, or a period, on or after {DAY}, "
        "got a meeting and a period"
    )


# --- approved, declined ---------------------------------------------------------------------------


def test_a_deputy_is_approved_by_the_office_that_the_terms_name() -> None:  # LSC-7.7
    body_with().and_(naming()).when(approving(CATH)).refused_by(
        "DEP-1 (ToR 7.7): expected a deputy named by the member and approved by the Chair, "
        f"got {CATH} on 2024-03-08"
    )


def test_who_acts_as_chair_approves() -> None:  # LSC-7.7
    acting = on("2024-03-05", offices.ActingUp(ICP, "chair", CATH, "absence"))
    body_with().and_(naming(), acting).when(approving(CATH)).happens()


def test_whether_the_holder_of_an_office_without_days_approves_is_not_known() -> None:
    before = body_with().and_(naming(), elected(CATH, begins=None))
    assert before.when(approving(CATH)).verdict("DEP-1") is Verdict.NOT_KNOWN


@pytest.mark.parametrize("person", [BOB, STRANGER])
def test_neither_the_member_nor_the_deputy_approves(person: str) -> None:  # LSC-7.7, D7
    (step,) = approving(person)
    before = body_with(approved_by=()).and_(naming())
    before.when(step.departing()).refused_by(
        "DPY-7 (Remit default): expected somebody who answers and is neither the member nor the deputy, "
        f"got {person}"
    )


def test_somebody_approves() -> None:
    body_with().and_(naming()).when(approving(None)).refused_by(
        "DPY-7 (Remit default): expected somebody who answers and is neither the member nor the deputy, "
        "got nobody",
        "DEP-1 (ToR 7.7): expected a deputy named by the member and approved by the Chair, "
        "got nobody on 2024-03-08",
    )


def test_the_chairs_own_deputy_is_approved_by_somebody_else() -> None:  # LSC-7.7, D7
    before = body_with(approved_by=("chair", "deputy-chair")).and_(
        elected(GUS, "deputy-chair"), naming(member=CHAIR)
    )
    (own,) = approving(CHAIR)
    before.when(own.departing()).refused_by(
        "DPY-7 (Remit default): expected somebody who answers and is neither the member nor the deputy, "
        f"got {CHAIR}"
    )
    before.when(approving(GUS)).happens()
    assert before.when(approving(HAL)).verdict("DEP-1") is Verdict.NOT_MET


def test_an_organisation_approves_where_the_terms_name_it() -> None:
    councils = on(
        "2023-01-01",
        *(organisations.Registered(one, one, "council") for one in ("blackpool", "lancashire")),
    )
    rule = {"approved_by": (), "approved_by_organisations": ("blackpool",)}
    before = body_with(**rule).and_(councils, naming())
    after = before.when(approving(None, "blackpool")).happens()
    found = standing(after)
    assert found is not None
    assert found.by == "blackpool"
    assert before.when(approving(None, "lancashire")).verdict("DEP-1") is Verdict.NOT_MET
    assert body_with(**rule).and_(naming()).when(approving(None, "blackpool")).verdict("ORG-2") is (
        Verdict.NOT_MET
    )


def test_without_a_rule_anybody_else_may_approve() -> None:
    SILENT.and_(naming()).when(approving(CATH)).happens()


@pytest.mark.parametrize("answer", [approving(day="2024-03-09"), declining(day="2024-03-09")])
@pytest.mark.parametrize(
    ("first", "got"), [(approving(), "approved 2024-03-08"), (declining(), "declined 2024-03-08")]
)
def test_a_deputy_is_answered_once(
    first: tuple[Step, ...], got: str, answer: tuple[Step, ...]
) -> None:  # LSC-7.7
    body_with().and_(naming(), first).when(answer).refused_by(
        "DPY-6 (Remit default): expected a deputy named by 2024-03-09, not declined, not ended, "
        f"and answered once, got {got}"
    )


def test_after_a_refusal_the_deputy_is_named_anew() -> None:  # LSC-7.7
    before = body_with().and_(naming(), declining())
    assert standing(before) is None
    again = before.when(naming(code=OTHER, day="2024-03-09")).happens()
    found = standing(again.when(approving(code=OTHER, day="2024-03-10")).happens())
    assert found is not None
    assert found.named.deputy == OTHER


@pytest.mark.parametrize(
    "step",
    [
        approving(),
        declining(),
        ending(),
        on(DAY, deputies.Prepared(DEPUTY, ICP, "briefed")),
    ],
)
def test_a_step_is_about_a_deputy_of_the_body_named_by_then(step: tuple[Step, ...]) -> None:
    elsewhere = on(DAY, deputies.Nominated(DEPUTY, "other", BOB, None, STRANGER))
    expected = (
        f"DPY-6 (Remit default): expected a deputy named in icp, got {DEPUTY}, whom the ledger does not know"
    )
    outcome = body_with().when(step)
    assert outcome.finding("DPY-6").sentence() == expected
    assert outcome.finding("DPY-6").absolute
    assert body_with().and_(elsewhere).when(step).finding("DPY-6").sentence() == expected
    assert body_with().and_(naming(day="2024-03-24")).when(step).verdict("DPY-6") is Verdict.NOT_MET
    assert body_with().and_(naming()).when(step).verdict("DPY-6") is Verdict.MET


def test_what_has_ended_takes_no_further_step() -> None:
    before = body_with().and_(naming(), ending(day="2024-03-02"))
    before.when(approving()).refused_by(
        "DPY-6 (Remit default): expected a deputy named by 2024-03-08, not declined, not ended, "
        "and answered once, got ended 2024-03-02"
    )
    assert before.when(ending()).verdict("DPY-6") is Verdict.NOT_MET


def test_nobody_declines_where_the_terms_ask_for_no_approval() -> None:
    free = body_with(approved_by=()).and_(naming())
    free.when(declining()).refused_by(
        "DPY-10 (Remit default): expected terms that ask for approval, got none that the ledger knows"
    )
    assert free.when(declining()).verdict("DPY-10") is Verdict.NOT_MET
    assert SILENT.and_(naming()).when(declining()).verdict("DPY-10") is Verdict.NOT_KNOWN
    others = body_with(who=Filter(sectors=("nhs",))).and_(naming())
    assert others.when(declining()).verdict("DPY-10") is Verdict.NOT_KNOWN
    body_with().and_(naming()).when(declining()).happens()


# --- whom the record shows to stand in --------------------------------------------------------------


def test_a_deputy_stands_in_as_the_record_stood_on_the_day() -> None:
    after = body_with().and_(
        naming(),
        on("2024-03-05", deputies.Prepared(DEPUTY, ICP, "secretariat informed")),
        on("2024-03-06", deputies.Prepared(DEPUTY, ICP, "briefed")),
        approving(),
        ending(day="2024-03-26"),
    )
    found = standing(after)
    assert found is not None
    assert (found.informed, found.briefed, found.approved) == ("2024-03-05", "2024-03-06", "2024-03-08")
    early = standing(after, "2024-03-04")
    assert early is not None
    assert (early.informed, early.briefed, early.approved, early.by) == (None, None, None, None)
    assert standing(after, "2024-03-26") is None


@pytest.mark.parametrize(
    ("first", "until", "days"),
    [
        (None, None, [False, True, True, True]),
        ("2024-03-10", None, [False, False, True, True]),
        ("2024-03-10", "2024-03-25", [False, False, True, False]),
    ],
)
def test_a_period_covers_its_days_and_a_standing_deputy_all_from_the_naming(
    first: str | None, until: str | None, days: list[bool]
) -> None:
    after = body_with().and_(naming(meeting=None, first=first, until=until))
    asked = ("2024-02-29", DAY, "2024-03-24", MET)
    assert [standing(after, day) is not None for day in asked] == days


def test_a_deputy_for_one_meeting_stands_in_at_no_other() -> None:
    known = body_with().and_(naming()).state().deputies
    assert known.standing_in(ICP, STRANGER, BOB, LATER, MET) is None
    assert known.standing_in(ICP, STRANGER, CATH, MEETING, MET) is None
    assert known.standing_in(ICP, GUEST, BOB, MEETING, MET) is None
    assert known.standing_in("other", STRANGER, BOB, MEETING, MET) is None
    assert known.standing_in(ICP, STRANGER, BOB, MEETING, MET) is not None


@pytest.mark.parametrize("approved", [DEPUTY, OTHER])
def test_of_two_namings_the_approved_one_counts(approved: str) -> None:
    after = body_with().and_(naming(), naming(meeting=None, code=OTHER), approving(code=approved))
    found = standing(after)
    assert found is not None
    assert found.named.deputy == approved


def test_a_step_of_a_deputy_that_was_not_read_changes_nothing() -> None:
    alone = Given().and_(approving())
    assert alone.state().deputies == Deputies()


# --- what a deputy may do -----------------------------------------------------------------------


def may(
    rule: terms.DeputyRule | None, deputy: Deputy | None, seat: str | None = "lead-two"
) -> tuple[Answers, tuple[bool | None, ...]]:
    """Give the answers, and the four of them: speaks, votes, counts, presides."""
    rulebook = terms_with(*RULES, *((rule,) if rule else ()))
    (place,) = [one for one in rulebook.seats if one.seat == seat] if seat else [None]
    found = answers(deputy, rulebook, place)
    return found, (found.speaks, found.votes, found.counts, found.presides)


NAMED = Deputy(deputies.Nominated(DEPUTY, ICP, BOB, None, STRANGER, meeting=MEETING), DAY)
APPROVED = replace(NAMED, approved="2024-03-08")


def test_an_approved_deputy_counts_by_the_clause_and_votes_by_default() -> None:  # LSC-7.7, LSC-8.4
    found, four = may(RULE, APPROVED)
    assert four == (True, True, True, False)
    assert (found.rule, found.clause) == ("DEP-1", "ToR 7.7")


def test_a_deputy_whom_the_chair_has_not_approved_does_not_count() -> None:  # LSC-7.7, LSC-8.4
    assert may(RULE, NAMED)[1] == (True, False, False, False)
    silenced = msgspec.structs.replace(RULE, speaks="no", votes="yes", presides="yes")
    assert may(silenced, NAMED)[1] == (False, False, False, False)


def test_where_no_approval_is_asked_for_a_deputy_needs_none() -> None:
    assert may(msgspec.structs.replace(RULE, approved_by=()), NAMED)[1] == (True, True, True, False)
    asked = msgspec.structs.replace(RULE, approved_by=(), approved_by_organisations=("blackpool",))
    assert may(asked, NAMED)[1] == (True, False, False, False)


def test_whoever_was_never_named_may_nothing() -> None:  # LSC-7.7
    found, four = may(RULE, None)
    assert four == (False, False, False, False)
    assert found.clause == "ToR 7.7"
    assert may(None, None)[1] == (False, False, False, False)


def test_without_a_rule_a_deputy_speaks_and_does_not_preside_and_the_rest_is_not_known() -> None:
    expected = Answers(speaks=True, votes=None, counts=None, presides=False, rule="DPY-9", clause=None)
    assert may(None, APPROVED)[0] == expected
    assert answers(APPROVED, None, None) == expected
    elsewhere = msgspec.structs.replace(RULE, who=Filter(sectors=("nhs",)))
    assert may(elsewhere, APPROVED)[0] == expected


@pytest.mark.parametrize(("said", "expected"), [("yes", True), ("no", False), ("not known", None)])
def test_each_answer_is_as_the_terms_state_it(said: terms.Answer, *, expected: bool | None) -> None:
    for index, name in enumerate(("speaks", "votes", "counts", "presides")):
        assert may(msgspec.structs.replace(RULE, **{name: said}), APPROVED)[1][index] is expected


def test_what_the_terms_do_not_say_is_a_default() -> None:  # LSC-7.7
    assert may(msgspec.structs.replace(RULE, counts=None), APPROVED)[1] == (True, True, None, False)


def test_of_two_rules_the_one_that_fits_the_seat_answers() -> None:
    nhs = msgspec.structs.replace(RULE, rule="DEP-2", who=Filter(sectors=("nhs",)), votes="no")
    councils = msgspec.structs.replace(RULE, who=Filter(sectors=("local-government",)))
    rulebook = terms_with(*RULES, nhs, councils)
    seats = {one.seat: one for one in rulebook.seats}
    assert answers(APPROVED, rulebook, seats["lead-two"]).rule == "DEP-1"
    assert answers(APPROVED, rulebook, seats["board-one"]).rule == "DEP-2"


def test_of_a_seat_that_is_not_known_the_answers_are_not_either() -> None:  # SYS-3
    elsewhere = msgspec.structs.replace(RULE, who=Filter(sectors=("nhs",)))
    found, four = may(elsewhere, APPROVED, None)
    assert four == (None, None, None, None)
    assert found.clause == "ToR 7.7"
    assert may(RULE, APPROVED, None)[1] == (True, True, True, False)


def test_a_default_of_the_terms_cites_no_clause() -> None:
    assert may(msgspec.structs.replace(RULE, basis="default"), APPROVED)[0].clause is None


ANSWERS = st.sampled_from(["yes", "no", "not known", None])


RIGHTS = st.fixed_dictionaries(dict.fromkeys(("speaks", "votes", "counts", "presides"), ANSWERS))


@anything(RIGHTS, st.sampled_from([(), ("chair",)]))
def test_approval_never_takes_anything_away(  # LSC-7.7
    rights: dict[str, terms.Answer | None], approved_by: tuple[str, ...]
) -> None:
    rule = msgspec.structs.replace(RULE, **rights, approved_by=approved_by)
    rank = {False: 0, None: 1, True: 2}
    never, before, after = (may(rule, one)[1] for one in (None, NAMED, APPROVED))
    for least, middle, most in zip(never, before, after, strict=True):
        assert rank[least] <= rank[middle] <= rank[most]


# --- the seat that is meant ----------------------------------------------------------------------


def test_the_seat_of_a_member_is_known_where_there_is_one() -> None:
    before = partnership().and_(
        on("2023-06-01", members.Appointed(ICP, BOB, "observer", "appointed", "2023-06-01")),
        on("2023-06-01", members.Appointed(ICP, GUEST, "of-old", "appointed", "2023-06-01")),
        on("2024-02-01", members.CoOpted(ICP, STRANGER, "skill", sealed("x"), voting=True, quorum=False)),
    )
    state = before.state()
    rulebook = state.terms.in_force(ICP, DAY)

    def found(person: str, seat: str | None = None, day: str = DAY) -> str | None:
        place = seat_of(state.roll, rulebook, ICP, person, seat, day)
        return place.seat if place else None

    assert found(CATH) == "lead-three"
    assert found(BOB) is None
    assert found(BOB, "observer") == "observer"
    assert found(BOB, "lead-two", "2023-01-01") is None
    assert found(GUEST) is None
    assert found(STRANGER) == "co-opted"
    assert seat_of(state.roll, None, ICP, CATH, None, DAY) is None


def test_who_was_named_after_the_meeting_did_not_stand_in() -> None:  # LSC-7.7, T1
    free = body_with(approved_by=()).and_(opened())
    afterwards = on("2024-04-01", naming(meeting=MEETING)[0].body)
    assert standing(free.and_(naming(meeting=MEETING))) is not None
    assert standing(free.and_(afterwards)) is None


def test_an_organisation_that_ended_approves_nobody() -> None:  # LSC-7.7, SYS-1
    registered_ = on("2023-01-01", organisations.Registered("icb", "Board", "nhs-body"))
    ended = on("2024-03-05", organisations.Ended("icb", "order"))
    before = body_with(approved_by=(), approved_by_organisations=("icb",)).and_(registered_, naming())
    approval = on("2024-03-08", deputies.Approved(DEPUTY, ICP, None, "icb"))
    assert before.when(approval).verdict("DEP-1") is Verdict.MET
    assert before.and_(ended).when(approval).verdict("DEP-1") is Verdict.NOT_MET

"""Attendance: marks, figures and shares, by the rule of LSC 7.5 and against every world that could be."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import msgspec
import pytest
from hypothesis import given as over
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.ledger.given import given, on, sealed
from tests.ledger.partnership import (
    ALL,
    BOB,
    CATH,
    DAN,
    EVE,
    FAY,
    GUEST,
    GUS,
    ICP,
    MEETING,
    MET,
    appointed,
    opened,
    partnership,
)

from ledger.attendance import (
    OWN,
    Chance,
    Figures,
    Mark,
    Share,
    Span,
    Standing,
    enough,
    figures,
    mark,
    missed,
    stand,
    was_member,
    window,
)
from ledger.facts import members
from ledger.facts.meetings import Attended, PresenceChanged, Substitute
from ledger.facts.terms import AttendanceRule
from ledger.findings import Verdict
from ledger.members import Membership, Roll
from ledger.sittings import Sitting

RULE = AttendanceRule(
    rule="ATR-1",
    clause="7.5",
    basis="stated",
    says="at least 50 % over 12 months, else reviewed by the Chair",
    percent=50,
    months=12,
    reviewed_by=("chair",),
)
MARKS: tuple[Mark, ...] = ("present", "virtual", "by deputy", "apologies", "absent", "not known")


def met(day: str, *present: str) -> Sitting:
    return Sitting(f"m-{day}", ICP, day, "meeting", (day,), present=present, attended=True)


def attended(*marks: Mark, sure: bool = True) -> tuple[Chance, ...]:
    return tuple(Chance(f"2024-01-{day:02}", sure, mark) for day, mark in enumerate(marks, 1))


def judged(*chances: Chance) -> Verdict:
    return enough(RULE, Figures(BOB, chances))


# --- the lists of a meeting ----------------------------------------------------------------------


def marks(*bodies: Attended | PresenceChanged) -> dict[str, Mark]:
    """Give the marks of everybody once the meeting has these lists and changes."""
    sitting = given(opened(), *(on(MET, body) for body in bodies)).state().sittings.known[MEETING]
    return {person: mark(sitting, person) for person in ALL}


def test_every_list_of_the_minutes_is_a_mark_of_its_own() -> None:  # LSC-7.5
    lists = Attended(
        MEETING, (BOB, CATH), (), (EVE,), (Substitute(GUEST, DAN),), absent=(FAY,), virtual=(CATH, GUEST)
    )
    found = marks(lists)
    assert [found[one] for one in (BOB, CATH, DAN, EVE, FAY, GUS)] == [
        "present",
        "virtual",
        "by deputy",
        "apologies",
        "absent",
        "absent",
    ]


def test_a_meeting_without_lists_says_nothing_of_anybody() -> None:  # SYS-3
    assert set(marks().values()) == {"not known"}
    assert marks(PresenceChanged(MEETING, BOB, "arrived"))[BOB] == "present"


def test_whoever_came_later_was_there_and_whoever_left_was_too() -> None:
    lists = Attended(MEETING, (CATH,), (), (BOB, EVE))
    late = PresenceChanged(MEETING, BOB, "arrived", virtual=True)
    found = marks(lists, late, PresenceChanged(MEETING, CATH, "left"))
    assert [found[one] for one in (BOB, CATH, EVE)] == ["virtual", "present", "apologies"]
    assert marks(lists, PresenceChanged(MEETING, EVE, "arrived"))[EVE] == "present"


def test_a_member_who_stands_in_for_another_is_not_there_for_itself() -> None:  # LSC-7.7
    late = PresenceChanged(MEETING, BOB, "arrived", member=DAN)
    found = marks(Attended(MEETING, (CATH,), (), (BOB, DAN)), late)
    assert [found[one] for one in (BOB, DAN)] == ["apologies", "by deputy"]
    both = marks(Attended(MEETING, (BOB,), (), (), (Substitute(BOB, DAN),)))
    assert [both[one] for one in (BOB, DAN)] == ["present", "by deputy"]


def test_a_meeting_that_everybody_misses_is_missed_by_everybody() -> None:  # LSC-7.5
    coming = missed(ICP, MET)
    assert (coming.body, coming.day, {mark(coming, person) for person in ALL}) == (ICP, MET, {"absent"})


# --- figures -------------------------------------------------------------------------------------


def test_only_meetings_while_somebody_was_a_member_count() -> None:  # LSC-7.5
    ended = members.Ended(ICP, BOB, "lead-two", sealed("reason"))
    roll = partnership().state().roll
    days = ("2023-04-30", "2023-05-01", "2024-01-31", "2024-02-01")
    met_on = [met(day, BOB) for day in days]
    assert [one.day for one in figures(BOB, met_on, roll).chances] == list(days[1:])
    after = partnership().and_(on("2024-02-01", ended)).state().roll
    found = figures(BOB, reversed(met_on), after)
    assert [one.day for one in found.chances] == ["2023-05-01", "2024-01-31"]
    assert (found.meetings, found.count(*OWN)) == (Span(2, 2), Span(2, 2))


def test_meetings_before_a_membership_of_unknown_beginning_may_or_may_not_count() -> None:  # SYS-3
    roll = given(appointed(BOB, None, None)).state().roll
    found = figures(BOB, [met("2024-01-10"), met("2024-02-10", BOB), met("2024-03-25", BOB)], roll)
    assert [one.sure for one in found.chances] == [False, False, True]
    assert found.meetings == Span(1, 3)
    assert found.count("present") == Span(1, 2)
    assert found.shares() == (Share(1, 2), Share(2, 2))


def test_a_mark_that_is_not_known_may_be_any() -> None:
    found = Figures(BOB, attended("present", "apologies", "not known"))
    assert [found.count(mark) for mark in ("present", "apologies", "absent")] == [
        Span(1, 2),
        Span(1, 2),
        Span(0, 1),
    ]


def test_a_deputy_does_not_keep_up_the_members_own_attendance() -> None:  # LSC-7.5, LSC-7.7
    found = Figures(BOB, attended("present", "by deputy", "by deputy", "apologies"))
    own, _ = found.shares()
    with_deputies, _ = found.shares((*OWN, "by deputy"))
    assert (own.percent, with_deputies.percent) == (25, 75)
    assert enough(RULE, found) is Verdict.NOT_MET


@pytest.mark.parametrize(
    ("share", "percent"), [(Share(1, 3), 33), (Share(2, 3), 66), (Share(3, 3), 100), (Share(0, 0), None)]
)
def test_a_share_is_rounded_down_and_needs_a_meeting(share: Share, percent: int | None) -> None:
    assert share.percent == percent


def test_the_last_meeting_missed_is_the_last_that_the_member_did_not_attend() -> None:
    found = Figures(BOB, attended("absent", "by deputy", "present"))
    assert found.last_missed == "2024-01-02"
    assert Figures(BOB, attended("virtual")).last_missed is None


# --- the rule ------------------------------------------------------------------------------------


def test_half_of_the_meetings_is_not_below_half_and_one_less_is() -> None:  # LSC-7.5
    assert judged(*attended("present", "absent")) is Verdict.MET
    assert judged(*attended("present", "virtual", "absent", "apologies", "absent")) is Verdict.NOT_MET
    assert judged() is Verdict.MET, "nobody falls below without a meeting to attend"


def test_a_share_is_not_met_before_rounding_makes_it_so() -> None:
    rule = msgspec.structs.replace(RULE, percent=34)
    found = Figures(BOB, attended("present", "absent", "absent"))
    assert enough(rule, found) is Verdict.NOT_MET, "33.3 % is below 34 %"


def test_what_is_not_known_leaves_the_answer_open_only_where_it_matters() -> None:  # SYS-3
    assert judged(*attended("present", "not known", "absent")) is Verdict.NOT_KNOWN
    assert judged(*attended("present", "present", "not known")) is Verdict.MET
    assert judged(*attended("absent", "absent", "not known")) is Verdict.NOT_MET
    assert judged(*attended("absent", sure=False)) is Verdict.NOT_KNOWN
    assert judged(*attended("present", sure=False)) is Verdict.MET


def stands(*days: str, next_on: str, present: tuple[str, ...] = ()) -> Standing:
    held = [met(day, BOB) if day in present else met(day) for day in days]
    return stand(RULE, BOB, held, partnership().state().roll, MET, missed(ICP, next_on))


def test_who_would_fall_below_by_missing_the_next_meeting_is_told_before_it_bites() -> None:  # LSC-7.5
    found = stands("2024-01-10", "2024-02-10", next_on="2024-04-10", present=("2024-01-10",))
    assert (found.now, found.then) == (Verdict.MET, Verdict.NOT_MET)
    safe = stands("2024-01-10", next_on="2024-04-10", present=("2024-01-10",))
    assert (safe.now, safe.then) == (Verdict.MET, Verdict.MET)


def test_the_window_rolls_on_to_the_next_meeting() -> None:  # LSC-7.5
    days = ("2023-05-10", "2023-06-10", "2024-02-10")
    found = stands(*days, next_on="2024-05-10", present=("2023-05-10", "2024-02-10"))
    assert [one.day for one in found.figures.chances] == list(days)
    assert (found.now, found.then) == (Verdict.MET, Verdict.NOT_MET), "1 of 3: May 2023 has dropped out"
    earlier = stands(*days, next_on="2024-05-09", present=("2023-05-10", "2024-02-10"))
    assert earlier.then is Verdict.MET, "2 of 4"


def test_a_meeting_after_the_day_or_before_the_window_does_not_count() -> None:  # LSC-7.5
    found = stands("2023-03-25", "2023-05-02", "2024-03-25", "2024-03-26", next_on="2024-04-10")
    assert [one.day for one in found.figures.chances] == ["2023-05-02", "2024-03-25"]


chances = st.lists(
    st.builds(Chance, st.just("2024-01-01"), st.booleans(), st.sampled_from(MARKS)), max_size=6
)


@over(chances, st.integers(1, 100))
def test_the_answer_is_what_every_world_that_could_be_says(found: list[Chance], percent: int) -> None:
    """Go through every world: each doubtful meeting counts or not, each unknown mark is one or the other."""
    doubts = [
        (
            (True,) if one.sure else (True, False),
            (one.mark in OWN,) if one.mark != "not known" else (True, False),
        )
        for one in found
    ]
    answers, totals, own = set(), set(), set()
    for world in product(*(list(product(*doubt)) for doubt in doubts)):
        attended_, meetings = sum(c and a for c, a in world), sum(c for c, _ in world)
        answers.add(100 * attended_ >= percent * meetings)
        totals.add(meetings)
        own.add(attended_)
    rule = msgspec.structs.replace(RULE, percent=percent)
    expected = Verdict.of(answers.pop() if len(answers) == 1 else None)
    shown = Figures(BOB, tuple(found))
    assert enough(rule, shown) is expected
    assert shown.meetings == Span(min(totals), max(totals))
    assert shown.count(*OWN) == Span(min(own), max(own))


@over(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(1, 60))
def test_a_window_is_whole_months_and_rolls_on_day_by_day(day: date, months: int) -> None:
    first, last = window(months, day.isoformat())
    following, _ = window(months, (day + timedelta(days=1)).isoformat())
    assert last == day.isoformat()
    assert first <= following
    days = (day - date.fromisoformat(first)).days + 1
    assert months * 28 <= days <= months * 31


@pytest.mark.parametrize(
    ("day", "first"),
    [("2024-03-25", "2023-03-26"), ("2024-02-29", "2023-03-01"), ("2023-12-31", "2023-01-01")],
)
def test_twelve_months_back_end_on_the_day_itself(day: str, first: str) -> None:  # LSC-7.5
    assert window(12, day) == (first, day)


# --- membership in a window ----------------------------------------------------------------------


SINCE_MARCH = Membership(ICP, BOB, "lead-two", "appointed", "2024-03-31", began=True)


@pytest.mark.parametrize(
    ("membership", "expected"),
    [
        (SINCE_MARCH, True),
        (replace(SINCE_MARCH, since="2024-01-01"), True),
        (replace(SINCE_MARCH, since="2024-04-01"), False),
        (replace(SINCE_MARCH, since="2023-01-01", ended="2024-01-02"), True),
        (replace(SINCE_MARCH, since="2023-01-01", ended="2024-01-01"), False),
        (replace(SINCE_MARCH, since="2024-04-01", began=False), None),
        (replace(SINCE_MARCH, since="2024-02-01", began=False), True),
        (replace(SINCE_MARCH, since="2024-04-01", began=False, ended="2023-12-01"), False),
        (replace(SINCE_MARCH, awaits=True), False),
    ],
)
def test_somebody_was_a_member_on_a_day_of_the_window(membership: Membership, expected: object) -> None:
    roll = Roll((membership,))
    assert was_member(roll, ICP, BOB, "2024-01-01", "2024-03-31") is expected
    assert was_member(roll, ICP, CATH, "2024-01-01", "2024-03-31") is False

"""``remit attendance``: figures, who is to be reviewed, and what came of it."""

from __future__ import annotations

import pytest
from tests.ledger_cli.desk import TERMS, Desk, kept

from ledger.facts.meetings import Attended, Opened, PresenceChanged, Substitute
from ledger.facts.members import Appointed, AttendanceReviewed
from ledger.facts.offices import Elected
from ledger.facts.programme import Cancelled, MeetingKind, Scheduled
from ledger.facts.words import Words

RULE = """\
  - kind: attendance
    rule: ATR-1
    clause: "7.5"
    basis: stated
    says: at least half of the meetings of 12 months, or the Chair reviews
    percent: 50
    months: 12
    reviewed_by: [chair]
"""
COLUMNS = [
    *("person", "name", "meetings", "present", "of them virtual", "by deputy", "apologies", "absent"),
    *("share", "share with deputies"),
]
DAYS = ("2024-01-10", "2024-02-10", "2024-03-10", "2024-03-25")


def met(
    desk: Desk,
    number: int,
    *present: str,
    apologies: tuple[str, ...] = (),
    virtual: tuple[str, ...] = (),
    deputy_of: str | None = None,
    kind: MeetingKind = "meeting",
) -> None:
    meeting, day = f"m-{'abcdefgh'[number] * 16}", DAYS[number]
    substitutes = (Substitute(desk.lou, deputy_of),) if deputy_of else ()
    lists = Attended(meeting, present, (), apologies, substitutes, virtual=virtual)
    opened = Opened(meeting, "icp", kind, None, Words.of("Town hall"))
    desk.meets(opened, lists, on=day)


@pytest.fixture
@kept
def ruled(desk: Desk) -> Desk:
    """Give a desk whose terms ask for half of the meetings, and whose Chair is Kim."""
    path = desk.write("terms.yaml", TERMS.replace('"2023"', '"2024"', 1) + RULE)
    desk.record("terms", "adopt", path, "--in-force", "2024-01-01", "--on", "2024-01-01")
    desk.meets(Elected("icp", "chair", desk.kim, "2024", "2024-01-01", None), on="2024-01-01")
    return desk


def table(desk: Desk, *more: str) -> list[list[str]]:
    return desk("attendance", "table", "icp", "--from", "2024-01-01", "--to", "2024-03-31", *more).rows


def due(desk: Desk, *more: str, on: str = "2024-03-31") -> tuple[int, dict[str, list[str]]]:
    said = desk("attendance", "review-due", "icp", "--on", on, *more)
    return said.code, {row[0]: row[3:] for row in said.rows}


# --- table ---------------------------------------------------------------------------------------


def test_the_table_has_a_row_a_member_with_the_arithmetic(desk: Desk) -> None:  # LSC-7.5
    met(desk, 0, desk.jo, desk.kim, virtual=(desk.jo,))
    met(desk, 1, desk.kim, deputy_of=desk.jo)
    met(desk, 2, desk.kim, apologies=(desk.jo,))
    said = desk("attendance", "table", "icp", "--from", "2024-01-01", "--to", "2024-03-31")
    assert said.out.splitlines()[0].split("\t") == COLUMNS
    assert said.rows == [
        [desk.jo, "Jo Bloggs", "3", "1", "1", "1", "1", "0", "33 % (1 of 3)", "66 % (2 of 3)"],
        [desk.kim, "Kim Lee", "3", "3", "0", "0", "0", "0", "100 % (3 of 3)", "100 % (3 of 3)"],
    ]
    assert said.err == "icp: 3 meetings from 2024-01-01 to 2024-03-31\n"
    whole = desk("attendance", "table", "icp", "--to", "2024-12-31")
    assert (whole.rows, whole.err) == (said.rows, "icp: 3 meetings from 2024-01-01 to 2024-12-31\n")
    found = desk("attendance", "table", "icp", "--from", "2024-02-10", "--to", "2024-02-10", "--json").json
    assert (found[0]["meetings"], found[0]["by deputy"], found[0]["share"]) == (1, 1, "0 % (0 of 1)")


def test_only_the_kinds_asked_for_count(desk: Desk) -> None:
    met(desk, 0, desk.jo, desk.kim)
    met(desk, 1, desk.kim, kind="workshop")
    assert [row[2] for row in table(desk)] == ["1", "1"]
    assert [row[2] for row in table(desk, "--kind", "meeting", "--kind", "workshop")] == ["2", "2"]


def test_what_is_not_known_is_shown_as_least_and_most(desk: Desk) -> None:  # SYS-3
    desk.meets(Appointed("icp", desk.lou, None, "appointed", None), on="2024-02-01")
    met(desk, 0, desk.jo, desk.kim)
    met(desk, 1, desk.lou)
    row = table(desk)[2]
    assert row[:4] == [desk.lou, "Lou May", "1 to 2", "1"]
    assert row[7:9] == ["0 to 1", "50 % (1 of 2) to 100 % (1 of 1)"]
    opened = Opened("m-" + "c" * 16, "icp", "meeting", None, Words.of("Town hall"))
    desk.meets(opened, PresenceChanged("m-" + "c" * 16, desk.kim, "arrived"), on="2024-03-10")
    assert table(desk)[0][2:4] == ["3", "1 to 2"]
    assert table(desk)[1][2:4] == ["3", "2"]


def test_without_meetings_there_is_no_share(desk: Desk) -> None:
    assert [row[8] for row in table(desk)] == ["no meeting", "no meeting"]
    assert table(desk, "--known-at", "1") == []


# --- review-due ----------------------------------------------------------------------------------


def test_who_is_below_half_is_to_be_reviewed_and_the_answer_is_1(ruled: Desk) -> None:  # LSC-7.5
    met(ruled, 0, ruled.jo, ruled.kim)
    met(ruled, 1, ruled.kim, deputy_of=ruled.jo)
    code, rows = due(ruled)
    assert (code, rows[ruled.jo][:3]) == (0, ["50 % (1 of 2)", "not below", ""])
    met(ruled, 2, ruled.kim)
    code, rows = due(ruled)
    assert code == 1
    assert rows[ruled.jo] == ["33 % (1 of 3)", "due", "", ""]
    assert rows[ruled.kim] == ["100 % (3 of 3)", "not below", "", ""]
    assert due(ruled, on="2024-03-09")[0] == 0
    assert ruled("attendance", "review-due", "icp", "--on", "2024-03-31").rows[0][2] == "ATR-1 (ToR 2023 7.5)"


def test_who_would_fall_below_by_the_next_meeting_is_told_before(ruled: Desk) -> None:  # LSC-7.5
    met(ruled, 0, ruled.jo, ruled.kim)
    met(ruled, 1, ruled.kim)
    said = ruled("attendance", "review-due", "icp", "--on", "2024-03-31")
    assert said.code == 0
    assert [row[6] for row in said.rows] == ["below from 2024-03-31", ""]
    assert said.err.startswith("no meeting of icp after 2024-03-31 is known")
    schedule = ("meeting", "schedule", "icp", "2024-06-24", "--on", "2024-03-01", "--time", "10 am")
    scheduled = ruled.record(*schedule)
    assert scheduled.code == 0, scheduled.err
    ids = {day: f"m-{letter * 16}" for day, letter in (("2024-03-30", "x"), ("2024-04-24", "y"))}
    for day, meeting in ids.items():
        ruled.meets(Scheduled(meeting, "icp", day, "10 am", None), on="2024-03-01")
    ruled.meets(Cancelled(ids["2024-04-24"], "icp", Words.of("snow")), on="2024-03-02")
    said = ruled("attendance", "review-due", "icp", "--on", "2024-03-31")
    assert ([row[6] for row in said.rows], said.err) == (["below from 2024-06-24", ""], "")


def test_a_review_answers_until_another_meeting_is_missed(ruled: Desk) -> None:  # LSC-7.5
    met(ruled, 0, ruled.kim)
    assert due(ruled)[0] == 1
    review = ("attendance", "review", "icp", "Jo Bloggs", "--by", "Kim Lee", "--outcome", "spoken to")
    assert ruled.record(*review, "--reason", "New job", "--on", "2024-02-01").code == 0
    code, rows = due(ruled)
    assert (code, rows[ruled.jo][1:3]) == (0, ["reviewed", "2024-02-01"])
    assert due(ruled, on="2024-01-31")[0] == 1
    met(ruled, 1, ruled.kim)
    assert due(ruled)[0] == 1


def test_where_it_is_not_known_who_is_below_the_answer_is_8(ruled: Desk) -> None:  # SYS-3
    ruled.meets(Opened("m-" + "a" * 16, "icp", "meeting", None, Words.of("Town hall")), on=DAYS[0])
    code, rows = due(ruled)
    assert (code, rows[ruled.jo][:2]) == (8, ["0 % (0 of 1) to 100 % (1 of 1)", "not known"])
    met(ruled, 1, ruled.kim)
    met(ruled, 2, ruled.kim)
    assert due(ruled)[0] == 1, "one who is due outweighs one of whom it is not known"


def test_without_a_rule_nobody_is_due_and_without_terms_it_is_not_known(desk: Desk) -> None:
    said = desk("attendance", "review-due", "icp", "--on", "2024-03-31")
    assert (said.code, said.rows, said.err.splitlines()[0]) == (
        0,
        [],
        "ToR 2023 has no rule about attendance",
    )
    said = desk("attendance", "review-due", "icp", "--on", "2022-12-31")
    terms = "not known: no terms of icp are known to be in force on 2022-12-31\n"
    assert (said.code, said.err) == (8, terms)


# --- review --------------------------------------------------------------------------------------


def test_a_review_by_the_chair_is_recorded_and_listed(ruled: Desk) -> None:  # LSC-7.5
    met(ruled, 0, ruled.kim)
    review = ("attendance", "review", "icp", ruled.jo, "--by", "Kim Lee", "--outcome", "excused")
    assert ruled.record(*review, "--reason", "Long illness", "--on", "2024-03-25").code == 0
    body = ruled.last.body
    assert isinstance(body, AttendanceReviewed)
    assert (body.first, body.last, body.by) == ("2023-03-26", "2024-03-25", ruled.kim)
    assert ruled.last.acted.person == ruled.kim
    who = [ruled.jo, "Jo Bloggs", "2023-03-26", "2024-03-25", "Kim Lee"]
    assert ruled("attendance", "reviews", "icp").rows == [
        ["2024-03-25", *who, "excused", "Long illness", ruled.last.id]
    ]
    assert ruled("attendance", "reviews", "icp", "--known-at", "1").code == 4


def test_a_review_by_somebody_else_is_refused_with_the_clause(ruled: Desk) -> None:  # LSC-7.5
    review = ("attendance", "review", "icp", "Jo Bloggs", "--by", "Ann Clerk", "--outcome", "excused")
    said = ruled.record(*review, "--reason", "Long illness", "--on", "2024-03-25")
    assert said.code == 3
    assert said.err == (
        "refused: ATR-1 (ToR 2023 7.5): expected at least half of the meetings of 12 months, or the Chair "
        f"reviews, got Ann Clerk ({ruled.officer}), not known to be chair on 2024-03-25\n"
    )


def test_a_review_repeats(ruled: Desk) -> None:
    words = ("attendance", "review", "icp", "Jo Bloggs", "--by", "Kim Lee", "--outcome", "no action")
    more = ("--reason", "Excused", "--on", "2024-03-25", "--request", "r-" + "d" * 16, "--json")
    first = ruled.record(*words, *more)
    size = ruled.size
    assert (ruled.record(*words, *more).json, ruled.size) == (first.json, size)


def test_without_a_rule_the_window_must_be_said(desk: Desk) -> None:
    review = ("attendance", "review", "icp", "Jo Bloggs", "--by", "Kim Lee", "--outcome", "excused")
    said = desk.record(*review, "--reason", "Illness", "--on", "2024-03-25")
    assert (said.code, "expected --from: no terms of icp on 2024-03-25 have a rule" in said.err) == (2, True)
    said = desk.record(*review, "--reason", "Illness", "--from", "2024-01-01", "--to", "2024-03-01")
    assert said.code == 0
    body = desk.last_of(AttendanceReviewed)
    assert (body.first, body.last) == ("2024-01-01", "2024-03-01")

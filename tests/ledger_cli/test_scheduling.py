"""``remit meeting schedule``, ``move``, ``cancel``, ``call`` and ``notice``."""

from __future__ import annotations

import pytest
from tests.ledger_cli.desk import MINUTES, TERMS, Desk, kept
from tests.ledger_cli.scheduled import RULES, SAID, ruled, scheduled

from ledger.facts.fact import Noted
from ledger.facts.programme import Called, Cancelled, Moved, Scheduled

REQUEST = ("--request", "r-" + "d" * 16, "--json")
DATE = "2027-01-05"


@pytest.fixture
@kept
def office(desk: Desk) -> Desk:
    """Give a body with rules and a calendar, and Jo as its chair."""
    ruled(desk)
    term = ("--term", "2026", "--begins", "2026-01-01", "--on", "2026-01-01")
    assert desk.record("office", "elect", "icp", "chair", "Jo Bloggs", *term).code == 0
    return desk


# --- schedule ------------------------------------------------------------------------------------


def test_a_meeting_gets_its_date_and_says_what_is_due_by_when(
    office: Desk,
) -> None:  # LSC-9.1, LSC-9.2, LSC-9.4
    words = ("--time", "10 am", "--place", "Town hall", "--programme", "2026/27", *SAID, "--json")
    said = office.record("meeting", "schedule", "icp", DATE, *words)
    fact = office.last_of(Scheduled)
    assert said.code == 0
    assert said.json["meeting"] == fact.meeting
    assert {rule: said.json[rule] for rule in ("NOT-1", "NOT-2", "NOT-3")} == {
        "NOT-1": "notice by 2026-12-30 (ToR 2023 9.2)",
        "NOT-2": "agenda and papers by 2026-12-22 (ToR 2023 9.2)",
        "NOT-3": "publication by 2026-12-22 (Remit default)",
    }
    assert (fact.body, fact.date, fact.time, fact.kind, fact.public, fact.programme) == (
        "icp",
        DATE,
        "10 am",
        "meeting",
        True,
        "2026/27",
    )
    assert fact.place is not None


def test_what_is_due_beyond_the_calendar_is_not_known(office: Desk) -> None:
    said = office.record("meeting", "schedule", "icp", "2029-06-01", *SAID, "--json")
    assert said.json["NOT-2"] == (
        "agenda and papers by not known: no adopted calendar covers 2029-05-31 (ToR 2023 9.2)"
    )


def test_a_meeting_in_private_needs_a_departure_where_the_terms_want_it_in_public(
    office: Desk,
) -> None:  # LSC-9.4
    words = ("meeting", "schedule", "icp", DATE, "--private", *SAID)
    said = office.record(*words)
    assert (said.code, said.err) == (
        3,
        "refused: PUB-1 (ToR 2023 9.4): expected meetings in public, got a meeting in private\n",
    )
    assert office.record(*words, "--kind", "development session").code == 0
    assert office.record(*words, "--departure", "a crisis").code == 0
    assert office.last.findings == (Noted("PUB-1", "ToR 2023 9.4", "not met"),)


def test_a_date_that_is_over_is_refused(desk: Desk) -> None:
    said = desk.record("meeting", "schedule", "icp", "2090-01-04", "--on", "2090-01-05")
    assert (said.code, said.err) == (
        3,
        "refused: PRG-4 (Remit default): expected a date from 2090-01-05 on, got 2090-01-04\n",
    )


def test_a_date_is_given_out_once_under_one_request(desk: Desk) -> None:
    words = ("meeting", "schedule", "icp", DATE, *SAID, *REQUEST)
    first, size = desk.record(*words), desk.size
    assert (desk.record(*words).json, desk.size) == (first.json, size)


# --- move ----------------------------------------------------------------------------------------

MOVE = ("meeting", "move", DATE, "icp", "--to", "2027-01-12", "--reason", "snow", "--on", "2026-12-01")


def test_a_meeting_is_moved_by_date_or_by_id(office: Desk) -> None:  # LSC-9.1
    meeting = scheduled(office)
    said = office.record(*MOVE, "--json")
    assert (said.code, said.json["meeting"], said.json["moved from"]) == (0, meeting, DATE)
    assert said.json["NOT-1"] == "notice by 2027-01-06 (ToR 2023 9.2)"
    moved = office.last_of(Moved)
    assert (moved.meeting, moved.date, moved.time, moved.place) == (meeting, "2027-01-12", None, None)
    words = ("--to", "2027-01-13", "--time", "2 pm", "--place", "Annexe", "--reason", "ice", *SAID)
    assert office.record("meeting", "move", meeting, *words).code == 0
    moved = office.last_of(Moved)
    assert (moved.date, moved.time, moved.place is None) == ("2027-01-13", "2 pm", False)


def test_a_move_repeats_though_the_date_is_another_now(desk: Desk) -> None:
    scheduled(desk)
    first, size = desk.record(*MOVE, *REQUEST), desk.size
    assert first.code == 0
    assert (desk.record(*MOVE, *REQUEST).json, desk.size) == (first.json, size)
    said = desk.record(*MOVE)
    assert (said.code, said.err) == (
        4,
        (
            f"malformed: expected the date of one meeting of icp, got {DATE}, the date of none "
            "(did you mean 2027-01-12?)\n"
        ),
    )


def test_a_meeting_that_was_held_is_not_moved(desk: Desk) -> None:
    assert desk.record("record", desk.write("minutes.yaml", MINUTES)).code == 0
    said = desk.record("meeting", "move", "2024-03-25", "icp", "--to", "2024-04-25", "--reason", "x")
    assert said.code == 4
    assert said.err.startswith("malformed: expected a meeting that was given a date, got m-")
    held = desk("meeting", "list", "icp", "--json").json[0]["meeting"]
    again = desk.record("meeting", "move", held, "--to", "2024-04-25", "--reason", "x")
    assert again.err == said.err
    coming = desk.last_of(Scheduled)
    minutes = MINUTES.replace("2024-03-25", "2024-06-24").partition("next_meeting")[0]
    assert desk.record("record", desk.write("june.yaml", minutes)).code == 0
    said = desk.record("meeting", "move", "2024-06-24", "icp", "--to", "2090-07-15", "--reason", "x")
    assert said.err == (
        "refused: PRG-3 (Remit default): expected a coming meeting of icp, "
        f"got {coming.meeting}, held 2024-06-24\n"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("soon", "icp"), "expected the id of a meeting or a date like 2024-03-25, got 'soon'"),
        ((DATE,), f"expected the body that meets on {DATE}, got none: MEETING BODY"),
        ((DATE, "nobody"), "expected a body that the ledger knows, got 'nobody'"),
        (("m-" + "z" * 16,), f"expected a meeting that the ledger knows, got 'm-{'z' * 16}'"),
    ],
)
def test_a_meeting_that_is_none_is_told(desk: Desk, words: tuple[str, ...], told: str) -> None:
    said = desk.record("meeting", "cancel", *words, "--reason", "x")
    assert (said.code, told in said.err) == (4, True), said.err


def test_of_two_meetings_on_one_day_the_id_is_asked_for(desk: Desk) -> None:
    ids = [scheduled(desk), scheduled(desk)]
    said = desk.record("meeting", "cancel", DATE, "icp", "--reason", "x", "--on", "2026-12-01")
    assert (said.code, said.err) == (
        4,
        f"malformed: expected the date of one meeting of icp, got {DATE}, the date of 2: {', '.join(ids)}\n",
    )


# --- cancel --------------------------------------------------------------------------------------


def test_a_meeting_is_cancelled_once(desk: Desk) -> None:  # LSC-9.1
    meeting = scheduled(desk)
    words = ("meeting", "cancel", DATE, "icp", "--reason", "no business", "--on", "2026-12-01")
    first = desk.record(*words, *REQUEST)
    assert (first.code, desk.last_of(Cancelled).meeting) == (0, meeting)
    assert desk.record(*words, *REQUEST).json == first.json
    said = desk.record(*words)
    assert said.code == 3
    assert said.err == (
        "refused: PRG-3 (Remit default): expected a coming meeting of icp, "
        f"got {meeting}, cancelled 2026-12-01\n"
    )
    other = scheduled(desk)
    assert desk.record(*words).code == 0
    assert desk.last_of(Cancelled).meeting == other


# --- call ----------------------------------------------------------------------------------------

CALL = ("meeting", "call", DATE, "icp")


def test_notice_in_time_says_how_early_it_is(office: Desk) -> None:  # LSC-9.2
    meeting = scheduled(office)
    said = office.record(*CALL, "--on", "2026-12-29")
    assert said.code == 0
    assert said.err.splitlines()[0] == (
        f"NOT-1 (ToR 2023 9.2): notice of the meeting on {DATE} on 2026-12-29: "
        "1 day early, latest day 2026-12-30"
    )
    assert office.last_of(Called) == Called(meeting, "icp")


def test_notice_that_comes_late_is_refused_with_clause_and_latest_day(office: Desk) -> None:  # LSC-9.2
    scheduled(office)
    said = office.record(*CALL, "--on", "2027-01-02")
    assert said.code == 3
    assert said.err == (
        f"NOT-1 (ToR 2023 9.2): notice of the meeting on {DATE} on 2027-01-02: "
        "3 days late, latest day 2026-12-30\n"
        "refused: NOT-1 (ToR 2023 9.2): expected notice 5 clear days before, "
        f"got notice on 2027-01-02 for {DATE}, latest day 2026-12-30\n"
    )


def test_the_chair_calls_at_short_notice_and_nobody_else(office: Desk) -> None:  # LSC-9.2
    scheduled(office)
    words = (*CALL, "--urgent", "--reason", "a flood", "--on", "2027-01-04")
    said = office.record(*words, "--by", "Kim Lee")
    assert said.code == 3
    assert said.err.endswith(f"latest day 2026-12-30; Kim Lee ({office.kim}) is not chair\n")
    assert office.record(*words, "--by", "Jo Bloggs").code == 0
    called = office.last_of(Called)
    assert (called.urgent, called.by, called.reason is None) == (True, office.jo, False)


def test_a_notice_repeats(office: Desk) -> None:
    scheduled(office)
    first, size = office.record(*CALL, "--on", "2026-12-01", *REQUEST), office.size
    assert (office.record(*CALL, "--on", "2026-12-01", *REQUEST).json, office.size) == (first.json, size)


def test_without_a_calendar_notice_in_working_days_is_not_known(desk: Desk) -> None:
    text = TERMS.replace('"2023"', '"2024"') + RULES.replace("unit: clear", "unit: working")
    in_force = ("--in-force", "2024-01-01", "--on", "2024-01-01")
    assert desk.record("terms", "adopt", desk.write("terms-2024.yaml", text), *in_force).code == 0
    scheduled(desk, date="2090-01-05")
    said = desk.record("meeting", "call", "2090-01-05", "icp", "--on", "2090-01-01")
    assert said.code == 3
    assert said.err.splitlines()[0].endswith("latest day not known: no adopted calendar covers 2090-01-04")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--urgent",), "expected --by and --reason with --urgent"),
        (("--urgent", "--by", "Jo Bloggs"), "expected --by and --reason with --urgent"),
        (("--urgent", "--reason", "x"), "expected --by and --reason with --urgent"),
        (("--by", "Jo Bloggs"), "expected --urgent with --by and --reason"),
        (("--reason", "x"), "expected --urgent with --by and --reason"),
    ],
)
def test_urgency_comes_with_who_deemed_it_and_why(desk: Desk, words: tuple[str, ...], told: str) -> None:
    said = desk.record(*CALL, *words)
    assert (said.code, told in said.err) == (2, True)


# --- notice --------------------------------------------------------------------------------------

NOTICE = ("meeting", "notice", DATE, "icp")


def test_whether_notice_was_given_in_time_is_a_question(office: Desk) -> None:  # LSC-9.2
    scheduled(office)
    said = office(*NOTICE, "--on", "2026-12-28")
    assert (said.code, said.rows) == (
        1,
        [["NOT-1", "ToR 2023 9.2", DATE, "2026-12-30", "", "not met", "no notice"]],
    )
    office.record(*CALL, "--on", "2026-12-29")
    assert office(*NOTICE, "--on", "2026-12-28").code == 1
    said = office(*NOTICE, "--on", "2026-12-29")
    assert said.code == 0
    assert said.rows == [
        [
            "NOT-1",
            "ToR 2023 9.2",
            DATE,
            "2026-12-30",
            "2026-12-29",
            "met",
            f"notice on 2026-12-29 for {DATE}, latest day 2026-12-30",
        ]
    ]


def test_a_late_notice_that_was_recorded_as_a_departure_stays_late(office: Desk) -> None:  # LSC-9.2
    scheduled(office)
    assert office.record(*CALL, "--on", "2027-01-02", "--departure", "the post").code == 0
    said = office(*NOTICE, "--on", "2027-01-02", "--json")
    assert (said.code, [one["answer"] for one in said.json]) == (1, ["not met"])
    office.record(*CALL, "--urgent", "--by", "Jo Bloggs", "--reason", "a flood", "--on", "2027-01-03")
    said = office(*NOTICE, "--on", "2027-01-03", "--json")
    assert (said.code, [one["answer"] for one in said.json]) == (0, ["not met", "met"])
    assert said.json[1]["found"].endswith(f"deemed urgent by Jo Bloggs ({office.jo}), chair")


def test_where_nothing_is_asked_for_no_notice_is_enough(desk: Desk) -> None:
    scheduled(desk)
    said = desk(*NOTICE, "--on", "2026-12-01")
    assert (said.code, said.err) == (0, "nothing is asked for: no rule of ToR 2023 is about notice\n")
    said = desk(*NOTICE, "--on", "2022-12-31")
    assert (said.code, said.err) == (
        8,
        "not known: no terms of icp are known to be in force on 2022-12-31\n",
    )

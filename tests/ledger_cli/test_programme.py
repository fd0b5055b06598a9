"""``remit programme``: the year's meetings, given out at once, and what became of them."""

from __future__ import annotations

import pytest
from tests.ledger_cli.desk import MINUTES, Desk
from tests.ledger_cli.scheduled import SAID, ruled, scheduled

from ledger.facts.programme import Scheduled

YEAR = ("2027-01-05", "2027-04-13", "2027-07-13", "2027-10-12")
ADOPT = (
    "programme",
    "adopt",
    "icp",
    *(word for day in YEAR for word in ("--date", day)),
    "--name",
    "2027",
    *SAID,
)

FILE = """\
programme: 2026/27
meetings:
  - {date: 2027-01-05, time: 10 am, place: Town hall}
  - {date: 2027-02-09, kind: development session, public: false}
"""


def test_a_whole_programme_is_given_out_in_one_request(desk: Desk) -> None:  # LSC-9.1
    size = desk.size
    said = desk.record(*ADOPT, "--json")
    assert (said.code, desk.size - size, said.json["entries"]) == (0, 4, f"{size + 1} to {size + 4}")
    ids = [said.json[day] for day in YEAR]
    assert len(set(ids)) == 4
    assert desk.last_of(Scheduled) == Scheduled(ids[3], "icp", YEAR[3], None, None, programme="2027")
    rows = desk("programme", "show", "icp", *SAID, "--json").json["meetings"]
    assert [(row["date"], row["state"], row["programme"], row["meeting"]) for row in rows] == [
        (day, "to come", "2027", meeting) for day, meeting in zip(YEAR, ids, strict=True)
    ]


def test_a_programme_comes_from_a_file(desk: Desk) -> None:  # LSC-9.1
    assert desk.record("programme", "adopt", "icp", desk.write("year.yaml", FILE), *SAID).code == 0
    fact = desk.last_of(Scheduled)
    assert (fact.date, fact.kind, fact.public, fact.programme) == (
        "2027-02-09",
        "development session",
        False,
        "2026/27",
    )
    rows = desk("programme", "show", "icp", *SAID).rows
    assert [(row[0], row[4], row[5]) for row in rows] == [
        ("2027-01-05", "meeting", "yes"),
        ("2027-02-09", "development session", "no"),
    ]


def test_a_programme_is_refused_whole(desk: Desk) -> None:  # LSC-9.4
    ruled(desk)
    size = desk.size
    file = desk.write("year.yaml", FILE.replace(", kind: development session", ""))
    said = desk.record("programme", "adopt", "icp", file, *SAID)
    assert (said.code, desk.size) == (3, size)
    assert (
        said.err == "refused: PUB-1 (ToR 2023 9.4): expected meetings in public, got a meeting in private\n"
    )


def test_a_programme_repeats(desk: Desk) -> None:
    words = (*ADOPT, "--request", "r-" + "d" * 16, "--json")
    first, size = desk.record(*words), desk.size
    assert (desk.record(*words).json, desk.size) == (first.json, size)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--date", YEAR[0]),
        ("--name", "2027"),
        ("year.yaml", "--date", YEAR[0]),
        ("year.yaml", "--name", "x"),
    ],
)
def test_a_programme_comes_from_one_place(desk: Desk, words: tuple[str, ...]) -> None:
    desk.write("year.yaml", FILE)
    said = desk.record("programme", "adopt", "icp", *words)
    assert (said.code, "expected a FILE, or --date and --name" in said.err) == (2, True)


def test_a_date_twice_and_a_wrong_file_are_told(desk: Desk) -> None:
    said = desk.record(*ADOPT, "--date", YEAR[0])
    assert (said.code, said.err) == (4, f"malformed: expected each date once, got {YEAR[0]} again\n")
    said = desk.record("programme", "adopt", "icp", desk.write("year.yaml", FILE.replace("02-09", "02-30")))
    assert (said.code, "year.yaml:4:12: meetings, entry 2, date" in said.err) == (4, True), said.err


# --- show ----------------------------------------------------------------------------------------


def states(desk: Desk, *words: str) -> list[list[str]]:
    """Give date, state, what it was moved from and notice of every meeting."""
    return [row[:4] for row in desk("programme", "show", "icp", *words).rows if len(row) > 1]


def judged(desk: Desk, *words: str) -> list[str]:
    """Give what is said of each year."""
    return [row[0] for row in desk("programme", "show", "icp", *words).rows if len(row) == 1]


def test_what_became_of_the_meetings_is_shown_as_it_stood_on_a_day(desk: Desk) -> None:  # LSC-9.1, LSC-9.2
    ruled(desk)
    desk.record(*ADOPT)
    meeting = ("meeting", "move", "2027-04-13", "icp", "--to", "2027-04-20", "--reason", "x")
    desk.record(*meeting, "--on", "2026-11-02")
    desk.record("meeting", "cancel", "2027-07-13", "icp", "--reason", "x", "--on", "2026-11-03")
    desk.record("meeting", "call", "2027-01-05", "icp", "--on", "2026-12-30")
    late = ("meeting", "call", "2027-04-20", "icp", "--departure", "the post", "--on", "2027-04-15")
    assert desk.record(*late).code == 0
    assert states(desk, "--on", "2026-09-30") == []
    assert states(desk, "--on", "2026-11-01") == [[day, "to come", "", ""] for day in YEAR]
    assert states(desk, "--on", "2027-04-15") == [
        ["2027-01-05", "not recorded as held", "", "2026-12-30, in time"],
        ["2027-04-20", "to come", "2027-04-13", "2027-04-15, late"],
        ["2027-07-13", "cancelled", "", ""],
        ["2027-10-12", "to come", "", ""],
    ]


def test_short_notice_and_notice_that_nobody_asks_for_are_shown(desk: Desk) -> None:  # LSC-9.2
    scheduled(desk)
    desk.record("meeting", "call", "2027-01-05", "icp", "--on", "2026-12-01")
    ruled(desk)
    term = ("--term", "2026", "--begins", "2026-01-01", "--on", "2026-01-01")
    desk.record("office", "elect", "icp", "chair", "Jo Bloggs", *term)
    scheduled(desk, date="2027-02-02")
    by = ("--urgent", "--by", "Jo Bloggs", "--reason", "a flood")
    assert desk.record("meeting", "call", "2027-02-02", "icp", *by, "--on", "2027-01-31").code == 0
    assert states(desk, "--on", "2027-02-01") == [
        ["2027-01-05", "not recorded as held", "", "2026-12-01, in time"],
        ["2027-02-02", "to come", "", "2027-01-31, urgent"],
    ]
    assert (
        states(desk, "--on", "2027-02-01", "--from", "2027-02-02") == states(desk, "--on", "2027-02-01")[1:]
    )
    assert states(desk, "--on", "2027-02-01", "--to", "2027-02-01") == states(desk, "--on", "2027-02-01")[:1]


def test_a_notice_without_a_rule_is_its_day_alone(desk: Desk) -> None:
    scheduled(desk)
    desk.record("meeting", "call", "2027-01-05", "icp", "--on", "2026-12-01")
    for day in ("2026-12-01", "2027-01-05"):
        assert states(desk, "--on", day) == [["2027-01-05", "to come", "", "2026-12-01"]]


def test_a_meeting_that_was_held_is_shown_with_or_without_a_date_before(desk: Desk) -> None:
    assert desk.record("record", desk.write("minutes.yaml", MINUTES)).code == 0
    minutes = MINUTES.replace("2024-03-25", "2024-06-24").partition("next_meeting")[0]
    assert desk.record("record", desk.write("june.yaml", minutes)).code == 0
    assert states(desk, "--on", "2024-06-24") == [
        ["2024-03-25", "held", "", ""],
        ["2024-06-24", "held", "", ""],
    ]
    assert states(desk, "--on", "2024-06-23") == [
        ["2024-03-25", "held", "", ""],
        ["2024-06-24", "to come", "", ""],
    ]


def test_whether_a_body_met_often_enough_is_judged_by_the_year(desk: Desk) -> None:  # LSC-9.1
    ruled(desk)
    assert desk.record("record", desk.write("minutes.yaml", MINUTES)).code == 0
    sentence = "FRE-1 (ToR 2023 9.1): expected at least 4 meetings a year, got 1 in 2024"
    assert judged(desk, "--year", "2024", "--on", "2024-12-31") == [f"not yet: {sentence}"]
    assert judged(desk, "--year", "2024", "--on", "2024-04-01") == [f"not yet: {sentence} and 1 to come"]
    said = desk("programme", "show", "icp", "--year", "2024", "--on", "2025-01-01")
    assert said.code == 0
    assert said.out.splitlines()[-1] == f"not met: {sentence}"
    for month in ("05", "07", "09"):
        text = MINUTES.replace("2024-03-25", f"2024-{month}-25").partition("next_meeting")[0]
        assert desk.record("record", desk.write("minutes.yaml", text)).code == 0
    said = desk("programme", "show", "icp", "--year", "2024", "--on", "2024-10-01", "--json")
    assert said.json["years"] == [
        {
            "year": "2024",
            "rule": "FRE-1",
            "clause": "ToR 2023 9.1",
            "answer": "met",
            "expected": "at least 4 meetings a year",
            "got": "4 in 2024",
        }
    ]
    assert judged(desk, "--year", "2025", "--on", "2026-01-01") == [
        "not met: FRE-1 (ToR 2023 9.1): expected at least 4 meetings a year, got 0 in 2025"
    ]
    assert judged(desk, "--year", "2022", "--on", "2026-01-01") == []


def test_a_year_and_a_period_are_two_questions(desk: Desk) -> None:
    said = desk("programme", "show", "icp", "--year", "2027", "--from", "2027-01-01")
    assert (said.code, "expected --year, or --from and --to, got both" in said.err) == (2, True)
    assert desk("programme", "show", "nobody").code == 4

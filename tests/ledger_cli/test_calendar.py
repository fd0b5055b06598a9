"""``remit calendar``: bank holidays become facts, and days are counted back by them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import holidays
import pytest
from tests.ledger_cli.desk import Desk
from tests.ledger_cli.scheduled import ruled

from ledger.facts.programme import CalendarAdopted

ADOPT = ("calendar", "adopt", "icp", "--years", "2026-2028", "--on", "2026-01-01")

# GOV.UK, "UK bank holidays", England and Wales; those at a weekend are no working days anyway.
OF_2026 = ("01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28")
OF_2027 = ("01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28")


def test_the_bank_holidays_of_england_and_wales_become_a_fact_with_their_source(
    desk: Desk,
) -> None:  # LSC-9.2
    said = desk.record(*ADOPT, "--source", "GOV.UK")
    assert said.code == 0
    adopted = desk.last_of(CalendarAdopted)
    assert (adopted.body, adopted.first, adopted.last) == ("icp", "2026-01-01", "2028-12-31")
    assert (adopted.title, adopted.source) == (
        "Bank holidays of England and Wales, 2026 to 2028",
        "GOV.UK",
    )
    assert adopted.days[:16] == (*(f"2026-{day}" for day in OF_2026), *(f"2027-{day}" for day in OF_2027))


def test_the_source_is_the_library_where_none_is_named_and_the_region_is_chosen(desk: Desk) -> None:
    desk.record(*ADOPT, "--region", "scotland", "--title", "Scottish")
    adopted = desk.last_of(CalendarAdopted)
    assert (adopted.title, adopted.source) == ("Scottish", f"python-holidays {holidays.__version__}, GB SCT")  # type: ignore[attr-defined]
    assert {"2026-01-02", "2026-11-30"} <= set(adopted.days)  # 2 January and Saint Andrew's Day


def test_a_calendar_is_adopted_for_one_body_that_exists(desk: Desk) -> None:
    said = desk.record("calendar", "adopt", "other", "--years", "2026", "--on", "2026-01-01")
    assert (said.code, said.err.startswith("refused: BOD-2 (Remit default)")) == (3, True)


def test_an_adoption_repeats(desk: Desk) -> None:
    words = (*ADOPT, "--request", "r-" + "d" * 16, "--json")
    first, size = desk.record(*words), desk.size
    assert (desk.record(*words).json, desk.size) == (first.json, size)


def test_regions_that_differ_have_no_calendar_in_common(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def differing(*_: object, subdiv: str, **__: Any) -> list[date]:
        return [date(2026, 1, 1 if subdiv == "ENG" else 2)]

    monkeypatch.setattr(holidays, "country_holidays", differing)
    said = desk.record(*ADOPT)
    assert (said.code, said.err) == (
        4,
        "malformed: expected the same bank holidays in ENG and WLS, got different ones\n",
    )


def test_days_of_ones_own_come_from_a_file(desk: Desk) -> None:
    file = desk.write("days.txt", "# The office is closed\n- 2026-12-28\n- 2026-12-24  # early\n")
    assert desk.record(*ADOPT, "--file", file).code == 0
    adopted = desk.last_of(CalendarAdopted)
    assert (adopted.title, adopted.source) == ("Working days, 2026 to 2028", "days.txt")
    assert adopted.days == ("2026-12-24", "2026-12-28")


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("2026-12-24\n", 4, "days.txt:1:1: expected a list"),
        ("- 2026-13-24\n", 4, "days.txt:1:3: entry 1: expected a date like 2024-03-25"),
        ("- 2026-12-26\n", 3, "got 2026-12-26, at a weekend"),
        ("- 2026-12-24\n- 2026-12-24\n", 3, "got 2026-12-24 after 2026-12-24"),
        ("- 2029-12-24\n", 3, "got 2029-12-24, outside of it"),
        ("- 2026-12-24\n" * 201, 4, "expected at most 200"),
    ],
)
def test_a_wrong_file_of_days_is_told_by_its_line(desk: Desk, text: str, code: int, told: str) -> None:
    said = desk.record(*ADOPT, "--file", desk.write("days.txt", text))
    assert (said.code, told in said.err) == (code, True), said.err


@pytest.mark.parametrize("years", ["2026-2025", "26-28", "2026-2046", "2026-", "x"])
def test_years_that_are_none_are_told(desk: Desk, years: str) -> None:
    said = desk.record("calendar", "adopt", "icp", "--years", years)
    assert (said.code, "expected years like 2026-2028" in said.err) == (2, True)


# --- show ----------------------------------------------------------------------------------------


def test_a_calendar_shows_the_days_of_a_year(desk: Desk) -> None:
    desk.record(*ADOPT, "--source", "GOV.UK")
    said = desk("calendar", "show", "icp", "--year", "2027", "--on", "2026-10-01")
    assert said.code == 0
    assert [row[0] for row in said.rows] == [f"2027-{day}" for day in OF_2027]
    assert said.rows[0][1:] == ["Friday", "Bank holidays of England and Wales, 2026 to 2028", "GOV.UK"]
    assert len(desk("calendar", "show", "icp", "--on", "2026-10-01", "--json").json) == 24


def test_a_later_calendar_takes_the_place_of_an_earlier_one_from_its_day(desk: Desk) -> None:
    desk.record(*ADOPT)
    file = desk.write("days.txt", "- 2027-12-24\n")
    desk.record("calendar", "adopt", "icp", "--years", "2027", "--file", file, "--on", "2026-11-01")

    def days(on: str) -> Iterator[str]:
        return (row[0] for row in desk("calendar", "show", "icp", "--year", "2027", "--on", on).rows)

    assert list(days("2026-10-31")) == [f"2027-{day}" for day in OF_2027]
    assert list(days("2026-11-01")) == ["2027-12-24"]


def test_without_a_calendar_its_days_are_not_known(desk: Desk) -> None:
    said = desk("calendar", "show", "icp", "--on", "2026-10-01")
    assert (said.code, said.err) == (
        8,
        "not known: icp has adopted no calendar for any year by 2026-10-01\n",
    )
    desk.record(*ADOPT)
    said = desk("calendar", "show", "icp", "--year", "2029", "--on", "2026-10-01")
    assert (said.code, said.err) == (8, "not known: icp has adopted no calendar for 2029 by 2026-10-01\n")
    assert desk("calendar", "show", "icp", "--year", "2026", "--on", "2025-12-31").code == 8
    assert desk("calendar", "show", "nobody").code == 4


# --- latest --------------------------------------------------------------------------------------


# By hand, back from Tuesday 5 January 2027: working days are 4 January, 31, 30, 29, 24, 23 and 22 December.
def test_the_latest_days_for_a_meeting_are_given_by_every_rule(desk: Desk) -> None:  # LSC-9.2, LSC-9.4
    said = ruled(desk)("calendar", "latest", "icp", "2027-01-05")
    assert (said.code, said.err) == (0, "")
    assert [row[:6] for row in said.rows] == [
        ["NOT-1", "ToR 2023 9.2", "notice", "5", "clear", "2026-12-30"],
        ["NOT-2", "ToR 2023 9.2", "agenda and papers", "7", "working", "2026-12-22"],
        ["NOT-3", "Remit default", "publication", "7", "working", "2026-12-22"],
    ]
    assert said.rows[0][6] == ""
    assert said.rows[1][6] == (
        "2027-01-03 weekend, 2027-01-02 weekend, 2027-01-01 not worked on, 2026-12-28 not worked on, "
        "2026-12-27 weekend, 2026-12-26 weekend, 2026-12-25 not worked on"
    )


def test_one_question_is_answered_alone(desk: Desk) -> None:  # LSC-9.4
    said = ruled(desk)("calendar", "latest", "icp", "2027-01-05", "--what", "publication", "--json")
    assert [(one["rule"], one["latest day"]) for one in said.json] == [("NOT-3", "2026-12-22")]


def test_a_day_that_the_calendar_does_not_cover_is_not_known(desk: Desk) -> None:
    said = ruled(desk)("calendar", "latest", "icp", "2029-01-04")
    assert said.code == 8
    assert [row[5] for row in said.rows] == ["2028-12-29", "not known", "not known"]
    assert said.err == "not known: no calendar that icp had adopted by 2029-01-04 covers 2029-01-03\n"
    said = desk("calendar", "latest", "icp", "2027-01-05", "--what", "publication", "--on", "2023-12-31")
    assert (said.code, said.err) == (
        8,
        "not known: no terms of icp on 2023-12-31 say how long before: --days and --unit do\n",
    )


def test_without_a_rule_the_days_are_named(desk: Desk) -> None:
    said = desk("calendar", "latest", "icp", "2027-01-05", "--days", "5", "--unit", "clear")
    assert (said.code, said.rows) == (0, [["", "", "", "5", "clear", "2026-12-30", ""]])
    assert desk("calendar", "latest", "icp", "2027-01-05").code == 8
    said = desk("calendar", "latest", "icp", "2027-01-05", "--days", "5", "--unit", "working")
    assert (said.code, said.err) == (
        8,
        "not known: no calendar that icp had adopted by 2027-01-05 covers 2027-01-04\n",
    )
    said = desk("calendar", "latest", "icp", "2027-01-05", "--days", "5")
    assert (said.code, "expected --days and --unit together" in said.err) == (2, True)
    assert desk("calendar", "latest", "nobody", "2027-01-05").code == 4


def test_what_the_ledger_knew_of_a_calendar_then_is_asked_for(desk: Desk) -> None:
    before = desk.size
    desk.record(*ADOPT)
    words = ("calendar", "latest", "icp", "2027-01-05", "--days", "7", "--unit", "working")
    assert desk(*words).rows[0][5] == "2026-12-22"
    assert desk(*words, "--known-at", str(before)).code == 8

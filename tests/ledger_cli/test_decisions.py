"""``remit decisions``: every part of every resolution, with what speaks against it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from tests.ledger_cli.desk import Desk, kept

from ledger.acts import Proposal
from ledger.facts import decisions, meetings
from ledger.facts.words import Words
from ledger_cli import ids
from ledger_cli.session import Session
from ledger_cli.settings import Settings

FIRST, SECOND = ("d-" + letter * 16 for letter in "ab")
MEETING, ITEM = "m-" + "a" * 16, "i-" + "a" * 16


@pytest.fixture
@kept
def resolved(sitting: Desk) -> Desk:
    """Give a desk on which two parts were resolved at item 1."""
    parts = (
        decisions.Part("1", "decision", Words.of("Grants are made")),
        decisions.Part("2", "in principle", Words.of("More next year"), Words.of("Money is found")),
    )
    sitting.meets(decisions.Resolved(FIRST, MEETING, ITEM, "consensus", (), parts))
    return sitting


def test_every_part_is_listed_with_its_condition(resolved: Desk) -> None:  # LSC-M3
    said = resolved("decisions", "icp")
    assert said.code == 0
    rows = said.rows
    assert [row[:7] for row in rows] == [
        ["2024-03-25", "1", "1", "decision", "consensus", "Grants are made", ""],
        ["2024-03-25", "1", "2", "in principle", "consensus", "More next year", "Money is found"],
    ]
    assert {(row[8], row[9]) for row in rows} == {(FIRST, "16")}
    assert all(row[7].startswith("recorded ") and row[7].endswith(" days late") for row in rows)


def test_what_was_not_known_is_shown(sitting: Desk) -> None:  # LSC-8.1
    item, new = "i-" + "b" * 16, ("member", "appoint", "icp", "Lou May", "--on", "2024-03-25")
    assert sitting.record(*new).code == 0
    meeting = "m-" + "b" * 16
    sitting.meets(
        meetings.Opened(meeting, "icp", "meeting", None, Words.of("Town hall")),
        meetings.Attended(meeting, (sitting.jo, sitting.lou), (), ()),
        meetings.ItemOpened(meeting, item, "1", Words.of("Grants"), None),
    )
    part = decisions.Part("1", "decision", Words.of("Grants are made"))
    sitting.meets(decisions.Resolved(FIRST, meeting, item, "consensus", (), (part,)))
    (row,) = sitting("decisions", "icp").rows
    assert row[7].startswith("quorum not known (QUO-1, ToR 2023 7.1); recorded ")


def test_a_departure_is_shown_with_its_rule_and_reason(sitting: Desk) -> None:  # LSC-8.1
    item = "i-" + "b" * 16
    sitting.meets(meetings.ItemOpened(MEETING, item, "2", Words.of("More"), None, absent=(sitting.kim,)))
    part = decisions.Part("1", "decision", Words.of("Grants are made"))
    resolved = decisions.Resolved(SECOND, MEETING, item, "consensus", (), (part,))
    settings = Settings("remit.ledger", key=Path("officer.key"), yes=True)
    with Session(settings) as session:
        reason = Words.of("The train was late")
        session.submit([Proposal(resolved, "2024-03-25", departure=reason)], ids.new_request())
    (row,) = sitting("decisions", "icp").rows
    assert row[7].startswith("quorum not met (QUO-1, ToR 2023 7.1); recorded ")
    assert row[7].endswith(" days late; a departure: The train was late")


def test_only_those_of_a_meeting_or_up_to_a_day(resolved: Desk) -> None:
    assert len(resolved("decisions", "icp", "--meeting", MEETING).rows) == 2
    assert resolved("decisions", "icp", "--meeting", "m-" + "b" * 16).rows == []
    assert resolved("decisions", "icp", "--on", "2024-03-24").rows == []
    assert len(resolved("decisions", "icp", "--on", "2024-03-25").rows) == 2


def test_what_was_known_then(resolved: Desk) -> None:
    assert resolved("decisions", "icp", "--known-at", "15").rows == []


def test_words_that_are_gone_read_so(resolved: Desk) -> None:  # P2
    with sqlite3.connect("remit.ledger") as database:
        database.execute("DELETE FROM ledger_opening WHERE text = 'Grants are made'")
    database.close()
    assert resolved("decisions", "icp").rows[0][5] == "words missing"


def test_a_body_that_nobody_knows_is_malformed(desk: Desk) -> None:
    said = desk("decisions", "icb")
    assert (
        said.code,
        said.err.startswith("malformed: expected a body that the ledger knows, got 'icb'"),
    ) == (
        4,
        True,
    )

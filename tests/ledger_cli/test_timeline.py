"""``remit timeline`` and ``remit rebuild``: every fact in its order; read models made anew."""

from __future__ import annotations

import sqlite3

import pytest
from tests.ledger_cli.authority import act, grant, passed
from tests.ledger_cli.desk import Desk

from ledger.ed25519 import key_id
from ledger.facts.keys import Enrolled
from ledger.facts.words import key_bytes


def test_every_fact_is_listed_in_its_order(desk: Desk) -> None:
    rows = desk("timeline").rows
    assert [row[0] for row in rows] == [str(number) for number in range(1, 12)]
    assert (rows[0][3], rows[4][3], rows[4][4]) == ("ledger.founded/1", "body.constituted/2", "icp")
    assert {row[7] for row in rows} == {"Ann Clerk"}
    assert rows[4][1] == "2023-01-01"
    assert rows[4][9].startswith("recorded ")


def test_the_facts_of_a_body_alone(desk: Desk) -> None:
    rows = desk("timeline", "icp").rows
    assert [row[0] for row in rows] == ["5", "6", "10", "11"]


def test_who_acted_and_what_spoke_against_it_is_shown(desk: Desk) -> None:
    child = passed(desk, grant(desk))
    act(desk, child, "GBP 600.00", "--departure", "The boiler burst")
    (row,) = desk("timeline", "--first", "14").rows
    assert (row[5], row[8]) == (f"Kim Lee ({desk.kim})", "recorded by the clerk")
    assert row[9].startswith("not met (DEL-10, Scheme 3.2); recorded ")
    assert row[9].endswith("; a departure: The boiler burst")


def test_a_range_and_what_was_known_then(desk: Desk) -> None:
    assert [row[0] for row in desk("timeline", "--first", "3", "--last", "4").rows] == ["3", "4"]
    assert [row[0] for row in desk("timeline", "--known-at", "2").rows] == ["1", "2"]
    assert [row[0] for row in desk("timeline", "--known-at", "2020-01-01").rows] == []


def test_a_fact_whose_key_is_found_to_be_stolen_is_contested(desk: Desk) -> None:  # K1
    desk.record("key", "enrol", "Kim Lee", "--key-file", "kim.key", "--right", "own")
    key = desk.last_of(Enrolled)
    child = passed(desk, grant(desk))
    assert act(desk, child, "GBP 1.00", "--key", "kim.key").code == 0
    (row,) = desk("timeline", "--first", "15").rows
    assert (row[8], "contested" in row[9]) == ("own key", False)
    stolen = ("key", "compromised", key_id(key_bytes(key.key)), "--from", "15", "--reason", "Stolen")
    assert desk.record(*stolen).code == 0
    (row,) = desk("timeline", "--first", "15", "--last", "15").rows
    assert row[9].endswith("contested (key suspect from entry 15), as entry 16 says")


def test_a_name_that_is_gone_reads_so(desk: Desk) -> None:  # P2
    with sqlite3.connect("remit.ledger") as database:
        database.execute("DELETE FROM ledger_opening WHERE text = 'Ann Clerk'")
    database.close()
    assert {row[7] for row in desk("timeline").rows} == {"words missing"}


def test_a_body_that_nobody_knows_is_malformed(desk: Desk) -> None:
    assert desk("timeline", "icb").code == 4


def test_read_models_are_made_anew_and_are_the_same(desk: Desk) -> None:  # S6
    desk("timeline")
    first = desk("rebuild", "--check")
    again = desk("rebuild")
    assert (first.code, again.code) == (0, 0)
    assert first.rows == again.rows
    assert [row[0] for row in again.rows] == ["decisions", "register", "timeline"]
    assert again.err == "as of entry 11\n"


def test_a_read_model_that_has_drifted_is_found_and_mended(desk: Desk) -> None:  # S6
    desk("rebuild")
    with sqlite3.connect("remit.ledger") as database:
        database.execute("UPDATE view_member SET seat = 'chair'")
    database.close()
    said = desk("rebuild", "--check")
    assert (said.code, said.err.startswith("tampered: read model register: expected digest ")) == (7, True)
    assert desk("rebuild").code == 0
    assert desk("rebuild", "--check").code == 0
    assert desk("log", "verify").code == 0


def test_a_terminal_is_told_how_far_it_has_come(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger_cli.output.LONG", 1)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert "\r11 of 11 entries\n" in desk("rebuild").err

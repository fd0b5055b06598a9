"""``remit followup``: what falls out of items, until it is done."""

from __future__ import annotations

import pytest
from tests.ledger_cli.desk import MINUTES, Desk

from ledger.facts.decisions import FollowUpNoted


@pytest.fixture
def noted(desk: Desk) -> tuple[Desk, str]:
    text = MINUTES.replace(
        "    title: Grants\n", "    title: Grants\n    follow_ups: [{text: Report, due: June}]\n"
    )
    said = desk.record("record", desk.write("march.yaml", text))
    assert said.code == 0, said.err
    return desk, desk.last_of(FollowUpNoted).followup


def test_a_follow_up_is_tracked_until_it_is_done_also_when_it_slips(
    noted: tuple[Desk, str],
) -> None:  # LSC-M5
    desk, code = noted
    assert desk("followup", "list", "icp", "--open").rows == [
        [code, "2024-03-25", "Report", "June", "", "to be done", ""]
    ]
    slip = ("followup", "slip", code, "icp", "--due", "July", "--reason", "no time", "--on", "2024-06-01")
    assert desk.record(*slip).code == 0
    assert desk("followup", "list", "icp").rows == [
        [code, "2024-03-25", "Report", "July", "1", "to be done", ""]
    ]
    assert desk.record("followup", "close", code, "icp", "--text", "It came", "--on", "2024-07-15").code == 0
    assert desk("followup", "list", "icp").rows[0][-2:] == ["done", "2024-07-15"]
    assert desk("followup", "list", "icp", "--open").rows == []


def test_what_is_done_is_not_done_again(noted: tuple[Desk, str]) -> None:  # LSC-M5
    desk, code = noted
    desk.record("followup", "close", code, "icp", "--outcome", "dropped")
    said = desk.record("followup", "close", code, "icp")
    assert said.code == 3
    assert "FUP-1 (Remit default): expected something that icp had noted by" in said.err


def test_what_arises_is_on_the_next_agenda_until_it_is_done(noted: tuple[Desk, str]) -> None:  # LSC-M5
    desk, code = noted
    assert "Report" in desk("agenda", "build", "2024-06-24", "icp").out
    desk.record("followup", "close", code, "icp")
    assert "Report" not in desk("agenda", "build", "2024-06-24", "icp").out

"""``remit organisation``: registered, ended, succeeded."""

from __future__ import annotations

from tests.ledger_cli.desk import Desk

ORDER = "SI 2022/331"


def test_a_council_is_succeeded_and_its_seat_and_member_pass_on(desk: Desk) -> None:  # SYS-1
    desk.record("organisation", "register", "north", "North Council", "--kind", "council")
    said = desk.record("organisation", "end", "east", "--order", ORDER, "--successor", "north")
    assert said.code == 0, said.err
    assert said.err.splitlines()[:3] == [
        "what passes on and what lapses:",
        "  seat: east of icp: passes to north",
        f"  member: Jo Bloggs ({desk.jo}) in east of icp: stays; passes to north",
    ]
    assert desk.last.body.__struct_config__.tag == "organisation.ended/2"
    again = desk.record("organisation", "end", "east", "--order", ORDER, "--successor", "north")
    assert again.code == 3
    assert "SUC-2 (Remit default): expected organisations that have not ended" in again.err


def test_what_an_organisation_without_a_successor_held_lapses(desk: Desk) -> None:  # SYS-1
    said = desk.record("organisation", "end", "east", "--order", ORDER, "--on", "2024-04-01")
    assert said.err.splitlines()[1:3] == [
        "  seat: east of icp: lapses",
        f"  member: Jo Bloggs ({desk.jo}) in east of icp: lapses",
    ]
    rows = desk("register", "icp", "--on", "2024-04-01").rows
    assert [row for row in rows if desk.jo in row] == []
    assert [row for row in desk("register", "icp", "--on", "2024-03-31").rows if desk.jo in row] != []


def test_an_organisation_that_holds_nothing_just_ends(desk: Desk) -> None:  # SYS-1
    desk.record("organisation", "register", "north", "North Council", "--kind", "council")
    said = desk.record("organisation", "end", "north", "--order", ORDER)
    assert said.err.splitlines()[1] == "  nothing that the ledger knows"
    assert said.code == 0

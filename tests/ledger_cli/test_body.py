"""``remit body``: what constitutes a body."""

from __future__ import annotations

from tests.ledger_cli.authority import grant
from tests.ledger_cli.desk import MINUTES, Desk


def test_a_body_is_constituted_and_shown(desk: Desk) -> None:  # HIW-7, PBP-1
    said = desk.record(
        "body", "constitute", "forum", "The forum", "--instrument", "clause 4", "--parent", "icp",
        "--founder", "east", "--founder", "west", "--on", "2024-01-01", "--kind", "forum",
        "--remit", "Leads the place",
    )  # fmt: skip
    assert said.code == 0
    assert desk("body", "show", "forum", "--on", "2024-02-01", "--json").json == {
        "code": "forum",
        "title": "The forum",
        "instrument": "clause 4",
        "kind": "forum",
        "remit": "Leads the place",
        "since": "2024-01-01",
        "ended": None,
        "roles": None,
        "founders": "east, west",
        "reports to": "icp",
        "terms on 2024-02-01": "not known",
    }
    row = ["forum", "The forum", "2024-01-01", "", "forum", "icp", "Leads the place"]
    assert row in desk("body", "list").rows


def test_the_terms_in_force_on_the_day_stand_beside_the_body(desk: Desk) -> None:
    said = desk("body", "show", "icp", "--on", "2024-02-01", "--json")
    assert said.json["terms on 2024-02-01"] == "2023: Terms of reference of the partnership"


def test_a_code_that_a_body_has_is_refused(desk: Desk) -> None:
    said = desk.record("body", "constitute", "icp", "Again", "--instrument", "clause 4")
    assert said.code == 3
    assert said.err == "refused: BOD-1 (Remit default): expected a code that no body has yet, got icp\n"


def test_a_founder_whom_nobody_knows_is_refused(desk: Desk) -> None:
    said = desk.record("body", "constitute", "forum", "X", "--instrument", "clause 4", "--founder", "north")
    assert (
        said.err
        == "refused: ORG-2 (Remit default): expected an organisation that the ledger knows, got north\n"
    )


def test_a_body_repeats(desk: Desk) -> None:
    words = ("body", "constitute", "forum", "X", "--instrument", "4", "--request", "r-" + "d" * 16, "--json")
    first = desk.record(*words)
    assert desk.record(*words).json == first.json


def test_a_body_that_is_not_known_names_the_nearest(desk: Desk) -> None:
    said = desk("body", "show", "ipc")
    assert (said.code, said.err) == (
        4,
        "malformed: expected a body that the ledger knows, got 'ipc' (did you mean icp?)\n",
    )


def test_a_role_for_the_time_being_is_shown_with_its_review_and_ends_by_a_fact_alone(
    desk: Desk,
) -> None:  # PLD-4
    role = ("body", "take-role", "icp", "place-board", "Place board", "--on", "2023-06-01")
    assert desk.record(*role, "--interim", "--review", "quarter 3").code == 0
    shown = desk("body", "show", "icp", "--on", "2031-01-01", "--json").json
    assert shown["roles"] == "Place board (place-board) since 2023-06-01, interim, review quarter 3"
    again = desk.record(*role)
    assert again.code == 3
    assert "BOD-3 (Remit default): expected a role that the body does not have yet" in again.err
    assert desk.record("body", "end-role", "icp", "place-board", "--on", "2024-01-01").code == 0
    assert desk("body", "show", "icp", "--on", "2024-01-01", "--json").json["roles"] is None


def test_a_body_ends_with_everything_that_it_held(desk: Desk) -> None:  # SYS-1
    desk.record("body", "constitute", "board", "Board", "--instrument", "clause 9", "--on", "2023-01-01")
    desk.record("office", "elect", "icp", "chair", "Jo Bloggs", "--term", "2023", "--begins", "2023-05-01")
    kept, lost = grant(desk), grant(desk)
    ending = ("body", "end", "icp", "--order", "clause 4.4", "--successor", "board", "--pass", kept)
    said = desk(*ending, "--on", "2024-05-01", "--dry-run")
    assert said.code == 0
    assert said.err.splitlines()[:6] == [
        "what passes on and what lapses:",
        f"  member: Jo Bloggs ({desk.jo}) in east: lapses",
        f"  member: Kim Lee ({desk.kim}) in west: lapses",
        f"  office: Jo Bloggs ({desk.jo}) as chair: lapses",
        f"  delegation: {kept}, given to Jo Bloggs ({desk.jo}): passes to board",
        f"  delegation: {lost}, given to Jo Bloggs ({desk.jo}): lapses",
    ]
    assert desk.record(*ending, "--on", "2024-05-01").code == 0
    shown = desk("body", "show", "icp", "--on", "2024-05-01", "--json").json
    assert shown["ended"] == "2024-05-01, clause 4.4, succeeded by board"
    assert desk("register", "icp", "--on", "2024-05-01").rows == []
    again = desk.record("member", "appoint", "icp", "Lou May", "--seat", "trust", "--began", "2024-05-01")
    assert again.code == 3
    assert "got icp, which ended 2024-05-01" in again.err


def test_minutes_not_agreed_and_coming_meetings_are_not_forgotten(desk: Desk) -> None:  # SYS-1
    taken = desk.record("record", desk.write("minutes.yaml", MINUTES))
    assert taken.code == 0, taken.err
    said = desk.record("body", "end", "icp", "--order", "clause 4.4", "--on", "2024-05-01")
    assert said.code == 0, said.err
    told = said.err.splitlines()
    assert "  meeting: 2024-06-24: cancelled" in told
    assert "  minutes not agreed yet: meeting of 2024-03-25: lapses" in told

"""``remit body``: what constitutes a body."""

from __future__ import annotations

from tests.ledger_cli.desk import Desk


def test_a_body_is_constituted_and_shown(desk: Desk) -> None:
    said = desk.record(
        "body", "constitute", "forum", "The forum", "--instrument", "clause 4", "--parent", "icp",
        "--founder", "east", "--founder", "west", "--on", "2024-01-01",
    )  # fmt: skip
    assert said.code == 0
    assert desk("body", "show", "forum", "--on", "2024-02-01", "--json").json == {
        "code": "forum",
        "title": "The forum",
        "instrument": "clause 4",
        "since": "2024-01-01",
        "founders": "east, west",
        "reports to": "icp",
        "terms on 2024-02-01": "not known",
    }
    assert ["forum", "The forum", "2024-01-01", "clause 4", "icp"] in desk("body", "list").rows


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

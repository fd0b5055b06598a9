"""``remit office away`` and ``back``, and who signs meanwhile in the answers of ``remit authority``."""

from __future__ import annotations

import pytest
from tests.ledger_cli.authority import POWER
from tests.ledger_cli.desk import TERMS, Desk, kept

from ledger.facts.offices import Away, Returned

RULE = """\
  - kind: office deputies
    rule: DCH-1
    clause: "6.2"
    basis: stated
    says: the Deputy Chair signs for the Chair who is away
    office: chair
    by: [deputy-chair]
"""
ASKED = ("grants", "100")
ON = ("--on", "2024-06-03")
LEAVE = ("office", "away", "icp", "chair", "Jo Bloggs", "--on", "2024-06-01")


@pytest.fixture
@kept
def board(desk: Desk) -> Desk:
    """Let the Chair, Jo, make grants; and Kim, the Deputy Chair, sign for a Chair who is away."""
    deputy = '  - {office: deputy-chair, title: Deputy Chair, clause: "6.2"}\nrules:\n'
    terms = desk.write("deputies.yaml", TERMS.replace('"2023"', '"2024"').replace("rules:\n", deputy) + RULE)
    start = ("--on", "2024-01-01")
    assert desk.record("terms", "adopt", terms, "--in-force", "2024-01-01", *start).code == 0
    for office, person in (("chair", "Jo Bloggs"), ("deputy-chair", "Kim Lee")):
        term = ("--term", "2024", "--begins", "2024-01-01", *start)
        assert desk.record("office", "elect", "icp", office, person, *term).code == 0
    given = ("delegation", "grant", "--by", "icp", "--to", "office:icp/chair", "--function", "grants")
    assert desk.record(*given, "--each", "GBP 500.00", "--power", POWER, *start).code == 0
    return desk


def test_an_absence_is_recorded_with_its_last_day_and_ends_with_a_return(board: Desk) -> None:
    assert board.record(*LEAVE, "--until", "2024-07-01").code == 0
    assert (board.last.on, board.last.body) == ("2024-06-01", Away("icp", "chair", board.jo, "2024-07-01"))
    row = board("office", "show", "icp", *ON, "--json").json[0]
    assert row["away"] == f"until 2024-07-01; Kim Lee ({board.kim}), deputy-chair, signs for it"
    assert board.record("office", "back", "icp", "chair", "Jo Bloggs", "--on", "2024-06-10").code == 0
    assert board.last.body == Returned("icp", "chair", board.jo)
    assert board("office", "show", "icp", "--on", "2024-06-10", "--json").json[0]["away"] is None
    again = board.record("office", "back", "icp", "chair", "Jo Bloggs", "--on", "2024-06-11")
    assert (again.code, "OFF-12" in again.err) == (3, True)


def test_a_deputy_signs_only_while_the_holder_is_known_to_be_away(board: Desk) -> None:  # D9
    kim = f"Kim Lee ({board.kim})"
    before = board("authority", "check", *ASKED, "--by", "Kim Lee", *ON)
    unknown = f"got {kim} for office:icp/chair, whose holder is not known to be away"
    assert (before.code, unknown in before.out) == (8, True)
    assert board("authority", "check", *ASKED, "--by", "Lou May", *ON).code == 1
    assert board.record(*LEAVE).code == 0
    for who in ("Kim Lee", "Deputy Chair"):
        said = board("authority", "check", *ASKED, "--by", who, *ON)
        told = "deputises for office:icp/chair, whose holder is away until further notice"
        assert (said.code, told in said.out) == (0, True), said.out
    listed = board("authority", "who", *ASKED, *ON).rows
    assert [(row[0], row[1]) for row in listed] == [
        ("office:icp/chair (Jo Bloggs, away until further notice)", "yes"),
        (f"{kim}, deputy-chair, for office:icp/chair, whose holder is away until further notice", "yes"),
        ("body:icp", "yes"),
    ]
    card = board("authority", "card", "Kim Lee", *ON).out
    assert "As deputy of office:icp/chair, whose holder is away until further notice." in card
    assert "As deputy" not in board("authority", "card", "Jo Bloggs", *ON).out


def test_what_a_deputy_signed_says_for_whom(board: Desk) -> None:
    assert board.record(*LEAVE, "--until", "2024-07-01").code == 0
    name = board("delegation", "list", "--json").json[0]["delegation"]
    words = (
        "delegation",
        "act",
        name,
        "--function",
        "grants",
        "--amount",
        "GBP 1.00",
        "--text",
        "Food bank",
    )
    made = board.record(*words, "--person", "Kim Lee", *ON, "--json")
    assert made.code == 0, made.err
    told = board("authority", "explain", made.json["act"])
    line = f"Kim Lee ({board.kim}) deputised for office:icp/chair, whose holder is away until 2024-07-01\n"
    assert (told.code, line in told.out) == (0, True), told.out
    own = board.record(*words, "--person", "Jo Bloggs", *ON, "--json").json["act"]
    assert "deputised" not in board("authority", "explain", own).out
    strange = board.record(*words, "--person", "Lou May", *ON)
    assert (strange.code, "DEL-8" in strange.err) == (3, True)

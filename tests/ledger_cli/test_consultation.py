"""``remit consultation``: who was asked, who answered, and whether the duty to ask was met."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ledger_cli.desk import Desk, kept

from ledger.facts import consultations

ASK = (
    "  - {kind: consultation, rule: INV-1, clause: '4.3', basis: reading, says: others are asked, "
    "reading: until a day that is stated, impact: true}\n"
)


@pytest.fixture
@kept
def asking(desk: Desk) -> Desk:
    """Give a desk whose terms have the founders asked before a change."""
    text = Path("terms.yaml").read_text(encoding="utf-8")
    revised = text.replace('version: "2023"', 'version: "2024"').replace("rules:\n", f"rules:\n{ASK}")
    said = desk.record("terms", "adopt", desk.write("revised.yaml", revised), "--in-force", "2024-01-01")
    assert said.code == 0, said.err
    return desk


def opens(desk: Desk, *more: str) -> str:
    words = ("consultation", "open", "east", "--text", "One hall closes", "--on", "2024-02-01", "--json")
    said = desk.record(*words, *more)
    assert said.code == 0, said.err
    return str(said.json["consultation"])


ALL = ("--under", "icp", "--everybody", "--impact", "More visits to the other", "--until", "2024-02-29")


def test_a_consultation_is_open_then_over_and_its_duty_is_met(asking: Desk) -> None:  # PLA-4.3
    code = opens(asking, *ALL)
    assert asking("consultation", "show", code).code == 8
    reply = ("consultation", "answer", code, "west", "--text", "We agree", "--on", "2024-02-10")
    assert asking.record(*reply).code == 0
    over = ("--outcome", "It closes", "--decided", "2024-03-01", "--on", "2024-03-02")
    assert asking.record("consultation", "end", code, *over).code == 0
    shown = asking("consultation", "show", code)
    assert shown.code == 0
    assert "organisation:west\tWest organisation\t2024-02-10\tWe agree" in shown.out
    assert "days allowed  29" in shown.out
    got = "asked 2024-02-01 (recorded "
    assert "met: INV-1 (ToR 2023 4.3): others are asked: 1 of 1 asked; the impact" in shown.out
    assert (got in shown.out, "(read as: until a day that is stated)" in shown.out) == (True, True)
    assert asking("consultation", "show", code, "--on", "2024-03-01").code == 8
    before = asking("consultation", "show", code, "--on", "2024-02-09", "--json").json
    assert [(one["party"], one["answered"]) for one in before["asked"]] == [("organisation:west", None)]
    assert (before["text"], before["outcome"]) == ("One hall closes", None)
    assert asking("consultation", "show", code, "--known-at", str(asking.size - 1)).code == 8
    early = asking("consultation", "show", code, "--on", "2024-01-31")
    assert (early.code, "expected a consultation that was opened by 2024-01-31" in early.err) == (4, True)


def test_one_that_missed_its_duty_is_listed_beside_one_that_met_it(asking: Desk) -> None:  # PLA-4.3
    assert asking("consultation", "list", "icp").rows == []
    good, bad = opens(asking, *ALL), opens(asking, "--under", "icp", "--ask", "trust", "--ask", "body:icp")
    over = ("--outcome", "It closes", "--decided", "2024-03-01", "--on", "2024-03-02")
    for code in (good, bad):
        asking.record("consultation", "end", code, *over)
    listed = asking("consultation", "list", "icp")
    about = ["east", "", "2024-02-01"]
    assert listed.rows == [
        [good, *about, "2024-02-29", "2024-03-01", "0 of 1", "met (INV-1)"],
        [bad, *about, "", "2024-03-01", "0 of 2", "missed (INV-1)"],
    ]
    assert listed.code == 1
    assert asking("consultation", "list", "icp", "--on", "2024-03-01").code == 1
    assert asking("consultation", "list", "icp", "--on", "2024-01-31").rows == []
    shown = asking("consultation", "show", bad, "--json")
    (duty,) = shown.json["duties"]
    assert (shown.code, duty["duty"], duty["clause"]) == (1, "missed", "ToR 2023 4.3")
    assert [one["title"] for one in shown.json["asked"]] == ["Trust organisation", "The partnership"]


def test_without_a_duty_it_is_kept_all_the_same(desk: Desk) -> None:  # PLA-4.3
    code = opens(desk, "--ask", "organisation:west")
    shown = desk("consultation", "show", code)
    assert (shown.code, "no terms name a duty that" in shown.err) == (0, True)
    assert desk.last_of(consultations.Opened).under is None
    refused = desk.record("consultation", "answer", code, "trust", "--text", "and we?")
    assert (refused.code, "CON-5 (Remit default)" in refused.err) == (3, True)


def test_whom_to_ask_is_said_in_one_way(desk: Desk) -> None:
    words = ("consultation", "open", "east", "--text", "One hall closes")
    ways: tuple[tuple[str, ...], ...] = (
        (),
        ("--everybody",),
        ("--ask", "west", "--everybody", "--under", "icp"),
    )
    assert [desk.record(*words, *more).code for more in ways] == [2, 2, 2]
    hall = desk.record(*words, "--ask", "West Hall")
    told = "expected an organisation by its code, or body:CODE, got 'West Hall'"
    assert (hall.code, told in hall.err) == (4, True)
    nobody = desk.record(*words, "--under", "icp", "--everybody")
    assert (nobody.code, "that say whom to ask, got none" in nobody.err) == (4, True)
    for name in ("u-" + "z" * 16, "beds"):
        said = desk("consultation", "show", name)
        assert (said.code, "expected a consultation that the ledger knows" in said.err) == (4, True)

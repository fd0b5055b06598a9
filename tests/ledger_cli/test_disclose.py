"""``remit disclose``: what is withheld is in no byte of the file, and is listed with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ledger_cli.desk import Desk, kept

from ledger.facts import decisions, meetings
from ledger.facts.words import Words
from ledger_cli import sweeping

MARCH, OPEN, CLOSED = "m-" + "a" * 16, "i-" + "a" * 16, "i-" + "b" * 16
SECRET = "Zq7secret the surveyor bids low"


@pytest.fixture
@kept
def held(desk: Desk) -> Desk:
    """Hold a meeting with Lou, who holds no seat, and an exempt item with a resolution."""
    private = meetings.ItemOpened(
        MARCH,
        CLOSED,
        "2",
        Words.of(SECRET),
        Words.of(SECRET),
        access="exempt",
        ground="paragraph 3",
        summary=Words.of("A contract"),
    )
    part = decisions.Part("1", "decision", Words.of(SECRET))
    desk.meets(
        meetings.Opened(MARCH, "icp", "meeting", None, Words.of("Town hall")),
        meetings.Attended(MARCH, (desk.jo, desk.kim), (meetings.Attendee(desk.lou, None),), ()),
        meetings.ItemOpened(MARCH, OPEN, "1", Words.of("Grants"), Words.of("=Lou  MAY spoke for Jo Bloggs.")),
        private,
        decisions.Resolved("d-" + "b" * 16, MARCH, CLOSED, "consensus", (), (part,)),
    )
    granted = ("--function", "grants", "--power", "s.101", "--on", "2024-03-26")
    assert desk.record("delegation", "grant", "body:icp", desk.lou, *granted).code in {0, 2, 3, 4}
    return desk


@pytest.mark.parametrize("name", ["extract.md", "extract.html", "extract.docx", "extract.csv"])
def test_what_is_withheld_is_in_no_byte_of_the_file(held: Desk, name: str) -> None:  # P2
    said = held("disclose", name, "--body", "icp", "--for", "request 2026/12")
    assert (said.code, said.err) == (0, "")
    folder = Path("out")
    folder.mkdir()
    Path(name).rename(folder / name)
    assert list(sweeping.found(folder, [SECRET, "Zq7secret", "Lou May", "Lou  MAY"], deep=True)) == []
    kept = ("Jo Bloggs", "request 2026/12", "FOIA s.40(2)")
    for text in kept[:2] if name.endswith("md") else kept:
        assert list(sweeping.found(folder, [text], deep=True)) == [folder / name]


def test_each_thing_withheld_stands_in_the_schedule_with_its_reason(held: Desk) -> None:
    assert held("disclose", "e.csv", "--body", "icp", "--withhold", "names=DPA 2018").code == 0
    text = Path("e.csv").read_text(encoding="utf-8-sig")
    assert "2024-03-25, item 2 | exempt | exempt (paragraph 3) | 1" in text
    assert "2024-03-25 | names | DPA 2018 | 2" in text
    assert "[withheld: the item (exempt (paragraph 3))]" in text
    assert "'=[withheld: personal name (DPA 2018)] spoke for Jo Bloggs." in text
    assert f"entries 1 to {held.size}" in text


def test_members_and_notes_are_withheld_where_the_officer_says_so(held: Desk) -> None:
    asked = ("--withhold", "members=FOIA s.38", "--withhold", "notes=FOIA s.36", "--from", "2024-03-25")
    assert held("disclose", "e.md", "--body", "icp", *asked).code == 0
    text = Path("e.md").read_text(encoding="utf-8").replace("\\", "")
    assert ("Jo Bloggs" in text, "spoke for" in text) == (False, False)
    assert "[withheld: personal name (FOIA s.38)]" in text
    assert "[withheld: note of the item (FOIA s.36)]" in text


def test_a_period_without_meetings_withholds_nothing(desk: Desk) -> None:
    assert desk("disclose", "e.md", "--body", "icp", "--to", "2023-01-01").code == 0
    assert "Nothing was withheld." in Path("e.md").read_text(encoding="utf-8")


def test_only_known_kinds_of_files_and_classes_are_taken(desk: Desk) -> None:
    assert desk("disclose", "e.pdf", "--body", "icp").code == 2
    for one in ("names", "votes=x", "names= "):
        assert desk("disclose", "e.md", "--body", "icp", "--withhold", one).code == 2
    assert desk("disclose", "e.md", "--body", "nobody").code == 4

"""``remit meeting template``: a minute file with roll, agenda and last actions, which is taken back."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.ledger_cli.desk import MINUTES, Desk, kept

from ledger.facts import meetings
from ledger_cli import sheets, templating
from ledger_cli.minutefile import FollowUp, Minutes
from ledger_cli.yamlfile import fit
from ledger_cli.yamlnodes import Place, parse

xlsxwriter = pytest.importorskip("xlsxwriter")
JUNE = "2024-06-24"


@pytest.fixture
@kept
def planned(desk: Desk) -> Desk:
    """A meeting on 24 June 2024, after one on 25 March at which something was to be done."""
    text = MINUTES + "  follow_ups: []\n" if "follow_ups" in MINUTES else MINUTES
    text = text.replace(
        "    title: Grants\n", "    title: Grants\n    follow_ups: [{text: Report back, due: June}]\n"
    )
    said = desk.record("record", desk.write("march.yaml", text))
    assert said.code == 0, said.err
    desk.record("office", "elect", "icp", "chair", "Jo Bloggs", "--term", "2024", "--begins", "2024-04-01")
    return desk


def test_the_template_names_everybody_on_the_roll_and_what_was_to_be_done(planned: Desk) -> None:  # LSC-M5
    said = planned("meeting", "template", JUNE, "icp")
    assert said.code == 0, said.err
    lines = said.out.splitlines()
    assert lines[1:3] == ["body: icp", f"date: {JUNE}"]
    assert "presiding: Jo Bloggs" in lines
    assert "  - Jo Bloggs    # chair, Leader" in lines
    assert "  - Kim Lee    # Leader" in lines
    assert any("Report back" in line for line in lines)


def test_what_the_template_says_is_a_minute_file_that_is_taken_back(planned: Desk) -> None:  # LSC-M1, LSC-M5
    assert planned("meeting", "template", JUNE, "icp", "--out", "june.yaml").code == 0
    filled = Path("june.yaml").read_text(encoding="utf-8").replace("where it was held", "Hall")
    said = planned.record("record", planned.write("june.yaml", filled))
    assert said.code == 0, said.err
    opened = planned.last_of(meetings.Opened)
    shown = planned("meeting", "show", JUNE, "icp", "--json").json
    assert (opened.body, shown["date"]) == ("icp", JUNE)


def test_a_file_that_exists_is_not_written_over(planned: Desk) -> None:
    Path("june.yaml").write_text("mine", encoding="utf-8")
    said = planned("meeting", "template", JUNE, "icp", "--out", "june.yaml")
    assert (said.code, Path("june.yaml").read_text(encoding="utf-8")) == (2, "mine")


def test_a_day_without_a_meeting_is_malformed(planned: Desk) -> None:
    assert planned("meeting", "template", "2024-06-25", "icp").code == 4


def test_a_spreadsheet_is_taken_back_as_well(planned: Desk) -> None:
    assert planned("meeting", "template", JUNE, "icp", "--out", "june.xlsx").code == 0
    said = planned.record("record", "june.xlsx")
    assert said.code == 0, said.err
    attended = planned.last_of(meetings.Attended)
    assert set(attended.present) == {planned.jo, planned.kim}


Sheets = dict[str, Sequence[Sequence[str]]]
MEETING = [("field", "value"), ("body", "icp"), ("date", JUNE), ("place", "Hall"), ("interests", "none")]
PEOPLE = [("name", "attendance"), ("Jo Bloggs", "present"), ("Kim Lee", "apologies")]
ITEMS = [("number", "title"), ("1", "Grants")]


def book(**given: Sequence[Sequence[str]]) -> Path:
    """Write a spreadsheet with these sheets."""
    whole: Sheets = {"Meeting": MEETING, "People": PEOPLE, "Items": ITEMS} | given
    path = Path("m.xlsx")
    with xlsxwriter.Workbook(str(path)) as made:
        for name, rows in whole.items():
            sheet = made.add_worksheet(name)
            for line, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write(line, column, cell)
    return path


def test_the_whole_of_a_meeting_comes_from_a_spreadsheet(planned: Desk) -> None:  # LSC-M1, LSC-M3, LSC-M5
    book(
        People=[
            ("name", "attendance", "for", "organisation", "virtual"),
            ("Jo Bloggs", "present", "", "", "yes"),
            ("Kim Lee", "present"),
            ("Lou May", "in attendance", "", "east"),
        ],
        Motions=[
            ("item", "text", "moved", "for", "against"),
            ("1", "That it be so", "Jo Bloggs", "Jo Bloggs; Kim Lee", ""),
        ],
        Decisions=[
            ("item", "number", "kind", "text", "way"),
            ("1", "i", "decision", "It is so", "consensus"),
            ("1", "ii", "note", "Noted", "consensus"),
        ],
        Actions=[("item", "text", "due"), ("1", "Tell everybody", "July")],
    )
    said = planned.record("record", "m.xlsx", "--dry-run")
    facts = [line for line in said.err.splitlines() if "vote" in line]
    assert said.code in {0, 3}
    assert facts or "VOT-1" in said.err
    document = sheets.read(Path("m.xlsx"))

    minutes = fit(document, Minutes)
    (item,) = minutes.items
    assert minutes.virtual == ("Jo Bloggs",)
    assert (item.motions[0].moved, item.motions[0].votes.for_) == ("Jo Bloggs", ("Jo Bloggs", "Kim Lee"))  # type: ignore[union-attr]
    assert [part.number for one in item.resolutions for part in one.parts] == ["i", "ii"]
    assert item.follow_ups[0].due == "July"
    assert minutes.interests == "none"


def refused(planned: Desk, **given: Sequence[Sequence[str]]) -> str:
    said = planned.record("record", str(book(**given)))
    assert said.code == 4, said.err
    return said.err.removeprefix("malformed: ").strip()


def test_an_error_names_its_cell(planned: Desk) -> None:
    rows = [*MEETING[:2], ("date", "June"), *MEETING[3:]]
    assert refused(planned, Meeting=rows).startswith(
        "m.xlsx:Meeting!B3: date: expected a date like 2024-03-25"
    )
    people = [("name", "attendance"), ("Jo Bloggs", "there")]
    assert refused(planned, People=people) == (
        "m.xlsx:People!B2: expected one of present, apologies, absent, in attendance, substitute; got there"
    )
    assert refused(planned, People=[("name", "attendance"), ("Jo Bloggs", "")]) == (
        "m.xlsx:People!A2: expected a name and an attendance, got a row without"
    )
    assert refused(planned, Items=[("number", "headline"), ("1", "Grants")]).startswith(
        "m.xlsx:Items!B1: expected one of the columns number, title"
    )
    assert refused(planned, Meeting=[*MEETING, ("weather", "fine")]).startswith(
        "m.xlsx:Meeting!A6: expected one of body, date"
    )
    actions = [("item", "text"), ("7", "Nothing")]
    assert refused(planned, Actions=actions) == (
        "m.xlsx:Actions!A2: expected the number of an item of Items, got 7"
    )
    hidden = [("number", "title"), ("1", "Gra\u202ents")]
    assert refused(planned, Items=hidden).startswith("m.xlsx:Items!B2: ")


def test_a_name_that_nobody_has_is_told_at_its_cell_and_nothing_is_taken(planned: Desk) -> None:
    size = planned.size
    motions = [("item", "text", "moved"), ("1", "That it be so", "Nobody")]
    assert refused(planned, Motions=motions).startswith("m.xlsx:Motions!C2: ")
    assert planned.size == size


def test_another_sheet_or_another_kind_of_file_is_refused(planned: Desk) -> None:
    assert refused(planned, Notes=[("a",)]).startswith("m.xlsx: expected the sheets Meeting, People")
    Path("x.xlsx").write_bytes(b"PK not a spreadsheet")
    said = planned.record("record", "x.xlsx")
    assert (said.code, "expected a spreadsheet (.xlsx)" in said.err) == (4, True)
    assert planned.record("record", "missing.xlsx").code == 4
    with zipfile.ZipFile("x.xlsx", "w") as archive:
        archive.writestr("a.txt", "no workbook")
    assert planned.record("record", "x.xlsx").code == 4


def test_a_spreadsheet_that_unpacks_to_very_much_is_refused_unread(
    planned: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:  # E4
    monkeypatch.setattr(sheets, "UNPACKED_MAX", 1_000)
    book()
    said = planned.record("record", "m.xlsx")
    assert "1000 unpacked, got more" in said.err
    monkeypatch.setattr(sheets, "UNPACKED_MAX", 10**9)
    monkeypatch.setattr(sheets, "NODES_MAX", 3)
    assert "expected at most 3 cells" in planned.record("record", "m.xlsx").err


def test_a_half_done_file_is_kept_as_an_unsigned_draft(planned: Desk) -> None:
    size = planned.size
    said = planned.record("record", planned.write("july.yaml", "body: icp\ndate: 2024-07-15\n"), "--stage")
    assert (said.code, planned.size) == (0, size)
    assert said.err.splitlines()[0] == (
        "still to do: july.yaml:1:1: expected the fields place, present, items, got none"
    )
    draft = Path("remit.ledger.keep/drafts/july.yaml")
    assert draft.read_text(encoding="utf-8").startswith("body: icp")
    whole = MINUTES.replace("2024-03-25", "2024-07-15").replace("2024-06-24", "2024-09-16")
    said = planned.record("record", planned.write("july.yaml", whole), "--stage")
    assert said.err.endswith("nothing is missing: record it\n")
    assert planned.record("record", "july.yaml").code == 0
    assert not draft.exists()
    assert planned.record("record", "missing.yaml", "--stage").code == 4


def test_what_a_rule_says_against_a_half_done_file_is_told(planned: Desk) -> None:
    text = MINUTES.replace("2024-03-25", "2024-07-15").replace(
        "votes: {for: [Jo Bloggs]}", "votes: {for: [Lou May]}"
    )
    said = planned.record("record", planned.write("july.yaml", text), "--stage")
    assert "still to do: july.yaml:17:23: VOT-1 (ToR 2023 8.1)" in said.err


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("Town Hall", "Town Hall"),
        ("no", '"no"'),
        ("8.10", '"8.10"'),
        ("A: b", '"A: b"'),
        ("# x", '"# x"'),
        ("é", '"é"'),
    ],
)
def test_a_text_is_written_so_that_it_reads_back(words: str, written: str) -> None:
    assert templating.text(words) == written

    assert fit(parse(f"text: {written}\n".encode(), "t.yaml"), FollowUp).text == words


def test_columns_have_letters() -> None:
    assert Place(3, 27, "Items").said("m.xlsx") == "m.xlsx:Items!AA3"
    assert Place(3, 2).said("m.yaml") == "m.yaml:3:2"

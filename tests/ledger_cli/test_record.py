"""``remit record``: a whole meeting from a file, or nothing of it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from tests.ledger_cli.desk import MINUTES, Desk

from ledger.errors import StorageError
from ledger.service import Ledger
from ledger_cli.session import Session

DRAFTS = Path("remit.ledger.keep/drafts")


def drafts() -> list[Path]:
    return sorted(DRAFTS.glob("*"))


def test_a_whole_meeting_is_one_request(desk: Desk) -> None:
    before = desk.size
    said = desk.record("record", desk.write("minutes.yaml", MINUTES), "--json")
    assert said.code == 0
    assert said.json["entries"] == f"{before + 1} to {desk.size}"
    assert drafts() == []


ELECTION = """\
    resolved:
      motions:
        - text: Who leads
          options:
            - {option: jo, text: Jo Bloggs, person: Jo Bloggs}
            - {option: lou, text: Lou May, group: trust}
          ballot:
            papers:
              - {person: Jo Bloggs, marks: [jo]}
              - {person: Kim Lee, marks: [lou]}
              - {person: Jo Bloggs, marks: [{option: lou}], casting: true}
      parts:
        - {kind: note, text: Lou May leads, chosen: [lou]}
"""


def test_a_ballot_with_several_options_goes_by_a_minute_file(desk: Desk) -> None:
    items = MINUTES.split('  - number: "2"')[0] + ELECTION
    refused = desk.record("record", desk.write("minutes.yaml", items))
    assert (refused.code, "expected no casting vote, got" in refused.err) == (3, True)
    by_paper = items.replace(
        "              - {person: Jo Bloggs, marks: [{option: lou}], casting: true}\n", ""
    )
    secret = by_paper.replace("person: Jo Bloggs, marks", "papers: 1, marks").replace("person: Kim Lee, ", "")
    tied = desk.record("record", desk.write("secret.yaml", secret))
    assert (tied.code, "by the papers nothing: jo 1, lou 1; jo, lou are equal" in tied.err) == (3, True)
    assert desk.record("record", desk.write("votes.yaml", secret.replace("[jo]", "[lou]"))).code == 0
    written = desk("minutes", "write", "2024-03-25", "icp", "--format", "md", "--out", "out.md")
    assert written.code == 0
    told = Path("out.md").read_text(encoding="utf-8")
    assert "1 marked lou 1; 1 marked lou 1" in told


def test_the_same_file_again_gives_the_first_receipt(desk: Desk) -> None:  # S7
    file = desk.write("minutes.yaml", MINUTES)
    first = desk.record("record", file, "--json")
    size = desk.size
    again = desk.record("record", desk.write("copy.yaml", MINUTES), "--json")
    assert (again.code, again.json, desk.size) == (0, first.json, size)
    assert again.err == f"copy.yaml was recorded before, under request {first.json['request']}\n"


def test_a_named_request_repeats_for_the_same_content_only(desk: Desk) -> None:
    text = MINUTES.replace("        votes: {for: [Jo Bloggs]}\n", "")
    words = ("record", desk.write("minutes.yaml", text), "--request", "r-" + "d" * 16, "--json")
    first = desk.record(*words)
    assert desk.record(*words).json == first.json
    desk.write("minutes.yaml", text.replace("Grants", "Loans"))
    said = desk.record(*words)
    assert (said.code, "expected the facts recorded under this request, got others" in said.err) == (3, True)


def test_another_file_about_the_same_day_is_malformed_at_its_date(desk: Desk) -> None:
    desk.record("record", desk.write("minutes.yaml", MINUTES))
    said = desk.record("record", desk.write("second.yaml", MINUTES.replace("Town hall", "Library")))
    assert said.code == 4
    assert said.err.startswith("malformed: second.yaml:2:7: date: expected a day without a meeting of icp")


def test_a_refusal_names_the_line_and_the_person_and_keeps_a_draft(desk: Desk) -> None:
    text = MINUTES.replace("votes: {for: [Jo Bloggs]}", "votes: {for: [Jo Bloggs, Lou May]}")
    size = desk.size
    said = desk.record("record", desk.write("minutes.yaml", text))
    assert (said.code, desk.size) == (3, size)
    (draft,) = drafts()
    assert said.err.splitlines() == [
        f"nothing was recorded; an unsigned draft is kept: {draft}",
        (
            "refused: minutes.yaml:17:34: VOT-1 (ToR 2023 8.1): expected a vote by a member present, "
            f"got Lou May ({desk.lou}), who attends without being a member"
        ),
    ]
    assert draft.read_text() == text
    assert stat.S_IMODE(draft.stat().st_mode) == 0o600
    assert stat.S_IMODE(DRAFTS.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (
            "present: [Jo Bloggs, Kim Lee]",
            "present: [Jo Bloggs, Kim Lee, Max Power]",
            "minutes.yaml:4:10: MTG-8",
        ),
        ("date: 2024-03-25", "date: 2021-03-25", "minutes.yaml:2:7: BOD-2"),
        ("moved: Jo Bloggs", "moved: Lou May", "minutes.yaml:15:9: DEC-3"),
        (
            "note: The Chair opened the meeting.",
            "resolved: {way: unanimous, parts: [{kind: decision, text: A}, {kind: note, text: B}]}",
            "minutes.yaml:10:15: DEC-11",
        ),
        (
            "interests: none",
            "people: [{name: Lou May, member: true, seat: east}]\ninterests: none",
            "minutes.yaml:6:10: ROL-3",
        ),
        (
            "note: The Chair opened the meeting.",
            "motions: [{text: Again, votes: {for: [Jo Bloggs, Jo Bloggs]}}]",
            "minutes.yaml:10:54: DEC-6",
        ),
    ],
)
def test_each_finding_stands_at_its_line(desk: Desk, old: str, new: str, place: str) -> None:
    said = desk.record("record", desk.write("minutes.yaml", MINUTES.replace(old, new)))
    assert said.code == 3
    assert place in said.err


def test_a_departure_records_what_a_rule_speaks_against(desk: Desk) -> None:
    file = desk.write("minutes.yaml", MINUTES.replace("moved: Jo Bloggs", "moved: Kim Lee"))
    assert desk.record("record", file).code == 3
    said = desk.record("record", file, "--departure", "she moved it from the corridor")
    assert said.code == 0
    assert "not met: DEC-3" in said.err
    assert drafts() == []


def test_a_file_that_is_malformed_tells_every_place_and_records_nothing(desk: Desk) -> None:
    text = MINUTES.replace("present: [Jo Bloggs, Kim Lee]", "presnt: [Jo Bloggs]").replace(
        "2024-06-24", "2024-06-31"
    )
    size = desk.size
    said = desk.record("record", desk.write("minutes.yaml", text))
    assert (said.code, desk.size, drafts()) == (4, size, [])
    assert "minutes.yaml:4:1: " in said.err
    assert "(did you mean present?)" in said.err
    assert "2024-06-31, which no calendar has" in said.err


def test_a_name_that_stands_for_nobody_is_malformed_at_its_place(desk: Desk) -> None:
    text = MINUTES.replace("absent: [Kim Lee]", "absent: [Kim Leigh]")
    said = desk.record("record", desk.write("minutes.yaml", text))
    assert said.code == 4
    assert said.err.startswith(
        "malformed: minutes.yaml:13:14: items, entry 2, absent, entry 1: expected somebody"
    )


def test_a_dry_run_shows_everything_and_keeps_nothing(desk: Desk) -> None:
    size = desk.size
    said = desk("record", desk.write("minutes.yaml", MINUTES), "--dry-run")
    assert (said.code, desk.size, drafts()) == (0, size, [])
    assert "meeting closed" in said.err
    assert said.err.endswith("dry run: nothing was signed and nothing was recorded\n")
    bad = desk.write("minutes.yaml", MINUTES.replace("moved: Jo Bloggs", "moved: Lou May"))
    said = desk("record", bad, "--dry-run")
    assert (said.code, drafts()) == (3, [])
    assert "minutes.yaml:15:9: DEC-3" in said.err


def test_what_is_interrupted_stays_as_a_draft(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Session, "_approve", interrupt)
    said = desk.record("record", desk.write("minutes.yaml", MINUTES))
    assert said.code == 2
    assert [draft.read_text() for draft in drafts()] == [MINUTES]
    assert f"nothing was recorded; an unsigned draft is kept: {drafts()[0]}" in said.err.splitlines()
    assert said.err.splitlines()[-1] == "stopped: nothing was recorded"


def test_a_failing_disk_keeps_the_draft(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:  # S2
    def fail(*_: object) -> None:
        raise StorageError("expected storage that works, got: disk full")

    monkeypatch.setattr(Ledger, "record", fail)
    said = desk.record("record", desk.write("minutes.yaml", MINUTES))
    assert (said.code, len(drafts())) == (6, 1)


def test_the_draft_records_as_the_file_would_have(desk: Desk) -> None:
    file = desk.write("minutes.yaml", MINUTES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Session, "_approve", _stop)
        desk.record("record", file)
    (draft,) = drafts()
    first = desk.record("record", str(draft), "--json")
    assert (first.code, drafts()) == (0, [])
    assert desk.record("record", file, "--json").json == first.json


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def test_what_looks_like_a_slip_is_told_and_refuses_nothing(desk: Desk) -> None:
    assert desk.record("meeting", "schedule", "icp", "2024-03-26", "--on", "2024-03-01").code == 0
    slips = MINUTES.replace("Town hall", "where it was held").replace("[Lou May]", "[Jo Blogs]")
    said = desk.record("record", desk.write("minutes.yaml", slips))
    assert said.code == 0
    assert [line for line in said.err.splitlines() if line.startswith("please check: ")] == [
        "please check: Jo Blogs is new to the ledger (did you mean Jo Bloggs?)",
        "please check: the place still reads “where it was held”",
        "please check: no meeting of icp was given the date 2024-03-25 (did you mean 2024-03-26?)",
    ]


def test_items_of_the_agenda_that_are_not_in_the_file_are_told(desk: Desk) -> None:
    assert desk.record("meeting", "schedule", "icp", "2024-03-25", "--on", "2024-03-01").code == 0
    for number in ("2", "7", "8"):
        words = ("agenda", "add", "icp", f"Item {number}", "--meeting", "2024-03-25", "--number", number)
        assert desk.record(*words, "--on", "2024-03-01").code == 0
    said = desk.record("record", desk.write("minutes.yaml", MINUTES), "--stage")
    assert "please check: on the agenda and not in the file: items 7, 8\n" in said.err

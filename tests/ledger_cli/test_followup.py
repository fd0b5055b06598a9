"""``remit followup``: what falls out of items, until it is done."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path

import pytest
from tests.ledger_cli.desk import MINUTES, Desk, kept

from ledger.facts.decisions import FollowUpNoted
from ledger.facts.followups import Closed
from ledger_cli.chasing import draft


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
        [code, "2024-03-25", "Report", "June", "", "to be done", "", ""]
    ]
    slip = ("followup", "slip", code, "icp", "--due", "July", "--reason", "no time", "--on", "2024-06-01")
    assert desk.record(*slip).code == 0
    assert desk("followup", "list", "icp").rows == [
        [code, "2024-03-25", "Report", "July", "1", "to be done", "", ""]
    ]
    assert desk.record("followup", "close", code, "icp", "--text", "It came", "--on", "2024-07-15").code == 0
    assert desk("followup", "list", "icp").rows[0][-3:] == ["done", "2024-07-15", ""]
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


def test_an_action_has_an_owner_in_the_minutes_and_in_the_list(desk: Desk) -> None:  # LSC-M5, PLA-4.4
    actions = "[{text: Report, due: May 2024, owner: Kim Lee}, {text: Plan, owner: 'organisation:east'}]"
    text = MINUTES.replace("    title: Grants\n", f"    title: Grants\n    follow_ups: {actions}\n")
    assert desk.record("record", desk.write("march.yaml", text)).code == 0
    listed = desk("followup", "list", "icp")
    assert [(row[2], row[-1]) for row in listed.rows] == [
        ("Report", f"Kim Lee ({desk.kim})"),
        ("Plan", "organisation:east"),
    ]
    minutes = desk("minutes", "write", "2024-03-25", "icp").out
    assert "Report (Kim Lee, due May 2024)" in minutes
    assert "Plan (East organisation)" in minutes
    code = listed.rows[0][0]
    assert desk.record("followup", "assign", code, "icp", "office:icp/chair", "--on", "2024-04-01").code == 0
    assert desk("followup", "list", "icp").rows[0][-1] == "office:icp/chair"
    assert desk.record("followup", "assign", code, "icp", "--nobody", "--on", "2024-04-02").code == 0
    assert desk("followup", "list", "icp").rows[0][-1] == ""
    assert desk.record("followup", "assign", code, "icp").code == 2


def test_an_owner_whom_nobody_knows_is_told_with_its_place(desk: Desk) -> None:
    for owner in ("Nobody Known", "'organisation:EAST'"):
        text = MINUTES.replace(
            "    title: Grants\n", f"    title: Grants\n    follow_ups: [{{text: Report, owner: {owner}}}]\n"
        )
        said = desk.record("record", desk.write("march.yaml", text))
        assert (said.code, "march.yaml:" in said.err) == (4, True)


def test_what_is_done_is_shown_by_digest(noted: tuple[Desk, str]) -> None:
    desk, code = noted
    file = desk.write("report.txt", "done")
    assert desk.record("followup", "close", code, "icp", "--evidence", file).code == 0
    assert len(desk.last_of(Closed).evidence) == 1


@pytest.fixture
@kept
def chased(desk: Desk) -> Desk:
    """Note two actions, one at an item that is exempt, and set a target."""
    private = "    access: exempt\n    ground: paragraph 3\n    summary: A contract\n"
    given = "    follow_ups: [{text: Report, due: May 2024, owner: Kim Lee}]\n"
    secret = "    follow_ups: [{text: Dismiss the firm, owner: 'organisation:east'}]\n"
    text = MINUTES.replace("    title: Welcome\n", f"    title: Welcome\n{given}")
    text = text.replace("    title: Grants\n", f"    title: Grants\n{private}{secret}")
    assert desk.record("record", desk.write("march.yaml", text)).code == 0
    target = ("target", "set", "icp", "--text", "One strategy", "--due", "by June 2024", "--on", "2024-01-01")
    assert desk.record(*target, "--owner", "Kim Lee").code == 0
    return desk


def test_what_is_to_be_done_is_listed_by_owner_overdue_first(chased: Desk) -> None:  # LSC-M5, PLA-4.4
    said = chased("followup", "chase", "icp", "--on", "2024-06-10")
    assert [(row[1], row[2], *row[4:]) for row in said.rows] == [
        (
            "East organisation",
            "follow-up",
            "noted at an item that is withheld from the public",
            "",
            "undated",
        ),
        ("Kim Lee", "follow-up", "Report", "May 2024", "overdue"),
        ("Kim Lee", "target", "One strategy", "by June 2024", "to come"),
    ]
    full = chased("followup", "chase", "icp", "--on", "2024-06-10", "--full", "--owner", "organisation:east")
    assert [row[4] for row in full.rows] == ["Dismiss the firm"]


def test_each_owner_has_a_draft_of_an_email_and_no_withheld_word_is_in_it(chased: Desk) -> None:  # P2
    said = chased(
        *("followup", "chase", "icp", "--on", "2024-06-10", "--eml", "drafts"),
        *("--from", "clerk@example.org", "--to", "Kim Lee=kim@example.org"),
    )
    assert said.code == 0, said.err
    assert [row[1] for row in said.rows] == [
        str(Path("drafts", "organisation-east.eml")),
        str(Path("drafts", f"{chased.kim}.eml")),
    ]
    east, kim = (
        email.message_from_bytes(Path(row[1]).read_bytes(), policy=email.policy.default) for row in said.rows
    )
    assert (str(kim["From"]), str(kim["To"])) == (
        "The partnership <clerk@example.org>",
        "Kim Lee <kim@example.org>",
    )
    assert [(group.display_name, group.addresses) for group in east["To"].groups] == [
        ("East organisation", ())
    ]
    assert kim["Subject"] == "The partnership: still to be done on 2024-06-10"
    assert not [defect for mail in (east, kim) for name in mail for defect in mail[name].defects]
    body = kim.get_content()
    assert "- Report" in body
    assert "due: May 2024 (overdue)" in body
    assert "- One strategy" in body
    assert "Dismiss" not in east.get_content()
    assert chased("followup", "chase", "icp", "--eml", "drafts", "--from", "nonsense").code == 2
    assert chased("followup", "chase", "icp", "--eml", "drafts", "--to", "Kim Lee").code == 2


def test_the_list_is_a_word_document(chased: Desk) -> None:  # LSC-M5
    docx = pytest.importorskip("docx")
    out = ("--docx", "actions.docx", "--on", "2024-06-10")
    assert chased("followup", "chase", "icp", *out).code == 0
    document = docx.Document("actions.docx")
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert {"Report", "One strategy", "overdue"} <= set(cells)
    assert "Kim Lee" in [paragraph.text for paragraph in document.paragraphs]
    assert "Dismiss the firm" not in cells


def test_nobodys_name_begins_another_header() -> None:  # W5
    mail = draft([], ("Ann\r\nBcc: all@example.org", None), ("The\nboard", "2024-06-10"), None)
    again = email.message_from_bytes(mail.as_bytes(), policy=email.policy.default)
    assert again["Bcc"] is None
    assert again["To"].groups[0].addresses == ()

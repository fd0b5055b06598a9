"""``remit agreement``: made from a file, signed, joined, changed, ended; what is in force and what is due."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tests.ledger_cli.desk import TERMS, Desk

from ledger.facts import agreements
from ledger.facts.words import Due
from ledger_cli.agreementfile import load_agreement

AGREEMENT = """\
title: Partnership agreement
cited: Agreement
body: icp
kind: memorandum
signing: "9"
effective: {date: 1 April 2024, clause: "1"}
refresh: {date: by 31st March 2025, clause: "9"}
expires: {date: 31 March 2027, clause: "9", doubt: the year differs elsewhere}
joining: "4"
parties:
  - {party: 'organisation:east', signs: [leader, chief], role: Host, clause: "2"}
  - {party: 'organisation:west', signs: [leader, chief], least: 1}
requires:
  - {number: 1, of: 'body:icp', what: terms of reference, says: Who sits, clause: "5", due: by May 2024}
  - {number: 2, of: 'organisation:east', what: constitution, says: Officers may act}
"""


@pytest.fixture
def agreed(desk: Desk) -> tuple[Desk, str]:
    """Give a desk with an agreement, to be signed by Jo and Lou for the east and by Kim for the west."""
    said = desk.record("agreement", "make", desk.write("a.yaml", AGREEMENT), "--on", "2024-03-01", "--json")
    assert said.code == 0, said.err
    for name, code, position in (("Jo Bloggs", "east", "leader"), ("Kim Lee", "west", "leader")):
        place = ("person", "affiliate", name, code, position, "--began", "2023-05-01")
        assert desk.record(*place).code == 0
    return desk, str(said.json["agreement"])


def signs(desk: Desk, code: str, *words: str, on: str = "2024-03-20") -> None:
    said = desk.record("agreement", "sign", code, *words, "--on", on)
    assert said.code == 0, said.err


def test_an_agreement_is_read_from_a_file_with_its_dates_as_printed(desk: Desk) -> None:  # HIW-1, SYS-3
    made = load_agreement(Path(desk.write("a.yaml", AGREEMENT)), "ag-" + "a" * 16)
    assert made.effective == agreements.Dated(Due("1 April 2024", "2024-04-01"), "1")
    assert made.refresh == agreements.Dated(Due("by 31st March 2025", None, "2025-03-31"), "9")
    doubt = "the year differs elsewhere"
    assert made.expires == agreements.Dated(Due("31 March 2027", None, "2027-03-31", doubt), "9")
    assert [one.least for one in made.parties] == [2, 1]
    assert [one.due for one in made.requires] == [Due("by May 2024", None, "2024-05-31"), None]
    begins = {
        "from May 2024": "2024-05-01",
        "May 2024": "2024-05-01",
        "after signing": None,
        "by May 2024": None,
    }
    for printed, first in begins.items():
        text = AGREEMENT.replace("1 April 2024", printed)
        read = load_agreement(Path(desk.write("a.yaml", text)), "ag-" + "a" * 16)
        assert read.effective == agreements.Dated(Due(printed, first), "1")


def test_a_file_that_is_wrong_is_told_so_by_line(desk: Desk) -> None:
    text = AGREEMENT.replace("least: 1", "least: 0").replace("organisation:east', signs", "east', signs")
    said = desk.record("agreement", "make", desk.write("a.yaml", text))
    assert said.code == 4
    assert "a.yaml:11:13: parties, entry 1, party: expected an organisation or a body" in said.err
    assert "parties, entry 2, least: expected at least 1, got 0" in said.err


def test_it_is_in_force_once_everybody_has_signed(agreed: tuple[Desk, str]) -> None:  # HIW-1
    desk, code = agreed
    scan = desk.write("page.txt", "signed")
    signs(desk, code, "east", "Jo Bloggs", "--office", "leader", "--scan", scan)
    digest = f"sha256:{hashlib.sha256(b'signed').hexdigest()}"
    assert desk.last_of(agreements.Signed).digest == digest
    signs(desk, code, "west", "Kim Lee", "--office", "leader")
    shown = desk("agreement", "show", code, "--on", "2024-04-01")
    assert shown.code == 1
    assert (
        "no: AGR-20 (Agreement 9): 2 of 2 parties to have signed: 1 of 2, without organisation:east"
        in shown.out
    )
    assert "yes: AGR-21 (Agreement 1): a day from 1 April 2024 on: 2024-04-01" in shown.out
    assert "yes: AGR-22 (Remit default)" in shown.out
    # Of an office that no record shows it is not known whether Lou holds it.
    signs(desk, code, "east", "Lou May", "--office", "chief")
    shown = desk("agreement", "show", code, "--on", "2024-04-01", "--json")
    east = shown.json["parties"][0]
    assert (shown.code, east["signed"], shown.json["status"]) == (8, "not known", "not known")
    assert east["missing"] == f"chief: Lou May ({desk.lou}), whose office is not known"
    assert "leader: Jo Bloggs, 2024-03-20, scanned signature; chief: Lou May" in east["by"]
    desk.record("person", "affiliate", "Lou May", "east", "chief", "--began", "2024-01-01")
    shown = desk("agreement", "show", code, "--on", "2024-04-01", "--json")
    assert (shown.code, shown.json["status"], shown.json["in force since"]) == (0, "in force", "2024-04-01")
    assert shown.json["expires"] == "31 March 2027 (Agreement 9; in doubt: the year differs elsewhere)"
    assert [one["clause"] for one in shown.json["parties"]] == ["Agreement 2", "Agreement"]
    assert desk("agreement", "show", code, "--on", "2024-03-31").code == 1
    assert desk("agreement", "show", code, "--on", "2024-02-29").code == 4
    assert desk("agreement", "show", code, "--on", "2024-04-01", "--known-at", str(desk.size - 1)).code == 8
    assert desk("agreement", "show", code, "--on", "2027-04-01").code == 1


def test_a_signature_in_the_wrong_office_is_refused_by_its_clause(agreed: tuple[Desk, str]) -> None:  # HIW-1
    desk, code = agreed
    words = ("agreement", "sign", code, "east", "Jo Bloggs", "--office", "treasurer", "--on", "2024-03-20")
    said = desk.record(*words)
    assert said.code == 3
    assert (
        "AGR-6 (Agreement 2): expected leader or chief to sign for organisation:east, got treasurer"
        in said.err
    )
    both = desk.record(*words, "--own-key", "--scan", "a.yaml")
    assert (both.code, "expected --own-key or --scan, got both" in both.err) == (2, True)
    own = desk.record(*words[:5], "--office", "leader", "--own-key")
    assert (own.code, "AGR-9 (Remit default): expected a key of Jo Bloggs" in own.err) == (3, True)


def test_others_join_and_all_agree_to_what_changes(agreed: tuple[Desk, str]) -> None:  # HIW-1
    desk, code = agreed
    joins = ("agreement", "accede", code, "trust", "--office", "chair", "--role", "Hospital")
    assert desk.record(*joins, "--on", "2024-05-01").code == 0
    observer = ("agreement", "affiliate", code, "body:icp", "--role", "Observer", "--on", "2024-05-02")
    assert desk.record(*observer).code == 0
    text = "[{number: 3, of: 'organisation:west', what: other, says: A lead is named}]"
    varied = ("agreement", "vary", code, "Deed 1", "--text", "More is shared", "--on", "2025-01-01")
    assert desk.record(*varied).code == 2
    without = desk.record(*varied, "--agreed", "east")
    assert (without.code, "got without organisation:west\n" in without.err) == (3, True)
    more = ("--all-agreed", "--refresh", "by June 2025", "--requires", desk.write("more.yaml", text))
    assert desk.record(*varied, *more, "--clause", "7").code == 0
    refresh = ("agreement", "refresh", code, "--text", "Looked at", "--all-agreed", "--on", "2025-07-01")
    overdue = desk("agreement", "show", code, "--on", "2025-07-01", "--json").json
    assert overdue["refresh"] == "by June 2025 (Agreement 7), overdue"
    assert desk.record(*refresh, "--next", "yearly").code == 0
    renew = ("agreement", "renew", code, "--text", "Goes on", "--expires", "31 March 2028", "--all-agreed")
    assert desk.record(*renew, "--on", "2026-01-01").code == 0
    shown = desk("agreement", "show", code, "--on", "2026-01-01", "--json").json
    assert shown["refreshed"] == "2025-07-01, late: due by June 2025"
    assert (shown["refresh"], shown["expires"]) == ("yearly (read as no day)", "31 March 2028")
    assert shown["affiliated"] == "body:icp"
    assert [(one["what"], one["about"], one["text"]) for one in shown["history"]] == [
        ("acceded", "organisation:trust", None),
        ("affiliated", "body:icp", None),
        ("varied", "Deed 1", "More is shared"),
        ("refreshed", None, "Looked at"),
        ("renewed", None, "Goes on"),
    ]
    # Who joined has not signed: nobody says that it agreed.
    assert {one["agreed"] for one in shown["history"][2:]} == {"organisation:east, organisation:west"}
    assert [one["number"] for one in shown["changes elsewhere"]] == ["1", "2", "3"]
    trust = shown["parties"][2]
    assert (trust["signed"], trust["missing"], trust["role"]) == ("no", "chair: nobody", "Hospital")


def test_a_change_that_is_needed_is_outstanding_until_it_is_made(agreed: tuple[Desk, str]) -> None:  # PBP-7
    desk, code = agreed
    made = ("agreement", "change-made", code)
    assert desk.record(*made, "1").code == 2
    shown = desk("agreement", "show", code, "--on", "2024-06-01", "--json").json
    assert [one["made"] for one in shown["changes elsewhere"]] == ["outstanding, overdue", "outstanding"]
    assert desk.record(*made, "1", "--terms", "2024").code == 3
    revised = desk.write("revised.yaml", TERMS.replace('version: "2023"', 'version: "2024"'))
    assert desk.record("terms", "adopt", revised, "--in-force", "2024-06-02").code == 0
    assert desk.record(*made, "1", "--terms", "2024", "--on", "2024-06-02").code == 0
    paper = ("--document", "Constitution of June 2024", "--digest", revised)
    assert desk.record(*made, "2", *paper, "--on", "2024-06-03").code == 0
    shown = desk("agreement", "show", code, "--on", "2024-06-03")
    assert "2024-06-02, by terms 2024" in shown.out
    assert "2024-06-03, by Constitution of June 2024" in shown.out


def test_agreements_are_listed_with_how_each_stands(agreed: tuple[Desk, str]) -> None:  # HIW-1, SYS-1
    desk, code = agreed
    text = AGREEMENT.replace("body: icp\n", f"replaces: {code}\n").replace(
        "signs: [leader, chief], least", "signs: [leader], least"
    )
    east = text.index("  - {party: 'organisation:east'")
    text = text[:east] + text[text.index("  - {party: 'organisation:west'") :]
    newer = desk.record("agreement", "make", desk.write("b.yaml", text), "--on", "2025-01-01", "--json")
    other = str(newer.json["agreement"])
    end = ("agreement", "end", code, "--how", "replaced", "--on", "2025-02-01", "--by")
    assert (desk.record(*end, "ag-" + "z" * 16).code, desk.record(*end, other).code) == (4, 3)
    signs(desk, other, "west", "Kim Lee", "--office", "leader", on="2025-02-01")
    assert desk.record(*end, other).code == 0
    rows = {row[0]: row[2:] for row in desk("agreement", "list", "--on", "2025-02-01").rows}
    assert rows[code] == [
        "icp",
        "replaced",
        "",
        "0 of 2",
        "by 31st March 2025 (Agreement 9)",
        "31 March 2027 (Agreement 9; in doubt: the year differs elsewhere)",
        "2",
    ]
    assert rows[other][:4] == ["", "in force", "2025-02-01", "1 of 1"]
    assert [row[0] for row in desk("agreement", "list", "--body", "icp", "--on", "2025-02-01").rows] == [code]
    assert [row[0] for row in desk("agreement", "list", "--on", "2024-12-31").rows] == [code]
    assert desk("agreement", "list", "--body", "nowhere").rows == []
    shown = desk("agreement", "show", code, "--on", "2025-02-01", "--json").json
    assert (shown["ended"], shown["replaced by"]) == ("2025-02-01, replaced", other)


def test_a_party_that_has_ended_is_shown_with_what_took_its_place(agreed: tuple[Desk, str]) -> None:  # SYS-1
    desk, code = agreed
    ended = (
        "organisation",
        "end",
        "west",
        "--order",
        "SI 2024/1",
        "--successor",
        "trust",
        "--on",
        "2024-09-01",
    )
    said = desk.record(*ended)
    assert said.code == 0, said.err
    shown = [
        desk("agreement", "show", code, "--on", day, "--json").json["parties"][1]["title"]
        for day in ("2024-08-31", "2024-09-01")
    ]
    assert shown == ["West organisation", "West organisation (ended 2024-09-01; in its place trust)"]


def test_an_agreement_that_nobody_knows_is_told_so(desk: Desk) -> None:
    for name in ("ag-" + "z" * 16, "memorandum"):
        said = desk("agreement", "show", name)
        assert (said.code, "expected an agreement that the ledger knows" in said.err) == (4, True)

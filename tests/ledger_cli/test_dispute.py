"""``remit dispute``, ``remit concern`` and ``remit partner``: how partners hold each other to account."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ledger_cli.desk import Desk, kept

from ledger.facts import agreements, concerns, disputes, members, terms

STAGES = (
    "  - {kind: stage, rule: STG-1, clause: '8', basis: stated, says: they talk, stage: talks, title: Talks, "
    "by_parties: true, days: 14}\n"
    "  - {kind: stage, rule: STG-2, clause: '8', basis: stated, says: the Chair convenes, stage: process, "
    "title: Process, convened_by: [chair], holds: true}\n"
)


@pytest.fixture
@kept
def staged(sitting: Desk) -> Desk:
    """Give a desk whose terms name two stages, with a chair from the trust, and a decision."""
    text = Path("terms.yaml").read_text(encoding="utf-8")
    revised = text.replace('version: "2023"', 'version: "2024"').replace("rules:\n", f"rules:\n{STAGES}")
    for words in (
        ("terms", "adopt", sitting.write("revised.yaml", revised), "--in-force", "2024-01-01"),
        ("person", "affiliate", "Lou May", "trust", "director", "--began", "2024-01-01"),
        ("member", "appoint", "icp", "Lou May", "--seat", "trust", "--began", "2024-01-01"),
        ("office", "elect", "icp", "chair", "Lou May", "--term", "2024", "--begins", "2024-01-01"),
    ):
        said = sitting.record(*words)
        assert said.code == 0, said.err
    return sitting


def decision(desk: Desk) -> str:
    resolve = ("motion", "resolve", "2024-03-25", "icp", "--item", "1", "--text", "A grant")
    return str(
        desk.record(*resolve, "--way", "consensus", "--departure", "as minuted", "--json").json["decision"]
    )


def raises(desk: Desk, *more: str, day: str = "2024-04-02") -> str:
    words = (
        "dispute",
        "raise",
        "icp",
        "--by",
        "east",
        "--against",
        "west",
        "--text",
        "Not asked",
        "--on",
        day,
    )
    said = desk.record(*words, *more, "--json")
    assert said.code == 0, said.err
    return str(said.json["dispute"])


def does(desk: Desk, *words: str) -> None:
    said = desk.record(*words)
    assert said.code == 0, said.err


def test_a_dispute_goes_through_its_stages_holds_the_decision_and_is_settled(staged: Desk) -> None:  # PLA-8
    disputed = decision(staged)
    code = raises(staged, "--decision", disputed)
    does(staged, "dispute", "stage", code, "talks", "--by", "east", "--on", "2024-04-03")
    assert (
        staged.record("dispute", "stage", code, "process", "--by", "Lou May", "--on", "2024-04-04").code == 3
    )
    shown = staged("dispute", "show", code, "--on", "2024-05-01")
    assert "talks, time limit: 14 calendar days from 2024-04-03, last day 2024-04-17: past" in shown.out
    does(staged, "dispute", "step", code, "met", "--by", "west", "--on", "2024-05-01", "--text", "Coffee")
    does(staged, "dispute", "step", code, "failed", "--by", "west", "--on", "2024-05-02")
    party = staged.record("dispute", "stage", code, "process", "--by", "east", "--on", "2024-05-03")
    assert (party.code, "DSP-8 (ToR 2023 8): expected process to be convened by the holder" in party.err) == (
        3,
        True,
    )
    hold = ("--holds", "--due", "by 31 May 2024", "--on", "2024-05-03")
    does(staged, "dispute", "stage", code, "process", "--by", "Lou May", *hold)
    assert staged("decision", "show", disputed, "--on", "2024-05-03").rows[0][2] == "contested"
    does(
        staged,
        "dispute",
        "statement",
        code,
        "west",
        "--text",
        "We wrote",
        "--confidential",
        "--on",
        "2024-05-04",
    )
    for side in ("west", "east"):
        does(staged, "dispute", "step", code, "agreed", "--by", side, "--on", "2024-05-20")
    settle = ("dispute", "settle", code, "confirmed", "--text", "It stands", "--on", "2024-05-21")
    does(staged, *settle)
    assert staged("decision", "show", disputed, "--on", "2024-05-21").rows[0][2].startswith("valid")
    shown = staged("dispute", "show", code)
    assert "stands       settled 2024-05-21: confirmed" in shown.out
    assert "2024-05-04\t\tstatement\torganisation:west\t(confidential)" in shown.out
    assert "stage talks: STG-1 (ToR 2023 8): they talk" in shown.out
    assert shown.out.endswith("their order: Remit default\n")
    assert "We wrote" in staged("dispute", "show", code, "--confidential").out
    again = staged.record(*settle)
    assert (again.code, "DSP-5" in again.err) == (3, True)


def test_an_outcome_is_carried_out_by_the_resolution_that_is_named(staged: Desk) -> None:  # PLA-8
    disputed = decision(staged)
    code = raises(staged, "--decision", disputed)
    does(staged, "dispute", "stage", code, "talks", "--by", "west", "--on", "2024-04-03")
    for side in ("west", "east"):
        does(staged, "dispute", "step", code, "agreed", "--by", side, "--on", "2024-04-04")
    settle = ("dispute", "settle", code, "rescinded", "--text", "Taken back", "--on", "2024-04-10")
    without = staged.record(*settle)
    told = (
        "DSP-18 (Remit default): expected the resolution by which the decision is rescinded, recorded before"
    )
    assert (without.code, told in without.err) == (3, True)
    later = decision(staged)
    does(staged, *settle, "--resolution", later, "--departure", "as minuted")
    assert staged("decision", "show", disputed, "--on", "2024-04-10").rows[0][2].startswith("rescinded")
    assert staged.last_of(disputes.Settled).by == later


def test_disputes_are_listed_joined_withdrawn_and_lapse(staged: Desk) -> None:  # PLA-8
    assert staged("dispute", "list", "icp").rows == []
    one, two = raises(staged), raises(staged, day="2024-04-05")
    does(staged, "dispute", "join", one, "trust", "--on", "2024-04-06")
    does(staged, "dispute", "withdraw", one, "east", "--on", "2024-04-07", "--text", "We talked")
    does(staged, "dispute", "lapse", two, "--on", "2024-04-08")
    listed = staged("dispute", "list", "icp").rows
    trust, east, west = (f"organisation:{code}" for code in ("trust", "east", "west"))
    assert listed == [
        [
            one,
            "2024-04-02",
            f"{east} (withdrew), {trust}",
            west,
            "conduct",
            "raised; next: stage talks",
            "no",
        ],
        [two, "2024-04-05", east, west, "conduct", "lapsed 2024-04-08", "no"],
    ]
    assert [row[0] for row in staged("dispute", "list", "icp", "--on", "2024-04-02").rows] == [one]
    does(staged, "dispute", "withdraw", one, "trust", "--on", "2024-04-09")
    assert staged("dispute", "show", one, "--json").json["stands"] == "withdrawn 2024-04-09"
    assert staged("dispute", "show", one, "--on", "2024-04-01").code == 4


def test_a_stage_is_attested_and_proved(staged: Desk) -> None:  # PLA-8, H15
    code = raises(staged)
    does(staged, "dispute", "stage", code, "talks", "--by", "organisation:east", "--on", "2024-04-03")
    said = staged.record("attest", "dispute", code, "talks", "--on", "2024-04-05", "--json")
    assert said.code == 0, said.err
    assert staged("bundle", "make", str(said.json["size"]), "-o", "proof.bundle").code == 0
    line = staged("log", "show", "--json").json["log"]
    checked = staged("bundle", "check", "proof.bundle", "--log", line)
    assert checked.code == 0, checked.err
    assert f"attested of the dispute talks in {code}, as it stood on 2024-04-05" in checked.out
    assert checked.out.endswith("answer: yes\n")


def test_what_is_not_known_is_said(staged: Desk) -> None:
    code = raises(staged)
    for words in (
        ("dispute", "show", "dp-" + "z" * 16),
        ("dispute", "show", "ward"),
        ("concern", "show", "beds"),
        ("concern", "show", "cn-" + "z" * 16),
        ("dispute", "list", "nowhere"),
        ("partner", "show", "nowhere", "east"),
    ):
        assert staged(*words).code == 4
    nobody = staged.record("dispute", "stage", code, "talks", "--by", "Nobody Here")
    assert nobody.code == 4
    bad = staged.record("dispute", "join", code, "East Council")
    assert (bad.code, "expected an organisation by its code, or body:CODE" in bad.err) == (4, True)
    early = staged.record("dispute", "step", code, "met", "--by", "east")
    assert (early.code, "raised; next: stage talks" in early.err) == (2, True)
    shown = staged("partner", "show", "icp", "wst")
    for said in (shown, staged.record("partner", "leave", "icp", "wst", "--text", "x")):
        assert (said.code, "expected an organisation that the ledger knows" in said.err) == (4, True)
    assert staged("agreement", "list", "--body", "nowhere").code == 4


def test_a_partner_is_asked_to_leave_and_leaves_with_what_it_holds(staged: Desk) -> None:  # HIW-6
    words = ("concern", "raise", "icp", "west", "--by", "east", "--text", "Closed", "--evidence", "Figures")
    due = ("--due", "by 31 May 2024", "--on", "2024-05-01")
    code = str(staged.record(*words, *due, "--json").json["concern"])
    ask = ("partner", "ask-to-leave", "icp", "west", "--concern", code, "--text", "No change")
    early = staged.record(*ask, "--on", "2024-05-02")
    assert (early.code, "CNC-8 (Remit default)" in early.err) == (3, True)
    does(staged, "concern", "answer", code, "--no-change", "--text", "We shall not", "--on", "2024-05-10")
    does(staged, "concern", "escalate", code, "asking to leave", "--text", "Nothing", "--on", "2024-05-20")
    (row,) = staged("concern", "list", "icp").rows
    east = "organisation:east"
    assert row == [code, "2024-05-01", "west", east, "by 31 May 2024", "gone on to asking to leave"]
    does(staged, *ask, "--on", "2024-06-01", "--due", "by 30 June 2024")
    share = ("duty", "set", "icp", "--party", "west", "--party", "east", "--first", "2024-01")
    duty = str(staged.record(*share, "--text", "Share figures", "--on", "2024-01-02", "--json").json["duty"])
    target = ("target", "set", "icp", "--text", "One desk", "--owner", "organisation:west")
    does(staged, *target, "--due", "in spring", "--on", "2024-01-02")
    before = staged("partner", "show", "icp", "west", "--on", "2024-06-02")
    assert f"asked to leave  for {code}" in before.out
    assert "seat\twest of icp\tvacant, and filled for nobody" in before.out
    assert "\tends" in before.out
    assert "target\tOne desk (tg-" in before.out
    assert staged("partner", "show", "icp", "organisation:west", "--on", "2024-06-02").out == before.out
    left = staged.record("partner", "leave", "icp", "west", "--text", "By its cabinet", "--on", "2024-07-01")
    assert left.code == 0, left.err
    assert "member: Kim Lee" in left.err
    assert staged.last_of(concerns.Left).asked
    assert staged.last_of(members.Ended).person == staged.kim
    after = staged("partner", "show", "icp", "west", "--json", "--on", "2024-07-02").json
    assert (after["left"], {one["what"] for one in after["holds"]}) == (
        "2024-07-01",
        {"seat", "duty to consult it", "concern", "target"},
    )
    assert after["by the terms"] == "a partner"
    owed = staged("duty", "show", duty, "--party", "west", "--json").json["answers"]
    assert [one["period"] for one in owed] == [f"2024-0{month}" for month in range(1, 7)]
    assert staged("duty", "show", duty, "--party", "wst").code == 4
    shown = staged("concern", "show", code)
    assert ("Figures" in shown.out, "We shall not" in shown.out) == (True, True)
    again = staged.record("member", "appoint", "icp", "Jo Bloggs", "--seat", "west", "--began", "2024-07-02")
    assert (again.code, "CNC-11 (Remit default): expected a seat of an organisation" in again.err) == (
        3,
        True,
    )


def test_a_concern_is_closed_or_goes_on_as_a_dispute(staged: Desk) -> None:  # HIW-6
    words = ("concern", "raise", "icp", "west", "--by", "east", "--text", "Closed", "--evidence", "Figures")
    codes = [str(staged.record(*words, "--on", "2024-04-03", "--json").json["concern"]) for _ in range(3)]
    dispute = raises(staged)
    does(staged, "concern", "answer", codes[0], "--changes", "--text", "We shall", "--on", "2024-04-10")
    assert staged("concern", "list", "icp").rows[0][5] == "answered: will change"
    does(staged, "concern", "close", codes[0], "--text", "They did", "--on", "2024-05-10")
    go_on = ("concern", "escalate", codes[1], "dispute", "--dispute", dispute, "--text", "No")
    does(staged, *go_on, "--on", "2024-05-10")
    stands = [row[5] for row in staged("concern", "list", "icp").rows]
    assert stands == ["closed", f"gone on to {dispute}", "put"]
    shown = staged("concern", "show", codes[1], "--json").json
    assert [one["what"] for one in shown["course"]] == ["put", f"gone on to {dispute}"]
    assert staged("concern", "show", codes[0], "--on", "2024-04-02").code == 4


PACT = """\
title: The pact
cited: Pact
body: icp
parties:
  - {party: 'organisation:east', signs: [leader], clause: "2"}
  - {party: 'organisation:west', signs: [leader]}
stages:
  - {kind: stage, rule: STG-7, clause: '8', basis: stated, says: they meet in good faith, stage: good-faith,
     title: Good faith, by_parties: true, days: 7}
"""


def test_a_dispute_under_an_agreement_goes_by_its_stages_and_says_so(staged: Desk) -> None:  # PLA-8, HIW-1
    made = staged.record("agreement", "make", staged.write("pact.yaml", PACT), "--on", "2024-01-10", "--json")
    pact = str(made.json["agreement"])
    missing = [
        (row["what"], row["owner"], row["clause"], row["settled by"])
        for row in staged("due", "icp", "--on", "2024-01-15", "--json").json
        if row["kind"] == "signature of an agreement"
    ]
    assert missing == [
        (
            f"The pact: signature for organisation:{code}, as leader",
            f"organisation:{code}",
            clause,
            f"remit agreement sign {pact} organisation:{code} PERSON --office leader",
        )
        for code, clause in (("east", "Pact 2"), ("west", "Pact"))
    ]
    for person, code in (("Jo Bloggs", "east"), ("Kim Lee", "west")):
        does(staged, "person", "affiliate", person, code, "leader", "--began", "2024-01-01")
        does(staged, "agreement", "sign", pact, code, person, "--office", "leader", "--on", "2024-01-20")
    shown = staged("agreement", "show", pact, "--on", "2024-02-01", "--json").json
    assert shown["stages of a dispute"] == [
        {
            "stage": "good-faith",
            "title": "Good faith",
            "order": None,
            "convened by": "a party",
            "limit": "7 calendar days",
            "effect held": "no",
            "clause": "Pact 8",
            "says": "they meet in good faith",
        }
    ]
    code = raises(staged, "--agreement", pact)
    refused = staged.record("dispute", "stage", code, "talks", "--by", "east", "--on", "2024-04-03")
    assert (refused.code, "a stage of the agreement: good-faith, got talks" in refused.err) == (3, True)
    does(staged, "dispute", "stage", code, "good-faith", "--by", "east", "--on", "2024-04-03")
    told = staged("dispute", "show", code, "--on", "2024-05-01")
    assert f"stages of    {pact} (Pact 8)\n" in told.out
    assert "stage good-faith: STG-7 (Pact 8): they meet in good faith\n" in told.out
    assert "time limit: 7 calendar days from 2024-04-03, last day 2024-04-10: past" in told.out
    assert staged("dispute", "show", raises(staged), "--json").json["stages of"] == "the terms (ToR 2023 8)"
    (due,) = [
        row
        for row in staged("due", "icp", "--on", "2024-04-04", "--json").json
        if row["kind"] == "dispute stage"
    ]
    assert (due["last"], due["id"]) == ("2024-04-10", f"{code}/good-faith")
    stages = staged.write("stages.yaml", PACT.split("stages:\n")[1].replace("STG-7", "STG-8"))
    deed = ("agreement", "vary", pact, "Deed 1", "--text", "x", "--all-agreed", "--on", "2024-05-02")
    does(staged, *deed, "--stages", stages)
    assert staged.last_of(agreements.Varied).stages == (
        terms.StageRule(
            rule="STG-8",
            clause="8",
            basis="stated",
            says="they meet in good faith",
            stage="good-faith",
            title="Good faith",
            by_parties=True,
            days=7,
        ),
    )


def test_an_act_whose_effect_is_held_is_shown_contested(staged: Desk) -> None:  # PLA-8
    grant = ("delegation", "grant", "--by", "icp", "--to", "Jo Bloggs", "--function", "grants")
    given = staged.record(*grant, "--power", "scheme 4.1", "--on", "2024-01-02", "--json").json["delegation"]
    what = (
        "--function",
        "grants",
        "--amount",
        "GBP 100.00",
        "--text",
        "Food",
        "--on",
        "2024-03-25",
        "--json",
    )
    act = str(staged.record("delegation", "act", given, *what).json["act"])
    code = raises(staged, "--decision", act, "--holds", "--departure", "as agreed")
    line = f"contested: its effect is held by dispute {code}"
    told = staged("authority", "explain", act)
    assert (told.code, f"{line}\n" in told.out, "key decision" in told.out) == (8, True, False)
    assert staged("delegation", "acts", given).rows[0][-1] == line
    assert staged("delegation", "acts", given, "--on", "2024-04-01").rows[0][-1] == ""
    does(staged, "dispute", "settle", code, "confirmed", "--text", "It stands", "--departure", "talks failed")
    assert staged("authority", "explain", act).code == 0

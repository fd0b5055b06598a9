"""``remit risk`` and ``remit lead``: shares as stated, what a decision enacts, gaps, and no authority."""

from __future__ import annotations

import pytest
from tests.ledger_cli.desk import MINUTES, Desk, Said

from ledger.errors import Malformed
from ledger.facts import decisions, leads, risks
from ledger.facts.risks import Bearer, Score
from ledger.facts.words import Money
from ledger_cli.risking import bearer_of, score, score_of, shares

EAST, WEST, TRUST = (f"organisation:{code}" for code in ("east", "west", "trust"))
RAISE = ("risk", "raise", "icp", "--text", "Too few beds", "--owner", "east=50%", "--contributor", "west=30%")


def rows(said: Said, *columns: str) -> list[tuple[str, ...]]:
    """Give some columns of an answer."""
    names = said.out.splitlines()[0].split("\t")
    return [tuple(row[names.index(column)] for column in columns) for row in said.rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("east", Bearer(EAST)),
        ("body:icp=12.5%", Bearer("body:icp", 1_250)),
        ("east=100 %", Bearer(EAST, 10_000)),
        ("east=0.01%", Bearer(EAST, 1)),
        ("east=60%+£6000", Bearer(EAST, 6_000, None, Money(600_000, "GBP"))),
        ("east=EUR 1.00", Bearer(EAST, None, None, Money(100, "EUR"))),
        ("east=a third", Bearer(EAST, None, "a third")),
    ],
)
def test_a_share_is_read_as_stated(text: str, expected: Bearer) -> None:  # PBP-6, SYS-3
    assert bearer_of(text) == expected


@pytest.mark.parametrize(
    "text", ["east=0%", "east=100.01%", "east=50%+40%", "east=£1+£2", "east=a third+30%", "=50%", "p-x y"]
)
def test_a_share_that_is_none_is_refused(text: str) -> None:  # PBP-6
    with pytest.raises(Malformed, match="expected an? "):
        bearer_of(text)


def test_scores_and_shares_are_said_as_stated() -> None:  # PBP-6, SYS-3
    assert (score_of("4x5"), score_of("6x5")) == (Score(4, 5), Score(printed="6x5"))
    assert (score(Score(4, 5)), score(Score(4, 5, "red")), score(Score(printed="red")), score(None)) == (
        "4 x 5 = 20",
        "4 x 5 = 20 (red)",
        "red",
        None,
    )
    assert shares(()) is None
    assert shares((Bearer(EAST), Bearer(WEST))) == "not stated"
    assert shares((Bearer(EAST, 6_000), Bearer(WEST, 4_000))) == "100 % stated"
    assert shares((Bearer(EAST, 6_000), Bearer(WEST, 5_000))) == "110 % stated, 10 % more than the whole"
    third = (Bearer(EAST, 6_000), Bearer(WEST, None, "a third"))
    assert shares(third) == f"60 % stated, 40 % not stated; no share in percent: {WEST}"


def test_a_risk_is_raised_scored_reviewed_and_closed(desk: Desk) -> None:  # PBP-6
    review = ("--review", "by March 2024", "--on", "2024-01-10")
    made = desk.record(*RAISE, "--contributor", "trust", *review, "--json")
    code = made.json["risk"]
    assert desk.last_of(risks.Raised).bearing == risks.Bearing(
        Bearer(EAST, 5_000), (Bearer(WEST, 3_000), Bearer(TRUST))
    )
    scored = desk.record("risk", "score", code, "--before", "4x5", "--after", "2x5", "--on", "2024-01-10")
    assert scored.code == 0
    columns = ("what", "owner", "shares", "before", "after", "review", "stands")
    listed = desk("risk", "list", "icp", "--on", "2024-04-01")
    assert (listed.code, rows(listed, *columns)) == (
        1,
        [
            (
                "Too few beds",
                f"{EAST}: 50 %",
                f"80 % stated, 20 % not stated; no share in percent: {TRUST}",
                "4 x 5 = 20",
                "2 x 5 = 10",
                "by March 2024, overdue",
                "open",
            )
        ],
    )
    due = desk("due", "icp", "--on", "2024-04-01")
    assert f"remit risk review {code} --text TEXT" in due.out
    assert "risk to be reviewed: Too few beds" in due.out
    assert "1 open, 0 without an owner, 1 review overdue" in desk("status", "icp", "--on", "2024-04-01").out
    desk.record("risk", "review", code, "--text", "ten found", "--review", "autumn", "--on", "2024-04-01")
    assert desk("risk", "list", "icp", "--on", "2024-04-01").code == 8
    desk.record("risk", "assign", code, "--owner", "trust", "--on", "2024-04-02")
    desk.record("risk", "accept", code, "--by", "Jo Bloggs", "--text", "so be it", "--on", "2024-04-03")
    assert desk.record("risk", "close", code, "--text", "over", "--on", "2024-05-01").code == 0
    assert desk("risk", "list", "icp", "--open", "--on", "2024-05-01").rows == []
    assert rows(desk("risk", "list", "icp"), "owner", "stands", "review") == [(TRUST, "closed", "")]
    shown = desk("risk", "show", code, "--json").json
    assert [(one["what"], one["detail"], one["text"]) for one in shown["course"]] == [
        ("raised", f"{EAST}: 50 %; {WEST}: 30 %; {TRUST}", "Too few beds"),
        ("scored", "before mitigation: 4 x 5 = 20", None),
        ("scored", "after mitigation: 2 x 5 = 10", None),
        ("reviewed", "next autumn", "ten found"),
        ("assigned", TRUST, None),
        ("accepted", "Jo Bloggs", "so be it"),
        ("closed", None, "over"),
    ]
    before = desk("risk", "show", code, "--on", "2024-01-10", "--json").json
    assert before["bearers"][2] == {
        "party": TRUST,
        "as": "contributes",
        "share": "not stated",
        "amount": None,
    }
    again = desk.record("risk", "close", code, "--text", "x", "--on", "2024-05-02")
    assert (again.code, f"{code}, closed on 2024-05-01" in again.err) == (3, True)


def test_shares_are_enacted_by_a_decision_and_shown_with_what_it_is_worth(desk: Desk) -> None:  # PLD-7
    parts_ = "[{kind: decision, text: Each bears a part}]"
    resolved = f"  - {{number: '3', title: Beds, resolved: {{way: consensus, parts: {parts_}}}}}\n"
    minutes = MINUTES.replace("next_meeting:", f"{resolved}next_meeting:")
    assert desk.record("record", desk.write("minutes.yaml", minutes)).code == 0
    decision = desk.last_of(decisions.Resolved).resolution
    code = desk.record(*RAISE, "--on", "2024-03-01", "--json").json["risk"]
    parts = ("--part", "east=60%+£6000", "--part", "west=a third", "--whole", "£10000")
    share = ("risk", "share", code, *parts, "--on", "2024-04-01")
    wrong = desk.record(*share, "--decision", "d-" + "a" * 16)
    assert (wrong.code, "RSK-9" in wrong.err) == (3, True)
    assert desk.record(*share, "--decision", decision).code == 0
    enacted = desk("risk", "show", code, "--json").json["enacted"]
    assert [(one["party"], one["share"], one["amount"]) for one in enacted] == [
        (EAST, "60 %", "GBP 6,000.00"),
        (WEST, "a third", None),
    ]
    whole = f"GBP 10,000.00; 60 % stated, 40 % not stated; no share in percent: {WEST}"
    assert {(one["of"], one["by the decision"]) for one in enacted} == {(whole, f"{decision} (valid)")}
    gone = ("decision", "rescind", decision, "--reason", "wrong", "--on", "2024-04-10")
    assert desk.record(*gone).code == 0, "what was enacted by it is shown with what it is worth"
    later = desk("risk", "show", code, "--on", "2024-04-11").out
    assert f"{decision} (rescinded" in later
    assert f"{decision} (valid)" in desk("risk", "show", code, "--on", "2024-04-09").out
    lost = desk.record(*share, "--decision", "d-" + "b" * 16, "--gain", "--departure", "minutes lost")
    assert lost.code == 0
    assert f"d-{'b' * 16} (not on record)" in desk("risk", "show", code).out


def test_what_a_partner_that_leaves_bears_and_leads_stays_until_it_is_changed(desk: Desk) -> None:  # HIW-6
    code = desk.record(*RAISE, "--on", "2024-03-01", "--json").json["risk"]
    assert desk.record(*SEEK, "--on", "2024-03-01").code == 0
    designate = ("lead", "designate", "icp/diabetes", "lead", "Jo Bloggs", "--organisation", "west")
    assert desk.record(*designate, "--on", "2024-03-01").code == 0
    assert f"{code}, which it owns" in desk("partner", "show", "icp", "east", "--on", "2024-03-01").out
    west = desk("partner", "show", "icp", "west", "--on", "2024-03-01").out
    assert (f"{code}, to which it contributes" in west, "Management lead of Diabetes" in west) == (True, True)
    assert desk.record("risk", "close", code, "--text", "over", "--on", "2024-04-01").code == 0
    assert code not in desk("partner", "show", "icp", "east", "--on", "2024-04-01").out


def test_what_an_organisation_that_ended_bears_and_leads_is_shown_with_its_end(desk: Desk) -> None:  # SYS-1
    code = desk.record(*RAISE, "--on", "2024-03-01", "--json").json["risk"]
    assert desk.record(*SEEK, "--accountable-to", "west", "--on", "2024-03-01").code == 0
    designate = ("lead", "designate", "icp/diabetes", "lead", "Kim Lee", "--organisation", "west")
    assert desk.record(*designate, "--on", "2024-03-01").code == 0
    target = ("target", "set", "icp", "--text", "One plan", "--due", "by May 2024", "--on", "2024-03-01")
    made = desk.record(*target, "--owner", "organisation:west", "--json").json["target"]
    end = ("organisation", "end", "west", "--order", "SI 2024/1", "--successor", "east", "--on", "2024-04-01")
    told = desk.record(*end).err.splitlines()
    assert f"  target: One plan ({made}): passes to east" in told
    assert f"  risk: {code}, to which it contributes: stays so until it is assigned anew" in told
    assert f"  lead: Kim Lee ({desk.kim}) as Management lead of Diabetes: stays until it is ended" in told
    for day, ended in (("2024-03-31", ""), ("2024-04-01", " (ended 2024-04-01)")):
        listed = desk("risk", "list", "icp", "--on", day)
        assert rows(listed, "owner", "contributors") == [(f"{EAST}: 50 %", f"{WEST}{ended}: 30 %")]
        assert f"{WEST}{ended}\tcontributes" in desk("risk", "show", code, "--on", day).out
        assert rows(desk("lead", "show", "icp", "--on", day), "organisation") == [(f"west{ended}",)]
        authority = desk("lead", "authority", "icp/diabetes", "--on", day).out
        assert f"{WEST}{ended}\tnone on record" in authority
        assert "Management lead, Kim Lee: given by 0 of 1" in authority


def test_a_score_on_another_scale_is_kept_as_printed_and_said_so(desk: Desk) -> None:  # PBP-6, SYS-3
    code = desk.record(*RAISE, "--on", "2024-03-01", "--json").json["risk"]
    score_ = ("risk", "score", code, "--on", "2024-03-01", "--before")
    assert "not read as a score from 1x1 to 5x5: “4x6” is kept as printed" in desk.record(*score_, "4x6").err
    assert "not read as" not in desk.record(*score_, "5x5").err


def test_what_is_no_risk_is_told(desk: Desk) -> None:
    for code in ("rk-" + "a" * 16, "nothing"):
        assert "expected a risk that the ledger knows" in desk("risk", "show", code).err
    code = desk.record(*RAISE, "--on", "2024-03-01", "--json").json["risk"]
    assert desk("risk", "show", code, "--on", "2024-02-29").code == 4
    assert desk.record("risk", "score", code).code == 2


SEEK = ("lead", "seek", "icp", "diabetes", "Diabetes", "--designation", "lead=Management lead")


def test_one_management_lead_needs_a_parallel_authority_from_each(desk: Desk) -> None:  # HIW-10, HIW-2, PLD-5
    to = ("--accountable-to", "east", "--accountable-to", "west", "--due", "by 30 January 2024")
    made = desk.record(*SEEK, *to, "--clause", "commitment 5", "--on", "2024-01-10", "--json").json["lead"]
    gap = desk("lead", "show", "icp", "--on", "2024-02-01")
    assert (gap.code, rows(gap, "designation", "person", "since")) == (
        1,
        [("Management lead", "nobody", "2024-01-10")],
    )
    due = desk("due", "icp", "--on", "2024-02-01").out
    assert "Management lead of Diabetes: to be designated" in due
    assert f"remit lead designate {made} lead PERSON" in due
    assert "1 designation that nobody has" in desk("status", "icp", "--on", "2024-02-01").out
    assert desk("lead", "authority", made).code == 1
    grants = ("delegation", "grant", "--to", "Jo Bloggs", "--function", "beds", "--power", "scheme 4.1")
    checks = [("authority", "check", "beds", "--by", "Jo Bloggs"), ("authority", "who", "beds")]
    assert desk.record(*grants, "--by", "organisation:east", "--on", "2024-01-10").code == 0
    before = [desk(*one, "--on", "2024-03-01") for one in checks]
    designate = ("lead", "designate", "icp/diabetes", "lead")
    assert desk.record(*designate, "Jo Bloggs", "--organisation", "east", "--on", "2024-02-01").code == 0
    assert [desk(*one, "--on", "2024-03-01") for one in checks] == before, "a designation changes no answer"
    assert desk("lead", "show", "icp", "--on", "2024-02-01").code == 0
    half = desk("lead", "authority", made, "--on", "2024-03-01")
    assert (half.code, "given by 1 of 2; by every one of them: nothing" in half.out) == (1, True)
    assert f"{WEST}\tnone on record" in half.out
    assert desk.record(*grants, "--by", "organisation:west", "--on", "2024-03-01").code == 0
    both = desk("lead", "authority", "icp/diabetes", "--on", "2024-03-01", "--json")
    (told,) = both.json["leads"]
    assert (both.code, told["givers"], told["by all"]) == (0, 2, ["beds"])
    second = desk.record(*designate, "Kim Lee", "--organisation", "west", "--on", "2024-03-01")
    assert (second.code, "LED-5 (Remit default)" in second.err) == (3, True)
    end = ("lead", "end", made, "lead", "Jo Bloggs", "--reason", "a new post", "--on", "2024-04-01")
    assert desk.record(*end).code == 0
    assert desk.last_of(leads.Ended).person == desk.jo
    assert rows(desk("lead", "show", "icp"), "person", "since") == [("nobody", "2024-04-01")]
    assert desk.record("lead", "withdraw", made, "--reason", "joined", "--on", "2024-05-01").code == 0
    assert (desk("lead", "show", "icp").code, desk("lead", "show", "icp").rows) == (0, [])


def test_leads_that_answer_to_nobody_stated_are_told(desk: Desk) -> None:  # HIW-10
    made = desk.record(*SEEK, "--on", "2024-01-10", "--json").json["lead"]
    nobody = desk("lead", "authority", made)
    assert (nobody.code, "nobody leads Diabetes" in nobody.out) == (8, True)
    designate = ("lead", "designate", "icp/diabetes", "lead", "Jo Bloggs", "--organisation", "east")
    assert desk.record(*designate, "--on", "2024-01-10").code == 0
    silent = desk("lead", "authority", made)
    assert (silent.code, "by every one of them" in silent.out) == (8, False)
    assert "it is not said to whom whoever leads Diabetes answers" in silent.out
    wrong = desk.record(*SEEK[:5], "--designation", "lead")
    assert (wrong.code, "expected a designation as CODE=TITLE" in wrong.err) == (4, True)
    for text in ("ld-" + "a" * 16, "icp/eyes"):
        assert "expected a lead that the ledger knows" in desk("lead", "authority", text).err

"""``remit decision``: what a decision is worth, what became of it, and the sentence that says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ledger_cli.desk import Desk, kept

from ledger.facts import decisions, outcomes
from ledger.facts.words import Words

D, OTHER, LATER = "d-" + "a" * 16, "d-" + "b" * 16, "d-" + "e" * 16
PLACE = "item 1, decision"


@pytest.fixture
@kept
def decided(sitting: Desk) -> Desk:
    """Give a meeting that resolved a recommendation and something in principle, and later something else."""
    meeting, item = "m-" + "a" * 16, "i-" + "a" * 16
    advice = decisions.Part("1", "recommendation", Words.of("Pool the budget"), to=("east", "west"))
    agreed = decisions.Part(
        "2", "in principle", Words.of("Use it"), Words.of("all approve"), due="2024-06-01"
    )
    for code, parts in ((D, (advice, agreed)), (OTHER, (decisions.Part("1", "support", Words.of("Help")),))):
        body = decisions.Resolved(code, meeting, item, "not recorded", (), parts)
        sitting.meets(body)
    return sitting


def worth(desk: Desk, *more: str, code: str = D) -> list[str]:
    return [one["worth"] for one in desk("decision", "show", code, "--json", *more).json]


def test_a_recommendation_is_tracked_and_a_condition_lapses(decided: Desk) -> None:  # PLA-7b, LSC-M3
    shown = decided("decision", "show", D, "--on", "2024-04-01")
    assert shown.code == 0
    assert shown.rows[0][:4] == ["1", "recommendation", "recommendation awaiting answers", "east, west"]
    assert f"entry {decided.size - 1}  2024-03-25  recommendation" in shown.out
    said = decided.record(
        "decision", "answer", D, "east", "accepted", "--text", "agreed", "--on", "2024-04-20"
    )
    assert (said.code, decided.last_of(outcomes.Answered).answer) == (0, "accepted")
    decided.record("decision", "answer", D, "west", "declined", "--on", "2024-05-20")
    assert worth(decided, "--on", "2024-05-01")[0] == "recommendation awaiting answers"
    assert worth(decided)[0] == "recommendation accepted, declined by west"
    assert worth(decided)[1] == "lapsed: its condition was not met by 2024-06-01"
    refused = decided.record("decision", "answer", D, "trust", "accepted")
    assert (refused.code, "got one that went to east, west" in refused.err) == (3, True)


def test_a_sentence_says_what_it_is_worth(decided: Desk) -> None:  # LSC-10.4, PLA-7b
    said = decided("decision", "sentence", D, "--on", "2024-04-01").out.splitlines()
    awaited = "answers are awaited from east and west, and nothing is decided."
    subject = "subject to a condition that is still to be met by 1 June 2024."
    day = "on 25 March 2024"
    assert said == [
        f"The partnership recommended this {day} ({PLACE} {D}, part 1); {awaited}",
        f"The partnership agreed this in principle {day} ({PLACE} {D}, part 2), {subject}",
    ]
    (support,) = decided("decision", "sentence", OTHER).out.splitlines()
    assert (
        support == f"The partnership supported this on 25 March 2024 ({PLACE} {OTHER}): commits to nothing."
    )
    decided.record("decision", "settle", D, "--part", "2", "--met", "--how", "they did", "--on", "2024-05-01")
    (valid,) = decided("decision", "sentence", D, "--part", "2").out.splitlines()
    assert valid.endswith(f"agreed this in principle on 25 March 2024 ({PLACE} {D}, part 2).")
    wrong = decided("decision", "sentence", D, "--part", "3")
    assert (wrong.code, f"expected a part of {D} (1, 2), got 3" in wrong.err) == (4, True)


def test_each_change_is_a_fact_with_its_ground(decided: Desk) -> None:  # LSC-10.5
    why = ("--reason", "why", "--on", "2024-04-02")
    assert decided.record("decision", "contest", D, *why).code == 0
    assert set(worth(decided)) == {"contested"}
    assert "): contested, since 2 April 2024." in decided("decision", "sentence", D, "--part", "1").out
    assert decided.record("decision", "end-contest", D, *why).code == 0
    refused = decided.record("decision", "ratify", D, "--part", "2", "--by", OTHER, *why)
    assert (refused.code, "OUT-7" in refused.err) == (3, True)  # support decides nothing
    assert decided.record("decision", "ratify", D, *why).code == 2
    only = decisions.Part("1", "decision", Words.of("Keep it"))
    meeting, item = "m-" + "a" * 16, "i-" + "a" * 16
    decided.meets(decisions.Resolved(LATER, meeting, item, "not recorded", (), (only,)))
    assert decided.record("decision", "supersede", D, "--part", "2", "--by", LATER, *why).code == 0
    assert worth(decided)[1] == "superseded"
    assert decided.record("decision", "rescind", D, "--part", "2", *why).code == 0
    assert worth(decided)[1] == "rescinded"
    assert decided.record("decision", "set-aside", D, "--by", "High Court", *why).code == 0
    assert set(worth(decided)) == {"set aside by High Court"}
    size = decided.size
    assert worth(decided, "--known-at", str(size - 1))[1] == "rescinded"
    assert worth(decided, "--known-at", str(size - 6), "--on", "2024-04-01")[1] == "conditional"


def test_a_defect_is_found_and_a_person_takes_a_view(decided: Desk) -> None:  # LSC-10.5
    what = ("--text", "one got no notice", "--on", "2024-04-02")
    assert decided.record("decision", "defect", OTHER, "vacancy", *what).code == 0
    assert worth(decided, code=OTHER) == ["with a defect that nothing cures"]
    view = ("--by", "Jo Bloggs", "--yes-it-was", "--text", "nobody knew")
    assert decided.record("decision", "good-faith", OTHER, "vacancy", *view).code == 0
    assert decided.last_of(outcomes.GoodFaithViewed).person == decided.jo
    shown = decided("decision", "show", OTHER)
    assert f"in the view of Jo Bloggs ({decided.jo})" in shown.out


def test_what_is_claimed_has_no_record_until_it_is_traced(decided: Desk) -> None:  # SYS-2
    said = decided.record(
        "decision",
        "claim",
        "icp",
        "--text",
        "A workshop",
        "--taken",
        "March 2024",
        "--by",
        "Jo Bloggs",
        "--json",
    )
    claim = said.json["claim"]
    listed = decided("decision", "claims", "icp")
    assert (listed.code, listed.rows[0][2:5]) == (8, ["A workshop", "March 2024", "claimed, no record"])
    assert decided.record("decision", "trace", claim, OTHER, "--on", "2024-07-01").code == 0
    traced = decided("decision", "claims", "icp")
    assert (traced.code, traced.rows[0][4:]) == (0, ["known only since 2024-07-01", OTHER])
    before = decided("decision", "claims", "icp", "--known-at", str(decided.size - 1))
    assert before.rows[0][4] == "claimed, no record"


def test_a_decision_that_is_not_known_is_said(decided: Desk) -> None:
    for name in ("d-" + "z" * 16, "nothing"):
        said = decided("decision", "show", name)
        assert (said.code, "expected a resolution that the ledger knows" in said.err) == (4, True)
        assert "remit authority explain" not in said.err
    act = decided("decision", "show", "a-" + "z" * 16)
    assert (act.code, "(of an act under a delegation: remit authority explain)" in act.err) == (4, True)


def test_without_power_the_sentence_says_that_it_stands_as_a_recommendation(sitting: Desk) -> None:  # LSC-3.1
    text = Path("terms.yaml").read_text(encoding="utf-8")
    power = (
        "  - "
        "{kind: power, rule: SCO-1, clause: '4.3', basis: stated, says: its own matters, own: [strategy]}\n"
    )
    matters = (
        "matters:\n  - "
        "{matter: strategy, title: Strategy, clause: '2'}\n  - {matter: roads, title: Roads, clause: '3'}\n"
    )
    revised = text.replace('version: "2023"', 'version: "2024"').replace(
        "rules:\n", f"{matters}rules:\n{power}"
    )
    sitting.record("terms", "adopt", sitting.write("revised.yaml", revised), "--in-force", "2024-01-01")
    at = ("2024-03-25", "icp", "--item", "1", "--text", "Build it")
    refused = sitting.record("motion", "resolve", *at, "--matter", "roads")
    assert (refused.code, "SCO-1 (ToR 2023 4.3): expected its own matters" in refused.err) == (3, True)
    kept = sitting.record(
        "motion", "resolve", *at, "--matter", "roads", "--departure", "so minuted", "--json"
    )
    code = kept.json["decision"]
    assert worth(sitting, code=code) == ["appears outside authority"]
    (said,) = sitting("decision", "sentence", code).out.splitlines()
    assert "the body had no power to decide it on the record, so it stands as a recommendation." in said
    assert said.endswith("Beside it stands: not met (SCO-1, ToR 2023 4.3); recorded as a departure.")
    own = sitting.record("motion", "resolve", *at, "--departure", "so minuted", "--json").json["decision"]
    shown = sitting("decision", "show", own)
    assert (shown.code, shown.rows[0][2]) == (8, "not known")
    (unknown,) = sitting("decision", "sentence", own).out.splitlines()
    assert "; whether it is valid is not known on the record: not known (SCO-1, ToR 2023 4.3)" in unknown

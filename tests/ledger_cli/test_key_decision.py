"""``remit key-decision`` and ``remit decision``: from the forward plan to the end of a call-in."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ledger_cli.desk import TERMS, Desk, kept

from ledger.facts import decisions, keydecisions
from ledger.facts.words import Words

RULE = """\
  - kind: key decisions
    rule: PLN-1
    clause: "16.2"
    basis: stated
    says: a key decision announced 28 clear days before
    matters: [strategy]
    notice: 28
    exception: 5
    urgent_by: [chair]
    call_in: 5
    scrutiny: overview
    least: 2
matters:
  - {matter: strategy, title: Strategy, clause: "16.1"}
"""
E, D = "e-" + "a" * 16, "d-" + "a" * 16


@pytest.fixture
@kept
def keyed(sitting: Desk) -> Desk:
    """Give a body with a rule on key decisions, a calendar, and a body that scrutinises it."""
    text = TERMS.replace('version: "2023"', 'version: "2024"') + RULE
    Path("keyed.yaml").write_text(text, encoding="utf-8")
    on = ("--on", "2024-01-02")
    for line in (
        ("terms", "adopt", "keyed.yaml", "--in-force", "2024-01-02", *on),
        ("calendar", "adopt", "icp", "--years", "2024", *on),
        ("body", "constitute", "overview", "Overview", "--instrument", "s.9F of the Act", *on),
        ("member", "appoint", "overview", "Kim Lee", "--began", "2024-01-02", *on),
        ("member", "appoint", "overview", "Lou May", "--began", "2024-01-02", *on),
    ):
        said = sitting.record(*line)
        assert said.code == 0, said.err
    return sitting


def resolve(desk: Desk, key: str) -> None:
    part = decisions.Part("1", "decision", Words.of("Adopt it"), matter="strategy", key=key)
    desk.meets(
        decisions.Resolved(D, "m-" + "a" * 16, "i-" + "a" * 16, "not recorded", (), (part,)),
    )


def test_the_forward_plan_shows_what_was_announced_and_taken(keyed: Desk) -> None:
    what = ("--matter", "strategy", "--text", "Adopt the strategy", "--expected", "March 2024")
    said = keyed.record("key-decision", "announce", "icp", *what, "--on", "2024-02-25", "--json")
    key = said.json["key decision"]
    late = keyed.record("key-decision", "announce", "icp", *what, "--on", "2024-02-26", "--json")
    other = late.json["key decision"]
    shown = keyed("key-decision", "plan", "icp", "--on", "2024-03-01")
    one = ["strategy", "Adopt the strategy", "March 2024"]
    assert (shown.code, shown.rows) == (
        0,
        [[key, *one, "2024-02-25", "2024-03-25", ""], [other, *one, "2024-02-26", "2024-03-26", ""]],
    )
    assert [row[0] for row in keyed("key-decision", "plan", "icp", "--on", "2024-02-25").rows] == [key]
    why = ("--reason", "why", "--on", "2024-03-10")
    excepted = keyed.record("key-decision", "except", other, "general exception", "--by", "Jo Bloggs", *why)
    assert (excepted.code, "KDE-5 (ToR 2023 16.2)" in excepted.err) == (3, True)
    resolve(keyed, key)
    assert keyed.record("key-decision", "withdraw", other, *why).code == 0
    (row,) = keyed("key-decision", "plan", "icp", "--on", "2024-03-25").rows
    assert row[-1] == f"{D} on 2024-03-25"
    assert keyed("key-decision", "plan", "icp", "--on", "2024-03-24").rows[0][-1] == ""
    unknown = keyed.record("key-decision", "withdraw", E, *why)
    assert (unknown.code, "expected the id of an entry of a forward plan" in unknown.err) == (4, True)


def test_what_was_not_announced_is_refused_at_the_meeting(keyed: Desk) -> None:
    announced = keydecisions.Announced(E, "icp", "strategy", Words.of("Adopt it"))
    keyed.meets(announced, on="2024-02-26")
    what = ("2024-03-25", "icp", "--item", "1", "--text", "Adopt it", "--matter", "strategy")
    refused = keyed.record("motion", "resolve", *what, "--announced", E)
    assert (refused.code, "part 1, announced 2024-02-26 for 2024-03-25" in refused.err) == (3, True)
    agreed = keyed.record(
        "key-decision", "except", E, "special urgency", "--reason", "why", "--departure", "x"
    )
    assert agreed.code == 0
    departed = keyed.record("motion", "resolve", *what, "--announced", E, "--departure", "it could not wait")
    assert (departed.code, keyed.last_of(decisions.Resolved).parts[0].key) == (0, E)


def test_a_decision_is_published_called_in_and_released(keyed: Desk) -> None:
    keyed.meets(keydecisions.Announced(E, "icp", "strategy", Words.of("Adopt it")), on="2024-02-25")
    resolve(keyed, E)

    def worth(day: str) -> tuple[str, str | None, list[str]]:
        (one,) = keyed("decision", "show", D, "--on", day, "--json").json
        return one["worth"], one["not_before"], [each for each in one["beside"] if "not met" not in each]

    assert worth("2024-03-26") == ("valid", None, ["not published yet"])
    said = keyed("decision", "sentence", D, "--on", "2024-03-26").out
    assert said.endswith(f"{D}). Beside it stands: not published yet.\n")
    assert keyed.record("decision", "publish", D, "--on", "2024-03-27").code == 0
    # Good Friday and Easter Monday lie between: 28 March, 2, 3, 4 and 5 April are five clear working days.
    shown = keyed("decision", "show", D, "--on", "2024-03-28")
    assert "part 1: not to be implemented before 2024-04-06" in shown.out
    said = keyed("decision", "sentence", D, "--on", "2024-03-28").out
    assert said.endswith(f"{D}). It is not to be implemented before 6 April 2024.\n")
    why = ("--reason", "why", "--on")
    few = keyed.record("decision", "call-in", D, "--by", "Kim Lee", *why, "2024-04-05")
    assert (few.code, "expected at least 2 members of overview, got 1" in few.err) == (3, True)
    both = ("--by", "Kim Lee", "--by", "Lou May")
    late = keyed.record("decision", "call-in", D, *both, *why, "2024-04-06")
    assert (late.code, "KDE-9" in late.err) == (3, True)
    assert keyed.record("decision", "call-in", D, *both, *why, "2024-04-05").code == 0
    assert worth("2024-04-08")[:2] == ("contested", None)
    shown = keyed("decision", "show", D, "--on", "2024-04-08")
    assert f"called in by Kim Lee ({keyed.kim}), Lou May ({keyed.lou})" in shown.out
    said = keyed("decision", "sentence", D, "--on", "2024-04-08").out
    assert f"{D}): contested, since 5 April 2024." in said
    assert keyed.record("decision", "end-call-in", D, "released", *why, "2024-04-10").code == 0
    assert worth("2024-04-10") == ("valid", "2024-04-10", [])

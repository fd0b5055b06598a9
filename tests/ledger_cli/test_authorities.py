"""LSC-S6: a question of authority is answered as an act recorded on that day by that person would be."""

from __future__ import annotations

import pytest
from tests.ledger_cli.authority import POWER, grant, passed
from tests.ledger_cli.desk import Desk, Said

DAY = "2026-04-01"
GIVEN = ("delegation", "grant", "--by", "icp", "--function", "grants", "--power", POWER, "--on", "2026-01-01")


def given(desk: Desk, *more: str) -> str:
    said = desk.record(*GIVEN, *more, "--json")
    assert said.code == 0, said.err
    return str(said.json["delegation"])


def check(desk: Desk, by: str, *more: str, amount: str = "100") -> Said:
    return desk("authority", "check", "grants", amount, "--by", by, *more, "--on", DAY)


def acts(desk: Desk, name: str, *more: str) -> Said:
    words = ("delegation", "act", name, "--function", "grants", "--amount", "GBP 100.00", "--text", "Food")
    return desk.record(*words, "--on", DAY, *more)


def rows(desk: Desk, *more: str) -> dict[str, str]:
    said = desk("authority", "who", "grants", "100", *more, "--on", DAY, "--json")
    return {one["who"]: one["may"] for one in said.json}


def test_of_an_office_it_is_yes_only_where_its_holder_is_known(desk: Desk) -> None:  # LSC-S6
    name = given(desk, "--to", "office:icp/chair")
    vacant = check(desk, "Chair")
    assert (vacant.code, f"got office:icp/chair, which nobody holds on {DAY}" in vacant.out) == (1, True)
    assert "office:icp/chair (nobody known)" not in rows(desk)
    elected = desk.record("office", "elect", "icp", "chair", "Jo Bloggs", "--term", "2026/27", "--on", DAY)
    assert (elected.code, "no first day of the tenure is stated: --begins" in elected.err) == (0, True)
    dateless = f"Jo Bloggs ({desk.jo}), whose election as office:icp/chair says no first day"
    for who in ("Chair", "Jo Bloggs"):
        said = check(desk, who)
        assert (said.code, dateless in said.out) == (8, True), said.out
    assert rows(desk)["office:icp/chair (nobody known)"] == "not known"
    act = ("delegation", "act", name, "--function", "grants", "--text", "Food", "--person", "Jo Bloggs")
    refused = desk.record(*act)
    assert (
        refused.code,
        f"DEL-8 (Remit default): expected the holder of {name}, got {dateless}" in refused.err,
    ) == (
        3,
        True,
    )
    begun = (
        "office",
        "elect",
        "icp",
        "chair",
        "Jo Bloggs",
        "--term",
        "2026/27",
        "--begins",
        DAY,
        "--on",
        DAY,
    )
    assert desk.record(*begun, "--departure", "the day was left out").code == 0
    assert [check(desk, who).code for who in ("Chair", "Jo Bloggs")] == [0, 0]
    assert rows(desk)["office:icp/chair (Jo Bloggs)"] == "yes"


def test_an_interest_of_whoever_would_act_makes_it_no(desk: Desk) -> None:  # LSC-S6, D7
    name = given(desk, "--to", "Jo Bloggs", "--to", "office:icp/chair")
    begins = ("--term", "2026/27", "--begins", "2026-01-01", "--on", "2026-01-01")
    assert desk.record("office", "elect", "icp", "chair", "Kim Lee", *begins).code == 0
    for person in ("Jo Bloggs", "Kim Lee"):
        words = ("interest", "register", person, "other", "--nature", "Trustee", "--about", "east")
        assert desk.record(*words, "--on", "2026-01-01").code == 0
    for who, person in (("Jo Bloggs", desk.jo), ("Chair", desk.kim), ("Kim Lee", desk.kim)):
        said = check(desk, who, "--supplier", "east")
        assert (said.code, "DEL-30" in said.out, person in said.out) == (1, True, True), said.out
        assert check(desk, who, "--supplier", "west").code == 0
    refused = acts(desk, name, "--person", "Jo Bloggs", "--supplier", "east")
    assert (refused.code, "DEL-30" in refused.err) == (3, True)
    assert rows(desk, "--supplier", "east") == {"body:icp": "yes"}
    assert len(rows(desk, "--supplier", "west")) == 3


def test_a_supplier_that_nobody_registered_is_refused_with_one_like_it(desk: Desk) -> None:  # LSC-S6, D5
    name = given(desk, "--to", "Jo Bloggs")
    expected = "got 'eastt' (did you mean east?)"
    for said in (acts(desk, name, "--supplier", "eastt"), check(desk, "Jo Bloggs", "--supplier", "eastt")):
        assert (said.code, expected in said.err) == (4, True), said.err
    asked = desk("authority", "who", "grants", "--supplier", "eastt")
    assert (asked.code, expected in asked.err) == (4, True)
    assert acts(desk, name, "--supplier", "east").code == 0


@pytest.mark.parametrize(
    ("more", "amount", "code"),
    [
        ((), "4000", 0),
        (("--instead",), "2000", 1),
        # What is beyond the limit of the delegate was not given away.
        (("--instead",), "4000", 0),
        (("--kind", "advisory"), "4000", 0),
    ],
)
def test_a_giver_that_keeps_its_power_may_decide_itself(
    desk: Desk, more: tuple[str, ...], amount: str, code: int
) -> None:  # LSC-S6
    name = given(desk, "--to", "Jo Bloggs", "--each", "GBP 2500.00", *more)
    said = check(desk, "icp", amount=amount)
    kept = f"on {DAY}, by a decision of its own: it keeps the power it gave ({name})\n"
    assert (said.code, kept in said.out) == (code, code == 0), said.out


def test_a_card_says_what_is_advisory_and_what_is_reserved(desk: Desk) -> None:  # LSC-S6
    given(desk, "--to", "organisation:east", "--kind", "advisory")
    given(desk, "--to", "body:icp", "--kind", "reserved")
    advice = desk("authority", "card", "organisation:east", "--on", DAY).out
    assert "Advisory: nothing is decided under it." in advice
    assert "Without a limit" not in advice
    kept = desk("authority", "card", "icp", "--on", DAY).out
    assert ("Reserved: icp keeps it, and nobody else may do it." in kept, "Without a limit" in kept) == (
        True,
        False,
    )


def test_what_is_revoked_above_is_said_below(desk: Desk) -> None:  # LSC-S6, D1
    parent = grant(desk)
    child = passed(desk, parent)
    assert desk.record("delegation", "revoke", parent, "--reason", "Over", "--on", DAY).code == 0
    told = f"revoked above ({parent}) from {DAY}"
    listed = {one["delegation"]: one["until"] for one in desk("delegation", "list", "--json").json}
    assert listed == {parent: f"revoked from {DAY}", child: told}
    chain = desk("delegation", "show", child, "--json").json["chain"]
    assert [one["until"] for one in chain] == [f"revoked from {DAY}", told]


def test_what_is_needed_is_a_report_or_somebody_who_could(desk: Desk) -> None:  # LSC-S6
    name = given(desk, "--to", "Jo Bloggs", "--report", "body:icp=10")
    wide = given(desk, "--to", "Kim Lee", "--clause", "Scheme 5.1")
    lou = check(desk, "Lou May").out
    assert f"needed: a decision by Jo Bloggs ({desk.jo}) under {name}\n" in lou
    assert f"needed: a decision by Kim Lee ({desk.kim}) under {wide}\n" in lou
    made = acts(desk, name, "--on", "2026-03-01", "--json").json["act"]
    late = check(desk, "Jo Bloggs").out
    assert late.endswith(f"needed: a report of {made} to body:icp, due 2026-03-11 ({name})\n"), late
    assert f"{POWER}; Scheme 5.1" in check(desk, "Kim Lee").out


def test_near_words_are_offered_where_something_is_mistyped(desk: Desk) -> None:  # LSC-S6
    tree = desk.write("tree.yaml", "- {function: contracts, title: Contracts}\n")
    assert desk.record("function", "adopt", tree, "--by", "icp", "--on", "2026-01-01").code == 0
    words = ("delegation", "grant", "--by", "icp", "--power", POWER, "--to", "Jo Bloggs")
    typo = desk.record(*words, "--function", "contract")
    assert (typo.code, "no function contract" in typo.err, "did you mean contracts?" in typo.err) == (
        3,
        True,
        True,
    )
    whom = desk.record(*words[:-1], "Chairr", "--function", "contracts")
    assert (whom.code, "(did you mean office:icp/chair?)" in whom.err) == (4, True)
    file = desk.write("there.txt", "").replace("there.txt", "out.xlsx")
    out = desk("scheme", "export", file, "--by", "icpp")
    assert (out.code, "did you mean icp?" in out.err) == (4, True)
    kept = ("delegation", "grant", "--by", "icp", "--power", POWER, "--to", "body:icp", "--kind", "reserved")
    assert desk.record(*kept, "--function", "contracts").code == 0
    beside = desk.record(*words, "--function", "contracts")
    assert (beside.code, "body:icp reserved contracts (g-" in beside.err) == (0, True)
    shown = desk(
        "delegation", "grant", *words[2:], "--function", "contracts", "--each", "GBP 250000.00", "--dry-run"
    )
    assert "limits GBP 250,000.00 for one act" in shown.err


def test_acts_under_a_delegation_are_listed_and_explained(desk: Desk) -> None:  # LSC-S6
    name = given(desk, "--to", "Jo Bloggs", "--report", "body:icp=10", "--condition", "funded=it is funded")
    refused = acts(desk, name)
    assert "got not said to be: it is funded (funded)" in refused.err
    approved = ("--approved-by", "Kim Lee", "--supplier", "east", "--met", "funded")
    made = acts(desk, name, *approved, "--json").json["act"]
    (row,) = desk("delegation", "acts", name, "--json").json
    jo = f"Jo Bloggs ({desk.jo})"
    assert row == {
        "act": made,
        "day": DAY,
        "who": jo,
        "function": "grants",
        "amount": "GBP 100.00",
        "due": "report to body:icp by 2026-04-11",
        "standing": None,
    }
    told = desk("authority", "explain", made, "--json").json
    assert (told["who"], told["function"], told["amount"]) == ([desk.jo], "grants", "GBP 100.00")
    lines = desk("authority", "explain", made).out
    kim = f"Kim Lee ({desk.kim})"
    for line in ("text: Food", "supplier: east", f"approved: {kim} by {kim}", "conditions met: funded"):
        assert f"{line}\n" in lines, lines
    other = desk.record("delegation", "report", name, made, "--to", "organisation:east", "--on", DAY)
    assert f"no report to organisation:east is asked for under {name}, but to body:icp\n" in other.err
    assert desk.record("delegation", "report", name, made, "--to", "body:icp", "--on", DAY).code == 0
    assert desk("delegation", "acts", name, "--json").json[0]["due"] is None

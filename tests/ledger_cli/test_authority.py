"""``remit authority check``: yes, no or not known, by which chain, and what would be needed instead."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from tests.ledger_cli.authority import POWER, act, grant, passed
from tests.ledger_cli.desk import Desk, Said, kept

from ledger.errors import Malformed
from ledger_cli import choosing
from ledger_cli.main import remit


def ask(
    desk: Desk, person: str, amount: str | None = "GBP 400.00", *more: str, on: str = "2024-03-01"
) -> Said:
    words = ("authority", "check", "grants", *((amount,) if amount else ()), "--by", person, "--on", on)
    return desk(*words, *more)


def test_yes_with_the_chain_and_what_is_left(desk: Desk) -> None:
    parent = grant(desk)
    child = passed(desk, parent)
    act(desk, child)
    size = desk.size
    said = ask(desk, "Kim Lee")
    first, heading, *rows = said.out.splitlines()
    assert said.code == 0
    assert first == f"yes: Kim Lee ({desk.kim}) for grants of GBP 400.00 on 2024-03-01 under {child}"
    assert heading.startswith("delegation\tfrom\tto\tclause")
    assert [row.split("\t")[3] for row in rows] == [POWER, "Scheme 3.2"]
    left = "GBP 19,600.00 of GBP 20,000.00 for all acts"
    assert [row.split("\t")[8] for row in rows] == [left, left]
    assert desk.size == size


def test_no_key_is_needed_to_ask(desk: Desk) -> None:
    grant(desk)
    for key in ("officer.key", "recovery.key"):
        assert desk.write(key, "")
    assert ask(desk, "Jo Bloggs").code == 0


def test_no_with_the_rule_and_who_could_do_it_instead(desk: Desk) -> None:
    parent = grant(desk)
    child = passed(desk, parent)
    said = ask(desk, "Kim Lee", "GBP 2000.00")
    assert said.code == 1
    assert said.out.startswith(f"no: Kim Lee ({desk.kim}) for grants of GBP 2,000.00 on 2024-03-01\n")
    assert said.out.endswith(
        f"not met: DEL-10 (Scheme 3.2): expected at most GBP 500.00 for one act under {child}, "
        f"got GBP 2,000.00\nneeded: a decision by Jo Bloggs ({desk.jo}) under {parent}\n"
        "needed: a decision by body:icp itself\n"
    )


def test_no_where_only_the_body_itself_could_do_it(desk: Desk) -> None:
    passed(desk, grant(desk))
    said = ask(desk, "Kim Lee", "GBP 9000.00")
    assert said.code == 1
    assert said.out.endswith("needed: a decision by body:icp itself, or a wider delegation by it\n")


def test_no_where_nothing_was_ever_given(desk: Desk) -> None:
    said = ask(desk, "Lou May")
    lou = f"Lou May ({desk.lou})"
    assert (said.code, said.out) == (
        1,
        (
            f"no: {lou} for grants of GBP 400.00 on 2024-03-01, to whom no delegation is recorded\n"
            f"needed: a delegation of grants to {lou}\n"
        ),
    )


def test_what_is_spent_counts_along_the_whole_chain(desk: Desk) -> None:  # D5 D6
    parent = grant(desk)
    desk.record("delegation", "amend", parent, "--total", "GBP 700.00", "--on", "2024-01-02")
    child = passed(desk, parent, "--total", "GBP 700.00")
    act(desk, child)
    said = ask(desk, "Jo Bloggs")
    assert said.code == 1
    assert (
        f"not met: DEL-11 ({POWER}): expected at most GBP 700.00 for all acts under {parent}, "
        "got GBP 400.00 on top of GBP 400.00 before\n"
    ) in said.out
    assert ask(desk, "Jo Bloggs", "GBP 300.00").code == 0


def test_not_known_without_the_amount_that_a_limit_asks_for(desk: Desk) -> None:
    grant(desk)
    said = ask(desk, "Jo Bloggs", None)
    assert said.code == 8
    assert said.out.startswith(f"not known: Jo Bloggs ({desk.jo}) for grants on 2024-03-01\n")
    assert said.out.endswith("needed: the amount\n")


def test_without_an_amount_what_is_no_anyway_is_no(desk: Desk) -> None:
    grant(desk)
    assert desk("authority", "check", "loans", "--by", "Jo Bloggs", "--on", "2024-03-01").code == 1


def test_where_no_limit_is_set_no_amount_is_needed(desk: Desk) -> None:
    words = (
        "delegation",
        "grant",
        "--by",
        "icp",
        "--to",
        "Lou May",
        "--function",
        "grants",
        "--power",
        "s.1",
    )
    desk.record(*words, "--on", "2024-01-01")
    assert ask(desk, "Lou May", None).code == 0


def test_the_day_decides(desk: Desk) -> None:  # T6 D1
    name = grant(desk, "--until", "2024-05-01")
    answers = {day: ask(desk, "Jo Bloggs", on=day).code for day in ("2023-12-31", "2024-01-01", "2024-04-30")}
    assert answers == {"2023-12-31": 1, "2024-01-01": 0, "2024-04-30": 0}
    assert ask(desk, "Jo Bloggs", on="2024-05-01").code == 1
    desk.record("delegation", "revoke", name, "--reason", "Over", "--on", "2024-04-01")
    said = ask(desk, "Jo Bloggs", on="2024-03-31")
    assert said.code == 0
    assert f"note: {name} is revoked from 2024-04-01: an act recorded from then on is refused\n" in said.out
    assert ask(desk, "Jo Bloggs", on="2024-04-01").code == 1


def test_one_delegation_that_allows_it_is_enough(desk: Desk) -> None:
    small = grant(desk)
    words = (
        "delegation",
        "grant",
        "--by",
        "icp",
        "--to",
        "Jo Bloggs",
        "--function",
        "grants",
        "--power",
        "s.2",
    )
    large = desk.record(*words, "--on", "2024-01-01", "--json").json["delegation"]
    said = ask(desk, "Jo Bloggs", "GBP 9000.00")
    assert (said.code, f"under {large}" in said.out) == (0, True)
    assert ask(desk, "Jo Bloggs", "GBP 9000.00", "--under", small).code == 1


def test_two_delegations_do_not_add_up(desk: Desk) -> None:  # D6
    grant(desk)
    grant(desk)
    assert ask(desk, "Jo Bloggs", "GBP 2500.01").code == 1


def test_a_delegation_of_somebody_else_is_no(desk: Desk) -> None:
    name = grant(desk)
    said = ask(desk, "Kim Lee", "GBP 1.00", "--under", name)
    assert said.code == 1
    assert f"not met: DEL-8 (Remit default): expected the holder of {name}, got Kim Lee" in said.out


def test_the_answer_in_json_has_chain_findings_and_what_is_needed(desk: Desk) -> None:
    parent = grant(desk)
    child = passed(desk, parent)
    found = ask(desk, "Kim Lee", "GBP 2000.00", "--json").json
    assert (found["answer"], found["by"], found["amount"]) == ("no", desk.kim, "GBP 2,000.00")
    (under,) = found["under"]
    assert (under["delegation"], [link["delegation"] for link in under["chain"]]) == (child, [parent, child])
    assert [one["rule"] for one in under["findings"] if one["answer"] == "not met"] == ["DEL-10"]
    by_jo = f"a decision by Jo Bloggs ({desk.jo}) under {parent}"
    assert found["needed"] == [by_jo, "a decision by body:icp itself"]
    assert ask(desk, "Jo Bloggs", "GBP 1.00", "--json").json["needed"] == []


def test_a_person_whom_nobody_knows_is_malformed(desk: Desk) -> None:
    said = ask(desk, "Nobody")
    assert (said.code, said.err) == (
        4,
        (
            "malformed: expected one person whom the ledger knows by id or exact name, got 'Nobody'; or an "
            "office, body or organisation as office:BODY/OFFICE, body:CODE, organisation:CODE\n"
        ),
    )


TREE = """\
functions:
  - {function: contracts, title: Contracts, functions: [
      {function: contracts.vary, title: Vary a contract, also: [variation, change a contract]},
      {function: contracts.award, title: Award a contract}]}
  - {function: grants, title: Grants, also: [awards to charities]}
"""


@pytest.fixture
@kept
def scheme(desk: Desk) -> Desk:
    """Give a catalogue, and what may be done with contracts: by the Chair alone, or by two together."""
    tree = TREE.split("functions:\n", 1)[1]
    assert desk.record("function", "adopt", desk.write("tree.yaml", tree), "--by", "icp").code == 0
    chair = ("office", "elect", "icp", "chair", "Jo Bloggs", "--term", "2024", "--begins", "2023-06-01")
    assert desk.record(*chair, "--departure", "no meeting is recorded").code == 0
    given = ("delegation", "grant", "--by", "icp", "--power", POWER, "--on", "2026-01-01")
    small = ("--function", "contracts", "--each", "GBP 250000.00", "--to", "office:icp/chair")
    how = (
        "--approval",
        "Kim Lee",
        "--consulting",
        "organisation:east",
        "--condition",
        "funded=the money is there",
    )
    more = (
        "--report",
        "body:icp=30",
        "--records",
        "reasons",
        "--regime",
        "regulation 13",
        "--review",
        "2026-06-01",
    )
    assert desk.record(*given, *small, *how, *more).code == 0
    two = ("--function", "contracts.award", "--to", "Kim Lee", "--to", "Lou May", "--acting", "2")
    assert desk.record(*given, *two).code == 0
    return desk


def test_a_question_in_plain_words_is_answered_with_what_it_takes(scheme: Desk) -> None:  # PLD-1, LSC-S6
    said = scheme("authority", "check", "vary the community beds contract", "180000", "--by", "Chair")
    assert said.code == 0, said.out
    first, _, _, *takes = said.out.splitlines()
    assert first.startswith("yes: office:icp/chair for contracts.vary of GBP 180,000.00 on ")
    grant_ = first.rpartition(" ")[2]
    assert takes == [
        f"it takes the approval of Kim Lee ({scheme.kim}) ({grant_})",
        f"it takes to ask organisation:east first ({grant_})",
        f"it takes that the money is there: --met funded ({grant_})",
        f"it takes a report to body:icp within 30 days ({grant_})",
        "it takes to record reasons (regulation 13)",
    ]
    # Who is in the office may do what the office may.
    by_name = scheme("authority", "check", "contracts.vary", "180000", "--by", "Jo Bloggs")
    assert by_name.code == 0
    over = scheme("authority", "check", "vary a contract", "250000.01", "--by", "Chair")
    assert (over.code, "got GBP 250,000.01" in over.out) == (1, True)
    nothing = scheme("authority", "check", "grants", "1", "--by", "Chair")
    assert (nothing.code, "DEL-9" in nothing.out) == (1, True)


def test_whoever_has_an_interest_is_told_no_in_her_office_too(scheme: Desk) -> None:  # D7
    words = ("interest", "register", "Jo Bloggs", "pecuniary", "--nature", "owns it", "--about", "west")
    assert scheme.record(*words, "--on", "2024-01-01").code == 0
    for who in ("Chair", "Jo Bloggs"):
        check = ("authority", "check", "contracts.vary", "180000", "--by", who)
        dealt = scheme(*check, "--supplier", "west")
        assert (dealt.code, "DEL-30" in dealt.out) == (1, True), dealt.out
        assert scheme(*check, "--supplier", "trust").code == 0


def test_words_that_mean_nothing_or_too_much_are_asked_about(scheme: Desk) -> None:
    for words, told in (("sell the moon", "which finds none"), ("contract", "which may mean: contracts")):
        said = scheme("authority", "check", words, "--by", "Chair")
        assert (said.code, told in said.err) == (4, True), said.err


def answering(desk: Desk, given: str, *words: str) -> tuple[int, str, str]:
    """Run a command with somebody at a terminal who types this."""
    said = CliRunner().invoke(remit, ["authority", *words], input=given, standalone_mode=False)
    assert desk.size
    code = 4 if isinstance(said.exception, Malformed) else said.return_value
    return code, said.stdout, said.stderr


def test_at_a_terminal_ambiguous_words_are_a_choice(scheme: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "at_terminal", lambda: True)
    lou = f"Lou May ({scheme.lou})"
    code, out, err = answering(scheme, "9\n1\n", "who", "contract", "1000")
    assert (code, lou in out) == (0, True)
    assert err.splitlines()[:4] == [
        "'contract' may mean:",
        "  1  contracts.award (Award a contract)",
        "  2  contracts.vary (Vary a contract)",
        "  3  contracts (Contracts)",
    ]
    vary = answering(scheme, "2\n", "who", "contract", "1000")
    assert (vary[0], "office:icp/chair (Jo Bloggs)" in vary[1], lou in vary[1]) == (0, True, False)
    for words in (("who", "contract"), ("check", "contract", "--by", "Chair")):
        assert answering(scheme, "1\n", *words, "--json")[0] == 4
    monkeypatch.setattr(choosing, "at_terminal", lambda: False)
    assert answering(scheme, "1\n", "who", "contract")[0] == 4


def test_at_a_terminal_one_of_several_persons_of_a_name_is_chosen(
    scheme: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    twin = scheme.record("person", "register", "Jo Bloggs", "--json").json["person"]
    words = ("check", "contracts.vary", "180000", "--by", "Jo Bloggs")
    monkeypatch.setattr(choosing, "at_terminal", lambda: True)
    pair = sorted((scheme.jo, twin))
    code, out, err = answering(scheme, f"{pair.index(scheme.jo) + 1}\n", *words)
    assert (code, f"Jo Bloggs ({scheme.jo}), office:icp/chair\n" in err) == (0, True), err
    assert "for contracts.vary of GBP 180,000.00" in out
    assert answering(scheme, f"{pair.index(twin) + 1}\n", *words)[0] == 1
    monkeypatch.setattr(choosing, "at_terminal", lambda: False)
    refused = scheme("authority", *words)
    assert (refused.code, "got 2 of them" in refused.err) == (4, True)


def test_everybody_who_could_is_listed(scheme: Desk) -> None:
    said = scheme("authority", "who", "award a contract", "1000", "--json")
    who = {one["who"]: one for one in said.json}
    kim, lou = f"Kim Lee ({scheme.kim})", f"Lou May ({scheme.lou})"
    assert set(who) == {"office:icp/chair (Jo Bloggs)", kim, lou, "body:icp"}
    assert who["body:icp"]["it takes"] == "its own decision: it keeps the power"
    assert who[kim]["it takes"].startswith(f"2 of {kim}, {lou} to act together")
    nobody = scheme("authority", "who", "grants", "1000")
    assert (nobody.code, nobody.rows) == (1, [])
    assert nobody.err.startswith("nobody may: anybody for grants of GBP 1,000.00 on ")
    unsized = scheme("authority", "who", "vary a contract")
    assert "not known without the amount: a limit or a band asks for it\n" in unsized.err


def test_an_act_and_a_decision_are_explained_by_their_authority(desk: Desk) -> None:  # PBP-3
    parent = grant(desk)
    child = passed(desk, parent)
    made = act(desk, child, "GBP 400.00", "--json").json["act"]
    said = desk("authority", "explain", made)
    assert said.code == 0
    assert [row[0] for row in said.rows[:2]] == [parent, child]
    assert f"Kim Lee ({desk.kim}) acted for body:icp on 2024-03-01: grants, GBP 400.00" in said.out
    over = act(desk, child, "GBP 900.00", "--departure", "it burst", "--json").json["act"]
    departed = desk("authority", "explain", over, "--json")
    assert (departed.code, departed.json["beside"]) == (
        1,
        ["not met: DEL-10 (Scheme 3.2)", "recorded as a departure"],
    )
    nothing = desk.record("delegation", "ratify", over, "--resolution", "d-" + "z" * 16)
    assert (nothing.code, "DEL-21" in nothing.err) == (3, True)
    unknown = desk("authority", "explain", "a-" + "z" * 16)
    assert (unknown.code, "expected an act that the ledger knows" in unknown.err) == (4, True)


def test_what_is_suspended_accepted_and_reported(desk: Desk) -> None:  # D1, D16
    name = grant(desk, "--acceptance", "--report", "body:icp=10")
    assert ask(desk, "Jo Bloggs").code == 1
    accept = ("delegation", "accept", name, "Jo Bloggs", "--on", "2024-01-02")
    assert desk.record(*accept).code == 0
    made = act(desk, name, "GBP 400.00", "--json").json["act"]
    late = act(desk, name, "GBP 1.00", "--on", "2024-03-20")
    assert (late.code, "DEL-29" in late.err) == (3, True)
    report = ("delegation", "report", name, made, "--to", "body:icp", "--on", "2024-03-19")
    assert desk.record(*report).code == 0
    assert act(desk, name, "GBP 1.00", "--on", "2024-03-20").code == 0
    notify = ("delegation", "amend", name, "--notify", "office:icp/chair=0", "--on", "2024-03-21")
    assert desk.record(*notify).code == 0
    owed = f"{name}: reported to body:icp within 10 days\n{name}: notified to office:icp/chair on the day\n"
    owed += f"{made}: not notified to office:icp/chair, due 2024-03-01\n"
    assert owed in desk("delegation", "show", name, "--on", "2024-03-21").out
    told = ("delegation", "report", name, made, "--to", "office:icp/chair", "--notified")
    assert desk.record(*told, "--on", "2024-03-21").code == 0
    assert f"{made}: not" not in desk("delegation", "show", name, "--on", "2024-03-21").out
    suspend = ("delegation", "suspend", name, "--reason", "audit", "--on", "2024-04-01")
    assert desk.record(*suspend).code == 0
    assert "suspended from 2024-04-01" in desk("delegation", "show", name, "--on", "2024-04-02").out
    assert ask(desk, "Jo Bloggs", on="2024-04-02").code == 1
    assert desk.record("delegation", "resume", name, "--on", "2024-05-01").code == 0
    assert desk("delegation", "show", name, "--on", "2024-05-01").out.count("suspended") == 0


def test_a_power_is_stated_and_a_limit_is_written_as_it_is_shown(desk: Desk) -> None:
    power = ("delegation", "power", "s-101", "--cited", "s.101 LGA 1972", "--giver", "council")
    assert desk.record(*power, "--reaches", "body").code == 0
    given = ("delegation", "grant", "--by", "organisation:east", "--to", "Jo Bloggs", "--power", "s.101")
    refused = desk.record(*given, "--function", "grants", "--enabling", "s-101")
    assert (refused.code, "DEL-22 (s.101 LGA 1972)" in refused.err) == (3, True)
    odd = desk.record(*given, "--function", "grants", "--limit", "10 pounds")
    assert (odd.code, "expected a limit like 'GBP 5000.00 for all acts of one project" in odd.err) == (
        4,
        True,
    )
    limit = "GBP 5,000.00 for all acts of one project, capital, without tax"
    made = desk.record(*given, "--function", "grants", "--limit", limit, "--json")
    assert made.code == 0, made.err
    shown = desk("delegation", "show", made.json["delegation"], "--json").json
    assert shown["chain"][0]["limits"] == limit


def test_the_card_of_an_office_says_what_it_may_do(scheme: Desk) -> None:  # PLD-1
    said = scheme("authority", "card", "Chair", "--on", "2026-02-01")
    text = said.out.replace("\\", "")
    for line in (
        "Contracts (contracts)",
        "At most GBP 250,000.00 for one act.",
        "It takes the approval of Kim Lee",
        f"From icp, {POWER}, since 1 January 2026; it may not be passed on",
    ):
        assert line in text, text
    none = scheme("authority", "card", "organisation:east", "--on", "2026-02-01")
    assert "Nothing is delegated to organisation:east." in none.out
    before = scheme("authority", "card", "Chair", "--on", "2025-12-31")
    assert "Nothing is delegated" in before.out


def test_acts_that_look_like_slices_are_listed(desk: Desk) -> None:  # D5
    child = passed(desk, grant(desk))
    act(desk, child, "GBP 400.00")
    act(desk, child, "GBP 300.00", "--on", "2024-03-05")
    said = desk("authority", "splits", "--from", "2024-01-01", "--to", "2024-12-31")
    assert (said.code, said.rows[0][:2]) == (1, [child, "grants"])
    assert said.rows[0][3] == "2024-03-01, 2024-03-05"
    assert said.rows[0][5:] == ["GBP 700.00", "GBP 500.00 for one act"]
    none = desk("authority", "splits", "--from", "2024-04-01", "--to", "2024-12-31")
    assert (none.code, none.rows) == (0, [])
    turned = desk("authority", "splits", "--from", "2024-12-31", "--to", "2024-04-01")
    assert (turned.code, "expected --to on or after --from 2024-12-31" in turned.err) == (2, True)


def test_a_decision_under_a_delegation_is_recorded_with_its_act(sitting: Desk) -> None:  # PBP-3
    given = ("delegation", "grant", "--by", "organisation:east", "--to", "body:icp", "--power", POWER)
    name = sitting.record(
        *given, "--function", "grants", "--each", "GBP 500.00", "--on", "2024-01-01", "--json"
    ).json["delegation"]
    resolve = (
        "motion",
        "resolve",
        "2024-03-25",
        "icp",
        "--item",
        "1",
        "--text",
        "A grant",
        "--way",
        "consensus",
    )
    bare = sitting.record(*resolve, "--under", name)
    assert (bare.code, "expected --matter with --under" in bare.err) == (2, True)
    strange = sitting.record(*resolve, "--amount", "GBP 400.00")
    assert (strange.code, "expected a decision --under a delegation" in strange.err) == (2, True)
    grants = (*resolve, "--under", name, "--matter", "grants")
    over = sitting.record(*grants, "--amount", "GBP 501.00")
    assert (over.code, "DEL-10 (s.75 NHS Act 2006)" in over.err) == (3, True)
    made = sitting.record(*grants, "--amount", "GBP 400.00", "--departure", "as minuted", "--json")
    assert made.code == 0, made.err
    decision, act_ = made.json["decision"], made.json["act"]
    shown = sitting("decision", "show", decision).out
    assert f"act {act_} under {name} for GBP 400.00" in shown
    done = ("delegation", "act", name, "--resolution", decision, "--function", "grants", "--on", "2024-03-25")
    again = sitting.record(*done, "--amount", "GBP 400.00", "--departure", "as minuted")
    assert (
        again.code,
        "DEL-33 (Remit default): expected words of its own, or of a part that is no other" in again.err,
    ) == (3, True)

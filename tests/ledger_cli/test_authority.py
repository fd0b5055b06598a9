"""``remit authority check``: yes, no or not known, by which chain, and what would be needed instead."""

from __future__ import annotations

from tests.ledger_cli.authority import POWER, act, grant, passed
from tests.ledger_cli.desk import Desk, Said


def ask(
    desk: Desk, person: str, amount: str | None = "GBP 400.00", *more: str, on: str = "2024-03-01"
) -> Said:
    words = ("authority", "check", "--person", person, "--function", "grants", "--on", on)
    return desk(*words, *(("--amount", amount) if amount else ()), *more)


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
    assert [row.split("\t")[10] for row in rows] == ["GBP 19,600.00", "GBP 19,600.00"]
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
    desk.record("delegation", "narrow", parent, "--total", "GBP 700.00", "--on", "2024-01-02")
    child = passed(desk, parent, "--total", "GBP 700.00")
    act(desk, child)
    said = ask(desk, "Jo Bloggs")
    assert said.code == 1
    assert (
        f"not met: DEL-11 ({POWER}): expected at most GBP 700.00 in all under {parent}, "
        "got GBP 400.00 on top of GBP 400.00 before\n"
    ) in said.out
    assert ask(desk, "Jo Bloggs", "GBP 300.00").code == 0


def test_not_known_without_the_amount_that_a_limit_asks_for(desk: Desk) -> None:
    grant(desk)
    said = ask(desk, "Jo Bloggs", None)
    assert said.code == 8
    assert said.out.startswith(f"not known: Jo Bloggs ({desk.jo}) for grants on 2024-03-01\n")
    assert said.out.endswith("needed: the amount: --amount\n")


def test_without_an_amount_what_is_no_anyway_is_no(desk: Desk) -> None:
    grant(desk)
    words = ("authority", "check", "--person", "Jo Bloggs", "--function", "loans", "--on", "2024-03-01")
    assert desk(*words).code == 1


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
    assert (found["answer"], found["person"], found["amount"]) == ("no", desk.kim, "GBP 2,000.00")
    (under,) = found["under"]
    assert (under["delegation"], [link["delegation"] for link in under["chain"]]) == (child, [parent, child])
    assert [one["rule"] for one in under["findings"] if one["answer"] == "not met"] == ["DEL-10"]
    assert found["needed"] == [f"a decision by Jo Bloggs ({desk.jo}) under {parent}"]
    assert ask(desk, "Jo Bloggs", "GBP 1.00", "--json").json["needed"] == []


def test_a_person_whom_nobody_knows_is_malformed(desk: Desk) -> None:
    said = ask(desk, "Nobody")
    assert (said.code, said.err) == (
        4,
        "malformed: expected one person whom the ledger knows by id or exact name, got 'Nobody'\n",
    )

"""Key decisions of officers on the command line: the earliest day, publication, call-in, what is shown."""

from __future__ import annotations

from typing import Any

import pytest
from tests.ledger_cli.desk import Desk
from tests.ledger_cli.test_key_decision import keyed

from ledger.facts import delegations

__all__ = ["keyed"]

MARCH = "2024-03-25"
CLAUSE = "ToR 2023 16.2"
WHY = ("--reason", "why", "--on")


@pytest.fixture
def scheme(keyed: Desk) -> tuple[Desk, str]:
    """Let Jo decide on the strategy up to a limit: a matter that is key for the body."""
    given = ("delegation", "grant", "--by", "icp", "--to", "Jo Bloggs", "--function", "strategy")
    limit = ("--each", "GBP 250000.00", "--power", "scheme 4.1", "--on", "2024-01-02", "--json")
    return keyed, keyed.record(*given, *limit).json["delegation"]


def announces(desk: Desk, day: str = "2024-02-25") -> str:
    what = ("--matter", "strategy", "--text", "Adopt the strategy", "--on", day, "--json")
    return str(desk.record("key-decision", "announce", "icp", *what).json["key decision"])


def asks(desk: Desk, on: str, *more: str) -> tuple[list[str], dict[str, Any]]:
    """Give the lines on the earliest day, and what a program reads."""
    words = ("authority", "check", "strategy", "180000", "--by", "Jo Bloggs", "--on", on, *more)
    said = desk(*words)
    assert said.code == 0, said.out + said.err
    (one,) = desk(*words, "--json").json["under"]
    return said.out.splitlines()[3:], one["earliest"]


def acts(desk: Desk, delegation: str, key: str, on: str = MARCH) -> str:
    what = ("--function", "strategy", "--amount", "GBP 180000.00", "--text", "Vary it", "--announced", key)
    said = desk.record("delegation", "act", delegation, *what, "--on", on, "--json")
    assert said.code == 0, said.err
    return str(said.json["act"])


def test_the_earliest_day_counts_from_the_day_while_nothing_is_announced(scheme: tuple[Desk, str]) -> None:
    lines, told = asks(scheme[0], "2024-02-25")
    why = "if announced on 2024-02-25, 28 clear days before"
    assert lines == [
        f"may be decided on or after {MARCH} ({CLAUSE}: {why})",
        # 26, 27 and 28 March, 2 and 3 April are five clear working days, over Easter.
        f"may take effect on or after 2024-04-04 ({CLAUSE}: call-in of 5 clear working days)",
    ]
    days = {"decided": MARCH, "effective": "2024-04-04"}
    assert told == {**days, "announced": None, "clause": CLAUSE, "missing": None}


def test_the_earliest_day_is_that_of_the_entry_that_was_announced(scheme: tuple[Desk, str]) -> None:
    desk, delegation = scheme
    key = announces(desk)
    lines, told = asks(desk, "2024-03-01")
    assert lines[0] == f"may be decided on or after {MARCH} ({CLAUSE}: announced 2024-02-25, {key})"
    assert (told["decided"], told["effective"], told["announced"]) == (MARCH, "2024-04-04", key)
    later = announces(desk, "2024-02-28")
    lines, told = asks(desk, "2024-03-01")
    assert lines[2] == f"on the forward plan on it: {key}, {later}; say which with --announced"
    assert (told["decided"], told["announced"]) == ("2024-03-30", None)
    assert asks(desk, "2024-03-01", "--announced", later)[1]["decided"] == "2024-03-28"
    strange = desk("authority", "check", "strategy", "1", "--by", "Jo Bloggs", "--announced", "e-1")
    assert (strange.code, "expected an entry of the forward plan of icp on strategy" in strange.err) == (
        4,
        True,
    )
    # Once something was decided on it, an entry does not stand for anything else.
    acts(desk, delegation, key)
    assert asks(desk, MARCH)[1]["announced"] == later
    (first, _) = desk("key-decision", "plan", "icp", "--on", MARCH).rows
    assert (first[-1][:2], first[-1][18:]) == ("a-", f" on {MARCH}")


def test_without_a_calendar_the_day_is_not_known_with_what_is_missing(scheme: tuple[Desk, str]) -> None:
    lines, told = asks(scheme[0], "2024-12-20")
    missing = "not known: no adopted calendar covers 2025-01-18"
    assert lines[1] == (
        f"from when it may take effect is {missing} ({CLAUSE}: call-in of 5 clear working days)"
    )
    assert (told["decided"], told["effective"], told["missing"]) == ("2025-01-18", None, missing)


def test_what_is_not_key_may_be_done_on_the_day(scheme: tuple[Desk, str]) -> None:
    desk, _ = scheme
    given = ("delegation", "grant", "--by", "icp", "--to", "Kim Lee", "--function", "grants")
    assert desk.record(*given, "--power", "scheme 4.2", "--on", "2024-01-02").code == 0
    words = ("authority", "check", "grants", "1", "--by", "Kim Lee", "--on", MARCH)
    assert "may be decided" not in desk(*words).out
    day = {"decided": MARCH, "effective": MARCH, "announced": None, "clause": None, "missing": None}
    assert desk(*words, "--json").json["under"][0]["earliest"] == day
    no = desk("authority", "check", "loans", "1", "--by", "Kim Lee", "--on", MARCH, "--json")
    assert no.json["under"][0]["earliest"] is None


def test_an_act_is_published_called_in_and_released(scheme: tuple[Desk, str]) -> None:
    desk, delegation = scheme
    what = ("--function", "strategy", "--amount", "GBP 1.00", "--text", "Vary it", "--on", MARCH)
    bare = desk.record("delegation", "act", delegation, *what)
    assert (bare.code, "got the act, which was not announced" in bare.err) == (3, True)
    key = announces(desk)
    made = acts(desk, delegation, key)
    assert desk.last_of(delegations.Used).key == key

    def explained() -> dict[str, Any]:
        told: dict[str, Any] = desk("authority", "explain", made, "--json").json["key decision"]
        return told

    start = {"clause": CLAUSE, "announced": key, "published": None, "not_before": None}
    assert explained() == {**start, "waits": "not published yet"}
    assert desk.record("decision", "publish", made, "--on", "2024-03-27").code == 0
    assert (explained()["published"], explained()["not_before"]) == ("2024-03-27", "2024-04-06")
    announced = f"key decision ({CLAUSE}), announced 2024-02-25 ({key})"
    shown = desk("delegation", "show", delegation, "--on", "2024-03-28").out
    line = f"{made}: {announced}, published 2024-03-27, not to be implemented before 2024-04-06\n"
    assert line in shown
    assert made not in desk("delegation", "show", delegation, "--on", "2024-03-24").out
    few = desk.record("decision", "call-in", made, "--by", "Kim Lee", *WHY, "2024-04-05")
    assert (few.code, "expected at least 2 members of overview, got 1" in few.err) == (3, True)
    both = ("--by", "Kim Lee", "--by", "Lou May")
    assert desk.record("decision", "call-in", made, *both, *WHY, "2024-04-05").code == 0
    said = desk("authority", "explain", made).out
    assert f"{announced}\n" in said
    assert f"called in by Kim Lee ({desk.kim}), Lou May ({desk.lou})" in said
    assert said.endswith("not to be implemented while it is called in\n")
    (of,) = desk("delegation", "show", delegation, "--json").json["key decisions"]
    assert (of["act"], of["waits"]) == (made, "not to be implemented while it is called in")
    assert desk.record("decision", "end-call-in", made, "released", *WHY, "2024-04-10").code == 0
    assert desk("authority", "explain", made).out.endswith("not to be implemented before 2024-04-10\n")


def test_an_act_for_an_organisation_is_no_key_decision(scheme: tuple[Desk, str]) -> None:
    desk, _ = scheme
    given = (
        "delegation",
        "grant",
        "--by",
        "organisation:east",
        "--to",
        "Jo Bloggs",
        "--function",
        "strategy",
    )
    name = desk.record(*given, "--power", "scheme 1", "--on", "2024-01-02", "--json").json["delegation"]
    what = ("--function", "strategy", "--text", "Vary it", "--on", MARCH, "--json")
    made = desk.record("delegation", "act", name, *what).json["act"]
    assert desk("authority", "explain", made, "--json").json["key decision"] is None
    assert desk("delegation", "show", name, "--json").json["key decisions"] == []
    refused = desk.record("decision", "publish", made)
    assert (refused.code, "expected an act for a body, whose terms say what is called in" in refused.err) == (
        4,
        True,
    )
    unknown = desk.record("decision", "publish", "a-" + "z" * 16)
    assert (unknown.code, "expected an act that the ledger knows" in unknown.err) == (4, True)
    words = ("authority", "check", "strategy", "1", "--by", "Jo Bloggs", "--under", name, "--on", MARCH)
    assert "may be decided" not in desk(*words).out

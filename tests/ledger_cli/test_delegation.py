"""``remit delegation``: authority given, passed on, narrowed, revoked, used, shown."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.examples import scope_of
from tests.ledger_cli.authority import POWER, act, grant, passed
from tests.ledger_cli.desk import Desk

from ledger.facts import delegations
from ledger.facts.words import Money


def test_a_body_gives_authority(desk: Desk) -> None:
    name = grant(desk, "--until", "2025-04-01", "--clause", "4.2")
    last = desk.last
    assert isinstance(last.body, delegations.Granted)
    assert (last.on, last.clauses) == ("2024-01-01", ("4.2",))
    scope = scope_of(("grants",), Money(2_500_00, "GBP"), Money(20_000_00, "GBP"), "2025-04-01", 1)
    assert last.body == delegations.Granted(name, "body:icp", (desk.jo,), POWER, scope)


def test_a_grant_repeated_under_one_request_is_one_grant(desk: Desk) -> None:
    request = ("--request", "r-" + "d" * 16)
    assert grant(desk, *request) == grant(desk, *request)
    assert desk.size == 12


def test_a_grant_by_a_body_that_nobody_knows_is_refused(desk: Desk) -> None:
    words = (
        "delegation",
        "grant",
        "--by",
        "icb",
        "--to",
        "Jo Bloggs",
        "--function",
        "grants",
        "--power",
        "s.1",
    )
    said = desk.record(*words, "--on", "2024-01-01")
    assert (said.code, said.err) == (
        3,
        (
            "refused: BOD-2 (Remit default): expected a body that exists on 2024-01-01, "
            "got icb, which the ledger does not know\n"
        ),
    )


def test_a_grant_names_what_may_be_done(desk: Desk) -> None:
    said = desk.record("delegation", "grant", "--by", "icp", "--to", "Jo Bloggs", "--power", "s.1")
    assert (said.code, desk.size) == (2, 11)
    assert "expected what may be done: --function CODE" in said.err


@pytest.mark.parametrize(
    ("party", "message"),
    [
        ("Jo", "expected one person whom the ledger knows by id or exact name, got 'Jo'"),
        (
            "p-" + "z" * 16,
            f"expected one person whom the ledger knows by id or exact name, got 'p-{'z' * 16}'",
        ),
        (
            "body:nowhere",
            "expected a body, an office of one or an organisation that the ledger knows, got 'body:nowhere'",
        ),
    ],
)
def test_a_party_that_nobody_knows_is_malformed(desk: Desk, party: str, message: str) -> None:
    words = ("delegation", "grant", "--by", "icp", "--to", party, "--function", "grants", "--power", "s.1")
    said = desk.record(*words)
    assert (said.code, said.err.startswith(f"malformed: {message}"), desk.size) == (4, True, 11)


def test_one_name_of_two_people_is_not_enough(desk: Desk) -> None:
    desk.record("person", "register", "Jo Bloggs")
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
        "s.1",
    )
    said = desk.record(*words)
    assert said.code == 4
    assert "expected one person whom the ledger knows by id or exact name, got 2 of them: p-" in said.err


@pytest.mark.parametrize("amount", ["2500", "GBP 2500.5", "GBP -1.00", "GBP 0.00", "XYZ 1.00"])
def test_an_amount_without_its_currency_or_pence_is_usage(desk: Desk, amount: str) -> None:  # E8
    said = desk.record("delegation", "amend", "g-" + "a" * 16, "--each", amount)
    assert (said.code, "expected an amount" in said.err) == (2, True)


def test_a_function_is_a_code(desk: Desk) -> None:
    words = ("delegation", "grant", "--by", "icp", "--to", "Jo Bloggs", "--function", "All Grants!")
    said = desk.record(*words, "--power", "s.1")
    assert said.code == 4
    assert said.err.startswith("malformed: expected functions named by codes like grants, got: ")


def test_the_holder_passes_it_on_no_wider_than_it_is(desk: Desk) -> None:
    parent = grant(desk, "--until", "2025-04-01")
    name = passed(desk, parent)
    last = desk.last
    scope = scope_of(("grants",), Money(500_00, "GBP"), Money(20_000_00, "GBP"), "2025-04-01", 0)
    assert last.body == delegations.PassedOn(name, parent, "body:icp", (desk.kim,), scope)
    assert (last.acted.person, last.clauses) == (desk.jo, ("Scheme 3.2",))


def test_what_is_passed_on_wider_is_refused(desk: Desk) -> None:  # D3
    parent = grant(desk)
    said = desk.record("delegation", "pass", parent, "--to", "Kim Lee", "--each", "GBP 3000.00")
    assert (said.code, said.err) == (
        3,
        (
            "refused, no authority: DEL-5 (Remit default): expected nothing wider than the link above, "
            "got GBP 3,000.00 for one act over GBP 2,500.00 for one act\n"
        ),
    )


def test_what_may_not_be_passed_on_again_is_refused(desk: Desk) -> None:  # D2 D3
    child = passed(desk, grant(desk))
    said = desk.record("delegation", "pass", child, "--to", "Lou May")
    assert (said.code, said.err) == (
        3,
        (
            "refused, no authority: DEL-4 (Remit default): expected a delegation that may be passed on, "
            "got one that may not\n"
        ),
    )


def test_a_narrowed_delegation_keeps_what_is_not_named(desk: Desk) -> None:
    name = grant(desk)
    desk.record("delegation", "amend", name, "--each", "GBP 1000.00")
    body = desk.last.body
    assert isinstance(body, delegations.Amended)
    assert body.scope == scope_of(("grants",), Money(1_000_00, "GBP"), Money(20_000_00, "GBP"), None, 1)
    below = passed(desk, name)
    said = desk.record("delegation", "amend", below, "--each", "GBP 1500.00")
    assert "DEL-5 (Remit default): expected nothing wider than the link above, got GBP 1,500.00" in said.err
    wider = desk.record("delegation", "amend", name, "--each", "GBP 1500.00")
    assert (wider.code, f"affects {below}, passed on to Kim Lee" in wider.err) == (0, True)


def test_what_a_delegation_says_is_taken_away_again(desk: Desk) -> None:
    name = grant(
        desk,
        *("--until", "2999-04-01", "--above", "GBP 10.00", "--excluded", "grants.small"),
        *("--review", "2024-12-01", "--records", "reasons"),
    )
    before = desk.last.body
    assert isinstance(before, delegations.Granted)
    parts = ("limit", "term", "band", "excluded", "review")
    lifting = [word for part in parts for word in ("--without", part)]
    lift = ("delegation", "amend", name, *lifting, "--each", "GBP 5.00", "--on", "2024-06-01")
    assert desk.record(*lift).code == 0
    body = desk.last.body
    assert isinstance(body, delegations.Amended)
    assert body.scope == scope_of(("grants",), Money(5_00, "GBP"), None, None, 1)
    assert body.manner == replace(before.manner, review=None)
    assert desk.record("delegation", "amend", name, "--without", "limit").code == 0
    body = desk.last.body
    assert isinstance(body, delegations.Amended)
    assert (body.scope, body.manner) == (scope_of(("grants",), None, None, None, 1), None)


def test_an_act_is_charged_to_every_link(desk: Desk) -> None:
    parent = grant(desk)
    child = passed(desk, parent)
    said = act(desk, child, "GBP 400.00", "--json")
    body = desk.last.body
    assert isinstance(body, delegations.Used)
    assert (body.act, body.chain, body.persons) == (said.json["act"], (parent, child), (desk.kim,))
    windows = ("", "/month.2024-03", "/quarter.2024-1", "/calendar.2024", "/year.2023")
    assert {charge.tag for charge in desk.last.charges} == {
        f"use:{link}{window}:gbp" for link in (parent, child) for window in windows
    }


def test_an_act_over_the_limit_is_refused_with_its_clause(desk: Desk) -> None:  # D5
    child = passed(desk, grant(desk))
    said = act(desk, child, "GBP 500.01")
    assert (said.code, said.err) == (
        3,
        (
            f"refused, no authority: DEL-10 (Scheme 3.2): expected at most GBP 500.00 for one act under "
            f"{child}, got GBP 500.01\n"
        ),
    )


def test_an_act_over_the_limit_can_be_recorded_as_a_departure(desk: Desk) -> None:
    child = passed(desk, grant(desk))
    assert act(desk, child, "GBP 500.01", "--departure", "The boiler burst").code == 0
    assert [one.rule for one in desk.last.findings] == ["DEL-10"]
    assert desk.last.departure is not None


def test_an_act_under_a_revoked_delegation_is_refused_whatever_day_it_claims(desk: Desk) -> None:  # D1 T1
    parent = grant(desk)
    child = passed(desk, parent)
    revoke = ("delegation", "revoke", parent, "--reason", "The post has ended", "--on", "2024-06-01")
    assert desk.record(*revoke).code == 0
    said = act(desk, child)
    assert (said.code, said.err) == (
        3,
        (
            f"refused, no authority: DEL-2 ({POWER}): expected a link that holds on 2024-03-01, "
            f"got {parent} from 2024-01-01, revoked from 2024-06-01, known when it was recorded\n"
        ),
    )
    again = desk.record(*revoke)
    assert (again.code, "DEL-2" in again.err) == (3, True)


def test_an_act_by_somebody_else_is_refused(desk: Desk) -> None:  # D1
    child = passed(desk, grant(desk))
    said = act(desk, child, "GBP 400.00", "--person", "Lou May")
    assert (said.code, said.err) == (
        3,
        (
            f"refused, no authority: DEL-8 (Remit default): expected the holder of {child}, "
            f"got Lou May ({desk.lou})\n"
        ),
    )


def test_who_acted_is_asked_where_a_body_holds_the_delegation(desk: Desk) -> None:
    name = grant(desk)
    words = ("delegation", "grant", "--by", "icp", "--to", "organisation:east", "--function", "grants")
    said = desk.record(*words, "--power", "s.1", "--on", "2024-01-01", "--json")
    assert said.code == 0
    held = act(desk, said.json["delegation"])
    assert (held.code, "expected who acted: --person or --resolution; " in held.err) == (2, True)
    assert name != said.json["delegation"]


def test_a_dry_run_shows_and_records_nothing(desk: Desk) -> None:
    child = passed(desk, grant(desk))
    size = desk.size
    said = act(desk, child, "GBP 400.00", "--dry-run")
    assert (said.code, desk.size) == (0, size)
    assert "Food bank" in said.err


def test_a_delegation_is_shown_with_its_chain_and_what_is_left(desk: Desk) -> None:
    parent = grant(desk)
    child = passed(desk, parent)
    act(desk, child)
    said = desk("delegation", "show", child, "--on", "2024-03-01")
    rows = said.rows[:2]
    jo, kim = f"Jo Bloggs ({desk.jo})", f"Kim Lee ({desk.kim})"
    in_all = "GBP 20,000.00 for all acts"
    large, small = (f"{each} for one act; {in_all}" for each in ("GBP 2,500.00", "GBP 500.00"))
    left = f"GBP 19,600.00 of {in_all}"
    assert rows == [
        [parent, "body:icp", jo, POWER, "2024-01-01", "", "grants", large, left],
        [child, jo, kim, "Scheme 3.2", "2024-02-01", "", "grants", small, left],
    ]
    assert said.out.endswith(f"on 2024-03-01, {child} may be passed on no more\n")
    found = desk("delegation", "show", child, "--json").json
    assert [link["delegation"] for link in found["chain"]] == [parent, child]


def test_the_scope_shown_is_the_one_in_effect_on_the_day(desk: Desk) -> None:
    name = grant(desk)
    desk.record("delegation", "amend", name, "--each", "GBP 1000.00", "--on", "2024-05-01")
    desk.record("delegation", "revoke", name, "--reason", "Over", "--on", "2024-06-01")
    before, after = (
        desk("delegation", "show", name, "--on", day).rows[0] for day in ("2024-04-30", "2024-05-01")
    )
    assert before[7].startswith("GBP 2,500.00 for one act")
    assert (after[7].partition(";")[0], after[5]) == ("GBP 1,000.00 for one act", "revoked from 2024-06-01")


def test_every_delegation_is_listed(desk: Desk) -> None:
    parent = grant(desk)
    child = passed(desk, parent)
    rows = desk("delegation", "list").rows
    assert [row[:3] for row in rows] == [[parent, "body:icp", ""], [child, "body:icp", parent]]


@pytest.mark.parametrize("verb", ["show", "pass", "amend", "revoke", "act"])
def test_a_delegation_that_nobody_knows_is_malformed(desk: Desk, verb: str) -> None:
    more = {
        "pass": ("--to", "Kim Lee", "--yes"),
        "amend": ("--yes",),
        "revoke": ("--reason", "Over", "--yes"),
        "act": ("--function", "grants", "--text", "A", "--yes"),
    }
    name = "g-" + "z" * 16
    said = desk("delegation", verb, name, *more.get(verb, ()))
    assert (said.code, said.err) == (
        4,
        f"malformed: expected a delegation that the ledger knows, got '{name}'\n",
    )
    said = desk("delegation", verb, "grants", *more.get(verb, ()))
    assert (said.code, said.err) == (
        4,
        "malformed: expected a delegation by its id, g-mnbqk3jz5x2c4d7e, got 'grants'\n",
    )

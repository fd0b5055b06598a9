"""``remit fund``: pooled funds and aligned budgets, and their money at every level."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ledger_cli.desk import MINUTES, Desk

from ledger.facts import bodies, funds
from ledger.facts.words import Money

DAY, LATER = "2024-06-01", "2024-06-30"
RULE = (
    "  - {kind: investment, rule: INV-1, clause: '4', basis: stated, says: brought here first, "
    "over: {minor: 25000000, currency: GBP}}\n"
)
OPEN = (
    *("fund", "open", "bcf", "Better Care Fund", "--by", "icp", "--host", "east", "--manager", "Jo Bloggs"),
    *("--under", "s.75 4", "--begins", "2024-04-01", "--ends", "2025-04-01", "--share", "east=60"),
    *("--share", "trust=40", "--assured-by", "icp", "--ring-fenced", "hospital discharge"),
)


def records(desk: Desk, *words: str, on: str = "2024-04-01") -> str:
    """Record, and give the id of what is new."""
    said = desk.record(*words, "--on", on, "--json")
    assert said.code == 0, said.err
    made = said.json
    return str(made.get("allocation") or made.get("commitment"))


@pytest.fixture
def pool(desk: Desk) -> tuple[Desk, str, str, str]:
    """Give a fund of a million with two levels, a commitment, and an aligned budget beside it."""
    text = Path("terms.yaml").read_text(encoding="utf-8")
    revised = text.replace('version: "2023"', 'version: "2024"').replace("rules:\n", f"rules:\n{RULE}")
    terms = desk.record("terms", "adopt", desk.write("revised.yaml", revised), "--in-force", "2024-01-01")
    assert terms.code == 0, terms.err
    below = (
        bodies.Constituted("place", "Place board", "s.75"),
        bodies.Constituted("district", "District", "s.75"),
        bodies.Constituted("cabinet", "Cabinet", "an Act", ("west",)),
    )
    desk.meets(*below, on="2023-02-01")
    records(desk, *OPEN)
    records(desk, "fund", "agree", "bcf", "trust", "GBP 600000.00", "--source", "Minimum")
    heads = ("--population", "80000", "--each", "GBP 5.00")
    records(desk, "fund", "agree", "bcf", "east", "--source", "Grant", *heads)
    records(desk, "fund", "pay-in", "bcf", "trust", "GBP 150000.00")
    place = records(desk, "fund", "allocate", "bcf", "GBP 600000.00", "--to", "place")
    district = records(
        desk,
        *("fund", "allocate", "bcf", "--to", "district", "--from", place, "--assured-by", "place"),
        *("--population", "60000", "--each", "GBP 5.00"),
    )
    beds = records(desk, "fund", "commit", place, "GBP 250000.01", "--text", "Twelve beds", on="2024-05-01")
    own = ("fund", "open", "roads", "Highways", "--kind", "aligned", "--by", "icp", "--host", "west")
    records(desk, *own, "--under", "2.1", "--begins", "2024-04-01")
    records(desk, "fund", "agree", "roads", "west", "GBP 90000.00", "--source", "Council tax")
    return desk, place, district, beds


def test_a_fund_is_shown_level_by_level_on_any_day_with_what_is_aligned_beside_it(
    pool: tuple[Desk, str, str, str],
) -> None:  # PLD-1, PLD-2
    desk, place, district, beds = pool
    shown = desk("fund", "show", "bcf", "--on", DAY, "--json").json
    assert (shown["manager"], shown["host"], shown["for"]) == ("Jo Bloggs", "east", "hospital discharge")
    assert [tuple(one.values()) for one in shown["sources"]] == [
        ("trust", "Minimum GBP 600,000.00", "GBP 600,000.00", "GBP 150,000.00", "40 of 100"),
        ("east", "Grant GBP 400,000.00, 80000 at GBP 5.00", "GBP 400,000.00", "GBP 0.00", "60 of 100"),
    ]
    zero = "GBP 0.00"
    rest = ("GBP 250,000.01", zero, zero)
    assert [tuple(one.values()) for one in shown["levels"]] == [
        (
            "bcf",
            "icp",
            None,
            "GBP 1,000,000.00",
            "GBP 600,000.00",
            zero,
            zero,
            zero,
            "GBP 400,000.00",
            "icp",
            None,
            0,
            None,
        ),
        (
            place,
            "place",
            None,
            "GBP 600,000.00",
            "GBP 300,000.00",
            *rest,
            "GBP 49,999.99",
            "icp",
            "bcf",
            1,
            None,
        ),
        (
            *(district, "district", "60000 at GBP 5.00", "GBP 300,000.00", zero, zero, zero, zero),
            *("GBP 300,000.00", "place", place, 2, None),
        ),
        ("in all", "", None, "GBP 1,000,000.00", zero, *rest, "GBP 749,999.99", None),
    ]
    assert [tuple(one.values()) for one in shown["beside"]] == [
        ("roads", "Highways", "west, its own", "GBP 90,000.00")
    ]
    assert shown["risk"] == []
    (duty,) = shown["brought"]
    assert (duty["duty"], duty["clause"]) == ("missed", "ToR 2023 4")
    april = desk("fund", "show", "bcf", "--on", "2024-04-30", "--json").json
    assert april["levels"][1]["left"] == "GBP 300,000.00"
    assert (april["brought"], "commitments" in april) == ([], False)
    early = records(desk, "fund", "allocate", "bcf", "GBP 1.00", "--to", "place", on=LATER)
    assert early not in desk("fund", "show", "bcf", "--on", DAY).out
    before = desk("fund", "show", "bcf", "--on", DAY, "--known-at", str(desk.size - 4), "--json").json
    assert before["levels"][1]["left"] == "GBP 300,000.00"
    (row,) = desk("fund", "show", "bcf", "--commitments", "--on", DAY, "--json").json["commitments"]
    assert (row["commitment"], row["text"], row["committed"]) == (beds, "Twelve beds", "GBP 250,000.01")


def test_what_is_over_is_refused_as_a_commitment_and_kept_as_a_payment_with_its_risk_shares(
    pool: tuple[Desk, str, str, str],
) -> None:  # PLD-1
    desk, place, _, beds = pool
    more = ("fund", "commit", place, "GBP 50000.00", "--text", "Chairs", "--on", DAY)
    refused = desk.record(*more)
    assert (refused.code, "MNY-14 (s.75 4): expected no more committed than" in refused.err) == (3, True)
    records(desk, "fund", "pay", beds, "GBP 300000.01", on=DAY)
    shown = desk("fund", "show", "bcf", "--on", DAY)
    share = "over at " + place
    assert f"{share}\tGBP 0.01\teast\tGBP 0.01" in shown.out
    assert f"{share}\tGBP 0.01\ttrust\tGBP 0.00" in shown.out
    assert "over in all" not in shown.out
    records(desk, "fund", "change", place, "GBP 700000.00", on=LATER)
    assert share not in desk("fund", "show", "bcf", "--on", LATER).out
    assert share in desk("fund", "show", "bcf", "--on", DAY).out
    kept = desk.record(*more, "--departure", "It was ordered")
    assert (kept.code, desk.last_of(funds.Committed).amount.minor) == (0, 50_000_00)
    ended = desk("fund", "show", "bcf", "--on", "2025-04-01", "--json").json
    assert [tuple(one.values()) for one in ended["risk"]] == [
        ("not drawn in all", "GBP 699,999.99", "east", "GBP 419,999.99"),
        ("not drawn in all", "GBP 699,999.99", "trust", "GBP 280,000.00"),
    ]


def test_what_is_not_needed_is_released_and_an_allocation_can_come_to_nothing(
    pool: tuple[Desk, str, str, str],
) -> None:
    desk, place, district, beds = pool
    records(desk, "fund", "release", beds, "GBP 50000.01", on=DAY)
    records(desk, "fund", "change", district, "--nothing", on=DAY)
    levels = desk("fund", "show", "bcf", "--on", DAY, "--json").json["levels"]
    assert [(one["level"], one["left"]) for one in levels[1:3]] == [
        (place, "GBP 400,000.00"),
        (district, "GBP 0.00"),
    ]
    records(desk, "fund", "agree", "bcf", "trust", "GBP 700000.00", "--source", "Minimum", on=DAY)
    records(desk, "fund", "agree", "bcf", "east", "--nothing", "--source", "Grant", on=DAY)
    shown = desk("fund", "show", "bcf", "--on", DAY).out
    assert "trust\tMinimum GBP 700,000.00\tGBP 700,000.00" in shown
    assert "east\tGrant withdrawn\tGBP 0.00" in shown


def test_an_aligned_budget_is_its_owners_to_pass_down_and_its_risk(
    pool: tuple[Desk, str, str, str],
) -> None:  # PLD-2, PBP-9
    desk, *_ = pool
    refused = desk.record("fund", "allocate", "roads", "GBP 1.00", "--to", "place")
    assert (refused.code, "MNY-10 (2.1): expected a body that west alone founded" in refused.err) == (3, True)
    own = ("fund", "allocate", "roads", "GBP 90000.00", "--by", "cabinet", "--to", "cabinet")
    code = records(desk, *own)
    kerbs = records(desk, "fund", "commit", code, "GBP 90000.00", "--text", "Kerbs")
    records(desk, "fund", "pay", kerbs, "GBP 90000.02")
    shown = desk("fund", "show", "roads", "--on", DAY).out
    assert "over in all\tGBP 0.02\twest\tGBP 0.02" in shown
    assert "roads\twest, its own\t\tGBP 90,000.00" in shown
    assert [row[:6] for row in desk("fund", "list", "icp", "--on", DAY).rows] == [
        ["bcf", "Better Care Fund", "pooled", "east", "icp, together", "hospital discharge"],
        ["roads", "Highways", "aligned", "west", "west alone, its own", ""],
    ]
    assert desk("fund", "list", "icp", "--on", "2024-03-31").rows == []


def test_without_risk_shares_who_bears_an_overspend_is_not_known(desk: Desk) -> None:  # PLD-1
    records(desk, *(one for one in OPEN if "=" not in one and one != "--share"))
    records(desk, "fund", "agree", "bcf", "trust", "GBP 10.00", "--source", "Minimum")
    code = records(desk, "fund", "allocate", "bcf", "GBP 10.00", "--to", "icp")
    beds = records(desk, "fund", "commit", code, "GBP 10.00", "--text", "Beds")
    records(desk, "fund", "pay", beds, "GBP 11.00")
    assert "GBP 1.00\t\tnot known: no risk shares are agreed" in desk("fund", "show", "bcf", "--on", DAY).out


def test_bad_input_gets_one_clear_message(pool: tuple[Desk, str, str, str]) -> None:
    desk, place, _, _ = pool
    ways = "expected AMOUNT, or --population with --each"
    for words, code, told in (
        (("show", "bfc"), 4, "expected a fund that the ledger knows, got 'bfc'"),
        (("show", "B C F"), 4, "expected a fund that the ledger knows"),
        (("show", "bcf", "--on", "2024-03-31"), 4, "expected a fund opened by 2024-03-31, got bcf, opened"),
        (("change", "w-" + "z" * 16, "GBP 1.00"), 4, "expected an allocation that the ledger knows"),
        (("pay", "beds", "GBP 1.00"), 4, "expected a commitment that the ledger knows, got 'beds'"),
        (("allocate", "bcf", "--to", "place"), 2, ways),
        (("allocate", "bcf", "--to", "place", "--population", "3"), 2, ways),
        (("change", place, "GBP 1.00", "--nothing"), 2, f"{ways}, or --nothing"),
        (("change", place), 2, ways),
        (("allocate", "bcf", "0", "--to", "place"), 2, "expected an amount like"),
    ):
        said = desk("fund", *words)
        assert (said.code, told in said.err) == (code, True), said.err
    huge = ("--population", str(10**15), "--each", "GBP 5000.00")
    assert "expected at most" in desk("fund", "allocate", "bcf", "--to", "place", *huge).err
    wrong = desk("fund", *OPEN[1:], "--share", "east")
    assert (wrong.code, "expected a risk share like blackburn=60, got 'east'" in wrong.err) == (2, True)


def test_a_fund_is_varied_from_a_day_on_and_shared_by_the_shares_of_the_day_asked(
    pool: tuple[Desk, str, str, str],
) -> None:  # PLD-1
    desk, _, _, beds = pool
    records(desk, "fund", "pay", beds, "GBP 900000.01", on=DAY)
    changes = ("--title", "The pool", "--ends", "2026-04-01", "--share", "east=1", "--share", "trust=1")
    records(desk, "fund", "vary", "bcf", "--under", "Deed 1", *changes, on=LATER)
    before, after = (desk("fund", "show", "bcf", "--on", day, "--json").json for day in (DAY, LATER))
    kept = ("title", "under", "ends", "for", "manager")
    told = [[one[name] for name in kept] for one in (before, after)]
    assert told == [
        ["Better Care Fund", "s.75 4", "2025-04-01", "hospital discharge", "Jo Bloggs"],
        ["The pool", "Deed 1", "2026-04-01", "hospital discharge", "Jo Bloggs"],
    ]
    assert [one["risk share"] for one in before["sources"]] == ["40 of 100", "60 of 100"]
    assert [one["risk share"] for one in after["sources"]] == ["1 of 2", "1 of 2"]
    records(
        desk,
        "fund",
        "vary",
        "bcf",
        "--under",
        "Deed 2",
        "--without",
        "shares",
        "--without",
        "ring-fence",
        on=LATER,
    )
    last = desk("fund", "show", "bcf", "--on", LATER, "--json").json
    assert (last["for"], last["ends"], last["risk"][0]["share"][:9]) == (None, "2026-04-01", "not known")
    both = desk("fund", "vary", "bcf", "--under", "x", "--without", "ends", "--ends", "2026-04-01")
    assert (both.code, "expected ends to be changed or left out, got both" in both.err) == (2, True)


def test_ring_fenced_money_is_committed_for_what_it_is_for(pool: tuple[Desk, str, str, str]) -> None:  # PBP-9
    desk, place, _, _ = pool
    fence = ("--ring-fenced", "s.75 9", "--function", "beds")
    records(desk, "fund", "vary", "bcf", "--under", "Deed 1", *fence)
    assert desk("fund", "show", "bcf", "--on", DAY, "--json").json["for"] == "s.75 9: beds"
    more = ("fund", "commit", place, "GBP 1.00", "--text", "Kerbs", "--on", DAY)
    refused = desk.record(*more, "--function", "roads")
    assert (refused.code, "MNY-20 (s.75 9): expected a function within beds, got roads" in refused.err) == (
        3,
        True,
    )
    assert desk.record(*more, "--function", "beds").code == 0
    lone = desk("fund", "vary", "bcf", "--under", "x", "--function", "beds")
    assert (lone.code, "expected --ring-fenced with --function" in lone.err) == (2, True)


def test_what_a_body_holds_passes_or_lapses_when_it_ends(
    pool: tuple[Desk, str, str, str],
) -> None:  # PLD-1, SYS-1
    desk, place, district, beds = pool
    desk.meets(bodies.Constituted("heir", "Heir", "s.75"), on="2023-02-01")
    ended = desk.record("body", "end", "district", "--order", "An order", "--on", DAY)
    assert (ended.code, f"allocation: {district}: lapses" in ended.err) == (0, True)
    order = ("--order", "An order", "--successor", "heir", "--on", LATER)
    passed = desk.record("body", "end", "place", *order, "--pass", place)
    assert (passed.code, f"allocation: {place}: passes to heir" in passed.err) == (0, True)
    levels = desk("fund", "show", "bcf", "--on", LATER, "--json").json["levels"]
    assert [(one["body"], one["allocated"], one["left"], one["lapsed"]) for one in levels[1:3]] == [
        ("heir", "GBP 600,000.00", "GBP 349,999.99", None),
        ("district", "GBP 0.00", "GBP 0.00", DAY),
    ]
    assert f"district, lapsed {DAY}" in desk("fund", "show", "bcf", "--on", LATER).out
    records(desk, "fund", "pay", beds, "GBP 1.00", on=LATER)
    assert desk.last_of(funds.Paid).by == "heir"
    records(desk, "fund", "lapse", place, on=LATER)
    assert desk.last_of(funds.AllocationLapsed).amount == Money(250_000_01, "GBP")
    records(desk, "fund", "release", beds, "GBP 50000.00", on=LATER)
    assert desk.last_of(funds.Released).by == "icp"
    kept = desk.record("body", "end", "icp", *order, "--pass-fund", "bcf")
    assert "fund: bcf: passes to heir" in kept.err
    assert "fund: roads: nobody keeps it" in kept.err


def test_what_a_meeting_commits_is_recorded_with_its_minutes(
    pool: tuple[Desk, str, str, str],
) -> None:  # PLD-1
    desk, *_ = pool
    own = records(desk, "fund", "allocate", "bcf", "GBP 1000.00", "--to", "icp")
    commits = f"{{allocation: {own}, amount: GBP 1000.00, text: Chairs}}"
    resolved = f"resolved: {{parts: [{{kind: decision, text: Agreed, commits: {commits}}}]}}\n"
    text = MINUTES.replace("date: 2024-03-25", "date: 2024-05-20").replace("2024-06-24", "2024-09-24")
    before = text.replace("next_meeting", f"    {resolved}next_meeting")
    said = desk.record("record", desk.write("may.yaml", before), "--departure", "so it was")
    assert said.code == 0, said.err
    made = desk.last_of(funds.Committed)
    assert (made.allocation, made.amount.minor, made.by) == (own, 1_000_00, "icp")
    (row,) = [
        one
        for one in desk("fund", "show", "bcf", "--commitments", "--on", DAY, "--json").json["commitments"]
        if one["level"] == own
    ]
    assert (row["rests on"], row["text"]) == (made.resolution, "Chairs")

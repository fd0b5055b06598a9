"""A Thursday at four: who may vary a contract, up to how much, and from which day.

The town, its officers and every amount are made up. The days are those of the terms below: 28 clear days'
notice, as the regulations of 2012 on executive arrangements have it, and a call-in of five working days.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.scenarios.clerk import Clerk, copied, desk, write

THURSDAY = "2024-04-11"
PEOPLE = ("Fay Finch", "Gil Gale", "Pat Pool", "Ann Ash", "Bal Birch")
COMMON = """\
version: "2024"
title: Constitution of the town
cited: constitution
founders: [town]
seats:
  - {seat: leader, sector: council, organisations: [town], position: leader, title: Leader, clause: "2.1"}
rules:
  - kind: quorum
    rule: QUO-1
    clause: "2.2"
    basis: stated
    says: one member
    check: {check: count, who: {}, least: 1}
"""
CABINET = f"""\
body: cabinet
{COMMON}  - kind: key decisions
    rule: KEY-1
    clause: "4.2"
    basis: stated
    says: a key decision announced 28 clear days before
    matters: [contracts]
    notice: 28
    call_in: 5
    scrutiny: overview
    least: 2
matters:
  - {{matter: contracts, title: Contracts, clause: "4.1"}}
offices: []
"""
OFFICERS = f"""\
body: officers
{COMMON}offices:
  - {{office: finance-director, title: Finance Director, clause: "3.1"}}
  - {{office: place-director, title: Place Director, clause: "3.2"}}
"""
TREE = """\
- function: contracts
  title: Contracts
  functions: [{function: contracts.vary, title: Vary a contract, also: [community beds]}]
"""
ASK = "authority check 'vary the community beds contract' 180000 --by 'Place Director'"
PLACE, FINANCE = "office:officers/place-director", "office:officers/finance-director"


@pytest.fixture(scope="module")
def spring(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Give a town and an NHS board that let the Place Director vary contracts, and a pool."""
    folder = tmp_path_factory.mktemp("thursday")
    with desk(folder, "2024-01-02", 10) as clerk:
        assert clerk("init --origin example.org/town --officer 'Ann Clerk'").code == 0
        write("cabinet.yaml", CABINET)
        write("officers.yaml", OFFICERS)
        write("tree.yaml", TREE)
        bodies = ("cabinet", "officers", "overview", "nhs-board", "pool-board")
        clerk.registers(*PEOPLE)
        clerk.does(
            "organisation register town Town --kind council",
            "organisation register nhs NHS --kind nhs-body",
            *(f"body constitute {code} {code} --instrument 'an Act'" for code in bodies),
            *(f"terms adopt {code}.yaml --in-force 2024-01-02" for code in ("cabinet", "officers")),
            "function adopt tree.yaml --by cabinet",
            "calendar adopt cabinet --years 2024",
            *(f"member appoint officers '{name}' --began 2024-01-02" for name in PEOPLE[:3]),
            *(f"member appoint overview '{name}' --began 2024-01-02" for name in PEOPLE[3:]),
            "office elect officers finance-director 'Fay Finch' --term 2024 --begins 2024-01-02",
            "office elect officers place-director 'Pat Pool' --term 2024 --begins 2024-01-02",
            "fund open pool Pool --by pool-board --host town --under 's.75 4' --begins 2024-01-02 "
            "--share town=50 --share nhs=50",
            "fund agree pool town 'GBP 100000.00' --source 'Its half'",
        )
        given = f"--to {PLACE} --function contracts --each 'GBP 250000.00'"
        made = {
            "town": f"grant --by cabinet {given} --approval {FINANCE} --power 'scheme 4'",
            "nhs": f"grant --by nhs-board {given} --power 'scheme 9'",
        }
        ids = {name: clerk.made(f"delegation {line}") for name, line in made.items()}
        ids["money"] = clerk.made("fund allocate pool 'GBP 100000.00' --to pool-board")
        ids["beds"] = clerk.made(f"fund commit {ids['money']} 'GBP 100000.00' --text Beds")
        clerk.on("2024-02-26")
        entry = "announce cabinet --matter contracts --text 'The beds: the half of the town'"
        ids["entry"] = clerk.made(f"key-decision {entry}")
        _week_before(clerk, ids)
    return folder, ids


def _week_before(clerk: Clerk, ids: dict[str, str]) -> None:
    """Go on leave, have somebody act up, decide the half of the town, publish it, and overspend the pool."""
    clerk.on("2024-04-02")
    clerk.does("office act-up officers finance-director 'Gil Gale' --because absence --until 2024-04-22")
    clerk.on("2024-04-03")
    half = f"--function contracts.vary --amount 'GBP 90000.00' --text Half --announced {ids['entry']}"
    who = f"--person 'Pat Pool' --approved-by '{FINANCE}=Gil Gale'"
    ids["half"] = clerk.made(f"delegation act {ids['town']} {half} {who}")
    clerk.on("2024-04-04")
    clerk.does(f"decision publish {ids['half']}", f"fund pay {ids['beds']} 'GBP 120000.00'")


@pytest.fixture
def ids(spring: tuple[Path, dict[str, str]]) -> dict[str, str]:
    return spring[1]


@pytest.fixture
def clerk(spring: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[Clerk]:
    """Sit down on the Thursday at four in the afternoon: three o'clock in UTC."""
    with copied(spring[0], tmp_path / "desk", THURSDAY, hour=15) as clerk:
        yield clerk


def test_who_may_and_up_to_what_limit(clerk: Clerk, ids: dict[str, str]) -> None:  # LSC-S6, PLD-1
    said = clerk(f"{ASK} --under {ids['town']}")
    assert (said.code, said.out.splitlines()[0]) == (
        0,
        f"yes: {PLACE} for contracts.vary of GBP 180,000.00 on {THURSDAY} under {ids['town']}",
    )
    assert f"it takes the approval of {FINANCE} ({ids['town']})" in said.out
    (row,) = [one for one in clerk("office show officers").rows if one[0] == "finance-director"]
    assert (row[2], row[-2].split(" (")[0]) == ("Fay Finch", "Gil Gale")
    over = clerk(ASK.replace("180000", "250000.01"))
    assert (over.code, "expected at most GBP 250,000.00 for one act" in over.out) == (1, True)


def test_from_which_day_for_the_town_and_for_the_board(clerk: Clerk, ids: dict[str, str]) -> None:
    """Of the town: 28 clear days after Thursday 11 April end with 9 May; five more from Friday 10 May."""
    said = clerk(f"{ASK} --under {ids['town']}").out.splitlines()
    why = f"if announced on {THURSDAY}, 28 clear days before"
    assert said[-2:] == [
        f"may be decided on or after 2024-05-10 (constitution 4.2: {why})",
        "may take effect on or after 2024-05-18 (constitution 4.2: call-in of 5 clear working days)",
    ]
    (board,) = clerk(f"{ASK} --under {ids['nhs']} --json").json["under"]
    assert (board["earliest"]["decided"], board["earliest"]["effective"]) == (THURSDAY, THURSDAY)


def test_the_half_of_the_town_is_still_in_call_in(clerk: Clerk, ids: dict[str, str]) -> None:
    """Published on Thursday 4 April: the 5th, 8th, 9th, 10th and 11th are five clear working days."""
    *_, announced, published, wait = clerk(f"authority explain {ids['half']}").out.splitlines()
    assert announced == f"key decision (constitution 4.2), announced 2024-02-26 ({ids['entry']})"
    assert published.endswith("  2024-04-04  published")
    assert wait == "not to be implemented before 2024-04-12"
    clerk.does("fund agree pool town 'GBP 210000.00' --source 'Its half'")
    money = clerk.made("fund allocate pool 'GBP 90000.00' --to cabinet")
    spend = f"fund commit {money} 'GBP 90000.00' --text Beds --act {ids['half']}"
    assert "KDE-13 (constitution 4.2)" in clerk.refused(spend)
    call = f"decision call-in {ids['half']} --by 'Ann Ash' --by 'Bal Birch' --reason why"
    clerk.does(call)
    clerk.on("2024-04-12")
    assert "while it is called in" in clerk.refused(spend)
    clerk.does(f"decision end-call-in {ids['half']} released --reason why")
    beyond = clerk.refused(spend.replace("90000", "90000.01").replace(".01.00", ".01"))
    assert ("KDE-13" in beyond, "MNY-14 (s.75 4)" in beyond, "MNY-19" in beyond) == (False, True, True)
    clerk.does(spend)


def test_the_pool_is_overspent_and_who_bears_it(clerk: Clerk) -> None:  # PLD-1
    shown = clerk("fund show pool").out
    assert "over in all\tGBP 20,000.00" in shown
    assert "town\tGBP 10,000.00" in shown

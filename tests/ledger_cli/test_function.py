"""``remit function``: adopted from a file, listed, found by plain words, ended."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.ledger_cli.desk import Desk, kept

from ledger.facts.functions import Function, Listed
from ledger_cli.cataloguing import BYTES_MAX, FUNCTIONS_MAX, listed

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "functions.md"
(EXAMPLE,) = re.findall(r"```yaml\n(.*?)```", REFERENCE.read_text(encoding="utf-8"), flags=re.DOTALL)
BY = ("--by", "icp", "--on", "2024-01-15")


@pytest.fixture
@kept
def adopted(desk: Desk) -> Desk:
    said = desk.record("function", "adopt", desk.write("functions.yaml", EXAMPLE), *BY)
    assert said.code == 0, said.err
    return desk


def test_the_catalogue_of_the_reference_is_adopted_and_shown_as_a_tree(adopted: Desk) -> None:  # PBP-2
    assert adopted("function", "list", "--on", "2024-01-14").rows == []
    rows = adopted("function", "list").rows
    assert [(code, title, under) for code, title, _, under, *_ in rows][3:8] == [
        ("contracts", "Contracts for services", ""),
        ("contracts.award", "  Award a contract", "contracts"),
        ("contracts.end", "  End a contract", "contracts"),
        ("contracts.vary", "  Vary a contract", "contracts"),
        ("contracts.vary.price", "    Agree a change of price", "contracts.vary"),
    ]
    assert adopted("function", "list", "--json").json[3] == {
        "function": "contracts",
        "title": "Contracts for services",
        "also": "agreements, procurement",
        "under": None,
        "by": "icp",
        "ended": None,
    }


def test_a_clerk_finds_a_function_by_what_the_matter_is_called(adopted: Desk) -> None:  # PBP-2
    said = adopted("function", "find", "vary", "the community beds", "contract", "--most", "2")
    assert said.code == 0
    assert said.rows == [
        ["beds", "Community beds", "", "8", "vary, contract"],
        ["contracts.vary", "Vary a contract", "Contracts for services", "8", "community, beds"],
    ]
    (uplift,) = adopted("function", "find", "uplift", "--json").json
    assert (uplift["function"], uplift["part of"]) == (
        "contracts.vary.price",
        "Contracts for services > Vary a contract",
    )


def test_what_no_function_speaks_of_is_not_found(adopted: Desk) -> None:
    said = adopted("function", "find", "planning", "permission")
    assert (said.code, said.rows) == (1, [])
    assert "no function of the catalogue speaks of: planning permission" in said.err


def test_a_file_that_is_adopted_again_records_what_is_new_in_it(adopted: Desk) -> None:  # PBP-2
    size = adopted.size
    again = adopted.record("function", "adopt", "functions.yaml", *BY)
    assert (again.code, adopted.size) == (0, size)
    assert "nothing to record" in again.err
    adopted.write("functions.yaml", EXAMPLE.replace("Close or move beds", "Close beds"))
    assert adopted.record("function", "adopt", "functions.yaml", *BY).code == 0
    assert adopted.last_of(Listed).functions == (Function("beds.close", "Close beds", "beds"),)


def test_a_function_that_moves_in_the_file_is_refused(adopted: Desk) -> None:  # PLA-7f
    moved = EXAMPLE.replace("- function: funds\n", "- function: contracts.end\n")
    twice = adopted.record("function", "adopt", adopted.write("twice.yaml", moved), *BY)
    assert twice.code == 4
    assert twice.err.startswith("malformed: twice.yaml:18:13: entry 3, function: ")
    assert "expected every function once, got contracts.end again" in twice.err
    alone = "- {function: contracts.end, title: End a contract}\n"
    said = adopted.record("function", "adopt", adopted.write("moved.yaml", alone), *BY)
    assert said.code == 3
    assert "FUN-3 (Remit default)" in said.err
    assert "contracts.end at the top, before under contracts" in said.err


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("- {function: beds}\n", "1:3: entry 1: expected the field title, got none"),
        ("- {function: Beds, title: Beds}\n", "1:14: entry 1, function: expected a code"),
        ("- {function: beds, title: Beds, under: care}\n", "1:33: entry 1: expected one of the fields"),
        ("[]\n", "1:1: expected at least 1 in the list"),
        (
            "- function: beds\n  title: Beds\n  functions:\n    - beds.open\n",
            "4:7: entry 1, functions, entry 1",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_place(desk: Desk, text: str, place: str) -> None:
    said = desk.record("function", "adopt", desk.write("functions.yaml", text), *BY)
    assert said.code == 4
    assert f"functions.yaml:{place}" in said.err


def test_a_function_that_ended_is_shown_with_its_day_and_found_no_more(adopted: Desk) -> None:  # PBP-2
    refused = adopted.record("function", "end", "contracts.vary", "--by", "icp")
    assert refused.code == 3
    assert "FUN-5" in refused.err
    said = adopted.record("function", "end", "contracts.vary.price", "--by", "icp", "--on", "2024-06-01")
    assert said.code == 0, said.err
    ended = {row[0]: row[-1] for row in adopted("function", "list").rows}
    assert (ended["contracts.vary.price"], ended["contracts.vary"]) == ("2024-06-01", "")
    assert adopted("function", "find", "uplift").code == 1
    assert adopted("function", "find", "uplift", "--on", "2024-05-31").code == 0
    assert adopted("function", "find", "uplift", "--known-at", str(adopted.size - 1)).code == 0


def test_a_large_catalogue_is_recorded_in_several_facts_of_one_request(desk: Desk) -> None:  # PBP-2
    parts = "".join(f"    - {{function: a.{number}, title: Part {number}}}\n" for number in range(199))
    more = "".join(f"        - {{function: a.0.{number}, title: Lesser part}}\n" for number in range(60))
    first, rest = parts.split("\n", 1)
    first = f"    - function: a.0\n      title: Part 0\n      functions:\n{more}"
    text = f"- function: a\n  title: All\n  functions:\n{first}{rest}"
    size = desk.size
    said = desk.record("function", "adopt", desk.write("functions.yaml", text), *BY)
    assert said.code == 0, said.err
    assert desk.size == size + 2
    assert len(desk.last_of(Listed).functions) == 260 - FUNCTIONS_MAX
    assert len(desk("function", "list").rows) == 260


def test_long_functions_are_spread_over_facts_that_an_entry_can_hold(desk: Desk) -> None:
    functions = tuple(Function(f"a{number}", "é" * 300, None, ("ü" * 300,) * 16) for number in range(7))
    facts = list(listed(functions, "icp"))
    assert tuple(one for fact in facts for one in fact.functions) == functions
    assert [len(fact.functions) for fact in facts] == [2, 2, 2, 1]
    assert 2 * 17 * 2 * 300 < BYTES_MAX < 3 * 17 * 2 * 300
    desk.meets(*facts)

"""``remit terms``: from a file to the version that binds on a day."""

from __future__ import annotations

import json

from tests.ledger_cli.desk import MOTION, TERMS, Desk

NEXT = TERMS.replace('version: "2023"', 'version: "2025"').replace("least: 2}", "least: 3}")


def test_a_sound_file_is_told_with_the_places_of_its_remarks(desk: Desk) -> None:
    file = desk.write("next.yaml", NEXT.replace("founders: [east, west]", "founders: [east, north]"))
    said = desk("terms", "check", file)
    assert said.code == 0
    assert said.out.splitlines() == [
        "next.yaml:5:18: founder north has no seat",
        "next.yaml:42:5: TXT-1 (9.1) is kept in words and not checked",
        "next.yaml: version 2025 of icp can be adopted: 3 seats, 1 offices, 7 rules",
    ]
    assert desk("terms", "check", file, "--json").json["remarks"][0] == {
        "line": 5,
        "column": 18,
        "remark": "founder north has no seat",
    }


def test_seats_that_may_not_exist_are_remarked_on(desk: Desk) -> None:
    text = NEXT.replace(
        'title: Director, clause: "5.2"}', 'title: Director, clause: "5.2", exists: not known}'
    )
    said = desk("terms", "check", desk.write("next.yaml", text))
    assert said.out.splitlines()[0] == "next.yaml:7:3: number of seats: 2 to 3, not known"


def test_a_file_with_problems_is_malformed_at_their_places(desk: Desk) -> None:
    text = NEXT.replace("sectors: [council]", "sectors: [charity]").replace(
        'clause: "8.1"', "clause: 8.1, klause: 8"
    )
    said = desk("terms", "check", desk.write("next.yaml", text))
    assert said.code == 4
    assert said.err.startswith("malformed: next.yaml:19:")
    only = NEXT.replace("sectors: [council]", "sectors: [charity]")
    said = desk("terms", "check", desk.write("next.yaml", only))
    assert said.code == 4
    assert said.err.startswith("malformed: next.yaml:18:")
    assert "no seat or office of the terms has sectors charity" in said.err


def test_a_draft_binds_nobody(desk: Desk) -> None:  # LSC-V
    said = desk.record("terms", "draft", desk.write("next.yaml", NEXT), "--on", "2024-07-15")
    assert said.code == 0
    rows = desk("terms", "list", "icp", "--on", "2025-01-01").rows
    assert [row[:2] for row in rows] == [["2023", "in force"], ["2025", "draft"]]
    assert [row[0] for row in desk("terms", "list", "icp", "--on", "2024-07-14").rows] == ["2023"]


def test_an_adopted_version_comes_into_force_on_its_day(desk: Desk) -> None:  # LSC-V
    file = desk.write("next.yaml", NEXT)
    desk.record("terms", "draft", file, "--on", "2024-07-15")
    known = desk.size
    said = desk.record("terms", "adopt", file, "--on", "2024-09-01", "--in-force", "2025-01-01")
    assert said.code == 0

    def states(*options: str) -> list[list[str]]:
        return [row[:2] for row in desk("terms", "list", "icp", *options).rows]

    assert states("--on", "2024-08-31") == [["2023", "in force"], ["2025", "draft"]]
    assert states("--on", "2024-12-31") == [["2023", "in force"], ["2025", "adopted"]]
    assert states("--on", "2025-01-01") == [["2023", "superseded"], ["2025", "in force"]]
    assert states("--on", "2025-01-01", "--known-at", str(known)) == [["2023", "in force"], ["2025", "draft"]]


def test_of_two_versions_of_one_day_the_one_recorded_later_binds(desk: Desk) -> None:  # LSC-V
    for version in ("2025", "2025b"):
        file = desk.write("next.yaml", NEXT.replace('"2025"', f'"{version}"'))
        desk.record("terms", "adopt", file, "--on", "2024-09-01", "--in-force", "2025-01-01")
    rows = desk("terms", "list", "icp", "--on", "2025-01-01").rows
    assert [row[:2] for row in rows] == [
        ["2023", "superseded"],
        ["2025", "superseded"],
        ["2025b", "in force"],
    ]


def test_a_version_is_adopted_once_and_repeats(desk: Desk) -> None:
    file = desk.write("next.yaml", NEXT)
    words = ("terms", "adopt", file, "--in-force", "2025-01-01", "--request", "r-" + "d" * 16, "--json")
    first = desk.record(*words)
    assert desk.record(*words).json == first.json
    again = desk.record("terms", "adopt", file, "--in-force", "2025-01-01")
    assert again.code == 3
    assert again.err == "refused: TER-2 (Remit default): expected a version that is new, got 2025\n"


def test_a_file_that_is_not_there_is_malformed(desk: Desk) -> None:
    said = desk.record("terms", "draft", "none.yaml")
    assert said.code == 4
    assert said.err.startswith("malformed: none.yaml: expected a file that can be read, got: no such file")


def test_every_rule_is_shown_with_clause_basis_and_other_readings(desk: Desk) -> None:
    text = NEXT.replace("    says: at least 2 members from councils\n    basis: stated\n", "")
    reading = (
        "reading: Leaders count.\n    others:\n      - reading: Persons count.\n"
        "        check: {check: count, who: {}, least: 2}\n    check:"
    )
    text = NEXT.replace("basis: stated\n    says", "basis: reading\n    says", 1).replace(
        "check:", reading, 1
    )
    desk.record("terms", "draft", desk.write("next.yaml", text))
    said = desk("terms", "show", "icp", "--version", "2025", "--json")
    assert said.json["rules"][0] == {
        "rule": "QUO-1",
        "kind": "quorum",
        "clause": "7.1",
        "basis": "reading",
        "says": "at least 2 members from councils",
        "checked": "check: {check: count, who: {sectors: [council]}, least: 3, of: persons}",
        "reading": "Leaders count.",
        "other readings": "Persons count.",
    }
    assert said.json["rules"][-1]["kind"] == "in words, not checked"
    assert "QUO-1\tquorum\t7.1\treading" in desk("terms", "show", "icp", "--version", "2025").out


def test_what_is_checked_of_a_rule_is_shown_beside_its_words(desk: Desk) -> None:
    desk.record("terms", "draft", desk.write("next.yaml", NEXT.replace("days: 5", "days: 3")))
    rules = desk("terms", "show", "icp", "--version", "2025", "--json").json["rules"]
    (rule,) = (one for one in rules if one["rule"] == "WRI-1")
    assert rule["says"] == "in writing, with five days to reply"
    assert rule["checked"] == "days: 3, unit: calendar, silence: counts for nothing"


def test_a_default_of_remit_cites_no_clause(desk: Desk) -> None:
    text = NEXT.replace(
        '{kind: voting, rule: VOT-1, clause: "8.1", basis: stated',
        '{kind: voting, rule: VOT-1, clause: "8.1", basis: default',
    )
    desk.record("terms", "draft", desk.write("next.yaml", text))
    rule = desk("terms", "show", "icp", "--version", "2025", "--json").json["rules"][1]
    assert (rule["clause"], rule["basis"]) == (None, "Remit default")


def test_terms_that_are_not_known_are_said_to_be_so(desk: Desk) -> None:
    said = desk("terms", "show", "icp", "--on", "2022-01-01")
    assert (said.code, said.err) == (8, "not known: no terms of icp are known to be in force on 2022-01-01\n")
    said = desk("terms", "show", "icp", "--version", "2032")
    assert said.code == 4
    assert said.err == (
        "malformed: expected a version of the terms of icp, got '2032' (did you mean 2023?)\n"
    )


def test_doubts_are_shown(desk: Desk) -> None:
    text = NEXT + "doubts:\n  - {clause: cover, says: The year is missing.}\n"
    desk.record("terms", "draft", desk.write("next.yaml", text))
    said = desk("terms", "show", "icp", "--version", "2025")
    assert said.out.splitlines()[-1] == "in doubt, cover: The year is missing."
    assert json.loads(desk("terms", "show", "icp", "--version", "2025", "--json").out)["doubts"] == [
        "cover: The year is missing."
    ]


# --- ahead and back ------------------------------------------------------------------------------


def revised(desk: Desk, old: str, new: str) -> str:
    """Write the terms with something changed, as another version."""
    text = TERMS.replace('version: "2023"', 'version: "2024"')
    assert old in text
    return desk.write("revised.yaml", text.replace(old, new))


def test_terms_are_looked_at_with_the_members_of_a_day(desk: Desk) -> None:  # LSC-V
    file = revised(desk, "least: 2}", "least: 3}")
    found = desk("terms", "check", file, "--store", "remit.ledger", "--on", "2024-03-25")
    assert (found.code, "QUO-1: all members of 2024-03-25 together cannot meet it: 2" in found.out) == (
        0,
        True,
    )
    plain = desk("terms", "check", "terms.yaml", "--store", "remit.ledger", "--on", "2024-03-25")
    assert f"QUO-1: without Jo Bloggs ({desk.jo}) nobody else can meet it" in plain.out
    told = desk(
        "terms", "check", "terms.yaml", "--store", "remit.ledger", "--on", "2020-01-01", "--json"
    ).json
    assert told["ahead"] == [
        "nobody is known to be a member of icp on 2020-01-01: nothing is said of its members"
    ]
    assert desk("terms", "check", "terms.yaml", "--store", "nowhere.ledger", "--json").json["ahead"] == []


def test_terms_are_tried_on_recorded_meetings(sitting: Desk) -> None:  # LSC-V
    sitting.record("vote", "cast", MOTION, "for", "--person", "Jo Bloggs")
    at = ("2024-03-25", "icp", "--item", "1", "--text", "It is so", "--way", "vote", "--motion", MOTION)
    assert sitting.record("motion", "resolve", *at).code == 0
    when = ("--from", "2024-01-01", "--to", "2024-12-31")
    same = sitting("terms", "try", "terms.yaml", *when)
    assert (same.rows, same.err) == ([], "0 of 1 resolutions would have had another outcome\n")
    file = revised(
        sitting,
        "{test: share, base: votes cast, more_than: 1/2}",
        "{test: share, base: seats, at_least: 2/3}",
    )
    other = sitting("terms", "try", file, *when)
    ((day, item, _, was, now, because),) = other.rows
    assert (day, item, was, now) == ("2024-03-25", "1", "met", "not met")
    assert because == (
        "MAJ-1 (ToR 2023 8.2): expected most votes cast, "
        "got 1 for and 0 against: 1 of 3 seats, needed at least 2/3, 2"
    )
    assert sitting("terms", "try", file, "--from", "2025-01-01").err.startswith("0 of 0 resolutions")

"""``remit deputy``: named, approved, prepared; who stands in, and what a deputy may do."""

from __future__ import annotations

import pytest
from tests.ledger_cli.desk import TERMS, Desk, kept

from ledger.facts import deputies, programme

RULE = """\
  - kind: deputy
    rule: DEP-1
    clause: "7.7"
    basis: stated
    says: a deputy named by the member and approved by the Chair
    who: {}
    named_by: member
    approved_by: [chair]
    informed: true
    briefed: true
    counts: "yes"
"""
COMING = "m-" + "c" * 16


@pytest.fixture
@kept
def ruled(desk: Desk) -> Desk:
    """Adopt terms with a rule on deputies, elect the Chair, and give a meeting its date."""
    terms = desk.write(
        "deputies.yaml", TERMS.replace('"2023"', '"2024"').replace("ToR 2023", "ToR 2024") + RULE
    )
    assert desk.record("terms", "adopt", terms, "--in-force", "2024-01-01", "--on", "2024-01-01").code == 0
    chair = ("office", "elect", "icp", "chair", "Kim Lee", "--term", "2024", "--begins", "2024-01-01")
    assert desk.record(*chair, "--on", "2024-01-01").code == 0
    desk.meets(programme.Scheduled(COMING, "icp", "2024-03-25", None, None), on="2024-01-02")
    return desk


def name(desk: Desk, *options: str, person: str = "Lou May", day: str = "2024-03-01") -> str:
    """Name Lou as Jo's deputy and give the id."""
    said = desk.record("deputy", "name", "icp", "Jo Bloggs", person, *options, "--on", day, "--json")
    assert said.code == 0, said.err
    return str(said.json["deputy"])


def who(desk: Desk, *options: str) -> tuple[int, str]:
    said = desk("deputy", "who", "east", "icp", "--meeting", "2024-03-25", *options)
    return said.code, said.out


def test_a_deputy_is_named_for_a_coming_meeting(ruled: Desk) -> None:  # LSC-7.7
    code = name(ruled, "--meeting", "2024-03-25", "--seat", "east")
    expected = deputies.Nominated(code, "icp", ruled.jo, "east", ruled.lou, None, COMING)
    assert (ruled.last.body, ruled.last.on) == (expected, "2024-03-01")
    again = name(ruled, "--from", "2024-04-01", "--until", "2024-05-01")
    assert ruled.last.body == deputies.Nominated(
        again, "icp", ruled.jo, None, ruled.lou, first="2024-04-01", until="2024-05-01"
    )


def test_an_approved_deputy_counts_and_votes_and_does_not_preside(ruled: Desk) -> None:  # LSC-7.7, LSC-8.4
    code = name(ruled, "--meeting", COMING)
    assert ruled.record("deputy", "approve", code, "Kim Lee", "--on", "2024-03-04").code == 0
    assert ruled.last.body == deputies.Approved(code, "icp", ruled.kim)
    assert ruled.record("deputy", "prepared", code, "--briefed", "--on", "2024-03-05").code == 0
    assert who(ruled) == (
        0,
        (
            f"seat east; member Jo Bloggs ({ruled.jo}); deputy Lou May ({ruled.lou}); "
            f"approved by Kim Lee ({ruled.kim}) on 2024-03-04; speaks yes; votes yes; counts yes; "
            "presides no; rule DEP-1 (ToR 2024 7.7); secretariat informed not known; briefed 2024-03-05\n"
        ),
    )


def test_a_deputy_who_is_not_approved_does_not_count(ruled: Desk) -> None:  # LSC-7.7
    known = ruled.size
    assert who(ruled) == (
        1,
        (
            f"seat east; member Jo Bloggs ({ruled.jo}); deputy none named; speaks no; votes no; counts no; "
            "presides no; rule DEP-1 (ToR 2024 7.7)\n"
        ),
    )
    name(ruled, "--standing")
    code, line = who(ruled)
    assert code == 1
    assert "approved no; speaks yes; votes no; counts no; presides no; rule DEP-1 (ToR 2024 7.7)" in line
    assert "deputy none named" in who(ruled, "--known-at", str(known))[1]


def test_only_the_office_that_the_terms_name_approves(ruled: Desk) -> None:  # LSC-7.7
    code = name(ruled, "--standing")
    said = ruled.record("deputy", "approve", code, "Ann Clerk", "--on", "2024-03-04")
    assert (said.code, said.err) == (
        3,
        (
            "refused: DEP-1 (ToR 2024 7.7): expected a deputy named by the member and approved by the Chair, "
            f"got Ann Clerk ({ruled.officer}) on 2024-03-04\n"
        ),
    )
    own = ruled.record("deputy", "approve", code, "Jo Bloggs", "--on", "2024-03-04", "--departure", "because")
    assert own.code == 3
    assert own.err.startswith("refused: DPY-7 (Remit default): expected somebody who answers")


def test_a_member_is_nobodys_deputy(ruled: Desk) -> None:  # LSC-7.7
    said = ruled.record("deputy", "name", "icp", "Jo Bloggs", "Kim Lee", "--standing", "--on", "2024-03-01")
    assert (said.code, said.err) == (
        3,
        (
            "refused: DPY-3 (Remit default): expected a deputy who is no member of icp, "
            f"got Kim Lee ({ruled.kim})\n"
        ),
    )


def test_a_declined_deputy_is_none(ruled: Desk) -> None:  # LSC-7.7
    code = name(ruled, "--standing")
    said = ruled.record("deputy", "decline", code, "Kim Lee", "--reason", "not briefed", "--on", "2024-03-04")
    assert said.code == 0
    assert who(ruled)[0] == 1
    assert "deputy none named" in who(ruled)[1]


def test_the_steps_repeat_under_one_request(ruled: Desk) -> None:
    request = ("--request", "r-" + "d" * 16)
    first = name(ruled, "--meeting", "2024-03-25", *request)
    size = ruled.size
    assert (name(ruled, "--meeting", "2024-03-25", *request), ruled.size) == (first, size)
    words = (
        "deputy",
        "approve",
        first,
        "Kim Lee",
        "--on",
        "2024-03-04",
        "--request",
        "r-" + "e" * 16,
        "--json",
    )
    once = ruled.record(*words)
    assert ruled.record(*words).json == once.json
    ending = ("deputy", "end", first, "--reason", "back", "--on", "2024-03-20", "--request", "r-" + "f" * 16)
    assert ruled.record(*ending, "--json").json == ruled.record(*ending, "--json").json
    assert who(ruled)[0] == 1


def test_one_request_tells_of_both_preparations(ruled: Desk) -> None:  # LSC-7.7
    code = name(ruled, "--standing")
    words = ("deputy", "prepared", code, "--informed", "--briefed", "--on", "2024-03-05")
    assert ruled.record(*words).code == 0
    assert who(ruled)[1].endswith("secretariat informed 2024-03-05; briefed 2024-03-05\n")
    said = ruled.record("deputy", "prepared", code)
    assert (said.code, "expected --informed, --briefed or both, got neither" in said.err) == (2, True)
    late = ruled.record("deputy", "prepared", code, "--informed", "--on", "2024-02-01")
    assert late.err.startswith("refused: DPY-6 (Remit default): expected a deputy named by 2024-02-01")


def test_the_list_shows_what_became_of_each_by_the_day(ruled: Desk) -> None:
    first = name(ruled, "--meeting", COMING)
    second = name(ruled, "--standing", person="Ann Clerk", day="2024-03-02")
    third = name(ruled, "--from", "2024-04-01", "--until", "2024-05-01", day="2024-03-03")
    ruled.record("deputy", "approve", first, "Kim Lee", "--on", "2024-03-04")
    ruled.record("deputy", "prepared", first, "--informed", "--on", "2024-03-05")
    ruled.record("deputy", "decline", second, "Kim Lee", "--reason", "x", "--on", "2024-03-06")
    ruled.record("deputy", "end", third, "--reason", "x", "--on", "2024-03-07")

    def rows(day: str) -> list[list[str]]:
        return [[row[0], *row[4:]] for row in ruled("deputy", "list", "icp", "--on", day).rows]

    assert rows("2024-03-03") == [
        [first, f"2024-03-25 ({COMING})", "2024-03-01", "the member", "none yet", "", "", ""],
        [second, "from 2024-03-02", "2024-03-02", "the member", "none yet", "", "", ""],
        [third, "2024-04-01 to 2024-05-01", "2024-03-03", "the member", "none yet", "", "", ""],
    ]
    kim = f"Kim Lee ({ruled.kim})"
    assert rows("2024-03-07") == [
        [
            first,
            f"2024-03-25 ({COMING})",
            "2024-03-01",
            "the member",
            "approved 2024-03-04",
            kim,
            "2024-03-05",
            "",
        ],
        [second, "from 2024-03-02", "2024-03-02", "the member", "declined 2024-03-06", "", "", ""],
        [third, "2024-04-01 to 2024-05-01", "2024-03-03", "the member", "ended 2024-03-07", "", "", ""],
    ]
    assert rows("2024-02-29") == []


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--standing", "--meeting", COMING),
        ("--standing", "--until", "2024-05-01"),
        ("--from", "2024-05-01", "--meeting", COMING),
    ],
)
def test_a_deputy_is_named_in_one_of_three_ways(ruled: Desk, options: tuple[str, ...]) -> None:
    said = ruled.record("deputy", "name", "icp", "Jo Bloggs", "Lou May", *options)
    assert (said.code, "expected --meeting, --from and --until, or --standing" in said.err) == (2, True)


def test_without_a_rule_on_deputies_the_answer_is_not_known(sitting: Desk) -> None:  # SYS-3
    code = name(sitting, "--meeting", "2024-03-25")
    line = (
        f"seat east; member Jo Bloggs ({sitting.jo}); deputy Lou May ({sitting.lou}); "
        "approved not known to be needed; speaks yes; votes not known; counts not known; presides no; "
        "rule DPY-9 (Remit default)\n"
    )
    assert who(sitting) == (8, line)
    sitting.record("organisation", "register", "north", "North", "--kind", "council")
    assert (
        sitting.record("deputy", "approve", code, "--organisation", "north", "--on", "2024-03-02").code == 0
    )
    told = sitting("deputy", "who", "east", "--meeting", "m-" + "a" * 16, "--json")
    assert (told.code, told.json["approved"], told.json["votes"]) == (
        0,
        "by north on 2024-03-02",
        "not known",
    )


def test_where_no_approval_is_asked_for_the_deputy_stands(ruled: Desk) -> None:
    free = TERMS.replace('"2023"', '"2025"') + RULE.replace("    approved_by: [chair]\n", "")
    terms = ruled.write("free.yaml", free.replace("    informed: true\n    briefed: true\n", ""))
    assert ruled.record("terms", "adopt", terms, "--in-force", "2024-02-01", "--on", "2024-02-01").code == 0
    name(ruled, "--standing")
    code, line = who(ruled)
    assert (code, line.endswith("rule DEP-1 (ToR 2023 7.7)\n")) == (0, True)
    assert "approved not asked for; speaks yes; votes yes; counts yes; presides no" in line


def test_a_deputy_for_another_seat_of_the_member_is_none_for_this_one(ruled: Desk) -> None:
    trust = ("member", "appoint", "icp", "Jo Bloggs", "--seat", "trust", "--began", "2024-01-01")
    assert ruled.record(*trust).code == 0
    name(ruled, "--standing", "--seat", "trust")
    assert "deputy none named" in who(ruled)[1]


def test_of_a_vacant_seat_there_is_no_deputy_and_of_an_unknown_member_none_is_known(ruled: Desk) -> None:
    def asked() -> tuple[int, str]:
        said = ruled("deputy", "who", "trust", "icp", "--meeting", "2024-03-25")
        return said.code, said.err

    assert asked() == (1, "no: trust was vacant on 2024-03-25\n")
    ruled.record("member", "appoint", "icp", "Ann Clerk", "--on", "2024-03-26")
    assert asked() == (8, "not known: whether anybody was a member in trust on 2024-03-25\n")
    ruled.record("member", "appoint", "icp", "Ann Clerk", "--seat", "trust", "--on", "2024-03-26")
    told = f"not known: whether Ann Clerk ({ruled.officer}) was the member in trust on 2024-03-25\n"
    assert asked() == (8, told)


def test_what_the_ledger_does_not_know_is_malformed(ruled: Desk) -> None:
    said = ruled.record("deputy", "approve", "s-" + "a" * 16, "Kim Lee")
    assert said.code == 4
    assert said.err.startswith("malformed: expected the id of a deputy that the ledger knows, got 's-")
    seat = ruled("deputy", "who", "eas", "icp", "--meeting", "2024-03-25")
    assert (seat.code, seat.err) == (
        4,
        "malformed: expected a seat of 2024, got 'eas' (did you mean east?)\n",
    )
    code = name(ruled, "--standing")
    nobody = ruled.record("deputy", "approve", code)
    assert (nobody.code, "expected who answers: PERSON or --organisation, got neither" in nobody.err) == (
        2,
        True,
    )


def test_without_terms_it_is_not_known_what_a_deputy_may_do(ruled: Desk) -> None:
    early = "m-" + "e" * 16
    ruled.meets(programme.Scheduled(early, "icp", "2022-12-31", None, None), on="2023-01-01")
    said = ruled("deputy", "who", "east", "--meeting", early)
    assert (said.code, said.err) == (
        8,
        "not known: no terms of icp are known to be in force on 2022-12-31\n",
    )

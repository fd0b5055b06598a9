"""``remit meeting quorum`` before a meeting: judged by who is expected, with what would cure it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ledger_cli.desk import MINUTES, TERMS, Desk, kept
from tests.ledger_cli.test_sitting import clerk, done

from ledger.facts import deputies, programme

__all__ = ["clerk"]

WHEN = ("2099-03-25", "icp")
QUORUM = ("meeting", "quorum", *WHEN)


@pytest.fixture
@kept
def coming(clerk: Desk) -> Desk:
    done(clerk, "meeting", "schedule", *reversed(WHEN))
    return clerk


def test_a_coming_meeting_is_judged_by_who_is_expected(coming: Desk) -> None:  # LSC-8.1
    said = coming(*QUORUM, "--expected", "Jo Bloggs", "--expected", "Kim Lee")
    assert said.code == 0
    assert said.out.splitlines()[-2:] == ["opening: met", "quorate"]


def test_whose_arrival_would_make_it_quorate_is_said(coming: Desk) -> None:  # LSC-8.1, LSC-8.5
    said = coming(*QUORUM, "--expected", "Jo Bloggs")
    assert said.code == 1
    assert said.out.splitlines()[-3:] == [
        "opening: not met",
        f"opening: quorate with Kim Lee ({coming.kim}) as well",
        "not quorate",
    ]
    cure = coming(*QUORUM, "--expected", "Jo Bloggs", "--json").json["judged"][0]["cure"]
    assert cure == {"arrivals": [{"person": coming.kim, "name": "Kim Lee"}], "fewest": True}


def test_that_nobody_could_make_it_quorate_is_said(coming: Desk) -> None:  # LSC-8.5
    terms = coming.write("other.yaml", TERMS.replace("least: 2}", "least: 3}"))
    said = coming(*QUORUM, "--expected", "Jo Bloggs", "--terms", terms)
    assert said.code == 1
    assert "opening: not quorate even if every other member on the roll had been there" in said.out
    cure = coming(*QUORUM, "--expected", "Jo Bloggs", "--terms", terms, "--json").json["judged"][0]["cure"]
    assert cure == {"arrivals": None, "fewest": True}


def test_a_file_names_who_is_expected(coming: Desk) -> None:
    file = coming.write("expected.txt", "# who wrote back\nJo Bloggs\n\n  Kim Lee\n")
    assert coming(*QUORUM, "--expected-file", file).code == 0


def test_a_deputy_is_expected_in_the_place_of_a_member(coming: Desk) -> None:  # LSC-7.7, LSC-8.4
    words = (*QUORUM, "--expected", "Jo Bloggs", "--expected", "Lou May for Kim Lee")
    assert coming(*words).code == 1
    meeting = coming.last_of(programme.Scheduled).meeting
    named = deputies.Nominated("s-" + "a" * 16, "icp", coming.kim, "west", coming.lou, meeting=meeting)
    coming.meets(named, on="2024-03-01")
    said = coming(*words)
    assert said.code == 0
    assert f"Lou May ({coming.lou})" in said.rows[0][7]


def test_of_a_meeting_that_has_not_begun_somebody_is_expected(coming: Desk) -> None:
    said = coming(*QUORUM)
    assert said.code == 2
    assert "expected --expected or --expected-file: m-" in said.err


def test_a_held_meeting_is_judged_by_other_people_where_they_are_named(desk: Desk) -> None:
    assert desk.record("record", desk.write("minutes.yaml", MINUTES)).code == 0
    said = desk("meeting", "quorum", "2024-03-25", "icp", "--expected", "Jo Bloggs")
    assert (said.code, said.out.splitlines()[-3]) == (1, "opening: not met")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff", "expected.txt: expected UTF-8, got byte 0"),
        (b"x" * 100_001, "expected.txt: expected at most 100000 bytes, got 100001"),
        (b"Nobody\n", "expected one person whom the ledger knows by id or exact name, got 'Nobody'"),
    ],
    ids=["no text", "too long", "nobody"],
)
def test_a_file_that_names_nobody_is_malformed(coming: Desk, content: bytes, message: str) -> None:  # E3
    Path("expected.txt").write_bytes(content)
    said = coming(*QUORUM, "--expected-file", "expected.txt")
    assert (said.code, said.err) == (4, f"malformed: {message}\n")

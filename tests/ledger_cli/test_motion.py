"""``remit motion`` and the numbers of ``remit vote``: a decision taken live, step by step."""

from __future__ import annotations

import pytest
from tests.ledger_cli.desk import MOTION, Desk

from ledger.facts import decisions

MARCH = ("2024-03-25", "icp")
AT_ITEM = (*MARCH, "--item", "1")


def test_a_motion_is_put_voted_on_and_resolved(sitting: Desk) -> None:  # LSC-10.3
    said = sitting.record(
        "motion",
        "put",
        *AT_ITEM,
        "--text",
        "That it be so",
        "--by",
        "Jo Bloggs",
        "--seconded-by",
        "Kim Lee",
        "--json",
    )
    motion = said.json["motion"]
    assert sitting.last_of(decisions.MotionPut).proposer == sitting.jo
    for person in ("Jo Bloggs", "Kim Lee"):
        assert sitting.record("vote", "cast", motion, "for", "--person", person).code == 0
    told = sitting.record("vote", "tally", motion, "--for", "2", "--against", "0", "--how", "show")
    assert told.code == 0
    body = sitting.last.body
    assert isinstance(body, decisions.VoteTallied)
    assert (body.votes_for, body.votes_against, body.abstained, body.how) == (2, 0, None, "show")
    passed = sitting.record(
        "motion",
        "resolve",
        *AT_ITEM,
        "--text",
        "It is so",
        "--way",
        "vote",
        "--motion",
        motion,
        "--departure",
        "late",
        "--json",
    )
    assert passed.code == 0
    resolved = sitting.last_of(decisions.Resolved)
    assert (resolved.resolution, resolved.motions) == (passed.json["decision"], (motion,))


def test_amending_a_motion_opens_a_new_vote(sitting: Desk) -> None:  # D12
    sitting.record("vote", "cast", MOTION, "for", "--person", "Jo Bloggs")
    assert (
        sitting.record(
            "motion", "amend", MOTION, "--text", "That smaller grants be made", "--by", "Kim Lee"
        ).code
        == 0
    )
    assert sitting.record("vote", "cast", MOTION, "against", "--person", "Jo Bloggs").code == 0
    assert sitting.last_of(decisions.VoteCast).text == sitting.last_of(decisions.MotionAmended).text
    assert sitting.record("motion", "withdraw", MOTION).code == 0
    late = sitting.record("vote", "cast", MOTION, "for", "--person", "Kim Lee")
    assert (late.code, f"got {MOTION}, withdrawn" in late.err) == (3, True)


def test_consensus_that_one_member_disputes_is_none(sitting: Desk) -> None:  # LSC-6.2, LSC-10.3
    sitting.record("meeting", "preside", *MARCH, "Jo Bloggs", "--how", "chosen")
    found = sitting.record(
        "motion", "consensus", *AT_ITEM, "--by", "Jo Bloggs", "--departure", "nobody presided on record"
    )
    assert (found.code, sitting.last_of(decisions.ConsensusFound).found) == (0, True)
    assert sitting.record("motion", "dispute", *AT_ITEM, "--by", "Kim Lee").code == 0
    assert sitting.last_of(decisions.ConsensusDisputed).person == sitting.kim


def test_the_lot_needs_terms_that_know_it(sitting: Desk) -> None:
    said = sitting.record("vote", "lot", MOTION, "for", "--how", "a coin", "--by", "Jo Bloggs")
    assert (said.code, "expected no lot, got one on numbers that are not recorded" in said.err) == (3, True)


OPTIONS = ("--option", "jo=Jo Bloggs", "--option", "lou=Lou May")


def test_one_of_several_options_is_chosen_and_a_tie_goes_to_lot(sitting: Desk) -> None:
    put = sitting.record("motion", "put", *AT_ITEM, "--text", "Who leads", *OPTIONS, "--json")
    motion = put.json["motion"]
    assert sitting.record("vote", "mark", motion, "jo", "--person", "Jo Bloggs").code == 0
    assert sitting.record("vote", "mark", motion, "lou", "--person", "Kim Lee").code == 0
    tied = sitting("motion", "show", motion, "--json")
    assert (tied.code, tied.json["result"], tied.json["sum"]) == (
        1, "chosen: nothing", "jo 1, lou 1; jo, lou are equal",
    )  # fmt: skip
    assert [(one["person"], one["vote"], one["recorded"]) for one in tied.json["votes"]] == [
        ("Jo Bloggs", "jo=1", "recorded by the clerk"),
        ("Kim Lee", "lou=1", "recorded by the clerk"),
    ]
    assert sitting.record("vote", "lot", motion, "lou", "--how", "a coin").code == 0
    told = sitting("motion", "show", motion)
    assert told.code == 0
    assert ["ties", "broken", "for", "lou"] in [line.split() for line in told.out.splitlines()]
    assert ["result", "chosen:", "lou"] in [line.split() for line in told.out.splitlines()]
    assert sitting("log", "verify").code == 0
    wrong = sitting.record("motion", "resolve", *AT_ITEM, "--text", "Jo leads", "--way", "vote",
                           "--kind", "election", "--motion", motion, "--chosen", "jo")  # fmt: skip
    assert (wrong.code, "got jo chosen; by the papers lou" in wrong.err) == (3, True)
    right = sitting.record("motion", "resolve", *AT_ITEM, "--text", "Lou leads", "--way", "vote", "--json",
                           "--kind", "election", "--motion", motion, "--chosen", "lou")  # fmt: skip
    assert (
        sitting("motion", "show", motion, "--json").json["decision"] == f"{right.json['decision']}, by vote"
    )
    shown = sitting("decision", "show", right.json["decision"])
    assert "part 1: Lou leads; chosen: lou" in shown.out.splitlines()


def test_what_is_agreed_without_a_vote_reads_so(sitting: Desk) -> None:  # LSC-6.2
    agreed = sitting.record(
        "motion", "resolve", *AT_ITEM, "--text", "So be it", "--way", "consent", "--motion", MOTION,
        "--departure", "as the minutes say", "--json",
    )  # fmt: skip
    assert agreed.code == 0, agreed.err
    told = sitting("motion", "show", MOTION, "--json").json
    assert told["decision"] == f"{agreed.json['decision']}, by consent"
    assert told["result"] == "agreed by consent, without a vote"


def test_announced_totals_and_what_is_not_recorded(sitting: Desk) -> None:  # LSC-10.3
    assert (
        sitting.record("vote", "tally", MOTION, "--for", "1", "--against", "0", "--abstained", "0").code == 0
    )
    told = sitting("motion", "show", MOTION, "--json")
    assert (told.json["not recorded"], told.json["by"], told.json["sum"]) == (
        "1 of those present with a vote",
        "MAJ-1 (ToR 2023 8.2)",
        "1 for and 0 against: 1 of 1 votes cast, needed more than 1/2, 0.5",
    )
    put = sitting.record("motion", "put", *AT_ITEM, "--text", "Who leads", *OPTIONS, "--json")
    motion = put.json["motion"]
    assert sitting.record("vote", "count", motion, "jo=2", "lou=0", "--papers", "2").code == 0
    assert sitting("motion", "show", motion, "--json").json["announced"] == "jo 2, lou 0"


@pytest.mark.parametrize(
    ("given", "expected"),
    [(("vote", "mark", MOTION, "jo=x"), "like jo, jo=1 or jo=5, got 'jo=x'"),
     (("vote", "count", MOTION, "jo"), "like jo=12, got 'jo'"),
     (("motion", "put", *AT_ITEM, "--text", "Who", "--option", "jo/=x"), "an option like jo=Jo Bloggs")],
)  # fmt: skip
def test_an_option_is_written_in_one_way(sitting: Desk, given: tuple[str, ...], expected: str) -> None:
    said = sitting.record(*given)
    assert (said.code, expected in said.err) == (4, True)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("motion", "withdraw", "v-" + "z" * 16), "expected a motion that the ledger knows"),
        (("vote", "tally", "nothing"), "expected a motion that the ledger knows, got 'nothing'"),
        (
            ("motion", "dispute", *MARCH, "--item", "9", "--by", "Kim Lee"),
            "expected the number of an item of m-",
        ),
    ],
)
def test_what_the_ledger_does_not_know_is_said(sitting: Desk, command: tuple[str, ...], told: str) -> None:
    said = sitting.record(*command)
    assert (said.code, told in said.err) == (4, True)

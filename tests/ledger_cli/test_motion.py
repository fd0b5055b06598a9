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


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("motion", "withdraw", "v-" + "z" * 16), "expected a motion that the ledger knows"),
        (("vote", "tally", "nothing"), "expected a motion that the ledger knows, got 'nothing'"),
        (("motion", "dispute", *MARCH, "--item", "9", "--by", "Kim Lee"), "that was taken (1), got 9"),
    ],
)
def test_what_the_ledger_does_not_know_is_said(sitting: Desk, command: tuple[str, ...], told: str) -> None:
    said = sitting.record(*command)
    assert (said.code, told in said.err) == (4, True)

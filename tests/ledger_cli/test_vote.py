"""``remit vote``: one vote, by a member who is there, on the text as it was put."""

from __future__ import annotations

from tests.ledger_cli.desk import MOTION, Desk

from ledger.facts import decisions


def test_a_member_present_votes(sitting: Desk) -> None:
    said = sitting.record("vote", "cast", MOTION, "for", "--person", "Jo Bloggs")
    assert said.code == 0
    last = sitting.last
    assert isinstance(last.body, decisions.VoteCast)
    assert (last.on, last.acted.person) == ("2024-03-25", sitting.jo)
    assert (last.body.person, last.body.choice, last.body.casting) == (sitting.jo, "for", False)
    assert last.body.text == sitting.last_of(decisions.MotionPut).text


def test_a_vote_by_somebody_who_is_no_member_is_refused_with_the_clause(sitting: Desk) -> None:  # LSC-10.2
    said = sitting.record("vote", "cast", MOTION, "for", "--person", "Lou May")
    assert said.code == 3
    assert said.err == (
        f"refused: VOT-1 (ToR 2023 8.1): expected a vote by a member present, "
        f"got Lou May ({sitting.lou}), who attends without being a member\n"
    )


def test_a_second_vote_is_refused_and_a_repeated_request_is_not(sitting: Desk) -> None:  # D8
    words = ("vote", "cast", MOTION, "for", "--person", sitting.jo)
    first = sitting.record(*words, "--request", "r-" + "d" * 16, "--json")
    assert sitting.record(*words, "--request", "r-" + "d" * 16, "--json").json == first.json
    said = sitting.record(*words)
    assert said.code == 3
    assert said.err == (
        "refused: DEC-6 (Remit default): expected one vote for each person on a motion, "
        f"got a second vote by Jo Bloggs ({sitting.jo})\n"
    )


def test_without_a_person_it_is_the_holder_of_the_key_who_votes(sitting: Desk) -> None:
    sitting.record("key", "enrol", "Kim Lee", "--key-file", "kim.key", "--right", "own")
    assert sitting.record("vote", "cast", MOTION, "against", "--key", "kim.key").code == 0
    said = sitting.record("vote", "cast", MOTION, "against", "--key", "kim.key", "--person", "Jo Bloggs")
    assert (said.code, "expected a key with the right record:icp or own, got rights own" in said.err) == (
        3,
        True,
    )


def test_a_vote_that_a_clerk_recorded_never_looks_like_one_signed_by_the_voter(sitting: Desk) -> None:  # D15
    sitting.record("key", "enrol", "Kim Lee", "--key-file", "kim.key", "--right", "own")
    forged = sitting.record("vote", "cast", MOTION, "for", "--key", "kim.key", "--person", "Jo Bloggs")
    assert (forged.code, "KEY-2" in forged.err) == (3, True)
    assert sitting.record("vote", "cast", MOTION, "for", "--person", "Jo Bloggs").code == 0
    assert sitting.record("vote", "cast", MOTION, "against", "--key", "kim.key").code == 0
    by_clerk, own = ("Jo Bloggs", "for", "recorded by the clerk"), ("Kim Lee", "against", "own key")
    shown = sitting("motion", "show", MOTION, "--json").json["votes"]
    assert [(one["person"], one["vote"], one["recorded"]) for one in shown] == [by_clerk, own]
    read = [line.split("\t") for line in sitting("motion", "show", MOTION).out.splitlines()]
    assert [tuple(row[:3]) for row in read if row[0] in {"Jo Bloggs", "Kim Lee"}] == [by_clerk, own]
    last = str(sitting.size - 1)
    assert [row[8] for row in sitting("timeline", "--first", last).rows] == [by_clerk[2], own[2]]


def test_the_casting_vote_needs_equal_votes_and_the_chair(sitting: Desk) -> None:  # LSC-10.3
    sitting.record("office", "elect", "icp", "chair", "Jo Bloggs", "--term", "2024", "--begins", "2024-01-01")
    sitting.record("vote", "cast", MOTION, "for", "--person", "Jo Bloggs")
    casting = ("vote", "cast", MOTION, "for", "--person", "Jo Bloggs", "--casting")
    said = sitting.record(*casting)
    assert (said.code, "got" in said.err, "on 1 for and 0 against" in said.err) == (3, True, True)
    sitting.record("vote", "cast", MOTION, "against", "--person", "Kim Lee")
    assert sitting.record(*casting).code == 0


def test_a_motion_that_is_not_known_is_malformed(desk: Desk) -> None:
    said = desk.record("vote", "cast", MOTION, "for")
    assert (said.code, said.err) == (
        4,
        f"malformed: expected a motion that the ledger knows, got '{MOTION}'\n",
    )

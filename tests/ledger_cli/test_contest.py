"""``remit contest``: a member says with the own key that what a clerk recorded is not so (D15)."""

from __future__ import annotations

from tests.ledger_cli.desk import MOTION, Desk

from ledger.facts import decisions
from ledger.facts.contesting import Contested

KEY = ("--key", "jo.key")


def voted(desk: Desk) -> int:
    """Have the clerk record a vote of Jo's, who has a key of her own; give its entry."""
    desk.record("key", "enrol", "Jo Bloggs", "--key-file", "jo.key", "--right", "own")
    assert desk.record("vote", "cast", MOTION, "for", "--person", "Jo Bloggs").code == 0
    return desk.size


def test_what_a_member_contests_is_shown_wherever_the_record_is(sitting: Desk) -> None:  # D15
    vote = voted(sitting)
    done = sitting.record("contest", "--vote", MOTION, "--text", "I voted against", *KEY)
    entry = sitting.size
    assert (done.code, entry) == (0, vote + 1)
    assert isinstance(sitting.last.body, Contested)
    assert sitting.last.body.person == sitting.jo
    told = f"contested by the member (own key), entry {entry}"
    (shown,) = sitting("motion", "show", MOTION, "--json").json["votes"]
    assert shown["recorded"] == f"recorded by the clerk; {told}"
    assert shown["vote"] == "for"
    by_name = f"contested by Jo Bloggs ({sitting.jo}) (own key), entry {entry}"
    first, second = sitting("timeline", "--first", str(vote)).rows[-2:]
    assert (by_name in first[9], second[3], second[8]) == (True, "record.contested/1", "own key")
    resolved = ("motion", "resolve", "2024-03-25", "icp", "--item", "1", "--text", "So", "--motion", MOTION)
    made = sitting.record(*resolved, "--way", "vote", "--departure", "to see it").code
    assert made == 0
    decision = sitting.last_of(decisions.Resolved).resolution
    assert f"entry {vote}: {by_name}" in sitting("decision", "show", decision).out
    assert sitting("bundle", "make", str(sitting.size), "-o", "d.bundle").code == 0
    line = f"of entry {vote}: contested by the member {sitting.jo} (own key), entry {entry}"
    log = sitting("log", "show", "--json").json["log"]
    assert line in sitting("bundle", "check", "d.bundle", "--explain", "--log", log).out
    minutes = sitting("minutes", "write", "2024-03-25", "icp").out
    assert f"Entry {vote}: contested by Jo Bloggs (own key), entry {entry}" in minutes


def test_what_is_withdrawn_is_shown_so(sitting: Desk) -> None:  # D15
    vote = voted(sitting)
    assert sitting.record("contest", "--vote", MOTION, "--withdraw", *KEY).code == 3
    assert sitting.record("contest", "--vote", MOTION, "--text", "I voted against", *KEY).code == 0
    done = sitting.record("contest", str(vote), "--withdraw", *KEY)
    assert (done.code, sitting.size) == (0, vote + 2)
    told = f"contested by the member (own key), entry {vote + 1}, withdrawn by entry {vote + 2}"
    (shown,) = sitting("motion", "show", MOTION, "--json").json["votes"]
    assert shown["recorded"] == f"recorded by the clerk; {told}"


def test_a_member_contests_nothing_of_others_and_nobody_for_a_member(sitting: Desk) -> None:  # D15
    vote = voted(sitting)
    text = ("--text", "not so")
    other = sitting.record("contest", "1", *text, *KEY)
    assert (other.code, other.err) == (
        4,
        "malformed: expected a fact that records a vote, a presence or an interest of yours, got 1\n",
    )
    clerk = sitting.record("contest", str(vote), *text)
    assert (clerk.code, "a vote, a presence or an interest of yours" in clerk.err) == (4, True)
    assert sitting.record("contest", *text, *KEY).code == 2
    assert sitting.record("contest", str(vote), "--vote", MOTION, *text, *KEY).code == 2
    assert sitting.record("contest", str(vote), *text, *KEY).code == 0
    again = sitting.record("contest", str(vote), *text, *KEY)
    assert (again.code, "CTS-4" in again.err) == (3, True)

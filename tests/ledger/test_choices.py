"""Ballots with several options: each way of counting with what is just chosen and what just is not."""

from __future__ import annotations

import pytest
from tests.ledger.given import sealed

from ledger.choices import Chosen, Count, choose, faults_of
from ledger.facts.decisions import Mark, Option
from ledger.facts.terms import ChoiceRule
from ledger.facts.voting import Cap, Method, OptionQuorum


def rule(method: Method = "plurality", **more: object) -> ChoiceRule:
    return ChoiceRule(rule="CHO-1", clause="9", basis="stated", says="as stated", method=method, **more)  # type: ignore[arg-type]


def options(names: str, groups: dict[str, str] | None = None) -> tuple[Option, ...]:
    return tuple(Option(one, sealed(one), group=(groups or {}).get(one)) for one in names)


def ranked(**papers: int) -> Count:
    """Give papers by their order: ``abc=3`` is three papers with a before b before c."""
    names = "".join(sorted(set("".join(papers))))
    marks = (({one: place for place, one in enumerate(order, 1)}, many) for order, many in papers.items())
    return Count(options(names), tuple(marks))


def totals(names: str = "", groups: dict[str, str] | None = None, **numbers: int) -> Count:
    return Count(options(names or "".join(numbers), groups), totals=numbers)


def chooses(rule_: ChoiceRule, count: Count, places: int = 1, base: int = 0) -> Chosen:
    return choose(rule_, count, places, (base, base))


# --- plurality and approval ----------------------------------------------------------------------


def test_most_votes_are_chosen_and_equal_ones_are_not() -> None:
    assert chooses(rule(), totals(a=4, b=5)) == Chosen(("b",), (), None, "a 4, b 5")
    found = chooses(rule(), totals(a=5, b=5, c=4))
    assert (found.options, found.tied, found.got) == ((), ("a", "b"), "a 5, b 5, c 4; a, b are equal")


def test_what_broke_a_tie_counts_for_those_that_are_equal_only() -> None:
    count = totals(a=5, b=5, c=4)
    for pick, expected in (("b", ("b",)), ("c", ())):
        lot = Count(count.options, totals=count.totals, ties=(pick,))
        assert chooses(rule(), lot).options == expected
    assert chooses(rule(), Count(count.options, totals=count.totals, ties=("b",))).got.endswith(
        "the tie is broken for b"
    )


def test_a_tie_that_fits_the_places_is_none() -> None:
    assert chooses(rule(), totals(a=5, b=5, c=4), 2).options == ("a", "b")
    assert chooses(rule(), totals(a=6, b=5, c=5), 2).tied == ("b", "c")


@pytest.mark.parametrize(("votes", "expected"), [(11, ("a",)), (10, ())])
def test_more_than_half_of_the_papers(votes: int, expected: tuple[str, ...]) -> None:
    found = chooses(rule(more_than="1/2"), totals(a=votes, b=9, c=11 - votes))
    assert found.options == expected
    assert "needed more than 1/2, 10" in found.got


def test_how_many_papers_there_were_is_not_known_of_approvals_announced_by_total() -> None:
    found = chooses(rule("approval", more_than="1/2"), totals(a=11, b=9))
    assert found.open == "how many papers were not blank"
    marked = Count(options("ab"), (({"a": 1}, 11), ({"b": 1}, 9), ({}, 5)))
    assert chooses(rule("approval", more_than="1/2"), marked).options == ("a",)


def test_nobody_is_chosen_who_does_not_beat_none_of_these() -> None:
    assert chooses(rule(default="n"), totals(a=5, b=3, n=5)).options == ()
    found = chooses(rule(default="n"), totals(a=6, b=3, n=5), 2)
    assert (found.options, found.got) == (("a",), "a 6, b 3, n 5; b does not beat n: 3 to 5")


def test_a_cap_lets_the_next_in() -> None:
    groups = {"a": "icb", "b": "icb", "c": "icb", "d": "council"}
    count = totals("abcde", groups, a=9, b=8, c=7, d=6, e=1)
    assert chooses(rule("approval", caps=(Cap(2),)), count, 3).options == ("a", "b", "d")
    assert chooses(rule("approval", caps=(Cap(1, "council"),)), count, 3).options == ("a", "b", "c")
    assert chooses(rule("approval", caps=(Cap(1),)), count, 4).options == ("a", "d", "e")
    # Two that are equal and fill the places are a tie where the cap lets one of them in.
    equal = totals("abd", groups, a=9, b=9, d=1)
    assert chooses(rule("approval", caps=(Cap(1),)), equal, 2).tied == ("a", "b")


@pytest.mark.parametrize(("votes", "expected"), [(3, ("a",)), (2, ())])
def test_a_quorum_of_an_option_is_a_share_of_the_members(votes: int, expected: tuple[str, ...]) -> None:
    quorum = OptionQuorum("1/3", "members")
    found = chooses(rule(quorum=quorum), totals(a=votes), base=8)
    assert found.options == expected
    assert expected or "a has 2 in its favour, needed 1/3 of 8 members, 2.666" in found.got


def test_a_quorum_between_two_numbers_is_open() -> None:
    found = choose(rule(quorum=OptionQuorum("1/2", "members")), totals(a=4), 1, (7, 9))
    assert found.open == "whether a has enough in its favour, needed 1/2 of 7 to 9 members, 3.5 to 4.5"


# --- ranked --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("papers", "expected"), [(48, ("a",)), (47, ())])
def test_three_times_half_the_square_root_of_a_thousand_is_47_434(
    papers: int, expected: tuple[str, ...]
) -> None:  # Debian constitution 4.2 and A.5
    quorum = OptionQuorum("3/2", "members", "square root")
    found = chooses(rule("ranked pairwise", default="n", quorum=quorum), ranked(an=papers), base=1000)
    assert found.options == expected
    needed = "needed 3/2 of the square root of 1000 members, 47.434"
    assert expected or f"a has 47 in its favour, {needed}" in found.got


@pytest.mark.parametrize(("for_", "expected"), [(30, ("a",)), (29, ())])
def test_three_to_one_over_the_default(for_: int, expected: tuple[str, ...]) -> None:
    count = ranked(an=for_, na=10)
    assert chooses(rule("ranked pairwise", default="n", ratio="3/1"), count).options == expected


def test_as_many_for_as_against_do_not_beat_the_default() -> None:
    found = chooses(rule("ranked pairwise", default="n"), ranked(an=3, na=3))
    assert found.got.endswith("a does not beat n: 3 to 3")


def test_whoever_beats_every_other_one_to_one_is_chosen() -> None:  # the Tennessee example
    count = ranked(mnck=42, nckm=26, cknm=15, kcnm=17)
    found = chooses(rule("ranked pairwise"), Count(options("mnck"), count.papers))
    assert found.options == ("n",)
    assert "m to n 42 to 58" in found.got
    assert "c to k 83 to 17" in found.got


def test_a_circle_is_broken_at_its_weakest_defeats() -> None:  # M. Schulze's example of 45 voters
    count = ranked(acbed=5, adecb=5, bedac=8, cabed=3, caebd=7, cbade=2, dceba=7, ebadc=8)
    found = chooses(rule("ranked pairwise"), count)
    assert found.options == ("e",)
    assert "dropped, as the weakest" in found.got


def test_a_circle_of_equals_is_a_tie() -> None:
    assert chooses(rule("ranked pairwise"), ranked(abc=1, bca=1, cab=1)).tied == ("a", "b", "c")


def test_what_is_not_ranked_stands_below_what_is() -> None:
    assert chooses(rule("ranked pairwise"), Count(options("ab"), (({"b": 7}, 1),))).options == ("b",)


def test_totals_do_not_say_how_papers_were_ranked() -> None:
    assert chooses(rule("ranked pairwise"), totals(a=2, b=1)).open == "the papers as they were marked"


# --- score then runoff ---------------------------------------------------------------------------


def scored(*papers: tuple[dict[str, int], int], ties: tuple[str, ...] = ()) -> Count:
    names = "".join(sorted({one for marks, _ in papers for one in marks}))
    return Count(options(names), papers, ties=ties)


def test_more_papers_decide_between_the_two_with_the_most_points() -> None:
    count = scored(({"a": 5, "b": 0, "c": 0}, 4), ({"a": 2, "b": 3, "c": 1}, 5))
    found = chooses(rule("score then runoff"), count)
    assert found.options == ("b",)
    assert found.got == "a 30, b 15, c 5; runoff a to b 4 to 5"


def test_points_decide_a_runoff_with_as_many_papers() -> None:
    assert chooses(
        rule("score then runoff"), scored(({"a": 5, "b": 1}, 1), ({"a": 2, "b": 3}, 1))
    ).options == ("a",)
    assert chooses(rule("score then runoff"), scored(({"a": 5, "b": 1}, 1), ({"a": 1, "b": 5}, 1))).tied == (
        "a",
        "b",
    )


def test_three_that_are_equal_for_the_runoff_are_a_tie_though_there_are_places() -> None:
    papers = ({"a": 5, "b": 2, "c": 2}, 1)
    found = chooses(rule("score then runoff"), scored(papers, ({"a": 5, "b": 3, "c": 3}, 1)), 2)
    assert found.tied == ("b", "c")
    lot = chooses(rule("score then runoff"), scored(papers, ties=("b",)))
    assert lot.options == ("a",)
    # Whoever of the two runs against a, a wins: for one place there is nothing to break.
    assert chooses(rule("score then runoff"), scored(papers)).options == ("a",)
    circle = (({"a": 2, "b": 1, "c": 0}, 1), ({"b": 2, "c": 1, "a": 0}, 1), ({"c": 2, "a": 1, "b": 0}, 1))
    assert chooses(rule("score then runoff"), scored(*circle)).tied == ("a", "b", "c")
    assert chooses(rule("score then runoff"), scored(*circle, ties=("a", "b"))).options == ("a",)


def test_the_last_option_left_needs_no_runoff() -> None:
    found = chooses(rule("score then runoff", default="n"), scored(({"a": 5, "b": 1, "n": 1}, 2)), 2)
    assert (found.options, found.got) == (("a",), "a 10, b 2, n 2; b does not beat n: 2 to 2")


def test_a_quorum_of_scores_counts_the_papers_that_give_any() -> None:
    quorum = OptionQuorum("2/1", "present")
    count = scored(({"a": 5, "b": 0}, 1), ({"a": 1, "b": 0}, 1))
    assert chooses(rule("score then runoff", quorum=quorum), count, base=1).options == ("a",)


# --- papers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marks", "how", "fault"),
    [
        ((Mark("a"),), rule(), ""),
        ((Mark("a"), Mark("b")), rule(), "2 options, not 1 at most"),
        ((Mark("a"), Mark("b")), rule("approval"), ""),
        ((Mark("a"), Mark("b")), rule("approval", marks=1), "2 options, not 1 at most"),
        ((Mark("a", 2),), rule(), "a number that is not from 1 to 1"),
        ((Mark("a", 3),), rule("ranked pairwise"), "a number that is not from 1 to 2"),
        ((Mark("a", 0),), rule("score then runoff"), ""),
        ((Mark("a", 6),), rule("score then runoff"), "a number that is not from 0 to 5"),
        ((Mark("a"), Mark("a")), rule("approval"), "an option twice"),
        ((Mark("x"),), rule(), "x, which is not on it"),
        ((Mark("a", 9),), None, ""),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_paper(marks: tuple[Mark, ...], how: ChoiceRule | None, fault: str) -> None:
    assert faults_of(marks, options("ab"), how, 1) == fault

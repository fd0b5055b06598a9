"""What a vote has to reach: each test with the case that just passes and the one that just fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
import pytest
from tests import examples

from ledger.checks import Room
from ledger.facts.filters import Filter
from ledger.facts.terms import Seat
from ledger.facts.voting import (
    AllTests,
    AnyTests,
    Base,
    Block,
    Blocks,
    NoneAgainst,
    SomeTests,
    VoteCount,
    VoteShare,
    VoteTest,
    Weight,
)
from ledger.findings import Verdict
from ledger.polls import NOT_RECORDED, Poll, carries, spelled

MET, NOT_MET, NOT_KNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_KNOWN
COUNCILS = Filter(sectors=("council",))
NHS = Filter(sectors=("nhs",))
HALF = VoteShare("votes cast", more_than="1/2")


def seat(code: str, sector: str, *, voting: bool = True, known: bool = True) -> Seat:
    return Seat(
        code, sector, (f"{sector}-{code}",), "member", code, "7", voting=voting,
        exists="known" if known else "not known",
    )  # fmt: skip


def room(*seats: Seat, more: tuple[Seat, ...] = (), unsure: frozenset[str] = frozenset()) -> Room:
    """Give a room in which everybody sits in the seat of the same name; ``more`` are seats of others."""
    terms = examples.terms_of(seats=(*seats, *more))
    return Room(terms, {one.seat: (one,) for one in seats}, {}, unsure=unsure)


def numbers(
    for_: int | None,
    against: int | None,
    abstained: int | None = 0,
    *,
    there: Room | None = None,
    seats: int = 0,
) -> Poll:
    """Give a poll of which the numbers were announced, in a room of council members."""
    size = max(seats, (for_ or 0) + (against or 0) + (abstained or 0), 1)
    at = there or room(*(seat(f"c-{index}", "council") for index in range(size)))
    return Poll({}, {"for": for_, "against": against, "abstain": abstained}, None, at, at)


def by_name(votes: Mapping[str, str], there: Room, casting: tuple[str, str] | None = None) -> Poll:
    return Poll(votes, {}, casting, there, there)


def answer(test: VoteTest, poll: Poll) -> Verdict:
    return carries(test, poll).verdict


# --- shares --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("least", "base", "rounding", "just", "needed"),
    [  # 30 % of 26 is 7.8; two thirds of 7 is 4.67; three quarters of 10 is 7.5
        ("30/100", 26, "none", 8, "7.8"),
        ("30/100", 26, "down", 7, "7.8, rounded down 7"),
        ("30/100", 26, "up", 8, "7.8, rounded up 8"),
        ("2/3", 7, "none", 5, "4.666"),
        ("2/3", 7, "down", 4, "4.666, rounded down 4"),
        ("2/3", 7, "nearest", 5, "4.666, rounded nearest 5"),
        ("3/4", 10, "nearest", 8, "7.5, rounded nearest 8"),
        ("1/2", 8, "none", 4, "4"),
        ("1/1", 3, "none", 3, "3"),
    ],
)
def test_at_least_a_fraction_of_those_present(  # LSC-10.3
    least: str, base: int, rounding: Literal["none", "up", "down", "nearest"], just: int, needed: str
) -> None:
    test = VoteShare("present", at_least=least, rounding=rounding)
    passes, fails = (carries(test, numbers(votes, 0, seats=base)) for votes in (just, just - 1))
    assert (passes.verdict, fails.verdict) == (MET, NOT_MET)
    assert passes.got == (
        f"{just} for and 0 against: {just} of {base} present, needed at least {least}, {needed}"
    )


@pytest.mark.parametrize(
    ("part", "for_", "against", "verdict"),
    [
        ("1/2", 4, 4, NOT_MET),  # exactly half is not more than half
        ("1/2", 5, 4, MET),
        ("2/3", 4, 2, NOT_MET),  # exactly two thirds are not more
        ("2/3", 5, 2, MET),
        ("1/2", 0, 0, NOT_MET),
    ],
)
def test_more_than_a_fraction_of_the_votes_cast(
    part: str, for_: int, against: int, verdict: Verdict
) -> None:  # LSC-10.3
    assert answer(VoteShare("votes cast", more_than=part), numbers(for_, against)) is verdict


def test_no_vote_at_all_reaches_nothing() -> None:
    assert answer(VoteShare("votes cast", at_least="1/2"), numbers(0, 0)) is NOT_MET


@pytest.mark.parametrize(
    ("base", "for_", "verdict", "of"),
    [  # 4 of 10 voters abstain, 2 say nothing; 12 members, of 14 or 15 seats; needed is more than half
        ("votes cast", 3, MET, "4"),
        ("votes and abstentions", 3, NOT_MET, "8"),
        ("votes and abstentions", 5, NOT_MET, "10"),
        ("votes and abstentions", 6, MET, "11"),
        ("present", 5, NOT_MET, "10"),
        ("present", 6, MET, "10"),
        ("members", 6, NOT_MET, "12"),
        ("members", 7, MET, "12"),
        ("seats", 7, NOT_MET, "14 to 15"),
        ("seats", 8, MET, "14 to 15"),
    ],
)
def test_abstention_silence_and_absence_count_as_the_base_says(  # D10
    base: Base, for_: int, verdict: Verdict, of: str
) -> None:
    present = [seat(f"c-{index}", "council") for index in range(10)]
    away = [seat(f"d-{index}", "council") for index in range(2)]
    empty = (seat("e-1", "council"), seat("e-2", "council"), seat("e-3", "council", known=False))
    other = seat("f-1", "nhs", voting=False)
    there = room(*present, other, more=empty)
    members = room(*present, *away, other, more=empty)
    poll = Poll({}, {"for": for_, "against": 1, "abstain": 4}, None, there, members)
    found = carries(VoteShare(base, more_than="1/2"), poll)
    assert found.verdict is verdict
    assert f"{for_} of {of} {base}," in found.got


def test_a_seat_that_may_not_exist_leaves_it_open() -> None:
    there = room(
        seat("a", "council"), seat("b", "council"), more=(seat("c", "nhs", known=False), seat("d", "nhs"))
    )
    poll = Poll({"a": "for", "b": "for"}, {}, None, there, there)
    found = carries(VoteShare("seats", more_than="1/2"), poll)
    assert (found.verdict, found.got) == (
        NOT_KNOWN,
        "2 for and 0 against: 2 of 3 to 4 seats, needed more than 1/2, 1.5 to 2",
    )


NOTHING = by_name({}, room(seat("a", "council")))
MORE_NAMES = Poll(
    {"a": "for", "b": "for"}, {"for": 1, "against": 0, "abstain": 0}, None, NOTHING.there, NOTHING.there
)


@pytest.mark.parametrize("poll", [NOTHING, MORE_NAMES, numbers(None, 8, there=NOTHING.there)])
def test_without_numbers_nothing_is_known(poll: Poll) -> None:
    tests = (
        HALF,
        AllTests((HALF,)),
        VoteCount(COUNCILS, 1),
        VoteShare("votes and abstentions", at_least="1/3"),
    )
    for test in tests:
        assert (answer(test, poll), carries(test, poll).got) == (NOT_KNOWN, NOT_RECORDED)
    assert answer(NoneAgainst(COUNCILS), NOTHING) is NOT_KNOWN


def test_more_abstentions_by_name_than_were_announced_are_not_known() -> None:
    there = room(*(seat(code, "council") for code in "abc"))
    poll = Poll({"a": "abstain", "b": "abstain"}, {"for": 1, "against": 0, "abstain": 1}, None, there, there)
    found = carries(VoteShare("votes and abstentions", at_least="1/3"), poll)
    assert (found.verdict, found.got) == (NOT_KNOWN, NOT_RECORDED)


@pytest.mark.parametrize(
    ("poll", "verdict", "got"),
    [  # of nine there, as many may have voted so as are in no number
        (numbers(5, None, seats=9), MET, "5 for and 0 to 4 against: 5 of 5 to 9 votes cast"),
        (numbers(4, None, seats=9), NOT_KNOWN, "4 for and 0 to 5 against: 4 of 4 to 9 votes cast"),
        (numbers(4, None, 2, seats=9), MET, "4 for and 0 to 3 against: 4 of 4 to 7 votes cast"),
        (numbers(None, 5, seats=9), NOT_MET, "0 to 4 for and 5 against: 0 to 4 of 5 to 9 votes cast"),
        (numbers(5, None, None, seats=9), MET, "5 for and 0 to 4 against: 5 of 5 to 9 votes cast"),
    ],
)
def test_a_number_that_was_left_out_is_of_those_who_are_in_no_other(
    poll: Poll, verdict: Verdict, got: str
) -> None:  # LSC-10.3, D10
    found = carries(HALF, poll)
    assert (found.verdict, found.got.partition(", needed")[0]) == (verdict, got)


def test_who_concurs_or_vetoes_may_be_in_a_number_that_was_left_out() -> None:
    assert answer(VoteCount(COUNCILS, 1), numbers(None, 1, seats=2)) is NOT_KNOWN
    assert answer(VoteCount(COUNCILS, 2), numbers(None, 1, seats=2)) is NOT_MET
    assert answer(NoneAgainst(COUNCILS), numbers(1, None, seats=2)) is NOT_KNOWN
    assert answer(NoneAgainst(COUNCILS), numbers(2, None, seats=2)) is MET


def test_abstentions_that_are_not_recorded_matter_where_they_are_in_the_base() -> None:
    poll = numbers(3, 1, None, seats=7)
    assert answer(HALF, poll) is MET
    found = carries(VoteShare("votes and abstentions", more_than="1/2"), poll)
    assert (found.verdict, found.got) == (
        NOT_KNOWN,
        "3 for and 1 against: 3 of 4 to 7 votes and abstentions, needed more than 1/2, 2 to 3.5",
    )


def test_a_casting_vote_may_be_in_a_number_that_was_left_out() -> None:  # LSC-10.3
    poll = numbers(None, 2, seats=4)
    assert answer(HALF, poll) is NOT_MET
    assert answer(HALF, msgspec.structs.replace(poll, casting=("c-0", "for"))) is NOT_KNOWN


def test_the_casting_vote_counts() -> None:  # LSC-10.3
    there = room(seat("a", "council"), seat("b", "nhs"))
    votes = {"a": "for", "b": "against"}
    assert answer(HALF, by_name(votes, there)) is NOT_MET
    assert answer(HALF, by_name(votes, there, ("a", "for"))) is MET


# --- classes, concurrence, vetoes ----------------------------------------------------------------

MIXED = room(*(seat(f"c-{n}", "council") for n in range(3)), *(seat(f"n-{n}", "nhs") for n in range(3)))
EACH = AllTests(
    (
        VoteShare("votes cast", more_than="1/2", who=COUNCILS),
        VoteShare("votes cast", more_than="1/2", who=NHS),
    )
)


def test_a_majority_of_each_class() -> None:
    votes = {"c-0": "for", "c-1": "for", "c-2": "against", "n-0": "for", "n-1": "for"}
    assert answer(EACH, by_name(votes, MIXED)) is MET
    assert answer(EACH, by_name({**votes, "n-1": "against"}, MIXED)) is NOT_MET
    got = carries(EACH, by_name(votes, MIXED)).got
    assert "2 for and 1 against of sectors council: 2 of 3 votes cast, needed more than 1/2, 1.5" in got


def test_of_votes_without_names_the_class_is_not_known() -> None:
    assert answer(EACH, numbers(5, 1, there=MIXED)) is NOT_KNOWN
    assert answer(EACH, numbers(0, 6, there=MIXED)) is NOT_MET
    some = Poll({"c-0": "for"}, {"for": 4, "against": 2, "abstain": 0}, None, MIXED, MIXED)
    assert answer(VoteCount(COUNCILS, 1), some) is MET
    assert answer(VoteCount(COUNCILS, 3), some) is NOT_KNOWN
    assert answer(VoteCount(NHS, 4), some) is NOT_MET


def test_named_concurrence_and_a_veto() -> None:
    icb = Filter(seats=("n-0",))
    votes = {"c-0": "for", "c-1": "for", "n-0": "against"}
    concurs = carries(VoteCount(icb, 1), by_name(votes, MIXED))
    assert (concurs.verdict, concurs.got) == (NOT_MET, "0 for of seats n-0, needed 1")
    veto = carries(NoneAgainst(icb), by_name(votes, MIXED))
    assert (veto.verdict, veto.got) == (NOT_MET, "1 against of seats n-0, who have a veto each")
    assert answer(NoneAgainst(COUNCILS), by_name(votes, MIXED)) is MET
    assert answer(NoneAgainst(icb), numbers(5, 1, there=MIXED)) is NOT_KNOWN


def test_somebody_of_whom_it_is_not_known_whether_he_votes_is_possible_only() -> None:
    there = room(seat("a", "council"), seat("b", "council"), unsure=frozenset({"b"}))
    poll = by_name({"a": "for", "b": "against"}, there)
    assert answer(VoteShare("votes cast", more_than="1/2", who=COUNCILS), poll) is NOT_KNOWN


def test_any_and_some_of_several_tests() -> None:
    three = (VoteCount(COUNCILS, 2), VoteCount(NHS, 2), VoteCount(Filter(), 5))
    poll = by_name({"c-0": "for", "c-1": "for", "n-0": "for"}, MIXED)
    assert answer(AnyTests(three), poll) is MET
    assert answer(SomeTests(1, three), poll) is MET
    assert answer(SomeTests(2, three), poll) is NOT_MET
    assert answer(AllTests(three), poll) is NOT_MET


# --- weights and blocks --------------------------------------------------------------------------


def test_votes_have_the_weights_that_the_terms_give_them() -> None:
    weights = (Weight(COUNCILS, 3), Weight(NHS, 1))
    test = VoteShare("votes cast", more_than="1/2", weights=weights)
    poll = by_name({"c-0": "for", "n-0": "against", "n-1": "against"}, MIXED)
    assert answer(HALF, poll) is NOT_MET
    assert carries(test, poll).got == "3 for and 2 against: 3 of 5 votes cast, needed more than 1/2, 2.5"
    present = VoteShare("present", at_least="1/2", weights=weights)
    assert carries(present, poll).got == "3 for and 2 against: 3 of 12 present, needed at least 1/2, 6"
    unnamed = carries(test, numbers(1, 1, there=MIXED))
    assert (unnamed.verdict, unnamed.got.split(":")[0]) == (NOT_KNOWN, "0 to 3 for and 0 to 3 against")


def test_blocks_are_cast_whole_as_their_own_votes_carry() -> None:
    inner = VoteShare("votes cast", more_than="1/2")
    test = Blocks((Block(COUNCILS, 6, inner), Block(NHS, 5, inner)), more_than="1/2")
    votes = {"c-0": "for", "c-1": "for", "c-2": "against", "n-0": "against"}
    found = carries(test, by_name(votes, MIXED))
    assert (found.verdict, found.got.rpartition(": ")[2]) == (
        MET,
        "6 of 11 votes of blocks, needed more than 1/2, 5.5",
    )
    lost = carries(test, by_name({**votes, "c-1": "abstain"}, MIXED))
    assert (lost.verdict, lost.got.startswith("6 votes of sectors council not for (")) == (NOT_MET, True)
    unnamed = carries(test, numbers(4, 2, there=MIXED))
    assert (unnamed.verdict, "votes of sectors nhs not known" in unnamed.got) == (NOT_KNOWN, True)


def test_a_filter_is_said_in_words() -> None:
    assert spelled(Filter()) == "all"
    assert spelled(Filter(sectors=("nhs",), founder=True)) == "sectors nhs and founders"
    assert spelled(Filter(founder=False, seats=("a", "b"))) == "seats a, b and others than founders"

"""Laws of votes: what is said of a vote holds in every world that the record allows for.

The oracle gives every vote without a name to some voter who is silent in the record, in every way there is,
and counts heads: no interval, no fraction.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import examples
from tests.laws import tried

from ledger.checks import Room
from ledger.facts.filters import Filter
from ledger.facts.terms import Seat
from ledger.facts.voting import (
    AllTests,
    AnyTests,
    Base,
    NoneAgainst,
    SomeTests,
    VoteCount,
    VoteShare,
    VoteTest,
    Weight,
)
from ledger.findings import Verdict
from ledger.polls import Poll, carries

SECTORS = ("council", "nhs", "vcfse")
VOTERS = tuple("abcdef")
CHOICES = ("for", "against", "abstain")
World = dict[str, str]


def seat(code: str, sector: str) -> Seat:
    return Seat(code, sector, (f"{sector}-{code}",), "member", code, "7")


@st.composite
def polls(draw: st.DrawFn) -> Poll:
    """Give a poll of voters of known classes, some of whom are named, beside the numbers announced."""
    sectors = draw(st.lists(st.sampled_from(SECTORS), min_size=1, max_size=len(VOTERS)))
    seats = [seat(code, sector) for code, sector in zip(VOTERS, sectors, strict=False)]
    cast = {one.seat: draw(st.sampled_from((*CHOICES, None))) for one in seats}
    given_ = {voter: choice for voter, choice in cast.items() if choice is not None}
    named = {voter: choice for voter, choice in given_.items() if draw(st.booleans())}
    announced = {
        choice: list(given_.values()).count(choice) if draw(st.integers(0, 3)) else None for choice in CHOICES
    }
    room = Room(examples.terms_of(seats=tuple(seats)), {one.seat: (one,) for one in seats}, {})
    return Poll(named, announced, None, room, room)


filters = st.builds(
    Filter,
    sectors=st.none() | st.lists(st.sampled_from(SECTORS), min_size=1, max_size=2, unique=True).map(tuple),
    seats=st.none() | st.lists(st.sampled_from(VOTERS), min_size=1, max_size=3, unique=True).map(tuple),
)
parts = st.sampled_from(("1/4", "1/3", "1/2", "2/3", "3/4"))
bases: st.SearchStrategy[Base] = st.sampled_from(
    ("votes cast", "votes and abstentions", "present", "members", "seats")
)
weights = st.lists(st.builds(Weight, who=filters, votes=st.integers(1, 3)), max_size=2).map(tuple)
roundings = st.sampled_from(("none", "up", "down", "nearest"))
shares = st.builds(
    VoteShare, base=bases, more_than=parts, who=filters, rounding=roundings, weights=weights
) | st.builds(VoteShare, base=bases, at_least=parts, who=filters, rounding=roundings, weights=weights)
simple = (
    shares | st.builds(VoteCount, who=filters, least=st.integers(1, 4)) | st.builds(NoneAgainst, who=filters)
)
some = st.lists(simple, min_size=1, max_size=3).map(tuple)
tests_ = (
    simple
    | st.builds(AllTests, tests=some)
    | st.builds(AnyTests, tests=some)
    | st.builds(SomeTests, least=st.integers(1, 3), tests=some)
)


def worlds(poll: Poll) -> Iterator[World]:
    """Give every way in which the votes without a name may have been given by those who are silent.

    Of a choice of which no number was announced there may be any number.
    """
    silent = [voter for voter in poll.there.seats if voter not in poll.named]
    told, named = poll.announced, list(poll.named.values())
    left = {
        choice: range(len(silent) + 1) if number is None else [number - named.count(choice)]
        for choice, number in told.items()
    }

    def spread(world: World, free: list[str], choices: tuple[str, ...]) -> Iterator[World]:
        if not choices:
            yield world
            return
        for chosen in chain.from_iterable(combinations(free, number) for number in left[choices[0]]):
            more = world | dict.fromkeys(chosen, choices[0])
            yield from spread(more, [one for one in free if one not in chosen], choices[1:])

    yield from spread(dict(poll.named), silent, CHOICES)


def fits(who: Filter, voter: str, poll: Poll) -> bool:
    (one,) = poll.there.seats[voter]
    return (who.sectors is None or one.sector in who.sectors) and (who.seats is None or one.seat in who.seats)


def counted(test: VoteShare, voters: list[str], poll: Poll) -> int:
    fitting = [voter for voter in voters if fits(test.who, voter, poll)]
    if not test.weights:
        return len(fitting)
    return sum(one.votes for voter in fitting for one in test.weights if fits(one.who, voter, poll))


def holds(test: VoteTest, world: World, poll: Poll) -> bool:
    """Say whether a vote meets a test where everything is known: by counting heads."""
    match test:
        case VoteCount():
            return (
                sum(world.get(one) == "for" and fits(test.who, one, poll) for one in poll.there.seats)
                >= test.least
            )
        case NoneAgainst():
            return not any(
                world.get(one) == "against" and fits(test.who, one, poll) for one in poll.there.seats
            )
        case AllTests():
            return all(holds(one, world, poll) for one in test.tests)
        case AnyTests():
            return any(holds(one, world, poll) for one in test.tests)
        case SomeTests():
            return sum(holds(one, world, poll) for one in test.tests) >= test.least
        case VoteShare():
            of = {
                choice: counted(test, [one for one in world if world[one] == choice], poll)
                for choice in CHOICES
            }
            base = {
                "votes cast": of["for"] + of["against"],
                "votes and abstentions": sum(of.values()),
            }.get(test.base, counted(test, list(poll.there.seats), poll))
            top, bottom = map(int, (test.more_than or test.at_least or "").split("/"))
            needed, unit = top * base, bottom
            if test.rounding != "none":
                whole, rest = divmod(needed, bottom)
                up = {"up": rest > 0, "down": False, "nearest": 2 * rest >= bottom}[test.rounding]
                needed, unit = whole + up, 1
            return of["for"] > 0 and (
                of["for"] * unit > needed if test.more_than else of["for"] * unit >= needed
            )
        case _:
            raise AssertionError(test)


@settings(max_examples=tried(400))
@given(polls(), tests_)
def test_an_answer_holds_in_every_world(poll: Poll, test: VoteTest) -> None:  # LSC-10.3, D10
    answers = {holds(test, world, poll) for world in worlds(poll)}
    verdict = carries(test, poll).verdict
    if verdict is not Verdict.NOT_KNOWN:
        assert answers == {verdict is Verdict.MET}
    missing = list(poll.announced.values()).count(None)
    if not missing and poll.named and len(poll.named) == sum(map(int, filter(None, poll.announced.values()))):
        assert verdict is not Verdict.NOT_KNOWN
    plain = isinstance(test, VoteShare) and test.who == Filter() and not test.weights
    if plain and missing <= 1 and len(answers) == 1:
        assert verdict is not Verdict.NOT_KNOWN


@settings(max_examples=tried(200))
@given(polls(), shares, st.sampled_from(VOTERS))
def test_one_more_vote_for_never_loses_a_vote(poll: Poll, test: VoteShare, voter: str) -> None:  # LSC-10.3
    whole = msgspec.structs.replace(poll, announced={})
    if voter not in poll.there.seats or not whole.named or test.rounding != "none":
        return
    more = msgspec.structs.replace(whole, named={**whole.named, voter: "for"})
    if carries(test, whole).verdict is Verdict.MET:
        assert carries(test, more).verdict is Verdict.MET

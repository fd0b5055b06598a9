"""Whether a vote carries: the numbers of a motion put to what the terms ask of it, with the arithmetic.

Every number is an interval: what is sure from the record, and what is possible. A test is met where it is met
in every world that the record allows, not met where it is met in none, else not known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger.ballots import count
from ledger.checks import Room, fits
from ledger.facts.filters import Filter
from ledger.facts.voting import (
    AllTests,
    AnyTests,
    Block,
    Blocks,
    NoneAgainst,
    SomeTests,
    VoteCount,
    VoteShare,
    VoteTest,
    Weight,
)
from ledger.findings import Verdict, all_of, any_of, at_least, some_of
from ledger.majorities import fraction

NOT_RECORDED = "numbers that are not recorded"
EVERYBODY = Filter()

Between = tuple[int, int]
"""What is sure, and what is possible."""


class Poll(msgspec.Struct, frozen=True):
    """What the record shows of the votes on a motion.

    Attributes:
        named: the choice of everybody whose vote is recorded by name: for, against, abstain.
        announced: the numbers that were announced, by choice; None: that one was not. Empty: none were.
        casting: who gave a casting vote, and for what.
        there: the voters present at the item.
        members: the members on the day.
        voting: whom the terms give a vote.
        unsure: those named of whom it is not known whether they have a vote.
        struck: the choice of everybody named who has none; numbers that were announced may contain it.
        gone: those who withdrew from the item, perhaps after they had voted.
    """

    named: Mapping[str, str]
    announced: Mapping[str, int | None]
    casting: tuple[str, str] | None
    there: Room
    members: Room
    voting: Filter = EVERYBODY
    unsure: frozenset[str] = frozenset()
    struck: Mapping[str, str] = msgspec.field(default_factory=dict)
    gone: tuple[str, ...] = ()

    def count(self, choice: str) -> int | None:
        """Give the number of votes, the casting vote added; None where the record gives none."""
        return count(self.named, self.announced, self.casting, choice)


class Result(msgspec.Struct, frozen=True):
    """What a test says of a vote, and the arithmetic by which it says so."""

    verdict: Verdict
    got: str


def carries(test: VoteTest, poll: Poll) -> Result:  # noqa: PLR0911 - one case a test
    """Judge whether a vote meets a test."""
    match test:
        case VoteShare():
            return _share(test, poll)
        case VoteCount():
            for_ = _votes("for", test.who, (), poll)
            if for_ is None:
                return Result(Verdict.NOT_KNOWN, NOT_RECORDED)
            needed = f"{spelled_between(for_)} for of {spelled(test.who)}, needed {test.least}"
            return Result(at_least(test.least, *for_), needed)
        case NoneAgainst():
            against = _votes("against", test.who, (), poll)
            if against is None:
                return Result(Verdict.NOT_KNOWN, NOT_RECORDED)
            free = Verdict.MET if against[1] == 0 else Verdict.NOT_MET if against[0] else Verdict.NOT_KNOWN
            return Result(
                free, f"{spelled_between(against)} against of {spelled(test.who)}, who have a veto each"
            )
        case Blocks():
            return _blocks(test, poll)
        case AllTests() | AnyTests() | SomeTests():
            return _composed(test, poll)
        case _:
            assert_never(test)


def spelled(who: Filter) -> str:
    """Say whom a filter means."""
    said = []
    for name in who.__struct_fields__:
        value = getattr(who, name)
        if name == "founder" and value is not None:
            said.append("founders" if value else "others than founders")
        elif value is not None:
            said.append(f"{name} {', '.join(value)}")
    return " and ".join(said) or "all"


def _composed(test: AllTests | AnyTests | SomeTests, poll: Poll) -> Result:
    results = [carries(one, poll) for one in test.tests]
    verdicts = [one.verdict for one in results]
    match test:
        case AllTests():
            verdict = all_of(verdicts)
        case AnyTests():
            verdict = any_of(verdicts)
        case SomeTests():
            verdict = some_of(test.least, verdicts)
        case _:
            assert_never(test)
    return Result(verdict, "; ".join(dict.fromkeys(one.got for one in results)))


def _share(test: VoteShare, poll: Poll) -> Result:
    for_, against, abstained = (
        _votes(choice, test.who, test.weights, poll) for choice in ("for", "against", "abstain")
    )
    if for_ is None or against is None:
        return Result(Verdict.NOT_KNOWN, NOT_RECORDED)
    match test.base:
        case "votes cast":
            rest = against
        case "votes and abstentions":
            if abstained is None:
                return Result(Verdict.NOT_KNOWN, NOT_RECORDED)
            rest = (against[0] + abstained[0], against[1] + abstained[1])
        case _:
            base = base_of(test, poll)
            return _compared(test, for_, base, (base[1], base[0]), _said(test, for_, against))
    worst, best = for_[0] + rest[1], for_[1] + rest[0]
    base = (for_[0] + rest[0], for_[1] + rest[1])
    return _compared(test, for_, base, (worst, best), _said(test, for_, against))


def _said(test: VoteShare, for_: Between, against: Between) -> str:
    of = "" if test.who == EVERYBODY else f" of {spelled(test.who)}"
    return f"{spelled_between(for_)} for and {spelled_between(against)} against{of}"


def _compared(
    test: VoteShare | Blocks, for_: Between, base: Between, cases: tuple[int, int], said: str
) -> Result:
    """Compare votes with the fraction of their base, in the worst case and in the best.

    Args:
        test: the fraction, and how it is compared.
        for_: the votes for.
        base: what they are a share of, as it is shown.
        cases: the base in the worst case for the motion, and in the best.
        said: the votes, in words.
    """
    worst, best = _reaches(test, for_[0], cases[0]), _reaches(test, for_[1], cases[1])
    verdict = Verdict.MET if worst else Verdict.NOT_KNOWN if best else Verdict.NOT_MET
    name = test.base if isinstance(test, VoteShare) else "votes of blocks"
    how, part = ("more than", test.more_than) if test.more_than else ("at least", test.at_least)
    needed = [number(fraction(test) * one) for one in dict.fromkeys(base)]
    rounding = test.rounding if isinstance(test, VoteShare) else "none"
    rounded = "" if rounding == "none" else f", rounded {rounding} {_needed(test, base[0])}"
    asked = f"needed {how} {part}, {' to '.join(needed)}{rounded}"
    return Result(verdict, f"{said}: {spelled_between(for_)} of {spelled_between(base)} {name}, {asked}")


def _reaches(test: VoteShare | Blocks, for_: int, base: int) -> bool:
    """Say whether votes reach what is asked of their base; no vote at all reaches nothing."""
    needed = _needed(test, base)
    return for_ > 0 and (for_ > needed if test.more_than else for_ >= needed)


def _needed(test: VoteShare | Blocks, base: int) -> Fraction:
    exact = fraction(test) * base
    match test.rounding if isinstance(test, VoteShare) else "none":
        case "none":
            return exact
        case "up":
            return Fraction(math.ceil(exact))
        case "down":
            return Fraction(math.floor(exact))
        case "nearest":
            return Fraction(math.floor(exact + Fraction(1, 2)))
        case rounding:
            assert_never(rounding)


def number(value: Fraction) -> str:
    """Write a number with three places at most, cut off, so that nothing looks whole that is not."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"{math.floor(value * 1000) / 1000:.3f}".rstrip("0")


def spelled_between(between: Between) -> str:
    """Write one number, or from which to which."""
    low, high = between
    return str(low) if low == high else f"{low} to {high}"


def _votes(choice: str, who: Filter, weights: tuple[Weight, ...], poll: Poll) -> Between | None:
    """Count the votes of those who fit, by weight; None where the record gives no numbers."""
    between = _total(choice, poll)
    if between is None:
        return None
    least, total = between
    doubtful = sum(poll.named[person] == choice for person in poll.unsure)
    doubtful += sum(one == choice for one in poll.struck.values()) if poll.announced else 0
    if who == EVERYBODY and not weights:
        return (max(0, least - doubtful), total)
    voters = [person for person, chosen in poll.named.items() if chosen == choice]
    sure, _ = _weighed([one for one in voters if one not in poll.unsure], who, weights, poll, poll.there)
    _, possible = _weighed(voters, who, weights, poll, poll.there)
    extra = int(poll.casting is not None and poll.casting[1] == choice)
    unnamed = total - extra - len(voters)
    if unnamed:
        silent = [person for person in poll.there.seats if person not in poll.named]
        most = [_weighed([person], who, weights, poll, poll.there)[1] for person in silent]
        left = (person for person in poll.gone if person not in poll.named)
        most += [_weighed([person], who, weights, poll, poll.members)[1] for person in left]
        possible += sum(sorted(most, reverse=True)[:unnamed])
    return (sure, possible)


def _total(choice: str, poll: Poll) -> Between | None:
    """Count the votes; a number that was left out is what those there leave over who are in no other one.

    None: none was announced and nobody is named, or more are named than announced or there.
    """
    total = poll.count(choice)
    if total is not None:
        return (total, total)
    if not poll.announced or poll.announced[choice] is not None:
        return None
    named = list(poll.named.values())
    others = sum(max(told or 0, named.count(one)) for one, told in poll.announced.items() if one != choice)
    _, there = _weighed(poll.there.seats, EVERYBODY, (), poll, poll.there)
    _, gone = _weighed(poll.gone, EVERYBODY, (), poll, poll.members)
    least, most = named.count(choice), there + gone - others
    extra = int(poll.casting is not None and poll.casting[1] == choice)
    return (least, most + extra) if least <= most else None


def _weighed(
    persons: Iterable[str], who: Filter, weights: tuple[Weight, ...], poll: Poll, room: Room
) -> Between:
    """Add up what the votes of persons who fit, and have a vote, count: one each, or by weight."""
    sure = possible = 0
    for person in persons:
        answer = all_of(fits(one, person, room, "voting") for one in (poll.voting, who))
        for weight in weights or (Weight(EVERYBODY, 1),):
            both = all_of((answer, fits(weight.who, person, room, "voting")))
            sure += weight.votes if both is Verdict.MET else 0
            possible += weight.votes if both is not Verdict.NOT_MET else 0
    return (sure, possible)


def base_of(test: VoteShare, poll: Poll) -> Between:
    """Count those present, the members, or the seats that fit, by weight."""
    if test.base == "seats":
        room = poll.members
        certain = {seat.seat: seat.exists == "known" for seat in room.terms.seats}
        seats = replace(room, seats={seat.seat: (seat,) for seat in room.terms.seats}, unsure=frozenset())
        known = [code for code, exists in certain.items() if exists]
        sure, _ = _weighed(known, test.who, test.weights, poll, seats)
        _, possible = _weighed(certain, test.who, test.weights, poll, seats)
        return (sure, possible)
    if test.base == "members":
        return _weighed(poll.members.seats, test.who, test.weights, poll, poll.members)
    sure, possible = _weighed(poll.there.seats, test.who, test.weights, poll, poll.there)
    # Whoever voted was present, even where the record shows that he withdrew from the item.
    left = [person for person in poll.named if person not in poll.there.seats]
    more, most = _weighed(left, test.who, test.weights, poll, poll.members)
    return (sure + more, possible + most)


def _blocks(test: Blocks, poll: Poll) -> Result:
    sure = possible = 0
    said = []
    for block in test.blocks:
        inner = _share(replace(block.inner, who=block.who), poll)
        sure += block.votes if inner.verdict is Verdict.MET else 0
        possible += block.votes if inner.verdict is not Verdict.NOT_MET else 0
        said.append(f"{_side(block, inner)} ({inner.got})")
    total = sum(block.votes for block in test.blocks)
    return _compared(test, (sure, possible), (total, total), (total, total), "; ".join(said))


def _side(block: Block, inner: Result) -> str:
    side = {Verdict.MET: "for", Verdict.NOT_MET: "not for", Verdict.NOT_KNOWN: "not known"}[inner.verdict]
    return f"{block.votes} votes of {spelled(block.who)} {side}"

"""Which of several options a ballot chooses: the papers put to what the terms ask, with the arithmetic.

Ranked papers are counted as the Debian constitution does (appendix A.5: options that miss the quorum or do
not beat the default option are dropped, then cloneproof Schwartz sequential dropping); scores as "score then
automatic runoff". Every other place is filled in the same way among the options that are left.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations, permutations
from typing import assert_never

import msgspec

from ledger.facts.decisions import Mark, Option
from ledger.facts.terms import ChoiceRule
from ledger.facts.voting import OptionQuorum
from ledger.polls import Between, number, spelled_between

Pair = tuple[str, str]


class First(msgspec.Struct, frozen=True):
    """The first of some options, more than one where they are equal; ``open``: equal before the last step."""

    options: tuple[str, ...]
    said: str = ""
    open: bool = False


class Count(msgspec.Struct, frozen=True):
    """What the record shows of the papers of a ballot.

    Attributes:
        options: those on the ballot, in their order.
        papers: the marks of every paper, by option, and how many were marked so.
        totals: the numbers that were announced for the options, in the place of papers.
        ties: the options that broke ties, in their order.
    """

    options: tuple[Option, ...]
    papers: tuple[tuple[Mapping[str, int], int], ...] = ()
    totals: Mapping[str, int] | None = None
    ties: tuple[str, ...] = ()

    def filled(self, most: int | None) -> int | None:
        """Give how many papers are not blank; of totals alone that is known where a paper has one mark."""
        if self.totals is None:
            return sum(papers for marks, papers in self.papers if marks)
        return sum(self.totals.values()) if most == 1 else None

    def total(self, option: str) -> int:
        """Give the number of votes, or of points, of an option."""
        if self.totals is not None:
            return self.totals.get(option, 0)
        return sum(marks.get(option, 0) * papers for marks, papers in self.papers)


class Chosen(msgspec.Struct, frozen=True):
    """What a ballot chooses.

    Attributes:
        options: those chosen, in the order of their places.
        tied: those that are equal for the next place, where nothing broke the tie.
        open: what the record leaves open; None: nothing.
        got: the arithmetic.
    """

    options: tuple[str, ...]
    tied: tuple[str, ...]
    open: str | None
    got: str


def marks_of(marks: Sequence[Mark]) -> Mapping[str, int]:
    """Give the marks of a paper by option."""
    return {mark.option: mark.number for mark in marks}


def faults_of(marks: Sequence[Mark], options: Sequence[Option], rule: ChoiceRule | None, places: int) -> str:
    """Say what is wrong with the marks of a paper, or nothing."""
    names = [mark.option for mark in marks]
    strange = [name for name in names if name not in {one.option for one in options}]
    if strange:
        return f"{', '.join(strange)}, which is not on it"
    if len(set(names)) < len(names):
        return "an option twice"
    if rule is None:
        return ""
    crosses = rule.method in {"plurality", "approval"}
    top = 1 if crosses else rule.scale if rule.method == "score then runoff" else len(options)
    least = 0 if rule.method == "score then runoff" else 1
    if any(not least <= mark.number <= top for mark in marks):
        return f"a number that is not from {least} to {top}"
    most = marks_most(rule, places)
    return f"{len(marks)} options, not {most} at most" if most is not None and len(marks) > most else ""


def marks_most(rule: ChoiceRule, places: int) -> int | None:
    """Give the most options that a paper may mark: by plurality as many as there are places."""
    return places if rule.marks is None and rule.method == "plurality" else rule.marks


def choose(rule: ChoiceRule, count: Count, places: int, base: Between) -> Chosen:
    """Say which options a ballot chooses.

    Args:
        rule: how it is counted.
        count: the papers.
        places: how many are to be chosen.
        base: of what the quorum of an option is a part; (0, 0) where there is none.
    """
    if count.totals is not None and rule.method not in {"plurality", "approval"}:
        return Chosen((), (), "the papers as they were marked", _totals(count))
    filled = count.filled(marks_most(rule, places))
    running, dropped, doubt = _running(rule, count, base, filled)
    chosen, ties, said = list[str](), list(count.ties), [_totals(count), *dropped]
    while len(chosen) < places and (left := _left(rule, count, running, chosen)):
        if len(left) <= places - len(chosen) and _capped(rule, count, [*chosen, *left]):
            chosen += left
            break
        found = _first(rule, count, left, ties)
        said += [found.said] if found.said else []
        first = found.options
        # Who is next among those left depends, where papers compare them, on which of the equal is first.
        crosses = rule.method in {"plurality", "approval"}
        fits = crosses and len(chosen) + len(first) <= places and _capped(rule, count, [*chosen, *first])
        if len(first) > 1 and (found.open or not fits):
            if found.open or not ties or ties[0] not in first:
                said.append(f"{', '.join(first)} are equal")
                return Chosen(tuple(chosen), first, doubt, "; ".join(said))
            first = (ties.pop(0),)
            said.append(f"the tie is broken for {first[0]}")
        chosen += first
    return Chosen(tuple(chosen), (), doubt, "; ".join(said))


def _totals(count: Count) -> str:
    return ", ".join(f"{one.option} {count.total(one.option)}" for one in count.options)


def _left(rule: ChoiceRule, count: Count, running: Sequence[str], chosen: list[str]) -> list[str]:
    return [one for one in running if one not in chosen and _capped(rule, count, [*chosen, one])]


def _capped(rule: ChoiceRule, count: Count, chosen: list[str]) -> bool:
    """Say whether no cap is exceeded."""
    groups = [one.group for one in count.options if one.option in chosen and one.group is not None]
    return all(
        groups.count(group) <= cap.most
        for cap in rule.caps
        for group in (set(groups) if cap.group is None else {cap.group})
    )


def _running(
    rule: ChoiceRule, count: Count, base: Between, filled: int | None
) -> tuple[list[str], list[str], str | None]:
    """Give the options that may be chosen, why others may not, and what is open about them."""
    running, dropped = list[str](), list[str]()
    doubt = "how many papers were not blank" if rule.more_than is not None and filled is None else None
    for one in (option.option for option in count.options):
        if one == rule.default:
            continue
        favour = _favour(rule, count, one)
        if rule.quorum is not None:
            sure, possible = (_reaches(rule.quorum, favour, number_) for number_ in (base[1], base[0]))
            if not possible:
                dropped.append(f"{one} has {favour} in its favour, {_needed(rule.quorum, base)}")
                continue
            doubt = doubt if sure else f"whether {one} has enough in its favour, {_needed(rule.quorum, base)}"
        if rule.more_than is not None and filled is not None:
            needed = Fraction(rule.more_than) * filled
            if favour <= needed:
                needed_ = f"needed more than {rule.more_than}, {number(needed)}"
                dropped.append(f"{one} has {favour} of {filled} papers, {needed_}")
                continue
        beaten = _by_default(rule, count, one)
        if beaten:
            dropped.append(beaten)
        elif favour:  # nobody is chosen for whom nobody is
            running.append(one)
    return running, dropped, doubt


def _favour(rule: ChoiceRule, count: Count, option: str) -> int:
    """Count what is in favour of an option: its votes, or the papers that put it above the default."""
    if rule.method in {"plurality", "approval"}:
        return count.total(option)
    return _above(rule, count, option, rule.default)


def _above(rule: ChoiceRule, count: Count, one: str, other: str | None) -> int:
    """Count the papers that put an option above another; without another, those that mark it at all."""
    return sum(
        papers for marks, papers in count.papers if _worth(rule, marks, one) > _worth(rule, marks, other)
    )


def _worth(rule: ChoiceRule, marks: Mapping[str, int], option: str | None) -> float:
    """Say how high a paper puts an option: what is not ranked stands below every rank, and has no points."""
    ranked = rule.method == "ranked pairwise"
    if option is None or option not in marks:
        return -math.inf if ranked else 0
    return -marks[option] if ranked else marks[option]


def _by_default(rule: ChoiceRule, count: Count, option: str) -> str | None:
    """Say that an option does not beat the default, where there is one."""
    if rule.default is None:
        return None
    if rule.method == "ranked pairwise":
        for_, against = _above(rule, count, option, rule.default), _above(rule, count, rule.default, option)
        ratio = Fraction(rule.ratio or "1/1")
        if for_ > against and for_ >= ratio * against:
            return None
        asked = f", needed {rule.ratio} of it" if rule.ratio else ""
        return f"{option} does not beat {rule.default}: {for_} to {against}{asked}"
    for_, against = count.total(option), count.total(rule.default)
    return None if for_ > against else f"{option} does not beat {rule.default}: {for_} to {against}"


def _reaches(quorum: OptionQuorum, votes: int, base: int) -> bool:
    """Compare exactly: with a square root, by the squares."""
    part = Fraction(quorum.at_least)
    return votes >= part * base if quorum.of == "number" else votes**2 >= part**2 * base


def _needed(quorum: OptionQuorum, base: Between) -> str:
    part, needed = Fraction(quorum.at_least), list[str]()
    for one in dict.fromkeys(base):
        if quorum.of == "number":
            needed.append(number(part * one))
        else:
            thousandths = math.isqrt(math.floor(part**2 * one * 1_000_000))
            needed.append(number(Fraction(thousandths, 1000)))
    of = "" if quorum.of == "number" else "the square root of "
    return f"needed {quorum.at_least} of {of}{spelled_between(base)} {quorum.base}, {' to '.join(needed)}"


def _first(rule: ChoiceRule, count: Count, left: Sequence[str], ties: list[str]) -> First:
    """Give the first of the options left."""
    match rule.method:
        case "plurality" | "approval":
            best = max(map(count.total, left))
            return First(tuple(one for one in left if count.total(one) == best))
        case "ranked pairwise":
            return _condorcet(rule, count, left)
        case "score then runoff":
            return _runoff(rule, count, left, ties)
        case _:
            assert_never(rule.method)


def _condorcet(rule: ChoiceRule, count: Count, left: Sequence[str]) -> First:
    """Drop the weakest defeats within the Schwartz set until there are none left in it."""
    votes = {pair: _above(rule, count, *pair) for pair in permutations(left, 2)}
    defeats = {(a, b) for a, b in votes if votes[a, b] > votes[b, a]}
    said = ", ".join(f"{a} to {b} {votes[a, b]} to {votes[b, a]}" for a, b in combinations(left, 2))
    while True:
        schwartz = _schwartz(left, defeats)
        inside = [pair for pair in defeats if set(pair) <= set(schwartz)]
        if not inside:
            return First(schwartz, said)
        weakest = min((votes[a, b], -votes[b, a]) for a, b in inside)
        dropped = sorted((a, b) for a, b in inside if (votes[a, b], -votes[b, a]) == weakest)
        defeats -= set(dropped)
        said += f"; dropped, as the weakest: {', '.join(f'{a} over {b}' for a, b in dropped)}"


def _schwartz(options: Sequence[str], defeats: set[Pair]) -> tuple[str, ...]:
    """Give the options that everything that beats them, directly or through others, they beat as well."""
    reach = set(defeats)
    for middle in options:
        into = [a for a, b in reach if b == middle]
        out = [b for a, b in reach if a == middle]
        reach |= {(a, b) for a in into for b in out}
    return tuple(
        one for one in options if all((one, other) in reach for other in options if (other, one) in reach)
    )


def _runoff(rule: ChoiceRule, count: Count, left: Sequence[str], ties: list[str]) -> First:
    """Let the two with the most points run against each other; with as many papers, more points decide.

    There are two at least: the last one left needs no runoff.
    """
    finalists = list[str]()
    while len(finalists) < 2:  # noqa: PLR2004 - two run
        rest = [one for one in left if one not in finalists]
        best = max(map(count.total, rest))
        equal = tuple(one for one in rest if count.total(one) == best)
        if len(finalists) + len(equal) > 2:  # noqa: PLR2004
            if not ties or ties[0] not in equal:
                return _whoever_runs(rule, count, finalists, equal)
            equal = (ties.pop(0),)
        finalists += equal
    return _between(rule, count, finalists[0], finalists[1])


def _whoever_runs(rule: ChoiceRule, count: Count, finalists: list[str], equal: tuple[str, ...]) -> First:
    """Give who wins against each of those that are equal for the runoff, if somebody does."""
    pairs = list(combinations(equal, 2)) if not finalists else [(finalists[0], one) for one in equal]
    won = {_between(rule, count, *pair).options for pair in pairs}
    if len(won) == 1 and len(first := next(iter(won))) == 1:
        return First(first, f"{first[0]} wins the runoff whoever of {', '.join(equal)} runs")
    return First(equal, "too many are equal for the runoff", open=True)


def _between(rule: ChoiceRule, count: Count, a: str, b: str) -> First:
    for_a, for_b = _above(rule, count, a, b), _above(rule, count, b, a)
    key = {a: (for_a, count.total(a)), b: (for_b, count.total(b))}
    first = tuple(one for one in (a, b) if key[one] == max(key.values()))
    return First(first, f"runoff {a} to {b} {for_a} to {for_b}")

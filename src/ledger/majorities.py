"""Which rule a matter is decided by, and whether the terms' rules on votes make sense."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import TypeVar, assert_never

from ledger.facts.filters import Filter
from ledger.facts.terms import ChangeRule, ConsultationRule, MajorityRule, PowerRule, Terms, WayRule
from ledger.facts.voting import (
    AllTests,
    AnyTests,
    Blocks,
    NoneAgainst,
    SomeTests,
    VoteCount,
    VoteShare,
    VoteTest,
)

M = TypeVar("M", MajorityRule, WayRule)

Ruling = MajorityRule | WayRule | PowerRule | ChangeRule | ConsultationRule
"""Rules that name matters."""

TESTS_DEEP_MAX = 8
"""How deep the tests of a vote may be composed of others."""


def majority_of(terms: Terms | None, matter: str | None) -> MajorityRule | None:
    """Give the rule by which a vote on a matter carries: its own, else the one for every other matter."""
    return _of_matter(_rules(terms, MajorityRule), matter)


def ways_of(terms: Terms | None, matter: str | None) -> WayRule | None:
    """Give the rule that says in which ways a matter is decided."""
    return _of_matter(_rules(terms, WayRule), matter)


def fraction(test: VoteShare | Blocks) -> Fraction:
    """Give the fraction that a test asks for."""
    return Fraction(test.more_than or test.at_least or "1/1")


def problems(terms: Terms) -> Iterator[str]:
    """Give every fault of the rules on votes: tests that cannot be met, matters without one rule."""
    majorities, ways = _rules(terms, MajorityRule), _rules(terms, WayRule)
    matters = {matter.matter for matter in terms.matters}
    for rule in terms.rules:
        named = _named(rule) if isinstance(rule, Ruling) else ()
        for name in named:
            if name not in matters:
                yield f"{rule.rule}: no matter of the terms is {name}"
    for one in majorities:
        yield from _problems_of_test(one.rule, one.test)
    for rules in (majorities, ways):
        ruling = Counter(code for rule in rules for code in rule.matters or (None,))
        for code, count in ruling.items():
            if count > 1:
                yield f"{count} rules say {_how(rules)} on {code or 'every other matter'}"
    carried = {code for rule in majorities for code in rule.matters or (None,)}
    for way in ways:
        for code in way.matters or (None,):
            if "vote" in way.ways and carried.isdisjoint({code, None}):
                yield f"{way.rule}: no rule says what carries a vote on {code or 'every other matter'}"


def filters_of(test: VoteTest) -> Iterator[Filter]:
    """Give every filter that a vote test names."""
    match test:
        case VoteShare():
            yield test.who
            yield from (weight.who for weight in test.weights)
        case VoteCount() | NoneAgainst():
            yield test.who
        case Blocks():
            for block in test.blocks:
                yield block.who
                yield from filters_of(block.inner)
        case AllTests() | AnyTests() | SomeTests():
            for one in test.tests:
                yield from filters_of(one)
        case _:
            assert_never(test)


def _rules(terms: Terms | None, kind: type[M]) -> tuple[M, ...]:
    return tuple(rule for rule in (terms.rules if terms else ()) if isinstance(rule, kind))


def _of_matter(rules: tuple[M, ...], matter: str | None) -> M | None:
    own = next((rule for rule in rules if matter is not None and matter in (rule.matters or ())), None)
    return own or next((rule for rule in rules if rule.matters is None), None)


def _how(rules: tuple[MajorityRule, ...] | tuple[WayRule, ...]) -> str:
    return "what carries a vote" if isinstance(rules[0], MajorityRule) else "how the body decides"


def _named(rule: Ruling) -> tuple[str, ...]:
    match rule:
        case PowerRule():
            return rule.own
        case ChangeRule():
            return (rule.matter,) if rule.matter else ()
        case MajorityRule():
            return (*(rule.matters or ()), *rule.barred)
        case WayRule() | ConsultationRule():
            return rule.matters or ()
        case _:
            assert_never(rule)


def _problems_of_test(rule: str, test: VoteTest, deep: int = 1) -> Iterator[str]:
    if deep > TESTS_DEEP_MAX:
        yield f"{rule}: tests within tests more than {TESTS_DEEP_MAX} deep"
        return
    match test:
        case VoteShare() | Blocks():
            if (test.more_than is None) == (test.at_least is None):
                yield f"{rule}: expected more_than or at_least, one of the two"
            elif fraction(test) > 1 or (fraction(test) == 1 and test.more_than):
                how = "more than" if test.more_than else "at least"
                yield f"{rule}: no vote is {how} {test.more_than or test.at_least} of its base"
            for block in test.blocks if isinstance(test, Blocks) else ():
                if block.inner.who != Filter():
                    yield f"{rule}: a block says who is in it, its inner test does not"
                yield from _problems_of_test(rule, block.inner, deep + 1)
        case AllTests() | AnyTests() | SomeTests():
            if isinstance(test, SomeTests) and test.least > len(test.tests):
                yield f"{rule}: some of asks for {test.least} of {len(test.tests)} tests"
            for one in test.tests:
                yield from _problems_of_test(rule, one, deep + 1)
        case VoteCount() | NoneAgainst():
            pass
        case _:
            assert_never(test)

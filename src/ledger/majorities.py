"""Which rule a matter is decided by, and whether the terms' rules on votes make sense."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TypeVar, assert_never

import msgspec

from ledger.facts.filters import Filter
from ledger.facts.terms import (
    ChangeRule,
    ChoiceRule,
    KeyRule,
    MajorityRule,
    PowerRule,
    ReconsiderationRule,
    Rule,
    Terms,
    UrgentRule,
    WayRule,
    WrittenRule,
)
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

R = TypeVar("R", bound=msgspec.Struct)

_RULED: Mapping[type[Rule], str] = {
    MajorityRule: "what carries a vote",
    ChoiceRule: "how options are chosen",
    WayRule: "how the body decides",
    WrittenRule: "what is decided in writing",
    UrgentRule: "who decides what is urgent",
    ReconsiderationRule: "what is put again",
    KeyRule: "what is announced and called in",
}
"""Of which kinds of rules one governs a matter, and what it says."""

TESTS_DEEP_MAX = 8
"""How deep the tests of a vote may be composed of others."""


def rule_of(kind: type[R], terms: Terms | None, matter: str | None) -> R | None:
    """Give the rule of a kind that governs a matter: its own, else the one for every other matter."""
    rules = [rule for rule in (terms.rules if terms else ()) if isinstance(rule, kind)]
    own = next((rule for rule in rules if matter is not None and matter in _matters(rule)), None)
    return own or next((rule for rule in rules if None in _matters(rule)), None)


def fraction(test: VoteShare | Blocks) -> Fraction:
    """Give the fraction that a test asks for."""
    return Fraction(test.more_than or test.at_least or "1/1")


def problems(terms: Terms) -> Iterator[str]:
    """Give every fault of the rules on votes: tests that cannot be met, matters without one rule."""
    matters = {matter.matter for matter in terms.matters}
    for rule in terms.rules:
        for name in _named(rule):
            if name not in matters:
                yield f"{rule.rule}: no matter of the terms is {name}"
        match rule:
            case MajorityRule():
                yield from _problems_of_test(rule.rule, rule.test)
            case ChoiceRule():
                yield from _problems_of_choice(rule)
            case UrgentRule() if rule.least > len(set(rule.offices)):
                yield f"{rule.rule}: asks for {rule.least} of {len(set(rule.offices))} offices"
            case KeyRule(scrutiny=None, call_in=int()):
                yield f"{rule.rule}: no body is named whose members may call a decision in"
    for kind, how in _RULED.items():
        ruling = Counter(code for rule in terms.rules if isinstance(rule, kind) for code in _matters(rule))
        for code, count in ruling.items():
            if count > 1:
                yield f"{count} rules say {how} on {code or 'every other matter'}"
    yield from _problems_of_ways(terms)


def _problems_of_ways(terms: Terms) -> Iterator[str]:
    """Say on which matters there is no way to decide, and where silence is to consent and no rule lets it."""
    ways = [rule for rule in terms.rules if isinstance(rule, WayRule)]
    for code in (*(matter.matter for matter in terms.matters), None) if ways else ():
        way = rule_of(WayRule, terms, code)
        written = rule_of(WrittenRule, terms, code)
        if way is None:
            if code is not None:
                yield f"no rule says how the body decides on {code}"
        elif "lazy consensus" in way.ways and (written is None or written.silence != "consents"):
            yield f"{way.rule}: no rule lets silence consent on {code or 'every other matter'}"
    voted = (rule for rule in terms.rules if isinstance(rule, MajorityRule | ChoiceRule))
    carried = {code for rule in voted for code in _matters(rule)}
    for way in ways:
        for code in _matters(way):
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


def _matters(rule: msgspec.Struct) -> tuple[str | None, ...]:
    """Give the matters of a rule; None stands for every other one."""
    return getattr(rule, "matters", None) or (None,)


def _problems_of_choice(rule: ChoiceRule) -> Iterator[str]:
    ranked = rule.method == "ranked pairwise"
    if rule.ratio is not None and not (ranked and rule.default is not None and Fraction(rule.ratio) >= 1):
        yield f"{rule.rule}: a ratio is of papers that are ranked, to a default option, and at least 1/1"
    if rule.quorum is not None and ranked and rule.default is None:
        yield f"{rule.rule}: a quorum of ranked papers is of those that rank an option before the default"
    if rule.more_than is not None and (ranked or rule.method == "score then runoff"):
        yield f"{rule.rule}: more_than is a share of papers with crosses, not of {rule.method}"
    part = rule.quorum
    if part is not None and part.of == "number" and Fraction(part.at_least) > 1:
        yield f"{rule.rule}: no option has {part.at_least} of the number of {part.base} in its favour"
    if rule.more_than is not None and Fraction(rule.more_than) >= 1:
        yield f"{rule.rule}: no option has more than {rule.more_than} of the papers"


def _named(rule: Rule) -> tuple[str, ...]:
    """Give every matter that a rule names."""
    matters = getattr(rule, "matters", None) or ()
    match rule:
        case PowerRule():
            return rule.own
        case ChangeRule():
            return (rule.matter,) if rule.matter else ()
        case MajorityRule():
            return (*matters, *rule.barred)
        case _:
            return matters


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

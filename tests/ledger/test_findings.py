from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import pytest
from tests.ledger.given import belies

import ledger
from ledger.facts.fact import Noted
from ledger.findings import Finding, Verdict, all_of, any_of, at_least, judge, some_of

MET, NOT_MET, NOT_KNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_KNOWN

# Kleene, Introduction to Metamathematics (1952), section 64: the strong tables of "and" and of "or".
AND = {
    (MET, MET): MET,
    (MET, NOT_KNOWN): NOT_KNOWN,
    (MET, NOT_MET): NOT_MET,
    (NOT_KNOWN, NOT_KNOWN): NOT_KNOWN,
    (NOT_KNOWN, NOT_MET): NOT_MET,
    (NOT_MET, NOT_MET): NOT_MET,
}
OR = {
    (MET, MET): MET,
    (MET, NOT_KNOWN): MET,
    (MET, NOT_MET): MET,
    (NOT_KNOWN, NOT_KNOWN): NOT_KNOWN,
    (NOT_KNOWN, NOT_MET): NOT_KNOWN,
    (NOT_MET, NOT_MET): NOT_MET,
}

LISTS = [verdicts for length in range(5) for verdicts in product(Verdict, repeat=length)]


def outcomes(verdicts: Iterable[Verdict]) -> list[tuple[bool, ...]]:
    """Give every way in which what is not known may turn out."""
    return list(product(*((True, False) if one is NOT_KNOWN else (one is MET,) for one in verdicts)))


def settled(answers: Iterable[bool]) -> Verdict:
    """Give the verdict that every outcome agrees on, or not known."""
    found = set(answers)
    return Verdict.of(found.pop()) if len(found) == 1 else NOT_KNOWN


@pytest.mark.parametrize(("pair", "expected"), AND.items())
def test_all_of_two_is_kleenes_and(pair: tuple[Verdict, Verdict], expected: Verdict) -> None:
    assert expected == all_of(pair) == all_of(pair[::-1])


@pytest.mark.parametrize(("pair", "expected"), OR.items())
def test_any_of_two_is_kleenes_or(pair: tuple[Verdict, Verdict], expected: Verdict) -> None:
    assert expected == any_of(pair) == any_of(pair[::-1])


def test_all_of_any_of_and_some_of_say_what_every_outcome_would_say() -> None:
    for verdicts in LISTS:
        ways = outcomes(verdicts)
        assert settled(all(way) for way in ways) == all_of(iter(verdicts))
        assert settled(any(way) for way in ways) == any_of(iter(verdicts))
        for least in range(1, 6):
            assert settled(sum(way) >= least for way in ways) == some_of(least, iter(verdicts))


@pytest.mark.parametrize(
    ("least", "sure", "possible", "expected"),
    [
        (3, 3, 3, MET),
        (3, 3, 9, MET),
        (3, 2, 3, NOT_KNOWN),
        (3, 0, 3, NOT_KNOWN),
        (3, 2, 2, NOT_MET),
        (1, 0, 0, NOT_MET),
    ],
)
def test_a_count_is_not_known_where_the_bound_lies_between(
    least: int, sure: int, possible: int, expected: Verdict
) -> None:
    assert expected == at_least(least, sure, possible)


def test_yes_no_and_nothing_are_three_answers() -> None:
    assert [Verdict.of(answer) for answer in (True, False, None)] == [MET, NOT_MET, NOT_KNOWN]
    assert [verdict.value for verdict in Verdict] == ["met", "not met", "not known"]


def test_a_sentence_names_the_rule_the_clause_what_was_expected_and_what_was_got() -> None:
    finding = Finding("QUO-1", "ToR 8.1", NOT_MET, "at least 1 member from the VCFSE sector", "0")
    expected = "QUO-1 (ToR 8.1): expected at least 1 member from the VCFSE sector, got 0"
    assert expected == finding.sentence()


def test_a_rule_without_a_clause_is_a_default_of_remit() -> None:
    finding = judge("KEY-1", answer=False, expected="a live key", got="none")
    assert finding.sentence() == "KEY-1 (Remit default): expected a live key, got none"
    assert (finding.kind, finding.absolute, finding.verdict) == ("RULE", False, NOT_MET)


def test_a_rule_of_remit_may_cite_a_clause_and_be_absolute() -> None:
    finding = judge(
        "DEL-1", answer=None, expected="a", got="b", clause="ToR 9", kind="AUTHORITY", absolute=True
    )
    assert finding == Finding("DEL-1", "ToR 9", NOT_KNOWN, "a", "b", "AUTHORITY", absolute=True)


def test_a_sentence_without_anything_got_ends_with_what_was_expected() -> None:
    finding = judge("MTG-3", answer=True, expected="attendance to be recorded once", wrong="a second list")
    assert finding.sentence() == "MTG-3 (Remit default): expected attendance to be recorded once"


@pytest.mark.parametrize(
    ("answer", "got"), [(True, "jo"), (False, "jo, who is there"), (None, "jo, who is there")]
)
def test_what_is_wrong_is_said_of_a_finding_that_is_not_met_or_not_known(
    answer: bool | None,  # noqa: FBT001 - the answer is one of three
    got: str,
) -> None:
    assert judge("MTG-12", answer, "somebody to arrive", "jo", wrong="jo, who is there").got == got


# What met findings once said, and what only looks like it.
FALSE = (
    "a second list",
    "a second vote by jo, after  for the same seat",
    " twice",
    "one key twice",
    "key not live",
    "other person or rights",
    "no signature by key",
    "key enrolled already",
    "jo, who did not withdraw",
    "jo, who is there",
    "jo beside ",
    "jo beside kim",
    "west held by ",
    "2024-01-01 to None",
    "m-march, which has begun",
    "m-march, cancelled on None",
    "n-one, which was followed until ",
    "pool, lapsed None",
    "place, recorded as ended None",
    "one that may not",
    "both or neither",
    "nobody asked ",
    " not reported",
    "part ",
    "several to ",
    "something else of r-one",
    "item 7 taken in public",
    "one of them at most",
    "jo, not known to be chair on 2024-03-25",
    "named 20 days before the meeting on 2024-03-25, not 14",
)
TRUE = (
    "",
    "0",
    "1 for sure and 7 at most",
    "a quorum that is not met",
    "m-march, not cancelled",
    "2024-01-01 to no last day",
    "not to be implemented before 2024-04-06",
    "named 20 days before the meeting on 2024-03-25, needed 14",
)


@pytest.mark.parametrize("got", FALSE)
def test_words_of_failure_are_found_where_a_finding_is_met(got: str) -> None:
    assert belies(Finding("MTG-3", None, MET, "a", got))
    assert not belies(Finding("MTG-3", None, NOT_MET, "a", got))
    assert not belies(Finding("MTG-3", None, NOT_KNOWN, "a", got))


@pytest.mark.parametrize("got", TRUE)
def test_what_is_true_of_a_finding_that_is_met_may_be_said(got: str) -> None:
    assert not belies(Finding("MTG-3", None, MET, "a", got))


def fixed(source: str) -> Iterator[str]:
    """Give the rules of a source whose ``got`` is one text whatever the answer is, so false of one."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "judge":
            given = dict(zip(("rule", "answer", "expected", "got"), call.args, strict=False))
            given |= {one.arg: one.value for one in call.keywords if one.arg is not None}
            got = given.get("got")
            if isinstance(got, ast.Constant) and not isinstance(given["answer"], ast.Constant):
                yield ast.unparse(given["rule"])


def test_no_rule_says_one_and_the_same_words_whether_it_is_met_or_not() -> None:
    core = Path(str(ledger.__file__)).parent.glob("*.py")
    found = {path.name: list(fixed(path.read_text(encoding="utf-8"))) for path in core}
    assert {name: rules for name, rules in found.items() if rules} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('judge("MTG-3", not twice, "once", "a second list")', ["'MTG-3'"]),
        ('judge("MTG-3", not twice, "once", got="a second list")', ["'MTG-3'"]),
        ('judge("MTG-3", not twice, "once", wrong="a second list")', []),
        ('judge("MTG-3", None, "once", "a second list")', []),
        ('judge("MTG-3", answer=False, expected="once", got="a second list")', []),
        ('judge("MTG-3", not twice, "once", f"{many} lists")', []),
    ],
)
def test_one_text_for_both_answers_is_found(source: str, found: list[str]) -> None:
    assert list(fixed(source)) == found


def test_a_fact_keeps_of_a_finding_the_rule_the_clause_and_the_verdict() -> None:
    assert Finding("QUO-1", "ToR 8.1", NOT_MET, "a", "b").noted() == Noted("QUO-1", "ToR 8.1", "not met")
    assert Finding("QUO-2", None, NOT_KNOWN, "a", "b").noted() == Noted("QUO-2", None, "not known")

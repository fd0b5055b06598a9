"""Whether a meeting was quorate: clause by clause and item by item, with who satisfied what.

Implements LSC-8.1: the quorum is judged again at every item, on whoever was there for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ledger import decisions
from ledger.facts.terms import Terms
from ledger.findings import Finding, Verdict, all_of
from ledger.meetings import Sitting
from ledger.members import Roll
from ledger_cli.output import Cell

COLUMNS = ("items", "rule", "clause", "answer", "expected", "got", "read as", "satisfied by")
CODES = {"quorate": 0, "not quorate": 1, "not known": 8}
_SAID = {Verdict.MET: "quorate", Verdict.NOT_MET: "not quorate", Verdict.NOT_KNOWN: "not known"}


@dataclass(frozen=True, slots=True)
class Judged:
    """Items at which every quorum rule got the same answer."""

    items: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def said(self) -> str:
        """The items in words."""
        return ", ".join(self.items)

    @property
    def verdict(self) -> Verdict:
        """Whether all the rules together are met."""
        return all_of(finding.verdict for finding in self.findings)


def judge(sitting: Sitting, terms: Terms, roll: Roll, item: str | None = None) -> tuple[Judged, ...]:
    """Judge the quorum rules of terms at every item, or at the one of a number.

    A meeting without items is judged as one, under the number ``-``.
    """
    alike: dict[tuple[Finding, ...], tuple[str, ...]] = {}
    numbers = {one.number: code for code, one in sitting.items.items()} or {"-": ""}
    for number, code in numbers.items():
        if item in (None, number):
            findings = decisions.quorum(sitting, code, terms, roll)
            alike[findings] = (*alike.get(findings, ()), number)
    return tuple(Judged(items, findings) for findings, items in alike.items())


def said(judged: Sequence[Judged]) -> str:
    """Answer for the whole meeting: quorate at every item, not so at one at least, or not known."""
    return _SAID[all_of(one.verdict for one in judged)]


def summary(judged: Sequence[Judged]) -> Iterator[str]:
    """Give a line for each kind of item, and the answer for the whole meeting last."""
    for one in judged:
        yield f"item{'s' * (len(one.items) > 1)} {one.said}: {one.verdict.value}"
    yield said(judged)


def rows(judged: Sequence[Judged], known: Mapping[str, str]) -> Iterator[tuple[Cell, ...]]:
    """Give a row for each rule, and one for each other reading of its clause below it."""
    for one in judged:
        for finding in one.findings:
            place = (one.said, finding.rule, finding.clause or "Remit default")
            by = ", ".join(_who(who, known) for who in finding.by)
            told = (finding.verdict.value, finding.expected, finding.got)
            yield (*place, *told, finding.reading, by or None)
            for other in finding.others:
                told = (other.verdict.value, finding.expected, other.got)
                yield (*place, *told, f"or else: {other.reading}", None)


def as_json(judged: Sequence[Judged], known: Mapping[str, str]) -> list[object]:
    """Give the same as plain data."""
    return [
        {
            "items": list(one.items),
            "answer": one.verdict.value,
            "rules": [
                {
                    "rule": finding.rule,
                    "clause": finding.clause,
                    "answer": finding.verdict.value,
                    "expected": finding.expected,
                    "got": finding.got,
                    "reading": finding.reading,
                    "satisfied by": [_by(who, known) for who in finding.by],
                    "other readings": [
                        {"reading": other.reading, "answer": other.verdict.value, "got": other.got}
                        for other in finding.others
                    ],
                }
                for finding in one.findings
            ],
        }
        for one in judged
    ]


def _who(who: str, known: Mapping[str, str]) -> str:
    return f"{known[who]} ({who})" if who in known else f"the holder of {who}, not named"


def _by(who: str, known: Mapping[str, str]) -> dict[str, str]:
    return {"person": who, "name": known[who]} if who in known else {"office": who}

"""What a rule has to say about an act: met, not met or not known, and with what arithmetic.

The three answers compose as in Kleene's strong logic of indeterminacy.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Literal

import msgspec

from ledger.facts.fact import Noted

DEFAULT = "Remit default"
"""Stands in the place of a clause where no document says it."""


class Verdict(Enum):
    """The three answers of a rule."""

    MET = "met"
    NOT_MET = "not met"
    NOT_KNOWN = "not known"

    @classmethod
    def of(cls, answer: bool | None) -> Verdict:  # noqa: FBT001 - the answer is the whole argument
        """Turn yes, no or None (not known) into a verdict."""
        if answer is None:
            return cls.NOT_KNOWN
        return cls.MET if answer else cls.NOT_MET


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Not met if any is not met; met if all are met; else not known."""
    found = set(verdicts)
    if Verdict.NOT_MET in found:
        return Verdict.NOT_MET
    return Verdict.NOT_KNOWN if Verdict.NOT_KNOWN in found else Verdict.MET


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Met if any is met; not met if all are not met; else not known."""
    found = set(verdicts)
    if Verdict.MET in found:
        return Verdict.MET
    return Verdict.NOT_KNOWN if Verdict.NOT_KNOWN in found else Verdict.NOT_MET


def some_of(least: int, verdicts: Iterable[Verdict]) -> Verdict:
    """Met if at least ``least`` are met; not met if that can no longer be; else not known."""
    found = list(verdicts)
    sure = found.count(Verdict.MET)
    return at_least(least, sure, sure + found.count(Verdict.NOT_KNOWN))


def at_least(least: int, sure: int, possible: int) -> Verdict:
    """Judge a count that lies between ``sure`` and ``possible`` against a lower bound."""
    if sure >= least:
        return Verdict.MET
    return Verdict.NOT_KNOWN if possible >= least else Verdict.NOT_MET


class OtherReading(msgspec.Struct, frozen=True):
    """What another reading of the same clause would have answered."""

    reading: str
    verdict: Verdict
    got: str


class Finding(msgspec.Struct, frozen=True):
    """One rule's answer about one act.

    Attributes:
        rule: ``DEL-5`` of Remit, ``QUO-1`` of a body's terms.
        clause: where it says so, as cited; None: a Remit default.
        verdict: met, not met or not known.
        expected: what the rule asks for, in one clause.
        got: what was found, with the numbers; empty: nothing to be said beside that it is met.
        kind: the kind of answer a refusal on this finding gets.
        absolute: no departure can be recorded against it: the act would make no sense.
        reading: the interpretation that was chosen, where the clause leaves one open.
        others: the other readings, judged beside it.
        by: ids of the persons or organisations that satisfied it.
    """

    rule: str
    clause: str | None
    verdict: Verdict
    expected: str
    got: str
    kind: Literal["RULE", "AUTHORITY", "SIG"] = "RULE"
    absolute: bool = False
    reading: str | None = None
    others: tuple[OtherReading, ...] = ()
    by: tuple[str, ...] = ()

    def sentence(self) -> str:
        """Say it in one line: rule, where it stands, expected, got."""
        got = f", got {self.got}" if self.got else ""
        return f"{self.rule} ({self.clause or DEFAULT}): expected {self.expected}{got}"

    def noted(self) -> Noted:
        """Give what a fact keeps of a finding that is not met or not known."""
        verdict: Literal["not met", "not known"] = (
            "not met" if self.verdict is Verdict.NOT_MET else "not known"
        )
        return Noted(self.rule, self.clause, verdict)


def judge(  # noqa: PLR0913 - what a finding has, by its name
    rule: str,
    answer: bool | None,  # noqa: FBT001 - reads as the rule reads: id, answer, expected, got
    expected: str,
    got: str = "",
    *,
    wrong: str | None = None,
    clause: str | None = None,
    kind: Literal["RULE", "AUTHORITY", "SIG"] = "RULE",
    absolute: bool = False,
) -> Finding:
    """Make the finding of a rule of Remit's own.

    A finding that is met shows ``got`` too, so that has to be true of it; what is true only where it is not
    met, or not known, is ``wrong``, which is said there in the place of ``got``.
    """
    found = got if answer or wrong is None else wrong
    return Finding(rule, clause, Verdict.of(answer), expected, found, kind, absolute)

"""The stages that a dispute goes through: of the agreement it was raised under, else of the terms.

Implements PLA-8. Both state them by the same rules, and they are judged in one way, in ``convening``. What
binds is the text of the day on which the dispute was raised, whatever is agreed or adopted later.
"""

from __future__ import annotations

import msgspec

from ledger.disputed import Dispute, Stage
from ledger.facts import disputes as facts
from ledger.facts.terms import StageRule
from ledger.inforce import Agreement, Agreements
from ledger.terms import Rulebooks, rules_of


class Course(msgspec.Struct, frozen=True):
    """The stages of a dispute in their order, how their clauses are cited, and where they stand.

    Attributes:
        agreement: the agreement that states them; None: the terms do, as far as anything does.
    """

    rules: tuple[StageRule, ...]
    cited: str
    agreement: str | None = None

    @property
    def text(self) -> str:
        """Whose stages they are, in words."""
        return "the agreement" if self.agreement is not None else "the terms"

    def rule(self, stage: str) -> StageRule | None:
        """Give a stage by its code."""
        return next((one for one in self.rules if one.stage == stage), None)

    def cite(self, rule: StageRule) -> str | None:
        """Give the clause of a stage as it is cited, or None for a default of Remit."""
        return None if rule.basis == "default" else f"{self.cited} {rule.clause}"

    def cite_limit(self, stage: Stage) -> str | None:
        """Give the clause that says when a stage runs out; None: none does, or it was said on opening it."""
        rule = self.rule(stage.opened.stage)
        if rule is None or rule.days is None or stage.opened.due is not None:
            return None
        return self.cite(rule)


def course_of(one: Dispute, rulebooks: Rulebooks, agreements: Agreements) -> Course | None:
    """Give the stages of a dispute by what was in force when it was raised; None: no terms were."""
    return course(one.raised, one.day, rulebooks, agreements)


def course(raised: facts.Raised, day: str, rulebooks: Rulebooks, agreements: Agreements) -> Course | None:
    """Give the stages of a dispute that is raised on a day; None: none are agreed, no terms in force."""
    agreed = agreement_of(raised, day, agreements)
    if agreed is not None and agreed.stages:
        return Course(_in_order(agreed.stages), agreed.made.cited, agreed.made.agreement)
    terms = rulebooks.in_force(raised.body, day)
    return None if terms is None else Course(_in_order(rules_of(terms, StageRule)), terms.cited)


def agreement_of(raised: facts.Raised, day: str, agreements: Agreements) -> Agreement | None:
    """Give the agreement that a dispute is raised under, as it read on a day; None: none is known."""
    one = agreements.known.get(raised.agreement or "")
    return one.by(day) if one is not None and one.day <= day else None


def _in_order(rules: tuple[StageRule, ...]) -> tuple[StageRule, ...]:
    return tuple(sorted(rules, key=lambda rule: rule.order or 0))

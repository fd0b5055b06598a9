"""Decisions with something still to come: conditions, answers, ratification, reports, call-in.

Implements LSC-M3 (conditions still to be met), PLA-7b (answers awaited), and what terms say of decisions that
are urgent or key.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ledger import worths
from ledger.aftermath import waits
from ledger.awaiting import NO_DAY, Awaited, by
from ledger.callins import by_then, published_on
from ledger.facts import keydecisions, outcomes
from ledger.facts.decisions import Resolved
from ledger.facts.terms import KeyRule, UrgentRule
from ledger.majorities import rule_of
from ledger.standing import GONE
from ledger.state import deciding as known_of
from ledger.terms import cited, rules_of
from ledger_cli import succeeding
from ledger_cli.dues.ground import Ground, Row, Sealing, after, before

if TYPE_CHECKING:
    from ledger.aftermath import Known
    from ledger.facts.decisions import Part
    from ledger.facts.terms import Terms
    from ledger.standing import Standing
    from ledger.state import State


def rows(ground: Ground) -> Iterator[Row]:
    """Give what is awaited after decisions that the bodies took."""
    taken = [one.resolution for _, one in ground.by_then(Resolved) if _may_wait(ground, one)]
    if not taken:
        return
    state = ground.past.grown(lambda state: _boundary(taken, ground.day, state))
    known = known_of(state)
    for code in taken:
        told = by_then(worths.told_of(code, known), ground.day)
        worth = worths.worth(code, ground.day, known)
        one = _Decision(ground, state, code)
        for part, standing in zip(one.resolved.parts, worth, strict=True):
            if standing.worth not in GONE and not standing.worth.startswith("set aside"):
                yield from one.of_part(part, standing, told)


def _may_wait(ground: Ground, one: Resolved) -> bool:
    """Say whether anything may be to come after a resolution: the others are not read."""
    held = ground.held.get(one.meeting)
    if held is None:
        return False
    if one.way == "by office-holders" or any(part.condition is not None or part.to for part in one.parts):
        return True
    keys = rules_of(ground.terms(held.opened.body, held.day), KeyRule)
    matters = {matter for rule in keys if rule.call_in is not None for matter in rule.matters}
    return any(part.matter in matters for part in one.parts)


def _boundary(taken: Sequence[str], day: str, state: State) -> frozenset[str]:
    known = known_of(state)
    return frozenset(tag for code in taken for tag in worths.boundary(code, day, known))


class _Decision:
    """One resolution, with what is said about all its parts."""

    def __init__(self, ground: Ground, state: State, code: str) -> None:
        self.ground, self.state = ground, state
        self.resolved, self.at = state.motions.resolved[code], state.motions.passed[code]
        self.sitting = state.sittings.known[self.resolved.meeting]
        self.body = self.sitting.body
        self.terms: Terms | None = state.terms.in_force(
            self.body, self.sitting.bound(self.at.day), self.at.number
        )

    def of_part(self, part: Part, standing: Standing, told: Sequence[Known]) -> Iterator[Row]:
        """Give what is awaited of one part."""
        yield from self._condition(part, told)
        for who in standing.awaited if part.kind == "recommendation" else ():
            known = succeeding.places(self.ground.past, (f"organisation:{who}",))
            owner = known.owner(f"organisation:{who}", self.resolved.resolution, self.ground.day)
            if owner is None:
                continue
            awaited = self._awaited("answer", part, who, owner)
            by = owner.replace("organisation:", "")
            one = by.partition(",")[0]
            settle = f"remit decision answer {self.resolved.resolution} {one} accepted --part {part.number}"
            what = f"answer of {by} to the recommendation of {self.at.day}"
            yield Row(awaited, what, settle, words=self._words(part, "text"))
        yield from self._urgent(part, told)
        yield from self._call_in(part, standing, told)

    def _awaited(self, kind: str, part: Part, more: str = "", owner: str | None = None) -> Awaited:
        id_ = ".".join(filter(None, (self.resolved.resolution, part.number, more)))
        return Awaited(kind, id_, self.body, NO_DAY, owner or f"body:{self.body}", self.at.day)

    def _dated(self, kind: str, part: Part, day: str | None) -> Awaited:
        one = self._awaited(kind, part)
        return one if day is None else Awaited(kind, one.id, one.body, by(day), one.owner, one.since)

    def _words(self, part: Part, field: str) -> Sealing:
        index = self.resolved.parts.index(part)
        return Sealing(self.at, f"body.parts.{index}.{field}", getattr(part, field))

    def _condition(self, part: Part, told: Sequence[Known]) -> Iterator[Row]:
        said = (one.body for one in told if isinstance(one.body, outcomes.Settled))
        if part.condition is None or any(one.part == part.number for one in said):
            return
        settle = f"remit decision settle {self.resolved.resolution} --part {part.number} --met --how TEXT"
        what = f"condition of the decision of {self.at.day} to be met"
        yield Row(
            self._dated("condition", part, part.due), what, settle, None, self._words(part, "condition")
        )

    def _urgent(self, part: Part, told: Sequence[Known]) -> Iterator[Row]:
        """Give what the terms want of an urgent decision of office-holders: a report, or to be ratified."""
        urgent = self.resolved.way == "by office-holders"
        rule = rule_of(UrgentRule, self.terms, part.matter) if urgent else None
        if rule is None:
            return
        changes = (one.body for one in told if isinstance(one.body, outcomes.Changed))
        ratified = any(one.change == "ratified" and one.part in {None, part.number} for one in changes)
        reported = any(isinstance(one.body, outcomes.Reported) for one in told)
        if ratified if rule.then == "ratification" else reported:
            return
        day = None if rule.days is None else after(self.at.day, rule.days)
        code = self.resolved.resolution
        if rule.then == "report":
            what, settle = "to be reported", f"remit decision report {code} MEETING {self.body}"
        else:
            what, settle = "to be ratified", f"remit decision ratify {code} --by DECISION --reason TEXT"
        awaited = self._dated(f"urgent decision {what}", part, day)
        what = f"urgent decision of {self.at.day} {what}"
        yield Row(awaited, what, settle, cited(self.terms, rule), self._words(part, "text"))

    def _call_in(self, part: Part, standing: Standing, told: Sequence[Known]) -> Iterator[Row]:
        """Give the end of a call-in, the last day for one, or that the decision is to be published first."""
        code, day = self.resolved.resolution, self.ground.day
        state = waits(told, part.number)
        rule = rule_of(KeyRule, self.terms, part.matter)
        clause = cited(self.terms, rule)
        words = self._words(part, "text")
        when = f"decision of {self.at.day}"
        called = any(isinstance(one.body, keydecisions.CalledIn) for one in told)
        if state == "called in":
            settle = f"remit decision end-call-in {code} released --reason TEXT"
            yield Row(self._awaited("call-in", part), f"{when} is called in", settle, clause, words)
        elif state == "referred back":
            settle = f"remit decision ratify {code} --by DECISION --reason TEXT"
            yield Row(self._awaited("referred back", part), f"{when} is referred back", settle, clause, words)
        elif "not published yet" in standing.beside:
            settle = f"remit decision publish {code}"
            yield Row(
                self._awaited("publication of a decision", part), f"{when} to be published", settle, clause
            )
        elif (
            standing.not_before is not None
            and day < standing.not_before
            and published_on(told)
            and not called
        ):
            awaited = self._dated("call-in period", part, before(standing.not_before))
            settle = f"remit decision call-in {code} --by PERSON --reason TEXT"
            yield Row(awaited, f"{when} may be called in", settle, clause, words)

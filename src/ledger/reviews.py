"""Reviews of a member's attendance and what came of them (LSC-7.5)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ledger.acts import Act, Recorded
from ledger.attendance import was_member
from ledger.bodies import Bodies
from ledger.facts import members as facts
from ledger.facts.terms import AttendanceRule, Terms
from ledger.findings import Finding, Verdict, judge
from ledger.members import Roll
from ledger.organisations import Directory
from ledger.terms import by_rule, rules


class Reviews(msgspec.Struct, frozen=True):
    """The reviews that the facts read tell of, each with its day, in their order."""

    made: tuple[tuple[str, facts.AttendanceReviewed], ...] = ()

    def evolve(self, at: Recorded, body: facts.AttendanceReviewed) -> Reviews:
        """Fold one fact in. Never refuses: it already happened."""
        return Reviews((*self.made, (at.day, body)))

    def looked_at(self, body: str, person: str, missed: str, day: str) -> str | None:
        """Give the day, up to ``day``, of the last review whose window takes in a meeting missed."""
        made = [
            on
            for on, one in self.made
            if (one.body, one.person) == (body, person) and one.first <= missed <= one.last and on <= day
        ]
        return max(made, default=None)


def boundary(body: facts.AttendanceReviewed) -> frozenset[str]:
    """Say which tags the judgement reads."""
    people = {f"person:{body.person}", f"person:{body.by}"}
    return frozenset(people | {f"{noun}:{body.body}" for noun in ("body", "roll", "terms")})


def examine(
    act: Act,
    body: facts.AttendanceReviewed,
    roll: Roll,
    bodies: Bodies,
    directory: Directory,
    terms: Terms | None,
) -> tuple[Finding, ...]:
    """Judge a review: whose attendance, over which window, and by whom."""
    window = f"{body.first} to {body.last}"
    return (
        bodies.require(body.body, act.day),
        directory.require_person(body.person),
        directory.require_person(body.by),
        judge(
            "ATT-1",
            was_member(roll, body.body, body.person, body.first, body.last),
            f"a member of {body.body} on a day from {window}",
            body.person,
        ),
        judge("ATT-2", body.by != body.person, "a review by somebody else than the member", body.by),
        *_examine_reviewer(act, body, roll, terms),
        judge(
            "ATT-3",
            body.first <= body.last <= act.day,
            f"a window that has ended by {act.day}",
            window,
            absolute=True,
        ),
    )


def _examine_reviewer(
    act: Act, body: facts.AttendanceReviewed, roll: Roll, terms: Terms | None
) -> Iterator[Finding]:
    """Judge, by the rule of the terms, that the reviewer holds one of the offices that review."""
    for rule in rules(terms):
        if terms is not None and isinstance(rule, AttendanceRule):
            answers = {roll.in_office(body.body, office, body.by, act.day) for office in rule.reviewed_by}
            answer = True if True in answers else (None if None in answers else False)
            doubt = "" if answer else f", not known to be {' or '.join(rule.reviewed_by)} on {act.day}"
            yield by_rule(terms, rule, Verdict.of(answer), body.by + doubt)

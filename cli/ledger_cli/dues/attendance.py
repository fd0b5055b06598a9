"""Members whose attendance is to be put before the reviewers whom the terms name (LSC-7.5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.attendance import missed, stand, window
from ledger.awaiting import NO_DAY, Awaited
from ledger.facts.terms import AttendanceRule
from ledger.terms import cited, rules_of
from ledger_cli.dues.ground import Ground, Row
from ledger_cli.reviewdue import answer_of, members_of

if TYPE_CHECKING:
    from ledger.attendance import Standing


def rows(ground: Ground) -> Iterator[Row]:
    """Give every member who is below the share of the terms, and was not reviewed since missing a meeting."""
    for code in ground.codes:
        terms = ground.terms(code)
        for rule in rules_of(terms, AttendanceRule):
            for one in _standings(ground, code, rule):
                person = one.figures.person
                since = one.figures.last_missed or ground.day
                office = f"office:{code}/{rule.reviewed_by[0]}"
                id_ = f"{code}.{rule.rule}.{person}"
                awaited = Awaited("attendance review", id_, code, NO_DAY, office, since)
                settle = (
                    f"remit attendance review {code} {person} --by PERSON --outcome excused --reason TEXT"
                )
                yield Row(awaited, f"attendance of {person} to be reviewed", settle, cited(terms, rule))


def _standings(ground: Ground, code: str, rule: AttendanceRule) -> Iterator[Standing]:
    first = window(rule.months, ground.day)[0]
    codes = [
        meeting
        for meeting, one in ground.held.items()
        if (one.opened.body, one.opened.kind) == (code, "meeting") and first <= one.day
    ]
    if not codes:
        return
    tags = (f"meeting:{meeting}" for meeting in codes)
    state = ground.past.state(f"reviews:{code}", *tags)
    held, roll = list(state.sittings.known.values()), ground.state.roll
    coming = missed(code, ground.day)
    for person in members_of(roll, code, ground.day):
        one = stand(rule, person, held, roll, ground.day, coming)
        if answer_of(one, state.reviews, code, ground.day)[0] == "due":
            yield one

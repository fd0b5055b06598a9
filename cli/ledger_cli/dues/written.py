"""Decisions in writing that are open: replies by a day, and an end once it is over."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.awaiting import Awaited, by
from ledger.facts.decisions import Resolved
from ledger.facts.meetings import Closed
from ledger.facts.terms import WrittenRule
from ledger.terms import cited, rules_of
from ledger_cli.dues.ground import Ground, Row


def rows(ground: Ground) -> Iterator[Row]:
    """Give every written procedure that was neither resolved nor closed by the day."""
    opened = {code: one for code, one in ground.held.items() if one.opened.until is not None}
    if not opened:
        return
    over = {one.meeting for _, one in ground.by_then(Resolved)} | {
        one.meeting for _, one in ground.by_then(Closed)
    }
    for code, one in opened.items():
        if code not in over and one.opened.until is not None:
            body = one.opened.body
            terms = ground.terms(body, one.day)
            rule = next(iter(rules_of(terms, WrittenRule)), None)
            clause = cited(terms, rule)
            awaited = Awaited("replies in writing", code, body, by(one.opened.until), f"body:{body}", one.day)
            settle = f"remit motion resolve {code} --item 1 --text TEXT --way vote --motion MOTION"
            yield Row(awaited, f"replies to what was put in writing on {one.day}", settle, clause)

"""What forward plans announce: key decisions not taken yet, and items that are on no agenda (LSC-M5)."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.awaiting import NO_DAY, Awaited
from ledger.facts import keydecisions as facts
from ledger.facts import programme
from ledger.facts.decisions import Resolved
from ledger.facts.delegations import Used
from ledger.facts.terms import KeyRule
from ledger.majorities import rule_of
from ledger.terms import cited
from ledger_cli.duedates import due_of
from ledger_cli.dues.ground import Ground, Row, Sealing


def rows(ground: Ground) -> Iterator[Row]:
    """Give what is announced and was not decided, withdrawn or placed on an agenda by the day."""
    yield from _key_decisions(ground)
    plans = ground.past.state(*(f"plan:{code}" for code in ground.codes))
    waiting = plans.agendas.agenda(None)
    planned = {one.item: (at, one) for at, one in ground.by_then(programme.ItemPlanned)} if waiting else {}
    for code in waiting:
        if code in planned:
            at, one = planned[code]
            due = NO_DAY if one.due is None else due_of(one.due)
            awaited = Awaited("item of the forward plan", code, one.body, due, f"body:{one.body}", at.day)
            settle = f"remit agenda place {code} MEETING"
            hidden = Sealing(at, "body.title", one.title)
            yield Row(awaited, "item on the forward plan", settle, words=hidden)


def _key_decisions(ground: Ground) -> Iterator[Row]:
    entries = ground.open("key", facts.Announced, facts.Withdrawn)
    entries = {key: one for key, one in entries.items() if ground.of(one[1].body)}
    if not entries:
        return
    taken = {part.key for _, one in ground.by_then(Resolved) for part in one.parts}
    taken |= {act.key for _, act in ground.by_then(Used)}
    for key, (at, one) in entries.items():
        if key not in taken:
            due = NO_DAY if one.expected is None else due_of(one.expected)
            awaited = Awaited("key decision", key, one.body, due, f"body:{one.body}", at.day)
            terms = ground.terms(one.body)
            rule = rule_of(KeyRule, terms, one.matter)
            clause = cited(terms, rule)
            settle = f"remit key-decision withdraw {key} --reason TEXT"
            hidden = Sealing(at, "body.text", one.text)
            yield Row(awaited, f"key decision on {one.matter} to be taken", settle, clause, hidden)

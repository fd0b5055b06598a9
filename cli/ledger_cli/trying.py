"""Recorded meetings judged once more, by terms that are only proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import meetings, prospects
from ledger.acts import Act, Recorded
from ledger.boundaries import ROUNDS_MAX, boundary
from ledger.facts.decisions import Resolved
from ledger.replay import fold
from ledger.state import State

if TYPE_CHECKING:
    from ledger.facts.terms import Terms
    from ledger_cli.lookups import Past
    from ledger_cli.output import Cell


def outcomes(past: Past, proposed: Terms, first: str, last: str) -> tuple[list[tuple[Cell, ...]], int]:
    """Give a row for every resolution whose outcome differs, and how many were tried.

    Args:
        past: the ledger.
        proposed: the terms that are tried.
        first: the first day of the meetings that are judged.
        last: the last day.
    """
    read = _Facts(past)
    held = {opened.meeting for _, opened in past.sittings(proposed.body)}
    rows: list[tuple[Cell, ...]] = []
    tried = 0
    for at, body in past.every(Resolved):
        if body.meeting not in held or not first <= at.day <= last:
            continue
        tried += 1
        act, state = read.before(at)
        sitting = state.sittings.known[body.meeting]
        beside = meetings.Beside(
            state.bodies, state.directory, state.roll, state.deputies, state.programme, state.terms
        )
        asked = (act, body, sitting, state.motions)
        was = prospects.judged(*asked, beside, state.chain, state.functions)
        now = prospects.judged(*asked, prospects.tried(beside, proposed), state.chain, state.functions)
        if was.verdict is not now.verdict:
            against = now.against or was.against
            because = "; ".join(finding.sentence() for finding in against)
            item = sitting.items[body.item].number if body.item in sitting.items else body.item
            rows.append((at.day, item, body.resolution, was.verdict.value, now.verdict.value, because))
    return rows, tried


class _Facts:
    """The facts by which recorded acts were judged, each tag read once."""

    def __init__(self, past: Past) -> None:
        self._past = past
        self._by_tag: dict[str, list[Recorded]] = {}

    def before(self, at: Recorded) -> tuple[Act, State]:
        """Give a recorded act, and the state that it was judged on: of what came before it."""
        act, state, tags = Act.of(at), State(), frozenset[str]()
        for _ in range(ROUNDS_MAX):
            more = boundary(act, state) - tags
            if not more:
                break
            tags |= more
            facts = {one.number: one for tag in tags for one in self._read(tag) if one.number < at.number}
            state = fold(facts[number] for number in sorted(facts))
        return act, state

    def _read(self, tag: str) -> list[Recorded]:
        if tag not in self._by_tag:
            self._by_tag[tag] = self._past.facts(tag)
        return self._by_tag[tag]

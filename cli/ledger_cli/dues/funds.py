"""Funds that end, and allocations of those that ended and have not lapsed (PLD-1, PBP-9)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.awaiting import Awaited, by
from ledger.facts.funds import FundOpened
from ledger_cli.dues.ground import Ground, Row, before

if TYPE_CHECKING:
    from ledger.levels import Fund
    from ledger.state import State


def rows(ground: Ground) -> Iterator[Row]:
    """Give the end of every fund that the bodies keep; after it, what is still allocated and has to lapse."""
    codes = [one.fund for _, one in ground.by_then(FundOpened)]
    state = ground.read("fund", codes) if codes else None
    for code in codes:
        keeper = state.funds.keeper(code, ground.day) if state is not None else None
        if state is not None and keeper is not None and ground.of(keeper):
            yield from _of_fund(ground, state, state.funds.known[code], keeper)


def _of_fund(ground: Ground, state: State, fund: Fund, keeper: str) -> Iterator[Row]:
    terms = fund.terms(ground.day)
    code, ends = fund.opened.fund, terms.ends
    if ends is None:
        return
    due = by(before(ends))
    if ground.day < ends:
        awaited = Awaited("fund", code, keeper, due, f"body:{keeper}", fund.day)
        yield Row(awaited, f"{terms.title} ends", f"remit fund vary {code} --ends DATE", terms.under)
        return
    for level in state.funds.below(code, None):
        made = level.made
        if level.day <= ground.day and level.lapsed(ground.day) is None and level.amount(ground.day):
            holder = state.funds.holder(made.allocation, ground.day) or made.to
            owner = f"body:{holder}"
            awaited = Awaited("allocation to lapse", made.allocation, keeper, due, owner, level.day)
            what = f"allocation of {terms.title} to {holder}, after the end of the fund"
            yield Row(awaited, what, f"remit fund lapse {made.allocation}", terms.under)

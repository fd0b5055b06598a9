"""Acts that look like one act cut into slices: each within the limit for one act, together beyond it (D5).

Nothing is refused for it: who reads the list says what each of them is. Acts on one matter, by its code, add
up when they are recorded, and are not listed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

import msgspec

from ledger.facts.delegations import Limit
from ledger.facts.words import Money
from ledger.links import Chain, Done


class Alike(msgspec.Struct, frozen=True):
    """Acts of one function under one delegation, with one supplier or by the same persons, close together."""

    delegation: str
    function: str
    whom: str
    acts: tuple[Done, ...]
    together: Money
    limit: Limit


def alike(acts: Iterable[Done], chain: Chain, within: int) -> tuple[Alike, ...]:
    """Give what looks alike within so many days of the first, in the order of delegations and days.

    Args:
        acts: those that are looked at.
        chain: their delegations, with every link above them.
        within: how many days after the first the last may be.
    """

    def kind(one: Done) -> tuple[str, str, str, str, str, int]:
        currency = one.body.amount.currency if one.body.amount is not None else ""
        return (one.body.chain[-1], one.body.function, _whom(one, chain), currency, one.day, one.number)

    spent = sorted((one for one in acts if one.body.amount is not None), key=kind)
    found: list[Alike] = []
    for _, group in groupby(spent, key=lambda one: kind(one)[:-2]):
        for run in _runs(list(group), within):
            found += _over(run, chain)
    return tuple(found)


def _whom(one: Done, chain: Chain) -> str:
    """Name with whom it was done, else who did it: a body acts by many decisions, and is one."""
    persons = ", ".join(one.body.persons)
    return one.body.supplier or persons or ", ".join(chain.links[one.body.chain[-1]].holders(one.day))


def _runs(acts: list[Done], within: int) -> Iterator[tuple[Done, ...]]:
    """Give the acts within so many days of a first one; each act is in one run alone."""
    run: list[Done] = []
    for one in acts:
        if run and (date.fromisoformat(one.day) - date.fromisoformat(run[0].day)).days > within:
            yield tuple(run)
            run = []
        run.append(one)
    yield tuple(run)


def _over(run: tuple[Done, ...], chain: Chain) -> Iterator[Alike]:
    """Give a run that is together beyond the tightest limit for one act, where it is not one matter."""
    amounts = [one.body.amount for one in run if one.body.amount is not None]
    first, matters = run[0].body, {one.body.matter for one in run}
    limits = [
        limit
        for link in chain.up_from(first.chain[-1])
        for limit in link.scope(run[-1].day).limits
        if limit.over == "one act" and limit.amount.currency == amounts[0].currency
    ]
    together = sum(one.minor for one in amounts)
    one_matter = len(matters) == 1 and None not in matters
    if limits and not one_matter:
        limit = min(limits, key=lambda one: one.amount.minor)
        if together > limit.amount.minor >= max(one.minor for one in amounts):
            whole = Money(together, amounts[0].currency)
            yield Alike(first.chain[-1], first.function, _whom(run[0], chain), run, whole, limit)

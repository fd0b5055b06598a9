"""Chains of delegation as the command line reads and shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from ledger.errors import Malformed
from ledger.facts import delegations as facts
from ledger.facts.words import Money
from ledger.gather import Reading
from ledger.links import Chain, Link
from ledger.scopes import show
from ledger.state import State
from ledger_cli.output import Table

if TYPE_CHECKING:
    from ledger.store import Store

_DELEGATION = re.compile(r"g-[a-z2-7]{16}")

COLUMNS = (
    "delegation",
    "from",
    "to",
    "clause",
    "since",
    "until",
    "functions",
    "one act",
    "in all",
    "spent",
    "left",
)


class Known(msgspec.Struct, frozen=True):
    """What the ledger knows at one head of some delegations and of every link above them."""

    reading: Reading
    state: State

    def links(self, delegation: str) -> tuple[Link, ...]:
        """Give the chain from the root grant down to a delegation.

        Raises:
            Malformed: the ledger knows no such delegation.
        """
        found = self.state.chain.up_from(delegation)
        if not found:
            raise Malformed(f"expected a delegation that the ledger knows, got {delegation[:80]!a}")
        return found

    def spent(self, link: Link, currency: str) -> int:
        """Give what has been charged to a link in a currency, in minor units."""
        return self.state.totals.get(f"use:{link.delegation}:{currency.lower()}", 0)

    def left(self, link: Link, day: str) -> str:
        """Say what is left of the limit in all on a day."""
        limit = link.scope(day).total
        if limit is None:
            return "no limit"
        left = limit.minor - self.spent(link, limit.currency)
        return show(Money(left, limit.currency)) if left > 0 else f"{limit.currency} 0.00"


def read(store: Store, delegations_: Iterable[str] = (), holder: str | None = None) -> Known:
    """Read delegations, all that a person holds, every link above them, their bodies and their totals."""
    asked = sorted(set(delegations_))
    for delegation in asked:
        if not _DELEGATION.fullmatch(delegation):
            raise Malformed(f"expected a delegation by its id, g-mnbqk3jz5x2c4d7e, got {delegation[:80]!a}")
    reading = Reading(store, store.head())
    tags = {f"delegation:{one}" for one in asked} | ({f"holder:{holder}"} if holder else set())
    while not tags <= reading.tags:
        reading.extend(tags)
        tags |= _grown(reading.state().chain)
    return Known(reading, reading.state())


def _grown(chain: Chain) -> set[str]:
    """Name what the links that are known make worth reading."""
    tags = {f"delegation:{one}" for one in chain.parents(tuple(chain.links))}
    for link in chain.links.values():
        tags.add(f"body:{link.by}")
        limits = {limit.currency for _, scope in link.scopes for limit in (scope.each, scope.total) if limit}
        tags |= {f"use:{link.delegation}:{currency.lower()}" for currency in limits}
    return tags


def clause_of(link: Link) -> str | None:
    """Give the clause that a link rests on: the enabling power of the root, else the clause cited."""
    return link.power or (link.clauses[0] if link.clauses else None)


def table(links: Sequence[Link], known: Known, day: str, called: Mapping[str, str]) -> Table:
    """Draw a chain from its root down, with the scope in effect on a day and what is left."""
    rows = []
    giver = ""
    for link in links:
        scope = link.scope(day)
        giver = f"body:{link.by}" if link.parent is None else giver
        currency = scope.total.currency if scope.total else scope.each.currency if scope.each else None
        spent = known.spent(link, currency) if currency else 0
        rows.append(
            (
                link.delegation,
                called.get(giver, giver),
                called.get(link.to, link.to),
                clause_of(link),
                link.since,
                _until(link, day),
                ", ".join(scope.functions),
                show(scope.each),
                show(scope.total),
                show(Money(spent, currency)) if currency and spent else None,
                known.left(link, day),
            )
        )
        giver = link.to
    return Table(COLUMNS, rows)


def _until(link: Link, day: str) -> str | None:
    if link.ended is not None:
        return f"revoked from {link.ended}"
    return link.scope(day).until


def scope_of(
    before: facts.Scope | None,
    functions: tuple[str, ...],
    each: Money | None,
    total: Money | None,
    until: str | None,
    onward: int | None,
) -> facts.Scope:
    """Make a scope; what is not said stays as it was before.

    Raises:
        Malformed: no function, or not a scope that a fact can hold.
    """
    base = before or facts.Scope((), None, None, None, 0)
    made = facts.Scope(
        functions=tuple(dict.fromkeys(functions)) or base.functions,
        each=each or base.each,
        total=total or base.total,
        until=until or base.until,
        onward=base.onward if onward is None else onward,
    )
    try:
        return msgspec.convert(msgspec.to_builtins(made), facts.Scope)
    except msgspec.ValidationError as error:
        raise Malformed(f"expected functions named by codes like grants, got: {error}") from None

"""How wide a delegation reaches, and in which dimensions one scope is wider than another."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.facts.delegations import Scope
from ledger.facts.words import Money


def wider(child: Scope, parent: Scope, *, deeper: bool) -> Iterator[str]:
    """Give every dimension in which a scope reaches wider than the one above it.

    Args:
        child: the scope to be judged.
        parent: the scope that it must fit into.
        deeper: the child is a link further down, which uses up one step of passing on.
    """
    more = sorted(set(child.functions) - set(parent.functions))
    if more:
        yield f"functions {', '.join(more)}"
    if exceeds(child.each, parent.each):
        yield f"a limit for one act of {show(child.each)} over {show(parent.each)}"
    if exceeds(child.total, parent.total):
        yield f"a limit in all of {show(child.total)} over {show(parent.total)}"
    if parent.until is not None and (child.until is None or child.until > parent.until):
        yield f"a term until {child.until or 'revoked'} beyond {parent.until}"
    allowed = parent.onward - 1 if deeper else parent.onward
    if child.onward > max(allowed, 0):
        yield f"passing on {child.onward} times more, over {max(allowed, 0)}"


def exceeds(child: Money | None, parent: Money | None) -> bool:
    if parent is None:
        return False
    return child is None or child.currency != parent.currency or child.minor > parent.minor


def show(money: Money | None) -> str:
    """Print an amount: ``GBP 2,500.00``, or ``no limit``."""
    return "no limit" if money is None else printed(money.minor, money.currency)


def printed(minor: int, currency: str) -> str:
    """Print minor units, to the last of them: ``GBP 2,500.00``, ``GBP -0.01``."""
    whole, part = divmod(abs(minor), 100)
    return f"{currency} {'-' if minor < 0 else ''}{whole:,}.{part:02}"

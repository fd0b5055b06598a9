"""How wide a delegation reaches, and in which dimensions one scope is wider than another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ledger.facts.delegations import Duty, Limit, Over, Scope
from ledger.facts.words import Money
from ledger.functions import Catalogue

_WITHIN: Mapping[Over, frozenset[Over]] = {
    "one act": frozenset(),
    "month": frozenset({"one act"}),
    "quarter": frozenset({"one act", "month"}),
    "calendar year": frozenset({"one act", "month", "quarter"}),
    "financial year": frozenset({"one act", "month", "quarter"}),
    "all acts": frozenset({"one act", "month", "quarter", "calendar year", "financial year"}),
}
"""What lies within the time over which a limit counts: it limits that too.

Neither kind of year lies within the other.
"""


def wider(child: Scope, parent: Scope, catalogue: Catalogue, *, deeper: bool) -> Iterator[str]:
    """Give every dimension in which a scope reaches wider than the one above it.

    Args:
        child: the scope to be judged.
        parent: the scope that it must fit into.
        catalogue: the tree of functions.
        deeper: the child is a link further down, which uses up one step of passing on.
    """
    more = [code for code in child.functions if not permits(parent, code, catalogue)]
    if more:
        yield f"functions {', '.join(sorted(more))}"
    within = [code for code in parent.excluded if catalogue.covers(child.functions, code)]
    lost = [code for code in within if not catalogue.covers(child.excluded, code)]
    if lost:
        yield f"no exclusion of {', '.join(sorted(lost))}"
    for limit in parent.limits:
        if not any(_tighter(one, limit) for one in child.limits):
            own = [one for one in child.limits if (one.over, one.of) == (limit.over, limit.of)]
            said = "; ".join(spelled(one) for one in own) or f"no limit for {_counted(limit)}"
            yield f"{said} over {spelled(limit)}"
    if parent.above is not None and not _starts_above(child.above, parent.above):
        yield f"acts above {show(child.above)} below {show(parent.above)}"
    if parent.until is not None and (child.until is None or child.until > parent.until):
        yield f"a term until {child.until or 'revoked'} beyond {parent.until}"
    allowed = parent.onward - 1 if deeper else parent.onward
    if child.onward > max(allowed, 0):
        yield f"passing on {child.onward} times more, over {max(allowed, 0)}"
    if child.onward and parent.onward_to and not _only(child.onward_to, parent.onward_to):
        yield f"passing on to {', '.join(child.onward_to) or 'anybody'}, over {', '.join(parent.onward_to)}"


def permits(scope: Scope, function: str, catalogue: Catalogue) -> bool:
    """Say whether a function is of those that a scope takes in."""
    return catalogue.covers(scope.functions, function) and not catalogue.covers(scope.excluded, function)


def _only(child: tuple[str, ...], parent: tuple[str, ...]) -> bool:
    return bool(child) and set(child) <= set(parent)


def _starts_above(child: Money | None, parent: Money) -> bool:
    return child is not None and child.currency == parent.currency and child.minor >= parent.minor


def _tighter(one: Limit, than: Limit) -> bool:
    """Say whether a limit leaves no more room than another, whatever is done."""
    return (
        one.amount.currency == than.amount.currency
        and one.amount.minor <= than.amount.minor
        and than.over in {one.over, *_WITHIN[one.over]}
        and one.of in {"everything", than.of}
        and one.spend in {None, than.spend}
        and (one.tax == than.tax or (one.tax, than.tax) == ("with", "without"))
    )


def _counted(limit: Limit) -> str:
    of = "" if limit.of == "everything" else f" of one {limit.of}"
    over = limit.over if limit.over in {"one act", "all acts"} else f"a {limit.over}"
    return f"{over}{of}"


def spelled(limit: Limit) -> str:
    """Say a limit: ``GBP 2,500.00 for one act``, ``GBP 9.00 for all acts of one project, capital``."""
    kind = f", {limit.spend}" if limit.spend else ""
    tax = f", {limit.tax} tax" if limit.tax else ""
    return f"{show(limit.amount)} for {_counted(limit)}{kind}{tax}"


def owed(duty: Duty) -> str:
    """Say a duty: ``reported to body:board within 30 days``, ``notified to office:icp/chair on the day``."""
    return f"{'reported' if duty.what == 'report' else 'notified'} to {duty.to} {when(duty)}"


def when(duty: Duty) -> str:
    """Say by when a duty is done: ``within 30 days``, ``on the day``."""
    return f"within {duty.within} days" if duty.within else "on the day"


def exceeds(one: Money | None, limit: Money | None) -> bool:
    """Say whether an amount (None: without limit) is more than another."""
    if limit is None:
        return False
    return one is None or one.currency != limit.currency or one.minor > limit.minor


def show(money: Money | None) -> str:
    """Print an amount: ``GBP 2,500.00``, or ``no limit``."""
    return "no limit" if money is None else printed(money.minor, money.currency)


def printed(minor: int, currency: str) -> str:
    """Print minor units, to the last of them: ``GBP 2,500.00``, ``GBP -0.01``."""
    whole, part = divmod(abs(minor), 100)
    return f"{currency} {'-' if minor < 0 else ''}{whole:,}.{part:02}"

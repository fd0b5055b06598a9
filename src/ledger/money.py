"""What judgements of money share: is it new or known, whose is it, in which currency, is there enough."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.acts import Act
from ledger.bodies import Bodies
from ledger.facts import funds as facts
from ledger.findings import Finding, judge
from ledger.levels import Fund, Funds, Level, Position
from ledger.scopes import printed


def fresh(code: str, *, new: bool) -> Finding:
    """Judge MNY-1: what begins has an id of its own."""
    return judge("MNY-1", new, "an id that is new", code, absolute=True)


def was_there(answer: bool, expected: str, got: str) -> Finding:  # noqa: FBT001 - as in judge
    """Judge MNY-2: what something is said of is known, and was there by then."""
    return judge("MNY-2", answer, expected, got, absolute=True)


def of_holder(expected: str | None, by: str, *, absolute: bool = False) -> Finding:
    """Judge MNY-3: whoever says it has the money to give."""
    whom = f"an act of {expected}"
    return judge("MNY-3", by == expected, whom, f"of {by}", kind="AUTHORITY", absolute=absolute)


def examine_amount(fund: Fund, body: facts.Body) -> Iterator[Finding]:
    """Judge MNY-7: one currency all along; MNY-8: heads times what each has is the amount, to the penny."""
    if isinstance(body, facts.Terms) or body.amount is None:
        return
    currency, amount = fund.opened.currency, body.amount
    same = amount.currency == currency
    yield judge("MNY-7", same, f"an amount in {currency}", amount.currency, absolute=True)
    head = getattr(body, "per_head", None)
    if head is not None:
        product = head.population * head.minor
        each = printed(head.minor, currency)
        expected = f"{printed(product, currency)}, {head.population} times {each}"
        got = printed(amount.minor, currency)
        yield judge("MNY-8", product == amount.minor, expected, got, absolute=True)


def of_owner(fund: facts.Terms, code: str, bodies: Bodies) -> Finding:
    """Judge MNY-10: of an aligned budget only bodies of its owner give and receive (PLD-2)."""
    founders = bodies.known[code].founders if code in bodies.known else ()
    answer = set(founders) == {fund.host} if founders else None
    expected = f"a body that {fund.host} alone founded: the budget stays its own"
    got = f"{code}, founded by {', '.join(founders) or 'nobody stated'}"
    return judge("MNY-10", answer, expected, got, kind="AUTHORITY", clause=fund.under)


def may_use(
    act: Act, level: Level, by: str, fund: Fund, funds: Funds, bodies: Bodies, *, absolute: bool = False
) -> Finding:
    """Judge MNY-3, or where an aligned budget has lapsed to its owner MNY-10: the body has the money."""
    lapsed = fund.opened.kind == "aligned" and level.lapsed(act.day)
    holder = funds.holder(level.made.allocation, act.day)
    if lapsed and holder is None:
        return of_owner(fund.terms(act.day), by, bodies)
    return of_holder(holder, by, absolute=absolute)


def in_term(act: Act, fund: Fund) -> Finding:
    """Judge MNY-11: money is given and committed within the days of its fund."""
    begins, in_force = fund.opened.begins, fund.terms(act.day)
    ends = in_force.ends
    within = begins <= act.day and (ends is None or act.day < ends)
    expected = f"a day from {begins}{f' and before {ends}' if ends else ''}"
    return judge("MNY-11", within, expected, act.day, clause=in_force.under)


def not_lapsed(act: Act, level: Level | None) -> Iterator[Finding]:
    """Judge MNY-23: of what has lapsed nothing is passed down or committed, and it is given no more."""
    if level is not None:
        since, code = level.lapsed(act.day), level.made.allocation
        expected = f"an allocation that has not lapsed by {act.day}"
        told = f"{code}, lapsed {since}"
        yield judge("MNY-23", since is None, expected, code, wrong=told, kind="AUTHORITY", absolute=True)


def over(act: Act, body: facts.Body, funds: Funds, fund: str, allocation: str | None) -> str | None:
    """Say by how much an act brings a level over, on the worst day from its own on; None: it does not.

    A level that is over already may be brought nearer to what it has.
    """
    after = funds.after(act.day, body)
    worst: tuple[str, Position] | None = None
    for day in after.days(act.day):
        now = after.position(fund, allocation, day)
        worse = now.left < min(0, funds.position(fund, allocation, day).left)
        if worse and (worst is None or now.left < worst[1].left):
            worst = (day, now)
    if worst is None:
        return None
    currency = funds.known[fund].opened.currency
    day, now = worst
    return f"{printed(now.over, currency)} over {printed(now.allocated, currency)} on {day}"

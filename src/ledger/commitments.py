"""What is committed of an allocation, released and drawn: by whom, of what, and whether there is enough.

Implements HIW-4 (what is significant is brought to the body first: a duty that refuses nothing).
"""

from __future__ import annotations

from collections.abc import Iterator

from ledger import grounds, terms
from ledger.acts import Act
from ledger.facts import funds as facts
from ledger.facts.terms import InvestmentRule, Terms
from ledger.findings import Finding, Verdict, judge
from ledger.grounds import Beside
from ledger.holders import Acting
from ledger.levels import Commitment, Fund, Funds, Level
from ledger.links import Chain
from ledger.money import examine_amount, fresh, in_term, may_use, not_lapsed, over, was_there
from ledger.scopes import exceeds, printed, show


def boundary(body: facts.OfCommitment, funds: Funds, chain: Chain, known: Acting) -> set[str]:
    """Say which tags the judgement reads; it grows by the fund, and by who has what lapsed."""
    tags = {f"commitment:{body.commitment}", f"allocation:{body.allocation}"}
    tags |= {f"allocation:{one}" for one in funds.above_lapsed(body.allocation)}
    level = funds.level(body.allocation)
    tags |= {f"fund:{level.made.fund}"} if level is not None else set()
    if isinstance(body, facts.Paid):
        return tags
    tags |= {f"meeting:{body.brought}"} if body.brought else set()
    if isinstance(body, facts.Released):
        return tags
    return tags | {"functions"} | grounds.boundary(body, chain, known)


def examine(act: Act, body: facts.OfCommitment, funds: Funds, beside: Beside) -> Iterator[Finding]:
    """Judge a commitment, what is released of it, what is drawn on it."""
    level = funds.level(body.allocation)
    begun = level is not None and level.day <= act.day
    yield was_there(begun, f"an allocation made by {act.day}", body.allocation)
    fund = funds.known.get(level.made.fund) if level is not None else None
    if level is None or fund is None:
        return
    yield may_use(act, level, body.by, fund, funds, beside.known.bodies)
    yield from examine_amount(fund, body)
    if not isinstance(body, facts.Paid):
        yield from _brought(act, body, fund, funds, beside.known)
    if isinstance(body, facts.Committed):
        yield from _examine_committed(act, body, level, fund, funds)
        yield from grounds.examine_purpose(body, fund.terms(act.day), beside.catalogue)
        yield from grounds.examine(act, body, funds, beside)
        return
    one = funds.commitments.get((body.commitment, body.allocation))
    made = one is not None and one.day <= act.day
    yield was_there(made, f"a commitment of {body.allocation} made by {act.day}", body.commitment)
    if one is not None and isinstance(body, facts.Released):
        expected = f"the act by which it was committed: {one.made.act or 'none'}"
        yield was_there(body.act == one.made.act, expected, body.act or "none")
        free = min(one.committed(day) - one.drawn(day) for day in funds.days(act.day))
        currency = fund.opened.currency
        expected = f"at most {printed(max(0, free), currency)}, which is committed and not drawn"
        got = printed(body.amount.minor, currency)
        yield judge("MNY-15", body.amount.minor <= free, expected, got, absolute=True)


def _examine_committed(
    act: Act, body: facts.Committed, level: Level, fund: Fund, funds: Funds
) -> Iterator[Finding]:
    """Judge MNY-14: what is committed is new, in time, and no more than the allocation has."""
    new = all(code != body.commitment for code, _ in funds.commitments)
    yield fresh(body.commitment, new=new)
    yield from not_lapsed(act, level)
    yield in_term(act, fund)
    more = over(act, body, funds, level.made.fund, body.allocation)
    expected = f"no more committed than {body.allocation} has"
    clause = fund.opened.under
    yield judge("MNY-14", more is None, expected, more or "as much", kind="AUTHORITY", clause=clause)


def _brought(
    act: Act, body: facts.Committed | facts.Released, fund: Fund, funds: Funds, known: Acting
) -> Iterator[Finding]:
    """Judge MNY-16: the meeting that it was brought to."""
    if body.brought is not None:
        sitting = known.sittings.known.get(body.brought)
        keepers = {fund.opened.by, funds.keeper(fund.opened.fund, act.day)}
        held = sitting is not None and sitting.body in keepers and sitting.day <= act.day
        expected = f"a meeting of {fund.opened.by} held by {act.day}"
        yield judge("MNY-16", held, expected, body.brought, absolute=True)


def duties(one: Commitment, terms_: Terms, day: str) -> tuple[Finding, ...]:
    """Say of what was committed and released by a day whether it was brought to the body first (HIW-4).

    Args:
        one: the commitment.
        terms_: the terms of the body by which the fund is kept, in force when it was made.
        day: the day that is asked about.
    """
    told: tuple[tuple[str, facts.Committed | facts.Released], ...] = ((one.day, one.made), *one.released)
    return tuple(
        _duty(rule, since, body, terms_)
        for rule in terms.rules_of(terms_, InvestmentRule)
        for since, body in told
        if since <= day and exceeds(body.amount, rule.over)
    )


def _duty(rule: InvestmentRule, since: str, body: facts.Committed | facts.Released, terms_: Terms) -> Finding:
    """Judge one commitment or release; whether it is significant is not known in another currency."""
    missed = False if body.amount.currency == rule.over.currency else None
    what = "committed" if isinstance(body, facts.Committed) else "released"
    brought = f"brought to {body.brought}" if body.brought else "brought to no meeting"
    got = f"{show(body.amount)} {what} {since}, {brought}"
    verdict = Verdict.of(True if body.brought else missed)
    clause = terms.cited(terms_, rule)
    return Finding(rule.rule, clause, verdict, rule.says, got, reading=rule.reading)

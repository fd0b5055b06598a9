"""Pooled funds and aligned budgets: who may pass down and commit how much, of whose money.

Implements PLD-1 (budgets passed down the chain, per head; no level passes on more than it holds), PLD-2 (an
aligned budget stays its organisation's own) and PBP-9 (whose money it is, and what it is for, is said).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from ledger import commitments, grounds
from ledger.acts import Act
from ledger.bodies import Bodies
from ledger.facts import funds as facts
from ledger.findings import Finding, judge
from ledger.grounds import Beside
from ledger.holders import Acting
from ledger.levels import Fund, Funds
from ledger.links import Chain
from ledger.money import (
    examine_amount,
    fresh,
    in_term,
    may_use,
    not_lapsed,
    of_holder,
    of_owner,
    over,
    was_there,
)
from ledger.scopes import printed

__all__ = ["Beside", "boundary", "examine"]


def boundary(body: facts.Body, funds: Funds, chain: Chain, known: Acting) -> frozenset[str]:
    """Say which tags the judgement reads; of what lapsed it grows by the levels above, which tell who has it.

    Whatever changes a level carries its tag: of two acts that take the last pound, one is judged again.
    """
    tags = {f"body:{body.by}"}
    if isinstance(body, facts.OfCommitment):
        return frozenset(tags | commitments.boundary(body, funds, chain, known))
    tags |= {f"fund:{body.fund}"}
    match body:
        case facts.FundOpened() | facts.FundVaried():
            tags |= _of_terms(body, funds)
        case facts.ContributionAgreed() | facts.ContributionPaid():
            tags |= {f"organisation:{body.organisation}"}
        case facts.Allocated():
            tags |= {f"body:{body.to}"} | ({f"body:{body.assured_by}"} if body.assured_by else set())
        case facts.AllocationChanged() | facts.AllocationLapsed():
            pass
        case _:
            assert_never(body)
    if isinstance(body, facts.OfLevel):
        for code in filter(None, (body.allocation, body.parent)):
            tags |= {f"allocation:{one}" for one in (code, *funds.above_lapsed(code))}
    return frozenset(tags)


def _of_terms(body: facts.Terms, funds: Funds) -> set[str]:
    codes = {body.host, *(one.organisation for one in body.shares)}
    fund = funds.known.get(body.fund)
    # What a host succeeded is told by its end.
    codes |= {fund.opened.host, *(one.host for _, one in fund.varied)} if fund is not None else set()
    tags = {f"organisation:{one}" for one in codes}
    tags |= {f"person:{body.manager}"} if body.manager else set()
    tags |= {f"body:{body.assured_by}"} if body.assured_by else set()
    return tags | {"functions"}


def examine(  # noqa: PLR0911 - one case a kind
    act: Act, body: facts.Body, funds: Funds, beside: Beside
) -> tuple[Finding, ...]:
    """Judge what is said of money: who says it, of what, and whether there is enough."""
    exists = beside.known.bodies.require(body.by, act.day)
    if isinstance(body, facts.FundOpened):
        new = fresh(body.fund, new=body.fund not in funds.known)
        return (exists, new, *_examine_terms(act, body, body, beside))
    if isinstance(body, facts.OfCommitment):
        return (exists, *commitments.examine(act, body, funds, beside))
    fund = funds.known.get(body.fund)
    known = was_there(fund is not None and fund.day <= act.day, f"a fund opened by {act.day}", body.fund)
    if fund is None:
        return (exists, known)
    if isinstance(body, facts.FundVaried):
        return (exists, known, *_examine_variation(act, body, fund, funds, beside))
    if isinstance(body, facts.AllocationLapsed):
        return (exists, known, *_examine_lapse(act, body, fund, funds, beside.known.bodies))
    if isinstance(body, facts.OfLevel):
        return (exists, known, *_examine_level(act, body, fund, funds, beside))
    return (exists, known, *_examine_contribution(act, body, fund, funds, beside))


def _examine_terms(
    act: Act, body: facts.Terms, opened: facts.FundOpened, beside: Beside
) -> Iterator[Finding]:
    """Judge what a fund is: its host and manager, its days, who bears its risk, what it is for."""
    directory = beside.known.directory
    yield directory.require_organisation(body.host)
    if body.manager is not None:
        yield directory.require_person(body.manager)
    yield from _assured(act, body, beside.known.bodies)
    later = body.ends is None or opened.begins < body.ends
    yield judge("MNY-4", later, f"an end after {opened.begins}", body.ends or "open", absolute=True)
    codes = [one.organisation for one in body.shares]
    yield from map(directory.require_organisation, codes)
    twice = ", ".join(sorted({one for one in codes if codes.count(one) > 1}))
    yield judge("MNY-5", not twice, "one risk share of each", wrong=f"several of {twice}", absolute=True)
    if opened.kind == "aligned":
        yield from (_own(body, code) for code in codes)
    if body.ring_fenced is not None:
        yield grounds.examine_functions(body.ring_fenced.functions, beside.catalogue)


def _examine_variation(
    act: Act, body: facts.FundVaried, fund: Fund, funds: Funds, beside: Beside
) -> Iterator[Finding]:
    """Judge a variation: of a fund that has not ended; MNY-24: its host is another only by succession."""
    was = fund.terms(act.day)
    yield of_holder(funds.keeper(body.fund, act.day), body.by)
    yield from _examine_terms(act, body, fund.opened, beside)
    in_time = was.ends is None or act.day < was.ends
    yield judge("MNY-11", in_time, f"a day before {was.ends}", act.day, clause=was.under)
    day, ended = beside.known.directory.ended.get(was.host, (act.day, None))
    heirs = ended.successors if ended is not None and day <= act.day else ()
    expected = f"{was.host}, or what succeeded it by {act.day}"
    yield judge("MNY-24", body.host in {was.host, *heirs}, expected, body.host, absolute=True)


def _own(terms_: facts.Terms, organisation: str) -> Finding:
    """Judge MNY-6: an aligned budget is its owner's alone (PLD-2)."""
    expected = f"money and risk of {terms_.host} alone in its aligned budget"
    return judge("MNY-6", organisation == terms_.host, expected, organisation, absolute=True)


def _assured(act: Act, body: facts.Terms | facts.Allocated, bodies: Bodies) -> Iterator[Finding]:
    if body.assured_by is not None:
        yield bodies.require(body.assured_by, act.day)


def _examine_contribution(
    act: Act,
    body: facts.ContributionAgreed | facts.ContributionPaid,
    fund: Fund,
    funds: Funds,
    beside: Beside,
) -> Iterator[Finding]:
    """Judge what is agreed or paid; MNY-9: what is agreed does not fall below what was allocated of it."""
    yield of_holder(funds.keeper(body.fund, act.day), body.by)
    yield beside.known.directory.require_organisation(body.organisation)
    yield from examine_amount(fund, body)
    if fund.opened.kind == "aligned":
        yield _own(fund.terms(act.day), body.organisation)
    if isinstance(body, facts.ContributionAgreed):
        less = over(act, body, funds, body.fund, None)
        got = less or "as much"
        yield judge("MNY-9", less is None, "as much agreed as is allocated of it", got)


def _examine_level(
    act: Act, body: facts.Given, fund: Fund, funds: Funds, beside: Beside
) -> Iterator[Finding]:
    """Judge an allocation, or its change: by whom, to whom, and whether the level above has as much."""
    above = funds.level(body.parent) if body.parent is not None else None
    bodies, parties = beside.known.bodies, [body.by]
    if isinstance(body, facts.Allocated):
        yield fresh(body.allocation, new=funds.level(body.allocation) is None)
        yield bodies.require(body.to, act.day)
        yield from _assured(act, body, bodies)
        parties.append(body.to)
    else:
        yield from _begun(act, body, funds)
        yield from not_lapsed(act, funds.level(body.allocation))
    if body.parent is not None:
        begun = above is not None and above.made.fund == body.fund and above.day <= act.day
        yield was_there(begun, f"an allocation of {body.fund} made by {act.day}", body.parent)
        if above is None:
            return
        yield from not_lapsed(act, above if isinstance(body, facts.Allocated) else None)
    yield from examine_amount(fund, body)
    yield in_term(act, fund)
    if fund.opened.kind == "aligned":
        yield from (of_owner(fund.terms(act.day), code, bodies) for code in dict.fromkeys(parties))
    if body.parent is not None:
        yield of_holder(funds.holder(body.parent, act.day), body.by)
    elif fund.opened.kind == "pooled":
        yield of_holder(funds.keeper(body.fund, act.day), body.by)
    yield from _examine_limit(act, body, funds)


def _begun(
    act: Act, body: facts.AllocationChanged | facts.AllocationLapsed, funds: Funds
) -> Iterator[Finding]:
    level = funds.levels.get((body.allocation, body.fund, body.parent))
    begun = level is not None and level.day <= act.day
    taken = f"of {body.parent}" if body.parent else f"of {body.fund} itself"
    yield was_there(begun, f"an allocation {taken}, made by {act.day}", body.allocation)


def _examine_lapse(
    act: Act, body: facts.AllocationLapsed, fund: Fund, funds: Funds, bodies: Bodies
) -> Iterator[Finding]:
    """Judge a lapse: by whom; MNY-22: what was used of it stays, and all the rest is the level's above."""
    yield from _begun(act, body, funds)
    yield from examine_amount(fund, body)
    level = funds.levels.get((body.allocation, body.fund, body.parent))
    if level is not None:
        yield may_use(act, level, body.by, fund, funds, bodies, absolute=True)
        kept, currency = funds.kept(level, act.day), fund.opened.currency
        minor = 0 if body.amount is None else body.amount.minor
        expected = f"{printed(kept, currency)} to stay, which was committed and passed down of it"
        yield judge("MNY-22", minor == kept, expected, printed(minor, currency), absolute=True)


def _examine_limit(act: Act, body: facts.Given, funds: Funds) -> Iterator[Finding]:
    """Judge MNY-12: the level above has as much; MNY-13: below there is no more than is left to it."""
    more = over(act, body, funds, body.fund, body.parent)
    where = body.parent or body.fund
    expected = f"no more passed down than {where} has"
    got = more or "as much"
    yield judge("MNY-12", more is None, expected, got, kind="AUTHORITY", absolute=True)
    if isinstance(body, facts.AllocationChanged):
        under = over(act, body, funds, body.fund, body.allocation)
        expected = "no less than was committed and passed down of it"
        yield judge("MNY-13", under is None, expected, under or "as much", absolute=True)

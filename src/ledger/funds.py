"""Pooled funds and aligned budgets: who may pass down and commit how much, of whose money.

Implements PLD-1 (budgets passed down the chain, per head; no level passes on more than it holds), PLD-2 (an
aligned budget stays its organisation's own), PBP-9 (whose money it is, and what it is for, is said) and
HIW-4 (what is significant is brought to the body first: a duty that refuses nothing).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

import msgspec

from ledger import terms
from ledger.acts import Act
from ledger.ballots import Motions
from ledger.bodies import Bodies
from ledger.facts import funds as facts
from ledger.facts.terms import InvestmentRule, Terms
from ledger.findings import Finding, Verdict, judge
from ledger.levels import Commitment, Fund, Funds, Position
from ledger.links import Chain
from ledger.organisations import Directory
from ledger.scopes import exceeds, printed, show
from ledger.sittings import Sittings


class Beside(msgspec.Struct, frozen=True):
    """What a judgement of money looks at beside the money."""

    bodies: Bodies
    directory: Directory
    sittings: Sittings
    motions: Motions
    chain: Chain


def boundary(body: facts.Body, funds: Funds, motions: Motions) -> frozenset[str]:
    """Say which tags the judgement reads; of a commitment it grows by the fund of its allocation.

    Whatever changes a level carries its tag: of two acts that take the last pound, one is judged again.
    """
    tags = {f"body:{body.by}"}
    if isinstance(body, facts.OfCommitment):
        return frozenset(tags | _of_commitment(body, funds, motions))
    tags |= {f"fund:{body.fund}"}
    match body:
        case facts.FundOpened():
            tags |= {
                f"organisation:{body.host}",
                *(f"organisation:{one.organisation}" for one in body.shares),
            }
            tags |= {f"person:{body.manager}"} if body.manager else set()
        case facts.ContributionAgreed() | facts.ContributionPaid():
            tags |= {f"organisation:{body.organisation}"}
        case facts.Allocated():
            tags |= {f"body:{body.to}"}
        case facts.AllocationChanged():
            pass
        case _:
            assert_never(body)
    if isinstance(body, facts.OfLevel):
        tags |= {f"allocation:{body.allocation}"} | ({f"allocation:{body.parent}"} if body.parent else set())
    if isinstance(body, facts.FundOpened | facts.Allocated):
        tags |= {f"body:{body.assured_by}"} if body.assured_by else set()
    return frozenset(tags)


def _of_commitment(body: facts.OfCommitment, funds: Funds, motions: Motions) -> set[str]:
    tags = {f"commitment:{body.commitment}", f"allocation:{body.allocation}"}
    level = funds.level(body.allocation)
    tags |= {f"fund:{level.made.fund}"} if level is not None else set()
    if isinstance(body, facts.Paid):
        return tags
    tags |= {f"meeting:{body.brought}"} if body.brought else set()
    if isinstance(body, facts.Released):
        return tags
    tags |= {f"act:{body.act}"} if body.act else set()
    tags |= {f"decision:{body.resolution}"} if body.resolution else set()
    resolved = motions.resolved.get(body.resolution or "")
    return tags | ({f"meeting:{resolved.meeting}"} if resolved is not None else set())


def examine(act: Act, body: facts.Body, funds: Funds, beside: Beside) -> tuple[Finding, ...]:
    """Judge what is said of money: who says it, of what, and whether there is enough."""
    exists = beside.bodies.require(body.by, act.day)
    if isinstance(body, facts.FundOpened):
        return (exists, *_examine_opening(act, body, funds, beside))
    if isinstance(body, facts.OfCommitment):
        return (exists, *_examine_commitment(act, body, funds, beside))
    fund = funds.known.get(body.fund)
    known = _require(fund is not None and fund.day <= act.day, f"a fund opened by {act.day}", body.fund)
    if fund is None:
        return (exists, known)
    if isinstance(body, facts.OfLevel):
        return (exists, known, *_examine_level(act, body, fund, funds, beside))
    return (exists, known, *_examine_contribution(act, body, fund, funds, beside))


def _require(answer: bool, expected: str, got: str) -> Finding:  # noqa: FBT001 - as in judge
    """Judge MNY-2: what something is said of is known, and was there by then."""
    return judge("MNY-2", answer, expected, got, absolute=True)


def _fresh(code: str, *, new: bool) -> Finding:
    return judge("MNY-1", new, "an id that is new", code, absolute=True)


def _holder(expected: str, by: str) -> Finding:
    """Judge MNY-3: whoever says it has the money to give."""
    return judge("MNY-3", by == expected, f"an act of {expected}", f"of {by}", kind="AUTHORITY")


def _examine_opening(act: Act, body: facts.FundOpened, funds: Funds, beside: Beside) -> Iterator[Finding]:
    """Judge a fund: its code, host and manager, its days, who bears its risk."""
    yield _fresh(body.fund, new=body.fund not in funds.known)
    yield beside.directory.require_organisation(body.host)
    if body.manager is not None:
        yield beside.directory.require_person(body.manager)
    yield from _assured(act, body, beside)
    ends = body.ends or "open"
    later = body.ends is None or body.begins < body.ends
    yield judge("MNY-4", later, f"an end after {body.begins}", ends, absolute=True)
    codes = [one.organisation for one in body.shares]
    yield from map(beside.directory.require_organisation, codes)
    twice = ", ".join(sorted({one for one in codes if codes.count(one) > 1}))
    yield judge("MNY-5", not twice, "one risk share of each", f"several of {twice}", absolute=True)
    if body.kind == "aligned":
        yield from (_own(body, code) for code in codes)


def _own(fund: facts.FundOpened, organisation: str) -> Finding:
    """Judge MNY-6: an aligned budget is its owner's alone (PLD-2)."""
    expected = f"money and risk of {fund.host} alone in its aligned budget"
    return judge("MNY-6", organisation == fund.host, expected, organisation, absolute=True)


def _assured(act: Act, body: facts.FundOpened | facts.Allocated, beside: Beside) -> Iterator[Finding]:
    if body.assured_by is not None:
        yield beside.bodies.require(body.assured_by, act.day)


def _amount(fund: Fund, body: facts.Body) -> Iterator[Finding]:
    """Judge MNY-7: one currency all along; MNY-8: heads times what each has is the amount, to the penny."""
    if isinstance(body, facts.FundOpened) or body.amount is None:
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


def _examine_contribution(
    act: Act,
    body: facts.ContributionAgreed | facts.ContributionPaid,
    fund: Fund,
    funds: Funds,
    beside: Beside,
) -> Iterator[Finding]:
    """Judge what is agreed or paid; MNY-9: what is agreed does not fall below what was allocated of it."""
    yield _holder(fund.opened.by, body.by)
    yield beside.directory.require_organisation(body.organisation)
    yield from _amount(fund, body)
    if fund.opened.kind == "aligned":
        yield _own(fund.opened, body.organisation)
    if isinstance(body, facts.ContributionAgreed):
        over = _over(act, body, funds, body.fund, None)
        got = over or "as much"
        yield judge("MNY-9", over is None, "as much agreed as is allocated of it", got)


def _examine_level(
    act: Act, body: facts.OfLevel, fund: Fund, funds: Funds, beside: Beside
) -> Iterator[Finding]:
    """Judge an allocation, or its change: by whom, to whom, and whether the level above has as much."""
    above = funds.level(body.parent) if body.parent is not None else None
    parties = [body.by]
    if isinstance(body, facts.Allocated):
        yield _fresh(body.allocation, new=funds.level(body.allocation) is None)
        yield beside.bodies.require(body.to, act.day)
        yield from _assured(act, body, beside)
        parties.append(body.to)
    else:
        level = funds.levels.get((body.allocation, body.fund, body.parent))
        begun = level is not None and level.day <= act.day
        taken = f"of {body.parent}" if body.parent else f"of {body.fund} itself"
        yield _require(begun, f"an allocation {taken}, made by {act.day}", body.allocation)
    if body.parent is not None:
        begun = above is not None and above.made.fund == body.fund and above.day <= act.day
        yield _require(begun, f"an allocation of {body.fund} made by {act.day}", body.parent)
        if above is None:
            return
    yield from _amount(fund, body)
    yield _in_term(act, fund)
    if fund.opened.kind == "aligned":
        yield from (_owner(fund.opened, code, beside.bodies) for code in dict.fromkeys(parties))
    if above is not None:
        yield _holder(above.made.to, body.by)
    elif fund.opened.kind == "pooled":
        yield _holder(fund.opened.by, body.by)
    yield from _examine_limit(act, body, funds)


def _owner(fund: facts.FundOpened, code: str, bodies: Bodies) -> Finding:
    """Judge MNY-10: of an aligned budget only bodies of its owner give and receive (PLD-2)."""
    founders = bodies.known[code].founders if code in bodies.known else ()
    answer = set(founders) == {fund.host} if founders else None
    expected = f"a body that {fund.host} alone founded: the budget stays its own"
    got = f"{code}, founded by {', '.join(founders) or 'nobody stated'}"
    return judge("MNY-10", answer, expected, got, kind="AUTHORITY", clause=fund.under)


def _in_term(act: Act, fund: Fund) -> Finding:
    """Judge MNY-11: money is given and committed within the days of its fund."""
    begins, ends = fund.opened.begins, fund.opened.ends
    within = begins <= act.day and (ends is None or act.day < ends)
    expected = f"a day from {begins}{f' and before {ends}' if ends else ''}"
    return judge("MNY-11", within, expected, act.day, clause=fund.opened.under)


def _examine_limit(act: Act, body: facts.OfLevel, funds: Funds) -> Iterator[Finding]:
    """Judge MNY-12: the level above has as much; MNY-13: below there is no more than is left to it."""
    over = _over(act, body, funds, body.fund, body.parent)
    where = body.parent or body.fund
    expected = f"no more passed down than {where} has"
    got = over or "as much"
    yield judge("MNY-12", over is None, expected, got, kind="AUTHORITY", absolute=True)
    if isinstance(body, facts.AllocationChanged):
        under = _over(act, body, funds, body.fund, body.allocation)
        expected = "no less than was committed and passed down of it"
        yield judge("MNY-13", under is None, expected, under or "as much", absolute=True)


def _over(act: Act, body: facts.Body, funds: Funds, fund: str, allocation: str | None) -> str | None:
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


def _examine_commitment(
    act: Act, body: facts.OfCommitment, funds: Funds, beside: Beside
) -> Iterator[Finding]:
    """Judge a commitment, what is released of it, what is drawn on it."""
    level = funds.level(body.allocation)
    begun = level is not None and level.day <= act.day
    yield _require(begun, f"an allocation made by {act.day}", body.allocation)
    fund = funds.known.get(level.made.fund) if level is not None else None
    if level is None or fund is None:
        return
    yield _holder(level.made.to, body.by)
    yield from _amount(fund, body)
    if not isinstance(body, facts.Paid):
        yield from _brought(act, body, fund, beside)
    if isinstance(body, facts.Committed):
        new = all(code != body.commitment for code, _ in funds.commitments)
        yield _fresh(body.commitment, new=new)
        yield _in_term(act, fund)
        over = _over(act, body, funds, level.made.fund, body.allocation)
        expected = f"no more committed than {body.allocation} has"
        clause = fund.opened.under
        yield judge("MNY-14", over is None, expected, over or "as much", kind="AUTHORITY", clause=clause)
        yield from _examine_ground(act, body, beside)
        return
    one = funds.commitments.get((body.commitment, body.allocation))
    made = one is not None and one.day <= act.day
    yield _require(made, f"a commitment of {body.allocation} made by {act.day}", body.commitment)
    if one is not None and isinstance(body, facts.Released):
        free = min(one.committed(day) - one.drawn(day) for day in funds.days(act.day))
        currency = fund.opened.currency
        expected = f"at most {printed(max(0, free), currency)}, which is committed and not drawn"
        got = printed(body.amount.minor, currency)
        yield judge("MNY-15", body.amount.minor <= free, expected, got, absolute=True)


def _brought(
    act: Act, body: facts.Committed | facts.Released, fund: Fund, beside: Beside
) -> Iterator[Finding]:
    """Judge MNY-16: the meeting that it was brought to."""
    if body.brought is not None:
        sitting = beside.sittings.known.get(body.brought)
        held = sitting is not None and sitting.body == fund.opened.by and sitting.day <= act.day
        expected = f"a meeting of {fund.opened.by} held by {act.day}"
        yield judge("MNY-16", held, expected, body.brought, absolute=True)


def _examine_ground(act: Act, body: facts.Committed, beside: Beside) -> Iterator[Finding]:
    """Judge MNY-16: the act under a delegation and the decision by which it is committed."""
    if body.act is not None:
        expected = "an act under a delegation that the ledger knows"
        yield judge("MNY-16", body.act in beside.chain.acts, expected, body.act, absolute=True)
    if body.resolution is not None:
        resolved = beside.motions.resolved.get(body.resolution)
        own = resolved is not None and beside.sittings.body_of(resolved.meeting) == body.by
        taken = own and beside.motions.taken[body.resolution] <= act.day
        expected = f"a decision of {body.by} taken by {act.day}"
        yield judge("MNY-16", taken, expected, body.resolution, absolute=True)


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

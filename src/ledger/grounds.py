"""What a commitment rests on: the act or the decision by which money is committed, and what it is for.

Implements PLD-1 (no more is committed by an act than it was for) and PBP-9 (ring-fenced money is used for
what it is ring-fenced for alone).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from ledger import holders
from ledger.acts import Act
from ledger.aftermath import stands
from ledger.facts import funds as facts
from ledger.findings import Finding, Verdict, all_of, any_of, judge
from ledger.functions import Catalogue
from ledger.holders import Acting, acts_for
from ledger.levels import Funds
from ledger.links import Chain, Done
from ledger.outcomes import unconditional
from ledger.scopes import printed, show

_WORDS = {Verdict.MET: "within", Verdict.NOT_MET: "beyond", Verdict.NOT_KNOWN: "not known to be within"}


class Beside(msgspec.Struct, frozen=True):
    """What a judgement of money looks at beside the money; ``catalogue`` as it was on the day."""

    known: Acting
    chain: Chain
    catalogue: Catalogue


def boundary(body: facts.Committed, chain: Chain, known: Acting) -> frozenset[str]:
    """Say which tags tell of the act and of the decision: whose they are, and whether they stand.

    All that was committed by the act is read, and carried, by one tag of its own.
    """
    found = holders.boundary((), body.resolution, known)
    if body.act is None:
        return found
    found |= {f"act:{body.act}", f"commitments:{body.act}"}
    done = chain.acts.get(body.act)
    if done is not None:
        found |= {f"delegation:{one}" for one in (*done.body.chain, *chain.parents(done.body.chain))}
        found |= holders.boundary((), done.body.resolution, known)
    ratified = chain.ratified.get(body.act)
    return found if ratified is None else found | holders.boundary((), ratified[0], known)


def examine(act: Act, body: facts.Committed, funds: Funds, beside: Beside) -> Iterator[Finding]:
    """Judge the act under a delegation and the decision by which money is committed."""
    if body.resolution is not None:
        yield from _examine_decision(act, body, body.resolution, funds, beside.known)
    if body.act is not None:
        done = beside.chain.acts.get(body.act)
        expected = f"an act under a delegation done by {act.day}"
        happened = done is not None and done.day <= act.day
        yield judge("MNY-16", happened, expected, body.act, absolute=True)
        if done is not None:
            yield _act_stands(act, done, beside)
            yield _whose(body, done, funds, beside)
            yield _within(act, body, done, funds)


def _holders(body: facts.Committed, funds: Funds, day: str) -> set[str]:
    """Give who may have committed it: the body itself, or whoever held the allocation before it."""
    return {body.by, funds.holder(body.allocation, day) or body.by}


def _examine_decision(
    act: Act, body: facts.Committed, resolution: str, funds: Funds, known: Acting
) -> Iterator[Finding]:
    """Judge MNY-16: it was taken by then; MNY-17: and it stands, and nothing was found against it."""
    resolved, day = known.motions.resolved.get(resolution), known.motions.taken.get(resolution, act.day)
    whose = None if resolved is None else known.sittings.body_of(resolved.meeting)
    taken = whose in _holders(body, funds, day) and day <= act.day
    expected = f"a decision of {body.by} taken by {act.day}"
    yield judge("MNY-16", taken, expected, resolution, absolute=True)
    if resolved is not None and taken:
        sound = acts_for(f"body:{whose}", None, resolution, act.day, known)
        # What it decides under a delegation is done by an act, which says how much of it was allowed.
        own = replace(resolved, parts=tuple(part for part in resolved.parts if part.under is None))
        free = Verdict.of(unconditional(own, known.outcomes, act.day))
        expected = (
            "a decision under no delegation that stands and waits for no condition, with nothing found "
            "against it"
        )
        yield Finding("MNY-17", None, all_of((sound, free)), expected, resolution, kind="AUTHORITY")


def _act_stands(act: Act, done: Done, beside: Beside) -> Finding:
    """Judge MNY-17: an act beyond authority is none to spend by, until its giver took it over.

    Nor is what a body did by a decision that does not stand any more.
    """
    known, words = beside.known, _WORDS[done.within]
    resolved = known.motions.resolved.get(done.body.resolution or "")
    undone = resolved is not None and not stands(resolved, known.outcomes, act.day)
    told = [Verdict.NOT_MET if undone else done.within]
    resolution, since = beside.chain.ratified.get(done.body.act, ("", act.day))
    if resolution and since <= act.day:
        told.append(acts_for(done.body.by, None, resolution, act.day, known))
    expected = "an act within authority, or ratified by then"
    got = f"{done.body.act}, recorded as {words} authority"
    got += f", by {done.body.resolution}, which does not stand" if undone else ""
    return Finding("MNY-17", None, any_of(told), expected, got, kind="AUTHORITY")


def _whose(body: facts.Committed, done: Done, funds: Funds, beside: Beside) -> Finding:
    """Judge MNY-18: an act of the body that holds the money, or for it, under a delegation from it.

    A body acts itself by its decision. For which of its bodies an organisation gave authority is not known.
    """
    links = beside.chain.up_from(done.body.chain[-1])
    parties = {done.body.by, *(link.giver(done.day) for link in links)}
    if done.body.resolution is not None and links:
        parties |= set(links[-1].holders(done.day))
    wanted = {f"body:{one}" for one in _holders(body, funds, done.day)}
    outside = any(one.startswith("organisation:") for one in parties)
    answer = bool(wanted & parties) or (None if outside else False)
    expected = f"an act of {body.by}, or under a delegation from it"
    got = f"{done.body.act}, for {', '.join(sorted(parties))}"
    return judge("MNY-18", answer, expected, got, kind="AUTHORITY")


def _within(act: Act, body: facts.Committed, done: Done, funds: Funds) -> Finding:
    """Judge MNY-19: all commitments by an act come to no more than its amount, on any day from then on."""
    limit = done.body.amount
    if limit is None:
        expected, got = "an act with an amount", f"{done.body.act} without one"
        return judge("MNY-19", None, expected, got, kind="AUTHORITY")
    expected = f"at most {show(limit)} committed by {done.body.act}"
    same = limit.currency == body.amount.currency
    after = funds.after(act.day, body)
    most = max(after.by_act(done.body.act, limit.currency, day) for day in after.days(act.day))
    got = printed(most, limit.currency) if same else show(body.amount)
    return judge("MNY-19", same and most <= limit.minor, expected, got, kind="AUTHORITY")


def examine_functions(functions: tuple[str, ...], catalogue: Catalogue) -> Finding:
    """Judge MNY-21: what money is for is called as the catalogue calls it, where there is one."""
    strange = ", ".join(one for one in functions if not catalogue.names(one))
    return judge("MNY-21", not strange or None, "functions of the catalogue", strange)


def examine_purpose(body: facts.Committed, terms: facts.Terms, catalogue: Catalogue) -> Iterator[Finding]:
    """Judge MNY-20: ring-fenced money is committed for what it is ring-fenced for alone (PBP-9)."""
    if body.function is not None:
        yield examine_functions((body.function,), catalogue)
    fence = terms.ring_fenced
    if fence is not None and fence.functions:
        inside = None if body.function is None else catalogue.covers(fence.functions, body.function)
        expected = f"a function within {', '.join(fence.functions)}"
        got = body.function or "none stated"
        yield judge("MNY-20", inside, expected, got, clause=fence.clause, kind="AUTHORITY")

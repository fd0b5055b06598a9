"""Chains of delegation: authority given, passed on, amended, suspended, revoked, accepted.

The law of the module: no link reaches wider than the one above it, in any dimension, at any time. What is
done under a delegation is judged in ``uses``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from ledger import enabling, holders
from ledger.acts import Act
from ledger.aftermath import waits
from ledger.facts import delegations as facts
from ledger.facts.keydecisions import CallInEnded
from ledger.findings import Finding, Verdict, judge
from ledger.functions import Catalogue
from ledger.holders import Acting, acts_for, require_party
from ledger.links import DEPTH_MAX, Chain, Link
from ledger.outcomes import ratifies
from ledger.scopes import spelled, wider

Standing = facts.Given | facts.Change | facts.Ratified | facts.PowerStated


def boundary(act: Act, body: Standing, chain: Chain, known: Acting) -> frozenset[str]:
    """Say which tags the judgement reads; it grows link by link up to the root."""
    if isinstance(body, facts.PowerStated):
        return frozenset({f"power:{body.power}"})
    if isinstance(body, facts.Ratified):
        return _boundary_of_ratified(body, chain, known)
    named: tuple[str, ...] = (body.delegation,)
    parties: set[str] = {body.by}
    resolution, tags = None, {"functions"}
    match body:
        case facts.Granted():
            parties |= {*body.to, *_beside(body.manner), *enabling.founders(body.by, known)}
            resolution = body.resolution
            tags |= {f"power:{body.enabling}"} if body.enabling else set()
        case facts.PassedOn():
            named = (body.delegation, body.parent)
            above = chain.up_from(body.parent)
            parties |= {
                *body.to,
                *_beside(body.manner),
                *(one for link in above for one in link.holders(act.day)),
            }
            resolution = body.resolution
            tags |= {f"power:{one}" for one in enabling.of(above)}
        case facts.Amended():
            parties |= set(_beside(body.manner or facts.ALONE))
            resolution = body.resolution
        case facts.Accepted():
            parties.add(body.party)
        case facts.Reported():
            parties.add(body.to)
            tags |= {f"act:{one}" for one in body.acts} | {f"meeting:{body.meeting}"}
        case facts.Revoked() | facts.Suspended() | facts.Resumed():
            pass
        case _:
            assert_never(body)
    tags |= {f"delegation:{one}" for one in {*named, *chain.parents(named)}}
    return frozenset(tags - {"meeting:None"}) | holders.boundary(parties, resolution, known)


def _boundary_of_ratified(body: facts.Ratified, chain: Chain, known: Acting) -> frozenset[str]:
    done = chain.acts.get(body.act)
    root = {f"delegation:{done.body.chain[0]}"} if done is not None else set[str]()
    tags = frozenset({f"act:{body.act}", f"subject:{body.act}", *root})
    return tags | holders.boundary((body.by,), body.resolution, known)


def _beside(manner: facts.Manner) -> tuple[str, ...]:
    """Give whom a manner names."""
    return (*manner.approval, *manner.consulting, *(duty.to for duty in manner.duties))


def examine(
    act: Act, body: Standing, chain: Chain, known: Acting, catalogue: Catalogue
) -> tuple[Finding, ...]:
    """Judge a delegation: what is given, passed on, or changed."""
    if isinstance(body, facts.PowerStated):
        new = body.power not in chain.powers
        return (judge("DEL-14", new, "a power that is stated once", body.power, absolute=True),)
    if isinstance(body, facts.Ratified):
        return (*require_party(body.by, act.day, known), *_examine_ratified(act, body, chain, known))
    return tuple(_examine(act, body, chain, known, catalogue))


def _examine_ratified(act: Act, body: facts.Ratified, chain: Chain, known: Acting) -> Iterator[Finding]:
    """Judge that a giver takes over what was done for it, once, by a later decision that stands."""
    done = chain.acts.get(body.act)
    root = chain.links.get(done.body.chain[0]) if done is not None else None
    its = done is not None and root is not None and root.giver(act.day) == body.by and done.day <= act.day
    expected = f"an act for {body.by} by {act.day}"
    yield judge("DEL-31", its, expected, body.act, absolute=True)
    told = known.outcomes.about.get(body.act, ())
    back = waits(told, None) == "referred back"
    if done is not None:
        ended = (one.day for one in told if back and isinstance(one.body, CallInEnded))
        since = max((done.day, *ended))
        expected = f"another decision that ratifies, taken on or after {since}"
        later = _ratifies(act, body, done.body, since, known)
        yield judge("DEL-31", later, expected, body.resolution, absolute=True)
    expected = "an act that is not ratified yet, or was referred back since"
    yield judge("DEL-31", back or body.act not in chain.ratified, expected, body.act, absolute=True)
    decided = acts_for(body.by, None, body.resolution, act.day, known)
    expected = f"a decision of {body.by} by which it is ratified, taken by {act.day}, which stands"
    refused = decided is Verdict.NOT_MET
    yield Finding("DEL-21", None, decided, expected, body.resolution, kind="AUTHORITY", absolute=refused)


def _ratifies(act: Act, body: facts.Ratified, done: facts.Used, since: str, known: Acting) -> bool:
    resolved = known.motions.resolved.get(body.resolution)
    if resolved is None or body.resolution == done.resolution:
        return False
    return known.motions.taken[body.resolution] >= since and ratifies(resolved, known.outcomes, act.day)


def _examine(
    act: Act, body: facts.Given | facts.Change, chain: Chain, known: Acting, catalogue: Catalogue
) -> Iterator[Finding]:
    yield from require_party(body.by, act.day, known)
    match body:
        case facts.Granted():
            yield from _examine_given(act, body, chain, known, catalogue)
            yield from enabling.examine(act, body, chain, known)
        case facts.PassedOn():
            yield from _examine_given(act, body, chain, known, catalogue)
            yield from _examine_passing(act, body, chain, known, catalogue)
        case facts.Amended():
            yield from _examine_amended(act, body, chain, known, catalogue)
        case facts.Revoked() | facts.Suspended():
            yield _standing(act, body, chain)
        case facts.Resumed():
            link = _of_giver(act, body, chain)
            paused = link is not None and link.paused(act.day) is not None
            expected = f"a delegation given by {body.by} that is suspended"
            yield judge("DEL-2", paused, expected, body.delegation, kind="AUTHORITY", absolute=True)
        case facts.Accepted():
            link = _of_giver(act, body, chain)
            asked = link is not None and body.party in link.holders(act.day)
            expected = f"one of those to whom {body.by} gave {body.delegation}"
            yield judge("DEL-15", asked, expected, body.party, absolute=True)
        case facts.Reported():
            yield from require_party(body.to, act.day, known)
            yield from _examine_reported(act, body, chain, known)
        case _:
            assert_never(body)


def _of_giver(act: Act, body: facts.OfLink | facts.Reported, chain: Chain) -> Link | None:
    """Give a delegation, where it is its giver who says something of it."""
    link = chain.links.get(body.delegation)
    return link if link is not None and link.giver(act.day) == body.by else None


def _examine_reported(act: Act, body: facts.Reported, chain: Chain, known: Acting) -> Iterator[Finding]:
    """Judge DEL-16: acts that were done, at a meeting that was held."""
    link = _of_giver(act, body, chain)
    done = {one.body.act for one in chain.acts.values() if one.day <= act.day and link is not None}
    strange = [
        one for one in body.acts if one not in done or body.delegation not in chain.acts[one].body.chain
    ]
    expected = f"acts under {body.delegation}, given by {body.by}, done by {act.day}"
    yield judge("DEL-16", not strange, expected, ", ".join(strange), absolute=True)
    if body.meeting is not None:
        sitting = known.sittings.known.get(body.meeting)
        held = sitting is not None and f"body:{sitting.body}" == body.to and sitting.day <= act.day
        expected = f"a meeting of {body.to} held by {act.day}"
        yield judge("DEL-16", held, expected, body.meeting, absolute=True)


def _examine_given(
    act: Act, body: facts.Given, chain: Chain, known: Acting, catalogue: Catalogue
) -> Iterator[Finding]:
    """Judge what is given: to whom, how, over what."""
    fresh = body.delegation not in chain.links
    expected = "an id that no delegation has yet"
    yield judge("DEL-1", fresh, expected, body.delegation, absolute=True)
    for party in dict.fromkeys((*body.to, *_beside(body.manner))):
        yield from require_party(party, act.day, known)
    yield from _examine_manner(body.manner, len(set(body.to)), len(body.to))
    yield from examine_scope(body.scope, catalogue)


def _examine_manner(manner: facts.Manner, distinct: int, given: int) -> Iterator[Finding]:
    twice = given != distinct or len(set(manner.approval)) != len(manner.approval)
    yield judge("DEL-17", not twice, "parties named once each", wrong="one twice", absolute=True)
    enough = manner.acting <= distinct
    yield judge("DEL-17", enough, f"at most {distinct} to act together", f"{manner.acting}", absolute=True)


def examine_scope(scope: facts.Scope, catalogue: Catalogue) -> Iterator[Finding]:
    """Judge a scope by itself: functions of the catalogue, where there is one; limits that can be counted."""
    strange = ", ".join(one for one in (*scope.functions, *scope.excluded) if not catalogue.names(one))
    yield judge("DEL-18", not strange or None, "functions of the catalogue", strange)
    odd = "; ".join(spelled(one) for one in scope.limits if not _counted(one))
    expected = "limits for each matter, project or supplier over one act or all acts, on capital or revenue "
    yield judge("DEL-19", not odd, f"{expected}over those or a financial year", odd, absolute=True)


def _counted(limit: facts.Limit) -> bool:
    """Say whether there is a running total by which a limit can be judged."""
    each = limit.of == "everything" or limit.over in {"one act", "all acts"}
    kind = limit.spend is None or limit.over in {"one act", "financial year", "all acts"}
    return each and kind


def _standing(act: Act, body: facts.Revoked | facts.Suspended | facts.Amended, chain: Chain) -> Finding:
    link = chain.links.get(body.delegation)
    live = link is not None and link.giver(act.day) == body.by and held(link, act)[0]
    expected = f"a live delegation given by {body.by}"
    got = body.delegation if link is None else held(link, act)[1]
    return judge("DEL-2", live, expected, got, kind="AUTHORITY", absolute=True)


def _examine_amended(
    act: Act, body: facts.Amended, chain: Chain, known: Acting, catalogue: Catalogue
) -> Iterator[Finding]:
    """Judge a new scope: of a root by its giver; of a link, no wider than the one above it."""
    standing = _standing(act, body, chain)
    yield standing
    yield from examine_scope(body.scope, catalogue)
    if body.resolution is not None:
        decided = acts_for(body.by, None, body.resolution, act.day, known)
        expected = f"a decision of {body.by} by which it is amended, taken by {act.day}, which stands"
        yield Finding("DEL-21", None, decided, expected, body.resolution, kind="AUTHORITY")
    if standing.verdict is not Verdict.MET:
        return
    if body.manner is not None:
        for party in _beside(body.manner):
            yield from require_party(party, act.day, known)
        to = chain.links[body.delegation].to
        yield from _examine_manner(body.manner, len(to), len(to))
    above = chain.up_from(body.delegation)[:-1]
    if not above:
        return
    parent = above[-1]
    bounds = (*parent.bounds(act.day, latest(act)), parent.versions[-1])
    excess = [one for bound in bounds for one in wider(body.scope, bound.scope, catalogue, deeper=True)]
    yield _fits(tuple(dict.fromkeys(excess)), "the link above")


def _fits(excess: tuple[str, ...], than: str) -> Finding:
    got = "; ".join(excess) or "nothing wider"
    return judge("DEL-5", not excess, f"nothing wider than {than}", got, kind="AUTHORITY", absolute=True)


def _examine_passing(
    act: Act, body: facts.PassedOn, chain: Chain, known: Acting, catalogue: Catalogue
) -> Iterator[Finding]:
    above = chain.up_from(body.parent)
    if not whole(above):
        yield unknown(body.parent)
        return
    parent, day = above[-1], act.day
    deep = len(above) < DEPTH_MAX
    parties = {party for link in above for party in link.holders(day)} | {above[0].giver(day)}
    yield from (link_live(link, act, known, absolute=True) for link in above)
    persons = () if act.acted.person is None else (act.acted.person,)
    least = acting_together(parent, act)
    passes = holders.together(parent.holders(day), least, persons, body.resolution, day, known)
    verdict = passes if parent.giver(day) == body.by else Verdict.NOT_MET
    who = act.acted.person or body.resolution or "nobody named"
    expected, got = f"the holder of {body.parent} to pass it on", f"{who} for {body.by}"
    refused = verdict is Verdict.NOT_MET
    yield Finding("DEL-3", None, verdict, expected, got, kind="AUTHORITY", absolute=refused)
    kept = above[0].kind == "reserved"
    may = deep and not kept and all(scope.onward >= step for step, scope in _scopes(above, act))
    told = "what is reserved" if kept else "one that may not" if deep else f"a chain of {DEPTH_MAX} links"
    expected = "a delegation that may be passed on"
    yield judge("DEL-4", may, expected, wrong=told, kind="AUTHORITY", absolute=True)
    kinds = {party.rpartition(":")[0] or "person" for party in body.to}
    for to in dict.fromkeys(scope.onward_to for _, scope in _scopes(above, act) if scope.onward_to):
        expected = f"parties of the kinds that it may go to: {', '.join(to)}"
        strange = ", ".join(sorted(kinds.difference(to)))
        yield judge("DEL-4", not strange, expected, strange, kind="AUTHORITY", absolute=True)
    excess = [
        one
        for bound in parent.bounds(day, latest(act))
        for one in wider(body.scope, bound.scope, catalogue, deeper=True)
    ]
    yield _fits(tuple(dict.fromkeys(excess)), "the link above")
    yield from enabling.examine_passed(above[0], body, chain, known)
    again = ", ".join(party for party in body.to if party in parties)
    yield judge("DEL-6", not again, "a new party in the chain", again, kind="AUTHORITY", absolute=True)


def _scopes(above: tuple[Link, ...], act: Act) -> Iterator[tuple[int, facts.Scope]]:
    """Give every scope that binds who passes on, with how many links further down the new one is."""
    for step, link in enumerate(reversed(above), start=1):
        yield from ((step, bound.scope) for bound in link.bounds(act.day, latest(act)))


def whole(links: tuple[Link, ...]) -> bool:
    """Say whether a chain is known up to its root."""
    return bool(links) and links[0].parent is None


def unknown(delegation: str) -> Finding:
    """Give the finding that a delegation is not known."""
    expected = "a delegation that the ledger knows"
    return judge("DEL-2", answer=False, expected=expected, got=delegation, kind="AUTHORITY", absolute=True)


def _own(act: Act) -> bool:
    """Tell whether who acts also records it: after the term, only somebody else may record a late act."""
    persons = act.body.persons if isinstance(act.body, facts.Used) else (act.acted.person,)
    return act.recorder in persons


def latest(act: Act) -> str:
    """Give the later of the day of an act and the day on which it is recorded."""
    return max(act.day, act.recorded)


def acting_together(link: Link, act: Act) -> int:
    """Give how many of its holders act together, by every version that binds."""
    return max(bound.manner.acting for bound in link.bounds(act.day, latest(act)))


def held(link: Link, act: Act) -> tuple[bool, str]:
    """Say whether a link held on the act's day, as known.

    An end or a suspension binds from its day; and once that day has come, it binds whatever day is claimed.
    What is suspended, or not accepted yet, is revoked all the same: else it would have to hold first.
    """
    day, known = act.day, latest(act)
    name = f"{link.delegation} from {link.since}"
    if day < link.since:
        return False, f"{name}, not yet begun"
    if link.ended is not None and known >= link.ended:
        late = "" if day >= link.ended else ", known when it was recorded"
        return False, f"{name}, revoked from {link.ended}{late}"
    paused = link.paused(day) or link.paused(known)
    revoking = isinstance(act.body, facts.Revoked)
    if paused is not None and not revoking:
        return False, f"{name}, suspended from {paused}"
    for bound in link.bounds(day, known):
        until = bound.scope.until
        if until is not None and (known if _own(act) else day) >= until:
            return False, f"{name}, until {until} (not included)"
    missing = link.missing(day)
    if missing and not revoking:
        return False, f"{name}, not accepted by {', '.join(missing)}"
    return True, name


def link_live(link: Link, act: Act, known: Acting | None = None, *, absolute: bool) -> Finding:
    """Judge DEL-2: a link holds on the day of an act, and enough of those who hold it are there."""
    answer, got = held(link, act)
    parties = link.holders(act.day)
    lost = holders.gone(parties, act.day, known) if known is not None else ()
    if answer and len(parties) - len(lost) < acting_together(link, act):
        answer, got = False, f"{got}, held by {', '.join(lost)}, which exists no more"
    expected = f"a link that holds on {act.day}"
    return judge("DEL-2", answer, expected, got, clause=link.clause, kind="AUTHORITY", absolute=absolute)


def examine_held(act: Act, delegation: str, party: str, chain: Chain) -> tuple[Finding, ...]:
    """Judge that a party holds a delegation on the day of an act, and every link above it holds."""
    links = chain.up_from(delegation)
    if not whole(links):
        return (unknown(delegation),)
    holder = party in links[-1].holders(act.day)
    holds = judge("DEL-8", holder, f"the holder of {delegation}", party, kind="AUTHORITY")
    live = (link_live(link, act, absolute=False) for link in links)
    return (holds, to_decide(links[0]), *live)


def to_decide(root: Link) -> Finding:
    """Judge DEL-23: something may be decided under it, and not advised alone."""
    expected = "a delegation to decide, or to act in the name of its giver"
    got = f"{root.delegation}, {root.kind}"
    return judge("DEL-23", root.kind != "advisory", expected, got, clause=root.clause, kind="AUTHORITY")

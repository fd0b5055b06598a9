"""Where authority comes from: the decision of its giver, and the enabling power that lets it delegate.

Implements PBP-7 and PBP-9 (whom a power reaches): by no step of a chain does it reach anybody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledger.acts import Act
from ledger.facts import delegations as facts
from ledger.findings import Finding, Verdict, all_of, judge
from ledger.holders import Acting, acts_for
from ledger.links import Chain, Link


def of(links: Sequence[Link]) -> frozenset[str]:
    """Give the enabling powers, of those stated, that a chain rests on: that of its root."""
    return frozenset(one.granted.enabling for one in links if one.granted and one.granted.enabling)


def founders(giver: str, known: Acting) -> tuple[str, ...]:
    """Give the organisations whose authority a giver has: itself, or the founders of the body."""
    kind, _, code = giver.partition(":")
    if kind == "organisation":
        return (giver,)
    body = known.bodies.known.get(code)
    return tuple(f"organisation:{one}" for one in body.founders) if body is not None else ()


def examine(act: Act, body: facts.Granted, chain: Chain, known: Acting) -> Iterator[Finding]:
    """Judge where the authority comes from: the giver's resolution; a power that reaches this delegate."""
    if body.kind == "reserved":
        own = set(body.to) == {body.by}
        expected = f"what {body.by} keeps for itself"
        yield judge("DEL-20", own, expected, ", ".join(body.to), absolute=True)
    if body.resolution is not None:
        decided = acts_for(body.by, None, body.resolution, act.day, known)
        expected = f"a decision of {body.by} by which it is given, taken by {act.day}, which stands"
        yield Finding("DEL-21", None, decided, expected, body.resolution, kind="AUTHORITY")
    if body.enabling is None:
        return
    power = chain.powers.get(body.enabling)
    if power is None:
        expected = "a power that the ledger knows"
        yield judge("DEL-22", None, expected, body.enabling, kind="AUTHORITY")
        return
    registered = known.directory.organisations
    codes = [one.partition(":")[2] for one in founders(body.by, known)]
    kinds = [registered[one].kind if one in registered else None for one in codes]
    gives = all_of(Verdict.of(None if kind is None else kind in power.givers) for kind in kinds or [None])
    got = f"{body.by}, of {', '.join(str(kind or 'a kind not known') for kind in kinds) or 'nobody known'}"
    expected = f"a giver of those that the power is for: {', '.join(power.givers)}"
    yield Finding("DEL-22", power.cited, gives, expected, got, kind="AUTHORITY")
    for party in body.to:
        yield _reaches(party, power, known)


def _reaches(party: str, power: facts.PowerStated, known: Acting) -> Finding:
    """Judge that a power lets its givers delegate to a party of this kind."""
    kind, _, code = party.rpartition(":")
    sort = kind or "person"
    reached: bool | None = sort in power.reaches
    got = party
    if reached and sort == "organisation" and code in known.directory.organisations:
        what = known.directory.organisations[code].kind
        reached, got = what in power.organisations, f"{party}, a {what}"
    expected = f"a delegate that the power reaches: {', '.join((*power.reaches, *power.organisations))}"
    return Finding("DEL-22", power.cited, Verdict.of(reached), expected, got, kind="AUTHORITY")


def examine_passed(root: Link, body: facts.PassedOn, chain: Chain, known: Acting) -> Iterator[Finding]:
    """Judge DEL-22 of what is passed on: the power of the root reaches whoever is let act further down."""
    for power in filter(None, map(chain.powers.get, of((root,)))):
        yield from (_reaches(party, power, known) for party in body.to)

"""Chains of delegation: who could do this, under which links, within which limits.

The law of the module: no link reaches wider than its parent, in any dimension, at any time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from ledger.acts import Act
from ledger.bodies import Bodies
from ledger.facts import delegations as facts
from ledger.facts.words import Money
from ledger.findings import Finding, Verdict, judge
from ledger.links import DEPTH_MAX, Chain, Link
from ledger.organisations import Directory
from ledger.scopes import exceeds, show, wider
from ledger.tags import use_tags


def boundary(body: facts.Body, chain: Chain) -> frozenset[str]:
    """Say which tags the judgement reads; it grows link by link up to the root."""
    match body:
        case facts.Granted():
            named: tuple[str, ...] = (body.delegation,)
            extra = {party_tag(body.to)}
        case facts.PassedOn():
            named = (body.delegation, body.parent)
            extra = {party_tag(body.to)}
        case facts.Narrowed() | facts.Revoked():
            named = (body.delegation,)
            extra = set()
        case facts.Used():
            named = body.chain
            extra = {*use_tags(body), f"act:{body.act}", f"person:{body.person}"}
        case _:
            assert_never(body)
    tags = {f"delegation:{one}" for one in {*named, *chain.parents(named)}}
    return frozenset(tags | extra | {f"body:{body.by}"})


def party_tag(party: str) -> str:
    """Give the tag by which a party is found."""
    return f"person:{party}" if party.startswith("p-") else party


def examine(
    act: Act,
    body: facts.Body,
    chain: Chain,
    bodies: Bodies,
    directory: Directory,
    totals: Mapping[str, int],
) -> tuple[Finding, ...]:
    """Judge a delegation or an act under one.

    Args:
        act: what is proposed.
        body: its body.
        chain: the links that were read.
        bodies: the bodies that were read.
        directory: the persons and organisations that were read.
        totals: what has been charged so far, in minor units, by ``use:`` tag.
    """
    exists = bodies.require(body.by, act.day)
    match body:
        case facts.Granted():
            known = _require_party(body.to, act.day, bodies, directory)
            return (exists, known, _fresh(body.delegation, chain))
        case facts.PassedOn():
            known = _require_party(body.to, act.day, bodies, directory)
            return (exists, known, _fresh(body.delegation, chain), *_examine_passing(act, body, chain))
        case facts.Narrowed():
            return (exists, *_examine_narrowing(act, body, chain))
        case facts.Revoked():
            return (exists, _standing(act, body, chain))
        case facts.Used():
            return (exists, *_examine_use(act, body, chain, totals))
        case _:
            assert_never(body)


def _require_party(party: str, day: str, bodies: Bodies, directory: Directory) -> Finding:
    """Judge that whoever receives authority is known: PER-2, BOD-2 or ORG-2."""
    kind, _, code = party.rpartition(":")
    if kind == "body":
        return bodies.require(code, day)
    return directory.require_organisation(code) if kind else directory.require_person(party)


def _fresh(delegation: str, chain: Chain) -> Finding:
    return judge(
        "DEL-1", delegation not in chain.links, "an id that no delegation has yet", delegation, absolute=True
    )


def _standing(act: Act, body: facts.Narrowed | facts.Revoked, chain: Chain) -> Finding:
    link = chain.links.get(body.delegation)
    live = link is not None and link.giver(act.day) == body.by and _live(link, act)[0]
    return judge(
        "DEL-2",
        live,
        f"a live delegation given by {body.by}",
        body.delegation if link is None else _live(link, act)[1],
        kind="AUTHORITY",
        absolute=True,
    )


def _examine_narrowing(act: Act, body: facts.Narrowed, chain: Chain) -> tuple[Finding, ...]:
    standing = _standing(act, body, chain)
    if standing.verdict is not Verdict.MET:
        return (standing,)
    # The last scope recorded is the narrowest: one that is still to take effect is not undone either.
    _, narrowest = chain.links[body.delegation].scopes[-1]
    return (standing, _fits(tuple(wider(body.scope, narrowest, deeper=False)), "the scope as it stands"))


def _fits(excess: tuple[str, ...], than: str) -> Finding:
    return judge(
        "DEL-5",
        not excess,
        f"nothing wider than {than}",
        "; ".join(excess) or "nothing wider",
        kind="AUTHORITY",
        absolute=True,
    )


def _examine_passing(act: Act, body: facts.PassedOn, chain: Chain) -> tuple[Finding, ...]:
    above = chain.up_from(body.parent)
    if not _whole(above):
        return (_known(body.parent),)
    parent = above[-1]
    holder = parent.holder(act.day) == act.acted.person
    deep = len(above) < DEPTH_MAX
    parties = {link.holder(act.day) for link in above} | {f"body:{above[0].giver(act.day)}"}
    return (
        *(_link_live(link, act, absolute=True) for link in above),
        judge(
            "DEL-3",
            holder and parent.giver(act.day) == body.by,
            f"the holder of {body.parent} to pass it on",
            f"{act.acted.person or 'nobody named'} for {body.by}",
            kind="AUTHORITY",
            absolute=True,
        ),
        judge(
            "DEL-4",
            parent.scope(_latest(act)).onward > 0 and deep,
            "a delegation that may be passed on",
            "one that may not" if deep else f"a chain of {DEPTH_MAX} links",
            kind="AUTHORITY",
            absolute=True,
        ),
        _fits(tuple(wider(body.scope, parent.scope(_latest(act)), deeper=True)), "the link above"),
        judge(
            "DEL-6",
            body.to not in parties,
            "a new party in the chain",
            body.to,
            kind="AUTHORITY",
            absolute=True,
        ),
    )


def _whole(links: tuple[Link, ...]) -> bool:
    return bool(links) and links[0].parent is None


def _known(delegation: str) -> Finding:
    return Finding(
        "DEL-2",
        None,
        Verdict.NOT_MET,
        "a delegation that the ledger knows",
        delegation,
        kind="AUTHORITY",
        absolute=True,
    )


def _own(act: Act) -> bool:
    """Tell whether who acts also records it: after the term, only somebody else may record a late act."""
    person = act.body.person if isinstance(act.body, facts.Used) else act.acted.person
    return person == act.recorder


def _latest(act: Act) -> str:
    return max(act.day, act.recorded)


def _live(link: Link, act: Act) -> tuple[bool, str]:
    """Say whether a link held on the act's day, as known.

    An end binds from its day; and once that day has come, it binds whatever day is claimed.
    """
    name = f"{link.delegation} from {link.since}"
    if act.day < link.since:
        return False, f"{name}, not yet begun"
    if link.ended is not None and _latest(act) >= link.ended:
        return False, f"{name}, revoked from {link.ended}"
    until = link.scope(_latest(act)).until
    if until is not None and (_latest(act) if _own(act) else act.day) >= until:
        return False, f"{name}, ended before {until}"
    return True, name


def _link_live(link: Link, act: Act, *, absolute: bool) -> Finding:
    answer, got = _live(link, act)
    expected = f"a link that holds on {act.day}"
    return judge("DEL-2", answer, expected, got, clause=_clause(link), kind="AUTHORITY", absolute=absolute)


def examine_held(act: Act, delegation: str, party: str, chain: Chain) -> tuple[Finding, ...]:
    """Judge that a party holds a delegation on the day of an act, and every link above it holds."""
    links = chain.up_from(delegation)
    if not _whole(links):
        return (_known(delegation),)
    holder = links[-1].holder(act.day)
    holds = judge("DEL-8", holder == party, f"the holder of {delegation}", party, kind="AUTHORITY")
    return (holds, *(_link_live(link, act, absolute=False) for link in links))


def _clause(link: Link) -> str | None:
    return link.power or (link.clauses[0] if link.clauses else None)


def _examine_use(act: Act, body: facts.Used, chain: Chain, totals: Mapping[str, int]) -> tuple[Finding, ...]:
    links = chain.up_from(body.chain[-1])
    if not _whole(links):
        return (_known(body.chain[-1]),)
    same = tuple(link.delegation for link in links) == body.chain and links[0].giver(act.day) == body.by
    findings = [
        judge("DEL-12", body.act not in chain.acts, "an id that no act has yet", body.act, absolute=True),
        judge(
            "DEL-7",
            same,
            "the chain from its root, whole",
            f"{' > '.join(body.chain)} for {body.by}",
            kind="AUTHORITY",
            absolute=True,
        ),
        judge(
            "DEL-8",
            links[-1].holder(act.day) == body.person,
            f"the holder of {body.chain[-1]}",
            body.person,
            kind="AUTHORITY",
        ),
    ]
    for link in links:
        findings.append(_link_live(link, act, absolute=False))
        findings.extend(_examine_limits(act, body, link, totals))
    return tuple(findings)


def _examine_limits(act: Act, body: facts.Used, link: Link, totals: Mapping[str, int]) -> Iterator[Finding]:
    scope = link.scope(_latest(act))
    clause = _clause(link)
    yield judge(
        "DEL-9",
        body.function in scope.functions,
        f"a function of {link.delegation}: {', '.join(scope.functions)}",
        body.function,
        kind="AUTHORITY",
        clause=clause,
    )
    yield judge(
        "DEL-10",
        not exceeds(body.amount, scope.each),
        f"at most {show(scope.each)} for one act under {link.delegation}",
        "no amount" if body.amount is None else show(body.amount),
        kind="AUTHORITY",
        clause=clause,
    )
    yield _examine_total(body, link.delegation, scope.total, totals, clause)


def _examine_total(
    body: facts.Used, delegation: str, limit: Money | None, totals: Mapping[str, int], clause: str | None
) -> Finding:
    if limit is None or body.amount is None:
        return judge(
            "DEL-11",
            limit is None,
            f"an amount against the limit in all of {delegation}",
            "no limit in all" if limit is None else "no amount",
            kind="AUTHORITY",
            clause=clause,
        )
    spent = totals.get(f"use:{delegation}:{body.amount.currency.lower()}", 0)
    after = spent + body.amount.minor
    within = body.amount.currency == limit.currency and after <= limit.minor
    already = Money(spent, body.amount.currency) if spent else None
    return judge(
        "DEL-11",
        within,
        f"at most {show(limit)} in all under {delegation}",
        f"{show(body.amount)} on top of {show(already) if already else 'nothing'} before",
        kind="AUTHORITY",
        clause=clause,
    )

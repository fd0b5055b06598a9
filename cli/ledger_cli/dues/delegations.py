"""Delegations that end, are to be reviewed or accepted, and acts of which somebody is to be told (PBP-2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ledger.awaiting import NO_DAY, Awaited, by
from ledger.facts import delegations as facts
from ledger.uses import untold
from ledger_cli.dues.ground import Ground, Row, before

if TYPE_CHECKING:
    from ledger.links import Link
    from ledger.state import State


def rows(ground: Ground) -> Iterator[Row]:
    """Give what has a date, or is awaited, of the delegations that the bodies gave or hold."""
    wanted, telling = _wanted(ground)
    if not wanted and not telling:
        return
    state = _read(ground, wanted, telling)
    for code in sorted(wanted):
        links = state.chain.up_from(code)
        if links and not any(one.ended is not None and one.ended <= ground.day for one in links):
            link = links[-1]
            body = _body(ground, link)
            if body is not None or ground.one is None:
                yield from _dates(ground, link, body)
    for code in sorted(telling):
        yield from _told(ground, state, code)


def in_force(ground: Ground) -> Iterator[tuple[Link, str]]:
    """Give the delegations that the bodies gave or hold and that are not over, and how each stands."""
    given: list[facts.Given] = [one for _, one in ground.by_then(facts.Granted)]
    given += [one for _, one in ground.by_then(facts.PassedOn)]
    state = _read(ground, {one.delegation for one in given if _names(ground, one)}, set())
    for link in state.chain.links.values():
        above = state.chain.up_from(link.delegation)
        over = any(_over(one, ground.day) for one in above)
        if not over and _body(ground, link) is not None:
            paused = any(one.paused(ground.day) for one in above)
            waits = any(one.missing(ground.day) for one in above)
            yield link, "suspended" if paused else "not accepted" if waits else "in force"


def _over(link: Link, day: str) -> bool:
    until = link.scope(day).until
    ended = link.ended is not None and link.ended <= day
    return link.since > day or ended or (until is not None and until <= day)


def _names(ground: Ground, one: facts.Given) -> bool:
    """Say whether a delegation names one of the bodies, or one whose place it took: it may have passed on."""
    parties = (one.by, *one.to)
    codes = {party.partition(":")[2].partition("/")[0] for party in parties if not party.startswith("p-")}
    return bool(codes & ground.lineage)


def _wanted(ground: Ground) -> tuple[set[str], set[str]]:
    """Find, by scanning, the delegations with something to come, and those under which somebody is told."""
    given: dict[str, facts.Given] = {one.delegation: one for _, one in ground.by_then(facts.Granted)}
    given |= {one.delegation: one for _, one in ground.by_then(facts.PassedOn)}
    changed = {
        one.delegation: one.manner for _, one in ground.by_then(facts.Amended) if one.manner is not None
    }
    dated = {one.delegation for _, one in ground.by_then(facts.Amended)}
    dated |= {code for code, one in given.items() if one.scope.until is not None or _awaits(one.manner)}
    duties = {code for code, one in given.items() if one.manner.duties}
    duties |= {code for code, manner in changed.items() if manner.duties}
    telling = {code for code in given if duties.intersection(_above(code, given))} if duties else set()
    return {code for code in dated if code in given}, telling


def _awaits(manner: facts.Manner) -> bool:
    return manner.acceptance or manner.review is not None


def _above(code: str, given: Mapping[str, facts.Given]) -> Iterable[str]:
    way, one = [code], given.get(code)
    while isinstance(one, facts.PassedOn) and one.parent not in way:
        way.append(one.parent)
        one = given.get(one.parent)
    return way


def _read(ground: Ground, wanted: set[str], telling: set[str]) -> State:
    """Read delegations with every link above them, and the acts under those of which somebody is told."""
    named = {f"delegation:{one}" for one in wanted | telling} | {f"acts:{one}" for one in telling}

    def more(state: State) -> frozenset[str]:
        above = state.chain.parents(tuple(state.chain.links))
        return frozenset(named | {f"delegation:{one}" for one in above})

    return ground.past.grown(more)


def _body(ground: Ground, link: Link) -> str | None:
    """Give the body that is asked about and that gave the delegation, or holds it, itself or by an office."""
    parties = (link.giver(ground.day), *link.holders(ground.day))
    codes = (party.partition(":")[2].partition("/")[0] for party in parties if ":" in party)
    kinds = (party.partition(":")[0] for party in parties if ":" in party)
    found = (code for kind, code in zip(kinds, codes, strict=True) if kind != "organisation")
    return next((code for code in found if code in ground.codes), None)


def _dates(ground: Ground, link: Link, body: str | None) -> Iterator[Row]:
    day, code = ground.day, link.delegation
    giver, version = link.giver(day), link.version(day)
    until, review = version.scope.until, version.manner.review
    what = f"delegation of {', '.join(version.scope.functions)} to {', '.join(link.holders(day))}"
    if until is not None and day < until:
        awaited = Awaited("delegation", code, body, by(before(until)), giver, link.since)
        yield Row(awaited, f"{what} ends", f"remit delegation amend {code} --until DATE", link.clause)
    if until is not None and day >= until:
        return
    if review is not None:
        awaited = Awaited("review of a delegation", code, body, by(review), giver, link.since)
        yield Row(
            awaited, f"review of the {what}", f"remit delegation amend {code} --review DATE", link.clause
        )
    for party in link.missing(day):
        awaited = Awaited("acceptance", f"{code}.{party}", body, NO_DAY, party, link.since)
        yield Row(awaited, f"{what} to be accepted", f"remit delegation accept {code} {party}", link.clause)


def _told(ground: Ground, state: State, code: str) -> Iterator[Row]:
    """Give the acts of which somebody is still to be told, by whoever acted."""
    for link in state.chain.up_from(code):
        body = _body(ground, link)
        if body is None and ground.one is not None:
            continue
        for duty in link.version(ground.day).manner.duties:
            said, flag = ("reported", "") if duty.what == "report" else ("notified", " --notified")
            for act, last in untold(duty, code, state.chain, ground.day).items():
                done = state.chain.acts[act]
                owner = done.body.persons[0] if done.body.persons else state.chain.links[code].to[0]
                id_ = f"{act}.{duty.what}.{duty.to}"
                awaited = Awaited(f"{duty.what} of an act", id_, body, by(last), owner, done.day)
                what = f"act of {done.day} ({done.body.function}) to be {said} to {duty.to}"
                settle = f"remit delegation report {code} {act} --to {duty.to}{flag}"
                yield Row(awaited, what, settle, link.clause)

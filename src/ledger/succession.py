"""Succession: an organisation or a body ends by a cited order, and what it held passes on or lapses (SYS-1).

The facts of one request say all of it: first what lapses, each as the ending that it is, then the end
itself with its successors and what passes to them. Nothing lapses without a fact that says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ledger.acts import Act
from ledger.bodies import Bodies
from ledger.facts import bodies, organisations
from ledger.findings import Finding, judge
from ledger.levels import Funds
from ledger.links import Chain
from ledger.members import Roll
from ledger.organisations import Directory
from ledger.places import LAST, Places
from ledger.programme import Programme

Ended = organisations.Ended | bodies.Ended


def boundary(body: Ended, funds: Funds, places: Places) -> frozenset[str]:
    """Say which tags the judgement reads: of a body what it holds too, and what others passed to it."""
    if isinstance(body, organisations.Ended):
        return places.tags(f"organisation:{code}" for code in (body.organisation, *body.successors))
    tags = set(places.tags(f"body:{code}" for code in (body.body, *body.successors)))
    tags |= {f"{'delegation' if one.startswith('g-') else 'allocation'}:{one}" for one in body.passing}
    tags |= {f"fund:{code}" for code in body.funds}
    tags |= {tag for tag, told in funds.passed.items() if body.body in {after for *_, after in told}}
    return frozenset(tags | {f"{noun}:{body.body}" for noun in ("roll", "programme", "allocations")})


def examine_organisation(act: Act, body: organisations.Ended, directory: Directory) -> tuple[Finding, ...]:
    """Judge the end of an organisation: it is known and has not ended; neither have its successors."""
    named = (body.organisation, *body.successors)
    gone = [code for code in named if code in directory.ended and directory.ended[code][0] <= act.day]
    return (
        *(directory.require_organisation(code) for code in named),
        _others(body.organisation, body.successors, directory),
        _once(body.organisation, act.day, directory.ended),
        *_named(body),
        judge(
            "SUC-2",
            not gone,
            f"organisations that have not ended by {act.day}",
            ", ".join(f"{code}, which ended {directory.ended[code][0]}" for code in gone),
            absolute=True,
        ),
    )


def examine_body(
    act: Act, body: bodies.Ended, known: Bodies, roll: Roll, programme: Programme, chain: Chain, funds: Funds
) -> tuple[Finding, ...]:
    """Judge the end of a body: nothing of it is left that neither ended nor passes on."""
    left = (*_left(act.day, body.body, roll, programme), *_money_left(act.day, body, funds))
    return (
        *(known.require(code, act.day) for code in (body.body, *body.successors)),
        _others(body.body, body.successors, known),
        _once(body.body, act.day, known.ended),
        judge(
            "SUC-3",
            not left,
            "every membership, office and coming meeting of the body to be ended first, and what it holds of "
            "funds to lapse or pass on",
            "; ".join(left) or "nothing left",
        ),
        *(_passing(act.day, body, one, chain, funds) for one in body.passing),
        *(_keeping(act.day, body, one, funds) for one in body.funds),
    )


def _named(body: organisations.Ended) -> Iterator[Finding]:
    """Judge SUC-6: what the order says of single things, it says once, and of successors that it names."""
    for one in body.passing:
        once = sum(each.what == one.what for each in body.passing) == 1
        strange = [code for code in one.to if code not in body.successors]
        names = ", ".join(body.successors) or "none"
        got = f"{one.what} for {', '.join(one.to) or 'nobody'}"
        expected = f"each thing once, for successors that the order names: {names}"
        yield judge("SUC-6", once and not strange, expected, got, absolute=True)


def _others(code: str, successors: tuple[str, ...], known: Directory | Bodies) -> Finding:
    """Judge SUC-1: nobody comes after itself, and nothing is lost in a circle, whatever the days."""
    others = not any(code in known.heirs(one, LAST) for one in successors)
    others = others and len(set(successors)) == len(successors)
    got = ", ".join(successors) or "none"
    return judge("SUC-1", others, "successors other than itself, each once", got, absolute=True)


def _once(
    code: str, day: str, ended: Mapping[str, tuple[str, organisations.Ended | bodies.Ended]]
) -> Finding:
    """Judge SUC-5: no end is recorded for a later day, whose place this one would take."""
    later = ended[code][0] if code in ended and day < ended[code][0] else None
    told = f"{code}, recorded as ended {later}"
    return judge("SUC-5", later is None, "something whose end is not recorded yet", code, wrong=told)


def _left(day: str, body: str, roll: Roll, programme: Programme) -> Iterator[str]:
    members = {one.person for one in roll.memberships if one.body == body and one.holds(day) is not False}
    if members:
        yield f"{len(members)} members"
    offices = {
        one.office for one in roll.tenures if one.body == body and (one.ends is None or day < one.ends)
    }
    if offices:
        yield f"office {', '.join(sorted(offices))}"
    coming = [
        one.date
        for one in programme.meetings.values()
        if one.scheduled.body == body and one.cancelled is None and one.date >= day
    ]
    if coming:
        yield f"meeting on {', '.join(sorted(coming))}"


def _money_left(day: str, body: bodies.Ended, funds: Funds) -> Iterator[str]:
    held = {one.made.allocation for one in funds.held(body.body, day)} - set(body.passing)
    if held:
        yield f"allocation {', '.join(sorted(held))}"


def _passing(day: str, body: bodies.Ended, passing: str, chain: Chain, funds: Funds) -> Finding:
    """Judge SUC-4: what passes is the body's, and there is somebody that it passes to."""
    if passing.startswith("w-"):
        its = any(one.made.allocation == passing for one in funds.held(body.body, day))
        return _to_successor(body, passing, f"an allocation that {body.body} holds", its=its)
    link = chain.links.get(passing)
    party = f"body:{body.body}"
    holds = link is not None and (link.ended is None or day < link.ended)
    its = link is not None and party in {link.giver(day), *link.holders(day)}
    expected = f"a live delegation given or held by {body.body}"
    return _to_successor(body, passing, expected, its=holds and its)


def _keeping(day: str, body: bodies.Ended, fund: str, funds: Funds) -> Finding:
    its = funds.keeper(fund, day) == body.body
    return _to_successor(body, fund, f"a fund that {body.body} keeps", its=its)


def _to_successor(body: bodies.Ended, passing: str, expected: str, *, its: bool) -> Finding:
    return judge(
        "SUC-4",
        its and bool(body.successors),
        f"{expected}, and a successor to pass it to",
        passing if body.successors else f"{passing} without a successor",
        absolute=True,
    )

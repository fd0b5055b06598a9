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
from ledger.links import Chain
from ledger.members import Roll
from ledger.organisations import Directory
from ledger.programme import Programme

Ended = organisations.Ended | bodies.Ended


def boundary(body: Ended) -> frozenset[str]:
    """Say which tags the judgement reads."""
    if isinstance(body, organisations.Ended):
        return frozenset(f"organisation:{code}" for code in (body.organisation, *body.successors))
    tags = {f"body:{code}" for code in (body.body, *body.successors)}
    tags |= {f"delegation:{one}" for one in body.passing}
    return frozenset(tags | {f"roll:{body.body}", f"programme:{body.body}"})


def examine_organisation(act: Act, body: organisations.Ended, directory: Directory) -> tuple[Finding, ...]:
    """Judge the end of an organisation: it is known and has not ended; neither have its successors."""
    named = (body.organisation, *body.successors)
    gone = [code for code in named if code in directory.ended and directory.ended[code][0] <= act.day]
    return (
        *(directory.require_organisation(code) for code in named),
        _others(body.organisation, body.successors),
        _once(body.organisation, act.day, directory.ended),
        judge(
            "SUC-2",
            not gone,
            f"organisations that have not ended by {act.day}",
            ", ".join(f"{code}, which ended {directory.ended[code][0]}" for code in gone),
            absolute=True,
        ),
    )


def examine_body(
    act: Act, body: bodies.Ended, known: Bodies, roll: Roll, programme: Programme, chain: Chain
) -> tuple[Finding, ...]:
    """Judge the end of a body: nothing of it is left that neither ended nor passes on."""
    left = tuple(_left(act.day, body.body, roll, programme))
    return (
        *(known.require(code, act.day) for code in (body.body, *body.successors)),
        _others(body.body, body.successors),
        _once(body.body, act.day, known.ended),
        judge(
            "SUC-3",
            not left,
            "every membership, office and coming meeting of the body to be ended first",
            "; ".join(left) or "nothing left",
        ),
        *(_passing(act.day, body, one, chain) for one in body.passing),
    )


def _others(code: str, successors: tuple[str, ...]) -> Finding:
    others = code not in successors and len(set(successors)) == len(successors)
    got = ", ".join(successors) or "none"
    return judge("SUC-1", others, "successors other than itself, each once", got, absolute=True)


def _once(
    code: str, day: str, ended: Mapping[str, tuple[str, organisations.Ended | bodies.Ended]]
) -> Finding:
    """Judge SUC-5: no end is recorded for a later day, whose place this one would take."""
    later = ended[code][0] if code in ended and day < ended[code][0] else None
    got = f"{code}, recorded as ended {later}"
    return judge("SUC-5", later is None, "something whose end is not recorded yet", got)


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


def _passing(day: str, body: bodies.Ended, delegation: str, chain: Chain) -> Finding:
    link = chain.links.get(delegation)
    party = f"body:{body.body}"
    holds = link is not None and (link.ended is None or day < link.ended)
    its = link is not None and party in {link.giver(day), *link.holders(day)}
    return judge(
        "SUC-4",
        holds and its and bool(body.successors),
        f"a live delegation given or held by {body.body}, and a successor to pass it to",
        delegation if body.successors else f"{delegation} without a successor",
        absolute=True,
    )

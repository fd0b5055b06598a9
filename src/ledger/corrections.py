"""Corrections: a fact that is read as saying something else from then on.

A judgement reads facts as they stand corrected at its number; ``amended`` puts the corrections in
their place before anything is folded. What is corrected keeps its number, its id, who acted and who
recorded it; a correction of a correction names the original, so that one id always finds all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import msgspec

from ledger.acts import Act, Recorded
from ledger.facts import Body, deputies, meetings, members
from ledger.facts import corrections as facts
from ledger.findings import Finding, judge
from ledger.members import Roll
from ledger.sittings import Sittings
from ledger.tags import tags_of


@dataclass(frozen=True, slots=True)
class Said:
    """What each fact that can be corrected says, and on which day or instant, by fact id.

    ``amended`` has put corrections in their place.
    """

    by_id: Mapping[str, tuple[facts.Correctable, str]] = field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.Correctable | facts.Corrected) -> Said:
        """Fold one fact in. Never refuses: it already happened."""
        if isinstance(body, facts.Corrected):
            return self
        return Said({**self.by_id, at.fact.id: (body, at.fact.on)})


def amended(facts_: Iterable[Recorded]) -> list[Recorded]:
    """Give facts as they stand corrected by those among them, in the order of their numbers."""
    found = list(facts_)
    said: dict[str, Recorded] = {}
    for at in found:
        if isinstance(at.fact.body, facts.Corrected):
            said[at.fact.body.corrects] = at
    if not said:
        return found
    return [one for at in found if (one := _amended(at, said.get(at.fact.id))) is not None]


def _amended(at: Recorded, correction: Recorded | None) -> Recorded | None:
    if correction is None or correction.fact.tags != at.fact.tags:
        return at
    body = correction.fact.body
    if not isinstance(body, facts.Corrected) or body.body is None:
        return None
    return replace(at, fact=msgspec.structs.replace(at.fact, on=correction.fact.on, body=body.body))


NOT_AGAIN = {"MTG-2"}
"""Rules that do not judge what a fact says instead: a record may be corrected after it was closed."""


def boundary(body: facts.Corrected) -> frozenset[str]:
    """Say which tags the judgement reads: those of what was said, and of what is said instead."""
    return frozenset(tags_of(body))


def examine(
    act: Act, body: facts.Corrected, said: Said, sittings: Sittings, roll: Roll
) -> tuple[Finding, ...]:
    """Judge a correction.

    COR-1: of what was said, as it stands. COR-2: to something else of the same kind, about the same
    thing. COR-3: what happened at a meeting stays on its day. COR-5: a membership that was ended stays
    that of its person in its seat.
    """
    found, day = said.by_id.get(body.corrects, (None, None))
    same = (body.body, act.on) == (found, day)
    findings = (
        judge(
            "COR-1",
            found == body.was,
            "what the fact says, as it stands corrected",
            f"something else of {body.corrects}" if found else f"{body.corrects}, which says nothing now",
            absolute=True,
        ),
        judge(
            "COR-2",
            not same and (body.body is None or _about_the_same(body.was, body.body)),
            "something else of the same kind, about the same thing",
            "the same again" if same else "another kind, or about another thing",
            absolute=True,
        ),
    )
    if isinstance(body.was, members.Appointed):
        return (*findings, _examine_place(body.was, body.body, roll))
    if not isinstance(body.was, meetings.Attended | meetings.ItemOpened):
        return findings
    sitting = sittings.known.get(body.was.meeting)
    days = () if sitting is None else sitting.days
    expected = f"the day of the meeting, {' or '.join(days)}"
    return (*findings, judge("COR-3", act.day in days, expected, act.day, absolute=True))


def _examine_place(was: members.Appointed, body: facts.Correctable | None, roll: Roll) -> Finding:
    """Judge COR-5: who sits where changes only while no end and no taking up rests on it."""
    places = {(was.person, was.seat)}
    if isinstance(body, members.Appointed):
        places.add((body.person, body.seat))
    moved = len(places) > 1
    rests = [
        one
        for one in roll.memberships
        if one.body == was.body
        and (one.person, one.seat) in places
        and (one.ended is not None or (was.takes_up and not one.awaits))
    ]
    return judge(
        "COR-5",
        not moved or not rests,
        "nothing recorded since that rests on who sat in which seat",
        f"{len(rests)} memberships taken up or ended",
        absolute=True,
    )


def _about_the_same(was: facts.Correctable, body: facts.Correctable) -> bool:
    """Tell whether a correction keeps the ids and tags by which others find what it corrects."""
    return type(body) is type(was) and tags_of(body) == tags_of(was) and _id(body) == _id(was)


def _id(body: facts.Correctable) -> str | None:
    """Give the id by which other facts name this one, where no tag holds it."""
    match body:
        case meetings.ItemOpened():
            return body.item
        case deputies.Nominated():
            return body.deputy
        case _:
            return None


def alone(body: Body, count: int) -> tuple[Finding, ...]:
    """Judge COR-4: a correction is alone in its request: what is judged beside it would not see it."""
    if not isinstance(body, facts.Corrected):
        return ()
    return (judge("COR-4", count == 1, "a correction alone in its request", f"{count} facts", absolute=True),)

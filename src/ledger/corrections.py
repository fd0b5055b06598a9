"""Corrections: a fact that is read as saying something else from then on.

A judgement reads facts as they stand corrected at its number; ``amended`` puts the corrections in
their place before anything is folded. What is corrected keeps its number, its id, who acted and who
recorded it; a correction of a correction names the original, so that one id always finds all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec.structs import replace

from ledger.acts import Act, Recorded, london_day
from ledger.deputies import Deputies
from ledger.facts import Body, deputies, meetings, members, offices, organisations
from ledger.facts import corrections as facts
from ledger.findings import Finding, judge
from ledger.members import Roll
from ledger.organisations import Directory
from ledger.sittings import Sittings
from ledger.tags import tags_of


class Said(msgspec.Struct, frozen=True):
    """What each fact that can be corrected says, and on which day or instant, by fact id.

    ``amended`` has put corrections in their place.
    """

    by_id: Mapping[str, tuple[facts.Correctable, str]] = msgspec.field(default_factory=dict)

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


ON_ANY_DAY = ""
"""The tags of what can be corrected are the same on every day."""

NOT_AGAIN = {"MTG-2", "PRG-2"}
"""Rules that do not judge what a fact says instead: a record may be corrected after it was closed, and
the date that a meeting was given after it was held.
"""


def boundary(body: facts.Corrected) -> frozenset[str]:
    """Say which tags the judgement reads: those of what was said, and of what is said instead."""
    return frozenset(tags_of(body, ON_ANY_DAY))


def examine(
    act: Act,
    body: facts.Corrected,
    said: Said,
    sittings: Sittings,
    roll: Roll,
    directory: Directory,
    deputies_: Deputies,
) -> tuple[Finding, ...]:
    """Judge a correction.

    COR-1: of what was said, as it stands. COR-2: to something else of the same kind, about the same
    thing. COR-3: what happened at a meeting stays on its day. COR-5: what was ended, taken up or answered
    stays that of its person, in its place, and begins before it ends.
    """
    found, day = said.by_id.get(body.corrects, (None, None))
    findings = _examine_words(act, body, found, day)
    before = london_day(day) if day is not None else act.day
    if isinstance(body.was, meetings.Attended | meetings.ItemOpened):
        sitting = sittings.known.get(body.was.meeting)
        days = () if sitting is None else sitting.days
        expected = f"the day of the meeting, {' or '.join(days)}"
        return (*findings, judge("COR-3", act.day in days, expected, act.day, absolute=True))
    if body.body is None:
        return findings
    rests = (
        *_on_membership(body.was, body.body, before, act.day, roll),
        *_on_tenure(body.was, body.body, roll),
        *_on_position(body.was, body.body, before, act.day, directory),
        *_on_deputy(body.was, body.body, deputies_),
    )
    expected = "nothing recorded since that rests on what the fact said"
    return (*findings, judge("COR-5", not rests, expected, ", ".join(dict.fromkeys(rests)), absolute=True))


def _examine_words(
    act: Act, body: facts.Corrected, found: facts.Correctable | None, day: str | None
) -> tuple[Finding, Finding]:
    same = (body.body, act.on) == (found, day)
    other = f"something else of {body.corrects}" if found else f"{body.corrects}, which says nothing now"
    return (
        judge(
            "COR-1",
            found == body.was,
            "what the fact says, as it stands corrected",
            wrong=other,
            absolute=True,
        ),
        judge(
            "COR-2",
            not same and (body.body is None or _about_the_same(body.was, body.body)),
            "something else of the same kind, about the same thing",
            wrong="the same again" if same else "another kind, or about another thing",
            absolute=True,
        ),
    )


def _start(body: members.Appointed | members.CoOpted | organisations.Affiliated, day: str) -> str:
    return day if isinstance(body, members.CoOpted) else body.began or day


def _swallowed(ended: str | None, was: str, instead: str) -> bool:
    """Say whether an end would come before what it ends: it would end nothing any more."""
    return ended is not None and was < ended <= instead


def _on_membership(
    was: facts.Correctable, body: facts.Correctable, day: str, on: str, roll: Roll
) -> Iterator[str]:
    """Give the ends and the takings up that rest on who sat where, from when."""
    kinds = members.Appointed | members.CoOpted
    if not isinstance(was, kinds) or not isinstance(body, kinds):
        return
    places = {(one.person, one.seat if isinstance(one, members.Appointed) else None) for one in (was, body)}
    takes_up = isinstance(was, members.Appointed) and was.takes_up
    for one in roll.memberships:
        if one.body != was.body or (one.person, one.seat) not in places:
            continue
        if len(places) > 1 and takes_up and not one.awaits:
            yield "a seat taken up"
        moved = len(places) > 1 and one.ended is not None
        if moved or _swallowed(one.ended, _start(was, day), _start(body, on)):
            yield f"a membership ended {one.ended}"


def _on_tenure(was: facts.Correctable, body: facts.Correctable, roll: Roll) -> Iterator[str]:
    """Give the ends that rest on who held, or acted in, which office."""
    kinds = offices.Elected | offices.ActingUp
    if not isinstance(was, kinds) or not isinstance(body, kinds):
        return
    if (was.person, was.office) == (body.person, body.office):
        return
    stated = was.ends if isinstance(was, offices.Elected) else was.until
    for one in roll.tenures:
        same = (one.body, one.person, one.office) == (was.body, was.person, was.office)
        if same and (one.acting is None) == isinstance(was, offices.Elected) and one.ends != stated:
            yield f"an office left {one.ends}"


def _on_position(
    was: facts.Correctable, body: facts.Correctable, day: str, on: str, directory: Directory
) -> Iterator[str]:
    """Give the ends that rest on who held which position, from when."""
    if not isinstance(was, organisations.Affiliated) or not isinstance(body, organisations.Affiliated):
        return
    key = (was.person, was.organisation, was.position)
    moved = key != (body.person, body.organisation, body.position)
    for one in directory.affiliations:
        late = _swallowed(one.ended, _start(was, day), _start(body, on))
        if one.key == key and one.ended is not None and (moved or late):
            yield f"a position ended {one.ended}"


def _on_deputy(was: facts.Correctable, body: facts.Correctable, known: Deputies) -> Iterator[str]:
    """Give the answer that rests on who was to stand in for whom, and when."""
    if not isinstance(was, deputies.Nominated) or not isinstance(body, deputies.Nominated):
        return
    one = known.known.get(was.deputy)
    if one is not None and msgspec.structs.replace(was, by=body.by) != body:
        answers = (("approved", one.approved), ("declined", one.declined), ("ended", one.ended))
        yield from (f"a deputy {what} {day}" for what, day in answers if day is not None)


def _about_the_same(was: facts.Correctable, body: facts.Correctable) -> bool:
    """Tell whether a correction keeps the ids and tags by which others find what it corrects."""
    return (
        type(body) is type(was)
        and tags_of(body, ON_ANY_DAY) == tags_of(was, ON_ANY_DAY)
        and _id(body) == _id(was)
    )


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

"""Concerns over a partner: put to it with evidence, answered, closed or taken further; who leaves.

Implements HIW-6 (collective monitoring) and PLA-4.4. What a partner holds when it leaves ends by facts of its
own, in the same request; nothing ends without a fact that says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger import terms
from ledger.acts import Act, Recorded
from ledger.awaiting import NO_DAY, Awaited
from ledger.bodies import Bodies
from ledger.disputed import Disputes, is_late
from ledger.facts import concerns as facts
from ledger.facts.decisions import Resolved
from ledger.facts.terms import Terms
from ledger.findings import Finding, judge
from ledger.inforce import Agreements
from ledger.organisations import Directory
from ledger.places import Places
from ledger.sittings import Sittings
from ledger.terms import Rulebooks


class Concern(msgspec.Struct, frozen=True):
    """One concern: as it was raised, on which day, and what was said of it since."""

    raised: facts.Raised
    day: str
    told: tuple[tuple[str, facts.Answered | facts.Closed | facts.Escalated], ...] = ()

    def by(self, day: str) -> Concern:
        """Give it as it stood on a day."""
        return replace(self, told=tuple(one for one in self.told if one[0] <= day))

    def about(self, day: str, places: Places) -> tuple[str, ...]:
        """Give the partner that it is about, or who has its place on a day."""
        return places.holders(f"organisation:{self.raised.about}", self.raised.concern, day)

    @property
    def answered(self) -> bool:
        """Say whether the partner answered."""
        return any(isinstance(body, facts.Answered) for _, body in self.told)

    @property
    def closed(self) -> str | None:
        """The day on which it was closed; None: it is pursued."""
        return next((day for day, body in self.told if isinstance(body, facts.Closed)), None)

    @property
    def to_leave(self) -> bool:
        """Say whether it went on to asking the partner to leave."""
        return any(
            isinstance(body, facts.Escalated) and body.to == "asking to leave" for _, body in self.told
        )


class Concerns(msgspec.Struct, frozen=True):
    """The concerns that the facts read tell of, by id; and who was asked to leave, and on which day."""

    known: Mapping[str, Concern] = msgspec.field(default_factory=dict)
    asked: tuple[tuple[str, facts.AskedToLeave], ...] = ()

    def evolve(self, at: Recorded, body: facts.OfConcern | facts.AskedToLeave) -> Concerns:
        """Fold one fact in. Never refuses: it already happened."""
        if isinstance(body, facts.Raised):
            return replace(self, known={**self.known, body.concern: Concern(body, at.day)})
        if isinstance(body, facts.AskedToLeave):
            return replace(self, asked=(*self.asked, (at.day, body)))
        one = self.known.get(body.concern)
        if one is None:
            return self
        told = replace(one, told=(*one.told, (at.day, body)))
        return replace(self, known={**self.known, body.concern: told})

    def asked_on(self, body: str, organisation: str, day: str) -> facts.AskedToLeave | None:
        """Give how a partner was last asked to leave by a day; None: it was not."""
        found = [
            one
            for since, one in self.asked
            if since <= day and (one.body, one.organisation) == (body, organisation)
        ]
        return found[-1] if found else None


class Beside(msgspec.Struct, frozen=True):
    """What a concern is judged beside, and who leaves and rejoins."""

    concerns: Concerns
    disputes: Disputes
    bodies: Bodies
    directory: Directory
    rulebooks: Rulebooks
    resolved: Mapping[str, Resolved]
    sittings: Sittings
    agreements: Agreements

    @property
    def places(self) -> Places:
        """Who has the place of what has ended."""
        return Places(self.directory, self.bodies)


def boundary(body: facts.Body, beside: Beside) -> frozenset[str]:
    """Say which tags the judgement reads."""
    tags = {f"body:{body.body}"}
    match body:
        case facts.Raised():
            tags |= {f"concern:{body.concern}", f"terms:{body.body}", f"organisation:{body.about}", *body.by}
        case facts.Answered() | facts.Closed():
            tags.add(f"concern:{body.concern}")
        case facts.Escalated():
            tags |= {f"concern:{body.concern}", *((f"dispute:{body.dispute}",) if body.dispute else ())}
        case facts.AskedToLeave():
            tags |= {f"concern:{body.concern}", f"organisation:{body.organisation}", f"terms:{body.body}"}
            one = beside.concerns.known.get(body.concern)
            tags |= beside.places.tags((f"organisation:{one.raised.about}",) if one else ())
            tags |= _decided(body.resolution, beside)
        case facts.Rejoined():
            tags |= {f"organisation:{body.organisation}", *_decided(body.resolution, beside)}
            joined = beside.agreements.known.get(body.agreement or "")
            tags |= beside.places.tags(one.party for one in joined.parties) if joined is not None else set()
            tags |= {f"agreement:{body.agreement}"} if body.agreement is not None else set()
        case facts.Left():
            tags |= {f"organisation:{body.organisation}", f"terms:{body.body}", f"partners:{body.body}"}
        case _:
            assert_never(body)
    return frozenset(tags)


def _decided(resolution: str | None, beside: Beside) -> frozenset[str]:
    """Say which tags tell of a decision, and once it is known at which meeting it was taken, of that."""
    taken = beside.resolved.get(resolution or "")
    meeting = {f"meeting:{taken.meeting}"} if taken is not None else set()
    return frozenset({f"decision:{resolution}"} | meeting) if resolution is not None else frozenset()


def examine(act: Act, body: facts.Body, beside: Beside) -> tuple[Finding, ...]:
    """Judge what is said of a concern, or of a partner that is asked to leave or leaves."""
    exists = beside.bodies.require(body.body, act.day)
    match body:
        case facts.Raised():
            return (exists, *_examine_raised(act, body, beside))
        case facts.AskedToLeave():
            return (exists, *_examine_asked(act, body, beside))
        case facts.Left():
            return (exists, *_examine_left(act, body, beside))
        case facts.Rejoined():
            return (exists, *_examine_rejoined(act, body, beside))
        case _:
            return (exists, *_examine_course(act, body, beside))


def _examine_raised(act: Act, body: facts.Raised, beside: Beside) -> Iterator[Finding]:
    """Judge CNC-1: the id is new; CNC-2: others than the partner put it, each once."""
    fresh = body.concern not in beside.concerns.known
    yield judge("CNC-1", fresh, "an id that is new", body.concern, absolute=True)
    others = len(set(body.by)) == len(body.by) and f"organisation:{body.about}" not in body.by
    yield judge("CNC-2", others, f"others than {body.about}, each once", ", ".join(body.by), absolute=True)
    yield _is_partner(body.about, body.body, act.day, beside)
    for party in body.by:
        kind, _, code = party.partition(":")
        if kind == "body":
            yield beside.bodies.require(code, act.day)
        else:
            yield _is_partner(code, body.body, act.day, beside)


def _is_partner(code: str, body: str, day: str, beside: Beside) -> Finding:
    """Judge CNC-3: an organisation is a partner under the terms of the body on the day."""
    terms_ = beside.rulebooks.in_force(body, day)
    if terms_ is None:
        return terms.missing(body, day)
    left = beside.directory.left_on(body, code, day)
    known = code in beside.directory.organisations and is_named(code, terms_, beside.directory)
    got = f"{code}, which left {left}" if left is not None else code
    return judge("CNC-3", known and left is None, f"a partner under the terms of {body} on {day}", got)


def is_named(code: str, terms_: Terms, directory: Directory) -> bool:
    """Say whether an organisation, or what it took the place of, is a founder or has a seat by the terms."""
    named = {*terms_.founders, *(one for seat in terms_.seats for one in seat.organisations)}
    return bool(named & directory.forebears(code))


def _examine_course(
    act: Act, body: facts.Answered | facts.Closed | facts.Escalated, beside: Beside
) -> Iterator[Finding]:
    """Judge CNC-4: the concern was raised by then; CNC-5: it is not closed; CNC-6: as what it goes on."""
    one = beside.concerns.known.get(body.concern)
    begun = one is not None and one.day <= act.day and one.raised.body == body.body
    expected = f"a concern under {body.body} that was raised by {act.day}"
    yield judge("CNC-4", begun, expected, body.concern, absolute=True)
    if one is None:
        return
    got = body.concern if one.closed is None else f"{body.concern}, closed {one.closed}"
    yield judge("CNC-5", one.closed is None, "a concern that is pursued", got, absolute=True)
    if isinstance(body, facts.Escalated):
        yield _examine_dispute(act, body, one, beside.disputes)
        if body.to == "asking to leave":
            yield _heard(act, one)


def _examine_dispute(act: Act, body: facts.Escalated, one: Concern, disputes: Disputes) -> Finding:
    party = f"organisation:{one.raised.about}"
    if body.to == "asking to leave":
        got = body.dispute or "none"
        return judge(
            "CNC-6", body.dispute is None, "no dispute where it is asked to leave", got, absolute=True
        )
    known = disputes.known.get(body.dispute or "")
    fits = known is not None and known.raised.body == body.body and party in known.parties("against")
    fits = fits and known is not None and known.day <= act.day
    expected = f"a dispute under {body.body} against {one.raised.about}"
    return judge("CNC-6", fits, expected, body.dispute or "none", absolute=True)


def _heard(act: Act, one: Concern) -> Finding:
    """Judge CNC-7: the partner answered, or the time for its answer is over, before it is asked to leave."""
    heard = True if one.answered else is_late(one.raised.due, act.day)
    got = "answered" if one.answered else "no answer yet"
    return judge("CNC-7", heard, "the partner to have answered, or to be out of time", got)


def _examine_asked(act: Act, body: facts.AskedToLeave, beside: Beside) -> Iterator[Finding]:
    """Judge CNC-8: a concern about the partner went on to asking it to leave; CNC-9: by what resolution."""
    yield _is_partner(body.organisation, body.body, act.day, beside)
    one = beside.concerns.known.get(body.concern)
    about = one.about(act.day, beside.places) if one is not None else ()
    fits = one is not None and one.raised.body == body.body and f"organisation:{body.organisation}" in about
    then = one.by(act.day) if one is not None else None
    ready = fits and then is not None and then.to_leave and then.closed is None
    expected = f"a concern about {body.organisation} that went on to asking it to leave"
    yield judge("CNC-8", ready, expected, body.concern)
    if body.resolution is not None:
        yield _took(act, body.body, body.resolution, beside)


def _took(act: Act, body: str, resolution: str, beside: Beside) -> Finding:
    """Judge CNC-9: the decision was taken by the body by then."""
    taken = beside.resolved.get(resolution)
    sitting = beside.sittings.known.get(taken.meeting) if taken is not None else None
    day = sitting.day_of(taken.item) if taken is not None and sitting is not None else None
    own = sitting is not None and sitting.body == body and day is not None and day <= act.day
    return judge("CNC-9", own, f"a decision of {body} taken by {act.day}", resolution, absolute=True)


def _examine_left(act: Act, body: facts.Left, beside: Beside) -> Iterator[Finding]:
    """Judge CNC-3: it is a partner until then; CNC-10: it was asked to leave, where that is said."""
    yield _is_partner(body.organisation, body.body, act.day, beside)
    if body.asked:
        asked = beside.concerns.asked_on(body.body, body.organisation, act.day)
        got = f"{body.organisation}, {'asked' if asked is not None else 'not asked'} by {act.day}"
        yield judge("CNC-10", asked is not None, "a partner that was asked to leave", got)


def _examine_rejoined(act: Act, body: facts.Rejoined, beside: Beside) -> Iterator[Finding]:
    """Judge CNC-12: it had left; CNC-9 or CNC-13: a decision of the body or an agreement admits it."""
    yield from beside.places.require(f"organisation:{body.organisation}", act.day)
    left = beside.directory.left_on(body.body, body.organisation, act.day)
    expected = f"an organisation that left {body.body} by {act.day}"
    got = body.organisation if left is None else f"{body.organisation}, gone since {left}"
    yield judge("CNC-12", left is not None, expected, got, absolute=True)
    if body.resolution is not None:
        yield _took(act, body.body, body.resolution, beside)
    if body.agreement is not None or body.resolution is None:
        yield _examine_joined(act, body, beside)


def _examine_joined(act: Act, body: facts.Rejoined, beside: Beside) -> Finding:
    """Judge CNC-13: it is a party to an agreement of the body that lets others join."""
    one = beside.agreements.known.get(body.agreement or "")
    now = one.by(act.day) if one is not None and one.day <= act.day else None
    bound = now.parties_on(act.day, beside.places) if now is not None else ()
    fits = now is not None and (now.made.body, now.made.joining is not None) == (body.body, True)
    fits = fits and f"organisation:{body.organisation}" in bound
    clause = one.cite(one.made.joining) if one is not None else None
    expected = (
        f"a decision of {body.body}, or an agreement that lets others join, with {body.organisation} in it"
    )
    return judge("CNC-13", fits, expected, body.agreement or "neither", clause=clause)


def awaited(concerns: Concerns, places: Places, on: str) -> Iterator[Awaited]:
    """Give the answers to concerns that are awaited on a day, and who is asked to leave; most have a day.

    Of a partner that ended without a successor no answer is awaited; what was asked of it goes with it.
    """
    for code, known in concerns.known.items():
        one, due = known.by(on), known.raised.due or NO_DAY
        owner = ", ".join(one.about(on, places))
        if known.day <= on and owner and not one.answered and one.closed is None:
            yield Awaited("answer to a concern", code, one.raised.body, due, owner, one.day)
    for day, asked in concerns.asked:
        gone = places.directory.left_on(asked.body, asked.organisation, on) is not None
        gone = gone or not places.directory.exists(asked.organisation, on)
        if day <= on and not gone:
            owner, due = f"organisation:{asked.organisation}", asked.due or NO_DAY
            yield Awaited("asked to leave", asked.concern, asked.body, due, owner, day)

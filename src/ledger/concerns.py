"""Concerns over a partner: put to it with evidence, answered, closed or taken further; who leaves.

Implements HIW-6 (collective monitoring) and PLA-4.4. What a partner holds when it leaves ends by facts of its
own, in the same request; nothing ends without a fact that says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger import inforce, terms
from ledger.acts import Act, Recorded
from ledger.awaiting import NO_DAY, Awaited, is_ahead
from ledger.disputed import Disputes, is_late
from ledger.facts import agreements
from ledger.facts import concerns as facts
from ledger.facts.words import Due
from ledger.findings import Finding, Verdict, all_of, any_of, judge
from ledger.holders import Acting, resolves
from ledger.holders import boundary as boundary_of_acting
from ledger.inforce import Agreements
from ledger.organisations import Directory
from ledger.partners import is_partner
from ledger.places import Places


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

    def asked_on(
        self, body: str, organisation: str, day: str, directory: Directory
    ) -> facts.AskedToLeave | None:
        """Give how a partner was last asked to leave by a day, since it rejoined; None: it was not."""
        back = directory.rejoined_on(body, organisation, day) or ""
        found = [
            one
            for since, one in self.asked
            if back <= since <= day and (one.body, one.organisation) == (body, organisation)
        ]
        return found[-1] if found else None


class Beside(msgspec.Struct, frozen=True):
    """What a concern is judged beside, and who leaves and rejoins."""

    concerns: Concerns
    disputes: Disputes
    acting: Acting
    agreements: Agreements

    @property
    def places(self) -> Places:
        """Who has the place of what has ended."""
        return self.acting.places


def boundary(body: facts.Body, beside: Beside) -> frozenset[str]:
    """Say which tags the judgement reads."""
    tags = {f"body:{body.body}"}
    match body:
        case facts.Raised():
            tags |= {
                f"concern:{body.concern}",
                f"terms:{body.body}",
                *(one for one in body.by if one[0] == "b"),
            }
            codes = (body.about, *(one.partition(":")[2] for one in body.by if one[0] == "o"))
            tags |= _tags_of(codes, beside)
        case facts.Closed():
            tags.add(f"concern:{body.concern}")
        case facts.Answered() | facts.Escalated():
            tags |= _tags_of_concern(body.concern, beside)
            against = body.dispute if isinstance(body, facts.Escalated) else None
            known = beside.disputes.known.get(against or "")
            tags |= {f"dispute:{against}"} if against is not None else set()
            tags |= beside.places.tags(known.ever) if known is not None else set()
        case facts.AskedToLeave():
            tags |= _tags_of_concern(body.concern, beside) | _tags_of((body.organisation,), beside)
            tags |= {f"terms:{body.body}"} | boundary_of_acting((), body.resolution, beside.acting)
        case facts.Rejoined():
            tags |= {f"organisation:{body.organisation}"}
            tags |= boundary_of_acting((), body.resolution, beside.acting)
            joined = beside.agreements.known.get(body.agreement or "")
            tags |= inforce.signers(joined, beside.places) if joined is not None else set()
            tags |= {f"agreement:{body.agreement}"} if body.agreement is not None else set()
        case facts.Left():
            tags |= {f"terms:{body.body}", f"partners:{body.body}"} | _tags_of((body.organisation,), beside)
        case _:
            assert_never(body)
    return frozenset(tags)


def _tags_of_concern(concern: str, beside: Beside) -> frozenset[str]:
    """Say which tags tell of a concern, and of who has the place of the partner that it is about."""
    one = beside.concerns.known.get(concern)
    about = (f"organisation:{one.raised.about}",) if one is not None else ()
    return beside.places.tags(about) | {f"concern:{concern}"}


def _tags_of(codes: Iterable[str], beside: Beside) -> frozenset[str]:
    """Say which tags tell what organisations are, and what they took the place of."""
    directory = beside.acting.directory
    return frozenset(f"organisation:{one}" for code in codes for one in directory.forebears(code))


def examine(act: Act, body: facts.Body, beside: Beside) -> tuple[Finding, ...]:
    """Judge what is said of a concern, or of a partner that is asked to leave or leaves."""
    exists = beside.acting.bodies.require(body.body, act.day)
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
        if kind == "organisation":
            yield _is_partner(code, body.body, act.day, beside)
        elif code != body.body:
            expected = f"a partner, or {body.body} itself"
            yield judge("CNC-3", answer=False, expected=expected, got=party)
    yield from _is_ahead(act, body.due)


def _is_ahead(act: Act, due: Due | None) -> Iterator[Finding]:
    """Judge CNC-14: an answer is awaited, or the partner is asked to leave, by a day that is not past."""
    if due is not None:
        expected = f"a last day that is not before {act.day}, nor before the first"
        yield judge("CNC-14", is_ahead(due, act.day), expected, due.printed, absolute=True)


def _is_partner(code: str, body: str, day: str, beside: Beside) -> Finding:
    """Judge CNC-3: an organisation is a partner under the terms of the body on the day."""
    directory, terms_ = beside.acting.directory, beside.acting.rulebooks.in_force(body, day)
    if terms_ is None:
        return terms.missing(body, day)
    left = directory.left_on(body, code, day)
    got = f"{code}, which left {left}" if left is not None else code
    is_one = is_partner(code, terms_, directory, day)
    return judge("CNC-3", is_one, f"a partner under the terms of {body} on {day}", got)


def _examine_course(
    act: Act, body: facts.Answered | facts.Closed | facts.Escalated, beside: Beside
) -> Iterator[Finding]:
    """Judge CNC-4: the concern was raised by then; CNC-5: it is not closed; CNC-6: as what it goes on.

    CNC-16: what is answered, or goes on, is about somebody still.
    """
    one = beside.concerns.known.get(body.concern)
    begun = one is not None and one.day <= act.day and one.raised.body == body.body
    expected = f"a concern under {body.body} that was raised by {act.day}"
    yield judge("CNC-4", begun, expected, body.concern, absolute=True)
    if one is None:
        return
    got = body.concern if one.closed is None else f"{body.concern}, closed {one.closed}"
    yield judge("CNC-5", one.closed is None, "a concern that is pursued", got, absolute=True)
    if not isinstance(body, facts.Closed):
        party = f"organisation:{one.raised.about}"
        got = beside.places.said(party, body.concern, act.day)
        expected = f"{one.raised.about}, or who has its place on {act.day}"
        yield judge("CNC-16", bool(one.about(act.day, beside.places)), expected, got)
    if isinstance(body, facts.Escalated):
        yield _examine_dispute(act, body, one, beside)
        if body.to == "asking to leave":
            yield _heard(act, one.by(act.day))


def _examine_dispute(act: Act, body: facts.Escalated, one: Concern, beside: Beside) -> Finding:
    if body.to == "asking to leave":
        got = body.dispute or "none"
        return judge(
            "CNC-6", body.dispute is None, "no dispute where it is asked to leave", got, absolute=True
        )
    known = beside.disputes.known.get(body.dispute or "")
    fits = known is not None and known.raised.body == body.body and known.day <= act.day
    then = known.by(act.day) if known is not None else None
    there = beside.places.now(then.parties("against"), then.raised.dispute, act.day) if then else ()
    its = not set(there).isdisjoint(one.about(act.day, beside.places))
    fits = fits and its and then is not None and then.over is None
    expected = f"an open dispute under {body.body} against {one.raised.about}"
    return judge("CNC-6", fits, expected, body.dispute or "none", absolute=True)


def _heard(act: Act, one: Concern) -> Finding:
    """Judge CNC-7: the partner answered, or the time for its answer is over, before it is asked to leave."""
    heard = True if one.answered else is_late(one.raised.due, act.day)
    got = "answered" if one.answered else "no answer yet"
    return judge("CNC-7", heard, "the partner to have answered, or to be out of time", got)


def _examine_asked(act: Act, body: facts.AskedToLeave, beside: Beside) -> Iterator[Finding]:
    """Judge CNC-8: a concern about it went on to asking it to leave; CNC-9, CNC-15: by what decision."""
    yield _is_partner(body.organisation, body.body, act.day, beside)
    one = beside.concerns.known.get(body.concern)
    about = one.about(act.day, beside.places) if one is not None else ()
    fits = one is not None and one.raised.body == body.body and f"organisation:{body.organisation}" in about
    then = one.by(act.day) if one is not None else None
    ready = fits and then is not None and then.to_leave and then.closed is None
    expected = f"a concern about {body.organisation} that went on to asking it to leave"
    yield judge("CNC-8", ready, expected, body.concern)
    yield from _is_ahead(act, body.due)
    if body.resolution is not None:
        yield from _took(act, body.body, body.resolution, beside)


def _took(act: Act, body: str, resolution: str, beside: Beside) -> Iterator[Finding]:
    """Judge CNC-9: the decision was taken by the body by then; CNC-15: it stands, and resolves something."""
    known = beside.acting
    taken = known.motions.resolved.get(resolution)
    own = taken is not None and known.sittings.body_of(taken.meeting) == body
    own = own and known.motions.taken[resolution] <= act.day
    yield judge("CNC-9", own, f"a decision of {body} taken by {act.day}", resolution, absolute=True)
    if own:
        stands = resolves(body, resolution, act.day, known)
        yield judge("CNC-15", stands, "a decision that stands, and not only notes", resolution)


def _examine_left(act: Act, body: facts.Left, beside: Beside) -> Iterator[Finding]:
    """Judge CNC-3: it is a partner until then; CNC-10: it was asked to leave, where that is said."""
    yield _is_partner(body.organisation, body.body, act.day, beside)
    if body.asked:
        asked = beside.concerns.asked_on(body.body, body.organisation, act.day, beside.acting.directory)
        got = f"{body.organisation}, {'asked' if asked is not None else 'not asked'} by {act.day}"
        yield judge("CNC-10", asked is not None, "a partner that was asked to leave", got)


def _examine_rejoined(act: Act, body: facts.Rejoined, beside: Beside) -> Iterator[Finding]:
    """Judge CNC-12: it had left; CNC-9 or CNC-13: a decision of the body or an agreement admits it."""
    yield from beside.places.require(f"organisation:{body.organisation}", act.day)
    left = beside.acting.directory.left_on(body.body, body.organisation, act.day)
    expected = f"an organisation that left {body.body} by {act.day}"
    got = body.organisation if left is None else f"{body.organisation}, gone since {left}"
    yield judge("CNC-12", left is not None, expected, got, absolute=True)
    if body.resolution is not None:
        yield from _took(act, body.body, body.resolution, beside)
    if body.agreement is not None or body.resolution is None:
        yield _examine_joined(act, body, left or "", beside)


def _examine_joined(act: Act, body: facts.Rejoined, left: str, beside: Beside) -> Finding:
    """Judge CNC-13: since it left it signed an agreement of the body that lets others join and is in force.

    What it signed before is what it left in spite of.
    """
    one, party = beside.agreements.known.get(body.agreement or ""), f"organisation:{body.organisation}"
    verdict, clause = Verdict.NOT_MET, None
    if one is not None and one.day <= act.day:
        clause, acting = one.cite(one.made.joining), beside.acting
        fits = (one.made.body, one.made.joining is not None) == (body.body, True)
        people = inforce.People(acting.directory, acting.roll, acting.bodies)
        since = replace(one, later=tuple(told for told in one.later if told[0] >= left or not _signs(told)))
        own = (
            inforce.signed_by(since, held, act.day, people) for held in one.of(party, act.day, people.places)
        )
        signed = any_of(each.verdict for each in own)
        stands = (each.verdict for each in inforce.in_force(one, act.day, people))
        verdict = all_of((Verdict.of(fits), signed, *stands))
    expected = (
        f"a decision of {body.body}, or an agreement in force that lets others join, which "
        f"{body.organisation} signed since it left"
    )
    return Finding("CNC-13", clause, verdict, expected, body.agreement or "neither")


def _signs(told: tuple[str, agreements.Later]) -> bool:
    return isinstance(told[1], agreements.Signed)


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
        back = places.directory.rejoined_on(asked.body, asked.organisation, on)
        gone = gone or (back is not None and day < back)
        if day <= on and not gone:
            owner, due = f"organisation:{asked.organisation}", asked.due or NO_DAY
            yield Awaited("asked to leave", asked.concern, asked.body, due, owner, day)

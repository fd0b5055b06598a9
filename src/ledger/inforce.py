"""Agreements as they stand: who signed for each party, from which day each is in force, what is due of it.

Implements HIW-1 (signed by named office-holders, effective, to be refreshed, expiring unless replaced, open
to others), PBP-7 (what else has to change for it) and SYS-3 (a date that is no day is kept, and not known).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from ledger.acts import Recorded
from ledger.awaiting import NO_DAY, Awaited
from ledger.bodies import Bodies
from ledger.checks import assign
from ledger.facts import agreements as facts
from ledger.facts.deciding import StageRule
from ledger.facts.words import Due
from ledger.findings import Finding, Verdict, at_least
from ledger.members import Roll
from ledger.organisations import Directory
from ledger.places import Places

L = TypeVar("L", bound=facts.Later)


class People(msgspec.Struct, frozen=True):
    """What is known of who holds which office, of organisations and of bodies, and of which have ended."""

    directory: Directory
    roll: Roll
    bodies: Bodies

    @property
    def places(self) -> Places:
        """Who has the place of what has ended."""
        return Places(self.directory, self.bodies)


class Agreement(msgspec.Struct, frozen=True):
    """One agreement: what was settled, on which day, and all that was said of it later, each with its day."""

    made: facts.Made
    day: str
    later: tuple[tuple[str, facts.Later], ...] = ()

    def by(self, day: str) -> Agreement:
        """Give it as it stood on a day, what was said later in the order of days."""
        told = sorted((one for one in self.later if one[0] <= day), key=lambda one: one[0])
        return replace(self, later=tuple(told))

    def said(self, type_: type[L]) -> tuple[tuple[str, L], ...]:
        """Give what was said later of one type, each with its day."""
        return tuple((day, body) for day, body in self.later if isinstance(body, type_))

    def cite(self, clause: str | None) -> str | None:
        """Give a clause as it is cited; None: a default of Remit."""
        return None if clause is None else f"{self.made.cited} {clause}"

    def stated(self, clause: str | None) -> str:
        """Give where it says something itself: the clause, or the agreement where no clause is given."""
        return self.cite(clause) or self.made.cited

    @property
    def parties(self) -> tuple[facts.PartyTo, ...]:
        """Those that made it, and those that joined."""
        return (*self.made.parties, *(body.joins for _, body in self.said(facts.Acceded)))

    def parties_on(self, day: str, places: Places) -> tuple[str, ...]:
        """Give who is a party on a day, itself or in the place of one, each once."""
        return places.now([one.party for one in self.parties], self.made.agreement, day)

    def of(self, code: str, day: str, places: Places) -> tuple[facts.PartyTo, ...]:
        """Give the places that somebody has on a day: its own, and of whatever it took the place of."""
        named = self.made.agreement
        return tuple(one for one in self.parties if code in places.holders(one.party, named, day))

    @property
    def refresh(self) -> facts.Dated | None:
        """When it is to be refreshed next; None: no day is stated any more."""
        due = self.made.refresh
        for _, body in self.later:
            if isinstance(body, facts.Refreshed) or (isinstance(body, facts.Varied) and body.refresh):
                due = body.refresh
        return due

    @property
    def expires(self) -> facts.Dated | None:
        """When it expires, by what was agreed last."""
        due = self.made.expires
        for _, body in self.later:
            if isinstance(body, facts.Varied | facts.Renewed) and body.expires:
                due = body.expires
        return due

    @property
    def requires(self) -> tuple[tuple[str, facts.Required], ...]:
        """What it needs others to change, each with the day since which it does."""
        own = ((self.day, one) for one in self.made.requires)
        more = ((day, one) for day, body in self.said(facts.Varied) for one in body.requires)
        return (*own, *more)

    @property
    def stages(self) -> tuple[StageRule, ...]:
        """The stages of a dispute under it, by what was agreed last; none: it is silent on that."""
        varied = [body.stages for _, body in self.said(facts.Varied) if body.stages is not None]
        return varied[-1] if varied else self.made.stages

    def change(self, number: str) -> tuple[str, facts.ChangeMade] | None:
        """Give the change that was made for a number; None: it is outstanding."""
        return next((one for one in self.said(facts.ChangeMade) if one[1].number == number), None)

    @property
    def ended(self) -> tuple[str, facts.Ended] | None:
        """The first end that was recorded."""
        return next(iter(self.said(facts.Ended)), None)


class Agreements(msgspec.Struct, frozen=True):
    """The agreements that the facts read tell of, by id."""

    known: Mapping[str, Agreement] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.Body) -> Agreements:
        """Fold one fact in. Never refuses: it already happened."""
        if isinstance(body, facts.Made):
            return Agreements({**self.known, body.agreement: Agreement(body, at.day)})
        one = self.known.get(body.agreement)
        if one is None:
            return self
        changed = replace(one, later=(*one.later, (at.day, body)))
        return Agreements({**self.known, body.agreement: changed})


class Signature(msgspec.Struct, frozen=True):
    """A signature with its day, and whether the person held the office on it, as far as is known."""

    day: str
    signed: facts.Signed
    holds: Verdict


class PartySigned(msgspec.Struct, frozen=True):
    """A party, its signatures by a day, and whether as many of its offices have signed as must."""

    party: facts.PartyTo
    signatures: tuple[Signature, ...]
    verdict: Verdict

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The offices in which nobody has signed who holds them, as far as is known."""
        signed = {one.signed.office for one in self.signatures if one.holds is not Verdict.NOT_MET}
        return tuple(office for office in self.party.offices if office not in signed)

    @property
    def missing(self) -> tuple[str, ...]:
        """The offices that have not signed for sure, each with why."""
        found = []
        for office in self.party.offices:
            holds = {one.holds: one.signed.person for one in self.signatures if one.signed.office == office}
            if Verdict.MET not in holds:
                by = holds.get(Verdict.NOT_KNOWN)
                found.append(f"{office}: {f'{by}, whose office is not known' if by else 'nobody'}")
        return tuple(found)


def signers(one: Agreement, places: Places) -> frozenset[str]:
    """Say which tags tell who signs for the parties, and whether those who signed held their offices."""
    parties = places.tags(party.party for party in one.parties)
    rolls = {f"roll:{code}" for kind, _, code in (tag.partition(":") for tag in parties) if kind == "body"}
    return parties | rolls | {f"affiliations:{body.person}" for _, body in one.said(facts.Signed)}


def holds_office(party: str, office: str, person: str, day: str, people: People) -> Verdict:
    """Say whether a person holds an office of a party on a day; not known where the record is silent.

    Nobody holds an office of an organisation that is no more.
    """
    kind, _, code = party.partition(":")
    if kind == "organisation" and not people.directory.exists(code, day):
        return Verdict.NOT_MET
    if kind == "body":
        tenures = (one for one in people.roll.tenures if (one.body, one.office) == (code, office))
        spoken = any(one.begins is None or one.begins <= day for one in tenures)
        return Verdict.of(people.roll.in_office(code, office, person, day) if spoken else None)
    held = {one.holds(day) for one in people.directory.affiliations if one.key == (person, code, office)} or {
        None
    }
    return Verdict.of(True if True in held else None if None in held else False)


def signed_by(
    one: Agreement, party: facts.PartyTo, on: str, people: People, *, as_recorded: bool = False
) -> PartySigned:
    """Say who signed for a party by a day; ``as_recorded``: each in the office that was recorded.

    Who had the place of the party on the day signed for it. Each office must be signed for by another person:
    nobody counts twice (a default of Remit).
    """
    found = []
    for day, body in one.by(on).said(facts.Signed):
        if body.party in people.places.holders(party.party, one.made.agreement, day):
            named = (body.party, body.office, body.person, day)
            holds = Verdict.MET if as_recorded else holds_office(*named, people)
            found.append(Signature(day, body, holds))
    sure, possible = (
        len(
            assign(
                [
                    [s.signed.person for s in found if s.signed.office == office and s.holds in holding]
                    for office in party.offices
                ]
            )
        )
        for holding in ((Verdict.MET,), (Verdict.MET, Verdict.NOT_KNOWN))
    )
    return PartySigned(party, tuple(found), at_least(party.least, sure, possible))


def bound(one: Agreement, on: str, people: People) -> tuple[str, ...]:
    """Give those whom an agreement binds on a day: that made it, and that joined and have signed by then."""
    now = one.by(on)
    joined = (body.joins for _, body in now.said(facts.Acceded))
    each = (signed_by(one, party, on, people, as_recorded=True) for party in joined)
    signed = (party.party for party in each if party.verdict is Verdict.MET)
    places = [party.party for party in (*one.made.parties, *signed)]
    return people.places.now(places, one.made.agreement, on)


def is_signed(one: Agreement, on: str, people: People, *, as_recorded: bool = False) -> Finding:
    """Judge AGR-20: as many of those that made it have signed as must; who joins later signs for itself."""
    every = [signed_by(one, party, on, people, as_recorded=as_recorded) for party in one.made.parties]
    sure = [party for party in every if party.verdict is Verdict.MET]
    possible = [party for party in every if party.verdict is not Verdict.NOT_MET]
    least = one.made.least or len(every)
    clause = one.cite(one.made.signing)
    verdict = at_least(least, len(sure), len(possible))
    left = "; ".join(
        f"{party.party.party} ({', '.join(party.missing)})" for party in every if party not in sure
    )
    got = f"{len(sure)} of {len(every)}" + (f", without {left}" if left else "")
    return Finding("AGR-20", clause, verdict, f"{least} of {len(every)} parties to have signed", got)


def in_force(one: Agreement, on: str, people: People) -> tuple[Finding, ...]:
    """Say whether an agreement is in force on a day, each part by its clause or as a default of Remit."""
    signed = is_signed(one, on, people)
    return (signed, _is_effective(one, on), _is_not_ended(one.by(on), on), _is_not_expired(one.by(on), on))


def _is_effective(one: Agreement, on: str) -> Finding:
    """Judge AGR-21: the day that is stated has come; where none is, it is in force once it is signed."""
    stated = one.made.effective
    if stated is None:
        return Finding("AGR-21", None, Verdict.MET, "no day to begin with", "none stated: once it is signed")
    first = stated.due.first
    known = Verdict.of(None if first is None else first <= on)
    got = on if first is not None else "a date that is read as no day"
    return Finding("AGR-21", one.stated(stated.clause), known, f"a day from {stated.due.printed} on", got)


def _is_not_ended(one: Agreement, on: str) -> Finding:
    """Judge AGR-22: no end was recorded."""
    ended = one.ended
    clause = None if ended is None else one.cite(ended[1].clause)
    got = on if ended is None else f"{ended[1].how} on {ended[0]}"
    return Finding("AGR-22", clause, Verdict.of(ended is None), "a day before any end that is recorded", got)


def _is_not_expired(one: Agreement, on: str) -> Finding:
    """Judge AGR-23: it has not expired; on the last day that is stated it is in force still."""
    stated = one.expires
    if stated is None:
        return Finding("AGR-23", None, Verdict.MET, "no day to expire on", "none stated")
    last = stated.due.last
    known = Verdict.of(None if last is None else on <= last)
    got = on if last is not None else "a date that is read as no day"
    expected = f"a day until it expires: {stated.due.printed}"
    return Finding("AGR-23", one.stated(stated.clause), known, expected, got)


def is_over(one: Agreement, on: str) -> str | None:
    """Say how an agreement ended: as recorded, or by its own date; None: it did not by that day."""
    now = one.by(on)
    if now.ended is not None:
        return now.ended[1].how
    return "expired" if _is_not_expired(now, on).verdict is Verdict.NOT_MET else None


def begun(one: Agreement, on: str, people: People) -> str | None:
    """Give the day, up to this one, on which it was signed and effective for sure; None: it never was."""
    effective = one.made.effective
    days = {day for day, _ in one.by(on).said(facts.Signed)}
    days |= {effective.due.first} if effective is not None and effective.due.first else set()
    for day in sorted(one_ for one_ in days if one_ <= on):
        both = (is_signed(one, day, people), _is_effective(one, day))
        if is_over(one, day) is None and all(found.verdict is Verdict.MET for found in both):
            return day
    return None


def status(one: Agreement, on: str, people: People) -> str:
    """Say in a word or two how an agreement stands on a day."""
    signed, effective, *_ = found = in_force(one, on, people)
    if (ended := is_over(one, on)) is not None:
        return ended
    if signed.verdict is Verdict.NOT_MET:
        return "waits for signatures"
    if effective.verdict is Verdict.NOT_MET:
        return "not effective yet"
    return "in force" if all(each.verdict is Verdict.MET for each in found) else "not known"


def outstanding(one: Agreement, on: str) -> tuple[tuple[str, facts.Required], ...]:
    """Give the changes that it needs and that were not made by a day, each with the day since which."""
    now = one.by(on)
    return tuple(each for each in now.requires if now.change(each[1].number) is None)


def awaited(agreements: Agreements, people: People, on: str) -> Iterator[Awaited]:
    """Give what is due of every agreement that is not over on a day: signatures, dates, changes elsewhere."""
    for code, one in agreements.known.items():
        if one.day > on or is_over(one, on) is not None:
            continue
        now, body = one.by(on), one.made.body
        yield from _signatures(one, on, people)
        for kind, stated in (("refresh", now.refresh), ("expiry", now.expires)):
            if stated is not None:
                clause = one.stated(stated.clause)
                yield Awaited(f"{kind} of an agreement", code, body, stated.due, None, one.day, clause)
        for since, each in outstanding(one, on):
            kind, id_ = "change that an agreement needs", f"{code}/{each.number}"
            owner = people.places.owner(each.of, code, on)
            yield Awaited(kind, id_, body, each.due or NO_DAY, owner, since, one.stated(each.clause))


def _signatures(one: Agreement, on: str, people: People) -> Iterator[Awaited]:
    """Give the signatures that are missing, by party and office, due by the day that makes it effective.

    That is a Remit default. Whoever joined later signs for itself, by no day. Of a party with more offices
    than must sign, every one that has not is given; nobody signs for one whose place lapsed.
    """
    code, effective = one.made.agreement, one.made.effective
    first = effective.due.first if effective is not None else None
    own = Due(effective.due.printed, None, first) if effective is not None and first else NO_DAY
    joined = {body.joins.party: day for day, body in one.said(facts.Acceded)}
    for party in one.by(on).parties:
        owner, found = people.places.owner(party.party, code, on), signed_by(one, party, on, people)
        if owner is None or found.verdict is not Verdict.NOT_MET:
            continue
        due, since = (NO_DAY, joined[party.party]) if party.party in joined else (own, one.day)
        for office in found.unsigned or party.offices:
            kind, id_ = "signature of an agreement", f"{code}/{party.party}/{office}"
            yield Awaited(kind, id_, one.made.body, due, owner, since, one.stated(party.clause))


def refreshed(one: Agreement, on: str) -> tuple[tuple[str, facts.Dated | None, bool | None], ...]:
    """Give the days by which it was refreshed, each with when that was due, and whether it was late.

    Late is shown and ends nothing; None: no day is known to compare with.
    """
    now, found = one.by(on), []
    for index, (day, body) in enumerate(now.later):
        if isinstance(body, facts.Refreshed):
            due = replace(now, later=now.later[:index]).refresh
            last = due.due.last if due is not None else None
            found.append((day, due, None if last is None else last < day))
    return tuple(found)

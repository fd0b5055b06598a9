"""Interests: the regimes that bind members, the standing register, dispensations.

Implements LSC-12: what an interest bars is said by the regime of the organisation that its holder
represents, never by the meeting. What happens at a meeting is judged in ``conflicts``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger.acts import Act, Recorded
from ledger.facts import interests as facts
from ledger.findings import Finding, judge
from ledger.organisations import Directory


class Interest(msgspec.Struct, frozen=True):
    """An entry of the standing register, from a day to a day, half open."""

    registered: facts.Registered
    since: str
    ended: str | None = None

    def holds(self, day: str) -> bool:
        """Say whether the person has the interest on the day."""
        return self.since <= day and (self.ended is None or day < self.ended)


class Barred(msgspec.Struct, frozen=True):
    """What somebody may do in spite of an interest: True, False, or None.

    Attributes:
        known: every regime that binds is on record and has the kind. None then means that whoever
            presides decides (of ``stays``: that the regime does not say); else that it is not known.
        clause: of the regime that is strictest; None where it is not known.
        why: which regime that is, or what is missing, in words.
    """

    speaks: bool | None
    votes: bool | None
    stays: bool | None
    known: bool
    clause: str | None
    why: str


class Register(msgspec.Struct, frozen=True):
    """Regimes by organisation, dispensations by person, each with its first day; declarations by meeting.

    ``entries`` is the standing register by person, in the order of registration.
    """

    regimes: Mapping[str, tuple[tuple[str, facts.RegimeAdopted], ...]] = msgspec.field(default_factory=dict)
    entries: Mapping[str, tuple[Interest, ...]] = msgspec.field(default_factory=dict)
    dispensed: Mapping[str, tuple[tuple[str, facts.Dispensed], ...]] = msgspec.field(default_factory=dict)
    declared: Mapping[str, tuple[facts.Declared, ...]] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.RegimeAdopted | facts.Standing | facts.Declared) -> Register:
        """Fold one fact in. Never refuses: it already happened."""
        match body:
            case facts.RegimeAdopted():
                adopted = (*self.regimes.get(body.organisation, ()), (at.day, body))
                return replace(self, regimes={**self.regimes, body.organisation: adopted})
            case facts.Registered():
                entries = (*self.entries.get(body.person, ()), Interest(body, at.day))
                return replace(self, entries={**self.entries, body.person: entries})
            case facts.Ended():
                entries = tuple(
                    replace(one, ended=at.day)
                    if one.registered.interest == body.interest and one.ended is None
                    else one
                    for one in self.entries.get(body.person, ())
                )
                return replace(self, entries={**self.entries, body.person: entries})
            case facts.Dispensed():
                given = (*self.dispensed.get(body.person, ()), (at.day, body))
                return replace(self, dispensed={**self.dispensed, body.person: given})
            case facts.Declared():
                declared = (*self.declared.get(body.meeting, ()), body)
                return replace(self, declared={**self.declared, body.meeting: declared})
            case _:
                assert_never(body)

    def regime(self, organisation: str, day: str) -> facts.RegimeAdopted | None:
        """Give the regime of an organisation on a day: the last to have been adopted by then."""
        adopted = [one for one in self.regimes.get(organisation, ()) if one[0] <= day]
        return max(reversed(adopted), key=lambda one: one[0])[1] if adopted else None

    def entry(self, person: str, interest: str | None) -> Interest | None:
        """Give an entry of a person by its id."""
        entries = self.entries.get(person, ())
        return next((one for one in entries if one.registered.interest == interest), None)

    def dispensations(self, person: str, day: str) -> tuple[facts.Dispensed, ...]:
        """Give the dispensations of a person that hold on a day: given under the regime of their day."""
        return tuple(
            one
            for since, one in self.dispensed.get(person, ())
            if since <= day and (one.until is None or day < one.until)
            if (regime := self.regime(one.by, since)) is not None and one.clause == regime.dispensation
        )

    def require(self, person: str, interest: str, day: str) -> Finding:
        """Judge DCL-5: the interest is on the person's register on the day."""
        entry = self.entry(person, interest)
        if entry is None:
            got = f"{interest}, which is not on it"
        elif entry.ended is not None and entry.ended <= day:
            got = f"{interest}, which ended {entry.ended}"
        else:
            got = f"{interest}, on it from {entry.since}"
        answer = entry is not None and entry.holds(day)
        expected = f"an interest on the register of {person} on {day}"
        return judge("DCL-5", answer, expected, got, absolute=entry is None)


def bars(
    register: Register,
    person: str,
    regimes: Iterable[str | None],
    kind: str | None,
    interest: str | None,
    day: str,
) -> Barred:
    """Say what a person may do on a day in spite of an interest, dispensations taken into account.

    Args:
        register: what is known of regimes, entries and dispensations.
        person: who has the interest.
        regimes: the organisations whose regimes bind the person, all of them; None among them: one
            that is not known.
        kind: the kind of the interest; None: not stated.
        interest: its entry of the standing register, where there is one.
        day: the day of the meeting.
    """
    parts = [_under(register, person, one, kind, interest, day) for one in sorted(regimes, key=str)]
    if not parts:
        return _not_known("no regime that binds is known")
    strictest = min(parts, key=_leniency)
    return Barred(
        speaks=_strictest(one.speaks for one in parts),
        votes=_strictest(one.votes for one in parts),
        stays=_strictest(one.stays for one in parts),
        known=all(one.known for one in parts),
        clause=strictest.clause,
        why=strictest.why,
    )


def _under(
    register: Register,
    person: str,
    organisation: str | None,
    kind: str | None,
    interest: str | None,
    day: str,
) -> Barred:
    """Say what one regime allows."""
    if organisation is None:
        return _not_known("the organisation represented is not known")
    regime = register.regime(organisation, day)
    if regime is None:
        return _not_known(f"no regime of {organisation} is on record for {day}")
    of_kind = next((one for one in regime.kinds if one.kind == kind), None)
    if of_kind is None:
        named = "the kind of interest is not stated" if kind is None else f"{kind} is no kind of interest"
        return _not_known(f"{named} under the regime of {organisation}")
    lifting = [
        one
        for one in register.dispensations(person, day)
        if one.by == organisation and one.interest in {None, interest}
    ]
    speaks = True if any(one.speaks for one in lifting) else of_kind.speaks
    votes = True if any(one.votes for one in lifting) else of_kind.votes
    lifted = (speaks, votes) != (of_kind.speaks, of_kind.votes)
    free = lifted and speaks is True and votes is True
    return Barred(
        speaks=speaks,
        votes=votes,
        stays=True if lifted else of_kind.stays,
        known=True,
        clause=lifting[-1].clause if free else of_kind.clause,
        why=f"{kind} under the regime of {organisation}"
        + (f", dispensed under {lifting[-1].clause}" if lifted else ""),
    )


def _not_known(why: str) -> Barred:
    return Barred(speaks=None, votes=None, stays=None, known=False, clause=None, why=why)


def _strictest(answers: Iterable[bool | None]) -> bool | None:
    """No beats what is open, and that beats yes."""
    return min(answers, key=_ORDER.__getitem__)


_ORDER: Mapping[bool | None, int] = {False: 0, None: 1, True: 2}


def _leniency(one: Barred) -> tuple[int, int, bool]:
    return _ORDER[one.speaks], _ORDER[one.votes], one.known


def boundary(body: facts.RegimeAdopted | facts.Standing) -> frozenset[str]:
    """Say which tags the judgement reads."""
    match body:
        case facts.RegimeAdopted():
            return frozenset({f"regime:{body.organisation}", f"organisation:{body.organisation}"})
        case facts.Registered():
            tags = {f"interests:{body.person}", f"person:{body.person}"}
            return frozenset(
                tags | ({f"organisation:{body.regime}", f"regime:{body.regime}"} if body.regime else set())
            )
        case facts.Ended():
            return frozenset({f"interests:{body.person}", f"person:{body.person}"})
        case facts.Dispensed():
            tags = {f"interests:{body.person}", f"person:{body.person}"}
            return frozenset(tags | {f"organisation:{body.by}", f"regime:{body.by}"})
        case _:
            assert_never(body)


def examine(
    act: Act, body: facts.RegimeAdopted | facts.Standing, register: Register, directory: Directory
) -> tuple[Finding, ...]:
    """Judge a regime, an entry of the register, its end, or a dispensation."""
    match body:
        case facts.RegimeAdopted():
            kinds = [one.kind for one in body.kinds]
            twice = sorted({kind for kind in kinds if kinds.count(kind) > 1})
            return (
                directory.require_organisation(body.organisation),
                judge(
                    "DCL-1",
                    not twice,
                    "each kind of interest once",
                    wrong=f"{', '.join(twice)} twice",
                    absolute=True,
                ),
            )
        case facts.Registered():
            return (directory.require_person(body.person), *_examine_entry(act, body, register, directory))
        case facts.Ended():
            entry = register.entry(body.person, body.interest)
            answer = entry is not None and entry.ended is None and entry.since <= act.day
            return (
                directory.require_person(body.person),
                judge("DCL-2", answer, "an interest that has not ended", body.interest, absolute=True),
            )
        case facts.Dispensed():
            named = (register.require(body.person, body.interest, act.day),) if body.interest else ()
            return (
                directory.require_person(body.person),
                directory.require_organisation(body.by),
                *named,
                _examine_dispensation(act, body, register),
            )
        case _:
            assert_never(body)


def _examine_entry(
    act: Act, body: facts.Registered, register: Register, directory: Directory
) -> tuple[Finding, ...]:
    """Judge DCL-2, a new id, and DCL-7, a kind of the regime that asks for the entry."""
    fresh = register.entry(body.person, body.interest) is None
    new = judge("DCL-2", fresh, "an id that no interest has yet", body.interest, absolute=True)
    if body.regime is None:
        return (new,)
    regime = register.regime(body.regime, act.day)
    kinds = [] if regime is None else [one.kind for one in regime.kinds]
    of_regime = judge(
        "DCL-7",
        None if regime is None else body.kind in kinds,
        f"a kind of interest under the regime of {body.regime} on {act.day}",
        f"{body.kind}, and no regime on record" if regime is None else f"{body.kind}, of {', '.join(kinds)}",
    )
    return (directory.require_organisation(body.regime), new, of_regime)


def _examine_dispensation(act: Act, body: facts.Dispensed, register: Register) -> Finding:
    """Judge DCL-3: the organisation lifts a bar of its own regime, under its clause for that."""
    regime = register.regime(body.by, act.day)
    entry = register.entry(body.person, body.interest)
    other = entry.registered.regime if entry is not None else None
    if regime is None:
        answer, got = None, f"{body.clause}, and no regime of {body.by} on record"
    elif regime.dispensation is None:
        answer, got = False, f"{body.clause}, and a regime that provides for no dispensation"
    elif other not in {None, body.by}:
        answer, got = False, f"one by {body.by} for an interest under the regime of {other}"
    else:
        answer, got = body.clause == regime.dispensation, body.clause
    expected = f"a dispensation under the regime of {body.by}"
    clause = None if regime is None else regime.dispensation
    return judge("DCL-3", answer, expected, got, clause=clause)

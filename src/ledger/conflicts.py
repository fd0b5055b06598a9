"""Interests at a meeting: what must follow a declaration, who may vote, what conflicts before it begins.

Implements LSC-12 (the regime belongs to the member, not to the meeting) and what follows a late
declaration. Where the terms bind everybody by the body's own regime, that is its one founder's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ledger import interests
from ledger.acts import Act
from ledger.facts import interests as facts
from ledger.facts.terms import InterestRule, Terms
from ledger.findings import Finding, judge
from ledger.interests import Barred, Interest, Register
from ledger.members import Roll
from ledger.sittings import Sitting

if TYPE_CHECKING:
    from ledger.ballots import Ballot

_FOLLOWS: Mapping[facts.Effect, str] = {
    "noted": "the interest to be noted at least",
    "speaks": "the member to speak at most",
    "withdraws": "the member to withdraw",
}


class Conflict(msgspec.Struct, frozen=True):
    """A registered interest that an item of the agenda concerns.

    ``member``: True, or None where it is not known whether the person is a member on the day;
    ``about`` are the codes that the item and the interest share.
    """

    person: str
    member: bool | None
    item: str
    interest: Interest
    about: tuple[str, ...]
    barred: Barred


def represents(
    roll: Roll, body: str, person: str, day: str, terms: Terms | None, named: str | None = None
) -> frozenset[str | None]:
    """Give the organisations whose regimes bind a member on a day; none for somebody who is no member.

    Every seat that the person holds, or may hold, counts; one that is not stated counts only where
    there is no other. None stands for an organisation that is not known: ``named``, the one under whose
    regime the interest stands, settles which of several it is.
    """
    held = [one for one in roll.of(body, person) if one.holds(day) is not False]
    if held and terms is not None and _by_the_bodys_own(terms):
        return frozenset({_the_one(terms.founders, named)})
    placed = [one for one in held if one.seat is not None or one.organisation is not None] or held
    homes = {seat.seat: seat.organisations for seat in terms.seats} if terms else {}
    return frozenset(one.organisation or _the_one(homes.get(one.seat or "", ()), named) for one in placed)


def _by_the_bodys_own(terms: Terms) -> bool:
    return any(isinstance(rule, InterestRule) and rule.regime == "the body's" for rule in terms.rules)


def _the_one(organisations: tuple[str, ...], named: str | None) -> str | None:
    if len(organisations) == 1:
        return organisations[0]
    return named if not organisations or named in organisations else None


def allows(effect: facts.Effect, barred: Barred) -> bool | None:
    """Say whether so much may follow an interest; None: not known.

    What a known regime leaves open is decided by whoever presides: anything may follow.
    """
    if effect == "withdraws":
        return True
    answers = (barred.speaks,) if effect == "speaks" else (barred.speaks, barred.votes)
    if False in answers or barred.stays is False:
        return False
    return None if None in answers and not barred.known else True


def boundary(
    body: facts.Declared, sitting: Sitting | None, roll: Roll, terms: Terms | None, register: Register
) -> frozenset[str]:
    """Say which tags the judgement of a declaration reads beside the meeting's own."""
    tags = {f"interests:{body.person}"}
    for motion in body.motions:
        tags |= {f"motion:{motion}", f"votes:{motion}"}
    if sitting is not None:
        tags |= {f"roll:{sitting.body}", f"terms:{sitting.body}"}
        tags |= _regime_tags(body, sitting, roll, terms, register)
    return frozenset(tags)


def _regime_tags(
    body: facts.Declared, sitting: Sitting, roll: Roll, terms: Terms | None, register: Register
) -> set[str]:
    """Give the tags of every regime that could bind a declaration: more facts never make them fewer."""
    entry = register.entry(body.person, body.interest)
    codes = {body.regime, entry.registered.regime if entry else None}
    members = {body.person, sitting.deputising.get(body.person)}
    held = [one for one in roll.memberships if one.body == sitting.body and one.person in members]
    codes |= {one.organisation for one in held}
    if terms is not None and held:
        seats = {one.seat for one in held}
        codes |= {code for seat in terms.seats if seat.seat in seats for code in seat.organisations}
        codes |= set(terms.founders if _by_the_bodys_own(terms) else ())
    return {f"regime:{code}" for code in codes if code is not None}


def examine(
    act: Act,
    body: facts.Declared,
    sitting: Sitting | None,
    roll: Roll,
    terms: Terms | None,
    register: Register,
    ballots: Mapping[str, Ballot],
) -> tuple[Finding, ...]:
    """Judge a declaration: the entry that it names, what followed, the motions that were voted on before."""
    if sitting is None:
        return ()
    named = (register.require(body.person, body.interest, act.day),) if body.interest else ()
    late = tuple(_examine_late(body, motion, ballots.get(motion), sitting) for motion in body.motions)
    regimes = _regimes(body, sitting, act.day, roll, terms, register)
    if not regimes:
        return (*named, *late)
    barred = _barred(body, regimes, act.day, register)
    answer = allows(body.effect, barred)
    if answer is None:
        expected, got = "a regime that says what may follow", f"{body.effect}, but {barred.why}"
    else:
        expected, got = f"{_FOLLOWS[_most(barred)]} ({barred.why})", body.effect
    return (*named, judge("DCL-4", answer, expected, got, clause=barred.clause), *late)


def _most(barred: Barred) -> facts.Effect:
    """Give the most that may follow."""
    return next(effect for effect in _FOLLOWS if allows(effect, barred))


def _regimes(
    body: facts.Declared, sitting: Sitting, day: str, roll: Roll, terms: Terms | None, register: Register
) -> frozenset[str | None]:
    """Give the organisations whose regimes bind a declaration: the member's, and the one it is made under.

    Whoever came in the place of a member is bound as that member is.
    """
    named, _ = _stated(body, register)
    members = {body.person, sitting.deputising.get(body.person, body.person)}
    found = (represents(roll, sitting.body, one, day, terms, named) for one in members)
    return frozenset({named} if named else set()).union(*found)


def bars(
    body: facts.Declared, sitting: Sitting, day: str, roll: Roll, terms: Terms | None, register: Register
) -> Barred:
    """Say what somebody may do on a day in spite of an interest that was declared at a meeting."""
    return _barred(body, _regimes(body, sitting, day, roll, terms, register), day, register)


def _stated(body: facts.Declared, register: Register) -> tuple[str | None, str | None]:
    """Give regime and kind of a declaration; what it leaves out stands in the register."""
    entry = register.entry(body.person, body.interest)
    if entry is None:
        return body.regime, body.kind
    return body.regime or entry.registered.regime, body.kind or entry.registered.kind


def _barred(body: facts.Declared, regimes: frozenset[str | None], day: str, register: Register) -> Barred:
    _, kind = _stated(body, register)
    return interests.bars(register, body.person, regimes, kind, body.interest, day)


def _examine_late(body: facts.Declared, motion: str, ballot: Ballot | None, sitting: Sitting) -> Finding:
    """Judge DCL-6: nobody votes first and declares the interest afterwards; the count with and without.

    Nor does a member for whom somebody else voted.
    """
    expected = "an interest that is declared before the vote"
    here = ballot is not None and ballot.meeting == body.meeting and body.item in {None, ballot.item}
    voted = _votes_for(ballot, body.person, sitting) if ballot is not None and here else {}
    if ballot is None or not voted:
        got = f"{motion}, no motion of this item on which {body.person} voted"
        return judge("DCL-6", answer=False, expected=expected, got=got, absolute=True)
    by, cast = next(iter(voted.items()))
    who = by if by == body.person else f"{by}, in the place of {body.person}"
    got = f"a vote {' and '.join(cast)} on {motion} by {who}: {_counts(ballot, cast)}"
    return judge("DCL-6", answer=False, expected=expected, got=got)


def _votes_for(ballot: Ballot, person: str, sitting: Sitting) -> dict[str, tuple[str, ...]]:
    """Give what was voted by a member, or by whoever was in the place of that member, by person."""
    who = (person, *(each for each in voters(ballot) if person in sitting.replaced(each, ballot.item)))
    return {one: cast for one in dict.fromkeys(who) if (cast := _cast(ballot, one))}


def _cast(ballot: Ballot, person: str) -> tuple[str, ...]:
    """Give what a person voted: the vote, and the casting vote."""
    own = (ballot.votes[person],) if person in ballot.votes else ()
    casting = ballot.casting if ballot.casting is not None and ballot.casting[0] == person else None
    return (*own, casting[1]) if casting else own


def _counts(ballot: Ballot, cast: tuple[str, ...]) -> str:
    for_, against = ballot.count("for"), ballot.count("against")
    if ballot.options:
        return "with or without it, papers are counted as the terms say"
    if for_ is None or against is None:
        return "with or without it, the numbers are not known"
    without = f"{for_ - cast.count('for')} for and {against - cast.count('against')} against"
    return f"{for_} for and {against} against with it, {without} without it"


def boundary_of_vote(
    sitting: Sitting, item: str, person: str, roll: Roll, terms: Terms | None, register: Register
) -> frozenset[str]:
    """Say which tags ``may_vote`` reads beside the meeting's, the roll's and the terms'.

    None, as long as neither the person nor the member who is replaced has declared anything at the item.
    """
    tags: set[str] = set()
    for one in _held_against(register, sitting, item, person):
        tags |= {f"interests:{one.person}"} | _regime_tags(one, sitting, roll, terms, register)
    return frozenset(tags)


def may_vote(
    sitting: Sitting,
    item: str,
    person: str,
    roll: Roll,
    terms: Terms | None,
    register: Register,
) -> Finding | None:
    """Judge DCL-8: no interest that the person declared at the item bars the vote; None where none was.

    Whoever votes in the place of a member is held against that member's interests as well. No regime says
    so: it is a Remit default, or a member who may not vote would vote by a deputy.
    """
    found = []
    for one in _held_against(register, sitting, item, person):
        barred = bars(one, sitting, sitting.day_of(item), roll, terms, register)
        answer = allows("noted", barred) if one.effect == "noted" else False
        own = one.person == person
        who = f"{person}, who" if own else f"{person}, in the place of {one.person}, who"
        got = f"{who} declared an interest ({one.effect}): {barred.why}"
        expected = "a vote by a member whom no declared interest bars"
        found.append(judge("DCL-8", answer, expected, got, clause=barred.clause if own else None))
    order = ["not met", "not known", "met"]
    return min(found, key=lambda finding: order.index(finding.verdict.value), default=None)


def examine_count(
    sitting: Sitting, motion: str, ballot: Ballot, roll: Roll, terms: Terms | None, register: Register
) -> tuple[Finding, ...]:
    """Judge DCL-8 when a motion is resolved: no vote that counts is by somebody whom an interest bars.

    Finds the interest that was declared after the vote as well; the count is shown with and without it.
    The tags are those of ``boundary_of_vote`` for everybody who voted.
    """
    found = []
    for person in voters(ballot):
        one = may_vote(sitting, ballot.item, person, roll, terms, register)
        if one is not None:
            counts = _counts(ballot, _cast(ballot, person))
            found.append(replace(one, got=f"{one.got}; {motion}: {counts}"))
    return tuple(found)


def voters(ballot: Ballot) -> tuple[str, ...]:
    """Give everybody who voted on a motion by name, each once."""
    return tuple(dict.fromkeys((*ballot.votes, *((ballot.casting[0],) if ballot.casting else ()))))


def _held_against(register: Register, sitting: Sitting, item: str, person: str) -> Iterator[facts.Declared]:
    """Give what was declared at an item by a person, and by the member in whose place the person came."""
    yield from _declared(register, sitting.meeting, item, person)
    for member in sorted(sitting.replaced(person, item)):
        yield from _declared(register, sitting.meeting, item, member)


def _declared(register: Register, meeting: str, item: str, person: str) -> Iterator[facts.Declared]:
    """Give what a person declared in an item, or in the whole business."""
    for one in register.declared.get(meeting, ()):
        if one.person == person and one.item in {None, item}:
            yield one


def against(
    body: str,
    day: str,
    items: Mapping[str, tuple[str, ...]],
    roll: Roll,
    terms: Terms | None,
    register: Register,
) -> tuple[Conflict, ...]:
    """Give every registered interest of a member that an item of an agenda concerns, item by item.

    Args:
        body: whose meeting it is.
        day: of the meeting.
        items: for each item, in the order of the agenda, the codes of what it concerns.
        roll: the roll of the body.
        terms: in force on the day.
        register: entries and dispensations of its members, regimes of what they represent.
    """
    people = dict.fromkeys(one.person for one in roll.memberships if one.body == body)
    members = {person: roll.is_member(body, person, day) for person in people}
    held = [
        (person, member, one)
        for person, member in members.items()
        for one in (register.entries.get(person, ()) if member is not False else ())
        if one.holds(day)
    ]
    found = []
    for item, codes in items.items():
        for person, member, one in held:
            entry = one.registered
            about = tuple(sorted(set(codes) & set(entry.about)))
            if about:
                regimes = represents(roll, body, person, day, terms, entry.regime)
                regimes |= {entry.regime} if entry.regime else set()
                barred = interests.bars(register, person, regimes, entry.kind, entry.interest, day)
                found.append(Conflict(person, member, item, one, about, barred))
    return tuple(found)

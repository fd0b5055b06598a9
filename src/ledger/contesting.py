"""What a member contests, with the own key, of what a clerk recorded: a vote, a presence, an interest (D15).

Nothing changes by it: who was there, what the votes come to and what a decision is worth stay as recorded,
until the clerk corrects the record or the body decides anew. It is shown wherever the fact is, and so is that
who contested it withdrew that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec.structs import replace

from ledger.acts import Act, Recorded
from ledger.erasing import Told
from ledger.facts import Body, decisions, interests, meetings
from ledger.facts import contesting as facts
from ledger.facts.corrections import meeting_of
from ledger.findings import Finding, judge
from ledger.keys import Keys


def people(body: Body) -> frozenset[str]:
    """Give the persons whose vote, presence or interest a fact records."""
    match body:
        case (
            decisions.VoteCast()
            | decisions.BallotCast()
            | meetings.PresenceChanged()
            | interests.Declared()
            | interests.Registered()
            | interests.Ended()
        ):
            return frozenset({body.person})
        case meetings.Attended():
            there = (*body.present, *(one.person for one in body.attending), *body.apologies, *body.absent)
            return frozenset(there).union(*((one.person, one.member) for one in body.substitutes))
        case _:
            return frozenset()


def tag_of(body: Body) -> str:
    """Give the tag by which whatever is judged on votes, a meeting or interests reads a fact."""
    match body:
        case decisions.VoteCast() | decisions.BallotCast():
            return f"votes:{body.motion}"
        case interests.Registered() | interests.Ended():
            return f"interests:{body.person}"
        case _:
            return f"meeting:{meeting_of(body) or ''}"


class Contest(msgspec.Struct, frozen=True):
    """That somebody contests a fact: by which entry, and by which it was withdrawn; None: it stands."""

    person: str
    number: int
    withdrawn: int | None = None

    def said(self, name: str) -> str:
        """Say it, with whoever contests as ``name`` says."""
        back = f", withdrawn by entry {self.withdrawn}" if self.withdrawn is not None else ""
        return f"contested by {name} (own key), entry {self.number}{back}"


def contested(every: Iterable[Recorded]) -> Mapping[str, tuple[Contest, ...]]:
    """Give who contests which fact, in the order of entries, by the id of the fact."""
    found: dict[str, tuple[Contest, ...]] = {}
    for at in every:
        match at.fact.body:
            case facts.Contested() as body:
                found[body.contests] = (*found.get(body.contests, ()), Contest(body.person, at.number))
            case facts.Withdrawn() as body:
                found[body.contests] = tuple(
                    replace(one, withdrawn=at.number) if one == Contest(body.person, one.number) else one
                    for one in found.get(body.contests, ())
                )
            case _:
                pass
    return found


def boundary(body: facts.Body, told: Told) -> frozenset[str]:
    """Say which tags the judgement reads; of a fact that is known, the keys that signed it too."""
    at = _subject(body, told)
    signers = () if at is None or isinstance(body, facts.Withdrawn) else at.signers
    return frozenset({body.found, f"contested:{body.contests}", *(f"key:{one}" for one in signers)})


def examine(act: Act, body: facts.Body, told: Told, keys: Keys) -> Iterator[Finding]:
    """Judge CTS-1 to CTS-4: what is contested, by whom, who recorded it, and that it is not contested yet."""
    if isinstance(body, facts.Withdrawn):
        yield from _examine_withdrawn(act, body, told, keys)
        return
    at = _subject(body, told)
    expected = f"a fact that records the vote, presence or interest of {body.person} by {act.day}"
    known = at is not None and body.person in people(at.fact.body) and at.day <= act.day
    yield judge("CTS-1", known, expected, f"{body.contests}, found by {body.found}", absolute=True)
    yield _by_own_key(act, body.person, keys)
    signers = () if at is None else at.signers
    held = {keys.holders[one].person for one in signers if one in keys.holders}
    expected, got = "a fact that somebody else recorded", f"one signed with a key of {body.person}"
    yield judge("CTS-3", body.person not in held, expected, got, absolute=True)
    again = [f"entry {one.number}" for one in _open(body, told)]
    expected = f"a fact that {body.person} does not contest yet"
    yield judge("CTS-4", not again, expected, ", ".join(again), absolute=True)


def _by_own_key(act: Act, person: str, keys: Keys) -> Finding:
    """Judge CTS-2: who contests a record, or withdraws that, signs with the own key."""
    live = (one for signer in act.signers if (one := keys.live(signer)) is not None)
    own = any(one.person == person and "own" in one.rights for one in live)
    signed = f"signed by no key of {person}"
    return judge("CTS-2", own, f"the own key of {person} to sign", signed, kind="AUTHORITY", absolute=True)


def _open(body: facts.Body, told: Told) -> tuple[Contest, ...]:
    """Give the contests of a fact by a person that stand."""
    every = contested(told.every).get(body.contests, ())
    return tuple(one for one in every if one == Contest(body.person, one.number))


def _examine_withdrawn(act: Act, body: facts.Withdrawn, told: Told, keys: Keys) -> Iterator[Finding]:
    """Judge CTS-5: what is withdrawn is a contest by the same person that stands."""
    numbers = {one.number for one in _open(body, told)}
    open_ = any(
        at.number in numbers and at.day <= act.day and getattr(at.fact.body, "found", None) == body.found
        for at in told.every
    )
    expected = f"a fact that {body.person} contests on {act.day}"
    yield judge("CTS-5", open_, expected, f"{body.contests}, of which no contest stands", absolute=True)
    yield _by_own_key(act, body.person, keys)


def _subject(body: facts.Body, told: Told) -> Recorded | None:
    """Give the fact that is contested, where it is found by the tag that is named."""
    named = (at for at in told.every if at.fact.id == body.contests)
    return next((at for at in named if tag_of(at.fact.body) == body.found), None)

"""What a member contests, with the own key, of what a clerk recorded: a vote, a presence, an interest (D15).

Nothing changes by it: who was there, what the votes come to and what a decision is worth stay as recorded,
until the clerk corrects the record or the body decides anew. It is shown wherever the fact is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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


def contested(every: Iterable[Recorded]) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Give who contests which fact, and by which entry, by the id of the fact."""
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for at in every:
        if isinstance(at.fact.body, facts.Contested):
            of = at.fact.body.contests
            found[of] = (*found.get(of, ()), (at.fact.body.person, at.number))
    return found


def boundary(body: facts.Contested, told: Told) -> frozenset[str]:
    """Say which tags the judgement reads; of a fact that is known, the keys that signed it too."""
    at = _subject(body, told)
    signers = () if at is None else at.signers
    return frozenset({body.found, f"contested:{body.contests}", *(f"key:{one}" for one in signers)})


def examine(act: Act, body: facts.Contested, told: Told, keys: Keys) -> Iterator[Finding]:
    """Judge CTS-1 to CTS-4: what is contested, by whom, who recorded it, and that it is not contested yet."""
    at = _subject(body, told)
    expected = f"a fact that records the vote, presence or interest of {body.person} by {act.day}"
    known = at is not None and body.person in people(at.fact.body) and at.day <= act.day
    yield judge("CTS-1", known, expected, f"{body.contests}, found by {body.found}", absolute=True)
    live = (one for signer in act.signers if (one := keys.live(signer)) is not None)
    own = any(one.person == body.person and "own" in one.rights for one in live)
    signed = f"signed by no key of {body.person}"
    expected = f"the own key of {body.person} to sign"
    yield judge("CTS-2", own, expected, signed, kind="AUTHORITY", absolute=True)
    signers = () if at is None else at.signers
    held = {keys.holders[one].person for one in signers if one in keys.holders}
    expected, got = "a fact that somebody else recorded", f"one signed with a key of {body.person}"
    yield judge("CTS-3", body.person not in held, expected, got, absolute=True)
    by = contested(told.every).get(body.contests, ())
    again = [f"entry {number}" for person, number in by if person == body.person]
    expected = f"a fact that {body.person} does not contest yet"
    yield judge("CTS-4", not again, expected, ", ".join(again), absolute=True)


def _subject(body: facts.Contested, told: Told) -> Recorded | None:
    """Give the fact that is contested, where it is found by the tag that is named."""
    named = (at for at in told.every if at.fact.id == body.contests)
    return next((at for at in named if tag_of(at.fact.body) == body.found), None)

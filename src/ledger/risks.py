"""Risks: whose each is, who contributes, in which shares, how large it is, and when it is looked at again.

Implements PBP-6 (owner, contributors, proportionate shares where they are stated) and PLD-7 (an agreed share
is enacted by a decision). Shares are as stated: what is not stated is shown as such, and never made up. That
a score is likelihood times impact is a Remit default.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeVar, assert_never

import msgspec
from msgspec.structs import replace

from ledger import holders
from ledger.acts import Act, Recorded
from ledger.awaiting import Awaited, examine_order
from ledger.facts import risks as facts
from ledger.facts.words import Due
from ledger.findings import Finding, judge
from ledger.holders import Acting
from ledger.places import Places
from ledger.scopes import show

C = TypeVar("C", bound=facts.Change)

Stage = Literal["open", "accepted", "closed"]
LAST_DAY = "9999-12-31"


class Summed(msgspec.Struct, frozen=True):
    """What shares come to.

    Attributes:
        stated: all shares that are numbers, in hundredths of a percent.
        left: what they leave of the whole; below 0 they are more than that.
        silent: who bears a part of which no share is a number.
    """

    stated: int
    left: int
    silent: tuple[str, ...]


class Risk(msgspec.Struct, frozen=True):
    """A risk with all that was said of it, each with its day, in the order of recording."""

    raised: facts.Raised
    day: str
    changes: tuple[tuple[str, facts.Change], ...] = ()

    def told(self, kind: type[C], day: str) -> tuple[tuple[str, C], ...]:
        """Give what of a kind was said by a day, by day; of equal days the order of recording decides."""
        ordered = sorted(self.changes, key=lambda one: one[0])
        return tuple((on, body) for on, body in ordered if on <= day and isinstance(body, kind))

    def bearing(self, day: str) -> facts.Bearing:
        """Give who owns it and who contributes, on a day."""
        assigned = [body.bearing for _, body in self.told(facts.Assigned, day)]
        return (self.raised.bearing, *assigned)[-1]

    @property
    def ever(self) -> frozenset[str]:
        """Everybody who ever bore a part of it."""
        assigned = (body.bearing for _, body in self.told(facts.Assigned, LAST_DAY))
        return frozenset(one.party for each in (self.raised.bearing, *assigned) for one in borne(each))

    def score(self, mitigation: facts.Mitigation, day: str) -> facts.Score | None:
        """Give its last score by a day, before it is mitigated or after; None: there is none."""
        scored = (body for _, body in self.told(facts.Scored, day))
        return next((one.score for one in reversed(list(scored)) if one.mitigation == mitigation), None)

    def review(self, day: str) -> Due | None:
        """Give when it is looked at again, as it stood on a day; None: no review is named."""
        named = [body.review for _, body in self.told(facts.Reviewed, day)]
        return (self.raised.review, *named)[-1]

    def closed(self, day: str) -> tuple[str, facts.Closed] | None:
        """Give how it was closed by a day, with the day of that."""
        return next(iter(self.told(facts.Closed, day)), None)

    def stage(self, day: str) -> Stage:
        """Say how it stands on a day: what is accepted is still a risk."""
        if self.closed(day) is not None:
            return "closed"
        return "accepted" if self.told(facts.Accepted, day) else "open"


class Risks(msgspec.Struct, frozen=True):
    """The risks that the facts read tell of, by id, in the order of recording."""

    known: Mapping[str, Risk] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.Body) -> Risks:
        """Fold one fact in. Never refuses: it already happened."""
        if isinstance(body, facts.Raised):
            return Risks({**self.known, body.risk: Risk(body, at.day)})
        one = self.known.get(body.risk)
        if one is None:
            return self
        told = replace(one, changes=(*one.changes, (at.day, body)))
        return Risks({**self.known, body.risk: told})


def borne(bearing: facts.Bearing) -> tuple[facts.Bearer, ...]:
    """Give all who bear a part of a risk, its owner first."""
    return (*((bearing.owner,) if bearing.owner is not None else ()), *bearing.contributors)


def summed(bearers: Iterable[facts.Bearer]) -> Summed:
    """Say what shares come to; a share that is printed otherwise is no number, and none is worked out."""
    every = tuple(bearers)
    stated = sum(one.share or 0 for one in every)
    silent = tuple(one.party for one in every if one.share is None)
    return Summed(stated, facts.WHOLE - stated, silent)


def product(score: facts.Score) -> int | None:
    """Give likelihood times impact; None: one of them is not stated."""
    if score.likelihood is None or score.impact is None:
        return None
    return score.likelihood * score.impact


def awaited(risks: Risks, places: Places, on: str) -> Iterator[Awaited]:
    """Give the next review of every risk that is open on a day, by whoever has the place of its owner."""
    for code, one in risks.known.items():
        due = one.review(on)
        if one.day <= on and due is not None and one.closed(on) is None:
            owner = one.bearing(on).owner
            since = ([one.day] + [day for day, _ in one.told(facts.Reviewed, on)])[-1]
            whose = places.owner(owner.party, code, on) if owner is not None else None
            yield Awaited("review of a risk", code, one.raised.body, due, whose, since)


def boundary(body: facts.Body, known: Acting) -> frozenset[str]:
    """Say which tags the judgement reads."""
    parties = {one.party for one in _bearers(body)} | set(_persons(body))
    told = body.meeting if isinstance(body, facts.Reviewed) else None
    tags = {f"risk:{body.risk}", f"body:{body.body}"} | ({f"meeting:{told}"} if told else set())
    return holders.boundary(parties, _decision(body), known) | tags


def examine(act: Act, body: facts.Body, risks: Risks, known: Acting) -> Iterator[Finding]:
    """Judge what is said of a risk: that it is new, or the body's and open, and whom and what it names."""
    yield known.bodies.require(body.body, act.day)
    one = risks.known.get(body.risk)
    if isinstance(body, facts.Raised):
        yield judge("RSK-1", one is None, "an id that is new", body.risk, absolute=True)
    else:
        yield _examine_open(act, body, one)
    for party in (*dict.fromkeys(each.party for each in _bearers(body)), *_persons(body)):
        yield from holders.require_party(party, act.day, known)
    match body:
        case facts.Raised() | facts.Assigned():
            yield from _examine_shares(borne(body.bearing))
        case facts.Scored():
            yield _examine_score(body.score)
        case facts.Reviewed():
            if body.meeting is not None:
                its = known.sittings.body_of(body.meeting) == body.body
                yield judge("RSK-7", its, f"a meeting of {body.body}", body.meeting, absolute=True)
        case facts.Accepted():
            by = ", ".join(filter(None, (body.resolution, body.person)))
            one_of = (body.resolution is None) is not (body.person is None)
            yield judge("RSK-8", one_of, "a decision or a person", by or "nobody", absolute=True)
        case facts.Shared():
            yield from _examine_shares(body.parts)
            yield from _examine_amounts(body)
        case facts.Closed():
            pass
        case _:
            assert_never(body)
    if isinstance(body, facts.Raised | facts.Reviewed):
        yield from examine_order("RSK-6", body.review)
    yield from _examine_decision(act, body, known)


def _bearers(body: facts.Body) -> tuple[facts.Bearer, ...]:
    if isinstance(body, facts.Raised | facts.Assigned):
        return borne(body.bearing)
    return body.parts if isinstance(body, facts.Shared) else ()


def _persons(body: facts.Body) -> tuple[str, ...]:
    return (body.person,) if isinstance(body, facts.Accepted) and body.person is not None else ()


def _decision(body: facts.Body) -> str | None:
    return body.resolution if isinstance(body, facts.Accepted | facts.Shared | facts.Closed) else None


def _examine_open(act: Act, body: facts.Change, one: Risk | None) -> Finding:
    """Judge RSK-2: it was raised for the body by then, and is not closed, whatever the day."""
    closed = None if one is None else one.closed(LAST_DAY)
    if one is None:
        got = f"{body.risk}, which the ledger does not know"
    elif closed is not None:
        got = f"{body.risk}, closed on {closed[0]}"
    else:
        got = f"{body.risk}, raised for {one.raised.body} on {one.day}"
    open_ = one is not None and closed is None and one.raised.body == body.body and one.day <= act.day
    expected = f"a risk of {body.body} raised by {act.day} that is open"
    return judge("RSK-2", open_, expected, got, absolute=True)


def _examine_shares(bearers: tuple[facts.Bearer, ...]) -> Iterator[Finding]:
    """Judge RSK-3: everybody is named once; RSK-4: the shares are at most the whole."""
    parties = [one.party for one in bearers]
    each = len(set(parties)) == len(parties)
    yield judge("RSK-3", each, "whoever bears a part named once", ", ".join(parties), absolute=True)
    stated = summed(bearers).stated
    yield judge("RSK-4", stated <= facts.WHOLE, "shares of at most 100 % together", percent(stated))


def percent(hundredths: int) -> str:
    """Print hundredths of a percent: ``12.5 %``."""
    whole, part = divmod(abs(hundredths), 100)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{whole}{f'.{part:02}'.rstrip('0') if part else ''} %"


def _examine_score(score: facts.Score) -> Finding:
    """Judge RSK-5: a score is likelihood and impact, or what is printed."""
    both = product(score) is not None
    none = score.likelihood is None and score.impact is None
    stated = both or (none and score.printed is not None)
    named = (("likelihood", score.likelihood), ("impact", score.impact), ("printed", score.printed))
    got = ", ".join(f"{what} {said}" for what, said in named if said is not None)
    expected = "likelihood and impact, or the score as printed"
    return judge("RSK-5", stated, expected, got or "nothing", absolute=True)


def _examine_amounts(body: facts.Shared) -> Iterator[Finding]:
    """Judge RSK-10: where the whole is stated in money, the parts are of its currency and at most it."""
    whole, amounts = body.whole, [one.amount for one in body.parts if one.amount is not None]
    if whole is None or not amounts:
        return
    same = {one.currency for one in amounts} == {whole.currency}
    total = sum(one.minor for one in amounts)
    got = ", ".join(map(show, amounts))
    expected = f"parts of at most {show(whole)} together"
    yield judge("RSK-10", same and total <= whole.minor, expected, got)


def _examine_decision(act: Act, body: facts.Body, known: Acting) -> Iterator[Finding]:
    """Judge RSK-9: a decision that is named is the body's, was taken by then, and stands."""
    named = _decision(body)
    if named is not None:
        acts = holders.acts_for(f"body:{body.body}", None, named, act.day, known)
        expected = f"a decision of {body.body} taken by {act.day}, which stands"
        yield Finding("RSK-9", None, acts, expected, named)

"""Motions and the votes on them, as far as the facts read tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger.acts import Recorded, london_day
from ledger.facts import decisions as facts
from ledger.findings import Verdict

Consensus = facts.ConsensusFound | facts.ConsensusDisputed


def count(
    votes: Mapping[str, str],
    announced: Mapping[str, int | None],
    casting: tuple[str, str] | None,
    choice: str,
) -> int | None:
    """Give the number of votes, the casting vote added: what was announced, else those with names.

    None: the record gives neither, or more names than were announced.
    """
    extra = int(casting is not None and casting[1] == choice)
    named = list(votes.values()).count(choice)
    told = announced.get(choice)
    if told is None:
        return named + extra if votes and not announced else None
    return told + extra if named <= told else None


PAPER = "by paper"
"""The vote of somebody who marked a paper: which option it is for depends on how papers are counted."""


class Ballot(msgspec.Struct, frozen=True):
    """A motion and what is known of the votes on it.

    ``ties`` are what broke ties, in their order; ``since`` is the day on which its present text was put, and
    ``cast`` the day of each vote by name, with the day on which it was recorded.
    """

    meeting: str
    item: str
    text: str
    matter: str | None = None
    votes: Mapping[str, str] = msgspec.field(default_factory=dict)
    casting: tuple[str, str] | None = None
    tally: facts.VoteTallied | None = None
    resolved: bool = False
    withdrawn: bool = False
    options: tuple[facts.Option, ...] = ()
    places: int = 1
    papers: Mapping[str, tuple[facts.Mark, ...]] = msgspec.field(default_factory=dict)
    counted: facts.BallotCounted | None = None
    ties: tuple[str, ...] = ()
    reconsiders: str | None = None
    since: str = ""
    cast: Mapping[str, tuple[str, str]] = msgspec.field(default_factory=dict)

    @property
    def lot(self) -> str | None:
        """What the lot decided on a motion without options."""
        return self.ties[-1] if self.ties else None

    @property
    def told(self) -> bool:
        """Was a result announced?"""
        return self.tally is not None or self.counted is not None

    @property
    def secret(self) -> bool:
        """Was the vote secret, as announced?"""
        return any(one is not None and one.how == "secret ballot" for one in (self.tally, self.counted))

    @property
    def announced(self) -> Mapping[str, int | None]:
        """The numbers that were announced, by choice; empty where none were."""
        one = self.tally
        if one is None:
            return {}
        return {"for": one.votes_for, "against": one.votes_against, "abstain": one.abstained}

    def count(self, choice: str) -> int | None:
        """Give the number of votes, the casting vote added: what was announced, else those with names.

        None: the record gives neither, or more names than were announced.
        """
        return count(self.votes, self.announced, self.casting, choice)


class Motions(msgspec.Struct, frozen=True):
    """The motions, resolutions and follow-ups that the facts read tell of."""

    ballots: Mapping[str, Ballot] = msgspec.field(default_factory=dict)
    others: frozenset[str] = frozenset()
    consensus: Mapping[str, tuple[Consensus, ...]] = msgspec.field(default_factory=dict)
    resolved: Mapping[str, facts.Resolved] = msgspec.field(default_factory=dict)
    sound: Mapping[str, Verdict] = msgspec.field(default_factory=dict)
    """Of every resolution, whether nothing was found against it, or left open, when it was recorded."""
    taken: Mapping[str, str] = msgspec.field(default_factory=dict)
    """The day of every resolution."""
    passed: Mapping[str, Recorded] = msgspec.field(default_factory=dict)
    """The fact of every resolution."""

    def evolve(self, at: Recorded, body: facts.Body) -> Motions:
        """Fold one fact in. Never refuses: it already happened."""
        match body:
            case facts.MotionPut():
                put = Ballot(body.meeting, body.item, body.text.commitment, body.matter)
                asks = replace(put, options=body.options, places=body.places, reconsiders=body.reconsiders)
                return self._with(body.motion, replace(asks, since=at.day))
            case (
                facts.MotionAmended()
                | facts.MotionWithdrawn()
                | facts.VoteCast()
                | facts.LotDrawn()
                | facts.VoteTallied()
                | facts.BallotCast()
                | facts.BallotCounted()
            ):
                ballot = self.ballots.get(body.motion)
                return self if ballot is None else self._with(body.motion, _changed(ballot, at, body))
            case facts.ConsensusFound() | facts.ConsensusDisputed():
                said = (*self.consensus.get(body.item, ()), body)
                return replace(self, consensus={**self.consensus, body.item: said})
            case facts.Resolved():
                ballots = {
                    motion: replace(ballot, resolved=True) if motion in body.motions else ballot
                    for motion, ballot in self.ballots.items()
                }
                resolved = {**self.resolved, body.resolution: body}
                others = self.others | {body.resolution}
                verdicts = {**self.sound, body.resolution: sound(at)}
                days = {**self.taken, body.resolution: at.day}
                changed = replace(self, ballots=ballots, others=others, resolved=resolved)
                passed = {**self.passed, body.resolution: at}
                return replace(changed, sound=verdicts, taken=days, passed=passed)
            case facts.FollowUpNoted():
                return replace(self, others=self.others | {body.followup})
            case _:
                assert_never(body)

    def _with(self, motion: str, ballot: Ballot) -> Motions:
        return replace(self, ballots={**self.ballots, motion: ballot})


def sound(at: Recorded) -> Verdict:
    """Say whether nothing was found against a fact, or left open, when it was recorded."""
    verdicts = {one.verdict for one in at.fact.findings}
    return Verdict.NOT_MET if "not met" in verdicts else Verdict.of(None if verdicts else True)


def _cast(ballot: Ballot, at: Recorded, person: str) -> Ballot:
    return replace(ballot, cast={**ballot.cast, person: (at.day, london_day(at.recorded))})


def _changed(ballot: Ballot, at: Recorded, body: facts.OfMotion) -> Ballot:  # noqa: PLR0911 - one case a type
    match body:
        case facts.MotionAmended():
            # Votes bind to the text voted on: with another text voting begins anew.
            anew = Ballot(ballot.meeting, ballot.item, body.text.commitment, ballot.matter)
            kept = replace(anew, options=ballot.options, places=ballot.places)
            return replace(kept, reconsiders=ballot.reconsiders, since=at.day)
        case facts.MotionWithdrawn():
            return replace(ballot, withdrawn=True)
        case facts.VoteCast() if body.casting:
            return replace(ballot, casting=(body.person, body.choice))
        case facts.VoteCast():
            return _cast(replace(ballot, votes={**ballot.votes, body.person: body.choice}), at, body.person)
        case facts.LotDrawn():
            return replace(ballot, ties=(*ballot.ties, body.choice))
        case facts.BallotCast() if body.casting:
            picked = tuple(mark.option for mark in body.marks)
            return replace(ballot, casting=(body.person, "casting"), ties=(*ballot.ties, *picked))
        case facts.BallotCast():
            papers = {**ballot.papers, body.person: body.marks}
            voted = replace(ballot, papers=papers, votes={**ballot.votes, body.person: PAPER})
            return _cast(voted, at, body.person)
        case facts.BallotCounted():
            return replace(ballot, counted=body)
        case facts.VoteTallied():
            return replace(ballot, tally=body)
        case _:
            assert_never(body)

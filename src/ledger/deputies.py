"""Deputies: who may stand in for which member, for which meetings, and what they may do.

Implements LSC-7.7 and LSC-8.4.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger import checks
from ledger.acts import Recorded
from ledger.facts import deputies as facts
from ledger.facts.terms import Answer as Said
from ledger.facts.terms import DeputyRule, Seat, Terms
from ledger.findings import Verdict
from ledger.members import Roll
from ledger.terms import cited, rules

RIGHTS = "DPY-9"
"""The rule of Remit on what a deputy may do where the terms have none."""

NEVER = "9999-12-31"
"""Later than every day on which something ends."""


class Held(msgspec.Struct, frozen=True):
    """A meeting as the judgement of a deputy looks at it: whose it is, and when it is or was held."""

    meeting: str
    body: str
    day: str


class Deputy(msgspec.Struct, frozen=True):
    """One deputy as the record has it: named, and what became of it."""

    named: facts.Nominated
    day: str
    approved: str | None = None
    declined: str | None = None
    informed: str | None = None
    briefed: str | None = None
    ended: str | None = None
    by: str | None = None

    @property
    def since(self) -> str:
        """The first day on which the person stands in, where no meeting is named."""
        return self.named.first or self.day

    @property
    def until(self) -> str:
        """The first day on which the person no longer stands in."""
        return min(self.named.until or NEVER, self.ended or NEVER)

    def covers(self, meeting: str, day: str) -> bool:
        """Say whether the deputy is named for this meeting on this day."""
        if self.named.meeting is not None:
            return self.named.meeting == meeting
        return self.since <= day < self.until

    def apart(self, other: Deputy, dates: Mapping[str, Held]) -> Verdict:
        """Say whether no meeting is covered by both; not known where its date decides and is not known."""
        if self.named.meeting is None and other.named.meeting is None:
            return Verdict.of(max(self.since, other.since) >= min(self.until, other.until))
        if self.named.meeting is not None and other.named.meeting is not None:
            return Verdict.of(self.named.meeting != other.named.meeting)
        one, period = (self, other) if other.named.meeting is None else (other, self)
        held = dates.get(one.named.meeting or "")
        return Verdict.of(None if held is None else not period.covers(held.meeting, held.day))

    def stood(self, day: str) -> Deputy | None:
        """Give the deputy as it stood on the day; None where it had been declined or had ended by then."""
        if _by(self.declined, day) or _by(self.ended, day):
            return None
        approved = _by(self.approved, day)
        return replace(
            self,
            approved=approved,
            by=self.by if approved else None,
            informed=_by(self.informed, day),
            briefed=_by(self.briefed, day),
        )


def _by(event: str | None, day: str) -> str | None:
    """Give the day of an event where it had come by a day."""
    return event if event is not None and event <= day else None


class Answers(msgspec.Struct, frozen=True):
    """What a deputy may do: four separate answers, None where it is not known; and the rule they rest on.

    ``clause`` is cited as the terms are; None: a Remit default.
    """

    speaks: bool | None
    votes: bool | None
    counts: bool | None
    presides: bool | None
    rule: str
    clause: str | None


class Deputies(msgspec.Struct, frozen=True):
    """The deputies that the facts read tell of, by id."""

    known: Mapping[str, Deputy] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.Body) -> Deputies:
        """Fold one fact in. Never refuses: it already happened."""
        if isinstance(body, facts.Nominated):
            return self._with(body.deputy, Deputy(body, at.day))
        one = self.known.get(body.deputy)
        return self if one is None else self._with(body.deputy, _changed(one, at.day, body))

    def standing_in(self, body: str, person: str, member: str, meeting: str, day: str) -> Deputy | None:
        """Give the deputy, as it stood on the day, as whom the person stands in for the member at a meeting.

        ``approved`` says whether it was approved by then; an approved one goes before one that is not.
        """
        found = [one for one in self.named_for(body, member, meeting, day) if one.named.person == person]
        return max(reversed(found), key=lambda one: one.approved is not None, default=None)

    def named_for(self, body: str, member: str, meeting: str, day: str) -> tuple[Deputy, ...]:
        """Give the deputies, as they stood on the day, who are named for the member at a meeting."""
        return tuple(
            stood
            for one in self.known.values()
            if (one.named.body, one.named.member) == (body, member)
            and one.day <= day
            and one.covers(meeting, day)
            and (stood := one.stood(day)) is not None
        )

    def stands_in(self, body: str, person: str, day: str) -> bool:
        """Say whether the person is anybody's deputy in the body on the day, or is named to be."""
        return any(
            (one.named.body, one.named.person) == (body, person)
            and one.stood(day) is not None
            and day < one.until
            for one in self.known.values()
        )

    def others_of(self, body: facts.Nominated, day: str) -> tuple[Deputy, ...]:
        """Give those as whom the same person stands in for other members of the body, still on the day."""
        return tuple(
            one
            for one in self.known.values()
            if (one.named.body, one.named.person) == (body.body, body.person)
            and one.named.member != body.member
            and one.stood(day) is not None
        )

    def _with(self, code: str, deputy: Deputy) -> Deputies:
        return Deputies({**self.known, code: deputy})


def _changed(
    one: Deputy, day: str, body: facts.Approved | facts.Declined | facts.Prepared | facts.Ended
) -> Deputy:
    match body:
        case facts.Approved():
            return replace(one, approved=day, by=body.person or body.organisation)
        case facts.Declined():
            return replace(one, declined=day)
        case facts.Prepared():
            if body.what == "briefed":
                return replace(one, briefed=day)
            return replace(one, informed=day)
        case facts.Ended():
            return replace(one, ended=day)
        case _:
            assert_never(body)


def answers(deputy: Deputy | None, terms: Terms | None, seat: Seat | None) -> Answers:
    """Say what somebody may do who stands in for the holder of a seat: speak, vote, count, preside (DPY-9).

    What the terms do not say is a Remit default: a deputy speaks, votes for the member and does not preside;
    whether one counts for the quorum is not known (LSC-7.7).

    Args:
        deputy: as it stood on the day; None: never named, or declined.
        terms: those in force on the day; None: not known.
        seat: the member's; None: not known.
    """
    rule, fits = rule_for(terms, seat)
    if rule is None or terms is None:
        at, clause = RIGHTS, None
    else:
        at, clause = rule.rule, cited(terms, rule)
    nothing = Answers(speaks=False, votes=False, counts=False, presides=False, rule=at, clause=clause)
    if deputy is None:
        return nothing
    if rule is None or fits is Verdict.NOT_MET:
        return Answers(speaks=True, votes=None, counts=None, presides=False, rule=RIGHTS, clause=None)
    if fits is Verdict.NOT_KNOWN:
        return Answers(None, None, None, None, at, clause)
    speaks = _said(rule.speaks, default=True)
    if asks_approval(rule) and deputy.approved is None:
        return replace(nothing, speaks=speaks)
    return replace(
        nothing,
        speaks=speaks,
        votes=_said(rule.votes, default=True),
        counts=_said(rule.counts, default=None),
        presides=_said(rule.presides, default=False),
    )


def _said(answer: Said | None, *, default: bool | None) -> bool | None:
    return default if answer is None else {"yes": True, "no": False, "not known": None}[answer]


def asks_approval(rule: DeputyRule) -> bool:
    """Say whether the rule asks that somebody approves a deputy."""
    return bool(rule.approved_by or rule.approved_by_organisations)


def rule_for(terms: Terms | None, seat: Seat | None) -> tuple[DeputyRule | None, Verdict]:
    """Give the rule on deputies for a seat, and whether it fits it; None where the terms have none at all."""
    judged = [
        (one, checks.fits(one.who, "", checks.Room(terms, {"": (seat,) if seat else ()}, {})))
        for one in rules(terms)
        if terms is not None and isinstance(one, DeputyRule)
    ]
    for verdict in (Verdict.MET, Verdict.NOT_KNOWN, Verdict.NOT_MET):
        for one, fits in judged:
            if fits is verdict:
                return one, fits
    return None, Verdict.NOT_KNOWN


def seat_of(
    roll: Roll, terms: Terms | None, body: str, person: str, seat: str | None, day: str
) -> Seat | None:
    """Give the seat in which somebody is a member on the day; None where it is not known, or not one only.

    ``seat`` is the code of the one that is meant, where the person has several.
    """
    held = [one for one in roll.of(body, person) if one.holds(day) and seat in (None, one.seat)]
    if len(held) != 1:
        return None
    (one,) = held
    return (
        one.own or next((found for found in terms.seats if found.seat == one.seat), None)
        if terms
        else one.own
    )

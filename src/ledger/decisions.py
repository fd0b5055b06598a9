"""From a motion to a resolution: who may vote, whether the body was quorate, what passed.

Implements LSC-8.1 (quorum by item), LSC-10.3 (majority, casting vote), LSC-M3 (parts) and LSC-M4 (elections)
under whatever terms are in force on the day; who has a vote is judged in ``votes``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger import terms
from ledger.acts import Act, Recorded
from ledger.deputies import Deputies
from ledger.facts import decisions as facts
from ledger.facts.terms import MajorityRule, Terms, WayRule
from ledger.findings import Finding, Verdict, all_of, judge
from ledger.meetings import require_item, require_open
from ledger.members import Roll
from ledger.rooms import quorum
from ledger.sittings import Sitting, Sittings
from ledger.votes import examine_entitlement, of_one_vote


class Ballot(msgspec.Struct, frozen=True):
    """A motion and what is known of the votes on it."""

    meeting: str
    item: str
    text: str
    votes: Mapping[str, str] = msgspec.field(default_factory=dict)
    casting: tuple[str, str] | None = None
    tally: facts.VoteTallied | None = None
    resolved: bool = False

    def count(self, choice: str) -> int | None:
        """Give the number of votes, the casting vote added: what was announced, else those with names.

        None: the record gives neither, or more names than were announced.
        """
        extra = int(self.casting is not None and self.casting[1] == choice)
        named = list(self.votes.values()).count(choice)
        announced = _announced(self.tally, choice)
        if announced is None:
            return named + extra if self.votes and self.tally is None else None
        return announced + extra if named <= announced else None


class Motions(msgspec.Struct, frozen=True):
    """The motions, resolutions and follow-ups that the facts read tell of."""

    ballots: Mapping[str, Ballot] = msgspec.field(default_factory=dict)
    others: frozenset[str] = frozenset()
    resolved: Mapping[str, facts.Resolved] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.Body) -> Motions:
        """Fold one fact in. Never refuses: it already happened."""
        del at
        match body:
            case facts.MotionPut():
                return self._with(body.motion, Ballot(body.meeting, body.item, body.text.commitment))
            case facts.VoteCast():
                ballot = self.ballots.get(body.motion)
                return self if ballot is None else self._with(body.motion, _voted(ballot, body))
            case facts.VoteTallied():
                ballot = self.ballots.get(body.motion)
                return self if ballot is None else self._with(body.motion, replace(ballot, tally=body))
            case facts.Resolved():
                ballots = {
                    motion: replace(ballot, resolved=True) if motion in body.motions else ballot
                    for motion, ballot in self.ballots.items()
                }
                resolved = {**self.resolved, body.resolution: body}
                return Motions(ballots, self.others | {body.resolution}, resolved)
            case facts.FollowUpNoted():
                return replace(self, others=self.others | {body.followup})
            case _:
                assert_never(body)

    def _with(self, motion: str, ballot: Ballot) -> Motions:
        return replace(self, ballots={**self.ballots, motion: ballot})


def _announced(tally: facts.VoteTallied | None, choice: str) -> int | None:
    if tally is None:
        return None
    return {"for": tally.votes_for, "against": tally.votes_against, "abstain": tally.abstained}[choice]


def _voted(ballot: Ballot, body: facts.VoteCast) -> Ballot:
    if body.casting:
        return replace(ballot, casting=(body.person, body.choice))
    return replace(ballot, votes={**ballot.votes, body.person: body.choice})


def boundary(body: facts.Body, sitting: Sitting | None) -> frozenset[str]:
    """Say which tags the judgement reads; once the meeting is known, its body's too."""
    tags = {f"meeting:{body.meeting}"}
    if sitting is not None:
        tags |= {f"{kind}:{sitting.body}" for kind in ("roll", "terms", "deputies")}
    match body:
        case facts.MotionPut():
            tags |= {f"motion:{body.motion}"}
        case facts.VoteCast():
            people = of_one_vote(sitting, body.person) if sitting else {body.person}
            tags |= {f"motion:{body.motion}", *(f"vote:{body.motion}/{person}" for person in people)}
            tags |= {f"votes:{body.motion}"} if body.casting else set()
        case facts.VoteTallied():
            tags |= {f"motion:{body.motion}", f"votes:{body.motion}"}
        case facts.Resolved():
            tags |= {f"decision:{body.resolution}"}
            for motion in body.motions:
                tags |= {f"motion:{motion}", f"votes:{motion}"}
        case facts.FollowUpNoted():
            tags |= {f"followup:{body.followup}"}
        case _:
            assert_never(body)
    return frozenset(tags)


def examine(  # noqa: PLR0911 - one case a type
    act: Act,
    body: facts.Body,
    sittings: Sittings,
    motions: Motions,
    roll: Roll,
    deputies: Deputies,
    terms_: Terms | None,
) -> tuple[Finding, ...]:
    """Judge a step of a decision, in the order: the meeting, the item or motion, the terms."""
    sitting = sittings.known.get(body.meeting)
    opened = require_open(sitting, body.meeting, act.day)
    if sitting is None:
        return (opened,)
    takes, kind = sitting.kind == "meeting", f"a {sitting.kind}"
    deciding = judge("DEC-1", takes, "a meeting that takes decisions", kind, absolute=True)
    match body:
        case facts.MotionPut():
            at = _on_its_day(act, body.item, sitting)
            return (opened, deciding, at, *_examine_motion(body, sitting, motions))
        case facts.VoteCast():
            return (opened, *_examine_vote(act, body, sitting, motions, roll, deputies, terms_))
        case facts.VoteTallied():
            return (opened, *_examine_tally(body, sitting, motions))
        case facts.Resolved():
            common = (_on_its_day(act, body.item, sitting), *_examine_parts(body, sitting, motions))
            if terms_ is None:
                return (opened, deciding, *common, terms.missing(sitting.body, act.day))
            quorate = quorum(sitting, body.item, terms_, roll, deputies)
            return (opened, deciding, *common, *quorate, *_examine_way(body, sitting, motions, terms_))
        case facts.FollowUpNoted():
            fresh = body.followup not in motions.others
            new = judge("DEC-2", fresh, "an id that is new", body.followup, absolute=True)
            return (opened, new, require_item(sitting, body.item))
        case _:
            assert_never(body)


def _on_its_day(act: Act, item: str, sitting: Sitting) -> Finding:
    """Judge DEC-15: who is there, and who is a member, is known of an item on the day of its taking."""
    day = sitting.day_of(item)
    got = f"an item taken on {day}"
    return judge("DEC-15", day == act.day, f"an item taken on {act.day}, or taken again then", got)


def _examine_motion(body: facts.MotionPut, sitting: Sitting, motions: Motions) -> tuple[Finding, ...]:
    movers = [person for person in (body.proposer, body.seconder) if person is not None]
    there = {one.person for one in sitting.there(body.item)}
    absent = [person for person in movers if person not in there]
    return (
        require_item(sitting, body.item),
        judge("DEC-2", body.motion not in motions.ballots, "an id that is new", body.motion, absolute=True),
        judge(
            "DEC-3",
            not absent and len(set(movers)) == len(movers),
            "proposer and seconder to be two members present at the item",
            ", ".join(absent) or "one person twice",
        ),
    )


def _require_ballot(ballot: Ballot | None, meeting: str, motion: str, item: str | None = None) -> Finding:
    answer = ballot is not None and ballot.meeting == meeting and not ballot.resolved
    if ballot is not None and item not in (None, ballot.item):
        got = f"{motion}, put at another item"
        return judge("DEC-4", answer=False, expected="a motion of this item", got=got, absolute=True)
    decided = ballot is not None and ballot.resolved
    got = f"{motion}, already decided" if decided else motion
    return judge("DEC-4", answer, "a motion of this meeting that is still open", got, absolute=True)


def _examine_vote(
    act: Act,
    body: facts.VoteCast,
    sitting: Sitting,
    motions: Motions,
    roll: Roll,
    deputies: Deputies,
    terms_: Terms | None,
) -> tuple[Finding, ...]:
    ballot = motions.ballots.get(body.motion)
    open_ = _require_ballot(ballot, body.meeting, body.motion)
    if ballot is None:
        return (open_,)
    bound = judge(
        "DEC-5",
        body.text.commitment == ballot.text,
        "a vote on the text as it was put",
        "a vote on another text",
        kind="SIG",
        absolute=True,
    )
    entitled = (
        require_item(sitting, ballot.item),
        _on_its_day(act, ballot.item, sitting),
        *examine_entitlement(act, body.person, ballot.item, sitting, roll, deputies, terms_),
    )
    if body.casting:
        return (open_, bound, *entitled, _examine_casting(body, ballot, sitting, roll, terms_))
    before = sorted(of_one_vote(sitting, body.person) & set(ballot.votes))
    for_whom = "" if body.person in before else f", after {', '.join(before)} for the same seat"
    once = judge(
        "DEC-6",
        not before,
        "one vote for each person on a motion",
        f"a second vote by {body.person}{for_whom}",
        absolute=True,
    )
    return (open_, bound, *entitled, once)


def _examine_casting(
    body: facts.VoteCast, ballot: Ballot, sitting: Sitting, roll: Roll, terms_: Terms | None
) -> Finding:
    rule = next(iter(terms.rules_of(terms_, MajorityRule)), None)
    offices = rule.casting if rule else ()
    clause = terms.cited(terms_, rule) if rule and terms_ else None
    for_, against = ballot.count("for"), ballot.count("against")
    equal = None if for_ is None or against is None else for_ == against
    day = sitting.day_of(ballot.item)
    holders = [roll.holder(sitting.body, office, day) for office in offices]
    there = {one.person for one in sitting.there(ballot.item)}
    # Whoever acts for a holder who is away steps back where the holder is there.
    away = [office for office, holder in zip(offices, holders, strict=True) if holder not in there]
    acting = [roll.acting(sitting.body, office, day) for office in away]
    holds = True if body.person in (*holders, *acting) else (None if None in holders else False)
    verdict = all_of(Verdict.of(answer) for answer in (ballot.casting is None, equal, holds))
    expected = (
        f"a casting vote, on equal votes, by the {' or '.join(offices)}" if offices else "no casting vote"
    )
    votes = f"{for_} for and {against} against" if equal is not None else "numbers that are not recorded"
    return Finding(rule.rule if rule else "DEC-8", clause, verdict, expected, f"{body.person} on {votes}")


def _examine_tally(body: facts.VoteTallied, sitting: Sitting, motions: Motions) -> tuple[Finding, ...]:
    ballot = motions.ballots.get(body.motion)
    open_ = _require_ballot(ballot, body.meeting, body.motion)
    if ballot is None:
        return (open_,)
    given = sum(number or 0 for number in (body.votes_for, body.votes_against, body.abstained))
    there = len({one.member for one in sitting.there(ballot.item)})
    return (
        open_,
        judge("DEC-9", ballot.tally is None, "one announced result for a motion", "a second", absolute=True),
        judge(
            "DEC-10",
            given <= there,
            f"at most {there} votes, one for each member present",
            f"{given} votes",
        ),
    )


def _examine_parts(body: facts.Resolved, sitting: Sitting, motions: Motions) -> tuple[Finding, ...]:
    numbers = [part.number for part in body.parts]
    repeated = sorted({number for number in numbers if numbers.count(number) > 1})
    findings = [
        require_item(sitting, body.item),
        judge(
            "DEC-2",
            body.resolution not in motions.others,
            "an id that is new",
            body.resolution,
            absolute=True,
        ),
        judge(
            "DEC-11", not repeated, "parts numbered once each", f"{', '.join(repeated)} twice", absolute=True
        ),
    ]
    findings += [
        _require_ballot(motions.ballots.get(motion), body.meeting, motion, body.item)
        for motion in body.motions
    ]
    return tuple(findings)


def _examine_way(
    body: facts.Resolved, sitting: Sitting, motions: Motions, terms_: Terms
) -> tuple[Finding, ...]:
    findings = []
    ballots = [motions.ballots[motion] for motion in body.motions if motion in motions.ballots]
    for rule in terms_.rules:
        clause = terms.cited(terms_, rule)
        if isinstance(rule, WayRule):
            known = None if body.way == "not recorded" else body.way in rule.ways
            findings.append(Finding(rule.rule, clause, Verdict.of(known), rule.says, body.way))
        elif isinstance(rule, MajorityRule) and body.way == "vote":
            present = len({one.member for one in sitting.there(body.item)})
            findings.extend(_majority(rule, clause, ballot, present) for ballot in ballots)
            if not ballots:
                got = "a vote without a motion"
                findings.append(Finding(rule.rule, clause, Verdict.NOT_KNOWN, rule.says, got))
    if body.way in ("consensus", "unanimous"):
        against = sum(ballot.count("against") or 0 for ballot in ballots)
        findings.append(
            judge("DEC-12", not against, f"no vote against what was {body.way}", f"{against} against")
        )
    return tuple(findings)


def _majority(rule: MajorityRule, clause: str | None, ballot: Ballot, present: int) -> Finding:
    """Judge a vote by the numbers: for × 100 must be more than ``over`` × base."""
    for_, against = ballot.count("for"), ballot.count("against")
    if for_ is None or against is None:
        return Finding(rule.rule, clause, Verdict.NOT_KNOWN, rule.says, "numbers that are not recorded")
    base = for_ + against if rule.base == "votes cast" else present
    passed = for_ * 100 > rule.over * base
    got = f"{for_} for and {against} against: {for_} of {base}, needed more than {rule.over} %"
    return Finding(rule.rule, clause, Verdict.of(passed), rule.says, got)

"""The steps of a decision at a meeting: what is put, amended, voted on, found by consensus, announced.

Implements LSC-6.2 and LSC-10.3 (consensus found and disputed, the casting vote) and LSC-M4 (nominations)
under whatever terms are in force on the day; who has a vote is judged in ``votes``, what was resolved in
``resolutions``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import assert_never

from ledger import terms
from ledger.acts import Act
from ledger.balloting import (
    examine_count,
    examine_lot,
    examine_tally,
    examine_vote,
    on_its_day,
    require_ballot,
)
from ledger.ballots import Motions
from ledger.between import examine_written, require_reply
from ledger.facts import decisions as facts
from ledger.facts.terms import ChoiceRule, Terms, WayRule
from ledger.findings import Finding, Verdict, any_of, judge
from ledger.majorities import rule_of
from ledger.meetings import Beside, require_item, require_open
from ledger.members import Roll
from ledger.reconsidering import examine_put
from ledger.sittings import URGENT, WRITTEN, Sitting
from ledger.votes import of_one_vote

Step = facts.AboutMotion | facts.Consensus | facts.FollowUpNoted


def boundary(body: Step, sitting: Sitting | None, motions: Motions) -> frozenset[str]:
    """Say which tags the judgement reads; once the meeting is known, its body's too."""
    tags = {f"meeting:{body.meeting}"}
    if sitting is not None:
        tags |= {f"{kind}:{sitting.body}" for kind in ("roll", "terms", "deputies")}
        tags |= {f"calendar:{sitting.body}"} if sitting.until is not None else set()
    match body:
        case facts.MotionPut() | facts.MotionAmended() | facts.MotionWithdrawn():
            tags |= {f"motion:{body.motion}"}
            again = body.reconsiders if isinstance(body, facts.MotionPut) else None
            tags |= {f"decision:{again}"} if again is not None else set()
            resolved = motions.resolved.get(again or "")
            tags |= {f"motion:{motion}" for motion in resolved.motions} if resolved is not None else set()
        case facts.ConsensusFound() | facts.ConsensusDisputed():
            tags |= {f"consensus:{body.item}"}
        case facts.VoteCast() | facts.BallotCast():
            people = of_one_vote(sitting, body.person) if sitting else {body.person}
            tags |= {f"motion:{body.motion}", *(f"vote:{body.motion}/{person}" for person in people)}
            tags |= {f"votes:{body.motion}"} if body.casting else set()
        case facts.VoteTallied() | facts.LotDrawn() | facts.BallotCounted():
            tags |= {f"motion:{body.motion}", f"votes:{body.motion}"}
        case facts.FollowUpNoted():
            tags |= {f"followup:{body.followup}"}
        case _:
            assert_never(body)
    return frozenset(tags)


def examine(  # noqa: PLR0911 - one case a type
    act: Act,
    body: Step,
    sitting: Sitting | None,
    motions: Motions,
    beside: Beside,
) -> tuple[Finding, ...]:
    """Judge a step of a decision, in the order: the meeting, the item or motion, the terms."""
    opened = require_open(sitting, body.meeting, act.day)
    if sitting is None:
        return (opened,)
    terms_ = beside.in_force(sitting, act.day)
    match body:
        case facts.MotionPut() | facts.MotionAmended() | facts.MotionWithdrawn():
            return (opened, *_examine_text(act, body, sitting, motions, beside, terms_))
        case facts.ConsensusFound() | facts.ConsensusDisputed():
            found = _examine_consensus(act, body, sitting, beside.roll, terms_)
            return (opened, require_item(sitting, body.item), *require_reply(act, sitting, beside), found)
        case facts.VoteCast() | facts.BallotCast():
            return (opened, *examine_vote(act, body, sitting, motions, beside))
        case facts.LotDrawn():
            return (opened, *examine_lot(act, body, sitting, motions, beside))
        case facts.VoteTallied():
            return (opened, *examine_tally(act, body, sitting, motions, beside))
        case facts.BallotCounted():
            return (opened, *examine_count(act, body, sitting, motions, beside))
        case facts.FollowUpNoted():
            fresh = body.followup not in motions.others
            new = judge("DEC-2", fresh, "an id that is new", body.followup, absolute=True)
            return (opened, new, require_item(sitting, body.item))
        case _:
            assert_never(body)


def _examine_text(
    act: Act,
    body: facts.MotionPut | facts.MotionAmended | facts.MotionWithdrawn,
    sitting: Sitting,
    motions: Motions,
    beside: Beside,
    terms_: Terms | None,
) -> Iterator[Finding]:
    """Judge what is put, amended or withdrawn; in writing members have days to reply to each text."""
    if isinstance(body, facts.MotionPut):
        matter = body.matter
        yield from (takes_decisions(sitting), on_its_day(act, body.item, sitting))
        yield from _examine_motion(body, sitting, motions, terms_)
        yield from examine_put(act, body, sitting.body, motions, beside.roll, terms_)
    else:
        ballot = motions.ballots.get(body.motion)
        matter = ballot.matter if ballot is not None else None
        yield from _examine_change(body, sitting, motions)
    if not isinstance(body, facts.MotionWithdrawn):
        yield from require_reply(act, sitting, beside)
        yield from examine_written(act, sitting, (matter,), beside, terms_, act.day)


def takes_decisions(sitting: Sitting) -> Finding:
    """Judge DEC-1: a meeting of this kind takes decisions."""
    takes, kind = sitting.kind in {"meeting", WRITTEN, URGENT}, f"a {sitting.kind}"
    return judge("DEC-1", takes, "a meeting that takes decisions", kind, absolute=True)


def _examine_motion(
    body: facts.MotionPut, sitting: Sitting, motions: Motions, terms_: Terms | None
) -> tuple[Finding, ...]:
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
            ", ".join(movers),
            wrong=", ".join(absent) or "one person twice",
        ),
        *((require_matter(body.matter, terms_),) if body.matter is not None else ()),
        *(_examine_options(body, terms_) if body.options else ()),
    )


def _uncapped(body: facts.MotionPut, rule: ChoiceRule | None) -> list[str]:
    """Give the groups of options that no cap names, where caps name groups: a slip would escape the cap."""
    caps = rule.caps if rule is not None else ()
    if not caps or any(cap.group is None for cap in caps):
        return []
    named = {cap.group for cap in caps}
    return sorted({one.group for one in body.options if one.group is not None and one.group not in named})


def _examine_options(body: facts.MotionPut, terms_: Terms | None) -> tuple[Finding, ...]:
    """Judge DEC-32: options once each, no fewer than there are places, the default option among them."""
    names = [one.option for one in body.options]
    rule = rule_of(ChoiceRule, terms_, body.matter)
    default = rule.default if rule is not None else None
    faults = [
        *(["an option twice"] if len(set(names)) < len(names) else []),
        *([f"{len(names)} options for {body.places} places"] if len(names) < body.places else []),
        *([f"no option {default}"] if default is not None and default not in names else []),
        *(f"no cap names the group {group}" for group in _uncapped(body, rule)),
    ]
    expected = "options once each, enough of them, and the default option of the terms"
    return (judge("DEC-32", not faults, expected, "; ".join(faults), absolute=True),)


def require_matter(matter: str, terms_: Terms | None, functions: Collection[str] = ()) -> Finding:
    """Judge DEC-16: a matter is one that the terms in force name, or one of the functions given."""
    known = None if terms_ is None else matter in {one.matter for one in terms_.matters}
    return judge("DEC-16", matter in functions or known, "a matter that the terms in force name", matter)


def _examine_change(
    body: facts.MotionAmended | facts.MotionWithdrawn, sitting: Sitting, motions: Motions
) -> tuple[Finding, ...]:
    open_ = require_ballot(motions.ballots.get(body.motion), body.meeting, body.motion)
    ballot = motions.ballots.get(body.motion)
    told = ballot is not None and ballot.told
    expected = "a motion on which no result was announced"
    early = judge("DEC-26", not told, expected, body.motion)
    mover = body.proposer if isinstance(body, facts.MotionAmended) else None
    if mover is None:
        return (open_, early)
    present = mover in {one.person for one in sitting.there()}
    return (open_, early, judge("DEC-3", present, "somebody who is there to amend a motion", mover))


def _examine_consensus(
    act: Act, body: facts.Consensus, sitting: Sitting, roll: Roll, terms_: Terms | None
) -> Finding:
    """Judge that whoever the terms name, else whoever presides, finds consensus, and a member disputes it."""
    if isinstance(body, facts.ConsensusDisputed):
        there = {one.member for one in sitting.there(body.item)}
        return judge("DEC-17", body.person in there, "a member present at the item", body.person)
    finds = [one for one in terms.rules_of(terms_, WayRule) if one.found_by]
    rule = next(iter(finds), None)
    if rule is None or terms_ is None:
        presiding = sitting.presiding(body.item)
        answer = None if presiding is None else presiding.person == body.by
        return judge("DEC-18", answer, "a finding by whoever presides", body.by)
    offices = tuple(dict.fromkeys(office for one in finds for office in one.found_by))
    held = (roll.in_office(sitting.body, office, body.by, act.day) for office in offices)
    expected = f"a finding by the {' or '.join(offices)}"
    verdict = any_of(map(Verdict.of, held))
    return Finding(rule.rule, terms.cited(terms_, rule), verdict, expected, body.by)

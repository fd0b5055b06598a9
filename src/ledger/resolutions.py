"""What a body resolved: its parts, its quorum, whether a vote carried, whether it had the power.

Implements LSC-3.1 (what a body may only recommend), LSC-6.2 and LSC-10.3 (consensus, else a vote), LSC-8.1
(quorum by item), LSC-M3 (parts), PLA-7b (to whom a recommendation goes) under whatever terms are in force on
the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledger import terms
from ledger.acts import Act
from ledger.balloting import on_its_day, require_ballot
from ledger.ballots import Ballot, Consensus, Motions
from ledger.decisions import require_matter, takes_decisions
from ledger.delegations import examine_held
from ledger.facts import decisions as facts
from ledger.facts.terms import MajorityRule, PowerRule, Terms
from ledger.findings import Finding, Verdict, judge
from ledger.links import Chain
from ledger.majorities import majority_of, ways_of
from ledger.meetings import Beside, require_item, require_open
from ledger.organisations import Directory
from ledger.polls import Poll, Result, carries
from ledger.rooms import membership, quorum, room
from ledger.sittings import Sitting

DECIDING = ("decision", "in principle")
"""The kinds of parts by which a body exercises a power."""

AGREED = ("consensus", "unanimous", "consent")
"""The ways that a vote against rules out."""


def boundary(body: facts.Resolved, sitting: Sitting | None, chain: Chain) -> frozenset[str]:
    """Say which tags the judgement reads; once the meeting is known, its body's; a chain link by link."""
    tags = {f"meeting:{body.meeting}", f"decision:{body.resolution}", f"consensus:{body.item}"}
    if sitting is not None:
        tags |= {f"{kind}:{sitting.body}" for kind in ("roll", "terms", "deputies")}
    tags |= {f"organisation:{code}" for part in body.parts for code in part.to}
    under = tuple(part.under for part in body.parts if part.under is not None)
    tags |= {f"delegation:{one}" for one in {*under, *chain.parents(under)}}
    for motion in body.motions:
        tags |= {f"motion:{motion}", f"votes:{motion}"}
    return frozenset(tags)


def examine(
    act: Act,
    body: facts.Resolved,
    sitting: Sitting | None,
    motions: Motions,
    beside: Beside,
    chain: Chain,
) -> tuple[Finding, ...]:
    """Judge a resolution, in the order: the meeting, the item, its parts, the quorum, the way, the power."""
    opened = require_open(sitting, body.meeting, act.day)
    if sitting is None:
        return (opened,)
    common = (
        opened,
        takes_decisions(sitting),
        on_its_day(act, body.item, sitting),
        *_examine_parts(body, motions, sitting, beside.directory),
    )
    terms_ = beside.in_force(sitting, act.day)
    if terms_ is None:
        return (*common, terms.missing(sitting.body, act.day))
    ballots = [motions.ballots[motion] for motion in body.motions if motion in motions.ballots]
    matters = [one for one in dict.fromkeys(part.matter for part in body.parts) if one is not None]
    return (
        *common,
        *(require_matter(matter, terms_) for matter in matters),
        *quorum(sitting, body.item, terms_, beside.roll, beside.deputies),
        *_examine_way(body, ballots, motions.consensus.get(body.item, ()), terms_),
        *(_examine_vote(body, ballots, sitting, beside, terms_) if body.way == "vote" else ()),
        *_examine_power(act, body, sitting, chain, terms_),
    )


def _examine_parts(
    body: facts.Resolved, motions: Motions, sitting: Sitting, directory: Directory
) -> Iterator[Finding]:
    numbers = [part.number for part in body.parts]
    repeated = sorted({number for number in numbers if numbers.count(number) > 1})
    got = f"{', '.join(repeated)} twice"
    fresh = body.resolution not in motions.others
    yield require_item(sitting, body.item)
    yield judge("DEC-2", fresh, "an id that is new", body.resolution, absolute=True)
    yield judge("DEC-11", not repeated, "parts numbered once each", got, absolute=True)
    odd = [
        part.number
        for part in body.parts
        if (part.to and part.kind != "recommendation") or (part.due is not None and part.condition is None)
    ]
    expected = "whom it is for of a recommendation, and a day for a condition"
    yield judge("DEC-23", not odd, expected, f"part {', '.join(odd)}", absolute=True)
    for code in dict.fromkeys(code for part in body.parts for code in part.to):
        yield directory.require_organisation(code)
    for motion in body.motions:
        yield require_ballot(motions.ballots.get(motion), body.meeting, motion, body.item)


def _examine_way(
    body: facts.Resolved, ballots: Sequence[Ballot], said: Sequence[Consensus], terms_: Terms
) -> Iterator[Finding]:
    """Judge that the terms know the way, and that nobody spoke against what was agreed."""
    matters = [*(part.matter for part in body.parts), *(ballot.matter for ballot in ballots)]
    agreed = body.way in AGREED
    doubt = _doubt(said) if agreed else None
    for rule in dict.fromkeys(ways_of(terms_, matter) for matter in matters):
        if rule is not None:
            known = None if body.way == "not recorded" else body.way in rule.ways
            clause, got = terms.cited(terms_, rule), body.way if doubt is None else f"{body.way}, {doubt}"
            yield Finding(rule.rule, clause, Verdict.of(known and doubt is None), rule.says, got)
    if agreed:
        against = sum(ballot.count("against") or 0 for ballot in ballots)
        expected = f"no vote against what was {'agreed by consent' if body.way == 'consent' else body.way}"
        yield judge("DEC-12", not against, expected, f"{against} against")


def _doubt(said: Sequence[Consensus]) -> str | None:
    """Say why there was no consensus: it was not found, or was disputed after it was."""
    doubt = None
    for one in said:
        if isinstance(one, facts.ConsensusDisputed):
            doubt = f"disputed by {one.person}: a vote is taken"
        else:
            doubt = None if one.found else f"not found by {one.by}: a vote is taken"
    return doubt


def _examine_vote(
    body: facts.Resolved,
    ballots: Sequence[Ballot],
    sitting: Sitting,
    beside: Beside,
    terms_: Terms,
) -> Iterator[Finding]:
    """Judge every motion by the rule of its matter."""
    there = room(sitting, body.item, terms_, beside.roll, beside.deputies, "voting")
    members = membership(sitting.body, sitting.day_of(body.item), terms_, beside.roll)
    for ballot in ballots:
        rule = majority_of(terms_, ballot.matter)
        if rule is None:
            expected = "terms that say what a vote has to reach"
            yield judge("DEC-21", None, expected, f"none on {ballot.matter or 'matters in general'}")
            continue
        poll = Poll(ballot.votes, ballot.announced, ballot.casting, there, members)
        result = _with_the_lot(ballot, rule, carries(rule.test, poll))
        yield Finding(rule.rule, terms.cited(terms_, rule), result.verdict, rule.says, result.got)
    if not ballots and (rule := majority_of(terms_, body.parts[0].matter)) is not None:
        clause, got = terms.cited(terms_, rule), "a vote without a motion"
        yield Finding(rule.rule, clause, Verdict.NOT_KNOWN, rule.says, got)


def _with_the_lot(ballot: Ballot, rule: MajorityRule, result: Result) -> Result:
    """Let the lot decide where votes are equal, and the terms leave that to it."""
    for_ = ballot.count("for")
    if rule.tie != "lot" or ballot.lot is None or for_ is None or for_ != ballot.count("against"):
        return result
    return Result(Verdict.of(ballot.lot == "for"), f"{result.got}; the lot decided {ballot.lot}")


def within_power(part: facts.Part, rule: PowerRule) -> Verdict:
    """Say whether a part is on a matter of the body's own; not known where it does not say on which."""
    return Verdict.of(None if part.matter is None else part.matter in rule.own)


def _examine_power(
    act: Act, body: facts.Resolved, sitting: Sitting, chain: Chain, terms_: Terms
) -> Iterator[Finding]:
    """Judge whether the body may decide, or can only recommend, whatever its minutes say."""
    rule = next(iter(terms.rules_of(terms_, PowerRule)), None)
    for part in body.parts:
        if part.under is not None:
            yield from examine_held(act, part.under, f"body:{sitting.body}", chain)
        elif rule is not None and part.kind in DECIDING:
            on = "a matter that is not said" if part.matter is None else part.matter
            got = f"part {part.number}, a decision on {on}, under no delegation"
            clause, verdict = terms.cited(terms_, rule), within_power(part, rule)
            yield Finding(rule.rule, clause, verdict, rule.says, got, kind="AUTHORITY")

"""Votes on a motion: cast, the casting vote, the lot, the numbers that were announced.

Implements LSC-10.2 and LSC-10.3 (one vote each, the casting vote) under whatever terms are in force on the
day; who has a vote is judged in ``votes``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from ledger import terms
from ledger.acts import Act
from ledger.ballots import Ballot, Motions
from ledger.between import require_reply
from ledger.checks import fits
from ledger.choices import faults_of, marks_most
from ledger.counting import chosen, voters
from ledger.facts import decisions as facts
from ledger.facts.terms import ChoiceRule, MajorityRule, Terms
from ledger.findings import Finding, Verdict, all_of, judge
from ledger.majorities import rule_of
from ledger.meetings import Beside, require_item
from ledger.polls import NOT_RECORDED
from ledger.rooms import room
from ledger.sittings import Sitting
from ledger.votes import examine_entitlement, of_one_vote, voting_of


def on_its_day(act: Act, item: str, sitting: Sitting) -> Finding:
    """Judge DEC-15: who is there, and who is a member, is known of an item on the day of its taking."""
    day = sitting.day_of(item)
    got = f"an item taken on {day}"
    same = sitting.goes_on(act.day) if sitting.until is not None else day == act.day
    return judge("DEC-15", same, f"an item taken on {act.day}, or taken again then", got)


def require_ballot(ballot: Ballot | None, meeting: str, motion: str, item: str | None = None) -> Finding:
    """Judge DEC-4: a motion of this meeting, and of this item, that is neither decided nor withdrawn."""
    answer = ballot is not None and ballot.meeting == meeting and not ballot.resolved and not ballot.withdrawn
    if ballot is not None and item not in (None, ballot.item):
        got = f"{motion}, put at another item"
        return judge("DEC-4", answer=False, expected="a motion of this item", got=got, absolute=True)
    got = motion
    if ballot is not None and (ballot.resolved or ballot.withdrawn):
        got = f"{motion}, {'already decided' if ballot.resolved else 'withdrawn'}"
    return judge("DEC-4", answer, "a motion of this meeting that is still open", got, absolute=True)


def examine_vote(
    act: Act, body: facts.VoteCast | facts.BallotCast, sitting: Sitting, motions: Motions, beside: Beside
) -> tuple[Finding, ...]:
    """Judge a vote: on an open motion, on its text, by somebody who has a vote and has not used it."""
    ballot = motions.ballots.get(body.motion)
    open_ = require_ballot(ballot, body.meeting, body.motion)
    if ballot is None:
        return (open_,)
    terms_, roll = beside.in_force(sitting, act.day), beside.roll
    bound = judge(
        "DEC-5",
        body.text.commitment == ballot.text,
        "a vote on the text as it was put",
        wrong="a vote on another text",
        kind="SIG",
        absolute=True,
    )
    entitled = (
        require_item(sitting, ballot.item),
        on_its_day(act, ballot.item, sitting),
        # Whether votes are equal is known only when the time to reply is over.
        *(() if body.casting else require_reply(act, sitting, beside)),
        *examine_entitlement(act, body.person, ballot.item, sitting, roll, beside.deputies, terms_),
    )
    asked = _require_options(ballot, options=isinstance(body, facts.BallotCast))
    marked = _marked(body, ballot, terms_) if isinstance(body, facts.BallotCast) else ()
    if body.casting:
        casting = _examine_casting(act, body, ballot, sitting, beside, terms_)
        return (open_, asked, bound, *entitled, *marked, casting)
    secret = judge(
        "DEC-20", not ballot.secret, "no names of a secret ballot", wrong=f"a vote by {body.person}"
    )
    return (open_, asked, bound, secret, *entitled, *marked, _once(body, ballot, sitting))


def _require_options(ballot: Ballot, *, options: bool) -> Finding:
    """Judge DEC-27: papers on a motion with options, votes for and against on one without."""
    has = bool(ballot.options)
    expected = "marks, on a motion with options" if has else "for or against, on a motion without options"
    got = "marks" if options else "for or against"
    return judge("DEC-27", options == has, expected, got, absolute=True)


def _marked(body: facts.BallotCast, ballot: Ballot, terms_: Terms | None) -> tuple[Finding, ...]:
    """Judge a paper: marked with options that are on it, as the terms let it be marked."""
    rule = rule_of(ChoiceRule, terms_, ballot.matter)
    faults = faults_of(body.marks, ballot.options, None if body.casting else rule, ballot.places)
    on_it = judge("DEC-28", not faults, "a paper marked as the terms say", faults, absolute=True)
    if rule is not None:
        return (on_it,)
    expected = "terms that say how papers with options are counted"
    return (on_it, judge("DEC-21", None, expected, f"none on {ballot.matter or 'matters in general'}"))


def _once(body: facts.VoteCast | facts.BallotCast, ballot: Ballot, sitting: Sitting) -> Finding:
    """Judge DEC-6: whoever shares a vote, a member and a deputy, votes once."""
    before = sorted(of_one_vote(sitting, body.person) & set(ballot.votes))
    for_whom = "" if body.person in before else f", after {', '.join(before)} for the same seat"
    return judge(
        "DEC-6",
        not before,
        "one vote for each person on a motion",
        wrong=f"a second vote by {body.person}{for_whom}",
        absolute=True,
    )


class _Tie(msgspec.Struct, frozen=True):
    """Whether votes are equal (None: not known), and what the numbers are; by which rule it is broken."""

    rule: MajorityRule | ChoiceRule | None
    equal: bool | None
    votes: str


def _tie(
    act: Act, ballot: Ballot, option: str | None, sitting: Sitting, beside: Beside, terms_: Terms | None
) -> _Tie:
    """Say whether votes are equal: for and against, or for an option (None: for some) and others."""
    if ballot.options:
        choice = rule_of(ChoiceRule, terms_, ballot.matter)
        if choice is None or terms_ is None:
            return _Tie(None, None, NOT_RECORDED)
        found = chosen(ballot, choice, voters(act, ballot, sitting, beside, terms_), terms_)
        equal = bool(found.tied) if option is None else option in found.tied
        return _Tie(choice, None if found.open else equal, found.open or found.got)
    rule = rule_of(MajorityRule, terms_, ballot.matter)
    for_, against = ballot.count("for"), ballot.count("against")
    if for_ is None or against is None:
        return _Tie(rule, None, NOT_RECORDED)
    return _Tie(rule, for_ == against > 0, f"{for_} for and {against} against")


def _examine_casting(
    act: Act,
    body: facts.VoteCast | facts.BallotCast,
    ballot: Ballot,
    sitting: Sitting,
    beside: Beside,
    terms_: Terms | None,
) -> Finding:
    """Judge a casting vote: given by the terms, on this matter, on equal votes, once, to whom it is given.

    An abstention says that it was declined.
    """
    picked = [mark.option for mark in body.marks] if isinstance(body, facts.BallotCast) else []
    # Marked with nothing it is declined, and with several options it breaks no tie.
    option = picked[0] if len(picked) == 1 else ("" if picked else None)
    tie = _tie(act, ballot, option, sitting, beside, terms_)
    rule, roll = tie.rule, beside.roll
    bars = isinstance(rule, MajorityRule) and ballot.matter in rule.barred
    offices = rule.casting if rule and not bars else ()
    clause = terms.cited(terms_, rule)
    day = sitting.day_of(ballot.item)
    holders = [roll.holder(sitting.body, office, day) for office in offices]
    there = {one.person for one in sitting.there(ballot.item)}
    # Whoever acts for a holder who is away steps back where the holder is there.
    away = [office for office, holder in zip(offices, holders, strict=True) if holder not in there]
    acting = [roll.acting(sitting.body, office, day) for office in away]
    holds = True if body.person in (*holders, *acting) else (None if None in holders else False)
    expected = (
        f"a casting vote, on equal votes, by the {' or '.join(offices)}" if offices else "no casting vote"
    )
    expected = f"no casting vote on {ballot.matter}" if bars else expected
    name = rule.rule if rule else "DEC-8"
    left = roll.left(sitting.body, offices, body.person, max(act.day, act.recorded))
    if holds and left is not None:
        got = f"{body.person}, whose office ended {left}, as the ledger knew"
        return Finding(name, clause, Verdict.NOT_MET, expected, got, kind="AUTHORITY")
    # On a ballot with options there may be a tie for each of several places.
    first = bool(ballot.options) or ballot.casting is None
    verdict = all_of(Verdict.of(answer) for answer in (first, tie.equal, holds))
    return Finding(name, clause, verdict, expected, f"{body.person} on {tie.votes}")


def examine_lot(
    act: Act, body: facts.LotDrawn, sitting: Sitting, motions: Motions, beside: Beside
) -> tuple[Finding, ...]:
    """Judge DEC-19: the lot decides where the terms say so, once, on equal votes."""
    ballot, terms_ = motions.ballots.get(body.motion), beside.in_force(sitting, act.day)
    open_ = require_ballot(ballot, body.meeting, body.motion)
    if ballot is None:
        return (open_,)
    among = {one.option for one in ballot.options} or {"for", "against"}
    expected = f"one of {', '.join(sorted(among))}"
    known = judge("DEC-30", body.choice in among, expected, body.choice, absolute=True)
    tie = _tie(act, ballot, body.choice, sitting, beside, terms_)
    rule = tie.rule
    first = bool(ballot.options) or ballot.lot is None
    verdict = all_of(Verdict.of(answer) for answer in (first, tie.equal))
    got = f"one on {tie.votes}"
    if rule is None or terms_ is None or rule.tie != "lot":
        clause = terms.cited(terms_, rule)
        name = "DEC-19" if rule is None else rule.rule
        return (open_, known, Finding(name, clause, Verdict.NOT_MET, "no lot", got))
    expected = "a lot, drawn once, on equal votes"
    return (open_, known, Finding(rule.rule, terms.cited(terms_, rule), verdict, expected, got))


def examine_tally(
    act: Act, body: facts.VoteTallied, sitting: Sitting, motions: Motions, beside: Beside
) -> tuple[Finding, ...]:
    """Judge announced numbers: once, no more than there were votes, and none that names contradict."""
    ballot = motions.ballots.get(body.motion)
    open_ = require_ballot(ballot, body.meeting, body.motion)
    if ballot is None:
        return (open_,)
    given = sum(number or 0 for number in (body.votes_for, body.votes_against, body.abstained))
    there = _voters(sitting, ballot.item, beside.in_force(sitting, act.day), beside)
    no_casting = ballot.casting is None
    after = no_casting or body.votes_for == body.votes_against
    secret = body.how != "secret ballot" or not ballot.votes
    named = list(ballot.votes.values())
    told = {"for": body.votes_for, "against": body.votes_against, "abstain": body.abstained}
    odd = [
        f"{number} {choice}, and {named.count(choice)} by name"
        for choice, number in told.items()
        if number is not None and named.count(choice) > number
    ]
    return (
        open_,
        _require_options(ballot, options=False),
        judge("DEC-20", secret, "no names of a secret ballot", wrong=f"{len(ballot.votes)} votes by name"),
        judge(
            "DEC-25",
            after,
            "equal votes before the casting vote",
            f"{body.votes_for} to {body.votes_against}{', and no casting vote' if no_casting else ''}",
        ),
        judge("DEC-22", not odd, "no fewer votes announced than there are names", "; ".join(odd)),
        judge("DEC-9", not ballot.told, "one announced result for a motion", wrong="a second", absolute=True),
        judge(
            "DEC-10",
            given <= there,
            f"at most {there} votes, one for each voter present",
            f"{given} votes",
        ),
    )


def examine_count(
    act: Act, body: facts.BallotCounted, sitting: Sitting, motions: Motions, beside: Beside
) -> tuple[Finding, ...]:
    """Judge announced papers or totals: once, marked as the terms say, no more than there were voters."""
    ballot = motions.ballots.get(body.motion)
    open_ = require_ballot(ballot, body.meeting, body.motion)
    if ballot is None:
        return (open_,)
    terms_ = beside.in_force(sitting, act.day)
    rule = rule_of(ChoiceRule, terms_, ballot.matter)
    totals = [facts.Mark(one.option) for one in body.totals]
    papers = (*(one.marks for one in body.papers), *((totals,) if totals else ()))
    whole = None if totals else rule
    faults = [faults_of(one, ballot.options, whole, ballot.places) for one in papers]
    there = _voters(sitting, ballot.item, terms_, beside)
    one_of_two = bool(body.papers) != bool(body.totals)
    left_out = sorted({one.option for one in ballot.options} - {one.option for one in body.totals})
    whole_count = not body.totals or not left_out
    secret = body.how != "secret ballot" or not ballot.votes
    odd = "; ".join(_contradictions(body, ballot, rule))
    return (
        open_,
        _require_options(ballot, options=True),
        judge("DEC-28", not any(faults), "papers marked as the terms say", "; ".join(filter(None, faults))),
        judge(
            "DEC-31", one_of_two, "papers, or totals of the options", wrong="both or neither", absolute=True
        ),
        judge("DEC-41", whole_count, "a total of every option", wrong=f"none of {', '.join(left_out)}"),
        judge("DEC-20", secret, "no names of a secret ballot", wrong=f"{len(ballot.votes)} papers by name"),
        judge("DEC-22", not odd, "numbers that agree with each other and with the names", odd),
        judge("DEC-9", not ballot.told, "one announced result for a motion", wrong="a second", absolute=True),
        judge(
            "DEC-10",
            _papers_least(body, rule, ballot.places) <= there,
            f"at most {there} papers, one for each voter present",
            f"{_papers_least(body, rule, ballot.places)} papers",
        ),
    )


def _papers_least(body: facts.BallotCounted, rule: ChoiceRule | None, places: int) -> int:
    """Give how many papers there were at least; of crosses, as many as each paper may have."""
    numbers = [one.number for one in body.totals]
    crosses = 0
    if rule is not None and rule.method in {"plurality", "approval"} and numbers:
        most = marks_most(rule, places) or len(numbers)
        crosses = max(-(-sum(numbers) // most), *numbers)
    return max(body.cast or 0, sum(one.papers for one in body.papers), crosses)


def _contradictions(body: facts.BallotCounted, ballot: Ballot, rule: ChoiceRule | None) -> Iterator[str]:
    """Say where announced numbers contradict each other, or the papers that bear names."""
    given = sum(one.papers for one in body.papers)
    least = _papers_least(replace(body, cast=None), rule, ballot.places)
    if body.cast is not None and (least > body.cast or (given and given != body.cast)):
        yield f"{body.cast} papers cast, and {max(given, least)} counted"
    told = Counter[frozenset[facts.Mark]]()
    for paper in body.papers:
        told[frozenset(paper.marks)] += paper.papers
    if given and given < len(ballot.papers):
        yield f"{given} papers, and {len(ballot.papers)} by name"
    elif given and not Counter(frozenset(one) for one in ballot.papers.values()) <= told:
        yield "papers by name that are not among those announced"
    marks = [mark for paper in ballot.papers.values() for mark in paper]
    for one in body.totals:
        named = sum(mark.number for mark in marks if mark.option == one.option)
        if named > one.number:
            yield f"{one.option} {one.number}, and {named} by name"


def _voters(sitting: Sitting, item: str, terms_: Terms | None, beside: Beside) -> int:
    """Count those present who may have a vote at an item."""
    if terms_ is None:
        return len({one.member for one in sitting.there(item)})
    there = room(sitting, item, terms_, beside.roll, beside.deputies, "voting")
    who = voting_of(terms_)
    return sum(fits(who, one, there, "voting") is not Verdict.NOT_MET for one in there.seats)

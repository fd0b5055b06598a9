"""Votes on a motion: cast, the casting vote, the lot, the numbers that were announced.

Implements LSC-10.2 and LSC-10.3 (one vote each, the casting vote) under whatever terms are in force on the
day; who has a vote is judged in ``votes``.
"""

from __future__ import annotations

from ledger import terms
from ledger.acts import Act
from ledger.ballots import Ballot, Motions
from ledger.checks import fits
from ledger.facts import decisions as facts
from ledger.facts.terms import Terms
from ledger.findings import Finding, Verdict, all_of, judge
from ledger.majorities import majority_of
from ledger.meetings import Beside, require_item
from ledger.members import Roll
from ledger.polls import NOT_RECORDED
from ledger.rooms import room
from ledger.sittings import Sitting
from ledger.votes import examine_entitlement, of_one_vote, voting_of


def on_its_day(act: Act, item: str, sitting: Sitting) -> Finding:
    """Judge DEC-15: who is there, and who is a member, is known of an item on the day of its taking."""
    day = sitting.day_of(item)
    got = f"an item taken on {day}"
    return judge("DEC-15", day == act.day, f"an item taken on {act.day}, or taken again then", got)


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
    act: Act, body: facts.VoteCast, sitting: Sitting, motions: Motions, beside: Beside
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
        "a vote on another text",
        kind="SIG",
        absolute=True,
    )
    entitled = (
        require_item(sitting, ballot.item),
        on_its_day(act, ballot.item, sitting),
        *examine_entitlement(act, body.person, ballot.item, sitting, roll, beside.deputies, terms_),
    )
    if body.casting:
        return (open_, bound, *entitled, _examine_casting(act, body, ballot, sitting, roll, terms_))
    tally = ballot.tally
    secret = judge(
        "DEC-20",
        tally is None or tally.how != "secret ballot",
        "no names of a secret ballot",
        f"a vote by {body.person}",
    )
    return (open_, bound, secret, *entitled, _once(body, ballot, sitting))


def _once(body: facts.VoteCast, ballot: Ballot, sitting: Sitting) -> Finding:
    """Judge DEC-6: whoever shares a vote, a member and a deputy, votes once."""
    before = sorted(of_one_vote(sitting, body.person) & set(ballot.votes))
    for_whom = "" if body.person in before else f", after {', '.join(before)} for the same seat"
    return judge(
        "DEC-6",
        not before,
        "one vote for each person on a motion",
        f"a second vote by {body.person}{for_whom}",
        absolute=True,
    )


def _examine_casting(
    act: Act, body: facts.VoteCast, ballot: Ballot, sitting: Sitting, roll: Roll, terms_: Terms | None
) -> Finding:
    """Judge a casting vote: given by the terms, on this matter, on equal votes, once, to whom it is given.

    An abstention says that it was declined.
    """
    rule = majority_of(terms_, ballot.matter)
    offices = rule.casting if rule and ballot.matter not in rule.barred else ()
    clause = terms.cited(terms_, rule) if rule and terms_ else None
    for_, against = ballot.count("for"), ballot.count("against")
    equal = None if for_ is None or against is None else for_ == against > 0
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
    if rule and ballot.matter in rule.barred:
        expected = f"no casting vote on {ballot.matter}"
    name, votes = rule.rule if rule else "DEC-8", NOT_RECORDED
    left = roll.left(sitting.body, offices, body.person, max(act.day, act.recorded))
    if holds and left is not None:
        got = f"{body.person}, whose office ended {left}, as the ledger knew"
        return Finding(name, clause, Verdict.NOT_MET, expected, got, kind="AUTHORITY")
    if equal is not None:
        votes = f"{for_} for and {against} against"
    verdict = all_of(Verdict.of(answer) for answer in (ballot.casting is None, equal, holds))
    return Finding(name, clause, verdict, expected, f"{body.person} on {votes}")


def examine_lot(body: facts.LotDrawn, motions: Motions, terms_: Terms | None) -> tuple[Finding, ...]:
    """Judge DEC-19: the lot decides where the terms say so, once, on equal votes."""
    ballot = motions.ballots.get(body.motion)
    open_ = require_ballot(ballot, body.meeting, body.motion)
    if ballot is None:
        return (open_,)
    rule = majority_of(terms_, ballot.matter)
    for_, against = ballot.count("for"), ballot.count("against")
    equal = None if for_ is None or against is None else for_ == against > 0
    verdict = all_of(Verdict.of(answer) for answer in (ballot.lot is None, equal))
    votes = f"{for_} for and {against} against" if equal is not None else NOT_RECORDED
    if rule is None or terms_ is None or rule.tie != "lot":
        clause = None if rule is None or terms_ is None else terms.cited(terms_, rule)
        name = "DEC-19" if rule is None else rule.rule
        return (open_, Finding(name, clause, Verdict.NOT_MET, "no lot", f"one on {votes}"))
    expected = "a lot, drawn once, on equal votes"
    return (open_, Finding(rule.rule, terms.cited(terms_, rule), verdict, expected, f"one on {votes}"))


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
    after = ballot.casting is None or body.votes_for == body.votes_against
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
        judge("DEC-20", secret, "no names of a secret ballot", f"{len(ballot.votes)} votes by name"),
        judge(
            "DEC-25",
            after,
            "equal votes before the casting vote",
            f"{body.votes_for} to {body.votes_against}",
        ),
        judge("DEC-22", not odd, "no fewer votes announced than there are names", "; ".join(odd)),
        judge("DEC-9", ballot.tally is None, "one announced result for a motion", "a second", absolute=True),
        judge(
            "DEC-10",
            given <= there,
            f"at most {there} votes, one for each voter present",
            f"{given} votes",
        ),
    )


def _voters(sitting: Sitting, item: str, terms_: Terms | None, beside: Beside) -> int:
    """Count those present who may have a vote at an item."""
    if terms_ is None:
        return len({one.member for one in sitting.there(item)})
    there = room(sitting, item, terms_, beside.roll, beside.deputies, "voting")
    who = voting_of(terms_)
    return sum(fits(who, one, there, "voting") is not Verdict.NOT_MET for one in there.seats)

"""What a vote on a motion comes to: who of those who voted had a vote, and what is made of the numbers.

Implements LSC-10.2 and LSC-10.3 under whatever terms are in force; the arithmetic is in ``polls`` (for or
against) and in ``choices`` (which of several options).
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from ledger.acts import Act
from ledger.ballots import Ballot
from ledger.checks import Room, fits
from ledger.choices import Chosen, Count, choose, marks_of
from ledger.facts.terms import ChoiceRule, MajorityRule, Terms
from ledger.facts.voting import VoteShare
from ledger.findings import Verdict, all_of
from ledger.meetings import Beside
from ledger.polls import Poll, Result, base_of, carries
from ledger.rooms import membership, room
from ledger.sittings import Sitting
from ledger.votes import examine_entitlement, voting_of


class Voters(msgspec.Struct, frozen=True):
    """Who might vote on a motion, and what is wrong with those who did.

    Attributes:
        there: the voters present at the item.
        members: the members on the day.
        unsure: those named of whom it is not known whether they have a vote.
        struck: those named who have none.
        gone: those who withdrew from the item, perhaps after they had voted.
    """

    there: Room
    members: Room
    unsure: frozenset[str]
    struck: frozenset[str]
    gone: tuple[str, ...]


def voters(act: Act, ballot: Ballot, sitting: Sitting, beside: Beside, terms_: Terms) -> Voters:
    """Say who might vote on a motion, and who of those who did had no vote, or perhaps none."""
    gone = tuple(one.person for one in sitting.withdrew(ballot.item))
    # Who withdrew from the item may have voted before: the record says that he did. Everybody is judged by
    # what was known when the vote was cast, as if still there.
    then = replace(
        sitting,
        withdrawn=frozenset(one for one in sitting.withdrawn if one[1] not in gone),
        changes=tuple(one for one in sitting.changes if one.person not in gone or one.change != "withdrew"),
    )
    verdicts = {
        person: all_of(
            one.verdict
            for one in examine_entitlement(
                _when_cast(act, ballot, person),
                person,
                ballot.item,
                then,
                beside.roll,
                beside.deputies,
                terms_,
            )
        )
        for person in ballot.votes
    }
    without = {person for person, verdict in verdicts.items() if verdict is Verdict.NOT_MET}
    return Voters(
        room(sitting, ballot.item, terms_, beside.roll, beside.deputies, "voting"),
        membership(sitting.body, sitting.day_of(ballot.item), terms_, beside.roll),
        frozenset(person for person, verdict in verdicts.items() if verdict is Verdict.NOT_KNOWN),
        frozenset(without),
        gone,
    )


def _when_cast(act: Act, ballot: Ballot, person: str) -> Act:
    day, recorded = ballot.cast.get(person, (act.on, act.recorded))
    return replace(act, on=day, recorded=recorded)


def unrecorded(ballot: Ballot, who: Voters, terms_: Terms) -> int | None:
    """Count those present with a vote of whom the record shows none; None: the numbers are not recorded."""
    there = sum(
        fits(voting_of(terms_), one, who.there, "voting") is not Verdict.NOT_MET for one in who.there.seats
    )
    told = ballot.counted
    if told is not None:
        given = told.cast if told.cast is not None or told.totals else sum(one.papers for one in told.papers)
    elif ballot.tally is not None:
        numbers = ballot.announced.values()
        given = None if None in numbers else sum(number or 0 for number in numbers)
    else:
        given = len(set(ballot.votes) - who.struck)
    return None if given is None else max(0, there - given)


def carried(ballot: Ballot, rule: MajorityRule, who: Voters, terms_: Terms, *, casting: bool) -> Result:
    """Judge whether a motion carries, without the votes of those who have none.

    Args:
        ballot: the motion and the votes on it.
        rule: what a vote has to reach.
        who: who might vote.
        terms_: the terms that give votes.
        casting: does a casting vote count on the matters that are decided?
    """
    # A casting vote counts on equal votes: not where others voted, or were announced, after it.
    bare = replace(ballot, casting=None)
    equal = bare.count("for") == bare.count("against")
    poll = Poll(
        {person: choice for person, choice in ballot.votes.items() if person not in who.struck},
        ballot.announced,
        ballot.casting if equal and casting else None,
        who.there,
        who.members,
        voting_of(terms_),
        who.unsure,
        {person: ballot.votes[person] for person in who.struck},
        who.gone,
    )
    for_ = ballot.count("for")
    if rule.tie != "lot" or ballot.lot is None or not for_ or for_ != ballot.count("against"):
        return carries(rule.test, poll)
    # The lot counts as one vote where votes are equal, and the terms leave that to it.
    result = carries(rule.test, replace(poll, casting=("the lot", ballot.lot)))
    return Result(result.verdict, f"{result.got}; the lot, {ballot.lot}, is one of them")


def chosen(ballot: Ballot, rule: ChoiceRule, who: Voters, terms_: Terms) -> Chosen:
    """Say which options are chosen, without the papers of those who have no vote."""
    named = {person: vote for person, vote in ballot.votes.items() if person not in who.struck}
    poll = Poll(named, {}, None, who.there, who.members, voting_of(terms_))
    base = (0, 0)
    if rule.quorum is not None:
        base = base_of(VoteShare(rule.quorum.base, at_least="1/1"), poll)
    found = choose(rule, _count(ballot, who), ballot.places, base)
    told = ballot.counted
    if told is not None and told.totals and len(told.totals) < len(ballot.options):
        return replace(found, open="the totals of the other options")
    # Papers without names may be those of anybody whose vote is in doubt.
    doubtful = sorted(who.unsure if ballot.counted is None else who.unsure | who.struck)
    if doubtful:
        return replace(found, open=f"whether the papers of {', '.join(doubtful)} count")
    return replace(found, open="the papers") if ballot.counted is None and not ballot.papers else found


def _count(ballot: Ballot, who: Voters) -> Count:
    """Give what was announced, else the papers that bear names."""
    told = ballot.counted
    if told is None:
        papers = (marks for person, marks in ballot.papers.items() if person not in who.struck)
        return Count(ballot.options, tuple((marks_of(marks), 1) for marks in papers), ties=ballot.ties)
    if told.totals:
        return Count(ballot.options, totals={one.option: one.number for one in told.totals}, ties=ballot.ties)
    papers_ = tuple((marks_of(one.marks), one.papers) for one in told.papers)
    return Count(ballot.options, papers_, ties=ballot.ties)

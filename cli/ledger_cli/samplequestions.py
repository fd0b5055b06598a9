"""What an auditor asks of a decision, from what the record has of it: notice, quorum, interests and so on.

Each question stands beside what the record says, and names the entries that it rests on where there are any.
Where the record is silent, or something was found, the question says so: it is what to ask first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from ledger.facts.delegations import Used
from ledger.facts.interests import Declared, NoneDeclared
from ledger.facts.meetings import QuorumConfirmed
from ledger.facts.outcomes import Reported
from ledger.findings import DEFAULT
from ledger.scopes import show, spelled
from ledger.sittings import URGENT, WRITTEN
from ledger_cli import comings, deciding, minutegaps, quorum
from ledger_cli.papers import sentences

if TYPE_CHECKING:
    from ledger.acts import Recorded
    from ledger.facts.fact import Noted
    from ledger.findings import Finding
    from ledger.sittings import Sitting
    from ledger.state import State
    from ledger_cli.deciding import Decision
    from ledger_cli.interestvotes import Met
    from ledger_cli.lookups import Past

SUBJECTS = ("notice", "quorum", "interests", "rule", "authority", "limit", "minutes")


class Question(msgspec.Struct, frozen=True):
    """A question about one subject, what the record says of it, and on which entries that rests."""

    subject: str
    record: str
    question: str
    entries: tuple[int, ...] = ()


class Case(msgspec.Struct, frozen=True):
    """A decision with what is read for its questions."""

    past: Past
    found: Decision
    sitting: Sitting
    state: State
    about: tuple[Recorded, ...]
    met: tuple[Met, ...]
    acts: tuple[tuple[Recorded, Used], ...]
    day: str


def case(
    past: Past, decision: str, met: Sequence[Met], acts: Sequence[tuple[Recorded, Used]], day: str
) -> Case:
    """Read a decision as it stands on a day.

    Args:
        past: the ledger as it stood.
        decision: its id.
        met: interests against votes at the meetings of its body.
        acts: every act under a delegation.
        day: the day for which its worth is asked.
    """
    found = deciding.read(past, decision, day)
    resolved, body = found.resolved, found.body
    nouns = ("roll", "terms", "deputies", "programme", "calendar")
    meeting = f"meeting:{resolved.meeting}"
    state = past.state(
        *(f"{noun}:{body}" for noun in nouns), meeting, f"minutes:{resolved.meeting}",
        *(f"{noun}:{motion}" for motion in resolved.motions for noun in ("motion", "votes")),
    )  # fmt: skip
    here = (resolved.meeting, resolved.item)
    return Case(
        past,
        found,
        state.sittings.known[resolved.meeting],
        state,
        tuple(past.facts(meeting, f"subject:{decision}")),
        tuple(one for one in met if (one.meeting, one.item) == here),
        tuple((at, act) for at, act in acts if act.resolution == decision),
        day,
    )


def ask(one: Case) -> tuple[Question, ...]:
    """Give the questions about a decision, one for each subject, in their order."""
    return (
        _notice(one),
        _quorum(one),
        _interests(one),
        _rule(one),
        _authority(one),
        _limit(one),
        _minutes(one),
    )


def _notice(one: Case) -> Question:
    sitting = one.sitting
    if sitting.kind == URGENT:
        asked = "What shows that it could not wait for a meeting, and who was asked before it was taken?"
        return Question("notice", "an urgent decision between meetings: no notice is given", asked)
    if sitting.kind == WRITTEN:
        record = f"in writing: replies by {sitting.until}"
        return Question("notice", record, "Did the papers reach every member, and did all have that long?")
    coming = one.state.programme.meetings.get(sitting.meeting)
    told = [] if coming is None else comings.notices(one.state, sitting.meeting)
    if not told:
        asked = "How, and when, was each member told of the meeting and of this item?"
        return Question("notice", "no notice is recorded", asked)
    lines = []
    for day, findings in told:
        judged = (f"{each.verdict.value} ({each.rule}, {each.clause or DEFAULT})" for each in findings)
        lines.append(f"given on {day}: {', '.join(judged) or 'the terms ask for none'}")
    late = any(each.verdict.value != "met" for _, findings in told for each in findings)
    asked = "Does the notice on file bear this day, and did it name this item?"
    if late:
        asked = "Why was notice late or not known to be in time, and who lost by it?"
    return Question("notice", "; ".join(lines), asked)


def _quorum(one: Case) -> Question:
    sitting, item = one.sitting, one.found.resolved.item
    said = [
        (at.number, body.quorate)
        for at in one.about
        if isinstance(body := at.fact.body, QuorumConfirmed) and body.item in {None, item}
    ]
    entries = tuple(number for number, _ in said)
    if sitting.kind == URGENT:
        return Question(
            "quorum", "none: taken by office-holders", "Did each of them agree, and where is that?"
        )
    terms = one.state.terms.in_force(sitting.body, sitting.day)
    if terms is None:
        asked = "Which terms bound the meeting, and who had to be there?"
        return Question("quorum", "not known: no terms are known to be in force on the day", asked, entries)
    judged = quorum.judge(sitting, terms, one.state.roll, one.state.deputies, one.found.item)
    told = "; ".join(
        f"{each.verdict.value} ({_cited(each)}): {each.got}" for moment in judged for each in moment.findings
    )
    answer = quorum.said(judged) if judged else "not known"
    confirmed = "".join(f"; whoever presided said {'quorate' if yes else 'not quorate'}" for _, yes in said)
    record = f"{answer} at item {one.found.item}: {told or 'the terms have no rule'}{confirmed}"
    asked = "Does the attendance sheet show those who are counted, for this item too?"
    if answer != "quorate":
        asked = "Who was in the room when this was decided, and why was it decided without a known quorum?"
    return Question("quorum", record, asked, entries)


def _interests(one: Case) -> Question:
    item = one.found.resolved.item
    declared = [
        at for at in one.about if isinstance(body := at.fact.body, Declared) and body.item in {None, item}
    ]
    asked_for = [at.number for at in one.about if isinstance(at.fact.body, NoneDeclared)]
    entries = (*(at.number for at in declared), *asked_for)
    names = one.past.names({each.person for each in one.met})
    held = [
        f"{names.get(each.person)} {each.did}, interest {each.known}, by the regime {each.answer}"
        for each in one.met
    ]
    if held:
        asked = "Why did they take part, and would it have carried without them?"
        return Question("interests", "; ".join(held), asked, entries)
    if declared:
        asked = "Did those who declared leave, or stay silent, as their regime asks?"
        return Question("interests", f"{len(declared)} declared; none of them took part", asked, entries)
    if asked_for:
        asked = "Does the register of those present name anything that this decision concerns?"
        return Question("interests", "asked for, and none declared", asked, entries)
    return Question("interests", "nothing is recorded", "Were interests asked for, and what was answered?")


def _rule(one: Case) -> Question:
    resolved, ballots = one.found.resolved, one.state.motions.ballots
    told = []
    for motion in resolved.motions:
        ballot = ballots.get(motion)
        sums = {choice: ballot.count(choice) if ballot else None for choice in ("for", "against", "abstain")}
        said = (f"{'not known' if number is None else number} {choice}" for choice, number in sums.items())
        told.append(f"{motion}: {', '.join(said)}")
    against = [
        f"{each.verdict} ({each.rule}, {each.clause or DEFAULT})" for each in one.found.at.fact.findings
    ]
    way = sentences.WAYS[resolved.way]
    record = "; ".join((way, *told, *against))
    asked = "Do the minutes show the same way and the same numbers?"
    if against:
        asked = "What was found against it stands in the record: who knew, and why was it taken all the same?"
    elif resolved.way == "not recorded":
        asked = "How was it come to: was there a vote, and who presided?"
    return Question("rule", record, asked, (one.found.at.number,))


def _authority(one: Case) -> Question:
    under = deciding.under(one.past, one.found)
    lines, bare = [], False
    for part, worth in zip(one.found.resolved.parts, one.found.worth, strict=True):
        instrument = under.get(part.number)
        ground = f"part {part.number}  under no delegation, on {part.matter or 'a matter not said'}"
        lines.append(f"{deciding.instrument(instrument) if instrument else ground}: {worth.worth}")
        bare = bare or instrument is None or worth.worth != "valid"
    asked = "Is the instrument on file, in force that day, and wide enough for this?"
    if bare:
        asked = "By what power did the body decide this, and where does that stand?"
    return Question("authority", "; ".join(lines), asked, (one.found.at.number,))


def _limit(one: Case) -> Question:
    if not one.acts:
        asked = "Does it commit money, or anything else that is limited? If so, by which act, and how much?"
        return Question("limit", "no act under a delegation, and no amount, is recorded with it", asked)
    lines = []
    for _, act in one.acts:
        amount = show(act.amount) if act.amount else "no amount"
        known = one.past.state(*(f"delegation:{link}" for link in act.chain))
        links = [known.chain.links[link] for link in act.chain if link in known.chain.links]
        limits = [spelled(limit) for link in links for limit in link.scope(one.found.at.day).limits]
        lines.append(f"{act.function}, {amount}; limits: {'; '.join(limits) or 'none of their own'}")
    asked = "Is the amount the whole of it, tax and later years included, and was it not split?"
    return Question("limit", " | ".join(lines), asked, tuple(at.number for at, _ in one.acts))


def _minutes(one: Case) -> Question:
    sitting = one.sitting
    if sitting.kind in {URGENT, WRITTEN}:
        told = [at for at in one.about if isinstance(at.fact.body, Reported)]
        record = "; ".join(f"reported on {at.day}" for at in told) or "not recorded as reported to a meeting"
        asked = "Which minutes tell of it, and in the same words?"
        return Question("minutes", record, asked, tuple(at.number for at in told))
    kept = one.state.minutes.of(sitting.meeting)
    stage = minutegaps.stage(kept, sitting.kind, one.day, later=True)
    if stage is None:
        when = ", ".join(day for day, _ in kept.agreed) or "as notes"
        signed = "signed" if kept.signed else "not recorded as signed"
        asked = "Do the agreed minutes give this decision in the same words, with any amendment?"
        return Question("minutes", f"agreed {when}; {signed}", asked)
    return Question(
        "minutes", stage, "Where is this decision written down, and who has agreed that it is right?"
    )


def _cited(one: Finding | Noted) -> str:
    return f"{one.rule}, {one.clause or DEFAULT}"

"""What the record answers to a question: computed from facts, attested by a fact, computed again by all.

An attestation is judged like any act: at its place in the order, on everything that bears on its question. So
the walk from it shows that nothing was left out, a revocation say, up to there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

import msgspec

from ledger import worths
from ledger.acts import Act
from ledger.aftermath import disputed
from ledger.bodies import Bodies
from ledger.delegations import held, whole
from ledger.disputed import Disputes, told_of
from ledger.facts import Body
from ledger.facts import attesting as facts
from ledger.facts.delegations import Ratified
from ledger.findings import Finding, Verdict, all_of, any_of, judge
from ledger.links import Chain
from ledger.members import Membership, Roll
from ledger.powers import holds
from ledger.scopes import show, spelled
from ledger.standing import NON_COMMITTAL, doubted
from ledger.suspects import Contested, Doubts
from ledger.suspects import told as contested_told
from ledger.worths import Deciding

SAID_MAX = 64
"""Most lines of an answer; whoever wants the rest reads it from the facts."""


class Record(msgspec.Struct, frozen=True):
    """What is known of all that a question may be about."""

    deciding: Deciding
    roll: Roll
    chain: Chain
    bodies: Bodies
    disputes: Disputes = Disputes()
    doubts: Doubts = Doubts()


class Answered(msgspec.Struct, frozen=True):
    """What the record answers, and why, line by line; ``plain``: without a departure or defect shown."""

    verdict: Verdict
    said: tuple[str, ...]
    plain: bool = True

    @property
    def answer(self) -> facts.Answer:
        """The answer in a word or a few."""
        if self.verdict is Verdict.MET:
            return "yes" if self.plain else "yes, as a departure"
        return "no" if self.verdict is Verdict.NOT_MET else "not known"


def boundary(body: facts.Attested, record: Record) -> frozenset[str]:
    """Say which tags the judgement reads: all that bears on the question, and the keys that signed it."""
    bears = boundary_of(body.question, record)
    return frozenset({f"body:{body.by}"}) | bears | record.doubts.boundary(bears)


def boundary_of(question: facts.Question, record: Record) -> frozenset[str]:
    """Say which tags tell the answer to a question."""
    match question:
        case facts.OfDecision():
            return worths.boundary(question.decision, question.day, record.deciding)
        case facts.OfMembership():
            return frozenset({f"body:{question.body}", f"roll:{question.body}", f"person:{question.person}"})
        case facts.OfDelegation():
            named = {question.delegation, *record.chain.parents((question.delegation,))}
            return frozenset(f"delegation:{one}" for one in named)
        case facts.OfAct():
            done = record.chain.acts.get(question.act)
            chain = () if done is None else done.body.chain
            own = {f"act:{question.act}", f"subject:{question.act}"}
            return frozenset(own | {f"delegation:{one}" for one in chain})
        case facts.OfDispute():
            return frozenset({f"dispute:{question.dispute}"})
        case _:
            assert_never(question)


def answer(question: facts.Question, record: Record, act: Act) -> Answered | None:
    """Give what the record answers to a question; None: it does not know what the question is about.

    Args:
        question: what is asked.
        record: what its boundary asks for.
        act: the act of attesting; what was recorded before it is known.
    """
    match question:
        case facts.OfDecision():
            if question.decision not in record.deciding.motions.passed:
                return None
            return _of_decision(question, record)
        case facts.OfMembership():
            known = question.body in record.bodies.known
            return _contested(_of_membership(question, record.roll), question, record) if known else None
        case facts.OfDelegation():
            return _contested(_of_delegation(question, record.chain, act), question, record)
        case facts.OfAct():
            return _contested(_of_act(question, record), question, record)
        case facts.OfDispute():
            return _contested(_of_dispute(question, record.disputes), question, record)
        case _:
            assert_never(question)


def _contested(found: Answered | None, question: facts.Question, record: Record) -> Answered | None:
    """Take a yes or no back that rests on what somebody else may have signed, and show that (K1).

    What a giver ratified since holds, where its key is beyond doubt.
    """
    suspect = {
        number: since
        for number, since in record.doubts.among(boundary_of(question, record)).items()
        if _bears(number, question, record)
    }
    if found is None or not suspect:
        return found
    sure = (at for at in record.doubts.facts if at.number not in suspect and at.day <= question.day)
    settled = max((at.number for at in sure if _ratifies(at.fact.body, question)), default=0)
    verdict = Verdict.NOT_KNOWN if max(suspect) > settled else found.verdict
    return Answered(verdict, _lines((*found.said, *contested_told(suspect)), ""), found.plain)


def _bears(number: int, question: facts.Question, record: Record) -> bool:
    """Say whether a fact bears on a question: of a membership, none that tells of somebody else does."""
    if not isinstance(question, facts.OfMembership):
        return True
    (at,) = (one for one in record.doubts.facts if one.number == number)
    return getattr(at.fact.body, "person", question.person) == question.person


def _ratifies(body: Body, question: facts.Question) -> bool:
    return isinstance(body, Ratified) and isinstance(question, facts.OfAct) and body.act == question.act


def _of_decision(question: facts.OfDecision, record: Record) -> Answered:
    known, decision = record.deciding, question.decision
    resolved = known.motions.resolved[decision]
    suspect = _suspect(decision, record)
    told = worths.worth(decision, question.day, known)
    told = doubted(told, resolved, worths.told_of(decision, known), question.day, suspect)
    deciding = [one for one, part in zip(told, resolved.parts, strict=True) if part.kind not in NON_COMMITTAL]
    verdicts = [_of_worth(one.worth) for one in deciding] or [Verdict.NOT_MET]
    lines = (
        f"part {one.part}: {one.worth}"
        f"{f', not to be implemented before {one.not_before}' if one.not_before else ''}"
        for one in told
    )
    plain = all(one.worth in {"valid", "ratified"} for one in deciding)
    return Answered(all_of(verdicts), _lines((*lines, *contested_told(suspect)), ""), plain)


def _suspect(decision: str, record: Record) -> Contested:
    """Give what is contested of a decision, of what it rests on, and of what was told of it since."""
    known, taken = record.deciding, record.deciding.motions.passed[decision].number
    since = record.doubts.among({f"decision:{decision}", *worths.after(decision, known)})
    before = record.doubts.among(worths.boundary_alone(decision, known))
    return {**since, **{number: from_ for number, from_ in before.items() if number < taken}}


def _of_worth(worth: str) -> Verdict:
    return Verdict.NOT_KNOWN if worth == "not known" else Verdict.of(holds(worth))


def _of_membership(question: facts.OfMembership, roll: Roll) -> Answered:
    held_ = roll.of(question.body, question.person)
    lines = [_seat(one) for one in held_ if one.since <= question.day or not one.began]
    verdict = any_of(Verdict.of(one.holds(question.day)) for one in held_)
    return Answered(verdict, _lines(lines, f"no membership of {question.body} is recorded"))


def _seat(one: Membership) -> str:
    began = f"since {one.since}" if one.began else f"by {one.since}"
    ends = f", until {one.ends}" if one.ends is not None else ""
    awaits = ", not taken up" if one.awaits else ""
    return f"{one.kind}, seat {one.seat or 'not stated'}, {began}{ends}{awaits}"


def _of_delegation(question: facts.OfDelegation, chain: Chain, act: Act) -> Answered | None:
    links = chain.up_from(question.delegation)
    if not whole(links):
        return None
    then = msgspec.structs.replace(act, on=question.day)
    lines, verdicts = [], []
    for link in links:
        holding, why = held(link, then)
        scope = link.scope(question.day)
        limits = "".join(f", {spelled(one)}" for one in scope.limits)
        verdicts.append(Verdict.of(holding))
        lines.append(f"{why if not holding else f'{why}, holds'}: {', '.join(scope.functions)}{limits}"[:300])
    return Answered(all_of(verdicts), tuple(lines))


def _of_act(question: facts.OfAct, record: Record) -> Answered | None:
    """Answer of an act; while a dispute holds its effect, whether it was within authority is not known."""
    chain = record.chain
    done = chain.acts.get(question.act)
    if done is None:
        return None
    amount = "" if done.body.amount is None else f" of {show(done.body.amount)}"
    words = {Verdict.MET: "within", Verdict.NOT_MET: "beyond", Verdict.NOT_KNOWN: "not known whether within"}
    lines = [f"{done.body.function}{amount} on {done.day}: {words[done.within]} authority"]
    ratified = chain.ratified.get(question.act)
    taken_over = ratified is not None and ratified[1] <= question.day
    if ratified is not None and taken_over:
        lines.append(f"ratified on {ratified[1]} by {ratified[0]}, which is no authority before")
    told = record.deciding.outcomes.about.get(question.act, ())
    held_ = disputed([one for one in told if one.day <= question.day])
    lines += [f"contested: its effect is held by dispute {code}" for code in held_]
    verdict = Verdict.MET if taken_over else done.within
    return Answered(all_of((verdict, *(Verdict.NOT_KNOWN for _ in held_))), tuple(lines))


def _of_dispute(question: facts.OfDispute, disputes: Disputes) -> Answered | None:
    one = disputes.known.get(question.dispute)
    if one is None:
        return None
    stage = one.by(question.day).stage
    there = stage is not None and stage.opened.stage == question.stage
    return Answered(Verdict.of(there), _lines(told_of(one, question.day), ""))


def _lines(lines: Iterable[str], nothing: str) -> tuple[str, ...]:
    return tuple(lines)[-SAID_MAX:] or (nothing,)


def examine(act: Act, body: facts.Attested, record: Record) -> Iterator[Finding]:
    """Judge STD-1: the question is about something known, by then; STD-2: the answer is that of the facts."""
    yield record.bodies.require(body.by, act.day)
    found = answer(body.question, record, act)
    asked = found is not None and body.question.day <= act.day
    expected = f"a question about what the ledger knows, on a day up to {act.day}"
    yield judge("STD-1", asked, expected, f"{_about(body.question)} on {body.question.day}", absolute=True)
    if found is not None:
        same = (body.answer, body.said) == (found.answer, found.said)
        expected = f"the answer that the facts give: {found.answer}, {'; '.join(found.said)}"
        got = f"{body.answer}, {'; '.join(body.said)}"
        yield judge("STD-2", same, expected, got, absolute=True)


def _about(question: facts.Question) -> str:
    match question:
        case facts.OfDecision():
            return question.decision
        case facts.OfMembership():
            return f"{question.person} in {question.body}"
        case facts.OfDelegation():
            return question.delegation
        case facts.OfAct():
            return question.act
        case facts.OfDispute():
            return f"{question.dispute} in {question.stage}"
        case _:
            assert_never(question)

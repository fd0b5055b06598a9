"""What happens between a decision and its implementation: it is published, and may be called in.

A decision is a resolution of a body, or an act under a delegation that the body gave. How long it may be
called in, and by how many members of which body, is said by the terms (``KeyRule``). What that makes of the
standing of a resolution is said in ``standing``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import assert_never

import msgspec

from ledger.acts import Act
from ledger.aftermath import Known, Outcomes, disputed, is_act, part_of, waits
from ledger.ballots import Motions
from ledger.calendars import Counted, Days
from ledger.facts import funds
from ledger.facts import keydecisions as facts
from ledger.facts.decisions import Part, Resolved
from ledger.facts.terms import KeyRule, Terms
from ledger.findings import Finding, Verdict, at_least, judge
from ledger.functions import Catalogue
from ledger.keydecisions import body_of, rule_of_function
from ledger.links import Chain, Done
from ledger.majorities import rule_of
from ledger.outcomes import require_decision, require_part
from ledger.presence import Beside
from ledger.programme import Programme, spelled
from ledger.resolutions import exercises_power
from ledger.sittings import Sittings
from ledger.terms import Rulebooks, cited, missing


class Implementation(msgspec.Struct, frozen=True):
    """From which day something may be implemented; or why that is not known. Neither: it waits for nothing.

    ``silent``: no calendar covers the days of the call-in.
    """

    not_before: str | None = None
    doubt: str | None = None
    silent: bool = False

    def allows(self, day: str) -> Verdict:
        """Say whether it may be implemented on a day."""
        if self.silent:
            return Verdict.NOT_KNOWN
        return Verdict.of(self.doubt is None and (self.not_before is None or self.not_before <= day))


class Subject(msgspec.Struct, frozen=True):
    """A decision or an act that is published and called in.

    Attributes:
        taken: the day on which it was decided.
        terms: those by which it was.
        rules: by which each of its parts may be called in, by number; None: it may not. An act is one part,
            without a number.
    """

    decision: str
    taken: str
    terms: Terms | None
    rules: Mapping[str | None, KeyRule | None]

    def ruling(self, part: str | None) -> tuple[KeyRule, ...]:
        """Give the rules by which a part (None: all of it) may be called in."""
        rules = (rule for number, rule in self.rules.items() if part in {None, number})
        return tuple(dict.fromkeys(rule for rule in rules if rule is not None))

    @property
    def clause(self) -> str | None:
        """Where the terms say that it may be called in; None: they do not."""
        clauses = (cited(self.terms, rule) for rule in self.ruling(None) if self.terms is not None)
        return next(clauses, None)


class Taken(msgspec.Struct, frozen=True):
    """What was decided, as far as the facts read tell: by resolutions and by acts, and under which terms."""

    motions: Motions
    sittings: Sittings
    rulebooks: Rulebooks
    chain: Chain
    functions: Catalogue

    def subject(self, decision: str, code: str) -> Subject | None:
        """Give a decision of a body, or an act under a delegation that it gave; None: neither is known."""
        done, resolved = self.chain.acts.get(decision), self.motions.resolved.get(decision)
        if done is not None:
            return self.of_act(done, code)
        return None if resolved is None else self.of_resolution(resolved, code)

    def of_act(self, done: Done, code: str) -> Subject:
        """Say by which rule an act may be called in: by the terms in force on its day."""
        terms = self.rulebooks.in_force(code, done.day)
        rule = rule_of_function(terms, done.body.function, self.functions.on(done.day))
        return Subject(done.body.act, done.day, terms, {None: _with_call_in(rule)})

    def of_resolution(self, resolved: Resolved, code: str) -> Subject:
        """Say by which rules its parts may be called in: by the terms in force when its item was taken."""
        sitting = self.sittings.known.get(resolved.meeting)
        terms = None if sitting is None else self.rulebooks.in_force(code, sitting.day_of(resolved.item))
        rules: dict[str | None, KeyRule | None] = {
            part.number: _rule_of(part, terms) for part in resolved.parts
        }
        return Subject(resolved.resolution, self.motions.taken[resolved.resolution], terms, rules)


def implementation(part: Part, told: Sequence[Known], terms: Terms | None, days: Days) -> Implementation:
    """Say from which day a part may be implemented.

    Args:
        part: the part.
        told: what became of it, in the order of days.
        terms: those by which it was decided.
        days: the days that the body works on.
    """
    return _implementation(part.number, _rule_of(part, terms), told, days)


def implementation_of_act(subject: Subject, told: Sequence[Known], days: Days) -> Implementation:
    """Say from which day an act under a delegation may be implemented."""
    return _implementation(None, subject.rules[None], told, days)


def _implementation(
    number: str | None, rule: KeyRule | None, told: Sequence[Known], days: Days
) -> Implementation:
    state = _held(told, number)
    if state:
        return Implementation(doubt=f"not to be implemented while it is {state}")
    if rule is None:
        return Implementation()
    published = published_on(told)
    if published is None:
        return Implementation(doubt="not published yet")
    first = first_day(published, rule, days)
    if first.day is None:
        doubt = f"not to be implemented before a day that is {spelled(first)}"
        return Implementation(doubt=doubt, silent=True)
    return Implementation(max((first.day, *_freed(number, told))))


def _held(told: Sequence[Known], number: str | None) -> str | None:
    """Say why a part (None: the whole) is not to be implemented: called in, referred back, or disputed."""
    own = [one for one in told if part_of(one.body) in {None, number}]
    return waits(told, number) or ("disputed" if disputed(own) else None)


def _freed(number: str | None, told: Sequence[Known]) -> Iterator[str]:
    """Give the days on which a part waited no more: for a call-in or dispute to end, to be confirmed."""
    states = [_held(told[:count], number) for count in range(len(told) + 1)]
    for one, (before, after) in zip(told, pairwise(states), strict=True):
        if before and not after:
            yield one.day


def first_day(published: str, rule: KeyRule, days: Days) -> Counted:
    """Give the first day on which what was published may be implemented, unless it is called in before."""
    return days.earliest(published, rule.call_in or 0, rule.call_in_unit)


def published_on(told: Sequence[Known]) -> str | None:
    """Give the day on which a decision was published, if it was."""
    return next((one.day for one in told if isinstance(one.body, facts.Published)), None)


def by_then(told: Sequence[Known], day: str) -> tuple[Known, ...]:
    """Give what was said by a day, in the order of days."""
    return tuple(sorted((one for one in told if one.day <= day), key=lambda one: (one.day, one.number)))


def _rule_of(part: Part, terms: Terms | None) -> KeyRule | None:
    """Give the rule by which a part may be called in; None: it may not be."""
    return _with_call_in(rule_of(KeyRule, terms, part.matter)) if exercises_power(part) else None


def _with_call_in(rule: KeyRule | None) -> KeyRule | None:
    return None if rule is None or rule.call_in is None else rule


def boundary(body: facts.AfterDecision, taken: Taken) -> frozenset[str]:
    """Say which tags the judgement reads; of what is known, its meeting, its terms and who calls in."""
    tags = {f"body:{body.body}", f"subject:{body.decision}"}
    act, resolved = is_act(body.decision), taken.motions.resolved.get(body.decision)
    tags |= {f"act:{body.decision}"} if act else {f"decision:{body.decision}"}
    tags |= {f"meeting:{resolved.meeting}"} if resolved is not None else set()
    if isinstance(body, facts.CalledIn):
        tags |= {f"terms:{body.body}", f"calendar:{body.body}"} | ({"functions"} if act else set())
        tags |= {f"person:{person}" for person in body.by}
        subject = taken.subject(body.decision, body.body)
        rules = subject.ruling(body.part) if subject is not None else ()
        tags |= {f"roll:{rule.scrutiny or body.body}" for rule in rules}
    return frozenset(tags)


def examine(
    act: Act, body: facts.AfterDecision, outcomes: Outcomes, taken: Taken, beside: Beside
) -> Iterator[Finding]:
    """Judge a publication, a call-in and its end: of a decision of the body, and in their order."""
    subject = taken.subject(body.decision, body.body)
    yield beside.bodies.require(body.body, act.day)
    yield _require(act, body, taken)
    if subject is None:
        return
    told = outcomes.about.get(body.decision, ())
    known = by_then(told, act.day)
    match body:
        case facts.Published():
            new = published_on(told) is None
            yield judge("KDE-6", new, "a decision not published yet", body.decision, absolute=True)
        case facts.CalledIn():
            yield require_part(body.part, body.decision, subject.rules)
            yield from map(beside.directory.require_person, body.by)
            yield from _examine_call(act, body, subject, known, beside)
        case facts.CallInEnded():
            parts = {one.body.part for one in known if isinstance(one.body, facts.CalledIn)}
            open_ = any(waits(known, part) == "called in" for part in parts)
            yield judge("KDE-12", open_, "a decision that is called in", body.decision, absolute=True)
        case _:
            assert_never(body)


def _require(act: Act, body: facts.AfterDecision, taken: Taken) -> Finding:
    """Judge OUT-3: a decision of the body, or an act for it, that was taken by the day."""
    done = taken.chain.acts.get(body.decision)
    if done is None:
        resolved = taken.motions.resolved.get(body.decision)
        return require_decision(act, body, resolved, taken.motions, taken.sittings)
    its = body_of(done.body.by) == body.body and done.day <= act.day
    return judge("OUT-3", its, f"an act for {body.body} by {act.day}", body.decision, absolute=True)


def _examine_call(
    act: Act, body: facts.CalledIn, subject: Subject, told: Sequence[Known], beside: Beside
) -> Iterator[Finding]:
    """Judge a call-in by every rule that its parts fall under, and that there was none before."""
    published = published_on(told)
    expected = f"a decision published by {act.day}"
    yield judge("KDE-7", published is not None, expected, body.decision, absolute=True)
    before = [one.body.part for one in told if isinstance(one.body, facts.CalledIn)]
    new = body.part not in before and None not in before and not (body.part is None and before)
    yield judge("KDE-11", new, "a decision that was not called in before", body.decision)
    terms = subject.terms
    if terms is None:
        yield missing(body.body, subject.taken)
        return
    rules = subject.ruling(body.part)
    yield judge("KDE-8", bool(rules), "a decision that the terms let be called in", body.decision)
    days = beside.programme.days(body.body, act.day)
    for rule in rules:
        yield from () if published is None else (_in_window(act, published, rule, days, terms),)
        yield _by_members(act, body, rule, beside, terms)


def _in_window(act: Act, published: str, rule: KeyRule, days: Days, terms: Terms) -> Finding:
    """Judge KDE-9: the call-in comes before the first day on which the decision may be implemented."""
    first = first_day(published, rule, days)
    got = f"{act.day}, published {published}, to be implemented from {spelled(first)}"
    answer = None if first.day is None else act.day < first.day
    expected = f"a call-in within {rule.call_in} {rule.call_in_unit} days of publication"
    return judge("KDE-9", answer, expected, got, clause=cited(terms, rule))


def _by_members(act: Act, body: facts.CalledIn, rule: KeyRule, beside: Beside, terms: Terms) -> Finding:
    """Judge KDE-10: so many members of the body that scrutinises, on the day."""
    code = rule.scrutiny or body.body
    answers = {person: beside.roll.is_member(code, person, act.day) for person in body.by}
    sure = tuple(person for person, answer in answers.items() if answer)
    possible = len(sure) + list(answers.values()).count(None)
    verdict = at_least(rule.least, len(sure), possible)
    expected = f"at least {rule.least} members of {code}"
    count = f"{len(sure)}" if possible == len(sure) else f"{len(sure)} to {possible}"
    return Finding("KDE-10", cited(terms, rule), verdict, expected, count, by=sure)


def boundary_of_money(body: funds.Body, taken: Taken) -> frozenset[str]:
    """Say what else a fact about money is read by: whether what it rests on may be implemented."""
    found = list(_rests_on(body, taken))
    tags = {f"subject:{subject.decision}" for _, subject in found}
    tags |= {f"{noun}:{code}" for code, _ in found for noun in ("terms", "calendar")}
    return frozenset(tags | ({"functions"} if found else set()))


def _rests_on(body: funds.Body, taken: Taken) -> Iterator[tuple[str, Subject]]:
    """Give the act and the decision by which money is committed, as far as known, and whose each is."""
    if not isinstance(body, funds.Committed):
        return
    done, resolved = taken.chain.acts.get(body.act or ""), taken.motions.resolved.get(body.resolution or "")
    code = None if done is None else body_of(done.body.by)
    if done is not None and code is not None:
        yield code, taken.of_act(done, code)
    whose = None if resolved is None else taken.sittings.body_of(resolved.meeting)
    if resolved is not None and whose is not None:
        yield whose, taken.of_resolution(resolved, whose)


def examine_money(
    act: Act, body: funds.Body, outcomes: Outcomes, taken: Taken, programme: Programme
) -> Iterator[Finding]:
    """Judge KDE-13: no money is committed by what still waits to be implemented.

    A commitment does not say by which part of a decision it is made: it waits for each that may be called in.
    """
    for code, subject in _rests_on(body, taken):
        told = by_then(outcomes.about.get(subject.decision, ()), act.day)
        days = programme.days(code, act.day)
        keyed = [one for one in subject.rules if one is None or subject.rules[one] is not None]
        for number in keyed:
            wait = _implementation(number, subject.rules[number], told, days)
            first = (
                f"not to be implemented before {wait.not_before}"
                if wait.not_before
                else "nothing to wait for"
            )
            which = subject.decision if number is None else f"part {number} of {subject.decision}"
            expected = f"{which} to be implemented by {act.day}"
            yield Finding("KDE-13", subject.clause, wait.allows(act.day), expected, wait.doubt or first)

"""What happens between a decision and its implementation: it is published, and may be called in.

How long it may be called in, and by how many members of which body, is said by the terms (``KeyRule``). What
that makes of the standing of a decision is said in ``standing``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

import msgspec

from ledger.acts import Act
from ledger.ballots import Motions
from ledger.calendars import Days
from ledger.facts import keydecisions as facts
from ledger.facts.decisions import Part, Resolved
from ledger.facts.outcomes import Changed
from ledger.facts.terms import KeyRule, Terms
from ledger.findings import Finding, at_least, judge
from ledger.majorities import rule_of
from ledger.outcomes import Known, Outcomes, require_decision, require_part, waits
from ledger.presence import Beside
from ledger.programme import spelled
from ledger.resolutions import exercises_power
from ledger.sittings import Sittings
from ledger.terms import Rulebooks, cited, missing


class Implementation(msgspec.Struct, frozen=True):
    """From which day a part may be implemented; or why that is not known. Neither: it waits for nothing."""

    not_before: str | None = None
    doubt: str | None = None


def implementation(part: Part, told: Sequence[Known], terms: Terms | None, days: Days) -> Implementation:
    """Say from which day a part may be implemented.

    Args:
        part: the part.
        told: what became of it, in the order of days.
        terms: those by which it was decided.
        days: the days that the body works on.
    """
    state = waits(told, part.number)
    if state:
        return Implementation(doubt=f"not to be implemented while it is {state}")
    rule = _rule_of(part, terms)
    if rule is None or rule.call_in is None:
        return Implementation()
    published = published_on(told)
    if published is None:
        return Implementation(doubt="not published yet")
    first = days.earliest(published, rule.call_in, rule.call_in_unit)
    if first.day is None:
        return Implementation(doubt=f"not to be implemented before a day that is {spelled(first)}")
    ended = [one.day for one in told if _ends(one)] if _called(told) else []
    return Implementation(max((first.day, *ended)))


def _called(told: Sequence[Known]) -> bool:
    return any(isinstance(one.body, facts.CalledIn) for one in told)


def _ends(one: Known) -> bool:
    ratified = isinstance(one.body, Changed) and one.body.change == "ratified"
    return ratified or isinstance(one.body, facts.CallInEnded)


def published_on(told: Sequence[Known]) -> str | None:
    """Give the day on which a decision was published, if it was."""
    return next((one.day for one in told if isinstance(one.body, facts.Published)), None)


def _rule_of(part: Part, terms: Terms | None) -> KeyRule | None:
    """Give the rule by which a part may be called in; None: it may not be."""
    rule = rule_of(KeyRule, terms, part.matter) if exercises_power(part) else None
    return None if rule is None or rule.call_in is None else rule


def _rules(body: facts.CalledIn, resolved: Resolved, terms: Terms | None) -> tuple[KeyRule, ...]:
    """Give the rules by which what is called in, a part or all, may be."""
    parts = (part for part in resolved.parts if body.part in {None, part.number})
    return tuple(dict.fromkeys(rule for part in parts if (rule := _rule_of(part, terms)) is not None))


def _terms(
    body: facts.AfterDecision, resolved: Resolved, sittings: Sittings, rulebooks: Rulebooks
) -> Terms | None:
    """Give the terms that bound the decision: those in force when its item was taken."""
    sitting = sittings.known.get(resolved.meeting)
    return None if sitting is None else rulebooks.in_force(body.body, sitting.day_of(resolved.item))


def boundary(
    body: facts.AfterDecision, motions: Motions, sittings: Sittings, rulebooks: Rulebooks
) -> frozenset[str]:
    """Say which tags the judgement reads; of a known resolution, its meeting, its terms and who calls in."""
    tags = {f"body:{body.body}", f"decision:{body.resolution}", f"subject:{body.resolution}"}
    resolved = motions.resolved.get(body.resolution)
    tags |= {f"meeting:{resolved.meeting}"} if resolved is not None else set()
    if isinstance(body, facts.CalledIn):
        tags |= {f"terms:{body.body}", f"calendar:{body.body}"}
        tags |= {f"person:{person}" for person in body.by}
        if resolved is not None:
            rules = _rules(body, resolved, _terms(body, resolved, sittings, rulebooks))
            tags |= {f"roll:{rule.scrutiny or body.body}" for rule in rules}
    return frozenset(tags)


def examine(
    act: Act,
    body: facts.AfterDecision,
    outcomes: Outcomes,
    motions: Motions,
    sittings: Sittings,
    beside: Beside,
) -> Iterator[Finding]:
    """Judge a publication, a call-in and its end: of a decision of the body, and in their order."""
    resolved = motions.resolved.get(body.resolution)
    yield beside.bodies.require(body.body, act.day)
    yield require_decision(act, body, resolved, motions, sittings)
    if resolved is None:
        return
    told = outcomes.about.get(body.resolution, ())
    by_then = sorted((one for one in told if one.day <= act.day), key=lambda one: (one.day, one.number))
    match body:
        case facts.Published():
            new = published_on(told) is None
            yield judge("KDE-6", new, "a decision not published yet", body.resolution, absolute=True)
        case facts.CalledIn():
            yield require_part(body.part, resolved)
            yield from map(beside.directory.require_person, body.by)
            yield from _examine_call(act, body, resolved, by_then, motions, sittings, beside)
        case facts.CallInEnded():
            parts = {one.body.part for one in by_then if isinstance(one.body, facts.CalledIn)}
            open_ = any(waits(by_then, part) == "called in" for part in parts)
            yield judge("KDE-12", open_, "a decision that is called in", body.resolution, absolute=True)
        case _:
            assert_never(body)


def _examine_call(
    act: Act,
    body: facts.CalledIn,
    resolved: Resolved,
    told: Sequence[Known],
    motions: Motions,
    sittings: Sittings,
    beside: Beside,
) -> Iterator[Finding]:
    """Judge a call-in by every rule that its parts fall under, and that there was none before."""
    published, decided = published_on(told), motions.taken[resolved.resolution]
    expected = f"a decision published by {act.day}"
    yield judge("KDE-7", published is not None, expected, body.resolution, absolute=True)
    before = [one.body.part for one in told if isinstance(one.body, facts.CalledIn)]
    new = body.part not in before and None not in before and not (body.part is None and before)
    yield judge("KDE-11", new, "a decision that was not called in before", body.resolution)
    terms = _terms(body, resolved, sittings, beside.terms)
    if terms is None:
        yield missing(body.body, decided)
        return
    rules = _rules(body, resolved, terms)
    yield judge("KDE-8", bool(rules), "a decision that the terms let be called in", body.resolution)
    days = beside.programme.days(body.body, act.day)
    for rule in rules:
        yield from () if published is None else (_in_window(act, published, rule, days, terms),)
        yield _by_members(act, body, rule, beside, terms)


def _in_window(act: Act, published: str, rule: KeyRule, days: Days, terms: Terms) -> Finding:
    """Judge KDE-9: the call-in comes before the first day on which the decision may be implemented."""
    first = days.earliest(published, rule.call_in or 0, rule.call_in_unit)
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

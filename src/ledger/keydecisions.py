"""Key decisions: the forward plan that announces them, and whether what was decided was announced in time.

Which matters are key, how long before they are announced and who may shorten that is said by the terms
(``KeyRule``): of an act under a delegation, by those of the body that gave it. Publication and call-in
afterwards are in ``callins``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger import terms
from ledger.acts import Act, Recorded
from ledger.ballots import sound
from ledger.bodies import Bodies
from ledger.calendars import Counted, Days
from ledger.decisions import require_matter
from ledger.facts import keydecisions as facts
from ledger.facts.decisions import Part, Resolved
from ledger.facts.delegations import Used
from ledger.facts.terms import KeyRule, Terms
from ledger.findings import Finding, Verdict, all_of, any_of, judge
from ledger.functions import Catalogue
from ledger.majorities import rule_of
from ledger.members import Roll
from ledger.organisations import Directory
from ledger.programme import Programme, spelled
from ledger.resolutions import exercises_power


class Sooner(msgspec.Struct, frozen=True):
    """Why a decision may be taken sooner, from which day, and whether the terms were found to allow it."""

    why: facts.Exception_
    day: str
    allowed: Verdict


class Entry(msgspec.Struct, frozen=True):
    """An entry of the forward plan, the day of its publication, and of its withdrawal if it was."""

    announced: facts.Announced
    since: str
    withdrawn: str | None = None
    exceptions: tuple[Sooner, ...] = ()

    def holds(self, day: str) -> bool:
        """Say whether it stands on the forward plan of the day."""
        return self.since <= day and (self.withdrawn is None or day < self.withdrawn)


class Plan(msgspec.Struct, frozen=True):
    """The forward plans of bodies, as far as the facts read tell: their entries by id."""

    entries: Mapping[str, Entry] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.OfPlan) -> Plan:
        """Fold one fact in. Never refuses: it already happened."""
        if isinstance(body, facts.Announced):
            return self._with(body.key, Entry(body, at.day))
        entry = self.entries.get(body.key)
        if entry is None:
            return self
        match body:
            case facts.Withdrawn():
                return self._with(body.key, replace(entry, withdrawn=at.day))
            case facts.Excepted():
                one = Sooner(body.why, at.day, sound(at))
                return self._with(body.key, replace(entry, exceptions=(*entry.exceptions, one)))
            case _:
                assert_never(body)

    def _with(self, key: str, entry: Entry) -> Plan:
        return replace(self, entries={**self.entries, key: entry})


def boundary(body: facts.OfPlan, plan: Plan, terms_: Terms | None) -> frozenset[str]:
    """Say which tags the judgement reads; of an exception, the roll of those whom the terms name for it."""
    tags = {f"body:{body.body}", f"announced:{body.key}"}
    if isinstance(body, facts.Withdrawn):
        return frozenset(tags)
    tags |= {f"terms:{body.body}", *(("functions",) if isinstance(body, facts.Announced) else ())}
    if isinstance(body, facts.Excepted):
        rule = _rule_of(body.key, plan, terms_)
        tags |= {f"person:{body.by}"} if body.by is not None else set()
        tags |= {f"roll:{rule.scrutiny or body.body}"} if rule is not None else set()
    return frozenset(tags)


def _rule_of(key: str, plan: Plan, terms_: Terms | None) -> KeyRule | None:
    entry = plan.entries.get(key)
    return None if entry is None else rule_of(KeyRule, terms_, entry.announced.matter)


def examine(  # noqa: PLR0913, PLR0917 - every fold that a forward plan depends on, by its name
    act: Act,
    body: facts.OfPlan,
    plan: Plan,
    bodies: Bodies,
    directory: Directory,
    roll: Roll,
    terms_: Terms | None,
    catalogue: Catalogue,
) -> Iterator[Finding]:
    """Judge what is said of the forward plan: an entry is new, or stands on it; an exception is allowed."""
    yield bodies.require(body.body, act.day)
    if isinstance(body, facts.Announced):
        yield judge("KDE-2", body.key not in plan.entries, "an id that is new", body.key, absolute=True)
        # A function under one that is key is what an act will name: it is announced by its own code.
        keyed = rule_of_function(terms_, body.matter, catalogue) is not None
        yield require_matter(body.matter, terms_, catalogue.known if keyed else ())
        return
    entry = plan.entries.get(body.key)
    fault = _fault(entry, body.body, act.day)
    expected = f"an entry of the forward plan of {body.body} on {act.day}"
    yield judge("KDE-3", fault is None, expected, body.key, wrong=f"{body.key}, {fault}", absolute=True)
    if isinstance(body, facts.Excepted):
        yield from (directory.require_person(body.by),) if body.by is not None else ()
        if terms_ is None:
            yield terms.missing(body.body, act.day)
        else:
            yield from _examine_exception(act, body, _rule_of(body.key, plan, terms_), roll, terms_)


def _examine_exception(
    act: Act, body: facts.Excepted, rule: KeyRule | None, roll: Roll, terms_: Terms
) -> Iterator[Finding]:
    """Judge that the terms know the exception, and that whom they name for it was told, or agreed."""
    urgent, clause = body.why == "special urgency", terms.cited(terms_, rule)
    provided = rule is not None and (bool(rule.urgent_by) if urgent else rule.exception is not None)
    expected, got = f"terms that provide for {body.why} on the matter", "provided for" if provided else "none"
    yield judge("KDE-4", provided, expected, got, clause=clause)
    if rule is None or not rule.urgent_by:
        return
    where, by = rule.scrutiny or body.body, body.by
    offices = f"{' or '.join(rule.urgent_by)} of {where}"
    expected = f"special urgency agreed by the {offices}" if urgent else f"the {offices} to be told"
    if by is None:
        # That somebody agreed is what special urgency is; of whom was told the record may be silent.
        yield judge("KDE-5", False if urgent else None, expected, wrong="nobody named", clause=clause)
        return
    held = any_of(Verdict.of(roll.in_office(where, office, by, act.day)) for office in rule.urgent_by)
    yield Finding("KDE-5", clause, held, expected, by, by=(by,))


class Decided(msgspec.Struct, frozen=True):
    """What is decided: what it is called, the entry that it names, the matters that may be announced as.

    ``rule`` is the rule on key decisions that it falls under; None: it is not key.
    """

    called: str
    key: str | None
    matters: tuple[str | None, ...]
    rule: KeyRule | None


def rule_of_function(terms_: Terms | None, function: str, catalogue: Catalogue) -> KeyRule | None:
    """Give the rule on key decisions of an act: that on its function, else on the nearest above it."""
    rules = (rule_of(KeyRule, terms_, code) for code in catalogue.above(function))
    return next((rule for rule in rules if rule is not None), None)


def body_of(giver: str) -> str | None:
    """Give the body that a giver is; None: an organisation, which has no terms, so that nothing is key."""
    kind, _, code = giver.partition(":")
    return code if kind == "body" else None


def boundary_of_used(
    act: Act, body: Used, rulebooks: terms.Rulebooks, functions: Catalogue
) -> frozenset[str]:
    """Say what else an act under a delegation is read by: its giver's terms, what announced it, calendars."""
    tags = {f"announced:{body.key}"} if body.key is not None else set()
    code = body_of(body.by)
    if code is None:
        return frozenset(tags)
    in_force = rulebooks.in_force(code, act.day)
    keyed = rule_of_function(in_force, body.function, functions.on(act.day)) is not None
    return frozenset({*tags, f"terms:{code}", *((f"calendar:{code}",) if keyed else ())})


def examine_used(
    act: Act, body: Used, plan: Plan, programme: Programme, rulebooks: terms.Rulebooks, functions: Catalogue
) -> Iterator[Finding]:
    """Judge KDE-1 of an act under a delegation, by the terms of the body at the root of its chain."""
    code, catalogue = body_of(body.by) or body.by, functions.on(act.day)
    in_force = rulebooks.in_force(code, act.day)
    rule = rule_of_function(in_force, body.function, catalogue)
    decided = Decided("the act", body.key, catalogue.above(body.function), rule)
    return _examine_decided(act, decided, code, plan, programme.days(code, act.day), in_force)


def boundary_of_resolved(body: Resolved, code: str, terms_: Terms | None) -> frozenset[str]:
    """Say what else a resolution of a body is read by: what announced its parts, and its calendars."""
    tags = {f"announced:{part.key}" for part in body.parts if part.key is not None}
    if any(_deciding(part, terms_) is not None for part in body.parts):
        tags |= {f"calendar:{code}"}
    return frozenset(tags)


def _deciding(part: Part, terms_: Terms | None) -> KeyRule | None:
    """Give the rule on key decisions that a part falls under; None: it decides nothing that is key."""
    return rule_of(KeyRule, terms_, part.matter) if exercises_power(part) else None


def examine_resolved(
    act: Act, body: Resolved, code: str, plan: Plan, days: Days, terms_: Terms
) -> Iterator[Finding]:
    """Judge KDE-1 of a resolution, part by part.

    Of a part that does not say on what matter it decides that is not known, where any matter is key.
    """
    keyed = next(iter(terms.rules_of(terms_, KeyRule)), None)
    for part in body.parts:
        decided = Decided(f"part {part.number}", part.key, (part.matter,), _deciding(part, terms_))
        yield from _examine_decided(act, decided, code, plan, days, terms_)
        unsaid = part.key is None and part.matter is None and exercises_power(part)
        if keyed is not None and unsaid:
            got = f"part {part.number}, a decision on a matter that is not said"
            yield judge("KDE-1", None, keyed.says, got, clause=terms.cited(terms_, keyed))


def _examine_decided(
    act: Act, decided: Decided, code: str, plan: Plan, days: Days, terms_: Terms | None
) -> Iterator[Finding]:
    """Judge KDE-1: what is key was announced in time, or excepted; an entry that is named is on it."""
    rule, entry = decided.rule, plan.entries.get(decided.key or "")
    if rule is None and decided.key is None:
        return
    verdict, got = _announced(decided, entry, code, act.day)
    if rule is None or terms_ is None:
        expected = f"an announcement by {code} of what {decided.called} is about"
        yield Finding("KDE-1", None, verdict, expected, got)
        return
    if entry is not None and verdict is Verdict.MET:
        verdict, got = _in_time(entry, rule, days, act.day)
    yield Finding("KDE-1", terms.cited(terms_, rule), verdict, rule.says, f"{decided.called}, {got}")


def _announced(decided: Decided, entry: Entry | None, code: str, day: str) -> tuple[Verdict, str]:
    """Say whether the entry that is named stands on the forward plan on a day, and is on the matter."""
    if decided.key is None:
        return Verdict.NOT_MET, "which was not announced"
    fault = _fault(entry, code, day)
    if fault is None and entry is not None and entry.announced.matter not in decided.matters:
        fault = f"on {entry.announced.matter}"
    return Verdict.of(fault is None), f"{decided.key}, {fault}" if fault else decided.key


def _fault(entry: Entry | None, code: str, day: str) -> str | None:
    """Say why an entry does not stand on the forward plan of a body on a day; None: it does."""
    if entry is None:
        return "which nobody announced"
    if entry.announced.body != code:
        return f"of {entry.announced.body}"
    if entry.holds(day):
        return None
    return f"withdrawn {entry.withdrawn}" if entry.since <= day else f"announced {entry.since}"


def _in_time(entry: Entry, rule: KeyRule, days: Days, day: str) -> tuple[Verdict, str]:
    """Judge whether what was announced may be decided on a day, by its notice or by one of its exceptions."""
    counted = days.latest(day, rule.notice, rule.unit)
    verdicts = [Verdict.of(None if counted.day is None else entry.since <= counted.day)]
    told = f"announced {entry.since} for {day}, latest day {spelled(counted)}"
    for one in entry.exceptions:
        verdicts.append(_excepted(one, rule, days, day))
        told += f"; {one.why} on {one.day}, {verdicts[-1].value}"
    return any_of(verdicts), told


def _excepted(one: Sooner, rule: KeyRule, days: Days, day: str) -> Verdict:
    if one.why == "special urgency":
        return all_of((one.allowed, Verdict.of(one.day <= day)))
    if rule.exception is None:
        return Verdict.NOT_MET
    counted = days.latest(day, rule.exception, rule.unit)
    return all_of((one.allowed, Verdict.of(None if counted.day is None else one.day <= counted.day)))


def earliest(entry: Entry, rule: KeyRule, days: Days, on: str) -> Counted:
    """Give the first day on which what was announced may be decided, as that stood on a day."""
    first = [days.earliest(entry.since, rule.notice, rule.unit)]
    for one in entry.exceptions:
        if one.allowed is not Verdict.MET or one.day > on:
            continue
        if one.why == "special urgency":
            first.append(Counted(one.day))
        elif rule.exception is not None:
            first.append(days.earliest(one.day, rule.exception, rule.unit))
    known = [(one.day, one) for one in first if one.day is not None]
    return min(known, key=lambda one: one[0])[1] if known else first[0]

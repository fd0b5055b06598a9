"""Terms of reference: which version binds a body on a day, and whether a version makes sense."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TypeVar, assert_never

import msgspec
from msgspec.structs import replace

from ledger import majorities
from ledger.acts import Act, Recorded
from ledger.bodies import Bodies
from ledger.facts import terms as facts
from ledger.facts.filters import Filter
from ledger.facts.ruled import Ruled
from ledger.findings import Finding, Verdict, judge

R = TypeVar("R", bound=facts.Rule)

CHECKS_DEEP_MAX = 8
"""How deep the checks of a rule may be composed of others."""


class Version(msgspec.Struct, frozen=True):
    """An adopted version and the first day on which it is in force."""

    in_force: str
    number: int
    terms: facts.Terms


class Rulebooks(msgspec.Struct, frozen=True):
    """Every version of every body's terms that was drafted or adopted."""

    adopted: Mapping[str, tuple[Version, ...]] = msgspec.field(default_factory=dict)
    drafts: Mapping[str, tuple[facts.Terms, ...]] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.Drafted | facts.Adopted) -> Rulebooks:
        """Fold one fact in. Never refuses: it already happened."""
        code = body.terms.body
        match body:
            case facts.Drafted():
                drafts = (*self.drafts.get(code, ()), body.terms)
                return replace(self, drafts={**self.drafts, code: drafts})
            case facts.Adopted():
                versions = (*self.adopted.get(code, ()), Version(body.in_force, at.number, body.terms))
                return replace(self, adopted={**self.adopted, code: versions})
            case _:
                assert_never(body)

    def in_force(self, body: str, day: str, upto: int | None = None) -> facts.Terms | None:
        """Give the terms in force on the day: the last to have come into force by then.

        ``upto``: by what the ledger knew at that entry; None: by all that is read.
        """
        known = (one for one in self.adopted.get(body, ()) if upto is None or one.number <= upto)
        bound = [version for version in known if version.in_force <= day]
        return max(bound, key=lambda version: (version.in_force, version.number)).terms if bound else None


def boundary(body: facts.Drafted | facts.Adopted) -> frozenset[str]:
    """Say which tags the judgement reads."""
    return frozenset({f"body:{body.terms.body}", f"terms:{body.terms.body}"})


def examine(
    act: Act, body: facts.Drafted | facts.Adopted, rulebooks: Rulebooks, bodies: Bodies
) -> tuple[Finding, ...]:
    """Judge terms: the body exists, the version is new, and every name in the rules means something."""
    terms = body.terms
    adopted = {version.terms.version for version in rulebooks.adopted.get(terms.body, ())}
    drafted = {draft.version for draft in rulebooks.drafts.get(terms.body, ())}
    taken = adopted if isinstance(body, facts.Adopted) else adopted | drafted
    faults = tuple(problems(terms))
    return (
        bodies.require(terms.body, act.day),
        judge("TER-2", terms.version not in taken, "a version that is new", terms.version, absolute=True),
        judge("TER-3", not faults, "rules whose names all mean something", "; ".join(faults), absolute=True),
    )


def missing(body: str, day: str) -> Finding:
    """Give TER-1: no terms of the body are known to be in force on the day."""
    return Finding(
        "TER-1", None, Verdict.NOT_KNOWN, f"terms of {body} in force on {day}", "none that the ledger knows"
    )


def rules(terms: facts.Terms | None) -> tuple[facts.Rule, ...]:
    """Give the rules of the terms, or none where there are no terms."""
    return terms.rules if terms else ()


def rules_of(terms: facts.Terms | None, kind: type[R]) -> tuple[R, ...]:
    """Give the rules of one kind, in the order of the terms; none where there are no terms."""
    return tuple(rule for rule in rules(terms) if isinstance(rule, kind))


def cited(terms: facts.Terms | None, rule: facts.Rule | Ruled | None) -> str | None:
    """Give the clause of a rule as it is cited; None: a default of Remit, where there is no rule as well."""
    if terms is None or rule is None or rule.basis == "default":
        return None
    return f"{terms.cited} {rule.clause}"


def by_rule(terms: facts.Terms, rule: Ruled, verdict: Verdict, got: str) -> Finding:
    """Say what a rule of terms has to say: what it expects in its own words, and how these are read."""
    return Finding(rule.rule, cited(terms, rule), verdict, rule.says, got, reading=rule.reading)


def problems(terms: facts.Terms) -> Iterator[str]:
    """Give every fault that makes a version unusable: ids used twice, names that mean nothing."""
    for what, ids in (
        ("seat", [seat.seat for seat in terms.seats]),
        ("office", [office.office for office in terms.offices]),
        ("rule", [rule.rule for rule in terms.rules]),
        ("matter", [matter.matter for matter in terms.matters]),
    ):
        for name, count in Counter(ids).items():
            if count > 1:
                yield f"{what} {name} is given {count} times"
    known = {
        "seats": {seat.seat for seat in terms.seats},
        "sectors": {seat.sector for seat in terms.seats},
        "positions": {seat.position for seat in terms.seats},
        "organisations": {code for seat in terms.seats for code in seat.organisations},
        "offices": {office.office for office in terms.offices},
    }
    for rule in terms.rules:
        yield from _problems_of_rule(rule, known)
    yield from majorities.problems(terms)
    yield from problems_of_stages(rules_of(terms, facts.StageRule))
    for one in rules_of(terms, facts.ConsultationRule):
        if one.parties is None and not terms.founders:
            yield f"{one.rule}: nobody to ask, neither parties nor founders"
    if not any(isinstance(rule, facts.QuorumRule) for rule in terms.rules):
        yield "no quorum rule: an empty quorum would let anybody decide"


def _problems_of_rule(rule: facts.Rule, known: Mapping[str, set[str]]) -> Iterator[str]:
    depth = max(map(_depth, _checks(rule)), default=0)
    if depth > CHECKS_DEEP_MAX:
        yield f"{rule.rule}: checks within checks {depth} deep, not {CHECKS_DEEP_MAX} at most"
        return
    for check in _checks(rule):
        yield from _problems_of_check(rule.rule, check)
    for who in filters(rule):
        for name, codes in known.items():
            for code in getattr(who, name) or ():
                if code not in codes:
                    yield f"{rule.rule}: no seat or office of the terms has {name} {code}"
    for code in offices_of(rule):
        if code not in known["offices"]:
            yield f"{rule.rule}: no office of the terms is {code}"
    if isinstance(rule, facts.OfficeDeputyRule) and rule.office in rule.by:
        yield f"{rule.rule}: {rule.office} would deputise for itself"
    if isinstance(rule, facts.OfficeRule):
        for code in rule.rotation or ():
            if code not in known["seats"]:
                yield f"{rule.rule}: no seat of the terms is {code}"


def problems_of_stages(stages: tuple[facts.StageRule, ...]) -> Iterator[str]:
    """Say which stages of a dispute have no place among the others, or nobody who could convene them."""
    for name, count in Counter(stage.stage for stage in stages).items():
        if count > 1:
            yield f"stage {name} is given {count} times"
    places = [stage.order for stage in stages]
    if any(place is not None for place in places) and (None in places or len(set(places)) < len(places)):
        named = ", ".join(stage.stage for stage in stages)
        yield f"stages {named}: an order of some of them, or the same order twice"
    for stage in stages:
        if stage.by_parties and (stage.convened_by or stage.barred == "parties"):
            yield f"{stage.rule}: convened by the parties, and not by them"


def offices_of(rule: facts.Rule) -> tuple[str, ...]:  # noqa: PLR0911, PLR0912 - one case a kind
    """Give the offices that a rule names outside of its filters."""
    match rule:
        case facts.MajorityRule() | facts.ChoiceRule():
            return rule.casting
        case facts.WayRule():
            return rule.found_by
        case facts.WrittenRule():
            return rule.opened_by
        case facts.UrgentRule():
            return (*rule.offices, *rule.consulting)
        case facts.PresidingRule() | facts.QuoracyRule():
            return rule.offices
        case facts.CooptionRule():
            return rule.suitable
        case facts.DeputyRule():
            return rule.approved_by
        case facts.NoticeRule():
            return rule.urgent_by
        case facts.KeyRule():
            # Those of the body that scrutinises are offices of its own terms.
            return rule.urgent_by if rule.scrutiny is None else ()
        case facts.AttendanceRule():
            return rule.reviewed_by
        case facts.OfficeRule():
            return (rule.office, rule.with_office) if rule.with_office else (rule.office,)
        case facts.OfficeDeputyRule():
            return (rule.office, *rule.by)
        case facts.StageRule():
            return (*rule.convened_by, *rule.moved_by)
        case _:
            return ()


def _problems_of_check(rule: str, check: facts.Check) -> Iterator[str]:
    if isinstance(check, facts.SomeOf) and check.least > len(check.checks):
        yield f"{rule}: some of asks for {check.least} of {len(check.checks)} checks"
    if isinstance(check, facts.AllOf | facts.AnyOf | facts.SomeOf):
        for part in check.checks:
            yield from _problems_of_check(rule, part)


def remarks(terms: facts.Terms) -> Iterator[str]:
    """Give what a reader of the terms should know, though it makes nothing unusable."""
    seated = {code for seat in terms.seats for code in seat.organisations}
    for founder in terms.founders:
        if founder not in seated:
            yield f"founder {founder} has no seat"
    uncertain = sum(1 for seat in terms.seats if seat.exists == "not known")
    if uncertain:
        yield f"number of seats: {len(terms.seats) - uncertain} to {len(terms.seats)}, not known"
    for rule in terms.rules:
        if isinstance(rule, facts.TextRule):
            yield f"{rule.rule} ({rule.clause}) is kept in words and not checked"


def _checks(rule: facts.Rule) -> tuple[facts.Check, ...]:
    if isinstance(rule, facts.QuorumRule):
        return (rule.check, *(other.check for other in rule.others))
    return (rule.check,) if isinstance(rule, facts.BalanceRule) else ()


def _depth(check: facts.Check) -> int:
    depth = 0
    level: tuple[facts.Check, ...] = (check,)
    while level:
        depth += 1
        composed = (one for one in level if isinstance(one, facts.AllOf | facts.AnyOf | facts.SomeOf))
        level = tuple(part for one in composed for part in one.checks)
    return depth


def filters(rule: facts.Rule) -> Iterator[Filter]:
    """Give every filter that a rule names."""
    for check in _checks(rule):
        yield from _filters_of_check(check)
    if isinstance(rule, facts.FilteredRule):
        yield rule.who
    if isinstance(rule, facts.MajorityRule):
        yield from majorities.filters_of(rule.test)


def _filters_of_check(check: facts.Check) -> Iterator[Filter]:
    match check:
        case facts.Count() | facts.Share():
            yield check.who
        case facts.Distinct():
            for need in check.needs:
                yield need.who
        case facts.AllOf() | facts.AnyOf() | facts.SomeOf():
            for part in check.checks:
                yield from _filters_of_check(part)
        case _:
            assert_never(check)

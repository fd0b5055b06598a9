"""What a body resolved: its parts, its quorum, whether a vote carried, whether it had the power.

Implements LSC-3.1 (what a body may only recommend), LSC-6.2 and LSC-10.3 (consensus, else a vote), LSC-8.1
(quorum by item), LSC-M3 (parts), PLA-7b (to whom a recommendation goes) under whatever terms are in force on
the day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from ledger import terms
from ledger.acts import Act
from ledger.balloting import on_its_day, require_ballot
from ledger.ballots import Ballot, Consensus, Motions
from ledger.between import LAZY, examine_end, examine_urgent, examine_written, heard, require_way
from ledger.commons import DECIDING
from ledger.counting import Voters, carried, chosen, voters
from ledger.decisions import require_matter, takes_decisions
from ledger.delegations import examine_held
from ledger.facts import decisions as facts
from ledger.facts.terms import ChoiceRule, MajorityRule, PowerRule, Terms, WayRule
from ledger.findings import Finding, Verdict, judge
from ledger.functions import Catalogue
from ledger.links import Chain, Link
from ledger.majorities import rule_of
from ledger.meetings import Beside, require_item, require_open
from ledger.organisations import Directory
from ledger.polls import NOT_RECORDED
from ledger.rooms import quorum
from ledger.scopes import permits
from ledger.sittings import URGENT, Sitting

AGREED = ("consensus", "unanimous", "consent", "lazy consensus")
"""The ways that a vote against rules out."""


def boundary(body: facts.Resolved, sitting: Sitting | None, chain: Chain, motions: Motions) -> frozenset[str]:
    """Say which tags the judgement reads; once the meeting is known, its body's; a chain link by link.

    What is agreed is agreed over every motion at the item, not over those alone that the resolution names.
    """
    tags = {f"meeting:{body.meeting}", f"decision:{body.resolution}", f"consensus:{body.item}"}
    if sitting is not None:
        tags |= {f"{kind}:{sitting.body}" for kind in ("roll", "terms", "deputies")}
        tags |= {f"calendar:{sitting.body}"} if sitting.until is not None else set()
    tags |= {f"organisation:{code}" for part in body.parts for code in part.to}
    under = tuple(part.under for part in body.parts if part.under is not None)
    tags |= {f"delegation:{one}" for one in {*under, *chain.parents(under)}}
    tags |= {"functions"} if under else set()
    at_item = (motion for motion, ballot in motions.ballots.items() if ballot.item == body.item)
    for motion in {*body.motions, *(at_item if body.way in AGREED else ())}:
        tags |= {f"motion:{motion}", f"votes:{motion}"}
    return frozenset(tags | ({f"motions:{body.item}"} if body.way in AGREED else set()))


def examine(
    act: Act,
    body: facts.Resolved,
    sitting: Sitting | None,
    motions: Motions,
    beside: Beside,
    chain: Chain,
    catalogue: Catalogue,
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
    about = (*(part.matter for part in body.parts), *(ballot.matter for ballot in ballots))
    matters = tuple(dict.fromkeys(about))
    found = [*common, require_way(body.way, sitting)]
    found += _require_matters(body, catalogue.on(act.day), terms_)
    if sitting.kind == URGENT:
        found += examine_urgent(act, sitting, body.item, matters, beside, terms_)
    else:
        there = heard(sitting, body.way, ballots)
        found += quorum(there, body.item, terms_, beside.roll, beside.deputies)
        found += _examine_way(body, motions, terms_)
        found += _examine_vote(act, body, ballots, there, beside, terms_)
    since = max((ballot.since for ballot in ballots), default=sitting.day)
    found += examine_written(act, sitting, matters, beside, terms_, since)
    found += examine_end(act, body, sitting, matters, ballots, beside, terms_)
    return (*found, *_examine_power(act, body, sitting, chain, catalogue, terms_))


def _examine_parts(
    body: facts.Resolved, motions: Motions, sitting: Sitting, directory: Directory
) -> Iterator[Finding]:
    numbers = [part.number for part in body.parts]
    repeated = sorted({number for number in numbers if numbers.count(number) > 1})
    told = f"{', '.join(repeated)} twice"
    fresh = body.resolution not in motions.others
    yield require_item(sitting, body.item)
    yield judge("DEC-2", fresh, "an id that is new", body.resolution, absolute=True)
    yield judge("DEC-11", not repeated, "parts numbered once each", wrong=told, absolute=True)
    odd = [
        part.number
        for part in body.parts
        if (part.to and part.kind != "recommendation") or (part.due is not None and part.condition is None)
    ]
    expected = "whom it is for of a recommendation, and a day for a condition"
    yield judge("DEC-23", not odd, expected, wrong=f"part {', '.join(odd)}", absolute=True)
    for code in dict.fromkeys(code for part in body.parts for code in part.to):
        yield directory.require_organisation(code)
    for motion in body.motions:
        yield require_ballot(motions.ballots.get(motion), body.meeting, motion, body.item)
    put = (motions.ballots[motion] for motion in body.motions if motion in motions.ballots)
    options = [one.option for ballot in put for one in ballot.options]
    strange = [code for part in body.parts for code in part.chosen if options.count(code) != 1]
    yield judge("DEC-29", not strange, "options of one of its motions", ", ".join(strange), absolute=True)
    for ballot in (motions.ballots[motion] for motion in body.motions if motion in motions.ballots):
        on = {one.option for one in ballot.options}
        many = [code for part in body.parts for code in part.chosen if code in on]
        expected = f"at most {ballot.places} of its options"
        yield judge("DEC-42", len(many) <= ballot.places, expected, ", ".join(many))
    bare = [part.number for part in body.parts if part.kind == "election" and options and not part.chosen]
    expected = "an election on a ballot to say who is chosen"
    yield judge("DEC-40", not bare, expected, wrong=f"part {', '.join(bare)}")


def _require_matters(body: facts.Resolved, catalogue: Catalogue, terms_: Terms) -> Iterator[Finding]:
    """Judge DEC-16 of every part; what is decided under a delegation may be a function of the catalogue."""
    about = {part.matter: part.under is not None for part in body.parts if part.matter is not None}
    about |= {part.matter: False for part in body.parts if part.matter is not None and part.under is None}
    for matter, delegated in about.items():
        yield require_matter(matter, terms_, catalogue.known if delegated else ())


def _examine_way(body: facts.Resolved, motions: Motions, terms_: Terms) -> Iterator[Finding]:
    """Judge that the terms know the way, and that nobody spoke against what was agreed."""
    named = [motions.ballots[motion] for motion in body.motions if motion in motions.ballots]
    matters = [*(part.matter for part in body.parts), *(ballot.matter for ballot in named)]
    agreed, said = body.way in AGREED, motions.consensus.get(body.item, ())
    doubt = _doubt(said, final=body.way == LAZY) if agreed else None
    for rule in dict.fromkeys(rule_of(WayRule, terms_, matter) for matter in matters):
        if rule is not None:
            known = None if body.way == "not recorded" else body.way in rule.ways
            told = doubt
            if known and doubt is None and body.way == "consensus" and rule.found_by and not said:
                known, told = None, "which nobody is recorded to have found"
            verdict = Verdict.of(known) if doubt is None else Verdict.NOT_MET
            got = body.way if told is None else f"{body.way}, {told}"
            yield terms.by_rule(terms_, rule, verdict, got)
    if agreed:
        open_ = [one for one in motions.ballots.values() if not one.resolved and not one.withdrawn]
        others = (one for one in open_ if one.item == body.item and one not in named)
        yield _unopposed(body.way, [*named, *others])


def _unopposed(way: str, ballots: Sequence[Ballot]) -> Finding:
    """Judge DEC-12: nobody voted against, on any motion at the item that was not withdrawn."""
    expected = f"no vote against what was {'agreed by consent' if way == 'consent' else way}"
    against = sum(
        max(one.count("against") or 0, list(one.votes.values()).count("against")) for one in ballots
    )
    open_ = any(one.count("against") is None and one.tally is not None for one in ballots)
    got = f"{against} against" if against or not open_ else NOT_RECORDED
    return judge("DEC-12", answer=False if against else None if open_ else True, expected=expected, got=got)


def _doubt(said: Sequence[Consensus], *, final: bool) -> str | None:
    """Say why there was no consensus: it was not found, or was disputed after it was; ``final``: at all."""
    doubt = None
    for one in said:
        if isinstance(one, facts.ConsensusDisputed):
            doubt = f"disputed by {one.person}: a vote is taken"
        elif not (final and doubt is not None):
            doubt = None if one.found else f"not found by {one.by}: a vote is taken"
    return doubt


def _examine_vote(
    act: Act,
    body: facts.Resolved,
    ballots: Sequence[Ballot],
    sitting: Sitting,
    beside: Beside,
    terms_: Terms,
) -> Iterator[Finding]:
    """Judge every motion that was voted on by the rule of each matter that it, or a part, is about."""
    voted = any(one.votes or one.told for one in ballots)
    by_vote = body.way == "vote" or (body.way == "not recorded" and voted)
    if not by_vote:
        # Whatever the way, papers that were marked speak for what they mark.
        ballots = [one for one in ballots if one.options and (one.papers or one.counted is not None)]
        if not ballots:
            return
    matters = _governing(body, ballots)
    for matter in matters if not ballots or any(not one.options for one in ballots) else ():
        rule = rule_of(MajorityRule, terms_, matter)
        if rule is None:
            expected = "terms that say what a vote has to reach"
            yield judge("DEC-21", None, expected, f"none on {matter or 'matters in general'}")
        elif not ballots:
            clause, got = terms.cited(terms_, rule), "a vote without a motion"
            yield Finding(rule.rule, clause, Verdict.NOT_KNOWN, rule.says, got)
    rules = [
        rule
        for rule in dict.fromkeys(rule_of(MajorityRule, terms_, one) for one in matters)
        if rule is not None
    ]
    for ballot in ballots:
        who = voters(act, ballot, sitting, beside, terms_)
        for rule in () if ballot.options else rules:
            casting = not set(matters).intersection(rule.barred)
            result = carried(ballot, rule, who, terms_, casting=casting)
            yield terms.by_rule(terms_, rule, result.verdict, result.got)
        for choice in (
            dict.fromkeys(rule_of(ChoiceRule, terms_, one) for one in matters) if ballot.options else ()
        ):
            yield _examine_choice(body, ballot, choice, who, terms_)


def declined(ballot: Ballot, rule: ChoiceRule) -> bool:
    """Say whether a casting vote was given to no option, where no lot decides either."""
    return rule.tie != "lot" and ballot.casting is not None and not ballot.ties


def _examine_choice(
    body: facts.Resolved, ballot: Ballot, rule: ChoiceRule | None, who: Voters, terms_: Terms
) -> Finding:
    """Judge that the parts choose what the papers choose."""
    if rule is None:
        expected = "terms that say how papers with options are counted"
        return judge("DEC-21", None, expected, f"none on {ballot.matter or 'matters in general'}")
    on = {one.option for one in ballot.options}
    named = {code for part in body.parts for code in part.chosen if code in on}
    found = chosen(ballot, rule, who, terms_)
    tie = None
    if found.tied and not declined(ballot, rule) and (rule.tie == "lot" or rule.casting):
        tie = f"what breaks the tie: {'the lot' if rule.tie == 'lot' else 'the casting vote'}"
    # Until a tie is broken somebody may still be chosen; who is named beyond the papers is wrong already.
    same = named == set(found.options)
    answer = None if found.open or (tie and same) else same
    open_ = found.open or tie
    doubt = f"; open: {open_}" if open_ else ""
    by_papers = f"by the papers {', '.join(found.options) or 'nothing'}: {found.got}{doubt}"
    got = f"{', '.join(sorted(named)) or 'nothing'} chosen; {by_papers}"
    return terms.by_rule(terms_, rule, Verdict.of(answer), got)


def _governing(body: facts.Resolved, ballots: Sequence[Ballot]) -> list[str | None]:
    """Give the matters whose rules all have to be met; None stands for matters in general."""
    about = {part.matter for part in body.parts} | {ballot.matter for ballot in ballots}
    matters: list[str | None] = [*sorted(one for one in about if one is not None)]
    inherits = any(ballot.matter is not None for ballot in ballots)
    bare = any(_decides(part) and part.matter is None for part in body.parts)
    return matters if matters and (inherits or not bare) else [*matters, None]


def _decides(part: facts.Part) -> bool:
    return part.kind not in {"support", "welcome", "note"}


def within_power(part: facts.Part, own: Collection[str]) -> Verdict:
    """Say whether a part is on a matter of the body's own; not known where it does not say on which."""
    return Verdict.of(None if part.matter is None else part.matter in own)


def exercises_power(part: facts.Part) -> bool:
    """Say whether a part decides: an election does where it is said on what matter."""
    return part.kind in DECIDING or (part.kind == "election" and part.matter is not None)


def own_matters(terms_: Terms | None) -> tuple[str, ...]:
    """Give the matters that the terms leave to the body itself."""
    return tuple(code for rule in terms.rules_of(terms_, PowerRule) for code in rule.own)


def _examine_power(
    act: Act,
    body: facts.Resolved,
    sitting: Sitting,
    chain: Chain,
    catalogue: Catalogue,
    terms_: Terms,
) -> Iterator[Finding]:
    """Judge whether the body may decide, or can only recommend, whatever its minutes say."""
    rule = next(iter(terms.rules_of(terms_, PowerRule)), None)
    for part in body.parts:
        if part.under is not None:
            yield from examine_held(act, part.under, f"body:{sitting.body}", chain)
            for link in chain.up_from(part.under):
                functions = link.scope(act.day).functions
                expected = f"a matter that is a function of {link.delegation}: {', '.join(functions)}"
                answer = _is_within(part.matter, link, act, catalogue)
                yield judge("DEC-24", answer, expected, part.matter or "none said", kind="AUTHORITY")
        elif rule is not None and exercises_power(part):
            on = "a matter that is not said" if part.matter is None else part.matter
            got = f"part {part.number}, a decision on {on}, under no delegation"
            clause, verdict = terms.cited(terms_, rule), within_power(part, own_matters(terms_))
            yield Finding(rule.rule, clause, verdict, rule.says, got, kind="AUTHORITY")


def _is_within(matter: str | None, link: Link, act: Act, catalogue: Catalogue) -> bool | None:
    """Say whether a matter is of the functions of a link; None: it bears another name, and may mean one."""
    if matter is None:
        return None
    bounds = link.bounds(act.day, max(act.day, act.recorded))
    if all(permits(one.scope, matter, catalogue) for one in bounds):
        return True
    return False if matter in catalogue.known else None

"""Between meetings: written procedures, in which members reply within a time, and urgent decisions.

Both are kept as a sitting without a room. Those present at a written procedure are the members who were
written to; at an urgent decision the office-holders who take it. Remit defaults: a reply counts up to the
last day, nothing is resolved before that unless everybody replied, and who is silent is not there for the
quorum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from ledger import terms
from ledger.acts import Act
from ledger.ballots import Ballot
from ledger.checks import assign, fits
from ledger.facts import decisions as facts
from ledger.facts.terms import ChangeRule, Terms, UrgentRule, WrittenRule
from ledger.findings import Finding, Verdict, all_of, any_of, at_least, judge
from ledger.majorities import rule_of
from ledger.meetings import Beside
from ledger.rooms import membership
from ledger.sittings import URGENT, WRITTEN, Sitting
from ledger.votes import voting_of

LAZY, OFFICE_HOLDERS = "lazy consensus", "by office-holders"
"""Ways to decide that there are between meetings alone."""

Matters = Sequence[str | None]


def require_way(way: str, sitting: Sitting) -> Finding:
    """Judge DEC-33: nobody is silent at a meeting, and office-holders decide between meetings alone."""
    fitting = {LAZY: sitting.kind == WRITTEN, OFFICE_HOLDERS: sitting.kind == URGENT}
    answer = fitting.get(way, sitting.kind != URGENT)
    expected = "lazy consensus in a written procedure, and office-holders to take an urgent decision"
    return judge("DEC-33", answer, expected, f"{way}, at a {sitting.kind}", absolute=True)


def require_reply(act: Act, sitting: Sitting, beside: Beside) -> tuple[Finding, ...]:
    """Judge DEC-34 of a reply in a written procedure: it came by the last day; and DEC-39."""
    if sitting.until is None:
        return ()
    expected = f"a reply by {sitting.until}, the last day"
    in_time = judge("DEC-34", act.day <= sitting.until, expected, act.day, absolute=True)
    return (in_time, *not_lapsed(act, sitting, beside))


def not_lapsed(act: Act, sitting: Sitting, beside: Beside) -> tuple[Finding, ...]:
    """Judge that what is open did not lapse when other terms came into force, as the former ones say."""
    old, new = beside.in_force(sitting, act.day), beside.terms.in_force(sitting.body, act.day)
    if old is None or new is None or old is new:
        return ()
    return tuple(
        Finding(
            rule.rule,
            terms.cited(old, rule),
            Verdict.of(rule.motions == "stay"),
            rule.says,
            f"a motion put under {old.version}, and {new.version} in force on {act.day}",
            absolute=True,
        )
        for rule in terms.rules_of(old, ChangeRule)
    )


def heard(sitting: Sitting, way: str, ballots: Sequence[Ballot]) -> Sitting:
    """Give a sitting with those alone who count as there: in writing, whoever replied to every motion.

    With lazy consensus everybody counts who was written to: silence consents.
    """
    if sitting.kind != WRITTEN or way == LAZY:
        return sitting
    each = [set(ballot.votes) for ballot in ballots]
    replied = set.intersection(*each) if each else set()
    substitutes = {one: of for one, of in sitting.substitutes.items() if one in replied}
    present = tuple(one for one in sitting.present if one in replied)
    changes = tuple(one for one in sitting.changes if one.person in replied)
    return replace(sitting, present=present, substitutes=substitutes, changes=changes)


def examine_written(
    act: Act, sitting: Sitting, matters: Matters, beside: Beside, terms_: Terms | None, since: str
) -> Iterator[Finding]:
    """Judge a written procedure: that the terms know it, who opened it, for how long, to whom it went.

    ``since``: the day on which members got the text; their days begin when they have it and are written to.
    """
    if sitting.kind != WRITTEN:
        return
    for rule in dict.fromkeys(rule_of(WrittenRule, terms_, matter) for matter in matters):
        if rule is None or terms_ is None:
            expected = "terms that say that it may be decided in writing"
            yield judge("DEC-35", None, expected, "none that do")
        else:
            verdict, got = _opened(act, sitting, rule, beside, since)
            yield terms.by_rule(terms_, rule, verdict, got)
    if terms_ is not None:
        yield _written_to(sitting, beside, terms_)


def _opened(act: Act, sitting: Sitting, rule: WrittenRule, beside: Beside, since: str) -> tuple[Verdict, str]:
    opener, until = sitting.opened_by, sitting.until or sitting.day
    first = max(sitting.day, sitting.listed_on or sitting.day, since)
    held = Verdict.MET
    if rule.opened_by:
        roll = beside.roll
        in_office = (
            None if opener is None else roll.in_office(sitting.body, office, opener, sitting.day)
            for office in rule.opened_by
        )
        held = any_of(map(Verdict.of, in_office))
    given = beside.programme.days(sitting.body, act.day).between(_next(first), _next(until), rule.unit)
    enough = Verdict.of(None if given is None else given >= rule.days)
    days = "a number of days that no calendar gives" if given is None else f"{max(0, given)} days"
    asked = f"{days} to reply, needed {rule.days}"
    by = f"opened by {opener or 'nobody named'}"
    by += f", not known as {' or '.join(rule.opened_by)}" if held is not Verdict.MET else ""
    return all_of((held, enough)), f"{by}; {first} to {until}: {asked}"


def _next(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _written_to(sitting: Sitting, beside: Beside, terms_: Terms) -> Finding:
    """Judge DEC-36: every member with a vote, or somebody in the member's place, was written to."""
    members = membership(sitting.body, sitting.day, terms_, beside.roll)
    asked = {one.member for one in sitting.there()}
    left = {
        person: fits(voting_of(terms_), person, members, "voting")
        for person in members.seats
        if person not in asked
    }
    sure = sorted(person for person, verdict in left.items() if verdict is Verdict.MET)
    possible = sorted(person for person, verdict in left.items() if verdict is Verdict.NOT_KNOWN)
    answer = False if sure else None if possible else True
    told = f"nobody asked {', '.join((*sure, *possible))}"
    return judge("DEC-36", answer, "every member with a vote to be written to", wrong=told)


def examine_end(
    act: Act,
    body: facts.Resolved,
    sitting: Sitting,
    matters: Matters,
    ballots: Sequence[Ballot],
    beside: Beside,
    terms_: Terms,
) -> Iterator[Finding]:
    """Judge that a written procedure is over, and was neither stopped by objections nor silence overrated."""
    if sitting.until is None:
        return
    yield from not_lapsed(act, sitting, beside)
    members, who = membership(sitting.body, sitting.day, terms_, beside.roll), voting_of(terms_)
    asked = {one.member for one in sitting.there()}
    voters = {one for one in asked if fits(who, one, members, "voting") is not Verdict.NOT_MET}
    silent = voters - _replied(sitting, ballots)
    over = act.day > sitting.until or not silent
    expected = f"the time to reply to be over, after {sitting.until}, or everybody to have replied"
    yield judge("DEC-37", over, expected, f"{act.day}, {len(silent)} without a reply")
    against = max((ballot.count("against") or 0 for ballot in ballots), default=0)
    for rule in dict.fromkeys(rule_of(WrittenRule, terms_, matter) for matter in matters):
        if rule is None:
            continue
        stopped = rule.objections is not None and against >= rule.objections
        overrated = body.way == LAZY and rule.silence != "consents"
        if stopped or overrated:
            got = f"{against} against: it goes to a meeting" if stopped else "silence taken as consent"
            yield terms.by_rule(terms_, rule, Verdict.NOT_MET, got)


def _replied(sitting: Sitting, ballots: Sequence[Ballot]) -> set[str]:
    each = [{sitting.deputising.get(person, person) for person in ballot.votes} for ballot in ballots]
    return set.intersection(*each) if each else set()


def examine_urgent(
    act: Act, sitting: Sitting, item: str, matters: Matters, beside: Beside, terms_: Terms
) -> Iterator[Finding]:
    """Judge an urgent decision: by those whom the terms let take it, having consulted whom they name."""
    for rule in dict.fromkeys(rule_of(UrgentRule, terms_, matter) for matter in matters):
        there = [one.person for one in sitting.there(item)]
        by = ", ".join(there) or "nobody"
        if rule is None:
            expected = "terms that let office-holders decide it between meetings"
            yield judge("DEC-38", answer=False, expected=expected, got=by, kind="AUTHORITY")
            continue
        # Who holds two of the offices acts for one of them.
        holds = [
            {
                person: Verdict.of(beside.roll.in_office(sitting.body, office, person, act.day))
                for person in there
            }
            for office in rule.offices
        ]
        sure = len(assign([[one for one in held if held[one] is Verdict.MET] for held in holds]))
        possible = len(assign([[one for one in held if held[one] is not Verdict.NOT_MET] for held in holds]))
        asked = (
            _any_holds(office, sitting.attending, sitting, act.day, beside) for office in rule.consulting
        )
        consulted = sitting.attending
        verdict = all_of((at_least(rule.least, sure, possible), *asked))
        clause, got = terms.cited(terms_, rule), f"decided by {by}"
        got += f", {', '.join(consulted)} consulted" if consulted else ", nobody consulted"
        got += f"; needed {rule.least} of {', '.join(rule.offices)}"
        got += f", having asked {', '.join(rule.consulting)}" if rule.consulting else ""
        yield Finding(rule.rule, clause, verdict, rule.says, got, kind="AUTHORITY", reading=rule.reading)


def _any_holds(office: str, people: Sequence[str], sitting: Sitting, day: str, beside: Beside) -> Verdict:
    held = (beside.roll.in_office(sitting.body, office, person, day) for person in people)
    return any_of(map(Verdict.of, held))

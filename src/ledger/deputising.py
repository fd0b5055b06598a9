"""How somebody becomes a deputy: named by whom, for whom and when; approved by whom; never in two capacities.

Implements LSC-7.7; what a deputy may do is in ``deputies``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ledger.acts import Act
from ledger.bodies import Bodies
from ledger.days import days_between
from ledger.deputies import NEVER, Deputies, Deputy, Held, asks_approval, rule_for, seat_of
from ledger.facts import deputies as facts
from ledger.facts.terms import DeputyRule, Seat, Terms
from ledger.findings import Finding, Verdict, all_of, any_of, judge
from ledger.members import Membership, Roll
from ledger.offices import holds_office
from ledger.organisations import Directory
from ledger.terms import by_rule

_OTHERS_MAX = 32
"""The latest meetings whose dates are read to see whether somebody is named twice."""


def boundary(body: facts.Body, deputies: Deputies) -> frozenset[str]:
    """Say which tags the judgement reads; once the deputies are known, the meetings that may collide too."""
    tags = {f"body:{body.body}", f"roll:{body.body}", f"terms:{body.body}", f"deputies:{body.body}"}
    if isinstance(body, facts.Nominated):
        tags |= {f"deputy:{body.deputy}", f"person:{body.person}", f"person:{body.member}"}
        tags |= {f"organisation:{body.by}"} if body.by else set()
        meetings = [one.named.meeting for one in deputies.known.values() if _may_collide(one, body)]
        named = [code for code in meetings if code is not None][-_OTHERS_MAX:]
        tags |= {f"meeting:{code}" for code in ((body.meeting,) if body.meeting else named)}
    if isinstance(body, facts.Approved | facts.Declined):
        tags |= {f"person:{body.person}"} if body.person else set()
        tags |= {f"organisation:{body.organisation}"} if body.organisation else set()
    return frozenset(tags)


def _may_collide(one: Deputy, body: facts.Nominated) -> bool:
    same = (one.named.body, one.named.person) == (body.body, body.person)
    return same and one.named.member != body.member


def examine(  # noqa: PLR0913, PLR0917 - every fold that a deputy depends on, by its name
    act: Act,
    body: facts.Body,
    deputies: Deputies,
    bodies: Bodies,
    directory: Directory,
    roll: Roll,
    terms: Terms | None,
    dates: Mapping[str, Held],
) -> tuple[Finding, ...]:
    """Judge a step of a deputy: who is named for whom by whom, who approves, what it collides with."""
    exists = bodies.require(body.body, act.day)
    if isinstance(body, facts.Nominated):
        return (
            exists,
            directory.require_person(body.person),
            directory.require_person(body.member),
            *((directory.require_organisation(body.by),) if body.by else ()),
            *_examine_naming(act, body, deputies, roll, dates),
            *_examine_namer(act, body, roll, terms, dates),
        )
    found = deputies.known.get(body.deputy)
    one = found if found is not None and found.named.body == body.body else None
    step = _examine_step(act, body, one)
    if one is None or isinstance(body, facts.Prepared | facts.Ended):
        return (exists, step)
    return (
        exists,
        step,
        *((directory.require_person(body.person),) if body.person else ()),
        *((directory.require_organisation(body.organisation),) if body.organisation else ()),
        *_examine_answer(act, body, one.named, roll, directory, terms),
    )


def _examine_naming(
    act: Act, body: facts.Nominated, deputies: Deputies, roll: Roll, dates: Mapping[str, Held]
) -> tuple[Finding, ...]:
    """Judge the id and the persons: a member, somebody else who is no member, nobody in two capacities."""
    itself = body.person == body.member
    member = (
        Verdict.NOT_MET if itself else any_of(Verdict.of(one.holds(act.day)) for one in _seated(roll, body))
    )
    others = deputies.others_of(body, act.day)
    new = Deputy(body, act.day)
    apart = [new.apart(one, dates) for one in others]
    collides = {
        one.named.member for one, answer in zip(others, apart, strict=True) if answer is not Verdict.MET
    }
    doubtful = ", ".join(sorted(collides))
    return (
        judge(
            "DPY-1", body.deputy not in deputies.known, "an id that no deputy has", body.deputy, absolute=True
        ),
        Finding(
            "DPY-2",
            None,
            member,
            f"a member in {body.seat or body.body} on {act.day}, and somebody else as deputy",
            f"{body.person} for {body.member}",
            absolute=itself,
        ),
        _one_capacity(act, body, deputies, roll, member),
        Finding(
            "DPY-4",
            None,
            all_of(apart),
            "a deputy for one member at one meeting",
            f"{body.person}, named for {doubtful} too" if doubtful else "one",
        ),
        _examine_when(act, body, dates),
    )


def _seated(roll: Roll, body: facts.Nominated) -> tuple[Membership, ...]:
    """Give the memberships of the member in the seat that is named, or in any."""
    held = roll.of(body.body, body.member)
    return tuple(one for one in held if body.seat in (None, one.seat))


def _one_capacity(
    act: Act, body: facts.Nominated, deputies: Deputies, roll: Roll, member: Verdict
) -> Finding:
    """Judge DPY-3: a deputy has no deputy, and no member is another member's deputy."""
    if member is Verdict.NOT_MET and deputies.stands_in(body.body, body.member, act.day):
        got = f"{body.member}, who is a deputy"
        expected = "a deputy of a member, not of a deputy"
        return Finding("DPY-3", None, Verdict.NOT_MET, expected, got, absolute=True)
    sits = roll.is_member(body.body, body.person, act.day)
    answer = None if sits is None else not sits
    return judge("DPY-3", answer, f"a deputy who is no member of {body.body}", body.person)


def _examine_when(act: Act, body: facts.Nominated, dates: Mapping[str, Held]) -> Finding:
    """Judge DPY-8: for one meeting of the body, or from a day to a later day, named before either."""
    expected = f"a meeting of {body.body}, or a period, on or after {act.day}"
    if body.meeting is not None and (body.first or body.until):
        return Finding("DPY-8", None, Verdict.NOT_MET, expected, "a meeting and a period", absolute=True)
    if body.meeting is None:
        first, last = body.first or act.day, body.until or NEVER
        got = f"{first} to {last}"
        return judge("DPY-8", act.day <= first < last, expected, got, absolute=first >= last)
    held = dates.get(body.meeting)
    if held is None:
        return judge("DPY-8", None, expected, f"{body.meeting}, which the ledger does not know")
    got = f"a meeting of {held.body} on {held.day}"
    answer = held.body == body.body and act.day <= held.day
    return judge("DPY-8", answer, expected, got, absolute=held.body != body.body)


def _examine_namer(
    act: Act, body: facts.Nominated, roll: Roll, terms: Terms | None, dates: Mapping[str, Held]
) -> tuple[Finding, ...]:
    """Judge who may have a deputy, who names one and how long before: by the terms, else DPY-5."""
    seat = seat_of(roll, terms, body.body, body.member, body.seat, act.day)
    rule, fits = rule_for(terms, seat)
    named = f"named by {body.by or act.acted.person or body.member}"
    answer = _named(act, body, seat, "either" if rule is None else rule.named_by)
    if rule is None or terms is None:
        return (
            judge("DPY-5", answer, "the member, or an organisation of the seat, to name the deputy", named),
        )
    whose = f"{body.member} in {seat.seat}" if seat else f"{body.member}, whose seat is not known"
    found = [by_rule(terms, rule, fits, whose), by_rule(terms, rule, Verdict.of(answer), named)]
    if rule.days and body.meeting is not None:
        found.append(_in_time(act, rule, terms, dates.get(body.meeting)))
    return tuple(found)


def _named(
    act: Act, body: facts.Nominated, seat: Seat | None, by: Literal["member", "organisation", "either"]
) -> bool | None:
    if body.by is None:
        return by != "organisation" and act.acted.person in (None, body.member)
    if by == "member":
        return False
    return body.by in seat.organisations if seat is not None and seat.organisations else None


def _in_time(act: Act, rule: DeputyRule, terms: Terms, held: Held | None) -> Finding:
    if held is None:
        return by_rule(terms, rule, Verdict.NOT_KNOWN, "a meeting whose day the ledger does not know")
    days = days_between(act.day, held.day)
    got = f"named {days} days before the meeting on {held.day}, needed {rule.days}"
    return by_rule(terms, rule, Verdict.of(days >= rule.days), got)


def _examine_step(
    act: Act, body: facts.Approved | facts.Declined | facts.Prepared | facts.Ended, one: Deputy | None
) -> Finding:
    """Judge DPY-6: a deputy of the body that was named by then, is not over, and is answered once."""
    if one is None:
        got = f"{body.deputy}, whom the ledger does not know"
        expected = f"a deputy named in {body.body}"
        return Finding("DPY-6", None, Verdict.NOT_MET, expected, got, absolute=True)
    got, open_ = _standing(one)
    if one.approved is not None and isinstance(body, facts.Approved | facts.Declined):
        got, open_ = f"approved {one.approved}", False
    expected = f"a deputy named by {act.day}, not declined, not ended, and answered once"
    return judge("DPY-6", open_ and one.day <= act.day, expected, got, absolute=True)


def _standing(one: Deputy) -> tuple[str, bool]:
    """Say what became of a deputy, and whether it is still one."""
    if one.declined is not None:
        return f"declined {one.declined}", False
    if one.ended is not None:
        return f"ended {one.ended}", False
    return f"named {one.day}", True


def _examine_answer(
    act: Act,
    body: facts.Approved | facts.Declined,
    named: facts.Nominated,
    roll: Roll,
    directory: Directory,
    terms: Terms | None,
) -> tuple[Finding, ...]:
    """Judge who approves or declines: never member or deputy (DPY-7), and whoever the terms name."""
    own = body.person in (named.member, named.person)
    somebody = bool(body.person or body.organisation)
    who = body.person or body.organisation or "nobody"
    neither = judge(
        "DPY-7",
        somebody and not own,
        "somebody who answers and is neither the member nor the deputy",
        who,
        absolute=True,
    )
    seat = seat_of(roll, terms, body.body, named.member, named.seat, act.day)
    rule, fits = rule_for(terms, seat)
    if rule is not None and terms is not None and asks_approval(rule) and fits is not Verdict.NOT_MET:
        offices_ = (holds_office(roll, body.body, one, body.person, act.day) for one in rule.approved_by)
        code = body.organisation or ""
        organisation = code in rule.approved_by_organisations and directory.exists(code, act.day)
        answers_ = (*offices_, Verdict.of(organisation))
        return (neither, by_rule(terms, rule, any_of(answers_), f"{who} on {act.day}"))
    if isinstance(body, facts.Approved):
        return (neither,)
    asked = False if rule is not None and fits is Verdict.MET else None
    return (
        neither,
        judge("DPY-10", asked, "terms that ask for approval", wrong="none that the ledger knows"),
    )

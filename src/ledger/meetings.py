"""Meetings: judges what happens at one, from its opening to its close.

Implements LSC-8.3 (who confirms the quorum), LSC-8.5 (adjourned for want of one), LSC-9.4 (the public
excluded), LSC-12 (declarations); the lists and who comes and goes are judged in ``presence``.
"""

from __future__ import annotations

from ledger import terms
from ledger.acts import Act
from ledger.facts import interests
from ledger.facts import meetings as facts
from ledger.facts.terms import PresidingRule, PublicRule, QuoracyRule, Terms
from ledger.findings import Finding, Verdict, all_of, any_of, judge
from ledger.members import Roll
from ledger.presence import Beside, examine_attendance, examine_change, looked_up
from ledger.programme import Coming, judge_moved
from ledger.rooms import deputy_answers, quorum
from ledger.sittings import URGENT, WRITTEN, AtMeeting, MeetingFact, Sitting, Sittings

__all__ = [
    "AtMeeting",
    "Beside",
    "MeetingFact",
    "Sitting",
    "Sittings",
    "boundary",
    "examine",
    "require_item",
    "require_open",
]

_IN_THE_ROOM = (
    facts.Attended | facts.PresenceChanged | facts.Presided | facts.QuorumConfirmed | facts.Adjourned
)


def boundary(body: MeetingFact, sitting: Sitting | None, coming: Coming | None) -> frozenset[str]:
    """Say which tags the judgement reads; once the meeting is known, its body's too."""
    tags = {f"meeting:{body.meeting}"}
    if isinstance(body, facts.Opened):
        called = ("terms", "calendar", "roll") if coming is not None and coming.called else ()
        tags |= {f"{kind}:{body.body}" for kind in ("body", *called)}
    if sitting is not None and isinstance(body, _IN_THE_ROOM):
        tags |= {f"{kind}:{sitting.body}" for kind in ("roll", "deputies", "terms")}
    if sitting is not None and isinstance(body, facts.ItemOpened):
        tags |= {f"terms:{sitting.body}"}
    if sitting is not None and isinstance(body, facts.Resumed):
        tags |= {f"body:{sitting.body}"}
    people: tuple[str, ...] = ()
    match body:
        case facts.Attended():
            people = looked_up(body)
            tags |= {f"organisation:{one.organisation}" for one in body.attending if one.organisation}
        case facts.PresenceChanged():
            people = (body.person, body.member or body.person)
        case facts.VirtualAgreed():
            return frozenset(tags | ({f"person:{body.by}"} if body.by else set()))
    return frozenset(tags | {f"person:{person}" for person in people})


def require_open(sitting: Sitting | None, meeting: str, day: str) -> Finding:
    """Judge MTG-2: the meeting is known, sat on that day, and is neither adjourned nor closed."""
    if sitting is None:
        got = f"{meeting}, which the ledger does not know"
    elif sitting.closed:
        got = f"{meeting}, recorded as closed"
    elif sitting.adjourned is not None:
        got = f"{meeting}, recorded as adjourned"
    else:
        got = f"a meeting on {' and '.join(sitting.days)}"
    going = sitting is not None and not sitting.closed and sitting.adjourned is None
    answer = going and sitting is not None and sitting.goes_on(day)
    return judge("MTG-2", answer, f"an open record of a meeting on {day}", got, absolute=True)


def require_item(sitting: Sitting | None, item: str) -> Finding:
    """Judge MTG-5: the item belongs to the meeting."""
    known = sitting is not None and item in sitting.items
    return judge("MTG-5", known, "an item of this meeting", item, absolute=True)


def examine(act: Act, body: MeetingFact, sittings: Sittings, beside: Beside) -> tuple[Finding, ...]:
    """Judge what happened at a meeting."""
    sitting = sittings.known.get(body.meeting)
    if isinstance(body, facts.Opened):
        in_force = beside.terms.in_force(body.body, act.day)
        return (
            beside.bodies.require(body.body, act.day),
            judge("MTG-1", sitting is None, "an id that no meeting has yet", body.meeting, absolute=True),
            _examine_kind(act, body),
            *_examine_date(act, body, beside),
            *judge_moved(act.day, body, beside.programme, beside.roll, in_force),
        )
    if isinstance(body, facts.VirtualAgreed):
        expected = "an agreement made before the meeting began"
        before = judge(
            "MTG-22", sitting is None, expected, wrong=f"{body.meeting}, which has begun", absolute=True
        )
        return (before, *((beside.directory.require_person(body.by),) if body.by else ()))
    resumes = isinstance(body, facts.Resumed)
    if sitting is not None and not sitting.closed and (resumes or isinstance(body, facts.Closed)):
        exists = (beside.bodies.require(sitting.body, act.day),) if resumes else ()
        return (*exists, *_examine_after_a_pause(act, body, sitting, resumes=resumes))
    opened = require_open(sitting, body.meeting, act.day)
    if sitting is None:
        return (opened,)
    return (opened, *_examine_at(act, body, sitting, beside))


def _examine_kind(act: Act, body: facts.Opened) -> Finding:
    """Judge MTG-23: a written procedure alone has a last day for replies, an urgent decision says why."""
    if body.kind == URGENT and body.reason is None:
        expected = "an urgent decision to say why it is urgent"
        return judge("MTG-23", answer=False, expected=expected, got="no reason", absolute=True)
    if body.kind == WRITTEN:
        answer, expected = body.until is not None and body.until >= act.day, f"a last day from {act.day} on"
    else:
        answer, expected = body.until is None, f"no last day of a {body.kind}"
    return judge("MTG-23", answer, expected, body.until or "none", absolute=True)


def _examine_after_a_pause(
    act: Act, body: AtMeeting, sitting: Sitting, *, resumes: bool
) -> tuple[Finding, ...]:
    """Judge that a meeting goes on, or ends: while it is adjourned, on that day or a later one."""
    if sitting.adjourned is None:
        opened = require_open(sitting, body.meeting, act.day)
        got = f"{body.meeting}, which is not adjourned"
        expected = "an adjourned meeting to resume"
        adjourned = judge("MTG-17", answer=False, expected=expected, got=got, absolute=True)
        return (opened, adjourned) if resumes else (opened,)
    last = sitting.pauses[-1].since
    answer = act.day >= last
    return (judge("MTG-2", answer, f"a day from {last}, when it was adjourned", act.day, absolute=True),)


def _examine_date(act: Act, body: facts.Opened, beside: Beside) -> tuple[Finding, ...]:
    """Judge MTG-18: a meeting that had been given a date is held as it was given out, and not cancelled."""
    coming = beside.programme.meetings.get(body.meeting)
    if coming is None:
        return ()
    planned = coming.scheduled
    same = (planned.body, planned.kind, coming.date) == (body.body, body.kind, act.day)
    expected = f"the {planned.kind} of {planned.body} on {coming.date}, as given out"
    cancelled = coming.cancelled is not None
    got = (
        f"one cancelled on {coming.cancelled}" if cancelled else f"a {body.kind} of {body.body} on {act.day}"
    )
    return (judge("MTG-18", same and not cancelled, expected, got),)


def _examine_at(act: Act, body: AtMeeting, sitting: Sitting, beside: Beside) -> tuple[Finding, ...]:  # noqa: PLR0911 - one case a type
    match body:
        case facts.Attended():
            return examine_attendance(act, body, sitting, beside)
        case facts.PresenceChanged():
            item = (require_item(sitting, body.during),) if body.during else ()
            return (*item, *examine_change(act, body, sitting, beside))
        case facts.ItemOpened():
            return _examine_item(act, body, sitting, beside)
        case interests.Declared():
            expected = "somebody who is at the meeting to declare"
            here = judge("MTG-6", body.person in sitting.listed, expected, body.person, absolute=True)
            return (here, require_item(sitting, body.item)) if body.item else (here,)
        case facts.Presided():
            return _examine_presiding(act, body, sitting, beside)
        case facts.QuorumConfirmed():
            item = (require_item(sitting, body.item),) if body.item else ()
            return (*item, *_examine_confirmation(act, body, sitting, beside))
        case facts.Adjourned():
            return _examine_adjournment(act, body, sitting, beside)
        case _:
            return ()


def _examine_item(act: Act, body: facts.ItemOpened, sitting: Sitting, beside: Beside) -> tuple[Finding, ...]:
    numbers = {item.number for item in sitting.items.values()}
    fresh = body.item not in sitting.items and body.number not in numbers
    away = set(body.absent) - (sitting.listed - set(sitting.attending))
    expected = "only members who were present to be absent from an item"
    findings = [
        judge("MTG-4", fresh, "a number that no item of the meeting has", body.number, absolute=True),
        judge("MTG-6", not away, expected, ", ".join(sorted(away)), absolute=True),
    ]
    in_force = beside.in_force(sitting, act.day)
    if body.offices:
        known = {office.office for office in in_force.offices} if in_force else set()
        others = sorted(set(body.offices) - known)
        answer = None if in_force is None else not others
        findings.append(judge("MTG-19", answer, "offices of the terms in force", ", ".join(others)))
    if body.access != "public":
        findings += _examine_withheld(body, sitting, beside, in_force)
    return tuple(findings)


def _examine_withheld(
    body: facts.ItemOpened, sitting: Sitting, beside: Beside, in_force: Terms | None
) -> tuple[Finding, ...]:
    """Judge what is withheld: why, told to the public in a summary, the public excluded first (LSC-9.4)."""
    told = body.ground is not None and body.summary is not None
    expected = "a ground and a summary of an item that is withheld"
    findings = [judge("MTG-21", told, expected, wrong="one of them at most", absolute=True)]
    coming = beside.programme.meetings.get(sitting.meeting)
    rule = next(iter(terms.rules_of(in_force, PublicRule)), None)
    if in_force is None or rule is None or (coming is not None and not coming.scheduled.public):
        return tuple(findings)
    if rule.grounds and body.ground is not None:
        verdict = Verdict.of(body.ground in rule.grounds)
        findings.append(terms.by_rule(in_force, rule, verdict, body.ground))
    if body.access == "exempt" and sitting.kind in rule.kinds:
        expected = "the public to be excluded before an exempt item is taken"
        excluded = body.number in sitting.excluded
        findings.append(judge("MTG-20", excluded, expected, wrong=f"item {body.number} taken in public"))
    return tuple(findings)


def _holds(
    sitting: Sitting, office: str, day: str, roll: Roll, item: str | None = None
) -> tuple[str | None, str | None]:
    """Give who holds an office on the day, and who acts in it, unless the holder is there."""
    holder = roll.holder(sitting.body, office, day)
    if holder in {one.person for one in sitting.there(item)}:
        return holder, None
    return holder, roll.acting(sitting.body, office, day)


def _vacant(sitting: Sitting, office: str, day: str, roll: Roll) -> bool:
    """Say whether an office is known to be vacant: every tenure that the record tells of has ended."""
    ends = [one.ends for one in roll.tenures if (one.body, one.office) == (sitting.body, office)]
    return bool(ends) and all(end is not None and end <= day for end in ends)


def _examine_presiding(
    act: Act, body: facts.Presided, sitting: Sitting, beside: Beside
) -> tuple[Finding, ...]:
    there = {one.person: one for one in sitting.there()}
    one = there.get(body.person)
    here = judge("MTG-6", one is not None, "somebody who is there to preside", body.person, absolute=True)
    in_force, roll = beside.in_force(sitting, act.day), beside.roll
    findings = [here]
    if one is not None and one.person != one.member:
        found = deputy_answers(sitting, one, act.day, in_force, roll, beside.deputies)
        verdict = any_of(Verdict.of(each.presides) for each in found)
        expected, got = "a deputy who presides", f"{one.person} in the place of {one.member}"
        findings.append(Finding(found[0].rule, found[0].clause, verdict, expected, got))
    if body.office is not None and body.how != "chosen":
        holder, acting = _holds(sitting, body.office, act.day, roll)
        if body.how == "acting":  # nobody acts for a holder who is there
            holder = acting or (holder if holder in there else None)
        expected = (
            f"the person {'acting as' if body.how == 'acting' else 'holding the office of'} {body.office}"
        )
        answer = None if holder is None else holder == body.person
        findings.append(judge("MTG-13", answer, expected, body.person))
    rule = next(iter(terms.rules_of(in_force, PresidingRule)), None)
    if in_force is not None and rule is not None:
        answer = _first(body, sitting, rule, act.day, roll, set(there))
        findings.append(terms.by_rule(in_force, rule, Verdict.of(answer), body.person))
    return tuple(findings)


def _first(
    body: facts.Presided, sitting: Sitting, rule: PresidingRule, day: str, roll: Roll, there: set[str]
) -> bool | None:
    """Say whether the person who presided is the first in the order of the terms who was there."""
    unclear = False
    for office in rule.offices:
        who = [one for one in _holds(sitting, office, day, roll) if one is not None]
        first = next((one for one in who if one in there), None)
        if first is not None:
            return None if unclear else first == body.person
        unclear = unclear or not (who or _vacant(sitting, office, day, roll))
    if unclear or rule.otherwise == "not said":
        return None
    return body.how == "chosen"


def _confirms(
    person: str, sitting: Sitting, item: str | None, rule: QuoracyRule | None, roll: Roll
) -> Verdict:
    """Say whether a person presides, in one of the offices of the rule."""
    presided = sitting.presiding(item)
    if rule is None:
        return Verdict.of(None if presided is None else presided.person == person)
    found = [_holds(sitting, office, sitting.day_of(item), roll, item) for office in rule.offices]
    held = any_of(
        Verdict.of(True if person in who else (None if who == (None, None) else False)) for who in found
    )
    return all_of((held, Verdict.of(presided is None or presided.person == person)))


def _examine_confirmation(
    act: Act, body: facts.QuorumConfirmed, sitting: Sitting, beside: Beside
) -> tuple[Finding, ...]:
    """Judge who said that the meeting was quorate, and that the ledger finds so (LSC-8.3)."""
    in_force = beside.in_force(sitting, act.day)
    if in_force is None:
        return (terms.missing(sitting.body, act.day),)
    rule = next(iter(terms.rules_of(in_force, QuoracyRule)), None)
    verdict = _confirms(body.person, sitting, body.item, rule, beside.roll)
    name, clause, says = (
        (rule.rule, terms.cited(in_force, rule), rule.says)
        if rule
        else ("MTG-14", None, "whoever presides to confirm the quorum")
    )
    who = Finding(name, clause, verdict, says, body.person)
    found = quorum(sitting, body.item, in_force, beside.roll, beside.deputies)
    if body.quorate:
        return (who, *found)
    judged = all_of(one.verdict for one in found)
    clause = next((one.clause for one in found if one.clause), None)
    told = "the meeting said to be inquorate to be so"
    return (who, Finding("MTG-15", clause, _negate(judged), told, f"a quorum that is {judged.value}"))


def _negate(verdict: Verdict) -> Verdict:
    opposite = {Verdict.MET: Verdict.NOT_MET, Verdict.NOT_MET: Verdict.MET}
    return opposite.get(verdict, verdict)


def _examine_adjournment(
    act: Act, body: facts.Adjourned, sitting: Sitting, beside: Beside
) -> tuple[Finding, ...]:
    """Judge an adjournment for want of a quorum: by whom the terms let, and that there is none (LSC-8.5)."""
    if body.why != "inquorate":
        return ()
    in_force = beside.in_force(sitting, act.day)
    if in_force is None:
        return (terms.missing(sitting.body, act.day),)
    moments = (None, sitting.last)
    found = [
        all_of(one.verdict for one in quorum(sitting, item, in_force, beside.roll, beside.deputies))
        for item in moments
    ]
    verdict = any_of(map(_negate, found))
    got = " and ".join(dict.fromkeys(f"a quorum that is {one.value}" for one in found))
    rule = next((one for one in terms.rules_of(in_force, QuoracyRule) if one.adjourns), None)
    if rule is None:
        return (Finding("MTG-16", None, verdict, "no quorum, to adjourn for want of one", got),)
    if act.acted.person is not None:
        verdict = all_of((verdict, _confirms(act.acted.person, sitting, None, rule, beside.roll)))
        got = f"{got}, adjourned by {act.acted.person}"
    return (terms.by_rule(in_force, rule, verdict, got),)

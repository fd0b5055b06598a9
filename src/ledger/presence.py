"""Presence: judges the lists of a meeting, who comes and goes, and who was there in whose place.

Implements LSC-M1 (the lists), LSC-7.7 and LSC-8.4 (deputies in the room) and LSC-8.2 (from elsewhere).
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ledger import deputies as standing
from ledger.acts import Act
from ledger.bodies import Bodies
from ledger.deputies import Deputies
from ledger.facts import meetings as facts
from ledger.facts.terms import Seat, Terms
from ledger.findings import Finding, Verdict, any_of, judge
from ledger.members import Membership, Roll
from ledger.organisations import Directory
from ledger.programme import Programme
from ledger.rooms import deputy_answers, seats_of
from ledger.sittings import URGENT, Sitting, There
from ledger.terms import Rulebooks

PERSONS_MAX = 40
"""Most persons on the lists of one meeting whose registrations are all read."""


class Beside(msgspec.Struct, frozen=True):
    """The folds beside which what happens at a meeting is judged."""

    bodies: Bodies = msgspec.field(default_factory=Bodies)
    directory: Directory = msgspec.field(default_factory=Directory)
    roll: Roll = msgspec.field(default_factory=Roll)
    deputies: Deputies = msgspec.field(default_factory=Deputies)
    programme: Programme = msgspec.field(default_factory=Programme)
    terms: Rulebooks = msgspec.field(default_factory=Rulebooks)

    def in_force(self, sitting: Sitting, day: str) -> Terms | None:
        """Give the terms of the body that sits, as in force on the day; in writing, when it was opened."""
        return self.terms.in_force(sitting.body, sitting.bound(day))


def people_of(body: facts.Attended) -> tuple[str, ...]:
    """Give everybody on the lists, once for each list."""
    others = (*(one.person for one in body.attending), *(one.person for one in body.substitutes))
    return (*body.present, *others, *body.apologies, *body.absent)


def looked_up(body: facts.Attended) -> tuple[str, ...]:
    """Give those whose registration is read: everybody, on long lists those alone who are no members.

    A fact relies on few tags only, and members are known by the roll; what is read never depends on it, or
    the boundary would shrink once the roll is known.
    """
    replaced = tuple(one.member for one in body.substitutes)
    everybody = tuple(dict.fromkeys((*people_of(body), *replaced)))
    if len(everybody) <= PERSONS_MAX:
        return everybody
    others = (*(one.person for one in body.attending), *(one.person for one in body.substitutes))
    return tuple(dict.fromkeys(others))


def _known(person: str, body: facts.Attended, directory: Directory) -> Finding:
    """Judge PER-2 of somebody who was never on the roll; whose registration is not read is not known."""
    if person in looked_up(body):
        return directory.require_person(person)
    expected = f"members, on lists of over {PERSONS_MAX} people"
    return judge("PER-2", answer=False, expected=expected, got=person, absolute=True)


def _strangers(roll: Roll, sitting: Sitting, people: Iterable[str]) -> tuple[str, ...]:
    """Give those who were never on the body's roll; whoever was is a person whom the ledger knows."""
    return tuple(dict.fromkeys(person for person in people if not roll.of(sitting.body, person)))


def examine_attendance(
    act: Act, body: facts.Attended, sitting: Sitting, beside: Beside
) -> tuple[Finding, ...]:
    """Judge the lists: once, nobody on two, members and their deputies, everybody known."""
    people = people_of(body)
    twice = sorted({person for person in people if people.count(person) > 1})
    replaced = [one.member for one in body.substitutes]
    clash = sorted({one for one in replaced if one in body.present or replaced.count(one) > 1})
    astray = sorted(set(body.virtual) - {*body.present, *(one.person for one in body.substitutes)})
    organisations = sorted({one.organisation for one in body.attending if one.organisation})
    unknown = _strangers(beside.roll, sitting, (*people, *replaced))
    once = "attendance to be recorded once"
    return (
        judge("MTG-3", not sitting.attended, once, wrong="a second list", absolute=True),
        judge(
            "MTG-7",
            not twice,
            "each person on one of the lists",
            wrong=f"{', '.join(twice)} on two",
            absolute=True,
        ),
        *_members_there(act, (*body.present, *replaced), sitting, beside.roll),
        judge(
            "MTG-9", not clash, "one substitute at most, and for a member who is not there", ", ".join(clash)
        ),
        judge(
            "MTG-10",
            not astray,
            "only those present to attend from elsewhere",
            ", ".join(astray),
            absolute=True,
        ),
        *(_deputy(act, There(one.person, one.member), sitting, beside) for one in body.substitutes),
        *(_one_capacity(act, one.person, sitting, beside.roll) for one in body.substitutes),
        *_as_at_the_notice(body.present, sitting, beside, act.day),
        *(_known(person, body, beside.directory) for person in unknown),
        *(beside.directory.require_organisation(code) for code in organisations),
    )


def examine_change(
    act: Act, body: facts.PresenceChanged, sitting: Sitting, beside: Beside
) -> tuple[Finding, ...]:
    """Judge who comes, leaves, withdraws or comes back."""
    here = {one.person for one in sitting.there()}
    gone = {one.person for one in sitting.withdrew()}
    if body.change in ("left", "withdrew"):
        answer = body.person in here or (body.change == "left" and body.person in gone)
        return (judge("MTG-6", answer, "somebody who is there to go", body.person, absolute=True),)
    if body.change == "returned":
        expected, told = "somebody who withdrew to return", f"{body.person}, who did not withdraw"
        return (judge("MTG-12", body.person in gone, expected, body.person, wrong=told, absolute=True),)
    member = body.member or sitting.deputising.get(body.person, body.person)
    one = There(body.person, member, body.virtual)
    expected, told = "somebody who is not there to arrive", f"{body.person}, who is there"
    free = body.person not in here and body.person not in sitting.attending
    findings = [
        judge("MTG-12", free, expected, body.person, wrong=told, absolute=True),
        _members(act, (member,), sitting, beside.roll),
        _alone(one, sitting),
    ]
    if one.person == member:
        findings += _as_at_the_notice((member,), sitting, beside, act.day, arriving=True)
    else:
        findings.append(_deputy(act, one, sitting, beside))
        findings.append(_one_capacity(act, one.person, sitting, beside.roll))
    unknown = _strangers(beside.roll, sitting, (body.person, member))
    return (*findings, *(beside.directory.require_person(person) for person in unknown))


def _alone(one: There, sitting: Sitting) -> Finding:
    """Judge MTG-9 for somebody who arrives: nobody is there for the same member."""
    beside = [other.person for other in sitting.there() if other.member == one.member]
    expected = "one substitute at most, and for a member who is not there"
    return judge("MTG-9", not beside, expected, one.person, wrong=f"{one.person} beside {', '.join(beside)}")


def _members_there(act: Act, people: Iterable[str], sitting: Sitting, roll: Roll) -> tuple[Finding, ...]:
    """Judge MTG-8; whoever takes an urgent decision holds an office, and need be no member."""
    return () if sitting.kind == URGENT else (_members(act, people, sitting, roll),)


def _members(act: Act, people: Iterable[str], sitting: Sitting, roll: Roll) -> Finding:
    """Judge MTG-8: those there as members, or stood in for, are members on the day."""
    standing_ = {person: roll.is_member(sitting.body, person, act.day) for person in people}
    no = sorted(person for person, member in standing_.items() if member is False)
    unsure = sorted(person for person, member in standing_.items() if member is None)
    return Finding(
        "MTG-8",
        None,
        Verdict.of(False if no else (None if unsure else True)),
        f"those present to be members of {sitting.body} on {act.day}",
        ", ".join((*no, *unsure)) or "members only",
    )


def _deputy(act: Act, one: There, sitting: Sitting, beside: Beside) -> Finding:
    """Judge that a substitute is a deputy of the member for this meeting, approved where the terms ask."""
    terms = beside.in_force(sitting, act.day)
    found = deputy_answers(sitting, one, act.day, terms, beside.roll, beside.deputies)
    seats: tuple[Seat | None, ...] = ()
    if terms is not None:
        seats = seats_of(sitting.body, one.member, act.day, terms, beside.roll)
    verdict = any_of(_stands_in(act, one, sitting, beside, seat) for seat in seats or (None,))
    expected = "a deputy of the member, approved as the terms ask"
    return Finding(
        found[0].rule, found[0].clause, verdict, expected, f"{one.person} in the place of {one.member}"
    )


def _one_capacity(act: Act, person: str, sitting: Sitting, roll: Roll) -> Finding:
    """Judge DPY-3 at the meeting: a deputy may have become a member since."""
    sits = roll.is_member(sitting.body, person, act.day)
    expected = f"a deputy who is no member of {sitting.body} on {act.day}"
    return judge("DPY-3", None if sits is None else not sits, expected, person)


def _stands_in(act: Act, one: There, sitting: Sitting, beside: Beside, seat: Seat | None) -> Verdict:
    key = (sitting.body, one.member)
    deputy = beside.deputies.standing_in(sitting.body, one.person, one.member, sitting.meeting, act.day)
    if deputy is None:
        # Where the member's deputies are recorded, somebody else is none; where none is, that is not known.
        listed = any((each.named.body, each.named.member) == key for each in beside.deputies.known.values())
        return Verdict.NOT_MET if listed else Verdict.NOT_KNOWN
    rule, fits = standing.rule_for(beside.in_force(sitting, act.day), seat)
    if rule is None or fits is not Verdict.MET:
        return Verdict.NOT_KNOWN
    return Verdict.of(deputy.approved is not None or not standing.asks_approval(rule))


def _as_at_the_notice(
    people: Iterable[str], sitting: Sitting, beside: Beside, day: str, *, arriving: bool = False
) -> tuple[Finding, ...]:
    """Judge MTG-11: nobody was made a member after the notice, or during the meeting, to make up the numbers.

    Whoever follows somebody in a seat that was filled then is no addition; nor is who was co-opted while
    the meeting was adjourned for want of a quorum, as the terms allow (LSC-8.5).
    """
    coming = beside.programme.meetings.get(sitting.meeting)
    notice = min((on for on, _ in coming.called), default=None) if coming is not None else None
    if notice is None and not arriving:
        return ()
    filled = {one.seat for one in beside.roll.on(sitting.body, notice or sitting.day)}
    since = f"on {notice}, when notice was given" if notice else f"before {sitting.day}"

    def before(one: Membership) -> bool | None:
        early = one.since <= notice if notice is not None else one.since < sitting.day
        follows = one.seat is not None and one.seat in filled and one.since > (notice or sitting.day)
        adjourned = one.own is not None and sitting.co_opted_meanwhile(one.person, one.since, day)
        return early or follows or adjourned or (None if not one.began else False)

    answers = {
        person: {before(one) for one in beside.roll.of(sitting.body, person) if one.holds(day) is not False}
        for person in people
    }
    added = sorted(person for person, one in answers.items() if one == {False})
    unsure = sorted(person for person, one in answers.items() if True not in one and None in one)
    answer = False if added else (None if unsure else True)
    got = ", ".join((*added, *unsure)) or "members since then"
    return (judge("MTG-11", answer, f"members present to have been members {since}", got),)

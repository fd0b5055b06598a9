"""What passes on and what lapses when an organisation or a body ends: shown before it is signed (SYS-1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import replace

from ledger.facts import Body, bodies, delegations, deputies, members, offices, organisations, programme
from ledger.facts.words import Sealed, Words
from ledger.scopes import show as show_money
from ledger.state import State
from ledger_cli import funding
from ledger_cli.lookups import Past
from ledger_cli.output import say
from ledger_cli.session import Session

NOUNS = ("roll", "terms", "deputies", "mandates", "programme")


class Consequence(msgspec.Struct, frozen=True):
    """One thing that was held or arranged: what becomes of it, and the fact that says so, if it needs one."""

    what: str
    which: str
    becomes: str
    fact: Body | None = None


def of_organisation(past: Past, end: organisations.Ended, day: str) -> tuple[Consequence, ...]:
    """Give what becomes of everything that an organisation holds in any body."""
    codes = [one.body for _, one in past.every(bodies.Constituted)]
    state = past.state(*(f"{noun}:{code}" for code in codes for noun in NOUNS))
    return tuple(
        one for code in codes for one in (*_seats(state, code, end, day), *_mandates(state, code, end, day))
    )


def of_body(past: Past, end: bodies.Ended, day: str) -> tuple[Consequence, ...]:
    """Give what becomes of the members, offices, meetings, minutes and delegations of a body."""
    state = past.state(*(f"{noun}:{end.body}" for noun in NOUNS))
    reason = _because(end.order)
    return (
        *_people(state, end.body, day, reason),
        *_coming(state, end.body, day, reason),
        *_minutes(past, end),
        *_delegations(past, end),
        *_money(past, end, day),
    )


def show(
    session: Session, consequences: Iterable[Consequence], heading: str = "what passes on and what lapses"
) -> None:
    """Tell the officer what passes on and what lapses, before anything is signed."""
    lines = [f"  {one.what}: {one.which}: {one.becomes}" for one in consequences]
    say(f"{heading}:")
    for line in lines or ["  nothing that the ledger knows"]:
        say(session.spell(line))


def facts_of(consequences: Iterable[Consequence]) -> tuple[Body, ...]:
    """Give the facts that say what lapses, in order."""
    return tuple(one.fact for one in consequences if one.fact is not None)


def _because(order: str) -> Sealed:
    return Words.of(f"By order: {order}")


def _passes(successors: tuple[str, ...]) -> str:
    return f"passes to {', '.join(successors)}" if successors else "lapses"


def _seats(state: State, body: str, end: organisations.Ended, day: str) -> Iterator[Consequence]:
    terms = state.terms.in_force(body, day)
    its = {seat.seat for seat in terms.seats if seat.organisations == (end.organisation,)} if terms else set()
    for seat in sorted(its):
        yield Consequence("seat", f"{seat} of {body}", _passes(end.successors))
    for one in state.roll.memberships:
        represents = one.organisation == end.organisation or (one.organisation is None and one.seat in its)
        if one.body != body or one.holds(day) is False or not represents:
            continue
        which = f"{one.person} in {one.seat or 'no stated seat'} of {body}"
        ended = members.Ended(body, one.person, one.seat, _because(end.order), "succession")
        if end.successors:
            yield Consequence("member", which, f"stays; {_passes(end.successors)}")
        else:
            yield Consequence("member", which, "lapses", ended)


def _mandates(state: State, body: str, end: organisations.Ended, day: str) -> Iterator[Consequence]:
    """A mandate is the organisation's own word: it lapses, whoever succeeds."""
    people = {
        one.given.person
        for one in state.mandates.given
        if (one.given.body, one.given.organisation) == (body, end.organisation) and one.holds(day)
    }
    for person in sorted(people):
        fact = members.MandateEnded(body, person, end.organisation)
        yield Consequence("mandate", f"{person} in {body}", "lapses", fact)


def _people(state: State, body: str, day: str, reason: Sealed) -> Iterator[Consequence]:
    for held in state.roll.memberships:
        if held.body == body and held.holds(day) is not False:
            fact: Body = members.Ended(body, held.person, held.seat, reason, "succession")
            yield Consequence("member", f"{held.person} in {held.seat or 'no stated seat'}", "lapses", fact)
    for tenure in state.roll.tenures:
        if tenure.body == body and (tenure.ends is None or day < tenure.ends):
            acting = tenure.acting is not None
            fact = (
                offices.ActingEnded(body, tenure.office, tenure.person)
                if acting
                else offices.OfficeEnded(body, tenure.office, tenure.person, reason)
            )
            yield Consequence(
                "acting" if acting else "office", f"{tenure.person} as {tenure.office}", "lapses", fact
            )
    for attendee in state.roll.attendees:
        if attendee.body == body and attendee.ended is None:
            fact = members.AttendeeEnded(body, attendee.person)
            yield Consequence("regular attendee", attendee.person, "lapses", fact)
    for code, deputy in state.deputies.known.items():
        if deputy.named.body == body and deputy.ended is None:
            fact = deputies.Ended(code, body, reason)
            yield Consequence("deputy", f"{deputy.named.person} for {deputy.named.member}", "lapses", fact)
    given = [one.given for one in state.mandates.given if one.given.body == body and one.holds(day)]
    for person, organisation in dict.fromkeys((one.person, one.organisation) for one in given):
        fact = members.MandateEnded(body, person, organisation)
        yield Consequence("mandate", person, "lapses", fact)


def _coming(state: State, body: str, day: str, reason: Sealed) -> Iterator[Consequence]:
    for code, coming in state.programme.meetings.items():
        if coming.scheduled.body == body and coming.cancelled is None and coming.date >= day:
            yield Consequence("meeting", coming.date, "cancelled", programme.Cancelled(code, body, reason))


def _minutes(past: Past, end: bodies.Ended) -> Iterator[Consequence]:
    held = [(at.day, opened.meeting) for at, opened in past.sittings(end.body)]
    records = past.state(*(f"minutes:{meeting}" for _, meeting in held)).minutes.known if held else {}
    for day, meeting in held:
        record = records.get(meeting)
        if record is None or not record.agreed:
            yield Consequence("minutes not agreed yet", f"meeting of {day}", _passes(end.successors[:1]))


def _delegations(past: Past, end: bodies.Ended) -> Iterator[Consequence]:
    party = f"body:{end.body}"
    given: list[delegations.Granted | delegations.PassedOn] = [
        *(one for _, one in past.every(delegations.Granted)),
        *(one for _, one in past.every(delegations.PassedOn)),
    ]
    for one in given:
        if party == one.by or party in one.to:
            passes = one.delegation in end.passing
            how = "given to" if one.by == party else "held for"
            other = ", ".join(one.to) if one.by == party else one.by
            becomes = _passes(end.successors[:1]) if passes else "lapses"
            yield Consequence("delegation", f"{one.delegation}, {how} {other}", becomes)


def _money(past: Past, end: bodies.Ended, day: str) -> Iterator[Consequence]:
    """Give what becomes of what a body holds of funds, the lowest level first, and of the funds it keeps."""
    told = past.state(f"allocations:{end.body}").funds
    tags = {*(f"allocation:{key[0]}" for key in told.levels), *told.passed}
    funds = past.state(*sorted(tags)).funds if tags else told
    for level in reversed(funds.held(end.body, day)):
        made = level.made
        if made.allocation in end.passing:
            yield Consequence("allocation", made.allocation, _passes(end.successors[:1]))
            continue
        fact = replace(funding.lapse(funds, made, day), by=end.body)
        funds = funds.after(day, fact)
        stays = f"lapses, but {show_money(fact.amount)} used of it" if fact.amount else "lapses"
        yield Consequence("allocation", made.allocation, stays, fact)
    for one in funding.of_body(past, end.body, day):
        code = one.opened.fund
        passes = code in end.funds and end.successors
        yield Consequence("fund", code, _passes(end.successors[:1]) if passes else "nobody keeps it")

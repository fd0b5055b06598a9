"""``remit deputy``: who stands in for which member, approved by whom, and what a deputy may do.

Implements LSC-7.7 and LSC-8.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.facts import deputies as facts
from ledger.facts.words import Words
from ledger.findings import DEFAULT
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, answer, emit, emit_record, say
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.deputies import Answers, Deputy
    from ledger.facts.terms import DeputyRule, Seat, Terms
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

NO, NOT_KNOWN = 1, 8
_COLUMNS = (
    *("deputy", "member", "seat", "person", "for", "named", "named by", "answer", "by"),
    *("secretariat informed", "briefed"),
)


@click.group()
def command() -> None:
    """Name deputies, approve them, and ask what a deputy may do."""


@command.command()
@click.argument("body")
@click.argument("member")
@click.argument("deputy")
@click.option("--seat", metavar="CODE", help="The member's seat, where there are several.")
@click.option("--meeting", metavar="MEETING", help="For one meeting, named by id or date.")
@click.option("--from", "first", type=DAY, help="From this day on.")
@click.option("--until", type=DAY, help="The first day on which it no longer holds.")
@click.option("--standing", is_flag=True, help="For every meeting until it is ended.")
@click.option(
    "--by", metavar="CODE", help="The organisation that names the deputy.  [default: the member does]"
)
@click.option("--on", type=DAY, help="The day of the naming.  [default: today]")
@recording
def name(
    session: Session,
    body: str,
    member: str,
    deputy: str,
    seat: str | None,
    meeting: str | None,
    first: str | None,
    until: str | None,
    standing: bool,
    by: str | None,
    on: str | None,
) -> None:
    """Name DEPUTY to stand in for MEMBER (ids or names): for one meeting, for a period, or standing.

    \b
    Example:
      remit deputy name lsc-icp "Jo Bloggs" "Kim Lee" --meeting 2026-03-25
    """
    from ledger_cli import comings, ids, people

    if sum((meeting is not None, bool(first or until), standing)) != 1:
        raise click.UsageError("expected --meeting, --from and --until, or --standing: one of the three")
    request = request_id(session.settings)
    at = comings.find(comings.before(session, request), meeting, body).meeting if meeting else None
    who, whom = people.find(session.store, deputy), people.find(session.store, member)
    fact = facts.Nominated(ids.Maker(request)("s"), body, whom, seat, who, by, at, first, until)
    submit(session, on, fact, request=request, made={"deputy": fact.deputy})


@command.command()
@click.argument("deputy")
@click.argument("person", required=False)
@click.option("--organisation", metavar="CODE", help="The organisation that approves.")
@click.option("--on", type=DAY, help="The day of the approval.  [default: today]")
@recording
def approve(
    session: Session, deputy: str, person: str | None, organisation: str | None, on: str | None
) -> None:
    """Record that PERSON (an id or a name), or an organisation, approves a deputy.

    \b
    Example:
      remit deputy approve s-abcdefghijklmnop "Ann Chair" --on 2026-03-20
    """
    fact = facts.Approved(
        deputy, _body(session, deputy), _answerer(session, person, organisation), organisation
    )
    submit(session, on, fact)


@command.command()
@click.argument("deputy")
@click.argument("person", required=False)
@click.option("--organisation", metavar="CODE", help="The organisation that does not approve.")
@click.option("--reason", required=True, help="Why; kept sealed.")
@click.option("--on", type=DAY, help="The day of the answer.  [default: today]")
@recording
def decline(
    session: Session,
    deputy: str,
    person: str | None,
    organisation: str | None,
    reason: str,
    on: str | None,
) -> None:
    """Record that PERSON (an id or a name), or an organisation, does not approve a deputy.

    \b
    Example:
      remit deputy decline s-abcdefghijklmnop "Ann Chair" --reason "was not briefed"
    """
    who, body = _answerer(session, person, organisation), _body(session, deputy)
    fact = facts.Declined(deputy, body, who, Words.of(reason), organisation)
    submit(session, on, fact)


@command.command()
@click.argument("deputy")
@click.option("--informed", is_flag=True, help="The secretariat was told of the deputy.")
@click.option("--briefed", is_flag=True, help="The deputy was briefed.")
@click.option("--on", type=DAY, help="The day on which it was done.  [default: today]")
@recording
def prepared(session: Session, deputy: str, informed: bool, briefed: bool, on: str | None) -> None:
    """Record that the secretariat was informed, or that the deputy was briefed.

    \b
    Example:
      remit deputy prepared s-abcdefghijklmnop --informed --briefed
    """
    if not (informed or briefed):
        raise click.UsageError("expected --informed, --briefed or both, got neither")
    body, day = _body(session, deputy), on or today()
    told = [facts.Prepared(deputy, body, "secretariat informed")] if informed else []
    told += [facts.Prepared(deputy, body, "briefed")] if briefed else []
    submit(session, day, *told)


@command.command()
@click.argument("deputy")
@click.option("--reason", required=True, help="Why; kept sealed.")
@click.option("--on", type=DAY, help="The first day on which it no longer holds.  [default: today]")
@recording
def end(session: Session, deputy: str, reason: str, on: str | None) -> None:
    """Record that a deputy no longer stands in.

    \b
    Example:
      remit deputy end s-abcdefghijklmnop --reason "the member is back" --on 2026-04-01
    """
    fact = facts.Ended(deputy, _body(session, deputy), Words.of(reason))
    submit(session, on, fact)


@command.command("list")
@click.argument("body")
@on_day
@known_then
@answering
def list_(session: Session, body: str, on: str | None, known_at: str | None) -> None:
    """List everybody who had been named by a day to stand in for a member, and what became of it by then.

    \b
    Example:
      remit deputy list lsc-icp --on 2026-03-25
    """
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    known = past.state(f"deputies:{body}").deputies.known.values()
    found = [one for one in known if one.named.body == body and one.day <= day]
    people = {one.named.person for one in found} | {one.named.member for one in found}
    names = past.names(people | {one.by for one in found if one.by and one.by.startswith("p-")})
    days = {code: coming.date for code, coming in past.state(f"programme:{body}").programme.meetings.items()}
    rows = [_row(one, day, names, days) for one in found]
    emit(Table(_COLUMNS, rows, f"{body}: deputies on {day}"), as_json=session.settings.as_json)


@command.command()
@click.argument("seat")
@click.argument("body", required=False)
@click.option(
    "--meeting", required=True, metavar="MEETING", help="At which meeting: an id, or a date with BODY."
)
@known_then
@answering
def who(session: Session, seat: str, body: str | None, meeting: str, known_at: str | None) -> int:
    """Say on one line who stands in for the holder of a seat at a meeting, and what that deputy may do.

    Exit code 0: a deputy who is approved, or needs no approval; 1: none; 8: not known.

    \b
    Example:
      remit deputy who blackpool lsc-icp --meeting 2026-03-25
    """
    from ledger_cli import comings
    from ledger_cli.lookups import Past, unknown

    past = Past(session, known_at)
    found = comings.find(past, meeting, body)
    held = past.state(f"meeting:{found.meeting}").sittings.known.get(found.meeting)
    day = held.day if held else found.coming.date if found.coming else today()
    terms = past.terms(found.body, day)
    if terms is None:
        say(f"not known: no terms of {found.body} are known to be in force on {day}")
        return NOT_KNOWN
    place = next((one for one in terms.seats if one.seat == seat), None)
    if place is None:
        unknown(f"a seat of {terms.version}", seat, [one.seat for one in terms.seats])
    member, sure = _member(past, found.body, seat, day)
    if member is None or not sure:
        told = f"{session.spell(member)} was the member" if member else "anybody was a member"
        say(f"no: {seat} was vacant on {day}" if sure else f"not known: whether {told} in {seat} on {day}")
        return NO if sure else NOT_KNOWN
    named = past.state(f"deputies:{found.body}").deputies.named_for(found.body, member, found.meeting, day)
    return _answer(
        session, past, place, terms, member, [one for one in named if one.named.seat in (None, seat)]
    )


def _member(past: Past, body: str, seat: str, day: str) -> tuple[str | None, bool]:
    """Give the member in a seat on a day (None: nobody that is known), and whether that is sure."""
    held = [one for one in past.state(f"roll:{body}").roll.memberships if one.body == body and not one.own]
    here = [one.person for one in held if one.seat == seat and one.holds(day)]
    if here:
        return here[-1], True
    maybe = [one.person for one in held if one.seat == seat and one.holds(day) is None]
    if maybe:
        return maybe[-1], False
    return None, all(one.seat is not None or one.holds(day) is False for one in held)


def _answer(session: Session, past: Past, seat: Seat, terms: Terms, member: str, named: list[Deputy]) -> int:
    from ledger.deputies import answers, asks_approval, rule_for
    from ledger.findings import Verdict

    deputy = max(reversed(named), key=lambda one: one.approved is not None, default=None)
    may = answers(deputy, terms, seat)
    rule, fits = rule_for(terms, seat)
    asked = asks_approval(rule) if rule is not None and fits is Verdict.MET else None
    _show(session, past, seat.seat, member, deputy, may, rule, asked=asked)
    if deputy is None:
        return NO
    if deputy.approved is not None or asked is False:
        return 0
    return NO if asked else NOT_KNOWN


def _show(
    session: Session,
    past: Past,
    seat: str,
    member: str,
    deputy: Deputy | None,
    may: Answers,
    rule: DeputyRule | None,
    *,
    asked: bool | None,
) -> None:
    """Print who stands in, approved by whom, the four answers, and the steps that are not on record."""
    people = {member} | ({deputy.named.person, *_persons(deputy)} if deputy else set())
    names = past.names(people)
    record: dict[str, str | None] = {
        "seat": seat,
        "member": _named(member, names),
        "deputy": _named(deputy.named.person, names) if deputy else "none named",
        "approved": _approved(deputy, names, asked=asked),
        "speaks": _yes(may.speaks),
        "votes": _yes(may.votes),
        "counts": _yes(may.counts),
        "presides": _yes(may.presides),
        "rule": f"{may.rule} ({may.clause or DEFAULT})",
    }
    if deputy is not None and rule is not None:
        record |= {"secretariat informed": deputy.informed or "not known"} if rule.informed else {}
        record |= {"briefed": deputy.briefed or "not known"} if rule.briefed else {}
    if session.settings.as_json:
        emit_record(record, as_json=True)
    else:
        answer("; ".join(f"{what} {told}" for what, told in record.items() if told is not None))


def _approved(deputy: Deputy | None, names: Mapping[str, str], *, asked: bool | None) -> str | None:
    if deputy is None:
        return None
    if deputy.approved is not None:
        return f"by {_named(deputy.by or 'somebody', names)} on {deputy.approved}"
    if asked is None:
        return "not known to be needed"
    return "no" if asked else "not asked for"


def _row(one: Deputy, day: str, names: Mapping[str, str], days: Mapping[str, str]) -> tuple[Cell, ...]:
    stood = one.stood(day)
    if one.declined is not None and one.declined <= day:
        told = f"declined {one.declined}"
    elif one.ended is not None and one.ended <= day:
        told = f"ended {one.ended}"
    else:
        told = f"approved {one.approved}" if stood is not None and stood.approved else "none yet"
    named = one.named
    period = f"{one.since} to {named.until}" if named.until else f"from {one.since}"
    return (
        named.deputy,
        _named(named.member, names),
        named.seat,
        _named(named.person, names),
        _met(named.meeting, days) if named.meeting else period,
        one.day,
        named.by or "the member",
        told,
        _named(stood.by, names) if stood and stood.by else None,
        stood.informed if stood else None,
        stood.briefed if stood else None,
    )


def _persons(deputy: Deputy) -> set[str]:
    return {deputy.by} if deputy.by and deputy.by.startswith("p-") else set()


def _named(code: str, names: Mapping[str, str]) -> str:
    return f"{names[code]} ({code})" if code in names else code


def _yes(known: bool | None) -> str:
    return "not known" if known is None else "yes" if known else "no"


def _answerer(session: Session, person: str | None, organisation: str | None) -> str | None:
    from ledger_cli import people

    if person is None and organisation is None:
        raise click.UsageError("expected who answers: PERSON or --organisation, got neither")
    return None if person is None else people.find(session.store, person)


def _body(session: Session, deputy: str) -> str:
    """Give the code of the body in which a deputy was named.

    Raises:
        Malformed: the ledger knows no such deputy.
    """
    from ledger_cli.lookups import Past, unknown

    named = (body for _, body in Past(session).every(facts.Nominated) if body.deputy == deputy)
    found = next(named, None)
    if found is None:
        unknown("the id of a deputy that the ledger knows", deputy, ())
    return found.body


def _met(meeting: str, days: Mapping[str, str]) -> str:
    """Give the date of a meeting before its id; one that was held without a date given before, by id."""
    return f"{days[meeting]} ({meeting})" if meeting in days else meeting

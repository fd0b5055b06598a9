"""``remit register``: who was a member on a day, in which seat and office, and how many there were.

Implements LSC-7.3 (regular attendees are shown apart), LSC-7.10 (the number of members over time) and
PLD-6 (interim members, and who only acts in an office, are shown as such).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from ledger_cli.options import answering
from ledger_cli.output import Cell, Table, answer, emit, emit_json, say
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import today

if TYPE_CHECKING:
    from ledger.facts.terms import Terms
    from ledger.suspects import Contested
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session
    from ledger_projections.projection import Wording
    from ledger_projections.register import Attendee, Member, Register, Tenure

_WHO = ("seat", "organisation", "person", "name", "kind")
COLUMNS = (*_WHO, "since", "until", "offices", "on the day", "entry")
_ATTENDEES = ("attends as", "organisation", "person", "name", "since", "until", "vote")
_NUMBERS = ("from", "members", "not known", "came", "went", "contested")


@click.command()
@click.argument("body")
@click.option("--numbers", is_flag=True, help="How many members there were, by the days of change.")
@on_day
@known_then
@answering
def command(session: Session, body: str, numbers: bool, on: str | None, known_at: str | None) -> None:
    """Show the register of members of BODY on a day, as known now or as known then.

    Who attends regularly without being a member is shown apart, below. "entry" is what remit correct takes.

    \b
    Example:
      remit register lsc-icp --on 2024-03-25
    """
    from ledger.suspects import told
    from ledger_cli import looking, suspicions
    from ledger_cli.lookups import Past

    day = on or today()
    past = Past(session, known_at)
    past.body(body)
    with looking.views(session) as views:
        found = views.register(body, None if numbers else day, past.upto)
    say(f"{body} on {day}, as known at entry {found.known_at}")
    contested = suspicions.of_tags(past, (f"roll:{body}",))
    if numbers:
        emit(Table(_NUMBERS, _numbers(found, day, past, contested)), as_json=session.settings.as_json)
        return
    places = [one.name for one in _persons(found)]
    words = looking.words(session.store, places)
    terms = past.terms(body, day)
    members = Table(COLUMNS, _rows(found, day, words, terms, contested))
    attendees = Table(
        _ATTENDEES, _attendees(found, words, terms, contested), "Regular attendees, not members"
    )
    if session.settings.as_json:
        lists = {"members": _as_json(members), "attendees": _as_json(attendees)}
        emit_json({**lists, "contested": list(told(contested))})
        return
    emit(members, as_json=False)
    if attendees.rows:
        answer("")
        emit(attendees, as_json=False)
    for line in told(contested):
        answer(line)


def _persons(found: Register) -> Iterator[Member | Tenure | Attendee]:
    yield from found.members
    yield from found.offices
    yield from found.attendees


def _as_json(table: Table) -> list[dict[str, Cell]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def _numbers(found: Register, day: str, past: Past, contested: Contested) -> Sequence[Sequence[Cell]]:
    from ledger_projections.register import numbers

    changes = [one for one in numbers(found.members) if one.day <= day]
    names = past.names({person for one in changes for person in (*one.came, *one.went)})

    def named(people: Sequence[str]) -> str:
        return ", ".join(f"{names.get(person)} ({person})" for person in people)

    doubted = {one.person: said for one in found.members if (said := _contested(one, contested))}
    return [
        (
            *(one.day, one.sure, one.unsure, named(one.came), named(one.went)),
            "; ".join(dict.fromkeys(doubted[who] for who in (*one.came, *one.went) if who in doubted)),
        )
        for one in changes
    ]


def _attendees(
    found: Register, words: Mapping[Wording, str], terms: Terms | None, contested: Contested
) -> Sequence[Sequence[Cell]]:
    titles = {one.place: one.title for one in terms.attendees} if terms else {}
    return [
        (
            titles.get(one.place or "", one.place),
            one.organisation,
            one.person,
            _name(one, words),
            one.since,
            one.until,
            "; ".join(filter(None, ("no", _contested(one, contested)))),
        )
        for one in found.attendees
    ]


def _contested(one: Member | Tenure | Attendee, contested: Contested) -> str:
    """Say that what tells of it is contested, the end that was recorded of it included."""
    from ledger.suspects import contested as said
    from ledger_projections.register import Attendee

    told = {one.number, one.known_from}
    if not isinstance(one, Attendee):
        told |= {one.corrected_by or 0, one.ended.number if one.ended is not None else 0}
    since = [contested[number] for number in told if number in contested]
    return said(min(since)) if since else ""


def _on_the_day(one: Member, day: str, contested: Contested) -> str:
    doubt = _contested(one, contested)
    held = "member" if one.holds(day) and not doubt else "not known"
    return held + _corrected(one) + (f", {doubt}" if doubt else "")


def _corrected(one: Member) -> str:
    return f", corrected by entry {one.corrected_by}" if one.corrected_by else ""


def _rows(
    found: Register, day: str, words: Mapping[Wording, str], terms: Terms | None, contested: Contested
) -> list[tuple[Cell, ...]]:
    seats = {seat.seat: seat for seat in terms.seats} if terms else {}
    titles = {office.office: office.title for office in terms.offices} if terms else {}
    held: dict[str, list[str]] = {}
    for tenure in found.offices:
        held.setdefault(tenure.person, []).append(
            ", ".join(filter(None, (_office(tenure, day, titles), _contested(tenure, contested))))
        )
    rows: list[tuple[Cell, ...]] = []
    for one in found.members:
        seat = seats.get(one.seat or "")
        rows.append(
            (
                one.seat or ("none" if one.kind == "co-opted" else "not known"),
                one.organisation or (" or ".join(seat.organisations) if seat else None),
                one.person,
                _name(one, words),
                one.kind,
                _since(one),
                _until(one, day),
                "; ".join(held.get(one.person, ())),
                _on_the_day(one, day, contested),
                one.number,
            )
        )
    listed = {one.person for one in found.members}
    for tenure in found.offices:
        if tenure.person not in listed:
            listed.add(tenure.person)
            offices = "; ".join(held[tenure.person])
            name = _name(tenure, words)
            about = (None, None, tenure.person, name, None, None, None, offices, "no member")
            rows.append((*about, tenure.number))
    return rows


def _name(one: Member | Tenure | Attendee, words: Mapping[Wording, str]) -> str | None:
    return words[one.name] if one.name is not None else None


def _since(one: Member) -> str:
    return one.since if one.began else f"by {one.since}, start not known"


def _until(one: Member, day: str) -> str | None:
    """Say until when: a membership whose term is over may hold on until somebody else is appointed."""
    if one.until is not None or one.term_ends is None:
        return one.until
    over = "carried over from" if one.term_ends <= day else "until replaced, from"
    return f"{over} {one.term_ends}"


def _office(one: Tenure, day: str, titles: Mapping[str, str]) -> str:
    title = titles.get(one.office, one.office)
    if one.acting:
        return f"acting {title} ({one.term}, since {one.since})"
    unknown = "" if one.holds(day) else ", not known whether on this day"
    return f"{title} (term {one.term}, elected {one.elected}{unknown})"

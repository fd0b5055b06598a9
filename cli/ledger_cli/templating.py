"""A minute file to fill in: the roll, the agenda and what was to be done, as the ledger has them.

The clerk moves names between the lists, writes what was decided, and gives the file to ``remit record``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from ledger_cli.options import answering
from ledger_cli.output import answer, say
from ledger_cli.questions import known_then

if TYPE_CHECKING:
    from ledger.facts.terms import Terms
    from ledger.state import State
    from ledger_cli.comings import Found
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

_PLAIN = re.compile(r"[A-Za-z(][A-Za-z0-9 ().;/'-]*[A-Za-z0-9).]")
NOWHERE = "where it was held"
"""Stands for the place until the clerk writes it."""

_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


@click.command()
@click.argument("meeting")
@click.argument("body", required=False)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write it; a name that ends in .xlsx gives a spreadsheet.  [default: the screen]",
)
@known_then
@answering
def template(
    session: Session, meeting: str, body: str | None, out: Path | None, known_at: str | None
) -> None:
    """Write a minute file to fill in: the roll, the agenda and what was to be done.

    Give it to remit record when it is filled in; nothing in it is recorded before.

    \b
    Example:
      remit meeting template 2024-07-15 lsc-icp --out july.yaml
      remit meeting template 2024-07-15 lsc-icp --out july.xlsx
    """
    from ledger import durable
    from ledger_cli import comings, sheets
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    prepared = prepare(past, comings.find(past, meeting, body))
    if out is None:
        answer(as_yaml(prepared).rstrip("\n"))
        return
    if out.exists():
        raise click.UsageError(f"expected a file that does not exist yet, got {out}")
    if out.suffix == ".xlsx":
        sheets.write(prepared, out)
    else:
        durable.replace(out, as_yaml(prepared).encode())
    say(f"written: {out}; fill it in, then: remit record {out} --dry-run")


class Somebody(msgspec.Struct, frozen=True):
    """A member or regular attendee: the name, the id where the name is not enough, and what else helps."""

    name: str
    person: str
    about: str
    twice: bool = False
    organisation: str | None = None


class Heading(msgspec.Struct, frozen=True):
    """An item of the agenda: number, title, and what the ledger knows about it."""

    number: str
    title: str
    about: tuple[str, ...] = ()
    access: str = "public"
    ground: str | None = None
    summary: str | None = None


class Prepared(msgspec.Struct, frozen=True):
    """What is known of a meeting before it is held."""

    body: str
    date: str
    time: str | None
    place: str
    kind: str
    presides: str | None
    members: tuple[Somebody, ...]
    deputies: tuple[tuple[str, str], ...]
    attendees: tuple[Somebody, ...]
    items: tuple[Heading, ...]
    unnumbered: tuple[str, ...] = ()
    follows: str | None = None


def prepare(past: Past, found: Found) -> Prepared:
    """Gather what is known of a meeting: who is on the roll, what is on the agenda or suggested for it.

    Args:
        past: the ledger.
        found: the meeting, to come or held.
    """
    from ledger_cli import agendas

    nouns = ("roll", "terms", "deputies", "programme")
    state = past.state(f"meeting:{found.meeting}", *(f"{noun}:{found.body}" for noun in nouns))
    coming = state.programme.meetings.get(found.meeting)
    sitting = state.sittings.known.get(found.meeting)
    day = coming.date if coming else sitting.day if sitting else ""
    terms = state.terms.in_force(found.body, day)
    items = tuple(_headings(past, found, day, terms))
    members = tuple(_members(past, state, found.body, day, terms))
    latest = coming.moves[-1][1] if coming and coming.moves else coming.scheduled if coming else None
    texts = agendas.Texts.of(past, past.facts(f"meeting:{found.meeting}"))
    return Prepared(
        body=found.body,
        date=day,
        time=latest.time if latest else None,
        place=(texts.read(latest.place) if latest else None) or NOWHERE,
        kind=coming.scheduled.kind if coming else "meeting",
        presides=next((one.name for one in members if "chair" in one.about.split(", ")), None),
        members=members,
        deputies=tuple(_deputies(past, state, found, day)),
        attendees=tuple(_attendees(past, state, found.body, day)),
        items=tuple(one for one in items if one.number) or (Heading("1", "Welcome"),),
        unnumbered=tuple(one.title for one in items if not one.number),
        follows=min(
            (
                one.date
                for one in state.programme.meetings.values()
                if one.scheduled.body == found.body and one.date > day and one.cancelled is None
            ),
            default=None,
        ),
    )


def _headings(past: Past, found: Found, day: str, terms: Terms | None) -> Iterator[Heading]:
    """Give what is on the agenda, then what the facts suggest beside it."""
    from ledger_cli import agendabuild, agendas

    agenda = agendas.read(past, found.meeting, found.body)
    for line in (agenda.lines[code] for code in agenda.order):
        planned = line.planned
        due = (f"due {planned.due}",) if planned.due else ()
        yield Heading(line.number or "", line.title, due, planned.access, planned.ground, line.summary)
    days = {opened.meeting: at.day for at, opened in past.sittings(found.body)}
    for one in agendabuild.suggest(past, agenda, day, terms, ()):
        source = f"minutes: {{of: {days[one.source or '']}}}" if one.origin == "minutes" else one.source
        about = (source, f"due {one.due}" if one.due else None)
        yield Heading(one.number or "", one.title, tuple(filter(None, about)))


def _members(past: Past, state: State, body: str, day: str, terms: Terms | None) -> Iterator[Somebody]:
    """Give everybody who is a member on the day, or may be one, each once."""
    held = [one for one in state.roll.memberships if one.body == body and one.holds(day) is not False]
    known = past.names({one.person for one in held})
    seats = {seat.seat: seat.title for seat in terms.seats} if terms else {}
    offices = {
        (state.roll.holder(body, office.office, day), office.office)
        for office in (terms.offices if terms else ())
    }
    names = [known.get(person, person) for person in dict.fromkeys(one.person for one in held)]
    for person in dict.fromkeys(one.person for one in held):
        name = known.get(person, person)
        places = [seats.get(one.seat or "", one.seat or one.kind) for one in held if one.person == person]
        posts = sorted(office for holder, office in offices if holder == person)
        yield Somebody(name, person, ", ".join((*posts, *places)), names.count(name) > 1)


def _deputies(past: Past, state: State, found: Found, day: str) -> Iterator[tuple[str, str]]:
    """Give the approved deputies for the meeting: deputy and member, by name."""
    pairs = [
        (deputy.named.person, deputy.named.member)
        for deputy in state.deputies.known.values()
        if deputy.named.body == found.body
        and deputy.covers(found.meeting, day)
        and (stood := deputy.stood(day)) is not None
        and stood.approved is not None
    ]
    known = past.names({person for pair in pairs for person in pair})
    for person, member in pairs:
        yield known.get(person, person), known.get(member, member)


def _attendees(past: Past, state: State, body: str, day: str) -> Iterator[Somebody]:
    regular = [
        one
        for one in state.roll.attendees
        if one.body == body and one.since <= day and (one.ended is None or day < one.ended)
    ]
    known = past.names({one.person for one in regular})
    for one in regular:
        name = known.get(one.person, one.person)
        yield Somebody(name, one.person, one.place or "", organisation=one.organisation)


def as_yaml(prepared: Prepared) -> str:
    """Write the minute file; what is in doubt or to be chosen stands in comments."""
    return "\n".join(_lines(prepared)) + "\n"


def _lines(one: Prepared) -> Iterator[str]:
    yield f"# Minutes of {one.body} on {one.date}. Fill in, then: remit record FILE --dry-run"
    yield f"body: {one.body}"
    yield f"date: {one.date}"
    if one.time:
        yield f"time: {text(one.time)}"
    yield f"place: {text(one.place)}"
    if one.kind != "meeting":
        yield f"kind: {one.kind}"
    if one.presides:
        yield f"presiding: {text(one.presides)}"
        yield "# quorate: true    # once whoever presides has confirmed it"
    yield ""
    if twice := [member for member in one.members if member.twice]:
        yield "# The ledger knows several people of these names: say which is meant."
        yield "people:"
        yield from (f"  - {{name: {text(member.name)}, id: {member.person}}}" for member in twice)
        yield ""
    yield "# Everybody who is a member on the day. Move whoever was not there to apologies or absent."
    yield from _listed("present", [(text(member.name), member.about) for member in one.members])
    yield "apologies: []"
    yield "absent: []"
    yield "# Approved deputies; take out those who did not stand in, and their members from present."
    pairs = [(f"{{person: {text(who)}, for: {text(member)}}}", "") for who, member in one.deputies]
    yield from _listed("substitutes", pairs, commented=True)
    yield "virtual: []"
    yield from _listed("attending", [(_attendee(who), who.about) for who in one.attendees])
    yield ""
    yield "# interests: none    # where they were asked for and none was declared, or a list:"
    yield "#   - {person: NAME, nature: TEXT, item: NUMBER, effect: withdraws}"
    yield ""
    yield from _hints(one)
    yield "items:"
    for item in one.items:
        yield from _item(item)
    yield from (f"  # on the agenda without a number: {text(title)}" for title in one.unnumbered)
    yield ""
    follows = one.follows or "2024-07-15"
    yield f"# next_meeting: {{date: {follows}, time: 10 am, place: Town hall}}"


def _hints(one: Prepared) -> Iterator[str]:
    """Say in comments what a file may hold that the ledger does not know yet."""
    if withheld := [item for item in one.items if item.access != "public"]:
        numbers = ", ".join(json.dumps(item.number) for item in withheld)
        yield "# The public, before exempt or confidential items are taken:"
        yield f"# excluded: [{{items: [{numbers}], ground: {text(withheld[0].ground or '')}, interest: why}}]"
        yield ""
    yield "# Votes by name stand under resolved, beside parts:"
    yield "#   way: vote"
    yield "#   motions: [{text: TEXT, moved: NAME, votes: {for: [NAME], against: [NAME], abstained: [NAME]}}]"
    yield "# Who came or went during an item, or was out of the room for it: arrived, left, absent: [NAME]"


def _listed(key: str, entries: Sequence[tuple[str, str]], *, commented: bool = False) -> Iterator[str]:
    if not entries or commented:
        yield f"{key}: []"
    else:
        yield f"{key}:"
    lead = "#   - " if commented else "  - "
    yield from (f"{lead}{entry}" + (f"    # {about}" if about else "") for entry, about in entries)


def _attendee(one: Somebody) -> str:
    name = text(one.name)
    return f"{{name: {name}, organisation: {one.organisation}}}" if one.organisation else name


def _item(item: Heading) -> Iterator[str]:
    yield f'  - number: "{item.number}"'
    yield f"    title: {text(item.title)}"
    if item.access != "public":
        yield f"    access: {item.access}"
        yield f"    ground: {text(item.ground or '')}"
        yield f"    summary: {text(item.summary or '')}"
    yield from (f"    # {about}" for about in item.about)
    yield "    # narrative: what was said"
    yield "    # resolved: {way: consensus, parts: [{kind: decision, text: what was resolved}]}"
    yield "    # follow_ups: [{text: what is to be done, due: by when, owner: who}]"


def text(words: str) -> str:
    """Write a text as YAML: plain where nobody can take it for anything else, else in double quotes."""
    plain = _PLAIN.fullmatch(words) is not None and words.lower() not in _WORDS
    return words if plain else json.dumps(words, ensure_ascii=False)

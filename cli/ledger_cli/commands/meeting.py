"""``remit meeting``: meetings, who was there, and whether they were quorate.

Implements LSC-M1 (three lists) and LSC-8.1 (quorum at every item).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.facts import meetings as facts
from ledger_cli.options import answering
from ledger_cli.output import Cell, Table, answer, emit, emit_json, emit_record, say
from ledger_cli.questions import known_then

if TYPE_CHECKING:
    from ledger.acts import Recorded
    from ledger.facts.terms import Terms
    from ledger.meetings import Sitting
    from ledger_cli.lookups import Past, Words
    from ledger_cli.session import Session

NOT_KNOWN = 8
_PEOPLE = ("list", "name", "person", "organisation")
_ITEMS = ("item", "title", "note", "absent", "offices shown to be there")


@click.group()
def command() -> None:
    """Meetings, who was there, and whether they were quorate."""


@command.command("list")
@click.argument("body")
@known_then
@answering
def list_(session: Session, body: str, known_at: str | None) -> None:
    """List the meetings of a body, and the dates given out for coming ones.

    \b
    Example:
      remit meeting list lsc-icp
    """
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    past.body(body)
    held = past.sittings(body)
    sittings = past.state(*(f"meeting:{opened.meeting}" for _, opened in held)).sittings.known
    rows: list[tuple[Cell, ...]] = []
    for at, opened in held:
        one = sittings[opened.meeting]
        lists = (len(one.present), len(one.attending), len(one.apologies)) if one.attended else (None,) * 3
        rows.append(
            (at.day, opened.kind, opened.meeting, *lists, len(one.items), "yes" if one.closed else "no")
        )
    for at in past.facts(f"programme:{body}"):
        if isinstance(coming := at.fact.body, facts.Scheduled) and coming.date not in [
            row[0] for row in rows
        ]:
            rows.append((coming.date, "scheduled", *(None,) * 6))
    columns = ("date", "kind", "meeting", "present", "in attendance", "apologies", "items", "closed")
    emit(Table(columns, sorted(rows, key=lambda row: str(row[0]))), as_json=session.settings.as_json)


@command.command()
@click.argument("meeting")
@click.argument("body", required=False)
@known_then
@answering
def show(session: Session, meeting: str, body: str | None, known_at: str | None) -> None:
    """Show a meeting, named by id or by date and BODY: the three lists, the interests, the items.

    \b
    Example:
      remit meeting show 2024-03-25 lsc-icp
    """
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    at_meeting = past.facts(f"meeting:{past.meeting(meeting, body)}")
    words = past.words(at.fact.id for at in at_meeting)
    head = _head(at_meeting, words)
    people = _people(at_meeting, past)
    items = _items(at_meeting, words, past)
    interests = _interests(at_meeting, words, past)
    if session.settings.as_json:
        lists = [dict(zip(_PEOPLE, row, strict=True)) for row in people]
        taken = [dict(zip(_ITEMS, row, strict=True)) for row in items]
        emit_json({**head, "people": lists, "interests": interests, "items": taken})
        return
    emit_record(head, as_json=False)
    answer("")
    emit(Table(_PEOPLE, people, "Who was there"), as_json=False)
    answer("")
    for line in interests:
        answer(line)
    emit(Table(_ITEMS, items, "Items"), as_json=False)


def _head(at_meeting: list[Recorded], words: Words) -> dict[str, object]:
    for at in at_meeting:
        body = at.fact.body
        if isinstance(body, facts.Opened):
            return {
                "meeting": body.meeting,
                "body": body.body,
                "date": at.day,
                "kind": body.kind,
                "time": body.time,
                "place": words.read(at.fact.id, "body.place", body.place),
                "recorded": f"entries {at.number} to {at_meeting[-1].number}",
            }
    return {}


def _people(at_meeting: list[Recorded], past: Past) -> list[tuple[Cell, ...]]:
    rows: list[tuple[str, str, str | None]] = []
    for at in at_meeting:
        if isinstance(body := at.fact.body, facts.Attended):
            rows += [("present", person, None) for person in body.present]
            rows += [("in attendance", one.person, one.organisation) for one in body.attending]
            rows += [("apologies", person, None) for person in body.apologies]
    known = past.names({person for _, person, _ in rows})
    return [(where, known.get(person), person, code) for where, person, code in rows]


def _items(at_meeting: list[Recorded], words: Words, past: Past) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for at in at_meeting:
        if isinstance(body := at.fact.body, facts.ItemOpened):
            known = past.names(body.absent)
            rows.append(
                (
                    body.number,
                    words.read(at.fact.id, "body.title", body.title),
                    words.read(at.fact.id, "body.note", body.note),
                    ", ".join(f"{known.get(person)} ({person})" for person in body.absent) or None,
                    ", ".join(body.offices) or None,
                )
            )
    return rows


def _interests(at_meeting: list[Recorded], words: Words, past: Past) -> list[str]:
    lines = []
    numbers = {
        body.item: body.number for at in at_meeting if isinstance(body := at.fact.body, facts.ItemOpened)
    }
    for at in at_meeting:
        body = at.fact.body
        if isinstance(body, facts.NoInterestDeclared):
            lines.append("no interest was declared")
        elif isinstance(body, facts.InterestDeclared):
            name = past.names({body.person}).get(body.person)
            where = f"item {numbers[body.item]}" if body.item in numbers else "the meeting's business"
            nature = words.read(at.fact.id, "body.nature", body.nature)
            lines.append(f"interest of {name} ({body.person}) in {where}, {body.effect}: {nature}")
    return lines


@command.command()
@click.argument("meeting")
@click.argument("body", required=False)
@click.option("--item", metavar="NUMBER", help="At one item only.")
@click.option(
    "--terms",
    "file",
    type=click.Path(path_type=Path),
    help="Judge under a file of terms; nothing is recorded.",
)
@known_then
@answering
def quorum(
    session: Session,
    meeting: str,
    body: str | None,
    item: str | None,
    file: Path | None,
    known_at: str | None,
) -> int:
    """Say whether a meeting, named by id or by date and BODY, was quorate: clause by clause, item by item.

    Exit code 0: yes, at every item; 1: no, at one at least; 8: not known.

    \b
    Example:
      remit meeting quorum 2024-03-25 lsc-icp --terms terms-2024.yaml
    """
    from ledger_cli import quorum as judging
    from ledger_cli.lookups import Past, unknown

    past = Past(session, known_at)
    code = past.meeting(meeting, body)
    sitting = past.state(f"meeting:{code}").sittings.known[code]
    numbers = [one.number for one in sitting.items.values()]
    if item is not None and item not in numbers:
        unknown(f"the number of an item of {code}", item, numbers)
    terms = _terms(past, sitting, file)
    if terms is None:
        say(f"not known: no terms of {sitting.body} are known to be in force on {sitting.day}")
        return NOT_KNOWN
    judged = judging.judge(sitting, terms, past.state(f"roll:{sitting.body}").roll, item)
    known = past.names(sitting.present)
    said = judging.said(judged)
    if session.settings.as_json:
        about = {"meeting": code, "body": sitting.body, "date": sitting.day, "terms": terms.version}
        emit_json({**about, "answer": said, "judged": judging.as_json(judged, known)})
    else:
        title = f"{sitting.body} on {sitting.day} under {terms.cited}"
        emit(Table(judging.COLUMNS, list(judging.rows(judged, known)), title), as_json=False)
        answer("\n".join(judging.summary(judged)))
    return judging.CODES[said]


def _terms(past: Past, sitting: Sitting, file: Path | None) -> Terms | None:
    if file is None:
        return past.terms(sitting.body, sitting.day)
    from ledger.errors import Malformed
    from ledger_cli.termsfile import load_terms

    terms = load_terms(file)
    if terms.body != sitting.body:
        raise Malformed(f"{file}: expected terms of {sitting.body}, got terms of {terms.body}")
    return terms

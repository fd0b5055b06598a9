"""``remit meeting``: meetings, who was there, and whether they were quorate.

Implements LSC-M1 (the lists), LSC-8.1 (quorum at every item) and LSC-9.4 (what the public may see).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.errors import Malformed
from ledger.sittings import URGENT
from ledger_cli import scheduling, sitting, templating
from ledger_cli.options import answering
from ledger_cli.output import Cell, Table, answer, emit, emit_json, emit_record, say
from ledger_cli.questions import known_then

if TYPE_CHECKING:
    from ledger.facts.terms import Terms
    from ledger.sittings import Sitting
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

NOT_KNOWN = 8


@click.group()
def command() -> None:
    """Meetings, who was there, and whether they were quorate."""


for _verb in (*scheduling.VERBS, *sitting.VERBS, templating.template):
    command.add_command(_verb)


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
    opened_on = {at.day for at, _ in held}
    for meeting, coming in past.state(f"programme:{body}").programme.meetings.items():
        if meeting not in sittings and coming.date not in opened_on:
            state = "scheduled" if coming.cancelled is None else "cancelled"
            rows.append((coming.date, state, meeting, *(None,) * 5))
    columns = ("date", "kind", "meeting", "present", "in attendance", "apologies", "items", "closed")
    emit(Table(columns, sorted(rows, key=lambda row: str(row[0]))), as_json=session.settings.as_json)


@command.command()
@click.argument("meeting")
@click.argument("body", required=False)
@click.option(
    "--public", is_flag=True, help="As the public may see it: of what is withheld, that it is and why."
)
@known_then
@answering
def show(session: Session, meeting: str, body: str | None, known_at: str | None, *, public: bool) -> None:
    """Show a meeting, named by id or by date and BODY: who was there, the interests, its course, the items.

    \b
    Example:
      remit meeting show 2024-03-25 lsc-icp
    """
    from ledger_cli import meetingshow
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    shown = meetingshow.read(past, past.meeting(meeting, body), public=public)
    if session.settings.as_json:
        emit_json(shown.as_json())
        return
    emit_record(shown.head, as_json=False)
    answer("")
    emit(Table(meetingshow.PEOPLE, shown.people, "Who was there"), as_json=False)
    answer("")
    for line in (*shown.interests, *shown.course):
        answer(line)
    emit(Table(meetingshow.ITEMS, shown.items, "Items"), as_json=False)


@command.command()
@click.argument("meeting")
@click.argument("body", required=False)
@click.option("--item", metavar="NUMBER", help="At one item only.")
@click.option(
    "--expected",
    multiple=True,
    metavar='NAME|"NAME for MEMBER"',
    help="Before the meeting: who is expected, a member or a substitute for one; again for another.",
)
@click.option(
    "--expected-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file of those who are expected, one a line.",
)
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
    expected: tuple[str, ...],
    expected_file: Path | None,
    file: Path | None,
    known_at: str | None,
) -> int:
    """Say whether a meeting, named by id or by date and BODY, is quorate: clause by clause, item by item.

    Before it begins it is judged by who is expected. Where a quorum rule is not met, the fewest members are
    named whose arrival would make it so. Exit code 0: yes, throughout; 1: no, at one moment at least; 8: not
    known.

    \b
    Example:
      remit meeting quorum 2024-03-25 lsc-icp --terms terms-2024.yaml
    """
    from ledger_cli.expecting import sitting_of
    from ledger_cli.lookups import Past, item_of

    past = Past(session, known_at)
    sitting = sitting_of(session, past, (meeting, body), expected, expected_file)
    if sitting.kind == URGENT:
        raise Malformed(f"expected a meeting, or a written procedure, got {sitting.meeting}, an {URGENT}")
    if item is not None:
        item_of(sitting, item)
    terms = _terms(past, sitting, file)
    if terms is None:
        say(f"not known: no terms of {sitting.body} are known to be in force on {sitting.day}")
        return NOT_KNOWN
    return _judge(past, sitting, terms, item, as_json=session.settings.as_json)


def _judge(past: Past, sitting: Sitting, terms: Terms, item: str | None, *, as_json: bool) -> int:
    """Judge and tell whether a sitting was quorate; give the exit code."""
    from ledger_cli import quorum as judging

    books = past.state(f"roll:{sitting.body}", f"deputies:{sitting.body}")
    judged = judging.judge(sitting, terms, books.roll, books.deputies, item)
    members = (one.person for one in books.roll.on(sitting.body, sitting.days[-1]))
    known = past.names({*sitting.listed, *members})
    said = judging.said(judged)
    if as_json:
        about = {
            "meeting": sitting.meeting,
            "body": sitting.body,
            "date": sitting.day,
            "terms": terms.version,
        }
        emit_json({**about, "answer": said, "judged": judging.as_json(judged, known)})
    else:
        title = f"{sitting.body} on {sitting.day} under {terms.cited}"
        emit(Table(judging.COLUMNS, list(judging.rows(judged, known)), title), as_json=False)
        answer("\n".join(judging.summary(judged, known)))
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

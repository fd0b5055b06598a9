"""``remit minutes``: minutes written from the record, given out, signed, presented to the founders.

Implements LSC-9.2 (accurate minutes), LSC-9.3 (presented at boards of the founders), LSC-9.4 (online, without
what is withheld), LSC-10.4 (an extract of a decision). Minutes are agreed at an item of a meeting, so that
stands in its minute file.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from ledger.errors import Malformed, Refused
from ledger.facts import minutes as facts
from ledger.facts.words import Words
from ledger_cli import giving
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, emit, emit_record, say
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger.minutes import Record
    from ledger.sittings import Sitting
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

NOT_KNOWN = 8
_RECEIVED = ("date", "meeting", "organisation", "received", "at")
_body = click.option("--body", metavar="CODE", help="The body, where MEETING is a date.")


@click.group()
def command() -> None:
    """Minutes: written from the record, given out, signed, presented."""


@command.command()
@click.argument("meeting")
@click.argument("body", required=False)
@giving.paper
@click.option(
    "--stage",
    type=click.Choice(("notes", "draft", "confirmed")),
    help="As what.  [default: confirmed where they were agreed, else draft]",
)
@known_then
@answering
def write(
    session: Session,
    meeting: str,
    body: str | None,
    kind: str,
    out: Path | None,
    template: Path | None,
    public: bool,
    stage: str | None,
    known_at: str | None,
) -> None:
    """Write the minutes of a meeting, named by id or by date and BODY, from the facts alone.

    An item that is exempt or confidential shows its number, its summary for the public, and why it is
    withheld; with --full the whole of it, for the body itself.

    \b
    Example:
      remit minutes write 2024-03-25 lsc-icp --format docx --out minutes.docx
    """
    giving.require(kind, out, template)
    from ledger_cli import looking
    from ledger_cli.lookups import Past
    from ledger_cli.papers import material, minutes

    past = Past(session, known_at)
    code = past.meeting(meeting, body)
    with looking.views(session) as views:
        found = material.gather(session, views, past, code, public=public)
    if stage == "confirmed" and not found.agreed:
        raise Refused(
            f"expected minutes that were agreed as a correct record, got minutes of {found.opened.day} "
            "that were not; write them as a draft"
        )
    paper = minutes.write(found, stage or ("confirmed" if found.agreed else "draft"))
    giving.give(session.settings, paper, kind, out, template)


@command.command()
@click.argument("resolution")
@giving.paper
@known_then
@answering
def extract(
    session: Session,
    resolution: str,
    kind: str,
    out: Path | None,
    template: Path | None,
    public: bool,
    known_at: str | None,
) -> None:
    """Write out one RESOLUTION with its item, its votes and the quorum, for the board of a founder.

    \b
    Example:
      remit minutes extract d-mnbqk3jz5x2c4d7e --format html --out decision.html
    """
    giving.require(kind, out, template)
    from ledger.facts.decisions import Resolved
    from ledger_cli import looking
    from ledger_cli.lookups import Past, unknown
    from ledger_cli.papers import material, minutes

    past = Past(session, known_at)
    meetings = [
        at.fact.body.meeting
        for at in (past.facts(f"decision:{resolution}") if _IDS["d"].fullmatch(resolution) else ())
        if isinstance(at.fact.body, Resolved)
    ]
    if not meetings:
        unknown("a resolution that the ledger knows", resolution[:80], ())
    with looking.views(session) as views:
        found = material.gather(session, views, past, meetings[0], public=public)
    giving.give(session.settings, minutes.extract(found, resolution), kind, out, template)


_IDS = {letter: re.compile(rf"{letter}-[a-z2-7]{{16}}") for letter in "dm"}


@command.command()
@click.argument("meeting")
@_body
@click.option("--item", metavar="NUMBER", help="Of this item.  [default: of the whole meeting]")
@click.option("--text", help="The words.")
@click.option("--file", type=click.Path(path_type=Path, dir_okay=False), help="A text file with the words.")
@click.option("--voice", type=click.Choice(("clerk", "chair")), default="clerk", show_default=True)
@click.option("--on", type=DAY, help="The day on which it was written.  [default: today]")
@recording
def narrate(
    session: Session,
    meeting: str,
    body: str | None,
    item: str | None,
    text: str | None,
    file: Path | None,
    voice: Literal["clerk", "chair"],
    on: str | None,
) -> None:
    """Write the narrative of an item of a meeting, or a comment of whoever chaired it.

    \b
    Example:
      remit minutes narrate 2024-03-25 --body lsc-icp --item 4 --text "The board heard from two members."
    """
    if (text is None) == (file is None):
        raise click.UsageError("expected --text or --file, one of them")
    from ledger_cli.lookups import Past, item_of

    past = Past(session)
    code = past.meeting(meeting, body)
    at = None if item is None else item_of(_sitting(past, code), item)
    said = text if file is None else _text(file)
    fact = facts.Narrated(code, at, voice, Words.of(said or ""))
    submit(session, on, fact)


@command.command()
@click.argument("meeting")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--stage", type=click.Choice(("notes", "draft")), required=True, help="As what.")
@_body
@click.option("--on", type=DAY, help="The day on which they were given out.  [default: today]")
@recording
def issue(
    session: Session,
    meeting: str,
    file: Path,
    stage: Literal["notes", "draft"],
    body: str | None,
    on: str | None,
) -> None:
    """Record that the minutes in FILE were given out; the ledger keeps their digest and version.

    \b
    Example:
      remit minutes issue 2024-03-25 minutes.docx --stage draft --body lsc-icp
    """
    request = request_id(session.settings)
    past = _before(session, request)
    code = past.meeting(meeting, body)
    version = past.state(f"minutes:{code}").minutes.of(code).version(stage) + 1
    digest = giving.digest(file)
    fact = facts.Issued(code, stage, version, digest)
    submit(session, on, fact, request=request)


@command.command()
@click.argument("meeting")
@click.option("--of", "of", required=True, metavar="MEETING", help="Whose minutes: an id or a date.")
@click.option("--person", help="Who signed: an id or a name.  [default: who presided]")
@_body
@recording
def sign(session: Session, meeting: str, of: str, person: str | None, body: str | None) -> None:
    """Record that at MEETING whoever presided signed the agreed minutes of an earlier one.

    \b
    Example:
      remit minutes sign 2024-06-24 --of 2024-03-25 --body lsc-icp
    """
    from ledger_cli import people
    from ledger_cli.lookups import Past

    past = Past(session)
    code = past.meeting(meeting, body)
    sitting = _sitting(past, code)
    earlier = past.meeting(of, sitting.body)
    if person is None and sitting.presided is None:
        raise click.UsageError("expected --person, as nobody is recorded to have presided")
    who = (
        people.find(session.store, person)
        if person is not None
        else ("" if sitting.presided is None else sitting.presided.person)
    )
    submit(session, sitting.days[-1], facts.Signed(code, earlier, who))


@command.command()
@click.argument("meeting")
@click.argument("organisation")
@click.option("--to", "to", required=True, help="Which board or committee of it: its public title.")
@_body
@click.option("--on", type=DAY, help="The day on which it received the record.  [default: today]")
@recording
def present(
    session: Session, meeting: str, organisation: str, to: str, body: str | None, on: str | None
) -> None:
    """Record that the record of a meeting was received at a board or committee of ORGANISATION.

    \b
    Example:
      remit minutes present 2024-03-25 blackpool --to "Executive" --body lsc-icp
    """
    from ledger_cli.lookups import Past

    code = Past(session).meeting(meeting, body)
    fact = facts.Presented(code, organisation, to)
    submit(session, on, fact)


@command.command()
@click.argument("meeting")
@click.argument("body", required=False)
@on_day
@known_then
@answering
def presented(session: Session, meeting: str, body: str | None, on: str | None, known_at: str | None) -> int:
    """Say who has received the record of a MEETING, or of every meeting of a body, and who has not.

    MEETING is an id, a date with BODY, or the code of a body alone. Exit code 0: everybody whom the terms
    name has received it; 1: somebody has not; 8: the terms are not known.

    \b
    Example:
      remit minutes presented lsc-icp
    """
    from ledger_cli import suspicions
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    if _IDS["m"].fullmatch(meeting) or body is not None:
        codes = [past.meeting(meeting, body)]
    else:
        past.body(meeting)
        codes = [opened.meeting for at, opened in past.sittings(meeting) if at.day <= day]
    state = past.state(*(f"{tag}:{code}" for code in codes for tag in ("meeting", "minutes")))
    rows: list[tuple[Cell, ...]] = []
    unknown = False
    for code in codes:
        sitting = state.sittings.known[code]
        named = _named(past, sitting)
        unknown |= named is None
        rows += _received(code, sitting, state.minutes.of(code), named or (), day)
    doubts = suspicions.of_each(past, [{f"minutes:{row[1]}"} for row in rows])
    emit(suspicions.beside(Table(_RECEIVED, rows), doubts), as_json=session.settings.as_json)
    if unknown:
        say("not known: no terms are known to be in force on the day of a meeting")
        return NOT_KNOWN
    return int(any(row[3] is None for row in rows))


@command.command()
@click.argument("meeting")
@click.argument("body", required=False)
@known_then
@answering
def status(session: Session, meeting: str, body: str | None, known_at: str | None) -> None:
    """Say what became of the minutes of a meeting: narrated, given out, agreed, signed, presented.

    \b
    Example:
      remit minutes status 2024-03-25 lsc-icp
    """
    from ledger.suspects import told as contested_told
    from ledger_cli import suspicions
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    code = past.meeting(meeting, body)
    state = past.state(f"meeting:{code}", f"minutes:{code}", f"narrative:{code}")
    contested = contested_told(suspicions.of_tags(past, (f"minutes:{code}", f"narrative:{code}")))
    record, sitting = state.minutes.of(code), state.sittings.known[code]
    called = past.names({one.person for _, one in record.signed})
    numbers = {id_: item.number for id_, item in sitting.items.items()}
    told: dict[str, list[str]] = {
        "narrated": [
            f"{numbers.get(one.item or '', 'whole meeting')} ({one.voice}) on {day}"
            for day, one in record.narrated
        ],
        "given out": [f"{one.stage} {one.version} on {day}: {one.digest}" for day, one in record.issued],
        "agreed": [
            f"on {day} at {one.meeting}{', subject to an amendment' if one.amendment else ''}"
            for day, one in record.agreed
        ],
        "signed": [f"on {day} by {called.get(one.person)} ({one.person})" for day, one in record.signed],
        "presented": [f"on {day} to {one.organisation}, {one.to}" for day, one in record.presented],
        **({"contested": list(contested)} if contested else {}),
    }
    as_json = session.settings.as_json
    said = {name: lines if as_json else "; ".join(lines) or "no" for name, lines in told.items()}
    emit_record({"meeting": code, "body": sitting.body, "date": sitting.day, **said}, as_json=as_json)


def _named(past: Past, sitting: Sitting) -> tuple[str, ...] | None:
    """Give the organisations that are to have the record; None where no terms are known."""
    from ledger.minutes import rule_of

    terms = past.terms(sitting.body, sitting.day)
    rule = rule_of(terms)
    return None if terms is None else (rule.organisations if rule else ())


def _received(
    code: str, sitting: Sitting, record: Record, named: tuple[str, ...], day: str
) -> list[tuple[Cell, ...]]:
    received = [(when, one) for when, one in record.presented if when <= day]
    rows: list[tuple[Cell, ...]] = [
        (sitting.day, code, one.organisation, when, one.to) for when, one in received
    ]
    have = {one.organisation for _, one in received}
    return rows + [(sitting.day, code, one, None, None) for one in named if one not in have]


def _sitting(past: Past, meeting: str) -> Sitting:
    return past.state(f"meeting:{meeting}").sittings.known[meeting]


def _before(session: Session, request: str) -> Past:
    """Give the ledger as it stood before a request, which may have been recorded already."""
    from ledger_cli.lookups import Past

    first = session.store.request(request)
    return Past(session, None if first is None else first.first - 1)


def _text(file: Path) -> str:
    try:
        return giving.read(file).decode("utf-8").replace("\r\n", "\n").strip()
    except UnicodeDecodeError:
        raise Malformed(f"{file}: expected text in UTF-8, got something else") from None

"""``remit followup``: what falls out of items, whose it is, until it is done (LSC-M5, PLA-4.4)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from ledger.facts.followups import Assigned, Closed, Slipped
from ledger.facts.words import Words
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, emit
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import today

if TYPE_CHECKING:
    from ledger_cli.session import Session

_COLUMNS = ("followup", "noted", "what", "due", "slipped", "state", "since", "owner")


@click.group()
def command() -> None:
    """What falls out of items, until it is done."""


@command.command("list")
@click.argument("body")
@click.option("--open", "open_only", is_flag=True, help="Only what is still to be done.")
@known_then
@answering
def list_(session: Session, body: str, open_only: bool, known_at: str | None) -> None:
    """List what meetings of a body had noted: whose it is, when it is due, how often it slipped, what came.

    \b
    Example:
      remit followup list lsc-icp --open
    """
    from ledger_cli import following, succeeding
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    past.body(body)
    noted = following.of_body(past, body)
    known = succeeding.places(past, {one.owner for one, _ in noted})
    rows = [
        (
            one.noted.followup,
            one.day,
            text,
            one.due,
            len(one.slipped) or None,
            one.closed[1].outcome if one.closed else "to be done",
            one.closed[0] if one.closed else None,
            succeeding.owner(known, one.owner, one.noted.followup, today()),
        )
        for one, text in noted
        if one.closed is None or not open_only
    ]
    if not session.settings.as_json:
        rows = [(*row[:-1], session.spell(row[-1]) if row[-1] else None) for row in rows]
    emit(Table(_COLUMNS, rows, f"{body}: follow-ups"), as_json=session.settings.as_json)


@command.command()
@click.argument("followup")
@click.argument("body")
@click.argument("owner", required=False)
@click.option("--nobody", is_flag=True, help="Nobody has it any more.")
@click.option("--on", type=DAY, help="From which day.  [default: today]")
@recording
def assign(
    session: Session, followup: str, body: str, owner: str | None, nobody: bool, on: str | None
) -> None:
    """Record who is to do it: organisation:CODE, body:CODE, office:BODY/OFFICE, or a person by name or id.

    \b
    Example:
      remit followup assign f-aaaaaaaaaaaaaaaa lsc-icp "Claire Richardson"
    """
    from ledger_cli.parties import party

    if nobody is (owner is not None):
        raise click.UsageError("expected an owner, or --nobody")
    fact = Assigned(followup, body, None if owner is None else party(session, owner))
    submit(session, on, fact)


@command.command()
@click.argument("followup")
@click.argument("body")
@click.option("--due", help="When it is due now, exactly as printed.")
@click.option("--reason", required=True, help="Why; kept sealed.")
@click.option("--on", type=DAY, help="The day on which that was told.  [default: today]")
@recording
def slip(session: Session, followup: str, body: str, due: str | None, reason: str, on: str | None) -> None:
    """Record that something is due later than it was.

    \b
    Example:
      remit followup slip f-aaaaaaaaaaaaaaaa lsc-icp --due "September 2024" --reason "no time in July"
    """
    fact = Slipped(followup, body, due, Words.of(reason))
    submit(session, on, fact)


@command.command()
@click.argument("followup")
@click.argument("body")
@click.option("--outcome", type=click.Choice(["done", "dropped", "overtaken"]), default="done")
@click.option("--text", help="What was done; kept sealed.")
@click.option("--meeting", help="The id of the meeting at which it was reported.")
@click.option(
    "--evidence",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file that shows it; its digest is recorded, the file is not kept.",
)
@click.option("--on", type=DAY, help="From which day.  [default: today]")
@recording
def close(
    session: Session,
    followup: str,
    body: str,
    outcome: Literal["done", "dropped", "overtaken"],
    text: str | None,
    meeting: str | None,
    evidence: tuple[Path, ...],
    on: str | None,
) -> None:
    """Record that something is done, dropped or overtaken.

    \b
    Example:
      remit followup close f-aaaaaaaaaaaaaaaa lsc-icp --text "Report came to the July meeting"
    """
    from ledger_cli.promising import digests

    words = None if text is None else Words.of(text)
    fact = Closed(followup, body, outcome, words, meeting, digests(evidence))
    submit(session, on, fact)


@command.command()
@click.argument("body")
@click.option("--owner", metavar="PARTY", help="Only what this party is to do.")
@click.option(
    "--docx", type=click.Path(path_type=Path, dir_okay=False), help="Write the list as a Word document."
)
@click.option(
    "--eml",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write a draft of an e-mail to each owner into this folder.",
)
@click.option("--from", "sender", metavar="ADDRESS", help="Who sends the drafts.")
@click.option("--to", "addresses", multiple=True, metavar="PARTY=ADDRESS", help="Where an owner is reached.")
@click.option("--full", is_flag=True, help="With the words of what was noted at a withheld item.")
@on_day
@known_then
@answering
def chase(
    session: Session,
    body: str,
    owner: str | None,
    docx: Path | None,
    eml: Path | None,
    sender: str | None,
    addresses: tuple[str, ...],
    full: bool,
    on: str | None,
    known_at: str | None,
) -> None:
    """List by owner what is still to be done: follow-ups and targets, overdue first.

    Nothing is sent: drafts (.eml) open in a mail program, where addresses that are not given are filled in.

    \b
    Example:
      remit followup chase lsc-icp --eml drafts --from clerk@example.org --to organisation:icb=ceo@example.org
    """
    from ledger_cli import chasing
    from ledger_cli.lookups import Past
    from ledger_cli.parties import party

    past, day = Past(session, known_at), on or today()
    title = past.body(body).title
    only = None if owner is None else party(session, owner)
    found = [one for one in chasing.of_body(past, body, day, full=full) if only in {None, one.owner}]
    named = {one: chasing.named(past, one, day) for one in dict.fromkeys(one.owner for one in found)}
    if docx is not None:
        chasing.save_list(session.settings, docx, found, named, (title, day))
    if eml is not None:
        where = chasing.addresses(session, addresses)
        chasing.save_drafts(session.settings, eml, found, named, (title, day), (sender, where))
    if docx is None and eml is None:
        rows = [
            (one.owner, named[one.owner], one.kind, one.id, one.what, one.due, one.state) for one in found
        ]
        columns = ("owner", "name", "kind", "id", "what", "due", "state")
        emit(Table(columns, rows, f"{title}: to be done, on {day}"), as_json=session.settings.as_json)

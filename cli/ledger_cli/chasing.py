"""What is still to be done, by owner: as a list, as a Word document, and as a draft of an e-mail to each.

Implements LSC-M5 and PLA-4.4. A draft is a message by RFC 5322; an address that nobody gave is left as a
group without members (RFC 6854), which a mail program lets its user fill in. Nothing is sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
from msgspec.structs import replace

from ledger.awaiting import stage
from ledger.errors import StorageError
from ledger.facts.words import Due
from ledger_cli import duedates, following, giving, parties, promising, succeeding
from ledger_cli.duedates import due_of
from ledger_cli.output import Table, clean, emit, say
from ledger_cli.papers.material import withheld_in
from ledger_cli.papers.tree import Grid, Paper, Section

if TYPE_CHECKING:
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session
    from ledger_cli.settings import Settings

WITHHELD = "noted at an item that is withheld from the public"
NOBODY = "Nobody is named"
_ORDER = ("overdue", "due", "to come", "not known", "undated")


class ToDo(msgspec.Struct, frozen=True):
    """One thing that is still to be done: a follow-up of an item, or a target; ``due`` is as printed."""

    owner: str | None
    kind: str
    id: str
    what: str
    due: str | None
    state: str


def of_body(past: Past, body: str, day: str, *, full: bool) -> list[ToDo]:
    """Give everything that is still to be done for a body on a day: by owner, overdue first.

    Args:
        past: the ledger as it stood.
        body: its code.
        day: the day that is asked about.
        full: with the words of what was noted at an item that is withheld from the public.
    """
    every = [*_actions(past, body, day, full=full), *_targets(past, body, day)]
    known = succeeding.places(past, {one.owner for one in every})
    found = [
        replace(one, owner=party)
        for one in every
        for party in ([None] if one.owner is None else known.holders(one.owner, one.id, day) or [None])
    ]
    return sorted(found, key=lambda one: (one.owner is None, one.owner or "", _ORDER.index(one.state)))


def _actions(past: Past, body: str, day: str, *, full: bool) -> Iterator[ToDo]:
    hidden: dict[str, frozenset[str]] = {}
    for one, text in following.of_body(past, body):
        then = one.by(day)
        if then.closed is not None or then.day > day:
            continue
        meeting = one.noted.meeting
        if meeting not in hidden:
            hidden[meeting] = frozenset(withheld_in(past.facts(f"meeting:{meeting}")))
        what = WITHHELD if one.noted.item in hidden[meeting] and not full else text
        due: Due | None = None if then.due is None else due_of(then.due)
        yield ToDo(then.owner, "follow-up", one.noted.followup, what, then.due, stage(due, day))


def _targets(past: Past, body: str, day: str) -> Iterator[ToDo]:
    for one, text in promising.targets(past, body, day):
        if one.closed(day) is None:
            due = duedates.spelled(one.due(day))
            yield ToDo(one.owner(day), "target", one.set.target, text, due, one.state(day))


def named(past: Past, owner: str | None, day: str) -> str:
    """Give the name of an owner."""
    return parties.title(past, owner, day) or NOBODY


def save_list(
    settings: Settings,
    out: Path,
    found: Sequence[ToDo],
    names: Mapping[str | None, str],
    about: tuple[str, str],
) -> None:
    """Write what is to be done as a Word document, a section for each owner."""
    title, day = about
    columns = ("What", "Due", "State", "Id")
    sections = tuple(
        Section(name, (), grid=Grid(columns, tuple(_cells(one) for one in found if one.owner == owner)))
        for owner, name in names.items()
    )
    paper = Paper("To be done", title, public=False, particulars=(("On", day),), sections=sections)
    giving.give(settings, paper, "docx", out, None)


def _cells(one: ToDo) -> tuple[str, str, str, str]:
    return (one.what, one.due or "no date", one.state, one.id)


def addresses(session: Session, said: Sequence[str]) -> dict[str, str]:
    """Give where owners are reached, by party.

    Raises:
        click.UsageError: not a party and an address.
        Malformed: a party that the ledger does not know.
    """
    from ledger_cli.parties import party

    found = {}
    for text in said:
        name, _, address = text.rpartition("=")
        if not name:
            raise click.UsageError(f"expected PARTY=ADDRESS, got {text[:80]!a}")
        found[party(session, name)] = address
    return found


def save_drafts(
    settings: Settings,
    folder: Path,
    found: Sequence[ToDo],
    names: Mapping[str | None, str],
    about: tuple[str, str],
    reached: tuple[str | None, Mapping[str, str]],
) -> None:
    """Write a draft to each owner into a folder; what is nobody's has none. No name stands in a file name.

    Raises:
        StorageError: it cannot be written.
    """
    rows: list[tuple[str, str, int]] = []
    nobodys = sum(one.owner is None for one in found)
    if nobodys:
        say(f"{nobodys} with no owner stand in no draft; name one: remit target own, remit followup assign")
    for owner, name in names.items():
        if owner is None:
            continue
        own = [one for one in found if one.owner == owner]
        mail = draft(own, (name, reached[1].get(owner)), about, reached[0])
        out = folder / f"{owner.replace(':', '-').replace('/', '-')}.eml"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            out.write_bytes(mail.as_bytes())
        except OSError as error:
            raise StorageError(f"expected to write to {out}, got: {error.strerror}") from error
        rows.append((owner, str(out), len(own)))
    emit(Table(("owner", "file", "to be done"), rows), as_json=settings.as_json)


def draft(
    found: Sequence[ToDo], to: tuple[str, str | None], about: tuple[str, str], sender: str | None
) -> EmailMessage:
    """Give a message to one owner that lists what is still to be done.

    Raises:
        click.UsageError: an address that is none.
    """
    title, day = about
    mail = EmailMessage(policy=SMTP)
    mail["Date"] = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
    mail["From"] = _mailbox(title, sender)
    mail["To"] = _mailbox(*to)
    mail["Subject"] = _line(f"{title}: still to be done on {day}")
    mail["X-Unsent"] = "1"
    lines = [f"{title}", f"Still to be done by {to[0]}, as recorded on {day}:", ""]
    for one in found:
        lines += [f"- {one.what}", f"  due: {one.due or 'no date'} ({one.state}); {one.kind} {one.id}", ""]
    mail.set_content(clean("\n".join(lines)))
    return mail


def _mailbox(name: str, address: str | None) -> Address | Group:
    if address is None:
        return Group(_line(name), ())
    try:
        return Address(_line(name), addr_spec=address)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise click.UsageError(f"expected an e-mail address, got {address[:80]!a}: {error}") from None


def _line(text: str) -> str:
    """Give a text as one line, so that nobody's name can begin another header."""
    return " ".join(clean(text).split())

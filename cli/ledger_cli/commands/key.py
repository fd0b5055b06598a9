"""``remit key``: whose keys sign, what they may do, and when that ended."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.errors import Conflict, Malformed, Refused
from ledger.facts import founding, keys
from ledger.facts.words import Words, key_text
from ledger_cli.options import answering, new_signer, recording
from ledger_cli.output import Table, emit, say
from ledger_cli.parameters import DAY
from ledger_cli.proposing import propose
from ledger_cli.questions import known_then
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger.ed25519 import Signer
    from ledger.keys import Holder
    from ledger_cli.session import Session

_RIGHT = re.compile(r"own|enrol|record:(?:\*|[a-z0-9]+(?:[-.][a-z0-9]+)*)")
_KEY = re.compile(r"ed25519-[0-9a-f]{32}")

_new_file = click.option(
    "--key-file",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The new private key: taken if the file is there, else made. Its passphrase: REMIT_NEW_PASSPHRASE.",
)


@click.group()
def command() -> None:
    """Whose keys sign, and what they may do."""


def _rights(_context: click.Context, _parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    for right in value:
        if not _RIGHT.fullmatch(right):
            raise click.BadParameter(f"expected own, enrol, record:BODY or record:*, got {right!r}")
    return tuple(sorted(set(value)))


def _key_id(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not _KEY.fullmatch(value):
        raise click.BadParameter(
            f"expected the id of a key, ed25519- and 32 hexadecimal digits, got {value!r}"
        )
    return value


@command.command()
@click.argument("person")
@_new_file
@new_signer
@click.option(
    "--right",
    "rights",
    multiple=True,
    required=True,
    callback=_rights,
    help="own: the person's own acts. record:BODY, record:*: record for it. enrol: enrol and end keys.",
)
@click.option("--on", type=DAY, help="[default: today]")
@recording
def enrol(
    session: Session,
    person: str,
    file: Path | None,
    new_signer: str | None,
    rights: tuple[str, ...],
    on: str | None,
) -> None:
    """Enrol a key for PERSON (an id or a name). It signs its own enrolment, beside yours.

    When all other keys are lost, --key names the recovery key.

    \b
    Example:
      remit key enrol "Jo Bloggs" --key-file jo.key --right own --right record:lsc-icp
    """
    from ledger_cli import people

    who = people.find(session.store, person)
    with _key(session, file, new_signer, person) as new:
        body = keys.Enrolled(key_text(new.public), who, rights)
        _submit(session, body, on, new)


@command.command()
@_new_file
@new_signer
@click.option("--on", type=DAY, help="[default: today]")
@recording
def rotate(session: Session, file: Path | None, new_signer: str | None, on: str | None) -> None:
    """Put a new key in the place of your own (--key), with the same rights. Both sign.

    \b
    Example:
      remit key rotate --key officer.key --key-file officer-2.key
    """
    from ledger import ed25519
    from ledger_cli.lookups import Past

    old = ed25519.key_id(session.keys.officer().public)
    holder = Past(session).state(f"key:{old}").keys.holders.get(old)
    if holder is None:
        raise Refused(f"expected a key that is enrolled, got {old}", "SIG")
    with _key(session, file, new_signer, f"rotated {session.founded.origin}") as new:
        body = keys.Rotated(old, key_text(new.public), holder.person, holder.rights)
        if not _recorded(session, body):
            _submit(session, body, on, new)
            if not session.settings.dry_run:
                say(f"from now on sign with {file or new_signer}; {old} signs nothing more")


@command.command()
@click.argument("ended", metavar="KEY-ID", callback=_key_id)
@click.option("--reason", required=True, help="Why; kept sealed.")
@click.option("--on", type=DAY, help="[default: today]")
@recording
def revoke(session: Session, ended: str, reason: str, on: str | None) -> None:
    """End a key: it signs nothing more; what it signed before stands.

    \b
    Example:
      remit key revoke ed25519-0123456789abcdef0123456789abcdef --reason "left the council"
    """
    body = keys.Revoked(ended, Words.of(reason))
    if not _recorded(session, body):
        _submit(session, body, on)


@command.command()
@click.argument("ended", metavar="KEY-ID", callback=_key_id)
@click.option(
    "--from",
    "suspect",
    type=click.IntRange(min=1),
    required=True,
    help="The first entry that may not be its holder's.",
)
@click.option("--reason", required=True, help="What happened; kept sealed.")
@click.option("--on", type=DAY, help="[default: today]")
@recording
def compromised(session: Session, ended: str, suspect: int, reason: str, on: str | None) -> None:
    """End a key that somebody else had: what it signed from an entry on is shown as contested.

    \b
    Example:
      remit key compromised ed25519-0123456789abcdef0123456789abcdef --from 412 --reason "laptop stolen"
    """
    body = keys.Compromised(ended, suspect, Words.of(reason))
    if not _recorded(session, body):
        _submit(session, body, on)


@command.command("list")
@known_then
@answering
def list_(session: Session, known_at: str | None) -> None:
    """List every key that was ever enrolled, with its rights and the entries between which it signs.

    \b
    Example:
      remit key list
    """
    from ledger.replay import fold
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    facts = past.every(founding.Founded, keys.Enrolled, keys.Rotated, keys.Revoked, keys.Compromised)
    holders = fold(at for at, _ in facts).keys.holders
    known = past.names({holder.person for holder in holders.values()})
    rows = [
        (
            key,
            known.get(holder.person),
            holder.person,
            ", ".join(holder.rights),
            holder.since,
            holder.until or None,
            _state(holder),
        )
        for key, holder in holders.items()
    ]
    columns = ("key", "name", "person", "rights", "from entry", "ended by entry", "state")
    emit(Table(columns, rows), as_json=session.settings.as_json)


def _state(holder: Holder) -> str:
    if holder.suspect:
        return f"compromised: contested from entry {holder.suspect} on"
    return "ended" if holder.until else "live"


Ending = keys.Rotated | keys.Revoked | keys.Compromised


def _submit(session: Session, body: keys.Enrolled | Ending, on: str | None, *more: Signer) -> None:
    from ledger import ed25519

    proposal = propose(session.settings, body, on or today())
    made = {"key": ed25519.key_id(more[0].public)} if more else None
    session.submit([proposal], request_id(session.settings), more=more, made=made)


def _recorded(session: Session, body: Ending) -> bool:
    """Show the first receipt where this request ended the same key before: it may have been the signer's."""
    from ledger.replay import recorded

    receipt = session.store.request(session.settings.request or "")
    if receipt is None:
        return False
    (entry,) = session.store.scan(receipt.size, receipt.size)
    before = recorded(entry).fact.body
    if not isinstance(before, Ending) or (type(before), _ended(before)) != (type(body), _ended(body)):
        return False
    session.show_receipt(receipt, signed=session.sign_head() is not None)
    return True


def _ended(body: Ending) -> str:
    return body.old if isinstance(body, keys.Rotated) else body.key


@contextmanager
def _key(session: Session, file: Path | None, named: str | None, comment: str) -> Iterator[Signer]:
    """Lend the key of a program or token, or that of a file.

    A file is made where there is none; one whose key is not enrolled in the end does not stay.
    """
    from ledger import ed25519, keyfiles

    if named is not None and file is None:
        yield session.keys.signer(named)
        return
    if file is None or named is not None:
        raise click.UsageError("expected either --key-file or --new-signer for the new key")
    if file.exists():
        yield keyfiles.read_private(file, _passphrase(file, new=False))
        return
    key = ed25519.PrivateKey.generate()
    if session.settings.dry_run:
        yield key
        return
    session.keys.officer()
    keyfiles.write_private(file, key, _passphrase(file, new=True), comment=comment)
    try:
        yield key
    except (Refused, Malformed, Conflict, click.Abort, click.UsageError, KeyboardInterrupt):
        for path in (file, keyfiles.public_path(file)):
            path.unlink(missing_ok=True)
        raise


def _passphrase(file: Path, *, new: bool) -> bytes:
    word = os.environ.get("REMIT_NEW_PASSPHRASE") or os.environ.get("REMIT_PASSPHRASE")
    if word is None:
        if not sys.stdin.isatty():
            raise click.UsageError(
                f"expected REMIT_NEW_PASSPHRASE for {file} where there is no terminal to ask at"
            )
        word = str(click.prompt(f"Passphrase of {file}", hide_input=True, confirmation_prompt=new, err=True))
    return word.encode()

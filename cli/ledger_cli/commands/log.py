"""``remit log``: verify the whole log; sign its head."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.checkpoint import NOTE_BYTES_MAX, Checkpoint, VerifierKey, open_note
from ledger.errors import Malformed, StorageError
from ledger_cli.options import answering, located
from ledger_cli.output import answer, emit_json, emit_record, say
from ledger_cli.settings import Settings, log_passphrase

if TYPE_CHECKING:
    from ledger.store import Head
    from ledger_cli.session import Session
    from ledger_cli.verification import Replayed

_LONG = 2_000
"""From so many entries on, a terminal is told how far it has come."""


@click.group()
def command() -> None:
    """Verify the whole log; sign its head."""


@command.command()
@click.option(
    "--checkpoint",
    type=click.Path(path_type=Path),
    help="A signed checkpoint that you were given earlier: the log has to extend it.",
)
@click.option("--log", metavar="LINE", help="The log that you were told to trust: name+hash+key.")
@located
def verify(settings: Settings, checkpoint: Path | None, log: str | None) -> None:
    """Replay every entry and say, step by step, what holds.

    Without a witness the answer is *internally consistent*: whoever runs this ledger could have made
    another history that is consistent too. A checkpoint that you kept narrows that down.

    \b
    Example:
      remit log verify --checkpoint kept.checkpoint
    """
    from ledger.store import Store
    from ledger_cli import erasures, verification

    given = VerifierKey.parse(log) if log is not None else None
    with Store.open(settings.store) as store:
        key = verification.log_of(store)
        verification.require_log(key, given)
        kept = open_note(_note(checkpoint), key).checkpoint if checkpoint is not None else None
        note = settings.head_file.read()
        last = open_note(note, key).checkpoint if note is not None else None
        head = store.head()
        sizes = [one.size for one in (kept, last) if one is not None]
        found = verification.replay(store, head, sizes, _told)
        if gone := erasures.again(store):
            say(erasures.told(gone))
            found.opened -= len(gone)
            found.erased += [" ".join(one) for one in gone]
    steps = _steps(found, head)
    if last is not None:
        verification.require_extension(found, last, "the last signed head", ours=True)
    steps.append((8, "the log extends the last head that it signed", _told_of(last)))
    if kept is not None:
        verification.require_extension(found, kept, str(checkpoint), ours=False)
        steps.append((9, "the log extends the checkpoint that you gave", _told_of(kept)))
    _print(settings, key, found, steps, trusted=given is not None, kept=kept)
    if found.closed:
        count = len(found.closed)
        raise StorageError(f"expected the words of every sealed text, or their erasure, got {count} without")


@command.command("checkpoint")
@click.option(
    "--trust",
    type=click.Path(path_type=Path),
    help="A signed checkpoint to start from where the head file is gone, after a move of machines.",
)
@answering
def checkpoint_(session: Session, trust: Path | None) -> None:
    """Sign the present head of the log with the log key, and print the signed checkpoint.

    Keep what is printed somewhere else: whoever holds it notices every later change of history.

    \b
    Example:
      remit log checkpoint > kept.checkpoint
    """
    from ledger import heads, keyfiles

    settings = session.settings
    if not settings.log_key.exists():
        raise StorageError(f"expected the log key at {settings.log_key}, got none")
    word = log_passphrase()
    if word is None:
        raise click.UsageError("expected REMIT_LOG_PASSPHRASE or REMIT_PASSPHRASE for the log key")
    signer = keyfiles.read_private(settings.log_key, word)
    known = _note(trust) if trust is not None else None
    note = heads.sign_head(session.store, settings.head_file, session.log, signer, trust=known)
    if settings.as_json:
        head = open_note(note, session.log).checkpoint
        emit_json({"origin": head.origin, "size": head.size, "root": head.root.hex(), "checkpoint": note})
    else:
        answer(note.removesuffix("\n"))


@command.command()
@answering
def show(session: Session) -> None:
    """Show what others need to check this log, and how far it has come.

    \b
    Example:
      remit log show
    """
    head = session.store.head()
    note = session.settings.head_file.read()
    last = open_note(note, session.log).checkpoint if note is not None else None
    record = {
        "ledger": session.id,
        "origin": session.log.name,
        "log": session.log.encode(),
        "log key": session.founded.log_key,
        "entries": head.size,
        "root": head.root.hex(),
        "signed": last.size if last is not None else "no head on this machine",
    }
    emit_record(record, as_json=session.settings.as_json)


def _note(path: Path) -> str:
    """Read a signed note from a file.

    Raises:
        Malformed: not a file that can be read, or not a text.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(NOTE_BYTES_MAX + 1).decode()
    except OSError as error:
        raise Malformed(f"{path}: expected a file that can be read, got: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Malformed(f"{path}: expected UTF-8 text, got other bytes") from None


def _told(done: int, size: int) -> None:
    if size >= _LONG and sys.stderr.isatty():
        sys.stderr.write(f"\r{done:,} of {size:,} entries" + ("\n" if done == size else ""))
        sys.stderr.flush()


def _steps(found: Replayed, head: Head) -> list[tuple[int, str, str]]:
    signatures, links = f"{found.audit.signatures} signatures", f"{found.tags} links, {found.charges} totals"
    opened = f"{found.opened} of {found.commitments}"
    opened += f", {len(found.erased)} erased" if found.erased else ""
    opened += f", {len(found.closed)} without their words" if found.closed else ""
    return [
        (1, "every entry, envelope and fact is in its one canonical form", f"{head.size} entries"),
        (2, "every fact is of this ledger, in its place, with its tags and charges", found.audit.ledger),
        (3, "every link and total is what the entries before say", links),
        (4, "every signature is by a key that was live at its number", signatures),
        (5, "the root over all entries is that of the head", head.root.hex()),
        (6, "every stored node of the tree is that of the entries", f"{found.nodes} nodes"),
        (7, "every opening is the one that its fact commits to", opened),
    ]


def _told_of(signed: Checkpoint | None) -> str:
    if signed is None:
        return "not compared, there is none on this machine"
    return f"{signed.size} entries, {signed.root.hex()}"


def _print(
    settings: Settings,
    key: VerifierKey,
    found: Replayed,
    steps: list[tuple[int, str, str]],
    *,
    trusted: bool,
    kept: Checkpoint | None,
) -> None:
    rests = "the origin and key that you gave" if trusted else "the origin and key that entry 1 states"
    if settings.as_json:
        emit_json(
            {
                "answer": "internally consistent",
                "witnessed": False,
                "rests on": rests,
                "log": key.encode(),
                "entries": found.audit.size,
                "root": found.audit.root().hex(),
                "extends": kept.size if kept is not None else None,
                "steps": [dict(zip(("number", "title", "detail"), step, strict=True)) for step in steps],
                "erased": found.erased,
                "without words": found.closed,
            }
        )
        return
    for number, title, told in steps:
        answer(f"{number}  {title}: {told}")
        if number == 7:  # noqa: PLR2004 - the step about openings
            for one in found.closed:
                answer(f"   without its words: {one}")
    answer(f"internally consistent, resting on {rests}: {key.encode()}")
    answer("no witness has seen this log")

"""``remit log``: verify the whole log; sign its head; publish it, and compare copies with it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.checkpoint import NOTE_BYTES_MAX, Checkpoint, VerifierKey, open_note
from ledger.errors import Malformed, StorageError
from ledger_cli.options import answering, located
from ledger_cli.output import answer, emit_json, emit_record
from ledger_cli.settings import Settings, log_passphrase

if TYPE_CHECKING:
    from ledger.store import Head
    from ledger_cli.session import Session
    from ledger_cli.verification import Replayed

_LONG = 2_000
"""From so many entries on, a terminal is told how far it has come."""


@click.group()
def command() -> None:
    """Verify the whole log; sign its head; publish it, and compare copies with it."""


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
    from ledger_cli import verification

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


@command.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--entries", is_flag=True, help="Publish the entries too, with sealed text sealed.")
@answering
def publish(session: Session, folder: Path, entries: bool) -> None:
    """Publish the log in FOLDER, as static files for anything that serves files (C2SP tlog-tiles).

    Only what the signed head covers, and never the words of sealed text. Again on the same FOLDER, it adds
    what is new; files that are there never change, and none is removed.

    \b
    Example:
      remit log publish public/log --entries
    """
    from ledger import publishing
    from ledger_cli import forks

    note = session.sign_head() or session.settings.head_file.read()
    if note is None:
        place = session.settings.head_file.path
        raise StorageError(f"expected a signed head in {place}, got none; sign one: remit log checkpoint")
    signed = open_note(note, session.log)
    with forks.keeping_evidence(session.log):
        done = publishing.publish(session.store, signed, session.log, folder, entries=entries)
    record = {
        "folder": str(folder),
        "log": session.log.encode(),
        "size": done.size,
        "root": done.root.hex(),
        "new files": done.files,
        "entries": "published" if done.entries else "not published",
    }
    emit_record(record, as_json=session.settings.as_json)


@command.command()
@click.argument("copy", type=click.Path(path_type=Path))
@click.option(
    "--checkpoint",
    type=click.Path(path_type=Path),
    help="A signed checkpoint of this ledger that you kept.  [default: its last signed head]",
)
@click.option("--log", metavar="LINE", help="The log that you were told to trust: name+hash+key.")
@answering
def compare(session: Session, copy: Path, checkpoint: Path | None, log: str | None) -> int:
    """Set COPY against this ledger: a published folder, a signed checkpoint, or another ledger's file.

    The copy is the same, behind, or ahead, with one history (exit 0); not known (8), where it is ahead and a
    checkpoint alone does not show whether it goes on from here; or forked (7). The evidence of a fork goes to
    the file fork-SIZE.evidence in the present folder; everybody can check it with *log evidence*.

    \b
    Example:
      remit log compare /mnt/partner/log
    """
    from ledger import heads
    from ledger_cli import copies, forks, verification

    settings = session.settings
    verification.require_log(session.log, VerifierKey.parse(log) if log is not None else None)
    heads.require_extension(session.store, settings.head_file, session.log, signs=False)
    note = _note(checkpoint) if checkpoint is not None else settings.head_file.read()
    ours = copies.ledger(session.store, open_note(note, session.log) if note is not None else None)
    with forks.keeping_evidence(session.log):
        found = copies.compare(ours, copy, session.log)
    if settings.as_json:
        emit_json({"answer": found.answer, "by": found.by, "entries": ours.size, "root": ours.root.hex()})
    else:
        answer(copies.sentence(found, ours))
    if found.answer in {"ahead", "not known"} and settings.log_key.exists():
        raise StorageError(
            f"expected a ledger of at least {ours.size + found.by} entries where the log key is kept, "
            f"got {ours.size}: an older copy was restored"
        )
    return 8 if found.answer == "not known" else 0


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--log", metavar="LINE", required=True, help="The log, as you were given it: name+hash+key.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def evidence(file: Path, log: str, as_json: bool) -> None:
    """Check evidence of a fork offline, and say what it shows (exit 0).

    Origin and key of the log come from somewhere else than the file. What does not show a fork ends in
    exit 7, and what is no evidence in exit 4.

    \b
    Example:
      remit log evidence fork-15.evidence --log example.org/icp+1f76e09f+AddamAGCsQq…
    """
    from ledger import evidence as evidences
    from ledger_cli import forks

    data = forks.read(file, evidences.BYTES_MAX)
    shown = evidences.check(data, VerifierKey.parse(log))
    if as_json:
        emit_json(forks.record_of(shown))
        return
    for line in forks.words_of(shown):
        answer(line)


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

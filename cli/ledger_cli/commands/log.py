"""``remit log``: verify the whole log; sign its head; publish it; compare copies; ask witnesses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.checkpoint import NOTE_BYTES_MAX, VerifierKey, open_note
from ledger.errors import Malformed, StorageError
from ledger_cli import policies, rotating
from ledger_cli.options import answering, located, signing_heads
from ledger_cli.output import answer, emit_json, emit_record, progress
from ledger_cli.settings import Settings

if TYPE_CHECKING:
    from ledger_cli.session import Session


@click.group()
def command() -> None:
    """Verify the whole log; sign its head; publish it, compare copies with it, ask witnesses to cosign it."""


@command.command()
@click.option(
    "--checkpoint",
    type=click.Path(path_type=Path),
    help="A signed checkpoint that you were given earlier: the log has to extend it.",
)
@click.option("--log", metavar="LINE", help="The log that you were told to trust: name+hash+key.")
@policies.policy_option
@policies.at_option
@located
def verify(
    settings: Settings, checkpoint: Path | None, log: str | None, policy: Path | None, at: int | None
) -> None:
    """Replay every entry and say, step by step, what holds.

    Without a witness the answer is *internally consistent*: whoever runs this ledger could have made
    another history that is consistent too. A checkpoint that you kept narrows that down, and so does a
    policy: it names the witnesses that must have seen this history, in the checkpoint that you give or in
    those that this machine has collected.

    \b
    Example:
      remit log verify --checkpoint kept.checkpoint --policy board.policy
    """
    from ledger_cli import verifying

    given = VerifierKey.parse(log) if log is not None else None
    trusted = policies.read(policy) if policy is not None else None
    kept = verifying.Kept(str(checkpoint), _note(checkpoint)) if checkpoint is not None else None
    found = verifying.verify(settings, verifying.Trust(given, kept, trusted, at), progress)
    verifying.show(found, as_json=settings.as_json)
    if found.replayed.closed:
        count = len(found.replayed.closed)
        raise StorageError(f"expected the words of every sealed text, or their erasure, got {count} without")


@command.command()
@click.option("--policy", type=click.Path(path_type=Path), help="The witnesses, and how many are asked for.")
@click.option("--url", "urls", metavar="NAME=URL", multiple=True, help="Where a witness answers.")
@click.option(
    "--export",
    "out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the request to a file, for a witness that is reached by e-mail.",
)
@click.option("--to", metavar="NAME", help="With --export: the witness that it is for.")
@click.option("--old", type=click.IntRange(min=0), help="With --export: the size that it saw last.")
@click.option(
    "--import",
    "back",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Take the cosigned checkpoint that came back in a file.",
)
@signing_heads
def witness(
    session: Session,
    policy: Path | None,
    urls: tuple[str, ...],
    out: Path | None,
    to: str | None,
    old: int | None,
    back: Path | None,
) -> None:
    """Ask the witnesses of a policy to cosign the present head, and keep their cosignatures.

    Only the addresses in the policy, and those given here, are asked: https, or http on this machine.

    \b
    Example:
      remit log witness --policy board.policy
      remit log witness --policy board.policy --export for-east.request --to east
    """
    from ledger.policy import require_log
    from ledger_cli import collecting

    trusted = policies.read(policy) if policy is not None else None
    if trusted is not None:
        require_log(trusted, session.logs.all)
    if out is not None and back is None:
        collecting.export(session, trusted, out, to, old)
    elif trusted is None or out is not None:
        raise click.UsageError("expected --policy FILE, and at most one of --export and --import")
    elif back is not None:
        collecting.take(session, trusted, back)
    else:
        collecting.collect(session, trusted, collecting.addresses(trusted, urls))


@command.command("checkpoint")
@click.option(
    "--trust",
    type=click.Path(path_type=Path),
    help="A signed checkpoint to start from where the head file is gone, after a move of machines.",
)
@signing_heads
def checkpoint_(session: Session, trust: Path | None) -> None:
    """Sign the present head of the log with the log key, and print the signed checkpoint.

    Keep what is printed somewhere else: whoever holds it notices every later change of history.

    \b
    Example:
      remit log checkpoint > kept.checkpoint
    """
    from ledger import heads

    settings = session.settings
    signers = rotating.signers(session)
    known = _note(trust) if trust is not None else None
    session.ask_witnesses(known)
    former = session.logs.all
    note = heads.sign_head(
        session.store, settings.head_file, session.log, *signers, trust=known, former=former
    )
    if settings.as_json:
        head = open_note(note, *session.logs.all).checkpoint
        emit_json({"origin": head.origin, "size": head.size, "root": head.root.hex(), "checkpoint": note})
    else:
        answer(note.removesuffix("\n"))


@command.command()
@click.option("--policy", type=click.Path(path_type=Path), required=True, help="Whose witnesses to ask.")
@click.option("--url", "urls", metavar="NAME=URL", multiple=True, help="Where a witness answers.")
@click.option(
    "--trust",
    type=click.Path(path_type=Path),
    help="A signed checkpoint to ask about, newer than the head in the backup.",
)
@signing_heads
def resume(session: Session, policy: Path, urls: tuple[str, ...], trust: Path | None) -> None:
    """Go on after a restore: ask the witnesses what they saw last, and sign the head if none saw more.

    They are asked about the last signed head that is known here, that of the backup above all; nothing new is
    signed before they answer. As many have to answer as the policy asks for. A witness that has seen more
    entries than there are shows that the copy is too old: it is refused (STORE), and stays refused.

    \b
    Example:
      remit log resume --policy board.policy
    """
    from ledger.policy import require_log
    from ledger_cli import collecting, resuming

    trusted = policies.read(policy)
    require_log(trusted, session.logs.all)
    known = _note(trust) if trust is not None else None
    resuming.resume(session, trusted, collecting.addresses(trusted, urls), known)


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
    last = open_note(note, *session.logs.all).checkpoint if note is not None else None
    record = {
        "ledger": session.id,
        "origin": session.log.name,
        "log": session.log.encode(),
        "log key": session.logs.keys[session.logs.all.index(session.log)],
        **rotating.told(session.logs),
        "entries": head.size,
        "root": head.root.hex(),
        "signed": last.size if last is not None else "no head on this machine",
    }
    emit_record(record, as_json=session.settings.as_json)


@command.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--entries", is_flag=True, help="Publish the entries too, with sealed text sealed.")
@signing_heads
def publish(session: Session, folder: Path, entries: bool) -> None:
    """Publish the log in FOLDER, as static files for anything that serves files (C2SP tlog-tiles).

    Only what the signed head covers, and never the words of sealed text. Again on the same FOLDER, it adds
    what is new; files that are there never change, and none is removed. The published head carries the
    cosignatures of witnesses that were collected for it: ask them first (remit log witness).

    \b
    Example:
      remit log publish public/log --entries
    """
    from ledger import publishing
    from ledger.cosigned import Cosigned
    from ledger_cli import forks

    note = session.sign_head() or session.settings.head_file.read()
    if note is None:
        place = session.settings.head_file.path
        raise StorageError(f"expected a signed head in {place}, got none; sign one: remit log checkpoint")
    signed = open_note(note, *session.logs.all)
    kept = Cosigned(session.settings.cosigned, session.log, session.logs.all).of_size(signed.checkpoint.size)
    if kept is not None and kept.checkpoint == signed.checkpoint:
        signed = kept
    with forks.keeping_evidence(*session.logs.all):
        done = publishing.publish(session.store, signed, session.logs.all, folder, entries=entries)
    record = {
        "folder": str(folder),
        "log": session.log.encode(),
        "size": done.size,
        "root": done.root.hex(),
        "new files": done.files,
        "entries": "published" if done.entries else "not published",
        "cosigned": "by witnesses" if signed is kept else "by nobody: remit log witness asks them",
    }
    emit_record(record, as_json=session.settings.as_json)


@command.command()
@click.argument("copy")
@click.option(
    "--copy-head",
    type=click.Path(path_type=Path),
    help="The signed head of a copied database.  [default: COPY.keep/head beside a file]",
)
@click.option(
    "--checkpoint",
    type=click.Path(path_type=Path),
    help="A signed checkpoint of this ledger that you kept.  [default: its last signed head]",
)
@click.option("--log", metavar="LINE", help="The log that you were told to trust: name+hash+key.")
@signing_heads
def compare(
    session: Session, copy: str, copy_head: Path | None, checkpoint: Path | None, log: str | None
) -> int:
    """Set COPY against this ledger: a published folder, a signed checkpoint, or another ledger's database.

    A database is a SQLite file, or postgresql://user@host/database. Without a signed head of its own it can
    be *tampered*, but not shown to be a fork.

    The copy is the same, behind, or ahead, with one history (exit 0); not known (8), where it is ahead and a
    checkpoint alone does not show whether it goes on from here; or forked (7). The evidence of a fork goes to
    the file fork-SIZE.evidence in the present folder; everybody can check it with *log evidence*.

    \b
    Example:
      remit log compare /mnt/partner/log
      remit log compare postgresql://reader@partner.example/icp --copy-head partner.checkpoint
    """
    from ledger import heads
    from ledger_cli import copies, forks, verification

    settings = session.settings
    verification.require_log(session.logs, VerifierKey.parse(log) if log is not None else None)
    heads.require_extension(session.store, settings.head_file, *session.logs.all, signs=False)
    note = _note(checkpoint) if checkpoint is not None else settings.head_file.read()
    ours = copies.ledger(session.store, open_note(note, *session.logs.all) if note is not None else None)
    with forks.keeping_evidence(*session.logs.all):
        theirs = _note(copy_head) if copy_head is not None else None
        found = copies.compare(ours, copy, theirs, *session.logs.all)
    if settings.as_json:
        emit_json({"answer": found.answer, "by": found.by, "entries": ours.size, "root": ours.root.hex()})
    else:
        answer(copies.sentence(found, ours))
    if found.answer in {"ahead", "not known"} and settings.signs_heads:
        raise StorageError(
            f"expected a ledger of at least {ours.size + found.by} entries where the log key is kept, "
            f"got {ours.size}: an older copy was restored"
        )
    return 8 if found.answer == "not known" else 0


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--log",
    metavar="LINE",
    required=True,
    multiple=True,
    help="The log, as you were given it: name+hash+key; again for another key that it had.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def evidence(file: Path, log: tuple[str, ...], as_json: bool) -> None:
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
    shown = evidences.check(data, *map(VerifierKey.parse, log))
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
        return policies.read_bytes(path, NOTE_BYTES_MAX).decode()
    except UnicodeDecodeError:
        raise Malformed(f"{path}: expected UTF-8 text, got other bytes") from None


for _one in (rotating.rotate, rotating.end_rotation):
    command.add_command(_one)

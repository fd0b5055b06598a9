"""``remit log``: verify the whole log; sign its head; ask witnesses to cosign it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.checkpoint import NOTE_BYTES_MAX, SignedCheckpoint, VerifierKey, open_note
from ledger.errors import Malformed, StorageError, Unwitnessed
from ledger_cli import policies
from ledger_cli.options import answering, located
from ledger_cli.output import answer, emit_json, emit_record
from ledger_cli.settings import Settings, log_passphrase, seconds

if TYPE_CHECKING:
    from ledger.policy import Judgement, Policy
    from ledger.store import Head
    from ledger_cli.session import Session
    from ledger_cli.verification import Replayed

_LONG = 2_000
"""From so many entries on, a terminal is told how far it has come."""


@click.group()
def command() -> None:
    """Verify the whole log; sign its head; ask witnesses to cosign it."""


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
    from ledger.store import Store
    from ledger_cli import verification

    trusted = policies.read(policy) if policy is not None else None
    given = VerifierKey.parse(log) if log is not None else None
    with Store.open(settings.store) as store:
        key = verification.log_of(store)
        verification.require_log(key, given)
        kept = open_note(_note(checkpoint), key) if checkpoint is not None else None
        seen = _seen(settings, key, trusted, kept, at)
        note = settings.head_file.read()
        last = open_note(note, key) if note is not None else None
        head = store.head()
        sizes = [one.checkpoint.size for one in (kept, last, seen and seen[0]) if one is not None]
        found = verification.replay(store, head, sizes, _told)
    steps = _steps(found, head)
    if last is not None:
        verification.require_extension(found, last.checkpoint, "the last signed head", ours=True)
    steps.append((8, "the log extends the last head that it signed", _told_of(last)))
    if kept is not None:
        verification.require_extension(found, kept.checkpoint, str(checkpoint), ours=False)
        steps.append((9, "the log extends the checkpoint that you gave", _told_of(kept)))
    if seen is not None:
        verification.require_extension(found, seen[0].checkpoint, "the cosigned head", ours=False)
        seen[1].require()
        steps.append((len(steps) + 1, policies.TITLE, f"{_told_of(seen[0])}: {policies.told(seen[1])}"))
    trusts = given is not None or (trusted is not None and bool(trusted.logs))
    _print(settings, key, found, steps, trusted=trusts, kept=kept, seen=seen)
    if found.closed:
        count = len(found.closed)
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
@answering
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
    from ledger_cli import collecting

    trusted = policies.read(policy) if policy is not None else None
    if trusted is not None:
        policies.require_log(trusted, session.log)
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
        return policies.read_bytes(path, NOTE_BYTES_MAX).decode()
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


def _told_of(signed: SignedCheckpoint | None) -> str:
    if signed is None:
        return "not compared, there is none on this machine"
    return f"{signed.checkpoint.size} entries, {signed.checkpoint.root.hex()}"


def _seen(
    settings: Settings,
    key: VerifierKey,
    trusted: Policy | None,
    kept: SignedCheckpoint | None,
    at: int | None,
) -> tuple[SignedCheckpoint, Judgement] | None:
    """Put a policy to the checkpoint that was given, else to the best that was collected.

    Raises:
        BadSignature: the policy lists other logs, or a cosignature does not hold.
        Unwitnessed: nothing has been cosigned.
    """
    if trusted is None:
        return None
    from ledger import policy as policies_of_core
    from ledger.cosigned import Cosigned

    policies.require_log(trusted, key)
    now = seconds() if at is None else at
    signed = kept or Cosigned(settings.cosigned, key).best(trusted, now)
    if signed is None:
        raise Unwitnessed(
            "expected a checkpoint that witnesses have cosigned, got none; give one: --checkpoint"
        )
    return signed, policies_of_core.judge(signed, trusted, now)


def _answers(found: Replayed, seen: tuple[SignedCheckpoint, Judgement] | None) -> list[str]:
    """Say what the replay is worth: nothing is called verified that no witness was asked for."""
    if seen is None or not seen[1].witnessed:
        return ["internally consistent", "no witness has seen this log"]
    size = seen[0].checkpoint.size
    after = f"entries {size + 1} to {found.audit.size}: internally consistent, seen by no witness yet"
    return [f"verified up to entry {size}", *([after] if found.audit.size > size else [])]


def _print(
    settings: Settings,
    key: VerifierKey,
    found: Replayed,
    steps: list[tuple[int, str, str]],
    *,
    trusted: bool,
    kept: SignedCheckpoint | None,
    seen: tuple[SignedCheckpoint, Judgement] | None,
) -> None:
    answers = _answers(found, seen)
    rests = "the origin and key that you gave" if trusted else "the origin and key that entry 1 states"
    if settings.as_json:
        emit_json(
            {
                "answer": answers[0],
                "witnessed": seen is not None and seen[1].witnessed,
                "seen by": policies.record(seen[1]) if seen is not None else [],
                "rests on": rests,
                "log": key.encode(),
                "entries": found.audit.size,
                "root": found.audit.root().hex(),
                "extends": kept.checkpoint.size if kept is not None else None,
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
    answer(f"{answers[0]}, resting on {rests}: {key.encode()}")
    for line in answers[1:]:
        answer(line)

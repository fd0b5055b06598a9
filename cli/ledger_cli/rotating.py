"""The rotation of the log's own key: announced under the old one, with both lines until the old one ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.errors import Malformed, Refused, StorageError
from ledger_cli.options import new_signer, recording
from ledger_cli.output import say
from ledger_cli.parameters import DAY
from ledger_cli.settings import log_passphrase

if TYPE_CHECKING:
    from ledger.ed25519 import Signer
    from ledger.logkeys import LogKeys
    from ledger_cli.session import Session


def signers(session: Session) -> tuple[Signer, ...]:
    """Give the log's keys that sign heads now.

    Raises:
        StorageError: one is not on this machine.
    """
    settings = session.settings
    place = settings.log_key
    if not settings.signs_heads:
        raise StorageError(f"expected the log key at {place}, got none")
    if not settings.log_signer and log_passphrase() is None:
        raise click.UsageError("expected REMIT_LOG_PASSPHRASE or REMIT_PASSPHRASE for the log key")
    found = session.keys.log([key.public for key in session.logs.signing])
    if not found:
        lines = ", ".join(key.encode() for key in session.logs.signing)
        by = " or by --log-signer" if settings.log_signer else ""
        raise StorageError(f"expected the private keys of {lines} in {place.parent}{by}, got not all of them")
    return found


def told(logs: LogKeys) -> dict[str, object]:
    """Give what is shown of the log's keys beside the one that signs; nothing where there was only one."""
    if len(logs.keys) == 1:
        return {}
    both = logs.signing if logs.overlap else ()
    return {
        "new log": both[1].encode() if both else "none announced",
        "log keys so far": ", ".join(key.encode() for key in logs.all),
    }


@click.command()
@click.option(
    "--new-key",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The new private key, in the folder beside the ledger: taken if it is there, else made.  "
    "[default: log-2.key there, then log-3.key]",
)
@new_signer
@click.option("--on", type=DAY, help="[default: today]")
@recording
def rotate(session: Session, file: Path | None, new_signer: str | None, on: str | None) -> None:
    """Announce a new log key under the old one: both sign every head until the old one ends.

    Give the new line to all who verify, and have the present head cosigned, before you end the old key.

    \b
    Example:
      remit log rotate --new-key icp.ledger.keep/log-2.key
    """
    from ledger import logkeys
    from ledger_cli.proposing import submit

    if file is not None and new_signer is not None:
        raise click.UsageError("expected --new-key or --new-signer, got both")
    old, *more = signers(session)
    if more:
        raise Refused("KEY-8: expected one log key that signs heads, got two: end the old one first")
    with _new(session, file, new_signer) as new:
        submit(session, on, logkeys.rotation(session.founded.origin, old, new))
    if not session.settings.dry_run:
        say(f"give this line to all who verify: {session.logs.signing[-1].encode()}")


@contextmanager
def _new(session: Session, file: Path | None, named: str | None) -> Iterator[Signer]:
    """Lend the new log key; a file that was made does not stay where the key is not recorded."""
    from ledger import ed25519, keyfiles

    if named is not None:
        yield session.keys.signer(named)
        return
    folder = session.settings.folder
    place = file or folder / f"log-{len(session.logs.keys) + 1}.key"
    if place.resolve().parent != folder.resolve():
        raise Malformed(
            f"expected the new log key in {folder}, where this machine keeps the old, got {place}"
        )
    word = log_passphrase()
    if word is None:
        raise click.UsageError("expected REMIT_LOG_PASSPHRASE or REMIT_PASSPHRASE for the new log key")
    made = not place.exists()
    new = ed25519.PrivateKey.generate() if made else keyfiles.read_private(place, word)
    if made and not session.settings.dry_run:
        keyfiles.write_private(place, new, word, comment=f"remit log {session.founded.origin}")
    try:
        yield new
    except (Refused, click.Abort, click.UsageError):
        for path in (place, keyfiles.public_path(place)) if made else ():
            path.unlink(missing_ok=True)
        raise


@click.command("end-rotation")
@click.option("--on", type=DAY, help="[default: today]")
@recording
def end_rotation(session: Session, on: str | None) -> None:
    """End the old log key: from now on the new one signs heads alone.

    \b
    Example:
      remit log end-rotation
    """
    from ledger.facts.keys import LogKeyEnded
    from ledger_cli.proposing import submit

    submit(session, on, LogKeyEnded(session.logs.keys[-2:][0]))

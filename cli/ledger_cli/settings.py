"""What the options and the environment say: which ledger, where its files lie, whose key, which passphrase.

Beside a SQLite ledger ``icp.ledger`` lies the folder ``icp.ledger.keep`` with what must not be lost and is
not in the database: the head file, the log key, and the outbox. A PostgreSQL ledger names its folder.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from ledger.acts import london_day
from ledger.errors import StorageError
from ledger.headfile import HeadFile
from ledger_cli import ids

INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"


def now() -> str:
    """Read the clock: this instant in UTC to the microsecond."""
    return datetime.now(UTC).strftime(INSTANT)


def seconds() -> int:
    """Read the clock: seconds since 1970, UTC."""
    return int(datetime.now(UTC).timestamp())


def today() -> str:
    """Read the clock: this day in Europe/London."""
    return london_day(now())


class Settings(msgspec.Struct, frozen=True):
    """What the options and the environment say."""

    store: str
    keep: Path | None = None
    key: Path | None = None
    signer: str | None = None
    log_signer: tuple[str, ...] = ()
    as_json: bool = False
    yes: bool = False
    dry_run: bool = False
    request: str | None = None
    departure: str | None = None

    @property
    def folder(self) -> Path:
        """The folder beside the ledger.

        Raises:
            StorageError: a PostgreSQL ledger without ``--keep``.
        """
        if self.keep is not None:
            return self.keep
        if "://" in self.store:
            raise StorageError("expected --keep FOLDER (or REMIT_KEEP) with a PostgreSQL ledger, got none")
        return Path(f"{self.store}.keep")

    @property
    def head_file(self) -> HeadFile:
        """Where the last signed head is kept."""
        return HeadFile(self.folder / "head")

    @property
    def cosigned(self) -> Path:
        """The folder of what witnesses have cosigned."""
        return self.folder / "head.cosigned"

    @property
    def policy(self) -> Path:
        """The policy whose witnesses are asked before anything is recorded or signed, where there is one."""
        return self.folder / "policy"

    @property
    def log_key(self) -> Path:
        """The private key of the log, where this machine keeps it."""
        return self.folder / "log.key"

    @property
    def signs_heads(self) -> bool:
        """Whether heads are signed here: by a key file, or by a program or token."""
        return bool(self.log_signer) or self.log_key.exists()


_asked: dict[str, str] = {}


def passphrase(path: Path) -> bytes:
    """Give the passphrase of a key file: REMIT_PASSPHRASE, else asked for at the terminal once.

    Raises:
        click.UsageError: there is neither.
    """
    word = os.environ.get("REMIT_PASSPHRASE") or _asked.get("")
    if word is None:
        if not sys.stdin.isatty():
            raise click.UsageError(
                f"expected REMIT_PASSPHRASE for {path} where there is no terminal to ask at"
            )
        word = str(click.prompt(f"Passphrase of {path}", hide_input=True, err=True))
        _asked[""] = word
    return word.encode()


def pin(token: str) -> str:
    """Give the PIN of a token: REMIT_PIN, else asked for at the terminal.

    Raises:
        click.UsageError: there is neither.
    """
    word = os.environ.get("REMIT_PIN")
    if word is None:
        if not sys.stdin.isatty():
            raise click.UsageError(
                f"expected REMIT_PIN or a pin-source for {token} where there is no terminal to ask at"
            )
        word = str(click.prompt(f"PIN of {token}", hide_input=True, err=True))
    return word


def request_id(settings: Settings) -> str:
    """Give the request id that the officer named, or a fresh one."""
    return settings.request or ids.new_request()


def new_passphrase() -> bytes:
    """Give the passphrase for new key files: REMIT_PASSPHRASE, else asked for twice.

    Raises:
        click.UsageError: there is neither.
    """
    word = os.environ.get("REMIT_PASSPHRASE")
    if word is None:
        if not sys.stdin.isatty():
            raise click.UsageError("expected REMIT_PASSPHRASE where there is no terminal to ask at")
        word = str(click.prompt("New passphrase", hide_input=True, confirmation_prompt=True, err=True))
        _asked[""] = word
    return word.encode()


def log_passphrase() -> bytes | None:
    """Give the passphrase of the log key: REMIT_LOG_PASSPHRASE, else the one in use; None without any."""
    word = os.environ.get("REMIT_LOG_PASSPHRASE") or os.environ.get("REMIT_PASSPHRASE") or _asked.get("")
    return None if word is None else word.encode()

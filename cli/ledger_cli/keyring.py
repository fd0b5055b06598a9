"""The keys that sign for one command, opened while the program is still starting.

Trying a passphrase takes a fifth of a second by design (bcrypt); so does importing what judges and stores.
Neither waits for the other. What is wrong with a key is said where it is first used.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import click

from ledger_cli.settings import Settings, log_passphrase, passphrase, pin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ledger import ed25519


class Keyring:
    """The officer's key, and the log's where this machine keeps it; each file is opened once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pool = ThreadPoolExecutor(max_workers=2)
        self._started: dict[str, ed25519.Signer] = {}
        self._opening: dict[Path, Future[ed25519.PrivateKey]] = {}

    def begin(self) -> None:
        """Begin to open what an act needs, as far as nobody has to be asked for a passphrase."""
        word, key = os.environ.get("REMIT_PASSPHRASE"), self._settings.key
        if word and key is not None and self._settings.signer is None:
            self._open(key, word.encode())
        if not self._settings.dry_run:
            self._open_log()

    def officer(self) -> ed25519.Signer:
        """Give the officer's key; its passphrase is asked for where the environment has none.

        Raises:
            StorageError: no key file is there, or it is readable by others.
            Refused: the passphrase is wrong.
        """
        if self._settings.signer is not None:
            return self.signer(self._settings.signer)
        key = self._settings.key
        if key is None:
            raise click.UsageError("expected the officer's key: --key FILE, or REMIT_KEY")
        opening = self._opening.get(key) or self._open(key, passphrase(key))
        return opening.result()

    def second(self, key: Path) -> ed25519.PrivateKey:
        """Give the key of a second officer; its passphrase is REMIT_SECOND_PASSPHRASE, or asked for.

        Raises:
            click.UsageError: there is no passphrase.
            StorageError: no key file is there, or it is readable by others.
            Refused: the passphrase is wrong.
        """
        word = os.environ.get("REMIT_SECOND_PASSPHRASE")
        if word is None:
            if not sys.stdin.isatty():
                raise click.UsageError(
                    f"expected REMIT_SECOND_PASSPHRASE for {key} where there is no terminal to ask at"
                )
            word = str(click.prompt(f"Passphrase of {key}", hide_input=True, err=True))
        return self._open(key, word.encode()).result()

    def signer(self, named: str) -> ed25519.Signer:
        """Give the key of a program, or of a token (``pkcs11:``); each is started once.

        Raises:
            Malformed: no command line, no URI, or an answer of another form.
            StorageError: it cannot be started or found, or fails.
            Refused: the PIN is wrong.
            BadSignature: its key is one that signatures cannot be judged by.
        """
        from ledger import signers, tokens

        if named not in self._started:
            token = named.startswith(tokens.SCHEME)
            self._started[named] = tokens.Token.open(named, pin) if token else signers.Program.start(named)
        return self._started[named]

    def begin_log(self) -> None:
        """Start what signs heads in the place of a file, so that nothing is recorded before it is there.

        Raises:
            Malformed, StorageError, Refused, BadSignature: as :meth:`signer` says.
        """
        for named in self._settings.log_signer:
            self.signer(named)

    def log(self, publics: Sequence[bytes]) -> tuple[ed25519.Signer, ...]:
        """Give the log's keys, or none where a file or the passphrase of one is not at hand.

        Args:
            publics: the public keys that sign heads now: two during the overlap of a rotation.

        Raises:
            Refused: the passphrase is another.
            Malformed, StorageError, BadSignature: as :meth:`signer` says.
        """
        self.begin_log()
        found = [self._log_key(public) for public in publics]
        return tuple(one for one in found if one is not None) if None not in found else ()

    def _log_key(self, public: bytes) -> ed25519.Signer | None:
        from ledger import keyfiles

        for one in self._started.values():
            if one.public == public:
                return one
        opening = self._opening.get(self._settings.log_key) or self._open_log()
        first = None if opening is None else opening.result()
        word = log_passphrase()
        if first is None or first.public == public or word is None:
            return first
        for path in sorted(self._settings.folder.glob("*.key")):
            if path != self._settings.log_key and keyfiles.read_public(path) == public:
                return (self._opening.get(path) or self._open(path, word)).result()
        return None

    def _open_log(self) -> Future[ed25519.PrivateKey] | None:
        word, key = log_passphrase(), self._settings.log_key
        return self._open(key, word) if word is not None and key.exists() else None

    def _open(self, key: Path, word: bytes) -> Future[ed25519.PrivateKey]:
        from ledger import keyfiles

        self._opening[key] = self._pool.submit(keyfiles.read_private, key, word)
        return self._opening[key]

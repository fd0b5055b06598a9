"""One run of the program on one ledger: who signs, what is shown, how a request is recorded."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Self, TypeVar

import click
import msgspec

from ledger import ed25519, heads
from ledger.acts import Proposal
from ledger.checkpoint import SignedCheckpoint, VerifierKey, open_note
from ledger.errors import Refused, StorageError
from ledger.facts.fact import Fact
from ledger.gather import Seen, log_keys
from ledger.outbox import Outbox
from ledger.replay import recorded
from ledger.request import Judgement, Request
from ledger.service import Ledger
from ledger.store import Receipt, Store
from ledger.tags import wire_name
from ledger_cli import erasures, names, preview
from ledger_cli.keyring import Keyring
from ledger_cli.output import emit_record, say
from ledger_cli.settings import Settings, now

B = TypeVar("B", bound=msgspec.Struct)


class Session:
    """An open ledger for the length of one command."""

    def __init__(self, settings: Settings, keys: Keyring | None = None) -> None:
        self.settings = settings
        self.keys = Keyring(settings) if keys is None else keys
        self.store = Store.open(settings.store)
        self.ledger = Ledger(self.store, Outbox(settings.folder / "outbox"), now)
        self.id, self.founded = self.ledger.founding()
        gone = erasures.again(self.store)
        if gone:
            say(erasures.told(gone))
        self.logs = log_keys(self.store)
        self.seen = Seen()
        self._asked = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    @property
    def log(self) -> VerifierKey:
        """The key that signs heads now; of two, the one that others know already."""
        return self.logs.signing[0]

    def submit(
        self,
        proposals: Sequence[Proposal],
        request: str,
        *,
        more: Sequence[ed25519.Signer] = (),
        show: bool = True,
        made: Mapping[str, str] | None = None,
        place: Callable[[int, str], str] | None = None,
    ) -> Receipt | None:
        """Judge, show, ask, sign and record; print the receipt. None after ``--dry-run``.

        Args:
            proposals: the facts, in order.
            request: the id under which they are recorded.
            more: keys that sign beside the officer's.
            show: print the receipt.
            made: ids that the request brings into the world, printed before the receipt.
            place: says where a fact, by its index, was written, for a rule that speaks against it.

        Raises:
            Refused: rules speak against it; persons are named beside their ids.
        """
        self._begin()
        signers = (self.keys.officer(), *more)
        seed = hashlib.sha256(signers[0].sign(f"remit-seed/1 {self.id} {request}".encode())).digest()
        asked = Request(request, tuple(proposals), seed)
        try:
            if self.settings.dry_run:
                self._dry_run(asked, signers)
                return None
            receipt = self.ledger.record(asked, signers, self._approve)
            self.logs = log_keys(self.store)
        except Refused as error:
            told = self._placed(asked, signers, place) or str(error)
            raise Refused(self.spell(told), error.kind) from error
        signed = self.sign_head() is not None
        if show:
            self.show_receipt(receipt, signed=signed, made=made)
        return receipt

    def spell(self, text: str) -> str:
        """Put the names that the ledger knows before the person ids of a text."""
        return names.spell(text, names.of_persons(self.store, names.persons_in(text)))

    def _begin(self) -> None:
        """Require that the ledger extends the last signed head, and send what lies in the outbox."""
        settings = self.settings
        if not settings.dry_run:
            self.keys.begin_log()
        place, signs = settings.head_file, settings.signs_heads
        heads.require_extension(self.store, place, *self.logs.all, signs=signs)
        if not settings.dry_run:
            self.ask_witnesses()
        for one in self.ledger.settle():
            if one.receipt is None:
                say(f"set aside in the outbox: request {one.request}, not allowed any more: {one.reason}")
            else:
                say(f"sent from the outbox: request {one.request}, up to entry {one.receipt.size}")

    def facts_of(self, type_: type[B]) -> Iterator[tuple[Fact, B]]:
        """Give every fact whose body is of a type, in order, from the log itself, with that body."""
        for entry in self.store.of_types((wire_name(type_),), upto=self.store.head().size):
            fact = recorded(entry).fact
            if isinstance(fact.body, type_):
                yield fact, fact.body

    def sign_head(self) -> str | None:
        """Sign the present head where this machine keeps the log key and its passphrase is at hand."""
        with suppress(Refused):
            signers = self.keys.log([key.public for key in self.logs.signing])
            if signers:
                self.ask_witnesses()
                place, former = self.settings.head_file, self.logs.all
                return heads.sign_head(self.store, place, self.log, *signers, former=former)
        return None

    def ask_witnesses(self, trust: str | None = None) -> None:
        """Ask the witnesses of the policy beside the ledger, once, before anything is recorded or signed.

        Args:
            trust: a signed checkpoint in the place of the head file, where that is gone.

        Raises:
            StorageError: one has seen more than was signed here: an older copy was restored.
            Forked: one has seen another history.
        """
        if self._asked or not self.settings.policy.exists():
            return
        from ledger_cli import resuming

        resuming.require_last(self, trust)
        self._asked = True

    def signed_head(self) -> SignedCheckpoint:
        """Give the present head, signed now where the log key is at hand, else the last one signed.

        Raises:
            StorageError: there is neither.
        """
        note = self.sign_head() or self.settings.head_file.read()
        if note is None:
            place = self.settings.head_file.path
            raise StorageError(f"expected a signed head in {place}, got none; sign one: remit log checkpoint")
        return open_note(note, *self.logs.all)

    def show_receipt(self, receipt: Receipt, *, signed: bool, made: Mapping[str, str] | None = None) -> None:
        """Print what came into the world, and where the facts stand."""
        record = {
            **(made or {}),
            "request": receipt.request,
            "entries": f"{receipt.first} to {receipt.size}" if receipt.count > 1 else str(receipt.first),
            "leaf": receipt.leaf.hex(),
            "size": receipt.size,
            "root": receipt.root.hex(),
            "head": "signed" if signed else "not signed: the log key is not at hand",
        }
        emit_record(record, as_json=self.settings.as_json)

    def _approve(self, judgement: Judgement) -> None:
        preview.show(judgement, self.store, full=not self.settings.yes)
        if self.settings.yes:
            return
        if not sys.stdin.isatty():
            raise click.UsageError("expected --yes where there is no terminal to ask at")
        if not click.confirm("Sign and record this?", err=True):
            raise click.Abort

    def _dry_run(self, asked: Request, signers: Sequence[ed25519.Signer]) -> None:
        judgement = self._judged(asked, signers)
        preview.show(judgement, self.store, full=True)
        judgement.require()
        say("dry run: nothing was signed and nothing was recorded")

    def _judged(self, asked: Request, signers: Sequence[ed25519.Signer]) -> Judgement:
        keys = tuple(sorted(ed25519.key_id(signer.public) for signer in signers))
        recorder = self.ledger.person_of(ed25519.key_id(signers[0].public))
        return self.ledger.judge(asked, self.id, recorder, keys)

    def _placed(
        self, asked: Request, signers: Sequence[ed25519.Signer], place: Callable[[int, str], str] | None
    ) -> str:
        """Say what speaks against a request, each line at the place of its fact; nothing without places."""
        if place is None:
            return ""
        told = [
            f"{place(index, line.partition(' ')[0])}: {line}"
            for index, one in enumerate(self._judged(asked, signers).judged)
            for line in str(one.refusal or "").splitlines()
        ]
        return "\n".join(told)

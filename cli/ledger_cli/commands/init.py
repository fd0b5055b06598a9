"""``remit init``: make a ledger with its id, origin, log key, first officer and recovery key."""

from __future__ import annotations

import secrets
from pathlib import Path

import click
import msgspec

from ledger import ed25519, keyfiles
from ledger.acts import Proposal, london_day
from ledger.checkpoint import VerifierKey
from ledger.errors import Malformed, StorageError
from ledger.facts.founding import Founded, Origin
from ledger.facts.words import Words, key_text
from ledger_cli import ids
from ledger_cli.keyring import Keyring
from ledger_cli.options import located, log_signer
from ledger_cli.output import emit_record, say
from ledger_cli.settings import Settings, new_passphrase, now


@click.command()
@click.option("--origin", required=True, help="The name of the log, without a scheme: example.org/icp.")
@click.option("--officer", required=True, metavar="NAME", help="The first officer's name.")
@click.option(
    "--key-file",
    type=click.Path(path_type=Path, dir_okay=False),
    default="officer.key",
    show_default=True,
    help="Where the officer's private key goes; give it to REMIT_KEY afterwards.",
)
@click.option(
    "--recovery-file",
    type=click.Path(path_type=Path, dir_okay=False),
    default="recovery.key",
    show_default=True,
    help="Where the recovery key goes; move it to a safe.",
)
@log_signer
@located
def command(settings: Settings, origin: str, officer: str, key_file: Path, recovery_file: Path) -> None:
    """Make a ledger: its id, its log key, its first officer, its recovery key.

    The three private keys are written encrypted under one passphrase, which is asked for or read from
    REMIT_PASSPHRASE; with --log-signer, that of the log stays where it is. Entry 1 binds them; what is
    printed last is what others need to verify the log.

    \b
    Example:
      remit init --origin example.org/icp --officer "Ann Clerk"
    """
    _require_origin(origin)
    places = {"officer": key_file, "recovery": recovery_file, "log": settings.log_key}
    held = _held(settings)
    if held:
        del places["log"]
    _require_nothing(settings.store, places)
    word = new_passphrase()
    made = {name: ed25519.PrivateKey.generate() for name in places}
    keys = {**made, **held}
    try:
        settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"expected a folder at {settings.folder}, got: {error.strerror}") from error
    for name, place in places.items():
        keyfiles.write_private(place, made[name], word, comment=f"remit {name} {origin}")
    person = _found(settings, origin, officer, keys)
    say(f"keep {recovery_file} and its passphrase in a safe: it can enrol new keys when all others are lost")
    say("whoever verifies needs the line of the log: hand it over by another way than the ledger")
    record = {
        "ledger": settings.store,
        "officer": person,
        "officer key": str(key_file),
        "recovery key": str(recovery_file),
        "log": VerifierKey(origin, keys["log"].public).encode(),
    }
    emit_record(record, as_json=settings.as_json)


def _found(settings: Settings, origin: str, officer: str, keys: dict[str, ed25519.Signer]) -> str:
    """Create the store, record entry 1 and sign the first head; give the officer's person id."""
    from ledger import heads
    from ledger.outbox import Outbox
    from ledger.request import Request
    from ledger.service import Ledger
    from ledger.store import Store

    request = ids.new_request()
    body = Founded(
        origin=origin,
        log_key=key_text(keys["log"].public),
        officer=ids.Maker(request)("p"),
        name=Words.of(officer),
        officer_key=key_text(keys["officer"].public),
        recovery_key=key_text(keys["recovery"].public),
    )
    founding = Request(request, (Proposal(body, london_day(now())),), secrets.token_bytes(32))
    with Store.create(settings.store) as store:
        ledger = Ledger(store, Outbox(settings.folder / "outbox"), now)
        ledger.found(founding, ids.new_ledger(), (keys["officer"], keys["recovery"]))
        heads.sign_head(store, settings.head_file, VerifierKey(origin, keys["log"].public), keys["log"])
    return body.officer


def _held(settings: Settings) -> dict[str, ed25519.Signer]:
    """Give the log key that a program or token holds, by its name; nothing where a file is to be made."""
    if len(settings.log_signer) > 1:
        raise click.UsageError("expected --log-signer once, for the one log key of a new ledger")
    return {"log": Keyring(settings).signer(settings.log_signer[0])} if settings.log_signer else {}


def _require_origin(origin: str) -> None:
    try:
        msgspec.convert(origin, Origin)
    except msgspec.ValidationError:
        raise Malformed(
            f"expected an origin of small letters, digits, dots, hyphens and slashes, got {origin!a}"
        ) from None


def _require_nothing(store: str, places: dict[str, Path]) -> None:
    """Refuse to write beside what is there already, before anything is made."""
    if "://" not in store and Path(store).exists():
        raise StorageError(f"expected no file at {store}, where the ledger goes, got one")
    for name, place in places.items():
        if place.exists():
            raise StorageError(f"expected no file at {place}, where the {name} key goes, got one")

"""The options that commands share, and what every command of a kind gets from them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import click

from ledger_cli.settings import Settings

if TYPE_CHECKING:
    from ledger_cli.session import Session

P = ParamSpec("P")
R = TypeVar("R")
Command = Callable[..., Any]

_STORE = (
    click.option(
        "--store",
        envvar="REMIT_STORE",
        default="remit.ledger",
        show_default=True,
        show_envvar=True,
        help="The ledger: a file, or postgresql://user@host/database.",
    ),
    click.option(
        "--keep",
        envvar="REMIT_KEEP",
        type=click.Path(path_type=Path, file_okay=False),
        show_envvar=True,
        help="The folder of head file, log key and outbox.  [default: STORE.keep]",
    ),
    click.option("--json", "as_json", is_flag=True, help="Answer in JSON."),
)


class _Lines(click.ParamType[str]):
    """Words of which the environment holds one a line: each may have spaces."""

    name = "command"
    envvar_list_splitter = "\n"


log_signer = click.option(
    "--log-signer",
    envvar="REMIT_LOG_SIGNER",
    type=_Lines(),
    multiple=True,
    metavar="COMMAND",
    show_envvar=True,
    help="A program or token that signs heads in the place of the log key's file; during an overlap, twice.",
)
new_signer = click.option(
    "--new-signer",
    metavar="COMMAND",
    help="The new key is that of a program, or of a token (pkcs11:…), which signs that it is held.",
)
_RECORDING = (
    click.option(
        "--key",
        envvar="REMIT_KEY",
        type=click.Path(path_type=Path, dir_okay=False),
        show_envvar=True,
        help="Your private key; its passphrase is asked for, or read from REMIT_PASSPHRASE.",
    ),
    click.option(
        "--signer",
        envvar="REMIT_SIGNER",
        metavar="COMMAND",
        show_envvar=True,
        help="A program, or a token (pkcs11:…), that signs in the place of --key (docs/reference/keys.md).",
    ),
    log_signer,
    click.option("--yes", is_flag=True, help="Sign without asking."),
    click.option("--dry-run", is_flag=True, help="Show the facts and the findings; sign and record nothing."),
    click.option("--request", help="The id of this request: the same again gives the first receipt."),
    click.option(
        "--departure",
        metavar="REASON",
        help="It happened although a rule speaks against it: record it so, with the reason, for ever.",
    ),
)


def answering(function: Callable[Concatenate[Session, P], R]) -> Callable[..., R]:
    """Make a command that opens a ledger and answers from it; it gets the session first."""
    return _with(function, _STORE)


def recording(function: Callable[Concatenate[Session, P], R]) -> Callable[..., R]:
    """Make a command that records; it gets the session first."""
    return _with(function, (*_STORE, *_RECORDING), signs=True)


def signing_heads(function: Callable[Concatenate[Session, P], R]) -> Callable[..., R]:
    """Make a command that opens a ledger and may sign its head; it gets the session first."""
    return _with(function, (*_STORE, log_signer))


def located(function: Callable[Concatenate[Settings, P], R]) -> Callable[..., R]:
    """Make a command that gets the settings first and opens nothing itself."""
    return _with(function, _STORE, opens=False)


_NAMES = ("store", "keep", "as_json", "key", "signer", "log_signer", "yes", "dry_run", "request", "departure")


def _with(
    function: Callable[..., R], options: tuple[Any, ...], *, opens: bool = True, signs: bool = False
) -> Callable[..., R]:
    @functools.wraps(function)
    def run(**given: Any) -> R:
        settings = Settings(**{name: given.pop(name) for name in _NAMES if name in given})
        if not opens:
            return function(settings, **given)
        from ledger_cli.keyring import Keyring

        keys = Keyring(settings)
        if signs:
            keys.begin()
        from ledger_cli.session import Session

        with Session(settings, keys) as session:
            return function(session, **given)

    for option in reversed(options):
        run = option(run)
    return run

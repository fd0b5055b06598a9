"""``remit restore``: a ledger made again from a backup."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.checkpoint import VerifierKey
from ledger.errors import StorageError
from ledger_cli.options import located
from ledger_cli.output import emit_record, progress, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.backup import Replay
    from ledger_cli.settings import Settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--log", metavar="LINE", help="The log that you were told to trust: name+hash+key.")
@click.option("--check", is_flag=True, help="Only replay FILE and say what it holds; restore nothing.")
@click.option(
    "--unpacked-max",
    type=click.IntRange(min=1),
    metavar="BYTES",
    help="Let so many bytes come out of FILE.  [default: 1 GiB, or 100 for each byte of FILE]",
)
@located
def command(settings: Settings, file: Path, log: str | None, check: bool, unpacked_max: int | None) -> None:
    """Replay every entry of FILE, and make a ledger of it in the place of --store, where there is none yet.

    The ledger can be read at once. It records and signs nothing until it is shown to extend the last head
    that was signed: bring the head file back, or name the newest checkpoint that anybody was given.

    \b
    Example:
      remit restore icp-monday.remit-backup --store icp.ledger
    """
    from ledger import copying, heads
    from ledger.store import Store
    from ledger_cli import verification

    given = VerifierKey.parse(log) if log is not None else None
    if check:
        _print(settings, copying.check(file, given, unpacked_max, _told), given)
        return
    with _awaiting(settings):
        found = copying.restore(file, settings.store, given, unpacked_max, _told)
    _print(settings, found, given)
    if settings.head_file.awaited:
        settings.head_file.await_head(found.note)
        say("this ledger can be read; before it records or signs, show that it is not an older copy:")
        say(f"- bring the last signed head to {settings.head_file.path}, and the log key beside it; or")
        say("- name the newest checkpoint that anybody was given: remit log checkpoint --trust FILE; or")
        say("- ask the witnesses what they saw last: remit log resume --policy FILE")
        return
    with Store.open(settings.store) as store:
        heads.require_extension(store, settings.head_file, *verification.log_of(store).all, signs=False)


@contextmanager
def _awaiting(settings: Settings) -> Iterator[None]:
    """Note, before there is a ledger, that it may not go on without a head; take it back where none came."""
    head_file = settings.head_file
    try:
        settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"expected a folder at {settings.folder}, got: {error.strerror}") from error
    begun = not head_file.awaited and head_file.read() is None
    if begun:
        head_file.await_head()
    try:
        yield
    except BaseException:
        if begun:
            head_file.await_no_head()
        raise


def _told(done: int, size: int) -> None:
    progress(done, size, "bytes")


def _print(settings: Settings, found: Replay, given: VerifierKey | None) -> None:
    record = {
        "ledger": found.audit.ledger,
        "log": found.logs.signing[0].encode(),
        "rests on": "the origin and key that entry 1 states" if given is None else "the log that you gave",
        "entries": found.audit.size,
        "root": found.audit.root().hex(),
        "texts": found.openings,
        "signed": found.signed.size if found.signed is not None else "no head inside",
    }
    emit_record(record, as_json=settings.as_json)

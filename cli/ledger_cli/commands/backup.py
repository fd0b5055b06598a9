"""``remit backup``: the whole ledger as one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.checkpoint import open_note
from ledger_cli.options import answering
from ledger_cli.output import emit_record, progress, say

if TYPE_CHECKING:
    from ledger_cli.session import Session


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@answering
def command(session: Session, file: Path) -> None:
    """Write every entry, and the words that can be erased, into one new FILE, while others go on recording.

    It holds private text, so it is readable by you alone. It holds no key, no read model, and nothing that
    waits in the outbox. Keep FILE, the keys and the newest signed head in three places.

    \b
    Example:
      remit backup icp-monday.remit-backup
    """
    from ledger import copying, heads

    settings = session.settings
    note = settings.head_file.read()
    heads.require_extension(session.store, settings.head_file, *session.logs.all, signs=False)
    copied = copying.back_up(session.store, note, file, progress)
    if note is None:
        say("no signed head is kept on this machine, so the backup has none inside")
    record = {
        "backup": str(file),
        "entries": copied.size,
        "root": copied.root.hex(),
        "texts": copied.openings,
        "signed": None if note is None else open_note(note, *session.logs.all).checkpoint.size,
        "bytes": file.stat().st_size,
    }
    emit_record(record, as_json=settings.as_json)

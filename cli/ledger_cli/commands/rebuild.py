"""``remit rebuild``: make the read models anew from the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger_cli.options import answering
from ledger_cli.output import Table, emit, progress, say

if TYPE_CHECKING:
    from ledger_cli.session import Session


@click.command()
@click.option("--check", is_flag=True, help="Change nothing: build them a second time, beside, and compare.")
@answering
def command(session: Session, check: bool) -> None:
    """Drop the read models and build them again from the log; nothing is lost by it.

    With --check, a read model that says something which the log does not ends in exit 7.

    \b
    Example:
      remit rebuild --check
    """
    from ledger_projections.views import Views

    with Views.open(session.settings.store) as views:
        if check:
            views.follow(session.store, told=progress)
            digests = views.require_undrifted(session.store, told=progress)
        else:
            views.rebuild(session.store, told=progress)
            digests = views.digests()
        say(f"as of entry {views.position}")
    emit(Table(("read model", "digest"), sorted(digests.items())), as_json=session.settings.as_json)

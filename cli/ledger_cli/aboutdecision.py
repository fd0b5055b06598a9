"""What commands about one decision share: their options, whose decision it is, and how they record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger_cli.parameters import DAY

if TYPE_CHECKING:
    from ledger_cli.session import Session

part_ = click.option("--part", default="1", show_default=True, help="The part, by its number.")
some_part = click.option("--part", help="This part only, by its number.  [default: all of it]")
reason_ = click.option("--reason", required=True, help="Why; kept sealed.")
when = click.option("--on", type=DAY, help="The day of it.  [default: today]")


def body_of(session: Session, resolution: str) -> str:
    """Give the code of the body whose decision it is.

    Raises:
        Malformed: there is no such decision.
    """
    from ledger_cli import deciding
    from ledger_cli.lookups import Past

    return deciding.body_of(Past(session), resolution)


def decided_for(session: Session, decision: str) -> str:
    """Give the code of the body whose decision it is, or for which an act was done under its delegation.

    Raises:
        Malformed: there is neither, or the act was done for an organisation.
    """
    from ledger.errors import Malformed
    from ledger.keydecisions import body_of as body_of_giver
    from ledger_cli import explaining
    from ledger_cli.lookups import Past

    if not decision.startswith("a-"):
        return body_of(session, decision)
    _, done = explaining.act_of(Past(session), decision)
    code = body_of_giver(done.by)
    if code is None:
        raise Malformed(f"expected an act for a body, whose terms say what is called in, got {done.by}")
    return code

"""From what an officer says to what is proposed, and recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ledger.acts import Proposal
from ledger.errors import Malformed
from ledger.facts import Body
from ledger.facts.fact import Acted
from ledger.facts.words import Words
from ledger_cli.settings import Settings, request_id, today

if TYPE_CHECKING:
    from ledger.store import Receipt
    from ledger_cli.session import Session

NOBODY = Acted()


def propose(
    settings: Settings, body: Body, on: str, acted: Acted = NOBODY, clauses: tuple[str, ...] = ()
) -> Proposal:
    """Make a proposal, as a departure where the officer gives a reason for one.

    Raises:
        Malformed: a text that says nothing.
    """
    for name in body.__struct_fields__:
        text = getattr(body, name)
        if isinstance(text, Words) and not text.text.strip():
            raise Malformed(f"expected a {name.replace('_', ' ')}, got an empty text")
    reason = None if settings.departure is None else Words.of(settings.departure)
    return Proposal(body, on, acted, clauses, departure=reason)


def submit(
    session: Session,
    on: str | None,
    *bodies: Body,
    acted: Acted = NOBODY,
    clauses: tuple[str, ...] = (),
    request: str | None = None,
    made: Mapping[str, str] | None = None,
) -> Receipt | None:
    """Record facts as one request, of a day or of today. None after ``--dry-run``.

    Args:
        session: the open ledger.
        on: the day; None: today.
        bodies: what is stated, in order.
        acted: who acted.
        clauses: those that it rests on.
        request: the id of the request, where other ids were made from it; None: as the officer says.
        made: ids that the request brings into the world.
    """
    day = on or today()
    proposals = [propose(session.settings, body, day, acted, clauses) for body in bodies]
    return session.submit(proposals, request or request_id(session.settings), made=made)

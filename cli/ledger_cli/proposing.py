"""From what an officer says to what is proposed."""

from __future__ import annotations

from ledger.acts import Proposal
from ledger.errors import Malformed
from ledger.facts import Body
from ledger.facts.fact import Acted
from ledger.facts.words import Words
from ledger_cli.settings import Settings

NOBODY = Acted()


def propose(settings: Settings, body: Body, on: str, acted: Acted = NOBODY) -> Proposal:
    """Make a proposal, as a departure where the officer gives a reason for one.

    Raises:
        Malformed: a text that says nothing.
    """
    for name in body.__struct_fields__:
        text = getattr(body, name)
        if isinstance(text, Words) and not text.text.strip():
            raise Malformed(f"expected a {name.replace('_', ' ')}, got an empty text")
    reason = None if settings.departure is None else Words.of(settings.departure)
    return Proposal(body, on, acted, departure=reason)

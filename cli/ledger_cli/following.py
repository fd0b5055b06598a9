"""The follow-ups of a body with their words, in the order in which they were noted (LSC-M5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.facts.decisions import FollowUpNoted

if TYPE_CHECKING:
    from ledger.followups import FollowUp
    from ledger_cli.lookups import Past


def of_body(past: Past, body: str) -> list[tuple[FollowUp, str]]:
    """Give every follow-up that a meeting of the body noted, as it stands, with what is to be done."""
    held = {opened.meeting for _, opened in past.sittings(body)}
    noted = {one.followup: at for at, one in past.every(FollowUpNoted) if one.meeting in held}
    known = past.state(*(f"followup:{code}" for code in noted)).followups.known if noted else {}
    words = past.words(noted.values())
    return [
        (known[code], words.read(at.fact.id, "body.text", known[code].noted.text) or "")
        for code, at in noted.items()
    ]

"""What a partner that left has when it rejoins: what is open to it again, what does not come back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.facts import duties
from ledger.facts.words import Words
from ledger_cli import leaving, promising
from ledger_cli.endings import Consequence

if TYPE_CHECKING:
    from ledger_cli.lookups import Past

REASON = "Its organisation is a partner again."


def of_partner(past: Past, body: str, code: str, day: str) -> tuple[Consequence, ...]:
    """Give what a partner has under a body from the day on which it rejoins."""
    shares = tuple(leaving.shares(past, body, code, day))
    none = Consequence("share", f"in the funds of {body}", "none, until a fund is varied")
    return (
        *_seats(past, body, code, day),
        Consequence("members, offices, mandates", f"in {body}", "none come back; each is appointed anew"),
        *(shares or (none,)),
        *_duties(past, body, code, day),
        *leaving.agreements_of(past, body, code, day),
        Consequence("duty to consult it", f"under {body}", "begins again"),
    )


def _seats(past: Past, body: str, code: str, day: str) -> Iterator[Consequence]:
    terms = past.state(f"terms:{body}").terms.in_force(body, day)
    seats = [seat for seat in terms.seats if code in seat.organisations] if terms else []
    for seat in seats:
        others = ", ".join(one for one in seat.organisations if one != code)
        becomes = f"is for it again, with {others}" if others else "may be filled for it again"
        yield Consequence("seat", f"{seat.seat} of {body}", becomes)
    if not seats:
        yield Consequence("seat", f"of {body}", "none: the terms in force name none for it")


def _duties(past: Past, body: str, code: str, day: str) -> Iterator[Consequence]:
    """Give the recurring duties that ended for it as it left: they are its own again from this day."""
    own = f"organisation:{code}"
    left = past.state(f"organisation:{code}").directory.left_on(body, code, day)
    for one, _ in promising.duties(past, body, day):
        ended = one.ended is not None and one.ended <= day
        gone = any(on == left and own in change.left for on, change in one.changes)
        if gone and not ended and own not in one.parties(day):
            fact = duties.PartiesChanged(one.set.duty, body, (own,), (), Words.of(REASON))
            yield Consequence("recurring duty", one.set.duty, "is its own again", fact)

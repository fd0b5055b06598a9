"""The attendance of the members of a body over a period, as rows (LSC-7.5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ledger.attendance import OWN, Figures, Share, Span, figures, was_member
from ledger_cli.output import Cell

if TYPE_CHECKING:
    from ledger.sittings import Sitting
    from ledger_cli.lookups import Past

COLUMNS = (
    *("person", "name", "meetings", "present", "of them virtual", "by deputy", "apologies", "absent"),
    *("share", "share with deputies"),
)


def sittings(past: Past, body: str, kinds: Collection[str], first: str, last: str) -> list[Sitting]:
    """Give the meetings of a body, of these kinds, that were held from one day to another."""
    held = [one for at, one in past.sittings(body) if one.kind in kinds and first <= at.day <= last]
    tags = [f"meeting:{opened.meeting}" for opened in held]
    return list(past.state(*tags).sittings.known.values()) if tags else []


def rows(past: Past, body: str, held: Sequence[Sitting], first: str, last: str) -> list[Sequence[Cell]]:
    """Give a row for everybody who was, or may have been, a member of a body in a period, by name.

    Args:
        past: the ledger as it stood.
        body: the code of the body.
        held: its meetings that count, of the period.
        first: the first day of the period.
        last: the last one.
    """
    roll = past.state(f"roll:{body}").roll
    people = {one.person for one in roll.memberships if one.body == body}
    found = [
        figures(one, held, roll) for one in people if was_member(roll, body, one, first, last) is not False
    ]
    names = past.names(one.person for one in found)
    return sorted((_row(one, names.get(one.person)) for one in found), key=lambda row: str(row[1]))


def _row(one: Figures, name: str | None) -> Sequence[Cell]:
    counts = (one.meetings, one.count(*OWN), one.count("virtual"), one.count("by deputy"))
    missed_ = (one.count("apologies"), one.count("absent"))
    shares = (one.shares(), one.shares((*OWN, "by deputy")))
    return (one.person, name, *map(_span, (*counts, *missed_)), *map(share, shares))


def _span(span: Span) -> Cell:
    return span.least if span.least == span.most else f"{span.least} to {span.most}"


def share(shares: tuple[Share, Share]) -> str:
    """Spell the lowest and the highest share that what is known allows; once where they are the same."""
    return " to ".join(dict.fromkeys(_told(shares)))


def _told(shares: Iterable[Share]) -> Iterator[str]:
    for one in shares:
        yield "no meeting" if one.percent is None else f"{one.percent} % ({one.attended} of {one.meetings})"

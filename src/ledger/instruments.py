"""Under which instrument a part of a resolution was taken, and who was there for the body that gave it.

Implements PBP-3: what statutory bodies delegate is discharged at a board, by its members. The instrument is
shown with the body at the root of its chain; a member is there for that body where the member's seat is of an
organisation that founded it, or the membership says so. Whether the delegation held is judged when the
resolution is recorded.
"""

from __future__ import annotations

import msgspec

from ledger.facts.decisions import Resolved
from ledger.facts.terms import Terms
from ledger.findings import Verdict, all_of, any_of
from ledger.links import Chain, Link
from ledger.members import Membership
from ledger.presence import Beside
from ledger.seats import named
from ledger.sittings import Sitting, There


class Instrument(msgspec.Struct, frozen=True):
    """The delegation under which a part was taken.

    Attributes:
        part: the number of the part.
        delegation: its id.
        links: its chain from the root; none: the ledger does not know the whole of it.
        giver: the body that gave it, on the day of the item; None: not known.
        organisations: whose body that is: its founders, and what has taken their place; none: not known.
        there: who was there at the item in a seat of one of them.
        unsure: of whom it is not known.
    """

    part: str
    delegation: str
    links: tuple[Link, ...] = ()
    giver: str | None = None
    organisations: tuple[str, ...] = ()
    there: tuple[There, ...] = ()
    unsure: tuple[There, ...] = ()


def instruments(body: Resolved, sitting: Sitting, chain: Chain, beside: Beside) -> tuple[Instrument, ...]:
    """Give the instruments of a resolution, in the order of its parts; a part under none has none.

    Args:
        body: the resolution.
        sitting: the meeting that passed it.
        chain: the delegations that its parts name, with every link above them.
        beside: the bodies that gave them, their founders, and roll, deputies and terms of the body that met.
    """
    taken = ((part.number, part.under) for part in body.parts)
    day = sitting.day_of(body.item)
    terms = beside.in_force(sitting, day)
    return tuple(
        _instrument(number, under, body.item, sitting, chain, beside, terms)
        for number, under in taken
        if under is not None
    )


def _instrument(
    part: str,
    delegation: str,
    item: str,
    sitting: Sitting,
    chain: Chain,
    beside: Beside,
    terms: Terms | None,
) -> Instrument:
    links = chain.up_from(delegation)
    if not links or links[0].parent is not None:
        return Instrument(part, delegation)
    day = sitting.day_of(item)
    giver = links[0].giver(day)
    kind, _, code = giver.partition(":")
    known = beside.bodies.known.get(code) if kind == "body" else None
    founders = (code,) if kind == "organisation" else known.founders if known is not None else ()
    own = tuple(dict.fromkeys(one for code in founders for one in sorted(beside.directory.heirs(code, day))))
    room = [(one, _stands_for(one, own, day, sitting, beside, terms)) for one in sitting.there(item)]
    there, unsure = (
        tuple(one for one, verdict in room if verdict is wanted)
        for wanted in (Verdict.MET, Verdict.NOT_KNOWN)
    )
    return Instrument(part, delegation, links, giver, own, there, unsure)


def _stands_for(
    one: There,
    own: tuple[str, ...],
    day: str,
    sitting: Sitting,
    beside: Beside,
    terms: Terms | None,
) -> Verdict:
    """Say whether somebody is there in a seat of one of the organisations.

    A membership says itself which organisation it is of, or its seat does. It is not known where neither is,
    where one of several organisations may fill the seat, or whose body the giver is.
    """
    if not own:
        return Verdict.NOT_KNOWN
    deputy = beside.deputies.standing_in(sitting.body, one.person, one.member, sitting.meeting, day)
    only = deputy.named.seat if deputy is not None and one.person != one.member else None
    held = (each for each in beside.roll.of(sitting.body, one.member) if only in {None, each.seat})
    return any_of(
        all_of((Verdict.of(each.holds(day)), _is_of(_represented(each, terms), own))) for each in held
    )


def _represented(one: Membership, terms: Terms | None) -> tuple[str, ...] | None:
    """Give the organisations, one of which a membership is of; None: not known."""
    seat = one.own or named(terms, one.seat)
    if one.organisation is not None:
        return (one.organisation,)
    return None if seat is None else seat.organisations


def _is_of(filled_by: tuple[str, ...] | None, own: tuple[str, ...]) -> Verdict:
    if filled_by is None:
        return Verdict.NOT_KNOWN
    among = set(filled_by) & set(own)
    if not among:
        return Verdict.NOT_MET
    return Verdict.MET if among == set(filled_by) else Verdict.NOT_KNOWN

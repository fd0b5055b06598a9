"""The scheme of delegation of a day as a matrix: who may decide each function, with gaps and overlaps.

Implements PBP-2 and PBP-9 (what each partner keeps, and what the partnership may decide) and PLA-7c (the same
question before and after an instrument takes effect). The scheme says yes to nobody to whom the judge of an
act (``uses``) would say no, whatever the amount: a link counts only while every link above it holds, and only
within what every link above it covers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Literal

import msgspec
from msgspec.structs import replace

from ledger.delegations import whole
from ledger.functions import Catalogue
from ledger.links import Chain
from ledger.reaches import ENDED, Cell, Reach, State, reach
from ledger.scopes import permits


class Overlap(msgspec.Struct, frozen=True):
    """Two who may decide the same: one of them *instead* of the giver, or by authority of two *givers*."""

    one: Cell
    other: Cell
    why: Literal["instead", "two givers"]


class Row(msgspec.Struct, frozen=True):
    """One function: how deep it is in the catalogue, and every delegation that covers it.

    ``title`` None: the catalogue does not list it. ``gap``: nobody may decide it, nor each of its parts;
    ``parts``: nobody may decide it as a whole, but each of its parts.
    """

    function: str
    title: str | None
    depth: int
    cells: tuple[Cell, ...]
    overlaps: tuple[Overlap, ...]
    gap: bool = False
    parts: bool = False

    @property
    def whole(self) -> bool:
        """Whether somebody may decide the function as a whole."""
        return any(cell.decides for cell in self.cells)

    def of(self, party: str) -> tuple[Cell, ...]:
        """Give what one party holds of it."""
        return tuple(cell for cell in self.cells if cell.party == party)

    def gave(self, party: str) -> tuple[Cell, ...]:
        """Give what one party gave away of it, at the root, and others may decide."""
        kept = (cell for cell in self.cells if cell.giver == party and cell.kind != "reserved")
        return tuple(cell for cell in kept if cell.decides and cell.party != party)


class Change(msgspec.Struct, frozen=True):
    """What became of one party's authority over one function between two schemes.

    ``dimension`` says in what it changed; of what was added or ended it is None, and so is ``before`` or
    ``after``.
    """

    function: str
    party: str
    delegation: str
    what: Literal["added", "ended", "changed"]
    dimension: str | None
    before: str | None
    after: str | None


class Scheme(msgspec.Struct, frozen=True):
    """The matrix of a day: a row for each function, and the parties that stand at its columns.

    ``asked`` are the parties that have a column even where they hold nothing.
    """

    day: str
    asked: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def parties(self) -> tuple[str, ...]:
        """Those that were asked for, and after them whoever gives or holds something."""
        cells = [cell for row in self.rows for cell in row.cells]
        named = {party for cell in cells for party in (cell.giver, cell.party)}
        return tuple(dict.fromkeys((*self.asked, *sorted(named, key=_rank))))

    @property
    def gaps(self) -> tuple[str, ...]:
        """The functions that nobody may decide."""
        return tuple(row.function for row in self.rows if row.gap)

    @property
    def overlaps(self) -> tuple[str, ...]:
        """The functions that two may decide who should not."""
        return tuple(row.function for row in self.rows if row.overlaps)

    def standing(self) -> Scheme:
        """Give it without what was revoked or is over, and without functions that only such are left of."""
        rows = (
            replace(row, cells=tuple(cell for cell in row.cells if cell.state not in ENDED))
            for row in self.rows
        )
        return replace(self, rows=tuple(row for row in rows if row.cells or row.title is not None))

    def diff(self, other: Scheme) -> tuple[Change, ...]:
        """Say what was added, ended or changed from this scheme to another, by function and party."""
        before, after = _by_place(self), _by_place(other)
        places = dict.fromkeys((*before, *after))
        return tuple(
            change for place in places for change in _changes(place, before.get(place), after.get(place))
        )


def scheme(
    day: str,
    chain: Chain,
    catalogue: Catalogue,
    asked: Sequence[str] = (),
    gone: Collection[str] = (),
) -> Scheme:
    """Draw the scheme of a day up.

    Args:
        day: the day.
        chain: every delegation that is known; one whose root is not known is left out.
        catalogue: the tree of functions; a function that it does not list has a row where one is given.
        asked: the parties that have a column even where they hold nothing.
        gone: the bodies and organisations that exist no more: what they gave or held lapsed.
    """
    then = catalogue.on(day)
    chains = [reach(found, day, gone) for found in map(chain.up_from, chain.links) if whole(found)]
    listed = tuple(code for code in then.tree() if then.listed(code))
    others = {code for one in chains for code in one.scopes[0].functions}.difference(listed)
    rows = [_row(code, day, chains, chain, then) for code in (*listed, *sorted(others))]
    parts: dict[str | None, list[str]] = {}
    for code in listed:
        parts.setdefault(then.known[code].function.under, []).append(code)
    decided: dict[str, bool] = {}
    for row in reversed(rows):  # parts stand after what they are part of
        below = [decided.get(one, False) for one in parts.get(row.function, ())]
        decided[row.function] = row.whole or (bool(below) and all(below))
    marked = (
        replace(row, gap=not decided[row.function], parts=decided[row.function] and not row.whole)
        for row in rows
    )
    return Scheme(day, tuple(asked), tuple(row for row in marked if row.cells or row.title is not None))


def _row(code: str, day: str, chains: Iterable[Reach], chain: Chain, catalogue: Catalogue) -> Row:
    cells = tuple(
        cell
        for one in chains
        if all(permits(scope, code, catalogue) for scope in one.scopes)
        for cell in _cells(one, code, day, chain, catalogue)
    )
    title = catalogue.known[code].function.title if catalogue.listed(code) else None
    return Row(code, title, len(catalogue.above(code)) - 1, cells, tuple(_overlaps(cells)))


def _cells(one: Reach, code: str, day: str, chain: Chain, catalogue: Catalogue) -> Iterator[Cell]:
    """Give the cells of one function: without what is excluded below it, or that the giver reserved."""
    excluded = {code_ for scope in one.scopes for code_ in scope.excluded}
    below = tuple(sorted(code_ for code_ in excluded if code in catalogue.above(code_)))
    for cell in one.cells:
        kept = chain.reserved(cell.giver, day) if cell.decides and cell.kind != "reserved" else ()
        by = [link.delegation for link in kept if permits(link.scope(day), code, catalogue)]
        state: State = "reserved" if by else cell.state
        told = f"reserved by {cell.giver} in {', '.join(by)}" if by else cell.told
        yield replace(cell, without=below, state=state, told=told)


def _overlaps(cells: Iterable[Cell]) -> Iterator[Overlap]:
    """Find who may decide the same as somebody else.

    What a giver keeps for itself overlaps with nothing: each partner keeps its own, and what is reserved ends
    what the same giver gave. Several delegates of one giver who keeps its power beside them are as it wants.
    """
    deciding = [cell for cell in cells if cell.decides and cell.kind != "reserved"]
    for one, other in combinations(deciding, 2):
        apart = one.party == other.party or one.chain[0] == other.chain[0] or separated(one, other)
        if not apart and "instead" in {one.keeps, other.keeps}:
            yield Overlap(one, other, "instead")
        elif not apart and one.giver != other.giver:
            yield Overlap(one, other, "two givers")


def separated(one: Cell, other: Cell) -> bool:
    """Say whether no act is within both: by their bands, or because they are in different currencies."""
    limits, above = (*one.limits, *other.limits), (*one.above, *other.above)
    currencies = {limit.amount.currency for limit in limits} | {money.currency for money in above}
    highest = [limit.amount.minor for limit in limits if limit.spend is None]
    lowest = [money.minor for money in above]
    too_low = bool(highest and lowest) and min(highest) <= max(lowest)
    return len(currencies) > 1 or too_low


def _rank(party: str) -> tuple[int, str]:
    """Order parties: organisations, bodies, their offices, persons."""
    kind = party.rpartition(":")[0]
    return ("organisation", "body", "office", "").index(kind), party


_Place = tuple[str, str, str]


def _by_place(drawn: Scheme) -> dict[_Place, Cell]:
    return {(row.function, cell.party, cell.delegation): cell for row in drawn.rows for cell in row.cells}


def _changes(place: _Place, before: Cell | None, after: Cell | None) -> Iterator[Change]:
    was = before is not None and before.state == "live"
    now = after is not None and after.state == "live"
    if before is not None and after is not None and was and now:
        new = after.dimensions
        for name, said in before.dimensions.items():
            if said != new[name]:
                yield Change(*place, "changed", name, said, new[name])
    elif after is not None and now:
        yield Change(*place, "added", None, None, "; ".join(after.words))
    elif before is not None and was:
        why = "covers it no more" if after is None else after.told
        yield Change(*place, "ended", None, "; ".join(before.words), why)

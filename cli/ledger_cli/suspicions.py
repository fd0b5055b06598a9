"""What rests on a key that somebody else may have had, as the command line reads and shows it (K1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from ledger.facts.keys import Compromised
from ledger.replay import recorded
from ledger.suspects import Contested, Doubts, Suspects, contested, told
from ledger.tags import TOTALS
from ledger_cli.output import Table, answer

if TYPE_CHECKING:
    from ledger.acts import Recorded
    from ledger.links import Link
    from ledger.store import Store
    from ledger_cli.lookups import Past


def known(past: Past) -> Suspects:
    """Give the keys of which it is known that somebody else had them."""
    return Suspects.of(body for _, body in past.every(Compromised))


def of_act(past: Past, at: Recorded, *tags: str) -> dict[int, int]:
    """Give what is contested of an act, of what it was judged by, and of what carries one of ``tags``."""
    suspects = known(past)
    if not suspects.since:
        return {}
    relied = [tag for tag in at.fact.relies if not tag.startswith(TOTALS)]
    judged_by = (one for one in past.facts(*relied) if one.number < at.number)
    return suspects.among((at, *judged_by, *(past.facts(*tags) if tags else ())))


def of_tags(past: Past, tags: Iterable[str]) -> dict[int, int]:
    """Give what is contested of all that carries one of some tags."""
    (found,) = of_each(past, [frozenset(tags)])
    return found


def of_each(past: Past, tags: Iterable[AbstractSet[str]]) -> list[dict[int, int]]:
    """Give what is contested of all that carries one of some tags, for each set of them, in one reading."""
    suspects, wanted = known(past), list(tags)
    every = frozenset[str]().union(*wanted)
    doubts = Doubts(tuple(past.facts(*every)) if suspects.since and every else (), suspects)
    return [doubts.among(one) for one in wanted]


def beside(table: Table, found: Sequence[Contested]) -> Table:
    """Put a last column beside the rows of a list, where anything that one of them rests on is contested."""
    if not any(found):
        return table
    rows = [(*row, "; ".join(told(one)) or None) for row, one in zip(table.rows, found, strict=True)]
    return Table((*table.columns, "contested"), rows, table.title)


def of_links(past: Past, links: Iterable[Link]) -> tuple[str, ...]:
    """Say what is contested of delegations."""
    return told(of_tags(past, {f"delegation:{link.delegation}" for link in links}))


def show(lines: Iterable[str]) -> None:
    """Print what is contested with an answer."""
    for line in lines:
        answer(line)


def said(found: Contested, number: int) -> list[str]:
    """Say that an entry is contested, or nothing."""
    return [contested(found[number])] if number in found else []


def of_numbers(past: Past, store: Store, numbers: Iterable[int]) -> dict[int, int]:
    """Give those of some entries that are contested."""
    suspects = known(past)
    if not suspects.since:
        return {}
    first = min(suspects.since.values())
    wanted = sorted({number for number in numbers if first <= number <= past.upto})
    return suspects.among(recorded(entry) for entry in store.entries(wanted))

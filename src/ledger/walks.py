"""Walks: from a fact back along the links of its tags, entry by entry, to where each tag begins.

``docs/formats/entry-and-bundle.md`` says what a walk shows: that nothing which carries the tag was left
out, as linked by the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from ledger.acts import Recorded
from ledger.audit import check_tags
from ledger.entry import Entry
from ledger.errors import Incomplete, Tampered
from ledger.tags import TOTALS


def require_claims(entry: Entry, at: Recorded) -> None:
    """Require of an entry the tags, charges and links that its fact asks for, and no others.

    Raises:
        Tampered: the log, or who signed, claims others.
    """
    check_tags(at.fact, f"entry {at.number}")
    claimed = set(entry.links)
    if claimed != {*at.fact.tags, *at.fact.relies}:
        raise Tampered(f"entry {at.number}: expected links for its tags and no others, got {len(claimed)}")
    charged = [one.tag for one in entry.charged]
    if charged != [one.tag for one in at.fact.charges]:
        raise Tampered(
            f"entry {at.number}: expected totals for its charges and no others, got {len(charged)}"
        )


def require_links(parsed: Mapping[int, Entry], facts: Mapping[int, Recorded]) -> None:
    """Require of every link that the entry it leads to carries the tag, and none of those between.

    Raises:
        Tampered: the log has signed a link that the entries at hand contradict.
    """
    last: dict[str, int] = {}
    for number, at in facts.items():
        for tag, to in parsed[number].links.items():
            if last.get(tag, 0) > to:
                raise Tampered(
                    f"entry {number}: expected {tag} to link to entry {last[tag]}, got {to}: a false link"
                )
            if to in facts and tag not in facts[to].fact.tags:
                raise Tampered(
                    f"entry {number}: expected a link to an entry that carries {tag}, got entry {to}"
                )
        last.update(dict.fromkeys(at.fact.tags, number))


Way: TypeAlias = tuple[str, tuple[int, ...]]
"""A tag, and the entries on the way back along its links; 0 is its beginning."""


def walk(
    act: int, parsed: Mapping[int, Entry], facts: Mapping[int, Recorded]
) -> tuple[tuple[int, ...], tuple[Way, ...]]:
    """Follow every tag that a judged fact relies on back to its beginning.

    Returns:
        The numbers of all facts that must be judged, in order, and the ways that were followed; each ends
        where another has been before.

    Raises:
        Incomplete: an entry on the way is not at hand.
    """
    waiting, judged, followed = [act], {act}, set[tuple[str, int]]()
    ways: list[Way] = []
    while waiting:
        number = waiting.pop()
        for tag in facts[number].fact.relies:
            at, way = number, [number]
            while (tag, at) not in followed:
                followed.add((tag, at))
                to = parsed[at].links[tag]
                way.append(to)
                if to == 0:
                    break
                if to not in facts:
                    raise Incomplete(
                        f"entry {at}: expected entry {to}, the one before it with {tag}, "
                        "got a bundle without it"
                    )
                if tag.startswith(TOTALS):
                    break
                at = to
                if at not in judged:
                    judged.add(at)
                    waiting.append(at)
            ways += [(tag, tuple(way))] if len(way) > 1 else []
    return tuple(sorted(judged)), tuple(ways)

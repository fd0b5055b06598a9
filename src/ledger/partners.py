"""Who is a partner of a body: by its terms, or in the place of one, until it leaves (HIW-6, SYS-1).

Who has the place of one in a single thing, an agreement or a duty, ``places`` says.
"""

from __future__ import annotations

from collections.abc import Iterator

from ledger.facts.terms import Terms
from ledger.organisations import Directory


def is_partner(code: str, terms: Terms, directory: Directory, day: str) -> bool:
    """Say whether an organisation is a founder, one that a seat is for, or what took the place of one."""
    registered = code in directory.organisations
    return registered and any(code in directory.partners(terms.body, one, day) for one in _named(terms))


def is_named(code: str, terms: Terms, directory: Directory) -> bool:
    """Say whether an organisation, or what it took the place of, is named as a partner, gone or not."""
    return not directory.forebears(code).isdisjoint(_named(terms))


def is_within(code: str, terms: Terms, directory: Directory, day: str) -> bool:
    """Say whether an organisation belongs to a group that is a partner, exists and has not left itself."""
    own = directory.organisations.get(code)
    there = directory.exists(code, day) and directory.left_on(terms.body, code, day) is None
    groups = own.part_of if own is not None and there else ()
    return any(is_partner(one, terms, directory, day) for one in groups)


def _named(terms: Terms) -> Iterator[str]:
    yield from terms.founders
    for seat in terms.seats:
        yield from seat.organisations

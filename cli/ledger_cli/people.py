"""Persons as they are named on the command line: by id, or by exact name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.errors import Malformed
from ledger_cli import ids, names

if TYPE_CHECKING:
    from ledger.store import Store


def find(store: Store, text: str) -> str:
    """Give the id of the person whom the ledger knows by this id or exact name.

    Raises:
        Malformed: nobody, or several people.
    """
    by_id = ids.is_id("p", text)
    found = tuple(names.of_persons(store, (text,))) if by_id else names.called(store, (text,))[text]
    if len(found) != 1:
        got = f"{len(found)} of them: {', '.join(found)}" if found else f"{text[:80]!r}{_near(store, text)}"
        raise Malformed(f"expected one person whom the ledger knows by id or exact name, got {got}")
    return found[0]


def _near(store: Store, text: str) -> str:
    """Give the name like this one that the ledger knows."""
    from ledger_cli.yamlfile import near

    return near(text, [name for name in names.everybody(store).values() if names.is_known(name)])

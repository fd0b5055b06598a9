"""What a clerk should look at before a minute file is signed: nothing here refuses it.

A name that is new but close to a member's, a day that no meeting was given, a place that was never written,
items of the agenda that are not in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ledger.facts.organisations import PersonRegistered
from ledger.facts.words import Words
from ledger_cli.templating import NOWHERE
from ledger_cli.yamlfile import near

if TYPE_CHECKING:
    from ledger_cli.lookups import Past
    from ledger_cli.minutedesk import Placed
    from ledger_cli.minutefile import Minutes
    from ledger_cli.minutepeople import Known


def remarks(past: Past, minutes: Minutes, known: Known, placed: Iterable[Placed]) -> Iterator[str]:
    """Give what looks like a slip of the pen, a line each."""
    bodies = [one.proposal.body for one in placed]
    sealed = [body.name for body in bodies if isinstance(body, PersonRegistered)]
    if names := [name.text for name in sealed if isinstance(name, Words)]:
        members = past.names(person for person, _ in known.members).values()
        for name in names:
            if hint := near(name, members):
                yield f"{name} is new to the ledger{hint}"
    if minutes.place == NOWHERE:
        yield f"the place still reads “{NOWHERE}”"
    if known.coming and minutes.date not in {*known.coming, *known.meetings}:
        hint = near(minutes.date, known.coming)
        yield f"no meeting of {minutes.body} was given the date {minutes.date}{hint}"
    taken = {item.number for item in minutes.items}
    if left := [number for number in known.planned if number not in taken]:
        yield f"on the agenda and not in the file: item{'s' * (len(left) > 1)} {', '.join(left)}"

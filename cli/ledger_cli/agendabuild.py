"""The agenda that the facts suggest: what stands on every agenda, what came up before, what was planned.

Implements LSC-12 (declarations of interest at the beginning of every meeting) and LSC-M5 (follow-ups, until
they are done).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import count, repeat
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec.structs import replace

from ledger.facts.programme import ItemPlaced, ItemPlanned
from ledger.facts.terms import InterestRule, StandingItemsRule
from ledger.facts.words import Words
from ledger.findings import DEFAULT
from ledger.terms import cited, rules_of
from ledger_cli import agendas, following

if TYPE_CHECKING:
    from ledger.facts.terms import Terms
    from ledger_cli.ids import Maker
    from ledger_cli.lookups import Past

DECLARATIONS = "Declarations of interest"
MATTERS = "Matters arising"

Origin = Literal["standing", "minutes", "matters arising", "forward plan"]


class Suggested(msgspec.Struct, frozen=True):
    """An item that the facts suggest, and where from; ``code`` where it is on the forward plan already."""

    title: str
    origin: Origin
    source: str | None
    due: str | None = None
    followup: str | None = None
    code: str | None = None
    number: str | None = None

    def fact(self, meeting: str, body: str, new_id: Maker) -> ItemPlanned | ItemPlaced:
        """State that it goes on the agenda."""
        if self.code is not None:
            return ItemPlaced(self.code, body, meeting, self.number)
        title = Words.of(self.title)
        return ItemPlanned(
            new_id("i"), body, meeting, title, self.origin, self.number, self.due, self.followup
        )


def suggest(
    past: Past, agenda: agendas.Agenda, day: str, terms: Terms | None, leave: Iterable[str]
) -> list[Suggested]:
    """Give what the facts suggest for an agenda beside what is on it already, numbered in order.

    Args:
        past: the ledger.
        agenda: what is on it.
        day: the date of the meeting.
        terms: those in force.
        leave: ids of items of the forward plan and of follow-ups that are not to be suggested.
    """
    there = [agenda.lines[code] for code in agenda.order]
    plan = agendas.plan(past, agenda.body)
    left = {*leave, *(line.planned.followup for line in (*there, *plan))}
    first, last = _standing(terms, "first"), _standing(terms, "last")
    if rules_of(terms, InterestRule) and not _about("interest", (*first, *last, *there)):
        first = [Suggested(DECLARATIONS, "standing", DEFAULT), *first]
    stands = (*first, *last)
    arising = list(_arising(past, agenda, day, left))
    matters = (
        [] if not arising or _about(MATTERS, stands) else [Suggested(MATTERS, "matters arising", DEFAULT)]
    )
    minutes = [] if _about("minutes", stands) else list(_minutes(past, agenda, day))
    planned = [
        Suggested(line.title, "forward plan", None, line.planned.due, line.planned.followup, line.code)
        for line in plan
        if line.code not in left
    ]
    titles = {line.title.casefold() for line in there}
    heads = (*first, *minutes, *matters, *planned, *last)
    new = [one for one in heads if one.code is not None or one.title.casefold() not in titles]
    return list(_numbered(there, new, arising))


def _standing(terms: Terms | None, which: Literal["first", "last"]) -> list[Suggested]:
    return [
        Suggested(title, "standing", cited(terms, rule) or DEFAULT)
        for rule in rules_of(terms, StandingItemsRule)
        if terms is not None
        for title in getattr(rule, which)
    ]


def _about(word: str, items: Iterable[Suggested | agendas.Line]) -> bool:
    return any(word.casefold() in one.title.casefold() for one in items)


def _minutes(past: Past, agenda: agendas.Agenda, day: str) -> Iterator[Suggested]:
    """Give the minutes of earlier meetings that were not agreed yet."""
    held = [
        (at.day, opened.meeting)
        for at, opened in past.sittings(agenda.body)
        if opened.kind == "meeting" and at.day < day and opened.meeting != agenda.meeting
    ]
    known = past.state(*(f"minutes:{meeting}" for _, meeting in held)).minutes.known
    for on, meeting in held:
        if meeting not in known or not known[meeting].agreed:
            yield Suggested(f"Minutes of the meeting on {_spelled(on)}", "minutes", meeting)


def _spelled(day: str) -> str:
    """Give a day as it stands in the title of an item: ``25 March 2024``."""
    one = date.fromisoformat(day)
    return f"{one.day} {one:%B %Y}"


def _arising(past: Past, agenda: agendas.Agenda, day: str, left: set[str | None]) -> Iterator[Suggested]:
    """Give what is still to be done after earlier meetings."""
    for one, text in following.of_body(past, agenda.body):
        if one.closed is None and one.day < day and one.noted.followup not in left:
            source = f"meeting of {one.day}"
            yield Suggested(text, "matters arising", source, one.due, one.noted.followup)


def _numbered(
    there: Sequence[agendas.Line], new: Iterable[Suggested], arising: Sequence[Suggested]
) -> Iterator[Suggested]:
    """Number new items after those that are there, and what arises under its heading: 4.1, 4.2."""
    taken = {line.number for line in there}
    whole = count(1 + max((int(number) for number in taken if number and number.isdigit()), default=0))
    headed = any(_about(MATTERS, [line]) for line in there)
    for line in there:
        if _about(MATTERS, [line]):
            yield from _under(line.number, taken, arising)
    for one in new:
        number = str(next(whole))
        yield replace(one, number=number)
        if not headed and _about(MATTERS, [one]):
            yield from _under(number, taken, arising)


def _under(head: str | None, taken: set[str | None], arising: Iterable[Suggested]) -> Iterator[Suggested]:
    """Number what arises under a heading; under one that cannot be divided any further, not at all."""
    parts = (f"{head}.{part}" for part in count(1)) if head and head.isdigit() else repeat(None)
    for one in arising:
        yield replace(one, number=next(part for part in parts if part is None or part not in taken))

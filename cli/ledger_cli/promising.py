"""Targets and duties as the command line reads and shows them, and a file of targets as it is recorded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import msgspec

from ledger.facts import duties as duties_facts
from ledger.facts import targets as facts
from ledger.facts.words import Clause, Code, Day, Due, Party, Printed, Title, Words
from ledger_cli import giving, ids
from ledger_cli.duedates import dated
from ledger_cli.yamlfile import LINES

if TYPE_CHECKING:
    from ledger.acts import Recorded
    from ledger.duties import Duty
    from ledger.targets import Target
    from ledger_cli.lookups import Past

P = TypeVar("P", "Target", "Duty")
_AGREEMENT = re.compile(r"ag-[a-z2-7]{16}")

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=20_000, extra=LINES)]


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A target of a file; ``first`` and ``last`` say what ``due`` means where Remit cannot tell."""

    text: Text
    due: Printed | None = None
    first: Day | None = None
    last: Day | None = None
    doubt: Printed | None = None
    owner: Party | None = None
    number: Printed | None = None
    heading: Title | None = None

    def read(self) -> Due | None:
        """Give the date as it is read."""
        return dated(self.due, self.first, self.last, self.doubt)


class Targets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The targets of one document, set for a body."""

    body: Code
    targets: Annotated[tuple[Entry, ...], msgspec.Meta(min_length=1, max_length=200)]
    agreement: Clause | None = None


def facts_in(file: Targets, new_id: Callable[[], str]) -> tuple[facts.Set, ...]:
    """Give the targets of a file, in its order."""
    return tuple(
        facts.Set(
            new_id(),
            file.body,
            Words.of(one.text),
            one.read(),
            one.owner,
            file.agreement,
            one.heading,
            one.number,
        )
        for one in file.targets
    )


def digests(files: Iterable[Path]) -> tuple[str, ...]:
    """Give the digests of files that show that something was done."""
    return tuple(map(giving.digest, files))


def targets(past: Past, body: str, day: str) -> list[tuple[Target, str]]:
    """Give every target that was set for a body by a day, with its words, in the order of recording."""
    return [one for one in _targets(past, f"targets:{body}") if one[0].day <= day]


def target(past: Past, code: str) -> tuple[Target, str]:
    """Give a target by its id, with its words.

    Raises:
        Malformed: there is none.
    """
    from ledger_cli.lookups import unknown

    found = _targets(past, f"target:{code}") if ids.is_id("tg", code) else []
    if not found:
        unknown("a target that the ledger knows", code[:80], ())
    return found[0]


def _targets(past: Past, tag: str) -> list[tuple[Target, str]]:
    facts_ = past.facts(tag)
    said = {at.fact.body.target: at for at in facts_ if isinstance(at.fact.body, facts.Set)}
    known = past.state(*(f"target:{code}" for code in said)).targets.known if said else {}
    return _worded(past, said, known)


def duties(past: Past, body: str, day: str) -> list[tuple[Duty, str]]:
    """Give every duty that was set under a body by a day, with its words, in the order of recording."""
    return [one for one in _duties(past, f"duties:{body}") if one[0].day <= day]


def duty(past: Past, code: str) -> tuple[Duty, str]:
    """Give a duty by its id, with its words.

    Raises:
        Malformed: there is none.
    """
    from ledger_cli.lookups import unknown

    found = _duties(past, f"duty:{code}") if ids.is_id("dt", code) else []
    if not found:
        unknown("a duty that the ledger knows", code[:80], ())
    return found[0]


def _duties(past: Past, tag: str) -> list[tuple[Duty, str]]:
    facts_ = past.facts(tag)
    said = {at.fact.body.duty: at for at in facts_ if isinstance(at.fact.body, duties_facts.Set)}
    sets = (at.fact.body for at in said.values())
    parties = {party for body in sets if isinstance(body, duties_facts.Set) for party in body.parties}
    known = past.state(*(f"duty:{code}" for code in said), *parties).duties.known if said else {}
    return _worded(past, said, known)


def _worded(past: Past, said: Mapping[str, Recorded], known: Mapping[str, P]) -> list[tuple[P, str]]:
    """Give what was set, each with the words in which it was."""
    words = past.words(said.values())
    return [
        (one, words.read(said[code].fact.id, "body.text", one.set.text) or "")
        for code, one in known.items()
        if code in said
    ]


def cited(past: Past, source: str | None) -> str | None:
    """Give where something is printed, with the title of an agreement before its id."""
    found = _AGREEMENT.search(source or "")
    known = past.state(f"agreement:{found[0]}").agreements.known if found else {}
    if source is None or found is None or found[0] not in known:
        return source
    return source.replace(found[0], f"{known[found[0]].made.title} ({found[0]})")


def changed(one: Duty, day: str) -> Iterator[str]:
    """Say by a day who joined a duty and who left it, and when."""
    for on, body in sorted(one.changes, key=lambda each: each[0]):
        if on <= day:
            both = (("joined", body.joined), ("left", body.left))
            told = [f"{', '.join(who)} {how}" for how, who in both if who]
            yield f"{on}: {', '.join(told)}" + (f" ({body.clause})" if body.clause else "")


def in_time(one: Duty) -> str:
    """Say until when there is time in a period, and who says so."""
    if one.set.days is None:
        return f"by the end of each {one.set.every} (Remit default)"
    return f"within {one.set.days} days after the end of each {one.set.every}"

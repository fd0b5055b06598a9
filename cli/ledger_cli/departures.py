"""Every departure, every answer that was not met or not known, and every defect found, by clause.

A departure is a fact that was recorded although a rule speaks against it; a defect was discovered afterwards.
What stood against a fact when it was recorded stands with it for ever, so nothing is judged again here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec.structs import replace

from ledger.facts.outcomes import DefectFound
from ledger.findings import DEFAULT
from ledger.replay import recorded
from ledger.suspects import contested as said_contested
from ledger_cli import looking, suspicions, withholding
from ledger_cli.output import Cell
from ledger_cli.papers.tree import Grid
from ledger_cli.preview import plain
from ledger_projections.projection import Wording

if TYPE_CHECKING:
    from ledger.acts import Recorded
    from ledger_cli.lookups import Past
    from ledger_cli.periods import Period
    from ledger_cli.session import Session
    from ledger_cli.withholding import Hidden
    from ledger_projections.timeline import Event
    from ledger_projections.views import Views

Kind = Literal["departure", "not met", "not known", "defect"]
KINDS: tuple[Kind, ...] = ("departure", "not met", "not known", "defect")
COLUMNS = (
    *("clause", "rule", "kind", "answer", "day", "entry", "what", "about"),
    *("recorded by", "why", "beside"),
)
_GROUPS = ("clause", "rule", "departures", "not met", "not known", "defects", "entries")
_ABOUT = (
    *("target", "duty", "dispute", "concern", "risk", "lead", "consultation"),
    *("resolution", "motion", "item", "meeting", "act", "agreement", "person"),
)


class Found(msgspec.Struct, frozen=True):
    """One answer that stands beside a fact, or one defect.

    Attributes:
        clause: where the rule stands; None: nowhere, it is a Remit default, or it is a defect.
        rule: ``QUO-1``; of a defect, what was defective.
        kind: a departure, where the fact was recorded as one whatever the answer was.
        answer: ``not met`` or ``not known``; None for a defect.
        what: the type of the fact, in words. ``about``: the id of what it is about, of a person the name too.
        who: who recorded it, by name.
        why: the reason for the departure, or what was wrong; None: none is recorded.
        beside: how late it was recorded, that it was corrected, that it is contested.
    """

    clause: str | None
    rule: str
    kind: Kind
    answer: str | None
    day: str
    entry: int
    what: str
    about: str | None
    who: str
    why: str | None
    beside: str

    @property
    def where(self) -> str:
        """The clause as it is shown."""
        return self.clause or ("" if self.kind == "defect" else DEFAULT)

    def row(self) -> tuple[Cell, ...]:
        """Give it as a row of a table."""
        place = (self.where, self.rule, self.kind, self.answer, self.day, self.entry, self.what)
        return (*place, self.about, self.who, self.why, self.beside or None)


def read(session: Session, views: Views, past: Past, body: str, over: Period, hidden: Hidden) -> list[Found]:
    """Give what stands against the facts of a body that took effect in a period, by clause, rule and day."""
    every = views.timeline(body, known_at=past.upto)
    about = [one for one in every if over.holds(one.day) and (one.findings or one.type == _DEFECT)]
    facts = [recorded(entry) for entry in session.store.entries([one.number for one in about])]
    words = _words(session, facts)
    names = past.names({one.recorder for one in about})
    contested = suspicions.of_numbers(past, session.store, [one.number for one in about])
    found = [
        each
        for one, at in zip(about, facts, strict=True)
        for each in _found(one, at, names, words, hidden, _beside(one, contested))
    ]
    found = [replace(one, about=one.about and session.spell(one.about)) for one in found]
    return sorted(found, key=lambda one: (*_natural(one.where), one.rule, one.day, one.entry))


_DEFECT = str(DefectFound.__struct_config__.tag)


def _words(session: Session, facts: Iterable[Recorded]) -> dict[Wording, str]:
    wanted = [Wording(at.fact.id, path) for at in facts for path in ("departure", "body.text")]
    return looking.words(session.store, wanted)


def _beside(one: Event, contested: Mapping[int, int]) -> str:
    told = looking.doubts((), one.days_late, None, {})
    if one.corrected_by is not None:
        told.append(f"corrected by entry {one.corrected_by}")
    if one.number in contested:
        told.append(said_contested(contested[one.number]))
    return "; ".join(told)


def _found(
    one: Event,
    at: Recorded,
    names: Mapping[str, str],
    words: Mapping[Wording, str],
    hidden: Hidden,
    beside: str,
) -> Iterator[Found]:
    shut, body = hidden.hides(at), at.fact.body
    ids = (getattr(body, name, None) for name in _ABOUT)
    about = next((each for each in ids if isinstance(each, str)), None)
    who = names.get(one.recorder, one.recorder)

    def told(path: str) -> str:
        return withholding.HIDDEN if shut else words[Wording(at.fact.id, path)]

    reason = None if one.departure is None else told("departure")
    for noted in one.findings:
        kind: Kind = noted.verdict if one.departure is None else "departure"
        place = (one.day, one.number, plain(one.type), about, who, reason, beside)
        yield Found(noted.clause, noted.rule, kind, noted.verdict, *place)
    if isinstance(body, DefectFound):
        place = (one.day, one.number, plain(one.type), about, who, told("body.text"), beside)
        yield Found(None, f"defect: {body.defect}", "defect", None, *place)


def counted(sums: Mapping[str, int]) -> str:
    """Say how many entries of each kind there are: ``1 departure, 0 not met, 2 not known, 0 defects``."""
    many = {"departure": "departures", "defect": "defects"}
    told = (f"{number} {kind if number == 1 else many.get(kind, kind)}" for kind, number in sums.items())
    return ", ".join(told)


def _natural(text: str) -> tuple[int, list[tuple[int, int, str]]]:
    """Sort 9.2 before 10.1, and what has no clause of a body last."""
    parts = re.findall(r"[0-9]+|[^0-9]+", text)
    cut = [(0, int(one), "") if one.isdecimal() else (1, 0, one) for one in parts]
    return (0 if text not in {"", DEFAULT} else 1), cut


class Group(msgspec.Struct, frozen=True):
    """What was found under one rule of one clause."""

    clause: str
    rule: str
    found: tuple[Found, ...]

    def entries(self, kind: Kind) -> frozenset[int]:
        """Give the entries of one kind."""
        return entries(self.found, kind)


def entries(found: Iterable[Found], kind: Kind) -> frozenset[int]:
    """Give the entries beside which something of a kind stands."""
    return frozenset(one.entry for one in found if one.kind == kind)


def counts(found: Sequence[Found]) -> dict[str, int]:
    """Count entries by kind: one that departed from several rules is one departure."""
    return {kind: len(entries(found, kind)) for kind in KINDS}


def groups(found: Iterable[Found]) -> list[Group]:
    """Put together what was found under the same rule of the same clause, in the order of the list."""
    together: dict[tuple[str, str], list[Found]] = {}
    for one in found:
        together.setdefault((one.where, one.rule), []).append(one)
    return [Group(clause, rule, tuple(several)) for (clause, rule), several in together.items()]


def grids(found: Sequence[Found]) -> dict[str, Grid]:
    """Give two sheets: what was found by clause, with counts, and every line of it."""
    return {"By clause": by_clause(found), "Findings": Grid(COLUMNS, tuple(_cells(one) for one in found))}


def by_clause(found: Sequence[Found]) -> Grid:
    """Give a row for each rule: how many entries of each kind, and which."""
    rows = []
    for one in groups(found):
        numbers = sorted({each.entry for each in one.found})
        counted = (str(len(one.entries(kind))) for kind in KINDS)
        rows.append((one.clause, one.rule, *counted, ", ".join(map(str, numbers))))
    return Grid(_GROUPS, tuple(rows))


def _cells(one: Found) -> tuple[str, ...]:
    return tuple("" if cell is None else str(cell) for cell in one.row())


def as_json(found: Sequence[Found]) -> list[dict[str, object]]:
    """Give the groups as plain data; ``clause`` is null for a Remit default and for a defect."""
    return [
        {
            "clause": one.found[0].clause,
            "rule": one.rule,
            **{kind: len(one.entries(kind)) for kind in KINDS},
            "entries": [dict(zip(COLUMNS[2:], each.row()[2:], strict=True)) for each in one.found],
        }
        for one in groups(found)
    ]

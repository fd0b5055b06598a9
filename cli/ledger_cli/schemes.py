"""The scheme of delegation, read from a ledger and given out: the matrix, differences, the graph of a chain.

Implements PBP-2 (a complete matrix with gaps and overlaps), PBP-9 and PLA-7c.
"""

from __future__ import annotations

import csv
import io
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from ledger.errors import Malformed
from ledger.facts import bodies, organisations
from ledger.facts.delegations import Granted, Limit, PassedOn
from ledger.links import Chain
from ledger.reaches import Cell, Reach, reach
from ledger.schemes import Change, Overlap, Row, Scheme, scheme
from ledger.scopes import show
from ledger.state import State
from ledger.suspects import Contested, told
from ledger.tags import FUNCTIONS
from ledger_cli import names, suspicions
from ledger_cli.lookups import Past, unknown
from ledger_cli.output import clean
from ledger_cli.papers.tree import Grid, Line, Paper, Section

LETTERS = {"delegated": "D", "authorised": "N", "advisory": "A", "reserved": "R"}
LEGEND = (
    ("D", "may decide; P: by a delegation that was passed on"),
    ("N", "may act in the giver's name"),
    ("A", "advises; decides nothing"),
    ("R", "keeps it for itself: reserved"),
    ("K", "gave it, and keeps the power beside the delegate"),
    ("G", "gave it, and the delegate decides instead"),
    ("( )", "does not hold on this day, with the reason"),
    ("1, 2, …", "the delegation of this number in the list of delegations"),
    ("gap", "nobody may decide it"),
    ("in its parts", "nobody may decide it as a whole, but each of its parts"),
    ("overlap", "two may decide it: one instead of its giver, or by authority of two givers without a band"),
)
_WINDOWS = {
    "one act": "each",
    "month": "a month",
    "quarter": "a quarter",
    "calendar year": "a calendar year",
    "financial year": "a year",
    "all acts": "in all",
}
_DELEGATIONS = (
    "no.", "delegation", "from", "to", "kind", "giver", "clause", "since", "until", "holds", "how"
)  # fmt: skip
CHANGES = ("what", "function", "party", "delegation", "in what", "before", "after")


class Drawn(msgspec.Struct, frozen=True):
    """A scheme with what it takes to give it out.

    Attributes:
        scheme: the matrix.
        columns: the parties that have a column.
        called: the names of persons, bodies and organisations, by party.
        upto: the entry up to which the ledger was read.
        gone: the bodies and organisations that exist no more on that day.
        doubts: what is contested of delegations, by delegation; and of the catalogue, under ``functions``.
    """

    scheme: Scheme
    columns: tuple[str, ...]
    called: Mapping[str, str]
    upto: int
    gone: frozenset[str]
    doubts: Mapping[str, Contested] = msgspec.field(default_factory=dict)

    def contested(self, *rows: Row) -> tuple[str, ...]:
        """Say what is contested of the delegations in some rows and above them; of no rows, of all."""
        cells = (cell for row in rows or self.scheme.rows for cell in row.cells)
        shown = {one for cell in cells for one in cell.chain} | (set() if rows else {FUNCTIONS})
        return told(ChainMap(*(dict(one) for name, one in self.doubts.items() if name in shown)))

    def label(self, party: str) -> str:
        """Give the heading of a column: a person's name, else the party as it is written."""
        if not party.startswith("p-"):
            return party
        name = self.called.get(party, party)
        twice = sum(1 for one in self.columns if self.called.get(one) == name) > 1
        return f"{name} ({party})" if twice else name

    def spell(self, text: str) -> str:
        """Put names before the ids of persons."""
        return names.spell(text, {one: name for one, name in self.called.items() if one.startswith("p-")})


class Read(msgspec.Struct, frozen=True):
    """What a ledger knows of delegations: the links, the catalogue, bodies and organisations."""

    past: Past
    state: State

    def drawn(self, day: str, body: str | None = None, *, ended: bool = False) -> Drawn:
        """Draw the scheme of a day up; of a body what it gives and holds, its offices included.

        ``ended``: with what was revoked, is over or lapsed.
        """
        state = self.state
        gone = self.gone(day)
        founders = {
            f"organisation:{code}"
            for known in state.bodies.known.values()
            if body in {None, known.body} and f"body:{known.body}" not in gone
            for code in known.founders
        }
        asked = (*sorted(founders - gone), *([f"body:{body}"] if body else []))
        found = scheme(day, state.chain, state.functions, asked, gone)
        found = found if ended else found.standing()
        found = found if body is None else _of_body(found, body)
        called = {f"body:{one.body}": one.title for one in state.bodies.known.values()}
        known_ = state.directory.organisations.values()
        called |= {f"organisation:{one.organisation}": one.title for one in known_}
        called |= self.past.names(names.persons_in(" ".join(found.parties)))
        return Drawn(found, found.parties, called, self.past.upto, frozenset(gone), self._doubts())

    def _doubts(self) -> dict[str, Contested]:
        tags = {FUNCTIONS: {FUNCTIONS}, **{one: {f"delegation:{one}"} for one in self.state.chain.links}}
        found = zip(tags, suspicions.of_each(self.past, tags.values()), strict=True)
        return {one: contested for one, contested in found if contested}

    def gone(self, day: str) -> set[str]:
        """Give the bodies and organisations that exist no more on a day."""
        ended = {f"body:{code}": since for code, (since, _) in self.state.bodies.ended.items()}
        ended |= {f"organisation:{code}": since for code, (since, _) in self.state.directory.ended.items()}
        return {party for party, since in ended.items() if since <= day}


def read(past: Past) -> Read:
    """Read every delegation, the catalogue, and every body and organisation."""
    tags = {f"delegation:{one.delegation}" for _, one in past.every(Granted)}
    tags |= {f"delegation:{one.delegation}" for _, one in past.every(PassedOn)}
    tags |= {f"body:{one.body}" for _, one in past.every(bodies.Constituted)}
    tags |= {f"organisation:{one.organisation}" for _, one in past.every(organisations.Registered)}
    return Read(past, past.state(FUNCTIONS, *tags))


def _of_body(whole: Scheme, body: str) -> Scheme:
    """Leave the cells of what a body gives or holds; which gaps there are stays as it is."""
    own, offices = f"body:{body}", f"office:{body}/"
    rows = (
        replace(
            row,
            cells=tuple(
                cell
                for cell in row.cells
                if own in {cell.giver, cell.party} or cell.party.startswith(offices)
            ),
        )
        for row in whole.rows
    )
    return replace(whole, rows=tuple(rows))


# --- the matrix ----------------------------------------------------------------------------------


def matrix(drawn: Drawn, *, numbered: bool = True) -> Grid:
    """Draw the matrix: a row for each function in the order of the tree, a column for each party.

    ``numbered``: cells name delegations by their numbers in the list; else by their ids.
    """
    numbers = {one: str(at) if numbered else f" {one}" for one, at in _numbers(drawn).items()}
    columns = ("function", "title", *map(drawn.label, drawn.columns), "gaps and overlaps")
    rows = (
        (
            row.function,
            f"{'· ' * row.depth if numbered else ''}{row.title or 'not in the catalogue'}",
            *("; ".join(_held(row, party, numbers, drawn)) for party in drawn.columns),
            mark(row, drawn),
        )
        for row in drawn.scheme.rows
    )
    return Grid(columns, tuple(rows))


def _numbers(drawn: Drawn) -> dict[str, int]:
    """Number the delegations of a matrix, in the order of its rows."""
    chains = (cell.chain for row in drawn.scheme.rows for cell in row.cells)
    found = dict.fromkeys(one for chain in chains for one in chain)
    return {one: at for at, one in enumerate(found, 1)}


def _held(row: Row, party: str, numbers: Mapping[str, str], drawn: Drawn) -> Iterator[str]:
    """Say what a party holds of a function, and what it gave of it."""
    for cell in row.of(party):
        letter = "P" if len(cell.chain) > 1 and cell.kind != "advisory" else LETTERS[cell.kind]
        name = f"{letter}{numbers[cell.delegation]}"
        said = " ".join(filter(None, (name, ", ".join(_shortly(cell)))))
        yield said if cell.state == "live" else drawn.spell(f"({name} {cell.told})")
    for root, keeps in dict.fromkeys((cell.chain[0], cell.keeps) for cell in row.gave(party)):
        yield f"{'K' if keeps == 'beside' else 'G'}{numbers[root]}"


def _shortly(cell: Cell) -> Iterator[str]:
    """Say how far a cell reaches, in as few words as a column has room for."""
    yield from (f"above {show(one)}" for one in cell.above)
    yield from map(_limit, cell.limits)
    if cell.without:
        yield f"without {' '.join(cell.without)}"
    if cell.until:
        yield f"until {cell.until}"


def _limit(one: Limit) -> str:
    of = "" if one.of == "everything" else f" per {one.of}"
    spend = f" {one.spend}" if one.spend else ""
    return f"{show(one.amount)}{spend} {_WINDOWS[one.over]}{of}{f' {one.tax} tax' if one.tax else ''}"


def mark(row: Row, drawn: Drawn) -> str:
    """Say what is wrong with a row."""
    said = ["gap"] if row.gap else ["in its parts"] if row.parts else []
    overlaps = dict.fromkeys(_overlap(one, drawn) for one in row.overlaps)
    return "; ".join((*said, *overlaps, *drawn.contested(row)))


def _overlap(one: Overlap, drawn: Drawn) -> str:
    both = " and ".join(drawn.label(cell.party) for cell in (one.one, one.other))
    return f"overlap: {both} ({one.why})"


def delegations(drawn: Drawn, chain: Chain) -> Grid:
    """List the delegations that the matrix names by number."""
    day = drawn.scheme.day
    rows = []
    for name, number in _numbers(drawn).items():
        link, cell = chain.links[name], _best(reach(chain.up_from(name), day, drawn.gone))
        whom = ", ".join(map(drawn.label, link.holders(day)))
        kind = cell.kind if link.parent is None else f"passed on from {_numbers(drawn).get(link.parent)}"
        holds = "yes" if cell.state == "live" else drawn.spell(cell.told)
        how = drawn.spell("; ".join(cell.asks))
        until = cell.until or ""
        what = (
            kind,
            "" if cell.kind == "reserved" else cell.keeps,
            cell.clause or "",
            cell.since,
            until,
            holds,
            how,
        )
        rows.append((str(number), name, drawn.label(cell.giver), whom, *what))
    return Grid(_DELEGATIONS, tuple(rows))


def _best(reached: Reach) -> Cell:
    """Give the cell of a holder who can use a delegation, where there is one."""
    return next((cell for cell in reached.cells if cell.state == "live"), reached.cells[0])


def paper(drawn: Drawn, chain: Chain, body: str | None = None) -> Paper:
    """Write the scheme as a paper."""
    found = drawn.scheme
    whose = "All bodies" if body is None else drawn.called[f"body:{body}"]
    called = ((one, drawn.called.get(one, "")) for one in drawn.columns if not one.startswith("p-"))
    particulars = (
        ("On", found.day),
        ("As known at entry", str(drawn.upto)),
        ("Gaps", ", ".join(found.gaps) or "none"),
        ("Overlaps", ", ".join(found.overlaps) or "none"),
        *(("Contested", line.partition(" ")[2]) for line in drawn.contested()),
    )
    legend = tuple(Line("person", says, sign) for sign, says in LEGEND)
    parties = tuple(Line("person", title, one) for one, title in called if title)
    sections = (
        Section("Functions", (), grid=matrix(drawn)),
        Section("Delegations", (), grid=delegations(drawn, chain)),
        Section("Parties", parties),
        Section("Legend", legend),
    )
    return Paper("Scheme of delegation", whose, public=True, particulars=particulars, sections=sections)


def as_csv(grid: Grid) -> str:
    """Write a table as comma-separated values; nothing in it is taken for a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    for row in (grid.columns, *grid.rows):
        writer.writerow([_harmless(clean(cell)) for cell in row])
    return stream.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def record(drawn: Drawn) -> dict[str, Any]:
    """Give the scheme as a program reads it."""
    found = drawn.scheme
    return {
        "on": found.day,
        "known_at": drawn.upto,
        "parties": [{"party": one, "name": drawn.called.get(one)} for one in drawn.columns],
        "rows": [_row_record(row) for row in found.rows],
        "gaps": found.gaps,
        "overlaps": found.overlaps,
        "contested": drawn.contested(),
    }


def _row_record(row: Row) -> dict[str, Any]:
    pairs = [
        {
            "why": one.why,
            "between": [
                {"party": cell.party, "delegation": cell.delegation} for cell in (one.one, one.other)
            ],
        }
        for one in row.overlaps
    ]
    cells = [
        {"delegation": cell.delegation, "decides": cell.decides, **msgspec.to_builtins(cell)}
        for cell in row.cells
    ]
    about = {"function": row.function, "title": row.title, "depth": row.depth}
    return {**about, "gap": row.gap, "in_parts": row.parts, "overlaps": pairs, "cells": cells}


# --- differences ---------------------------------------------------------------------------------


def rows_of(changes: Iterable[Change], spell: Drawn) -> list[tuple[str | None, ...]]:
    """Give a row for each change, with the names of persons."""
    return [
        (
            one.what,
            one.function,
            spell.spell(one.party),
            one.delegation,
            one.dimension,
            None if one.before is None else spell.spell(one.before),
            None if one.after is None else spell.spell(one.after),
        )
        for one in changes
    ]


def turned(before: Sequence[str], after: Sequence[str], what: str) -> Iterator[str]:
    """Say which functions became a gap or an overlap, and which no longer are one."""
    new, closed = [one for one in after if one not in before], [one for one in before if one not in after]
    if new:
        yield f"{what} now: {', '.join(new)}"
    if closed:
        yield f"{what} no longer: {', '.join(closed)}"


# --- the graph of a chain ------------------------------------------------------------------------


def graph(read_: Read, delegation: str, day: str) -> str:
    """Draw the chain above and below a delegation as a Mermaid graph.

    Raises:
        Malformed: the ledger knows no such delegation.
    """
    chain = read_.state.chain
    if delegation not in chain.links:
        unknown("a delegation that the ledger knows", delegation, chain.links)
    above = [link.delegation for link in chain.up_from(delegation)]
    below = [one for one in chain.links if delegation in [up.delegation for up in chain.up_from(one)]]
    shown = tuple(dict.fromkeys((*above, *below)))
    people = names.persons_in(" ".join(party for one in shown for party in chain.links[one].holders(day)))
    called = read_.past.names(people)
    if chain.links[shown[0]].parent is not None:
        raise Malformed(f"expected a delegation whose root is known, got {delegation}")
    lines = ["graph TD", f"  giver[{_quoted(chain.links[shown[0]].giver(day))}]"]
    for at, one in enumerate(shown):
        link = chain.links[one]
        cell = _best(reach(chain.up_from(one), day, read_.gone(day)))
        whom = ", ".join(called.get(party, party) for party in link.holders(day))
        scope = ", ".join(link.scope(day).functions)
        words = (whom, one, scope, *cell.words, *([cell.told] if cell.told else []))
        lines.append(f"  d{at}[{_quoted(*(names.spell(word, called) for word in words))}]")
        parent = "giver" if link.parent is None else f"d{shown.index(link.parent)}"
        lines.append(f"  {parent} {'-->' if cell.state == 'live' else '-.->'} d{at}")
    return "\n".join(lines)


def _quoted(*lines: str) -> str:
    """Quote the lines of a label: no sign in it means anything in Mermaid or HTML."""
    safe = (
        "".join(one if one.isalnum() or one in " .,:;-/" else f"#{ord(one)};" for one in clean(line))
        for line in lines
    )
    return f'"{"<br/>".join(safe)}"'

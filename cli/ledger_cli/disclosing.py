"""An extract of what a body recorded, for a request under freedom of information.

It is written from the public minutes, so what is exempt or confidential never comes in. Names of those who
hold no seat or office of the body are then withheld, wherever they stand in full; what was withheld, and why,
is listed at the end with how often.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec
from msgspec.structs import replace

from ledger.acts import Recorded
from ledger.facts.delegations import Granted, PassedOn
from ledger.facts.meetings import ItemOpened
from ledger_cli import looking, names
from ledger_cli.lookups import Past
from ledger_cli.papers import material, minutes, sentences
from ledger_cli.papers.material import Material
from ledger_cli.papers.tree import Grid, Line, Paper, Section
from ledger_cli.session import Session
from ledger_cli.spreadsheets import FORMULA

DEFAULTS = {"names": "FOIA s.40(2)", "exempt": "", "confidential": ""}
"""What is withheld without being asked; where no reason stands here, the one recorded for the item does."""

CLASSES = ("confidential", "exempt", "members", "names", "notes")


class Entry(msgspec.Struct, frozen=True):
    """One thing that was withheld: where, of which class, and why."""

    where: str
    what: str
    why: str


class Asked(msgspec.Struct, frozen=True):
    """What is disclosed of which body, and the reason for each class that is withheld."""

    body: str
    first: str | None
    last: str | None
    reasons: Mapping[str, str]
    request: str | None = None


def extract(session: Session, asked: Asked) -> Paper:
    """Write the extract.

    Raises:
        Malformed: the ledger knows no such body.
    """
    past = Past(session)
    body = past.body(asked.body)
    head = session.store.head()
    hidden = _hidden(session, past, asked)
    held: list[Entry] = []
    sections: list[Section] = []
    with looking.views(session) as views:
        for at, opened in past.sittings(asked.body):
            if _within(at.day, asked):
                found = material.gather(session, views, past, opened.meeting, public=True)
                sections += _of_meeting(found, asked, hidden, held)
    sections.append(_redacted(_delegations(past, asked), "delegations", hidden, held, asked.reasons))
    sections += _schedule(held)
    particulars = (
        *((("Request", asked.request),) if asked.request else ()),
        ("Body", asked.body),
        ("From", asked.first or "the first meeting"),
        ("To", asked.last or "the last meeting"),
        ("Made from", f"entries 1 to {head.size} of {session.log.name}"),
        ("Root", head.root.hex()),
        ("Withheld", f"{len(held)} passages, listed at the end"),
    )
    return Paper("Disclosure", body.title, public=True, particulars=particulars, sections=tuple(sections))


def as_csv(paper: Paper) -> bytes:
    """Write an extract as a table: section, kind, label, text; no cell is run by a spreadsheet."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(("section", "kind", "label", "text"))
    rows = [(paper.title, "particular", name, value) for name, value in paper.particulars]
    for section in paper.sections:
        title = f"{section.number} {section.title}".strip()
        rows += [(title, line.role, line.label, line.text) for line in section.lines]
        rows += [(title, "row", "", " | ".join(row)) for row in section.grid.rows] if section.grid else []
    writer.writerows([tuple(map(_cell, row)) for row in rows])
    return stream.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _within(day: str, asked: Asked) -> bool:
    return (asked.first is None or asked.first <= day) and (asked.last is None or day <= asked.last)


def _hidden(session: Session, past: Past, asked: Asked) -> dict[str, str]:
    """Give the names that are withheld, with the class that each is withheld as."""
    roll = past.state(f"roll:{asked.body}").roll
    public = {one.person for one in roll.memberships if one.body == asked.body}
    public |= {one.person for one in roll.tenures if one.body == asked.body}
    everybody = names.everybody(session.store, past.upto)
    serving = {everybody[person] for person in public if person in everybody}
    found = {}
    for name in filter(names.is_known, everybody.values()):
        kind = "members" if name in serving else "names"
        if kind in asked.reasons:
            found[name] = kind
    return found


def _of_meeting(
    found: Material, asked: Asked, hidden: Mapping[str, str], held: list[Entry]
) -> Iterator[Section]:
    """Give the sections of the public minutes of a meeting, without what is withheld."""
    day = found.opened.day
    whys = {}
    for item, one in found.withheld.items():
        number = _number(found, item)
        whys[number] = asked.reasons.get(one.access) or one.why
        held.append(Entry(f"{day}, item {number}", one.access, whys[number]))
    paper = minutes.write(found, "confirmed" if found.agreed else "draft")
    yield Section(f"Meeting of {sentences.day(day)}", (Line("note", paper.kind),))
    place = [Line("text", value, name) for name, value in paper.particulars]
    for section in (Section("Particulars", tuple(place)), *paper.sections):
        lines = tuple(_lines(section, day, asked, whys, held))
        yield _redacted(replace(section, lines=lines), day, hidden, held, asked.reasons)


def _lines(
    section: Section, day: str, asked: Asked, whys: Mapping[str, str], held: list[Entry]
) -> Iterator[Line]:
    for line in section.lines:
        if line.role == "withheld":
            yield replace(line, text=f"[withheld: the item ({whys.get(section.number, line.text)})]")
        elif line.role == "text" and section.number and not line.label and "notes" in asked.reasons:
            why = asked.reasons["notes"]
            held.append(Entry(f"{day}, item {section.number}", "notes", why))
            yield Line("withheld", f"[withheld: note of the item ({why})]")
        else:
            yield line


def _redacted(
    section: Section,
    where: str,
    hidden: Mapping[str, str],
    held: list[Entry],
    reasons: Mapping[str, str],
) -> Section:
    """Take withheld names out of every text of a section, longest first."""
    if not hidden:
        return section
    longest = sorted(hidden, key=len, reverse=True)
    known = {" ".join(name.split()).casefold(): kind for name, kind in hidden.items()}
    spaced = (r"\s+".join(map(re.escape, name.split())) for name in longest)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)", re.IGNORECASE)

    def withheld(found: re.Match[str]) -> str:
        kind = known.get(" ".join(found.group().split()).casefold(), "names")
        why = reasons[kind]
        held.append(Entry(where, kind, why))
        return f"[withheld: personal name ({why})]"

    def taken(text: str) -> str:
        return pattern.sub(withheld, text)

    lines = tuple(Line(line.role, taken(line.text), taken(line.label)) for line in section.lines)
    grid = section.grid and Grid(section.grid.columns, tuple(tuple(map(taken, r)) for r in section.grid.rows))
    return replace(section, title=taken(section.title), lines=lines, grid=grid)


def _number(found: Material, item: str) -> str:
    return next((body.number for _, body in found.of(ItemOpened) if body.item == item), "?")


def _delegations(past: Past, asked: Asked) -> Section:
    """Give what the body delegated in the period: to whom, on what ground, in which functions."""
    every = ((at, at.fact.body) for at, _ in past.every(Granted, PassedOn) if _within(at.day, asked))
    given = ((at, body) for at, body in every if isinstance(body, Granted | PassedOn))
    found = [(at, body) for at, body in given if body.by == f"body:{asked.body}"]
    called = past.names({party for _, body in found for party in body.to if party.startswith("p-")})
    rows = tuple(_row(at, body, called) for at, body in found)
    columns = ("day", "delegation", "to", "functions", "power", "entry")
    lines = () if rows else (Line("note", "None recorded in the period."),)
    return Section("Delegations", lines, grid=Grid(columns, rows) if rows else None)


def _row(at: Recorded, body: Granted | PassedOn, called: Mapping[str, str]) -> tuple[str, ...]:
    to = ", ".join(called.get(party, party) for party in body.to)
    power = body.power if isinstance(body, Granted) else f"passed on from {body.parent}"
    return (at.day, body.delegation, to, ", ".join(body.scope.functions), power, str(at.number))


def _schedule(held: list[Entry]) -> Iterator[Section]:
    counted = Counter(held)
    rows = tuple((one.where, one.what, one.why, str(count)) for one, count in counted.items())
    grid = Grid(("where", "what", "why", "times"), rows) if rows else None
    lines = () if rows else (Line("note", "Nothing was withheld."),)
    yield Section("What was withheld, and why", lines, grid=grid)
    totals = Counter((one.what, one.why) for one in held)
    told = tuple(Line("text", f"{count}", f"{what} ({why})") for (what, why), count in totals.items())
    if told:
        yield Section("Counts", told)

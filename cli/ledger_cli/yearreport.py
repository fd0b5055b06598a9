"""The evidence of a governance statement: a year of one body as figures, and the lists that they count.

Each figure is the length of a list below it, so that whoever reads the paper can count it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from ledger.awaiting import stands
from ledger.facts.outcomes import Changed, Reported
from ledger.sittings import URGENT, WRITTEN
from ledger_cli import attendances, comings, deciding, departures, dues, looking, minutegaps
from ledger_cli import quorum as judging
from ledger_cli.dues.ground import Ground
from ledger_cli.papers import sentences
from ledger_cli.papers.tree import Grid, Line, Paper, Section

if TYPE_CHECKING:
    from ledger.sittings import Sitting
    from ledger_cli.deciding import Decision
    from ledger_cli.departures import Found
    from ledger_cli.dues.ground import Row
    from ledger_cli.lookups import Past, Words
    from ledger_cli.output import Cell
    from ledger_cli.periods import Period
    from ledger_cli.session import Session
    from ledger_cli.withholding import Hidden

KIND = "Governance year"
_SAID = ("quorate", "not quorate", "not known")
_STATES = ("held", "cancelled", "to come", "not recorded as held")
_MEETINGS = ("date", "kind", "state", "moved from", "notice", "quorum", "meeting")
_URGENT = ("day", "decision", "what was decided", "worth", "reported or ratified", "entry")
_NOT_TOLD = ("not reported", "lapsed: not ratified")
_OF_THE_YEAR = ("minutes", "urgent decision")
"""The kinds of what is due that the report tells from the year itself."""
_OVERDUE = ("what", "since", "due", "about", "id")


class Year(msgspec.Struct, frozen=True):
    """The figures of a year by name, and the paper that lists what they count."""

    figures: Mapping[str, int]
    paper: Paper


class _Asked(msgspec.Struct, frozen=True):
    session: Session
    past: Past
    body: str
    over: Period
    day: str
    hidden: Hidden


def read(session: Session, past: Past, body: str, over: Period, day: str, hidden: Hidden) -> Year:
    """Put the evidence of a year together.

    Args:
        session: the open ledger.
        past: the ledger as it stood.
        body: the code of the body.
        over: the year.
        day: what is due before it and was not done by it is overdue.
        hidden: what is withheld.
    """
    asked = _Asked(session, past, body, over, day, hidden)
    title = past.body(body).title
    with looking.views(session) as views:
        found = departures.read(session, views, past, body, over, hidden)
        taken = {one.resolution: one.way for one in views.decisions(body, on=over.last, known_at=past.upto)
                 if over.holds(one.day)}  # fmt: skip
    held = attendances.sittings(past, body, ("meeting",), over.first, over.last)
    said = {one.meeting: _quorate(asked, one) for one in held}
    meetings = _meetings(asked, said)
    urgent = [deciding.read(past, one, day) for one, way in taken.items() if way == "by office-holders"]
    overdue = _overdue(asked, urgent)
    figures = {
        **_counted("meetings ", (row[2] for row in meetings), _STATES),
        **_counted("", said.values(), _SAID),
        "decisions": len(taken),
        **{_PLURAL[kind]: number for kind, number in departures.counts(found).items()},
        "urgent actions": len(urgent),
        "overdue": len(overdue),
    }
    sections = (
        Section("Figures", (), grid=Grid(("what", "number"), tuple((k, str(v)) for k, v in figures.items()))),
        _section("Meetings", _MEETINGS, meetings),
        _section("Attendance", attendances.COLUMNS, _attendance(asked, held), "Meetings alone are counted."),
        *_findings(found),
        _section("Urgent actions", _URGENT, [_urgent(asked, one) for one in urgent]),
        _section("Overdue", _OVERDUE, overdue, f"As of {sentences.day(day)}."),
    )
    return Year(figures, Paper(KIND, title, hidden.public, _particulars(asked), sections))


def _particulars(asked: _Asked) -> tuple[tuple[str, str], ...]:
    return (
        ("Body", asked.body),
        ("From", sentences.day(asked.over.first)),
        ("To", sentences.day(asked.over.last)),
        ("Made from", f"entries 1 to {asked.past.upto} of {asked.session.log.name}"),
        ("Root", asked.past.root),
        ("Words", "public" if asked.hidden.public else "with what is withheld from the public"),
    )


_PLURAL = {
    "departure": "departures",
    "not met": "not met, without a departure",
    "not known": "not known when recorded",
    "defect": "defects found afterwards",
}


def _counted(before: str, states: Iterable[str], names: Sequence[str]) -> dict[str, int]:
    every = list(states)
    return {f"{before}{name}": every.count(name) for name in names}


def _section(
    title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], note: str = ""
) -> Section:
    lines = (Line("note", note),) if note else ()
    nothing = () if rows else (Line("text", "None."),)
    return Section(title, (*lines, *nothing), grid=Grid(columns, tuple(rows)) if rows else None)


def _text(cells: Iterable[Cell]) -> tuple[str, ...]:
    return tuple("" if cell is None else str(cell) for cell in cells)


def _meetings(asked: _Asked, said: Mapping[str, str]) -> list[tuple[str, ...]]:
    state = comings.books(asked.past, asked.body)
    rows = comings.rows(asked.past, state, asked.body, asked.day)
    return [
        _text((*(row[name] for name in _MEETINGS[:5]), said.get(row["meeting"] or ""), row["meeting"]))
        for row in rows
        if asked.over.holds(row["date"] or "") and row["kind"] not in {URGENT, WRITTEN}
    ]


def _quorate(asked: _Asked, sitting: Sitting) -> str:
    """Say whether a meeting was quorate throughout, by the terms of its day."""
    terms = asked.past.terms(sitting.body, sitting.day)
    if terms is None:
        return "not known"
    books = asked.past.state(f"roll:{sitting.body}", f"deputies:{sitting.body}")
    return judging.said(judging.judge(sitting, terms, books.roll, books.deputies))


def _attendance(asked: _Asked, held: Sequence[Sitting]) -> list[tuple[str, ...]]:
    rows = attendances.rows(asked.past, asked.body, held, asked.over.first, asked.over.last)
    return [_text(row) for row in rows]


def _findings(found: Sequence[Found]) -> tuple[Section, ...]:
    listed = [_text(one.row()) for one in found]
    note = "Each figure counts entries: one that departs from several rules is one departure."
    by_clause = departures.by_clause(found)
    return (
        _section("Departures, defects, not known, by clause", by_clause.columns, by_clause.rows, note),
        _section("Each of them", departures.COLUMNS, listed),
    )


def _urgent(asked: _Asked, found: Decision) -> tuple[str, ...]:
    """Give a decision that office-holders took between meetings, and what the body was told of it."""
    decision, shut = found.resolved.resolution, asked.hidden.hides(found.at)
    texts = deciding.texts(asked.past, found)
    told = [
        f"{'reported' if isinstance(body, Reported) else body.change} on {at.day} (entry {at.number})"
        for at in asked.past.facts(f"subject:{decision}")
        if isinstance(body := at.fact.body, Reported | Changed) and at.day <= asked.day
    ]
    worth = (f"{one.part}: {', '.join((one.worth, *one.beside))}" for one in found.worth)
    what = asked.hidden.instead(found.resolved.item) if shut else "; ".join(texts.values())
    return _text((found.at.day, decision, what, "; ".join(worth), "; ".join(told) or "no", found.at.number))


def _overdue(asked: _Asked, urgent: Iterable[Decision]) -> list[tuple[str, ...]]:
    """Give what was due and was not done: minutes, reports to the body, and all that ``remit due`` shows so.

    Of minutes and of urgent decisions the record of the year says more than that, so they come from there.
    """
    rows = [
        _text(("minutes", gap.date, None, gap.minutes, gap.meeting))
        for gap in minutegaps.read(asked.past, asked.body, asked.over, asked.day)
        if gap.state == "held" and minutegaps.WAITS not in gap.minutes
    ]
    for found in urgent:
        late = [
            each for one in found.worth for each in (one.worth, *one.beside) if each.startswith(_NOT_TOLD)
        ]
        rows += [
            _text(("urgent decision", found.at.day, None, each, found.resolved.resolution)) for each in late
        ]
    due = dues.collected(Ground(asked.past, asked.day, asked.body))
    late_rows = [
        row
        for row in due
        if stands(row.awaited.due, asked.day) == "overdue"
        and row.awaited.since <= asked.over.last
        and not row.awaited.kind.startswith(_OF_THE_YEAR)
    ]
    words = asked.past.words([row.words.at for row in late_rows if row.words is not None])
    return rows + [_late(asked, row, words) for row in late_rows]


def _late(asked: _Asked, row: Row, words: Words) -> tuple[str, ...]:
    """Give one line of what ``remit due`` shows as overdue, without words that are withheld."""
    one, sealed, about = row.awaited, row.words, asked.session.spell(row.what)
    if sealed is not None:
        text = words.read(sealed.at.fact.id, sealed.path, sealed.sealed) or ""
        item = getattr(sealed.at.fact.body, "item", None)
        shut = asked.hidden.hides(sealed.at) or one.id in asked.hidden.ids
        about += f": {asked.hidden.instead(item or '') if shut else text}"
    return _text((one.kind, one.since, one.due.printed, about, one.id))

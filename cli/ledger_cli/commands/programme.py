"""``remit programme``: the year's meetings, given out at once, and what became of them.

Implements LSC-9.1: an annual rolling programme, at least so many meetings a year, dates that move.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click
import msgspec

from ledger.facts import programme as facts
from ledger.facts.terms import FrequencyRule
from ledger.facts.words import Day, Printed, Words
from ledger.programme import judge_year
from ledger_cli import comings, periods
from ledger_cli.ids import Maker
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, answer, emit, emit_json
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.findings import Finding
    from ledger.state import State
    from ledger_cli.periods import Period
    from ledger_cli.session import Session

WORDS = {"met": "met", "not met": "not met", "not known": "not yet"}


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A coming meeting."""

    date: Day
    time: Printed | None = None
    place: Annotated[str, msgspec.Meta(min_length=1, max_length=300)] | None = None
    kind: facts.MeetingKind = "meeting"
    public: bool = True


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A programme as it was agreed."""

    programme: Printed
    meetings: Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=200)]


@click.group()
def command() -> None:
    """Give out the dates of a year; see what moved, and who was told in time."""


@command.command()
@click.argument("body")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--date", "dates", type=DAY, multiple=True, help="A date; as often as there are meetings.")
@click.option("--name", help="The programme exactly as it is printed: 2026/27.")
@click.option("--on", type=DAY, help="The day on which it was agreed.  [default: today]")
@recording
def adopt(
    session: Session,
    body: str,
    file: Path | None,
    dates: tuple[str, ...],
    name: str | None,
    on: str | None,
) -> None:
    """Give out the dates of a programme in one request, from a YAML FILE or from --date and --name.

    \b
    FILE:
      programme: 2026/27
      meetings:
        - {date: 2027-01-05, time: 10 am, place: Town hall}
        - {date: 2027-04-13, kind: development session, public: false}

    \b
    Example:
      remit programme adopt lsc-icp --date 2027-01-05 --date 2027-04-13 --name 2027
    """
    from ledger.errors import Malformed

    if (file is None) == (not dates) or (file is None) != (name is not None):
        raise click.UsageError("expected a FILE, or --date and --name")
    agreed = _read(file) if file else File(name or "", tuple(Line(day) for day in dates))
    given = [line.date for line in agreed.meetings]
    if again := sorted({day for day in given if given.count(day) > 1}):
        raise Malformed(f"expected each date once, got {', '.join(again)} again")
    request = request_id(session.settings)
    new_id = Maker(request)
    made = {line.date: new_id("m") for line in agreed.meetings}
    scheduled = [_scheduled(made[line.date], body, line, agreed.programme) for line in agreed.meetings]
    submit(session, on, *scheduled, request=request, made=made)


@command.command()
@click.argument("body")
@click.option("--year", type=click.IntRange(1000, 2999), help="The meetings of one calendar year.")
@click.option("--from", "first", type=DAY, help="The first day to list.")
@click.option("--to", "last", type=DAY, help="The last day to list.")
@on_day
@known_then
@answering
def show(
    session: Session,
    body: str,
    year: int | None,
    first: str | None,
    last: str | None,
    on: str | None,
    known_at: str | None,
) -> None:
    """List the meetings of a body as they stood on a day: planned, moved, called, held, cancelled.

    Below it is said, by calendar year, whether the body met as often as its terms ask for.

    \b
    Example:
      remit programme show lsc-icp --year 2027
    """
    from ledger_cli.lookups import Past

    if year and (first or last):
        raise click.UsageError("expected --year, or --from and --to, got both")
    past, day = Past(session, known_at), on or today()
    past.body(body)
    state = comings.books(past, body)
    every = comings.rows(past, state, body, day)
    low, high = (f"{year}-01-01", f"{year}-12-31") if year else (first or "", last or "9")
    rows = [row for row in every if low <= (row["date"] or "") <= high]
    years = {(row["date"] or "")[:4] for row in rows} | ({str(year)} if year else set())
    found = {one: list(_judged(state, body, every, one, day)) for one in sorted(years)}
    if session.settings.as_json:
        judged = [{"year": one, **_as_json(each)} for one, several in found.items() for each in several]
        emit_json({"meetings": rows, "years": judged})
        return
    cells = [tuple(row.values()) for row in rows]
    emit(Table(comings.COLUMNS, cells, f"{body}: meetings as of {day}"), as_json=False)
    for several in found.values():
        for each in several:
            answer(f"{WORDS[each.verdict.value]}: {each.sentence()}")


@command.command()
@click.argument("body")
@periods.period
@on_day
@known_then
@answering
def gaps(session: Session, body: str, over: Period, on: str | None, known_at: str | None) -> int:
    """List the meetings of BODY in a period that were held or planned, and have no minutes that were agreed.

    Of a workshop or a development session it is enough that notes were given out. Exit code 0: there is no
    such meeting; 1: there is.

    \b
    Example:
      remit programme gaps lsc-icp --from 2023-04-01 --to 2024-03-31
    """
    from ledger_cli import minutegaps
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    found = minutegaps.read(past, body, over, day)
    title = f"{body}: meetings without minutes as of {day}"
    emit(Table(minutegaps.COLUMNS, [one.row() for one in found], title), as_json=session.settings.as_json)
    return int(bool(found))


def _read(file: Path) -> File:
    from ledger_cli.yamlfile import load

    return load(file, File).value


def _scheduled(meeting: str, body: str, line: Line, programme: str) -> facts.Scheduled:
    place = Words.of(line.place) if line.place else None
    return facts.Scheduled(meeting, body, line.date, line.time, place, line.kind, line.public, programme)


def _judged(state: State, body: str, every: Sequence[comings.Row], year: str, day: str) -> Iterator[Finding]:
    """Judge how often the body met in a year, by the terms of its last day or of the day that is asked."""
    terms = state.terms.in_force(body, min(day, f"{year}-12-31"))
    days = {
        stands: [row["date"] or "" for row in every if (row["state"], row["kind"]) == (stands, "meeting")]
        for stands in ("held", "to come")
    }
    for rule in terms.rules if terms else ():
        if isinstance(rule, FrequencyRule) and terms:
            yield judge_year(rule, terms, year, days["held"], days["to come"], day)


def _as_json(finding: Finding) -> dict[str, str | None]:
    return {
        "rule": finding.rule,
        "clause": finding.clause,
        "answer": WORDS[finding.verdict.value],
        "expected": finding.expected,
        "got": finding.got,
    }

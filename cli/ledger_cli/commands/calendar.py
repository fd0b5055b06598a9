"""``remit calendar``: by which calendar a body counts working days, and what that makes of a day.

Implements the working days of LSC-9.2 and LSC-9.4: bank holidays are facts; a library only seeds them.
"""

from __future__ import annotations

import re
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import click
import msgspec

from ledger.calendars import Unit, is_weekend
from ledger.facts.programme import CalendarAdopted
from ledger.facts.words import Day
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, emit, say
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import today

if TYPE_CHECKING:
    from ledger.calendars import Counted
    from ledger_cli.session import Session

NOT_KNOWN = 8
YEARS_MAX = 20
REGIONS = {
    "england-and-wales": ("England and Wales", ("ENG", "WLS")),
    "scotland": ("Scotland", ("SCT",)),
    "northern-ireland": ("Northern Ireland", ("NIR",)),
}
_Listed = Annotated[tuple[Day, ...], msgspec.Meta(max_length=200)]
_LATEST = ("rule", "clause", "what", "days", "unit", "latest day", "does not count")


class _Years(click.ParamType[tuple[int, int]]):
    name = "years"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        found = re.fullmatch(r"([12][0-9]{3})(?:-([12][0-9]{3}))?", str(value))
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
        if not first <= last < first + YEARS_MAX:
            self.fail(f"expected years like 2026-2028, {YEARS_MAX} at most, got {value!r}", param, ctx)
        return first, last


YEARS = _Years()


@click.group()
def command() -> None:
    """Working days: adopt a calendar, and count back from a meeting."""


@command.command()
@click.argument("body")
@click.option("--years", type=YEARS, required=True, help="The years that it covers, whole: 2026-2028.")
@click.option(
    "--region",
    type=click.Choice(list(REGIONS)),
    default="england-and-wales",
    show_default=True,
    help="Whose bank holidays.",
)
@click.option(
    "--file", type=click.Path(path_type=Path), help="Days of one's own instead: a line '- 2026-12-24' each."
)
@click.option("--title", help="What it is called.  [default: after the region or the file]")
@click.option("--source", help="Where the days are from.  [default: the library or the file]")
@click.option("--on", type=DAY, help="The day from which it is counted by.  [default: today]")
@recording
def adopt(
    session: Session,
    body: str,
    years: tuple[int, int],
    region: str,
    file: Path | None,
    title: str | None,
    source: str | None,
    on: str | None,
) -> None:
    """Adopt the days from Monday to Friday on which a body does not count working days.

    \b
    Example:
      remit calendar adopt lsc-icp --years 2026-2028 --source "GOV.UK, UK bank holidays"
    """
    first, last = years
    named, from_, days = _bank_holidays(region, years) if file is None else _days_of(file)
    fact = CalendarAdopted(
        body=body,
        title=title or f"{named}, {first} to {last}",
        first=f"{first}-01-01",
        last=f"{last}-12-31",
        days=tuple(days),
        source=source or from_,
    )
    submit(session, on, fact)


@command.command()
@click.argument("body")
@click.option("--year", metavar="YEAR", help="The days of one year only.")
@on_day
@known_then
@answering
def show(session: Session, body: str, year: str | None, on: str | None, known_at: str | None) -> int:
    """Show the days that a body does not count, by the calendars that it had adopted by a day.

    \b
    Example:
      remit calendar show lsc-icp --year 2027
    """
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    days = past.state(f"calendar:{body}").programme.days(body, day)
    if not any(one.first[:4] <= (year or one.first[:4]) <= one.last[:4] for one in days.adopted):
        say(f"not known: {body} has adopted no calendar for {year or 'any year'} by {day}")
        return NOT_KNOWN
    rows: list[tuple[Cell, ...]] = [
        (off, f"{date.fromisoformat(off):%A}", one.title, one.source)
        for index, one in enumerate(days.adopted)
        for off in one.days
        if off.startswith(year or "")
        and not any(later.first <= off <= later.last for later in days.adopted[index + 1 :])
    ]
    covered = "; ".join(f"{one.title} ({one.first} to {one.last})" for one in days.adopted)
    columns = ("day", "weekday", "calendar", "source")
    emit(Table(columns, sorted(rows), f"{body}: {covered}"), as_json=session.settings.as_json)
    return 0


@command.command()
@click.argument("body")
@click.argument("meeting_day", metavar="MEETING-DAY", type=DAY)
@click.option("--what", type=click.Choice(["notice", "agenda and papers", "publication"]), help="One only.")
@click.option("--days", "number", type=click.IntRange(0, 365), help="So many days, whatever the terms say.")
@click.option("--unit", type=click.Choice(get_args(Unit)), help="What --days are.")
@click.option("--on", type=DAY, help="By the terms and calendars of this day.  [default: MEETING-DAY]")
@known_then
@answering
def latest(
    session: Session,
    body: str,
    meeting_day: str,
    what: str | None,
    number: int | None,
    unit: Unit | None,
    on: str | None,
    known_at: str | None,
) -> int:
    """Say by which day notice, papers and publication are due for a meeting on MEETING-DAY.

    Exit code 8: the terms say nothing about it, or no adopted calendar covers a day of the count.

    \b
    Example:
      remit calendar latest lsc-icp 2027-01-05 --what "agenda and papers"
    """
    from ledger_cli import comings
    from ledger_cli.lookups import Past

    if (number is None) != (unit is None):
        raise click.UsageError("expected --days and --unit together, got one of them")
    past, day = Past(session, known_at), on or meeting_day
    past.body(body)
    state = past.state(f"terms:{body}", f"calendar:{body}")
    days, terms = state.programme.days(body, day), state.terms.in_force(body, day)
    counts: list[tuple[tuple[Cell, ...], Counted]] = []
    if number is not None and unit is not None:
        counts.append(((None, None, what, number, unit), days.latest(meeting_day, number, unit)))
    else:
        for rule, clause, counted in comings.deadlines(terms, days, meeting_day, what):
            counts.append(((rule.rule, clause, rule.what, rule.days, rule.unit), counted))
    rows = [(*about, counted.day or "not known", _skipped(counted)) for about, counted in counts]
    emit(Table(_LATEST, rows, f"{body}: meeting on {meeting_day}"), as_json=session.settings.as_json)
    if not counts:
        say(f"not known: no terms of {body} on {day} say how long before: --days and --unit do")
    for gap in dict.fromkeys(counted.gap for _, counted in counts if counted.gap):
        say(f"not known: no calendar that {body} had adopted by {day} covers {gap}")
    return 0 if counts and all(counted.day for _, counted in counts) else NOT_KNOWN


def _skipped(counted: Counted) -> str | None:
    """Name the days that were passed over, with the reason."""
    told = [f"{day} {'weekend' if is_weekend(day) else 'not worked on'}" for day in counted.skipped]
    return ", ".join(told) or None


def _bank_holidays(region: str, years: tuple[int, int]) -> tuple[str, str, list[str]]:
    """Give the name, the source and the bank holidays on weekdays of a region.

    Raises:
        Malformed: the parts of the region do not agree, so that no one list is theirs.
    """
    import holidays

    from ledger.errors import Malformed

    title, parts = REGIONS[region]
    wanted = range(years[0], years[1] + 1)
    lists = [sorted(holidays.country_holidays("GB", subdiv=part, years=wanted)) for part in parts]
    if any(other != lists[0] for other in lists):
        raise Malformed(f"expected the same bank holidays in {' and '.join(parts)}, got different ones")
    days = [day.isoformat() for day in lists[0]]
    source = f"python-holidays {version('holidays')}, GB {' and '.join(parts)}"
    return f"Bank holidays of {title}", source, [day for day in days if not is_weekend(day)]


def _days_of(file: Path) -> tuple[str, str, list[str]]:
    """Give a name, the source and the days of a file, put in order.

    Raises:
        Malformed: not a list of days; one line a fault, with its place.
    """
    from ledger_cli.yamlfile import load

    days = load(file, _Listed).value
    return "Working days", file.name, sorted(days)

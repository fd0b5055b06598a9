"""Laws of what is due: more days take in all that fewer do, and what is settled is not awaited."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.given import named, on

from ledger.acts import Recorded
from ledger.awaiting import Awaited, order, stands
from ledger.consultations import Consultations, awaited
from ledger.facts import consultations as facts
from ledger.facts.words import Due, Sealed
from ledger_cli.dues import chosen
from ledger_cli.dues.ground import Row

FIRST = date(2026, 1, 1)
DAYS = st.sampled_from([(FIRST + timedelta(days=days)).isoformat() for days in range(400)])
DUES = st.tuples(st.none() | DAYS, st.none() | DAYS)


def listed(dues: list[tuple[str | None, str | None]]) -> list[Row]:
    """Give a row for each date, each with an id of its own."""
    return [
        Row(
            Awaited("report", str(number), "board", Due("as printed", first, last), None, "2026-01-01"),
            "a report",
            "remit followup close",
        )
        for number, (first, last) in enumerate(dues)
    ]


ROWS = st.lists(DUES, max_size=12).map(listed)
SPANS = st.integers(0, 400)
PARTIES = ("organisation:east", "organisation:west", "body:board")
SEALED = Sealed("0" * 64)


@given(ROWS, DAYS, SPANS, SPANS)
def test_what_is_due_within_some_days_is_due_within_more(
    rows: list[Row], day: str, some: int, more: int
) -> None:
    fewer, longer = sorted((some, more))

    within = chosen(rows, day, fewer)

    assert [row for row in within if row not in chosen(rows, day, longer)] == []
    assert [row for row in chosen(rows, day, longer) if row not in chosen(rows, day, None)] == []


@given(ROWS, DAYS, SPANS)
def test_what_is_overdue_or_has_no_day_is_due_within_any_time(rows: list[Row], day: str, days: int) -> None:
    left_out = [row for row in rows if row not in chosen(rows, day, days)]

    assert {stands(row.awaited.due, day) for row in left_out} <= {"due"}


@given(ROWS, DAYS)
def test_nothing_overdue_is_listed_after_what_is_not(rows: list[Row], day: str) -> None:
    ordered = sorted(rows, key=lambda row: order(row.awaited, day))

    ranks = [("overdue", "due", "undated").index(stands(row.awaited.due, day)) for row in ordered]

    assert ranks == sorted(ranks)


def told(number: int, day: str, body: facts.Body) -> tuple[Recorded, facts.Body]:
    (step,) = on(day, body)
    return step.at(number), body


@given(
    DAYS,
    st.none() | DAYS,
    st.lists(st.tuples(DAYS, st.sampled_from(PARTIES)), max_size=6),
    st.none() | DAYS,
    DAYS,
)
def test_nothing_that_is_settled_by_a_day_is_awaited_on_it(
    asked: str, until: str | None, answers: list[tuple[str, str]], ended: str | None, day: str
) -> None:  # PLA-4.3
    code = named("u", "beds")
    opened = facts.Opened(code, "north", None, SEALED, None, None, PARTIES, until)
    known = Consultations().evolve(*told(1, asked, opened))
    for number, (said, party) in enumerate(answers, 2):
        known = known.evolve(*told(number, said, facts.Answered(code, None, party, SEALED)))
    if ended is not None:
        known = known.evolve(*told(99, ended, facts.Ended(code, None, SEALED, None, None)))

    found = list(awaited(known, day))

    settled = {party for said, party in answers if said <= day}
    open_ = asked <= day and (ended is None or day < ended)
    left = set(PARTIES) - settled if open_ and (until is None or day <= until) else set()
    assert {one.owner for one in found if one.kind == "answer to a consultation"} == left
    assert [one.kind for one in found].count("consultation") == open_

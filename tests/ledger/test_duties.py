"""Recurring duties: what each party did in every period, in time, late, or not at all."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest
from tests.examples import DIGEST
from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import ICP, constituted, partnership

from ledger.awaiting import Awaited
from ledger.duties import LAST, Duty, awaited
from ledger.facts import duties as facts
from ledger.facts import organisations
from ledger.facts.words import Due
from ledger.findings import Verdict
from ledger.places import Places
from ledger.state import placing

D = named("dt", "share")
SET = "2024-01-10"
ICB, TRUST = "organisation:icb", "organisation:trust"


def known() -> Given:
    given = (organisations.Registered(code, code, "nhs") for code in ("icb", "trust"))
    return partnership().and_(on("2023-01-05", *given), constituted("board"))


def sets(
    *parties: str, every: facts.Every = "month", first: str = "2024-01", days: int | None = None
) -> tuple[Step, ...]:
    return on(SET, facts.Set(D, ICP, parties or (ICB, TRUST), sealed("share data"), every, first, days))


def performs(
    period: str, day: str, party: str = ICB, recorded: str | None = None, body: str = ICP
) -> tuple[Step, ...]:
    return on(day, facts.Performed(D, body, party, period, (DIGEST,)), recorded=recorded)


def ends(day: str, body: str = ICP) -> tuple[Step, ...]:
    return on(day, facts.Ended(D, body, sealed("one budget")))


def duty(before: Given) -> Duty:
    return before.state().duties.known[D]


def told(before: Given, day: str, party: str = ICB) -> list[tuple[str, str]]:
    return [
        (one.period, one.state)
        for one in duty(before).answers(day, placing(before.state()))
        if one.party == party
    ]


# --- what came of it -----------------------------------------------------------------------------


def test_each_party_met_missed_or_was_late_by_month() -> None:  # HIW-5
    before = known().when(sets()).happens()
    before = before.when(performs("2024-01", "2024-01-31")).happens()
    before = before.when(performs("2024-02", "2024-03-01")).happens()
    assert told(before, "2024-03-31") == [
        ("2024-01", "met"),
        ("2024-02", "late"),
        ("2024-03", "not yet due"),
    ]
    assert told(before, "2024-03-31", TRUST) == [
        ("2024-01", "missed"),
        ("2024-02", "missed"),
        ("2024-03", "not yet due"),
    ]
    assert told(before, "2024-04-01")[2:] == [("2024-03", "missed"), ("2024-04", "not yet due")]
    assert Counter(one.state for one in duty(before).answers("2024-04-01", Places())) == {
        "met": 1,
        "late": 1,
        "missed": 4,
        "not yet due": 2,
    }


def test_what_was_missed_is_late_once_it_is_done_and_stays_missed_on_the_days_before() -> None:  # HIW-5
    before = known().and_(sets(), performs("2024-01", "2024-03-05"))
    assert told(before, "2024-03-04")[0] == ("2024-01", "missed")
    assert told(before, "2024-03-05")[0] == ("2024-01", "late")


@pytest.mark.parametrize(
    ("days", "due"), [(None, "2024-02-29"), (0, "2024-02-29"), (1, "2024-03-01"), (15, "2024-03-15")]
)
def test_there_is_time_until_the_end_of_the_period_or_so_many_days_after_it(
    days: int | None, due: str
) -> None:  # HIW-5
    before = known().and_(sets(first="2024-02", days=days))
    assert [one.due for one in duty(before).answers("2024-02-01", Places())] == [due, due]
    after = {"2024-02-29": "2024-03-01", "2024-03-01": "2024-03-02", "2024-03-15": "2024-03-16"}[due]
    assert told(before.and_(performs("2024-02", due)), "2024-12-31")[0] == ("2024-02", "met")
    assert told(before.and_(performs("2024-02", after)), "2024-12-31")[0] == ("2024-02", "late")
    assert told(before, due)[0] == ("2024-02", "not yet due")
    assert told(before, after)[0] == ("2024-02", "missed")


@pytest.mark.parametrize(
    ("every", "periods", "due"),
    [
        ("quarter", ["2024-01", "2024-04", "2024-07", "2024-10", "2025-01"], "2024-03-31"),
        ("year", ["2024-01", "2025-01"], "2024-12-31"),
    ],
)
def test_quarters_and_years_are_counted_from_the_first_period(
    every: facts.Every, periods: list[str], due: str
) -> None:
    one = duty(known().and_(sets(ICB, every=every)))
    assert list(one.periods("2025-01-01")) == periods
    assert one.last("2024-01") == due
    assert list(one.periods("2023-12-31")) == []


def test_once_it_ended_nothing_is_owed_for_a_period_that_was_not_over_before() -> None:
    before = known().and_(sets(ICB))
    for day, periods in (("2024-03-31", 2), ("2024-04-01", 3)):
        ended = duty(before.when(ends(day)).happens())
        assert len(list(ended.periods("2024-12-31"))) == periods
        assert len(list(ended.periods("2024-03-15"))) == 3  # as it stood then


def test_years_that_no_calendar_has_are_left_out() -> None:
    one = duty(known().and_(sets(ICB, every="year", days=366)))
    assert list(one.periods("9999-12-31")) == list(one.periods(LAST))


# --- what is recorded ----------------------------------------------------------------------------


def test_a_duty_is_set_once_for_parties_that_are_known() -> None:  # HIW-5
    before = known()
    before.and_(sets()).when(sets()).refused_by(f"DTY-1 (Remit default): expected an id that is new, got {D}")
    before.when(sets(ICB, ICB)).refused_by(
        f"DTY-2 (Remit default): expected parties named once each, got {ICB}, {ICB}"
    )
    before.when(sets("body:board", ICB)).happens()
    for party, rule in (("body:nobody", "BOD-2"), ("organisation:nobody", "ORG-2")):
        found = before.when(sets(party)).findings
        assert [one.rule for one in found if one.verdict is Verdict.NOT_MET] == [rule]


def test_what_is_said_of_a_duty_is_said_of_one_of_the_body_that_was_set() -> None:
    sentence = "DTY-3 (Remit default): expected a duty under {} that was set by {}, got " + D
    known().when(performs("2024-01", "2024-01-31")).refused_by(sentence.format(ICP, "2024-01-31"))
    before = known().and_(sets())
    before.when(ends("2024-01-31", "board")).refused_by(sentence.format("board", "2024-01-31"))
    assert before.when(ends("2024-01-09")).verdict("DTY-3") is Verdict.NOT_MET
    before.when(ends(SET)).happens()


def test_a_party_does_its_part_once_in_a_period_that_has_begun() -> None:  # HIW-5
    before = known().and_(sets())
    expected = f"DTY-4 (Remit default): expected a party of {D}, and the first month of a period that has "
    before.when(performs("2024-03", "2024-02-29")).refused_by(
        f"{expected}begun by 2024-02-29, got {ICB}, 2024-03"
    )
    before.when(performs("2024-03", "2024-03-01")).happens()
    before.when(performs("2024-01", "2024-02-01", "body:board")).refused_by(
        f"{expected}begun by 2024-02-01, got body:board, 2024-01"
    )
    before.when(performs("2023-12", "2024-02-01")).refused_by(
        f"{expected}begun by 2024-02-01, got {ICB}, 2023-12"
    )
    once = before.and_(performs("2024-01", "2024-01-31"))
    once.when(performs("2024-01", "2024-02-01")).refused_by(
        "DTY-5 (Remit default): expected a period in which it was not done yet, "
        "got 2024-01, done on 2024-01-31"
    )
    once.when(performs("2024-01", "2024-02-01", TRUST)).happens()
    once.when(performs("2024-02", "2024-02-01")).happens()


def test_only_the_first_month_of_a_quarter_names_it() -> None:
    before = known().and_(sets(every="quarter"))
    assert before.when(performs("2024-02", "2024-02-15")).verdict("DTY-4") is Verdict.NOT_MET
    before.when(performs("2024-01", "2024-02-15")).happens()


def test_a_duty_ends_once_and_what_was_owed_before_may_still_be_done() -> None:
    before = known().and_(sets(), ends("2024-03-31"))
    before.when(ends("2024-04-01")).refused_by(
        f"DTY-6 (Remit default): expected a duty that holds, got {D}, ended 2024-03-31"
    )
    before.when(performs("2024-02", "2024-04-15")).happens()
    assert before.when(performs("2024-03", "2024-04-15")).verdict("DTY-4") is Verdict.NOT_MET


def test_nothing_is_done_before_its_day() -> None:  # T2
    early = performs("2024-01", "2024-01-31", recorded="2024-01-30")
    assert known().and_(sets()).when(early).verdict("TIM-1") is Verdict.NOT_MET


def test_what_is_said_of_an_unknown_duty_changes_nothing() -> None:
    stray = known().and_(performs("2024-01", "2024-01-31"), ends("2024-02-01"))
    assert stray.state().duties == known().state().duties


# --- what is awaited -----------------------------------------------------------------------------


def test_what_a_party_did_not_do_yet_is_awaited_from_the_first_day_of_the_period() -> None:  # HIW-5
    state = known().and_(sets(), performs("2024-01", "2024-01-31")).state().duties
    assert list(awaited(state, Places(), "2024-01-31")) == [
        Awaited(
            "duty",
            f"{D}/{TRUST}/2024-01",
            ICP,
            Due("2024-01-31, for the month from 2024-01", None, "2024-01-31"),
            TRUST,
            "2024-01-01",
        )
    ]
    assert len(list(awaited(state, Places(), "2024-02-01"))) == 3
    assert list(awaited(state, Places(), "2024-01-09")) == []
    printed = facts.Set(D, ICP, (ICB,), sealed("share data"), "month", "2024-01", None, None, "Agreement")
    state = known().and_(on(SET, msgspec.structs.replace(printed, clause="7"))).state().duties
    assert [one.clause for one in awaited(state, Places(), "2024-01-31")] == ["Agreement, 7"]

"""Targets: whose they are, when they are due as printed, how they stand on a day, how they are closed."""

from __future__ import annotations

import pytest
from tests.examples import DIGEST, NEW, ids_of, text_of
from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    DAN,
    FAY,
    GUS,
    HAL,
    ICP,
    MEETING,
    MET,
    RESOLUTION,
    attended,
    constituted,
    item,
    opened,
    partnership,
    registered,
    resolves,
)

from ledger.awaiting import NO_DAY, Awaited, stage
from ledger.facts import keys, meetings, organisations, outcomes
from ledger.facts import targets as facts
from ledger.facts.words import Due
from ledger.findings import Verdict
from ledger.places import Places
from ledger.targets import Target, awaited

T, OTHER = named("tg", "plan"), named("tg", "team")
SET, LATER = "2024-01-10", "2024-06-24"
JUNE = Due("by June 2024", None, "2024-06-30")
COUNCIL = "organisation:blackburn"


def known() -> Given:
    council = organisations.Registered("blackburn", "blackburn", "council")
    return partnership().and_(on("2023-01-05", council), constituted("board"))


def sets(
    due: Due | None = JUNE, owner: str | None = None, day: str = SET, body: str = ICP
) -> tuple[Step, ...]:
    return on(day, facts.Set(T, body, sealed("one plan"), due, owner))


def owns(owner: str | None, day: str = "2024-02-01", body: str = ICP) -> tuple[Step, ...]:
    return on(day, facts.Owned(T, body, owner))


def reports(meeting: str | None = None, day: str = LATER) -> tuple[Step, ...]:
    return on(day, facts.Reported(T, ICP, sealed("half done"), (DIGEST,), meeting))


def moves(due: Due | None, day: str = "2024-05-01") -> tuple[Step, ...]:
    return on(day, facts.Moved(T, ICP, due, sealed("elections")))


def done(day: str = LATER, by: str | None = None) -> tuple[Step, ...]:
    return on(day, facts.Closed(T, ICP, "done", None, (DIGEST,), by))


def dropped(by: str | None, day: str = LATER) -> tuple[Step, ...]:
    return on(day, facts.Closed(T, ICP, "dropped", None, (), by))


def decided() -> Given:
    there = attended(CHAIR, BOB, CATH, DAN, FAY, GUS, HAL)
    return known().and_(sets(), opened(), there, item(), resolves("consensus"))


def target(before: Given) -> Target:
    return before.state().targets.known[T]


# --- how a date stands ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "day", "expected"),
    [
        (JUNE, "2024-06-29", "to come"),
        (JUNE, "2024-06-30", "due"),
        (JUNE, "2024-07-01", "overdue"),
        (Due("from June 2024", "2024-06-01"), "2024-05-31", "to come"),
        (Due("from June 2024", "2024-06-01"), "2024-06-01", "due"),
        (Due("from June 2024", "2024-06-01"), "2030-01-01", "due"),
        (Due("June to July 2024", "2024-06-01", "2024-07-31"), "2024-05-31", "to come"),
        (Due("June to July 2024", "2024-06-01", "2024-07-31"), "2024-06-01", "due"),
        (Due("June to July 2024", "2024-06-01", "2024-07-31"), "2024-07-31", "due"),
        (Due("June to July 2024", "2024-06-01", "2024-07-31"), "2024-08-01", "overdue"),
        (Due("three to six months"), "2030-01-01", "not known"),
        (None, "2030-01-01", "undated"),
    ],
)
def test_a_date_is_to_come_due_or_overdue_as_printed(
    due: Due | None, day: str, expected: str
) -> None:  # HIW-3, PLD-8, SYS-3
    assert stage(due, day) == expected
    assert target(known().and_(sets(due))).state(day) == expected


@pytest.mark.parametrize(
    ("due", "day", "expected"),
    [
        (JUNE, "2024-06-30", "done"),
        (JUNE, "2024-07-01", "done late"),
        (Due("from June 2024", "2024-06-01"), "2025-07-01", "done"),
        (Due("three to six months"), "2024-07-01", "done, not known whether late"),
        (None, "2024-07-01", "done"),
    ],
)
def test_what_is_done_is_done_in_time_or_late(due: Due | None, day: str, expected: str) -> None:  # HIW-3
    one = target(known().and_(sets(due)).when(done(day)).happens())
    assert one.state("2026-01-01") == expected
    assert one.state("2024-06-29") == stage(due, "2024-06-29")


def test_what_was_moved_is_late_after_the_day_that_it_was_moved_to() -> None:  # HIW-3
    august = Due("by August 2024", None, "2024-08-31")
    moved = known().and_(sets()).when(moves(august)).happens()
    one = target(moved)
    assert (one.due("2024-04-30"), one.due("2024-05-01")) == (JUNE, august)
    assert (one.state("2024-07-01"), one.state("2024-09-01")) == ("to come", "overdue")
    assert target(moved.and_(done("2024-08-31"))).state(LATER[:4] + "-12-31") == "done"
    assert target(moved.and_(done("2024-09-01"))).state("2024-12-31") == "done late"
    nowhere = target(moved.when(moves(None, "2024-06-01")).happens())
    assert (nowhere.due("2024-06-01"), nowhere.state("2030-01-01")) == (None, "undated")
    assert len(nowhere.moved("2024-05-31")) == 1


def test_it_moves_to_a_later_day_as_far_as_both_are_known() -> None:  # HIW-3
    before = known().and_(sets())
    for day in ("2024-06-30", "2024-06-01"):
        before.when(moves(Due(day, None, day))).refused_by(
            f"TGT-5 (Remit default): expected a day later than 2024-06-30, got {day}"
        )
    before.when(moves(Due("2024-07-01", None, "2024-07-01"))).happens()
    before.when(moves(Due("spring"))).happens()
    runs = known().and_(sets(Due("from June 2024", "2024-06-01")))
    runs.when(moves(Due("from July 2024", "2024-07-01"))).happens()
    assert runs.when(moves(Due("from June", "2024-06-01"))).verdict("TGT-5") is Verdict.NOT_MET
    known().and_(sets(None)).when(moves(JUNE)).happens()


def test_a_first_day_is_not_after_the_last() -> None:
    wrong = Due("July to June 2024", "2024-07-01", "2024-06-30")
    sentence = "TGT-4 (Remit default): expected a first day that is not after the last, got 2024-07-01 to "
    known().when(sets(wrong)).refused_by(f"{sentence}2024-06-30")
    assert known().and_(sets()).when(moves(wrong)).verdict("TGT-4") is Verdict.NOT_MET
    known().when(sets(Due("1 July 2024", "2024-07-01", "2024-07-01"))).happens()


# --- whose it is ---------------------------------------------------------------------------------


def test_an_owner_who_is_not_stated_may_be_added_and_changed() -> None:  # HIW-3, PLA-4.4
    owned = known().when(sets()).happens().when(owns(COUNCIL)).happens()
    one = target(owned)
    assert (one.owner("2024-01-31"), one.owner("2024-02-01")) == (None, COUNCIL)
    board = target(owned.when(owns("body:board", "2024-03-01")).happens())
    assert (board.owner("2024-02-29"), board.owner("2024-03-01")) == (COUNCIL, "body:board")
    assert target(owned.when(owns(None, "2024-03-01")).happens()).owner("2024-03-01") is None
    assert target(known().when(sets(owner="office:icp/chair")).happens()).owner(SET) == "office:icp/chair"


def test_what_is_told_later_of_an_earlier_day_counts_from_that_day() -> None:
    one = target(known().and_(sets(), owns("body:board", "2024-03-01"), owns(COUNCIL)))
    assert (one.owner("2024-02-15"), one.owner("2024-03-01")) == (COUNCIL, "body:board")


@pytest.mark.parametrize(
    ("owner", "rule"),
    [("organisation:nobody", "ORG-2"), ("body:nobody", "BOD-2"), (named("p", "nobody"), "PER-2")],
)
def test_who_owns_it_is_known(owner: str, rule: str) -> None:
    for outcome in (known().when(sets(owner=owner)), known().and_(sets()).when(owns(owner))):
        assert Verdict.NOT_MET in [one.verdict for one in outcome.findings if one.rule == rule]


# --- what is recorded ----------------------------------------------------------------------------


def test_a_target_is_set_once_and_what_is_said_of_it_comes_after() -> None:  # HIW-3
    before = known().and_(sets())
    before.when(sets()).refused_by(f"TGT-1 (Remit default): expected an id that is new, got {T}")
    sentence = "TGT-2 (Remit default): expected a target of {} set by {} that is still to be done, got {}"
    set_ = f"{T}, set for icp on {SET}"
    before.when(owns(None, "2024-01-09")).refused_by(sentence.format(ICP, "2024-01-09", set_))
    before.when(owns(None, SET)).happens()
    before.when(owns(None, SET, "board")).refused_by(sentence.format("board", SET, set_))
    known().when(done()).refused_by(sentence.format(ICP, LATER, f"{T}, which the ledger does not know"))
    known().when(moves(JUNE)).refused_by(
        sentence.format(ICP, "2024-05-01", f"{T}, which the ledger does not know")
    )


def test_what_is_closed_is_not_closed_again() -> None:  # HIW-3
    closed = known().and_(sets()).when(done()).happens()
    for again in (done("2024-07-01"), owns(None, "2024-07-01"), reports(day=LATER), done("2024-02-01")):
        assert closed.when(again).finding("TGT-2").got == f"{T}, done on {LATER}"
        assert closed.when(again).verdict("TGT-2") is Verdict.NOT_MET


def test_progress_is_told_at_a_meeting_of_the_body() -> None:  # HIW-3
    other = named("m", "board")
    elsewhere = on(LATER, meetings.Opened(other, "board", "meeting", None, sealed("hall")))
    before = known().and_(sets(), opened(), elsewhere)
    before.when(reports()).happens()
    before.when(reports(MEETING)).happens()
    before.when(reports(other)).refused_by(f"TGT-3 (Remit default): expected a meeting of icp, got {other}")


def test_nothing_is_done_or_told_before_its_day() -> None:  # T2
    for step in (done(), reports(), dropped(None)):
        (early,) = on(LATER, step[0].body, recorded="2024-06-23")
        assert known().and_(sets()).when(early).verdict("TIM-1") is Verdict.NOT_MET
    (ahead,) = on(LATER, sets()[0].body, recorded="2024-06-23")
    known().when(ahead).happens()


def test_it_is_dropped_by_a_decision_of_the_body_that_stands() -> None:  # HIW-3
    before = decided()
    one = target(before.when(dropped(RESOLUTION)).happens())
    assert (one.state(LATER), one.state("2024-06-23")) == ("dropped", "to come")
    sentence = f"TGT-6 (Remit default): expected a decision of icp taken by {LATER}, which stands, got "
    before.when(dropped(None)).refused_by(f"{sentence}none")
    before.when(dropped(None)[0].departing()).happens("TGT-6 not met")
    unknown = named("d", "other")
    before.when(dropped(unknown)).refused_by(f"{sentence}{unknown}")
    assert before.when(dropped(RESOLUTION, MET)).verdict("TGT-6") is Verdict.MET
    early = before.when(dropped(RESOLUTION, "2024-03-24"))
    assert early.verdict("TGT-6") is Verdict.NOT_MET
    undone = on("2024-04-01", outcomes.Changed(RESOLUTION, ICP, "rescinded", sealed("wrong")))
    before.and_(undone).when(dropped(RESOLUTION)).refused_by(f"{sentence}{RESOLUTION}")
    elsewhere = facts.Set(OTHER, "board", sealed("one team"), None)
    by_others = facts.Closed(OTHER, "board", "dropped", None, (), RESOLUTION)
    found = before.and_(on(SET, elsewhere)).when(on(LATER, by_others))
    assert (found.verdict("TGT-2"), found.verdict("TGT-6")) == (Verdict.MET, Verdict.NOT_MET)


def test_a_decision_by_which_it_is_done_is_one_too() -> None:
    decided().when(done(by=RESOLUTION)).happens()
    assert decided().when(done(by=named("d", "other"))).verdict("TGT-6") is Verdict.NOT_MET
    assert "TGT-6" not in [one.rule for one in decided().when(done()).findings]


def test_what_is_said_of_an_unknown_target_changes_nothing() -> None:
    assert known().and_(owns(COUNCIL), done()).state().targets == known().state().targets


def test_a_key_for_the_body_records_it_and_no_other_does() -> None:
    enrols = on("2023-06-01", keys.Enrolled(text_of(NEW), BOB, ("record:board",)))
    before = known().and_(registered(BOB), enrols)
    for body, expected in ((ICP, Verdict.NOT_MET), ("board", Verdict.MET)):
        (step,) = sets(body=body)
        own = Step(step.body, step.on, step.recorded, signers=ids_of(NEW), recorder=BOB)
        assert before.when(own).verdict("KEY-2") is expected


# --- what is awaited -----------------------------------------------------------------------------


def test_what_is_still_to_be_done_is_awaited_until_it_is_closed() -> None:  # HIW-3
    before = known().and_(sets(), owns(COUNCIL))
    state = before.and_(done()).state().targets
    assert list(awaited(state, Places(), "2024-01-09")) == []
    assert list(awaited(state, Places(), SET)) == [Awaited("target", T, ICP, JUNE, None, SET)]
    assert [one.owner for one in awaited(state, Places(), "2024-06-23")] == [COUNCIL]
    assert list(awaited(state, Places(), LATER)) == []
    printed = facts.Set(T, ICP, sealed("one plan"), JUNE, None, "Agreement", "Commitment 3", "2")
    assert [one.clause for one in awaited(known().and_(on(SET, printed)).state().targets, Places(), SET)] == [
        "Agreement, Commitment 3, 2"
    ]
    assert [one.due for one in awaited(known().and_(sets(None)).state().targets, Places(), SET)] == [NO_DAY]

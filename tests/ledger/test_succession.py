from __future__ import annotations

from typing import Any

import pytest
from tests.ledger.given import Given, Step, given, named, on, sealed
from tests.ledger.partnership import BOB, CATH, CHAIR, MET, pounds, registered, scope

from ledger.facts import Body, bodies, delegations, members, offices, organisations, programme

DAY = "2023-04-01"
ORDER = "Cumbria (Structural Changes) Order 2022"
OLD, NEW, SECOND = "cumbria", "westmorland-and-furness", "cumberland"
GRANT, OTHER = named("g", "grant"), named("g", "other")
USE = named("a", "act")


def council(code: str) -> organisations.Registered:
    return organisations.Registered(code, code, "council")


def ends(*successors: str, code: str = OLD, order: str = ORDER, day: str = DAY) -> tuple[Step, ...]:
    return on(day, organisations.Ended(code, order, successors))


COUNCILS = given(on("2022-07-01", council(OLD), council(NEW), council(SECOND)))

FORUM, BOARD = "forum", "board"


def made(code: str) -> bodies.Constituted:
    return bodies.Constituted(code, code, "clause 4")


def body_ends(*successors: str, passing: tuple[str, ...] = ()) -> tuple[Step, ...]:
    return on(DAY, bodies.Ended(FORUM, "clause 4.4", successors, passing))


FORUM_AND_BOARD = given(registered(CHAIR, BOB, CATH), on("2022-07-01", made(FORUM), made(BOARD)))


def test_a_council_is_abolished_by_a_cited_order_and_succeeded_by_two() -> None:  # SYS-1
    after = COUNCILS.when(ends(NEW, SECOND)).happens()
    day, ended = after.state().directory.ended[OLD]
    assert (day, ended.order, ended.successors) == (DAY, ORDER, (NEW, SECOND))


def test_an_organisation_ends_once() -> None:  # SYS-1
    COUNCILS.when(ends(NEW)).happens().when(ends(SECOND)).refused_by(
        "SUC-2 (Remit default): expected organisations that have not ended by 2023-04-01, "
        "got cumbria, which ended 2023-04-01"
    )


def test_a_successor_is_another_that_is_known_and_has_not_ended() -> None:  # SYS-1
    COUNCILS.when(ends(OLD)).refused_by(
        "SUC-1 (Remit default): expected successors other than itself, each once, got cumbria"
    )
    COUNCILS.when(ends(NEW, NEW)).refused_by(
        "SUC-1 (Remit default): expected successors other than itself, each once, "
        "got westmorland-and-furness, westmorland-and-furness"
    )
    COUNCILS.when(ends("carlisle")).refused_by(
        "ORG-2 (Remit default): expected an organisation that the ledger knows, got carlisle"
    )
    COUNCILS.and_(ends(SECOND, code=NEW)).when(ends(NEW)).refused_by(
        "SUC-2 (Remit default): expected organisations that have not ended by 2023-04-01, "
        "got westmorland-and-furness, which ended 2023-04-01"
    )


def test_a_successor_may_still_exist_on_the_day_though_its_end_is_recorded() -> None:  # SYS-1
    COUNCILS.and_(ends(SECOND, code=NEW, day="2023-04-02")).when(ends(NEW)).happens()


def test_what_has_no_successor_lapses() -> None:  # SYS-1
    assert COUNCILS.when(ends()).happens().state().directory.ended[OLD][1].successors == ()


def test_a_body_that_ended_exists_no_more_from_its_day_on() -> None:  # SYS-1
    after = FORUM_AND_BOARD.when(body_ends(BOARD)).happens()
    sub = on(DAY, bodies.Constituted("group", "Group", "clause 5", (), (FORUM,)))
    after.when(sub).refused_by(
        "BOD-2 (Remit default): expected a body that exists on 2023-04-01, got forum, which ended 2023-04-01"
    )
    before = on("2023-03-31", bodies.Constituted("group", "G", "5", (), (FORUM,)), recorded=DAY)
    after.when(before).happens()
    after.when(body_ends()).refused_by(
        "BOD-2 (Remit default): expected a body that exists on 2023-04-01, got forum, which ended 2023-04-01"
    )


LEFT: tuple[Body, ...] = (
    members.Appointed(FORUM, BOB, None, "appointed", "2022-07-02"),
    offices.Elected(FORUM, "chair", BOB, "2022/23", "2022-07-02", None),
    programme.Scheduled(named("m", "spring"), FORUM, "2023-04-20", None, None),
)
ENDED: tuple[Body, ...] = (
    members.Ended(FORUM, BOB, None, sealed("order"), "succession"),
    offices.OfficeEnded(FORUM, "chair", BOB, sealed("order")),
    programme.Cancelled(named("m", "spring"), FORUM, sealed("order")),
)


def test_nothing_of_a_body_is_forgotten_when_it_ends() -> None:  # SYS-1
    busy = FORUM_AND_BOARD.and_(on("2022-07-02", *LEFT))
    busy.when(body_ends(BOARD)).refused_by(
        "SUC-3 (Remit default): expected every membership, office and coming meeting of the body to be "
        "ended first, and what it holds of funds to lapse or pass on, "
        "got 1 members; office chair; meeting on 2023-04-20"
    )
    busy.and_(on(DAY, *ENDED)).when(body_ends(BOARD)).happens()


@pytest.mark.parametrize("kept", range(3))
def test_each_thing_that_is_left_is_named(kept: int) -> None:  # SYS-1
    ended: list[Body] = [one for index, one in enumerate(ENDED) if index != kept]
    outcome = FORUM_AND_BOARD.and_(on("2022-07-02", *LEFT), on(DAY, *ended)).when(body_ends())
    assert outcome.finding("SUC-3").got == ("1 members", "office chair", "meeting on 2023-04-20")[kept]


def test_a_meeting_held_before_the_end_is_not_left() -> None:  # SYS-1
    held = programme.Scheduled(named("m", "winter"), FORUM, "2023-01-20", None, None)
    elsewhere = programme.Scheduled(named("m", "board"), BOARD, "2023-05-20", None, None)
    FORUM_AND_BOARD.and_(on("2022-07-02", held, elsewhere)).when(body_ends()).happens()


def granting(by: str, to: str, code: str = GRANT, **more: Any) -> tuple[Step, ...]:
    return on(
        "2022-07-02", delegations.Granted(code, f"body:{by}", (to,), "s.101", scope(total=pounds(10), **more))
    )


def use(by: str, day: str = DAY) -> tuple[Step, ...]:
    return on(day, delegations.Used(USE, (GRANT,), f"body:{by}", (BOB,), "grants", pounds(1), sealed("why")))


def test_a_delegation_passes_to_the_successor_of_the_body_that_gave_it() -> None:  # SYS-1
    after = FORUM_AND_BOARD.and_(granting(FORUM, BOB), body_ends(BOARD, passing=(GRANT,)))
    after.when(use(BOARD)).happens()
    assert after.when(use(FORUM)).finding("BOD-2").verdict.value == "not met"
    late = on("2023-03-31", *(step.body for step in use(FORUM)), recorded=DAY)
    after.when(late).happens()


def test_a_delegation_that_does_not_pass_on_lapses_with_its_giver() -> None:  # SYS-1
    after = FORUM_AND_BOARD.and_(granting(FORUM, BOB), body_ends(BOARD))
    assert after.when(use(BOARD)).finding("DEL-7").verdict.value == "not met"
    assert after.when(use(FORUM)).finding("BOD-2").verdict.value == "not met"


def test_a_delegation_that_a_body_holds_passes_to_its_successor() -> None:  # SYS-1
    after = FORUM_AND_BOARD.and_(granting(BOARD, f"body:{FORUM}"))
    passed = after.when(body_ends(BOARD, passing=(GRANT,))).happens().state().chain.links[GRANT]
    assert (passed.holders("2023-03-31"), passed.holders(DAY)) == (("body:forum",), ("body:board",))
    assert (passed.giver(DAY), passed.to) == (f"body:{BOARD}", ("body:forum",))


@pytest.mark.parametrize(
    ("before", "successors", "got"),
    [
        (granting(BOARD, BOB), (BOARD,), GRANT),
        (granting(FORUM, BOB), (), f"{GRANT} without a successor"),
        ((), (BOARD,), GRANT),
        (
            (
                *granting(FORUM, BOB),
                *on("2022-09-01", delegations.Revoked(GRANT, f"body:{FORUM}", sealed("why"))),
            ),
            (BOARD,),
            GRANT,
        ),
    ],
)
def test_only_a_live_delegation_of_the_body_passes_and_to_somebody(
    before: tuple[Step, ...], successors: tuple[str, ...], got: str
) -> None:  # SYS-1
    FORUM_AND_BOARD.and_(before).when(body_ends(*successors, passing=(GRANT,))).refused_by(
        "SUC-4 (Remit default): expected a live delegation given or held by forum, and a successor to pass "
        f"it to, got {got}"
    )


def test_a_delegation_revoked_from_a_later_day_passes_until_then() -> None:  # SYS-1
    revoked = on(
        "2023-05-01", delegations.Revoked(GRANT, f"body:{FORUM}", sealed("why")), recorded="2023-03-01"
    )
    before = FORUM_AND_BOARD.and_(granting(FORUM, BOB), revoked)
    before.when(body_ends(BOARD, passing=(GRANT,))).happens()


def test_passing_touches_no_other_delegation_and_nothing_passes_to_nobody() -> None:  # SYS-1
    two = FORUM_AND_BOARD.and_(granting(FORUM, BOB), granting(FORUM, CATH, OTHER))
    links = two.and_(body_ends(BOARD, passing=(GRANT,))).state().chain.links
    assert (links[GRANT].giver(DAY), links[OTHER].giver(DAY)) == (f"body:{BOARD}", f"body:{FORUM}")
    alone = two.and_(body_ends(passing=(GRANT,))).state().chain.links
    assert alone[GRANT].giver(DAY) == f"body:{FORUM}"


def test_a_role_is_taken_for_the_time_being_and_ended_by_a_fact_alone() -> None:  # PLD-4
    take = bodies.RoleTaken(FORUM, "place-board", "Place board", interim=True, review="quarter 3")
    before = FORUM_AND_BOARD
    after = before.when(on(MET, take)).happens()
    known = after.state().bodies
    assert known.roles[0].taken.review == "quarter 3"
    assert [known.acts_as(FORUM, "place-board", day) for day in ("2024-03-24", MET, "2034-01-01")] == [
        False,
        True,
        True,
    ]
    after.when(on(MET, take)).refused_by(
        "BOD-3 (Remit default): expected a role that the body does not have yet, got place-board"
    )
    end = on("2024-10-01", bodies.RoleEnded(FORUM, "place-board"))
    assert not after.when(end).happens().state().bodies.acts_as(FORUM, "place-board", "2024-10-01")
    before.when(end).refused_by("BOD-3 (Remit default): expected a role that the body has, got place-board")
    other = Given(after.facts).and_(end)
    assert other.state().bodies.acts_as(FORUM, "place-board", "2024-09-30")


def test_a_role_taken_again_is_ended_alone() -> None:  # PLD-4
    first = bodies.RoleTaken(FORUM, "place-board", "Place board", interim=True)
    second = bodies.RoleTaken(FORUM, "senior-team", "Senior leadership team", interim=True)
    end = bodies.RoleEnded(FORUM, "place-board")
    history = FORUM_AND_BOARD.and_(on("2024-01-01", first, second), on("2024-02-01", end))
    again = history.when(on("2024-03-01", first)).happens().and_(on("2024-04-01", end))
    assert [(one.taken.role, one.ended) for one in again.state().bodies.roles] == [
        ("place-board", "2024-02-01"),
        ("senior-team", None),
        ("place-board", "2024-04-01"),
    ]


def test_an_end_is_not_recorded_again_for_an_earlier_day() -> None:  # SYS-1, T1
    (step,) = ends(SECOND)
    earlier = on("2023-03-01", step.body, recorded="2023-05-01")
    COUNCILS.when(ends(NEW)).happens().when(earlier).refused_by(
        f"SUC-5 (Remit default): expected something whose end is not recorded yet, "
        f"got {OLD}, recorded as ended {DAY}"
    )

"""Disputes between partners: who raises one, who convenes its stages, what it holds, how it ends."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from tests.ledger.given import Given, Outcome, Step, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    DAN,
    EVE,
    GUEST,
    ICP,
    ITEM,
    MEETING,
    MET,
    QUORUM,
    RESOLUTION,
    VOTING,
    WAYS,
    attended,
    elected,
    item,
    opened,
    partnership,
    terms_with,
)
from tests.ledger.test_outcomes import OTHER, QUORATE, changed, part, worth, worths

from ledger.attesting import answer
from ledger.awaiting import NO_DAY, Awaited
from ledger.disputed import Disputes
from ledger.disputes import awaited
from ledger.facts import concerns, decisions, organisations, programme, terms
from ledger.facts import disputes as facts
from ledger.facts.attesting import Attested, OfDispute
from ledger.facts.words import Due
from ledger.findings import Verdict
from ledger.state import disputing, record
from ledger.terms import problems

MISSED, UNKNOWN, FINE = Verdict.NOT_MET, Verdict.NOT_KNOWN, Verdict.MET
DP = named("dp", "ward")
RAISED, TALKED, PLACED, HEARD, AFTER = "2024-04-02", "2024-04-03", "2024-05-01", "2024-06-03", "2024-07-01"
WEST, EAST, THIRD, BOARD = (
    f"organisation:{code}" for code in ("blackburn", "blackpool", "lancashire", "icb")
)
HOSPICE = "organisation:hospice"


def stage(code: str, **more: Any) -> terms.StageRule:
    rule = f"STG-{len(code)}"
    return terms.StageRule(rule=rule, clause="8", basis="stated", says=code, stage=code, title=code, **more)


TALKS = stage("talks", by_parties=True, days=14)
PLACE = stage("place-group")
PROCESS = stage("process", convened_by=("chair",), moved_by=("chair",), holds=True)
STAGES = (TALKS, PLACE, PROCESS)


def known(*stages: terms.StageRule, chair: str = CATH, resolved: bool = True) -> Given:
    """Give a partnership whose terms have these stages, a chair from Lancashire, and a decision."""
    own = terms_with(*QUORUM, VOTING, WAYS, *stages, version="2024")
    codes = ("blackburn", "blackpool", "lancashire", "icb", "hospice")
    registered = (organisations.Registered(one, one, "council") for one in codes)
    start = partnership().and_(
        on("2023-05-02", *registered, terms.Adopted(own, "2023-05-02")), elected(chair, begins="2023-06-01")
    )
    return start.and_(taken(RESOLUTION)) if resolved else start


def taken(code: str, day: str = MET) -> tuple[Step, ...]:
    body = decisions.Resolved(code, MEETING, ITEM, "consensus", (), (part(),))
    here = (*opened(), *attended(*QUORATE), *item()) if code == RESOLUTION else ()
    return (*here, *on(day, body))


def raises(
    by: tuple[str, ...] = (WEST,),
    against: tuple[str, ...] = (EAST,),
    decision: str | None = RESOLUTION,
    day: str = RAISED,
    **more: Any,
) -> tuple[Step, ...]:
    said: dict[str, Any] = {"part": None, "holds": False, **more}
    return on(day, facts.Raised(DP, ICP, by, against, decision, text=sealed("the ward"), **said))


def opens(code: str, by: str, day: str, decision: str | None = RESOLUTION, **more: Any) -> tuple[Step, ...]:
    said: dict[str, Any] = {"holds": False, **more}
    return on(day, facts.StageOpened(DP, ICP, decision, None, code, by, **said))


def steps(code: str, step: facts.Step, by: str, day: str, place: str | None = None) -> tuple[Step, ...]:
    return on(day, facts.StepTaken(DP, ICP, code, step, by, None, place))


def agree(code: str, day: str) -> tuple[Step, ...]:
    return (*steps(code, "agreed", WEST, day), *steps(code, "agreed", EAST, day))


def joins(party: str, side: facts.Side = "by", day: str = TALKED) -> tuple[Step, ...]:
    return on(day, facts.Joined(DP, ICP, RESOLUTION, None, party, side))


def withdraws(party: str = WEST, day: str = PLACED) -> tuple[Step, ...]:
    return on(day, facts.Withdrawn(DP, ICP, RESOLUTION, None, party))


def lapses(day: str) -> tuple[Step, ...]:
    return on(day, facts.Lapsed(DP, ICP, RESOLUTION, None))


def settles(
    outcome: facts.Outcome,
    by: str | None = None,
    day: str = AFTER,
    decision: str | None = RESOLUTION,
) -> tuple[Step, ...]:
    return on(day, facts.Settled(DP, ICP, decision, None, outcome, by, sealed("how")))


TALKING = (raises(), opens("talks", WEST, TALKED))
FAILED = (*TALKING, steps("talks", "failed", EAST, PLACED))
PLACED_ = (*FAILED, opens("place-group", BOARD, PLACED))
TRIED = (*PLACED_, steps("place-group", "failed", WEST, HEARD))
HEARING = (*TRIED, opens("process", CATH, HEARD))


def against(outcome: Outcome) -> list[str]:
    return [one.rule for one in outcome.findings if one.verdict is MISSED]


def doubts(outcome: Outcome) -> list[str]:
    return [one.rule for one in outcome.findings if one.verdict is UNKNOWN]


# --- who is in it --------------------------------------------------------------------------------


def test_a_partner_raises_a_dispute_about_a_decision_or_conduct() -> None:  # PLA-8
    before = known(*STAGES)
    one = before.when(raises()).happens().state().disputes.known[DP]
    assert (one.day, one.parties("by"), one.parties("against")) == (RAISED, (WEST,), (EAST,))
    before.when(raises(against=(f"body:{ICP}",))).happens()
    before.when(raises(decision=None)).happens()
    before.and_(raises()).when(raises()).refused_by(
        f"DSP-1 (Remit default): expected an id that is new, got {DP}"
    )
    before.when(raises((WEST,), (EAST, WEST))).refused_by(
        f"DSP-2 (Remit default): expected parties, each once, got {WEST}, {EAST}, {WEST}"
    )
    unknown = before.when(raises(decision=OTHER))
    unknown.refused_by(f"DSP-19 (Remit default): expected a decision taken by {RAISED}, got {OTHER}")
    assert against(before.when(raises(day="2024-03-24"))) == ["DSP-19"]
    assert against(before.when(raises(part="9"))) == ["OUT-6"]


def test_someone_without_standing_raises_nothing() -> None:  # PLA-8
    before = known(*STAGES)
    expected = f"expected a partner under the terms of icp on {RAISED}"
    before.when(raises((HOSPICE,))).refused_by(f"DSP-3 (Remit default): {expected}, got {HOSPICE}")
    before.when(raises(against=("body:board",))).refused_by(
        f"DSP-3 (Remit default): {expected}, or the body itself, got body:board"
    )
    before.when(raises((HOSPICE,))[0].departing()).happens("DSP-3 not met")
    unregistered = "organisation:alliance"
    assert against(before.when(raises((unregistered,)))) == ["DSP-3"]
    left = before.and_(on(TALKED, concerns.Left("blackburn", ICP, asked=False, text=sealed("why"))))
    left.when(raises()).happens()
    left.when(raises(day=TALKED)).refused_by(
        f"DSP-3 (Remit default): expected a partner under the terms of icp on {TALKED}, got {WEST}, "
        f"which left {TALKED}"
    )
    silent = partnership().and_(on("2023-05-02", organisations.Registered("blackburn", "b", "council")))
    early = silent.when(raises(day="2023-03-01", decision=None))
    assert doubts(early) == ["TER-1"]


def test_what_takes_the_place_of_a_partner_or_belongs_to_one_that_is_a_group_has_standing() -> None:  # SYS-1
    heir = organisations.Registered("wyre", "Wyre", "council")
    ended = organisations.Ended("blackburn", "an order", ("wyre",))
    before = known(*STAGES).and_(on("2024-04-01", heir, ended))
    before.when(raises(("organisation:wyre",))).happens()
    assert against(before.when(raises())) == ["DSP-3"]
    member = organisations.Registered("fylde", "Fylde", "council", ("blackburn",))
    known(*STAGES).and_(on("2024-04-01", member)).when(raises(("organisation:fylde",))).happens()


def test_partners_join_and_withdraw_until_nobody_pursues_it() -> None:  # PLA-8
    before = known(*STAGES).and_(raises())
    both = before.when(joins(THIRD)).happens().when(joins(BOARD, "against")).happens()
    state = both.state().disputes.known[DP]
    assert (state.parties("by"), state.parties("against")) == ((WEST, THIRD), (EAST, BOARD))
    both.when(joins(EAST)).refused_by(
        f"DSP-13 (Remit default): expected a partner that is not in the dispute, got {EAST}"
    )
    assert against(both.when(joins(HOSPICE))) == ["DSP-3"]
    both.when(withdraws(EAST)).refused_by(
        f"DSP-14 (Remit default): expected a party that pursues the dispute, got {EAST}, of {WEST}, {THIRD}"
    )
    one = both.when(withdraws()).happens()
    assert one.state().disputes.known[DP].over is None
    gone = one.when(withdraws(THIRD, HEARD)).happens()
    assert against(one.when(joins(WEST))) == ["DSP-13"]
    over = gone.state().disputes.known[DP].over
    assert over is not None
    assert over[0] == HEARD
    late = gone.when(settles("disagreement recorded")[0].departing())
    late.refused_by(f"DSP-5 (Remit default): expected a dispute that is open, got {DP}, over since {HEARD}")
    assert one.state().disputes.known[DP].by(TALKED).parties("by") == (WEST, THIRD)


def test_parties_make_statements_and_nobody_else() -> None:  # PLA-8
    before = known(*STAGES).and_(raises())
    own = facts.StatementMade(DP, ICP, EAST, confidential=True, text=sealed("we asked twice"))
    before.when(on(TALKED, own)).happens()
    other = msgspec.structs.replace(own, party=THIRD)
    before.when(on(TALKED, other)).refused_by(
        f"DSP-14 (Remit default): expected a party to the dispute, got {THIRD}, of {WEST}, {EAST}"
    )


def test_what_is_said_is_said_of_a_dispute_that_was_raised_about_the_same() -> None:
    before = known(*STAGES).and_(raises())
    expected = f"DSP-4 (Remit default): expected a dispute under icp that was raised by {TALKED}, about the"
    known(*STAGES).when(opens("talks", WEST, TALKED)).refused_by(f"{expected} same decision, got {DP}")
    for step in (opens("talks", WEST, TALKED, decision=None), opens("talks", WEST, "2024-04-01")):
        assert "DSP-4" in against(before.when(step))


# --- its stages ----------------------------------------------------------------------------------


def test_stages_follow_each_other_as_each_fails_and_the_chair_convenes_the_last() -> None:  # PLA-8
    before = known(*STAGES)
    for step in HEARING:
        before = before.when(step).happens()
    one = before.state().disputes.known[DP]
    told = [(each.opened.stage, each.day, each.ended) for each in one.stages]
    assert told == [
        ("talks", TALKED, "failed"),
        ("place-group", PLACED, "failed"),
        ("process", HEARD, None),
    ]
    assert one.stage == one.stages[-1]
    assert one.by("2024-05-31").stages[-1].opened.stage == "place-group"


def test_a_stage_is_not_left_out_nor_opened_while_the_one_before_is_open() -> None:  # PLA-8
    before = known(*STAGES)
    skipped = before.and_(*FAILED).when(opens("process", CATH, PLACED))
    skipped.refused_by("DSP-7 (Remit default): expected place-group, the next stage, got process")
    still = before.and_(*TALKING).when(opens("place-group", BOARD, "2024-04-17"))
    still.refused_by(
        "DSP-7 (Remit default): expected place-group, the next stage, once the one before has failed, "
        "got place-group while talks is open"
    )
    agreed = before.and_(*TALKING, agree("talks", TALKED))
    assert against(agreed.when(opens("place-group", BOARD, PLACED))) == ["DSP-7"]
    before.and_(*TALKING).when(opens("place-group", BOARD, "2024-04-18")).happens()
    again = before.and_(*HEARING).when(opens("process", CATH, AFTER))
    again.refused_by("DSP-7 (Remit default): expected no further stage, got process")
    before.and_(raises()).when(opens("appeal", WEST, TALKED)).refused_by(
        "DSP-6 (Remit default): expected a stage of the terms: talks, place-group, process, got appeal"
    )


def test_an_order_that_the_terms_state_is_cited() -> None:  # PLA-8
    late = msgspec.structs.replace(TALKS, order=2)
    first = msgspec.structs.replace(PLACE, order=1)
    before = known(late, first).and_(raises())
    before.when(opens("talks", WEST, TALKED)).refused_by(
        "DSP-7 (ToR 8): expected place-group, the next stage, got talks"
    )


def test_a_party_does_not_convene_what_the_chair_has_to_convene() -> None:  # PLA-8
    before = known(*STAGES).and_(*TRIED)
    before.when(opens("process", WEST, HEARD)).refused_by(
        f"DSP-8 (ToR 8): expected process to be convened by the holder of chair, got {WEST}",
        f"DSP-9 (Remit default): expected process to be convened by somebody who is no party to the dispute, "
        f"got {WEST}",
    )
    assert against(before.when(opens("process", DAN, HEARD))) == ["DSP-8"]
    own = known(*STAGES, chair=CHAIR).and_(*TRIED).when(opens("process", CHAIR, HEARD))
    own.refused_by(
        "DSP-9 (Remit default): expected process to be convened by somebody who is no party to the dispute, "
        f"got {CHAIR}, who comes from {WEST}"
    )
    stated = msgspec.structs.replace(PROCESS, barred="parties")
    cited = known(TALKS, PLACE, stated, chair=CHAIR).and_(*TRIED).when(opens("process", CHAIR, HEARD))
    assert cited.finding("DSP-9").clause == "ToR 8"
    allowed = msgspec.structs.replace(PROCESS, barred="nobody")
    known(TALKS, PLACE, allowed, chair=CHAIR).and_(*TRIED).when(opens("process", CHAIR, HEARD)).happens()


def test_whoever_comes_from_a_party_by_a_position_convenes_nothing() -> None:  # PLA-8
    position = organisations.Affiliated(DAN, "blackpool", "director", "2024-01-01")
    before = known(*STAGES).and_(*FAILED, on("2024-04-30", position))
    barred = before.when(opens("place-group", DAN, PLACED))
    assert against(barred) == ["DSP-9"]
    assert barred.finding("DSP-9").got == f"{DAN}, who comes from {EAST}"
    free = known(*STAGES).and_(*FAILED)
    free.when(opens("place-group", DAN, PLACED)).happens()
    assert doubts(free.when(opens("place-group", GUEST, PLACED))) == ["DSP-9"]
    assert against(free.when(opens("place-group", "body:nowhere", PLACED))) == ["DSP-8"]
    free.when(opens("place-group", f"body:{ICP}", PLACED)).happens()
    assert against(free.when(opens("place-group", "office:icp/chair", PLACED))) == ["DSP-8"]
    before_talks = known(*STAGES).and_(raises())
    before_talks.when(opens("talks", BOARD, TALKED)).refused_by(
        f"DSP-8 (ToR 8): expected talks to be opened by a party, got {BOARD}"
    )


def test_a_member_of_a_group_that_is_a_party_comes_from_a_party() -> None:  # PLA-3
    member = organisations.Registered("fylde", "Fylde", "council", ("blackburn",))
    position = organisations.Affiliated(GUEST, "fylde", "leader", "2024-01-01")
    before = known(*STAGES).and_(*FAILED, on("2024-04-30", member, position))
    assert against(before.when(opens("place-group", GUEST, PLACED))) == ["DSP-9"]
    assert against(before.when(opens("place-group", "organisation:fylde", PLACED))) == ["DSP-9"]


def test_without_terms_or_stages_no_stage_is_opened() -> None:
    before = known(resolved=True).and_(raises())
    before.when(opens("talks", WEST, TALKED)).refused_by(
        "DSP-6 (Remit default): expected a stage of the terms: none, got talks"
    )
    early = partnership().and_(raises(decision=None, day="2023-03-01"))
    assert doubts(early.when(opens("talks", WEST, "2023-03-02", decision=None))) == ["TER-1"]
    joined = facts.Joined(DP, ICP, None, None, THIRD, "by")
    assert "DSP-3" not in [one.rule for one in early.when(on("2023-03-02", joined)).findings]


def test_steps_are_taken_in_the_open_stage_by_who_is_there() -> None:  # PLA-8
    before = known(*STAGES)
    talking = before.and_(*TALKING)
    for step in ("offered", "met", "proposed"):
        talking = talking.when(steps("talks", step, EAST, TALKED)).happens()
    closed = before.and_(*FAILED).when(steps("talks", "met", EAST, PLACED))
    closed.refused_by(
        "DSP-12 (Remit default): expected a step in the stage that is open, got talks, while no stage is open"
    )
    other = before.and_(*TALKING).when(steps("process", "met", EAST, TALKED))
    assert other.finding("DSP-12").got == "process, while talks is open"
    assert against(before.and_(*TALKING).when(steps("talks", "met", EAST, RAISED))) == ["DSP-12"]
    before.and_(*TALKING).when(steps("talks", "met", BOARD, TALKED)).refused_by(
        f"DSP-15 (Remit default): expected a party, or whoever convenes the stage, got {BOARD}"
    )
    before.and_(*PLACED_).when(steps("place-group", "proposed", BOARD, PLACED)).happens()


def test_who_moves_a_stage_on_is_whoever_the_terms_say() -> None:  # PLA-8
    before = known(*STAGES).and_(*HEARING)
    before.when(steps("process", "failed", CATH, AFTER)).happens()
    before.when(steps("process", "failed", WEST, AFTER)).refused_by(
        f"DSP-15 (ToR 8): expected the holder of chair to say that process has failed, got {WEST}"
    )
    before.when(steps("process", "proposed", WEST, AFTER)).happens()
    later = before.and_(elected(EVE, begins="2024-06-20"))
    later.when(steps("process", "proposed", EVE, AFTER)).happens()
    later.when(steps("process", "proposed", CATH, AFTER)).happens()
    assert against(later.when(steps("process", "proposed", BOB, AFTER))) == ["DSP-15"]
    odd = known().and_(raises(), opens("talks", WEST, TALKED))
    odd.when(steps("talks", "met", EAST, TALKED)).happens()


# --- time ----------------------------------------------------------------------------------------


def test_a_stage_past_its_limit_is_awaited_late_and_refuses_nothing() -> None:  # PLA-8
    before = known(*STAGES).and_(*TALKING)
    before.when(steps("talks", "met", EAST, "2024-05-30")).happens()
    due = Due(f"14 calendar days from {TALKED}", None, "2024-04-17")
    (one,) = awaited(disputing(before.state()), "2024-05-30")
    assert one == Awaited("dispute stage", f"{DP}/talks", ICP, due, WEST, TALKED, "ToR 8")
    assert list(awaited(disputing(before.state()), "2024-04-01")) == []
    (placed,) = awaited(disputing(known(*STAGES).and_(*PLACED_).state()), AFTER)
    assert (placed.id, placed.due, placed.clause) == (f"{DP}/place-group", NO_DAY, None)


def test_a_successor_agrees_in_the_place_of_a_party_and_not_for_both_sides() -> None:  # SYS-1, PLA-8
    over = on("2024-04-02", organisations.Ended("blackburn", "an order", ("hospice",)))
    before = known(*STAGES).and_(raises(), over, opens("talks", HOSPICE, TALKED))
    assert against(before.when(steps("talks", "agreed", HOSPICE, PLACED))) == ["DSP-15"]
    assert against(before.when(steps("talks", "agreed", THIRD, PLACED, WEST))) == ["DSP-15"]
    assert against(before.when(steps("talks", "agreed", WEST, PLACED))) == ["DSP-15"]
    before.when(steps("talks", "agreed", HOSPICE, PLACED, WEST)).happens()
    alone = before.and_(steps("talks", "agreed", HOSPICE, PLACED, WEST))
    assert "DSP-20" in against(alone.when(settles("confirmed")))
    alone.and_(steps("talks", "agreed", EAST, PLACED)).when(settles("confirmed")).happens()


def test_what_comes_next_in_a_dispute_is_awaited_until_it_is_over() -> None:  # PLA-8
    def next_(history: Given, day: str) -> list[tuple[str, str, str]]:
        return [(one.kind, one.id, one.since) for one in awaited(disputing(history.state()), day)]

    begun = known(*STAGES).and_(raises())
    assert next_(begun, RAISED) == [("next stage of a dispute", f"{DP}/talks", RAISED)]
    failed = begun.and_(opens("talks", WEST, TALKED), steps("talks", "failed", EAST, PLACED))
    assert next_(failed, PLACED) == [("next stage of a dispute", f"{DP}/place-group", PLACED)]
    both = (steps("talks", "agreed", each, PLACED) for each in (EAST, WEST))
    agreed = begun.and_(opens("talks", WEST, TALKED), *both)
    assert next_(agreed, PLACED) == [("dispute to be settled", DP, PLACED)]
    assert next_(known().and_(raises()), RAISED) == [("dispute to be settled", DP, RAISED)]
    assert next_(agreed.and_(lapses(AFTER)), AFTER) == []


def test_a_limit_that_was_agreed_takes_the_place_of_that_of_the_terms() -> None:  # SYS-3
    until = Due("by the end of May 2024", None, "2024-05-31")
    talking = known(*STAGES).and_(raises(), opens("talks", WEST, TALKED, due=until))
    said = [(one.due, one.clause) for one in awaited(disputing(talking.state()), PLACED)]
    assert said == [(until, None)]  # the parties said so, no clause
    assert against(talking.when(opens("place-group", BOARD, PLACED))) == ["DSP-7"]
    vague = known(*STAGES).and_(raises(), opens("talks", WEST, TALKED, due=Due("in the spring")))
    assert doubts(vague.when(opens("place-group", BOARD, AFTER))) == ["DSP-7"]
    lapsing = vague.when(lapses(AFTER))
    assert lapsing.finding("DSP-16").got == "until in the spring"
    assert lapsing.verdict("DSP-16") is UNKNOWN


def test_working_days_are_counted_by_the_calendar_of_the_body() -> None:
    ten = msgspec.structs.replace(TALKS, days=10, unit="working")
    before = known(ten, PLACE).and_(*TALKING)
    assert doubts(before.when(opens("place-group", BOARD, PLACED))) == ["DSP-7"]
    calendar = programme.CalendarAdopted(ICP, "here", "2024-01-01", "2024-12-31", (), "Act")
    counted = before.and_(on(TALKED, calendar))
    counted.when(opens("place-group", BOARD, "2024-04-18")).happens()
    assert against(counted.when(opens("place-group", BOARD, "2024-04-17"))) == ["DSP-7"]


def test_a_dispute_lapses_once_the_time_of_its_stage_is_over() -> None:  # PLA-8
    before = known(*STAGES).and_(*TALKING)
    before.when(lapses("2024-04-17")).refused_by(
        "DSP-16 (Remit default): expected talks to be out of time, got until 14 calendar days from "
        f"{TALKED}, last day 2024-04-17"
    )
    over = before.when(lapses("2024-04-18")).happens().state().disputes.known[DP].over
    assert over is not None
    known(*STAGES).and_(raises()).when(lapses(TALKED)).happens()
    known(*STAGES).and_(*PLACED_).when(lapses(PLACED)).happens()


# --- what it holds -------------------------------------------------------------------------------


def test_a_dispute_holds_the_effect_of_a_decision_where_the_terms_let_it() -> None:  # PLA-8
    before = known(*STAGES)
    before.when(raises(holds=True)).refused_by(
        "DSP-11 (Remit default): expected a stage in which a dispute may hold the effect of a decision by "
        "the terms, got talks"
    )
    before.when(raises(holds=True)[0].departing()).happens("DSP-11 not met")
    known().when(raises(holds=True)[0].departing()).happens("DSP-11 not met")
    assert known().when(raises(holds=True)).finding("DSP-11").got == "none"
    conduct = before.when(raises(decision=None, holds=True)[0].departing())
    conduct.refused_by("DSP-10 (Remit default): expected a decision, to hold its effect, got conduct")
    held = before.and_(*TRIED).when(opens("process", CATH, HEARD, holds=True)).happens()
    assert worth(held).worth == "contested"
    assert worth(held, "2024-06-02").worth == "valid"
    settled = held.and_(steps("process", "agreed", CATH, AFTER)).when(settles("confirmed")).happens()
    assert worth(settled).worth == "valid"
    assert worth(settled, HEARD).worth == "contested"
    said = [ground.said for ground in worth(settled).grounds]
    assert said == [
        "decision on strategy",
        f"disputed ({DP})",
        "dispute in stage talks",
        "dispute in stage place-group",
        "dispute in stage process, its effect held",
        "dispute settled: confirmed",
    ]


@pytest.mark.parametrize("end", ["withdrawn", "lapsed"])
def test_what_is_held_is_held_no_more_once_the_dispute_is_over(end: str) -> None:
    before = known(*STAGES).and_(raises(holds=True), joins(THIRD))
    assert worth(before).worth == "contested"
    if end == "lapsed":
        over = before.and_(lapses(PLACED))
    else:
        one = before.and_(withdraws())
        assert worth(one).worth == "contested"
        over = one.and_(withdraws(THIRD, HEARD))
    assert worth(over).worth == "valid"
    assert worth(over, TALKED).worth == "contested"


def test_a_dispute_about_one_part_holds_that_part_alone() -> None:
    before = known(*STAGES, resolved=False)
    two = decisions.Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), (part(), part(number="2")))
    here = (opened(), attended(*QUORATE), item(), on(MET, two))
    held = before.and_(*here, raises(part="2", holds=True))
    assert [one.worth for one in worths(held)] == ["valid", "contested"]


def test_what_rests_on_a_decision_that_is_held_does_not_stand() -> None:
    later = known(*STAGES).and_(taken(OTHER, PLACED))
    rescinded = changed("rescinded", AFTER, by=OTHER)
    later.when(rescinded).happens()
    on_other = facts.Raised(DP, ICP, (WEST,), (EAST,), OTHER, None, holds=True, text=sealed("x"))
    held = later.and_(on(HEARD, on_other))
    assert against(held.when(rescinded)) == ["OUT-7"]


def test_of_a_dispute_that_is_not_known_nothing_is_folded() -> None:
    empty = Disputes()
    assert empty.with_(TALKED, 1, facts.Lapsed(DP, ICP, None, None)) == empty


# --- how it ends ---------------------------------------------------------------------------------


def test_an_outcome_is_agreed_in_a_stage_and_carried_out_by_a_resolution() -> None:  # PLA-8
    agreed = known(*STAGES).and_(*TALKING, agree("talks", PLACED))
    agreed.when(settles("confirmed")).happens()
    want = "expected the resolution by which the decision is"
    agreed.when(settles("rescinded")).refused_by(
        f"DSP-18 (Remit default): {want} rescinded, recorded before, got none"
    )
    agreed.when(settles("amended", OTHER)).refused_by(
        f"DSP-18 (Remit default): {want} superseded, recorded before, got {OTHER}"
    )
    later = agreed.and_(taken(OTHER, HEARD))
    assert against(later.when(settles("rescinded", OTHER))) == ["DSP-18"]
    gone = later.and_(changed("rescinded", HEARD, by=OTHER))
    done = gone.when(settles("rescinded", OTHER)).happens()
    assert worth(done).worth == "rescinded"
    assert "dispute settled: rescinded by " + OTHER in [one.said for one in worth(done).grounds]
    late = later.and_(changed("rescinded", "2024-08-01", by=OTHER))
    assert against(late.when(settles("rescinded", OTHER))) == ["DSP-18"]
    replaced = later.and_(changed("superseded", HEARD, by=OTHER))
    replaced.when(settles("amended", OTHER)).happens()
    assert against(replaced.when(settles("rescinded", OTHER))) == ["DSP-18"]


def test_a_resolution_that_confirms_stands() -> None:
    agreed = known(*STAGES).and_(*TALKING, agree("talks", PLACED))
    later = agreed.and_(taken(OTHER, HEARD))
    later.when(settles("confirmed", OTHER)).happens()
    undone = later.and_(changed("rescinded", HEARD, code=OTHER))
    for before in (agreed, undone):
        before.when(settles("confirmed", OTHER)).refused_by(
            f"DSP-18 (Remit default): expected a resolution taken by {AFTER} that stands, got {OTHER}"
        )
    assert against(later.when(settles("confirmed", OTHER, day="2024-05-02"))) == ["DSP-18"]


def test_what_was_not_agreed_is_no_outcome_and_a_disagreement_comes_last() -> None:  # PLA-8
    before = known(*STAGES)
    before.and_(*TALKING).when(settles("confirmed")).refused_by(
        "DSP-20 (Remit default): expected an outcome agreed in a stage, got talks open"
    )
    assert before.and_(raises()).when(settles("confirmed")).finding("DSP-20").got == "no stage opened"
    want = "DSP-20 (Remit default): expected every stage tried, process failed, got"
    before.and_(*FAILED).when(settles("disagreement recorded")).refused_by(f"{want} talks failed")
    before.and_(raises()).when(settles("disagreement recorded")).refused_by(f"{want} no stage opened")
    before.and_(*HEARING).when(settles("disagreement recorded")).refused_by(f"{want} process open")
    failed = before.and_(*HEARING, steps("process", "failed", CATH, AFTER))
    failed.when(settles("disagreement recorded")).happens()
    alone = known(TALKS).and_(*TALKING)
    alone.when(settles("disagreement recorded")).happens()


def test_conduct_is_resolved_and_a_decision_is_not() -> None:
    conduct = known().and_(raises(decision=None))
    conduct.when(settles("resolved", decision=None)).happens()
    conduct.when(settles("confirmed", decision=None)).refused_by(
        "DSP-17 (Remit default): expected an outcome of a dispute about conduct: resolved, disagreement "
        "recorded, got confirmed"
    )
    assert against(known().and_(raises()).when(settles("resolved"))) == ["DSP-17"]


# --- attested, planned ---------------------------------------------------------------------------


def test_that_a_stage_stood_on_a_day_is_attested() -> None:  # PLA-8, H15
    before = known(*STAGES).and_(*HEARING)

    def asked(question: OfDispute, given: Given = before) -> tuple[str, tuple[str, ...]]:
        (step,) = on("2024-12-01", Attested(ICP, question, "yes", ("nothing",)))
        found = answer(question, record(given.state()), step.act())
        assert found is not None
        return found.answer, found.said

    question = OfDispute(DP, "process", AFTER)
    told, lines = asked(question)
    assert told == "yes"
    assert lines == (
        f"raised {RAISED} by 1 against 1, about decision {RESOLUTION}",
        f"talks: opened {TALKED} by {WEST}, failed {PLACED}",
        f"place-group: opened {PLACED} by {BOARD}, failed {HEARD}",
        f"process: opened {HEARD} by {CATH}",
    )
    before.when(on("2024-12-01", Attested(ICP, question, "yes", lines))).happens()
    assert asked(OfDispute(DP, "talks", AFTER))[0] == "no"
    assert asked(OfDispute(DP, "talks", "2024-04-30"))[0] == "yes"
    over = before.and_(steps("process", "agreed", CATH, AFTER), settles("confirmed"))
    assert asked(question, over)[1][-1] == f"settled {AFTER}: confirmed"
    conduct = known(*STAGES).and_(raises(decision=None))
    gone = conduct.and_(on(PLACED, facts.Withdrawn(DP, ICP, None, None, WEST)))
    assert asked(question, gone)[1] == (
        f"raised {RAISED} by 1 against 1, about conduct",
        f"over {PLACED}: dispute withdrawn by {WEST}",
    )
    held = known(*STAGES).and_(raises(holds=True))
    assert asked(question, held)[1][-1] == "the effect of the decision is held"
    unknown = OfDispute(named("dp", "none"), "talks", AFTER)
    known(*STAGES).when(on("2024-12-01", Attested(ICP, unknown, "no", ("x",)))).refused_by(
        "STD-1 (Remit default): expected a question about what the ledger knows, on a day up to 2024-12-01, "
        f"got {unknown.dispute} in talks on {AFTER}"
    )


def test_stages_that_make_no_sense_are_faults_of_the_terms() -> None:
    def faults(*stages: terms.StageRule) -> list[str]:
        return list(problems(terms_with(*QUORUM, *stages)))

    assert faults(*STAGES) == []
    first, second = (msgspec.structs.replace(PLACE, order=order) for order in (1, 2))
    assert faults(msgspec.structs.replace(TALKS, order=2), first) == []
    named_ = "stages talks, place-group: an order of some of them, or the same order twice"
    assert faults(TALKS, first) == [named_]
    assert faults(msgspec.structs.replace(TALKS, order=2), second) == [named_]
    both = msgspec.structs.replace(TALKS, convened_by=("chair",))
    barred = msgspec.structs.replace(TALKS, barred="parties")
    assert faults(both) == faults(barred) == ["STG-5: convened by the parties, and not by them"]
    assert faults(msgspec.structs.replace(PROCESS, convened_by=("mayor",))) == [
        "STG-7: no office of the terms is mayor"
    ]
    assert "stage talks is given 2 times" in faults(TALKS, msgspec.structs.replace(TALKS, rule="STG-9"))

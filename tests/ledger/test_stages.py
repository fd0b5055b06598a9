"""Whose stages a dispute goes through: those of the agreement that it was raised under, else of the terms."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import BOB, CATH, DAN, EVE, GUEST, ICP, RESOLUTION
from tests.ledger.test_disputes import (
    BOARD,
    DP,
    EAST,
    PLACED,
    PROCESS,
    RAISED,
    STAGES,
    TALKED,
    TALKS,
    THIRD,
    WEST,
    against,
    doubts,
    known,
    opens,
    raises,
    stage,
    steps,
)

from ledger.awaiting import Awaited
from ledger.disputes import awaited
from ledger.facts import agreements as facts
from ledger.facts import disputes, organisations
from ledger.facts.agreements import Made, Signed, Varied
from ledger.facts.words import Due
from ledger.findings import Verdict
from ledger.state import disputing

AG = named("ag", "pact")
MADE, SIGNED = "2024-01-10", "2024-01-20"
GOOD_FAITH = stage("good-faith", by_parties=True, days=20)
PLACES = stage("places")
CONVENED = stage("convened", convened_by=("chair",), moved_by=("chair",), holds=True)
AGREED = (GOOD_FAITH, PLACES, CONVENED)
PACT = Made(
    AG,
    ICP,
    "The pact",
    "Pact",
    None,
    (facts.PartyTo(WEST, ("leader",), 1, clause="9"), facts.PartyTo(EAST, ("leader",), 1)),
    expires=facts.Dated(Due("31 December 2024", None, "2024-12-31"), "10"),
    stages=AGREED,
)
LEADERS = (
    organisations.Affiliated(GUEST, "blackburn", "leader", "2023-01-01"),
    organisations.Affiliated(EVE, "blackpool", "leader", "2023-01-01"),
)


def signs(party: str, person: str, day: str = SIGNED) -> tuple[Step, ...]:
    return on(day, Signed(AG, ICP, party, person, "leader", "recorded by the clerk"))


def pact(body: Made = PACT, *, signed: bool = True) -> Given:
    """Give a partnership with stages of its own, and an agreement of two of its partners with others."""
    start = known(*STAGES).and_(on("2024-01-01", *LEADERS), on(MADE, body))
    return start.and_(signs(WEST, GUEST), signs(EAST, EVE)) if signed else start


def under(**more: Any) -> tuple[Step, ...]:
    return raises(agreement=AG, **more)


TALKING = (under(), opens("good-faith", WEST, TALKED))
PASSED = (*TALKING, steps("good-faith", "failed", EAST, PLACED))
AT_PLACES = (*PASSED, opens("places", BOARD, PLACED))


# --- whose stages --------------------------------------------------------------------------------


def test_a_dispute_under_an_agreement_goes_through_its_stages_and_cites_its_clauses() -> None:  # PLA-8, HIW-1
    before = pact()
    for step in (*AT_PLACES, steps("places", "failed", WEST, "2024-06-01")):
        before = before.when(step).happens()
    before.when(opens("process", CATH, "2024-06-02")).refused_by(
        "DSP-6 (Remit default): expected a stage of the agreement: good-faith, places, convened, got process"
    )
    before.when(opens("convened", DAN, "2024-06-02")).refused_by(
        f"DSP-8 (Pact 8): expected convened to be convened by the holder of chair, got {DAN}",
    )
    convened = before.when(opens("convened", CATH, "2024-06-02", holds=True)).happens()
    convened.when(steps("convened", "failed", WEST, "2024-06-03")).refused_by(
        f"DSP-15 (Pact 8): expected the holder of chair to say that convened has failed, got {WEST}"
    )
    course = disputing(before.state()).course(before.state().disputes.known[DP])
    assert course is not None
    assert (course.agreement, course.text, course.cite(PLACES)) == (AG, "the agreement", "Pact 8")


def test_where_the_agreement_is_silent_the_stages_of_the_terms_bind() -> None:  # PLA-8
    silent = pact(replace(PACT, stages=())).and_(under())
    silent.when(opens("talks", WEST, TALKED)).happens()
    silent.when(opens("good-faith", WEST, TALKED)).refused_by(
        "DSP-6 (Remit default): expected a stage of the terms: talks, place-group, process, got good-faith"
    )
    course = disputing(silent.state()).course(silent.state().disputes.known[DP])
    assert course is not None
    assert (course.agreement, course.text, course.cite(TALKS)) == (None, "the terms", "ToR 8")


def test_a_stage_that_is_a_default_has_no_clause() -> None:
    own = replace(GOOD_FAITH, basis="default")
    before = pact(replace(PACT, stages=(own,))).and_(under())
    before.when(opens("good-faith", BOARD, TALKED)).refused_by(
        f"DSP-8 (Remit default): expected good-faith to be opened by a party, got {BOARD}"
    )


def test_the_text_of_the_day_binds_whatever_is_varied_later() -> None:  # PLA-8, HIW-1
    deed = Varied(AG, ICP, "Deed 1", sealed("x"), (WEST, EAST), stages=(PROCESS,))
    later = pact().and_(under(), on("2024-05-30", deed))
    later.when(opens("good-faith", WEST, "2024-06-01")).happens()
    before = pact().and_(on("2024-03-30", deed), under())
    assert against(before.when(opens("good-faith", WEST, TALKED))) == ["DSP-6"]
    before.when(opens("process", CATH, TALKED)).happens()
    gone = pact().and_(on("2024-03-30", replace(deed, stages=())), under())
    gone.when(opens("talks", WEST, TALKED)).happens()
    kept = pact().and_(on("2024-03-30", replace(deed, stages=None)), under())
    kept.when(opens("good-faith", WEST, TALKED)).happens()


def test_the_limit_of_a_stage_is_that_of_the_agreement() -> None:  # PLA-8
    before = pact().and_(*TALKING)
    due = Due(f"20 calendar days from {TALKED}", None, "2024-04-23")
    (one,) = awaited(disputing(before.state()), "2024-05-30")
    assert one == Awaited("dispute stage", f"{DP}/good-faith", ICP, due, WEST, TALKED, "Pact 8")
    assert against(before.when(opens("places", BOARD, "2024-04-23"))) == ["DSP-7"]
    before.when(opens("places", BOARD, "2024-04-24")).happens()


def test_the_effect_is_held_where_the_agreement_lets_it() -> None:  # PLA-8
    pact(replace(PACT, stages=(CONVENED,))).when(under(holds=True)).happens()
    pact().when(under(holds=True)).refused_by(
        "DSP-11 (Remit default): expected a stage in which a dispute may hold the effect of a decision by "
        "the agreement, got good-faith"
    )


# --- the order and the convener: defaults where the agreement is silent --------------------------


def test_good_faith_comes_first_by_default_where_the_agreement_states_no_order() -> None:  # PLA-8
    before = pact().and_(under())
    before.when(opens("places", BOARD, TALKED)).refused_by(
        "DSP-7 (Remit default): expected good-faith, the next stage, got places"
    )
    ordered = (replace(GOOD_FAITH, order=1), replace(PLACES, order=2), replace(CONVENED, order=3))
    stated = pact(replace(PACT, stages=ordered[::-1])).and_(under())
    stated.when(opens("places", BOARD, TALKED)).refused_by(
        "DSP-7 (Pact 8): expected good-faith, the next stage, got places"
    )
    stated.when(opens("good-faith", WEST, TALKED)).happens()


def test_the_stage_of_places_is_not_left_out() -> None:  # PLA-8
    before = pact().and_(*PASSED)
    before.when(opens("convened", CATH, PLACED)).refused_by(
        "DSP-7 (Remit default): expected places, the next stage, got convened"
    )


def test_no_party_convenes_a_stage_by_default_where_the_agreement_is_silent() -> None:  # PLA-8
    before = pact().and_(*PASSED)
    before.when(opens("places", WEST, PLACED)).refused_by(
        "DSP-9 (Remit default): expected places to be convened by somebody who is no party to the dispute, "
        f"got {WEST}"
    )
    stated = (GOOD_FAITH, replace(PLACES, barred="parties"))
    cited = pact(replace(PACT, stages=stated)).and_(*PASSED)
    cited.when(opens("places", WEST, PLACED)).refused_by(
        "DSP-9 (Pact 8): expected places to be convened by somebody who is no party to the dispute, "
        f"got {WEST}"
    )
    allowed = (GOOD_FAITH, replace(PLACES, barred="nobody"))
    pact(replace(PACT, stages=allowed)).and_(*PASSED).when(opens("places", WEST, PLACED)).happens()


# --- under which agreement, between whom ---------------------------------------------------------


def test_parties_alone_are_in_a_dispute_under_an_agreement_once_they_signed() -> None:  # PLA-8, HIW-1
    before = pact()
    expected = f"DSP-3 (Remit default): expected a party that signed {AG} by"
    before.when(under(against=(THIRD,))).refused_by(f"{expected} {RAISED}, or the body itself, got {THIRD}")
    before.when(under(against=(f"body:{ICP}",))).happens()
    joins = on(TALKED, disputes.Joined(DP, ICP, RESOLUTION, None, THIRD, "by"))
    open_ = before.and_(under())
    open_.when(joins).refused_by(f"{expected} {TALKED}, or the body itself, got {THIRD}")
    third = facts.Acceded(AG, ICP, facts.PartyTo(THIRD, ("leader",), 1))
    acceded = open_.and_(on(RAISED, third))
    assert against(acceded.when(joins)) == ["DSP-3"]
    place = organisations.Affiliated(BOB, "lancashire", "leader", "2023-01-01")
    acceded.and_(on(RAISED, place), signs(THIRD, BOB, RAISED)).when(joins).happens()
    doubtful = acceded.and_(signs(THIRD, BOB, RAISED))
    assert doubts(doubtful.when(joins)) == ["DSP-3"]


def test_an_agreement_is_known_about_the_same_body_and_in_force() -> None:  # PLA-8, HIW-1
    expected = f"DSP-24 (Remit default): expected an agreement about icp, or about no body, made by {RAISED}"
    known(*STAGES).when(under()).refused_by(f"{expected}, got {AG}")
    late = known(*STAGES).and_(on("2024-04-03", PACT))
    late.when(under()).refused_by(f"{expected}, got {AG}")
    known(*STAGES).when(under(holds=True)[0].departing()).refused_by(f"{expected}, got {AG}")
    other = pact(replace(PACT, body="board"), signed=False)
    assert "DSP-24" in against(other.when(under()))
    free = replace(PACT, body=None)
    known(*STAGES).and_(
        on("2024-01-01", *LEADERS),
        on(MADE, free),
        on(
            SIGNED,
            *(
                Signed(AG, None, *one, "leader", "recorded by the clerk")
                for one in ((WEST, GUEST), (EAST, EVE))
            ),
        ),
    ).when(under()).happens()


def test_a_dispute_is_raised_under_an_agreement_while_it_is_in_force() -> None:  # HIW-1
    half = pact(signed=False).and_(signs(WEST, GUEST))
    found = half.when(under()).finding("DSP-25")
    assert (found.clause, found.verdict) == (None, Verdict.NOT_MET)
    assert found.got == f"2 of 2 parties to have signed: 1 of 2, without {EAST} (leader: nobody)"
    pact().when(under(day="2024-12-31")).happens()
    pact().when(under(day="2025-01-01")).refused_by(
        f"DSP-25 (Pact 10): expected {AG} to be in force on 2025-01-01, got a day until it expires: "
        "31 December 2024: 2025-01-01"
    )
    unread = replace(PACT, expires=facts.Dated(Due("after a year"), "10"))
    assert doubts(pact(unread).when(under())) == ["DSP-25"]
    both = replace(unread, effective=facts.Dated(Due("1 May 2024", "2024-05-01"), "1"))
    assert pact(both).when(under()).finding("DSP-25").clause == "Pact 1"


def test_without_terms_the_stages_of_an_agreement_bind_all_the_same() -> None:
    early = "2023-03-01"
    pact_ = replace(PACT, body=ICP)
    before = known(*STAGES).and_(on("2023-02-01", *LEADERS, pact_), signs(WEST, GUEST, "2023-02-02"))
    before = before.and_(signs(EAST, EVE, "2023-02-02"))
    raised = before.when(under(decision=None, day=early))
    assert "TER-1" not in doubts(raised)
    step = before.and_(under(decision=None, day=early)).when(opens("good-faith", WEST, "2023-03-02", None))
    assert "DSP-6" not in against(step)


# --- stages that make sense ----------------------------------------------------------------------


def test_stages_of_an_agreement_make_sense_as_those_of_terms() -> None:  # PLA-8
    before = known(*STAGES)
    before.when(on(MADE, replace(PACT, stages=(GOOD_FAITH, GOOD_FAITH)))).refused_by(
        "AGR-29 (Remit default): expected stages that make sense: good-faith, good-faith, got stage "
        "good-faith is given 2 times"
    )
    both = replace(GOOD_FAITH, convened_by=("chair",))
    before.when(on(MADE, replace(PACT, stages=(both, replace(PLACES, order=1))))).refused_by(
        "AGR-29 (Remit default): expected stages that make sense: good-faith, places, got stages good-faith, "
        "places: an order of some of them, or the same order twice; STG-10: convened by the parties, "
        "and not by them"
    )
    deed = Varied(AG, ICP, "Deed 1", sealed("x"), (WEST, EAST), stages=(both,))
    assert against(pact().when(on("2024-03-30", deed))) == ["AGR-29"]
    pact().when(on("2024-03-30", replace(deed, stages=(PROCESS,)))).happens()

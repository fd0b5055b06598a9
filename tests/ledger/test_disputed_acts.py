"""Disputes about acts under delegations: who raises one, what its hold shows, how it ends."""

from __future__ import annotations

from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import BOB, ICP, MET, pounds
from tests.ledger.test_attesting import asked, attested
from tests.ledger.test_body_acts import ACT, act, decided, told_of
from tests.ledger.test_callins import PUBLISHED
from tests.ledger.test_disputes import (
    DP,
    EAST,
    RAISED,
    STAGES,
    TALKED,
    WEST,
    against,
    known,
    opens,
    raises,
    settles,
    stage,
    steps,
    taken,
    withdraws,
)
from tests.ledger.test_keyacts import DONE, acts, done, published, wait
from tests.ledger.test_outcomes import OTHER, changed

from ledger.callins import Implementation
from ledger.facts import disputes
from ledger.facts.attesting import OfAct
from ledger.facts.delegations import Granted, Scope, Used

ROOT, BY_BOB = named("g", "root"), named("a", "bob")
HELD = stage("talks", by_parties=True, holds=True)
LATER = "2025-01-01"


def of_bob(*stages: object) -> Given:
    """Give a partnership that let Bob see to the roads, and what he did on the day of the meeting."""
    given_ = on("2024-01-01", Granted(ROOT, f"body:{ICP}", (BOB,), "scheme 4.1", Scope(("roads",))))
    used = Used(BY_BOB, (ROOT,), f"body:{ICP}", (BOB,), "roads", pounds(180), sealed("text"))
    return known(*(stages or STAGES)).and_(given_, on(MET, used))  # type: ignore[arg-type]


def holds(code: str, day: str = RAISED) -> tuple[Step, ...]:
    body = disputes.Raised(DP, ICP, (WEST,), (EAST,), code, None, holds=True, text=sealed("x"))
    return on(day, body)


def lapsed(code: str, day: str = TALKED) -> tuple[Step, ...]:
    return on(day, disputes.Lapsed(DP, ICP, code, None))


def test_a_partner_raises_a_dispute_about_an_act_that_was_done() -> None:  # PLA-8
    before = of_bob()
    before.when(raises(decision=BY_BOB)).happens()
    before.when(raises(decision=named("a", "none"))).refused_by(
        f"DSP-19 (Remit default): expected an act done by {RAISED}, got {named('a', 'none')}"
    )
    assert against(before.when(raises(decision=BY_BOB, day="2024-03-24"))) == ["DSP-19"]
    before.when(raises(decision=BY_BOB, day=MET)).happens()
    assert against(before.when(raises(decision=BY_BOB, part="1"))) == ["OUT-6"]
    before.when(raises(decision=BY_BOB, holds=True)).refused_by(
        "DSP-11 (Remit default): expected a stage in which a dispute may hold the effect of a decision by "
        "the terms, got talks"
    )
    of_bob(HELD).when(raises(decision=BY_BOB, holds=True)).happens()


def test_while_its_effect_is_held_it_is_not_attested_that_an_act_holds() -> None:  # PLA-8, H15
    before = of_bob(HELD)
    within = f"roads of GBP 180.00 on {MET}: within authority"
    assert asked(before, OfAct(BY_BOB, LATER)) == ("yes", (within,))
    free = before.and_(raises(decision=BY_BOB))
    assert asked(free, OfAct(BY_BOB, LATER)) == ("yes", (within,))
    held = before.when(raises(decision=BY_BOB, holds=True)).happens()
    told = (within, f"contested: its effect is held by dispute {DP}")
    assert asked(held, OfAct(BY_BOB, LATER)) == ("not known", told)
    attested(held, OfAct(BY_BOB, LATER)).happens()
    assert asked(held, OfAct(BY_BOB, "2024-04-01")) == ("yes", (within,))
    over = held.and_(on(TALKED, disputes.Withdrawn(DP, ICP, BY_BOB, None, WEST)))
    assert asked(over, OfAct(BY_BOB, LATER)) == ("yes", (within,))
    assert asked(over, OfAct(BY_BOB, RAISED)) == ("not known", told)


def test_an_act_that_is_held_is_not_implemented_until_the_dispute_is_over() -> None:  # PLA-8
    disputed = Implementation(doubt="not to be implemented while it is disputed")
    key = done(published(PUBLISHED))
    assert wait(key.and_(holds(DONE))) == disputed
    over = key.and_(holds(DONE), lapsed(DONE, "2024-05-20"))
    assert wait(over) == Implementation("2024-05-20")
    assert wait(over, "2024-05-19") == disputed
    plain = done(published(), key=None, function="roads")
    assert wait(plain.and_(holds(DONE))) == disputed
    assert acts()[0].body.act == DONE  # type: ignore[union-attr]


def test_a_decision_is_contested_while_the_act_that_carries_it_out_is_held() -> None:  # PLA-8
    before = decided().and_(act())
    assert told_of(before).worth == "valid"
    held = before.and_(holds(ACT))
    told = told_of(held)
    assert told.worth == "contested"
    assert "not to be implemented while its act is disputed" in told.beside
    assert f"disputed ({DP}), its effect held" in [one.said for one in told.grounds]
    assert told_of(held, "2024-04-01").worth == "valid"
    assert told_of(held.and_(lapsed(ACT))).worth == "valid"
    elsewhere = before.and_(holds(named("a", "other")))
    assert told_of(elsewhere).worth == "valid"


def test_a_dispute_about_an_act_ends_with_the_resolution_that_is_named() -> None:  # PLA-8
    talks = (raises(decision=BY_BOB), opens("talks", WEST, TALKED, BY_BOB))
    both = (steps("talks", "agreed", each, "2024-05-01") for each in (EAST, WEST))
    agreed = of_bob().and_(*talks, *both)
    agreed.when(settles("confirmed", decision=BY_BOB)).happens()
    expected = "DSP-18 (Remit default): expected a resolution taken by 2024-07-01 that stands"
    expected += ", and not only notes something"
    agreed.when(settles("rescinded", decision=BY_BOB)).refused_by(f"{expected}, got none")
    agreed.when(settles("amended", OTHER, decision=BY_BOB)).refused_by(f"{expected}, got {OTHER}")
    later = agreed.and_(taken(OTHER, "2024-06-03"))
    later.when(settles("rescinded", OTHER, decision=BY_BOB)).happens()
    gone = later.and_(changed("rescinded", "2024-06-04", code=OTHER))
    gone.when(settles("amended", OTHER, decision=BY_BOB)).refused_by(f"{expected}, got {OTHER}")
    assert against(agreed.when(settles("resolved", decision=BY_BOB))) == ["DSP-17"]
    assert "DSP-4" in against(agreed.when(withdraws()))

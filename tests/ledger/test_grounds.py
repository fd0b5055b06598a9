"""What a commitment rests on: the act or the decision by which it is made, and what the money is for."""

from __future__ import annotations

from typing import Literal

import pytest
from msgspec.structs import replace
from tests.ledger.given import RULES, Given, Step, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CHAIR,
    ICP,
    ITEM,
    MEETING,
    MET,
    RESOLUTION,
    attended,
    item,
    resolves,
    scope,
)
from tests.ledger.test_funds import (
    ACT,
    BEDS,
    HOMES,
    JUNE,
    MAY,
    PLACE,
    SECOND,
    USED,
    against,
    agrees,
    allocates,
    changes_to,
    commits,
    elsewhere,
    funded,
    opens,
    pays,
    pounds,
    releases,
    world,
)

from ledger.facts import delegations, functions, outcomes
from ledger.facts import funds as facts
from ledger.facts.decisions import Part, Resolved
from ledger.facts.fact import Noted
from ledger.findings import Verdict
from ledger.links import BEYOND

ROOT, LINK = USED.chain[0], named("g", "link")
GRANTED = delegations.Granted(ROOT, "body:place", (CHAIR,), "scheme 4.1", scope())
TAKEN = (elsewhere(), attended(BOB), item(), resolves("consensus"))
RESCINDED = outcomes.Changed(RESOLUTION, "place", "rescinded", sealed("put right"))
RATIFIED = delegations.Ratified(ACT, "body:place", RESOLUTION)


def noting(before: Given, rule: str, verdict: Literal["not met", "not known"]) -> Given:
    """Have the last fact show a finding for ever."""
    *others, at = before.facts
    fact = replace(at.fact, findings=(*at.fact.findings, Noted(rule, "scheme 4.1", verdict)))
    return Given((*others, replace(at, fact=fact)))


def acted(
    *steps: tuple[Step, ...],
    day: str = MET,
    granted: delegations.Granted = GRANTED,
    verdict: Literal["not met", "not known"] | None = None,
    rule: str = "DEL-10",
    **changes: object,
) -> Given:
    """Give a fund, and an act for 100 pounds under a delegation of the place."""
    before = funded(on("2024-01-05", granted), on(day, replace(USED, **changes)))
    return (before if verdict is None else noting(before, rule, verdict)).and_(*steps)


def by_act(amount: int = 100, commitment: str = BEDS, day: str = MAY) -> tuple[Step, ...]:
    return commits(amount, commitment, act=ACT, day=day)


# --- the act -------------------------------------------------------------------------------------


def test_all_commitments_by_an_act_come_to_no_more_than_it_was_for() -> None:  # PLD-1
    before = acted(by_act(60))
    before.when(by_act(40, HOMES)).happens()
    more = before.when(by_act(41, HOMES))
    more.refused_by(
        f"MNY-19 (Remit default): expected at most GBP 100.00 committed by {ACT}, got GBP 101.00",
        kind="AUTHORITY",
    )
    before.when(more.step.departing()).happens("MNY-19 not met")
    # What is committed of another allocation counts as well; what is by no act, or another, does not.
    elsewhere_ = acted(
        allocates(100, SECOND), commits(60, BEDS, SECOND, act=ACT), commits(400, named("x", "c"))
    )
    elsewhere_.when(by_act(40, HOMES)).happens()
    assert against(elsewhere_.when(by_act(41, HOMES))) == ["MNY-19"]


def test_what_was_released_can_be_committed_by_the_act_again() -> None:  # PLD-1
    freed = replace(releases(30)[0].body, act=ACT)
    before = acted(by_act(100)).when(on(JUNE, freed)).happens()
    before.when(by_act(30, HOMES, JUNE)).happens()
    assert against(before.when(by_act(31, HOMES, JUNE))) == ["MNY-19"]
    # In May all of it was still committed, also where it is recorded later.
    assert against(before.when(by_act(30, HOMES, MAY))) == ["MNY-19"]
    other = acted(by_act(100)).and_(pays(1)).when(releases(1))
    other.refused_by(f"MNY-2 (Remit default): expected the act by which it was committed: {ACT}, got none")
    plain = funded(commits(100)).when(on(JUNE, freed))
    plain.refused_by(f"MNY-2 (Remit default): expected the act by which it was committed: none, got {ACT}")


def test_an_act_in_another_currency_or_without_an_amount_says_not_how_much() -> None:  # E8
    acted(amount=pounds(100, "EUR")).when(by_act()).refused_by(
        f"MNY-19 (Remit default): expected at most EUR 100.00 committed by {ACT}, got GBP 100.00",
        kind="AUTHORITY",
    )
    silent = acted(amount=None).when(by_act())
    found = silent.finding("MNY-19")
    assert (found.verdict, found.got) == (Verdict.NOT_KNOWN, f"{ACT} without one")
    euros = acted(amount=pounds(100, "EUR")).and_(by_act(90))
    assert euros.when(by_act(1, HOMES)).verdict("MNY-19") is Verdict.NOT_MET
    # A commitment in another currency, which is no commitment of the fund, does not add up with the others.
    odd = acted(on(MAY, replace(by_act(90)[0].body, amount=pounds(90, "EUR"))))
    odd.when(by_act(100, HOMES)).happens()


def test_an_act_is_done_before_money_is_committed_by_it() -> None:
    late = acted(day=JUNE)
    late.when(by_act(day=JUNE)).happens()
    assert "MNY-16" in against(late.when(by_act(day="2024-05-31")))


def test_an_act_beyond_authority_is_none_to_spend_by() -> None:  # PLD-1
    beyond = acted(verdict="not met").when(by_act())
    beyond.refused_by(
        "MNY-17 (Remit default): expected an act within authority, or ratified by then, "
        f"got {ACT}, recorded as beyond authority",
        kind="AUTHORITY",
    )
    beyond.before.when(beyond.step.departing()).happens("MNY-17 not met")
    unclear = acted(verdict="not known").when(by_act())
    assert unclear.verdict("MNY-17") is Verdict.NOT_KNOWN
    # A report that is overdue, or reasons that were not kept, take no authority away.
    acted(verdict="not met", rule="DEL-28").when(by_act()).happens()


def test_an_act_that_was_ratified_by_then_stands_while_the_decision_does() -> None:  # PLD-1
    before = acted(*TAKEN, verdict="not met").and_(on(MAY, RATIFIED))
    after = before.when(by_act()).happens()
    assert against(before.when(by_act(day="2024-04-30"))) == ["MNY-17"]
    rescinded = on(MAY, RESCINDED)
    assert against(after.and_(rescinded).when(by_act(1, HOMES, JUNE))) == ["MNY-17", "MNY-19"]


def test_what_makes_an_act_one_beyond_authority_is_what_the_rules_of_use_call_so() -> None:
    giving = {"DEL-21", "DEL-22"}
    of_authority = {
        rule for rule, (kind, absolute) in RULES.items() if kind == "AUTHORITY" and absolute != "yes"
    }
    assert {rule for rule in of_authority if rule.startswith("DEL-")} - giving == BEYOND


def test_money_is_committed_by_acts_of_the_body_that_holds_it_or_under_its_delegation() -> None:  # PLD-1
    other = replace(GRANTED, by="body:theme")
    outside = acted(granted=other, by="body:theme").when(by_act())
    outside.refused_by(
        "MNY-18 (Remit default): expected an act of place, or under a delegation from it, "
        f"got {ACT}, for body:theme",
        kind="AUTHORITY",
    )
    organisation = replace(GRANTED, by="organisation:icb")
    unclear = acted(granted=organisation, by="organisation:icb").when(by_act())
    assert unclear.verdict("MNY-18") is Verdict.NOT_KNOWN
    # The place passes on what it holds from the partnership: the act is for both.
    root = replace(GRANTED, by=f"body:{ICP}", to=("body:place",))
    link = delegations.PassedOn(LINK, ROOT, "body:place", (CHAIR,), scope())
    chained = replace(USED, by=f"body:{ICP}", chain=(ROOT, LINK))
    funded(on("2024-01-05", root, link), on(MET, chained)).when(by_act()).happens()
    # Or it acts itself, by its decision, under what it was given.
    own = replace(USED, by=f"body:{ICP}", persons=(), resolution=RESOLUTION)
    funded(*TAKEN, on("2024-01-05", root), on(MET, own)).when(by_act()).happens()
    for_it = replace(own, resolution=None, persons=(CHAIR,))
    strange = funded(on("2024-01-05", root), on(MET, for_it)).when(by_act())
    assert against(strange) == ["MNY-18"]


# --- the decision --------------------------------------------------------------------------------


def test_a_decision_stands_when_money_is_committed_by_it() -> None:  # PLD-1
    before = funded(*TAKEN)
    step = commits(100, resolution=RESOLUTION)
    before.when(step).happens()
    before.and_(on("2024-04-02", RESCINDED)).when(step).refused_by(
        "MNY-17 (Remit default): expected a decision under no delegation that stands and waits for no "
        f"condition, with nothing found against it, got {RESOLUTION}",
        kind="AUTHORITY",
    )
    assert against(noting(before, "QUO-1", "not met").when(step)) == ["MNY-17"]
    unclear = noting(before, "QUO-1", "not known").when(step)
    assert unclear.verdict("MNY-17") is Verdict.NOT_KNOWN


def taken(**more: object) -> Given:
    """Give a fund, and what the body that holds its money decided."""
    part = replace(Part("1", "decision", sealed("part")), **more)
    said = on(MET, Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), (part,)))
    return funded(elsewhere(), attended(BOB), item(), said)


def test_money_is_committed_by_no_decision_under_a_delegation_but_by_its_act() -> None:  # PLD-1, D13
    step = commits(100, resolution=RESOLUTION)
    taken().when(step).happens()
    assert against(taken(under=ROOT, matter="grants").when(step)) == ["MNY-17"]


def test_money_is_committed_by_no_decision_that_only_notes_or_waits_for_a_condition() -> None:  # PLD-1
    step = commits(100, resolution=RESOLUTION)
    assert against(taken(kind="note").when(step)) == ["MNY-17"]
    assert against(taken(kind="in principle").when(step)) == ["MNY-17"]
    waits = taken(condition=sealed("if"))
    assert against(waits.when(step)) == ["MNY-17"]

    def settled(*, met: bool, day: str = "2024-04-20") -> tuple[Step, ...]:
        return on(day, outcomes.Settled(RESOLUTION, "place", "1", met, sealed("done")))

    waits.and_(settled(met=True)).when(step).happens()
    assert against(waits.and_(settled(met=False)).when(step)) == ["MNY-17"]
    assert against(waits.and_(settled(met=True, day=JUNE)).when(step)) == ["MNY-17"]


def test_money_is_committed_by_no_act_whose_decision_does_not_stand_any_more() -> None:  # PLD-1
    root = replace(GRANTED, by=f"body:{ICP}", to=("body:place",))
    own = replace(USED, by=f"body:{ICP}", persons=(), resolution=RESOLUTION)
    before = funded(*TAKEN, on("2024-01-05", root), on(MET, own))
    before.when(by_act()).happens()
    undone = before.and_(on("2024-04-02", RESCINDED))
    undone.when(by_act()).refused_by(
        "MNY-17 (Remit default): expected an act within authority, or ratified by then, "
        f"got {ACT}, recorded as within authority, by {RESOLUTION}, which does not stand",
        kind="AUTHORITY",
    )


# --- what it is for ------------------------------------------------------------------------------

CATALOGUE = on(
    "2024-01-02",
    functions.Listed(
        ICP,
        (
            functions.Function("discharge", "Hospital discharge"),
            functions.Function("discharge.beds", "Beds for discharge", "discharge"),
            functions.Function("roads", "Roads"),
        ),
    ),
)
FENCE = facts.RingFence("s.75 agreement 9", ("discharge",))


def fenced(fence: facts.RingFence | None = FENCE) -> Given:
    return world().and_(CATALOGUE, opens(ring_fenced=fence), agrees(1_000), allocates(600))


@pytest.mark.parametrize("function", ["discharge", "discharge.beds"])
def test_ring_fenced_money_is_used_for_what_it_is_for(function: str) -> None:  # PBP-9
    fenced().when(commits(1, function=function)).happens()


def test_outside_the_ring_fence_nothing_is_committed_but_as_a_departure() -> None:  # PBP-9
    outside = fenced().when(commits(1, function="roads"))
    outside.refused_by(
        "MNY-20 (s.75 agreement 9): expected a function within discharge, got roads", kind="AUTHORITY"
    )
    outside.before.when(outside.step.departing()).happens("MNY-20 not met")


def test_a_commitment_that_does_not_say_what_it_is_for_is_not_known_to_be_within() -> None:  # PBP-9
    silent = fenced().when(commits(1)).finding("MNY-20")
    assert (silent.verdict, silent.got) == (Verdict.NOT_KNOWN, "none stated")
    # A clause without functions is shown, and a fund without a ring fence may be used for anything.
    for fence in (replace(FENCE, functions=()), None):
        fenced(fence).when(commits(1)).happens()
        fenced(fence).when(commits(1, function="roads")).happens()


def test_what_money_is_for_is_called_as_the_catalogue_calls_it() -> None:  # PBP-2
    strange = fenced(None).when(commits(1, function="bridges"))
    strange.refused_by("MNY-21 (Remit default): expected functions of the catalogue, got bridges")
    open_ = replace(FENCE, functions=("bridges", "roads"))
    started = world().and_(CATALOGUE).when(opens(ring_fenced=open_))
    assert started.verdict("MNY-21") is Verdict.NOT_KNOWN
    world().when(opens(ring_fenced=open_)).happens()


def test_a_payment_and_what_is_passed_down_are_for_what_was_committed() -> None:  # PBP-9
    before = fenced().and_(commits(100, function="discharge"))
    before.when(pays(100)).happens()
    before.when(changes_to(500)).happens()
    assert before.state().funds.position("pool", PLACE, MAY).committed == 10_000

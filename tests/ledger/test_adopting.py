"""New terms are adopted as the old ones say that they are changed."""

from __future__ import annotations

import msgspec
import pytest
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
    ITEM,
    MEETING,
    MET,
    RESOLUTION,
    RULES,
    attended,
    item,
    opened,
    partnership,
    terms_with,
)

from ledger.facts import outcomes, terms
from ledger.facts.decisions import Kind, Part, Resolved
from ledger.facts.fact import Noted
from ledger.findings import Verdict

QUORATE = (CHAIR, BOB, CATH, DAN, FAY, GUS, HAL)
MATTERS = (terms.Matter("constitution", "The constitution", "14"),)
JOINT = terms.ChangeRule(
    rule="CHA-1",
    clause="14.1",
    basis="stated",
    says="a decision of the body, approved by the founders, a month before",
    matter="constitution",
    approvals=(terms.Approval(("east", "west")), terms.Approval(("north", "south"), 1)),
    days=30,
)
AFTER, IN_FORCE = "2024-04-01", "2024-05-01"


def bound(*rules: terms.Rule) -> terms.Terms:
    return msgspec.structs.replace(terms_with(*RULES, *rules, version="2024"), matters=MATTERS)


def decided(kind: Kind = "decision", matter: str | None = "constitution") -> Given:
    """Give a body whose terms say how they are changed, after a meeting that resolved something."""
    start = partnership().and_(on("2023-05-02", terms.Adopted(bound(JOINT), "2023-05-02")))
    body = Resolved(
        RESOLUTION, MEETING, ITEM, "consensus", (), (Part("1", kind, sealed("p"), matter=matter),)
    )
    return start.and_(opened(), attended(*QUORATE), item(), on(MET, body))


def adopts(
    resolution: str | None = RESOLUTION,
    approved: tuple[str, ...] = ("east", "west", "south"),
    in_force: str = IN_FORCE,
    day: str = AFTER,
) -> tuple[Step, ...]:
    new = msgspec.structs.replace(bound(), version="2025")
    return on(day, terms.Adopted(new, in_force, resolution, approved))


def test_new_terms_follow_the_rule_of_the_old_ones() -> None:  # LSC-V
    decided().when(adopts()).happens()


@pytest.mark.parametrize(
    ("act", "got"),
    [
        (adopts(approved=("east", "south")), "approved by east, needed 2 of 2"),
        (adopts(approved=("east", "west")), "approved by nobody, needed 1 of 2"),
        (adopts(in_force="2024-04-30"), "in force on 2024-04-30, the earliest day being 2024-05-01"),
        (adopts(None), "no decision named"),
        (adopts(named("d", "nobody")), f"{named('d', 'nobody')}, which the ledger does not know"),
        (
            adopts(day="2024-03-24", in_force="2024-06-01"),
            f"{RESOLUTION}, no decision of {ICP} on constitution by 2024-03-24",
        ),
    ],
)
def test_what_the_old_terms_ask_for_is_missing(act: tuple[Step, ...], got: str) -> None:  # LSC-V
    sentence = f"CHA-1 (ToR 14.1): expected {JOINT.says}, got {got}"
    decided().when(act).refused_by(sentence)


@pytest.mark.parametrize(("kind", "matter"), [("support", "constitution"), ("decision", None)])
def test_a_resolution_on_something_else_adopts_no_terms(kind: Kind, matter: str | None) -> None:
    judged = decided(kind, matter).when(adopts())
    assert f"{RESOLUTION}, no decision of {ICP} on constitution by {AFTER}" in {
        one.got for one in judged.findings
    }


@pytest.mark.parametrize(
    ("noted", "verdict", "told"),
    [
        ("not met", Verdict.NOT_MET, ", against a rule"),
        ("not known", Verdict.NOT_KNOWN, ", not known to be valid"),
    ],
)
def test_a_decision_with_something_against_it_is_doubted(noted: str, verdict: Verdict, told: str) -> None:
    before = decided()
    last = before.facts[-1]
    found = (Noted("QUO-1", "ToR 8.1", "not met" if noted == "not met" else "not known"),)
    fact = msgspec.structs.replace(last.fact, findings=found)
    doubted = Given((*before.facts[:-1], msgspec.structs.replace(last, fact=fact)))
    (judged,) = (one for one in doubted.when(adopts()).findings if one.got.startswith(RESOLUTION))
    assert (judged.verdict, judged.got) == (verdict, f"{RESOLUTION}{told}")


def test_first_terms_and_terms_without_a_rule_ask_for_nothing() -> None:
    partnership().when(on(AFTER, terms.Adopted(bound(), AFTER))).happens()
    bare = terms.ChangeRule(rule="CHA-1", clause="14.1", basis="stated", says="whenever")
    start = partnership().and_(on("2023-05-02", terms.Adopted(bound(bare), "2023-05-02")))
    start.when(adopts(None, ())).happens()


@pytest.mark.parametrize("change", ["rescinded", "contested"])
def test_a_decision_that_does_not_stand_adopts_no_terms(change: outcomes.Change) -> None:  # LSC-V
    undone = outcomes.Changed(RESOLUTION, ICP, change, sealed("why"))
    before = decided().and_(on("2024-03-28", undone))
    sentence = f"CHA-1 (ToR 14.1): expected {JOINT.says}, got {RESOLUTION}"
    before.when(adopts()).refused_by(f"{sentence}, undone, contested, or waiting for others to agree")

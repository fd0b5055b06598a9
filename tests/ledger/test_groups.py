from __future__ import annotations

from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    ICP,
    ITEM,
    MEETING,
    MET,
    RESOLUTION,
    RULES,
    attended,
    constituted,
    item,
    opened,
    partnership,
)

from ledger.facts import bodies, decisions, meetings
from ledger.facts.terms import GroupsRule

AGREED = GroupsRule("GRP-1", "7", "stated", "a formal group once the forum agreed", kinds=("formal-group",))
SENTENCE = "GRP-1 (ToR 7): expected a formal group once the forum agreed, got "


def group(kind: str | None = "formal-group", resolution: str | None = RESOLUTION) -> tuple[Step, ...]:
    return on(MET, bodies.Constituted("digital", "Digital group", "s.7", (), (ICP,), kind, "IT", resolution))


def forum(*resolved_at: str) -> Given:
    before = partnership(*RULES, AGREED).and_(opened(), attended(BOB), item())
    part = decisions.Part("1", "decision", sealed("That the group be formed"))
    passed = (decisions.Resolved(RESOLUTION, one, ITEM, "consensus", (), (part,)) for one in resolved_at)
    return before.and_(on(MET, *passed))


def test_a_formal_group_exists_once_the_forum_has_agreed() -> None:  # PLA-7d
    after = forum(MEETING).when(group()).happens().state()
    made = after.bodies.known["digital"]
    assert (made.kind, made.remit, made.parents) == ("formal-group", "IT", (ICP,))


def test_a_formal_group_that_nobody_agreed_is_refused_with_the_clause() -> None:  # PLA-7d
    forum().when(group(resolution=None)).refused_by(f"{SENTENCE}no resolution")
    forum().when(group()).refused_by(f"{SENTENCE}{RESOLUTION}")


def test_a_resolution_of_another_body_agrees_nothing() -> None:  # PLA-7d
    elsewhere = named("m", "other")
    other = (
        *constituted("board"),
        *on(MET, meetings.Opened(elsewhere, "board", "meeting", None, sealed("x"))),
    )
    forum(elsewhere).and_(other).when(group()).refused_by(f"{SENTENCE}a resolution of board on {MET}")


def test_an_informal_group_needs_no_agreement() -> None:  # PLA-7d
    forum().when(group(kind="themed-group", resolution=None)).happens()
    forum().when(group(kind=None, resolution=None)).happens()


def test_terms_that_ask_for_nothing_and_no_terms_at_all_are_silent() -> None:  # PLA-7d
    partnership().when(group(resolution=None)).happens()
    bare = on(MET, bodies.Constituted("d", "D", "s.7", (), ("board",), "formal-group"))
    partnership(*RULES, AGREED).and_(constituted("board")).when(bare).happens()


def test_a_resolution_of_a_later_day_agreed_nothing_yet() -> None:  # PLA-7d, T1
    early = group()[0]
    late = on("2024-03-01", early.body, recorded="2024-04-01")
    forum(MEETING).when(late).refused_by(f"{SENTENCE}a resolution of icp on {MET}")

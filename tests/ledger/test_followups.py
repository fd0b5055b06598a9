from __future__ import annotations

import msgspec
import pytest
from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    ICP,
    ITEM,
    MEETING,
    MET,
    attended,
    constituted,
    item,
    opened,
    partnership,
)

from ledger.facts import decisions, followups, meetings
from ledger.findings import Verdict

ACTION = named("f", "action")
LATER = "2024-06-24"
NOTED = decisions.FollowUpNoted(ACTION, MEETING, ITEM, sealed("Bring a report"), "next meeting")


def noted() -> Given:
    return partnership().and_(opened(), attended(BOB), item(), on(MET, NOTED), constituted("board"))


def slips(due: str | None = "July", day: str = LATER, body: str = ICP) -> tuple[Step, ...]:
    return on(day, followups.Slipped(ACTION, body, due, sealed("Short of time")))


def assigns(owner: str | None, day: str = "2024-04-02") -> tuple[Step, ...]:
    return on(day, followups.Assigned(ACTION, ICP, owner))


def closes(day: str = LATER, meeting: str | None = None, body: str = ICP) -> tuple[Step, ...]:
    return on(day, followups.Closed(ACTION, body, "done", None, meeting))


def test_what_is_to_be_done_is_open_until_it_is_done_also_when_it_slips() -> None:  # LSC-M5
    known = noted().state().followups.known[ACTION]
    assert (known.due, known.closed) == ("next meeting", None)
    slipped = noted().when(slips()).happens()
    assert slipped.state().followups.known[ACTION].due == "July"
    undated = slipped.when(slips(None)).happens()
    assert undated.state().followups.known[ACTION].due is None
    assert [day for day, _ in undated.state().followups.known[ACTION].slipped] == [LATER, LATER]
    done = undated.when(closes()).happens().state().followups.known[ACTION]
    assert done.closed is not None
    assert (done.closed[0], done.closed[1].outcome) == (LATER, "done")


@pytest.mark.parametrize("again", [slips(), closes()])
def test_what_is_done_neither_slips_nor_is_done_again(again: tuple[Step, ...]) -> None:  # LSC-M5
    noted().when(closes()).happens().when(again).refused_by(
        "FUP-1 (Remit default): expected something that icp had noted by 2024-06-24 and that is still to be "
        f"done, got {ACTION}, done on 2024-06-24"
    )


def test_an_action_is_given_to_somebody_and_to_somebody_else_until_it_is_done() -> None:  # PLA-4.4
    assert noted().state().followups.known[ACTION].owner is None
    given = noted().when(assigns("office:icp/chair")).happens()
    assert given.state().followups.known[ACTION].owner == "office:icp/chair"
    taken = given.when(assigns("body:board", LATER)).happens()
    assert taken.state().followups.known[ACTION].owner == "body:board"
    assert taken.when(assigns(None, LATER)).happens().state().followups.known[ACTION].owner is None
    late = given.and_(closes()).when(assigns("body:board", LATER))
    assert late.verdict("FUP-1") is Verdict.NOT_MET


def test_it_stood_otherwise_on_an_earlier_day() -> None:
    known = noted().and_(assigns("body:board"), slips(), closes("2024-07-01")).state().followups.known
    one = known[ACTION]
    assert one.by("2024-07-01") == one
    assert one.by("2024-06-30") == msgspec.structs.replace(one, closed=None)
    assert (one.by("2024-06-23").due, one.by("2024-06-23").owner) == ("next meeting", "body:board")
    assert (one.by("2024-04-02").owner, one.by("2024-04-01").owner) == ("body:board", None)
    assert one.by(MET).closed is None


@pytest.mark.parametrize(
    ("owner", "rule"),
    [("organisation:nobody", "ORG-2"), ("body:nobody", "BOD-2"), (named("p", "nobody"), "PER-2")],
)
def test_an_action_is_given_to_somebody_who_is_known(owner: str, rule: str) -> None:
    findings = noted().when(assigns(owner)).findings
    assert [one.rule for one in findings if one.verdict is Verdict.NOT_MET] == [rule]


def test_what_nobody_noted_cannot_be_done() -> None:  # LSC-M5
    partnership().when(closes()).refused_by(
        "FUP-1 (Remit default): expected something that icp had noted by 2024-06-24 and that is still to be "
        f"done, got {ACTION}, which the ledger does not know"
    )


def test_another_body_or_an_earlier_day_closes_nothing() -> None:  # LSC-M5
    sentence = (
        "FUP-1 (Remit default): expected something that {} had noted by {} and that is still to be done, "
    )
    got = f"got {ACTION}, noted by icp on 2024-03-25"
    noted().when(closes(body="board")).refused_by(sentence.format("board", LATER) + got)
    noted().when(closes("2024-03-24")).refused_by(sentence.format(ICP, "2024-03-24") + got)


def test_it_is_reported_at_a_meeting_of_the_body() -> None:  # LSC-M5
    other = named("m", "board")
    elsewhere = on(LATER, meetings.Opened(other, "board", "meeting", None, sealed("hall")))
    before = noted().and_(elsewhere)
    before.when(closes(meeting=MEETING)).happens()
    before.when(closes(meeting=other)).refused_by(
        f"FUP-2 (Remit default): expected a meeting of icp, got {other}"
    )


def test_what_is_said_of_an_unknown_follow_up_changes_nothing() -> None:
    stray = partnership().and_(slips(), closes())
    assert stray.state().followups == partnership().state().followups

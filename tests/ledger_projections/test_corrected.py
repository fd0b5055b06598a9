"""What was corrected is shown corrected, and marked; as known before, it is shown as it was."""

from __future__ import annotations

import msgspec
from tests.examples import ITEM, MEETING, RESOLUTION, SEAL
from tests.ledger_projections.making import ListedLog, Said, fact_id

from ledger.facts import corrections, decisions, meetings, members
from ledger.facts.words import Sealed
from ledger_projections.projection import Wording
from ledger_projections.views import Views

DAY = "2024-03-25"
OPENED = meetings.ItemOpened(MEETING, ITEM, "1", SEAL, None)
PART = decisions.Part("1", "decision", SEAL)


def log(*corrected: corrections.Corrected) -> ListedLog:
    """Give a meeting (1), an item (2), a resolution (3), and corrections from entry 4 on."""
    return ListedLog(
        Said(meetings.Opened(MEETING, "icp", "meeting", None, SEAL), DAY),
        Said(OPENED, DAY),
        Said(decisions.Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), (PART,)), DAY),
        *(Said(one, DAY) for one in corrected),
    )


def titled(was: meetings.ItemOpened, title: str) -> meetings.ItemOpened:
    return msgspec.structs.replace(was, title=Sealed(title * 64))


def corrects(was: meetings.ItemOpened, body: meetings.ItemOpened | None) -> corrections.Corrected:
    return corrections.Corrected(fact_id(2), was, body, SEAL)


def test_the_item_of_a_decision_is_shown_corrected_and_marked(views: Views) -> None:
    new = titled(OPENED, "6")
    views.follow(log(corrects(OPENED, new), corrects(new, msgspec.structs.replace(new, number="1a"))))
    (now,) = views.decisions("icp")
    (once,) = views.decisions("icp", known_at=4)
    (before,) = views.decisions("icp", known_at=3)
    title = Wording(fact_id(4), "body.body.title")
    assert (now.item_number, now.item_title, now.item_corrected_by) == ("1a", title, 5)
    assert (once.item_number, once.item_title, once.item_corrected_by) == ("1", title, 4)
    assert before.item_title == Wording(fact_id(2), "body.title")
    assert (before.item_number, before.item_corrected_by) == ("1", None)


def test_an_item_that_was_not_taken_is_no_item_of_a_decision(views: Views) -> None:
    views.follow(log(corrects(OPENED, None)))
    (now,) = views.decisions("icp")
    (before,) = views.decisions("icp", known_at=3)
    assert (now.item_number, now.item_title) == (None, None)
    assert before.item_number == "1"


def test_a_correction_of_something_else_leaves_items_alone(views: Views) -> None:
    was = members.Appointed("icp", "p-" + "b" * 16, "chair", "appointed", None)
    other = corrections.Corrected(fact_id(9), was, None, SEAL)
    views.follow(log(other))
    (one,) = views.decisions("icp")
    assert (one.item_number, one.item_corrected_by) == ("1", None)


def test_the_timeline_says_by_which_entry_a_fact_was_last_corrected(views: Views) -> None:
    new = titled(OPENED, "6")
    views.follow(log(corrects(OPENED, new), corrects(new, None)))
    assert [one.corrected_by for one in views.timeline()] == [None, 5, None, None, None]
    assert [one.corrected_by for one in views.timeline(known_at=4)] == [None, 4, None, None]
    assert [one.corrected_by for one in views.timeline(known_at=3)] == [None, None, None]


def test_the_facts_about_a_meeting_are_found_with_their_corrections(views: Views) -> None:
    facts = log(corrects(OPENED, titled(OPENED, "6")))
    facts.add(Said(members.Appointed("icp", "p-" + "b" * 16, "chair", "appointed", None), DAY))
    views.follow(facts)
    assert views.of_meeting(MEETING) == (1, 2, 3, 4)
    assert views.of_meeting(MEETING, known_at=2) == (1, 2)
    assert views.of_meeting("m-" + "z" * 16) == ()

"""The decisions: every part of every resolution, with what spoke against it."""

from __future__ import annotations

import pytest
from tests.examples import EARLIER, ITEM, MEETING, MOTION, RESOLUTION, SEAL
from tests.ledger_projections.making import ListedLog, Said, fact_id

from ledger.facts import decisions, meetings
from ledger.facts.fact import Noted
from ledger.facts.words import ItemId, MeetingId
from ledger_projections import views as views_module
from ledger_projections.projection import Wording
from ledger_projections.views import Views

DAY = "2024-03-25"
SECOND = "d-" + "b" * 16


def opened(meeting: MeetingId = MEETING, body: str = "icp") -> Said:
    return Said(meetings.Opened(meeting, body, "meeting", None, SEAL), DAY)


def item(number: str = "31", meeting: MeetingId = MEETING, item_id: ItemId = ITEM) -> Said:
    return Said(meetings.ItemOpened(meeting, item_id, number, SEAL, None), DAY)


def resolved(*parts: decisions.Part, meeting: MeetingId = MEETING, resolution: str = RESOLUTION) -> Said:
    body = decisions.Resolved(resolution, meeting, ITEM, "unanimous", (MOTION,), parts)
    return Said(body, DAY, recorded="2024-03-28T09:00:00.000000Z")


def part(number: str = "1", *, condition: bool = False) -> decisions.Part:
    return decisions.Part(number, "in principle", SEAL, SEAL if condition else None)


def test_each_part_of_a_resolution_is_a_decision_with_its_own_words(views: Views) -> None:  # LSC-M3
    views.follow(ListedLog(opened(), item(), resolved(part("1"), part("2", condition=True))))
    first, second = views.decisions("icp")
    assert (first.part, first.text) == ("1", Wording(fact_id(3), "body.parts.0.text"))
    assert (second.part, second.text) == ("2", Wording(fact_id(3), "body.parts.1.text"))
    assert (first.condition, second.condition) == (None, Wording(fact_id(3), "body.parts.1.condition"))


def test_a_decision_tells_its_body_item_day_way_and_kind(views: Views) -> None:
    views.follow(ListedLog(opened(), item(), resolved(part())))
    (one,) = views.decisions()
    assert (one.body, one.meeting, one.item, one.item_number) == ("icp", MEETING, ITEM, "31")
    assert one.item_title == Wording(fact_id(2), "body.title")
    assert (one.resolution, one.day, one.way, one.kind) == (RESOLUTION, DAY, "unanimous", "in principle")
    assert (one.number, one.fact, one.known_from, one.known_to) == (3, fact_id(3), 3, None)


def test_what_spoke_against_a_decision_is_shown_with_it_for_ever(views: Views) -> None:
    spoke = (Noted("QUO-1", "ToR 8.1", "not known"), Noted("DEC-12", None, "not met"))
    plain, against = resolved(part()), resolved(part(), resolution=SECOND)
    changed = Said(against.body, DAY, changes={"findings": spoke, "departure": SEAL})
    views.follow(ListedLog(opened(), item(), plain, changed))
    first, second = views.decisions("icp")
    assert (first.findings, first.departure) == ((), None)
    assert (second.findings, second.departure) == (spoke, Wording(fact_id(4), "departure"))


def test_a_late_record_says_by_how_many_days(views: Views) -> None:
    views.follow(ListedLog(opened(), item(), resolved(part())))
    (one,) = views.decisions("icp")
    assert (one.recorded, one.days_late) == ("2024-03-28T09:00:00.000000Z", 3)


def test_decisions_are_those_of_the_body_of_the_meeting(views: Views) -> None:
    log = ListedLog(opened(), opened(EARLIER, "place-board"), item())
    log.add(resolved(part()), resolved(part(), meeting=EARLIER, resolution=SECOND))
    views.follow(log)
    assert [one.resolution for one in views.decisions("icp")] == [RESOLUTION]
    assert [one.resolution for one in views.decisions("place-board")] == [SECOND]
    assert [one.resolution for one in views.decisions(meeting=EARLIER)] == [SECOND]
    assert [one.resolution for one in views.decisions()] == [RESOLUTION, SECOND]


def test_decisions_by_a_day_and_as_known_at_a_number(views: Views) -> None:
    views.follow(ListedLog(opened(), item(), resolved(part())))
    assert list(views.decisions("icp", on="2024-03-24")) == []
    assert len(list(views.decisions("icp", on=DAY))) == 1
    assert list(views.decisions("icp", known_at=2)) == []
    assert len(list(views.decisions("icp", known_at=3))) == 1


def test_a_decision_of_a_meeting_that_is_not_known_is_shown_without_a_body(views: Views) -> None:
    views.follow(ListedLog(resolved(part())))
    (one,) = views.decisions()
    assert (one.body, one.item_number, one.item_title) == (None, None, None)


def test_a_meeting_opened_again_does_not_double_its_decisions(views: Views) -> None:
    views.follow(ListedLog(opened(), item("30"), resolved(part()), opened(body="place-board"), item("31")))
    assert [(one.body, one.item_number) for one in views.decisions()] == [("place-board", "31")]
    assert [(one.body, one.item_number) for one in views.decisions(known_at=3)] == [("icp", "30")]


def test_decisions_come_in_pages_without_a_gap_or_a_double(
    views: Views, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_module, "PAGE", 2)
    log = ListedLog(opened(), item())
    log.add(*(resolved(part("1"), part("2"), part("3")) for _ in range(3)))
    views.follow(log)
    assert [(one.number, one.part) for one in views.decisions("icp")] == [
        (number, place) for number in (3, 4, 5) for place in ("1", "2", "3")
    ]

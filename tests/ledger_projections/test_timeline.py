"""The timeline: every fact, who acted, at which level, and what is contested."""

from __future__ import annotations

import msgspec
import pytest
from tests.examples import (
    ADA,
    BEN,
    ENROLLED,
    EXAMPLES,
    FOUNDED,
    MEETING,
    MOTION,
    NEW,
    OFFICER,
    ROTATED,
    SEAL,
    ids_of,
    wire_name,
)
from tests.ledger_projections.making import ListedLog, Said, fact_id, said_fact

from ledger.facts import decisions, interests, keys, meetings
from ledger.facts.fact import Acted, Noted
from ledger_projections import views as views_module
from ledger_projections.projection import Wording
from ledger_projections.timeline import BY_CLERK, OWN_KEY
from ledger_projections.views import Views

VOTE = decisions.VoteCast(MOTION, MEETING, BEN, "for", SEAL)


def test_every_type_of_fact_has_its_line(views: Views) -> None:
    views.follow(ListedLog(*EXAMPLES))
    lines = list(views.timeline())
    assert [one.number for one in lines] == list(range(1, len(EXAMPLES) + 1))
    assert [one.type for one in lines] == [wire_name(body) for body in EXAMPLES]
    assert [one.fact for one in lines] == [fact_id(number) for number in range(1, len(EXAMPLES) + 1)]


def test_a_line_tells_both_times_and_the_days_between_in_london(views: Views) -> None:
    opened = meetings.Opened(MEETING, "icp", "meeting", None, SEAL)
    log = ListedLog(Said(opened, "2024-06-30T23:30:00.000000Z", recorded="2024-07-03T23:30:00.000000Z"))
    views.follow(log)
    (line,) = views.timeline()
    assert (line.on, line.day) == ("2024-06-30T23:30:00.000000Z", "2024-07-01")
    assert (line.recorded, line.days_late) == ("2024-07-03T23:30:00.000000Z", 3)


def test_what_is_to_come_is_not_late(views: Views) -> None:
    views.follow(ListedLog(Said(VOTE, "2026-12-24")))
    (line,) = views.timeline()
    assert line.days_late == 0


def test_a_line_tells_who_acted_who_recorded_and_what_spoke_against_it(views: Views) -> None:
    noted = (Noted("DEC-5", "ToR 10.2", "not met"),)
    acted = Acted(ADA, "chair", "east-council")
    changes = {"acted": acted, "recorder": BEN, "findings": noted, "departure": SEAL}
    closed = Said(meetings.Closed(MEETING), changes=changes)
    views.follow(ListedLog(closed))
    (line,) = views.timeline()
    assert (line.person, line.office, line.behalf, line.recorder) == (ADA, "chair", "east-council", BEN)
    assert (line.findings, line.departure) == (noted, Wording(fact_id(1), "departure"))
    assert line.tags == said_fact(1, closed).tags == (f"meeting:{MEETING}",)


def test_a_vote_with_the_members_own_key_is_told_from_one_that_the_clerk_recorded(views: Views) -> None:
    log = ListedLog(FOUNDED, ENROLLED)
    both = tuple(sorted(ids_of(NEW, OFFICER)))
    log.add(Said(VOTE), Said(VOTE, signers=ids_of(NEW)), Said(VOTE, signers=both))
    views.follow(log)
    assert [one.level for one in views.timeline(first=3)] == [BY_CLERK, OWN_KEY, OWN_KEY]


def test_the_officer_who_founds_the_ledger_does_so_with_the_own_key(views: Views) -> None:
    views.follow(ListedLog(FOUNDED))
    (line,) = views.timeline()
    assert (line.person, line.level) == (ADA, OWN_KEY)


def test_a_key_that_follows_another_keeps_its_person(views: Views) -> None:
    log = ListedLog(FOUNDED, ROTATED)
    log.add(Said(decisions.VoteCast(MOTION, MEETING, ADA, "for", SEAL), signers=ids_of(NEW)))
    views.follow(log)
    assert [one.level for one in views.timeline(first=3)] == [OWN_KEY]


def test_one_key_for_two_purposes_is_one_key(views: Views) -> None:
    once = msgspec.structs.replace(FOUNDED, recovery_key=FOUNDED.officer_key)
    log = ListedLog(once, Said(decisions.VoteCast(MOTION, MEETING, ADA, "for", SEAL)))
    views.follow(log)
    assert [one.level for one in views.timeline()] == [OWN_KEY, OWN_KEY]


def test_what_a_compromised_key_signed_from_the_suspect_number_on_is_contested(views: Views) -> None:  # K1
    log = ListedLog(FOUNDED, ENROLLED)
    log.add(*(Said(VOTE, signers=ids_of(NEW)) for _ in range(3)))
    log.add(Said(VOTE), keys.Compromised(ids_of(NEW)[0], 4, SEAL))
    views.follow(log)
    assert [one.contested_by for one in views.timeline()] == [None, None, None, 7, 7, None, None]
    assert [one.contested_by for one in views.timeline(known_at=6)] == [None] * 6


NOBODYS = {
    "record",
    "ledger",
    "key",
    "log-key",
    "organisation",
    "person",
    "affiliation",
    "regime",
    "dispensation",
    "power",
}
"""Nouns whose facts are of no body in particular; so is the register of interests."""


def test_the_timeline_of_a_body_holds_its_facts_and_those_of_its_meetings(views: Views) -> None:
    views.follow(ListedLog(*EXAMPLES))
    of_body = [(one.number, one.body) for one in views.timeline("icp")]
    assert of_body == [(one.number, "icp") for one in views.timeline() if one.body == "icp"]
    assert {number for number, _ in of_body} == {
        number
        for number, body in enumerate(EXAMPLES, 1)
        if wire_name(body).split(".")[0] not in NOBODYS and not isinstance(body, interests.Standing)
    }


def test_a_meeting_belongs_to_a_body_once_that_is_known(views: Views) -> None:
    closed, opened = meetings.Closed(MEETING), meetings.Opened(MEETING, "icp", "meeting", None, SEAL)
    views.follow(ListedLog(closed, opened))
    assert [one.number for one in views.timeline("icp")] == [1, 2]
    assert [one.number for one in views.timeline("icp", known_at=1)] == []


@pytest.mark.parametrize("body", [None, "icp"])
def test_the_timeline_comes_in_pages_between_two_numbers(
    views: Views, monkeypatch: pytest.MonkeyPatch, body: str | None
) -> None:
    monkeypatch.setattr(views_module, "PAGE", 3)
    views.follow(ListedLog(*EXAMPLES))
    whole = list(views.timeline(body))
    between = [one for one in whole if 4 <= one.number <= 25]
    assert list(views.timeline(body, first=4, last=25)) == between
    assert len(between) > 10

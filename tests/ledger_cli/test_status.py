"""``remit status``: where a body stands on a day, on one screen."""

from __future__ import annotations

from typing import Any

import pytest
from tests.ledger_cli.authority import grant
from tests.ledger_cli.desk import MINUTES, Desk, kept
from tests.ledger_cli.scheduled import ruled, scheduled

from ledger.facts import disputes, targets
from ledger.facts.decisions import Part, Resolved
from ledger.facts.meetings import Attended, ItemOpened, Opened
from ledger.facts.programme import Scheduled
from ledger.facts.words import Due, Words

ON = ("--on", "2026-11-01")


@pytest.fixture
@kept
def office(desk: Desk) -> Desk:
    """Give a body with rules and a calendar, Jo as its chair, and a meeting in January 2027."""
    ruled(desk)
    term = ("--term", "2026", "--begins", "2026-01-01", "--ends", "2027-02-01", "--on", "2026-01-01")
    assert desk.record("office", "elect", "icp", "chair", "Jo Bloggs", *term).code == 0
    scheduled(desk, "--time", "10 am")
    return desk


def status(desk: Desk, *words: str) -> dict[str, dict[str, Any]]:
    said = desk("status", "icp", *(words or ON), "--json")
    assert said.code == 0, said.err
    return {line["about"]: line for line in said.json["status"]}


def test_a_status_is_one_screen_and_every_figure_has_its_command(office: Desk) -> None:
    lines = office("status", "icp", *ON).out.splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 100
    assert lines[0] == f"icp on 2026-11-01, as known at entry {office.size}: The partnership"
    assert all(line["more"].startswith("remit ") for line in status(office).values())


def test_members_vacancies_offices_and_the_next_meeting_are_told(
    office: Desk,
) -> None:  # LSC-7.2, LSC-7.8, LSC-9.1
    told = status(office)
    assert told["members"]["said"] == "2 members; 1 of 3 seats vacant: trust"
    assert told["chair"]["said"] == "Jo Bloggs, until 2027-02-01"
    assert told["next meeting"]["said"] == "2027-01-05, 10 am"
    assert told["notice, papers"]["left"] == {
        "notice": "2026-12-30",
        "agenda and papers": "2026-12-22",
        "publication": "2026-12-22",
    }
    assert told["last meeting"]["said"] == "none is recorded"


def test_a_notice_that_was_given_is_told_with_its_day(office: Desk) -> None:  # LSC-9.2
    office.record("meeting", "call", office.last_of(Scheduled).meeting, *ON)
    assert status(office)["notice, papers"]["said"].startswith("notice given 2026-11-01; agenda and papers")


def test_the_quorum_hangs_on_each_member_where_there_are_just_enough(office: Desk) -> None:  # LSC-8.1
    told = status(office)["quorum"]
    assert (told["answer"], told["lost without"]) == ("quorate", [office.jo, office.kim])


def test_a_seat_of_which_nobody_knows_whether_it_is_vacant_is_told_so(office: Desk) -> None:  # LSC-7.2
    office.record("member", "appoint", "icp", "Lou May", "--began", "2026-01-01", "--on", "2026-01-01")
    told = status(office)["members"]
    assert told["said"] == "3 members; 0 of 3 seats vacant; of 1 it is not known"
    assert (told["vacant"], told["perhaps vacant"]) == ([], ["trust"])


def test_the_quorum_is_at_risk_once_a_seat_is_vacant(office: Desk) -> None:  # LSC-8.1, LSC-7.2
    office.record("member", "end", "icp", "Kim Lee", "--reason", "moved", "--ground", "resigned", *ON)
    told = status(office)["quorum"]
    assert (told["answer"], told["not met"]) == ("not quorate", ["QUO-1"])
    assert told["said"].startswith("at risk: not quorate, even if all 1 members in post come; QUO-1: ")


def test_the_quorum_is_at_risk_while_a_member_is_known_to_be_away(office: Desk) -> None:  # LSC-8.1
    away = ("office", "away", "icp", "chair", "Jo Bloggs", "--on", "2026-12-01")
    office.record(*away, "--until", "2027-01-06")
    told = status(office)["quorum"]
    assert (told["answer"], told["away"]) == ("not quorate", [office.jo])
    office.record("office", "back", "icp", "chair", "Jo Bloggs", "--on", "2027-01-05")
    assert status(office)["quorum"]["answer"] == "quorate"


def test_a_term_that_ends_before_the_meeting_counts_against_its_quorum(office: Desk) -> None:  # LSC-8.1
    office.record("member", "end", "icp", "Kim Lee", "--reason", "moved", "--on", "2027-01-05")
    assert status(office)["quorum"]["answer"] == "not quorate"


def test_delegations_in_force_suspended_and_ending_are_counted(office: Desk) -> None:  # PBP-2
    grant(office, "--until", "2026-11-20")
    held = grant(office)
    office.record("delegation", "suspend", held, "--reason", "accounts", *ON)
    told = status(office)["delegations"]
    assert told["said"] == "1 in force, 2 given by it; 1 suspended; 1 end within 30 days"
    gone = status(office, "--on", "2026-11-20")["delegations"]
    assert gone["said"] == "0 in force, 1 given by it; 1 suspended"


def test_what_is_overdue_and_what_is_contested_is_told(office: Desk) -> None:  # LSC-M5
    followed = MINUTES.replace(
        "    title: Grants\n", "    title: Grants\n    follow_ups: [{text: Report, due: June 2026}]\n"
    )
    office.record("record", office.write("march.yaml", followed))
    meeting, item, resolution = (f"{letter}-{'b' * 16}" for letter in "mid")
    held = f"d-{'c' * 16}"
    office.meets(
        Opened(meeting, "icp", "meeting", None, Words.of("Town hall")),
        Attended(meeting, (office.jo, office.kim), (), ()),
        ItemOpened(meeting, item, "1", Words.of("Grants"), None),
        Resolved(resolution, meeting, item, "not recorded", (), (Part("1", "note", Words.of("Noted")),)),
        Resolved(held, meeting, item, "not recorded", (), (Part("1", "decision", Words.of("Rent")),)),
        on="2024-04-22",
    )
    office.record("decision", "contest", resolution, "--reason", "who was there?", "--on", "2024-05-01")
    target = targets.Set(
        f"tg-{'a' * 16}", "icp", Words.of("Share plans"), Due("by May 2026", None, "2026-05-31")
    )
    dispute = disputes.Raised(
        f"dp-{'a' * 16}",
        "icp",
        ("organisation:east",),
        ("organisation:west",),
        None,
        None,
        holds=False,
        text=Words.of("Nobody asked us"),
    )
    office.meets(target, dispute, on="2024-05-01")
    about = ("--by", "east", "--against", "west", "--decision", held, "--holds", "--text", "Whose rent?")
    why = ("--departure", "both agreed to wait", "--on", "2026-10-01")
    assert office.record("dispute", "raise", "icp", *about, *why).code == 0
    holding = office.last_of(disputes.Raised)
    told = status(office)
    assert told["to be done"]["said"] == "1 follow-up and 1 target, 2 overdue"
    assert told["disputes"]["open"] == [dispute.dispute, holding.dispute]
    assert status(office, "--on", "2024-04-30")["disputes"]["open"] == []
    assert told["overdue"]["of kinds"]["follow-up"] == 1
    # One was contested, the effect of the other is held by the dispute (PLA-8).
    assert told["disputes"]["contested"] == [resolution, held]
    assert told["last meeting"]["said"].startswith("2024-04-22, minutes not agreed yet; those of 2 meetings")
    assert status(office, "--on", "2024-04-30")["disputes"]["contested"] == []


def test_before_there_were_terms_a_status_says_that_they_are_not_known(desk: Desk) -> None:
    told = status(desk, "--on", "2022-06-01")
    assert told["terms"]["said"] == "not known: none are known to be in force"
    assert told["next meeting"]["said"] == "none has a date"
    assert "quorum" not in told


def test_a_status_of_a_body_that_nobody_knows_is_told_so(desk: Desk) -> None:
    said = desk("status", "icq")
    assert (said.code, "expected a body that the ledger knows, got 'icq'" in said.err) == (4, True)

"""The register as it stands corrected: what the fold of the amended facts says; formerly, as it was known."""

from __future__ import annotations

import pytest
from tests.examples import BEN, CAI, SEAL
from tests.ledger_projections.making import ListedLog, Said, fact_id

from ledger.facts import corrections, members, offices, organisations
from ledger.members import Roll
from ledger.replay import fold, recorded
from ledger_projections.projection import Wording
from ledger_projections.register import Register
from ledger_projections.views import Views

DAY = "2024-03-25"
APPOINTED = members.Appointed("icp", BEN, "seat-1", "appointed", "2023-04-17")
ENDED = members.Ended("icp", BEN, "seat-1", SEAL)
CHAIR = offices.Elected("icp", "chair", BEN, "2024/25", "2024-04-01", "2025-04-01")
CO_OPTED = members.CoOpted("icp", CAI, "expertise", SEAL, voting=False, quorum=True)


def corrects(
    number: int, was: corrections.Correctable, body: corrections.Correctable | None, on: str = DAY
) -> Said:
    return Said(corrections.Corrected(fact_id(number), was, body, SEAL), on)


def roll(log: ListedLog) -> Roll:
    return fold(recorded(entry) for entry in log.entries).roll


def agree(views: Views, log: ListedLog) -> Register:
    """Follow a log, and compare the register with the fold of the amended facts, on many days."""
    views.follow(log)
    expected = roll(log)
    for day in ("2023-01-01", "2023-06-01", "2024-03-24", DAY, "2024-06-01", "2025-01-01", "2026-01-01"):
        held = {(one.person, one.seat, one.kind, one.since) for one in expected.on("icp", day)}
        register = views.register("icp", day)
        assert {
            (one.person, one.seat, one.kind, one.since) for one in register.members if one.holds(day)
        } == held
        holders = {one.person for one in register.offices if one.holds(day) and not one.acting}
        assert holders == ({holder} if (holder := expected.holder("icp", "chair", day)) else set())
    return views.register("icp")


@pytest.mark.parametrize(
    "instead",
    [
        members.Appointed("icp", BEN, "seat-2", "appointed", "2023-04-17"),
        members.Appointed("icp", CAI, "seat-1", "interim", "2023-04-17"),
        members.Appointed("icp", BEN, "seat-1", "appointed", None),
        members.Appointed("icp", BEN, None, "appointed", "2024-01-01", until="2025-06-01"),
        None,
    ],
)
def test_a_membership_is_shown_as_it_was_corrected_and_formerly(
    views: Views, instead: members.Appointed | None
) -> None:  # LSC-7.2
    log = ListedLog(Said(APPOINTED, DAY), corrects(1, APPOINTED, instead))
    register = agree(views, log)
    assert [one.corrected_by for one in register.members] == ([2] if instead else [])
    (former,) = views.register("icp", known_at=1).members
    assert (former.seat, former.person, former.corrected_by) == ("seat-1", BEN, None)


def test_an_end_is_withdrawn_or_gets_another_day(views: Views) -> None:  # LSC-7.2
    ended = ListedLog(Said(APPOINTED, "2023-04-17"), Said(ENDED, DAY))
    ended.add(corrects(2, ENDED, members.Ended("icp", BEN, "seat-1", SEAL, "resigned"), on="2024-06-01"))
    (member,) = agree(views, ended).members
    assert member.until == "2024-06-01"
    ended.add(corrects(2, ENDED, None))
    (member,) = agree(views, ended).members
    assert (member.until, member.ended) == (None, None)
    assert views.register("icp", known_at=2).members[0].until == DAY


def test_a_correction_leaves_the_end_of_a_membership_where_it_is(views: Views) -> None:  # LSC-7.2
    log = ListedLog(Said(APPOINTED, "2023-04-17"), Said(ENDED, DAY))
    later = members.Appointed("icp", BEN, "seat-1", "interim", "2023-05-01")
    log.add(corrects(1, APPOINTED, later, on="2023-05-01"))
    (member,) = agree(views, log).members
    assert (member.kind, member.since, member.until) == ("interim", "2023-05-01", DAY)


def test_a_co_opted_member_is_corrected(views: Views) -> None:  # LSC-7.6
    until = members.CoOpted("icp", CAI, "expertise", SEAL, voting=True, quorum=True, until="2024-12-31")
    log = ListedLog(Said(CO_OPTED, DAY), corrects(1, CO_OPTED, until))
    (member,) = agree(views, log).members
    assert (member.until, member.corrected_by) == ("2024-12-31", 2)
    log.add(corrects(1, until, None))
    assert agree(views, log).members == ()


@pytest.mark.parametrize("ended", [True, False])
def test_a_tenure_is_corrected_and_keeps_its_end(views: Views, *, ended: bool) -> None:  # LSC-M4
    log = ListedLog(Said(CHAIR, DAY))
    if ended:
        log.add(Said(offices.OfficeEnded("icp", "chair", BEN, SEAL), "2024-09-01"))
    longer = offices.Elected("icp", "chair", BEN, "2024-2026", "2024-04-02", "2026-04-02")
    log.add(corrects(1, CHAIR, longer))
    (tenure,) = agree(views, log).offices
    assert (tenure.term, tenure.since) == ("2024-2026", "2024-04-02")
    assert tenure.until == ("2024-09-01" if ended else "2026-04-02")
    log.add(corrects(1, longer, None))
    assert agree(views, log).offices == ()


def test_a_name_is_where_the_correction_says(views: Views) -> None:
    was, now = organisations.PersonRegistered(BEN, SEAL), organisations.PersonRegistered(BEN, SEAL)
    log = ListedLog(was, Said(APPOINTED, DAY), corrects(1, was, now))
    views.follow(log)
    (member,) = views.register("icp").members
    assert member.name == Wording(fact_id(3), "body.body.name")
    log.add(corrects(1, now, None))
    views.follow(log)
    assert views.register("icp").members[0].name is None


def test_what_is_no_matter_of_the_register_changes_nothing_in_it(views: Views) -> None:
    was = organisations.Registered("east", "East", "council")
    log = ListedLog(was, Said(APPOINTED, DAY), corrects(1, was, None))
    assert [one.corrected_by for one in agree(views, log).members] == [None]

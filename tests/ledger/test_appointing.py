"""Who becomes a member, takes up a seat and loses it, under the rules of the terms."""

from __future__ import annotations

import msgspec
import pytest
from tests.ledger.given import Given, Step, given, on, sealed
from tests.ledger.partnership import BOB, CATH, GUEST, ICP, RULES, constituted, registered, terms_with

from ledger.appointing import loss_tags, losses
from ledger.facts.filters import Filter
from ledger.facts.members import Appointed, AttendeeEnded, AttendeeNamed, CoOpted, Ended, Ground, TakenUp
from ledger.facts.organisations import Affiliated, Registered, Unaffiliated
from ledger.facts.organisations import Ended as Abolished
from ledger.facts.terms import (
    Adopted,
    EligibilityRule,
    LossRule,
    RegularAttendee,
    Rule,
    Seat,
    TermRule,
)
from ledger.findings import Verdict

DAY = "2024-03-25"
SEAT = "lead-two"

COUNCILLOR = EligibilityRule(
    rule="ELI-1", clause="7.5", basis="stated", says="a councillor of that authority", who=Filter(),
    positions=("councillor", "leader"),
)  # fmt: skip
ANY = EligibilityRule(rule="ELI-1", clause="7.5", basis="stated", says="somebody from there", who=Filter())
LOSS = LossRule(
    rule="LOS-1", clause="7.9", basis="stated", says="the seat goes with the position",
    who=Filter(sectors=("local-government",)),
)  # fmt: skip


def term(months: int | None = None, terms: int | None = None, *, carries_over: bool = False) -> TermRule:
    return TermRule(
        rule="TRM-1", clause="7.8", basis="stated", says="for a term", who=Filter(seats=(SEAT,)),
        months=months, terms=terms, carries_over=carries_over,
    )  # fmt: skip


def body(*rules: Rule, seats: tuple[Seat, ...] = ()) -> Given:
    """Give a body with these rules beside those of the partnership, and more seats."""
    terms = terms_with(*RULES, *rules)
    attendees = (RegularAttendee("finance", "icb", "director", "Director of Finance", "7.3"),)
    terms = msgspec.structs.replace(terms, seats=(*terms.seats, *seats), attendees=attendees)
    return given(
        registered(BOB, CATH, GUEST),
        on(
            "2023-01-01",
            Registered("blackpool", "Blackpool", "council"),
            Registered("districts", "District councils", "group"),
            Registered("burnley", "Burnley", "council", ("districts",)),
            Registered("healthwatch", "Healthwatch", "statutory", (), "charity"),
            Registered("charity", "A charity", "charity"),
            Registered("unitary", "New council", "council"),
        ),
        constituted(),
        on("2023-04-17", Adopted(terms, "2023-04-17")),
    )


def seat(code: str, *organisations: str) -> Seat:
    return Seat(code, "partners", organisations, "representative", code, "7.2")


def appoint(  # noqa: PLR0913 - what an appointment states
    person: str = BOB,
    code: str | None = SEAT,
    began: str | None = DAY,
    until: str | None = None,
    *,
    on_day: str | None = None,
    carries_over: bool = False,
    takes_up: bool = False,
    organisation: str | None = None,
) -> tuple[Step, ...]:
    fact = Appointed(ICP, person, code, "appointed", began, until, carries_over, takes_up, organisation)
    return on(on_day or began or DAY, fact)


def at(
    organisation: str, position: str = "councillor", began: str | None = "2023-05-01", person: str = BOB
) -> tuple[Step, ...]:
    return on(began or DAY, Affiliated(person, organisation, position, began))


def left(organisation: str, position: str = "councillor", day: str = "2024-03-01") -> tuple[Step, ...]:
    return on(day, Unaffiliated(BOB, organisation, position))


def ends(ground: Ground = "position lost", code: str | None = SEAT, day: str = DAY) -> tuple[Step, ...]:
    return on(day, Ended(ICP, BOB, code, sealed("reason"), ground))


# --- a vacant seat -------------------------------------------------------------------------------


def test_two_memberships_in_one_seat_do_not_overlap_though_the_other_begins_later() -> None:  # LSC-7.2
    before = body().and_(appoint(CATH, began="2024-06-01"))
    before.when(appoint(began="2024-01-01")).refused_by(
        f"ROL-3 (ToR 7.2): expected a vacant seat, got lead-two held by {CATH}"
    )
    before.when(appoint(began="2024-01-01", until="2024-06-02")).refused_by(
        f"ROL-3 (ToR 7.2): expected a vacant seat, got lead-two held by {CATH}"
    )
    before.when(appoint(began="2024-01-01", until="2024-06-01")).happens()


def test_a_seat_is_vacant_after_the_term_of_its_holder() -> None:  # LSC-7.2
    before = body().and_(appoint(CATH, began="2023-05-01", until="2024-05-01"))
    before.when(appoint(began="2024-04-30")).refused_by(
        f"ROL-3 (ToR 7.2): expected a vacant seat, got lead-two held by {CATH}"
    )
    before.when(appoint(began="2024-05-01")).happens()


def test_a_membership_is_not_carried_over_past_a_successor_who_is_on_record() -> None:  # LSC-7.2
    successor = body().and_(appoint(BOB, began="2024-05-01"))
    late = appoint(CATH, began="2023-05-01", until="2024-05-01", carries_over=True)
    assert successor.when(late).verdict("ROL-3") is Verdict.NOT_MET
    plain = appoint(CATH, began="2023-05-01", until="2024-05-01")
    assert successor.when(plain).verdict("ROL-3") is Verdict.MET


def test_a_membership_that_is_carried_over_ends_when_another_person_is_appointed() -> None:  # LSC-7.2
    before = body().and_(appoint(CATH, began="2023-05-01", until="2024-05-01", carries_over=True))
    assert before.state().roll.is_member(ICP, CATH, "2024-07-01") is True
    roll = before.when(appoint(began="2024-06-01")).happens().state().roll
    days = ("2024-05-31", "2024-06-01")
    assert [roll.is_member(ICP, CATH, day) for day in days] == [True, False]


def test_an_earlier_holder_recorded_later_does_not_end_what_is_carried_over() -> None:
    before = body().and_(appoint(CATH, began="2023-05-01", until="2024-05-01", carries_over=True))
    roll = before.when(appoint(began="2022-05-01", until="2023-05-01", on_day=DAY)).happens().state().roll
    assert roll.is_member(ICP, CATH, "2024-07-01") is True


def test_one_person_sits_in_two_seats() -> None:  # LSC-7.2
    after = body().and_(appoint()).when(appoint(code="observer")).happens()
    assert [one.seat for one in after.state().roll.of(ICP, BOB)] == [SEAT, "observer"]
    roll = after.and_(ends("resigned")).state().roll
    assert [one.seat for one in roll.on(ICP, DAY)] == ["observer"]
    assert roll.is_member(ICP, BOB, DAY) is True


def test_a_seat_does_not_make_its_holder_act_for_its_organisation() -> None:  # PBP-10
    roll = body().and_(at("blackpool")).when(appoint()).happens().state().roll
    assert [one.organisation for one in roll.of(ICP, BOB)] == [None]
    stated = body().when(appoint(organisation="blackpool")).happens()
    assert [one.organisation for one in stated.state().roll.of(ICP, BOB)] == ["blackpool"]
    body().when(appoint(organisation="nowhere")).refused_by(
        "ORG-2 (Remit default): expected an organisation that the ledger knows, got nowhere"
    )


def test_an_interim_appointment_stays_interim_and_ends_with_its_term() -> None:  # PLD-6
    fact = Appointed(ICP, BOB, SEAT, "interim", "2023-05-01", "2024-05-01")
    roll = body().when(on("2023-05-01", fact)).happens().state().roll
    (one,) = roll.of(ICP, BOB)
    assert [(one.kind, one.holds(day)) for day in ("2024-04-30", "2024-05-01")] == [
        ("interim", True),
        ("interim", False),
    ]


# --- eligibility ---------------------------------------------------------------------------------


def test_a_member_comes_from_the_organisation_of_the_seat() -> None:  # PLA-3
    before = body(COUNCILLOR).and_(at("blackpool"))
    finding = before.when(appoint()).finding("ELI-1")
    assert (finding.verdict, finding.got) == (Verdict.MET, "councillor at blackpool")
    before.when(appoint()).happens()


@pytest.mark.parametrize(
    ("affiliation", "got"),
    [
        (at("burnley"), "councillor at burnley"),
        (at("blackpool", "porter"), "porter at blackpool"),
        (at("blackpool", began="2024-03-26"), None),
    ],
)
def test_a_member_who_does_not_come_from_there_is_refused(
    affiliation: tuple[Step, ...], got: str | None
) -> None:  # PLA-3
    verdict, told = (Verdict.NOT_MET, got) if got else (Verdict.NOT_KNOWN, "no position on record")
    before = body(COUNCILLOR).and_(affiliation)
    assert before.when(appoint()).verdict("ELI-1") is verdict
    before.when(appoint()).refused_by(f"ELI-1 (ToR 7.5): expected a councillor of that authority, got {told}")


def test_a_position_that_ended_makes_nobody_eligible() -> None:
    before = body(COUNCILLOR).and_(at("blackpool"), left("blackpool"))
    before.when(appoint()).refused_by(
        "ELI-1 (ToR 7.5): expected a councillor of that authority, got no position that is held"
    )
    before.when(appoint(began="2024-02-29")).happens()


def test_without_a_position_on_record_eligibility_is_not_known() -> None:
    fact = Appointed(ICP, BOB, SEAT, "appointed", DAY)
    body(COUNCILLOR).when(on(DAY, fact, recorded="2024-04-01")).happens("ELI-1 not known")


def test_before_the_day_by_which_a_position_was_held_eligibility_is_not_known() -> None:
    before = body(COUNCILLOR).and_(at("blackpool", began=None))
    assert before.when(appoint(began="2024-03-24", on_day=DAY)).finding("ELI-1").got == (
        "councillor at blackpool"
    )
    assert before.when(appoint(began="2024-03-24", on_day=DAY)).verdict("ELI-1") is Verdict.NOT_KNOWN


def test_a_group_fills_a_seat_with_somebody_from_one_of_its_members() -> None:  # PLA-3
    group = seat("district", "districts")
    before = body(ANY, seats=(group,))
    before.and_(at("burnley")).when(appoint(code="district")).happens()
    before.and_(at("districts", "officer")).when(appoint(code="district")).happens()
    assert before.and_(at("blackpool")).when(appoint(code="district")).verdict("ELI-1") is Verdict.NOT_MET


def test_an_organisation_is_represented_through_another() -> None:  # PLA-3
    before = body(ANY, seats=(seat("watch", "healthwatch"),))
    before.and_(at("charity", "officer")).when(appoint(code="watch")).happens()
    assert before.and_(at("blackpool")).when(appoint(code="watch")).verdict("ELI-1") is Verdict.NOT_MET


def test_several_organisations_share_a_seat() -> None:  # PLA-3
    before = body(ANY, seats=(seat("shared", "charity", "burnley"),))
    for home in ("charity", "burnley"):
        before.and_(at(home)).when(appoint(code="shared")).happens()
    assert before.and_(at("blackpool")).when(appoint(code="shared")).verdict("ELI-1") is Verdict.NOT_MET


def test_whoever_took_the_place_of_an_organisation_fills_its_seat() -> None:  # SYS-1
    ended = on("2024-01-01", Abolished("blackpool", "the order", ("unitary",)))
    before = body(ANY).and_(ended, at("unitary"))
    before.when(appoint()).happens()
    assert before.when(appoint(began="2023-12-31")).verdict("ELI-1") is Verdict.NOT_MET


def test_where_the_organisation_or_the_seat_is_not_said_eligibility_is_not_known() -> None:
    before = body(ANY, seats=(seat("open"),)).and_(at("blackpool"))
    outcome = before.when(appoint(code="open")).finding("ELI-1")
    assert (outcome.verdict, outcome.got) == (
        Verdict.NOT_KNOWN,
        "open, whose organisations are not said",
    )
    assert before.when(appoint(code=None)).finding("ELI-1").got == "no seat of the terms"


def test_without_a_rule_nobody_asks_from_where_a_member_comes() -> None:
    body().and_(at("burnley")).when(appoint()).happens()


# --- terms ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("began", "until", "verdict", "got"),
    [
        ("2024-05-01", "2026-05-01", Verdict.MET, "2024-05-01 to 2026-05-01"),
        ("2024-05-01", "2026-05-02", Verdict.NOT_MET, "until 2026-05-02, later than 2026-05-01"),
        (None, "2026-03-25", Verdict.NOT_KNOWN, "until 2026-03-25, begun on a day that is not known"),
        (None, "2026-03-26", Verdict.NOT_MET, "until 2026-03-26, later than 2026-03-25"),
    ],
)
def test_a_membership_lasts_at_most_its_months(
    began: str | None, until: str, verdict: Verdict, got: str
) -> None:
    finding = body(term(24)).when(appoint(began=began, until=until)).finding("TRM-1")
    assert (finding.verdict, finding.clause) == (verdict, "ToR 7.8")
    assert finding.got == f"{got}; not carried over"


def test_without_a_stated_end_the_length_of_a_membership_is_not_known() -> None:
    body(term(24)).when(appoint()).refused_by("TRM-1 (ToR 7.8): expected for a term, got no end stated")


@pytest.mark.parametrize("rule", [False, True])
@pytest.mark.parametrize("fact", [False, True])
def test_a_membership_is_carried_over_as_the_rule_says(rule: bool, fact: bool) -> None:  # noqa: FBT001 - both ways
    step = appoint(until="2025-01-01", carries_over=fact)
    finding = body(term(carries_over=rule)).when(step).finding("TRM-1")
    assert finding.verdict is Verdict.of(rule == fact)
    assert body(term(carries_over=rule)).when(appoint(carries_over=fact)).verdict("TRM-1") is Verdict.MET


def served(*periods: tuple[str, str, str | None]) -> tuple[tuple[Step, ...], ...]:
    return tuple(appoint(person, began=began, until=until) for person, began, until in periods)


@pytest.mark.parametrize(
    ("periods", "row"),
    [
        ((), 1),
        (((BOB, "2020-01-01", "2021-01-01"),), 2),
        (((BOB, "2020-01-01", "2021-01-01"), (BOB, "2021-01-01", "2022-01-01")), 3),
        # a gap without anybody else in the seat does not begin a new row
        (((BOB, "2020-01-01", "2021-01-01"), (BOB, "2022-01-01", "2023-01-01")), 3),
        # somebody else in between does
        (((BOB, "2020-01-01", "2021-01-01"), (CATH, "2021-01-01", "2022-01-01")), 1),
        (((CATH, "2020-01-01", "2021-01-01"), (BOB, "2021-01-01", "2022-01-01")), 2),
        # the new term may begin on the day on which the last one ended
        (((BOB, "2023-01-01", "2024-01-01"),), 2),
        # the same term stated twice is one
        (((BOB, "2020-01-01", "2021-01-01"), (BOB, "2020-01-01", "2021-01-01")), 2),
        # a term that still runs is the one that is stated again
        (((BOB, "2020-01-01", None),), 1),
        (((BOB, "2020-01-01", "2021-01-01"), (BOB, "2021-01-01", "2026-01-01")), 2),
        # what comes after the new term, or in another seat, is no term before it
        (((BOB, "2025-01-01", "2026-01-01"),), 1),
    ],
)
def test_terms_in_a_row_are_counted(periods: tuple[tuple[str, str, str | None], ...], row: int) -> None:
    before = body(term(terms=2)).and_(*served(*periods), appoint(code="observer", began="2019-01-01"))
    finding = before.when(appoint(began="2024-01-01")).finding("TRM-1")
    assert finding.got == f"term {row} in a row"
    assert finding.verdict is Verdict.of(row <= 2)


def test_what_was_never_taken_up_is_no_term() -> None:
    waits = appoint(began="2020-01-01", until="2021-01-01", takes_up=True)
    finding = body(term(terms=1)).and_(waits).when(appoint(began="2024-01-01")).finding("TRM-1")
    assert (finding.verdict, finding.got) == (Verdict.MET, "term 1 in a row")


def test_without_a_seat_terms_in_a_row_are_not_known() -> None:
    rule = TermRule(rule="TRM-1", clause="7.8", basis="stated", says="for a term", who=Filter(), terms=2)
    finding = body(rule).when(appoint(code=None)).finding("TRM-1")
    assert (finding.verdict, finding.got) == (Verdict.NOT_KNOWN, "no seat stated")


# --- taken up ------------------------------------------------------------------------------------


def takes_up(person: str = BOB, day: str = DAY, code: str = SEAT) -> tuple[Step, ...]:
    return on(day, TakenUp(ICP, person, code))


def test_an_appointment_holds_once_the_seat_is_taken_up() -> None:  # LSC-7.2
    before = body().and_(appoint(began="2024-01-01", takes_up=True))
    assert before.state().roll.is_member(ICP, BOB, DAY) is False
    roll = before.when(takes_up()).happens().state().roll
    assert [roll.is_member(ICP, BOB, day) for day in ("2024-03-24", DAY)] == [False, True]


def test_only_what_awaits_it_is_taken_up() -> None:
    expected = "expected an appointment that awaits taking up, got lead-two"
    body().when(takes_up()).refused_by(f"ROL-5 (Remit default): {expected}")
    body().and_(appoint()).when(takes_up()).refused_by(f"ROL-5 (Remit default): {expected}")
    waits = body().and_(appoint(began="2024-01-01", until=DAY, takes_up=True))
    waits.when(takes_up()).refused_by(f"ROL-5 (Remit default): {expected}")
    waits.when(takes_up(day="2024-03-24")).happens()
    waits.and_(takes_up(day="2024-03-01")).when(takes_up(day="2024-03-24")).refused_by(
        f"ROL-5 (Remit default): {expected}"
    )


def test_a_seat_is_taken_up_when_it_is_vacant() -> None:
    before = body().and_(appoint(CATH, began="2023-05-01"))
    waits = before.when(appoint(began="2024-01-01", takes_up=True)).happens()
    waits.when(takes_up()).refused_by(f"ROL-3 (ToR 7.2): expected a vacant seat, got lead-two held by {CATH}")
    gone = on(DAY, Ended(ICP, CATH, SEAT, sealed("reason")))
    waits.and_(gone).when(takes_up()).happens()


def test_an_appointment_that_awaits_leaves_the_seat_to_others() -> None:
    body().and_(appoint(CATH, began="2024-01-01", takes_up=True)).when(appoint()).happens()


def test_an_appointment_that_awaits_can_end() -> None:
    waits = body().and_(appoint(began="2024-01-01", takes_up=True))
    after = waits.when(ends("resigned")).happens()
    after.when(takes_up()).refused_by(
        "ROL-5 (Remit default): expected an appointment that awaits taking up, got lead-two"
    )


# --- a seat lost with a position -----------------------------------------------------------------


def test_a_seat_is_lost_with_the_position_that_it_rests_on() -> None:  # LSC-7.2
    before = body(LOSS).and_(at("blackpool"), appoint(began="2023-05-01"), left("blackpool", day=DAY))
    finding = before.when(ends()).finding("LOS-1")
    assert (finding.verdict, finding.clause) == (Verdict.MET, "ToR 7.9")
    assert finding.got == "councillor at blackpool until 2024-03-25"
    assert before.when(ends()).happens().state().roll.is_member(ICP, BOB, DAY) is False


def test_a_seat_is_lost_with_the_last_of_the_positions_that_it_rests_on() -> None:
    two = (at("blackpool"), at("blackpool", "leader"), appoint(began="2023-05-01"))
    before = body(LOSS).and_(*two, left("blackpool"), left("blackpool", "leader", DAY))
    assert before.when(ends()).finding("LOS-1").got == (
        "councillor at blackpool, leader at blackpool until 2024-03-25"
    )


def test_while_the_position_is_held_the_seat_is_not_lost() -> None:
    held = body(LOSS).and_(at("blackpool"), at("burnley"), appoint(began="2023-05-01"), left("burnley"))
    held.when(ends()).refused_by(
        "LOS-1 (ToR 7.9): expected the seat goes with the position, got councillor at blackpool still"
    )
    held.and_(left("blackpool", day="2024-03-26")).when(ends()).refused_by(
        "LOS-1 (ToR 7.9): expected the seat goes with the position, got councillor at blackpool still"
    )


def test_another_position_that_makes_eligible_keeps_the_seat() -> None:
    two = (at("blackpool"), at("blackpool", "leader"), appoint(began="2023-05-01"), left("blackpool"))
    assert body(LOSS, COUNCILLOR).and_(*two).when(ends()).verdict("LOS-1") is Verdict.NOT_MET
    other = (at("blackpool"), at("blackpool", "school-governor"), appoint(began="2023-05-01"))
    before = body(LOSS, COUNCILLOR).and_(*other, left("blackpool"))
    assert before.when(ends()).verdict("LOS-1") is Verdict.MET


def test_a_loss_is_not_known_where_no_position_is_on_record() -> None:
    before = body(LOSS).and_(appoint(began="2023-05-01"))
    assert before.when(ends()).finding("LOS-1").got == "no position on record"
    elsewhere = before.and_(at("burnley"), left("burnley"))
    finding = elsewhere.when(ends()).finding("LOS-1")
    assert (finding.verdict, finding.got) == (
        Verdict.NOT_KNOWN,
        "no position on record that the seat rests on",
    )
    later = before.and_(on("2024-06-01", Affiliated(BOB, "blackpool", "councillor", None)))
    assert later.when(ends()).verdict("LOS-1") is Verdict.NOT_KNOWN


def test_where_the_terms_do_not_say_so_no_seat_is_lost_with_a_position() -> None:  # LSC-7.2
    before = body(LOSS).and_(appoint(code="observer", began="2023-05-01"))
    before.when(ends(code="observer")).refused_by(
        "ROL-8 (Remit default): expected terms by which the seat is lost with a position, "
        "got terms that do not say so"
    )
    (step,) = ends(code="observer")
    before.when(step.departing()).happens("ROL-8 not met")
    before.when(ends("resigned", code="observer")).happens()


def test_without_terms_a_loss_is_not_known() -> None:
    before = given(registered(BOB), constituted(), appoint(began="2023-05-01"))
    assert before.when(ends()).verdict("ROL-8") is Verdict.NOT_KNOWN


def test_a_co_opted_member_loses_its_own_place_with_the_position() -> None:
    everybody = LossRule(
        rule="LOS-1", clause="7.9", basis="stated", says="the seat goes with the position", who=Filter()
    )
    co_opted = CoOpted(
        ICP, BOB, "expertise", sealed("reason"), voting=False, quorum=False, organisation="charity"
    )
    before = body(everybody).and_(on("2023-05-01", co_opted), at("charity"), left("charity"))
    assert before.when(ends(code=None)).verdict("LOS-1") is Verdict.MET
    unseated = body(everybody).and_(appoint(code=None, began="2023-05-01"), at("charity"), left("charity"))
    assert unseated.when(ends(code=None)).verdict("LOS-1") is Verdict.NOT_KNOWN


# --- regular attendees ---------------------------------------------------------------------------


def attends(place: str | None = None, organisation: str | None = None, day: str = DAY) -> tuple[Step, ...]:
    return on(day, AttendeeNamed(ICP, GUEST, place, organisation))


def attends_no_more(day: str = DAY) -> tuple[Step, ...]:
    return on(day, AttendeeEnded(ICP, GUEST))


def test_a_regular_attendee_is_no_member() -> None:  # LSC-7.3
    roll = body().when(attends("finance", "blackpool")).happens().state().roll
    assert roll.is_member(ICP, GUEST, DAY) is False
    (one,) = roll.attending(ICP, GUEST)
    assert (one.place, one.organisation, one.since) == ("finance", "blackpool", DAY)


def test_a_member_is_no_regular_attendee() -> None:  # LSC-7.3
    body().and_(appoint(GUEST)).when(attends()).refused_by(
        f"ROL-7 (Remit default): expected somebody who is not a member on 2024-03-25, got {GUEST}"
    )
    known_later = body().and_(appoint(GUEST, began=None, on_day="2024-06-01"))
    assert known_later.when(attends()).verdict("ROL-7") is Verdict.NOT_KNOWN


def test_a_place_of_regular_attendance_is_one_of_the_terms() -> None:  # LSC-7.3
    finding = body().when(attends("finance")).finding("ROL-9")
    assert (finding.verdict, finding.clause) == (Verdict.MET, "ToR 7.3")
    body().when(attends("corner")).refused_by(
        "ROL-9 (Remit default): expected a regular attendance that the terms provide for, got corner"
    )
    without = given(registered(GUEST), constituted()).when(attends("finance"))
    assert without.verdict("ROL-9") is Verdict.NOT_KNOWN


def test_an_attendee_comes_from_an_organisation_that_is_known() -> None:
    body().when(attends(organisation="nowhere")).refused_by(
        "ORG-2 (Remit default): expected an organisation that the ledger knows, got nowhere"
    )


def test_a_regular_attendance_begins_and_ends_once() -> None:  # LSC-7.3
    before = body().and_(attends(day="2024-01-01"))
    before.when(attends()).refused_by(
        f"ROL-10 (Remit default): expected somebody who does not yet attend regularly, got {GUEST}"
    )
    after = before.when(attends_no_more()).happens()
    (one,) = after.state().roll.attending(ICP, GUEST)
    assert [one.holds(day) for day in ("2023-12-31", "2024-01-01", "2024-03-24", DAY)] == [
        False,
        True,
        True,
        False,
    ]
    after.when(attends_no_more("2024-04-01")).refused_by(
        f"ROL-10 (Remit default): expected somebody who attends regularly, got {GUEST}"
    )
    again = after.when(attends(day="2024-04-01")).happens().and_(attends_no_more("2024-05-01"))
    assert [one.ended for one in again.state().roll.attending(ICP, GUEST)] == [DAY, "2024-05-01"]


# --- what goes with a position -------------------------------------------------------------------


def lost(before: Given, day: str = DAY) -> dict[tuple[str, str | None], Verdict]:
    state = before.state()
    found = losses(BOB, state.roll, state.terms, state.directory, day)
    return {(one.body, one.seat): finding.verdict for one, finding in found}


def test_every_seat_is_found_that_goes_with_a_position() -> None:  # LSC-7.2
    other = msgspec.structs.replace(terms_with(*RULES, LOSS), body="other")
    two = (constituted("other"), on("2023-04-17", Adopted(other, "2023-04-17")))
    elsewhere = on("2023-05-01", Appointed("other", BOB, SEAT, "appointed", "2023-05-01", takes_up=True))
    nowhere = on("2023-05-01", Appointed("lawless", BOB, SEAT, "appointed", "2023-05-01"))
    before = body(LOSS).and_(
        *two,
        at("blackpool"),
        appoint(began="2023-05-01"),
        appoint(code="observer", began="2023-05-01"),  # no rule takes this one
        appoint(CATH, "lead-three", "2023-05-01"),  # nor another person's
        appoint(code="lead-one", began="2023-05-01", until="2024-01-01"),  # nor one that has ended
        elsewhere,
        nowhere,  # nor one without terms
    )
    assert lost(before) == {(ICP, SEAT): Verdict.NOT_MET, ("other", SEAT): Verdict.NOT_MET}
    after = before.and_(left("blackpool"))
    assert lost(after) == {(ICP, SEAT): Verdict.MET, ("other", SEAT): Verdict.MET}
    unseated = after.and_(appoint(code=None, began="2023-05-01"))
    assert lost(unseated)[ICP, None] is Verdict.NOT_KNOWN


def test_what_tells_whether_seats_go_with_a_position_is_read_by_tag() -> None:
    state = body(LOSS).and_(at("charity"), appoint(began="2023-05-01")).state()
    assert loss_tags(BOB, state.roll, state.terms, state.directory, DAY) == {
        f"affiliations:{BOB}",
        "organisation:charity",
        "organisation:blackpool",
    }
    assert loss_tags(GUEST, state.roll, state.terms, state.directory, DAY) == {f"affiliations:{GUEST}"}


def test_a_membership_ends_after_it_begins() -> None:  # LSC-7.2
    member = Appointed(ICP, BOB, SEAT, "appointed", DAY, until="2023-12-31")
    body().when(on(DAY, member)).refused_by(
        f"ROL-11 (Remit default): expected a membership that ends after it begins, got {DAY} to 2023-12-31"
    )

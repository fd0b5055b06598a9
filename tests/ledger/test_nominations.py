"""Nominations and joint appointment."""

from __future__ import annotations

import pytest
from tests.ledger.given import Given, Step, given, named, on, sealed
from tests.ledger.partnership import BOB, CATH, ICP, RULES, STRANGER, constituted, registered, terms_with

from ledger.facts.filters import Filter
from ledger.facts.members import Appointed, Approved, Declined, Nominated
from ledger.facts.members import Ended as Left
from ledger.facts.organisations import Ended, Registered
from ledger.facts.terms import Adopted, AppointmentRule, Approval, Rule
from ledger.findings import Verdict

NOMINATION = named("n", "first")
DAY = "2024-05-01"
BLACKPOOL, ICB, LANCASHIRE, MERGED, CHARITY = "blackpool", "icb", "lancashire", "merged", "charity"
JOINTLY = AppointmentRule(
    rule="APP-1",
    clause="7.4",
    basis="reading",
    says="approval by the board and every upper-tier authority",
    who=Filter(),
    approvals=(Approval((ICB,)), Approval((BLACKPOOL, LANCASHIRE))),
)


def council(*rules: Rule) -> Given:
    """Give a body whose terms ask for the approvals, with the organisations and two persons."""
    codes = (BLACKPOOL, ICB, LANCASHIRE, MERGED, CHARITY)
    adopted = Adopted(terms_with(*RULES, *(rules or (JOINTLY,))), "2023-04-17")
    return given(
        registered(BOB, CATH),
        on("2023-01-01", *(Registered(code, code, "council") for code in codes)),
        constituted(),
        on("2023-04-17", adopted),
    )


def nominated(seat: str = "lead-two", by: str | None = BLACKPOOL, code: str = NOMINATION) -> tuple[Step, ...]:
    return on("2024-04-01", Nominated(code, ICP, BOB, seat, by))


def approved(*by: str, day: str = "2024-04-10") -> tuple[Step, ...]:
    return on(day, *(Approved(NOMINATION, ICP, one) for one in by))


def declined(by: str, day: str = "2024-04-10") -> tuple[Step, ...]:
    return on(day, Declined(NOMINATION, ICP, by, sealed("reason")))


def appoint(
    person: str = BOB,
    seat: str | None = "lead-two",
    nomination: str | None = NOMINATION,
    day: str = DAY,
    recorded: str | None = None,
) -> tuple[Step, ...]:
    fact = Appointed(ICP, person, seat, "appointed", day, nomination=nomination)
    return on(day, fact, recorded=recorded)


# --- nominated -----------------------------------------------------------------------------------


def test_a_person_is_nominated_for_a_seat() -> None:  # LSC-7.4
    after = council().when(nominated()).happens()
    one = after.state().nominations.known[NOMINATION]
    assert (one.nominated.person, one.nominated.seat, one.day) == (BOB, "lead-two", "2024-04-01")
    assert (one.approved, one.declined) == ({}, {})


def test_a_nomination_is_made_once() -> None:
    council().and_(nominated()).when(nominated()).refused_by(
        f"NOM-1 (Remit default): expected an id that no nomination has yet, got {NOMINATION}"
    )


def test_a_nomination_is_for_a_seat_of_the_terms() -> None:
    council().when(nominated("throne")).refused_by(
        "NOM-4 (Remit default): expected a nomination for a seat of the terms in force, got throne"
    )


def test_without_terms_the_seat_of_a_nomination_is_not_known() -> None:
    given(registered(BOB), constituted()).when(nominated(by=None)).refused_by(
        "NOM-4 (Remit default): expected a nomination for a seat of the terms in force, "
        "got no terms known to be in force"
    )


def test_whoever_a_nomination_names_is_known() -> None:
    step = on(DAY, Nominated(NOMINATION, ICP, STRANGER, "lead-two", "nowhere"))
    council().when(step).refused_by(
        "ORG-2 (Remit default): expected an organisation that the ledger knows, got nowhere",
        f"PER-2 (Remit default): expected a person whom the ledger knows, got {STRANGER}",
    )


# --- answered ------------------------------------------------------------------------------------


def test_organisations_answer_a_nomination() -> None:  # LSC-7.4
    after = council().and_(nominated()).when(approved(ICB)).happens()
    after = after.when(declined(LANCASHIRE)).happens()
    one = after.state().nominations.known[NOMINATION]
    assert one.approved == {ICB: "2024-04-10"}
    assert one.declined == {LANCASHIRE: "2024-04-10"}


@pytest.mark.parametrize("answer", [approved(CHARITY), declined(CHARITY)])
def test_an_organisation_answers_whose_approval_is_asked_for(answer: tuple[Step, ...]) -> None:  # LSC-7.4
    council().and_(nominated()).when(answer).refused_by(
        "NOM-3 (Remit default): expected an organisation whose approval the terms ask for "
        "(icb, blackpool, lancashire), got charity"
    )


def test_where_the_terms_ask_for_no_approval_nobody_answers() -> None:
    elsewhere = AppointmentRule(
        rule="APP-1",
        clause="7.4",
        basis="stated",
        says="approval by the board",
        who=Filter(sectors=("nhs",)),
        approvals=(Approval((ICB,)),),
    )
    council(elsewhere).and_(nominated()).when(approved(ICB)).refused_by(
        "NOM-3 (Remit default): expected an organisation whose approval the terms ask for (none), got icb"
    )


def test_without_terms_it_is_not_known_who_is_asked() -> None:
    before = given(registered(BOB), on("2023-01-01", Registered(ICB, ICB, "nhs-body")), constituted())
    answer = before.and_(nominated(by=None)).when(approved(ICB))
    assert answer.verdict("NOM-3") is Verdict.NOT_KNOWN


def test_an_organisation_answers_once() -> None:
    council().and_(nominated(), approved(ICB)).when(declined(ICB)).refused_by(
        "NOM-5 (Remit default): expected an organisation that has not answered yet, got icb"
    )
    council().and_(nominated(), declined(ICB)).when(approved(ICB)).refused_by(
        "NOM-5 (Remit default): expected an organisation that has not answered yet, got icb"
    )


def test_an_answer_goes_to_a_nomination_of_the_body() -> None:
    council().when(approved(ICB)).refused_by(
        f"NOM-2 (Remit default): expected a nomination that the ledger knows, got {NOMINATION}"
    )
    elsewhere = council().and_(constituted("other"), nominated())
    elsewhere.when(on(DAY, Approved(NOMINATION, "other", ICB))).refused_by(
        f"NOM-2 (Remit default): expected a nomination for other, got {NOMINATION} for icp, {BOB}, lead-two"
    )


def test_an_answer_without_its_nomination_still_folds() -> None:
    assert council().and_(approved(ICB)).state().nominations.known == {}


# --- appointed -----------------------------------------------------------------------------------


def test_a_nomination_takes_effect_when_every_approval_is_in() -> None:  # LSC-7.4
    before = council().and_(nominated(), approved(ICB, BLACKPOOL, LANCASHIRE))
    finding = before.when(appoint()).finding("APP-1")
    assert (finding.verdict, finding.clause) == (Verdict.MET, "ToR 7.4")
    assert finding.by == (ICB, BLACKPOOL, LANCASHIRE)
    after = before.when(appoint()).happens()
    assert [one.nomination for one in after.state().roll.memberships] == [NOMINATION]


def test_an_approval_that_is_missing_stops_the_appointment() -> None:  # LSC-7.4
    before = council().and_(nominated(), approved(ICB, BLACKPOOL))
    before.when(appoint()).refused_by(
        "APP-1 (ToR 7.4): expected approval by the board and every upper-tier authority, "
        "got approved by icb, blackpool; awaited from lancashire"
    )


def test_an_approval_that_came_after_the_appointment_was_missing_then() -> None:  # LSC-7.4
    before = council().and_(nominated(), approved(ICB, BLACKPOOL), approved(LANCASHIRE, day="2024-05-02"))
    before.when(appoint(recorded="2024-06-01")).refused_by(
        "APP-1 (ToR 7.4): expected approval by the board and every upper-tier authority, "
        "got approved by icb, blackpool; awaited from lancashire"
    )
    before.when(appoint(day="2024-05-02")).happens()


def test_an_approval_that_was_declined_stops_the_appointment_for_ever() -> None:  # LSC-7.4
    before = council().and_(nominated(), approved(ICB, BLACKPOOL), declined(LANCASHIRE))
    before.when(appoint()).refused_by(
        "APP-1 (ToR 7.4): expected approval by the board and every upper-tier authority, "
        "got approved by icb, blackpool; declined by lancashire"
    )
    (step,) = appoint()
    before.when(step.departing()).happens("APP-1 not met")


def test_an_appointment_of_today_without_a_nomination_is_refused_with_what_is_missing() -> None:  # LSC-7.4
    council().when(appoint(nomination=None)).refused_by(
        "APP-1 (ToR 7.4): expected approval by the board and every upper-tier authority, "
        "got no nomination on record; approval is asked of icb, blackpool, lancashire"
    )


def test_an_appointment_of_the_past_without_a_nomination_shows_that_it_is_not_known() -> None:  # LSC-7.4
    council().when(appoint(nomination=None, recorded="2024-06-01")).happens("APP-1 not known")


def test_a_default_of_the_terms_is_cited_as_such() -> None:
    default = AppointmentRule(
        rule="APP-1",
        clause="7.4",
        basis="default",
        says="approval by the board",
        who=Filter(),
        approvals=(Approval((ICB,)),),
    )
    council(default).when(appoint(nomination=None)).refused_by(
        "APP-1 (Remit default): expected approval by the board, "
        "got no nomination on record; approval is asked of icb"
    )


@pytest.mark.parametrize(
    ("approvers", "answer"),
    [((), Verdict.NOT_MET), ((BLACKPOOL,), Verdict.MET), ((BLACKPOOL, LANCASHIRE), Verdict.MET)],
)
def test_one_of_several_organisations_is_enough_where_the_terms_say_so(
    approvers: tuple[str, ...], answer: Verdict
) -> None:
    one_of_them = AppointmentRule(
        rule="APP-1",
        clause="7.4",
        basis="stated",
        says="approval by one authority",
        who=Filter(),
        approvals=(Approval((BLACKPOOL, LANCASHIRE), 1),),
    )
    before = council(one_of_them).and_(nominated(), approved(*approvers))
    assert before.when(appoint()).verdict("APP-1") is answer


def test_a_rule_about_other_seats_asks_for_nothing() -> None:
    others = AppointmentRule(
        rule="APP-1",
        clause="7.4",
        basis="stated",
        says="approval by the board",
        who=Filter(seats=("lead-one",)),
        approvals=(Approval((ICB,)),),
    )
    council(others).when(appoint(nomination=None)).happens()


def test_without_a_stated_seat_it_is_not_known_whether_a_rule_about_some_seats_is_met() -> None:
    some = AppointmentRule(
        rule="APP-1",
        clause="7.4",
        basis="stated",
        says="approval by the board",
        who=Filter(seats=("lead-one",)),
        approvals=(Approval((ICB,)),),
    )
    council(some).when(appoint(seat=None, nomination=None)).refused_by(
        "APP-1 (ToR 7.4): expected approval by the board, got no nomination on record; approval is asked of "
        "icb, and whether the rule is about the seat is not known"
    )


def test_an_appointment_follows_a_nomination_of_that_person_for_that_seat() -> None:  # LSC-7.4
    before = council().and_(nominated(), approved(ICB, BLACKPOOL, LANCASHIRE))
    before.when(appoint(CATH)).refused_by(
        f"NOM-2 (Remit default): expected a nomination for icp, {CATH}, lead-two, "
        f"got {NOMINATION} for icp, {BOB}, lead-two"
    )
    before.when(appoint(seat="lead-one")).refused_by(
        f"NOM-2 (Remit default): expected a nomination for icp, {BOB}, lead-one, "
        f"got {NOMINATION} for icp, {BOB}, lead-two"
    )
    before.when(appoint(seat=None)).refused_by(
        f"NOM-2 (Remit default): expected a nomination for icp, {BOB}, no stated seat, "
        f"got {NOMINATION} for icp, {BOB}, lead-two"
    )
    other = named("n", "other")
    before.when(appoint(nomination=other)).refused_by(
        f"NOM-2 (Remit default): expected a nomination that the ledger knows, got {other}",
        "APP-1 (ToR 7.4): expected approval by the board and every upper-tier authority, "
        "got no nomination on record; approval is asked of icb, blackpool, lancashire",
    )


def test_whoever_took_the_place_of_an_organisation_approves_for_it() -> None:  # LSC-7.4, SYS-1
    ended = on("2024-03-01", Ended(LANCASHIRE, "the order", (MERGED,)), Ended(BLACKPOOL, "it", (MERGED,)))
    before = council().and_(ended, nominated(by=None))
    after = before.when(approved(MERGED)).happens().and_(approved(ICB))
    assert after.when(appoint()).verdict("APP-1") is Verdict.MET


def test_before_the_succession_the_successor_approves_for_nobody() -> None:  # SYS-1
    ended = on("2024-04-11", Ended(LANCASHIRE, "the order", (MERGED,)))
    before = council().and_(ended, nominated())
    assert before.when(approved(MERGED)).verdict("NOM-3") is Verdict.NOT_MET
    assert before.when(approved(MERGED, day="2024-04-11")).verdict("NOM-3") is Verdict.MET


def test_an_organisation_that_ended_answers_nothing_any_more() -> None:  # LSC-7.4, SYS-1
    ended = on("2024-04-05", Ended(ICB, "order", ()))
    before = council(JOINTLY).and_(nominated(), ended)
    assert before.when(approved(ICB)).verdict("NOM-3") is Verdict.NOT_MET
    assert before.when(approved(ICB, day="2024-04-04")).verdict("NOM-3") is Verdict.MET


def test_a_nomination_is_not_followed_again_once_the_membership_is_over() -> None:  # LSC-7.4
    joined = Appointed(ICP, BOB, "lead-two", "appointed", DAY, nomination=NOMINATION)
    approvals = approved(ICB, BLACKPOOL, LANCASHIRE)
    before = council(JOINTLY).and_(nominated(), approvals, on(DAY, joined))
    again = Appointed(ICP, BOB, "lead-two", "appointed", "2024-09-01", nomination=NOMINATION)
    before.when(on("2024-09-01", again)).happens()
    over = before.and_(on("2024-08-01", Left(ICP, BOB, "lead-two", sealed("removed"), "removed")))
    over.when(on("2024-09-01", again)).refused_by(
        "NOM-6 (Remit default): expected a nomination for a membership from 2024-09-01, "
        f"got {NOMINATION}, which was followed until 2024-08-01"
    )

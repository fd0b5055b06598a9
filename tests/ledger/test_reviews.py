"""Reviews of attendance: whose, over which window, and by whom (LSC 7.5)."""

from __future__ import annotations

from tests.ledger.given import Given, Step, given, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    DAN,
    ICP,
    MET,
    QUORUM,
    STRANGER,
    appointed,
    constituted,
    elected,
    partnership,
    registered,
)

from ledger.facts import offices
from ledger.facts.members import AttendanceReviewed
from ledger.facts.terms import AttendanceRule
from ledger.findings import Verdict

FIRST, LAST = "2023-03-26", "2024-03-25"
SAYS = "below 50 % over 12 months the Chair reviews"


def rule(*reviewers: str, basis: str = "stated") -> AttendanceRule:
    made: AttendanceRule = AttendanceRule(
        rule="ATR-1",
        clause="7.5",
        basis="default" if basis == "default" else "stated",
        says=SAYS,
        percent=50,
        months=12,
        reviewed_by=reviewers or ("chair",),
    )
    return made


def with_rule(*reviewers: str, basis: str = "stated") -> Given:
    return partnership(*QUORUM, rule(*reviewers, basis=basis))


def reviewed(
    by: str = CHAIR, person: str = BOB, first: str = FIRST, last: str = LAST, day: str = MET
) -> tuple[Step, ...]:
    return on(day, AttendanceReviewed(ICP, person, first, last, by, "spoken to", sealed("why")))


def not_reviewer(person: str, offices_: str = "chair", cited: str = "ToR 7.5") -> str:
    return f"ATR-1 ({cited}): expected {SAYS}, got {person}, not known to be {offices_} on {MET}"


def test_the_chair_reviews_and_the_outcome_is_recorded() -> None:  # LSC-7.5
    after = with_rule().when(reviewed()).happens()
    ((day, review),) = after.state().reviews.made
    assert (day, review.person, review.outcome) == (MET, BOB, "spoken to")


def test_a_review_by_somebody_else_is_refused_with_the_clause() -> None:  # LSC-7.5
    with_rule().when(reviewed(by=DAN)).refused_by(not_reviewer(DAN))
    with_rule(basis="default").when(reviewed(by=DAN)).refused_by(not_reviewer(DAN, cited="Remit default"))
    (step,) = reviewed(by=DAN)
    with_rule().when(step.departing()).happens("ATR-1 not met")


def test_one_of_several_offices_is_enough_and_who_acts_in_it_may() -> None:
    deputy = elected(CATH, "deputy-chair")
    with_rule("chair", "deputy-chair").and_(deputy).when(reviewed(by=CATH)).happens()
    acting = on("2024-01-10", offices.ActingUp(ICP, "chair", DAN, "absence", "2024-04-01"))
    with_rule().and_(acting).when(reviewed(by=DAN)).happens()
    over = on("2024-03-01", offices.ActingEnded(ICP, "chair", DAN))
    with_rule().and_(acting, over).when(reviewed(by=DAN)).refused_by(not_reviewer(DAN))


def test_an_office_without_days_leaves_the_reviewer_not_known() -> None:  # LSC-M4
    undated = with_rule("deputy-chair").and_(elected(CATH, "deputy-chair", begins=None))
    assert undated.when(reviewed(by=CATH)).verdict("ATR-1") is Verdict.NOT_KNOWN
    undated.when(reviewed(by=CATH)).refused_by(not_reviewer(CATH, "deputy-chair"))
    ended = on("2024-01-01", offices.OfficeEnded(ICP, "deputy-chair", CATH, sealed("reason")))
    assert undated.and_(ended).when(reviewed(by=CATH)).verdict("ATR-1") is Verdict.NOT_MET


def test_nobody_reviews_their_own_attendance() -> None:  # LSC-7.5
    with_rule().when(reviewed(person=CHAIR)).refused_by(
        f"ATT-2 (Remit default): expected a review by somebody else than the member, got {CHAIR}"
    )


def test_without_a_rule_anybody_else_may_review() -> None:
    partnership().when(reviewed(by=DAN)).happens()
    bare = given(registered(BOB, DAN), constituted(), appointed(BOB, "lead-two"))
    bare.when(reviewed(by=DAN)).happens()


def test_only_who_was_a_member_in_the_window_is_reviewed() -> None:  # LSC-7.5
    with_rule().when(reviewed(person=STRANGER)).refused_by(
        f"ATT-1 (Remit default): expected a member of icp on a day from {FIRST} to {LAST}, got {STRANGER}"
    )
    undated = given(registered(BOB, DAN), constituted(), appointed(BOB, None, None))
    early = reviewed(by=DAN, first="2023-06-01", last="2023-12-31")
    assert undated.when(early).verdict("ATT-1") is Verdict.NOT_KNOWN
    (late,) = on("2024-03-25", early[0].body, recorded="2024-06-01")
    undated.when(late).happens("ATT-1 not known")


def test_a_window_has_ended_and_begins_before_it_ends() -> None:
    for first, last in (("2024-03-02", "2024-03-01"), (FIRST, "2024-03-26")):
        with_rule().when(reviewed(first=first, last=last)).refused_by(
            f"ATT-3 (Remit default): expected a window that has ended by {MET}, got {first} to {last}"
        )
    with_rule().when(reviewed(first=LAST, last=LAST)).happens()


def test_a_review_that_has_not_taken_place_is_not_recorded() -> None:
    (early,) = on("2024-03-26", reviewed()[0].body, recorded="2024-03-25")
    with_rule().when(early).refused_by(
        "TIM-1 (Remit default): expected a day up to 2024-03-25, got 2024-03-26"
    )


def test_a_review_repeats_and_the_last_one_that_looked_so_far_is_found() -> None:
    once = with_rule().when(reviewed(day="2024-03-25")).happens()
    twice = once.when(reviewed(day="2024-05-02")).happens().state().reviews
    found = [
        twice.looked_at(ICP, BOB, missed, day)
        for missed, day in (
            (LAST, "2024-05-02"),
            (LAST, "2024-05-01"),
            (LAST, "2024-03-24"),
            ("2024-03-26", "2024-05-02"),
            ("2023-03-25", "2024-05-02"),
        )
    ]
    assert found == ["2024-05-02", "2024-03-25", None, None, None]
    assert twice.looked_at(ICP, CATH, LAST, "2024-05-02") is None
    assert twice.looked_at("other", BOB, LAST, "2024-05-02") is None

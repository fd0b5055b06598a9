"""The holder of an office is away, and whoever deputises for it by the terms signs meanwhile."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    ICP,
    RULES,
    constituted,
    partnership,
    scope,
    terms_with,
)

from ledger.boundaries import boundary
from ledger.facts import offices
from ledger.facts.delegations import Approval, Granted, Manner, PassedOn, Used
from ledger.facts.terms import OfficeDeputyRule
from ledger.findings import Verdict
from ledger.terms import problems

ROOT = named("g", "root")
GIVER = "body:icb"
OFFICE, DEPUTY = f"office:{ICP}/chair", f"office:{ICP}/deputy-chair"
AWAY, DAY, BACK = "2024-03-01", "2024-03-25", "2024-04-01"

RULE = OfficeDeputyRule(
    rule="DCH-1",
    clause="7.9",
    basis="stated",
    says="the Deputy Chair signs for the Chair who is away",
    office="chair",
    by=("deputy-chair",),
)


def board(*steps: tuple[Step, ...], rule: OfficeDeputyRule = RULE, holder: str = OFFICE) -> Given:
    """Give a board that lets the Chair act, and a partnership with Bob as the Deputy Chair."""
    deputy = offices.Elected(ICP, "deputy-chair", BOB, "2023/24", "2023-05-01", None)
    given_ = Granted(ROOT, GIVER, (holder,), "scheme 4.1", scope(onward=1))
    return partnership(*RULES, rule).and_(
        on("2023-05-01", deputy), constituted("icb"), on("2024-01-01", given_), *steps
    )


def away(day: str = AWAY, until: str | None = None, person: str = CHAIR) -> tuple[Step, ...]:
    return on(day, offices.Away(ICP, "chair", person, until))


def returned(day: str = BACK) -> tuple[Step, ...]:
    return on(day, offices.Returned(ICP, "chair", CHAIR))


def used(person: str = BOB, day: str = DAY) -> tuple[Step, ...]:
    return on(day, Used(named("a", "act"), (ROOT,), GIVER, (person,), "grants", None, sealed("text")))


def signs(before: Given, person: str = BOB, day: str = DAY) -> Verdict:
    return before.when(used(person, day)).verdict("DEL-8")


def test_a_deputy_signs_for_the_holder_who_is_away() -> None:
    before = board(away())
    before.when(used(BOB)).happens()
    (act,) = used(BOB)
    assert {f"roll:{ICP}", f"terms:{ICP}"} <= boundary(act.act(), before.state())
    before.when(used(CHAIR)).happens()
    assert signs(before, CATH) is Verdict.NOT_MET
    assert signs(before, BOB, "2024-02-29") is Verdict.NOT_KNOWN


def test_that_the_holder_is_away_is_not_known_where_nobody_recorded_it() -> None:
    before = board()
    before.when(used(BOB)).refused_by(
        f"DEL-8 (Remit default): expected the holder of {ROOT}, got {BOB}, for {OFFICE}, whose holder is "
        "not known to be away",
        kind="AUTHORITY",
    )
    assert (signs(before), signs(before, CATH)) == (Verdict.NOT_KNOWN, Verdict.NOT_MET)


def test_once_the_holder_is_back_nobody_is_known_to_sign_for_her() -> None:  # D9
    stated, told = board(away(until=BACK)), board(away(), returned())
    for before in (stated, told):
        assert signs(before, BOB, "2024-03-31") is Verdict.MET
    # That somebody was to be away until a day does not say that she is back; that she came back does.
    assert signs(stated, BOB, BACK) is Verdict.NOT_KNOWN
    assert signs(told, BOB, BACK) is Verdict.NOT_MET
    early = stated.and_(returned("2024-03-10"))
    assert (signs(early, BOB, "2024-03-09"), signs(early)) == (Verdict.MET, Verdict.NOT_MET)
    again = told.and_(away("2024-05-01", until="2024-06-01"))
    days = (BACK, "2024-04-30", "2024-05-01", "2024-06-01")
    answers = (Verdict.NOT_MET, Verdict.NOT_MET, Verdict.MET, Verdict.NOT_KNOWN)
    assert tuple(signs(again, BOB, day) for day in days) == answers


def test_without_a_rule_of_the_terms_nobody_signs_for_a_holder_who_is_away() -> None:
    other = replace(RULE, office="deputy-chair", by=("chair",))
    assert signs(board(away(), rule=other)) is Verdict.NOT_MET


@pytest.mark.parametrize(("vacant", "verdict"), [(True, Verdict.MET), (False, Verdict.NOT_MET)])
def test_while_an_office_is_vacant_a_deputy_signs_where_the_terms_say_so(
    vacant: bool,  # noqa: FBT001 - what the terms say
    verdict: Verdict,
) -> None:
    over = on(AWAY, offices.OfficeEnded(ICP, "chair", CHAIR, sealed("why")))
    rule = replace(RULE, vacant=vacant)
    assert signs(board(over, rule=rule)) is verdict
    held = board(rule=rule)
    assert signs(held) is Verdict.NOT_KNOWN


def test_an_absence_ends_with_the_tenure_of_who_was_away() -> None:
    over = on("2024-03-10", offices.OfficeEnded(ICP, "chair", CHAIR, sealed("why")))
    new = on("2024-03-10", offices.Elected(ICP, "chair", CATH, "2024", "2024-03-10", None))
    assert signs(board(away(), over)) is Verdict.NOT_MET
    assert signs(board(away(), over, new)) is Verdict.NOT_KNOWN


def test_who_acts_in_the_deputys_office_signs_but_a_deputy_has_no_deputy() -> None:  # D9
    up = on(AWAY, offices.ActingUp(ICP, "deputy-chair", CATH, "absence"))
    assert signs(board(away(), up), CATH) is Verdict.MET
    second = replace(RULE, rule="DCH-2", office="deputy-chair", by=("chair",))
    only = board(on(AWAY, offices.Away(ICP, "deputy-chair", BOB)), rule=second, holder=DEPUTY)
    assert signs(only, CHAIR) is Verdict.MET
    assert signs(only, CATH) is Verdict.NOT_MET


def test_a_deputy_approves_and_passes_on_for_the_holder_who_is_away() -> None:
    manner = Manner(approval=(OFFICE,))
    given_ = Granted(ROOT, GIVER, (CATH,), "scheme 4.1", scope(), manner)
    before = partnership(*RULES, RULE).and_(
        on("2023-05-01", offices.Elected(ICP, "deputy-chair", BOB, "2023/24", "2023-05-01", None)),
        constituted("icb"),
        on("2024-01-01", given_),
        away(),
    )
    (step,) = used(CATH)
    assert isinstance(step.body, Used)
    body = replace(step.body, approvals=(Approval(OFFICE, BOB),))
    before.when(on(DAY, body)).happens()
    onward = PassedOn(named("g", "link"), ROOT, GIVER, (CATH,), scope())
    board(away()).when(on(DAY, onward, person=BOB)).happens()
    assert board().when(on(DAY, onward, person=BOB)).verdict("DEL-3") is Verdict.NOT_KNOWN


def test_only_the_holder_is_away_and_only_who_is_away_returns() -> None:
    before = board()
    before.when(away()).happens()
    before.when(away(person=BOB)).refused_by(
        f"OFF-11 (ToR 7.8): expected the holder of chair on {AWAY}, got {BOB}"
    )
    before.when(away(until=AWAY)).refused_by(
        f"OFF-8 (Remit default): expected a last day after the first, got {AWAY} to {AWAY}"
    )
    unnamed = on(AWAY, offices.Away(ICP, "emperor", CHAIR))
    assert before.when(unnamed).verdict("OFF-1") is Verdict.NOT_MET
    before.and_(away()).when(returned()).happens()
    before.when(returned()).refused_by(
        f"OFF-12 (Remit default): expected somebody who is away from the office of chair on {BACK}, "
        f"got {CHAIR}"
    )
    assert before.and_(away(until=BACK)).when(returned()).verdict("OFF-12") is Verdict.NOT_MET


def test_a_rule_on_deputies_names_other_offices_of_the_terms() -> None:
    assert list(problems(terms_with(*RULES, RULE))) == []
    itself = replace(RULE, by=("chair", "mayor"))
    assert list(problems(terms_with(*RULES, itself))) == [
        "DCH-1: no office of the terms is mayor",
        "DCH-1: chair would deputise for itself",
    ]

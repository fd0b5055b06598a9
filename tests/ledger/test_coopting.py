"""Co-option by the body, under the power that its terms give."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from tests.ledger.given import Given, Step, given, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    GUEST,
    ICP,
    ITEM,
    MEETING,
    MET,
    RESOLUTION,
    RULES,
    STRANGER,
    Kind,
    appointed,
    attended,
    constituted,
    elected,
    opened,
    registered,
    terms_with,
)

from ledger.facts import decisions, meetings
from ledger.facts.meetings import Adjourned, Resumed
from ledger.facts.members import CoOpted
from ledger.facts.offices import ActingUp
from ledger.facts.terms import Adopted, CooptionRule, Rule
from ledger.findings import Verdict

DAN, EVE = named("p", "dan"), named("p", "eve")
BEFORE = named("m", "before")
GROUNDS = ("expertise", "community")
RULE = CooptionRule(
    rule="COO-1", clause="7.6", basis="stated", says="co-option on a ground of the terms",
    grounds=GROUNDS, most=2, adjourned=True, suitable=("chair",),
)  # fmt: skip
FACT = CoOpted(ICP, DAN, "expertise", sealed("reason"), voting=False, quorum=False, resolution=RESOLUTION)
EXPECTED = "COO-1 (ToR 7.6): expected co-option on a ground of the terms, got"


def partnership(*rules: Rule) -> Given:
    """Give a body with a Chair and these rules."""
    return given(
        registered(CHAIR, BOB, CATH, DAN, EVE),
        constituted(),
        on("2023-04-17", Adopted(terms_with(*RULES, *rules), "2023-04-17")),
        appointed(CHAIR, "lead-one"),
        elected(CHAIR),
        resolved(ICP),
    )


def resolved(body: str, day: str = "2024-03-01") -> tuple[Step, ...]:
    part = decisions.Part("1", "decision", sealed("part"))
    return on(
        day,
        meetings.Opened(BEFORE, body, "meeting", None, sealed("hall")),
        decisions.Resolved(RESOLUTION, BEFORE, ITEM, "consensus", (), (part,)),
    )


def co_opts(**changes: Any) -> tuple[Step, ...]:
    return on(MET, msgspec.structs.replace(FACT, **changes))


def adjourned(*, resumed: bool = False) -> tuple[Step, ...]:
    steps = (*opened(), *attended(CHAIR), *on(MET, Adjourned(MEETING, "inquorate", sealed("reason"))))
    return (*steps, *on(MET, Resumed(MEETING))) if resumed else steps


def test_the_body_co_opts_an_additional_member() -> None:  # LSC-7.6
    before = partnership(RULE)
    finding = before.when(co_opts()).finding("COO-1")
    assert (finding.verdict, finding.clause) == (Verdict.MET, "ToR 7.6")
    (one,) = before.when(co_opts(sector="vcfse")).happens().state().roll.of(ICP, DAN)
    assert (one.kind, one.seat, one.holds(MET)) == ("co-opted", None, True)
    assert one.own is not None
    assert (one.own.sector, one.own.voting, one.own.quorum) == ("vcfse", False, False)


def test_a_co_opted_member_holds_until_the_day_stated() -> None:  # LSC-7.6
    roll = partnership(RULE).when(co_opts(until="2024-06-01")).happens().state().roll
    days = ("2024-03-24", MET, "2024-05-31", "2024-06-01")
    assert [roll.is_member(ICP, DAN, day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("change", "verdict", "got"),
    [
        ({"ground": "friendship"}, Verdict.NOT_MET, "on the ground friendship"),
        ({"voting": True}, Verdict.NOT_KNOWN, "with a vote"),
        ({"quorum": True}, Verdict.NOT_KNOWN, "with a place in the quorum"),
        ({"resolution": None}, Verdict.NOT_KNOWN, "no meeting or resolution by which the body did so"),
        ({"ground": "friendship", "voting": True}, Verdict.NOT_MET, "on the ground friendship"),
    ],
)
def test_a_co_option_keeps_to_the_terms(
    change: dict[str, Any], verdict: Verdict, got: str
) -> None:  # LSC-7.6
    outcome = partnership(RULE).when(co_opts(**change))
    assert outcome.verdict("COO-1") is verdict
    outcome.refused_by(f"{EXPECTED} {got}")


@pytest.mark.parametrize("said", [True, False])
@pytest.mark.parametrize("right", ["voting", "quorum"])
def test_a_co_opted_member_has_the_rights_that_the_terms_give(right: str, said: bool) -> None:  # noqa: FBT001 - both ways
    rule = msgspec.structs.replace(RULE, **{right: said})
    for had in (True, False):
        outcome = partnership(rule).when(co_opts(**{right: had}))
        assert outcome.verdict("COO-1") is Verdict.of(had is said)


def test_no_more_are_co_opted_than_the_terms_allow() -> None:  # LSC-7.6
    two = (co_opts(person=BOB), co_opts(person=CATH, until="2024-06-01"))
    before = partnership(RULE).and_(*two)
    before.when(co_opts()).refused_by(f"{EXPECTED} 3 co-opted, of 2 at most")
    later = on("2024-06-01", FACT)
    before.when(later).happens()
    no_limit = msgspec.structs.replace(RULE, most=None)
    partnership(no_limit).and_(*two).when(co_opts()).happens()


def test_without_such_a_rule_the_body_cannot_co_opt() -> None:  # LSC-7.6
    partnership().when(co_opts()).refused_by(
        "ROL-6 (Remit default): expected terms that let the body co-opt, got terms that do not say so"
    )
    (step,) = co_opts()
    partnership().when(step.departing()).happens("ROL-6 not met")


def test_without_terms_the_power_to_co_opt_is_not_known() -> None:
    before = given(registered(DAN), constituted())
    before.when(co_opts()).refused_by(
        "ROL-6 (Remit default): expected terms that let the body co-opt, got no terms known to be in force"
    )


def test_a_member_is_not_co_opted() -> None:
    before = partnership(RULE).and_(co_opts())
    before.when(co_opts()).refused_by(
        f"ROL-3 (Remit default): expected a person who is not a member yet, got {DAN}"
    )


def test_whoever_a_co_option_names_is_known() -> None:
    partnership(RULE).when(co_opts(person=STRANGER, by=GUEST, organisation="nowhere")).refused_by(
        f"PER-2 (Remit default): expected a person whom the ledger knows, got {STRANGER}",
        f"PER-2 (Remit default): expected a person whom the ledger knows, got {GUEST}",
        "ORG-2 (Remit default): expected an organisation that the ledger knows, got nowhere",
    )


def test_of_several_rules_one_is_enough() -> None:
    other = msgspec.structs.replace(RULE, rule="COO-2", clause="7.7", grounds=("place",))
    assert [one.rule for one in partnership(other, RULE).when(co_opts()).findings][-1] == "COO-1"
    partnership(other, RULE).when(co_opts()).happens()
    partnership(RULE, other).when(co_opts(ground="friendship")).refused_by(
        f"{EXPECTED} on the ground friendship",
        "COO-2 (ToR 7.7): expected co-option on a ground of the terms, got on the ground friendship",
    )


# --- at a meeting --------------------------------------------------------------------------------


def at_meeting(**changes: Any) -> tuple[Step, ...]:
    return co_opts(resolution=None, meeting=MEETING, **changes)


def test_the_body_co_opts_at_a_meeting() -> None:  # LSC-7.6
    partnership(RULE).and_(opened()).when(at_meeting()).happens()
    partnership(RULE).and_(adjourned(resumed=True)).when(at_meeting()).happens()


@pytest.mark.parametrize("kind", ["development session", "workshop"])
def test_a_session_that_decides_nothing_co_opts_nobody(kind: Kind) -> None:  # LSC-M6
    before = partnership(RULE).and_(opened(kind))
    before.when(at_meeting()).refused_by(f"{EXPECTED} at a {kind}")


def test_the_meeting_is_one_of_the_body_and_has_begun() -> None:
    told = f"{EXPECTED} {MEETING}, which is no meeting of icp by 2024-03-25"
    partnership(RULE).when(at_meeting()).refused_by(told)
    partnership(RULE).and_(opened(day="2024-03-26")).when(at_meeting()).refused_by(told)
    elsewhere = msgspec.structs.replace(FACT, body="other", resolution=None, meeting=MEETING)
    terms = msgspec.structs.replace(terms_with(*RULES, RULE), body="other")
    other = partnership(RULE).and_(constituted("other"), on("2023-04-17", Adopted(terms, "2023-04-17")))
    other.and_(opened()).when(on(MET, elsewhere)).refused_by(
        f"{EXPECTED} {MEETING}, which is no meeting of other by 2024-03-25"
    )


def test_while_a_meeting_is_adjourned_the_chair_finds_the_member_suitable() -> None:  # LSC-8.5
    before = partnership(RULE).and_(adjourned())
    before.when(at_meeting(by=CHAIR)).happens()
    before.when(at_meeting(by=BOB)).refused_by(f"{EXPECTED} found suitable by {BOB}")
    before.when(at_meeting()).refused_by(f"{EXPECTED} found suitable by nobody named")
    assert before.when(at_meeting()).verdict("COO-1") is Verdict.NOT_KNOWN


def test_whoever_acts_as_chair_finds_the_member_suitable() -> None:  # LSC-8.5
    acts = on("2024-03-01", ActingUp(ICP, "chair", BOB, "absence"))
    partnership(RULE).and_(acts, adjourned()).when(at_meeting(by=BOB)).happens()


def test_where_the_holder_of_the_office_is_not_known_neither_is_the_suitability() -> None:  # LSC-8.5
    deputy = msgspec.structs.replace(RULE, suitable=("chair", "deputy-chair"))
    before = partnership(deputy).and_(adjourned())
    assert before.when(at_meeting(by=BOB)).verdict("COO-1") is Verdict.NOT_KNOWN
    assert before.when(at_meeting(by=CHAIR)).verdict("COO-1") is Verdict.MET


def test_while_a_meeting_is_adjourned_nobody_is_co_opted_unless_the_terms_say_so() -> None:  # LSC-8.5, D11
    never = msgspec.structs.replace(RULE, adjourned=False, suitable=())
    partnership(never).and_(adjourned()).when(at_meeting(by=CHAIR)).refused_by(
        f"{EXPECTED} while the meeting is adjourned"
    )


def test_a_meeting_that_was_adjourned_on_the_day_asks_for_suitability_however_late_it_is_recorded() -> (
    None
):  # LSC-8.5, T1
    later = on("2024-04-08", meetings.Resumed(MEETING))
    before = partnership(RULE).and_(adjourned(), later)
    late = on("2024-04-01", msgspec.structs.replace(FACT, meeting=MEETING), recorded="2024-04-09")
    outcome = before.when(late)
    assert outcome.verdict("COO-1") is Verdict.NOT_KNOWN
    assert outcome.finding("COO-1").got == "found suitable by nobody named"
    found = on("2024-04-01", msgspec.structs.replace(FACT, meeting=MEETING, by=CHAIR), recorded="2024-04-09")
    before.when(found).happens()


def test_the_most_that_are_co_opted_hold_on_every_day_of_the_period() -> None:  # LSC-7.6, T1
    one = msgspec.structs.replace(RULE, most=1)
    before = partnership(one).and_(on("2024-06-01", msgspec.structs.replace(FACT, person=BOB)))
    before.when(co_opts()).refused_by(f"{EXPECTED} 2 co-opted, of 1 at most")
    before.when(co_opts(until="2024-06-01")).happens()


def test_the_resolution_by_which_a_body_co_opts_is_its_own_and_was_passed_by_then() -> None:  # LSC-7.6
    start = given(
        registered(CHAIR, BOB, CATH, DAN, EVE),
        constituted(),
        constituted("other"),
        on("2023-04-17", Adopted(terms_with(*RULES, RULE), "2023-04-17")),
    )
    for steps, got in (
        ((), f"{EXPECTED} by {RESOLUTION}, which the ledger does not know"),
        (resolved("other"), f"{EXPECTED} by {RESOLUTION}, which is no resolution of icp by {MET}"),
        (resolved(ICP, "2024-03-26"), f"{EXPECTED} by {RESOLUTION}, which is no resolution of icp by {MET}"),
    ):
        start.and_(steps).when(co_opts()).refused_by(got)
    assert start.when(co_opts()).verdict("COO-1") is Verdict.NOT_KNOWN
    start.and_(resolved(ICP)).when(co_opts()).happens()


def test_a_co_opted_member_does_not_leave_before_it_comes() -> None:  # LSC-7.6
    for until in (MET, "2024-01-01"):
        partnership(RULE).when(co_opts(until=until)).refused_by(
            f"ROL-11 (Remit default): expected a membership that ends after it begins, got {MET} to {until}"
        )

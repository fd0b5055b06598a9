"""Who is in the room in which capacity, for the quorum of an item and for a vote at it."""

from __future__ import annotations

from typing import Literal

import msgspec
import pytest
from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    DAN,
    FAY,
    GUEST,
    GUS,
    HAL,
    ICP,
    ITEM,
    MEETING,
    MET,
    NEXT_ITEM,
    RULES,
    STRANGER,
    appointed,
    elected,
    item,
    opened,
    partnership,
    resolves,
    withdraws,
)

from ledger.checks import Room
from ledger.facts import deputies, meetings, members, offices, terms
from ledger.facts.filters import Filter
from ledger.findings import Verdict
from ledger.rooms import room
from ledger.sittings import OPENING, There

Change = Literal["arrived", "left", "withdrew", "returned"]
QUORATE = (CHAIR, BOB, CATH, DAN, FAY, GUS, HAL)
LATER = "2024-04-02"
ONE_SEAT = named("s", "seat")

DEPUTIES = terms.DeputyRule(
    rule="DEP-1",
    clause="7.7",
    basis="stated",
    says="a deputy whom the Chair approved",
    who=Filter(),
    named_by="member",
    approved_by=("chair",),
    counts="yes",
)
INTERESTS = terms.InterestRule(rule="INT-1", clause="12", basis="stated", says="interests are declared")


def virtual_rule(
    counts: terms.Answer | Literal["agreed"], votes: terms.Answer | Literal["agreed"]
) -> terms.Rule:
    return terms.VirtualRule(
        rule="VIR-1",
        clause="8.2",
        basis="stated",
        says="attendance from elsewhere, agreed in advance",
        counts=counts,
        votes=votes,
    )


def deputy(person: str, member: str, *, approved: bool = True, code: str = "one") -> tuple[Step, ...]:
    id_ = named("s", code)
    named_ = on("2024-03-01", deputies.Nominated(id_, ICP, member, None, person, meeting=MEETING))
    return (*named_, *(on("2024-03-02", deputies.Approved(id_, ICP, CHAIR)) if approved else ()))


def lists(
    *present: str, substitutes: dict[str, str] | None = None, virtual: tuple[str, ...] = ()
) -> tuple[Step, ...]:
    placed = tuple(meetings.Substitute(person, member) for person, member in (substitutes or {}).items())
    return on(MET, meetings.Attended(MEETING, present, (), (), placed, (), virtual))


def change(
    person: str, what: Change, during: str | None = None, *, virtual: bool = False, member: str | None = None
) -> tuple[Step, ...]:
    return on(MET, meetings.PresenceChanged(MEETING, person, what, during, virtual, member))


def at(before: Given, code: str | None = ITEM, right: Literal["quorum", "voting"] = "quorum") -> Room:
    """Give the room at an item."""
    state = before.state()
    under = state.terms.in_force(ICP, MET)
    if under is None:
        raise AssertionError
    return room(state.sittings.known[MEETING], code, under, state.roll, state.deputies, right)


def there(before: Given, code: str | None = ITEM) -> set[str]:
    return set(at(before, code).seats)


# --- who comes and goes ------------------------------------------------------------------------------


def test_presence_at_an_item_is_the_state_when_it_was_opened() -> None:  # LSC-8.1
    before = partnership().and_(
        opened(),
        lists(CHAIR, BOB),
        change(CATH, "arrived"),
        item(),
        change(DAN, "arrived"),
        change(BOB, "left"),
        item(NEXT_ITEM, "2"),
    )
    assert there(before, OPENING) == {CHAIR, BOB}
    assert there(before) == {CHAIR, BOB, CATH}
    assert there(before, NEXT_ITEM) == there(before, None) == {CHAIR, CATH, DAN}


def test_who_arrives_during_an_item_counts_for_it_and_who_leaves_does_until_its_end() -> None:  # LSC-8.1, D11
    before = partnership().and_(
        opened(),
        lists(CHAIR, BOB),
        item(),
        change(CATH, "arrived", ITEM),
        change(BOB, "left", ITEM),
        item(NEXT_ITEM, "2"),
    )
    assert there(before) == {CHAIR, BOB, CATH}
    assert there(before, NEXT_ITEM) == {CHAIR, CATH}


def test_who_withdraws_during_an_item_does_not_count_for_it_though_back_before_its_end() -> None:  # D10
    before = partnership().and_(
        opened(), lists(CHAIR, BOB), item(), change(BOB, "withdrew", ITEM), change(BOB, "returned", ITEM)
    )
    assert there(before) == {CHAIR}
    assert there(before.and_(item(NEXT_ITEM, "2")), NEXT_ITEM) == {CHAIR, BOB}


def test_who_withdrew_is_out_until_returning() -> None:  # D10
    before = partnership().and_(opened(), lists(CHAIR, BOB), change(BOB, "withdrew"), item())
    assert there(before) == {CHAIR}
    after = before.and_(change(BOB, "returned"), item(NEXT_ITEM, "2"))
    assert there(after) == {CHAIR}
    assert there(after, NEXT_ITEM) == {CHAIR, BOB}


@pytest.mark.parametrize(
    ("counted", "expected", "unsure"),
    [
        (None, {CHAIR}, set()),
        (False, {CHAIR}, set()),
        (True, {CHAIR, BOB}, set()),
        ("not said", {CHAIR, BOB}, {BOB}),
    ],
)
def test_the_terms_say_whether_somebody_who_withdrew_counts(
    counted: Literal[True, False, "not said"] | None, expected: set[str], unsure: set[str]
) -> None:  # LSC-12, D10
    rules: tuple[terms.Rule, ...] = RULES
    if counted is not None:
        said = counted if isinstance(counted, bool) else None
        rules = (*RULES, msgspec.structs.replace(INTERESTS, withdrawn_count=said))
    before = partnership(*rules).and_(opened(), lists(CHAIR, BOB), item(), withdraws(BOB))
    assert there(before) == expected
    assert at(before).unsure == unsure
    assert set(at(before, right="voting").seats) == {CHAIR}


def test_who_is_absent_for_an_item_did_not_withdraw() -> None:  # LSC-8.1
    rules = (*RULES, msgspec.structs.replace(INTERESTS, withdrawn_count=True))
    before = partnership(*rules).and_(opened(), lists(CHAIR, BOB), item(absent=(BOB,)))
    assert there(before) == {CHAIR}


# --- seats -------------------------------------------------------------------------------------------


def test_somebody_in_two_seats_sits_in_both() -> None:
    before = partnership().and_(appointed(BOB, "lead-three"), opened(), lists(BOB), item())
    assert [seat.seat for seat in at(before).seats[BOB]] == ["lead-two", "lead-three"]


def test_a_co_opted_member_sits_in_a_place_of_the_members_own() -> None:  # LSC-7.6
    body = members.CoOpted(ICP, GUEST, "expertise", sealed("why"), voting=False, quorum=True, sector="vcfse")
    before = partnership().and_(on("2024-01-01", body), opened(), lists(GUEST), item())
    (seat,) = at(before).seats[GUEST]
    assert (seat.sector, seat.voting) == ("vcfse", False)
    assert (at(before).members, at(before).additional) == (11, 1)


def test_filled_seats_are_counted_by_seat_and_unknown_ones_by_person() -> None:
    before = partnership().and_(
        appointed(BOB, "lead-three"),
        appointed(GUEST, None),
        appointed(CATH, None),
        opened(),
        lists(BOB),
        item(),
    )
    assert at(before).members == 11


def test_a_membership_says_from_which_organisation_of_the_seat_somebody_comes() -> None:
    either = partnership().state().terms.in_force(ICP, MET)
    if either is None:
        raise AssertionError
    seats = tuple(
        msgspec.structs.replace(seat, organisations=("blackpool", "school"))
        if seat.seat == "lead-two"
        else seat
        for seat in either.seats
    )
    adopted = terms.Adopted(msgspec.structs.replace(either, seats=seats, version="either"), "2023-05-01")
    known = members.Appointed(ICP, GUEST, "lead-two", "appointed", "2023-06-01", organisation="school")
    before = partnership().and_(
        on("2023-05-01", adopted), on("2023-06-01", known), opened(), lists(BOB, GUEST), item()
    )
    placed = at(before).seats
    assert [placed[one][0].organisations for one in (BOB, GUEST)] == [("blackpool", "school"), ("school",)]


def test_somebody_whose_membership_is_not_known_is_only_possible() -> None:  # LSC-8.1
    later = on("2024-06-05", members.Appointed(ICP, GUEST, "lead-one", "not known", None))
    before = partnership().and_(later, opened(), lists(CHAIR, BOB, GUEST), item())
    assert at(before).unsure == {GUEST}
    found = before.when(resolves("consensus")).finding("QUO-1")
    assert (found.verdict, found.got.split(" of ")[0]) == (Verdict.NOT_KNOWN, "2 for sure and 3 at most")


def test_who_acts_in_an_office_counts_as_its_holder_while_the_holder_is_away() -> None:  # LSC-8.1
    acts = on("2024-03-01", offices.ActingUp(ICP, "chair", BOB, "absence"))
    before = partnership().and_(acts, opened(), lists(BOB), item())
    assert at(before).acting == {"chair": BOB}
    assert before.when(resolves("consensus")).finding("QUO-2").by == (BOB,)
    both = partnership().and_(acts, opened(), lists(BOB, CHAIR), item())
    assert at(both).acting == {}
    assert both.when(resolves("consensus")).finding("QUO-2").by == (CHAIR,)


# --- deputies ----------------------------------------------------------------------------------------


def test_an_approved_deputy_counts_in_the_members_seat() -> None:  # LSC-7.7, LSC-8.4
    start = partnership(*RULES, DEPUTIES).and_(deputy(GUEST, FAY), opened())
    before = start.and_(lists(CHAIR, BOB, DAN, GUS, substitutes={GUEST: FAY}), item())
    assert [seat.seat for seat in at(before).seats[GUEST]] == ["integration"]
    before.when(resolves("consensus")).happens()
    without = start.and_(lists(CHAIR, BOB, DAN, GUS), item()).when(resolves("consensus"))
    assert without.verdict("QUO-4") is Verdict.NOT_MET


def test_a_deputy_without_the_chairs_approval_does_not_count() -> None:  # LSC-7.7, D9
    before = partnership(*RULES, DEPUTIES).and_(
        deputy(GUEST, FAY, approved=False), opened(), lists(CHAIR, substitutes={GUEST: FAY}), item()
    )
    assert there(before) == {CHAIR}


def test_where_no_rule_says_whether_a_deputy_counts_it_is_not_known() -> None:  # LSC-8.4
    silent = msgspec.structs.replace(DEPUTIES, counts=None)
    before = partnership(*RULES, silent).and_(
        deputy(GUEST, FAY), opened(), lists(CHAIR, substitutes={GUEST: FAY}), item()
    )
    assert at(before).unsure == {GUEST}
    assert at(before, right="voting").unsure == frozenset()


def test_a_deputy_does_not_count_beside_the_member() -> None:  # LSC-7.7, D9
    before = partnership(*RULES, DEPUTIES).and_(
        deputy(GUEST, FAY),
        opened(),
        lists(CHAIR, substitutes={GUEST: FAY}),
        item(),
        change(FAY, "arrived"),
        item(NEXT_ITEM, "2"),
    )
    assert there(before) == {CHAIR, GUEST}
    assert there(before, NEXT_ITEM) == {CHAIR, FAY}


def test_of_two_deputies_of_a_member_one_counts() -> None:  # D9
    before = partnership(*RULES, DEPUTIES).and_(
        deputy(GUEST, FAY),
        deputy(STRANGER, FAY, code="two"),
        opened(),
        lists(CHAIR, substitutes={GUEST: FAY, STRANGER: FAY}),
        item(),
    )
    assert there(before) == {CHAIR, GUEST}


def test_the_deputy_of_the_chair_does_not_hold_the_chair() -> None:  # LSC-7.7, LSC-8.1
    before = partnership(*RULES, DEPUTIES).and_(
        elected(HAL, "deputy-chair"),
        deputy(GUEST, CHAIR),
        opened(),
        lists(BOB, DAN, FAY, GUS, substitutes={GUEST: CHAIR}),
        item(),
    )
    assert before.when(resolves("consensus")).verdict("QUO-2") is Verdict.NOT_MET


def test_a_deputy_may_arrive_later() -> None:  # LSC-7.7
    before = partnership(*RULES, DEPUTIES).and_(
        deputy(GUEST, FAY), opened(), lists(CHAIR), change(GUEST, "arrived", member=FAY), item()
    )
    assert there(before) == {CHAIR, GUEST}
    assert before.state().sittings.known[MEETING].there(ITEM)[-1] == There(GUEST, FAY)
    again = before.and_(change(GUEST, "left"), change(GUEST, "arrived"), item(NEXT_ITEM, "2"))
    assert again.state().sittings.known[MEETING].there(NEXT_ITEM)[-1] == There(GUEST, FAY)


# --- from elsewhere ----------------------------------------------------------------------------------

AGREED = on("2024-03-20", meetings.VirtualAgreed(MEETING, CHAIR))


@pytest.mark.parametrize(
    ("rule", "agreed", "quorum", "vote"),
    [
        (None, True, "not known", "not known"),
        (virtual_rule("yes", "no"), False, "yes", "no"),
        (virtual_rule("agreed", "agreed"), True, "yes", "yes"),
        (virtual_rule("agreed", "agreed"), False, "no", "no"),
        (virtual_rule("not known", "yes"), True, "not known", "yes"),
    ],
)
def test_attendance_from_elsewhere_counts_as_the_terms_say(
    rule: terms.Rule | None, *, agreed: bool, quorum: str, vote: str
) -> None:  # LSC-8.2
    before = partnership(*RULES, *((rule,) if rule else ()))
    before = before.and_(AGREED if agreed else (), opened(), lists(CHAIR, BOB, virtual=(BOB,)), item())
    for right, expected in (("quorum", quorum), ("voting", vote)):
        placed = at(before, right="quorum" if right == "quorum" else "voting")
        said = "no" if BOB not in placed.seats else ("not known" if BOB in placed.unsure else "yes")
        assert (right, said) == (right, expected)
        assert CHAIR not in placed.unsure


def test_an_agreement_that_is_recorded_after_the_opening_is_too_late() -> None:  # LSC-8.2
    before = partnership(*RULES, virtual_rule("agreed", "agreed"))
    late = before.and_(opened(), AGREED, lists(CHAIR, BOB, virtual=(BOB,)), item())
    assert there(late) == {CHAIR}


def test_who_arrives_from_elsewhere_and_then_in_person_counts_in_person() -> None:  # LSC-8.2
    before = partnership(*RULES, virtual_rule("no", "no")).and_(
        opened(),
        lists(CHAIR),
        change(BOB, "arrived", virtual=True),
        item(),
        change(BOB, "left"),
        change(BOB, "arrived"),
        item(NEXT_ITEM, "2"),
    )
    assert there(before) == {CHAIR}
    assert there(before, NEXT_ITEM) == {CHAIR, BOB}


# --- other days --------------------------------------------------------------------------------------


def test_items_of_a_resumed_meeting_are_judged_on_their_own_day() -> None:  # LSC-8.5, D11
    body = members.CoOpted(ICP, GUEST, "expertise", sealed("why"), voting=True, quorum=True)
    before = partnership().and_(
        opened(),
        lists(CHAIR),
        item(),
        on(MET, meetings.Adjourned(MEETING, "inquorate", sealed("few"), LATER)),
        on("2024-03-28", body),
        on(LATER, meetings.Resumed(MEETING)),
        on(LATER, meetings.PresenceChanged(MEETING, GUEST, "arrived")),
        item(NEXT_ITEM, "2", day=LATER),
    )
    sitting = before.state().sittings.known[MEETING]
    assert (sitting.days, sitting.adjourned) == ((MET, LATER), None)
    assert (sitting.day_of(ITEM), sitting.day_of(NEXT_ITEM), sitting.day_of(OPENING)) == (MET, LATER, MET)
    assert there(before, NEXT_ITEM) == {CHAIR, GUEST}
    assert (at(before).additional, at(before, NEXT_ITEM).additional) == (0, 1)


def test_what_resumes_without_having_been_adjourned_changes_nothing() -> None:
    before = partnership().and_(opened(), on(LATER, meetings.Resumed(MEETING)))
    assert before.state().sittings.known[MEETING].days == (MET,)


def test_nobody_acts_in_an_office_that_was_filled_since() -> None:  # LSC-8.1, PLD-6
    chair = on("2024-01-01", offices.OfficeEnded(ICP, "chair", CHAIR, sealed("why")))
    vacant = partnership().and_(chair, on("2024-01-01", offices.ActingUp(ICP, "chair", BOB, "vacancy")))
    meets = (opened(), lists(BOB, DAN), item())
    assert at(vacant.and_(*meets)).acting == {"chair": BOB}
    assert at(vacant.and_(elected(CATH, begins="2024-02-01"), *meets)).acting == {}


def test_a_deputy_for_one_seat_stands_in_at_that_seat_alone() -> None:  # LSC-7.7, D9
    both = partnership(*RULES, DEPUTIES).and_(
        on("2023-06-01", members.Ended(ICP, BOB, "lead-two", sealed("why"))),
        on("2023-06-01", members.Appointed(ICP, FAY, "lead-two", "appointed", "2023-06-01")),
    )
    named = deputies.Nominated(ONE_SEAT, ICP, FAY, "integration", GUEST, meeting=MEETING)
    one = both.and_(on("2024-03-01", named), on("2024-03-01", deputies.Approved(ONE_SEAT, ICP, CHAIR)))
    before = one.and_(opened(), lists(CHAIR, substitutes={GUEST: FAY}), item())
    assert [seat.seat for seat in at(before).seats[GUEST]] == ["integration"]
    assert [seat.seat for seat in at(before, right="voting").seats[GUEST]] == ["integration"]

"""A fact is never changed: another says what it should have said, and is read in its place."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given as generated
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.examples import OFFICER, OTHER, ids_of, text_of
from tests.ledger.given import Given, Step, given, named, on, sealed
from tests.ledger.partnership import (
    ALL,
    BOB,
    CATH,
    CHAIR,
    GUEST,
    ICP,
    ITEM,
    MEETING,
    MET,
    STRANGER,
    appointed,
    attended,
    constituted,
    item,
    opened,
    partnership,
    put,
    registered,
    votes,
)

from ledger.acts import Act
from ledger.corrections import amended
from ledger.errors import Refused
from ledger.facts import (
    Body,
    corrections,
    deputies,
    keys,
    meetings,
    members,
    offices,
    organisations,
    programme,
)
from ledger.findings import Verdict
from ledger.request import Bench
from ledger.state import State

LATER = "2024-05-01"
REASON = sealed("reason")


def fact_id(before: Given, type_: type[object]) -> str:
    """Give the id of the last fact of a type."""
    return [at.fact.id for at in before.facts if type(at.fact.body) is type_][-1]


def said(before: Given, type_: type[object]) -> Any:  # noqa: ANN401 - a body of the type
    return [at.fact.body for at in before.facts if type(at.fact.body) is type_][-1]


def corrected(before: Given, type_: type[Body], day: str, **changes: object) -> tuple[Step, ...]:
    """Correct the last fact of a type as it was first recorded."""
    was = said(before, type_)
    body = corrections.Corrected(fact_id(before, type_), was, msgspec.structs.replace(was, **changes), REASON)
    return on(day, body, recorded=LATER)


def withdrawn(before: Given, type_: type[Body], day: str) -> tuple[Step, ...]:
    body = corrections.Corrected(fact_id(before, type_), said(before, type_), None, REASON)
    return on(day, body, recorded=LATER)


def roll() -> Given:
    """Give a body whose seat ``lead-one`` is filled."""
    return given(registered(*ALL), constituted(), appointed(CHAIR, "lead-two"))


def meeting() -> Given:
    return partnership().and_(opened(), attended(CHAIR, BOB), item())


def test_a_seat_is_read_as_it_was_corrected() -> None:  # LSC-7.2
    before = roll()
    seat = corrected(before, members.Appointed, "2023-05-01", seat="lead-one")
    after = before.when(seat).happens("ROL-2 not known")

    (one,) = after.state().roll.memberships

    assert (one.seat, one.person, one.since) == ("lead-one", CHAIR, "2023-05-01")
    assert before.state().roll.memberships[0].seat == "lead-two"


def test_a_day_alone_is_corrected() -> None:
    before = roll()
    after = before.when(corrected(before, members.Appointed, "2023-06-01")).happens("ROL-2 not known")

    (at,) = [one for one in amended(after.facts) if isinstance(one.fact.body, members.Appointed)]

    assert at.fact.on == "2023-06-01"


def test_what_was_withdrawn_did_not_happen() -> None:
    before = roll()
    after = before.when(withdrawn(before, members.Appointed, "2023-05-01")).happens()

    assert after.state().roll.memberships == ()


def test_a_list_of_those_present_is_read_as_it_was_corrected() -> None:  # LSC-M1
    before = meeting()
    after = before.when(corrected(before, meetings.Attended, MET, present=(CHAIR, CATH))).happens()

    assert after.state().sittings.known[MEETING].present == (CHAIR, CATH)


def test_the_correction_of_a_correction_names_the_original() -> None:
    before = meeting()
    once = before.when(corrected(before, meetings.Attended, MET, present=(CHAIR, CATH))).happens()
    first = said(once, corrections.Corrected).body
    last = msgspec.structs.replace(first, present=(BOB,))
    original = fact_id(before, meetings.Attended)
    again = once.when(on(MET, corrections.Corrected(original, first, last, REASON), recorded=LATER)).happens()

    assert again.state().sittings.known[MEETING].present == (BOB,)

    beside = corrections.Corrected(fact_id(once, corrections.Corrected), first, last, REASON)
    once.when(on(MET, beside, recorded=LATER)).refused_by(
        "COR-1 (Remit default): expected what the fact says, as it stands corrected, "
        f"got {beside.corrects}, which says nothing now"
    )


def test_what_the_fact_says_now_is_what_was_said() -> None:
    before = meeting()
    stale = corrected(before, meetings.Attended, MET, present=(CATH,))
    after = before.and_(corrected(before, meetings.Attended, MET, present=(CHAIR, CATH)))
    after.when(stale).refused_by(
        "COR-1 (Remit default): expected what the fact says, as it stands corrected, "
        f"got something else of {fact_id(before, meetings.Attended)}"
    )


def test_what_was_withdrawn_cannot_be_corrected() -> None:
    before = roll()
    after = before.and_(withdrawn(before, members.Appointed, "2023-05-01"))
    after.when(corrected(before, members.Appointed, "2023-05-01", seat="lead-one")).refused_by(
        "COR-1 (Remit default): expected what the fact says, as it stands corrected, "
        f"got {fact_id(before, members.Appointed)}, which says nothing now"
    )


def test_a_correction_says_something_else() -> None:
    before = roll()
    before.when(corrected(before, members.Appointed, "2023-05-01")).refused_by(
        "COR-2 (Remit default): expected something else of the same kind, about the same thing, "
        "got the same again"
    )


def other(body: Any, **changes: object) -> Any:  # noqa: ANN401 - a body of the same type
    return msgspec.structs.replace(body, **changes)


@pytest.mark.parametrize(
    ("type_", "day", "instead"),
    [
        (members.Appointed, "2023-05-01", members.Ended(ICP, CHAIR, None, REASON)),
        (members.Appointed, "2023-05-01", members.Appointed("place", CHAIR, None, "not known", None)),
        (meetings.ItemOpened, MET, meetings.ItemOpened(MEETING, named("i", "other"), "1", REASON, None)),
        (deputies.Nominated, MET, deputies.Nominated(named("s", "other"), ICP, BOB, None, CATH)),
    ],
)
def test_a_correction_stays_with_its_kind_and_thing(type_: type[Body], day: str, instead: Any) -> None:  # noqa: ANN401
    deputy = deputies.Nominated(named("s", "one"), ICP, BOB, None, CATH)
    before = meeting().and_(on(MET, deputy))
    before = before.and_(appointed(CHAIR, "lead-two"))
    body = corrections.Corrected(fact_id(before, type_), said(before, type_), instead, REASON)
    outcome = before.when(on(day, body, recorded=LATER))
    assert outcome.finding("COR-2").got == "another kind, or about another thing"
    assert (outcome.verdict("COR-2"), outcome.finding("COR-2").absolute) == (Verdict.NOT_MET, True)


def test_what_happened_at_a_meeting_stays_on_its_day() -> None:
    before = meeting()
    before.when(corrected(before, meetings.Attended, "2024-03-26", present=(CHAIR,))).refused_by(
        f"COR-3 (Remit default): expected the day of the meeting, {MET}, got 2024-03-26"
    )
    lost = attended(CHAIR, BOB)
    orphan = given(registered(CHAIR, BOB), lost)
    outcome = orphan.when(corrected(orphan, meetings.Attended, MET, present=(CHAIR,)))
    assert outcome.verdict("COR-3") is Verdict.NOT_MET


def test_an_item_gets_another_title() -> None:
    before = meeting()
    after = before.when(corrected(before, meetings.ItemOpened, MET, title=sealed("new"))).happens()
    assert list(after.state().sittings.known[MEETING].items) == [ITEM]


def test_a_correction_moves_neither_who_acted_nor_who_recorded() -> None:
    before = roll()
    (step,) = corrected(before, members.Appointed, "2023-05-01", seat="lead-one")
    acting = replace(step, acted=replace_person(step, GUEST), recorder=GUEST)
    (original,) = [at for at in before.facts if isinstance(at.fact.body, members.Appointed)]
    (at,) = [
        one for one in amended(before.with_(acting).facts) if isinstance(one.fact.body, members.Appointed)
    ]
    assert at == replace(original, fact=msgspec.structs.replace(original.fact, body=at.fact.body))
    assert at.fact != original.fact


def replace_person(step: Step, person: str) -> Any:  # noqa: ANN401 - who acted
    return msgspec.structs.replace(step.acted, person=person)


def test_a_correction_is_alone_in_its_request() -> None:
    before = roll()
    acts = [
        Act.of(replace(step.at(9), recorded="2024-05-01T12:00:00.000000Z"))
        for step in (
            *corrected(before, members.Appointed, "2023-05-01", seat="lead-one"),
            *registered(named("p", "other")),
        )
    ]
    judged = bench(before).judge(tuple(acts), before.state())
    (first, second) = judged
    assert isinstance(first.refusal, Refused)
    assert str(first.refusal) == (
        "COR-4 (Remit default): expected a correction alone in its request, got 2 facts"
    )
    assert second.refusal is None
    (only,) = bench(before).judge(tuple(acts[:1]), before.state())
    assert only.refusal is None


def bench(before: Given) -> Bench:
    return Bench(named("r", "bench"), "l-" + "a" * 26, f"{LATER}T12:00:00.000000Z", len(before.facts))


def test_a_key_for_another_body_corrects_nothing_at_a_meeting() -> None:
    enrolled = keys.Enrolled(text_of(OTHER), GUEST, ("record:place",))
    before = meeting().and_(
        tuple(replace(step, signers=ids_of(OFFICER, OTHER)) for step in on("2023-01-01", enrolled))
    )
    (step,) = corrected(before, meetings.Attended, MET, present=(CHAIR, CATH))
    by_other = replace(step, signers=ids_of(OTHER), recorder=GUEST)
    before.when(by_other).refused_by(
        "KEY-2 (Remit default): expected a key with the right record:icp, got rights record:place",
        kind="AUTHORITY",
    )


@generated(st.lists(st.one_of(st.none(), st.sampled_from(ALL)), max_size=6))
def test_the_last_correction_counts_as_if_it_had_been_said_at_first(people: list[str | None]) -> None:
    before = given(registered(*ALL), constituted(), appointed(CHAIR, None))
    original = said(before, members.Appointed)
    after, last = before, original
    for person in people:
        body = None if person is None else msgspec.structs.replace(original, person=person)
        text = corrections.Corrected(fact_id(before, members.Appointed), original, body, REASON)
        after, last = after.and_(on("2023-05-01", text, recorded=LATER)), body

    said_at_first = given(registered(*ALL), constituted(), () if last is None else on("2023-05-01", last))

    assert after.state().roll == said_at_first.state().roll


def test_nothing_is_said_of_nothing() -> None:
    assert amended(()) == []
    assert State().said.by_id == {}


def test_what_is_said_instead_is_judged_as_if_it_were_said_now() -> None:  # LSC-7.2
    before = partnership()
    taken = corrected(before, offices.Elected, "2023-05-01", office="deputy-chair")
    before.when(taken).happens()
    into = [at for at in before.facts if isinstance(at.fact.body, members.Appointed)]
    was, other = into[0].fact.body, into[1].fact.body
    assert isinstance(was, members.Appointed)
    assert isinstance(other, members.Appointed)
    body = corrections.Corrected(into[0].fact.id, was, msgspec.structs.replace(was, seat=other.seat), REASON)
    outcome = before.when(on("2023-05-01", body, recorded=LATER))
    found = [one for one in outcome.findings if one.rule == "ROL-3"]
    assert [one.verdict for one in found] == [Verdict.NOT_MET]
    stranger = corrected(meeting(), meetings.Attended, MET, present=(STRANGER,))
    assert meeting().when(stranger).verdict("MTG-8") is Verdict.NOT_MET


def test_a_record_may_be_corrected_after_the_meeting_was_closed() -> None:  # LSC-M2
    closed = meeting().and_(on(MET, meetings.Closed(MEETING)))
    closed.when(corrected(closed, meetings.Attended, MET, present=(CHAIR,))).happens()


def test_whose_seat_it_was_is_not_corrected_under_an_end() -> None:  # D1
    ended = roll().and_(on("2024-01-01", members.Ended(ICP, CHAIR, "lead-two", REASON)))
    refusal = "COR-5 (Remit default): expected nothing recorded since that rests on what the fact said, got "
    ended.when(corrected(ended, members.Appointed, "2023-05-01", seat="lead-one")).refused_by(
        f"{refusal}a membership ended 2024-01-01"
    )
    ended.when(corrected(ended, members.Appointed, "2023-06-01")).happens("ROL-2 not known")
    waiting = members.Appointed(ICP, BOB, "lead-one", "appointed", "2023-05-01", takes_up=True)
    waits = roll().and_(on("2023-05-01", waiting))
    waits.when(corrected(waits, members.Appointed, "2023-05-01", person=CHAIR)).happens("ROL-2 not known")
    taken = waits.and_(on("2023-05-02", members.TakenUp(ICP, BOB, "lead-one")))
    taken.when(corrected(taken, members.Appointed, "2023-05-01", person=CHAIR)).refused_by(
        f"{refusal}a seat taken up"
    )


RESTS = "COR-5 (Remit default): expected nothing recorded since that rests on what the fact said, got "


def test_no_membership_begins_after_its_end_by_a_correction() -> None:  # D1, T1
    ended = roll().and_(on("2024-01-01", members.Ended(ICP, CHAIR, "lead-two", REASON)))
    refusal = f"{RESTS}a membership ended 2024-01-01"
    ended.when(corrected(ended, members.Appointed, "2024-02-01", began="2024-02-01")).refused_by(refusal)
    ended.when(corrected(ended, members.Appointed, "2023-12-31", began="2023-12-31")).happens(
        "ROL-2 not known"
    )


def test_who_was_co_opted_is_not_corrected_under_an_end() -> None:  # D1, D11
    joined = members.CoOpted(ICP, GUEST, "expertise", REASON, voting=True, quorum=True)
    before = partnership().and_(on("2024-01-01", joined))
    assert before.when(corrected(before, members.CoOpted, "2024-01-01", person=STRANGER)).verdict(
        "COR-5"
    ) is (Verdict.MET)
    ended = before.and_(on("2024-02-01", members.Ended(ICP, GUEST, None, REASON)))
    for day, change in (("2024-01-01", {"person": STRANGER}), ("2024-02-01", {})):
        found = ended.when(corrected(ended, members.CoOpted, day, **change)).finding("COR-5")
        assert (found.verdict, found.got) == (Verdict.NOT_MET, "a membership ended 2024-02-01")
    found = ended.when(corrected(ended, members.CoOpted, "2024-01-15")).finding("COR-5")
    assert found.verdict is Verdict.MET


def test_who_held_an_office_is_not_corrected_under_an_end() -> None:  # D1
    held = partnership()
    left = held.and_(on("2024-01-01", offices.OfficeEnded(ICP, "chair", CHAIR, REASON)))

    def change(before: Given) -> tuple[Step, ...]:
        return corrected(before, offices.Elected, "2023-05-01", person=BOB)

    held.when(change(held)).happens()
    left.when(change(left)).refused_by(f"{RESTS}an office left 2024-01-01")
    left.when(corrected(left, offices.Elected, "2023-05-01", term="2023")).happens()
    acting = left.and_(on("2024-01-02", offices.ActingUp(ICP, "chair", GUEST, "vacancy", "2024-03-01")))

    def acts(before: Given) -> tuple[Step, ...]:
        return corrected(before, offices.ActingUp, "2024-01-02", person=BOB)

    acting.when(acts(acting)).happens()
    over = acting.and_(on("2024-02-01", offices.ActingEnded(ICP, "chair", GUEST)))
    over.when(acts(over)).refused_by(f"{RESTS}an office left 2024-02-01")


def test_a_position_is_not_corrected_under_its_end() -> None:  # PLA-3
    held = partnership().and_(
        on("2023-01-01", *(organisations.Registered(code, code, "council") for code in ("icb", "school"))),
        on("2023-01-01", organisations.Affiliated(BOB, "icb", "director", "2023-01-01")),
    )
    over = held.and_(on("2024-01-01", organisations.Unaffiliated(BOB, "icb", "director")))
    type_, day = organisations.Affiliated, "2023-01-01"
    held.when(corrected(held, type_, day, organisation="school")).happens()
    refusal = f"{RESTS}a position ended 2024-01-01"
    over.when(corrected(over, type_, day, organisation="school")).refused_by(refusal)
    over.when(corrected(over, type_, "2024-02-01", began="2024-02-01")).refused_by(refusal)
    over.when(corrected(over, type_, day, began="2022-12-01")).happens()


def test_a_deputy_who_was_answered_stays_the_one_who_was_named() -> None:  # D7, D9
    code = named("s", "first")
    wanted = deputies.Nominated(code, ICP, BOB, "lead-two", GUEST, first="2024-03-01", until="2024-06-01")
    before = partnership().and_(on("2024-02-01", wanted))
    before.when(corrected(before, deputies.Nominated, "2024-02-01", person=STRANGER)).happens()
    answered = before.and_(on("2024-02-02", deputies.Approved(code, ICP, CHAIR)))
    refusal = f"{RESTS}a deputy approved 2024-02-02"
    for change in ({"person": STRANGER}, {"member": CATH, "seat": None}, {"until": "2025-06-01"}):
        answered.when(corrected(answered, deputies.Nominated, "2024-02-01", **change)).refused_by(refusal)
    by = answered.when(corrected(answered, deputies.Nominated, "2024-02-01", by="blackpool"))
    assert by.verdict("COR-5") is Verdict.MET
    answered.when(withdrawn(answered, deputies.Nominated, "2024-02-01")).happens()


def test_the_date_that_a_meeting_was_given_is_corrected_after_it_was_held() -> None:  # LSC-9.1
    dated = on("2024-02-01", programme.Scheduled(MEETING, ICP, "2024-03-26", None, None))
    before = partnership().and_(dated, opened())
    before.when(corrected(before, programme.Scheduled, "2024-02-01", date=MET)).happens()


def test_nobody_votes_at_an_item_that_was_withdrawn() -> None:  # D12
    before = partnership().and_(opened(), attended(*ALL), item(), put(), votes("for", BOB))
    after = before.when(withdrawn(before, meetings.ItemOpened, MET)).happens()
    after.when(votes("for", CATH)).refused_by(
        f"MTG-5 (Remit default): expected an item of this meeting, got {ITEM}"
    )

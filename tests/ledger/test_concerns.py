"""Concerns over a partner, put to it with evidence; and what becomes of a partner that leaves."""

from __future__ import annotations

from typing import Any

import msgspec
from tests.ledger.given import Given, Outcome, Step, named, on, sealed
from tests.ledger.partnership import ICP, QUORUM, RESOLUTION, STRANGER, VOTING, WAYS, partnership, terms_with
from tests.ledger.test_disputes import raises as disputes_
from tests.ledger.test_disputes import taken

from ledger import consultations
from ledger.awaiting import NO_DAY, Awaited
from ledger.concerns import awaited
from ledger.facts import concerns as facts
from ledger.facts import disputes, members, organisations, terms
from ledger.facts.words import Due
from ledger.findings import Verdict
from ledger.partners import is_named
from ledger.state import placing

MISSED, UNKNOWN = Verdict.NOT_MET, Verdict.NOT_KNOWN
CN, DP = named("cn", "beds"), named("dp", "ward")
PUT, SAID, ASKED, GONE = "2024-04-02", "2024-04-16", "2024-05-01", "2024-06-03"
WEST, EAST = "organisation:blackburn", "organisation:blackpool"
BY_APRIL = Due("by the end of April 2024", None, "2024-04-30")
TIME = terms.ConsultationRule(rule="TME-1", clause="8", basis="stated", says="time is allowed")


def known() -> Given:
    own = terms_with(*QUORUM, VOTING, WAYS, TIME, version="2024")
    codes = ("blackburn", "blackpool", "lancashire", "icb", "hospice")
    registered = (organisations.Registered(one, one, "council") for one in codes)
    return partnership().and_(on("2023-05-02", *registered, terms.Adopted(own, "2023-05-02")))


def puts(
    by: tuple[str, ...] = (EAST,), about: str = "blackburn", due: Due | None = BY_APRIL, day: str = PUT
) -> tuple[Step, ...]:
    return on(day, facts.Raised(CN, ICP, about, by, sealed("beds"), sealed("the figures"), due))


def answers(day: str = SAID, **more: Any) -> tuple[Step, ...]:
    body = facts.Answered(CN, ICP, changes=True, text=sealed("we shall"))
    return on(day, msgspec.structs.replace(body, **more))


def closes(day: str = ASKED) -> tuple[Step, ...]:
    return on(day, facts.Closed(CN, ICP, sealed("they did")))


def goes_on(to: facts.Way, dispute: str | None = None, day: str = ASKED) -> tuple[Step, ...]:
    return on(day, facts.Escalated(CN, ICP, to, dispute, sealed("no change")))


def asks(day: str = ASKED, **more: Any) -> tuple[Step, ...]:
    body = facts.AskedToLeave("blackburn", ICP, CN, None, sealed("please go"))
    return on(day, msgspec.structs.replace(body, **more))


def leaves(day: str = GONE, *, asked: bool = True, code: str = "blackburn") -> tuple[Step, ...]:
    return on(day, facts.Left(code, ICP, asked, sealed("we go")))


IN_EXTREMIS = (puts(), answers(), goes_on("asking to leave"))


def against(outcome: Outcome) -> list[str]:
    return [one.rule for one in outcome.findings if one.verdict is MISSED]


def test_a_concern_is_put_with_evidence_answered_and_closed() -> None:  # HIW-6
    before = known()
    for step in (puts(), answers(), closes()):
        before = before.when(step).happens()
    one = before.state().concerns.known[CN]
    assert (one.answered, one.closed, one.to_leave) == (True, ASKED, False)
    assert (one.by(PUT).answered, one.by(SAID).closed) == (False, None)
    before.when(answers(GONE)).refused_by(
        f"CNC-5 (Remit default): expected a concern that is pursued, got {CN}, closed {ASKED}"
    )
    known().and_(puts()).when(puts()).refused_by(
        f"CNC-1 (Remit default): expected an id that is new, got {CN}"
    )


def test_a_concern_is_put_by_other_partners_about_a_partner() -> None:  # HIW-6
    before = known()
    before.when(puts((EAST, f"body:{ICP}"))).happens()
    for by in ((WEST,), (EAST, EAST)):
        before.when(puts(by)).refused_by(
            f"CNC-2 (Remit default): expected others than blackburn, each once, got {', '.join(by)}"
        )
    expected = f"CNC-3 (Remit default): expected a partner under the terms of icp on {PUT}, got"
    before.when(puts(about="hospice")).refused_by(f"{expected} hospice")
    before.when(puts(("organisation:hospice",))).refused_by(f"{expected} hospice")
    before.when(puts(("body:nowhere",))).refused_by(
        "CNC-3 (Remit default): expected a partner, or icp itself, got body:nowhere"
    )
    early = partnership().when(puts(("body:icp",), day="2023-03-01"))
    assert [one.rule for one in early.findings if one.verdict is UNKNOWN] == ["TER-1"]
    unregistered = known().when(puts(about="alliance"))
    assert against(unregistered) == ["CNC-3"]


def test_what_is_said_is_said_of_a_concern_that_was_raised_by_then() -> None:
    want = f"CNC-4 (Remit default): expected a concern under icp that was raised by {SAID}, got {CN}"
    known().when(answers()).refused_by(want)
    known().and_(puts(day=ASKED)).when(answers()).refused_by(want)
    elsewhere = known().and_(puts()).when(answers(body="board"))
    assert "CNC-4" in against(elsewhere)
    assert known().and_(answers()).state().concerns.known == {}


def test_a_concern_goes_on_as_a_dispute_against_the_partner() -> None:  # HIW-6
    before = known().and_(puts(), disputes_((EAST,), (WEST,), None))
    before.when(goes_on("dispute", DP)).happens()
    want = "CNC-6 (Remit default): expected an open dispute under icp against blackburn, got"
    known().and_(puts()).when(goes_on("dispute", DP)).refused_by(f"{want} {DP}")
    before.when(goes_on("dispute")).refused_by(f"{want} none")
    reverse = known().and_(puts(), disputes_((WEST,), (EAST,), None))
    assert against(reverse.when(goes_on("dispute", DP))) == ["CNC-6"]
    later = known().and_(puts(), disputes_((EAST,), (WEST,), None, day=GONE))
    assert against(later.when(goes_on("dispute", DP))) == ["CNC-6"]


def test_only_in_extremis_is_a_partner_asked_to_leave() -> None:  # HIW-6
    before = known()
    for step in IN_EXTREMIS:
        before = before.when(step).happens()
    before.when(asks()).happens()
    want = "CNC-8 (Remit default): expected a concern about blackburn that went on to asking it to leave"
    known().and_(puts(), answers()).when(asks()).refused_by(f"{want}, got {CN}")
    known().when(asks()[0].departing()).happens("CNC-8 not met")
    assert against(before.when(asks(organisation="blackpool"))) == ["CNC-8"]
    assert against(before.and_(closes()).when(asks())) == ["CNC-8"]
    assert against(before.when(asks(SAID))) == ["CNC-8"]
    both = known().and_(puts(), answers()).when(goes_on("asking to leave", DP))
    both.refused_by(f"CNC-6 (Remit default): expected no dispute where it is asked to leave, got {DP}")


def test_a_partner_is_heard_before_it_is_asked_to_leave() -> None:  # HIW-6
    silent = known().and_(puts())
    silent.when(goes_on("asking to leave", day="2024-04-30")).refused_by(
        "CNC-7 (Remit default): expected the partner to have answered, or to be out of time, got no answer "
        "yet"
    )
    silent.when(goes_on("asking to leave", day="2024-05-01")).happens()
    vague = known().and_(puts(due=Due("soon"))).when(goes_on("asking to leave"))
    assert vague.verdict("CNC-7") is UNKNOWN
    open_ended = known().and_(puts(due=None)).when(goes_on("asking to leave"))
    assert open_ended.verdict("CNC-7") is MISSED


def test_the_decision_to_ask_it_is_one_of_the_body_by_then() -> None:  # HIW-6
    before = known().and_(taken(RESOLUTION), *IN_EXTREMIS)
    before.when(asks(resolution=RESOLUTION)).happens()
    before.and_(on("2024-01-01")).when(asks(resolution=named("d", "none"))).refused_by(
        f"CNC-9 (Remit default): expected a decision of icp taken by {ASKED}, got {named('d', 'none')}"
    )
    assert "CNC-9" in against(before.when(asks("2024-03-24", resolution=RESOLUTION)))


def test_a_partner_leaves_and_is_a_partner_no_more() -> None:  # HIW-6
    asked = known().and_(*IN_EXTREMIS, asks())
    gone = asked.when(leaves()).happens()
    gone.when(leaves("2024-07-01")).refused_by(
        "CNC-3 (Remit default): expected a partner under the terms of icp on 2024-07-01, got blackburn, "
        f"which left {GONE}"
    )
    gone.when(leaves("2024-06-02")).happens()
    known().when(leaves()).refused_by(
        "CNC-10 (Remit default): expected a partner that was asked to leave, got blackburn, not asked by "
        f"{GONE}"
    )
    known().when(leaves(asked=False)).happens()
    assert against(asked.when(leaves("2024-04-30"))) == ["CNC-10"]
    directory = gone.state().directory
    assert (
        directory.left_on(ICP, "blackburn", "2024-06-02"),
        directory.left_on("board", "blackburn", GONE),
    ) == (
        None,
        None,
    )
    assert directory.exists("blackburn", GONE)


def test_a_seat_of_a_partner_that_left_is_not_filled() -> None:  # HIW-6
    end = members.Ended(ICP, named("p", "chair"), "lead-one", sealed("left"), "succession")
    appointed = on("2024-07-01", members.Appointed(ICP, STRANGER, "lead-one", "appointed", "2024-07-01"))
    vacant = known().and_(on(GONE, end))
    vacant.when(appointed).happens()
    vacant.and_(leaves()).when(appointed).refused_by(
        f"CNC-11 (Remit default): expected a seat of an organisation that is a partner, got blackburn, which "
        f"left {GONE}"
    )
    elsewhere = on(GONE, facts.Left("blackburn", "board", asked=False, text=sealed("x")))
    vacant.and_(elsewhere).when(appointed).happens()


def test_a_seat_of_several_is_filled_while_one_of_them_is_a_partner() -> None:  # HIW-6
    own = terms_with(*QUORUM, VOTING, WAYS, version="2025")
    first, *rest = own.seats
    shared = msgspec.structs.replace(first, organisations=("blackburn", "blackpool"))
    wide = msgspec.structs.replace(own, seats=(shared, *rest))
    end = members.Ended(ICP, named("p", "chair"), "lead-one", sealed("left"), "succession")
    before = known().and_(on(GONE, terms.Adopted(wide, GONE), end), leaves())
    appointed = on("2024-07-01", members.Appointed(ICP, STRANGER, "lead-one", "appointed", "2024-07-01"))
    before.when(appointed).happens()
    assert against(before.and_(leaves(code="blackpool")).when(appointed)) == ["CNC-11"]


def test_who_left_is_consulted_no_more() -> None:  # HIW-6, PLA-4.3
    state = known().and_(leaves()).state()
    in_force = state.terms.in_force(ICP, GONE)
    assert in_force is not None
    named_ = {
        day: consultations.to_ask(TIME, in_force, "icb", state.directory, day) for day in ("2024-06-02", GONE)
    }
    assert WEST in named_["2024-06-02"]
    assert named_[GONE] == (EAST, "organisation:lancashire")


def test_who_left_or_came_after_a_partner_is_named_by_the_terms_and_nobody_else() -> None:  # HIW-6, SYS-1
    over = organisations.Ended("blackpool", "an order", ("hospice",))
    before, after = known().state(), known().and_(leaves(), on(GONE, over)).state()
    book = terms_with(*QUORUM, VOTING, WAYS, TIME, version="2024")
    assert [is_named(one, book, before.directory) for one in ("blackburn", "hospice")] == [True, False]
    named = [is_named(one, book, after.directory) for one in ("blackburn", "blackpool", "hospice", "trust")]
    assert named == [True, True, True, False]


def test_answers_and_leaving_are_awaited_until_they_come() -> None:  # HIW-6
    state = known().and_(puts()).state()
    (one,) = awaited(state.concerns, placing(state), "2024-05-30")
    assert one == Awaited("answer to a concern", CN, ICP, BY_APRIL, WEST, PUT)
    assert list(awaited(state.concerns, placing(state), "2024-04-01")) == []
    for over in (answers(), closes(SAID)):
        after = known().and_(puts(), over).state()
        assert list(awaited(after.concerns, placing(after), SAID)) == []
        assert len(list(awaited(after.concerns, placing(after), PUT))) == 1
    (undated,) = awaited(known().and_(puts(due=None)).state().concerns, placing(state), SAID)
    assert undated == Awaited("answer to a concern", CN, ICP, NO_DAY, WEST, PUT)
    asked = known().and_(*IN_EXTREMIS, asks(due=Due("by June 2024", None, "2024-06-30")), leaves()).state()
    (leaving,) = awaited(asked.concerns, placing(asked), ASKED)
    assert (leaving.kind, leaving.owner, leaving.since) == ("asked to leave", WEST, ASKED)
    assert list(awaited(asked.concerns, placing(asked), SAID)) == []
    assert list(awaited(asked.concerns, placing(asked), GONE)) == []
    whenever = known().and_(*IN_EXTREMIS, asks()).state()
    assert [one.due for one in awaited(whenever.concerns, placing(whenever), GONE)] == [NO_DAY]


def test_a_partner_that_left_is_no_party_to_what_comes_after() -> None:  # HIW-6
    before = known().and_(leaves())
    assert against(before.when(puts(due=None, day="2024-07-01"))) == ["CNC-3"]
    raised = disputes.Raised(DP, ICP, (WEST,), (EAST,), None, None, holds=False, text=sealed("x"))
    assert against(before.when(on("2024-07-01", raised))) == ["DSP-3"]

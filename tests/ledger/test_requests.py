from __future__ import annotations

import msgspec
from tests.ledger.given import Given, given, named, on, sealed
from tests.ledger.partnership import CHAIR, ICP, STRANGER, constituted, registered

from ledger.facts import programme
from ledger.facts.organisations import Registered
from ledger.facts.programme import QuestionAnswered, QuestionPut, VisitAnswered, VisitRequested

DAY = "2024-06-03"
JULY, ELSEWHERE = named("m", "july"), named("m", "elsewhere")
VISIT, QUESTION = named("o", "visit"), named("q", "question")

REQUEST = VisitRequested(VISIT, ICP, JULY, "trust", STRANGER, sealed("to hear"))
WELCOME = VisitAnswered(VISIT, ICP, CHAIR, "welcome", sealed("gladly"))
PUT = QuestionPut(QUESTION, ICP, JULY, sealed("asker"), sealed("why"))
TOLD = QuestionAnswered(QUESTION, ICP, "at the meeting", sealed("because"), JULY)

change = msgspec.structs.replace


def icp() -> Given:
    """Give a body with a meeting that is not held in public, and another body with a meeting."""
    scheduled = (
        programme.Scheduled(JULY, ICP, "2024-07-15", None, None, public=False),
        programme.Scheduled(ELSEWHERE, "other", "2024-07-15", None, None),
    )
    trust = on("2023-01-01", Registered("trust", "Trust", "nhs"))
    people = registered(CHAIR, STRANGER)
    return given(people, trust, constituted(), constituted("other"), on(DAY, *scheduled))


def test_a_partner_asks_to_attend_and_is_answered_once() -> None:  # PLA-7e
    asked = icp().when(on(DAY, REQUEST)).happens()
    assert asked.state().agendas.visits == {VISIT: (REQUEST, None)}
    answered = asked.when(on(DAY, WELCOME)).happens()
    assert answered.state().agendas.visits == {VISIT: (REQUEST, WELCOME)}
    answered.when(on(DAY, WELCOME)).refused_by(
        f"AGD-6 (Remit default): expected a request to icp without an answer, got {VISIT}, which was answered"
    )


def test_a_request_needs_neither_a_person_nor_a_meeting() -> None:  # PLA-7e
    icp().when(on(DAY, change(REQUEST, person=None, meeting=None))).happens()


def test_a_request_is_new_and_names_what_the_ledger_knows() -> None:  # PLA-7e
    icp().and_(on(DAY, REQUEST)).when(on(DAY, REQUEST)).refused_by(
        f"AGD-6 (Remit default): expected an id that no request has yet, got {VISIT}"
    )
    nobody = named("p", "nobody")
    icp().when(on(DAY, change(REQUEST, person=nobody, organisation="guild", meeting=ELSEWHERE))).refused_by(
        f"AGD-8 (Remit default): expected a meeting of icp, got {ELSEWHERE}, of other",
        "ORG-2 (Remit default): expected an organisation that the ledger knows, got guild",
        f"PER-2 (Remit default): expected a person whom the ledger knows, got {nobody}",
    )


def test_only_what_was_asked_of_the_body_is_answered_by_somebody_known() -> None:  # PLA-7e
    nobody = named("p", "nobody")
    icp().when(on(DAY, change(WELCOME, by=nobody))).refused_by(
        f"AGD-6 (Remit default): expected a request to icp without an answer, got {VISIT}, "
        "which the ledger does not know",
        f"PER-2 (Remit default): expected a person whom the ledger knows, got {nobody}",
    )
    icp().and_(on(DAY, REQUEST)).when(on(DAY, change(WELCOME, body="other"))).refused_by(
        "AGD-6 (Remit default): expected a request to other without an answer, got a request to icp"
    )


def test_a_question_is_put_and_answered_once() -> None:  # LSC-9.2
    put = icp().when(on(DAY, PUT)).happens()
    assert put.state().agendas.questions == {QUESTION: (PUT, None)}
    told = put.when(on("2024-07-15", TOLD)).happens()
    assert told.state().agendas.questions == {QUESTION: (PUT, TOLD)}
    told.when(on("2024-07-15", TOLD)).refused_by(
        "AGD-7 (Remit default): expected a question to icp without an answer, "
        f"got {QUESTION}, which was answered"
    )


def test_a_question_is_new_and_for_a_meeting_of_the_body() -> None:  # LSC-9.2
    icp().and_(on(DAY, PUT)).when(on(DAY, change(PUT, meeting=None))).refused_by(
        f"AGD-7 (Remit default): expected an id that no question has yet, got {QUESTION}"
    )
    icp().when(on(DAY, change(PUT, meeting=ELSEWHERE))).refused_by(
        f"AGD-8 (Remit default): expected a meeting of icp, got {ELSEWHERE}, of other"
    )


def test_a_question_that_nobody_put_has_no_answer() -> None:  # LSC-9.2
    icp().when(on(DAY, change(TOLD, how="in writing", meeting=None))).refused_by(
        "AGD-7 (Remit default): expected a question to icp without an answer, "
        f"got {QUESTION}, which the ledger does not know"
    )


def test_an_answer_at_the_meeting_names_a_meeting_of_the_body() -> None:  # LSC-9.2
    put = icp().and_(on(DAY, PUT))
    put.when(on(DAY, change(TOLD, meeting=None))).refused_by(
        "AGD-12 (Remit default): expected the meeting, for an answer at the meeting, got at the meeting"
    )
    put.when(on(DAY, change(TOLD, meeting=ELSEWHERE))).refused_by(
        f"AGD-8 (Remit default): expected a meeting of icp, got {ELSEWHERE}, of other"
    )
    put.when(on(DAY, change(TOLD, how="not taken", meeting=None))).happens()


def test_an_answer_whose_question_was_not_read_is_left_alone() -> None:
    later = given(on(DAY, TOLD, WELCOME))
    assert (later.state().agendas.questions, later.state().agendas.visits) == ({}, {})

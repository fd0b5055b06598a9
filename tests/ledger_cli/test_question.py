"""``remit question``: questions are managed, and nobody is named to the public."""

from __future__ import annotations

import pytest
from tests.ledger_cli.desk import Desk, kept
from tests.ledger_cli.july import CLOSED, JULY, july, made

from ledger.facts.programme import QuestionAnswered, QuestionPut

PUT = ("question", "put", "icp", "--asker", "Pat Resident", "--text", "When is the survey?")
REQUEST = ("--request", "r-" + "d" * 16)


@pytest.fixture
@kept
def coming(desk: Desk) -> Desk:
    return july(desk)


def put(desk: Desk, *more: str) -> str:
    return made(desk, *PUT, "--on", "2024-06-03", *more)


def answer(question: str, how: str, *more: str) -> tuple[str, ...]:
    return ("question", "answer", question, "--how", how, "--text", "In spring.", "--on", "2024-07-15", *more)


def test_a_question_is_put_and_answered_at_the_meeting(coming: Desk) -> None:  # LSC-9.2
    question = put(coming, "--meeting", "2024-07-15")
    assert coming.last_of(QuestionPut).meeting == JULY
    assert coming("question", "list", "icp").rows == [
        [question, "2024-06-03", JULY, "When is the survey?", "", "", "", "Pat Resident"]
    ]
    assert coming.record(*answer(question, "at the meeting")).code == 0
    assert coming.last_of(QuestionAnswered).meeting == JULY
    assert coming("question", "list", "icp").rows[0][4:7] == ["at the meeting", "2024-07-15", "In spring."]


def test_who_asked_is_not_shown_to_the_public(coming: Desk) -> None:  # LSC-9.4
    question = put(coming)
    coming.record(*answer(question, "in writing"))
    for form in ((), ("--json",)):
        said = coming("question", "list", "icp", "--public", *form)
        assert ("Pat" in said.out + said.err, "asker" in said.out, "survey" in said.out) == (
            False,
            False,
            True,
        )


def test_a_question_is_answered_once(coming: Desk) -> None:  # LSC-9.2
    question = put(coming)
    first = coming.record(*answer(question, "not taken"), *REQUEST)
    assert coming.record(*answer(question, "not taken"), *REQUEST).out == first.out
    again = coming.record(*answer(question, "in writing"))
    assert again.code == 3
    assert again.err == (
        "refused: AGD-7 (Remit default): expected a question to icp without an answer, "
        f"got {question}, which was answered\n"
    )


def test_an_answer_at_a_meeting_names_it(coming: Desk) -> None:  # LSC-9.2
    question = put(coming)
    said = coming.record(*answer(question, "at the meeting"))
    assert said.code == 3
    assert said.err == (
        "refused: AGD-12 (Remit default): expected the meeting, for an answer at the meeting, "
        "got at the meeting\n"
    )
    assert coming.record(*answer(question, "at the meeting", "--meeting", CLOSED)).code == 0
    assert coming.last_of(QuestionAnswered).meeting == CLOSED


def test_a_question_repeats(coming: Desk) -> None:
    first = coming.record(*PUT, *REQUEST, "--json")
    size = coming.size
    assert coming.record(*PUT, *REQUEST, "--json").json == first.json
    assert coming.size == size


def test_an_unknown_question_has_no_answer(coming: Desk) -> None:
    said = coming.record(*answer("q-" + "z" * 16, "in writing"))
    assert (said.code, said.err) == (
        4,
        f"malformed: expected the id of a question that the ledger knows, got '{'q-' + 'z' * 16}'\n",
    )


def test_questions_to_another_body_are_not_listed(coming: Desk) -> None:
    coming.record("body", "constitute", "group", "The group", "--instrument", "s.2", "--on", "2023-01-01")
    coming.record("question", "put", "group", "--asker", "Pat", "--text", "Why?")
    assert coming("question", "list", "icp").rows == []

"""What others ask of a body: to attend a meeting that is not held in public, and questions.

Implements PLA-7e (open door: the request is talked over and the answer recorded) and of LSC-9.2 that
questions are managed.
"""

from __future__ import annotations

from typing import assert_never

from ledger.acts import Act
from ledger.agendas import Agendas, require_meeting
from ledger.bodies import Bodies
from ledger.facts import programme as facts
from ledger.findings import Finding, judge
from ledger.meetings import Sittings
from ledger.organisations import Directory
from ledger.programme import Programme

Asked = facts.Visit | facts.Question
Pair = (
    tuple[facts.VisitRequested, facts.VisitAnswered | None]
    | tuple[facts.QuestionPut, facts.QuestionAnswered | None]
)


def boundary(body: Asked) -> frozenset[str]:
    """Say which tags the judgement reads."""
    tags = {f"body:{body.body}"}
    match body:
        case facts.VisitRequested():
            tags |= {f"visit:{body.visit}", f"organisation:{body.organisation}"}
            tags |= {f"person:{body.person}"} if body.person else set()
            tags |= {f"meeting:{body.meeting}"} if body.meeting else set()
        case facts.VisitAnswered():
            tags |= {f"visit:{body.visit}", f"person:{body.by}"}
        case facts.QuestionPut() | facts.QuestionAnswered():
            tags |= {f"question:{body.question}"}
            tags |= {f"meeting:{body.meeting}"} if body.meeting else set()
        case _:
            assert_never(body)
    return frozenset(tags)


def examine(
    act: Act,
    body: Asked,
    agendas: Agendas,
    programme: Programme,
    sittings: Sittings,
    bodies: Bodies,
    directory: Directory,
) -> tuple[Finding, ...]:
    """Judge what is asked, and what is answered."""
    common = [bodies.require(body.body, act.day)]
    if not isinstance(body, facts.VisitAnswered) and body.meeting is not None:
        common.append(require_meeting(body.meeting, body.body, programme, sittings))
    match body:
        case facts.VisitRequested():
            fresh = body.visit not in agendas.visits
            new = judge("AGD-6", fresh, "an id that no request has yet", body.visit, absolute=True)
            named = (directory.require_person(body.person),) if body.person else ()
            return (*common, new, directory.require_organisation(body.organisation), *named)
        case facts.VisitAnswered():
            asked = _require_open("AGD-6", "request", body.visit, body.body, agendas.visits.get(body.visit))
            return (*common, asked, directory.require_person(body.by))
        case facts.QuestionPut():
            fresh = body.question not in agendas.questions
            new = judge("AGD-7", fresh, "an id that no question has yet", body.question, absolute=True)
            return (*common, new)
        case facts.QuestionAnswered():
            put = agendas.questions.get(body.question)
            asked = _require_open("AGD-7", "question", body.question, body.body, put)
            return (*common, asked, _require_where(body))
        case _:
            assert_never(body)


def _require_open(rule: str, noun: str, code: str, body: str, asked: Pair | None) -> Finding:
    """Judge that what is answered was asked of the body, and not answered yet."""
    if asked is None:
        got = f"{code}, which the ledger does not know"
    elif asked[1] is not None:
        got = f"{code}, which was answered"
    else:
        got = f"a {noun} to {asked[0].body}"
    found = asked is not None and asked[1] is None and asked[0].body == body
    return judge(rule, found, f"a {noun} to {body} without an answer", got, absolute=True)


def _require_where(body: facts.QuestionAnswered) -> Finding:
    """Judge AGD-12: an answer at the meeting names the meeting."""
    named = body.how != "at the meeting" or body.meeting is not None
    got = body.how if body.meeting is None else f"{body.how}, {body.meeting}"
    return judge("AGD-12", named, "the meeting, for an answer at the meeting", got, absolute=True)

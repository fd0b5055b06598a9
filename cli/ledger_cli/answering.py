"""Answers to the questions of boards: read, and computed by the core."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.acts import Act
from ledger.attesting import answer, boundary
from ledger.facts.attesting import Attested
from ledger.state import record
from ledger_cli.lookups import Past
from ledger_cli.settings import today

if TYPE_CHECKING:
    from ledger.attesting import Answered
    from ledger.facts.attesting import Question
    from ledger_cli.session import Session


def answered(session: Session, question: Question, by: str) -> Answered | None:
    """Give what the record answers now; None: it does not know what is asked about."""
    body = Attested(by, question, "no", ("not computed yet",))
    state = Past(session).grown(lambda state: boundary(body, record(state)))
    return answer(question, record(state), Act(body, today(), today(), "", ()))

"""Questions of the public and requests to attend that nobody has answered yet (LSC-9.2, PLA-7e)."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.awaiting import NO_DAY, Awaited, by
from ledger.facts import programme as facts
from ledger.facts.words import Due
from ledger_cli.dues.ground import Ground, Row, Sealing


def rows(ground: Ground) -> Iterator[Row]:
    """Give what was asked and is not answered: by the meeting that it was asked for, where one is named."""
    asked = ground.open("question", facts.QuestionPut, facts.QuestionAnswered)
    for code, (at, put) in asked.items():
        if ground.of(put.body):
            due = _due(ground, put.meeting)
            awaited = Awaited("question", code, put.body, due, f"body:{put.body}", at.day)
            settle = f'remit question answer {code} --how "in writing" --text TEXT'
            yield Row(awaited, "answer to a question", settle, words=Sealing(at, "body.text", put.text))
    visits = ground.open("visit", facts.VisitRequested, facts.VisitAnswered)
    for code, (at, one) in visits.items():
        if ground.of(one.body):
            due = _due(ground, one.meeting)
            awaited = Awaited("request to attend", code, one.body, due, f"body:{one.body}", at.day)
            settle = f"remit visit answer {code} --by PERSON --answer welcome --reason TEXT"
            yield Row(awaited, f"answer to {one.organisation}, which asks to attend", settle)


def _due(ground: Ground, meeting: str | None) -> Due:
    coming = ground.state.programme.meetings.get(meeting or "")
    return NO_DAY if coming is None else by(coming.date_on(ground.day))

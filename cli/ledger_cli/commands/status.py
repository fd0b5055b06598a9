"""``remit status``: where a body stands on a day, on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger_cli.options import answering
from ledger_cli.output import answer, emit_json
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import today

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger_cli.bodystatus import Line
    from ledger_cli.session import Session

WIDTH = 100
"""How wide the screen is, in columns."""

LABEL = 17


@click.command()
@click.argument("body")
@on_day
@known_then
@answering
def command(session: Session, body: str, on: str | None, known_at: str | None) -> None:
    """Say where BODY stands on a day: members, offices, the next meeting, delegations, what is overdue.

    Every figure has the command that shows more. The quorum of the next meeting is judged as if every member
    in post came, but those who are known to be away.

    \b
    Example:
      remit status lsc-icp --on 2026-03-01
    """
    from ledger_cli import bodystatus
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    title = past.body(body).title
    screen = bodystatus.Screen(past, body, day)
    ended = screen.state.bodies.ended.get(body)
    gone = f", ended {ended[0]}" if ended is not None and ended[0] <= day else ""
    found = list(bodystatus.lines(screen))
    if session.settings.as_json:
        told = [{"about": one.about, "said": one.said, "more": one.more, **one.figures} for one in found]
        head = {"body": body, "title": title, "on": day, "known at": past.upto}
        emit_json({**head, "ended": ended[0] if gone and ended else None, "status": told})
        return
    answer(_clipped(f"{body} on {day}, as known at entry {past.upto}{gone}: {title}", WIDTH))
    for line in found:
        for text in _drawn(line):
            answer(text)


def _drawn(line: Line) -> Iterator[str]:
    """Give a figure in one line with its command where both fit, else in two."""
    said = f"{line.about:<{LABEL}}{line.said}"
    if len(said) + len(line.more) + 3 <= WIDTH:
        yield f"{said}{' ' * (WIDTH - len(said) - len(line.more))}{line.more}"
        return
    yield _clipped(said, WIDTH)
    yield f"{' ' * LABEL}{_clipped(line.more, WIDTH - LABEL)}"


def _clipped(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"

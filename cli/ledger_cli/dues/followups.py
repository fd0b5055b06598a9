"""Follow-ups that are still to be done (LSC-M5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ledger.awaiting import NO_DAY, Awaited
from ledger.facts import followups as facts
from ledger.facts.decisions import FollowUpNoted
from ledger.state import State, placing
from ledger_cli.duedates import due_of
from ledger_cli.dues.ground import Ground, Row, Sealing


def _owners(state: State) -> Iterable[str]:
    """Say which tags tell who has the place of everybody who ever was to do something."""
    told = (body for one in state.followups.known.values() for _, body in one.assigned)
    return placing(state).tags(body.owner for body in told if body.owner is not None)


def rows(ground: Ground) -> Iterator[Row]:
    """Give what meetings of the bodies had noted and nobody closed by the day: as it was put off last."""
    noted = ground.open("followup", FollowUpNoted, facts.Closed)
    noted = {code: one for code, one in noted.items() if one[1].meeting in ground.held}
    state = ground.read("followup", noted, (), _owners) if noted else State()
    known, places = state.followups.known, placing(state)
    for code, (at, one) in noted.items():
        follow_up = known[code]
        slips = [slip.due for on, slip in follow_up.slipped if on <= ground.day]
        printed = slips[-1] if slips else one.due
        body = ground.held[one.meeting].opened.body
        due = NO_DAY if printed is None else due_of(printed)
        named = follow_up.by(ground.day).owner
        owner = f"body:{body}" if named is None else places.owner(named, code, ground.day)
        awaited = Awaited("follow-up", code, body, due, owner, at.day)
        times = "once" if len(slips) == 1 else f"{len(slips)} times"
        what = f"follow-up of {at.day}" + (f", put off {times}" if slips else "")
        settle = f"remit followup close {code} {body}"
        yield Row(awaited, what, settle, words=Sealing(at, "body.text", one.text))

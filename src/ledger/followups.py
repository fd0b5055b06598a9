"""Follow-ups: noted at an item, whose they are, due, slipped, and closed (LSC-M5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger import holders
from ledger.acts import Act, Recorded
from ledger.facts import decisions
from ledger.facts import followups as facts
from ledger.findings import Finding, judge
from ledger.holders import Acting


class FollowUp(msgspec.Struct, frozen=True):
    """Something that is to be done, as it stands: every change with its day, in the order of days."""

    noted: decisions.FollowUpNoted
    day: str
    assigned: tuple[tuple[str, facts.Assigned], ...] = ()
    slipped: tuple[tuple[str, facts.Slipped], ...] = ()
    closed: tuple[str, facts.Closed] | None = None

    @property
    def due(self) -> str | None:
        """When it is due now, as printed."""
        return self.slipped[-1][1].due if self.slipped else self.noted.due

    @property
    def owner(self) -> str | None:
        """Who is to do it now; None: nobody is named."""
        return self.assigned[-1][1].owner if self.assigned else None

    def by(self, day: str) -> FollowUp:
        """Give it as it stood on a day."""
        assigned = tuple(one for one in self.assigned if one[0] <= day)
        slipped = tuple(one for one in self.slipped if one[0] <= day)
        closed = self.closed if self.closed is not None and self.closed[0] <= day else None
        return replace(self, assigned=assigned, slipped=slipped, closed=closed)


class FollowUps(msgspec.Struct, frozen=True):
    """The follow-ups that the facts read tell of, by id."""

    known: Mapping[str, FollowUp] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: decisions.FollowUpNoted | facts.Body) -> FollowUps:
        """Fold one fact in. Never refuses: it already happened."""
        if isinstance(body, decisions.FollowUpNoted):
            return self._with(FollowUp(body, at.day))
        one = self.known.get(body.followup)
        if one is None:
            return self
        match body:
            case facts.Assigned():
                assigned = sorted((*one.assigned, (at.day, body)), key=lambda told: told[0])
                return self._with(replace(one, assigned=tuple(assigned)))
            case facts.Slipped():
                slipped = sorted((*one.slipped, (at.day, body)), key=lambda told: told[0])
                return self._with(replace(one, slipped=tuple(slipped)))
            case facts.Closed():
                return self._with(replace(one, closed=(at.day, body)))
            case _:
                assert_never(body)

    def _with(self, one: FollowUp) -> FollowUps:
        return FollowUps({**self.known, one.noted.followup: one})


def boundary(body: facts.Body, followups: FollowUps, acting: Acting) -> frozenset[str]:
    """Say which tags the judgement reads; of a known follow-up, those of the meeting that noted it too."""
    tags = {f"followup:{body.followup}", f"body:{body.body}"}
    known = followups.known.get(body.followup)
    tags |= {f"meeting:{known.noted.meeting}"} if known else set()
    reported = body.meeting if isinstance(body, facts.Closed) else None
    tags |= {f"meeting:{reported}"} if reported else set()
    owner = body.owner if isinstance(body, facts.Assigned) else None
    return holders.boundary((owner,) if owner else (), None, acting) | tags


def examine(act: Act, body: facts.Body, followups: FollowUps, acting: Acting) -> tuple[Finding, ...]:
    """Judge FUP-1: the body noted it, and it is open; FUP-2: where it was reported."""
    sittings = acting.sittings
    known = followups.known.get(body.followup)
    of = sittings.body_of(known.noted.meeting) if known else None
    if known is None:
        got = f"{body.followup}, which the ledger does not know"
    elif known.closed is not None:
        got = f"{body.followup}, {known.closed[1].outcome} on {known.closed[0]}"
    else:
        got = f"{body.followup}, noted by {of} on {known.day}"
    open_ = known is not None and known.closed is None and of == body.body and known.day <= act.day
    expected = f"something that {body.body} had noted by {act.day} and that is still to be done"
    findings = [
        acting.bodies.require(body.body, act.day),
        judge("FUP-1", open_, expected, got, absolute=True),
    ]
    if isinstance(body, facts.Closed) and body.meeting is not None:
        heard = sittings.body_of(body.meeting) == body.body
        findings.append(judge("FUP-2", heard, f"a meeting of {body.body}", body.meeting, absolute=True))
    if isinstance(body, facts.Assigned) and body.owner is not None:
        findings += holders.require_party(body.owner, act.day, acting)
    return tuple(findings)

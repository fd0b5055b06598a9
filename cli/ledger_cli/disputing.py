"""Disputes and concerns as the command line reads them: by id, with all that tells how they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ledger.aftermath import disputed
from ledger.concerns import Concern
from ledger.disputed import Dispute, is_late, limit
from ledger.errors import Malformed
from ledger.facts import concerns, disputes
from ledger.state import disputing

if TYPE_CHECKING:
    from ledger.facts import Body
    from ledger.facts.words import Due
    from ledger.state import State
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

_CODE = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_PARTNER = re.compile(r"(?:body|organisation):[a-z0-9]+(?:[-.][a-z0-9]+)*")


def read(past: Past, codes: Iterable[str]) -> State:
    """Read disputes, and the terms, agreements and calendars that they go by."""
    tags = {f"dispute:{code}" for code in codes}
    if not tags:
        return past.state()
    raised = [one.raised for one in past.state(*sorted(tags)).disputes.known.values()]
    tags |= {f"{noun}:{one.body}" for one in raised for noun in ("terms", "calendar")}
    tags |= {f"agreement:{one.agreement}" for one in raised if one.agreement is not None}
    return past.state(*sorted(tags))


def find(past: Past, code: str) -> tuple[Dispute, State]:
    """Give a dispute by its id, and what it goes by.

    Raises:
        Malformed: there is none.
    """
    from ledger_cli.lookups import unknown

    named = re.fullmatch(r"dp-[a-z2-7]{16}", code) is not None
    state = read(past, (code,)) if named else None
    if state is None or code not in state.disputes.known:
        unknown("a dispute that the ledger knows", code[:80], ())
    return state.disputes.known[code], state


def held(past: Past, decision: str, day: str) -> tuple[str, ...]:
    """Say that a decision, or an act under a delegation, is contested on a day: a line for every dispute."""
    told = past.state(f"subject:{decision}").outcomes.about.get(decision, ())
    found = disputed([one for one in told if one.day <= day])
    return tuple(f"contested: its effect is held by dispute {code}" for code in found)


def find_concern(past: Past, code: str) -> Concern:
    """Give a concern by its id.

    Raises:
        Malformed: there is none.
    """
    from ledger_cli.lookups import unknown

    named = re.fullmatch(r"cn-[a-z2-7]{16}", code) is not None
    known = past.state(f"concern:{code}").concerns.known if named else {}
    if code not in known:
        unknown("a concern that the ledger knows", code[:80], ())
    return known[code]


def partner(text: str) -> str:
    """Give a partner as facts name it: a bare code is that of an organisation.

    Raises:
        Malformed: not a code.
    """
    named = text if ":" in text else f"organisation:{text}"
    if not _PARTNER.fullmatch(named):
        raise Malformed(f"expected an organisation by its code, or body:CODE, got {text[:80]!a}")
    return named


def who(session: Session, text: str) -> str:
    """Give whoever convenes a stage or takes a step: a partner by its code, or a person by id or name.

    Raises:
        Malformed: neither.
    """
    from ledger_cli import people
    from ledger_cli.lookups import Past

    if ":" in text:
        return partner(text)
    if _CODE.fullmatch(text) and text in Past(session).state(f"organisation:{text}").directory.organisations:
        return partner(text)
    return people.find(session.store, text)


def due_of(one: Dispute, state: State, day: str) -> tuple[Due | None, str]:
    """Give when the stage that a dispute is in runs out, and how that stands on a day."""
    if one.stage is None:
        return None, ""
    beside = disputing(state)
    due = limit(one.stage, beside.rules(one), beside.programme.days(one.raised.body, day))
    if due is None:
        return None, "no limit is stated"
    late = is_late(due, day)
    last = f", last day {due.last}" if due.last and due.last != due.printed else ""
    words = {True: ": past", False: "", None: ": whether it is past is not known"}
    return due, f"time limit: {due.printed}{last}{words[late]}"


def status(one: Dispute, state: State, day: str) -> str:
    """Say in a few words how a dispute stands on a day."""
    if one.over is not None:
        since, over = one.over
        ways = {disputes.Settled: "settled", disputes.Lapsed: "lapsed", disputes.Withdrawn: "withdrawn"}
        how = f": {over.outcome}" if isinstance(over, disputes.Settled) else ""
        return f"{ways[type(over)]} {since}{how}"
    if one.stage is None:
        last = one.stages[-1] if one.stages else None
        return f"{last.opened.stage} {last.ended}" if last is not None else "raised"
    return f"{one.stage.opened.stage}, {due_of(one, state, day)[1]}"


def what(body: Body) -> str:  # noqa: PLR0911 - one case a type
    """Say in a word or a few what was said of a dispute."""
    match body:
        case disputes.Raised():
            return "raised, its effect held" if body.holds else "raised"
        case disputes.Joined():
            return f"joined, {body.side} side"
        case disputes.StageOpened():
            return "opened, its effect held" if body.holds else "opened"
        case disputes.StepTaken():
            return body.step
        case disputes.StatementMade():
            return "statement"
        case disputes.Settled():
            return f"settled: {body.outcome}{f' by {body.by}' if body.by else ''}"
    return "withdrawn" if isinstance(body, disputes.Withdrawn) else "lapsed"


def by(body: Body) -> str:
    """Give who said or did it."""
    if isinstance(body, disputes.Raised):
        return ", ".join(body.by)
    if isinstance(body, disputes.Settled):
        return ""
    return str(getattr(body, "party", None) or getattr(body, "by", ""))


def concern_status(one: Concern) -> str:
    """Say in a few words how a concern stands."""
    last = one.told[-1][1] if one.told else None
    match last:
        case None:
            return "put"
        case concerns.Answered():
            return "answered: will change" if last.changes else "answered: will not change"
        case concerns.Closed():
            return "closed"
        case concerns.Escalated():
            return f"gone on to {last.dispute or last.to}"

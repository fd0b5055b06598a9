"""Disputes and concerns as the command line reads them: by id, with all that tells how they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ledger.aftermath import disputed
from ledger.concerns import Concern
from ledger.disputed import Dispute, comes_next, is_late, limit
from ledger.facts import concerns, disputes
from ledger.findings import DEFAULT
from ledger.state import disputing, placing
from ledger_cli import ids

if TYPE_CHECKING:
    from ledger.facts import Body
    from ledger.facts.words import Due
    from ledger.state import State
    from ledger_cli.lookups import Past

_CODE = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_PARTNER = re.compile(r"(?:body|organisation):[a-z0-9]+(?:[-.][a-z0-9]+)*")


def read(past: Past, codes: Iterable[str]) -> State:
    """Read disputes, and the terms, agreements and calendars that they go by."""
    return past.grown(_more, *(f"dispute:{code}" for code in codes))


def _more(state: State) -> Iterator[str]:
    for one in state.disputes.known.values():
        yield from (f"{noun}:{one.raised.body}" for noun in ("terms", "calendar"))
        yield from placing(state).tags(one.ever)
        if one.raised.agreement is not None:
            yield f"agreement:{one.raised.agreement}"


def named(one: Dispute, side: disputes.Side, state: State, day: str) -> str:
    """Name who is or was on a side by a day; of what ended, who has its place, or that it lapsed."""
    known, code, there = placing(state), one.raised.dispute, one.parties(side)
    first = one.raised.by if side == "by" else one.raised.against
    joined = (body.party for _, body in one.told if isinstance(body, disputes.Joined) and body.side == side)
    every = dict.fromkeys((*first, *joined))
    return ", ".join(known.said(each, code, day) if each in there else f"{each} (withdrew)" for each in every)


def find(past: Past, code: str) -> tuple[Dispute, State]:
    """Give a dispute by its id, and what it goes by.

    Raises:
        Malformed: there is none.
    """
    from ledger_cli.lookups import unknown

    named = ids.is_id("dp", code)
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

    named = ids.is_id("cn", code)
    known = past.state(f"concern:{code}").concerns.known if named else {}
    if code not in known:
        unknown("a concern that the ledger knows", code[:80], ())
    return known[code]


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


def _next(one: Dispute, state: State) -> str:
    """Say what may come next in a dispute that is in no stage."""
    rule = comes_next(one, disputing(state).rules(one))
    if rule is None:
        return "to be settled"
    by = f", convened by {' or '.join(rule.convened_by)}" if rule.convened_by else ""
    return f"stage {rule.stage}{by}"


def stages_of(one: Dispute, state: State) -> str | None:
    """Say whose stages it goes through, and by which clauses: the agreement's, or the terms'."""
    course = disputing(state).course(one)
    if course is None or not course.rules:
        return None
    clauses = dict.fromkeys(course.cite(rule) or DEFAULT for rule in course.rules)
    return f"{course.agreement or 'the terms'} ({', '.join(clauses)})"


def status(one: Dispute, state: State, day: str) -> str:
    """Say in a few words how a dispute stands on a day."""
    if one.over is not None:
        since, over = one.over
        ways = {disputes.Settled: "settled", disputes.Lapsed: "lapsed", disputes.Withdrawn: "withdrawn"}
        how = f": {over.outcome}" if isinstance(over, disputes.Settled) else ""
        return f"{ways[type(over)]} {since}{how}"
    if one.stage is None:
        last = one.stages[-1] if one.stages else None
        stands = f"{last.opened.stage} {last.ended}" if last is not None else "raised"
        return f"{stands}; next: {_next(one, state)}"
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
    said: object = body
    return str(getattr(said, "party", None) or getattr(said, "by", ""))


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

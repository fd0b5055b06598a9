"""Key decisions of officers as the command line tells them: the earliest day, and what became of an act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from ledger.callins import Implementation, by_then, implementation_of_act, published_on
from ledger.facts.decisions import Resolved
from ledger.facts.delegations import Ratified, Used
from ledger.facts.keydecisions import AfterDecision, Announced
from ledger.keydecisions import Entry, body_of, rule_of_function
from ledger.programme import spelled
from ledger.standing import said_of
from ledger.state import taken
from ledger.terms import cited
from ledger.timing import Earliest, earliest, on_plan
from ledger_cli.lookups import unknown

if TYPE_CHECKING:
    from ledger.calendars import Counted
    from ledger.links import Link
    from ledger_cli.lookups import Past


class When(msgspec.Struct, frozen=True):
    """The earliest day of an act; ``others`` are entries of the forward plan of which it may be any."""

    first: Earliest
    on: str
    clause: str | None = None
    others: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """Say from when a key decision may be taken, and from when it may take effect."""
        rule, entry = self.first.rule, self.first.entry
        if rule is None:
            return
        why = f"if announced on {self.on}, {rule.notice} {rule.unit} days before"
        if entry is not None:
            why = f"announced {entry.since}, {entry.announced.key}"
        clause = f"{self.clause}: " if self.clause else ""
        yield _from("may be decided", self.first.decided, f"{clause}{why}")
        call_in = f"call-in of {rule.call_in} {rule.call_in_unit} days" if rule.call_in else "no call-in"
        yield _from("may take effect", self.first.effective, f"{clause}{call_in}")
        if self.others:
            yield f"on the forward plan on it: {', '.join(self.others)}; say which with --announced"

    def record(self) -> dict[str, str | None]:
        """Give the same for programs; for what is no key decision as well."""
        first, entry = self.first, self.first.entry
        missing = [spelled(one) for one in (first.decided, first.effective) if one.day is None]
        return {
            "decided": first.decided.day,
            "effective": first.effective.day,
            "announced": entry.announced.key if entry else None,
            "clause": self.clause,
            "missing": missing[0] if missing else None,
        }


def _from(what: str, counted: Counted, why: str) -> str:
    if counted.day is None:
        return f"from when it {what} is {spelled(counted)} ({why})"
    return f"{what} on or after {counted.day} ({why})"


def when(past: Past, links: Sequence[Link], function: str, day: str, announced: str | None) -> When:
    """Give the earliest day of an act under a chain, as things stand on a day.

    ``announced`` is the entry of the forward plan that it is; None: the one on such a function on which
    nothing was decided yet, if there is just one.

    Raises:
        Malformed: the giver has no such entry on its forward plan.
    """
    code = body_of(links[0].giver(day))
    keys = [one.key for _, one in past.every(Announced) if one.body == code]
    tags = (f"{noun}:{code}" for noun in ("terms", "calendar") if code)
    state = past.state("functions", *tags, *(f"announced:{key}" for key in keys))
    catalogue = state.functions.on(day)
    terms = state.terms.in_force(code or "", day)
    rule = rule_of_function(terms, function, catalogue)
    days = state.programme.days(code or "", day)
    if rule is None or terms is None or code is None:
        return When(earliest(links, day, None, None, days), day)
    plan = {one.announced.key: one for one in on_plan(state.plan, code, catalogue.above(function), day)}
    entry, others = _entry(past, plan, announced, f"{code} on {function}")
    return When(earliest(links, day, rule, entry, days), day, cited(terms, rule), others)


def _entry(
    past: Past, plan: dict[str, Entry], announced: str | None, of: str
) -> tuple[Entry | None, tuple[str, ...]]:
    """Give the entry that is named, or the one that it can be; else those of which it may be any."""
    if announced is not None:
        found = plan.get(announced)
        return (found or unknown(f"an entry of the forward plan of {of}", announced[:80], plan)), ()
    decided = {key for key, _ in decided_on(past)}
    free = [key for key in plan if key not in decided]
    return (plan[free[0]], ()) if len(free) == 1 else (None, tuple(free))


def decided_on(past: Past) -> Iterator[tuple[str, tuple[str, str]]]:
    """Give the entries of forward plans that were decided on, each with the decision or act, and its day."""
    for at, one in past.every(Resolved):
        yield from ((part.key, (one.resolution, at.day)) for part in one.parts if part.key is not None)
    for at, act in past.every(Used):
        if act.key is not None:
            yield act.key, (act.act, at.day)


class KeyAct(msgspec.Struct, frozen=True):
    """An act under a delegation that is a key decision, or was published or called in, on a day."""

    clause: str | None
    key: str | None
    since: str | None
    published: str | None
    wait: Implementation
    became: tuple[tuple[int, str, str], ...]

    def lines(self) -> Iterator[str]:
        """Say whether it was announced, what became of it, and from when it may be implemented."""
        yield self._announced()
        yield from (f"entry {number}  {day}  {said}" for number, day, said in self.became)
        if self.wait.doubt or self.wait.not_before:
            yield self._waits()

    def short(self) -> str:
        """Say it in one line."""
        published = f"published {self.published}" if self.published else None
        waits = self._waits() if self.wait.doubt or self.wait.not_before else None
        return ", ".join(one for one in (self._announced(), published, waits) if one)

    def record(self) -> dict[str, object]:
        """Give it for programs."""
        told = {"clause": self.clause, "announced": self.key, "published": self.published}
        return {**told, "not_before": self.wait.not_before, "waits": self.wait.doubt}

    def _announced(self) -> str:
        how = f"announced {self.since or 'by nobody known'} ({self.key})" if self.key else "not announced"
        return f"key decision{f' ({self.clause})' if self.clause else ''}, {how}"

    def _waits(self) -> str:
        return self.wait.doubt or f"not to be implemented before {self.wait.not_before}"


def of_act(past: Past, body: Used, day: str) -> KeyAct | None:
    """Say what an act is as a key decision, as things stand on a day; None: it is none, and for nobody's."""
    code = body_of(body.by)
    if code is None:
        return None
    tags = {"functions", f"act:{body.act}", f"subject:{body.act}", f"terms:{code}", f"calendar:{code}"}
    state = past.state(*sorted(tags | ({f"announced:{body.key}"} if body.key else set())))
    done = state.chain.acts.get(body.act)
    if done is None:  # it was corrected away
        return None
    subject = taken(state).of_act(done, code)
    rule = rule_of_function(subject.terms, body.function, state.functions.on(done.day))
    told = by_then(state.outcomes.about.get(body.act, ()), day)
    became = [(one.number, one.day, said_of(one.body)) for one in told if not isinstance(one.body, Ratified)]
    if rule is None and body.key is None and not any(isinstance(one.body, AfterDecision) for one in told):
        return None
    entry = state.plan.entries.get(body.key or "")
    return KeyAct(
        cited(subject.terms, rule) if rule and subject.terms else None,
        body.key,
        entry.since if entry else None,
        published_on(told),
        implementation_of_act(subject, told, state.programme.days(code, day)),
        tuple(became),
    )


def under(past: Past, delegation: str, day: str) -> Iterator[tuple[str, KeyAct]]:
    """Give the key decisions that were taken under a delegation by a day, by act."""
    for at in past.facts(f"acts:{delegation}"):
        body = at.fact.body
        if isinstance(body, Used) and at.day <= day:
            found = of_act(past, body, day)
            if found is not None:
                yield body.act, found

"""Leads: which designations a workstream or service needs, who has each on a day, and which nobody has.

Implements PLD-5 (the triad of a workstream) and HIW-10 (one management lead across organisations). A
designation is no office and no delegation: no judgement of authority reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger import holders
from ledger.acts import Act, Recorded
from ledger.awaiting import NO_DAY, Awaited, examine_order
from ledger.facts import leads as facts
from ledger.findings import Finding, judge
from ledger.holders import Acting


class Held(msgspec.Struct, frozen=True):
    """A person who has or had a designation, from a day; ``ended``: from then on no more."""

    designated: facts.Designated
    since: str
    ended: str | None = None

    def holds(self, day: str) -> bool:
        """Say whether the person has it on a day."""
        return self.since <= day and (self.ended is None or day < self.ended)


class Lead(msgspec.Struct, frozen=True):
    """What is sought for a workstream from a day, and who was designated; ``withdrawn``: the day of that."""

    sought: facts.Sought
    day: str
    held: tuple[Held, ...] = ()
    withdrawn: str | None = None

    def is_sought(self, day: str) -> bool:
        """Say whether it is sought on a day."""
        return self.day <= day and (self.withdrawn is None or day < self.withdrawn)

    def who(self, designation: str, day: str) -> tuple[Held, ...]:
        """Give who has a designation on a day."""
        if not self.is_sought(day):
            return ()
        return tuple(one for one in self.held if one.designated.designation == designation and one.holds(day))

    def gaps(self, day: str) -> tuple[facts.Designation, ...]:
        """Give the designations that are sought on a day and that nobody has."""
        wanted = self.sought.designations if self.is_sought(day) else ()
        return tuple(one for one in wanted if not self.who(one.designation, day))

    def left(self, designation: str, day: str) -> str | None:
        """Give the day on which a designation was last given up by a day; None: nobody had it before."""
        ended = (one.ended for one in self.held if one.designated.designation == designation)
        return max((one for one in ended if one is not None and one <= day), default=None)


class Leads(msgspec.Struct, frozen=True):
    """What is sought of leads, as far as the facts read tell, by id, in the order of recording."""

    known: Mapping[str, Lead] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.Body) -> Leads:
        """Fold one fact in. Never refuses: it already happened."""
        if isinstance(body, facts.Sought):
            return Leads({**self.known, body.lead: Lead(body, at.day)})
        one = self.known.get(body.lead)
        if one is None:
            return self
        match body:
            case facts.Designated():
                one = replace(one, held=(*one.held, Held(body, at.day)))
            case facts.Ended():
                one = replace(one, held=tuple(_ended(each, body, at.day) for each in one.held))
            case facts.Withdrawn():
                one = replace(one, withdrawn=at.day)
            case _:
                assert_never(body)
        return Leads({**self.known, body.lead: one})


def _ended(held: Held, body: facts.Ended, day: str) -> Held:
    return replace(held, ended=day) if held.ended is None and _same(held, body) else held


def _same(held: Held, body: facts.Ended) -> bool:
    its = held.designated
    return (its.designation, its.person) == (body.designation, body.person)


def awaited(leads: Leads, on: str) -> Iterator[Awaited]:
    """Give every designation that nobody has on a day; once somebody had it, no day is stated for another."""
    for code, one in leads.known.items():
        for gap in one.gaps(on):
            left = one.left(gap.designation, on)
            due = NO_DAY if left or one.sought.due is None else one.sought.due
            name = f"{code}/{gap.designation}"
            since = left or one.day
            yield Awaited("lead", name, one.sought.body, due, None, since, one.sought.clause)


def boundary(body: facts.Body, known: Acting) -> frozenset[str]:
    """Say which tags the judgement reads."""
    return holders.boundary(_parties(body), None, known) | {f"lead:{body.lead}", f"body:{body.body}"}


def _parties(body: facts.Body) -> tuple[str, ...]:
    match body:
        case facts.Sought():
            return body.accountable
        case facts.Designated():
            return (body.person, f"organisation:{body.organisation}")
        case facts.Ended() | facts.Withdrawn():
            return ()
        case _:
            assert_never(body)


def examine(act: Act, body: facts.Body, leads: Leads, known: Acting) -> Iterator[Finding]:
    """Judge what is said of leads: what is sought is new, who is designated is known, once at a time."""
    yield known.bodies.require(body.body, act.day)
    one = leads.known.get(body.lead)
    if isinstance(body, facts.Sought):
        yield from _examine_sought(body, one)
    else:
        yield _examine_known(act, body, one)
    for party in dict.fromkeys(_parties(body)):
        yield from holders.require_party(party, act.day, known)
    if one is None:
        return
    match body:
        case facts.Designated():
            yield from _examine_designated(act, body, one)
        case facts.Ended():
            its = any(_same(held, body) and held.since <= act.day and held.ended is None for held in one.held)
            expected = f"somebody who has the designation {body.designation} by {act.day}"
            yield judge("LED-6", its, expected, body.person, absolute=True)
        case facts.Sought() | facts.Withdrawn():
            pass
        case _:
            assert_never(body)


def _examine_sought(body: facts.Sought, one: Lead | None) -> Iterator[Finding]:
    """Judge LED-1: the id is new; LED-2: nobody and nothing is named twice; LED-7: the date."""
    yield judge("LED-1", one is None, "an id that is new", body.lead, absolute=True)
    for named in (tuple(each.designation for each in body.designations), body.accountable):
        each = len(set(named)) == len(named)
        expected = "designations, and those to whom a lead answers, named once each"
        yield judge("LED-2", each, expected, ", ".join(named), absolute=True)
    yield from examine_order("LED-7", body.due)


def _examine_known(act: Act, body: facts.Change, one: Lead | None) -> Finding:
    """Judge LED-3: it was sought under the body by then, and was not withdrawn, whatever the day."""
    if one is None:
        got = f"{body.lead}, which the ledger does not know"
    elif one.withdrawn is not None:
        got = f"{body.lead}, withdrawn on {one.withdrawn}"
    else:
        got = f"{body.lead}, sought under {one.sought.body} on {one.day}"
    sought = one is not None and one.sought.body == body.body
    open_ = one is not None and one.day <= act.day and one.withdrawn is None
    expected = f"leads that are sought under {body.body} by {act.day}"
    return judge("LED-3", sought and open_, expected, got, absolute=True)


def _examine_designated(act: Act, body: facts.Designated, one: Lead) -> Iterator[Finding]:
    """Judge LED-4: the designation is sought; LED-5: nobody has it on that day or later."""
    codes = [each.designation for each in one.sought.designations]
    expected = f"one of {', '.join(codes)}"
    yield judge("LED-4", body.designation in codes, expected, body.designation, absolute=True)
    its = [held for held in one.held if held.designated.designation == body.designation]
    there = [held.designated.person for held in its if held.ended is None or act.day < held.ended]
    expected = f"nobody who has the designation {body.designation}"
    yield judge("LED-5", not there, expected, ", ".join(there))

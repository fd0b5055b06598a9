"""Minutes: narrated, given out, agreed as a correct record, signed, presented (LSC-M2, LSC-9.3).

What was decided holds from when it was decided: nothing here changes a decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger.acts import Act, Recorded
from ledger.facts import minutes as facts
from ledger.facts.terms import MinutesRule, Terms
from ledger.findings import Finding, Verdict, judge
from ledger.meetings import require_item, require_open
from ledger.organisations import Directory
from ledger.sittings import Sitting, Sittings
from ledger.terms import by_rule, rules


class Record(msgspec.Struct, frozen=True):
    """What became of the minutes of one meeting; every step with its day."""

    issued: tuple[tuple[str, facts.Issued], ...] = ()
    agreed: tuple[tuple[str, facts.Agreed], ...] = ()
    signed: tuple[tuple[str, facts.Signed], ...] = ()
    presented: tuple[tuple[str, facts.Presented], ...] = ()
    narrated: tuple[tuple[str, facts.Narrated], ...] = ()

    def version(self, stage: str) -> int:
        """Give the last version that was given out at a stage; 0: none."""
        return max((body.version for _, body in self.issued if body.stage == stage), default=0)


class Records(msgspec.Struct, frozen=True):
    """The minutes that the facts read tell of, by meeting."""

    known: Mapping[str, Record] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.Body) -> Records:
        """Fold one fact in. Never refuses: it already happened."""
        match body:
            case facts.Narrated():
                one = self.of(body.meeting)
                return self._with(body.meeting, replace(one, narrated=(*one.narrated, (at.day, body))))
            case facts.Issued():
                one = self.of(body.meeting)
                return self._with(body.meeting, replace(one, issued=(*one.issued, (at.day, body))))
            case facts.Agreed():
                if body.of is None:  # the minutes of a meeting that the ledger does not know
                    return self
                one = self.of(body.of)
                return self._with(body.of, replace(one, agreed=(*one.agreed, (at.day, body))))
            case facts.Signed():
                one = self.of(body.of)
                return self._with(body.of, replace(one, signed=(*one.signed, (at.day, body))))
            case facts.Presented():
                one = self.of(body.meeting)
                return self._with(body.meeting, replace(one, presented=(*one.presented, (at.day, body))))
            case _:
                assert_never(body)

    def of(self, meeting: str) -> Record:
        """Give what is known of the minutes of a meeting."""
        return self.known.get(meeting, Record())

    def _with(self, meeting: str, record: Record) -> Records:
        return Records({**self.known, meeting: record})


def boundary(body: facts.Body, sitting: Sitting | None) -> frozenset[str]:
    """Say which tags the judgement reads; once the meeting is known, its body's terms where they count."""
    tags = {f"meeting:{body.meeting}"}
    match body:
        case facts.Narrated():
            tags |= {f"narrative:{body.meeting}"}
        case facts.Issued():
            tags |= {f"minutes:{body.meeting}"}
        case facts.Presented():
            tags |= {f"minutes:{body.meeting}", f"organisation:{body.organisation}"}
            tags |= {f"terms:{sitting.body}"} if sitting else set()
        case facts.Agreed():
            tags |= {f"minutes:{body.of or body.meeting}"}
            tags |= {f"meeting:{body.of}"} if body.of else set()
        case facts.Signed():
            tags |= {f"minutes:{body.of}", f"meeting:{body.of}", f"person:{body.person}"}
        case _:
            assert_never(body)
    return frozenset(tags)


def rule_of(terms: Terms | None) -> MinutesRule | None:
    """Give the rule that says to whom the record of a meeting is presented, where the terms have one."""
    return next((rule for rule in rules(terms) if isinstance(rule, MinutesRule)), None)


def examine(
    act: Act,
    body: facts.Body,
    sittings: Sittings,
    records: Records,
    directory: Directory,
    terms: Terms | None,
) -> tuple[Finding, ...]:
    """Judge a step of the minutes: the meeting is known, and so is whoever is named.

    Args:
        act: the step.
        body: what it states.
        sittings: the meetings that it names.
        records: the minutes that it names.
        directory: persons and organisations.
        terms: those in force on the day of the meeting: they say who is to have the record of it.
    """
    sitting = sittings.known.get(body.meeting)
    match body:
        case facts.Narrated():
            held = _require_held(sitting, body.meeting, act.day)
            return (held,) if body.item is None else (held, require_item(sitting, body.item))
        case facts.Issued():
            due = records.of(body.meeting).version(body.stage) + 1
            expected = f"version {due} of the {body.stage}"
            ascending = judge(
                "MIN-4", body.version == due, expected, f"version {body.version}", absolute=True
            )
            return (_require_held(sitting, body.meeting, act.day), ascending)
        case facts.Agreed():
            return _examine_agreed(act, body, sittings, records)
        case facts.Signed():
            return _examine_signed(act, body, sittings, records, directory)
        case facts.Presented():
            return _examine_presented(act, body, sitting, records, directory, terms)
        case _:
            assert_never(body)


def _require_held(sitting: Sitting | None, meeting: str, day: str) -> Finding:
    """Judge MIN-1: the meeting was held by the day, whether or not its record is closed."""
    got = f"{meeting}, which the ledger does not know" if sitting is None else f"a meeting on {sitting.day}"
    held = sitting is not None and sitting.day <= day
    return judge("MIN-1", held, f"a meeting held by {day}", got, absolute=True)


def _examine_agreed(
    act: Act, body: facts.Agreed, sittings: Sittings, records: Records
) -> tuple[Finding, ...]:
    sitting = sittings.known.get(body.meeting)
    opened = require_open(sitting, body.meeting, act.day)
    if sitting is None:
        return (opened,)
    here = (opened, require_item(sitting, body.item))
    if body.of is None:
        return here
    earlier = sittings.known.get(body.of)
    before = [day for day, _ in records.of(body.of).agreed]
    return (
        *here,
        judge(
            "MIN-5",
            earlier is not None
            and body.of != body.meeting
            and (earlier.body, earlier.day <= sitting.day) == (sitting.body, True),
            f"minutes of an earlier meeting of {sitting.body}",
            "a meeting that the ledger does not know"
            if earlier is None
            else f"those of {earlier.body} on {earlier.day}",
            absolute=True,
        ),
        judge(
            "MIN-7",
            not before,
            "minutes that were not agreed before",
            f"minutes agreed on {', '.join(before)}" if before else "none agreed",
        ),
    )


def _examine_signed(
    act: Act, body: facts.Signed, sittings: Sittings, records: Records, directory: Directory
) -> tuple[Finding, ...]:
    sitting, of = sittings.known.get(body.meeting), sittings.body_of(body.of)
    days = () if sitting is None else sitting.days
    agreed = sorted(one for one, _ in records.of(body.of).agreed)
    presided = () if sitting is None else _presided(sitting)
    return (
        judge(
            "MIN-1",
            act.day in days,
            f"a meeting held on {act.day}",
            f"a meeting on {', '.join(days)}" if days else f"{body.meeting}, which the ledger does not know",
            absolute=True,
        ),
        directory.require_person(body.person),
        judge(
            "MIN-5",
            sitting is None or of == sitting.body,
            "minutes of a meeting of the same body",
            wrong="a meeting that the ledger does not know" if of is None else f"those of {of}",
            absolute=True,
        ),
        judge(
            "MIN-2",
            bool(agreed) and agreed[0] <= act.day,
            f"minutes that were agreed by {act.day}",
            f"minutes agreed on {', '.join(agreed)}" if agreed else "minutes that were not agreed",
        ),
        judge(
            "MIN-6",
            body.person in presided if presided else None,
            "the signature of whoever presided at this meeting",
            f"{body.person}, where {', '.join(presided) or 'nobody is recorded to have'} presided",
        ),
    )


def _presided(sitting: Sitting) -> tuple[str, ...]:
    """Give everybody who presided at a meeting, as far as that is recorded."""
    found = (sitting.presided, *(item.presided for item in sitting.items.values()))
    return tuple(sorted({one.person for one in found if one is not None}))


def _examine_presented(
    act: Act,
    body: facts.Presented,
    sitting: Sitting | None,
    records: Records,
    directory: Directory,
    terms: Terms | None,
) -> tuple[Finding, ...]:
    before = [
        day
        for day, one in records.of(body.meeting).presented
        if (one.organisation, one.to) == (body.organisation, body.to)
    ]
    found = (
        _require_held(sitting, body.meeting, act.day),
        directory.require_organisation(body.organisation),
        judge(
            "MIN-3",
            not before,
            f"a board of {body.organisation} that has not received this record before",
            f"one that received it on {', '.join(before)}" if before else body.to,
            absolute=True,
        ),
    )
    rule = rule_of(terms)
    return found if terms is None or rule is None else (*found, _named(body, terms, rule))


def _named(body: facts.Presented, terms: Terms, rule: MinutesRule) -> Finding:
    """Judge the terms' own rule: the organisation is one of those that are to have the record."""
    return by_rule(terms, rule, Verdict.of(body.organisation in rule.organisations), body.organisation)

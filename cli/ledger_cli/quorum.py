"""Whether a meeting was quorate: clause by clause and moment by moment, with who satisfied what.

Implements LSC-8.1: the quorum is judged at the opening and again at every item, on whoever was there for it;
LSC-8.5: and where it is not met, whose arrival would make it so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from ledger import rooms
from ledger.cures import Away, Cure, cure
from ledger.deputies import Deputies
from ledger.facts.terms import Terms
from ledger.findings import DEFAULT, Finding, Verdict, all_of
from ledger.members import Roll
from ledger.sittings import OPENING, Sitting
from ledger_cli.output import Cell

COLUMNS = ("items", "rule", "clause", "answer", "expected", "got", "read as", "satisfied by")
CODES = {"quorate": 0, "not quorate": 1, "not known": 8}
_SAID = {Verdict.MET: "quorate", Verdict.NOT_MET: "not quorate", Verdict.NOT_KNOWN: "not known"}


class Judged(msgspec.Struct, frozen=True):
    """Moments, the opening or items, at which every quorum rule got the same answer.

    ``cure`` says whose arrival would make every rule met; None: they are met.
    """

    items: tuple[str, ...]
    findings: tuple[Finding, ...]
    cure: Cure | None = None

    @property
    def said(self) -> str:
        """The moments in words."""
        return ", ".join(self.items)

    @property
    def called(self) -> str:
        """The moments as a line about them begins."""
        numbers = [one for one in self.items if one != OPENING]
        items = [f"item{'s' * (len(numbers) > 1)} {', '.join(numbers)}"] if numbers else []
        return ", ".join(([OPENING] if OPENING in self.items else []) + items)

    @property
    def verdict(self) -> Verdict:
        """Whether all the rules together are met."""
        return all_of(finding.verdict for finding in self.findings)


def judge(
    sitting: Sitting, terms: Terms, roll: Roll, deputies: Deputies, item: str | None = None
) -> tuple[Judged, ...]:
    """Judge the quorum rules of terms at the opening and at every item, or at the item of a number."""
    alike: dict[tuple[tuple[Finding, ...], Cure | None], tuple[str, ...]] = {}
    moments = {OPENING: OPENING, **{one.number: code for code, one in sitting.items.items()}}
    for number, code in moments.items():
        if item in (None, number):
            findings = rooms.quorum(sitting, code, terms, roll, deputies)
            met = all_of(finding.verdict for finding in findings) is Verdict.MET
            found = findings, None if met else _cure(sitting, code, terms, roll, deputies)
            alike[found] = (*alike.get(found, ()), number)
    return tuple(Judged(items, *found) for found, items in alike.items())


def _cure(sitting: Sitting, item: str, terms: Terms, roll: Roll, deputies: Deputies) -> Cure:
    """Find whose arrival would make the meeting quorate, among members who are away and did not withdraw."""
    room = rooms.room(sitting, item, terms, roll, deputies)
    there = {one.person for one in sitting.there(item) if one.person == one.member}
    withdrew = {one.member for one in sitting.withdrew(item)}
    instead = {one.member: one.person for one in sitting.there(item) if one.person in room.seats}
    day = sitting.day_of(item)
    away = {one.person: None for one in roll.on(sitting.body, day) if one.person not in there | withdrew}
    return cure(
        room,
        tuple(
            Away(one, rooms.seats_of(sitting.body, one, day, terms, roll), instead.get(one)) for one in away
        ),
    )


def said(judged: Sequence[Judged]) -> str:
    """Answer for the whole meeting: quorate throughout, not so at one moment at least, or not known."""
    return _SAID[all_of(one.verdict for one in judged)]


def summary(judged: Sequence[Judged], known: Mapping[str, str]) -> Iterator[str]:
    """Give a line for each kind of moment, with its cure, and the answer for the whole meeting last."""
    for one in judged:
        yield f"{one.called}: {one.verdict.value}"
        if one.cure is not None:
            yield _cured(one.called, one.cure, known)
    yield said(judged)


def _cured(called: str, found: Cure, known: Mapping[str, str]) -> str:
    if found.arrivals is None:
        return f"{called}: not quorate even if every other member on the roll had been there"
    names = ", ".join(f"{known[one]} ({one})" for one in found.arrivals)
    fewest = "" if found.fewest else " (nobody of them can be left out; fewer others may do)"
    return f"{called}: quorate with {names} as well{fewest}"


def rows(judged: Sequence[Judged], known: Mapping[str, str]) -> Iterator[tuple[Cell, ...]]:
    """Give a row for each rule, and one for each other reading of its clause below it."""
    for one in judged:
        for finding in one.findings:
            place = (one.said, finding.rule, finding.clause or DEFAULT)
            by = ", ".join(_who(who, known) for who in finding.by)
            told = (finding.verdict.value, finding.expected, finding.got)
            yield (*place, *told, finding.reading, by or None)
            for other in finding.others:
                told = (other.verdict.value, finding.expected, other.got)
                yield (*place, *told, f"or else: {other.reading}", None)


def as_json(judged: Sequence[Judged], known: Mapping[str, str]) -> list[object]:
    """Give the same as plain data."""
    return [
        {
            "items": list(one.items),
            "answer": one.verdict.value,
            "cure": _cure_as_json(one.cure, known),
            "rules": [
                {
                    "rule": finding.rule,
                    "clause": finding.clause,
                    "answer": finding.verdict.value,
                    "expected": finding.expected,
                    "got": finding.got,
                    "reading": finding.reading,
                    "satisfied by": [_by(who, known) for who in finding.by],
                    "other readings": [
                        {"reading": other.reading, "answer": other.verdict.value, "got": other.got}
                        for other in finding.others
                    ],
                }
                for finding in one.findings
            ],
        }
        for one in judged
    ]


def _cure_as_json(found: Cure | None, known: Mapping[str, str]) -> object:
    if found is None:
        return None
    arrivals = None if found.arrivals is None else [_by(one, known) for one in found.arrivals]
    return {"arrivals": arrivals, "fewest": found.fewest}


def _who(who: str, known: Mapping[str, str]) -> str:
    return f"{known[who]} ({who})" if who in known else f"the holder of {who}, not named"


def _by(who: str, known: Mapping[str, str]) -> dict[str, str]:
    return {"person": who, "name": known[who]} if who in known else {"office": who}

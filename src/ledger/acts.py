"""An act before judgement and a fact in its place: what every rule looks at.

A command is the fact that it proposes: the same rules judge it when it is recorded, when it is
audited and when a stranger checks it from a file.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec

from ledger.facts import Body
from ledger.facts.fact import Acted, Evidence, Fact
from ledger.facts.words import Sealed

LONDON = ZoneInfo("Europe/London")


def london_day(when: str) -> str:
    """Give the calendar day in Europe/London of a day or an instant in UTC (ISO 8601)."""
    if "T" not in when:
        return when
    instant = datetime.strptime(when, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    return instant.astimezone(LONDON).date().isoformat()


class Proposal(msgspec.Struct, frozen=True):
    """What somebody asks to have recorded: a fact without its place, its signers or its seals."""

    body: Body
    on: str
    acted: Acted = Acted()
    clauses: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    departure: Sealed | None = None


class Act(msgspec.Struct, frozen=True):
    """Something about to be stated, with everything that its judgement needs beside the facts read.

    Attributes:
        on: the day or instant on which it took effect.
        recorded: the day on which the ledger takes it (Europe/London).
        signers: ids of the keys that sign it.
        departure: the reason, where it is recorded although a rule speaks against it.
    """

    body: Body
    on: str
    recorded: str
    recorder: str
    signers: tuple[str, ...]
    acted: Acted = Acted()
    clauses: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    departure: Sealed | None = None

    @property
    def day(self) -> str:
        """The calendar day of ``on``."""
        return london_day(self.on)

    @classmethod
    def of(cls, recorded: Recorded) -> Act:
        """Give the act that a recorded fact was, to judge it again."""
        fact = recorded.fact
        return cls(
            body=fact.body,
            on=fact.on,
            recorded=london_day(recorded.recorded),
            recorder=fact.recorder,
            signers=recorded.signers,
            acted=fact.acted,
            clauses=fact.clauses,
            evidence=fact.evidence,
            departure=fact.departure,
        )


class Recorded(msgspec.Struct, frozen=True):
    """A fact in its place: its number, when the ledger took it, and which keys signed it."""

    number: int
    recorded: str
    fact: Fact
    signers: tuple[str, ...]

    @property
    def day(self) -> str:
        """The calendar day on which the fact took effect."""
        return london_day(self.fact.on)

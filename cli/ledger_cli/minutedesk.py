"""One minute file on its way to proposals, each with its place in the file."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from ledger.acts import Proposal
from ledger.facts import Body, interests
from ledger.facts.fact import Acted
from ledger.facts.words import Sealed, Words
from ledger_cli.minutefile import Interest, Minutes
from ledger_cli.minutepeople import Known, Path_, People
from ledger_cli.setupfile import evidence_of
from ledger_cli.yamlnodes import Faults


class Placed(msgspec.Struct, frozen=True):
    """A proposal, and the path of what it comes from in the file."""

    proposal: Proposal
    path: Path_


def sealed(text: str | None) -> Sealed | None:
    """Wrap a text that may be missing."""
    return None if text is None else Words.of(text)


class Desk(msgspec.Struct, frozen=True):
    """One file on its way to proposals, and what is needed for each of them."""

    minutes: Minutes
    known: Known
    people: People
    new_id: Callable[[str], str]
    meeting: str
    faults: Faults

    def propose(
        self,
        body: Body,
        path: Path_,
        where: str | None = None,
        *,
        on: str | None = None,
        person: str | None = None,
        departure: str | None = None,
    ) -> Placed:
        """Make a proposal of the meeting's day, with its place in the source and in the file."""
        evidence = evidence_of(self.minutes.source, where)
        acted = Acted(person=person)
        day = on or self.minutes.date
        return Placed(Proposal(body, day, acted, evidence=evidence, departure=sealed(departure)), path)

    def interest(self, one: Interest, item: str | None, path: Path_, departure: str | None = None) -> Placed:
        """Propose an interest in an item (None: in the meeting's business)."""
        person = self.people.at_meeting(one.person, (*path, "person"), self.faults)
        nature = Words.of(one.nature)
        body = interests.Declared(
            self.meeting, item, person, nature, one.effect, one.regime, one.kind, one.interest
        )
        return self.propose(body, path, person=person, departure=departure)

"""The directory: organisations and persons that the ledger knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from ledger.acts import Act, Recorded
from ledger.facts import founding
from ledger.facts import organisations as facts
from ledger.findings import Finding, judge


@dataclass(frozen=True, slots=True)
class Directory:
    """Which organisations and persons are registered."""

    organisations: Mapping[str, facts.Registered] = field(default_factory=dict)
    persons: frozenset[str] = frozenset()

    def evolve(
        self, at: Recorded, body: facts.Registered | facts.PersonRegistered | founding.Founded
    ) -> Directory:
        """Fold one fact in. Never refuses: it already happened."""
        del at
        match body:
            case facts.Registered():
                return replace(self, organisations={**self.organisations, body.organisation: body})
            case facts.PersonRegistered():
                return replace(self, persons=self.persons | {body.person})
            case founding.Founded():
                return replace(self, persons=self.persons | {body.officer})
            case _:
                assert_never(body)

    def require_person(self, person: str) -> Finding:
        """Judge PER-2: the person is registered."""
        return judge("PER-2", person in self.persons, "a person whom the ledger knows", person, absolute=True)

    def require_organisation(self, organisation: str) -> Finding:
        """Judge ORG-2: the organisation is registered."""
        return judge(
            "ORG-2",
            organisation in self.organisations,
            "an organisation that the ledger knows",
            organisation,
            absolute=True,
        )


def boundary(body: facts.Registered | facts.PersonRegistered) -> frozenset[str]:
    """Say which tags the judgement reads."""
    match body:
        case facts.Registered():
            named = (body.organisation, *body.part_of, *((body.through,) if body.through else ()))
            return frozenset(f"organisation:{code}" for code in named)
        case facts.PersonRegistered():
            return frozenset({f"person:{body.person}"})
        case _:
            assert_never(body)


def examine(
    act: Act, body: facts.Registered | facts.PersonRegistered, directory: Directory
) -> tuple[Finding, ...]:
    """Judge a registration: ORG-1 and PER-1 new, ORG-2 groups known."""
    del act
    match body:
        case facts.Registered():
            new = judge(
                "ORG-1",
                body.organisation not in directory.organisations,
                "a code that no organisation has yet",
                body.organisation,
                absolute=True,
            )
            named = (*body.part_of, *((body.through,) if body.through else ()))
            return (new, *(directory.require_organisation(code) for code in named))
        case facts.PersonRegistered():
            fresh = body.person not in directory.persons
            return (judge("PER-1", fresh, "an id that no person has yet", body.person, absolute=True),)
        case _:
            assert_never(body)

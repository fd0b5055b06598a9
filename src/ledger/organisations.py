"""The directory: organisations and persons that the ledger knows, and what took the place of what.

Of succession it knows the codes alone: ``heirs`` after an organisation, ``forebears`` before it. What asks
further goes elsewhere: ``places`` who has the place of a party in one thing, an agreement or a duty;
``partners`` who is a partner of a body; ``holders`` who acts for a party; ``succession`` judges an end.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger.acts import Act, Recorded
from ledger.facts import concerns, founding
from ledger.facts import organisations as facts
from ledger.findings import Finding, judge


class Affiliation(msgspec.Struct, frozen=True):
    """One person in one position of an organisation, from a day to a day, half open.

    ``since`` is the first day known; ``began`` says whether it is the day on which it began.
    """

    person: str
    organisation: str
    position: str
    since: str
    began: bool
    ended: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """Person, organisation and position."""
        return self.person, self.organisation, self.position

    def holds(self, day: str) -> bool | None:
        """Say whether the person holds the position on the day; None where it is not known."""
        if self.ended is not None and day >= self.ended:
            return False
        if day >= self.since:
            return True
        return False if self.began else None


class Directory(msgspec.Struct, frozen=True):
    """Which organisations and persons are registered, which ended, and who holds positions where.

    ``left`` has when an organisation left a partnership, and rejoined it, by the body and the organisation:
    the day, and whether it was gone from then on.
    ``passed`` has what took the place of what, by all that was ever recorded.
    """

    organisations: Mapping[str, facts.Registered] = msgspec.field(default_factory=dict)
    persons: frozenset[str] = frozenset()
    ended: Mapping[str, tuple[str, facts.Ended]] = msgspec.field(default_factory=dict)
    affiliations: tuple[Affiliation, ...] = ()
    left: Mapping[tuple[str, str], tuple[tuple[str, bool], ...]] = msgspec.field(default_factory=dict)
    passed: frozenset[tuple[str, str]] = frozenset()

    def evolve(  # noqa: PLR0911 - one case a type
        self, at: Recorded, body: facts.Body | founding.Founded | concerns.Left | concerns.Rejoined
    ) -> Directory:
        """Fold one fact in. Never refuses: it already happened."""
        match body:
            case facts.Ended():
                passed = self.passed | {(body.organisation, one) for one in body.successors}
                return replace(self, ended={**self.ended, body.organisation: (at.day, body)}, passed=passed)
            case facts.Affiliated():
                new = Affiliation(
                    body.person,
                    body.organisation,
                    body.position,
                    body.began or at.day,
                    body.began is not None,
                )
                return replace(self, affiliations=(*self.affiliations, new))
            case facts.Unaffiliated():
                return self.without(body, at.day)
            case facts.Registered():
                return replace(self, organisations={**self.organisations, body.organisation: body})
            case facts.PersonRegistered():
                return replace(self, persons=self.persons | {body.person})
            case founding.Founded():
                return replace(self, persons=self.persons | {body.officer})
            case concerns.Left() | concerns.Rejoined():
                key, gone = (body.body, body.organisation), isinstance(body, concerns.Left)
                told = (*self.left.get(key, ()), (at.day, gone))
                return replace(self, left={**self.left, key: told})
            case _:
                assert_never(body)

    def without(self, body: facts.Unaffiliated, day: str) -> Directory:
        """Give the directory after a position that was held has ended on the day."""
        key = (body.person, body.organisation, body.position)
        kept = tuple(
            replace(one, ended=day) if one.key == key and one.holds(day) is not False else one
            for one in self.affiliations
        )
        return replace(self, affiliations=kept)

    def affiliated(self, person: str, day: str) -> tuple[Affiliation, ...]:
        """Give the positions that the person held by the day, or may have held."""
        return tuple(
            one
            for one in self.affiliations
            if one.person == person and (one.since <= day or one.holds(day) is None)
        )

    def heirs(self, organisation: str, day: str) -> frozenset[str]:
        """Give the organisation and whatever has taken its place by the day, one after another."""
        return self._following(organisation, day, set())

    def partners(self, body: str, organisation: str, day: str) -> frozenset[str]:
        """Give those of its heirs that exist on the day; what left the body has none as a partner (HIW-6)."""
        left = {code for of, code in self.left if of == body and self.left_on(of, code, day) is not None}
        return frozenset(one for one in self._following(organisation, day, left) if self.exists(one, day))

    def _following(self, organisation: str, day: str, without: Container[str]) -> frozenset[str]:
        found: set[str] = set()
        following = [organisation]
        while following:
            code = following.pop()
            if code not in found and code not in without:
                found.add(code)
                ended = self.ended.get(code)
                following += ended[1].successors if ended is not None and ended[0] <= day else ()
        return frozenset(found)

    def forebears(self, organisation: str) -> frozenset[str]:
        """Give the organisation and whatever it took the place of, one after another, as far as is known.

        Whatever is read besides, it is never fewer: what is to be read goes by it.
        """
        found = {organisation}
        while more := {one for one, heir in self.passed if heir in found} - found:
            found |= more
        return frozenset(found)

    def left_on(self, body: str, organisation: str, day: str) -> str | None:
        """Give the day from which the organisation is no partner of the body, where that was by the day."""
        told = [one for one in self.left.get((body, organisation), ()) if one[0] <= day]
        since, gone = max(reversed(told), key=lambda one: one[0], default=("", False))
        return since if gone else None

    def rejoined_on(self, body: str, organisation: str, day: str) -> str | None:
        """Give the day on which the organisation was last a partner of the body again, by a day."""
        told = self.left.get((body, organisation), ())
        return max((since for since, gone in told if not gone and since <= day), default=None)

    def exists(self, organisation: str, day: str) -> bool:
        """Say whether the organisation has not ended by the day, as far as is recorded."""
        return organisation not in self.ended or day < self.ended[organisation][0]

    def comes_from(self, organisation: str, other: str, day: str) -> bool:
        """Say whether who is at an organisation comes from another (PLA-3).

        It is that organisation or has taken its place, belongs to it as to a group, or represents it.
        """
        here, there = self.organisations.get(organisation), self.organisations.get(other)
        return (
            organisation in self.heirs(other, day)
            or (here is not None and other in here.part_of)
            or (there is not None and there.through == organisation)
        )

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


def boundary(body: facts.Registration) -> frozenset[str]:
    """Say which tags the judgement reads."""
    match body:
        case facts.Registered():
            named = (body.organisation, *body.part_of, *((body.through,) if body.through else ()))
            return frozenset(f"organisation:{code}" for code in named)
        case facts.PersonRegistered():
            return frozenset({f"person:{body.person}"})
        case facts.Affiliated() | facts.Unaffiliated():
            tags = {f"person:{body.person}", f"affiliations:{body.person}"}
            return frozenset(tags | {f"organisation:{body.organisation}"})
        case _:
            assert_never(body)


def examine(act: Act, body: facts.Registration, directory: Directory) -> tuple[Finding, ...]:
    """Judge what is stated about organisations and persons."""
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
        case facts.Affiliated() | facts.Unaffiliated():
            return _examine_affiliation(act, body, directory)
        case _:
            assert_never(body)


def _examine_affiliation(
    act: Act, body: facts.Affiliated | facts.Unaffiliated, directory: Directory
) -> tuple[Finding, ...]:
    """Judge PER-3: a position begins where it is not held, and ends where it is."""
    common = (directory.require_person(body.person), directory.require_organisation(body.organisation))
    key = (body.person, body.organisation, body.position)
    held = [one for one in directory.affiliations if one.key == key and one.holds(act.day) is not False]
    if isinstance(body, facts.Unaffiliated):
        return (
            *common,
            judge("PER-3", bool(held), "a position that the person holds", body.position, absolute=True),
        )
    began = body.began or act.day
    return (
        *common,
        judge(
            "PER-3", not held, "a position that the person does not hold yet", body.position, absolute=True
        ),
        judge("PER-4", began <= act.day, f"a position begun by {act.day}", f"begun {began}", absolute=True),
    )

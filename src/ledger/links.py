"""The links of a chain of delegation as they stand: given, passed on, amended, suspended, ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger.acts import Recorded
from ledger.facts import bodies as bodies_facts
from ledger.facts import delegations as facts
from ledger.findings import Verdict

DEPTH_MAX = 8
"""Most links in a chain: an act carries five totals of each, and a fact has room for 64 tags."""

BEYOND = frozenset(f"DEL-{number}" for number in (2, 8, 9, 10, 11, 23, 24, 25, 27, 32))
"""The rules by which an act that was recorded all the same was beyond authority."""


class Version(msgspec.Struct, frozen=True):
    """What a delegation says from a day on: how wide it reaches, and how it is exercised."""

    since: str
    scope: facts.Scope
    manner: facts.Manner


class Link(msgspec.Struct, frozen=True):
    """One delegation as it stands.

    Attributes:
        versions: what it says, in the order of recording.
        granted: the grant, of a root; None: it was passed on.
        ended: the day from which it is revoked.
        passed: the bodies that succeeded others: day, before, after.
        suspended: from which day, and to which; None: until now.
        accepted: by party, the day and the answer.
    """

    delegation: str
    parent: str | None
    by: str
    to: tuple[str, ...]
    since: str
    versions: tuple[Version, ...]
    clauses: tuple[str, ...] = ()
    granted: facts.Granted | None = None
    ended: str | None = None
    passed: tuple[tuple[str, str, str], ...] = ()
    suspended: tuple[tuple[str, str | None], ...] = ()
    accepted: Mapping[str, tuple[str, bool]] = msgspec.field(default_factory=dict)

    @property
    def power(self) -> str | None:
        """The enabling power of a root."""
        return self.granted.power if self.granted is not None else None

    @property
    def kind(self) -> str:
        """Its kind; a link is passed on."""
        return self.granted.kind if self.granted is not None else "passed on"

    @property
    def clause(self) -> str | None:
        """The clause that it rests on: the enabling power of the root, else the first that was cited."""
        return self.power or (self.clauses[0] if self.clauses else None)

    def giver(self, day: str) -> str:
        """Give who gives it on the day: the first, or the body that succeeded it."""
        return self._succeeded(self.by, day)

    def holders(self, day: str) -> tuple[str, ...]:
        """Give the parties that hold it on the day: the first, or the bodies that succeeded them."""
        return tuple(self._succeeded(party, day) for party in self.to)

    def _succeeded(self, party: str, day: str) -> str:
        for since, before, after in self.passed:
            if since <= day and party == f"body:{before}":
                party = f"body:{after}"
        return party

    def version(self, day: str) -> Version:
        """Give what is in effect on the day, as known: the last to take effect by then."""
        effective = [one for one in self.versions if one.since <= day]
        return effective[-1] if effective else self.versions[0]

    def scope(self, day: str) -> facts.Scope:
        """Give the scope in effect on the day, as known."""
        return self.version(day).scope

    def bounds(self, day: str, known: str) -> tuple[Version, ...]:
        """Give what binds an act of a day that is recorded on another: what was in effect on either.

        Of several versions the last that was recorded binds, and the last to take effect: neither a change
        that is still to come nor one that came late undoes the other without a word.
        """
        found = []
        for when in (day, known):
            effective = [one for one in self.versions if one.since <= when] or [self.versions[0]]
            found += [effective[-1], max(reversed(effective), key=lambda one: one.since)]
        return tuple(dict.fromkeys(found))

    def paused(self, day: str) -> str | None:
        """Give since when it is suspended on the day; None: it is not."""
        return next(
            (since for since, to in self.suspended if since <= day and (to is None or day < to)), None
        )

    def holds(self, day: str) -> bool:
        """Say whether it holds on the day by itself: begun, accepted, not over, suspended or revoked."""
        until = self.scope(day).until
        over = (self.ended is not None and day >= self.ended) or (until is not None and day >= until)
        return self.since <= day and not over and self.paused(day) is None and not self.missing(day)

    def missing(self, day: str) -> tuple[str, ...]:
        """Give who has not accepted it by the day, where that is asked for."""
        if not any(bound.manner.acceptance for bound in self.bounds(day, day)):
            return ()
        said = {party: answer for party, (since, answer) in self.accepted.items() if since <= day}
        return tuple(party for party in self.holders(day) if not said.get(party))


class Done(msgspec.Struct, frozen=True):
    """An act under a delegation, in its place; and whether it was found within authority when recorded."""

    number: int
    day: str
    body: facts.Used
    within: Verdict = Verdict.MET


class Chain(msgspec.Struct, frozen=True):
    """The links that the facts read tell of, and the acts under them, by id; and who was told of which.

    ``told`` has, by act, whether it was reported or notified, to whom and on which day; ``ratified`` by which
    decision, and on which day.
    ``powers`` are the enabling powers, by code.
    """

    links: Mapping[str, Link] = msgspec.field(default_factory=dict)
    acts: Mapping[str, Done] = msgspec.field(default_factory=dict)
    told: Mapping[str, tuple[tuple[facts.Told, str, str], ...]] = msgspec.field(default_factory=dict)
    powers: Mapping[str, facts.PowerStated] = msgspec.field(default_factory=dict)
    ratified: Mapping[str, tuple[str, str]] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.Body | bodies_facts.Ended) -> Chain:  # noqa: PLR0911 - one case a type
        """Fold one fact in. Never refuses: it already happened."""
        match body:
            case bodies_facts.Ended():
                return self._passed(at.day, body)
            case facts.Granted() | facts.PassedOn():
                return self._with(_first(at, body))
            case facts.Used():
                done = Done(at.number, at.day, body, _within(at))
                return replace(self, acts={**self.acts, body.act: done})
            case facts.Reported():
                said = (body.what, body.to, at.day)
                told = {act: (*self.told.get(act, ()), said) for act in body.acts}
                return replace(self, told={**self.told, **told})
            case facts.Ratified():
                return replace(self, ratified={**self.ratified, body.act: (body.resolution, at.day)})
            case facts.PowerStated():
                return replace(self, powers={**self.powers, body.power: body})
            case _:
                link = self.links.get(body.delegation)
                return self if link is None else self._with(_changed(link, at.day, body))

    def reserved(self, giver: str, day: str) -> tuple[Link, ...]:
        """Give what a giver keeps for itself on a day."""
        kept = (one for one in self.links.values() if one.kind == "reserved" and one.giver(day) == giver)
        return tuple(one for one in kept if one.holds(day))

    def _passed(self, day: str, body: bodies_facts.Ended) -> Chain:
        passing = set(body.passing if body.successors else ())
        kept = {
            code: replace(link, passed=(*link.passed, (day, body.body, body.successors[0])))
            if code in passing
            else link
            for code, link in self.links.items()
        }
        return replace(self, links=kept)

    def up_from(self, delegation: str) -> tuple[Link, ...]:
        """Give the links from the root down to this one, as far as they are known."""
        links: list[Link] = []
        current: str | None = delegation
        while current is not None and current in self.links and len(links) <= DEPTH_MAX:
            links.append(self.links[current])
            current = self.links[current].parent
        return tuple(reversed(links))

    def parents(self, delegations: tuple[str, ...]) -> frozenset[str]:
        """Give every delegation above these that is known or named by a known link."""
        found: set[str] = set()
        for delegation in delegations:
            for link in self.up_from(delegation):
                found |= {link.delegation} | ({link.parent} if link.parent else set())
        return frozenset(found)

    def _with(self, link: Link) -> Chain:
        return replace(self, links={**self.links, link.delegation: link})


def _within(at: Recorded) -> Verdict:
    said = {one.verdict for one in at.fact.findings if one.rule in BEYOND}
    return Verdict.NOT_MET if "not met" in said else Verdict.of(None if said else True)


def _first(at: Recorded, body: facts.Given) -> Link:
    granted, parent = (body, None) if isinstance(body, facts.Granted) else (None, body.parent)
    version = Version(at.day, body.scope, body.manner)
    return Link(
        body.delegation, parent, body.by, body.to, at.day, (version,), at.fact.clauses, granted=granted
    )


def _changed(
    link: Link,
    day: str,
    body: facts.Amended | facts.Revoked | facts.Suspended | facts.Resumed | facts.Accepted,
) -> Link:
    match body:
        case facts.Amended():
            # As it is exercised on the day, not as it is to be once what is still to come takes effect.
            manner = link.bounds(day, day)[-1].manner if body.manner is None else body.manner
            return replace(link, versions=(*link.versions, Version(day, body.scope, manner)))
        case facts.Revoked():
            return replace(link, ended=min(link.ended or day, day))
        case facts.Suspended():
            return replace(link, suspended=(*link.suspended, (day, None)))
        case facts.Resumed():
            # A suspension that is still to come is not undone before it comes.
            kept = ((since, day if to is None and since <= day else to) for since, to in link.suspended)
            return replace(link, suspended=tuple(kept))
        case facts.Accepted():
            return replace(link, accepted={**link.accepted, body.party: (day, body.accepted)})
        case _:
            assert_never(body)

"""The links of a chain of delegation as they stand: given, passed on, narrowed, revoked, succeeded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger.acts import Recorded
from ledger.facts import bodies as bodies_facts
from ledger.facts import delegations as facts

DEPTH_MAX = 16
"""Most links in a chain."""


class Link(msgspec.Struct, frozen=True):
    """One delegation as it stands: ``scopes`` in the order in which they were recorded."""

    delegation: str
    parent: str | None
    by: str
    to: str
    since: str
    scopes: tuple[tuple[str, facts.Scope], ...]
    clauses: tuple[str, ...] = ()
    power: str | None = None
    ended: str | None = None
    passed: tuple[tuple[str, str, str], ...] = ()

    def giver(self, day: str) -> str:
        """Give the code of the body that gives it on the day: the first, or the one that succeeded it."""
        return self._succeeded(self.by, day)

    def holder(self, day: str) -> str:
        """Give the party that holds it on the day: the first, or the one that succeeded it."""
        kind, _, code = self.to.rpartition(":")
        return f"body:{self._succeeded(code, day)}" if kind == "body" else self.to

    def _succeeded(self, code: str, day: str) -> str:
        for since, before, after in self.passed:
            if since <= day and code == before:
                code = after
        return code

    def scope(self, day: str) -> facts.Scope:
        """Give the scope in effect on the day, as known: the last to take effect by then."""
        effective = [scope for since, scope in self.scopes if since <= day]
        return effective[-1] if effective else self.scopes[0][1]


class Chain(msgspec.Struct, frozen=True):
    """The links that the facts read tell of, by id, and the ids of acts under them."""

    links: Mapping[str, Link] = msgspec.field(default_factory=dict)
    acts: frozenset[str] = frozenset()

    def evolve(self, at: Recorded, body: facts.Body | bodies_facts.Ended) -> Chain:
        """Fold one fact in. Never refuses: it already happened."""
        match body:
            case bodies_facts.Ended():
                return self._passed(at.day, body)
            case facts.Granted() | facts.PassedOn():
                return self._with(_first(at, body))
            case facts.Narrowed():
                link = self.links.get(body.delegation)
                return (
                    self
                    if link is None
                    else self._with(replace(link, scopes=(*link.scopes, (at.day, body.scope))))
                )
            case facts.Revoked():
                link = self.links.get(body.delegation)
                return (
                    self
                    if link is None
                    else self._with(replace(link, ended=min(link.ended or at.day, at.day)))
                )
            case facts.Used():
                return replace(self, acts=self.acts | {body.act})
            case _:
                assert_never(body)

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


def _first(at: Recorded, body: facts.Granted | facts.PassedOn) -> Link:
    parent = body.parent if isinstance(body, facts.PassedOn) else None
    power = body.power if isinstance(body, facts.Granted) else None
    return Link(
        body.delegation, parent, body.by, body.to, at.day, ((at.day, body.scope),), at.fact.clauses, power
    )

"""Bodies: what constitutes them, who founded them, to whom they report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger.acts import Act, Recorded
from ledger.facts import bodies as facts
from ledger.findings import Finding, judge
from ledger.organisations import Directory


class Role(msgspec.Struct, frozen=True):
    """A role in which a body acts, from a day to a day, half open."""

    taken: facts.RoleTaken
    since: str
    ended: str | None = None

    def holds(self, day: str) -> bool:
        """Say whether the body acts in it on the day; a review that is overdue ends nothing (PLD-4)."""
        return self.since <= day and (self.ended is None or day < self.ended)


class Bodies(msgspec.Struct, frozen=True):
    """The bodies that the ledger knows, and since which day each exists."""

    known: Mapping[str, facts.Constituted] = msgspec.field(default_factory=dict)
    since: Mapping[str, str] = msgspec.field(default_factory=dict)
    ended: Mapping[str, tuple[str, facts.Ended]] = msgspec.field(default_factory=dict)
    roles: tuple[Role, ...] = ()

    def evolve(self, at: Recorded, body: facts.Body) -> Bodies:
        """Fold one fact in. Never refuses: it already happened."""
        match body:
            case facts.Constituted():
                known = {**self.known, body.body: body}
                return replace(self, known=known, since={**self.since, body.body: at.day})
            case facts.Ended():
                return replace(self, ended={**self.ended, body.body: (at.day, body)})
            case facts.RoleTaken():
                return replace(self, roles=(*self.roles, Role(body, at.day)))
            case facts.RoleEnded():
                key = (body.body, body.role)
                kept = tuple(
                    replace(one, ended=at.day)
                    if (one.taken.body, one.taken.role) == key and one.ended is None
                    else one
                    for one in self.roles
                )
                return replace(self, roles=kept)
            case _:
                assert_never(body)

    def heirs(self, code: str, day: str) -> frozenset[str]:
        """Give the body and whatever has taken its place by the day, one after another."""
        found: set[str] = set()
        following = [code]
        while following:
            one = following.pop()
            if one not in found:
                found.add(one)
                ended = self.ended.get(one)
                following += ended[1].successors if ended is not None and ended[0] <= day else ()
        return frozenset(found)

    def forebears(self, code: str) -> frozenset[str]:
        """Give the body and whatever it took the place of, one after another, as far as is known."""
        found = {code}
        while more := {one for one, (_, end) in self.ended.items() if found & set(end.successors)} - found:
            found |= more
        return frozenset(found)

    def acts_as(self, code: str, role: str, day: str) -> bool:
        """Say whether the body acts in the role on the day."""
        return any((one.taken.body, one.taken.role) == (code, role) and one.holds(day) for one in self.roles)

    def require(self, code: str, day: str) -> Finding:
        """Judge BOD-2: the body exists on the day."""
        since = self.since.get(code)
        ended = self.ended.get(code)
        if since is None:
            got = f"{code}, which the ledger does not know"
        elif ended is not None and ended[0] <= day:
            got = f"{code}, which ended {ended[0]}"
        else:
            got = f"{code}, constituted {since}"
        exists = since is not None and since <= day and (ended is None or day < ended[0])
        return judge("BOD-2", exists, f"a body that exists on {day}", got, absolute=True)


def boundary(body: facts.Constitution) -> frozenset[str]:
    """Say which tags the judgement reads."""
    tags = {f"body:{body.body}"}
    match body:
        case facts.Constituted():
            tags |= {f"organisation:{founder}" for founder in body.founders}
            tags |= {f"body:{parent}" for parent in body.parents}
        case facts.RoleTaken() | facts.RoleEnded():
            pass
        case _:
            assert_never(body)
    return frozenset(tags)


def examine(act: Act, body: facts.Constitution, bodies: Bodies, directory: Directory) -> tuple[Finding, ...]:
    """Judge what is stated about a body: BOD-1 new, founders known, parents existing."""
    match body:
        case facts.Constituted():
            fresh = body.body not in bodies.known
            return (
                judge("BOD-1", fresh, "a code that no body has yet", body.body, absolute=True),
                *(directory.require_organisation(founder) for founder in body.founders),
                *(bodies.require(parent, act.day) for parent in body.parents),
            )
        case facts.RoleTaken() | facts.RoleEnded():
            held = bodies.acts_as(body.body, body.role, act.day)
            takes = isinstance(body, facts.RoleTaken)
            expected = "a role that the body does not have yet" if takes else "a role that the body has"
            role = judge("BOD-3", takes is not held, expected, body.role, absolute=True)
            return (bodies.require(body.body, act.day), role)
        case _:
            assert_never(body)

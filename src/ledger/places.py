"""Who has the place of an organisation or a body that ended: in an agreement, duty, target, dispute (SYS-1).

The order by which it ended decides for all of them alike: from its day the successors have the place
together, but for what the order passes to some of them, or lets lapse. What was done before stays done.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ledger.bodies import Bodies
from ledger.findings import Finding, judge
from ledger.organisations import Directory

LAST = "9999-12-31"


class Places(msgspec.Struct, frozen=True):
    """Which organisations and bodies have ended, as far as was read: see ``tags``."""

    directory: Directory = Directory()
    bodies: Bodies = Bodies()

    def holders(self, party: str, of: str, day: str) -> tuple[str, ...]:
        """Give who has the place of a party in one thing on a day: itself, while it exists; none: it lapsed.

        Args:
            party: who has the place, or had it first; a person or an office keeps it.
            of: the id of the thing.
            day: the day that is asked about.
        """
        return tuple(one for one in self.line(party, of, day) if self._after(one, of, day) is None)

    def line(self, party: str, of: str, day: str) -> tuple[str, ...]:
        """Give everybody who has or had the place of a party in one thing by a day, from the first on."""
        found: dict[str, None] = {}
        following = [party]
        while following:
            one = following.pop(0)
            if one not in found:
                found[one] = None
                following += self._after(one, of, day) or ()
        return tuple(found)

    def now(self, parties: Iterable[str], of: str, day: str) -> tuple[str, ...]:
        """Give who has the places of all these parties on a day, each once."""
        return tuple(dict.fromkeys(each for one in parties for each in self.holders(one, of, day)))

    def owner(self, party: str | None, of: str, day: str) -> str | None:
        """Name who is to do what a party was to do; None: nobody, or its place lapsed."""
        return ", ".join(self.holders(party, of, day)) or None if party is not None else None

    def tags(self, parties: Iterable[str]) -> frozenset[str]:
        """Say which tags tell who has the places of parties, as far as it is known yet."""
        found: set[str] = set()
        for party in parties:
            kind, _, code = party.partition(":")
            if kind in {"organisation", "body"}:
                nouns = self.directory if kind == "organisation" else self.bodies
                found |= {f"{kind}:{one}" for one in nouns.heirs(code, LAST)}
        return frozenset(found)

    def said(self, party: str, of: str, day: str) -> str:
        """Name a party, with who has its place on a day, or that this lapsed."""
        now = self.holders(party, of, day)
        if now == (party,):
            return party
        ended = self._ended(party)
        since = ended[0] if ended is not None else ""
        return f"{', '.join(now)}, in place of {party}" if now else f"lapsed: {party} ended {since}"

    def require(self, party: str, day: str) -> tuple[Finding, ...]:
        """Judge BOD-2: a body exists; ORG-2: an organisation is known; SUC-7: and has not ended."""
        kind, _, code = party.partition(":")
        if kind == "body":
            return (self.bodies.require(code, day),)
        known = self.directory.require_organisation(code)
        gone = not self.directory.exists(code, day)
        got = f"{code}, which ended {self.directory.ended[code][0]}" if gone else code
        return (known, judge("SUC-7", not gone, f"an organisation that exists on {day}", got))

    def _ended(self, party: str) -> tuple[str, tuple[str, ...]] | None:
        """Give the day from which a party exists no more, and its successors."""
        kind, _, code = party.partition(":")
        if kind == "organisation" and code in self.directory.ended:
            day, gone = self.directory.ended[code]
            return day, gone.successors
        if kind == "body" and code in self.bodies.ended:
            day, over = self.bodies.ended[code]
            return day, over.successors
        return None

    def _after(self, party: str, of: str, day: str) -> tuple[str, ...] | None:
        """Give who came after a party in one thing by a day; None: it exists."""
        ended = self._ended(party)
        if ended is None or day < ended[0]:
            return None
        kind, _, code = party.partition(":")
        told = self.directory.ended[code][1].passing if kind == "organisation" else ()
        to = next((one.to for one in told if one.what == of), ended[1])
        return tuple(f"{kind}:{one}" for one in to)

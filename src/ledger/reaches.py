"""What a chain of delegation leaves to those who hold its last link: whether it holds, how far it reaches.

Of a chain every link has to hold, and each binds: the tightest limit counts, the earliest end, the highest
band, and whatever any of them asks for. The scheme of delegation (``schemes``) is made of these.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from ledger.facts.delegations import Limit, Manner, Scope
from ledger.facts.words import Money
from ledger.links import Link
from ledger.scopes import owed, show, spelled

State = Literal["live", "not begun", "not accepted", "suspended", "revoked", "over", "lapsed", "reserved"]
ENDED: frozenset[State] = frozenset({"revoked", "over", "lapsed"})
"""What does not come back."""


class Cell(msgspec.Struct, frozen=True):
    """One delegation by which a party may decide a function, and what the whole chain above leaves of it.

    Attributes:
        party: who holds it.
        chain: the delegations from the root down to this one.
        giver: who gives it, at the root.
        kind: the kind of the root.
        keeps: whether the giver may decide beside its delegate.
        clause: what it rests on.
        since: its first day.
        until: the first day on which it no longer holds, by its own term or one above; None: until revoked.
        above: acts of more than that alone, one amount in each currency.
        limits: the tightest of each kind, of all links of the chain.
        without: what is below the function and excluded.
        asks: how it is exercised, a clause each.
        onward: how often it may be passed on.
        state: live, or why it is not.
        told: that in words; empty while it is live.
    """

    party: str
    chain: tuple[str, ...]
    giver: str
    kind: str
    keeps: str
    clause: str | None
    since: str
    until: str | None
    above: tuple[Money, ...]
    limits: tuple[Limit, ...]
    without: tuple[str, ...]
    asks: tuple[str, ...]
    onward: int
    state: State
    told: str

    @property
    def delegation(self) -> str:
        """The delegation that the party holds."""
        return self.chain[-1]

    @property
    def decides(self) -> bool:
        """Whether the party may decide under it; advice decides nothing."""
        return self.state == "live" and self.kind != "advisory"

    @property
    def dimensions(self) -> Mapping[str, str]:
        """What an amendment, a succession or a link above may change, by name, in words."""
        return {
            "giver": self.giver,
            "above": ", ".join(map(show, self.above)) or "nothing",
            "limits": "; ".join(map(spelled, self.limits)) or "no limit",
            "excluded": ", ".join(self.without) or "nothing",
            "until": self.until or "revoked",
            "manner": "; ".join(self.asks) or "alone",
            "onward": str(self.onward),
        }

    @property
    def words(self) -> tuple[str, ...]:
        """How far it reaches, a clause each: band, limits, exclusions, manner, term."""
        return (
            *(f"above {show(one)}" for one in self.above),
            *(map(spelled, self.limits) if self.limits else ["no limit"]),
            *([f"without {', '.join(self.without)}"] if self.without else []),
            *self.asks,
            *([f"until {self.until}"] if self.until else []),
        )


class Reach(msgspec.Struct, frozen=True):
    """A chain down to one delegation: every scope that binds it, its own first, and its cells so far."""

    scopes: tuple[Scope, ...]
    cells: tuple[Cell, ...]


def reach(links: tuple[Link, ...], day: str, gone: Collection[str] = ()) -> Reach:
    """Say what a chain leaves to those who hold its last link, whatever the function.

    Args:
        links: the chain, from the root down.
        day: the day.
        gone: the bodies and organisations that exist no more.
    """
    root, last = links[0], links[-1]
    scopes = tuple(one.scope for link in reversed(links) for one in link.bounds(day, day))
    state, told = _along(links, day, gone)
    cell = Cell(
        party="",
        chain=tuple(link.delegation for link in links),
        giver=root.giver(day),
        kind=root.kind,
        keeps="beside" if root.granted is None else root.granted.keeps,
        clause=last.clause,
        since=max(link.since for link in links),
        until=min((one.until for one in scopes if one.until is not None), default=None),
        above=_highest(one.above for one in scopes if one.above is not None),
        limits=_tightest(limit for one in scopes for limit in one.limits),
        without=(),
        asks=tuple(dict.fromkeys(_asks(links, day))),
        onward=last.scope(day).onward,
        state=state,
        told=told,
    )
    return Reach(scopes, tuple(_held_by(cell, party, gone) for party in last.holders(day)))


def _held_by(cell: Cell, party: str, gone: Collection[str]) -> Cell:
    held = replace(cell, party=party)
    lapsed = cell.state == "live" and not _exists(party, gone)
    return replace(held, state="lapsed", told=f"{party} exists no more") if lapsed else held


def _exists(party: str, gone: Collection[str]) -> bool:
    """Say whether a party is there; an office goes with its body."""
    kind, _, code = party.rpartition(":")
    return (f"body:{code.partition('/')[0]}" if kind == "office" else party) not in gone


def _along(links: Sequence[Link], day: str, gone: Collection[str]) -> tuple[State, str]:
    """Say whether every link of a chain holds on a day, else which does not, and why."""
    for link in links:
        reasons = tuple(_why_not(link, day, gone))
        if reasons:
            state, told = reasons[0]
            return state, told if link is links[-1] else f"{told}, with {link.delegation} above it"
    return "live", ""


def _why_not(link: Link, day: str, gone: Collection[str]) -> Iterator[tuple[State, str]]:
    """Give every reason why one link, by itself, does not hold on a day."""
    if day < link.since:
        yield "not begun", f"from {link.since}"
    if link.ended is not None and link.ended <= day:
        yield "revoked", f"revoked from {link.ended}"
    untils = [one.scope.until for one in link.bounds(day, day)]
    over = [one for one in untils if one is not None and one <= day]
    if over:
        yield "over", f"over from {min(over)}"
    giver, holders = link.giver(day), link.holders(day)
    absent = [one for one in (giver, *holders) if not _exists(one, gone)]
    left = [one for one in holders if _exists(one, gone)]
    if giver in absent or len(left) < link.version(day).manner.acting:
        yield "lapsed", f"{', '.join(absent)} exists no more"
    paused = link.paused(day)
    if paused is not None:
        yield "suspended", f"suspended from {paused}"
    missing = link.missing(day)
    if missing:
        yield "not accepted", f"not accepted by {', '.join(missing)}"


def _highest(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """Give the highest of the amounts above which acts begin, in each currency."""
    found: dict[str, Money] = {}
    for one in amounts:
        if one.currency not in found or one.minor > found[one.currency].minor:
            found[one.currency] = one
    return tuple(found.values())


def _tightest(limits: Iterable[Limit]) -> tuple[Limit, ...]:
    """Give the lowest limit of each kind."""
    found: dict[tuple[str | None, ...], Limit] = {}
    for one in limits:
        kind = (one.over, one.of, one.spend, one.tax, one.amount.currency)
        if kind not in found or one.amount.minor < found[kind].amount.minor:
            found[kind] = one
    return tuple(found.values())


def _asks(links: Sequence[Link], day: str) -> Iterator[str]:
    """Say how the last of the links is exercised: what every link of the chain asks for adds up."""
    last = links[-1]
    together = last.version(day).manner.acting
    if together > 1:
        yield f"{together} of {len(last.to)} together"
    for link in reversed(links):
        for bound in link.bounds(day, day):
            yield from _asked(bound.manner)


def _asked(manner: Manner) -> Iterator[str]:
    yield from (f"approval of {one}" for one in manner.approval)
    yield from (f"after asking {one}" for one in manner.consulting)
    yield from (f"where {one.says}" for one in manner.conditions)
    yield from map(owed, manner.duties)
    yield from (f"with {one} recorded" for one in manner.records)
